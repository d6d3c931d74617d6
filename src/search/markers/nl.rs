//! How Dutch texts go on, ask and agree.

use super::{Markers, Writing};

pub(super) const MARKERS: Markers = Markers {
    writing: Writing::Words,
    few: 3,
    leads: "en|en hoe zit het met|hoe zit het met|en wat als|wat als|en als|maar|dus|dan|of|ook|en voor|geldt dat ook voor",
    tails: "dan|ook",
    pointers: "dat|dit|die|deze|ze|hem|haar|daar|er|ervan|ervoor|daarvoor|daarvan|daarmee|erbij",
    generic: "lang|duurt|kost|kosten|prijs|duur|gratis|ver|snel|vaak|werkt|uitleggen|leg|betekent|gebeurt|online|\
              mogelijk|precies|voorbeeld|tijd|geld|veel|doen",
    asks: "hoe|wat|wanneer|waar|welke|welk|wie|waarom|kan|kunnen|kunt|kun|is|zijn|heeft|hebben|hebt|mag|moet|moeten|wordt|\
           bieden|biedt|doen|ik wil weten|ik wil graag weten|zeg me",
    joins: "en|ook|daarnaast|bovendien|verder|nog een vraag|ten tweede|trouwens|overigens",
    courtesies: "hallo|hoi|hi|goedemorgen|goedemiddag|goedenavond|goedendag|dag|bedankt|dank u|dank je|dank u wel|\
                 dank je wel|alvast bedankt|met vriendelijke groet|groeten|groetjes|tot ziens|\
                 ik heb een vraag|twee vragen|een vraag",
    yes: "ja|jazeker|ok|oke|okay|prima|goed|precies|klopt|begrepen|duidelijk|ja graag|natuurlijk",
    several: "ja|jazeker|ja graag|ja alstublieft|ja alsjeblieft|beide|allebei|alle|alle drie|alles|ja beide|ja allebei|ok|oke|graag|prima",
    no: "nee|nee bedankt|geen|geen van deze|niet dat",
    places: ["eerste|1|een|een|nummer 1", "tweede|2|twee|nummer 2", "derde|3|drie|nummer 3", "laatste"],
    fillers: "de|het|die|graag|alstublieft|optie|nummer|ik|bedoel|antwoord|vraag",
    sides: [
        ("hoeveel|prijs|duur|kost|gratis", "kosten prijs"),
        ("hoe lang|hoelang|hoeveel dagen|hoe snel", "duurt lang tijd"),
        ("waar", "waar adres"),
    ],
};
