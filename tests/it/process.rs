//! A server in a process of its own, as it runs in service: it can be killed, told to stop, limited and measured.

use crate::support::Site;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How long an orderly end may take (RELIABILITY, row 54).
const TERM_TIME: Duration = Duration::from_secs(10);

/// A command that starts the server of a site at a free port, without limits of rate.
pub fn server(program: &str, site: &Site) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(site.path())
        .env("DESKBELL_SERVER_LISTEN", "127.0.0.1:0")
        .env("DESKBELL_LIMITS_MESSAGES_PER_SECOND", "0")
        .env("DESKBELL_LIMITS_ADDRESS_PER_SECOND", "0")
        .env("RUST_LOG", "warn");
    command
}

/// The program under test: another build where the variable names one.
pub fn binary(variable: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| env!("CARGO_BIN_EXE_deskbell").to_owned())
}

/// What a process holds, as Linux tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Resident memory in KiB.
    pub resident: u64,
    /// Of it, what is no file: the heap and the stacks.
    pub anonymous: u64,
    /// File descriptors by what they are; those of the database apart, of which a pool keeps some.
    pub descriptors: BTreeMap<String, usize>,
    /// Threads but those of the database.
    pub threads: usize,
}

impl Held {
    /// File descriptors but those of the database.
    pub fn open(&self) -> usize {
        self.descriptors.iter().filter(|(kind, _)| *kind != "database").map(|(_, number)| number).sum()
    }
}

/// A running server; killed when dropped.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts it; what it logs is seen with the test's output, unless the command says otherwise.
    pub fn spawn(mut command: Command) -> Self {
        Self { child: command.stdout(Stdio::piped()).spawn().expect("the server can be started") }
    }

    /// Waits until it says where it listens; none where it ended before.
    pub fn address(&mut self) -> Option<SocketAddr> {
        let mut lines = BufReader::new(self.child.stdout.take()?).lines();
        let line = lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("Demo page")))?.ok()?;
        let port: u16 = line.trim().trim_end_matches('/').rsplit(':').next()?.parse().ok()?;
        // the rest of what it prints must go somewhere, or it would block on a full pipe
        std::thread::spawn(move || lines.for_each(drop));
        Some(([127, 0, 0, 1], port).into())
    }

    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// SIGTERM, without waiting.
    pub fn signal(&self) {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.is_ok_and(|status| status.success()), "the signal is sent");
    }

    /// How it ended; none while it runs.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("it is our child")
    }

    /// SIGTERM; what was wrong with how it ended.
    pub fn terminate(&mut self) -> Option<String> {
        self.signal();
        let since = Instant::now();
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) if status.success() => return None,
                Ok(Some(status)) => return Some(format!("after SIGTERM it ended with {status}")),
                Ok(None) if since.elapsed() > TERM_TIME => return Some(format!("SIGTERM: not within {TERM_TIME:?}")),
                Ok(None) => std::thread::sleep(Duration::from_millis(10)),
                Err(error) => return Some(format!("its end is not known: {error}")),
            }
        }
    }

    /// What it holds at this moment.
    pub fn held(&self) -> Held {
        let place = format!("/proc/{}", self.child.id());
        let status = std::fs::read_to_string(format!("{place}/status")).expect("it runs");
        let kibibytes = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0)
        };
        let mut descriptors = BTreeMap::new();
        // one that is closed between the listing and the look is gone
        for entry in std::fs::read_dir(format!("{place}/fd")).expect("it runs").flatten() {
            if let Ok(target) = std::fs::read_link(entry.path()) {
                let target = target.to_string_lossy().into_owned();
                let kind = target.split([':', '[']).next().unwrap_or_default();
                let kind = if target.contains("deskbell.db") { "database" } else { kind };
                *descriptors.entry(kind.to_owned()).or_default() += 1;
            }
        }
        let names = std::fs::read_dir(format!("{place}/task")).expect("it runs").flatten();
        let names = names.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
        let threads = names.filter(|name| !name.starts_with("sqlx")).count();
        Held { resident: kibibytes("VmRSS"), anonymous: kibibytes("RssAnon"), descriptors, threads }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
