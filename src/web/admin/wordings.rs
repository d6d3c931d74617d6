//! Wordings that visitors' choices propose: listed, accepted, rejected, and taken back.
//!
//! Invariant: what is accepted goes the way of every change to a file: checked first, recorded, and to be undone.

use super::faq::Done;
use super::payload::Payload;
use crate::editing::Editing;
use crate::editing::wordings::{Accepted, WEEKS, Wordings};
use crate::report::proposals::Proposal;
use crate::web::auth::Caller;
use crate::web::error::ApiError;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is proposed.
#[derive(Serialize)]
pub(super) struct Proposals {
    /// The weeks whose questions are counted.
    weeks: i64,
    /// The most frequent first.
    proposals: Vec<Proposal>,
}

pub(super) async fn list(State(editing): State<Editing>) -> Result<Json<Proposals>, ApiError> {
    Ok(Json(Proposals { weeks: WEEKS, proposals: editing.proposals().await? }))
}

/// Wordings for an entry.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Wordings")]
pub(super) struct Wanted {
    lang: String,
    entry: String,
    wordings: Vec<String>,
}

impl From<Wanted> for Wordings {
    fn from(wanted: Wanted) -> Self {
        let Wanted { lang, entry, wordings } = wanted;
        Self { lang, entry, wordings }
    }
}

/// The file that was changed, if one was.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WordingsChanged")]
pub(super) struct Changed {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Done>,
}

impl From<Accepted> for Changed {
    fn from(accepted: Accepted) -> Self {
        Self { file: accepted.saved.zip(accepted.path).map(|(saved, path)| Done::of(saved, path)) }
    }
}

pub(super) async fn accept(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(wanted): Payload<Wanted>,
) -> Result<Json<Changed>, ApiError> {
    let accepted = editing.accept(wanted.into(), caller.account.name).await?;
    tracing::info!(by = caller.account.id, path = accepted.path, "wordings were accepted");
    Ok(Json(accepted.into()))
}

pub(super) async fn reject(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(wanted): Payload<Wanted>,
) -> Result<StatusCode, ApiError> {
    editing.reject(wanted.into(), &caller.account.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn take_back(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(wanted): Payload<Wanted>,
) -> Result<Json<Changed>, ApiError> {
    let taken = editing.take_back(wanted.into(), caller.account.name).await?;
    tracing::info!(by = caller.account.id, path = taken.path, "a decision about wordings was taken back");
    Ok(Json(taken.into()))
}
