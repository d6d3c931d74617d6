//! The interface as it is described: every example works, and a tool that makes up requests from the description finds
//! nothing that is not in it.

use crate::support::{Client, Site, TestServer};
use deskbell::store::accounts::{AccountName, Role};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

/// Requests that are made up for each operation in one run; more with `DESCRIBED_EXAMPLES`.
const EXAMPLES: &str = "12";

/// A server with a conversation in its log, a token of each role, and the secret of the conversation.
async fn filled() -> (Site, TestServer, Vec<(Role, String)>, String) {
    let site = Site::new();
    // the examples name the file as the sample FAQ has it
    std::fs::create_dir(site.faq().join("en")).unwrap();
    std::fs::rename(site.faq().join("en.yaml"), site.faq().join("en/delivery.yaml")).unwrap();
    let server = TestServer::start(site.config()).await;
    let mut visitor = Client::new(server.address).await;
    let answer = visitor.ask("where is my order").await[2].clone();
    visitor.say(json!({"kind": "feedback", "about": answer["seq"], "helpful": false, "comment": "too short"})).await;
    visitor.next_of("ack").await;
    visitor.ask("can a llama ride it").await;
    visitor.say(json!({"kind": "human"})).await;
    visitor.next_of("ack").await;
    let mut tokens = Vec::new();
    for role in Role::ALL {
        let name: AccountName = format!("the-{role}").parse().unwrap();
        server.state.store.create_account(&name, role, 0).await.unwrap();
        let token = server.state.store.create_token(&name, "test", 0).await.unwrap();
        tokens.push((role, token.reveal().to_owned()));
    }
    let secret = visitor.ready["token"].as_str().unwrap().to_owned();
    (site, server, tokens, secret)
}

#[tokio::test]
async fn every_example_works_and_says_its_status() {
    let (_site, server, tokens, secret) = filled().await;
    let client = reqwest::Client::new();
    let document: Value = client.get(server.url("/api/v1/openapi.json")).send().await.unwrap().json().await.unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let admin = &tokens.last().unwrap().1;
    // what is made comes before what needs it, and what deletes comes last; each example of the FAQ's editor goes on from
    // what those before it left
    let makes = ["saveFaqFile", "compareFaqDraft"];
    let ends = ["renameFaqFile", "removeFaqFile", "restoreFaqVersion"];
    let order = ["get", "post", "put", "patch", "delete"];
    let mut operations: Vec<(&String, &String, &Value)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().iter().map(move |(method, one)| (path, method, one)))
        .collect();
    operations.sort_by_key(|(path, method, one)| {
        let place = order.iter().position(|known| known == method).unwrap();
        let among = |names: &[&str]| names.iter().position(|name| one["operationId"] == *name);
        let turn = among(&makes).map(|at| (0, at)).or(among(&ends).map(|at| (2, at))).unwrap_or((1, 0));
        let turn = if *method == "delete" { (3, 0) } else { turn };
        // a token goes before its account
        (turn, place, if *method == "delete" { usize::MAX - path.len() } else { path.len() })
    });
    // the name of the comparison that was begun, in place of the one of the examples
    let mut comparison = Value::Null;
    for (path, method, operation) in operations {
        let id = operation["operationId"].as_str().unwrap();
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let mut path = path.clone();
        let mut query = Vec::new();
        for parameter in parameters {
            let Some(example) = parameter["example"].as_str() else { continue };
            let example = if id == "readFaqComparison" { comparison.as_str().unwrap() } else { example };
            match parameter["in"].as_str() {
                Some("path") => path = path.replace(&format!("{{{}}}", parameter["name"].as_str().unwrap()), example),
                _ => query.push(format!("{}={}", parameter["name"].as_str().unwrap(), example.replace(' ', "+"))),
            }
        }
        let ours = operation["security"][0].get("conversationSecret").is_some();
        let mut request = client
            .request(method.to_uppercase().parse().unwrap(), server.url(&format!("{path}?{}", query.join("&"))))
            .bearer_auth(if ours { &secret } else { admin });
        if let Some(example) = operation["requestBody"]["content"]["application/json"].get("example") {
            let begun = json!({"id": comparison});
            request = request.json(if id == "stopFaqComparison" { &begun } else { example });
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        let described = &operation["responses"][status.to_string()];
        assert!(described.is_object(), "{id}: {status} is not described");
        // these take a secret of the reader's own
        let own = ["login", "readLink", "setPassword", "changePassword"].contains(&id) || path.contains("0198f0c2");
        let text = response.text().await.unwrap();
        assert_eq!(status < 300, !own, "{id}: {status} {text}");
        if id == "compareFaqDraft" {
            comparison = serde_json::from_str::<Value>(&text).unwrap()["id"].clone();
        }
    }
    server.stop().await;
}

/// The program of Schemathesis, where `tests/run` puts it.
fn program() -> PathBuf {
    let named = std::env::var_os("SCHEMATHESIS").map(PathBuf::from);
    named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/schemathesis/bin/schemathesis"))
}

/// Lets the tool make up requests, right and wrong ones, and hold what comes back against the description.
/// Whatever it found, in words; empty: nothing.
async fn explore(server: &TestServer, token: &str, more: &[&str]) -> String {
    let mut command = Command::new(program());
    let examples = std::env::var("DESCRIBED_EXAMPLES").unwrap_or_else(|_| EXAMPLES.into());
    command
        .args(["--config-file", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/described.toml")])
        .args(["run", &server.url("/api/v1/openapi.json"), "--checks", "all", "--continue-on-failure"])
        .args(["--max-examples", &examples, "--seed", "1", "--warnings", "off"])
        .args(["-H", &format!("Authorization: Bearer {token}")])
        .args(more)
        // what it keeps of earlier runs belongs to nobody's checkout
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .env("NO_COLOR", "1");
    let ended = tokio::task::spawn_blocking(move || command.output()).await.unwrap();
    let output = ended.expect("Schemathesis is installed (tests/run installs it)");
    if output.status.success() {
        return String::new();
    }
    let said = [output.stdout, output.stderr].map(|part| String::from_utf8_lossy(&part).into_owned());
    format!("{more:?}\n{}", said.join("\n"))
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Schemathesis, which tests/run installs"]
async fn made_up_requests_find_nothing_that_is_not_described() {
    let (_site, server, tokens, secret) = filled().await;
    // a secret that opens nothing is answered with 404, so that nobody learns which there are
    let own = |operation| ["--exclude-checks", "ignored_auth", "--include-operation-id", operation];
    let mut found = explore(&server, &secret, &own("readConversation")).await;
    for (role, token) in tokens {
        // the others try to do what only an administrator may; whoever has the time lets them try more
        let phases = if role == Role::Admin || std::env::var_os("DESCRIBED_EXAMPLES").is_some() {
            "examples,coverage,fuzzing,stateful"
        } else {
            "examples,coverage"
        };
        found += &explore(&server, &token, &["--phases", phases, "--exclude-path", "/api/v1/conversation"]).await;
    }
    // after the first of these there is nothing left to be read
    found += &explore(&server, &secret, &own("eraseConversation")).await;
    assert!(found.is_empty(), "{found}");
    server.stop().await;
}
