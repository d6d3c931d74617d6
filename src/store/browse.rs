//! Conversations as people look through them: a page of a list, and one of them whole.
//!
//! Invariant: read-only; a page is bounded, and the next one begins where it ended, whatever came in meanwhile.

use super::{Store, StoreError, StoredEvent};
use crate::ids::ConversationId;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};

/// Conversations of one page of the list.
pub const PAGE_CONVERSATIONS: i64 = 50;
/// Conversations of one export.
pub const EXPORT_CONVERSATIONS: i64 = 10_000;
/// Conversations of one visitor that are looked at together: one in a browser, and a few more where it was cleared.
const VISITORS_CONVERSATIONS: i64 = 1_000;
/// The latest questions that a search for words looks through: it reads them all, and must not hold up the chat.
const SEARCHED_QUESTIONS: i64 = 200_000;

/// What happened in a conversation that somebody looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A question was not answered.
    Unanswered,
    /// An answer was not helpful.
    NotHelpful,
    /// A person was asked for.
    PersonAsked,
}

impl Happened {
    /// The condition on a question `q`.
    fn condition(self) -> &'static str {
        match self {
            Self::Unanswered => "q.verdict <> 'answer' AND q.chosen_id IS NULL",
            Self::NotHelpful => "q.rating = -1",
            Self::PersonAsked => "q.person_asked = 1",
        }
    }
}

/// Which conversations are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Words of a visitor's question, in any case of Latin letters; empty for all.
    pub words: String,
    /// What happened in it.
    pub happened: Option<Happened>,
    /// The entry that answered in it.
    pub entry: Option<String>,
    /// Those that come after this one in the list: its last message's time and its id.
    pub after: Option<(i64, String)>,
}

/// A conversation as the list shows it. Times are in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its name.
    pub id: String,
    /// Its first message.
    pub started_at: i64,
    /// Its last message.
    pub last_at: i64,
    /// The language of its last message.
    pub lang: String,
    /// The path of the visitor's page.
    pub page: String,
    /// The first question.
    pub first: String,
    /// Questions, greetings included.
    pub questions: i64,
    /// Questions without an answer.
    pub unanswered: i64,
    /// Answers with thumbs up.
    pub helpful: i64,
    /// Answers with thumbs down.
    pub not_helpful: i64,
    /// Whether a person was asked for.
    pub person_asked: bool,
}

/// What the bot made of a question, beside its place in the conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The question's `seq`.
    pub seq: i64,
    /// `answer`, `choices` or `none`.
    pub verdict: String,
    /// The entry that answered.
    pub entry: Option<String>,
    /// Of the first candidate, 0 to 1.
    pub confidence: f64,
    /// `[["id", confidence], ...]`
    pub candidates: String,
    /// 1 thumbs up, -1 thumbs down.
    pub rating: Option<i64>,
    /// The choice that was taken.
    pub chosen: Option<String>,
}

impl Store {
    /// A page of the conversations with at least one question, the one that was active last first, `most` at most.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn list_conversations(&self, filter: &Filter, most: i64) -> Result<Vec<Listed>, StoreError> {
        let mut conditions = vec!["EXISTS (SELECT 1 FROM question q WHERE q.conversation_id = c.id)".to_owned()];
        if let Some(happened) = filter.happened {
            conditions.push(format!(
                "EXISTS (SELECT 1 FROM question q WHERE q.conversation_id = c.id AND {})",
                happened.condition()
            ));
        }
        if filter.entry.is_some() {
            conditions
                .push("EXISTS (SELECT 1 FROM question q WHERE q.conversation_id = c.id AND q.entry_id = $1)".into());
        }
        if !filter.words.is_empty() {
            conditions.push(format!(
                "c.id IN (SELECT q.conversation_id FROM (SELECT conversation_id, text FROM question \
                 ORDER BY visit_at DESC LIMIT {SEARCHED_QUESTIONS}) q WHERE q.text LIKE $2 ESCAPE '\\')"
            ));
        }
        if filter.after.is_some() {
            conditions.push("(c.last_at < $3 OR (c.last_at = $3 AND c.id < $4))".into());
        }
        // every condition is one of the texts above; what the caller brings is bound
        let sql = format!(
            "SELECT c.id, c.started_at, c.last_at, c.lang, c.page, \
             (SELECT q.text FROM question q WHERE q.conversation_id = c.id ORDER BY q.seq LIMIT 1) AS first, \
             (SELECT count(*) FROM question q WHERE q.conversation_id = c.id) AS questions, \
             (SELECT count(*) FROM question q WHERE q.conversation_id = c.id AND {unanswered}) AS unanswered, \
             (SELECT count(*) FROM question q WHERE q.conversation_id = c.id AND q.rating = 1) AS helpful, \
             (SELECT count(*) FROM question q WHERE q.conversation_id = c.id AND {not_helpful}) AS not_helpful, \
             EXISTS (SELECT 1 FROM question q WHERE q.conversation_id = c.id AND {person_asked}) AS person_asked \
             FROM conversation c WHERE {conditions} ORDER BY c.last_at DESC, c.id DESC LIMIT {most}",
            unanswered = Happened::Unanswered.condition(),
            not_helpful = Happened::NotHelpful.condition(),
            person_asked = Happened::PersonAsked.condition(),
            conditions = conditions.join(" AND "),
        );
        let (after_at, after_id) = filter.after.clone().unwrap_or_default();
        sqlx::query(AssertSqlSafe(sql))
            .bind(filter.entry.clone().unwrap_or_default())
            .bind(like(&filter.words))
            .bind(after_at)
            .bind(after_id)
            .fetch_all(&self.reader)
            .await
            .and_then(|rows| rows.iter().map(listed).collect())
            .map_err(StoreError::Read)
    }

    /// All conversations of the visitor of one of them, the oldest first; none where there is no such conversation.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn conversations_of_visitor(&self, id: &str) -> Result<Vec<ConversationId>, StoreError> {
        let sql = format!(
            "SELECT id FROM conversation WHERE visitor = (SELECT visitor FROM conversation WHERE id = $1) \
             ORDER BY started_at, id LIMIT {VISITORS_CONVERSATIONS}"
        );
        sqlx::query_scalar::<_, String>(AssertSqlSafe(sql))
            .bind(id)
            .fetch_all(&self.reader)
            .await
            .map(|ids| ids.into_iter().map(ConversationId).collect())
            .map_err(StoreError::Read)
    }

    /// One conversation with what was said and what the bot made of it; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn whole_conversation(&self, id: &str) -> Result<Option<(Vec<StoredEvent>, Vec<Judged>)>, StoreError> {
        let events = self.transcript(&ConversationId(id.to_owned())).await?;
        if events.is_empty() {
            return Ok(None);
        }
        let judged = sqlx::query(
            "SELECT seq, verdict, entry_id, confidence, candidates, rating, chosen_id FROM question \
             WHERE conversation_id = $1 ORDER BY seq",
        )
        .bind(id)
        .fetch_all(&self.reader)
        .await
        .and_then(|rows| rows.iter().map(judged).collect())
        .map_err(StoreError::Read)?;
        Ok(Some((events, judged)))
    }
}

/// A pattern that finds the words as they are, anywhere.
fn like(words: &str) -> String {
    let escaped = words.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{escaped}%")
}

fn listed(row: &SqliteRow) -> sqlx::Result<Listed> {
    Ok(Listed {
        id: row.try_get("id")?,
        started_at: row.try_get("started_at")?,
        last_at: row.try_get("last_at")?,
        lang: row.try_get("lang")?,
        page: row.try_get("page")?,
        first: row.try_get("first")?,
        questions: row.try_get("questions")?,
        unanswered: row.try_get("unanswered")?,
        helpful: row.try_get("helpful")?,
        not_helpful: row.try_get("not_helpful")?,
        person_asked: row.try_get::<i64, _>("person_asked")? != 0,
    })
}

fn judged(row: &SqliteRow) -> sqlx::Result<Judged> {
    Ok(Judged {
        seq: row.try_get("seq")?,
        verdict: row.try_get("verdict")?,
        entry: row.try_get("entry_id")?,
        confidence: row.try_get("confidence")?,
        candidates: row.try_get("candidates")?,
        rating: row.try_get("rating")?,
        chosen: row.try_get("chosen_id")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_a_pattern_are_looked_for_as_they_are() {
        assert_eq!(like(" 50% off_now \\ "), "%50\\% off\\_now \\\\%");
        assert_eq!(like(""), "%%");
    }
}
