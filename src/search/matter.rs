//! Whether a message asks for anything, as far as its words tell: greetings, thanks, a "yes" and an order number alone
//! do not.
//!
//! Invariant: pure; the same words mean the same whatever the FAQ holds.

use super::analyze::Analyzer;
use super::message::sentences;
use super::{markers, noise};
use crate::text::{Lang, is_unspaced};

/// Words with matter in a message that tells something and asks nothing: one alone is a name, or "great".
const TELLING: usize = 2;
/// The same beside a number: "my order number is 48213" only answers what was asked.
const TELLING_NUMBER: usize = 3;
/// Characters of a script without spaces that are about as much as a word.
const CHARACTERS: usize = 2;
/// By which a sentence ends that asks.
const MARKS: [char; 3] = ['?', '？', '؟'];

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Nothing that could be answered.
    Nothing,
    /// It tells something, which may be asked with it.
    Tells,
    /// It asks something.
    Asks,
}

/// What messages in a language are.
pub struct Reader {
    analyzer: Analyzer,
    markers: Option<&'static markers::Markers>,
}

impl Reader {
    /// For a language.
    pub fn new(lang: &Lang) -> Self {
        Self { analyzer: Analyzer::new(lang, &[]), markers: markers::of(lang.primary()) }
    }

    /// What a message is.
    pub fn matter(&self, text: &str) -> Matter {
        let plain = noise::strip(text);
        let (mut words, mut asks) = (0, false);
        for sentence in sentences(&plain) {
            let own = self.words(sentence);
            words += own;
            asks |= own > 0 && self.asks(sentence);
        }
        let enough = if plain == text { TELLING } else { TELLING_NUMBER };
        match asks {
            true => Matter::Asks,
            false if words >= enough => Matter::Tells,
            false => Matter::Nothing,
        }
    }

    /// Whether a text does nothing but ask back, by its question marks: who answers is not in haste.
    pub fn only_asks(&self, text: &str) -> bool {
        let sentences = sentences(text);
        let asks = |sentence: &&str| sentence.ends_with(MARKS);
        let says = |sentence: &str| {
            self.words(sentence) > 0 || self.decides(sentence) || sentence.chars().any(char::is_numeric)
        };
        sentences.iter().any(asks) && sentences.iter().all(|sentence| asks(sentence) || !says(sentence))
    }

    /// Whether a text agrees or refuses: "yes, we do".
    pub fn decides(&self, text: &str) -> bool {
        let form = markers::form(text);
        self.markers.is_some_and(|markers| {
            let opens = |list| markers.writing.opening(list, &form) > 0;
            opens(markers.yes) || opens(markers.no)
        })
    }

    fn asks(&self, sentence: &str) -> bool {
        let asks = |markers| markers::asks(&markers::form(sentence), markers);
        sentence.ends_with(MARKS) || self.markers.is_some_and(asks)
    }

    /// Words of a sentence that carry matter, the courtesies it begins with aside.
    fn words(&self, sentence: &str) -> usize {
        // "you're" is one word
        let form = markers::form(&sentence.replace(['\'', '’'], ""));
        let mut rest = form.as_str();
        if let Some(markers) = self.markers {
            let opened = |rest: &str| {
                let lists = [markers.courtesies, markers.yes, markers.no];
                lists.iter().map(|list| markers.writing.opening(list, rest)).max().unwrap_or(0)
            };
            while let length @ 1.. = opened(rest) {
                rest = rest[length..].trim_start();
            }
        }
        let tokens = self.analyzer.tokens(rest);
        let matter = |raw: &str| match raw.chars().filter(|character| is_unspaced(*character)).count() {
            0 => usize::from(raw.chars().any(char::is_alphabetic)),
            characters => characters / CHARACTERS,
        };
        tokens.iter().filter(|token| !token.stop).map(|token| matter(&token.raw)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matters(lang: &str, texts: &[&str]) -> Vec<Matter> {
        let reader = Reader::new(&Lang::parse(lang).unwrap());
        texts.iter().map(|text| reader.matter(text)).collect()
    }

    #[test]
    fn courtesies_numbers_and_agreement_ask_nothing() {
        for (lang, texts) in [
            (
                "en",
                &[
                    "Hi!",
                    "hello there, good morning",
                    "ok",
                    "Ok thanks",
                    "yes please",
                    "48213",
                    "my order number is 48213",
                    "Thank you very much, Maya",
                    "Perfect",
                    "😀",
                    "???",
                    "really?",
                    "ana@example.com",
                ][..],
            ),
            ("de", &["Hallo", "ok danke", "Vielen Dank", "ja bitte", "48213"][..]),
            ("zh", &["你好", "谢谢", "好的", "48213", "嗯嗯"][..]),
        ] {
            for text in texts {
                assert_eq!(matters(lang, &[text]), [Matter::Nothing], "{text}");
            }
        }
    }

    #[test]
    fn questions_and_what_is_told_are_told_apart() {
        let english = [
            "Hi, do you repair e-bikes?",
            "hello, how much is a spare key",
            "Opening hours?",
            "my chain snapped yesterday",
        ];
        let expected = [Matter::Asks, Matter::Asks, Matter::Asks, Matter::Tells];
        assert_eq!(matters("en", &english), expected);
        assert_eq!(matters("de", &["Kann ich ein Rad leihen?", "wo ist meine Rechnung"]), [Matter::Asks, Matter::Asks]);
        assert_eq!(matters("zh", &["你好，可以租自行车吗？", "包裹坏了很多"]), [Matter::Asks, Matter::Tells]);
        assert_eq!(matters("hu", &["Hol van a csomagom?"]), [Matter::Asks], "a language without lists");
    }

    #[test]
    fn who_only_asks_back_answers_nothing() {
        let reader = Reader::new(&Lang::english());
        assert!(reader.only_asks("Hello! Which model do you have?"));
        for says in
            ["We repair all of them. Which one do you have?", "Yes. Shall I book it?", "9 to 5, ok?\n", "No.", "We do."]
        {
            assert_eq!(reader.only_asks(says), says.starts_with('9'), "{says}");
        }
        assert!(reader.decides("Yes, we do.") && reader.decides("No.") && !reader.decides("We do."));
    }
}
