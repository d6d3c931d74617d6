//! What must survive what: an attack or a fault for each row of the table in `src/serve/attacks.md`, on a real server.
//!
//! That page says of each how it was seen to fail, with which defence taken out.

mod connections;
mod crowds;
mod disk;
mod ending;
mod routes;
mod saves;
mod secrets;
mod silence;
pub mod sinks;
mod sockets;
mod texts;

use crate::support::PATIENCE;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A chat socket of which a test writes every byte itself.
pub struct Raw {
    pub stream: TcpStream,
}

/// Text, in one frame.
pub const TEXT: u8 = 0x81;
/// The first part of a text.
pub const TEXT_BEGINS: u8 = 0x01;
/// A further part.
pub const GOES_ON: u8 = 0x00;
/// Its last part.
pub const ENDS: u8 = 0x80;

/// A client's frame; the mask is zero, so that the bytes are as they are sent.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(first, payload.len() as u64);
    bytes.extend_from_slice(payload);
    bytes
}

/// A frame's head alone, which promises `length` bytes.
pub fn head(first: u8, length: u64) -> Vec<u8> {
    let mut bytes = vec![first];
    match length {
        0..126 => bytes.push(0x80 | length as u8),
        126..65_536 => {
            bytes.push(0xFE);
            bytes.extend_from_slice(&(length as u16).to_be_bytes());
        }
        _ => {
            bytes.push(0xFF);
            bytes.extend_from_slice(&length.to_be_bytes());
        }
    }
    bytes.extend_from_slice(&[0; 4]);
    bytes
}

impl Raw {
    /// After the upgrade, before `hello`.
    pub async fn open(address: SocketAddr) -> Self {
        Self::over(TcpStream::connect(address).await.unwrap(), &format!("http://{address}")).await
    }

    /// After the upgrade over a connection that is there, of a page of this origin.
    pub async fn over(mut stream: TcpStream, origin: &str) -> Self {
        let request = format!(
            "GET /ws/chat HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Protocol: deskbell.v1\r\n\r\n",
            origin.rsplit('/').next().unwrap_or_default()
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            answer.push(stream.read_u8().await.unwrap());
        }
        assert!(answer.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&answer));
        Self { stream }
    }

    /// After `ready`.
    pub async fn ready(address: SocketAddr) -> Self {
        let mut raw = Self::open(address).await;
        raw.hello().await;
        raw
    }

    /// A new visitor's hello, and what the server says to it.
    pub async fn hello(&mut self) -> Value {
        self.write(&frame(TEXT, br#"{"type":"hello","v":1}"#)).await;
        let (_, ready) = self.next().await.expect("it is let in");
        let ready: Value = serde_json::from_slice(&ready).unwrap();
        assert_eq!(ready["type"], "ready");
        ready
    }

    /// Writes; a server that has closed already is no fault.
    pub async fn write(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).await;
    }

    /// The next frame's kind and payload; none once the connection has ended.
    pub async fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        let frame = async {
            let kind = self.stream.read_u8().await.ok()? & 0x0F;
            let length = match self.stream.read_u8().await.ok()? {
                126 => u64::from(self.stream.read_u16().await.ok()?),
                127 => self.stream.read_u64().await.ok()?,
                short => u64::from(short),
            };
            let mut payload = vec![0; length as usize];
            self.stream.read_exact(&mut payload).await.ok()?;
            Some((kind, payload))
        };
        tokio::time::timeout(PATIENCE * 3, frame).await.expect("the server says something, or ends it")
    }

    /// The code with which the server closes; what it says before is passed over.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            let (kind, payload) = self.next().await?;
            if kind == 8 {
                return payload.first_chunk().map(|code| u16::from_be_bytes(*code));
            }
        }
    }
}
