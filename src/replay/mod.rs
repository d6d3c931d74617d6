//! The questions of the log, asked again of another FAQ: what changes for visitors before it is in service.
//!
//! Invariant: both FAQs are asked the same questions at the same moment in the same way, so that whatever differs is
//! the FAQ's doing; and every question is in exactly one of the totals.
//!
//! A question is asked alone, as if it opened its conversation: what a visitor said before is not replayed, so that
//! "and how much is that?" is judged without the answer it followed. Buttons that were chosen are not asked at all,
//! since they name their entry.

mod compare;
mod questions;
mod render;

use schemars::JsonSchema;
use serde::Serialize;

use crate::knowledge::audience;
use crate::store::LatestQuestion;
use crate::text::Lang;

pub use compare::{MOST_THREADS, Pace, compare, teach};
pub use questions::{Asked, distinct};
pub use render::{Format, render};

/// The version of the JSON form; it changes when a field is renamed, removed or counted otherwise.
pub const SCHEMA: &str = "deskbell.replay.v1";

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "ReplayChange")]
pub enum Change {
    /// The old FAQ answers it and the new one does not.
    Lost,
    /// Both answer it, with different entries.
    Changed,
    /// The new FAQ answers it and the old one does not.
    Gained,
    /// Neither answers it, and other entries are offered to choose from.
    Choices,
    /// As before: the same entry, or another that answers in the same words; or the same choices, or nothing.
    Same,
}

/// What a FAQ makes of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReplayOutcome")]
pub struct Outcome {
    /// `answer`, `choices` or `none`.
    pub verdict: crate::search::Decision,
    /// The entry that answers.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The ids that are offered to choose from.
    pub choices: Vec<String>,
}

/// A question that is not answered as before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReplayLine")]
pub struct Line {
    /// The visitor's words, masked where that is asked for.
    pub question: String,
    /// The language in which it was matched, if it was logged.
    pub lang: Option<String>,
    /// How often it was asked.
    pub asked: u64,
    /// What became of it.
    pub change: Change,
    /// What the old FAQ makes of it.
    pub from: Outcome,
    /// What the new one does.
    pub to: Outcome,
}

/// So many distinct questions, which were asked so often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReplayTotal")]
pub struct Total {
    /// Distinct questions.
    pub distinct: u64,
    /// How often they were asked, all together.
    pub asked: u64,
}

impl Total {
    fn add(&mut self, asked: u64) {
        self.distinct += 1;
        self.asked += asked;
    }
}

/// How many questions became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "ReplayTotals")]
pub struct Totals {
    /// All.
    pub all: Total,
    /// Answered before, not any more.
    pub lost: Total,
    /// Answered by another entry.
    pub changed: Total,
    /// Answered now, not before.
    pub gained: Total,
    /// Not answered, offered other choices.
    pub choices: Total,
    /// As before.
    pub same: Total,
    /// Of those: the same entry, whose answer reads differently.
    pub reworded: Total,
}

impl Totals {
    fn of(&mut self, change: Change) -> &mut Total {
        match change {
            Change::Lost => &mut self.lost,
            Change::Changed => &mut self.changed,
            Change::Gained => &mut self.gained,
            Change::Choices => &mut self.choices,
            Change::Same => &mut self.same,
        }
    }
}

/// A question of the log as an index learns from it.
pub fn to_learn_from(question: LatestQuestion) -> audience::Asked {
    let LatestQuestion { conversation, text, lang, page } = question;
    audience::Asked { conversation, text, lang: Lang::parse(&lang), page }
}

/// The whole comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Replay {
    /// How many became what.
    pub totals: Totals,
    /// Every question that is not answered as before, the most frequent first.
    pub lines: Vec<Line>,
}

impl Replay {
    /// The lines of one kind, the most frequent first.
    pub fn lines_of(&self, change: Change) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| line.change == change)
    }
}
