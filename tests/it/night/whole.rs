//! A night from end to end, by the protocols alone: somebody asks for a person, leaves a message, is answered in the
//! morning, and comes back by the mail's link.

use super::back::{come_back, key};
use super::{Night, at, leave, parsed, settled, text};
use crate::send::hook::SECRET;
use crate::support::{Client, TestServer};
use deskbell::delivery::team::SILENCE;
use deskbell::store::accounts::{AccountName, Role};
use serde_json::{Value, json};

/// Does something in a conversation as somebody of the team, with a token.
async fn act(server: &TestServer, token: &str, conversation: &str, action: Value) -> Value {
    let address = server.url(&format!("/api/v1/admin/console/conversations/{conversation}/actions"));
    let body = json!({"cid": crate::support::cid(), "action": action});
    let response = reqwest::Client::new().post(address).bearer_auth(token).json(&body).send().await.unwrap();
    let status = response.status();
    let answer: Value = response.json().await.unwrap();
    assert!(status.is_success(), "{action}: {status} {answer}");
    answer
}

async fn agent(server: &TestServer, name: &str, now: i64) -> String {
    let name: AccountName = name.parse().unwrap();
    let store = &server.state.store;
    store.create_account(&name, Role::Agent, now).await.unwrap();
    store.create_token(&name, "test", now).await.unwrap().reveal().to_owned()
}

/// The next notice of a client.
async fn notice(client: &mut Client) -> Value {
    loop {
        let event = client.next_of("event").await;
        if event["body"]["kind"] == "notice" {
            return event["body"].clone();
        }
    }
}

#[tokio::test]
async fn a_message_of_the_night_is_answered_in_the_morning() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let mut client = Client::new(server.address).await;
    let conversation = client.ready["conversation"].as_str().unwrap().to_owned();
    client.ask("Where is my order?").await;
    client.say(json!({"kind": "text", "text": "Can I talk to a human?"})).await;
    let offline = notice(&mut client).await;
    assert_eq!((&offline["code"], &offline["opens_at"]), (&json!("offline"), &json!("2026-11-26T09:00:00.000Z")));
    assert!(offline["text"].as_str().unwrap().contains("We are back tomorrow at 09:00."), "{offline}");
    assert_eq!(offline["offers"], json!(["message"]));

    let message = json!({"kind": "message", "email": "ana@shop.example", "text": "My wheel <wobbles>."});
    client.say(message).await;
    let left = notice(&mut client).await;
    assert_eq!(left["code"], "message_left");
    assert!(left["text"].as_str().unwrap().contains("ana@shop.example"), "{left}");
    let state: String =
        sqlx::query_scalar("SELECT state FROM handoff").fetch_one(&mut night.database().await).await.unwrap();
    assert_eq!(state, "message");
    leave(&server, client).await;

    let mail = night.mail_to("team@example.com").await;
    assert!(text(&mail).contains("> My wheel <wobbles>."), "{}", text(&mail));
    settled(&server, 6).await;
    let call = night.hook.calls().pop().unwrap();
    assert!(call.is_signed_with(SECRET));
    assert_eq!(parsed(&call.body)["message"], "My wheel <wobbles>.");

    night.clock.set(at("2026-11-26T09:05:00Z"));
    let maya = agent(&server, "Maya", night.clock.now_millis()).await;
    act(&server, &maya, &conversation, json!({"kind": "take"})).await;
    act(&server, &maya, &conversation, json!({"kind": "reply", "text": "Bring it by, we true it for free."})).await;
    night.pass(SILENCE);
    let said = text(&night.mail_to("ana@shop.example").await);
    assert!(said.starts_with("Maya wrote to you:\n\n> Bring it by, we true it for free."), "{said}");

    let mut back = come_back(server.address, &key(&said)).await;
    assert_eq!((&back.ready["conversation"], &back.ready["resumed"]), (&json!(conversation), &json!(true)));
    back.say(json!({"kind": "text", "text": "Thank you!"})).await;
    back.next_of("ack").await;
    act(&server, &maya, &conversation, json!({"kind": "reply", "text": "See you."})).await;
    loop {
        let event = back.next_of("event").await;
        if event["from"] == "agent" && event["body"]["text"] == "See you." {
            break;
        }
    }
    night.pass(SILENCE);
    let rows = settled(&server, 8).await;
    assert!(rows.iter().any(|row| row.answer.contains("the visitor was in the chat")), "{rows:?}");
    assert_eq!(night.smtp.mails().len(), 2, "who is there gets no mail: {rows:?}");

    act(&server, &maya, &conversation, json!({"kind": "resolve"})).await;
    let closed = notice(&mut back).await;
    assert_eq!((&closed["code"], &closed["offers"]), (&json!("closed"), &json!(["csat"])));
    back.say(json!({"kind": "csat", "score": 5, "comment": "Kind and quick"})).await;
    back.next_of("ack").await;
    let rated: (i64, String) =
        sqlx::query_as("SELECT score, comment FROM handoff").fetch_one(&mut night.database().await).await.unwrap();
    assert_eq!(rated, (5, "Kind and quick".to_owned()));
    server.stop().await;
}
