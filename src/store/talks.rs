//! What visitors and the team said to each other: what a FAQ may learn from.
//!
//! Invariant: read-only, one snapshot of the log, and never more than [`MOST_LINES`] lines, the latest visits first.

use super::rows::each;
use super::{Store, StoreError};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Lines of one reading. A team of ten that writes all week writes about as many.
pub const MOST_LINES: i64 = 20_000;

/// How long before a reading the visit may have begun in which a person was asked for, in milliseconds: 90 days. Requests
/// are closed within days, and for one that nobody closed for longer the log of all the years is not read.
const REACH_MILLIS: i64 = 90 * 24 * 60 * 60 * 1_000;

/// Who said something, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The visitor, to the bot: the last question before a person was asked for.
    Before,
    /// The visitor, to the team: the bot answered nothing to it.
    Visitor,
    /// Somebody of the team, by their name then.
    Agent(String),
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the conversation.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// By whom.
    pub voice: Voice,
    /// The words.
    pub text: String,
}

/// One visit in which somebody of the team wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Talk {
    /// The conversation that the visit belongs to.
    pub conversation: String,
    /// When the visit began, in milliseconds since 1970.
    pub visit_at: i64,
    /// The conversation's language.
    pub lang: String,
    /// In their order.
    pub lines: Vec<Line>,
}

// A message that the bot took has its reply right behind it; one that is left for the team has the bot's thanks there.
const LINES: &str = "SELECT event.conversation_id, event.visit_at, conversation.lang, event.seq, event.at, event.sender, event.body \
    FROM event JOIN conversation ON conversation.id = event.conversation_id \
    WHERE event.conversation_id IN (SELECT conversation_id FROM handoff WHERE visit_at >= $4 AND visit_at < $2 \
      AND answered_at IS NOT NULL AND (closed_at IS NULL OR closed_at >= $1)) \
    AND event.visit_at >= $1 AND event.visit_at < $2 AND ((event.kind = 'text' AND event.sender = 'agent') \
      OR (event.kind = 'message' AND event.sender = 'visitor') \
      OR (event.kind = 'text' AND event.sender = 'visitor' AND NOT EXISTS (SELECT 1 FROM event AS reply \
        WHERE reply.conversation_id = event.conversation_id AND reply.seq = event.seq + 1 \
        AND reply.reply_to = event.seq))) \
    ORDER BY event.visit_at DESC, event.conversation_id, event.seq LIMIT $3";

const BEFORE: &str = "SELECT handoff.conversation_id, handoff.visit_at, question.lang, question.seq, question.at, question.text \
    FROM handoff JOIN question ON question.conversation_id = handoff.conversation_id \
    AND question.seq = (SELECT max(seq) FROM question WHERE conversation_id = handoff.conversation_id \
      AND visit_at = handoff.visit_at AND seq <= handoff.seq AND small_talk = 0) \
    WHERE handoff.visit_at >= $1 AND handoff.visit_at < $2 AND handoff.answered_at IS NOT NULL \
    ORDER BY handoff.visit_at DESC, handoff.conversation_id, question.seq LIMIT $3";

type Talks = BTreeMap<(i64, String), Talk>;

impl Store {
    /// What was said between visitors and the team in the visits that began in a range (milliseconds since 1970), in
    /// the order of the visits.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn talks(&self, visits: Range<i64>) -> Result<Vec<Talk>, StoreError> {
        self.latest_talks(visits, MOST_LINES).await
    }

    async fn latest_talks(&self, visits: Range<i64>, most: i64) -> Result<Vec<Talk>, StoreError> {
        let read = async {
            let mut talks = Talks::new();
            let mut snapshot = self.reader.begin().await?;
            let rows = sqlx::query(LINES)
                .bind(visits.start)
                .bind(visits.end)
                .bind(most)
                .bind(visits.start.saturating_sub(REACH_MILLIS))
                .fetch(&mut *snapshot);
            let (mut read, mut last) = (0, None);
            each(rows, |row| {
                read += 1;
                if read == most {
                    last = Some((row.try_get(1)?, row.try_get(0)?));
                }
                if let Some((voice, text)) = said(row.try_get(5)?, row.try_get(6)?) {
                    let (seq, at) = (row.try_get(3)?, row.try_get(4)?);
                    talk(&mut talks, &row)?.lines.push(Line { seq, at, voice, text });
                }
                Ok(())
            })
            .await?;
            let rows = sqlx::query(BEFORE).bind(visits.start).bind(visits.end).bind(most).fetch(&mut *snapshot);
            each(rows, |row| {
                let (seq, at, text) = (row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
                talk(&mut talks, &row)?.lines.push(Line { seq, at, voice: Voice::Before, text });
                Ok(())
            })
            .await?;
            snapshot.rollback().await?;
            // what was read last may be cut in its middle, and an answer without its end is none
            if let Some(last) = last {
                talks.remove(&last);
            }
            Ok(talks)
        };
        let talks = read.await.map_err(StoreError::Read)?;
        let mut talks: Vec<Talk> = talks.into_values().collect();
        for talk in &mut talks {
            talk.lines.sort_by_key(|line| line.seq);
            // two requests may have the same question before them
            talk.lines.dedup();
        }
        Ok(talks)
    }
}

/// The talk of a row that begins with conversation, visit and language.
fn talk<'t>(talks: &'t mut Talks, row: &SqliteRow) -> sqlx::Result<&'t mut Talk> {
    let (conversation, visit_at): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
    let lang: String = row.try_get(2)?;
    let key = (visit_at, conversation.clone());
    Ok(talks.entry(key).or_insert_with(|| Talk { conversation, visit_at, lang, lines: Vec::new() }))
}

/// The part of a body that is words, and whose they are.
#[derive(serde::Deserialize)]
struct Body {
    text: String,
    agent: Option<Named>,
}

#[derive(serde::Deserialize)]
struct Named {
    name: String,
}

/// Who said what; `None` where the body cannot be read.
fn said(sender: &str, body: &str) -> Option<(Voice, String)> {
    let Body { text, agent } = serde_json::from_str(body).ok()?;
    let voice = match sender {
        "agent" => Voice::Agent(agent.map(|agent| agent.name).unwrap_or_default()),
        _ => Voice::Visitor,
    };
    Some((voice, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::Metrics;

    async fn store(folder: &tempfile::TempDir) -> Store {
        Store::open(&folder.path().join("deskbell.db"), Metrics::default()).await.unwrap()
    }

    #[tokio::test]
    async fn a_week_is_read_by_indexes_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder).await;
        for (sql, wanted) in [
            (LINES, "SEARCH handoff USING INDEX handoff_visit (visit_at>? AND visit_at<?)"),
            (BEFORE, "SEARCH handoff USING INDEX handoff_visit (visit_at>? AND visit_at<?)"),
        ] {
            let explain = format!("EXPLAIN QUERY PLAN {sql}");
            let plan = sqlx::query(sqlx::AssertSqlSafe(explain)).bind(0).bind(1).bind(2).bind(0);
            let plan = plan.fetch_all(&store.reader).await.unwrap();
            let steps: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
            assert!(steps.iter().any(|step| step == wanted), "{steps:#?}");
            assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{steps:#?}");
        }
    }

    /// A visit in which a person was asked for at a time, and what the visitor and somebody of the team wrote at another.
    async fn visit(store: &Store, name: &'static str, asked_at: i64, visit_at: i64) {
        let written = store.write(move |connection| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO conversation (id, token_hash, visitor, started_at, last_at, visit_at, lang) \
                     VALUES ($1, $1, $1, $2, $2, $2, 'en')",
                )
                .bind(name)
                .bind(asked_at)
                .execute(&mut *connection)
                .await?;
                sqlx::query(
                    "INSERT INTO handoff (conversation_id, seq, at, visit_at, reason, answered_at, state) \
                     VALUES ($1, 0, $2, $2, 'asked', $2, 'agent')",
                )
                .bind(name)
                .bind(asked_at)
                .execute(&mut *connection)
                .await?;
                for (seq, sender) in [(1, "visitor"), (3, "agent"), (4, "agent")] {
                    sqlx::query(
                        "INSERT INTO event (conversation_id, seq, at, visit_at, sender, kind, body) \
                         VALUES ($1, $2, $3, $3, $4, 'text', '{\"text\":\"words\"}')",
                    )
                    .bind(name)
                    .bind(seq)
                    .bind(visit_at)
                    .bind(sender)
                    .execute(&mut *connection)
                    .await?;
                }
                Ok(())
            })
        });
        written.await.unwrap();
    }

    #[tokio::test]
    async fn a_talk_that_may_be_cut_is_left_out_and_old_requests_are_not_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder).await;
        let week = 100 * REACH_MILLIS..101 * REACH_MILLIS;
        visit(&store, "first", week.start, week.start + 1).await;
        visit(&store, "second", week.start - REACH_MILLIS, week.start + 2).await;
        visit(&store, "third", week.start - REACH_MILLIS - 1, week.start + 3).await;
        let read = async |most: i64| -> Vec<(String, usize)> {
            let talks = store.latest_talks(week.clone(), most).await.unwrap();
            talks.into_iter().map(|talk| (talk.conversation, talk.lines.len())).collect()
        };
        let both = [("first".to_owned(), 3), ("second".to_owned(), 3)];
        assert_eq!(read(MOST_LINES).await, both);
        assert_eq!(read(7).await, both);
        assert_eq!(read(5).await, both[1..], "the older one is cut");
        assert_eq!(read(2).await, []);
    }
}
