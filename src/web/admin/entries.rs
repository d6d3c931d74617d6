//! Entries that the team's answers propose: accepted, dismissed, and taken back. They are listed with what a week left
//! unanswered.
//!
//! Invariant: what is accepted goes the way of every change to a file: checked first, recorded, and to be undone.

use super::faq::{Done, Large, name};
use super::payload::Payload;
use crate::editing::Editing;
use crate::editing::entries::{ANSWER_CHARACTERS, Changed as EntryChanged, MOST_WORDINGS, NewEntry, Proposed};
use crate::faq::edit::FileName;
use crate::faq::limits::MAX_QUESTION_CHARACTERS;
use crate::faq::naming;
use crate::text::Lang;
use crate::web::api::LANG_PATTERN;
use crate::web::auth::Caller;
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

type Refusal = (u16, &'static str);

const OFF: Refusal = (403, "The role does not allow this, or nobody may: faq.editable is false, or the disk refuses.");
const CHANGED: Refusal = (409, "The file was changed meanwhile (`now` is what is there). Nothing was written.");
const TOO_LONG: Refusal = (413, "The body, or the file, is longer than what is edited here.");

pub(super) const ACCEPT: Operation = Operation::new(
    "acceptEntry",
    "Take an answer of the team into the FAQ",
    "The entry is written at the end of a file, or into a new one, once the whole FAQ was checked with it.",
)
.takes::<Accepted>(
    r#"{"lang": "en", "wordings": ["do you lend helmets"], "path": "en/lent.yaml", "id": "lent-helmets", "questions": ["Do you lend helmets?"], "answer": "Yes, for free."}"#,
)
.gives::<Changed>(200, "The file that was changed.")
.refuses(&[
    OFF,
    (
        409,
        "The file was changed meanwhile (`now` is what is there), or an entry was made of this already. Nothing was \
         written.",
    ),
    TOO_LONG,
    (
        422,
        "The FAQ could not be served with this (`problems` are the first errors), something is too long or missing, the \
         answer or a wording still has what stands for personal data, or the file has to be changed by hand. Nothing was written.",
    ),
]);
pub(super) const DISMISS: Operation =
    Operation::new("dismissEntry", "Propose no entry for a question that the team answered", "")
        .takes::<Named>(r#"{"lang": "en", "wordings": ["is Maya there"]}"#)
        .refuses(&[TOO_LONG, (422, "The wordings are too many or too long.")]);
pub(super) const TAKE_BACK: Operation = Operation::new(
    "takeBackEntry",
    "Take a decision about a question that the team answered back",
    "An accepted entry is taken out of its file, which is named with its id; it may be proposed again.",
)
.takes::<TakenBack>(r#"{"lang": "en", "wordings": ["is Maya there"]}"#)
.gives::<Changed>(200, "The file that was changed, if one was.")
.refuses(&[
    OFF,
    (404, "Nothing is decided about this (any more)."),
    CHANGED,
    TOO_LONG,
    (422, "The FAQ could not be served without it, or the file has to be changed by hand. Nothing was changed."),
]);

/// A question that the team answered.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ProposedEntry")]
pub(super) struct Named {
    /// The language, a BCP 47 tag.
    #[schemars(length(min = 2, max = 35), regex(pattern = LANG_PATTERN))]
    lang: String,
    /// Its wordings as they were proposed.
    #[schemars(length(min = 1, max = MOST_WORDINGS), inner(length(max = MAX_QUESTION_CHARACTERS), regex(pattern = r"\S")))]
    wordings: Vec<String>,
}

impl Named {
    /// In the form in which languages are compared, so that a decision is found again.
    fn checked(self) -> Result<Proposed, ApiError> {
        let Self { lang: tag, wordings } = self;
        let lang = Lang::parse(&tag).ok_or_else(|| ApiError::Invalid(format!("lang: \"{tag}\" is no language tag")))?;
        Ok(Proposed { lang, wordings })
    }
}

/// An entry as an editor left it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AcceptedEntry")]
pub(super) struct Accepted {
    /// The language, a BCP 47 tag.
    #[schemars(length(min = 2, max = 35), regex(pattern = LANG_PATTERN))]
    lang: String,
    /// The wordings of the question as they were proposed.
    #[schemars(length(min = 1, max = MOST_WORDINGS), inner(length(max = MAX_QUESTION_CHARACTERS), regex(pattern = r"\S")))]
    wordings: Vec<String>,
    /// The file, within the FAQ's folder; a new one is made.
    #[schemars(with = "FileName")]
    path: String,
    /// The entry's id.
    #[schemars(regex(pattern = r"^[a-z0-9-]+$"))]
    id: String,
    /// The entry's wordings, the title first.
    #[schemars(length(min = 1, max = MOST_WORDINGS), inner(length(max = MAX_QUESTION_CHARACTERS), regex(pattern = r"\S")))]
    questions: Vec<String>,
    /// The entry's answer in Markdown.
    #[schemars(length(max = ANSWER_CHARACTERS), regex(pattern = r"\S"))]
    answer: String,
}

/// A decision that is taken back.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "TakenBackEntry")]
pub(super) struct TakenBack {
    /// The language, a BCP 47 tag.
    #[schemars(length(min = 2, max = 35), regex(pattern = LANG_PATTERN))]
    lang: String,
    /// The wordings of the question as they were proposed.
    #[schemars(length(min = 1, max = MOST_WORDINGS), inner(length(max = MAX_QUESTION_CHARACTERS), regex(pattern = r"\S")))]
    wordings: Vec<String>,
    /// The entry that was accepted; left out where it was dismissed.
    entry: Option<Written>,
}

/// An entry where it was written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "WrittenEntry")]
struct Written {
    /// The file, within the FAQ's folder.
    #[schemars(with = "FileName")]
    path: String,
    /// The id.
    #[schemars(regex(pattern = r"^[a-z0-9-]+$"))]
    id: String,
}

/// What came of a decision about an entry.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "EntryChanged")]
pub(super) struct Changed {
    /// None where only a decision was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Done>,
}

impl From<EntryChanged> for Changed {
    fn from(changed: EntryChanged) -> Self {
        Self { file: changed.saved.zip(changed.path).map(|(saved, path)| Done::of(saved, path)) }
    }
}

fn checked_id(id: String) -> Result<String, ApiError> {
    if naming::is_id(&id) {
        return Ok(id);
    }
    Err(ApiError::Invalid("id: an id has the characters a-z, 0-9 and - only".into()))
}

pub(super) async fn accept(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(accepted): Large<Accepted>,
) -> Result<Json<Changed>, ApiError> {
    let Accepted { lang, wordings, path, id, questions, answer } = accepted;
    let proposed = Named { lang, wordings }.checked()?;
    let new = NewEntry { path: name(&path)?, id: checked_id(id)?, questions, answer };
    let changed = editing.accept_entry(proposed, new, caller.account.name).await?;
    tracing::info!(by = caller.account.id, path = changed.path, "an answer of the team was accepted");
    Ok(Json(changed.into()))
}

pub(super) async fn dismiss(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(named): Large<Named>,
) -> Result<StatusCode, ApiError> {
    editing.dismiss_entry(named.checked()?, &caller.account.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn take_back(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(taken): Large<TakenBack>,
) -> Result<Json<Changed>, ApiError> {
    let TakenBack { lang, wordings, entry } = taken;
    let proposed = Named { lang, wordings }.checked()?;
    let accepted = match entry {
        Some(Written { path, id }) => Some((name(&path)?, checked_id(id)?)),
        None => None,
    };
    let changed = editing.take_entry_back(proposed, accepted, caller.account.name).await?;
    tracing::info!(
        by = caller.account.id,
        path = changed.path,
        "a decision about an answer of the team was taken back"
    );
    Ok(Json(changed.into()))
}
