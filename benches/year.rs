//! A year of a shop's log, made of the sample FAQ: visitors of two languages who come more in some months and at some
//! hours, mistype, ask for what the FAQ lacks, rate, choose, ask for a person and come back. It is stored through the
//! writer, as a running server does it.
//!
//! Invariant: the same numbers give the same log, whatever the machine.

use deskbell::clock::{Timestamp, from_millis};
use deskbell::ids::{ConversationId, TokenHash};
use deskbell::knowledge::Snapshot;
use deskbell::search::Question;
use deskbell::store::{Mark, NewConversation, NewEvent, NewQuestion, NewTurn, Page, Recorded, Sender, Store};
use deskbell::text::Lang;
use futures_util::future::join_all;
use std::f64::consts::TAU;

const DAY_MILLIS: i64 = 86_400_000;
const DAYS: i64 = 364;
/// Visitors who write at the same time, so that their turns share commits.
const CROWDS: usize = 128;
/// Ways to type each wording of the FAQ.
const VARIANTS: u64 = 8;
/// How busy each hour of the day is.
const HOURS: [u64; 24] = [4, 2, 1, 1, 1, 2, 5, 12, 20, 26, 28, 27, 24, 25, 27, 26, 24, 22, 24, 28, 27, 20, 13, 8];

/// What the FAQ does not hold, in words of one language: what is asked, and about what.
const UNKNOWN: [(&str, &[&str], &[&str]); 2] = [
    (
        "en",
        &[
            "do you sell {}",
            "is there a discount on {}",
            "can I take {} on a plane",
            "why is {} so loud",
            "does {} fit two children",
            "when do you get {} again",
            "who designed {}",
            "can I win {}",
            "my dog has eaten {}",
            "is {} vegan",
            "can you send me a picture of {}",
            "how heavy is {} with snow on it",
        ],
        &[
            "a tandem",
            "the roof box",
            "a unicycle",
            "the tent",
            "a sledge",
            "your calendar",
            "the rain poncho",
            "a kayak",
            "the sidecar",
            "a skateboard",
            "the wine rack",
            "the climbing rope",
            "a telescope",
            "the picnic basket",
            "your mug",
            "the hammock",
            "a drone",
            "the barbecue",
            "a piano",
            "the fish tank",
            "your socks",
            "a lawn mower",
            "the snow chains",
            "an umbrella",
        ],
    ),
    (
        "zh",
        &[
            "你们卖{}吗",
            "{}有优惠吗",
            "{}能带上飞机吗",
            "{}为什么这么吵",
            "{}什么时候再有货",
            "{}是谁设计的",
            "{}多重",
            "请发一张{}的照片",
        ],
        &[
            "双人车",
            "车顶箱",
            "独轮车",
            "帐篷",
            "雪橇",
            "日历",
            "雨披",
            "皮划艇",
            "边车",
            "滑板",
            "酒架",
            "攀岩绳",
            "望远镜",
            "野餐篮",
            "杯子",
            "吊床",
            "无人机",
            "烤炉",
        ],
    ),
];
const PAGES: [&str; 8] = ["/", "/bikes", "/bikes/tour", "/help/returns", "/orders", "/checkout", "/service", "/stores"];

/// A small generator of numbers (Steele, Lea, Flood: SplitMix64, OOPSLA 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    /// The first items more often than the last.
    fn skewed(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        self.below(bound).min(self.below(bound)).min(self.below(bound)) as usize
    }

    /// The text with up to two slips of the fingers.
    fn mistype(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        for _ in 0..self.below(3) {
            let at = 1 + self.below(letters.len() as u64) as usize;
            match self.below(3) {
                0 if at + 1 < letters.len() => letters.swap(at, at + 1),
                1 if at < letters.len() && letters.len() > 4 => drop(letters.remove(at)),
                _ if at < letters.len() => letters.insert(at, letters[at]),
                _ => {}
            }
        }
        letters.into_iter().collect()
    }
}

/// Something that visitors ask, and what the bot makes of it.
#[derive(Clone)]
struct Saying {
    text: String,
    lang: String,
    verdict: &'static str,
    entry: Option<String>,
    candidates: Vec<(String, f64)>,
    small_talk: bool,
}

/// What is asked, by language: of each entry, and of what the FAQ lacks.
struct Speech {
    lang: String,
    entries: Vec<Vec<Saying>>,
    unknown: Vec<Saying>,
}

fn say(snapshot: &Snapshot, text: String, lang: &Lang) -> Saying {
    let now: Timestamp = from_millis(1_795_167_000_000);
    let verdict = snapshot.index.ask(&Question { text: &text, lang: Some(lang), page: None, previous: None, now });
    let answer = verdict.answer();
    let candidates =
        verdict.candidates.iter().take(3).map(|found| (found.entry.id.to_string(), found.confidence)).collect();
    Saying {
        lang: lang.to_string(),
        verdict: verdict.decision.as_str(),
        entry: answer.map(|entry| entry.id.to_string()),
        small_talk: answer.is_some_and(|entry| entry.small_talk),
        candidates,
        text,
    }
}

fn speech(snapshot: &Snapshot, random: &mut Random) -> Vec<Speech> {
    let mut made = Vec::new();
    for (tag, forms, things) in UNKNOWN {
        let lang = Lang::parse(tag).expect("a tag");
        let entries = snapshot.catalog.entries.iter().filter(|entry| entry.lang == lang);
        let entries = entries
            .map(|entry| {
                let wordings = entry.questions.iter();
                let typed = wordings.flat_map(|wording| (0..VARIANTS).map(|_| wording.text.as_str()));
                typed.map(|text| say(snapshot, random.mistype(text), &lang)).collect()
            })
            .collect();
        let asked = forms.iter().flat_map(|form| things.iter().map(|thing| form.replace("{}", thing)));
        let asked: Vec<String> = asked.collect();
        let unknown =
            (0..VARIANTS).flat_map(|_| &asked).map(|text| say(snapshot, random.mistype(text), &lang)).collect();
        made.push(Speech { lang: tag.to_owned(), entries, unknown });
    }
    made
}

/// One thread as its visitor knows it.
struct Thread {
    id: ConversationId,
    visitor: String,
    speech: usize,
    page: &'static str,
    turns: u32,
    last_at: i64,
}

struct Crowd<'a> {
    store: &'a Store,
    speech: &'a [Speech],
    number: usize,
    random: Random,
    threads: Vec<Thread>,
}

/// Writes a year of about so many messages, answers included, that ends at `until` (milliseconds since 1970).
pub async fn write(store: &Store, snapshot: &Snapshot, messages: u64, until: i64) {
    let mut random = Random(7);
    let speech = speech(snapshot, &mut random);
    let mut crowds: Vec<Crowd<'_>> = (0..CROWDS)
        .map(|number| Crowd { store, speech: &speech, number, random: Random(number as u64), threads: Vec::new() })
        .collect();
    // a visit has about 2.2 questions, each with its answer, and a thumb or a choice now and then
    let visits_a_day = messages as f64 / DAYS as f64 / 5.0;
    for day in 0..DAYS {
        let season = 1.0 + 0.4 * (TAU * day as f64 / DAYS as f64).sin() - if day % 7 > 4 { 0.3 } else { 0.0 };
        let visits = visits_a_day * season * 1.09 / CROWDS as f64;
        let start = until - (DAYS - day) * DAY_MILLIS;
        join_all(crowds.iter_mut().map(|crowd| crowd.day(start, day, visits))).await;
        if day % 28 == 27 {
            eprintln!("a year of messages: {} of {DAYS} days are written", day + 1);
        }
    }
}

impl Crowd<'_> {
    async fn day(&mut self, start: i64, day: i64, visits: f64) {
        let visits = visits as u64 + u64::from(self.random.below(1_000) < (visits.fract() * 1_000.0) as u64);
        let mut times: Vec<i64> = (0..visits).map(|_| start + self.time_of_day()).collect();
        times.sort_unstable();
        for at in times {
            let known = self.threads.len();
            let thread = match self.random.below(12) {
                // most of those who come back do so soon
                0 | 1 if known > 0 => known - 1 - self.random.skewed(known.min(60)),
                _ => self.open(at).await,
            };
            self.visit(thread, at, day).await;
        }
    }

    fn time_of_day(&mut self) -> i64 {
        let mut left = self.random.below(HOURS.iter().sum());
        let hour = HOURS.iter().position(|weight| {
            let here = left < *weight;
            left = left.saturating_sub(*weight);
            here
        });
        hour.unwrap_or(0) as i64 * 3_600_000 + self.random.below(3_600_000) as i64
    }

    async fn open(&mut self, at: i64) -> usize {
        let number = self.threads.len();
        let thread = Thread {
            id: ConversationId(format!("c_{at:012x}{:04x}{number:05x}", self.number)),
            visitor: format!("v{}-{number}", self.number),
            speech: usize::from(self.random.below(3) == 0),
            page: PAGES[self.random.skewed(PAGES.len())],
            turns: 0,
            last_at: at,
        };
        let opened = NewConversation {
            id: thread.id.clone(),
            token_hash: TokenHash::of(&thread.id.0),
            visitor: thread.visitor.clone(),
            at,
            lang: self.speech[thread.speech].lang.clone(),
            page: Page { path: thread.page.to_owned(), ..Page::default() },
        };
        self.store.open_conversation(opened).await.expect("the store takes a conversation");
        self.threads.push(thread);
        number
    }

    async fn visit(&mut self, thread: usize, start: i64, day: i64) {
        let mut at = start;
        for _ in 0..=self.random.skewed(6) {
            let speech = &self.speech[self.threads[thread].speech];
            let saying = if self.random.below(6) == 0 {
                &speech.unknown[self.random.skewed(speech.unknown.len())]
            } else {
                // what is popular moves through the FAQ with the seasons
                let shift = day as usize * speech.entries.len() / DAYS as usize / 2;
                let sayings =
                    &speech.entries[(self.random.skewed(speech.entries.len()) + shift) % speech.entries.len()];
                &sayings[self.random.skewed(sayings.len())]
            };
            at = self.ask(thread, at, saying.clone()).await + 5_000 + self.random.below(180_000) as i64;
        }
    }

    async fn ask(&mut self, thread: usize, at: i64, saying: Saying) -> i64 {
        let (verdict, candidates) = (saying.verdict, saying.candidates.clone());
        let answer = self.turn(thread, at, Some(("text", saying)), Vec::new()).await;
        match (verdict, self.random.below(30)) {
            ("answer", 0..6) => {
                self.turn(thread, at + 9_000, None, vec![Mark::Rating { about: answer, rating: 1 }]).await
            }
            ("answer", 6 | 7) => {
                self.turn(thread, at + 9_000, None, vec![Mark::Rating { about: answer, rating: -1 }]).await
            }
            ("answer", 8) | ("none", 0..5) => {
                self.turn(thread, at + 9_000, None, vec![Mark::PersonAsked { reason: "visitor", queued: false }]).await
            }
            ("choices", 0..18) => {
                let Some((id, _)) = candidates.first().cloned() else { return at };
                let chosen = Saying {
                    text: id.clone(),
                    lang: self.speech[self.threads[thread].speech].lang.clone(),
                    verdict: "answer",
                    entry: Some(id.clone()),
                    candidates: vec![(id.clone(), 1.0)],
                    small_talk: false,
                };
                self.turn(thread, at + 6_000, Some(("title", chosen)), vec![Mark::Chosen { id, instead: false }]).await
            }
            _ => return at,
        };
        at + 9_000
    }

    /// Stores a turn; returns the `seq` of its answer.
    async fn turn(&mut self, thread: usize, at: i64, said: Option<(&'static str, Saying)>, marks: Vec<Mark>) -> i64 {
        let lang = self.speech[self.threads[thread].speech].lang.clone();
        let response_micros = 150 + self.random.below(400) as i64 + if self.random.below(40) == 0 { 3_000 } else { 0 };
        let thread = &mut self.threads[thread];
        thread.turns += 1;
        thread.last_at = at.max(thread.last_at);
        let text = said.as_ref().map_or("", |(_, saying)| &saying.text);
        let event = |sender, kind, body: serde_json::Value| NewEvent { sender, kind, body: body.to_string() };
        let answer = "An answer of the usual length, with a sentence on what to do first, another on what it costs and \
            how long it takes, and a link to the page that tells the rest of it.";
        let turn = NewTurn {
            conversation: thread.id.clone(),
            cid: format!("{}-{}", thread.id, thread.turns),
            cid_digest: "0123456789abcdef".to_owned(),
            at: thread.last_at,
            page: Some(Page { path: thread.page.to_owned(), ..Page::default() }),
            message: event(Sender::Visitor, "text", serde_json::json!({"kind": "text", "text": text})),
            replies: said
                .iter()
                .map(|_| {
                    event(Sender::Bot, "answer", serde_json::json!({"kind": "answer", "content": [["p", answer]]}))
                })
                .collect(),
            question: said.map(|(asked, saying)| NewQuestion {
                asked,
                confidence: saying.candidates.first().map_or(0.0, |(_, confidence)| *confidence),
                text: saying.text,
                lang: saying.lang,
                verdict: saying.verdict,
                entry_id: saying.entry,
                candidates: saying.candidates,
                small_talk: saying.small_talk,
                faq_version: "0123456789ab".to_owned(),
                response_micros,
            }),
            marks,
            state: "{}".to_owned(),
            lang,
        };
        match self.store.record(turn).await.expect("the store takes a turn") {
            Recorded::New(events) => events.last().map_or(0, |event| event.seq),
            Recorded::Duplicate { seq, .. } => seq,
        }
    }
}
