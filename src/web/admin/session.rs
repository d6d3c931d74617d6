//! Signing in and out, and setting a password.
//!
//! Invariant: every sign-in begins a session with a secret of its own, so that none that was there before can be slipped
//! to somebody; a link is used up by the request that sets the password, together with it.

use super::payload::Payload;
use crate::clock::{Clock, rfc3339};
use crate::config::Config;
use crate::ids::{Token, TokenHash};
use crate::store::Store;
use crate::store::accounts::{Account, AccountError, AccountName, Role};
use crate::web::AppState;
use crate::web::auth::{Auth, Caller, Connection, Proof, dropped, password as passwords};
use crate::web::error::ApiError;
use crate::web::limit::ClientAddress;
use crate::web::openapi::Operation;
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum_extra::extract::cookie::CookieJar;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const VOID_LINK: (u16, &str) = (404, "The link was used, replaced, or is older than a day.");

pub(super) const LOGIN: Operation =
    Operation::new("login", "Sign in with a password", "Sets the session's cookie. Scripts use a token instead.")
        .takes::<Login>(r#"{"name": "maya", "password": "brass kettle on a slow train"}"#)
        .gives::<Me>(200, "Signed in.")
        .refuses(&[
            (401, "The name or the password is not right."),
            (429, "Too many requests, or too many attempts from this address or for this account."),
        ]);

pub(super) const LINK: Operation =
    Operation::new("readLink", "Whose password a one-time link sets", "Looking does not use it up.")
        .takes::<Link>(r#"{"token": "what stands after the # of the link"}"#)
        .gives::<LinkOwner>(200, "The account.")
        .refuses(&[VOID_LINK]);

pub(super) const SETUP: Operation =
    Operation::new("setPassword", "Set a password by a one-time link", "Uses the link up and signs in.")
        .takes::<Setup>(
            r#"{"token": "what stands after the # of the link", "password": "brass kettle on a slow train"}"#,
        )
        .gives::<Me>(200, "The password is set.")
        .refuses(&[VOID_LINK]);

pub(super) const LOGOUT: Operation =
    Operation::new("logout", "Sign out", "Ends the session of the cookie, if there is one, and drops the cookie.");

pub(super) const ME: Operation =
    Operation::new("getMe", "Who is asking", "").gives::<Me>(200, "The account, and what pages show of the site.");

pub(super) const PASSWORD: Operation = Operation::new(
    "changePassword",
    "Change one's own password",
    "Ends all other sessions. Takes a session: a token that leaked must not become a way to keep the account.",
)
.takes::<NewPassword>(r#"{"current": "brass kettle on a slow train", "password": "copper kettle on a fast train"}"#);

/// Who is signed in, and where.
#[derive(Serialize, JsonSchema)]
pub(super) struct Me {
    name: String,
    role: Role,
    /// The company's name, for the head of the pages; may be empty.
    site: String,
    /// The zone in which days and weeks are counted.
    time_zone: String,
    /// Deskbell's version.
    version: &'static str,
    now: String,
}

impl Me {
    fn new(account: Account, config: &Config, clock: &Clock) -> Json<Self> {
        Json(Self {
            name: account.name,
            role: account.role,
            site: config.site.name.clone(),
            time_zone: config.site.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            version: env!("CARGO_PKG_VERSION"),
            now: rfc3339(clock.now_millis()),
        })
    }
}

pub(super) async fn me(caller: Caller, State(config): State<Arc<Config>>, State(clock): State<Clock>) -> Json<Me> {
    Me::new(caller.account, &config, &clock)
}

/// What the making of a session touches.
pub(super) struct SignIn {
    auth: Auth,
    store: Store,
    clock: Clock,
    config: Arc<Config>,
    address: ClientAddress,
    connection: Connection,
}

impl FromRequestParts<AppState> for SignIn {
    type Rejection = ApiError;

    /// Refuses a connection on which a password could be read, before a password is looked at.
    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        Ok(Self {
            address: ClientAddress::from_request_parts(parts, state).await?,
            connection: Connection::of(&parts.headers, &state.config)?,
            auth: state.auth.clone(),
            store: state.store.clone(),
            clock: state.clock.clone(),
            config: state.config.clone(),
        })
    }
}

impl SignIn {
    /// The cookie of a new session, for the response.
    fn keep(&self, session: &Token) -> CookieJar {
        CookieJar::new().add(self.connection.cookie(session.reveal().to_owned()))
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Login {
    name: String,
    password: String,
}

pub(super) async fn login(desk: SignIn, Payload(login): Payload<Login>) -> Result<(CookieJar, Json<Me>), ApiError> {
    let now = desk.clock.now_millis();
    let known = match login.name.parse::<AccountName>() {
        Ok(name) => desk.store.credentials(&name).await?,
        Err(_) => None,
    };
    let expected = known.as_ref().and_then(|known| known.password_hash.clone());
    let right = desk.auth.try_password(&login.name, &login.password, expected.clone(), desk.address, now).await?;
    let (Some(known), Some(expected), true) = (known, expected, right) else {
        tracing::warn!("a sign-in was refused");
        return Err(ApiError::WrongPassword);
    };
    let session = Token::generate();
    if !desk.store.sign_in(&known.account.id, &expected, &session.hash(), now).await? {
        // the password was changed while it was being compared
        return Err(ApiError::WrongPassword);
    }
    tracing::info!(account = known.account.id, "signed in");
    Ok((desk.keep(&session), Me::new(known.account, &desk.config, &desk.clock)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "OneTimeLink")]
pub(super) struct Link {
    token: String,
}

/// Whose password a link sets.
#[derive(Serialize, JsonSchema)]
pub(super) struct LinkOwner {
    name: String,
    role: Role,
}

pub(super) async fn link(
    State(store): State<Store>,
    State(clock): State<Clock>,
    Payload(link): Payload<Link>,
) -> Result<Json<LinkOwner>, ApiError> {
    let owner = owner_of(&store, &link.token, clock.now_millis()).await?;
    Ok(Json(LinkOwner { name: owner.name, role: owner.role }))
}

async fn owner_of(store: &Store, token: &str, now: i64) -> Result<Account, ApiError> {
    store.account_of_link(&TokenHash::of(token), now).await?.ok_or_else(void_link)
}

fn void_link() -> ApiError {
    ApiError::Account(AccountError::Unknown(
        "This link is not good any more: it was used, replaced by a newer one, or is older than a day. An administrator \
         can make a new one, as can `deskbell admin reset NAME` on the server."
            .into(),
    ))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Setup {
    token: String,
    password: String,
}

pub(super) async fn setup(desk: SignIn, Payload(setup): Payload<Setup>) -> Result<(CookieJar, Json<Me>), ApiError> {
    let owner = owner_of(&desk.store, &setup.token, desk.clock.now_millis()).await?;
    passwords::check(&setup.password, &owner.name)?;
    let hash = desk.auth.hash(&setup.password).await?;
    let (link, session) = (TokenHash::of(&setup.token), Token::generate());
    let used = desk.store.use_link(&link, &hash, &session.hash(), desk.clock.now_millis()).await?;
    let account = used.ok_or_else(void_link)?;
    tracing::info!(account = account.id, "a password was set by a one-time link");
    Ok((desk.keep(&session), Me::new(account, &desk.config, &desk.clock)))
}

pub(super) async fn logout(
    State(store): State<Store>,
    State(clock): State<Clock>,
    headers: HeaderMap,
) -> Result<(StatusCode, CookieJar), ApiError> {
    if let Some(Caller { proof: Proof::Session(session), .. }) =
        crate::web::auth::identify(&store, &clock, &headers).await?
    {
        store.sign_out(&session).await?;
    }
    // a jar that knows no cookie forgets removals, so they are added as what they are: cookies of the past
    let jar = dropped().into_iter().fold(CookieJar::new(), CookieJar::add);
    Ok((StatusCode::NO_CONTENT, jar))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewPassword {
    current: String,
    password: String,
}

pub(super) async fn password(
    caller: Caller,
    desk: SignIn,
    Payload(change): Payload<NewPassword>,
) -> Result<(StatusCode, CookieJar), ApiError> {
    if caller.proof == Proof::Token {
        // a token that leaked must not become a way to keep the account
        return Err(ApiError::Forbidden("a session: sign in with the present password"));
    }
    let account = caller.account;
    passwords::check(&change.password, &account.name)?;
    let wrong = || ApiError::Invalid("The present password is not right.".into());
    let known = desk.store.credentials(&account.name.parse()?).await?;
    let expected = known.and_then(|known| known.password_hash).ok_or_else(wrong)?;
    let now = desk.clock.now_millis();
    if !desk.auth.try_password(&account.name, &change.current, Some(expected.clone()), desk.address, now).await? {
        return Err(wrong());
    }
    let hash = desk.auth.hash(&change.password).await?;
    let session = Token::generate();
    if !desk.store.change_password(&account.id, &expected, &hash, &session.hash(), now).await? {
        return Err(wrong());
    }
    tracing::info!(account = account.id, "the password was changed");
    Ok((StatusCode::NO_CONTENT, desk.keep(&session)))
}
