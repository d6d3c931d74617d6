//! The team's desk for scripts: who waits, and the actions of the console.
//!
//! Invariant: an action does here what it does on a console's socket, once for a client's id.

use super::conversations::{ID, NO_CONVERSATION};
use super::payload::Payload;
use crate::clock;
use crate::conversation::Refusal;
use crate::conversation::flow::desk::Action;
use crate::conversation::listing::Row;
use crate::conversation::staff::NotDone;
use crate::ids::ConversationId;
use crate::store::accounts::Role;
use crate::web::AppState;
use crate::web::auth::Caller;
use crate::web::console::{self, frames::Team};
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use crate::web::wire;
use axum::Json;
use axum::extract::{Path, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(super) const LIST: Operation = Operation::new(
    "getDesk",
    "The team's desk",
    "Who waits for a person, who talks to one, whose message nobody answered, and whom the bot talks to just now; and \
     who of the team is there. `/ws/console` sends the same, and every change of it.",
)
.gives::<Desk>(200, "The desk.");

pub(super) const ACT: Operation = Operation::new(
    "actOnConversation",
    "Do something to a conversation",
    "Take it, write to the visitor, give it to a colleague, put it back into the line, note something that only the team \
     sees, end it, or give it back to the bot. The same `cid` does it once, however often it is sent.",
)
.path(&[ID])
.takes::<Deed>(r#"{"cid": "0198f0c2-7b1e-7c9a-9a55-1c2f3b4d5e6f", "action": {"kind": "take"}}"#)
.gives::<Done>(200, "It is done, and stored.")
.refuses(&[
    NO_CONVERSATION,
    (409, "Somebody else has the conversation, or nobody has; or the `cid` was used for something else."),
]);

/// What is going on.
#[derive(Serialize, JsonSchema)]
pub(super) struct Desk {
    #[serde(flatten)]
    team: Team,
    /// The conversations.
    rows: Vec<Row>,
}

/// What is to be done.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Deed {
    /// A name for this action, such as a UUID: what is sent twice is done once.
    #[schemars(regex(pattern = r"^[0-9A-Za-z_-]{8,64}$"))]
    cid: String,
    /// What.
    action: Action,
}

/// What was done.
#[derive(Serialize, JsonSchema)]
pub(super) struct Done {
    /// The place of its event in the conversation; of a note, its number.
    seq: i64,
    /// When, RFC 3339.
    at: String,
    /// Whether it was done before.
    duplicate: bool,
}

/// `GET /api/v1/admin/console`
pub(super) async fn list(State(state): State<AppState>) -> Result<Json<Desk>, ApiError> {
    let rows = state.engine.desk().await?;
    Ok(Json(Desk { team: console::team(state.engine.board(), state.clock.now()), rows }))
}

/// `POST /api/v1/admin/console/conversations/{id}/actions`
pub(super) async fn act(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    Payload(Deed { cid, action }): Payload<Deed>,
) -> Result<Json<Done>, ApiError> {
    caller.require(Role::Agent)?;
    if !wire::valid_cid(&cid) {
        return Err(ApiError::Invalid("cid has 8 to 64 letters, digits, hyphens and underscores.".into()));
    }
    let who = console::staff(&caller.account);
    match console::act(&state, &ConversationId(id), &who, cid, action).await {
        Ok(ack) => Ok(Json(Done { seq: ack.seq, at: clock::rfc3339(ack.at), duplicate: ack.duplicate })),
        Err(NotDone::Conflict(conflict)) => Err(ApiError::Conflict(sentence(&conflict.message()))),
        Err(NotDone::Refused(refusal)) => Err(match refusal {
            Refusal::Closed => ApiError::NotFound,
            Refusal::StorageUnavailable => ApiError::Unavailable(2),
            Refusal::CidConflict => ApiError::Conflict("This cid was used for another action.".into()),
            refusal => ApiError::Invalid(sentence(&refusal.message())),
        }),
    }
}

/// A message as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).chain(['.']).collect()
}
