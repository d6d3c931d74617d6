//! What a visitor does where people come and go: comes back by a mail's link, leaves a message, says how the help was.

use super::host::Page;
use super::stage::{Stage, State, agent, visitor};
use deskbell::conversation::flow::desk::{Action, Colleague};
use deskbell::conversation::staff::Staff;
use deskbell::ids::Token;
use serde_json::json;
use thirtyfour::prelude::*;

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_mails_link_opens_the_conversation_and_leaves_no_key_behind() {
    let stage = Stage::open("return").await;
    let Stage { browser, server, .. } = &stage;
    let thread = stage.thread(&[visitor("My wheel wobbles."), agent("I looked into it.")]).await;
    let key = Token::generate();
    server.state.store.keep_return_key(key.hash(), thread.id(), i64::MAX).await.unwrap();
    let address = server.url(&format!("/return#{}", key.reveal()));
    browser.driver.goto(&address).await.unwrap();
    browser.listen().await;
    browser.wait("root?.querySelector('.agent .b')?.textContent.includes('I looked into it.') === true").await;
    assert_eq!(browser.value("location.href").await, server.url("/return"), "the key is out of the address");
    assert_eq!(browser.value("JSON.stringify(history.state)").await, "null");
    browser.wait("!!JSON.parse(localStorage.deskbell || '{}').token").await;
    let token = browser.value("JSON.parse(localStorage.deskbell).token").await;
    assert_ne!(token, key.reveal(), "the key was changed for a secret of this browser's own");
    browser.assert_quiet().await;
    // what the browser keeps is enough from now on, and the link still works elsewhere
    browser.driver.goto(server.url("/return")).await.unwrap();
    browser.wait("root?.querySelector('.agent .b')?.textContent.includes('I looked into it.') === true").await;
    browser.driver.goto(server.url("/chat")).await.unwrap();
    browser.cdp("Storage.clearDataForOrigin", json!({"origin": server.url(""), "storageTypes": "all"})).await;
    browser.driver.goto(&address).await.unwrap();
    browser.wait("root?.querySelector('.agent .b')?.textContent.includes('I looked into it.') === true").await;
    // something that is no key is nothing
    browser.cdp("Storage.clearDataForOrigin", json!({"origin": server.url(""), "storageTypes": "all"})).await;
    browser.driver.goto(server.url("/chat")).await.unwrap();
    browser.driver.goto(server.url("/return#%3Cscript%3E")).await.unwrap();
    browser.wait("root?.querySelectorAll('.list .row').length >= 3").await;
    assert_eq!(browser.value("location.href").await, server.url("/return"));
    stage.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_link_that_opens_nothing_any_more_says_so_and_the_chat_is_there_to_ask_again() {
    const SAYS: &str = "document.querySelector('p[role=status]').textContent";
    let stage = Stage::open("expired").await;
    let Stage { browser, server, .. } = &stage;
    let thread = stage.thread(&[visitor("My wheel wobbles."), agent("I looked into it.")]).await;
    let (key, unknown) = (Token::generate(), Token::generate());
    server.state.store.keep_return_key(key.hash(), thread.id(), server.state.clock.now_millis() - 1).await.unwrap();
    browser.driver.goto(server.url(&format!("/return?lang=de#{}", key.reveal()))).await.unwrap();
    browser
        .wait(&format!(
            "{SAYS} === 'Dieser Link ist abgelaufen oder unvollständig. Sie können hier noch einmal fragen.'"
        ))
        .await;
    assert_eq!(browser.value("location.href").await, server.url("/return?lang=de"), "the key is out of the address");
    browser.wait("!!root?.querySelector('textarea')").await;
    let seen = "[document.querySelector('p[role=status]'), root?.querySelector('textarea')].every((node) => { \
                const box = node.getBoundingClientRect(); \
                return box.height > 20 && box.top >= 0 && box.bottom <= innerHeight; })";
    browser.wait(seen).await;
    browser.wait("root?.querySelectorAll('.list .row').length >= 3").await;
    browser.value("deskbell.ask('How long does delivery take?')").await;
    browser.wait("!!root?.querySelector('.bot')").await;
    assert_eq!(browser.value("root?.querySelectorAll('.agent').length").await, 0, "nothing of the other conversation");
    // in every language of the widget, whether the key is forgotten or was cut off on its way
    let mut said = std::collections::BTreeSet::new();
    let langs = ["en", "zh", "zh-TW", "de", "fr", "es", "pt", "it", "nl", "ja", "ko", "ru", "ar", "he"];
    for (lang, key) in langs.into_iter().zip([unknown.reveal(), &unknown.reveal()[..20]].into_iter().cycle()) {
        browser.driver.goto(server.url(&format!("/return?lang={lang}#{key}"))).await.unwrap();
        browser.wait(&format!("{SAYS} !== ''")).await;
        said.insert(browser.value(SAYS).await.as_str().unwrap().to_owned());
    }
    assert_eq!(said.len(), langs.len(), "{said:?}");
    // who comes without a link is told nothing of one
    browser.driver.goto(server.url("/return")).await.unwrap();
    browser.wait("!!root?.querySelector('.head')").await;
    assert_eq!(browser.value(SAYS).await, "");
    stage.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn help_is_rated_by_the_keyboard_alone() {
    let stage = Stage::open("rating").await;
    let Stage { browser, .. } = &stage;
    stage.enter(State::Rate, Page::default()).await;
    browser.value("deskbell.on('message:sent', (body) => (window.sent = body))").await;
    let group = browser.node("group", "How was the help?", |_| true).await;
    assert_eq!(group.name, "How was the help?");
    browser.node("radio", "Good", |node| node.get("checked") == "false").await;
    assert_eq!(
        browser.value("root.querySelector('.form .form').hidden").await,
        true,
        "first the score, then the words"
    );
    browser.value("root.querySelector('.scores input').focus()").await;
    browser.press(Key::Space).await;
    for _ in 0..3 {
        browser.press(Key::Right).await;
    }
    browser.node("radio", "Good", |node| node.get("checked") == "true").await;
    browser.press(Key::Tab).await;
    assert_eq!(browser.value("root.activeElement.name").await, "comment");
    browser.driver.action_chain().send_keys("Kind and quick").perform().await.unwrap();
    browser.press(Key::Tab).await;
    browser.press(Key::Enter).await;
    browser.wait("!!window.sent").await;
    let sent = browser.value("window.sent").await;
    assert_eq!(sent, json!({"kind": "csat", "score": 4, "comment": "Kind and quick"}));
    stage.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_message_needs_an_address_or_a_number() {
    let stage = Stage::open("message").await;
    let Stage { browser, .. } = &stage;
    stage.enter(State::Offline, Page::default()).await;
    browser.value("deskbell.on('message:sent', (body) => (window.sent = body))").await;
    let send = "root.querySelector('form.card button').click()";
    browser.value(send).await;
    let tied = browser.node("textbox", "Email", |node| node.get("invalid") == "true").await;
    assert!(tied.description.contains("email address or a phone number"), "{tied:?}");
    browser.find("input[name=phone]").await.send_keys("12").await.unwrap();
    browser.value(send).await;
    let tied = browser.node("textbox", "Phone", |node| node.get("invalid") == "true").await;
    assert!(tied.description.contains("a phone number"), "{tied:?}");
    browser.find("input[name=phone]").await.clear().await.unwrap();
    browser.find("input[name=phone]").await.send_keys("+351 912 345 678").await.unwrap();
    browser.find("input[name=email]").await.send_keys("nobody").await.unwrap();
    browser.value(send).await;
    let tied = browser.node("textbox", "Email", |node| node.get("invalid") == "true").await;
    assert!(tied.description.contains("name@example.com"), "a wrong address is one, whatever else is given: {tied:?}");
    assert_eq!(browser.value("window.sent ?? null").await, json!(null));
    browser.find("input[name=email]").await.clear().await.unwrap();
    browser.find("textarea[name=message]").await.clear().await.unwrap();
    browser.find("textarea[name=message]").await.send_keys("Please call me.").await.unwrap();
    browser.value(send).await;
    browser.wait("!!window.sent").await;
    let sent = browser.value("window.sent").await;
    assert_eq!(sent, json!({"kind": "message", "phone": "+351 912 345 678", "text": "Please call me."}));
    stage.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn what_is_written_from_the_right_begins_at_the_right_on_any_page() {
    let stage = Stage::open("right").await;
    let Stage { browser, .. } = &stage;
    stage.enter(State::Rate, Page { script: "data-locale=ar", ..Page::default() }).await;
    browser.wait("root.querySelector('[part~=panel]').dir === 'rtl'").await;
    let gap = "(() => { const node = root.querySelector('.scores legend'); const words = document.createRange(); \
               words.selectNodeContents(node); \
               return node.closest('form').getBoundingClientRect().right - words.getBoundingClientRect().right; })()";
    browser.wait(&format!("{gap} < 40")).await;
    stage.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn who_finds_nobody_leaves_a_message_and_reads_where_the_answer_goes() {
    let stage = Stage::open("nobody").await;
    let Stage { browser, server, .. } = &stage;
    stage.opened().await;
    browser.value("deskbell.handoff()").await;
    browser.find("form.card input[name=email]").await.send_keys("ana@shop.example").await.unwrap();
    browser.find("form.card textarea").await.send_keys("My wheel wobbles.").await.unwrap();
    browser.value("root.querySelector('form.card button').click()").await;
    browser.wait("root.querySelector('.sys')?.textContent.includes('ana@shop.example') === true").await;
    browser.wait("root.querySelector('form.card').hidden").await;
    let thread = stage.own_thread().await;
    let rows = server.state.store.desk_rows(std::slice::from_ref(thread.id())).await.unwrap();
    assert_eq!((rows[0].stage.as_str(), rows[0].email.as_deref()), ("message", Some("ana@shop.example")));
    // on the next page the form does not come back
    stage.visit(Page::default()).await;
    browser.open_panel().await;
    browser.wait("!!root.querySelector('.sys')").await;
    assert_eq!(browser.value("root.querySelector('form.card').hidden").await, true);
    stage.close().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver, which tests/run installs"]
async fn a_visitor_is_helped_and_says_how_it_was() {
    let stage = Stage::open("helped").await;
    let Stage { browser, server, .. } = &stage;
    stage.opened().await;
    browser.find("textarea").await.send_keys("My wheel wobbles.").await.unwrap();
    browser.press(Key::Enter).await;
    browser.wait("!!root.querySelector('.bot')").await;
    let thread = stage.own_thread().await;
    let maya = Staff { colleague: Colleague { id: "a_maya".into(), name: "Maya K.".into() }, lead: false };
    let act = async |action: Action| {
        let cid = crate::support::cid();
        server.state.engine.act(thread.id(), &maya, cid, &action, None).await.unwrap();
    };
    act(Action::Take {}).await;
    browser.wait("root.querySelector('.who h2').textContent === 'Maya K.'").await;
    act(Action::Reply { text: "Bring it by.".into() }).await;
    browser.wait("root.querySelector('.agent .b')?.textContent.includes('Bring it by.') === true").await;
    act(Action::Resolve {}).await;
    browser.find(".scores input[value='5']").await;
    browser.value("root.querySelector(\".scores input[value='5']\").click()").await;
    browser.value("root.querySelector('.form .form button').click()").await;
    browser.wait("root.querySelector('.desk form').hidden && !root.querySelector('.desk .quiet').hidden").await;
    let scored = async || {
        let details = server.state.store.desk_details(thread.id()).await.unwrap().unwrap();
        serde_json::to_value(details).unwrap()["handoffs"][0]["score"] == json!(5)
    };
    crate::support::until("the rating is stored", scored).await;
    stage.close().await;
}
