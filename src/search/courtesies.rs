//! Greetings, thanks and "could you tell me" around a question. They say nothing of what is asked, and whoever is polite is
//! to be answered like those who are not: a message is looked up a second time without those that stand at its ends (see
//! [`super::index::Index::ask`]), and wordings are read without them.
//!
//! Invariant: what is left is a part of the message, between two of its words, and is not empty.

use super::{chinese, markers};
use crate::text::is_han;
use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;
use unicode_normalization::char::is_combining_mark;

/// The lists: phrases parted by `|`, those that a message opens with and those that it closes with. A phrase with a comma
/// at its inner side is one only where a sign parts it from the rest: "sorry, where is it" and not "sorry state".
const LISTS: [(&str, &str); 12] = [
    (ANY, include_str!("courtesies/any.txt")),
    ("en", include_str!("courtesies/en.txt")),
    ("zh", include_str!("courtesies/zh.txt")),
    ("de", include_str!("courtesies/de.txt")),
    ("fr", include_str!("courtesies/fr.txt")),
    ("es", include_str!("courtesies/es.txt")),
    ("pt", include_str!("courtesies/pt.txt")),
    ("it", include_str!("courtesies/it.txt")),
    ("nl", include_str!("courtesies/nl.txt")),
    ("ru", include_str!("courtesies/ru.txt")),
    ("ja", include_str!("courtesies/ja.txt")),
    ("ko", include_str!("courtesies/ko.txt")),
];

/// The list of what is said in any language.
const ANY: &str = "any";

/// So many times the same letter are a letter held down: `heyyy`.
const HELD_DOWN: usize = 3;

/// A word of a text, or a character where there are no spaces between words.
struct Word {
    /// As it is compared.
    form: String,
    /// Its bytes in the text.
    start: usize,
    end: usize,
    /// Whether it is a character of a script without spaces.
    unspaced: bool,
}

/// A phrase of a list.
struct Phrase {
    words: Vec<String>,
    /// Whether a sign must part it from what is asked.
    parted: bool,
}

/// The phrases of a language, by the word at their outer end, the longest first.
#[derive(Default)]
struct Phrases {
    open: HashMap<String, Vec<Phrase>>,
    close: HashMap<String, Vec<Phrase>>,
}

static PHRASES: LazyLock<HashMap<&'static str, Phrases>> =
    LazyLock::new(|| LISTS.into_iter().map(|(lang, list)| (lang, Phrases::new(list))).collect());

/// Whether a character is written without spaces around its words.
fn is_unspaced(character: char) -> bool {
    is_han(character) || matches!(character as u32, 0x3040..=0x30FF | 0x31F0..=0x31FF)
}

/// The words of a text.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        if is_unspaced(character) {
            words.push(Word { form: String::new(), start, end, unspaced: true });
            open = false;
        } else if character.is_alphanumeric() || (open && is_combining_mark(character)) {
            match words.last_mut().filter(|_| open) {
                Some(word) => word.end = end,
                None => words.push(Word { form: String::new(), start, end, unspaced: false }),
            }
            open = true;
        } else {
            open = false;
        }
    }
    for word in &mut words {
        word.form = short(&markers::form(&text[word.start..word.end]));
    }
    words
}

/// A word of a message as it is compared: without accents and letters that were held down. The characters of a script
/// without spaces are words.
pub(super) struct Form {
    pub text: String,
    /// Whether it is a character of a script without spaces.
    pub unspaced: bool,
    /// Whether a sign stands before it, or nothing at all.
    pub opens: bool,
    /// Whether a question mark stands behind it.
    pub asked: bool,
}

/// The words of a text as they are compared.
pub(super) fn forms(text: &str) -> Vec<Form> {
    let words = words(text);
    let gap = |at: usize| {
        let begin = at.checked_sub(1).map_or(0, |before| words[before].end);
        &text[begin..words.get(at).map_or(text.len(), |word| word.start)]
    };
    let opens = |at: usize| {
        let unspaced = words[at].unspaced || at.checked_sub(1).is_some_and(|before| words[before].unspaced);
        // an apostrophe is a part of the word, and a space parts what is written without
        let parts = |sign: char| match sign {
            '\n' => true,
            '\'' | '’' => false,
            sign => unspaced || !sign.is_whitespace(),
        };
        at == 0 || gap(at).contains(parts)
    };
    let form = |at: usize| Form {
        text: words[at].form.clone(),
        unspaced: words[at].unspaced,
        opens: opens(at),
        asked: gap(at + 1).contains(['?', '？']),
    };
    (0..words.len()).map(form).collect()
}

/// A word without letters that were held down.
fn short(word: &str) -> String {
    let mut short = String::with_capacity(word.len());
    let mut rest = word.chars().peekable();
    while let Some(letter) = rest.next() {
        let mut times = 1;
        while rest.next_if_eq(&letter).is_some() {
            times += 1;
        }
        let kept = if times >= HELD_DOWN && letter.is_alphabetic() { 1 } else { times };
        short.extend(std::iter::repeat_n(letter, kept));
    }
    short
}

impl Phrases {
    fn new(list: &str) -> Self {
        let mut phrases = Self::default();
        let mut closes = false;
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with('[') {
                closes = line == "[close]";
                continue;
            }
            for item in line.split('|') {
                let parted = if closes { item.starts_with(',') } else { item.ends_with(',') };
                let words: Vec<String> = words(item).into_iter().map(|word| word.form).collect();
                let (outer, by_word) =
                    if closes { (words.last(), &mut phrases.close) } else { (words.first(), &mut phrases.open) };
                by_word.entry(outer.cloned().unwrap_or_default()).or_default().push(Phrase { words, parted });
            }
        }
        for same in phrases.open.values_mut().chain(phrases.close.values_mut()) {
            same.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        phrases
    }
}

/// The places between words at which a Chinese word ends.
fn word_ends(words: &[Word]) -> BTreeSet<usize> {
    let (mut ends, mut from) = (BTreeSet::new(), 0);
    for run in words.chunk_by(|one, next| one.unspaced && next.unspaced && one.end == next.start) {
        let text: String = run.iter().map(|word| word.form.as_str()).collect();
        let mut end = from;
        for word in chinese::words(&text) {
            end += word.chars().count();
            ends.insert(end);
        }
        from += run.len();
    }
    ends
}

/// A text with its words.
struct Message<'a> {
    text: &'a str,
    words: Vec<Word>,
    /// Whether its characters are words of Chinese, and where these end; found out when it is asked for.
    chinese: bool,
    ends: OnceCell<BTreeSet<usize>>,
}

impl Message<'_> {
    /// Whether a word that has no sign around it would be cut in two: 请问下单 is 请问 and 下单.
    fn cuts_word(&self, at: usize) -> bool {
        self.chinese && !self.ends.get_or_init(|| word_ends(&self.words)).contains(&at)
    }

    /// Whether a phrase may end between the words before and from `at` on, by a sign if it must.
    fn parts_at(&self, at: usize, parted: bool) -> bool {
        let (Some(before), Some(after)) = (self.words.get(at.wrapping_sub(1)), self.words.get(at)) else { return true };
        let gap = &self.text[before.end..after.start];
        let unspaced = before.unspaced || after.unspaced;
        if gap.is_empty() {
            let within = before.unspaced && after.unspaced && self.cuts_word(at);
            return !parted && !within;
        }
        let spaced = gap.contains(char::is_whitespace);
        // what joins two words where no space is beside it: "hi-fi", "hello@shop"
        let joins = |sign: char| matches!(sign, '-' | '\'' | '’' | '.' | '@' | '_' | '&' | '+');
        let signed = gap.contains(|sign: char| sign == '\n' || (!sign.is_whitespace() && (spaced || !joins(sign))));
        signed || (spaced && (unspaced || !parted))
    }

    /// How many of the words from `first` to `last` are a phrase at the beginning.
    fn opening(&self, lists: &[&Phrases], first: usize, last: usize) -> usize {
        let words = &self.words[first..last];
        let found = lists.iter().filter_map(|list| {
            list.open.get(&words.first()?.form)?.iter().find(|phrase| {
                phrase.words.len() <= words.len()
                    && phrase.words.iter().zip(words).all(|(one, other)| *one == other.form)
                    && self.parts_at(first + phrase.words.len(), phrase.parted)
            })
        });
        found.map(|phrase| phrase.words.len()).max().unwrap_or(0)
    }

    /// How many of them are a phrase at the end.
    fn closing(&self, lists: &[&Phrases], first: usize, last: usize) -> usize {
        let words = &self.words[first..last];
        let found = lists.iter().filter_map(|list| {
            list.close.get(&words.last()?.form)?.iter().find(|phrase| {
                phrase.words.len() <= words.len()
                    && phrase.words.iter().rev().zip(words.iter().rev()).all(|(one, other)| *one == other.form)
                    && self.parts_at(last - phrase.words.len(), phrase.parted)
            })
        });
        found.map(|phrase| phrase.words.len()).max().unwrap_or(0)
    }
}

/// A message of a language, by its primary tag, without the courtesies at its ends. Whole where it is nothing else.
pub fn without<'a>(text: &'a str, primary: &str) -> &'a str {
    let lists: Vec<&Phrases> = [ANY, primary].iter().filter_map(|lang| PHRASES.get(lang)).collect();
    let message = Message { text, words: words(text), chinese: primary == "zh", ends: OnceCell::new() };
    let (mut first, mut last) = (0, message.words.len());
    while let length @ 1.. = message.opening(&lists, first, last) {
        first += length;
    }
    while let length @ 1.. = message.closing(&lists, first, last) {
        last -= length;
    }
    let (Some(begin), true) = (message.words.get(first), first < last) else { return text };
    let start = if first == 0 { 0 } else { begin.start };
    if last == message.words.len() {
        return &text[start..];
    }
    // what asks stays: "where is it? thanks"
    let end = message.words[last - 1].end;
    let sign = text[end..].chars().next().filter(|sign| matches!(sign, '?' | '？' | '¿'));
    &text[start..end + sign.map_or(0, char::len_utf8)]
}

#[cfg(test)]
mod tests;
