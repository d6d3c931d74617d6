//! Frequent words of German.

pub(super) const WORDS: &str = "\
abend abendessen absicht affe alter ampel anfang angst antwort anwalt anzug apfel arbeit arm arzt auge ausflug \
ausgang auskunft auto bach bäcker bad bahn bahnhof ball banane band bank bar bauch baum becher bein berg beruf \
besen besuch bett beutel bier bild birne blatt blau blume blut boden bohne boot brand braun breit brille brot \
brücke bruder brust buch bühne bunt burg büro butter dach dame dampf decke deutsch dick dieb ding dorf dose \
draht druck dunkel dünn durst ecke ehe ei eimer eis eisen eltern ende eng ente erde ernte essen esel euro fach \
faden fahne fahrer fahrrad fahrt fall familie farbe fass feder fehler feier feind feld fell fenster ferien fest \
fett feuer film finger fisch flach flasche fleisch fliege flug flughafen fluss folge form foto frage frau frei \
fremd freude freund frieden frisch frosch frucht früh frühling fuchs fuß gabel gans garten gast gebäude \
gebet geburt geburtstag gefahr gefühl gehen geist gelb gemüse genau gericht gesang geschichte gesetz gesicht \
gespräch gestern gesund gewicht gewinn glas glatt glaube gleich glocke glück gold gott gras grau grenze groß \
grün grund gruppe gut haar hafen hahn hals halt hand handy hart hase haus haut heft heim heiß hell hemd \
herbst herd herr herz himmel hitze hoch hof höhe holz honig hose hotel huhn hund hunger hut igel insel jacke \
jagd jahr jung junge kaffee kalt kamera kamm kampf kanne kasse kasten katze kauf keller kerze kette kino kirche \
kirsche kissen klar klasse kleid klein klug knie knopf koch koffer kohl kopf korb körper kraft krank kreis \
kreuz krieg krone küche kuchen kugel kuh kühl kunst kurs kurz lachen lamm lampe land lang langsam laut leben \
leder leer leise lehrer leicht leid licht lied linie links lippe liste loch löffel lohn löwe luft lustig \
macht mädchen maler mann mantel markt maschine maus mauer meer mehl meinung meister menge messer metall miete \
milch minute mittag mitte möbel mode monat mond montag motor mücke müde mund musik mutter mütze nacht nadel \
nagel nah name nase nass natur nebel nest netz neu nord nudel nuss obst ofen ohr öl onkel oper opfer ort ost \
papier park pause pfanne pfeffer pferd pflanze pfund pilz plan platz preis pult puppe rad radio rand rat \
rathaus raum recht rede regal regen reich reif reihe reise reis rest ring rock rohr rolle rose rot rücken ruhe \
rund sache sack saft sahne salat salz samstag sand satz sauber sauer schaf schal schale schatz scheibe schere \
schiff schild schinken schlaf schlange schloss schluss schlüssel schmal schmerz schnee schnell schnitt schön \
schrank schrift schritt schuh schule schüler schwach schwarz schwein schwer schwester see seele segel seife \
seil seite sekt sessel sicher sieg silber sinn sofa sohn sommer sonne sonntag sorge spaß spiegel spiel spinne \
spitze sport sprache stadt stamm stark staub stein stelle stern steuer stier stift still stimme stock stoff \
stolz straße streit strom stück student stuhl stunde sturm süd suppe süß tafel tag tal tanne tante tanz \
tasche tasse taube tausch tee teig teil teller teppich tier tisch titel tochter tod topf tor torte traum treppe \
tuch tür turm übung ufer uhr unfall urlaub vater verkehr vieh vogel volk voll wald wand warm wäsche wasser \
weg weich wein weiß welt werk wetter wiese wind winter woche wolf wolke wolle wort wunde wunsch wurst zahl \
zahn zeit zeitung zelt zeuge ziege ziel zimmer zitrone zoo zucker zug zunge zweck zweig zwiebel traut bote rote \
hölle hülle miene mine leiste meise meile saite ware wahre drücken rasen reisen reißen leiten leihen leiden \
läuten lauten beten bieten bitten binden finden enden wenden senden landen laufen kaufen taufen raufen";
