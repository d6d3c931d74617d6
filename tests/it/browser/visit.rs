//! A visitor's whole way in a real browser: the demo page with the sample FAQ, on a desktop and on a phone.
//!
//! Screenshots are left in `target/tmp/screenshots/` to be looked at.

use super::{Browser, sample};
use crate::support::TestServer;
use std::path::PathBuf;
use thirtyfour::prelude::*;

async fn whole_way(browser: &Browser, server: &TestServer) {
    browser.driver.goto(server.url("/")).await.unwrap();
    browser.listen().await;
    browser.picture("1-closed").await;
    assert_eq!(browser.value("localStorage.length + sessionStorage.length + document.cookie.length").await, 0);
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.list .row').length >= 4").await;
    browser.picture("2-welcome").await;

    let parcel = browser.ask("where is my parcle").await;
    assert!(matches!(parcel["id"].as_str(), Some("order-status" | "delivery-time")), "{parcel}");
    browser.picture("3-answer").await;

    let returns = browser.ask("怎么退货").await;
    assert_eq!(returns["id"], "return-how", "{returns}");
    browser.wait("root.querySelector('[part~=log]').textContent.includes('退货')").await;
    browser.picture("4-chinese").await;

    let foreign = browser.ask("what will the weather be like on mars tomorrow").await;
    assert_eq!(foreign["kind"], "none", "{foreign}");
    browser.wait("[...root.querySelectorAll('.chip')].at(-1)?.textContent === 'Talk to a person'").await;
    browser.picture("5-none").await;

    // a follow-up under an answer, then a thumb on what it gave
    let before = browser.value("window.seen.filter((one) => one.name === 'answer').length").await;
    browser.ask("where is my order").await;
    let follow_ups = "[...[...root.querySelectorAll('.bot')].at(-1).querySelectorAll('.chip')]\
                      .filter((one) => one.checkVisibility())";
    browser.wait(&format!("{follow_ups}.length > 0")).await;
    let title = browser.value(&format!("{follow_ups}[0].textContent")).await;
    browser.value(&format!("{follow_ups}[0].click()")).await;
    browser.wait(&format!("window.seen.filter((one) => one.name === 'answer').length === {before} + 2")).await;
    browser.wait(&format!("[...root.querySelectorAll('.me p')].at(-1).textContent === {title}")).await;
    // four answers by now, each with two thumbs
    browser.wait("root.querySelectorAll('.thumb').length === 8").await;
    browser.value("[...root.querySelectorAll('.thumb')].at(-2).click()").await;
    browser.wait("[...root.querySelectorAll('.thumb')].at(-2).ariaPressed === 'true'").await;
    browser.picture("6-rated").await;

    // reload: the history is back, and so is the thumb
    let shown = browser.value("root.querySelectorAll('.me').length").await;
    browser.driver.refresh().await.unwrap();
    browser.listen().await;
    browser.open_panel().await;
    browser.wait(&format!("root.querySelectorAll('.me').length === {shown}")).await;
    browser.wait("root.querySelector('[part~=log]').textContent.includes('怎么退货')").await;
    browser.wait("[...root.querySelectorAll('.thumb')].at(-2).ariaPressed === 'true'").await;
    browser.picture("7-after-reload").await;
    suggestions(browser).await;
    browser.assert_quiet().await;
}

/// Titles while typing: one is chosen by keys, and Escape puts the list away before the panel.
async fn suggestions(browser: &Browser) {
    let sent = browser.value("window.seen.filter((one) => one.name === 'answer').length").await;
    let field = browser.find("textarea").await;
    field.send_keys("can i ret").await.unwrap();
    browser.wait("root.querySelectorAll('[role=listbox] [role=option]').length >= 2").await;
    browser.wait("/^\\d suggestions$/.test(root.querySelector('[role=status]').textContent)").await;
    browser.press(Key::Down).await;
    browser.wait("root.querySelector('textarea').getAttribute('aria-activedescendant') === 'suggestion-0'").await;
    browser.picture("8-suggestions").await;
    let title = browser.value("root.querySelector('[aria-selected=true]').textContent").await;
    assert_eq!(
        browser.value("root.querySelector('[aria-selected=true] mark').textContent").await,
        "Can I ret",
        "{title}"
    );
    browser.press(Key::Enter).await;
    browser.wait(&format!("window.seen.filter((one) => one.name === 'answer').length === {sent} + 1")).await;
    browser.wait(&format!("[...root.querySelectorAll('.me p')].at(-1).textContent === {title}")).await;
    assert_eq!(browser.value("root.querySelector('textarea').value").await, "");

    field.send_keys("refund").await.unwrap();
    browser.wait("root.querySelector('[role=combobox]')?.ariaExpanded === 'true'").await;
    browser.press(Key::Escape).await;
    browser.wait("root.querySelector('[role=combobox]').ariaExpanded === 'false'").await;
    assert_eq!(browser.value("window.deskbell.isOpen").await, true, "the first Escape is the list's");
    browser.press(Key::Escape).await;
    browser.wait("window.deskbell.isOpen === false").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_visitor_on_a_desktop() {
    let (_site, server) = sample().await;
    let browser = Browser::open("desktop-light", 1280, 800, false).await;
    whole_way(&browser, &server).await;
    browser.close().await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_visitor_on_a_phone_in_the_dark() {
    let (_site, server) = sample().await;
    let browser = Browser::open("phone-dark", 360, 640, true).await;
    whole_way(&browser, &server).await;
    browser.close().await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn the_outbox_survives_a_reload_while_the_server_is_away() {
    let (site, server) = sample().await;
    let mut config = site.config();
    config.faq_dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("faq");
    config.server.listen = server.address;
    let browser = Browser::open("outbox", 1280, 800, false).await;
    browser.driver.goto(server.url("/")).await.unwrap();
    browser.listen().await;
    browser.open_panel().await;
    browser.ask("where is my order").await;
    server.stop().await;
    let field = browser.find("textarea").await;
    field.send_keys("how do i return a bike").await.unwrap();
    field.send_keys(Key::Enter).await.unwrap();
    browser.wait("root.querySelectorAll('.me').length === 2").await;
    browser.picture("server-away").await;
    let server = TestServer::start(config).await;
    browser.driver.refresh().await.unwrap();
    browser.listen().await;
    browser.open_panel().await;
    browser
        .wait("root.querySelectorAll('.me').length === 2 && root.querySelectorAll('.bot .thumb').length === 4")
        .await;
    browser.wait("!root.querySelector('.pending')").await;
    browser.picture("delivered").await;
    browser.close().await;
    server.stop().await;
}
