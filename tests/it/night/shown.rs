//! The admin area says whether the team's bell was heard.

use super::{Night, deliveries, leave, settled, visitor};
use crate::support::{TestServer, until};
use deskbell::delivery::team::{PATIENCE, SILENCE};
use deskbell::ids::{ConversationId, TokenHash};
use deskbell::store::accounts::Role;
use deskbell::store::outbox::{LETTERS, NOTICES, NewDestination, Settled, Waiting};
use deskbell::store::told::MOST_TOLD;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

/// Words that occur nowhere else, so that a trace of them can be searched for.
const CANARY: &str = "quetzalcoatlus";

/// The notices that an account of a role reads.
async fn read(night: &Night, server: &TestServer, role: Role) -> Vec<Value> {
    told(night, server, role).await["notices"].as_array().unwrap().clone()
}

/// Everything that an account of a role reads of them.
async fn told(night: &Night, server: &TestServer, role: Role) -> Value {
    let (name, now) = (format!("{role:?}").to_lowercase().parse().unwrap(), night.clock.now_millis());
    let store = &server.state.store;
    if store.credentials(&name).await.unwrap().is_none() {
        store.create_account(&name, role, now).await.unwrap();
    }
    let token = store.create_token(&name, &crate::support::cid(), now).await.unwrap();
    let request = reqwest::Client::new().get(server.url("/api/v1/admin/notices")).bearer_auth(token.reveal());
    request.send().await.unwrap().json().await.unwrap()
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
    until("each was tried", async || {
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
            "receiver": of(&shown, "slack")["receiver"],
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
    let receivers: BTreeSet<&str> = shown.iter().map(|notice| notice["receiver"].as_str().unwrap()).collect();
    assert_eq!(receivers.len(), 5, "each is another: {shown:?}");
    let all = told(&night, &server, Role::Admin).await;
    let unheard: BTreeSet<&str> =
        all["unheard"].as_array().unwrap().iter().map(|notice| notice["kind"].as_str().unwrap()).collect();
    assert_eq!((unheard, &all["more"]), (["handoff-webhook", "wecom"].into(), &json!(false)));
    let everything = all.to_string();
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
    assert_eq!(shown[0]["receiver"], json!(answered), "each visitor is a receiver");
    // a week later it is nobody's business any more
    night.pass(Duration::from_secs(7 * 24 * 3_600 + 1));
    assert!(read(&night, &server, Role::Admin).await.is_empty());
    server.stop().await;
}

/// A row of the outbox, due so many seconds before now.
async fn row(night: &Night, subject: &str, to: &str, ago: i64, (state, attempts, answer): (&str, i64, &str)) {
    let due_at = night.clock.now_millis() - ago * 1_000;
    sqlx::query(
        "INSERT INTO delivery (subject, destination_id, due_at, state, attempts, next_at, answer) \
         VALUES ($1, $2, $3, $4, $5, $3, $6)",
    )
    .bind(subject)
    .bind(to)
    .bind(due_at)
    .bind(state)
    .bind(attempts)
    .bind(answer)
    .execute(&mut night.database().await)
    .await
    .unwrap();
}

#[tokio::test]
async fn who_is_not_reached_is_named_whatever_went_to_others_since() {
    let night = Night::new().await;
    let server = night.serve(&[("HANDOFF_NOTIFY", ""), ("HANDOFF_WEBHOOK", ""), ("HANDOFF_MAIL_TO", "")]).await;
    let two_of_one_host = [("slack", "one"), ("slack", "two"), ("wecom", "three"), ("feishu", "four")];
    let wanted = two_of_one_host
        .map(|(kind, digest)| NewDestination { kind, digest: digest.into(), label: "chat.example".into() })
        .to_vec();
    let known = server.state.store.note_destinations(wanted, night.clock.now_millis()).await.unwrap();
    let [one, two, three, four] = [0, 1, 2, 3].map(|place: usize| known[place].id.as_str());
    let visitors = "SELECT id FROM destination WHERE kind = 'visitor-mail'";
    let visitors: String = sqlx::query_scalar(visitors).fetch_one(&mut night.database().await).await.unwrap();
    let (failed, sent) = (("failed", 1, "404 no_service"), ("sent", 1, "200 ok"));
    row(&night, "handoff/queued/c_a/1", one, 9_000, failed).await;
    // nothing had to be sent, or nothing was tried: that says nothing of the receiver
    row(&night, "handoff/queued/c_b/1", three, 8_000, failed).await;
    row(&night, "handoff/queued/c_c/1", three, 7_000, ("sent", 1, "not sent: somebody took it")).await;
    row(&night, "handoff/queued/c_d/1", three, 6_900, ("waiting", 0, "")).await;
    row(&night, "handoff/queued/c_b/1", four, 8_000, failed).await;
    row(&night, "handoff/queued/c_c/1", four, 7_000, sent).await;
    // one visitor's mail is no other's, and the last of one visitor's counts
    row(&night, "letter/reply/c_a/3", &visitors, 6_000, failed).await;
    row(&night, "letter/reply/c_ab/3", &visitors, 5_000, failed).await;
    row(&night, "letter/reply/c_ab/12", &visitors, 4_000, sent).await;
    sqlx::query(
        "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < $1) \
         INSERT INTO delivery (subject, destination_id, due_at, state, attempts, next_at, answer) \
         SELECT 'handoff/queued/c_' || n || '/1', $2, $3 + n, 'sent', 1, $3 + n, '200 ok' FROM n",
    )
    .bind(MOST_TOLD as i64)
    .bind(two)
    .bind(night.clock.now_millis() - 1_000_000)
    .execute(&mut night.database().await)
    .await
    .unwrap();
    let told = told(&night, &server, Role::Viewer).await;
    let notices = told["notices"].as_array().unwrap();
    assert_eq!((notices.len(), &told["more"]), (MOST_TOLD, &json!(true)));
    assert!(notices.iter().all(|notice| notice["receiver"] == two), "what is later hides what is older");
    let unheard: Vec<(&str, &str)> = told["unheard"]
        .as_array()
        .unwrap()
        .iter()
        .map(|notice| (notice["receiver"].as_str().unwrap(), notice["conversation"].as_str().unwrap()))
        .collect();
    assert_eq!(unheard, [(three, "c_b"), (one, "c_a"), ("c_a", "c_a")], "the team comes first");
    server.stop().await;
}

#[tokio::test]
async fn what_was_not_sent_is_not_called_sent() {
    let night = Night::new().await;
    let server = night.serve(&[("HANDOFF_NOTIFY", ""), ("HANDOFF_WEBHOOK", "")]).await;
    let (_client, conversation) = visitor(&server, "Where is my order?").await;
    night.request(&conversation, "agent", Some(("ana@shop.example", "Please help."))).await;
    night.reply(&conversation, "I looked.").await;
    night.pass(SILENCE);
    settled(&server, 1).await;
    let shown = read(&night, &server, Role::Admin).await;
    let notice = of(&shown, "visitor-mail");
    assert_eq!(
        (&notice["state"], &notice["said"]),
        (&json!("needless"), &json!("not sent: the visitor was in the chat"))
    );
    server.stop().await;
}

#[tokio::test]
async fn what_a_mail_server_says_of_a_visitor_is_masked_and_ends_with_the_conversation() {
    let night = Night::new().await;
    let server = night.serve(&[("HANDOFF_NOTIFY", ""), ("HANDOFF_WEBHOOK", "")]).await;
    let (client, conversation) = visitor(&server, "Where is my order?").await;
    let token = client.ready["token"].as_str().unwrap().to_owned();
    let address = "quetzalcoatlus@shop.example";
    night.smtp.refuse("team@example.com", &["550 5.7.1 no answers to quetzalcoatlus@shop.example"]);
    night.request(&conversation, "message", Some((address, "Please help."))).await;
    settled(&server, 1).await;
    let taken = sqlx::query("UPDATE handoff SET state = 'agent' WHERE conversation_id = $1").bind(&conversation);
    taken.execute(&mut night.database().await).await.unwrap();
    leave(&server, client).await;
    night.smtp.refuse(address, &["550 5.1.1 <quetzalcoatlus@shop.example> user unknown"]);
    night.reply(&conversation, "I looked.").await;
    night.pass(SILENCE);
    let rows = settled(&server, 2).await;
    assert!(rows.iter().all(|row| row.state == "failed" && row.answer.contains(CANARY)), "{rows:?}");
    let shown = read(&night, &server, Role::Admin).await;
    let said = of(&shown, "visitor-mail")["said"].as_str().unwrap();
    assert!(said.contains("(550): 5.1.1 <[email]> user unknown"), "{said}");

    // an answer that comes when the conversation is gone is not noted any more
    let (store, now) = (&server.state.store, night.clock.now_millis());
    let to = NewDestination { kind: "visitor-mail", digest: "other".into(), label: "the visitor".into() };
    let destination = store.note_destinations(vec![to], now).await.unwrap().remove(0).id;
    let mut under_way = Vec::new();
    for subject in [format!("{NOTICES}queued/{conversation}/1"), format!("{LETTERS}reply/{conversation}/1")] {
        store.put_into_outbox(&subject, vec![destination.clone()], now).await.unwrap();
        let waiting = Waiting { subject, destination: destination.clone(), next_at: now };
        under_way.push(store.claim_delivery(&waiting, now).await.unwrap().unwrap());
    }
    assert!(server.state.engine.erase(&token).await.unwrap());
    for claimed in &under_way {
        store.settle_delivery(claimed, Settled::Failed, &format!("550 {address}"), now).await.unwrap();
    }
    let rows = deliveries(&server).await;
    let left: Vec<_> = rows.iter().map(|row| (row.kind.as_str(), row.state.as_str(), row.answer.as_str())).collect();
    assert_eq!(left, [("team-mail", "failed", "")], "that the team was not reached is still known");
    let holds_canary = || {
        std::fs::read_dir(night.site.data()).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(CANARY.len()).any(|part| part == CANARY.as_bytes())
        })
    };
    until("no trace is left", async || !holds_canary()).await;

    // nor does it outlive a conversation that is deleted in another way
    for way in ["secret", "name", "age"] {
        let (client, conversation) = visitor(&server, "Where is my order?").await;
        let answer = ("failed", 1, "550 quetzalcoatlus@shop.example");
        row(&night, &format!("{NOTICES}queued/{conversation}/1"), &destination, 0, answer).await;
        row(&night, &format!("{LETTERS}reply/{conversation}/1"), &destination, 0, answer).await;
        let deleted = match way {
            "secret" => store.erase(&TokenHash::of(client.ready["token"].as_str().unwrap())).await.unwrap(),
            "name" => store.erase_conversation(&ConversationId(conversation)).await.unwrap(),
            _ => store.forget(i64::MAX, 0, Vec::new()).await.unwrap() == Some(1),
        };
        assert!(deleted, "{way}");
        let rows = deliveries(&server).await;
        assert!(!format!("{rows:?}").contains(CANARY), "{way}: {rows:?}");
    }
    server.stop().await;
}
