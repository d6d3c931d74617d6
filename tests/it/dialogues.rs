//! Whole conversations over the sample FAQ: follow-ups go on from what was answered, new questions are not pulled back
//! to it, options are picked by position; and messages with a story or with two questions.

use crate::support::{Client, Site, TestServer};
use deskbell::clock::{Clock, Timestamp};
use deskbell::conversation::flow::{self, Around, Input, Rules, State};
use deskbell::conversation::understand::{Setting, Understood, understand};
use deskbell::knowledge::{self, Snapshot};
use deskbell::search::{Candidate, Decision, Heard, Question, Verdict};
use deskbell::text::Lang;
use deskbell::{config, knowledge::Settings};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

/// Nobody is there who could take over.
const ALONE: Around = Around {
    rules: Rules { words: false, misses: 0, thumbs_down: 0, anger: false },
    available: false,
    page: false,
    wish: false,
    anger: false,
    now: 0,
};

/// A conversation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dialogue {
    name: String,
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Turn {
    /// The bot offers entries, as when it was not sure.
    Offer { offer: Vec<String> },
    /// The visitor writes.
    Said(Said),
}

#[derive(Deserialize)]
struct Said {
    q: String,
    /// The right entry, or nothing where none may be answered.
    #[serde(default)]
    id: Option<String>,
    /// Where several are right.
    #[serde(default)]
    ids: Vec<Option<String>>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// The first question.
    Open,
    /// Goes on from what was answered.
    Follow,
    /// A clear question about something else.
    New,
    /// A courtesy, yes or no, or a question about the bot.
    Talk,
    /// One of the options.
    Choice,
}

/// A message with a story around its question, or with two questions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    q: String,
    id: String,
    #[serde(default)]
    second: Option<String>,
}

/// The sample FAQ as it is served once it has heard the questions of the stories, as a site learns from its log.
static SAMPLE: LazyLock<(Snapshot, Timestamp)> = LazyLock::new(|| {
    let mut config = config::load(None, &BTreeMap::new()).unwrap();
    config.faq_dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
    let now = Clock::system().now();
    let snapshot = knowledge::read(&Settings::of(&config), now).unwrap().snapshot.unwrap();
    let told = ["en.messages.jsonl", "zh.messages.jsonl"].into_iter().flat_map(lines::<Message>);
    let ask = |text: &str| snapshot.index.ask(&Question { text, lang: None, page: None, previous: None, now });
    let heard: Vec<Heard> = told.filter_map(|message| ask(&message.q).heard).collect();
    snapshot.index.learn(&heard);
    (snapshot, now)
});

fn lines<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dialogues").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

/// How the turns went: right and all, by kind; and the new questions that were pulled back to the topic before.
#[derive(Default)]
struct Tally {
    turns: BTreeMap<Kind, (usize, usize)>,
    pulled_back: Vec<String>,
    failures: Vec<String>,
}

impl Tally {
    /// Right and all.
    fn score(&self) -> (usize, usize) {
        self.turns.values().fold((0, 0), |sum, turns| (sum.0 + turns.0, sum.1 + turns.1))
    }
}

fn play(tag: &str, dialogues: &[Dialogue]) -> Tally {
    let (snapshot, now) = &*SAMPLE;
    let lang = Lang::parse(tag).unwrap();
    let setting = Setting { lang: &lang, default_lang: &lang, page: None, now: *now };
    let mut tally = Tally::default();
    for dialogue in dialogues {
        let mut state = State::default();
        for turn in &dialogue.turns {
            match turn {
                Turn::Offer { offer } => state = offered(&state, offer, &lang),
                Turn::Said(said) => {
                    let understood = understand(snapshot, &state, &said.q, &setting);
                    tally.note(dialogue, said, &state, &understood);
                    // goes through the log's form, as a conversation that is taken up again does
                    state = State::from_json(&flow::step(&state, &understood.input(), &ALONE).0.to_json());
                }
            }
        }
    }
    tally
}

/// The state after the bot was not sure between some entries.
fn offered(state: &State, ids: &[String], lang: &Lang) -> State {
    let catalog = &SAMPLE.0.catalog;
    let candidate = |id: &String| Candidate { entry: catalog.get(lang, id).unwrap().clone(), confidence: 0.3 };
    let candidates = ids.iter().map(candidate).collect();
    let verdict = Verdict { decision: Decision::Choices, candidates, ..Verdict::nothing(lang.clone()) };
    flow::step(state, &Input::Question(&verdict), &ALONE).0
}

impl Tally {
    fn note(&mut self, dialogue: &Dialogue, said: &Said, state: &State, understood: &Understood) {
        let answered = match understood {
            Understood::Picked(entry) => Some(entry.id.to_string()),
            Understood::Undecided => None,
            Understood::Asked(verdict) => verdict.answer().map(|entry| entry.id.to_string()),
        };
        let wanted = if said.ids.is_empty() { std::slice::from_ref(&said.id) } else { &said.ids[..] };
        let right = wanted.contains(&answered);
        let turns = self.turns.entry(said.kind).or_default();
        turns.0 += usize::from(right);
        turns.1 += 1;
        if right {
            return;
        }
        let found = match understood {
            Understood::Picked(entry) => format!("picked {}", entry.id),
            Understood::Undecided => "undecided".to_owned(),
            Understood::Asked(verdict) => shown(verdict),
        };
        let line = format!("{}: {:?} {:?} wants {wanted:?}, {found}", dialogue.name, said.kind, said.q);
        if said.kind == Kind::New && answered.is_some() && answered == state.last_entry {
            self.pulled_back.push(line.clone());
        }
        self.failures.push(line);
    }
}

fn shown(verdict: &Verdict) -> String {
    let shown = |candidate: &Candidate| format!("{} {:.2}", candidate.entry.id, candidate.confidence);
    let candidates: Vec<String> = verdict.candidates.iter().take(3).map(shown).collect();
    let second = verdict.second.as_ref().map_or_else(String::new, |second| format!(", second {}", shown(second)));
    format!("{} of {candidates:?}{second}", verdict.decision.as_str())
}

fn assert_played(tag: &str, file: &str, turns: usize, share: f64) {
    let tally = play(tag, &lines(file));
    let (right, all) = tally.score();
    println!("{file}: {right} of {all} turns right, {:?}\n{}", tally.turns, tally.failures.join("\n"));
    assert!(all >= turns, "{file}: {all} turns are too few");
    assert!(tally.pulled_back.is_empty(), "{file}: new questions pulled back: {:#?}", tally.pulled_back);
    assert!(right as f64 >= share * all as f64, "{file}: {right} of {all}: {:#?}", tally.failures);
}

#[test]
fn dialogues_go_on_and_change_the_subject() {
    assert_played("en", "en.jsonl", 40, 0.9);
    assert_played("zh", "zh.jsonl", 40, 0.9);
}

/// As above, on dialogues that nothing was tuned on.
#[test]
fn dialogues_held_out_go_on_too() {
    assert_played("en", "en.held-out.jsonl", 40, 0.8);
    assert_played("zh", "zh.held-out.jsonl", 40, 0.8);
}

/// Short questions on something else, which the FAQ knows nothing of but for what the shops' entry says of parking, after
/// every answer in turn.
#[test]
fn another_matter_is_not_answered_with_what_came_before() {
    let (snapshot, now) = &*SAMPLE;
    // by themselves; tied to what came before; pointing at it
    let english = [
        "is parking free?",
        "how much is parking?",
        "is coffee free?",
        "where is the toilet?",
        "parking?",
        "and parking?",
        "what about parking?",
        "is it heavy?",
        "does it work with a dog?",
    ];
    let chinese =
        ["停车免费吗？", "停车多少钱", "厕所在哪里？", "咖啡免费吗", "那停车呢？", "停车呢", "这个可以带狗吗"];
    // what says something of it
    let says = |text: &str, id: &str| match text {
        "is it heavy?" => ["battery-range", "size-kids"].contains(&id),
        _ => id == "shop-locations",
    };
    for (tag, texts) in [("en", &english[..]), ("zh", &chinese)] {
        let lang = Lang::parse(tag).unwrap();
        let mut answered = Vec::new();
        for entry in snapshot.catalog.entries.iter().filter(|entry| entry.lang == lang) {
            for text in texts {
                let previous = Some(&*entry.id);
                let verdict =
                    snapshot.index.ask(&Question { text, lang: Some(&lang), page: None, previous, now: *now });
                if verdict.answer().is_some_and(|entry| !says(text, &entry.id)) {
                    answered.push(format!("{text} after {}: {}", entry.id, shown(&verdict)));
                }
            }
        }
        assert!(answered.is_empty(), "{} answered: {answered:#?}", answered.len());
    }
}

#[test]
fn what_nobody_knows_of_an_answer_does_not_end_its_subject() {
    let dialogue = |tag: &str, turns: [&str; 3]| {
        let lang = Lang::parse(tag).unwrap();
        let setting = Setting { lang: &lang, default_lang: &lang, page: None, now: SAMPLE.1 };
        let mut state = State::default();
        turns.map(|text| {
            let understood = understand(&SAMPLE.0, &state, text, &setting);
            state = flow::step(&state, &understood.input(), &ALONE).0;
            match understood {
                Understood::Picked(entry) => (Some(entry.id.to_string()), Decision::Answer),
                Understood::Undecided => (None, Decision::None),
                Understood::Asked(verdict) => {
                    let first = verdict.candidates.first().filter(|_| verdict.decision != Decision::None);
                    (first.map(|candidate| candidate.entry.id.to_string()), verdict.decision)
                }
            }
        })
    };
    for (tag, turns, id) in [
        ("en", ["do you match prices?", "and Amazon?", "and clearance?"], "price-match"),
        ("en", ["Do you ship abroad?", "and eBay?", "and London?"], "delivery-countries"),
        ("zh", ["有学生优惠吗？", "那老师呢", "学徒呢"], "student-discount"),
    ] {
        let [(first, _), (other, decision), (last, _)] = dialogue(tag, turns);
        // the first and the last are answered or offered; the other may be like something by its letters ("eBay", "pay")
        assert_eq!((first.as_deref(), last.as_deref()), (Some(id), Some(id)), "{turns:?}");
        assert_ne!(decision, Decision::Answer, "{turns:?}: {other:?}");
    }
}

#[test]
fn stories_and_double_questions_find_their_answers() {
    let (snapshot, now) = &*SAMPLE;
    for tag in ["en", "zh"] {
        let lang = Lang::parse(tag).unwrap();
        let messages: Vec<Message> = lines(&format!("{tag}.messages.jsonl"));
        let mut failures = Vec::new();
        let doubles = messages.iter().filter(|message| message.second.is_some()).count();
        assert!(doubles >= 10 && messages.len() - doubles >= 10, "{tag}: too few");
        for message in &messages {
            let question = Question { text: &message.q, lang: Some(&lang), page: None, previous: None, now: *now };
            let verdict = snapshot.index.ask(&question);
            let first = verdict.answer().is_some_and(|entry| *entry.id == *message.id);
            let second = verdict.second.as_ref().map(|second| second.entry.id.to_string());
            if !first || second != message.second {
                failures.push(format!(
                    "{:?} wants {}, {:?}: {}",
                    message.q,
                    message.id,
                    message.second,
                    shown(&verdict)
                ));
            }
        }
        println!(
            "{tag}: {} of {} messages right\n{}",
            messages.len() - failures.len(),
            messages.len(),
            failures.join("\n")
        );
        assert!(failures.len() * 10 <= messages.len(), "{tag}: {failures:#?}");
    }
}

#[tokio::test]
async fn a_second_question_is_one_tap_away() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let text = "How do I return something? And where is my order?";
    let mut visitor = Client::new(server.address).await;
    let [_, _, answer] = visitor.ask(text).await;
    let second = json!({"id": "order-status", "title": "Where is my order?"});
    assert_eq!((&answer["body"]["id"], &answer["body"]["follow_ups"]), (&json!("return-how"), &json!([second])));
    visitor.say(json!({"kind": "choice", "id": "order-status"})).await;
    visitor.next_of("ack").await;
    visitor.next_of("event").await;
    assert_eq!(visitor.next_of("event").await["body"]["id"], "order-status");

    let client = reqwest::Client::new();
    let ask = |q: &str| client.post(server.url("/api/v1/ask")).json(&json!({"q": q, "lang": "en"})).send();
    let told: Value = ask(text).await.unwrap().json().await.unwrap();
    assert_eq!((&told["id"], &told["second"]["id"]), (&json!("return-how"), &json!("order-status")));
    let one: Value = ask("Where is my order?").await.unwrap().json().await.unwrap();
    assert_eq!((&one["id"], one.get("second")), (&json!("order-status"), None));
    server.stop().await;
}
