//! Plain text, as somebody types it in a chat, to CommonMark that shows the same.
//!
//! Invariant: an answer made of it shows the words that were typed, each line on its own, and links nowhere but to
//! addresses that were typed; lines that begin like those of a list are a list.

use std::fmt::Write;

/// What a line is shown as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Empty,
    /// Begins with `- ` or `* `.
    Item,
    Text,
}

/// The text in CommonMark; empty where it shows nothing.
pub fn markdown(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let signs = Signs::of(&text);
    let lines: Vec<String> = text.split(['\n', '\r', '\u{2028}', '\u{2029}']).map(visible).collect();
    let mut markdown = String::with_capacity(text.len());
    let mut before = Line::Empty;
    for line in &lines {
        let (kind, words) = kind(line);
        let between = match (before, kind) {
            (_, Line::Empty) => "",
            _ if markdown.is_empty() => "",
            // two blanks break the line, and are not seen by who edits it
            (Line::Text, Line::Text) => "  \n",
            (Line::Item, Line::Item) => "\n",
            _ => "\n\n",
        };
        markdown.push_str(between);
        if kind == Line::Item {
            markdown.push_str("- ");
        }
        if kind != Line::Empty {
            write_words(words, &signs, &mut markdown);
        }
        before = kind;
    }
    markdown
}

/// A line without blanks at its ends and without control characters.
fn visible(line: &str) -> String {
    let shown: String = line.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    shown.trim().to_owned()
}

fn kind(line: &str) -> (Line, &str) {
    let item = line.strip_prefix(['-', '*']).filter(|rest| rest.starts_with(' ')).map(str::trim);
    match item {
        _ if line.is_empty() => (Line::Empty, line),
        Some(words) if words.chars().any(char::is_alphanumeric) => (Line::Item, words),
        _ => (Line::Text, line),
    }
}

/// The signs that mean something in a text.
struct Signs {
    /// Those that come in pairs, and do.
    paired: Vec<char>,
    /// Whether brackets are followed by what makes a link of them.
    links: bool,
}

impl Signs {
    fn of(text: &str) -> Self {
        let paired = ['`', '*', '~', '|', '_'].into_iter().filter(|sign| text.matches(*sign).count() > 1);
        Self { paired: paired.collect(), links: ["](", "][", "]:"].iter().any(|end| text.contains(end)) }
    }
}

/// The words of a line, everything escaped that would not be shown as it stands.
fn write_words(words: &str, signs: &Signs, markdown: &mut String) {
    let opening = opening(words);
    for (at, character) in words.char_indices() {
        let rest = &words[at + character.len_utf8()..];
        let is_special = match character {
            '\\' | '<' => true,
            // within a word it is no emphasis, and an address stays whole
            '_' if is_within(words, at, rest) => false,
            '[' => signs.links,
            '&' => is_reference(rest),
            sign => signs.paired.contains(&sign),
        };
        if is_special || opening == Some(at) {
            markdown.push('\\');
        }
        let _ = markdown.write_char(character);
    }
}

/// The sign by which a line would be a heading, a quotation, a list, a rule, the underline of a heading or that of a
/// table's head. "24.12.", "#1" and "-10 %" are none of these.
fn opening(words: &str) -> Option<usize> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let first = words.chars().next()?;
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let opens = match first {
        '>' => true,
        '#' => ends(words.trim_start_matches('#')),
        '+' | '*' => ends(&words[1..]),
        '-' | '=' => ends(&words[1..]) || !words.contains(char::is_alphanumeric),
        ':' | '|' => words.contains('-') && words.chars().all(|sign| " -:|".contains(sign)),
        _ if digits > 0 => {
            let rest = words[digits..].strip_prefix(['.', ')']);
            return rest.is_some_and(ends).then_some(digits);
        }
        _ => false,
    };
    opens.then_some(0)
}

fn is_within(words: &str, at: usize, rest: &str) -> bool {
    let is_part = |character: Option<char>| character.is_some_and(|one| one.is_alphanumeric() || one == '_');
    is_part(words[..at].chars().next_back()) && is_part(rest.chars().next())
}

/// Whether what follows `&` makes a character reference of it: `&copy;`.
fn is_reference(rest: &str) -> bool {
    let name = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    name > 0 && rest[name..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::super::markdown::render;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_typed_stays_readable() {
        for plain in [
            "Yes, on Saturdays from 9 to 17 (by appointment).",
            "Please write to us: https://example.com/a_b?x=1&y=2",
            "退货需要三天。",
            "It costs 20% less [until May], for 5*3 metres.",
            "24.12. closed",
            "9.30 Uhr",
            "+49 30",
            "#1 of 2",
            "-10 %",
            "=5",
        ] {
            assert_eq!(markdown(plain), plain);
        }
        assert_eq!(
            markdown("We are here:\n\nHigh Street 1\r\n2. floor"),
            "We are here:\n\nHigh Street 1  \n2\\. floor"
        );
        assert_eq!(markdown("Bring\n- a lock\n* the key\nand come"), "Bring\n\n- a lock\n- the key\n\nand come");
    }

    #[test]
    fn nothing_typed_becomes_another_thing() {
        for (typed, expected) in [
            ("# 1 of 2", "\\# 1 of 2"),
            ("> so", "\\> so"),
            ("---", "\\---"),
            ("so\n===", "so  \n\\==="),
            ("so\n--", "so  \n\\--"),
            ("so\n-:", "so  \n\\-:"),
            ("so\n:-", "so  \n\\:-"),
            ("so\n|-", "so  \n\\|-"),
            (":-)", ":-)"),
            ("*", "\\*"),
            ("* !", "\\* !"),
            ("+", "\\+"),
            ("+ so", "\\+ so"),
            ("##", "\\##"),
            ("1) so", "1\\) so"),
            ("1.", "1\\."),
            ("<b>big</b> & &lt;", "\\<b>big\\</b> & \\&lt;"),
            ("5*3*2 _is_ 30", "5\\*3\\*2 \\_is\\_ 30"),
            ("[here](javascript:alert(1))", "\\[here](javascript:alert(1))"),
            ("    four blanks", "four blanks"),
        ] {
            assert_eq!(markdown(typed), expected);
            let shown = render(&markdown(typed));
            assert!(shown.refused.is_empty(), "{typed}");
            assert_eq!(shown.content.text.trim(), typed.trim(), "{typed}");
        }
    }

    /// Without what is no word: blanks, and characters that a reader of Markdown may not keep.
    fn words(text: &str) -> String {
        text.chars().filter(|character| !character.is_whitespace() && !character.is_control()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn the_words_that_were_typed_are_shown(
            lines in prop::collection::vec("[ a-c0-2.()#>+=|!*_`~<&;:/\\[\\]\\\\\"'\\-é你\u{202E}]{0,14}", 0..6)
        ) {
            let typed = lines.join("\n");
            // the marks of a list are shown as one
            let listed = lines.iter().any(|line| matches!(kind(&visible(line)), (Line::Item, _)));
            prop_assume!(!listed);
            let shown = render(&markdown(&typed));
            prop_assert_eq!(words(&shown.content.text), words(&typed), "{:?}", markdown(&typed));
            prop_assert!(shown.refused.is_empty());
        }
    }
}
