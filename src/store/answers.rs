//! How each answer did: counts by entry and language, and what visitors asked of one of them.
//!
//! Invariant: read-only, and every list is bounded. Rows are selected by the start of their visit, as in the report, and
//! counted as there: what was answered, without small talk.

use super::{Store, StoreError};
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row};
use std::ops::Range;

/// Different questions that are listed for an entry.
const QUESTIONS: i64 = 50;
/// Answers with thumbs down whose comments are looked for, the latest first.
const UNHELPFUL: i64 = 100;

/// What became of the questions that one entry answered in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// The entry.
    pub entry: String,
    /// The language in which they were matched.
    pub lang: String,
    /// How many.
    pub asked: i64,
    /// Thumbs up.
    pub up: i64,
    /// Thumbs down.
    pub down: i64,
    /// After which a person was asked for before the next question.
    pub handed_over: i64,
    /// The last, in milliseconds since 1970.
    pub last_at: i64,
}

/// Questions of the same words.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The visitors' words.
    pub text: String,
    /// How often.
    pub times: i64,
    /// Thumbs down among them.
    pub down: i64,
    /// The last, in milliseconds since 1970.
    pub last_at: i64,
}

/// A question for which an entry came first and was not given as the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubted {
    /// The visitors' words.
    pub text: String,
    /// `[["id", confidence], ...]` of the last one.
    pub candidates: String,
    /// The choice that was taken.
    pub chosen: Option<String>,
    /// How often, with the same choice.
    pub times: i64,
}

/// What a visitor wrote beside a thumb down.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// Where.
    pub conversation: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The event's body as JSON: it may hold no comment.
    pub body: String,
    /// The `seq` of the answer.
    pub answer: i64,
}

/// An entry in one language, in the visits that began in a span of time (milliseconds since 1970).
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The entry.
    pub entry: String,
    /// The languages in which it was matched; there are as many as the FAQ has, at most.
    pub langs: Vec<String>,
    /// The starts of visits.
    pub visits: Range<i64>,
}

impl Store {
    /// What every entry answered, and how many questions there were in all.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn answered(&self, visits: &Range<i64>) -> Result<(Vec<Answered>, i64), StoreError> {
        let read = async {
            let mut snapshot = self.reader.begin().await?;
            let rows = sqlx::query(
                "SELECT CASE WHEN verdict = 'answer' THEN entry_id END AS entry, lang, count(*) AS asked, \
                 COALESCE(sum(CASE WHEN rating > 0 THEN 1 ELSE 0 END), 0) AS up, \
                 COALESCE(sum(CASE WHEN rating < 0 THEN 1 ELSE 0 END), 0) AS down, \
                 COALESCE(sum(person_asked), 0) AS handed_over, max(at) AS last_at FROM question \
                 WHERE visit_at >= $1 AND visit_at < $2 AND small_talk = 0 \
                 GROUP BY CASE WHEN verdict = 'answer' THEN entry_id END, lang",
            )
            .bind(visits.start)
            .bind(visits.end)
            .fetch_all(&mut *snapshot)
            .await?;
            snapshot.rollback().await?;
            let mut questions = 0;
            let mut all = Vec::with_capacity(rows.len());
            for row in &rows {
                questions += row.try_get::<i64, _>("asked")?;
                if row.try_get::<Option<&str>, _>("entry")?.is_some() {
                    all.push(answered(row)?);
                }
            }
            Ok((all, questions))
        };
        read.await.map_err(StoreError::Read)
    }

    /// What visitors asked that the entry answered, the most frequent first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn asked_of(&self, wanted: &Wanted) -> Result<Vec<Asked>, StoreError> {
        let sql = format!(
            "SELECT text, count(*) AS times, COALESCE(sum(CASE WHEN rating < 0 THEN 1 ELSE 0 END), 0) AS down, \
             max(at) AS last_at FROM question WHERE visit_at >= $1 AND visit_at < $2 AND small_talk = 0 \
             AND verdict = 'answer' AND entry_id = $3 AND lang IN ({}) \
             GROUP BY text ORDER BY times DESC, last_at DESC, text LIMIT {QUESTIONS}",
            places(wanted, 4)
        );
        self.of_entry(sql, wanted, wanted.entry.clone(), |row| {
            Ok(Asked {
                text: row.try_get("text")?,
                times: row.try_get("times")?,
                down: row.try_get("down")?,
                last_at: row.try_get("last_at")?,
            })
        })
        .await
    }

    /// The questions for which the entry came first, but not clearly enough to be given, the most frequent first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn doubted_of(&self, wanted: &Wanted) -> Result<Vec<Doubted>, StoreError> {
        let sql = format!(
            "SELECT text, chosen_id, max(candidates) AS candidates, count(*) AS times FROM question \
             WHERE visit_at >= $1 AND visit_at < $2 AND small_talk = 0 AND verdict <> 'answer' \
             AND substr(candidates, 1, length($3)) = $3 AND lang IN ({}) \
             GROUP BY text, chosen_id ORDER BY times DESC, text LIMIT {QUESTIONS}",
            places(wanted, 4)
        );
        // ids have no character that JSON would write otherwise
        let first = format!("[[\"{}\",", wanted.entry);
        self.of_entry(sql, wanted, first, |row| {
            Ok(Doubted {
                text: row.try_get("text")?,
                candidates: row.try_get("candidates")?,
                chosen: row.try_get("chosen_id")?,
                times: row.try_get("times")?,
            })
        })
        .await
    }

    /// What followed the entry's answers that were not helpful as feedback, the latest first. Which of it is about the
    /// answer, and whether it says anything, stands in the body.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn remarks_on(&self, wanted: &Wanted) -> Result<Vec<Remark>, StoreError> {
        let sql = format!(
            "SELECT event.conversation_id, event.at, event.body, bad.answer_seq FROM \
             (SELECT conversation_id, answer_seq FROM question WHERE visit_at >= $1 AND visit_at < $2 \
             AND rating < 0 AND verdict = 'answer' AND entry_id = $3 AND lang IN ({}) \
             ORDER BY visit_at DESC LIMIT {UNHELPFUL}) AS bad \
             JOIN event ON event.conversation_id = bad.conversation_id AND event.seq > bad.answer_seq \
             AND event.kind = 'feedback' ORDER BY event.at DESC LIMIT {UNHELPFUL}",
            places(wanted, 4)
        );
        self.of_entry(sql, wanted, wanted.entry.clone(), |row| {
            Ok(Remark {
                conversation: row.try_get("conversation_id")?,
                at: row.try_get("at")?,
                body: row.try_get("body")?,
                answer: row.try_get("answer_seq")?,
            })
        })
        .await
    }

    async fn of_entry<Output>(
        &self,
        sql: String,
        wanted: &Wanted,
        third: String,
        read: fn(&SqliteRow) -> sqlx::Result<Output>,
    ) -> Result<Vec<Output>, StoreError> {
        // the text is made of the constants above; what the caller brings is bound
        let query = sqlx::query(AssertSqlSafe(sql)).bind(wanted.visits.start).bind(wanted.visits.end).bind(third);
        wanted
            .langs
            .iter()
            .fold(query, |query, lang| query.bind(lang.clone()))
            .fetch_all(&self.reader)
            .await
            .and_then(|rows| rows.iter().map(read).collect())
            .map_err(StoreError::Read)
    }
}

/// `$4, $5`: a place for each language.
fn places(wanted: &Wanted, first: usize) -> String {
    let places: Vec<String> = (0..wanted.langs.len()).map(|number| format!("${}", number + first)).collect();
    places.join(", ")
}

fn answered(row: &SqliteRow) -> sqlx::Result<Answered> {
    Ok(Answered {
        entry: row.try_get("entry")?,
        lang: row.try_get("lang")?,
        asked: row.try_get("asked")?,
        up: row.try_get("up")?,
        down: row.try_get("down")?,
        handed_over: row.try_get("handed_over")?,
        last_at: row.try_get("last_at")?,
    })
}
