//! What the weekly report reads: the log's questions and requests for a person, as plain rows.
//!
//! Invariant: read-only, and each extract is one snapshot of the log, so that its rows agree with each other while
//! visitors go on writing. Rows are selected by the start of their visit (REPORTS, "Unit and time"). What is counted
//! and how is the report's affair, not this file's.

pub use super::handed::HandoffRow;
use super::handed::read_handoffs;
pub use super::names::Names;
use super::rows::each;
use super::{Store, StoreError};
use futures_util::TryStreamExt;
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{Row, Transaction};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// A conversation or a visitor in a row: the hash of its name. There may be millions, of which only those of the
/// report's own week are ever named, so the names themselves are not kept; that two of a million random names have
/// the same hash of 64 bits happens once in 37 million reports.
pub type Key = u64;

pub(super) fn key(name: &str) -> Key {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// What the bot decided about a logged question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoggedVerdict {
    /// An answer was given.
    Answer,
    /// Some entries were offered to choose from.
    Choices,
    /// Nothing was found.
    None,
}

/// One logged question, greetings that small talk answered included.
#[derive(Clone, Copy, Debug)]
pub struct QuestionRow {
    /// The thread.
    pub conversation: Key,
    /// Whose.
    pub visitor: Key,
    /// The number in [`Extract::names`] of the entry that was answered with.
    pub entry: Option<u32>,
    /// Its place in the conversation.
    pub seq: i64,
    /// When the visit began, in milliseconds since 1970.
    pub visit_at: i64,
    /// When it was asked, in milliseconds since 1970.
    pub at: i64,
    /// From frame to answer, in microseconds.
    pub response_micros: i64,
    /// What the bot decided.
    pub verdict: LoggedVerdict,
    /// The visitor's thumb: 1 up, -1 down, 0 none.
    pub rating: i8,
    /// One of the offered entries was chosen.
    pub chosen: bool,
    /// Small talk: answered, but not counted.
    pub small_talk: bool,
    /// A person was asked for before the next question.
    pub person_asked: bool,
}

/// The rest of a question, read for the report's own week only.
#[derive(Clone, Debug)]
pub struct QuestionDetail {
    /// The visitor's words, or the chosen title.
    pub text: String,
    /// The number in [`Extract::names`] of the language in which it was matched.
    pub lang: u32,
    /// The number of the page's path.
    pub page: u32,
    /// Of the first candidate, 0 to 1.
    pub confidence: f64,
    /// The number of the first candidate.
    pub closest: Option<u32>,
}

/// A part of the log, as of one moment.
#[derive(Clone, Debug, Default)]
pub struct Extract {
    /// The start of the first visit in the whole log, or of the first week of which only the numbers are left.
    pub first_visit: Option<i64>,
    /// Questions of the weeks before the report's own, in order of their visits' starts.
    pub before: Vec<QuestionRow>,
    /// Questions of the report's week, in the same order.
    pub week: Vec<(QuestionRow, QuestionDetail)>,
    /// Requests for a person in all of these weeks.
    pub handoffs: Vec<HandoffRow>,
    /// Visitor and start of the visits that began after the week, as far as `later` reaches beyond its last message.
    pub later: Vec<(Key, i64)>,
    /// The names of the threads of the report's week.
    pub conversations: HashMap<Key, String>,
    /// What the numbers stand for.
    pub names: Names,
}

/// The questions of a week, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekCount {
    /// Questions, without small talk.
    pub questions: u64,
    /// Those with an answer, or with choices of which one was taken, that got no thumb down and after which no person
    /// was asked for.
    pub answered: u64,
}

// Small facts share a column with the response time: a column costs more to carry over than to unpack, and there may be
// a million rows. From the lowest bit: verdict in two, thumb in two, chosen, small talk, person asked for.
macro_rules! question_columns {
    () => {
        "SELECT conversation_id, visitor, entry_id, seq, visit_at, at, \
         response_micros * 128 + CASE verdict WHEN 'answer' THEN 0 WHEN 'choices' THEN 1 ELSE 2 END \
         + CASE WHEN rating > 0 THEN 4 WHEN rating < 0 THEN 8 ELSE 0 END \
         + CASE WHEN chosen_id IS NULL THEN 0 ELSE 16 END \
         + CASE WHEN small_talk = 0 THEN 0 ELSE 32 END + CASE WHEN person_asked = 0 THEN 0 ELSE 64 END"
    };
}

// What of a question only the report's own week needs, behind the columns above.
macro_rules! week_of_questions {
    () => {
        week_of_questions!("text, lang, page, confidence, candidates")
    };
    ($details:literal) => {
        concat!(question_columns!(), ", ", $details, " FROM question WHERE visit_at >= $1 AND visit_at < $2")
    };
}

const ALL_OF_WEEK: &str = concat!(week_of_questions!(), " ORDER BY visit_at");
// words and candidates are the most of it
const NUMBERS_OF_WEEK: &str = concat!(week_of_questions!("'', lang, page, 0.0, ''"), " ORDER BY visit_at");
// the complement of what `count_weeks` counts as answered
const UNANSWERED_OF_WEEK: &str = concat!(
    week_of_questions!(),
    " AND small_talk = 0 AND (verdict NOT IN ('answer', 'choices') OR (verdict = 'choices' AND chosen_id IS NULL) \
     OR rating < 0 OR person_asked <> 0) ORDER BY visit_at"
);

impl Store {
    /// Reads what a report needs: the questions and requests of the visits that began in `before` and in `week`, and
    /// who came back within `later_millis` after the last message of those. Times in milliseconds since 1970. Without
    /// `words` the details of the week's questions are their languages and pages alone.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn extract(
        &self,
        before: Range<i64>,
        week: Range<i64>,
        later_millis: i64,
        words: bool,
    ) -> Result<Extract, StoreError> {
        let columns = if words { ALL_OF_WEEK } else { NUMBERS_OF_WEEK };
        let read = async {
            // one transaction is one snapshot
            let mut snapshot = self.reader.begin().await?;
            let mut extract = Extract { first_visit: first_visit(&mut snapshot).await?, ..Extract::default() };
            read_questions(&mut snapshot, &before, &mut extract).await?;
            read_week(&mut snapshot, columns, &week, &mut extract).await?;
            read_handoffs(&mut snapshot, before.start.min(week.start)..week.end, &mut extract).await?;
            let questions = extract.before.iter().chain(extract.week.iter().map(|(row, _)| row)).map(|row| row.at);
            let last = questions.chain(extract.handoffs.iter().map(|row| row.at)).max().unwrap_or(week.end);
            read_later(&mut snapshot, week.end, last.max(week.end) + later_millis, &mut extract).await?;
            snapshot.rollback().await?;
            Ok(extract)
        };
        read.await.map_err(StoreError::Read)
    }

    /// Reads the questions of the visits that began in `week` (milliseconds since 1970) that were left unanswered, and
    /// nothing else: of the extract only `week`, `conversations` and `names` are filled.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn unanswered_questions(&self, week: Range<i64>) -> Result<Extract, StoreError> {
        let read = async {
            let mut snapshot = self.reader.begin().await?;
            let mut extract = Extract::default();
            read_week(&mut snapshot, UNANSWERED_OF_WEEK, &week, &mut extract).await?;
            snapshot.rollback().await?;
            Ok(extract)
        };
        read.await.map_err(StoreError::Read)
    }

    /// The start of the first and of the last visit in the log, in milliseconds since 1970; `None` while it is empty. Weeks
    /// of which only the numbers are left count as well.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn visit_span(&self) -> Result<Option<(i64, i64)>, StoreError> {
        let read = async {
            let mut snapshot = self.reader.begin().await?;
            let first = first_visit(&mut snapshot).await?;
            let last: Option<i64> = sqlx::query_scalar(
                "SELECT max(visit_at) FROM (SELECT max(visit_at) AS visit_at FROM question \
                 UNION ALL SELECT max(visit_at) AS visit_at FROM handoff \
                 UNION ALL SELECT max(until_at - 1) AS visit_at FROM week_total WHERE fixed = 1) AS visit",
            )
            .fetch_one(&mut *snapshot)
            .await?;
            snapshot.rollback().await?;
            Ok(first.zip(last))
        };
        read.await.map_err(StoreError::Read)
    }

    /// Counts the questions of several weeks, given by the range of their visits' starts.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn count_weeks(&self, weeks: &[Range<i64>]) -> Result<Vec<WeekCount>, StoreError> {
        let read = async {
            let mut snapshot = self.reader.begin().await?;
            let mut counts = Vec::with_capacity(weeks.len());
            for week in weeks {
                let (questions, answered): (i64, i64) = sqlx::query_as(
                    "SELECT count(*), COALESCE(sum(CASE WHEN person_asked = 0 AND COALESCE(rating, 0) >= 0 AND \
                     (verdict = 'answer' OR (verdict = 'choices' AND chosen_id IS NOT NULL)) THEN 1 ELSE 0 END), 0) \
                     FROM question WHERE visit_at >= $1 AND visit_at < $2 AND small_talk = 0",
                )
                .bind(week.start)
                .bind(week.end)
                .fetch_one(&mut *snapshot)
                .await?;
                counts.push(WeekCount { questions: questions.unsigned_abs(), answered: answered.unsigned_abs() });
            }
            snapshot.rollback().await?;
            Ok(counts)
        };
        read.await.map_err(StoreError::Read)
    }
}

async fn first_visit(snapshot: &mut Transaction<'_, Sqlite>) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(
        "SELECT min(visit_at) FROM (SELECT min(visit_at) AS visit_at FROM question \
         UNION ALL SELECT min(visit_at) AS visit_at FROM handoff \
         UNION ALL SELECT min(from_at) AS visit_at FROM week_total WHERE fixed = 1) AS visit",
    )
    .fetch_one(&mut **snapshot)
    .await
}

async fn read_questions(
    snapshot: &mut Transaction<'_, Sqlite>,
    range: &Range<i64>,
    extract: &mut Extract,
) -> sqlx::Result<()> {
    const SQL: &str =
        concat!(question_columns!(), " FROM question WHERE visit_at >= $1 AND visit_at < $2 ORDER BY visit_at");
    let rows = sqlx::query(SQL).bind(range.start).bind(range.end).fetch(&mut **snapshot);
    each(rows, |row| {
        extract.before.push(question(&row, &mut extract.names)?);
        Ok(())
    })
    .await
}

async fn read_week(
    snapshot: &mut Transaction<'_, Sqlite>,
    sql: &'static str,
    range: &Range<i64>,
    extract: &mut Extract,
) -> sqlx::Result<()> {
    let rows = sqlx::query(sql).bind(range.start).bind(range.end).fetch(&mut **snapshot);
    each(rows, |row| {
        let question = question(&row, &mut extract.names)?;
        let detail = QuestionDetail {
            text: row.try_get(7)?,
            lang: extract.names.number(row.try_get(8)?),
            page: extract.names.number(row.try_get(9)?),
            confidence: row.try_get(10)?,
            closest: first_candidate(row.try_get(11)?).map(|id| extract.names.number(&id)),
        };
        name_conversation(&row, extract)?;
        extract.week.push((question, detail));
        Ok(())
    })
    .await
}

async fn read_later(
    snapshot: &mut Transaction<'_, Sqlite>,
    from: i64,
    through: i64,
    extract: &mut Extract,
) -> sqlx::Result<()> {
    let mut rows = sqlx::query(
        "SELECT visitor, visit_at FROM question WHERE visit_at >= $1 AND visit_at <= $2 \
         UNION SELECT conversation.visitor, handoff.visit_at FROM handoff \
         JOIN conversation ON conversation.id = handoff.conversation_id \
         WHERE handoff.visit_at >= $1 AND handoff.visit_at <= $2",
    )
    .bind(from)
    .bind(through)
    .fetch(&mut **snapshot);
    while let Some(row) = rows.try_next().await? {
        extract.later.push((key(row.try_get(0)?), row.try_get(1)?));
    }
    Ok(())
}

fn question(row: &SqliteRow, names: &mut Names) -> sqlx::Result<QuestionRow> {
    let packed: i64 = row.try_get(6)?;
    Ok(QuestionRow {
        conversation: key(row.try_get(0)?),
        visitor: key(row.try_get(1)?),
        entry: row.try_get::<Option<&str>, _>(2)?.map(|id| names.number(id)),
        seq: row.try_get(3)?,
        visit_at: row.try_get(4)?,
        at: row.try_get(5)?,
        response_micros: packed.div_euclid(128),
        verdict: match packed & 3 {
            0 => LoggedVerdict::Answer,
            1 => LoggedVerdict::Choices,
            _ => LoggedVerdict::None,
        },
        rating: i8::from(packed & 4 != 0) - i8::from(packed & 8 != 0),
        chosen: packed & 16 != 0,
        small_talk: packed & 32 != 0,
        person_asked: packed & 64 != 0,
    })
}

/// Keeps the name of the thread in the first column.
pub(super) fn name_conversation(row: &SqliteRow, extract: &mut Extract) -> sqlx::Result<()> {
    let name: &str = row.try_get(0)?;
    extract.conversations.entry(key(name)).or_insert_with(|| name.to_owned());
    Ok(())
}

/// The id of the best candidate in `[["id", confidence], ...]`.
fn first_candidate(candidates: &str) -> Option<String> {
    let candidates: Vec<(String, f64)> = serde_json::from_str(candidates).ok()?;
    candidates.into_iter().next().map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_candidate_is_the_closest() {
        assert_eq!(first_candidate(r#"[["delivery-time",0.41],["refund",0.2]]"#), Some("delivery-time".to_owned()));
        assert_eq!(first_candidate("[]"), None);
        assert_eq!(first_candidate("damaged"), None);
    }
}
