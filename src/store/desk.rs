//! What becomes of a wish for a person: the line, who has which conversation, and what the team notes beside it.
//!
//! Invariant: a request changes only in the transaction that stores the event of its change; a conversation has at most
//! one that is open, which the schema holds, too.

use super::conversations::Slot;
use super::details::Note;
use super::totals::changed;
use super::{Mark, NewTurn, Store, StoreError};
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
    /// `seq`, sender, time and body of the last event that says something.
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

const ROW: &str = "SELECT c.id, c.lang, c.page, c.page_title, c.last_at, \
    h.state AS state, h.at AS asked_at, h.joined_at, h.reason, h.agent_id, h.agent, h.email, h.closed_at, \
    e.seq, e.sender, e.at AS said_at, e.body, q.verdict, q.confidence, q.entry_id \
    FROM conversation AS c \
    LEFT JOIN handoff AS h ON h.conversation_id = c.id \
      AND h.seq = (SELECT max(seq) FROM handoff WHERE conversation_id = c.id) \
    LEFT JOIN event AS e ON e.conversation_id = c.id AND e.seq = (SELECT max(seq) FROM event \
      WHERE conversation_id = c.id AND kind IN ('text', 'choice', 'answer', 'choices', 'none', 'message')) \
    LEFT JOIN question AS q ON q.conversation_id = c.id \
      AND q.seq = (SELECT max(seq) FROM question WHERE conversation_id = c.id) WHERE ";

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
        open.push("h.state IN ('queued', 'agent') OR (h.state = 'message' AND h.closed_at IS NULL) ");
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

async fn add_note(
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

async fn log(connection: &mut SqliteConnection, entry: &NewDeskEntry) -> sqlx::Result<()> {
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

/// Notes what a turn changes about a wish for a person, in the turn's own transaction.
pub(super) async fn insert_mark(
    connection: &mut SqliteConnection,
    turn: &NewTurn,
    slot: &Slot,
    mark: &Mark,
) -> sqlx::Result<()> {
    match mark {
        Mark::PersonAsked { reason, queued } => asked(connection, turn, slot, reason, *queued).await,
        Mark::Joined { agent_id, agent } => joined(connection, turn, slot, agent_id, agent).await,
        Mark::MessageLeft { email, phone, text } => {
            let part = Left { email: email.as_deref(), phone: phone.as_deref(), text };
            left(connection, turn, slot, &part).await
        }
        Mark::AgentWrote => {
            let sql = "UPDATE handoff SET answered_at = coalesce(answered_at, $2) \
                       WHERE conversation_id = $1 AND state = 'agent' RETURNING visit_at";
            update(connection, turn, sqlx::query_scalar(sql).bind(&turn.conversation.0).bind(turn.at)).await
        }
        Mark::Requeued => {
            let sql = "UPDATE handoff SET state = 'queued', told_at = NULL \
                       WHERE conversation_id = $1 AND state = 'agent' RETURNING visit_at";
            update(connection, turn, sqlx::query_scalar(sql).bind(&turn.conversation.0)).await
        }
        Mark::Told => {
            let sql = "UPDATE handoff SET told_at = $2 \
                       WHERE conversation_id = $1 AND state = 'queued' RETURNING visit_at";
            update(connection, turn, sqlx::query_scalar(sql).bind(&turn.conversation.0).bind(turn.at)).await
        }
        Mark::Ended { state } => {
            let sql = "UPDATE handoff SET state = $2, closed_at = $3 \
                       WHERE conversation_id = $1 AND state IN ('queued', 'agent') RETURNING visit_at";
            let query = sqlx::query_scalar(sql).bind(&turn.conversation.0).bind(*state).bind(turn.at);
            update(connection, turn, query).await
        }
        Mark::Score { score, comment } => {
            let sql = "UPDATE handoff SET score = $2, comment = $3 WHERE conversation_id = $1 AND seq = \
                       (SELECT max(seq) FROM handoff WHERE conversation_id = $1 AND state = 'closed') \
                       RETURNING visit_at";
            let query = sqlx::query_scalar(sql).bind(&turn.conversation.0).bind(score).bind(comment);
            update(connection, turn, query).await
        }
        Mark::Done(entry) => log(connection, entry).await,
        Mark::Noted { entry, cid, text } => {
            // the turn was not stored before, so that its note was not either
            add_note(connection, entry.clone(), cid.clone(), text.clone()).await.map(drop)
        }
        Mark::Rating { .. } | Mark::Chosen { .. } => Ok(()),
    }
}

/// Changes a request; the weeks that were counted with it before are counted anew. Whether there was one.
async fn update_one<'q>(
    connection: &mut SqliteConnection,
    turn: &NewTurn,
    query: sqlx::query::QueryScalar<'q, Sqlite, i64, sqlx::sqlite::SqliteArguments>,
) -> sqlx::Result<bool> {
    let visit: Option<i64> = query.fetch_optional(&mut *connection).await?;
    if let Some(visit_at) = visit {
        changed(connection, visit_at, turn.at).await?;
    }
    Ok(visit.is_some())
}

async fn update<'q>(
    connection: &mut SqliteConnection,
    turn: &NewTurn,
    query: sqlx::query::QueryScalar<'q, Sqlite, i64, sqlx::sqlite::SqliteArguments>,
) -> sqlx::Result<()> {
    update_one(connection, turn, query).await.map(drop)
}

async fn asked(
    connection: &mut SqliteConnection,
    turn: &NewTurn,
    slot: &Slot,
    reason: &str,
    queued: bool,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE question SET person_asked = 1 WHERE conversation_id = $1 AND seq = (SELECT max(seq) FROM question \
         WHERE conversation_id = $1 AND seq <= $2 AND visit_at = $3)",
    )
    .bind(&turn.conversation.0)
    .bind(slot.seq)
    .bind(slot.visit_at)
    .execute(&mut *connection)
    .await?;
    let state = if queued { "queued" } else { "offline" };
    insert(connection, turn, slot, &NewRequest { reason, state, ..NewRequest::default() }).await
}

#[derive(Default)]
struct NewRequest<'a> {
    reason: &'a str,
    state: &'a str,
    agent: Option<(&'a str, &'a str)>,
    left: Option<&'a Left<'a>>,
}

/// A message for when somebody is there.
struct Left<'a> {
    email: Option<&'a str>,
    phone: Option<&'a str>,
    text: &'a str,
}

async fn insert(
    connection: &mut SqliteConnection,
    turn: &NewTurn,
    slot: &Slot,
    new: &NewRequest<'_>,
) -> sqlx::Result<()> {
    let agent = new.agent;
    sqlx::query(
        "INSERT INTO handoff (conversation_id, seq, at, visit_at, reason, lang, page, state, agent_id, agent, joined_at, \
         email, phone, message, entry_id) \
         SELECT $1, $2, $3, $4, $5, $6, coalesce($7, page), $8, $9, $10, $11, $12, $13, $14, \
         (SELECT entry_id FROM question WHERE conversation_id = $1 AND seq <= $2 AND small_talk = 0 \
          ORDER BY seq DESC LIMIT 1) FROM conversation WHERE id = $1",
    )
    .bind(&turn.conversation.0)
    .bind(slot.seq)
    .bind(turn.at)
    .bind(slot.visit_at)
    .bind(new.reason)
    .bind(&turn.lang)
    .bind(turn.page.as_ref().map(|page| &page.path))
    .bind(new.state)
    .bind(agent.map(|(id, _)| id))
    .bind(agent.map(|(_, name)| name))
    .bind(agent.map(|_| turn.at))
    .bind(new.left.and_then(|left| left.email))
    .bind(new.left.and_then(|left| left.phone))
    .bind(new.left.map(|left| left.text))
    .execute(connection)
    .await
    .map(drop)
}

/// A person has it: a request that is open, a message that nobody answered, or a conversation of the bot.
async fn joined(
    connection: &mut SqliteConnection,
    turn: &NewTurn,
    slot: &Slot,
    agent_id: &str,
    agent: &str,
) -> sqlx::Result<()> {
    let sql = "UPDATE handoff SET state = 'agent', agent_id = $2, agent = $3, joined_at = coalesce(joined_at, $4) \
               WHERE conversation_id = $1 AND seq = (SELECT max(seq) FROM handoff WHERE conversation_id = $1 AND \
               (state IN ('queued', 'agent') OR (state = 'message' AND closed_at IS NULL))) RETURNING visit_at";
    let query = sqlx::query_scalar(sql).bind(&turn.conversation.0).bind(agent_id).bind(agent).bind(turn.at);
    if update_one(connection, turn, query).await? {
        return Ok(());
    }
    let agent = Some((agent_id, agent));
    insert(connection, turn, slot, &NewRequest { reason: "agent", state: "agent", agent, left: None }).await
}

/// A message is left: by who waits, by who found nobody there, or by anybody.
async fn left(connection: &mut SqliteConnection, turn: &NewTurn, slot: &Slot, left: &Left<'_>) -> sqlx::Result<()> {
    let sql = "UPDATE handoff SET state = 'message', email = $2, phone = $3, message = $4 \
               WHERE conversation_id = $1 AND seq = (SELECT max(seq) FROM handoff WHERE conversation_id = $1) \
               AND state IN ('queued', 'offline') AND visit_at = $5 RETURNING visit_at";
    let query = sqlx::query_scalar(sql)
        .bind(&turn.conversation.0)
        .bind(left.email)
        .bind(left.phone)
        .bind(left.text)
        .bind(slot.visit_at);
    if update_one(connection, turn, query).await? {
        return Ok(());
    }
    // one that still waits from an earlier visit is answered by the message, too
    let ended = "UPDATE handoff SET state = 'cancelled', closed_at = $2 \
                 WHERE conversation_id = $1 AND state = 'queued' RETURNING visit_at";
    update(connection, turn, sqlx::query_scalar(ended).bind(&turn.conversation.0).bind(turn.at)).await?;
    insert(connection, turn, slot, &NewRequest { reason: "message", state: "message", agent: None, left: Some(left) })
        .await
}
