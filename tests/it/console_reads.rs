//! What an agent reads beside the conversations: the FAQ's answers, canned replies, a conversation with all that is known
//! of it, and the team's log.

use crate::support::{Client, Site, TestServer};
use deskbell::ids::ConversationId;
use deskbell::store::accounts::{AccountName, Role};
use deskbell::store::canned::MOST_CANNED;
use deskbell::store::details::LOG_LINES;
use reqwest::StatusCode;
use serde_json::{Value, json};

/// A server and a token of each role.
struct Desk {
    _site: Site,
    server: TestServer,
    tokens: Vec<(Role, String)>,
}

impl Desk {
    async fn open() -> Self {
        let site = Site::new();
        let server = TestServer::start(site.config()).await;
        let mut tokens = Vec::new();
        for role in Role::ALL {
            let name: AccountName = format!("the-{role}").parse().unwrap();
            server.state.store.create_account(&name, role, 0).await.unwrap();
            let token = server.state.store.create_token(&name, "test", 0).await.unwrap();
            tokens.push((role, token.reveal().to_owned()));
        }
        Self { _site: site, server, tokens }
    }

    async fn ask(&self, role: Role, method: &str, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let token = &self.tokens.iter().find(|(one, _)| *one == role).unwrap().1;
        let address = self.server.url(&format!("/api/v1/admin{path}"));
        let mut request = reqwest::Client::new().request(method.parse().unwrap(), address).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or(Value::Null))
    }

    async fn agent(&self, method: &str, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        self.ask(Role::Agent, method, path, body).await
    }
}

#[tokio::test]
async fn the_faq_proposes_answers_in_plain_text() {
    let desk = Desk::open().await;
    let (status, found) = desk.agent("GET", "/console/answers?q=when+will+my+parcel+arrive&lang=en", None).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    let first = &found["answers"][0];
    assert!(first["text"].as_str().unwrap().contains("Orders leave the same day"), "{found}");
    assert!(!first["text"].as_str().unwrap().contains(['<', '*']), "{found}");
    let confidences: Vec<f64> =
        found["answers"].as_array().unwrap().iter().map(|one| one["confidence"].as_f64().unwrap()).collect();
    assert!(confidences.is_sorted_by(|one, other| one >= other) && confidences.len() <= 5, "{confidences:?}");
    for wrong in ["/console/answers", "/console/answers?q=%20", "/console/answers?q=x&lang=1!"] {
        assert_eq!(desk.agent("GET", wrong, None).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }
    desk.server.stop().await;
}

#[tokio::test]
async fn canned_replies_are_kept_by_agents_and_there_is_a_most() {
    let desk = Desk::open().await;
    let written = json!({"title": " Greeting ", "text": "Hello, how can I help?\nTell me.", "lang": "EN-us"});
    let (status, kept) = desk.agent("POST", "/canned", Some(written)).await;
    assert_eq!((status, &kept["title"], &kept["lang"]), (StatusCode::CREATED, &json!("Greeting"), &json!("en-us")));
    let path = format!("/canned/{}", kept["id"].as_str().unwrap());
    let changed = json!({"title": "Hello", "text": "Hello."});
    let (status, kept) = desk.agent("PUT", &path, Some(changed)).await;
    assert_eq!((status, &kept["text"], &kept["lang"]), (StatusCode::OK, &json!("Hello."), &json!("")));
    let (_, list) = desk.agent("GET", "/canned", None).await;
    assert_eq!(list["replies"], json!([kept]));
    for wrong in [
        json!({"title": "", "text": "x"}),
        json!({"title": "two\nlines", "text": "x"}),
        json!({"title": "x".repeat(81), "text": "x"}),
        json!({"title": "x", "text": " "}),
        json!({"title": "x", "text": "x".repeat(2001)}),
        json!({"title": "x", "text": "x", "lang": "1!"}),
        json!({"title": "x", "text": "x", "color": "red"}),
    ] {
        assert_eq!(desk.agent("POST", "/canned", Some(wrong.clone())).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(desk.ask(Role::Viewer, "GET", "/canned", None).await.0, StatusCode::FORBIDDEN);
    assert_eq!(desk.agent("DELETE", &path, None).await.0, StatusCode::NO_CONTENT);
    assert_eq!(desk.agent("DELETE", &path, None).await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        desk.agent("PUT", &path, Some(json!({"title": "x", "text": "x"}))).await.0,
        StatusCode::NOT_FOUND,
        "what is gone is not made anew"
    );
    for number in 0..MOST_CANNED {
        let one = json!({"title": format!("Reply {number}"), "text": "x"});
        assert_eq!(desk.agent("POST", "/canned", Some(one)).await.0, StatusCode::CREATED);
    }
    let (status, refused) = desk.agent("POST", "/canned", Some(json!({"title": "One more", "text": "x"}))).await;
    assert_eq!(status, StatusCode::CONFLICT, "{refused}");
    assert!(refused["detail"].as_str().unwrap().contains("remove one first"), "{refused}");
    desk.server.stop().await;
}

#[tokio::test]
async fn a_conversation_comes_with_what_is_known_of_it() {
    let desk = Desk::open().await;
    let page = |path: &str, title: &str| json!({"url": format!("https://shop.example{path}"), "title": title});
    let hello = json!({"type": "hello", "v": 1, "lang": "en", "page": page("/orders", "Your orders")});
    let mut visitor = Client::hello(desk.server.address, hello).await.unwrap();
    let id = visitor.ready["conversation"].as_str().unwrap().to_owned();
    let answer = visitor.ask("when will my parcel arrive").await[2].clone();
    let rating =
        json!({"kind": "feedback", "about": answer["seq"], "helpful": false, "comment": "my number is 0151 23456789"});
    visitor.say(rating).await;
    visitor.next_of("ack").await;
    let mut moved = page("/returns", "Returns");
    moved["type"] = "page".into();
    visitor.send(&moved).await.unwrap();
    visitor.ask("can a llama ride it").await;

    let (status, whole) = desk.agent("GET", &format!("/console/conversations/{id}"), None).await;
    assert_eq!(status, StatusCode::OK, "{whole}");
    let details = &whole["details"];
    assert_eq!(details["page"], json!({"path": "/returns", "title": "Returns"}));
    let paths: Vec<_> = details["pages"].as_array().unwrap().iter().map(|one| one["path"].clone()).collect();
    assert_eq!(paths, ["/returns", "/orders"]);
    assert_eq!(details["ratings"], json!({"up": 0, "down": 1}));
    assert_eq!((&details["earlier"], &details["email"], &details["notes"]), (&json!([]), &Value::Null, &json!([])));
    // an agent has to read what was written
    assert_eq!(whole["events"][2]["body"]["comment"], "my number is 0151 23456789");
    let seqs: Vec<_> = whole["events"].as_array().unwrap().iter().map(|one| one["seq"].as_i64().unwrap()).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);

    let known = desk.server.state.store.desk_details(&ConversationId(id.clone())).await.unwrap().unwrap();
    assert_eq!(serde_json::to_value(known).unwrap(), *details, "the socket's details are the same");
    assert_eq!(desk.agent("GET", "/console/conversations/c_0", None).await.0, StatusCode::NOT_FOUND);
    let (status, _) = desk.ask(Role::Viewer, "GET", &format!("/console/conversations/{id}"), None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    desk.server.stop().await;
}

#[tokio::test]
async fn the_log_of_the_team_is_for_administrators_and_says_who_read_what() {
    let desk = Desk::open().await;
    assert_eq!(desk.agent("GET", "/console/log", None).await.0, StatusCode::FORBIDDEN);
    let (status, log) = desk.ask(Role::Admin, "GET", "/console/log", None).await;
    assert_eq!((status, log), (StatusCode::OK, json!({"lines": [], "next": null})));
    for wrong in ["after=yesterday", "conversation=x"] {
        let (status, _) = desk.ask(Role::Admin, "GET", &format!("/console/log?{wrong}"), None).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let mut visitor = Client::new(desk.server.address).await;
    visitor.ask("when will my parcel arrive").await;
    let id = visitor.ready["conversation"].as_str().unwrap().to_owned();
    let path = format!("/console/conversations/{id}");
    assert_eq!(desk.agent("GET", &path, None).await.0, StatusCode::OK);
    let deed = json!({"cid": crate::support::cid(), "action": {"kind": "take"}});
    assert_eq!(desk.agent("POST", &format!("{path}/actions"), Some(deed)).await.0, StatusCode::OK);
    // more than one page holds
    for _ in 0..LOG_LINES {
        assert_eq!(desk.agent("GET", &path, None).await.0, StatusCode::OK);
    }
    for query in [String::new(), format!("conversation={id}&")] {
        let mut seen: Vec<(i64, String)> = Vec::new();
        let mut after = String::new();
        loop {
            let (_, page) = desk.ask(Role::Admin, "GET", &format!("/console/log?{query}after={after}"), None).await;
            let line = |line: &Value| (line["number"].as_i64().unwrap(), line["action"].as_str().unwrap().to_owned());
            seen.extend(page["lines"].as_array().unwrap().iter().map(line));
            let Some(next) = page["next"].as_str() else { break };
            after = next.to_owned();
        }
        let numbers: Vec<i64> = seen.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, (1..=LOG_LINES + 2).rev().collect::<Vec<_>>(), "each line once, the latest first");
        assert_eq!(seen[seen.len() - 2].1, "take");
        assert!(seen.iter().filter(|(number, _)| *number != 2).all(|(_, action)| action == "read"));
    }
    desk.server.stop().await;
}
