//! Methods and getters.

use crate::browser::lab::{Lab, page};
use crate::browser::stage::{closed, joined, offline};
use crate::support::until;
use serde_json::json;

const STUB: &str = "window.deskbell=window.deskbell||function(){(deskbell.q=deskbell.q||[]).push(arguments)};";

pub async fn calls_wait_for_the_widget(lab: &Lab) {
    let browser = &lab.browser;
    let head = format!(
        "<script>{STUB} window.order = []; \
         for (const name of ['ready', 'open', 'message:sent', 'answer']) deskbell('on', name, () => order.push(name)); \
         deskbell('once', 'ready', () => order.push('once')); \
         deskbell('nonsense'); deskbell('update', {{ title: 'Queued' }}); deskbell('setTheme', 'dark'); deskbell('setLocale', 'nl'); \
         deskbell('ask', 'Where is my order?')</script>"
    );
    lab.arrive(&head, "", "").await;
    browser.wait("order.includes('answer')").await;
    assert_eq!(browser.value("order").await, json!(["ready", "once", "open", "message:sent", "answer"]));
    let look = "[deskbell.isOpen, root.querySelector('.who h2').textContent, root.querySelector('.w').dataset.theme, root.querySelector('[part~=panel]').lang]";
    assert_eq!(browser.value(look).await, json!([true, "Queued", "dark", "nl"]));
    // without the stub the script itself is the API
    lab.arrive("", "", "").await;
    assert_eq!(browser.value("typeof deskbell.version === 'string' && deskbell.version.length > 0").await, true);
    assert_eq!(browser.value("[deskbell.isOpen, deskbell.unreadCount]").await, json!([false, 0]));
    let getters = "['isOpen', 'unreadCount', 'version'].every((name) => { try { deskbell[name] = 7; } catch {} return deskbell[name] !== 7; })";
    assert_eq!(browser.value(getters).await, true, "getters only tell");
}

pub async fn launcher_and_panel(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    let shown = "!!root.querySelector('[part~=panel]')?.checkVisibility()";
    let state = format!("[deskbell.isOpen, {shown}]");
    for (call, open) in [
        ("deskbell('open')", true),
        ("deskbell.open()", true),
        ("deskbell.close()", false),
        ("deskbell.close()", false),
        ("deskbell('toggle')", true),
        ("deskbell.toggle()", false),
        ("root.host.open()", true),
        ("root.host.close()", false),
    ] {
        browser.awaited(call).await;
        assert_eq!(browser.value(&state).await, json!([open, open]), "{call}");
    }
    let promises = "[deskbell.open(), deskbell.ask('', { send: false }), deskbell('open')].every((one) => typeof one.then === 'function')";
    assert_eq!(browser.value(promises).await, true, "open and ask return promises");
    browser.awaited("deskbell.open()").await;
    browser.value("deskbell.close()").await;
    let launcher = "root.querySelector('.launch').checkVisibility()";
    browser.value("deskbell.hide()").await;
    assert_eq!(browser.value(launcher).await, false);
    browser.awaited("deskbell.open()").await;
    assert_eq!(browser.value(&format!("[{shown}, {launcher}]")).await, json!([true, false]), "it opens all the same");
    browser.value("deskbell.close()").await;
    browser.value("deskbell.show()").await;
    assert_eq!(browser.value(launcher).await, true);
    // closed while it is on its way, it stays closed
    lab.arrive("", "", "").await;
    let launched = "[root.querySelector('.launch').ariaBusy, root.querySelector('.launch').ariaExpanded]";
    let busy = browser.value(&format!("[(deskbell.open(), {launched}), (deskbell.close(), {launched})]")).await;
    assert_eq!(busy, json!([["true", "false"], ["false", "false"]]), "then the launcher waits for nothing");
    browser.awaited("deskbell.open().then(() => deskbell.close())").await;
    browser.awaited("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))").await;
    assert_eq!(browser.value(&state).await, json!([false, false]));
    // and what the page asked meanwhile is not lost
    lab.arrive("", "", "").await;
    browser
        .awaited("(() => { const asked = deskbell.ask('Where is my order?'); deskbell.close(); return asked; })()")
        .await;
    assert_eq!(browser.value(&state).await, json!([false, false]));
    browser.wait("window.seen.filter((one) => one.name === 'answer').length === 1").await;
    let methods = "'boot update open close toggle show hide ask identify setContext track setLocale setTheme on off once reset consent handoff destroy'.split(' ')";
    let missing = browser
        .value(&format!(
            "{methods}.filter((name) => typeof deskbell[name] !== 'function' || typeof root.host[name] !== 'function')"
        ))
        .await;
    assert_eq!(missing, json!([]));
}

pub async fn questions_from_the_page(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    browser.awaited("deskbell.ask('  Where is my order?  ')").await;
    browser.wait("root.querySelectorAll('.bot').length === 1").await;
    assert_eq!(browser.said().await, ["Where is my order?"]);
    browser.awaited("deskbell.ask('Track my parcel', { send: false })").await;
    browser.wait("root.querySelector('textarea').value === 'Track my parcel'").await;
    browser.awaited("deskbell.ask('')").await;
    browser.awaited("deskbell.ask()").await;
    browser.awaited("deskbell.ask('x'.repeat(2001))").await;
    browser.wait("root.querySelector('textarea').value.length === 2001 && root.querySelector('textarea').ariaInvalid === 'true'").await;
    assert_eq!(browser.said().await, ["Where is my order?"], "what is empty or too long is not sent");
    browser.awaited("deskbell.ask(42)").await;
    browser.wait("root.querySelectorAll('.bot').length === 2").await;
    browser.awaited("deskbell.handoff()").await;
    browser.wait("root.querySelectorAll('.me').length === 3 && !root.querySelector('.me.pending')").await;
    assert_eq!(browser.said().await[1..], ["42", "Talk to a person"]);
}

pub async fn languages_and_themes(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    browser.awaited("deskbell.open()").await;
    let look = "[root.querySelector('[part~=panel]').lang, root.querySelector('[part~=panel]').dir]";
    for (tag, lang, dir) in [
        ("de", "de", "ltr"),
        ("pt-BR", "pt", "ltr"),
        ("zh", "zh-Hans", "ltr"),
        ("zh-TW", "zh-Hant", "ltr"),
        ("ar-EG", "ar", "rtl"),
        ("iw", "he", "rtl"),
        ("DE_at", "en", "ltr"),
        ("auto", "en", "ltr"),
    ] {
        browser.value(&format!("deskbell.setLocale('{tag}')")).await;
        browser.wait(&format!("JSON.stringify({look}) === '[\"{lang}\",\"{dir}\"]'")).await;
        let name = browser.value("root.querySelector('textarea').placeholder.length > 3 && root.querySelector('.launch').ariaLabel.length > 3").await;
        assert_eq!(name, true, "{tag}");
    }
    for (theme, wanted) in [("dark", "dark"), ("light", "light"), ("auto", "light")] {
        browser.value(&format!("deskbell.setTheme('{theme}')")).await;
        assert_eq!(browser.value("root.querySelector('.w').dataset.theme").await, wanted, "{theme}");
    }
    browser.prefer(&[("prefers-color-scheme", "dark")]).await;
    browser.wait("root.querySelector('.w').dataset.theme === 'dark'").await;
    browser.prefer(&[]).await;
    browser.wait("root.querySelector('.w').dataset.theme === 'light'").await;
}

/// What the visitor writes into a form stays there when the page, or the visitor, chooses another language.
pub async fn language_changes_under_a_form(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    lab.publish(&[offline()]).await;
    let words = [("email", "ana@example.com"), ("phone", "+351 555 0100"), ("message", ". It is late.")];
    for (name, text) in words {
        browser.find(&format!("form.card [name={name}]")).await.send_keys(text).await.unwrap();
    }
    let written = "[...root.querySelectorAll('form.card [name]')].map((one) => one.value)";
    let wanted = json!(["ana@example.com", "+351 555 0100", "Where is my order?. It is late."]);
    assert_eq!(browser.value(written).await, wanted);
    browser.value("deskbell.setLocale('de')").await;
    browser.wait("root.querySelector('form.card label')?.textContent === 'E-Mail-Adresse'").await;
    assert_eq!(browser.value(written).await, wanted);
    // in the next conversation they are nobody's
    browser.value("deskbell.reset()").await;
    browser.wait("!root.querySelector('form.card')").await;
    browser.ask("Track my parcel").await;
    lab.publish(&[offline()]).await;
    browser.wait("!!root.querySelector('form.card')").await;
    assert_eq!(browser.value(written).await, json!(["", "", "Track my parcel"]));
    // the same of what the visitor thinks of a person's help
    lab.publish(&[joined(), closed()]).await;
    let score = "[root.querySelector('.scores input:checked')?.value, root.querySelector('[name=comment]').value, \
                 root.querySelector('[name=comment]').checkVisibility()]";
    browser.find(".scores").await;
    browser.value("root.querySelectorAll('.scores input')[3].click()").await;
    browser.find("[name=comment]").await.send_keys("Kind").await.unwrap();
    browser.value("deskbell.setLocale('fr')").await;
    browser.wait("root.querySelector('.panel').lang === 'fr' && !!root.querySelector('.scores')").await;
    assert_eq!(browser.value(score).await, json!(["4", "Kind", true]));
}

/// What the page knows of its visitor goes nowhere.
pub async fn kept_in_this_page_only(lab: &Lab) {
    let browser = &lab.browser;
    let spy = "<script>window.out = []; const { send } = WebSocket.prototype; WebSocket.prototype.send = function (text) { out.push(text); send.call(this, text); };\
               const { fetch } = window; window.fetch = (...given) => { out.push(JSON.stringify(given)); return fetch(...given); };</script>";
    lab.arrive(spy, "", "").await;
    browser
        .value("deskbell.identify({ id: 'canary-1', email: 'canary@example.com', name: 'Canary', hash: 'canary-2' })")
        .await;
    browser.value("deskbell.setContext({ plan: 'canary-3' })").await;
    browser.value("deskbell.setContext({ basket: 'canary-4' })").await;
    browser.value("deskbell.track('canary-5', { value: 'canary-6' })").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    assert_eq!(browser.value("out.length >= 2").await, true);
    let all = "JSON.stringify([out, { ...localStorage }, { ...sessionStorage }, document.cookie, performance.getEntriesByType('resource')])";
    assert_eq!(browser.value(&format!("{all}.toLowerCase().includes('canary')")).await, false);
}

pub async fn conversation_begins_anew(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    let token = browser.value("JSON.parse(localStorage.deskbell).token").await;
    browser.value("deskbell.reset()").await;
    browser.wait("!root.querySelector('.me') && !root.querySelector('.bot') && !!root.querySelector('.hero')").await;
    browser.ask("Track my parcel").await;
    let anew = browser.value("JSON.parse(localStorage.deskbell).token").await;
    assert!(anew.is_string() && anew != token);
    assert_eq!(browser.said().await, ["Track my parcel"]);
    // before the panel was opened it forgets what an earlier page kept
    lab.show(&page(lab.server.address, "", "", ""), "").await;
    browser.ready().await;
    browser.value("deskbell.reset()").await;
    assert_eq!(browser.value("localStorage.length").await, 0);
    browser.open_panel().await;
    browser.wait("!!root.querySelector('.hero') && root.querySelectorAll('.list .row').length >= 3").await;
    assert_eq!(browser.value("root.querySelectorAll('.me').length").await, 0);
}

pub async fn destroyed_and_booted(lab: &Lab) {
    let browser = &lab.browser;
    let spy = "<script>window.sockets = []; window.WebSocket = class extends WebSocket { constructor(...given) { super(...given); sockets.push(this); } };</script>";
    lab.arrive(spy, "", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    browser
        .run("window.order = []; for (const name of ['close', 'destroy']) deskbell.on(name, () => order.push(name))")
        .await;
    browser.value("deskbell.destroy()").await;
    assert_eq!(
        browser.value("[order.join(), document.querySelectorAll('deskbell-chat').length, deskbell.isOpen]").await,
        json!(["close,destroy", 0, false])
    );
    browser.wait("sockets.length === 1 && sockets[0].readyState > 1").await;
    browser.value("deskbell.boot({ title: 'Again' })").await;
    browser.wait("!!root?.querySelector('.launch')").await;
    browser.open_panel().await;
    browser
        .wait("root.querySelectorAll('.bot').length === 1 && root.querySelector('.who h2').textContent === 'Again'")
        .await;
    browser.ask("Track my parcel").await;
    // while it is still on its way
    lab.arrive(spy, "", "").await;
    browser.value("(deskbell.open(), deskbell.destroy())").await;
    until("it is gone", async || browser.value("document.querySelectorAll('deskbell-chat').length").await == 0).await;
    browser.value("deskbell.boot()").await;
    browser.wait("!!root?.querySelector('.launch')").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    assert_eq!(browser.value("sockets.filter((one) => one.readyState === 1).length").await, 1);
    assert_eq!(browser.value("document.querySelectorAll('deskbell-chat').length").await, 1);
    // and opened again in one turn: the first panel is brought all the same, and leaves nothing behind
    lab.arrive(spy, "", "").await;
    browser.value("(deskbell.open(), deskbell.destroy(), deskbell.open())").await;
    browser.wait("deskbell.isOpen && root.querySelectorAll('.list .row').length >= 3").await;
    let left = "[root.querySelectorAll('[part~=panel]').length, root.querySelectorAll('.launch').length, \
                document.querySelectorAll('deskbell-chat').length, sockets.filter((one) => one.readyState < 2).length]";
    assert_eq!(browser.value(left).await, json!([1, 1, 1, 1]), "panels, launchers, widgets and sockets");
}

pub async fn styled_from_outside(lab: &Lab) {
    let browser = &lab.browser;
    let style = "<style>deskbell-chat{--deskbell-accent:rgb(1,2,3);--deskbell-surface:rgb(4,5,6);--deskbell-canvas:rgb(7,8,9);--deskbell-radius:3px;--deskbell-font:monospace;--deskbell-z-index:55}\
                 deskbell-chat::part(launcher){outline:1px solid rgb(10,0,0)}deskbell-chat::part(panel){outline:1px solid rgb(11,0,0)}deskbell-chat::part(header){outline:1px solid rgb(12,0,0)}\
                 deskbell-chat::part(log){outline:1px solid rgb(13,0,0)}deskbell-chat::part(composer){outline:1px solid rgb(14,0,0)}deskbell-chat::part(message){outline:1px solid rgb(15,0,0)}\
                 deskbell-chat::part(chip){outline:1px solid rgb(16,0,0)}</style>";
    lab.arrive(style, "", "").await;
    browser.open_panel().await;
    browser.ask("How long does delivery take?").await;
    browser.wait("!!root.querySelector('.chip')").await;
    browser.run("root.activeElement.blur()").await;
    let rings = "['launcher', 'panel', 'header', 'log', 'composer', 'message', 'chip'].map((name) => getComputedStyle(root.querySelector(`[part~=${name}]`)).outlineColor)";
    let wanted: Vec<_> = (10..=16).map(|red| format!("rgb({red}, 0, 0)")).collect();
    assert_eq!(browser.value(rings).await, json!(wanted));
    let look = "[getComputedStyle(root.querySelector('.send')).getPropertyValue('--base'), getComputedStyle(root.querySelector('.head')).backgroundColor, \
                getComputedStyle(root.querySelector('.panel')).backgroundColor, getComputedStyle(root.querySelector('.panel')).borderRadius, \
                getComputedStyle(root.querySelector('.panel')).fontFamily, getComputedStyle(root.host).zIndex]";
    assert_eq!(
        browser.value(look).await,
        json!(["rgb(1,2,3)", "rgb(4, 5, 6)", "rgb(7, 8, 9)", "3px", "monospace", "55"])
    );
}
