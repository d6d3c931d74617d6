//! Looking through conversations in the admin area, by script.

mod list;

use crate::support::{Client, Site, TestServer, until};
use deskbell::clock::{Clock, from_millis};
use deskbell::store::accounts::{AccountName, Role};
use serde_json::{Value, json};
use sqlx::Connection;

/// A server with a viewer's token.
pub async fn area() -> (Site, TestServer, String) {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let name: AccountName = "vera".parse().unwrap();
    server.state.store.create_account(&name, Role::Viewer, 0).await.unwrap();
    let token = server.state.store.create_token(&name, "test", 0).await.unwrap().reveal().to_owned();
    (site, server, token)
}

pub async fn get(server: &TestServer, token: &str, path: &str) -> (u16, Value) {
    let address = server.url(&format!("/api/v1/admin{path}"));
    let response = reqwest::Client::new().get(address).bearer_auth(token).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

fn firsts(page: &Value) -> Vec<&str> {
    page["conversations"].as_array().unwrap().iter().map(|row| row["first"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn conversations_are_found_by_words_and_by_what_happened() {
    let (_site, server, token) = area().await;
    let mut happy = Client::new(server.address).await;
    let answer = happy.ask("where is my order").await[2].clone();
    happy
        .say(json!({"kind": "feedback", "about": answer["seq"], "helpful": false, "comment": "call 0151 23456789"}))
        .await;
    happy.next_of("ack").await;
    let mut lost = Client::new(server.address).await;
    lost.ask("can a 100%_wool llama ride it, ask anna@example.com").await;
    lost.say(json!({"kind": "human"})).await;
    lost.next_of("ack").await;
    // somebody who only opened the panel is no conversation
    let _silent = Client::new(server.address).await;

    let (_, all) = get(&server, &token, "/conversations").await;
    assert_eq!(firsts(&all).len(), 2);
    assert_eq!(all["next"], Value::Null);
    assert!(firsts(&all)[0].contains("llama") && !firsts(&all)[0].contains('@'), "{all}");
    for (query, count) in [
        ("q=LLAMA", 1),
        ("q=0%25_wool", 1),
        ("q=0_wool", 0),
        ("q=order", 1),
        ("happened=unanswered", 1),
        ("happened=not_helpful", 1),
        ("happened=person_asked", 1),
        ("q=order&happened=unanswered", 0),
        ("entry=order-status", 1),
    ] {
        let (_, page) = get(&server, &token, &format!("/conversations?{query}")).await;
        assert_eq!(firsts(&page).len(), count, "{query}: {page}");
    }
    for wrong in ["q=0151", "q=anna@", "happened=joy", "after=nonsense", "after=x~y", "order=1"] {
        assert_eq!(get(&server, &token, &format!("/conversations?{wrong}")).await.0, 400, "{wrong}");
    }

    let id = happy.ready["conversation"].as_str().unwrap();
    let (_, whole) = get(&server, &token, &format!("/conversations/{id}")).await;
    let question = &whole["events"][0]["question"];
    assert_eq!((&question["verdict"], &question["rating"]), (&json!("answer"), &json!(-1)));
    assert_eq!(question["candidates"][0]["title"], "Where is my order?");
    assert!(!whole.to_string().contains("23456789"), "{whole}");
    assert_eq!(get(&server, &token, "/conversations/c_nothing").await.0, 404);
    server.stop().await;
}

#[tokio::test]
async fn a_conversation_is_listed_by_what_it_is_about_and_not_by_how_it_began() {
    let (_site, server, token) = area().await;
    let mut polite = Client::new(server.address).await;
    polite.ask("good morning").await;
    assert_eq!(firsts(&get(&server, &token, "/conversations").await.1), ["good morning"]);
    polite.ask("purple giraffes sing").await;
    polite.ask("where is my order").await;
    assert_eq!(firsts(&get(&server, &token, "/conversations").await.1), ["purple giraffes sing"]);
    server.stop().await;
}

#[tokio::test]
async fn that_it_did_not_help_is_noted_at_the_question_and_so_is_the_person_asked_for_then() {
    let (site, server, token) = area().await;
    let mut visitor = Client::new(server.address).await;
    visitor.ask("where is my order").await;
    visitor.ask("no, that's not what I asked").await;
    visitor.say(json!({"kind": "human"})).await;
    visitor.next_of("ack").await;
    let path = format!("/conversations/{}", visitor.ready["conversation"].as_str().unwrap());
    let (_, whole) = get(&server, &token, &path).await;
    assert_eq!(whole["events"][0]["question"]["rating"], -1, "{whole}");
    let path = format!("sqlite://{}", site.data().join("deskbell.db").display());
    let mut database = sqlx::SqliteConnection::connect(&path).await.unwrap();
    let asked: Vec<i64> =
        sqlx::query_scalar("SELECT person_asked FROM question ORDER BY seq").fetch_all(&mut database).await.unwrap();
    assert_eq!(asked, [1, 0], "of the question, and not of the words after it");
    database.close().await.unwrap();
    // whoever said how it was has said it
    let mut pleased = Client::new(server.address).await;
    let answer = pleased.ask("where is my order").await[2].clone();
    pleased.say(json!({"kind": "feedback", "about": answer["seq"], "helpful": true})).await;
    pleased.next_of("ack").await;
    pleased.next_of("event").await;
    pleased.ask("you did not understand me").await;
    let path = format!("/conversations/{}", pleased.ready["conversation"].as_str().unwrap());
    assert_eq!(get(&server, &token, &path).await.1["events"][0]["question"]["rating"], 1);
    server.stop().await;
}

#[tokio::test]
async fn what_is_masked_is_shown_nowhere_in_the_list_and_cannot_be_guessed_letter_by_letter() {
    let (_site, server, token) = area().await;
    let page = format!("http://{}/account/anna.schmidt@example.com", server.address);
    let hello = json!({"type": "hello", "v": 1, "token": null, "epoch": null, "after": null, "lang": "en",
        "page": {"url": page, "title": "", "referrer": ""}});
    let mut anna = Client::hello(server.address, hello).await.unwrap();
    anna.ask("write to anna.schmidt@example.com about my order").await;
    anna.ask("do you know a Schmidt who sells hats").await;
    // more of them than a page has, so that not even the way to a next page tells of them
    for number in 0..52 {
        let mut visitor = Client::new(server.address).await;
        visitor.ask(&format!("write to anna.meyer@mail{number}.example about it")).await;
    }
    let (_, found) = get(&server, &token, "/conversations?q=hats").await;
    assert_eq!(found["conversations"][0]["page"], "/account/[email]", "{found}");
    for (query, count) in [("schmidt", 1), ("anna.m", 0), ("anna.schm", 0), ("mail]", 0), ("mail", 0), ("about my", 1)]
    {
        let (_, found) = get(&server, &token, &format!("/conversations?q={query}")).await;
        assert_eq!((firsts(&found).len(), &found["next"]), (count, &Value::Null), "{query}: {found}");
        let address = server.url(&format!("/api/v1/admin/conversations.csv?q={query}"));
        let table = reqwest::Client::new().get(address).bearer_auth(&token).send().await.unwrap();
        let table = table.text().await.unwrap();
        assert_eq!(table.lines().count(), count + 1, "{query}: {table}");
        assert!(!table.contains('@'), "{table}");
    }
    // what can be read is found over all pages
    let (_, found) = get(&server, &token, "/conversations?q=write%20to").await;
    assert_eq!(firsts(&found).len(), 50);
    let next = found["next"].as_str().unwrap();
    let (_, rest) = get(&server, &token, &format!("/conversations?q=write%20to&after={next}")).await;
    assert_eq!((firsts(&rest).len(), &rest["next"]), (3, &Value::Null));
    server.stop().await;
}

#[tokio::test]
async fn pages_of_the_list_meet_without_a_gap() {
    let (_site, server, token) = area().await;
    for number in 0..53 {
        let mut visitor = Client::new(server.address).await;
        visitor.ask(&format!("where is my order number{number}")).await;
    }
    let (_, first) = get(&server, &token, "/conversations").await;
    assert_eq!(firsts(&first).len(), 50);
    let next = first["next"].as_str().unwrap();
    // what comes in between moves nothing
    Client::new(server.address).await.ask("where is my order meanwhile").await;
    let (_, second) = get(&server, &token, &format!("/conversations?after={next}")).await;
    assert_eq!(second["next"], Value::Null);
    let mut seen: Vec<&str> = firsts(&first).into_iter().chain(firsts(&second)).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 53);
    server.stop().await;
}

#[tokio::test]
async fn what_is_found_is_exported_as_a_safe_table() {
    let (_site, server, token) = area().await;
    let mut visitor = Client::new(server.address).await;
    visitor.ask("=HYPERLINK(\"x\") where is my order, ask anna@example.com").await;
    Client::new(server.address).await.ask("can a llama ride it").await;
    let fetch = async |query: &str| {
        let address = server.url(&format!("/api/v1/admin/conversations.csv{query}"));
        reqwest::Client::new().get(address).bearer_auth(&token).send().await.unwrap()
    };
    let response = fetch("").await;
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"deskbell-conversations.csv\"");
    let text = response.text().await.unwrap();
    assert!(text.starts_with('\u{feff}') && text.ends_with("\r\n") && !text.contains("anna@"), "{text}");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    assert!(rows[1][5].starts_with("'=HYPERLINK(\"x\")"), "{:?}", &rows[1]);
    let filtered = fetch("?q=llama").await.text().await.unwrap();
    assert_eq!(filtered.lines().count(), 2, "{filtered}");
    assert_eq!(fetch("?happened=joy").await.status(), 400);
    server.stop().await;
}

#[tokio::test]
async fn the_overview_says_how_things_stand() {
    let site = Site::new();
    let monday = from_millis(1_795_426_200_000);
    let server = TestServer::start_at(site.config(), Clock::manual(monday)).await;
    let name: AccountName = "vera".parse().unwrap();
    server.state.store.create_account(&name, Role::Viewer, 0).await.unwrap();
    let token = server.state.store.create_token(&name, "test", 0).await.unwrap().reveal().to_owned();
    let (_, empty) = get(&server, &token, "/overview").await;
    assert_eq!((&empty["empty"], &empty["report"], &empty["latest"]), (&json!(true), &Value::Null, &json!([])));
    let mut visitor = Client::new(server.address).await;
    visitor.ask("where is my order").await;
    visitor.ask("can a llama ride it, ask anna@example.com").await;
    // a week later, when that week has its report
    server.state.clock.set(from_millis(monday.as_millisecond() + 7 * 24 * 60 * 60 * 1000));
    Client::new(server.address).await.ask("How do I return something?").await;
    let mut now = Value::Null;
    until("it is counted again, and the sentence is there", async || {
        now = get(&server, &token, "/overview").await.1;
        now["latest"].as_array().unwrap().len() == 3 && now["report"].is_object()
    })
    .await;
    assert_eq!(now["today"], json!({"questions": 1, "answered": 1.0}));
    assert_eq!((&now["week"]["questions"], &now["week_before"]["questions"]), (&json!(1), &json!(2)));
    assert_eq!(now["latest"][0]["title"], "How do I return something?");
    assert!(now["report"]["summary"].as_str().unwrap().starts_with("2 questions"), "{now}");
    assert!(!now.to_string().contains("anna@"), "{now}");
    assert_eq!(now["active"], 1);
    server.stop().await;
}

/// Words that occur nowhere else, so that a trace of them can be searched for.
const CANARY: &str = "quetzalcoatlus";

#[tokio::test]
async fn a_visitor_is_exported_whole_and_deleted_without_a_trace_by_an_administrator_only() {
    let (site, server, viewer) = area().await;
    let name: AccountName = "root".parse().unwrap();
    server.state.store.create_account(&name, Role::Admin, 0).await.unwrap();
    let admin = server.state.store.create_token(&name, "test", 0).await.unwrap().reveal().to_owned();
    let mut visitor = Client::new(server.address).await;
    visitor.ask(&format!("when will my {CANARY} arrive, I am anna@example.com")).await;
    let mut other = Client::new(server.address).await;
    other.ask("where is my order").await;
    let id = visitor.ready["conversation"].as_str().unwrap().to_owned();
    let path = format!("/conversations/{id}/visitor");
    let erase = async |token: &str, path: &str| {
        let address = server.url(&format!("/api/v1/admin{path}"));
        let response = reqwest::Client::new().delete(address).bearer_auth(token).send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    assert_eq!((get(&server, &viewer, &path).await.0, erase(&viewer, &path).await.0), (403, 403));
    // what is held for the pages goes, too
    assert!(get(&server, &admin, "/overview").await.1.to_string().contains(CANARY));
    let (_, kept) = get(&server, &admin, &path).await;
    assert_eq!(kept["conversations"][0]["id"], *id);
    assert!(kept.to_string().contains("anna@example.com"), "{kept}");

    assert_eq!(erase(&admin, &path).await, (200, json!({"conversations": 1})));
    assert_eq!((erase(&admin, &path).await.0, get(&server, &admin, &path).await.0), (404, 404));
    assert!(!get(&server, &admin, "/overview").await.1.to_string().contains(CANARY));
    visitor.say(json!({"kind": "text", "text": "still there?"})).await;
    assert_eq!(visitor.next_of("nack").await["code"], "closed");
    assert_eq!(firsts(&get(&server, &admin, "/conversations").await.1), ["where is my order"]);
    let holds_canary = || {
        std::fs::read_dir(site.data()).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes())
        })
    };
    until("no trace is left", async || !holds_canary()).await;
    server.stop().await;
}
