//! Conversations as people look through them: a page of a list, and one of them whole.
//!
//! Invariant: read-only; what a page gives is bounded, and what it looks at, too; the next one begins where it ended. A
//! conversation stands on one page at most, whatever comes in meanwhile: what is active again is at the top from then on.

use super::{Store, StoreError, StoredEvent};
use crate::ids::ConversationId;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};

/// Conversations of one visitor that are looked at together: one in a browser, and a few more where it was cleared.
const VISITORS_CONVERSATIONS: i64 = 1_000;

/// How far one reading of the list goes: it ends where it has enough or has looked at enough, whichever comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Conversations that it gives.
    pub most: i64,
    /// Conversations that it looks at, give or take those that were active in the same millisecond as the last of them.
    pub searched: i64,
}

impl Reach {
    /// A page. To look at 10,000 conversations for what is in none of them takes 30 to 40 ms, and holds the log of eleven days
    /// where two million messages come in a year.
    pub const PAGE: Self = Self { most: 50, searched: 10_000 };
    /// An export: most of a second where little of what it looks at is wanted.
    pub const EXPORT: Self = Self { most: 10_000, searched: 200_000 };
}

/// A place in the list: a last message's time and the conversation's id. The list goes on with what comes after it.
pub type Place = (i64, String);

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
            Self::Unanswered => "q.verdict <> 'answer' AND q.chosen_id IS NULL AND q.small_talk = 0",
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
    /// Where the reading before this one ended.
    pub after: Option<Place>,
}

/// A part of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The one that was active last first.
    pub conversations: Vec<Listed>,
    /// For [`Filter::after`], where it may go on.
    pub next: Option<Place>,
    /// Set where it ended because it had looked at enough: the last message's time of the last that it looked at.
    pub searched_back_to: Option<i64>,
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
    /// The first question, or the first message where all is small talk.
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
    /// Whether it was small talk and no question.
    pub small_talk: bool,
}

impl Store {
    /// The conversations with at least one question that are wanted, the one that was active last first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn list_conversations(&self, filter: &Filter, reach: Reach) -> Result<Found, StoreError> {
        let floor = self.floor(filter, reach).await.map_err(StoreError::Read)?;
        let (after_at, after_id) = filter.after.clone().unwrap_or_default();
        let mut conversations: Vec<Listed> = sqlx::query(AssertSqlSafe(list_sql(filter, reach)))
            .bind(after_at)
            .bind(after_id)
            .bind(floor.unwrap_or(i64::MIN))
            .bind(filter.entry.clone().unwrap_or_default())
            .bind(like(&filter.words))
            .fetch_all(&self.reader)
            .await
            .and_then(|rows| rows.iter().map(listed).collect())
            .map_err(StoreError::Read)?;
        // one more than is given tells whether anything follows
        let most = usize::try_from(reach.most).unwrap_or_default();
        if conversations.len() > most {
            conversations.truncate(most);
            let next = conversations.last().map(|last| (last.last_at, last.id.clone()));
            return Ok(Found { conversations, next, searched_back_to: None });
        }
        // no id comes before the empty one, so that the list goes on with what is older
        let next = floor.map(|floor| (floor, String::new()));
        Ok(Found { conversations, next, searched_back_to: floor })
    }

    /// The last message's time of the last conversation that is looked at; `None` where there is none older.
    async fn floor(&self, filter: &Filter, reach: Reach) -> sqlx::Result<Option<i64>> {
        // counted along the index, so that it costs next to nothing however far it is
        let sql = format!(
            "SELECT last.last_at FROM (SELECT c.last_at FROM conversation c WHERE {after} \
             ORDER BY c.last_at DESC LIMIT 1 OFFSET {skipped}) AS last \
             WHERE EXISTS (SELECT 1 FROM conversation older WHERE older.last_at < last.last_at)",
            after = after_condition(filter),
            skipped = (reach.searched - 1).max(0),
        );
        let (after_at, after_id) = filter.after.clone().unwrap_or_default();
        sqlx::query_scalar(AssertSqlSafe(sql)).bind(after_at).bind(after_id).fetch_optional(&self.reader).await
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
            "SELECT seq, verdict, entry_id, confidence, candidates, rating, chosen_id, small_talk FROM question \
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

/// The condition on a conversation `c` to come after the place in `$1` and `$2`.
fn after_condition(filter: &Filter) -> &'static str {
    // its first half says nothing new: it is what an index can begin with
    if filter.after.is_some() { "c.last_at <= $1 AND (c.last_at < $1 OR c.id < $2)" } else { "1 = 1" }
}

/// The list from the place in `$1` and `$2` down to the time in `$3`, with the entry in `$4` and the words in `$5`, and
/// one conversation more than is given. Every part is one of the texts here; what the caller brings is bound.
fn list_sql(filter: &Filter, reach: Reach) -> String {
    let mut wanted = Vec::new();
    wanted.extend(filter.happened.map(Happened::condition));
    wanted.extend(filter.entry.as_ref().map(|_| "q.entry_id = $4"));
    if !filter.words.is_empty() {
        wanted.push("q.text LIKE $5 ESCAPE '\\'");
    }
    if wanted.is_empty() {
        wanted.push("1 = 1");
    }
    // Not EXISTS, which SQLite makes joins of: two of them would try every question of a conversation with every other.
    let wanted = wanted.iter().map(|condition| {
        format!(" AND (SELECT 1 FROM question q WHERE q.conversation_id = c.id AND {condition} LIMIT 1) IS NOT NULL")
    });
    // along the index of last_at, so that it ends as soon as there are enough
    format!(
        "SELECT c.id, c.started_at, c.last_at, c.lang, c.page, \
         (SELECT q.text FROM question q WHERE q.conversation_id = c.id ORDER BY q.small_talk, q.seq LIMIT 1) AS first, \
         (SELECT count(*) FROM question q WHERE q.conversation_id = c.id) AS questions, \
         (SELECT count(*) FROM question q WHERE q.conversation_id = c.id AND {unanswered}) AS unanswered, \
         (SELECT count(*) FROM question q WHERE q.conversation_id = c.id AND q.rating = 1) AS helpful, \
         (SELECT count(*) FROM question q WHERE q.conversation_id = c.id AND {not_helpful}) AS not_helpful, \
         EXISTS (SELECT 1 FROM question q WHERE q.conversation_id = c.id AND {person_asked}) AS person_asked \
         FROM conversation c WHERE {after} AND c.last_at >= $3{wanted} \
         ORDER BY c.last_at DESC, c.id DESC LIMIT {most}",
        unanswered = Happened::Unanswered.condition(),
        not_helpful = Happened::NotHelpful.condition(),
        person_asked = Happened::PersonAsked.condition(),
        after = after_condition(filter),
        wanted = wanted.collect::<String>(),
        most = reach.most + 1,
    )
}

/// A pattern that finds the words as they are, anywhere.
pub(super) fn like(words: &str) -> String {
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
        small_talk: row.try_get::<i64, _>("small_talk")? != 0,
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
