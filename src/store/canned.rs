//! Replies that agents use again and again.
//!
//! Invariant: there are [`MOST_CANNED`] at most, each with a title and a text.

use super::{Store, StoreError};
use sqlx::{Row, SqliteConnection};
use std::sync::Arc;

/// Canned replies of a site: what a person can still look through.
pub const MOST_CANNED: i64 = 200;

/// A canned reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canned {
    /// Its name, for addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it says.
    pub text: String,
    /// A BCP 47 tag; empty: for every language.
    pub lang: String,
    /// When it was last changed, in milliseconds since 1970.
    pub changed_at: i64,
}

impl Store {
    /// All of them, by title.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn canned(&self) -> Result<Vec<Canned>, StoreError> {
        sqlx::query("SELECT id, title, text, lang, changed_at FROM canned ORDER BY lower(title), id")
            .fetch_all(&self.reader)
            .await
            .and_then(|rows| {
                rows.iter()
                    .map(|row| {
                        Ok(Canned {
                            id: row.try_get("id")?,
                            title: row.try_get("title")?,
                            text: row.try_get("text")?,
                            lang: row.try_get("lang")?,
                            changed_at: row.try_get("changed_at")?,
                        })
                    })
                    .collect()
            })
            .map_err(StoreError::Read)
    }

    /// Keeps a new one; `false`: there are [`MOST_CANNED`] already, and nothing was kept.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn add_canned(&self, canned: Canned) -> Result<bool, StoreError> {
        self.write(move |connection| Box::pin(add(connection, canned))).await.map_err(unavailable)
    }

    /// Changes one; `false`: it is gone.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn change_canned(&self, canned: Canned) -> Result<bool, StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("UPDATE canned SET title = $2, text = $3, lang = $4, changed_at = $5 WHERE id = $1")
                    .bind(canned.id)
                    .bind(canned.title)
                    .bind(canned.text)
                    .bind(canned.lang)
                    .bind(canned.changed_at)
                    .execute(connection)
                    .await
                    .map(|done| done.rows_affected() > 0)
            })
        })
        .await
        .map_err(unavailable)
    }

    /// Removes one; `false`: it was gone.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn remove_canned(&self, id: &str) -> Result<bool, StoreError> {
        let id = id.to_owned();
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM canned WHERE id = $1")
                    .bind(id)
                    .execute(connection)
                    .await
                    .map(|done| done.rows_affected() > 0)
            })
        })
        .await
        .map_err(unavailable)
    }
}

async fn add(connection: &mut SqliteConnection, canned: Canned) -> sqlx::Result<bool> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM canned").fetch_one(&mut *connection).await?;
    if count >= MOST_CANNED {
        return Ok(false);
    }
    sqlx::query("INSERT INTO canned (id, title, text, lang, changed_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(canned.id)
        .bind(canned.title)
        .bind(canned.text)
        .bind(canned.lang)
        .bind(canned.changed_at)
        .execute(connection)
        .await
        .map(|_| true)
}

fn unavailable(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(Arc::new(error))
}
