//! The words of one language's wordings by their beginnings: what a visitor's unfinished text is looked up in, at every
//! letter typed.
//!
//! Invariant: sorted arrays, linear in the wordings, built once; a lookup costs a binary search, a walk over the words
//! that are near to a typing error, and one bit for each wording.

use super::bits::Bits;
use super::chinese;
use crate::faq::Entry;
use crate::text::{fold, is_han, is_unspaced};
use std::ops::Range;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many characters from each place on are kept by their sound. Longer texts are compared with the wording itself.
const SOUNDED: usize = 4;

/// Words in the order of the alphabet, each with the wordings that hold it.
#[derive(Default)]
struct Lexicon {
    words: Vec<Box<str>>,
    /// For each word its first place in `holders`, and one past the last of all.
    starts: Vec<u32>,
    /// Numbers of wordings, in rising order for each word.
    holders: Vec<u32>,
}

impl Lexicon {
    fn new(mut pairs: Vec<(String, u32)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut lexicon = Self::default();
        for (word, wording) in pairs {
            if lexicon.words.last().is_none_or(|last| **last != *word) {
                lexicon.words.push(word.into_boxed_str());
                lexicon.starts.push(lexicon.holders.len() as u32);
            }
            lexicon.holders.push(wording);
        }
        lexicon.starts.push(lexicon.holders.len() as u32);
        lexicon
    }

    /// The places of the words that begin so.
    fn beginning(&self, prefix: &str) -> Range<usize> {
        let start = self.words.partition_point(|word| **word < *prefix);
        let length = self.words[start..].partition_point(|word| word.starts_with(prefix));
        start..start + length
    }

    fn holders(&self, words: Range<usize>) -> &[u32] {
        &self.holders[self.starts[words.start] as usize..self.starts[words.end] as usize]
    }

    fn word(&self, word: &str) -> Option<&[u32]> {
        let at = self.words.binary_search_by(|known| (**known).cmp(word)).ok()?;
        Some(self.holders(at..at + 1))
    }

    /// Tells the words of which some beginning is at most `most` errors away from what is typed (a letter too many,
    /// missing or wrong, or two neighbours swapped: the optimal string alignment distance), and how many errors.
    ///
    /// The words are walked in order with one row of distances for each letter, so that what two neighbours share is
    /// compared once, and all words with a beginning that is too far away are stepped over.
    fn near(&self, typed: &[char], most: u8, tell: &mut dyn FnMut(Range<usize>, u8)) {
        let mut path: Vec<char> = Vec::new();
        let mut rows: Vec<Vec<u8>> = vec![(0..=typed.len() as u8).collect()];
        // the fewest errors of any beginning up to each depth
        let mut fewest: Vec<u8> = vec![typed.len() as u8];
        let mut at = 0;
        'words: while at < self.words.len() {
            let word = &self.words[at];
            let shared = path.iter().zip(word.chars()).take_while(|(one, other)| **one == *other).count();
            path.truncate(shared);
            rows.truncate(shared + 1);
            fewest.truncate(shared + 1);
            for (place, letter) in word.char_indices().skip(shared) {
                path.push(letter);
                let row = next_row(typed, &path, &rows);
                let nearest = row.iter().copied().min().unwrap_or(u8::MAX);
                let errors = fewest[fewest.len() - 1].min(row[typed.len()]);
                rows.push(row);
                fewest.push(errors);
                // no longer beginning can be nearer than what its letters so far are
                if nearest > most || nearest >= errors {
                    let end = at
                        + self.words[at..]
                            .partition_point(|other| other.starts_with(&word[..place + letter.len_utf8()]));
                    if errors <= most {
                        tell(at..end, errors);
                    }
                    at = end;
                    continue 'words;
                }
            }
            if fewest[fewest.len() - 1] <= most {
                tell(at..at + 1, fewest[fewest.len() - 1]);
            }
            at += 1;
        }
    }
}

/// The distances of a path from every beginning of what is typed, given those of its own beginnings.
fn next_row(typed: &[char], path: &[char], rows: &[Vec<u8>]) -> Vec<u8> {
    let (depth, last) = (path.len(), &rows[path.len() - 1]);
    let letter = path[depth - 1];
    let mut row = Vec::with_capacity(typed.len() + 1);
    row.push(depth.min(usize::from(u8::MAX)) as u8);
    for at in 1..=typed.len() {
        let replaced = last[at - 1].saturating_add(u8::from(typed[at - 1] != letter));
        let mut distance = replaced.min(last[at].saturating_add(1)).min(row[at - 1].saturating_add(1));
        if depth > 1 && at > 1 && typed[at - 2] == letter && typed[at - 1] == path[depth - 2] {
            distance = distance.min(rows[depth - 2][at - 2].saturating_add(1));
        }
        row.push(distance);
    }
    row
}

/// The wordings of one language, ready to be looked up while somebody types.
#[derive(Default)]
pub struct Prefixes {
    /// The first wording of each entry, and one past the last of all.
    starts: Vec<u32>,
    /// The entry of each wording.
    owners: Vec<u32>,
    /// Each wording in the form in which it is compared.
    texts: Vec<Box<str>>,
    words: Lexicon,
    characters: Lexicon,
    /// Chinese by its sound without tones, from each character on.
    sounds: Lexicon,
}

/// The wordings that hold a part of what is typed, by the number of errors; each is told once, at its fewest.
pub type Holding = Vec<(u8, Bits)>;

impl Prefixes {
    /// The wordings of some entries; by their sound too, if they are Chinese.
    pub fn new(entries: &[Arc<Entry>], chinese: bool) -> Self {
        let (mut starts, mut owners, mut texts) = (vec![0u32], Vec::new(), Vec::new());
        let (mut words, mut characters, mut sounds) = (Vec::new(), Vec::new(), Vec::new());
        for (at, entry) in entries.iter().enumerate() {
            for wording in &entry.questions {
                let number = texts.len() as u32;
                let text = form(&wording.text);
                for piece in pieces(&text) {
                    if !piece.starts_with(is_unspaced) {
                        words.push((piece.to_owned(), number));
                        continue;
                    }
                    characters.extend(piece.chars().map(|character| (character.to_string(), number)));
                    if chinese {
                        let run: Vec<char> = piece.chars().collect();
                        let from = (0..run.len()).map(|at| &run[at..run.len().min(at + SOUNDED)]);
                        sounds.extend(from.map(|part| (sound(part.iter().copied()), number)));
                    }
                }
                texts.push(text.into_boxed_str());
                owners.push(at as u32);
            }
            starts.push(texts.len() as u32);
        }
        let (words, characters) = (Lexicon::new(words), Lexicon::new(characters));
        Self { starts, owners, texts, words, characters, sounds: Lexicon::new(sounds) }
    }

    /// How many wordings there are.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// The entry of a wording.
    pub fn entry(&self, wording: usize) -> u32 {
        self.owners[wording]
    }

    /// The wordings of an entry, the title first.
    pub fn wordings(&self, entry: u32) -> Range<usize> {
        self.starts[entry as usize] as usize..self.starts[entry as usize + 1] as usize
    }

    /// A wording in the form in which it is compared.
    pub fn text(&self, wording: usize) -> &str {
        &self.texts[wording]
    }

    /// The wordings that hold a part of what is typed: a word that begins so, or else one with typing errors; in a
    /// script without spaces the very characters, or else all of them in any order, or else their sound. Typing errors
    /// in words are overlooked only `with_errors`.
    pub fn holding(&self, piece: &str, with_errors: bool) -> Holding {
        let found = if piece.starts_with(is_unspaced) {
            self.holding_run(piece)
        } else {
            self.holding_word(piece, with_errors)
        };
        found.into_iter().filter(|(_, bits)| bits.any()).collect()
    }

    fn holding_word(&self, word: &str, with_errors: bool) -> Holding {
        let mut held = Bits::new(self.len());
        held.set_all(self.words.holders(self.words.beginning(word)));
        self.sounding(word, &mut held);
        if held.any() || !with_errors {
            return vec![(0, held)];
        }
        let letters: Vec<char> = word.chars().collect();
        let mut found: Holding =
            (1..=most_errors(letters.len())).map(|errors| (errors, Bits::new(self.len()))).collect();
        let most = found.len() as u8;
        if most > 0 {
            // no word begins so, so that there is at least one error
            self.words.near(&letters, most, &mut |words, errors| {
                found[usize::from(errors.max(1)) - 1].1.set_all(self.words.holders(words));
            });
        }
        // what is one error away is meant; what is two is guessed only where nothing is nearer
        found.retain(|(_, bits)| bits.any());
        found.truncate(1);
        found
    }

    fn holding_run(&self, run: &str) -> Holding {
        let mut scattered: Option<Bits> = None;
        for character in run.chars() {
            let mut held = Bits::new(self.len());
            held.set_all(self.characters.word(character.encode_utf8(&mut [0; 4])).unwrap_or_default());
            scattered = Some(match scattered {
                Some(all) => all.and(&held),
                None => held,
            });
        }
        let mut scattered = scattered.unwrap_or_else(|| Bits::new(self.len()));
        let mut exact = Bits::new(self.len());
        for wording in scattered.ones().filter(|wording| self.texts[*wording].contains(run)) {
            exact.set(wording);
        }
        scattered.remove(&exact);
        let mut found = vec![(0, exact), (1, scattered)];
        if !found.iter().any(|(_, bits)| bits.any()) && run.chars().all(is_han) {
            self.sounding(&sound(run.chars()), &mut found[1].1);
        }
        found
    }

    /// Adds the wordings in which Chinese sounds like these letters.
    fn sounding(&self, letters: &str, held: &mut Bits) {
        if self.sounds.words.is_empty() || !letters.is_ascii() {
            return;
        }
        held.set_all(self.sounds.holders(self.sounds.beginning(letters)));
        // what is longer than what is kept is compared with the wordings that begin so
        for end in 1..letters.len() {
            for wording in self.sounds.word(&letters[..end]).unwrap_or_default() {
                if sound(self.texts[*wording as usize].chars()).contains(letters) {
                    held.set(*wording as usize);
                }
            }
        }
    }

    /// Whether a wording begins with what is typed, by its characters or by their sound.
    pub fn begins(&self, wording: usize, typed: &str) -> bool {
        let text = &self.texts[wording];
        let sounds = || {
            let (mut heard, mut rest) = (String::new(), text.chars());
            while heard.len() < typed.len() {
                let Some(character) = rest.next() else { break };
                heard.push_str(&sound(std::iter::once(character)));
            }
            heard.starts_with(typed)
        };
        text.starts_with(typed) || (!self.sounds.words.is_empty() && text.starts_with(is_han) && sounds())
    }

    /// The most frequent word that begins so, where this is not a word itself; of those near to it where none does.
    pub fn completed(&self, piece: &str) -> Option<&str> {
        if piece.starts_with(is_unspaced) || self.words.word(piece).is_some() {
            return None;
        }
        let frequent = |words: Range<usize>| {
            words.max_by_key(|at| (self.words.holders(*at..*at + 1).len(), std::cmp::Reverse(*at)))
        };
        let letters: Vec<char> = piece.chars().collect();
        let mut best = frequent(self.words.beginning(piece));
        if best.is_none() && most_errors(letters.len()) > 0 {
            let mut nearest: Option<(u8, std::cmp::Reverse<usize>, usize)> = None;
            self.words.near(&letters, most_errors(letters.len()), &mut |words, errors| {
                let Some(word) = frequent(words) else { return };
                let found = (errors, std::cmp::Reverse(self.words.holders(word..word + 1).len()), word);
                nearest = Some(nearest.map_or(found, |nearest| nearest.min(found)));
            });
            best = nearest.map(|(_, _, word)| word);
        }
        best.map(|at| &*self.words.words[at])
    }
}

/// How many typing errors a part of this many letters may have: short ones have too many neighbours.
fn most_errors(letters: usize) -> u8 {
    match letters {
        0..4 => 0,
        4..8 => 1,
        // longer than any word: not looked for
        40.. => 0,
        _ => 2,
    }
}

/// The sound of Chinese without tones, side by side; other characters as they are.
fn sound(characters: impl Iterator<Item = char>) -> String {
    let mut heard = String::new();
    for character in characters {
        match chinese::syllable(character) {
            Some(syllable) => heard.push_str(syllable),
            None => heard.push(character),
        }
    }
    heard
}

/// A text in the form in which it is compared while somebody types: folded, without apostrophes and accents (who types
/// in haste leaves them out), words side by side with one space.
pub fn form(text: &str) -> String {
    let mut formed = String::with_capacity(text.len());
    let mut apart = false;
    for character in fold(text).chars().filter(|character| *character != '\'') {
        if !character.is_alphanumeric() {
            apart = !formed.is_empty();
            continue;
        }
        if std::mem::take(&mut apart) {
            formed.push(' ');
        }
        if character.is_ascii() || is_unspaced(character) {
            formed.push(character);
        } else {
            formed.extend(character.nfd().filter(|part| !is_combining_mark(*part)));
        }
    }
    formed
}

/// The words of a formed text, and its runs of a script without spaces.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|word| !word.is_empty()).flat_map(|word| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let unspaced = rest.chars().next().map(is_unspaced)?;
            let end = rest.find(|character| is_unspaced(character) != unspaced).unwrap_or(rest.len());
            let (piece, after) = rest.split_at(end);
            rest = after;
            Some(piece)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::entry;
    use super::*;

    fn prefixes(tag: &str, wordings: &[&str]) -> Prefixes {
        let entries: Vec<Arc<Entry>> =
            wordings.iter().map(|wording| Arc::new(entry(tag, "one", &[wording], ""))).collect();
        Prefixes::new(&entries, tag == "zh")
    }

    fn held(prefixes: &Prefixes, piece: &str) -> Vec<(u8, Vec<usize>)> {
        prefixes.holding(piece, true).into_iter().map(|(errors, bits)| (errors, bits.ones().collect())).collect()
    }

    #[test]
    fn words_are_found_by_their_beginning_and_near_ones_only_where_none_begins_so() {
        let prefixes = prefixes("en", &["Shipping costs", "The ship's captain", "Ein Rückgaberecht", "delivery time"]);
        assert_eq!(held(&prefixes, "ship"), [(0, vec![0, 1])]);
        assert_eq!(held(&prefixes, "ships"), [(0, vec![1])], "an apostrophe is left out");
        assert_eq!(held(&prefixes, "ruckg"), [(0, vec![2])], "and so is an accent");
        assert_eq!(held(&prefixes, "shiping"), [(1, vec![0])]);
        assert_eq!(held(&prefixes, "delivry"), [(1, vec![3])]);
        assert_eq!(held(&prefixes, "dleiv"), [(1, vec![3])], "two letters swapped");
        assert_eq!(held(&prefixes, "rukcgaberehct"), [(2, vec![2])]);
        assert!(held(&prefixes, "teh").is_empty() && held(&prefixes, "penguin").is_empty());
        assert_eq!(prefixes.completed("del"), Some("delivery"));
        assert_eq!(prefixes.completed("dleiv"), Some("delivery"));
        assert_eq!(prefixes.completed("time"), None);
    }

    #[test]
    fn near_words_are_those_that_a_plain_comparison_finds() {
        let words = ["order", "orders", "older", "border", "refund", "refunds", "return", "tier", "ordnance", "red"];
        let lexicon = Lexicon::new(words.iter().map(|word| ((*word).to_owned(), 0)).collect());
        for typed in ["ordr", "refnud", "oder", "rder", "retrun", "borderr", "xyz", "redd"] {
            for most in 1..=2 {
                let mut found: Vec<(String, u8)> = Vec::new();
                let letters: Vec<char> = typed.chars().collect();
                lexicon.near(&letters, most, &mut |range, errors| {
                    found.extend(range.map(|at| (lexicon.words[at].to_string(), errors)));
                });
                let plain = lexicon.words.iter().filter_map(|word| {
                    let beginnings = (0..=word.len()).map(|end| strsim::osa_distance(typed, &word[..end]));
                    let errors = beginnings.min().unwrap() as u8;
                    (errors <= most).then(|| (word.to_string(), errors))
                });
                assert_eq!(found, plain.collect::<Vec<_>>(), "{typed}, {most}");
            }
        }
    }

    #[test]
    fn chinese_is_found_by_characters_and_by_sound() {
        let prefixes = prefixes("zh", &["如何申请退款？", "怎么开發票", "退货款什么时候到账"]);
        assert_eq!(held(&prefixes, "退款"), [(0, vec![0]), (1, vec![2])]);
        assert_eq!(held(&prefixes, &form("發票")), [(0, vec![1])], "Traditional script is folded");
        assert_eq!(held(&prefixes, "法票"), [(1, vec![1])]);
        for (letters, wordings) in [
            ("tuik", vec![0]),
            ("tui", vec![0, 2]),
            ("fap", vec![1]),
            ("shenqingtuikuan", vec![0]),
            ("ruheshenqingtuik", vec![0]),
        ] {
            assert_eq!(held(&prefixes, letters), [(0, wordings)], "{letters}");
        }
        assert!(prefixes.begins(0, "ruhe") && prefixes.begins(0, "如何") && !prefixes.begins(0, "shenq"));
    }

    #[test]
    fn a_text_falls_into_words_and_runs() {
        assert_eq!(
            pieces(&form("What's  the e-mail申请tuik?")).collect::<Vec<_>>(),
            ["whats", "the", "e", "mail", "申请", "tuik"]
        );
        assert_eq!(pieces("").count(), 0);
    }
}
