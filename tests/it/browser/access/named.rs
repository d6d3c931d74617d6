//! What a screen reader knows of the widget's parts: roles, names, states and languages.

use crate::browser::host::Page;
use crate::browser::stage::{Stage, State, agent, answer, joined, queued, visitor};
use serde_json::json;
use thirtyfour::prelude::*;

pub async fn check_02_launcher_is_a_named_button_that_tells_whether_it_is_expanded(stage: &Stage) {
    stage.arrive(Page::default()).await;
    stage.browser.node("button", "Open chat", |node| node.get("expanded") == &json!(false)).await;
    stage.browser.open_panel().await;
    stage.browser.node("button", "Close chat", |node| node.get("expanded") == &json!(true)).await;
    stage.arrive(Page { script: "data-launcher=label data-launcher-label='Ask us'", ..Page::default() }).await;
    // the words that are seen are in the name, so that they can be spoken to a voice control
    stage.browser.node("button", "Ask us, Open chat", |node| node.get("expanded") == &json!(false)).await;
}

pub async fn check_03_unread_count_is_in_the_name_of_the_launcher(stage: &Stage) {
    let browser = &stage.browser;
    stage.resume(Page::default(), false, &[visitor("Hello"), queued(), joined()]).await;
    browser.open_panel().await;
    browser.wait("!!root.querySelector('.sys')").await;
    browser.value("deskbell.close()").await;
    stage.publish(&stage.own_thread().await, &[agent("One"), agent("Two")]).await;
    browser.node("button", "Open chat, 2 unread messages", |_| true).await;
    browser.open_panel().await;
    browser.value("deskbell.close()").await;
    let read = browser.node("button", "Open chat", |_| true).await;
    assert_eq!(read.name, "Open chat", "check 03: what was read is not counted any more");
}

pub async fn check_07_dialog_is_named_and_modal_only_on_a_phone(stage: &Stage) {
    stage.opened().await;
    for (width, modal) in [(1280, false), (481, false), (480, true), (360, true), (640, false)] {
        stage.browser.resize(width, 640).await;
        let wanted = json!(modal);
        let name = "Test Help, Automated assistant";
        let dialog = stage.browser.node("dialog", name, |node| node.get("modal") == &wanted).await;
        assert_eq!(dialog.name, name, "check 07: {width} px wide");
    }
}

pub async fn check_12_log_is_named_live_and_focusable(stage: &Stage) {
    stage.enter(State::Answer, Page::default()).await;
    let scrolls = "root.querySelector('[part~=log]').scrollHeight > root.querySelector('[part~=log]').clientHeight";
    stage.browser.resize(1280, 500).await;
    stage.browser.wait(scrolls).await;
    let log = stage.browser.node("log", "Conversation", |node| node.get("live") == "polite").await;
    assert_eq!(log.get("focusable"), true, "check 12: who has no mouse scrolls it by keys: {log:?}");
    let top = stage.browser.value("root.querySelector('[part~=log]').scrollTop").await;
    stage.browser.value("root.querySelector('[part~=log]').focus()").await;
    stage.browser.press(Key::PageUp).await;
    stage.browser.wait(&format!("root.querySelector('[part~=log]').scrollTop < {top}")).await;
}

pub async fn check_17_faults_are_alerts_tied_to_their_field(stage: &Stage) {
    let browser = &stage.browser;
    stage.enter(State::Offline, Page::default()).await;
    browser.node("textbox", "Email", |node| node.get("invalid") == "false").await;
    browser.find("form.card input").await.send_keys("nobody").await.unwrap();
    browser.value("root.querySelector('form.card button').click()").await;
    let fault = "Please enter an email address";
    let tied = browser.node("textbox", "Email", |node| node.get("invalid") == "true").await;
    assert!(tied.description.contains(fault), "check 17: {tied:?}");
    let alerts = browser.value("[...root.querySelectorAll('[role=alert]')].map((one) => one.textContent)").await;
    assert!(alerts.to_string().contains(fault), "check 17: {alerts}");
    browser.node("alert", "", |_| true).await;
    assert_eq!(browser.value("probe.focused().name").await, "email", "check 17: the field has the focus");
    let heard = browser.value("probe.heard.filter((one) => one.region === 'alert').length").await;
    assert_eq!(heard, 1, "check 17: the fault is announced once");
    // too long a message is a fault of the composer
    let long = "x".repeat(2001);
    browser.value(&format!("deskbell.ask('{long}')")).await;
    let tied = browser.node("textbox", "Ask a question", |node| node.get("invalid") == "true").await;
    assert!(tied.description.contains("2001 of 2000"), "check 17: {tied:?}");
}

pub async fn check_18_composer_has_a_label_and_large_type(stage: &Stage) {
    stage.opened().await;
    stage.browser.node("textbox", "Ask a question", |node| node.get("multiline") == true).await;
    let labels = "[...root.querySelector('#field').labels].map((one) => one.textContent).join()";
    assert_eq!(stage.browser.value(labels).await, "Ask a question…", "check 18: a label, not only a placeholder");
    // browsers on phones zoom into a field of smaller type
    let size = stage.browser.value("parseFloat(getComputedStyle(root.querySelector('#field')).fontSize)").await;
    assert!(size.as_f64().unwrap() >= 16.0, "check 18: the type is {size} px");
    stage.enter(State::Offline, Page::default()).await;
    let fields = "[...root.querySelectorAll('form.card input, form.card textarea')]\
                  .map((one) => [one.labels.length, parseFloat(getComputedStyle(one).fontSize)])";
    assert_eq!(
        stage.browser.value(fields).await,
        json!([[1, 16], [1, 16], [1, 16]]),
        "check 18: those of the form, too"
    );
}

pub async fn check_20_suggestions_are_a_combobox(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    let field = browser.find("textarea").await;
    field.send_keys("parcel").await.unwrap();
    browser.wait("root.querySelectorAll('[role=option]').length >= 2").await;
    // HTML knows no field of several lines that is a combobox: the field stays a textbox, within one
    let combobox = browser.node("combobox", "Ask a question", |node| node.get("expanded") == true).await;
    assert_eq!(combobox.relations("controls"), 1, "check 20: it controls the list: {combobox:?}");
    assert_eq!(combobox.get("hasPopup"), "listbox", "check 20: {combobox:?}");
    let textbox = browser.node("textbox", "Ask a question", |node| node.get("focused") == true).await;
    assert_eq!(textbox.within[0], "combobox", "check 20: the field is that of the combobox: {textbox:?}");
    assert_eq!(textbox.get("multiline"), true, "check 20: {textbox:?}");
    assert_eq!(textbox.get("autocomplete"), "list", "check 20: {textbox:?}");
    assert_eq!(textbox.relations("controls"), 1, "check 20: {textbox:?}");
    let list = browser.node("listbox", "Suggested answers", |_| true).await;
    assert!(list.within.iter().any(|role| role == "combobox"), "check 20: a combobox holds its list: {list:?}");
    browser.press(Key::Down).await;
    browser.node("textbox", "Ask", |node| node.relations("activedescendant") == 1).await;
    browser.node("option", "", |node| node.get("selected") == true).await;
    let first = browser.value("root.querySelector('[aria-selected=true]').textContent").await;
    browser.press(Key::Down).await;
    browser.wait(&format!("root.querySelector('[aria-selected=true]')?.textContent !== {first}")).await;
    browser.press(Key::Up).await;
    browser.wait(&format!("root.querySelector('[aria-selected=true]')?.textContent === {first}")).await;
    assert_eq!(browser.value("probe.focused().id").await, "field", "check 20: the focus stays in the field");
    browser.press(Key::Escape).await;
    browser.node("combobox", "Ask", |node| node.get("expanded") == false).await;
    browser.node("textbox", "Ask", |node| node.relations("activedescendant") == 0).await;
    assert_eq!(browser.value("root.querySelector('#field').value").await, "parcel", "check 20: what is typed stays");
    browser.press(Key::Down).await;
    browser.wait("!!root.querySelector('[aria-selected=true]')").await;
    browser.press(Key::Enter).await;
    browser.wait(&format!("[...root.querySelectorAll('.me p')].at(-1)?.textContent === {first}")).await;
    browser.wait("root.querySelector('#field').value === ''").await;
    // who has left the field is not told of a list that is not there
    browser.value("root.querySelector('[part~=log]').focus()").await;
    browser.node("textbox", "Ask", |node| node.get("focused") != true && node.get("autocomplete").is_null()).await;
    let combobox = browser.tree().await.into_iter().find(|node| node.role == "combobox" && node.name.contains("Ask"));
    assert!(combobox.is_none(), "check 20: {combobox:?}");
}

pub async fn check_31_languages_are_marked(stage: &Stage) {
    let browser = &stage.browser;
    stage.arrive(Page { html: "lang=de", ..Page::default() }).await;
    browser.open_panel().await;
    browser.wait("root.querySelector('[part~=panel]').lang === 'de'").await;
    assert_eq!(browser.value("root.querySelector('.w').lang").await, "de", "check 31: the launcher's words");
    browser.ask("怎么退货").await;
    browser.wait("!!root.querySelector('.bot .text')").await;
    assert_eq!(browser.value("root.querySelector('.bot .text').lang").await, "zh", "check 31: an answer");
    browser.value("root.querySelector('select').focus()").await;
    browser.wait("root.querySelectorAll('option').length > 10").await;
    let tongues = browser.value("[...root.querySelectorAll('option')].every((one) => one.lang === one.value)").await;
    assert_eq!(tongues, true, "check 31: each language is named in itself");
    let hidden = "root.querySelector('.bot .vh').closest('[lang]').lang";
    assert_eq!(browser.value(hidden).await, "de", "check 31: who speaks is said in the language of the panel");
}

pub async fn check_35_feedback_is_pressed_and_reasons_are_optional(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    browser.ask("How long does delivery take?").await;
    browser.node("button", "Yes, this helped", |node| node.get("pressed") == "false").await;
    browser.node("group", "Did this help?", |_| true).await;
    browser.value("[...root.querySelectorAll('.thumb')].at(-1).click()").await;
    browser.node("button", "No, this did not help", |node| node.get("pressed") == "true").await;
    // it is sent without a reason
    browser.wait("window.seen.some((one) => one.name === 'feedback' && one.value === false && !one.reason)").await;
    browser.node("button", "Out of date", |node| node.get("pressed") == "false").await;
    browser.value("[...root.querySelectorAll('.chip')].find((one) => one.textContent === 'Out of date').click()").await;
    browser.node("button", "Out of date", |node| node.get("pressed") == "true").await;
    browser.value("[...root.querySelectorAll('.thumb')].at(-2).click()").await;
    browser.node("button", "Yes, this helped", |node| node.get("pressed") == "true").await;
    browser.node("button", "No, this did not help", |node| node.get("pressed") == "false").await;
    // a vote comes back with the conversation
    stage.resume(Page::default(), false, &[visitor("May I?"), answer()]).await;
    browser.open_panel().await;
    browser.node("button", "Yes, this helped", |node| node.get("pressed") == "false").await;
}
