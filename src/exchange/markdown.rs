//! Runs of text with marks to a paragraph of Markdown.
//!
//! Invariant: a text is shown as it is, whatever signs it holds; and a mark hugs what it marks, since Markdown takes
//! `** bold **` for stars.

use crate::text::is_unspaced;

/// What a stretch of text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Strong,
    Em,
    Del,
    /// With its address.
    Link(String),
}

impl Mark {
    fn opening(&self) -> &'static str {
        match self {
            Self::Strong => "**",
            Self::Em => "*",
            Self::Del => "~~",
            Self::Link(_) => "[",
        }
    }

    fn closing(&self) -> String {
        match self {
            Self::Link(url) => format!("]({url})"),
            mark => mark.opening().to_owned(),
        }
    }
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inline {
    Text(String),
    /// Markdown as it is: code, a picture.
    Raw(String),
    Break,
    Open(Mark),
    Close(Mark),
}

impl Inline {
    /// Whether it shows nothing.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Open(_) | Self::Close(_) => true,
            Self::Raw(_) | Self::Break => false,
        }
    }
}

/// A paragraph while it is written.
#[derive(Default)]
struct Line {
    out: String,
    /// A space is due before the next character.
    space: bool,
    /// A line break is.
    line_break: bool,
    /// The marks that are open, and whether their sign is written.
    marks: Vec<(Mark, bool)>,
    /// The mark that was closed last, and where the text ended then.
    closed: Option<(Mark, usize)>,
}

impl Line {
    /// Writes what is due before a character.
    fn ready(&mut self, next: char) {
        let last = self.out.chars().next_back();
        if self.line_break && last.is_some() {
            self.out.push_str("\\\n");
        } else if last.is_some() && (self.space || self.would_run_together(next)) {
            self.out.push(' ');
        }
        (self.space, self.line_break) = (false, false);
        for (mark, written) in self.marks.iter_mut().filter(|(_, written)| !written) {
            *written = true;
            // `**a****b**` is not what `**ab**` is
            if let Some((closed, end)) = &self.closed
                && closed == mark
                && *end == self.out.len()
            {
                self.out.truncate(end - mark.closing().len());
                continue;
            }
            // `![` would be a picture
            if matches!(mark, Mark::Link(_)) && self.out.ends_with('!') {
                self.out.pop();
                self.out.push_str("\\!");
            }
            self.out.push_str(mark.opening());
        }
    }

    /// Whether signs would not be taken for marks without a space (CommonMark, 6.2: flanking). One that a reader hardly
    /// sees is better than stars that everybody does.
    fn would_run_together(&self, next: char) -> bool {
        let is_word = |character: char| character.is_alphanumeric() && !is_unspaced(character);
        let opens = self.marks.iter().find(|(mark, written)| !written && !matches!(mark, Mark::Link(_)));
        match (&self.closed, opens) {
            (Some((closed, end)), Some((mark, _))) if *end == self.out.len() => mark != closed,
            (Some((closed, end)), None) if *end == self.out.len() && !matches!(closed, Mark::Link(_)) => {
                let before = self.out[..end - closed.closing().len()].chars().next_back();
                before.is_some_and(|before| !before.is_alphanumeric()) && is_word(next)
            }
            (_, Some(_)) => !next.is_alphanumeric() && self.out.chars().next_back().is_some_and(is_word),
            _ => false,
        }
    }

    fn close(&mut self, mark: &Mark) {
        let Some(at) = self.marks.iter().rposition(|(open, _)| open == mark) else { return };
        let (mark, written) = self.marks.remove(at);
        if written {
            self.out.push_str(&mark.closing());
            self.closed = Some((mark, self.out.len()));
        }
    }

    fn text(&mut self, text: &str) {
        let characters: Vec<char> = text.chars().collect();
        for (at, character) in characters.iter().enumerate() {
            if character.is_whitespace() {
                self.space = true;
                continue;
            }
            self.ready(*character);
            let before = if at == 0 { self.out.chars().next_back() } else { Some(characters[at - 1]) };
            if needs_escape(*character, before, characters.get(at + 1).copied()) {
                self.out.push('\\');
            }
            self.out.push(*character);
        }
    }
}

/// A paragraph; without `breaks` a line break is a space.
pub(super) fn paragraph(pieces: &[Inline], breaks: bool) -> String {
    let mut line = Line::default();
    for piece in pieces {
        match piece {
            Inline::Text(text) => line.text(text),
            Inline::Raw(raw) => {
                line.ready('`');
                line.out.push_str(raw);
            }
            Inline::Break if breaks => line.line_break = true,
            Inline::Break => line.space = true,
            Inline::Open(mark) => line.marks.push((mark.clone(), false)),
            Inline::Close(mark) => line.close(mark),
        }
    }
    while let Some((mark, _)) = line.marks.last().cloned() {
        line.close(&mark);
    }
    line.out
}

fn needs_escape(character: char, before: Option<char>, after: Option<char>) -> bool {
    let is_word = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
    match character {
        '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
        // within a word it marks nothing
        '_' => !(is_word(before) && is_word(after)),
        '&' => after.is_some_and(|after| after.is_ascii_alphabetic() || after == '#'),
        _ => false,
    }
}

/// A text that is shown as it is.
pub(super) fn escape(text: &str) -> String {
    paragraph(&[Inline::Text(text.to_owned())], false)
}

/// A line of a paragraph, so that its first characters begin nothing else.
pub(super) fn escape_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let begins = match line.as_bytes().get(digits) {
        Some(b'#' | b'>' | b'+' | b'-' | b'=' | b'~' | b'|' | b':') if digits == 0 => true,
        Some(b'.' | b')') => digits > 0,
        _ => false,
    };
    if begins { format!("{}\\{}", &line[..digits], &line[digits..]) } else { line.to_owned() }
}

/// A text as code within a line.
pub(super) fn code_span(text: &str) -> String {
    let fence = "`".repeat(longest_backticks(text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// The line before and after a block of code.
pub(super) fn fence(text: &str) -> String {
    "`".repeat(longest_backticks(text).max(2) + 1)
}

fn longest_backticks(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_hug_their_text() {
        let text = |text: &str| Inline::Text(text.to_owned());
        let pieces = [
            text("see"),
            Inline::Open(Mark::Strong),
            text("  this "),
            Inline::Close(Mark::Strong),
            Inline::Open(Mark::Em),
            text(" "),
            Inline::Close(Mark::Em),
            text("now"),
            Inline::Break,
        ];
        assert_eq!(paragraph(&pieces, true), "see **this** now");
        assert_eq!(paragraph(&[text("a\\"), Inline::Break], true), "a\\\\");
        assert_eq!(paragraph(&[Inline::Open(Mark::Strong), text("open")], true), "**open**");
    }

    #[test]
    fn lines_begin_nothing() {
        for (line, expected) in [
            ("# a", "\\# a"),
            ("12) a", "12\\) a"),
            ("1.5 kg", "1\\.5 kg"),
            ("-", "\\-"),
            ("a - b", "a - b"),
            ("2026", "2026"),
        ] {
            assert_eq!(escape_start(line), expected);
        }
    }
}
