//! What the tests of networks, hosts, the API and cost have in common: pages of any kind on an origin of their own, a
//! server behind a network that can fail, and one that can be killed.

pub mod devtools;
pub mod pages;
pub mod process;
pub mod proxy;

use super::Browser;
use crate::support::{Site, TestServer};
use deskbell::config::Config;
use deskbell::conversation::greeting::Hello;
use deskbell::ids::TokenHash;
use deskbell::store::{NewEvent, NewTurn, Page as StorePage, Recorded, Sender};
use futures_util::FutureExt;
use pages::Pages;
use serde_json::{Value, json};
use std::any::Any;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use thirtyfour::prelude::*;

/// A browser, a server with the small FAQ, and a site on another origin.
pub struct Lab {
    pub browser: Browser,
    pub server: TestServer,
    pub pages: Pages,
    pub site: Site,
}

/// An ordinary page with the widget of `bot`: more of its head, attributes of the script, more of its body.
pub fn page(bot: SocketAddr, head: &str, script: &str, body: &str) -> String {
    format!(
        r##"<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>A shop</title>{head}</head>
<body><main><h1>A shop</h1><p><a id="link" href="#link">A link</a></p>{body}</main>
<script async src="http://{bot}/widget.js" {script}></script></body></html>"##
    )
}

impl Lab {
    pub async fn open(name: &str) -> Self {
        Self::with(name, |_| ()).await
    }

    /// With other settings of the server.
    pub async fn with(name: &str, set: impl FnOnce(&mut Config)) -> Self {
        let browser = Browser::open(name, 1280, 800, false).await;
        let site = Site::new();
        let pages = Pages::start().await;
        let mut config = site.config();
        config.site.allowed_origins = vec![pages.origin()];
        config.site.privacy_url = "https://example.com/privacy".into();
        set(&mut config);
        let server = TestServer::start(config).await;
        Self { browser, server, pages, site }
    }

    pub async fn close(self) {
        self.browser.close().await;
        self.server.stop().await;
    }

    /// Forgets all that this site keeps in the browser.
    pub async fn forget(&self) {
        let origin = self.pages.origin();
        self.browser.driver.goto(format!("{origin}/blank")).await.unwrap();
        self.browser.cdp("Emulation.setEmulatedMedia", json!({"media": "", "features": []})).await;
        self.browser.cdp("Storage.clearDataForOrigin", json!({"origin": origin, "storageTypes": "all"})).await;
    }

    /// Shows a text as the site's page, with its headers, and goes there. Who was here before is still known.
    pub async fn show(&self, text: &str, headers: &str) {
        self.pages.set("/", "text/html", headers, text);
        self.browser.driver.goto(format!("{}/", self.pages.origin())).await.unwrap();
    }

    /// Stores events in the conversation of the page, and gives them to every socket of it.
    pub async fn publish(&self, events: &[(Sender, Value)]) {
        let state = &self.server.state;
        let token = self.browser.value("JSON.parse(localStorage.deskbell).token").await;
        let hello = Hello { token: token.as_str().map(str::to_owned), page: StorePage::default(), ..Hello::default() };
        let welcome = state.engine.hello(hello).await.unwrap();
        let known = state.store.conversation(&TokenHash::of(token.as_str().unwrap()), 0).await.unwrap().unwrap();
        for (sender, body) in events {
            let kind = if body["kind"] == "notice" { "notice" } else { "text" };
            let turn = NewTurn {
                conversation: known.id.clone(),
                cid: crate::support::cid(),
                cid_digest: "d".into(),
                at: state.clock.now_millis(),
                page: Some(StorePage::default()),
                message: NewEvent { sender: *sender, kind, body: body.to_string() },
                replies: vec![],
                question: None,
                marks: vec![],
                state: known.state.clone(),
                lang: known.lang.clone(),
            };
            let Recorded::New(stored) = state.store.record(turn).await.unwrap() else { panic!("a cid came twice") };
            welcome.subscription.live.publish(stored);
        }
    }

    /// A new visitor on an ordinary page, whose widget is there.
    pub async fn arrive(&self, head: &str, script: &str, body: &str) {
        self.forget().await;
        self.show(&page(self.server.address, head, script, body), "").await;
        self.browser.ready().await;
    }
}

impl Browser {
    /// Waits for a widget with its launcher, and notes what happens from then on.
    pub async fn ready(&self) {
        self.listen().await;
        self.wait("!!root?.querySelector('[part~=launcher]')").await;
    }

    /// Runs statements in the page, in which `root` is the widget's shadow root.
    pub async fn run(&self, statements: &str) -> Value {
        let script = format!("const root = document.querySelector('deskbell-chat')?.shadowRoot; {statements}");
        self.driver.execute(&script, vec![]).await.unwrap().json().clone()
    }

    /// Awaits a promise of the page.
    pub async fn awaited(&self, expression: &str) -> Value {
        let script = format!(
            "const root = document.querySelector('deskbell-chat')?.shadowRoot; \
             return (async () => {{ return ({expression}) ?? null }})()"
        );
        self.driver.execute(&script, vec![]).await.unwrap().json().clone()
    }

    /// Types a message and sends it, without waiting for anything.
    pub async fn say(&self, text: &str) {
        let field = self.find("textarea").await;
        field.send_keys(text).await.unwrap();
        field.send_keys(Key::Enter).await.unwrap();
        self.wait(&format!("[...root.querySelectorAll('.me p')].some((one) => one.textContent === {text:?})")).await;
    }

    /// The visitor's messages as the page shows them, in order.
    pub async fn said(&self) -> Vec<String> {
        let said = self.value("[...root.querySelectorAll('.me p')].map((one) => one.textContent)").await;
        serde_json::from_value(said).unwrap()
    }

    /// As `assert_quiet`, on a page that is not the server's own.
    pub async fn assert_quiet_beside(&self, others: &[&str]) {
        assert_eq!(self.value("window.faults.length").await, 0, "{}", self.value("window.faults.join()").await);
        let loaded: Vec<String> =
            serde_json::from_value(self.value("performance.getEntriesByType('resource').map((one) => one.name)").await)
                .unwrap();
        let own = self.value("location.origin").await;
        let known = |address: &String| {
            address.starts_with(own.as_str().unwrap()) || others.iter().any(|other| address.starts_with(other))
        };
        assert!(loaded.iter().all(known), "a third party was asked: {loaded:?}");
    }
}

/// What a check that failed has to say.
pub fn fault(fault: &(dyn Any + Send)) -> String {
    let text = fault.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| fault.downcast_ref::<&str>().copied()).unwrap_or("it panicked").to_owned()
}

/// Whether a check is to run: `CHECKS=some_name,other` runs only those whose name contains one of these.
pub fn wanted(check: &str) -> bool {
    std::env::var("CHECKS").map_or(true, |only| only.split(',').any(|part| check.contains(part)))
}

/// Runs one check; what it complains of is noted, with a picture, so that the others run all the same.
pub async fn attempt(browser: &Browser, name: &str, faults: &mut Vec<String>, check: impl Future<Output = ()>) {
    let started = std::time::Instant::now();
    if let Err(panic) = AssertUnwindSafe(check).catch_unwind().await {
        browser.picture(name).await;
        faults.push(format!("{name}: {}", fault(&*panic)));
    }
    eprintln!("{name} took {:?}", started.elapsed());
}

/// Runs checks one after the other, and fails with the faults of all.
macro_rules! checks {
    ($lab:expr, $($check:ident),* $(,)?) => {{
        let lab = $lab;
        let mut faults: Vec<String> = Vec::new();
        $(if $crate::browser::lab::wanted(stringify!($check)) {
            $crate::browser::lab::attempt(&lab.browser, stringify!($check), &mut faults, $check(&lab)).await;
        })*
        lab.close().await;
        assert!(faults.is_empty(), "{} of the checks failed:\n\n{}", faults.len(), faults.join("\n\n"));
    }};
}
pub(crate) use checks;
