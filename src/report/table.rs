//! The report's tables as columns and cells: what CSV and XLSX write.
//!
//! Invariant: a cell knows what it is, so that a number never becomes text and a visitor's words never become a number
//! or a formula.

use super::{Ending, Figure, Report, Table, Unit};
use super::{handed, upkeep};
use crate::clock::civil::{Date, DateTime};
use std::borrow::Cow;

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Words, a visitor's perhaps.
    Text(Cow<'a, str>),
    /// A number of things.
    Count(u64),
    /// A difference of two numbers of things.
    Difference(i64),
    /// A part of a whole, 0 to 1, or the difference of two.
    Share(f64),
    /// A time in milliseconds.
    Millis(f64),
    /// A mean of small numbers.
    Mean(f64),
    /// A day.
    Date(Date),
    /// A day and a time, the site's.
    DateTime(DateTime),
}

impl<'a> Cell<'a> {
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn yes(yes: bool) -> Self {
        Self::text(if yes { "yes" } else { "no" })
    }

    pub(super) fn share(share: Option<f64>) -> Self {
        share.map_or(Self::Empty, Self::Share)
    }

    fn of(value: Option<f64>, unit: Unit) -> Self {
        match (value, unit) {
            (None, _) => Self::Empty,
            (Some(value), Unit::Count) => Self::Count(value.max(0.0) as u64),
            (Some(value), Unit::Share) => Self::Share(value),
            (Some(value), Unit::Milliseconds) => Self::Millis(value),
        }
    }
}

/// A column: its heading and its width in characters.
pub(super) struct Column {
    pub(super) heading: Cow<'static, str>,
    pub(super) width: f64,
}

/// A table.
pub(super) struct Sheet<'a> {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell<'a>>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(columns: &[(&'static str, f64)], rows: Vec<Vec<Cell<'a>>>) -> Self {
        let columns = columns.iter().map(|(heading, width)| Column { heading: (*heading).into(), width: *width });
        Self { columns: columns.collect(), rows }
    }
}

/// One of the report's tables.
pub(super) fn sheet(report: &Report, table: Table) -> Sheet<'_> {
    match table {
        Table::TopQuestions => top_questions(report),
        Table::Unanswered => unanswered(report),
        Table::Improve => improve(report),
        Table::Wordings => upkeep::wordings(report),
        Table::Figures => figures(report),
        Table::Weeks => weeks(report),
        Table::Days => days(report),
        Table::Hours => hours(report),
        Table::Languages => slices("Language", 14.0, &report.languages),
        Table::Pages => slices("Page", 40.0, &report.pages),
        Table::NeverAsked => upkeep::never_asked(report),
        Table::Expiring => upkeep::expiring(report),
        Table::Untranslated => upkeep::untranslated(report),
        Table::HandedOver => handed::handed_over(report),
        Table::Topics => handed::topics(report),
        Table::Agents => handed::agents(report),
        Table::Conversations => conversations(report),
    }
}

fn top_questions(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[
        ("Rank", 7.0),
        ("Title", 52.0),
        ("Asked", 9.0),
        ("Share", 9.0),
        ("Week before", 13.0),
        ("Change", 10.0),
        ("Beyond chance", 15.0),
        ("Helpful", 10.0),
        ("Rated", 9.0),
        ("Handed over", 13.0),
        ("Entry", 30.0),
    ];
    let rows = report.top_questions.iter().enumerate().map(|(at, row)| {
        let change = row.asked_before.map(|before| row.asked as i64 - before as i64).filter(|_| report.complete);
        vec![
            Cell::Count(at as u64 + 1),
            Cell::text(&row.title),
            Cell::Count(row.asked),
            Cell::Share(row.share),
            row.asked_before.map_or(Cell::Empty, Cell::Count),
            change.map_or(Cell::Empty, Cell::Difference),
            change.map_or(Cell::Empty, |_| Cell::yes(row.beyond_noise)),
            Cell::share(row.helpful),
            Cell::Count(row.rated),
            Cell::Count(row.handed_over),
            Cell::text(&row.id),
        ]
    });
    Sheet::new(COLUMNS, rows.collect())
}

fn unanswered(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[
        ("Question", 52.0),
        ("Language", 11.0),
        ("Asked", 9.0),
        ("Conversations", 15.0),
        ("No result", 11.0),
        ("Choice ignored", 15.0),
        ("Not helpful", 12.0),
        ("Asked for a person", 19.0),
        ("Closest", 40.0),
        ("Confidence", 12.0),
        ("Closest entry", 26.0),
        ("Other wordings", 52.0),
        ("YAML", 52.0),
    ];
    let rows = report.unanswered.iter().map(|row| {
        vec![
            Cell::text(&row.title),
            Cell::text(&row.lang),
            Cell::Count(row.asked),
            Cell::Count(row.conversations),
            Cell::Count(row.no_result),
            Cell::Count(row.choice_ignored),
            Cell::Count(row.not_helpful),
            Cell::Count(row.person_asked),
            row.closest_title.as_deref().map_or(Cell::Empty, Cell::text),
            row.closest.as_ref().map_or(Cell::Empty, |_| Cell::Share(row.confidence)),
            row.closest.as_deref().map_or(Cell::Empty, Cell::text),
            if row.examples.is_empty() { Cell::Empty } else { Cell::text(row.examples.join("\n")) },
            row.yaml.as_deref().map_or(Cell::Empty, Cell::text),
        ]
    });
    Sheet::new(COLUMNS, rows.collect())
}

fn improve(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[
        ("Title", 52.0),
        ("Asked", 9.0),
        ("Not enough", 13.0),
        ("Thumbs down", 14.0),
        ("Person asked for", 17.0),
        ("Helpful", 10.0),
        ("Entry", 30.0),
    ];
    let rows = report.improve.iter().map(|row| {
        vec![
            Cell::text(&row.title),
            Cell::Count(row.asked),
            Cell::Count(row.failed),
            Cell::Count(row.thumbs_down),
            Cell::Count(row.person_asked),
            Cell::share(row.helpful),
            Cell::text(&row.id),
        ]
    });
    Sheet::new(COLUMNS, rows.collect())
}

fn figures(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[
        ("Figure", 24.0),
        ("Value", 12.0),
        ("Unit", 8.0),
        ("Part", 10.0),
        ("Whole", 10.0),
        ("Week before", 13.0),
        ("Change", 12.0),
        ("Beyond chance", 15.0),
        ("Pending until", 14.0),
        ("Definition", 110.0),
    ];
    Sheet::new(COLUMNS, report.figures.iter().map(figure).collect())
}

fn figure(figure: &Figure) -> Vec<Cell<'_>> {
    let change = match (figure.change, figure.unit) {
        (Some(change), Unit::Count) => Cell::Difference(change.round() as i64),
        (change, unit) => Cell::of(change, unit),
    };
    vec![
        Cell::text(figure.label),
        Cell::of(figure.value, figure.unit),
        Cell::text(match figure.unit {
            Unit::Count => "count",
            Unit::Share => "share",
            Unit::Milliseconds => "ms",
        }),
        figure.part.map_or(Cell::Empty, Cell::Count),
        figure.whole.map_or(Cell::Empty, Cell::Count),
        Cell::of(figure.previous, figure.unit),
        change,
        figure.change.map_or(Cell::Empty, |_| Cell::yes(figure.beyond_noise)),
        figure.pending_until.map_or(Cell::Empty, Cell::Date),
        Cell::text(figure.definition),
    ]
}

fn weeks(report: &Report) -> Sheet<'_> {
    let names = [("Week", 11.0), ("Monday", 12.0)].map(|(name, width)| Column { heading: name.into(), width });
    let columns = report.figures.iter().map(|figure| Column {
        heading: match figure.unit {
            Unit::Milliseconds => format!("{}, ms", figure.label).into(),
            Unit::Count | Unit::Share => figure.label.into(),
        },
        width: 14.0,
    });
    let rows = report.trend_weeks.iter().enumerate().map(|(at, week)| {
        let values = report.figures.iter().map(|figure| Cell::of(figure.trend.get(at).copied().flatten(), figure.unit));
        [Cell::text(week.to_string()), Cell::Date(week.monday())].into_iter().chain(values).collect()
    });
    Sheet { columns: names.into_iter().chain(columns).collect(), rows: rows.collect() }
}

fn days(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[
        ("Day", 12.0),
        ("Questions", 11.0),
        ("Answered", 11.0),
        ("Not helpful", 12.0),
        ("Asked for a person", 19.0),
        ("No result", 11.0),
        ("Choice ignored", 15.0),
        ("Conversations", 15.0),
        ("Visitors", 10.0),
        ("Week before", 13.0),
    ];
    let rows = report.days.iter().map(|day| {
        let counts = [
            day.questions,
            day.answered,
            day.not_helpful,
            day.person_asked,
            day.no_result,
            day.choice_ignored,
            day.conversations,
            day.visitors,
        ];
        let before = day.questions_before.map_or(Cell::Empty, Cell::Count);
        [Cell::Date(day.date)].into_iter().chain(counts.map(Cell::Count)).chain([before]).collect()
    });
    Sheet::new(COLUMNS, rows.collect())
}

/// Three blocks of seven rows, one below the other.
fn hours(report: &Report) -> Sheet<'_> {
    let hours = (0..24).map(|hour| Column { heading: format!("{hour:02}").into(), width: 6.0 });
    let names = [("Count", 15.0), ("Day", 12.0)].map(|(name, width)| Column { heading: name.into(), width });
    let blocks = [
        ("Questions", &report.hours.questions),
        ("Conversations", &report.hours.conversations),
        ("Visitors", &report.hours.visitors),
    ];
    let row = |name: &'static str, date: Date, counts: &[u64]| {
        let counts = counts.iter().map(|count| Cell::Count(*count));
        [Cell::text(name), Cell::Date(date)].into_iter().chain(counts).collect()
    };
    let days = |(name, counts): (&'static str, &'_ Vec<Vec<u64>>)| -> Vec<Vec<Cell<'_>>> {
        report.days.iter().zip(counts).map(|(day, counts)| row(name, day.date, counts)).collect()
    };
    Sheet { columns: names.into_iter().chain(hours).collect(), rows: blocks.into_iter().flat_map(days).collect() }
}

fn slices<'a>(heading: &'static str, width: f64, slices: &'a [super::Slice]) -> Sheet<'a> {
    let columns: &[(&'static str, f64)] = &[
        (heading, width),
        ("Questions", 11.0),
        ("Share", 9.0),
        ("Answered", 11.0),
        ("Conversations", 15.0),
        ("Visitors", 10.0),
    ];
    let rows = slices.iter().map(|slice| {
        vec![
            Cell::text(if slice.name.is_empty() { "unknown" } else { &slice.name }),
            Cell::Count(slice.questions),
            Cell::Share(slice.share),
            Cell::share(slice.answered),
            Cell::Count(slice.conversations),
            Cell::Count(slice.visitors),
        ]
    });
    Sheet::new(columns, rows.collect())
}

fn conversations(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[
        ("Started", 20.0),
        ("Lasted, ms", 12.0),
        ("Language", 11.0),
        ("Page", 30.0),
        ("First question", 52.0),
        ("Questions", 11.0),
        ("Answered", 11.0),
        ("Thumbs up", 11.0),
        ("Thumbs down", 13.0),
        ("Handed over", 13.0),
        ("Waited, ms", 12.0),
        ("Ending", 12.0),
        ("Came back", 11.0),
        ("Conversation", 38.0),
    ];
    let rows = report.conversations.iter().map(|row| {
        vec![
            Cell::DateTime(row.started),
            Cell::Millis(row.lasted as f64),
            Cell::text(&row.lang),
            Cell::text(&row.page),
            Cell::text(&row.first_question),
            Cell::Count(row.questions.into()),
            Cell::Count(row.answered.into()),
            Cell::Count(row.thumbs_up.into()),
            Cell::Count(row.thumbs_down.into()),
            Cell::yes(row.handed_over),
            row.waited.map_or(Cell::Empty, |waited| Cell::Millis(waited as f64)),
            Cell::text(match row.ending {
                Ending::Confirmed => "confirmed",
                Ending::Assumed => "assumed",
                Ending::Pending => "pending",
                Ending::Unsettled => "unsettled",
            }),
            row.came_back.map_or(Cell::Empty, Cell::yes),
            Cell::text(&row.id),
        ]
    });
    Sheet::new(COLUMNS, rows.collect())
}
