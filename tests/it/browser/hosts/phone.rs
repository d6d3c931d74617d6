//! Pages on a phone, where the panel is the whole screen and the page behind it rests.

use crate::browser::lab::{Lab, page};
use serde_json::json;

pub async fn page_keeps_its_overflow(lab: &Lab) {
    let browser = &lab.browser;
    let own = "overflow: scroll clip; color: rgb(1, 2, 3);";
    let style =
        "[document.documentElement.getAttribute('style'), getComputedStyle(document.documentElement).overflowX]";
    for leave in ["close", "destroy"] {
        lab.arrive("", "", "<div style='height: 3000px'></div>").await;
        browser.resize(360, 640).await;
        browser.run(&format!("document.documentElement.style.cssText = '{own}'")).await;
        let before = browser.value(style).await;
        browser.open_panel().await;
        browser.wait("root.querySelector('[part~=panel]').ariaModal === 'true'").await;
        let overflow = browser.value("getComputedStyle(document.documentElement).overflow").await;
        assert_eq!(overflow, "hidden", "the page behind rests");
        browser.value(&format!("deskbell.{leave}()")).await;
        browser.wait("!document.querySelector('main').inert").await;
        assert_eq!(browser.value(style).await, before, "{leave}");
    }
}

/// The page is one element that draws itself, and the chat is a part of it.
pub async fn element_within_a_shadow_root(lab: &Lab) {
    let browser = &lab.browser;
    let body = "<shop-page></shop-page><script>customElements.define('shop-page', class extends HTMLElement { \
                connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = \
                '<p>Shoes</p><a href=\"#shoes\"><deskbell-chat></deskbell-chat></a>'; } })</script>";
    lab.forget().await;
    lab.show(&page(lab.server.address, "", "", body), "").await;
    browser.resize(360, 640).await;
    browser.listen().await;
    let shop = "document.querySelector('shop-page').shadowRoot";
    let chat = format!("{shop}.querySelector('deskbell-chat').shadowRoot");
    browser.wait(&format!("!!{chat}?.querySelector('.launch')")).await;
    browser.awaited("deskbell.open()").await;
    let inert = format!(
        "[{shop}.querySelector('p').inert, document.querySelector('h1').inert, {shop}.querySelector('a').inert, \
         {shop}.host.inert, {chat}.querySelector('[part~=panel]').ariaModal, deskbell.isOpen]"
    );
    assert_eq!(browser.value(&inert).await, json!([true, true, false, false, "true", true]));
    browser.value("deskbell.close()").await;
    assert_eq!(browser.value(&inert).await, json!([false, false, false, false, "false", false]));
    assert_eq!(browser.value("window.faults.length").await, 0, "{}", browser.value("window.faults.join()").await);
}

/// A page that takes the whole of a screen with notches and round corners, upright and on its side.
pub async fn notches_cover_nothing(lab: &Lab) {
    let browser = &lab.browser;
    for (width, height, top, bottom, side) in [(360, 640, 47, 34, 12), (844, 390, 0, 21, 47)] {
        lab.arrive("", "data-teaser='Do you need help?' data-teaser-delay=0", "").await;
        browser.resize(width, height).await;
        let insets = json!({"insets": {"top": top, "bottom": bottom, "left": side, "right": side}});
        browser.cdp("Emulation.setSafeAreaInsetsOverride", insets).await;
        let covered = |selectors: &str| {
            format!(
                "[...root.querySelectorAll({selectors:?})].filter((one) => {{ \
                 const {{ left, right, top, bottom }} = one.getBoundingClientRect(); \
                 return !(left >= {side} && right <= {width} - {side} && top >= {top} && bottom <= {height} - {bottom}); \
                 }}).map((one) => one.className)"
            )
        };
        browser.wait("!!root.querySelector('.tease') && root.getAnimations().length === 0").await;
        assert_eq!(browser.value(&covered(".launch, .tease")).await, json!([]), "{width}x{height}");
        browser.open_panel().await;
        browser.wait("root.getAnimations().length === 0").await;
        assert_eq!(browser.value(&covered(".head, .log, .foot")).await, json!([]), "{width}x{height}");
        browser.picture(&format!("notches-{width}")).await;
    }
    browser.cdp("Emulation.setSafeAreaInsetsOverride", json!({"insets": {}})).await;
    // and of a screen without them the panel takes all
    lab.arrive("", "", "").await;
    browser.resize(360, 640).await;
    browser.open_panel().await;
    browser.wait("root.getAnimations().length === 0").await;
    let whole = "root.querySelector('.head').offsetTop + root.querySelector('.foot').getBoundingClientRect().bottom";
    assert_eq!(browser.value(whole).await, 640);
}
