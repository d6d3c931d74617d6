//! Events, as the API tells them and as the DOM does.

use crate::browser::host::Page;
use crate::browser::lab::proxy::{Network, Proxy};
use crate::browser::stage::{Stage, agent, joined};
use deskbell::store::Sender;
use serde_json::{Value, json};

/// Notes every event, as it is told to a handler and as it arrives in the document; a handler that throws comes first.
const NOTE: &str = "<script>window.deskbell=window.deskbell||function(){(deskbell.q=deskbell.q||[]).push(arguments)};
window.called = []; window.bubbled = [];
for (const name of 'ready open close message:sent message:received answer suggestion:click feedback handoff:requested handoff:joined handoff:ended unread teaser:shown locale error destroy'.split(' ')) {
  deskbell('on', name, () => { throw new Error('a mistake of the page'); });
  deskbell('on', name, (detail) => called.push([name, detail]));
  document.addEventListener('deskbell:' + name, ({ detail, bubbles, composed }) => bubbled.push([name, detail, bubbles && composed]));
}</script>";

async fn told(stage: &Stage) -> Vec<(String, Value)> {
    let called = stage.browser.value("called").await;
    let bubbled = stage.browser.value("bubbled.map(([name, detail]) => [name, detail])").await;
    assert_eq!(called, bubbled, "the DOM tells the same");
    assert_eq!(
        stage.browser.value("bubbled.every(([,, far]) => far)").await,
        true,
        "events bubble out of shadow roots"
    );
    serde_json::from_value(called).unwrap()
}

pub async fn every_event_is_told_twice(stage: &Stage) {
    let browser = &stage.browser;
    let script = "data-teaser='Do you need help?' data-teaser-delay=0";
    stage.arrive(Page { head: NOTE, script, ..Page::default() }).await;
    browser.wait("called.some(([name]) => name === 'teaser:shown')").await;
    browser.open_panel().await;
    browser.ask("How long does delivery take?").await;
    browser.wait("root.querySelectorAll('.thumb').length === 2 && !!root.querySelector('.chip')").await;
    browser.value("root.querySelectorAll('.thumb')[1].click()").await;
    browser
        .wait(
            "[...root.querySelectorAll('.chip')].some((one) => one.textContent === 'Unclear' && one.checkVisibility())",
        )
        .await;
    browser.value("[...root.querySelectorAll('.chip')].find((one) => one.textContent === 'Unclear').click()").await;
    browser
        .value("[...root.querySelectorAll('.chip')].find((one) => one.textContent === 'Where is my order?').click()")
        .await;
    browser.wait("called.filter(([name]) => name === 'answer').length === 2").await;
    browser.value("deskbell.setLocale('de')").await;
    browser.wait("called.some(([name]) => name === 'locale')").await;
    browser.value("deskbell.handoff()").await;
    browser.wait("root.querySelectorAll('.me:not(.pending)').length === 3 && !root.querySelector('.dots')").await;
    browser.value("deskbell.close()").await;
    let thread = stage.own_thread().await;
    let left = (Sender::System, json!({"kind": "notice", "code": "agent_left", "text": "Maya left"}));
    stage.publish(&thread, &[joined(), agent("Hello"), left]).await;
    browser.wait("deskbell.unreadCount === 3").await;
    browser.awaited("deskbell.open()").await;
    browser.value("deskbell.destroy()").await;

    let told = told(stage).await;
    let of = |wanted: &str| -> Vec<&Value> {
        told.iter().filter(|(name, _)| name == wanted).map(|(_, detail)| detail).collect()
    };
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..4], ["ready", "teaser:shown", "open", "message:sent"], "{names:?}");
    assert_eq!(names[names.len() - 3..], ["open", "close", "destroy"], "{names:?}");
    assert_eq!((of("open").len(), of("close").len(), of("ready").len()), (2, 2, 1));
    assert_eq!(of("message:sent")[0], &json!({"kind": "text", "text": "How long does delivery take?"}));
    let answers = of("answer");
    assert_eq!((&answers[0]["id"], &answers[0]["kind"]), (&json!("delivery-time"), &json!("answer")));
    assert!(answers[0]["score"].as_f64().is_some_and(|score| score > 0.5), "{}", answers[0]);
    assert_eq!(answers[1]["id"], "order-status");
    assert_eq!(of("feedback")[0]["value"], false);
    assert_eq!(of("feedback")[1], &json!({"value": false, "reason": "Unclear"}));
    assert_eq!(of("suggestion:click"), [&json!({"id": "order-status"})]);
    assert_eq!(of("locale"), [&json!({"locale": "de"})]);
    assert_eq!(of("handoff:requested").len(), 1);
    assert_eq!((of("handoff:joined").len(), of("handoff:ended").len()), (1, 1));
    let counts: Vec<_> = of("unread").iter().map(|detail| detail["count"].as_i64().unwrap()).collect();
    assert_eq!(counts, [1, 2, 3, 0]);
    let agents: Vec<_> = of("message:received").into_iter().filter(|detail| detail["from"] == "agent").collect();
    assert_eq!((agents.len(), &agents[0]["text"]), (1, &json!("Hello")));
    assert!(of("error").is_empty(), "{told:?}");
}

/// The panel cannot be brought: the page is told, and the next try brings it. Then `off` and `once`.
pub async fn error_is_told(stage: &Stage) {
    let browser = &stage.browser;
    stage.fresh().await;
    let proxy = Proxy::start(stage.server.address).await;
    stage.host.show(proxy.address, Page { head: NOTE, ..Page::default() });
    browser.driver.goto(format!("{}/", stage.host.origin())).await.unwrap();
    browser.ready().await;
    browser.cdp("Network.enable", json!({})).await;
    browser.cdp("Network.setCacheDisabled", json!({"cacheDisabled": true})).await;
    proxy.set(Network::Cut);
    let outcome = browser.awaited("deskbell.open().then(() => 'came', () => 'failed')").await;
    assert_eq!(outcome, "failed");
    browser.wait("JSON.stringify(called.at(-1)) === '[\"error\",{\"code\":\"load\"}]'").await;
    assert_eq!(
        browser.value("[deskbell.isOpen, root.querySelector('.launch').ariaBusy]").await,
        json!([false, "false"])
    );
    proxy.set(Network::Works);
    browser.find("[part~=launcher]").await.click().await.unwrap();
    browser.wait("deskbell.isOpen && !!root.querySelector('textarea')?.checkVisibility()").await;
    told(stage).await;
    browser.cdp("Network.setCacheDisabled", json!({"cacheDisabled": false})).await;

    browser
        .run("window.heard = []; window.often = () => heard.push('often'); deskbell.on('close', often); deskbell.on('close', often); \
              deskbell.once('close', () => heard.push('once'))")
        .await;
    for _ in 0..2 {
        browser.value("deskbell.close()").await;
        browser.awaited("deskbell.open()").await;
    }
    browser.value("deskbell.off('close', often)").await;
    browser.value("deskbell.close()").await;
    assert_eq!(browser.value("heard").await, json!(["often", "once", "often"]), "a handler is kept once");
}
