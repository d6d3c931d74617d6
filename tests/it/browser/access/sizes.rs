//! Room: for fingers, for magnified and spaced text, for a keyboard on the screen.

use crate::browser::host::Page;
use crate::browser::stage::{STATES, Stage, State};
use serde_json::{Value, json};

fn list(found: &Value) -> Vec<&str> {
    found.as_array().unwrap().iter().filter_map(Value::as_str).collect()
}

/// Asks for faults in every state and in these sizes.
async fn in_every_state(stage: &Stage, number: &str, sizes: &[(u32, u32)], begin: &str, faults_of: &str) {
    let mut faults = Vec::new();
    for state in STATES {
        stage.enter(state, Page::default()).await;
        stage.browser.prefer(&[("prefers-reduced-motion", "reduce")]).await;
        stage.browser.value(begin).await;
        for &(width, height) in sizes {
            stage.browser.resize(width, height).await;
            // what follows a change of size is drawn with the next picture
            stage.browser.value("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))").await;
            let found = stage.browser.value(faults_of).await;
            for fault in list(&found) {
                faults.push(format!("{state:?} {width}x{height}: {fault}"));
            }
            if !list(&found).is_empty() {
                stage.browser.picture(&format!("check-{number}-{state:?}-{width}")).await;
            }
        }
    }
    assert!(faults.is_empty(), "check {number}: {} faults:\n{}", faults.len(), faults.join("\n"));
}

pub async fn check_21_targets_are_large_enough(stage: &Stage) {
    in_every_state(stage, "21", &[(1280, 800), (360, 640)], "null", "probe.small()").await;
    let browser = &stage.browser;
    stage.opened().await;
    browser.ask("How long does delivery take?").await;
    browser.wait("root.querySelectorAll('.thumb').length === 2").await;
    browser.value("[...root.querySelectorAll('.thumb')].at(-1).click()").await;
    browser.find("summary").await.click().await.unwrap();
    browser.wait("root.querySelectorAll('.menu .row').length >= 3").await;
    let found = browser.value("probe.small()").await;
    assert!(list(&found).is_empty(), "check 21: in the menu and among reasons {found}");
}

pub async fn check_26_zoomed_to_400_percent_all_is_in_reach(stage: &Stage) {
    let faults = "[...probe.sideways(), ...(deskbell.isOpen ? ['[part~=composer]', '#field', '.send', '[part~=header] > button'] : ['.launch'])\
                  .filter((one) => !probe.visible(one)).map((one) => one + ' is not visible')]";
    in_every_state(stage, "26", &[(320, 256)], "null", faults).await;
    // the conversation itself can still be read
    stage.enter(State::Answer, Page::default()).await;
    stage.browser.resize(320, 256).await;
    let height = stage.browser.value("root.querySelector('[part~=log]').clientHeight").await;
    assert!(height.as_f64().unwrap() >= 44.0, "check 26: {height} px are left for the conversation");
}

pub async fn check_27_text_spacing_clips_nothing(stage: &Stage) {
    let spacing = "probe.wear('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}\
                   p{margin-bottom:2em!important}')";
    in_every_state(stage, "27", &[(1280, 800), (360, 640)], spacing, "[...probe.clipped(), ...probe.sideways()]").await;
}

pub async fn check_28_zoom_stays_allowed(stage: &Stage) {
    let browser = &stage.browser;
    stage.fresh().await;
    browser.resize(360, 640).await;
    stage.visit(Page::default()).await;
    let head = "[...document.querySelectorAll('meta')].map((one) => one.outerHTML).join()";
    let before = browser.value(head).await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
    assert_eq!(browser.value(head).await, before, "check 28: the page's own viewport is left alone");
    let actions = "[...root.querySelectorAll('*'), document.body, document.documentElement]\
                   .filter((one) => !/auto|manipulation|pinch-zoom/.test(getComputedStyle(one).touchAction)).length";
    assert_eq!(browser.value(actions).await, 0, "check 28: no part forbids two fingers");
    let pinched = "((one) => { one.shadowRoot.dispatchEvent(one.event); return one.event.defaultPrevented })\
                   ({shadowRoot: root.querySelector('[part~=log]'), event: new WheelEvent('wheel', {ctrlKey: true, cancelable: true, bubbles: true, composed: true})})";
    assert_eq!(browser.value(pinched).await, false, "check 28: zooming by wheel or pad is not taken away");
    // a magnified page: the panel stays where it is instead of shrinking to what is seen
    browser.cdp("Emulation.setPageScaleFactor", json!({"pageScaleFactor": 2})).await;
    browser.wait("visualViewport.scale > 1.9").await;
    let height = browser.value("probe.box('[part~=panel]').height").await;
    assert_eq!(height, 640, "check 28: a magnified panel keeps its size");
    browser.cdp("Emulation.setPageScaleFactor", json!({"pageScaleFactor": 1})).await;
}

pub async fn check_29_composer_stays_above_a_keyboard(stage: &Stage) {
    let browser = &stage.browser;
    stage.fresh().await;
    browser.resize(360, 640).await;
    stage.visit(Page::default()).await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
    browser.value("root.querySelector('#field').focus()").await;
    for (height, top) in [(320, 0), (300, 40), (640, 0)] {
        let keyboard = format!(
            "Object.defineProperties(visualViewport, {{height: {{value: {height}, configurable: true}}, offsetTop: {{value: {top}, configurable: true}}}}) \
             && visualViewport.dispatchEvent(new Event('resize'))"
        );
        browser.value(&keyboard).await;
        let composer = browser.value("probe.box('[part~=composer]')").await;
        let bottom = composer["bottom"].as_f64().unwrap();
        assert!(bottom <= f64::from(height + top), "check 29: {bottom} is under a keyboard at {}", height + top);
        let close = browser.value("probe.box('[part~=header] > button').top").await;
        assert!(close.as_f64().unwrap() >= f64::from(top), "check 29: the button that closes is above the screen");
        let log = browser.value("probe.box('[part~=log]').height").await;
        assert!(log.as_f64().unwrap() > 60.0, "check 29: {log} px are left for the conversation");
    }
}
