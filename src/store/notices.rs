//! What the team and visitors who are gone are still to be told, found by what is written down.
//!
//! Invariant: what was told has a row in the outbox, made once; so a restart, or two looks at the same time, leave
//! nothing out and tell nothing twice.

use super::outbox::NEEDLESS;
use super::{Store, StoreError};
use crate::ids::ConversationId;
use sqlx::Row;
use std::sync::Arc;

/// Requests that are found at once: the rest is found at the next look.
const MOST: i64 = 100;

/// A request for a person of which nobody has been told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// Where.
    pub conversation: ConversationId,
    /// Its place.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// A request for a person, with what is known of who made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Where it stands: `queued`, `agent`, `message`, ...
    pub state: String,
    /// Why: `visitor`, `words`, `misses`, ...
    pub reason: String,
    /// The language it was made in.
    pub lang: String,
    /// The page it was made on.
    pub page: String,
    /// The visitor's address, where a message was left.
    pub email: Option<String>,
    /// The visitor's number, where a message was left.
    pub phone: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// Who has it, or had it last.
    pub agent: Option<String>,
    /// What the visitor asked last.
    pub question: Option<String>,
}

impl Store {
    /// Requests in a state, made between two moments, of which no subject that begins with `prefix` is in the outbox;
    /// the newest first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn untold(&self, state: &str, from: i64, until: i64, prefix: &str) -> Result<Vec<Untold>, StoreError> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT conversation_id, seq, at FROM handoff WHERE state = $1 AND at >= $2 AND at <= $3 \
             AND NOT EXISTS (SELECT 1 FROM delivery \
             WHERE subject = $4 || handoff.conversation_id || '/' || CAST(handoff.seq AS TEXT)) \
             ORDER BY at DESC LIMIT $5",
        )
        .bind(state)
        .bind(from)
        .bind(until)
        .bind(prefix)
        .bind(MOST)
        .fetch_all(&self.reader)
        .await
        .map_err(StoreError::Read)?;
        let untold = |(conversation, seq, at)| Untold { conversation: ConversationId(conversation), seq, at };
        Ok(rows.into_iter().map(untold).collect())
    }

    /// The last words of agents since `since` to visitors who left an address after `from`, have said nothing since,
    /// and of whom no subject that begins with `prefix` is in the outbox with that place.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn unread_replies(&self, from: i64, since: i64, prefix: &str) -> Result<Vec<Untold>, StoreError> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT conversation_id, seq, at FROM (\
               SELECT event.conversation_id AS conversation_id, max(event.seq) AS seq, max(event.at) AS at \
               FROM handoff JOIN event ON event.conversation_id = handoff.conversation_id \
               WHERE handoff.state IN ('queued', 'agent', 'closed', 'returned', 'cancelled') AND handoff.at >= $1 \
               AND handoff.email IS NOT NULL AND event.seq > handoff.seq \
               AND event.sender = 'agent' AND event.kind = 'text' AND event.at >= $2 \
               GROUP BY event.conversation_id) AS said \
             WHERE NOT EXISTS (SELECT 1 FROM event AS later WHERE later.conversation_id = said.conversation_id \
               AND later.seq > said.seq AND later.sender = 'visitor') \
             AND NOT EXISTS (SELECT 1 FROM delivery \
               WHERE subject = $3 || said.conversation_id || '/' || CAST(said.seq AS TEXT)) \
             ORDER BY at DESC LIMIT $4",
        )
        .bind(from)
        .bind(since)
        .bind(prefix)
        .bind(MOST)
        .fetch_all(&self.reader)
        .await
        .map_err(StoreError::Read)?;
        let untold = |(conversation, seq, at)| Untold { conversation: ConversationId(conversation), seq, at };
        Ok(rows.into_iter().map(untold).collect())
    }

    /// The places of a conversation at which a subject `prefix`, conversation and place is in the outbox and did not fail
    /// for good, in order.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn told_places(&self, prefix: &str, id: &ConversationId) -> Result<Vec<i64>, StoreError> {
        let start = format!("{prefix}{id}/");
        // '0' follows '/': all subjects with that beginning, by the index
        let rows: Vec<String> = sqlx::query_scalar(
            "SELECT DISTINCT subject FROM delivery WHERE subject > $1 AND subject < $2 AND state <> 'failed'",
        )
        .bind(&start)
        .bind(format!("{prefix}{id}0"))
        .fetch_all(&self.reader)
        .await
        .map_err(StoreError::Read)?;
        let mut places: Vec<i64> = rows.iter().filter_map(|row| row.strip_prefix(&start)?.parse().ok()).collect();
        places.sort_unstable();
        Ok(places)
    }

    /// Notes a thing in the outbox as one that is [`NEEDLESS`], for the reason given.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn note_as_told(
        &self,
        subject: &str,
        destinations: Vec<String>,
        reason: &str,
        now: i64,
    ) -> Result<(), StoreError> {
        let (subject, reason) = (subject.to_owned(), format!("{NEEDLESS}{reason}"));
        self.write(move |connection| {
            Box::pin(async move {
                for destination in destinations {
                    sqlx::query(
                        "INSERT INTO delivery (subject, destination_id, due_at, state, next_at, answer) \
                         VALUES ($1, $2, $3, 'sent', $3, $4) ON CONFLICT (subject, destination_id) DO NOTHING",
                    )
                    .bind(&subject)
                    .bind(destination)
                    .bind(now)
                    .bind(&reason)
                    .execute(&mut *connection)
                    .await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }

    /// A request as it stands; `None` where its conversation was deleted.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn request(&self, id: &ConversationId, seq: i64) -> Result<Option<Request>, StoreError> {
        const COLUMNS: &str = "at, state, reason, lang, page, email, phone, message, agent, \
            (SELECT text FROM question WHERE question.conversation_id = handoff.conversation_id \
             AND question.seq <= handoff.seq ORDER BY visit_at DESC, small_talk, question.seq DESC LIMIT 1) AS question";
        self.one_request(&format!("SELECT {COLUMNS} FROM handoff WHERE conversation_id = $1 AND seq = $2"), id, seq)
            .await
    }

    /// The last request before a place by which a visitor left an address; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn request_with_address(&self, id: &ConversationId, seq: i64) -> Result<Option<Request>, StoreError> {
        let sql = "SELECT at, state, reason, lang, page, email, phone, message, agent, NULL AS question FROM handoff \
                   WHERE conversation_id = $1 AND seq < $2 AND email IS NOT NULL ORDER BY seq DESC LIMIT 1";
        self.one_request(sql, id, seq).await
    }

    async fn one_request(&self, sql: &str, id: &ConversationId, seq: i64) -> Result<Option<Request>, StoreError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
            .bind(&id.0)
            .bind(seq)
            .fetch_optional(&self.reader)
            .await
            .map_err(StoreError::Read)?;
        let request = |row: &sqlx::sqlite::SqliteRow| -> sqlx::Result<Request> {
            Ok(Request {
                at: row.try_get(0)?,
                state: row.try_get(1)?,
                reason: row.try_get(2)?,
                lang: row.try_get(3)?,
                page: row.try_get(4)?,
                email: row.try_get(5)?,
                phone: row.try_get(6)?,
                message: row.try_get(7)?,
                agent: row.try_get(8)?,
                question: row.try_get(9)?,
            })
        };
        row.as_ref().map(request).transpose().map_err(StoreError::Read)
    }
}
