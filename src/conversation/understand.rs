//! What a typed message means in its conversation: one of the options offered last, or a question that may go on from
//! the entry answered before.
//!
//! Invariant: pure; what it finds depends on the snapshot, the conversation's state, the message and the moment alone.

use super::flow::{Input, State};
use crate::clock::Timestamp;
use crate::faq::Entry;
use crate::knowledge::Snapshot;
use crate::search::{Decision, Pick, Question, Verdict};
use crate::text::Lang;
use std::sync::Arc;

/// What a typed message was found to mean.
#[derive(Debug)]
pub enum Understood {
    /// One of the options offered last.
    Picked(Arc<Entry>),
    /// One of them, or all, and not which: "yes", "both".
    Undecided,
    /// A question, with what the FAQ says to it.
    Asked(Verdict),
}

impl Understood {
    /// As the step of a conversation takes it.
    pub fn input(&self) -> Input<'_> {
        match self {
            Self::Picked(entry) => Input::Choice(Some(entry)),
            Self::Undecided => Input::Undecided,
            Self::Asked(verdict) => Input::Question(verdict),
        }
    }
}

/// Where and when a message is typed.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The conversation's language.
    pub lang: &'a Lang,
    /// The site's own, whose entries stand in for missing translations.
    pub default_lang: &'a Lang,
    /// The path of the page that the visitor is on.
    pub page: Option<&'a str>,
    /// When.
    pub now: Timestamp,
}

/// Finds out what a typed message means.
pub fn understand(snapshot: &Snapshot, state: &State, text: &str, setting: &Setting<'_>) -> Understood {
    let Setting { lang, default_lang, now, .. } = *setting;
    let find = |id: &String| snapshot.catalog.find(&[lang, default_lang], id).cloned();
    let offered: Vec<Arc<Entry>> = state.offered.iter().filter_map(find).collect();
    match snapshot.index.pick(text, &offered) {
        Some(Pick::One(at)) if offered[at].in_service(now) => Understood::Picked(Arc::clone(&offered[at])),
        Some(Pick::Some) => Understood::Undecided,
        _ => Understood::Asked(asked(snapshot, state, text, setting)),
    }
}

/// What the FAQ says to a question. Right after titles were offered it goes on from the first of them, if from anything, and
/// nothing is answered for that alone, since nobody said that it was meant.
fn asked(snapshot: &Snapshot, state: &State, text: &str, setting: &Setting<'_>) -> Verdict {
    let Setting { lang, page, now, .. } = *setting;
    let ask = |previous| snapshot.index.ask(&Question { text, lang: Some(lang), page, previous, now });
    let before = state.last_entry.as_deref();
    let offered = state.offered.first().map(String::as_str).filter(|id| Some(*id) != before);
    // what is answered by itself, or is small talk, goes on from nothing
    let alone = offered.map(|_| ask(None)).filter(|alone| alone.answer().is_none() && alone.small_talk.is_none());
    match alone.map(|_| ask(offered)) {
        Some(verdict) if verdict.decision != Decision::None && !verdict.second_look => {
            Verdict { decision: Decision::Choices, ..verdict }
        }
        _ => ask(before),
    }
}
