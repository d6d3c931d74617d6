//! The log of all conversations, and the accounts of those who may read it: one SQLite file.
//!
//! Invariant: every write goes through the one task in [`writer`], which acknowledges only what is committed with
//! `synchronous=FULL`; reads come from a pool that cannot write. SQL stays in this folder and is portable: `$1`
//! parameters (but in `turns`, which says why), `TEXT`, `BIGINT`, `DOUBLE PRECISION`, no date functions.

pub mod accounts;
pub mod answers;
pub mod browse;
pub mod canned;
pub mod conversations;
pub mod credentials;
pub mod desk;
pub mod details;
pub mod figures;
mod handed;
pub mod history;
pub mod latest;
pub mod live;
mod matching;
mod names;
pub mod notices;
mod open;
pub mod outbox;
mod own;
mod requests;
mod returns;
mod rows;
#[cfg(feature = "sabotage")]
mod sabotage;
pub mod sessions;
pub mod talks;
pub mod time;
pub mod told;
pub mod totals;
mod turns;
pub mod writer;

use crate::ids::ConversationId;
use std::sync::Arc;

pub use conversations::EventPage;
pub use latest::{LatestQuestion, TypedQuestion};
pub use open::{Store, backup, lock_folder, restore};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing was changed and nothing may be acknowledged; the caller may try again later.
    #[error("the database does not take writes at present")]
    Unavailable(#[source] Arc<sqlx::Error>),
    /// The same client id came with another body.
    #[error("this client id was used for another message")]
    CidConflict,
    /// The conversation was deleted meanwhile.
    #[error("this conversation does not exist any more")]
    Gone,
    /// The database file cannot be used as it is; starting must fail.
    #[error("{0}")]
    Unusable(String),
    /// What was to be created exists.
    #[error("{0} exists already")]
    Exists(String),
    /// A read failed.
    #[error("the database could not be read")]
    Read(#[source] sqlx::Error),
}

/// Who wrote an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The visitor.
    Visitor,
    /// The FAQ.
    Bot,
    /// A person of the company.
    Agent,
    /// Deskbell itself: notices.
    System,
}

impl Sender {
    /// The word used on the wire and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visitor => "visitor",
            Self::Bot => "bot",
            Self::Agent => "agent",
            Self::System => "system",
        }
    }

    /// The sender of a stored row.
    pub fn parse(word: &str) -> Self {
        match word {
            "visitor" => Self::Visitor,
            "agent" => Self::Agent,
            "system" => Self::System,
            _ => Self::Bot,
        }
    }
}

/// A stored row of a conversation, as it is published.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    /// From 1 in each conversation, without a gap.
    pub seq: i64,
    /// Milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub sender: Sender,
    /// The client's id of the message, where a client sent it.
    pub cid: Option<String>,
    /// The `seq` that it answers.
    pub reply_to: Option<i64>,
    /// The body as JSON text, sent as it is.
    pub body: Arc<str>,
}

/// A thread as it is known to the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Its name.
    pub id: ConversationId,
    /// A random name of the visitor, the same over all conversations of one browser.
    pub visitor: String,
    /// The `seq` of its last event, 0 when there is none.
    pub last_seq: i64,
    /// The language of the conversation, a BCP 47 tag.
    pub lang: String,
    /// What `conversation::flow` keeps of it, as JSON.
    pub state: String,
}

/// A visitor's page, its query and fragment cut off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The path, `/checkout/payment`.
    pub path: String,
    /// The document's title.
    pub title: String,
    /// Where the visitor came from: an origin and a path.
    pub referrer: String,
}

/// An event to be stored; `seq` and time are given to it by the writer.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Who.
    pub sender: Sender,
    /// The body's kind, for queries.
    pub kind: &'static str,
    /// The body as JSON text.
    pub body: String,
}

/// What the bot made of a question, stored beside the events of the turn.
#[derive(Clone, Debug)]
pub struct NewQuestion {
    /// `text` (typed) or `title` (chosen).
    pub asked: &'static str,
    /// The visitor's words, or the chosen title.
    pub text: String,
    /// The language in which it was matched.
    pub lang: String,
    /// `answer`, `choices` or `none`.
    pub verdict: &'static str,
    /// The entry answered with.
    pub entry_id: Option<String>,
    /// Of the first candidate: 1 where it was chosen, less where it was found.
    pub confidence: f64,
    /// Ids and confidences, the best first.
    pub candidates: Vec<(String, f64)>,
    /// Small talk and no question, whoever answered it.
    pub small_talk: bool,
    /// The FAQ's version that answered.
    pub faq_version: String,
    /// From frame to answer, in microseconds.
    pub response_micros: i64,
}

/// What else a turn changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A thumb on the answer with this `seq`: 1 up, -1 down.
    Rating {
        /// The answer's `seq`.
        about: i64,
        /// 1 or -1.
        rating: i64,
    },
    /// The visitor said in words that the last answer did not help: noted as a thumb down is, where there is none.
    NotHelped,
    /// The visitor chose this entry: noted at the last question that it was offered for.
    Chosen {
        /// The entry.
        id: String,
        /// Whether in place of an answer, or of another choice, that had not helped: then noted at the last question in
        /// words, over what was chosen for it before.
        instead: bool,
    },
    /// A person is asked for.
    PersonAsked {
        /// Why, for the report: `visitor` when asked by button.
        reason: &'static str,
        /// Whether the conversation waits for a person now; else nobody was there.
        queued: bool,
    },
    /// A person has the conversation.
    Joined {
        /// The account.
        agent_id: String,
        /// Its name.
        agent: String,
    },
    /// That person wrote.
    AgentWrote,
    /// The conversation waits again.
    Requeued,
    /// The visitor was told that it takes long.
    Told,
    /// Waiting, or talking with a person, is over.
    Ended {
        /// `closed`, `returned` or `cancelled`.
        state: &'static str,
    },
    /// The visitor left a message for when somebody is there.
    MessageLeft {
        /// Where the reply goes: a mail address.
        email: Option<String>,
        /// Or a phone number.
        phone: Option<String>,
        /// The words.
        text: String,
    },
    /// How it was with a person: 1 to 5.
    Score {
        /// 1 to 5.
        score: i64,
        /// Why.
        comment: Option<String>,
    },
    /// Somebody of the team did something.
    Done(desk::NewDeskEntry),
    /// Somebody of the team noted something beside the conversation.
    Noted {
        /// Who, and when.
        entry: desk::NewDeskEntry,
        /// The client's id of the note.
        cid: String,
        /// The words.
        text: String,
    },
}

/// One turn of a conversation, stored whole in one transaction or not at all.
#[derive(Clone, Debug)]
pub struct NewTurn {
    /// Where.
    pub conversation: ConversationId,
    /// The client's id of the message.
    pub cid: String,
    /// A digest of the message's body: the same id with another body is a conflict.
    pub cid_digest: String,
    /// When it came, in milliseconds since 1970.
    pub at: i64,
    /// The page the visitor was on; `None` where the turn is not the visitor's.
    pub page: Option<Page>,
    /// What is said or done.
    pub message: NewEvent,
    /// What is answered, in order. At most one is from the bot.
    pub replies: Vec<NewEvent>,
    /// Set if the message was a question.
    pub question: Option<NewQuestion>,
    /// What else it changes.
    pub marks: Vec<Mark>,
    /// The conversation's new state, as JSON.
    pub state: String,
    /// The conversation's language from now on.
    pub lang: String,
}

/// What became of a turn.
#[derive(Clone, Debug, PartialEq)]
pub enum Recorded {
    /// Stored: the message's event and those of the replies, in order of `seq`.
    New(Vec<StoredEvent>),
    /// It was stored before: its `seq` and time; nothing was changed.
    Duplicate {
        /// The first `seq`.
        seq: i64,
        /// The first time.
        at: i64,
    },
}

/// A thread to be opened.
#[derive(Clone, Debug)]
pub struct NewConversation {
    /// Its name.
    pub id: ConversationId,
    /// The digest of the visitor's secret.
    pub token_hash: crate::ids::TokenHash,
    /// A random name of the visitor.
    pub visitor: String,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// The language, a BCP 47 tag.
    pub lang: String,
    /// Where the visitor is.
    pub page: Page,
}
