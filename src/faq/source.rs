//! The text of one file and the places in it.
//!
//! Invariant: finding a place costs the same everywhere in a file, so that a file of one endless line is no slower to
//! check than any other.

use super::{Place, Problem, Severity};
use std::sync::Arc;

/// Bytes between two counted positions: small enough to count on from, large enough to cost no memory.
const STRIDE: usize = 256;

/// How many problems of one file are listed. A file with more is broken in one way many times, and each one listed
/// costs memory; the last line says how many there are beyond.
const MAX_PROBLEMS_PER_FILE: usize = 1_000;

/// A file's text without its byte order mark, and where its lines start.
#[derive(Debug)]
pub struct Source {
    path: Arc<str>,
    text: String,
    line_starts: Vec<usize>,
    /// How many characters begin before every `STRIDE`-th byte.
    characters_before: Vec<usize>,
}

impl Source {
    /// Takes a file's text; a byte order mark is dropped and counts nowhere.
    pub fn new(path: impl Into<Arc<str>>, text: &str) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned();
        let bytes = text.as_bytes();
        let mut line_starts = vec![0];
        let mut characters_before = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut characters = 0;
        for (at, byte) in bytes.iter().enumerate() {
            if at % STRIDE == 0 {
                characters_before.push(characters);
            }
            // every byte but a continuation byte begins a character
            characters += usize::from(byte & 0b1100_0000 != 0b1000_0000);
            // YAML breaks lines at LF, at CR LF and at a lone CR
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                line_starts.push(at + 1);
            }
        }
        Self { path: path.into(), text, line_starts, characters_before }
    }

    /// The text without byte order mark; all offsets count in it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The path as it is shown.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The place of a byte; beyond the end it is the end.
    pub fn place(&self, offset: usize) -> Place {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_of(offset);
        let column = self.characters_to(offset) - self.characters_to(self.line_starts[line]);
        Place { path: self.path.clone(), line: shown(line), column: shown(column) }
    }

    /// The text from `offset` to the end of its line, without the line break.
    pub fn rest_of_line(&self, offset: usize) -> &str {
        let rest = &self.text[self.text.floor_char_boundary(offset)..];
        rest.split(['\n', '\r']).next().unwrap_or("")
    }

    /// The offset of the `lines`-th line below the one that holds `offset`, at the same column in characters.
    /// `None` below the last line.
    pub fn below(&self, offset: usize, lines: usize) -> Option<usize> {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_of(offset);
        let column = self.characters_to(offset) - self.characters_to(self.line_starts[line]);
        let start = *self.line_starts.get(line.checked_add(lines)?)?;
        let wanted = self.rest_of_line(start).char_indices().nth(column).map(|(at, _)| at);
        Some(start + wanted.unwrap_or(self.rest_of_line(start).len()))
    }

    /// The line of an offset, from 0.
    fn line_of(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// How many characters begin before an offset.
    fn characters_to(&self, offset: usize) -> usize {
        let stride = (offset / STRIDE).min(self.characters_before.len().saturating_sub(1));
        let counted = self.characters_before.get(stride).copied().unwrap_or(0);
        let rest = &self.text.as_bytes()[stride * STRIDE..offset];
        counted + rest.iter().filter(|byte| *byte & 0b1100_0000 != 0b1000_0000).count()
    }
}

/// A count from 0 as it is shown, from 1.
fn shown(count: usize) -> u32 {
    u32::try_from(count + 1).unwrap_or(u32::MAX)
}

/// The problems of one file as they are found.
#[derive(Debug)]
pub struct Findings<'a> {
    source: &'a Source,
    problems: Vec<Problem>,
    beyond: usize,
    /// The worst kind of those beyond the limit, and the last place.
    last: Option<(Severity, Place)>,
}

impl<'a> Findings<'a> {
    /// Nothing found yet.
    pub fn new(source: &'a Source) -> Self {
        Self { source, problems: Vec::new(), beyond: 0, last: None }
    }

    /// The file that is read.
    pub fn source(&self) -> &'a Source {
        self.source
    }

    /// Notes an error at a byte.
    pub fn error(&mut self, offset: usize, message: impl Into<String>) {
        self.add(offset, Severity::Error, message.into());
    }

    /// Notes a warning at a byte.
    pub fn warning(&mut self, offset: usize, message: impl Into<String>) {
        self.add(offset, Severity::Warning, message.into());
    }

    /// All that was found; more than the limit is counted in a last line.
    pub fn finish(mut self) -> Vec<Problem> {
        if let Some((severity, place)) = self.last {
            let message = format!("{} more problems in this file; put the ones above right first", self.beyond);
            self.problems.push(Problem { place, severity, message });
        }
        self.problems
    }

    fn add(&mut self, offset: usize, severity: Severity, message: String) {
        let place = self.source.place(offset);
        if self.problems.len() < MAX_PROBLEMS_PER_FILE {
            self.problems.push(Problem { place, severity, message });
        } else {
            self.beyond += 1;
            let worst = self.last.take().map_or(severity, |(worst, _)| worst.min(severity));
            self.last = Some((worst, place));
        }
    }
}

/// How many characters of a file's text a message shows.
const SHOWN_CHARACTERS: usize = 60;

/// A piece of a file as a message shows it: in backticks, cut to a line's worth, control characters escaped, since a
/// message goes to terminals and logs.
pub fn quoted(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(4 * SHOWN_CHARACTERS) + 2);
    shown.push('`');
    for (count, character) in text.chars().enumerate() {
        if count == SHOWN_CHARACTERS {
            shown.push('…');
            break;
        }
        // directional marks are escaped too: they can make a message read as another
        if character.is_control() || matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown.push('`');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, offset: usize) -> (u32, u32) {
        let place = Source::new("a.yaml", text).place(offset);
        (place.line, place.column)
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(place("a: 退款 x", "a: 退款 ".len()), (1, 7));
        assert_eq!(place("a\r\nb\rc\nd", 7), (4, 1));
        assert_eq!(place("\u{FEFF}ab", 1), (1, 2));
        assert_eq!(place("ab", 99), (1, 3));
        assert_eq!(place("", 0), (1, 1));
        // within a character: its start
        assert_eq!(place("退款", 4), (1, 2));
    }

    #[test]
    fn places_agree_with_counting_from_the_start() {
        let text: String =
            (0..2_000).map(|at| if at % 97 == 96 { "\n" } else { ["a", "é", "退", "🚚"][at % 4] }).collect();
        let source = Source::new("a.yaml", &text);
        for (offset, _) in text.char_indices() {
            let head = &text[..offset];
            let line = head.matches('\n').count() + 1;
            let column = head.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            let place = source.place(offset);
            assert_eq!((place.line as usize, place.column as usize), (line, column), "at {offset}");
        }
    }

    #[test]
    fn below_keeps_the_column() {
        let source = Source::new("a.yaml", "  one\n  two\n x");
        let below = source.below(2, 1).unwrap();
        assert_eq!(source.rest_of_line(below), "two");
        assert_eq!(source.rest_of_line(source.below(3, 2).unwrap()), "");
        assert_eq!(source.below(2, 3), None);
    }

    #[test]
    fn what_a_message_shows_is_harmless() {
        assert_eq!(quoted("a\u{1b}[31m\nb"), "`a\\u{1b}[31m\\nb`");
        assert_eq!(quoted(&"x".repeat(100)).chars().count(), 63);
        assert_eq!(quoted("\u{202e}gpj"), "`\\u{202e}gpj`");
    }

    #[test]
    fn warnings_beyond_the_limit_stay_warnings() {
        let source = Source::new("a.yaml", "x");
        let last = |errors: usize| {
            let mut findings = Findings::new(&source);
            (0..1_500).for_each(|_| findings.warning(0, "doubtful"));
            (0..errors).for_each(|_| findings.error(0, "bad"));
            findings.warning(0, "doubtful");
            findings.finish().pop().unwrap().severity
        };
        assert_eq!((last(0), last(1)), (Severity::Warning, Severity::Error));
    }

    #[test]
    fn the_number_of_problems_is_limited_and_told() {
        let source = Source::new("a.yaml", "x");
        let mut findings = Findings::new(&source);
        for _ in 0..1_500 {
            findings.error(0, "bad");
        }
        let problems = findings.finish();
        assert_eq!(problems.len(), 1_001);
        assert_eq!(
            problems[1_000].to_string(),
            "a.yaml:1:1: error: 500 more problems in this file; put the ones above right first"
        );
    }
}
