//! The whole report as a workbook: a sheet for each table, with charts that can be edited.
//!
//! Invariant: words are written as strings and never as formulas (RELIABILITY, row 27); numbers, dates and shares are
//! written as such, so that they can be added up.

use super::table::{Cell, Column, Sheet, sheet};
use super::{RenderError, Report, Table, print};
use crate::clock::civil::DateTime;
use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType, Color, ConditionalFormat2ColorScale,
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, TableColumn, TableStyle, Workbook, Worksheet,
    XlsxError,
};

/// Characters in a cell, in UTF-16 units (Microsoft, "Excel specifications and limits").
pub const CELL_UNITS: usize = 32_767;
/// Rows of a sheet below its header (the same page: 1,048,576).
const SHEET_ROWS: usize = 1_048_575;
/// Entries in the chart of the top questions.
const CHART_ENTRIES: u32 = 10;

/// The colours of the page, in which the charts are drawn too.
const ANSWERED: u32 = 0x4D9A88;
const NOT_HELPFUL: u32 = 0xA8741A;
const PERSON_ASKED: u32 = 0xD2AE73;
const NO_RESULT: u32 = 0xBF4C3A;
const CHOICE_IGNORED: u32 = 0xDE9A8F;
const INK: u32 = 0x17211E;
const LIGHTEST: u32 = 0xF0F3F0;
const DARKEST: u32 = 0x247767;

/// The height of a line in points: the default of Excel.
const LINE_POINTS: f64 = 15.0;
/// Lines of a row in sight, so that a snippet does not push the next rows out of it. The rest is in the cell.
const MOST_LINES: usize = 5;
/// The width of the texts on the first sheet.
const ABOUT_WIDTH: f64 = 110.0;

/// How cells look.
struct Formats {
    header: Format,
    text: Format,
    count: Format,
    difference: Format,
    share: Format,
    decimal: Format,
    date: Format,
    date_time: Format,
}

impl Formats {
    fn new() -> Self {
        let numbers = |code: &str| Format::new().set_num_format(code).set_align(FormatAlign::Top);
        Self {
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Bottom)
                .set_border_bottom(FormatBorder::Thin),
            // an indent keeps words off the number in the column before
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top).set_indent(1),
            count: numbers("#,##0"),
            difference: numbers("+#,##0;-#,##0;0"),
            share: numbers("0.0%"),
            decimal: numbers("#,##0.00"),
            date: numbers("yyyy-mm-dd").set_align(FormatAlign::Left),
            date_time: numbers("yyyy-mm-dd hh:mm:ss").set_align(FormatAlign::Left),
        }
    }
}

/// The report as the bytes of a file.
pub(super) fn xlsx(report: &Report) -> Result<Vec<u8>, RenderError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    let made = excel_date_time(report.made_at_site);
    let mut properties = DocProperties::new()
        .set_title(format!("FAQ report {}", report.week))
        .set_company(cell_text(&report.site))
        .set_comment(cell_text(&report.summary.to_string()));
    if let Some(made) = &made {
        properties = properties.set_creation_datetime(made);
    }
    workbook.set_properties(&properties);
    about(workbook.add_worksheet(), report, &formats)?;
    for (at, table) in Table::ALL.into_iter().enumerate() {
        let contents = sheet(report, table);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(table.label())?;
        write_table(worksheet, &contents, &formats, &format!("Table{}", at + 1))?;
        decorate(worksheet, table, &contents, report)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The first sheet: which report this is and what its tables hold.
fn about(worksheet: &mut Worksheet, report: &Report, formats: &Formats) -> Result<(), XlsxError> {
    worksheet.set_name("About")?.set_column_width(0, 24)?.set_column_width(1, ABOUT_WIDTH)?;
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let masked = if report.masked {
        "E-mail addresses and phone, card and identity numbers in visitors' words are masked."
    } else {
        "Personal data in visitors' words is not masked."
    };
    let heading = [
        ("FAQ report", report.site.clone()),
        ("Week", format!("{}, {}", report.week, print::span(report.week))),
        ("Time zone", report.time_zone.clone()),
        ("Created", report.made_at_site.strftime("%Y-%m-%d %H:%M").to_string()),
        ("What happened", report.summary.to_string()),
        ("Personal data", masked.to_owned()),
    ];
    let tables = Table::ALL.map(|table| (table.label(), table.definition().to_owned()));
    for (row, (name, text)) in (0u32..).zip(heading.into_iter().chain(tables)) {
        worksheet.write_string_with_format(row, 0, name, &bold)?;
        worksheet.write_string_with_format(row, 1, cell_text(&text), &formats.text)?;
        worksheet.set_row_height(row, lines(&text, ABOUT_WIDTH) as f64 * LINE_POINTS)?;
    }
    worksheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_table(worksheet: &mut Worksheet, sheet: &Sheet<'_>, formats: &Formats, name: &str) -> Result<(), XlsxError> {
    let rows = &sheet.rows[..sheet.rows.len().min(SHEET_ROWS)];
    for (row, cells) in (1u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells) {
            write_cell(worksheet, row, column, cell, formats)?;
        }
        worksheet.set_row_height(row, row_lines(cells, &sheet.columns) as f64 * LINE_POINTS)?;
    }
    for (column, Column { width, .. }) in (0u16..).zip(&sheet.columns) {
        worksheet.set_column_width(column, *width)?;
    }
    let heading = |column: &Column| TableColumn::new().set_header(&*column.heading).set_header_format(&formats.header);
    let columns: Vec<TableColumn> = sheet.columns.iter().map(heading).collect();
    let (last_row, last_column) = (rows.len().max(1) as u32, (columns.len() - 1) as u16);
    let table = rust_xlsxwriter::Table::new().set_name(name).set_columns(&columns).set_style(TableStyle::Light15);
    worksheet.add_table(0, 0, last_row, last_column, &table)?;
    worksheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    worksheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

/// Lines of a row: of its longest text, as far as they are shown.
fn row_lines(cells: &[Cell<'_>], columns: &[Column]) -> usize {
    let texts = cells.iter().zip(columns).filter_map(|(cell, column)| match cell {
        Cell::Text(text) => Some(lines(text, column.width)),
        _ => None,
    });
    texts.max().unwrap_or(1).clamp(1, MOST_LINES)
}

/// Lines of a text in a column that is so many digits wide, about: not every program counts them itself.
fn lines(text: &str, width: f64) -> usize {
    let wide = |character: char| if character >= '\u{1100}' { 2.0 } else { 1.0 };
    let of_line = |line: &str| (line.chars().map(wide).sum::<f64>() / (width - 2.0).max(1.0)).ceil().max(1.0) as usize;
    text.lines().map(of_line).sum::<usize>().max(1)
}

fn write_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell<'_>,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let (number, format) = match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => {
            return worksheet.write_string_with_format(row, column, cell_text(text), &formats.text).map(drop);
        }
        Cell::Date(date) => return write_time(worksheet, row, column, date.at(0, 0, 0, 0), &formats.date),
        Cell::DateTime(at) => return write_time(worksheet, row, column, *at, &formats.date_time),
        Cell::Count(count) => (*count as f64, &formats.count),
        Cell::Difference(difference) => (*difference as f64, &formats.difference),
        Cell::Share(share) => (*share, &formats.share),
        Cell::Millis(number) | Cell::Mean(number) => (*number, &formats.decimal),
    };
    worksheet.write_number_with_format(row, column, number, format).map(drop)
}

fn write_time(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    at: DateTime,
    format: &Format,
) -> Result<(), XlsxError> {
    match excel_date_time(at) {
        Some(at) => worksheet.write_datetime_with_format(row, column, at, format).map(drop),
        None => worksheet.write_string(row, column, at.to_string()).map(drop),
    }
}

/// `None` for the years that Excel does not have.
fn excel_date_time(at: DateTime) -> Option<ExcelDateTime> {
    let year = u16::try_from(at.year()).ok()?;
    ExcelDateTime::from_ymd(year, at.month().unsigned_abs(), at.day().unsigned_abs())
        .and_then(|day| {
            let (hour, minute) = (u16::from(at.hour().unsigned_abs()), at.minute().unsigned_abs());
            day.and_hms(hour, minute, f64::from(at.second()))
        })
        .ok()
}

/// A text as a cell can hold it: without control characters but for line feeds, and not too long.
pub fn cell_text(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .filter(|character| {
            // XML 1.0 has no way to write these
            (!character.is_control() || *character == '\n') && !matches!(character, '\u{FFFE}' | '\u{FFFF}')
        })
        .take_while(|character| {
            units += character.len_utf16();
            units <= CELL_UNITS
        })
        .collect()
}

/// Adds the charts and the colours of a sheet.
fn decorate(worksheet: &mut Worksheet, table: Table, contents: &Sheet<'_>, report: &Report) -> Result<(), XlsxError> {
    let rows = contents.rows.len() as u32;
    let beside = contents.columns.len() as u16 + 1;
    match table {
        Table::Days => worksheet
            .insert_chart(1, beside, &days_chart(report.days.iter().any(|day| day.questions_before.is_some())))
            .map(drop),
        Table::TopQuestions if rows > 0 => {
            worksheet.insert_chart(1, beside, &top_chart(rows.min(CHART_ENTRIES))).map(drop)
        }
        Table::Hours => {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum_color(Color::RGB(LIGHTEST))
                .set_maximum_color(Color::RGB(DARKEST));
            // each of the three blocks by itself
            for first in (1..=rows).step_by(7) {
                worksheet.add_conditional_format(first, 2, first + 6, 25, &scale)?;
            }
            Ok(())
        }
        Table::Weeks => {
            let place = |key: &str| report.figures.iter().position(|figure| figure.key == key);
            let series = |keys: &[&str]| -> Vec<u16> {
                keys.iter().filter_map(|key| place(key)).map(|at| at as u16 + 2).collect()
            };
            let counts = series(&["questions", "conversations"]);
            let shares = series(&["answered", "helpful"]);
            let (counts, shares) = (
                weeks_chart("Questions and conversations", &counts, rows, false),
                weeks_chart("Answered and helpful", &shares, rows, true),
            );
            worksheet.insert_chart(rows + 2, 0, &counts)?;
            worksheet.insert_chart(rows + 2, 7, &shares).map(drop)
        }
        _ => Ok(()),
    }
}

fn days_chart(before: bool) -> Chart {
    let label = Table::Days.label();
    let mut chart = Chart::new(ChartType::ColumnStacked);
    // the columns of `table::days`
    for (column, color) in [(2, ANSWERED), (3, NOT_HELPFUL), (4, PERSON_ASKED), (5, NO_RESULT), (6, CHOICE_IGNORED)] {
        chart
            .add_series()
            .set_name((label, 0, column))
            .set_categories((label, 1, 0, 7, 0))
            .set_values((label, 1, column, 7, column))
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color))))
            .set_gap(60);
    }
    if before {
        let mut line = Chart::new(ChartType::Line);
        line.add_series()
            .set_name((label, 0, 9))
            .set_categories((label, 1, 0, 7, 0))
            .set_values((label, 1, 9, 7, 9))
            .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(Color::RGB(INK)).set_width(1.5)));
        chart.combine(&line);
    }
    chart.title().set_name("Questions per day");
    chart.x_axis().set_num_format("ddd d");
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_alt_text("Questions of each day, stacked by what became of them").set_width(720).set_height(360);
    chart
}

fn top_chart(entries: u32) -> Chart {
    let label = Table::TopQuestions.label();
    let mut chart = Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_name((label, 0, 2))
        .set_categories((label, 1, 1, entries, 1))
        .set_values((label, 1, 2, entries, 2))
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(ANSWERED))))
        .set_gap(40);
    chart.title().set_name("Top questions");
    chart.y_axis().set_reverse();
    chart.legend().set_hidden();
    chart.set_alt_text("The entries that answered most questions").set_width(720).set_height(420);
    chart
}

fn weeks_chart(title: &str, columns: &[u16], weeks: u32, shares: bool) -> Chart {
    let label = Table::Weeks.label();
    let mut chart = Chart::new(ChartType::Line);
    for (column, color) in columns.iter().copied().zip([ANSWERED, NOT_HELPFUL]) {
        chart
            .add_series()
            .set_name((label, 0, column))
            .set_categories((label, 1, 0, weeks, 0))
            .set_values((label, 1, column, weeks, column))
            .set_format(ChartFormat::new().set_line(ChartLine::new().set_color(Color::RGB(color)).set_width(2.25)));
    }
    chart.title().set_name(title);
    if shares {
        chart.y_axis().set_num_format("0%");
    }
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_alt_text(format!("{title} in the last weeks")).set_width(620).set_height(320);
    chart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_as_high_as_their_texts() {
        assert_eq!([lines("", 10.0), lines("12345678", 10.0), lines("123456789", 10.0)], [1, 1, 2]);
        assert_eq!([lines("一二三四", 10.0), lines("一二三四五", 10.0), lines("a\nb\nc", 10.0)], [1, 2, 3]);
    }

    #[test]
    fn cells_hold_what_a_spreadsheet_can_hold() {
        assert_eq!(cell_text("=1+1"), "=1+1", "a string cell needs no guard");
        assert_eq!(cell_text("a\0b\u{1}c\td\ne\u{FFFF}"), "abcd\ne");
        assert_eq!(cell_text(&"x".repeat(40_000)).len(), CELL_UNITS);
        // what takes two units is not cut in half
        let faces = cell_text(&"😀".repeat(20_000));
        assert_eq!(faces.encode_utf16().count(), CELL_UNITS - 1);
    }

    #[test]
    fn times_are_those_of_the_site() {
        let at = crate::clock::civil::date(2026, 11, 9).at(8, 5, 30, 0);
        let expected = ExcelDateTime::from_ymd(2026, 11, 9).and_then(|day| day.and_hms(8, 5, 30.0)).unwrap();
        assert_eq!(excel_date_time(at).unwrap().to_excel(), expected.to_excel());
        assert!(excel_date_time(crate::clock::civil::date(-5, 1, 1).at(0, 0, 0, 0)).is_none());
    }

    #[test]
    fn every_kind_of_cell_is_taken() {
        let mut workbook = Workbook::new();
        let worksheet = workbook.add_worksheet();
        let at = crate::clock::civil::date(2026, 11, 9).at(8, 5, 30, 0);
        let cells = [
            Cell::Empty,
            Cell::Text("=HYPERLINK(\"http://evil.example\")".into()),
            Cell::Text("x".repeat(40_000).into()),
            Cell::Count(u64::MAX),
            Cell::Difference(-3),
            Cell::Share(0.5),
            Cell::Millis(1.25),
            Cell::Date(at.date()),
            Cell::DateTime(at),
            Cell::DateTime(crate::clock::civil::date(-5, 1, 1).at(0, 0, 0, 0)),
        ];
        for (row, cell) in (0u32..).zip(&cells) {
            write_cell(worksheet, row, 0, cell, &Formats::new()).unwrap();
        }
        assert!(!workbook.save_to_buffer().unwrap().is_empty());
    }
}
