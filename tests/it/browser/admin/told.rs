//! The settings and the overview say whether the team's bell was heard.

use super::Desk;
use deskbell::store::outbox::{NewDestination, Settled, Waiting};
use serde_json::json;

/// A notice about a conversation, and what came of the first attempt.
async fn notice(desk: &Desk, kind: &'static str, conversation: &str, settled: Settled, said: &str) {
    let (store, now) = (&desk.server.state.store, desk.server.state.clock.now_millis());
    let to = NewDestination { kind, digest: kind.into(), label: format!("{kind}.example") };
    let destination = store.note_destinations(vec![to], now).await.unwrap().remove(0).id;
    let subject = format!("handoff/queued/{conversation}/1");
    store.put_into_outbox(&subject, vec![destination.clone()], now).await.unwrap();
    let claimed = store.claim_delivery(&Waiting { subject, destination, next_at: now }, now).await.unwrap().unwrap();
    store.settle_delivery(&claimed, settled, said, now).await.unwrap();
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn who_runs_the_site_sees_whether_the_team_was_told() {
    let desk = Desk::open("admin-told", 2).await;
    desk.go("settings").await;
    assert!(desk.text("[data-told-none]").await.starts_with("Nobody is told"), "and it says how somebody is");
    desk.go("").await;
    assert_eq!(desk.browser.value("document.querySelector('[data-unsent]').hidden").await, true);

    let later = desk.server.state.clock.now_millis() + 3_600_000;
    notice(&desk, "slack", "c_first", Settled::Failed, "404 no_service").await;
    notice(&desk, "slack", "c_second", Settled::Sent, "200").await;
    notice(&desk, "wecom", "c_second", Settled::Failed, "93000 invalid webhook url").await;
    notice(&desk, "handoff-webhook", "c_second", Settled::Again(later), "503").await;
    desk.go("settings").await;
    let rows = "[...document.querySelectorAll('[data-told-rows] tr')].map((row) => \
                [row.cells[2].firstChild.textContent, row.querySelector('.pill').textContent])";
    let shown = desk.browser.value(rows).await;
    let mut shown = shown.as_array().unwrap().clone();
    shown.sort_by_key(ToString::to_string);
    assert_eq!(
        shown,
        [
            json!(["Slack", "Failed"]),
            json!(["Slack", "Sent"]),
            json!(["The webhook", "Trying again"]),
            json!(["WeCom", "Failed"])
        ]
    );
    let said = desk.text("[data-told-rows]").await;
    assert!(said.contains("93000 invalid webhook url") && said.contains("wecom.example"), "{said}");
    assert_eq!(desk.browser.value("document.querySelector('[data-told-none]').hidden").await, true);
    desk.look("settings, told").await;

    // what works again is not spoken of on the overview
    desk.go("").await;
    let lines = "[...document.querySelectorAll('[data-unsent] p')].map((line) => line.textContent)";
    let lines = desk.browser.value(lines).await;
    let lines: Vec<&str> = lines.as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    let all = lines.join("\n");
    assert!(all.contains("WeCom does not get what it should") && all.contains("It is not tried again."), "{all}");
    assert!(all.contains("The webhook does not get") && all.contains("It is tried again on"), "{all}");
    desk.click("[data-unsent] a").await;
    desk.browser.wait("location.pathname === '/admin/settings' && location.hash === '#told'").await;
    desk.close().await;
}
