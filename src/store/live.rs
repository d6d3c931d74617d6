//! What happens just now: the latest questions, and how many conversations are under way.
//!
//! Invariant: read-only, and by the index of the conversations' last messages, so that it costs the same however long
//! the log is.

use super::{Store, StoreError};
use sqlx::Row;

/// A question as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct JustAsked {
    /// Where.
    pub conversation: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The visitor's words, or the chosen title.
    pub text: String,
    /// The language in which it was matched.
    pub lang: String,
    /// `answer`, `choices` or `none`.
    pub verdict: String,
    /// The entry that answered.
    pub entry: Option<String>,
}

impl Store {
    /// The latest questions, small talk aside, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn just_asked(&self, most: i64) -> Result<Vec<JustAsked>, StoreError> {
        // they are in the conversations that were active last; twice as many, for those that held greetings only
        sqlx::query(
            "SELECT question.conversation_id, at, text, question.lang, verdict, entry_id FROM \
             (SELECT id FROM conversation WHERE last_seq > 0 ORDER BY last_at DESC LIMIT $1) AS active \
             JOIN question ON question.conversation_id = active.id WHERE small_talk = 0 \
             ORDER BY at DESC, seq DESC LIMIT $2",
        )
        .bind(most * 2)
        .bind(most)
        .fetch_all(&self.reader)
        .await
        .and_then(|rows| {
            rows.iter()
                .map(|row| {
                    Ok(JustAsked {
                        conversation: row.try_get(0)?,
                        at: row.try_get(1)?,
                        text: row.try_get(2)?,
                        lang: row.try_get(3)?,
                        verdict: row.try_get(4)?,
                        entry: row.try_get(5)?,
                    })
                })
                .collect()
        })
        .map_err(StoreError::Read)
    }

    /// Conversations with a message since a moment, in milliseconds since 1970.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn active_since(&self, at: i64) -> Result<i64, StoreError> {
        sqlx::query_scalar("SELECT count(*) FROM conversation WHERE last_at >= $1 AND last_seq > 0")
            .bind(at)
            .fetch_one(&self.reader)
            .await
            .map_err(StoreError::Read)
    }
}
