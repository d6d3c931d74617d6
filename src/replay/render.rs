//! A comparison as text for a terminal, as JSON, and as Markdown for a pull request.
//!
//! Invariant: the Markdown links, notifies and formats nothing but what this file writes, whatever visitors typed.

use super::{Change, Line, Outcome, Replay, SCHEMA, Total};
use crate::report::markdown::{code, escaped};
use crate::report::print::{count, counted, percent};
use crate::search::Decision;
use std::fmt::Write;

/// Rows of a table in Markdown, and of a list on a terminal: what a reviewer still reads.
const ROWS: usize = 50;
/// Characters of a question on a terminal.
const QUESTION_CHARACTERS: usize = 100;

/// What differs, the worst first, each with its heading.
const KINDS: [(Change, &str); 4] = [
    (Change::Lost, "Lost"),
    (Change::Changed, "Answered by another entry"),
    (Change::Gained, "Gained"),
    (Change::Choices, "Other choices offered"),
];

/// The forms of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a terminal.
    Text,
    /// For scripts.
    Json,
    /// For a pull request.
    Markdown,
}

impl Format {
    /// `text`, `json` or `md`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "json" => Some(Self::Json),
            "md" => Some(Self::Markdown),
            _ => None,
        }
    }
}

/// A comparison in one of its forms. `span` says whose questions they are: `the last 4 weeks`.
pub fn render(replay: &Replay, format: Format, span: &str) -> String {
    match format {
        Format::Text => text(replay, span),
        Format::Json => json(replay, span),
        Format::Markdown => markdown(replay, span),
    }
}

fn json(replay: &Replay, span: &str) -> String {
    let value = serde_json::json!({
        "schema": SCHEMA, "span": span, "totals": replay.totals, "lines": replay.lines,
    });
    format!("{value:#}\n")
}

/// `812 questions of the last 4 weeks, asked 1,204 times: 3 lost, …`
fn summary(replay: &Replay, span: &str) -> String {
    let totals = &replay.totals;
    if totals.all.distinct == 0 {
        return format!("There is no question of {span} in the log.");
    }
    let part = |total: Total, name: &str| format!("{} {name}", count(total.distinct));
    let reworded = match totals.reworded.distinct {
        0 => String::new(),
        _ => format!(", {} in other words", count(totals.reworded.distinct)),
    };
    let unchanged = percent(totals.same.asked as f64 / totals.all.asked.max(1) as f64);
    format!(
        "{} of {span}, asked {}: {}, {}, {}, {}, {} ({unchanged} of what was asked{reworded}).",
        counted(totals.all.distinct, "distinct question", "distinct questions"),
        counted(totals.all.asked, "time", "times"),
        part(totals.lost, "lost"),
        part(totals.changed, "answered by another entry"),
        part(totals.gained, "gained"),
        part(totals.choices, "offered other choices"),
        part(totals.same, "the same"),
    )
}

/// An outcome in words; `entry` writes an entry, by its id and title.
fn words(outcome: &Outcome, entry: impl Fn(&str, &str) -> String) -> String {
    match (outcome.verdict, &outcome.id) {
        (Decision::Answer, Some(id)) => entry(id, outcome.title.as_deref().unwrap_or_default()),
        (Decision::Choices, _) => {
            let ids: Vec<String> = outcome.choices.iter().map(|id| entry(id, "")).collect();
            format!("choices: {}", ids.join(", "))
        }
        _ => "no answer".to_owned(),
    }
}

fn text(replay: &Replay, span: &str) -> String {
    let mut text = summary(replay, span) + "\n";
    for (change, heading) in KINDS {
        let lines: Vec<&Line> = replay.lines_of(change).collect();
        if lines.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{heading}");
        for line in lines.iter().take(ROWS) {
            let question: String = line.question.chars().take(QUESTION_CHARACTERS).collect();
            let [from, to] = [&line.from, &line.to].map(|outcome| words(outcome, |id, _| id.to_owned()));
            let _ = writeln!(text, "{:>6}×  {question}\n         {from} -> {to}", count(line.asked));
        }
        if lines.len() > ROWS {
            let _ = writeln!(text, "         … and {} more", count((lines.len() - ROWS) as u64));
        }
    }
    text
}

fn markdown(replay: &Replay, span: &str) -> String {
    let mut text = format!("### FAQ replay\n\n{}\n", summary(replay, span));
    for (change, heading) in KINDS {
        let lines: Vec<&Line> = replay.lines_of(change).collect();
        if lines.is_empty() {
            continue;
        }
        let asked: u64 = lines.iter().map(|line| line.asked).sum();
        let (lines_count, times) = (count(lines.len() as u64), counted(asked, "time", "times"));
        let _ = writeln!(text, "\n#### {heading}: {lines_count}, asked {times}\n");
        text.push_str("| Asked | Question | Before | Now |\n|---:|---|---|---|\n");
        for line in lines.iter().take(ROWS) {
            let [from, to] = [&line.from, &line.to].map(|outcome| words(outcome, entry));
            let _ = writeln!(text, "| {} | {} | {from} | {to} |", count(line.asked), cell(&line.question));
        }
        if lines.len() > ROWS {
            let _ = writeln!(text, "\n… and {} more.", count((lines.len() - ROWS) as u64));
        }
    }
    text
}

/// A visitor's words in a table: a `|` would end the cell even within a code span (GFM, 4.10).
fn cell(words: &str) -> String {
    code(words).replace('|', "\\|")
}

/// An id, with its title where there is one.
fn entry(id: &str, title: &str) -> String {
    if title.is_empty() { format!("`{id}`") } else { format!("`{id}`: {}", escaped(title)) }
}

#[cfg(test)]
mod tests {
    use super::super::Totals;
    use super::*;

    fn answer(id: &str, title: &str) -> Outcome {
        Outcome { verdict: Decision::Answer, id: Some(id.into()), title: Some(title.into()), choices: Vec::new() }
    }

    fn choices(ids: &[&str]) -> Outcome {
        let choices = ids.iter().map(|id| (*id).to_owned()).collect();
        Outcome { verdict: Decision::Choices, id: None, title: None, choices }
    }

    fn line(question: &str, asked: u64, change: Change, from: Outcome, to: Outcome) -> Line {
        Line { question: question.into(), lang: Some("en".into()), asked, change, from, to }
    }

    fn replay() -> Replay {
        let total = |distinct, asked| Total { distinct, asked };
        let none = Outcome { verdict: Decision::None, id: None, title: None, choices: Vec::new() };
        Replay {
            totals: Totals {
                all: total(10, 1_204),
                lost: total(1, 7),
                changed: total(1, 4),
                gained: total(1, 3),
                choices: total(1, 1),
                same: total(6, 1_189),
                reworded: total(2, 40),
            },
            lines: vec![
                line("is there | a `museum` @all", 7, Change::Lost, answer("museum-visit", "Museum?"), none.clone()),
                line("gifts", 4, Change::Changed, answer("gift-wrap", "Gifts *now*"), answer("presents", "Presents")),
                line("wheels", 3, Change::Gained, none, answer("repairs-how", "Repairs")),
                line("which", 1, Change::Choices, choices(&["a-b", "c-d"]), choices(&["c-d"])),
            ],
        }
    }

    #[test]
    fn a_pull_request_shows_what_is_lost_first() {
        assert_eq!(
            render(&replay(), Format::Markdown, "the last 4 weeks"),
            "### FAQ replay\n\n10 distinct questions of the last 4 weeks, asked 1,204 times: 1 lost, 1 answered by \
             another entry, 1 gained, 1 offered other choices, 6 the same (98.8% of what was asked, 2 in other \
             words).\n\n#### Lost: 1, asked 7 times\n\n| Asked | Question | Before | Now |\n|---:|---|---|---|\n\
             | 7 | ``is there \\| a `museum` @all`` | `museum-visit`: Museum? | no answer |\n\n\
             #### Answered by another entry: 1, asked 4 times\n\n| Asked | Question | Before | Now |\n|---:|---|---|---|\n\
             | 4 | `gifts` | `gift-wrap`: Gifts \\*now\\* | `presents`: Presents |\n\n\
             #### Gained: 1, asked 3 times\n\n| Asked | Question | Before | Now |\n|---:|---|---|---|\n\
             | 3 | `wheels` | no answer | `repairs-how`: Repairs |\n\n\
             #### Other choices offered: 1, asked 1 time\n\n| Asked | Question | Before | Now |\n|---:|---|---|---|\n\
             | 1 | `which` | choices: `a-b`, `c-d` | choices: `c-d` |\n"
        );
    }

    #[test]
    fn a_terminal_shows_ids() {
        let text = render(&replay(), Format::Text, "the last 4 weeks");
        assert!(
            text.contains("\nLost\n     7×  is there | a `museum` @all\n         museum-visit -> no answer\n"),
            "{text}"
        );
        let nothing = render(&Replay::default(), Format::Text, "the last 4 weeks");
        assert_eq!(nothing, "There is no question of the last 4 weeks in the log.\n");
    }

    #[test]
    fn long_tables_end_with_how_many_are_left() {
        let mut replay = replay();
        let lost = replay.lines[0].clone();
        replay.lines = vec![lost; ROWS + 7];
        for format in [Format::Markdown, Format::Text] {
            let text = render(&replay, format, "the last 4 weeks");
            assert!(text.contains("… and 7 more"), "{text}");
            assert_eq!(text.matches("museum-visit").count(), ROWS);
        }
        let json: serde_json::Value = serde_json::from_str(&render(&replay, Format::Json, "x")).unwrap();
        assert_eq!(json["lines"].as_array().unwrap().len(), ROWS + 7);
        assert_eq!((&json["totals"]["lost"]["asked"], &json["schema"]), (&7.into(), &SCHEMA.into()));
    }
}
