//! Typed reading of a tree: texts, lists and mappings with known keys, and what to say where something else is found.
//!
//! Invariant: every reader either returns a value of the right kind or has noted an error (or the tree had noted one
//! already), so that a file without errors has been read whole.

use super::source::{Findings, quoted};
use super::tree::lookalike::space;
use super::tree::{Node, Pair, Text, Value};

/// The keys of a file.
pub const FILE_KEYS: &[&str] = &["topic", "lang", "entries", "synonyms"];
/// The keys of an entry.
pub const ENTRY_KEYS: &[&str] =
    &["id", "questions", "answer", "keywords", "follow_ups", "links", "pages", "from", "until", "pinned", "handoff"];
/// The keys of a link.
pub const LINK_KEYS: &[&str] = &["label", "url"];

/// A value with the name under which messages speak of it.
#[derive(Clone, Copy)]
pub struct Field<'t> {
    /// The key, or the key of the list that holds the value.
    pub name: &'t str,
    /// The value.
    pub node: &'t Node,
    /// Where a problem with it is shown.
    pub at: usize,
    /// Whether it is an item of the list of that name.
    is_item: bool,
}

impl<'t> Field<'t> {
    /// The value of a key. A missing value is shown at its key, since it has no place of its own.
    fn of(pair: &'t Pair) -> Self {
        let at = if is_absent(&pair.value) { pair.range.start } else { pair.value.range.start };
        Self { name: &pair.key, node: &pair.value, at, is_item: false }
    }

    /// An item of this list. A missing item is shown at its dash, since its own place may be a line below.
    fn item(&self, node: &'t Node, findings: &Findings<'_>) -> Self {
        let head = findings.source().text().get(..node.range.start).unwrap_or("").trim_end();
        let at = if is_absent(node) { head.len().saturating_sub(1) } else { node.range.start };
        Self { name: self.name, node, at, is_item: true }
    }

    /// The value as messages name it.
    fn label(&self) -> String {
        if self.is_item { format!("an item of `{}`", self.name) } else { format!("`{}`", self.name) }
    }

    /// The text, trimmed and not blank; `hint` is what to write instead.
    pub fn text(&self, hint: &str, findings: &mut Findings<'_>) -> Option<&'t Text> {
        let text = match &self.node.value {
            Value::Text(text) => text,
            Value::Refused => return None,
            Value::Null => {
                findings.error(self.at, format!("{} is empty; {hint}", self.label()));
                return None;
            }
            value => {
                let remedy = match value {
                    Value::Bool(_) | Value::Number(_) => "put it in quotes",
                    _ => hint,
                };
                findings.error(self.at, format!("{} must be a text, found {}; {remedy}", self.label(), found(value)));
                return None;
            }
        };
        if text.text.trim().is_empty() {
            findings.error(self.at, format!("{} is empty; {hint}", self.label()));
            return None;
        }
        if let Some(control) = text.text.chars().find(|character| character.is_control() && !is_layout(*character)) {
            let message =
                format!("{} contains the control character U+{:04X}; remove it", self.label(), u32::from(control));
            findings.error(self.at, message);
            return None;
        }
        self.warn_of_lost_comment(text, findings);
        Some(text)
    }

    /// A text of one line: spaces, tabs and line breaks in a row are one space.
    pub fn line(&self, hint: &str, findings: &mut Findings<'_>) -> Option<String> {
        let text = self.text(hint, findings)?;
        Some(text.text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The items of a list; `hint` is what to write instead.
    pub fn list(&self, hint: &str, findings: &mut Findings<'_>) -> Option<Vec<Field<'t>>> {
        match &self.node.value {
            Value::List(items) => Some(items.iter().map(|item| self.item(item, findings)).collect()),
            Value::Refused => None,
            Value::Null => {
                findings.error(self.at, format!("{} is empty; {hint}", self.label()));
                None
            }
            value => {
                findings.error(self.at, format!("{} must be a list, found {}; {hint}", self.label(), found(value)));
                None
            }
        }
    }

    /// The single-line texts of a list; those that are none are noted and left out.
    pub fn lines(&self, hint: &str, findings: &mut Findings<'_>) -> Vec<(String, Field<'t>)> {
        let items = self.list(hint, findings).unwrap_or_default();
        items.into_iter().filter_map(|item| Some((item.line(hint, findings)?, item))).collect()
    }

    /// `true` or `false`.
    pub fn truth(&self, findings: &mut Findings<'_>) -> Option<bool> {
        match &self.node.value {
            Value::Bool(truth) => Some(*truth),
            Value::Refused => None,
            value => {
                let message =
                    format!("{} must be true or false, found {}; write true or false", self.label(), found(value));
                findings.error(self.at, message);
                None
            }
        }
    }

    /// `What is item #5?` without quotes ends at the `#`, which no editor means. A real comment has a space after it.
    fn warn_of_lost_comment(&self, text: &Text, findings: &mut Findings<'_>) {
        if !text.plain {
            return;
        }
        let rest = findings.source().rest_of_line(self.node.range.end);
        let comment = rest.trim_start_matches([' ', '\t']);
        let starts_word = comment
            .strip_prefix('#')
            .and_then(|rest| rest.chars().next())
            .is_some_and(|next| !next.is_whitespace() && next != '#');
        if starts_word && comment.len() < rest.len() {
            let at = self.node.range.end + rest.len() - comment.len();
            let message = format!(
                "{} is read as a comment; put the whole text in quotes if it belongs to it, or write a space after `#`",
                quoted(comment)
            );
            findings.warning(at, message);
        }
    }
}

/// A mapping whose keys are known.
pub struct Fields<'t> {
    pairs: &'t [Pair],
    start: usize,
    open: bool,
}

impl<'t> Fields<'t> {
    /// Takes a mapping; other values and unknown keys are noted. `what` names it: "an entry".
    pub fn of(node: &'t Node, at: usize, what: &str, keys: &[&str], findings: &mut Findings<'_>) -> Option<Self> {
        let pairs = match &node.value {
            Value::Map(pairs) => pairs,
            Value::Refused => return None,
            value => {
                let message =
                    format!("{what} must be a mapping with the keys {}, found {}", list_of(keys), found(value));
                findings.error(at, message);
                return None;
            }
        };
        for pair in pairs.iter().filter(|pair| !keys.contains(&pair.key.as_str())) {
            findings.error(pair.range.start, unknown_key(&pair.key, what, keys));
        }
        Some(Self { pairs, start: at, open: node.open })
    }

    /// The value of a key that may be left out.
    pub fn get(&self, key: &str) -> Option<Field<'t>> {
        self.pairs.iter().find(|pair| pair.key == key).map(Field::of)
    }

    /// The value of a key that must be there; noted where it is not.
    pub fn require(&self, key: &str, message: &str, findings: &mut Findings<'_>) -> Option<Field<'t>> {
        let field = self.get(key);
        // where the file breaks off within the mapping, the key may follow
        if field.is_none() && !self.open {
            findings.error(self.start, format!("missing `{key}`; {message}"));
        }
        field
    }
}

/// Line breaks and tabs, which shape a text.
fn is_layout(character: char) -> bool {
    matches!(character, '\n' | '\t' | '\r')
}

/// Whether nothing at all is written.
fn is_absent(node: &Node) -> bool {
    node.value == Value::Null && node.range.is_empty()
}

/// A value as messages name it.
fn found(value: &Value) -> String {
    match value {
        Value::Null | Value::Refused => "nothing".to_owned(),
        Value::Bool(truth) => format!("`{truth}`"),
        Value::Number(number) => format!("the number {}", quoted(number)),
        Value::Text(text) => format!("the text {}", quoted(&text.text)),
        Value::List(_) => "a list".to_owned(),
        Value::Map(_) => "a mapping".to_owned(),
    }
}

fn unknown_key(key: &str, what: &str, keys: &[&str]) -> String {
    if let Some(message) = key.chars().next().and_then(space) {
        return message;
    }
    let nearest = nearest(key, keys.iter().copied()).unwrap_or(keys[0]);
    if is_typo(key, nearest) {
        format!("unknown key {}; did you mean `{nearest}`?", quoted(key))
    } else {
        let keys = list_of(keys);
        format!("unknown key {}; the nearest known key is `{nearest}` ({what} has {keys})", quoted(key))
    }
}

/// "`a`, `b` and `c`"
fn list_of(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// Longer words are not compared: comparing costs the product of the lengths.
const MAX_COMPARED: usize = 128;

/// The candidate that is fewest typing errors away; the first of equals.
pub fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() > MAX_COMPARED {
        return None;
    }
    let word = word.to_lowercase();
    candidates
        .filter(|candidate| candidate.len() <= MAX_COMPARED)
        .min_by_key(|candidate| strsim::osa_distance(&word, candidate))
}

/// Whether one may well have been typed for the other: a third of the word is wrong at most, and not all of it.
pub fn is_typo(word: &str, meant: &str) -> bool {
    let length = meant.chars().count();
    let wrong = strsim::osa_distance(&word.to_lowercase(), meant);
    wrong <= (length / 3).max(1) && wrong < length
}
