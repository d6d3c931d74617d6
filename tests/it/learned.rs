//! What the team answered and the FAQ does not hold, with a real server, database, visitors and agents: it is proposed,
//! and comes into the FAQ by a person's decision.

use crate::desk::{Agent, account, manned, notice};
use crate::support::{Client, FAQ, Site, TestServer, until};
use deskbell::config::Config;
use deskbell::store::accounts::Role;
use serde_json::{Value, json};
use std::fs;

/// A site at whose desk Maya is, and a token of each role.
struct Shop {
    site: Site,
    server: TestServer,
    maya: Agent,
    tokens: Vec<(Role, String)>,
    week: String,
}

impl Shop {
    async fn open(set: impl FnOnce(&mut Config)) -> Self {
        let site = Site::new();
        let mut config = site.config();
        set(&mut config);
        let (server, maya) = manned(config).await;
        let mut tokens = Vec::new();
        for role in Role::ALL {
            tokens.push((role, account(&server, &format!("the-{role}"), role).await));
        }
        let mut shop = Self { site, server, maya, tokens, week: String::new() };
        shop.week = shop.ask(Role::Viewer, "GET", "/reports", None).await.1["current"].as_str().unwrap().to_owned();
        shop
    }

    async fn ask(&self, role: Role, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let token = &self.tokens.iter().find(|(one, _)| *one == role).unwrap().1;
        let address = self.server.url(&format!("/api/v1/admin{path}"));
        let mut request = reqwest::Client::new().request(method.parse().unwrap(), address).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap_or(Value::Null))
    }

    /// What an editor decides.
    async fn decide(&self, what: &str, body: &Value) -> (u16, Value) {
        self.ask(Role::Editor, "POST", &format!("/faq/entries/{what}"), Some(body)).await
    }

    async fn learned(&self) -> Vec<Value> {
        let (status, page) = self.ask(Role::Viewer, "GET", &format!("/unanswered/{}", self.week), None).await;
        assert_eq!((status, &page["words_kept"]), (200, &json!(true)), "{page}");
        page["learned"].as_array().unwrap().clone()
    }

    /// A visitor asks for a person, and then that person.
    async fn talk(&mut self, question: &str, answer: &str) -> Client {
        let mut visitor = Client::new(self.server.address).await;
        visitor.say(json!({"kind": "human"})).await;
        notice(&mut visitor, "queued").await;
        let conversation = visitor.ready["conversation"].clone();
        self.maya.done(&conversation, json!({"kind": "take"})).await;
        visitor.say(json!({"kind": "text", "text": question})).await;
        visitor.next_of("ack").await;
        self.maya.done(&conversation, json!({"kind": "reply", "text": answer})).await;
        visitor
    }

    /// The entry of which the bot answers.
    async fn answers(&self, question: &str) -> Value {
        let asked = reqwest::Client::new().post(self.server.url("/api/v1/ask")).json(&json!({ "q": question }));
        asked.send().await.unwrap().json().await.unwrap()
    }

    fn on_disk(&self) -> String {
        fs::read_to_string(self.site.faq().join("en.yaml")).unwrap()
    }

    async fn stop(self) {
        self.server.stop().await;
    }
}

/// A proposal as it is accepted with an answer.
fn accepted(learned: &Value, answer: &str) -> Value {
    let wordings = named(learned)["wordings"].clone();
    json!({"lang": learned["lang"], "wordings": wordings, "path": learned["file"], "id": learned["id"],
           "questions": learned["questions"], "answer": answer})
}

fn named(learned: &Value) -> Value {
    let examples = learned["examples"].as_array().unwrap().iter().cloned();
    let wordings: Vec<Value> = std::iter::once(learned["title"].clone()).chain(examples).collect();
    json!({"lang": learned["lang"], "wordings": wordings})
}

#[tokio::test]
async fn an_answer_of_the_team_becomes_an_answer_of_the_faq() {
    let mut shop = Shop::open(|_| ()).await;
    let question = "do you repair llama saddles";
    let mut visitor = Client::new(shop.server.address).await;
    assert_eq!(visitor.ask(question).await[2]["body"]["kind"], "none");
    assert_eq!(shop.learned().await, [] as [Value; 0], "nobody answered yet");
    visitor.say(json!({"kind": "human"})).await;
    notice(&mut visitor, "queued").await;
    let conversation = visitor.ready["conversation"].clone();
    shop.maya.done(&conversation, json!({"kind": "take"})).await;
    visitor.say(json!({"kind": "text", "text": "hello??"})).await;
    visitor.next_of("ack").await;
    shop.maya.done(&conversation, json!({"kind": "reply", "text": "Hi!"})).await;
    shop.maya
        .done(&conversation, json!({"kind": "reply", "text": "Yes, on Tuesdays.\nBring the saddle_bag *along*."}))
        .await;
    let again = shop.talk("Can I have a llama saddle repaired?", "Yes, on Tuesdays.").await;

    let learned = shop.learned().await;
    assert_eq!(learned.len(), 1, "{learned:?}");
    let one = &learned[0];
    assert_eq!((&one["asked"], &one["conversations"], &one["lang"]), (&json!(2), &json!(2), &json!("en")), "{one}");
    assert_eq!(one["unanswered"], json!([question]), "the question to the bot asks the same");
    assert_eq!(
        (&one["answers"][0]["text"], &one["answers"][0]["agent"]),
        (&json!("Yes, on Tuesdays."), &json!("Maya"))
    );
    assert_eq!(one["answers"][1]["text"], "Yes, on Tuesdays.\nBring the saddle_bag *along*.");
    assert_eq!(one["file"], "en.yaml");

    let (_, other) = shop.ask(Role::Viewer, "GET", "/unanswered/2026-W01", None).await;
    assert_eq!(other["learned"], json!([]), "it is of this week");

    let written = accepted(one, "Yes, *on Tuesdays*.\n\nBring it along.");
    for role in [Role::Viewer, Role::Agent] {
        assert_eq!(shop.ask(role, "POST", "/faq/entries/accept", Some(&written)).await.0, 403, "{role}");
    }
    let (status, done) = shop.decide("accept", &written).await;
    assert_eq!((status, &done["file"]["path"]), (200, &json!("en.yaml")), "{done}");
    assert!(
        shop.on_disk().starts_with(FAQ) && shop.on_disk().contains("      Yes, *on Tuesdays*.\n"),
        "{}",
        shop.on_disk()
    );
    // at once, and once it is in service: whoever had the same page open is told
    for served in [false, true] {
        if served {
            until("the entry is in service", async || shop.answers(question).await["id"] == one["id"]).await;
        }
        let (status, refused) = shop.decide("accept", &written).await;
        assert_eq!(status, 409, "{refused}");
        assert!(refused["detail"].as_str().unwrap().contains("was added for this question already"), "{refused}");
    }
    assert!(shop.answers(question).await["html"].as_str().unwrap().contains("<em>on Tuesdays</em>"));
    assert_eq!(shop.learned().await, [] as [Value; 0], "the FAQ answers it");
    let (_, history) = shop.ask(Role::Viewer, "GET", "/faq/history?path=en.yaml", None).await;
    assert_eq!(
        (&history["versions"][0]["reason"], &history["versions"][0]["author"]),
        (&json!("answer"), &json!("the-editor"))
    );

    let mut undo = named(one);
    undo["entry"] = json!({"path": "en.yaml", "id": one["id"]});
    let (status, undone) = shop.decide("take-back", &undo).await;
    assert_eq!((status, &undone["file"]["path"]), (200, &json!("en.yaml")), "{undone}");
    assert_eq!(shop.on_disk(), FAQ);
    assert_eq!(shop.decide("take-back", &undo).await.0, 404, "it is taken back");
    until("the entry is out of service", async || shop.answers(question).await["id"] == Value::Null).await;
    assert_eq!(shop.learned().await.len(), 1);

    assert_eq!(shop.decide("dismiss", &named(one)).await.0, 204);
    assert_eq!(shop.learned().await, [] as [Value; 0]);
    let (status, taken) = shop.decide("take-back", &named(one)).await;
    assert_eq!((status, &taken), (200, &json!({})), "nothing was written");
    assert_eq!(shop.learned().await.len(), 1);

    for visitor in [visitor, again] {
        let secret = visitor.ready["token"].as_str().unwrap().to_owned();
        let erased = reqwest::Client::new().delete(shop.server.url("/api/v1/conversation")).bearer_auth(secret);
        assert_eq!(erased.send().await.unwrap().status(), 204);
    }
    assert_eq!(shop.learned().await, [] as [Value; 0], "with the words goes the proposal");
    shop.stop().await;
}

#[tokio::test]
async fn what_waiting_visitors_and_messages_ask_is_learned_and_what_the_bot_answers_is_not() {
    let mut shop = Shop::open(|_| ()).await;
    // asked in the line, where the bot leaves it to a person
    let mut visitor = Client::new(shop.server.address).await;
    let conversation = visitor.ready["conversation"].clone();
    visitor.say(json!({"kind": "human"})).await;
    notice(&mut visitor, "queued").await;
    visitor.say(json!({"kind": "text", "text": "may llamas come into the shop?"})).await;
    visitor.next_of("ack").await;
    visitor.ask("where is my order").await;
    shop.maya.done(&conversation, json!({"kind": "take"})).await;
    shop.maya.done(&conversation, json!({"kind": "reply", "text": "Small ones, yes."})).await;
    // asked in a message that was left
    let mut other = Client::new(shop.server.address).await;
    let left = json!({"kind": "message", "email": "ana@example.com", "text": "Do you sell zeppelins?"});
    other.say(left).await;
    notice(&mut other, "message_left").await;
    let conversation = other.ready["conversation"].clone();
    shop.maya.done(&conversation, json!({"kind": "take"})).await;
    shop.maya.done(&conversation, json!({"kind": "reply", "text": "Write to bea@example.com, she builds them."})).await;
    shop.talk("where is my order?", "On its way.").await;
    shop.talk("thanks", "You are welcome!").await;
    shop.talk("48213", "That one is on its way.").await;

    let learned = shop.learned().await;
    let titles: Vec<&str> = learned.iter().map(|one| one["title"].as_str().unwrap()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(titles.contains(&"may llamas come into the shop?") && titles.contains(&"Do you sell zeppelins?"));
    let zeppelins = learned.iter().find(|one| one["title"] == "Do you sell zeppelins?").unwrap();
    assert_eq!(zeppelins["answers"][0]["text"], "Write to [email], she builds them.");
    assert!(!json!(learned).to_string().contains("@example.com"), "{learned:?}");
    // what stands for an address is for no visitor
    let (status, refused) = shop.decide("accept", &accepted(zeppelins, "Write to \\[email\\].")).await;
    assert_eq!(status, 422);
    assert!(refused["detail"].as_str().unwrap().contains("[email]"), "{refused}");
    let mut wording = accepted(zeppelins, "Bea builds them.");
    wording["questions"] = json!(["Do you sell zeppelins?", "may I write to [email]?"]);
    let (status, refused) = shop.decide("accept", &wording).await;
    assert_eq!(status, 422);
    assert!(refused["detail"].as_str().unwrap().starts_with("Questions: "), "{refused}");
    assert_eq!(shop.on_disk(), FAQ);
    shop.stop().await;
}

#[tokio::test]
async fn nothing_is_written_that_could_not_be_served() {
    let mut shop = Shop::open(|_| ()).await;
    shop.talk("do you lend llamas?", "For a day, yes.").await;
    let one = shop.learned().await.remove(0);
    let with = |changes: Value| {
        let mut body = accepted(&one, "Yes.");
        for (key, value) in changes.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    };
    for (changes, status) in [
        (json!({"id": "order-status"}), 422),
        (json!({"questions": ["Where is my order?"]}), 422),
        (json!({"answer": "[x](javascript:alert(1))"}), 422),
        (json!({"answer": " "}), 422),
        (json!({"answer": "x".repeat(70_000)}), 422),
        (json!({"questions": []}), 422),
        (json!({"wordings": []}), 422),
        (json!({"lang": "zh"}), 422),
        (json!({"path": "../en.yaml"}), 400),
        (json!({"id": "An id"}), 400),
        (json!({"lang": "1!"}), 400),
        (json!({"more": 1}), 400),
    ] {
        let (got, said) = shop.decide("accept", &with(changes.clone())).await;
        assert_eq!(got, status, "{changes}: {said}");
    }
    assert_eq!(shop.on_disk(), FAQ);
    assert_eq!(shop.decide("take-back", &named(&one)).await.0, 404);
    // a wording that was accepted for an entry is no reason to take the entry out
    let wording = json!({"lang": "en", "entry": "return-how", "wordings": ["take it back"]});
    assert_eq!(shop.ask(Role::Editor, "POST", "/faq/wordings/accept", Some(&wording)).await.0, 200);
    let out = json!({"lang": "en", "wordings": ["take it back"], "entry": {"path": "en.yaml", "id": "return-how"}});
    assert_eq!(shop.decide("take-back", &out).await.0, 404);
    assert!(shop.on_disk().contains("return-how"));

    // a file of its own comes and goes with its entry
    let apart = with(json!({"path": "en/lent.yaml"}));
    let (status, done) = shop.decide("accept", &apart).await;
    assert_eq!((status, &done["file"]["path"]), (200, &json!("en/lent.yaml")), "{done}");
    assert!(fs::read_to_string(shop.site.faq().join("en/lent.yaml")).unwrap().starts_with("topic: FAQ\nlang: en\n"));
    let mut undo = named(&one);
    undo["entry"] = json!({"path": "en/lent.yaml", "id": one["id"]});
    assert_eq!(shop.decide("take-back", &undo).await.0, 200);
    assert!(!shop.site.faq().join("en/lent.yaml").exists());
    shop.stop().await;
}

#[tokio::test]
async fn the_longest_words_are_accepted_and_dismissed() {
    let mut shop = Shop::open(|_| ()).await;
    let mut question = format!("do you lend {}llamas?", "very ".repeat(400));
    question.truncate(2_000);
    shop.talk(&question, "For a day, yes.").await;
    let one = shop.learned().await.remove(0);
    let (status, done) = shop.decide("accept", &accepted(&one, "Yes.")).await;
    assert_eq!(status, 200, "{done}");
    let mut undo = named(&one);
    undo["entry"] = json!({"path": "en.yaml", "id": one["id"]});
    assert_eq!(shop.decide("take-back", &undo).await.0, 200);
    assert_eq!(shop.decide("dismiss", &named(&one)).await.0, 204);
    assert_eq!(shop.learned().await, [] as [Value; 0]);

    let wordings: Vec<String> = ["🚲", "🦙", "🎈", "🚂", "🛶"].map(|emoji| emoji.repeat(1_000)).to_vec();
    let long = json!({"lang": "en", "wordings": wordings});
    assert_eq!(shop.decide("dismiss", &long).await.0, 204);
    assert_eq!(shop.decide("take-back", &long).await.0, 200);
    shop.stop().await;
}

#[tokio::test]
async fn what_was_decided_about_is_forgotten_with_its_conversation() {
    const CANARIES: [&str; 2] = ["quetzalcoatlus", "archaeopteryx"];
    let mut shop = Shop::open(|_| ()).await;
    let dismissed = shop.talk("may a quetzalcoatlus graze in your yard?", "No.").await;
    assert_eq!(shop.decide("dismiss", &named(&shop.learned().await[0])).await.0, 204);
    let taken = shop.talk("do you lend archaeopteryx saddles?", "For a day, yes.").await;
    let mut written = accepted(&shop.learned().await[0], "For a day, yes.");
    (written["id"], written["questions"]) = (json!("saddles"), json!(["Do you lend saddles?"]));
    assert_eq!(shop.decide("accept", &written).await.0, 200);

    for visitor in [dismissed, taken] {
        let secret = visitor.ready["token"].as_str().unwrap().to_owned();
        let erased = reqwest::Client::new().delete(shop.server.url("/api/v1/conversation")).bearer_auth(secret);
        assert_eq!(erased.send().await.unwrap().status(), 204);
    }
    let is_held = |canary: &str| {
        fs::read_dir(shop.site.data()).unwrap().any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap();
            bytes.windows(canary.len()).any(|part| part == canary.as_bytes())
        })
    };
    for canary in CANARIES {
        until("no trace is left", async || !is_held(canary)).await;
    }
    shop.stop().await;
}

#[tokio::test]
async fn where_the_faq_is_not_editable_it_is_read() {
    let mut shop = Shop::open(|config| config.faq_editable = false).await;
    shop.talk("do you lend llamas?", "For a day, yes.").await;
    let one = shop.learned().await.remove(0);
    let (status, refused) = shop.decide("accept", &accepted(&one, "Yes.")).await;
    assert_eq!(status, 403);
    assert!(refused["detail"].as_str().unwrap().contains("faq.editable"), "{refused}");
    // what is only remembered needs no file
    assert_eq!(shop.decide("dismiss", &named(&one)).await.0, 204);
    assert_eq!(shop.learned().await, [] as [Value; 0]);
    shop.stop().await;
}
