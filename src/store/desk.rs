//! The team's desk as the log has it: who waits, who has which conversation, and what the team notes beside it.
//!
//! Invariant: reading is bounded however long the log is. What changes a request is in `requests`.

use super::details::Note;
use super::{Store, StoreError};
use crate::ids::ConversationId;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};
use std::sync::Arc;

/// Requests that wait or are with a person which are read at most: far more than any team works off.
const MOST_OPEN: i64 = 2_000;
/// Waits that an expected time is learned from, the latest.
const WAITS: i64 = 20;

/// A request that waits or is with a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenRequest {
    /// Where.
    pub conversation: ConversationId,
    /// When a person was asked for, in milliseconds since 1970.
    pub at: i64,
    /// Who has it; `None` while it waits.
    pub agent_id: Option<String>,
    /// Whether the visitor was told that it takes long.
    pub told: bool,
}

/// A conversation as the team's list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskRow {
    /// Where.
    pub conversation: ConversationId,
    /// `bot`, `queued`, `agent` or `message`.
    pub stage: String,
    /// Waiting since, with a person since, message left at, or the last event; in milliseconds since 1970.
    pub since: i64,
    /// Why a person was asked for.
    pub reason: Option<String>,
    /// Who has it: account and name.
    pub agent: Option<(String, String)>,
    /// A mail address that the visitor left.
    pub email: Option<String>,
    /// The language, a BCP 47 tag.
    pub lang: String,
    /// The path of the page.
    pub page: String,
    /// Its title.
    pub page_title: String,
    /// `seq`, sender, time and body of what says best what it is about: the visitor's last words, or a person's answer to
    /// them while a person has it or a message was left; what the bot said last where neither spoke.
    pub last: Option<(i64, String, i64, String)>,
    /// Verdict, confidence and entry of the last question.
    pub verdict: Option<(String, f64, Option<String>)>,
}

/// Somebody of the team did something in a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct NewDeskEntry {
    /// Where.
    pub conversation: ConversationId,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who: the account.
    pub account_id: String,
    /// Its name.
    pub account: String,
    /// `read`, `take` and so on.
    pub action: &'static str,
    /// More about it: to whom it was given.
    pub detail: String,
}

/// What the bot said last says little of what a visitor wants: it is shown where nobody else spoke in the last 200 events,
/// which are as many as are looked through.
const ROW: &str = "SELECT c.id, c.lang, c.page, c.page_title, c.last_at, \
    h.state AS state, h.at AS asked_at, h.joined_at, h.reason, h.agent_id, h.agent, h.email, h.closed_at, \
    e.seq, e.sender, e.at AS said_at, e.body, q.verdict, q.confidence, q.entry_id \
    FROM conversation AS c \
    LEFT JOIN handoff AS h ON h.conversation_id = c.id \
      AND h.seq = (SELECT max(seq) FROM handoff WHERE conversation_id = c.id) \
    LEFT JOIN event AS e ON e.conversation_id = c.id AND e.seq = coalesce(\
      (SELECT max(seq) FROM event WHERE conversation_id = c.id AND seq > c.last_seq - 200 \
        AND kind IN ('text', 'choice', 'message') AND (sender = 'visitor' OR (sender = 'agent' \
          AND (h.state = 'agent' OR (h.state = 'message' AND h.closed_at IS NULL))))), \
      (SELECT max(seq) FROM event WHERE conversation_id = c.id AND seq > c.last_seq - 200 \
        AND kind IN ('text', 'choice', 'answer', 'choices', 'none', 'message'))) \
    LEFT JOIN question AS q ON q.conversation_id = c.id \
      AND q.seq = (SELECT max(seq) FROM question WHERE conversation_id = c.id AND small_talk = 0) WHERE ";

impl Store {
    /// What waits and what is with a person, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn open_requests(&self) -> Result<Vec<OpenRequest>, StoreError> {
        sqlx::query(
            "SELECT conversation_id, at, state, agent_id, told_at FROM handoff WHERE state IN ('queued', 'agent') \
             ORDER BY at, conversation_id LIMIT $1",
        )
        .bind(MOST_OPEN)
        .fetch_all(&self.reader)
        .await
        .and_then(|rows| {
            rows.iter()
                .map(|row| {
                    let with_person = row.try_get::<String, _>("state")? == "agent";
                    Ok(OpenRequest {
                        conversation: ConversationId(row.try_get("conversation_id")?),
                        at: row.try_get("at")?,
                        agent_id: row.try_get::<Option<String>, _>("agent_id")?.filter(|_| with_person),
                        told: row.try_get::<Option<i64>, _>("told_at")?.is_some(),
                    })
                })
                .collect()
        })
        .map_err(StoreError::Read)
    }

    /// How long the latest visitors waited until a person took over, in milliseconds.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn latest_waits(&self) -> Result<Vec<i64>, StoreError> {
        sqlx::query_scalar(
            "SELECT joined_at - at FROM handoff WHERE joined_at IS NOT NULL AND reason <> 'agent' \
             AND state IN ('agent', 'closed', 'returned') ORDER BY at DESC LIMIT $1",
        )
        .bind(WAITS)
        .fetch_all(&self.reader)
        .await
        .map_err(StoreError::Read)
    }

    /// These conversations as the team's list shows them; those that are gone are left out.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn desk_rows(&self, ids: &[ConversationId]) -> Result<Vec<DeskRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = QueryBuilder::<Sqlite>::new(ROW);
        query.push("c.id IN (");
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(&id.0);
        }
        query.push(")");
        self.read_rows(query).await
    }

    /// What waits, is with a person or is a message that nobody answered, the oldest first; and of the others those
    /// with an event since `since`, the latest `most`.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn desk(&self, since: i64, most: i64) -> Result<Vec<DeskRow>, StoreError> {
        let mut open = QueryBuilder::<Sqlite>::new(ROW);
        // the few that are open are found by their state, however many conversations there are
        open.push(
            "c.id IN (SELECT conversation_id FROM handoff WHERE state IN ('queued', 'agent') \
             OR (state = 'message' AND closed_at IS NULL)) \
             AND (h.state IN ('queued', 'agent') OR (h.state = 'message' AND h.closed_at IS NULL)) ",
        );
        open.push("ORDER BY h.at LIMIT ").push_bind(MOST_OPEN);
        let mut rows = self.read_rows(open).await?;
        let mut recent = QueryBuilder::<Sqlite>::new(ROW);
        recent.push("c.last_at >= ").push_bind(since);
        recent.push(
            " AND c.last_seq > 0 AND (h.state IS NULL OR h.state NOT IN ('queued', 'agent', 'message')) \
             ORDER BY c.last_at DESC LIMIT ",
        );
        recent.push_bind(most);
        rows.extend(self.read_rows(recent).await?);
        Ok(rows)
    }

    async fn read_rows(&self, mut query: QueryBuilder<Sqlite>) -> Result<Vec<DeskRow>, StoreError> {
        let rows = query.build().fetch_all(&self.reader).await.map_err(StoreError::Read)?;
        rows.iter().map(desk_row).collect::<sqlx::Result<_>>().map_err(StoreError::Read)
    }

    /// Keeps a note, once for a client's id; the note, and whether it was kept before.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; [`StoreError::Gone`]; [`StoreError::CidConflict`] where the id was used for another.
    pub async fn add_note(&self, entry: NewDeskEntry, cid: String, text: String) -> Result<(Note, bool), StoreError> {
        self.write(move |connection| Box::pin(add_note(connection, entry, cid, text))).await.map_err(unavailable)?
    }

    /// The notes of a conversation after the one with a number, the oldest first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn notes_after(&self, id: &ConversationId, number: i64) -> Result<Vec<Note>, StoreError> {
        let notes: Vec<(i64, i64, String, String)> = sqlx::query_as(
            "SELECT number, at, author, text FROM note WHERE conversation_id = $1 AND number > $2 \
             ORDER BY number LIMIT $3",
        )
        .bind(&id.0)
        .bind(number)
        .bind(MOST_OPEN)
        .fetch_all(&self.reader)
        .await
        .map_err(StoreError::Read)?;
        Ok(notes.into_iter().map(|(id, at, author, text)| Note { id, at, author, text }).collect())
    }

    /// Writes down who did what.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn log_desk(&self, entry: NewDeskEntry) -> Result<(), StoreError> {
        self.write(move |connection| Box::pin(async move { log(connection, &entry).await })).await.map_err(unavailable)
    }
}

fn unavailable(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(Arc::new(error))
}

fn desk_row(row: &SqliteRow) -> sqlx::Result<DeskRow> {
    let state: Option<String> = row.try_get("state")?;
    let open_message = state.as_deref() == Some("message") && row.try_get::<Option<i64>, _>("closed_at")?.is_none();
    let stage = match state.as_deref() {
        Some(open @ ("queued" | "agent")) => open,
        Some("message") if open_message => "message",
        _ => "bot",
    };
    let (asked_at, joined_at): (Option<i64>, Option<i64>) = (row.try_get("asked_at")?, row.try_get("joined_at")?);
    let last_at: i64 = row.try_get("last_at")?;
    let since = match stage {
        "agent" => joined_at.or(asked_at),
        "queued" | "message" => asked_at,
        _ => None,
    };
    let agent: Option<String> = row.try_get::<Option<String>, _>("agent_id")?.filter(|_| stage == "agent");
    let agent = match agent {
        Some(id) => Some((id, row.try_get::<Option<String>, _>("agent")?.unwrap_or_default())),
        None => None,
    };
    let last = match row.try_get::<Option<i64>, _>("seq")? {
        Some(seq) => Some((seq, row.try_get("sender")?, row.try_get("said_at")?, row.try_get("body")?)),
        None => None,
    };
    let verdict = match row.try_get::<Option<String>, _>("verdict")? {
        Some(verdict) => Some((verdict, row.try_get("confidence")?, row.try_get("entry_id")?)),
        None => None,
    };
    Ok(DeskRow {
        conversation: ConversationId(row.try_get("id")?),
        reason: row.try_get::<Option<String>, _>("reason")?.filter(|_| stage != "bot"),
        stage: stage.to_owned(),
        since: since.unwrap_or(last_at),
        agent,
        email: row.try_get("email")?,
        lang: row.try_get("lang")?,
        page: row.try_get("page")?,
        page_title: row.try_get("page_title")?,
        last,
        verdict,
    })
}

pub(super) async fn add_note(
    connection: &mut SqliteConnection,
    entry: NewDeskEntry,
    cid: String,
    text: String,
) -> sqlx::Result<Result<(Note, bool), StoreError>> {
    let id = &entry.conversation.0;
    let known: Option<(i64, i64, String, String, String)> =
        sqlx::query_as("SELECT number, at, author, text, author_id FROM note WHERE conversation_id = $1 AND cid = $2")
            .bind(id)
            .bind(&cid)
            .fetch_optional(&mut *connection)
            .await?;
    if let Some((number, at, author, known, author_id)) = known {
        let same = known == text && author_id == entry.account_id;
        return Ok(if same {
            Ok((Note { id: number, at, author, text: known }, true))
        } else {
            Err(StoreError::CidConflict)
        });
    }
    let exists: Option<i64> = sqlx::query_scalar("SELECT 1 FROM conversation WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    if exists.is_none() {
        return Ok(Err(StoreError::Gone));
    }
    let number: i64 = sqlx::query_scalar(
        "INSERT INTO note (conversation_id, number, at, author_id, author, text, cid) \
         VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM note WHERE conversation_id = $1), $2, $3, $4, $5, $6) \
         RETURNING number",
    )
    .bind(id)
    .bind(entry.at)
    .bind(&entry.account_id)
    .bind(&entry.account)
    .bind(&text)
    .bind(&cid)
    .fetch_one(&mut *connection)
    .await?;
    log(connection, &entry).await?;
    Ok(Ok((Note { id: number, at: entry.at, author: entry.account, text }, false)))
}

pub(super) async fn log(connection: &mut SqliteConnection, entry: &NewDeskEntry) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO desk_log (conversation_id, number, at, account_id, account, action, detail) \
         SELECT id, (SELECT coalesce(max(number), 0) + 1 FROM desk_log WHERE conversation_id = $1), $2, $3, $4, $5, $6 \
         FROM conversation WHERE id = $1",
    )
    .bind(&entry.conversation.0)
    .bind(entry.at)
    .bind(&entry.account_id)
    .bind(&entry.account)
    .bind(entry.action)
    .bind(&entry.detail)
    .execute(connection)
    .await
    .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::Metrics;

    #[tokio::test]
    async fn a_row_is_found_by_indexes_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("deskbell.db"), Metrics::default()).await.unwrap();
        let mut query = QueryBuilder::<Sqlite>::new("EXPLAIN QUERY PLAN ");
        query.push(ROW).push("c.id IN ('a', 'b')");
        let plan: Vec<(i64, i64, i64, String)> = query.build_query_as().fetch_all(&store.reader).await.unwrap();
        let steps: Vec<&str> = plan.iter().map(|(.., step)| step.as_str()).collect();
        let bounded = "SEARCH event USING INDEX sqlite_autoindex_event_1 (conversation_id=? AND seq>?)";
        assert_eq!(steps.iter().filter(|step| **step == bounded).count(), 2, "{steps:#?}");
        assert!(!steps.iter().any(|step| step.starts_with("SCAN") || step.contains("TEMP B-TREE")), "{steps:#?}");
    }
}
