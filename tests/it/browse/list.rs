//! The list of conversations held against a scan that knows no pages and no bounds, and how it goes further back.

use super::{area, firsts, get};
use crate::support::{Client, lengthen};
use deskbell::ids::{ConversationId, Token};
use deskbell::store::browse::{Filter, Found, Happened, Reach};
use deskbell::store::{Mark, NewConversation, NewEvent, NewQuestion, NewTurn, Page, Sender, Store};
use deskbell::telemetry::Metrics;
use futures_util::future::join_all;
use reqwest::header::LINK;

/// More readings than any of these lists takes: one that does not end fails instead of going on.
const MOST_READINGS: usize = 1_000;
const ENTRIES: [&str; 3] = ["one", "two", "three"];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        // Knuth's multiplier and increment; the upper bits are the good ones
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// What a question is to the filters.
#[derive(Clone, Debug)]
struct Asked {
    text: String,
    answered: Option<&'static str>,
    unhelpful: bool,
    person: bool,
}

/// A conversation to be written, and to be looked for by a scan.
#[derive(Clone, Debug)]
struct Thread {
    id: ConversationId,
    last_at: i64,
    asked: Vec<Asked>,
}

impl Thread {
    /// A few questions or none, at moments that many share.
    fn random(dice: &mut Dice) -> Self {
        let asked = (0..dice.below(5)).map(|_| Asked {
            text: format!("{} 50%_off {}", ["Where is", "can a LLAMA"][dice.below(2) as usize], dice.below(9)),
            answered: ENTRIES.get(dice.below(5) as usize).copied(),
            unhelpful: dice.below(6) == 0,
            person: dice.below(7) == 0,
        });
        let asked = asked.collect();
        Self { id: ConversationId::generate(), last_at: dice.below(40) as i64, asked }
    }

    async fn write(&self, store: &Store) {
        let new = NewConversation {
            id: self.id.clone(),
            token_hash: Token::generate().hash(),
            visitor: self.id.0.clone(),
            at: self.last_at,
            lang: "en".into(),
            page: Page::default(),
        };
        store.open_conversation(new).await.unwrap();
        for (number, asked) in self.asked.iter().enumerate() {
            store.record(turn(self, number, asked)).await.unwrap();
        }
    }

    fn fits(&self, filter: &Filter) -> bool {
        let any = |wanted: &dyn Fn(&Asked) -> bool| self.asked.iter().any(wanted);
        let words = filter.words.to_lowercase();
        let happened = |asked: &Asked| match filter.happened {
            None => true,
            Some(Happened::Unanswered) => asked.answered.is_none(),
            Some(Happened::NotHelpful) => asked.unhelpful,
            Some(Happened::PersonAsked) => asked.person,
        };
        any(&|asked| asked.text.to_lowercase().contains(&words))
            && any(&happened)
            && any(&|asked| filter.entry.is_none() || filter.entry.as_deref() == asked.answered)
    }
}

fn turn(thread: &Thread, number: usize, asked: &Asked) -> NewTurn {
    let event = |sender, kind| NewEvent { sender, kind, body: format!(r#"{{"kind":"{kind}"}}"#) };
    let mut marks = Vec::new();
    if asked.unhelpful {
        // every turn has two events, of which the second is the answer
        marks.push(Mark::Rating { about: number as i64 * 2 + 2, rating: -1 });
    }
    if asked.person {
        marks.push(Mark::PersonAsked { reason: "visitor", queued: false });
    }
    NewTurn {
        conversation: thread.id.clone(),
        cid: number.to_string(),
        cid_digest: "d".into(),
        at: thread.last_at,
        page: Some(Page::default()),
        message: event(Sender::Visitor, "text"),
        replies: vec![event(Sender::Bot, "answer")],
        question: Some(NewQuestion {
            asked: "text",
            text: asked.text.clone(),
            lang: "en".into(),
            verdict: if asked.answered.is_some() { "answer" } else { "none" },
            entry_id: asked.answered.map(str::to_owned),
            confidence: 0.5,
            candidates: Vec::new(),
            small_talk: false,
            faq_version: "v".into(),
            response_micros: 10,
        }),
        marks,
        state: "{}".into(),
        lang: "en".into(),
    }
}

/// Every combination of what can be looked for.
fn filters() -> Vec<Filter> {
    let mut filters = Vec::new();
    for words in ["", "llama", "50%_OFF 3", "50__off"] {
        for happened in [None, Some(Happened::Unanswered), Some(Happened::NotHelpful), Some(Happened::PersonAsked)] {
            for entry in [None, Some("two"), Some("gone")] {
                let entry = entry.map(str::to_owned);
                filters.push(Filter { words: words.into(), happened, entry, after: None });
            }
        }
    }
    filters
}

/// What a scan of the whole log gives.
fn scan(threads: &[Thread], filter: &Filter) -> Vec<String> {
    let mut wanted: Vec<&Thread> = threads.iter().filter(|thread| thread.fits(filter)).collect();
    wanted.sort_by(|one, other| (other.last_at, &other.id.0).cmp(&(one.last_at, &one.id.0)));
    wanted.into_iter().map(|thread| thread.id.0.clone()).collect()
}

/// Reads the list to its end; `between` is done between one reading and the next.
async fn read_on(store: &Store, mut filter: Filter, reach: Reach, mut between: impl AsyncFnMut()) -> Vec<String> {
    let mut all = Vec::new();
    for _ in 0..MOST_READINGS {
        let found: Found = store.list_conversations(&filter, reach).await.unwrap();
        let given = found.conversations.len() as i64;
        assert!(given <= reach.most);
        // it goes on after the last where there was not room for more, and otherwise from as far as was looked
        match (&found.next, found.searched_back_to) {
            (Some((at, id)), None) => {
                let last = found.conversations.last().unwrap();
                assert_eq!((given, *at, id), (reach.most, last.last_at, &last.id));
            }
            (Some((at, _)), Some(back_to)) => assert_eq!(*at, back_to),
            (None, back_to) => assert_eq!(back_to, None),
        }
        all.extend(found.conversations.into_iter().map(|one| one.id));
        if found.next.is_none() {
            return all;
        }
        filter.after = found.next;
        between().await;
    }
    panic!("it does not end: {filter:?} {reach:?}");
}

/// A log of 150 conversations, and what is in it.
async fn random_log(dice: &mut Dice, path: &std::path::Path) -> (Store, Vec<Thread>) {
    let store = Store::open(path, Metrics::default()).await.unwrap();
    let threads: Vec<Thread> = (0..150).map(|_| Thread::random(dice)).collect();
    join_all(threads.iter().map(|thread| thread.write(&store))).await;
    (store, threads)
}

#[tokio::test]
async fn the_list_is_what_a_scan_gives_however_it_is_cut() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(7);
    let (store, threads) = random_log(&mut dice, &folder.path().join("deskbell.db")).await;
    let mut filled = 0;
    for filter in filters() {
        let wanted = scan(&threads, &filter);
        filled += usize::from(!wanted.is_empty());
        for _ in 0..3 {
            let reach = Reach { most: 1 + dice.below(20) as i64, searched: 1 + dice.below(60) as i64 };
            assert_eq!(read_on(&store, filter.clone(), reach, async || {}).await, wanted, "{filter:?} {reach:?}");
        }
        let found = store.list_conversations(&filter, Reach::EXPORT).await.unwrap();
        assert_eq!((found.conversations.len(), found.next, found.searched_back_to), (wanted.len(), None, None));
    }
    assert!(filled > 15, "hardly any of the filters found something: {filled}");
    store.close().await;
}

#[tokio::test]
async fn what_comes_in_meanwhile_makes_neither_gaps_nor_doubles() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice(11);
    let (store, threads) = random_log(&mut dice, &folder.path().join("deskbell.db")).await;
    let filter = Filter { words: "llama".into(), ..Filter::default() };
    let before = scan(&threads, &filter);
    // the one that stands last is active again: it moves to the top, and off the pages that are still to come
    let moved = threads.iter().find(|thread| Some(&thread.id.0) == before.last()).unwrap();
    let llama = Asked { text: "a llama".into(), answered: None, unhelpful: false, person: false };
    let mut comes = 0;
    let read = read_on(&store, filter.clone(), Reach { most: 4, searched: 9 }, async || {
        comes += 1;
        let new = Thread { id: ConversationId::generate(), last_at: 100 + comes, asked: vec![llama.clone()] };
        new.write(&store).await;
        if comes == 1 {
            let again = Thread { last_at: 200, ..moved.clone() };
            store.record(turn(&again, moved.asked.len(), &llama)).await.unwrap();
        }
    })
    .await;
    assert_eq!(read, before[..before.len() - 1]);
    let top = store.list_conversations(&filter, Reach::PAGE).await.unwrap();
    assert_eq!(top.conversations[0].id, moved.id.0);
    store.close().await;
}

#[tokio::test]
async fn a_long_log_is_searched_step_by_step_and_says_how_far() {
    let (site, server, token) = area().await;
    Client::new(server.address).await.ask("can a llama ride it").await;
    let asked_at = server.state.clock.now_millis();
    // more than an export looks at
    lengthen(&site, Reach::EXPORT.searched + 1, asked_at).await;
    let (_, first) = get(&server, &token, "/conversations?q=llama").await;
    assert_eq!(firsts(&first).len(), 0);
    let last = deskbell::clock::rfc3339(asked_at + Reach::EXPORT.searched + 2 - Reach::PAGE.searched);
    assert_eq!(first["searched_back_to"], last);
    let (mut page, mut readings) = (first, 1);
    while let Some(next) = page["next"].as_str().map(str::to_owned) {
        assert!(firsts(&page).is_empty() && readings < MOST_READINGS, "{page}");
        page = get(&server, &token, &format!("/conversations?q=llama&after={next}")).await.1;
        readings += 1;
    }
    assert_eq!(firsts(&page), ["can a llama ride it"]);
    let whole = usize::try_from(Reach::EXPORT.searched / Reach::PAGE.searched).unwrap();
    assert_eq!((&page["searched_back_to"], readings), (&serde_json::Value::Null, whole + 1));

    let address = server.url("/api/v1/admin/conversations.csv");
    let fetch = |query: String| reqwest::Client::new().get(format!("{address}{query}")).bearer_auth(&token).send();
    let table = fetch("?q=llama&happened=unanswered".into()).await.unwrap();
    let link = table.headers()[LINK].to_str().unwrap().to_owned();
    let text = table.text().await.unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    // every row has as many cells as the first, or the reader would refuse it
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() == 1 && rows[0][0].starts_with("This goes back to "), "{text}");
    let query = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap();
    assert!(query.starts_with("?q=llama&happened=unanswered&after="), "{query}");
    let rest = fetch(query.to_owned()).await.unwrap();
    assert!(rest.headers().get(LINK).is_none());
    let text = rest.text().await.unwrap();
    assert!(text.lines().count() == 2 && text.contains("can a llama ride it"), "{text}");
    server.stop().await;
}
