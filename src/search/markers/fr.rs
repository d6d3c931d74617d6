//! How French texts go on, ask and agree.

use super::{Markers, Writing};

pub(super) const MARKERS: Markers = Markers {
    writing: Writing::Words,
    few: 3,
    leads: "et|et pour|qu en est il de|et si|mais|alors|donc|aussi|ensuite|et concernant|meme chose pour",
    tails: "alors|aussi|non plus",
    pointers: "ca|cela|ce|ceci|celui|celle|ceux|celles|il|elle|ils|elles|lui",
    generic: "combien|temps|longtemps|coute|couter|prix|cher|gratuit|gratuite|loin|vite|souvent|marche|fonctionne|\
              expliquer|explique|expliquez|possible|ligne|exactement|exemple|detail|details|faire|prend|dure",
    asks: "comment|quel|quelle|quels|quelles|quand|ou|qui|que|qu|quoi|pourquoi|combien|est ce que|puis|peut|peux|\
           pouvez|avez|faut|dois|y a t il|acceptez|proposez|livrez|je voudrais savoir|j aimerais savoir|dites moi",
    joins: "et|aussi|egalement|en plus|de plus|par ailleurs|autre question|d autre part|sinon|ensuite",
    courtesies: "bonjour|bonsoir|salut|merci|merci beaucoup|merci d avance|cordialement|bien a vous|au revoir|\
                 j ai une question|deux questions|une question",
    yes: "oui|ouais|d accord|ok|okay|bien|exact|exactement|parfait|compris|bien sur|oui merci",
    several: "oui|ouais|oui s il vous plait|les deux|oui les deux|tous|toutes|les trois|tous les deux|toutes les deux|n importe|d accord|ok|okay|volontiers",
    no: "non|pas vraiment|non merci|aucun|aucune|aucun des deux",
    places: [
        "premier|premiere|1|un|1er|numero 1",
        "deuxieme|second|seconde|2|deux|numero 2",
        "troisieme|3|trois|numero 3",
        "dernier|derniere",
    ],
    fillers: "le|la|les|l|s|il|vous|plait|option|numero|je|veux|prends|reponse|question|celui|celle",
    sides: [
        ("combien|prix|cher|coute|gratuit", "cout prix frais"),
        ("combien de temps|combien de jours|delai", "delai duree temps"),
        ("ou", "ou adresse"),
    ],
};
