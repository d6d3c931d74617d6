//! The admin area says whether the team's bell was heard.

use super::{Night, deliveries, leave, settled, visitor};
use deskbell::delivery::team::{PATIENCE, SILENCE};
use deskbell::store::accounts::Role;
use serde_json::{Value, json};
use std::time::Duration;

/// What an account of a role reads.
async fn read(night: &Night, server: &crate::support::TestServer, role: Role) -> Vec<Value> {
    let (name, now) = (format!("{role:?}").to_lowercase().parse().unwrap(), night.clock.now_millis());
    let store = &server.state.store;
    if store.credentials(&name).await.unwrap().is_none() {
        store.create_account(&name, role, now).await.unwrap();
    }
    let token = store.create_token(&name, &crate::support::cid(), now).await.unwrap();
    let _ = rustls::crypto::ring::default_provider().install_default();
    let request = reqwest::Client::new().get(server.url("/api/v1/admin/notices")).bearer_auth(token.reveal());
    let told: Value = request.send().await.unwrap().json().await.unwrap();
    told["notices"].as_array().unwrap_or_else(|| panic!("{told}")).clone()
}

fn of<'a>(notices: &'a [Value], kind: &str) -> &'a Value {
    notices.iter().find(|notice| notice["kind"] == kind).unwrap_or_else(|| panic!("{kind} in {notices:?}"))
}

#[tokio::test]
async fn what_the_team_was_told_is_shown_with_what_became_of_it() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    assert!(read(&night, &server, Role::Admin).await.is_empty());
    // one receiver is away for a while, one does not know us, and the others take it
    night.hook.answer(&[(503, None)]);
    night.chats.answer_to("wecom", &[r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#]);
    let (_client, conversation) = visitor(&server, "Where is my order? I am ana@example.com").await;
    night.request(&conversation, "queued", None).await;
    night.pass(PATIENCE);
    crate::support::until("each was tried", async || {
        let all = deliveries(&server).await;
        all.len() == 5 && all.iter().all(|row| row.attempts == 1 && row.state != "sending")
    })
    .await;
    let shown = read(&night, &server, Role::Admin).await;
    assert_eq!(shown.len(), 5, "{shown:?}");
    let due = deskbell::clock::rfc3339(night.clock.now_millis());
    let chats = night.chats.address.ip().to_string();
    assert_eq!(
        of(&shown, "slack"),
        &json!({
            "about": "queued", "conversation": conversation, "kind": "slack", "to": chats, "due": due,
            "state": "sent", "attempts": 1, "at": due, "said": of(&shown, "slack")["said"],
        })
    );
    let failed = of(&shown, "wecom");
    assert_eq!((&failed["state"], &failed["to"]), (&json!("failed"), &json!(chats)));
    assert!(failed["said"].as_str().unwrap().contains("invalid webhook url"), "{failed}");
    let waits = of(&shown, "handoff-webhook");
    assert_eq!(
        (&waits["state"], &waits["attempts"], &waits["about"]),
        (&json!("waiting"), &json!(1), &json!("queued"))
    );
    assert!(waits["at"].as_str().unwrap() > due.as_str(), "it says when it is tried again: {waits}");
    assert!(waits["said"].as_str().unwrap().contains("503"), "{waits}");
    let everything = format!("{shown:?}");
    for secret in ["sesame", "SECtest", "demo", "ana@", super::hook::SECRET] {
        assert!(!everything.contains(secret), "{secret} in {everything}");
    }
    // who may not read the settings learns that it failed, but neither whom nor what was said
    for role in [Role::Viewer, Role::Agent, Role::Editor] {
        let shown = read(&night, &server, role).await;
        let failed = of(&shown, "wecom");
        assert_eq!(
            (shown.len(), &failed["state"], failed.get("to"), failed.get("said")),
            (5, &json!("failed"), None, None)
        );
    }

    // it arrives, and mails are shown beside the chats, the latest first
    night.pass(Duration::from_secs(60));
    settled(&server, 5).await;
    assert_eq!(of(&read(&night, &server, Role::Admin).await, "handoff-webhook")["state"], "sent");
    let (other, answered) = visitor(&server, "Where is my order?").await;
    night.request(&answered, "agent", Some(("ana@shop.example", "Please help."))).await;
    leave(&server, other).await;
    night.reply(&answered, "I looked.").await;
    night.pass(SILENCE);
    settled(&server, 6).await;
    let shown = read(&night, &server, Role::Admin).await;
    assert_eq!((shown.len(), &shown[0]["kind"], &shown[0]["about"]), (6, &json!("visitor-mail"), &json!("reply")));
    assert_eq!((&shown[0]["to"], &shown[0]["state"]), (&json!("the visitor"), &json!("sent")));
    // a week later it is nobody's business any more
    night.pass(Duration::from_secs(7 * 24 * 3_600 + 1));
    assert!(read(&night, &server, Role::Admin).await.is_empty());
    server.stop().await;
}
