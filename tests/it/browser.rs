//! A visitor's whole way in a real browser: the demo page with the sample FAQ, on a desktop and on a phone.
//!
//! Screenshots are left in `target/screenshots/` to be looked at.

use crate::support::{PATIENCE, Site, TestServer};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;

const REASON: &str = "the page did not get there";

/// ChromeDriver as a process of its own, ended with the test.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A browser with an empty profile.
struct Browser {
    driver: WebDriver,
    name: String,
    _profile: tempfile::TempDir,
    _process: Driver,
}

impl Browser {
    async fn open(name: &str, width: u32, height: u32, dark: bool) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Driver(
            Command::new("chromedriver")
                .arg(format!("--port={port}"))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("chromedriver is installed (tests/run installs it)"),
        );
        let profile = tempfile::tempdir().unwrap();
        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary("/usr/bin/chromium").unwrap();
        for flag in [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
        ] {
            wanted.add_arg(flag).unwrap();
        }
        wanted.add_arg(&format!("--user-data-dir={}", profile.path().display())).unwrap();
        if dark {
            wanted.add_arg("--blink-settings=preferredColorScheme=0").unwrap();
        }
        if width < 500 {
            // a headless window is never narrower than 500 px: a phone is emulated
            let phone = serde_json::json!({"deviceMetrics": {"width": width, "height": height, "pixelRatio": 2.0, "touch": true}});
            wanted.add_experimental_option("mobileEmulation", phone).unwrap();
        } else {
            wanted.add_arg(&format!("--window-size={width},{height}")).unwrap();
        }
        let address = format!("http://127.0.0.1:{port}");
        let deadline = Instant::now() + PATIENCE;
        let driver = loop {
            match WebDriver::new(&address, wanted.clone()).await {
                Ok(driver) => break driver,
                Err(error) => assert!(Instant::now() < deadline, "chromedriver does not answer: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        Self { driver, name: name.into(), _profile: profile, _process: process }
    }

    /// Evaluates an expression in which `root` is the widget's shadow root.
    async fn value(&self, expression: &str) -> serde_json::Value {
        let script =
            format!("const root = document.querySelector('deskbell-chat')?.shadowRoot; return ({expression}) ?? null");
        self.driver.execute(&script, vec![]).await.unwrap().json().clone()
    }

    /// Waits until an expression is true.
    async fn wait(&self, expression: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.value(expression).await != serde_json::Value::Bool(true) {
            if Instant::now() > deadline {
                let shown = self.value("root?.textContent ?? document.body.textContent").await;
                let log = self.value("JSON.stringify(window.seen ?? [])").await;
                panic!("{REASON}: {expression}\nseen: {log}\nshown: {shown}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// The element in the widget.
    async fn find(&self, selector: &str) -> WebElement {
        self.wait(&format!("!!root?.querySelector({selector:?})")).await;
        let host = self.driver.find(By::Css("deskbell-chat")).await.unwrap();
        host.get_shadow_root().await.unwrap().find(By::Css(selector)).await.unwrap()
    }

    /// Presses a key where the focus is. Sending it to an element would take the focus away first and give it back.
    async fn press(&self, key: Key) {
        self.driver.action_chain().send_keys(key).perform().await.unwrap();
    }

    async fn picture(&self, state: &str) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        let bytes = self.driver.screenshot_as_png().await.unwrap();
        std::fs::write(folder.join(format!("{}-{state}.png", self.name)), bytes).unwrap();
    }

    /// Notes every event of the widget, so that waiting can be by what happened and not by what it looks like.
    async fn listen(&self) {
        self.wait("typeof window.deskbell === 'function' && typeof window.deskbell.on === 'function'").await;
        let script = "window.seen = []; window.faults = []; \
                      addEventListener('securitypolicyviolation', (event) => window.faults.push(event.blockedURI)); \
                      addEventListener('error', (event) => window.faults.push(event.message)); \
                      for (const name of ['answer', 'message:received', 'feedback', 'error']) \
                      window.deskbell.on(name, (detail) => window.seen.push({name, ...detail}))";
        self.driver.execute(script, vec![]).await.unwrap();
    }

    async fn open_panel(&self) {
        self.find("[part~=launcher]").await.click().await.unwrap();
        self.wait("!!root.querySelector('[part~=panel]') && !root.querySelector('[part~=panel]').hidden").await;
        self.find("textarea").await;
    }

    /// Types a question and waits for what the bot says to it.
    async fn ask(&self, text: &str) -> serde_json::Value {
        let before = self.value("window.seen.filter((one) => one.name === 'answer').length").await;
        let field = self.find("textarea").await;
        field.send_keys(text).await.unwrap();
        field.send_keys(Key::Enter).await.unwrap();
        self.wait(&format!("window.seen.filter((one) => one.name === 'answer').length > {before}")).await;
        self.wait("!root.querySelector('.dots')").await;
        self.value("window.seen.filter((one) => one.name === 'answer').at(-1)").await
    }

    /// No third party was asked, no script failed, and nothing broke the page's security policy.
    async fn assert_quiet(&self) {
        assert_eq!(self.value("window.faults.length").await, 0, "{}", self.value("window.faults.join()").await);
        let script = "return performance.getEntriesByType('resource').map((one) => one.name)";
        let loaded = self.driver.execute(script, vec![]).await.unwrap();
        let loaded: Vec<String> = loaded.convert().unwrap();
        let own = self.value("location.origin").await;
        let own = own.as_str().unwrap();
        assert!(loaded.iter().all(|address| address.starts_with(own)), "a third party was asked: {loaded:?}");
    }

    async fn close(self) {
        self.driver.clone().quit().await.unwrap();
    }
}

/// The sample FAQ, as a newcomer has it.
async fn sample() -> (Site, TestServer) {
    let site = Site::new();
    let mut config = site.config();
    config.faq_dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("faq");
    let server = TestServer::start(config).await;
    (site, server)
}

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
    browser.wait("root.querySelector('textarea').ariaExpanded === 'true'").await;
    browser.press(Key::Escape).await;
    browser.wait("root.querySelector('textarea').ariaExpanded === 'false'").await;
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
