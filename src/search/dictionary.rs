//! A list of words in which a misspelled one finds those it may have been meant to be.
//!
//! Words are found through their deletions (Garbe's symmetric delete, <https://github.com/wolfgarbe/SymSpell>, with its
//! prefixes), so that a lookup costs the same at any size of the list. What was meant is judged by how people mistype: a
//! swap, a doubled letter and a neighbour on the keyboard are likelier than any other error, and the first letter is
//! seldom wrong.
//!
//! Invariant: the same word is found in the same list on every machine; equal costs go by the alphabet.

use super::analyze::{Kind, key};
use unicode_normalization::UnicodeNormalization;

/// Only so many letters of a word are deleted from, which bounds what a long word costs. Errors further back are found
/// all the same, since the letters before them are equal.
const PREFIX: usize = 7;
/// Words from this length on may hold two errors.
const TWO_ERRORS: usize = 8;
/// In words from this length on any single error is put right; in shorter ones only a swap or a letter left out.
const ONE_ERROR: usize = 5;
/// Shorter words have too many neighbours (`cat`, `car`).
const SHORTEST: usize = 4;
/// A shorter stem is too little of a word.
const SHORTEST_STEM: usize = 6;
/// Two errors may not cost more: one of them at least is a likely one.
const TWO_COST: f32 = 1.75;
/// No one guesses at an error in a longer word.
const LONGEST: usize = 24;

/// The rows of a keyboard; letters beside each other and above each other are hit by mistake.
const KEYBOARD: [&str; 6] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"];

/// A form in which a word is looked up.
struct Form {
    text: Box<str>,
    length: u8,
    letters: u32,
    word: u32,
    /// Whether it is the word's stem and not the word.
    stem: bool,
}

/// Words with their deletions.
#[derive(Default)]
pub struct Dictionary {
    forms: Vec<Form>,
    /// Hashes of deletions with the form they come from, in order.
    deletions: Vec<(u64, u32)>,
}

/// A word that may have been meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meant {
    /// Its number.
    pub word: u32,
    /// How unlikely the errors are that lead to it: about 1 for each.
    pub cost: f32,
    /// Whether there are two errors.
    pub twice: bool,
}

impl Dictionary {
    /// A list of words, numbered as they come, each with its stem.
    pub fn new<'a>(words: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut dictionary = Self::default();
        for (at, (word, stem)) in words.enumerate() {
            dictionary.add(word, at as u32, false);
            if stem != word {
                dictionary.add(stem, at as u32, true);
            }
        }
        dictionary.deletions.sort_unstable();
        dictionary.deletions.dedup();
        dictionary
    }

    fn add(&mut self, text: &str, word: u32, stem: bool) {
        let length = text.chars().count();
        // a stem is cut already, so a short one says little
        let shortest = if stem { SHORTEST_STEM } else { SHORTEST - 1 };
        if !(shortest..=LONGEST).contains(&length) || text.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        let form = self.forms.len() as u32;
        let errors = if !stem && length + 1 >= TWO_ERRORS { 2 } else { 1 };
        self.deletions.extend(deletions(text, errors).into_iter().map(|hash| (hash, form)));
        self.forms.push(Form { text: text.into(), length: length as u8, letters: set_of(text), word, stem });
    }

    /// The words that a misspelled one may have been meant to be, in the order of their numbers.
    pub fn meant(&self, typed: &str, stem: &str) -> Vec<Meant> {
        let length = typed.chars().count();
        if !(SHORTEST - 1..=LONGEST).contains(&length) || typed.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        let mut meant = Vec::new();
        self.gather(typed, length, false, &mut meant);
        if stem != typed && stem.chars().count() >= SHORTEST_STEM {
            self.gather(stem, stem.chars().count(), true, &mut meant);
        }
        meant.sort_by(|one, other| one.word.cmp(&other.word).then(one.cost.total_cmp(&other.cost)));
        meant.dedup_by_key(|meant| meant.word);
        meant
    }

    fn gather(&self, typed: &str, length: usize, stem: bool, meant: &mut Vec<Meant>) {
        let errors = if !stem && length >= TWO_ERRORS { 2 } else { 1 };
        let letters: Vec<char> = typed.chars().collect();
        let mut forms: Vec<u32> = Vec::new();
        for hash in deletions(typed, errors) {
            let first = self.deletions.partition_point(|(held, _)| *held < hash);
            forms.extend(self.deletions[first..].iter().take_while(|(held, _)| *held == hash).map(|(_, form)| *form));
        }
        forms.sort_unstable();
        forms.dedup();
        let held = set_of(typed);
        // an error changes two letters of the set at most: most forms are turned away before they are compared
        let similar = |form: &&Form| {
            form.stem == stem
                && length.abs_diff(usize::from(form.length)) <= errors
                && (form.letters ^ held).count_ones() as usize <= 2 * errors
        };
        for form in forms.iter().map(|form| &self.forms[*form as usize]).filter(similar) {
            let known: Vec<char> = form.text.chars().collect();
            let Some((count, mut cost)) = plausible(&letters, &known, errors) else { continue };
            if stem {
                // the endings may differ as well
                cost += 0.3;
            }
            meant.push(Meant { word: form.word, cost, twice: count == 2 });
        }
    }
}

/// The letters of a word as a set of bits; letters of large alphabets share some.
fn set_of(word: &str) -> u32 {
    word.chars().fold(0, |set, letter| set | 1 << (u32::from(letter) % 32))
}

/// The hashes of a word's first letters with up to `errors` of them left out.
fn deletions(word: &str, errors: usize) -> Vec<u64> {
    let letters: Vec<char> = word.chars().take(PREFIX).collect();
    let hash = |left_out: &[usize]| {
        let kept = letters.iter().enumerate().filter(|(at, _)| !left_out.contains(at));
        key(Kind::Gram, kept.flat_map(|(_, letter)| u32::from(*letter).to_le_bytes()))
    };
    let mut hashes = vec![hash(&[])];
    for one in 0..letters.len() {
        hashes.push(hash(&[one]));
        for other in (one + 1..letters.len()).take_while(|_| errors == 2) {
            hashes.push(hash(&[one, other]));
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// How many errors lead from what was meant to what was typed, and what they cost, where they may be put right.
fn plausible(typed: &[char], known: &[char], errors: usize) -> Option<(usize, f32)> {
    if typed.len().abs_diff(known.len()) > errors || known.len() < SHORTEST - 1 {
        return None;
    }
    let (count, cost) = distance(typed, known);
    if count == 0 || count > errors {
        return None;
    }
    let same_start = typed[0] == known[0];
    let swapped = count == 1 && typed.len() == known.len() && {
        let mut differing = (0..typed.len()).filter(|at| typed[*at] != known[*at]);
        matches!((differing.next(), differing.next()), (Some(_), Some(_)))
    };
    let left_out = count == 1 && typed.len() + 1 == known.len() && same_start && typed.last() == known.last();
    let allowed = match (typed.len(), count) {
        (0..SHORTEST, _) => swapped && known.len() == typed.len(),
        (SHORTEST..ONE_ERROR, _) => swapped || left_out,
        // another first letter makes another word, unless the finger slipped
        (_, 1) => same_start || swapped || typed.len() != known.len() || near(typed[0], known[0]),
        _ => cost <= TWO_COST && known.len() + 1 >= TWO_ERRORS && (same_start || typed.get(1) == known.first()),
    };
    allowed.then_some((count, cost))
}

/// The number of errors between two words (a letter wrong, missing, too many, or two swapped: the optimal string
/// alignment distance), and their cost along the cheapest way.
fn distance(typed: &[char], known: &[char]) -> (usize, f32) {
    let width = known.len() + 1;
    let mut table: Vec<(f32, usize)> = vec![(0.0, 0); (typed.len() + 1) * width];
    for row in 0..=typed.len() {
        for column in 0..=known.len() {
            if row == 0 && column == 0 {
                continue;
            }
            let mut best = (f32::MAX, usize::MAX);
            let mut consider = |from: (f32, usize), cost: f32, count: usize| {
                let way = (from.0 + cost, from.1 + count);
                if way.0 < best.0 {
                    best = way;
                }
            };
            let first = if row <= 1 && column <= 1 { 0.4 } else { 0.0 };
            if row > 0 {
                // a letter too many: typed twice, or the neighbour hit as well
                let doubled = row > 1 && typed[row - 1] == typed[row - 2];
                consider(table[(row - 1) * width + column], if doubled { 0.5 } else { 1.0 + first }, 1);
            }
            if column > 0 {
                let doubled = column > 1 && known[column - 1] == known[column - 2];
                consider(table[row * width + column - 1], if doubled { 0.5 } else { 0.9 + first }, 1);
            }
            if row > 0 && column > 0 {
                let (one, other) = (typed[row - 1], known[column - 1]);
                let diagonal = table[(row - 1) * width + column - 1];
                if one == other {
                    consider(diagonal, 0.0, 0);
                } else {
                    consider(diagonal, confusion(one, other) + first, 1);
                }
                let swapped =
                    row > 1 && column > 1 && one == known[column - 2] && typed[row - 2] == other && one != other;
                if swapped {
                    consider(table[(row - 2) * width + column - 2], 0.6, 1);
                }
            }
            table[row * width + column] = best;
        }
    }
    let (cost, count) = table[typed.len() * width + known.len()];
    (count, cost)
}

/// What it costs to take one letter for another.
fn confusion(one: char, other: char) -> f32 {
    let vowel = |letter: char| "aeiouyаеиоуыэюя".contains(letter);
    if unaccented(one) == unaccented(other) {
        0.3
    } else if near(one, other) {
        0.75
    } else if vowel(one) && vowel(other) {
        0.8
    } else {
        1.0
    }
}

fn unaccented(letter: char) -> char {
    letter.nfd().next().unwrap_or(letter)
}

/// Whether two letters are neighbours on the keyboard.
fn near(one: char, other: char) -> bool {
    let place = |letter: char| {
        KEYBOARD.iter().enumerate().find_map(|(row, keys)| Some((row, keys.chars().position(|key| key == letter)?)))
    };
    match (place(one), place(other)) {
        (Some((row, column)), Some((other_row, other_column))) => {
            // each row is shifted to the right of the one above it
            let above = |upper: (usize, usize), lower: (usize, usize)| {
                upper.0 + 1 == lower.0 && (upper.1 == lower.1 || upper.1 == lower.1 + 1)
            };
            let (here, there) = ((row, column), (other_row, other_column));
            let beside = row == other_row && column.abs_diff(other_column) == 1;
            row / 3 == other_row / 3 && (beside || above(here, there) || above(there, here))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(words: &[&'a str], typed: &str) -> Vec<&'a str> {
        let dictionary = Dictionary::new(words.iter().map(|word| (*word, *word)));
        let mut meant = dictionary.meant(typed, typed);
        meant.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        meant.into_iter().map(|meant| words[meant.word as usize]).collect()
    }

    #[test]
    fn one_error_is_found_in_long_words_and_some_in_short_ones() {
        let words = ["parcel", "order", "refund", "boat", "border", "price"];
        for (typed, meant) in [("parcle", "parcel"), ("refnud", "refund"), ("parrcel", "parcel"), ("rerund", "refund")]
        {
            assert_eq!(found(&words, typed), [meant], "{typed}");
        }
        assert_eq!(found(&words, "baot"), ["boat"]);
        assert_eq!(found(&words, "oder"), ["order"], "a letter left out");
        assert_eq!(found(&words, "prce"), ["price"]);
        assert!(found(&words, "goat").is_empty() && found(&words, "elephant").is_empty());
        assert!(found(&words, "1rder").is_empty(), "what holds digits is a name");
        assert!(found(&["house"], "mouse").is_empty(), "another first letter makes another word");
        assert_eq!(found(&["house"], "jouse"), ["house"], "unless the finger slipped");
    }

    #[test]
    fn two_errors_are_found_in_long_words_only() {
        let words = ["delivery", "subscription", "guarantee"];
        for (typed, meant) in [("delievry", "delivery"), ("subscribtoin", "subscription"), ("garentee", "guarantee")] {
            assert_eq!(found(&words, typed), [meant], "{typed}");
        }
        assert!(found(&["parcels"], "barcles").is_empty());
    }

    #[test]
    fn likelier_errors_cost_less() {
        assert_eq!(found(&["hose", "house"], "hosue"), ["house", "hose"]);
        assert_eq!(found(&["cover", "clover"], "ccover")[0], "cover");
        assert_eq!(found(&["größe", "grüne"], "grosse"), ["größe"; 0], "accents are another matter");
    }
}
