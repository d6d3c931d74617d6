//! Looking through conversations in the admin area, by script.

use crate::support::{Client, Site, TestServer};
use deskbell::store::accounts::{AccountName, Role};
use serde_json::{Value, json};

/// A server with a viewer's token.
pub async fn area() -> (Site, TestServer, String) {
    let _ = rustls::crypto::ring::default_provider().install_default();
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
