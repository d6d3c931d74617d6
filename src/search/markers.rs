//! Words by which a text shows that it goes on from what came before, asks, or is a courtesy: small lists for each
//! language, written by us.
//!
//! Invariant: every item is in the form of [`form`], which texts are put into before they are compared (so that Russian
//! й stands as и, and Japanese characters in their simplified form).

mod de;
mod en;
mod es;
mod fr;
mod it;
mod ja;
mod ko;
mod nl;
mod pt;
mod ru;
mod zh;

use crate::text::canonical;
use unicode_normalization::UnicodeNormalization;

/// How a language is written, as far as it tells where an item of a list begins and ends in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In words: an item is a word or some whole words.
    Words,
    /// In words that carry their grammar at their ends: an item opens a text as whole words, and stands in it or ends it as
    /// any part.
    Endings,
    /// Without spaces: an item is any part.
    Run,
}

/// The lists of one language; each is words separated by `|`.
pub struct Markers {
    /// How the language is written.
    pub writing: Writing,
    /// How many words, or characters where there are no words, are few.
    pub few: usize,
    /// Openings that tie a text to the one before: "and …", "what about …".
    pub leads: &'static str,
    /// Endings that do: Chinese 呢.
    pub tails: &'static str,
    /// Words that point back: "it", "that".
    pub pointers: &'static str,
    /// Words that ask about a side of anything (price, time, place) and name no matter of their own. Words that the
    /// language's stop words hold already need not be here.
    pub generic: &'static str,
    /// What questions begin with.
    pub asks: &'static str,
    /// What joins a second question to a first.
    pub joins: &'static str,
    /// Greetings, thanks and farewells: they ask nothing.
    pub courtesies: &'static str,
    /// "Yes", "okay": agreement that asks nothing.
    pub yes: &'static str,
    /// What agrees to some options and does not say to which: "yes", "both".
    pub several: &'static str,
    /// "No".
    pub no: &'static str,
    /// What names the first, second and third of some options, separated by `;`, and the last.
    pub places: [&'static str; 4],
    /// Words around a place: "the … one, please".
    pub fillers: &'static str,
    /// What a price and a duration are asked by, and the words that entries about them use.
    pub sides: [(&'static str, &'static str); 3],
}

/// The languages that have lists, by their primary tags.
pub const LANGS: [&str; 11] = ["en", "zh", "de", "fr", "es", "pt", "it", "nl", "ru", "ja", "ko"];

/// The lists of a language by its primary tag, or `None` where there are none.
pub fn of(primary: &str) -> Option<&'static Markers> {
    Some(match primary {
        "en" => &en::MARKERS,
        "zh" => &zh::MARKERS,
        "de" => &de::MARKERS,
        "fr" => &fr::MARKERS,
        "es" => &es::MARKERS,
        "pt" => &pt::MARKERS,
        "it" => &it::MARKERS,
        "nl" => &nl::MARKERS,
        "ru" => &ru::MARKERS,
        "ja" => &ja::MARKERS,
        "ko" => &ko::MARKERS,
        _ => return None,
    })
}

/// A text as it is compared with the lists: folded, words parted by one space, without accents, since who types in haste
/// leaves them out. The marks of kana are no accents (また is "again", まだ "not yet"), and Korean syllables stay whole.
pub fn form(text: &str) -> String {
    let canonical = canonical(text);
    if canonical.is_ascii() {
        return canonical;
    }
    let is_accent = |character: &char| {
        unicode_normalization::char::is_combining_mark(*character) && !matches!(character, '\u{3099}' | '\u{309A}')
    };
    canonical.nfd().filter(|character| !is_accent(character)).nfc().collect()
}

/// Whether a text in the form of the lists asks: in words by how it begins, after what ties it to another and after
/// courtesies; else by a part that asks, wherever it stands.
pub fn asks(form: &str, markers: &Markers) -> bool {
    let writing = markers.writing;
    if writing != Writing::Words {
        return writing.contains(markers.asks, form);
    }
    let mut rest = form;
    loop {
        if writing.opening(markers.asks, rest) > 0 {
            return true;
        }
        let skipped = [markers.leads, markers.joins, markers.courtesies, markers.yes];
        match skipped.iter().map(|list| writing.opening(list, rest)).max() {
            Some(length) if length > 0 => rest = rest[length..].trim_start(),
            _ => return false,
        }
    }
}

/// Whether a list holds exactly this.
pub fn holds(list: &str, text: &str) -> bool {
    list.split('|').any(|item| item == text)
}

impl Writing {
    /// Whether words are parted by spaces.
    pub fn has_words(self) -> bool {
        self != Self::Run
    }

    /// The longest item of a list that a text begins with, by its length in bytes; 0 where it begins with none.
    pub fn opening(self, list: &str, text: &str) -> usize {
        let whole = |rest: &str| !self.has_words() || rest.is_empty() || rest.starts_with(' ');
        let begins = |item: &&str| text.strip_prefix(*item).is_some_and(whole);
        list.split('|').filter(begins).map(str::len).max().unwrap_or(0)
    }

    /// As [`Self::opening`], at the end of the text.
    pub fn ending(self, list: &str, text: &str) -> usize {
        let whole = |rest: &str| self != Self::Words || rest.is_empty() || rest.ends_with(' ');
        let ends = |item: &&str| text.strip_suffix(*item).is_some_and(whole);
        list.split('|').filter(ends).map(str::len).max().unwrap_or(0)
    }

    /// Whether an item of a list stands anywhere in a text.
    pub fn contains(self, list: &str, text: &str) -> bool {
        if self != Self::Words {
            return list.split('|').any(|item| text.contains(item));
        }
        let padded = format!(" {text} ");
        list.split('|').any(|item| padded.contains(&format!(" {item} ")))
    }

    /// The length in bytes of the longest item of a list that stands anywhere in a text; 0 where none does.
    pub fn longest(self, list: &str, text: &str) -> usize {
        list.split('|').filter(|item| self.contains(item, text)).map(str::len).max().unwrap_or(0)
    }

    /// Whether a text is made of items of a list and of nothing else: "yes, okay".
    pub fn is_made_of(self, list: &str, form: &str) -> bool {
        let mut rest = form;
        while !rest.is_empty() {
            let length = self.opening(list, rest);
            if length == 0 {
                return false;
            }
            rest = rest[length..].trim_start();
        }
        !form.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_folded_and_without_empty_items() {
        for markers in LANGS.map(|lang| of(lang).unwrap()) {
            let lists = [
                markers.leads,
                markers.tails,
                markers.pointers,
                markers.generic,
                markers.asks,
                markers.joins,
                markers.courtesies,
                markers.yes,
                markers.several,
                markers.no,
                markers.fillers,
            ];
            let sides = markers.sides.iter().map(|(asked, _)| *asked);
            for item in lists.into_iter().chain(markers.places).chain(sides).flat_map(|list| list.split('|')) {
                assert!(!item.is_empty() && item.trim() == item && form(item) == item, "{item:?}");
            }
        }
    }

    #[test]
    fn items_are_found_as_whole_words() {
        let (english, words) = (of("en").unwrap(), Writing::Words);
        assert_eq!(words.opening(english.leads, "and what about bikes"), "and what about".len());
        assert_eq!(words.opening(english.leads, "android app"), 0);
        assert!(words.contains(english.pointers, "how long does it take"));
        assert!(!words.contains(english.pointers, "my kit"));
        let (chinese, run) = (of("zh").unwrap(), Writing::Run);
        assert_eq!(run.opening(chinese.leads, "那运费呢"), "那".len());
        assert_eq!(run.ending(chinese.tails, "那运费呢"), "呢".len());
        let (korean, endings) = (of("ko").unwrap(), Writing::Endings);
        assert_eq!(endings.opening(korean.yes, "네이버페이 되나요"), 0);
        assert_eq!(endings.ending(korean.tails, "배송비는요"), "는요".len());
        assert!(of("eo").is_none());
    }
}
