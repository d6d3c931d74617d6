//! The live console in real browsers: two agents and a visitor on a phone, a conversation by keys alone, and axe on every
//! state of the page.
//!
//! Screenshots are left in `target/tmp/screenshots/` to be looked at.

mod keys;
mod states;

use super::admin::{look_at, resize, settle, watch_faults};
use super::{Browser, sample};
use crate::support::{Client, Site, TestServer};
use deskbell::store::accounts::{AccountName, Role};
use deskbell::web::auth::setup_address;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

/// Nobody has written an answer to this, nor to anything like it.
const UNANSWERED: &str = "what will the weather be like on mars tomorrow";

/// The sample FAQ's shop, with agents who are called by name.
struct Shop {
    server: TestServer,
    _site: Site,
}

impl Shop {
    async fn open() -> Self {
        let (site, server) = sample().await;
        Self { server, _site: site }
    }

    /// Signs an agent in and opens the console.
    async fn employ(&self, browser: &Browser, name: &str) {
        let account: AccountName = name.parse().unwrap();
        let now = self.server.state.clock.now_millis();
        let link = self.server.state.store.create_account(&account, Role::Agent, now).await.unwrap();
        settle(browser, setup_address(&self.server.url(""), &link.token)).await;
        self.console(browser).await;
    }

    async fn console(&self, browser: &Browser) {
        browser.driver.goto(self.server.url("/admin/console")).await.unwrap();
        browser.wait("document.querySelector('[data-queue]')?.getAttribute('aria-busy') === 'false'").await;
        watch_faults(browser).await;
    }

    /// A visitor who asks for a person.
    async fn asks_for_a_person(&self, words: &str) -> Client {
        let mut visitor = Client::new(self.server.address).await;
        visitor.ask(words).await;
        visitor.say(json!({"kind": "human"})).await;
        visitor.next_of("ack").await;
        visitor
    }
}

/// How many conversations are in a group of the list.
fn rows(group: &str, number: usize) -> String {
    format!("document.querySelectorAll('[data-group={group}] a.conversation').length === {number}")
}

/// Whether the thread shows these words.
fn shows(words: &str) -> String {
    format!("document.querySelector('[data-log]').textContent.includes({words:?})")
}

async fn click(browser: &Browser, selector: &str) {
    browser.wait(&format!("!!document.querySelector({selector:?})?.checkVisibility()")).await;
    browser.driver.find(By::Css(selector)).await.unwrap().click().await.unwrap();
}

/// Presses the button in the thread's head that says this.
async fn press(browser: &Browser, words: &str) {
    let button = format!(
        "[...document.querySelectorAll('[data-acts] button')].find((one) => one.textContent.includes({words:?}))"
    );
    browser.wait(&format!("!!{button}")).await;
    browser.value(&format!("{button}.click()")).await;
}

/// Writes into the field of the console without sending.
async fn write(browser: &Browser, words: &str) {
    browser.driver.find(By::Css("[data-field]")).await.unwrap().send_keys(words).await.unwrap();
}

async fn send(browser: &Browser, words: &str) {
    write(browser, words).await;
    browser.press(Key::Enter).await;
    browser.wait(&shows(words)).await;
}

async fn assert_no_faults(browser: &Browser) {
    assert_eq!(browser.value("window.faults").await, Value::Array(vec![]));
}

/// A visitor asks what nobody has answered, and then for a person.
async fn ask_for_a_person(visitor: &Browser, shop: &Shop) {
    visitor.driver.goto(shop.server.url("/")).await.unwrap();
    visitor.listen().await;
    visitor.open_panel().await;
    let said = visitor.ask(UNANSWERED).await;
    assert_eq!(said["kind"], "none", "{said}");
    visitor.wait("[...root.querySelectorAll('.chip')].at(-1)?.textContent === 'Talk to a person'").await;
    visitor.value("[...root.querySelectorAll('.chip')].at(-1).click()").await;
    visitor.wait("root.querySelector('.queue')?.checkVisibility() === true").await;
    visitor.wait("/1/.test(root.querySelector('.queue').textContent)").await;
    visitor.picture("1-waiting").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn two_agents_help_a_visitor_on_a_phone() {
    let shop = Shop::open().await;
    let maya = Browser::open("console-maya", 1389, 868, false).await;
    shop.employ(&maya, "maya").await;
    let jonas = maya.beside("console-jonas", 1389, 868).await;
    shop.employ(&jonas, "jonas").await;
    let visitor = maya.beside("console-visitor", 390, 844).await;
    maya.wait("document.querySelectorAll('[data-agents] li').length === 2").await;
    maya.picture("1-nobody").await;

    ask_for_a_person(&visitor, &shop).await;
    maya.wait(&rows("waiting", 1)).await;
    jonas.wait(&rows("waiting", 1)).await;
    maya.wait("/^\\(1\\) /.test(document.title) && !document.querySelector('[data-waiting]').hidden").await;
    // whoever is on another page of the admin area hears of it, too
    jonas.driver.goto(shop.server.url("/admin/")).await.unwrap();
    jonas.wait("document.querySelector('[data-waiting]')?.textContent === ': 1 waiting'").await;
    shop.console(&jonas).await;
    maya.wait("/waits for a person/.test(document.querySelector('[data-said]').textContent)").await;
    maya.picture("2-waiting").await;
    click(&maya, "[data-group=waiting] a.conversation").await;
    maya.wait(&shows(UNANSWERED)).await;
    press(&maya, "Take").await;
    maya.wait(&rows("yours", 1)).await;
    maya.wait("document.activeElement?.matches('[data-field]')").await;
    visitor.wait("root.querySelector('.who h2')?.textContent === 'Maya'").await;

    visitor.wait("root.querySelector('.queue')?.checkVisibility() !== true").await;

    typing_and_seeing(&maya, &visitor).await;
    handing_over(&maya, &jonas, &visitor).await;
    for agent in [&maya, &jonas] {
        assert_no_faults(agent).await;
    }
    visitor.assert_quiet().await;
    for browser in [visitor, jonas, maya] {
        browser.close().await;
    }
    shop.server.stop().await;
}

/// Each sees that the other writes, and the agent that the visitor has seen it.
async fn typing_and_seeing(maya: &Browser, visitor: &Browser) {
    write(maya, "Hello, I am").await;
    visitor.wait("!!root.querySelector('.dots')").await;
    visitor.picture("2-agent-writes").await;
    send(maya, " Maya. Which bike is it?").await;
    visitor.wait("root.querySelector('[part~=log]').textContent.includes('Which bike is it?')").await;
    maya.wait("/Seen/.test([...document.querySelectorAll('.message.out')].at(-1).textContent)").await;
    let field = visitor.find("textarea").await;
    field.send_keys("The long").await.unwrap();
    maya.wait("!!document.querySelector('[data-log] .dots')").await;
    maya.picture("3-visitor-writes").await;
    field.send_keys(" one").await.unwrap();
    field.send_keys(Key::Enter).await.unwrap();
    maya.wait(&shows("The long one")).await;
    maya.wait("!document.querySelector('[data-log] .dots')").await;
    visitor.picture("3-with-maya").await;
}

/// A note, a transfer with another, and the end.
async fn handing_over(maya: &Browser, jonas: &Browser, visitor: &Browser) {
    click(maya, "[data-kind=note]").await;
    send(maya, "The frame carries 200 kg.").await;
    maya.picture("4-note").await;
    press(maya, "Hand to").await;
    maya.wait("document.querySelector('[data-hand-dialog]').open").await;
    maya.driver.find(By::Css("#hand-note")).await.unwrap().send_keys("You know llamas.").await.unwrap();
    maya.picture("5-hand-to").await;
    click(maya, "[data-hand-do]").await;
    jonas.wait(&rows("yours", 1)).await;
    jonas.wait("/was handed to you/.test(document.querySelector('[data-said]').textContent)").await;
    maya.wait(&rows("yours", 0)).await;
    maya.wait("document.querySelector('[data-marks]').textContent.includes('With Jonas')").await;
    click(maya, "[data-kind=reply]").await;
    maya.wait("document.querySelector('[data-hint]').textContent.startsWith('Jonas has this')").await;
    visitor.wait("root.querySelector('.who h2')?.textContent === 'Jonas'").await;

    click(jonas, "[data-group=yours] a.conversation").await;
    for words in ["The long one", "The frame carries 200 kg.", "You know llamas."] {
        jonas.wait(&shows(words)).await;
    }
    jonas.picture("1-handed").await;
    send(jonas, "It can, if it is a small one.").await;
    visitor.wait("root.querySelector('[part~=log]').textContent.includes('a small one')").await;
    press(jonas, "Resolve").await;
    jonas.wait(&rows("yours", 0)).await;
    jonas.wait(&shows("Resolved by you")).await;
    jonas.picture("2-resolved").await;
    visitor.wait("root.querySelector('.who h2')?.textContent !== 'Jonas'").await;
    visitor.picture("4-closed").await;
    visitor.wait("!!root.querySelector('.scores input[value=\"5\"]')").await;
    visitor.value("root.querySelector('.scores input[value=\"5\"]').click()").await;
    visitor.wait("[...root.querySelectorAll('form.card .btn.main')].at(-1)?.checkVisibility() === true").await;
    visitor.value("[...root.querySelectorAll('form.card .btn.main')].at(-1).click()").await;
    jonas.wait(&shows("rated the conversation 5 of 5")).await;
    jonas.picture("3-rated").await;
}
