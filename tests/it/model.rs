//! Random sequences of what visitors and servers do, against the simplest model of a conversation: a list.
//!
//! Whatever is sent, sent again, dropped, reconnected, restarted, reloaded or rated, the conversation is this list: each
//! message once, in the order of its first acknowledgement, a question followed by its one answer. `PROPTEST_CASES` says
//! how many sequences are tried.

use crate::support::{Client, Site, TestServer, cid};
use proptest::prelude::*;
use serde_json::{Value, json};

/// What may happen next. Numbers choose among what there is at that point.
#[derive(Clone, Copy, Debug)]
enum Action {
    /// A new question, and its answer awaited.
    Ask(u8),
    /// A new question, and the connection lost before anything comes back: it is sent again after the next connect.
    AskAndDrop(u8),
    /// A message that was acknowledged, again under its cid.
    Again(u8),
    /// The cid of an acknowledged message with other words.
    Conflict(u8),
    /// A thumb on one of the answers.
    Rate(u8, bool),
    /// The connection is lost, and made again from the last event on.
    Reconnect,
    /// The page is loaded anew: everything is asked for.
    Reload,
    /// Events are asked for again from one on.
    Sync(u8),
    /// The server ends in order and starts again.
    Restart,
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        5 => any::<u8>().prop_map(Action::Ask),
        3 => any::<u8>().prop_map(Action::AskAndDrop),
        2 => any::<u8>().prop_map(Action::Again),
        1 => any::<u8>().prop_map(Action::Conflict),
        2 => (any::<u8>(), any::<bool>()).prop_map(|(about, helpful)| Action::Rate(about, helpful)),
        2 => Just(Action::Reconnect),
        2 => Just(Action::Reload),
        1 => any::<u8>().prop_map(Action::Sync),
        1 => Just(Action::Restart),
    ]
}

const TEXTS: [&str; 5] =
    ["where is my order", "when will my parcel arrive?", "怎么退货", "tell me a joke about penguins", "🚲 ((((("];

/// One row of the list: whose it is, and the cid and the body of what the visitor sent.
#[derive(Clone, Debug)]
struct Row {
    from: &'static str,
    sent: Option<(String, Value)>,
}

/// The conversation as it must be.
#[derive(Default)]
struct Model {
    rows: Vec<Row>,
    /// What was sent and not acknowledged: it may be stored or not, until it is sent again.
    unsure: Option<(String, Value)>,
}

impl Model {
    /// A message takes its place, and its answer the next.
    fn stored(&mut self, cid: String, body: Value) {
        let question = body["kind"] == "text";
        self.rows.push(Row { from: "visitor", sent: Some((cid, body)) });
        if question {
            self.rows.push(Row { from: "bot", sent: None });
        }
    }

    /// One of the messages of the visitor, with its seq.
    fn sent(&self, choice: u8) -> Option<(i64, String, Value)> {
        let sent: Vec<_> = (1..).zip(&self.rows).filter_map(|(seq, row)| Some((seq, row.sent.clone()?))).collect();
        let (seq, (cid, body)) = sent.get(choice as usize % sent.len().max(1))?.clone();
        Some((seq, cid, body))
    }

    /// The seq of one of the answers.
    fn answer(&self, choice: u8) -> Option<i64> {
        let answers: Vec<i64> =
            (1..).zip(&self.rows).filter(|(_, row)| row.from == "bot").map(|(seq, _)| seq).collect();
        answers.get(choice as usize % answers.len().max(1)).copied()
    }

    fn check(&self, seq: i64, event: &Value) {
        let row = &self.rows[usize::try_from(seq - 1).unwrap()];
        assert_eq!((&event["type"], &event["seq"], &event["from"]), (&json!("event"), &json!(seq), &json!(row.from)));
        match &row.sent {
            Some((cid, body)) => {
                assert_eq!(event["cid"], *cid);
                body.as_object().unwrap().iter().for_each(|(key, value)| assert_eq!(event["body"][key], *value));
            }
            None => assert_eq!(event["re"], seq - 1),
        }
    }
}

/// A conversation as its visitor has it.
struct Talk {
    site: Site,
    server: Option<TestServer>,
    client: Option<Client>,
    ready: Value,
    model: Model,
}

impl Talk {
    async fn start() -> Self {
        let site = Site::new();
        let server = TestServer::start(site.config()).await;
        let client = Client::new(server.address).await;
        let ready = client.ready.clone();
        Self { site, server: Some(server), client: Some(client), ready, model: Model::default() }
    }

    fn client(&mut self) -> &mut Client {
        self.client.as_mut().unwrap()
    }

    /// Sends, and reads the acknowledgement and the events that come with it.
    async fn send(&mut self, cid: String, body: Value) {
        let expected = self.model.rows.len() as i64 + 1;
        self.client().send(&json!({"type": "send", "cid": cid, "body": body})).await.unwrap();
        let ack = self.client().next().await.unwrap();
        assert_eq!(
            (&ack["type"], &ack["seq"], &ack["duplicate"]),
            (&json!("ack"), &json!(expected), &json!(false)),
            "{ack}"
        );
        assert_eq!(ack["cid"], cid);
        self.model.stored(cid, body);
        for seq in expected..=self.model.rows.len() as i64 {
            let event = self.client().next().await.unwrap();
            self.model.check(seq, &event);
        }
    }

    /// Connects again with the events after `after` expected; then what is unsure is sent again.
    async fn connect(&mut self, after: i64) {
        self.client = None;
        let address = self.server.as_ref().unwrap().address;
        let mut client = Client::back(address, &self.ready, after).await;
        assert_eq!(
            (&client.ready["conversation"], &client.ready["resumed"]),
            (&self.ready["conversation"], &json!(true))
        );
        let last = client.ready["seq"].as_i64().unwrap();
        let mut known = self.model.rows.len() as i64;
        if let Some((cid, body)) = self.model.unsure.take() {
            // it was stored if the list grew
            let stored = last > known;
            if stored {
                self.model.stored(cid.clone(), body.clone());
            }
            for seq in after + 1..=last {
                self.model.check(seq, &client.next().await.unwrap());
            }
            assert_eq!(last, self.model.rows.len() as i64);
            self.client = Some(client);
            if stored {
                self.again(known + 1, cid, body).await;
            } else {
                self.send(cid, body).await;
            }
            return;
        }
        known = known.max(after);
        assert_eq!(last, known);
        for seq in after + 1..=last {
            self.model.check(seq, &client.next().await.unwrap());
        }
        self.client = Some(client);
    }

    async fn again(&mut self, seq: i64, cid: String, body: Value) {
        self.client().send(&json!({"type": "send", "cid": cid, "body": body})).await.unwrap();
        let ack = self.client().next().await.unwrap();
        assert_eq!((&ack["type"], &ack["seq"], &ack["duplicate"]), (&json!("ack"), &json!(seq), &json!(true)), "{ack}");
    }

    async fn act(&mut self, action: Action) {
        let text = |choice: u8| json!({"kind": "text", "text": TEXTS[choice as usize % TEXTS.len()]});
        let last = self.model.rows.len() as i64;
        match action {
            Action::Ask(choice) => self.send(cid(), text(choice)).await,
            Action::AskAndDrop(choice) => {
                let (cid, body) = (cid(), text(choice));
                self.client().send(&json!({"type": "send", "cid": cid, "body": body})).await.unwrap();
                self.model.unsure = Some((cid, body));
                self.client = None;
                self.settle().await;
                self.connect(last).await;
            }
            Action::Again(choice) => {
                if let Some((seq, cid, body)) = self.model.sent(choice) {
                    self.again(seq, cid, body).await;
                }
            }
            Action::Conflict(choice) => {
                if let Some((_, cid, _)) = self.model.sent(choice) {
                    let body = json!({"kind": "text", "text": "something else"});
                    self.client().send(&json!({"type": "send", "cid": cid, "body": body})).await.unwrap();
                    assert_eq!(self.client().next().await.unwrap()["code"], "cid_conflict");
                }
            }
            Action::Rate(choice, helpful) => {
                if let Some(about) = self.model.answer(choice) {
                    self.send(cid(), json!({"kind": "feedback", "about": about, "helpful": helpful})).await;
                }
            }
            Action::Reconnect => self.connect(last).await,
            Action::Reload => self.connect(0).await,
            Action::Sync(choice) => {
                let after = last * i64::from(choice) / 256;
                self.client().send(&json!({"type": "sync", "after": after})).await.unwrap();
                for seq in after + 1..=last {
                    let event = self.client().next().await.unwrap();
                    self.model.check(seq, &event);
                }
            }
            Action::Restart => {
                self.client = None;
                self.server.take().unwrap().stop().await;
                self.server = Some(TestServer::start(self.site.config()).await);
                self.connect(last).await;
            }
        }
    }

    /// Waits until the server has done with the connections that were dropped: what was on its way is stored by then, or
    /// never will be.
    async fn settle(&self) {
        let state = &self.server.as_ref().unwrap().state;
        crate::support::until("the dropped socket is closed", async || state.metrics.sockets.get() == 0).await;
        // a write behind all that was on its way
        state.store.ready(state.clock.now_millis()).await.unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_conversation_is_a_list(actions in prop::collection::vec(action(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let mut talk = Talk::start().await;
            // an empty conversation is opened by its first message
            talk.send(cid(), json!({"kind": "text", "text": TEXTS[0]})).await;
            for action in actions {
                talk.act(action).await;
            }
            talk.connect(0).await;
            talk.server.take().unwrap().stop().await;
        });
    }
}
