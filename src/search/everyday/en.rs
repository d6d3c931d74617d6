//! Frequent words of English.

pub(super) const WORDS: &str = "\
ability able above absent accept accident account accurate accuse ache achieve acre across action active actor \
actual adapt add addition address admire admit adopt adult advance advantage adventure advert advice affair \
affect afford afraid afternoon against age agency agent agree ahead aid aim airbag airline airport alarm album \
alcohol alert alike alive alley alliance allow ally almost alone along aloud alter amazing ambition among amount \
amuse ancient android anger angle angry animal ankle announce annoy annoying annual answer anxious apart \
apologize apology apparently appeal appear appears appetite applause apple appliance apply appoint approach \
appropriate approve approved april apron arbor area argue arise arm army arose around arrange array arrest \
arrival arrow art article artist ashamed aside asleep aspect assemble assess asset assign assist assistance \
assistant associate assume assure atmosphere atom attach attack attempt attend attention attitude attract \
attractive audience august aunt author automatic autumn available average avoid await awake award aware away \
awful awkward baby back backyard bacon bad badge bag bake baker balance ball balloon ban banana band bank banner \
bare barely bargain barn barrier base basic basically basis basket basketball bath bathroom batter battery \
battle beach bean bear beard beast beat beauty become bed bedroom beef beer began begin begun behave behind \
being belief bell belong below belt bench bend beneath benefit berry beside best beta betray better beyond \
bicycle bid big bigger biggest bike bind bird birth birthday biscuit bite bitten bitter black blackjack blade \
blame blank blanket bleach bleed blend bless blew blind blink block blond blood bloom blow blown blue bluetooth \
board boast boat body boil bold bomb bone bonus book boot border bored boring born borrow boss bother bottle \
bottom bought bound bowel bowl box boy brain brake branch brand brass brave breach bread break breakdown \
breakfast breath breathe breed brick bride bridge brief bright brighten brilliant bring broad broadcast broke \
broken broker bronze brother brought brown bruise brush bubble bucket buddy budget bug build building built bull \
bump bunch burden burger burn burnt burst bury bus bush business busy butter button buyer cabin cable cafe cage \
cake calculate calendar call calm came camel camera camp campus canal cancel cancer candidate candle candy canoe \
cap capable capital capture car caravan carbon cardboard care career careful careless cargo carpet carrier \
carrot carry cart case cash cast castle casual cat catch category cattle caught cause cautious cave ceiling \
celebrate celebration cell cellar cent center central centre century cereal certain certainly chain chair chalk \
challenge champion chance change channel chaos chapter character charge charity charm chart chase chat cheap \
cheaper cheapest cheat check checkout cheek cheer cheese cheesecake chef chemical chess chest chew chicken chief \
child children chimney chin chip chips chocolate choice choir choose chore chose chosen church cinema circle \
circumstance circus cite citizen city civil claim clap class clay clean clear clerk clever click cliff climate \
climb clinic clip cloak clock close closely closer closet cloth clothes clothing cloud cloudy clown club clue \
coach coal coast coat code coffee coffin coin coincidence cola cold collapse collar colleague collect collection \
college color colour column comb combat combine combined come comfort comic commercial commission commit \
committee common communicate community compact companion companions company compare comparison compete \
competition complain complaint complete complex complicated compose compound computer concept concern concert \
conclude conclusion condition conduct conference confidence confident confirm conflict conform confuse confused \
connect connection conscious consent consequence conservative consider considerable consist constant construct \
consult consume consumer contain contemporary content contest context continue contract contrast contribute \
control convenient conversation convert convince convinced cook cookie cool copper copy cord core corn corner \
corporate correct correctly cost costume cotton couch cough council counsel count counter country county couple \
courage course court cousin cover coverage cow crab crack cracker crackers craft crash crazy cream create \
creative creature credit creek crew cricket crime criminal crisis crisp critic critical crop cross crowd crown \
crucial cruel cruelty cruise crush cry crystal cube cuff culture cup cupboard cure curious curl currency current \
currently curry curse curtain curve custom customer customs cut cycle dad daddy daily dairy dam dance danger \
dare dark dashboard data date daughter dawn day daylight dead deadline deaf deal dealt dear death debate debt \
decade december decent decide decision deck declare decline decorate decrease dedicate deep deer defeat defend \
define definitely definition degree delay delete deliberate delicate delicious delight deliver delivery demand \
democracy demonstrate dentist deny department departure depend deposit depress depressed depth derivative \
describe description desert deserve design designation desire desk despite dessert destination destroy \
destruction detail detect determine determined develop development device devil dew dial diamond diary dice \
dictionary diet differ difference different difficult difficulty dig digital dignity dimension dinner direct \
dirt dirty disappear disappoint disappointed disaster disc discipline disclose discover discovery discuss \
discussion disease dish disk dismiss disorder display distance distant distinct distinguish distribute district \
disturb dive diverse divide divided division divorce doctor document dog doll dollar dominate donate donation \
done donkey door double doubt dough doughnut down download downtown dozen draft drag dragon drain drama dramatic \
draw drawer drawn dream dress dressed drew drill drink drive driven driver driving drop drove drown drug drum \
drunk dry duck due dull dump duration during dust duty each eager eagle ear earlier earliest early earn earth \
ease east eastern easy eat eaten economic economy edge edition editor educate effect effective efficient effort \
egg eight eighty either elbow elder elderly elect election electric electricity electronic elegant element \
elementary elephant eleven eliminate else elsewhere email embarrass emergency emotion emotional emphasis empire \
employ employee employer employment empty enable encounter encourage end enemy energy engage engaged engine \
engineer enjoy enormous enough ensure enter enterprise entertain entertainment enthusiasm entire entitle entry \
envelope environment equal equipment erection error escape especially essay essential establish estate estimate \
evaluate evening event everyday evidence evident evil evolve exact exactly exam examine example excellent except \
exchange excite excited exciting exclude excuse execute exercise exhibit exist exit expand expect expense \
expensive experience experiment expert expire explain explanation explore export expose express expression \
extend extensive extent external extra extreme extremely eye fabric fabulous face facility fact factor factory \
factual faculty fade fail failure faint fair fairly faith fake fall false fame familiar family famous fan fancy \
far farm farmer fascinate fashion fast faster fastest fat fate father fault favor favorite favour favourite fear \
feast feather feature february federal fee feed feedback feel feet fell fellow felt female fence ferry festival \
fetch fever few fiction field fierce fifteen fifth fifty fight figure file fill film final finally finance \
financial find fine finger finish fire firm firmly first fish fishy fist fit five fix flag flame flash flat \
flavor flavour flesh flew flexible flight float flock flood floor flour flow flower flown flu fluid fly focus \
fold folk follow food fool foolish foot football forbid force forecast forehead foreign forest forever forgive \
forgot forgotten fork form formal fort forth fortune forty forum forward fought found foundation founder four \
fourteen fourth fox fraction fragile frame framework freedom freeze freezer french frequent frequently fresh \
friday fridge fried friend frightened frog front frost frozen fruit frustrated fry fuel fulfil full fun function \
fund fundamental funnel funny fur furniture furry furthermore future gain galaxy gallery gallon gamble game gang \
garage garden garlic gas gasoline gate gather gave gear gene general generate generation generous genius gentle \
gentleman genuine german gesture ghost giant gift ginger girl given glad glance glass global glove glow glue \
goal goat god gold golf gone good goodbye goodnight goods goose govern government governor gown grab grace grade \
gradual graduate grain grammar grand grandma grandpa grant grape graph grass grateful grave gravy gray great \
greatest greek green greet grew grey grief grill grind grip grocery gross ground group grow grown growth \
guarantee guard guess guest guidance guide guilt guilty guitar gun guy gym habit hair half hall hallway ham \
hammer hand handle handsome handy hang happen happily happy harassment harbor hard hardly hardware harm harmful \
harvest hat hate haul head headache headline headphones heal health healthcare healthy heap hear heard heart \
heat heater heating heaven heavy heel height held helicopter helmet helpful hen herb hero hesitate hidden hide \
high higher highest highlight highway hilarious hill hint hip hire historical history hit hobby hold hole \
holiday hollow holy home homepage homework honest honey hood hook hope hopefully horizontal horn horror horse \
hose hospital host hostile hot hotel hour house household housewife housing however huge human humble humor \
humour hundred hunger hungry hunt hurry hurt husband hwy hypothesis ice icon idea ideal identical identify \
identity illegal illness illusion illustrate image imagination imagine immediate immediately immense immigrant \
impact impaired implement imply import importance important impose impossible impress impressed impression \
impressive improve improvement incentive inch incident include included including income incomplete incorrect \
increase incredible incredibly indeed independent indicate indirect individual indoor industrial industry \
inevitable infant infection inflation influence inform informal information ingest ingredient initial initiative \
injure injury ink inn inner innocent innovation input inquiry insect insert inside insight insist inspect \
inspire install instance instant instead instruction instrument insult insurance insure integrate intellectual \
intelligent intend intense intention interest interested interesting interfere interior internal international \
internet interpret interrupt interval interview introduce introduction invent invest investigate investment \
investor invitation invite involve involved ipad iphone iron irony island isolate issue italian item jacket jail \
jam january jar jaw jazz jealous jeans jelly jet jewel jewelry jingle job join joint joke journal journalist \
journey joy judge judgment juice july jump june jungle junior jury justice justify keen keep kept kettle key \
keyboard kick kidney kill kindness king kingdom kiss kit kitchen kite kitten knee knew knife knight knit knock \
knot knowledge known label labor laboratory lack ladder lady lake lamb lamp land landlord landscape lane \
language lap laptop large largely larger largest lasagna lasagne laser last late later latest latter laugh \
launch laundry law lawn lawyer lay layer lazy lead leader leadership leading leaf league leak lean learn lease \
leash least leather leave lecture led left leg legal legend leisure lemon lend length lens lent lesson letter \
lettuce level lever liability liberal liberty library licence license lid lie life lifetime lift light likely \
limb lime limit limitation line linen link lion lip liquid liquor listed listen liter literature litre live \
lively liver living load loan local location lock locked lodge logic logical lonely longer longest lookup loose \
lord lose loss lost lot loud lounge love lovely lover low lower loyal loyalty luck lucky luggage lump lunch lung \
luxurious luxury machine machinery mad magazine magic magnificent maid mail main mainland maintain maintenance \
major majority maker makeup male mall man manage manager manner map marathon marble march margin mark market \
marriage married marry mask mass massage master match mate material maternity math mathematics matter mature \
maximum mayor meal mean meant meanwhile measure measurement meat meatball mechanic mechanical mechanism medal \
media median medical medicine medium meet melon melt member memory mend mental mention menu mercy merry mess \
message metal meter method metre middle midnight mild mile mileage military milk mill millennium million mind \
mine miner minimum minister ministry minor minority mins mint minus minute miracle mirror miserable misery miss \
mission mist misuse misused mix mixture mobile mode model moderate modern modest moisture molecule moment monday \
money monitor monkey monster month monthly mood moon moral moreover morning mortgage mostly motel mother motion \
motivate motivation motor motorcycle mount mountain mouse mouth move movement movie mud mug multiple multiply \
murder muscle museum mushroom music mustard mutual mystery nail naked narrative narrow nasty nation national \
native nature navy near nearby nearest nearly neat necessarily necessary necessity neck needle negative neglect \
negotiate neighbor neighbour neither nephew nerve nervous nest net network neutral never nevertheless newer \
newest news newspaper nice nickname niece night nine nineteen ninety ninth noble nobody nod noise none noodle \
noon normal normally north northern nose note notebook nothing notice noticed notification notified notify \
notion novel november nowhere numerous nurse nursery nut nutrition oak obey object obligation observe obstacle \
obtain obvious obviously occasion occasional occupation occupy occur ocean october odd offense offensive offer \
office officer official offline often oil old older oldest olive ongoing onion online onto opera operate \
operation opinion opponent opportunity oppose opposite opposition option orange orchard orchestra ordinary organ \
organic organization organize orientation origin original originally otherwise ought outcome outdoor outfit \
output outside outstanding oven overall overcome overcoming overnight overseas oversight owe owed owl own owner \
ownership oxygen pace pack package packet pad page pain painful paint painting pair palace pale palm pan panel \
panic pants paper parade parcel pardon parent park parking parrot part partial participate particular \
particularly partner party pass passage passenger passion passionate passive passport password past pasta paste \
pastry patch path pathetic patience patient pattern pause pay peace peaceful peach peak peanut pear pearl \
peasant peculiar peel pen penalty pencil penny pension people pepper perceive percent perfect perfectly perform \
performance perhaps period permanent permission permit person perspective persuade pet petrol philosophy phone \
photo phrase physical physician piano pick picnic picture pie piece pig pile pill pillow pilot pin pine pink \
pint pipe pitch pizza place placid plain plan plane planet plant plastic plate platform play player playstation \
pleasant pleased pleasure plenty plot plug plum plumber plus pocket poem poet poetry point poison pole police \
policy polish polite politician politics pollution pond pony pool poor pop popular population pork port portable \
portion portrait position possess possession possibility possibly post postcard poster postpone pot potato \
potential potter pound pour poverty powder power practical practice praise prank pray prayer precious precise \
predict prediction prefer pregnancy pregnant preparation prepare presence present presentation preserve \
president press pressure presumably pretend pretty prevent previous previously price pride priest primarily \
primary prime prince princess principal principle print prior priority prison privacy private privilege prize \
probably problem procedure proceed process processor produce product productive profession professional \
professor profile profit profound program programme progress prohibit project prominent promise promote \
promotion prompt pronounce proof proper properly property proportion proposal propose prospect protect \
protection protein protest proud prove proverb provide provided provider psychology public publish pudding pull \
pulse pump punch punish punishment pupil puppy purchase pure purple purpose purse pursue push puzzle qualify \
quality quantity quarrel quarter quarterly queen questionnaire quick quickly quiet quietly quilt quit quite quiz \
quote rabbit race racial rack radar radical radio rail railway rain raise ran ranch random range rank rapid rare \
rarely rat rate rather rating ratio raw reach react reaction read reader ready real realise reality realize rear \
reason rebel recall receipt receive recent recently reception recipe recite recognise recognize recommend \
recommendation record recover recovery recruit red reduce reduction redundant refer reference reflect reform \
refrigerator refund refusal refuse regard regarding regardless region regret regular regulate regulation \
reinforce reject rejection relate relation relationship relative relatively relax release relevant reliable \
relief religion religious reluctant rely remain remainder remark remarkable remedy remember remind reminder \
remote removal remove renew rent rental repeat replace replacement replay reply report represent representative \
reputation request require requirement rescue research resell reservation reserve reset reside resident resign \
resist resolution resolve resource respect respectively respond response responsibility responsible rest \
restaurant restore restrict restriction result resume retail retire retirement reveal revenge revenue reverse \
review revolution reward rhythm rice rich ride rider ridge ridiculous rifle right ring rinse ripe rise risk \
rival river road roadhouse roast rob robot rock rocket rode role roll roof room roommate root rope rose rotten \
rough roughly round route routine row royal rub rubber rubbish ruble rude rug rugby ruin rule ruler run rural \
rush rust sacrifice sad saddle safe safeguard safety said sail sailor saint sake salad salary sale salmon salon \
salt sample sand sandal sandwich sat satellite satisfaction satisfied satisfy saturday sauce sausage save \
savings saw scale scan scandal scar scarce scare scarf scary scenario scene scent schedule scheme scholar \
scholarship school science scientific scientist scissors scope score scout scratch scream screen screw sea \
seafood seal sear search season seat second secondary secret secretary section secure security sedan seed seek \
seem seen segment seize seldom select selection self sell seller senate senior sense sensible sensitive sent \
sentence separate september sequence series serious servant serve server service session set settle settlement \
seven seventeen seventh seventy severe sew sexual shade shadow shake shallow shame shape share shark sharp shave \
shed sheep sheet shelf shell shelter shift shine ship shirt shit shock shoe shook shoot shop shore short \
shortage shorter shot should shoulder shout shovel show shower shown shredded shut shuttle shy sick side \
sidewalk sigh sight sign signal significant silence silent silk silly silver similar similarly simple simply \
since sincere sing singer single sink sister sit site situation six sixteen sixth sixty size skate ski skill \
skin skirt sky slave slavery sleep sleeve slept slice slide slight slightly slim slip slope slow slower small \
smaller smallest smart smartphone smell smile smoke smooth snack snail snake sneaker sneakers snow soap soccer \
social socially society sock soda sofa soft software soil solar sold soldier solid solution solve somehow \
someone something sometimes somewhat somewhere son song sophisticated sorry sort sought soul sound soup sour \
source south southeast southern southwest space spacious spade spaghetti spain spare speak special specialist \
specialty specific specifically specified specify spectacular speech speed spell spend spent spice spider spill \
spin spirit spiritual spit splash split spoil spoke sponsor spontaneous spoon sport spot spouse spray spread \
spring springtime square squeeze stability stable stadium staff stage stain stair stairs stamp stand standard \
star stare start starve starving state statement station statistics statue status stay steadily steady steak \
steal steam steel steep steer stem step stereo stick stiff stimulate sting stir stock stole stomach stone stood \
stool stop store storm story stove straight straightaway strain strange stranger strategy straw strawberry \
stream street strength strengthen stress stretch strict strike striking string strip striving stroke strong \
struck structure struggle stuck student studied studio study stuff stupid style subject submission submit \
subscribe subsequent substance substantial substitute suburb subway succeed success successful such suck sudden \
suddenly suffer sufficient sugar suggest suit suitable suitcase sum summary summer sun sunday sunlight sunny \
sunrise sunset super superb superior supermarket supervisor supper supplier supply support suppose supposed \
supreme surely surf surface surgery surplus surprise surround surrounding survey survive suspect suspicion \
suspicious sustain swallow swear sweat sweater sweep sweet swell swim swing switch swollen sword symbol sympathy \
symptom syrup system table tablespoon tablet tail tailor take taken takeout tale talent talented talk tall tame \
tank tap tape target task taste tasty taught tax taxi tea teach teacher team tear tease teaspoon teeth tell \
temper temple ten tenant tend tennis tension tent tenth term terminal terminate terrible terrific territory test \
testify text textbook thankful theater theatre theft theme themselves theoretical theory therapist therapy \
thereby therefore thermometer thick thief thin third thirsty thirteen thirteenth thirty thorn thorough \
thoroughly thought thousand thread threat threaten three threw throat throne throughout throw thrown thumb \
thunder thursday ticket tide tidy tie tiger tight tile till timber time tin tiny tip tire tired tissue title \
toast tobacco toe together toilet token told tolerate toll tomato tomorrow ton tone tongue tonight tool tooth \
toothbrush toothpaste top topic torch tore total touch tough tour tourist tow towards towel tower town toy trace \
track trade tradition traditional traffic tragedy tragic trail train tram transfer transform transition \
translate translation transmit transparent transport transportation trap trash travel tray treasure treat \
treatment tree tremendous trend trial triangle tribe trick trigger trip triple troop tropical trouble truck true \
truly trunk trust truth tube tuesday tuition tune tunnel turkey turn turtle tutor twelfth twelve twentieth \
twenty twice twin twist two type typical typically tyre ugly ultimate ultimately umbrella unable uncertain uncle \
uncomfortable under understand understanding understood unemployed unexpected unfortunate unfortunately unhappy \
uniform union unique unit unite universal universe university unknown unless unlike unlikely unlock unlocked \
unlocking unnecessary unpleasant unusual upcoming update upgrade upload upper upset upstairs urban urge urgent \
usage useful useless user username usual usually utility vacant vacation vacuum vague valid valley valuable \
value van vanish variable variation variety various vase vast vegan vegetable vegetarian vehicle vein verb verse \
version versus vertical vessel vest via vicious victim victory video view viewer village vine violate violence \
violent violin virtual virtually virus visa visible vision visit visitor visual vital vitamin vivid vocal voice \
volume volunteer vote voter voyage vulnerable wage wagon waist wait waiter wake walk walker wall wallet war warm \
warmth warn warning warranty warrior wash waste watch water watermelon wave wax weak weakness wealth wealthy \
weapon wear weather web website wedding wednesday weed week weekday weekend weekly weep weigh weight weird \
welcome welfare went west western wet whale whatever wheat wheel wheelchair whenever whereas wherever whip \
whisky whisper whistle white whoever whole wicked wide widely widow width wife wifi wild wildlife willing \
willingness win wind window windshield windy wine wing winner winter wipe wire wireless wisdom wise wish witch \
withdraw withdrawal within witness wolf woman women won wonder wonderful wood wooden wool word wore work worker \
workout workshop world worldwide worm worn worried worry worse worst worth worthy wound wrap wrapped wreck wrist \
write writer written wrong wrote yard yarn yeah year yearly yellow yesterday yield young yourself youth youthful \
zebra zero zipper zone zoo";
