//! A visitor's own conversation, opened by its secret: to take along, or to delete.
//!
//! Invariant: a secret that opens nothing and one that never was are answered alike.

use super::AppState;
use super::error::ApiError;
use super::limit::ClientAddress;
use super::openapi::Operation;
use super::to_its_end;
use super::wire;
use crate::clock;
use crate::conversation::Engine;
use crate::store::{Sender, StoredEvent};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// What [`read`] takes and gives.
pub const READ: Operation = Operation::new(
    "readConversation",
    "A visitor's own conversation",
    "All that was said in it, to take along; of more than 10,000 events the last.",
)
.query::<ReadRequest>(&[("format", "txt")])
.gives_any(
    &[("application/json", Some(SchemaGenerator::subschema_for::<Transcript>)), ("text/plain", None)],
    "As events of the protocol, or as lines to be read.",
)
.refuses(&[(404, "The secret opens no conversation.")]);

/// What [`erase`] takes and gives.
pub const ERASE: Operation = Operation::new(
    "eraseConversation",
    "Delete a visitor's own conversation",
    "For good: within seconds the log on the disk holds no trace of it. Words of it that an editor accepted or refused as \
     a wording of the FAQ stay.",
)
.refuses(&[(404, "The secret opens no conversation.")]);

/// A conversation as it is taken along.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "the frames are sent as they are stored; this is their shape")]
struct Transcript {
    /// Its name.
    conversation: String,
    /// Oldest first.
    events: Vec<EventFrame>,
}

/// An event as the chat sends it.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "the frames are sent as they are stored; this is their shape")]
struct EventFrame {
    /// `event`
    r#type: String,
    /// From 1, without a gap.
    seq: i64,
    /// Who: `visitor`, `bot`, `agent` or `system`.
    from: String,
    /// The client's id of a visitor's message.
    #[schemars(skip_serializing_if = "Option::is_none")]
    cid: Option<String>,
    /// The `seq` that it answers.
    #[schemars(skip_serializing_if = "Option::is_none")]
    re: Option<i64>,
    /// When.
    at: String,
    /// What, by its `kind`.
    body: serde_json::Map<String, Value>,
}

/// How it is wanted.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "lowercase")]
enum Format {
    /// The events of the protocol.
    #[default]
    Json,
    /// Lines to be read.
    Txt,
}

/// `GET /api/v1/conversation?format=json|txt`
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ReadRequest {
    /// As data, or as text to be read.
    #[serde(default)]
    format: Format,
}

/// All that was said.
pub async fn read(
    State(engine): State<Engine>,
    State(state): State<AppState>,
    address: ClientAddress,
    headers: HeaderMap,
    request: Result<Query<ReadRequest>, QueryRejection>,
) -> Result<Response, ApiError> {
    state.addresses.check(address)?;
    let Query(request) = request.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    let (id, events) = engine.transcript(secret(&headers)?).await?.ok_or(ApiError::NotFound)?;
    let private = (header::CACHE_CONTROL, "no-store");
    Ok(match request.format {
        Format::Txt => {
            let text: String = events.iter().filter_map(|event| line(event, &state.config.site.bot_name)).collect();
            ([private, (header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
        }
        Format::Json => {
            let frames: Vec<String> = events.iter().map(wire::event).collect();
            let frames: Vec<&RawValue> = frames.iter().filter_map(|frame| serde_json::from_str(frame).ok()).collect();
            ([private], axum::Json(serde_json::json!({"conversation": id, "events": frames}))).into_response()
        }
    })
}

/// Deletes it.
pub async fn erase(
    State(engine): State<Engine>,
    State(state): State<AppState>,
    address: ClientAddress,
    headers: HeaderMap,
) -> Result<StatusCode, ApiError> {
    state.addresses.check(address)?;
    let secret = secret(&headers)?.to_owned();
    to_its_end(async move {
        if !engine.erase(&secret).await? {
            return Err(ApiError::NotFound);
        }
        state.live.forget().await;
        state.editing.forget_comparison();
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

fn secret(headers: &HeaderMap) -> Result<&str, ApiError> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let (scheme, secret) = value.and_then(|value| value.split_once(' ')).ok_or(ApiError::NoSecret)?;
    scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim()).ok_or(ApiError::NoSecret)
}

/// An event as a paragraph of a transcript; `None` for what nobody said.
fn line(event: &StoredEvent, bot: &str) -> Option<String> {
    let body: Value = serde_json::from_str(&event.body).ok()?;
    let text = |key: &str| body[key].as_str().map(str::to_owned);
    let said = match body["kind"].as_str()? {
        "answer" => plain(&body["content"]),
        "choices" | "none" => {
            let titles = body["options"].as_array().into_iter().flatten().filter_map(|option| option["title"].as_str());
            std::iter::once(text("text")?)
                .chain(titles.map(|title| format!("- {title}")))
                .collect::<Vec<_>>()
                .join("\n")
        }
        "choice" => text("title")?,
        "human" => "(asked for a person)".to_owned(),
        "feedback" => {
            let thumb = if body["helpful"].as_bool()? { "(helpful)" } else { "(not helpful)" };
            text("comment").map_or_else(|| thumb.to_owned(), |comment| format!("{thumb} {comment}"))
        }
        _ => text("text")?,
    };
    let who = match event.sender {
        Sender::Visitor => "You",
        Sender::Bot => bot,
        Sender::Agent => body["agent"]["name"].as_str().unwrap_or("Our team"),
        Sender::System => "-",
    };
    Some(format!("[{}] {who}: {}\n\n", clock::rfc3339(event.at), said.trim()))
}

/// The words of JsonML nodes, a line for each block, with the address of a link where it is not what it says.
pub(super) fn plain(node: &Value) -> String {
    match node {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let tag = items.first().and_then(Value::as_str);
            // a list of nodes has no tag of its own: its first item is a node, or a text that no tag is named like
            let is_node = tag.is_some_and(|tag| BLOCKS.contains(&tag) || INLINE.contains(&tag));
            let inner: String = items.iter().skip(usize::from(is_node)).map(plain).collect();
            match tag {
                Some("li") => format!("\n- {}", inner.trim()),
                Some("br") => "\n".to_owned(),
                Some("a") => match items.get(1).and_then(|attributes| attributes["href"].as_str()) {
                    Some(address) if !inner.contains(address) => format!("{inner} ({address})"),
                    _ => inner,
                },
                Some("td" | "th") => format!("{inner}\t"),
                Some(tag) if BLOCKS.contains(&tag) => format!("\n{inner}"),
                _ => inner,
            }
        }
        _ => String::new(),
    }
}

/// The tags of an answer (CONTRACT, section 4) that begin a line, and the others.
const BLOCKS: &[&str] = &["p", "pre", "ul", "ol", "li", "hr", "h3", "h4", "blockquote", "table", "tr"];
const INLINE: &[&str] = &["strong", "em", "del", "code", "a", "br", "thead", "tbody", "th", "td", "img"];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_transcript_reads_like_one() {
        let event = |sender, body: Value| StoredEvent {
            seq: 1,
            at: 0,
            sender,
            cid: None,
            reply_to: None,
            body: body.to_string().into(),
        };
        let shown = |sender, body| line(&event(sender, body), "Help").unwrap_or_default();
        assert_eq!(
            shown(Sender::Visitor, json!({"kind": "text", "text": "hi"})),
            "[1970-01-01T00:00:00.000Z] You: hi\n\n"
        );
        let content = json!([["p", "Leaves ", ["strong", "today"], "."], ["ol", ["li", "One"], ["li", "Two"]]]);
        assert_eq!(
            shown(Sender::Bot, json!({"kind": "answer", "content": content})),
            "[1970-01-01T00:00:00.000Z] Help: Leaves today.\n\n- One\n- Two\n\n"
        );
        let options = json!({"kind": "choices", "text": "Which?", "options": [{"id": "a", "title": "A?"}]});
        assert!(shown(Sender::Bot, options).ends_with("Help: Which?\n- A?\n\n"));
        let agent = json!({"kind": "text", "text": "Hello", "agent": {"name": "Maya"}});
        assert!(shown(Sender::Agent, agent).ends_with("Maya: Hello\n\n"));
        assert_eq!(line(&event(Sender::Bot, json!({"kind": "hologram"})), "Help"), None);
    }

    #[test]
    fn the_secret_comes_as_a_bearer_token_only() {
        let with = |value: &str| HeaderMap::from_iter([(header::AUTHORIZATION, value.parse().unwrap())]);
        assert_eq!(secret(&with("Bearer abc")).unwrap(), "abc");
        assert_eq!(secret(&with("bearer abc")).unwrap(), "abc");
        for wrong in ["abc", "Basic abc", ""] {
            assert!(matches!(secret(&with(wrong)), Err(ApiError::NoSecret)), "{wrong}");
        }
    }
}
