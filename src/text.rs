//! Text as it is compared: width, case, compatibility forms and Chinese script folded; and the language of a text.
//!
//! Invariant: folding is idempotent and applied to both sides of every comparison, so that what differs only in form
//! is equal: `ＡＢＣ` and `abc`, `訂單` and `订单`.

mod detect;
mod telling;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::sync::{Arc, LazyLock};
use unicode_normalization::UnicodeNormalization;

pub use detect::{detect, identify, is_chinese, is_told};

/// A language as a BCP 47 tag in lower case (`en`, `zh-hant`). Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(transparent)]
pub struct Lang(Arc<str>);

impl Lang {
    /// Reads a tag: letters, then parts of letters and digits joined by `-`. `None` where it is none.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim().replace('_', "-").to_ascii_lowercase();
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let well_formed = (2..=8).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_lowercase())
            && tag.len() <= 35 // RFC 5646, 4.4.1: enough for every tag in use
            && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        well_formed.then(|| Self(tag.into()))
    }

    /// English, the language of everything that has no other.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// The whole tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `zh` of `zh-hant`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or("en")
    }

    /// The one of `offered` that serves this language: the same tag, or else the same primary language.
    pub fn best_of<'a>(&self, offered: &'a [Lang]) -> Option<&'a Lang> {
        offered
            .iter()
            .find(|lang| *lang == self)
            .or_else(|| offered.iter().find(|lang| lang.primary() == self.primary()))
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// First and last character of the blocks in which scripts of Chinese differ.
const HAN: std::ops::RangeInclusive<u32> = 0x3400..=0x9FFF;

/// Traditional to Simplified, character by character. A table made once from OpenCC's dictionary: a lookup for each
/// character costs nothing, and a table by characters never changes the length of a text.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let converter = OpenCC::from_config(BuiltinConfig::T2s).ok();
    HAN.filter_map(char::from_u32)
        .map(|character| {
            let converted = converter.as_ref().map(|converter| converter.convert(character.encode_utf8(&mut [0; 4])));
            converted.and_then(|text| text.chars().next()).unwrap_or(character)
        })
        .collect()
});

/// The Simplified form of a Chinese character; every other character is its own.
pub fn simplify(character: char) -> char {
    let code = character as u32;
    if HAN.contains(&code) { SIMPLIFIED[(code - HAN.start()) as usize] } else { character }
}

/// A text in the form in which it is compared: NFKC (which takes full width to half width), lower case, Simplified
/// script, Russian without ё, typographic quotes as plain ones; control and zero-width characters are dropped.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return fold_ascii(text);
    }
    let mut folded = String::with_capacity(text.len());
    for character in text.nfkc().flat_map(char::to_lowercase) {
        match character {
            '\u{2018}' | '\u{2019}' | '\u{02BC}' | '`' | '\u{00B4}' => folded.push('\''),
            '\u{201C}' | '\u{201D}' => folded.push('"'),
            // zero-width and directional marks: invisible, so they must not make two texts differ
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}' => {}
            character if character.is_whitespace() => folded.push(' '),
            character if character.is_control() => {}
            // most people type the plain letter
            'ё' => folded.push('е'),
            character => folded.push(simplify(character)),
        }
    }
    folded
}

/// The same for a text of ASCII, which has no forms to be taken together.
fn fold_ascii(text: &str) -> String {
    let kept = text.chars().filter(|character| character.is_whitespace() || !character.is_control());
    let folded = kept.map(|character| match character {
        '`' => '\'',
        character if character.is_whitespace() => ' ',
        character => character.to_ascii_lowercase(),
    });
    folded.collect()
}

/// A text in the one form of its characters that every keyboard gives: NFC, and each kind of space as the plain one.
/// Unlike [`fold`] it keeps what was typed, so that it is fit for passwords (RFC 8265, OpaqueString).
pub fn compose(text: &str) -> String {
    text.chars().map(|character| if character.is_whitespace() { ' ' } else { character }).nfc().collect()
}

/// A folded text without punctuation and surplus space: the form in which two wordings are the same.
pub fn canonical(text: &str) -> String {
    let folded = fold(text);
    let mut canonical = String::with_capacity(folded.len());
    for word in folded.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !canonical.is_empty() {
            canonical.push(' ');
        }
        canonical.push_str(word);
    }
    // a text of nothing but signs ("???") is compared by them
    if canonical.is_empty() { folded.trim().to_owned() } else { canonical }
}

/// Whether a character is Chinese (or a Japanese kanji).
pub fn is_han(character: char) -> bool {
    matches!(character as u32, 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF | 0x3005 | 0x3007)
}

/// Whether a character shows nothing of its own: zero-width ones, directional marks, selectors of a variant, tags.
pub fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{20E3}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether a character belongs to the scripts written without spaces that are matched by characters and pairs.
pub fn is_unspaced(character: char) -> bool {
    is_han(character)
        || matches!(character as u32,
            0x3040..=0x30FF | 0x31F0..=0x31FF // kana
            | 0xAC00..=0xD7AF | 0x1100..=0x11FF // hangul
            | 0x0E00..=0x0EFF // Thai, Lao
            | 0x1000..=0x109F | 0x1780..=0x17FF) // Burmese, Khmer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn langs(tags: &[&str]) -> Vec<Lang> {
        tags.iter().map(|tag| Lang::parse(tag).unwrap()).collect()
    }

    #[test]
    fn tags_are_checked() {
        assert_eq!(Lang::parse("zh-Hant").unwrap().as_str(), "zh-hant");
        assert_eq!(Lang::parse("pt_BR").unwrap().primary(), "pt");
        for bad in ["", "e", "english language", "en-", "12", "en--us"] {
            assert_eq!(Lang::parse(bad), None, "{bad}");
        }
        assert_eq!(Lang::parse("zh-cn").unwrap().best_of(&langs(&["en", "zh"])).unwrap().as_str(), "zh");
    }

    #[test]
    fn what_differs_in_form_only_is_equal() {
        assert_eq!(fold("ＡＢＣ　訂單"), "abc 订单");
        assert_eq!(fold("It\u{2019}s\u{200B} OK"), "it's ok");
        assert_eq!(canonical("  Where is my order?! "), "where is my order");
        assert_eq!(canonical("？？？"), "???");
        for text in ["ＡＢＣ 訂單 Ǆ", "ﬁne ½", "İstanbul", "退貨運費"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
