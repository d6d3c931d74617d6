//! Runs a turn: ask the knowledge, step the flow, store, publish.
//!
//! Invariant: one snapshot of the knowledge serves a whole turn; nothing is published or acknowledged that is not
//! committed, except the answer to a message that could not be saved, which is marked as such.

use super::board::Board;
use super::flow::{self, Around, Effect, Input, Rules, State};
use super::hub::{Hub, Live, Thread};
use super::reply::{self, Telling};
use super::understand::{Setting, Understood, understand};
use super::{Body, Message, Refusal, TitleButton, wish};
use crate::clock::Clock;
use crate::config::handoff::{mail_address_in, phone_number_in};
use crate::config::{Config, Limits};
use crate::faq::Catalog;
use crate::knowledge::{Knowledge, Snapshot};
use crate::search::{Candidate, Decision, Heard, Question, Verdict};
use crate::store::{Mark, NewEvent, NewQuestion, NewTurn, Page, Recorded, Sender, Store, StoreError, StoredEvent};
use crate::telemetry::{Metrics, VerdictLabel};
use crate::text::Lang;
use std::sync::Arc;
use std::time::Instant;

/// Runs conversations. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    pub(super) knowledge: Knowledge,
    pub(super) store: Store,
    pub(super) clock: Clock,
    metrics: Metrics,
    pub(super) hub: Hub,
    pub(super) board: Board,
    pub(super) limits: Limits,
    pub(super) default_lang: Lang,
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
    marks: Vec<Mark>,
    question: Option<NewQuestion>,
    heard: Option<Heard>,
}

impl Engine {
    /// Puts the parts together.
    pub fn new(knowledge: Knowledge, store: Store, clock: Clock, metrics: Metrics, config: &Config) -> Self {
        let board = Board::new(clock.clone(), config.handoff.clone());
        let default_lang = config.site.lang.clone();
        Self { knowledge, store, clock, metrics, hub: Hub::default(), board, limits: config.limits, default_lang }
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
        if matches!(message, Message::Rating { .. }) && thread.state.owed.is_none() {
            return Err(plain(Refusal::Invalid("there is nobody to rate".into())));
        }
        let snapshot = self.knowledge.current();
        let decided = self.decide(&snapshot, live, thread, &message, page, received);
        let verdict = decided.question.as_ref().map(|question| match question.verdict {
            "answer" => "answer",
            _ if question.small_talk => "small_talk",
            verdict => verdict,
        });
        let turn = NewTurn {
            conversation: live.id.clone(),
            cid,
            cid_digest: message.digest(),
            at: self.clock.now_millis(),
            page: Some(page.clone()),
            message: stored_form(Sender::Visitor, &decided.message),
            replies: decided.replies.iter().map(|(sender, body)| stored_form(*sender, body)).collect(),
            question: decided.question,
            marks: decided.marks.clone(),
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
                self.settle(&live.id, &decided.marks, ack.map_or(0, |ack| ack.at));
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
        live: &Live,
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
        let (understood, chosen, number);
        let input = match message {
            // what is said to a person is not asked of the FAQ
            Message::Text(_) | Message::Choice { .. } if thread.state.with_person() => Input::Said,
            Message::Text(text) if let Some((email, phone)) = reply_address(&thread.state, text) => {
                number = phone;
                Input::Leave { email, phone: number.as_deref(), text }
            }
            Message::Text(text) => {
                let default_lang = &self.default_lang;
                let setting = Setting { lang: &thread.lang, default_lang, page: Some(&page.path), now };
                understood = understand(snapshot, &thread.state, text, &setting);
                if let Understood::Asked(verdict) = &understood {
                    (lang, foreign, heard) = (verdict.lang.clone(), verdict.foreign.clone(), verdict.heard);
                }
                understood.input()
            }
            Message::Choice { id } => {
                chosen = find(id);
                Input::Choice(chosen.as_ref())
            }
            message => plain_input(message),
        };
        let body = visitor_body(message, find);
        let (state, effects) = flow::step(&thread.state, &input, &self.around(message, page));
        let is_answered = |effect: &Effect| {
            use Effect::*;
            matches!(effect, Answer { .. } | Choices(_) | NoAnswer(_) | SmallTalk(..))
        };
        // what the bot leaves to a person is no question to the FAQ
        let asked = effects.iter().any(is_answered);
        let mut question = asked.then(|| self.question_of(&input, &body, &lang, catalog)).flatten();
        let (mut replies, mut marks) = (Vec::new(), Vec::new());
        let telling = Telling {
            catalog,
            lang: &lang,
            foreign: foreign.as_ref(),
            default_lang: &self.default_lang,
            now,
            board: &self.board,
            conversation: &live.id,
        };
        for effect in effects {
            match effect {
                Effect::Mark(mark) => marks.push(mark),
                effect => replies.extend(reply::to(effect, &telling)),
            }
        }
        if let Some(question) = &mut question {
            let elapsed = received.elapsed();
            question.response_micros = i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX);
            self.metrics.answer_seconds.observe(elapsed.as_secs_f64());
        }
        Decided { state, lang, message: body, replies, marks, question, heard: heard.filter(|_| asked) }
    }

    /// What a step takes into account beside the conversation.
    fn around(&self, message: &Message, page: &Page) -> Around {
        let rules = self.board.rules();
        let text = match message {
            Message::Text(text) => text.as_str(),
            _ => "",
        };
        Around {
            rules: Rules {
                words: rules.words,
                misses: rules.misses,
                thumbs_down: rules.thumbs_down,
                anger: rules.anger,
            },
            available: self.board.is_available(),
            page: rules.matches_page(&page.path),
            wish: rules.words && wish::asks_for_person(text),
            anger: wish::is_angry(text),
            now: self.clock.now_millis(),
        }
    }

    /// The log's row for a question; messages of other kinds have none.
    fn question_of(&self, input: &Input<'_>, message: &Body, lang: &Lang, catalog: &Catalog) -> Option<NewQuestion> {
        let faq_version = catalog.version.clone();
        match (input, message) {
            (Input::Question(verdict), Body::Text { text, .. }) => Some(NewQuestion {
                asked: "text",
                text: text.clone(),
                // its own, also where the FAQ lacks that: it is no wording for entries of another
                lang: verdict.foreign.as_ref().unwrap_or(lang).to_string(),
                verdict: verdict.decision.as_str(),
                entry_id: verdict.answer().map(|entry| entry.id.to_string()),
                confidence: verdict.confidence(),
                candidates: if verdict.small_talk.is_some() && verdict.decision == Decision::None {
                    // none of them was meant, and none can be chosen
                    Vec::new()
                } else {
                    candidate_pairs(&verdict.candidates)
                },
                small_talk: verdict.small_talk.is_some() || verdict.answer().is_some_and(|entry| entry.small_talk),
                faq_version,
                response_micros: 0,
            }),
            (Input::Choice(Some(entry)), Body::Text { text, .. }) => Some(NewQuestion {
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

/// Where whoever was invited to leave a message wants the reply, where words have a mail address or a phone number.
fn reply_address<'text>(state: &State, text: &'text str) -> Option<(Option<&'text str>, Option<String>)> {
    if !state.invited {
        return None;
    }
    let (email, phone) = (mail_address_in(text), phone_number_in(text));
    (email.is_some() || phone.is_some()).then_some((email, phone))
}

/// What a message is to the flow, where it is no question.
fn plain_input(message: &Message) -> Input<'_> {
    match message {
        Message::Feedback { about, helpful, .. } => Input::Feedback { about: *about, helpful: *helpful },
        Message::Human => Input::Human,
        Message::Cancel => Input::Cancel,
        Message::Mail => Input::PreferMessage,
        Message::Leave { email, phone, text } => {
            Input::Leave { email: email.as_deref(), phone: phone.as_deref(), text }
        }
        Message::Rating { score, comment } => Input::Rating { score: *score, comment: comment.as_deref() },
        Message::Text(_) | Message::Choice { .. } => Input::Said,
    }
}

/// A visitor's message as it is stored and shown.
fn visitor_body(message: &Message, find: impl Fn(&str) -> Option<Arc<crate::faq::Entry>>) -> Body {
    match message.clone() {
        Message::Text(text) => Body::Text { text, agent: None },
        Message::Choice { id } => {
            let title = find(&id).map_or_else(|| id.clone(), |entry| entry.title().to_owned());
            Body::Choice { id, title }
        }
        Message::Feedback { about, helpful, comment } => Body::Feedback { about, helpful, comment },
        Message::Human => Body::Human,
        Message::Cancel => Body::Cancel,
        Message::Mail => Body::Mail,
        Message::Leave { email, phone, text } => Body::Message { email, phone, text },
        Message::Rating { score, comment } => Body::Csat { score, comment },
    }
}

pub(super) fn stored_form(sender: Sender, body: &Body) -> NewEvent {
    NewEvent { sender, kind: body.kind(), body: body.to_json() }
}

fn candidate_pairs(candidates: &[Candidate]) -> Vec<(String, f64)> {
    candidates
        .iter()
        // four digits are plenty for a log that is read by people
        .map(|candidate| (candidate.entry.id.to_string(), (candidate.confidence * 1e4).round() / 1e4))
        .collect()
}
