//! `kill -9` while a team talks to visitors: what either side was told is stored is there, once and in order, and who
//! waited for a person still waits.

use super::{KILLS, Random, copy_of, setting};
use crate::desk::Agent;
use crate::process::{self, Process};
use crate::support::{Client, Site, cid};
use deskbell::clock::Clock;
use deskbell::store::Store;
use deskbell::store::accounts::{AccountName, Role};
use deskbell::telemetry::Metrics;
use serde_json::{Value, json};
use sqlx::Row;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

const AGENTS: u64 = 5;
const VISITORS: u64 = 50;

/// What somebody was told is stored: conversation, client id and `seq`. Kept outside of the server.
type Told = Arc<Mutex<Vec<(String, String, i64)>>>;

fn note(told: &Told, conversation: &Value, cid: &str, ack: &Value) {
    let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
    told.push((conversation.as_str().unwrap().to_owned(), cid.to_owned(), ack["seq"].as_i64().unwrap()));
}

/// The address of the server that lives just now.
type Address = watch::Receiver<Option<SocketAddr>>;

async fn alive(address: &mut Address, stop: &watch::Receiver<bool>) -> Option<SocketAddr> {
    let now = *address.borrow_and_update();
    if now.is_none() && !*stop.borrow() {
        let _ = tokio::time::timeout(Duration::from_millis(50), address.changed()).await;
    }
    now
}

/// Asks for a person, then talks; every message is sent again until it is acknowledged.
async fn visitor(number: u64, told: Told, mut address: Address, stop: watch::Receiver<bool>) {
    let (mut ready, mut last, mut count) = (Value::Null, 0, 0);
    let mut waiting: Option<(String, Value)> = None;
    let mut random = Random(number);
    while !(*stop.borrow() && waiting.is_none()) {
        let Some(server) = alive(&mut address, &stop).await else { continue };
        let hello = json!({"type": "hello", "v": 1, "token": ready["token"], "epoch": ready["epoch"], "after": last, "lang": "en"});
        let Ok(mut client) = Client::hello(server, hello).await else { continue };
        ready = client.ready.clone();
        'talk: while !(*stop.borrow() && waiting.is_none()) {
            let (cid, body) = waiting.get_or_insert_with(|| {
                count += 1;
                let text = json!({"kind": "text", "text": format!("my order {number}/{count}, please")});
                (cid(), if count % 6 == 1 { json!({"kind": "human"}) } else { text })
            });
            let frame = json!({"type": "send", "cid": cid, "body": body});
            if client.send(&frame).await.is_err() {
                break;
            }
            loop {
                let Ok(frame) = client.next().await else { break 'talk };
                match frame["type"].as_str() {
                    Some("ack") => {
                        let (cid, _) = waiting.take().unwrap();
                        note(&told, &ready["conversation"], &cid, &frame);
                        break;
                    }
                    Some("event") => {
                        assert_eq!(frame["seq"], last + 1, "an event is missing or comes again: {frame}");
                        last += 1;
                    }
                    Some("nack") => break 'talk,
                    _ => {}
                }
            }
            // people think
            tokio::time::sleep(Duration::from_millis(5 + random.below(30))).await;
        }
    }
}

/// What an agent does next to a row of the list.
fn action(row: &Value, me: &Value, random: &mut Random) -> Option<Value> {
    let mine = row["agent"]["id"] == me["id"];
    match (row["stage"].as_str()?, mine) {
        ("queued", _) => Some(json!({"kind": "take"})),
        ("agent", true) => Some(match random.below(8) {
            0 => json!({"kind": "resolve"}),
            1 => json!({"kind": "release", "note": "somebody else, please"}),
            2 => json!({"kind": "give_back"}),
            count => json!({"kind": "reply", "text": format!("Hello, {count}")}),
        }),
        _ => None,
    }
}

/// Works through the list; every action is sent again, under its client id, until it is answered.
async fn agent(number: u64, token: String, told: Told, mut address: Address, stop: watch::Receiver<bool>) {
    let mut random = Random(1_000 + number);
    let mut waiting: Option<(String, Value, Value)> = None;
    while !*stop.borrow() {
        let Some(server) = alive(&mut address, &stop).await else { continue };
        let Some(mut console) = Agent::reach(server, token.clone()).await else { continue };
        let me = console.ready["me"].clone();
        let mut rows: Vec<Value> = console.ready["rows"].as_array().unwrap().clone();
        'work: while !*stop.borrow() {
            if waiting.is_none() && !rows.is_empty() {
                let row = &rows[random.below(rows.len() as u64) as usize];
                waiting = action(row, &me, &mut random).map(|action| (cid(), row["conversation"].clone(), action));
            }
            if let Some((cid, conversation, action)) = &waiting {
                let frame = json!({"type": "do", "cid": cid, "conversation": conversation, "action": action});
                if !console.try_send(frame).await {
                    break;
                }
            }
            loop {
                let frame = tokio::time::timeout(Duration::from_millis(20), console.next()).await;
                let Ok(frame) = frame else { break };
                let Some(frame) = frame else { break 'work };
                match frame["type"].as_str() {
                    Some("row") => {
                        rows.retain(|row| row["conversation"] != frame["row"]["conversation"]);
                        rows.push(frame["row"].clone());
                    }
                    Some("gone") => rows.retain(|row| row["conversation"] != frame["conversation"]),
                    Some("nack") if frame["code"] == "storage_unavailable" => break 'work,
                    Some("ack" | "nack") => {
                        // an action that was sent twice is answered twice
                        if let Some((cid, conversation, _)) = waiting.take_if(|(cid, ..)| frame["cid"] == *cid) {
                            if frame["type"] == "ack" {
                                note(&told, &conversation, &cid, &frame);
                            }
                            break;
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

/// What is wrong with the database as a dead server left it. `checked`: how much of what was told has been looked for.
async fn wrong(site: &Site, told: &Told, checked: &mut usize) -> Vec<String> {
    let new = told.lock().unwrap_or_else(PoisonError::into_inner)[*checked..].to_vec();
    let (_copy, mut database) = copy_of(site).await;
    let mut violations = Vec::new();
    for (conversation, cid, seq) in &new {
        let rows: Vec<i64> = sqlx::query_scalar("SELECT seq FROM event WHERE conversation_id = $1 AND cid = $2")
            .bind(conversation)
            .bind(cid)
            .fetch_all(&mut database)
            .await
            .unwrap_or_default();
        if rows != [*seq] {
            violations.push(format!("{cid} was acknowledged as {seq} and is {rows:?}"));
        }
    }
    *checked += new.len();
    let holes: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM (SELECT max(seq) AS last, count(*) AS events FROM event GROUP BY conversation_id) \
         AS conversations WHERE last <> events",
    )
    .fetch_one(&mut database)
    .await
    .unwrap();
    if holes > 0 {
        violations.push(format!("{holes} conversations have holes"));
    }
    // the state of a conversation and its open request say the same: nobody fell out of the line
    let rows = sqlx::query(
        "SELECT conversation.id, conversation.state, (SELECT count(*) FROM handoff WHERE conversation_id = conversation.id \
         AND state = 'queued') AS queued, (SELECT count(*) FROM handoff WHERE conversation_id = conversation.id \
         AND state = 'agent') AS held FROM conversation",
    )
    .fetch_all(&mut database)
    .await
    .unwrap();
    for row in rows {
        let state: Value = serde_json::from_str(&row.get::<String, _>("state")).unwrap();
        let stage = state["desk"]["stage"].as_str().unwrap_or("bot");
        let (queued, held): (i64, i64) = (row.get("queued"), row.get("held"));
        let expected = (i64::from(stage == "queued"), i64::from(stage == "agent"));
        if (queued, held) != expected {
            let id: String = row.get("id");
            violations.push(format!("{id} is {stage}, and has {queued} requests that wait and {held} with a person"));
        }
    }
    violations
}

/// An account for each of the team, and its token.
async fn team(site: &Site) -> Vec<String> {
    std::fs::create_dir_all(site.data()).unwrap();
    let store = Store::open(&site.data().join("deskbell.db"), Metrics::default()).await.unwrap();
    let now = Clock::system().now_millis();
    let mut tokens = Vec::new();
    for number in 0..AGENTS {
        let name: AccountName = format!("agent-{number}").parse().unwrap();
        store.create_account(&name, Role::Agent, now).await.map(drop).unwrap();
        tokens.push(store.create_token(&name, "console", now).await.unwrap().reveal().to_owned());
    }
    store.close().await;
    tokens
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kills_lose_neither_words_nor_places() {
    let kills = setting("DESKBELL_CRASH_DESK_KILLS", KILLS / 5);
    let site = Site::new();
    let told = Told::default();
    let (server_sender, server) = watch::channel(None);
    let (stop_sender, stop) = watch::channel(false);
    let mut people = Vec::new();
    for (number, token) in (0..).zip(team(&site).await) {
        people.push(tokio::spawn(agent(number, token, Arc::clone(&told), server.clone(), stop.clone())));
    }
    for number in 0..VISITORS {
        people.push(tokio::spawn(visitor(number, Arc::clone(&told), server.clone(), stop.clone())));
    }
    let (mut random, mut checked) = (Random(setting("DESKBELL_CRASH_SEED", 1)), 0);
    for cycle in 0..kills {
        let mut process = Process::spawn(process::server(&process::binary("DESKBELL_CRASH_BINARY"), &site));
        server_sender.send_replace(Some(process.address().expect("the server starts")));
        // the time a server lives before it is killed is the subject here, not a wait for something to be ready
        tokio::time::sleep(Duration::from_millis(300 + random.below(1_200))).await;
        process.kill();
        server_sender.send_replace(None);
        let violations = wrong(&site, &told, &mut checked).await;
        assert!(violations.is_empty(), "after {} kills: {violations:#?}", cycle + 1);
    }
    let mut process = Process::spawn(process::server(&process::binary("DESKBELL_CRASH_BINARY"), &site));
    server_sender.send_replace(process.address());
    stop_sender.send_replace(true);
    for person in people {
        person.await.unwrap();
    }
    assert_eq!(process.terminate(), None);
    assert_eq!(wrong(&site, &told, &mut checked).await, Vec::<String>::new());
    assert!(checked as u64 > kills * 50, "only {checked} acknowledgements: no load");
    println!("{kills} kills, {VISITORS} visitors, {AGENTS} agents, {checked} acknowledged, none lost or doubled");
}
