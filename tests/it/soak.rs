//! Visitors who come, talk and go, and a FAQ that changes, for as long as wanted: what is held for them is given back, and
//! memory does not grow.
//!
//! `tests/soak MINUTES [VISITORS]` runs it at length with a release build. Here it is short: descriptors and tasks are
//! judged, the growth of memory only in a run of which [`JUDGED`] is left after the warm-up.

use crate::crash::{Random, setting};
use crate::process::{self, Held, Process};
use crate::support::{Client, Site, cid, until};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;

const SECONDS: u64 = 20;
const VISITORS: u64 = 40;
/// Growth of memory at most, after the warm-up, in MiB an hour.
const GROWTH: f64 = 1.0;
/// The first part of the time, in which caches, pools and the allocator's heaps come to their size.
const WARM_UP: f64 = 1.0 / 3.0;
/// Less time than this says nothing about an hour.
const JUDGED: Duration = Duration::from_secs(30 * 60);
/// Parts of the time, of each of which the least memory counts: a reload holds two FAQs at once, and gives one back.
const PARTS: usize = 60;
/// Between two messages of a visitor at most, in milliseconds.
const PAUSE: u64 = 8_000;
/// Between two changes of the FAQ.
const CHANGE: Duration = Duration::from_secs(15);
/// File descriptors of the database's pool at most: a writer and four readers, each with the file, its log and its index.
const DATABASE_DESCRIPTORS: usize = 15;
/// Threads for blocking work that may stay: the folder of the FAQ is looked at once a second by any of those that are idle,
/// so that several stay busy enough not to end.
const BLOCKING_THREADS: usize = 4;

/// A site; in a run that is judged with the sample FAQ, which is of the usual size and costs a short run too much.
fn site(time: Duration) -> Site {
    let site = Site::new();
    if judged(time) {
        std::fs::remove_file(site.faq().join("en.yaml")).unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq/en");
        for file in std::fs::read_dir(sample).unwrap().flatten() {
            std::fs::copy(file.path(), site.faq().join(file.file_name())).unwrap();
        }
    }
    site
}

/// Whether a run of this time says something about the growth of memory.
fn judged(time: Duration) -> bool {
    time.mul_f64(1.0 - WARM_UP) >= JUDGED
}

/// What visitors ask.
fn questions() -> Arc<Vec<String>> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions/en.jsonl")).unwrap();
    let question = |line: &str| serde_json::from_str::<Value>(line).unwrap()["q"].as_str().unwrap().to_owned();
    Arc::new(text.lines().map(question).collect())
}

fn http() -> reqwest::Client {
    // a connection kept open would count as one that was not given back
    reqwest::Client::builder().pool_max_idle_per_host(0).timeout(Duration::from_secs(30)).build().unwrap()
}

/// One visitor after another, all in the same place.
struct Place {
    address: SocketAddr,
    questions: Arc<Vec<String>>,
    acknowledged: Arc<AtomicU64>,
    stop: watch::Receiver<bool>,
    random: Random,
    pause: u64,
}

impl Place {
    /// Waits for a moment; whether to go on after it.
    async fn goes_on(&mut self) -> bool {
        let pause = Duration::from_millis(self.random.below(self.pause));
        // how often visitors write is what is made up here, not a wait for something to be ready
        tokio::select! { () = tokio::time::sleep(pause) => {}, _ = self.stop.changed() => {} }
        !*self.stop.borrow()
    }

    fn question(&mut self) -> String {
        let at = self.random.below(self.questions.len() as u64) as usize;
        self.questions[at].clone()
    }

    async fn live(mut self) {
        let (mut known, http) = (Value::Null, http());
        while self.goes_on().await {
            match self.random.below(10) {
                0 => drop(tokio::net::TcpStream::connect(self.address).await.unwrap()),
                1 => {
                    let question = self.question();
                    let asked = http.post(format!("http://{}/api/v1/ask", self.address)).json(&json!({"q": question}));
                    assert_eq!(asked.send().await.unwrap().status(), 200);
                }
                _ => known = self.talk(known).await,
            }
        }
    }

    /// A visit of some messages; every other visitor comes back for one more.
    async fn talk(&mut self, known: Value) -> Value {
        let known = if self.random.below(2) == 0 { known } else { Value::Null };
        let hello = json!({"type": "hello", "v": 1, "token": known["token"], "epoch": known["epoch"], "after": 0, "lang": "en"});
        let mut client = Client::hello(self.address, hello).await.expect("the server lets everybody in");
        for _ in 0..1 + self.random.below(8) {
            if !self.goes_on().await {
                break;
            }
            let (cid, text) = (cid(), self.question());
            client.send(&json!({"type": "send", "cid": cid, "body": {"kind": "text", "text": text}})).await.unwrap();
            assert_eq!(client.next_of("ack").await["cid"], json!(cid));
            self.acknowledged.fetch_add(1, Ordering::Relaxed);
        }
        // some close, and some are simply gone
        if self.random.below(2) == 0 {
            client.close().await;
        }
        client.ready.clone()
    }
}

/// Visitors and changes of the FAQ for this time; how much memory was held at which second, and how many messages were
/// acknowledged.
async fn churn(process: &mut Process, address: SocketAddr, site: &Site, time: Duration) -> (Vec<(f64, f64)>, u64) {
    let (stop, stopped) = watch::channel(false);
    let (questions, acknowledged, started) = (questions(), Arc::new(AtomicU64::new(0)), Instant::now());
    let visitors: Vec<_> = (0..setting("DESKBELL_SOAK_VISITORS", VISITORS))
        .map(|number| {
            let place = Place {
                address,
                questions: Arc::clone(&questions),
                acknowledged: Arc::clone(&acknowledged),
                stop: stopped.clone(),
                random: Random(number + 1),
                pause: PAUSE.min(time.as_millis() as u64 / 4),
            };
            tokio::spawn(place.live())
        })
        .collect();
    let file = std::fs::read_dir(site.faq()).unwrap().next().unwrap().unwrap().path();
    let (mut samples, mut seconds) = (Vec::new(), tokio::time::interval(Duration::from_secs(1)));
    let (original, mut changed, mut said) = (std::fs::read_to_string(&file).unwrap(), 0, 0);
    while started.elapsed() < time {
        seconds.tick().await;
        assert_eq!(process.ended(), None, "the server goes on");
        let held = process.held();
        samples.push((started.elapsed().as_secs_f64(), held.resident as f64 / 1024.0));
        if started.elapsed() > CHANGE.min(time / 4) * changed {
            changed += 1;
            // every fifth is one that cannot be served
            let broken = if changed % 5 == 0 { "entries_:\n" } else { "" };
            std::fs::write(&file, format!("{original}# change {changed}\n{broken}")).unwrap();
        }
        if started.elapsed().as_secs() / 60 > said {
            said += 1;
            let messages = acknowledged.load(Ordering::Relaxed);
            println!("{said} min: {messages} messages, {changed} changes of the FAQ, {}", shown(&held));
        }
    }
    stop.send_replace(true);
    for visitor in visitors {
        visitor.await.unwrap();
    }
    std::fs::write(&file, original).unwrap();
    (samples, acknowledged.load(Ordering::Relaxed))
}

fn shown(held: &Held) -> String {
    let mebibytes = |kibibytes: u64| kibibytes as f64 / 1024.0;
    format!(
        "{:.1} MiB resident ({:.1} of it no file), {} descriptors {:?}, {} threads",
        mebibytes(held.resident),
        mebibytes(held.anonymous),
        held.open(),
        held.descriptors,
        held.threads
    )
}

/// A metric of the server.
async fn metric(address: SocketAddr, name: &str) -> i64 {
    let text = http().get(format!("http://{address}/metrics")).send().await.unwrap().text().await.unwrap();
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    value.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
}

/// Waits until everybody has left.
async fn emptied(address: SocketAddr) {
    until("everybody has left", async || {
        // the connection that asks is one
        metric(address, "deskbell_sockets").await == 0 && metric(address, "deskbell_connections").await == 1
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn churn_and_reloads_leave_nothing_behind() {
    let time = Duration::from_secs(setting("DESKBELL_SOAK_SECONDS", SECONDS));
    let site = site(time);
    let mut process = Process::spawn(process::server(&process::binary("DESKBELL_SOAK_BINARY"), &site));
    let address = process.address().expect("it starts");
    // what is made at its first use is made here
    churn(&mut process, address, &site, Duration::from_secs(5)).await;
    emptied(address).await;
    let (start, tasks) = (process.held(), metric(address, "deskbell_tasks").await);
    println!("at the start: {}, {tasks} tasks", shown(&start));

    let (samples, messages) = churn(&mut process, address, &site, time).await;
    emptied(address).await;
    let reloads = metric(address, "deskbell_faq_reloads_total").await;
    until("descriptors, threads and tasks are as at the start", async || {
        let held = process.held();
        let more = metric(address, "deskbell_tasks").await;
        let back = held.open() <= start.open() && held.threads <= start.threads + BLOCKING_THREADS && more <= tasks;
        if !back {
            println!("still {}, {more} tasks", shown(&held));
        }
        back
    })
    .await;
    let end = process.held();
    println!("at the end:   {}, {} tasks", shown(&end), metric(address, "deskbell_tasks").await);
    assert!(end.descriptors.get("database").copied().unwrap_or(0) <= DATABASE_DESCRIPTORS, "{end:?}");
    assert!(reloads >= 3, "only {reloads} changes of the FAQ were served: that is no load");
    assert!(messages >= setting("DESKBELL_SOAK_VISITORS", VISITORS), "only {messages} messages: that is no load");

    let after = time.as_secs_f64() * WARM_UP;
    let settled: Vec<(f64, f64)> = samples.into_iter().filter(|(second, _)| *second >= after).collect();
    let growth = growth(&settled);
    println!(
        "{messages} messages, {reloads} reloads; after {after:.0} s of warm-up memory grew by {growth:.2} MiB an hour{}",
        if !judged(time) { " (too short a time to be judged)" } else { "" }
    );
    if judged(time) {
        assert!(growth <= GROWTH, "memory grew by {growth:.2} MiB an hour; {GROWTH} are allowed");
    }
    assert_eq!(process.terminate(), None);
}

/// How much memory grows in an hour: the median of the slopes between any two parts of the time (Theil 1950, Sen 1968),
/// so that a single step counts little and a steady growth fully.
fn growth(samples: &[(f64, f64)]) -> f64 {
    let parts: Vec<(f64, f64)> = samples
        .chunks(samples.len().div_ceil(PARTS).max(1))
        .filter_map(|part| part.iter().copied().min_by(|one, other| one.1.total_cmp(&other.1)))
        .collect();
    let mut slopes: Vec<f64> = Vec::new();
    for (at, (second, memory)) in parts.iter().enumerate() {
        slopes.extend(parts[at + 1..].iter().map(|(later, more)| (more - memory) / (later - second) * 3600.0));
    }
    slopes.sort_by(f64::total_cmp);
    slopes.get(slopes.len() / 2).copied().unwrap_or(0.0)
}

#[test]
fn a_steady_growth_is_seen_and_a_reload_is_none() {
    let hour = |growth: f64| -> Vec<(f64, f64)> {
        (0..3600)
            .map(|second| {
                let (second, reload) = (f64::from(second), if second % 15 < 4 { 40.0 } else { 0.0 });
                (second, 100.0 + reload + growth * second / 3600.0)
            })
            .collect()
    };
    assert!(growth(&hour(0.0)).abs() < 0.01);
    assert!((growth(&hour(1.5)) - 1.5).abs() < 0.1);
}
