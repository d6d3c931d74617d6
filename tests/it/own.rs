//! A visitor's own conversation: taken along and deleted with its secret, and with no other.

use crate::support::{Client, Site, TestServer, until};
use deskbell::store::accounts::{AccountName, Role};
use serde_json::{Value, json};

/// Words that occur nowhere else, so that a trace of them can be searched for.
const CANARY: &str = "quetzalcoatlus";

async fn request(server: &TestServer, method: &str, query: &str, token: &str) -> reqwest::Response {
    let address = server.url(&format!("/api/v1/conversation{query}"));
    reqwest::Client::new().request(method.parse().unwrap(), address).bearer_auth(token).send().await.unwrap()
}

#[tokio::test]
async fn a_conversation_can_be_taken_along_as_data_and_as_text() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let token = visitor.ready["token"].as_str().unwrap().to_owned();
    let answer = visitor.ask("when will my parcel arrive").await[2].clone();

    let response = request(&server, "GET", "", &token).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    let data: Value = response.json().await.unwrap();
    assert_eq!(data["conversation"], visitor.ready["conversation"]);
    assert_eq!(data["events"].as_array().unwrap().len(), 2);
    assert_eq!(data["events"][1], answer);

    let text = request(&server, "GET", "?format=txt", &token).await.text().await.unwrap();
    assert!(text.contains("] You: when will my parcel arrive\n"), "{text}");
    assert!(text.contains("] Test Help: Orders leave the same day and arrive within three days."), "{text}");

    assert_eq!(request(&server, "GET", "?format=pdf", &token).await.status(), 400);
    for wrong in ["nonsense", visitor.ready["conversation"].as_str().unwrap()] {
        assert_eq!(request(&server, "GET", "", wrong).await.status(), 404, "{wrong}");
        assert_eq!(request(&server, "DELETE", "", wrong).await.status(), 404, "{wrong}");
    }
    let bare = reqwest::get(server.url("/api/v1/conversation")).await.unwrap();
    assert_eq!(bare.status(), 401);
    server.stop().await;
}

#[tokio::test]
async fn a_deleted_conversation_is_gone_from_the_log_and_from_its_sockets() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let mut other = Client::new(server.address).await;
    let token = visitor.ready["token"].as_str().unwrap().to_owned();
    visitor.ask(&format!("when will my {CANARY} arrive")).await;
    other.ask("where is my order").await;
    let lead: AccountName = "lead".parse().unwrap();
    server.state.store.create_account(&lead, Role::Viewer, 0).await.unwrap();
    let bearer = server.state.store.create_token(&lead, "test", 0).await.unwrap();
    let overview = async || {
        let asked = reqwest::Client::new().get(server.url("/api/v1/admin/overview")).bearer_auth(bearer.reveal());
        asked.send().await.unwrap().text().await.unwrap()
    };
    assert!(overview().await.contains(CANARY), "what was asked last is shown");

    assert_eq!(request(&server, "DELETE", "", &token).await.status(), 204);
    assert!(!overview().await.contains(CANARY), "and not for a moment longer");
    assert_eq!(request(&server, "DELETE", "", &token).await.status(), 404);
    assert_eq!(request(&server, "GET", "", &token).await.status(), 404);
    visitor.say(json!({"kind": "text", "text": "still there?"})).await;
    assert_eq!(visitor.next_of("nack").await["code"], "closed");
    let again = Client::back(server.address, &visitor.ready, 0).await;
    assert_eq!(again.ready["resumed"], false);
    assert_eq!(again.ready["seq"], 0);
    // the neighbour's is untouched
    assert_eq!(Client::back(server.address, &other.ready, 0).await.ready["seq"], 2);

    // in a quiet moment the log is cut, and the disk holds no trace, while the server runs
    let holds_canary = || {
        std::fs::read_dir(site.data()).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes())
        })
    };
    until("no trace is left", async || !holds_canary()).await;
    server.stop().await;
}
