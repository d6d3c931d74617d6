//! An agent answers somebody who is gone: the mail, and the link in it that leads back.

use super::{Night, deliveries, leave, settled, subject, text, visitor};
use crate::send::mail::header;
use crate::support::{Client, TestServer, until};
use deskbell::delivery::team::SILENCE;
use deskbell::ids::{ConversationId, Token};
use serde_json::{Value, json};
use std::time::Duration;

/// The key of the link in a mail.
pub fn key(text: &str) -> String {
    let start = text.find("/return#").unwrap() + "/return#".len();
    text[start..].chars().take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')).collect()
}

pub async fn come_back(address: std::net::SocketAddr, key: &str) -> Client {
    let hello = json!({"type": "hello", "v": 1, "return": key, "lang": "en"});
    Client::hello(address, hello).await.unwrap()
}

#[tokio::test]
async fn the_answer_goes_by_mail_and_its_link_leads_back() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let (client, conversation) = visitor(&server, "Where is my order?").await;
    let ready = client.ready.clone();
    night.request(&conversation, "agent", Some(("ana@shop.example", "Please help."))).await;
    leave(&server, client).await;
    night.reply(&conversation, "Good morning! I <looked>.").await;
    night.reply(&conversation, "It left yesterday.").await;
    night.pass(SILENCE);
    let mail = night.mail_to("ana@shop.example").await;
    assert_eq!(subject(&mail), "Fernhill <Bikes>: an answer to your message");
    assert!(header(&mail.data, "Reply-To").contains("team@example.com"));
    let said = text(&mail);
    assert!(said.starts_with("Maya wrote to you:\n\n> Good morning! I <looked>.\n\n> It left yesterday."), "{said}");
    let rows = settled(&server, 1).await;
    assert_eq!((rows.len(), rows[0].kind.as_str(), rows[0].label.as_str()), (1, "visitor-mail", "the visitor"));
    let everything = format!("{rows:?}");
    assert!(!everything.contains("ana@"), "a visitor's address stays in the conversation: {everything}");

    // another browser, which knows nothing
    let key = key(&said);
    let mut back = come_back(server.address, &key).await;
    assert_eq!((&back.ready["conversation"], &back.ready["resumed"]), (&json!(conversation), &json!(true)));
    assert_ne!(back.ready["token"], ready["token"]);
    back.send(&json!({"type": "sync", "after": 0})).await.unwrap();
    let mut events: Vec<Value> = Vec::new();
    while events.len() < 4 {
        events.push(back.next_of("event").await);
    }
    assert_eq!(events[3]["body"]["text"], "It left yesterday.");
    let again = Client::back(server.address, &back.ready, 0).await;
    assert_eq!(again.ready["conversation"], json!(conversation), "the secret that it was changed for goes on");
    let first = Client::back(server.address, &ready, 0).await;
    assert_eq!(first.ready["conversation"], json!(conversation), "who held the conversation still does");
    let guessed = come_back(server.address, &"A".repeat(43)).await;
    assert_ne!(guessed.ready["conversation"], json!(conversation));
    drop((again, first));

    // whoever is there reads it in the chat
    night.reply(&conversation, "Are you there?").await;
    night.pass(SILENCE);
    let rows = settled(&server, 2).await;
    assert!(rows.iter().any(|row| row.answer.contains("the visitor was in the chat")), "{rows:?}");
    assert_eq!(night.smtp.mails().len(), 1);

    // who has answered and is gone again gets what came after that
    back.say(json!({"kind": "text", "text": "I am, thank you!"})).await;
    back.next_of("ack").await;
    drop(guessed);
    leave(&server, back).await;
    night.reply(&conversation, "Come by tomorrow.").await;
    night.pass(SILENCE);
    until("the second mail", async || night.smtp.mails().len() == 2).await;
    let said = text(&night.mail_to("ana@shop.example").await);
    assert!(said.starts_with("Maya wrote to you:\n\n> Come by tomorrow.\n\n"), "{said}");
    server.stop().await;
}

#[tokio::test]
async fn a_link_ends_after_thirty_days_and_with_its_conversation() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let (client, conversation) = visitor(&server, "Where is my order?").await;
    night.request(&conversation, "agent", Some(("ana@shop.example", "Please help."))).await;
    leave(&server, client).await;
    night.reply(&conversation, "Here you are.").await;
    night.pass(SILENCE);
    let key = key(&text(&night.mail_to("ana@shop.example").await));
    night.pass(Duration::from_secs(30 * 24 * 3600 - 1));
    let back = come_back(server.address, &key).await;
    assert_eq!(back.ready["conversation"], json!(conversation));
    night.pass(Duration::from_secs(1));
    let late = come_back(server.address, &key).await;
    assert_ne!(late.ready["conversation"], json!(conversation));
    // what the link was changed for deletes the conversation, as its own secret does
    let token = back.ready["token"].as_str().unwrap().to_owned();
    drop((back, late));
    assert!(server.state.engine.erase(&token).await.unwrap());
    let keys: i64 =
        sqlx::query_scalar("SELECT count(*) FROM return_key").fetch_one(&mut night.database().await).await.unwrap();
    assert_eq!(keys, 0);
    server.stop().await;
}

/// Somebody who left an address and went; then an agent's answer, to whose mail the server says `no` once, which leaves it in
/// that `state`. What the visitor's page holds, and the conversation.
async fn answer_is_refused(night: &Night, server: &TestServer, no: &'static str, state: &str) -> (Value, String) {
    let (client, conversation) = visitor(server, "Where is my order?").await;
    let ready = client.ready.clone();
    night.request(&conversation, "agent", Some(("ana@shop.example", "Please help."))).await;
    leave(server, client).await;
    night.smtp.refuse("ana@shop.example", &[no]);
    night.reply(&conversation, "Here you are.").await;
    night.pass(SILENCE);
    until("the mail server refuses it", async || {
        deliveries(server).await.iter().any(|row| row.state == state && row.attempts == 1)
    })
    .await;
    (ready, conversation)
}

#[tokio::test]
async fn a_mail_server_that_is_away_keeps_the_bell_from_nothing_and_gets_the_answer_later() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let (_, conversation) = answer_is_refused(&night, &server, "450 4.2.1 Try again later", "waiting").await;
    server.stop().await;
    night.pass(Duration::from_secs(120));
    let server = night.serve(&[]).await;
    let said = text(&night.mail_to("ana@shop.example").await);
    assert!(said.contains("> Here you are."), "{said}");
    let rows = settled(&server, 1).await;
    assert_eq!((rows.len(), rows[0].attempts), (1, 2), "{rows:?}");
    assert_eq!(come_back(server.address, &key(&said)).await.ready["conversation"], json!(conversation));
    server.stop().await;
}

#[tokio::test]
async fn who_came_back_before_the_mail_went_out_gets_none() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let (ready, _) = answer_is_refused(&night, &server, "450 4.2.1 Try again later", "waiting").await;
    let mut back = Client::back(server.address, &ready, 0).await;
    back.say(json!({"kind": "text", "text": "Thank you!"})).await;
    back.next_of("ack").await;
    leave(&server, back).await;
    night.pass(Duration::from_secs(120));
    let rows = settled(&server, 1).await;
    assert!(rows[0].answer.contains("the visitor came back before"), "{rows:?}");
    assert_eq!(night.smtp.mails().len(), 0);
    server.stop().await;
}

#[tokio::test]
async fn what_a_mail_server_refused_for_good_is_in_the_next_mail() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let (_, conversation) = answer_is_refused(&night, &server, "554 5.7.1 Message refused", "failed").await;
    night.reply(&conversation, "Come by tomorrow.").await;
    night.pass(SILENCE);
    let said = text(&night.mail_to("ana@shop.example").await);
    assert!(said.contains("> Here you are.\n\n> Come by tomorrow."), "{said}");
    server.stop().await;
}

#[tokio::test]
async fn what_a_link_was_changed_for_ends_with_it() {
    let night = Night::new().await;
    let server = night.serve(&[]).await;
    let (_client, conversation) = visitor(&server, "Where is my order?").await;
    let (store, id) = (&server.state.store, ConversationId(conversation.clone()));
    let (key, expires_at) = (Token::generate(), night.clock.now_millis() + 1_000);
    store.keep_return_key(key.hash(), &id, expires_at).await.unwrap();
    assert_eq!(store.conversation(&key.hash(), expires_at - 1).await.unwrap().unwrap().id, id);
    assert!(store.conversation(&key.hash(), expires_at).await.unwrap().is_none(), "before it is forgotten, too");
    store.forget_return_keys(expires_at - 1).await.unwrap();
    assert!(store.conversation_of_return_key(&key.hash(), expires_at - 1).await.unwrap().is_some());
    assert!(store.conversation_of_return_key(&key.hash(), expires_at).await.unwrap().is_none());
    store.forget_return_keys(expires_at).await.unwrap();
    assert!(store.conversation(&key.hash(), expires_at - 1).await.unwrap().is_none());
    // one that is gone gets no key
    store.keep_return_key(key.hash(), &ConversationId("c_none".into()), i64::MAX).await.unwrap();
    assert!(store.conversation_of_return_key(&key.hash(), 0).await.unwrap().is_none());
    server.stop().await;
}
