//! The browsers in which somebody is signed in.
//!
//! Invariant: a session is told by when it began, never by its secret or the digest of it.

use super::accounts::unavailable;
use super::{Store, StoreError};
use crate::ids::TokenHash;
use sqlx::Row;

/// A session that is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// When it began, in milliseconds since 1970.
    pub created_at: i64,
    /// When it ends without a further request.
    pub expires_at: i64,
    /// Whether it is the one that was asked with.
    pub current: bool,
}

impl Store {
    /// An account's sessions, the newest first; there are 50 at most.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn sessions(
        &self,
        account_id: &str,
        own: Option<&TokenHash>,
        now: i64,
    ) -> Result<Vec<Session>, StoreError> {
        sqlx::query(
            "SELECT created_at, expires_at, hash FROM session WHERE account_id = $1 AND expires_at > $2 \
             ORDER BY created_at DESC, hash",
        )
        .bind(account_id)
        .bind(now)
        .fetch_all(&self.reader)
        .await
        .and_then(|rows| {
            rows.iter()
                .map(|row| {
                    let hash: String = row.try_get("hash")?;
                    Ok(Session {
                        created_at: row.try_get("created_at")?,
                        expires_at: row.try_get("expires_at")?,
                        current: own.is_some_and(|own| own.0 == hash),
                    })
                })
                .collect()
        })
        .map_err(StoreError::Read)
    }

    /// Ends an account's sessions but for one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: none is ended.
    pub async fn end_sessions(&self, account_id: &str, keep: Option<&TokenHash>) -> Result<(), StoreError> {
        // no digest is empty
        let (id, keep) = (account_id.to_owned(), keep.map_or_else(String::new, |hash| hash.0.clone()));
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM session WHERE account_id = $1 AND hash <> $2")
                    .bind(id)
                    .bind(keep)
                    .execute(connection)
                    .await
                    .map(drop)
            })
        })
        .await
        .map_err(unavailable)
    }
}
