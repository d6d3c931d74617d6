//! Conversations to be looked through: a list in pages, and one of them with what the bot made of each question.
//!
//! Invariant: where the settings say so, personal data in visitors' words is masked here, before it leaves the server.

use crate::clock;
use crate::config::Config;
use crate::knowledge::Knowledge;
use crate::report::csv::guard;
use crate::report::mask::{LABELS, mask};
use crate::store::browse::{Filter, Found, Happened, Judged, Listed, Reach};
use crate::store::{Store, StoredEvent};
use crate::text::Lang;
use crate::web::error::ApiError;
use crate::web::openapi::{Operation, PathPart};
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;

/// How often is read for a page of which a part is hidden: each time more of the log is searched.
const MOST_READS: usize = 5;
/// Characters of the words that are searched for.
const WORDS_CHARACTERS: usize = 200;

pub(super) const ID: PathPart =
    PathPart { name: "id", about: "The conversation's name.", pattern: r"^c_[0-9a-z]+$", example: "c_0198f0c2" };
pub(super) const NO_CONVERSATION: (u16, &str) = (404, "There is no such conversation.");

pub(super) const LIST: Operation = Operation::new(
    "listConversations",
    "Conversations, a page at a time",
    "With at least one question, the one that was active last first, fifty at a time. Personal data is masked where \
     `privacy.mask` is set, and then cannot be searched for. A page looks at 10,000 conversations: where it ends with \
     that, `searched_back_to` says how far back it looked, and `next` goes on from there.",
)
.query::<ListRequest>(&[("q", "delivery"), ("happened", "unanswered")])
.gives::<Page>(200, "A page.");

pub(super) const TABLE: Operation = Operation::new(
    "exportConversations",
    "Conversations as a table",
    "As the list, a row for each; formula-safe CSV in UTF-8. It holds up to 10,000 and looks at 200,000 conversations: \
     where more may follow, its last row says so, and the header `Link` has the address of what follows (`rel=next`).",
)
.query::<ListRequest>(&[("happened", "person_asked")])
.gives_any(&[("text/csv", None)], "The table.");

pub(super) const ONE: Operation = Operation::new(
    "getConversation",
    "One conversation, whole",
    "All that was said in it, with what the bot made of each question. Personal data is masked where `privacy.mask` is \
     set.",
)
.path(&[ID])
.gives::<Whole>(200, "The conversation.")
.refuses(&[NO_CONVERSATION]);

/// What of the list is wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListRequest {
    /// Words of a question, in any case.
    #[serde(default)]
    #[schemars(regex(pattern = r"^([^@0-9]|[0-9]{1,2}([^@0-9]|$))*$"))]
    q: String,
    /// What happened in it: `unanswered`, `not_helpful` or `person_asked`.
    #[schemars(regex(pattern = r"^(unanswered|not_helpful|person_asked)?$"))]
    happened: Option<String>,
    /// The id of an entry that answered in it.
    entry: Option<String>,
    /// The `next` of the page before.
    #[schemars(regex(pattern = r"^([0-9]{1,15}~(c_[0-9a-z]{1,64})?)?$"))]
    after: Option<String>,
}

/// A page of the list.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ConversationPage")]
pub(super) struct Page {
    /// Maybe none, though older ones may follow: see `searched_back_to`.
    conversations: Vec<Row>,
    /// For `after`; none on the last page.
    next: Option<String>,
    /// How far back was looked, where that was enough for one page and `next` looks further; otherwise none.
    searched_back_to: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ConversationRow")]
struct Row {
    id: String,
    started_at: String,
    last_at: String,
    lang: String,
    page: String,
    first: String,
    questions: i64,
    unanswered: i64,
    helpful: i64,
    not_helpful: i64,
    person_asked: bool,
}

/// A conversation and its questions.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Conversation")]
pub(super) struct Whole {
    id: String,
    events: Vec<Said>,
}

#[derive(Serialize, JsonSchema)]
struct Said {
    seq: i64,
    at: String,
    from: &'static str,
    /// What, by its `kind`, as the chat sends it.
    #[schemars(with = "serde_json::Map<String, Value>")]
    body: Value,
    /// What the bot made of it, where it is a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<Question>,
}

#[derive(Serialize, JsonSchema)]
struct Question {
    verdict: String,
    confidence: f64,
    rating: Option<i64>,
    chosen: Option<String>,
    /// Nothing was asked: it is small talk.
    small_talk: bool,
    candidates: Vec<Candidate>,
}

#[derive(Serialize, JsonSchema)]
struct Candidate {
    id: String,
    title: String,
    confidence: f64,
}

/// What is looked for, as it was asked.
fn filter(request: ListRequest, masked: bool) -> Result<Filter, ApiError> {
    let happened = match request.happened.as_deref() {
        None | Some("") => None,
        Some("unanswered") => Some(Happened::Unanswered),
        Some("not_helpful") => Some(Happened::NotHelpful),
        Some("person_asked") => Some(Happened::PersonAsked),
        Some(_) => return Err(ApiError::Invalid("happened: expected unanswered, not_helpful or person_asked".into())),
    };
    let wrong = || ApiError::Invalid("after: expected the `next` of the page before".into());
    let after = match request.after.as_deref() {
        None | Some("") => None,
        Some(after) => {
            let (at, id) = after.split_once('~').ok_or_else(wrong)?;
            Some((at.parse().map_err(|_| wrong())?, id.to_owned()))
        }
    };
    if masked && would_unmask(&request.q) {
        let message = "q: numbers and addresses are masked here, so that they cannot be searched for; search for words";
        return Err(ApiError::Invalid(message.into()));
    }
    Ok(Filter {
        words: request.q.trim().chars().take(WORDS_CHARACTERS).collect(),
        happened,
        entry: request.entry.filter(|entry| !entry.is_empty()),
        after,
    })
}

/// The conversations that fit, and where the next page begins. What is masked cannot be found, either: with words, only
/// those are given of which a masked question holds them, and more is read until a page is full and one more is found,
/// so that not even the way to a next page tells of what is hidden.
async fn find(store: &Store, mut filter: Filter, reach: Reach, masked: bool) -> Result<Found, ApiError> {
    let mut found = store.list_conversations(&filter, reach).await?;
    if !masked || filter.words.is_empty() {
        return Ok(found);
    }
    let wanted = usize::try_from(reach.most).unwrap_or_default();
    let mut shown = readable(store, &filter.words, std::mem::take(&mut found.conversations)).await?;
    for _ in 1..MOST_READS {
        if shown.len() > wanted || found.next.is_none() || found.searched_back_to.is_some() {
            break;
        }
        filter.after = found.next;
        found = store.list_conversations(&filter, reach).await?;
        shown.extend(readable(store, &filter.words, std::mem::take(&mut found.conversations)).await?);
    }
    if shown.len() > wanted {
        shown.truncate(wanted);
        found.next = shown.last().map(|last| (last.last_at, last.id.clone()));
        found.searched_back_to = None;
    }
    found.conversations = shown;
    Ok(found)
}

/// Those of which a masked question holds the words.
async fn readable(store: &Store, words: &str, mut listed: Vec<Listed>) -> Result<Vec<Listed>, ApiError> {
    let ids: Vec<String> = listed.iter().map(|one| one.id.clone()).collect();
    let asked = store.questions_with(words, &ids).await?;
    let readable: HashSet<String> =
        asked.into_iter().filter(|(_, text)| can_be_read(words, text)).map(|(id, _)| id).collect();
    listed.retain(|one| readable.contains(&one.id));
    Ok(listed)
}

/// Whether words are in what is left of a text when it is masked; the labels are no part of it.
fn can_be_read(words: &str, text: &str) -> bool {
    let left = LABELS.iter().fold(mask(text), |left, label| left.replace(label, "\n"));
    left.to_lowercase().contains(&words.to_lowercase())
}

pub(super) async fn list(
    State(store): State<Store>,
    State(config): State<Arc<Config>>,
    request: Result<Query<ListRequest>, QueryRejection>,
) -> Result<Json<Page>, ApiError> {
    let Query(request) = request.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let masked = config.privacy.mask;
    let found = find(&store, filter(request, masked)?, Reach::PAGE, masked).await?;
    let (next, searched_back_to) = (next(&found), found.searched_back_to.map(clock::rfc3339));
    let conversations = found.conversations.into_iter().map(|one| row(one, masked)).collect();
    Ok(Json(Page { conversations, next, searched_back_to }))
}

/// Where to go on, as `after` takes it.
fn next(found: &Found) -> Option<String> {
    found.next.as_ref().map(|(at, id)| format!("{at}~{id}"))
}

/// The same as a table, a row for each conversation.
pub(super) async fn table(
    State(store): State<Store>,
    State(config): State<Arc<Config>>,
    address: Uri,
    request: Result<Query<ListRequest>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(request) = request.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let masked = config.privacy.mask;
    let found = find(&store, filter(request, masked)?, Reach::EXPORT, masked).await?;
    let next = next(&found);
    // a mark of the encoding, without which spreadsheets take it for their own
    let mut text = "\u{feff}conversation,started_at,last_at,language,page,first_question,questions,unanswered,helpful,\
                    not_helpful,person_asked\r\n"
        .to_owned();
    let searched_back_to = found.searched_back_to.map(clock::rfc3339);
    let mut last_at = String::new();
    for one in found.conversations {
        let row = row(one, masked);
        let numbers = [row.questions, row.unanswered, row.helpful, row.not_helpful, i64::from(row.person_asked)];
        let words = [&row.id, &row.started_at, &row.last_at, &row.lang, &row.page, &row.first].map(|text| cell(text));
        let numbers = numbers.map(|number| number.to_string());
        text.push_str(&[words.join(","), numbers.join(",")].join(","));
        text.push_str("\r\n");
        last_at = row.last_at;
    }
    if let Some(next) = &next {
        // as many cells as the others have, so that whatever reads tables reads this row, too
        let back_to = searched_back_to.unwrap_or(last_at);
        let last = format!("This goes back to {back_to} only. The same address with after={next} goes on from there.");
        text.push_str(&[&cell(&last), ",,,,,,,,,,\r\n"].concat());
    }
    let mut response = download(text, "text/csv; charset=utf-8", "deskbell-conversations.csv");
    let link = next.map(|next| format!("<{}>; rel=\"next\"", continued(&address, &next)));
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// The address of what follows, relative to that of the request.
fn continued(address: &Uri, next: &str) -> String {
    let asked = address.query().unwrap_or_default().split('&');
    let kept = asked.filter(|part| !part.is_empty() && !part.starts_with("after="));
    kept.fold("?".to_owned(), |query, part| format!("{query}{part}&")) + "after=" + next
}

/// A cell that no spreadsheet takes for a formula, in quotes (RFC 4180).
fn cell(text: &str) -> String {
    format!("\"{}\"", guard(text).replace('"', "\"\""))
}

fn download(text: String, kind: &'static str, name: &'static str) -> Response {
    let way = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, way)], text).into_response()
}

/// Whether a search could tell, step by step, what is masked.
fn would_unmask(words: &str) -> bool {
    words.contains('@') || words.split(|character: char| !character.is_ascii_digit()).any(|digits| digits.len() > 2)
}

fn row(listed: Listed, masked: bool) -> Row {
    Row {
        id: listed.id,
        started_at: clock::rfc3339(listed.started_at),
        last_at: clock::rfc3339(listed.last_at),
        lang: listed.lang,
        page: if masked { mask(&listed.page) } else { listed.page },
        first: if masked { mask(&listed.first) } else { listed.first },
        questions: listed.questions,
        unanswered: listed.unanswered,
        helpful: listed.helpful,
        not_helpful: listed.not_helpful,
        person_asked: listed.person_asked,
    }
}

pub(super) async fn one(
    State(store): State<Store>,
    State(config): State<Arc<Config>>,
    State(knowledge): State<Knowledge>,
    Path(id): Path<String>,
) -> Result<Json<Whole>, ApiError> {
    let (events, mut judged) = store.whole_conversation(&id).await?.ok_or(ApiError::NotFound)?;
    let catalog = knowledge.current().catalog.clone();
    let title = |id: &str| {
        catalog
            .find(&[&config.site.lang, &Lang::english()], id)
            .map_or_else(|| id.to_owned(), |entry| entry.title().into())
    };
    let masked = config.privacy.mask;
    let events = events.into_iter().map(|event| {
        let place = judged.iter().position(|one| one.seq == event.seq);
        let question = place.map(|place| question(judged.swap_remove(place), &title));
        said(&event, question, masked)
    });
    Ok(Json(Whole { id, events: events.collect() }))
}

fn question(judged: Judged, title: &dyn Fn(&str) -> String) -> Question {
    let candidates: Vec<(String, f64)> = serde_json::from_str(&judged.candidates).unwrap_or_default();
    let candidates = candidates.into_iter().map(|(id, confidence)| Candidate { title: title(&id), id, confidence });
    Question {
        verdict: judged.verdict,
        confidence: judged.confidence,
        rating: judged.rating,
        chosen: judged.chosen.map(|id| title(&id)),
        small_talk: judged.small_talk,
        candidates: candidates.collect(),
    }
}

fn said(event: &StoredEvent, question: Option<Question>, masked: bool) -> Said {
    let mut body: Value = serde_json::from_str(&event.body).unwrap_or(Value::Null);
    for key in ["text", "comment", "email"] {
        if let (true, Some(text)) = (masked, body[key].as_str()) {
            body[key] = Value::String(mask(text));
        }
    }
    Said { seq: event.seq, at: clock::rfc3339(event.at), from: event.sender.as_str(), body, question }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Sender;

    #[test]
    fn what_is_masked_cannot_be_searched_for() {
        assert!(would_unmask("0170") && would_unmask("anna@") && would_unmask("call 015"));
        assert!(!would_unmask("within 24 hours") && !would_unmask("refund"));
    }

    #[test]
    fn what_follows_is_asked_for_with_the_same_filter() {
        let address = "/api/v1/admin/conversations.csv?q=a%26b&after=9~c_1&happened=unanswered".parse().unwrap();
        assert_eq!(continued(&address, "5~"), "?q=a%26b&happened=unanswered&after=5~");
        assert_eq!(continued(&Uri::from_static("/table"), "5~c_2"), "?after=5~c_2");
    }

    #[test]
    fn what_a_visitor_said_is_masked_before_it_leaves() {
        let body = r#"{"kind":"text","text":"I am anna@example.com"}"#;
        let event =
            StoredEvent { seq: 1, at: 0, sender: Sender::Visitor, cid: None, reply_to: None, body: body.into() };
        let shown = |masked| said(&event, None, masked).body["text"].as_str().unwrap_or_default().to_owned();
        assert!(!shown(true).contains('@'), "{}", shown(true));
        assert_eq!(shown(false), "I am anna@example.com");
    }
}
