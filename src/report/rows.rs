//! The rows of the report's tables: nouns only.
//!
//! Invariant: shares go from 0 to 1, times are in milliseconds, days and times of day are the site's.

use super::Week;
use crate::clock::civil;

/// One day of the week.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Day {
    /// The day.
    #[schemars(with = "String")]
    pub date: civil::Date,
    /// Questions of the conversations that began on it; the next five add up to them.
    pub questions: u64,
    /// Answered.
    pub answered: u64,
    /// No result.
    pub no_result: u64,
    /// Choices of which none was taken.
    pub choice_ignored: u64,
    /// Thumbs down.
    pub not_helpful: u64,
    /// Answered, and a person asked for after it.
    pub person_asked: u64,
    /// Conversations that began.
    pub conversations: u64,
    /// Browsers in which one began.
    pub visitors: u64,
    /// Questions on the same weekday of the week before; none before the log began.
    pub questions_before: Option<u64>,
}

/// The week by weekday, Monday first, and by hour of the day, 0 to 23.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
pub struct Hours {
    /// Questions of the conversations that began in the hour.
    pub questions: Vec<Vec<u64>>,
    /// Conversations that began in it.
    pub conversations: Vec<Vec<u64>>,
    /// Browsers in which one began.
    pub visitors: Vec<Vec<u64>>,
}

/// A part of the week's questions: a language or a page.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Slice {
    /// The language's tag or the page's path; empty where it was not known.
    pub name: String,
    /// Questions.
    pub questions: u64,
    /// Of all questions.
    pub share: f64,
    /// Conversations with a message there.
    pub conversations: u64,
    /// Browsers with a message there.
    pub visitors: u64,
    /// The share of its questions that was answered; none without questions.
    pub answered: Option<f64>,
}

/// An entry that answered questions.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct TopQuestion {
    /// The entry.
    pub id: String,
    /// Its title, or its id where it is gone from the FAQ.
    pub title: String,
    /// Questions that it answered.
    pub asked: u64,
    /// Of all questions.
    pub share: f64,
    /// Questions that it answered in the week before; none before the log began.
    pub asked_before: Option<u64>,
    /// Whether the difference exceeds two standard errors.
    pub beyond_noise: bool,
    /// Answers that were rated.
    pub rated: u64,
    /// Thumbs up among them.
    pub helpful: Option<f64>,
    /// Whether that is below the week's share of thumbs up by more than two standard errors.
    pub helpful_low: bool,
    /// Times a person was asked for before the next question.
    pub handed_over: u64,
}

/// A question that was left unanswered, with everything that asks the same.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Gap {
    /// The most frequent wording.
    pub title: String,
    /// The language in which it was matched.
    pub lang: String,
    /// Times asked; the next four add up to it.
    pub asked: u64,
    /// No result.
    pub no_result: u64,
    /// Choices of which none was taken.
    pub choice_ignored: u64,
    /// Thumbs down.
    pub not_helpful: u64,
    /// Answered, and a person asked for after it.
    pub person_asked: u64,
    /// Conversations in which it was asked.
    pub conversations: u64,
    /// Other wordings, the most frequent first, a few of them.
    pub examples: Vec<String>,
    /// The id of the entry that came closest, or that answered.
    pub closest: Option<String>,
    /// The title of that entry.
    pub closest_title: Option<String>,
    /// How probable it was that this entry is the right one, 0 to 1.
    pub confidence: f64,
    /// The entry for which [`Self::yaml`] holds further wordings; none where it holds a new entry.
    pub wordings_for: Option<String>,
    /// The wordings that [`Self::yaml`] adds, the most frequent first.
    pub wordings: Vec<String>,
    /// A new entry in the form of a FAQ file, but for its answer, or further wordings for the closest one; none where an
    /// entry answered, or has this wording.
    pub yaml: Option<String>,
}

/// What a week left unanswered: the table of its report, alone.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Unanswered {
    /// The week.
    pub week: Week,
    /// Whether the log of the week is there: if not, nothing is left to be shown.
    pub words_kept: bool,
    /// Everything that was left unanswered, the most frequent first.
    pub groups: Vec<Gap>,
}

/// An entry whose answer was not enough.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Improve {
    /// The entry.
    pub id: String,
    /// Its title, or its id where it is gone from the FAQ.
    pub title: String,
    /// Questions that it answered.
    pub asked: u64,
    /// Thumbs down.
    pub thumbs_down: u64,
    /// Times a person was asked for before the next question.
    pub person_asked: u64,
    /// Questions with either.
    pub failed: u64,
    /// Thumbs up among the rated answers.
    pub helpful: Option<f64>,
}

/// An entry that answered nothing.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct UnusedEntry {
    /// The entry.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its topic.
    pub topic: String,
}

/// An entry past its last day, or near it.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct ExpiringEntry {
    /// The entry.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub lang: String,
    /// When it goes out of service, in the site's time zone.
    #[schemars(with = "String")]
    pub until: civil::DateTime,
    /// Whether it is out of service already.
    pub expired: bool,
    /// Questions that the entry answered in the week.
    pub asked: u64,
}

/// An entry that answered in a language in which it is not written.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct Untranslated {
    /// The entry.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The language that is missing.
    pub lang: String,
    /// Questions that it answered in that language.
    pub asked: u64,
}

/// What was handed over to a person after one entry had answered the last question.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct HandedOver {
    /// The entry; none where the last question of the visit had no answer, or there was none.
    pub id: Option<String>,
    /// Its title, or its id where it is gone from the FAQ.
    pub title: String,
    /// Its topic.
    pub topic: String,
    /// Requests for a person.
    pub requests: u64,
    /// Those that the visitor rated.
    pub rated: u64,
    /// Ratings of 4 and 5 among them.
    pub satisfied: Option<f64>,
    /// The mean rating, 1 to 5.
    pub average: Option<f64>,
}

/// The same by topic.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct TopicRow {
    /// The topic; empty where no entry had answered the last question, or one without a topic.
    pub topic: String,
    /// Requests for a person.
    pub requests: u64,
    /// Those that the visitor rated.
    pub rated: u64,
    /// Ratings of 4 and 5 among them.
    pub satisfied: Option<f64>,
    /// The mean rating, 1 to 5.
    pub average: Option<f64>,
}

/// One of the team.
#[derive(Clone, Debug, serde::Serialize, schemars::JsonSchema)]
pub struct AgentRow {
    /// The name that visitors saw.
    pub name: String,
    /// Requests that they had last.
    pub taken: u64,
    /// From taken to ended: half took no longer, in milliseconds.
    pub handling_median: Option<f64>,
    /// Those that the visitor rated.
    pub rated: u64,
    /// Ratings of 4 and 5 among them.
    pub satisfied: Option<f64>,
    /// The mean rating, 1 to 5.
    pub average: Option<f64>,
}

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The last answer got a thumbs up.
    Confirmed,
    /// Nothing says that it was not settled.
    Assumed,
    /// Nothing says so yet, but a day has not passed.
    Pending,
    /// Something says that it was not settled.
    Unsettled,
}

/// One conversation.
#[derive(Clone, Debug)]
pub struct ConversationRow {
    /// The name of the thread that it is a part of.
    pub id: String,
    /// Its first message, in the site's time zone.
    pub started: civil::DateTime,
    /// From the first to the last question, greeting or request, in milliseconds.
    pub lasted: i64,
    /// The language of its first question.
    pub lang: String,
    /// The page of its first question.
    pub page: String,
    /// Its first question.
    pub first_question: String,
    /// Questions.
    pub questions: u32,
    /// Answered ones.
    pub answered: u32,
    /// Thumbs up.
    pub thumbs_up: u32,
    /// Thumbs down.
    pub thumbs_down: u32,
    /// Whether a person was asked for.
    pub handed_over: bool,
    /// How long the visitor waited for one, in milliseconds.
    pub waited: Option<i64>,
    /// How it ended.
    pub ending: Ending,
    /// Whether the visitor came back within seven days; none while these have not passed.
    pub came_back: Option<bool>,
}

/// A week in the list of reports.
#[derive(Clone, Debug, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub struct WeekSummary {
    /// The week.
    pub week: Week,
    /// Questions asked.
    pub questions: u64,
    /// The share of them that was answered, 0 to 1; none without questions.
    pub answered: Option<f64>,
    /// Questions left unanswered.
    pub unanswered: u64,
}
