//! FAQs of other programs to FAQ files, and the FAQ to a table.
//!
//! Invariant: nothing is lost silently. What an import leaves out or changes is told with its row and the reason; what
//! it writes passes `deskbell check`, never replaces a file, and is there whole or not at all. And an export that is
//! imported is the same FAQ again.

mod answer;
mod cells;
mod columns;
mod entities;
mod export;
mod files;
mod gather;
mod html;
mod import;
mod json;
mod levels;
mod markdown;
mod row;
mod sheet;
mod tags;
mod tell;

use serde::Serialize;

pub use export::{ExportError, Format, export};
pub use import::{Import, ImportError, Report, Settings, import};
pub use tell::text as report_text;

/// Bytes of a file that is imported: as much as a FAQ folder may hold.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Whether something was left out or only changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// It is not in the FAQ.
    Dropped,
    /// It is, but not as it was.
    Changed,
}

/// Something that is not in the FAQ as it was in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The file and, in a workbook of several sheets, the sheet.
    pub file: String,
    /// The row as a spreadsheet counts it, or the number of the item in JSON, from 1.
    pub row: usize,
    /// Dropped or changed.
    pub effect: Effect,
    /// What and why, as a sentence.
    pub message: String,
}

impl std::fmt::Display for Note {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let effect = match self.effect {
            Effect::Dropped => "dropped",
            Effect::Changed => "changed",
        };
        write!(formatter, "{}:{}: {effect}: {}", self.file, self.row, self.message)
    }
}

/// One row of a table, or one item of a list in JSON.
#[derive(Clone, Debug, Default)]
struct Record {
    /// The file and sheet.
    file: std::sync::Arc<str>,
    /// From 1.
    row: usize,
    /// The texts whose meaning is known. A column may occur several times.
    cells: Vec<(columns::Column, String)>,
    /// Whether the answer is HTML beyond doubt.
    html: bool,
    /// Where relative addresses lead: `https://help.example.com`.
    base: Option<String>,
}

impl Record {
    /// The texts of a column that are not blank.
    fn all(&self, column: columns::Column) -> impl Iterator<Item = &str> {
        self.cells.iter().filter(move |(of, text)| *of == column && !text.trim().is_empty()).map(|(_, text)| &**text)
    }

    /// The first of them.
    fn first(&self, column: columns::Column) -> Option<&str> {
        self.all(column).next()
    }

    fn note(&self, effect: Effect, message: impl Into<String>) -> Note {
        Note { file: self.file.to_string(), row: self.row, effect, message: message.into() }
    }
}

/// What a file holds.
#[derive(Debug, Default)]
struct Contents {
    /// What kind of file it is, for the report: `CSV`, `Zendesk articles`.
    kind: &'static str,
    /// In their order.
    records: Vec<Record>,
    /// Whether the table is an export of this program, so that everything in it is meant as it stands.
    own: bool,
    /// Columns that nothing was made of, sheets that were passed over.
    notes: Vec<Note>,
}

/// A text in a message, shortened.
fn shown(text: &str) -> String {
    const CHARACTERS: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > CHARACTERS {
        format!("“{}…”", line.chars().take(CHARACTERS - 1).collect::<String>())
    } else {
        format!("“{line}”")
    }
}
