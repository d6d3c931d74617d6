//! Ids made from questions.
//!
//! Invariant: an id that is made here is one by the format, says what the question is about, and is read as text by
//! every reader of YAML, quotes or none.

use crate::text::{canonical, is_han};
use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

/// Characters of an id made from a question.
pub const ID_CHARACTERS: usize = 48;

/// An id made from a question, the first of `delivery-time`, `delivery-time-2`, … that is free.
pub fn free_id(title: &str, mut is_free: impl FnMut(&str) -> bool) -> String {
    let slug = slug(title);
    let base = match slug.as_str() {
        "" => format!("question-{}", &crate::ids::digest(title.as_bytes())[..6]),
        // alone, `12`, `null` or `yes` would not be text to a reader of YAML, nor `2026-11-20`
        slug if !slug.contains('-') || slug.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("question-{slug}")
        }
        slug => slug.to_owned(),
    };
    let mut id = base.clone();
    let mut number = 2u32;
    while !is_free(&id) {
        id = format!("{base}-{number}");
        number += 1;
    }
    id
}

/// Latin letters and digits of a text joined by `-`; Chinese characters as pinyin, accents dropped.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for word in words(text) {
        let length = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if length > ID_CHARACTERS {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug
}

/// Whether a text has no other characters than an id may have.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    for character in canonical(text).nfkd() {
        if let Some(pinyin) = is_han(character).then(|| character.to_pinyin()).flatten() {
            // where there is no ü it is written v
            words.push(pinyin.plain().replace('ü', "v"));
            words.push(String::new());
        } else if character.is_ascii_alphanumeric() {
            if let Some(last) = words.last_mut() {
                last.push(character);
            }
        } else if character == ' ' {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty() && word.len() <= ID_CHARACTERS);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_are_latin_and_free() {
        assert_eq!(slug("退货要多久？"), "tui-huo-yao-duo-jiu");
        assert_eq!(slug("绿色的女车"), "lv-se-de-nv-che");
        assert_eq!(slug("Où est mon colis?"), "ou-est-mon-colis");
        assert_eq!(slug("e-bike 保修"), "e-bike-bao-xiu");
        assert!(slug(&"very long question ".repeat(20)).len() <= ID_CHARACTERS);
        let mut taken = HashSet::new();
        let mut id = |title| free_id(title, |id| taken.insert(id.to_owned()));
        assert_eq!([id("A b"), id("a B!"), id("a b")], ["a-b", "a-b-2", "a-b-3"]);
        assert!(id("？！").starts_with("question-"));
        assert_eq!([id("Null"), id("2026-11-20")], ["question-null", "question-2026-11-20"]);
        assert!(is_id(&id("退货要多久？")) && !is_id("") && !is_id("A-b") && !is_id("a b"));
    }
}
