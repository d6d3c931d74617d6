//! `kill -9` under load, over a network that fails: what was acknowledged is in the database once and in order, every
//! question has one answer, and visitors who come back miss nothing (RELIABILITY, "The crash harness").
//!
//! `DESKBELL_CRASH_KILLS` and `DESKBELL_CRASH_VISITORS` make it longer, `DESKBELL_CRASH_SEED` other, and
//! `DESKBELL_CRASH_BINARY` tests another build. `tests/crash` runs it so, and with the three broken builds that it must
//! catch.

mod desk;
mod proxy;
mod visitor;

use crate::process::{self, Process};
use crate::report::recount_all;
use crate::support::Site;
use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection};
use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use visitor::{Acked, Journal, Shared, Tab, locked};

const KILLS: u64 = 25;
const VISITORS: u64 = 60;

/// A small generator of numbers (Steele, Lea, Flood: SplitMix64, OOPSLA 2014), so that a failure can be had again.
pub struct Random(pub u64);

impl Random {
    /// Below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }
}

/// A number from the environment.
pub fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().expect("a whole number"))
}

/// The server under test, which pages of the proxy's address may use.
fn spawn(site: &Site, origin: SocketAddr) -> Process {
    let mut command = process::server(&process::binary("DESKBELL_CRASH_BINARY"), site);
    command.env("DESKBELL_SITE_ALLOWED_ORIGINS", format!("http://{origin}"));
    Process::spawn(command)
}

/// Ends the server in one of three ways; what was wrong with that.
fn end(process: &mut Process, random: &mut Random) -> Option<String> {
    if random.below(10) == 0 {
        return process.terminate();
    }
    process.kill();
    None
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_under_load_lose_nothing() {
    let kills = setting("DESKBELL_CRASH_KILLS", KILLS);
    let seed = setting("DESKBELL_CRASH_SEED", 1);
    let (mut random, site) = (Random(seed), Site::new());
    let (server_sender, server) = watch::channel(None);
    let (stop_sender, stop) = watch::channel(false);
    let proxy = proxy::start(seed, server).await;
    let mut journals: Vec<Shared> = Vec::new();
    let mut tabs = Vec::new();
    for visitor in 0..setting("DESKBELL_CRASH_VISITORS", VISITORS) as usize {
        let (ready, _) = watch::channel(Value::Null);
        // every fifth has two tabs
        for tab in 0..if visitor % 5 == 0 { 2 } else { 1 } {
            let journal = Shared::default();
            locked(&journal).name = format!("visitor {visitor}, tab {tab}");
            journals.push(Arc::clone(&journal));
            let tab = Tab { visitor, tab, journal, address: proxy, ready: ready.clone(), stop: stop.clone() };
            tabs.push(tokio::spawn(tab.live()));
        }
    }
    let (mut checked, mut violations) = (vec![0; journals.len()], Vec::new());
    for cycle in 0..kills {
        let mut process = spawn(&site, proxy);
        if random.below(5) == 0 {
            // in the middle of the start
            tokio::time::sleep(Duration::from_millis(random.below(400))).await;
            process.kill();
        } else {
            let Some(address) = process.address() else {
                violations.push(format!("cycle {cycle}: the server did not start"));
                break;
            };
            server_sender.send_replace(Some(address));
            // the time a server lives before it is killed is the subject here, not a wait for something to be ready
            tokio::time::sleep(Duration::from_millis(50 + random.below(1_450))).await;
            violations.extend(end(&mut process, &mut random));
            server_sender.send_replace(None);
        }
        violations.extend(after_kill(&site, &journals, &mut checked).await);
        if !violations.is_empty() {
            violations.push(format!("caught after {} kills", cycle + 1));
            break;
        }
    }
    assert!(violations.is_empty(), "seed {seed}: {violations:#?}");

    // the last server lives until everybody is heard
    let mut process = spawn(&site, proxy);
    server_sender.send_replace(process.address());
    stop_sender.send_replace(true);
    for tab in tabs {
        tab.await.unwrap();
    }
    assert_eq!(process.terminate(), None);
    let journals: Vec<Journal> = journals.iter().map(|journal| locked(journal).clone()).collect();
    let acked: usize = journals.iter().map(|journal| journal.acked.len()).sum();
    assert!(acked as u64 > kills * 10, "only {acked} messages were acknowledged: no load");
    let violations = compare(&site.data().join("deskbell.db"), &journals).await;
    assert!(violations.is_empty(), "seed {seed}: {violations:#?}");
    recount_all(&site.data().join("deskbell.db")).await;
    println!(
        "{kills} kills, {} tabs, {acked} messages acknowledged, none lost, doubled or out of order",
        journals.len()
    );
}

/// A copy of the database as the dead server left it, so that the next one still finds it so.
async fn copy_of(site: &Site) -> (tempfile::TempDir, SqliteConnection) {
    let copy = tempfile::tempdir().unwrap();
    for name in ["deskbell.db", "deskbell.db-wal"] {
        let _ = std::fs::copy(site.data().join(name), copy.path().join(name));
    }
    let url = format!("sqlite://{}?mode=rwc", copy.path().join("deskbell.db").display());
    let database = SqliteConnection::connect(&url).await.unwrap();
    (copy, database)
}

/// What is wrong right after a kill: damage, and acknowledged messages since the last look that are not there.
async fn after_kill(site: &Site, journals: &[Shared], checked: &mut [usize]) -> Vec<String> {
    let mut violations = Vec::new();
    // what is acknowledged from here on is looked for the next time
    let known: Vec<(usize, String, Vec<Acked>)> = journals
        .iter()
        .zip(&mut *checked)
        .enumerate()
        .map(|(at, (journal, checked))| {
            let mut journal = locked(journal);
            violations.append(&mut journal.faults);
            let new = journal.acked[*checked..].to_vec();
            *checked = journal.acked.len();
            (at, journal.conversation.clone(), new)
        })
        .collect();
    let (_copy, mut database) = copy_of(site).await;
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut database).await.unwrap();
    if sound != "ok" {
        violations.push(format!("the database is damaged: {sound}"));
    }
    for (at, conversation, new) in known {
        for (cid, seq, text) in new {
            let rows: Vec<i64> = sqlx::query_scalar("SELECT seq FROM event WHERE conversation_id = $1 AND cid = $2")
                .bind(&conversation)
                .bind(&cid)
                .fetch_all(&mut database)
                .await
                .unwrap_or_default();
            if rows != [seq] {
                violations.push(format!(
                    "{}: {text:?} was acknowledged as {seq} and is {rows:?}",
                    locked(&journals[at]).name
                ));
            }
        }
    }
    violations
}

/// Everything that the journals and the database say differently.
async fn compare(path: &Path, journals: &[Journal]) -> Vec<String> {
    let url = format!("sqlite://{}", path.display());
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    let mut violations = Vec::new();
    for journal in journals {
        violations.extend(journal.faults.iter().cloned());
        let rows =
            sqlx::query("SELECT seq, sender, cid, reply_to, body FROM event WHERE conversation_id = $1 ORDER BY seq")
                .bind(&journal.conversation)
                .fetch_all(&mut database)
                .await
                .unwrap();
        let mut wrong = |what: String| violations.push(format!("{}: {what}", journal.name));
        let mut by_cid: HashMap<String, (i64, String)> = HashMap::new();
        let (mut answered, mut asked) = (HashSet::new(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            let (seq, body): (i64, String) = (row.get("seq"), row.get("body"));
            if seq != at as i64 + 1 {
                wrong(format!("seq {seq} stands in place {}", at + 1));
            }
            if let Some(cid) = row.get::<Option<String>, _>("cid") {
                asked.push(seq);
                if by_cid.insert(cid, (seq, body.clone())).is_some() {
                    wrong(format!("the message {body} is stored twice"));
                }
            }
            if row.get::<String, _>("sender") == "bot" && !answered.insert(row.get::<i64, _>("reply_to")) {
                wrong("a question has two answers".into());
            }
            let shown = journal.events.get(&seq);
            if shown.is_some_and(|shown| shown["body"] != serde_json::from_str::<Value>(&body).unwrap()) {
                wrong(format!("event {seq} changed after it was shown"));
            }
        }
        if let Some(silent) = asked.iter().find(|seq| !answered.contains(seq)) {
            wrong(format!("question {silent} has no answer"));
        }
        // tags of the visitor's own messages: visitor/tab/count
        let own = format!("? {}/", journal.name.trim_start_matches("visitor ").split(',').next().unwrap_or_default());
        for event in journal.events.values().filter(|event| event["from"] == "visitor") {
            if !event["body"]["text"].as_str().is_some_and(|text| text.contains(&own)) {
                wrong(format!("was shown another's message: {event}"));
            }
        }
        let mut last = 0;
        for (cid, seq, text) in &journal.acked {
            let body = json!({"kind": "text", "text": text}).to_string();
            if by_cid.get(cid) != Some(&(*seq, body)) {
                wrong(format!("{text:?} was acknowledged as {seq} and is {:?}", by_cid.get(cid)));
            }
            if *seq <= last {
                wrong(format!("{text:?} was acknowledged out of order"));
            }
            last = *seq;
        }
    }
    violations
}
