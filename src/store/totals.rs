//! The numbers of weeks that are over, kept beside the log.
//!
//! Invariant: a kept week that is not fixed is what the log gives: whatever changes a week's log later (a thumb on an
//! old answer, a deletion by the visitor) drops its numbers in the same transaction. Before retention takes a part of a
//! week's log away, its numbers are there and fixed.

use super::told::forget_told;
use super::{Store, StoreError};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use std::ops::Range;
use std::sync::Arc;

/// A change to what is older than this counts as late. No week is kept before a week has passed since its end, unless
/// retention is about to take it.
const LATE_MILLIS: i64 = 6 * DAY_MILLIS;
/// How far back a deleted visit can matter: who came back counts for what was said in the seven days before, and those
/// belong to the week of a visit's beginning.
const REACH_MILLIS: i64 = 15 * DAY_MILLIS;
const DAY_MILLIS: i64 = 24 * 3_600_000;
/// Conversations that are deleted in one transaction: some tens of milliseconds, as long as a visitor does not notice.
const FORGET_PORTION: i64 = 200;
/// How far back conversations are looked for in which nobody ever wrote.
const SILENT_MILLIS: i64 = 30 * DAY_MILLIS;

/// The numbers of one week.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptWeek {
    /// `2026-W47`.
    pub week: String,
    /// The zone in which its days were counted.
    pub zone: String,
    /// When its visits began, in milliseconds since 1970.
    pub range: Range<i64>,
    /// Whether it cannot be counted again, because a part of its log is gone.
    pub fixed: bool,
    /// The numbers, as JSON.
    pub body: String,
}

/// A count of the changes to weeks that were over: numbers made of an older log are not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LateChanges(i64);

impl Store {
    /// The kept weeks that lie at least partly in a range of time (milliseconds since 1970), oldest first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn kept_weeks(&self, range: Range<i64>) -> Result<Vec<KeptWeek>, StoreError> {
        sqlx::query(
            "SELECT week, zone, from_at, until_at, fixed, body FROM week_total \
             WHERE from_at < $2 AND until_at > $1 ORDER BY from_at",
        )
        .bind(range.start)
        .bind(range.end)
        .fetch_all(&self.reader)
        .await
        .and_then(|rows| rows.iter().map(kept).collect())
        .map_err(StoreError::Read)
    }

    /// The late changes so far: to be read before the log from which numbers are made.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn late_changes(&self) -> Result<LateChanges, StoreError> {
        sqlx::query_scalar(LATE_CHANGES).fetch_one(&self.reader).await.map(LateChanges).map_err(StoreError::Read)
    }

    /// Keeps the numbers of a week in place of older ones, unless the log has changed since `since` or the week is fixed;
    /// whether they were kept.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn keep_week(&self, week: KeptWeek, since: LateChanges) -> Result<bool, StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                let now: i64 = sqlx::query_scalar(LATE_CHANGES).fetch_one(&mut *connection).await?;
                if LateChanges(now) != since {
                    return Ok(false);
                }
                sqlx::query(
                    "INSERT INTO week_total (week, zone, from_at, until_at, fixed, body) VALUES ($1, $2, $3, $4, $5, $6) \
                     ON CONFLICT (week) DO UPDATE SET zone = excluded.zone, from_at = excluded.from_at, \
                     until_at = excluded.until_at, fixed = excluded.fixed, body = excluded.body \
                     WHERE week_total.fixed = 0",
                )
                .bind(&week.week)
                .bind(&week.zone)
                .bind(week.range.start)
                .bind(week.range.end)
                .bind(i64::from(week.fixed))
                .bind(&week.body)
                .execute(connection)
                .await
                .map(|done| done.rows_affected() > 0)
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }

    /// Deletes conversations whose last event is older than `before`, and those that never had one and are older than
    /// `empty_before` (milliseconds since 1970), and fixes the numbers of the weeks that lose a part of their log.
    /// Returns how many conversations; `None` and nothing done where the numbers of one of `weeks` are not kept. It goes
    /// by portions, so that visitors' messages are committed in between.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: what was deleted until then stays so, the rest goes another time.
    pub async fn forget(&self, before: i64, empty_before: i64, weeks: Vec<String>) -> Result<Option<u64>, StoreError> {
        let fixed = self.write(move |connection| Box::pin(fix(connection, weeks))).await;
        if !fixed.map_err(|error| StoreError::Unavailable(Arc::new(error)))? {
            return Ok(None);
        }
        let mut deleted = 0;
        loop {
            let portion =
                self.write(move |connection| Box::pin(delete_portion(connection, before, empty_before))).await;
            let portion = portion.map_err(|error| StoreError::Unavailable(Arc::new(error)))?;
            deleted += portion;
            if portion < FORGET_PORTION as u64 {
                return Ok(Some(deleted));
            }
        }
    }
}

/// Fixes the numbers of weeks; whether all of them are kept.
async fn fix(connection: &mut SqliteConnection, weeks: Vec<String>) -> sqlx::Result<bool> {
    for week in &weeks {
        let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM week_total WHERE week = $1")
            .bind(week)
            .fetch_one(&mut *connection)
            .await?;
        if kept == 0 {
            return Ok(false);
        }
    }
    for week in weeks {
        sqlx::query("UPDATE week_total SET fixed = 1 WHERE week = $1").bind(week).execute(&mut *connection).await?;
    }
    Ok(true)
}

async fn delete_portion(connection: &mut SqliteConnection, before: i64, empty_before: i64) -> sqlx::Result<u64> {
    // along the index of the last event; who never wrote is looked for among the recent ones only, the others go with them
    let gone: Vec<String> = sqlx::query_scalar(
        "DELETE FROM conversation WHERE id IN (SELECT id FROM (SELECT id FROM conversation WHERE last_at < $1 LIMIT $3) AS old \
         UNION SELECT id FROM (SELECT id FROM conversation WHERE last_at < $2 AND last_at >= $2 - $4 AND last_seq = 0 \
         LIMIT $3) AS silent LIMIT $3) RETURNING id",
    )
    .bind(before)
    .bind(empty_before)
    .bind(FORGET_PORTION)
    .bind(SILENT_MILLIS)
    .fetch_all(&mut *connection)
    .await?;
    for id in &gone {
        forget_told(connection, id).await?;
    }
    Ok(gone.len() as u64)
}

const LATE_CHANGES: &str = "SELECT COALESCE((SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'late_changes'), 0)";

fn kept(row: &SqliteRow) -> sqlx::Result<KeptWeek> {
    Ok(KeptWeek {
        week: row.try_get("week")?,
        zone: row.try_get("zone")?,
        range: row.try_get("from_at")?..row.try_get("until_at")?,
        fixed: row.try_get::<i64, _>("fixed")? != 0,
        body: row.try_get("body")?,
    })
}

/// What was said about the visit that began at `visit_at` has changed at `at`: the numbers of its week are dropped if
/// they may have been kept.
pub(super) async fn changed(connection: &mut SqliteConnection, visit_at: i64, at: i64) -> sqlx::Result<()> {
    if at - visit_at <= LATE_MILLIS {
        return Ok(());
    }
    drop_weeks(connection, visit_at..visit_at + 1).await
}

/// A conversation is about to be deleted by its visitor: the numbers of the weeks in which it counts are dropped.
pub(super) async fn erasing(connection: &mut SqliteConnection, token_hash: &str) -> sqlx::Result<()> {
    let (first, last): (Option<i64>, Option<i64>) = sqlx::query_as(
        "SELECT min(event.visit_at), max(event.visit_at) FROM event \
         JOIN conversation ON conversation.id = event.conversation_id WHERE conversation.token_hash = $1",
    )
    .bind(token_hash)
    .fetch_one(&mut *connection)
    .await?;
    match first.zip(last) {
        Some((first, last)) => drop_weeks(connection, first - REACH_MILLIS..last + 1).await,
        None => Ok(()),
    }
}

async fn drop_weeks(connection: &mut SqliteConnection, range: Range<i64>) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO meta (name, value) VALUES ('late_changes', '1') \
         ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM week_total WHERE fixed = 0 AND from_at < $2 AND until_at > $1")
        .bind(range.start)
        .bind(range.end)
        .execute(connection)
        .await
        .map(drop)
}
