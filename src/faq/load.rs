//! A FAQ folder, or texts that are to become one, to a catalog and all problems.
//!
//! Invariant: there is a catalog exactly where there is no error; the problems of all files come at once, in the order
//! of their places.

use super::checks::{self, Unread};
use super::entry::Draft;
use super::file::{self, FileDraft};
use super::limits::{MAX_ENTRIES, MAX_FILE_BYTES, MAX_FOLDER_BYTES};
use super::pages::Globs;
use super::read::{self, Refusal};
use super::source::Source;
use super::{Catalog, Entry, Place, Problem, Severity, SynonymGroup, lint};
use crate::clock::{TimeZone, Timestamp};
use crate::ids;
use crate::text::Lang;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

/// How a FAQ is read.
#[derive(Clone, Debug)]
pub struct LoadSettings {
    /// The zone of the dates in `from` and `until`.
    pub time_zone: TimeZone,
    /// The languages in which the site answers.
    pub langs: Vec<Lang>,
}

/// What became of a folder.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The FAQ; `None` if there is any error.
    pub catalog: Option<Catalog>,
    /// Errors and warnings, ordered by path, line and column.
    pub problems: Vec<Problem>,
    /// Whether the folder changed while it was read. Then the problems say so, and what is served stays; the folder is
    /// read again when it rests.
    pub changed: bool,
}

impl Loaded {
    /// The number of errors.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }
}

/// Reads a folder. Blocks: for milliseconds, or seconds for a folder at its limits.
pub fn load(dir: &Path, settings: &LoadSettings, now: Timestamp) -> Loaded {
    load_changed(dir, &[], settings, now)
}

/// A file that is to be written with this text, or removed: its path within the folder, and the text.
pub type Change = (String, Option<String>);

/// Reads a folder as it would be after some changes, of which nothing is written. Blocks like [`load`].
pub fn load_changed(dir: &Path, changes: &[Change], settings: &LoadSettings, now: Timestamp) -> Loaded {
    let folder = read::read(dir);
    let shown = shown_dir(dir);
    let mut assembly = Assembly::default();
    let begins = changes.iter().any(|(_, text)| text.is_some()) && read::is_empty(dir);
    for refusal in folder.refusals.iter().filter(|_| !begins) {
        assembly.refuse(&shown, refusal);
    }
    let mut files: BTreeMap<String, (Vec<u8>, Option<i64>)> =
        folder.files.into_iter().map(|file| (file.relative, (file.bytes, Some(file.modified)))).collect();
    for (relative, text) in changes {
        match text {
            Some(text) => drop(files.insert(relative.clone(), (text.clone().into_bytes(), None))),
            None => drop(files.remove(relative)),
        }
    }
    for (relative, (bytes, modified)) in files {
        let path = shown_path(&shown, &relative);
        assembly.add(&path, &relative, &bytes);
        if let Some(modified) = modified {
            assembly.modified.insert(path.into(), modified);
        }
    }
    let mut loaded = assembly.finish(settings, now);
    loaded.changed = folder.changed;
    loaded
}

/// The folder as problems name it.
fn shown_dir(dir: &Path) -> String {
    let shown = dir.to_string_lossy();
    match shown.trim_end_matches(['/', std::path::MAIN_SEPARATOR]) {
        "" => shown.into_owned(),
        trimmed => trimmed.to_owned(),
    }
}

/// A file of a folder as problems and places name it: `faq/en/delivery.yaml`.
pub fn shown_file(dir: &Path, relative: &str) -> String {
    shown_path(&shown_dir(dir), relative)
}

/// Reads texts, each with the path under which its problems are told.
pub fn load_texts(files: &[(String, String)], settings: &LoadSettings, now: Timestamp) -> Loaded {
    let mut assembly = Assembly::default();
    let mut total = 0;
    let mut ordered: Vec<&(String, String)> = files.iter().collect();
    ordered.sort();
    for (path, text) in ordered {
        let bytes = text.len() as u64;
        total += bytes;
        if bytes > MAX_FILE_BYTES || total > MAX_FOLDER_BYTES {
            let message = format!(
                "a file has at most {} MiB and all files {} MiB; split or shorten it",
                MAX_FILE_BYTES >> 20,
                MAX_FOLDER_BYTES >> 20
            );
            assembly.refuse("", &Refusal { relative: path.clone(), message });
            break;
        }
        assembly.add(path, path, text.as_bytes());
    }
    assembly.finish(settings, now)
}

/// Reads a folder as it would be with further files, each with the path under which its problems are told; it may not
/// be there yet. Blocks like [`load`].
pub fn load_with(dir: &Path, files: &[(String, String)], settings: &LoadSettings, now: Timestamp) -> Loaded {
    let mut assembly = Assembly::default();
    if !read::is_empty(dir) {
        let folder = read::read(dir);
        let shown = dir.to_string_lossy();
        folder.refusals.iter().for_each(|refusal| assembly.refuse(&shown, refusal));
        for file in folder.files {
            assembly.add(&shown_path(&shown, &file.relative), &file.relative, &file.bytes);
        }
    }
    files.iter().for_each(|(path, text)| assembly.add(path, path, text.as_bytes()));
    assembly.finish(settings, now)
}

/// The path as the user knows it.
fn shown_path(dir: &str, relative: &str) -> String {
    match (dir, relative) {
        ("", relative) => relative.to_owned(),
        (dir, "") => dir.to_owned(),
        (dir, relative) => format!("{}/{relative}", dir.trim_end_matches('/')),
    }
}

/// The folder as it comes together.
#[derive(Default)]
struct Assembly {
    drafts: Vec<Draft>,
    synonyms: Vec<SynonymGroup>,
    problems: Vec<Problem>,
    globs: Globs,
    /// The sources, read with the settings at the end.
    sources: Vec<Source>,
    /// Paths and digests of all files, of which the version is made.
    digests: String,
    /// Whether there is a file of which nothing could be read.
    unread: bool,
    /// When each file was last written, by its path as shown, in milliseconds since 1970.
    modified: HashMap<Arc<str>, i64>,
}

impl Assembly {
    fn refuse(&mut self, dir: &str, refusal: &Refusal) {
        let path = Arc::from(shown_path(dir, &refusal.relative));
        let place = Place { path, line: 1, column: 1 };
        self.problems.push(Problem { place, severity: Severity::Error, message: refusal.message.clone() });
        self.unread = true;
    }

    fn add(&mut self, path: &str, relative: &str, bytes: &[u8]) {
        self.digests.push_str(&format!("{relative}\0{}\n", ids::digest(bytes)));
        match std::str::from_utf8(bytes) {
            Ok(text) => self.sources.push(Source::new(path, text)),
            Err(error) => {
                let valid = error.valid_up_to();
                let head = Source::new(path, std::str::from_utf8(&bytes[..valid]).unwrap_or(""));
                let message = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
                    "the file is UTF-16; save it as UTF-8".to_owned()
                } else {
                    format!("the byte {:#04X} at offset {valid} is not UTF-8; save the file as UTF-8", bytes[valid])
                };
                let place = head.place(head.text().len());
                self.problems.push(Problem { place, severity: Severity::Error, message });
                self.unread = true;
            }
        }
    }

    fn finish(mut self, settings: &LoadSettings, now: Timestamp) -> Loaded {
        let sources = std::mem::take(&mut self.sources);
        let mut unread = Unread { texts: Vec::new(), others: self.unread };
        for source in &sources {
            let draft = file::read(source, &settings.time_zone, &mut self.globs);
            if !draft.complete {
                unread.texts.push(source.text());
            }
            self.take(draft);
            // the check below tells of the first entry beyond
            if self.drafts.len() > MAX_ENTRIES {
                unread.others = true;
                break;
            }
        }
        if sources.is_empty() && self.problems.is_empty() {
            let place = Place { path: Arc::from("faq"), line: 1, column: 1 };
            let message = "there is no FAQ file; `deskbell schema` prints the format".to_owned();
            self.problems.push(Problem { place, severity: Severity::Error, message });
        } else if let (Some(source), true, true) = (sources.first(), self.drafts.is_empty(), self.problems.is_empty()) {
            let message = "there is no entry in any file, only synonyms; write `entries`".to_owned();
            self.problems.push(Problem { place: source.place(0), severity: Severity::Error, message });
        }
        self.problems.extend(checks::check(&self.drafts, &unread));
        self.conclude(settings, now)
    }

    fn take(&mut self, draft: FileDraft) {
        self.drafts.extend(draft.entries);
        self.synonyms.extend(draft.synonyms);
        self.problems.extend(draft.problems);
    }

    /// Adds the warnings and makes the catalog.
    fn conclude(mut self, settings: &LoadSettings, now: Timestamp) -> Loaded {
        let whole = !self.problems.iter().any(|problem| problem.severity == Severity::Error);
        let entries: Vec<Arc<Entry>> = self.drafts.into_iter().filter_map(Draft::finish).map(Arc::new).collect();
        self.problems.extend(lint::entries(&entries, now));
        if whole {
            // with errors an entry may only seem to be missing
            self.problems.extend(lint::translations(&entries, &settings.langs));
        }
        self.problems.sort();
        self.problems.dedup();
        // 48 bits suffice to tell the states of one folder from another, and can be read aloud
        let version = ids::digest(self.digests.as_bytes()).chars().take(12).collect();
        let catalog = whole.then(|| Catalog::new(entries, self.synonyms, version).with_times(self.modified));
        Loaded { catalog, problems: self.problems, changed: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::limits::{MAX_ANSWER_BYTES, MAX_QUESTION_CHARACTERS};
    use proptest::prelude::*;

    fn settings(langs: &[&str]) -> LoadSettings {
        LoadSettings {
            time_zone: TimeZone::get("Europe/Berlin").unwrap(),
            langs: langs.iter().map(|tag| Lang::parse(tag).unwrap()).collect(),
        }
    }

    fn noon() -> Timestamp {
        "2026-11-20T11:00:00Z".parse().unwrap()
    }

    fn load_all(files: &[(&str, &str)], langs: &[&str]) -> Loaded {
        let files: Vec<(String, String)> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        load_texts(&files, &settings(langs), noon())
    }

    fn shown(loaded: &Loaded) -> Vec<String> {
        loaded.problems.iter().map(ToString::to_string).collect()
    }

    /// All problems of one English file.
    fn problems(text: &str) -> Vec<String> {
        let loaded = load_all(&[("faq/en.yaml", text)], &["en"]);
        assert_eq!(loaded.catalog.is_none(), loaded.errors() > 0);
        shown(&loaded)
    }

    const HEAD: &str = "topic: T\nlang: en\nentries:\n";

    /// The problems of a file with one entry, whose lines start on line 4 of the file.
    fn entry_problems(entry: &str) -> Vec<String> {
        let mut text = HEAD.to_owned();
        for (at, line) in entry.lines().enumerate() {
            text.push_str(if at == 0 { "  - " } else { "    " });
            text.push_str(line);
            text.push('\n');
        }
        problems(&text)
    }

    /// A whole entry with these further lines.
    fn with(lines: &str) -> String {
        format!("id: a\nquestions: [one way, another way]\nanswer: Yes.\n{lines}")
    }

    fn valid(id: &str) -> String {
        format!("  - id: {id}\n    questions: [is it {id}, '{id}, is it']\n    answer: Yes.\n")
    }

    #[test]
    fn every_key_of_the_contract_is_read() {
        let text = "\u{FEFF}# yaml-language-server: $schema=faq.schema.json\r\n\
            topic: Shipping\r\n\
            lang: pt_BR                     # BCP 47\r\n\
            entries:\r\n\
            \x20 - id: delivery-time\r\n\
            \x20   questions:\r\n\
            \x20     - How long does delivery take?\r\n\
            \x20     - When  will my\r\n\
            \x20       parcel arrive?\r\n\
            \x20   answer: |\r\n\
            \x20     Orders placed before **14:00** leave the same day.\r\n\
            \x20   keywords: [eta, \"when: now\"]\r\n\
            \x20   follow_ups: [order-status]\r\n\
            \x20   links:\r\n\
            \x20     - { label: Track a parcel, url: https://example.com/track }\r\n\
            \x20   pages: [\"/checkout/**\"]\r\n\
            \x20   from: 2026-11-20\r\n\
            \x20   until: 2026-11-30\r\n\
            \x20   pinned: true\r\n\
            \x20   handoff: true\r\n\
            \x20 - id: order-status\r\n\
            \x20   questions: [Where is it?, Is it lost?]\r\n\
            \x20   answer: On its way.\r\n\
            synonyms:\r\n\
            \x20 - [parcel, package, consignment]\r\n";
        let loaded = load_all(&[("faq/pt/shipping.yaml", text)], &["pt-br"]);
        assert_eq!(shown(&loaded), [""; 0]);
        let catalog = loaded.catalog.unwrap();
        let entry = catalog.get(&Lang::parse("pt-br").unwrap(), "delivery-time").unwrap();
        assert_eq!((&*entry.topic, entry.title()), ("Shipping", "How long does delivery take?"));
        assert_eq!(entry.questions[1].text, "When will my parcel arrive?");
        assert_eq!(entry.questions[1].place, Place { path: Arc::from("faq/pt/shipping.yaml"), line: 8, column: 9 });
        assert_eq!(entry.place, Place { path: Arc::from("faq/pt/shipping.yaml"), line: 5, column: 5 });
        assert_eq!(entry.answer, "Orders placed before **14:00** leave the same day.");
        assert_eq!(entry.content.text, "Orders placed before 14:00 leave the same day.");
        assert_eq!(entry.keywords, ["eta", "when: now"]);
        assert_eq!(entry.follow_ups.iter().map(|id| &**id).collect::<Vec<_>>(), ["order-status"]);
        assert_eq!((&*entry.links[0].label, &*entry.links[0].url), ("Track a parcel", "https://example.com/track"));
        assert!(entry.prefers_page("/checkout/payment") && !entry.prefers_page("/"));
        assert_eq!(entry.from.unwrap().to_string(), "2026-11-19T23:00:00Z");
        assert_eq!(entry.until.unwrap().to_string(), "2026-11-30T23:00:00Z");
        assert!(entry.pinned && entry.handoff && !entry.small_talk);
        assert_eq!(catalog.entries.len(), 2);
        assert!(!catalog.entries[1].pinned && !catalog.entries[1].handoff && catalog.entries[1].from.is_none());
        assert_eq!(catalog.synonyms[0].words, ["parcel", "package", "consignment"]);
        assert_eq!(catalog.synonyms[0].lang.as_str(), "pt-br");
        assert_eq!(catalog.version.len(), 12);
    }

    #[test]
    fn small_talk_is_known_by_the_files_name() {
        let text = format!("{HEAD}{}", valid("hello"));
        for (path, expected) in [
            ("faq/en/small-talk.yaml", true),
            ("small-talk.yml", true),
            ("faq/small-talk/en.yaml", false),
            ("faq/en/no-small-talk.yaml", false),
        ] {
            let catalog = load_all(&[(path, &text)], &["en"]).catalog.unwrap();
            assert_eq!(catalog.entries[0].small_talk, expected, "{path}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_file() {
        let empty = "the file is empty; a file needs `topic`, `lang` and `entries`, and `deskbell schema` prints the \
                     format";
        for (text, expected) in [
            ("", vec![format!("1:1: error: {empty}")]),
            ("\u{FEFF}# soon\n", vec![format!("1:1: error: {empty}")]),
            (
                "- a\n",
                vec![
                    "1:1: error: a FAQ file must be a mapping with the keys `topic`, `lang`, `entries` and `synonyms`, \
                     found a list"
                        .to_owned(),
                ],
            ),
            (
                "topic:\nlnag: en\nextra: 1\n",
                vec![
                    "1:1: error: `topic` is empty; write what the file is about, such as Shipping".to_owned(),
                    "1:1: error: missing `entries`; a file needs `topic`, `lang` and `entries`".to_owned(),
                    "1:1: error: missing `lang`; a file needs `topic`, `lang` and `entries`".to_owned(),
                    "2:1: error: unknown key `lnag`; did you mean `lang`?".to_owned(),
                    "3:1: error: unknown key `extra`; the nearest known key is `entries` (a FAQ file has `topic`, \
                     `lang`, `entries` and `synonyms`)"
                        .to_owned(),
                ],
            ),
            (
                "topic: ''\nlang: english\nentries: []\n",
                vec![
                    "1:8: error: `topic` is empty; write what the file is about, such as Shipping".to_owned(),
                    "2:7: error: `english` is no language tag; write a BCP 47 tag such as en, zh or pt-br".to_owned(),
                    "3:10: error: `entries` is empty; write each entry below it, after `- `".to_owned(),
                ],
            ),
            (
                "topic: 7\nlang: [en]\nentries: none\nsynonyms: {a: b}\n",
                vec![
                    "1:8: error: `topic` must be a text, found the number `7`; put it in quotes".to_owned(),
                    "2:7: error: `lang` must be a text, found a list; write a BCP 47 tag such as en, zh or pt-br"
                        .to_owned(),
                    "3:10: error: `entries` must be a list, found the text `none`; write each entry below it, after \
                     `- `"
                        .to_owned(),
                    "4:11: error: `synonyms` must be a list, found a mapping; write groups of words such as \
                     `- [parcel, package]`"
                        .to_owned(),
                ],
            ),
            (
                "topic: T\nlang: en\nsynonyms:\n  - [a, b]\n",
                vec!["1:1: error: there is no entry in any file, only synonyms; write `entries`".to_owned()],
            ),
        ] {
            let expected: Vec<String> = expected.iter().map(|problem| format!("faq/en.yaml:{problem}")).collect();
            assert_eq!(problems(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_synonyms() {
        let text =
            format!("{HEAD}{}synonyms:\n  - [one]\n  - [Two, two!]\n  - three\n  - [four, 4]\n  -\n", valid("a"));
        let two = "a group of `synonyms` needs two different words or more; add one or remove it";
        let hint = "write groups of words such as `- [parcel, package]`";
        assert_eq!(
            problems(&text),
            [
                format!("faq/en.yaml:8:5: error: {two}"),
                format!("faq/en.yaml:9:5: error: {two}"),
                format!("faq/en.yaml:10:5: error: an item of `synonyms` must be a list, found the text `three`; {hint}"),
                "faq/en.yaml:11:12: error: an item of `synonyms` must be a text, found the number `4`; put it in quotes"
                    .to_owned(),
                format!("faq/en.yaml:12:3: error: an item of `synonyms` is empty; {hint}"),
            ]
        );
    }

    #[test]
    fn what_is_wrong_with_an_entry() {
        let keys = "the keys `id`, `questions`, `answer`, `keywords`, `follow_ups`, `links`, `pages`, `from`, `until`, \
                    `pinned` and `handoff`";
        let needs = "an entry needs `id`, `questions` and `answer`";
        let wordings = "write each wording on a line of its own, after `- `";
        for (entry, expected) in [
            (
                "just text".to_owned(),
                vec![format!(
                    "4:5: error: an entry must be a mapping with {keys}, found the text \
                                                   `just text`"
                )],
            ),
            (
                "pinned: false".to_owned(),
                vec![
                    format!("4:5: error: missing `answer`; {needs}"),
                    format!("4:5: error: missing `id`; {needs}"),
                    format!("4:5: error: missing `questions`; {needs}"),
                ],
            ),
            (
                "id:\nquestions:\nanswer:".to_owned(),
                vec![
                    "4:5: error: `id` is empty; write a short name such as delivery-time".to_owned(),
                    format!("5:5: error: `questions` is empty; {wordings}"),
                    "6:5: error: `answer` is empty; write the answer below `answer: |`, indented".to_owned(),
                ],
            ),
            (
                "id: Delivery Time (EU)\nquestions: How long?\nanswer: [a]".to_owned(),
                vec![
                    "4:9: error: the id `Delivery Time (EU)` has characters other than a to z, 0 to 9 and -; write \
                     `delivery-time-eu`"
                        .to_owned(),
                    format!("5:16: error: `questions` must be a list, found the text `How long?`; {wordings}"),
                    "6:13: error: `answer` must be a text, found a list; write the answer below `answer: |`, indented"
                        .to_owned(),
                ],
            ),
            (
                "id: 退款\nquestions: []\nanswer: ' '".to_owned(),
                vec![
                    "4:9: error: the id `退款` has characters other than a to z, 0 to 9 and -; write `delivery-time`"
                        .to_owned(),
                    format!("5:16: error: `questions` is empty; {wordings}"),
                    "6:13: error: `answer` is empty; write the answer below `answer: |`, indented".to_owned(),
                ],
            ),
            (
                "id: 404\nquestions: [404, true, [a], '', ok]\nanswer: 42".to_owned(),
                vec![
                    "4:9: error: `id` must be a text, found the number `404`; put it in quotes".to_owned(),
                    "5:17: error: an item of `questions` must be a text, found the number `404`; put it in quotes"
                        .to_owned(),
                    "5:22: error: an item of `questions` must be a text, found `true`; put it in quotes".to_owned(),
                    format!("5:28: error: an item of `questions` must be a text, found a list; {wordings}"),
                    format!("5:33: error: an item of `questions` is empty; {wordings}"),
                    "6:13: error: `answer` must be a text, found the number `42`; put it in quotes".to_owned(),
                ],
            ),
            (
                "id: a\nquestions: [x, \"y\\u0000z\"]\nanswer: \"a\\eb\"\nkeywords: [\"\\x9b\"]".to_owned(),
                vec![
                    "5:20: error: an item of `questions` contains the control character U+0000; remove it".to_owned(),
                    "6:13: error: `answer` contains the control character U+001B; remove it".to_owned(),
                    "7:16: error: an item of `keywords` contains the control character U+009B; remove it".to_owned(),
                ],
            ),
            (
                with("question: x\nfollowups: [a]\nLinks: []\ncolour: red\npinned: yes"),
                vec![
                    "7:5: error: unknown key `question`; did you mean `questions`?".to_owned(),
                    "8:5: error: unknown key `followups`; did you mean `follow_ups`?".to_owned(),
                    "9:5: error: unknown key `Links`; did you mean `links`?".to_owned(),
                    "10:5: error: unknown key `colour`; the nearest known key is `answer` (an entry has `id`, \
                     `questions`, `answer`, `keywords`, `follow_ups`, `links`, `pages`, `from`, `until`, `pinned` and \
                     `handoff`)"
                        .to_owned(),
                    "11:13: error: `pinned` must be true or false, found the text `yes`; write true or false"
                        .to_owned(),
                ],
            ),
            (
                with("id: b"),
                vec!["7:5: error: duplicate key `id`: it is already set on line 4; keep one of them".to_owned()],
            ),
            (
                with("keywords: eta\nfollow_ups: b\nlinks: https://example.com\npages: /a\npinned:"),
                vec![
                    "7:15: error: `keywords` must be a list, found the text `eta`; write a list such as [eta, tracking]"
                        .to_owned(),
                    "8:17: error: `follow_ups` must be a list, found the text `b`; write a list of ids such as \
                     [order-status]"
                        .to_owned(),
                    "9:12: error: `links` must be a list, found the text `https://example.com`; write a list such as \
                     [{ label: Track a parcel, url: https://example.com/track }]"
                        .to_owned(),
                    "10:12: error: `pages` must be a list, found the text `/a`; write a list of paths such as \
                     [\"/checkout/**\"]"
                        .to_owned(),
                    "11:5: error: `pinned` must be true or false, found nothing; write true or false".to_owned(),
                ],
            ),
        ] {
            let mut found = entry_problems(&entry);
            found.retain(|problem| !problem.contains("single wording"));
            let expected: Vec<String> = expected.iter().map(|problem| format!("faq/en.yaml:{problem}")).collect();
            assert_eq!(found, expected, "{entry}");
        }
    }

    #[test]
    fn what_is_wrong_with_dates() {
        let forms = "write 2026-11-20, 2026-11-20 09:00 or 2026-11-20T09:00+08:00";
        for (lines, expected) in [
            ("from: 20.11.2026", format!("7:11: error: `from`: `20.11.2026` is no date; {forms}")),
            ("until: 2026-02-30", format!("7:12: error: `until`: `2026-02-30` is no date; {forms}")),
            ("from: 2026", "7:11: error: `from` must be a text, found the number `2026`; put it in quotes".to_owned()),
            (
                "from: 2026-12-01\nuntil: 2026-11-30",
                "7:11: error: `from` (`2026-12-01`) is after `until` (`2026-11-30`); swap them or correct one"
                    .to_owned(),
            ),
            (
                "from: 2026-12-01 10:00\nuntil: 2026-12-01 09:59",
                "7:11: error: `from` (`2026-12-01 10:00`) is after `until` (`2026-12-01 09:59`); swap them or correct \
                 one"
                .to_owned(),
            ),
        ] {
            assert_eq!(entry_problems(&with(lines)), [format!("faq/en.yaml:{expected}")]);
        }
        for lines in ["from: 2026-12-01\nuntil: 2026-12-01", "from: '2026-12-01 10:00'\nuntil: 2026-12-01"] {
            assert_eq!(entry_problems(&with(lines)), [""; 0]);
        }
    }

    #[test]
    fn what_is_wrong_with_pages() {
        assert_eq!(
            entry_problems(&with("pages: ['/a[', checkout/**, https://example.com/shop/*, '', '/ok/*']")),
            [
                "faq/en.yaml:7:13: error: `/a[` is no page pattern (unclosed character class; missing ']'); write a \
                 path such as /checkout/**",
                "faq/en.yaml:7:20: warning: `checkout/**` matches no page, since paths start with /; write \
                 `/checkout/**`",
                "faq/en.yaml:7:33: warning: `https://example.com/shop/*` matches no page, since paths start with /; \
                 write `/shop/*`",
                "faq/en.yaml:7:61: error: an item of `pages` is empty; write a list of paths such as [\"/checkout/**\"]",
            ]
        );
    }

    #[test]
    fn what_is_wrong_with_links() {
        let remedy = "write an address that starts with https://, http://, mailto: or tel:, or a path of this site such \
                      as /help";
        assert_eq!(
            entry_problems(&with(
                "links:\n  - { label: x, url: 'javascript:alert(1)' }\n  - { label: x, url: \"java\\tscript:x\" }\n  - \
                 { label: x, url: //evil.example }\n  - { lable: x, url: /ok }\n  - { label: '', url: 7 }\n  - /help"
            )),
            [
                format!("faq/en.yaml:8:26: error: unsafe link `javascript:alert(1)`: `javascript:` is not a safe kind of \
                         address; {remedy}"),
                "faq/en.yaml:9:26: error: unsafe link `java\\tscript:x`: it contains a space or a control character; \
                 remove it, or write a space as %20"
                    .to_owned(),
                "faq/en.yaml:10:26: error: unsafe link `//evil.example`: `//` at the start leads to another site; write \
                 https:// if that is meant"
                    .to_owned(),
                "faq/en.yaml:11:9: error: missing `label`; a link needs `label` and `url`".to_owned(),
                "faq/en.yaml:11:11: error: unknown key `lable`; did you mean `label`?".to_owned(),
                "faq/en.yaml:12:18: error: `label` is empty; write what the button says".to_owned(),
                "faq/en.yaml:12:27: error: `url` must be a text, found the number `7`; put it in quotes".to_owned(),
                "faq/en.yaml:13:9: error: a link must be a mapping with the keys `label` and `url`, found the text \
                 `/help`"
                    .to_owned(),
            ]
        );
    }

    #[test]
    fn unsafe_links_in_answers_are_found_where_they_stand() {
        let remedy = "write an address that starts with https://, http://, mailto: or tel:, or a path of this site such \
                      as /help";
        let refused = |place: &str, url: &str, scheme: &str| {
            format!(
                "faq/en.yaml:{place}: error: unsafe link `{url}`: `{scheme}:` is not a safe kind of address; {remedy}"
            )
        };
        let entry = |answer: &str| format!("id: a\nquestions: [one way, another way]\n{answer}");
        // under `|`, also below blank lines and in lists; through a definition: where it is used
        assert_eq!(
            entry_problems(&entry(
                "answer: |\n\n  退款 [x](javascript:1)\n\n  - **a** [y](data:2), [z][r]\n\n  [r]: vbscript:3"
            )),
            [
                refused("8:10", "javascript:1", "javascript"),
                refused("10:15", "data:2", "data"),
                refused("10:28", "vbscript:3", "vbscript"),
            ]
        );
        // in quotes and folded: the address itself, each in turn
        assert_eq!(
            entry_problems(&entry("answer: '[x](javascript:1) [y](javascript:1)'")),
            [refused("6:18", "javascript:1", "javascript"), refused("6:36", "javascript:1", "javascript")]
        );
        assert_eq!(
            entry_problems(&entry("answer: >-\n  see\n  [x](javascript:1)")),
            [refused("8:11", "javascript:1", "javascript")]
        );
        // hidden by an escape: the start of the answer
        assert_eq!(
            entry_problems(&entry("answer: '[x](javascript&#58;1)'")),
            [refused("6:13", "javascript:1", "javascript")]
        );
        assert_eq!(
            entry_problems(&entry("answer: '![x](data:1) [](</a b>) []()'")),
            [
                format!("faq/en.yaml:6:13: error: unsafe link ``: it is empty; {remedy}"),
                "faq/en.yaml:6:19: error: unsafe picture `data:1`: `data:` is not a safe kind of address; write an \
                 address that starts with https:// or http://, or a path of this site such as /help.png"
                    .to_owned(),
                "faq/en.yaml:6:31: error: unsafe link `/a b`: it contains a space or a control character; remove it, or \
                 write a space as %20"
                    .to_owned(),
            ]
        );
    }

    #[test]
    fn limits_are_told() {
        let long = "x".repeat(MAX_QUESTION_CHARACTERS + 1);
        let just = "退".repeat(MAX_QUESTION_CHARACTERS);
        assert_eq!(
            entry_problems(&format!("id: a\nquestions: [{just}, {long}]\nanswer: y"))[1..],
            ["faq/en.yaml:5:1019: error: a wording has 1001 characters, more than 1000; shorten it to what a visitor \
              would type"]
        );
        let many: Vec<String> = (0..=500).map(|at| format!("w{at}")).collect();
        assert_eq!(
            entry_problems(&format!("id: a\nquestions:\n  - {}\nanswer: y", many.join("\n  - "))),
            ["faq/en.yaml:506:9: error: `questions` has 501 wordings, more than 500; split the entry"]
        );
        let answer = "x".repeat(MAX_ANSWER_BYTES);
        assert_eq!(entry_problems(&format!("id: a\nquestions: [b, c]\nanswer: {answer}")), [""; 0]);
        assert_eq!(
            entry_problems(&format!("id: a\nquestions: [b, c]\nanswer: {answer}x")),
            ["faq/en.yaml:6:13: error: `answer` has 65537 bytes, more than 65536; shorten it and link to a page"]
        );
        assert_eq!(
            entry_problems(&format!("id: a\nquestions: [b, c]\nanswer: '{}x'", ">".repeat(40))),
            ["faq/en.yaml:6:13: error: `answer` nests more than 32 levels deep; write it flatter"]
        );
        assert_eq!(
            entry_problems("id: a\nquestions: [b, c]\nanswer: '[x]: /y'"),
            ["faq/en.yaml:6:13: error: `answer` shows nothing; write the answer below `answer: |`, indented"]
        );
    }

    #[test]
    fn the_number_of_entries_is_limited() {
        let text = |from: usize, to: usize| {
            let entries = (from..to).map(|at| format!("  - {{ id: e{at}, questions: [q{at}, r{at}], answer: y }}\n"));
            format!("{HEAD}{}", entries.collect::<String>())
        };
        let (first, second) = (text(0, 60_000), text(60_000, 100_002));
        let loaded = load_all(&[("faq/a.yaml", &first), ("faq/b.yaml", &second)], &["en"]);
        assert_eq!(
            shown(&loaded),
            ["faq/b.yaml:40004:5: error: 100002 entries, more than 100000; remove what nobody asks"]
        );
    }

    #[test]
    fn an_id_is_unique_in_its_language() {
        let english = format!("{HEAD}{}{}", valid("a"), valid("b"));
        let again = format!("{HEAD}  - id: a\n    questions: [x, y]\n    answer: z\n");
        let chinese = "topic: T\nlang: zh\nentries:\n  - id: a\n    questions: [甲, 乙]\n    answer: 是\n";
        let loaded = load_all(
            &[("faq/en/a.yaml", &english), ("faq/en/b.yaml", &again), ("faq/zh/a.yaml", chinese)],
            &["en", "zh"],
        );
        assert_eq!(
            shown(&loaded),
            ["faq/en/b.yaml:4:9: error: duplicate id `a` in `en`: it is already used at faq/en/a.yaml:4:9; choose \
              another"]
        );
    }

    #[test]
    fn a_wording_belongs_to_one_entry_of_its_language() {
        let text = format!(
            "{HEAD}  - id: a\n    questions: [Where is my order?, WHERE is my order]\n    answer: x\n  - id: b\n    \
             questions: ['where is, my ｏｒｄｅｒ!', Other]\n    answer: y\n"
        );
        let german = text.replace("lang: en", "lang: de").replace("WHERE is my order", "Wo?");
        let german = german.replace("where is, my ｏｒｄｅｒ!", "Wo ist es?");
        let loaded = load_all(&[("faq/de.yaml", &german), ("faq/en.yaml", &text)], &["en", "de"]);
        assert_eq!(
            shown(&loaded),
            [
                "faq/en.yaml:5:37: warning: `WHERE is my order` is the same wording as at faq/en.yaml:5:17; remove one \
                 or word it otherwise",
                "faq/en.yaml:8:17: error: `where is, my ｏｒｄｅｒ!` is also a wording of `a` at faq/en.yaml:5:17; keep it \
                 in one of the two entries",
            ]
        );
    }

    #[test]
    fn the_number_of_problems_across_files_is_limited_and_told() {
        let entries = (0..10_100).map(|_| "  - { id: a, questions: [x], answer: y }\n").collect::<String>();
        let problems = problems(&format!("{HEAD}{entries}"));
        let across = problems.iter().filter(|problem| problem.contains("duplicate id")).count();
        assert_eq!(across, 10_000);
        let last = "more ids, wordings or follow-ups like those above are wrong; put those above right first";
        assert_eq!(problems.iter().filter(|problem| problem.contains(last)).count(), 1);
    }

    #[test]
    fn a_follow_up_leads_somewhere() {
        let text =
            format!("{HEAD}{}    follow_ups: [a, zh-only, order-staus, zzz]\n{}", valid("a"), valid("order-status"));
        let chinese = "topic: T\nlang: zh\nentries:\n  - id: zh-only\n    questions: [甲, 乙]\n    answer: 是\n";
        let mut found = shown(&load_all(&[("faq/en.yaml", &text), ("faq/zh.yaml", chinese)], &["en"]));
        found.retain(|problem| problem.contains("error"));
        assert_eq!(
            found,
            [
                "faq/en.yaml:7:30: error: `follow_ups` names `order-staus`, which is no entry's id; did you mean \
                 `order-status`?",
                "faq/en.yaml:7:43: error: `follow_ups` names `zzz`, which is no entry's id; the nearest id is `a`; \
                 correct or remove it",
            ]
        );
    }

    #[test]
    fn one_mistake_is_one_problem() {
        // an entry with an error still counts as a follow-up, and so does one beyond a syntax error
        let text = format!("{HEAD}{}    follow_ups: [b, c, d, e]\n  - id: b\n    questions: [x, y]\n", valid("a"));
        let beyond = "  - id: 'd'\n    follow_ups: [e]\n";
        let broken = format!("{HEAD}{}  - id: x: x\n    questions: [p, q]\n{beyond}", valid("c"));
        let loaded = load_all(&[("faq/a.yaml", &text), ("faq/b.yaml", &broken)], &["en"]);
        assert_eq!(
            shown(&loaded),
            [
                "faq/a.yaml:7:27: error: `follow_ups` names `e`, which is no entry's id; the nearest id is `a`; correct or \
                 remove it",
                "faq/a.yaml:8:5: error: missing `answer`; an entry needs `id`, `questions` and `answer`",
                "faq/b.yaml:7:10: error: not valid YAML: a `: ` is not expected here; put a text that contains `: ` in \
                 quotes, and check the indentation",
            ]
        );
    }

    #[test]
    fn a_lost_comment_is_told() {
        assert_eq!(
            entry_problems("id: a # a name\nquestions:\n  - What is item #5?\n  - \"item #6?\"\n  - b ## c\nanswer: y"),
            [
                "faq/en.yaml:6:22: warning: `#5?` is read as a comment; put the whole text in quotes if it belongs to it, \
              or write a space after `#`"
            ]
        );
    }

    #[test]
    fn warnings_keep_nothing_out_of_service() {
        let english = format!(
            "{HEAD}  - id: a\n    questions: [only]\n    answer: x\n    until: 2026-11-19\n{}    until: 2026-11-20\n",
            valid("b")
        );
        let chinese = "topic: T\nlang: zh-Hant\nentries:\n  - id: a\n    questions: [甲, 乙]\n    answer: 是\n";
        let french = "topic: T\nlang: fr\nentries:\n  - id: f\n    questions: [un, deux]\n    answer: oui\n";
        let files = [("faq/en.yaml", &*english), ("faq/fr.yaml", french), ("faq/zh.yaml", chinese)];
        let loaded = load_all(&files, &["en", "zh", "de"]);
        assert_eq!(loaded.catalog.as_ref().unwrap().entries.len(), 4);
        assert_eq!(
            shown(&loaded),
            [
                "faq/en.yaml:4:5: warning: `a` is past its `until` and out of service; remove it or move the date",
                "faq/en.yaml:4:5: warning: there is no entry in `de`, which is configured; write translations in a file \
                 with `lang: de`, or remove it from `langs` in the section [site]",
                "faq/en.yaml:5:17: warning: `a` has a single wording; add other ways to ask it, the more the better",
                "faq/en.yaml:8:5: warning: `b` has no translation in `zh`; add an entry of this id to a file with \
                 `lang: zh`",
                "faq/fr.yaml:4:5: warning: `f` has no translation in `en`; add an entry of this id to a file with \
                 `lang: en`",
                "faq/fr.yaml:4:5: warning: `f` has no translation in `zh`; add an entry of this id to a file with \
                 `lang: zh`",
            ]
        );
        // regional variants that are configured both are two languages
        let loaded = load_all(&[("faq/zh.yaml", chinese)], &["zh-hant", "zh-hans"]);
        assert_eq!(
            shown(&loaded),
            ["faq/zh.yaml:4:5: warning: there is no entry in `zh-hans`, which is configured; write translations in a \
              file with `lang: zh-hans`, or remove it from `langs` in the section [site]"]
        );
    }

    #[test]
    fn the_version_tells_contents_and_names() {
        let version = |path: &str, text: &str| load_all(&[(path, text)], &["en"]).catalog.unwrap().version;
        let text = format!("{HEAD}{}", valid("a"));
        let first = version("faq/a.yaml", &text);
        assert!(first.len() == 12 && first.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_eq!(version("faq/a.yaml", &text), first);
        assert_ne!(version("faq/b.yaml", &text), first);
        assert_ne!(version("faq/a.yaml", &format!("{text}# a comment\n")), first);
    }

    #[test]
    fn entries_are_found_by_language_and_id() {
        let english = format!("{HEAD}{}{}", valid("a"), valid("b"));
        let chinese = "topic: T\nlang: zh\nentries:\n  - id: a\n    questions: [甲, 乙]\n    answer: 是\n";
        let files = [("faq/zh.yaml", chinese), ("faq/en.yaml", &*english)];
        let catalog = load_all(&files, &["en", "zh"]).catalog.unwrap();
        let (en, zh) = (Lang::english(), Lang::parse("zh").unwrap());
        assert_eq!(catalog.langs(), [en.clone(), zh.clone()]);
        assert_eq!(catalog.get(&zh, "a").unwrap().title(), "甲");
        assert!(catalog.get(&zh, "b").is_none());
        assert_eq!(catalog.find(&[&zh, &en], "a").unwrap().lang, zh);
        assert_eq!(catalog.find(&[&zh], "b").unwrap().lang, en);
        assert!(catalog.find(&[&zh, &en], "c").is_none());
    }

    #[test]
    fn a_folder_is_read_under_the_name_it_was_given() {
        let temporary = tempfile::tempdir().unwrap();
        let dir = temporary.path().join("faq");
        std::fs::create_dir_all(dir.join("en")).unwrap();
        std::fs::write(dir.join("en/a.yaml"), format!("{HEAD}{}", valid("a"))).unwrap();
        let loaded = load(&dir, &settings(&["en"]), noon());
        assert_eq!((shown(&loaded), loaded.changed), (vec![], false));
        // the same folder under another name is the same version
        let version = loaded.catalog.unwrap().version;
        let named = format!("{}/./", dir.display());
        assert_eq!(load(Path::new(&named), &settings(&["en"]), noon()).catalog.unwrap().version, version);

        std::fs::write(dir.join("en/a.yaml"), b"topic: T\nlang: en\n# \xE9t\xE9\n").unwrap();
        std::fs::write(dir.join("en/b.yaml"), b"\xEF\xBB\xBF\xE9").unwrap();
        std::fs::write(dir.join("en/c.yaml"), b"\xFF\xFEt\0").unwrap();
        std::fs::write(dir.join("en/d.yaml"), "nothing").unwrap();
        let path = dir.display().to_string();
        let loaded = load(Path::new(&format!("{path}/")), &settings(&["en"]), noon());
        assert!(loaded.catalog.is_none());
        assert_eq!(
            shown(&loaded),
            [
                format!("{path}/en/a.yaml:3:3: error: the byte 0xE9 at offset 20 is not UTF-8; save the file as UTF-8"),
                format!("{path}/en/b.yaml:1:1: error: the byte 0xE9 at offset 3 is not UTF-8; save the file as UTF-8"),
                format!("{path}/en/c.yaml:1:1: error: the file is UTF-16; save it as UTF-8"),
                format!(
                    "{path}/en/d.yaml:1:1: error: a FAQ file must be a mapping with the keys `topic`, `lang`, \
                     `entries` and `synonyms`, found the text `nothing`"
                ),
            ]
        );
        std::fs::remove_dir_all(&dir).unwrap();
        assert!(
            shown(&load(&dir, &settings(&["en"]), noon()))[0]
                .starts_with(&format!("{path}:1:1: error: there is no such folder; create it"))
        );
    }

    #[test]
    fn follow_ups_into_unreadable_files_are_told_as_such() {
        let temporary = tempfile::tempdir().unwrap();
        let text = format!("{HEAD}{}    follow_ups: [elsewhere]\n", valid("a"));
        std::fs::write(temporary.path().join("a.yaml"), text).unwrap();
        std::fs::write(temporary.path().join("b.yaml"), b"\xFF").unwrap();
        let problems = shown(&load(temporary.path(), &settings(&["en"]), noon()));
        assert!(
            problems[0].ends_with(
                "a.yaml:7:18: error: `follow_ups` names `elsewhere`, which is no entry's id in the files that could be \
                 read; the nearest id is `a`; correct or remove it"
            ),
            "{problems:?}"
        );
        assert_eq!(problems.len(), 2);
    }

    #[test]
    fn no_text_at_all_is_an_error() {
        assert_eq!(
            shown(&load_all(&[], &["en"])),
            ["faq:1:1: error: there is no FAQ file; `deskbell schema` prints the format"]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn any_files_are_survived(texts in prop::collection::vec(
            "(topic: T\nlang: (en|zh)\nentries:\n)?(( {2}- id: [a-c]{1,2}\n| {4}questions: \\[[a-d ]{0,4}(, [a-d]{1,3})?\\]\n\
             | {4}answer: [a-z*\\[\\]():/!<>]{0,12}\n| {4}(follow_ups|links|pages|from): \\[?[a-c/\\[{]{0,4}\\]?\n|[-:a \n]{0,6}\n)){0,12}",
            0..4_usize,
        )) {
            let files: Vec<(String, String)> =
                texts.into_iter().enumerate().map(|(at, text)| (format!("faq/{at}.yaml"), text)).collect();
            let loaded = load_texts(&files, &settings(&["en", "zh"]), noon());
            prop_assert_eq!(loaded.catalog.is_none(), loaded.errors() > 0);
            prop_assert!(loaded.problems.is_sorted());
            prop_assert!(shown(&loaded).iter().all(|problem| !problem.contains('\n')));
            for entry in loaded.catalog.iter().flat_map(|catalog| &catalog.entries) {
                prop_assert!(!entry.questions.is_empty() && !entry.content.text.is_empty());
            }
        }
    }
}
