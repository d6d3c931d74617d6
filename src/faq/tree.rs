//! YAML to a tree whose every node knows its bytes. The only user of the YAML parser.
//!
//! Invariant: any text becomes a tree and a list of faults, never a panic, and never more than the limits allow;
//! nothing in a file is ever copied or expanded, since anchors, aliases and tags are refused.

pub mod lookalike;
mod syntax;

use super::limits::{MAX_YAML_DEPTH, MAX_YAML_NODES};
use super::source::quoted;
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span, StrInput};
use std::collections::HashMap;
use std::ops::Range;

/// A value and the bytes it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The bytes in the text.
    pub range: Range<usize>,
    /// What it is.
    pub value: Value,
    /// Whether the file broke off within this list or mapping, so that what is missing may not be missed.
    pub open: bool,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// `true` or `false`, without quotes.
    Bool(bool),
    /// A number without quotes, as written.
    Number(String),
    /// A text.
    Text(Text),
    /// A list.
    List(Vec<Node>),
    /// A mapping; each key occurs once.
    Map(Vec<Pair>),
    /// Something that the format does not have and that was reported as a fault.
    Refused,
}

/// A text and how it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The text after YAML's own unfolding.
    pub text: String,
    /// Written under `|`: the lines of the text are lines of the file.
    pub literal: bool,
    /// Written without quotes, on the line of its key.
    pub plain: bool,
}

/// A key of a mapping with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The key.
    pub key: String,
    /// The key's bytes.
    pub range: Range<usize>,
    /// The value.
    pub value: Node,
}

/// What is wrong with the YAML itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The byte.
    pub at: usize,
    /// What is wrong and how to put it right.
    pub message: String,
}

/// What a text holds, as far as it could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The root; `None` for a text without any value.
    pub root: Option<Node>,
    /// What is wrong, in the order of the text. Without faults the tree is whole.
    pub faults: Vec<Fault>,
    /// Whether the text was read to its end: after a syntax error the rest is unknown.
    pub complete: bool,
}

/// Reads a text without byte order mark.
pub fn parse(text: &str) -> Tree {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: MAX_YAML_DEPTH,
        block_nesting_limit: MAX_YAML_DEPTH,
    };
    let mut builder = Builder { text, ..Builder::default() };
    let complete = builder.read(Parser::new_from_str_with_options(text, options));
    builder.close_open();
    builder.faults.sort_by_key(|fault| fault.at);
    Tree { root: builder.root, faults: builder.faults, complete }
}

/// A list or mapping whose end has not come yet.
enum Unfinished {
    List { start: usize, items: Vec<Node>, refused: bool },
    Map { start: usize, pairs: Vec<Pair>, key: Option<Key>, lines: HashMap<String, usize>, refused: bool },
}

/// A key that waits for its value; no name where the key is no text.
struct Key {
    name: Option<String>,
    range: Range<usize>,
}

#[derive(Default)]
struct Builder<'a> {
    text: &'a str,
    stack: Vec<Unfinished>,
    root: Option<Node>,
    faults: Vec<Fault>,
    nodes: usize,
    documents: usize,
    /// The start of the last alias: what follows it on its line is no fault of its own.
    alias: Option<usize>,
}

impl<'a> Builder<'a> {
    /// Takes the parser's events; whether they came to the end of the text.
    fn read(&mut self, parser: Parser<'a, StrInput<'a>>) -> bool {
        for event in parser {
            match event {
                Ok((event, span)) => {
                    if !self.take(event, &span) {
                        return false;
                    }
                }
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(self.text.len());
                    let of_alias = self.alias.is_some_and(|alias| {
                        self.text.get(alias..at).is_some_and(|between| !between.contains(['\n', '\r']))
                    });
                    if !of_alias {
                        let (at, message) = self.explain(at, error.kind());
                        self.fault(at, format!("not valid YAML: {message}"));
                    }
                    return false;
                }
            }
        }
        true
    }

    /// Takes one event; `false` where reading must end.
    fn take(&mut self, event: Event<'a>, span: &Span) -> bool {
        let range = span.byte_range().unwrap_or(self.text.len()..self.text.len());
        let start = range.start;
        let tag = span.tag_start().and_then(|mark| mark.byte_offset());
        if let Some(at) = tag {
            self.fault(at, "a tag (a word after `!`) has no place here; put a text that starts with `!` in quotes");
        }
        match event {
            Event::DocumentStart(..) => return self.start_document(range.start),
            Event::Anchor(_, name) => {
                let message = format!(
                    "an anchor ({}) has no place here: write the value out; put a text that starts with `&` in quotes",
                    quoted(&format!("&{name}"))
                );
                self.fault(range.start, message);
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                let written = self.text.get(range.clone()).unwrap_or("*").to_owned();
                self.alias = Some(range.start);
                let message = format!(
                    "an alias ({}) has no place here: write the value out; put a text that starts with `*` in quotes \
                     or under `|`",
                    quoted(&written)
                );
                self.fault(range.start, message);
                self.finish(Node { range, value: Value::Refused, open: false });
            }
            Event::Scalar(value, style, ..) => {
                let value = if tag.is_some() { Value::Refused } else { scalar(value.into_owned(), style, &range) };
                self.finish(Node { range, value, open: false });
            }
            Event::SequenceStart(..) => {
                self.stack.push(Unfinished::List { start: range.start, items: Vec::new(), refused: tag.is_some() });
            }
            Event::MappingStart(..) => self.stack.push(Unfinished::Map {
                start: range.start,
                pairs: Vec::new(),
                key: None,
                lines: HashMap::new(),
                refused: tag.is_some(),
            }),
            Event::SequenceEnd | Event::MappingEnd => self.end(range.end, false),
            _ => {}
        }
        self.within_limits(start)
    }

    /// A file holds one document; where a second starts, reading ends.
    fn start_document(&mut self, at: usize) -> bool {
        self.documents += 1;
        if self.documents > 1 {
            self.fault(at, "a second document starts here; move what follows `---` to a file of its own");
        }
        self.documents == 1
    }

    fn within_limits(&mut self, at: usize) -> bool {
        self.nodes += 1;
        if self.nodes > MAX_YAML_NODES {
            self.fault(at, format!("more than {MAX_YAML_NODES} values in one file; split it"));
        } else if self.stack.len() > MAX_YAML_DEPTH {
            self.fault(at, syntax::too_deep());
        } else {
            return true;
        }
        false
    }

    /// Ends the innermost list or mapping.
    fn end(&mut self, end: usize, open: bool) {
        let (start, value) = match self.stack.pop() {
            Some(Unfinished::List { start, refused: true, .. } | Unfinished::Map { start, refused: true, .. }) => {
                (start, Value::Refused)
            }
            Some(Unfinished::List { start, items, .. }) => (start, Value::List(items)),
            Some(Unfinished::Map { start, pairs, .. }) => (start, Value::Map(pairs)),
            None => return,
        };
        self.finish(Node { range: start..end.max(start), value, open });
    }

    /// Puts a whole node where it belongs.
    fn finish(&mut self, node: Node) {
        match self.stack.last_mut() {
            None => {
                // the first document only
                self.root.get_or_insert(node);
            }
            Some(Unfinished::List { items, .. }) => items.push(node),
            Some(Unfinished::Map { key, .. }) if key.is_none() => {
                let name = key_name(&node, self.text);
                if name.is_none() && !node.open && node.value != Value::Refused {
                    self.faults.push(Fault {
                        at: node.range.start,
                        message: "a key must be a single word, not a list or a mapping".to_owned(),
                    });
                }
                *key = Some(Key { name, range: node.range });
            }
            Some(Unfinished::Map { key, pairs, lines, .. }) => {
                let Some(Key { name: Some(name), range }) = key.take() else { return };
                if let Some(first) = lines.get(&name) {
                    let line = line_number(self.text, *first);
                    self.faults.push(Fault {
                        at: range.start,
                        message: format!(
                            "duplicate key {}: it is already set on line {line}; keep one of them",
                            quoted(&name)
                        ),
                    });
                    return;
                }
                lines.insert(name.clone(), range.start);
                pairs.push(Pair { key: name, range, value: node });
            }
        }
    }

    /// Where a syntax error is and what it is, by what an editor sees.
    fn explain(&self, at: usize, kind: &ErrorKind) -> (usize, String) {
        let at = self.text.floor_char_boundary(syntax::place(self.text, at, kind));
        let message = syntax::explain(kind);
        match lookalike::above(self.text, at) {
            Some(sign) if sign.is_here => (sign.at, sign.message),
            Some(sign) => (at, format!("{message} (in line {}, {})", line_number(self.text, sign.at), sign.message)),
            None => (at, message),
        }
    }

    /// Ends what the text left open.
    fn close_open(&mut self) {
        while !self.stack.is_empty() {
            self.end(self.text.len(), true);
        }
    }

    fn fault(&mut self, at: usize, message: impl Into<String>) {
        self.faults.push(Fault { at: at.min(self.text.len()), message: message.into() });
    }
}

/// A key as the text shows it: `no` and `1` are keys like any other.
fn key_name(node: &Node, text: &str) -> Option<String> {
    match &node.value {
        Value::Text(name) => Some(name.text.clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) => text.get(node.range.clone()).map(str::to_owned),
        Value::List(_) | Value::Map(_) | Value::Refused => None,
    }
}

/// Counted only when a fault is told.
fn line_number(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// A scalar by the core schema of YAML 1.2 (chapter 10.3): without quotes some texts are no texts.
fn scalar(text: String, style: ScalarStyle, range: &Range<usize>) -> Value {
    let plain = style == ScalarStyle::Plain;
    if plain {
        // a value that is not there comes as an invented `~` without bytes
        if range.is_empty() || matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL") {
            return Value::Null;
        }
        match text.as_str() {
            "true" | "True" | "TRUE" => return Value::Bool(true),
            "false" | "False" | "FALSE" => return Value::Bool(false),
            _ if is_number(&text) => return Value::Number(text),
            _ => {}
        }
    }
    Value::Text(Text { text, literal: style == ScalarStyle::Literal, plain })
}

/// Whether the core schema reads a plain scalar as an integer or a floating point number.
fn is_number(text: &str) -> bool {
    let all = |digits: &str, test: fn(&u8) -> bool| !digits.is_empty() && digits.as_bytes().iter().all(test);
    if let Some(octal) = text.strip_prefix("0o") {
        return all(octal, |byte| matches!(byte, b'0'..=b'7'));
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return all(hexadecimal, u8::is_ascii_hexdigit);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent.is_none_or(|exponent| all(exponent, u8::is_ascii_digit))
}

#[cfg(test)]
mod tests;
