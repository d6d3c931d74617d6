//! `kill -9` under load: what was acknowledged is in the database once and in order, and visitors who come back miss
//! nothing.

use crate::support::{Client, Site, cid};
use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::sync::watch;

const KILLS: usize = 10;
const VISITORS: usize = 24;

/// A server in a process of its own.
struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    fn start(site: &Site) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_deskbell"))
            .current_dir(site.path())
            .env("DESKBELL_SERVER_LISTEN", "127.0.0.1:0")
            .env("DESKBELL_LIMITS_MESSAGES_PER_SECOND", "0")
            .env("DESKBELL_LIMITS_ADDRESS_PER_SECOND", "0")
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines
            .find(|line| line.as_ref().is_ok_and(|line| line.contains("Demo page")))
            .expect("the server says where it listens")
            .unwrap();
        let port: u16 = line.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        // the rest of what it prints must go somewhere, or it would block on a full pipe
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: ([127, 0, 0, 1], port).into() }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What one visitor knows, kept outside of the server.
#[derive(Default)]
struct Journal {
    conversation: String,
    /// cid, seq and text of every acknowledged message, in the order of acknowledgement.
    acked: Vec<(String, i64, String)>,
    /// Every event that was shown, by seq.
    events: BTreeMap<i64, Value>,
    faults: Vec<String>,
}

/// Talks until told to stop, comes back after every break, sends an unacknowledged message again under its cid.
async fn visitor(
    number: usize,
    mut address: watch::Receiver<Option<SocketAddr>>,
    mut stop: watch::Receiver<bool>,
) -> Journal {
    let mut journal = Journal::default();
    let mut ready = Value::Null;
    let mut unacked: Option<(String, String)> = None;
    let mut count = 0;
    'life: loop {
        let at = *address.borrow_and_update();
        let Some(at) = at else {
            tokio::select! {
                _ = address.changed() => continue,
                _ = stop.changed() => break,
            }
        };
        let after = journal.events.keys().last().copied().unwrap_or(0);
        let hello = json!({"type": "hello", "v": 1, "token": ready["token"], "epoch": ready["epoch"], "after": after, "lang": "en"});
        let Ok(mut client) = Client::hello(at, hello).await else {
            tokio::task::yield_now().await;
            if *stop.borrow() {
                break;
            }
            continue;
        };
        if !ready.is_null() && client.ready["conversation"] != ready["conversation"] {
            journal.faults.push(format!("visitor {number} lost its conversation"));
        }
        ready = client.ready.clone();
        journal.conversation = ready["conversation"].as_str().unwrap().to_owned();
        loop {
            if *stop.borrow() && unacked.is_none() {
                break 'life;
            }
            let (cid, text) = unacked.get_or_insert_with(|| {
                count += 1;
                (cid(), format!("where is my order, please? {number}/{count}"))
            });
            let frame = json!({"type": "send", "cid": cid, "body": {"kind": "text", "text": text}});
            if client.send(&frame).await.is_err() {
                continue 'life;
            }
            // read until the acknowledgement; events on the way are kept
            loop {
                let Ok(frame) = client.next().await else { continue 'life };
                match frame["type"].as_str() {
                    Some("ack") => {
                        let (cid, text) = unacked.take().unwrap();
                        journal.acked.push((cid, frame["seq"].as_i64().unwrap(), text));
                        break;
                    }
                    Some("event") => keep(&mut journal, &frame),
                    _ => journal.faults.push(format!("unexpected {frame}")),
                }
            }
        }
    }
    journal
}

fn keep(journal: &mut Journal, event: &Value) {
    let seq = event["seq"].as_i64().unwrap();
    let expected = journal.events.keys().last().copied().unwrap_or(0) + 1;
    if seq != expected {
        journal.faults.push(format!("event {seq} came where {expected} was due"));
    }
    journal.events.insert(seq, event.clone());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_kills_under_load_lose_nothing() {
    let site = Site::new();
    let (address_sender, address) = watch::channel(None);
    let (stop_sender, stop) = watch::channel(false);
    let visitors: Vec<_> =
        (0..VISITORS).map(|number| tokio::spawn(visitor(number, address.clone(), stop.clone()))).collect();
    // not random numbers but spread ones, so that a failure can be had again
    let mut process = Process::start(&site);
    for kill in 0..KILLS {
        address_sender.send(Some(process.address)).unwrap();
        let life = Duration::from_millis(150 + (kill as u64 * 397) % 900);
        // the time a server lives before it is killed is the subject here, not a wait for something to be ready
        tokio::time::sleep(life).await;
        address_sender.send(None).unwrap();
        process.kill();
        process = Process::start(&site);
    }
    address_sender.send(Some(process.address)).unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    stop_sender.send(true).unwrap();
    let mut journals = Vec::new();
    for visitor in visitors {
        journals.push(visitor.await.unwrap());
    }
    process.kill();

    let acked: usize = journals.iter().map(|journal| journal.acked.len()).sum();
    assert!(acked > VISITORS * KILLS, "only {acked} messages were acknowledged: no load");
    let faults: Vec<&String> = journals.iter().flat_map(|journal| &journal.faults).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    compare(&site, &journals).await;
    println!("{KILLS} kills, {VISITORS} visitors, {acked} messages acknowledged, none lost, doubled or out of order");
}

/// The journals against the database.
async fn compare(site: &Site, journals: &[Journal]) {
    let url = format!("sqlite://{}", site.data().join("deskbell.db").display());
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut database).await.unwrap();
    assert_eq!(sound, "ok");
    for journal in journals {
        let rows =
            sqlx::query("SELECT seq, sender, cid, reply_to, body FROM event WHERE conversation_id = $1 ORDER BY seq")
                .bind(&journal.conversation)
                .fetch_all(&mut database)
                .await
                .unwrap();
        let mut by_cid: HashMap<String, (i64, String)> = HashMap::new();
        let mut answered = HashSet::new();
        for (at, row) in rows.iter().enumerate() {
            let seq: i64 = row.get("seq");
            assert_eq!(seq, at as i64 + 1, "seq has a gap in {}", journal.conversation);
            if let Some(cid) = row.get::<Option<String>, _>("cid") {
                assert!(by_cid.insert(cid, (seq, row.get("body"))).is_none(), "a cid is stored twice");
            }
            if row.get::<String, _>("sender") == "bot" {
                assert!(answered.insert(row.get::<i64, _>("reply_to")), "a question has two answers");
            }
            if let Some(shown) = journal.events.get(&seq) {
                let stored: Value = serde_json::from_str(&row.get::<String, _>("body")).unwrap();
                assert_eq!(shown["body"], stored, "an event changed after it was shown");
            }
        }
        let mut last = 0;
        for (cid, seq, text) in &journal.acked {
            let (stored, body) = by_cid.get(cid).unwrap_or_else(|| panic!("{cid} was acknowledged and is gone"));
            assert_eq!((stored, body.as_str()), (seq, json!({"kind": "text", "text": text}).to_string().as_str()));
            assert!(*seq > last, "acknowledged out of order");
            last = *seq;
            assert!(answered.contains(seq), "a question has no answer");
        }
    }
}
