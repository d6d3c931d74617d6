//! A whole conversation: read and deleted for its visitor, and for who looks through the log or was asked to delete it.
//!
//! Invariant: what is deleted is gone from every table in one commit.

use super::told::forget_told;
use super::totals::erasing;
use super::{Store, StoreError, StoredEvent};
use crate::ids::{ConversationId, TokenHash};
use std::sync::Arc;

/// Events of one transcript at most: years of a busy conversation, and still only some megabytes.
pub const TRANSCRIPT_LIMIT: i64 = 10_000;

impl Store {
    /// All events of a conversation, oldest first; of more than 10,000 the last.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn transcript(&self, id: &ConversationId) -> Result<Vec<StoredEvent>, StoreError> {
        let mut rows = self
            .events(
                "SELECT seq, at, sender, cid, reply_to, body FROM event \
                 WHERE conversation_id = $1 AND seq > $2 ORDER BY seq DESC LIMIT $3",
                id,
                0,
                TRANSCRIPT_LIMIT,
            )
            .await?;
        rows.reverse();
        Ok(rows)
    }

    /// Deletes a conversation by its name, with all that was said in it; whether there was one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: nothing is deleted.
    pub async fn erase_conversation(&self, id: &ConversationId) -> Result<bool, StoreError> {
        let id = id.0.clone();
        self.write(move |connection| {
            Box::pin(async move {
                let token: Option<String> = sqlx::query_scalar("SELECT token_hash FROM conversation WHERE id = $1")
                    .bind(&id)
                    .fetch_optional(&mut *connection)
                    .await?;
                let Some(token) = token else { return Ok(false) };
                erasing(connection, &token).await?;
                forget_told(connection, &id).await?;
                sqlx::query("DELETE FROM conversation WHERE id = $1")
                    .bind(id)
                    .execute(connection)
                    .await
                    .map(|done| done.rows_affected() > 0)
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }

    /// Deletes the conversation that a visitor's secret opens, with all that was said in it; whether there was one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: nothing is deleted.
    pub async fn erase(&self, token: &TokenHash) -> Result<bool, StoreError> {
        let token = token.0.clone();
        self.write(move |connection| {
            Box::pin(async move {
                erasing(connection, &token).await?;
                let gone: Option<String> =
                    sqlx::query_scalar("DELETE FROM conversation WHERE token_hash = $1 RETURNING id")
                        .bind(token)
                        .fetch_optional(&mut *connection)
                        .await?;
                let Some(id) = gone else { return Ok(false) };
                forget_told(connection, &id).await?;
                Ok(true)
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }
}
