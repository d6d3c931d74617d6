//! Frames that are too large, too many, or none (rows 1, 2, 5, 6, 7 and 12).

use super::{ENDS, GOES_ON, Raw, TEXT, TEXT_BEGINS, frame, head};
use crate::process::{self, Process};
use crate::support::{Client, Closed, Site, TestServer};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::net::SocketAddr;
use tokio_tungstenite::tungstenite::{self, Message};

/// What a thousand frames that declare 15 MiB may cost (RELIABILITY, row 1), in KiB.
const DECLARED_KIBIBYTES: u64 = 20 * 1024;

async fn declare(address: SocketAddr) {
    let mut raw = Raw::ready(address).await;
    raw.write(&head(TEXT, 15 << 20)).await;
    assert_eq!(raw.closed().await, Some(1009));
}

#[tokio::test]
async fn a_frame_that_declares_much_is_refused_by_its_head_alone() {
    let site = Site::new();
    let mut process = Process::spawn(process::server(env!("CARGO_BIN_EXE_deskbell"), &site));
    let address = process.address().expect("it starts");
    join_all((0..50).map(|_| declare(address))).await;
    let before = process.held().resident;
    let mut most = before;
    for _ in 0..20 {
        join_all((0..50).map(|_| declare(address))).await;
        most = most.max(process.held().resident);
    }
    assert!(most - before <= DECLARED_KIBIBYTES, "{before} KiB before and {most} KiB at most");
    // one that comes before hello, too
    let mut early = Raw::open(address).await;
    early.write(&head(TEXT, 15 << 20)).await;
    assert_eq!(early.closed().await, Some(1009));
    assert_eq!(process.terminate(), None);
}

#[tokio::test]
async fn a_message_in_endless_parts_ends_at_the_bound_of_a_message() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut honest = Client::new(server.address).await;
    let mut raw = Raw::ready(server.address).await;
    raw.write(&frame(TEXT_BEGINS, b"\"")).await;
    let part = frame(GOES_ON, b"x");
    for _ in 0..40 {
        raw.write(&part.repeat(500)).await;
        let [ack, ..] = honest.ask("where is my order").await;
        assert_eq!(ack["type"], "ack");
    }
    assert_eq!(raw.closed().await, Some(1009));
    // parts that make a whole message are one
    let mut whole = Raw::ready(server.address).await;
    whole.write(&frame(TEXT_BEGINS, br#"{"type":"#)).await;
    whole.write(&frame(GOES_ON, b"")).await;
    whole.write(&frame(ENDS, br#""heartbeat"}"#)).await;
    assert_eq!(whole.next().await, Some((1, br#"{"type":"heartbeat"}"#.to_vec())));
    server.stop().await;
}

#[tokio::test]
async fn what_the_protocol_forbids_is_closed_with_its_code() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut unmasked = frame(TEXT, b"{}");
    unmasked[1] &= 0x7F;
    unmasked.drain(2..6);
    for (what, bytes, code) in [
        ("text that is not UTF-8", frame(TEXT, b"\"\xC3\x28\""), 1007),
        ("half of a character", frame(TEXT, "\"ü\"".as_bytes().split_at(2).0), 1007),
        ("a surrogate", frame(TEXT, b"\"\xED\xA0\x80\""), 1007),
        ("a binary frame", frame(0x82, b"{}"), 1003),
        ("a frame of no known kind", frame(0x83, b"{}"), 1002),
        ("a reserved bit", frame(0xC1, b"{}"), 1002),
        ("no mask", unmasked, 1002),
        ("a ping in parts", frame(0x09, b""), 1002),
        ("a ping that is too long", frame(0x89, &[b'x'; 126]), 1002),
        ("a further part of nothing", frame(GOES_ON, b"x"), 1002),
    ] {
        let mut raw = Raw::ready(server.address).await;
        raw.write(&bytes).await;
        assert_eq!(raw.closed().await, Some(code), "{what}");
    }
    server.stop().await;
}

#[tokio::test]
async fn frames_that_are_malformed_deep_or_ambiguous_are_refused_each() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let deep = format!(r#"{{"type":"page","url":{}"#, "[".repeat(16_000));
    let deep_and_whole = format!(r#"{{"type":"page","url":{}{}}}"#, "[".repeat(8_000), "]".repeat(8_000));
    let objects = format!(r#"{{"type":"page","title":{}"#, r#"{"a":"#.repeat(3_000));
    let send = |body: &str| format!(r#"{{"type":"send","cid":"c1234567","body":{body}}}"#);
    let wrong = [
        deep,
        deep_and_whole,
        objects,
        "null".into(),
        "1e999999999".into(),
        r#"{"type":"sync","after":1e999}"#.into(),
        r#"{"type":"sync","after":9223372036854775808}"#.into(),
        r#"{"type":"history","before":1.5}"#.into(),
        r#"{"type":"history"}"#.into(),
        r#"{"type":"heartbeat","type":"send"}"#.into(),
        r#"{"type":"sync","after":1,"after":2}"#.into(),
        r#"{"type":["send"]}"#.into(),
        r#"{"type":"send","cid":"c1234567","cid":"c7654321","body":{"kind":"human"}}"#.into(),
        send(r#"{"kind":"text","text":"a","text":"b"}"#),
        send(r#"{"kind":"text","text":["a"]}"#),
        send(r#"{"kind":"text","text":"\ud800"}"#),
        send(r#"{"kind":"shell","text":"a"}"#),
        send(r#"{"kind":"feedback","about":"1","helpful":true}"#),
        send(r#"{"kind":"text","text":"a NUL \u0000"}"#),
        send(r#"{"kind":"text","text":"an escape \u001b[2J"}"#),
        r#"{"type":"send","cid":"../../etc","body":{"kind":"human"}}"#.into(),
        r#"{"type":"hello","v":1}"#.into(),
    ];
    let mut visitor = Client::new(server.address).await;
    for (number, text) in wrong.iter().enumerate() {
        // after five in a minute the socket ends, which is tested elsewhere
        if number % 5 == 0 {
            visitor = Client::new(server.address).await;
        }
        visitor.send_raw(Message::text(text.as_str())).await.unwrap();
        let refused = visitor.next().await.unwrap();
        let shown: String = text.chars().take(80).collect();
        assert_eq!((&refused["type"], &refused["code"]), (&json!("nack"), &json!("invalid")), "{shown}: {refused}");
        assert_eq!(refused["retry"], false, "{shown}");
    }
    // nothing of it was stored
    let [ack, ..] = visitor.ask("where is my order").await;
    assert_eq!(ack["seq"], 1);
    server.stop().await;
}

#[tokio::test]
async fn a_flood_of_pings_ends_the_socket_and_a_few_are_answered() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut calm = Raw::ready(server.address).await;
    for number in 0..50 {
        calm.write(&frame(0x89, &[number])).await;
        assert_eq!(calm.next().await, Some((0x0A, vec![number])));
    }
    let mut flood = Raw::ready(server.address).await;
    flood.write(&frame(0x89, b"").repeat(60)).await;
    assert_eq!(flood.closed().await, Some(1008));
    server.stop().await;
}

#[tokio::test]
async fn an_address_that_opens_sockets_to_guess_secrets_is_told_to_wait() {
    let site = Site::new();
    let mut config = site.config();
    config.limits.address_per_second = 1.0;
    let server = TestServer::start(config).await;
    let origin = format!("http://{}", server.address);
    // a secret is said in the first frame of a socket only, so that each guess takes a socket
    for _ in 0..50 {
        match crate::support::connect(server.address, &origin).await {
            Ok(socket) => drop(socket),
            Err(tungstenite::Error::Http(refused)) => {
                assert_eq!(refused.status(), 429);
                assert!(refused.headers().contains_key("retry-after"));
                return server.stop().await;
            }
            Err(other) => panic!("{other}"),
        }
    }
    panic!("fifty guesses in a moment");
}

#[tokio::test]
async fn a_secret_opens_its_own_conversation_and_no_name_opens_any() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut visitors = Vec::new();
    for number in 0..5 {
        let mut visitor = Client::new(server.address).await;
        visitor.ask(&format!("where is my order number {number}0{number}")).await;
        visitors.push(visitor);
    }
    let ready: Vec<Value> = visitors.iter().map(|visitor| visitor.ready.clone()).collect();
    let own = async |secret: &str, method: &str, query: &str| {
        let address = server.url(&format!("/api/v1/conversation{query}"));
        let request = reqwest::Client::new().request(method.parse().unwrap(), address);
        request.bearer_auth(secret).send().await.unwrap()
    };
    for mine in &ready {
        for other in &ready {
            let (secret, name) = (mine["token"].as_str().unwrap(), other["conversation"].as_str().unwrap());
            // whatever is named beside the secret, it is the secret's conversation that comes
            let query = format!("?id={name}&conversation={name}&token={}", other["token"].as_str().unwrap());
            let read: Value = own(secret, "GET", &query).await.json().await.unwrap();
            assert_eq!(read["conversation"], mine["conversation"]);
            assert_eq!(own(name, "GET", "").await.status(), 404);
            assert_eq!(own(name, "DELETE", "").await.status(), 404);
            let hello = json!({"type": "hello", "v": 1, "token": name, "conversation": name, "after": 0});
            let stranger = Client::hello(server.address, hello).await.unwrap();
            assert_eq!((&stranger.ready["resumed"], &stranger.ready["seq"]), (&json!(false), &json!(0)));
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn a_socket_that_was_closed_for_what_it_sent_says_why() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut flood = Client::new(server.address).await;
    let mut codes = Vec::new();
    for _ in 0..6 {
        flood.send(&json!({"type": "shout"})).await.unwrap();
    }
    let closed = loop {
        match flood.next().await {
            Ok(frame) => codes.push(frame["code"].clone()),
            Err(closed) => break closed,
        }
    };
    assert_eq!((codes, closed), (vec![json!("invalid"); 6], Closed { code: Some(1008) }));
    server.stop().await;
}
