//! What proves who somebody is: passwords, one-time links, sessions, and tokens for scripts.
//!
//! Invariant: of links, sessions and tokens only digests are stored, of a password only what the caller has hashed. A
//! link works once. Whatever changes a password ends every session that the old one began.

use super::accounts::{Account, AccountError, AccountName, MOST_CHARS, Outcome, account, id_of, unavailable, unknown};
use super::{Store, StoreError};
use crate::ids::{Token, TokenHash};
use sqlx::{Row, SqliteConnection};

/// How long a session lives without a request, in milliseconds: a working day, so that a report can be read in the
/// morning and in the evening without signing in twice, and a laptop left behind is safe the next day.
pub const IDLE_MILLIS: i64 = 12 * 60 * 60 * 1000;
/// How long a session lives at most, in milliseconds: a week, so that a stolen one does not live for ever.
pub const SESSION_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;
/// How much a request must prolong a session to be written down: a page of ten requests costs no write.
const PROLONG_MILLIS: i64 = 10 * 60 * 1000;
/// Sessions of one account at most; a new one ends the oldest.
const MOST_SESSIONS: i64 = 50;
/// Tokens of one account at most: more are a script that forgets to revoke.
const MOST_TOKENS: usize = 50;
/// How old the note of a token's last use may be, in milliseconds: a busy script costs one write in an hour.
const USED_MILLIS: i64 = 60 * 60 * 1000;

/// An account and the hash that its password must match.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Whose.
    pub account: Account,
    /// In the PHC string form; `None` until a password is set.
    pub password_hash: Option<String>,
}

impl Account {
    /// The name as people read it: `maya.k@example.com` is Maya K.
    pub fn display_name(&self) -> String {
        let person = self.name.split('@').next().unwrap_or_default();
        let words = person.split(['.', '_', '-']).filter(|word| !word.is_empty()).map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
        });
        let shown = words.collect::<Vec<_>>().join(" ");
        if shown.is_empty() { self.name.clone() } else { shown }
    }
}

impl Store {
    /// The account of this name and what its password must match.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn credentials(&self, name: &AccountName) -> Result<Option<Credentials>, StoreError> {
        let row = sqlx::query("SELECT id, name, role, password_hash FROM account WHERE name = $1")
            .bind(name.as_str())
            .fetch_optional(&self.reader)
            .await
            .map_err(StoreError::Read)?;
        let Some(row) = row else { return Ok(None) };
        let password_hash = row.try_get("password_hash").map_err(StoreError::Read)?;
        account(&row).map(|account| Some(Credentials { account, password_hash })).map_err(StoreError::Read)
    }

    /// The account of an id; `None` where there is none any more.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn account(&self, id: &str) -> Result<Option<Account>, StoreError> {
        sqlx::query("SELECT id, name, role FROM account WHERE id = $1")
            .bind(id)
            .fetch_optional(&self.reader)
            .await
            .and_then(|row| row.as_ref().map(account).transpose())
            .map_err(StoreError::Read)
    }

    /// Begins a session for whoever has just given the password that `password_hash` stands for. `false`, and no
    /// session, if the account has another one meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn sign_in(
        &self,
        account_id: &str,
        password_hash: &str,
        session: &TokenHash,
        now: i64,
    ) -> Result<bool, StoreError> {
        let (id, password_hash, session) = (account_id.to_owned(), password_hash.to_owned(), session.clone());
        self.write(move |connection| {
            Box::pin(async move {
                if !has_password(connection, &id, &password_hash).await? {
                    return Ok(false);
                }
                begin_session(connection, &id, &session, now).await?;
                Ok(true)
            })
        })
        .await
        .map_err(unavailable)
    }

    /// Ends a session; one that does not exist is as good as ended.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn sign_out(&self, session: &TokenHash) -> Result<(), StoreError> {
        let session = session.clone();
        self.write(move |connection| {
            Box::pin(async move {
                sqlx::query("DELETE FROM session WHERE hash = $1").bind(session.0).execute(connection).await.map(drop)
            })
        })
        .await
        .map_err(unavailable)
    }

    /// The account that a sign-in belongs to. Use prolongs the sign-in, and a look of a page that is merely open does not.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn account_of_session(
        &self,
        session: &TokenHash,
        now: i64,
        used: bool,
    ) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(
            "SELECT account.id, name, role, session.created_at, expires_at FROM session \
             JOIN account ON account.id = account_id WHERE hash = $1 AND expires_at > $2",
        )
        .bind(&session.0)
        .bind(now)
        .fetch_optional(&self.reader)
        .await
        .map_err(StoreError::Read)?;
        let Some(row) = row else { return Ok(None) };
        let created_at: i64 = row.try_get("created_at").map_err(StoreError::Read)?;
        let expires_at: i64 = row.try_get("expires_at").map_err(StoreError::Read)?;
        let prolonged = (now + IDLE_MILLIS).min(created_at + SESSION_MILLIS);
        if used && prolonged - expires_at >= PROLONG_MILLIS {
            let hash = session.0.clone();
            let written = self.write(move |connection| Box::pin(prolong(connection, hash, prolonged))).await;
            // a full disk must not sign anybody out
            written.unwrap_or_else(|error| tracing::warn!(%error, "a session could not be prolonged"));
        }
        account(&row).map(Some).map_err(StoreError::Read)
    }

    /// Sets a new password for whoever has just given the old one, ends all the account's sessions and its link, and
    /// begins a new session. `false`, and nothing changed, if the account has another password meanwhile.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn change_password(
        &self,
        account_id: &str,
        old_hash: &str,
        new_hash: &str,
        session: &TokenHash,
        now: i64,
    ) -> Result<bool, StoreError> {
        let (id, old, new) = (account_id.to_owned(), old_hash.to_owned(), new_hash.to_owned());
        let session = session.clone();
        self.write(move |connection| {
            Box::pin(async move {
                if !has_password(connection, &id, &old).await? {
                    return Ok(false);
                }
                set_password(connection, &id, &new, &session, now).await?;
                Ok(true)
            })
        })
        .await
        .map_err(unavailable)
    }

    /// The account whose password this link sets, while it is good.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn account_of_link(&self, link: &TokenHash, now: i64) -> Result<Option<Account>, StoreError> {
        let row =
            sqlx::query(LINK).bind(&link.0).bind(now).fetch_optional(&self.reader).await.map_err(StoreError::Read)?;
        row.as_ref().map(account).transpose().map_err(StoreError::Read)
    }

    /// Uses a link up: sets the password, ends all the account's sessions and begins a new one. `None`, and nothing
    /// changed, if the link is used, replaced, expired or unknown.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn use_link(
        &self,
        link: &TokenHash,
        password_hash: &str,
        session: &TokenHash,
        now: i64,
    ) -> Result<Option<Account>, StoreError> {
        let (link, password_hash, session) = (link.clone(), password_hash.to_owned(), session.clone());
        self.write(move |connection| {
            Box::pin(async move {
                let row = sqlx::query(LINK).bind(&link.0).bind(now).fetch_optional(&mut *connection).await?;
                let Some(row) = row else { return Ok(None) };
                let account = account(&row)?;
                set_password(connection, &account.id, &password_hash, &session, now).await?;
                Ok(Some(account))
            })
        })
        .await
        .map_err(unavailable)
    }

    /// Makes a token for scripts, with all the rights of the account.
    ///
    /// # Errors
    /// [`AccountError::Unknown`]; [`AccountError::Conflict`] if the label is taken; [`AccountError::Invalid`] for an
    /// empty or long label.
    pub async fn create_token(&self, name: &AccountName, label: &str, now: i64) -> Result<Token, AccountError> {
        let (name, label) = (name.clone(), label.trim().to_owned());
        let length = label.chars().count();
        if !(1..=MOST_CHARS).contains(&length) || label.chars().any(char::is_control) {
            return Err(AccountError::Invalid(format!("A token's label has 1 to {MOST_CHARS} characters.")));
        }
        self.write(move |connection| Box::pin(add_token(connection, name, label, now))).await.map_err(unavailable)?
    }

    /// Makes a token void at once.
    ///
    /// # Errors
    /// [`AccountError::Unknown`].
    pub async fn revoke_token(&self, name: &AccountName, label: &str) -> Result<(), AccountError> {
        let (name, label) = (name.clone(), label.trim().to_owned());
        self.write(move |connection| Box::pin(remove_token(connection, name, label))).await.map_err(unavailable)?
    }

    /// The account whose token this is, if it was not revoked.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn account_of_token(&self, token: &TokenHash, now: i64) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query(
            "SELECT account.id, name, role, used_at FROM api_token JOIN account ON account.id = account_id \
             WHERE hash = $1",
        )
        .bind(&token.0)
        .fetch_optional(&self.reader)
        .await
        .map_err(StoreError::Read)?;
        let Some(row) = row else { return Ok(None) };
        let used_at: Option<i64> = row.try_get("used_at").map_err(StoreError::Read)?;
        if used_at.is_none_or(|used_at| (now - used_at).abs() >= USED_MILLIS) {
            let hash = token.0.clone();
            let written = self.write(move |connection| Box::pin(note_use(connection, hash, now))).await;
            // a full disk must not keep a script from reading
            written.unwrap_or_else(|error| tracing::warn!(%error, "the use of a token could not be noted"));
        }
        account(&row).map(Some).map_err(StoreError::Read)
    }
}

/// The account of a link ($1) that is good at $2.
const LINK: &str = "SELECT account.id, name, role FROM login_link JOIN account ON account.id = account_id \
                    WHERE hash = $1 AND expires_at > $2";

async fn has_password(connection: &mut SqliteConnection, id: &str, hash: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar::<_, i64>("SELECT count(*) FROM account WHERE id = $1 AND password_hash = $2")
        .bind(id)
        .bind(hash)
        .fetch_one(connection)
        .await
        .map(|count| count > 0)
}

async fn set_password(
    connection: &mut SqliteConnection,
    id: &str,
    hash: &str,
    session: &TokenHash,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE account SET password_hash = $2 WHERE id = $1")
        .bind(id)
        .bind(hash)
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM login_link WHERE account_id = $1").bind(id).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM session WHERE account_id = $1").bind(id).execute(&mut *connection).await?;
    begin_session(connection, id, session, now).await
}

/// Begins a session and clears away what is over, so that no task of its own is needed for it.
async fn begin_session(connection: &mut SqliteConnection, id: &str, session: &TokenHash, now: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM session WHERE expires_at <= $1").bind(now).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM login_link WHERE expires_at <= $1").bind(now).execute(&mut *connection).await?;
    sqlx::query(
        "DELETE FROM session WHERE account_id = $1 AND hash NOT IN \
         (SELECT hash FROM session WHERE account_id = $1 ORDER BY created_at DESC, hash LIMIT $2)",
    )
    .bind(id)
    .bind(MOST_SESSIONS - 1)
    .execute(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO session (hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(&session.0)
        .bind(id)
        .bind(now)
        .bind(now + IDLE_MILLIS)
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE account SET signed_in_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now)
        .execute(connection)
        .await
        .map(drop)
}

async fn prolong(connection: &mut SqliteConnection, hash: String, expires_at: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE session SET expires_at = $2 WHERE hash = $1")
        .bind(hash)
        .bind(expires_at)
        .execute(connection)
        .await
        .map(drop)
}

async fn add_token(connection: &mut SqliteConnection, name: AccountName, label: String, now: i64) -> Outcome<Token> {
    let Some(id) = id_of(connection, &name).await? else { return Ok(Err(unknown(&name))) };
    let labels: Vec<String> = sqlx::query_scalar("SELECT label FROM api_token WHERE account_id = $1")
        .bind(&id)
        .fetch_all(&mut *connection)
        .await?;
    if labels.contains(&label) {
        let message = format!("\"{name}\" has a token \"{label}\" already; revoke it or choose another label.");
        return Ok(Err(AccountError::Conflict(message)));
    }
    if labels.len() >= MOST_TOKENS {
        let message = format!("\"{name}\" has {MOST_TOKENS} tokens, which is the most; revoke one first.");
        return Ok(Err(AccountError::Conflict(message)));
    }
    let token = Token::generate();
    sqlx::query("INSERT INTO api_token (hash, account_id, label, created_at) VALUES ($1, $2, $3, $4)")
        .bind(token.hash().0)
        .bind(&id)
        .bind(&label)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(Ok(token))
}

async fn remove_token(connection: &mut SqliteConnection, name: AccountName, label: String) -> Outcome<()> {
    let Some(id) = id_of(connection, &name).await? else { return Ok(Err(unknown(&name))) };
    let done = sqlx::query("DELETE FROM api_token WHERE account_id = $1 AND label = $2")
        .bind(&id)
        .bind(&label)
        .execute(connection)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(Err(AccountError::Unknown(format!("\"{name}\" has no token \"{label}\"."))));
    }
    Ok(Ok(()))
}

async fn note_use(connection: &mut SqliteConnection, hash: String, now: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE api_token SET used_at = $2 WHERE hash = $1")
        .bind(hash)
        .bind(now)
        .execute(connection)
        .await
        .map(drop)
}
