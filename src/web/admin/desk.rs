//! Conversations as those see them who talk to visitors: one with all that is known of it, and who of the team did what.
//!
//! Invariant: personal data is not masked here, since whoever helps somebody has to read what was written; that it was
//! read stands in the team's log.

use super::conversations::{ID, NO_CONVERSATION};
use crate::clock::{self, Clock};
use crate::conversation::flow::desk::Colleague;
use crate::ids::ConversationId;
use crate::store::desk::NewDeskEntry;
use crate::store::details::{Details, LOG_LINES, LogLine, LogPlace};
use crate::store::{Store, StoredEvent};
use crate::web::auth::Caller;
use crate::web::console;
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(super) const ONE: Operation = Operation::new(
    "readConsoleConversation",
    "One conversation, for whoever talks to its visitor",
    "All that is known of it, with its last 200 events. Nothing is masked; that it was read stands in the team's log.",
)
.path(&[ID])
.gives::<Opened>(200, "The conversation.")
.refuses(&[NO_CONVERSATION]);

pub(super) const LOG: Operation = Operation::new(
    "readConsoleLog",
    "Who of the team did what",
    "Reading included; the latest first, 200 at a time. It is deleted with the conversation.",
)
.query::<LogRequest>(&[])
.gives::<Log>(200, "A page of the log.");

/// A conversation with what is known of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ConsoleConversation")]
pub(super) struct Opened {
    conversation: String,
    details: Details,
    /// The `seq` of the first of `events`, where older ones were left out.
    gap: Option<i64>,
    /// The oldest first.
    events: Vec<Said>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ConsoleEvent")]
struct Said {
    seq: i64,
    at: String,
    from: &'static str,
    /// The `seq` that it answers.
    re: Option<i64>,
    /// What, by its `kind`, as the chat sends it.
    #[schemars(with = "serde_json::Map<String, Value>")]
    body: Value,
}

impl From<StoredEvent> for Said {
    fn from(event: StoredEvent) -> Self {
        Self {
            seq: event.seq,
            at: clock::rfc3339(event.at),
            from: event.sender.as_str(),
            re: event.reply_to,
            body: serde_json::from_str(&event.body).unwrap_or(Value::Null),
        }
    }
}

pub(super) async fn one(
    State(store): State<Store>,
    State(clock): State<Clock>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Opened>, ApiError> {
    let id = ConversationId(id);
    let details = store.desk_details(&id).await?.ok_or(ApiError::NotFound)?;
    let Colleague { id: account_id, name: account } = console::colleague(&caller.account);
    let (at, action, detail) = (clock.now_millis(), "read", String::new());
    // noted before it is shown, so that nothing is read without a trace
    store.log_desk(NewDeskEntry { conversation: id.clone(), at, account_id, account, action, detail }).await?;
    let page = store.events_after(&id, 0).await?;
    let events = page.events.into_iter().map(Said::from).collect();
    Ok(Json(Opened { conversation: id.0, details, gap: page.gap, events }))
}

/// Which part of the log is wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ConsoleLogQuery")]
pub(super) struct LogRequest {
    /// Of one conversation; left out: of all.
    #[schemars(regex(pattern = r"^(c_[0-9a-z]+)?$"))]
    conversation: Option<String>,
    /// The `next` of the page before.
    #[schemars(regex(pattern = r"^([0-9]{1,15}~c_[0-9a-z]{1,64}~[0-9]{1,9})?$"))]
    after: Option<String>,
}

/// A page of the log.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ConsoleLog")]
pub(super) struct Log {
    lines: Vec<LogLine>,
    /// For `after`; none on the last page.
    next: Option<String>,
}

/// Whether it is written like a conversation's name.
fn is_name(id: &ConversationId) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    id.0.strip_prefix("c_").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(plain))
}

/// The place in `after`.
fn place(after: &str) -> Option<LogPlace> {
    let mut parts = after.splitn(3, '~');
    let (at, conversation, number) = (parts.next()?, parts.next()?, parts.next()?);
    Some((at.parse().ok()?, conversation.to_owned(), number.parse().ok()?))
}

pub(super) async fn log(
    State(store): State<Store>,
    request: Result<Query<LogRequest>, QueryRejection>,
) -> Result<Json<Log>, ApiError> {
    let Query(request) = request.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let conversation = request.conversation.filter(|id| !id.is_empty()).map(ConversationId);
    if conversation.as_ref().is_some_and(|id| !is_name(id)) {
        return Err(ApiError::Invalid("conversation: expected the name of one, c_ and letters or digits".into()));
    }
    let after = match request.after.as_deref() {
        None | Some("") => None,
        Some(after) => Some(
            place(after).ok_or_else(|| ApiError::Invalid("after: expected the `next` of the page before".into()))?,
        ),
    };
    let lines = store.desk_log(conversation.as_ref(), after.as_ref()).await?;
    let is_full = lines.len() >= usize::try_from(LOG_LINES).unwrap_or(usize::MAX);
    let last = lines.last().filter(|_| is_full);
    let next = last.map(|last| format!("{}~{}~{}", last.at, last.conversation, last.number));
    Ok(Json(Log { lines, next }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_log_is_read_as_it_was_given() {
        assert_eq!(place("1795167000000~c_12~3"), Some((1_795_167_000_000, "c_12".into(), 3)));
        for wrong in ["", "5", "5~c_1", "x~c_1~2", "5~c_1~x"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}
