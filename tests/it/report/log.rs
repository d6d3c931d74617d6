//! A log as production writes it: visitors who come, ask, rate, choose, give up and return, made from a seed and
//! stored through the writer.
//!
//! Invariant: the same seed gives the same log.

use deskbell::ids::{ConversationId, TokenHash};
use deskbell::store::{Mark, NewConversation, NewEvent, NewQuestion, NewTurn, Page, Recorded, Sender, Store};

/// Entries that answer, the popular ones first, and what visitors type for them.
pub const ENTRIES: [(&str, [&str; 3]); 12] = [
    ("return-goods", ["How do I return a bike?", "can i send it back", "RETURN"]),
    ("order-status", ["Where is my order?", "where is my parcel", "track order"]),
    ("frame-size", ["Which frame size fits me?", "what size do i need", "size chart"]),
    ("warranty", ["What does the warranty cover?", "is the battery covered", "保修多久"]),
    ("refund", ["When is my refund paid?", "refund", "退款要多久？"]),
    ("test-ride", ["Can I book a test ride?", "try a bike", "Probefahrt möglich?"]),
    ("service", ["Do you service other brands?", "repair", "inspection price"]),
    ("delivery-date", ["How do I change the delivery date?", "other day please", "delivery time"]),
    ("invoice", ["Can I get an invoice?", "invoice", "Rechnung als PDF"]),
    ("norway", ["Do you ship to Norway?", "shipping abroad", "customs"]),
    ("gone-entry", ["Is the summer sale still on?", "sale", "discount code"]),
    ("battery", ["How far does the battery take me?", "range", "battery life"]),
];

/// What the FAQ does not hold, personal data and traps for spreadsheets and pages included.
pub const UNKNOWN: [&str; 12] = [
    "why is my delivery late",
    "Why is my delivery late?",
    "is my order affected by the strike",
    "does the cargo model fit two child seats",
    "can i pay monthly",
    "can i take the battery on a plane",
    "my mail is anna.lee@example.com, phone +49 170 1234567",
    "card 4111 1111 1111 1111 was charged twice",
    "我的身份证11010519491231002X可以吗？",
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "@SUM(A1) \u{202E}gnirts ``` ' \" & | # - yes: no",
];

const PAGES: [&str; 6] = ["/orders", "/bikes", "/help/returns", "/", "/account/anna.lee@example.com", ""];
const LANGS: [&str; 4] = ["en", "en", "de", "zh"];

/// A small generator of numbers (Steele, Lea, Flood: SplitMix64, OOPSLA 2014).
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// The first items more often than the last.
    fn skewed(&mut self, bound: u64) -> usize {
        self.below(bound).min(self.below(bound)) as usize
    }
}

/// Who takes conversations over.
const TEAM: [&str; 3] = ["Maya", "Jonas", "=HYPERLINK(\"https://evil.example\")"];

/// One thread as its visitor knows it.
struct Thread {
    id: ConversationId,
    visitor: String,
    lang: &'static str,
    page: &'static str,
    turns: u32,
    last_at: i64,
}

/// Writes visits into a store. Visitors of another seed are others, so several may come at a time.
pub struct Visitors<'a> {
    store: &'a Store,
    seed: u64,
    random: Random,
    threads: Vec<Thread>,
}

impl<'a> Visitors<'a> {
    pub fn new(store: &'a Store, seed: u64) -> Self {
        Self { store, seed, random: Random(seed), threads: Vec::new() }
    }

    /// `visits` visits that begin in `from..until`, milliseconds since 1970: new visitors, known ones in their old
    /// thread and known ones in a new thread.
    pub async fn come(&mut self, from: i64, until: i64, visits: u64) {
        let span = u64::try_from(until - from).expect("a range of time goes forward");
        let mut starts: Vec<i64> = (0..visits).map(|_| from + self.random.below(span) as i64).collect();
        starts.sort_unstable();
        for at in starts {
            let thread = match self.random.below(10) {
                0 | 1 if !self.threads.is_empty() => self.random.below(self.threads.len() as u64) as usize,
                2 if !self.threads.is_empty() => {
                    let known = self.random.below(self.threads.len() as u64) as usize;
                    let visitor = self.threads[known].visitor.clone();
                    self.open(visitor, at).await
                }
                _ => {
                    let visitor = format!("v{}-{}", self.seed, self.threads.len());
                    self.open(visitor, at).await
                }
            };
            self.visit(thread, at).await;
        }
    }

    async fn open(&mut self, visitor: String, at: i64) -> usize {
        let number = self.threads.len();
        let thread = Thread {
            id: ConversationId(format!("c_{}_{number}", self.seed)),
            visitor,
            lang: LANGS[self.random.below(LANGS.len() as u64) as usize],
            page: PAGES[self.random.skewed(PAGES.len() as u64)],
            turns: 0,
            last_at: at,
        };
        let opened = NewConversation {
            id: thread.id.clone(),
            token_hash: TokenHash::of(&thread.id.0),
            visitor: thread.visitor.clone(),
            at,
            lang: thread.lang.to_owned(),
            page: Page { path: thread.page.to_owned(), ..Page::default() },
        };
        self.store.open_conversation(opened).await.expect("the store takes a conversation");
        self.threads.push(thread);
        number
    }

    /// Somebody asks one question that nothing answers.
    pub async fn ask_in_vain(&mut self, at: i64, text: &str) {
        let thread = self.open(format!("v{}-{}", self.seed, self.threads.len()), at).await;
        self.turn(thread, at, Some(found("none", text, Vec::new(), 900)), Vec::new()).await;
    }

    /// One to five messages; a pause now and then is longer than half an hour and begins another visit.
    async fn visit(&mut self, thread: usize, start: i64) {
        let mut at = start;
        if self.random.one_in(9) {
            self.small_talk(thread, at).await;
            at += 4_000;
            if self.random.one_in(5) {
                return;
            }
        }
        if self.random.one_in(40) {
            self.ask_for_a_person(thread, at).await;
            return;
        }
        for _ in 0..=self.random.skewed(5) {
            at = self.question(thread, at).await;
            at += match self.random.below(14) {
                0 => 31 * 60_000,
                1 => 30 * 60_000,
                _ => 5_000 + self.random.below(240_000) as i64,
            };
        }
        if self.random.one_in(12) {
            self.small_talk(thread, at).await;
        }
    }

    /// A question and what the visitor does about its answer. Returns when that is over.
    async fn question(&mut self, thread: usize, at: i64) -> i64 {
        let entry = self.random.skewed(ENTRIES.len() as u64);
        let other = self.random.below(ENTRIES.len() as u64) as usize;
        let micros = 90 + self.random.below(300) as i64 + if self.random.one_in(20) { 4_000 } else { 0 };
        match self.random.below(100) {
            0..70 => {
                let asked = if self.random.one_in(6) { "title" } else { "text" };
                let text = ENTRIES[entry].1[if asked == "title" { 0 } else { self.random.below(3) as usize }];
                let question = answered(asked, text, entry, micros);
                let answer = self.turn(thread, at, Some(question), Vec::new()).await;
                self.react(thread, at, answer).await
            }
            70..84 => {
                let text = ENTRIES[entry].1[self.random.below(3) as usize];
                let question = found("choices", text, vec![(entry, 0.44), (other, 0.31)], micros);
                self.turn(thread, at, Some(question), Vec::new()).await;
                if self.random.below(3) == 0 {
                    return at + 1_000;
                }
                let chosen = answered("title", ENTRIES[entry].1[0], entry, micros);
                let mark = Mark::Chosen { id: ENTRIES[entry].0.to_owned(), instead: false };
                let answer = self.turn(thread, at + 6_000, Some(chosen), vec![mark]).await;
                self.react(thread, at + 6_000, answer).await
            }
            _ => {
                let text = UNKNOWN[self.random.below(UNKNOWN.len() as u64) as usize];
                let candidates = if self.random.one_in(4) { Vec::new() } else { vec![(other, 0.19)] };
                self.turn(thread, at, Some(found("none", text, candidates, micros)), Vec::new()).await;
                if self.random.one_in(5) {
                    self.ask_for_a_person(thread, at + 9_000).await;
                }
                at + 9_000
            }
        }
    }

    async fn react(&mut self, thread: usize, at: i64, answer: i64) -> i64 {
        match self.random.below(20) {
            // the thumb may come after the visit is over
            0..5 => self.rate(thread, at + 12_000, answer, 1).await,
            5 => self.rate(thread, at + 40 * 60_000, answer, 1).await,
            6 | 7 => self.rate(thread, at + 15_000, answer, -1).await,
            8 => {
                self.ask_for_a_person(thread, at + 20_000).await;
                at + 20_000
            }
            9 => {
                self.rate(thread, at + 15_000, answer, -1).await;
                self.ask_for_a_person(thread, at + 20_000).await;
                at + 20_000
            }
            _ => at,
        }
    }

    async fn rate(&mut self, thread: usize, at: i64, about: i64, rating: i64) -> i64 {
        self.turn(thread, at, None, vec![Mark::Rating { about, rating }]).await;
        at
    }

    async fn ask_for_a_person(&mut self, thread: usize, at: i64) {
        let at = at.max(self.threads[thread].last_at);
        let there = at % 5 > 1;
        self.turn(thread, at, None, vec![Mark::PersonAsked { reason: "visitor", queued: there }]).await;
        match at % 5 {
            0 => {}
            1 => {
                let (email, phone) = (Some("anna.lee@example.com".to_owned()), None);
                self.turn(thread, at + 40_000, None, vec![Mark::MessageLeft { email, phone, text: "Call me".into() }])
                    .await;
                if at % 3 == 0 {
                    self.help(thread, at + 40_000, 3).await;
                }
            }
            way => self.help(thread, at, way).await,
        }
    }

    /// One of the team takes what waits, and most often it is rated in the end.
    async fn help(&mut self, thread: usize, at: i64, way: i64) {
        let name = TEAM[(at / 7 % TEAM.len() as i64) as usize];
        let taken = Mark::Joined { agent_id: format!("u_{name}"), agent: name.to_owned() };
        self.turn(thread, at + 10_000 + at % 90_000, None, vec![taken]).await;
        self.turn(thread, at + 30_000 + at % 600_000, None, vec![Mark::AgentWrote]).await;
        let state = if way == 2 { "returned" } else { "closed" };
        let end = at + 60_000 + at % 1_300_000;
        self.turn(thread, end, None, vec![Mark::Ended { state }]).await;
        if way == 4 {
            let score = 1 + (at / 11) % 5;
            self.turn(thread, end + 9_000, None, vec![Mark::Score { score, comment: None }]).await;
        }
    }

    async fn small_talk(&mut self, thread: usize, at: i64) {
        let mut question = answered("text", "hello", 0, 80);
        (question.entry_id, question.small_talk) = (Some("greeting".to_owned()), true);
        let answer = self.turn(thread, at, Some(question), Vec::new()).await;
        if self.random.one_in(10) {
            self.rate(thread, at + 2_000, answer, 1).await;
        }
    }

    /// Stores a turn; returns the `seq` of its answer.
    async fn turn(&mut self, thread: usize, at: i64, question: Option<NewQuestion>, marks: Vec<Mark>) -> i64 {
        let thread = &mut self.threads[thread];
        thread.turns += 1;
        // a visitor does one thing after the other
        let at = at.max(thread.last_at);
        thread.last_at = at;
        let event = |sender, kind| NewEvent { sender, kind, body: "{}".to_owned() };
        let turn = NewTurn {
            conversation: thread.id.clone(),
            cid: format!("{}-{}", thread.id, thread.turns),
            cid_digest: String::new(),
            at,
            page: Some(Page { path: thread.page.to_owned(), ..Page::default() }),
            message: event(Sender::Visitor, if question.is_some() { "text" } else { "feedback" }),
            replies: question.iter().map(|_| event(Sender::Bot, "answer")).collect(),
            question: question.map(|question| NewQuestion { lang: thread.lang.to_owned(), ..question }),
            marks,
            state: "{}".to_owned(),
            lang: thread.lang.to_owned(),
        };
        match self.store.record(turn).await.expect("the store takes a turn") {
            Recorded::New(events) => events.last().map_or(0, |event| event.seq),
            Recorded::Duplicate { seq, .. } => seq,
        }
    }
}

fn found(verdict: &'static str, text: &str, candidates: Vec<(usize, f64)>, response_micros: i64) -> NewQuestion {
    NewQuestion {
        asked: "text",
        text: text.to_owned(),
        lang: String::new(),
        verdict,
        entry_id: None,
        confidence: candidates.first().map_or(0.0, |(_, confidence)| *confidence),
        candidates: candidates.into_iter().map(|(at, confidence)| (ENTRIES[at].0.to_owned(), confidence)).collect(),
        small_talk: false,
        faq_version: "0123456789ab".to_owned(),
        response_micros,
    }
}

fn answered(asked: &'static str, text: &str, entry: usize, response_micros: i64) -> NewQuestion {
    let question = found("answer", text, vec![(entry, 0.93)], response_micros);
    NewQuestion { asked, entry_id: Some(ENTRIES[entry].0.to_owned()), ..question }
}
