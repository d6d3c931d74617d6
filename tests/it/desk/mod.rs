//! A person takes over: the desk over its socket and over HTTP, with a real server, database and visitors.

mod machine;
mod rows;

use crate::support::{Client, PATIENCE, Site, TestServer, cid, until};
use deskbell::config::Config;
use deskbell::store::accounts::{AccountName, Role};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// Somebody of the team at a console.
pub struct Agent {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub ready: Value,
    pub token: String,
    pub code: Option<u16>,
}

/// A client of HTTP.
fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
}

/// An account of the team and a token for it.
pub async fn account(server: &TestServer, name: &str, role: Role) -> String {
    let store = &server.state.store;
    let name: AccountName = name.parse().unwrap();
    let now = server.state.clock.now_millis();
    if store.credentials(&name).await.unwrap().is_none() {
        store.create_account(&name, role, now).await.map(drop).unwrap();
    }
    store.create_token(&name, &cid(), now).await.unwrap().reveal().to_owned()
}

async fn open(
    address: SocketAddr,
    headers: &[(&'static str, &str)],
) -> Result<WebSocketStream<MaybeTlsStream<TcpStream>>, tungstenite::Error> {
    let mut request = format!("ws://{address}/ws/console").into_client_request()?;
    request.headers_mut().insert("sec-websocket-protocol", "deskbell.console.v1".parse().unwrap());
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    tokio_tungstenite::connect_async(request).await.map(|(socket, _)| socket)
}

impl Agent {
    pub async fn new(server: &TestServer, name: &str) -> Self {
        let token = account(server, name, Role::Agent).await;
        Self::connect(server.address, token).await
    }

    pub async fn connect(address: SocketAddr, token: String) -> Self {
        let socket = open(address, &[("authorization", &format!("Bearer {token}"))]).await.unwrap();
        let mut agent = Self { socket, ready: Value::Null, token, code: None };
        agent.send(json!({"type": "hello", "v": 1, "available": true})).await;
        agent.ready = agent.next_of("ready").await;
        agent
    }

    /// A console of a server that may be gone at any moment.
    pub async fn reach(address: SocketAddr, token: String) -> Option<Self> {
        let socket = open(address, &[("authorization", &format!("Bearer {token}"))]).await.ok()?;
        let mut agent = Self { socket, ready: Value::Null, token, code: None };
        if !agent.try_send(json!({"type": "hello", "v": 1, "available": true})).await {
            return None;
        }
        loop {
            let frame = agent.next().await?;
            if frame["type"] == "ready" {
                agent.ready = frame;
                return Some(agent);
            }
        }
    }

    /// Sends, if the server is there.
    pub async fn try_send(&mut self, frame: Value) -> bool {
        self.socket.send(Message::text(frame.to_string())).await.is_ok()
    }

    pub async fn send(&mut self, frame: Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame; `None` once the socket is closed.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            match tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("a frame comes in time") {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(close))) => {
                    self.code = close.map(|close| close.code.into());
                    return None;
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// The next frame of this type; others are passed over.
    pub async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|| panic!("closed before a {kind} came"));
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    /// Does something, and returns the answer.
    pub async fn act(&mut self, conversation: &Value, action: Value) -> Value {
        self.act_as(&cid(), conversation, action).await
    }

    pub async fn act_as(&mut self, cid: &str, conversation: &Value, action: Value) -> Value {
        self.send(json!({"type": "do", "cid": cid, "conversation": conversation, "action": action})).await;
        loop {
            let frame = self.next().await.unwrap();
            if frame["cid"] == cid && (frame["type"] == "ack" || frame["type"] == "nack") {
                return frame;
            }
        }
    }

    /// Does something that must be done.
    pub async fn done(&mut self, conversation: &Value, action: Value) -> Value {
        let answer = self.act(conversation, action).await;
        assert_eq!(answer["type"], "ack", "{answer}");
        answer
    }

    /// The row of a conversation once it is at a stage.
    pub async fn row(&mut self, conversation: &Value, stage: &str) -> Value {
        loop {
            let frame = self.next_of("row").await;
            if frame["row"]["conversation"] == *conversation && frame["row"]["stage"] == stage {
                return frame["row"].clone();
            }
        }
    }
}

/// The next notice that a visitor gets, and its code.
pub async fn notice(visitor: &mut Client, code: &str) -> Value {
    loop {
        let event = visitor.next_of("event").await;
        if event["body"]["kind"] == "notice" {
            assert_eq!(event["body"]["code"], code, "{event}");
            return event["body"].clone();
        }
    }
}

fn from_and_kind(event: &Value) -> (String, String) {
    (event["from"].as_str().unwrap().to_owned(), event["body"]["kind"].as_str().unwrap().to_owned())
}

/// A site at whose desk Maya is.
pub async fn manned(config: Config) -> (TestServer, Agent) {
    let server = TestServer::start(config).await;
    let maya = Agent::new(&server, "maya").await;
    (server, maya)
}

#[tokio::test]
async fn a_person_takes_over_and_gives_back() {
    let site = Site::new();
    let (server, mut maya) = manned(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let conversation = visitor.ready["conversation"].clone();
    visitor.ask("where is my order").await;
    visitor.say(json!({"kind": "human"})).await;
    let queued = notice(&mut visitor, "queued").await;
    assert_eq!((&queued["place"], &queued["offers"]), (&json!(1), &json!(["mail", "cancel"])));
    let row = maya.row(&conversation, "queued").await;
    assert_eq!((&row["reason"], &row["connected"]), (&json!("visitor"), &json!(true)));

    maya.done(&conversation, json!({"kind": "take"})).await;
    let joined = notice(&mut visitor, "agent_joined").await;
    assert_eq!(joined["agent"]["name"], "Maya");
    maya.done(&conversation, json!({"kind": "reply", "text": "Which order?"})).await;
    let said = visitor.next_of("event").await;
    assert_eq!(
        (&said["from"], &said["body"]),
        (&json!("agent"), &json!({"kind": "text", "text": "Which order?", "agent": {"name": "Maya"}}))
    );
    // the bot is silent, whatever is said
    let mut kinds = Vec::new();
    for body in [
        json!({"kind": "text", "text": "where is my order"}),
        json!({"kind": "choice", "id": "return-how"}),
        json!({"kind": "human"}),
    ] {
        visitor.say(body).await;
        kinds.push(from_and_kind(&visitor.next_of("event").await));
    }
    maya.done(&conversation, json!({"kind": "give_back"})).await;
    kinds.push(from_and_kind(&visitor.next_of("event").await));
    let pair = |from: &str, kind: &str| (from.to_owned(), kind.to_owned());
    let visitors = [pair("visitor", "text"), pair("visitor", "choice"), pair("visitor", "human")];
    assert_eq!(kinds, [&visitors[..], &[pair("system", "notice")]].concat());
    let [.., answer] = visitor.ask("where is my order").await;
    assert_eq!(answer["body"]["id"], "order-status");
    server.stop().await;
}

#[tokio::test]
async fn a_console_watches_and_both_sides_see_who_writes() {
    let site = Site::new();
    let (server, mut maya) = manned(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let conversation = visitor.ready["conversation"].clone();
    visitor.ask("where is my order").await;
    maya.row(&conversation, "bot").await;
    maya.send(json!({"type": "watch", "conversation": conversation, "after": 0})).await;
    let thread = maya.next_of("thread").await;
    assert_eq!(thread["details"]["lang"], "en");
    assert_eq!(maya.next_of("event").await["body"]["text"], "where is my order");
    let answer = maya.next_of("event").await;
    assert_eq!((&answer["conversation"], &answer["seq"]), (&conversation, &json!(2)));
    assert_eq!(maya.next_of("synced").await["seq"], 2);

    visitor.send(&json!({"type": "typing"})).await.unwrap();
    assert_eq!(maya.next_of("typing").await["conversation"], conversation);
    // who only watches is not seen
    maya.send(json!({"type": "typing", "conversation": conversation})).await;
    maya.send(json!({"type": "seen", "conversation": conversation, "seq": 2})).await;
    maya.done(&conversation, json!({"kind": "take"})).await;
    maya.send(json!({"type": "typing", "conversation": conversation})).await;
    let joined = visitor.next().await.unwrap();
    assert_eq!(joined["body"]["code"], "agent_joined");
    assert_eq!(visitor.next().await.unwrap(), json!({"type": "typing", "ttl_s": 6}));
    maya.send(json!({"type": "seen", "conversation": conversation, "seq": 999})).await;
    assert_eq!(visitor.next_of("seen").await["seq"], 3);
    visitor.send(&json!({"type": "seen", "seq": 3})).await.unwrap();
    assert_eq!(maya.next_of("seen").await["seq"], 3);

    let mut jonas = Agent::new(&server, "jonas").await;
    jonas.done(&conversation, json!({"kind": "note", "text": "A bike of last May."})).await;
    let note = maya.next_of("note").await;
    assert_eq!((&note["note"]["author"], &note["note"]["text"]), (&json!("Jonas"), &json!("A bike of last May.")));
    server.stop().await;
}

#[tokio::test]
async fn the_same_action_is_done_once_and_another_person_is_told_who_has_it() {
    let site = Site::new();
    let (server, mut maya) = manned(site.config()).await;
    let mut jonas = Agent::new(&server, "jonas").await;
    let mut visitor = Client::new(server.address).await;
    let conversation = visitor.ready["conversation"].clone();
    visitor.say(json!({"kind": "human"})).await;
    let take = cid();
    let first = maya.act_as(&take, &conversation, json!({"kind": "take"})).await;
    let again = maya.act_as(&take, &conversation, json!({"kind": "take"})).await;
    assert_eq!((&again["seq"], &again["duplicate"]), (&first["seq"], &json!(true)));
    let other = maya.act_as(&take, &conversation, json!({"kind": "resolve"})).await;
    assert_eq!(other["code"], "cid_conflict");
    let refused = jonas.act(&conversation, json!({"kind": "take"})).await;
    assert_eq!((&refused["code"], &refused["message"]), (&json!("conflict"), &json!("Maya has this conversation")));
    let refused = jonas.act(&conversation, json!({"kind": "reply", "text": "Hello"})).await;
    assert_eq!(refused["code"], "conflict");
    let note = cid();
    let kept = jonas.act_as(&note, &conversation, json!({"kind": "note", "text": "Mine"})).await;
    assert_eq!((&kept["seq"], &kept["duplicate"]), (&json!(1), &json!(false)));
    let kept = jonas.act_as(&note, &conversation, json!({"kind": "note", "text": "Mine"})).await;
    assert_eq!((&kept["seq"], &kept["duplicate"]), (&json!(1), &json!(true)));
    let id = jonas.ready["me"]["id"].clone();
    maya.done(&conversation, json!({"kind": "assign", "to": id, "note": "He knows the bike"})).await;
    jonas.done(&conversation, json!({"kind": "reply", "text": "Hello"})).await;
    jonas.done(&conversation, json!({"kind": "release"})).await;
    assert_eq!(maya.row(&conversation, "queued").await["agent"], Value::Null);
    let unknown = maya.act(&json!("c_nothing"), json!({"kind": "take"})).await;
    assert_eq!(unknown["code"], "closed");
    let nobody = maya.act(&conversation, json!({"kind": "assign", "to": "a_nobody"})).await;
    assert_eq!(nobody["code"], "invalid");
    server.stop().await;
}

#[tokio::test]
async fn places_move_up_and_the_line_survives_a_restart() {
    let site = Site::new();
    let (server, mut maya) = manned(site.config()).await;
    let mut visitors = Vec::new();
    for place in 1..=3 {
        let mut visitor = Client::new(server.address).await;
        visitor.say(json!({"kind": "human"})).await;
        assert_eq!(notice(&mut visitor, "queued").await["place"], place);
        visitors.push(visitor);
    }
    let names: Vec<Value> = visitors.iter().map(|visitor| visitor.ready["conversation"].clone()).collect();
    maya.done(&names[0], json!({"kind": "take"})).await;
    assert_eq!(visitors[2].next_of("queue").await["place"], 2);
    let ready = visitors[2].ready.clone();
    let token = maya.token.clone();
    drop((visitors, maya));
    server.stop().await;

    let server = TestServer::start(site.config()).await;
    let mut maya = Agent::connect(server.address, token).await;
    let stages: Vec<(&str, &str)> = maya.ready["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["conversation"].as_str().unwrap(), row["stage"].as_str().unwrap()))
        .collect();
    let named = |at: usize| names[at].as_str().unwrap();
    assert_eq!(stages, [(named(0), "agent"), (named(1), "queued"), (named(2), "queued")]);
    let mut back = Client::back(server.address, &ready, 0).await;
    back.say(json!({"kind": "human"})).await;
    let mut last = notice(&mut back, "queued").await;
    // the first is of the time before
    assert_eq!(last["place"], 3);
    last = notice(&mut back, "queued").await;
    assert_eq!(last["place"], 2);
    back.say(json!({"kind": "cancel"})).await;
    notice(&mut back, "cancelled").await;
    maya.done(&names[1], json!({"kind": "take"})).await;
    maya.done(&names[1], json!({"kind": "resolve"})).await;
    server.stop().await;
}

#[tokio::test]
async fn who_deletes_their_conversation_leaves_the_line() {
    let site = Site::new();
    let (server, mut maya) = manned(site.config()).await;
    let mut first = Client::new(server.address).await;
    first.say(json!({"kind": "human"})).await;
    notice(&mut first, "queued").await;
    let mut second = Client::new(server.address).await;
    second.say(json!({"kind": "human"})).await;
    assert_eq!(notice(&mut second, "queued").await["place"], 2);
    let conversation = first.ready["conversation"].clone();
    maya.row(&conversation, "queued").await;

    let address = server.url("/api/v1/conversation");
    let asked = http().build().unwrap().delete(address).bearer_auth(first.ready["token"].as_str().unwrap());
    assert_eq!(asked.send().await.unwrap().status(), 204);
    assert_eq!(second.next_of("queue").await["place"], 1);
    // its words are on no console any more, though its page is still open
    assert_eq!(maya.next_of("gone").await["conversation"], conversation);

    let conversation = second.ready["conversation"].as_str().unwrap().to_owned();
    maya.done(&json!(conversation), json!({"kind": "take"})).await;
    let admin = account(&server, "root", Role::Admin).await;
    let address = server.url(&format!("/api/v1/admin/conversations/{conversation}/visitor"));
    assert_eq!(http().build().unwrap().delete(address).bearer_auth(admin).send().await.unwrap().status(), 200);
    assert_eq!(maya.next_of("gone").await["conversation"], conversation);
    until("nobody has it", async || server.state.engine.board().team().iter().all(|one| one.conversations == 0)).await;
    server.stop().await;
}

#[tokio::test]
async fn an_action_is_told_though_who_asked_for_it_has_gone() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let token = account(&server, "maya", Role::Agent).await;
    let mut visitor = Client::new(server.address).await;
    visitor.ask("Where is my order?").await;
    let conversation = visitor.ready["conversation"].as_str().unwrap().to_owned();
    // the first use of a token is noted, which is a commit of its own
    let list = http().build().unwrap().get(server.url("/api/v1/admin/console")).bearer_auth(&token);
    assert_eq!(list.send().await.unwrap().status(), 200);
    // another process writes for as long as it takes
    let database = format!("sqlite://{}", site.data().join("deskbell.db").display());
    let mut other = SqliteConnection::connect(&database).await.unwrap();
    let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let address = server.url(&format!("/api/v1/admin/console/conversations/{conversation}/actions"));
    let take = json!({"cid": cid(), "action": {"kind": "take"}});
    let script = http().timeout(Duration::from_secs(2)).build().unwrap();
    let gone = script.post(address).bearer_auth(&token).json(&take).send().await.unwrap_err();
    assert!(gone.is_timeout(), "{gone}");
    lock.rollback().await.unwrap();
    assert_eq!(notice(&mut visitor, "agent_joined").await["agent"]["name"], "Maya");
    // and the bot knows, too
    let mut maya = Agent::connect(server.address, token).await;
    maya.done(&json!(conversation), json!({"kind": "reply", "text": "Hello!"})).await;
    server.stop().await;
}

#[tokio::test]
async fn after_the_end_a_visitor_says_how_it_was() {
    let site = Site::new();
    let (server, mut maya) = manned(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let conversation = visitor.ready["conversation"].clone();
    visitor.say(json!({"kind": "csat", "score": 5})).await;
    assert_eq!(visitor.next_of("nack").await["code"], "invalid");
    visitor.say(json!({"kind": "human"})).await;
    maya.row(&conversation, "queued").await;
    maya.done(&conversation, json!({"kind": "take"})).await;
    maya.done(&conversation, json!({"kind": "resolve"})).await;
    for code in ["queued", "agent_joined", "closed"] {
        let body = notice(&mut visitor, code).await;
        assert_eq!(body["offers"] == json!(["csat"]), code == "closed");
    }
    visitor.say(json!({"kind": "csat", "score": 4, "comment": "Quick"})).await;
    visitor.next_of("ack").await;
    let id = deskbell::ids::ConversationId(conversation.as_str().unwrap().to_owned());
    let details = server.state.store.desk_details(&id).await.unwrap().unwrap();
    let handoff = &details.handoffs[0];
    assert_eq!((handoff.state.as_str(), handoff.score, handoff.comment.as_deref()), ("closed", Some(4), Some("Quick")));
    server.stop().await;
}

#[tokio::test]
async fn failures_in_a_row_call_a_person_only_if_there_is_one() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    for _ in 0..3 {
        let [.., answer] = visitor.ask("tell me a joke about penguins").await;
        assert_eq!(answer["body"]["kind"], "none");
    }
    let _maya = Agent::new(&server, "maya").await;
    let mut visitor = Client::new(server.address).await;
    let [.., answer] = visitor.ask("tell me a joke about penguins").await;
    assert_eq!(answer["body"]["kind"], "none");
    let [.., answer] = visitor.ask("tell me a joke about penguins").await;
    assert_eq!(answer["body"]["kind"], "none");
    notice(&mut visitor, "queued").await;
    server.stop().await;
}

#[tokio::test]
async fn nobody_but_the_team_opens_a_console() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let status = |outcome: Result<_, tungstenite::Error>| match outcome {
        Err(tungstenite::Error::Http(response)) => response.status().as_u16(),
        Err(error) => panic!("{error}"),
        Ok(_) => 101,
    };
    let viewer = format!("Bearer {}", account(&server, "vera", Role::Viewer).await);
    let agent = format!("Bearer {}", account(&server, "maya", Role::Agent).await);
    assert_eq!(status(open(server.address, &[]).await), 401);
    assert_eq!(status(open(server.address, &[("authorization", "Bearer nonsense")]).await), 401);
    assert_eq!(status(open(server.address, &[("authorization", &viewer)]).await), 403);
    // a page of another site cannot open one with the session of a browser
    let cookie = ("cookie", "deskbell=whatever");
    assert_eq!(status(open(server.address, &[cookie, ("origin", "https://evil.example")]).await), 403);
    assert_eq!(status(open(server.address, &[("authorization", &agent)]).await), 101);
    server.stop().await;
}

#[tokio::test]
async fn a_console_ends_with_its_token() {
    let site = Site::new();
    let (server, mut maya) = manned(site.config()).await;
    let name: AccountName = "maya".parse().unwrap();
    server.state.store.remove_account(&name).await.unwrap();
    while maya.next().await.is_some() {}
    assert_eq!(maya.code, Some(4401));
    until("she is not there any more", async || {
        server.state.engine.board().team().iter().all(|member| !member.connected)
    })
    .await;
    server.stop().await;
}
