//! A receiver of webhooks on loopback, which checks signatures by its own computation.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

pub const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// A call as it came.
#[derive(Clone, Debug)]
pub struct Call {
    pub id: String,
    pub timestamp: i64,
    pub signature: String,
    pub content_type: String,
    pub body: Bytes,
}

impl Call {
    /// HMAC written out as in RFC 2104, with nothing of the sender's code.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let mut key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        key.resize(64, 0);
        let pad = |byte: u8| key.iter().map(|part| part ^ byte).collect::<Vec<u8>>();
        let message = [format!("{}.{}.", self.id, self.timestamp).as_bytes(), &self.body].concat();
        let inner = Sha256::digest([pad(0x36), message].concat());
        let outer = Sha256::digest([pad(0x5c), inner.to_vec()].concat());
        self.signature == format!("v1,{}", STANDARD.encode(outer))
    }
}

#[derive(Default)]
struct Kept {
    calls: Vec<Call>,
    /// What the next calls are answered with; then with 204.
    answers: VecDeque<(u16, Option<&'static str>)>,
}

#[derive(Clone)]
pub struct Receiver {
    pub address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self { address: listener.local_addr().unwrap(), kept: Arc::default() };
        let router = Router::new().route("/{*path}", post(take)).with_state(receiver.kept.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        receiver
    }

    pub fn calls(&self) -> Vec<Call> {
        self.kept.lock().unwrap().calls.clone()
    }

    /// The next calls are answered with these statuses, a redirect with the place it leads to.
    pub fn answer(&self, answers: &[(u16, Option<&'static str>)]) {
        self.kept.lock().unwrap().answers.extend(answers);
    }
}

async fn take(State(kept): State<Arc<Mutex<Kept>>>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let call = Call {
        id: text("webhook-id"),
        timestamp: text("webhook-timestamp").parse().unwrap_or(-1),
        signature: text("webhook-signature"),
        content_type: text("content-type"),
        body,
    };
    let mut kept = kept.lock().unwrap();
    kept.calls.push(call);
    let (status, place) = kept.answers.pop_front().unwrap_or((204, None));
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::LOCATION, place.unwrap_or_default())])
}
