//! The figures counted again, by hand as it were: from the log's tables with SQL alone, by the definitions that the
//! report prints.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{Connection, Row};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Visits of questions (small talk too) and of requests for a person, whoever made them.
const VISITS: &str = "
WITH message AS (
  SELECT conversation_id, visit_at, visitor, at FROM question
  UNION ALL
  SELECT handoff.conversation_id, handoff.visit_at, conversation.visitor, handoff.at
  FROM handoff JOIN conversation ON conversation.id = handoff.conversation_id
), visit AS (
  SELECT conversation_id, visit_at, min(visitor) AS visitor, max(at) AS last_at FROM message
  GROUP BY conversation_id, visit_at
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY conversation_id, visit_at ORDER BY seq DESC) AS back
  FROM question WHERE small_talk = 0
), judged AS (
  SELECT visit.*,
    EXISTS (SELECT 1 FROM ranked WHERE ranked.conversation_id = visit.conversation_id
      AND ranked.visit_at = visit.visit_at AND back = 1 AND rating = 1) AS confirmed,
    EXISTS (SELECT 1 FROM ranked WHERE ranked.conversation_id = visit.conversation_id
      AND ranked.visit_at = visit.visit_at AND back = 1 AND person_asked = 0 AND coalesce(rating, 1) = 1
      AND (verdict = 'answer' OR (verdict = 'choices' AND chosen_id IS NOT NULL))) AS last_answered,
    EXISTS (SELECT 1 FROM ranked WHERE ranked.conversation_id = visit.conversation_id
      AND ranked.visit_at = visit.visit_at AND rating = -1) AS disliked,
    EXISTS (SELECT 1 FROM handoff WHERE handoff.conversation_id = visit.conversation_id
      AND handoff.visit_at = visit.visit_at) AS handed_over,
    EXISTS (SELECT 1 FROM ranked WHERE ranked.conversation_id = visit.conversation_id
      AND ranked.visit_at = visit.visit_at AND verdict = 'answer' GROUP BY entry_id HAVING count(*) > 1) AS repeated,
    (SELECT min(later.visit_at) FROM visit AS later
      WHERE later.visitor = visit.visitor AND later.visit_at > visit.visit_at) - visit.last_at AS back_after
  FROM visit
), settled AS (
  SELECT *,
    confirmed = 0 AND last_answered AND NOT disliked AND NOT handed_over AND NOT repeated
      AND coalesce(back_after, 9e15) > 86400000 AND $3 - last_at >= 86400000 AS assumed
  FROM judged WHERE visit_at >= $1 AND visit_at < $2
)";

/// The log of a running server, read beside it.
pub struct Recount {
    connection: SqliteConnection,
}

impl Recount {
    pub async fn open(path: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(path);
        Self { connection: SqliteConnection::connect_with(&options).await.expect("the log can be read") }
    }

    /// Rows of numbers and names.
    pub async fn rows(&mut self, sql: &'static str, week: &Range<i64>) -> Vec<(String, i64)> {
        let rows = sqlx::query(sql).bind(week.start).bind(week.end).fetch_all(&mut self.connection).await;
        let rows = rows.expect("the statement is right");
        rows.iter().map(|row| (row.get::<String, _>(0), row.get::<i64, _>(1))).collect()
    }

    /// Changes the database beside the server, as another version of it did.
    pub async fn change(&mut self, sql: &str) {
        sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
            .execute(&mut self.connection)
            .await
            .expect("it can be changed");
    }

    pub async fn number(&mut self, sql: &'static str, week: &Range<i64>) -> i64 {
        sqlx::query_scalar(sql).bind(week.start).bind(week.end).fetch_one(&mut self.connection).await.expect(sql)
    }

    /// The value of which at least this share of all is not greater.
    async fn quantile(&mut self, values: &str, share: f64, week: &Range<i64>) -> Option<f64> {
        let sql = format!("SELECT value FROM ({values}) ORDER BY value");
        let values: Vec<i64> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .bind(week.start)
            .bind(week.end)
            .fetch_all(&mut self.connection)
            .await
            .expect("the statement is right");
        let enough = (1..=values.len()).find(|count| *count as f64 >= share * values.len() as f64 - 1e-9)?;
        Some(values[enough - 1] as f64)
    }

    /// Every headline figure of a week, as the report would know it at `now`, by its key.
    pub async fn figures(&mut self, week: &Range<i64>, now: i64) -> BTreeMap<&'static str, Option<f64>> {
        let mut figures = BTreeMap::new();
        let row = sqlx::query(
            "SELECT count(*),
             sum(person_asked = 0 AND coalesce(rating, 0) <> -1 AND (verdict = 'answer' OR (verdict = 'choices' AND chosen_id IS NOT NULL))),
             sum(verdict = 'none'),
             sum(verdict = 'choices' AND chosen_id IS NULL),
             sum(verdict <> 'none' AND NOT (verdict = 'choices' AND chosen_id IS NULL) AND rating = -1),
             sum(verdict <> 'none' AND NOT (verdict = 'choices' AND chosen_id IS NULL) AND coalesce(rating, 0) <> -1 AND person_asked),
             sum(rating = 1), sum(rating IS NOT NULL)
             FROM question WHERE small_talk = 0 AND visit_at >= $1 AND visit_at < $2",
        )
        .bind(week.start)
        .bind(week.end)
        .fetch_one(&mut self.connection)
        .await
        .expect("the statement is right");
        let number = |at: usize| row.get::<Option<i64>, _>(at).unwrap_or(0) as f64;
        let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let questions = number(0);
        figures.insert("questions", Some(questions));
        for (at, key) in
            [(1, "answered"), (2, "no_result"), (3, "choice_ignored"), (4, "not_helpful"), (5, "person_asked")]
        {
            figures.insert(key, share(number(at), questions));
        }
        figures.insert("unanswered", share(number(2) + number(3) + number(4) + number(5), questions));
        figures.insert("helpful", share(number(6), number(7)));
        self.conversations(week, now, &mut figures).await;
        const WAITS: &str = "SELECT min(answered_at) - min(at) AS value FROM handoff \
            WHERE visit_at >= $1 AND visit_at < $2 GROUP BY conversation_id, visit_at HAVING min(answered_at) IS NOT NULL";
        const RESPONSES: &str = "SELECT response_micros AS value FROM question \
            WHERE small_talk = 0 AND visit_at >= $1 AND visit_at < $2";
        figures.insert("waiting_median", self.quantile(WAITS, 0.5, week).await);
        figures.insert("waiting_p90", self.quantile(WAITS, 0.9, week).await);
        const HANDLING: &str = "SELECT closed_at - joined_at AS value FROM handoff \
            WHERE visit_at >= $1 AND visit_at < $2 AND closed_at IS NOT NULL AND joined_at IS NOT NULL";
        figures.insert("handling_median", self.quantile(HANDLING, 0.5, week).await);
        const REQUESTS: &str = "SELECT sum(score >= 4), count(score), count(message) FROM handoff \
            WHERE visit_at >= $1 AND visit_at < $2";
        let row = sqlx::query(REQUESTS).bind(week.start).bind(week.end).fetch_one(&mut self.connection).await;
        let row = row.expect("the statement is right");
        let number = |at: usize| row.get::<Option<i64>, _>(at).unwrap_or(0) as f64;
        figures.insert("satisfied", share(number(0), number(1)));
        figures.insert("messages_left", Some(number(2)));
        figures.insert("response_median", self.quantile(RESPONSES, 0.5, week).await.map(|micros| micros / 1e3));
        figures.insert("response_p95", self.quantile(RESPONSES, 0.95, week).await.map(|micros| micros / 1e3));
        figures
    }

    async fn conversations(&mut self, week: &Range<i64>, now: i64, figures: &mut BTreeMap<&'static str, Option<f64>>) {
        let sql = format!(
            "{VISITS} SELECT count(*), count(DISTINCT visitor), sum(confirmed), sum(assumed), sum(handed_over),
             sum((confirmed OR assumed) AND coalesce(back_after, 9e15) > 604800000), max(last_at) FROM settled"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(week.start)
            .bind(week.end)
            .bind(now)
            .fetch_one(&mut self.connection)
            .await
            .expect("the statement is right");
        let number = |at: usize| row.get::<Option<i64>, _>(at).unwrap_or(0) as f64;
        let share = |part: f64| (number(0) > 0.0).then(|| part / number(0));
        figures.insert("conversations", Some(number(0)));
        figures.insert("visitors", Some(number(1)));
        figures.insert("confirmed", share(number(2)));
        figures.insert("assumed", share(number(3)));
        figures.insert("handed_over", share(number(4)));
        let known = now >= (week.end.max(number(6) as i64)) + 7 * 86_400_000;
        figures.insert("resolved", known.then(|| share(number(5))).flatten());
    }
}
