//! The FAQ in service: catalog, index and version as one snapshot that is swapped whole.
//!
//! Invariant: whoever holds a snapshot sees one FAQ from beginning to end; a folder with errors never replaces the
//! snapshot in service, it only replaces the list of problems. What a snapshot learned from the site's questions goes
//! with it: the next one learns anew from the log.

pub mod audience;

use crate::background;
use crate::clock::{Clock, Timestamp};
use crate::config::Config;
use crate::faq::load::{LoadSettings, Loaded, load};
use crate::faq::{Catalog, Problem, Severity};
use crate::ids::ConversationId;
use crate::search::{self, Heard, Index};
use crate::telemetry::{LangLabel, Metrics};
use audience::{Asked, Audience};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long a snapshot waits for what the log teaches it, before it goes into service: enough for all questions of a
/// FAQ of a thousand entries, and a small part of the two seconds that a change may take. What is left follows behind.
const RECALL_TIME: Duration = Duration::from_millis(300);

/// One FAQ, ready to be asked.
pub struct Snapshot {
    /// The entries.
    pub catalog: Arc<Catalog>,
    /// The index over them.
    pub index: Index,
    audience: Audience,
}

impl Snapshot {
    /// The same snapshot for visitors, who ask the same over and over.
    fn remembering(self) -> Self {
        Self { index: self.index.remembering(), ..self }
    }
}

/// How the FAQ is read and indexed.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The folder.
    pub dir: PathBuf,
    /// For the reading.
    pub load: LoadSettings,
    /// For the index.
    pub search: search::Settings,
}

impl Settings {
    /// From the process's settings.
    pub fn of(config: &Config) -> Self {
        Self {
            dir: config.faq_dir.clone(),
            load: LoadSettings { time_zone: config.site.time_zone.clone(), langs: config.site.langs.clone() },
            search: search::Settings { default_lang: config.site.lang.clone(), wrong_rate: config.wrong_rate },
        }
    }
}

/// What came of reading the folder: a snapshot if there was no error, and every problem of the files.
pub struct Reading {
    /// `None` if any file has an error, or the folder changed while it was read.
    pub snapshot: Option<Snapshot>,
    /// Sorted by place. What only the index can tell is not among them: see [`Index::self_check`].
    pub problems: Vec<Problem>,
}

/// What the files came to, compared with the version in service.
enum Files {
    /// Another version without errors.
    Fresh(Snapshot),
    /// The version in service.
    Same,
    /// With errors.
    Faulty,
    /// Changed while they were read.
    Torn,
}

/// Reads the folder and builds the index. Blocking: seconds for a large FAQ.
///
/// # Errors
/// When the index cannot be built, which no file can bring about.
pub fn read(settings: &Settings, now: Timestamp) -> Result<Reading, search::SearchError> {
    let (files, problems) = read_unless(settings, now, "")?;
    Ok(match files {
        Files::Fresh(snapshot) => Reading { snapshot: Some(snapshot), problems },
        Files::Same | Files::Faulty | Files::Torn => Reading { snapshot: None, problems },
    })
}

/// As [`read`], but builds nothing when the files are those of the version `known`.
fn read_unless(settings: &Settings, now: Timestamp, known: &str) -> Result<(Files, Vec<Problem>), search::SearchError> {
    let Loaded { catalog, problems, changed } = load(&settings.dir, &settings.load, now);
    let files = match catalog {
        _ if changed => Files::Torn,
        None => Files::Faulty,
        Some(catalog) if catalog.version == known => Files::Same,
        Some(catalog) => {
            let catalog = Arc::new(catalog);
            let index = Index::build(Arc::clone(&catalog), &settings.search)?;
            Files::Fresh(Snapshot { catalog, index, audience: Audience::default() })
        }
    };
    Ok((files, problems))
}

/// The snapshot in service and what is wrong with the files. Cheap to clone.
#[derive(Clone)]
pub struct Knowledge(Arc<Shared>);

struct Shared {
    settings: Settings,
    clock: Clock,
    metrics: Metrics,
    current: RwLock<Arc<Snapshot>>,
    problems: RwLock<Arc<[Problem]>>,
    /// Ends the examination that is under way; held while what it found is noted.
    examination: Mutex<CancellationToken>,
}

impl Knowledge {
    /// Takes a first snapshot into service.
    pub fn new(settings: Settings, clock: Clock, metrics: Metrics, snapshot: Snapshot, problems: Vec<Problem>) -> Self {
        let knowledge = Self(Arc::new(Shared {
            settings,
            clock,
            metrics,
            current: RwLock::new(Arc::new(snapshot.remembering())),
            problems: RwLock::new(Arc::from([])),
            examination: Mutex::default(),
        }));
        knowledge.report(problems);
        knowledge.show_learned();
        knowledge
    }

    /// The snapshot in service. Hold it for the whole of a turn.
    pub fn current(&self) -> Arc<Snapshot> {
        self.0.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The problems of the last reading, errors included that keep the files out of service.
    pub fn problems(&self) -> Arc<[Problem]> {
        self.0.problems.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets the snapshot in service learn from the questions of the log, the newest first. For the start, before there
    /// are visitors.
    pub async fn recall(&self, asked: Vec<Asked>) {
        self.teach(self.current(), asked).await;
        self.show_learned();
    }

    /// Asks a snapshot the questions of the log, off the request threads, and waits for [`RECALL_TIME`] at most.
    async fn teach(&self, snapshot: Arc<Snapshot>, asked: Vec<Asked>) {
        let (knowledge, now) = (self.clone(), self.0.clock.now());
        let work = background::run(move || {
            snapshot.audience.recall(&snapshot.index, &asked, now);
            knowledge.show_learned();
        });
        match tokio::time::timeout(RECALL_TIME, work).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "learning from the log broke off"),
            Err(_elapsed) => tracing::debug!("the FAQ goes into service while it learns from the log"),
        }
    }

    /// Hears what a question of a visitor looked like to a snapshot. Now and then that is when its index learns anew,
    /// off the request threads.
    pub fn hear(&self, snapshot: &Arc<Snapshot>, conversation: &ConversationId, text: &str, heard: Heard) {
        let Some(all) = snapshot.audience.hear(conversation, text, heard) else { return };
        let (knowledge, snapshot) = (self.clone(), Arc::clone(snapshot));
        tokio::spawn(background::run(move || {
            snapshot.index.learn(&all);
            knowledge.show_learned();
        }));
    }

    /// Shows in the metrics what the snapshot in service has learned.
    fn show_learned(&self) {
        let (snapshot, metrics) = (self.current(), &self.0.metrics);
        metrics.outside_share.set(snapshot.index.share());
        for (lang, threshold) in snapshot.index.thresholds() {
            metrics.answer_threshold.get_or_create(&LangLabel { lang: lang.to_string() }).set(threshold);
        }
    }

    /// Reads the folder again, off the request threads, and takes it into service if it has no error. Before that it
    /// learns from the questions of the log, the newest first, which are read meanwhile. An examination that is under way
    /// ends: it is of files that are no more, and would share the processor with the build.
    pub async fn reload(&self, asked: impl Future<Output = Vec<Asked>>) {
        self.end_examination();
        let shared = Arc::clone(&self.0);
        let known = self.current().catalog.version.clone();
        let work = move || read_unless(&shared.settings, shared.clock.now(), &known);
        let (read, asked) = tokio::join!(background::run(work), asked);
        let (files, problems) = match read {
            Ok(Ok(read)) => read,
            Ok(Err(error)) => {
                tracing::error!(%error, "the changed FAQ could not be indexed; the previous one stays in service");
                return;
            }
            Err(error) => {
                tracing::error!(%error, "reading the FAQ broke off; the previous one stays in service");
                return;
            }
        };
        match files {
            // the watcher tells again when the folder rests; until then what is in service stays, and is examined again
            Files::Torn => {}
            Files::Faulty => {
                tracing::warn!("the changed FAQ has errors; the previous one stays in service");
                self.report(problems);
                return;
            }
            Files::Same => self.report(problems),
            Files::Fresh(snapshot) => {
                let (version, entries) = (snapshot.catalog.version.clone(), snapshot.catalog.entries.len());
                let snapshot = Arc::new(snapshot.remembering());
                self.teach(Arc::clone(&snapshot), asked).await;
                let before = self.take_into_service(snapshot);
                // freeing a large one takes as long as many answers
                tokio::spawn(background::run(move || drop(before)));
                // it may have other languages
                self.0.metrics.answer_threshold.clear();
                self.show_learned();
                self.0.metrics.faq_reloads.inc();
                tracing::info!(version, entries, "a changed FAQ is in service");
                self.report(problems);
            }
        }
        self.examine();
    }

    /// Whoever asks from now on gets this snapshot; returns the one before.
    fn take_into_service(&self, snapshot: Arc<Snapshot>) -> Arc<Snapshot> {
        std::mem::replace(&mut *self.0.current.write().unwrap_or_else(PoisonError::into_inner), snapshot)
    }

    /// Lets the index in service look for wordings that miss their entry, and adds what it finds to the problems. It
    /// asks every wording once, so it comes after the swap and not before, and nothing waits for it: the next change ends
    /// it.
    pub fn examine(&self) {
        let wanted = self.end_examination();
        let (knowledge, snapshot) = (self.clone(), self.current());
        tokio::spawn(background::run(move || {
            let Some(found) = snapshot.index.self_check(&|| wanted.is_cancelled()) else { return };
            let _at_once = knowledge.examination();
            // another change may have come meanwhile, and brings its own
            if !wanted.is_cancelled() {
                let mut problems = knowledge.problems().to_vec();
                problems.extend(found);
                problems.sort();
                problems.dedup();
                knowledge.note(problems);
            }
        }));
    }

    /// Ends the examination that is under way, if one is; returns what will end the next.
    fn end_examination(&self) -> CancellationToken {
        let next = CancellationToken::new();
        std::mem::replace(&mut *self.examination(), next.clone()).cancel();
        next
    }

    fn examination(&self) -> MutexGuard<'_, CancellationToken> {
        self.0.examination.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of the problems of a reading, and logs the errors among them.
    fn report(&self, problems: Vec<Problem>) {
        for problem in problems.iter().filter(|problem| problem.severity == Severity::Error) {
            tracing::error!("{problem}");
        }
        self.note(problems);
    }

    fn note(&self, problems: Vec<Problem>) {
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        let metrics = &self.0.metrics;
        metrics.faq_errors.set(errors as i64);
        metrics.faq_warnings.set((problems.len() - errors) as i64);
        metrics.faq_entries.set(self.current().catalog.entries.len() as i64);
        *self.0.problems.write().unwrap_or_else(PoisonError::into_inner) = problems.into();
    }
}
