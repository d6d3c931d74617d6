//! Signs that look like those of YAML and are none: what an editor pastes from a web page, or types with a Chinese or
//! Japanese keyboard.
//!
//! Invariant: told only where something is wrong anyway, since within a text all of these are as good as any letter.

use crate::faq::fields::{ENTRY_KEYS, FILE_KEYS, LINK_KEYS};

/// A sign, where it stands, and what to do about it.
pub struct Lookalike {
    /// In bytes, from the start of the text.
    pub at: usize,
    /// What is wrong with it and the remedy.
    pub message: String,
    /// Whether the line that cannot be read holds it; one above may be a text in which it belongs.
    pub is_here: bool,
}

/// How many lines above the one that cannot be read are looked at: what is wrong with a line is often noticed below it.
const LINES_ABOVE: usize = 2;
/// Signs and those that are meant.
const SIGNS: [(char, char, &str); 2] = [('：', ':', "colon"), ('－', '-', "hyphen")];

/// The nearest one at or above the line of `at`, which cannot be read.
pub fn above(text: &str, at: usize) -> Option<Lookalike> {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let mut line_end = end;
    for above in 0..=LINES_ABOVE {
        let start = text[..line_end].rfind('\n').map_or(0, |end| end + 1);
        if let Some((offset, message)) = in_line(&text[start..line_end]) {
            return Some(Lookalike { at: start + offset, message, is_here: above == 0 });
        }
        line_end = start.checked_sub(1)?;
    }
    None
}

/// The sign in a line that stands where one of the format is needed: in the indentation, as the hyphen of an item, or
/// as the colon after a key.
fn in_line(line: &str) -> Option<(usize, String)> {
    let start = line.find(|character| !matches!(character, ' ' | '-'))?;
    let rest = &line[start..];
    let first = rest.chars().next()?;
    if let Some(message) = space(first) {
        // a paragraph may begin with such a space
        let text = rest.trim_start();
        return (text.starts_with("- ") || colon(text).is_some()).then_some((start, message));
    }
    if first == '－' {
        return sign(first).map(|message| (start, message));
    }
    let (at, colon) = colon(rest)?;
    sign(colon).map(|message| (start + at, message))
}

/// The colon after a key, of either width, and its place.
fn colon(text: &str) -> Option<(usize, char)> {
    let at = text.find(|character: char| !character.is_ascii_lowercase() && character != '_')?;
    let is_key = [FILE_KEYS, ENTRY_KEYS, LINK_KEYS].iter().any(|keys| keys.contains(&&text[..at]));
    text[at..].chars().next().filter(|sign| is_key && matches!(sign, ':' | '：')).map(|sign| (at, sign))
}

/// What is said of a space that is none to YAML.
pub fn space(character: char) -> Option<String> {
    let is_other = character.is_whitespace() && !character.is_ascii();
    is_other.then(|| {
        let name = match character {
            '\u{3000}' => "a full-width space",
            '\u{a0}' | '\u{202f}' => "a no-break space",
            _ => "a space",
        };
        format!("{name} (U+{:04X}) stands here, which YAML takes for a letter; write ordinary spaces", character as u32)
    })
}

fn sign(character: char) -> Option<String> {
    let (_, meant, name) = SIGNS.iter().find(|(sign, ..)| *sign == character)?;
    Some(format!("`{character}` is a full-width {name}, which YAML takes for a letter; write `{meant}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_seen_where_those_of_the_format_stand_and_nowhere_else() {
        for (line, at, part) in [
            ("    questions：", 13, "full-width colon"),
            ("  - id：a", 6, "write `:`"),
            ("－ Where is it?", 0, "full-width hyphen"),
            ("\u{a0}\u{a0}answer: a", 0, "no-break space (U+00A0)"),
            ("  -\u{3000}id: a", 3, "full-width space (U+3000)"),
        ] {
            let (found, message) = in_line(line).unwrap();
            assert_eq!(found, at, "{line}");
            assert!(message.contains(part), "{message}");
        }
        let texts = [
            "    answer: 时间：九点",
            "  - 营业时间：几点？",
            "      app：微信支付",
            "  — and",
            "",
            "  - a\u{a0}b",
            "---",
            "  When：now",
            "\u{3000}时间",
        ];
        for line in texts {
            assert!(in_line(line).is_none(), "{line}");
        }
    }

    #[test]
    fn the_nearest_at_or_above_the_line_is_told() {
        let text = "topic: A\n    questions：\n      - Where?\n      - When?\n";
        assert_eq!(above(text, 14).unwrap().at, 22);
        assert!(!above(text, 40).unwrap().is_here && above(text, 40).unwrap().at == 22);
        assert!(above(text, 0).is_none() && above("", 0).is_none() && above("answer：\n\n\n\nb", 13).is_none());
    }
}
