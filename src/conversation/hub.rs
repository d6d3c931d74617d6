//! Who is connected: the live conversations and their sockets, each with a bounded queue.
//!
//! Invariant: a queue that is full ends its socket instead of growing or holding up others; what it missed is in the
//! log, and the client asks for it when it is back.

use super::flow::State;
use crate::ids::ConversationId;
use crate::store::StoredEvent;
use crate::text::Lang;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Batches of events that wait for a slow reader (CONTRACT, section 4).
const QUEUE_EVENTS: usize = 64;
/// Bytes of bodies that wait for a slow reader.
const QUEUE_BYTES: usize = 256 * 1024;

/// All live conversations. Cheap to clone.
#[derive(Clone, Default)]
pub struct Hub {
    live: Arc<Mutex<HashMap<ConversationId, Arc<Live>>>>,
    /// Outlive the sockets, or coming back would be a way around the limit.
    buckets: Arc<Mutex<HashMap<ConversationId, Arc<Bucket>>>>,
}

/// What the turns of a conversation share while it has sockets.
#[derive(Debug)]
pub struct Thread {
    /// What it remembers.
    pub state: State,
    /// The language of its last message.
    pub lang: Lang,
}

/// A conversation with at least one socket.
pub struct Live {
    /// Its name.
    pub id: ConversationId,
    /// Held for a whole turn, so that turns happen one after the other. `None` until somebody has read it.
    pub(super) thread: tokio::sync::Mutex<Option<Thread>>,
    /// The messages of all its sockets together.
    pub bucket: Arc<Bucket>,
    sockets: Mutex<Vec<Socket>>,
    numbers: AtomicU64,
}

struct Socket {
    number: u64,
    side: Side,
    queue: Arc<Mutex<Queue>>,
}

/// What waits for a reader. A channel would hold room for its messages ahead of time, at every idle socket.
#[derive(Default)]
struct Queue {
    parcels: VecDeque<Parcel>,
    /// Of the bodies.
    bytes: usize,
    /// Whether nothing comes any more.
    cut: bool,
    reader: Option<Waker>,
}

impl Queue {
    /// Takes in events, unless there are too many: then the socket is cut off. A single batch may be larger than the bound:
    /// an empty queue always takes it.
    fn put(&mut self, parcel: &Parcel, bytes: usize) -> bool {
        let room = self.parcels.len() < QUEUE_EVENTS && (self.bytes == 0 || self.bytes + bytes <= QUEUE_BYTES);
        if room {
            self.parcels.push_back(parcel.clone());
            self.bytes += bytes;
        } else {
            self.cut = true;
        }
        self.wake();
        room
    }

    /// Takes in a sign, unless the reader is behind: it would be late.
    fn sign(&mut self, from: Side, sign: Sign) {
        if self.parcels.len() < QUEUE_EVENTS / 2 {
            self.parcels.push_back(Parcel::Sign(from, sign));
            self.wake();
        }
    }

    fn wake(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }

    fn take(&mut self) -> Option<Parcel> {
        let parcel = self.parcels.pop_front()?;
        if let Parcel::Events(events) = &parcel {
            self.bytes -= bytes_of(events);
        }
        Some(parcel)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Parcel>> {
        match self.take() {
            Some(parcel) => Poll::Ready(Some(parcel)),
            None if self.cut => Poll::Ready(None),
            None => {
                self.reader = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

fn bytes_of(events: &[StoredEvent]) -> usize {
    events.iter().map(|event| event.body.len()).sum()
}

/// Which end of a conversation a socket is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The visitor's.
    Visitor,
    /// Somebody of the team.
    Team,
}

/// What a socket gets of its conversation.
#[derive(Clone, Debug)]
pub enum Parcel {
    /// What was stored.
    Events(Arc<[StoredEvent]>),
    /// What is worth knowing only now, and by whom.
    Sign(Side, Sign),
}

/// What is told and never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Somebody writes.
    Typing,
    /// Somebody has read up to this `seq`.
    Seen(i64),
    /// The visitor's place in the line, from 1, and about how many minutes it takes.
    Place(usize, Option<i64>),
    /// The team noted something beside the conversation.
    Noted,
}

/// A socket's end of its queue. Leaving is dropping it.
pub struct Subscription {
    hub: Hub,
    /// The conversation.
    pub live: Arc<Live>,
    number: u64,
    queue: Arc<Mutex<Queue>>,
}

/// A token bucket: `rate` per second in the long run, `burst` at once. A rate of 0 lets everything through.
#[derive(Debug)]
pub struct Bucket {
    rate: f64,
    burst: f64,
    level: Mutex<(f64, std::time::Instant)>,
}

impl Bucket {
    /// A full bucket.
    pub fn new(rate: f64, burst: u32) -> Self {
        Self { rate, burst: f64::from(burst), level: Mutex::new((f64::from(burst), crate::clock::instant())) }
    }

    /// Takes one token.
    ///
    /// # Errors
    /// In how many milliseconds there will be one.
    pub fn take(&self) -> Result<(), u64> {
        if self.rate <= 0.0 {
            return Ok(());
        }
        let mut level = lock(&self.level);
        let now = crate::clock::instant();
        let filled = (level.0 + now.duration_since(level.1).as_secs_f64() * self.rate).min(self.burst);
        if filled >= 1.0 {
            *level = (filled - 1.0, now);
            Ok(())
        } else {
            *level = (filled, now);
            Err((((1.0 - filled) / self.rate) * 1000.0).ceil() as u64)
        }
    }
}

impl Bucket {
    /// Whether nobody can tell it from a new one.
    fn is_full(&self) -> bool {
        let level = lock(&self.level);
        level.0 + crate::clock::instant().duration_since(level.1).as_secs_f64() * self.rate >= self.burst
    }
}

impl Hub {
    /// Joins a conversation with a new socket.
    pub fn join(&self, id: &ConversationId, side: Side, bucket: impl FnOnce() -> Bucket) -> Subscription {
        let mut all = lock(&self.live);
        let live = all.entry(id.clone()).or_insert_with(|| {
            let mut buckets = lock(&self.buckets);
            Arc::new(Live {
                id: id.clone(),
                thread: tokio::sync::Mutex::new(None),
                bucket: Arc::clone(buckets.entry(id.clone()).or_insert_with(|| Arc::new(bucket()))),
                sockets: Mutex::new(Vec::new()),
                numbers: AtomicU64::new(0),
            })
        });
        let live = Arc::clone(live);
        let queue = Arc::default();
        let number = live.numbers.fetch_add(1, Ordering::Relaxed);
        // under the lock of the map, so that a socket that leaves cannot take the conversation away in between
        lock(&live.sockets).push(Socket { number, side, queue: Arc::clone(&queue) });
        Subscription { hub: self.clone(), live, number, queue }
    }

    /// The conversation, if somebody is connected to it.
    pub(super) fn find(&self, id: &ConversationId) -> Option<Arc<Live>> {
        lock(&self.live).get(id).cloned()
    }

    /// Forgets the buckets of those who are gone and whose bucket is full again.
    pub fn tidy(&self) {
        lock(&self.buckets).retain(|_, bucket| Arc::strong_count(bucket) > 1 || !bucket.is_full());
    }

    /// Whether the visitor of a conversation is connected.
    pub fn is_visited(&self, id: &ConversationId) -> bool {
        self.find(id).is_some_and(|live| live.is_visited())
    }

    /// The number of live conversations.
    pub fn len(&self) -> usize {
        lock(&self.live).len()
    }

    /// Whether nobody is connected.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Live {
    /// Gives events to every socket; one whose queue is full is cut off.
    pub fn publish(&self, events: Vec<StoredEvent>) {
        let bytes = bytes_of(&events);
        let events: Arc<[StoredEvent]> = events.into();
        let parcel = Parcel::Events(events);
        lock(&self.sockets).retain(|socket| lock(&socket.queue).put(&parcel, bytes));
    }

    /// Tells the other side something that is not stored. Whoever is too busy to hear it misses it.
    pub fn tell(&self, from: Side, sign: Sign) {
        for socket in lock(&self.sockets).iter().filter(|socket| socket.side != from) {
            lock(&socket.queue).sign(from, sign);
        }
    }

    /// Tells those of the team who watch that something was noted.
    pub fn note(&self) {
        self.tell(Side::Visitor, Sign::Noted);
    }

    /// Whether the visitor is connected.
    pub fn is_visited(&self) -> bool {
        lock(&self.sockets).iter().any(|socket| socket.side == Side::Visitor)
    }
}

impl Subscription {
    /// What comes next, or `None` when this socket was too slow and has been cut off.
    pub async fn next(&mut self) -> Option<Parcel> {
        std::future::poll_fn(|context| lock(&self.queue).poll(context)).await
    }

    /// What is there already.
    pub fn ready(&mut self) -> Option<Parcel> {
        lock(&self.queue).take()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut all = lock(&self.hub.live);
        let mut sockets = lock(&self.live.sockets);
        sockets.retain(|socket| socket.number != self.number);
        // a socket that was cut off is not in the list any more; meanwhile its conversation may have gone and come anew
        if sockets.is_empty() && all.get(&self.live.id).is_some_and(|live| Arc::ptr_eq(live, &self.live)) {
            all.remove(&self.live.id);
        }
    }
}

/// A lock whose holder cannot leave things half done: poisoning is not a fault here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Sender;

    fn event(seq: i64, bytes: usize) -> StoredEvent {
        StoredEvent { seq, at: 0, sender: Sender::Bot, cid: None, reply_to: None, body: "x".repeat(bytes).into() }
    }

    /// The events that come next; none where the socket was cut off.
    async fn events(socket: &mut Subscription) -> Arc<[StoredEvent]> {
        match socket.next().await {
            Some(Parcel::Events(events)) => events,
            _ => Arc::from([]),
        }
    }

    fn open() -> Bucket {
        Bucket::new(0.0, 1)
    }

    #[tokio::test]
    async fn every_socket_of_a_conversation_gets_every_event() {
        let hub = Hub::default();
        let id = ConversationId::generate();
        let (mut one, mut two) = (hub.join(&id, Side::Visitor, open), hub.join(&id, Side::Visitor, open));
        let mut other = hub.join(&ConversationId::generate(), Side::Visitor, open);
        one.live.publish(vec![event(1, 3), event(2, 3)]);
        assert_eq!(events(&mut one).await.len(), 2);
        assert_eq!(events(&mut two).await[1].seq, 2);
        assert!(other.ready().is_none());
        drop((one, two, other));
        assert!(hub.is_empty());
    }

    #[tokio::test]
    async fn a_slow_reader_is_cut_off_and_others_are_not() {
        let hub = Hub::default();
        let id = ConversationId::generate();
        let (mut slow, mut fast) = (hub.join(&id, Side::Visitor, open), hub.join(&id, Side::Visitor, open));
        for seq in 0..(QUEUE_EVENTS as i64 + 1) {
            fast.live.publish(vec![event(seq, 1)]);
            assert_eq!(events(&mut fast).await[0].seq, seq);
        }
        let mut seen = 0;
        while slow.next().await.is_some() {
            seen += 1;
        }
        assert_eq!(seen, QUEUE_EVENTS);
    }

    #[tokio::test]
    async fn bytes_are_bounded_too_but_one_large_answer_passes() {
        let hub = Hub::default();
        let mut socket = hub.join(&ConversationId::generate(), Side::Visitor, open);
        socket.live.publish(vec![event(1, QUEUE_BYTES * 2)]);
        assert!(socket.next().await.is_some());
        socket.live.publish(vec![event(2, QUEUE_BYTES)]);
        socket.live.publish(vec![event(3, 1)]);
        assert!(socket.next().await.is_some());
        assert!(socket.next().await.is_none());
    }

    #[tokio::test]
    async fn leaving_and_coming_back_is_no_way_around_the_limit() {
        let hub = Hub::default();
        let id = ConversationId::generate();
        let slow = || Bucket::new(0.001, 1);
        assert!(hub.join(&id, Side::Visitor, slow).live.bucket.take().is_ok());
        hub.tidy();
        assert!(hub.join(&id, Side::Visitor, slow).live.bucket.take().is_err());
        let other = ConversationId::generate();
        drop(hub.join(&other, Side::Visitor, open));
        hub.tidy();
        assert_eq!(lock(&hub.buckets).len(), 1);
    }

    #[test]
    fn a_bucket_says_when_to_come_back() {
        let bucket = Bucket::new(1.0, 2);
        assert!(bucket.take().is_ok() && bucket.take().is_ok());
        let wait = bucket.take().unwrap_err();
        assert!((1..=1000).contains(&wait), "{wait}");
        assert!((0..1000).all(|_| Bucket::new(0.0, 1).take().is_ok()));
    }

    #[tokio::test]
    async fn a_sign_reaches_the_other_side_only() {
        let hub = Hub::default();
        let id = ConversationId::generate();
        let (mut visitor, mut team) = (hub.join(&id, Side::Visitor, open), hub.join(&id, Side::Team, open));
        visitor.live.tell(Side::Visitor, Sign::Typing);
        assert!(matches!(team.next().await, Some(Parcel::Sign(Side::Visitor, Sign::Typing))));
        assert!(visitor.ready().is_none());
        assert!(hub.is_visited(&id));
        drop(visitor);
        assert!(!hub.is_visited(&id), "who watches is no visitor");
    }
}
