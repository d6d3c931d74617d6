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
    WHERE event.conversation_id IN (SELECT conversation_id FROM handoff WHERE visit_at < $2 \
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
        let read = async {
            let mut talks = Talks::new();
            let mut snapshot = self.reader.begin().await?;
            let rows = sqlx::query(LINES).bind(visits.start).bind(visits.end).bind(MOST_LINES).fetch(&mut *snapshot);
            each(rows, |row| {
                if let Some((voice, text)) = said(row.try_get(5)?, row.try_get(6)?) {
                    let (seq, at) = (row.try_get(3)?, row.try_get(4)?);
                    talk(&mut talks, &row)?.lines.push(Line { seq, at, voice, text });
                }
                Ok(())
            })
            .await?;
            let rows = sqlx::query(BEFORE).bind(visits.start).bind(visits.end).bind(MOST_LINES).fetch(&mut *snapshot);
            each(rows, |row| {
                let (seq, at, text) = (row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
                talk(&mut talks, &row)?.lines.push(Line { seq, at, voice: Voice::Before, text });
                Ok(())
            })
            .await?;
            snapshot.rollback().await?;
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
