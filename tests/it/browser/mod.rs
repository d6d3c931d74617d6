//! The widget in a real browser: Chromium, driven by ChromeDriver.

mod access;
mod accessible;
mod admin;
mod api;
mod console;
mod cost;
mod editor;
mod host;
mod hosts;
mod lab;
mod networks;
mod night;
mod stage;
mod visit;

pub use lab::proxy;

use crate::support::{PATIENCE, Site, TestServer};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;
use tokio::sync::{Semaphore, SemaphorePermit};

const REASON: &str = "the page did not get there";

/// ChromeDriver as a process of its own, ended with the test.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Each browser is several busy processes: more of them at once only wait for each other.
static TURNS: Semaphore = Semaphore::const_new(2);

/// A browser with an empty profile.
struct Browser {
    driver: WebDriver,
    name: String,
    _profile: tempfile::TempDir,
    _process: Driver,
    _turn: Option<SemaphorePermit<'static>>,
}

impl Browser {
    async fn open(name: &str, width: u32, height: u32, dark: bool) -> Self {
        crate::support::allow_requests();
        let turn = TURNS.acquire().await.unwrap();
        Self::start(name, width, height, dark, Some(turn)).await
    }

    /// A further browser of a test that has one: it waits for no turn, since nobody else would give it one.
    async fn beside(&self, name: &str, width: u32, height: u32) -> Self {
        Self::start(name, width, height, false, None).await
    }

    async fn start(name: &str, width: u32, height: u32, dark: bool, turn: Option<SemaphorePermit<'static>>) -> Self {
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
            let phone = json!({"deviceMetrics": {"width": width, "height": height, "pixelRatio": 2.0, "touch": true}});
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
        Self { driver, name: name.into(), _profile: profile, _process: process, _turn: turn }
    }

    /// Evaluates an expression in which `root` is the widget's shadow root.
    async fn value(&self, expression: &str) -> Value {
        let script =
            format!("const root = document.querySelector('deskbell-chat')?.shadowRoot; return ({expression}) ?? null");
        self.driver.execute(&script, vec![]).await.unwrap().json().clone()
    }

    /// Waits until an expression is true.
    async fn wait(&self, expression: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.value(expression).await != Value::Bool(true) {
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

    /// A command of the DevTools protocol.
    async fn cdp(&self, method: &str, params: Value) -> Value {
        self.driver.cdp().send_raw(method, params).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Shows pages in this size; a phone has a touch screen and minds the viewport of the page.
    async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 480});
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        self.wait(&format!("innerWidth === {width} && innerHeight === {height}")).await;
    }

    /// What the system prefers; what is not named is as it was at the start.
    async fn prefer(&self, features: &[(&str, &str)]) {
        let features: Vec<_> = features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.cdp("Emulation.setEmulatedMedia", json!({"features": features})).await;
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
    async fn ask(&self, text: &str) -> Value {
        let before = self.value("window.seen.filter((one) => one.name === 'answer').length").await;
        let field = self.find("textarea").await;
        field.send_keys(text).await.unwrap();
        field.send_keys(Key::Enter).await.unwrap();
        self.wait(&format!("window.seen.filter((one) => one.name === 'answer').length > {before}")).await;
        // what draws it may come later than it
        let drawn = format!("[...root.querySelectorAll('.me')].at(-1)?.textContent.includes({})", json!(text.trim()));
        self.wait(&format!("{drawn} && !root.querySelector('.dots')")).await;
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
