//! The main task of each page.

use super::Desk;
use crate::report::log::Visitors;
use crate::support::{Client, lengthen};
use deskbell::store::browse::Reach;
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
    for part in ["how long does delivery take", "Wordings", "en/delivery.yaml:", "Nothing about Sundays"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("anna@example.com"), "{shown}");
    let edit = browser.value("document.querySelector('dialog a.button').getAttribute('href')").await;
    assert!(edit.as_str().unwrap().starts_with("/admin/faq?file=en%2Fdelivery.yaml&line="), "{edit}");
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn the_overview_leads_to_the_first_question_and_shows_it_as_it_comes() {
    let desk = Desk::open("admin-overview", 0).await;
    let browser = &desk.browser;
    desk.go("").await;
    browser.wait("!document.querySelector('[data-begin]').hidden").await;
    assert!(desk.text("[data-snippet]").await.contains("/widget.js\"></script>"));
    desk.look("empty").await;
    // nobody reloads the page
    browser.value("window.stayed = true").await;
    let mut visitor = Client::new(desk.server.address).await;
    visitor.ask("how long does delivery take, write to anna@example.com").await;
    browser.wait("document.querySelectorAll('[data-latest] li').length === 1").await;
    browser.wait("document.querySelector('[data-begin]').hidden").await;
    browser.wait("document.querySelectorAll('[data-rows] tr').length === 1").await;
    assert_eq!(desk.text("[data-today]").await, "1");
    assert!(!desk.text("main").await.contains("anna@example.com"));
    for question in ["where is my order", "can a llama ride the cargo bike", "delivery"] {
        visitor.ask(question).await;
    }
    browser.wait("document.querySelectorAll('[data-latest] li').length === 4").await;
    desk.look("live").await;
    // paused, nothing moves until it goes on
    desk.click("[data-pause]").await;
    visitor.ask("how do I return a bike").await;
    assert_eq!(desk.text("[data-updated]").await, "Paused");
    desk.click("[data-pause]").await;
    browser.wait("document.querySelectorAll('[data-latest] li').length === 5").await;
    assert_eq!(browser.value("window.stayed").await, true);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_conversation_is_read_and_its_visitor_deleted() {
    let desk = Desk::open("admin-conversations", 9).await;
    let browser = &desk.browser;
    desk.go("conversations").await;
    browser.wait("document.querySelectorAll('[data-list] li').length === 9").await;
    desk.look("list").await;
    desk.click("#q").await;
    browser.driver.action_chain().send_keys("llama").send_keys(Key::Enter).perform().await.unwrap();
    browser.wait("document.querySelectorAll('[data-list] li').length < 9").await;
    let export = browser.value("document.querySelector('[data-export]').getAttribute('href')").await;
    assert_eq!(export, "/api/v1/admin/conversations.csv?q=llama");
    desk.click("[data-list] button").await;
    browser.wait("document.querySelector('[data-dialog]').open").await;
    assert!(desk.text("[data-transcript]").await.contains("llama"));
    desk.look("one").await;
    // a second thought keeps it
    desk.click("[data-erase]").await;
    browser.wait("document.querySelector('[data-sure]').open").await;
    desk.look("sure").await;
    desk.click("[data-no]").await;
    browser.wait("!document.querySelector('[data-sure]').open && document.querySelector('[data-dialog]').open").await;
    desk.click("[data-erase]").await;
    desk.click("[data-sure] .danger").await;
    browser.wait("!document.querySelector('[data-done]').hidden").await;
    assert_eq!(desk.text("[data-done]").await, "1 conversation is deleted for good.");
    desk.go("conversations").await;
    browser.wait("document.querySelectorAll('[data-list] li').length === 8").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_search_in_a_long_log_goes_further_back_until_it_finds_something() {
    let desk = Desk::open("admin-further-back", 9).await;
    let browser = &desk.browser;
    // so many that a page ends twice before it comes to those who asked
    lengthen(&desk.site, 2 * Reach::PAGE.searched + 1, desk.server.state.clock.now_millis()).await;
    desk.go("conversations?q=llama").await;
    let count = desk.text("[data-count]").await;
    assert!(count.starts_with("None, searched back to "), "{count}");
    assert_eq!(desk.text("[data-more]").await, "Search further back");
    desk.look("far").await;
    desk.click("[data-more]").await;
    browser.wait("document.querySelectorAll('[data-list] li').length > 0").await;
    browser.wait("document.querySelector('[data-more]').hidden").await;
    let rows = browser.value("document.querySelectorAll('[data-list] li').length").await;
    assert_eq!(desk.text("[data-count]").await, rows.to_string());
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn an_account_and_its_token_are_made_and_revoked() {
    let desk = Desk::open("admin-accounts", 0).await;
    let browser = &desk.browser;
    desk.go("accounts").await;
    desk.click("#name").await;
    browser.driver.action_chain().send_keys("maya").send_keys(Key::Enter).perform().await.unwrap();
    browser.wait("document.querySelector('[data-made] code')?.textContent.includes('/admin/setup#')").await;
    desk.look("link").await;
    desk.click("[aria-label='New token: maya']").await;
    browser.driver.action_chain().send_keys("weekly report").send_keys(Key::Enter).perform().await.unwrap();
    browser.wait("document.querySelector('[data-made] p').textContent.includes('weekly report')").await;
    let token = desk.text("[data-made] code").await;
    let with =
        |token: String| reqwest::Client::new().get(desk.server.url("/api/v1/admin/me")).bearer_auth(token).send();
    assert_eq!(with(token.clone()).await.unwrap().status(), 200);
    desk.go("accounts").await;
    assert!(desk.text(".tokens").await.contains("last used"));
    desk.click("[aria-label='Revoke: token weekly report of maya']").await;
    browser.wait("document.querySelector('[data-ask]').open").await;
    desk.look("revoke").await;
    desk.click("[data-ask-yes]").await;
    browser.wait("!document.querySelector('.tokens')").await;
    assert_eq!(with(token).await.unwrap().status(), 401);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_week_is_chosen_read_and_downloaded() {
    let desk = Desk::open("admin-report", 3).await;
    let browser = &desk.browser;
    // what was asked a week ago, stored as it would have been then
    let before = desk.server.state.clock.now_millis() - 7 * 24 * 3_600_000;
    Visitors::new(&desk.server.state.store, 1).come(before, before + 60_000, 4).await;
    desk.go("report").await;
    browser.wait("document.querySelectorAll('[data-select] option').length === 2").await;
    browser.wait("document.querySelector('[data-select]').selectedIndex === 1").await;
    desk.look("week-before").await;
    desk.click("[data-next]").await;
    browser.wait("document.querySelector('[data-select]').selectedIndex === 0 && document.querySelector('[data-next]').disabled").await;
    let week = browser.value("document.querySelector('[data-select]').value").await;
    let week = week.as_str().unwrap();
    assert_eq!(browser.value("location.search").await, format!("?week={week}"));
    // the frame is sandboxed: what it shows is asked for as it asks
    let read = |link: &str, what: &str| {
        format!(
            "(window.read ??= {{}})[{link:?}] ??= fetch({link:?}).then(async (one) => \
         window.read[{link:?}] = [one.status, one.headers.get('content-disposition'), (await one.text()).{what}]), \
         Array.isArray(window.read[{link:?}])"
        )
    };
    let page = format!("/api/v1/admin/reports/{week}.html?view=1");
    browser.wait(&read(&page, "includes('Weekly FAQ report')")).await;
    assert_eq!(
        browser.value(&format!("window.read[{page:?}].join()")).await,
        format!("200,inline; filename=\"deskbell-report-{week}.html\",true")
    );
    for (format, begins) in [
        ("xlsx", "startsWith('PK')"),
        ("csv", "includes('Rank')"),
        ("md", "includes('# ')"),
        ("json", "includes('deskbell.report.v1')"),
    ] {
        let link = browser
            .value(&format!("document.querySelector('.segments [data-format={format}]').getAttribute('href')"))
            .await;
        let link = link.as_str().unwrap();
        browser.wait(&read(link, begins)).await;
        let expected = format!("200,attachment; filename=\"deskbell-report-{week}.{format}\",true");
        assert_eq!(browser.value(&format!("window.read[{link:?}].join()")).await, expected);
    }
    browser.driver.back().await.unwrap();
    browser.wait("document.querySelector('[data-select]').selectedIndex === 1").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn the_other_pages_break_no_rule() {
    let desk = Desk::open("admin-others", 9).await;
    let browser = &desk.browser;
    for page in ["report", "unanswered", "problems", "password"] {
        desk.go(page).await;
        // all that is asked for has come
        browser
            .wait("![...document.querySelectorAll('[data-lead]')].some((one) => one.textContent === 'Counting…')")
            .await;
        desk.look(page).await;
    }
    browser.wait("document.querySelector('[data-list] li .pill').textContent === 'this browser'").await;
    desk.close().await;
}
