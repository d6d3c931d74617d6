//! A served FAQ learns from its visitors: from the log at the start and after every change of the FAQ, and from
//! questions as they come.

use crate::support::{Client, Site, TestServer, until};
use deskbell::ids::{ConversationId, Token};
use deskbell::store::{NewConversation, NewEvent, NewQuestion, NewTurn, Page, Sender, Store};
use deskbell::telemetry::Metrics;
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;

/// What the sample FAQ holds, in words that are not quite its own.
const BORDERLINE: &str = "my order still did not come, what now";

/// A file that makes another FAQ of it.
const MORE: &str =
    "topic: More\nlang: en\nentries:\n  - {id: museum, questions: [Is there a museum?], answer: There is none.}\n";

const MATTERS: [&str; 20] = [
    "the weather",
    "a recipe",
    "the elections",
    "my landlord",
    "a novel",
    "the moon",
    "my tax return",
    "a haircut",
    "chess",
    "the opera",
    "my dog",
    "a vaccination",
    "the stock market",
    "a volcano",
    "my homework",
    "a passport",
    "the president",
    "a guitar",
    "my mortgage",
    "the dentist",
];
const WAYS: [&str; 10] = [
    "tell me about",
    "what do you think of",
    "can you explain",
    "who knows something about",
    "I need advice on",
    "write a poem about",
    "what is the history of",
    "where do I read more about",
    "how do I get over",
    "why is there",
];

/// A site with a part of the sample FAQ: enough wordings for it to examine itself. What its entries lead on to is left
/// out, since it is in other parts.
fn site() -> Site {
    let site = Site::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq/en");
    for file in ["delivery.yaml", "orders.yaml"] {
        let text = std::fs::read_to_string(sample.join(file)).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("follow_ups:")).collect();
        std::fs::write(site.faq().join(file), lines.join("\n")).unwrap();
    }
    std::fs::remove_file(site.faq().join("en.yaml")).unwrap();
    site
}

/// Questions that a shop's FAQ does not hold, ten of each visitor.
fn outside() -> impl Iterator<Item = Vec<String>> {
    MATTERS.iter().map(|matter| WAYS.iter().map(|way| format!("{way} {matter}")).collect())
}

/// What else visitors ask, in words that are not quite the FAQ's own.
const INSIDE: [&str; 4] = [
    "where has my parcel got to by now",
    "how many days until you deliver please",
    "id like to change something in my order",
    "whats the price of shipping to me",
];

/// Writes a log in which twenty visitors mostly asked for what the FAQ does not hold.
async fn log_outside_questions(site: &Site) {
    let store = Store::open(&site.data().join("deskbell.db"), Metrics::default()).await.unwrap();
    for (visitor, texts) in outside().enumerate() {
        let (id, at) = (ConversationId::generate(), 1_000 * visitor as i64);
        let new = NewConversation {
            id: id.clone(),
            token_hash: Token::generate().hash(),
            visitor: id.0.clone(),
            at,
            lang: "en".into(),
            page: Page::default(),
        };
        store.open_conversation(new).await.unwrap();
        for text in texts.into_iter().take(8).chain(INSIDE.map(str::to_owned)) {
            let question = NewQuestion {
                asked: "text",
                text: text.clone(),
                lang: "en".into(),
                verdict: "none",
                entry_id: None,
                confidence: 0.1,
                candidates: Vec::new(),
                small_talk: false,
                faq_version: "v".into(),
                response_micros: 10,
            };
            let turn = NewTurn {
                conversation: id.clone(),
                cid: text.clone(),
                cid_digest: "d".into(),
                at,
                page: Some(Page::default()),
                message: NewEvent { sender: Sender::Visitor, kind: "text", body: json!({"kind": "text"}).to_string() },
                replies: Vec::new(),
                question: Some(question),
                marks: Vec::new(),
                state: "{}".into(),
                lang: "en".into(),
            };
            store.record(turn).await.unwrap();
        }
    }
    store.close().await;
}

/// The value of a metric.
fn metric(server: &TestServer, name: &str) -> f64 {
    let text = server.state.metrics.render();
    let value = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("no {name} in {text}"));
    value.trim().parse().unwrap()
}

fn share(server: &TestServer) -> f64 {
    metric(server, "deskbell_questions_outside_share")
}

/// Where the share stands before any question was heard.
fn assumed(server: &TestServer) -> f64 {
    deskbell::search::share::assumed(metric(server, "deskbell_faq_entries"))
}

fn threshold(server: &TestServer) -> f64 {
    metric(server, "deskbell_answer_threshold{lang=\"en\"}")
}

fn confidence(server: &TestServer) -> f64 {
    server.state.engine.ask(BORDERLINE, None, None).0.confidence()
}

#[tokio::test]
async fn the_log_teaches_a_server_at_its_start_and_after_a_change_of_the_faq() {
    let (fresh, old) = (site(), site());
    // keeps nothing for 180 days that is from 1970
    let config = |site: &Site| {
        let mut config = site.config();
        config.privacy.keep_days = 0;
        config
    };
    log_outside_questions(&old).await;
    let (naive, learned) = (TestServer::start(config(&fresh)).await, TestServer::start(config(&old)).await);
    assert_eq!(share(&naive), assumed(&naive));
    until("the log has taught the server", async || share(&learned) > 0.4).await;
    let (before, doubted) = (confidence(&naive), confidence(&learned));
    assert!(before > 0.2 && doubted < 0.95 * before, "{before} and after many questions outside {doubted}");
    let (own, theirs) = (threshold(&naive), threshold(&learned));
    assert!(theirs > own + 0.02, "{own} and after many questions outside {theirs}");

    // another FAQ, which is asked the questions anew
    std::fs::write(old.faq().join("more.yaml"), MORE).unwrap();
    until("the changed FAQ is in service", async || metric(&learned, "deskbell_faq_reloads_total") == 1.0).await;
    until("the log has taught the new FAQ", async || share(&learned) > 0.4).await;
    let doubted = confidence(&learned);
    assert!(doubted < 0.95 * before, "{before} and after many questions outside {doubted}");
    naive.stop().await;
    learned.stop().await;
}

#[tokio::test]
async fn visitors_teach_a_server_and_scripts_and_repeated_questions_do_not() {
    let site = site();
    let server = TestServer::start(site.config()).await;
    let mut questions = outside();
    for text in questions.by_ref().take(4).flatten() {
        server.state.engine.ask(&text, None, None);
    }
    let mut insistent = Client::new(server.address).await;
    for _ in 0..30 {
        insistent.ask("tell me about the weather").await;
    }
    for text in questions.by_ref().take(3).flatten() {
        insistent.ask(&text).await;
    }
    assert_eq!(share(&server), assumed(&server));
    // each visitor counts ten times, and after every 25 questions the share is worked out
    for texts in questions.take(6) {
        let mut visitor = Client::new(server.address).await;
        for text in texts {
            visitor.ask(&text).await;
        }
    }
    until("the visitors have taught the server", async || share(&server) > assumed(&server)).await;
    server.stop().await;
}

#[tokio::test]
async fn a_log_that_cannot_be_read_keeps_no_faq_out_of_service() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let url = format!("sqlite://{}", site.data().join("deskbell.db").display());
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("DROP TABLE question").execute(&mut database).await.unwrap();
    assert!(server.state.store.latest_questions(1, 1).await.is_err());
    std::fs::write(site.faq().join("more.yaml"), MORE).unwrap();
    until("the changed FAQ is in service", async || metric(&server, "deskbell_faq_reloads_total") == 1.0).await;
    assert_eq!((metric(&server, "deskbell_faq_entries"), share(&server)), (4.0, assumed(&server)));
    server.stop().await;
}
