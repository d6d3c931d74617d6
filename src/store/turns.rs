//! Turns on their way into the log: those of one commit together, each kind of row by one statement.
//!
//! A statement costs two changes of thread and several pages, so a batch goes by few of them: one that looks up where
//! each turn goes, then one for each table. Those are made for a power of two of rows; any number is a few of them.
//!
//! Invariant: turns of one conversation are taken in their order, each after the one before it was stored, so that the
//! `seq`s have no gap and a message that comes again is known, within a batch as well.

use super::conversations::{Slot, VISIT_SILENCE_MILLIS, insert_mark};
#[cfg(feature = "sabotage")]
use super::sabotage::{self, Sabotage};
use super::{NewQuestion, NewTurn, Recorded, Sender, StoreError, StoredEvent};
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{Row, SqliteConnection};
use std::collections::HashSet;
use std::sync::OnceLock;

/// Rows of one statement, the most first: each of these is compiled once and kept. SQLite takes 32,766 values.
const ROWS: [usize; 7] = [64, 32, 16, 8, 4, 2, 1];

/// A statement over rows of values.
struct Rows {
    before: &'static str,
    columns: usize,
    after: &'static str,
    /// Its text for each number of rows.
    made: [OnceLock<String>; ROWS.len()],
}

type Query<'q> = sqlx::query::Query<'q, Sqlite, SqliteArguments>;

impl Rows {
    const fn new(before: &'static str, columns: usize, after: &'static str) -> Self {
        Self { before, columns, after, made: [const { OnceLock::new() }; ROWS.len()] }
    }

    fn text(&self, size: usize) -> &str {
        self.made[size].get_or_init(|| {
            let mut sql = self.before.to_owned();
            for row in 0..ROWS[size] {
                // not by number: SQLite walks all parameters that have a name for each that is bound
                sql.push_str(if row == 0 { "(?" } else { ", (?" });
                sql.push_str(&", ?".repeat(self.columns - 1));
                sql.push(')');
            }
            sql.push_str(self.after);
            sql
        })
    }

    /// The statements for some rows, with the values bound.
    fn queries<'q, Row>(
        &'static self,
        rows: &'q [Row],
        bind: impl Fn(Query<'q>, &'q Row) -> Query<'q>,
    ) -> impl Iterator<Item = Query<'q>> {
        let mut rest = rows;
        std::iter::from_fn(move || {
            let size = ROWS.iter().position(|rows| *rows <= rest.len())?;
            let (portion, after) = rest.split_at(ROWS[size]);
            rest = after;
            Some(portion.iter().fold(sqlx::query(self.text(size)), &bind))
        })
    }
}

/// Where a turn goes and whether it is there already.
#[derive(Default)]
struct Known {
    /// `last_seq`, `last_at`, `visit_at` and visitor of its conversation.
    conversation: Option<(i64, i64, i64, String)>,
    /// `seq`, time and digest of an event with its client id.
    event: Option<(i64, i64, Option<String>)>,
}

impl Known {
    /// What becomes of the turn where it is not to be stored; else its place. A silence begins a new visit.
    fn place(self, turn: &NewTurn) -> Result<Slot, Result<Recorded, StoreError>> {
        #[cfg(feature = "sabotage")]
        let this = Self { event: self.event.filter(|_| !sabotage::is(Sabotage::NoUnique)), ..self };
        #[cfg(not(feature = "sabotage"))]
        let this = self;
        if let Some((seq, at, digest)) = this.event {
            let same = digest.as_deref() == Some(&turn.cid_digest);
            return Err(if same { Ok(Recorded::Duplicate { seq, at }) } else { Err(StoreError::CidConflict) });
        }
        let Some((last_seq, last_at, visit_at, visitor)) = this.conversation else {
            return Err(Err(StoreError::Gone));
        };
        #[cfg(feature = "sabotage")]
        let last_seq = if sabotage::is(Sabotage::ClockSeq) { turn.at } else { last_seq };
        // only visitors visit: what a person answers later belongs to the visit that it answers
        let visits = turn.page.is_some() && turn.at - last_at > VISIT_SILENCE_MILLIS;
        let visit_at = if last_seq == 0 || visits { turn.at } else { visit_at };
        Ok(Slot { seq: last_seq + 1, visit_at, visitor })
    }
}

/// A turn in its place, with its events as they are stored.
struct Placed<'a> {
    turn: &'a NewTurn,
    slot: Slot,
    events: Vec<StoredEvent>,
}

impl<'a> Placed<'a> {
    fn new(turn: &'a NewTurn, slot: Slot) -> Self {
        let said = std::iter::once(&turn.message).chain(&turn.replies);
        let events = said.enumerate().map(|(offset, event)| StoredEvent {
            seq: slot.seq + offset as i64,
            at: turn.at,
            sender: event.sender,
            cid: (offset == 0).then(|| turn.cid.clone()),
            reply_to: (offset > 0).then_some(slot.seq),
            body: event.body.as_str().into(),
        });
        let events = events.collect();
        Self { turn, slot, events }
    }

    /// The kind of each event.
    fn kinds(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(&self.turn.message).chain(&self.turn.replies).map(|event| event.kind)
    }
}

/// Inserts turns into the open transaction. The outer error is the database's and spoils the whole batch; an inner one
/// concerns its turn only.
pub(super) async fn insert_turns(
    connection: &mut SqliteConnection,
    turns: &[&NewTurn],
) -> sqlx::Result<Vec<Result<Recorded, StoreError>>> {
    let mut recorded = Vec::with_capacity(turns.len());
    let mut rest = turns;
    while !rest.is_empty() {
        let mut seen = HashSet::with_capacity(rest.len());
        // what comes after a turn of the same conversation has to wait for it
        let apart = rest.iter().take_while(|turn| seen.insert(&turn.conversation)).count();
        let (now, later) = rest.split_at(apart);
        recorded.extend(insert_apart(connection, now).await?);
        rest = later;
    }
    Ok(recorded)
}

/// Inserts turns of different conversations.
async fn insert_apart(
    connection: &mut SqliteConnection,
    turns: &[&NewTurn],
) -> sqlx::Result<Vec<Result<Recorded, StoreError>>> {
    let known = look_up(connection, turns).await?;
    let placed: Vec<_> =
        turns.iter().zip(known).map(|(turn, known)| known.place(turn).map(|slot| Placed::new(turn, slot))).collect();
    let stored: Vec<&Placed> = placed.iter().filter_map(|placed| placed.as_ref().ok()).collect();
    go_on(connection, &stored).await?;
    insert_events(connection, &stored).await?;
    insert_questions(connection, &stored).await?;
    for placed in stored {
        for mark in &placed.turn.marks {
            insert_mark(connection, placed.turn, &placed.slot, mark).await?;
        }
    }
    Ok(placed
        .into_iter()
        .map(|placed| placed.map_or_else(|other| other, |new| Ok(Recorded::New(new.events))))
        .collect())
}

async fn look_up(connection: &mut SqliteConnection, turns: &[&NewTurn]) -> sqlx::Result<Vec<Known>> {
    static SQL: Rows = Rows::new(
        "WITH wanted (number, conversation, cid) AS (VALUES ",
        3,
        ") SELECT wanted.number, conversation.last_seq, conversation.last_at, conversation.visit_at, \
         conversation.visitor, event.seq, event.at, event.cid_digest FROM wanted \
         LEFT JOIN conversation ON conversation.id = wanted.conversation \
         LEFT JOIN event ON event.conversation_id = wanted.conversation AND event.cid = wanted.cid",
    );
    let numbered: Vec<(i64, &NewTurn)> =
        turns.iter().enumerate().map(|(number, turn)| (number as i64, *turn)).collect();
    let mut known: Vec<Known> = turns.iter().map(|_| Known::default()).collect();
    for query in
        SQL.queries(&numbered, |query, (number, turn)| query.bind(*number).bind(&turn.conversation.0).bind(&turn.cid))
    {
        for row in query.fetch_all(&mut *connection).await? {
            let number: i64 = row.try_get(0)?;
            known[number as usize] = known_of(&row)?;
        }
    }
    Ok(known)
}

fn known_of(row: &SqliteRow) -> sqlx::Result<Known> {
    let last_seq: Option<i64> = row.try_get(1)?;
    let seq: Option<i64> = row.try_get(5)?;
    let conversation = match last_seq {
        Some(last_seq) => Some((last_seq, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)),
        None => None,
    };
    let event = match seq {
        Some(seq) => Some((seq, row.try_get(6)?, row.try_get(7)?)),
        None => None,
    };
    Ok(Known { conversation, event })
}

/// Takes the conversations to the end of their turns.
async fn go_on(connection: &mut SqliteConnection, turns: &[&Placed<'_>]) -> sqlx::Result<()> {
    static SQL: Rows = Rows::new(
        "WITH turn (id, last_seq, last_at, visit_at, lang, state, page, page_title) AS (VALUES ",
        8,
        ") UPDATE conversation SET last_seq = turn.last_seq, last_at = turn.last_at, visit_at = turn.visit_at, \
         lang = turn.lang, state = turn.state, page = coalesce(turn.page, conversation.page), \
         page_title = coalesce(turn.page_title, conversation.page_title) \
         FROM turn WHERE conversation.id = turn.id",
    );
    for query in SQL.queries(turns, |query, Placed { turn, slot, .. }| {
        query
            .bind(&turn.conversation.0)
            .bind(slot.seq + turn.replies.len() as i64)
            .bind(turn.at)
            .bind(slot.visit_at)
            .bind(&turn.lang)
            .bind(&turn.state)
            .bind(turn.page.as_ref().map(|page| &page.path))
            .bind(turn.page.as_ref().map(|page| &page.title))
    }) {
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

async fn insert_events(connection: &mut SqliteConnection, turns: &[&Placed<'_>]) -> sqlx::Result<()> {
    static SQL: Rows = Rows::new(
        "INSERT INTO event (conversation_id, seq, at, visit_at, sender, kind, cid, cid_digest, reply_to, body) VALUES ",
        10,
        "",
    );
    let events: Vec<(&Placed, &StoredEvent, &'static str)> = turns
        .iter()
        .flat_map(|placed| placed.events.iter().zip(placed.kinds()).map(|(event, kind)| (*placed, event, kind)))
        .collect();
    for query in SQL.queries(&events, |query, (placed, event, kind)| {
        query
            .bind(&placed.turn.conversation.0)
            .bind(event.seq)
            .bind(event.at)
            .bind(placed.slot.visit_at)
            .bind(event.sender.as_str())
            .bind(*kind)
            .bind(event.cid.as_ref())
            .bind(event.cid.as_ref().map(|_| &placed.turn.cid_digest))
            .bind(event.reply_to)
            .bind(event.body.clone())
    }) {
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

async fn insert_questions(connection: &mut SqliteConnection, turns: &[&Placed<'_>]) -> sqlx::Result<()> {
    static SQL: Rows = Rows::new(
        "INSERT INTO question (conversation_id, seq, at, visit_at, visitor, asked, text, lang, page, verdict, entry_id, \
         confidence, candidates, small_talk, faq_version, response_micros, answer_seq) VALUES ",
        17,
        "",
    );
    let asked: Vec<(&Placed, &NewQuestion)> =
        turns.iter().filter_map(|placed| Some((*placed, placed.turn.question.as_ref()?))).collect();
    for query in SQL.queries(&asked, |query, (Placed { turn, slot, events }, question)| {
        let answer = events.iter().find(|event| event.sender == Sender::Bot);
        query
            .bind(&turn.conversation.0)
            .bind(slot.seq)
            .bind(turn.at)
            .bind(slot.visit_at)
            .bind(&slot.visitor)
            .bind(question.asked)
            .bind(&question.text)
            .bind(&question.lang)
            .bind(turn.page.as_ref().map_or("", |page| &page.path))
            .bind(question.verdict)
            .bind(&question.entry_id)
            .bind(question.confidence)
            .bind(serde_json::to_string(&question.candidates).expect("ids and numbers are JSON"))
            .bind(i64::from(question.small_talk))
            .bind(&question.faq_version)
            .bind(question.response_micros)
            .bind(answer.map(|event| event.seq))
    }) {
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
