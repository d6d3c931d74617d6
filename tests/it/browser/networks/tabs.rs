//! Two tabs of one conversation, and the page that comes after one on which somebody waits for a person.

use crate::browser::Browser;
use crate::browser::host::Page;
use crate::browser::lab::proxy::{Network, Proxy};
use crate::browser::stage::{Stage, agent, joined, queued};
use thirtyfour::WindowHandle;

impl Browser {
    async fn switch(&self, window: &WindowHandle) {
        self.driver.switch_to_window(window.clone()).await.unwrap();
    }
}

/// A new visitor with two tabs, both of them open, one question asked in the first.
async fn two(stage: &Stage) -> [WindowHandle; 2] {
    let browser = &stage.browser;
    stage.opened().await;
    browser.ask("Where is my order?").await;
    let first = browser.driver.window().await.unwrap();
    let second = browser.driver.new_window().await.unwrap();
    [first, second]
}

pub async fn tabs_show_and_read_together(stage: &Stage) {
    let browser = &stage.browser;
    let [first, second] = two(stage).await;
    browser.switch(&second).await;
    stage.visit(Page::default()).await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.me').length === 1 && root.querySelectorAll('.bot').length === 1").await;
    // each shows what is said in the other
    for (here, there, text, count) in
        [(&second, &first, "Track my parcel", 2), (&first, &second, "I want to send it back", 3)]
    {
        browser.switch(here).await;
        browser.ask(text).await;
        browser.switch(there).await;
        browser.wait(&format!("root.querySelectorAll('.bot').length === {count}")).await;
        assert_eq!(browser.said().await.last().unwrap(), text);
    }
    for window in [&first, &second] {
        browser.switch(window).await;
        browser.value("deskbell.close()").await;
    }
    let thread = stage.own_thread().await;
    stage.publish(&thread, &[joined(), agent("Hello")]).await;
    for window in [&first, &second] {
        browser.switch(window).await;
        browser.wait("deskbell.unreadCount === 2 && root.querySelector('.launch b')?.textContent === '2'").await;
    }
    browser.switch(&first).await;
    browser.open_panel().await;
    browser.wait("deskbell.unreadCount === 0").await;
    browser.switch(&second).await;
    browser.wait("deskbell.unreadCount === 0 && !root.querySelector('.launch b')").await;
    browser.driver.close_window().await.unwrap();
    browser.switch(&first).await;
}

/// The second tab hears of a message only after it was read in the first.
pub async fn reading_is_known_in_a_slow_tab(stage: &Stage) {
    let browser = &stage.browser;
    let [first, second] = two(stage).await;
    let proxy = Proxy::start(stage.server.address).await;
    browser.switch(&second).await;
    stage.host.show(proxy.address, Page::default());
    browser.driver.goto(format!("{}/", stage.host.origin())).await.unwrap();
    browser.ready().await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.bot').length === 1").await;
    browser.value("deskbell.close()").await;
    browser
        .run("window.told = []; new BroadcastChannel('deskbell').onmessage = ({ data }) => window.told.push(data.last)")
        .await;
    let thread = stage.own_thread().await;
    proxy.set(Network::Silent);
    stage.publish(&thread, &[joined(), agent("Hello")]).await;
    browser.switch(&first).await;
    browser.wait("root.querySelectorAll('.agent').length === 1").await;
    browser.switch(&second).await;
    browser.wait("window.told.includes(4)").await;
    proxy.set(Network::Works);
    browser
        .wait("window.seen.filter((one) => one.name === 'message:received' && one.from === 'agent').length === 1")
        .await;
    assert_eq!(browser.value("deskbell.unreadCount").await, 0, "what was read in the other tab is not unread");
    stage.publish(&thread, &[agent("Are you there?")]).await;
    browser.switch(&first).await;
    browser.wait("root.querySelectorAll('.agent').length === 2").await;
    browser.value("deskbell.close()").await;
    stage.publish(&thread, &[agent("Still there?")]).await;
    browser.wait("deskbell.unreadCount === 1").await;
    browser.switch(&second).await;
    browser.wait("deskbell.unreadCount === 1").await;
    browser.driver.close_window().await.unwrap();
    browser.switch(&first).await;
}

pub async fn person_is_heard_on_the_next_page(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    browser.ask("Where is my order?").await;
    // with the bot alone, the next page connects to nothing
    let sockets = "<script>window.sockets = 0; window.WebSocket = class extends WebSocket { constructor(...given) { \
                   super(...given); window.sockets++; } }</script>";
    let page = Page { head: sockets, ..Page::default() };
    stage.visit(page).await;
    browser.wait("document.readyState === 'complete'").await;
    let kept = "JSON.parse(localStorage.deskbell).attend";
    assert_eq!(
        browser.value(&format!("[window.sockets, {kept}, deskbell.isOpen]")).await.to_string(),
        "[0,false,false]"
    );
    // in line for a person
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.bot').length === 1").await;
    let thread = stage.own_thread().await;
    stage.publish(&thread, &[queued()]).await;
    browser.wait(&format!("{kept} === true && !!root.querySelector('.queue')")).await;
    browser.wait("JSON.parse(localStorage.deskbell).read === 3").await;
    stage.visit(page).await;
    browser.wait("window.sockets === 1 && !!root.querySelector('.queue')").await;
    assert_eq!(browser.value("deskbell.isOpen").await, false);
    assert_eq!(browser.value("deskbell.unreadCount").await, 0, "what was seen before is not unread");
    stage.publish(&thread, &[joined(), agent("Hello, I am Maya.")]).await;
    browser.wait("deskbell.unreadCount === 2 && root.querySelector('.launch b')?.textContent === '2'").await;
    let name = browser.value("root.querySelector('[part~=launcher]').ariaLabel").await;
    assert_eq!(name, "Open chat, 2 unread messages");
    browser.open_panel().await;
    browser.wait("deskbell.unreadCount === 0 && root.querySelectorAll('.agent').length === 1").await;
    assert_eq!(browser.value("root.querySelector('.who h2').textContent").await, "Maya K.");
    // written while no page was there
    browser.driver.goto(format!("{}/blank", stage.host.origin())).await.unwrap();
    stage.publish(&thread, &[agent("Are you still there?")]).await;
    stage.visit(page).await;
    browser.wait("window.sockets === 1 && root.querySelectorAll('.agent').length === 2").await;
    browser.wait("deskbell.unreadCount === 1").await;
}

/// The page opens the panel as soon as it can, for somebody who waits for a person: both want it at once.
pub async fn person_is_waited_for_in_one_panel(stage: &Stage) {
    let browser = &stage.browser;
    let head = "<script>window.sockets = 0; window.WebSocket = class extends WebSocket { constructor(...given) { \
                super(...given); window.sockets++; } }; \
                window.deskbell = function () { (deskbell.q = deskbell.q || []).push(arguments) }; \
                deskbell('open')</script>";
    stage.resume(Page { head, ..Page::default() }, true, &[queued()]).await;
    browser.wait("deskbell.isOpen && !!root.querySelector('.queue')").await;
    let made = browser.value("[root.querySelectorAll('[part~=panel]').length, window.sockets]").await;
    assert_eq!(made.to_string(), "[1,1]", "panels and sockets");
}
