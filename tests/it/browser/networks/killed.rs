//! `kill -9` of a real server under a real page.

use crate::browser::Browser;
use crate::browser::lab::page;
use crate::browser::lab::pages::Pages;
use crate::browser::lab::process::Process;
use crate::support::Site;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::sync::Mutex;

/// A browser, and a server that can be killed.
pub struct Away {
    pub browser: Browser,
    pages: Pages,
    site: Site,
    server: Mutex<Process>,
}

impl Away {
    pub async fn open() -> Self {
        let browser = Browser::open("killed", 1280, 800, false).await;
        let pages = Pages::start().await;
        let site = Site::new();
        let server = Process::start(&site, &pages.origin());
        pages.set("/", "text/html", "", &page(server.address, "", "", ""));
        Self { browser, pages, site, server: Mutex::new(server) }
    }

    pub async fn close(self) {
        self.browser.close().await;
    }

    fn kill(&self) {
        self.server.lock().unwrap().kill();
    }

    fn restart(&self) {
        self.server.lock().unwrap().restart(&self.site);
    }

    /// A new visitor, who has asked one question and got its answer.
    async fn begin(&self) {
        let Self { browser, pages, .. } = self;
        let origin = pages.origin();
        browser.driver.goto(format!("{origin}/blank")).await.unwrap();
        browser.cdp("Storage.clearDataForOrigin", json!({"origin": origin, "storageTypes": "all"})).await;
        self.visit().await;
        browser.ask("Where is my order?").await;
    }

    async fn visit(&self) {
        self.browser.driver.goto(format!("{}/", self.pages.origin())).await.unwrap();
        self.browser.ready().await;
        self.browser.open_panel().await;
    }

    /// Waits until all that was written is there and answered.
    async fn arrived(&self, count: usize) {
        let browser = &self.browser;
        browser.wait("!root.querySelector('.pending') && root.querySelector('.strip').textContent === ''").await;
        browser.wait(&format!("root.querySelectorAll('.me').length === {count}")).await;
        browser.wait(&format!("root.querySelectorAll('.bot').length === {count}")).await;
    }

    /// What the visitor said, as the server has it; every message is there once, and answered once.
    async fn stored(&self) -> Vec<String> {
        // what has arrived is kept no longer, though it may be shown before that is written
        self.browser.wait("!JSON.parse(localStorage.deskbell).outbox.length").await;
        let kept = self.browser.value("JSON.parse(localStorage.deskbell)").await;
        let address = format!("http://{}/api/v1/conversation", self.server.lock().unwrap().address);
        let token = kept["token"].as_str().unwrap();
        let response = reqwest::Client::new().get(address).bearer_auth(token).send().await.unwrap();
        let data: Value = response.json().await.unwrap();
        let events = data["events"].as_array().unwrap();
        let of = |sender: &str| events.iter().filter(|event| event["from"] == sender).collect::<Vec<_>>();
        let answered: Vec<_> = of("bot").iter().map(|event| event["re"].as_i64().unwrap()).collect();
        let asked: Vec<_> = of("visitor").iter().map(|event| event["seq"].as_i64().unwrap()).collect();
        assert_eq!(HashSet::<i64>::from_iter(answered.clone()), HashSet::from_iter(asked.clone()));
        assert_eq!(answered.len(), asked.len(), "a question is answered once");
        of("visitor").iter().map(|event| event["body"]["text"].as_str().unwrap().to_owned()).collect()
    }
}

/// Three deaths: at once after three messages were written, after the first of them arrived, after all were written.
pub async fn killed_in_the_middle(away: &Away) {
    let browser = &away.browser;
    away.begin().await;
    browser.run("window.sameVisit = true").await;
    let mut texts = vec!["Where is my order?".to_owned()];
    for round in 0..3 {
        let fast: Vec<_> = (1..=3).map(|number| format!("Track my parcel {round}.{number}")).collect();
        browser.run(&format!("for (const text of {}) deskbell.ask(text)", json!(fast))).await;
        texts.extend(fast);
        if round == 1 {
            let arrived = texts.len() - 2;
            browser.wait(&format!("root.querySelectorAll('.me:not(.pending)').length >= {arrived}")).await;
        }
        away.kill();
        for number in 4..=5 {
            texts.push(format!("How do I return something {round}.{number}?"));
            browser.say(texts.last().unwrap()).await;
        }
        if round == 0 {
            browser.wait("root.querySelector('.strip').textContent.startsWith('No connection')").await;
            assert_eq!(browser.said().await, texts, "all that was written is shown while the server is away");
        }
        away.restart();
        away.arrived(texts.len()).await;
        assert_eq!(browser.said().await, texts);
        assert_eq!(away.stored().await, texts);
    }
    assert_eq!(browser.value("window.sameVisit").await, true, "the page was not loaded again");
}

pub async fn killed_and_reloaded(away: &Away) {
    let browser = &away.browser;
    away.begin().await;
    away.kill();
    let mut texts = vec!["Where is my order?".to_owned()];
    for number in 1..=3 {
        texts.push(format!("Can I give back what I bought {number}?"));
        browser.say(texts.last().unwrap()).await;
    }
    // the widget comes from the browser's cache, and so does what was not sent
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.me.pending').length === 3").await;
    assert_eq!(browser.said().await, texts[1..]);
    texts.push("And one more, where is my order?".into());
    browser.say(texts.last().unwrap()).await;
    away.restart();
    away.arrived(texts.len()).await;
    assert_eq!(browser.said().await, texts);
    assert_eq!(away.stored().await, texts);
    away.visit().await;
    away.arrived(texts.len()).await;
    assert_eq!(browser.said().await, texts, "and so it stays on the next page");
}

pub async fn killed_with_two_tabs(away: &Away) {
    let browser = &away.browser;
    away.begin().await;
    let first = browser.driver.window().await.unwrap();
    let second = browser.driver.new_window().await.unwrap();
    browser.driver.switch_to_window(second.clone()).await.unwrap();
    away.visit().await;
    away.arrived(1).await;
    away.kill();
    let turns = [(&first, "a1"), (&second, "b1"), (&first, "a2"), (&second, "b2"), (&first, "a3")];
    for (window, name) in turns {
        browser.driver.switch_to_window(window.clone()).await.unwrap();
        browser.say(&format!("Track my parcel {name}")).await;
    }
    // a tab that is loaded again finds what the other one could not send, too
    browser.driver.switch_to_window(second.clone()).await.unwrap();
    browser.driver.refresh().await.unwrap();
    browser.ready().await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.me.pending').length === 5").await;
    browser.say("Track my parcel b3").await;
    let unsent = browser.value("localStorage.deskbell").await;
    away.restart();
    away.arrived(7).await;
    let seen = browser.said().await;
    // two tabs that keep something at the same moment may bring back what has arrived: it is not kept for long
    let kept: Value = serde_json::from_str(unsent.as_str().unwrap()).unwrap();
    assert_eq!(kept["outbox"].as_array().unwrap().len(), 6);
    browser.run(&format!("localStorage.deskbell = {unsent}")).await;
    browser.driver.switch_to_window(first.clone()).await.unwrap();
    away.arrived(7).await;
    assert_eq!(browser.said().await, seen, "both tabs show the same");
    assert_eq!(away.stored().await, seen, "and what they show is what is stored");
    browser.driver.switch_to_window(second).await.unwrap();
    browser.driver.close_window().await.unwrap();
    browser.driver.switch_to_window(first).await.unwrap();
    browser.say("Track my parcel a4").await;
    away.arrived(8).await;
    assert_eq!(away.stored().await.len(), 8);
    for tab in ["a", "b"] {
        let own: Vec<_> = seen.iter().filter_map(|text| text.strip_prefix(&format!("Track my parcel {tab}"))).collect();
        assert_eq!(own, ["1", "2", "3"], "what tab {tab} wrote arrives once and in order: {seen:?}");
    }
}
