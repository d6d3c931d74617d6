//! Conversations and their events: what the writer inserts and what sockets read.

use super::totals::changed;
use super::writer::Command;
use super::{Conversation, Mark, NewConversation, NewTurn, Recorded, Sender, Store, StoreError, StoredEvent};
use crate::ids::{ConversationId, TokenHash};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use std::sync::Arc;
use tokio::sync::oneshot;

/// Silence that ends a visit, in milliseconds: 30 minutes (REPORTS, "Unit and time").
pub const VISIT_SILENCE_MILLIS: i64 = 30 * 60 * 1000;
/// Events that one `sync` gives at most.
pub const SYNC_LIMIT: i64 = 200;
/// Events that one `history` gives at most.
pub const HISTORY_LIMIT: i64 = 100;

/// Events in order of `seq`, and the `seq` of the first of them where older ones were left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventPage {
    /// Oldest first.
    pub events: Vec<StoredEvent>,
    /// Set where the page does not reach back to where it was asked from.
    pub gap: Option<i64>,
}

impl Store {
    /// Opens a conversation; returns once it is committed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: it does not exist and may be opened again later.
    pub async fn open_conversation(&self, new: NewConversation) -> Result<(), StoreError> {
        let (reply, outcome) = oneshot::channel();
        self.command(Command::Open(Box::new(new), reply)).await?;
        outcome.await.map_err(gone)?
    }

    /// Stores a turn whole; returns once it is committed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: nothing of it is stored. [`StoreError::CidConflict`]: see there.
    pub async fn record(&self, turn: NewTurn) -> Result<Recorded, StoreError> {
        let (reply, outcome) = oneshot::channel();
        self.command(Command::Turn(Box::new(turn), reply)).await?;
        outcome.await.map_err(gone)?
    }

    async fn command(&self, command: Command) -> Result<(), StoreError> {
        self.commands.send(command).await.map_err(|_| StoreError::Unavailable(Arc::new(sqlx::Error::WorkerCrashed)))
    }

    /// The conversation that a visitor's secret opens at a moment, or the key of a link in a mail, or the secret that it
    /// was changed for.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn conversation(&self, token: &TokenHash, now: i64) -> Result<Option<Conversation>, StoreError> {
        const SQL: &str = "SELECT id, visitor, last_seq, lang, state FROM conversation WHERE id = coalesce((SELECT id \
             FROM conversation WHERE token_hash = $1), \
             (SELECT conversation_id FROM return_key WHERE hash = $1 AND expires_at > $2))";
        sqlx::query(SQL)
            .bind(&token.0)
            .bind(now)
            .fetch_optional(&self.reader)
            .await
            .and_then(|row| row.as_ref().map(conversation).transpose())
            .map_err(StoreError::Read)
    }

    /// The conversation of a name, for the team.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn conversation_named(&self, id: &ConversationId) -> Result<Option<Conversation>, StoreError> {
        sqlx::query("SELECT id, visitor, last_seq, lang, state FROM conversation WHERE id = $1")
            .bind(&id.0)
            .fetch_optional(&self.reader)
            .await
            .and_then(|row| row.as_ref().map(conversation).transpose())
            .map_err(StoreError::Read)
    }

    /// The event that was stored for a client's id, and whether it is the one with this digest.
    ///
    /// # Errors
    /// [`StoreError::Read`]; [`StoreError::CidConflict`] where it is another one.
    pub async fn stored_before(
        &self,
        id: &ConversationId,
        cid: &str,
        digest: &str,
    ) -> Result<Option<(i64, i64)>, StoreError> {
        let known: Option<(i64, i64, Option<String>)> =
            sqlx::query_as("SELECT seq, at, cid_digest FROM event WHERE conversation_id = $1 AND cid = $2")
                .bind(&id.0)
                .bind(cid)
                .fetch_optional(&self.reader)
                .await
                .map_err(StoreError::Read)?;
        match known {
            None => Ok(None),
            Some((seq, at, known)) if known.as_deref() == Some(digest) => Ok(Some((seq, at))),
            Some(_) => Err(StoreError::CidConflict),
        }
    }

    /// The events after `after`; of more than [`SYNC_LIMIT`] the last.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn events_after(&self, id: &ConversationId, after: i64) -> Result<EventPage, StoreError> {
        let mut rows = self
            .events(
                "SELECT seq, at, sender, cid, reply_to, body FROM event \
                 WHERE conversation_id = $1 AND seq > $2 ORDER BY seq DESC LIMIT $3",
                id,
                after,
                SYNC_LIMIT,
            )
            .await?;
        rows.reverse();
        let gap = rows.first().map(|first| first.seq).filter(|first| *first > after + 1);
        Ok(EventPage { events: rows, gap })
    }

    /// Up to [`HISTORY_LIMIT`] events before `before`, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn events_before(&self, id: &ConversationId, before: i64) -> Result<Vec<StoredEvent>, StoreError> {
        let mut rows = self
            .events(
                "SELECT seq, at, sender, cid, reply_to, body FROM event \
                 WHERE conversation_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3",
                id,
                before,
                HISTORY_LIMIT,
            )
            .await?;
        rows.reverse();
        Ok(rows)
    }

    /// Whether `seq` is an event of the bot in this conversation: what can be rated.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn is_answer(&self, id: &ConversationId, seq: i64) -> Result<bool, StoreError> {
        sqlx::query_scalar::<_, i64>(
            "SELECT count(*) FROM event WHERE conversation_id = $1 AND seq = $2 AND sender = 'bot'",
        )
        .bind(&id.0)
        .bind(seq)
        .fetch_one(&self.reader)
        .await
        .map(|count| count > 0)
        .map_err(StoreError::Read)
    }

    pub(super) async fn events(
        &self,
        sql: &'static str,
        id: &ConversationId,
        bound: i64,
        limit: i64,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        sqlx::query(sql)
            .bind(&id.0)
            .bind(bound)
            .bind(limit)
            .fetch_all(&self.reader)
            .await
            .and_then(|rows| rows.iter().map(event).collect())
            .map_err(StoreError::Read)
    }

    /// Whether the database takes writes; for readiness. `now` is in milliseconds since 1970.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when a write cannot be committed.
    pub async fn ready(&self, now: i64) -> Result<(), StoreError> {
        // a value that changes: what stays the same is not written at all
        self.note_fact("checked", now.to_string()).await
    }

    /// A fact about the database itself.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn fact(&self, name: &'static str) -> Result<Option<String>, StoreError> {
        sqlx::query_scalar("SELECT value FROM meta WHERE name = $1")
            .bind(name)
            .fetch_optional(&self.reader)
            .await
            .map_err(StoreError::Read)
    }

    /// Keeps a fact about the database itself, in place of what was kept under its name.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn note_fact(&self, name: &'static str, value: String) -> Result<(), StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO meta (name, value) VALUES ($1, $2) \
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                )
                .bind(name)
                .bind(value)
                .execute(connection)
                .await
                .map(drop)
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }
}

fn gone(_: oneshot::error::RecvError) -> StoreError {
    StoreError::Unavailable(Arc::new(sqlx::Error::WorkerCrashed))
}

fn conversation(row: &SqliteRow) -> sqlx::Result<Conversation> {
    Ok(Conversation {
        id: ConversationId(row.try_get("id")?),
        visitor: row.try_get("visitor")?,
        last_seq: row.try_get("last_seq")?,
        lang: row.try_get("lang")?,
        state: row.try_get("state")?,
    })
}

fn event(row: &SqliteRow) -> sqlx::Result<StoredEvent> {
    Ok(StoredEvent {
        seq: row.try_get("seq")?,
        at: row.try_get("at")?,
        sender: Sender::parse(row.try_get("sender")?),
        cid: row.try_get("cid")?,
        reply_to: row.try_get("reply_to")?,
        body: row.try_get::<String, _>("body")?.into(),
    })
}

pub(super) async fn insert_conversation(connection: &mut SqliteConnection, new: &NewConversation) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO conversation (id, token_hash, visitor, started_at, last_at, visit_at, lang, page, page_title, referrer) \
         VALUES ($1, $2, $3, $4, $4, $4, $5, $6, $7, $8)",
    )
    .bind(&new.id.0)
    .bind(&new.token_hash.0)
    .bind(&new.visitor)
    .bind(new.at)
    .bind(&new.lang)
    .bind(&new.page.path)
    .bind(&new.page.title)
    .bind(&new.page.referrer)
    .execute(connection)
    .await
    .map(drop)
}

/// Where a turn goes in its conversation.
pub(super) struct Slot {
    /// The `seq` of its message.
    pub(super) seq: i64,
    /// When the visit began, in milliseconds since 1970.
    pub(super) visit_at: i64,
    /// By whom.
    pub(super) visitor: String,
}

/// Notes a choice at the last question that it was offered for.
const CHOSEN: &str = "UPDATE question SET chosen_id = $3 WHERE conversation_id = $1 AND seq = (SELECT max(seq) FROM question \
     WHERE conversation_id = $1 AND seq < $2 AND verdict <> 'answer' AND chosen_id IS NULL AND candidates LIKE $4) \
     RETURNING visit_at";

/// Notes at the last question in words of this visit what was chosen in place of what had not helped.
const CHOSEN_INSTEAD: &str = "UPDATE question SET chosen_id = $3 WHERE conversation_id = $1 AND seq = (SELECT max(seq) \
     FROM question WHERE conversation_id = $1 AND seq < $2 AND visit_at = $5 AND asked = 'text' AND small_talk = 0) \
     AND candidates LIKE $4 RETURNING visit_at";

/// Notes what else a turn changes, once its events and its question are there.
pub(super) async fn insert_mark(
    connection: &mut SqliteConnection,
    turn: &NewTurn,
    slot: &Slot,
    mark: &Mark,
) -> sqlx::Result<()> {
    match mark {
        Mark::Rating { about, rating } => {
            let rated: Option<i64> = sqlx::query_scalar(
                "UPDATE question SET rating = $3 WHERE conversation_id = $1 AND answer_seq = $2 RETURNING visit_at",
            )
            .bind(&turn.conversation.0)
            .bind(about)
            .bind(rating)
            .fetch_optional(&mut *connection)
            .await?;
            if let Some(visit_at) = rated {
                changed(connection, visit_at, turn.at).await?;
            }
        }
        Mark::NotHelped => {
            let rated: Option<i64> = sqlx::query_scalar(
                "UPDATE question SET rating = -1 WHERE conversation_id = $1 AND seq = (SELECT max(seq) FROM question \
                 WHERE conversation_id = $1 AND seq < $2 AND visit_at = $3 AND small_talk = 0) \
                 AND verdict = 'answer' AND rating IS NULL RETURNING visit_at",
            )
            .bind(&turn.conversation.0)
            .bind(slot.seq)
            .bind(slot.visit_at)
            .fetch_optional(&mut *connection)
            .await?;
            if let Some(visit_at) = rated {
                changed(connection, visit_at, turn.at).await?;
            }
        }
        Mark::Chosen { id, instead } => {
            // ids hold no characters that LIKE or JSON treat specially
            let mut chosen = sqlx::query_scalar(if *instead { CHOSEN_INSTEAD } else { CHOSEN })
                .bind(&turn.conversation.0)
                .bind(slot.seq)
                .bind(id)
                .bind(format!("%[\"{id}\",%"));
            if *instead {
                chosen = chosen.bind(slot.visit_at);
            }
            let chosen: Option<i64> = chosen.fetch_optional(&mut *connection).await?;
            if let Some(visit_at) = chosen {
                changed(connection, visit_at, turn.at).await?;
            }
        }
        mark => super::requests::insert_mark(connection, turn, slot, mark).await?,
    }
    Ok(())
}
