//! Entries taken out of the text of a file again.
//!
//! Invariant: all other entries read afterwards as before, and all other lines keep their bytes; what cannot be done so
//! is refused.

use super::EditError;
use super::insert::{
    BY_HAND, dash, entries, is_named, is_row, last, line_break, line_end, pair, reads_same, split_mark, whole,
};
use crate::faq::tree::{Node, Pair, Value};

/// What is left of a file without an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// The entry was not there (any more).
    Unchanged,
    /// The file without it.
    Text(String),
    /// Nothing: it was the only entry.
    Nothing,
}

/// A file's text without the entry of this id, and without the blank line before it.
///
/// # Errors
/// [`EditError::Layout`] where the file is laid out unusually.
pub fn remove_entry(text: &str, id: &str) -> Result<Left, EditError> {
    let by_hand = || EditError::Layout(BY_HAND.to_owned());
    let (mark, body) = split_mark(text);
    let root = whole(body).ok_or_else(by_hand)?;
    let Some(at) = entries(&root).iter().position(|entry| is_named(entry, id)) else { return Ok(Left::Unchanged) };
    let list = pair(&root, "entries").ok_or_else(by_hand)?;
    if entries(&root).len() == 1 {
        // what else is in the file would be lost with it
        return if pair(&root, "synonyms").is_some() { Err(by_hand()) } else { Ok(Left::Nothing) };
    }
    if is_row(body, list) {
        return Err(by_hand());
    }
    let node = &entries(&root)[at];
    let (start, _) = dash(body, list, node.range.start).ok_or_else(by_hand)?;
    let end = line_end(body, last(body, &node.range));
    let end = end + line_break(body, end).len();
    let start = without_blank_line(body, start, end);
    let changed = format!("{}{}", &body[..start], &body[end..]);
    let again = whole(&changed).ok_or_else(by_hand)?;
    if is_without(&root, &again, at) { Ok(Left::Text(format!("{mark}{changed}"))) } else { Err(by_hand()) }
}

/// Where the blank line before an entry begins, if there is one and none is needed there any more.
fn without_blank_line(body: &str, start: usize, end: usize) -> usize {
    let rest = &body[end..];
    if !(rest.trim().is_empty() || rest.starts_with(['\n', '\r'])) {
        return start;
    }
    let before = &body[..start];
    let line = before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n')).unwrap_or(before);
    if line.ends_with('\n') { line.len() } else { start }
}

/// Whether a tree is another one without its entry at this place.
fn is_without(before: &Node, after: &Node, gone: usize) -> bool {
    let (Value::Map(before), Value::Map(after)) = (&before.value, &after.value) else { return false };
    let same = |(one, other): (&Pair, &Pair)| match (&one.value.value, &other.value.value) {
        (Value::List(all), Value::List(left)) if one.key == "entries" => {
            let kept = all.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, entry)| entry);
            left.len() + 1 == all.len() && kept.zip(left).all(|(one, other)| reads_same(one, other, ""))
        }
        _ => reads_same(&one.value, &other.value, ""),
    };
    before.len() == after.len()
        && before.iter().zip(after).all(|(one, other)| one.key == other.key && same((one, other)))
}

#[cfg(test)]
mod tests {
    use super::super::insert::add_entry;
    use super::*;
    use crate::faq::write::{EntryText, entry};
    use proptest::prelude::*;

    const FILE: &str = "topic: T # why\nlang: en\nentries:\n  - id: one\n    questions: [a, b]\n    answer: |\n      c\n\n      \
                        d\n\n  - id: two # second\n    questions:\n      - e\n    answer: f\nsynonyms:\n  - [g, h]\n";

    #[test]
    fn an_entry_goes_with_its_blank_line() {
        let Left::Text(left) = remove_entry(FILE, "one").unwrap() else { panic!("something is left") };
        assert!(left.starts_with("topic: T # why\nlang: en\nentries:\n") && !left.contains("one"), "{left}");
        let Left::Text(left) = remove_entry(FILE, "two").unwrap() else { panic!("something is left") };
        assert!(left.ends_with("      d\n\nsynonyms:\n  - [g, h]\n"), "{left}");
        assert_eq!(remove_entry(FILE, "three").unwrap(), Left::Unchanged);
    }

    #[test]
    fn the_only_entry_leaves_nothing_unless_more_would_go_with_it() {
        let only = "topic: T\nlang: en\nentries:\n  - id: one\n    questions: [a]\n    answer: b\n";
        assert_eq!(remove_entry(only, "one").unwrap(), Left::Nothing);
        assert!(remove_entry(&format!("{only}synonyms:\n  - [g, h]\n"), "one").is_err());
        assert!(remove_entry("topic: T\nlang: en\nentries: [{id: a, questions: [b], answer: c}, {id: d, questions: [e], answer: f}]\n", "a").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn what_was_added_is_taken_out_again(
            question in "[a-z:#'\"\\-]{1,9}",
            answer in "[^\\p{C}\\s]([^\\p{Cc}]|\n){0,40}",
            windows in any::<bool>(),
            ends in prop::sample::select(vec!["", "\n", "\n\n", "\n# more\n"]),
        ) {
            let file = format!("{}{ends}", FILE.split("synonyms").next().unwrap_or_default().trim_end());
            let file = if windows { file.replace('\n', "\r\n") } else { file };
            let new = EntryText { id: "new-one".into(), questions: vec![question], answer, ..EntryText::default() };
            let (added, _) = add_entry(&file, &entry(&new)).unwrap();
            let left = remove_entry(&added, "new-one").unwrap();
            let Left::Text(left) = left else { panic!("something is left") };
            // a last line gets its end, which stays
            prop_assert_eq!(left.trim_end_matches(['\r', '\n']), file.trim_end_matches(['\r', '\n']));
        }
    }
}
