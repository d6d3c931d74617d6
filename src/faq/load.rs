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
mod tests;
