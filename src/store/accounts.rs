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
mod tests {
    use super::*;
    use crate::ids::TokenHash;
    use crate::store::credentials::{IDLE_MILLIS, SESSION_MILLIS};
    use crate::telemetry::Metrics;

    const HOUR: i64 = 60 * 60 * 1000;

    fn name(text: &str) -> AccountName {
        text.parse().unwrap()
    }

    async fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("deskbell.db"), Metrics::default()).await.unwrap();
        (folder, store)
    }

    /// Sets a password by a link and returns the session that it begins.
    async fn settle(store: &Store, link: &Link, hash: &str, now: i64) -> TokenHash {
        let session = Token::generate().hash();
        assert!(store.use_link(&link.token.hash(), hash, &session, now).await.unwrap().is_some());
        session
    }

    #[test]
    fn names_and_roles_are_read_strictly() {
        assert_eq!(name(" Ada.Lovelace@example.com ").as_str(), "ada.lovelace@example.com");
        for wrong in ["", "a", ".ada", "ada lovelace", "ada/../eve", "ädä", "x\0y", &"a".repeat(65)] {
            assert!(wrong.parse::<AccountName>().is_err(), "{wrong:?}");
        }
        assert!("root".parse::<Role>().is_err() && "Admin".parse::<Role>().is_err());
        for role in Role::ALL {
            assert_eq!(role.as_str().parse::<Role>().unwrap(), role);
        }
        assert!(Role::Viewer < Role::Agent && Role::Agent < Role::Editor && Role::Editor < Role::Admin);
    }

    #[tokio::test]
    async fn the_first_start_makes_a_link_until_somebody_can_administer() {
        let (_folder, store) = store().await;
        let first = store.first_start_link(0).await.unwrap().unwrap();
        assert_eq!((first.name.as_str(), first.expires_at), (FIRST_ADMIN, LINK_MILLIS));
        // the next start replaces it
        let second = store.first_start_link(HOUR).await.unwrap().unwrap();
        assert_eq!(store.account_of_link(&first.token.hash(), HOUR).await.unwrap(), None);
        assert_eq!(store.accounts(HOUR).await.unwrap().len(), 1);
        // a viewer is no administrator
        store.create_account(&name("vera"), Role::Viewer, HOUR).await.unwrap();
        assert!(store.first_start_link(HOUR).await.unwrap().is_some());
        assert!(store.account_of_link(&second.token.hash(), HOUR).await.unwrap().is_none());

        let third = store.first_start_link(2 * HOUR).await.unwrap().unwrap();
        let late = third.expires_at;
        assert_eq!(store.account_of_link(&third.token.hash(), late).await.unwrap(), None, "a day later it is void");
        assert_eq!(store.account_of_link(&third.token.hash(), late - 1).await.unwrap().unwrap().role, Role::Admin);
        settle(&store, &third, "hash", late - 1).await;
        assert!(store.first_start_link(late).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn who_was_added_as_administrator_is_the_first_one() {
        let (_folder, store) = store().await;
        store.create_account(&name("ada"), Role::Admin, 0).await.unwrap();
        assert!(store.first_start_link(0).await.unwrap().is_none());
        let taken = store.create_account(&name("admin"), Role::Viewer, 0).await;
        assert!(matches!(taken, Err(AccountError::Invalid(_))), "the first start needs this name");
    }

    #[tokio::test]
    async fn an_account_from_its_link_to_its_end() {
        let (_folder, store) = store().await;
        let root = store.first_start_link(0).await.unwrap().unwrap();
        settle(&store, &root, "root hash", 0).await;
        let link = store.create_account(&name("ada"), Role::Admin, 0).await.unwrap();
        assert!(matches!(store.create_account(&name("ADA"), Role::Viewer, 0).await, Err(AccountError::Conflict(_))));

        // a link works once
        let session = settle(&store, &link, "first", HOUR).await;
        let again = store.use_link(&link.token.hash(), "second", &Token::generate().hash(), HOUR).await.unwrap();
        assert_eq!(again, None);
        let ada = store.account_of_session(&session, HOUR, true).await.unwrap().unwrap();
        assert_eq!((ada.name.as_str(), ada.role), ("ada", Role::Admin));
        let listed = store.accounts(HOUR).await.unwrap();
        assert_eq!(listed.iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["ada", "admin"]);
        assert_eq!(
            (listed[0].signed_in_at, listed[0].link_expires_at, listed[0].has_password),
            (Some(HOUR), None, true)
        );

        // a password that was changed meanwhile begins no session and changes nothing
        let other = Token::generate().hash();
        assert!(store.sign_in(&ada.id, "first", &other, HOUR).await.unwrap());
        let fresh = Token::generate().hash();
        assert!(store.change_password(&ada.id, "first", "second", &fresh, HOUR).await.unwrap());
        assert!(!store.change_password(&ada.id, "first", "third", &other, HOUR).await.unwrap());
        assert!(!store.sign_in(&ada.id, "first", &other, HOUR).await.unwrap());
        for (ended, hash) in [(true, &session), (true, &other), (false, &fresh)] {
            assert_eq!(store.account_of_session(hash, HOUR, true).await.unwrap().is_none(), ended);
        }

        // a reset voids the password and the sessions at once, and leaves the tokens
        let token = store.create_token(&name("ada"), "weekly mail", HOUR).await.unwrap();
        let link = store.reset_account(&name("ada"), HOUR).await.unwrap();
        assert_eq!(store.account_of_session(&fresh, HOUR, true).await.unwrap(), None);
        assert_eq!(store.credentials(&name("ada")).await.unwrap().unwrap().password_hash, None);
        assert_eq!(store.account_of_token(&token.hash(), HOUR).await.unwrap().unwrap().id, ada.id);
        assert_eq!(store.accounts(HOUR).await.unwrap()[0].link_expires_at, Some(link.expires_at));
        assert_eq!(store.accounts(link.expires_at).await.unwrap()[0].link_expires_at, None);

        // with the account everything of it ends
        let session = settle(&store, &link, "third", HOUR).await;
        store.remove_account(&name("ada")).await.unwrap();
        assert_eq!(store.account_of_session(&session, HOUR, true).await.unwrap(), None);
        assert_eq!(store.account_of_token(&token.hash(), HOUR).await.unwrap(), None);
        assert!(matches!(store.remove_account(&name("ada")).await, Err(AccountError::Unknown(_))));
        assert!(matches!(store.reset_account(&name("ada"), 0).await, Err(AccountError::Unknown(_))));
    }

    #[tokio::test]
    async fn the_last_administrator_stays() {
        let (_folder, store) = store().await;
        store.first_start_link(0).await.unwrap();
        let last = |outcome| matches!(outcome, Err(AccountError::Conflict(_)));
        assert!(last(store.remove_account(&name("admin")).await), "nobody else is there");
        let ada = store.create_account(&name("ada"), Role::Admin, 0).await.unwrap();
        settle(&store, &ada, "hash", 0).await;
        store.create_account(&name("eve"), Role::Editor, 0).await.unwrap();
        assert!(last(store.remove_account(&name("ada")).await), "admin cannot sign in yet");
        store.remove_account(&name("admin")).await.unwrap();
        assert!(last(store.remove_account(&name("ada")).await), "eve may not administer");
        store.remove_account(&name("eve")).await.unwrap();
    }

    #[tokio::test]
    async fn sessions_slide_and_end() {
        let (_folder, store) = store().await;
        let link = store.first_start_link(0).await.unwrap().unwrap();
        let session = settle(&store, &link, "hash", 0).await;
        let alive = async |at: i64| store.account_of_session(&session, at, true).await.unwrap().is_some();
        assert!(alive(IDLE_MILLIS - 1).await, "used just in time");
        assert!(alive(2 * IDLE_MILLIS - 2).await, "which prolonged it");
        let looked = store.account_of_session(&session, 3 * IDLE_MILLIS - 4, false).await.unwrap();
        assert!(looked.is_some(), "a look sees it");
        assert!(!alive(3 * IDLE_MILLIS).await, "but not for ever, and a look does not prolong it");
        let busy = Token::generate().hash();
        let account = store.credentials(&name("admin")).await.unwrap().unwrap().account;
        assert!(store.sign_in(&account.id, "hash", &busy, 0).await.unwrap());
        let mut lived = 0;
        while lived < SESSION_MILLIS - HOUR {
            lived += HOUR;
            assert!(store.account_of_session(&busy, lived, true).await.unwrap().is_some(), "{lived}");
        }
        assert!(store.account_of_session(&busy, SESSION_MILLIS, true).await.unwrap().is_none(), "a week is the most");
        store.sign_out(&busy).await.unwrap();
        store.sign_out(&busy).await.unwrap();
    }

    #[tokio::test]
    async fn an_account_keeps_its_latest_sessions_only() {
        let (_folder, store) = store().await;
        let link = store.first_start_link(0).await.unwrap().unwrap();
        let oldest = settle(&store, &link, "hash", 0).await;
        let account = store.credentials(&name("admin")).await.unwrap().unwrap().account;
        let mut latest = oldest.clone();
        for at in 1..=50 {
            latest = Token::generate().hash();
            assert!(store.sign_in(&account.id, "hash", &latest, at).await.unwrap());
        }
        assert!(store.account_of_session(&oldest, 60, true).await.unwrap().is_none());
        assert!(store.account_of_session(&latest, 60, true).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn tokens_are_made_used_and_revoked() {
        let (_folder, store) = store().await;
        store.create_account(&name("ada"), Role::Viewer, 0).await.unwrap();
        let token = store.create_token(&name("ada"), " weekly/report ", 0).await.unwrap();
        let taken = store.create_token(&name("ada"), "weekly/report", 0).await;
        assert!(matches!(taken, Err(AccountError::Conflict(_))));
        for wrong in ["", "  ", "a\nb", &"x".repeat(65)] {
            let refused = store.create_token(&name("ada"), wrong, 0).await;
            assert!(matches!(refused, Err(AccountError::Invalid(_))), "{wrong:?}");
        }
        let used_at = async || store.accounts(0).await.unwrap()[0].tokens[0].used_at;
        assert_eq!(used_at().await, None);
        for (at, noted) in [(HOUR, HOUR), (HOUR + 1, HOUR), (2 * HOUR, 2 * HOUR)] {
            assert!(store.account_of_token(&token.hash(), at).await.unwrap().is_some());
            assert_eq!(used_at().await, Some(noted));
        }
        assert_eq!(store.account_of_token(&Token::generate().hash(), 0).await.unwrap(), None);
        store.revoke_token(&name("ada"), "weekly/report").await.unwrap();
        assert_eq!(store.account_of_token(&token.hash(), 0).await.unwrap(), None);
        let gone = store.revoke_token(&name("ada"), "weekly/report").await;
        assert!(matches!(gone, Err(AccountError::Unknown(_))));
        assert!(matches!(store.create_token(&name("eve"), "x", 0).await, Err(AccountError::Unknown(_))));
    }

    #[tokio::test]
    async fn the_database_holds_no_secret_and_a_second_process_may_write() {
        let (folder, store) = store().await;
        let link = store.first_start_link(0).await.unwrap().unwrap();
        let path = folder.path().join("deskbell.db");
        // as `deskbell admin` does while the server runs
        let other = Store::open(&path, Metrics::default()).await.unwrap();
        let token = other.create_token(&name("admin"), "script", 0).await.unwrap();
        assert!(store.account_of_token(&token.hash(), 0).await.unwrap().is_some());
        other.close().await;
        store.close().await;
        let mut bytes = Vec::new();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
        }
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(holds(&link.token.hash().0) && holds(&token.hash().0));
        assert!(!holds(link.token.reveal()) && !holds(token.reveal()));
    }
}
