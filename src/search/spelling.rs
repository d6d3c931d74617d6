//! Typing errors: the word of the FAQ that a visitor's unknown word was meant to be.
//!
//! Words of letters are met by edit distance 1 (a letter too many, missing, wrong, or two swapped), found through the
//! words' deletions (Garbe's symmetric delete, <https://github.com/wolfgarbe/SymSpell>). Chinese is typed by sound, so
//! there an error is another word of the same sound, and so is a word left in pinyin.
//!
//! Invariant: a word that the FAQ knows is never changed, and lookups cost the same at any size of vocabulary.

use super::analyze::Analyzer;
use super::chinese;
use crate::text::is_han;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Shorter words have too many neighbours for a guess (`cat`, `car`).
const SHORTEST_WORD: usize = 4;
/// From this length on any single error is put right; below it only two swapped letters.
const SAFE_LENGTH: usize = 5;
/// Longer words are not indexed: no one guesses at an error in them.
const LONGEST_WORD: usize = 24;
/// The most words of one sound that are tried.
const MOST_HOMOPHONES: usize = 4;

/// The words of one language's FAQ, by their deletions and by their sounds.
#[derive(Default)]
pub struct Spelling {
    /// Words in the order of the alphabet with their counts.
    words: Vec<(String, u32)>,
    /// A word with one letter left out, or none: to the words.
    deletions: HashMap<String, Vec<u32>>,
    /// A sound of one or two characters: to the texts that have it, the most frequent first, and whether each is a word.
    sounds: HashMap<String, Vec<(String, bool)>>,
    /// The syllables that occur.
    syllables: BTreeSet<&'static str>,
}

impl Spelling {
    /// The words of some texts in one language.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>, analyzer: &Analyzer) -> Self {
        let mut words: BTreeMap<String, u32> = BTreeMap::new();
        let mut characters: BTreeMap<String, (u32, bool)> = BTreeMap::new();
        let is_chinese = analyzer.lang().primary() == "zh";
        for token in texts.flat_map(|text| analyzer.tokens(text)) {
            if !token.unspaced {
                *words.entry(token.raw).or_default() += 1;
            } else if is_chinese {
                let run: Vec<char> = token.raw.chars().filter(|character| is_han(*character)).collect();
                for part in run.windows(1).chain(run.windows(2)) {
                    characters.entry(String::from_iter(part)).or_default().0 += 1;
                }
                for word in chinese::words(&token.raw).into_iter().filter(|word| word.chars().count() == 2) {
                    characters.entry(word.to_owned()).or_default().1 = true;
                }
            }
        }
        Self::new(words, characters)
    }

    /// The words of letters of a FAQ with their counts, and its texts of one or two Chinese characters with
    /// theirs and whether they are words.
    pub fn new(words: BTreeMap<String, u32>, characters: BTreeMap<String, (u32, bool)>) -> Self {
        let mut spelling = Self::default();
        for (at, (word, _)) in words.iter().enumerate() {
            let length = word.chars().count();
            if (SHORTEST_WORD - 1..=LONGEST_WORD).contains(&length) && !word.bytes().any(|byte| byte.is_ascii_digit()) {
                for deletion in deletions(word) {
                    let found = spelling.deletions.entry(deletion).or_default();
                    if found.last() != Some(&(at as u32)) {
                        found.push(at as u32);
                    }
                }
            }
        }
        spelling.words = words.into_iter().collect();
        let mut by_sound: BTreeMap<String, Vec<(bool, u32, String)>> = BTreeMap::new();
        for (text, (count, is_word)) in characters {
            let Some(sound) = chinese::sound(&text) else { continue };
            if text.chars().nth(1).is_none() {
                spelling.syllables.extend(text.chars().next().and_then(chinese::syllable));
            }
            by_sound.entry(sound).or_default().push((is_word, count, text));
        }
        for (sound, mut texts) in by_sound {
            texts.sort_by(|one, other| (other.0, other.1).cmp(&(one.0, one.1)).then_with(|| one.2.cmp(&other.2)));
            texts.truncate(MOST_HOMOPHONES);
            spelling.sounds.insert(sound, texts.into_iter().map(|(is_word, _, text)| (text, is_word)).collect());
        }
        spelling
    }

    /// Whether the FAQ holds this word.
    pub fn knows(&self, word: &str) -> bool {
        self.words.binary_search_by(|(known, _)| known.as_str().cmp(word)).is_ok()
    }

    /// The word that an unknown one was most likely meant to be: one error away, the most frequent, then the first.
    pub fn correct(&self, word: &str) -> Option<&str> {
        let length = word.chars().count();
        if !(SHORTEST_WORD..=LONGEST_WORD).contains(&length)
            || word.bytes().any(|byte| byte.is_ascii_digit())
            || self.knows(word)
        {
            return None;
        }
        let mut best: Option<&(String, u32)> = None;
        for deletion in deletions(word) {
            for at in self.deletions.get(&deletion).into_iter().flatten() {
                let found = &self.words[*at as usize];
                if !is_one_error(word, &found.0, length) {
                    continue;
                }
                let better = best.is_none_or(|best| (found.1, &best.0) > (best.1, &found.0));
                if better {
                    best = Some(found);
                }
            }
        }
        best.map(|(word, _)| word.as_str())
    }

    /// The word of the FAQ that sounds like these two Chinese characters but is not them.
    pub fn homophone(&self, text: &str) -> Option<&str> {
        let texts = self.sounds.get(&chinese::sound(text)?)?;
        texts.iter().find(|(found, is_word)| *is_word && found != text).map(|(found, _)| found.as_str())
    }

    /// Texts of the FAQ that a word of Latin letters spells: for `tuikuan` 退款. Empty where it is no pinyin.
    pub fn spelled(&self, letters: &str) -> Vec<&str> {
        let Some(syllables) = chinese::syllables(letters, |syllable| self.syllables.contains(syllable)) else {
            return Vec::new();
        };
        let sounds: Vec<String> = match syllables.as_slice() {
            [] => Vec::new(),
            [one] => vec![(*one).to_owned()],
            many => many.windows(2).map(<[&str]>::concat).collect(),
        };
        sounds.iter().filter_map(|sound| self.sounds.get(sound)).flatten().map(|(text, _)| text.as_str()).collect()
    }
}

/// The word and every form of it with one letter left out.
fn deletions(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    for (at, character) in word.char_indices() {
        let mut form = String::with_capacity(word.len());
        form.push_str(&word[..at]);
        form.push_str(&word[at + character.len_utf8()..]);
        if forms.last() != Some(&form) {
            forms.push(form);
        }
    }
    forms
}

/// Whether two words differ by one error that may be put right at this length.
fn is_one_error(typed: &str, known: &str, length: usize) -> bool {
    let swapped = typed.chars().count() == known.chars().count() && strsim::levenshtein(typed, known) == 2;
    strsim::osa_distance(typed, known) == 1 && (length >= SAFE_LENGTH || swapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(words: &[(&str, u32)]) -> BTreeMap<String, u32> {
        words.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect()
    }

    #[test]
    fn one_error_is_put_right() {
        let words = counted(&[("parcel", 3), ("order", 9), ("refund", 2), ("boat", 1), ("border", 1)]);
        let spelling = Spelling::new(words, BTreeMap::new());
        for (typed, meant) in [
            ("parcle", "parcel"),
            ("oder", "order"),
            ("refunds", "refund"),
            ("refnud", "refund"),
            ("parrcel", "parcel"),
        ] {
            let found = spelling.correct(typed);
            // a word of four letters is only put right where two of them are swapped
            assert_eq!(found, (typed.len() >= SAFE_LENGTH).then_some(meant), "{typed}");
        }
        assert_eq!(spelling.correct("baot"), Some("boat"));
        assert_eq!(spelling.correct("goat"), None);
        assert_eq!(spelling.correct("order"), None, "a known word stays");
        assert_eq!(spelling.correct("elephant"), None);
        assert_eq!(spelling.correct("1rder"), None, "what holds digits is a name");
    }

    #[test]
    fn chinese_is_found_by_its_sound() {
        let texts = [("发票", 3), ("退款", 5), ("发", 3), ("票", 3), ("退", 5), ("款", 5), ("开", 1)];
        let texts = texts.iter().map(|(text, count)| ((*text).to_owned(), (*count, text.len() > 3))).collect();
        let spelling = Spelling::new(BTreeMap::new(), texts);
        assert_eq!(spelling.homophone("法票"), Some("发票"));
        assert_eq!(spelling.homophone("发票"), None);
        assert_eq!(spelling.spelled("tuikuan"), ["退款"]);
        assert_eq!(spelling.spelled("kaifapiao"), ["发票"]);
        assert!(spelling.spelled("refund").is_empty());
    }
}
