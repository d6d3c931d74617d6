//! Accounts of those who may read the log: names, roles, and the one-time links that give them a password.
//!
//! Invariant: of a link only the digest is stored; an account has one link at most; the last administrator who can sign
//! in cannot be removed.

use super::{Store, StoreError};
use crate::ids::Token;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use std::sync::Arc;

/// The account that the first start makes.
pub const FIRST_ADMIN: &str = "admin";
/// How long a one-time link is good, in milliseconds: a day, so that it can be sent to a colleague, but does not lie
/// about in a mailbox for ever.
pub const LINK_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// Accounts at most: far more than people who read the reports of one site.
const MOST_ACCOUNTS: i64 = 500;
/// The longest name of an account and the longest label of a token, in characters.
pub(super) const MOST_CHARS: usize = 64;

/// What an account may do; each role may all that those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Reads reports.
    Viewer,
    /// Talks to visitors.
    Agent,
    /// Changes answers.
    Editor,
    /// Manages accounts.
    Admin,
}

impl Role {
    /// All of them, the lowest first.
    pub const ALL: [Role; 4] = [Role::Viewer, Role::Agent, Role::Editor, Role::Admin];

    /// The word used in the database, in the interface and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Agent => "agent",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl std::str::FromStr for Role {
    type Err = AccountError;

    fn from_str(word: &str) -> Result<Self, AccountError> {
        Self::ALL.into_iter().find(|role| role.as_str() == word).ok_or_else(|| {
            AccountError::Invalid(format!("There is no role \"{word}\": use viewer, agent, editor or admin."))
        })
    }
}

/// What an account is called: 2 to 64 of `a-z 0-9 . _ - @`, beginning with a letter or digit. Capitals become small, so
/// that nobody has to remember how a name was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct AccountName(String);

impl AccountName {
    /// The name as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for AccountName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::str::FromStr for AccountName {
    type Err = AccountError;

    fn from_str(text: &str) -> Result<Self, AccountError> {
        let name = text.trim().to_ascii_lowercase();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-@".contains(&byte);
        let begins_well = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric());
        if (2..=MOST_CHARS).contains(&name.len()) && begins_well && name.bytes().all(plain) {
            Ok(Self(name))
        } else {
            Err(AccountError::Invalid(format!(
                "An account's name has 2 to {MOST_CHARS} letters a-z, digits, dots, hyphens, underscores or @, and begins \
                 with a letter or a digit."
            )))
        }
    }
}

/// Who somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// A time-ordered UUID: a name may be given away again, this never.
    pub id: String,
    /// What the account is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
}

/// A link to set a password, as it is handed to its owner, once.
pub struct Link {
    /// Whose password it sets.
    pub name: String,
    /// The secret; the database keeps its digest.
    pub token: Token,
    /// Until when it is good, in milliseconds since 1970.
    pub expires_at: i64,
}

/// Times in JSON are what they are on the wire: `2026-11-20T09:30:00.123Z`.
pub(super) fn moment<S: Serializer>(millis: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&crate::clock::rfc3339(*millis))
}

pub(super) fn moment_if_any<S: Serializer>(millis: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
    millis.map(crate::clock::rfc3339).serialize(serializer)
}

/// A token as it may be listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TokenSummary {
    /// What it is for, unique in its account.
    pub label: String,
    /// In milliseconds since 1970.
    #[serde(serialize_with = "moment")]
    #[schemars(with = "String")]
    pub created_at: i64,
    /// When it was last used, to the hour; `None`: never.
    #[serde(serialize_with = "moment_if_any")]
    #[schemars(with = "Option<String>")]
    pub used_at: Option<i64>,
}

/// An account as it may be listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountSummary {
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whether a password is set; without one nobody can sign in.
    pub has_password: bool,
    /// In milliseconds since 1970.
    #[serde(serialize_with = "moment")]
    #[schemars(with = "String")]
    pub created_at: i64,
    /// When somebody last signed in; `None`: never.
    #[serde(serialize_with = "moment_if_any")]
    #[schemars(with = "Option<String>")]
    pub signed_in_at: Option<i64>,
    /// Until when the unused one-time link is good; `None`: there is none.
    #[serde(serialize_with = "moment_if_any")]
    #[schemars(with = "Option<String>")]
    pub link_expires_at: Option<i64>,
    /// Its tokens, by label.
    pub tokens: Vec<TokenSummary>,
}

/// Why something could not be done with an account; the text says how it can be.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// What was asked for breaks a rule.
    #[error("{0}")]
    Invalid(String),
    /// The name or label is taken, or the last administrator would go.
    #[error("{0}")]
    Conflict(String),
    /// There is no account of this name, or no token of this label.
    #[error("{0}")]
    Unknown(String),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub(super) fn unknown(name: &AccountName) -> AccountError {
    AccountError::Unknown(format!("There is no account \"{name}\"."))
}

pub(super) fn unavailable(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(Arc::new(error))
}

/// The outcome of a write: the outer error is the database's, the inner one the caller's. What has an inner error
/// must not have written anything, since the transaction is committed all the same.
pub(super) type Outcome<T> = sqlx::Result<Result<T, AccountError>>;

impl Store {
    /// The link for the first start, while nobody can administer: makes the account [`FIRST_ADMIN`] and a fresh link,
    /// which replaces an unused one. `None` once that account has a password, or somebody else administers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn first_start_link(&self, now: i64) -> Result<Option<Link>, StoreError> {
        self.write(move |connection| Box::pin(first_start(connection, now))).await.map_err(unavailable)
    }

    /// Makes an account without a password, and the link to set it.
    ///
    /// # Errors
    /// [`AccountError::Conflict`] if the name is taken; [`AccountError::Invalid`] for [`FIRST_ADMIN`] in another role.
    pub async fn create_account(&self, name: &AccountName, role: Role, now: i64) -> Result<Link, AccountError> {
        if name.as_str() == FIRST_ADMIN && role != Role::Admin {
            // the first start would find the name taken by somebody who may not administer
            return Err(AccountError::Invalid(format!("The name \"{FIRST_ADMIN}\" is kept for the role admin.")));
        }
        let name = name.clone();
        self.write(move |connection| Box::pin(create(connection, name, role, now))).await.map_err(unavailable)?
    }

    /// Voids an account's password, ends its sessions, and makes a link to set a new password. Its tokens stay: scripts
    /// do not stop because a person forgot something; they are revoked one by one.
    ///
    /// # Errors
    /// [`AccountError::Unknown`].
    pub async fn reset_account(&self, name: &AccountName, now: i64) -> Result<Link, AccountError> {
        let name = name.clone();
        self.write(move |connection| Box::pin(reset(connection, name, now))).await.map_err(unavailable)?
    }

    /// Removes an account with its sessions, links and tokens.
    ///
    /// # Errors
    /// [`AccountError::Unknown`]; [`AccountError::Conflict`] for the last administrator who can sign in.
    pub async fn remove_account(&self, name: &AccountName) -> Result<(), AccountError> {
        let name = name.clone();
        self.write(move |connection| Box::pin(remove(connection, name))).await.map_err(unavailable)?
    }

    /// All accounts, by name.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn accounts(&self, now: i64) -> Result<Vec<AccountSummary>, StoreError> {
        let accounts = sqlx::query(
            "SELECT account.name, role, password_hash IS NOT NULL AS has_password, created_at, signed_in_at, \
             (SELECT max(expires_at) FROM login_link WHERE account_id = account.id AND expires_at > $1) AS link_until \
             FROM account ORDER BY account.name",
        )
        .bind(now)
        .fetch_all(&self.reader)
        .await
        .map_err(StoreError::Read)?;
        let tokens = sqlx::query(
            "SELECT account.name, label, api_token.created_at, used_at FROM api_token \
             JOIN account ON account.id = account_id ORDER BY account.name, label",
        )
        .fetch_all(&self.reader)
        .await
        .map_err(StoreError::Read)?;
        list(&accounts, &tokens).map_err(StoreError::Read)
    }
}

/// The account in a row with `id`, `name` and `role`.
pub(super) fn account(row: &SqliteRow) -> sqlx::Result<Account> {
    Ok(Account { id: row.try_get("id")?, name: row.try_get("name")?, role: role(row)? })
}

fn role(row: &SqliteRow) -> sqlx::Result<Role> {
    let word: &str = row.try_get("role")?;
    word.parse().map_err(|error: AccountError| sqlx::Error::Decode(error.into()))
}

fn list(accounts: &[SqliteRow], tokens: &[SqliteRow]) -> sqlx::Result<Vec<AccountSummary>> {
    let mut tokens = tokens.iter().peekable();
    let mut listed = Vec::with_capacity(accounts.len());
    for row in accounts {
        let name: String = row.try_get("name")?;
        let mut own = Vec::new();
        // both are ordered by name
        while let Some(token) = tokens.next_if(|token| token.try_get("name").is_ok_and(|owner: &str| owner == name)) {
            own.push(TokenSummary {
                label: token.try_get("label")?,
                created_at: token.try_get("created_at")?,
                used_at: token.try_get("used_at")?,
            });
        }
        listed.push(AccountSummary {
            name,
            role: role(row)?,
            has_password: row.try_get("has_password")?,
            created_at: row.try_get("created_at")?,
            signed_in_at: row.try_get("signed_in_at")?,
            link_expires_at: row.try_get("link_until")?,
            tokens: own,
        });
    }
    Ok(listed)
}

pub(super) async fn id_of(connection: &mut SqliteConnection, name: &AccountName) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("SELECT id FROM account WHERE name = $1").bind(name.as_str()).fetch_optional(connection).await
}

async fn insert(connection: &mut SqliteConnection, name: &str, role: Role, now: i64) -> sqlx::Result<String> {
    let id = uuid::Uuid::now_v7().simple().to_string();
    sqlx::query("INSERT INTO account (id, name, role, created_at) VALUES ($1, $2, $3, $4)")
        .bind(&id)
        .bind(name)
        .bind(role.as_str())
        .bind(now)
        .execute(connection)
        .await?;
    Ok(id)
}

/// A fresh link; an older one of the account stops working.
async fn new_link(connection: &mut SqliteConnection, id: &str, name: String, now: i64) -> sqlx::Result<Link> {
    let link = Link { name, token: Token::generate(), expires_at: now + LINK_MILLIS };
    sqlx::query("DELETE FROM login_link WHERE account_id = $1").bind(id).execute(&mut *connection).await?;
    sqlx::query("INSERT INTO login_link (hash, account_id, expires_at) VALUES ($1, $2, $3)")
        .bind(link.token.hash().0)
        .bind(id)
        .bind(link.expires_at)
        .execute(connection)
        .await?;
    Ok(link)
}

async fn first_start(connection: &mut SqliteConnection, now: i64) -> sqlx::Result<Option<Link>> {
    let administered: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM account WHERE role = 'admin' AND (name <> $1 OR password_hash IS NOT NULL)",
    )
    .bind(FIRST_ADMIN)
    .fetch_one(&mut *connection)
    .await?;
    if administered > 0 {
        return Ok(None);
    }
    let name = AccountName(FIRST_ADMIN.to_owned());
    let id = match id_of(connection, &name).await? {
        Some(id) => id,
        None => insert(connection, FIRST_ADMIN, Role::Admin, now).await?,
    };
    new_link(connection, &id, name.0, now).await.map(Some)
}

async fn create(connection: &mut SqliteConnection, name: AccountName, role: Role, now: i64) -> Outcome<Link> {
    if id_of(connection, &name).await?.is_some() {
        return Ok(Err(AccountError::Conflict(format!(
            "There is an account \"{name}\" already; choose another name."
        ))));
    }
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM account").fetch_one(&mut *connection).await?;
    if count >= MOST_ACCOUNTS {
        let message = format!("There are {MOST_ACCOUNTS} accounts, which is the most; remove one first.");
        return Ok(Err(AccountError::Conflict(message)));
    }
    let id = insert(connection, name.as_str(), role, now).await?;
    new_link(connection, &id, name.0, now).await.map(Ok)
}

async fn reset(connection: &mut SqliteConnection, name: AccountName, now: i64) -> Outcome<Link> {
    let Some(id) = id_of(connection, &name).await? else { return Ok(Err(unknown(&name))) };
    sqlx::query("UPDATE account SET password_hash = NULL WHERE id = $1").bind(&id).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM session WHERE account_id = $1").bind(&id).execute(&mut *connection).await?;
    new_link(connection, &id, name.0, now).await.map(Ok)
}

async fn remove(connection: &mut SqliteConnection, name: AccountName) -> Outcome<()> {
    let Some(id) = id_of(connection, &name).await? else { return Ok(Err(unknown(&name))) };
    // An administrator may go if another one stays who can sign in; one without a password, if another one stays.
    let last: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM account AS going WHERE id = $1 AND role = 'admin' AND NOT EXISTS (SELECT 1 FROM account \
         AS staying WHERE staying.id <> going.id AND staying.role = 'admin' \
         AND (staying.password_hash IS NOT NULL OR going.password_hash IS NULL))",
    )
    .bind(&id)
    .fetch_one(&mut *connection)
    .await?;
    if last > 0 {
        return Ok(Err(AccountError::Conflict(format!(
            "\"{name}\" is the last administrator who can sign in; add another one and let them set a password first."
        ))));
    }
    sqlx::query("DELETE FROM account WHERE id = $1").bind(&id).execute(connection).await.map(|_| Ok(()))
}

#[cfg(test)]
mod tests;
