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
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Serialize)]
pub(super) struct Accounts {
    accounts: Vec<AccountSummary>,
}

pub(super) async fn list(State(store): State<Store>, State(clock): State<Clock>) -> Result<Json<Accounts>, ApiError> {
    Ok(Json(Accounts { accounts: store.accounts(clock.now_millis()).await? }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewAccount {
    name: String,
    role: Role,
}

/// A link to set a password, to be handed to its owner.
#[derive(Serialize)]
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewToken {
    label: String,
}

/// A token for scripts, shown once.
#[derive(Serialize)]
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
