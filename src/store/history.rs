//! What became of the FAQ's files by editing, and of the wordings that were proposed for them.
//!
//! Invariant: versions of a file count from 1 without a gap up to its last one; the newest [`MOST_VERSIONS`] of a file
//! are kept, and fewer where they are long, but two at least, so that there is one to go back to.

use super::rows::each;
use super::{Store, StoreError};
use crate::ids::digest;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use std::ops::Range;
use std::sync::Arc;

/// Versions of one file.
pub const MOST_VERSIONS: i64 = 50;
/// Bytes of all versions of one file: fifty of a file of ordinary length, and some of the longest.
pub const MOST_BYTES: i64 = 8 * 1024 * 1024;
/// Versions of all files together: years of editing. The oldest of files that are not edited any more go first.
const MOST_ROWS: i64 = 20_000;
/// Decisions that are remembered: a site has fewer proposals in its life.
const MOST_DECISIONS: i64 = 20_000;
/// Rows of questions with a choice that are looked at for proposals, the newest.
const MOST_CHOICES: i64 = 20_000;

/// Why a version came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was there when editing began.
    Found,
    /// Changed by other means than the admin area.
    Outside,
    /// Saved in the editor.
    Edit,
    /// Made in the editor.
    New,
    /// Wordings were accepted, or taken back.
    Wording,
    /// An answer of the team was accepted, or taken back.
    Answer,
    /// An earlier version was put back.
    Restore,
    /// It got this name.
    Rename,
    /// It was removed.
    Remove,
}

impl Reason {
    /// The word in the database and in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Outside => "outside",
            Self::Edit => "edit",
            Self::New => "new",
            Self::Wording => "wording",
            Self::Answer => "answer",
            Self::Restore => "restore",
            Self::Rename => "rename",
            Self::Remove => "remove",
        }
    }
}

/// A version to be recorded.
#[derive(Clone, Debug)]
pub struct NewVersion {
    /// The file's path within the folder.
    pub path: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// By whom; `None` where that is not known.
    pub author: Option<String>,
    /// Why.
    pub reason: Reason,
    /// More about why: which version was put back, which wordings were added.
    pub note: String,
    /// Digest and text; `None` where the file is gone.
    pub content: Option<(String, String)>,
}

/// A version without its text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Version {
    /// From 1 in each file.
    pub number: i64,
    /// When, in milliseconds since 1970.
    #[serde(skip)]
    pub at: i64,
    /// By whom.
    pub author: Option<String>,
    /// Why.
    pub reason: String,
    /// More about why.
    pub note: String,
    /// Of the text; empty where the file is gone.
    pub digest: String,
}

/// The last version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastVersion {
    /// The file's path within the folder.
    pub path: String,
    /// Of the text; empty where the file is gone.
    pub digest: String,
    /// Why it came to be.
    pub reason: String,
}

/// A typed question whose answer was chosen among several, at once or after another answer had not helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenQuestion {
    /// The visitor's words.
    pub text: String,
    /// The language in which it was matched.
    pub lang: String,
    /// The entry that was chosen.
    pub entry: String,
    /// In which conversation.
    pub conversation: String,
}

/// What was decided about a proposed wording, or about a question that the team answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The language.
    pub lang: String,
    /// In the form of [`crate::text::canonical`], or [`Self::sealed`].
    pub wording: String,
    /// For which entry; empty: for an entry of its own, see [`Self::is_dismissal`].
    pub entry: String,
    /// Whether it was accepted.
    pub accepted: bool,
}

impl Decision {
    /// That a question which the team answered is not wanted in the FAQ.
    pub fn dismissal(lang: String, wording: &str) -> Self {
        Self { wording: Self::sealed(&lang, wording), lang, entry: String::new(), accepted: false }
    }

    /// A canonical wording that can be recognised and not read: a decision outlives the words of who asked.
    pub fn sealed(lang: &str, wording: &str) -> String {
        format!("sha256:{}", digest(format!("{lang}\n{wording}").as_bytes()))
    }

    /// Whether it is [`Self::dismissal`].
    pub fn is_dismissal(&self) -> bool {
        self.entry.is_empty() && !self.accepted
    }
}

impl Store {
    /// Records versions, in their order, and drops the oldest beyond the limits.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: nothing is recorded.
    pub async fn record_versions(&self, versions: Vec<NewVersion>) -> Result<(), StoreError> {
        self.write(move |connection| {
            Box::pin(async move {
                for version in versions {
                    let path = version.path.clone();
                    insert_version(connection, version).await?;
                    prune(connection, &path).await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }

    /// The versions of a file, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn versions(&self, path: &str) -> Result<Vec<Version>, StoreError> {
        sqlx::query(
            "SELECT number, at, author, reason, note, digest FROM faq_version WHERE path = $1 ORDER BY number DESC",
        )
        .bind(path)
        .fetch_all(&self.reader)
        .await
        .and_then(|rows| rows.iter().map(version).collect())
        .map_err(StoreError::Read)
    }

    /// The text of a version; `None` where there is no such version, `Some(None)` where the file was gone.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn version_text(&self, path: &str, number: i64) -> Result<Option<Option<String>>, StoreError> {
        sqlx::query_scalar("SELECT text FROM faq_version WHERE path = $1 AND number = $2")
            .bind(path)
            .bind(number)
            .fetch_optional(&self.reader)
            .await
            .map_err(StoreError::Read)
    }

    /// The last version of every file that has one, by path.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn last_versions(&self) -> Result<Vec<LastVersion>, StoreError> {
        sqlx::query(
            "SELECT path, digest, reason FROM faq_version v WHERE number = \
             (SELECT max(number) FROM faq_version WHERE path = v.path) ORDER BY path",
        )
        .fetch_all(&self.reader)
        .await
        .and_then(|rows| rows.iter().map(last).collect())
        .map_err(StoreError::Read)
    }

    /// The typed questions, the newest first, of the visits that began in a range (milliseconds since 1970), whose answer
    /// was chosen among several, at once or after another answer had not helped.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn chosen_questions(&self, visits: Range<i64>) -> Result<Vec<ChosenQuestion>, StoreError> {
        let mut questions = Vec::new();
        let rows = sqlx::query(
            "SELECT text, lang, chosen_id, conversation_id FROM question WHERE visit_at >= $1 AND visit_at < $2 AND asked = 'text' \
             AND (verdict = 'choices' OR (verdict = 'answer' AND rating < 0)) AND chosen_id IS NOT NULL AND small_talk = 0 \
             ORDER BY visit_at DESC, at DESC, seq DESC LIMIT $3",
        )
        .bind(visits.start)
        .bind(visits.end)
        .bind(MOST_CHOICES)
        .fetch(&self.reader);
        let read = each(rows, |row| {
            questions.push(chosen(&row)?);
            Ok(())
        });
        read.await.map_err(StoreError::Read)?;
        Ok(questions)
    }

    /// What was decided about proposed wordings.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        sqlx::query("SELECT lang, wording, entry_id, accepted FROM wording_decision")
            .fetch_all(&self.reader)
            .await
            .and_then(|rows| rows.iter().map(decision).collect())
            .map_err(StoreError::Read)
    }

    /// Remembers decisions; one about the same wording and entry is replaced.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: nothing is remembered.
    pub async fn decide(&self, decisions: Vec<Decision>, author: &str, at: i64) -> Result<(), StoreError> {
        let author = author.to_owned();
        self.write(move |connection| {
            Box::pin(async move {
                for Decision { lang, wording, entry, accepted } in decisions {
                    sqlx::query(
                        "INSERT INTO wording_decision (lang, wording, entry_id, accepted, at, author) \
                         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (lang, wording, entry_id) \
                         DO UPDATE SET accepted = excluded.accepted, at = excluded.at, author = excluded.author",
                    )
                    .bind(lang)
                    .bind(wording)
                    .bind(entry)
                    .bind(i64::from(accepted))
                    .bind(at)
                    .bind(&author)
                    .execute(&mut *connection)
                    .await?;
                }
                sqlx::query(
                    "DELETE FROM wording_decision WHERE at < (SELECT at FROM wording_decision ORDER BY at DESC \
                     LIMIT 1 OFFSET $1)",
                )
                .bind(MOST_DECISIONS)
                .execute(&mut *connection)
                .await
                .map(drop)
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }

    /// Forgets decisions, so that the wordings may be proposed again.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]: nothing is forgotten.
    pub async fn undecide(&self, lang: &str, entry: &str, wordings: Vec<String>) -> Result<(), StoreError> {
        let (lang, entry) = (lang.to_owned(), entry.to_owned());
        self.write(move |connection| {
            Box::pin(async move {
                for wording in wordings {
                    sqlx::query("DELETE FROM wording_decision WHERE lang = $1 AND wording = $2 AND entry_id = $3")
                        .bind(&lang)
                        .bind(wording)
                        .bind(&entry)
                        .execute(&mut *connection)
                        .await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(|error| StoreError::Unavailable(Arc::new(error)))
    }
}

async fn insert_version(connection: &mut SqliteConnection, version: NewVersion) -> sqlx::Result<()> {
    let NewVersion { path, at, author, reason, note, content } = version;
    let (digest, text) = content.map_or((String::new(), None), |(digest, text)| (digest, Some(text)));
    sqlx::query(
        "INSERT INTO faq_version (path, number, at, author, reason, note, digest, text) VALUES ($1, \
         (SELECT coalesce(max(number), 0) + 1 FROM faq_version WHERE path = $1), $2, $3, $4, $5, $6, $7)",
    )
    .bind(path)
    .bind(at)
    .bind(author)
    .bind(reason.as_str())
    .bind(note)
    .bind(digest)
    .bind(text)
    .execute(connection)
    .await
    .map(drop)
}

/// Drops what is beyond the limits.
async fn prune(connection: &mut SqliteConnection, path: &str) -> sqlx::Result<()> {
    let lengths: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT number, coalesce(length(CAST(text AS BLOB)), 0) FROM faq_version WHERE path = $1 ORDER BY number DESC",
    )
    .bind(path)
    .fetch_all(&mut *connection)
    .await?;
    let mut bytes = 0;
    let beyond = lengths.iter().enumerate().find(|(at, (_, length))| {
        bytes += length;
        *at as i64 >= MOST_VERSIONS || (*at >= 2 && bytes > MOST_BYTES)
    });
    if let Some((_, (number, _))) = beyond {
        sqlx::query("DELETE FROM faq_version WHERE path = $1 AND number <= $2")
            .bind(path)
            .bind(number)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "DELETE FROM faq_version WHERE at < (SELECT at FROM faq_version ORDER BY at DESC LIMIT 1 OFFSET $1) \
         AND EXISTS (SELECT 1 FROM faq_version later WHERE later.path = faq_version.path \
         AND later.number > faq_version.number)",
    )
    .bind(MOST_ROWS)
    .execute(&mut *connection)
    .await
    .map(drop)
}

fn version(row: &SqliteRow) -> sqlx::Result<Version> {
    Ok(Version {
        number: row.try_get("number")?,
        at: row.try_get("at")?,
        author: row.try_get("author")?,
        reason: row.try_get("reason")?,
        note: row.try_get("note")?,
        digest: row.try_get("digest")?,
    })
}

fn last(row: &SqliteRow) -> sqlx::Result<LastVersion> {
    Ok(LastVersion { path: row.try_get(0)?, digest: row.try_get(1)?, reason: row.try_get(2)? })
}

fn chosen(row: &SqliteRow) -> sqlx::Result<ChosenQuestion> {
    Ok(ChosenQuestion {
        text: row.try_get("text")?,
        lang: row.try_get("lang")?,
        entry: row.try_get("chosen_id")?,
        conversation: row.try_get("conversation_id")?,
    })
}

fn decision(row: &SqliteRow) -> sqlx::Result<Decision> {
    Ok(Decision {
        lang: row.try_get("lang")?,
        wording: row.try_get("wording")?,
        entry: row.try_get("entry_id")?,
        accepted: row.try_get::<i64, _>("accepted")? != 0,
    })
}
