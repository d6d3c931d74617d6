//! All that is kept of one visitor: to be handed to them, or deleted, when they ask for it.
//!
//! Invariant: for administrators only, since nothing is masked in what a visitor is handed; what is deleted leaves no
//! trace in the log on the disk, and none in what is held for the pages. What stays are words that an editor took up: a
//! wording that was accepted or refused, and texts of the FAQ.

use super::conversations::{ID, NO_CONVERSATION};
use crate::clock;
use crate::conversation::Engine;
use crate::editing::Editing;
use crate::store::{Store, StoredEvent};
use crate::web::admin::Live;
use crate::web::auth::Caller;
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use crate::web::to_its_end;
use axum::Json;
use axum::extract::{Path, State};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

pub(super) const READ: Operation = Operation::new(
    "exportVisitor",
    "All conversations of a visitor",
    "Of the browser that had this conversation, to be handed to its visitor: nothing is masked.",
)
.path(&[ID])
.gives::<Kept>(200, "All that was said.")
.refuses(&[NO_CONVERSATION]);

pub(super) const ERASE: Operation = Operation::new(
    "eraseVisitor",
    "Delete all conversations of a visitor",
    "Of the browser that had this conversation, for good: within seconds the log on the disk holds no trace of them. \
     Words that an editor accepted or refused as a wording, or wrote into the FAQ, stay.",
)
.path(&[ID])
.gives::<Erased>(200, "Deleted.")
.refuses(&[NO_CONVERSATION]);

/// All that is kept of a visitor.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "VisitorData")]
pub(super) struct Kept {
    /// The oldest first.
    conversations: Vec<Thread>,
}

/// One conversation.
#[derive(Serialize, JsonSchema)]
struct Thread {
    id: String,
    /// The oldest first; of more than 10,000 the last.
    events: Vec<Said>,
}

/// A message.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "KeptMessage")]
struct Said {
    at: String,
    /// `visitor`, `bot`, `agent` or `system`.
    from: &'static str,
    /// What, by its `kind`, as the chat sends it.
    #[schemars(with = "serde_json::Map<String, Value>")]
    body: Value,
}

/// How many are gone.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "VisitorErased")]
pub(super) struct Erased {
    conversations: usize,
}

pub(super) async fn read(State(store): State<Store>, Path(id): Path<String>) -> Result<Json<Kept>, ApiError> {
    let mut conversations = Vec::new();
    for id in store.conversations_of_visitor(&id).await? {
        let events = store.transcript(&id).await?;
        conversations.push(Thread { id: id.0, events: events.iter().map(said).collect() });
    }
    if conversations.is_empty() { Err(ApiError::NotFound) } else { Ok(Json(Kept { conversations })) }
}

fn said(event: &StoredEvent) -> Said {
    let body = serde_json::from_str(&event.body).unwrap_or_else(|_| Value::Object(serde_json::Map::new()));
    Said { at: clock::rfc3339(event.at), from: event.sender.as_str(), body }
}

pub(super) async fn erase(
    caller: Caller,
    State(engine): State<Engine>,
    State(live): State<Live>,
    State(editing): State<Editing>,
    Path(id): Path<String>,
) -> Result<Json<Erased>, ApiError> {
    let conversations = to_its_end(async move {
        let conversations = engine.erase_visitor(&id).await;
        live.forget().await;
        editing.forget_comparison();
        conversations
    })
    .await?;
    if conversations == 0 {
        return Err(ApiError::NotFound);
    }
    tracing::info!(by = caller.account.id, conversations, "the conversations of a visitor were deleted");
    Ok(Json(Erased { conversations }))
}
