//! The settings and the overview say whether the team's bell was heard.

use super::Desk;
use deskbell::store::outbox::{NewDestination, Settled, Waiting};
use serde_json::json;

/// A notice about a conversation to a channel of a kind, and what came of the first attempt.
async fn notice(desk: &Desk, (kind, channel): (&'static str, &str), conversation: &str, settled: Settled, said: &str) {
    let (store, now) = (&desk.server.state.store, desk.server.state.clock.now_millis());
    let to = NewDestination { kind, digest: channel.into(), label: format!("{kind}.example") };
    let destination = store.note_destinations(vec![to], now).await.unwrap().remove(0).id;
    let about = if kind == "visitor-mail" { "letter/reply" } else { "handoff/queued" };
    let subject = format!("{about}/{conversation}/1");
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
    notice(&desk, ("slack", ""), "c_first", Settled::Failed, "404 no_service").await;
    notice(&desk, ("slack", ""), "c_second", Settled::Sent, "200").await;
    notice(&desk, ("wecom", ""), "c_second", Settled::Failed, "93000 invalid webhook url").await;
    notice(&desk, ("handoff-webhook", ""), "c_second", Settled::Again(later), "503").await;
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
    let sentences = "[...document.querySelectorAll('[data-unsent] p')].map((line) => line.textContent)";
    let lines = desk.browser.value(sentences).await;
    let lines: Vec<&str> = lines.as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    let all = lines.join("\n");
    assert!(all.contains("WeCom does not get what it should") && all.contains("It is not tried again."), "{all}");
    assert!(all.contains("The webhook does not get") && all.contains("It is tried again on"), "{all}");
    assert!(
        all.contains("a visitor waits for a person (wecom.example): 93000 invalid webhook url. It is not"),
        "{all}"
    );

    // two channels of one service are two, a visitor's mail has a sentence of its own, and what is not needed hides nothing
    notice(&desk, ("slack", "other"), "c_third", Settled::Failed, "404 channel_is_archived.").await;
    notice(&desk, ("slack", ""), "c_third", Settled::Sent, "200").await;
    notice(&desk, ("dingtalk", ""), "c_third", Settled::Failed, "").await;
    notice(&desk, ("dingtalk", ""), "c_fourth", Settled::Sent, "not sent: somebody took it").await;
    notice(&desk, ("visitor-mail", ""), "c_third", Settled::Failed, "550 <ana@example.com> user unknown.").await;
    notice(&desk, ("visitor-mail", ""), "c_fourth", Settled::Sent, "250").await;
    desk.go("").await;
    let lines = desk.browser.value(sentences).await;
    let mut lines: Vec<&str> = lines.as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
    assert_eq!(lines.pop(), Some("What the team was told"));
    let again = lines.iter().position(|line| line.starts_with("The webhook does not get")).unwrap();
    lines.remove(again);
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "A mail with an answer did not reach a visitor: 550 <[email]> user unknown. It is not tried again.",
            "DingTalk does not get what it should: a visitor waits for a person (dingtalk.example). It is not tried again.",
            "Slack does not get what it should: a visitor waits for a person (slack.example): 404 channel_is_archived. \
             It is not tried again.",
            "WeCom does not get what it should: a visitor waits for a person (wecom.example): 93000 invalid webhook url. \
             It is not tried again.",
        ]
    );
    notice(&desk, ("visitor-mail", ""), "c_fifth", Settled::Failed, "550").await;
    desk.go("").await;
    let last = desk.browser.value(&format!("{sentences}.slice(-2)[0]")).await;
    assert_eq!(
        last,
        "A mail with an answer did not reach a visitor, nor did others before it: 550. It is not tried again."
    );

    // of many the latest are shown, and the rest to who asks
    desk.go("settings").await;
    assert_eq!(desk.browser.value("document.querySelector('[data-told-more]').hidden").await, true);
    assert_eq!(desk.text("[data-told-days]").await, "The last seven days");
    let marks = "[...document.querySelectorAll('[data-told-rows] .pill')].map((mark) => mark.textContent)";
    let marks = desk.browser.value(marks).await;
    assert_eq!(marks.as_array().unwrap().iter().filter(|mark| **mark == "Not needed").count(), 1, "{marks}");
    for number in 0..50 {
        notice(&desk, ("slack", ""), &format!("c_many{number}"), Settled::Sent, "200").await;
    }
    desk.go("settings").await;
    assert_eq!(desk.text("[data-told-days]").await, "The latest 50 of the last seven days");
    desk.look("settings, many told").await;
    desk.click("[data-told-more]").await;
    desk.browser.wait("document.querySelectorAll('[data-told-rows] tr').length === 61").await;
    assert_eq!(desk.text("[data-told-days]").await, "The last seven days");
    assert_eq!(desk.browser.value("document.querySelector('[data-told-more]').hidden").await, true);
    let at = "document.activeElement.closest('tr') === document.querySelectorAll('[data-told-rows] tr')[50]";
    assert_eq!(desk.browser.value(at).await, true, "who asked by the keyboard is where the new ones begin");

    desk.go("").await;
    desk.click("[data-unsent] a").await;
    desk.browser.wait("location.pathname === '/admin/settings' && location.hash === '#told'").await;
    desk.close().await;
}
