//! The charts of the page as inline SVG.
//!
//! Invariant: every text is escaped; colours and fonts come from the page's style sheet through classes, never from a
//! `style` attribute, so that the page needs no looser policy than the hash of its style; and what a chart shows is
//! told in its description too.

use super::print::{count, counted, number, short_day};
use super::{Day, Figure};
use std::fmt::Write;

/// The steps of the map of hours, none included.
const STEPS: u64 = 7;
/// Weekdays as the map names them.
pub(super) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Text inside an element or an attribute in double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Opens a picture with its name and its description.
fn open(id: &str, class: &str, width: u32, height: u32, title: &str, description: &str) -> String {
    format!(
        "<svg class=\"{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
         <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        escaped(title),
        escaped(description)
    )
}

/// A figure's line through the last weeks, the last point marked. Empty where there are not two points.
pub(super) fn sparkline(figure: &Figure, weeks: &[super::Week]) -> String {
    const WIDTH: f64 = 84.0;
    const HEIGHT: f64 = 28.0;
    const MARGIN: f64 = 4.0;
    let known: Vec<f64> = figure.trend.iter().copied().flatten().collect();
    if known.len() < 2 {
        return String::new();
    }
    let (low, high) = known.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let step = (WIDTH - 2.0 * MARGIN) / (figure.trend.len() - 1) as f64;
    let point = |at: usize, value: f64| {
        let height = if high > low { (value - low) / (high - low) } else { 0.5 };
        (MARGIN + step * at as f64, HEIGHT - MARGIN - height * (HEIGHT - 2.0 * MARGIN))
    };
    let told: Vec<String> = weeks
        .iter()
        .zip(&figure.trend)
        .filter_map(|(week, value)| value.map(|value| format!("week {}: {}", week.week, number(value, figure.unit))))
        .collect();
    let title = format!("{} in the last weeks", figure.label);
    let mut svg = open(&format!("s-{}", figure.key), "spark", WIDTH as u32, HEIGHT as u32, &title, &told.join(", "));
    svg.push_str("<path d=\"");
    let mut last = None;
    for (at, value) in figure.trend.iter().enumerate() {
        let place = value.map(|value| point(at, value));
        if let Some((x, y)) = place {
            // a week without a value breaks the line
            let move_or_line = if at > 0 && figure.trend[at - 1].is_some() { 'L' } else { 'M' };
            let _ = write!(svg, "{move_or_line}{x:.1} {y:.1}");
        }
        last = place.or(last);
    }
    svg.push_str("\"/>");
    if let Some((x, y)) = last {
        let _ = write!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>");
    }
    svg + "</svg>"
}

/// The days as stacked columns, the week before as a mark across each.
pub(super) fn days(days: &[Day]) -> String {
    const WIDTH: f64 = 560.0;
    const LEFT: f64 = 34.0;
    const TOP: f64 = 14.0;
    const BOTTOM: f64 = 228.0;
    const COLUMN: f64 = 40.0;
    let highest = days.iter().map(|day| day.questions.max(day.questions_before.unwrap_or(0))).max().unwrap_or(0);
    let tick = tick(highest);
    let ticks = highest.div_ceil(tick).max(1);
    let y = |questions: f64| BOTTOM - questions / (ticks * tick) as f64 * (BOTTOM - TOP);
    let told: Vec<String> = days
        .iter()
        .map(|day| {
            format!(
                "{}: {}, {} answered",
                short_day(day.date),
                counted(day.questions, "question", "questions"),
                count(day.answered)
            )
        })
        .collect();
    let mut svg = open("days", "days", 560, 258, "Questions per day by what became of them", &told.join("; "));
    for line in 0..=ticks {
        let at = y((line * tick) as f64);
        let _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {at:.1}H{WIDTH}\"/><text x=\"26\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            at + 4.0,
            count(line * tick)
        );
    }
    let space = (WIDTH - LEFT) / days.len().max(1) as f64;
    for (at, day) in days.iter().enumerate() {
        let middle = LEFT + space * (at as f64 + 0.5);
        column(&mut svg, day, middle - COLUMN / 2.0, COLUMN, &y);
        let label = short_day(day.date);
        let top = y(day.questions as f64).min(day.questions_before.map_or(BOTTOM, |before| y(before as f64)));
        // the number stands above the mark where the mark would cross it
        let clear = if y(day.questions as f64) - top < 18.0 { top } else { y(day.questions as f64) };
        let _ = write!(
            svg,
            "<text class=\"strong\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\
             <text x=\"{middle:.1}\" y=\"248\" text-anchor=\"middle\">{label}</text>",
            (clear - 7.0).max(10.0),
            count(day.questions)
        );
        if let Some(before) = day.questions_before {
            let mark = format!("M{:.1} {:.1}h54", middle - 27.0, y(before as f64));
            let _ = write!(svg, "<path class=\"mark-edge\" d=\"{mark}\"/><path class=\"mark\" d=\"{mark}\"/>");
        }
    }
    svg + "</svg>"
}

/// One day's column with a hair between its parts; the upper end is round.
fn column(svg: &mut String, day: &Day, left: f64, width: f64, y: &impl Fn(f64) -> f64) {
    const HAIR: f64 = 1.5;
    const ROUND: f64 = 4.0;
    let parts =
        [("c1", day.answered), ("c2", day.not_helpful + day.person_asked), ("c3", day.no_result + day.choice_ignored)];
    let last = parts.iter().rposition(|(_, questions)| *questions > 0);
    let mut below = 0.0;
    for (at, (class, questions)) in parts.into_iter().enumerate().filter(|(_, (_, questions))| *questions > 0) {
        let (bottom, top) = (y(below), y(below + questions as f64));
        let bottom = if below > 0.0 { (bottom - HAIR).max(top + 0.5) } else { bottom };
        let round = if last == Some(at) { ROUND.min(bottom - top).max(0.0) } else { 0.0 };
        let _ = write!(
            svg,
            "<path class=\"{class}\" d=\"M{left:.1} {bottom:.1}V{:.1}q0 -{round:.1} {round:.1} -{round:.1}h{:.1}q{round:.1} 0 {round:.1} {round:.1}V{bottom:.1}z\"/>",
            top + round,
            width - 2.0 * round
        );
        below += questions as f64;
    }
}

/// A round distance between grid lines, so that there are three to six of them.
fn tick(highest: u64) -> u64 {
    let mut power = 1u64;
    loop {
        for step in [1, 2, 5] {
            let tick = step * power;
            if highest <= tick.saturating_mul(5) {
                return tick;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// Which of the seven steps a number of questions has: 0 for none, 6 for the busiest hour.
fn step(questions: u64, busiest: u64) -> u64 {
    if questions == 0 { 0 } else { (questions * (STEPS - 1)).div_ceil(busiest.max(1)).clamp(1, STEPS - 1) }
}

/// The busiest hour: weekday, hour and questions. None in a week without questions.
pub(super) fn busiest(hours: &[Vec<u64>]) -> Option<(usize, usize, u64)> {
    let cells = hours
        .iter()
        .enumerate()
        .flat_map(|(day, hours)| hours.iter().enumerate().map(move |(hour, questions)| (day, hour, *questions)));
    // the first of several
    cells.filter(|(.., questions)| *questions > 0).reduce(|best, cell| if cell.2 > best.2 { cell } else { best })
}

/// Weekday by hour as a map in seven steps, the busiest hour framed.
pub(super) fn hours(hours: &[Vec<u64>]) -> String {
    const LEFT: usize = 38;
    const TOP: usize = 22;
    const WIDTH: usize = 20;
    const HEIGHT: usize = 26;
    const GAP: usize = 2;
    let busiest = busiest(hours);
    let told = busiest.map_or_else(
        || "No questions.".to_owned(),
        |(day, hour, questions)| {
            let questions = counted(questions, "question", "questions");
            format!("Busiest: {} {hour:02}:00 with {questions}.", WEEKDAYS[day % 7])
        },
    );
    let (width, height) = (LEFT + 24 * (WIDTH + GAP), TOP + 7 * (HEIGHT + GAP));
    let mut svg = open("hours", "hours", width as u32, height as u32, "Questions by weekday and hour", &told);
    for hour in (0..24).step_by(3) {
        let _ = write!(svg, "<text x=\"{}\" y=\"12\">{hour:02}</text>", LEFT + hour * (WIDTH + GAP));
    }
    for (day, row) in hours.iter().enumerate() {
        let y = TOP + day * (HEIGHT + GAP);
        let _ = write!(svg, "<text x=\"0\" y=\"{}\">{}</text>", y + HEIGHT / 2 + 4, WEEKDAYS[day % 7]);
        for (hour, questions) in row.iter().enumerate() {
            let step = step(*questions, busiest.map_or(0, |(.., most)| most));
            let _ = write!(
                svg,
                "<rect class=\"h{step}\" x=\"{}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"4\"><title>{} {hour:02}:00, {}</title></rect>",
                LEFT + hour * (WIDTH + GAP),
                WEEKDAYS[day % 7],
                counted(*questions, "question", "questions")
            );
        }
    }
    if let Some((day, hour, _)) = busiest {
        let (x, y) = (LEFT + hour * (WIDTH + GAP), TOP + day * (HEIGHT + GAP));
        let _ =
            write!(svg, "<rect class=\"peak\" x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"4\"/>");
    }
    svg + "</svg>"
}

/// The seven steps as a legend.
pub(super) fn scale() -> String {
    let mut svg = "<svg class=\"scale\" viewBox=\"0 0 180 10\" aria-hidden=\"true\">".to_owned();
    for step in 0..STEPS {
        let _ = write!(svg, "<rect class=\"h{step}\" x=\"{}\" width=\"22\" height=\"10\" rx=\"3\"/>", step * 26);
    }
    svg + "</svg>"
}

/// A bar for a part of the largest value; the number stands beside it, so it is hidden from readers of the screen.
pub(super) fn bar(part: u64, largest: u64) -> String {
    const WIDTH: f64 = 150.0;
    const HEIGHT: f64 = 10.0;
    let length = (part as f64 / largest.max(1) as f64 * WIDTH).clamp(if part > 0 { HEIGHT } else { 0.0 }, WIDTH);
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 150 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect class=\"h0\" width=\"150\" height=\"10\" rx=\"5\"/><rect class=\"h4\" width=\"{length:.1}\" height=\"10\" rx=\"5\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Better, Unit, Week};
    use super::*;

    fn figure(trend: Vec<Option<f64>>) -> Figure {
        Figure {
            key: "questions",
            label: "Questions <b>\"&",
            unit: Unit::Count,
            value: Some(1.0),
            part: None,
            whole: None,
            previous: None,
            change: None,
            beyond_noise: false,
            better: Better::Neither,
            trend,
            pending_until: None,
            definition: "",
        }
    }

    #[test]
    fn a_line_is_broken_where_a_value_is_missing() {
        let weeks: Vec<Week> = (40..45).map(|week| Week { year: 2026, week }).collect();
        let svg = sparkline(&figure(vec![Some(1.0), Some(3.0), None, Some(2.0), Some(2.0)]), &weeks);
        assert_eq!((svg.matches('M').count(), svg.matches('L').count()), (2, 2), "{svg}");
        assert!(svg.contains("week 41: 3"), "{svg}");
        assert_eq!(sparkline(&figure(vec![None, Some(3.0)]), &weeks), "");
    }

    #[test]
    fn everything_is_escaped_and_nothing_is_styled_inline() {
        let weeks = [Week { year: 2026, week: 1 }, Week { year: 2026, week: 2 }];
        let svg = sparkline(&figure(vec![Some(1.0), Some(1.0)]), &weeks);
        assert!(svg.contains("Questions &lt;b&gt;&quot;&amp; in the last weeks"), "{svg}");
        assert!(!svg.contains("style="));
        assert!(svg.contains("aria-labelledby=\"s-questions-t s-questions-d\""));
    }

    #[test]
    fn seven_steps_from_none_to_the_busiest() {
        assert_eq!([0, 1, 4, 5, 12, 20, 23].map(|questions| step(questions, 23)), [0, 1, 2, 2, 4, 6, 6]);
        assert_eq!(step(1, 1), 6);
        let mut week = vec![vec![0; 24]; 7];
        assert_eq!(busiest(&week), None);
        (week[2][9], week[4][9]) = (3, 3);
        assert_eq!(busiest(&week), Some((2, 9, 3)));
        assert_eq!(hours(&week).matches("class=\"h6\"").count(), 2);
    }

    #[test]
    fn grid_lines_are_round_and_few() {
        assert_eq!([0, 3, 7, 12, 241, 1_900].map(tick), [1, 1, 2, 5, 50, 500]);
    }
}
