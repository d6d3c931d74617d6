//! The one writing task: takes what is queued, commits it once, then answers everybody.
//!
//! Invariant: an answer `Ok` is sent only after its transaction is committed with `synchronous=FULL`. After any error
//! the whole batch is dropped and everybody in it is told; nothing of it may be in the database. No request can
//! cancel the task: a caller that went away leaves its turn to be committed.

use super::conversations::insert_conversation;
use super::open::{BUSY_TIMEOUT, connect};
#[cfg(feature = "sabotage")]
use super::sabotage::{self, Sabotage};
use super::turns::insert_turns;
use super::{NewConversation, NewTurn, Recorded, StoreError};
use crate::clock;
use crate::telemetry::Metrics;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// Turns in one commit.
const BATCH_TURNS: usize = 256;
/// How often the others are let go first while each time somebody comes, so that nobody waits for ever: 25 turns in a commit
/// at 32 connections in place of 16 by a single time, 190 at 256 in place of 42 (`cargo bench --bench load`).
const BATCH_ROUNDS: usize = 8;
/// Bytes of bodies in one commit.
const BATCH_BYTES: usize = 1 << 20;
/// Bytes of the log between checkpoints, four times SQLite's own default: who writes next waits for a checkpoint, so that
/// even of the messages of a lone visitor no more than one in some hundreds may.
const CHECKPOINT_BYTES: usize = 16 << 20;
/// Bytes that a turn adds to the log beside its bodies: the pages of two tables and of their indexes, which are written
/// whole however little of them changed (56 KB were measured for a turn alone in its commit).
const TURN_LOG_BYTES: usize = 56 * 1024;
/// Silence after which the log is written back, so that an idle server keeps no long WAL.
const CHECKPOINT_IDLE: Duration = Duration::from_secs(5);
/// How long what was deleted may stay in the log of a server that is never idle.
const SWEEP_BUSY: Duration = Duration::from_secs(10);
/// How long that waits for readers, and with it everybody who writes.
const SWEEP_WAIT: Duration = Duration::from_millis(100);

/// A rare write of its own: accounts, retention. It gets the connection inside a transaction.
pub(super) type Work = Box<
    dyn for<'c> FnOnce(&'c mut SqliteConnection) -> Pin<Box<dyn Future<Output = sqlx::Result<()>> + Send + 'c>> + Send,
>;

/// Where an answer goes.
pub(super) type Reply<Done> = oneshot::Sender<Result<Done, StoreError>>;

/// What the writer is asked.
pub(super) enum Command {
    Open(Box<NewConversation>, Reply<()>),
    Turn(Box<NewTurn>, Reply<Recorded>),
    Work(Work, oneshot::Sender<Result<(), sqlx::Error>>),
    /// Commit what came before, write the log back and end.
    Close(oneshot::Sender<()>),
}

impl Command {
    /// About how much it adds to the log.
    fn bytes(&self) -> usize {
        match self {
            Self::Turn(turn, _) => {
                512 + turn.message.body.len() + turn.replies.iter().map(|reply| reply.body.len()).sum::<usize>()
            }
            Self::Open(..) | Self::Work(..) | Self::Close(..) => 512,
        }
    }
}

/// Since when something may have been deleted of which the log still holds a copy.
#[derive(Default)]
struct Remains(Option<Instant>);

impl Remains {
    fn note(&mut self, batch: &[Command]) {
        if batch.iter().any(|command| matches!(command, Command::Work(..))) {
            self.0 = self.0.or_else(|| Some(clock::instant()));
        }
    }

    fn are_overdue(&self) -> bool {
        self.0.is_some_and(|since| since.elapsed() >= SWEEP_BUSY)
    }

    /// The log was cut, or a reader stayed in it: then it is tried again after as long.
    fn were_looked_after(&mut self, cut: bool) {
        self.0 = self.0.filter(|_| !cut).map(|_| clock::instant());
    }
}

/// Runs until it is told to close or the last sender is gone, then writes the log back and closes the file.
pub(super) async fn run(
    connection: SqliteConnection,
    path: PathBuf,
    mut queue: mpsc::Receiver<Command>,
    metrics: Metrics,
) {
    let mut connection = Some(connection);
    let mut unwritten = 0usize;
    let mut remains = Remains::default();
    let mut closed = None;
    while closed.is_none() {
        let first = match tokio::time::timeout(CHECKPOINT_IDLE, queue.recv()).await {
            Ok(Some(first)) => first,
            Ok(None) => break,
            Err(_idle) => {
                let cut = checkpoint(&mut connection, &mut unwritten, remains.0.is_some()).await;
                remains.were_looked_after(cut);
                continue;
            }
        };
        let (mut batch, bytes) = gather(first, &mut queue).await;
        if let Some(at) = batch.iter().position(|command| matches!(command, Command::Close(_))) {
            // what came after it is dropped, and its callers are told so by their closed channels
            batch.truncate(at + 1);
            if let Some(Command::Close(reply)) = batch.pop() {
                closed = Some(reply);
            }
        }
        let turns = batch.len();
        remains.note(&batch);
        if connection.is_none() {
            connection = connect(&path, false).await.ok();
        }
        let healthy = match connection.as_mut() {
            Some(connection) => perform(connection, batch, &metrics).await,
            None => {
                refuse(batch, Arc::new(sqlx::Error::PoolClosed));
                false
            }
        };
        if healthy {
            unwritten += bytes + turns * TURN_LOG_BYTES;
            if remains.are_overdue() {
                let cut = checkpoint(&mut connection, &mut unwritten, true).await;
                remains.were_looked_after(cut);
            } else if unwritten >= CHECKPOINT_BYTES {
                checkpoint(&mut connection, &mut unwritten, false).await;
            }
        } else {
            metrics.commit_failures.inc();
            // the log may be what fills the disk
            unwritten = unwritten.max(1);
            checkpoint(&mut connection, &mut unwritten, false).await;
            // after an I/O error the connection's own state is not to be believed: the next batch opens the file anew
            connection = None;
        }
    }
    checkpoint(&mut connection, &mut unwritten, false).await;
    if let Some(connection) = connection {
        let _ = connection.close().await;
    }
    if let Some(reply) = closed {
        let _ = reply.send(());
    }
}

/// What is committed together, and about how many bytes it is: all that is queued by now, and what comes while somebody does,
/// up to the bounds.
async fn gather(first: Command, queue: &mut mpsc::Receiver<Command>) -> (Vec<Command>, usize) {
    let mut bytes = first.bytes();
    let mut batch = vec![first];
    // who is about to send a turn comes first: it costs a lone visitor nothing, and saves the others a commit of their own
    for _ in 0..BATCH_ROUNDS {
        let before = batch.len();
        tokio::task::yield_now().await;
        while batch.len() < BATCH_TURNS && bytes < BATCH_BYTES {
            let Ok(next) = queue.try_recv() else { break };
            bytes += next.bytes();
            batch.push(next);
        }
        let full = batch.len() >= BATCH_TURNS || bytes >= BATCH_BYTES;
        if full || batch.len() == before || matches!(batch.last(), Some(Command::Close(_))) {
            break;
        }
    }
    (batch, bytes)
}

/// Commits a batch: turns and conversations together, each piece of work alone. `false` after any error.
async fn perform(connection: &mut SqliteConnection, batch: Vec<Command>, metrics: &Metrics) -> bool {
    let (mut together, mut alone) = (Together::default(), Vec::new());
    for command in batch {
        match command {
            Command::Open(new, reply) => together.opened.push((new, reply)),
            Command::Turn(turn, reply) => together.turns.push((turn, reply)),
            Command::Work(work, reply) => alone.push((work, reply)),
            Command::Close(_) => {}
        }
    }
    let mut healthy = together.len() == 0 || commit_together(connection, together, metrics).await;
    for (work, reply) in alone {
        let outcome = commit_alone(connection, work).await;
        // a broken rule of the schema is the caller's affair, everything else is the database's
        healthy &= !matches!(&outcome, Err(error) if error.as_database_error().is_none_or(|fault| !fault.is_unique_violation() && !fault.is_foreign_key_violation()));
        let _ = reply.send(outcome);
    }
    healthy
}

/// Conversations and turns that are committed together, with where the answers go.
#[derive(Default)]
struct Together {
    opened: Vec<(Box<NewConversation>, Reply<()>)>,
    turns: Vec<(Box<NewTurn>, Reply<Recorded>)>,
}

impl Together {
    fn len(&self) -> usize {
        self.opened.len() + self.turns.len()
    }

    /// Says what came of each turn; the conversations are open.
    fn acknowledge(self, recorded: Vec<Result<Recorded, StoreError>>) {
        self.opened.into_iter().for_each(|(_, reply)| drop(reply.send(Ok(()))));
        self.turns.into_iter().zip(recorded).for_each(|((_, reply), recorded)| drop(reply.send(recorded)));
    }

    fn refuse(self, error: &Arc<sqlx::Error>) {
        let refusal = || StoreError::Unavailable(Arc::clone(error));
        self.opened.into_iter().for_each(|(_, reply)| drop(reply.send(Err(refusal()))));
        self.turns.into_iter().for_each(|(_, reply)| drop(reply.send(Err(refusal()))));
    }
}

async fn commit_together(connection: &mut SqliteConnection, batch: Together, metrics: &Metrics) -> bool {
    let started = clock::instant();
    let size = batch.len();
    #[cfg(feature = "sabotage")]
    let mut batch = batch;
    let outcome = async {
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        for (new, _) in &batch.opened {
            insert_conversation(&mut transaction, new).await?;
        }
        let turns: Vec<&NewTurn> = batch.turns.iter().map(|(turn, _)| &**turn).collect();
        let recorded = insert_turns(&mut transaction, &turns).await?;
        #[cfg(feature = "sabotage")]
        let recorded = if sabotage::is(Sabotage::AckFirst) {
            std::mem::take(&mut batch).acknowledge(recorded);
            Vec::new()
        } else {
            recorded
        };
        transaction.commit().await?;
        sqlx::Result::Ok(recorded)
    }
    .await;
    match outcome {
        Ok(recorded) => {
            metrics.commit_seconds.observe(started.elapsed().as_secs_f64());
            metrics.commit_messages.observe(size as f64);
            batch.acknowledge(recorded);
            true
        }
        Err(error) => {
            tracing::error!(%error, messages = size, "the database refused a commit; nothing of it was kept");
            batch.refuse(&Arc::new(error));
            false
        }
    }
}

async fn commit_alone(connection: &mut SqliteConnection, work: Work) -> sqlx::Result<()> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    work(&mut transaction).await?;
    transaction.commit().await
}

fn refuse(batch: Vec<Command>, error: Arc<sqlx::Error>) {
    for command in batch {
        match command {
            Command::Open(_, reply) => drop(reply.send(Err(StoreError::Unavailable(error.clone())))),
            Command::Turn(_, reply) => drop(reply.send(Err(StoreError::Unavailable(error.clone())))),
            Command::Work(_, reply) => drop(reply.send(Err(sqlx::Error::WorkerCrashed))),
            Command::Close(_) => {}
        }
    }
}

/// Writes the log back into the database file and reads the result, which an automatic checkpoint would hide. With
/// `sweep` the log is cut to nothing, so that it keeps no copy of what was deleted; whether it was. That waits for
/// readers, for a moment only, and is tried again where one stays.
async fn checkpoint(connection: &mut Option<SqliteConnection>, unwritten: &mut usize, sweep: bool) -> bool {
    let Some(open) = connection.as_mut().filter(|_| *unwritten > 0 || sweep) else { return false };
    let done = if sweep { cut(open).await } else { written_back(open, "PRAGMA wal_checkpoint(PASSIVE)").await };
    match done {
        Ok((busy, pages, written)) => {
            tracing::debug!(busy, pages, written, "checkpoint");
            *unwritten = usize::from(busy != 0);
            busy == 0
        }
        Err(error) => {
            tracing::error!(%error, "the checkpoint failed; the log keeps everything until it succeeds");
            *connection = None;
            false
        }
    }
}

/// What SQLite says of a checkpoint: whether it was kept from finishing, pages in the log, and those written back.
async fn written_back(connection: &mut SqliteConnection, how: &'static str) -> sqlx::Result<(i64, i64, i64)> {
    sqlx::query_as(how).fetch_one(connection).await
}

/// A checkpoint that leaves no log, if no reader holds it longer than [`SWEEP_WAIT`].
async fn cut(connection: &mut SqliteConnection) -> sqlx::Result<(i64, i64, i64)> {
    let patience = |wait: Duration| AssertSqlSafe(format!("PRAGMA busy_timeout = {}", wait.as_millis()));
    sqlx::query(patience(SWEEP_WAIT)).execute(&mut *connection).await?;
    let done = written_back(connection, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    sqlx::query(patience(BUSY_TIMEOUT)).execute(connection).await?;
    done
}

impl super::Store {
    /// Runs a rare write in a transaction of its own, in the writer.
    ///
    /// # Errors
    /// The database's own: the caller tells a broken rule of the schema from a failure.
    pub(super) async fn write<Output: Send + 'static>(
        &self,
        work: impl for<'c> FnOnce(
            &'c mut SqliteConnection,
        ) -> Pin<Box<dyn Future<Output = sqlx::Result<Output>> + Send + 'c>>
        + Send
        + 'static,
    ) -> sqlx::Result<Output> {
        let (value_sender, value) = oneshot::channel();
        let (reply, outcome) = oneshot::channel();
        let boxed: Work = Box::new(move |connection| {
            Box::pin(async move {
                let _ = value_sender.send(work(connection).await?);
                Ok(())
            })
        });
        self.commands.send(Command::Work(boxed, reply)).await.map_err(|_| sqlx::Error::WorkerCrashed)?;
        outcome.await.map_err(|_| sqlx::Error::WorkerCrashed)??;
        value.await.map_err(|_| sqlx::Error::WorkerCrashed)
    }
}
