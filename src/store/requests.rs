//! What becomes of a wish for a person, as a turn changes it.
//!
//! Invariant: a request changes only in the transaction that stores the event of its change; a conversation has at most
//! one that is open, which the schema holds, too.

use super::conversations::Slot;
use super::desk::{add_note, log};
use super::totals::changed;
use super::{Mark, NewTurn};
use sqlx::{Sqlite, SqliteConnection};

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
        Mark::Rating { .. } | Mark::NotHelped | Mark::Chosen { .. } => Ok(()),
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
        // of a visit with nothing but small talk the last of that
        "UPDATE question SET person_asked = 1 WHERE conversation_id = $1 AND seq = (SELECT seq FROM question \
         WHERE conversation_id = $1 AND seq <= $2 AND visit_at = $3 ORDER BY small_talk, seq DESC LIMIT 1)",
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
         (SELECT entry_id FROM question WHERE conversation_id = $1 AND seq <= $2 AND visit_at = $4 AND small_talk = 0 \
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
