//! Wordings that visitors' own choices propose for entries, and what editors make of them.
//!
//! Invariant: a wording that was accepted stands in its entry's file and nowhere else; one that was decided about is not
//! proposed again for that entry, and one that was accepted for no other.

use super::versions::{Saved, Why};
use super::{Editing, EditingError, Shared, WEEK_MILLIS, blocking, to_its_end};
use crate::faq::Entry;
use crate::faq::edit::{EditError, FileName, NewText, insert};
use crate::faq::limits::MAX_QUESTION_CHARACTERS;
use crate::report::proposals::{self, Proposal};
use crate::store::history::{Decision, Reason};
use crate::text::{Lang, canonical};
use std::sync::Arc;

/// Weeks of the log that propose wordings.
pub const WEEKS: i64 = 12;
/// Wordings that are accepted at once.
pub const MOST_AT_ONCE: usize = 20;

/// Wordings for an entry.
#[derive(Clone, Debug)]
pub struct Wordings {
    /// The entry's language.
    pub lang: String,
    /// The entry.
    pub entry: String,
    /// The wordings, as they are to be written.
    pub wordings: Vec<String>,
}

/// What came of accepting wordings, or of taking them back.
#[derive(Clone, Debug)]
pub struct Accepted {
    /// The file that was changed; none where only a decision was taken back.
    pub path: Option<String>,
    /// The file and the folder as they are now.
    pub saved: Option<Saved>,
}

impl Editing {
    /// What visitors' choices propose at present, the most frequent first.
    ///
    /// # Errors
    /// [`EditingError::Store`], [`EditingError::Busy`].
    pub async fn proposals(&self) -> Result<Vec<Proposal>, EditingError> {
        let turn = self.0.gatherings.take().await?;
        let last = self.0.store.visit_span().await?.map_or(0, |(_, last)| last.min(self.0.clock.now_millis()));
        let chosen = self.0.store.chosen_questions(last - WEEKS * WEEK_MILLIS..i64::MAX).await?;
        let decisions = self.0.store.decisions().await?;
        let (current, mask) = (self.0.knowledge.current(), self.0.mask);
        blocking(move || {
            let _until_it_is_done = turn;
            proposals::proposals(&chosen, &current.catalog, &decisions, mask)
        })
        .await
    }

    /// Writes wordings into their entry's file.
    ///
    /// # Errors
    /// [`EditingError`]; nothing is written or remembered.
    pub async fn accept(&self, wordings: Wordings, author: String) -> Result<Accepted, EditingError> {
        self.may_write()?;
        check(&wordings)?;
        let shared = self.0.clone();
        to_its_end(async move {
            let _turn = shared.writing.clone().lock_owned().await;
            let entry = shared.entry(&wordings)?;
            let accepted = shared.rewrite(&entry, &wordings.wordings, author.clone(), false).await?;
            // where this fails the wordings are in the file all the same, and not proposed for that
            let decided = wordings.decisions(true);
            shared.store.decide(decided, &author, shared.clock.now_millis()).await?;
            Ok(accepted)
        })
        .await
    }

    /// Remembers that wordings are not wanted for an entry.
    ///
    /// # Errors
    /// [`EditingError::Store`].
    pub async fn reject(&self, wordings: Wordings, author: &str) -> Result<(), EditingError> {
        check(&wordings)?;
        Ok(self.0.store.decide(wordings.decisions(false), author, self.0.clock.now_millis()).await?)
    }

    /// Takes a decision back: accepted wordings are taken out of the file, whatever else was changed in it since. Those
    /// that somebody removed already, or whose entry is gone, are only forgotten.
    ///
    /// # Errors
    /// [`EditingError`]; nothing is changed.
    pub async fn take_back(&self, wordings: Wordings, author: String) -> Result<Accepted, EditingError> {
        self.may_write()?;
        check(&wordings)?;
        let shared = self.0.clone();
        to_its_end(async move {
            let _turn = shared.writing.clone().lock_owned().await;
            let keys = wordings.keys();
            let mine = |decision: &&Decision| {
                decision.lang == wordings.lang && decision.entry == wordings.entry && keys.contains(&decision.wording)
            };
            let decisions = shared.store.decisions().await?;
            let decided: Vec<&Decision> = decisions.iter().filter(mine).collect();
            if decided.is_empty() {
                return Err(EditingError::Unknown("decision"));
            }
            let entry =
                if decided.iter().any(|decision| decision.accepted) { shared.entry(&wordings).ok() } else { None };
            let accepted = match entry {
                Some(entry) => shared.rewrite(&entry, &wordings.wordings, author, true).await?,
                None => Accepted { path: None, saved: None },
            };
            shared.store.undecide(&wordings.lang, &wordings.entry, keys).await?;
            Ok(accepted)
        })
        .await
    }
}

impl Wordings {
    /// In every form in which they may have been decided about.
    fn keys(&self) -> Vec<String> {
        self.canonical().chain(self.sealed()).collect()
    }

    fn canonical(&self) -> impl Iterator<Item = String> {
        self.wordings.iter().map(|wording| canonical(wording))
    }

    fn sealed(&self) -> impl Iterator<Item = String> {
        self.canonical().map(|wording| Decision::sealed(&self.lang, &wording))
    }

    /// What is accepted is in the FAQ; what is not is a visitor's words, which must not stay when the visitor is erased.
    fn decisions(&self, accepted: bool) -> Vec<Decision> {
        let keys: Vec<String> = if accepted { self.canonical().collect() } else { self.sealed().collect() };
        let (lang, entry) = (&self.lang, &self.entry);
        let decision = |wording| Decision { lang: lang.clone(), wording, entry: entry.clone(), accepted };
        keys.into_iter().map(decision).collect()
    }
}

fn check(wordings: &Wordings) -> Result<(), EditingError> {
    let fits = |wording: &String| !wording.trim().is_empty() && wording.chars().count() <= MAX_QUESTION_CHARACTERS;
    if wordings.wordings.is_empty() || wordings.wordings.len() > MOST_AT_ONCE || !wordings.wordings.iter().all(fits) {
        let message = format!("wordings: 1 to {MOST_AT_ONCE} of at most {MAX_QUESTION_CHARACTERS} characters");
        return Err(EditError::Layout(message).into());
    }
    Ok(())
}

impl Shared {
    fn entry(&self, wordings: &Wordings) -> Result<Arc<Entry>, EditingError> {
        let current = self.knowledge.current();
        let lang = Lang::parse(&wordings.lang);
        let entry = lang.and_then(|lang| current.catalog.get(&lang, &wordings.entry).cloned());
        entry.ok_or(EditingError::Unknown("entry in this language"))
    }

    /// Writes wordings into an entry's file, or out of it.
    async fn rewrite(
        self: &Arc<Self>,
        entry: &Entry,
        wordings: &[String],
        author: String,
        take_out: bool,
    ) -> Result<Accepted, EditingError> {
        let path = self.folder.within(&entry.place.path).ok_or(EditingError::Edit(EditError::Missing))?;
        let name = FileName::parse(path)?;
        let (folder, file) = (self.folder.clone(), name.clone());
        let before = blocking(move || folder.read(&file)).await??;
        let text = if take_out {
            let left = insert::still_there(&before.text, &entry.id, wordings)?;
            if left.is_empty() {
                return Ok(Accepted { path: None, saved: None });
            }
            insert::remove_wordings(&before.text, &entry.id, &left)?
        } else {
            insert::add_wordings(&before.text, &entry.id, wordings)?
        };
        let sign = if take_out { "−" } else { "+" };
        let shown: String = wordings.join(", ").chars().take(NOTE_CHARACTERS).collect();
        let why = Why { author, reason: Reason::Wording, note: format!("{}: {sign} {shown}", entry.id) };
        let saved = self.save(name, Some(before.digest), NewText::Exact(text), why).await?;
        Ok(Accepted { path: Some(path.to_owned()), saved: Some(saved) })
    }
}

/// Characters of the wordings in a version's note.
const NOTE_CHARACTERS: usize = 200;
