//! An answer as it comes to an answer that a FAQ file may hold.
//!
//! Invariant: what comes out passes the loader, or there is nothing and the reason; what a reader saw before is still
//! there, but for what is told.

use super::html;
use super::shown;
use super::tags::is_html;
use crate::faq::limits::{MAX_ANSWER_BYTES, MAX_CONTENT_DEPTH};
use crate::faq::markdown::{RefusedAddress, render};

/// Unsafe links that are taken out of one answer; one with more is no answer.
const MOST_UNSAFE: usize = 100;

/// An answer with what was changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cleaned {
    /// Markdown; empty where there is none.
    pub text: String,
    /// What was changed, each a clause.
    pub changes: Vec<String>,
}

/// What an answer is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// HTML, as another program says.
    Html,
    /// Markdown, as in a table of our own, which may speak of HTML.
    Markdown,
    /// To be told by its looks.
    Unknown,
}

/// Cleans an answer. The error says why there is none.
pub(super) fn clean(raw: &str, form: Form, base: Option<&str>) -> Result<Cleaned, String> {
    let mut cleaned = Cleaned::default();
    let mut text = raw.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().any(is_control) {
        text.retain(|character| !is_control(character));
        cleaned.changes.push("control characters were taken out of the answer".to_owned());
    }
    if form == Form::Html || form == Form::Unknown && is_html(&text) {
        let converted = html::to_markdown(&text, base);
        text = converted.markdown;
        if form == Form::Unknown {
            cleaned.changes.push("the answer was HTML and is Markdown now".to_owned());
        }
        cleaned.changes.extend(converted.left_out.iter().map(|what| format!("{what} was left out of the answer")));
    }
    cleaned.text = text.trim_end().trim_start_matches('\n').to_owned();
    if cleaned.text.trim().is_empty() {
        return Err("the answer is empty; write one".to_owned());
    }
    if cleaned.text.len() > MAX_ANSWER_BYTES {
        let bytes = cleaned.text.len();
        return Err(format!(
            "the answer has {bytes} bytes, more than {MAX_ANSWER_BYTES}; shorten it and link to a page"
        ));
    }
    take_out_unsafe(&mut cleaned)?;
    let rendered = render(&cleaned.text);
    if rendered.too_deep {
        return Err(format!("the answer nests more than {MAX_CONTENT_DEPTH} levels deep; write it flatter"));
    }
    if rendered.content.json.as_array().is_none_or(Vec::is_empty) {
        return Err("the answer shows nothing; write one".to_owned());
    }
    Ok(cleaned)
}

fn is_control(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\t')
}

/// Puts the text of an unsafe link in its place.
fn take_out_unsafe(cleaned: &mut Cleaned) -> Result<(), String> {
    for _ in 0..MOST_UNSAFE {
        let Some(refused) = render(&cleaned.text).refused.into_iter().next() else { return Ok(()) };
        let without = without(&cleaned.text, &refused);
        let Some(text) = without.filter(|text| render(text).refused.len() < render(&cleaned.text).refused.len()) else {
            break;
        };
        cleaned.text = text;
        let kind = if refused.picture { "picture" } else { "link" };
        cleaned.changes.push(format!("the unsafe {kind} {} was taken out: {}", shown(&refused.url), refused.reason));
    }
    match render(&cleaned.text).refused.first() {
        None => Ok(()),
        Some(refused) => Err(format!("the answer has the unsafe link {}: {}", shown(&refused.url), refused.reason)),
    }
}

/// The text with a link's words instead of the link. `None` where the link is not found.
fn without(text: &str, refused: &RefusedAddress) -> Option<String> {
    let line_start = text.split_inclusive('\n').take(refused.line.checked_sub(1)?).map(str::len).sum::<usize>();
    let in_line = text.get(line_start..)?.char_indices().nth(refused.column.checked_sub(1)?)?.0;
    let (before, link) = text.split_at(line_start + in_line);
    if let Some(autolink) = link.strip_prefix('<') {
        return Some(format!("{before}\\<{autolink}"));
    }
    let opened = link.strip_prefix('!').unwrap_or(link).strip_prefix('[')?;
    let label_end = closing(opened, '[', ']')?;
    let (label, rest) = (&opened[..label_end], &opened[label_end + 1..]);
    let rest = match rest.chars().next() {
        Some('(') => &rest[1 + closing(&rest[1..], '(', ')')? + 1..],
        Some('[') => &rest[1 + closing(&rest[1..], '[', ']')? + 1..],
        _ => rest,
    };
    Some(format!("{before}{label}{rest}"))
}

/// Where the bracket that is open at the start of the text is closed.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => {
                escaped = false;
                continue;
            }
            '\\' => escaped = true,
            character if character == open => depth += 1,
            character if character == close && depth == 0 => return Some(at),
            character if character == close => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> String {
        clean(raw, Form::Unknown, None).unwrap().text
    }

    #[test]
    fn answers_pass_as_they_are() {
        for answer in ["Yes.", "- one\n- two", "    code", "See [there](https://example.com/a_(b)).", "1 < 2\n\ta"] {
            assert_eq!(
                clean(answer, Form::Unknown, None),
                Ok(Cleaned { text: answer.to_owned(), changes: Vec::new() })
            );
        }
        assert_eq!(text("\r\n\r\nYes.\r\nNo. \r\n"), "Yes.\nNo.");
    }

    #[test]
    fn unsafe_links_leave_their_words() {
        for (answer, expected) in [
            ("See [this \\] [x]](javascript:alert(1)) now.", "See this \\] [x] now."),
            ("Line\n- 退款 [here](data:text/html,x \"title\")!", "Line\n- 退款 here!"),
            ("![a](javascript:x) and [b](vbscript:y)", "a and b"),
            ("[ref][1] [1]\n\n[1]: javascript:x", "ref 1\n\n[1]: javascript:x"),
        ] {
            let cleaned = clean(answer, Form::Unknown, None).unwrap();
            assert_eq!(cleaned.text, expected);
            assert!(cleaned.changes[0].starts_with("the unsafe "), "{:?}", cleaned.changes);
            assert!(render(&cleaned.text).refused.is_empty());
        }
        assert_eq!(clean("<javascript:alert(1)>", Form::Unknown, None).unwrap().text, "\\<javascript:alert(1)>");
    }

    #[test]
    fn html_and_control_characters_are_told() {
        let cleaned = clean("<p>Ye\u{7}s</p><iframe></iframe>", Form::Unknown, None).unwrap();
        assert_eq!(cleaned.text, "Yes");
        assert_eq!(
            cleaned.changes,
            [
                "control characters were taken out of the answer",
                "the answer was HTML and is Markdown now",
                "an embedded <iframe> was left out of the answer"
            ]
        );
        assert!(clean("<p>Yes</p>", Form::Html, None).unwrap().changes.is_empty());
    }

    #[test]
    fn what_is_no_answer_says_why() {
        let reason = |raw: &str| clean(raw, Form::Unknown, None).unwrap_err();
        assert_eq!(reason(" \n"), "the answer is empty; write one");
        assert_eq!(reason("[a]: /b"), "the answer shows nothing; write one");
        assert!(reason(&"x".repeat(70_000)).contains("more than 65536"));
        assert!(
            reason(&"> ".repeat(40)).contains("nothing") || reason(&format!("{}x", "> ".repeat(40))).contains("deep")
        );
    }
}
