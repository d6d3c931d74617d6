//! Every state of the console, light and dark, wide and narrow: axe finds nothing, nothing is cut off, and nothing breaks
//! the page's security policy.

use super::*;

/// Brings the open page into a state, looks at it, and leaves it by Escape.
async fn look_and_leave(browser: &Browser, state: &str) {
    look_at(browser, state).await;
    browser.press(Key::Escape).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn every_state_is_accessible() {
    let shop = Shop::open().await;
    let agent = Browser::open("console", 1280, 900, false).await;
    shop.employ(&agent, "maya").await;
    look_at(&agent, "nobody").await;
    let _waits = shop.asks_for_a_person(UNANSWERED).await;
    let mut other = shop.asks_for_a_person("where is my order").await;
    let mut bot = Client::new(shop.server.address).await;
    bot.ask("how do I return a bike").await;
    agent.wait(&rows("waiting", 2)).await;
    agent.wait(&rows("bot", 1)).await;
    look_at(&agent, "waiting").await;

    click(&agent, "[data-group=waiting] li:nth-child(2) a.conversation").await;
    agent.wait(&shows("where is my order")).await;
    look_at(&agent, "not-taken").await;
    press(&agent, "Take").await;
    agent.wait(&rows("yours", 1)).await;
    send(&agent, "Hello, what is its number?").await;
    other.say(json!({"kind": "text", "text": "FH-20417"})).await;
    other.next_of("ack").await;
    agent.wait(&shows("FH-20417")).await;
    click(&agent, "[data-kind=note]").await;
    send(&agent, "It left on Friday.").await;
    look_at(&agent, "talking").await;

    click(&agent, "[data-kind=reply]").await;
    click(&agent, "[data-canned]").await;
    agent.wait("document.querySelector('[data-no-canned]').checkVisibility()").await;
    look_and_leave(&agent, "no-canned").await;
    press(&agent, "Hand to").await;
    agent.wait("document.querySelector('[data-hand-dialog]').open").await;
    look_and_leave(&agent, "hand-to").await;
    agent.driver.find(By::Css("#thread-title")).await.unwrap();
    agent.value("document.querySelector('#thread-title').focus()").await;
    agent.driver.action_chain().send_keys("?").perform().await.unwrap();
    agent.wait("document.querySelector('[data-keys-dialog]').open").await;
    look_and_leave(&agent, "keys").await;
    click(&agent, "[data-more] summary").await;
    look_at(&agent, "more").await;
    agent
        .value("[...document.querySelectorAll('[data-more-acts] button')].find((one) => one.textContent === 'Canned replies').click()")
        .await;
    agent.wait("document.querySelector('[data-canned-dialog]').open").await;
    for (field, words) in [("#canned-name", "Greeting"), ("#canned-text", "Hello, how can I help?")] {
        agent.driver.find(By::Css(field)).await.unwrap().send_keys(words).await.unwrap();
    }
    click(&agent, "[data-canned-keep]").await;
    agent.wait("document.querySelectorAll('[data-canned-list] li').length === 1").await;
    look_and_leave(&agent, "canned-replies").await;

    resize(&agent, 390, 844).await;
    click(&agent, "[data-pane-toggle]").await;
    agent.wait("document.querySelector('[data-pane]').checkVisibility()").await;
    look_at(&agent, "pane").await;
    assert_no_faults(&agent).await;
    agent.close().await;
    shop.server.stop().await;
}
