//! The frames of `deskbell.console.v1`: text to domain types and back.
//!
//! Invariant: nothing of the wire leaves this folder; an event is sent as visitors get it, with its conversation.

use super::super::wire::{self, BadFrame, HEARTBEAT_SECONDS, TYPING_SECONDS};
use crate::conversation::MESSAGE_CHARS;
use crate::conversation::board::Member;
use crate::conversation::engine::Ack;
use crate::conversation::flow::desk::{Action, Colleague};
use crate::conversation::listing::Row;
use crate::conversation::staff::NotDone;
use crate::ids::ConversationId;
use crate::store::StoredEvent;
use crate::store::accounts::Role;
use crate::store::details::{Details, Note};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The subprotocol's name.
pub const SUBPROTOCOL: &str = "deskbell.console.v1";

/// What a console may send.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ClientFrame {
    /// The first frame.
    Hello {
        /// The protocol's version.
        v: u32,
        /// Whether this member of the team takes conversations.
        #[serde(default)]
        available: bool,
    },
    /// Show a conversation, and what happens in it from now on.
    Watch {
        /// Which.
        conversation: ConversationId,
        /// The last `seq` that the console holds.
        #[serde(default)]
        after: i64,
    },
    /// What came before a `seq`?
    History {
        /// Of which conversation.
        conversation: ConversationId,
        /// The first `seq` that the console holds.
        before: i64,
    },
    /// Show none.
    Unwatch,
    /// Do something.
    Do {
        /// The client's id of the action.
        cid: String,
        /// To which conversation.
        conversation: ConversationId,
        /// What.
        action: Action,
    },
    /// Take conversations, or take none.
    Available {
        /// Which of the two.
        available: bool,
    },
    /// Somebody of the team writes to a visitor.
    Typing {
        /// In which conversation.
        conversation: ConversationId,
    },
    /// Somebody of the team has read up to a `seq`.
    Seen {
        /// In which conversation.
        conversation: ConversationId,
        /// The last one.
        seq: i64,
    },
    /// Is the connection alive?
    Heartbeat,
}

/// Reads a frame.
///
/// # Errors
/// [`BadFrame`] says what is wrong, for the `nack`.
pub fn read(text: &str) -> Result<ClientFrame, BadFrame> {
    #[derive(Deserialize)]
    struct CidOnly {
        cid: String,
    }
    match serde_json::from_str(text) {
        Ok(ClientFrame::Do { cid, .. }) if !wire::valid_cid(&cid) => {
            Err(BadFrame { cid: None, reason: "cid must be a UUID".into() })
        }
        Ok(frame) => Ok(frame),
        Err(error) => Err(BadFrame {
            cid: serde_json::from_str::<CidOnly>(text).ok().map(|only| only.cid).filter(|cid| wire::valid_cid(cid)),
            reason: format!("not a frame of {SUBPROTOCOL}: {error}"),
        }),
    }
}

/// The team as `ready` and `agents` say it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub struct Team {
    /// Whether a visitor who asks for a person now gets into the line.
    pub open: bool,
    /// When the office opens again, RFC 3339; `null` while it is open, or where it never closes.
    pub opens_at: Option<String>,
    /// Everybody who is there.
    pub agents: Vec<Member>,
}

/// `ready`
pub fn ready(me: &Colleague, role: Role, epoch: &str, team: &Team, rows: &[Row]) -> String {
    json!({
        "type": "ready",
        "me": {"id": me.id, "name": me.name, "role": role},
        "epoch": epoch,
        "open": team.open,
        "opens_at": team.opens_at,
        "agents": team.agents,
        "rows": rows,
        "heartbeat_s": HEARTBEAT_SECONDS,
        "limits": {"chars": MESSAGE_CHARS},
    })
    .to_string()
}

/// `agents`
pub fn agents(team: &Team) -> String {
    json!({"type": "agents", "open": team.open, "opens_at": team.opens_at, "agents": team.agents}).to_string()
}

/// `row`
pub fn row(row: &Row) -> String {
    json!({"type": "row", "row": row}).to_string()
}

/// `gone`
pub fn gone(conversation: &ConversationId) -> String {
    json!({"type": "gone", "conversation": conversation}).to_string()
}

/// `thread`: what is known beside the words.
pub fn thread(conversation: &ConversationId, details: &Details) -> String {
    json!({"type": "thread", "conversation": conversation, "details": details}).to_string()
}

/// Any frame that visitors get, with its conversation.
pub fn of(conversation: &ConversationId, frame: &str) -> String {
    // a frame is an object that begins with its type; the conversation goes in front
    match frame.strip_prefix('{') {
        Some(rest) => format!("{{\"conversation\":{},{rest}", json!(conversation)),
        None => frame.to_owned(),
    }
}

/// `event`
pub fn event(conversation: &ConversationId, event: &StoredEvent) -> String {
    of(conversation, &wire::event(event))
}

/// `synced`: everything up to `seq` has been sent.
pub fn synced(conversation: &ConversationId, seq: i64) -> String {
    json!({"type": "synced", "conversation": conversation, "seq": seq}).to_string()
}

/// `note`
pub fn note(conversation: &ConversationId, note: &Note) -> String {
    json!({"type": "note", "conversation": conversation, "note": note}).to_string()
}

/// `typing`: the visitor writes.
pub fn typing(conversation: &ConversationId) -> String {
    json!({"type": "typing", "conversation": conversation, "ttl_s": TYPING_SECONDS}).to_string()
}

/// `seen`: the visitor has seen up to `seq`.
pub fn seen(conversation: &ConversationId, seq: i64) -> String {
    json!({"type": "seen", "conversation": conversation, "seq": seq}).to_string()
}

/// `ack`
pub fn ack(cid: &str, ack: Ack) -> String {
    wire::ack(cid, ack)
}

/// `nack`
pub fn nack(cid: &str, refused: &NotDone) -> String {
    match refused {
        NotDone::Refused(refusal) => wire::nack(Some(cid), refusal),
        NotDone::Conflict(conflict) => json!({
            "type": "nack", "cid": cid, "code": "conflict", "message": conflict.message(), "retry": false, "after_ms": 0,
        })
        .to_string(),
    }
}
