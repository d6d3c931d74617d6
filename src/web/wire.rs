//! The frames of `deskbell.v1` (CONTRACT, section 4): text to domain types and back.
//!
//! Invariant: nothing of the wire leaves this file and `chat`; what a frame may hold is checked here once.

use crate::clock;
use crate::conversation::engine::Ack;
use crate::conversation::greeting::Welcome;
use crate::conversation::{Body, MESSAGE_CHARS, Message, Refusal};
use crate::store::{Page, Sender, StoredEvent};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The subprotocol's name.
pub const SUBPROTOCOL: &str = "deskbell.v1";
/// Seconds between heartbeats: below the 30 s after which the shortest proxies in use drop a silent connection.
pub const HEARTBEAT_SECONDS: u64 = 25;
/// Seconds for which somebody who typed counts as typing.
pub const TYPING_SECONDS: u64 = 6;
/// Characters of a path or a title that are kept.
const PAGE_CHARS: usize = 512;

/// What a client may send.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ClientFrame {
    /// The first frame.
    Hello(HelloFrame),
    /// A message.
    Send(SendFrame),
    /// What came after a `seq`?
    Sync {
        /// The last `seq` the client holds.
        after: i64,
    },
    /// What came before a `seq`?
    History {
        /// The first `seq` the client holds.
        before: i64,
    },
    /// The visitor went to another page.
    Page(PageFrame),
    /// The visitor is typing.
    Typing,
    /// The visitor has seen everything up to a `seq`.
    Seen {
        /// The last `seq` that was seen.
        seq: i64,
    },
    /// Is the connection alive?
    Heartbeat,
}

/// `hello`
#[derive(Debug, Deserialize)]
pub struct HelloFrame {
    /// The protocol's version.
    pub v: u32,
    /// The secret of an earlier conversation.
    #[serde(default)]
    pub token: Option<String>,
    /// The key of a link in a mail, which opens its conversation.
    #[serde(default, rename = "return")]
    pub return_key: Option<String>,
    /// The epoch that the client's events are of.
    #[serde(default)]
    pub epoch: Option<String>,
    /// The last `seq` the client holds.
    #[serde(default)]
    pub after: Option<i64>,
    /// A BCP 47 tag.
    #[serde(default)]
    pub lang: Option<String>,
    /// Where the visitor is.
    #[serde(default)]
    pub page: Option<PageFrame>,
}

/// A page as a client names it.
#[derive(Debug, Default, Deserialize)]
pub struct PageFrame {
    /// Its address; only the path is kept.
    #[serde(default)]
    pub url: Option<String>,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// Where the visitor came from; only origin and path are kept.
    #[serde(default)]
    pub referrer: Option<String>,
}

/// `send`
#[derive(Debug, Deserialize)]
pub struct SendFrame {
    /// The client's id of the message.
    pub cid: String,
    body: SendBody,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum SendBody {
    Text { text: String },
    Choice { id: String },
    Feedback { about: i64, helpful: bool, comment: Option<String> },
    Human,
    Cancel,
    Mail,
    Message { email: Option<String>, phone: Option<String>, text: String },
    Csat { score: i64, comment: Option<String> },
}

/// A frame that is none, with the client id if one could be read.
#[derive(Debug, PartialEq)]
pub struct BadFrame {
    /// For the `nack`.
    pub cid: Option<String>,
    /// What is wrong.
    pub reason: String,
}

/// Reads a frame.
///
/// # Errors
/// [`BadFrame`] says what is wrong, for the `nack`.
pub fn read(text: &str) -> Result<ClientFrame, BadFrame> {
    /// As much of a wrong frame as is needed to answer it.
    #[derive(Deserialize)]
    struct CidOnly {
        cid: String,
    }
    serde_json::from_str(text).map_err(|error| BadFrame {
        cid: serde_json::from_str::<CidOnly>(text).ok().map(|only| only.cid).filter(|cid| valid_cid(cid)),
        reason: format!("not a frame of {SUBPROTOCOL}: {error}"),
    })
}

/// Whether a client id is one: a UUID, or anything as plain and as short.
pub(super) fn valid_cid(cid: &str) -> bool {
    (8..=64).contains(&cid.len())
        && cid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

impl SendFrame {
    /// The message in the domain's terms.
    ///
    /// # Errors
    /// `invalid` for a client id that is none.
    pub fn into_message(self) -> Result<(String, Message), Refusal> {
        if !valid_cid(&self.cid) {
            return Err(Refusal::Invalid("cid must be a UUID".into()));
        }
        let message = match self.body {
            SendBody::Text { text } => Message::Text(text),
            SendBody::Choice { id } => Message::Choice { id },
            SendBody::Feedback { about, helpful, comment } => Message::Feedback { about, helpful, comment },
            SendBody::Human => Message::Human,
            SendBody::Cancel => Message::Cancel,
            SendBody::Mail => Message::Mail,
            SendBody::Message { email, phone, text } => {
                // a form sends an empty field for one that was left out
                let filled =
                    |part: Option<String>| part.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty());
                Message::Leave { email: filled(email), phone: filled(phone), text }
            }
            SendBody::Csat { score, comment } => Message::Rating { score, comment },
        };
        Ok((self.cid, message))
    }
}

impl HelloFrame {
    /// The language, where a well-formed one was named.
    pub fn lang(&self) -> Option<Lang> {
        self.lang.as_deref().and_then(Lang::parse)
    }
}

impl PageFrame {
    /// The page without what may be private: no query, no fragment, no user name.
    pub fn into_page(self) -> Page {
        let cut = |text: Option<String>| -> String {
            text.unwrap_or_default().chars().filter(|character| !character.is_control()).take(PAGE_CHARS).collect()
        };
        let url = cut(self.url);
        let plain = url.split(['?', '#']).next().unwrap_or_default();
        let path = match plain.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
            None => plain,
        };
        let referrer = cut(self.referrer);
        let referrer = referrer.split(['?', '#']).next().unwrap_or_default();
        let referrer = match referrer.split_once("://") {
            Some((scheme @ ("http" | "https"), rest)) => {
                // a user name ends at the last @ before the path
                let path = rest.find('/').unwrap_or(rest.len());
                let host = rest[..path].rsplit('@').next().unwrap_or_default();
                format!("{scheme}://{host}{}", &rest[path..])
            }
            _ => String::new(),
        };
        Page { path: path.to_owned(), title: cut(self.title), referrer }
    }
}

/// What visitors see of the site, in `ready` and in the loader.
#[derive(Clone, Debug, Serialize)]
pub struct SiteFrame {
    /// The company.
    pub name: String,
    /// The first line; empty for the widget's own.
    pub greeting: String,
    /// The bot's name.
    pub bot: String,
    /// The accent.
    pub color: String,
}

/// `ready`
pub fn ready(welcome: &Welcome, epoch: &str, site: &SiteFrame) -> String {
    serde_json::json!({
        "type": "ready",
        "conversation": welcome.subscription.live.id,
        "token": welcome.token,
        "epoch": epoch,
        "resumed": welcome.resumed,
        "seq": welcome.seq,
        "lang": welcome.lang,
        "site": site,
        "pinned": welcome.pinned,
        "limits": {"chars": MESSAGE_CHARS},
        "heartbeat_s": HEARTBEAT_SECONDS,
    })
    .to_string()
}

/// `ack`
pub fn ack(cid: &str, ack: Ack) -> String {
    serde_json::json!({"type": "ack", "cid": cid, "seq": ack.seq, "at": clock::rfc3339(ack.at), "duplicate": ack.duplicate})
        .to_string()
}

/// `nack`; `cid` is null where the frame had none.
pub fn nack(cid: Option<&str>, refusal: &Refusal) -> String {
    let (retry, after_ms) = refusal.retry();
    serde_json::json!({
        "type": "nack", "cid": cid, "code": refusal.code(), "message": refusal.message(),
        "retry": retry, "after_ms": after_ms,
    })
    .to_string()
}

/// `event`
pub fn event(event: &StoredEvent) -> String {
    #[derive(Serialize)]
    struct Frame<'a> {
        r#type: &'static str,
        seq: i64,
        from: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        cid: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        re: Option<i64>,
        at: String,
        body: &'a RawValue,
    }
    // the stored body is JSON already: it goes out as it is
    let Ok(body) = serde_json::from_str::<&RawValue>(&event.body) else { return String::new() };
    let frame = Frame {
        r#type: "event",
        seq: event.seq,
        from: event.sender.as_str(),
        cid: event.cid.as_deref(),
        re: event.reply_to,
        at: clock::rfc3339(event.at),
        body,
    };
    serde_json::to_string(&frame).unwrap_or_default()
}

/// The answer to a message that could not be saved: an `event` without `seq`.
pub fn unsaved(cid: &str, sender: Sender, body: &Body, at: i64) -> String {
    serde_json::json!({
        "type": "event", "from": sender.as_str(), "cid": cid, "at": clock::rfc3339(at), "body": body, "saved": false,
    })
    .to_string()
}

/// `gap`: what follows begins at `first`.
pub fn gap(first: i64) -> String {
    serde_json::json!({"type": "gap", "first": first}).to_string()
}

/// `history_end`
pub fn history_end(first: Option<i64>) -> String {
    serde_json::json!({"type": "history_end", "first": first}).to_string()
}

/// `typing`: somebody of the team writes.
pub fn typing() -> String {
    serde_json::json!({"type": "typing", "ttl_s": TYPING_SECONDS}).to_string()
}

/// `seen`: the person who has the conversation has read up to `seq`.
pub fn seen(seq: i64) -> String {
    serde_json::json!({"type": "seen", "seq": seq}).to_string()
}

/// `queue`: the visitor's place in the line, from 1, and about how many minutes it takes.
pub fn queue(place: usize, minutes: Option<i64>) -> String {
    serde_json::json!({"type": "queue", "place": place, "minutes": minutes}).to_string()
}

/// `heartbeat`
pub fn heartbeat() -> String {
    r#"{"type":"heartbeat"}"#.to_owned()
}

/// `bye`: come back within `spread_ms`, at a time of your own.
pub fn bye(code: &str, spread_ms: u64) -> String {
    serde_json::json!({"type": "bye", "code": code, "spread_ms": spread_ms}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_frames_of_the_contract_are_read() {
        assert!(matches!(
            read(
                r#"{"type":"hello","v":1,"token":null,"epoch":null,"after":41,"lang":"zh-CN","page":{"url":"https://a.example/x?y#z","title":"T","referrer":""}}"#
            ),
            Ok(ClientFrame::Hello(HelloFrame { v: 1, token: None, after: Some(41), .. }))
        ));
        let cid = "0198c5f0-0000-7000-8000-000000000001";
        for (body, message) in [
            (r#"{"kind":"text","text":"hi"}"#, Message::Text("hi".into())),
            (r#"{"kind":"choice","id":"a"}"#, Message::Choice { id: "a".into() }),
            (
                r#"{"kind":"feedback","about":59,"helpful":true}"#,
                Message::Feedback { about: 59, helpful: true, comment: None },
            ),
            (r#"{"kind":"human"}"#, Message::Human),
        ] {
            let Ok(ClientFrame::Send(send)) = read(&format!(r#"{{"type":"send","cid":"{cid}","body":{body}}}"#)) else {
                panic!("{body}");
            };
            assert_eq!(send.into_message().unwrap(), (cid.to_owned(), message));
        }
        assert!(matches!(read(r#"{"type":"heartbeat"}"#), Ok(ClientFrame::Heartbeat)));
        assert!(matches!(read(r#"{"type":"typing"}"#), Ok(ClientFrame::Typing)));
    }

    #[test]
    fn a_wrong_frame_is_answered_to_its_cid() {
        let bad = read(r#"{"type":"send","cid":"12345678-x","body":{"kind":"shout"}}"#).unwrap_err();
        assert_eq!(bad.cid.as_deref(), Some("12345678-x"));
        assert!(bad.reason.contains("shout"), "{}", bad.reason);
        assert_eq!(read("[").unwrap_err().cid, None);
        assert_eq!(read(&"[".repeat(10_000)).unwrap_err().cid, None);
    }

    #[test]
    fn pages_lose_what_may_be_private() {
        let page = |url: &str, referrer: &str| {
            PageFrame { url: Some(url.into()), title: Some("T\u{0}".into()), referrer: Some(referrer.into()) }
                .into_page()
        };
        let full = page("https://shop.example/cart/pay?card=1#x", "https://me:pw@a.example/p?q");
        assert_eq!(full, Page { path: "/cart/pay".into(), title: "T".into(), referrer: "https://a.example/p".into() });
        let referrer = |url: &str| page("/", url).referrer;
        assert_eq!(referrer("https://me@x@a.example/@p"), "https://a.example/@p");
        assert_eq!(referrer("https:\u{feff}@ps://me@a.example/"), "", "an address of the web, or none");
        assert_eq!(page("https://shop.example", "").path, "/");
        assert_eq!(page("/checkout?x", "").path, "/checkout");
    }

    #[test]
    fn an_event_carries_the_stored_body_unchanged() {
        let stored = StoredEvent {
            seq: 2,
            at: 0,
            sender: Sender::Bot,
            cid: None,
            reply_to: Some(1),
            body: r#"{"kind":"none","text":"t"}"#.into(),
        };
        assert_eq!(
            event(&stored),
            r#"{"type":"event","seq":2,"from":"bot","re":1,"at":"1970-01-01T00:00:00.000Z","body":{"kind":"none","text":"t"}}"#
        );
    }
}
