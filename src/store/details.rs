//! What a person who talks to a visitor is shown beside the words: where the visitor is and was, earlier visits, what
//! became of each request for a person, the team's notes, and who of the team did what.
//!
//! Invariant: read-only. Every list is bounded, so that one conversation costs about the same as any other.

use super::accounts::{moment, moment_if_any};
use super::{Store, StoreError};
use crate::ids::ConversationId;
use schemars::JsonSchema;
use serde::Serialize;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// Pages of one visit: more than anybody reads, and more than most visits have.
const MOST_PAGES: i64 = 20;
/// Earlier visits of one visitor.
const MOST_EARLIER: i64 = 20;
/// Requests for a person in one conversation, the latest.
const MOST_HANDOFFS: i64 = 50;
/// Notes on one conversation, the latest.
const MOST_NOTES: i64 = 200;
/// Lines of the team's log in one answer.
pub const LOG_LINES: i64 = 200;

/// A conversation as it is shown beside its words. Times are in milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "ConversationDetails")]
pub struct Details {
    /// The language of its last message.
    pub lang: String,
    /// Its first message, or when the panel was opened.
    #[serde(serialize_with = "moment")]
    #[schemars(with = "String")]
    pub started_at: i64,
    /// Where the visitor was at the last message.
    pub page: CurrentPage,
    /// Where the visitor came from; empty: not known.
    pub referrer: String,
    /// Where questions were asked in the present visit, the latest first.
    pub pages: Vec<VisitedPage>,
    /// The requests for a person, the oldest first.
    pub handoffs: Vec<Handoff>,
    /// The team's notes, the oldest first.
    pub notes: Vec<Note>,
    /// Earlier visits of the same visitor, the latest first.
    pub earlier: Vec<EarlierVisit>,
    /// The address that was left last.
    pub email: Option<String>,
    /// The number that was left last.
    pub phone: Option<String>,
    /// Thumbs on answers, over all visits.
    pub ratings: Ratings,
}

/// A page, as the visitor's browser named it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CurrentPage {
    /// The path.
    pub path: String,
    /// The document's title.
    pub title: String,
}

/// A page and when something was last asked there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VisitedPage {
    /// The path.
    pub path: String,
    /// The document's title; empty: not known.
    pub title: String,
    /// In milliseconds since 1970.
    #[serde(serialize_with = "moment")]
    #[schemars(with = "String")]
    pub at: i64,
}

/// A request for a person and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Handoff {
    /// When it came, in milliseconds since 1970.
    #[serde(serialize_with = "moment")]
    #[schemars(with = "String")]
    pub at: i64,
    /// Why: `visitor`, `words`, `misses` and so on.
    pub reason: String,
    /// How it stands: `offline`, `queued`, `agent`, `closed`, `returned`, `cancelled` or `message`.
    pub state: String,
    /// Who has it, or had it last.
    pub agent: Option<String>,
    /// When an agent first took it.
    #[serde(serialize_with = "moment_if_any")]
    #[schemars(with = "Option<String>")]
    pub joined_at: Option<i64>,
    /// When it ended.
    #[serde(serialize_with = "moment_if_any")]
    #[schemars(with = "Option<String>")]
    pub closed_at: Option<i64>,
    /// The visitor's rating, 1 to 5.
    pub score: Option<i64>,
    /// What the visitor wrote with the rating.
    pub comment: Option<String>,
}

/// What one of the team wrote for the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Note {
    /// From 1 in each conversation.
    pub id: i64,
    /// In milliseconds since 1970.
    #[serde(serialize_with = "moment")]
    #[schemars(with = "String")]
    pub at: i64,
    /// The author's name then.
    pub author: String,
    /// The words.
    pub text: String,
}

/// A visit before the present one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct EarlierVisit {
    /// The conversation that it belongs to: the same one, or another of the same visitor.
    pub conversation: String,
    /// When it began, in milliseconds since 1970.
    #[serde(serialize_with = "moment")]
    #[schemars(with = "String")]
    pub at: i64,
    /// The first question.
    pub question: String,
    /// How many questions.
    pub questions: i64,
}

/// Thumbs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Ratings {
    /// Helpful answers.
    pub up: i64,
    /// Answers that were not.
    pub down: i64,
}

/// A line of the team's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "DeskLogLine")]
pub struct LogLine {
    /// Where.
    pub conversation: String,
    /// From 1 in each conversation.
    pub number: i64,
    /// In milliseconds since 1970.
    #[serde(serialize_with = "moment")]
    #[schemars(with = "String")]
    pub at: i64,
    /// Whose account, by its name then.
    pub account: String,
    /// What was done: `read`, `take`, `assign`, `release`, `resolve`, `give_back` or `note`.
    pub action: String,
    /// To whom, for example.
    pub detail: String,
}

/// Where a reading of the log goes on: the time, the conversation and the number of the line before.
pub type LogPlace = (i64, String, i64);

/// What the log's reading begins with.
struct Subject {
    visitor: String,
    visit_at: i64,
    last_at: i64,
}

impl Store {
    /// What is known of a conversation beside its words; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn desk_details(&self, id: &ConversationId) -> Result<Option<Details>, StoreError> {
        self.read_details(id).await.map_err(StoreError::Read)
    }

    async fn read_details(&self, id: &ConversationId) -> sqlx::Result<Option<Details>> {
        let row = sqlx::query(
            "SELECT visitor, visit_at, last_at, lang, started_at, page, page_title, referrer, \
             (SELECT count(*) FROM question WHERE conversation_id = conversation.id AND rating = 1) AS up, \
             (SELECT count(*) FROM question WHERE conversation_id = conversation.id AND rating = -1) AS down, \
             (SELECT email FROM handoff WHERE conversation_id = conversation.id AND email <> '' \
              ORDER BY seq DESC LIMIT 1) AS email, \
             (SELECT phone FROM handoff WHERE conversation_id = conversation.id AND phone <> '' \
              ORDER BY seq DESC LIMIT 1) AS phone \
             FROM conversation WHERE id = $1",
        )
        .bind(&id.0)
        .fetch_optional(&self.reader)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let subject = Subject {
            visitor: row.try_get("visitor")?,
            visit_at: row.try_get("visit_at")?,
            last_at: row.try_get("last_at")?,
        };
        let page = CurrentPage { path: row.try_get("page")?, title: row.try_get("page_title")? };
        Ok(Some(Details {
            lang: row.try_get("lang")?,
            started_at: row.try_get("started_at")?,
            referrer: row.try_get("referrer")?,
            pages: self.pages_of_visit(id, &subject, &page).await?,
            page,
            handoffs: self.handoffs_of(id).await?,
            notes: self.notes_of(id).await?,
            earlier: self.earlier_visits(id, &subject).await?,
            email: row.try_get("email")?,
            phone: row.try_get("phone")?,
            ratings: Ratings { up: row.try_get("up")?, down: row.try_get("down")? },
        }))
    }

    /// Where questions of the present visit were asked. The page of the last message has a title and stands first, with or
    /// without a question.
    async fn pages_of_visit(
        &self,
        id: &ConversationId,
        subject: &Subject,
        page: &CurrentPage,
    ) -> sqlx::Result<Vec<VisitedPage>> {
        let asked: Vec<(String, i64)> = sqlx::query_as(
            "SELECT page, max(at) AS latest FROM question WHERE conversation_id = $1 AND visit_at = $2 AND page <> '' \
             GROUP BY page ORDER BY latest DESC LIMIT $3",
        )
        .bind(&id.0)
        .bind(subject.visit_at)
        .bind(MOST_PAGES)
        .fetch_all(&self.reader)
        .await?;
        let now = VisitedPage { path: page.path.clone(), title: page.title.clone(), at: subject.last_at };
        let others = asked.into_iter().filter(|(path, _)| *path != page.path);
        let others = others.map(|(path, at)| VisitedPage { path, title: String::new(), at });
        Ok(Some(now).filter(|now| !now.path.is_empty()).into_iter().chain(others).collect())
    }

    async fn handoffs_of(&self, id: &ConversationId) -> sqlx::Result<Vec<Handoff>> {
        let rows = sqlx::query(
            "SELECT at, reason, state, agent, joined_at, closed_at, score, comment FROM handoff \
             WHERE conversation_id = $1 ORDER BY seq DESC LIMIT $2",
        )
        .bind(&id.0)
        .bind(MOST_HANDOFFS)
        .fetch_all(&self.reader)
        .await?;
        rows.iter().rev().map(handoff).collect()
    }

    async fn notes_of(&self, id: &ConversationId) -> sqlx::Result<Vec<Note>> {
        let rows = sqlx::query(
            "SELECT number, at, author, text FROM note WHERE conversation_id = $1 ORDER BY number DESC LIMIT $2",
        )
        .bind(&id.0)
        .bind(MOST_NOTES)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .rev()
            .map(|row| {
                Ok(Note {
                    id: row.try_get("number")?,
                    at: row.try_get("at")?,
                    author: row.try_get("author")?,
                    text: row.try_get("text")?,
                })
            })
            .collect()
    }

    async fn earlier_visits(&self, id: &ConversationId, subject: &Subject) -> sqlx::Result<Vec<EarlierVisit>> {
        let rows = sqlx::query(
            "SELECT visit.conversation_id, visit.visit_at, visit.questions, question.text FROM \
             (SELECT conversation_id, question.visit_at, count(*) AS questions, min(seq) AS first FROM conversation \
              JOIN question ON question.conversation_id = conversation.id WHERE conversation.visitor = $1 \
              AND NOT (conversation.id = $2 AND question.visit_at = $3) \
              GROUP BY conversation_id, question.visit_at ORDER BY question.visit_at DESC LIMIT $4) AS visit \
             JOIN question ON question.conversation_id = visit.conversation_id AND question.seq = visit.first \
             ORDER BY visit.visit_at DESC",
        )
        .bind(&subject.visitor)
        .bind(&id.0)
        .bind(subject.visit_at)
        .bind(MOST_EARLIER)
        .fetch_all(&self.reader)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(EarlierVisit {
                    conversation: row.try_get("conversation_id")?,
                    at: row.try_get("visit_at")?,
                    question: row.try_get("text")?,
                    questions: row.try_get("questions")?,
                })
            })
            .collect()
    }

    /// What the team did, the latest first, up to [`LOG_LINES`]: in one conversation or in all.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn desk_log(
        &self,
        conversation: Option<&ConversationId>,
        before: Option<&LogPlace>,
    ) -> Result<Vec<LogLine>, StoreError> {
        let (at, place, number) = before.cloned().unwrap_or((i64::MAX, String::new(), 0));
        let sql = if conversation.is_some() {
            "SELECT conversation_id, number, at, account, action, detail FROM desk_log \
             WHERE conversation_id = $1 AND (at < $2 OR (at = $2 AND number < $4)) AND $3 = $3 \
             ORDER BY at DESC, number DESC LIMIT $5"
        } else {
            "SELECT conversation_id, number, at, account, action, detail FROM desk_log \
             WHERE at <= $2 AND (at < $2 OR conversation_id < $3 OR (conversation_id = $3 AND number < $4)) \
             AND $1 = $1 ORDER BY at DESC, conversation_id DESC, number DESC LIMIT $5"
        };
        sqlx::query(sql)
            .bind(conversation.map_or("", |id| &id.0))
            .bind(at)
            .bind(place)
            .bind(number)
            .bind(LOG_LINES)
            .fetch_all(&self.reader)
            .await
            .and_then(|rows| rows.iter().map(log_line).collect())
            .map_err(StoreError::Read)
    }
}

fn handoff(row: &SqliteRow) -> sqlx::Result<Handoff> {
    Ok(Handoff {
        at: row.try_get("at")?,
        reason: row.try_get("reason")?,
        state: row.try_get("state")?,
        agent: row.try_get("agent")?,
        joined_at: row.try_get("joined_at")?,
        closed_at: row.try_get("closed_at")?,
        score: row.try_get("score")?,
        comment: row.try_get("comment")?,
    })
}

fn log_line(row: &SqliteRow) -> sqlx::Result<LogLine> {
    Ok(LogLine {
        conversation: row.try_get("conversation_id")?,
        number: row.try_get("number")?,
        at: row.try_get("at")?,
        account: row.try_get("account")?,
        action: row.try_get("action")?,
        detail: row.try_get("detail")?,
    })
}
