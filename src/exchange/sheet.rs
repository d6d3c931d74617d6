//! CSV, TSV and XLSX to rows of texts.
//!
//! Invariant: rows have the numbers that a spreadsheet shows; a sheet is read cell by cell, so that one cell far away
//! costs no memory for those between.

use super::ImportError;
use calamine::{Data, DataRef, Reader, Xlsx};
use csv::ReaderBuilder;
use std::collections::BTreeMap;
use std::io::Cursor;

/// Rows within which the names of the columns are looked for: titles and remarks may stand above them.
pub(super) const HEAD_ROWS: usize = 10;
/// Rows of a sheet that are read: a row for each wording of a FAQ at its limits.
const MOST_ROWS: u32 = 1_048_576;
/// Columns of a sheet that are read.
const MOST_COLUMNS: u32 = 500;

/// A table.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Sheet {
    /// The sheet's name; `None` in a file that has no sheets.
    pub name: Option<String>,
    /// The rows that hold something, with their numbers from 1.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// How the row that names the columns is known.
pub(super) struct Heads {
    /// It is one.
    pub is_head: fn(&[String]) -> bool,
    /// It is one of a program that puts nothing in quotes.
    pub is_raw: fn(&[String]) -> bool,
}

/// The table of a text file; `tabs` says that nothing else separates its cells.
pub(super) fn of_text(file: &str, bytes: &[u8], tabs: bool, heads: &Heads) -> Result<Sheet, ImportError> {
    let text = decoded(file, bytes)?;
    let separator = if tabs { b'\t' } else { separator(&text, heads.is_head) };
    let raw = text.lines().take(HEAD_ROWS).any(|line| (heads.is_raw)(&names(line, separator)));
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(!raw)
        .from_reader(text.as_bytes());
    let numbers = row_numbers(&text, separator, !raw);
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let row = numbers.get(at).copied().unwrap_or(at + 1);
        let record = record.map_err(|error| ImportError::new(file, row, format!("no row of a table ({error})")))?;
        let cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push((row, cells));
        }
    }
    Ok(Sheet { name: None, rows })
}

/// The numbers of the rows that are not empty: the reader passes over empty ones, which a spreadsheet counts.
fn row_numbers(text: &str, separator: u8, quoting: bool) -> Vec<usize> {
    let (mut numbers, mut row, mut is_empty) = (Vec::new(), 1, true);
    // a quote opens where a cell begins; within a quoted text it closes it, and the next at once opens it again
    let (mut begins, mut quoted, mut closed) = (true, false, false);
    for byte in text.bytes() {
        match byte {
            b'\n' if !quoted => {
                if !is_empty {
                    numbers.push(row);
                }
                (row, is_empty, begins, closed) = (row + 1, true, true, false);
                continue;
            }
            b'"' if quoting && (begins || quoted || closed) => {
                closed = quoted;
                quoted = !quoted;
            }
            _ => closed = false,
        }
        is_empty = false;
        begins = !quoted && byte == separator;
    }
    if !is_empty {
        numbers.push(row);
    }
    numbers
}

/// The text of a file without its byte order mark, line breaks as line feeds.
pub(super) fn decoded(file: &str, bytes: &[u8]) -> Result<String, ImportError> {
    let units = |bytes: &[u8], unit: fn([u8; 2]) -> u16| -> Vec<u16> {
        bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect()
    };
    let text = match bytes {
        // Excel's "Unicode text"
        [0xFF, 0xFE, rest @ ..] => String::from_utf16(&units(rest, u16::from_le_bytes)).ok(),
        [0xFE, 0xFF, rest @ ..] => String::from_utf16(&units(rest, u16::from_be_bytes)).ok(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => std::str::from_utf8(rest).ok().map(str::to_owned),
        bytes => std::str::from_utf8(bytes).ok().map(str::to_owned),
    };
    let text = text.ok_or_else(|| {
        let valid = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
        let row = bytes[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        ImportError::new(file, row, "the file is not UTF-8; save it as “CSV UTF-8”, or as XLSX".to_owned())
    })?;
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

/// The names in a line that may be the head.
fn names(line: &str, separator: u8) -> Vec<String> {
    line.split(char::from(separator)).map(|name| name.trim_matches('"').to_owned()).collect()
}

/// What separates the cells: the sign with which a line is the head, else that which is the most frequent in the first.
fn separator(text: &str, is_head: fn(&[String]) -> bool) -> u8 {
    const SIGNS: [u8; 3] = [b';', b'\t', b','];
    let mut lines = text.lines().take(HEAD_ROWS).flat_map(|line| SIGNS.map(|sign| (line, sign)));
    let found = lines.find(|(line, sign)| is_head(&names(line, *sign))).map(|(_, sign)| sign);
    let first = text.lines().next().unwrap_or("");
    let count = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
    found.or_else(|| SIGNS.into_iter().max_by_key(count)).unwrap_or(b',')
}

/// The sheets of a workbook.
pub(super) fn of_workbook(file: &str, bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    let failed = |error: calamine::XlsxError| {
        ImportError::new(file, 1, format!("the file is no XLSX workbook ({error}); save it as XLSX or CSV"))
    };
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(failed)?;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        // a sheet of charts has no cells
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = cells.next_cell().map_err(failed)? {
            let (row, column) = cell.get_position();
            let text = text_of(cell.get_value());
            if text.trim().is_empty() || row >= MOST_ROWS || column >= MOST_COLUMNS {
                continue;
            }
            let texts = rows.entry(row).or_default();
            let column = column as usize;
            if texts.len() <= column {
                texts.resize(column + 1, String::new());
            }
            texts[column] = text;
        }
        let rows = rows.into_iter().map(|(row, texts)| (row as usize + 1, texts)).collect();
        sheets.push(Sheet { name: Some(name), rows });
    }
    Ok(sheets)
}

/// What a cell shows; of a formula its result.
fn text_of(value: &DataRef<'_>) -> String {
    match Data::from(value.clone()) {
        Data::String(text) => text.replace("\r\n", "\n").replace('\r', "\n"),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            match (hour, minute, second) {
                (0, 0, 0) => date,
                (hour, minute, 0) => format!("{date} {hour:02}:{minute:02}"),
                (hour, minute, second) => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        Data::DateTime(at) => at.as_f64().to_string(),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Error(_) | Data::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADS: Heads = Heads { is_head: |names| names == ["q", "a"], is_raw: |names| names == ["Q", "A"] };

    fn rows(bytes: &[u8]) -> Vec<(usize, Vec<String>)> {
        of_text("a.csv", bytes, false, &HEADS).unwrap().rows
    }

    fn row(number: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn text_files_of_every_kind() {
        assert_eq!(rows(b"q,a\n\"x, \"\"y\"\"\",\"1\r\n2\"\n"), [row(1, &["q", "a"]), row(2, &["x, \"y\"", "1\n2"])]);
        assert_eq!(
            rows("\u{FEFF}Frage;Antwort\r\na,b;c".as_bytes()),
            [row(1, &["Frage", "Antwort"]), row(2, &["a,b", "c"])]
        );
        assert_eq!(rows(b"q\ta\n1,2\t3\n"), [row(1, &["q", "a"]), row(2, &["1,2", "3"])]);
        assert_eq!(rows(b"Our FAQ, all of it\nq;a\n")[1], row(2, &["q", "a"]));
        let utf16: Vec<u8> = "\u{FEFF}q\ta\n退款\tb".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&utf16), [row(1, &["q", "a"]), row(2, &["退款", "b"])]);
        let error = of_text("a.csv", b"q,a\nfa\xE7on,b\n", false, &HEADS).unwrap_err();
        assert_eq!(error.to_string(), "a.csv:2: the file is not UTF-8; save it as “CSV UTF-8”, or as XLSX");
    }

    #[test]
    fn rows_have_the_numbers_of_a_spreadsheet() {
        let numbers = |text: &str| rows(text.as_bytes()).iter().map(|(row, _)| *row).collect::<Vec<_>>();
        assert_eq!(numbers("q,a\n\n1,2\n,\n3,4\n"), [1, 3, 5]);
        assert_eq!(numbers("\n\nq,a\n1,\"2\n\n3\"\n\n\n4,5"), [3, 4, 7]);
    }

    #[test]
    fn quotes_mean_nothing_in_a_raw_table() {
        let sheet = of_text("a.tsv", b"Q\tA\n\"so\" he said\t\"x\n", true, &HEADS).unwrap();
        assert_eq!(sheet.rows[1].1, ["\"so\" he said", "\"x"]);
    }

    #[test]
    fn workbooks_have_sheets_and_numbers() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name("FAQ").unwrap();
        sheet.write_string(1, 0, "q").unwrap().write_string(1, 1, "two\nlines\n").unwrap();
        sheet.write_number(2, 0, 14.0).unwrap().write_boolean(2, 1, true).unwrap();
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 20).unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_datetime_with_format(2, 2, &day, &format).unwrap();
        sheet.write_string(1_048_575, 16_383, "far away").unwrap();
        sheet.write_string(1_048_575, 3, "below").unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let sheets = of_workbook("a.xlsx", &bytes).unwrap();
        assert_eq!(sheets[0].name.as_deref(), Some("FAQ"));
        assert_eq!(
            sheets[0].rows,
            [
                row(2, &["q", "two\nlines\n"]),
                row(3, &["14", "true", "2026-11-20"]),
                row(1_048_576, &["", "", "", "below"])
            ]
        );
        assert!(of_workbook("a.xlsx", b"PK no").unwrap_err().to_string().starts_with("a.xlsx:1: the file is no XLSX"));
    }
}
