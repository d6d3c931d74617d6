//! Frequent words of English.

pub(super) const WORDS: &str = "\
ability accept together accident account accurate ache across action active actual address adult adventure advert advice \
afford afraid afternoon agency agent agree ahead airline airport alarm album alcohol alike alive alone along \
aloud alter amazing amount anger angle angry animal ankle annual answer anxious apart apple apply april apron \
area argue arm army around arrange arrest arrow art article artist aside asleep attach attack attempt attend \
aunt author autumn avoid awake award aware away awful baby back bacon bad badge bag bake baker balance ball \
balloon banana band bank banner bare barn base basic basis basket bath bathroom battle beach bean bear beard \
beast beat beauty become bed bedroom beef beer began begin behave behind belief bell belong below belt bench \
bend berry beside best better beyond bicycle big bike bird birth birthday biscuit bite bitter black blade blame \
blank blanket bleed blend bless blind block blond blood bloom blow blue board boat body boil bold bomb bone \
bonus book boot border bored boring born borrow boss bottle bottom bought bowl box boy brain brake branch brand \
brass brave bread break breakfast breath breathe breed brick bride bridge brief bright bring broad brother \
brought brown brush bubble bucket budget bug build building bull bunch burger burn burst bury bus bush business \
busy butter button buyer cabin cable cafe cage cake call calm came camel camera camp campus canal cancer candle \
candy canoe cap capital car caravan carbon care career careful cargo carpet carrot carry cart case cash castle \
cat catch cattle caught cause cave ceiling cell cellar cent center central centre century cereal chain chair \
chalk chance change channel chapter charge charity charm chart chase chat cheap cheat check cheek cheer cheese \
chef chess chest chew chicken chief child children chimney chin chip chips chocolate choice choir choose chose \
church cinema circle circus city civil claim clap class clay clean clear clerk clever click cliff climb clinic \
clip cloak clock close closet cloth clothes clothing cloud clown club clue coach coal coast coat code coffee \
coin cold collar collect college color colour comb come comfort comic common compact company compare compete \
complain complete computer concert conduct connect contain content contest control cook cookie cool copper copy \
cord core corn corner correct cost costume cotton couch cough council count counter country county couple \
courage course court cousin cover cow crab crack craft crash crazy cream create credit creek crew cricket crime \
crisp crop cross crowd crown cruel cruise crush cry crystal cube culture cup cupboard cure curious curl current \
curse curtain curve custom customer cut cycle dad daily dairy dance danger dare dark data date daughter dawn \
day dead deaf deal death debt decade decent decide deck deep deer defeat defend degree delay delight demand \
dentist deny depend depth desert deserve design desire desk dessert detail device devil dew diamond diary dice \
diet differ dig digital dinner direct dirt dirty disc dish disk dive divide doctor dog doll dollar donkey door \
double doubt dough down dozen draft drag drama draw drawer dream dress drew drill drink drive driver drop drove \
drown drug drum dry duck due dull dump during dust duty each eager eagle ear early earn earth ease east easy \
eat edge editor educate effect effort egg eight elbow elder elect electric elephant eleven email empty end \
enemy energy engine enjoy enough enter entire entry envelope equal error escape essay estate evening event evil \
exact exam example excited exercise exist exit expect expensive expert explain explore extra eye fabric face \
fact factory fade fail faint fair faith fake fall false fame family famous fan fancy far farm farmer fashion \
fast fat fate father fault favor favour fear feast feather fee feed feel feet fell fellow felt female fence \
ferry festival fetch fever few field fierce fight figure file fill film final finance find fine finger finish \
fire firm first fish fist fit five fix flag flame flash flat flavor flavour flesh flew flight float flock flood \
floor flour flow flower flu fluid fly focus fold folk follow food fool foot football force forehead foreign \
forest forever forgive fork form formal fort fortune forty forward found four fox frame freedom freeze french \
fresh fridge fried friend frog front frost frozen fruit fry fuel full fun fund funny fur furniture future gain \
galaxy gallery game gang garage garden garlic gas gate gather gave gear gene general gentle german ghost giant \
gift ginger girl glad glass glove glow glue goal goat god gold golf good goods goose gown grab grade grain \
grand grandma grandpa grant grape graph grass grave gravy gray great green greet grew grey grief grill grind \
grip grocery ground group grow growth guard guess guest guide guilt guilty guitar gun guy gym habit hair half \
hall ham hammer hand handle handy hang happen happy harbor hard harm harvest hat hate haul head heal health \
heap hear heard heart heat heater heaven heavy heel height held helmet hen herb hero hide high hill hint hip \
hire history hit hobby hold hole holiday hollow holy home honest honey hood hook hope horn horror horse hose \
hospital host hot hotel hour house housing huge human humor hundred hunger hungry hunt hurry hurt husband ice \
icon idea ideal image import improve inch income indeed indoor infant inform injury ink inn inner insect inside \
insist instead insult intend invest invite iron island issue item jacket jail jam january jar jaw jazz jeans \
jelly jet jewel job join joint joke journey joy judge juice july jump june jungle junior jury justice keen keep \
kept kettle key kick kidney kill king kingdom kiss kit kitchen kite kitten knee knew knife knight knit knock \
knot known label labor lack ladder lady lake lamb lamp land lane language lap laptop large laser last late \
later latter laugh laundry law lawn lawyer lay layer lazy lead leader leaf leak lean learn lease leash least \
leather leave lecture led left leg legal lemon lend length lens lesson letter lettuce level lever library \
license lid lie life lift light limb lime limit line linen link lion lip liquid listen liter litre live liver \
living load loan local lock lodge logic lonely loose lord lose loss lot loud lounge love lovely lover low loyal \
luck lucky luggage lump lunch lung luxury machine mad magazine magic maid mail main major male mall man manage \
manager manner map marble march margin mark market marriage married marry mask mass massage master match mate \
material math matter meal mean meant measure meat medal media medical medicine medium meet melon melt member \
memory mend mental mention menu mercy merry mess message metal meter method metre middle midnight mild mile \
milk mill million mind mine miner minor mint minus minute mirror misery miss mission mist mix mixture mobile \
mode model modern modest moment monday money monitor monkey monster month mood moon moral morning mostly motel \
mother motion motor motorcycle mount mountain mouse mouth move movie mud mug muscle museum mushroom music \
mystery nail naked narrow nasty nation native nature navy near nearby neat neck needle nephew nerve nest net \
network never news newspaper nice niece night nine noble nobody nod noise none noodle noon normal north nose \
note nothing notice novel november nurse nut oak obey object ocean october odd offer office officer often oil \
old olive onion onto orange orchard organ origin oven owe owl own owner oxygen pace pack packet pad page pain \
paint pair palace pale palm pan panel panic pants paper parade parcel pardon parent park parking parrot part \
partner party pass passage passenger passport past pasta paste pastry patch path patience patient pattern pause \
pay peace peach peak peanut pear pearl peel pen pencil penny people pepper perfect period permit person pet \
petrol phone photo phrase piano pick picnic picture pie piece pig pile pill pillow pilot pin pine pink pint \
pipe pitch pizza place plain plan plane planet plant plastic plate play player pleasant pleasure plenty plot \
plug plum plumber plus pocket poem poet poetry point poison pole police policy polish polite pond pony pool \
poor pop popular pork port portion position post poster pot potato pound pour poverty powder power praise pray \
prayer prefer prepare present press pretty prevent price pride priest prime prince princess print prison \
private prize problem process produce product profit program project promise proof proper protect proud prove \
proverb public pudding pull pulse pump punch pupil puppy pure purple purpose purse push puzzle quality quarter \
queen quick quiet quilt quit quite quiz quote rabbit race rack radar radio rail railway rain raise ranch range \
rank rapid rare rat rate rather raw reach react read reader ready real realize rear reason rebel recall receipt \
recent recipe record recover red reduce refer reflect refuse regard region regret regular reject relate relax \
release relief rely remain remark remember remind remote remove rent repeat reply report rescue research resell \
reserve reset reside resign resist respect respond rest restaurant result retail retire reveal review reward \
rhythm rice rich ride rider right ring rinse ripe rise risk rival river road roast rob robot rock rocket rode \
role roll roof room root rope rose rotten rough round route routine row royal rub rubber rude rug rugby ruin \
rule ruler run rural rush rust sad saddle safe safety said sail sailor saint salad salary sale salmon salon \
salt sample sand sandwich satisfy saturday sauce sausage save savings saw scale scan scar scare scarf scene \
scent school science scissors score scout scratch scream screen screw sea seal search season seat second secret \
section secure seed seek seem seen seize seldom select self sell seller senate senior sense sentence separate \
serious servant serve server service set seven severe sew shade shadow shake shallow shame shape share shark \
sharp shave shed sheep sheet shelf shell shelter shift shine ship shirt shock shoe shook shoot shop shore short \
shot shoulder shout shovel show shower shut shy sick side sigh sight sign signal silence silent silk silly \
silver simple since sing singer single sink sister sit site six size skate ski skill skin skirt sky slave sleep \
sleeve slept slice slide slight slim slip slope slow small smart smell smile smoke smooth snack snail snake \
snow soap soccer social sock soda sofa soft soil sold soldier solid solve son song sorry sort soul sound soup \
sour source south space spade spain spare speak special speech speed spell spend spent spice spider spill spin \
spirit spit splash split spoil spoke spoon sport spot spouse spray spread spring square squeeze stable stadium \
staff stage stain stair stairs stamp stand star stare start starve state station statue stay steady steak steal \
steam steel steep steer stem step stick stiff sting stir stock stole stomach stone stood stool stop store storm \
story stove straight strange stranger straw stream street strength stress stretch strict strike string strip \
stroke strong struck student studio study stuff stupid style subject submit subway success sudden suffer sugar \
suggest suit suitcase sum summer sun sunday sunny sunset super supper supply support suppose surf surface \
surgery surprise survey survive suspect swallow swear sweat sweater sweep sweet swell swim swing switch sword \
symbol system table tablet tail tailor take tale talent talk tall tame tank tap tape target task taste tasty \
taught tax taxi tea teach teacher team tear tease teeth tell temper temple ten tenant tend tennis tent term \
terrible test text theatre theft theme theory thick thief thin third thirsty thirty thorn thought thousand \
thread threat three threw throat throne throw thumb thunder thursday ticket tide tidy tie tiger tight tile till \
timber time tin tiny tip tire tired tissue title toast tobacco toe toilet token told toll tomato ton tone \
tongue tonight tool tooth top topic torch tore total touch tough tour tourist tow towel tower town toy trace \
track trade traffic trail train tram trap trash travel tray treasure treat tree trend trial tribe trick trip \
troop trouble truck true trunk trust truth tube tune tunnel turkey turn turtle twelve twenty twice twin twist \
two type typical tyre ugly umbrella uncle under uniform union unit unite universe upper upset urban urge urgent \
user usual vacation vacuum valley value van vanish vase vast vegetable vein verb verse vessel vest victim \
victory video view village vine violin virus visa vision visit visitor vital vitamin vivid vocal voice volume \
vote voyage wage wagon waist wait waiter wake walk wall wallet war warm warn wash waste watch water wave wax \
weak wealth weapon wear weather web website wedding wednesday weed week weekend weep weigh weight weird welcome \
west wet whale wheat wheel wheelchair whip whisky whisper whistle white whole wicked wide widow width wife wild \
willing win wind window windy wine wing winner winter wipe wire wisdom wise wish witch witness wolf woman women \
won wonder wood wool word wore work worker world worm worn worry worse worst worth wound wrap wreck wrist write \
writer written wrong yard yarn yeah year yellow yesterday yield young youth zebra zero zone zoo homepage \
password airbag keyboard download upload online offline postcard checkout daylight sunlight upgrade update \
username basketball outside overnight toothbrush toothpaste monthly weekly yearly whereas therefore otherwise \
nowhere elsewhere president spaghetti weekday outdoor notebook textbook cardboard dashboard feedback workshop \
landlord roommate housewife homework framework";
