//! What the team and visitors were told lately, for people to look at, and what of it ends with a conversation.
//!
//! Invariant: of a deleted conversation the outbox keeps no word of anybody else's, and nothing that may still be sent.

use super::outbox::{Delivery, LETTERS, NEEDLESS, NOTICES};
use super::{Store, StoreError};
use sqlx::{AssertSqlSafe, SqliteConnection};

/// In subjects: somebody waits. Also the state of such a request.
pub const QUEUED: &str = "queued";
/// In subjects: somebody left a message. Also the state of such a request.
pub const MESSAGE: &str = "message";
/// In subjects: an agent answered somebody who is gone.
pub const REPLY: &str = "reply";

/// Notices that are listed at most: as many as anybody reads, and a week of a desk with sixty requests.
pub const MOST_TOLD: usize = 400;
/// Receivers who are named at most as not reached: more than settings name. Only visitors may be more, who come last,
/// and whose mails then fail for one reason.
const MOST_UNHEARD: i64 = 100;

impl Store {
    /// What the team and visitors were told from `since` on, the latest first, and whether there is more than the
    /// [`MOST_TOLD`] that are given.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn told(&self, since: i64) -> Result<(Vec<Delivery>, bool), StoreError> {
        // nothing is touched before it is due: by the index of what was touched since
        let sql = format!(
            "SELECT {} FROM delivery JOIN destination ON destination.id = destination_id \
             WHERE state IN ('waiting', 'sending', 'sent', 'failed') AND next_at >= $1 AND due_at >= $1 \
             AND (subject LIKE $3 OR subject LIKE $4) ORDER BY due_at DESC, kind, label, subject LIMIT $2",
            Delivery::COLUMNS
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(since)
            .bind(MOST_TOLD as i64 + 1)
            .bind(format!("{NOTICES}%"))
            .bind(format!("{LETTERS}%"))
            .fetch_all(&self.reader)
            .await
            .map_err(StoreError::Read)?;
        let told = rows.iter().take(MOST_TOLD).map(Delivery::read).collect::<sqlx::Result<_>>();
        Ok((told.map_err(StoreError::Read)?, rows.len() > MOST_TOLD))
    }

    /// Who is not reached at present: of every receiver the last that was tried from `since` on and came to something,
    /// where that is a failure; 100 at most, the team's before visitors, the latest first. The receiver of a mail to a
    /// visitor is the conversation.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn unheard(&self, since: i64) -> Result<Vec<Delivery>, StoreError> {
        // the subject of a mail to a visitor without its place at the end is the conversation's
        let sql = format!(
            "SELECT {columns} FROM (SELECT {columns}, row_number() OVER (PARTITION BY destination_id, \
               CASE WHEN subject LIKE $5 THEN rtrim(subject, '0123456789') ELSE '' END \
               ORDER BY due_at DESC, next_at DESC, subject DESC) AS nth \
               FROM delivery JOIN destination ON destination.id = destination_id \
               WHERE state IN ('waiting', 'sent', 'failed') AND next_at >= $1 AND due_at >= $1 \
               AND (subject LIKE $3 OR subject LIKE $4) AND NOT (state = 'waiting' AND attempts = 0) \
               AND NOT (state = 'sent' AND answer LIKE $6)) AS told \
             WHERE nth = 1 AND state <> 'sent' \
             ORDER BY CASE WHEN subject LIKE $5 THEN 1 ELSE 0 END, due_at DESC, kind, label, subject LIMIT $2",
            columns = Delivery::COLUMNS
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(since)
            .bind(MOST_UNHEARD)
            .bind(format!("{NOTICES}%"))
            .bind(format!("{LETTERS}%"))
            .bind(format!("{LETTERS}{REPLY}/%"))
            .bind(format!("{NEEDLESS}%"))
            .fetch_all(&self.reader)
            .await
            .map_err(StoreError::Read)?;
        rows.iter().map(Delivery::read).collect::<sqlx::Result<_>>().map_err(StoreError::Read)
    }
}

/// A conversation is deleted: its visitor's mails go with it, and what is still under way, so that no answer to it is
/// noted later. That the team was told stays, without the receiver's words, which may repeat an address: a receiver's
/// last notice says whether it is reached.
pub(super) async fn forget_told(connection: &mut SqliteConnection, id: &str) -> sqlx::Result<()> {
    let words = [(NOTICES, QUEUED), (NOTICES, MESSAGE), (LETTERS, MESSAGE), (LETTERS, REPLY)];
    for (prefix, what) in words {
        // '0' follows '/': all subjects with that beginning, by the index
        let (from, until) = (format!("{prefix}{what}/{id}/"), format!("{prefix}{what}/{id}0"));
        sqlx::query(
            "DELETE FROM delivery WHERE subject > $1 AND subject < $2 AND (state IN ('waiting', 'sending') OR $3)",
        )
        .bind(&from)
        .bind(&until)
        .bind(what == REPLY)
        .execute(&mut *connection)
        .await?;
        sqlx::query("UPDATE delivery SET answer = '' WHERE subject > $1 AND subject < $2 AND answer NOT LIKE $3")
            .bind(from)
            .bind(until)
            .bind(format!("{NEEDLESS}%"))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
