//! What the team was told of visitors who wait or left a message, and what went to visitors by mail: whether it arrived.
//!
//! Invariant: an address is shown as people know it, and no secret of one; whom it went to and what a receiver said is for
//! administrators only, and a visitor's address is for nobody.

use crate::clock::{Clock, rfc3339};
use crate::report::mask::mask;
use crate::store::Store;
use crate::store::accounts::Role;
use crate::store::outbox::{Delivery, LETTERS, NOTICES};
use crate::store::told::REPLY;
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
     days, at most 400, and who is not reached at present.",
)
.gives::<Notices>(200, "The notices.");

/// What was told lately.
#[derive(Serialize, JsonSchema)]
pub(super) struct Notices {
    /// The latest first.
    notices: Vec<Notice>,
    /// Whether there are more of these days.
    more: bool,
    /// Who is not reached at present: the last notice of each receiver, if that failed or is tried again; at most
    /// 100, the team before visitors.
    unheard: Vec<Notice>,
}

/// A notice on its way to somebody.
#[derive(Serialize, JsonSchema)]
struct Notice {
    /// `queued`: a visitor waits; `message`: one left a message; `reply`: an agent answered one who is gone.
    about: String,
    conversation: String,
    /// `slack`, `wecom`, `dingtalk`, `feishu`, `handoff-webhook`, `team-mail` or `visitor-mail`.
    kind: String,
    /// Tells receivers from each other, and no more; of a mail to a visitor it is the conversation.
    receiver: String,
    /// A mail address of the team, the host of a chat or webhook, or `the visitor`; for administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// When it was to be told.
    due: String,
    /// `waiting`, `sending`, `sent`, `failed`, or `needless` where nothing had to be sent any more.
    state: String,
    attempts: i64,
    /// When a waiting one is tried, or another one was last touched.
    at: String,
    /// The receiver's last words, or why there were none, without a visitor's address; for administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    said: Option<String>,
}

impl Notice {
    fn of(delivery: Delivery, whole: bool) -> Option<Self> {
        let subject = &delivery.subject;
        let mut parts = subject.strip_prefix(NOTICES).or_else(|| subject.strip_prefix(LETTERS))?.split('/');
        let (about, conversation) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        let to_visitor = about == REPLY;
        Some(Self {
            about,
            receiver: if to_visitor { conversation.clone() } else { delivery.destination },
            conversation,
            kind: delivery.kind,
            to: whole.then_some(delivery.label),
            due: rfc3339(delivery.due_at),
            state: delivery.state,
            attempts: delivery.attempts,
            at: rfc3339(delivery.next_at),
            // a mail server repeats whom it does not know
            said: whole.then(|| if to_visitor { mask(&delivery.answer) } else { delivery.answer }),
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
    let shown = |told: Vec<Delivery>| told.into_iter().filter_map(|delivery| Notice::of(delivery, whole)).collect();
    let (told, more) = store.told(since).await?;
    Ok(Json(Notices { notices: shown(told), more, unheard: shown(store.unheard(since).await?) }))
}
