//! First names, countries and large cities: names that are written down in any chat, whatever the FAQ is about.

pub(super) const WORDS: &str = "\
aaron adam africa alan albert alex alice amanda america american amy andrea andrew angela anna anne anthony \
argentina arthur asia asian atlanta australia australian austria austrian bangkok barbara barcelona barry \
beijing belgian belgium ben berlin bernard betty bill billy bob boston brad brandon brazil brazilian brian \
britain british bruce brussels bulgaria california canada canadian carl carla carlos carol caroline carter \
charles charlie charlotte chicago chile china chinese chloe chris christina christine christopher chuck claire \
claudia colombia columbia copenhagen craig croatia cuba cuban czech dallas daniel danish danny david deborah \
delhi denmark dennis denver derek diana donald donna dorothy douglas dublin dutch dylan edward egypt egyptian \
elena elizabeth ella ellen emily emma england english eric estonia ethan europe european eva evelyn felix \
finland finnish fiona florida france frank fred french gary geneva george georgia german germany gerry ghana \
grace greece greek greenland greg hamburg hannah harris harry hawaii heather heidi helen henry howard hungarian \
hungary ian iceland india indian indonesia iran iraq ireland irish isabella israel istanbul italian italy jack \
jackson jacob jamaica jamaican james jamie jane janet japan japanese jason jean jeff jennifer jenny jeremy \
jessica jessie jim joan joe john johnny jonathan jose joseph joshua juan julia julie justin karen karl kate \
katherine keith kelly ken kenya kevin kim korea korean kyle larry latvia laura lauren lebanon lee leo liam linda \
lisa lisbon lithuania london louis lucas lucy luis luke luxembourg madrid malaysia malta manchester marcus \
margaret maria marie martha martin mary matthew megan melbourne melissa mellon mexican mexico meyer miami \
michael michelle miguel mike milan mohamed monica montreal morgan morocco moscow munich nancy naples natalie \
nathan nepal netherlands nevada nick nicole nigeria noah nora norway norwegian oliver olivia olly oscar oslo \
ottawa pakistan pamela paris patricia patrick paul paula peru peter philip philippines phillip poland polish \
portugal portuguese prague rachel ralph raymond rebecca richard rick robert robin roger romania rome ronald roy \
russell russia russian ruth ryan sam samantha samuel sandra sara sarah scotland scott scottish sean seoul serbia \
shanghai sharon simon singapore singh slovakia slovenia smith sofia sophia sophie spain spanish stan stephanie \
stephen steve steven stockholm stuart susan sweden swedish swiss switzerland sydney taiwan teresa terry texas \
thai thailand theresa thomas tim timothy todd tokyo tom tony toronto tracy tunisia turkey turkish tyler ukraine \
valerie vanessa vegas venice vera victor victoria vienna vietnam vincent wales walter warsaw washington wendy \
william yusuf zoe zurich";
