//! What the FAQ would say, for a person who is about to say it: candidates with their answers in plain text.
//!
//! Invariant: nothing is stored, and nothing goes to a visitor from here.

use crate::conversation::{Engine, Message};
use crate::search::Candidate;
use crate::text::Lang;
use crate::web::api::{LANG_PATTERN, QUESTION_PATTERN};
use crate::web::error::ApiError;
use crate::web::openapi::Operation;
use crate::web::own::plain;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Answers that are proposed: three have a key, and more than five nobody reads while somebody waits.
const MOST_ANSWERS: usize = 5;
/// What fits worse is nothing that anybody would look at.
const WORST_FIT: f64 = 0.05;

pub(super) const LIST: Operation = Operation::new(
    "proposeAnswers",
    "What the FAQ would say",
    "The candidates for a question, as a visitor's question would be matched, with their answers in plain text for \
     whoever is about to reply. Nothing is stored.",
)
.query::<Request>(&[("q", "how long does delivery take"), ("lang", "en")])
.gives::<Proposed>(200, "Up to five, the best first.");

/// What is looked for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "ProposalQuery")]
pub(super) struct Request {
    /// The question: not blank, without control characters.
    #[schemars(length(max = 2000), regex(pattern = QUESTION_PATTERN))]
    q: String,
    /// The visitor's language, a BCP 47 tag; empty or left out: the one of the question.
    #[schemars(length(max = 35), regex(pattern = LANG_PATTERN))]
    lang: Option<String>,
}

/// Answers to choose from.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProposedAnswers")]
pub(super) struct Proposed {
    answers: Vec<Answer>,
}

/// An entry and its answer.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ProposedAnswer")]
struct Answer {
    id: String,
    /// The language of the entry.
    lang: String,
    title: String,
    /// The answer in plain text, with the addresses of its links.
    text: String,
    /// 0 to 1, two digits.
    confidence: f64,
}

pub(super) async fn list(
    State(engine): State<Engine>,
    request: Result<Query<Request>, QueryRejection>,
) -> Result<Json<Proposed>, ApiError> {
    let Query(request) = request.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    Message::Text(request.q.clone())
        .check()
        .map_err(|refusal| ApiError::Invalid(format!("q: {}", refusal.message())))?;
    let tag = request.lang.filter(|tag| !tag.is_empty());
    let lang = tag
        .map(|tag| Lang::parse(&tag).ok_or_else(|| ApiError::Invalid(format!("lang: \"{tag}\" is no language tag"))));
    let (verdict, _snapshot) = engine.ask(&request.q, lang.transpose()?.as_ref(), None);
    // a greeting is nothing that a person would copy
    let asks = verdict.small_talk.is_none();
    let fits = |candidate: &&Candidate| asks && !candidate.entry.small_talk && candidate.confidence >= WORST_FIT;
    let wanted = verdict.candidates.iter().filter(fits).take(MOST_ANSWERS);
    Ok(Json(Proposed { answers: wanted.map(answer).collect() }))
}

fn answer(candidate: &Candidate) -> Answer {
    let entry = &candidate.entry;
    let links = entry.links.iter().map(|link| format!("\n{}: {}", link.label, link.url));
    let text = plain(&entry.content.json).trim().to_owned() + &links.collect::<String>();
    Answer {
        id: entry.id.to_string(),
        lang: entry.lang.to_string(),
        title: entry.title().to_owned(),
        text,
        confidence: (candidate.confidence * 100.0).round() / 100.0,
    }
}
