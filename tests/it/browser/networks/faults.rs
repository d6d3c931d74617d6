//! Networks that are cut, fall silent or want a visitor to sign in, and a server that refuses.

use crate::browser::lab::proxy::{Network, Proxy};
use crate::browser::lab::{Lab, page};
use crate::support::until;
use deskbell::conversation::greeting::Hello;
use deskbell::store::Page as StorePage;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const NOTICE: &str =
    "root.querySelector('.strip').textContent === 'No connection. What you write is sent when it is back.'";
const QUIET: &str = "root.querySelector('.strip').textContent === '' && !root.querySelector('.pending')";

/// A new visitor behind a network of its own, with one question answered.
async fn behind(lab: &Lab) -> Proxy {
    let proxy = Proxy::start(lab.server.address).await;
    lab.forget().await;
    lab.show(&page(proxy.address, "", "", ""), "").await;
    lab.browser.ready().await;
    lab.browser.open_panel().await;
    lab.browser.ask("Where is my order?").await;
    proxy
}

async fn offline(lab: &Lab, is: bool) {
    let conditions = json!({"offline": is, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1});
    lab.browser.cdp("Network.enable", json!({})).await;
    lab.browser.cdp("Network.emulateNetworkConditions", conditions).await;
    lab.browser.wait(&format!("navigator.onLine === {}", !is)).await;
}

/// What was written, in order, is shown as sent and answered.
async fn all_arrived(lab: &Lab, texts: &[&str]) {
    let browser = &lab.browser;
    browser.wait(QUIET).await;
    browser.wait(&format!("root.querySelectorAll('.bot').length === {}", texts.len())).await;
    assert_eq!(browser.said().await, texts);
}

pub async fn offline_and_back(lab: &Lab) {
    let browser = &lab.browser;
    let proxy = behind(lab).await;
    // the device knows that it is offline; how long the widget would wait by itself is made endless
    browser.run("window.random = Math.random; Math.random = () => 1000").await;
    proxy.set(Network::Cut);
    offline(lab, true).await;
    browser.wait(NOTICE).await;
    proxy.set(Network::Works);
    offline(lab, false).await;
    browser.wait(QUIET).await;
    browser.run("Math.random = window.random").await;
    // the device does not know
    proxy.set(Network::Cut);
    browser.wait(NOTICE).await;
    let texts = ["Where is my order?", "Track my parcel", "How do I return something?", "I want to send it back"];
    for text in &texts[1..] {
        browser.say(text).await;
    }
    assert_eq!(browser.value("root.querySelectorAll('.me.pending').length").await, 3);
    browser
        .wait("[...root.querySelectorAll('.me.pending .meta')].every((one) => one.textContent === 'Sending…')")
        .await;
    assert_eq!(browser.value("root.activeElement === root.querySelector('textarea')").await, true);
    proxy.set(Network::Works);
    all_arrived(lab, &texts).await;
}

pub async fn silent_and_back(lab: &Lab) {
    let browser = &lab.browser;
    let proxy = behind(lab).await;
    // a short silence: what was written goes through the connection that there is
    proxy.set(Network::Silent);
    browser.say("Track my parcel").await;
    proxy.set(Network::Works);
    all_arrived(lab, &["Where is my order?", "Track my parcel"]).await;
    // a long one: it is noticed by a message that is not acknowledged
    proxy.set(Network::Silent);
    browser.say("How do I return something?").await;
    browser.wait(NOTICE).await;
    browser.say("I want to send it back").await;
    proxy.set(Network::Works);
    let texts = ["Where is my order?", "Track my parcel", "How do I return something?", "I want to send it back"];
    all_arrived(lab, &texts).await;
}

/// What draws a conversation comes with its first question: a visitor who has to wait for that is told so.
pub async fn slow_at_the_first_question(lab: &Lab) {
    let browser = &lab.browser;
    let proxy = Proxy::start(lab.server.address).await;
    lab.forget().await;
    lab.show(&page(proxy.address, "", "", ""), "").await;
    browser.ready().await;
    proxy.set(Network::Slow);
    browser.find("[part~=launcher]").await.click().await.unwrap();
    let dimmed = "getComputedStyle(root.querySelector('.launch svg')).opacity";
    assert_ne!(browser.value(dimmed).await, "1", "a launcher that was pressed shows that something comes");
    proxy.set(Network::Works);
    browser.wait(&format!("root.querySelectorAll('.list .row').length >= 3 && {dimmed} === '1'")).await;
    proxy.set(Network::Slow);
    // pressed without a pointer over it, which would bring the part before
    browser.value("root.querySelector('.list .row').click()").await;
    browser.wait("root.querySelector('.strip').textContent === 'Connecting…'").await;
    proxy.set(Network::Works);
    browser
        .wait(&format!("{QUIET} && root.querySelectorAll('.me').length === 1 && !!root.querySelector('.bot')"))
        .await;
}

pub async fn portal_and_back(lab: &Lab) {
    let browser = &lab.browser;
    let proxy = behind(lab).await;
    proxy.set(Network::Portal);
    browser.wait(NOTICE).await;
    browser.say("Track my parcel").await;
    // titles while typing are asked for over the same network, and answered with a page
    browser.find("textarea").await.send_keys("deliv").await.unwrap();
    assert_eq!(browser.value("root.querySelector('.me.pending p').textContent").await, "Track my parcel");
    proxy.set(Network::Works);
    all_arrived(lab, &["Where is my order?", "Track my parcel"]).await;
    assert_eq!(browser.value("root.querySelector('textarea').value").await, "deliv", "a draft stays");
    assert_eq!(browser.value("window.faults.length").await, 0, "{}", browser.value("window.faults.join()").await);
}

/// Somebody else uses up what this conversation may send, whenever there is something.
pub async fn refused_for_its_rate(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    let token = browser.value("JSON.parse(localStorage.deskbell).token").await.as_str().unwrap().to_owned();
    let hello = Hello { token: Some(token), page: StorePage::default(), ..Hello::default() };
    let welcome = lab.server.state.engine.hello(hello).await.unwrap();
    let greedy = Arc::new(AtomicBool::new(true));
    let (bucket, goes_on) = (Arc::clone(&welcome.subscription.live.bucket), Arc::clone(&greedy));
    let drain = std::thread::spawn(move || {
        while goes_on.load(Ordering::Relaxed) {
            let _ = bucket.take();
            std::thread::yield_now();
        }
    });
    // now and then one slips through
    let mut texts = vec!["Where is my order?".to_owned()];
    until("a message is given up", async || {
        texts.push(format!("Track my parcel {}", texts.len()));
        browser.say(texts.last().unwrap()).await;
        browser.wait("!root.querySelector('.me.pending')").await;
        browser.value("!!root.querySelector('.me .failed')").await == true
    })
    .await;
    let says = browser.value("root.querySelector('.me .failed').textContent").await;
    assert_eq!(says, "Not sent: too many messages in a short time.Try again");
    assert_eq!(browser.value("window.seen.at(-1).name + window.seen.at(-1).code").await, "errorrate_limited");
    greedy.store(false, Ordering::Relaxed);
    drain.join().unwrap();
    browser.find(".again").await.click().await.unwrap();
    browser.wait("!root.querySelector('.me .failed') && !root.querySelector('.me.pending')").await;
    browser.wait(&format!("root.querySelectorAll('.bot').length === {}", texts.len())).await;
    assert_eq!(browser.said().await, texts);
}
