//! Asking a draft before it is saved.
//!
//! Invariant: one draft is built at a time and one is kept, however many editors there are; a draft in use is never
//! larger than `MOST_ENTRIES`.

use super::{Editing, EditingError, KEEP_DRAFT, Shared, Turns, blocking, long};
use crate::clock::instant;
use crate::faq::edit::{EditError, FileName};
use crate::knowledge::audience;
use crate::replay;
use crate::search::{Index, Question, Verdict};
use crate::text::Lang;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// Entries of a FAQ that is built a second time beside the one in service: ten seconds at most, which a request can wait.
const MOST_ENTRIES: usize = 10_000;
/// Callers that wait for a draft to be built.
const WAITING: usize = 4;

/// A draft that can be asked.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) index: Arc<Index>,
    version: String,
    used: Instant,
}

/// The draft that was asked last.
pub(super) struct Drafts {
    turns: Turns,
    kept: Mutex<Option<Draft>>,
}

impl Default for Drafts {
    fn default() -> Self {
        Self { turns: Turns::new("drafts that are tried", WAITING, 5), kept: Mutex::default() }
    }
}

impl Drafts {
    /// The kept draft, if it is of this version.
    fn kept(&self, version: &str) -> Option<Draft> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let draft = kept.as_mut().filter(|draft| draft.version == version)?;
        draft.used = instant();
        Some(draft.clone())
    }

    fn keep(&self, draft: Option<Draft>) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = draft;
    }

    fn tidy(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_some_and(|draft| draft.used.elapsed() > KEEP_DRAFT) {
            *kept = None;
        }
    }
}

/// What is asked of a draft.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub text: String,
    /// The language of who asks.
    pub lang: Option<Lang>,
    /// The path of the page.
    pub page: Option<String>,
}

impl Editing {
    /// Asks the FAQ with a text in place of a file, or as a new file.
    ///
    /// # Errors
    /// [`EditError::Faulty`] where it has errors, [`EditingError::TooMany`], [`EditingError::Busy`].
    pub async fn ask(&self, name: FileName, text: String, asked: Asked) -> Result<Verdict, EditingError> {
        let draft = self.0.draft(name, text).await?;
        let now = self.0.clock.now();
        blocking(move || {
            let Asked { text, lang, page } = &asked;
            draft.index.ask(&Question { text, lang: lang.as_ref(), page: page.as_deref(), previous: None, now })
        })
        .await
    }

    /// Forgets a draft that nobody has asked for a while.
    pub fn tidy(&self) {
        self.0.drafts.tidy();
    }
}

impl Shared {
    /// The draft with this text; it has learned from the log, like the FAQ in service.
    pub(super) async fn draft(self: &Arc<Self>, name: FileName, text: String) -> Result<Draft, EditingError> {
        let turn = self.drafts.turns.take().await?;
        let latest = self.store.latest_questions(audience::MOST, audience::EACH).await?;
        let (shared, now) = (self.clone(), self.clock.now());
        long(move || {
            let _until_it_is_built = turn;
            let loaded = shared.folder.check(&name, &text, now);
            let Some(catalog) = loaded.catalog else {
                let problems = shared.checked(loaded.problems, None).problems;
                return Err(EditError::Faulty(problems).into());
            };
            if let Some(kept) = shared.drafts.kept(&catalog.version) {
                return Ok(kept);
            }
            if catalog.entries.len() > MOST_ENTRIES {
                return Err(EditingError::TooMany(catalog.entries.len()));
            }
            // one draft beside the FAQ in service, not two
            shared.drafts.keep(None);
            let version = catalog.version.clone();
            let index = Index::build(Arc::new(catalog), &shared.search)
                .map_err(|error| EditingError::Broken(Box::new(error)))?;
            let latest: Vec<_> = latest.into_iter().map(replay::to_learn_from).collect();
            replay::teach(&index, &latest, now);
            let draft = Draft { index: Arc::new(index), version, used: instant() };
            shared.drafts.keep(Some(draft.clone()));
            Ok(draft)
        })
        .await?
    }
}
