//! The report is sent: by mail to a real server, to a real receiver of webhooks, once a week.

mod by_hand;
pub mod hook;
pub mod mail;
pub mod smtp;
mod trouble;

use crate::report::log::Visitors;
use crate::support::{Site, TestServer, until};
use deskbell::clock::{Clock, Timestamp};
use deskbell::config::{self, Config};
use deskbell::store::Store;
use deskbell::store::outbox::Delivery;
use deskbell::telemetry::Metrics;
use hook::{Receiver, SECRET};
use smtp::SmtpServer;
use std::collections::BTreeMap;

/// Lisbon's time is UTC in winter. 2026-W47 ends with Sunday 22 November; its report is due at this moment.
const MONDAY: &str = "2026-11-23T07:00:00Z";
/// 2026-W48 is due.
const NEXT_MONDAY: &str = "2026-11-30T07:00:00Z";

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// A site, a mail server and a receiver.
struct Post {
    site: Site,
    smtp: SmtpServer,
    hook: Receiver,
    clock: Clock,
}

impl Post {
    /// On the Wednesday of 2026-W47, with a log that begins in 2026-W46.
    async fn new() -> Self {
        let post = Self::without_log().await;
        let store = Store::open(&post.site.data().join("deskbell.db"), Metrics::default()).await.unwrap();
        for week in ["2026-11-09", "2026-11-16", "2026-11-23"] {
            let start = at(&format!("{week}T00:00:00Z")).as_millisecond();
            Visitors::new(&store, start as u64).come(start, start + 7 * 24 * 3_600_000, 25).await;
        }
        store.close().await;
        post
    }

    async fn without_log() -> Self {
        Self {
            site: Site::new(),
            smtp: SmtpServer::start().await,
            hook: Receiver::start().await,
            clock: Clock::manual(at("2026-11-18T12:00:00Z")),
        }
    }

    fn settings(&self) -> BTreeMap<&'static str, String> {
        BTreeMap::from([
            ("DESKBELL_SITE_NAME", "Fernhill <Bikes> & Co".to_owned()),
            ("DESKBELL_SITE_TIME_ZONE", "Europe/Lisbon".to_owned()),
            ("DESKBELL_REPORTS_MAIL_TO", "ana@example.com, ben@example.com".to_owned()),
            ("DESKBELL_REPORTS_WEBHOOK", format!("http://{}/in/sesame", self.hook.address)),
            ("DESKBELL_REPORTS_WEBHOOK_SECRET", SECRET.to_owned()),
            ("DESKBELL_REPORTS_WEBHOOK_PRIVATE", "true".to_owned()),
            ("DESKBELL_MAIL_SMTP_URL", format!("smtp://deskbell:pass%40word@{}", self.smtp.address)),
            ("DESKBELL_MAIL_FROM", "Fernhill reports <bot@shop.example>".to_owned()),
        ])
    }

    /// The settings, with some of them changed.
    fn config(&self, changes: &[(&'static str, &str)]) -> Config {
        let mut settings = self.settings();
        settings.extend(changes.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let settings = settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let loaded = config::load(None, &settings).unwrap();
        let own = self.site.config();
        let server = config::Server { listen: own.server.listen, ..loaded.server };
        Config { server, faq_dir: own.faq_dir, data_dir: own.data_dir, limits: own.limits, ..loaded }
    }

    /// A server that has looked for the first time whether something is due, and done it.
    async fn serve(&self, changes: &[(&'static str, &str)]) -> TestServer {
        let server = TestServer::start_at(self.config(changes), self.clock.clone()).await;
        let looked = "deskbell_deliveries_pending{kind=\"mail\"}";
        until("it has looked", async || server.state.metrics.render().contains(looked)).await;
        server
    }

    /// The names of all that arrived, sorted.
    fn arrived(&self) -> Vec<String> {
        let mails = self.smtp.mails();
        let mut arrived: Vec<String> =
            mails.iter().map(|mail| format!("{} {}", mail.to[0], week(&mail.data))).collect();
        arrived.extend(self.hook.calls().iter().map(|call| format!("webhook {}", week(&call.body))));
        arrived.sort();
        arrived
    }

    async fn wait_for(&self, arrived: &[&str]) {
        until("everything arrives", async || self.arrived().len() >= arrived.len()).await;
        assert_eq!(self.arrived(), arrived);
    }
}

/// The week that a mail or a body names first.
fn week(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let start = text.find("2026-W").unwrap();
    text[start..start + 8].to_owned()
}

async fn outbox(server: &TestServer) -> Vec<Delivery> {
    server.state.store.deliveries("report/", i64::MIN).await.unwrap()
}

/// Waits until nothing of the outbox waits for its time or is under way.
async fn settled(server: &TestServer) -> Vec<Delivery> {
    until("the outbox is settled", async || {
        let rows = outbox(server).await;
        !rows.is_empty() && rows.iter().all(|row| row.state != "sending" && row.attempts > 0)
    })
    .await;
    outbox(server).await
}

const W47: [&str; 3] = ["ana@example.com 2026-W47", "ben@example.com 2026-W47", "webhook 2026-W47"];
const BOTH: [&str; 6] = [
    "ana@example.com 2026-W47",
    "ana@example.com 2026-W48",
    "ben@example.com 2026-W47",
    "ben@example.com 2026-W48",
    "webhook 2026-W47",
    "webhook 2026-W48",
];

#[tokio::test]
async fn the_report_is_sent_on_monday_and_once_whatever_restarts() {
    let post = Post::new().await;
    let server = post.serve(&[]).await;
    post.clock.set(at("2026-11-23T06:59:59.999Z"));
    post.clock.set(at(MONDAY));
    post.wait_for(&W47).await;
    let rows = settled(&server).await;
    assert!(rows.iter().all(|row| row.state == "sent" && row.attempts == 1), "{rows:?}");
    server.stop().await;
    for later in ["2026-11-23T07:00:01Z", "2026-11-23T09:00:00Z", "2026-11-25T12:00:00Z", "2026-11-29T23:00:00Z"] {
        post.clock.set(at(later));
        post.serve(&[]).await.stop().await;
    }
    assert_eq!(post.arrived(), W47);
    // what comes next shows that nothing came between
    let server = post.serve(&[]).await;
    post.clock.set(at(NEXT_MONDAY));
    post.wait_for(&BOTH).await;
    server.stop().await;
    // not a moment early
    let sent = post.hook.calls().iter().map(|call| call.timestamp).collect::<Vec<_>>();
    assert_eq!(sent, [at(MONDAY).as_second(), at(NEXT_MONDAY).as_second()]);
}

#[tokio::test]
async fn a_restart_over_the_hour_sends_once() {
    let post = Post::new().await;
    post.clock.set(at("2026-11-23T06:59:50Z"));
    post.serve(&[]).await.stop().await;
    assert_eq!(post.arrived(), [""; 0]);
    // down at 07:00, back at 07:10
    post.clock.set(at("2026-11-23T07:10:00Z"));
    post.serve(&[]).await.stop().await;
    assert_eq!(post.arrived(), W47);
    for _ in 0..3 {
        post.serve(&[]).await.stop().await;
    }
    assert_eq!(post.arrived(), W47);
    let server = post.serve(&[]).await;
    post.clock.set(at(NEXT_MONDAY));
    post.wait_for(&BOTH).await;
    server.stop().await;
}

#[tokio::test]
async fn of_two_missed_weeks_the_last_is_sent() {
    let post = Post::new().await;
    post.serve(&[]).await.stop().await;
    post.clock.set(at("2026-12-03T15:00:00Z"));
    let server = post.serve(&[]).await;
    // a clock that leapt by two weeks is believed when it has gone on like that for six hours
    post.clock.set(at("2026-12-03T21:00:01Z"));
    post.wait_for(&["ana@example.com 2026-W48", "ben@example.com 2026-W48", "webhook 2026-W48"]).await;
    server.stop().await;
}

#[tokio::test]
async fn what_is_too_late_is_not_sent() {
    let post = Post::new().await;
    post.serve(&[]).await.stop().await;
    // six days and a second after it was due; what comes is the next one
    post.clock.set(at("2026-11-29T07:00:01Z"));
    let server = post.serve(&[]).await;
    assert_eq!(post.arrived(), [""; 0]);
    post.clock.set(at(NEXT_MONDAY));
    post.wait_for(&["ana@example.com 2026-W48", "ben@example.com 2026-W48", "webhook 2026-W48"]).await;
    server.stop().await;
}

#[tokio::test]
async fn nothing_is_made_up_for_a_new_address_or_before_the_log() {
    let post = Post::new().await;
    // a server that did not send before learns of an address on Wednesday
    post.clock.set(at("2026-11-25T12:00:00Z"));
    let server = post.serve(&[]).await;
    assert_eq!(post.arrived(), [""; 0]);
    post.clock.set(at(NEXT_MONDAY));
    post.wait_for(&["ana@example.com 2026-W48", "ben@example.com 2026-W48", "webhook 2026-W48"]).await;
    server.stop().await;

    // a fresh one whose first visitor comes on a Tuesday sends that week's report first
    let fresh = Post::without_log().await;
    let server = fresh.serve(&[]).await;
    fresh.clock.set(at("2026-11-24T09:00:00Z"));
    let start = at("2026-11-24T09:00:00Z").as_millisecond();
    Visitors::new(&server.state.store, 1).come(start, start + 3_600_000, 5).await;
    fresh.clock.set(at(NEXT_MONDAY));
    fresh.wait_for(&["ana@example.com 2026-W48", "ben@example.com 2026-W48", "webhook 2026-W48"]).await;
    server.stop().await;
}

#[tokio::test]
async fn a_start_with_the_wrong_settings_or_a_wrong_clock_loses_nothing() {
    let post = Post::new().await;
    // the clock is ten years ahead when the addresses are first seen
    post.clock.set(at("2036-11-18T12:00:00Z"));
    post.serve(&[("DESKBELL_PRIVACY_KEEP_DAYS", "0")]).await.stop().await;
    post.clock.set(at("2026-11-18T12:00:00Z"));
    post.serve(&[]).await.stop().await;
    // due, and not taken
    post.smtp.refuse("ana@example.com", &["451 4.3.0 Try again later"]);
    post.clock.set(at(MONDAY));
    post.serve(&[]).await.stop().await;
    assert_eq!(post.arrived(), W47[1..]);
    // started without its settings, then with them
    let none = [("DESKBELL_REPORTS_MAIL_TO", ""), ("DESKBELL_REPORTS_WEBHOOK", "")];
    post.clock.set(at("2026-11-23T12:00:00Z"));
    let server = post.serve(&none).await;
    assert_eq!(outbox(&server).await.iter().filter(|row| row.state == "waiting").count(), 1);
    server.stop().await;
    let server = post.serve(&[]).await;
    post.wait_for(&W47).await;
    server.stop().await;
}
