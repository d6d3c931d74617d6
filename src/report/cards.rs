//! The page's cards: a figure with its number, its change, its line and what stands under it.
//!
//! Invariant: a change is coloured only where the figure marks it as more than chance.

use super::print::{base, change, count, date, duration, percent};
use super::{Better, Figure, Report, Unit, charts};

/// A figure on a card.
pub(super) struct Card<'a> {
    pub(super) figure: &'a Figure,
    pub(super) number: String,
    pub(super) unit: String,
    /// The number is not known yet.
    pub(super) wait: bool,
    pub(super) change: String,
    pub(super) mark: &'static str,
    pub(super) arrow: &'static str,
    pub(super) spark: String,
    pub(super) lines: Vec<String>,
}

/// A figure as a card.
pub(super) fn card<'a>(figure: &'a Figure, report: &Report) -> Card<'a> {
    let (number, unit) = split(figure);
    let good = match figure.better {
        Better::Neither => None,
        Better::Higher => figure.change.map(|change| change > 0.0),
        Better::Lower => figure.change.map(|change| change < 0.0),
    };
    Card {
        figure,
        number,
        unit,
        wait: figure.value.is_none(),
        change: change(figure).unwrap_or_default(),
        mark: match (figure.beyond_noise, good) {
            (false, _) => "within",
            (true, None) => "flat",
            (true, Some(true)) => "good",
            (true, Some(false)) => "bad",
        },
        arrow: if figure.change.is_some_and(|change| change > 0.0) { "▲" } else { "▼" },
        spark: charts::sparkline(figure, &report.trend_weeks),
        lines: lines(figure, report),
    }
}

/// Shares that read better as how many.
fn as_count(figure: &Figure) -> Option<(u64, f64)> {
    matches!(figure.key, "unanswered" | "handed_over").then_some(figure.part.zip(figure.value)).flatten()
}

/// A figure's number and its unit, which is set smaller.
fn split(figure: &Figure) -> (String, String) {
    if let Some((part, _)) = as_count(figure) {
        return (count(part), String::new());
    }
    let Some(value) = figure.value else {
        return (if figure.pending_until.is_some() { "Pending" } else { "None yet" }.to_owned(), String::new());
    };
    match figure.unit {
        Unit::Count => (count(value as u64), String::new()),
        Unit::Share => (percent(value).trim_end_matches('%').to_owned(), "%".to_owned()),
        Unit::Milliseconds => {
            let text = duration(value);
            let (number, unit) = text.split_once(' ').unwrap_or((&text, ""));
            (number.to_owned(), format!(" {unit}"))
        }
    }
}

/// What stands under a figure.
fn lines(figure: &Figure, report: &Report) -> Vec<String> {
    let other = |key: &str| report.figure(key).and_then(|figure| figure.value);
    let mut lines: Vec<String> = Vec::new();
    if let Some(until) = figure.pending_until {
        lines.push(format!("until {}", date(until)));
    }
    match (as_count(figure), figure.unit) {
        (Some((_, share)), _) => {
            let whole = if figure.key == "unanswered" { "questions" } else { "conversations" };
            lines.push(format!("{} of {whole}", percent(share)));
        }
        (None, Unit::Share) => lines.extend(base(figure)),
        (None, Unit::Count) => {
            lines.extend(figure.previous.map(|before| format!("{} the week before", count(before as u64))))
        }
        (None, Unit::Milliseconds) => {}
    }
    match figure.key {
        "response_median" => lines.extend(other("response_p95").map(|p95| format!("p95 {}", duration(p95)))),
        "waiting_median" => {
            lines.extend(other("waiting_p90").map(|p90| format!("p90 {}", duration(p90))));
            lines.extend(figure.whole.filter(|whole| *whole > 0).map(|_| base(figure).unwrap_or_default()));
        }
        _ => {}
    }
    lines
}

/// A figure with what it is a part of, and without a line.
pub(super) fn plain(figure: &Figure) -> Card<'_> {
    let (number, unit) = split(figure);
    Card { number: format!("{number}{unit}"), unit: base(figure).unwrap_or_default(), ..bare(figure) }
}

/// A reason for which questions stay unanswered, as a card without a line.
pub(super) fn reason(figure: &Figure) -> Card<'_> {
    Card {
        number: figure.part.map(count).unwrap_or_default(),
        unit: figure.value.map(|share| format!("{} of questions", percent(share))).unwrap_or_default(),
        ..bare(figure)
    }
}

fn bare(figure: &Figure) -> Card<'_> {
    Card {
        figure,
        number: String::new(),
        unit: String::new(),
        wait: false,
        change: String::new(),
        mark: "",
        arrow: "",
        spark: String::new(),
        lines: Vec::new(),
    }
}
