//! Where accessibility is checked: a browser, a server with a small FAQ, a company's site on another origin, and the
//! states that a conversation can be in.

use super::Browser;
use super::host::{Host, Page};
use crate::support::{Client, Site, TestServer};
use deskbell::conversation::greeting::Hello;
use deskbell::ids::{ConversationId, TokenHash};
use deskbell::store::{NewEvent, NewTurn, Page as StorePage, Recorded, Sender};
use serde_json::{Value, json};

/// More than the small FAQ has: another language.
const CHINESE: &str = "topic: 退货\nlang: zh\nentries:\n  - id: return-how\n    questions:\n      - 怎么退货？\n      - 我想退货\n      - 如何退回商品\n    answer: 打开订单，选择退货。\n";

/// What the panel can look like (section 4 of the visual specification).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Closed,
    Welcome,
    Answer,
    Choices,
    Waiting,
    Person,
    Suggest,
    Offline,
    Rate,
}

pub const STATES: [State; 9] = [
    State::Closed,
    State::Welcome,
    State::Answer,
    State::Choices,
    State::Waiting,
    State::Person,
    State::Suggest,
    State::Offline,
    State::Rate,
];

pub struct Stage {
    pub browser: Browser,
    pub server: TestServer,
    pub host: Host,
    _site: Site,
}

/// A visitor's conversation, seen from the server.
pub struct Thread {
    id: ConversationId,
    pub token: String,
    pub epoch: String,
}

impl Thread {
    pub fn id(&self) -> &ConversationId {
        &self.id
    }
}

pub fn visitor(text: &str) -> (Sender, Value) {
    (Sender::Visitor, json!({"kind": "text", "text": text}))
}

pub fn agent(text: &str) -> (Sender, Value) {
    (Sender::Agent, json!({"kind": "text", "text": text, "agent": {"name": "Maya K."}}))
}

pub fn joined() -> (Sender, Value) {
    let body = json!({"kind": "notice", "code": "agent_joined", "text": "Maya joined", "agent": {"name": "Maya K."}});
    (Sender::System, body)
}

pub fn queued() -> (Sender, Value) {
    let body = json!({"kind": "notice", "code": "queued", "text": "You are in line.", "place": 2, "minutes": 4, "offers": ["mail", "cancel"]});
    (Sender::System, body)
}

pub fn offline() -> (Sender, Value) {
    let body = json!({"kind": "notice", "code": "offline", "text": "Nobody is here until Monday at nine.", "offers": ["message"]});
    (Sender::System, body)
}

pub fn closed() -> (Sender, Value) {
    let body = json!({"kind": "notice", "code": "closed", "text": "Maya ended the conversation", "agent": {"name": "Maya K."}, "offers": ["csat"]});
    (Sender::System, body)
}

/// An answer with everything that an answer can have.
pub fn answer() -> (Sender, Value) {
    let content = json!([
        ["p", "Most returns are ", ["strong", "free"], ". See ", ["a", {"href": "https://example.com/returns"}, "the rules"], "."],
        ["h3", "How"],
        ["ol", ["li", "Open your order."], ["li", "Choose ", ["em", "Return"], " and type ", ["code", "FREE"], "."]],
        ["ul", ["li", "within 30 days"]],
        ["img", {"src": "/picture.svg", "alt": "A parcel"}],
        ["table", ["thead", ["tr", ["th", "From"], ["th", "Days"]]], ["tbody", ["tr", ["td", "Lisbon"], ["td", "2"]]]],
        ["blockquote", ["p", "Keep the box."]],
        ["pre", ["code", "ref 12345"]],
    ]);
    let body = json!({
        "kind": "answer", "id": "return-how", "title": "How do I return something?", "lang": "en", "confidence": 0.9,
        "content": content, "topic": "Returns", "updated": "2026-11-02T09:00:00Z",
        "links": [{"label": "Start a return", "url": "https://example.com/start"}, {"label": "Prices", "url": "https://example.com/prices"}],
        "follow_ups": [{"id": "order-status", "title": "Where is my order?"}, {"id": "delivery-time", "title": "How long does delivery take?"}],
    });
    (Sender::Bot, body)
}

pub fn choices() -> (Sender, Value) {
    let options = json!([
        {"id": "order-status", "title": "Where is my order?"},
        {"id": "delivery-time", "title": "How long does delivery take?"},
        {"id": "return-how", "title": "How do I return something?"},
    ]);
    (Sender::Bot, json!({"kind": "choices", "text": "Did you mean one of these?", "options": options, "lang": "en"}))
}

impl Stage {
    pub async fn open(name: &str) -> Self {
        let browser = Browser::open(name, 1280, 800, false).await;
        let site = Site::new();
        std::fs::write(site.faq().join("zh.yaml"), CHINESE).unwrap();
        let host = Host::start().await;
        let mut config = site.config();
        config.site.allowed_origins = vec![host.origin()];
        config.site.privacy_url = "https://example.com/privacy".into();
        let server = TestServer::start(config).await;
        Self { browser, server, host, _site: site }
    }

    pub async fn close(self) {
        self.browser.close().await;
        self.server.stop().await;
    }

    /// A new visitor on an empty page, with a desktop, a light theme and no wishes.
    pub async fn fresh(&self) {
        let Self { browser, host, .. } = self;
        browser.driver.goto(format!("{}/blank", host.origin())).await.unwrap();
        browser.cdp("Storage.clearDataForOrigin", json!({"origin": host.origin(), "storageTypes": "all"})).await;
        browser.prefer(&[]).await;
        browser.resize(1280, 800).await;
    }

    /// Goes to a page and waits for its widget; who was here before is still known.
    pub async fn visit(&self, page: Page<'_>) {
        self.host.show(self.server.address, page);
        self.browser.driver.goto(format!("{}/", self.host.origin())).await.unwrap();
        self.browser.listen().await;
        self.browser.wait("!!root?.querySelector('[part~=launcher]')").await;
        self.browser.value("probe.listen()").await;
    }

    /// A new visitor on a page.
    pub async fn arrive(&self, page: Page<'_>) {
        self.fresh().await;
        self.visit(page).await;
    }

    /// A new visitor who has opened the panel on a plain page.
    pub async fn opened(&self) {
        self.arrive(Page::default()).await;
        self.browser.open_panel().await;
        self.browser.wait("root.querySelectorAll('.list .row').length >= 3").await;
    }

    /// A visitor who comes back to a page with a conversation; `attends`: to a person.
    pub async fn resume(&self, page: Page<'_>, attends: bool, events: &[(Sender, Value)]) -> Thread {
        self.fresh().await;
        let thread = self.thread(events).await;
        let kept = json!({"token": thread.token, "epoch": thread.epoch, "attend": attends}).to_string();
        self.browser.value(&format!("localStorage.deskbell = {}", json!(kept))).await;
        self.visit(page).await;
        thread
    }

    /// The conversation of the page.
    pub async fn own_thread(&self) -> Thread {
        self.browser.wait("!!JSON.parse(localStorage.deskbell || '{}').token").await;
        let kept = self.browser.value("JSON.parse(localStorage.deskbell)").await;
        let token = kept["token"].as_str().unwrap().to_owned();
        let conversation = self.server.state.store.conversation(&TokenHash::of(&token), 0).await.unwrap().unwrap();
        Thread { id: conversation.id, token, epoch: kept["epoch"].as_str().unwrap().into() }
    }

    /// A conversation with these events.
    pub async fn thread(&self, events: &[(Sender, Value)]) -> Thread {
        let ready = Client::new(self.server.address).await.ready;
        let token = ready["token"].as_str().unwrap().to_owned();
        let conversation = self.server.state.store.conversation(&TokenHash::of(&token), 0).await.unwrap().unwrap();
        let thread = Thread { id: conversation.id, token, epoch: ready["epoch"].as_str().unwrap().into() };
        self.record(&thread, events).await;
        thread
    }

    async fn record(&self, thread: &Thread, events: &[(Sender, Value)]) -> Vec<deskbell::store::StoredEvent> {
        let store = &self.server.state.store;
        let known = store.conversation(&TokenHash::of(&thread.token), 0).await.unwrap().unwrap();
        let mut stored = Vec::new();
        for (sender, body) in events {
            let kind = ["text", "answer", "choices", "notice"].into_iter().find(|kind| body["kind"] == **kind).unwrap();
            let turn = NewTurn {
                conversation: thread.id.clone(),
                cid: crate::support::cid(),
                cid_digest: "d".into(),
                at: self.server.state.clock.now_millis(),
                page: Some(StorePage::default()),
                message: NewEvent { sender: *sender, kind, body: body.to_string() },
                replies: vec![],
                question: None,
                marks: vec![],
                state: known.state.clone(),
                lang: known.lang.clone(),
            };
            let Recorded::New(events) = store.record(turn).await.unwrap() else { panic!("a cid came twice") };
            stored.extend(events);
        }
        stored
    }

    /// Stores events and gives them to every socket of the conversation.
    pub async fn publish(&self, thread: &Thread, events: &[(Sender, Value)]) {
        let stored = self.record(thread, events).await;
        let hello = Hello { token: Some(thread.token.clone()), page: StorePage::default(), ..Hello::default() };
        let welcome = self.server.state.engine.hello(hello).await.unwrap();
        for event in stored {
            welcome.subscription.live.publish(vec![event]);
        }
    }

    /// Brings the widget of a page into a state, on a desktop.
    pub async fn enter(&self, state: State, page: Page<'_>) {
        let browser = &self.browser;
        let script = format!("data-teaser='Do you need help with your order?' data-teaser-delay=0 {}", page.script);
        let said = visitor("Can I return a bike that I bought in your shop in Lisbon last month?");
        let (events, sign): (Vec<_>, &str) = match state {
            State::Closed => {
                let thread = self.resume(Page { script: &script, ..page }, true, &[queued(), joined()]).await;
                browser.wait("!!root.querySelector('.tease')").await;
                browser.wait("root.querySelector('.who h2')?.textContent === 'Maya K.'").await;
                self.publish(&thread, &[agent("Hello"), agent("Are you there?")]).await;
                return browser.wait("deskbell.unreadCount === 2 && !!root.querySelector('.launch b')").await;
            }
            State::Welcome | State::Suggest => {
                self.arrive(page).await;
                browser.open_panel().await;
                browser.wait("root.querySelectorAll('.list .row').length >= 1").await;
                if state == State::Suggest {
                    browser.find("textarea").await.send_keys("deliv").await.unwrap();
                    browser.wait("!!root.querySelector('[role=option]')").await;
                }
                return;
            }
            State::Answer => (vec![said, answer()], ".bot .thumb"),
            State::Choices => (vec![said, choices()], ".bot .row"),
            State::Waiting => (vec![said, choices(), queued()], ".queue .btn"),
            State::Person => (vec![said, queued(), joined(), agent("Hello, I am Maya."), visitor("Hi")], ".agent"),
            State::Offline => (vec![said, offline()], "form.card input"),
            State::Rate => (vec![said, queued(), joined(), agent("Hello, I am Maya."), closed()], ".scores input"),
        };
        self.resume(page, false, &events).await;
        browser.open_panel().await;
        browser.wait(&format!("!!root.querySelector('{sign}')")).await;
    }

    /// A picture of a part of the window, as a PNG in base64.
    pub async fn shot(&self, clip: &Value) -> String {
        let mut clip = clip.clone();
        clip["scale"] = json!(1);
        let shot = self.browser.cdp("Page.captureScreenshot", json!({"format": "png", "clip": clip})).await;
        shot["data"].as_str().unwrap().to_owned()
    }

    /// A function of `probe.js`, called with arguments.
    pub async fn probe(&self, name: &str, given: Vec<Value>) -> Value {
        let script = format!("return probe.{name}(...arguments)");
        self.browser.driver.execute(&script, given).await.unwrap().json().clone()
    }
}
