//! Watching the FAQ folder: tells when it has changed and rests again.
//!
//! Invariant: the folder itself is the only witness. Events of the system are hints to look, their paths are never
//! trusted and their absence proves nothing; a change counts when the folder looks different from what was last told,
//! and is told when it has looked the same for a while. So every style of saving works (in place, by renaming, by
//! swapping a folder or a link), on every file system, and half of a change is not told.

use super::read::{self, Listing};
use crate::clock;
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// How long a folder must look the same before a change is told: longer than editors and copying programs pause
/// between two writes, and little of the 2 s within which a change is to be served.
const SETTLE: Duration = Duration::from_millis(300);
/// How often it is looked at while it settles.
const STEP: Duration = Duration::from_millis(100);
/// How often it is looked at without a hint. Network file systems, bind mounts and exhausted watches give none, and
/// a change is still to be served within 2 s.
const POLL: Duration = Duration::from_secs(1);
/// The longest pause between two looks, for a folder so large that a look is expensive.
const MAX_POLL: Duration = Duration::from_secs(10);
/// Looking may take this part of the time: one per cent of a core.
const POLL_SHARE: u32 = 100;
/// Under a flood of hints (a busy folder around the FAQ) looking may take this part of the time.
const HINT_SHARE: u32 = 10;

/// A watched folder.
pub struct FolderWatch {
    dir: PathBuf,
    hints: Arc<Notify>,
    /// What was last told.
    told: Listing,
    /// How long the last look took.
    cost: Duration,
    /// Ends its own watches when it is dropped.
    watcher: Option<RecommendedWatcher>,
}

impl FolderWatch {
    /// Starts to watch. Everything that changes from now on is told, so this comes before the first load. A folder that
    /// does not exist yet is told when it does.
    pub async fn new(dir: PathBuf) -> Self {
        let mut watch =
            Self { dir, hints: Arc::default(), told: Listing::default(), cost: Duration::ZERO, watcher: None };
        watch.told = watch.look().await;
        watch.told = watch.follow(watch.told.clone()).await;
        watch
    }

    /// Waits until the folder has changed since the last time, and rests. May be dropped and called again: nothing is
    /// lost.
    pub async fn changed(&mut self) {
        loop {
            let pause = (self.cost * POLL_SHARE).clamp(POLL, MAX_POLL);
            // a hint or a while: both only mean to look
            let hinted = tokio::time::timeout(pause, self.hints.notified()).await.is_ok();
            let mut seen = self.look().await;
            if seen == self.told {
                if hinted {
                    tokio::time::sleep(STEP.max(self.cost * HINT_SHARE).min(MAX_POLL)).await;
                }
                continue;
            }
            seen = self.settle(seen).await;
            seen = self.follow(seen).await;
            // what was written and undone at once is no change
            if seen != self.told {
                self.told = seen;
                return;
            }
        }
    }

    /// Looks until the folder stays the same.
    async fn settle(&mut self, mut seen: Listing) -> Listing {
        let mut quiet = Duration::ZERO;
        while quiet < SETTLE {
            tokio::time::sleep(STEP).await;
            let now = self.look().await;
            if now == seen {
                quiet += STEP;
            } else {
                seen = now;
                quiet = Duration::ZERO;
            }
        }
        seen
    }

    /// Puts watches on the folders as they are now; returns what the folder looks like since they are in place.
    /// All watches are renewed, since one may belong to a folder that was replaced by another of its name.
    async fn follow(&mut self, mut seen: Listing) -> Listing {
        loop {
            let folders = to_watch(&self.dir, &seen);
            let hints = self.hints.clone();
            // adding watches talks to the system, and removing the old ones waits for their thread
            let old = self.watcher.take();
            let renewed = tokio::task::spawn_blocking(move || {
                drop(old);
                watcher(&folders, hints)
            });
            self.watcher = renewed.await.unwrap_or(None);
            let now = self.look().await;
            if now == seen {
                return seen;
            }
            seen = self.settle(now).await;
        }
    }

    /// The folder as it looks now.
    async fn look(&mut self) -> Listing {
        let dir = self.dir.clone();
        let look = tokio::task::spawn_blocking(move || {
            let start = clock::instant();
            (read::list(&dir), start.elapsed())
        });
        match look.await {
            Ok((listing, cost)) => {
                self.cost = cost;
                listing
            }
            // the program is ending: nothing more is told
            Err(_) => self.told.clone(),
        }
    }
}

/// The folders of the FAQ, and those that hold its name: that of the folder itself, and that of a link to it.
fn to_watch(dir: &Path, seen: &Listing) -> BTreeSet<PathBuf> {
    let mut folders: BTreeSet<PathBuf> = seen.folders().iter().cloned().collect();
    let parent = |path: &Path| path.parent().map(Path::to_owned);
    folders.extend(seen.folders().first().and_then(|root| parent(root)));
    // where the folder is missing, the nearest one above it that exists will see it come
    let absolute = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    folders.extend(absolute.ancestors().skip(1).find(|above| above.is_dir()).map(Path::to_owned));
    folders
}

/// Watches each folder by itself, not recursively: which ones there are is known, and a link could lead anywhere.
fn watcher(folders: &BTreeSet<PathBuf>, hints: Arc<Notify>) -> Option<RecommendedWatcher> {
    let on_event = move |event: notify::Result<Event>| {
        if event.map_or(true, |event| is_hint(event.kind)) {
            hints.notify_one();
        }
    };
    let config = Config::default().with_follow_symlinks(false);
    let mut watcher = match RecommendedWatcher::new(on_event, config) {
        Ok(watcher) => watcher,
        Err(error) => {
            tracing::warn!(%error, "no file events: changes of the FAQ are found by looking every second");
            return None;
        }
    };
    for folder in folders {
        if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
            tracing::debug!(folder = %folder.display(), %error, "no file events for this folder");
        }
    }
    Some(watcher)
}

/// Reading is no change, and looking at a folder is itself an event.
fn is_hint(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;
    use tempfile::TempDir;

    /// Longer than any machine that runs tests is busy; a change that is seen takes half a second.
    const PATIENCE: Duration = Duration::from_secs(30);

    /// A folder `faq` with a file within a temporary folder.
    fn folder() -> (TempDir, PathBuf) {
        let temporary = tempfile::tempdir().unwrap();
        let dir = temporary.path().join("faq");
        fs::create_dir(&dir).unwrap();
        fs::write(dir.join("en.yaml"), "first").unwrap();
        (temporary, dir)
    }

    /// Waits for a change to be told; then the folder must be as it is.
    async fn told(watch: &mut FolderWatch) {
        tokio::time::timeout(PATIENCE, watch.changed()).await.expect("the change is told");
        assert_eq!(watch.told, read::list(&watch.dir));
    }

    fn texts(dir: &Path) -> Vec<String> {
        let files = read::read(dir).files;
        files.into_iter().map(|file| String::from_utf8(file.bytes).unwrap()).collect()
    }

    #[tokio::test]
    async fn every_style_of_saving_a_file_is_seen() {
        let (_temporary, dir) = folder();
        let mut watch = FolderWatch::new(dir.clone()).await;
        let file = dir.join("en.yaml");
        // in place
        fs::write(&file, "other").unwrap();
        told(&mut watch).await;
        // by renaming a new file over it
        fs::write(dir.join(".en.yaml.tmp"), "third").unwrap();
        fs::rename(dir.join(".en.yaml.tmp"), &file).unwrap();
        told(&mut watch).await;
        // by moving the old one away first
        fs::rename(&file, dir.join("en.yaml~")).unwrap();
        fs::write(&file, "fourth").unwrap();
        told(&mut watch).await;
        // by deleting and writing
        fs::remove_file(&file).unwrap();
        fs::write(&file, "fifth").unwrap();
        told(&mut watch).await;
        // to the same size, by appending, and away
        fs::write(&file, "sixth").unwrap();
        told(&mut watch).await;
        std::io::Write::write_all(&mut fs::File::options().append(true).open(&file).unwrap(), b"!").unwrap();
        told(&mut watch).await;
        assert_eq!(texts(&dir), ["sixth!"]);
        fs::remove_file(&file).unwrap();
        told(&mut watch).await;
        assert_eq!(texts(&dir), [""; 0]);
    }

    #[tokio::test]
    async fn new_folders_and_what_is_written_into_them_later_are_seen() {
        let (_temporary, dir) = folder();
        let mut watch = FolderWatch::new(dir.clone()).await;
        fs::create_dir_all(dir.join("zh/deep")).unwrap();
        told(&mut watch).await;
        fs::write(dir.join("zh/deep/a.yaml"), "x").unwrap();
        told(&mut watch).await;
        fs::rename(dir.join("zh"), dir.join("zh-hant")).unwrap();
        told(&mut watch).await;
        fs::write(dir.join("zh-hant/deep/a.yaml"), "yy").unwrap();
        told(&mut watch).await;
        fs::remove_dir_all(dir.join("zh-hant")).unwrap();
        told(&mut watch).await;
    }

    #[tokio::test]
    async fn a_folder_moved_over_is_followed() {
        let (temporary, dir) = folder();
        let mut watch = FolderWatch::new(dir.clone()).await;
        for round in 0..3 {
            let (new, old) = (temporary.path().join("new"), temporary.path().join(format!("old-{round}")));
            fs::create_dir(&new).unwrap();
            fs::write(new.join("en.yaml"), format!("round {round}")).unwrap();
            fs::rename(&dir, old).unwrap();
            fs::rename(&new, &dir).unwrap();
            told(&mut watch).await;
            assert_eq!(texts(&dir), [format!("round {round}")]);
            fs::write(dir.join("en.yaml"), "in the new folder").unwrap();
            told(&mut watch).await;
        }
    }

    #[tokio::test]
    async fn a_folder_that_comes_and_goes_is_followed() {
        let (temporary, dir) = folder();
        let nested = temporary.path().join("not/yet/faq");
        let mut watch = FolderWatch::new(nested.clone()).await;
        fs::create_dir_all(&nested).unwrap();
        fs::write(nested.join("en.yaml"), "here").unwrap();
        told(&mut watch).await;
        fs::write(nested.join("en.yaml"), "changed").unwrap();
        told(&mut watch).await;
        fs::remove_dir_all(temporary.path().join("not")).unwrap();
        told(&mut watch).await;
        fs::create_dir_all(nested.parent().unwrap()).unwrap();
        fs::rename(&dir, &nested).unwrap();
        told(&mut watch).await;
        assert_eq!(texts(&nested), ["first"]);
    }

    #[tokio::test]
    async fn a_mounted_kubernetes_volume_is_seen_to_swap() {
        let (_temporary, dir) = folder();
        fs::remove_file(dir.join("en.yaml")).unwrap();
        let version = |name: &str, text: &str| {
            fs::create_dir(dir.join(name)).unwrap();
            fs::write(dir.join(name).join("en.yaml"), text).unwrap();
            symlink(name, dir.join("..data_tmp")).unwrap();
            fs::rename(dir.join("..data_tmp"), dir.join("..data")).unwrap();
        };
        version("..2026_11_20", "one");
        symlink("..data/en.yaml", dir.join("en.yaml")).unwrap();
        let mut watch = FolderWatch::new(dir.clone()).await;
        version("..2026_11_21", "two");
        told(&mut watch).await;
        assert_eq!(texts(&dir), ["two"]);
        fs::remove_dir_all(dir.join("..2026_11_20")).unwrap();
        version("..2026_11_22", "six");
        told(&mut watch).await;
        assert_eq!(texts(&dir), ["six"]);
    }

    #[tokio::test]
    async fn a_link_to_the_folder_is_seen_to_turn() {
        let (temporary, dir) = folder();
        let (link, other) = (temporary.path().join("current"), temporary.path().join("other"));
        fs::create_dir(&other).unwrap();
        fs::write(other.join("en.yaml"), "other").unwrap();
        symlink("faq", &link).unwrap();
        let mut watch = FolderWatch::new(link.clone()).await;
        fs::write(dir.join("en.yaml"), "behind the link").unwrap();
        told(&mut watch).await;
        symlink("other", temporary.path().join("next")).unwrap();
        fs::rename(temporary.path().join("next"), &link).unwrap();
        told(&mut watch).await;
        assert_eq!(texts(&link), ["other"]);
        fs::write(other.join("en.yaml"), "again").unwrap();
        told(&mut watch).await;
    }

    #[tokio::test]
    async fn many_files_are_told_together() {
        let (_temporary, dir) = folder();
        let mut watch = FolderWatch::new(dir.clone()).await;
        let target = dir.clone();
        let writer = std::thread::spawn(move || {
            for at in 0..500 {
                fs::write(target.join(format!("{at:03}.yaml")), "x").unwrap();
            }
        });
        let mut times = 0;
        while texts(&dir).len() < 501 || times == 0 {
            tokio::time::timeout(PATIENCE, watch.changed()).await.expect("the change is told");
            times += 1;
        }
        writer.join().unwrap();
        // once, unless the machine is so busy that the writer pauses
        assert!(times <= 3, "{times} times");
    }

    #[tokio::test]
    async fn an_event_is_a_hint_at_once() {
        let (temporary, dir) = folder();
        fs::create_dir(dir.join("zh")).unwrap();
        let watch = FolderWatch::new(dir.clone()).await;
        for path in ["faq/en.yaml", "faq/zh/new.yaml", "beside-the-folder"] {
            fs::write(temporary.path().join(path), "x").unwrap();
            tokio::time::timeout(PATIENCE, watch.hints.notified()).await.expect(path);
        }
    }

    #[tokio::test]
    async fn changes_are_seen_without_any_event() {
        let (_temporary, dir) = folder();
        let mut watch = FolderWatch::new(dir.clone()).await;
        watch.watcher = None;
        watch.hints = Arc::default();
        fs::write(dir.join("en.yaml"), "unheard").unwrap();
        told(&mut watch).await;
    }

    #[tokio::test]
    async fn what_changed_between_two_waits_is_told() {
        let (_temporary, dir) = folder();
        let mut watch = FolderWatch::new(dir.clone()).await;
        // nobody waits
        fs::write(dir.join("en.yaml"), "meanwhile").unwrap();
        // a wait that is given up at once takes nothing with it
        assert!(tokio::time::timeout(Duration::ZERO, watch.changed()).await.is_err());
        told(&mut watch).await;
    }

    #[test]
    fn reading_is_no_hint() {
        use notify::event::{CreateKind, DataChange, ModifyKind, RemoveKind};
        for kind in [
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
            EventKind::Create(CreateKind::File),
            EventKind::Modify(ModifyKind::Data(DataChange::Any)),
            EventKind::Remove(RemoveKind::Folder),
            EventKind::Any,
            EventKind::Other,
        ] {
            assert!(is_hint(kind), "{kind:?}");
        }
        for access in
            [AccessKind::Open(AccessMode::Any), AccessKind::Read, AccessKind::Close(AccessMode::Read), AccessKind::Any]
        {
            assert!(!is_hint(EventKind::Access(access)), "{access:?}");
        }
    }
}
