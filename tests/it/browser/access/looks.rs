//! What is seen: rings, colours, motion, direction, and the page's own styles.

use crate::browser::host::Page;
use crate::browser::stage::{STATES, Stage, State, agent, answer, choices, joined, visitor};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

const NO_RING: &str = "@layer quiet{*{outline:none!important;transition:none!important}}textarea,input{caret-color:transparent!important}";
const NO_CARET: &str = "textarea,input{caret-color:transparent!important}";

/// The ring of what has the focus: pixels that differ from the same picture without it.
async fn ring(stage: &Stage, clip: &Value) -> Value {
    stage.probe("wear", vec![json!(NO_CARET)]).await;
    let with = stage.shot(clip).await;
    stage.probe("wear", vec![json!(NO_RING)]).await;
    let without = stage.shot(clip).await;
    stage.probe("wear", vec![Value::Null]).await;
    stage.probe("difference", vec![json!(with), json!(without)]).await
}

/// Goes through the widget by Tab and returns what has no ring of 2 px.
async fn ringless(stage: &Stage, state: State, theme: &str) -> Vec<String> {
    let browser = &stage.browser;
    let mut faults = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..40 {
        browser.press(Key::Tab).await;
        if browser.value("!root.activeElement").await == true {
            continue;
        }
        let name = browser.value("probe.name(root.activeElement)").await.to_string();
        if !seen.insert(name.clone()) {
            break;
        }
        let clip = browser
            .value("((one) => ({x: one.left - 6, y: one.top - 6, width: one.width + 12, height: one.height + 12}))\
                    ((root.activeElement.closest('.comp') && root.activeElement.matches('textarea') ? root.activeElement.closest('.comp') \
                    : root.activeElement.matches('select') ? root.activeElement.parentElement : root.activeElement).getBoundingClientRect())")
            .await;
        let found = ring(stage, &clip).await;
        let box_around = 2.0 * (clip["width"].as_f64().unwrap() + clip["height"].as_f64().unwrap() - 24.0);
        let around = if name.contains("launch") { box_around * std::f64::consts::FRAC_PI_4 } else { box_around };
        let [differ, strong] = ["differ", "strong"].map(|how| found[how].as_f64().unwrap() / around);
        // 2 px all round, where rounded corners take a little; of a field's ring 1 px is its edge, which stands out before
        if differ < 1.6 || strong < 0.9 {
            faults.push(format!(
                "{state:?} {theme}: {name} has a ring of {differ:.2} px, of which {strong:.2} px stand out"
            ));
        }
    }
    assert!(seen.len() >= if state == State::Closed { 3 } else { 7 }, "check 23: Tab reaches only {seen:?}");
    faults
}

pub async fn check_23_focus_ring_is_seen_everywhere(stage: &Stage) {
    let mut faults = Vec::new();
    for (state, theme) in [
        (State::Closed, "light"),
        (State::Welcome, "dark"),
        (State::Answer, "light"),
        (State::Choices, "dark"),
        (State::Offline, "light"),
    ] {
        stage.enter(state, Page::default()).await;
        stage.browser.prefer(&[("prefers-reduced-motion", "reduce"), ("prefers-color-scheme", theme)]).await;
        stage.browser.wait(&format!("root.querySelector('.w').dataset.theme === '{theme}'")).await;
        faults.extend(ringless(stage, state, theme).await);
    }
    assert!(faults.is_empty(), "check 23: {} faults:\n{}", faults.len(), faults.join("\n"));
}

pub async fn check_24_nothing_moves_with_reduced_motion(stage: &Stage) {
    let browser = &stage.browser;
    let moving = "root.getAnimations().map((one) => one.animationName || one.transitionProperty)";
    // that there is something to be stilled
    stage.enter(State::Waiting, Page::default()).await;
    let moves = browser.value(moving).await;
    assert!(moves.to_string().contains("wait"), "check 24: nothing ever moves: {moves}");
    for state in STATES {
        stage.enter(state, Page::default()).await;
        browser.prefer(&[("prefers-reduced-motion", "reduce")]).await;
        assert_eq!(browser.value(moving).await, json!([]), "check 24: {state:?}");
    }
    // opening, and waiting for an answer that does not come
    stage.fresh().await;
    browser.prefer(&[("prefers-reduced-motion", "reduce")]).await;
    stage.visit(Page::default()).await;
    let opened = browser.value(&format!("deskbell.open().then(() => {moving})")).await;
    assert_eq!(opened, json!([]), "check 24: opening");
    browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
    // the socket swallows what is asked, so that the dots stay
    browser.value("WebSocket.prototype.send = () => {}").await;
    browser.value("deskbell.ask('How long does delivery take?')").await;
    browser.wait("!!root.querySelector('.dots')").await;
    assert_eq!(browser.value(moving).await, json!([]), "check 24: the dots");
    browser.prefer(&[]).await;
    browser.wait(&format!("{moving}.includes('dot')")).await;
}

pub async fn check_25_forced_colours_keep_edges_focus_and_send(stage: &Stage) {
    let browser = &stage.browser;
    for scheme in ["light", "dark"] {
        let wishes =
            [("forced-colors", "active"), ("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")];
        for (state, edges) in [
            (State::Closed, json!({".launch": "edge", ".tease": "edge", ".launch b": "inside", ".away": "inside"})),
            (
                State::Answer,
                json!({"[part~=panel]": "edge", ".comp": "edge", ".send": "inside", ".launch": "edge", ".thumb": "inside", "[part~=header] > button": "inside"}),
            ),
            (State::Choices, json!({".card": "edge", ".chip": "edge"})),
            (State::Waiting, json!({".queue": "edge", ".btn": "edge", ".bar": "edge"})),
            (State::Person, json!({".b": "edge", ".face": "edge"})),
            (State::Suggest, json!({".pop": "edge"})),
            (State::Offline, json!({"form input": "edge", "form textarea": "edge", "form .btn": "edge"})),
        ] {
            stage.enter(state, Page::default()).await;
            browser.prefer(&wishes).await;
            browser.wait("matchMedia('(forced-colors:active)').matches").await;
            let shot = stage.shot(&json!({"x": 0, "y": 0, "width": 1280, "height": 800})).await;
            let seen = stage.probe("outstanding", vec![json!(shot), edges]).await;
            for (selector, contrast) in seen.as_object().unwrap() {
                let contrast = contrast.as_f64().unwrap_or_default();
                if contrast < 3.0 {
                    browser.picture(&format!("check-25-{state:?}-{scheme}")).await;
                }
                assert!(contrast >= 3.0, "check 25: {state:?} {scheme}: {selector} stands out by {contrast} only");
            }
        }
        // the chosen suggestion and the focus are outlined
        stage.enter(State::Suggest, Page::default()).await;
        browser.prefer(&wishes).await;
        browser.press(Key::Down).await;
        browser.wait("!!root.querySelector('[aria-selected=true]')").await;
        let outline = "((style) => style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2)(getComputedStyle(root.querySelector('[aria-selected=true]')))";
        assert_eq!(browser.value(outline).await, true, "check 25: {scheme}: which suggestion is chosen");
        assert_eq!(
            browser.value("getComputedStyle(root.querySelector('.comp')).outlineStyle").await,
            "solid",
            "check 25"
        );
    }
}

pub async fn check_30_right_to_left_fills_a_phone(stage: &Stage) {
    let browser = &stage.browser;
    for script in ["", "data-position=left"] {
        stage.fresh().await;
        browser.resize(360, 640).await;
        stage.visit(Page { html: "lang=ar dir=rtl", script, ..Page::default() }).await;
        browser.open_panel().await;
        let panel = browser.value("probe.box('[part~=panel]')").await;
        assert_eq!((&panel["left"], &panel["width"]), (&0.into(), &360.into()), "check 30: the screen, {script:?}");
    }
}

pub async fn check_30_texts_begin_at_the_panels_side(stage: &Stage) {
    let browser = &stage.browser;
    for (html, side) in [("lang=en", "left"), ("lang=ar dir=rtl", "right")] {
        stage.arrive(Page { html, ..Page::default() }).await;
        browser.open_panel().await;
        browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
        browser.find("summary").await.click().await.unwrap();
        browser.wait("root.querySelectorAll('.menu .row').length >= 1").await;
        // the name and the questions are English in both
        for text in [".who h2", ".who p", ".start .list .row span", ".row.tall small", ".menu .row span"] {
            let away = browser.value(&format!("probe.margins('{text}').{side}")).await;
            assert!(away.as_f64().unwrap().abs() < 1.5, "check 30: {text} begins {away} px away from the {side}");
        }
        // what somebody writes begins where its own language does
        let own = "getComputedStyle(root.querySelector('#field')).textAlign";
        assert_eq!(browser.value(own).await, "start", "check 30: the composer");
    }
    // an invitation reads in its own direction, whatever the name above it
    let script = "data-teaser='هل تحتاج مساعدة؟' data-teaser-delay=0";
    for html in ["lang=en", "lang=ar dir=rtl"] {
        stage.arrive(Page { html, script, ..Page::default() }).await;
        browser.wait("!!root.querySelector('.tease')").await;
        let direction = "getComputedStyle([...root.querySelectorAll('.said, .said *')].findLast((one) => one.lastChild?.data?.includes('هل'))).direction";
        assert_eq!(browser.value(direction).await, "rtl", "check 30: an Arabic invitation on a page with {html}");
        let side = "getComputedStyle(root.querySelector('.said')).direction === document.documentElement.dir || document.documentElement.dir === ''";
        assert_eq!(browser.value(side).await, true, "check 30: it stands at the page's side, {html}");
    }
}

pub async fn check_26_long_words_stay_inside(stage: &Stage) {
    let browser = &stage.browser;
    let word = "Lastenfahrradversicherungsbedingungsauslegungsfragen";
    let script = format!("data-questions='{word}?|Short?' data-title='{word}'");
    stage.fresh().await;
    browser.resize(360, 640).await;
    stage.visit(Page { script: &script, ..Page::default() }).await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.list .row').length === 3").await;
    let faults = "[...probe.sideways(), ...probe.clipped(), ...[...root.querySelectorAll('.row svg')]\
                  .filter((one) => one.getBoundingClientRect().right > probe.box('.list').right - 8).map(() => 'a chevron')]";
    assert_eq!(browser.value(faults).await, json!([]), "check 26: in the welcome");
    let (from, mut body) = choices();
    body["options"][0]["title"] = json!(format!("{word}?"));
    let (bot, mut said) = answer();
    said["links"][0]["label"] = json!(word);
    said["follow_ups"][0]["title"] = json!(word);
    stage.resume(Page::default(), false, &[visitor(word), (from, body), visitor(word), (bot, said)]).await;
    browser.resize(360, 640).await;
    browser.open_panel().await;
    browser.wait("!!root.querySelector('.bot .thumb')").await;
    assert_eq!(browser.value(faults).await, json!([]), "check 26: in a conversation");
}

/// Who begins to type goes on seeing what the panel showed.
pub async fn check_12_welcome_stays_where_it_is(stage: &Stage) {
    let browser = &stage.browser;
    stage.fresh().await;
    browser.resize(360, 400).await;
    stage.visit(Page::default()).await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
    browser.wait("((log) => log.scrollHeight > log.clientHeight + 40)(root.querySelector('[part~=log]'))").await;
    browser.find("textarea").await.send_keys("deliv").await.unwrap();
    browser.wait("!!root.querySelector('[role=option]')").await;
    let top = browser.value("root.querySelector('[part~=log]').scrollTop").await;
    assert_eq!(top, 0, "check 12: the welcome has moved");
}

/// A picture comes after its answer was drawn.
pub async fn check_12_pictures_keep_the_end_in_view(stage: &Stage) {
    let browser = &stage.browser;
    stage.enter(State::Answer, Page::default()).await;
    browser.wait("root.querySelector('.text img').complete && root.querySelector('.text img').naturalHeight > 0").await;
    let end = "((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 4)(root.querySelector('[part~=log]'))";
    browser.wait(end).await;
}

pub async fn check_30_right_to_left_is_mirrored(stage: &Stage) {
    let browser = &stage.browser;
    let page = Page { html: "lang=ar dir=rtl", ..Page::default() };
    stage.arrive(page).await;
    let launcher = browser.value("probe.box('.launch')").await;
    assert_eq!(launcher["left"], 20, "check 30: the launcher is at the other side");
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
    assert_eq!(browser.value("probe.box('[part~=panel]').left").await, 20, "check 30: so is the panel");
    let close = "probe.box('[part~=header] > button').left < probe.box('.mark').left";
    assert_eq!(browser.value(close).await, true, "check 30: the header is mirrored");
    let chevron = "getComputedStyle(root.querySelector('.row > svg')).transform";
    assert_eq!(browser.value(chevron).await, "matrix(-1, 0, 0, 1, 0, 0)", "check 30: chevrons point to the left");
    assert_eq!(
        browser.value("probe.box('.send').left < probe.box('#field').left").await,
        true,
        "check 30: the composer"
    );
    browser.ask("How long does delivery take?").await;
    browser.wait("!!root.querySelector('.bot .thumb')").await;
    let direction = |selector: &str| format!("getComputedStyle(root.querySelector('{selector}')).direction");
    assert_eq!(browser.value(&direction(".bot .text")).await, "ltr", "check 30: an English answer reads as such");
    assert_eq!(browser.value(&direction(".me p")).await, "ltr", "check 30: and an English question");
    let side = "probe.box('.me p').left - probe.box('[part~=log]').left < 40";
    assert_eq!(browser.value(side).await, true, "check 30: who asks is at the left");
    browser.value("deskbell.ask('متى يصل طلبي؟')").await;
    browser.wait("root.querySelectorAll('.me').length === 2").await;
    let arabic = "getComputedStyle([...root.querySelectorAll('.me p')].at(-1)).direction";
    assert_eq!(browser.value(arabic).await, "rtl", "check 30: an Arabic question");
    // who speaks is said in Arabic, and does not turn round what a person says in English
    stage.resume(page, false, &[visitor("Hello"), joined(), agent("Hello, I am Maya.")]).await;
    browser.open_panel().await;
    browser.wait("!!root.querySelector('.agent p')").await;
    assert_eq!(browser.value(&direction(".agent p")).await, "ltr", "check 30: a person's English");
    // Arabic on an English page, and the other side when the page asks for it
    stage.arrive(Page::default()).await;
    browser.open_panel().await;
    browser.value("deskbell.ask('متى يصل طلبي؟')").await;
    browser.wait("!!root.querySelector('.me p')").await;
    assert_eq!(browser.value(&direction(".me p")).await, "rtl", "check 30: Arabic in an English panel");
    stage.arrive(Page { script: "data-position=left", ..Page::default() }).await;
    assert_eq!(browser.value("probe.box('.launch').left").await, 20, "check 30: the left side, as asked for");
    stage.arrive(Page { script: "data-position=left", ..page }).await;
    browser.open_panel().await;
    let launcher = browser.value("probe.box('.launch')").await;
    let panel = browser.value("probe.box('[part~=panel]')").await;
    assert_eq!(launcher["right"], panel["right"], "check 30: launcher and panel are at one side");
}

pub async fn check_32_dark_follows_the_system_and_the_page_wins(stage: &Stage) {
    let browser = &stage.browser;
    let surface = "getComputedStyle(root.querySelector('[part~=header]')).backgroundColor";
    let (light, dark) = ("rgb(255, 255, 255)", "rgb(27, 33, 32)");
    stage.opened().await;
    assert_eq!(browser.value(surface).await, light, "check 32: light at first");
    for (scheme, wanted) in [("dark", dark), ("light", light)] {
        browser.prefer(&[("prefers-color-scheme", scheme)]).await;
        browser.wait(&format!("{surface} === '{wanted}'")).await;
    }
    for (theme, other, wanted) in [("light", "dark", light), ("dark", "light", dark)] {
        stage.fresh().await;
        browser.prefer(&[("prefers-color-scheme", other)]).await;
        stage.visit(Page { script: &format!("data-theme={theme}"), ..Page::default() }).await;
        browser.open_panel().await;
        assert_eq!(browser.value(surface).await, wanted, "check 32: the page wants {theme}");
        let scheme = browser.value("getComputedStyle(root.querySelector('.w')).colorScheme").await;
        assert_eq!(scheme, theme, "check 32: so do the browser's own parts");
    }
}

pub async fn check_36_hostile_styles_change_nothing(stage: &Stage) {
    let browser = &stage.browser;
    let hostile = "<style>*,*::before,*::after{all:unset!important}head,head *{display:none!important}\
                   html{font:40px/3 fantasy!important;letter-spacing:1em!important;text-transform:uppercase!important;color:red!important;visibility:hidden!important}\
                   body *{transform:rotate(3deg)!important;filter:blur(9px)!important;opacity:.3!important;position:static!important;display:none!important}\
                   .panel,.launch,.w,button,textarea{display:none!important;background:red!important}\
                   body>*{z-index:-1!important}</style>";
    // nothing of the page itself is to be seen, so that all that differs is the widget
    let blank = "<style>main{display:none}</style>";
    let mut shots: Vec<Vec<String>> = Vec::new();
    for width in [1280, 360] {
        for head in [blank, hostile] {
            let mut seen = Vec::new();
            stage.fresh().await;
            browser.resize(width, 640).await;
            browser.prefer(&[("prefers-reduced-motion", "reduce")]).await;
            stage.visit(Page { head: &format!("{blank}{head}"), ..Page::default() }).await;
            stage.probe("wear", vec![json!(format!("{NO_CARET}time{{visibility:hidden}}"))]).await;
            let whole = json!({"x": 0, "y": 0, "width": width, "height": 640});
            seen.push(stage.shot(&whole).await);
            browser.value("deskbell.open()").await;
            browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
            seen.push(stage.shot(&whole).await);
            browser.value("deskbell.ask('How long does delivery take?')").await;
            browser.wait("root.querySelectorAll('.thumb').length === 2").await;
            browser.value("probe.shadow().activeElement?.blur()").await;
            seen.push(stage.shot(&whole).await);
            shots.push(seen);
        }
    }
    for pair in shots.chunks(2) {
        for (what, (plain, hostile)) in ["closed", "welcome", "answer"].iter().zip(pair[0].iter().zip(&pair[1])) {
            let found = stage.probe("difference", vec![json!(plain), json!(hostile)]).await;
            assert_eq!(found["differ"], 0, "check 36: {what} looks different: {found}");
        }
        assert_ne!(pair[0][0], pair[0][1], "check 36: nothing was to be seen at all");
    }
}
