//! One answer: how it is written, what it answered, and where it was not enough.
//!
//! Invariant: visitors' words are masked where the settings say so, before they leave the server, and words that differ
//! only in what is masked are shown once.

use super::answers::{Counted, Days, Row, entry_of, problems_by_entry, rows};
use crate::clock::{self, Clock};
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::report::mask::mask;
use crate::store::Store;
use crate::store::answers::{Asked, Doubted, Remark, Wanted};
use crate::text::Lang;
use crate::web::error::ApiError;
use crate::web::openapi::{Operation, PathPart};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;

/// Entries that are named as those it was confused with.
const CONFUSED: usize = 5;

pub(super) const ONE: Operation = Operation::new(
    "getAnswer",
    "One answer, and what it was asked",
    "Its wordings, the questions that it answered and those for which it was in doubt, remarks beside thumbs down, and \
     the problems of its lines. Personal data is masked where `privacy.mask` is set.",
)
.path(&[
    PathPart {
        name: "lang",
        about: "The language that it is written in.",
        pattern: r"^[a-z]{2,8}(-[a-z0-9]{1,8})*$",
        example: "en",
    },
    PathPart { name: "id", about: "The entry.", pattern: r"^[a-z0-9-]+$", example: "delivery-time" },
])
.query::<OneRequest>(&[("days", "28")])
.gives::<Answer>(200, "The answer.")
.refuses(&[(404, "There is no such entry, and none answered in these days.")]);

/// Over which time.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OneRequest {
    /// The visits of so many days.
    #[serde(default)]
    days: Days,
}

/// An answer.
#[derive(Serialize, JsonSchema)]
pub(super) struct Answer {
    #[serde(flatten)]
    row: Row,
    /// As written; empty for an entry that is gone.
    answer: String,
    written: Vec<Written>,
    /// What it answered, the most frequent first, fifty at most.
    questions: Vec<Question>,
    /// What it came first for without being given, the most frequent first, fifty at most.
    doubts: Vec<Doubt>,
    /// What else came up then, or was chosen instead.
    confused_with: Vec<Other>,
    remarks: Vec<Said>,
    problems: Vec<Found>,
}

/// A wording and its line.
#[derive(Serialize, JsonSchema)]
struct Written {
    text: String,
    line: u32,
}

/// Questions of the same words.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "AnsweredQuestion")]
struct Question {
    text: String,
    times: i64,
    /// Thumbs down among them.
    not_helpful: i64,
    last_at: String,
}

/// A question that was not answered.
#[derive(Serialize, JsonSchema)]
struct Doubt {
    text: String,
    times: i64,
    /// The title of the choice that was taken.
    chosen: Option<String>,
}

/// Another entry.
#[derive(Serialize, JsonSchema)]
struct Other {
    id: String,
    title: String,
    times: i64,
}

/// What was written beside a thumb down.
#[derive(Serialize, JsonSchema)]
struct Said {
    text: String,
    at: String,
    conversation: String,
}

/// A problem of the entry's lines.
#[derive(Serialize, JsonSchema)]
struct Found {
    severity: crate::faq::Severity,
    line: u32,
    message: String,
}

pub(super) async fn one(
    State(store): State<Store>,
    State(clock): State<Clock>,
    State(config): State<Arc<Config>>,
    State(knowledge): State<Knowledge>,
    State(counted): State<Counted>,
    Path((lang, id)): Path<(String, String)>,
    request: Result<Query<OneRequest>, QueryRejection>,
) -> Result<Json<Answer>, ApiError> {
    let Query(request) = request.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let counts = counted.get(request.days, &store, clock.now_millis()).await?;
    let catalog = knowledge.current().catalog.clone();
    let (site, problems) = (&config.site.lang, knowledge.problems());
    let all = rows(&catalog, &problems, &counts, &config);
    let row = all.into_iter().find(|row| row.id == id && row.lang == lang).ok_or(ApiError::NotFound)?;
    // questions in languages that lack the entry were answered by this one
    let shown = |asked: &str| entry_of(&catalog, site, asked, &id).is_none_or(|entry| entry.lang.as_str() == lang);
    let mut langs: Vec<String> =
        counts.answered.iter().filter(|one| one.entry == id && shown(&one.lang)).map(|one| one.lang.clone()).collect();
    langs.push(lang.clone());
    langs.dedup();
    let wanted = Wanted { entry: id.clone(), langs, visits: request.days.until(clock.now_millis()) };
    let (asked, doubted) = tokio::try_join!(store.asked_of(&wanted), store.doubted_of(&wanted))?;
    let remarks = store.remarks_on(&wanted).await?;
    let masked = config.privacy.mask;
    let words = |text: &str| if masked { mask(text) } else { text.to_owned() };
    let entry = Lang::parse(&lang).and_then(|lang| catalog.get(&lang, &id)).cloned();
    let own = entry
        .as_ref()
        .and_then(|entry| problems_by_entry(&catalog, &problems).remove(&(entry.place.path.clone(), entry.place.line)));
    let title = |id: &str| entry_of(&catalog, site, &lang, id).map_or_else(|| id.to_owned(), |one| one.title().into());
    Ok(Json(Answer {
        row,
        answer: entry.as_ref().map_or_else(String::new, |entry| entry.answer.clone()),
        written: entry.iter().flat_map(|entry| &entry.questions).map(wording).collect(),
        questions: questions(asked, &words),
        confused_with: confused_with(&doubted, &id, &title),
        doubts: doubts(doubted, &words, &title),
        remarks: remarks.iter().filter_map(|remark| said(remark, &words)).collect(),
        problems: own.into_iter().flatten().map(found).collect(),
    }))
}

fn wording(wording: &crate::faq::Wording) -> Written {
    Written { text: wording.text.clone(), line: wording.place.line }
}

fn found(problem: &crate::faq::Problem) -> Found {
    Found { severity: problem.severity, line: problem.place.line, message: problem.message.clone() }
}

fn questions(asked: Vec<Asked>, words: &dyn Fn(&str) -> String) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::with_capacity(asked.len());
    for one in asked {
        let (text, last_at) = (words(&one.text), clock::rfc3339(one.last_at));
        match questions.iter_mut().find(|known| known.text == text) {
            Some(known) => {
                known.times += one.times;
                known.not_helpful += one.down;
                // RFC 3339 in UTC is ordered as text
                known.last_at = known.last_at.clone().max(last_at);
            }
            None => questions.push(Question { text, times: one.times, not_helpful: one.down, last_at }),
        }
    }
    questions.sort_by_key(|question| -question.times);
    questions
}

fn doubts(doubted: Vec<Doubted>, words: &dyn Fn(&str) -> String, title: &dyn Fn(&str) -> String) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::with_capacity(doubted.len());
    for one in doubted {
        let (text, chosen) = (words(&one.text), one.chosen.as_deref().map(title));
        match doubts.iter_mut().find(|known| known.text == text && known.chosen == chosen) {
            Some(known) => known.times += one.times,
            None => doubts.push(Doubt { text, times: one.times, chosen }),
        }
    }
    doubts.sort_by_key(|doubt| -doubt.times);
    doubts
}

/// The entries that stood beside it where it was in doubt, or were chosen then, the most frequent first.
fn confused_with(doubted: &[Doubted], id: &str, title: &dyn Fn(&str) -> String) -> Vec<Other> {
    let mut times: HashMap<String, i64> = HashMap::new();
    for one in doubted {
        let candidates: Vec<(String, f64)> = serde_json::from_str(&one.candidates).unwrap_or_default();
        // what was chosen says more than what only came up
        let named = one.chosen.clone().or_else(|| candidates.into_iter().nth(1).map(|(id, _)| id));
        if let Some(other) = named.filter(|other| other != id) {
            *times.entry(other).or_default() += one.times;
        }
    }
    let mut others: Vec<Other> = times.into_iter().map(|(id, times)| Other { title: title(&id), id, times }).collect();
    others.sort_by(|one, other| other.times.cmp(&one.times).then_with(|| one.id.cmp(&other.id)));
    others.truncate(CONFUSED);
    others
}

/// The comment of a thumb down, if it is about this answer and there is one.
fn said(remark: &Remark, words: &dyn Fn(&str) -> String) -> Option<Said> {
    let body: serde_json::Value = serde_json::from_str(&remark.body).ok()?;
    let about = body["about"].as_i64()? == remark.answer && body["helpful"] == false;
    let text = body["comment"].as_str().map(str::trim).filter(|text| about && !text.is_empty())?;
    Some(Said { text: words(text), at: clock::rfc3339(remark.at), conversation: remark.conversation.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doubted(chosen: Option<&str>, times: i64) -> Doubted {
        Doubted {
            text: "what now".into(),
            candidates: r#"[["one",0.4],["two",0.3]]"#.into(),
            chosen: chosen.map(str::to_owned),
            times,
        }
    }

    #[test]
    fn what_was_chosen_counts_before_what_came_up() {
        let all = [doubted(None, 2), doubted(Some("three"), 5), doubted(Some("one"), 9)];
        let others = confused_with(&all, "one", &|id: &str| id.to_uppercase());
        let seen: Vec<_> = others.iter().map(|one| (&*one.id, &*one.title, one.times)).collect();
        assert_eq!(seen, [("three", "THREE", 5), ("two", "TWO", 2)]);
    }

    #[test]
    fn words_that_differ_in_what_is_masked_are_one() {
        let asked = |text: &str, times| Asked { text: text.into(), times, down: 1, last_at: times };
        let all = questions(vec![asked("i am a@example.com", 2), asked("i am b@example.com", 1)], &|text| mask(text));
        assert_eq!((all.len(), all[0].times, all[0].not_helpful), (1, 3, 2));
        assert!(!all[0].text.contains('@'));
    }

    #[test]
    fn a_remark_is_about_its_own_answer() {
        let remark = |body: &str| Remark { conversation: "c".into(), at: 0, body: body.into(), answer: 4 };
        let shown = |body: &str| said(&remark(body), &str::to_owned).map(|one| one.text);
        assert_eq!(shown(r#"{"about":4,"helpful":false,"comment":" too short "}"#).as_deref(), Some("too short"));
        for other in [r#"{"about":2,"helpful":false,"comment":"x"}"#, r#"{"about":4,"helpful":false}"#, "{"] {
            assert_eq!(shown(other), None, "{other}");
        }
    }
}
