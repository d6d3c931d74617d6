//! The team's bell: who waits for a person and who left a message is told to chats, a program and by mail; and what an
//! agent writes to a visitor who is gone goes there by mail.
//!
//! Invariant: what is to be told is found in the log and put into the outbox with one row for each request and
//! destination; the log is read again when it is sent. Chats and mails are worked off side by side, so that a mail
//! server that takes its time does not keep the bell from ringing.
//!
//! # The event
//!
//! `handoff.webhook` gets `{"type":"handoff.queued","event":"queued","conversation","reason","lang","page","since",
//! "question","console"}`; with `"event":"message"` also `message`, `email` and `phone`. `handoff.webhook_transcript`
//! adds `transcript`, the events of the conversation as the protocol has them. `webhook-id` is the same for each attempt.

use super::outbox::{self, Outbox, UNKNOWN};
use super::told::{self, About, Facts};
use super::weekly::House;
use super::{Attempt, Target, VISITOR};
use crate::clock::Timestamp;
use crate::conversation::RETURN_LIFE;
use crate::ids::{ConversationId, Token};
use crate::store::Sender;
use crate::store::outbox::{Claimed, LETTERS, NOTICES};
use crate::store::told::REPLY;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How long somebody waits before the team's chats are told: whom an agent takes at once needs no bell.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// How long an agent must have been silent before it is decided whether a visitor is gone and gets a mail: several lines
/// go in one, and a connection that broke off unseen is known by then.
pub const SILENCE: Duration = Duration::from_secs(70);
/// How late it may be told that somebody waits: then they have left, or have been answered.
const BELL_LATE: Duration = Duration::from_secs(900);
/// How old a request may be that is told, and a reply that is sent.
const REQUEST_AGE: Duration = Duration::from_secs(30 * DAY);
const REPLY_AGE: Duration = Duration::from_secs(DAY);
/// How long it is remembered what was told: longer than anything may be late.
const REMEMBERED: Duration = Duration::from_secs(60 * DAY);
/// How long to wait where the database does not answer.
const TROUBLE: Duration = Duration::from_secs(30);
const DAY: u64 = 24 * 3600;
/// What can be done about what was given up.
const REMEDY: &str = "the conversation is in the console all the same, and the debug log has the receiver's words";

/// Whether somebody is connected to a conversation.
pub type Present = Arc<dyn Fn(&ConversationId) -> bool + Send + Sync>;

/// Where people find things.
#[derive(Clone, Debug)]
pub struct Places {
    /// The admin area's address, without a path.
    pub admin: String,
    /// The address of the pages for visitors, without a path.
    pub site: String,
}

/// What is sent, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To chats and programs, at once.
    Notices,
    /// By mail.
    Letters,
}

/// The telling by one way.
pub struct Team {
    house: House,
    way: Way,
    outbox: Outbox,
    places: Places,
    present: Present,
    looked: Timestamp,
    wake: Timestamp,
}

/// What a subject says: `handoff/queued/c_.../12`.
struct Subject {
    what: String,
    conversation: ConversationId,
    seq: i64,
}

impl Team {
    /// Takes note of the addresses in the settings. What a process that broke off had begun waits again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn start(house: House, way: Way, places: Places, present: Present) -> anyhow::Result<Self> {
        let targets = match way {
            Way::Notices => Target::watchers(&house.config),
            Way::Letters => Target::readers(&house.config),
        };
        let now = house.clock.now();
        let outbox = Outbox::open(&house, way.prefix(), targets, REMEDY).await?;
        house.store.forget_deliveries(way.prefix(), millis(now) - REMEMBERED.as_millis() as i64).await?;
        Ok(Self { house, way, outbox, places, present, looked: now, wake: now })
    }

    /// Tells what is to be told. Begins nothing new once `stop` is cancelled.
    pub async fn look(&mut self, stop: &CancellationToken) {
        let now = self.house.clock.now();
        // a clock that was set back is no reason to be silent
        let wake = if now < self.looked { now } else { self.wake };
        self.looked = now;
        if now < wake || self.outbox.is_empty() {
            return;
        }
        self.wake = match self.work(now, stop).await {
            Ok(()) => now,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "the team could not be told; it is tried again");
                now + TROUBLE
            }
        };
    }

    async fn work(&mut self, now: Timestamp, stop: &CancellationToken) -> anyhow::Result<()> {
        self.outbox.note_the_unnoted().await?;
        match self.way {
            Way::Notices => {
                self.put(About::Queued, PATIENCE, now).await?;
                self.put(About::Message, Duration::ZERO, now).await?;
            }
            Way::Letters => {
                self.put(About::Message, Duration::ZERO, now).await?;
                self.put_replies(now).await?;
            }
        }
        while let Some(claimed) = self.outbox.claim(stop).await? {
            let attempt = self.attempt(&claimed).await;
            self.outbox.settle(claimed, attempt).await?;
        }
        let waiting = self.outbox.waiting().await?;
        self.outbox.rest(&waiting, now);
        Ok(())
    }

    /// Puts requests of which nobody was told into the outbox, for those who were in the settings then.
    async fn put(&self, about: About, patience: Duration, now: Timestamp) -> anyhow::Result<()> {
        let prefix = format!("{}{}/", self.way.prefix(), about.as_str());
        let (from, until) = (millis(now - REQUEST_AGE), millis(now - patience));
        for untold in self.house.store.untold(about.as_str(), from, until, &prefix).await? {
            let visitor = self.outbox.of_kind(VISITOR);
            let mut to = self.outbox.known_since(untold.at);
            to.retain(|id| !visitor.contains(id));
            if !to.is_empty() {
                let subject = format!("{prefix}{}/{}", untold.conversation, untold.seq);
                self.house.store.put_into_outbox(&subject, to, millis(now)).await?;
            }
        }
        Ok(())
    }

    /// Puts what agents wrote to visitors who are gone into the outbox, and notes what was read in the chat.
    async fn put_replies(&self, now: Timestamp) -> anyhow::Result<()> {
        let prefix = format!("{LETTERS}{REPLY}/");
        let (from, since) = (millis(now - 2 * REQUEST_AGE), millis(now - REPLY_AGE));
        let to = self.outbox.of_kind(VISITOR);
        if to.is_empty() {
            return Ok(());
        }
        for reply in self.house.store.unread_replies(from, since, &prefix).await? {
            if reply.at > millis(now - SILENCE) {
                continue;
            }
            let subject = format!("{prefix}{}/{}", reply.conversation, reply.seq);
            if (self.present)(&reply.conversation) {
                let reason = "the visitor was in the chat";
                self.house.store.note_as_told(&subject, to.clone(), reason, millis(now)).await?;
            } else {
                self.house.store.put_into_outbox(&subject, to.clone(), millis(now)).await?;
            }
        }
        Ok(())
    }

    async fn attempt(&self, claimed: &Claimed) -> Attempt {
        let subject = Subject::parse(&claimed.subject, self.way.prefix());
        let (Some(target), Some(subject)) = (self.outbox.target(&claimed.destination), subject) else {
            return Attempt::refused(None, UNKNOWN);
        };
        let now = self.house.clock.now();
        let late = Duration::from_millis((millis(now) - claimed.due_at).max(0).unsigned_abs());
        if subject.what == About::Queued.as_str() && late > BELL_LATE {
            return Attempt::refused(None, &format!("given up, too late; before: {}", claimed.answer));
        }
        let parcel = match subject.what.as_str() {
            REPLY => self.reply(&subject, now).await,
            what if what == About::Queued.as_str() => self.notice(&subject, About::Queued).await,
            what if what == About::Message.as_str() => self.notice(&subject, About::Message).await,
            _ => return Attempt::refused(None, UNKNOWN),
        };
        match parcel {
            Ok(Ok(parcel)) => target.send(&parcel, &outbox::name(claimed), now).await,
            Ok(Err(attempt)) => attempt,
            Err(error) => Attempt::again(None, &format!("{error:#}")),
        }
    }

    /// What is sent, or why nothing is.
    async fn notice(&self, subject: &Subject, about: About) -> anyhow::Result<Result<super::Parcel, Attempt>> {
        let store = &self.house.store;
        let Some(request) = store.request(&subject.conversation, subject.seq).await? else { return Ok(Err(gone())) };
        if let Some(attempt) = told::outdated(about, &request) {
            return Ok(Err(attempt));
        }
        let facts = Facts {
            about,
            conversation: &subject.conversation,
            request: &request,
            events: &store.transcript(&subject.conversation).await?,
            config: &self.house.config,
            console: format!("{}/admin/console?c={}", self.places.admin, subject.conversation),
        };
        Ok(Ok(match self.way {
            Way::Notices => told::notice(&facts),
            Way::Letters => told::to_team(&facts),
        }))
    }

    /// The mail to a visitor, with a key of its own; or why there is none.
    async fn reply(&self, subject: &Subject, now: Timestamp) -> anyhow::Result<Result<super::Parcel, Attempt>> {
        let (store, id, upto) = (&self.house.store, &subject.conversation, subject.seq);
        let Some(request) = store.request_with_address(id, upto).await? else { return Ok(Err(gone())) };
        let told = store.told_places(&format!("{LETTERS}{REPLY}/"), id).await?;
        let events = store.transcript(id).await?;
        // what the visitor was told before, or has answered, is known
        let answered = events.iter().filter(|event| event.sender == Sender::Visitor).map(|event| event.seq);
        if answered.clone().any(|seq| seq > upto) {
            return Ok(Err(told::needless("the visitor came back before")));
        }
        let after = told.into_iter().chain(answered).filter(|place| *place < upto).max().unwrap_or(0);
        let key = Token::generate();
        let link = format!("{}/return#{}", self.places.site, key.reveal());
        let Some(parcel) = told::to_visitor(&request, &events, (after, upto), &self.house.config, link) else {
            return Ok(Err(Attempt::refused(None, "there is nothing to send, or no address to send it to")));
        };
        // only once there is a mail that needs it
        store.keep_return_key(key.hash(), id, millis(now + RETURN_LIFE)).await?;
        Ok(Ok(parcel))
    }
}

fn gone() -> Attempt {
    told::needless("the conversation was deleted before")
}

fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

impl Way {
    fn prefix(self) -> &'static str {
        match self {
            Self::Notices => NOTICES,
            Self::Letters => LETTERS,
        }
    }
}

impl Subject {
    fn parse(text: &str, prefix: &str) -> Option<Self> {
        let mut parts = text.strip_prefix(prefix)?.split('/');
        let (what, conversation, seq) = (parts.next()?, parts.next()?, parts.next()?);
        let conversation = ConversationId(conversation.to_owned());
        Some(Self { what: what.to_owned(), conversation, seq: seq.parse().ok()? })
    }
}
