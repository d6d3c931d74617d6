//! Readers who do not read, and more connections than there are descriptors for (rows 11 and 13).

use super::{Raw, TEXT, frame};
use crate::process::{self, Process};
use crate::support::{Client, PATIENCE, Site, TestServer, until};
use futures_util::future::join_all;
use serde_json::json;
use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Tabs that do not read.
const SLOW: usize = 4;
/// What their system takes before it says stop, in bytes: the least that Linux gives.
const RECEIVE_BYTES: u32 = 2304;
/// Long messages, 6 KB each: more than is queued for a tab, and than Linux holds for it on its way, 4 MiB.
const MESSAGES: i64 = 600;

/// A socket of the conversation that is never read after `ready`.
async fn deaf(address: SocketAddr, token: &str) -> Raw {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(RECEIVE_BYTES).unwrap();
    let mut raw = Raw::over(socket.connect(address).await.unwrap(), &format!("http://{address}")).await;
    let hello = json!({"type": "hello", "v": 1, "token": token, "after": 0}).to_string();
    raw.write(&frame(TEXT, hello.as_bytes())).await;
    assert!(raw.next().await.is_some());
    raw
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_who_do_not_read_are_cut_off_and_those_who_do_are_not() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let token = visitor.ready["token"].as_str().unwrap().to_owned();
    let mut other = Client::new(server.address).await;
    let mut held = join_all((0..SLOW).map(|_| deaf(server.address, &token))).await;
    let sockets = &server.state.metrics.sockets;
    assert_eq!(sockets.get(), SLOW as i64 + 2);
    // as long as a message can be; each is published to every tab
    let long = format!("where is my order {}", "退".repeat(1_900));
    let started = Instant::now();
    for asked in 0..MESSAGES {
        let [ack, own, answer] = visitor.ask(&long).await;
        assert_eq!((&ack["seq"], &own["seq"]), (&json!(2 * asked + 1), &json!(2 * asked + 1)));
        assert_eq!(answer["re"], own["seq"]);
        let [ack, ..] = other.ask("where is my order").await;
        assert_eq!(ack["type"], "ack");
    }
    // one who reads on hears what was on its way, and then why it ends: not all of it was kept for them
    let mut late = held.pop().unwrap();
    let (mut heard, mut code) = (0, None);
    while let Some((kind, payload)) = late.next().await {
        heard += usize::from(kind == 1);
        code = (kind == 8).then(|| u16::from_be_bytes(*payload.first_chunk().unwrap()));
    }
    println!("a tab that did not read heard {heard} of {} events", 2 * MESSAGES);
    // who reads nothing for twice the time of a write is dropped without a word, which a busy machine may take for this one
    assert!(code == Some(1013) || started.elapsed() > GIVEN_UP, "{code:?}");
    assert!(heard < 2 * MESSAGES as usize, "all of it was kept for one who did not read");
    until("the others are given up", async || sockets.get() == 2).await;
    drop(held);
    server.stop().await;
}

/// After which a socket that takes nothing is dropped: ten seconds for its events, and ten for the close.
const GIVEN_UP: Duration = Duration::from_secs(20);
/// Connections that a process with 128 descriptors has room for: 64 are kept for the database, the FAQ and listeners.
const ROOM: usize = 64;

/// A request, and all that came back.
async fn get(address: SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("an answer comes")?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_connections_than_descriptors_are_turned_away_and_the_staff_is_not() {
    let site = Site::new();
    // a free port, for the admin listener says its address to people only
    let admin = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let plain = process::server(env!("CARGO_BIN_EXE_deskbell"), &site);
    let mut command = Command::new("prlimit");
    command.args(["--nofile=128:128", env!("CARGO_BIN_EXE_deskbell")]).current_dir(site.path());
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    command.env("DESKBELL_SERVER_ADMIN_LISTEN", admin.to_string());
    let mut process = Process::spawn(command);
    let address = process.address().expect("it starts");
    let mut visitor = Client::new(address).await;

    // sockets that stay, and far more of them than there is room for
    let mut held = Vec::new();
    for _ in 0..ROOM - 1 {
        held.push(Raw::ready(address).await);
    }
    let waves = join_all((0..300).map(|_| get(address, "/livez"))).await;
    for answer in waves {
        // beyond the listener's queue the system itself may refuse
        let Ok(answer) = answer else { continue };
        assert!(answer.starts_with("HTTP/1.1 503 ") && answer.contains("Retry-After: "), "{answer}");
    }
    // the staff gets in, messages are stored, and the FAQ is read anew
    assert!(get(admin, "/metrics").await.unwrap().contains("deskbell_sockets 64"));
    assert!(get(admin, "/admin/login").await.unwrap().starts_with("HTTP/1.1 200 "));
    assert_eq!(visitor.ask("where is my order").await[0]["type"], "ack");
    std::fs::write(
        site.faq().join("more.yaml"),
        "topic: More\nlang: en\nentries:\n  - {id: museum, questions: [Is there a museum?], answer: There is none.}\n",
    )
    .unwrap();
    until("the changed FAQ is in service", async || {
        get(admin, "/metrics").await.unwrap().contains("deskbell_faq_reloads_total 1")
    })
    .await;

    // when some go, others come
    held.truncate(10);
    until("there is room again", async || {
        get(address, "/livez").await.is_ok_and(|answer| answer.starts_with("HTTP/1.1 200 "))
    })
    .await;
    assert_eq!(Client::new(address).await.ready["type"], "ready");
    drop((held, visitor));
    assert_eq!(process.terminate(), None);
}
