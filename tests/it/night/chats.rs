//! The incoming webhooks of team chats, as far as they can be told from outside: what they take, and how they answer.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::Uri;
use axum::routing::post;
use serde_json::Value;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

/// A message as it came: the service, the address's query, and the body.
#[derive(Clone, Debug)]
pub struct Posted {
    pub service: String,
    pub query: String,
    pub body: Value,
}

#[derive(Default)]
struct Kept {
    posted: Vec<Posted>,
    /// What the next messages to a service, or to any, are answered with, before they are taken again.
    answers: VecDeque<(Option<&'static str>, &'static str)>,
}

pub struct Chats {
    pub address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

impl Chats {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let chats = Self { address: listener.local_addr().unwrap(), kept: Arc::default() };
        let router = Router::new().route("/{service}", post(take)).with_state(chats.kept.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        chats
    }

    pub fn posted(&self) -> Vec<Posted> {
        self.kept.lock().unwrap().posted.clone()
    }

    pub fn to(&self, service: &str) -> Vec<Posted> {
        self.posted().into_iter().filter(|posted| posted.service == service).collect()
    }

    /// The next messages are answered so; each of the real services says no with a status of 200.
    pub fn answer(&self, answers: &[&'static str]) {
        self.kept.lock().unwrap().answers.extend(answers.iter().map(|answer| (None, *answer)));
    }

    /// The same for one of the services alone.
    pub fn answer_to(&self, service: &'static str, answers: &[&'static str]) {
        self.kept.lock().unwrap().answers.extend(answers.iter().map(|answer| (Some(service), *answer)));
    }
}

async fn take(State(kept): State<Arc<Mutex<Kept>>>, address: Uri, body: Bytes) -> String {
    let mut kept = kept.lock().unwrap();
    let service = address.path().trim_start_matches('/').to_owned();
    let query = address.query().unwrap_or_default().to_owned();
    kept.posted.push(Posted { service: service.clone(), query, body: serde_json::from_slice(&body).unwrap() });
    let yes = match service.as_str() {
        "slack" => "ok",
        "feishu" => r#"{"code":0,"msg":"success","data":{}}"#,
        _ => r#"{"errcode":0,"errmsg":"ok"}"#,
    };
    let mine = kept.answers.iter().position(|(to, _)| to.is_none_or(|to| to == service));
    mine.and_then(|at| kept.answers.remove(at)).map_or(yes, |(_, answer)| answer).to_owned()
}
