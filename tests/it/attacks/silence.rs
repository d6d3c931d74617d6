//! Peers that say nothing, not enough, or nothing any more (rows 2, 3, 4 and 43): each is given up after its time, and
//! nobody else notices.
//!
//! These tests last as long as the longest of those times, about a minute, and need no processor meanwhile.

use super::{Raw, TEXT_BEGINS, frame};
use crate::browser::proxy::{Network, Proxy};
use crate::support::{Client, PATIENCE, Site, TestServer, until};
use futures_util::future::join_all;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How often one that drips sends a byte.
const DRIP: Duration = Duration::from_millis(200);
const SLOW: usize = 100;

/// Sends a piece over and over until the server closes; everything that it said.
async fn drip(mut stream: TcpStream, begin: &str, piece: &[u8]) -> String {
    stream.write_all(begin.as_bytes()).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let dripping = async {
        let mut ticks = tokio::time::interval(DRIP);
        while writer.write_all(piece).await.is_ok() {
            ticks.tick().await;
        }
    };
    let mut said = Vec::new();
    let served = async {
        tokio::select! {
            // the end of the connection may come as a reset; what was said before stands
            _ = reader.read_to_end(&mut said) => {}
            () = async { dripping.await; std::future::pending().await } => {}
        }
    };
    tokio::time::timeout(PATIENCE * 2, served).await.expect("the server ends the connection");
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_and_silent_connections_are_given_up_and_nobody_else_notices() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let address = server.address;
    let mut honest = Client::new(address).await;
    // counted here and never down again: on a machine that stalls the first may be given up before anybody looks
    let opened = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&opened);
    let attack = move |begin: &'static str, piece: &'static [u8]| {
        let counted = Arc::clone(&counted);
        join_all((0..SLOW).map(move |_| {
            let counted = Arc::clone(&counted);
            async move {
                let stream = TcpStream::connect(address).await.unwrap();
                counted.fetch_add(1, Ordering::Relaxed);
                drip(stream, begin, piece).await
            }
        }))
    };
    let attacks = tokio::spawn(async move {
        tokio::join!(
            attack("", b""),
            attack("GET /livez HT", b""),
            attack("GET /livez HTTP/1.1\r\nHost: x\r\n", b"X-A: b\r\n"),
            // a second request on a connection that was used
            attack("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", b""),
        )
    });
    let connections = &server.state.metrics.connections;
    until("all of them are there", async || opened.load(Ordering::Relaxed) == 4 * SLOW).await;
    // as long as they last, whoever comes is answered
    loop {
        let frames = honest.ask("where is my order").await;
        assert_eq!(frames[0]["type"], "ack", "{frames:?}");
        assert_eq!(Client::new(address).await.ready["type"], "ready");
        assert_eq!(reqwest::get(server.url("/livez")).await.unwrap().status(), 200);
        if attacks.is_finished() {
            break;
        }
    }
    let (silent, half, dripped, used) = attacks.await.unwrap();
    for said in silent.iter().chain(&half).chain(&dripped) {
        assert!(!said.contains(" 200 "), "{said}");
    }
    assert!(used.iter().all(|said| said.matches("HTTP/1.1 ").count() == 1), "{used:?}");
    until("nothing of them is left", async || connections.get() <= 2).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_no_hello_or_drips_it_is_closed() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let address = server.address;
    let nothing = async {
        let mut raw = Raw::open(address).await;
        raw.closed().await
    };
    let dripping = |piece: Vec<u8>, begin: Vec<u8>| async move {
        let mut raw = Raw::open(address).await;
        raw.write(&begin).await;
        let mut ticks = tokio::time::interval(DRIP);
        loop {
            tokio::select! {
                code = raw.closed() => return code,
                _ = ticks.tick() => {}
            }
            raw.write(&piece).await;
        }
    };
    let codes = tokio::join!(
        nothing,
        // pings gain no time
        dripping(frame(0x89, b""), Vec::new()),
        dripping(frame(0x00, b"x"), frame(TEXT_BEGINS, b"{")),
    );
    assert_eq!(codes, (Some(1008), Some(1008), Some(1008)));
    until("nothing of them is left", async || server.state.metrics.sockets.get() == 0).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_who_is_gone_without_a_word_is_given_up_after_two_heartbeats() {
    let site = Site::new();
    let mut config = site.config();
    config.site.allowed_origins = vec!["https://shop.example".into()];
    let server = TestServer::start(config).await;
    let proxy = Proxy::start(server.address).await;
    let sockets = &server.state.metrics.sockets;
    // the network between falls silent: neither side hears of it
    let stream = TcpStream::connect(proxy.address).await.unwrap();
    let mut vanished = Raw::over(stream, "https://shop.example").await;
    vanished.hello().await;
    proxy.set(Network::Silent);
    // a message that is never finished
    let mut unfinished = Raw::ready(server.address).await;
    unfinished.write(&frame(TEXT_BEGINS, b"{")).await;
    let dripping = tokio::spawn(async move {
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        loop {
            tokio::select! {
                code = unfinished.closed() => return code,
                _ = ticks.tick() => {}
            }
            unfinished.write(&frame(0x00, b"")).await;
        }
    });
    // a request's body that drips is given up, too
    let slow = tokio::spawn(async move {
        let head =
            "POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n";
        drip(TcpStream::connect(server.address).await.unwrap(), head, b" ").await
    });
    assert_eq!(sockets.get(), 2);
    assert!(slow.await.unwrap().starts_with("HTTP/1.1 408 "));
    let mut idle = tokio::time::interval(Duration::from_secs(1));
    for _ in 0..90 {
        if sockets.get() == 0 {
            break;
        }
        idle.tick().await;
    }
    assert_eq!(sockets.get(), 0, "a socket that nobody holds is still open");
    assert_eq!(dripping.await.unwrap(), Some(1001));
    server.stop().await;
}
