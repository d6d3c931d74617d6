//! Visitors who talk without a pause, come back after every break, and write down outside of the server what they were
//! told.

use super::Random;
use crate::support::{Client, cid};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// The cid, the seq and the text of an acknowledged message.
pub type Acked = (String, i64, String);

/// What one tab knows.
#[derive(Clone, Default)]
pub struct Journal {
    /// Who, and in which tab.
    pub name: String,
    pub conversation: String,
    /// In the order of acknowledgement.
    pub acked: Vec<Acked>,
    /// Every event that was shown, by seq.
    pub events: BTreeMap<i64, Value>,
    /// What should not have been.
    pub faults: Vec<String>,
}

impl Journal {
    fn keep(&mut self, event: &Value) {
        let seq = event["seq"].as_i64().unwrap_or(-1);
        let expected = self.events.keys().last().copied().unwrap_or(0) + 1;
        if seq != expected {
            self.faults.push(format!("{}: event {seq} came where {expected} was due", self.name));
        }
        self.events.insert(seq, event.clone());
    }
}

/// A journal that survives its visitor.
pub type Shared = Arc<Mutex<Journal>>;

pub fn locked(journal: &Shared) -> std::sync::MutexGuard<'_, Journal> {
    journal.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One tab of a visitor's browser.
pub struct Tab {
    pub visitor: usize,
    pub tab: usize,
    pub journal: Shared,
    /// The proxy.
    pub address: SocketAddr,
    /// What the first tab was given by the server, for the others.
    pub ready: watch::Sender<Value>,
    pub stop: watch::Receiver<bool>,
}

impl Tab {
    /// Talks until told to stop. A message that was not acknowledged is sent again, under its cid.
    pub async fn live(mut self) {
        let mut random = Random(self.visitor as u64 * 7 + self.tab as u64);
        let mut unacked: Option<(String, String)> = None;
        let mut count = 0;
        while !(*self.stop.borrow() && unacked.is_none()) {
            let Some(mut client) = self.connect().await else { continue };
            // the end of a conversation may be cut off as well, so that nobody waits for ever
            while !(*self.stop.borrow() && unacked.is_none()) {
                let (cid, text) = unacked.get_or_insert_with(|| {
                    count += 1;
                    (cid(), format!("where is my order, please? {}/{}/{count}", self.visitor, self.tab))
                });
                let frame = json!({"type": "send", "cid": cid, "body": {"kind": "text", "text": text}});
                if client.send(&frame).await.is_err() || !self.hear(&mut client, &mut unacked).await {
                    break;
                }
                // some leave in the middle of it, and come back at once
                if random.below(40) == 0 {
                    break;
                }
            }
        }
    }

    /// Opens the socket; none where the server is not there, or another tab of the visitor has to be the first.
    async fn connect(&mut self) -> Option<Client> {
        let known = self.ready.borrow().clone();
        if self.tab > 0 && known.is_null() {
            tokio::time::sleep(Duration::from_millis(5)).await;
            return None;
        }
        let after = locked(&self.journal).events.keys().last().copied().unwrap_or(0);
        let hello = json!({"type": "hello", "v": 1, "token": known["token"], "epoch": known["epoch"], "after": after, "lang": "en"});
        let Ok(client) = Client::hello(self.address, hello).await else {
            tokio::time::sleep(Duration::from_millis(5)).await;
            return None;
        };
        let mut journal = locked(&self.journal);
        let conversation = client.ready["conversation"].as_str().unwrap_or_default().to_owned();
        if !journal.conversation.is_empty() && journal.conversation != conversation {
            let name = journal.name.clone();
            journal.faults.push(format!("{name} lost its conversation"));
        }
        journal.conversation = conversation;
        if self.tab == 0 {
            self.ready.send_replace(client.ready.clone());
        }
        Some(client)
    }

    /// Reads until the acknowledgement; whether it came.
    async fn hear(&mut self, client: &mut Client, unacked: &mut Option<(String, String)>) -> bool {
        loop {
            let Ok(frame) = client.next().await else { return false };
            let mut journal = locked(&self.journal);
            match frame["type"].as_str() {
                Some("ack") => {
                    let Some((cid, text)) = unacked.take() else { return false };
                    journal.acked.push((cid, frame["seq"].as_i64().unwrap_or(-1), text));
                    return true;
                }
                Some("event") => journal.keep(&frame),
                Some("bye" | "typing" | "heartbeat") => {}
                // the server is on its way down, and says so
                Some("nack") if frame["retry"] == true => return false,
                _ => {
                    let fault = format!("{}: unexpected {frame}", journal.name);
                    journal.faults.push(fault);
                }
            }
        }
    }
}
