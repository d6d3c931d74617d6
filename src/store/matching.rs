//! Questions that a search found, by their words.
//!
//! Invariant: read-only; of no other conversations than those that are named.

use super::browse::like;
use super::{Store, StoreError};
use sqlx::{AssertSqlSafe, Row};

/// Conversations that one statement names: some databases take no more than a thousand values.
const AT_ONCE: usize = 500;

impl Store {
    /// The questions with these words in some conversations, each with its conversation. The words are compared as
    /// [`Store::list_conversations`] does.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn questions_with(
        &self,
        words: &str,
        conversations: &[String],
    ) -> Result<Vec<(String, String)>, StoreError> {
        let mut found = Vec::new();
        for part in conversations.chunks(AT_ONCE) {
            let places: Vec<String> = (2..part.len() + 2).map(|number| format!("${number}")).collect();
            // numbers of places only; what the caller brings is bound
            let sql = format!(
                "SELECT conversation_id, text FROM question WHERE conversation_id IN ({}) AND text LIKE $1 ESCAPE '\\'",
                places.join(", ")
            );
            let query = sqlx::query(AssertSqlSafe(sql)).bind(like(words));
            let query = part.iter().fold(query, |query, id| query.bind(id));
            let rows = query.fetch_all(&self.reader).await.map_err(StoreError::Read)?;
            for row in &rows {
                let text = |column| row.try_get(column).map_err(StoreError::Read);
                found.push((text("conversation_id")?, text("text")?));
            }
        }
        Ok(found)
    }
}
