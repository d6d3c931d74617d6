//! What a screen reader is told, and what it is spared: everything that comes into a live region is noted.

use crate::browser::Browser;
use crate::browser::host::Page;
use crate::browser::stage::{Stage, agent, answer, joined, queued, visitor};

/// What was said by regions of a role since the last time, and what is said from now on is noted anew.
async fn heard(browser: &Browser, region: &str) -> Vec<String> {
    let said = format!("probe.heard.filter((one) => one.region === '{region}').map((one) => one.text)");
    serde_json::from_value(browser.value(&said).await).unwrap()
}

/// Asks the small FAQ, and waits until the buttons under the answer are there, too.
async fn ask(browser: &Browser) {
    let thumbs = browser.value("root.querySelectorAll('.thumb').length").await;
    browser.ask("How long does delivery take?").await;
    browser.wait(&format!("root.querySelectorAll('.thumb').length === {thumbs} + 2")).await;
}

pub async fn check_13_answer_is_announced_once_and_whole(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    for _ in 0..2 {
        browser.value("probe.heard.splice(0)").await;
        ask(browser).await;
        let said = heard(browser, "log").await;
        let whole = "Assistant said: Orders leave the same day and arrive within three days. See delivery .";
        assert_eq!(said, [whole], "check 13: an answer is announced once, as a whole");
    }
    let alerts = heard(browser, "alert").await;
    assert!(alerts.is_empty(), "check 13: nothing else is announced, but it was {alerts:?}");
}

pub async fn check_14_buttons_times_and_feedback_are_not_announced(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    browser.value("probe.heard.splice(0)").await;
    ask(browser).await;
    browser.wait("!!root.querySelector('.bot time') && !!root.querySelector('.bot .btn')").await;
    browser.value("[...root.querySelectorAll('.thumb')].at(-1).click()").await;
    browser.wait("[...root.querySelectorAll('.thumb')].at(-1).ariaPressed === 'true'").await;
    browser
        .wait(
            "[...root.querySelectorAll('.chip')].some((one) => one.textContent === 'Unclear' && one.checkVisibility())",
        )
        .await;
    let said = heard(browser, "log").await;
    assert_eq!(said.len(), 1, "check 14: only the answer is announced, but it was {said:?}");
    for other in ["Did this help", "Track a parcel", "Unclear", "Where is my order", "updated", "You said"] {
        assert!(!said[0].contains(other), "check 14: {other:?} is announced with the answer: {said:?}");
    }
    let time = browser.value("root.querySelector('.bot time').textContent").await;
    assert!(!said[0].contains(time.as_str().unwrap()), "check 14: the time is announced: {said:?}");
    let status = heard(browser, "status").await;
    let asked = status.iter().filter(|text| text.contains("What was wrong")).count();
    assert_eq!(asked, 1, "check 14: a vote is answered in the status, once: {status:?}");
}

pub async fn check_15_history_is_not_announced(stage: &Stage) {
    let browser = &stage.browser;
    let events = [visitor("May I return it?"), answer(), queued(), joined(), agent("Hello"), visitor("Hi")];
    stage.resume(Page::default(), false, &events).await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.bot .thumb').length === 2 && !!root.querySelector('.agent')").await;
    let said = heard(browser, "log").await;
    assert!(said.is_empty(), "check 15: history is announced: {said:?}");
    // closed and opened again, and in another language, it is still history
    browser.value("deskbell.close()").await;
    browser.value("deskbell.setLocale('de')").await;
    browser.open_panel().await;
    browser.wait("root.querySelector('[part~=panel]').lang === 'de' && !!root.querySelector('.agent')").await;
    let said = heard(browser, "log").await;
    assert!(said.is_empty(), "check 15: history is announced: {said:?}");
    // what comes now is news
    stage.publish(&stage.own_thread().await, &[agent("Are you still there?")]).await;
    browser.wait("probe.heard.some((one) => one.region === 'log')").await;
    let said = heard(browser, "log").await;
    assert_eq!(said.len(), 1, "check 15: only what is new is announced: {said:?}");
    assert!(said[0].ends_with("Are you still there?"), "check 15: only what is new is announced: {said:?}");
}

pub async fn check_16_typing_is_one_message_then_cleared(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    browser.value("probe.heard.splice(0)").await;
    ask(browser).await;
    let said = heard(browser, "status").await;
    let typing = said.iter().filter(|text| *text == "Assistant is typing").count();
    assert_eq!(typing, 1, "check 16: typing is told once: {said:?}");
    let left =
        browser.value("[...root.querySelectorAll('[role=status]')].map((one) => one.textContent).join('')").await;
    assert_eq!(left, "", "check 16: it is cleared");
}

pub async fn check_33_bot_notice_is_seen_first_and_a_join_is_announced(stage: &Stage) {
    let browser = &stage.browser;
    for (width, height) in [(1280, 800), (360, 640)] {
        stage.arrive(Page::default()).await;
        browser.resize(width, height).await;
        browser.open_panel().await;
        browser.wait("probe.visible('.legal span')").await;
        let notice = browser.value("root.querySelector('.legal').textContent").await;
        assert!(notice.as_str().unwrap().contains("You are chatting with a bot."), "check 33: {notice}");
    }
    stage.opened().await;
    ask(browser).await;
    browser.value("probe.heard.splice(0)").await;
    let thread = stage.own_thread().await;
    stage.publish(&thread, &[queued()]).await;
    browser.wait("!!root.querySelector('.queue .btn')").await;
    stage.publish(&thread, &[joined()]).await;
    browser.wait("!!root.querySelector('.sys')").await;
    let said = heard(browser, "log").await;
    let joins: Vec<_> = said.iter().filter(|text| text.contains("Maya joined")).collect();
    assert_eq!(joins.len(), 1, "check 33: a join is announced once: {said:?}");
    let legal = browser.value("root.querySelector('.legal').textContent").await;
    assert!(!legal.as_str().unwrap().contains("bot"), "check 33: with a person it is no bot: {legal}");
    stage.publish(&thread, &[agent("Hello, I am Maya.")]).await;
    browser.wait("!!root.querySelector('.agent')").await;
    let said = heard(browser, "log").await;
    assert_eq!(said.last().unwrap(), "Maya K. said: Hello, I am Maya.", "check 33: who speaks is named: {said:?}");
}
