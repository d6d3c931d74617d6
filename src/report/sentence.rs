//! What happened in the week, as one short paragraph made from the figures.
//!
//! Invariant: it says more, fewer, better or worse only where the figures mark the difference as more than chance.

use super::print::{count, counted, percent};
use super::{Figure, Gap, Report};

/// A piece of the paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Plain text; it may hold a visitor's words.
    pub text: String,
    /// Whether it is to be stressed.
    pub strong: bool,
}

/// The paragraph on top of the report; as JSON a plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// In order, spaces included.
    pub pieces: Vec<Piece>,
}

impl Sentence {
    fn plain(&mut self, text: impl Into<String>) -> &mut Self {
        self.pieces.push(Piece { text: text.into(), strong: false });
        self
    }

    fn strong(&mut self, text: impl Into<String>) -> &mut Self {
        self.pieces.push(Piece { text: text.into(), strong: true });
        self
    }
}

impl std::fmt::Display for Sentence {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.pieces.iter().try_for_each(|piece| formatter.write_str(&piece.text))
    }
}

impl serde::Serialize for Sentence {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Writes the paragraph for a report that is complete but for it.
pub(super) fn summary(report: &Report) -> Sentence {
    let mut summary = Sentence::default();
    let questions = report.questions();
    let conversations = report.figure("conversations").and_then(|figure| figure.value).unwrap_or(0.0) as u64;
    if !report.complete {
        summary.plain("The week is not over. So far: ");
    }
    if questions == 0 {
        nobody(&mut summary, conversations);
        return summary;
    }
    summary.strong(counted(questions, "question", "questions"));
    summary.plain(format!(" in {}", counted(conversations, "conversation", "conversations")));
    if let Some(figure) = report.figure("questions") {
        compare_questions(&mut summary, figure);
    }
    summary.plain(". ");
    if let Some(figure) = report.figure("answered") {
        answered(&mut summary, figure, questions);
    }
    unanswered(&mut summary, report, questions);
    summary
}

fn nobody(summary: &mut Sentence, conversations: u64) {
    summary.strong("Nobody asked a question in this week.");
    if conversations > 0 {
        summary.plain(format!(
            " {} held only greetings or requests for a person.",
            counted(conversations, "conversation", "conversations")
        ));
    }
}

fn compare_questions(summary: &mut Sentence, figure: &Figure) {
    let (Some(previous), Some(change)) = (figure.previous, figure.change) else { return };
    if !figure.beyond_noise {
        summary.plain(format!(", about as many as the week before ({})", count(previous as u64)));
    } else if previous > 0.0 {
        let direction = if change > 0.0 { "more" } else { "fewer" };
        let share = (change.abs() / previous * 100.0).round() as u64;
        summary.plain(format!(", {}% {direction} than the week before", count(share)));
    } else {
        summary.plain(", after a week without any");
    }
}

fn answered(summary: &mut Sentence, figure: &Figure, questions: u64) {
    if questions == 1 {
        let did = figure.value.is_some_and(|share| share > 0.5);
        summary.plain(if did { "The bot answered it. " } else { "The bot did not answer it. " });
        return;
    }
    summary.plain("The bot answered ").strong(percent(figure.value.unwrap_or(0.0))).plain(" of them");
    if let Some(change) = figure.change.filter(|_| figure.beyond_noise) {
        let direction = if change > 0.0 { "more" } else { "less" };
        summary.plain(format!(", {:.1} points {direction} than the week before", change.abs() * 100.0));
    }
    summary.plain(". ");
}

fn unanswered(summary: &mut Sentence, report: &Report, questions: u64) {
    let left: u64 = if report.words_kept {
        report.unanswered.iter().map(|gap| gap.asked).sum()
    } else {
        // what was asked is deleted, and its number is not
        report.figure("unanswered").and_then(|figure| figure.part).unwrap_or(0)
    };
    // a new entry helps only where none answered
    let top = report.unanswered.iter().find(|gap| gap.yaml.is_some()).filter(|gap| gap.asked > 1);
    match (left, top) {
        (0, _) => summary.plain("None was left unanswered."),
        (1, None) if questions == 1 => summary.plain("It was left unanswered."),
        (left, None) if left == questions => summary.plain("All were left unanswered."),
        (left, None) => summary.plain(format!("{} left unanswered.", counted(left, "question was", "were"))),
        (left, Some(Gap { title, asked, .. })) => summary
            .plain(format!("Of the {} left unanswered, {} asked ", count(left), count(*asked)))
            .strong(format!("“{}”", shortened(title)))
            .plain("; one new entry would cover them."),
    };
}

/// A visitor's message may be long; its beginning says which it is.
fn shortened(text: &str) -> String {
    const LENGTH: usize = 80;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    let start: String = text.chars().take(LENGTH - 1).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_questions_are_shortened() {
        assert_eq!(shortened("short"), "short");
        let text = shortened(&"word ".repeat(100));
        assert!(text.ends_with("word…") && text.chars().count() <= 80, "{text}");
    }
}
