//! `deskbell replay`: the log's questions, asked of another FAQ.

use crate::support::{FAQ, Site};
use deskbell::ids::{ConversationId, Token};
use deskbell::store::{NewConversation, NewEvent, NewQuestion, NewTurn, Page, Sender, Store};
use deskbell::telemetry::Metrics;
use serde_json::{Value, json};
use std::process::{Command, Output};

const WEEK: i64 = 7 * 24 * 3_600_000;

fn deskbell(site: &Site, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deskbell")).current_dir(site.path()).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Logs questions, each in a conversation of its own, with the way it was asked and its time.
async fn log(site: &Site, questions: &[(&str, &'static str, i64)]) {
    let store = Store::open(&site.data().join("deskbell.db"), Metrics::default()).await.unwrap();
    for (number, (words, asked, at)) in questions.iter().enumerate() {
        let id = ConversationId::generate();
        let new = NewConversation {
            id: id.clone(),
            token_hash: Token::generate().hash(),
            visitor: id.0.clone(),
            at: *at,
            lang: "en".into(),
            page: Page::default(),
        };
        store.open_conversation(new).await.unwrap();
        let question = NewQuestion {
            asked,
            text: (*words).to_owned(),
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
            conversation: id,
            cid: number.to_string(),
            cid_digest: "d".into(),
            at: *at,
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
    store.close().await;
}

/// A site with a log, and beside its FAQ another one: without returns, with gifts, and with a delivery time that reads
/// differently.
async fn site() -> Site {
    let site = Site::new();
    log(
        &site,
        &[
            ("how do I return something", "text", 10 * WEEK),
            ("How do I RETURN something?!", "text", 10 * WEEK),
            ("where is my order", "text", 10 * WEEK),
            ("how long does delivery take", "text", 10 * WEEK),
            ("do you wrap gifts, I am ana@example.com", "text", 9 * WEEK),
            ("do you wrap gifts", "text", 10 * WEEK),
            ("Track my parcel", "title", 10 * WEEK),
            ("tell me about the moon", "text", 2 * WEEK),
        ],
    )
    .await;
    let other = site.path().join("branch");
    std::fs::create_dir(&other).unwrap();
    let start = FAQ.find("  - id: return-how").unwrap();
    let changed = FAQ[..start].replace("three days", "four days");
    let gifts = "  - {id: gift-wrap, questions: [Do you wrap gifts?, gift wrapping, wrap a present], answer: Yes.}\n";
    std::fs::write(other.join("en.yaml"), changed + gifts).unwrap();
    site
}

#[tokio::test]
async fn a_branch_is_compared_with_the_faq_that_is_configured() {
    let site = site().await;
    let output = deskbell(&site, &["replay", "--faq", "branch", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let replay: Value = serde_json::from_slice(&output.stdout).unwrap();
    let totals = &replay["totals"];
    assert_eq!(totals["all"], json!({"distinct": 5, "asked": 6}), "{replay}");
    assert_eq!(totals["lost"], json!({"distinct": 1, "asked": 2}));
    assert_eq!(totals["reworded"], json!({"distinct": 1, "asked": 1}));
    let lost = &replay["lines"][0];
    assert_eq!(
        (&lost["change"], &lost["asked"], &lost["from"]["id"]),
        (&"lost".into(), &2.into(), &"return-how".into())
    );
    let gained = replay["lines"].as_array().unwrap().iter().find(|line| line["change"] == "gained").unwrap();
    assert_eq!(gained["to"]["id"], "gift-wrap");
    // the configured one stays what is compared with, wherever `--faq` stands
    let before = deskbell(&site, &["--faq", "branch", "replay", "--json"]);
    assert!(before.status.code() == Some(2) || before.stdout == output.stdout, "{}", text(&before.stderr));
    let itself: Value = serde_json::from_slice(&deskbell(&site, &["replay", "--faq", "faq", "--json"]).stdout).unwrap();
    assert_eq!((&itself["totals"]["same"], &itself["lines"]), (&itself["totals"]["all"], &json!([])));
}

#[tokio::test]
async fn a_pull_request_gets_tables_and_strict_fails_it() {
    let site = site().await;
    let output = deskbell(&site, &["replay", "--faq", "branch", "--format", "md", "--strict", "--output", "replay.md"]);
    assert_eq!(output.status.code(), Some(1));
    let markdown = std::fs::read_to_string(site.path().join("replay.md")).unwrap();
    for part in [
        "### FAQ replay\n\n5 distinct questions of the last 4 weeks, asked 6 times: 1 lost, ",
        "#### Lost: 1, asked 2 times\n\n| Asked | Question | Before | Now |\n",
        "| `return-how`: How do I return something? |",
    ] {
        assert!(markdown.contains(part), "{part} is not in\n{markdown}");
    }
    assert!(!markdown.contains("ana@example.com") && !markdown.contains("Track"), "{markdown}");
    let human = text(&deskbell(&site, &["replay", "--faq", "branch"]).stdout);
    assert!(human.contains("\nLost\n     2×  "), "{human}");
    assert_eq!(deskbell(&site, &["replay", "--faq", "faq", "--strict"]).status.code(), Some(0));
    // further back
    let all: Value =
        serde_json::from_slice(&deskbell(&site, &["replay", "--faq", "branch", "--weeks", "9", "--json"]).stdout)
            .unwrap();
    assert_eq!(all["totals"]["all"]["asked"], 7);
}

#[tokio::test]
async fn what_a_replay_needs_is_said() {
    let site = Site::new();
    assert_eq!(deskbell(&site, &["replay"]).status.code(), Some(2));
    let none = deskbell(&site, &["replay", "--faq", "faq"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(text(&none.stderr).contains("deskbell serve"), "{}", text(&none.stderr));
    log(&site, &[("where is my order", "text", WEEK)]).await;
    std::fs::create_dir(site.path().join("broken")).unwrap();
    std::fs::write(site.path().join("broken/a.yaml"), "topic: T\n").unwrap();
    let broken = deskbell(&site, &["replay", "--faq", "broken"]);
    assert_eq!(broken.status.code(), Some(1));
    let said = text(&broken.stderr);
    assert!(said.contains("broken/a.yaml:1:1: error: ") && said.contains("the FAQ in broken has errors"), "{said}");
    let help = text(&deskbell(&site, &["replay", "--help"]).stdout);
    assert!(help.contains("DESKBELL_FAQ_DIR") && help.matches("      --faq").count() == 1, "{help}");
}
