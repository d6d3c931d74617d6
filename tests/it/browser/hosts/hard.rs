//! Pages with strict policies, foreign rules, old habits and neighbours.

use crate::browser::lab::{Lab, page};
use crate::browser::stage::{agent, joined, offline, queued};
use deskbell::store::Sender;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

/// An answer with a table, on which old pages have views of their own.
pub const SIZES: &str = "topic: Sizes\nlang: en\nentries:\n  - id: sizes\n    questions:\n      - Which sizes are there?\n      - List of sizes\n      - How large is a frame?\n    answer: |\n      | Frame | Height |\n      |---|---|\n      | S | 160 cm |\n";

/// Notes what breaks the policy, from before anything else runs.
const WATCH: &str = "window.broken = []; addEventListener('securitypolicyviolation', (event) => \
                     window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));";

/// A visitor's way through most of the widget: suggestions, an answer, a vote, the menu, a person, another language.
async fn walk(lab: &Lab) {
    let browser = &lab.browser;
    browser.ready().await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
    browser.find("textarea").await.send_keys("deliv").await.unwrap();
    browser.wait("!!root.querySelector('[role=option]')").await;
    browser.press(Key::Down).await;
    browser.press(Key::Enter).await;
    browser.wait("root.querySelectorAll('.thumb').length === 2").await;
    assert_eq!(browser.said().await, ["How long does delivery take?"]);
    browser.value("root.querySelectorAll('.thumb')[1].click()").await;
    browser.wait("root.querySelectorAll('.thumb')[1].ariaPressed === 'true'").await;
    browser.value("deskbell.handoff()").await;
    browser.wait("root.querySelectorAll('.me').length === 2 && !root.querySelector('.dots')").await;
    browser.find("summary").await.click().await.unwrap();
    browser.wait("root.querySelectorAll('.menu .row').length >= 3").await;
    browser.press(Key::Escape).await;
    browser.wait("!root.querySelector('details').open && deskbell.isOpen").await;
    browser.value("deskbell.setLocale('de')").await;
    browser
        .wait("root.querySelector('[part~=panel]').lang === 'de' && root.querySelectorAll('.thumb').length === 2")
        .await;
    browser.value("deskbell.setTheme('dark')").await;
    browser.press(Key::Escape).await;
    browser.wait("!deskbell.isOpen && root.querySelector('[part~=panel]').hidden").await;
    assert_eq!(browser.value("window.faults.length").await, 0, "{}", browser.value("window.faults.join()").await);
}

pub async fn policy_forbids_all_but_the_bot(lab: &Lab) {
    let browser = &lab.browser;
    let bot = lab.server.address;
    let origin = lab.pages.origin();
    lab.forget().await;
    lab.pages.set("/watch.js", "text/javascript", "", WATCH);
    let policy = |style: &str| {
        format!(
            "Content-Security-Policy: default-src 'none'; script-src http://{bot} {origin}/watch.js; \
             connect-src http://{bot} ws://{bot}; {style} require-trusted-types-for 'script'; trusted-types 'none'\r\n"
        )
    };
    let teased = "data-teaser='Do you need help?' data-teaser-delay=0 data-voice=true";
    let text = page(bot, "<script src=/watch.js></script>", teased, "");
    lab.show(&text, &policy("style-src 'none';")).await;
    browser.wait("!!root?.querySelector('.tease')").await;
    walk(lab).await;
    // with a person, and with the form for when nobody is there
    browser.awaited("deskbell.open()").await;
    lab.publish(&[queued(), joined(), agent("Hello")]).await;
    browser.wait("!!root.querySelector('.agent') && root.querySelector('.who h2').textContent === 'Maya K.'").await;
    let left = (Sender::System, json!({"kind": "notice", "code": "agent_left", "text": "Maya left"}));
    lab.publish(&[left, offline()]).await;
    browser.wait("!!root.querySelector('form.card input')").await;
    let broken = browser.value("window.broken").await;
    assert_eq!(broken, json!([]), "nothing breaks the policy");
    // the policy is in force: what it forbids is noticed
    browser.run("document.body.append(Object.assign(document.createElement('img'), { src: '/picture.png' }))").await;
    browser.wait("window.broken.length === 1 && window.broken[0].startsWith('img-src')").await;
}

/// Where the parts are, and how they look.
async fn looks(lab: &Lab) -> Value {
    let look = "['.launch', '[part~=panel]', '.head', '.log', '.foot', '.comp', 'textarea', '.count', '.legal', '.legal span', '.legal a', '.send', '.bot .card', 'table', 'th', 'td'].map((selector) => { \
                const node = root.querySelector(selector); const { x, y, width, height } = node.getBoundingClientRect(); \
                const { color, backgroundColor, fontSize, fontFamily, position, display } = getComputedStyle(node); \
                return [selector, x, y, width, height, color, backgroundColor, fontSize, fontFamily, position, display]; })";
    lab.browser.wait("root.getAnimations().length === 0 && !root.querySelector('.dots')").await;
    lab.browser.value(look).await
}

/// Opens on a page and asks; returns what it looks like.
async fn seen(lab: &Lab, text: &str) -> Value {
    lab.forget().await;
    lab.show(text, "").await;
    lab.browser.ready().await;
    lab.browser.open_panel().await;
    lab.browser.ask("Where is my order?").await;
    lab.browser.ask("Which sizes are there?").await;
    lab.browser.wait("root.querySelectorAll('.thumb').length === 4").await;
    looks(lab).await
}

pub async fn all_is_unset_by_the_page(lab: &Lab) {
    let bot = lab.server.address;
    let plain = seen(lab, &page(bot, "", "", "")).await;
    let hostile = "<style>*,*::before,*::after{all:unset!important}head,head *{display:none!important}\
                   div,button,textarea,section{display:inline!important;color:red!important}\
                   deskbell-chat{display:none!important;opacity:0;transform:scale(2);filter:blur(4px)}</style>";
    assert_eq!(seen(lab, &page(bot, hostile, "", "")).await, plain, "the page's rules change nothing");
}

pub async fn base_address_is_another(lab: &Lab) {
    let browser = &lab.browser;
    lab.forget().await;
    let base = "<base href='https://cdn.example.com/assets/' target='_top'>";
    lab.show(&page(lab.server.address, base, "", ""), "").await;
    walk(lab).await;
    browser.assert_quiet_beside(&[&format!("http://{}", lab.server.address)]).await;
}

pub async fn quirks_mode(lab: &Lab) {
    let bot = lab.server.address;
    let plain = seen(lab, &page(bot, "", "", "")).await;
    let old = page(bot, "", "", "").replace("<!doctype html>", "");
    let quirks = seen(lab, &old).await;
    assert_eq!(lab.browser.value("document.compatMode").await, "BackCompat");
    let parts = quirks.as_array().unwrap().iter().zip(plain.as_array().unwrap());
    let changed: Vec<_> = parts.filter(|(old, new)| old != new).collect();
    assert!(changed.is_empty(), "an old page changes nothing: {changed:#?}");
}

/// As libraries did in 2008.
const OLD: &str = "<script>
for (const [kind, names] of [[Array, 'each without contains last first invoke'], [Object, 'extend keys values toJSON'], \
 [String, 'strip blank'], [Function, 'bind2 delay'], [Number, 'times']])
  for (const name of names.split(' ')) if (!(kind.prototype[name] && kind === Object)) kind.prototype[name] = function () { return this; };
delete Object.prototype.toJSON;
Array.prototype.toJSON = undefined;
var name = 'deskbell', status = 'open', event, self = window, top = 1, length = 7, parent = null, closed = true;
var options = 1, settings = 2, site = 3, host = 4, shell = 5, launcher = 6, panel = 7, words = 8, script = 9, queue = 10, api = 11;
function $(id) { return document.getElementById(id); }
function open() { throw new Error('the page has its own open'); }
function close() { throw new Error('the page has its own close'); }
function fetchMore() {}
window.onerror = function (message) { (window.errors = window.errors || []).push(message); return true; };
</script>";

pub async fn old_page_extends_everything(lab: &Lab) {
    let browser = &lab.browser;
    lab.forget().await;
    lab.show(&page(lab.server.address, OLD, "data-accent='#7b1fa2' data-title='Old help'", ""), "").await;
    assert_eq!(browser.value("(() => { let n = 0; for (const key in []) n++; return n > 5; })()").await, true);
    walk(lab).await;
    assert_eq!(browser.value("window.errors ?? []").await, json!([]));
    assert_eq!(
        browser.value("[host, panel, settings, queue].join()").await,
        "4,7,2,10",
        "the page's names stay its own"
    );
    assert_eq!(browser.value("root.querySelector('.who h2').textContent").await, "Old help");
    assert_eq!(
        browser.value("JSON.stringify(Object.keys(JSON.parse(localStorage.deskbell)).sort())").await,
        r#"["attend","epoch","outbox","read","token"]"#
    );
}

/// Shortcuts of one letter, as mail programs and forums have them, which heed only fields that they can see.
const SHORTCUTS: &str = "<input id=search><script>window.shortcuts = [];
for (const type of ['keydown', 'keypress', 'keyup']) document.addEventListener(type, (event) => {
  if (/INPUT|TEXTAREA|SELECT/.test(event.target.tagName) || event.ctrlKey) return;
  shortcuts.push(type + event.key); event.preventDefault(); document.querySelector('#search').focus();
});</script>";

pub async fn page_has_shortcuts_of_one_letter(lab: &Lab) {
    let browser = &lab.browser;
    lab.forget().await;
    lab.show(&page(lab.server.address, "", "", SHORTCUTS), "").await;
    browser.ready().await;
    browser.open_panel().await;
    browser.wait("root.activeElement === root.querySelector('textarea')").await;
    browser.say("Where is my order?").await;
    browser.wait("root.querySelectorAll('.thumb').length === 2").await;
    browser.press(Key::Tab).await;
    browser.press(Key::Escape).await;
    browser.wait("!deskbell.isOpen").await;
    assert_eq!(
        browser.value("shortcuts.filter((one) => !/Tab|Escape/.test(one))").await,
        json!([]),
        "what is written is the widget's"
    );
    // outside of it they work
    browser.run("root.activeElement.blur()").await;
    browser.driver.action_chain().send_keys("s").perform().await.unwrap();
    browser.wait("shortcuts.includes('keydowns') && document.activeElement.id === 'search'").await;
}

/// Another vendor's widget, as high as can be, and keys that nobody else is to get.
const SECOND: &str = "<div id=other style='position:fixed;right:20px;bottom:20px;width:60px;height:60px;z-index:2147483647;background:#c33'></div>
<script>for (const type of ['keydown', 'keypress', 'keyup']) addEventListener(type, (event) => {
  if (event.key === 'Enter' || event.key === 'Escape') { event.stopImmediatePropagation(); event.preventDefault(); window.swallowed = (window.swallowed || 0) + 1; }
});</script>";

pub async fn second_widget_and_swallowed_keys(lab: &Lab) {
    let browser = &lab.browser;
    lab.forget().await;
    let set = "data-offset-x=100 data-z-index=2147483647";
    lab.show(&page(lab.server.address, "", set, SECOND), "").await;
    browser.ready().await;
    let free = "(() => { const { left, right, top, bottom } = root.querySelector('.launch').getBoundingClientRect(); \
                return root.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.closest('.launch') !== null && right < innerWidth - 80; })()";
    assert_eq!(browser.value(free).await, true, "the launcher stands beside the other one");
    browser.open_panel().await;
    browser.say("Where is my order?").await;
    browser.wait("root.querySelectorAll('.thumb').length === 2").await;
    browser.find("textarea").await.send_keys("deliv").await.unwrap();
    browser.wait("!!root.querySelector('[role=option]')").await;
    browser.press(Key::Down).await;
    browser.press(Key::Enter).await;
    browser.wait("root.querySelectorAll('.me').length === 2").await;
    browser.press(Key::Escape).await;
    browser.wait("!deskbell.isOpen").await;
    // a press of Enter on the launcher is the browser's own doing, which this page forbids; a click is not
    browser.find("[part~=launcher]").await.click().await.unwrap();
    browser.wait("deskbell.isOpen").await;
}

pub async fn two_script_tags(lab: &Lab) {
    let browser = &lab.browser;
    let bot = lab.server.address;
    lab.forget().await;
    let more = format!(
        "<script src=http://{bot}/widget.js data-title=First></script><script async src=http://{bot}/widget.js?again data-title=Third></script>"
    );
    lab.show(&page(bot, "", "", &more), "").await;
    browser.ready().await;
    browser.wait("document.readyState === 'complete'").await;
    assert_eq!(browser.value("document.querySelectorAll('deskbell-chat').length").await, 1);
    browser.open_panel().await;
    assert_eq!(browser.value("document.querySelectorAll('deskbell-chat').length").await, 1);
    assert_eq!(browser.value("root.querySelector('.who h2').textContent").await, "First", "the first one counts");
    browser.ask("Where is my order?").await;
    browser.wait("root.querySelectorAll('.bot').length === 1").await;
    assert_eq!(browser.value("window.faults.length").await, 0);
}

pub async fn script_is_a_module(lab: &Lab) {
    lab.forget().await;
    lab.show(&page(lab.server.address, "", "type=module data-title='As a module'", ""), "").await;
    walk(lab).await;
    assert_eq!(lab.browser.value("root.querySelector('.who h2').textContent").await, "As a module");
}
