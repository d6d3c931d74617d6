//! A whole conversation by keys alone.

use super::*;

async fn press_keys(browser: &Browser, keys: &str) {
    browser.driver.action_chain().send_keys(keys).perform().await.unwrap();
}

/// The next of the visitor's events that holds these words.
async fn hears(visitor: &mut Client, words: &str) -> Value {
    loop {
        let event = visitor.next_of("event").await;
        if event["body"].to_string().contains(words) {
            return event;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_conversation_by_keys_alone() {
    let shop = Shop::open().await;
    let agent = Browser::open("console-keys", 1280, 900, false).await;
    shop.employ(&agent, "maya").await;
    keep_greeting(&agent).await;
    shop.console(&agent).await;
    let mut visitor = shop.asks_for_a_person("how long does delivery take").await;
    agent.wait(&rows("waiting", 1)).await;

    press_keys(&agent, "j").await;
    agent.wait("document.activeElement?.matches('a.conversation')").await;
    agent.press(Key::Enter).await;
    agent.wait(&shows("how long does delivery take")).await;
    press_keys(&agent, "t").await;
    agent.wait("document.activeElement?.matches('[data-field]')").await;
    hears(&mut visitor, "agent_joined").await;

    // a canned reply behind a slash
    press_keys(&agent, "/").await;
    agent.wait("document.querySelectorAll('[data-menu] [role=option]').length === 1").await;
    agent.press(Key::Enter).await;
    agent.wait("document.querySelector('[data-field]').value === 'Hello, this is Maya.'").await;
    agent.press(Key::Enter).await;
    let event = hears(&mut visitor, "this is Maya").await;
    assert_eq!((&event["from"], &event["body"]["agent"]["name"]), (&json!("agent"), &json!("Maya")));

    // an input method: Safari tells only by its code that a key ended a composed word
    press_keys(&agent, "Guten Tag").await;
    let composed = json!({"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229});
    agent.cdp("Input.dispatchKeyEvent", composed).await;
    assert_eq!(agent.value("document.querySelector('[data-field]').value").await, "Guten Tag", "it is not sent yet");
    agent.press(Key::Enter).await;
    hears(&mut visitor, "Guten Tag").await;

    // what the FAQ says
    agent.wait("document.querySelectorAll('[data-proposals] li').length >= 1").await;
    let alt_1 = agent.driver.action_chain().key_down(Key::Alt).send_keys("1").key_up(Key::Alt);
    alt_1.perform().await.unwrap();
    agent.wait("document.querySelector('[data-field]').value.length > 20").await;
    let inserted = agent.value("document.querySelector('[data-field]').value.split('\\n')[0]").await;
    agent.press(Key::Enter).await;
    hears(&mut visitor, inserted.as_str().unwrap()).await;

    // a note, and the end
    agent.press(Key::Escape).await;
    agent.wait("document.activeElement?.id === 'thread-title'").await;
    press_keys(&agent, "n").await;
    agent.wait("document.activeElement?.getAttribute('aria-label')?.startsWith('Note')").await;
    press_keys(&agent, "Asked about delivery").await;
    agent.press(Key::Enter).await;
    agent.wait("!!document.querySelector('[data-log] > .note')").await;
    agent.press(Key::Escape).await;
    press_keys(&agent, "e").await;
    hears(&mut visitor, "closed").await;
    agent.wait(&rows("yours", 0)).await;
    agent.press(Key::Escape).await;
    agent.wait("document.querySelector('[data-thread]').hidden").await;
    assert_no_faults(&agent).await;
    agent.close().await;
    shop.server.stop().await;
}

/// Keeps a canned reply.
async fn keep_greeting(agent: &Browser) {
    let greeting = json!({"title": "Greeting", "text": "Hello, this is Maya."});
    let keep = "const [body, done] = arguments; \
                fetch('/api/v1/admin/canned', {method: 'POST', headers: {'Content-Type': 'application/json'}, \
                body: JSON.stringify(body)}).then((answer) => done(answer.status), (fault) => done(String(fault)))";
    assert_eq!(agent.driver.execute_async(keep, vec![greeting]).await.unwrap().json(), &json!(201));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn what_was_written_survives_a_reload_and_what_was_sent_a_server_that_is_away() {
    let (site, server) = sample().await;
    let shop = Shop { server, _site: site };
    let agent = Browser::open("console-away", 1280, 900, false).await;
    shop.employ(&agent, "maya").await;
    let mut visitor = shop.asks_for_a_person("where is my order").await;
    click(&agent, "[data-group=waiting] a.conversation").await;
    press(&agent, "Take").await;
    agent.wait("document.activeElement?.matches('[data-field]')").await;
    hears(&mut visitor, "agent_joined").await;
    write(&agent, "A draft").await;
    agent.driver.refresh().await.unwrap();
    agent.wait("document.querySelector('[data-field]')?.value === 'A draft'").await;

    let Shop { server, _site: site } = shop;
    let mut config = site.config();
    config.faq_dir = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("faq");
    config.server.listen = server.address;
    server.stop().await;
    write(&agent, " that is sent").await;
    agent.press(Key::Enter).await;
    agent.wait("/Sending/.test(document.querySelector('.message.sending')?.textContent)").await;
    agent.wait("document.querySelector('[data-state]').textContent.startsWith('No connection')").await;
    agent.picture("server-away").await;
    let server = TestServer::start(config).await;
    agent
        .wait("!document.querySelector('.message.sending') && document.querySelectorAll('.message.out').length === 1")
        .await;
    let mut back = Client::back(server.address, &visitor.ready, 0).await;
    hears(&mut back, "A draft that is sent").await;
    agent.wait("document.querySelector('[data-state]').hidden").await;
    agent.close().await;
    server.stop().await;
}
