//! A server that is told to stop while everybody talks (row 54).

use crate::process::{self, Process};
use crate::support::{Client, Closed, Site, cid, until};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const VISITORS: usize = 40;
const ROUNDS: usize = 3;

/// Talks until the server ends the socket: with which code, after which `bye`, and what was acknowledged.
async fn talk(address: SocketAddr, heard: Arc<AtomicUsize>) -> (Option<u16>, bool, Vec<(String, i64)>) {
    let mut client = Client::new(address).await;
    let (mut acked, mut bye) = (Vec::new(), false);
    loop {
        let cid = cid();
        let send = json!({"type": "send", "cid": cid, "body": {"kind": "text", "text": "where is my order"}});
        // what cannot be sent any more was preceded by a close, which is read below
        let _ = client.send(&send).await;
        loop {
            match client.next().await {
                Ok(frame) if frame["type"] == "ack" => {
                    acked.push((cid, frame["seq"].as_i64().unwrap()));
                    heard.fetch_add(1, Ordering::SeqCst);
                    break;
                }
                Ok(frame) if frame["type"] == "bye" => {
                    assert_eq!(frame["code"], "restart");
                    bye = true;
                }
                Ok(_) => {}
                Err(Closed { code }) => return (code, bye, acked),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_under_load_breaks_no_socket_off_and_loses_nothing() {
    let site = Site::new();
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let mut process = Process::spawn(process::server(env!("CARGO_BIN_EXE_deskbell"), &site));
        let address = process.address().expect("it starts");
        let heard = Arc::new(AtomicUsize::new(0));
        let visitors: Vec<_> = (0..VISITORS).map(|_| tokio::spawn(talk(address, Arc::clone(&heard)))).collect();
        until("everybody talks", async || heard.load(Ordering::SeqCst) > 2 * VISITORS).await;
        // within ten seconds, and with code 0
        assert_eq!(tokio::task::spawn_blocking(move || process.terminate()).await.unwrap(), None, "round {round}");
        for visitor in visitors {
            let (code, bye, acked) = visitor.await.unwrap();
            assert_eq!((code, bye), (Some(1012), true), "round {round}");
            acknowledged.extend(acked);
        }
    }
    let files: Vec<_> = std::fs::read_dir(site.data()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(
        !files.iter().any(|name| name.to_string_lossy().ends_with("-wal")),
        "the log was not written back: {files:?}"
    );
    let url = format!("sqlite://{}", site.data().join("deskbell.db").display());
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    for (cid, seq) in &acknowledged {
        let stored: Vec<i64> = sqlx::query_scalar("SELECT seq FROM event WHERE cid = $1")
            .bind(cid)
            .fetch_all(&mut database)
            .await
            .unwrap();
        assert_eq!(stored, [*seq]);
    }
    println!("{ROUNDS} stops, {} messages acknowledged", acknowledged.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_it_goes_down_nobody_is_let_in() {
    let site = Site::new();
    let mut process = Process::spawn(process::server(env!("CARGO_BIN_EXE_deskbell"), &site));
    let address = process.address().expect("it starts");
    let mut visitor = Client::new(address).await;
    process.signal();
    assert_eq!(visitor.next_of("bye").await["spread_ms"], 20_000);
    // the listener goes first: who comes now is refused by the system, or told to come back
    match crate::support::connect(address, &format!("http://{address}")).await {
        Err(_) => {}
        Ok(_) => panic!("a socket was opened on a server that goes down"),
    }
    assert_eq!(visitor.next().await, Err(Closed { code: Some(1012) }));
    until("it ends", async || process.ended().is_some()).await;
    assert!(process.ended().is_some_and(|status| status.success()));
}

#[tokio::test]
async fn a_stop_right_after_the_start_is_in_order_too() {
    let site = Site::new();
    for round in 0..10 {
        let mut process = Process::spawn(process::server(env!("CARGO_BIN_EXE_deskbell"), &site));
        assert!(process.address().is_some());
        assert_eq!(process.terminate(), None, "round {round}");
    }
}
