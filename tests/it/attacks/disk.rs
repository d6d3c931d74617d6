//! Disks that are full, fail, lie, or cannot be written (rows 48, 49 and 51).
//!
//! A full disk is made by a limit on the size of files, for which no rights are needed, and where it may be mounted by a
//! small file system in memory. Failing writes are made by strace, and that test says so where it cannot.

use crate::crash::Random;
use crate::process::{self, Process};
use crate::support::{Client, Site, until};
use deskbell::store::{Store, StoreError};
use deskbell::telemetry::Metrics;
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Damaged copies of a database that are tried; more with `DESKBELL_FLIPS`.
const FLIPS: u64 = 200;
/// Messages that are refused before a fault ends.
const REFUSED: usize = 5;

/// A visitor who keeps what was acknowledged and what was not.
struct Diary {
    client: Client,
    acked: BTreeMap<String, (i64, String)>,
    refused: Vec<String>,
}

impl Diary {
    async fn new(address: SocketAddr) -> Self {
        Self { client: Client::new(address).await, acked: BTreeMap::new(), refused: Vec::new() }
    }

    /// Sends a long message; whether it was acknowledged.
    async fn say(&mut self) -> bool {
        let text = format!("where is my order {} {}", self.acked.len() + self.refused.len(), "x".repeat(1_900));
        let cid = self.client.say(json!({"kind": "text", "text": text})).await;
        loop {
            let frame = self.client.next().await.unwrap();
            if frame["cid"] != json!(cid) {
                continue;
            }
            match frame["type"].as_str() {
                Some("ack") => {
                    self.acked.insert(cid, (frame["seq"].as_i64().unwrap(), text));
                    return true;
                }
                Some("nack") => {
                    assert_eq!((&frame["code"], &frame["retry"]), (&json!("storage_unavailable"), &json!(true)));
                    // the answer is shown all the same, and marked
                    let unsaved = self.client.next_of("event").await;
                    assert_eq!((&unsaved["saved"], unsaved.get("seq")), (&json!(false), None), "{unsaved}");
                    self.refused.push(cid);
                    return false;
                }
                _ => {}
            }
        }
    }

    /// Talks until this many messages were refused.
    async fn until_refused(&mut self) {
        while self.refused.len() < REFUSED {
            self.say().await;
            assert!(self.acked.len() < 5_000, "nothing fails");
        }
    }

    /// Talks until a message is acknowledged again, and some more.
    async fn until_saved(&mut self) {
        until("messages are saved again", async || self.say().await).await;
        for _ in 0..5 {
            assert!(self.say().await);
        }
    }

    /// Compares with the database: what was acknowledged is there, once and in its place, and nothing else is.
    async fn compare(&self, path: &Path) {
        let mut database = open(path).await;
        let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut database).await.unwrap();
        assert_eq!(sound, "ok");
        let rows: Vec<(i64, Option<String>, String)> =
            sqlx::query_as("SELECT seq, cid, body FROM event ORDER BY seq").fetch_all(&mut database).await.unwrap();
        assert!(rows.iter().enumerate().all(|(place, (seq, ..))| *seq == place as i64 + 1), "seq has a gap");
        let own: BTreeMap<String, (i64, String)> = rows
            .into_iter()
            .filter_map(|(seq, cid, body)| {
                let body: serde_json::Value = serde_json::from_str(&body).unwrap();
                Some((cid?, (seq, body["text"].as_str().unwrap().to_owned())))
            })
            .collect();
        for (cid, said) in &self.acked {
            assert_eq!(own.get(cid), Some(said), "an acknowledged message is not as it was");
        }
        let ghosts: Vec<_> = own.keys().filter(|cid| !self.acked.contains_key(*cid)).collect();
        assert!(ghosts.iter().all(|cid| self.refused.contains(cid)), "{ghosts:?}");
        println!(
            "{} acknowledged, {} refused, {} of the refused are there",
            self.acked.len(),
            self.refused.len(),
            ghosts.len()
        );
    }
}

async fn open(path: &Path) -> SqliteConnection {
    SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.unwrap()
}

async fn status(address: SocketAddr, path: &str) -> u16 {
    reqwest::get(format!("http://{address}{path}")).await.unwrap().status().as_u16()
}

/// Fills the disk under a server, looks at what goes on, gives room, and compares.
async fn fill(command: Command, database: PathBuf, take_room: impl Fn(u32), make_room: impl Fn(u32)) {
    let mut process = Process::spawn(command);
    let address = process.address().expect("it starts");
    let mut diary = Diary::new(address).await;
    for _ in 0..20 {
        assert!(diary.say().await);
    }
    take_room(process.id());
    diary.until_refused().await;
    // what is there can be read, questions are answered, and it says that it is not ready
    assert_eq!(status(address, "/livez").await, 200);
    until("it says that it is not ready", async || status(address, "/readyz").await == 503).await;
    assert_eq!(status(address, "/api/v1/suggest?q=ord").await, 200);
    let back = Client::back(address, &diary.client.ready, 0).await;
    assert_eq!(back.ready["seq"], json!(2 * diary.acked.len()));
    assert_eq!(process.ended(), None, "it goes on");
    make_room(process.id());
    diary.until_saved().await;
    until("it is ready again", async || status(address, "/readyz").await == 200).await;
    assert_eq!(process.terminate(), None);
    diary.compare(&database).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_takes_no_write_loses_nothing_and_goes_on_without_a_restart() {
    let site = Site::new();
    // a limit whose signal is ignored makes every write beyond it fail
    let plain = process::server(env!("CARGO_BIN_EXE_deskbell"), &site);
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\"", env!("CARGO_BIN_EXE_deskbell")]).current_dir(site.path());
    for (name, value) in plain.get_envs() {
        command.env(name, value.unwrap_or_default());
    }
    let limit = |server: u32, bytes: &str| {
        let set = Command::new("prlimit").args(["--pid", &server.to_string(), &format!("--fsize={bytes}:")]).status();
        assert!(set.unwrap().success());
    };
    let database = site.data().join("deskbell.db");
    fill(command, database, |server| limit(server, "0"), |server| limit(server, "unlimited")).await;
}

/// A small file system, gone when dropped.
struct Small {
    folder: tempfile::TempDir,
}

impl Small {
    /// None where it may not be mounted.
    fn mount(size: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(folder.path())
            .stderr(Stdio::null())
            .status();
        if !mounted.is_ok_and(|status| status.success()) {
            println!("SKIPPED: a file system cannot be mounted here (that takes root)");
            return None;
        }
        Some(Self { folder })
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(self.folder.path()).status();
        assert!(done.unwrap().success(), "{options}");
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_nothing_and_is_gone_on_without_a_restart() {
    let Some(disk) = Small::mount("3m") else { return };
    let site = Site::new();
    let data = disk.folder.path().join("data");
    let mut command = process::server(env!("CARGO_BIN_EXE_deskbell"), &site);
    command.env("DESKBELL_DATA_DIR", &data);
    fill(command, data.join("deskbell.db"), |_| (), |_| disk.remount("size=64m")).await;
}

/// strace at a process, whose flushes fail as long as it is there.
struct FailingFlushes {
    strace: Child,
}

impl FailingFlushes {
    /// None where there is no strace, or it may not.
    async fn at(process: u32) -> Option<Self> {
        let strace = Command::new("strace")
            .args(["-f", "-qq", "-p", &process.to_string()])
            .args(["-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO", "-o", "/dev/null"])
            .stderr(Stdio::null())
            .spawn();
        let Ok(strace) = strace else {
            println!("SKIPPED: there is no strace (`apt install strace`)");
            return None;
        };
        let mut failing = Self { strace };
        let traced = || {
            let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
            status.lines().any(|line| line.strip_prefix("TracerPid:").is_some_and(|pid| pid.trim() != "0"))
        };
        let mut ended = false;
        until("strace is there, or may not", async || {
            ended = failing.strace.try_wait().unwrap().is_some();
            ended || traced()
        })
        .await;
        if ended {
            println!("SKIPPED: strace may not look at another process here");
            return None;
        }
        Some(failing)
    }
}

impl Drop for FailingFlushes {
    fn drop(&mut self) {
        // asked to end, it lets go of what it traces first
        let _ = Command::new("kill").arg(self.strace.id().to_string()).status();
        let _ = self.strace.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_cannot_flush_gets_no_message_acknowledged() {
    let site = Site::new();
    let database = site.data().join("deskbell.db");
    let mut process = Process::spawn(process::server(env!("CARGO_BIN_EXE_deskbell"), &site));
    let address = process.address().expect("it starts");
    let mut diary = Diary::new(address).await;
    for _ in 0..20 {
        assert!(diary.say().await);
    }
    for round in 0..3 {
        let Some(failing) = FailingFlushes::at(process.id()).await else { return };
        let known = diary.acked.len();
        for _ in 0..REFUSED {
            assert!(!diary.say().await, "a message was acknowledged that was not flushed");
        }
        assert_eq!(diary.acked.len(), known);
        assert_eq!(process.ended(), None);
        if round == 2 {
            // a power cut while nothing could be flushed
            process.kill();
            drop(failing);
            break;
        }
        drop(failing);
        diary.until_saved().await;
    }
    // what was refused may be there or not, what was acknowledged must be
    let mut process = Process::spawn(process::server(env!("CARGO_BIN_EXE_deskbell"), &site));
    let address = process.address().expect("it starts again");
    let mut back = Client::back(address, &diary.client.ready, 0).await;
    assert_eq!(back.ready["resumed"], true);
    assert_eq!(back.ask("where is my order").await[0]["type"], "event");
    assert_eq!(process.terminate(), None);
    let mut database = open(&database).await;
    for (cid, (seq, _)) in &diary.acked {
        let stored: Vec<i64> = sqlx::query_scalar("SELECT seq FROM event WHERE cid = $1")
            .bind(cid)
            .fetch_all(&mut database)
            .await
            .unwrap();
        assert_eq!(stored, [*seq]);
    }
}

/// A database with conversations in it, and how many rows it has.
async fn filled(site: &Site) -> (Vec<u8>, i64) {
    let mut process = Process::spawn(process::server(env!("CARGO_BIN_EXE_deskbell"), site));
    let address = process.address().expect("it starts");
    for _ in 0..10 {
        let mut diary = Diary::new(address).await;
        for _ in 0..5 {
            assert!(diary.say().await);
        }
    }
    assert_eq!(process.terminate(), None);
    let path = site.data().join("deskbell.db");
    (std::fs::read(&path).unwrap(), events(&path).await.unwrap())
}

/// How many events there are, where every row of them can be read.
async fn events(path: &Path) -> Option<i64> {
    let mut database = SqliteConnection::connect(&format!("sqlite://{}", path.display())).await.ok()?;
    let sql = "SELECT count(body) FROM event NOT INDEXED WHERE length(body) > 0 AND length(kind) > 0";
    let rows: i64 = sqlx::query_scalar(sql).fetch_one(&mut database).await.ok()?;
    let sql = "SELECT count(*) FROM event WHERE conversation_id IN (SELECT id FROM conversation NOT INDEXED)";
    let owned: i64 = sqlx::query_scalar(sql).fetch_one(&mut database).await.ok()?;
    (rows == owned).then_some(rows)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_database_is_refused_or_whole_and_never_made_anew() {
    let site = Site::new();
    let (sound, rows) = filled(&site).await;
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(crate::crash::setting("DESKBELL_CRASH_SEED", 7));
    let (mut refused, mut taken) = (0, 0);
    for number in 0..crate::crash::setting("DESKBELL_FLIPS", FLIPS) {
        let mut bytes = sound.clone();
        match number % 4 {
            // half a file, down to its first page
            0 => bytes.truncate(1 + random.below(sound.len() as u64 - 1) as usize),
            // the head, where everything hangs
            1 => bytes[random.below(100) as usize] ^= 1 << random.below(8),
            // one bit anywhere
            2 => bytes[random.below(sound.len() as u64) as usize] ^= 1 << random.below(8),
            // a page of noise
            _ => {
                let page = random.below(sound.len() as u64 / 4096) as usize * 4096;
                bytes[page..page + 4096].fill_with(|| random.below(256) as u8);
            }
        }
        let path = folder.path().join(format!("{number}.db"));
        std::fs::write(&path, &bytes).unwrap();
        match Store::open(&path, Metrics::default()).await {
            Ok(store) => {
                store.close().await;
                // a bit in somebody's words cannot be told from another letter; but no row is gone
                assert_eq!(events(&path).await, Some(rows), "damage {number} was taken for sound");
                taken += 1;
            }
            Err(StoreError::Unusable(reason)) => {
                assert!(reason.contains("cannot be used"), "{reason}");
                assert_eq!(std::fs::read(&path).unwrap(), bytes, "damage {number}: the file was changed");
                refused += 1;
            }
            Err(other) => panic!("damage {number}: {other}"),
        }
    }
    println!("{refused} refused, {taken} taken with every row");
    assert!(refused >= FLIPS / 3, "only {refused} were refused");
}

#[tokio::test]
async fn a_database_that_cannot_be_written_keeps_the_server_from_starting() {
    let Some(disk) = Small::mount("16m") else { return };
    let site = Site::new();
    let data = disk.folder.path().join("data");
    let start = |site: &Site| {
        let mut command = process::server(env!("CARGO_BIN_EXE_deskbell"), site);
        command.env("DESKBELL_DATA_DIR", &data).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    let mut process = Process::spawn(start(&site));
    assert!(process.address().is_some());
    assert_eq!(process.terminate(), None);
    let before = std::fs::read(data.join("deskbell.db")).unwrap();
    disk.remount("ro");
    let output = start(&site).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains("data.dir"), "{said}");
    assert_eq!(std::fs::read(data.join("deskbell.db")).unwrap(), before);
}
