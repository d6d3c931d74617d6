//! What was handed over to people, as tables and as lines of a page.
//!
//! Invariant: as in [`super::table`], a cell is a value and never a formula; a share stands beside what it is a share of.

use super::print::{count, counted, duration, percent};
use super::table::{Cell, Sheet};
use super::{AgentRow, Report};

/// What stands for no entry, and for no topic.
const NO_ANSWER: &str = "No answer to the last question";
const NO_TOPIC: &str = "No topic";

pub(super) fn handed_over(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[
        ("Title", 52.0),
        ("Topic", 24.0),
        ("Requests", 10.0),
        ("Rated", 9.0),
        ("Satisfied", 11.0),
        ("Mean rating", 13.0),
        ("Entry", 30.0),
    ];
    let rows = report.handed_over.iter().map(|row| {
        let title = if row.id.is_some() { &*row.title } else { NO_ANSWER };
        let [requests, rated] = [row.requests, row.rated].map(Cell::Count);
        let id = row.id.as_deref().map_or(Cell::Empty, Cell::text);
        vec![
            Cell::text(title),
            Cell::text(&row.topic),
            requests,
            rated,
            Cell::share(row.satisfied),
            mean(row.average),
            id,
        ]
    });
    Sheet::new(COLUMNS, rows.collect())
}

pub(super) fn topics(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] =
        &[("Topic", 40.0), ("Requests", 10.0), ("Rated", 9.0), ("Satisfied", 11.0), ("Mean rating", 13.0)];
    let rows = report.topics.iter().map(|row| {
        let [requests, rated] = [row.requests, row.rated].map(Cell::Count);
        vec![Cell::text(topic(&row.topic)), requests, rated, Cell::share(row.satisfied), mean(row.average)]
    });
    Sheet::new(COLUMNS, rows.collect())
}

pub(super) fn agents(report: &Report) -> Sheet<'_> {
    const COLUMNS: &[(&str, f64)] = &[
        ("Agent", 30.0),
        ("Taken", 9.0),
        ("Handling time, ms", 18.0),
        ("Rated", 9.0),
        ("Satisfied", 11.0),
        ("Mean rating", 13.0),
    ];
    let rows = report.agents.iter().map(|row| {
        let handling = row.handling_median.map_or(Cell::Empty, Cell::Millis);
        let [taken, rated] = [row.taken, row.rated].map(Cell::Count);
        vec![Cell::text(&row.name), taken, handling, rated, Cell::share(row.satisfied), mean(row.average)]
    });
    Sheet::new(COLUMNS, rows.collect())
}

fn mean(average: Option<f64>) -> Cell<'static> {
    average.map_or(Cell::Empty, Cell::Mean)
}

fn topic(name: &str) -> &str {
    if name.is_empty() { NO_TOPIC } else { name }
}

/// A list's line: its title, what is said of it, its number.
pub(super) type Line = (String, String, String);

/// The lines of [`handed_over`].
pub(super) fn handed_over_lines(report: &Report) -> impl Iterator<Item = Line> {
    report.handed_over.iter().map(|row| {
        let title = if row.id.is_some() { row.title.clone() } else { NO_ANSWER.to_owned() };
        (title, ratings(row.rated, row.satisfied, row.average), counted(row.requests, "request", "requests"))
    })
}

/// The lines of [`topics`].
pub(super) fn topic_lines(report: &Report) -> impl Iterator<Item = Line> {
    report.topics.iter().map(|row| {
        let said = ratings(row.rated, row.satisfied, row.average);
        (topic(&row.topic).to_owned(), said, counted(row.requests, "request", "requests"))
    })
}

/// The lines of [`agents`].
pub(super) fn agent_lines(report: &Report) -> impl Iterator<Item = Line> {
    report.agents.iter().map(|row: &AgentRow| {
        let handling = row.handling_median.map(|median| format!("half within {}", duration(median)));
        let rated = Some(ratings(row.rated, row.satisfied, row.average)).filter(|rated| !rated.is_empty());
        let said: Vec<String> = handling.into_iter().chain(rated).collect();
        (row.name.clone(), said.join(", "), format!("{} taken", count(row.taken)))
    })
}

/// `66.7% satisfied (3 ratings), 4.0 of 5`; nothing where nobody rated.
fn ratings(rated: u64, satisfied: Option<f64>, average: Option<f64>) -> String {
    match (satisfied, average) {
        (Some(satisfied), Some(average)) => {
            let ratings = counted(rated, "rating", "ratings");
            format!("{} satisfied ({ratings}), {average:.1}\u{a0}of\u{a0}5", percent(satisfied))
        }
        _ => String::new(),
    }
}
