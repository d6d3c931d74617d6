//! The whole way of an import: bytes to rows, rows to entries, entries to files that were read back before they are
//! written.
//!
//! Invariant: nothing is written before the folder as it would be has been loaded without an error.

use super::columns::{self, Column};
use super::files::{self, NewFile, Synonyms};
use super::gather::Gathering;
use super::sheet::{self, HEAD_ROWS, Heads, Sheet};
use super::{Contents, Effect, Note, Record, cells, export, json};
use crate::clock::{TimeZone, Timestamp};
use crate::faq::load::{LoadSettings, load, load_with};
use crate::faq::read::is_empty;
use crate::faq::{Catalog, Severity};
use crate::text::Lang;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// How a file is imported.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The language of rows that name none.
    pub lang: Lang,
    /// The languages in which the site answers.
    pub langs: Vec<Lang>,
    /// The topic of rows that name none.
    pub topic: String,
    /// The zone of dates.
    pub time_zone: TimeZone,
}

/// Why nothing can be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{file}:{row}: {message}")]
    File {
        /// The file, and the sheet.
        file: String,
        /// The row, from 1.
        row: usize,
        /// What is wrong and what to do.
        message: String,
    },
    /// The FAQ that it is to stand beside has errors, or would have.
    #[error("{0}")]
    Faq(String),
    /// A file could not be written.
    #[error("{path}: {message}; nothing was imported")]
    Write {
        /// Which.
        path: String,
        /// Why.
        message: String,
    },
}

impl ImportError {
    pub(super) fn new(file: &str, row: usize, message: String) -> Self {
        Self::File { file: file.to_owned(), row, message }
    }
}

/// A file that an import writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Its path, the folder included.
    pub path: String,
    /// Its language.
    pub lang: Lang,
    /// Its topic.
    pub topic: String,
    /// Its entries.
    pub entries: usize,
}

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The imported file.
    pub file: String,
    /// What kind of file it is.
    pub kind: &'static str,
    /// Its rows below the names of the columns, or its items.
    pub rows: usize,
    /// Entries made of them.
    pub entries: usize,
    /// Wordings of those.
    pub wordings: usize,
    /// The files, in the order of the rows.
    pub files: Vec<Written>,
    /// What was left out or changed, in the order of the rows.
    pub notes: Vec<Note>,
    /// Warnings that `deskbell check` has for the new files.
    pub warnings: usize,
}

/// An import that is ready to be written.
#[derive(Clone, Debug)]
pub struct Import {
    /// What came of it.
    pub report: Report,
    files: Vec<NewFile>,
}

impl Import {
    /// Writes the files into the folder: all of them, or none.
    ///
    /// # Errors
    /// [`ImportError::Write`] for the first that cannot be written.
    pub fn write(&self, into: &Path) -> Result<(), ImportError> {
        files::write_all(into, &self.files).map_err(|(path, error)| ImportError::Write {
            path: path.display().to_string(),
            message: error.to_string(),
        })
    }
}

/// Reads a file, by the ending of its name, and makes files for the folder of it. Writes nothing yet.
///
/// # Errors
/// When the file is of no known kind, when nothing in it can be an entry, and when the folder has errors already.
pub fn import(
    name: &str,
    bytes: &[u8],
    into: &Path,
    settings: &Settings,
    now: Timestamp,
) -> Result<Import, ImportError> {
    let (contents, synonyms) = read(name, bytes, settings)?;
    let loading = LoadSettings { time_zone: settings.time_zone.clone(), langs: settings.langs.clone() };
    let folder = if is_empty(into) { Catalog::default() } else { existing(into, &loading, now)? };
    let mut gathering = Gathering::new(settings, &folder, contents.own);
    contents.records.iter().for_each(|record| gathering.take(record));
    gathering.finish();
    let mut notes = contents.notes;
    notes.append(&mut gathering.notes);
    // rows first, so that the notes of one row stand together
    notes.sort_by(|one, other| (&one.file, one.row).cmp(&(&other.file, other.row)));
    let drafts = gathering.drafts;
    if drafts.is_empty() {
        let reasons: Vec<String> = notes.iter().take(20).map(|note| format!("\n{note}")).collect();
        return Err(ImportError::new(name, 1, format!("there is nothing to import{}", reasons.concat())));
    }
    let planned = files::plan(&drafts, &synonyms, |path| into.join(path).exists());
    let warnings = read_back(into, &planned, &loading, now)?;
    let shown = |path: &str| into.join(path).display().to_string();
    let written = planned.iter().map(|file| Written {
        path: shown(&file.path),
        lang: file.lang.clone(),
        topic: file.topic.clone(),
        entries: file.entries,
    });
    let report = Report {
        file: name.to_owned(),
        kind: contents.kind,
        rows: contents.records.len(),
        entries: drafts.len(),
        wordings: drafts.iter().map(|draft| draft.text.questions.len()).sum(),
        files: written.collect(),
        notes,
        warnings,
    };
    Ok(Import { report, files: planned })
}

/// The FAQ that the new files are to stand beside.
fn existing(into: &Path, loading: &LoadSettings, now: Timestamp) -> Result<Catalog, ImportError> {
    let loaded = load(into, loading, now);
    loaded.catalog.ok_or_else(|| {
        let first = loaded.problems.iter().find(|problem| problem.severity == Severity::Error);
        let first = first.map(|problem| format!(":\n{problem}")).unwrap_or_default();
        let shown = into.display();
        ImportError::Faq(format!(
            "the FAQ in {shown} has errors, put them right first or import into another folder{first}"
        ))
    })
}

/// Loads the folder as it would be. The number of warnings in the new files.
fn read_back(into: &Path, planned: &[NewFile], loading: &LoadSettings, now: Timestamp) -> Result<usize, ImportError> {
    let named = |file: &NewFile| (into.join(&file.path).display().to_string(), file.text.clone());
    let files: Vec<(String, String)> = planned.iter().map(named).collect();
    let loaded = load_with(into, &files, loading, now);
    if let Some(problem) = loaded.problems.iter().find(|problem| problem.severity == Severity::Error) {
        return Err(ImportError::Faq(format!("nothing was written, since the FAQ would have an error: {problem}")));
    }
    let is_new = |path: &str| files.iter().any(|(new, _)| new == path);
    Ok(loaded.problems.iter().filter(|problem| is_new(&problem.place.path)).count())
}

/// What a file holds, by the ending of its name.
fn read(name: &str, bytes: &[u8], settings: &Settings) -> Result<(Contents, Vec<Synonyms>), ImportError> {
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let sheets = match ending.as_str() {
        "json" => return Ok((json::read(name, bytes)?, Vec::new())),
        "csv" | "txt" | "tsv" | "tab" => {
            vec![sheet::of_text(name, bytes, matches!(ending.as_str(), "tsv" | "tab"), &HEADS)?]
        }
        "xlsx" | "xlsm" => sheet::of_workbook(name, bytes)?,
        _ => {
            let message = "the ending tells no kind of file that is known; save it as .csv, .tsv, .xlsx or .json";
            return Err(ImportError::new(name, 1, message.to_owned()));
        }
    };
    let mut contents =
        Contents { kind: if sheets[..].len() == 1 { "table" } else { "workbook" }, ..Contents::default() };
    let mut synonyms = Vec::new();
    let mut failure = None;
    let several = sheets.len() > 1;
    for sheet in sheets {
        let file: Arc<str> = match &sheet.name {
            Some(of_sheet) if several => format!("{name} [{of_sheet}]").into(),
            _ => name.into(),
        };
        if let Some((head, found)) = head(&sheet) {
            take_sheet(&sheet, head, &found, &file, &mut contents);
        } else if let Some(of_sheet) = synonyms_of(&sheet, settings) {
            synonyms.extend(of_sheet);
        } else if let Some((row, names)) = sheet.rows.first() {
            let names = names.iter().filter(|name| !name.trim().is_empty()).map(|name| super::shown(name));
            let names = names.take(12).collect::<Vec<_>>().join(", ");
            let message =
                format!("no columns named question and answer; there are {names}. Name them in the first row");
            contents.notes.push(Note {
                file: file.to_string(),
                row: *row,
                effect: Effect::Dropped,
                message: message.clone(),
            });
            failure.get_or_insert_with(|| ImportError::new(&file, *row, message));
        }
    }
    match failure {
        Some(failure) if contents.records.is_empty() => Err(failure),
        _ => Ok((contents, synonyms)),
    }
}

const HEADS: Heads = Heads { is_head: |names| columns_of(names).is_some(), is_raw: is_qna_maker };

/// Whether these are the columns of QnA Maker's export, which puts nothing in quotes.
fn is_qna_maker(names: &[String]) -> bool {
    ["Question", "Answer", "Source", "Metadata"].iter().all(|name| names.iter().any(|other| other == name))
}

/// The place of the row that names the columns, and what they hold.
fn head(sheet: &Sheet) -> Option<(usize, Vec<Option<Column>>)> {
    let mut rows = sheet.rows.iter().take(HEAD_ROWS).enumerate();
    rows.find_map(|(at, (_, names))| Some((at, columns_of(names)?)))
}

/// What columns of these names hold; `None` where there is no question or no answer among them.
fn columns_of(names: &[String]) -> Option<Vec<Option<Column>>> {
    let found = columns::meanings(names.iter().map(String::as_str));
    [Column::Question, Column::Answer].iter().all(|needed| found.contains(&Some(*needed))).then_some(found)
}

fn take_sheet(sheet: &Sheet, head: usize, found: &[Option<Column>], file: &Arc<str>, contents: &mut Contents) {
    let (head_row, names) = &sheet.rows[head];
    let is_qna = is_qna_maker(names);
    contents.own |= export::is_own(names);
    contents.kind = match () {
        () if is_qna => "QnA Maker",
        () if contents.own => "Deskbell export",
        () => contents.kind,
    };
    let mut note = |message: String| {
        contents.notes.push(Note { file: file.to_string(), row: *head_row, effect: Effect::Dropped, message });
    };
    for (name, _) in names.iter().zip(found).filter(|(name, found)| found.is_none() && !name.trim().is_empty()) {
        note(format!("the column {} has no place in a FAQ file; it is not imported", super::shown(name)));
    }
    let mut lost = BTreeSet::new();
    for (row, texts) in &sheet.rows[head + 1..] {
        let mut record = Record { file: file.clone(), row: *row, ..Record::default() };
        for (text, column) in texts.iter().zip(found) {
            let Some(column) = column.filter(|column| *column != Column::Nothing) else { continue };
            let text = cells::unguarded(text);
            // QnA Maker writes a line break as two characters
            let text = if is_qna { text.replace("\\n", "\n") } else { text.to_owned() };
            if column == Column::Metadata {
                let keys =
                    text.split('|').filter_map(|pair| pair.split_once(':')).map(|(key, _)| key.trim().to_owned());
                lost.extend(keys.filter(|key| !matches!(key.to_lowercase().as_str(), "topic" | "category")));
            }
            record.cells.push((column, text));
        }
        contents.records.push(record);
    }
    for key in lost {
        note(format!("the metadata {} has no place in a FAQ file; it is not imported", super::shown(&key)));
    }
}

/// A sheet of synonyms, which an export of ours has beside the entries.
fn synonyms_of(sheet: &Sheet, settings: &Settings) -> Option<Vec<Synonyms>> {
    let (_, names) = sheet.rows.first()?;
    let found = columns::meanings(names.iter().map(String::as_str));
    let place = |column: Column| found.iter().position(|found| *found == Some(column));
    let (lang, words) = (place(Column::Lang)?, place(Column::Synonyms)?);
    let of_row = |(_, texts): &(usize, Vec<String>)| {
        let lang = texts.get(lang).and_then(|text| columns::language(text)).unwrap_or_else(|| settings.lang.clone());
        (lang, cells::split(cells::unguarded(texts.get(words).map_or("", String::as_str)), cells::COMMAS))
    };
    Some(sheet.rows[1..].iter().map(of_row).filter(|(_, words)| words.len() > 1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::from_millis;
    use proptest::prelude::*;

    fn imported(name: &str, bytes: &[u8]) -> Result<Import, ImportError> {
        let settings = Settings {
            lang: Lang::english(),
            langs: vec![Lang::english()],
            topic: "FAQ".to_owned(),
            time_zone: TimeZone::UTC,
        };
        import(name, bytes, Path::new("/nowhere/faq"), &settings, from_millis(0))
    }

    #[test]
    fn synonyms_of_a_workbook_come_along() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        for (at, row) in (0..).zip([["Question", "Answer"], ["Where is it?", "Here."]]) {
            sheet.write_row(at, 0, row).unwrap();
        }
        let sheet = workbook.add_worksheet();
        for (at, row) in (0..).zip([["language", "synonyms"], ["en", "parcel, package"], ["en", "alone"]]) {
            sheet.write_row(at, 0, row).unwrap();
        }
        let import = imported("a.xlsx", &workbook.save_to_buffer().unwrap()).unwrap();
        assert!(import.files[0].text.ends_with("\nsynonyms:\n  - [parcel, package]\n"), "{}", import.files[0].text);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
        /// Whatever stands in a table, what is made of it passes the loader: else the import says so and this fails.
        #[test]
        fn whatever_is_imported_passes_the_check(rows in prop::collection::vec(prop::collection::vec(
            "([\\PC\u{0}\u{7}\u{feff}]|[<>&;:#|\\[\\]()!'\"=+@\n\t-]|<p>|</p>|<b>|javascript:|\\[a\\]\\(|退){0,12}", 11), 1..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let head = ["id", "question", "other wordings", "answer", "keywords", "links", "pages", "from", "until", "topic", "lang"];
            writer.write_record(head).unwrap();
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            let bytes = writer.into_inner().unwrap();
            match imported("a.csv", &bytes) {
                Ok(import) => prop_assert!(import.report.entries > 0),
                Err(ImportError::File { message, .. }) => prop_assert!(message.starts_with("there is nothing to import"), "{message}"),
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            }
        }
    }
}
