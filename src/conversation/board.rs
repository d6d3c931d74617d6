//! The team's desk while the server runs: who of the team is there, who waits at which place, and what changed.
//!
//! Invariant: the log decides, and this follows it: it is filled from the log at the start and changed only after a
//! commit, so that a restart loses no place. Nothing here grows beyond what is open and who is signed in.

use super::flow::desk::{Colleague, Lapse};
use super::listing::Row;
use crate::clock::Clock;
use crate::config::Handoff;
use crate::ids::ConversationId;
use crate::store::desk::OpenRequest;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, broadcast};

/// How long somebody whose connection broke off still counts as there, in milliseconds: a console is back within
/// seconds, after a restart of the server within its spread.
const GRACE_MILLIS: i64 = 60_000;
/// Waits that the expected time is learned from.
const WAITS: usize = 20;
/// Fewer than these say nothing about the next.
const FEWEST_WAITS: usize = 3;
/// Changes that a slow console may be behind before it reads everything anew.
const CHANGES: usize = 1_024;

/// The desk. Cheap to clone.
#[derive(Clone)]
pub struct Board(Arc<Inner>);

struct Inner {
    clock: Clock,
    rules: Handoff,
    started: i64,
    people: Mutex<HashMap<String, Person>>,
    line: Mutex<Line>,
    changed: Mutex<HashSet<ConversationId>>,
    wake: Notify,
    changes: broadcast::Sender<Change>,
}

struct Person {
    name: String,
    available: bool,
    sockets: usize,
    left_at: i64,
}

#[derive(Default)]
struct Line {
    open: HashMap<ConversationId, Open>,
    /// Those that nobody has yet, the one that waits longest first.
    waiting: BTreeSet<(i64, ConversationId)>,
    waits: VecDeque<i64>,
    /// Whether somebody was there when the server before this one went.
    was_open: bool,
}

struct Open {
    at: i64,
    agent: Option<String>,
    told: bool,
}

/// Something that consoles want to know.
#[derive(Clone, Debug)]
pub enum Change {
    /// A conversation is as it says now.
    Row(Arc<Row>),
    /// A conversation is nothing to look at any more.
    Gone(ConversationId),
    /// Somebody of the team came, went, or has another number of conversations.
    Team,
}

/// Somebody of the team, as the others see them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Member {
    /// The account.
    pub id: String,
    /// The name.
    pub name: String,
    /// Whether they take conversations.
    pub available: bool,
    /// Whether their console is open.
    pub connected: bool,
    /// How many conversations they have.
    pub conversations: usize,
}

/// A console that is open. Dropping it is leaving.
pub struct Seat {
    board: Board,
    id: String,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let now = self.board.0.clock.now_millis();
        if let Some(person) = lock(&self.board.0.people).get_mut(&self.id) {
            person.sockets -= 1;
            person.left_at = now;
        }
        self.board.tell(Change::Team);
    }
}

impl Board {
    /// A desk at which nobody is yet.
    pub fn new(clock: Clock, rules: Handoff) -> Self {
        let started = clock.now_millis();
        Self(Arc::new(Inner {
            clock,
            rules,
            started,
            people: Mutex::default(),
            line: Mutex::default(),
            changed: Mutex::default(),
            wake: Notify::new(),
            changes: broadcast::Sender::new(CHANGES),
        }))
    }

    /// Takes over what the log says of the time before: what is open, the latest waits, and whether somebody was there.
    pub fn recall(&self, open: Vec<OpenRequest>, waits: Vec<i64>, was_open: bool) {
        let mut line = lock(&self.0.line);
        for request in open {
            let OpenRequest { conversation, at, agent_id, told } = request;
            if agent_id.is_none() {
                line.waiting.insert((at, conversation.clone()));
            }
            line.open.insert(conversation, Open { at, agent: agent_id, told });
        }
        line.waits = waits.into_iter().take(WAITS).collect();
        line.was_open = was_open;
    }

    /// The site's settings for taking over.
    pub fn rules(&self) -> &Handoff {
        &self.0.rules
    }

    /// Everything that changes from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.0.changes.subscribe()
    }

    /// Opens a console.
    pub fn sit_down(&self, who: &Colleague, available: bool) -> Seat {
        let mut people = lock(&self.0.people);
        let person = people.entry(who.id.clone()).or_insert(Person {
            name: who.name.clone(),
            available,
            sockets: 0,
            left_at: 0,
        });
        person.name.clone_from(&who.name);
        person.sockets += 1;
        person.available = available;
        drop(people);
        self.tell(Change::Team);
        Seat { board: self.clone(), id: who.id.clone() }
    }

    /// Whether somebody takes conversations from now on.
    pub fn set_available(&self, who: &Colleague, available: bool) {
        if let Some(person) = lock(&self.0.people).get_mut(&who.id) {
            person.available = available;
        }
        self.tell(Change::Team);
    }

    /// Whether a person can take over now: the office is open and somebody is there, or was until just now.
    pub fn is_available(&self) -> bool {
        let now = self.0.clock.now_millis();
        self.0.rules.is_open(self.0.clock.now()) && (self.somebody_is_there(now) || self.is_coming_back(now))
    }

    fn somebody_is_there(&self, now: i64) -> bool {
        lock(&self.0.people).values().any(|person| person.available && person.is_there(now))
    }

    /// After a restart those who were there come back within moments.
    fn is_coming_back(&self, now: i64) -> bool {
        now - self.0.started < GRACE_MILLIS && lock(&self.0.line).was_open
    }

    /// Whether somebody is there who takes conversations, for the time after a restart.
    pub fn is_manned(&self) -> bool {
        self.somebody_is_there(self.0.clock.now_millis())
    }

    /// Everybody who is there, or still has conversations, by name.
    pub fn team(&self) -> Vec<Member> {
        let now = self.0.clock.now_millis();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for open in lock(&self.0.line).open.values() {
            if let Some(agent) = &open.agent {
                *counts.entry(agent.clone()).or_default() += 1;
            }
        }
        let mut team: Vec<Member> = lock(&self.0.people)
            .iter()
            .map(|(id, person)| Member {
                id: id.clone(),
                name: person.name.clone(),
                available: person.available && person.is_there(now),
                connected: person.sockets > 0,
                conversations: counts.get(id).copied().unwrap_or(0),
            })
            .filter(|member| member.connected || member.available || member.conversations > 0)
            .collect();
        team.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        team
    }

    /// A person is asked for in this conversation; it waits.
    pub fn queued(&self, id: &ConversationId, at: i64) {
        let mut line = lock(&self.0.line);
        line.waiting.insert((at, id.clone()));
        line.open.insert(id.clone(), Open { at, agent: None, told: false });
        drop(line);
        self.touch(id);
    }

    /// Somebody has it. `now` in milliseconds since 1970.
    pub fn joined(&self, id: &ConversationId, by: &str, now: i64) {
        let mut line = lock(&self.0.line);
        let at = line.open.get(id).map_or(now, |open| open.at);
        if line.waiting.remove(&(at, id.clone())) {
            line.waits.push_front(now - at);
            line.waits.truncate(WAITS);
        }
        line.open.insert(id.clone(), Open { at, agent: Some(by.to_owned()), told: false });
        drop(line);
        self.touch(id);
        self.tell(Change::Team);
    }

    /// It waits again, at the place it had.
    pub fn requeued(&self, id: &ConversationId) {
        let mut line = lock(&self.0.line);
        if let Some(open) = line.open.get_mut(id) {
            (open.agent, open.told) = (None, false);
            let place = (open.at, id.clone());
            line.waiting.insert(place);
        }
        drop(line);
        self.touch(id);
        self.tell(Change::Team);
    }

    /// The visitor was told that it takes long.
    pub fn told(&self, id: &ConversationId) {
        if let Some(open) = lock(&self.0.line).open.get_mut(id) {
            open.told = true;
        }
    }

    /// It neither waits nor is with a person any more; whether it was either.
    pub fn ended(&self, id: &ConversationId) -> bool {
        let mut line = lock(&self.0.line);
        let open = line.open.remove(id);
        if let Some(open) = &open {
            line.waiting.remove(&(open.at, id.clone()));
        }
        drop(line);
        self.touch(id);
        if open.is_some() {
            self.tell(Change::Team);
        }
        open.is_some()
    }

    /// Whether somebody has this conversation.
    pub fn has(&self, id: &ConversationId, who: &Colleague) -> bool {
        lock(&self.0.line).open.get(id).and_then(|open| open.agent.as_ref()) == Some(&who.id)
    }

    /// The place of a conversation in the line, from 1; of one that does not wait, the place it would get.
    pub fn place(&self, id: &ConversationId) -> usize {
        let line = lock(&self.0.line);
        match line.open.get(id).filter(|open| open.agent.is_none()) {
            Some(open) => line.waiting.range(..(open.at, id.clone())).count() + 1,
            None => line.waiting.len() + 1,
        }
    }

    /// Everybody who waits, in order.
    pub fn waiting(&self) -> Vec<ConversationId> {
        lock(&self.0.line).waiting.iter().map(|(_, id)| id.clone()).collect()
    }

    /// About how many minutes a visitor waits: the median of the latest waits; `None` where there were too few.
    pub fn minutes(&self) -> Option<i64> {
        let mut waits: Vec<i64> = lock(&self.0.line).waits.iter().copied().collect();
        waits.sort_unstable();
        let median = waits.get(waits.len() / 2).copied().filter(|_| waits.len() >= FEWEST_WAITS)?;
        Some((median + 59_999).div_euclid(60_000).max(1))
    }

    /// What time has done: who waits for long, or in vain, or was left by the person who had the conversation.
    pub fn lapsed(&self) -> Vec<(ConversationId, Lapse)> {
        let now = self.0.clock.now_millis();
        let patience = i64::from(self.0.rules.patience_minutes) * 60_000;
        let manned = self.is_available();
        let people = lock(&self.0.people);
        let gone = |agent: &String| {
            let left_at = people
                .get(agent)
                .map_or(self.0.started, |person| if person.sockets > 0 { i64::MAX } else { person.left_at });
            now.saturating_sub(left_at) > patience.max(GRACE_MILLIS)
        };
        let line = lock(&self.0.line);
        let lapse = |open: &Open| match &open.agent {
            Some(agent) => gone(agent).then_some(Lapse::Left),
            None if open.told => None,
            None if !manned => Some(Lapse::Nobody),
            None => (now - open.at > patience).then_some(Lapse::Long),
        };
        line.open.iter().filter_map(|(id, open)| Some((id.clone(), lapse(open)?))).collect()
    }

    /// A conversation is not as it was: consoles hear of it in a moment.
    pub fn touch(&self, id: &ConversationId) {
        if self.0.changes.receiver_count() > 0 {
            lock(&self.0.changed).insert(id.clone());
            self.0.wake.notify_one();
        }
    }

    /// Waits until conversations have changed; which. What changes many times in a moment is said once.
    pub async fn changed(&self) -> Vec<ConversationId> {
        loop {
            let changed = std::mem::take(&mut *lock(&self.0.changed));
            if !changed.is_empty() {
                return changed.into_iter().collect();
            }
            self.0.wake.notified().await;
        }
    }

    /// Tells every console.
    pub fn tell(&self, change: Change) {
        // nobody listens: nobody needs to know
        let _ = self.0.changes.send(change);
    }
}

impl Person {
    fn is_there(&self, now: i64) -> bool {
        self.sockets > 0 || now - self.left_at < GRACE_MILLIS
    }
}

/// A lock whose holder cannot leave things half done: poisoning is not a fault here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
