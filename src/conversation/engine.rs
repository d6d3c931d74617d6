//! Runs a turn: ask the knowledge, step the flow, store, publish.
//!
//! Invariant: one snapshot of the knowledge serves a whole turn; nothing is published or acknowledged that is not
//! committed, except the answer to a message that could not be saved, which is marked as such.

use super::flow::{self, Effect, Input, State};
use super::hub::{Bucket, Hub, Live, Subscription, Thread};
use super::understand::{Setting, Understood, understand};
use super::{Body, Message, Refusal, TitleButton, reply};
use crate::clock::Clock;
use crate::config::Limits;
use crate::faq::Catalog;
use crate::ids::{ConversationId, Token, TokenHash};
use crate::knowledge::{Knowledge, Snapshot};
use crate::search::{Candidate, Heard, Question, Verdict};
use crate::store::{
    NewConversation, NewEvent, NewQuestion, NewTurn, Page, Recorded, Sender, Store, StoreError, StoredEvent,
};
use crate::telemetry::{Metrics, VerdictLabel};
use crate::text::Lang;
use std::sync::Arc;
use std::time::Instant;

/// Runs conversations. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    knowledge: Knowledge,
    pub(super) store: Store,
    clock: Clock,
    metrics: Metrics,
    pub(super) hub: Hub,
    limits: Limits,
    default_lang: Lang,
}

/// Who comes.
#[derive(Clone, Debug, Default)]
pub struct Hello {
    /// The secret of an earlier conversation.
    pub token: Option<String>,
    /// The language of the page or the browser.
    pub lang: Option<Lang>,
    /// Where the visitor is.
    pub page: Page,
}

/// What a visitor who came is told.
pub struct Welcome {
    /// The socket's end of the conversation.
    pub subscription: Subscription,
    /// The secret to come back with.
    pub token: String,
    /// Whether the conversation went on.
    pub resumed: bool,
    /// The `seq` of the last event.
    pub seq: i64,
    /// The language the visitor is answered in.
    pub lang: Lang,
    /// Titles to begin with.
    pub pinned: Vec<TitleButton>,
}

/// What became of a message.
#[derive(Debug)]
pub struct Sent {
    /// The acknowledgement, or why there is none.
    pub result: Result<Ack, Refusal>,
    /// Answers to a message that could not be saved: shown, but without a place in the log.
    pub unsaved: Vec<(Sender, Body)>,
}

/// A message is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    /// Its place.
    pub seq: i64,
    /// Its time, in milliseconds since 1970.
    pub at: i64,
    /// Whether it was stored before.
    pub duplicate: bool,
}

/// A turn as it was decided, not yet stored.
struct Decided {
    state: State,
    lang: Lang,
    message: Body,
    replies: Vec<(Sender, Body)>,
    marks: Vec<crate::store::Mark>,
    question: Option<NewQuestion>,
    heard: Option<Heard>,
}

impl Engine {
    /// Puts the parts together.
    pub fn new(
        knowledge: Knowledge,
        store: Store,
        clock: Clock,
        metrics: Metrics,
        limits: Limits,
        default_lang: Lang,
    ) -> Self {
        Self { knowledge, store, clock, metrics, hub: Hub::default(), limits, default_lang }
    }

    /// Lets a visitor in: goes on with the conversation of the token, or opens one.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read, or a new conversation cannot be committed.
    pub async fn hello(&self, hello: Hello) -> Result<Welcome, StoreError> {
        let snapshot = self.knowledge.current();
        let langs = snapshot.catalog.langs();
        let asked = hello.lang.as_ref().and_then(|lang| lang.best_of(&langs)).cloned();
        let known = match &hello.token {
            Some(token) => self.store.conversation(&TokenHash::of(token)).await?,
            None => None,
        };
        let (id, token, resumed) = match (known, hello.token) {
            (Some(conversation), Some(token)) => (conversation.id, token, true),
            _ => {
                let lang = asked.as_ref().unwrap_or(&self.default_lang);
                let (id, token) = self.open(lang, hello.page).await?;
                (id, token.reveal().to_owned(), false)
            }
        };
        let subscription = self.hub.join(&id, || Bucket::new(self.limits.messages_per_second, self.limits.burst));
        let mut thread = subscription.live.thread.lock().await;
        // read under the lock, so that no turn of another socket comes between
        let stored = self.store.conversation(&TokenHash::of(&token)).await?.ok_or(StoreError::Gone)?;
        let known_lang = Lang::parse(&stored.lang).and_then(|lang| lang.best_of(&langs).cloned());
        let lang = asked.or(known_lang).unwrap_or_else(|| self.default_lang.clone());
        match thread.as_mut() {
            Some(thread) => thread.lang = lang.clone(),
            None => *thread = Some(Thread { state: State::from_json(&stored.state), lang: lang.clone() }),
        }
        drop(thread);
        let pinned = reply::pinned(&snapshot.catalog, &lang, &self.default_lang, self.clock.now());
        Ok(Welcome { subscription, token, resumed, seq: stored.last_seq, lang, pinned })
    }

    async fn open(&self, lang: &Lang, page: Page) -> Result<(ConversationId, Token), StoreError> {
        let (id, token) = (ConversationId::generate(), Token::generate());
        let new = NewConversation {
            id: id.clone(),
            token_hash: token.hash(),
            visitor: id.0.clone(),
            at: self.clock.now_millis(),
            lang: lang.to_string(),
            page,
        };
        self.store.open_conversation(new).await?;
        Ok((id, token))
    }

    /// Takes a message: decides, stores, publishes. `received` is when its frame was read.
    pub async fn send(&self, live: &Arc<Live>, cid: String, message: Message, page: &Page, received: Instant) -> Sent {
        match self.try_send(live, cid, message, page, received).await {
            Ok(ack) => Sent { result: Ok(ack), unsaved: Vec::new() },
            Err((refusal, unsaved)) => Sent { result: Err(refusal), unsaved },
        }
    }

    async fn try_send(
        &self,
        live: &Arc<Live>,
        cid: String,
        message: Message,
        page: &Page,
        received: Instant,
    ) -> Result<Ack, (Refusal, Vec<(Sender, Body)>)> {
        let plain = |refusal| (refusal, Vec::new());
        message.check().map_err(plain)?;
        live.bucket.take().map_err(|after_millis| {
            plain(Refusal::RateLimited { limit: "limits.messages_per_second", after_millis })
        })?;
        if let Message::Feedback { about, .. } = message {
            match self.store.is_answer(&live.id, about).await {
                Ok(true) => {}
                Ok(false) => return Err(plain(Refusal::Invalid(format!("there is no answer with seq {about}")))),
                Err(_) => return Err(plain(Refusal::StorageUnavailable)),
            }
        }
        let mut guard = live.thread.lock().await;
        let Some(thread) = guard.as_mut() else { return Err(plain(Refusal::Closed)) };
        let snapshot = self.knowledge.current();
        let decided = self.decide(&snapshot, thread, &message, page, received);
        let verdict = decided.question.as_ref().map(|question| question.verdict);
        let turn = NewTurn {
            conversation: live.id.clone(),
            cid,
            cid_digest: message.digest(),
            at: self.clock.now_millis(),
            page: page.clone(),
            message: stored_form(Sender::Visitor, &decided.message),
            replies: decided.replies.iter().map(|(sender, body)| stored_form(*sender, body)).collect(),
            question: decided.question,
            marks: decided.marks,
            state: decided.state.to_json(),
            lang: decided.lang.to_string(),
        };
        match self.store.record(turn).await {
            Ok(Recorded::New(events)) => {
                *thread = Thread { state: decided.state, lang: decided.lang };
                if let Some(verdict) = verdict {
                    self.metrics.questions.get_or_create(&VerdictLabel { verdict }).inc();
                }
                let ack = events.first().map(|first| Ack { seq: first.seq, at: first.at, duplicate: false });
                live.publish(events);
                if let (Message::Text(text), Some(heard)) = (&message, decided.heard) {
                    self.knowledge.hear(&snapshot, &live.id, text, heard);
                }
                ack.ok_or_else(|| plain(Refusal::StorageUnavailable))
            }
            Ok(Recorded::Duplicate { seq, at }) => Ok(Ack { seq, at, duplicate: true }),
            Err(StoreError::CidConflict) => Err(plain(Refusal::CidConflict)),
            Err(StoreError::Gone) => Err(plain(Refusal::Closed)),
            Err(_) => Err((Refusal::StorageUnavailable, decided.replies)),
        }
    }

    /// Everything about a turn but its storing.
    fn decide(
        &self,
        snapshot: &Snapshot,
        thread: &Thread,
        message: &Message,
        page: &Page,
        received: Instant,
    ) -> Decided {
        let now = self.clock.now();
        let (mut lang, mut foreign, mut heard) = (thread.lang.clone(), None, None);
        let catalog = &snapshot.catalog;
        let find = |id: &str| {
            catalog.find(&[&thread.lang, &self.default_lang], id).filter(|entry| entry.in_service(now)).cloned()
        };
        let (visitor_body, understood, chosen);
        let input = match message {
            Message::Text(text) => {
                let default_lang = &self.default_lang;
                let setting = Setting { lang: &thread.lang, default_lang, page: Some(&page.path), now };
                understood = understand(snapshot, &thread.state, text, &setting);
                if let Understood::Asked(verdict) = &understood {
                    (lang, foreign, heard) = (verdict.lang.clone(), verdict.foreign.clone(), verdict.heard);
                }
                visitor_body = Body::Text { text: text.clone() };
                understood.input()
            }
            Message::Choice { id } => {
                chosen = find(id);
                let title = chosen.as_ref().map_or(id.as_str(), |entry| entry.title()).to_owned();
                visitor_body = Body::Choice { id: id.clone(), title };
                Input::Choice(chosen.as_ref())
            }
            Message::Feedback { about, helpful, comment } => {
                visitor_body = Body::Feedback { about: *about, helpful: *helpful, comment: comment.clone() };
                Input::Feedback { about: *about, helpful: *helpful }
            }
            Message::Human => {
                visitor_body = Body::Human;
                Input::Human
            }
        };
        let (state, effects) = flow::step(&thread.state, &input);
        let mut question = self.question_of(&input, &visitor_body, &lang, catalog);
        let (mut replies, mut marks) = (Vec::new(), Vec::new());
        for effect in effects {
            match effect {
                Effect::Mark(mark) => marks.push(mark),
                effect => replies.extend(reply::to(effect, catalog, &lang, foreign.as_ref(), &self.default_lang, now)),
            }
        }
        if let Some(question) = &mut question {
            let elapsed = received.elapsed();
            question.response_micros = i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX);
            self.metrics.answer_seconds.observe(elapsed.as_secs_f64());
        }
        Decided { state, lang, message: visitor_body, replies, marks, question, heard }
    }

    /// The log's row for a question; messages of other kinds have none.
    fn question_of(&self, input: &Input<'_>, message: &Body, lang: &Lang, catalog: &Catalog) -> Option<NewQuestion> {
        let faq_version = catalog.version.clone();
        match (input, message) {
            (Input::Question(verdict), Body::Text { text }) => Some(NewQuestion {
                asked: "text",
                text: text.clone(),
                lang: lang.to_string(),
                verdict: verdict.decision.as_str(),
                entry_id: verdict.answer().map(|entry| entry.id.to_string()),
                confidence: verdict.confidence(),
                candidates: candidate_pairs(&verdict.candidates),
                small_talk: verdict.answer().is_some_and(|entry| entry.small_talk),
                faq_version,
                response_micros: 0,
            }),
            (Input::Choice(Some(entry)), Body::Text { text }) => Some(NewQuestion {
                asked: "text",
                text: text.clone(),
                lang: lang.to_string(),
                verdict: "answer",
                entry_id: Some(entry.id.to_string()),
                confidence: 1.0,
                candidates: vec![(entry.id.to_string(), 1.0)],
                small_talk: entry.small_talk,
                faq_version,
                response_micros: 0,
            }),
            (Input::Choice(entry), Body::Choice { id, title }) => Some(NewQuestion {
                asked: "title",
                text: title.clone(),
                lang: lang.to_string(),
                verdict: if entry.is_some() { "answer" } else { "none" },
                entry_id: entry.map(|_| id.clone()),
                confidence: if entry.is_some() { 1.0 } else { 0.0 },
                candidates: vec![(id.clone(), 1.0)],
                small_talk: entry.is_some_and(|entry| entry.small_talk),
                faq_version,
                response_micros: 0,
            }),
            _ => None,
        }
    }

    /// One question outside of any conversation: nothing is stored.
    pub fn ask(&self, text: &str, lang: Option<&Lang>, page: Option<&str>) -> (Verdict, Arc<Snapshot>) {
        let snapshot = self.knowledge.current();
        let verdict = snapshot.index.ask(&Question { text, lang, page, previous: None, now: self.clock.now() });
        (verdict, snapshot)
    }

    /// Titles that fit what somebody is typing.
    pub fn suggest(&self, typed: &str, lang: Option<&Lang>, limit: usize) -> Vec<TitleButton> {
        let snapshot = self.knowledge.current();
        let entries = snapshot.index.suggest(typed, lang, self.clock.now(), limit);
        entries.iter().map(|entry| TitleButton::of(entry)).collect()
    }

    /// The events after a `seq`, for a client that missed some.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn events_after(&self, live: &Live, after: i64) -> Result<crate::store::EventPage, StoreError> {
        self.store.events_after(&live.id, after).await
    }

    /// The events before a `seq`, for a client that looks back.
    ///
    /// # Errors
    /// [`StoreError::Read`].
    pub async fn events_before(&self, live: &Live, before: i64) -> Result<Vec<StoredEvent>, StoreError> {
        self.store.events_before(&live.id, before).await
    }

    /// Forgets what visitors who are gone left in memory.
    pub fn tidy(&self) {
        self.hub.tidy();
    }

    /// The database's name, which clients compare with the one they knew.
    pub fn epoch(&self) -> &str {
        self.store.epoch()
    }
}

fn stored_form(sender: Sender, body: &Body) -> NewEvent {
    NewEvent { sender, kind: body.kind(), body: body.to_json() }
}

fn candidate_pairs(candidates: &[Candidate]) -> Vec<(String, f64)> {
    candidates
        .iter()
        // four digits are plenty for a log that is read by people
        .map(|candidate| (candidate.entry.id.to_string(), (candidate.confidence * 1e4).round() / 1e4))
        .collect()
}
