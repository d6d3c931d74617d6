//! How German texts go on, ask and agree.

use super::{Markers, Writing};

pub(super) const MARKERS: Markers = Markers {
    writing: Writing::Words,
    few: 3,
    leads: "und|und was ist mit|was ist mit|und wie ist es mit|wie sieht es mit|wie sieht es aus mit|aber|also|dann|\
            oder|und wenn|was wenn|auch|gilt das auch|ok und",
    tails: "denn|dann|auch",
    pointers: "es|das|dies|dieses|diese|dieser|ihn|ihm|dort|da|davon|dafur|damit|dabei|dazu|daruber|daran|darauf|jene",
    generic: "lange|dauert|dauern|kostet|kosten|preis|preise|teuer|kostenlos|gratis|umsonst|weit|schnell|oft|\
              funktioniert|erklaren|erklare|bedeutet|passiert|online|moglich|genau|genauer|beispiel|zeit|geld|viel",
    asks: "wie|was|wann|wo|wohin|woher|welche|welcher|welches|welchen|wer|wem|wen|warum|wieso|weshalb|kann|konnen|konnte|\
           konnt|gibt|ist|sind|hat|haben|habt|darf|muss|soll|wird|werden|bietet|macht|nehmt|nehmen|sagen sie mir|\
           ich mochte wissen|ich wusste gern",
    joins: "und|außerdem|zudem|auch|ferner|sowie|noch eine frage|zweitens|ubrigens|nebenbei|dann",
    courtesies: "hallo|hi|guten tag|guten morgen|guten abend|moin|danke|vielen dank|danke schon|besten dank|\
                 vielen dank im voraus|mit freundlichen grußen|freundliche gruße|viele gruße|liebe gruße|tschuss|\
                 auf wiedersehen|ich habe eine frage|zwei fragen|eine frage",
    yes: "ja|jo|klar|ok|okay|genau|richtig|gut|alles klar|verstanden|stimmt|gerne|ja bitte|in ordnung",
    several: "ja|jo|jep|ja bitte|genau|beide|beides|beide bitte|alle|alles|alle drei|ja beides|ja beide|egal|ok|okay|gerne|gern|klar|ja gerne",
    no: "nein|nee|no|nein danke|keins|keins davon|keine davon|nicht das",
    places: [
        "erste|ersten|erstes|erster|1|eins|nummer 1|nummer eins",
        "zweite|zweiten|zweites|zweiter|2|zwei|nummer 2|nummer zwei",
        "dritte|dritten|drittes|dritter|3|drei|nummer 3|nummer drei",
        "letzte|letzten|letztes|letzter",
    ],
    fillers: "die|der|das|den|bitte|nummer|option|ich|meine|meinte|frage|antwort|nehme",
    sides: [
        ("wie viel|wieviel|was kostet|teuer|preis|kostenlos|kosten", "kosten preis"),
        ("wie lange|wie schnell|wie viele tage", "dauer dauert lange"),
        ("wo|wohin", "wo adresse"),
    ],
};
