//! The report as a mail: a subject that says what happened, a page that mail programs can show, and a plain text.
//!
//! Invariant: the page stands on tables, colours and `style` attributes alone. Mail programs drop style sheets (or the
//! whole of one for a rule that they don't know), scripts, SVG, grids and folds, and cut a message at about 100 KB; so
//! this is a shorter page than the HTML form, and names where the rest is. Everything reaches it through the template's
//! escaping.

use super::cards::{Card, card, reason};
use super::html::{CARDS, GapRow, ImproveRow, REASONS, TopRow, gap_row, gaps_note, improve_row, top_note, top_rows};
use super::print::{self, count, counted, percent};
use super::{RenderError, Report, Table, markdown};
use askama::Template;

/// Figures in the mail: the first ones of the page, in pairs.
const FIGURES: usize = 6;
/// Entries in the table of top questions.
const TOP: usize = 10;
/// Unanswered questions.
const GAPS: usize = 10;
/// Answers to improve.
const IMPROVE: usize = 5;

/// What a mail is made of.
#[derive(Clone, Debug)]
pub struct Letter {
    /// In one line, visitors' words not among it.
    pub subject: String,
    /// The page.
    pub html: String,
    /// The same as Markdown, which reads as plain text.
    pub text: String,
}

#[derive(Template)]
#[template(path = "mail.html", config = "src/report/templates/askama.toml")]
struct Page<'a> {
    report: &'a Report,
    subject: &'a str,
    span: String,
    made: String,
    empty: bool,
    pairs: Vec<Vec<Card<'a>>>,
    reasons: Vec<Card<'a>>,
    days: Vec<DayRow>,
    week_before: String,
    top_note: String,
    top: Vec<(TopRow<'a>, u64)>,
    gaps_note: String,
    gaps: Vec<GapRow<'a>>,
    improve: Vec<ImproveRow<'a>>,
    upkeep: Vec<String>,
    link: Option<&'a str>,
    attached: bool,
}

impl Page<'_> {
    fn definition(&self, table: &str) -> &'static str {
        self.report.definitions.get(table).copied().unwrap_or("")
    }
}

/// A day with the widths of its bar's parts in percent.
struct DayRow {
    name: String,
    questions: String,
    answered: u64,
    unanswered: u64,
    rest: u64,
}

/// Writes the mail. `link` is the address of the report in the admin area, where that is known; `attached`: the workbook
/// goes with it.
///
/// # Errors
/// [`RenderError`].
pub fn letter(report: &Report, link: Option<&str>, attached: bool) -> Result<Letter, RenderError> {
    let subject = subject(report);
    let cards: Vec<Card<'_>> =
        CARDS.iter().take(FIGURES).filter_map(|key| report.figure(key)).map(|figure| card(figure, report)).collect();
    let most = report.top_questions.first().map_or(0, |row| row.asked);
    let mut top = top_rows(report);
    top.truncate(TOP);
    let page = Page {
        report,
        subject: &subject,
        span: print::span(report.week),
        made: report.made_at_site.strftime("%-d %B %Y, %H:%M").to_string(),
        empty: report.days.iter().all(|day| day.conversations == 0),
        pairs: in_pairs(cards),
        reasons: REASONS.iter().filter_map(|key| report.figure(key)).map(reason).collect(),
        days: days(report),
        week_before: format!("week {}", report.week.previous().week),
        top_note: top_note(report, top.len()),
        top: top.into_iter().map(|row| (width(row.row.asked, most), row)).map(|(width, row)| (row, width)).collect(),
        gaps_note: gaps_note(report),
        gaps: report.unanswered.iter().take(GAPS).enumerate().map(|(at, gap)| gap_row(at, gap)).collect(),
        improve: report.improve.iter().take(IMPROVE).map(improve_row).collect(),
        upkeep: upkeep(report),
        link,
        attached,
    };
    let html = page.render()?;
    Ok(Letter { html, text: plain(report, link), subject })
}

/// `Fernhill Bicycles: FAQ report 2026-W47, 1,284 questions, 86.4% answered`.
fn subject(report: &Report) -> String {
    let questions = report.questions();
    let site = if report.site.is_empty() { String::new() } else { format!("{}: ", report.site) };
    let so_far = if report.complete { "" } else { " so far" };
    let what = match (questions, report.figure("answered").and_then(|figure| figure.value)) {
        (0, _) => "no questions".to_owned(),
        (_, Some(share)) => {
            format!("{}, {} answered", counted(questions, "question", "questions"), percent(share))
        }
        (_, None) => counted(questions, "question", "questions"),
    };
    format!("{site}FAQ report {}, {what}{so_far}", report.week)
}

fn plain(report: &Report, link: Option<&str>) -> String {
    let text = markdown::markdown(report);
    match link {
        Some(link) => format!("{text}\nThe whole report: {link}\n"),
        None => text,
    }
}

fn in_pairs(cards: Vec<Card<'_>>) -> Vec<Vec<Card<'_>>> {
    let mut pairs: Vec<Vec<Card<'_>>> = Vec::new();
    for card in cards {
        match pairs.last_mut().filter(|pair| pair.len() < 2) {
            Some(pair) => pair.push(card),
            None => pairs.push(vec![card]),
        }
    }
    pairs
}

/// A bar's width in percent; something that is there is seen.
fn width(part: u64, most: u64) -> u64 {
    if most == 0 || part == 0 { 0 } else { (part * 100 / most).max(1) }
}

fn days(report: &Report) -> Vec<DayRow> {
    let most = report.days.iter().map(|day| day.questions).max().unwrap_or(0);
    report
        .days
        .iter()
        .map(|day| {
            let answered = width(day.answered, most);
            let unanswered = width(day.questions.saturating_sub(day.answered), most).min(100 - answered);
            DayRow {
                name: print::short_day(day.date),
                questions: count(day.questions),
                answered,
                unanswered,
                rest: 100 - answered - unanswered,
            }
        })
        .collect()
}

/// What needs a look whether anybody asked or not, a line for each table.
fn upkeep(report: &Report) -> Vec<String> {
    [
        (Table::Wordings, report.wordings.len()),
        (Table::Expiring, report.expiring.len()),
        (Table::Untranslated, report.untranslated.len()),
        (Table::NeverAsked, report.never_asked.len()),
    ]
    .into_iter()
    .filter(|(_, rows)| *rows > 0)
    .map(|(table, rows)| format!("{}: {}", table.label(), count(rows as u64)))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_seen() {
        assert_eq!([width(0, 9), width(1, 1_000), width(500, 1_000), width(7, 7), width(3, 0)], [0, 1, 50, 100, 0]);
    }
}
