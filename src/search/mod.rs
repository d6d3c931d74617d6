//! Finding the right entry: the nouns. Text goes to tokens in [`analyze`], entries to an index in [`index`],
//! candidates to an order in [`rank`], scores to probabilities and a verdict in [`confidence`].
//!
//! Invariant: a visitor's text is only ever turned into tokens; it never reaches a query parser.
//!
#![doc = include_str!("measured.md")]

pub mod analyze;
pub mod asking;
mod better;
mod bits;
pub mod check;
mod chinese;
mod classes;
pub mod concepts;
pub mod confidence;
mod context;
mod contractions;
pub mod courtesies;
mod coverage;
mod dictionary;
mod everyday;
pub mod examine;
pub mod explain;
mod finder;
pub mod fit;
pub mod foreign;
mod groups;
pub mod index;
mod japanese;
mod korean;
#[cfg(test)]
mod languages;
mod learn;
mod lists;
mod markers;
pub mod matter;
pub mod meeting;
mod memory;
mod message;
mod negation;
mod noise;
mod pick;
mod prefix;
pub mod question;
pub mod rank;
mod rarity;
#[cfg(test)]
mod sample;
mod scaling;
mod second_look;
pub mod section;
pub mod share;
pub mod shelf;
pub mod small_talk;
pub mod spelling;
pub mod stems;
mod stopwords;
mod suggest;
mod synonyms;
pub mod thesaurus;
mod threads;
mod together;
#[cfg(test)]
mod typed;
pub mod understood;
pub(crate) mod vector;

use crate::clock::Timestamp;
use crate::faq::Entry;
use crate::text::Lang;
use std::sync::Arc;

pub use explain::Explanation;
pub use index::{EXACT, Index};
pub use pick::Pick;
pub use share::{Heard, Traffic};
pub use small_talk::SmallTalk;

/// What is asked of the index.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// As the visitor typed it.
    pub text: &'a str,
    /// The language the visitor is known to use, if any: a hint, which a clear text overrules.
    pub lang: Option<&'a Lang>,
    /// The path of the page the visitor is on.
    pub page: Option<&'a str>,
    /// The id of the entry that was answered last in this conversation, which a question that cannot stand alone
    /// ("and how much?") goes on from.
    pub previous: Option<&'a str>,
    /// When: entries out of service at that moment are not candidates.
    pub now: Timestamp,
}

/// An entry that may be the answer.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The entry.
    pub entry: Arc<Entry>,
    /// The probability that it is the right one, 0 to 1.
    pub confidence: f64,
}

/// What is to be done with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// Give the first candidate's answer.
    Answer,
    /// Ask which of the candidates was meant.
    Choices,
    /// Say that the FAQ does not hold it.
    None,
}

impl Decision {
    /// The word used on the wire and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Choices => "choices",
            Self::None => "none",
        }
    }
}

/// The outcome of a question.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What is to be done.
    pub decision: Decision,
    /// The language in which the question was matched.
    pub lang: Lang,
    /// The language of the text where it is clear and the FAQ does not have it: then it was matched in `lang`.
    pub foreign: Option<Lang>,
    /// The best entries, the most probable first, at most five.
    pub candidates: Vec<Candidate>,
    /// What the question looks like to the FAQ, for learning from a site's questions. `None` where no entry was found, or
    /// where the FAQ is too small to tell.
    pub heard: Option<Heard>,
    /// The answer to a second question of the same message, surely another one than the first: to be offered.
    pub second: Option<Candidate>,
    /// Whether the text says itself that it is about what was answered before ("and …?", "is it …?"): the conversation is
    /// about that still, even if nothing is found.
    pub tied: bool,
    /// Whether what is offered was found by a second look alone: by its words nothing was.
    pub second_look: bool,
    /// What small talk the text is, where it is nothing else and the FAQ has no answer of its own to that: then there is no
    /// decision to answer, and nothing was asked that the FAQ lacks. A choice is of what may come next.
    pub small_talk: Option<SmallTalk>,
}

/// What is offered beside the likeliest entry is at least this part as likely. Of 970 questions to the FAQs of
/// `tests/sites/dev` that got choices and that these hold, the right entry is among three for 871 and among those of the
/// three that are as likely as this for 865; 2.5 entries are then offered in the mean.
const AS_LIKELY: f64 = 0.05;

impl Verdict {
    /// No answer and nothing to offer.
    pub fn nothing(lang: Lang) -> Self {
        let candidates = Vec::new();
        let decision = Decision::None;
        Self {
            decision,
            lang,
            foreign: None,
            candidates,
            heard: None,
            second: None,
            tied: false,
            second_look: false,
            small_talk: None,
        }
    }

    /// The probability that the first candidate is right; 0 without candidates.
    pub fn confidence(&self) -> f64 {
        self.candidates.first().map_or(0.0, |candidate| candidate.confidence)
    }

    /// The candidates that are worth offering where it is to be asked which is meant, the best first.
    pub fn choices(&self) -> impl Iterator<Item = &Candidate> {
        let least = AS_LIKELY * self.confidence();
        self.candidates.iter().filter(move |candidate| candidate.confidence >= least)
    }

    /// The entry to answer with, where the decision is to answer.
    pub fn answer(&self) -> Option<&Arc<Entry>> {
        (self.decision == Decision::Answer).then(|| self.candidates.first().map(|first| &first.entry)).flatten()
    }
}

/// How an index is built and decides.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The site's own language: what a text in an unknown language is matched in.
    pub default_lang: Lang,
    /// The share of wrong answers that the site accepts, 0 to 1.
    pub wrong_rate: f64,
}

/// Why an index could not be built.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// tantivy failed, which for an index in memory means that there is none left.
    #[error("the search index could not be built")]
    Tantivy(#[from] tantivy::TantivyError),
}
