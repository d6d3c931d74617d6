//! Keys of links in mails, by which a visitor comes back to a conversation.
//!
//! Invariant: a key and what it was changed for are kept as their digests, and open their conversation until they expire or
//! the conversation is deleted.
//! The visitor's own secret stays what it is: a link that was opened elsewhere locks nobody out.

use super::{Store, StoreError};
use crate::ids::{ConversationId, TokenHash};
use std::sync::Arc;

impl Store {
    /// Forgets the keys that have expired at a moment.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn forget_return_keys(&self, now: i64) -> Result<(), StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM return_key WHERE expires_at <= $1")
                    .bind(now)
                    .execute(connection)
                    .await
                    .map(drop)
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }

    /// Keeps a key of a conversation.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn keep_return_key(
        &self,
        key: TokenHash,
        id: &ConversationId,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let id = id.0.clone();
        self.write(move |connection| {
            Box::pin(async move {
                // a conversation that was deleted meanwhile gets none
                sqlx::query(
                    "INSERT INTO return_key (hash, conversation_id, expires_at) \
                     SELECT $1, id, $3 FROM conversation WHERE id = $2 ON CONFLICT (hash) DO NOTHING",
                )
                .bind(key.0)
                .bind(id)
                .bind(expires_at)
                .execute(connection)
                .await
                .map(drop)
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }

    /// The conversation that a key opens at a moment.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn conversation_of_return_key(
        &self,
        key: &TokenHash,
        now: i64,
    ) -> Result<Option<ConversationId>, StoreError> {
        let id: Option<String> =
            sqlx::query_scalar("SELECT conversation_id FROM return_key WHERE hash = $1 AND expires_at > $2")
                .bind(&key.0)
                .bind(now)
                .fetch_optional(&self.reader)
                .await
                .map_err(StoreError::Read)?;
        Ok(id.map(ConversationId))
    }
}
