//! Drafts of the FAQ: asked, and compared with what is in service by the questions of the last weeks.
//!
//! Invariant: nothing here changes what visitors are answered by.

use super::faq::{Draft, Large, name};
use super::payload::Payload;
use crate::conversation::Message;
use crate::editing::Editing;
use crate::editing::draft::Asked;
use crate::editing::trial::{Standing, WEEKS};
use crate::faq::edit::FileName;
use crate::replay::Replay;
use crate::text::Lang;
use crate::web::api::{AskView, LANG_PATTERN, QUESTION_PATTERN};
use crate::web::auth::Caller;
use crate::web::error::ApiError;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "AskFaqDraft")]
pub(super) struct Question {
    /// The file whose place the draft takes, or a new one.
    #[schemars(with = "FileName")]
    path: String,
    /// The whole file as it would be.
    text: String,
    /// The question: not blank, without control characters.
    #[schemars(length(max = 2000), regex(pattern = QUESTION_PATTERN))]
    q: String,
    /// The visitor's language, a BCP 47 tag; empty or left out: the one of the question.
    #[schemars(length(max = 35), regex(pattern = LANG_PATTERN))]
    lang: Option<String>,
    /// The path of the page that the visitor is on.
    page: Option<String>,
}

/// What a draft says to a question.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqDraftAnswer")]
pub(super) struct Answer {
    #[serde(flatten)]
    view: AskView,
    /// The answer as a list of JsonML nodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<Value>>")]
    content: Option<Value>,
}

pub(super) async fn ask(
    State(editing): State<Editing>,
    Payload(question): Large<Question>,
) -> Result<Json<Answer>, ApiError> {
    Message::Text(question.q.clone())
        .check()
        .map_err(|refusal| ApiError::Invalid(format!("q: {}", refusal.message())))?;
    let tag = question.lang.filter(|tag| !tag.is_empty());
    let lang = tag
        .map(|tag| Lang::parse(&tag).ok_or_else(|| ApiError::Invalid(format!("lang: \"{tag}\" is no language tag"))));
    let asked = Asked { text: question.q.clone(), lang: lang.transpose()?, page: question.page };
    let verdict = editing.ask(name(&question.path)?, question.text, asked).await?;
    let content = verdict.answer().map(|entry| entry.content.json.clone());
    Ok(Json(Answer { view: AskView::new(&question.q, &verdict), content }))
}

/// Whether a comparison has ended, and how.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "FaqComparisonState")]
enum Stage {
    /// It goes on.
    Running,
    /// `replay` is there.
    Done,
    /// `detail` is there.
    Failed,
}

/// How a comparison stands.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqComparison")]
pub(super) struct Comparison {
    /// Its name.
    id: String,
    /// Whether it has ended.
    state: Stage,
    /// Questions that were asked.
    done: usize,
    /// Questions to be asked; 0 as long as that is not known.
    all: usize,
    /// The weeks whose questions are asked.
    weeks: i64,
    /// Once it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<Replay>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

impl From<Standing> for Comparison {
    fn from(standing: Standing) -> Self {
        let Standing { id, done, all, end } = standing;
        let (state, replay, detail) = match end {
            None => (Stage::Running, None, None),
            Some(Ok(replay)) => (Stage::Done, Some((*replay).clone()), None),
            Some(Err(error)) => (Stage::Failed, None, Some(ApiError::told(&error))),
        };
        Self { id, state, done, all, weeks: WEEKS, replay, detail }
    }
}

pub(super) async fn compare(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(draft): Large<Draft>,
) -> Result<(StatusCode, Json<Comparison>), ApiError> {
    let standing = editing.compare(name(&draft.path)?, draft.text, &caller.account.name)?;
    Ok((StatusCode::ACCEPTED, Json(standing.into())))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FaqComparisonName")]
pub(super) struct Identified {
    /// The name of the comparison.
    id: String,
}

pub(super) async fn comparison(
    State(editing): State<Editing>,
    query: Result<Query<Identified>, QueryRejection>,
) -> Result<Json<Comparison>, ApiError> {
    let Query(Identified { id }) = query.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    Ok(Json(editing.comparison(&id)?.into()))
}

pub(super) async fn stop(
    State(editing): State<Editing>,
    Payload(wanted): Payload<Identified>,
) -> Result<StatusCode, ApiError> {
    editing.stop_comparison(&wanted.id)?;
    Ok(StatusCode::NO_CONTENT)
}
