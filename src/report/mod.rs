//! The weekly FAQ report: figures as plain data, and their forms.
//!
//! Invariant: everything in a [`Report`] is by the start of the visit in the site's time zone, and each figure stands
//! beside its definition. Personal data is masked when the report is built, so no form of it can show what another
//! hides.

pub mod alike;
mod breakdown;
mod build;
mod cards;
mod charts;
pub mod csv;
mod desk;
mod entries;
mod figures;
mod form;
mod gaps;
mod handed;
mod html;
mod learned;
mod mail;
pub mod markdown;
pub mod mask;
mod outcome;
pub mod print;
pub mod proposals;
mod rows;
mod sentence;
mod table;
mod tally;
mod totals;
mod upkeep;
mod week;
pub mod xlsx;

use crate::clock::{TimeZone, Timestamp, civil};
use crate::config::Config;
use crate::text::Lang;
use std::collections::BTreeMap;

pub use build::{build, unanswered, weeks};
pub use form::{Format, RenderError, Table, render, schema};
pub use html::style_hash;
pub use learned::{Learned, Said, TeamAnswer, learned, said};
pub use mail::{Letter, letter};
pub use proposals::Proposal;
pub use rows::{
    AgentRow, ConversationRow, Day, Ending, ExpiringEntry, Gap, HandedOver, Hours, Improve, Slice, TopQuestion,
    TopicRow, Unanswered, Untranslated, UnusedEntry, WeekSummary,
};
pub use sentence::Sentence;
pub use tally::keep;
pub use week::Week;

/// One hour in milliseconds.
const HOUR_MILLIS: i64 = 3_600_000;
/// The version of the JSON form; it changes when a field is renamed, removed or counted otherwise.
pub const SCHEMA: &str = "deskbell.report.v1";
/// Weeks in the lines of the figures, the report's own included.
pub const TREND_WEEKS: usize = 8;

/// How a report is made.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The zone in which weeks, days and hours are counted.
    pub time_zone: TimeZone,
    /// The company's name, for the heading.
    pub site_name: String,
    /// The language in which entries are named, where they have it.
    pub lang: Lang,
    /// Whether personal data in visitors' words is masked.
    pub mask: bool,
    /// Whether every conversation is listed: some forms show no list, and are made sooner without, see
    /// [`Format::lists`].
    pub listed: bool,
    /// When the report is made: what is not over yet is shown as pending.
    pub now: Timestamp,
}

impl Settings {
    /// From the process's settings.
    pub fn of(config: &Config, now: Timestamp) -> Self {
        Self {
            time_zone: config.site.time_zone.clone(),
            site_name: config.site.name.clone(),
            lang: config.site.lang.clone(),
            mask: config.privacy.mask,
            listed: true,
            now,
        }
    }
}

/// The report of one week as plain data; serialised it is the JSON form. Shares go from 0 to 1, times are in
/// milliseconds, days and times of day are the site's.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The company's name.
    pub site: String,
    /// The week.
    pub week: Week,
    /// Its Monday.
    #[schemars(with = "String")]
    pub from: civil::Date,
    /// Its Sunday.
    #[schemars(with = "String")]
    pub to: civil::Date,
    /// The site's time zone, `Europe/Lisbon`.
    pub time_zone: String,
    /// When the report was made.
    #[schemars(with = "String")]
    pub made_at: Timestamp,
    /// The same in the site's time zone.
    #[serde(skip)]
    pub made_at_site: civil::DateTime,
    /// Whether the week was over then.
    pub complete: bool,
    /// Whether personal data in visitors' words is masked.
    pub masked: bool,
    /// Whether the log of the week is there: if not, only its numbers are left, and there are no unanswered questions and
    /// no conversations to be shown.
    pub words_kept: bool,
    /// What happened, in a sentence or three.
    #[schemars(with = "String")]
    pub summary: Sentence,
    /// The headline figures.
    pub figures: Vec<Figure>,
    /// The weeks of each figure's `trend`, oldest first.
    pub trend_weeks: Vec<Week>,
    /// Monday to Sunday.
    pub days: Vec<Day>,
    /// By weekday and hour.
    pub hours: Hours,
    /// By the language in which questions were matched, the most frequent first.
    pub languages: Vec<Slice>,
    /// By the page on which the visitor was, the most frequent first.
    pub pages: Vec<Slice>,
    /// Every entry that answered, the most frequent first.
    pub top_questions: Vec<TopQuestion>,
    /// Everything that was left unanswered, the most frequent first.
    pub unanswered: Vec<Gap>,
    /// Entries whose answers were not enough, the worst first.
    pub improve: Vec<Improve>,
    /// Wordings that visitors' own choices of the last [`TREND_WEEKS`] weeks propose, the most frequent first.
    pub wordings: Vec<Proposal>,
    /// Entries in service that answered nothing in [`TREND_WEEKS`] weeks.
    pub never_asked: Vec<UnusedEntry>,
    /// Entries past their last day, or near it.
    pub expiring: Vec<ExpiringEntry>,
    /// Entries that answered in a language in which they are not written.
    pub untranslated: Vec<Untranslated>,
    /// What was handed over to people, by the entry that had answered the question before, the most frequent first.
    pub handed_over: Vec<HandedOver>,
    /// The same by topic.
    pub topics: Vec<TopicRow>,
    /// The same by who had it.
    pub agents: Vec<AgentRow>,
    /// What each table holds, by its name in `?table=`.
    pub definitions: BTreeMap<&'static str, &'static str>,
    /// Every conversation, in order of time. In CSV and XLSX only: as JSON they would outweigh all the rest.
    #[serde(skip)]
    pub conversations: Vec<ConversationRow>,
}

impl Report {
    /// The figure of this key; every key in the table of `figures` is there.
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.key == key)
    }

    /// The questions of the week.
    pub fn questions(&self) -> u64 {
        self.days.iter().map(|day| day.questions).sum()
    }
}

/// What a figure's numbers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A number of things.
    Count,
    /// A part of a whole, 0 to 1; its changes are differences of shares, a hundredth being a point.
    Share,
    /// A time.
    Milliseconds,
}

/// Which way a figure should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither is good or bad.
    Neither,
}

/// A headline figure beside its definition.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Figure {
    /// Its name for scripts.
    pub key: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// What the numbers are.
    pub unit: Unit,
    /// The figure; none where there is nothing to measure, or not yet.
    pub value: Option<f64>,
    /// Of a share: the part.
    pub part: Option<u64>,
    /// Of a share: the whole; of a time: how many were measured.
    pub whole: Option<u64>,
    /// The figure of the week before; none before the log began.
    pub previous: Option<f64>,
    /// The difference to it.
    pub change: Option<f64>,
    /// Whether the difference exceeds two standard errors.
    pub beyond_noise: bool,
    /// Which way is better.
    pub better: Better,
    /// The figure in each of `trend_weeks`.
    pub trend: Vec<Option<f64>>,
    /// When the figure will be known, if it is not yet.
    #[schemars(with = "Option<String>")]
    pub pending_until: Option<civil::Date>,
    /// What is counted and how.
    pub definition: &'static str,
}
