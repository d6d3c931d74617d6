//! A conversation: what visitors send, what they get, and how far each may go.
//!
//! Invariant: a turn is decided by [`flow`] alone, stored whole by the store, and published only then; turns of one
//! conversation happen one after the other, whatever the number of its sockets.

pub mod board;
pub mod engine;
pub mod flow;
pub mod greeting;
pub mod hub;
pub mod listing;
mod own;
pub mod phrases;
mod reply;
pub mod staff;
pub mod understand;
pub mod wish;

use crate::faq::{Entry, Link};
use serde::Serialize;

pub use engine::Engine;
pub use own::RETURN_LIFE;

/// Characters of one message at most.
pub const MESSAGE_CHARS: usize = 2_000;
/// Characters of a comment on an answer at most.
pub const COMMENT_CHARS: usize = 1_000;
/// Options of a "did you mean" at most: more cannot be taken in at a glance.
pub const OPTIONS: usize = 3;

/// What a visitor sends.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Typed words.
    Text(String),
    /// A button: a pinned question, a follow-up or a candidate.
    Choice {
        /// The entry.
        id: String,
    },
    /// A thumb on an answer.
    Feedback {
        /// The answer's `seq`.
        about: i64,
        /// Up or down.
        helpful: bool,
        /// Why, in the visitor's words.
        comment: Option<String>,
    },
    /// A person is asked for.
    Human,
    /// The visitor leaves the line.
    Cancel,
    /// The visitor would rather leave a message than wait.
    Mail,
    /// A message for when somebody is there.
    Leave {
        /// Where the reply goes: a mail address.
        email: Option<String>,
        /// Or a phone number.
        phone: Option<String>,
        /// The words.
        text: String,
    },
    /// How it was with a person.
    Rating {
        /// 1 to 5.
        score: i64,
        /// Why.
        comment: Option<String>,
    },
}

impl Message {
    /// What makes two messages with one client id the same.
    pub fn digest(&self) -> String {
        crate::ids::digest(format!("{self:?}").as_bytes())
    }

    /// Checks length and characters.
    ///
    /// # Errors
    /// The refusal to be sent: `too_long` or `invalid`.
    pub fn check(&self) -> Result<(), Refusal> {
        match self {
            Self::Text(text) => check_text(text, MESSAGE_CHARS),
            Self::Choice { id } => check_text(id, 200),
            Self::Rating { score, .. } if !(1..=5).contains(score) => {
                Err(Refusal::Invalid("a rating is a number from 1 to 5".into()))
            }
            Self::Feedback { comment: Some(comment), .. } | Self::Rating { comment: Some(comment), .. } => {
                check_text(comment, COMMENT_CHARS)
            }
            Self::Leave { email, phone, text } => {
                check_text(text, MESSAGE_CHARS)?;
                check_reply_address(email.as_deref(), phone.as_deref())
            }
            Self::Feedback { .. } | Self::Rating { .. } | Self::Human | Self::Cancel | Self::Mail => Ok(()),
        }
    }
}

/// Checks words for their length and characters.
///
/// # Errors
/// The refusal to be sent.
pub fn check_text(text: &str, limit: usize) -> Result<(), Refusal> {
    if text.chars().count() > limit {
        return Err(Refusal::TooLong { limit });
    }
    if text.trim().is_empty() {
        return Err(Refusal::Invalid("the message is empty".into()));
    }
    if text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t')) {
        return Err(Refusal::Invalid("the message has control characters".into()));
    }
    Ok(())
}

/// Checks where a reply is to go: whether an address exists, only a mail can tell.
fn check_reply_address(email: Option<&str>, phone: Option<&str>) -> Result<(), Refusal> {
    let wrong = |reason: &str| Err(Refusal::Invalid(reason.into()));
    match (email, phone) {
        (None, None) => wrong("a message needs an e-mail address or a phone number for the reply"),
        (Some(email), _) if crate::config::handoff::visitor_mail_address(email).is_none() => {
            wrong("email is no e-mail address")
        }
        (_, Some(phone)) => {
            let digits = phone.chars().filter(char::is_ascii_digit).count();
            let plain = phone.chars().all(|character| character.is_ascii_digit() || "+ ()-./".contains(character));
            if plain && (5..=20).contains(&digits) && phone.len() <= 40 { Ok(()) } else { wrong("phone is no number") }
        }
        _ => Ok(()),
    }
}

/// Why a message is not taken. Each is a `nack` code of the contract.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// It is not what the protocol asks for.
    Invalid(String),
    /// More characters than allowed.
    TooLong {
        /// How many are.
        limit: usize,
    },
    /// Too many in too short a time; when to try again, in milliseconds.
    RateLimited {
        /// Which limit.
        limit: &'static str,
        /// When to try again.
        after_millis: u64,
    },
    /// The log does not take it at present.
    StorageUnavailable,
    /// The client id was used for another message.
    CidConflict,
    /// The conversation is over.
    Closed,
}

impl Refusal {
    /// The word on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::TooLong { .. } => "too_long",
            Self::RateLimited { .. } => "rate_limited",
            Self::StorageUnavailable => "storage_unavailable",
            Self::CidConflict => "cid_conflict",
            Self::Closed => "closed",
        }
    }

    /// What is wrong and what to do, for developers of clients.
    pub fn message(&self) -> String {
        match self {
            Self::Invalid(reason) => reason.clone(),
            Self::TooLong { limit } => format!("a message may have {limit} characters at most"),
            Self::RateLimited { limit, after_millis } => {
                format!("too many messages ({limit}); send it again in {after_millis} ms")
            }
            Self::StorageUnavailable => "the message could not be saved; send it again".into(),
            Self::CidConflict => "this cid was used for another message; send it with a new one".into(),
            Self::Closed => "this conversation is over; say hello without a token to begin another".into(),
        }
    }

    /// Whether the same message may be sent again, and after how many milliseconds.
    pub fn retry(&self) -> (bool, u64) {
        match self {
            Self::RateLimited { after_millis, .. } => (true, *after_millis),
            Self::StorageUnavailable => (true, 2_000),
            _ => (false, 0),
        }
    }
}

/// A button that asks a question.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema)]
pub struct TitleButton {
    /// The entry.
    pub id: String,
    /// Its title.
    pub title: String,
}

impl TitleButton {
    /// The button for an entry.
    pub fn of(entry: &Entry) -> Self {
        Self { id: entry.id.to_string(), title: entry.title().to_owned() }
    }
}

/// An event's body as it is stored and sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Body {
    /// Words.
    Text {
        /// As typed.
        text: String,
        /// Who of the team wrote them.
        #[serde(skip_serializing_if = "Option::is_none")]
        agent: Option<Named>,
    },
    /// A chosen title.
    Choice {
        /// The entry.
        id: String,
        /// Its title, to be shown as the visitor's words.
        title: String,
    },
    /// A thumb.
    Feedback {
        /// The answer's `seq`.
        about: i64,
        /// Up or down.
        helpful: bool,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// A person is asked for.
    Human,
    /// An answer.
    Answer(Box<Answer>),
    /// "Did you mean".
    Choices {
        /// The question.
        text: String,
        /// What may have been meant.
        options: Vec<TitleButton>,
        /// The language of the text.
        lang: String,
    },
    /// "I don't know".
    None {
        /// Says so.
        text: String,
        /// What may help all the same.
        options: Vec<TitleButton>,
        /// Whether a person may be asked for.
        human: bool,
        /// The language of the text.
        lang: String,
        /// The kind of small talk that it answers: then nothing was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        small_talk: Option<String>,
    },
    /// The visitor leaves the line.
    Cancel,
    /// The visitor would rather leave a message.
    Mail,
    /// A message for when somebody is there.
    Message {
        /// Where the reply goes: a mail address.
        #[serde(skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        /// Or a phone number.
        #[serde(skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
        /// The words.
        text: String,
    },
    /// How it was with a person.
    Csat {
        /// 1 to 5.
        score: i64,
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// Something that happened.
    Notice(Box<Notice>),
}

/// Somebody of the team, as visitors see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The name.
    pub name: String,
}

/// Something that happened, as it is sent.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Notice {
    /// What: `queued`, `agent_joined`, `agent_left`, `closed`, `offline`, `message_left` or `cancelled`.
    pub code: &'static str,
    /// In words.
    pub text: String,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<Named>,
    /// The place in the line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<usize>,
    /// About how long it takes, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<i64>,
    /// What the visitor may do: `mail` and `cancel`, `message`, `csat`.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub offers: &'static [&'static str],
    /// When somebody is there again, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<String>,
}

/// An answer as it is sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The entry.
    pub id: String,
    /// Its title.
    pub title: String,
    /// JsonML nodes.
    pub content: serde_json::Value,
    /// Buttons that open a page.
    pub links: Vec<Link>,
    /// Buttons that ask further.
    pub follow_ups: Vec<TitleButton>,
    /// The probability that this is the right entry, 0 to 1.
    pub confidence: f64,
    /// The language of the answer.
    pub lang: String,
    /// The topic it belongs to.
    pub topic: String,
    /// When the topic's file was last changed, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
}

impl Body {
    /// The kind, for queries.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Choice { .. } => "choice",
            Self::Feedback { .. } => "feedback",
            Self::Human => "human",
            Self::Cancel => "cancel",
            Self::Mail => "mail",
            Self::Message { .. } => "message",
            Self::Csat { .. } => "csat",
            Self::Answer(_) => "answer",
            Self::Choices { .. } => "choices",
            Self::None { .. } => "none",
            Self::Notice(_) => "notice",
        }
    }

    /// As JSON text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a body has only text keys and finite numbers")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_the_contract_form() {
        assert_eq!(Body::Human.to_json(), r#"{"kind":"human"}"#);
        assert_eq!(Body::Text { text: "a\"b".into(), agent: None }.to_json(), r#"{"kind":"text","text":"a\"b"}"#);
        let none = Body::None { text: "t".into(), options: vec![], human: true, lang: "en".into(), small_talk: None };
        assert_eq!(none.to_json(), r#"{"kind":"none","text":"t","options":[],"human":true,"lang":"en"}"#);
    }

    #[test]
    fn a_notice_says_only_what_it_has() {
        let offline = Notice { code: "offline", text: "t".into(), ..Notice::default() };
        assert_eq!(Body::Notice(Box::new(offline)).to_json(), r#"{"kind":"notice","code":"offline","text":"t"}"#);
        let queued = Notice { code: "queued", place: Some(2), offers: &["mail", "cancel"], ..Notice::default() };
        assert_eq!(
            Body::Notice(Box::new(queued)).to_json(),
            r#"{"kind":"notice","code":"queued","text":"","place":2,"offers":["mail","cancel"]}"#
        );
    }

    #[test]
    fn a_message_that_is_left_can_be_answered() {
        let leave = |email: Option<&str>, phone: Option<&str>| {
            Message::Leave { email: email.map(str::to_owned), phone: phone.map(str::to_owned), text: "Hi".into() }
                .check()
        };
        assert_eq!(leave(Some("ana@example.com"), None), Ok(()));
        assert_eq!(leave(None, Some("+49 (30) 123-456")), Ok(()));
        for (email, phone) in [
            (None, None),
            (Some("ana@"), None),
            (Some("a b@example.com"), None),
            (None, Some("12")),
            (None, Some("call")),
        ] {
            assert!(matches!(leave(email, phone), Err(Refusal::Invalid(_))), "{email:?} {phone:?}");
        }
        assert!(Message::Rating { score: 6, comment: None }.check().is_err());
        assert_eq!(Message::Rating { score: 5, comment: None }.check(), Ok(()));
    }

    #[test]
    fn messages_are_checked_by_characters_not_bytes() {
        assert_eq!(Message::Text("退".repeat(2_000)).check(), Ok(()));
        assert_eq!(Message::Text("a".repeat(2_001)).check(), Err(Refusal::TooLong { limit: 2_000 }));
        assert!(matches!(Message::Text("a\u{0}b".into()).check(), Err(Refusal::Invalid(_))));
        assert!(matches!(Message::Text(" \n ".into()).check(), Err(Refusal::Invalid(_))));
        assert_eq!(Message::Text("two\nlines\t👩‍👩‍👧".into()).check(), Ok(()));
    }

    #[test]
    fn a_digest_tells_messages_apart() {
        let choice = Message::Choice { id: "a".into() };
        assert_eq!(choice.digest(), choice.clone().digest());
        assert_ne!(choice.digest(), Message::Text("a".into()).digest());
    }
}
