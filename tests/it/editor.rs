//! Editing the FAQ over the admin interface: files, drafts, versions and wordings, by script.

use crate::support::{Client, FAQ, PATIENCE, Site, TestServer, until};
use deskbell::config::Config;
use deskbell::store::accounts::{AccountName, Role};
use notify::Watcher;
use serde_json::{Value, json};
use std::fs;

/// A server, and a token for each role.
struct Area {
    site: Site,
    server: TestServer,
    tokens: Vec<(Role, String)>,
}

impl Area {
    async fn new() -> Self {
        Self::with(|_| ()).await
    }

    async fn with(set: impl FnOnce(&mut Config)) -> Self {
        let site = Site::new();
        let mut config = site.config();
        set(&mut config);
        let server = TestServer::start(config).await;
        let mut tokens = Vec::new();
        for role in Role::ALL {
            let name: AccountName = format!("{role}-ann").parse().unwrap();
            server.state.store.create_account(&name, role, 0).await.unwrap();
            let token = server.state.store.create_token(&name, "test", 0).await.unwrap();
            tokens.push((role, token.reveal().to_owned()));
        }
        Self { site, server, tokens }
    }

    async fn send(&self, role: Role, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let address = self.server.url(&format!("/api/v1/admin/faq{path}"));
        let (_, token) = self.tokens.iter().find(|(one, _)| *one == role).unwrap();
        let mut request = reqwest::Client::new().request(method.parse().unwrap(), address).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        if status >= 400 {
            assert_eq!(response.headers()["content-type"], "application/problem+json", "{path}");
        }
        (status, response.json().await.unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.send(Role::Viewer, "GET", path, None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.send(Role::Editor, "POST", path, Some(&body)).await
    }

    async fn done(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.post(path, body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    fn on_disk(&self, path: &str) -> String {
        fs::read_to_string(self.site.faq().join(path)).unwrap()
    }

    async fn answer(&self, question: &str) -> Value {
        let address = self.server.url("/api/v1/ask");
        let response = reqwest::Client::new().post(address).json(&json!({ "q": question })).send().await.unwrap();
        response.json().await.unwrap()
    }

    async fn reasons(&self, path: &str) -> Vec<String> {
        let history = self.get(&format!("/history?path={path}")).await;
        let versions = history["versions"].as_array().unwrap().iter();
        versions.map(|version| version["reason"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test]
async fn what_is_saved_is_in_service_and_can_be_undone() {
    let area = Area::new().await;
    let files = area.get("/files").await;
    assert_eq!((&files["files"][0]["path"], &files["files"][0]["entries"]), (&json!("en.yaml"), &json!(3)));
    assert_eq!((&files["files"][0]["topic"], &files["files"][0]["lang"]), (&json!("Delivery"), &json!("en")));
    assert_eq!((&files["editable"], &files["locked"]), (&json!(false), &Value::Null));
    let (_, files) = area.send(Role::Editor, "GET", "/files", None).await;
    assert_eq!(files["editable"], true);

    let file = area.get("/file?path=en.yaml").await;
    let text = file["text"].as_str().unwrap().replace("Open *My orders*", "Look into *My parcels*");
    let draft = json!({"path": "en.yaml", "text": text, "q": "where is my order"});
    let asked = area.done("/ask", draft.clone()).await;
    assert_eq!((&asked["verdict"], &asked["id"]), (&json!("answer"), &json!("order-status")));
    assert!(asked["content"].to_string().contains("My parcels"));
    assert!(
        area.answer("where is my order").await["html"].as_str().unwrap().contains("My orders"),
        "a draft is a draft"
    );

    let saved =
        area.done("/save", json!({"path": "en.yaml", "text": text, "digest": file["digest"], "note": "parcels"})).await;
    assert_eq!(area.on_disk("en.yaml"), text);
    until("the saved text is in service", async || area.get("/files").await["version"] == saved["version"]).await;
    assert!(area.answer("where is my order").await["html"].as_str().unwrap().contains("My parcels"));

    let history = area.get("/history?path=en.yaml").await;
    assert_eq!(area.reasons("en.yaml").await, ["edit", "found"]);
    assert_eq!(
        (&history["versions"][0]["author"], &history["versions"][0]["note"]),
        (&json!("editor-ann"), &json!("parcels"))
    );
    assert_eq!(history["versions"][1]["author"], Value::Null);
    assert_eq!(area.get("/version?path=en.yaml&number=1").await["text"], FAQ);
    let undo = json!({"path": "en.yaml", "number": saved["before"], "digest": saved["digest"]});
    area.done("/restore", undo.clone()).await;
    assert_eq!(area.on_disk("en.yaml"), FAQ);
    assert_eq!(area.reasons("en.yaml").await, ["restore", "edit", "found"]);
    // an undo that comes twice finds another text than the one it was for
    assert_eq!(area.post("/restore", undo).await.0, 409);
    area.server.stop().await;
}

#[tokio::test]
async fn two_editors_do_not_overwrite_each_other() {
    let area = Area::new().await;
    let digest = area.get("/file?path=en.yaml").await["digest"].clone();
    let mine = FAQ.replace("the same day", "at once");
    area.done("/save", json!({"path": "en.yaml", "text": mine, "digest": digest})).await;
    let theirs = json!({"path": "en.yaml", "text": FAQ.replace("three days", "a week"), "digest": digest});
    let (status, conflict) = area.post("/save", theirs).await;
    assert_eq!((status, &conflict["now"]["text"]), (409, &json!(mine)));
    assert_eq!(area.on_disk("en.yaml"), mine);
    // whoever puts theirs on top says so with the digest they were shown
    let on_top = json!({"path": "en.yaml", "text": FAQ, "digest": conflict["now"]["digest"]});
    area.done("/save", on_top).await;

    // what came by other means, such as git, is a version once it is noticed
    fs::write(area.site.faq().join("en.yaml"), &mine).unwrap();
    until("the change outside is recorded", async || area.reasons("en.yaml").await[0] == "outside").await;
    let last = area.get("/file?path=en.yaml").await["digest"].clone();
    area.done("/save", json!({"path": "en.yaml", "text": FAQ, "digest": last})).await;
    assert_eq!(area.reasons("en.yaml").await, ["edit", "outside", "edit", "edit", "found"]);
    area.server.stop().await;
}

#[tokio::test]
async fn of_many_who_save_at_once_one_does() {
    let area = Area::new().await;
    let digest = area.get("/file?path=en.yaml").await["digest"].clone();
    let save = |number: usize| {
        let text = FAQ.replace("three days", &format!("{number} days"));
        let body = json!({"path": "en.yaml", "text": text, "digest": digest});
        let area = &area;
        async move { (text, area.post("/save", body).await.0) }
    };
    let saved = futures_util::future::join_all((0..8).map(save)).await;
    let winners: Vec<&String> = saved.iter().filter(|(_, status)| *status == 200).map(|(text, _)| text).collect();
    assert_eq!((winners.len(), saved.iter().filter(|(_, status)| *status == 409).count()), (1, 7));
    assert_eq!(area.on_disk("en.yaml"), *winners[0]);
    assert_eq!(area.reasons("en.yaml").await, ["edit", "found"]);
    area.server.stop().await;
}

#[tokio::test]
async fn what_cannot_be_served_is_not_saved() {
    let area = Area::new().await;
    let digest = area.get("/file?path=en.yaml").await["digest"].clone();
    let wrong = FAQ.replace("follow_ups: [order-status]", "follow_ups: [order-stats]");
    let checked = area.done("/check", json!({"path": "en.yaml", "text": wrong})).await;
    let problem = &checked["problems"][0];
    assert_eq!((&problem["path"], &problem["line"], &problem["column"]), (&json!("en.yaml"), &json!(11), &json!(18)));
    assert!(problem["message"].as_str().unwrap().contains("order-status"), "{problem}");
    let (status, refused) = area.post("/save", json!({"path": "en.yaml", "text": wrong, "digest": digest})).await;
    assert_eq!((status, &refused["problems"][0]["line"]), (422, &json!(11)));
    assert_eq!(refused["problems"][0]["path"], "en.yaml");
    assert_eq!(area.post("/ask", json!({"path": "en.yaml", "text": wrong, "q": "hello"})).await.0, 422);
    assert_eq!(area.on_disk("en.yaml"), FAQ);
    // warnings keep nothing from being saved
    let warned = FAQ.replace("      - Track my parcel\n      - I want to know the status of my order\n", "");
    let saved = area.done("/save", json!({"path": "en.yaml", "text": warned, "digest": digest})).await;
    assert_eq!((&saved["errors"], &saved["warnings"]), (&json!(0), &json!(1)));
    for path in ["../en.yaml", "/etc/x.yaml", "a/../../x.yaml", ".x.yaml", "en.txt", "a\\b.yaml", "a//b.yaml", ""] {
        assert_eq!(area.post("/save", json!({"path": path, "text": FAQ, "digest": null})).await.0, 400, "{path}");
        assert_eq!(area.post("/check", json!({"path": path, "text": FAQ})).await.0, 400, "{path}");
        assert_eq!(area.send(Role::Viewer, "GET", &format!("/file?path={path}"), None).await.0, 400, "{path}");
    }
    // 200 characters, but more bytes than a disk takes for a name
    let long_name = format!("{}.yaml", "é".repeat(195));
    let (status, refused) = area.post("/save", json!({"path": long_name, "text": "", "digest": null})).await;
    assert_eq!(status, 400, "{refused}");
    assert!(refused["detail"].as_str().unwrap().contains("255 bytes"), "{refused}");
    assert_eq!(area.send(Role::Viewer, "GET", "/file?path=no.yaml", None).await.0, 404);
    // long texts are taken by those who edit, and by nobody else
    let long = |bytes: usize| format!("{FAQ}#{}\n", "x".repeat(bytes));
    area.done("/check", json!({"path": "en.yaml", "text": long(1_000_000)})).await;
    assert_eq!(area.post("/save", json!({"path": "en.yaml", "text": long(1 << 20), "digest": digest})).await.0, 413);
    assert_eq!(area.post("/check", json!({"path": "en.yaml", "text": long(3 << 20)})).await.0, 413);
    for (address, body) in [
        ("/api/v1/admin/login", json!({"name": "x", "password": long(20_000)})),
        ("/api/v1/ask", json!({"q": long(70_000)})),
    ] {
        let sent = reqwest::Client::new().post(area.server.url(address)).json(&body).send().await.unwrap();
        assert_eq!(sent.status(), 413, "{address}");
    }
    area.server.stop().await;
}

#[tokio::test]
async fn files_are_made_renamed_removed_and_put_back() {
    let area = Area::new().await;
    let text = "topic: Payment\nlang: en\nentries:\n  - id: pay-how\n    questions: [How can I pay?, Which cards do you take?]\n    answer: By card.\n";
    let new = area.done("/save", json!({"path": "more/payment.yaml", "text": text, "digest": null})).await;
    assert_eq!(new["before"], Value::Null);
    assert_eq!(area.post("/save", json!({"path": "more/payment.yaml", "text": text, "digest": null})).await.0, 409);
    let taken = json!({"path": "more/payment.yaml", "to": "en.yaml", "digest": new["digest"]});
    assert_eq!(area.post("/rename", taken).await.0, 409);
    area.done("/rename", json!({"path": "more/payment.yaml", "to": "payment.yaml", "digest": new["digest"]})).await;
    assert_eq!(area.reasons("payment.yaml").await, ["rename"]);
    assert_eq!(area.reasons("more/payment.yaml").await, ["rename", "new"]);
    area.done("/remove", json!({"path": "payment.yaml", "digest": new["digest"]})).await;
    assert!(!area.site.faq().join("payment.yaml").exists());
    let files = area.get("/files").await;
    assert_eq!(files["gone"], json!(["payment.yaml"]));
    // JSON knows one kind of number: 1.0 is 1
    area.done("/restore", json!({"path": "payment.yaml", "number": 1.0, "digest": null})).await;
    for number in [json!(1.5), json!(1e300), json!("1")] {
        assert_eq!(
            area.post("/restore", json!({"path": "payment.yaml", "number": number, "digest": null})).await.0,
            400
        );
    }
    assert_eq!(area.on_disk("payment.yaml"), text);
    assert_eq!(area.reasons("payment.yaml").await, ["restore", "remove", "rename"]);
    area.server.stop().await;
}

#[tokio::test]
async fn only_editors_and_administrators_write() {
    let area = Area::new().await;
    let digest = area.get("/file?path=en.yaml").await["digest"].clone();
    for role in [Role::Viewer, Role::Agent] {
        for (path, body) in [
            ("/save", json!({"path": "en.yaml", "text": FAQ, "digest": digest})),
            ("/check", json!({"path": "en.yaml", "text": FAQ})),
            ("/remove", json!({"path": "en.yaml", "digest": digest})),
            ("/rename", json!({"path": "en.yaml", "to": "x.yaml", "digest": digest})),
            ("/restore", json!({"path": "en.yaml", "number": 1, "digest": digest})),
            ("/ask", json!({"path": "en.yaml", "text": FAQ, "q": "x"})),
            ("/compare", json!({"path": "en.yaml", "text": FAQ})),
            ("/insert", json!({"text": FAQ, "entry": "x"})),
            ("/wordings/accept", json!({"lang": "en", "entry": "return-how", "wordings": ["x"]})),
            ("/wordings/reject", json!({"lang": "en", "entry": "return-how", "wordings": ["x"]})),
            ("/wordings/take-back", json!({"lang": "en", "entry": "return-how", "wordings": ["x"]})),
        ] {
            let (status, refused) = area.send(role, "POST", path, Some(&body)).await;
            assert_eq!(status, 403, "{role} {path}");
            assert!(refused["detail"].as_str().unwrap().contains("editor"), "{refused}");
        }
    }
    assert_eq!(area.on_disk("en.yaml"), FAQ);
    let text = FAQ.replace("three days", "a week");
    let body = json!({"path": "en.yaml", "text": text, "digest": digest});
    assert_eq!(area.send(Role::Admin, "POST", "/save", Some(&body)).await.0, 200);
    area.server.stop().await;
}

#[tokio::test]
async fn editing_can_be_switched_off() {
    let area = Area::with(|config| config.faq_editable = false).await;
    let (_, files) = area.send(Role::Admin, "GET", "/files", None).await;
    assert_eq!(files["editable"], false);
    assert!(files["locked"].as_str().unwrap().contains("faq.editable"), "{files}");
    let digest = area.get("/file?path=en.yaml").await["digest"].clone();
    for (path, body) in [
        ("/save", json!({"path": "en.yaml", "text": FAQ, "digest": digest})),
        ("/remove", json!({"path": "en.yaml", "digest": digest})),
        ("/rename", json!({"path": "en.yaml", "to": "x.yaml", "digest": digest})),
        ("/wordings/accept", json!({"lang": "en", "entry": "return-how", "wordings": ["x"]})),
        ("/wordings/take-back", json!({"lang": "en", "entry": "return-how", "wordings": ["x"]})),
    ] {
        let (status, refused) = area.post(path, body).await;
        assert_eq!(status, 403, "{path}");
        assert!(refused["detail"].as_str().unwrap().contains("faq.editable"), "{refused}");
    }
    // looking and trying are no editing
    let asked = area.done("/ask", json!({"path": "en.yaml", "text": FAQ, "q": "where is my order"})).await;
    assert_eq!(asked["id"], "order-status");
    area.server.stop().await;
}

#[tokio::test]
async fn versions_are_bounded() {
    let area = Area::new().await;
    let mut digest = area.get("/file?path=en.yaml").await["digest"].clone();
    for number in 0..55 {
        let text = FAQ.replace("three days", &format!("{number} days"));
        let saved = area.done("/save", json!({"path": "en.yaml", "text": text, "digest": digest})).await;
        digest = saved["digest"].clone();
    }
    let history = area.get("/history?path=en.yaml").await;
    let versions = history["versions"].as_array().unwrap();
    assert_eq!((versions.len(), &versions[0]["number"], &versions[49]["number"]), (50, &json!(56), &json!(7)));
    // saving what is there is no version
    let text = area.on_disk("en.yaml");
    area.done("/save", json!({"path": "en.yaml", "text": text, "digest": digest})).await;
    assert_eq!(area.get("/history?path=en.yaml").await["versions"][0]["number"], 56);
    assert_eq!(area.send(Role::Viewer, "GET", "/version?path=en.yaml&number=1", None).await.0, 404);
    area.server.stop().await;
}

/// Visitors who ask something that the FAQ is not sure about, and choose.
async fn choose(area: &Area, question: &str, entry: &str, times: usize) {
    for _ in 0..times {
        let mut visitor = Client::new(area.server.address).await;
        let said = visitor.ask(question).await;
        let body = &said[2]["body"];
        assert_eq!(body["kind"], "choices", "{body}");
        visitor.say(json!({"kind": "choice", "id": entry})).await;
        visitor.next_of("ack").await;
    }
}

const UNSURE: &str = "order back";

#[tokio::test]
async fn a_file_that_is_renamed_never_has_two_names() {
    let area = Area::new().await;
    let digest = area.get("/file?path=en.yaml").await["digest"].clone();
    let (sender, events) = std::sync::mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender).unwrap();
    watcher.watch(&area.site.faq(), notify::RecursiveMode::NonRecursive).unwrap();
    area.done("/rename", json!({"path": "en.yaml", "to": "other.yaml", "digest": digest})).await;
    // a link beside the old name would come as a new file, and a crash after it would leave every id twice
    let first = loop {
        let event = events.recv_timeout(PATIENCE).unwrap().unwrap();
        if event.paths.iter().any(|path| path.ends_with("other.yaml")) {
            break event;
        }
    };
    assert!(matches!(first.kind, notify::EventKind::Modify(notify::event::ModifyKind::Name(_))), "{first:?}");
    assert_eq!(area.on_disk("other.yaml"), FAQ);
    area.server.stop().await;
}

#[tokio::test]
async fn what_is_chosen_in_place_of_an_answer_that_did_not_help_is_proposed_as_its_wording() {
    const ASKED: &str = "how long does my order take";
    let area = Area::new().await;
    for _ in 0..5 {
        let mut visitor = Client::new(area.server.address).await;
        assert_eq!(visitor.ask(ASKED).await[2]["body"]["id"], "delivery-time");
        assert_eq!(area.get("/wordings").await["proposals"], json!([]));
        visitor.ask("that's not what I asked").await;
        visitor.say(json!({"kind": "choice", "id": "order-status"})).await;
        visitor.next_of("ack").await;
        visitor.next_of("event").await;
        assert_eq!(visitor.next_of("event").await["body"]["id"], "order-status");
    }
    let proposals = area.get("/wordings").await["proposals"].clone();
    assert_eq!(
        (&proposals[0]["wording"], &proposals[0]["entry"]),
        (&json!(ASKED), &json!("order-status")),
        "{proposals}"
    );
    area.server.stop().await;
}

#[tokio::test]
async fn wordings_are_accepted_and_taken_back() {
    let area = Area::new().await;
    choose(&area, UNSURE, "return-how", 4).await;
    assert_eq!(area.get("/wordings").await["proposals"], json!([]));
    choose(&area, UNSURE, "return-how", 1).await;
    let proposals = area.get("/wordings").await["proposals"].clone();
    assert_eq!(proposals[0]["wording"], UNSURE, "{proposals}");
    assert_eq!((&proposals[0]["entry"], &proposals[0]["chosen"]), (&json!("return-how"), &json!(5)));

    let wanted = json!({"lang": "en", "entry": "return-how", "wordings": [UNSURE]});
    area.done("/wordings/accept", wanted.clone()).await;
    let line = "      - Can I give back what I bought?\n";
    assert_eq!(area.on_disk("en.yaml"), FAQ.replace(line, &format!("{line}      - {UNSURE}\n")));
    assert_eq!(area.get("/wordings").await["proposals"], json!([]));
    assert_eq!(area.reasons("en.yaml").await, ["wording", "found"]);
    until("the wording is in service", async || area.answer(UNSURE).await["id"] == "return-how").await;
    assert_eq!(area.post("/wordings/accept", wanted.clone()).await.0, 422);

    // an undo keeps what was changed in the file since
    let file = area.get("/file?path=en.yaml").await;
    let text = file["text"].as_str().unwrap().replace("three days", "a week");
    area.done("/save", json!({"path": "en.yaml", "text": text, "digest": file["digest"]})).await;
    area.done("/wordings/take-back", wanted.clone()).await;
    assert_eq!(area.on_disk("en.yaml"), FAQ.replace("three days", "a week"));
    assert_eq!(area.post("/wordings/take-back", wanted.clone()).await.0, 404);
    until("the wording is out of service", async || area.answer(UNSURE).await["id"] != "return-how").await;
    assert_eq!(area.get("/wordings").await["proposals"][0]["wording"], UNSURE);

    // what was rejected is not proposed again, unless that is taken back; the tag is the same in capitals
    let capitals = json!({"lang": "EN", "entry": "return-how", "wordings": [UNSURE]});
    assert_eq!(area.post("/wordings/reject", capitals).await.0, 204);
    assert_eq!(area.get("/wordings").await["proposals"], json!([]));
    // what is not wanted is a visitor's words, which go when the visitor is erased
    let decisions = area.server.state.store.decisions().await.unwrap();
    assert!(decisions.iter().any(|one| one.entry == "return-how" && !one.accepted), "{decisions:?}");
    assert!(decisions.iter().all(|one| one.accepted || !one.wording.contains(' ')), "{decisions:?}");
    area.done("/wordings/take-back", wanted.clone()).await;
    assert_eq!(area.get("/wordings").await["proposals"][0]["wording"], UNSURE);

    // what somebody removed by hand is gone already, and so is what was with its entry: the decision goes all the same
    for by_hand in [FAQ.to_owned(), FAQ.replace("id: return-how", "id: return-where")] {
        area.done("/wordings/accept", wanted.clone()).await;
        until("the wording is in service", async || area.answer(UNSURE).await["id"] == "return-how").await;
        let file = area.get("/file?path=en.yaml").await;
        area.done("/save", json!({"path": "en.yaml", "text": by_hand, "digest": file["digest"]})).await;
        until("it is out of service", async || area.answer(UNSURE).await["id"] != "return-how").await;
        area.done("/wordings/take-back", wanted.clone()).await;
        assert_eq!(area.on_disk("en.yaml"), by_hand);
        assert_eq!(area.post("/wordings/take-back", wanted.clone()).await.0, 404);
    }
    for wrong in [json!([]), json!(["  "]), json!(["x".repeat(1001)])] {
        let body = json!({"lang": "en", "entry": "return-how", "wordings": wrong});
        assert_eq!(area.post("/wordings/accept", body).await.0, 422);
    }
    for (lang, entry) in [("english language", "return-how"), ("", "return-how"), ("en", "Return how"), ("en", "")] {
        let body = json!({"lang": lang, "entry": entry, "wordings": ["x"]});
        assert_eq!(area.post("/wordings/reject", body).await.0, 400, "{lang} {entry}");
    }
    let nowhere = json!({"lang": "de", "entry": "return-how", "wordings": ["x"]});
    assert_eq!(area.post("/wordings/accept", nowhere).await.0, 404);
    area.server.stop().await;
}

#[tokio::test]
async fn a_draft_is_compared_by_the_questions_of_the_log() {
    let area = Area::new().await;
    for question in ["where is my order", "how do I return something", "how do I return something"] {
        Client::new(area.server.address).await.ask(question).await;
    }
    let (start, end) = (FAQ.find("  - id: return-how").unwrap(), FAQ.len());
    let mut without = FAQ.to_owned();
    without.replace_range(start..end, "");
    let (status, begun) = area.post("/compare", json!({"path": "en.yaml", "text": &without})).await;
    assert_eq!(status, 202, "{begun}");
    let address = format!("/compare?id={}", begun["id"].as_str().unwrap());
    let mut standing = Value::Null;
    until("the comparison has ended", async || {
        standing = area.send(Role::Editor, "GET", &address, None).await.1;
        standing["state"] != "running"
    })
    .await;
    assert_eq!((&standing["state"], &standing["done"], &standing["all"]), (&json!("done"), &json!(2), &json!(2)));
    let lost = &standing["replay"]["lines"][0];
    assert_eq!(
        (&lost["change"], &lost["from"]["id"], &lost["asked"]),
        (&json!("lost"), &json!("return-how"), &json!(2))
    );

    let (_, begun) = area.post("/compare", json!({"path": "en.yaml", "text": "topic: T\n"})).await;
    assert_eq!(area.send(Role::Editor, "GET", &address, None).await.0, 404, "the one before is gone");
    let address = format!("/compare?id={}", begun["id"].as_str().unwrap());
    until("the comparison has failed", async || {
        standing = area.send(Role::Editor, "GET", &address, None).await.1;
        standing["state"] == "failed"
    })
    .await;
    assert!(standing["detail"].as_str().unwrap().contains("errors"), "{standing}");

    // a comparison holds visitors' words: it goes with them, whoever deletes them
    for by_visitor in [true, false] {
        let mut visitor = Client::new(area.server.address).await;
        visitor.ask("how do I return a bent wheel").await;
        let (_, begun) = area.post("/compare", json!({"path": "en.yaml", "text": &without})).await;
        let address = format!("/compare?id={}", begun["id"].as_str().unwrap());
        until("it has ended", async || area.send(Role::Editor, "GET", &address, None).await.1["state"] == "done").await;
        let id = visitor.ready["conversation"].as_str().unwrap();
        let (place, secret) = if by_visitor {
            ("/api/v1/conversation".to_owned(), visitor.ready["token"].as_str().unwrap())
        } else {
            let (_, token) = area.tokens.iter().find(|(role, _)| *role == Role::Admin).unwrap();
            (format!("/api/v1/admin/conversations/{id}/visitor"), token.as_str())
        };
        let request = reqwest::Client::new().delete(area.server.url(&place)).bearer_auth(secret);
        assert!(request.send().await.unwrap().status().is_success());
        assert_eq!(area.send(Role::Editor, "GET", &address, None).await.0, 404);
    }
    area.server.stop().await;
}

#[tokio::test]
async fn an_entry_from_the_report_is_put_into_a_text() {
    let area = Area::new().await;
    let entry =
        "  # asked 3 times\n  - id: pay-how\n    questions: # add other wordings\n      - pay?\n    answer: # write\n";
    let inserted = area.done("/insert", json!({"text": FAQ, "entry": entry})).await;
    let text = inserted["text"].as_str().unwrap();
    assert_eq!(text, format!("{FAQ}{entry}"));
    assert!(text[inserted["at"].as_u64().unwrap() as usize..].starts_with("  # asked"));
    assert_eq!(area.post("/insert", json!({"text": "topic: T\n", "entry": entry})).await.0, 422);
    area.server.stop().await;
}
