//! A real WebSocket to a server, as a visitor or somebody of the team, and its pages.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// One of them.
pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

async fn open(address: SocketAddr, path: &str, fields: [(&'static str, &str); 2]) -> Option<Socket> {
    let mut request = format!("ws://{address}{path}").into_client_request().ok()?;
    for (name, value) in fields {
        request.headers_mut().insert(name, value.parse().ok()?);
    }
    tokio_tungstenite::connect_async(request).await.ok().map(|(socket, _)| socket)
}

/// A visitor's.
pub async fn connect(address: SocketAddr) -> Option<Socket> {
    let origin = format!("http://{address}");
    open(address, "/ws/chat", [("origin", &origin), ("sec-websocket-protocol", "deskbell.v1")]).await
}

/// A console's, with the token of an account.
pub async fn console(address: SocketAddr, token: &str) -> Option<Socket> {
    let bearer = format!("Bearer {token}");
    let protocol = ("sec-websocket-protocol", "deskbell.console.v1");
    open(address, "/ws/console", [("authorization", &bearer), protocol]).await
}

/// Sends a frame; `None` once the socket is closed.
pub async fn send(socket: &mut Socket, frame: &Value) -> Option<()> {
    socket.send(Message::text(frame.to_string())).await.ok()
}

/// The next frame; `None` once the socket is closed.
pub async fn next(socket: &mut Socket) -> Option<Value> {
    while let Some(Ok(message)) = socket.next().await {
        if let Message::Text(text) = message {
            return serde_json::from_str(&text).ok();
        }
    }
    None
}

/// Says hello as a visitor; what the server says to it.
pub async fn hello(socket: &mut Socket, known: &Value) -> Option<Value> {
    let hello = json!({"type": "hello", "v": 1, "token": known["token"], "epoch": known["epoch"], "after": known["seq"], "lang": "en"});
    send(socket, &hello).await?;
    next(socket).await.filter(|frame| frame["type"] == "ready")
}

/// The body of a page, by the simplest of clients.
pub async fn page(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers");
    answer
}
