//! What stands in a cell: lists, links, yes and no, and the apostrophe that keeps a text from being a formula.
//!
//! Invariant: what is written here is read back as it was; and no text that is written is a formula to a spreadsheet.

use crate::faq::Link;
use crate::report::csv::guard;
use crate::text::canonical;

/// What separates wordings in a cell of one line.
pub(super) const BARS: &[char] = &['|', '｜'];
/// What separates keywords and ids.
pub(super) const COMMAS: &[char] = &['|', '｜', ',', '，', ';', '；', '、'];

/// Whether a spreadsheet may take the text for a formula.
fn is_formula(text: &str) -> bool {
    !text.starts_with('\'') && guard(text).starts_with('\'')
}

/// Whether an import takes an apostrophe off.
fn is_guarded(text: &str) -> bool {
    text.strip_prefix('\'').is_some_and(|rest| is_formula(rest.trim_start_matches('\'')))
}

/// The text as a CSV file has it.
pub(super) fn guarded(text: &str) -> String {
    if is_formula(text) || is_guarded(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text as a workbook has it, where nothing that is written as a text is a formula.
pub(super) fn literal(text: &str) -> String {
    if is_guarded(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text without the apostrophe that an export put in front.
pub(super) fn unguarded(text: &str) -> &str {
    if is_guarded(text) { &text[1..] } else { text }
}

/// A list as one cell, a line for each.
pub(super) fn join(items: &[String], separators: &[char]) -> String {
    let mut cell = items.join("\n");
    // a line break at its end says that line breaks separate
    if items.len() == 1 && cell.contains(separators) {
        cell.push('\n');
    }
    cell
}

/// The items of a list: its lines, or in a cell of one line what stands between the separators.
pub(super) fn split(cell: &str, separators: &[char]) -> Vec<String> {
    let is_separator = |character: char| match cell.contains('\n') {
        true => character == '\n',
        false => separators.contains(&character),
    };
    cell.split(is_separator).map(single_line).filter(|item| !item.is_empty()).collect()
}

/// A text with single spaces for every row of spaces and line breaks, without control characters, which a FAQ file
/// may not hold.
pub(super) fn single_line(text: &str) -> String {
    let visible: String =
        text.chars().filter(|character| character.is_whitespace() || !character.is_control()).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A link as a line: `Track a parcel https://example.com/track`.
pub(super) fn write_link(link: &Link) -> String {
    format!("{} {}", link.label, link.url)
}

/// A link of a line: a label and an address, `[label](address)`, or an address alone.
pub(super) fn read_link(line: &str) -> Link {
    let markdown =
        line.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')).and_then(|rest| rest.split_once("]("));
    let (label, url) = markdown.or_else(|| line.rsplit_once(' ')).unwrap_or((line, line));
    Link { label: label.trim().to_owned(), url: url.to_owned() }
}

/// Yes or no in the languages of the columns; `None` for anything else.
pub(super) fn truth(text: &str) -> Option<bool> {
    match canonical(text).as_str() {
        "true" | "yes" | "y" | "1" | "x" | "ja" | "wahr" | "oui" | "vrai" | "si" | "sí" | "sim" | "verdadero"
        | "verdadeiro" | "vero" | "да" | "是" | "对" | "はい" | "예" => Some(true),
        "false" | "no" | "n" | "0" | "nein" | "falsch" | "non" | "faux" | "falso" | "não" | "nee" | "нет" | "否"
        | "不是" | "いいえ" | "아니요" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn guards_come_off_again() {
        for (text, csv, xlsx) in [
            ("=1+1", "'=1+1", "=1+1"),
            ("- a list\n- of two", "'- a list\n- of two", "- a list\n- of two"),
            ("'=1", "''=1", "''=1"),
            ("'quoted'", "'quoted'", "'quoted'"),
            ("'", "'", "'"),
            ("\t=1", "'\t=1", "\t=1"),
            ("plain", "plain", "plain"),
        ] {
            assert_eq!((guarded(text).as_str(), literal(text).as_str()), (csv, xlsx), "{text:?}");
            assert_eq!((unguarded(csv), unguarded(xlsx)), (text, text));
        }
        // as another program wrote it
        assert_eq!(unguarded("'+49 30 1234"), "+49 30 1234");
        assert_eq!(unguarded("'tis the season"), "'tis the season");
    }

    #[test]
    fn lists_are_lines_or_have_bars() {
        assert_eq!(split("a | b|c", BARS), ["a", "b", "c"]);
        assert_eq!(split("a | b\nc", BARS), ["a | b", "c"]);
        assert_eq!(split("eta, 到哪了、track", COMMAS), ["eta", "到哪了", "track"]);
        assert_eq!(split("  \n ", BARS), [""; 0]);
    }

    #[test]
    fn links_have_labels() {
        let link = |label: &str, url: &str| Link { label: label.into(), url: url.into() };
        assert_eq!(read_link("Track a parcel https://example.com/t"), link("Track a parcel", "https://example.com/t"));
        assert_eq!(read_link("[Track](https://example.com/t)"), link("Track", "https://example.com/t"));
        assert_eq!(read_link("/help"), link("/help", "/help"));
    }

    #[test]
    fn yes_and_no_in_several_languages() {
        assert_eq!(
            ["Yes", "是", "JA", "0", "нет", "maybe"].map(truth),
            [Some(true); 3].into_iter().chain([Some(false), Some(false), None]).collect::<Vec<_>>()[..]
        );
    }

    proptest! {
        #[test]
        fn every_text_comes_back(text in "['=+@\\-\\t\\n a-c\u{200B}＝]{0,8}") {
            let (csv, xlsx) = (guarded(&text), literal(&text));
            prop_assert_eq!(unguarded(&csv), &text);
            prop_assert_eq!(unguarded(&xlsx), &text);
            prop_assert!(!is_formula(&csv));
        }

        #[test]
        fn every_list_comes_back(items in prop::collection::vec("[a-c|,;]{1,5}( [a-c|]{1,4})?", 0..4)) {
            for separators in [BARS, COMMAS] {
                prop_assert_eq!(&split(&join(&items, separators), separators), &items);
            }
        }
    }
}
