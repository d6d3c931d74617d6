//! What happens when the other side fails, refuses, leads astray or hears of nothing.

use super::hook::{Receiver, SECRET};
use super::{MONDAY, NEXT_MONDAY, Post, W47, at, outbox, settled};
use crate::support::{PATIENCE, TestServer, until};
use deskbell::clock;
use deskbell::store::accounts::Role;
use deskbell::store::outbox::Delivery;
use serde_json::Value;

const MAIL_ONLY: (&str, &str) = ("DESKBELL_REPORTS_WEBHOOK", "");
const HOOK_ONLY: (&str, &str) = ("DESKBELL_REPORTS_MAIL_TO", "");

fn row<'a>(rows: &'a [Delivery], label: &str) -> &'a Delivery {
    rows.iter().find(|row| row.label == label).unwrap()
}

/// Waits for the attempt of this number to fail, and moves the clock to the next.
async fn next_attempt(post: &Post, server: &TestServer, attempts: i64) -> i64 {
    until("the attempt fails", async || {
        outbox(server).await.iter().any(|row| row.state == "waiting" && row.attempts == attempts)
    })
    .await;
    let waiting = outbox(server).await.into_iter().find(|row| row.state == "waiting").unwrap();
    let now = post.clock.now_millis();
    post.clock.set(clock::from_millis(waiting.next_at));
    waiting.next_at - now
}

#[tokio::test]
async fn a_receiver_that_fails_twice_gets_the_same_message_a_third_time() {
    let post = Post::new().await;
    post.hook.answer(&[(503, None), (500, None)]);
    let server = post.serve(&[HOOK_ONLY]).await;
    post.clock.set(at(MONDAY));
    let first = next_attempt(&post, &server, 1).await;
    let second = next_attempt(&post, &server, 2).await;
    assert!((30_000..=60_000).contains(&first) && (90_000..=180_000).contains(&second), "{first} {second}");
    until("it is taken", async || outbox(&server).await[0].state == "sent").await;
    let calls = post.hook.calls();
    assert_eq!((calls.len(), outbox(&server).await[0].attempts), (3, 3));
    for call in &calls {
        assert!(call.is_signed_with(SECRET), "{call:?}");
        assert!(!call.is_signed_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assert_eq!((&call.id, call.content_type.as_str()), (&calls[0].id, "application/json"));
        let report: Value = serde_json::from_slice(&call.body).unwrap();
        assert_eq!((&report["schema"], &report["week"]), (&"deskbell.report.v1".into(), &"2026-W47".into()));
    }
    assert_eq!(
        calls[2].timestamp - calls[0].timestamp,
        (first + second) / 1000 + i64::from((first + second) % 1000 > 999)
    );
    let metrics = server.state.metrics.render();
    for line in [
        r#"deskbell_deliveries_total{kind="webhook",outcome="again"} 2"#,
        r#"deskbell_deliveries_total{kind="webhook",outcome="sent"} 1"#,
        r#"deskbell_deliveries_pending{kind="webhook"} 0"#,
    ] {
        until(line, async || server.state.metrics.render().contains(line)).await;
    }
    assert!(!metrics.contains("outcome=\"failed\""), "{metrics}");
    server.stop().await;
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let post = Post::new().await;
    let elsewhere = Receiver::start().await;
    let place: &'static str = Box::leak(format!("http://{}/in", elsewhere.address).into_boxed_str());
    post.hook.answer(&[(307, Some(place))]);
    let server = post.serve(&[HOOK_ONLY]).await;
    post.clock.set(at(MONDAY));
    let rows = settled(&server).await;
    assert_eq!((rows[0].state.as_str(), rows[0].attempts), ("failed", 1), "{rows:?}");
    assert!(rows[0].answer.contains("redirect"), "{rows:?}");
    assert_eq!((post.hook.calls().len(), elsewhere.calls().len()), (1, 0));
    server.stop().await;
}

#[tokio::test]
async fn a_private_address_is_refused_unless_the_settings_allow_it() {
    let post = Post::new().await;
    let address = format!("https://localhost:{}/in/sesame", post.hook.address.port());
    let private = ("DESKBELL_REPORTS_WEBHOOK_PRIVATE", "false");
    let server = post.serve(&[HOOK_ONLY, ("DESKBELL_REPORTS_WEBHOOK", &address), private]).await;
    post.clock.set(at(MONDAY));
    let rows = settled(&server).await;
    assert_eq!((rows[0].state.as_str(), rows[0].label.as_str()), ("failed", "localhost"), "{rows:?}");
    assert!(rows[0].answer.contains("webhook_private") && !rows[0].answer.contains("sesame"), "{rows:?}");
    assert_eq!(post.hook.calls().len(), 0);
    server.stop().await;
}

#[tokio::test]
async fn a_mail_server_that_is_busy_is_asked_again_and_one_that_refuses_is_not() {
    let post = Post::new().await;
    post.smtp.refuse("ana@example.com", &["451 4.3.0 Try again later"]);
    post.smtp.refuse("ben@example.com", &["550 5.1.1 <ben@example.com>: User unknown", "250 too late"]);
    let server = post.serve(&[MAIL_ONLY]).await;
    post.clock.set(at(MONDAY));
    next_attempt(&post, &server, 1).await;
    until("ana has it", async || row(&outbox(&server).await, "ana@example.com").state == "sent").await;
    let rows = settled(&server).await;
    let (ana, ben) = (row(&rows, "ana@example.com"), row(&rows, "ben@example.com"));
    assert_eq!((ana.attempts, ana.answer.as_str()), (2, "250 2.0.0 Ok: queued as 4XyZ"));
    assert_eq!((ben.state.as_str(), ben.attempts), ("failed", 1));
    assert!(ben.answer.contains("550") && ben.answer.contains("User unknown"), "{ben:?}");
    // it is not tried again, not even after a restart, and is shown
    server.stop().await;
    let server = post.serve(&[MAIL_ONLY]).await;
    post.clock.set(at(NEXT_MONDAY));
    post.wait_for(&["ana@example.com 2026-W47", "ana@example.com 2026-W48"]).await;
    server.stop().await;
}

/// Whoever set a new password at the mail server and not in the settings loses no mail by it.
#[tokio::test]
async fn a_sign_in_that_is_refused_is_tried_again() {
    let post = Post::new().await;
    post.smtp.refuse("ana@example.com", &["535 5.7.8 Authentication credentials invalid"]);
    let server = post.serve(&[MAIL_ONLY]).await;
    post.clock.set(at(MONDAY));
    next_attempt(&post, &server, 1).await;
    until("ana has it", async || row(&outbox(&server).await, "ana@example.com").state == "sent").await;
    server.stop().await;
}

#[tokio::test]
async fn a_delivery_that_nobody_heard_of_is_sent_again_under_the_same_name() {
    let post = Post::new().await;
    post.smtp.silent(true);
    let (config, clock) = (post.config(&[MAIL_ONLY]), post.clock.clone());
    // a process of its own, as far as its tasks go: they end where they stand
    let (started, ready) = tokio::sync::oneshot::channel();
    let (kill, killed) = tokio::sync::oneshot::channel::<()>();
    let process = std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let server = deskbell::serve::Server::start(config, clock).await.unwrap();
            tokio::spawn(server.run(tokio_util::sync::CancellationToken::new()));
            started.send(()).unwrap();
            killed.await.unwrap();
        });
        runtime.shutdown_timeout(PATIENCE);
    });
    ready.await.unwrap();
    post.clock.set(at(MONDAY));
    until("a mail is taken", async || post.smtp.mails().len() == 1).await;
    kill.send(()).unwrap();
    tokio::task::spawn_blocking(|| process.join().unwrap()).await.unwrap();
    post.smtp.silent(false);
    let server = post.serve(&[MAIL_ONLY]).await;
    until("both have it", async || settled(&server).await.iter().all(|row| row.state == "sent")).await;
    let mails = post.smtp.mails();
    let ids: Vec<(String, String)> =
        mails.iter().map(|mail| (mail.to[0].clone(), super::mail::header(&mail.data, "Message-ID"))).collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
    let twice = ids.iter().filter(|id| **id == ids[0]).count();
    assert_eq!(twice, 2, "the mail that was sent twice has one name: {ids:?}");
    let rows = outbox(&server).await;
    assert_eq!(row(&rows, &ids[0].0).attempts, 2);
    server.stop().await;
}

#[tokio::test]
async fn the_admin_area_shows_what_failed() {
    let post = Post::new().await;
    post.smtp.refuse("ben@example.com", &["550 5.1.1 <ben@example.com>: User unknown"]);
    let server = post.serve(&[]).await;
    post.clock.set(at(MONDAY));
    post.wait_for(&[W47[0], W47[2]]).await;
    settled(&server).await;
    let failed = async |name: &str, role: Role| {
        let name = name.parse().unwrap();
        let now = post.clock.now_millis();
        server.state.store.create_account(&name, role, now).await.unwrap();
        let token = server.state.store.create_token(&name, "test", now).await.unwrap();
        let address = server.url("/api/v1/admin/reports");
        let read = reqwest::Client::new().get(address).bearer_auth(token.reveal()).send().await.unwrap();
        let weeks: Value = read.json().await.unwrap();
        let rows = weeks["deliveries"].as_array().unwrap().iter();
        let failed: Vec<Value> = rows.filter(|row| row["state"] == "failed").cloned().collect();
        assert_eq!(failed.len(), 1, "{weeks}");
        failed[0].clone()
    };
    let shown = failed("root", Role::Admin).await;
    assert_eq!((&shown["to"], &shown["week"]), (&"ben@example.com".into(), &"2026-W47".into()));
    assert!(shown["said"].as_str().unwrap().contains("User unknown"));
    // who may not read the settings learns that it failed, but neither whom nor what a mail server said
    for (name, role) in [("vera", Role::Viewer), ("edi", Role::Editor)] {
        let shown = failed(name, role).await;
        assert_eq!((&shown["week"], &shown["attempts"]), (&"2026-W47".into(), &1.into()));
        assert_eq!((shown.get("to"), shown.get("said")), (None, None));
        assert!(!shown.to_string().contains("ben@"), "{shown}");
    }
    server.stop().await;
}
