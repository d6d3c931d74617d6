//! Entries that the team's answers propose, and what editors make of them.
//!
//! Invariant: an entry that was accepted stands in one file and reads there as it was accepted; a question that was
//! decided about is not proposed again while that holds. Nothing comes into a file but by a person's decision.

use super::versions::{Saved, Why};
use super::{Editing, EditingError, Shared, blocking, to_its_end};
use crate::faq::edit::entries::{Left, remove_entry};
use crate::faq::edit::{EditError, FileName, FileText, NewText, insert};
use crate::faq::limits::{MAX_ANSWER_BYTES, MAX_QUESTION_CHARACTERS};
use crate::faq::naming;
use crate::faq::write::{EntryText, document, entry};
use crate::report::mask::LABELS;
use crate::store::history::{Decision, Reason};
use crate::text::{Lang, canonical};
use std::sync::Arc;

/// Wordings of one decision.
pub const MOST_WORDINGS: usize = 20;
/// Characters of an answer: whatever they are, they are no more bytes than an answer may have.
pub const ANSWER_CHARACTERS: usize = MAX_ANSWER_BYTES / 4;
/// The topic of a file that is made for the first entry of a language: visitors may see it.
const TOPIC: &str = "FAQ";

/// A question that the team answered, in the words in which it was proposed.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The language.
    pub lang: Lang,
    /// The wordings as they were shown.
    pub wordings: Vec<String>,
}

/// The entry that is made of one.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// The file: one of the language, or a new one.
    pub path: FileName,
    /// The id.
    pub id: String,
    /// The wordings, the title first.
    pub questions: Vec<String>,
    /// In Markdown, as the editor left it.
    pub answer: String,
}

/// What came of a decision, or of taking it back.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The file that was changed; none where only a decision was taken back.
    pub path: Option<String>,
    /// The file and the folder as they are now.
    pub saved: Option<Saved>,
}

impl Editing {
    /// Writes an entry into its file.
    ///
    /// # Errors
    /// [`EditingError`]; nothing is written or remembered.
    pub async fn accept_entry(
        &self,
        proposed: Proposed,
        new: NewEntry,
        author: String,
    ) -> Result<Changed, EditingError> {
        self.may_write()?;
        check(&proposed)?;
        check_entry(&new, self.0.mask)?;
        let shared = self.0.clone();
        to_its_end(async move {
            let _turn = shared.writing.clone().lock_owned().await;
            if let Some(id) = shared.added_before(&proposed, &new.path).await? {
                return Err(EditingError::Decided(id));
            }
            let changed = shared.add(&proposed.lang, &new, author.clone()).await?;
            // where this fails the entry is in the file all the same, and the FAQ answers the question
            let decisions = proposed.decisions(&new);
            shared.store.decide(decisions, &author, shared.clock.now_millis()).await?;
            Ok(changed)
        })
        .await
    }

    /// Remembers that a question is not wanted in the FAQ.
    ///
    /// # Errors
    /// [`EditingError::Store`].
    pub async fn dismiss_entry(&self, proposed: Proposed, author: &str) -> Result<(), EditingError> {
        check(&proposed)?;
        let tag = proposed.lang.to_string();
        let dismissal = |wording: &String| Decision::dismissal(tag.clone(), &canonical(wording));
        let dismissals = proposed.wordings.iter().map(dismissal).collect();
        Ok(self.0.store.decide(dismissals, author, self.0.clock.now_millis()).await?)
    }

    /// Takes a decision back. Of an accepted entry the file and the id are given: it is taken out of the file, whatever
    /// else was changed in it since, and one that somebody removed already is only forgotten.
    ///
    /// # Errors
    /// [`EditingError`]; nothing is changed.
    pub async fn take_entry_back(
        &self,
        proposed: Proposed,
        accepted: Option<(FileName, String)>,
        author: String,
    ) -> Result<Changed, EditingError> {
        if accepted.is_some() {
            self.may_write()?;
        }
        check(&proposed)?;
        let shared = self.0.clone();
        to_its_end(async move {
            let _turn = shared.writing.clone().lock_owned().await;
            let (tag, keys) = (proposed.lang.to_string(), proposed.keys());
            let entry = accepted.as_ref().map_or("", |(_, id)| id.as_str());
            let mut decisions = shared.store.decisions().await?;
            decisions.retain(|one| one.lang == tag && one.entry == entry && one.accepted == accepted.is_some());
            if !decisions.iter().any(|one| keys.contains(&one.wording)) {
                return Err(EditingError::Unknown("decision"));
            }
            let changed = match &accepted {
                Some((path, id)) => shared.take_out(path, id, author).await?,
                None => Changed { path: None, saved: None },
            };
            // with an entry goes what was decided about its other wordings
            let of_entry = decisions.into_iter().filter(|one| one.accepted).map(|one| one.wording);
            shared.store.undecide(&tag, entry, keys.into_iter().chain(of_entry).collect()).await?;
            Ok(changed)
        })
        .await
    }
}

impl Proposed {
    /// The wordings as decisions have them; the older ones have them in words.
    fn keys(&self) -> Vec<String> {
        let plain = self.wordings.iter().map(|wording| canonical(wording));
        plain.flat_map(|wording| [Decision::sealed(self.lang.as_str(), &wording), wording]).collect()
    }

    /// The wordings as they can be recognised and not read.
    fn sealed(&self) -> impl Iterator<Item = String> {
        self.wordings.iter().map(|wording| Decision::sealed(self.lang.as_str(), &canonical(wording)))
    }

    /// What the entry has is in the FAQ for everybody to read; what was asked may be deleted by who did.
    fn decisions(&self, new: &NewEntry) -> Vec<Decision> {
        let lang = self.lang.as_str();
        let written = new.questions.iter().map(|wording| canonical(wording));
        let decision = |wording| Decision { lang: lang.to_owned(), wording, entry: new.id.clone(), accepted: true };
        written.chain(self.sealed()).map(decision).collect()
    }
}

fn refuse<T>(message: String) -> Result<T, EditingError> {
    Err(EditError::Layout(message).into())
}

fn are_wordings(wordings: &[String]) -> bool {
    let fits = |wording: &String| !wording.trim().is_empty() && wording.chars().count() <= MAX_QUESTION_CHARACTERS;
    !wordings.is_empty() && wordings.len() <= MOST_WORDINGS && wordings.iter().all(fits)
}

fn check(proposed: &Proposed) -> Result<(), EditingError> {
    if are_wordings(&proposed.wordings) {
        return Ok(());
    }
    refuse(format!("wordings: 1 to {MOST_WORDINGS} of at most {MAX_QUESTION_CHARACTERS} characters"))
}

/// `masked`: personal data is masked in what is proposed, and what stands for it is for no visitor.
fn check_entry(new: &NewEntry, masked: bool) -> Result<(), EditingError> {
    if !naming::is_id(&new.id) {
        return refuse("id: an id has the characters a-z, 0-9 and - only".into());
    }
    if !are_wordings(&new.questions) {
        return refuse(format!("questions: 1 to {MOST_WORDINGS} of at most {MAX_QUESTION_CHARACTERS} characters"));
    }
    if new.answer.trim().is_empty() || new.answer.len() > MAX_ANSWER_BYTES {
        return refuse(format!("answer: write one, of at most {} KiB", MAX_ANSWER_BYTES / 1024));
    }
    let (answer, questions) = (new.answer.replace('\\', ""), new.questions.join("\n"));
    for (text, what) in [(questions, "questions: a wording"), (answer, "the answer")] {
        if let Some(label) = LABELS.iter().find(|label| masked && text.contains(**label)) {
            return refuse(format!(
                "{what} still has {label} in place of somebody's own data; write what every visitor may read, or take it out"
            ));
        }
    }
    Ok(())
}

/// Characters of the wordings in a version's note.
const NOTE_CHARACTERS: usize = 200;

/// The note of the version by which an entry came.
fn added(id: &str, wordings: &str) -> String {
    format!("+ {id}: {wordings}")
}

impl Shared {
    /// Puts an entry into its file, or makes the file.
    async fn add(self: &Arc<Self>, lang: &Lang, new: &NewEntry, author: String) -> Result<Changed, EditingError> {
        let NewEntry { path, id, questions, answer } = new.clone();
        let answer = answer.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
        let written = EntryText { id: id.clone(), questions, answer, ..EntryText::default() };
        let current = self.knowledge.current();
        let mut own =
            current.catalog.entries.iter().filter(|one| self.folder.within(&one.place.path) == Some(path.as_str()));
        if let Some(other) = own.find(|one| one.lang != *lang) {
            return refuse(format!("{path} is for lang: {}; choose a file for lang: {lang}", other.lang));
        }
        let (digest, text) = match self.read_if_there(&path).await? {
            None => (None, document(TOPIC, lang, std::slice::from_ref(&written), &[])),
            Some(before) => {
                let yaml = entry(&written);
                let (text, _) = insert::add_entry(&before.text, &yaml)?;
                (Some(before.digest), text)
            }
        };
        // what the reader makes of it, not what was meant, is what counts
        let single = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        if insert::wordings_of(&text, &id) != written.questions.iter().map(single).collect::<Vec<_>>() {
            return refuse(format!(
                "`{id}` cannot be written into {path} safely; choose another file, or write it there"
            ));
        }
        let shown: String = written.questions.join(", ").chars().take(NOTE_CHARACTERS).collect();
        let why = Why { author, reason: Reason::Answer, note: added(&id, &shown) };
        let saved = self.save(path.clone(), digest, NewText::Exact(text), why).await?;
        Ok(Changed { path: Some(path.to_string()), saved: Some(saved) })
    }

    /// The entry that was made of a question before, where it still stands: in the FAQ, or, a moment after it was
    /// written, in its file.
    async fn added_before(&self, proposed: &Proposed, path: &FileName) -> Result<Option<String>, EditingError> {
        let asked: Vec<String> = proposed.sealed().collect();
        let mut decisions = self.store.decisions().await?;
        decisions.retain(|one| one.accepted && one.lang == proposed.lang.as_str() && asked.contains(&one.wording));
        if decisions.is_empty() {
            return Ok(None);
        }
        let current = self.knowledge.current();
        let file = self.read_if_there(path).await?.map(|file| file.text).unwrap_or_default();
        let stands = |id: &str| {
            let entries = &current.catalog.entries;
            entries.iter().any(|entry| *entry.id == *id && entry.lang == proposed.lang)
                || !insert::wordings_of(&file, id).is_empty()
        };
        Ok(decisions.into_iter().map(|one| one.entry).find(|id| stands(id)))
    }

    /// Takes an entry out of its file, and the file away where nothing else was in it.
    async fn take_out(self: &Arc<Self>, path: &FileName, id: &str, author: String) -> Result<Changed, EditingError> {
        let unchanged = Changed { path: None, saved: None };
        let Some(before) = self.read_if_there(path).await? else { return Ok(unchanged) };
        // wordings are accepted for entries that were never proposed: these are not taken out
        let versions = self.store.versions(path.as_str()).await?;
        let begin = added(id, "");
        if !versions.iter().any(|one| one.reason == Reason::Answer.as_str() && one.note.starts_with(&begin)) {
            return Err(EditingError::Unknown("accepted entry in this file"));
        }
        let why = Why { author, reason: Reason::Answer, note: format!("− {id}") };
        let saved = match remove_entry(&before.text, id)? {
            Left::Unchanged => return Ok(unchanged),
            Left::Text(text) => self.save(path.clone(), Some(before.digest), NewText::Exact(text), why).await?,
            Left::Nothing => self.remove(path.clone(), before.digest, why.author).await?,
        };
        Ok(Changed { path: Some(path.to_string()), saved: Some(saved) })
    }

    async fn read_if_there(&self, path: &FileName) -> Result<Option<FileText>, EditingError> {
        let (folder, file) = (self.folder.clone(), path.clone());
        match blocking(move || folder.read(&file)).await? {
            Ok(text) => Ok(Some(text)),
            Err(EditError::Missing) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}
