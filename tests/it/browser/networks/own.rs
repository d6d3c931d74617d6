//! What belongs to the visitor: a page left and restored, and the conversation itself, to be taken along and deleted.

use crate::browser::Browser;
use crate::browser::lab::Lab;
use crate::browser::lab::devtools::DevTools;
use crate::browser::lab::page;
use crate::support::{Client, until};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use thirtyfour::Key;

pub async fn page_is_restored_from_the_cache(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    browser.run("addEventListener('pageshow', ({ persisted }) => (window.restored = persisted))").await;
    let ready = json!({
        "token": browser.value("JSON.parse(localStorage.deskbell).token").await,
        "epoch": browser.value("JSON.parse(localStorage.deskbell).epoch").await,
    });
    browser.driver.goto(format!("{}/blank", lab.pages.origin())).await.unwrap();
    // meanwhile something is said elsewhere
    Client::back(lab.server.address, &ready, 2).await.ask("Track my parcel").await;
    browser.driver.back().await.unwrap();
    browser.wait("document.readyState === 'complete'").await;
    let reasons = "JSON.stringify(performance.getEntriesByType('navigation')[0].notRestoredReasons)";
    assert_eq!(browser.value("window.restored").await, true, "kept for going back: {}", browser.value(reasons).await);
    browser.wait("root.querySelectorAll('.bot').length === 2").await;
    browser.ask("I want to send it back").await;
    browser.wait("root.querySelector('.strip').textContent === ''").await;
    assert_eq!(browser.said().await, ["Where is my order?", "Track my parcel", "I want to send it back"]);
    lab.browser.assert_quiet_beside(&[&format!("http://{}", lab.server.address)]).await;
}

impl Browser {
    /// Opens the menu, and presses the row with this text.
    async fn choose(&self, text: &str) {
        if self.value("root.querySelector('details').open").await == false {
            self.find("summary").await.click().await.unwrap();
        }
        let row = format!("[...root.querySelectorAll('.menu .row')].find((one) => one.textContent === {text:?})");
        self.wait(&format!("!!{row}")).await;
        self.value(&format!("{row}.click()")).await;
    }

    /// Goes to the question, back to the row and to the question again, with the Enter key alone. The browser tells that
    /// the menu has opened a frame later: by then the focus is still where it was, and the question still there.
    async fn asked_by_keyboard(&self) {
        let frames = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";
        let settled = || self.driver.execute(frames, vec![]);
        for _ in 0..3 {
            self.value("root.querySelector('.menu .row.danger').focus()").await;
            self.press(Key::Enter).await;
            self.wait("root.activeElement?.textContent === 'Cancel'").await;
            settled().await.unwrap();
            assert_eq!(self.value("root.activeElement?.textContent").await, "Cancel");
            self.press(Key::Enter).await;
            self.wait("root.activeElement?.matches('.row.danger')").await;
            settled().await.unwrap();
            assert_eq!(self.value("root.activeElement?.matches('.row.danger')").await, true);
            // both before the browser tells of either
            let at_once = "root.activeElement.click(), root.querySelector('.menu .btn').click(), \
                           root.querySelector('.menu .row.danger').click()";
            self.value(at_once).await;
            settled().await.unwrap();
            assert_eq!(self.value("root.activeElement?.textContent").await, "Cancel");
            self.press(Key::Enter).await;
        }
    }
}

pub async fn conversation_is_downloaded(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    browser.open_panel().await;
    browser.find("summary").await.click().await.unwrap();
    browser.wait("root.querySelectorAll('.menu .row').length > 0").await;
    let rows = "[...root.querySelectorAll('.menu .row')].map((one) => one.textContent).join()";
    let offered = browser.value(rows).await;
    assert!(!offered.as_str().unwrap().contains("this conversation"), "before the first word: {offered}");
    browser.ask("Where is my order?").await;
    browser.ask("ＩＳ my parcel late? äöü 怎么").await;

    let folder = tempfile::tempdir().unwrap();
    let mut devtools = DevTools::of_browser(browser).await;
    let behaviour =
        json!({"behavior": "allow", "downloadPath": folder.path().to_str().unwrap(), "eventsEnabled": true});
    devtools.call("Browser.setDownloadBehavior", behaviour).await;
    browser.choose("Download this conversation").await;
    let mut text = String::new();
    until("the conversation is downloaded", async || {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
        let done = files.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
        text = done.map(|path| std::fs::read_to_string(path).unwrap()).collect();
        !text.is_empty()
    })
    .await;
    assert!(text.contains("] You: Where is my order?\n"), "{text}");
    assert!(text.contains("] Test Help: Open My orders to see where it is."), "{text}");
    assert!(text.contains("] You: ＩＳ my parcel late? äöü 怎么\n"), "{text}");
    browser.wait("!root.querySelector('details').open && root.activeElement === root.querySelector('textarea')").await;
    browser.assert_quiet_beside(&[&format!("http://{}", lab.server.address), "blob:"]).await;
}

/// Rows of the log whose body holds a text.
async fn traces(lab: &Lab, text: &str) -> i64 {
    let url = format!("sqlite://{}", lab.site.data().join("deskbell.db").display());
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query_scalar("SELECT count(*) FROM event WHERE instr(body, $1) > 0")
        .bind(text)
        .fetch_one(&mut database)
        .await
        .unwrap()
}

pub async fn conversation_is_deleted(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    browser.open_panel().await;
    browser.ask("When will my quetzalcoatlus arrive?").await;
    assert_eq!(traces(lab, "quetzalcoatlus").await, 1);
    let kept: Value = browser.value("JSON.parse(localStorage.deskbell)").await;
    // a second tab shows it, too
    let first = browser.driver.window().await.unwrap();
    let second = browser.driver.new_window().await.unwrap();
    browser.driver.switch_to_window(second.clone()).await.unwrap();
    lab.show(&page(lab.server.address, "", "", ""), "").await;
    browser.ready().await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.bot').length === 1").await;
    browser.driver.switch_to_window(first.clone()).await.unwrap();

    // asked whether that is meant, and it is not
    browser.choose("Delete this conversation").await;
    browser
        .wait("[...root.querySelectorAll('.menu .btn')].map((one) => one.textContent).join() === 'Cancel,Delete'")
        .await;
    browser.wait("root.activeElement?.textContent === 'Cancel'").await;
    browser.value("root.activeElement.click()").await;
    browser.wait("!root.querySelector('.menu .btn')").await;
    assert_eq!(traces(lab, "quetzalcoatlus").await, 1);
    browser.asked_by_keyboard().await;
    // and it is
    browser.choose("Delete this conversation").await;
    browser.wait("root.activeElement?.textContent === 'Cancel'").await;
    browser.press(Key::Tab).await;
    browser.wait("root.activeElement?.matches('.btn.danger')").await;
    browser.press(Key::Enter).await;
    browser.wait("root.querySelector('[role=status]').textContent === 'Your conversation has been deleted.'").await;
    browser.wait("!root.querySelector('.me') && !root.querySelector('.bot') && !!root.querySelector('.hero')").await;
    assert_eq!(traces(lab, "quetzalcoatlus").await, 0, "the log is empty of it");
    let hash = deskbell::ids::TokenHash::of(kept["token"].as_str().unwrap());
    let known = lab.server.state.store.conversation(&hash, 0).await.unwrap();
    assert!(known.is_none(), "its token opens nothing");
    browser.driver.switch_to_window(second).await.unwrap();
    browser.wait("!root.querySelector('.me') && !root.querySelector('.bot')").await;
    browser.driver.close_window().await.unwrap();
    browser.driver.switch_to_window(first).await.unwrap();

    browser.ask("Track my parcel").await;
    assert_eq!(browser.said().await, ["Track my parcel"]);
    let anew = browser.value("JSON.parse(localStorage.deskbell).token").await;
    assert!(anew.is_string() && anew != kept["token"], "a conversation of its own: {anew}");
    assert_eq!(browser.value("localStorage.deskbell.includes('quetzalcoatlus')").await, false);
}

/// Nobody wrote in it for a day, or whoever runs the site deleted it: the page hears of it by its next message.
pub async fn conversation_is_gone(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    let token: Value = browser.value("JSON.parse(localStorage.deskbell).token").await;
    assert!(lab.server.state.engine.erase(token.as_str().unwrap()).await.unwrap());

    browser.ask("Track my parcel").await;
    assert_eq!(browser.said().await, ["Track my parcel"], "in a conversation of its own");
    browser.wait("!root.querySelector('.pending') && !root.querySelector('.failed')").await;
    let anew = browser.value("JSON.parse(localStorage.deskbell).token").await;
    assert!(anew.is_string() && anew != token, "with a secret of its own: {anew}");
}
