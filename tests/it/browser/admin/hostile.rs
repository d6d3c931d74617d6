//! What visitors write runs nowhere: a corpus of attacks in every field, shown by every page of the admin area and by the
//! widget, in a browser that would tell.

use super::Desk;
use crate::attacks::sinks::{CORPUS, plant};
use crate::browser::Browser;
use crate::desk::Agent;
use serde_json::{Value, json};

/// Before any script of the page: what an attack calls, and what the page's policy stops.
const ALARM: &str = "window.alarms = []; window.xss7 = (...given) => alarms.push(`ran ${given}`); \
    addEventListener('securitypolicyviolation', (event) => alarms.push(`stopped ${event.violatedDirective} ${event.sample}`)); \
    addEventListener('error', (event) => alarms.push(`failed ${event.message}`));";

/// Elements that only an attack makes.
const STRANGE: &str = "img[onerror], svg[onload], b[onmouseover], iframe[srcdoc], math, mglyph, [href^=javascript], \
    script:not([src]), link[href*=evil], img[src*=evil]";

async fn quiet(browser: &Browser, place: &str) {
    let roots = format!(
        "[document, document.querySelector('deskbell-chat')?.shadowRoot].filter(Boolean) \
         .flatMap((one) => [...one.querySelectorAll({STRANGE:?})].map((found) => found.outerHTML.slice(0, 200)))"
    );
    assert_eq!(browser.value(&roots).await, json!([]), "{place}: an attack became an element");
    assert_eq!(browser.value("window.alarms").await, json!([]), "{place}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn what_visitors_write_runs_nowhere() {
    let desk = Desk::open("admin-hostile", 0).await;
    let browser = &desk.browser;
    let conversations = plant(&desk.server).await;
    // the team's words are no safer than the visitors', since they may be copied from anywhere
    let mut maya = Agent::new(&desk.server, "maya").await;
    // who finds somebody there after some questions without an answer waits for them, and the widget's are to be answered
    maya.send(json!({"type": "available", "available": false})).await;
    for (conversation, attack) in conversations.iter().zip(CORPUS) {
        maya.done(&json!(conversation), json!({"kind": "take"})).await;
        maya.act(&json!(conversation), json!({"kind": "reply", "text": format!("We do {attack} here")})).await;
    }
    browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({"source": ALARM})).await;
    for path in ["", "report", "unanswered", "answers", "conversations", "faq", "problems", "settings", "accounts"] {
        desk.go(path).await;
        quiet(browser, path).await;
    }
    desk.go("unanswered").await;
    browser.wait("document.body.textContent.includes('xss7')").await;
    quiet(browser, "the list of what is not answered").await;
    browser.wait("document.querySelector('[data-team]').textContent.includes('xss7')").await;
    browser.value("document.querySelectorAll('[data-team-more]:not([hidden])').forEach((one) => one.click())").await;
    quiet(browser, "what the team answered").await;
    desk.go("conversations").await;
    browser.wait("document.querySelectorAll('[data-list] li').length > 10").await;
    let listed = browser.value("document.querySelectorAll('[data-list] li').length").await.as_u64().unwrap();
    for at in 0..listed {
        browser.value(&format!("document.querySelectorAll('[data-list] li button')[{at}].click()")).await;
        browser.wait("document.querySelector('[data-dialog]').open && document.querySelector('[data-transcript]').textContent.includes('xss7')").await;
        quiet(browser, "a conversation").await;
        browser.value("document.querySelector('[data-dialog]').close()").await;
    }

    // the visitor's own words in the widget, as they are written and as they come back
    browser.driver.goto(desk.server.url("/")).await.unwrap();
    browser.listen().await;
    browser.open_panel().await;
    for attack in CORPUS.iter().filter(|attack| attack.chars().all(|character| !character.is_control())) {
        // a field does without blanks at the ends
        let attack = attack.trim();
        browser.ask(attack).await;
        let shown = browser.value("[...root.querySelectorAll('.me')].at(-1).textContent").await;
        assert!(shown.as_str().unwrap().contains(attack), "{attack} is shown as {shown}");
        quiet(browser, attack).await;
    }
    browser.driver.refresh().await.unwrap();
    browser.listen().await;
    browser.open_panel().await;
    browser.wait("root?.querySelectorAll('.me').length > 5").await;
    quiet(browser, "after a reload").await;
    assert_ne!(browser.value("typeof window.xss7").await, Value::Null);
    desk.close().await;
}
