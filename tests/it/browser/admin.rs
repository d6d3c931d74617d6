//! The admin area in a real browser: the main task of each page, and axe on each of them, light and dark, wide and
//! narrow.

mod hostile;
mod late;
mod pages;
mod told;

use super::{Browser, sample};
use crate::support::{Client, Site, TestServer};
use deskbell::web::auth::{first_start_link, setup_address};
use serde_json::{Value, json};
use std::path::Path;
use thirtyfour::prelude::*;

const PASSWORD: &str = "brass kettle on a slow train";
const SIZES: [(u32, u32); 2] = [(1280, 900), (390, 844)];

/// Somebody who runs the site, signed in as administrator.
struct Desk {
    browser: Browser,
    server: TestServer,
    site: Site,
}

/// What visitors of the sample FAQ's shop ask.
const QUESTIONS: [&str; 12] = [
    "how long does delivery take",
    "where is my order",
    "when will my parcel arrive",
    "how do I return a bike",
    "which frame size fits me",
    "can I get an invoice",
    "do you ship to norway",
    "what does the warranty cover",
    "can a llama ride the cargo bike",
    "my number is 0151 23456789, where is my refund",
    "is there a museum nearby",
    "delivery",
];

impl Desk {
    /// The sample FAQ, with `visitors` who have asked.
    async fn open(name: &str, visitors: usize) -> Self {
        let (site, server) = sample().await;
        for visitor in 0..visitors {
            let mut client = Client::new(server.address).await;
            for number in 0..=visitor % 3 {
                let said = client.ask(QUESTIONS[(visitor * 5 + number * 7) % QUESTIONS.len()]).await;
                let Some(answer) = said.iter().find(|frame| frame["body"]["kind"] == "answer") else { continue };
                if visitor % 2 == 0 {
                    let helpful = (visitor / 2) % 3 != 0;
                    let mut body = json!({"kind": "feedback", "about": answer["seq"], "helpful": helpful});
                    if !helpful {
                        body["comment"] = "Nothing about Sundays, write to anna@example.com".into();
                    }
                    client.say(body).await;
                    client.next_of("ack").await;
                }
            }
            if visitor % 7 == 3 {
                client.say(json!({"kind": "human"})).await;
                client.next_of("ack").await;
            }
        }
        let link = first_start_link(&server.state.store, &server.state.clock).await.unwrap().unwrap();
        let browser = Browser::open(name, SIZES[0].0, SIZES[0].1, false).await;
        settle(&browser, setup_address(&server.url(""), &link)).await;
        Self { browser, server, site }
    }

    /// Opens a page and waits until it has what it shows.
    async fn go(&self, path: &str) {
        self.browser.driver.goto(self.server.url(&format!("/admin/{path}"))).await.unwrap();
        let ready = "document.readyState === 'complete' && !!document.querySelector('[data-whoami] strong') \
                     && !document.querySelector('[aria-busy=true]')";
        self.browser.wait(ready).await;
        watch_faults(&self.browser).await;
    }

    async fn click(&self, selector: &str) {
        self.browser.wait(&format!("!!document.querySelector({selector:?})")).await;
        self.browser.driver.find(By::Css(selector)).await.unwrap().click().await.unwrap();
    }

    async fn text(&self, selector: &str) -> String {
        let text = self.browser.value(&format!("document.querySelector({selector:?})?.textContent")).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Looks at the page as it is, in every theme and size.
    async fn look(&self, state: &str) {
        look_at(&self.browser, state).await;
    }

    async fn close(self) {
        self.browser.close().await;
        self.server.stop().await;
    }
}

/// Signs in by a one-time link.
pub(super) async fn settle(browser: &Browser, address: String) {
    browser.driver.goto(address).await.unwrap();
    browser.wait("[...document.querySelectorAll('input')].some((one) => one.type === 'password')").await;
    for field in browser.driver.find_all(By::Css("input[type=password]")).await.unwrap() {
        field.send_keys(PASSWORD).await.unwrap();
    }
    browser.driver.action_chain().send_keys(Key::Enter).perform().await.unwrap();
    browser.wait("location.pathname === '/admin/'").await;
}

/// Notes whatever breaks the page's security policy or fails in its scripts.
pub(super) async fn watch_faults(browser: &Browser) {
    let watch = "window.faults ??= []; \
                 addEventListener('securitypolicyviolation', (event) => faults.push(event.violatedDirective)); \
                 addEventListener('error', (event) => faults.push(event.message)); \
                 addEventListener('unhandledrejection', (event) => faults.push(String(event.reason)))";
    browser.driver.execute(watch, vec![]).await.unwrap();
}

/// Looks at the page as it is, in every theme and size: axe finds nothing, nothing is cut off, nothing failed.
pub(super) async fn look_at(browser: &Browser, state: &str) {
    let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/package/axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("tests/run installs axe");
    browser.driver.execute(&format!("if (!window.axe) {{ {axe} }}"), vec![]).await.unwrap();
    let run = "const done = arguments[arguments.length - 1]; \
               axe.run(document, {resultTypes: ['violations']}).then(({violations, passes}) => done({ \
                 passed: passes.length, \
                 broken: violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`) \
               }), (fault) => done({passed: 0, broken: [String(fault)]}))";
    let mut faults = Vec::new();
    for (width, height) in SIZES {
        resize(browser, width, height).await;
        for theme in ["light", "dark"] {
            browser.prefer(&[("prefers-color-scheme", theme), ("prefers-reduced-motion", "reduce")]).await;
            let found = browser.driver.execute_async(run, vec![]).await.unwrap().json().clone();
            browser.picture(&format!("{state}-{theme}-{width}")).await;
            assert!(found["passed"].as_u64().unwrap() > 15, "{state}: axe looked at hardly anything: {found}");
            let broken = found["broken"].as_array().unwrap().iter();
            faults.extend(broken.map(|fault| format!("{theme} {width}: {}", fault.as_str().unwrap())));
        }
        let wide = "[...document.querySelectorAll('main, main *')].filter((one) => document.documentElement.scrollWidth \
                    > innerWidth && one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML.slice(0, 90))";
        let wide = browser.value(wide).await;
        if wide != json!([]) {
            faults.push(format!("{width}: the page is wider than the screen: {wide}"));
        }
    }
    resize(browser, SIZES[0].0, SIZES[0].1).await;
    assert!(faults.is_empty(), "{state}:\n{}", faults.join("\n"));
    assert_eq!(browser.value("window.faults").await, Value::Array(vec![]), "{state}");
}

/// A window of this size. It is no phone's, on which a page that is too wide is made smaller.
pub(super) async fn resize(browser: &Browser, width: u32, height: u32) {
    let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
    browser.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    browser.wait(&format!("innerWidth === {width} && innerHeight === {height}")).await;
}
