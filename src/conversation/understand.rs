//! What a typed message means in its conversation: one of the options offered last, or a question that may go on from
//! the entry answered before.
//!
//! Invariant: pure; what it finds depends on the snapshot, the conversation's state, the message and the moment alone.

use super::flow::{Input, State};
use crate::clock::Timestamp;
use crate::faq::Entry;
use crate::knowledge::Snapshot;
use crate::search::{Question, Verdict};
use crate::text::Lang;
use std::sync::Arc;

/// What a typed message was found to mean.
#[derive(Debug)]
pub enum Understood {
    /// One of the options offered last.
    Picked(Arc<Entry>),
    /// A question, with what the FAQ says to it.
    Asked(Verdict),
}

impl Understood {
    /// As the step of a conversation takes it.
    pub fn input(&self) -> Input<'_> {
        match self {
            Self::Picked(entry) => Input::Choice(Some(entry)),
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
    let Setting { lang, default_lang, page, now } = *setting;
    let find = |id: &String| snapshot.catalog.find(&[lang, default_lang], id).cloned();
    let offered: Vec<Arc<Entry>> = state.offered.iter().filter_map(find).collect();
    let picked = snapshot.index.pick(text, &offered).map(|at| Arc::clone(&offered[at]));
    match picked.filter(|entry| entry.in_service(now)) {
        Some(entry) => Understood::Picked(entry),
        None => {
            let previous = state.last_entry.as_deref();
            Understood::Asked(snapshot.index.ask(&Question { text, lang: Some(lang), page, previous, now }))
        }
    }
}
