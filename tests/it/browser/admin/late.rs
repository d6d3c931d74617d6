//! Answers that come late: what was asked for before is not shown as what was asked for last.

use super::Desk;
use crate::browser::Browser;
use crate::report::log::Visitors;
use crate::support::Client;
use serde_json::json;
use thirtyfour::prelude::*;

/// Keeps the first answer to a request whose address has a part in it from the page until it is let go.
const HOLD_BACK: &str = "const [part] = arguments; const { fetch } = window; let isTaken = false; \
    const word = new Promise((done) => (window.letGo = done)); \
    Object.assign(window, { isHeld: false, isRead: false }); \
    window.fetch = async (...given) => { \
      if (isTaken || !String(given[0]).includes(part)) return fetch(...given); \
      isTaken = true; \
      const answer = await fetch(...given); \
      window.isHeld = true; \
      await word; \
      answer.json = async () => { \
        const read = await Response.prototype.json.call(answer); \
        setTimeout(() => (window.isRead = true)); \
        return read; \
      }; \
      return answer; \
    }";

impl Browser {
    /// From now on the first answer to a request with this in its address is held back.
    pub async fn hold_back(&self, part: &str) {
        self.driver.execute(HOLD_BACK, vec![json!(part)]).await.unwrap();
    }

    /// The answer that is held back has come.
    pub async fn answer_is_held(&self) {
        self.wait("window.isHeld").await;
    }

    /// Lets the page have the answer, and waits until it has done with it what it does at once.
    pub async fn let_go(&self) {
        self.run("window.letGo()").await;
        self.wait("window.isRead").await;
    }
}

/// Opens the conversation that begins with these words.
async fn open(browser: &Browser, words: &str) {
    let button = "[...document.querySelectorAll('[data-list] button')]";
    browser.run(&format!("{button}.find((one) => one.textContent.includes({words:?})).click()")).await;
}

const OPEN: &str = "document.querySelector('[data-dialog]').open";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn the_conversation_that_is_shown_is_the_one_that_is_deleted() {
    let desk = Desk::open("admin-late", 2).await;
    let browser = &desk.browser;
    let (late, shown) = ("can I get an invoice", "how long does delivery take");
    desk.go("conversations").await;
    browser.wait("document.querySelectorAll('[data-list] li').length === 2").await;
    browser.hold_back("/conversations/").await;
    open(browser, late).await;
    browser.answer_is_held().await;
    open(browser, shown).await;
    browser.wait(OPEN).await;
    browser.let_go().await;
    let words = desk.text("[data-transcript]").await;
    assert!(words.contains(shown) && !words.contains(late), "{words}");
    let own = "document.querySelector('[data-take]').getAttribute('href') === \
               `/api/v1/admin/conversations/${new URLSearchParams(location.search).get('one')}/visitor`";
    assert_eq!(browser.value(own).await, true);
    desk.click("[data-erase]").await;
    browser.wait("document.querySelector('[data-sure]').open").await;
    desk.click("[data-sure] .danger").await;
    browser.wait("!document.querySelector('[data-done]').hidden").await;
    browser.wait("document.querySelectorAll('[data-list] li').length === 1").await;
    assert!(desk.text("[data-list]").await.contains(late));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_conversation_that_cannot_be_read_leaves_no_other_one_open() {
    let desk = Desk::open("admin-unread", 2).await;
    let browser = &desk.browser;
    desk.go("conversations").await;
    browser.wait("document.querySelectorAll('[data-list] li').length === 2").await;
    open(browser, "can I get an invoice").await;
    browser.wait(OPEN).await;
    desk.click("[data-close]").await;
    browser.wait(&format!("!{OPEN} && !location.search.includes('one=')")).await;
    open(browser, "how long does delivery take").await;
    browser.wait(OPEN).await;
    // back to the first one, whose place the second has
    let failing = "const { fetch } = window; \
                   const failed = () => new Response('{}', { status: 503, headers: { 'Content-Type': 'application/json' } }); \
                   window.fetch = async (...given) => \
                     String(given[0]).includes('/conversations/') ? failed() : fetch(...given); \
                   history.go(-2)";
    browser.run(failing).await;
    browser.wait(&format!("!{OPEN} && !location.search.includes('one=')")).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_list_of_answers_that_comes_late_is_left_alone() {
    let desk = Desk::open("admin-late-answers", 0).await;
    let browser = &desk.browser;
    desk.go("answers").await;
    browser.wait("document.querySelectorAll('[data-rows] tr').length === 50").await;
    browser.hold_back("q=delivery").await;
    desk.click("#q").await;
    browser.driver.action_chain().send_keys("delivery take").send_keys(Key::Enter).perform().await.unwrap();
    browser.answer_is_held().await;
    browser.run("document.querySelector('#q').value = ''").await;
    browser.driver.action_chain().send_keys("invoice").send_keys(Key::Enter).perform().await.unwrap();
    browser.wait("document.querySelectorAll('[data-rows] tr').length < 50").await;
    let rows = desk.text("[data-rows]").await;
    browser.let_go().await;
    assert_eq!(desk.text("[data-rows]").await, rows);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn the_first_question_of_a_week_brings_its_row() {
    let desk = Desk::open("admin-first-of-week", 0).await;
    let browser = &desk.browser;
    let before = desk.server.state.clock.now_millis() - 7 * 24 * 3_600_000;
    Visitors::new(&desk.server.state.store, 1).come(before, before + 60_000, 4).await;
    // what was counted before they came is held for a moment
    desk.go("").await;
    browser.wait("document.querySelector('[data-begin]').hidden").await;
    desk.go("").await;
    browser.wait("document.querySelectorAll('[data-rows] tr').length === 1").await;
    Client::new(desk.server.address).await.ask("how long does delivery take").await;
    browser.wait("document.querySelectorAll('[data-rows] tr').length === 2").await;
    assert_eq!(browser.value("document.querySelector('[data-rows] tr').cells[1].textContent").await, "1");
    desk.close().await;
}
