//! The report as Markdown, for a chat or an issue tracker.
//!
//! Invariant: nothing in it links, notifies or formats but what this file writes: visitors' words stand in code
//! spans, and titles of the FAQ have their signs escaped.

use super::handed::{self, Line};
use super::print::{base, change, count, counted, date, language, percent, span, value};
use super::{Figure, Report, Table};
use std::fmt::Write;

/// Rows of the longer tables; the rest is in the CSV and XLSX forms.
const ROWS: usize = 20;
/// Characters of a visitor's message in a list.
const QUESTION_CHARACTERS: usize = 160;

/// The whole report.
pub(super) fn markdown(report: &Report) -> String {
    let mut text = String::new();
    let state = if report.complete { "" } else { " (not over yet)" };
    // a site that has no name in the settings is not named
    let site = if report.site.is_empty() { String::new() } else { format!(": {}", escaped(&report.site)) };
    let _ = writeln!(text, "# FAQ report {}{site}{state}\n", report.week);
    let _ = writeln!(text, "{}, {}\n", span(report.week), escaped(&report.time_zone));
    for piece in &report.summary.pieces {
        // a visitor's words are among the stressed pieces, in quotes
        match (piece.strong, piece.text.strip_prefix('“').and_then(|text| text.strip_suffix('”'))) {
            (true, Some(words)) => text.push_str(&code(words)),
            (true, None) => drop(write!(text, "**{}**", escaped(&piece.text))),
            (false, _) => text.push_str(&escaped(&piece.text)),
        }
    }
    text.push_str("\n\n");
    figures(&mut text, report);
    top_questions(&mut text, report);
    unanswered(&mut text, report);
    improve(&mut text, report);
    slices(&mut text, report);
    handed_over(&mut text, report);
    upkeep(&mut text, report);
    let _ = writeln!(text, "---\n\nCreated {}.", report.made_at_site.strftime("%-d %B %Y, %H:%M"));
    text
}

fn figures(text: &mut String, report: &Report) {
    text.push_str("## Figures\n\n| Figure | Value | Of | Change | Definition |\n|---|---:|---:|---:|---|\n");
    for figure in &report.figures {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            figure.label,
            value(figure),
            base(figure).unwrap_or_default(),
            marked(figure),
            figure.definition
        );
    }
    text.push_str("\nChange: to the week before; **bold** where it is more than chance, two standard errors.\n\n");
}

fn marked(figure: &Figure) -> String {
    match change(figure) {
        Some(change) if figure.beyond_noise => format!("**{change}**"),
        Some(change) => change,
        None => String::new(),
    }
}

fn top_questions(text: &mut String, report: &Report) {
    if report.top_questions.is_empty() {
        return;
    }
    text.push_str("## Top questions\n\n| # | Answer | Asked | Share | Week before | Helpful | Handed over |\n");
    text.push_str("|---:|---|---:|---:|---:|---:|---:|\n");
    for (at, row) in report.top_questions.iter().take(ROWS).enumerate() {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            at + 1,
            escaped(&row.title),
            count(row.asked),
            percent(row.share),
            row.asked_before.map(count).unwrap_or_default(),
            row.helpful.map(|helpful| format!("{} of {}", percent(helpful), row.rated)).unwrap_or_default(),
            count(row.handed_over)
        );
    }
    rest(text, report.top_questions.len());
}

fn unanswered(text: &mut String, report: &Report) {
    if !report.words_kept {
        text.push_str("The conversations of this week are deleted (`privacy.keep_days`); its numbers were kept.\n\n");
    }
    if report.unanswered.is_empty() {
        return;
    }
    text.push_str("## Unanswered questions\n\n");
    for gap in report.unanswered.iter().take(ROWS) {
        let reasons: Vec<String> = [
            (gap.no_result, "no result"),
            (gap.choice_ignored, "choice ignored"),
            (gap.not_helpful, "not helpful"),
            (gap.person_asked, "asked for a person"),
        ]
        .into_iter()
        .filter(|(times, _)| *times > 0)
        .map(|(times, reason)| format!("{reason} {}", count(times)))
        .collect();
        let _ = write!(
            text,
            "- **{}×** {} ({}): {}",
            count(gap.asked),
            code(&gap.title),
            escaped(&gap.lang),
            reasons.join(", ")
        );
        if let Some(closest) = &gap.closest_title {
            let _ = write!(text, "; closest: {} ({:.2})", escaped(closest), gap.confidence);
        }
        text.push('\n');
    }
    rest(text, report.unanswered.len());
    let snippets: Vec<&str> = report.unanswered.iter().take(ROWS).filter_map(|gap| gap.yaml.as_deref()).collect();
    if !snippets.is_empty() {
        let all = snippets.concat();
        let fence = "`".repeat(longest_backticks(&all).max(2) + 1);
        let _ = writeln!(
            text,
            "New entries, to be pasted under `entries:` once they have answers:\n\n{fence}yaml\n{all}{fence}\n"
        );
    }
}

fn improve(text: &mut String, report: &Report) {
    if report.improve.is_empty() {
        return;
    }
    text.push_str("## Answers to improve\n\n| Answer | Asked | Thumbs down | Person asked for | Helpful |\n");
    text.push_str("|---|---:|---:|---:|---:|\n");
    for row in report.improve.iter().take(ROWS) {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            escaped(&row.title),
            count(row.asked),
            count(row.thumbs_down),
            count(row.person_asked),
            row.helpful.map(percent).unwrap_or_default()
        );
    }
    rest(text, report.improve.len());
}

fn slices(text: &mut String, report: &Report) {
    for (heading, slices) in [("Languages", &report.languages), ("Pages", &report.pages)] {
        if slices.is_empty() {
            continue;
        }
        let _ = writeln!(text, "## {heading}\n");
        for slice in slices.iter().take(ROWS) {
            let name = match (heading, slice.name.as_str()) {
                (_, "") => "unknown".to_owned(),
                ("Languages", tag) => escaped(language(tag)),
                (_, path) => code(path),
            };
            let questions = counted(slice.questions, "question", "questions");
            let _ = writeln!(text, "- {name}: {questions}, {}", percent(slice.share));
        }
        rest(text, slices.len());
    }
}

/// What people did who took conversations over.
fn handed_over(text: &mut String, report: &Report) {
    let mut list = |table: Table, lines: Vec<Line>| {
        if lines.is_empty() {
            return;
        }
        let _ = writeln!(text, "## {}\n", table.label());
        for (title, said, number) in lines.iter().take(ROWS) {
            let said = if said.is_empty() { String::new() } else { format!(", {said}") };
            let _ = writeln!(text, "- {}: {number}{said}", escaped(title));
        }
        rest(text, lines.len());
    };
    list(Table::HandedOver, handed::handed_over_lines(report).collect());
    list(Table::Agents, handed::agent_lines(report).collect());
    list(Table::Topics, handed::topic_lines(report).collect());
}

/// Entries that need a look whether anybody asked or not.
fn upkeep(text: &mut String, report: &Report) {
    if !report.wordings.is_empty() {
        text.push_str("## Wordings to add\n\n");
        for row in report.wordings.iter().take(ROWS) {
            let times = counted(row.chosen, "time", "times");
            let _ = writeln!(text, "- {}: for {}, chosen {times}", code(&row.wording), escaped(&row.title));
        }
        rest(text, report.wordings.len());
    }
    if !report.expiring.is_empty() {
        text.push_str("## Expired and expiring\n\n");
        for row in report.expiring.iter().take(ROWS) {
            let state = if row.expired { "expired" } else { "expires" };
            let _ = writeln!(text, "- {} ({}): {state} {}", escaped(&row.title), row.lang, date(row.until.date()));
        }
        rest(text, report.expiring.len());
    }
    if !report.untranslated.is_empty() {
        text.push_str("## Not translated\n\n");
        for row in report.untranslated.iter().take(ROWS) {
            let times = counted(row.asked, "time", "times");
            let _ =
                writeln!(text, "- {}: missing in {}, asked {times}", escaped(&row.title), escaped(language(&row.lang)));
        }
        rest(text, report.untranslated.len());
    }
    if !report.never_asked.is_empty() {
        text.push_str("## Never asked in eight weeks\n\n");
        for row in report.never_asked.iter().take(ROWS) {
            let _ = writeln!(text, "- {}", escaped(&row.title));
        }
        rest(text, report.never_asked.len());
    }
}

fn rest(text: &mut String, rows: usize) {
    if rows > ROWS {
        let _ = write!(text, "\nAnd {} more, in the CSV and XLSX forms.\n", count((rows - ROWS) as u64));
    }
    text.push('\n');
}

/// A text of the company's own: shown as it is.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '&' | '!' => {
                escaped.extend(['\\', character]);
            }
            // a word joiner: nobody is notified, and it reads as it did
            '@' => escaped.push_str("@\u{2060}"),
            '\n' | '\r' => escaped.push(' '),
            character => escaped.push(character),
        }
    }
    escaped
}

/// A visitor's words as a code span (CommonMark, 6.1): nothing in it links, notifies or formats.
pub fn code(words: &str) -> String {
    let mut words: String =
        words.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    if words.chars().count() > QUESTION_CHARACTERS {
        words = words.chars().take(QUESTION_CHARACTERS - 1).chain(['…']).collect();
    }
    let fence = "`".repeat(longest_backticks(&words) + 1);
    // a space beside a backtick, or around a text that has one at each end, is taken away by the reader
    let space = if words.starts_with(['`', ' ']) || words.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{space}{words}{space}{fence}")
}

fn longest_backticks(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visitors_words_stay_in_their_span() {
        assert_eq!(code("plain @team <b> [x](javascript:1)"), "`plain @team <b> [x](javascript:1)`");
        assert_eq!(code("a `b` ``c"), "```a `b` ``c```");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(code("two\nlines"), "`two lines`");
        assert!(code(&"x".repeat(500)).chars().count() <= QUESTION_CHARACTERS + 2);
    }

    #[test]
    fn titles_are_shown_as_they_are() {
        assert_eq!(escaped("a|b *c* <d> [e](f) #1"), "a\\|b \\*c\\* \\<d\\> \\[e\\](f) \\#1");
        assert_eq!(escaped("ask @all"), "ask @\u{2060}all");
    }
}
