//! The FAQ as editors change it in the admin area: drafts that are checked and asked before they are saved, versions to
//! go back to, and wordings that visitors' own choices propose.
//!
//! Invariant: one change at a time goes to the disk, and what it replaces is among the versions before it does. A change
//! that was begun is finished whether or not its caller waits.

pub mod draft;
pub mod entries;
pub mod trial;
pub mod versions;
pub mod wordings;

use crate::background;
use crate::clock::Clock;
use crate::config::Config;
use crate::faq::edit::{EditError, FileName, FileText, Folder, Listed};
use crate::faq::load::LoadSettings;
use crate::faq::{Entry, Problem, Severity};
use crate::knowledge::Knowledge;
use crate::search;
use crate::store::history::Reason;
use crate::store::{Store, StoreError};
use draft::Drafts;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use trial::Trials;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum EditingError {
    /// The settings do not allow it.
    #[error(
        "editing is switched off (faq.editable = false): change the files where they come from, or set faq.editable = true"
    )]
    Off,
    /// The folder refused the change.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The FAQ is too large to be built a second time beside the one in service.
    #[error(
        "the FAQ has {0} entries, too many to try a draft beside the one in service; use `deskbell ask` and `deskbell replay`"
    )]
    TooMany(usize),
    /// An entry was made of this already: its id.
    #[error("`{0}` was added for this question already, by somebody else perhaps; load the page again")]
    Decided(String),
    /// There is no such version, proposal or comparison (any more).
    #[error("there is no such {0} (any more)")]
    Unknown(&'static str),
    /// Too much of one kind is being done: which, and in how many seconds to try again.
    #[error("{0}")]
    Busy(&'static str, u64),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The work broke off.
    #[error("the work broke off")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A door that lets one caller work and a few wait.
pub(crate) struct Turns {
    name: &'static str,
    seconds: u64,
    admitted: Arc<Semaphore>,
    working: Arc<Semaphore>,
}

/// The right to work until it is dropped.
pub(crate) struct Turn {
    _admitted: OwnedSemaphorePermit,
    _working: OwnedSemaphorePermit,
}

impl Turns {
    /// `waiting` callers may wait; who finds more is told to come back in `seconds`.
    pub(crate) fn new(name: &'static str, waiting: usize, seconds: u64) -> Self {
        Self { name, seconds, admitted: Arc::new(Semaphore::new(waiting + 1)), working: Arc::new(Semaphore::new(1)) }
    }

    /// Waits for a turn. Move it into the work, so that a caller who goes away makes no room before the work has ended.
    pub(crate) async fn take(&self) -> Result<Turn, EditingError> {
        let busy = || EditingError::Busy(self.name, self.seconds);
        let admitted = self.admitted.clone().try_acquire_owned().map_err(|_| busy())?;
        let working = self.working.clone().acquire_owned().await.map_err(|_| busy())?;
        Ok(Turn { _admitted: admitted, _working: working })
    }
}

/// Editing of one FAQ folder. Cheap to clone.
#[derive(Clone)]
pub struct Editing(Arc<Shared>);

struct Shared {
    folder: Folder,
    editable: bool,
    search: search::Settings,
    mask: bool,
    knowledge: Knowledge,
    store: Store,
    clock: Clock,
    /// Held from the reading of a file to the recording of what became of it.
    writing: Arc<Mutex<()>>,
    checks: Turns,
    gatherings: Turns,
    drafts: Drafts,
    trials: Trials,
}

/// Callers that wait for a check: it takes milliseconds, or a second for a folder at its limits.
const WAITING_CHECKS: usize = 8;

/// Callers that wait for proposals of wordings: seconds, for a site with thousands of choices.
const WAITING_GATHERINGS: usize = 4;

/// A file of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    /// Its path within the folder.
    pub path: String,
    /// Its topic and its language, where it is in service.
    pub served: Option<(String, String)>,
    /// Its entries in service.
    pub entries: usize,
    /// Errors of the last reading.
    pub errors: usize,
    /// Warnings of the last reading.
    pub warnings: usize,
    /// Its size.
    pub bytes: u64,
    /// When it was last written, in milliseconds since 1970.
    pub modified: i64,
}

/// The folder as the list shows it.
#[derive(Debug)]
pub struct FolderState {
    /// Why nothing can be written, if that is so.
    pub locked: Option<EditingError>,
    /// The files, ordered by path.
    pub files: Vec<FileLine>,
    /// Files that are gone and have versions.
    pub gone: Vec<String>,
    /// The version in service.
    pub version: String,
}

/// What a draft would be.
#[derive(Clone, Debug)]
pub struct Checked {
    /// All problems of the folder with the draft, each with the path within the folder.
    pub problems: Vec<Problem>,
    /// The version the folder would have; none with errors.
    pub version: Option<String>,
}

impl Checked {
    /// How many of a kind.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems.iter().filter(|problem| problem.severity == severity).count()
    }
}

impl Editing {
    /// For the folder of these settings.
    pub fn new(config: &Config, knowledge: Knowledge, store: Store, clock: Clock) -> Self {
        let settings = LoadSettings { time_zone: config.site.time_zone.clone(), langs: config.site.langs.clone() };
        Self(Arc::new(Shared {
            folder: Folder { dir: config.faq_dir.clone(), settings },
            editable: config.faq_editable,
            search: search::Settings { default_lang: config.site.lang.clone(), wrong_rate: config.wrong_rate },
            mask: config.privacy.mask,
            knowledge,
            store,
            clock,
            writing: Arc::default(),
            checks: Turns::new("checks of drafts", WAITING_CHECKS, 2),
            gatherings: Turns::new("gatherings of wordings", WAITING_GATHERINGS, 5),
            drafts: Drafts::default(),
            trials: Trials::default(),
        }))
    }

    /// The files and whether they can be written.
    ///
    /// # Errors
    /// [`EditingError::Store`].
    pub async fn folder(&self) -> Result<FolderState, EditingError> {
        let shared = self.0.clone();
        let (listed, locked) = blocking(move || {
            let locked = if shared.editable { shared.folder.writable().err() } else { None };
            (shared.folder.files(), locked.map(EditingError::Edit))
        })
        .await?;
        let locked = if self.0.editable { locked } else { Some(EditingError::Off) };
        let (current, problems) = (self.0.knowledge.current(), self.0.knowledge.problems());
        let mut served: HashMap<&str, (&Entry, usize)> = HashMap::new();
        for entry in &current.catalog.entries {
            if let Some(path) = self.0.folder.within(&entry.place.path) {
                served.entry(path).or_insert((entry, 0)).1 += 1;
            }
        }
        let mut found: HashMap<(&str, Severity), usize> = HashMap::new();
        for problem in problems.iter() {
            if let Some(path) = self.0.folder.within(&problem.place.path) {
                *found.entry((path, problem.severity)).or_default() += 1;
            }
        }
        let line = |file: Listed| {
            let (first, entries) = served.get(&*file.path).copied().unzip();
            let count = |severity| found.get(&(&*file.path, severity)).copied().unwrap_or(0);
            FileLine {
                served: first.map(|entry| (entry.topic.to_string(), entry.lang.to_string())),
                entries: entries.unwrap_or(0),
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
                bytes: file.bytes,
                modified: file.modified,
                path: file.path,
            }
        };
        let files: Vec<FileLine> = listed.into_iter().map(line).collect();
        let last = self.0.store.last_versions().await?.into_iter();
        // what has another name now is not gone
        let left = last.filter(|last| last.digest.is_empty() && last.reason != Reason::Rename.as_str());
        let mut gone: Vec<String> = left.map(|last| last.path).collect();
        gone.retain(|path| !files.iter().any(|file| file.path == *path));
        Ok(FolderState { locked, files, gone, version: current.catalog.version.clone() })
    }

    /// One file's text.
    ///
    /// # Errors
    /// [`EditingError::Edit`].
    pub async fn read(&self, name: FileName) -> Result<FileText, EditingError> {
        let shared = self.0.clone();
        Ok(blocking(move || shared.folder.read(&name)).await??)
    }

    /// The problems of the folder with a text in place of a file.
    ///
    /// # Errors
    /// [`EditingError::Busy`].
    pub async fn check(&self, name: FileName, text: String) -> Result<Checked, EditingError> {
        let turn = self.0.checks.take().await?;
        let (shared, now) = (self.0.clone(), self.0.clock.now());
        blocking(move || {
            let _until_it_is_done = turn;
            let loaded = shared.folder.check(&name, &text, now);
            shared.checked(loaded.problems, loaded.catalog.map(|catalog| catalog.version))
        })
        .await
    }

    /// The path within the folder of a file as places name it.
    pub fn within<'p>(&self, shown: &'p str) -> Option<&'p str> {
        self.0.folder.within(shown)
    }

    fn may_write(&self) -> Result<(), EditingError> {
        if self.0.editable { Ok(()) } else { Err(EditingError::Off) }
    }
}

impl Shared {
    /// Problems with the paths of files within the folder, as the editor's page names them.
    fn checked(&self, problems: Vec<Problem>, version: Option<String>) -> Checked {
        Checked { problems: self.folder.all_within(problems), version }
    }
}

/// Runs what blocks, off the request threads.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, EditingError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| EditingError::Broken(Box::new(error)))
}

/// Runs what takes long, off the request threads and behind the answers to visitors.
async fn long<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, EditingError> {
    background::run(work).await.map_err(|error| EditingError::Broken(Box::new(error)))
}

/// Runs something to its end, though its caller may go away.
async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, EditingError>> + Send + 'static,
) -> Result<T, EditingError> {
    tokio::spawn(work).await.map_err(|error| EditingError::Broken(Box::new(error)))?
}

/// A week in milliseconds.
const WEEK_MILLIS: i64 = 7 * 24 * 3_600_000;
/// How long a draft's index is kept for the next question.
const KEEP_DRAFT: Duration = Duration::from_secs(600);
