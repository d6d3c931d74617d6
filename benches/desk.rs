//! Load at the desk over real WebSockets: how long a visitor's message takes until the person who has the conversation
//! sees it. First on a server with one conversation and one agent, then on the same server with many of both, so that
//! what a busy desk costs is a ratio.
//!
//! `cargo bench --bench desk -- [--seconds N] [--conversations N] [--agents N] [--rate N] [--program PATH]`. The server
//! has one core and the load another where `taskset` is there; `--program` measures another build of it.

mod faq;
mod measure;
mod process;
mod socket;

use deskbell::ids::random_name;
use futures_util::future::join_all;
use measure::{cores, option, program, quantile};
use process::Process;
use serde_json::{Value, json};
use socket::{Socket, connect, console, hello, next, send};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::{Instant, interval, interval_at, timeout};

/// Entries of the FAQ.
const ENTRIES: usize = 1_000;
/// Messages a second of the one conversation beside which the load is held.
const QUIET_RATE: usize = 20;
/// A console that says nothing for longer counts as gone.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// For what takes milliseconds: a message that is not seen until then is lost.
const PATIENCE: Duration = Duration::from_secs(30);

/// When a message left a visitor or came to an agent, by its id.
type Moment = (String, Instant);

/// Somebody of the team with the conversations taken, the first of which is watched.
struct Agent {
    socket: Socket,
    taken: Vec<usize>,
}

/// A visitor who talks with a person.
struct Visitor {
    socket: Socket,
    conversation: Value,
}

/// How many there are of everything.
#[derive(Clone, Copy)]
struct Scene {
    conversations: usize,
    agents: usize,
    /// Messages a second of all conversations together.
    rate: usize,
    seconds: usize,
}

/// What one scene came to.
struct Outcome {
    sent: usize,
    /// Of these, the ones in conversations that are watched.
    watched: usize,
    /// Seconds from a visitor's sending to an agent's seeing, sorted.
    latencies: Vec<f64>,
    /// Of the server with everybody connected, in KiB.
    resident: f64,
}

fn main() {
    tokio::runtime::Runtime::new().expect("threads").block_on(measure());
}

async fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    faq::write(folder.path(), ENTRIES);
    let (program, core) = (program(), cores());
    let busy = Scene {
        conversations: option("--conversations", 200),
        agents: option("--agents", 20),
        rate: option("--rate", 100),
        seconds: option("--seconds", 20),
    };
    let quiet = Scene { conversations: 1, agents: 1, rate: QUIET_RATE, ..busy };
    let tokens: Vec<String> = (0..busy.agents).map(|number| token(&program, folder.path(), number)).collect();
    let served = Process::start(&program, &["serve"], folder.path(), core);
    served.settled().await;
    let resident = served.resident();
    let alone = play(&served, &tokens, quiet).await;
    let crowded = play(&served, &tokens, busy).await;
    let after = served.resident();
    println!(
        "{ENTRIES} entries, {} s each, the same server{}",
        busy.seconds,
        if core.is_some() { ", a core each for server and load" } else { "" }
    );
    let (calm, loaded) = (show(quiet, &alone), show(busy, &crowded));
    println!("p99 of the busy desk: {:.1} x that of the quiet one", loaded / calm);
    println!(
        "resident: {:.0} MiB before, {:.0} with all connected, {:.0} after all have gone",
        resident / 1024.0,
        crowded.resident / 1024.0,
        after / 1024.0
    );
    for outcome in [alone, crowded] {
        assert_eq!(outcome.latencies.len(), outcome.watched, "a message to a watching agent was not seen");
    }
}

/// Prints an outcome; its p99 in milliseconds.
fn show(scene: Scene, outcome: &Outcome) -> f64 {
    let p99 = quantile(&outcome.latencies, 0.99);
    println!(
        "{:>4} conversations, {:>3} agents, {:>4} messages/s: {} sent, {} of them watched, {} seen  p50 {:.2}  p99 {p99:.2}  \
         maximum {:.2} ms",
        scene.conversations,
        scene.agents,
        scene.rate,
        outcome.sent,
        outcome.watched,
        outcome.latencies.len(),
        quantile(&outcome.latencies, 0.5),
        quantile(&outcome.latencies, 1.0),
    );
    p99
}

/// A token of a new account, as whoever runs the server makes it.
fn token(program: &Path, folder: &Path, number: usize) -> String {
    let name = format!("agent{number}");
    let run = |arguments: &[&str]| {
        let output = Command::new(program).arg("admin").args(arguments).current_dir(folder).output();
        let output = output.expect("it can be started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text").trim().to_owned()
    };
    run(&["add", &name, "--role", "agent"]);
    run(&["token", &name])
}

/// Everybody comes, talks, is seen, and goes.
async fn play(served: &Process, tokens: &[String], scene: Scene) -> Outcome {
    let address = served.address;
    let seats = tokens.iter().take(scene.agents).map(async |token| sit_down(address, token).await);
    let agents = join_all(seats).await;
    let visitors = join_all((0..scene.conversations).map(async |_| ask_for_a_person(address).await)).await;
    let conversations: Vec<Value> = visitors.iter().map(|visitor| visitor.conversation.clone()).collect();
    let (seen, moments) = unbounded_channel();
    let (watching, watched) = take_over(agents, &conversations, seen).await;
    let resident = served.resident();
    let every = Duration::from_secs_f64(scene.conversations as f64 / scene.rate as f64);
    let wanted = (scene.rate * scene.seconds).div_ceil(scene.conversations);
    let talks = visitors.into_iter().enumerate().map(|(number, visitor)| {
        // not all in the same moment
        let first = every.mul_f64(number as f64 / scene.conversations as f64);
        tokio::spawn(talk(visitor, first, every, wanted))
    });
    let talks = join_all(talks.collect::<Vec<_>>()).await;
    let talks: Vec<Vec<Moment>> = talks.into_iter().map(|talk| talk.expect("it talks to the end")).collect();
    let sent = talks.iter().map(Vec::len).sum();
    let due: HashMap<_, _> = watched.iter().flat_map(|number| talks[*number].iter().cloned()).collect();
    let watched = due.len();
    let latencies = match_up(due, moments).await;
    watching.iter().for_each(JoinHandle::abort);
    Outcome { sent, watched, latencies, resident }
}

/// A console that takes conversations.
async fn sit_down(address: SocketAddr, token: &str) -> Agent {
    let mut socket = console(address, token).await.expect("it lets the team in");
    send(&mut socket, &json!({"type": "hello", "v": 1, "available": true})).await.expect("it is open");
    until(&mut socket, |frame| frame["type"] == "ready").await;
    Agent { socket, taken: Vec::new() }
}

async fn ask_for_a_person(address: SocketAddr) -> Visitor {
    let mut socket = connect(address).await.expect("there is room");
    let ready = hello(&mut socket, &Value::Null).await.expect("it answers");
    let cid = random_name(16);
    send(&mut socket, &json!({"type": "send", "cid": cid, "body": {"kind": "human"}})).await.expect("it is open");
    until(&mut socket, |frame| frame["type"] == "ack" && frame["cid"] == *cid).await;
    Visitor { socket, conversation: ready["conversation"].clone() }
}

/// Passes over frames until the one that is waited for.
async fn until(socket: &mut Socket, is_it: impl Fn(&Value) -> bool) {
    let waited = timeout(PATIENCE, async {
        loop {
            let frame = next(socket).await.expect("it is open");
            assert!(frame["type"] != "nack", "{frame}");
            if is_it(&frame) {
                return;
            }
        }
    });
    waited.await.expect("it answers in time");
}

/// The agents take the conversations in turns, and each watches its first; the ones that are watched.
async fn take_over(
    agents: Vec<Agent>,
    conversations: &[Value],
    seen: UnboundedSender<Moment>,
) -> (Vec<JoinHandle<()>>, Vec<usize>) {
    let every = agents.len();
    let busy = agents.into_iter().enumerate().map(async |(number, mut agent)| {
        agent.taken = (number..conversations.len()).step_by(every).collect();
        for taken in &agent.taken {
            let (cid, conversation) = (random_name(16), &conversations[*taken]);
            let take = json!({"type": "do", "cid": cid, "conversation": conversation, "action": {"kind": "take"}});
            send(&mut agent.socket, &take).await.expect("it is open");
            until(&mut agent.socket, |frame| frame["type"] == "ack" && frame["cid"] == *cid).await;
        }
        if let Some(first) = agent.taken.first() {
            let watch = json!({"type": "watch", "conversation": conversations[*first], "after": 0});
            send(&mut agent.socket, &watch).await.expect("it is open");
            until(&mut agent.socket, |frame| frame["type"] == "synced").await;
        }
        agent
    });
    let busy = join_all(busy).await;
    let watched = busy.iter().filter_map(|agent| agent.taken.first().copied()).collect();
    (busy.into_iter().map(|agent| tokio::spawn(look(agent.socket, seen.clone()))).collect(), watched)
}

/// Reads what comes to a console, and passes on when which message of the visitor did.
async fn look(mut socket: Socket, seen: UnboundedSender<Moment>) {
    let mut heartbeat = interval(HEARTBEAT);
    loop {
        tokio::select! {
            _ = heartbeat.tick() => send(&mut socket, &json!({"type": "heartbeat"})).await.expect("it is open"),
            frame = next(&mut socket) => {
                let (frame, now) = (frame.expect("it is open"), Instant::now());
                if frame["type"] == "event" && frame["from"] == "visitor" && let Some(cid) = frame["cid"].as_str() {
                    seen.send((cid.to_owned(), now)).expect("somebody counts");
                }
            }
        }
    }
}

/// Sends so many messages, evenly, until the last is acknowledged; when each was sent.
async fn talk(mut visitor: Visitor, first: Duration, every: Duration, wanted: usize) -> Vec<Moment> {
    let mut ticks = interval_at(Instant::now() + first, every);
    let (mut sent, mut acknowledged) = (Vec::with_capacity(wanted), 0);
    while acknowledged < wanted {
        tokio::select! {
            _ = ticks.tick(), if sent.len() < wanted => {
                let (cid, text) = (random_name(16), faq::question(sent.len(), 0));
                let frame = json!({"type": "send", "cid": cid, "body": {"kind": "text", "text": text}});
                sent.push((cid, Instant::now()));
                send(&mut visitor.socket, &frame).await.expect("it is open");
            }
            frame = timeout(PATIENCE.max(every * 2), next(&mut visitor.socket)) => {
                let frame = frame.expect("it answers in time").expect("it is open");
                assert!(frame["type"] != "nack", "{frame}");
                acknowledged += usize::from(frame["type"] == "ack");
            }
        }
    }
    sent
}

/// Seconds until each message was seen, sorted; without the ones that were not.
async fn match_up(mut due: HashMap<String, Instant>, mut moments: UnboundedReceiver<Moment>) -> Vec<f64> {
    let mut latencies = Vec::with_capacity(due.len());
    while !due.is_empty() {
        match timeout(PATIENCE, moments.recv()).await {
            Ok(Some((cid, at))) => latencies.extend(due.remove(&cid).map(|sent| (at - sent).as_secs_f64())),
            Ok(None) | Err(_) => break,
        }
    }
    latencies.sort_by(f64::total_cmp);
    latencies
}
