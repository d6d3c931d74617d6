//! Accounts, their one-time links and their tokens.
//!
//! Invariant: a link or a token is in the one response that makes it, and never again.

use super::payload::Payload;
use crate::clock::{Clock, rfc3339};
use crate::config::Config;
use crate::store::Store;
use crate::store::accounts::{AccountName, AccountSummary, Link, Role};
use crate::web::auth::{Caller, setup_address};
use crate::web::error::ApiError;
use crate::web::openapi::{Operation, PathPart};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const NAME: PathPart = PathPart {
    name: "name",
    about: "The account's name.",
    pattern: r"^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$",
    example: "maya",
};
const LABEL: PathPart =
    PathPart { name: "label", about: "What the token is for.", pattern: r"^.{1,64}$", example: "weekly-report" };
const NO_ACCOUNT: (u16, &str) = (404, "There is no such account.");

pub(super) const LIST: Operation =
    Operation::new("listAccounts", "All accounts and their tokens", "By name. Secrets are not among it.")
        .gives::<Accounts>(200, "The accounts.");

pub(super) const CREATE: Operation =
    Operation::new("createAccount", "Add an account", "The link sets its password; it works once and for a day.")
        .takes::<NewAccount>(r#"{"name": "maya", "role": "viewer"}"#)
        .gives::<NewLink>(201, "The link, which is not shown again.")
        .refuses(&[(409, "There is an account of this name, or there are 500.")]);

pub(super) const RESET: Operation = Operation::new(
    "resetAccount",
    "Make a new link for an account",
    "Its password stops working and its sessions end; its tokens stay.",
)
.path(&[NAME])
.gives::<NewLink>(200, "The link, which is not shown again.")
.refuses(&[NO_ACCOUNT]);

pub(super) const REMOVE: Operation =
    Operation::new("removeAccount", "Remove an account", "Its sessions end and its tokens stop working at once.")
        .path(&[NAME])
        .refuses(&[NO_ACCOUNT, (409, "It is the last administrator who can sign in.")]);

pub(super) const CREATE_TOKEN: Operation =
    Operation::new("createToken", "Make a token for scripts", "It may what the account may.")
        .path(&[NAME])
        .takes::<NewToken>(r#"{"label": "weekly-report"}"#)
        .gives::<MadeToken>(201, "The token, which is not shown again.")
        .refuses(&[NO_ACCOUNT, (409, "The account has a token of this label, or 50.")]);

pub(super) const REVOKE_TOKEN: Operation =
    Operation::new("revokeToken", "Revoke a token", "Scripts that use it are refused from now on.")
        .path(&[NAME, LABEL])
        .refuses(&[(404, "There is no such account, or it has no such token.")]);

#[derive(Serialize, JsonSchema)]
pub(super) struct Accounts {
    accounts: Vec<AccountSummary>,
}

pub(super) async fn list(State(store): State<Store>, State(clock): State<Clock>) -> Result<Json<Accounts>, ApiError> {
    Ok(Json(Accounts { accounts: store.accounts(clock.now_millis()).await? }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAccount {
    /// Letters a-z, digits, dots, hyphens, underscores or @; capitals are made small. `admin` is kept for that role.
    #[schemars(regex(pattern = r"^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$"))]
    name: String,
    /// What it may.
    role: Role,
}

/// A link to set a password, to be handed to its owner.
#[derive(Serialize, JsonSchema)]
pub(super) struct NewLink {
    name: String,
    link: String,
    expires_at: String,
}

impl NewLink {
    fn new(link: &Link, base_url: &str) -> Json<Self> {
        Json(Self {
            name: link.name.clone(),
            link: setup_address(base_url, &link.token),
            expires_at: rfc3339(link.expires_at),
        })
    }
}

/// The address under which the caller's browser, or else the settings, or else the script knows this server.
fn base_url(headers: &HeaderMap, config: &Config) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(header::ORIGIN), text(header::HOST)) {
        // the guard has let it through, so it is our own
        (Some(origin), _) if origin.starts_with("http") => origin.to_owned(),
        (_, Some(host)) if config.server.public_url.is_empty() => format!("http://{host}"),
        _ => config.server.public_url.clone(),
    }
}

pub(super) async fn create(
    caller: Caller,
    State(store): State<Store>,
    State(clock): State<Clock>,
    State(config): State<Arc<Config>>,
    headers: HeaderMap,
    Payload(new): Payload<NewAccount>,
) -> Result<(StatusCode, Json<NewLink>), ApiError> {
    let name: AccountName = new.name.parse()?;
    let link = store.create_account(&name, new.role, clock.now_millis()).await?;
    tracing::info!(by = caller.account.id, role = %new.role, "an account was added");
    Ok((StatusCode::CREATED, NewLink::new(&link, &base_url(&headers, &config))))
}

pub(super) async fn reset(
    caller: Caller,
    State(store): State<Store>,
    State(clock): State<Clock>,
    State(config): State<Arc<Config>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Json<NewLink>, ApiError> {
    let name: AccountName = name.parse()?;
    let link = store.reset_account(&name, clock.now_millis()).await?;
    tracing::info!(by = caller.account.id, "an account was reset");
    Ok(NewLink::new(&link, &base_url(&headers, &config)))
}

pub(super) async fn remove(
    caller: Caller,
    State(store): State<Store>,
    Path(name): Path<String>,
) -> Result<StatusCode, ApiError> {
    store.remove_account(&name.parse()?).await?;
    tracing::info!(by = caller.account.id, "an account was removed");
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewToken {
    /// What it is for: 1 to 64 characters.
    #[schemars(
        length(min = 1, max = 64),
        regex(pattern = r"^[^\s\x00-\x1F\x7F-\x9F]([^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F])?$")
    )]
    label: String,
}

/// A token for scripts, shown once.
#[derive(Serialize, JsonSchema)]
pub(super) struct MadeToken {
    label: String,
    token: String,
}

pub(super) async fn create_token(
    caller: Caller,
    State(store): State<Store>,
    State(clock): State<Clock>,
    Path(name): Path<String>,
    Payload(new): Payload<NewToken>,
) -> Result<(StatusCode, Json<MadeToken>), ApiError> {
    let token = store.create_token(&name.parse()?, &new.label, clock.now_millis()).await?;
    tracing::info!(by = caller.account.id, "a token was made");
    let made = MadeToken { label: new.label.trim().to_owned(), token: token.reveal().to_owned() };
    Ok((StatusCode::CREATED, Json(made)))
}

pub(super) async fn revoke_token(
    caller: Caller,
    State(store): State<Store>,
    Path((name, label)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    store.revoke_token(&name.parse()?, &label).await?;
    tracing::info!(by = caller.account.id, "a token was revoked");
    Ok(StatusCode::NO_CONTENT)
}
