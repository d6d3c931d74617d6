//! The public HTTP interface: asking once, titles while typing, health and metrics.

use super::AppState;
use super::endpoint::{Access, Endpoint};
use super::error::ApiError;
use super::limit::ClientAddress;
use super::openapi::{self, Operation};
use super::own;
use crate::clock::Clock;
use crate::conversation::{Engine, Message, TitleButton};
use crate::search::Decision;
use crate::store::Store;
use crate::text::Lang;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::on;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Titles that one suggestion gives.
const SUGGESTIONS: usize = 5;
/// Characters of what is typed that are looked at.
const TYPED_CHARS: usize = 200;

/// A question as [`Message::check`] takes it.
pub(super) const QUESTION_PATTERN: &str =
    r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*[^\s\x00-\x1F\x7F-\x9F][^\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]*$";
/// A language as [`Lang::parse`] takes it, or none.
pub(super) const LANG_PATTERN: &str = r"^([A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*)?$";

/// Every address of the interface for visitors and other programs, below `/api/v1`.
#[rustfmt::skip]
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint { method: "POST", path: "/ask", access: Access::Public, about: ASK, handler: |on_method| on(on_method, ask) },
    Endpoint { method: "GET", path: "/suggest", access: Access::Public, about: SUGGEST, handler: |on_method| on(on_method, suggest) },
    Endpoint { method: "GET", path: "/conversation", access: Access::Conversation, about: own::READ, handler: |on_method| on(on_method, own::read) },
    Endpoint { method: "DELETE", path: "/conversation", access: Access::Conversation, about: own::ERASE, handler: |on_method| on(on_method, own::erase) },
    Endpoint { method: "GET", path: "/openapi.json", access: Access::Public, about: openapi::SELF, handler: |on_method| on(on_method, openapi::serve) },
];

const ASK: Operation = Operation::new(
    "ask",
    "Ask one question",
    "As `deskbell ask --json`, and the answer itself. Nothing is stored; a conversation goes over the WebSocket.",
)
.takes::<AskRequest>(r#"{"q": "how long does delivery take", "lang": "en", "page": "/checkout"}"#)
.gives::<AskResponse>(200, "What is to be done with the question, and the candidates.");

const SUGGEST: Operation = Operation::new("suggest", "Titles that fit what somebody is typing", "Up to five.")
    .query::<SuggestRequest>(&[("q", "how long del"), ("lang", "en")])
    .gives::<Vec<TitleButton>>(200, "The best first.");

/// `POST /api/v1/ask`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskRequest {
    /// The question: not blank, without control characters.
    #[schemars(length(max = 2000), regex(pattern = QUESTION_PATTERN))]
    q: String,
    /// The visitor's language, a BCP 47 tag; empty or left out: the one of the question.
    #[schemars(length(max = 35), regex(pattern = LANG_PATTERN))]
    lang: Option<String>,
    /// The path of the page that the visitor is on.
    page: Option<String>,
}

/// One candidate, as `deskbell ask --json` prints it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AskedCandidate")]
pub struct CandidateView {
    /// The entry.
    pub id: String,
    /// Its title.
    pub title: String,
    /// 0 to 1, four digits.
    pub confidence: f64,
}

/// The outcome of a question, as `deskbell ask --json` prints it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AskView {
    /// As asked.
    pub q: String,
    /// The language in which it was matched.
    pub lang: String,
    /// The language of the question where it is clear and the FAQ lacks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign: Option<String>,
    /// What is to be done.
    pub verdict: Decision,
    /// The entry, where there is an answer.
    pub id: Option<String>,
    /// Of the first candidate.
    pub confidence: f64,
    /// The best first.
    pub candidates: Vec<CandidateView>,
    /// The answer to a second question of the same message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<CandidateView>,
    /// What small talk it is (`greeting`, `thanks` and so on), where it is nothing else and the FAQ has no answer to that:
    /// in a conversation it gets a polite reply, and it is not counted as a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub small_talk: Option<&'static str>,
}

impl AskView {
    /// The view of a verdict.
    pub fn new(question: &str, verdict: &crate::search::Verdict) -> Self {
        let rounded = |confidence: f64| (confidence * 1e4).round() / 1e4;
        let view = |candidate: &crate::search::Candidate| CandidateView {
            id: candidate.entry.id.to_string(),
            title: candidate.entry.title().to_owned(),
            confidence: rounded(candidate.confidence),
        };
        Self {
            q: question.to_owned(),
            lang: verdict.lang.to_string(),
            foreign: verdict.foreign.as_ref().map(ToString::to_string),
            verdict: verdict.decision,
            id: verdict.answer().map(|entry| entry.id.to_string()),
            confidence: rounded(verdict.confidence()),
            candidates: verdict.candidates.iter().map(view).collect(),
            second: verdict.second.as_ref().map(view),
            small_talk: verdict.small_talk.map(crate::search::SmallTalk::as_str),
        }
    }
}

/// The answer of `POST /api/v1/ask`: the view, and the answer's content where there is one.
#[derive(Debug, Serialize, JsonSchema)]
struct AskResponse {
    #[serde(flatten)]
    view: AskView,
    /// The answer as a list of JsonML nodes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<serde_json::Value>>")]
    content: Option<serde_json::Value>,
    /// The answer as HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
}

/// Asks one question; nothing is stored.
pub async fn ask(
    State(engine): State<Engine>,
    State(state): State<AppState>,
    address: ClientAddress,
    request: Result<Json<AskRequest>, JsonRejection>,
) -> Result<Response, ApiError> {
    state.addresses.check(address)?;
    let Json(request) = request.map_err(|rejection| body_fault(&rejection))?;
    Message::Text(request.q.clone())
        .check()
        .map_err(|refusal| ApiError::Invalid(format!("q: {}", refusal.message())))?;
    let lang = parse_lang(request.lang.as_deref())?;
    let (verdict, _snapshot) = engine.ask(&request.q, lang.as_ref(), request.page.as_deref());
    let content = verdict.answer().map(|entry| entry.content.json.clone());
    let html = verdict.answer().map(|entry| entry.content.html.clone());
    Ok(Json(AskResponse { view: AskView::new(&request.q, &verdict), content, html }).into_response())
}

/// `GET /api/v1/suggest`
#[derive(Debug, Deserialize, JsonSchema)]
pub struct SuggestRequest {
    /// What was typed so far; of more than 200 characters the first 200 count.
    q: String,
    /// The visitor's language, a BCP 47 tag.
    #[schemars(length(max = 35), regex(pattern = LANG_PATTERN))]
    lang: Option<String>,
}

/// Titles that fit what somebody is typing.
pub async fn suggest(
    State(engine): State<Engine>,
    State(state): State<AppState>,
    address: ClientAddress,
    request: Result<Query<SuggestRequest>, QueryRejection>,
) -> Result<Json<Vec<TitleButton>>, ApiError> {
    state.addresses.check(address)?;
    let Query(request) = request.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let typed: String = request.q.chars().take(TYPED_CHARS).collect();
    let lang = parse_lang(request.lang.as_deref())?;
    Ok(Json(engine.suggest(&typed, lang.as_ref(), SUGGESTIONS)))
}

fn parse_lang(tag: Option<&str>) -> Result<Option<Lang>, ApiError> {
    tag.filter(|tag| !tag.is_empty())
        .map(|tag| Lang::parse(tag).ok_or_else(|| ApiError::Invalid(format!("lang: \"{tag}\" is no language tag"))))
        .transpose()
}

/// What is wrong with a body, in our own form of errors.
pub fn body_fault(rejection: &JsonRejection) -> ApiError {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge(super::BODY_BYTES),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ApiError::NotJson,
        _ => ApiError::Invalid(rejection.body_text()),
    }
}

/// `GET /livez`: the process runs.
pub async fn live() -> &'static str {
    "ok\n"
}

/// How long a look at the database holds: `/readyz` is asked by everybody, and each look is a commit.
const READINESS_HOLDS: Duration = Duration::from_secs(1);

/// Whether the database took a write when somebody last looked. Cheap to clone.
#[derive(Clone, Default)]
pub struct Readiness(Arc<tokio::sync::Mutex<Option<(Instant, bool)>>>);

impl Readiness {
    async fn check(&self, store: &Store, clock: &Clock) -> Result<(), ApiError> {
        let mut last = self.0.lock().await;
        let ready = match *last {
            Some((at, ready)) if at.elapsed() < READINESS_HOLDS => ready,
            _ => {
                let ready = store.ready(clock.now_millis()).await.is_ok();
                *last = Some((crate::clock::instant(), ready));
                ready
            }
        };
        if ready { Ok(()) } else { Err(ApiError::Unavailable(5)) }
    }
}

/// `GET /readyz`: the FAQ is loaded, the database takes writes, and the server is not about to stop.
pub async fn ready(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    if state.sockets.stop.is_cancelled() {
        return Err(ApiError::Unavailable(5));
    }
    state.readiness.check(&state.store, &state.clock).await?;
    Ok("ok\n")
}

/// `GET /metrics`: everything, in the form that Prometheus reads.
pub async fn metrics(State(state): State<AppState>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], state.metrics.render()).into_response()
}
