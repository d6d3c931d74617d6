//! Replies that agents use again and again: kept by who talks to visitors, for all of them.
//!
//! Invariant: what is kept has a title and a text without control characters; it goes to a visitor only as an agent
//! sends it.

use super::payload::Payload;
use crate::clock::{self, Clock};
use crate::conversation::Message;
use crate::store::Store;
use crate::store::canned::{Canned, MOST_CANNED};
use crate::text::Lang;
use crate::web::api::{LANG_PATTERN, QUESTION_PATTERN};
use crate::web::error::ApiError;
use crate::web::openapi::{Operation, PathPart};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Characters of a title: one line of the list.
const TITLE_CHARS: usize = 80;
/// A title as it is taken: one line that is not blank.
const TITLE_PATTERN: &str = r"^[^\x00-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x1F\x7F-\x9F]*$";

const ID: PathPart = PathPart { name: "id", about: "The reply's name.", pattern: r"^[0-9a-z]+$", example: "0198f0c2" };
const NONE: (u16, &str) = (404, "There is no such reply.");

pub(super) const LIST: Operation =
    Operation::new("listCannedReplies", "Canned replies", "All of them, by title.").gives::<List>(200, "The replies.");

pub(super) const ADD: Operation = Operation::new(
    "addCannedReply",
    "Keep a canned reply",
    "There are 200 at most. It goes to a visitor only as an agent sends it.",
)
.takes::<Written>(r#"{"title": "Greeting", "text": "Hello, how can I help you?", "lang": "en"}"#)
.gives::<Reply>(201, "The reply as it is kept.")
.refuses(&[(409, "There are 200 already.")]);

pub(super) const CHANGE: Operation = Operation::new("changeCannedReply", "Change a canned reply", "The whole of it.")
    .path(&[ID])
    .takes::<Written>(r#"{"title": "Greeting", "text": "Hello, I am here to help.", "lang": ""}"#)
    .gives::<Reply>(200, "The reply as it is kept.")
    .refuses(&[NONE]);

pub(super) const REMOVE: Operation =
    Operation::new("removeCannedReply", "Remove a canned reply", "What was sent with it stays as it is.")
        .path(&[ID])
        .refuses(&[NONE]);

/// All canned replies.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CannedReplies")]
pub(super) struct List {
    replies: Vec<Reply>,
}

/// A canned reply.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "CannedReply")]
pub(super) struct Reply {
    id: String,
    title: String,
    text: String,
    /// A BCP 47 tag; empty: for every language.
    lang: String,
    changed_at: String,
}

impl From<Canned> for Reply {
    fn from(canned: Canned) -> Self {
        let Canned { id, title, text, lang, changed_at } = canned;
        Self { id, title, text, lang, changed_at: clock::rfc3339(changed_at) }
    }
}

/// A canned reply as it is to be kept.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "CannedReplyText")]
pub(super) struct Written {
    /// What it is called.
    #[schemars(length(max = TITLE_CHARS), regex(pattern = TITLE_PATTERN))]
    title: String,
    /// What it says.
    #[schemars(length(max = 2000), regex(pattern = QUESTION_PATTERN))]
    text: String,
    /// A BCP 47 tag; empty or left out: for every language.
    #[serde(default)]
    #[schemars(length(max = 35), regex(pattern = LANG_PATTERN))]
    lang: String,
}

/// The reply as it is kept, once it is right.
fn checked(id: String, written: Written, now: i64) -> Result<Canned, ApiError> {
    let title = written.title.trim().to_owned();
    if title.is_empty() || title.chars().count() > TITLE_CHARS || title.chars().any(char::is_control) {
        return Err(ApiError::Invalid(format!("title: expected one line of 1 to {TITLE_CHARS} characters")));
    }
    // what visitors may be sent is what they may send
    Message::Text(written.text.clone())
        .check()
        .map_err(|refusal| ApiError::Invalid(format!("text: {}", refusal.message())))?;
    let lang = match written.lang.as_str() {
        "" => String::new(),
        tag => Lang::parse(tag)
            .ok_or_else(|| ApiError::Invalid(format!("lang: \"{tag}\" is no language tag")))?
            .to_string(),
    };
    Ok(Canned { id, title, text: written.text.trim().to_owned(), lang, changed_at: now })
}

pub(super) async fn list(State(store): State<Store>) -> Result<Json<List>, ApiError> {
    Ok(Json(List { replies: store.canned().await?.into_iter().map(Reply::from).collect() }))
}

pub(super) async fn add(
    State(store): State<Store>,
    State(clock): State<Clock>,
    Payload(written): Payload<Written>,
) -> Result<(StatusCode, Json<Reply>), ApiError> {
    let canned = checked(crate::ids::random_name(12), written, clock.now_millis())?;
    if !store.add_canned(canned.clone()).await? {
        let message = format!("There are {MOST_CANNED} canned replies, which is the most; remove one first.");
        return Err(ApiError::Conflict(message));
    }
    Ok((StatusCode::CREATED, Json(canned.into())))
}

pub(super) async fn change(
    State(store): State<Store>,
    State(clock): State<Clock>,
    Path(id): Path<String>,
    Payload(written): Payload<Written>,
) -> Result<Json<Reply>, ApiError> {
    let canned = checked(id, written, clock.now_millis())?;
    if store.change_canned(canned.clone()).await? { Ok(Json(canned.into())) } else { Err(ApiError::NotFound) }
}

pub(super) async fn remove(State(store): State<Store>, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    if store.remove_canned(&id).await? { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::NotFound) }
}
