//! What the log of the process holds, and what is left of a visitor who was deleted (rows 19, 55 and 56).

use super::sinks::{filled_paths, staff};
use crate::process::{self, Process};
use crate::support::{Client, Site, TestServer, cid};
use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::{Connection, SqliteConnection};
use std::net::SocketAddr;
use std::process::{Command, Stdio};

const VISITORS: usize = 40;
const MESSAGES: usize = 10;
const PASSWORD: &str = "canary kettle on a slow train";
/// In every text that is planted, so that one search finds all of them.
const CANARY: &str = "quetzalcoatlus";

/// What is planted: secrets, and words and pages of visitors.
#[derive(Default)]
struct Planted {
    secrets: Vec<String>,
    words: Vec<String>,
}

/// A visitor who says where they live, makes every mistake, and takes their conversation along.
async fn visitor(address: SocketAddr, number: usize) -> Planted {
    let mut planted = Planted::default();
    let page = json!({
        "url": format!("https://shop.example/{CANARY}/{number}?card=4111111111111111#{CANARY}"),
        "title": format!("Cart of {CANARY} {number}"),
        "referrer": format!("https://{CANARY}:pw@search.example/?q={CANARY}"),
    });
    let hello = json!({"type": "hello", "v": 1, "lang": "en", "page": page});
    let mut client = Client::hello(address, hello).await.unwrap();
    let token = client.ready["token"].as_str().unwrap().to_owned();
    for message in 0..MESSAGES {
        let words =
            format!("I am {CANARY}{number} {message}, {CANARY}{number}@mail.example, +49 170 {number:03}{message:04}");
        client.say(json!({"kind": "text", "text": words})).await;
        client.next_of("ack").await;
        planted.words.push(words);
    }
    let wrong = format!("{{\"type\":\"send\",\"cid\":\"{}\",\"body\":\"{CANARY}\"}}", cid());
    client.send_raw(tokio_tungstenite::tungstenite::Message::text(wrong)).await.unwrap();
    client.next_of("nack").await;
    let http = reqwest::Client::new();
    let own = format!("http://{address}/api/v1/conversation");
    assert_eq!(http.get(&own).bearer_auth(&token).send().await.unwrap().status(), 200);
    for (path, body) in [("ask", json!({"q": format!("{CANARY} {number}")})), ("ask", json!({"q": 1, CANARY: 2}))] {
        http.post(format!("http://{address}/api/v1/{path}")).json(&body).send().await.unwrap();
    }
    http.get(format!("http://{address}/api/v1/suggest?q={CANARY}&lang=!!")).send().await.unwrap();
    http.get(format!("http://{address}/{CANARY}?token={token}")).send().await.unwrap();
    if number.is_multiple_of(2) {
        assert_eq!(http.delete(&own).bearer_auth(&token).send().await.unwrap().status(), 204);
    }
    planted.secrets.push(token);
    planted
}

/// Signs somebody in by a link, and out of everything they know.
async fn administrator(site: &Site, address: SocketAddr) -> Vec<String> {
    let run = |arguments: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_deskbell")).current_dir(site.path()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let link = run(&["admin", "add", "ada", "--role", "admin"]);
    let link = link.split('#').nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let bearer = run(&["admin", "token", "ada", "--label", "canary"]);
    let bearer = bearer.split_whitespace().find(|word| word.len() >= 40).unwrap().to_owned();
    let http = reqwest::Client::new();
    let post = |path: &str, body: Value| {
        let request =
            http.post(format!("http://{address}/api/v1/admin/{path}")).header("sec-fetch-site", "same-origin");
        request.json(&body).send()
    };
    let set = post("setup", json!({"token": link, "password": PASSWORD})).await.unwrap();
    assert_eq!(set.status(), 200);
    let cookie = set.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    post("login", json!({"name": "ada", "password": format!("{PASSWORD} wrong")})).await.unwrap();
    assert_eq!(post("login", json!({"name": "ada", "password": PASSWORD})).await.unwrap().status(), 200);
    for path in ["me", "overview", "conversations", "accounts", "reports/2026-W01.html"] {
        let address = format!("http://{address}/api/v1/admin/{path}?q={CANARY}");
        http.get(&address).bearer_auth(&bearer).send().await.unwrap();
        http.get(&address).header("cookie", &cookie).send().await.unwrap();
    }
    let session = cookie.split('=').nth(1).unwrap().to_owned();
    vec![link, bearer, session, PASSWORD.to_owned()]
}

/// All that a server logs at this level while visitors and staff do everything, and while its database is in the way.
async fn logged(level: &str) -> (String, Planted) {
    let site = Site::new();
    let log = site.path().join("log");
    let mut command = process::server(env!("CARGO_BIN_EXE_deskbell"), &site);
    command.env("RUST_LOG", level).stderr(Stdio::from(std::fs::File::create(&log).unwrap()));
    let mut process = Process::spawn(command);
    let address = process.address().expect("it starts");
    let mut planted = Planted { secrets: administrator(&site, address).await, words: Vec::new() };
    for one in join_all((0..VISITORS).map(|number| visitor(address, number))).await {
        planted.secrets.extend(one.secrets);
        planted.words.extend(one.words);
    }
    // errors of the database are logged, but not what was to be written
    let mut database =
        SqliteConnection::connect(&format!("sqlite://{}", site.data().join("deskbell.db").display())).await.unwrap();
    sqlx::query("DROP TABLE question").execute(&mut database).await.unwrap();
    let mut last = Client::new(address).await;
    last.say(json!({"kind": "text", "text": format!("who knows {CANARY}?")})).await;
    assert_eq!(last.next_of("nack").await["code"], "storage_unavailable");
    assert_eq!(process.terminate(), None);
    (std::fs::read_to_string(log).unwrap(), planted)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_holds_no_word_of_a_visitor_and_no_secret() {
    let (log, planted) = logged("info").await;
    assert!(log.contains("the database refused a commit"), "the log is not the log: {log}");
    for word in planted.secrets.iter().chain(&planted.words) {
        assert!(!log.contains(word.as_str()), "{word} was logged");
    }
    // the time of a line may hold any digits
    let said = |line: &str| line.split_once("\"level\"").map_or(line.to_owned(), |(_, said)| said.to_owned());
    for part in [CANARY, "mail.example", "shop.example", "4111"] {
        let lines: Vec<&str> = log.lines().filter(|line| said(line).contains(part)).collect();
        assert!(lines.is_empty(), "{part} was logged: {lines:#?}");
    }
    println!("{} words and {} secrets planted, none logged", planted.words.len(), planted.secrets.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_for_debugging_holds_no_secret_either() {
    let (log, planted) = logged("debug").await;
    assert!(log.lines().count() > 100, "that is no log for debugging");
    for secret in &planted.secrets {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(secret.as_str())).collect();
        assert!(lines.is_empty(), "{secret} was logged: {lines:#?}");
    }
}

#[tokio::test]
async fn of_a_visitor_who_was_deleted_nothing_is_shown_anywhere() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let id = visitor.ready["conversation"].as_str().unwrap().to_owned();
    // a question that is answered, one that is not, and a remark
    let answer = visitor.ask(&format!("where is my order {CANARY}")).await[2].clone();
    visitor.ask(&format!("do you sell a {CANARY} of brass")).await;
    let remark = format!("too short for a {CANARY}");
    visitor.say(json!({"kind": "feedback", "about": answer["seq"], "helpful": false, "comment": remark})).await;
    visitor.next_of("ack").await;
    let mut other = Client::new(server.address).await;
    other.ask("where is my order").await;
    let admin = staff(&server).await;
    let shown = async || {
        let mut places = Vec::new();
        for path in filled_paths(&server, &id) {
            let text = admin.get(&server, &path).await.1;
            if text.contains(CANARY) {
                places.push(path);
            }
        }
        places
    };
    let before = shown().await;
    assert!(before.len() >= 5, "only in {before:?} before");
    let own = reqwest::Client::new().delete(server.url("/api/v1/conversation"));
    let erased = own.bearer_auth(visitor.ready["token"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(erased.status(), 204);
    assert_eq!(shown().await, Vec::<String>::new());
    // nor is it found by what is typed, or by asking for it
    let titles = reqwest::get(server.url(&format!("/api/v1/suggest?q={CANARY}"))).await.unwrap().text().await.unwrap();
    assert!(!titles.contains(CANARY));
    server.stop().await;
}
