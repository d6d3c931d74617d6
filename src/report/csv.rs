//! One table as CSV: UTF-8 with a byte order mark, CRLF, RFC 4180.
//!
//! Invariant: no cell is a formula to any spreadsheet (RELIABILITY, row 27). Every text is quoted, so that no
//! separator that a spreadsheet takes for its own begins a cell inside it.

use super::table::{Cell, sheet};
use super::{RenderError, Report, Table};
use csv::{QuoteStyle, Terminator, WriterBuilder};
use std::borrow::Cow;

/// Excel reads a file as UTF-8 only with this in front.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A table of the report.
pub(super) fn csv(report: &Report, table: Table) -> Result<Vec<u8>, RenderError> {
    let sheet = sheet(report, table);
    let mut bytes = BYTE_ORDER_MARK.to_vec();
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::NonNumeric).from_writer(&mut bytes);
    writer.write_record(sheet.columns.iter().map(|column| &*column.heading))?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(|cell| field(cell).into_owned()))?;
    }
    writer.flush().map_err(csv::Error::from)?;
    drop(writer);
    Ok(bytes)
}

fn field<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::Text(text) => guard(text),
        Cell::Count(count) => count.to_string().into(),
        Cell::Difference(difference) => difference.to_string().into(),
        Cell::Share(share) => decimal(*share, 6).into(),
        Cell::Millis(millis) => decimal(*millis, 3).into(),
        Cell::Mean(mean) => decimal(*mean, 2).into(),
        Cell::Date(date) => date.to_string().into(),
        // with a space it is a date to Excel and LibreOffice, with a T it is text
        Cell::DateTime(at) => at.strftime("%Y-%m-%d %H:%M:%S").to_string().into(),
    }
}

/// A number with at most so many decimals, without zeros at its end.
fn decimal(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A text that no spreadsheet takes for a formula: what begins like one, behind any space or invisible character, gets
/// an apostrophe in front (OWASP, "CSV Injection"). Control characters are taken out but for line feeds.
pub fn guard(text: &str) -> Cow<'_, str> {
    let cleaned: Cow<'_, str> = if text.chars().any(|character| character.is_control() && character != '\n') {
        text.chars()
            .filter_map(|character| match character {
                '\n' => Some('\n'),
                '\t' => Some(' '),
                character => (!character.is_control()).then_some(character),
            })
            .collect::<String>()
            .into()
    } else {
        text.into()
    };
    let visible = cleaned.trim_start_matches(|character: char| {
        character.is_whitespace()
            || matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    });
    let formula = visible.starts_with([
        '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '\u{2212}', '\u{207A}', '\u{208A}',
    ]);
    if formula || text.starts_with(['\t', '\r', '\n']) { format!("'{cleaned}").into() } else { cleaned }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("  =1", "'  =1"),
            ("\u{3000}=1", "'\u{3000}=1"),
            ("\u{FEFF}=1", "'\u{FEFF}=1"),
            ("\u{200B}=1", "'\u{200B}=1"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠a", "'＠a"),
            ("\t=1", "' =1"),
            ("\r=1", "'=1"),
            ("\n=1", "'\n=1"),
            ("\tplain", "' plain"),
            ("\0=1", "'=1"),
            ("\u{1}-1", "'-1"),
            ("plain", "plain"),
            ("1=1", "1=1"),
            ("two\nlines", "two\nlines"),
            ("  # comment", "  # comment"),
            ("", ""),
        ] {
            assert_eq!(guard(text), expected, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(field(&Cell::Difference(-5)), "-5");
        assert_eq!(field(&Cell::Share(0.5)), "0.5");
        assert_eq!(field(&Cell::Share(1.0 / 3.0)), "0.333333");
        assert_eq!(field(&Cell::Share(-0.000_000_01)), "0");
        assert_eq!(field(&Cell::Millis(1200.0)), "1200");
        assert_eq!(field(&Cell::Text("-5".into())), "'-5");
        let at = crate::clock::civil::date(2026, 11, 9).at(8, 5, 0, 0);
        assert_eq!(
            (field(&Cell::Date(at.date())), field(&Cell::DateTime(at))),
            ("2026-11-09".into(), "2026-11-09 08:05:00".into())
        );
    }
}
