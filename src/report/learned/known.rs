//! The FAQ in service and what was decided, as a proposal needs them: looked up once, and the same for all proposals.
//!
//! Invariant: pure, but for the index; each text is asked of the index once.

use super::super::entries::Faq;
use crate::clock::Timestamp;
use crate::faq::{Catalog, Entry};
use crate::search::{Index, Question};
use crate::store::history::Decision;
use crate::text::{Lang, canonical};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Different questions that are asked of the index for one page: those of the busiest team's week, with room.
const MOST_HEARD: usize = 4_000;
/// An entry that came this close is likely to stand where the new one belongs.
const NEAR: f64 = 0.1;

/// The FAQ in service, and what was decided about proposals.
pub(super) struct Known<'a> {
    pub catalog: &'a Catalog,
    pub index: &'a Index,
    pub faq: &'a Faq,
    pub decided: &'a [Decision],
}

impl<'a> Known<'a> {
    /// The wordings of small talk in every language, in their canonical form: greetings that only this FAQ has.
    pub(super) fn greetings(&self) -> HashSet<String> {
        let small_talk = self.catalog.entries.iter().filter(|entry| entry.small_talk);
        let wordings = |entry: &'a Arc<Entry>| {
            let questions = entry.questions.iter().map(|wording| canonical(&wording.text));
            questions.chain(entry.keywords.iter().map(|keyword| canonical(keyword)))
        };
        small_talk.flat_map(wordings).collect()
    }

    /// What is known in one language.
    pub(super) fn own(&self, lang: &Lang) -> Own<'a> {
        let entries = || self.catalog.entries.iter().filter(|entry| entry.lang == *lang);
        let wordings = entries().flat_map(|entry| &entry.questions).map(|wording| canonical(&wording.text)).collect();
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        entries().filter(|entry| !entry.small_talk).for_each(|entry| {
            *sizes.entry(&*entry.place.path).or_default() += 1;
        });
        let largest = sizes.iter().rev().max_by_key(|(_, size)| **size).map(|(path, _)| (*path).to_owned());
        let holds = |one: &&Decision| one.is_dismissal() || (one.accepted && self.faq.has(&one.entry));
        let decided = self.decided.iter().filter(|one| one.lang == lang.as_str()).filter(holds);
        Own { lang: lang.clone(), wordings, largest, decided: decided.map(|one| one.wording.as_str()).collect() }
    }
}

/// What is known in one language.
pub(super) struct Own<'a> {
    pub lang: Lang,
    /// Of all entries, canonical.
    wordings: HashSet<String>,
    /// The file with the most entries.
    largest: Option<String>,
    /// Of what was dismissed, or accepted and is still there.
    decided: HashSet<&'a str>,
}

impl Own<'_> {
    /// Whether an entry has this canonical wording.
    pub(super) fn has(&self, wording: &str) -> bool {
        self.wordings.contains(wording)
    }

    /// Whether what has this canonical wording is not to be proposed.
    pub(super) fn is_decided(&self, wording: &str) -> bool {
        let sealed = || Decision::sealed(self.lang.as_str(), wording);
        !self.decided.is_empty() && (self.decided.contains(wording) || self.decided.contains(sealed().as_str()))
    }

    /// The file in which an entry belongs: that of the entry that came closest, else the one with the most entries.
    pub(super) fn file(&self, near: Option<&Arc<Entry>>) -> Option<String> {
        let near = near.filter(|entry| entry.lang == self.lang && !entry.small_talk);
        near.map(|entry| entry.place.path.to_string()).or_else(|| self.largest.clone())
    }
}

/// What the FAQ makes of a question.
pub(super) struct Heard {
    pub lang: Lang,
    /// By an entry or a greeting.
    pub answered: bool,
    /// The entry that came closest.
    pub near: Option<Arc<Entry>>,
}

/// Asks the FAQ, each text once.
pub(super) struct Ear<'a> {
    index: &'a Index,
    now: Timestamp,
    heard: HashMap<(Option<Lang>, String), Heard>,
}

impl<'a> Ear<'a> {
    pub(super) fn new(index: &'a Index, now: Timestamp) -> Self {
        Self { index, now, heard: HashMap::new() }
    }

    /// `None` once [`MOST_HEARD`] others were asked.
    pub(super) fn hear(&mut self, text: &str, hint: Option<&Lang>) -> Option<&Heard> {
        let key = (hint.cloned(), text.to_owned());
        if self.heard.len() >= MOST_HEARD && !self.heard.contains_key(&key) {
            return None;
        }
        let (index, now) = (self.index, self.now);
        Some(self.heard.entry(key).or_insert_with(|| {
            let verdict = index.ask(&Question { text, lang: hint, page: None, previous: None, now });
            let answered = verdict.answer().is_some();
            let near = verdict.candidates.into_iter().next().filter(|first| first.confidence >= NEAR);
            let lang = verdict.foreign.unwrap_or(verdict.lang);
            Heard { lang, answered, near: near.map(|first| first.entry) }
        }))
    }
}
