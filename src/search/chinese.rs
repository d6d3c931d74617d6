//! Chinese words and their sound. The dictionary is loaded once for the process, when the first Chinese text occurs.
//!
//! Invariant: a site without Chinese text never pays for the dictionary.

use jieba_rs::{Jieba, TokenizeMode};
use pinyin::ToPinyin;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| {
    let mut jieba = Jieba::new();
    for phrase in ASKED_WITH {
        jieba.add_word(phrase, None, None);
    }
    jieba
});

/// What a price is asked with, as one word each, since the money in it is no matter: who asks what a coffee costs asks for
/// coffee.
const ASKED_WITH: [&str; 2] = ["多少钱", "几块钱"];

/// The longest run of characters that is segmented at once; segmentation keeps a graph of the whole run.
const LONGEST_RUN: usize = 2_000;

/// The words of a run of Chinese characters, long words followed by none of their parts: as one would read it.
pub fn words(run: &str) -> Vec<&str> {
    JIEBA.cut(bounded(run), false).into_iter().map(|token| token.word).collect()
}

/// The words of a run and the words within its long words, as an index wants them.
pub fn search_words(run: &str) -> Vec<&str> {
    JIEBA.tokenize(bounded(run), TokenizeMode::Search, false).into_iter().map(|token| token.word).collect()
}

fn bounded(run: &str) -> &str {
    run.char_indices().nth(LONGEST_RUN).map_or(run, |(end, _)| &run[..end])
}

/// The sound of a character without its tone: `tui` for 退. `None` for what is not Chinese.
pub fn syllable(character: char) -> Option<&'static str> {
    character.to_pinyin().map(|sound| typed(sound.plain()))
}

/// A syllable as it is typed: no keyboard has a key for ü.
fn typed(syllable: &'static str) -> &'static str {
    match syllable {
        "nü" => "nv",
        "lü" => "lv",
        "nüe" => "nve",
        "lüe" => "lve",
        other => other,
    }
}

/// Every syllable of the language.
static SYLLABLES: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| ('\u{4E00}'..='\u{9FFF}').filter_map(syllable).filter(|syllable| syllable.is_ascii()).collect());

/// Whether letters are a syllable of the language.
pub fn is_syllable(letters: &str) -> bool {
    SYLLABLES.contains(letters)
}

/// A folded word without the marks or digits of tones: `tuikuan` for `tui4kuan3` and `tuìkuǎn`. `None` for what is no
/// pinyin by its letters.
pub fn without_tones(word: &str) -> Option<String> {
    let mut letters = String::with_capacity(word.len());
    let mut before = None;
    for character in word.nfd() {
        match character {
            'a'..='z' => letters.push(character),
            '1'..='5' if before.is_some_and(|before: char| before.is_ascii_lowercase()) => {}
            // ü, as in 女
            '\u{308}' if letters.ends_with('u') => {
                letters.pop();
                letters.push('v');
            }
            mark if unicode_normalization::char::is_combining_mark(mark) => {}
            _ => return None,
        }
        before = Some(character);
    }
    (!letters.is_empty()).then_some(letters)
}

/// The sound of a word without tones, or `None` if a character has none.
pub fn sound(word: &str) -> Option<String> {
    word.chars().map(syllable).collect()
}

/// Splits letters into the fewest syllables of `known`: `fufang` into `fu fang`. `None` where that is impossible.
pub fn syllables(letters: &str, known: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    const LONGEST_SYLLABLE: usize = 6; // zhuang, shuang, chuang
    const LONGEST_TEXT: usize = 60;
    if !letters.is_ascii() || letters.len() > LONGEST_TEXT {
        return None;
    }
    // best[end]: the fewest syllables that spell the first `end` letters, and where the last of them starts
    let mut best: Vec<Option<(usize, usize)>> = vec![None; letters.len() + 1];
    best[0] = Some((0, 0));
    for end in 1..=letters.len() {
        for start in end.saturating_sub(LONGEST_SYLLABLE)..end {
            let Some((count, _)) = best[start] else { continue };
            if known(&letters[start..end]) && best[end].is_none_or(|(fewest, _)| count + 1 < fewest) {
                best[end] = Some((count + 1, start));
            }
        }
    }
    let mut found = Vec::new();
    let mut end = letters.len();
    while end > 0 {
        let (_, start) = best[end]?;
        found.push(&letters[start..end]);
        end = start;
    }
    found.reverse();
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_their_sound() {
        assert_eq!(words("我想申请退款"), ["我", "想", "申请", "退款"]);
        assert!(search_words("中华人民共和国").len() > words("中华人民共和国").len());
        assert_eq!(sound("退款").as_deref(), Some("tuikuan"));
        assert_eq!(sound("abc"), None);
    }

    #[test]
    fn tones_are_left_out() {
        for typed in ["tui4kuan3", "tuìkuǎn", "tuikuan"] {
            assert_eq!(without_tones(typed).as_deref(), Some("tuikuan"), "{typed}");
        }
        assert_eq!(without_tones("nǚ").as_deref(), Some("nv"));
        assert_eq!(syllable('女'), Some("nv"));
        assert_eq!(without_tones("2022"), None);
        assert!(is_syllable("zhuang") && !is_syllable("refund"));
    }

    #[test]
    fn letters_split_into_syllables() {
        let known = |syllable: &str| ["fu", "fang", "fan", "gan", "cao"].contains(&syllable);
        assert_eq!(syllables("fufanggancao", known), Some(vec!["fu", "fang", "gan", "cao"]));
        assert_eq!(syllables("refund", known), None);
        assert_eq!(syllables("é", known), None);
    }
}
