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
