//! A changed FAQ under load: no answer fails, the new one is served within two seconds, and a broken file changes
//! nothing but the list of problems.

use crate::support::{Client, FAQ, Site, TestServer, until};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Questions a second, all clients together.
const RATE: u32 = 200;
const CLIENTS: u32 = 4;

struct Load {
    stop: Arc<AtomicBool>,
    answered: Arc<AtomicU64>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

/// Asks at a steady rate, and fails on anything that is not an answer of one whole version.
fn load(server: &TestServer) -> Load {
    let (stop, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let tasks = (0..CLIENTS)
        .map(|_| {
            let (stop, answered, address) = (stop.clone(), answered.clone(), server.address);
            tokio::spawn(async move {
                let mut client = Client::new(address).await;
                let mut ticks = tokio::time::interval(Duration::from_secs(1) * CLIENTS / RATE);
                while !stop.load(Ordering::SeqCst) {
                    ticks.tick().await;
                    let [ack, _, answer] = client.ask("when will my parcel arrive").await;
                    assert_eq!(ack["type"], "ack", "{ack}");
                    assert_eq!(answer["body"]["id"], "delivery-time", "{answer}");
                    let content = answer["body"]["content"].to_string();
                    // title and answer change together in the files, so they must change together here
                    let version = answer["body"]["title"].as_str().unwrap().rsplit(' ').next().unwrap().to_owned();
                    let whole = version == "take?" || content.contains(&version);
                    assert!(whole, "half of a version: {answer}");
                    answered.fetch_add(1, Ordering::SeqCst);
                }
            })
        })
        .collect();
    Load { stop, answered, tasks }
}

async fn shown(client: &mut Client) -> String {
    let [_, _, answer] = client.ask("when will my parcel arrive").await;
    answer["body"]["content"].to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_faq_is_served_within_two_seconds_and_a_broken_one_never() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let load = load(&server);
    let mut editor = Client::new(server.address).await;
    let file = site.faq().join("en.yaml");
    let mut slowest = Duration::ZERO;
    for round in 0..5 {
        let version = format!("v{round}");
        let text = FAQ
            .replace("How long does delivery take?", &format!("How long does delivery take? {version}"))
            .replace("**the same day**", &format!("**the same day, {version}**"));
        std::fs::write(&file, text).unwrap();
        let written = Instant::now();
        until("the change is served", async || shown(&mut editor).await.contains(&version)).await;
        slowest = slowest.max(written.elapsed());
    }
    assert!(slowest < Duration::from_secs(2), "a change took {slowest:?}");

    let before = load.answered.load(Ordering::SeqCst);
    std::fs::write(&file, FAQ.replace("    answer: Open", "    anser: Open")).unwrap();
    until("the broken file is reported", async || {
        server.state.knowledge.problems().iter().any(|problem| problem.severity == deskbell::faq::Severity::Error)
    })
    .await;
    let problems: Vec<String> = server.state.knowledge.problems().iter().map(ToString::to_string).collect();
    assert!(
        problems.iter().any(|problem| problem.contains("en.yaml:20:5: error: unknown key `anser`")),
        "{problems:#?}"
    );
    assert!(shown(&mut editor).await.contains("v4"), "the last good FAQ stays in service");
    until("questions go on", async || load.answered.load(Ordering::SeqCst) > before + 50).await;

    std::fs::write(&file, FAQ).unwrap();
    until("the mended file is served", async || !shown(&mut editor).await.contains("v4")).await;
    assert!(server.state.knowledge.problems().iter().all(|problem| problem.severity != deskbell::faq::Severity::Error));
    load.stop.store(true, Ordering::SeqCst);
    for task in load.tasks {
        task.await.unwrap();
    }
    println!("{} questions answered, slowest change {slowest:?}", load.answered.load(Ordering::SeqCst));
    server.stop().await;
}
