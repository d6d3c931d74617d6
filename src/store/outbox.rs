//! The outbox: what is to be sent out, to whom, and what became of it.
//!
//! Invariant: a thing and a destination have one row, made once; it is claimed in a transaction before anything leaves
//! the house, and every claim counts as an attempt. So a thing is sent again only where the process broke off between
//! sending and noting it, and the receiver can tell by its name that it is the same.

use super::{Store, StoreError};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row, SqliteConnection};
use std::sync::Arc;

/// How the subject of a weekly report begins.
pub const REPORTS: &str = "report/";
/// How the subject of what the team's chats and programs are told begins.
pub const NOTICES: &str = "handoff/";
/// How the subject of a mail about a conversation begins.
pub const LETTERS: &str = "letter/";

/// How the reason begins for which a thing was noted as done without being sent. What a receiver says of what it took
/// begins with a number.
pub const NEEDLESS: &str = "not sent: ";

/// Deliveries that are listed at most: a quarter of a year for a dozen recipients.
const LISTED: i64 = 200;
/// Waiting deliveries that are looked at: twenty weeks of the most recipients that there may be.
const MOST_WAITING: i64 = 1_000;

/// An address as the settings name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDestination {
    /// `mail`, `webhook`, or what else the sender knows it by.
    pub kind: &'static str,
    /// The digest of the address.
    pub digest: String,
    /// What people see of it.
    pub label: String,
}

/// An address that the outbox knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// A random name, the same for as long as the database lives.
    pub id: String,
    /// When it was first in the settings, in milliseconds since 1970.
    pub since: i64,
}

/// A delivery that waits for its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What, `report/2026-W47`.
    pub subject: String,
    /// Where to.
    pub destination: String,
    /// When it is tried, in milliseconds since 1970.
    pub next_at: i64,
}

/// A delivery that was claimed: it is the caller's to send, and to settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// What, `report/2026-W47`.
    pub subject: String,
    /// Where to.
    pub destination: String,
    /// When it was due, in milliseconds since 1970.
    pub due_at: i64,
    /// How many attempts this one makes.
    pub attempts: i64,
    /// What came of the one before.
    pub answer: String,
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The receiver has it.
    Sent,
    /// It is tried again then, in milliseconds since 1970.
    Again(i64),
    /// It is not tried any more.
    Failed,
}

/// A delivery for people to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// What.
    pub subject: String,
    /// `mail` or `webhook`.
    pub kind: String,
    /// The random name of where it goes to.
    pub destination: String,
    /// Where to, as people know it.
    pub label: String,
    /// When it was due.
    pub due_at: i64,
    /// `waiting`, `sending`, `sent`, `failed`, or `needless`: done, and nothing left the house.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it is tried next, or was last touched.
    pub next_at: i64,
    /// The receiver's last words.
    pub answer: String,
}

impl Delivery {
    /// The columns that [`Delivery::read`] takes, in order.
    pub(super) const COLUMNS: &str = "subject, kind, destination_id, label, due_at, state, attempts, next_at, answer";

    pub(super) fn read(row: &SqliteRow) -> sqlx::Result<Self> {
        let (stored, answer): (String, String) = (row.try_get(5)?, row.try_get(8)?);
        Ok(Self {
            subject: row.try_get(0)?,
            kind: row.try_get(1)?,
            destination: row.try_get(2)?,
            label: row.try_get(3)?,
            due_at: row.try_get(4)?,
            state: if stored == "sent" && answer.starts_with(NEEDLESS) { "needless".to_owned() } else { stored },
            attempts: row.try_get(6)?,
            next_at: row.try_get(7)?,
            answer,
        })
    }
}

impl Store {
    /// Takes note of the addresses in the settings, new ones as of `now`; returns them in the same order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn note_destinations(
        &self,
        wanted: Vec<NewDestination>,
        now: i64,
    ) -> Result<Vec<Destination>, StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                let mut known = Vec::with_capacity(wanted.len());
                for new in wanted {
                    known.push(note(connection, new, now).await?);
                }
                Ok(known)
            })
        })
        .await
        .map_err(unavailable)
    }

    /// Puts a thing into the outbox for some destinations; those that have it already stay as they are. How many are
    /// new.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn put_into_outbox(
        &self,
        subject: &str,
        destinations: Vec<String>,
        due_at: i64,
    ) -> Result<u64, StoreError> {
        let subject = subject.to_owned();
        self.write(move |connection| {
            Box::pin(async move {
                let mut new = 0;
                for destination in destinations {
                    new += sqlx::query(
                        "INSERT INTO delivery (subject, destination_id, due_at, state, next_at) \
                         VALUES ($1, $2, $3, 'waiting', $3) ON CONFLICT (subject, destination_id) DO NOTHING",
                    )
                    .bind(&subject)
                    .bind(destination)
                    .bind(due_at)
                    .execute(&mut *connection)
                    .await?
                    .rows_affected();
                }
                Ok(new)
            })
        })
        .await
        .map_err(unavailable)
    }

    /// Lets deliveries of subjects that begin with `prefix` and were claimed by a process that is gone wait again; how
    /// many. For the start, before anything is claimed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn reopen_outbox(&self, prefix: &'static str) -> Result<u64, StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("UPDATE delivery SET state = 'waiting' WHERE state = 'sending' AND subject LIKE $1")
                    .bind(format!("{prefix}%"))
                    .execute(connection)
                    .await
                    .map(|done| done.rows_affected())
            })
        })
        .await
        .map_err(unavailable)
    }

    /// Forgets what was due to each destination before the last `remembered` of it, of subjects that begin with
    /// `prefix`. It compares each with each: for things that are few.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn remember_deliveries(&self, prefix: &'static str, remembered: i64) -> Result<(), StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "DELETE FROM delivery WHERE subject LIKE $2 AND (SELECT count(*) FROM delivery AS later \
                     WHERE later.destination_id = delivery.destination_id AND later.due_at > delivery.due_at) >= $1",
                )
                .bind(remembered)
                .bind(format!("{prefix}%"))
                .execute(connection)
                .await
                .map(drop)
            })
        })
        .await
        .map_err(unavailable)
    }

    /// Forgets what was due before a moment, of subjects that begin with `prefix`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn forget_deliveries(&self, prefix: &'static str, before: i64) -> Result<(), StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM delivery WHERE subject LIKE $1 AND due_at < $2")
                    .bind(format!("{prefix}%"))
                    .bind(before)
                    .execute(connection)
                    .await
                    .map(drop)
            })
        })
        .await
        .map_err(unavailable)
    }

    /// Takes a delivery, if it waits and its time has come.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn claim_delivery(&self, waiting: &Waiting, now: i64) -> Result<Option<Claimed>, StoreError> {
        let waiting = waiting.clone();
        self.write(move |connection| Box::pin(claim(connection, waiting, now))).await.map_err(unavailable)
    }

    /// Notes what became of a claimed delivery, with the receiver's words for people.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn settle_delivery(
        &self,
        claimed: &Claimed,
        settled: Settled,
        answer: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let (claimed, answer) = (claimed.clone(), answer.to_owned());
        let (state, next_at) = match settled {
            Settled::Sent => ("sent", now),
            Settled::Again(at) => ("waiting", at),
            Settled::Failed => ("failed", now),
        };
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE delivery SET state = $1, next_at = $2, answer = $3 \
                     WHERE subject = $4 AND destination_id = $5",
                )
                .bind(state)
                .bind(next_at)
                .bind(answer)
                .bind(claimed.subject)
                .bind(claimed.destination)
                .execute(connection)
                .await
                .map(drop)
            })
        })
        .await
        .map_err(unavailable)
    }

    /// The deliveries that wait of subjects that begin with `prefix`, those that are tried first in front; of very many
    /// the first 1,000.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn waiting_deliveries(&self, prefix: &str) -> Result<Vec<Waiting>, StoreError> {
        let rows: Vec<(String, String, i64)> = sqlx::query_as(
            "SELECT subject, destination_id, next_at FROM delivery WHERE state = 'waiting' AND subject LIKE $2 \
             ORDER BY next_at, subject, destination_id LIMIT $1",
        )
        .bind(MOST_WAITING)
        .bind(format!("{prefix}%"))
        .fetch_all(&self.reader)
        .await
        .map_err(StoreError::Read)?;
        let waiting = |(subject, destination, next_at)| Waiting { subject, destination, next_at };
        Ok(rows.into_iter().map(waiting).collect())
    }

    /// The deliveries of subjects that begin with `prefix`, which ends with a `/`, and were due from `since` on, the latest first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn deliveries(&self, prefix: &str, since: i64) -> Result<Vec<Delivery>, StoreError> {
        // '0' follows '/': all subjects with that beginning, by the index, and not past those of the others
        let sql = format!(
            "SELECT {} FROM delivery JOIN destination ON destination.id = destination_id \
             WHERE subject > $3 AND subject < $4 AND due_at >= $1 ORDER BY due_at DESC, kind, label LIMIT $2",
            Delivery::COLUMNS
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(since)
            .bind(LISTED)
            .bind(prefix)
            .bind(format!("{}0", prefix.trim_end_matches('/')))
            .fetch_all(&self.reader)
            .await
            .map_err(StoreError::Read)?;
        rows.iter().map(Delivery::read).collect::<sqlx::Result<_>>().map_err(StoreError::Read)
    }
}

// a clock that was once wrong must not keep an address from what is due for years
async fn note(connection: &mut SqliteConnection, new: NewDestination, now: i64) -> sqlx::Result<Destination> {
    sqlx::query(
        "INSERT INTO destination (id, kind, digest, label, since) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (kind, digest) DO UPDATE SET since = excluded.since WHERE excluded.since < destination.since",
    )
    .bind(crate::ids::random_name(8))
    .bind(new.kind)
    .bind(&new.digest)
    .bind(new.label)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    let (id, since) = sqlx::query_as("SELECT id, since FROM destination WHERE kind = $1 AND digest = $2")
        .bind(new.kind)
        .bind(new.digest)
        .fetch_one(connection)
        .await?;
    Ok(Destination { id, since })
}

async fn claim(connection: &mut SqliteConnection, waiting: Waiting, now: i64) -> sqlx::Result<Option<Claimed>> {
    let taken = sqlx::query(
        "UPDATE delivery SET state = 'sending', attempts = attempts + 1, next_at = $1 \
         WHERE subject = $2 AND destination_id = $3 AND state = 'waiting' AND next_at <= $1",
    )
    .bind(now)
    .bind(&waiting.subject)
    .bind(&waiting.destination)
    .execute(&mut *connection)
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(None);
    }
    let (due_at, attempts, answer) =
        sqlx::query_as("SELECT due_at, attempts, answer FROM delivery WHERE subject = $1 AND destination_id = $2")
            .bind(&waiting.subject)
            .bind(&waiting.destination)
            .fetch_one(connection)
            .await?;
    Ok(Some(Claimed { subject: waiting.subject, destination: waiting.destination, due_at, attempts, answer }))
}

fn unavailable(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(Arc::new(error))
}
