//! Where somebody is signed in, and signing out everywhere else.
//!
//! Invariant: everybody sees and ends their own sessions only.

use crate::clock::{Clock, rfc3339};
use crate::ids::TokenHash;
use crate::store::Store;
use crate::web::auth::{Caller, Proof};
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Serialize;

pub(super) const LIST: Operation = Operation::new(
    "listSessions",
    "Where the caller is signed in",
    "The newest first. A session ends after 12 hours without a request, and after a week.",
)
.gives::<Sessions>(200, "The sessions.");

pub(super) const END: Operation =
    Operation::new("endSessions", "Sign out everywhere else", "All sessions of the caller but the one that asks.");

/// One's sessions.
#[derive(Serialize, JsonSchema)]
pub(super) struct Sessions {
    sessions: Vec<Session>,
}

/// A browser.
#[derive(Serialize, JsonSchema)]
struct Session {
    started_at: String,
    /// Without a further request.
    ends_at: String,
    /// Whether it is the one that asks.
    current: bool,
}

fn own(caller: &Caller) -> Option<&TokenHash> {
    match &caller.proof {
        Proof::Session(session) => Some(session),
        Proof::Token => None,
    }
}

pub(super) async fn list(
    caller: Caller,
    State(store): State<Store>,
    State(clock): State<Clock>,
) -> Result<Json<Sessions>, ApiError> {
    let sessions = store.sessions(&caller.account.id, own(&caller), clock.now_millis()).await?;
    let session = |one: crate::store::sessions::Session| Session {
        started_at: rfc3339(one.created_at),
        ends_at: rfc3339(one.expires_at),
        current: one.current,
    };
    Ok(Json(Sessions { sessions: sessions.into_iter().map(session).collect() }))
}

pub(super) async fn end(caller: Caller, State(store): State<Store>) -> Result<StatusCode, ApiError> {
    store.end_sessions(&caller.account.id, own(&caller)).await?;
    tracing::info!(account = caller.account.id, "signed out everywhere else");
    Ok(StatusCode::NO_CONTENT)
}
