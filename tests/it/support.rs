//! A real server on a free port, a real WebSocket client, and a small FAQ of our own.

use deskbell::clock::Clock;
use deskbell::config::{self, Config};
use deskbell::serve::Server;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use tokio_util::sync::CancellationToken;

/// How long a test waits for what must happen. Far more than it takes: these machines are busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A FAQ small enough to know by heart.
pub const FAQ: &str = r#"topic: Delivery
lang: en
entries:
  - id: delivery-time
    questions:
      - How long does delivery take?
      - When will my parcel arrive?
      - How many days until my order is here?
    answer: |
      Orders leave **the same day** and arrive within three days. See [delivery](https://example.com/delivery).
    follow_ups: [order-status]
    links:
      - { label: Track a parcel, url: https://example.com/track }
    pinned: true
  - id: order-status
    questions:
      - Where is my order?
      - Track my parcel
      - I want to know the status of my order
    answer: Open *My orders* to see where it is.
  - id: return-how
    questions:
      - How do I return something?
      - I want to send it back
      - Can I give back what I bought?
    answer: |
      1. Open your order.
      2. Choose **Return**.
    pinned: true
"#;

/// Names the cryptography of reqwest, without which it makes no client. The first in a process stays, and a test must not
/// need another one to have come before it.
pub fn allow_requests() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// A folder of its own with a FAQ and a place for the data; gone when dropped.
pub struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    /// With the small FAQ.
    pub fn new() -> Self {
        allow_requests();
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("faq")).unwrap();
        std::fs::write(folder.path().join("faq/en.yaml"), FAQ).unwrap();
        Self { folder }
    }

    pub fn faq(&self) -> PathBuf {
        self.folder.path().join("faq")
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Settings for a free port, without limits of rate: tests are faster than visitors.
    pub fn config(&self) -> Config {
        let mut config = config::load(None, &BTreeMap::new()).unwrap();
        config.server.listen = ([127, 0, 0, 1], 0).into();
        config.faq_dir = self.faq();
        config.data_dir = self.data();
        config.site.bot_name = "Test Help".into();
        config.limits.messages_per_second = 0.0;
        config.limits.address_per_second = 0.0;
        config
    }
}

/// Puts conversations into the log in which nothing was asked, so that it is long: a millisecond from one to the next, the
/// first after `after` (milliseconds since 1970).
pub async fn lengthen(site: &Site, number: i64, after: i64) {
    let address = format!("sqlite://{}", site.data().join("deskbell.db").display());
    let mut database = SqliteConnection::connect(&address).await.unwrap();
    sqlx::query(
        "WITH RECURSIVE silent (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM silent WHERE number < $1) \
         INSERT INTO conversation (id, token_hash, visitor, started_at, last_at, visit_at, lang) \
         SELECT 'c_silent' || number, 'silent' || number, 'silent', $2 + number, $2 + number, $2 + number, 'en' FROM silent",
    )
    .bind(number)
    .bind(after)
    .execute(&mut database)
    .await
    .unwrap();
    database.close().await.unwrap();
}

/// A running server.
pub struct TestServer {
    pub address: SocketAddr,
    pub state: deskbell::web::AppState,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<anyhow::Result<()>>,
}

impl TestServer {
    pub async fn start(config: Config) -> Self {
        Self::start_at(config, Clock::system()).await
    }

    pub async fn start_at(config: Config, clock: Clock) -> Self {
        let server = Server::start(config, clock).await.unwrap();
        let (address, state) = (server.address, server.state.clone());
        let stop = CancellationToken::new();
        let task = tokio::spawn(server.run(stop.clone()));
        Self { address, state, stop, task }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Asks it to stop, without waiting.
    pub fn signal(&self) {
        self.stop.cancel();
    }

    /// Stops it as SIGTERM does.
    pub async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(PATIENCE, self.task).await.expect("the server stops in time").unwrap().unwrap();
    }
}

/// A client that speaks `deskbell.v1`.
pub struct Client {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub ready: Value,
}

/// Why a client got no frame.
#[derive(Debug, PartialEq)]
pub struct Closed {
    pub code: Option<u16>,
}

/// Opens a socket without saying hello.
pub async fn connect(
    address: SocketAddr,
    origin: &str,
) -> Result<WebSocketStream<MaybeTlsStream<TcpStream>>, tungstenite::Error> {
    let mut request = format!("ws://{address}/ws/chat").into_client_request()?;
    request.headers_mut().insert("origin", origin.parse().unwrap());
    request.headers_mut().insert("sec-websocket-protocol", "deskbell.v1".parse().unwrap());
    tokio_tungstenite::connect_async(request).await.map(|(socket, _)| socket)
}

impl Client {
    /// A new visitor.
    pub async fn new(address: SocketAddr) -> Self {
        Self::hello(
            address,
            json!({"type": "hello", "v": 1, "token": null, "epoch": null, "after": null, "lang": "en"}),
        )
        .await
        .unwrap()
    }

    /// A visitor who comes back.
    pub async fn back(address: SocketAddr, ready: &Value, after: i64) -> Self {
        let hello = json!({"type": "hello", "v": 1, "token": ready["token"], "epoch": ready["epoch"], "after": after});
        Self::hello(address, hello).await.unwrap()
    }

    pub async fn hello(address: SocketAddr, hello: Value) -> Result<Self, Closed> {
        let origin = format!("http://{address}");
        let socket = connect(address, &origin).await.map_err(|_| Closed { code: None })?;
        let mut client = Self { socket, ready: Value::Null };
        client.send(&hello).await?;
        client.ready = client.next().await?;
        if client.ready["type"] == "bye" {
            return Err(Closed { code: None });
        }
        assert_eq!(client.ready["type"], "ready", "{}", client.ready);
        Ok(client)
    }

    pub async fn send(&mut self, frame: &Value) -> Result<(), Closed> {
        self.send_raw(Message::text(frame.to_string())).await
    }

    pub async fn send_raw(&mut self, message: Message) -> Result<(), Closed> {
        self.socket.send(message).await.map_err(|_| Closed { code: None })
    }

    /// The next frame; the close code where there is none.
    pub async fn next(&mut self) -> Result<Value, Closed> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("a frame comes in time");
            match message {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).expect("frames are JSON")),
                Some(Ok(Message::Close(close))) => {
                    return Err(Closed { code: close.map(|close| close.code.into()) });
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(Closed { code: None }),
            }
        }
    }

    /// Closes in order, and returns the code of the answer.
    pub async fn close(&mut self) -> Option<u16> {
        let frame = CloseFrame { code: CloseCode::Normal, reason: "".into() };
        self.socket.close(Some(frame)).await.unwrap();
        loop {
            match tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("an answer comes in time") {
                Some(Ok(Message::Close(close))) => return close.map(|close| close.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    /// The next frame of this type; others are passed over.
    pub async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap();
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    /// Sends a body under a fresh client id, and returns that id.
    pub async fn say(&mut self, body: Value) -> String {
        let cid = cid();
        self.send(&json!({"type": "send", "cid": cid, "body": body})).await.unwrap();
        cid
    }

    /// Asks, and returns the acknowledgement, the own event and the answer.
    pub async fn ask(&mut self, text: &str) -> [Value; 3] {
        self.say(json!({"kind": "text", "text": text})).await;
        [self.next().await.unwrap(), self.next().await.unwrap(), self.next().await.unwrap()]
    }
}

/// A fresh client id.
pub fn cid() -> String {
    deskbell::ids::random_name(16)
}

/// Waits until a condition holds, looking again in short steps.
pub async fn until<F: AsyncFnMut() -> bool>(what: &str, mut condition: F) {
    let deadline = std::time::Instant::now() + PATIENCE;
    let mut steps = tokio::time::interval(Duration::from_millis(10));
    while !condition().await {
        assert!(std::time::Instant::now() < deadline, "{what}: not within {PATIENCE:?}");
        steps.tick().await;
    }
}
