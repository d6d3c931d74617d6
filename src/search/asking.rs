//! What sort of thing a question asks for: how long, how much, where, who, why. Two questions may share all of their
//! matter and still be two: "how long does a refund take" and "how much is a refund". The words that tell are stop words
//! elsewhere, since they say nothing about the matter.
//!
//! Invariant: a text has one sort at most, the most special that any of its words names ("can you tell me how long" asks
//! how long); the items of the lists are put into the form in which texts are compared, as they are read.

use super::analyze::Token;
use crate::text::canonical;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The lists by the primary tag of their language: a line `[sort]`, then words and phrases separated by `|`, of which `^`
/// marks those that tell only where a text begins; `[before]` holds what may stand before that.
const LISTS: [(&str, &str); 11] = [
    ("en", include_str!("asking/en.txt")),
    ("zh", include_str!("asking/zh.txt")),
    ("de", include_str!("asking/de.txt")),
    ("fr", include_str!("asking/fr.txt")),
    ("es", include_str!("asking/es.txt")),
    ("pt", include_str!("asking/pt.txt")),
    ("it", include_str!("asking/it.txt")),
    ("nl", include_str!("asking/nl.txt")),
    ("ru", include_str!("asking/ru.txt")),
    ("ja", include_str!("asking/ja.txt")),
    ("ko", include_str!("asking/ko.txt")),
];

/// What is asked for, the most special first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Asking {
    /// How long.
    Duration,
    /// How much money, or whether it is free.
    Price,
    /// How many, how often.
    Count,
    /// When.
    Time,
    /// Where.
    Place,
    /// Who.
    Person,
    /// Why.
    Reason,
    /// How, and what to do.
    Manner,
    /// What, which.
    Thing,
    /// Yes or no.
    Whether,
}

impl Asking {
    /// Its name in the lists.
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "duration" => Self::Duration,
            "price" => Self::Price,
            "count" => Self::Count,
            "time" => Self::Time,
            "place" => Self::Place,
            "person" => Self::Person,
            "reason" => Self::Reason,
            "manner" => Self::Manner,
            "thing" => Self::Thing,
            "whether" => Self::Whether,
            _ => return None,
        })
    }

    /// As a person would say it.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Duration => "how long",
            Self::Price => "how much",
            Self::Count => "how many",
            Self::Time => "when",
            Self::Place => "where",
            Self::Person => "who",
            Self::Reason => "why",
            Self::Manner => "how",
            Self::Thing => "what",
            Self::Whether => "yes or no",
        }
    }

    /// Whether it names what is wanted, such as a time or a price; "how do I", "can I" and "what about" do not.
    pub fn is_special(self) -> bool {
        self <= Self::Reason
    }
}

/// How a phrase of the lists tells what is asked for.
#[derive(Clone, Copy)]
struct Item {
    asking: Asking,
    /// Where it tells: anywhere, and where a text begins.
    anywhere: bool,
    opening: bool,
}

/// The words of one language that tell what is asked for.
struct Words {
    items: HashMap<String, Item>,
    before: Vec<String>,
    /// The most words of an item, or characters where the language has no spaces.
    longest: usize,
    spaced: bool,
}

static WORDS: LazyLock<HashMap<&'static str, Words>> =
    LazyLock::new(|| LISTS.into_iter().map(|(lang, list)| (lang, Words::new(lang, list))).collect());

/// What a text of a language asks for, by the language's primary tag; `None` where no word tells, or the language has no
/// list. Synonyms must not have been put in each other's place yet.
pub fn asked(primary: &str, tokens: &[Token]) -> Option<Asking> {
    WORDS.get(primary)?.asked(tokens)
}

/// A text as it is compared: folded, without accents in languages with spaces, since who types in haste leaves them out.
fn compared(text: &str, spaced: bool) -> String {
    let folded = canonical(text);
    if spaced && !folded.is_ascii() {
        folded.nfd().filter(|character| !is_combining_mark(*character)).collect()
    } else {
        folded
    }
}

impl Words {
    fn new(lang: &str, list: &'static str) -> Self {
        let spaced = !matches!(lang, "zh" | "ja" | "ko");
        let mut words = Self { items: HashMap::new(), before: Vec::new(), longest: 0, spaced };
        let mut asking = None;
        for line in list.lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                asking = Asking::parse(name);
                continue;
            }
            let Some(asking) = asking else {
                words.before.extend(line.split('|').map(|word| compared(word, spaced)));
                continue;
            };
            for phrase in line.split('|') {
                let opening = phrase.starts_with('^');
                let phrase = compared(phrase.trim_start_matches('^'), spaced);
                let length = if spaced { phrase.split(' ').count() } else { phrase.chars().count() };
                words.longest = words.longest.max(length);
                let item = words.items.entry(phrase).or_insert(Item { asking, anywhere: false, opening: false });
                item.anywhere |= !opening;
                item.opening |= opening;
            }
        }
        words
    }

    fn asked(&self, tokens: &[Token]) -> Option<Asking> {
        let (text, starts) = self.text(tokens);
        let end_of =
            |unit: usize| starts.get(unit).map_or(text.len(), |next| if self.spaced { next - 1 } else { *next });
        let (mut at, mut begins, mut asked): (usize, bool, Option<Asking>) = (0, true, None);
        while at < starts.len() {
            let longest = self.longest.min(starts.len() - at);
            let found = (1..=longest).rev().find_map(|length| {
                let item = self.items.get(&text[starts[at]..end_of(at + length)])?;
                (item.anywhere || (item.opening && begins)).then_some((length, item.asking))
            });
            begins &= self.before.iter().any(|word| *word == text[starts[at]..end_of(at + 1)]);
            let Some((length, asking)) = found else {
                at += 1;
                continue;
            };
            asked = Some(asked.map_or(asking, |before| before.min(asking)));
            at += length;
        }
        asked
    }

    /// A text as it is compared with the lists, and where each of its words begins, or of its characters.
    fn text(&self, tokens: &[Token]) -> (String, Vec<usize>) {
        let (mut text, mut starts) = (String::new(), Vec::new());
        for token in tokens {
            // tokens are folded; of one that is nothing but marks nothing is left to compare
            let plain = self.spaced && !token.raw.is_ascii();
            let form: Cow<str> = if plain { compared(&token.raw, true).into() } else { token.raw.as_str().into() };
            if form.is_empty() {
                continue;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            if self.spaced {
                starts.push(text.len());
            }
            text.push_str(&form);
        }
        if !self.spaced {
            starts.extend(text.char_indices().map(|(at, _)| at));
        }
        (text, starts)
    }
}

#[cfg(test)]
mod tests {
    use super::super::analyze::Analyzer;
    use super::*;
    use crate::text::Lang;

    fn asked_in(lang: &str, text: &str) -> Option<Asking> {
        let lang = Lang::parse(lang).unwrap();
        asked(lang.primary(), &Analyzer::new(&lang, &[]).tokens(text))
    }

    #[test]
    fn the_most_special_word_tells() {
        for (text, expected) in [
            ("How long does a refund take?", Some(Asking::Duration)),
            ("Hi, can you tell me how long that takes", Some(Asking::Duration)),
            ("What does delivery cost?", Some(Asking::Price)),
            ("How many can I order?", Some(Asking::Count)),
            ("When will it be here", Some(Asking::Time)),
            ("where's my parcel", Some(Asking::Place)),
            ("Who pays customs?", Some(Asking::Person)),
            ("why was my card declined", Some(Asking::Reason)),
            ("so how do I return it", Some(Asking::Manner)),
            ("What is a trial", Some(Asking::Thing)),
            ("Can I pay by card?", Some(Asking::Whether)),
            ("hello, is delivery included", Some(Asking::Whether)),
            ("please, where", Some(Asking::Place)),
            ("what is due, and is it dear", Some(Asking::Thing)),
            ("delivery is included", None),
            ("refund", None),
            ("my card was stolen when I was abroad", None),
        ] {
            assert_eq!(asked_in("en", text), expected, "{text}");
        }
    }

    #[test]
    fn every_language_asks_in_its_own_words() {
        for (lang, text, expected) in [
            ("zh", "退款要多久", Asking::Duration),
            ("zh", "退款需要多少天", Asking::Duration),
            ("zh", "什么情况下可以退款", Asking::Thing),
            ("zh", "運費多少錢？", Asking::Price),
            ("zh", "我的包裹在哪里", Asking::Place),
            ("zh", "为什么付不了款", Asking::Reason),
            ("zh", "请问可以刷卡吗", Asking::Whether),
            ("de", "Wie lange dauert die Rückgabe?", Asking::Duration),
            ("de", "Was kostet der Versand", Asking::Price),
            ("de", "Kann ich mit Karte zahlen?", Asking::Whether),
            ("fr", "Combien de temps prend la livraison ?", Asking::Duration),
            ("fr", "Où est mon colis ?", Asking::Place),
            ("es", "¿Cuánto cuesta el envío?", Asking::Price),
            ("es", "¿Cuándo llega mi pedido?", Asking::Time),
            ("pt", "Quantos dias demora a entrega?", Asking::Duration),
            ("it", "Perché non posso pagare?", Asking::Reason),
            ("pt", "Olá, é possível trocar?", Asking::Whether),
            ("nl", "Hoeveel fietsen kan ik bestellen", Asking::Count),
            ("nl", "Hoe lang duurt de levering?", Asking::Duration),
            ("ru", "Какой срок доставки?", Asking::Duration),
            ("ru", "Где мой заказ?", Asking::Place),
            ("ja", "送料はいくらですか", Asking::Price),
            ("ja", "どこで買えますか", Asking::Place),
            ("ko", "언제 도착하나요?", Asking::Time),
        ] {
            assert_eq!(asked_in(lang, text), Some(expected), "{text}");
        }
        assert_eq!(asked_in("eo", "Kiom kostas la sendo?"), None, "there is no list");
    }

    #[test]
    fn marks_without_a_letter_are_passed_over() {
        for text in ["\u{309B}hello there", "\u{FF9E} how much", "\u{E48} x", "\u{301}\u{302}"] {
            for lang in LISTS.map(|(lang, _)| lang) {
                asked_in(lang, text);
            }
        }
        assert_eq!(asked_in("en", "\u{FF9E} how much"), Some(Asking::Price));
    }

    #[test]
    fn every_list_has_every_sort_and_no_empty_item() {
        for (lang, list) in LISTS {
            let names = list.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
            let sorts: Vec<Asking> =
                names.filter(|name| *name != "before").map(|name| Asking::parse(name).expect(name)).collect();
            assert!(sorts.is_sorted_by(|one, other| one < other) && sorts.len() == 10, "{lang}");
            let items = list.lines().filter(|line| !line.starts_with('[')).flat_map(|line| line.split('|'));
            for item in items.map(|item| item.trim_start_matches('^')) {
                assert!(!item.is_empty() && item.trim() == item, "{lang}: {item:?}");
            }
        }
    }
}
