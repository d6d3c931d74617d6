//! Entries to the text of a FAQ file.
//!
//! Invariant: what is written is read back as the same entries, whatever the texts hold, and a person can read it:
//! answers stand below `answer: |` as they are, and quotes stand only where they are needed.

use super::{Entry, Link, dates, pages};
use crate::clock::TimeZone;
use crate::text::Lang;
use std::fmt::Write;

/// An entry in an editor's words: what stands in its file, place and layout aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryText {
    /// The id.
    pub id: String,
    /// The wordings, the title first.
    pub questions: Vec<String>,
    /// In CommonMark.
    pub answer: String,
    /// Messages that are just one of these get this answer.
    pub keywords: Vec<String>,
    /// Ids offered under the answer.
    pub follow_ups: Vec<String>,
    /// Buttons that open a page.
    pub links: Vec<Link>,
    /// Globs on the path of the page.
    pub pages: Vec<String>,
    /// In service from this date, as a file has it.
    pub from: Option<String>,
    /// In service through this date, as a file has it.
    pub until: Option<String>,
    /// Offered before the first question.
    pub pinned: bool,
    /// Hands the visitor to a person as well.
    pub handoff: bool,
}

impl EntryText {
    /// An entry as a file of a site in this time zone would have it.
    pub fn of(entry: &Entry, zone: &TimeZone) -> Self {
        let texts = |list: &[std::sync::Arc<str>]| list.iter().map(ToString::to_string).collect();
        Self {
            id: entry.id.to_string(),
            questions: entry.questions.iter().map(|wording| wording.text.clone()).collect(),
            answer: entry.answer.clone(),
            keywords: entry.keywords.clone(),
            follow_ups: texts(&entry.follow_ups),
            links: entry.links.clone(),
            pages: entry.pages.iter().map(|glob| pages::written(glob)).collect(),
            from: entry.from.map(|moment| dates::write_first(moment, zone)),
            until: entry.until.map(|moment| dates::write_last(moment, zone)),
            pinned: entry.pinned,
            handoff: entry.handoff,
        }
    }
}

/// A whole file.
pub fn document(topic: &str, lang: &Lang, entries: &[EntryText], synonyms: &[Vec<String>]) -> String {
    let mut yaml = format!("topic: {}\nlang: {}\n", scalar(topic), tag(lang));
    if !entries.is_empty() {
        yaml.push_str("entries:\n");
    }
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            yaml.push('\n');
        }
        write_entry(entry, &mut yaml);
    }
    if !synonyms.is_empty() {
        yaml.push_str("\nsynonyms:\n");
    }
    for group in synonyms {
        let _ = writeln!(yaml, "  - {}", flow(group));
    }
    yaml
}

/// An entry as it stands under `entries:` of a file.
pub fn entry(entry: &EntryText) -> String {
    let mut yaml = String::new();
    write_entry(entry, &mut yaml);
    yaml
}

/// `en` is text to every reader; Norwegian's `no` is false to some.
fn tag(lang: &Lang) -> String {
    if lang.as_str() == "no" { double_quoted("no") } else { lang.to_string() }
}

fn write_entry(entry: &EntryText, yaml: &mut String) {
    let _ = write!(yaml, "  - id: {}\n    questions:\n", id(&entry.id));
    for question in &entry.questions {
        let _ = writeln!(yaml, "      - {}", scalar(question));
    }
    write_answer(&entry.answer, yaml);
    for (key, words) in [("keywords", &entry.keywords), ("follow_ups", &entry.follow_ups)] {
        if !words.is_empty() {
            let _ = writeln!(yaml, "    {key}: {}", if key == "keywords" { flow(words) } else { ids(words) });
        }
    }
    if !entry.links.is_empty() {
        yaml.push_str("    links:\n");
    }
    for Link { label, url } in &entry.links {
        let _ = writeln!(yaml, "      - {{ label: {}, url: {} }}", scalar(label), scalar(url));
    }
    if !entry.pages.is_empty() {
        let _ = writeln!(yaml, "    pages: {}", flow(&entry.pages));
    }
    for (key, date) in [("from", &entry.from), ("until", &entry.until)] {
        if let Some(date) = date {
            let _ = writeln!(yaml, "    {key}: {date}");
        }
    }
    if entry.pinned {
        yaml.push_str("    pinned: true\n");
    }
    if entry.handoff {
        yaml.push_str("    handoff: true\n");
    }
}

/// Below `answer: |` where every character may stand there, else in quotes.
fn write_answer(answer: &str, yaml: &mut String) {
    // YAML 1.1 breaks lines at these, and a file may be read by other readers than ours
    let is_safe = |character: char| {
        !matches!(character, '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
            && (!character.is_control() || matches!(character, '\n' | '\t'))
    };
    let starts = answer.chars().next().is_some_and(|first| !first.is_whitespace());
    if !starts || !answer.chars().all(is_safe) {
        let _ = writeln!(yaml, "    answer: {}", double_quoted(answer));
        return;
    }
    yaml.push_str("    answer: |\n");
    for line in answer.split('\n') {
        if line.is_empty() {
            yaml.push('\n');
        } else {
            let _ = writeln!(yaml, "      {line}");
        }
    }
}

fn flow(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| scalar(word)).collect::<Vec<_>>().join(", "))
}

fn ids(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|word| id(word)).collect::<Vec<_>>().join(", "))
}

/// An id that is a word, or has a `-` after a letter, is text to every reader of YAML.
fn id(id: &str) -> String {
    let named = id.starts_with(|first: char| first.is_ascii_lowercase()) && id.contains('-') && !id.ends_with('-');
    if named || is_word(id) { id.to_owned() } else { double_quoted(id) }
}

/// A text as a YAML scalar: plain where that is safe beyond doubt, else in double quotes, everything unusual escaped.
pub fn scalar(text: &str) -> String {
    let plain = text.chars().next().is_some_and(char::is_alphabetic)
        && text.chars().all(|character| character.is_alphanumeric() || " ?!.'()/-？！。，、".contains(character))
        && !text.ends_with(' ')
        // what some reader of YAML takes for a number, a truth value or nothing
        && (text.contains(' ') || !text.is_ascii() || is_word(text))
        && text.chars().all(|character| character.is_ascii() || character >= '\u{C0}');
    if plain { text.to_owned() } else { double_quoted(text) }
}

/// A Latin word that no reader of YAML takes for anything else (YAML 1.1, bool and null).
fn is_word(text: &str) -> bool {
    const OTHERS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text.bytes().all(|byte| byte.is_ascii_alphabetic()) && !OTHERS.contains(&text.to_ascii_lowercase().as_str())
}

/// A text in double quotes, everything unusual escaped.
pub fn double_quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            ' '..='~' => quoted.push(character),
            character if character.is_alphanumeric() || is_plain_sign(character) => quoted.push(character),
            character if (character as u32) <= 0xFFFF => drop(write!(quoted, "\\u{:04X}", character as u32)),
            character => drop(write!(quoted, "\\U{:08X}", character as u32)),
        }
    }
    quoted.push('"');
    quoted
}

/// Signs of other scripts, their marks and pictures, which a person reads better than their numbers. What cannot be seen
/// (format characters such as U+061C) is no sign.
fn is_plain_sign(character: char) -> bool {
    let code = character as u32;
    let is_sign = matches!(code, 0xA1..=0xAC | 0xAE..=0xBF | 0x2010..=0x2027 | 0x20A0..=0x20BF | 0x3001..=0x303F | 0xFF01..=0xFF5E);
    let is_of_script = matches!(code, 0x300..=0x61B | 0x61D..=0x6DC | 0x6DE..=0x70E | 0x710..=0x88F | 0x8E3..=0x180A | 0x1810..=0x1FFF);
    let is_picture = matches!(code, 0x2600..=0x27BF | 0xFE0F | 0x1F300..=0x1FAFF);
    is_sign || is_of_script || is_picture
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::load::{LoadSettings, load_texts};
    use proptest::prelude::*;

    #[test]
    fn words_of_visitors_cannot_break_out() {
        for plain in ["Why is it late?", "退货要多久？", "Shipping", "eta"] {
            assert_eq!(scalar(plain), plain);
        }
        for (text, expected) in [
            ("- id: x", "\"- id: x\""),
            ("a: b", "\"a: b\""),
            ("yes", "\"yes\""),
            ("null", "\"null\""),
            ("say \"hi\" \\ bye", "\"say \\\"hi\\\" \\\\ bye\""),
            ("a #b", "\"a #b\""),
            ("[email] please", "\"[email] please\""),
            ("tab\there", "\"tab\\u0009here\""),
            ("smile 😀 ❤️ \u{FFFF}", "\"smile 😀 ❤️ \\uFFFF\""),
            ("هل تبيعون؟ \u{61C}", "\"هل تبيعون؟ \\u061C\""),
            ("a\u{200D}b \u{202E}c", "\"a\\u200Db \\u202Ec\""),
            ("", "\"\""),
        ] {
            assert_eq!(scalar(text), expected);
        }
    }

    #[test]
    fn a_file_reads_as_an_editor_would_have_written_it() {
        let entry = EntryText {
            id: "delivery-time".into(),
            questions: vec!["How long does delivery take?".into(), "ETA: when?".into()],
            answer: "Orders leave **today**.\n\n- by bike\n- by train".into(),
            keywords: vec!["eta".into(), "arrival".into()],
            follow_ups: vec!["order-status".into()],
            links: vec![Link { label: "Track a parcel".into(), url: "https://example.com/track".into() }],
            pages: vec!["/checkout/**".into()],
            from: Some("2026-11-20".into()),
            until: None,
            pinned: true,
            handoff: true,
        };
        let synonyms = [vec!["parcel".to_owned(), "package".to_owned()]];
        assert_eq!(
            document("Shipping", &Lang::english(), &[entry], &synonyms),
            "topic: Shipping\nlang: en\nentries:\n  - id: delivery-time\n    questions:\n      \
             - How long does delivery take?\n      - \"ETA: when?\"\n    answer: |\n      Orders leave **today**.\n\n      \
             - by bike\n      - by train\n    keywords: [eta, arrival]\n    follow_ups: [order-status]\n    \
             links:\n      - { label: Track a parcel, url: \"https://example.com/track\" }\n    \
             pages: [\"/checkout/**\"]\n    from: 2026-11-20\n    pinned: true\n    handoff: true\n\nsynonyms:\n  - [parcel, package]\n"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn what_is_written_is_read_back(
            id in "[a-z0-9-]{1,12}",
            question in "[^\\p{C}\\s]([^\\p{C}]{0,30}[^\\p{C}\\s])?",
            answer in "[^\\p{C}\\s]([^\\p{Cc}]|\n|\t){0,60}",
            keyword in "[^\\p{C}\\s]{1,8}",
            topic in "[^\\p{C}\\s]{1,8}",
        ) {
            let zone = TimeZone::UTC;
            let single = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let entry = EntryText {
                id,
                questions: vec![single(&question), format!("{} too", single(&question))],
                // shown as code, so that whatever it holds shows something and links nowhere
                answer: format!("Answer:\n\n    {}", answer.trim_end().replace('\n', "\n    ").trim_end()),
                keywords: vec![keyword],
                ..EntryText::default()
            };
            let text = document(&topic, &Lang::english(), std::slice::from_ref(&entry), &[]);
            let settings = LoadSettings { time_zone: zone.clone(), langs: vec![Lang::english()] };
            let loaded = load_texts(&[("faq/a.yaml".into(), text.clone())], &settings, crate::clock::from_millis(0));
            let catalog = loaded.catalog.ok_or_else(|| TestCaseError::fail(format!("{:?}\n{text}", loaded.problems)))?;
            prop_assert_eq!(EntryText::of(&catalog.entries[0], &zone), entry, "{}", text);
            prop_assert_eq!(&*catalog.entries[0].topic, &*topic);
        }
    }
}
