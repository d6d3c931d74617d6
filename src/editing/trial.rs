//! What a draft would change for visitors: the questions of the last weeks, asked of it and of the FAQ in service.
//!
//! Invariant: one comparison runs at a time, on one thread, for `MOST_SECONDS` and `MOST_QUESTIONS` at most; whoever
//! began it can stop it and begin another.

use super::{Editing, EditingError, Shared, WEEK_MILLIS, long};
use crate::clock::instant;
use crate::faq::edit::FileName;
use crate::replay::{self, Pace, Replay};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Weeks of the log that are asked, counted back from its last visit.
pub const WEEKS: i64 = 4;
/// Different questions that are asked, the most frequent ones.
const MOST_QUESTIONS: usize = 5_000;
/// Different texts that are read for them.
const MOST_TEXTS: usize = 20_000;
/// How long the asking takes at most. What was asked until then is shown.
const MOST_SECONDS: u64 = 60;
/// Changes that are listed.
const MOST_LINES: usize = 300;

/// How a comparison stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its name.
    pub id: String,
    /// Questions that were asked.
    pub done: usize,
    /// Questions to be asked; 0 as long as that is not known.
    pub all: usize,
    /// What came of it, once it has ended.
    pub end: Option<Result<Arc<Replay>, Arc<EditingError>>>,
}

struct Trial {
    id: String,
    author: String,
    done: AtomicUsize,
    all: AtomicUsize,
    stop: AtomicBool,
    end: Mutex<Option<Result<Arc<Replay>, Arc<EditingError>>>>,
}

impl Trial {
    fn has_ended(&self) -> bool {
        self.end.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn standing(&self) -> Standing {
        Standing {
            id: self.id.clone(),
            done: self.done.load(Ordering::Relaxed),
            all: self.all.load(Ordering::Relaxed),
            end: self.end.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}

/// The comparison that was begun last.
#[derive(Default)]
pub(super) struct Trials {
    last: Mutex<Option<Arc<Trial>>>,
}

impl Editing {
    /// Begins to compare a draft with the FAQ in service. One that its author began before is stopped.
    ///
    /// # Errors
    /// [`EditingError::Busy`] while somebody else's runs.
    pub fn compare(&self, name: FileName, text: String, author: &str) -> Result<Standing, EditingError> {
        let trial = Arc::new(Trial {
            id: crate::ids::random_name(8),
            author: author.to_owned(),
            done: AtomicUsize::new(0),
            all: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            end: Mutex::default(),
        });
        {
            let mut last = self.0.trials.last.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(running) = last.as_ref().filter(|running| !running.has_ended()) {
                if running.author != author {
                    return Err(EditingError::Busy("comparisons of drafts", 30));
                }
                running.stop.store(true, Ordering::Relaxed);
            }
            *last = Some(trial.clone());
        }
        let (shared, standing) = (self.0.clone(), trial.standing());
        tokio::spawn(async move {
            let end = shared.run(&trial, name, text).await.map(Arc::new).map_err(Arc::new);
            *trial.end.lock().unwrap_or_else(PoisonError::into_inner) = Some(end);
        });
        Ok(standing)
    }

    /// How a comparison stands.
    ///
    /// # Errors
    /// [`EditingError::Unknown`] where another was begun since.
    pub fn comparison(&self, id: &str) -> Result<Standing, EditingError> {
        Ok(self.trial(id)?.standing())
    }

    /// Ends a comparison with what was asked so far.
    ///
    /// # Errors
    /// [`EditingError::Unknown`] where another was begun since.
    pub fn stop_comparison(&self, id: &str) -> Result<(), EditingError> {
        self.trial(id)?.stop.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Ends whatever comparison runs: the server is about to stop, and would wait for it.
    pub fn halt(&self) {
        if let Some(trial) = &*self.0.trials.last.lock().unwrap_or_else(PoisonError::into_inner) {
            trial.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Ends whatever comparison runs, and drops the last one: its lines are visitors' words, and one of them was promised
    /// that nothing is left of theirs.
    pub fn forget_comparison(&self) {
        if let Some(trial) = self.0.trials.last.lock().unwrap_or_else(PoisonError::into_inner).take() {
            trial.stop.store(true, Ordering::Relaxed);
        }
    }

    fn trial(&self, id: &str) -> Result<Arc<Trial>, EditingError> {
        let last = self.0.trials.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.clone().filter(|trial| trial.id == id).ok_or(EditingError::Unknown("comparison"))
    }
}

impl Shared {
    async fn run(self: &Arc<Self>, trial: &Arc<Trial>, name: FileName, text: String) -> Result<Replay, EditingError> {
        let draft = self.draft(name, text).await?;
        let last = self.store.visit_span().await?.map_or(0, |(_, last)| last.min(self.clock.now_millis()));
        let typed = self.store.typed_questions(last - WEEKS * WEEK_MILLIS, MOST_TEXTS).await?;
        let mut questions = replay::distinct(typed);
        questions.truncate(MOST_QUESTIONS);
        trial.all.store(questions.len(), Ordering::Relaxed);
        let (old, now, mask, trial) = (self.knowledge.current(), self.clock.now(), self.mask, trial.clone());
        long(move || {
            let began = instant();
            let pace = Pace {
                now,
                mask,
                progress: &|done| trial.done.store(done, Ordering::Relaxed),
                go_on: &|| !trial.stop.load(Ordering::Relaxed) && began.elapsed().as_secs() < MOST_SECONDS,
                threads: 1,
            };
            let mut replay = replay::compare(&old.index, &draft.index, &questions, &pace);
            replay.lines.truncate(MOST_LINES);
            replay
        })
        .await
    }
}
