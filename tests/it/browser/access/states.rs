//! axe-core in every state of the conversation, and contrast with every accent.

use crate::browser::host::Page;
use crate::browser::stage::{STATES, Stage, State, answer, choices, visitor};
use serde_json::{Value, json};

/// The page follows the system, as the widget does.
const AXE: &str = r#"<script src="/axe.js"></script><style>html{color-scheme:light dark}a{color:inherit}</style>"#;
const SIZES: [(u32, u32); 2] = [(1280, 800), (360, 640)];

/// Runs axe on the page as it is, in both themes and sizes.
async fn look(stage: &Stage, state: &str, faults: &mut Vec<String>) -> u64 {
    let mut passed = 0;
    for (width, height) in SIZES {
        stage.browser.resize(width, height).await;
        for theme in ["light", "dark"] {
            stage.browser.prefer(&[("prefers-color-scheme", theme), ("prefers-reduced-motion", "reduce")]).await;
            stage.browser.wait(&format!("root.querySelector('.w').dataset.theme === '{theme}'")).await;
            let found = stage.probe("axe", vec![]).await;
            stage.browser.picture(&format!("{state}-{theme}-{width}")).await;
            passed += found["passed"].as_u64().unwrap();
            for fault in found["violations"].as_array().unwrap() {
                faults.push(format!("{state} {theme} {width}x{height}: {}", fault.as_str().unwrap()));
            }
        }
    }
    passed
}

pub async fn check_01_axe_finds_nothing_in_any_state(stage: &Stage) {
    let mut faults = Vec::new();
    let mut passed = 0;
    for state in STATES {
        stage.enter(state, Page { head: AXE, ..Page::default() }).await;
        passed += look(stage, &format!("{state:?}"), &mut faults).await;
    }
    assert!(faults.is_empty(), "check 01: axe finds {}:\n{}", faults.len(), faults.join("\n"));
    assert!(passed > 32 * 15, "check 01: axe looked at hardly anything: {passed} rules passed");
}

pub async fn check_01_axe_finds_nothing_from_right_to_left(stage: &Stage) {
    let mut faults = Vec::new();
    for state in STATES {
        stage.enter(state, Page { html: "lang=ar dir=rtl", head: AXE, ..Page::default() }).await;
        look(stage, &format!("{state:?} in Arabic"), &mut faults).await;
    }
    assert!(faults.is_empty(), "check 01: axe finds {}:\n{}", faults.len(), faults.join("\n"));
}

/// What opens only within a state: the menu, the reasons for a thumb down, the faults of a form.
pub async fn check_01_axe_finds_nothing_in_menu_reasons_and_faults(stage: &Stage) {
    let browser = &stage.browser;
    let page = Page { head: AXE, ..Page::default() };
    let mut faults = Vec::new();
    stage.enter(State::Answer, page).await;
    browser.value("[...root.querySelectorAll('.thumb')].at(-1).click()").await;
    browser.wait("[...root.querySelectorAll('.chip')].some((one) => one.textContent === 'Unclear')").await;
    browser.find("summary").await.click().await.unwrap();
    browser.wait("root.querySelectorAll('.menu .row').length >= 3").await;
    look(stage, "Menu", &mut faults).await;
    browser.value("root.querySelector('.menu .danger').click()").await;
    browser.wait("!!root.querySelector('.menu [role=alert]')").await;
    look(stage, "Menu asking", &mut faults).await;
    stage.enter(State::Offline, page).await;
    browser.value("root.querySelector('form.card button').click()").await;
    browser.wait("root.querySelector('form.card [aria-invalid]').ariaInvalid === 'true'").await;
    look(stage, "Faults", &mut faults).await;
    assert!(faults.is_empty(), "check 01: axe finds {}:\n{}", faults.len(), faults.join("\n"));
}

const ACCENTS: [&str; 12] = [
    "#ffd400", "#f2f2f2", "#101010", "#d32f2f", "#ff8a00", "#a4d007", "#0a7d33", "#0d6657", "#29b6f6", "#1a4fd8",
    "#7b1fa2", "#ff69b4",
];

/// Text and edges that axe does not judge: on a gradient, beside a counter, and edges of controls.
async fn edges(stage: &Stage, of: &str, selectors: &Value, faults: &mut Vec<String>) {
    let shot = stage.shot(&json!({"x": 0, "y": 0, "width": 1280, "height": 800})).await;
    let seen = stage.probe("outstanding", vec![json!(shot), selectors.clone()]).await;
    for (selector, contrast) in seen.as_object().unwrap() {
        if contrast.as_f64().unwrap_or_default() < 3.0 {
            faults.push(format!("{of}: {selector} stands out by {contrast} only"));
        }
    }
}

async fn prefer(stage: &Stage, theme: &str) {
    stage.browser.prefer(&[("prefers-color-scheme", theme), ("prefers-reduced-motion", "reduce")]).await;
    stage.browser.wait(&format!("root.querySelector('.w').dataset.theme === '{theme}'")).await;
}

async fn wear(stage: &Stage, accent: &str) {
    stage.browser.value(&format!("deskbell.update({{accent: '{accent}'}})")).await;
    stage.browser.wait(&format!("root.querySelector('.w').style.getPropertyValue('--site') === '{accent}'")).await;
}

pub async fn check_22_contrast_holds_for_twelve_accents(stage: &Stage) {
    let browser = &stage.browser;
    let page = Page { head: AXE, ..Page::default() };
    let mut faults = Vec::new();
    let said = [visitor("Can I return a bike?"), choices(), visitor("The last"), answer()];
    stage.resume(page, false, &said).await;
    browser.open_panel().await;
    browser.wait("!!root.querySelector('.bot .thumb')").await;
    browser.find("textarea").await.send_keys("x").await.unwrap();
    let calm =
        "probe.shadow().activeElement.blur(); probe.shadow().querySelector('.btn').scrollIntoView({block: 'center'})";
    browser.driver.execute(calm, vec![]).await.unwrap();
    let controls = json!({
        ".launch": "edge", ".comp": "edge", ".btn.main": "edge", ".btn:not(.main)": "edge",
        ".send": "inside", ".thumb": "inside", "[part~=header] button": "inside",
    });
    for theme in ["light", "dark"] {
        prefer(stage, theme).await;
        for accent in ACCENTS {
            wear(stage, accent).await;
            let found = stage.probe("axe", vec![json!("color-contrast")]).await;
            let found = found["violations"].as_array().unwrap().iter().filter_map(Value::as_str);
            faults.extend(found.map(|fault| format!("{theme} {accent}: {fault}")));
            edges(stage, &format!("{theme} {accent}"), &controls, &mut faults).await;
        }
    }
    stage.enter(State::Welcome, page).await;
    for theme in ["light", "dark"] {
        prefer(stage, theme).await;
        for accent in ACCENTS {
            wear(stage, accent).await;
            let pairs = [".hero h3", ".hero p"]
                .map(|text| ["--glow", "--canvas"].map(|color| json!([text, format!("var({color})")])));
            let seen = stage.probe("contrasts", vec![json!(pairs.concat())]).await;
            if seen.as_array().unwrap().iter().any(|contrast| contrast.as_f64().unwrap_or_default() < 4.5) {
                faults.push(format!("{theme} {accent}: the welcome stands out by {seen} only"));
            }
        }
    }
    // the form has fields of its own
    stage.enter(State::Offline, page).await;
    for theme in ["light", "dark"] {
        prefer(stage, theme).await;
        edges(stage, theme, &json!({"form input": "edge", "form .btn": "edge"}), &mut faults).await;
    }
    assert!(faults.is_empty(), "check 22: {} faults:\n{}", faults.len(), faults.join("\n"));
}
