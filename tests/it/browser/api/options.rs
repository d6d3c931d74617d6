//! Options, from the page's settings, the script's attributes, calls, and an element of the page's own.

use crate::browser::lab::{Lab, page};
use serde_json::{Value, json};

/// Nearly all of them at once, by the names that attributes have.
fn all() -> Value {
    json!({
        "locale": "fr", "theme": "dark", "position": "left", "accent": "#7b1fa2", "title": "Aide", "greeting": "Salut",
        "launcher": "label", "launcher-label": "Parlez-nous", "offset-x": 40, "offset-y": 50, "z-index": 77,
        "questions": "Un colis|Un retour", "voice": false, "storage": "session", "privacy-url": "https://example.com/vie",
        "branding": false, "teaser": "Besoin d'aide ?", "teaser-delay": 0,
    })
}

fn attributes(options: &Value, prefix: &str) -> String {
    let one = |(name, value): (&String, &Value)| {
        format!("{prefix}{name}=\"{}\"", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    options.as_object().unwrap().iter().map(one).collect::<Vec<_>>().join(" ")
}

/// As a script writes them: `launcherLabel`.
fn camel(options: &Value) -> Value {
    let one = |(name, value): (&String, &Value)| {
        let mut parts = name.split('-');
        let first = parts.next().unwrap().to_owned();
        let name = parts.fold(first, |name, part| format!("{name}{}{}", part[..1].to_uppercase(), &part[1..]));
        (name, value.clone())
    };
    options.as_object().unwrap().iter().map(one).collect()
}

async fn assert_all(lab: &Lab, place: &str) {
    let browser = &lab.browser;
    browser.wait("root?.querySelector('.tease')?.textContent === \"AideBesoin d'aide ?\"").await;
    let closed = "[root.querySelector('.w').lang, root.querySelector('.w').dataset.theme, root.querySelector('.launch').textContent, \
                  root.querySelector('.launch').ariaLabel, Math.round(root.querySelector('.launch').getBoundingClientRect().left), \
                  Math.round(innerHeight - root.querySelector('.launch').getBoundingClientRect().bottom), \
                  getComputedStyle(root.host).zIndex, root.querySelector('.w').style.getPropertyValue('--site')]";
    let wanted = json!(["fr", "dark", "Parlez-nous", "Parlez-nous, Ouvrir le chat", 40, 50, "77", "#7b1fa2"]);
    assert_eq!(browser.value(closed).await, wanted, "{place}");
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.list .row').length === 3").await;
    let open = "[root.querySelector('[part~=panel]').lang, root.querySelector('.who h2').textContent, root.querySelector('.hero h3').textContent, \
                [...root.querySelectorAll('li .row')].map((one) => one.textContent).join(), root.querySelectorAll('.comp .ib').length, \
                root.querySelector('.legal a').href, root.querySelector('.legal').childNodes.length, root.querySelector('.panel').getBoundingClientRect().left, \
                !!sessionStorage.deskbell, !!localStorage.deskbell, !!root.querySelector('.tease')]";
    let wanted =
        json!(["fr", "Aide", "Salut", "Un colis,Un retour", 0, "https://example.com/vie", 1, 40, true, false, false]);
    assert_eq!(browser.value(open).await, wanted, "{place}");
    // a question of the page's own is sent as a text
    browser.value("root.querySelector('li .row').click()").await;
    browser.wait("root.querySelectorAll('.bot').length === 1").await;
    assert_eq!(browser.said().await, ["Un colis"], "{place}");
}

pub async fn options_of_every_place(lab: &Lab) {
    let bot = lab.server.address;
    let browser = &lab.browser;
    let set = |options: Value| format!("<script>window.deskbellSettings = {options}</script>");
    let element = format!("<deskbell-chat {}></deskbell-chat>", attributes(&all(), ""));
    let pages = [
        ("attributes of the tag", page(bot, "", &attributes(&all(), "data-"), "")),
        ("settings", page(bot, &set(all()), "", "")),
        ("settings in camel case", page(bot, &set(camel(&all())), "", "")),
        ("attributes of an element", page(bot, "", "", &element)),
    ];
    for (place, text) in pages {
        lab.forget().await;
        lab.show(&text, "").await;
        browser.ready().await;
        assert_all(lab, place).await;
    }
    // calls that wait for the widget
    let stub = "<script>window.deskbell=window.deskbell||function(){(deskbell.q=deskbell.q||[]).push(arguments)};";
    for (call, options) in [("boot", all()), ("update", camel(&all()))] {
        lab.forget().await;
        lab.show(&page(bot, &format!("{stub}deskbell('{call}', {options})</script>"), "", ""), "").await;
        browser.ready().await;
        assert_all(lab, call).await;
    }
}

pub async fn later_place_wins(lab: &Lab) {
    let browser = &lab.browser;
    let head = "<script>window.deskbellSettings = { title: 'Settings', greeting: 'Settings', accent: '#111111' };\
                window.deskbell=window.deskbell||function(){(deskbell.q=deskbell.q||[]).push(arguments)};\
                deskbell('boot', { accent: '#333333' })</script>";
    lab.arrive(head, "data-greeting=Tag data-accent='#222222'", "").await;
    browser.open_panel().await;
    let seen = "[root.querySelector('.who h2').textContent, root.querySelector('.hero h3').textContent, root.querySelector('.w').style.getPropertyValue('--site')]";
    assert_eq!(browser.value(seen).await, json!(["Settings", "Tag", "#333333"]));
    browser.value("deskbell.update({ title: 'Update', accent: 'rebeccapurple' })").await;
    browser.wait("root.querySelector('.who h2').textContent === 'Update'").await;
    assert_eq!(browser.value(seen).await, json!(["Update", "Tag", "rebeccapurple"]), "the others stay");
    // what nobody names is the site's
    lab.arrive("", "", "").await;
    browser.open_panel().await;
    let site = "[root.querySelector('.who h2').textContent, root.querySelector('.legal a').href, root.querySelector('.legal').textContent.includes('Powered by Deskbell'), \
                getComputedStyle(root.host).zIndex, root.querySelector('.w').dataset.theme]";
    let wanted = json!(["Test Help", "https://example.com/privacy", true, "2147483000", "light"]);
    assert_eq!(browser.value(site).await, wanted);
    let edges = "(({ right, bottom, width, height }) => [innerWidth - right, innerHeight - bottom, width, height])(root.querySelector('.launch').getBoundingClientRect())";
    assert_eq!(browser.value(edges).await, json!([20, 20, 56, 56]));
    assert_eq!(
        browser.value("root.querySelectorAll('.comp .ib').length").await,
        browser.value("window.webkitSpeechRecognition ? 1 : 0").await,
        "a microphone where the browser can hear"
    );
}

pub async fn launcher_is_none(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "data-launcher=none", "").await;
    assert_eq!(browser.value("root.querySelector('.launch').checkVisibility()").await, false);
    browser.awaited("deskbell.open()").await;
    browser.wait("root.querySelector('[part~=panel]').checkVisibility()").await;
    browser.value("deskbell.show()").await;
    assert_eq!(browser.value("root.querySelector('.launch').checkVisibility()").await, true, "unless it is called for");
}

pub async fn opens_by_itself(lab: &Lab) {
    let browser = &lab.browser;
    for set in ["data-open", "data-open=true"] {
        lab.arrive("", set, "<input id=name autofocus>").await;
        browser.wait("deskbell.isOpen && !!root.querySelector('textarea')?.checkVisibility()").await;
        browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
        assert_eq!(browser.value("document.activeElement.id").await, "name", "{set}: the focus stays");
    }
    lab.arrive("", "data-open=false", "").await;
    browser.wait("document.readyState === 'complete'").await;
    assert_eq!(browser.value("deskbell.isOpen").await, false);
}

pub async fn teaser_is_dismissed_for_good(lab: &Lab) {
    let browser = &lab.browser;
    let set = "data-teaser='Do you need help?' data-teaser-delay=0";
    lab.arrive("", set, "").await;
    browser.wait("!!root.querySelector('.tease')").await;
    browser.value("root.querySelector('.away').click()").await;
    browser.wait("!root.querySelector('.tease')").await;
    let text = page(lab.server.address, "", set, "");
    lab.show(&text, "").await;
    browser.listen().await;
    // brought once more, it stays away
    browser.wait("performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.endsWith('/teaser.js') && responseEnd)").await;
    browser.awaited("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))").await;
    assert_eq!(browser.value("!!root.querySelector('.tease')").await, false);
    // pressed, it opens the panel and is gone
    lab.arrive("", set, "").await;
    browser.wait("!!root.querySelector('.said')").await;
    browser.value("root.querySelector('.said').click()").await;
    browser.wait("deskbell.isOpen && !!root.querySelector('textarea') && !root.querySelector('.tease')").await;
}

const KEPT: &str = "[localStorage.length, sessionStorage.length, document.cookie]";

pub async fn stored_nowhere(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "data-storage=none", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    browser.awaited("deskbell.setLocale('de')").await;
    browser.wait("root.querySelector('[part~=panel]').lang === 'de'").await;
    assert_eq!(browser.value(KEPT).await, json!([0, 0, ""]));
}

pub async fn consent_is_waited_for(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "data-consent=wait", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    assert_eq!(browser.value(KEPT).await, json!([0, 0, ""]), "nothing is kept before");
    browser.value("deskbell.consent('grant')").await;
    browser.wait("!!JSON.parse(localStorage.deskbell).token").await;
    lab.show(&page(lab.server.address, "", "", ""), "").await;
    browser.ready().await;
    browser.open_panel().await;
    browser.wait("root.querySelectorAll('.bot').length === 1").await;
    browser.value("deskbell.consent('deny')").await;
    assert_eq!(browser.value(KEPT).await, json!([0, 0, ""]), "what was kept is forgotten");
    browser.ask("Track my parcel").await;
    assert_eq!(browser.value(KEPT).await, json!([0, 0, ""]), "and nothing is kept again");
    assert_eq!(
        browser.said().await,
        ["Where is my order?", "Track my parcel"],
        "the conversation goes on in this page"
    );
}

/// A mistake in an option is the default and no fault.
pub async fn values_that_mean_nothing(lab: &Lab) {
    let browser = &lab.browser;
    let set = "data-locale=xx-YY data-theme=purple data-position=up data-accent='url(javascript:1)' data-offset-x=wide \
               data-z-index=high data-launcher=square data-teaser-delay=soon data-privacy-url='javascript:alert(1)' data-storage=cloud data-open=perhaps";
    lab.arrive("", set, "").await;
    let edges = "(({ right, bottom }) => [innerWidth - right, innerHeight - bottom])(root.querySelector('.launch').getBoundingClientRect())";
    assert_eq!(browser.value(edges).await, json!([20, 20]));
    assert_eq!(browser.value("deskbell.isOpen").await, false);
    browser.open_panel().await;
    assert_eq!(browser.value("root.querySelector('[part~=panel]').lang").await, "en");
    assert_eq!(browser.value("root.querySelector('.legal a')").await, Value::Null, "no address that is a script");
    assert_eq!(browser.value("root.querySelector('.w').dataset.theme").await, "light");
    browser.ask("Where is my order?").await;
    browser.value("deskbell.boot()").await;
    browser.value("deskbell.update(null)").await;
    assert_eq!(browser.value("window.faults.length").await, 0, "{}", browser.value("window.faults.join()").await);
}
