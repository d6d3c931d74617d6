//! The commands from outside: what they print and how they exit.

use crate::support::Site;
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Output, Stdio};

fn command(site: &Site, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deskbell"));
    command.current_dir(site.path()).args(arguments);
    command
}

fn deskbell(site: &Site, arguments: &[&str]) -> Output {
    command(site, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn check_prints_every_problem_with_its_place_and_exits_by_them() {
    let site = Site::new();
    let good = deskbell(&site, &["check"]);
    assert_eq!(good.status.code(), Some(0), "{}", text(&good.stdout));
    std::fs::write(
        site.faq().join("broken.yaml"),
        "topic: Broken\nlang: en\nentries:\n  - id: Bad Id\n    questions: []\n    anwser: x\n",
    )
    .unwrap();
    let bad = deskbell(&site, &["check"]);
    assert_eq!(bad.status.code(), Some(1));
    let lines = text(&bad.stdout);
    for part in ["faq/broken.yaml:4:9: error: ", "faq/broken.yaml:6:5: error: ", "`answer`"] {
        assert!(lines.contains(part), "{part} is not in\n{lines}");
    }
    let json: Value = serde_json::from_slice(&deskbell(&site, &["check", "--json"]).stdout).unwrap();
    assert!(json["errors"].as_u64().unwrap() >= 3);
    assert_eq!(json["problems"][0]["path"], "faq/broken.yaml");
}

#[test]
fn check_says_what_to_expect_of_each_language() {
    let site = Site::new();
    let human = deskbell(&site, &["check"]);
    let said = text(&human.stderr);
    assert!(said.contains("en: 3 entries, 9 wordings; too few wordings to tell"), "{said}");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
    let sample = deskbell(&site, &["check", "--json", "--faq", root.to_str().unwrap()]);
    let json: Value = serde_json::from_slice(&sample.stdout).unwrap();
    assert_eq!((&json["expected"][0]["lang"], &json["wrong_rate"]), (&"en".into(), &0.1.into()));
    for lang in [0, 1] {
        let expected = &json["expected"][lang]["expected"];
        let (answered, wrong) = (expected["answered"].as_f64().unwrap(), expected["wrong"].as_f64().unwrap());
        assert!((0.3..1.0).contains(&answered) && (0.0..0.2).contains(&wrong), "{expected}");
    }
}

#[test]
fn strict_makes_warnings_count() {
    let site = Site::new();
    std::fs::write(
        site.faq().join("thin.yaml"),
        "topic: Thin\nlang: en\nentries:\n  - id: thin\n    questions: [Do you sell umbrellas?]\n    answer: Yes, three kinds.\n",
    )
    .unwrap();
    let lenient = deskbell(&site, &["check"]);
    assert_eq!(lenient.status.code(), Some(0));
    assert!(text(&lenient.stdout).contains("faq/thin.yaml:5:17:"), "{}", text(&lenient.stdout));
    assert_eq!(deskbell(&site, &["check", "--strict"]).status.code(), Some(1));
}

#[test]
fn ask_prints_one_json_line_for_each_question() {
    let site = Site::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_deskbell"))
        .current_dir(site.path())
        .args(["ask", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("where is my order\n\ntell me a joke about penguins\n".as_bytes()).unwrap();
    let lines: Vec<Value> = text(&child.wait_with_output().unwrap().stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let keys: Vec<&String> = lines[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["q", "lang", "verdict", "id", "confidence", "candidates"]);
    assert_eq!((&lines[0]["verdict"], &lines[0]["id"]), (&"answer".into(), &"order-status".into()));
    assert_eq!((&lines[1]["verdict"], &lines[1]["id"]), (&"none".into(), &Value::Null));
    let human = deskbell(&site, &["ask", "where is my order"]);
    assert!(text(&human.stdout).starts_with("Where is my order? (order-status, "), "{}", text(&human.stdout));
}

#[test]
fn ask_explains_itself() {
    let site = Site::new();
    let explained: Value =
        serde_json::from_slice(&deskbell(&site, &["ask", "--explain", "--json", "wher is my ordr #4711 pleas"]).stdout)
            .unwrap();
    let first = &explained["candidates"][0];
    assert_eq!(first["id"], "order-status", "{explained}");
    assert_eq!(explained["read"]["left_out"][0], serde_json::json!({"text": "#4711", "because": "order_number"}));
    let adds: f64 = first["features"].as_array().unwrap().iter().map(|part| part["adds"].as_f64().unwrap()).sum();
    assert!((adds - first["score"].as_f64().unwrap()).abs() < 0.01, "{first}");
    assert!(first["nearest"]["line"].as_u64().unwrap() > 0);
    let again = text(&deskbell(&site, &["ask", "--explain", "do you have penguins in the parcel"]).stdout);
    assert!(again.contains("offered as a choice on a second look") && again.contains("both like   "), "{again}");
    let human = text(&deskbell(&site, &["ask", "--explain", "when will my parcel of penguins arrive"]).stdout);
    for part in [
        "the threshold 0.",
        "language    en",
        "stop words  ",
        "unknown     penguins",
        "together",
        "that the FAQ holds this, where ",
    ] {
        assert!(human.contains(part), "{part} is not in\n{human}");
    }
}

#[test]
fn eval_prints_the_contract_figures() {
    let site = Site::new();
    let cases = site.path().join("cases.jsonl");
    std::fs::write(&cases, "{\"q\":\"where is my order\",\"id\":\"order-status\"}\n{\"q\":\"penguins\",\"id\":null}\n")
        .unwrap();
    let figures: Value = serde_json::from_slice(&deskbell(&site, &["eval", "cases.jsonl", "--json"]).stdout).unwrap();
    for key in [
        "n_in_scope",
        "n_out_of_scope",
        "top1",
        "recall_at_3",
        "mrr",
        "answered",
        "answered_right",
        "wrong_answer_rate",
        "oos_refused",
        "auroc",
        "ece",
        "in_scope_accuracy_at_oos_recall",
        "answered_right_at_wrong_rate",
        "ms_per_query_p50",
        "ms_per_query_p99",
    ] {
        assert!(figures.get(key).is_some(), "{key} is missing in {figures}");
    }
    assert_eq!((&figures["top1"], &figures["oos_refused"]), (&1.0.into(), &1.0.into()));
    std::fs::write(&cases, "{\"q\":\"x\"}\n").unwrap();
    let wrong = deskbell(&site, &["eval", "cases.jsonl"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(text(&wrong.stderr).contains("cases.jsonl:1"), "{}", text(&wrong.stderr));
    std::fs::write(&cases, "{\"q\":\"where is my order\",\"id\":\"order-statsu\"}\n").unwrap();
    let misses = deskbell(&site, &["eval", "cases.jsonl", "--json"]);
    assert_eq!(misses.status.code(), Some(0));
    assert!(text(&misses.stderr).contains("no entry `order-statsu`"), "{}", text(&misses.stderr));
}

#[test]
fn ask_tells_what_a_question_means_after_an_answer() {
    let site = Site::new();
    let asked = |arguments: &[&str]| deskbell(&site, &[&["ask", "--json", "why?"], arguments].concat());
    let verdict = |output: Output| serde_json::from_slice::<Value>(&output.stdout).unwrap()["id"].clone();
    assert_eq!(verdict(asked(&[])), Value::Null);
    assert_eq!(verdict(asked(&["--after", "return-how"])), "return-how");
    let unknown = asked(&["--after", "returns"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(text(&unknown.stderr).contains("no entry returns"), "{}", text(&unknown.stderr));
}

#[test]
fn wrong_usage_is_2_and_wrong_configuration_78() {
    let site = Site::new();
    assert_eq!(deskbell(&site, &["frobnicate"]).status.code(), Some(2));
    assert_eq!(deskbell(&site, &["--help"]).status.code(), Some(0));
    std::fs::write(site.path().join("deskbell.toml"), "[server]\nlisen = \"127.0.0.1:1\"\n").unwrap();
    let wrong = deskbell(&site, &["check"]);
    assert_eq!(wrong.status.code(), Some(78));
    assert_eq!(text(&wrong.stderr), "deskbell.toml:2:1: unknown key server.lisen; did you mean `listen`?\n");
    // what puts it right works all the same
    let printed = deskbell(&site, &["config"]);
    assert_eq!(printed.status.code(), Some(0));
    std::fs::write(site.path().join("deskbell.toml"), &printed.stdout).unwrap();
    assert_eq!(deskbell(&site, &["check"]).status.code(), Some(0));
}

#[test]
fn the_schema_is_json_schema() {
    let site = Site::new();
    let schema: Value = serde_json::from_slice(&deskbell(&site, &["schema"]).stdout).unwrap();
    assert!(schema["$schema"].as_str().unwrap().contains("json-schema.org"));
    assert_eq!(schema["additionalProperties"], false);
}

#[test]
fn what_needs_a_database_says_so() {
    let site = Site::new();
    for arguments in [&["report"][..], &["backup", "copy.db"], &["admin", "list"], &["admin", "token", "ana"]] {
        let refused = deskbell(&site, arguments);
        assert!(!site.data().exists(), "it made {:?}", site.data());
        assert_eq!(refused.status.code(), Some(1), "{arguments:?}");
        assert!(text(&refused.stderr).contains("deskbell serve"), "{}", text(&refused.stderr));
    }
}

#[test]
fn what_cannot_be_printed_is_no_success() {
    let site = Site::new();
    for arguments in [&["export"][..], &["config"], &["schema"], &["check", "--json"], &["ask", "hello"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let printed = command(&site, arguments).stdout(full).output().unwrap();
        assert_eq!(printed.status.code(), Some(1), "{arguments:?}");
        assert!(text(&printed.stderr).contains("standard output cannot be written"), "{}", text(&printed.stderr));
    }
}

#[test]
fn a_setting_that_is_no_text_is_refused() {
    let site = Site::new();
    let value = std::ffi::OsStr::from_bytes(b"127.0.0.1:80\xff");
    let refused = command(&site, &["check"]).env("DESKBELL_SERVER_LISTEN", value).output().unwrap();
    assert_eq!(refused.status.code(), Some(78));
    assert!(text(&refused.stderr).contains("DESKBELL_SERVER_LISTEN"), "{}", text(&refused.stderr));
}

#[test]
fn accounts_are_managed_from_the_command_line() {
    let site = Site::new();
    let added: Value =
        serde_json::from_slice(&deskbell(&site, &["admin", "add", "ana", "--role", "editor", "--json"]).stdout)
            .unwrap();
    assert!(added["link"].as_str().unwrap().contains("/admin/setup#"));
    assert_eq!(deskbell(&site, &["admin", "add", "ana"]).status.code(), Some(1));
    let token = deskbell(&site, &["admin", "token", "ana", "--label", "ci"]);
    assert_eq!(text(&token.stdout).trim().len(), 43);
    let listed: Value = serde_json::from_slice(&deskbell(&site, &["admin", "list", "--json"]).stdout).unwrap();
    assert_eq!((&listed[0]["name"], &listed[0]["role"]), (&"ana".into(), &"editor".into()));
    assert_eq!(listed[0]["tokens"][0]["label"], "ci");
    assert_eq!(deskbell(&site, &["admin", "revoke", "ana", "--label", "ci"]).status.code(), Some(0));
    assert_eq!(deskbell(&site, &["admin", "remove", "ana"]).status.code(), Some(0));
    assert_eq!(deskbell(&site, &["admin", "remove", "ana"]).status.code(), Some(1));
}
