//! The tables of what the FAQ's keepers should look at: wordings to add, entries that nobody asks for, that expire, that
//! are not translated.
//!
//! Invariant: as in [`super::table`], a cell is a value and never a formula.

use super::Report;
use super::table::{Cell, Sheet};

pub(super) fn wordings(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[
        ("Wording", 52.0),
        ("Language", 11.0),
        ("Chosen", 9.0),
        ("For", 52.0),
        ("Other wordings", 40.0),
        ("Entry", 30.0),
    ];
    let rows = report.wordings.iter().map(|row| {
        let [wording, lang, title, entry] = [&row.wording, &row.lang, &row.title, &row.entry].map(Cell::text);
        vec![wording, lang, Cell::Count(row.chosen), title, Cell::Text(row.examples.join("\n").into()), entry]
    });
    Sheet::new(COLUMNS, rows.collect())
}

pub(super) fn never_asked(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[("Title", 52.0), ("Topic", 24.0), ("Entry", 30.0)];
    let rows = report.never_asked.iter().map(|row| [&row.title, &row.topic, &row.id].map(Cell::text).to_vec());
    Sheet::new(COLUMNS, rows.collect())
}

pub(super) fn expiring(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] =
        &[("Title", 52.0), ("Language", 11.0), ("Until", 18.0), ("Expired", 10.0), ("Asked", 9.0), ("Entry", 30.0)];
    let rows = report.expiring.iter().map(|row| {
        vec![
            Cell::text(&row.title),
            Cell::text(&row.lang),
            Cell::DateTime(row.until),
            Cell::yes(row.expired),
            Cell::Count(row.asked),
            Cell::text(&row.id),
        ]
    });
    Sheet::new(COLUMNS, rows.collect())
}

pub(super) fn untranslated(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[("Title", 52.0), ("Missing in", 12.0), ("Asked", 9.0), ("Entry", 30.0)];
    let rows = report
        .untranslated
        .iter()
        .map(|row| vec![Cell::text(&row.title), Cell::text(&row.lang), Cell::Count(row.asked), Cell::text(&row.id)]);
    Sheet::new(COLUMNS, rows.collect())
}
