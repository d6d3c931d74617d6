//! Frequent words of Dutch.

pub(super) const WORDS: &str = "\
aap aard aardappel aarde achter adem appel arm arts auto avond baan baard bad bak bakker bal band bang bank bed \
been beer bek berg beroep bes best bezoek bier bij bijl blad blauw blij blik bloed bloem boek boer bom \
boodschap boom boon boot bord bos bot boter bouw brand breed brief bril broek broer brood brug bruin bui buik \
buiten bus buur cent cijfer daad dak dal dame dans deken deur deel dief dier dik ding dochter dokter doel dood \
doof dorp dorst doos draad dracht drank droom droog druk dun eend eeuw ei eiland elf emmer eten ezel fabriek \
familie feest fel fiets film fles foto fruit gang garage gast gat gebouw geel geest geit geloof geluk geluid \
gemeente gesprek getal gevaar geweer gewoon gezin gezicht gezond gids glas god goud graf gras grap grens grijs \
groen groep grond groot haar haas haak hal hals hamer hand hard haring hart haven heer heet hek held helder \
hemd hemel herfst hert heup hoed hoek hond honger hoofd hoog hooi hoop hoorn hotel hout huid huis huur ijs \
ijzer jaar jacht jas jeugd jong jongen jurk kaas kaars kalf kamer kamp kans kar kast kasteel kat keel kerk kern \
kers ketel keuken keus kies kin kip kist klas klein kleed klei klok knie knoop koe koek koffer koffie kok \
koning koorts kop kort koud kraan kracht krant kring kroon kruis kuil kunst kus kust laag laat lach lade lam \
lamp land lang lat leeg leer leeuw leger lepel les leven lever licht lied lief lijn lijst linker lip los lucht \
lui maag maan maand macht man markt massa meel meer meisje melk mens merk mes meter meubel middag minuut mist \
mode moe moeder mond mooi motor muis munt mus muts muur muziek naald naam nacht nat natuur neef nek nest net \
neus noord noot oever oma onweer oog oor oost oorlog opa oranje oud oven pan papier park paard paars peer pen \
peper pijn pil plaats plan plant plein poes pols poort pop pot raam rad radio ramp recht rechter regen reis rij \
rijk rijst ring rivier rok rond rood rook roos rug rust ruit salade samen sap schaap schaar schade school \
schoen schoon schip schrift schuur seizoen slaap slag slang slecht sleutel slim slot smaak sneeuw snoep soep \
sok soort spel spiegel spier spin sport staal stad staf stal stam stap steen stem ster sterk stil stoel stok \
storm straat strand strik student stuk suiker taart tafel tak tand tang tante tas tegel teken tent thee tijd \
tijger titel toren touw trap trein trui tuin tulp twee uil uur vader vak vee veer veld ver vet vier vinger vis \
vlag vlees vlieg vloer vogel volk vol voet vorm vork vos vrede vreemd vriend vrij vrouw vuil vuur wagen wand \
wang warm water week weer weg weide wens wereld werk west wind winter wit woensdag wol wolf wolk woord wonder \
wond zaad zacht zak zand zee zeep zeil zes ziek zilver zoet zomer zon zoon zout zuid zuil zus zwaan zwart zwak";
