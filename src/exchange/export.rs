//! All entries as one table, for people who keep their FAQ in a spreadsheet, and to be imported again.
//!
//! Invariant: an import of it is the same FAQ; nothing in it is a formula to a spreadsheet. A workbook has the synonyms
//! as well, which in a CSV file, a single table, have no place.

use super::cells::{self, BARS, COMMAS};
use crate::clock::TimeZone;
use crate::faq::Catalog;
use crate::faq::write::EntryText;
use crate::report::xlsx::CELL_UNITS;
use csv::{QuoteStyle, Terminator, WriterBuilder};
use rust_xlsxwriter::{DocProperties, Format as CellFormat, FormatAlign, Workbook, Worksheet};

/// The columns with their widths in characters; of other wordings there may be several.
const COLUMNS: [(&str, f64); 15] = [
    ("id", 24.0),
    ("language", 10.0),
    ("topic", 18.0),
    ("title", 40.0),
    (WORDINGS, 50.0),
    ("answer", 80.0),
    ("keywords", 24.0),
    ("links", 40.0),
    ("follow-ups", 24.0),
    ("pages", 20.0),
    ("from", 18.0),
    ("until", 18.0),
    ("pinned", 10.0),
    ("small talk", 10.0),
    (HANDOFF, 10.0),
];
const WORDINGS: &str = "other wordings";
/// Tables of earlier versions do not have it.
const HANDOFF: &str = "handoff";

/// Excel reads a file as UTF-8 only with this in front.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 with a byte order mark, CRLF, every text in quotes.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// `csv` or `xlsx`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A text is longer than a cell may be.
    #[error(
        "{place}: the {column} has more than {CELL_UNITS} characters, which no cell of a workbook holds; export as csv"
    )]
    TooLong {
        /// Where the entry stands.
        place: String,
        /// Which text.
        column: &'static str,
    },
    /// Writing to memory failed.
    #[error("the CSV file could not be made")]
    Csv(#[from] csv::Error),
    /// Writing to memory failed, or there are more rows than a sheet may have.
    #[error("the workbook could not be made")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

/// Whether these are the names of our columns.
pub(super) fn is_own(names: &[String]) -> bool {
    COLUMNS.iter().all(|(name, _)| *name == HANDOFF || names.iter().any(|other| other == name))
}

/// The table of a catalog.
///
/// # Errors
/// [`ExportError::TooLong`] in a workbook; the others where there is no memory.
pub fn export(catalog: &Catalog, format: Format, zone: &TimeZone) -> Result<Vec<u8>, ExportError> {
    let rows: Vec<Row> = catalog.entries.iter().map(|entry| Row::of(entry, zone)).collect();
    match format {
        Format::Csv => csv(&rows),
        Format::Xlsx => xlsx(&rows, catalog),
    }
}

/// An entry's cells; the wordings by themselves, since they may take several.
struct Row {
    place: String,
    before: [String; 4],
    wordings: Vec<String>,
    after: [String; 10],
}

impl Row {
    fn of(entry: &crate::faq::Entry, zone: &TimeZone) -> Self {
        let text = EntryText::of(entry, zone);
        let truth = |truth: bool| if truth { "yes" } else { "" }.to_owned();
        let mut questions = text.questions.into_iter();
        let title = questions.next().unwrap_or_default();
        let links: Vec<String> = text.links.iter().map(cells::write_link).collect();
        Self {
            place: format!("{}:{}", entry.place.path, entry.place.line),
            before: [text.id, entry.lang.to_string(), entry.topic.to_string(), title],
            wordings: questions.collect(),
            after: [
                text.answer,
                cells::join(&text.keywords, COMMAS),
                cells::join(&links, BARS),
                cells::join(&text.follow_ups, COMMAS),
                cells::join(&text.pages, BARS),
                text.from.unwrap_or_default(),
                text.until.unwrap_or_default(),
                truth(text.pinned),
                // written out, since without it a name decides
                if entry.small_talk { "yes" } else { "no" }.to_owned(),
                truth(text.handoff),
            ],
        }
    }

    /// The cells, with so many for the wordings; those that fit into no cell are the next one's.
    fn cells(&self, wordings: &[String]) -> Vec<String> {
        self.before.iter().chain(wordings).chain(&self.after).cloned().collect()
    }

    /// The wordings in cells that a workbook can hold.
    fn wording_cells(&self, units: usize) -> Vec<String> {
        let mut cells: Vec<Vec<String>> = vec![Vec::new()];
        let mut length = 0;
        for wording in &self.wordings {
            let more = wording.encode_utf16().count() + 1;
            if length + more > units {
                cells.push(Vec::new());
                length = 0;
            }
            length += more;
            if let Some(cell) = cells.last_mut() {
                cell.push(wording.clone());
            }
        }
        cells.iter().map(|cell| cells::join(cell, BARS)).collect()
    }
}

/// The names of the columns, with so many for the wordings.
fn names(wordings: usize) -> Vec<(String, f64)> {
    let numbered = |number: usize| if number == 1 { WORDINGS.to_owned() } else { format!("{WORDINGS} {number}") };
    COLUMNS
        .iter()
        .flat_map(|(name, width)| match *name {
            WORDINGS => (1..=wordings).map(|number| (numbered(number), *width)).collect(),
            name => vec![(name.to_owned(), *width)],
        })
        .collect()
}

fn csv(rows: &[Row]) -> Result<Vec<u8>, ExportError> {
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Always).from_writer(&mut bytes);
    writer.write_record(names(1).iter().map(|(name, _)| name))?;
    for row in rows {
        let cells = row.cells(&[cells::join(&row.wordings, BARS)]);
        writer.write_record(cells.iter().map(|cell| cells::guarded(cell)))?;
    }
    writer.flush().map_err(csv::Error::from)?;
    drop(writer);
    Ok(bytes)
}

fn xlsx(rows: &[Row], catalog: &Catalog) -> Result<Vec<u8>, ExportError> {
    // an apostrophe and a line break may come on top
    let wordings: Vec<Vec<String>> = rows.iter().map(|row| row.wording_cells(CELL_UNITS - 2)).collect();
    let most = wordings.iter().map(Vec::len).max().unwrap_or(1);
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title("FAQ"));
    let sheet = workbook.add_worksheet();
    sheet.set_name("FAQ")?;
    head(sheet, &names(most))?;
    let format = CellFormat::new().set_text_wrap().set_align(FormatAlign::Top);
    for (at, (row, wordings)) in (1u32..).zip(rows.iter().zip(wordings)) {
        let mut padded = wordings;
        padded.resize(most, String::new());
        for (column, cell) in (0u16..).zip(row.cells(&padded)) {
            let cell = cells::literal(&cell);
            if cell.encode_utf16().count() > CELL_UNITS {
                let place = row.place.clone();
                let column = COLUMNS.get(usize::from(column) + 1 - most).map_or("answer", |(name, _)| name);
                return Err(ExportError::TooLong { place, column });
            }
            if !cell.is_empty() {
                sheet.write_string_with_format(at, column, cell, &format)?;
            }
        }
    }
    if !catalog.synonyms.is_empty() {
        let sheet = workbook.add_worksheet();
        sheet.set_name("Synonyms")?;
        head(sheet, &[("language".to_owned(), 10.0), ("synonyms".to_owned(), 80.0)])?;
        for (at, group) in (1u32..).zip(&catalog.synonyms) {
            sheet.write_string(at, 0, group.lang.as_str())?;
            sheet.write_string_with_format(at, 1, cells::literal(&cells::join(&group.words, COMMAS)), &format)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn head(sheet: &mut Worksheet, names: &[(String, f64)]) -> Result<(), rust_xlsxwriter::XlsxError> {
    let bold = CellFormat::new().set_bold();
    for (column, (name, width)) in (0u16..).zip(names) {
        sheet.write_string_with_format(0, column, name, &bold)?.set_column_width(column, *width)?;
    }
    sheet.set_freeze_panes(1, 0).map(drop)
}
