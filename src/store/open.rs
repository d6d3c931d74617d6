//! Opening the database: checks first, then migrations, then the writer and the readers.

use super::StoreError;
use super::writer::{self, Command};
use crate::telemetry::Metrics;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqlStr, SqliteConnection};
use std::borrow::Cow;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

/// The first SQLite without the WAL-reset corruption bug (sqlite.org/wal.html#walresetbug).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
/// How long a statement waits for another process that writes, such as a `deskbell admin` command.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections for reading: reports and histories do not wait for each other.
const READERS: u32 = 4;
/// Bytes of a database that is checked whole before it is used, which takes a tenth of a second. The check reads every
/// page, so a larger one is checked while it is used, and the server stops where it finds damage.
const CHECKED_FIRST_BYTES: u64 = 64 << 20;
/// How long somebody who reads may keep a database that is closed: a stop waits for nobody.
const LAST_READ: Duration = Duration::from_secs(2);
/// Commands that wait for the writer. Beyond it the callers wait, and with them their sockets.
const WRITER_QUEUE: usize = 4096;

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(super) reader: SqlitePool,
    pub(super) commands: mpsc::Sender<Command>,
    epoch: Arc<str>,
    broken: CancellationToken,
    damage: Arc<OnceLock<String>>,
}

/// The options that every connection shares.
pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .row_buffer_size(super::rows::HEAP)
        .pragma("temp_store", "memory")
        // an automatic checkpoint hides the errors of its fsync: the writer checkpoints and reads the result
        .pragma("wal_autocheckpoint", "0")
        .pragma("journal_size_limit", "67108864")
        .pragma("secure_delete", "on")
}

/// The migrations in their order, named one by one, so that a forgotten file is seen in review.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "init", include_str!("../../migrations/sqlite/0001_init.sql")),
    (2, "week_total", include_str!("../../migrations/sqlite/0002_week_total.sql")),
    (3, "delivery", include_str!("../../migrations/sqlite/0003_delivery.sql")),
    (4, "faq_history", include_str!("../../migrations/sqlite/0004_faq_history.sql")),
    (5, "handoff_place", include_str!("../../migrations/sqlite/0005_handoff_place.sql")),
    (6, "desk", include_str!("../../migrations/sqlite/0006_desk.sql")),
    (7, "choice", include_str!("../../migrations/sqlite/0007_choice.sql")),
    (8, "chosen", include_str!("../../migrations/sqlite/0008_chosen.sql")),
];

fn migrator() -> Migrator {
    let migrations = MIGRATIONS.iter().map(|(version, name, sql)| {
        let sql = SqlStr::from_static(sql);
        Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(migrations.collect())
}

impl Store {
    /// Opens the database at `path`, making it and its folder where there is none, and starts the writer.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with the reason and the fix, for a file that is damaged, read-only, from a newer
    /// version, or no database at all. A database is never recreated in silence. Of a large one the damage may be found
    /// only later: see [`Store::broken`].
    pub async fn open(path: &Path, metrics: Metrics) -> Result<Self, StoreError> {
        if let Some(folder) = folder_of(path) {
            make_folder(folder).map_err(|error| {
                unusable(path, format!("its folder could not be made: {error}; set data.dir to a writable folder"))
            })?;
        }
        make_private(path).map_err(|error| unusable(path, format!("it could not be made: {error}")))?;
        let mut connection = connect(path, true).await?;
        check_version(&mut connection).await?;
        let large = std::fs::metadata(path).is_ok_and(|file| file.len() > CHECKED_FIRST_BYTES);
        if !large {
            check(&mut connection, path).await?;
        }
        migrator().run(&mut connection).await.map_err(|error| {
            unusable(path, format!("it could not be brought to this version: {error}; was it written by a newer one?"))
        })?;
        #[cfg(feature = "sabotage")]
        super::sabotage::prepare(&mut connection).await.map_err(StoreError::Read)?;
        // damage that the check does not see, such as in the head of the file, shows here
        let unread =
            |error| unusable(path, format!("it cannot be read: {error}; restore a backup with `deskbell restore`"));
        let epoch = epoch(&mut connection).await.map_err(unread)?;
        let reader = SqlitePoolOptions::new()
            .max_connections(READERS)
            // all of them from the start and for good: their memory shows from then on, and nobody waits for one to open
            .min_connections(READERS)
            .max_lifetime(None)
            .idle_timeout(None)
            .connect_with(options(path).read_only(true))
            .await
            .map_err(unread)?;
        let (commands, queue) = mpsc::channel(WRITER_QUEUE);
        let writer = tokio::spawn(writer::run(connection, path.to_owned(), queue, metrics));
        let broken = CancellationToken::new();
        let alarm = broken.clone();
        tokio::spawn(async move {
            if writer.await.is_err() {
                alarm.cancel();
            }
        });
        let store = Self { reader, commands, epoch: epoch.into(), broken, damage: Arc::default() };
        if large {
            tokio::spawn(store.clone().check_beside(path.to_owned()));
        }
        Ok(store)
    }

    /// Checks the database while it is used; whoever runs it is told of damage as if it had been found at the start.
    async fn check_beside(self, path: PathBuf) {
        let checked = async {
            // a connection of its own: none of the readers' is kept busy, and none of them is waited for
            let mut connection = SqliteConnection::connect_with(&options(&path).read_only(true))
                .await
                .map_err(|error| unusable(&path, format!("it could not be checked: {error}")))?;
            check(&mut connection, &path).await
        };
        if let Err(error) = checked.await {
            tracing::error!(%error, "the database is not to be written to any more");
            let _ = self.damage.set(error.to_string());
            self.broken.cancel();
        }
    }

    /// Cancelled when nothing can be stored any more: the writer broke off, or the file was found to be damaged.
    pub fn broken(&self) -> &CancellationToken {
        &self.broken
    }

    /// What is wrong with the file, once that was found: a new start does not help.
    pub fn damage(&self) -> Option<&str> {
        self.damage.get().map(String::as_str)
    }

    /// A name of the database that changes when a backup is restored: what clients hold of another is void.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// Commits everything that was sent to the writer before, and closes the file; later writes are refused.
    pub async fn close(&self) {
        // readers first: the last connection to close writes the log back and removes it, and readers cannot write
        if tokio::time::timeout(LAST_READ, self.reader.close()).await.is_err() {
            tracing::warn!("a report is still read; it is broken off");
        }
        let (reply, closed) = oneshot::channel();
        if self.commands.send(Command::Close(reply)).await.is_ok() {
            let _ = closed.await;
        }
    }
}

/// Reads every page and says where one is not what the others say it is.
async fn check(connection: &mut SqliteConnection, path: &Path) -> Result<(), StoreError> {
    let damage: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(connection)
        .await
        .map_err(|error| unusable(path, format!("it could not be checked: {error}")))?;
    if damage != "ok" {
        return Err(unusable(path, format!("it is damaged ({damage}); restore a backup with `deskbell restore`")));
    }
    Ok(())
}

/// A connection that may write.
pub(super) async fn connect(path: &Path, create: bool) -> Result<SqliteConnection, StoreError> {
    SqliteConnection::connect_with(&options(path).create_if_missing(create))
        .await
        .map_err(|error| unusable(path, format!("it could not be opened for writing: {error}")))
}

/// Makes a folder that only its owner can read: what is in it are visitors' conversations.
///
/// # Errors
/// The system's.
pub fn make_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes an empty file that only its owner can read, where there is none: SQLite takes it for a new database, and gives
/// the files beside it the same mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

fn folder_of(path: &Path) -> Option<&Path> {
    path.parent().filter(|folder| !folder.as_os_str().is_empty())
}

/// Takes the data folder for one process, for as long as the file lives: two servers on one database would each hold
/// half of every conversation.
///
/// # Errors
/// [`StoreError::Unusable`] if another process has it, or it cannot be written.
pub fn lock_folder(folder: &Path) -> Result<std::fs::File, StoreError> {
    let fault = |reason: String| StoreError::Unusable(format!("the data folder {}: {reason}", folder.display()));
    make_folder(folder).map_err(|error| fault(format!("it cannot be made: {error}; set data.dir to another")))?;
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("deskbell.lock"))
        .map_err(|error| fault(format!("it cannot be written: {error}; set data.dir to another")))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            Err(fault("another deskbell serves from it; stop that one, or set data.dir to another".into()))
        }
        // a file system without locks cannot tell; it must not keep the server from starting
        Err(std::fs::TryLockError::Error(error)) => {
            tracing::warn!(%error, "the data folder cannot be locked; make sure that only one server uses it");
            Ok(file)
        }
    }
}

fn unusable(path: &Path, reason: String) -> StoreError {
    StoreError::Unusable(format!("the database {} cannot be used: {reason}", path.display()))
}

async fn check_version(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let version: String =
        sqlx::query_scalar("SELECT sqlite_version()").fetch_one(connection).await.map_err(StoreError::Read)?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < OLDEST_SQLITE {
        return Err(StoreError::Unusable(format!(
            "SQLite {version} can corrupt a database in WAL mode; build with 3.51.3 or later"
        )));
    }
    Ok(())
}

/// The database's name, made with the database.
async fn epoch(connection: &mut SqliteConnection) -> sqlx::Result<String> {
    let fresh = crate::ids::random_name(8);
    sqlx::query("INSERT INTO meta (name, value) VALUES ('epoch', $1) ON CONFLICT (name) DO NOTHING")
        .bind(&fresh)
        .execute(&mut *connection)
        .await?;
    sqlx::query_scalar("SELECT value FROM meta WHERE name = 'epoch'").fetch_one(connection).await
}

/// Writes a consistent copy of the database at `path` to `target`, while it may be in use.
///
/// # Errors
/// [`StoreError::Exists`] if there is a file at `target`; [`StoreError::Unusable`] if there is no database.
pub async fn backup(path: &Path, target: &Path) -> Result<(), StoreError> {
    if target.exists() {
        return Err(StoreError::Exists(target.display().to_string()));
    }
    if !path.exists() {
        return Err(unusable(path, "there is none; start `deskbell serve` once, or set data.dir".into()));
    }
    let mut connection = connect(path, false).await?;
    make_private(target).map_err(|error| unusable(target, format!("the copy could not be written: {error}")))?;
    sqlx::query("VACUUM INTO $1").bind(target.to_string_lossy().into_owned()).execute(&mut connection).await.map_err(
        |error| {
            // half a copy would stand in the way of the next try
            let _ = std::fs::remove_file(target);
            unusable(target, format!("the copy could not be written: {error}"))
        },
    )?;
    // VACUUM INTO does not flush: a backup that a power cut can take is none
    flush(target).map_err(|error| unusable(target, format!("the copy could not be flushed: {error}")))?;
    connection.close().await.map_err(StoreError::Read)
}

/// Puts a backup into place under a new epoch, so that clients discard what the restored log does not know.
///
/// # Errors
/// [`StoreError::Exists`] if there is a database already, or what another left behind; [`StoreError::Unusable`] if the
/// backup is damaged, or a server uses the folder.
pub async fn restore(backup: &Path, path: &Path) -> Result<(), StoreError> {
    let _lock = lock_folder(folder_of(path).unwrap_or(Path::new(".")))?;
    // a log that another database left would be played into the restored one
    for ending in ["", "-wal", "-shm"] {
        let taken = with_ending(path, ending);
        if taken.exists() {
            return Err(StoreError::Exists(format!(
                "{} (move it away; it belongs to another database)",
                taken.display()
            )));
        }
    }
    if !backup.is_file() {
        return Err(unusable(backup, "there is no such file".into()));
    }
    let _its_lock = lock_if_in_use(backup, path)?;
    // made beside its place and renamed, so that a break leaves no half database
    let partial: PathBuf = path.with_extension("db.restoring");
    // of one that broke off a log would be played into this one
    remove(&partial, &["", "-wal", "-shm"]);
    let made = make_restored(backup, &partial).await;
    remove(&partial, &["-wal", "-shm"]);
    if let Err(error) = made {
        remove(&partial, &[""]);
        return Err(error);
    }
    std::fs::rename(&partial, path).map_err(|error| unusable(path, format!("renaming: {error}")))?;
    flush(path).map_err(|error| unusable(path, format!("flushing: {error}")))
}

/// A database that was not closed has acknowledged messages in the log beside it: both are copied, which must not happen
/// while a server writes. Takes the folder of such a database, unless it is the one that is restored into.
fn lock_if_in_use(backup: &Path, path: &Path) -> Result<Option<std::fs::File>, StoreError> {
    let folder = |of: &Path| folder_of(of).unwrap_or(Path::new(".")).canonicalize().ok();
    let served = folder(backup).filter(|folder| folder.join("deskbell.lock").exists());
    match served.filter(|own| has_log(backup) && folder(path).as_ref() != Some(own)) {
        Some(own) => lock_folder(&own).map(Some),
        None => Ok(None),
    }
}

/// Whether there is a log beside it that holds something.
fn has_log(database: &Path) -> bool {
    std::fs::metadata(with_ending(database, "-wal")).is_ok_and(|log| log.len() > 0)
}

fn remove(path: &Path, endings: &[&str]) {
    for ending in endings {
        let _ = std::fs::remove_file(with_ending(path, ending));
    }
}

/// `deskbell.db-wal` of `deskbell.db`.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

async fn make_restored(backup: &Path, partial: &Path) -> Result<(), StoreError> {
    copy_private(backup, partial)?;
    if has_log(backup) {
        copy_private(&with_ending(backup, "-wal"), &with_ending(partial, "-wal"))?;
    }
    let foreign = |error: sqlx::Error| unusable(backup, format!("it is no database of Deskbell: {error}"));
    let mut connection =
        SqliteConnection::connect_with(&options(partial).create_if_missing(false)).await.map_err(foreign)?;
    let damage: String =
        sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&mut connection).await.map_err(foreign)?;
    if damage != "ok" {
        return Err(unusable(backup, format!("it is damaged: {damage}")));
    }
    let renamed = sqlx::query("UPDATE meta SET value = $1 WHERE name = 'epoch'")
        .bind(crate::ids::random_name(8))
        .execute(&mut connection)
        .await
        .map_err(foreign)?;
    if renamed.rows_affected() != 1 {
        return Err(unusable(backup, "it has no epoch, so it is no database of Deskbell".into()));
    }
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await.map_err(foreign)?;
    connection.close().await.map_err(StoreError::Read)?;
    flush(partial).map_err(|error| unusable(partial, format!("flushing: {error}")))
}

fn copy_private(from: &Path, to: &Path) -> Result<(), StoreError> {
    let copied = make_private(to).and_then(|()| {
        std::io::copy(&mut std::fs::File::open(from)?, &mut std::fs::OpenOptions::new().write(true).open(to)?)
    });
    copied.map(drop).map_err(|error| unusable(to, format!("copying: {error}")))
}

fn flush(path: &Path) -> std::io::Result<()> {
    std::fs::File::open(path)?.sync_all()?;
    match folder_of(path) {
        Some(folder) => std::fs::File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}
