//! Requests for a person as the weekly report reads them.
//!
//! Invariant: as in [`super::figures`]: read-only, and selected by the start of the visit.

use super::figures::{Extract, Key, key, name_conversation};
use futures_util::TryStreamExt;
use sqlx::sqlite::Sqlite;
use sqlx::{Row, Transaction};
use std::ops::Range;

/// A request for a person.
#[derive(Clone, Copy, Debug, Default)]
pub struct HandoffRow {
    /// The thread.
    pub conversation: Key,
    /// Whose.
    pub visitor: Key,
    /// The number in [`Extract::names`] of the conversation's language at that time.
    pub lang: u32,
    /// The number of the path of the visitor's page.
    pub page: u32,
    /// When the visit began, in milliseconds since 1970.
    pub visit_at: i64,
    /// When it was made.
    pub at: i64,
    /// When a person first wrote.
    pub answered_at: Option<i64>,
    /// The number of the name of who has it, or had it last.
    pub agent: Option<u32>,
    /// The number of the entry that had answered the last question of the visit, if one had.
    pub entry: Option<u32>,
    /// From when it was first taken until it ended, in milliseconds.
    pub handled: Option<i64>,
    /// The visitor's rating of the help, 1 to 5; 0 for none.
    pub score: u8,
    /// Nobody was there, and the visitor left a message.
    pub message_left: bool,
}

/// Reads the requests of the visits that began in a range of time into an extract.
pub(super) async fn read_handoffs(
    snapshot: &mut Transaction<'_, Sqlite>,
    range: Range<i64>,
    extract: &mut Extract,
) -> sqlx::Result<()> {
    let mut rows = sqlx::query(
        "SELECT handoff.conversation_id, conversation.visitor, handoff.lang, handoff.page, \
         handoff.visit_at, handoff.at, handoff.answered_at, handoff.agent, handoff.entry_id, \
         handoff.closed_at - handoff.joined_at, coalesce(handoff.score, 0), handoff.message IS NOT NULL \
         FROM handoff JOIN conversation ON conversation.id = handoff.conversation_id \
         WHERE handoff.visit_at >= $1 AND handoff.visit_at < $2",
    )
    .bind(range.start)
    .bind(range.end)
    .fetch(&mut **snapshot);
    while let Some(row) = rows.try_next().await? {
        name_conversation(&row, extract)?;
        extract.handoffs.push(HandoffRow {
            conversation: key(row.try_get(0)?),
            visitor: key(row.try_get(1)?),
            lang: extract.names.number(row.try_get(2)?),
            page: extract.names.number(row.try_get(3)?),
            visit_at: row.try_get(4)?,
            at: row.try_get(5)?,
            answered_at: row.try_get(6)?,
            agent: row.try_get::<Option<&str>, _>(7)?.map(|name| extract.names.number(name)),
            entry: row.try_get::<Option<&str>, _>(8)?.map(|id| extract.names.number(id)),
            handled: row.try_get::<Option<i64>, _>(9)?.map(|handled| handled.max(0)),
            score: row.try_get::<i64, _>(10)?.try_into().unwrap_or(0),
            message_left: row.try_get::<i64, _>(11)? != 0,
        });
    }
    Ok(())
}
