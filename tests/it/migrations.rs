//! Databases of every schema that there ever was, kept as text, opened by this build: every row survives, visitors go on,
//! the report counts what was there.
//!
//! A new migration fails the first test until a database of the schema before it is kept in `tests/data`. To make one:
//! start the server of that schema with the FAQ of `support.rs`, talk to it, stop it, and put the output of
//! `sqlite3 data/deskbell.db .dump` under the head that the other files have.

use crate::support::{Client, Site, TestServer};
use deskbell::clock::{Clock, from_millis};
use deskbell::store::Store;
use deskbell::telemetry::Metrics;
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Soon after the conversations in those databases, so that none of them is old.
const NOW: i64 = 1_795_783_500_000;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The numbers of the migrations.
fn migrations() -> BTreeSet<i64> {
    let files = std::fs::read_dir(root().join("migrations/sqlite")).unwrap();
    let number = |name: String| name.split('_').next().and_then(|number| number.parse().ok()).unwrap();
    files.map(|file| number(file.unwrap().file_name().into_string().unwrap())).collect()
}

/// The stored databases by their names.
fn stored() -> BTreeMap<String, PathBuf> {
    let files = std::fs::read_dir(root().join("tests/data")).unwrap().map(|file| file.unwrap().path());
    let name = |path: &PathBuf| Some(path.file_stem()?.to_str()?.strip_prefix("schema-")?.to_owned());
    files.filter_map(|path| Some((name(&path)?, path))).collect()
}

#[test]
fn a_database_of_every_schema_before_the_present_one_is_kept() {
    let (numbers, stored) = (migrations(), stored());
    let present = *numbers.last().unwrap();
    assert_eq!(numbers, (1..=present).collect(), "migrations are numbered without a gap");
    let missing: Vec<i64> = (1..present).filter(|number| !stored.contains_key(&format!("{number:04}"))).collect();
    assert!(missing.is_empty(), "tests/data lacks databases of the schemas {missing:?}: see the head of this file");
}

/// What stands behind a word in the head of a stored database.
fn head<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("-- {word}: "))).expect("a head");
    line.split(' ').collect()
}

/// Every row of every table, as SQL writes its values, by table and column.
async fn rows(path: &Path) -> BTreeMap<String, BTreeMap<Vec<String>, Vec<String>>> {
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut database)
    .await
    .unwrap();
    let mut all = BTreeMap::new();
    for table in tables {
        let info = sqlx::query(AssertSqlSafe(format!("PRAGMA table_info({table})"))).fetch_all(&mut database).await;
        let columns: Vec<String> = info.unwrap().iter().map(|row| row.get("name")).collect();
        all.insert(table.clone(), BTreeMap::from([(columns.clone(), values(&mut database, &table, &columns).await)]));
    }
    all
}

/// The rows of a table in these columns.
async fn values(database: &mut SqliteConnection, table: &str, columns: &[String]) -> Vec<String> {
    let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
    let sql = format!("SELECT {} FROM {table} ORDER BY 1", quoted.join(" || ',' || "));
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(database).await.unwrap()
}

/// Asserts that every row of before is there, whatever columns and tables came to it.
async fn survived(name: &str, before: &BTreeMap<String, BTreeMap<Vec<String>, Vec<String>>>, path: &Path) {
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    for (table, content) in before {
        for (columns, rows) in content {
            assert_eq!(&values(&mut database, table, columns).await, rows, "schema {name}: {table}");
        }
    }
    let applied: Vec<i64> =
        sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success = 1 ORDER BY version")
            .fetch_all(&mut database)
            .await
            .unwrap();
    assert_eq!(applied.into_iter().collect::<BTreeSet<_>>(), migrations(), "schema {name}");
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut database).await.unwrap();
    assert_eq!(sound, "ok", "schema {name}");
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut database).await.unwrap();
    assert!(broken.is_empty(), "schema {name}: {} rows refer to nothing", broken.len());
}

/// Puts a stored database where a server of this site finds it.
async fn place(site: &Site, text: &str) -> PathBuf {
    std::fs::create_dir_all(site.data()).unwrap();
    let path = site.data().join("deskbell.db");
    // tables come by their names, so that a row may come before what it refers to
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true).foreign_keys(false);
    let mut database = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    path
}

#[tokio::test]
async fn a_database_of_any_schema_is_brought_to_the_present_one_without_a_loss() {
    for (name, file) in stored() {
        let text = std::fs::read_to_string(file).unwrap();
        let site = Site::new();
        let path = place(&site, &text).await;
        let before = rows(&path).await;
        assert!(before["event"].values().all(|rows| rows.len() > 10), "schema {name} is empty");
        let store = Store::open(&path, Metrics::default()).await.unwrap();
        store.close().await;
        survived(&name, &before, &path).await;

        let mut seqs = Vec::new();
        for start in 0..2 {
            let server = TestServer::start_at(site.config(), Clock::manual(from_millis(NOW))).await;
            for (visitor, token) in head(&text, "visitors").into_iter().enumerate() {
                let hello = json!({"type": "hello", "v": 1, "token": token, "after": 0});
                let mut client = Client::hello(server.address, hello).await.unwrap();
                assert_eq!(client.ready["resumed"], true, "schema {name}");
                let seq = client.ready["seq"].as_i64().unwrap();
                for place in 1..=seq {
                    assert_eq!(client.next_of("event").await["seq"], place, "schema {name}");
                }
                let [ack, _, answer] = client.ask("where is my order").await;
                assert_eq!((&ack["seq"], &answer["body"]["id"]), (&json!(seq + 1), &json!("order-status")));
                match seqs.get(visitor) {
                    Some(known) => assert_eq!(seq, *known, "schema {name}: after a restart"),
                    None => seqs.push(seq + 2),
                }
            }
            let admin = async |path: &str| {
                let request = reqwest::Client::new().get(server.url(&format!("/api/v1/admin{path}")));
                let response = request.bearer_auth(head(&text, "bearer")[0]).send().await.unwrap();
                assert_eq!(response.status(), 200, "schema {name}: {path}");
                response.json::<Value>().await.unwrap()
            };
            // in that week each of three visitors asked two questions and chose one, and was asked above
            let report = admin("/reports/2026-W48.json").await;
            let questions = report["figures"].as_array().unwrap().iter().find(|figure| figure["key"] == "questions");
            assert_eq!(questions.unwrap()["value"], json!(f64::from(9 + 3 * (start + 1))), "schema {name}");
            assert_eq!(admin("/conversations").await["conversations"].as_array().unwrap().len(), 3, "schema {name}");
            admin("/overview").await;
            server.stop().await;
        }
    }
}

#[tokio::test]
async fn a_database_of_a_later_schema_is_refused_and_left_alone() {
    let site = Site::new();
    let store = Store::open(&site.data().join("deskbell.db"), Metrics::default()).await.unwrap();
    store.close().await;
    let path = site.data().join("deskbell.db");
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap();
    sqlx::query("INSERT INTO _sqlx_migrations VALUES (9999, 'to come', CURRENT_TIMESTAMP, 1, X'00', 1)")
        .execute(&mut database)
        .await
        .unwrap();
    database.close().await.unwrap();
    let before = std::fs::read(&path).unwrap();
    let refused = Store::open(&path, Metrics::default()).await.err().unwrap().to_string();
    assert!(refused.contains("newer"), "{refused}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
