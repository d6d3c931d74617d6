//! Pages that are printed, magnified and rebuilt, and widgets that stand in the page.

use crate::browser::lab::{Lab, page};
use crate::support::until;
use serde_json::{Value, json};

pub async fn printed(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("", "data-teaser='Do you need help?' data-teaser-delay=0", "").await;
    browser.wait("!!root.querySelector('.tease')").await;
    let shown =
        "[...root.querySelectorAll('.launch,.tease,.panel')].filter((one) => one.getClientRects().length).length";
    assert_eq!(browser.value(shown).await, 2);
    let media = async |name: &str| browser.cdp("Emulation.setEmulatedMedia", json!({"media": name})).await;
    media("print").await;
    browser.wait("matchMedia('print').matches").await;
    assert_eq!(browser.value(shown).await, 0, "neither launcher nor invitation is printed");
    media("").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    media("print").await;
    browser.wait("matchMedia('print').matches").await;
    assert_eq!(browser.value(shown).await, 0, "nor is the panel");
    let page = browser.cdp("Page.printToPDF", json!({"printBackground": true})).await;
    assert!(page["data"].as_str().unwrap().len() > 1000);
    media("").await;
    browser.wait(&format!("{shown} === 2")).await;
    // a widget that stands in the page
    lab.arrive("", "data-target='#here'", "<div id=here style='height:500px'></div>").await;
    browser.wait("!!root.querySelector('textarea')").await;
    media("print").await;
    browser.wait("matchMedia('print').matches").await;
    assert_eq!(browser.value(shown).await, 0, "nor one that stands in the page");
    media("").await;
}

/// At 400 % a window of 1280 x 1024 is 320 x 256 to the page; at 125 % it is 1024 x 819.
pub async fn magnified(lab: &Lab) {
    let browser = &lab.browser;
    for (scale, width, height) in [(1.25, 1024, 819), (4.0, 320, 256)] {
        lab.forget().await;
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false});
        browser.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        lab.show(&page(lab.server.address, "", "", ""), "").await;
        browser.ready().await;
        assert_eq!(browser.value("[innerWidth, innerHeight]").await, json!([width, height]));
        browser.open_panel().await;
        browser.ask("Where is my order?").await;
        browser.wait("root.querySelectorAll('.thumb').length === 2 && root.getAnimations().length === 0").await;
        let outside = "['.head', 'textarea', '.send', '[part~=header] button'].filter((selector) => { \
                       const node = root.querySelector(selector); const { left, right, top, bottom, width } = node.getBoundingClientRect(); \
                       const at = root.elementFromPoint((left + right) / 2, (top + bottom) / 2); \
                       return !(width && left >= 0 && top >= 0 && right <= innerWidth + .5 && bottom <= innerHeight + .5 \
                       && (node.contains(at))); })";
        assert_eq!(browser.value(outside).await, json!([]), "at {scale}: all that matters is in view");
        let sideways = "document.documentElement.scrollWidth > innerWidth || root.querySelector('.log').scrollWidth > root.querySelector('.log').clientWidth";
        assert_eq!(browser.value(sideways).await, false, "at {scale}: nothing has to be scrolled sideways");
        browser.picture(&format!("magnified-{scale}")).await;
    }
    browser.cdp("Emulation.clearDeviceMetricsOverride", json!({})).await;
}

pub async fn page_swaps_its_body(lab: &Lab) {
    let browser = &lab.browser;
    let told = "<script>window.told = []; const { send } = WebSocket.prototype; WebSocket.prototype.send = function (text) { \
                const frame = JSON.parse(text); if (/page|hello/.test(frame.type)) told.push(frame); send.call(this, text); };</script>";
    lab.arrive(told, "", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    browser.find("textarea").await.send_keys("half a quest").await.unwrap();
    for (number, swap) in [
        "document.body.replaceChildren(Object.assign(document.createElement('main'), { textContent: 'Shoes' }))",
        "document.body.innerHTML = '<main>Hats</main>'",
        "document.body = Object.assign(document.createElement('body'), { textContent: 'Coats' })",
    ]
    .iter()
    .enumerate()
    {
        browser.run(&format!("history.pushState({{}}, '', '/aisle-{number}?secret=1#part'); document.title = 'Aisle {number}'; {swap}")).await;
        browser.wait("document.querySelectorAll('deskbell-chat').length === 1 && document.querySelector('deskbell-chat').isConnected").await;
        browser.wait("deskbell.isOpen && root.querySelectorAll('.bot').length === 1").await;
        assert_eq!(browser.value("root.querySelector('textarea').value").await, "half a quest", "a draft stays");
        browser.wait(&format!("told.at(-1).type === 'page' && told.at(-1).url.endsWith('/aisle-{number}')")).await;
        let last = browser.value("told.at(-1)").await;
        let wanted = json!({"type": "page", "url": format!("{}/aisle-{number}", lab.pages.origin()), "title": format!("Aisle {number}")});
        assert_eq!(last, wanted, "where the visitor is, without what may be private");
    }
    browser.value("root.querySelector('textarea').value = ''").await;
    browser.ask("Track my parcel").await;
    assert_eq!(browser.said().await, ["Where is my order?", "Track my parcel"]);
    assert_eq!(browser.value("told.filter((one) => one.type === 'hello').length").await, 1, "over one connection");
    assert_eq!(browser.value("told.filter((one) => one.type === 'page').length").await, 3, "told once for each page");
    // the launcher works where it is now
    browser.value("deskbell.close()").await;
    browser.open_panel().await;
    assert_eq!(browser.value("window.faults.length").await, 0, "{}", browser.value("window.faults.join()").await);
}

/// The panel fills a box of the page, without launcher and without a way to close it.
async fn stands_in(lab: &Lab, selector: &str) {
    let browser = &lab.browser;
    browser.wait("!!root?.querySelector('textarea') && deskbell.isOpen").await;
    let focused = browser.value("document.activeElement === document.body").await;
    assert_eq!(focused, true, "what opens by itself leaves the focus");
    let box_of = |node: &str| {
        format!(
            "(() => {{ const {{ x, y, width, height }} = {node}.getBoundingClientRect(); return [x, y, width, height]; }})()"
        )
    };
    let place = browser.value(&box_of(&format!("document.querySelector('{selector}')"))).await;
    browser.wait(&format!("JSON.stringify({}) === '{place}'", box_of("root.querySelector('[part~=panel]')"))).await;
    browser
        .wait("root.querySelector('.launch').hidden && root.querySelectorAll('[part~=header] > button').length === 0")
        .await;
    browser.listen().await;
    browser.ask("Where is my order?").await;
    browser.wait("root.querySelectorAll('.thumb').length === 2").await;
    browser.press(thirtyfour::Key::Escape).await;
    assert_eq!(browser.value("deskbell.isOpen && !root.querySelector('[part~=panel]').hidden").await, true);
    assert_eq!(browser.value("root.querySelector('[part~=panel]').ariaModal").await, "false");
}

pub async fn inline_in_a_target(lab: &Lab) {
    let body = "<div id=here style='width:500px;height:600px;margin:20px'></div><p>After</p>";
    lab.forget().await;
    lab.show(&page(lab.server.address, "", "data-target='#here'", body), "").await;
    stands_in(lab, "#here").await;
    let browser = &lab.browser;
    assert_eq!(browser.value("document.querySelector('#here > deskbell-chat[inline]') !== null").await, true);
    // the page takes the box away: so does the widget go
    browser.run("document.querySelector('#here').remove()").await;
    browser.wait("document.querySelectorAll('deskbell-chat').length === 0 && !deskbell.isOpen").await;
    assert_eq!(browser.value("window.faults.length").await, 0, "{}", browser.value("window.faults.join()").await);
}

pub async fn element_of_the_page(lab: &Lab) {
    let body = "<deskbell-chat inline locale=de theme=dark title='Hilfe' style='display:block;width:420px;height:560px'></deskbell-chat>";
    lab.forget().await;
    lab.show(&page(lab.server.address, "", "", body), "").await;
    stands_in(lab, "deskbell-chat").await;
    let browser = &lab.browser;
    assert_eq!(browser.value("document.querySelectorAll('deskbell-chat').length").await, 1);
    let look = "[root.querySelector('[part~=panel]').lang, root.querySelector('.w').dataset.theme, root.querySelector('.who h2').textContent]";
    assert_eq!(browser.value(look).await, json!(["de", "dark", "Hilfe"]));
    // its methods are the element's own, too
    browser.awaited("document.querySelector('deskbell-chat').ask('Track my parcel')").await;
    browser.wait("root.querySelectorAll('.bot').length === 2").await;
}

/// A site that changes its pages itself, each with an element of its own: the new one comes when the old one has gone,
/// or before.
pub async fn element_takes_the_place_of_another(lab: &Lab) {
    let browser = &lab.browser;
    let body =
        "<div id=view><deskbell-chat inline style='display:block;width:420px;height:560px'></deskbell-chat></div>";
    lab.forget().await;
    lab.show(&page(lab.server.address, "", "", body), "").await;
    stands_in(lab, "deskbell-chat").await;
    for swap in ["old.replaceWith(old.cloneNode())", "old.before(old.cloneNode()); old.remove()"] {
        browser.run(&format!("window.old = document.querySelector('deskbell-chat'); {swap}")).await;
        browser.wait("document.querySelector('deskbell-chat') !== old && !!root?.querySelector('.thumb')").await;
        let there = "[document.querySelectorAll('deskbell-chat').length, deskbell.isOpen, root.querySelectorAll('.bot').length, \
                     old.shadowRoot.querySelectorAll('[part~=panel]').length]";
        assert_eq!(browser.value(there).await, json!([1, true, 1, 0]), "{swap}");
    }
    browser.ask("Track my parcel").await;
    assert_eq!(browser.said().await, ["Where is my order?", "Track my parcel"]);
    assert_eq!(browser.value("window.faults.length").await, 0, "{}", browser.value("window.faults.join()").await);
}

/// Nodes and listeners of the page, after what nobody holds is gone.
async fn counters(lab: &Lab) -> (i64, i64) {
    lab.browser.cdp("HeapProfiler.collectGarbage", json!({})).await;
    let found: Value = lab.browser.cdp("Memory.getDOMCounters", json!({})).await;
    (found["nodes"].as_i64().unwrap(), found["jsEventListeners"].as_i64().unwrap())
}

pub async fn booted_and_destroyed_fifty_times(lab: &Lab) {
    let browser = &lab.browser;
    lab.arrive("<script>window.sockets = []; window.WebSocket = class extends WebSocket { constructor(...given) { super(...given); sockets.push(new WeakRef(this)); } };</script>", "", "").await;
    browser.open_panel().await;
    browser.ask("Where is my order?").await;
    let cycle = async |times: usize| {
        for _ in 0..times {
            browser.value("deskbell.destroy()").await;
            browser.wait("document.querySelectorAll('deskbell-chat').length === 0 && !deskbell.isOpen").await;
            browser.value("deskbell.boot({ theme: 'light' })").await;
            browser.awaited("deskbell.open()").await;
            browser.wait("document.querySelectorAll('deskbell-chat').length === 1 && root.querySelectorAll('.thumb').length === 2").await;
        }
    };
    cycle(3).await;
    let before = counters(lab).await;
    cycle(50).await;
    // timers of a second at most hold what was destroyed a while longer, and ChromeDriver the elements that it found
    let mut after = counters(lab).await;
    until("what was destroyed is given back", async || {
        after = counters(lab).await;
        after.0 - before.0 < 250 && after.1 - before.1 < 25
    })
    .await;
    eprintln!("after 3 and after 53 times (nodes, listeners): {before:?} {after:?}");
    let open = "sockets.filter((one) => one.deref()?.readyState === 1).length";
    browser.wait(&format!("{open} === 1")).await;
    browser.ask("Track my parcel").await;
    assert_eq!(browser.said().await, ["Where is my order?", "Track my parcel"], "the conversation goes on");
}
