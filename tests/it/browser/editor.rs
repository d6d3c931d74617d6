//! The FAQ editor and the wordings to add, in a real browser.

mod drafts;
mod learned;

use super::Browser;
use crate::support::{Client, FAQ, Site, TestServer, until};
use deskbell::config::Config;
use deskbell::web::auth::first_start_link;
use serde_json::{Value, json};
use std::fs;
use thirtyfour::prelude::*;

const PASSWORD: &str = "brass kettle on a slow train";
/// Rules of axe that are checked: those of WCAG 2.2 at level AA, and its good practice.
const RULES: &str = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}";

/// A browser whose owner is signed in as an administrator.
struct Office {
    browser: Browser,
    server: TestServer,
    site: Site,
}

impl Office {
    async fn open(name: &str) -> Self {
        Self::with(name, |_| ()).await
    }

    /// With other settings of the server.
    async fn with(name: &str, set: impl FnOnce(&mut Config)) -> Self {
        let browser = Browser::open(name, 1440, 1000, false).await;
        let site = Site::new();
        let mut config = site.config();
        set(&mut config);
        let server = TestServer::start(config).await;
        let link = first_start_link(&server.state.store, &server.state.clock).await.unwrap().unwrap();
        browser.driver.goto(server.url(&format!("/admin/setup#{}", link.reveal()))).await.unwrap();
        browser.wait("!!document.querySelector('input[type=password]')?.offsetParent").await;
        for field in browser.driver.find_all(By::Css("input[type=password]")).await.unwrap() {
            field.send_keys(PASSWORD).await.unwrap();
        }
        browser.press(Key::Enter).await;
        browser
            .wait("location.pathname === '/admin/' && document.querySelector('[data-whoami]').textContent !== ''")
            .await;
        Self { browser, server, site }
    }

    async fn close(self) {
        self.browser.close().await;
        self.server.stop().await;
    }

    async fn go(&self, path: &str) {
        self.browser.driver.goto(self.server.url(path)).await.unwrap();
        self.browser.wait("document.querySelector('[data-whoami]').textContent !== ''").await;
    }

    /// Opens the file in the editor.
    async fn edit(&self) {
        self.go("/admin/faq?file=en.yaml").await;
        self.browser.wait("document.querySelector('[data-text]').value.length > 100").await;
        self.checked().await;
    }

    /// The last check has come back, and said this.
    async fn checked(&self) {
        self.browser.wait("document.querySelector('[data-problem-count]').textContent !== ''").await;
    }

    async fn click(&self, selector: &str) {
        self.browser.wait(&format!("!!document.querySelector({selector:?})?.offsetParent")).await;
        self.browser.driver.find(By::Css(selector)).await.unwrap().click().await.unwrap();
    }

    /// The button that says this.
    async fn press(&self, label: &str) {
        let path = format!("//button[normalize-space()={label:?}][not(@hidden)]");
        let found = format!(
            "[...document.querySelectorAll('button')].some((one) => one.textContent.trim() === {label:?} && one.offsetParent)"
        );
        self.browser.wait(&found).await;
        for button in self.browser.driver.find_all(By::XPath(&path)).await.unwrap() {
            if button.is_displayed().await.unwrap() {
                return button.click().await.unwrap();
            }
        }
        panic!("no button says {label}");
    }

    /// Puts the cursor behind a text, once that is there, and types.
    async fn type_behind(&self, place: &str, keys: impl Into<TypingData>) {
        self.browser.wait(&format!("document.querySelector('[data-text]').value.includes({})", json!(place))).await;
        let script = "const area = document.querySelector('[data-text]'); area.focus(); \
                      const end = area.value.indexOf(arguments[0]) + arguments[0].length; area.setSelectionRange(end, end)";
        self.browser.driver.execute(script, vec![json!(place)]).await.unwrap();
        self.browser.driver.action_chain().send_keys(keys).perform().await.unwrap();
    }

    /// Presses a key while another is held.
    async fn held(&self, held: Key, key: impl Into<char>) {
        let (held, key) = (char::from(held), key.into());
        self.browser
            .driver
            .action_chain()
            .key_down(held)
            .key_down(key)
            .key_up(key)
            .key_up(held)
            .perform()
            .await
            .unwrap();
    }

    async fn text(&self, selector: &str) -> String {
        let value = self.browser.value(&format!("document.querySelector({selector:?}).textContent")).await;
        value.as_str().unwrap_or_default().to_owned()
    }

    async fn says(&self, selector: &str, words: &str) {
        self.browser.wait(&format!("document.querySelector({selector:?})?.textContent.includes({words:?})")).await;
    }

    /// What axe finds in both themes, at the width of a desk and of a phone; a picture of each.
    async fn look(&self, state: &str) {
        let axe = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe/package/axe.min.js");
        let axe = fs::read_to_string(axe).expect("axe-core is in target/axe (tests/run fetches it)");
        let browser = &self.browser;
        browser.driver.execute(&axe, vec![]).await.unwrap();
        for (size, width, height) in [("wide", 1440, 1000), ("phone", 390, 844)] {
            browser.resize(width, height).await;
            let fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth";
            assert_eq!(browser.value(fits).await, true, "{state}, {size}: the page scrolls sideways");
            for theme in ["light", "dark"] {
                browser.prefer(&[("prefers-color-scheme", theme), ("prefers-reduced-motion", "reduce")]).await;
                let found = browser
                    .awaited(&format!(
                        "(await axe.run({RULES})).violations.map((one) => `${{one.id}}: ${{one.nodes.map((node) => node.html.slice(0, 200)).join('; ')}}`)"
                    ))
                    .await;
                browser.whole_picture(&format!("{state}-{size}-{theme}")).await;
                assert_eq!(found, json!([]), "{state}, {size}, {theme}");
            }
        }
        browser.resize(1440, 1000).await;
        browser.prefer(&[]).await;
    }

    async fn answer(&self, question: &str) -> String {
        let address = self.server.url("/api/v1/ask");
        let response = reqwest::Client::new().post(address).json(&json!({ "q": question })).send().await.unwrap();
        response.json::<Value>().await.unwrap()["html"].as_str().unwrap_or_default().to_owned()
    }

    fn on_disk(&self) -> String {
        fs::read_to_string(self.site.faq().join("en.yaml")).unwrap()
    }
}

impl Browser {
    /// A picture of the whole page, not only of what the window shows.
    async fn whole_picture(&self, state: &str) {
        let shot = self.cdp("Page.captureScreenshot", json!({"format": "png", "captureBeyondViewport": true})).await;
        let bytes = base64::Engine::decode(
            &base64::engine::general_purpose::STANDARD,
            shot["data"].as_str().unwrap_or_default(),
        )
        .unwrap();
        let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{}-{state}.png", self.name)), bytes).unwrap();
    }
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn an_editor_changes_an_answer_and_takes_it_back() {
    let office = Office::open("editor").await;
    office.go("/admin/faq").await;
    office.says("[data-files]", "en.yaml").await;
    office.look("empty").await;
    office.click("[data-files] a").await;
    office.says("[data-problem-count]", "None").await;

    // a mistake is shown at its line, in the list and beside the number
    office.type_behind("follow_ups: [order-status", "es").await;
    office.says("[data-problems]", "order-status").await;
    office.says("[data-gutter] .bad", "11").await;
    assert!(office.text("[data-here]").await.starts_with("Line 11: "));
    office.type_behind("topic: Delivery", "").await;
    office.click("[data-problems] button").await;
    let cursor = office.browser.value("document.querySelector('[data-text]').value.slice(0, document.querySelector('[data-text]').selectionStart)").await;
    assert!(cursor.as_str().unwrap().ends_with("follow_ups: ["), "{cursor}");
    office.look("problem").await;
    // it cannot be saved, and says why
    office.click("[data-save]").await;
    office.says("[data-failure]", "could not be served").await;
    assert_eq!(office.on_disk(), FAQ);
    office.type_behind("order-statuses", Key::Backspace + Key::Backspace).await;
    office.says("[data-problem-count]", "None").await;

    // what is not saved survives a reload
    office.type_behind("Open *My orders* to see where it is", ", on foot").await;
    office.browser.driver.refresh().await.unwrap();
    office.browser.wait("document.querySelector('[data-text]').value.includes('on foot')").await;
    office.says("[data-state]", "unsaved changes").await;

    office.browser.driver.find(By::Css("#q")).await.unwrap().send_keys("where is my order" + Key::Enter).await.unwrap();
    office.says("[data-answer]", "on foot").await;
    office.says("[data-answer]", "answers").await;
    assert!(!office.answer("where is my order").await.contains("on foot"), "a draft is not in service");
    Client::new(office.server.address).await.ask("where is my order").await;
    office.click("[data-compare]").await;
    office.says("[data-compared]", "1 answered in other words").await;
    office.look("draft").await;

    office.type_behind("on foot", "").await;
    office.held(Key::Control, 's').await;
    office.says("[data-state]", "In service.").await;
    assert!(office.answer("where is my order").await.contains("on foot"));
    assert_eq!(office.on_disk(), FAQ.replace("where it is.", "where it is, on foot."));
    office.says("[data-history]", "admin, ").await;
    office.press("Changes").await;
    office.says(".faq-diff ins", "on foot").await;
    office.look("saved").await;

    office.press("Undo").await;
    office.says("[data-state]", "Undone. In service.").await;
    assert_eq!(office.on_disk(), FAQ);
    assert!(!office.answer("where is my order").await.contains("on foot"));
    office.close().await;
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn two_editors_meet() {
    let office = Office::open("editor-conflict").await;
    office.edit().await;
    office.type_behind("arrive within three days", ", mostly").await;
    let theirs = FAQ.replace("the same day", "at once");
    fs::write(office.site.faq().join("en.yaml"), &theirs).unwrap();
    office.click("[data-save]").await;
    office.says("[data-conflict-title]", "Somebody else changed this file").await;
    office.says("[data-conflict-diff] del", "at once").await;
    assert_eq!(office.on_disk(), theirs, "nothing was saved");
    office.look("conflict").await;
    office.press("Take theirs").await;
    office.browser.wait("document.querySelector('[data-text]').value.includes('at once')").await;

    office.type_behind("arrive within three days", ", mostly").await;
    fs::write(office.site.faq().join("en.yaml"), FAQ).unwrap();
    office.click("[data-save]").await;
    office.press("Save mine on top").await;
    office.says("[data-state]", "Saved.").await;
    assert_eq!(office.on_disk(), theirs.replace("three days", "three days, mostly"));
    // what was there is among the versions
    office.says("[data-history]", "Changed outside").await;

    // a draft that comes back to another text than it was made from says so at once
    office.type_behind("arrive within three days", " or four").await;
    fs::write(office.site.faq().join("en.yaml"), FAQ).unwrap();
    office.browser.driver.refresh().await.unwrap();
    office.says("[data-conflict-title]", "Somebody else changed this file").await;
    office.browser.wait("document.activeElement.matches('[data-conflict-title]')").await;
    fs::write(office.site.faq().join("other.yaml"), FAQ).unwrap();
    fs::remove_file(office.site.faq().join("en.yaml")).unwrap();
    office.browser.driver.refresh().await.unwrap();
    office.says("[data-conflict-title]", "The file was removed meanwhile").await;
    office.press("Discard mine").await;
    office.browser.wait("!document.querySelector('[data-empty]').hidden && sessionStorage.length === 0").await;
    office.close().await;
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn what_is_typed_while_a_save_is_under_way_stays() {
    let office = Office::open("editor-slow").await;
    office.edit().await;
    office.type_behind("arrive within three days", ", mostly").await;
    let slow =
        |latency: u32| json!({"offline": false, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1});
    office.browser.cdp("Network.enable", json!({})).await;
    office.browser.cdp("Network.emulateNetworkConditions", slow(1500)).await;
    office.held(Key::Control, 's').await;
    office.browser.driver.action_chain().send_keys(" or so").perform().await.unwrap();
    until("the first text is saved", async || office.on_disk() == FAQ.replace("three days", "three days, mostly"))
        .await;
    office.browser.cdp("Network.emulateNetworkConditions", slow(0)).await;
    office.says("[data-history]", "admin, ").await;
    office.says("[data-state]", "Not saved yet").await;
    office.browser.wait("document.querySelector('[data-text]').value.includes('three days, mostly or so')").await;
    office.held(Key::Control, 's').await;
    office.says("[data-state]", "In service.").await;
    assert_eq!(office.on_disk(), FAQ.replace("three days", "three days, mostly or so"));
    office.close().await;
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn the_keyboard_is_not_trapped() {
    let office = Office::open("editor-keys").await;
    office.edit().await;
    office.type_behind("lang: en", Key::Tab).await;
    office.browser.wait("document.querySelector('[data-text]').value.includes('lang: en  \\n')").await;
    office.browser.wait("document.activeElement.matches('[data-text]')").await;
    // a line begins as the one above
    office.type_behind("    pinned: true", Key::Enter + "x").await;
    office.browser.wait("document.querySelector('[data-text]').value.includes('    pinned: true\\n    x')").await;
    office.browser.press(Key::Escape).await;
    office.browser.press(Key::Tab).await;
    office.browser.wait("!document.activeElement.matches('[data-text]')").await;
    // forth and back leads into the text, where Escape and Shift+Tab lead out again
    office.held(Key::Shift, Key::Tab).await;
    office.browser.wait("document.activeElement.matches('[data-text]')").await;
    office.browser.press(Key::Escape).await;
    office.held(Key::Shift, Key::Tab).await;
    office.browser.wait("!document.activeElement.matches('[data-text]')").await;
    office.press("Discard changes").await;
    office.browser.wait(&format!("document.querySelector('[data-text]').value === {}", json!(FAQ))).await;
    assert_eq!(office.browser.value("sessionStorage.length").await, 0);
    office.close().await;
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn files_are_made_renamed_and_removed() {
    let office = Office::open("editor-files").await;
    office.go("/admin/faq").await;
    office.says("[data-files]", "en.yaml").await;
    office.click("[data-new]").await;
    office.browser.driver.find(By::Css("#new-path")).await.unwrap().send_keys("pay.yaml").await.unwrap();
    office.browser.driver.find(By::Css("#new-topic")).await.unwrap().send_keys("Payment" + Key::Enter).await.unwrap();
    office.says("[data-path]", "pay.yaml").await;
    office.says("[data-problems]", "Error").await;
    office.type_behind("- id: ", "pay-how").await;
    office.type_behind("      - ", "How can I pay?").await;
    office.type_behind("answer: |\n      ", "By card.").await;
    office.says("[data-problem-count]", "1 warning").await;
    office.click("[data-save]").await;
    office.says("[data-state]", "In service.").await;
    office.says("[data-files]", "Payment, en, 1 answer").await;
    office.click("[data-rename]").await;
    let field = office.browser.driver.find(By::Css("#rename-to")).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys("more/pay.yaml" + Key::Enter).await.unwrap();
    office.says("[data-path]", "more/pay.yaml").await;
    assert!(office.site.faq().join("more/pay.yaml").exists());
    office.click("[data-remove]").await;
    office.click("[data-remove-form] .danger").await;
    until("the file is gone", async || !office.site.faq().join("more/pay.yaml").exists()).await;
    office.says("[data-gone]", "more/pay.yaml").await;
    office.look("removed").await;
    // a new file of that name is not lost to one of its old texts
    office.click("[data-new]").await;
    let field = office.browser.driver.find(By::Css("#new-path")).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys("more/pay.yaml").await.unwrap();
    office.browser.driver.find(By::Css("#new-topic")).await.unwrap().send_keys("Other" + Key::Enter).await.unwrap();
    office.says("[data-path]", "more/pay.yaml").await;
    office
        .browser
        .wait("[...document.querySelectorAll('[data-history] button')].some((one) => one.textContent === 'Put back')")
        .await;
    office.browser.run("[...document.querySelectorAll('[data-history] button')].find((one) => one.textContent === 'Put back').click()").await;
    office.says("[data-failure]", "Save or discard your changes first").await;
    assert!(!office.site.faq().join("more/pay.yaml").exists());
    office.click("[data-discard]").await;
    office.press("Put back").await;
    office.says("[data-path]", "pay.yaml").await;
    office.close().await;
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn wordings_and_answers_come_from_what_was_asked() {
    let office = Office::open("editor-wordings").await;
    for _ in 0..5 {
        let mut visitor = Client::new(office.server.address).await;
        assert_eq!(visitor.ask("order back").await[2]["body"]["kind"], "choices");
        visitor.say(json!({"kind": "choice", "id": "return-how"})).await;
        visitor.next_of("ack").await;
    }
    Client::new(office.server.address).await.ask("do you sell llama wool in Reykjavik").await;
    office.go("/admin/unanswered").await;
    office.says("[data-wordings]", "order back").await;
    office.says("[data-groups]", "llama").await;
    office.look("unanswered").await;
    office.press("Add it").await;
    office.says("[data-wordings]", "Added to en.yaml.").await;
    assert!(office.on_disk().contains("      - Can I give back what I bought?\n      - order back\n"));
    until("the wording is in service", async || office.answer("order back").await.contains("Return")).await;
    assert_eq!(office.browser.value("document.activeElement.textContent").await, "Undo");
    office.look("accepted").await;
    office.browser.press(Key::Enter).await;
    until("the wording is taken back", async || office.on_disk() == FAQ).await;
    office.says("[data-wordings]", "Add it").await;
    assert_eq!(office.browser.value("document.activeElement.textContent").await, "Add it");

    // an answer that is missing is begun in the editor
    office.press("Write the answer").await;
    office.says("[data-entry]", "llama").await;
    office.look("entry").await;
    office.press("Insert it").await;
    office.browser.wait("document.querySelector('[data-text]').value.includes('llama')").await;
    office.browser.driver.action_chain().send_keys(" Not yet.").perform().await.unwrap();
    office.says("[data-problem-count]", "1 warning").await;
    office.click("[data-save]").await;
    office.says("[data-state]", "In service.").await;
    assert!(office.answer("do you sell llama wool in Reykjavik").await.contains("Not yet."));
    assert!(office.on_disk().starts_with(FAQ), "the rest of the file is as it was");
    office.close().await;
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn who_may_not_write_reads() {
    let office = Office::with("editor-locked", |config| config.faq_editable = false).await;
    // a problem leads to its line
    let warned = FAQ.replace("      - Track my parcel\n      - I want to know the status of my order\n", "");
    fs::write(office.site.faq().join("en.yaml"), warned).unwrap();
    until("the warning is known", async || !office.server.state.knowledge.problems().is_empty()).await;
    office.go("/admin/problems").await;
    office.click("[data-files] a").await;
    office.browser.wait("document.querySelector('[data-text]')?.value.length > 100").await;
    office.says("[data-here]", "Line 17: ").await;
    office.says("[data-locked]", "faq.editable").await;
    assert_eq!(office.browser.value("document.querySelector('[data-text]').readOnly").await, true);
    for hidden in ["[data-save]", "[data-new]", "[data-remove]"] {
        let shown = office.browser.value(&format!("document.querySelector({hidden:?}).offsetParent !== null")).await;
        assert_eq!(shown, false, "{hidden}");
    }
    // Tab leaves a text that cannot be written
    office.browser.press(Key::Tab).await;
    office.browser.wait("!document.activeElement.matches('[data-text]')").await;
    office.look("locked").await;
    office.close().await;
}
