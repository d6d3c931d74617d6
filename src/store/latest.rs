//! Questions of the log as they were typed: the latest, for a FAQ that learns from them, and those of some weeks, to
//! be asked again of another FAQ.
//!
//! Invariant: read-only, and bounded however long the log or one conversation is.

use super::{Store, StoreError};
use crate::ids::ConversationId;
use futures_util::TryStreamExt;
use sqlx::Row;
use std::collections::HashMap;

/// Rows that are looked at, at most: a conversation with thousands of questions is passed over in a few milliseconds,
/// and no log is read to its beginning for it.
const MOST_ROWS: i64 = 20_000;

/// A question that was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct LatestQuestion {
    /// Where.
    pub conversation: ConversationId,
    /// The visitor's words.
    pub text: String,
    /// The language in which it was matched, a BCP 47 tag.
    pub lang: String,
    /// The path of the page the visitor was on.
    pub page: String,
}

/// A question as it was typed, however many times.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedQuestion {
    /// The visitor's words.
    pub text: String,
    /// The language in which it was matched, a BCP 47 tag.
    pub lang: String,
    /// The path of the page the visitor was on.
    pub page: String,
    /// How often it was typed just so on that page.
    pub times: u64,
    /// When it was typed last, in milliseconds since 1970.
    pub last_at: i64,
}

impl Store {
    /// The questions that were typed in the visits that began from `since` on (milliseconds since 1970), each text once
    /// for each language and page, the most frequent first and `most` at most. Titles that were chosen are none.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn typed_questions(&self, since: i64, most: usize) -> Result<Vec<TypedQuestion>, StoreError> {
        let read = async {
            let mut typed = Vec::new();
            // only what was chosen is certain: see `NewQuestion::confidence`
            let mut rows = sqlx::query(
                "SELECT text, lang, page, count(*) AS times, max(at) AS last_at FROM question \
                 WHERE visit_at >= $1 AND asked = 'text' AND confidence < 1 \
                 GROUP BY text, lang, page ORDER BY times DESC, last_at DESC, text LIMIT $2",
            )
            .bind(since)
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch(&self.reader);
            while let Some(row) = rows.try_next().await? {
                typed.push(TypedQuestion {
                    text: row.try_get(0)?,
                    lang: row.try_get(1)?,
                    page: row.try_get(2)?,
                    times: row.try_get::<i64, _>(3)?.unsigned_abs(),
                    last_at: row.try_get(4)?,
                });
            }
            Ok(typed)
        };
        read.await.map_err(StoreError::Read)
    }

    /// The latest questions that were typed, the newest first: `most` at most, and of one conversation `each` at most.
    /// Newest is what was asked in the visit that began last. Titles that were chosen, by button or in words ("the
    /// second one"), are none.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn latest_questions(&self, most: usize, each: usize) -> Result<Vec<LatestQuestion>, StoreError> {
        let read = async {
            let mut latest = Vec::new();
            let mut counts: HashMap<String, usize> = HashMap::new();
            // only what was chosen is certain: see `NewQuestion::confidence`. That a visit has a time says nothing new: without
            // it SQLite reads and sorts the whole log instead of going back along the index of visits.
            let mut rows = sqlx::query(
                "SELECT conversation_id, text, lang, page FROM question \
                 WHERE visit_at >= 0 AND asked = 'text' AND confidence < 1 \
                 ORDER BY visit_at DESC, at DESC, seq DESC LIMIT $1",
            )
            .bind(MOST_ROWS)
            .fetch(&self.reader);
            while latest.len() < most {
                let Some(row) = rows.try_next().await? else { break };
                let conversation: String = row.try_get(0)?;
                let count = counts.entry(conversation.clone()).or_default();
                if *count < each {
                    *count += 1;
                    latest.push(LatestQuestion {
                        conversation: ConversationId(conversation),
                        text: row.try_get(1)?,
                        lang: row.try_get(2)?,
                        page: row.try_get(3)?,
                    });
                }
            }
            Ok(latest)
        };
        read.await.map_err(StoreError::Read)
    }
}
