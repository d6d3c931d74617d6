//! Line ends. A browser's text area knows line feeds only, and a file on a Windows disk has others.
//!
//! Invariant: a line that was not changed keeps its bytes, its end included; a new one ends as the file's lines do.

/// A text with line feeds and without byte order mark.
pub fn plain(text: &str) -> String {
    text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n")
}

/// A new text with the line ends and the byte order mark of the old one.
pub fn keep(old: &str, new: &str) -> String {
    let new = plain(new);
    let (mark, old) = match old.strip_prefix('\u{FEFF}') {
        Some(rest) => ("\u{FEFF}", rest),
        None => ("", old),
    };
    if mark.is_empty() && !old.contains('\r') {
        return new;
    }
    let (before, after): (Vec<Line<'_>>, Vec<Line<'_>>) = (split(old), split(&new));
    let usual = usual(&before);
    let same =
        |(one, other): &(&Line<'_>, &Line<'_>)| one.text == other.text && one.end.is_empty() == other.end.is_empty();
    let head = before.iter().zip(&after).take_while(same).count();
    let tail = before[head..].iter().rev().zip(after[head..].iter().rev()).take_while(same).count();
    let mut kept = String::with_capacity(old.len().max(new.len()) + mark.len());
    kept.push_str(mark);
    for (at, line) in after.iter().enumerate() {
        let end = if line.end.is_empty() {
            ""
        } else if at < head {
            before[at].end
        } else if at >= after.len() - tail {
            before[at + before.len() - after.len()].end
        } else {
            usual
        };
        kept.push_str(line.text);
        kept.push_str(end);
    }
    // a CR that stayed and an LF that came together are one end, where two were meant
    if plain(&kept) == new { kept } else { format!("{mark}{}", new.replace('\n', usual)) }
}

/// A line and how it ends; the last one may not.
struct Line<'t> {
    text: &'t str,
    end: &'t str,
}

fn split(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r']) {
        let length = if rest[at..].starts_with("\r\n") { 2 } else { 1 };
        lines.push(Line { text: &rest[..at], end: &rest[at..at + length] });
        rest = &rest[at + length..];
    }
    if !rest.is_empty() {
        lines.push(Line { text: rest, end: "" });
    }
    lines
}

/// How most lines end.
fn usual<'t>(lines: &[Line<'t>]) -> &'t str {
    let count = |end: &str| lines.iter().filter(|line| line.end == end).count();
    ["\n", "\r\n", "\r"].into_iter().rev().max_by_key(|end| count(end)).unwrap_or("\n")
}

/// How the lines of a text end.
pub fn end_of(text: &str) -> &'static str {
    usual(&split(text).into_iter().map(|Line { end, .. }| Line { text: "", end: known(end) }).collect::<Vec<_>>())
}

fn known(end: &str) -> &'static str {
    match end {
        "\r\n" => "\r\n",
        "\r" => "\r",
        "\n" => "\n",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn untouched_lines_keep_their_ends() {
        let old = "\u{FEFF}a\r\nb\nc\r\nd";
        assert_eq!(keep(old, "a\nb\nc\nd"), old);
        assert_eq!(keep(old, "a\nb\nnew\nc\nd"), "\u{FEFF}a\r\nb\nnew\r\nc\r\nd");
        assert_eq!(keep(old, "a\nb\nc\nd\n"), "\u{FEFF}a\r\nb\nc\r\nd\r\n");
        assert_eq!(keep("a\nb\n", "\u{FEFF}a\r\nx\r\n"), "a\nx\n");
        assert_eq!(keep("a\rb\r", "a\nx\nb\n"), "a\rx\rb\r");
        assert_eq!(keep("", "a\n"), "a\n");
    }

    proptest! {
        #[test]
        fn what_is_not_changed_is_the_same(text in "\u{FEFF}?([a-c]{0,2}(\n|\r\n|\r)){0,8}[a-c]{0,2}") {
            prop_assert_eq!(keep(&text, &plain(&text)), text);
        }

        #[test]
        fn the_words_are_those_of_the_new_text(old in "([a-c]{0,2}(\n|\r\n|\r)){0,8}", new in "([a-c]{0,2}\n){0,8}[a-c]{0,2}") {
            prop_assert_eq!(plain(&keep(&old, &new)), new);
        }
    }
}
