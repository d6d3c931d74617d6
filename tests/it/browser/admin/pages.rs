//! The main task of each page.

use super::Desk;
use thirtyfour::prelude::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn an_answer_is_found_and_what_it_was_asked_is_read() {
    let desk = Desk::open("admin-answers", 24).await;
    let browser = &desk.browser;
    desk.go("answers").await;
    browser.wait("document.querySelectorAll('[data-rows] tr').length === 50").await;
    desk.look("list").await;
    // by keyboard alone: the words, Enter, the first answer, Enter
    desk.click("#q").await;
    browser.driver.action_chain().send_keys("delivery take").send_keys(Key::Enter).perform().await.unwrap();
    browser.wait("document.querySelectorAll('[data-rows] tr').length === 1").await;
    assert!(browser.value("location.search").await.as_str().unwrap().contains("q=delivery+take"));
    browser.value("document.querySelector('[data-rows] button').focus()").await;
    browser.press(Key::Enter).await;
    browser.wait("document.querySelector('dialog').open").await;
    let shown = desk.text("[data-one]").await;
    for part in ["how long does delivery take", "Wordings", "faq/en/delivery.yaml", "Nothing about Sundays"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("anna@example.com"), "{shown}");
    let edit = browser.value("document.querySelector('dialog a.button').getAttribute('href')").await;
    assert!(edit.as_str().unwrap().starts_with("/admin/faq?file="), "{edit}");
    desk.look("one").await;
    browser.press(Key::Escape).await;
    browser.wait("!document.querySelector('dialog').open && !location.search.includes('one=')").await;
    browser.driver.back().await.unwrap();
    browser.wait("document.querySelector('dialog').open").await;
    desk.click("[data-close]").await;

    desk.go("answers?sort=title&page=2").await;
    let first = desk.text("[data-rows] tr").await;
    desk.click("[data-previous]").await;
    browser.wait("document.querySelector('[data-page]').textContent.startsWith('Page 1 ')").await;
    assert_ne!(desk.text("[data-rows] tr").await, first);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn settings_are_read_and_the_line_for_the_site_is_copied() {
    let desk = Desk::open("admin-settings", 0).await;
    let browser = &desk.browser;
    desk.go("settings").await;
    let line = desk.text("[data-script]").await;
    assert_eq!(line, format!("<script async src=\"{}/widget.js\"></script>", desk.server.url("")));
    browser
        .cdp(
            "Browser.grantPermissions",
            serde_json::json!({"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}),
        )
        .await;
    desk.click("[data-copy]").await;
    browser.wait("document.querySelector('[data-copy]').textContent === 'Copied'").await;
    assert!(desk.text("[data-sections]").await.contains("DESKBELL_ANSWERS_WRONG_RATE"));
    desk.look("all").await;
    desk.close().await;
}
