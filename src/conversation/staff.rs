//! What the team does with conversations: takes them, writes, hands them on, ends them; and what time does to those
//! that wait.
//!
//! Invariant: an action is a turn like a visitor's: decided by [`desk`], stored whole in one transaction, told
//! only then, and done once for its client's id.

use super::board::{Board, Seat};
use super::engine::{Ack, Engine, stored_form};
use super::flow::desk::{self, Action, Colleague, Conflict, Lapse, Move};
use super::flow::{Effect, State};
use super::hub::{Bucket, Live, Side, Sign, Subscription, Thread};
use super::reply::{self, Telling};
use super::{Body, MESSAGE_CHARS, Named, Refusal, check_text};
use crate::ids::{self, ConversationId};
use crate::store::desk::NewDeskEntry;
use crate::store::details::Note;
use crate::store::{Mark, NewTurn, Recorded, Sender, StoreError, StoredEvent};
use crate::text::Lang;
use tokio::sync::MutexGuard;

/// The fact by which a new start knows whether somebody was there.
const MANNED: &str = "desk_manned";

/// Somebody of the team who does something.
#[derive(Clone, Debug)]
pub struct Staff {
    /// Who.
    pub colleague: Colleague,
    /// Whether they may hand on what another one has.
    pub lead: bool,
}

/// Why an action is not done.
#[derive(Debug)]
pub enum NotDone {
    /// Somebody else was there first.
    Conflict(Conflict),
    /// As for a visitor's message.
    Refused(Refusal),
}

impl From<StoreError> for NotDone {
    fn from(error: StoreError) -> Self {
        Self::Refused(match error {
            StoreError::CidConflict => Refusal::CidConflict,
            StoreError::Gone => Refusal::Closed,
            _ => Refusal::StorageUnavailable,
        })
    }
}

impl Engine {
    /// The desk.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// Fills the desk from the log, for the start.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn recall_desk(&self) -> Result<(), StoreError> {
        let was_manned = self.store.fact(MANNED).await?.as_deref() == Some("1");
        self.board.recall(self.store.open_requests().await?, self.store.latest_waits().await?, was_manned);
        Ok(())
    }

    /// Opens a console.
    pub fn sit_down(&self, who: &Staff, available: bool) -> Seat {
        self.board.sit_down(&who.colleague, available)
    }

    /// Watches a conversation; `None` where there is none. That it is read is written down.
    ///
    /// # Errors
    /// [`StoreError`]: it is not shown.
    pub async fn watch(&self, id: &ConversationId, who: &Staff) -> Result<Option<Subscription>, StoreError> {
        if self.store.conversation_named(id).await?.is_none() {
            return Ok(None);
        }
        let subscription = self.hub.join(id, Side::Team, || self.bucket());
        self.store.log_desk(self.entry(id, who, "read", String::new())).await?;
        Ok(Some(subscription))
    }

    fn bucket(&self) -> Bucket {
        Bucket::new(self.limits.messages_per_second, self.limits.burst)
    }

    fn entry(&self, id: &ConversationId, who: &Staff, action: &'static str, detail: String) -> NewDeskEntry {
        let Colleague { id: account_id, name: account } = who.colleague.clone();
        NewDeskEntry { conversation: id.clone(), at: self.clock.now_millis(), account_id, account, action, detail }
    }

    /// Does something to a conversation, once for a client's id. `to` is the colleague that an assignment names.
    ///
    /// # Errors
    /// [`NotDone`]: nothing is changed.
    pub async fn act(
        &self,
        id: &ConversationId,
        who: &Staff,
        cid: String,
        action: &Action,
        to: Option<&Colleague>,
    ) -> Result<Ack, NotDone> {
        check(action).map_err(NotDone::Refused)?;
        if let Action::Note { text } = action {
            return self.note(id, who, cid, text).await;
        }
        // joined for the time of the turn, so that it has its place among the visitor's
        let subscription = self.hub.join(id, Side::Team, || self.bucket());
        let mut guard = self.thread(&subscription.live).await?;
        let Some(thread) = guard.as_mut() else { return Err(NotDone::Refused(Refusal::Closed)) };
        let digest = ids::digest(format!("{}{action:?}", who.colleague.id).as_bytes());
        if let Some((seq, at)) = self.store.stored_before(id, &cid, &digest).await? {
            return Ok(Ack { seq, at, duplicate: true });
        }
        let what = match (action, to) {
            (Action::Take {}, _) => Move::Take,
            (Action::Reply { .. }, _) => Move::Reply,
            (Action::Assign { .. }, Some(to)) => Move::Assign(to),
            (Action::Release { .. }, _) => Move::Release,
            (Action::Resolve {}, _) => Move::Resolve,
            (Action::GiveBack {}, _) => Move::GiveBack,
            (Action::Assign { .. } | Action::Note { .. }, _) => {
                return Err(NotDone::Refused(Refusal::Invalid("there is no account with this id".into())));
            }
        };
        let now = self.clock.now_millis();
        let (state, effects) =
            desk::step(&thread.state, &who.colleague, who.lead, &what, now).map_err(NotDone::Conflict)?;
        let text = match action {
            Action::Reply { text } => Some(text.clone()),
            _ => None,
        };
        let beside = self.beside(id, who, &cid, action, to);
        let noted = beside.iter().any(|mark| matches!(mark, Mark::Noted { .. }));
        let ack = self.record(&subscription.live, thread, state, effects, Step { cid, digest, text, beside }).await?;
        if noted {
            subscription.live.note();
        }
        Ok(ack)
    }

    /// What an action leaves beside the conversation, in the same transaction: who did it, and a note for the next.
    fn beside(
        &self,
        id: &ConversationId,
        who: &Staff,
        cid: &str,
        action: &Action,
        to: Option<&Colleague>,
    ) -> Vec<Mark> {
        let mut marks = Vec::new();
        if !matches!(action, Action::Reply { .. }) {
            let detail = to.map_or_else(String::new, |to| to.name.clone());
            marks.push(Mark::Done(self.entry(id, who, action.as_str(), detail)));
        }
        if let Action::Assign { note: Some(text), .. } | Action::Release { note: Some(text) } = action
            && !text.trim().is_empty()
        {
            let entry = self.entry(id, who, "note", String::new());
            marks.push(Mark::Noted { entry, cid: format!("{cid}-note"), text: text.clone() });
        }
        marks
    }

    async fn note(&self, id: &ConversationId, who: &Staff, cid: String, text: &str) -> Result<Ack, NotDone> {
        let entry = self.entry(id, who, "note", String::new());
        let (Note { id: number, at, .. }, duplicate) = self.store.add_note(entry, cid, text.to_owned()).await?;
        if let Some(live) = self.hub.find(id).filter(|_| !duplicate) {
            live.note();
        }
        Ok(Ack { seq: number, at, duplicate })
    }

    /// The conversation's thread, read from the log where nobody has yet.
    async fn thread<'a>(&self, live: &'a Live) -> Result<MutexGuard<'a, Option<Thread>>, StoreError> {
        let mut guard = live.thread.lock().await;
        if guard.is_none()
            && let Some(stored) = self.store.conversation_named(&live.id).await?
        {
            let lang = Lang::parse(&stored.lang).unwrap_or_else(|| self.default_lang.clone());
            *guard = Some(Thread { state: State::from_json(&stored.state), lang });
        }
        Ok(guard)
    }

    /// Stores a step that is not the visitor's, and tells it.
    async fn record(
        &self,
        live: &Live,
        thread: &mut Thread,
        state: State,
        effects: Vec<Effect>,
        step: Step,
    ) -> Result<Ack, StoreError> {
        let Step { cid, digest: cid_digest, text, beside } = step;
        let marks: Vec<Mark> = effects.iter().filter_map(mark_of).chain(beside).collect();
        let mut events = self.said(live, thread, effects, text).into_iter();
        let Some(message) = events.next() else { return Err(StoreError::Gone) };
        let turn = NewTurn {
            conversation: live.id.clone(),
            cid,
            cid_digest,
            at: self.clock.now_millis(),
            page: None,
            message,
            replies: events.collect(),
            question: None,
            marks: marks.clone(),
            state: state.to_json(),
            lang: thread.lang.to_string(),
        };
        match self.store.record(turn).await? {
            Recorded::New(events) => {
                thread.state = state;
                let first = events.first().map(|first| Ack { seq: first.seq, at: first.at, duplicate: false });
                let ack = first.ok_or(StoreError::Gone)?;
                live.publish(events);
                self.settle(&live.id, &marks, ack.at);
                Ok(ack)
            }
            Recorded::Duplicate { seq, at } => Ok(Ack { seq, at, duplicate: true }),
        }
    }

    fn said(
        &self,
        live: &Live,
        thread: &Thread,
        effects: Vec<Effect>,
        text: Option<String>,
    ) -> Vec<crate::store::NewEvent> {
        let snapshot = self.knowledge.current();
        let telling = Telling {
            catalog: &snapshot.catalog,
            lang: &thread.lang,
            foreign: None,
            default_lang: &self.default_lang,
            now: self.clock.now(),
            board: &self.board,
            conversation: &live.id,
        };
        let event = |effect: Effect| match (effect, &text) {
            (Effect::Wrote(by), Some(text)) => {
                let body = Body::Text { text: text.clone(), agent: Some(Named { name: by.name }) };
                Some(stored_form(Sender::Agent, &body))
            }
            (effect, _) => reply::to(effect, &telling).map(|(sender, body)| stored_form(sender, &body)),
        };
        effects.into_iter().filter_map(event).collect()
    }

    /// Lets the desk follow what was stored. `at` in milliseconds since 1970.
    pub(super) fn settle(&self, id: &ConversationId, marks: &[Mark], at: i64) {
        for mark in marks {
            match mark {
                Mark::PersonAsked { queued: true, .. } => self.board.queued(id, at),
                Mark::Joined { agent_id, .. } => self.board.joined(id, agent_id, at),
                Mark::Requeued => self.board.requeued(id),
                Mark::Ended { .. } | Mark::MessageLeft { .. } => drop(self.board.ended(id)),
                Mark::Told => self.board.told(id),
                _ => {}
            }
        }
        self.board.touch(id);
        // whoever comes last moves nobody
        if marks.iter().any(moves_others) {
            self.tell_places();
        }
    }

    /// A conversation is gone: it waits no more, is with nobody, and consoles show it no longer.
    pub(super) fn leave_desk(&self, id: &ConversationId) {
        if self.board.ended(id) {
            self.tell_places();
        }
    }

    /// Tells everybody in the line where they are.
    fn tell_places(&self) {
        let minutes = self.board.minutes();
        for (place, id) in self.board.waiting().into_iter().enumerate() {
            if let Some(live) = self.hub.find(&id) {
                live.tell(Side::Team, Sign::Place(place + 1, minutes));
            }
        }
    }

    /// Looks who waits for long or in vain, or was left, and says so.
    pub async fn look_at_desk(&self) {
        for (id, lapse) in self.board.lapsed() {
            if let Err(error) = self.lapse(&id, lapse).await {
                tracing::warn!(%error, "a visitor who waits could not be told; this is tried again");
            }
        }
        self.note_presence().await;
    }

    /// Notes whether somebody is there, for a server that starts after this one: then they come back within moments.
    pub async fn note_presence(&self) {
        let manned = if self.board.is_manned() { "1" } else { "0" };
        match self.store.fact(MANNED).await {
            Ok(known) if known.as_deref() == Some(manned) => {}
            Ok(None) if manned == "0" => {}
            _ => {
                if let Err(error) = self.store.note_fact(MANNED, manned.to_owned()).await {
                    tracing::warn!(%error, "whether somebody is at the desk could not be noted");
                }
            }
        }
    }

    async fn lapse(&self, id: &ConversationId, what: Lapse) -> Result<(), StoreError> {
        let subscription = self.hub.join(id, Side::Team, || self.bucket());
        let mut guard = self.thread(&subscription.live).await?;
        let Some(thread) = guard.as_mut() else {
            self.leave_desk(id);
            return Ok(());
        };
        let Some((state, effects)) = desk::lapse(&thread.state, what) else { return Ok(()) };
        let cid = format!("lapse-{}", ids::random_name(12));
        let digest = ids::digest(cid.as_bytes());
        let step = Step { cid, digest, text: None, beside: Vec::new() };
        self.record(&subscription.live, thread, state, effects, step).await.map(drop)
    }

    /// Up to 100 events of a conversation before a `seq`, for the team.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn read_before(&self, id: &ConversationId, before: i64) -> Result<Vec<StoredEvent>, StoreError> {
        self.store.events_before(id, before).await
    }
}

/// What a step that is not the visitor's has beside its effects.
struct Step {
    cid: String,
    digest: String,
    /// The words, of a reply.
    text: Option<String>,
    /// What else is stored with it.
    beside: Vec<Mark>,
}

/// Checks the words of an action.
fn check(action: &Action) -> Result<(), Refusal> {
    match action {
        Action::Reply { text } | Action::Note { text } => check_text(text, MESSAGE_CHARS),
        Action::Assign { note: Some(text), .. } | Action::Release { note: Some(text) } if !text.trim().is_empty() => {
            check_text(text, MESSAGE_CHARS)
        }
        _ => Ok(()),
    }
}

/// What an effect changes in the log.
fn mark_of(effect: &Effect) -> Option<Mark> {
    Some(match effect {
        Effect::Joined(by) => Mark::Joined { agent_id: by.id.clone(), agent: by.name.clone() },
        Effect::Wrote(_) => Mark::AgentWrote,
        Effect::Requeued => Mark::Requeued,
        Effect::Closed(_) => Mark::Ended { state: "closed" },
        Effect::GivenBack(_) => Mark::Ended { state: "returned" },
        Effect::Long | Effect::Nobody => Mark::Told,
        _ => return None,
    })
}

/// Whether others in the line get another place.
fn moves_others(mark: &Mark) -> bool {
    matches!(mark, Mark::Joined { .. } | Mark::Requeued | Mark::Ended { .. } | Mark::MessageLeft { .. })
}
