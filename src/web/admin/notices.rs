//! What the team was told of visitors who wait or left a message, and what went to visitors by mail: whether it arrived.
//!
//! Invariant: an address is shown as people know it, and no secret of one; whom it went to and what a receiver said is for
//! administrators only.

use crate::clock::{Clock, rfc3339};
use crate::store::Store;
use crate::store::accounts::Role;
use crate::store::outbox::{Delivery, LETTERS, NOTICES};
use crate::web::auth::Caller;
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use axum::Json;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Serialize;

/// How far back it is told what became of them: a week, in milliseconds.
const TOLD_MILLIS: i64 = 7 * 24 * 3_600_000;

pub(super) const LIST: Operation = Operation::new(
    "listNotices",
    "What became of notices to the team",
    "Who waits and who left a message is told to the team; answers go by mail to visitors who are gone. Of the last seven \
     days, at most 400.",
)
.gives::<Notices>(200, "The notices.");

/// What was told lately.
#[derive(Serialize, JsonSchema)]
pub(super) struct Notices {
    /// The latest first.
    notices: Vec<Notice>,
}

/// A notice on its way to somebody.
#[derive(Serialize, JsonSchema)]
struct Notice {
    /// `queued`: a visitor waits; `message`: one left a message; `reply`: an agent answered one who is gone.
    about: String,
    conversation: String,
    /// `slack`, `wecom`, `dingtalk`, `feishu`, `handoff-webhook`, `team-mail` or `visitor-mail`.
    kind: String,
    /// A mail address of the team, the host of a chat or webhook, or `the visitor`; for administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// When it was to be told.
    due: String,
    /// `waiting`, `sending`, `sent` or `failed`.
    state: String,
    attempts: i64,
    /// When a waiting one is tried, or another one was last touched.
    at: String,
    /// The receiver's last words, or why there were none; for administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
}

impl Notice {
    fn of(delivery: Delivery, prefix: &str, whole: bool) -> Option<Self> {
        let mut parts = delivery.subject.strip_prefix(prefix)?.split('/');
        Some(Self {
            about: parts.next()?.to_owned(),
            conversation: parts.next()?.to_owned(),
            kind: delivery.kind,
            to: whole.then_some(delivery.label),
            due: rfc3339(delivery.due_at),
            state: delivery.state,
            attempts: delivery.attempts,
            at: rfc3339(delivery.next_at),
            said: whole.then_some(delivery.answer),
        })
    }
}

pub(super) async fn list(
    caller: Caller,
    State(store): State<Store>,
    State(clock): State<Clock>,
) -> Result<Json<Notices>, ApiError> {
    let whole = caller.require(Role::Admin).is_ok();
    let since = clock.now_millis() - TOLD_MILLIS;
    let mut all = Vec::new();
    for prefix in [NOTICES, LETTERS] {
        let told = store.deliveries(prefix, since).await?.into_iter();
        all.extend(told.filter_map(|delivery| Some((delivery.due_at, Notice::of(delivery, prefix, whole)?))));
    }
    // what is due at the same moment stays as the store has it
    all.sort_by_key(|(due_at, _)| std::cmp::Reverse(*due_at));
    Ok(Json(Notices { notices: all.into_iter().map(|(_, notice)| notice).collect() }))
}
