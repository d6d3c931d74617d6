//! Load over real WebSockets, each part in a process of its own: a bare axum echo, a bare writer (each message stored and
//! committed, nothing looked up) and Deskbell with a FAQ of 1,000 entries, in turns in one run, so that what Deskbell costs
//! is a ratio. Then idle connections, and everybody's return after a restart.
//!
//! `cargo bench --bench load -- [--seconds N] [--connections N] [--many N] [--idle N] [--return N] [--program PATH]
//! [--peer PATH]`. The server has one core and the load another where `taskset` is there; `--program` measures another build
//! of it. `--peer` measures another server beside them: a program that is started in the folder of `faq/`, says `Demo page
//! http://127.0.0.1:PORT/`, and answers each message of `/ws/chat` by one frame.

mod faq;
mod measure;
mod process;
mod socket;

use axum::extract::State;
use axum::extract::ws::{Message as Frame, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::any;
use deskbell::ids::{ConversationId, Token, random_name};
use deskbell::store::{NewConversation, NewEvent, NewTurn, Page, Sender, Store};
use deskbell::telemetry::Metrics;
use futures_util::SinkExt;
use futures_util::future::join_all;
use measure::{cores, due, option, program, quantile, text_option};
use process::Process;
use serde_json::{Value, json};
use socket::{connect, hello, next, page};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};
use tokio_tungstenite::tungstenite::Message;

/// Entries of the FAQ.
const ENTRIES: usize = 1_000;
/// Turns that each of them gets.
const ROUNDS: usize = 3;
/// Between two messages of a lone visitor: nothing of one is left when the next comes.
const ALONE: Duration = Duration::from_millis(25);
/// What the bare servers read at a time: the default of 128 KiB would make the comparison an easy one.
const READ_BUFFER_BYTES: usize = 4096;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    match std::env::args().nth(1).as_deref() {
        Some("echo") => runtime.block_on(serve(None)),
        Some("writer") => {
            let folder = std::env::args().nth(2).expect("a folder");
            runtime.block_on(async {
                serve(Some(
                    Store::open(&Path::new(&folder).join("bare.db"), Metrics::default()).await.expect("a database"),
                ))
                .await;
            });
        }
        _ => runtime.block_on(measure()),
    }
}

/// A server that sends back what it gets; with a store it is kept before.
async fn serve(store: Option<Store>) {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    println!("Demo page http://{}/", listener.local_addr().expect("it is bound"));
    let router = axum::Router::new().route("/ws/chat", any(upgrade)).with_state(store);
    axum::serve(listener, router).await.expect("it serves");
}

async fn upgrade(State(store): State<Option<Store>>, upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.read_buffer_size(READ_BUFFER_BYTES).write_buffer_size(0).protocols(["deskbell.v1"]);
    upgrade.on_upgrade(async move |mut socket| {
        let id = ConversationId::generate();
        if let Some(store) = &store {
            let opened = NewConversation {
                id: id.clone(),
                token_hash: Token::generate().hash(),
                visitor: random_name(8),
                at: 0,
                lang: "en".into(),
                page: Page::default(),
            };
            store.open_conversation(opened).await.expect("it is stored");
        }
        while let Some(Ok(Frame::Text(text))) = socket.recv().await {
            if let Some(store) = &store {
                store.record(turn(&id, text.as_str())).await.expect("it is stored");
            }
            if socket.send(Frame::Text(text)).await.is_err() {
                return;
            }
        }
    })
}

/// A message and an answer of the usual size.
fn turn(id: &ConversationId, text: &str) -> NewTurn {
    static COUNT: AtomicI64 = AtomicI64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let event = |sender, body: &str| NewEvent { sender, kind: "text", body: body.to_owned() };
    NewTurn {
        conversation: id.clone(),
        cid: count.to_string(),
        cid_digest: String::new(),
        at: count,
        page: Some(Page::default()),
        message: event(Sender::Visitor, text),
        replies: vec![event(Sender::Bot, &text.repeat(3))],
        question: None,
        marks: Vec::new(),
        state: "{}".into(),
        lang: "en".into(),
    }
}

/// What one round of one server came to.
struct Round {
    per_second: f64,
    /// Microseconds of the server's processor for each message.
    processor: f64,
    /// Seconds from message to acknowledgement, sorted.
    latencies: Vec<f64>,
}

/// What is asked: all questions, or the same few again and again.
#[derive(Clone, Copy, PartialEq)]
enum Asked {
    All,
    Repeated,
}

/// Questions that are asked again and again: as many as most visitors' are.
const REPEATED: usize = 50;

impl Asked {
    fn question(self, connection: usize, turn: usize) -> String {
        let entry = connection * 131 + turn * 17;
        match self {
            Self::All => faq::question(entry % ENTRIES, turn as u64),
            Self::Repeated => faq::question(entry % REPEATED, 0),
        }
    }
}

/// Every connection sends its next question as soon as the last is answered; or, with a `pace`, one in each such time by a
/// clock of its own: people do not write all in the same moment because they were answered in the same commit. A message
/// that has to wait for the answer before it is late from when it was due.
async fn ping_pong(
    process: &Process,
    asked: Option<Asked>,
    connections: usize,
    time: Duration,
    pace: Option<Duration>,
) -> Round {
    let sockets = join_all((0..connections).map(async |_| {
        let mut socket = connect(process.address).await.expect("there is room");
        if asked.is_some() {
            hello(&mut socket, &Value::Null).await.expect("it answers");
        }
        socket
    }));
    let sockets = sockets.await;
    let (before, started) = (process.processor(), Instant::now());
    let talks = sockets.into_iter().enumerate().map(async |(number, mut socket)| {
        let mut latencies = Vec::new();
        let phase = number as f64 / connections as f64;
        // once at least
        while latencies.is_empty() || started.elapsed() < time {
            let waited = match pace {
                Some(pace) => Some(due(started + pace.mul_f64(latencies.len() as f64 + phase)).await),
                None => None,
            };
            let text = asked.unwrap_or(Asked::All).question(number, latencies.len());
            let frame = json!({"type": "send", "cid": random_name(16), "body": {"kind": "text", "text": text}});
            let sent = waited.unwrap_or_else(Instant::now);
            socket.send(Message::text(frame.to_string())).await.expect("it is open");
            // an echo is one frame; Deskbell acknowledges, and publishes question and answer
            for _ in 0..if asked.is_none() { 1 } else { 3 } {
                next(&mut socket).await.expect("it answers");
            }
            latencies.push(sent.elapsed().as_secs_f64());
        }
        latencies
    });
    let mut latencies: Vec<f64> = join_all(talks).await.into_iter().flatten().collect();
    let (wall, messages) = (started.elapsed().as_secs_f64(), latencies.len() as f64);
    latencies.sort_by(f64::total_cmp);
    Round { per_second: messages / wall, processor: (process.processor() - before) / messages * 1e6, latencies }
}

fn mean(rounds: &[Round], value: fn(&Round) -> f64) -> f64 {
    rounds.iter().map(value).sum::<f64>() / rounds.len() as f64
}

/// Prints rounds, beside what the bare echo's messages cost under the same load.
fn show(name: &str, rounds: &[Round], echo: Option<f64>) {
    let mut latencies: Vec<f64> = rounds.iter().flat_map(|round| round.latencies.iter().copied()).collect();
    latencies.sort_by(f64::total_cmp);
    let processor = mean(rounds, |round| round.processor);
    println!(
        "{name:<28} {:>9.0} messages/s  {processor:>7.1} us of processor each{}  p50 {:.2}  p99 {:.2}  \
         p99.9 {:.2} ms",
        mean(rounds, |round| round.per_second),
        echo.map_or(String::new(), |echo| format!(" ({:.1} x the echo)", processor / echo)),
        quantile(&latencies, 0.5),
        quantile(&latencies, 0.99),
        quantile(&latencies, 0.999),
    );
}

async fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    faq::write(folder.path(), ENTRIES);
    let core = cores();
    let own = std::env::current_exe().expect("this program");
    let deskbell = &program();
    // in a folder of its own: Deskbell watches what is beside its FAQ
    let path = folder.path().join("bare").to_string_lossy().into_owned();
    let echo = Process::start(&own, &["echo"], folder.path(), core);
    let writer = Process::start(&own, &["writer", &path], folder.path(), core);
    let served = start(deskbell, folder.path(), core).await;
    let peer = text_option("--peer").map(|peer| Process::start(Path::new(&peer), &[], folder.path(), core));
    speed([&echo, &writer, &served], peer.as_ref(), core.is_some()).await;
    drop((echo, writer, served, peer));
    // one that holds nothing yet of what was freed
    idle(start(deskbell, folder.path(), core).await, deskbell, folder.path(), core).await;
}

/// Starts the server, and waits for a first answer.
async fn start(deskbell: &Path, folder: &Path, core: Option<&str>) -> Process {
    let started = Instant::now();
    let served = Process::start(deskbell, &["serve"], folder, core);
    let listens = started.elapsed().as_secs_f64();
    let once = ping_pong(&served, Some(Asked::All), 1, Duration::ZERO, None).await;
    assert_eq!(once.latencies.len(), 1);
    println!(
        "start with {ENTRIES} entries: {listens:.2} s until it listens, {:.2} s until a first answer, {:.0} MiB resident",
        started.elapsed().as_secs_f64(),
        served.resident() / 1024.0
    );
    served.settled().await;
    served
}

/// The rounds: in turns where they are compared, then by themselves.
async fn speed([echo, writer, served]: [&Process; 3], peer: Option<&Process>, pinned: bool) {
    let (connections, seconds) = (option("--connections", 32), option("--seconds", 5));
    let time = Duration::from_secs(seconds as u64);
    let turns = [
        ("axum echo", echo, None),
        ("echo + commit", writer, None),
        ("Deskbell", served, Some(Asked::All)),
        ("Deskbell, repeated questions", served, Some(Asked::Repeated)),
    ];
    let turns = turns.into_iter().chain(peer.map(|peer| ("the peer", peer, None)));
    let mut turns: Vec<_> = turns.map(|(name, process, asked)| (name, process, asked, Vec::new())).collect();
    let before = commits(served).await;
    for _ in 0..ROUNDS {
        for (_, process, asked, rounds) in &mut turns {
            rounds.push(ping_pong(process, *asked, connections, time, None).await);
        }
    }
    println!(
        "{connections} connections, {ROUNDS} rounds of {seconds} s each{}",
        if pinned { ", a core each for server and load" } else { "" }
    );
    let bare = mean(&turns[0].3, |round| round.processor);
    for (name, .., rounds) in &turns {
        show(name, rounds, Some(bare));
    }
    println!("{:.1} messages in a commit of these", together(before, commits(served).await));
    let full = mean(&turns[2].3, |round| round.per_second);
    let (half, asked) = (Duration::from_secs_f64(2.0 * connections as f64 / full), Some(Asked::All));
    // long enough that some hundredths of it are more than a few messages
    let longer = time * ROUNDS as u32;
    show("Deskbell at half the load", &[ping_pong(served, asked, connections, longer, Some(half)).await], None);
    show("Deskbell, a lone visitor", &[ping_pong(served, asked, 1, longer, Some(ALONE)).await], None);
    let before = commits(served).await;
    let many = option("--many", 256);
    let bare = [ping_pong(echo, None, many, time, None).await];
    show(&format!("axum echo, {many} connections"), &bare, None);
    let rounds = [ping_pong(served, asked, many, time, None).await];
    show(&format!("Deskbell, {many} connections"), &rounds, Some(bare[0].processor));
    println!("{:.1} messages in a commit of these", together(before, commits(served).await));
}

/// The mean of messages in a commit between two counts.
fn together(before: (f64, f64), after: (f64, f64)) -> f64 {
    (after.0 - before.0) / (after.1 - before.1)
}

/// How many messages were committed, and in how many commits.
async fn commits(served: &Process) -> (f64, f64) {
    let text = page(served.address, "/metrics").await;
    let value = |name: &str| -> f64 {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.rsplit(' ').next()).and_then(|number| number.parse().ok()).unwrap_or(f64::NAN)
    };
    (value("deskbell_commit_messages_sum"), value("deskbell_commit_messages_count"))
}

/// Connections that do nothing, and their return after the server was killed.
async fn idle(mut served: Process, program: &Path, folder: &Path, core: Option<&str>) {
    let wanted = option("--idle", 10_000);
    let before = served.resident();
    let mut held = Vec::with_capacity(wanted);
    while held.len() < wanted {
        let more = (wanted - held.len()).min(200);
        let opened = join_all((0..more).map(async |_| {
            let mut socket = connect(served.address).await?;
            let mut ready = hello(&mut socket, &Value::Null).await?;
            // a conversation is kept from its first message on
            let frame = json!({"type": "send", "cid": random_name(16), "body": {"kind": "text", "text": "hello"}});
            socket.send(Message::text(frame.to_string())).await.ok()?;
            for _ in 0..3 {
                next(&mut socket).await?;
            }
            ready["seq"] = 2.into();
            Some((socket, ready))
        }));
        let opened: Vec<_> = opened.await.into_iter().flatten().collect();
        assert!(!opened.is_empty(), "no more than {} connections", held.len());
        held.extend(opened);
    }
    let each = (served.resident() - before) / wanted as f64;
    println!(
        "{wanted} idle connections, each after one message: {each:.1} KiB resident each, {:.0} MiB in all",
        served.resident() / 1024.0
    );

    let back = option("--return", 5_000).min(wanted);
    let known: Vec<Value> = held.into_iter().take(back).map(|(_, ready)| ready).collect();
    served.kill();
    let started = Instant::now();
    let mut served = Process::start(program, &["serve"], folder, core);
    let address = served.address;
    let returns = known.into_iter().map(async |known| {
        loop {
            if let Some(mut socket) = connect(address).await
                && let Some(ready) = hello(&mut socket, &known).await
            {
                let same = ready["resumed"] == true && ready["conversation"] == known["conversation"];
                return (same, started.elapsed().as_secs_f64(), socket);
            }
            // a widget waits half a second to thirty, at random: this is the worst that many can do
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    let returned = join_all(returns).await;
    let mut times: Vec<f64> = returned.iter().map(|(_, time, _)| *time).collect();
    times.sort_by(f64::total_cmp);
    let same = returned.iter().filter(|(same, ..)| *same).count();
    println!(
        "{back} came back at once after a kill: 95 % within {:.2} s of the new start, all within {:.2} s, {same} to their own \
         conversation",
        quantile(&times, 0.95) / 1e3,
        quantile(&times, 1.0) / 1e3
    );
    served.kill();
}
