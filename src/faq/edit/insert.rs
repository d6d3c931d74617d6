//! Wordings and entries put into the text of a file, by the bytes of its tree.
//!
//! Invariant: the file reads afterwards as before but for what was put in or taken out, and all other lines keep their
//! bytes: comments, quotes, indentation, line ends. What cannot be done so is refused, since every result is read again
//! and compared before it is given.

use super::{EditError, lines};
use crate::faq::tree::{self, Node, Pair, Value};
use crate::faq::write::{double_quoted, scalar};
use crate::text::canonical;
use std::ops::Range;

/// What to do where the layout is not understood.
pub(super) const BY_HAND: &str = "the file is laid out in a way that cannot be changed safely here; write it by hand";

/// A file's text with further wordings at the end of an entry's questions.
///
/// # Errors
/// [`EditError::Layout`] where the entry is not there, has the wording, or is laid out unusually.
pub fn add_wordings(text: &str, id: &str, wordings: &[String]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for wording in wordings {
        text = changed(&text, id, |body, list, items| {
            if items.iter().any(|item| canonical(&item.words) == canonical(wording)) {
                return Err(EditError::Layout(format!("`{id}` has this wording already")));
            }
            Ok(if is_row(body, list) {
                add_to_row(body, items, wording)
            } else {
                add_below(body, list, items, wording)
            })
        })?;
        // what the reader makes of it, not what was meant, is what counts
        let known = wordings_of(&text, id).pop();
        if known.as_deref() != Some(&*single_spaced(wording)) {
            return Err(EditError::Layout(BY_HAND.to_owned()));
        }
    }
    Ok(text)
}

/// Those of some wordings that an entry of a file still has; none where the entry is gone.
///
/// # Errors
/// [`EditError::Layout`] where that cannot be read.
pub fn still_there(text: &str, id: &str, wordings: &[String]) -> Result<Vec<String>, EditError> {
    let by_hand = || EditError::Layout(BY_HAND.to_owned());
    let root = whole(split_mark(text).1).ok_or_else(by_hand)?;
    let Some(list) = questions(&root, id) else { return Ok(Vec::new()) };
    let known: Vec<String> =
        items(&list.value).ok_or_else(by_hand)?.iter().map(|item| canonical(&item.words)).collect();
    Ok(wordings.iter().filter(|wording| known.contains(&canonical(wording))).cloned().collect())
}

/// A file's text without some wordings of an entry.
///
/// # Errors
/// [`EditError::Layout`] where the entry or one of the wordings is not there, or it would be the last one.
pub fn remove_wordings(text: &str, id: &str, wordings: &[String]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    for wording in wordings.iter().rev() {
        text = changed(&text, id, |body, list, items| {
            let same = |item: &Item| canonical(&item.words) == canonical(wording);
            let at = items.iter().rposition(same);
            let at = at.ok_or_else(|| EditError::Layout(format!("`{id}` does not have this wording any more")))?;
            if items.len() == 1 {
                return Err(EditError::Layout(format!("this is the only wording of `{id}`; an entry needs one")));
            }
            let gone = if is_row(body, list) { from_row(body, items, at) } else { below(body, list, items, at) };
            Ok(gone.map(|range| Splice { range, text: String::new() }))
        })?;
    }
    Ok(text)
}

/// A piece of the text that is replaced.
struct Splice {
    range: Range<usize>,
    text: String,
}

/// A wording where it is written.
struct Item {
    range: Range<usize>,
    words: String,
}

/// Changes the list of an entry's wordings, and makes sure that nothing else reads otherwise.
fn changed(
    text: &str,
    id: &str,
    splice: impl FnOnce(&str, &Pair, &[Item]) -> Result<Option<Splice>, EditError>,
) -> Result<String, EditError> {
    let by_hand = || EditError::Layout(BY_HAND.to_owned());
    let (mark, body) = split_mark(text);
    let root = whole(body).ok_or_else(by_hand)?;
    let list = questions(&root, id).ok_or_else(|| EditError::Layout(format!("there is no `{id}` in this file")))?;
    let items = items(&list.value).ok_or_else(by_hand)?;
    let before: Vec<String> = items.iter().map(|item| item.words.clone()).collect();
    let Splice { range, text: piece } = splice(body, list, &items)?.ok_or_else(by_hand)?;
    let mut changed = body.to_owned();
    changed.replace_range(range, &piece);
    let again = whole(&changed).ok_or_else(by_hand)?;
    if !reads_same(&root, &again, id) {
        return Err(by_hand());
    }
    let after = wordings_of(&changed, id);
    let one_more = after.len() == before.len() + 1 && after.starts_with(&before);
    let one_less = after.len() + 1 == before.len() && is_part(&after, &before);
    if one_more || one_less { Ok(format!("{mark}{changed}")) } else { Err(by_hand()) }
}

/// Whether `part` is `all` with some left out.
fn is_part(part: &[String], all: &[String]) -> bool {
    let mut all = all.iter();
    part.iter().all(|one| all.any(|other| other == one))
}

pub(super) fn split_mark(text: &str) -> (&str, &str) {
    match text.strip_prefix('\u{FEFF}') {
        Some(body) => (&text[..text.len() - body.len()], body),
        None => ("", text),
    }
}

pub(super) fn whole(body: &str) -> Option<Node> {
    let tree = tree::parse(body);
    if tree.complete && tree.faults.is_empty() { tree.root } else { None }
}

fn pairs(node: &Node) -> &[Pair] {
    if let Value::Map(pairs) = &node.value { pairs } else { &[] }
}

pub(super) fn pair<'n>(node: &'n Node, key: &str) -> Option<&'n Pair> {
    pairs(node).iter().find(|pair| pair.key == key)
}

fn value<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    pair(node, key).map(|pair| &pair.value)
}

pub(super) fn entries(root: &Node) -> &[Node] {
    match value(root, "entries").map(|node| &node.value) {
        Some(Value::List(entries)) => entries,
        _ => &[],
    }
}

pub(super) fn is_named(entry: &Node, id: &str) -> bool {
    matches!(value(entry, "id").map(|node| &node.value), Some(Value::Text(text)) if text.text.trim() == id)
}

fn questions<'n>(root: &'n Node, id: &str) -> Option<&'n Pair> {
    pair(entries(root).iter().find(|entry| is_named(entry, id))?, "questions")
}

/// `[one, two]`, as against a line for each.
pub(super) fn is_row(body: &str, list: &Pair) -> bool {
    body[list.value.range.clone()].starts_with('[')
}

fn items(list: &Node) -> Option<Vec<Item>> {
    let Value::List(nodes) = &list.value else { return None };
    let item = |node: &Node| match &node.value {
        Value::Text(text) => Some(Item { range: node.range.clone(), words: single_spaced(&text.text) }),
        _ => None,
    };
    let items: Vec<Item> = nodes.iter().map(item).collect::<Option<_>>()?;
    (!items.is_empty()).then_some(items)
}

/// The wordings of an entry; none where it cannot be read.
pub fn wordings_of(text: &str, id: &str) -> Vec<String> {
    let (_, body) = split_mark(text);
    let root = whole(body);
    let items = root.as_ref().and_then(|root| questions(root, id)).and_then(|list| items(&list.value));
    items.map(|items| items.into_iter().map(|item| item.words).collect()).unwrap_or_default()
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two trees hold the same values, the wordings of one entry aside.
pub(super) fn reads_same(one: &Node, other: &Node, id: &str) -> bool {
    match (&one.value, &other.value) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| reads_same(one, other, id))
        }
        (Value::Map(first), Value::Map(second)) => {
            let named = is_named(one, id) && is_named(other, id);
            let same = |(one, other): (&Pair, &Pair)| {
                one.key == other.key && ((named && one.key == "questions") || reads_same(&one.value, &other.value, id))
            };
            first.len() == second.len() && first.iter().zip(second).all(same)
        }
        (one, other) => one == other,
    }
}

/// Where the line of a byte begins.
fn line_start(body: &str, at: usize) -> usize {
    body[..at].rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// Where the line of a byte ends, its line end aside.
pub(super) fn line_end(body: &str, at: usize) -> usize {
    body[at..].find(['\n', '\r']).map_or(body.len(), |length| at + length)
}

/// The line end at a byte.
pub(super) fn line_break(body: &str, at: usize) -> &str {
    let rest = &body[at..];
    if rest.starts_with("\r\n") { &rest[..2] } else { &rest[..rest.len().min(1)] }
}

/// The last byte of a value: one below `|` reaches to the next value, blank lines and all.
pub(super) fn last(body: &str, range: &Range<usize>) -> usize {
    range.start + body[range.clone()].trim_end().len()
}

/// A wording in the quotes of its neighbour.
fn as_neighbour(body: &str, neighbour: &Item, wording: &str) -> String {
    let single = wording.chars().all(|character| !character.is_control() && character != '\u{FEFF}');
    match body.as_bytes().get(neighbour.range.start) {
        Some(b'"') => double_quoted(wording),
        Some(b'\'') if single => format!("'{}'", wording.replace('\'', "''")),
        _ => scalar(wording),
    }
}

/// `[one, two]`: after the last one, on a line of its own where that one has one.
fn add_to_row(body: &str, items: &[Item], wording: &str) -> Option<Splice> {
    let neighbour = items.last()?;
    let (start, end) = (neighbour.range.start, last(body, &neighbour.range));
    let written = as_neighbour(body, neighbour, wording);
    let margin = &body[line_start(body, start)..start];
    if margin.is_empty() || !margin.chars().all(|character| character == ' ') {
        return Some(Splice { range: end..end, text: format!(", {written}") });
    }
    let rest = &body[end..line_end(body, end)];
    let at = line_end(body, end);
    let new_line = lines::end_of(body);
    // a list that ends with a comma ends with one again, and its lines stay as they are
    if rest.trim_start().starts_with(',') && !rest.contains(']') {
        return Some(Splice { range: at..at, text: format!("{new_line}{margin}{written},") });
    }
    Some(Splice { range: end..end, text: format!(",{new_line}{margin}{written}") })
}

/// The dash of an item: where its line begins and where it stands. The first line below the key that is no comment has
/// the first dash, the others are in its column, and what belongs to an item is to the right of it.
pub(super) fn dash(body: &str, list: &Pair, item: usize) -> Option<(usize, usize)> {
    let mut first = line_end(body, list.range.end);
    let margin = loop {
        first += line_break(body, first).len();
        let line = body.get(first..line_end(body, first)).filter(|_| first < item)?;
        let written = line.trim_start_matches(' ');
        if written.starts_with('-') {
            break &line[..line.len() - written.len()];
        }
        first += line.len();
    };
    let mut start = line_start(body, item);
    while start > first && !body[start..].strip_prefix(margin).is_some_and(|rest| rest.starts_with('-')) {
        // the line end before it may be of two bytes
        start = line_start(body, body[..start - 1].trim_end_matches('\r').len());
    }
    Some((start, start + margin.len()))
}

/// A line of its own, below the last one and its comment.
fn add_below(body: &str, list: &Pair, items: &[Item], wording: &str) -> Option<Splice> {
    let neighbour = items.last()?;
    let (start, at) = dash(body, list, neighbour.range.start)?;
    let gap = &body[at + 1..neighbour.range.start];
    let gap = if !gap.is_empty() && gap.chars().all(|character| character == ' ') { gap } else { " " };
    let written = format!("{}-{gap}{}", &body[start..at], as_neighbour(body, neighbour, wording));
    let end = line_end(body, last(body, &neighbour.range));
    let new_line = match line_break(body, end) {
        "" => lines::end_of(body),
        new_line => new_line,
    };
    Some(Splice { range: end..end, text: format!("{new_line}{written}") })
}

/// The lines of an item, with the line end before them.
fn below(body: &str, list: &Pair, items: &[Item], at: usize) -> Option<Range<usize>> {
    let (start, _) = dash(body, list, items[at].range.start)?;
    let end = line_end(body, last(body, &items[at].range));
    let before = &body[..start];
    let new_line = if before.ends_with("\r\n") { 2 } else { usize::from(before.ends_with(['\n', '\r'])) };
    Some(start - new_line..end)
}

/// An item with the comma that parts it from its neighbour, or its whole line where it has one.
fn from_row(body: &str, items: &[Item], at: usize) -> Option<Range<usize>> {
    let Range { start, end } = items[at].range;
    let (from, to) = (line_start(body, start), line_end(body, end));
    let rest = body[end..to].trim_start();
    let alone = rest.starts_with(',') && rest[1..].trim_start().chars().next().is_none_or(|next| next == '#');
    if alone && body[from..start].trim().is_empty() && from > 0 {
        return Some(from..to + line_break(body, to).len());
    }
    match at.checked_sub(1) {
        Some(before) => Some(items[before].range.end..end),
        None => Some(start..items.get(at + 1)?.range.start),
    }
}

/// A file's text with an entry more at its end, and the byte where the entry begins. `entry` is YAML whose lines are
/// indented as under `entries:`, by two spaces; comments may come before its dash.
///
/// # Errors
/// [`EditError::Layout`] where the file has no list of entries that could take it.
pub fn add_entry(text: &str, entry: &str) -> Result<(String, usize), EditError> {
    let by_hand = || EditError::Layout(BY_HAND.to_owned());
    let (mark, body) = split_mark(text);
    let tree = tree::parse(body);
    let list = tree.root.as_ref().and_then(|root| pair(root, "entries"));
    let (at, indent) = match list.map(|list| (&list.value.value, list)) {
        Some((Value::List(nodes), list)) if !is_row(body, list) => {
            let last_entry = nodes.last().ok_or_else(by_hand)?;
            let (start, dash) = dash(body, list, last_entry.range.start).ok_or_else(by_hand)?;
            (line_end(body, last(body, &last_entry.range)), body[start..dash].to_owned())
        }
        _ => {
            return Err(EditError::Layout("the file has no list of `entries` in lines of their own; write one".into()));
        }
    };
    let new_line = lines::end_of(body);
    let mut piece = String::new();
    for line in lines::plain(entry).trim_end().lines() {
        piece.push_str(new_line);
        piece.push_str(&indent);
        piece.push_str(line.strip_prefix("  ").unwrap_or(line));
    }
    let blank = if body[..at].contains("\n\n") || body[..at].contains("\r\n\r\n") { new_line } else { "" };
    let mut changed = body.to_owned();
    changed.insert_str(at, &format!("{blank}{piece}"));
    if at == body.len() {
        changed.push_str(new_line);
    }
    Ok((format!("{mark}{changed}"), mark.len() + at + blank.len() + new_line.len()))
}

#[cfg(test)]
mod tests;
