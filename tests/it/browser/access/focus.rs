//! The keyboard: where the focus goes, and what keys do.

use crate::browser::Browser;
use crate::browser::host::Page;
use crate::browser::stage::{Stage, State};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

/// Steps at most from any place on the checked pages to any other.
const STEPS: usize = 40;

/// Presses Tab until an expression about the focus is true.
async fn tab_to(browser: &Browser, there: &str) -> bool {
    for _ in 0..STEPS {
        browser.press(Key::Tab).await;
        if browser.value(there).await == true {
            return true;
        }
    }
    false
}

async fn focused(browser: &Browser) -> Value {
    browser.value("probe.name(probe.focused())").await
}

const IN_PANEL: &str = "root.querySelector('[part~=panel]').contains(root.activeElement)";
const ON_LAUNCHER: &str = "probe.focused().matches('.launch')";

pub async fn check_04_launcher_is_reached_by_tab_and_opens_by_enter_and_space(stage: &Stage) {
    let browser = &stage.browser;
    for key in [Key::Enter, Key::Space] {
        stage.arrive(Page::default()).await;
        assert!(tab_to(browser, ON_LAUNCHER).await, "check 04: Tab does not reach the launcher");
        browser.press(key).await;
        browser.wait("root.querySelector('[part~=panel]')?.hidden === false").await;
        browser.wait("probe.focused().id === 'field'").await;
    }
}

pub async fn check_05_opening_moves_the_focus_to_the_composer(stage: &Stage) {
    let browser = &stage.browser;
    stage.arrive(Page::default()).await;
    browser.open_panel().await;
    browser.wait("probe.focused().id === 'field'").await;
    // by the page, and again after it was closed
    stage.arrive(Page::default()).await;
    for _ in 0..2 {
        browser.value("deskbell.open()").await;
        browser.wait("probe.focused().id === 'field'").await;
        browser.value("deskbell.close()").await;
        browser.wait("!root.activeElement || probe.focused().matches('.launch')").await;
    }
}

pub async fn check_06_opening_by_itself_and_a_teaser_leave_the_focus(stage: &Stage) {
    let browser = &stage.browser;
    let body = "<p><label>Name <input id=name autofocus></label></p>";
    stage.arrive(Page { body, script: "data-open", ..Page::default() }).await;
    browser.wait("deskbell.isOpen && !!root.querySelector('.list .row')").await;
    assert_eq!(browser.value("probe.focused().id").await, "name", "check 06: an automatic opening");
    stage.fresh().await;
    browser.resize(360, 640).await;
    stage.visit(Page { body, script: "data-open", ..Page::default() }).await;
    browser.wait("deskbell.isOpen && !!root.querySelector('.list .row')").await;
    assert_eq!(browser.value("probe.focused().id").await, "name", "check 06: the same on a phone");
    // where the page stays usable, and in sight, until the visitor turns to the panel
    let beside = "!document.querySelector('main').inert && document.documentElement.style.overflow === '' && \
                  probe.box('[part~=panel]').top > 0 && probe.visible('.launch') && probe.visible('.send')";
    assert_eq!(browser.value(beside).await, true, "check 06: a panel that opens by itself stands beside the page");
    browser.node("dialog", "", |node| node.get("modal") == &json!(false)).await;
    browser.find(".hero").await.click().await.unwrap();
    browser.wait("document.querySelector('main').inert && probe.box('[part~=panel]').height === innerHeight").await;
    browser.node("dialog", "", |node| node.get("modal") == &json!(true)).await;
    browser.press(Key::Escape).await;
    browser.wait("!deskbell.isOpen && !document.querySelector('main').inert").await;
    // by keys
    stage.visit(Page { body, script: "data-open", ..Page::default() }).await;
    browser.wait("deskbell.isOpen && !!root.querySelector('.list .row')").await;
    assert!(
        tab_to(browser, IN_PANEL).await,
        "check 06: Tab does not reach the panel, it is at {}",
        focused(browser).await
    );
    browser
        .wait("document.querySelector('main').inert && root.querySelector('[part~=panel]').ariaModal === 'true'")
        .await;
    let teaser = "data-teaser='May we help?' data-teaser-delay=0";
    stage.arrive(Page { body, script: teaser, ..Page::default() }).await;
    browser.wait("!!root.querySelector('.tease')").await;
    assert_eq!(browser.value("probe.focused().id").await, "name", "check 06: a teaser");
}

pub async fn check_08_on_a_phone_tab_stays_inside_and_the_page_is_inert(stage: &Stage) {
    let browser = &stage.browser;
    stage.fresh().await;
    browser.resize(360, 640).await;
    stage.visit(Page::default()).await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
    assert_eq!(browser.value("document.querySelector('main').inert").await, true, "check 08: the page is inert");
    browser.wait(IN_PANEL).await;
    let mut stops = std::collections::BTreeSet::new();
    for step in 0..30 {
        browser.press(Key::Tab).await;
        let at = focused(browser).await.to_string();
        assert_eq!(browser.value(IN_PANEL).await, true, "check 08: Tab {step} leads out, to {at}");
        stops.insert(at);
    }
    assert!(stops.len() >= 8, "check 08: Tab reaches only {stops:?}");
    for step in 0..30 {
        let back = browser.driver.action_chain().key_down(Key::Shift).send_keys(Key::Tab).key_up(Key::Shift);
        back.perform().await.unwrap();
        let at = focused(browser).await;
        assert_eq!(browser.value(IN_PANEL).await, true, "check 08: Shift+Tab {step} leads out, to {at}");
    }
    browser.press(Key::Escape).await;
    browser.wait("!document.querySelector('main').inert && document.documentElement.style.overflow === ''").await;
}

pub async fn check_09_on_a_desktop_tab_leaves_the_panel(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    let there = "document.activeElement.id === 'link'";
    assert!(tab_to(browser, there).await, "check 09: Tab does not lead out, it is at {}", focused(browser).await);
    assert_eq!(browser.value("deskbell.isOpen").await, true, "check 09: the panel stays open");
    assert_eq!(browser.value("!!document.querySelector('[inert]')").await, false, "check 09: nothing is inert");
    browser.press(Key::Enter).await;
    browser.wait("location.hash === '#link'").await;
    browser.driver.find(By::Id("link")).await.unwrap().click().await.unwrap();
}

pub async fn check_10_escape_closes_and_gives_the_focus_back(stage: &Stage) {
    let browser = &stage.browser;
    for (width, field) in [(1280, "probe.focused().id === 'field'"), (360, IN_PANEL)] {
        stage.fresh().await;
        browser.resize(width, 640).await;
        stage.visit(Page::default()).await;
        browser.open_panel().await;
        browser.wait(field).await;
        browser.press(Key::Escape).await;
        browser.wait("!deskbell.isOpen").await;
        assert_eq!(browser.value(ON_LAUNCHER).await, true, "check 10: it is at {}", focused(browser).await);
        browser.driver.find(By::Id("opener")).await.unwrap().click().await.unwrap();
        browser.wait(field).await;
        browser.press(Key::Escape).await;
        browser.wait("!deskbell.isOpen").await;
        let at = browser.value("probe.focused().id").await;
        assert_eq!(at, "opener", "check 10: the button of the page that opened it gets the focus back");
    }
}

pub async fn check_10_agreeing_to_be_heard_keeps_the_focus_in_the_panel(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    let speak = "root.querySelector('[part~=composer] .ib')";
    browser.value(&format!("{speak}.click()")).await;
    browser.wait("root.activeElement?.textContent === 'Continue'").await;
    let at_once = format!("(root.activeElement.click(), root.activeElement === {speak})");
    assert_eq!(browser.value(&at_once).await, true, "check 10: it goes back to the button that was pressed");
    // nothing can be heard here, which is told
    browser.wait("root.querySelector('.hear')?.children.length === 1").await;
    browser.wait("root.activeElement?.matches('#field, [part~=composer] .ib')").await;
}

pub async fn check_11_escape_closes_menu_and_suggestions_first(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    browser.find("summary").await.click().await.unwrap();
    browser.wait("root.querySelectorAll('.menu .row').length >= 1").await;
    browser.press(Key::Tab).await;
    browser.wait("!!probe.focused().closest('.menu')").await;
    browser.press(Key::Escape).await;
    browser.wait("!root.querySelector('details').open").await;
    assert_eq!(browser.value("deskbell.isOpen").await, true, "check 11: the first Escape is the menu's");
    assert_eq!(browser.value("probe.focused().tagName").await, "SUMMARY", "check 11: the focus goes back");
    browser.press(Key::Escape).await;
    browser.wait("!deskbell.isOpen").await;
    stage.enter(State::Suggest, Page::default()).await;
    browser.press(Key::Escape).await;
    browser.wait("!probe.isShown(root.querySelector('[role=listbox]'))").await;
    assert_eq!(browser.value("deskbell.isOpen").await, true, "check 11: the first Escape is the list's");
    browser.press(Key::Escape).await;
    browser.wait("!deskbell.isOpen").await;
}

pub async fn check_19_enter_sends_shift_enter_breaks_and_composing_does_neither(stage: &Stage) {
    let browser = &stage.browser;
    stage.opened().await;
    let field = browser.find("textarea").await;
    field.send_keys("one").await.unwrap();
    let line = browser.driver.action_chain().key_down(Key::Shift).send_keys(Key::Enter).key_up(Key::Shift);
    line.perform().await.unwrap();
    field.send_keys("two").await.unwrap();
    browser.wait("root.querySelector('#field').value === 'one\\ntwo'").await;
    assert_eq!(browser.value("root.querySelectorAll('.me').length").await, 0, "check 19: Shift+Enter sends");
    browser.press(Key::Enter).await;
    browser.wait("root.querySelector('.me p')?.textContent === 'one\\ntwo'").await;
    browser.wait("root.querySelector('#field').value === ''").await;
    // an input method: what is composed is chosen by Enter, once with its own key code, once (Safari) only afterwards
    browser.value("root.querySelector('#field').addEventListener('keydown', (one) => window.seen.push({name: one.key, composing: one.isComposing}))").await;
    let composed = json!({"text": "ni hao", "selectionStart": 6, "selectionEnd": 6});
    browser.cdp("Input.imeSetComposition", composed).await;
    browser.wait("root.querySelector('#field').value === 'ni hao'").await;
    for code in [229, 13] {
        for kind in ["rawKeyDown", "keyUp"] {
            let key = json!({"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": code});
            browser.cdp("Input.dispatchKeyEvent", key).await;
        }
    }
    browser.wait("window.seen.filter((one) => one.name === 'Enter' && one.composing).length === 2").await;
    browser.cdp("Input.insertText", json!({"text": "你好"})).await;
    browser.wait("root.querySelector('#field').value === '你好'").await;
    assert_eq!(browser.value("root.querySelectorAll('.me').length").await, 1, "check 19: composing sends");
    // the key that ends composing in Safari comes after it, and says so by its code only
    let after = json!({"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229});
    browser.cdp("Input.dispatchKeyEvent", after).await;
    browser.wait("root.querySelector('#field').value === '你好'").await;
    browser.press(Key::Enter).await;
    browser.wait("root.querySelectorAll('.me').length === 2").await;
    assert_eq!(browser.value("[...root.querySelectorAll('.me p')].at(-1).textContent").await, "你好", "check 19");
}

pub async fn check_34_launcher_never_covers_a_focused_control(stage: &Stage) {
    let browser = &stage.browser;
    let body = "<style>.low {position: fixed; right: 34px; bottom: 36px; width: 28px; height: 24px}\
                .long {position: fixed; right: 0; bottom: 30px; width: 600px}</style>\
                <button class=low id=low>x</button><button class=long id=long>A long one</button>\
                <div style='height: 2000px'></div><p><a href='#end' id=end style='float: right'>End</a></p>";
    for width in [1280, 360] {
        stage.fresh().await;
        browser.resize(width, 640).await;
        stage.visit(Page { body, ..Page::default() }).await;
        for id in ["low", "long", "end"] {
            let there = format!("document.activeElement.id === '{id}'");
            assert!(tab_to(browser, &there).await, "check 34: Tab does not reach #{id}");
            // some of it can be seen: no more is asked for
            let seen = "((box) => [.02, .25, .5, .75, .98].some((x) => [.05, .5, .95].some((y) => \
                        document.elementFromPoint(box.left + x * box.width, box.top + y * box.height) === document.activeElement)))\
                        (document.activeElement.getBoundingClientRect())";
            assert_eq!(browser.value(seen).await, true, "check 34: #{id} is covered, {width} px wide");
        }
    }
}
