//! Wordings that visitors' choices propose: listed, accepted, rejected, and taken back.
//!
//! Invariant: what is accepted goes the way of every change to a file: checked first, recorded, and to be undone.

use super::faq::Done;
use super::payload::Payload;
use crate::editing::Editing;
use crate::editing::wordings::{Accepted, MOST_AT_ONCE, WEEKS, Wordings};
use crate::faq::limits::MAX_QUESTION_CHARACTERS;
use crate::faq::naming;
use crate::report::proposals::Proposal;
use crate::text::Lang;
use crate::web::api::LANG_PATTERN;
use crate::web::auth::Caller;
use crate::web::error::ApiError;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is proposed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProposedWordings")]
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
    /// The entry's language, a BCP 47 tag.
    #[schemars(length(min = 2, max = 35), regex(pattern = LANG_PATTERN))]
    lang: String,
    /// The entry's id.
    #[schemars(regex(pattern = r"^[a-z0-9-]+$"))]
    entry: String,
    /// As they are to be written.
    #[schemars(length(min = 1, max = MOST_AT_ONCE), inner(length(max = MAX_QUESTION_CHARACTERS), regex(pattern = r"\S")))]
    wordings: Vec<String>,
}

impl Wanted {
    /// In the form in which languages are compared, so that a decision is found again.
    fn checked(self) -> Result<Wordings, ApiError> {
        let Self { lang: tag, entry, wordings } = self;
        let lang = Lang::parse(&tag).ok_or_else(|| ApiError::Invalid(format!("lang: \"{tag}\" is no language tag")))?;
        if !naming::is_id(&entry) {
            return Err(ApiError::Invalid("entry: an id has the characters a-z, 0-9 and - only".into()));
        }
        Ok(Wordings { lang: lang.to_string(), entry, wordings })
    }
}

/// What came of a decision about wordings.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WordingsChanged")]
pub(super) struct Changed {
    /// None where only a decision was taken back.
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
    let accepted = editing.accept(wanted.checked()?, caller.account.name).await?;
    tracing::info!(by = caller.account.id, path = accepted.path, "wordings were accepted");
    Ok(Json(accepted.into()))
}

pub(super) async fn reject(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(wanted): Payload<Wanted>,
) -> Result<StatusCode, ApiError> {
    editing.reject(wanted.checked()?, &caller.account.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn take_back(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(wanted): Payload<Wanted>,
) -> Result<Json<Changed>, ApiError> {
    let taken = editing.take_back(wanted.checked()?, caller.account.name).await?;
    tracing::info!(by = caller.account.id, path = taken.path, "a decision about wordings was taken back");
    Ok(Json(taken.into()))
}
