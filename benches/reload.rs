//! Changes of the FAQ under load: how long until a change is answered from, and what those who ask meanwhile notice. Every
//! title and answer carries the number of its version, and every answer that comes is looked at: one of two versions, an
//! older one than before or of none ends the run.
//!
//! `cargo bench --bench reload -- [--entries N] [--changes N] [--seconds N] [--connections N] [--rate N] [--program
//! PATH]`, for 1,000 and 10,000 entries where none are named. The server has one core and the load another where `taskset` is
//! there.

mod faq;
mod measure;
mod process;
mod socket;

use deskbell::ids::random_name;
use futures_util::future::join_all;
use measure::{cores, due, option, program, quantile};
use process::Process;
use serde_json::{Value, json};
use socket::{Socket, connect, hello, next, page, send};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Between two looks at what is in service.
const LOOK: Duration = Duration::from_millis(20);
/// A change that is not in service by then is lost.
const PATIENCE: Duration = Duration::from_secs(120);

/// What visitors of a time got.
#[derive(Default)]
struct Answered {
    /// Seconds from message to answer, sorted.
    latencies: Vec<f64>,
    /// Of them, how many were answers and no choices.
    answers: usize,
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let core = cores();
    let sizes = match option("--entries", 0) {
        0 => vec![1_000, 10_000],
        entries => vec![entries],
    };
    for entries in sizes {
        runtime.block_on(measure(entries, core));
    }
}

/// The versions that a text of an answer names.
fn versions(text: &str) -> Vec<usize> {
    let named = text.split("(edition ").skip(1);
    named.map(|rest| rest.split('.').next().and_then(|number| number.parse().ok()).expect("a number")).collect()
}

async fn measure(entries: usize, core: Option<&str>) {
    let folder = tempfile::tempdir().expect("a folder");
    // made before: whoever makes them must not keep the load waiting
    let texts: Vec<String> =
        (0..=option("--changes", 10)).map(|version| faq::text(entries, &format!(" (edition {version}.)"))).collect();
    faq::save(folder.path(), &texts[0]);
    let served = Process::start(&program(), &["serve"], folder.path(), core);
    served.settled().await;
    let time = Duration::from_secs(option("--seconds", 10) as u64);
    let started = Instant::now();
    let quiet = load(&served, entries, async || {
        // asked as often as while it changes
        while started.elapsed() < time {
            reloads(&served).await;
            tokio::time::sleep(LOOK).await;
        }
    })
    .await;
    let mut taken = Vec::new();
    let changed = load(&served, entries, async || {
        for text in &texts[1..] {
            taken.push(change(&served, folder.path(), text).await);
        }
    })
    .await;
    taken.sort_by(f64::total_cmp);
    println!(
        "{entries} entries, {} connections, {} messages/s{}: {} changes, each in service after {:.2} s (at most {:.2})",
        option("--connections", 16),
        option("--rate", 200),
        if core.is_some() { ", a core each for server and load" } else { "" },
        taken.len(),
        quantile(&taken, 0.5) / 1e3,
        quantile(&taken, 1.0) / 1e3,
    );
    let (rest, meanwhile) = (show("at rest", &quiet), show("meanwhile", &changed));
    println!(
        "p99 of the answers meanwhile: {:.1} x that at rest; none failed, none was of two versions",
        meanwhile / rest
    );
}

/// Prints what visitors got; its p99 in milliseconds.
fn show(name: &str, answered: &Answered) -> f64 {
    let p99 = quantile(&answered.latencies, 0.99);
    println!(
        "  {name:<10} {:>6} messages, {:>6} of them answered  p50 {:.2}  p99 {p99:.2}  maximum {:.2} ms",
        answered.latencies.len(),
        answered.answers,
        quantile(&answered.latencies, 0.5),
        quantile(&answered.latencies, 1.0),
    );
    p99
}

/// Saves a version and waits until it is in service; the seconds that it took, the watching included, and what the server
/// still had to examine of the version before.
async fn change(served: &Process, folder: &Path, text: &str) -> f64 {
    let before = reloads(served).await;
    faq::save(folder, text);
    let saved = Instant::now();
    while reloads(served).await == before {
        assert!(saved.elapsed() < PATIENCE, "the change is not in service");
        tokio::time::sleep(LOOK).await;
    }
    saved.elapsed().as_secs_f64()
}

/// How many changes were taken into service.
async fn reloads(served: &Process) -> String {
    let text = page(served.address, "/metrics").await;
    let line = text.lines().find(|line| line.starts_with("deskbell_faq_reloads_total"));
    line.expect("the metric").to_owned()
}

/// Visitors who ask evenly until something is done.
async fn load(served: &Process, entries: usize, until: impl AsyncFnOnce()) -> Answered {
    let connections = option("--connections", 16);
    let every = Duration::from_secs_f64(connections as f64 / option("--rate", 200) as f64);
    let done = AtomicBool::new(false);
    let started = Instant::now();
    let visitors = join_all((0..connections).map(async |number| {
        let mut socket = connect(served.address).await.expect("there is room");
        hello(&mut socket, &Value::Null).await.expect("it answers");
        // not all in the same moment
        let first = started + every.mul_f64(1.0 + number as f64 / connections as f64);
        visit(socket, number, entries, (first, every), &done).await
    }));
    let (visited, ()) = tokio::join!(visitors, async {
        until().await;
        done.store(true, Ordering::Relaxed);
    });
    let mut all = Answered::default();
    for visit in visited {
        all.latencies.extend(visit.latencies);
        all.answers += visit.answers;
    }
    all.latencies.sort_by(f64::total_cmp);
    all
}

/// One visitor, who asks for the first time at a moment and then again and again, and looks at every answer.
async fn visit(
    mut socket: Socket,
    number: usize,
    entries: usize,
    (first, every): (Instant, Duration),
    done: &AtomicBool,
) -> Answered {
    let (mut answered, mut latest) = (Answered::default(), 0);
    while !done.load(Ordering::Relaxed) {
        let turn = answered.latencies.len();
        let text = faq::question((number * 131 + turn * 17) % entries, turn as u64);
        let frame = json!({"type": "send", "cid": random_name(16), "body": {"kind": "text", "text": text}});
        let sent = due(first + every.mul_f64(turn as f64)).await;
        send(&mut socket, &frame).await.expect("it is open");
        let body = loop {
            let frame = next(&mut socket).await.expect("it answers");
            assert!(frame["type"] != "nack", "{frame}");
            if frame["type"] == "event" && frame["from"] == "bot" {
                break frame["body"].clone();
            }
        };
        answered.latencies.push(sent.elapsed().as_secs_f64());
        answered.answers += usize::from(body["kind"] == "answer");
        let named = versions(&body.to_string());
        assert!(body["kind"] != "answer" || !named.is_empty(), "an answer of no version: {body}");
        assert!(named.windows(2).all(|pair| pair[0] == pair[1]), "an answer of two versions: {body}");
        if let Some(version) = named.first() {
            assert!(*version >= latest, "version {version} after {latest}");
            latest = *version;
        }
    }
    answered
}
