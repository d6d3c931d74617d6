//! A server in a process of its own, and what the system says of it.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Clock ticks in a second, as Linux shows processor time to programs (`man 5 proc`).
const TICKS: f64 = 100.0;

/// A server in a process of its own.
pub struct Process {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Process {
    /// Starts a program, on one core if it is named, and waits until it listens.
    pub fn start(program: &Path, arguments: &[&str], folder: &Path, core: Option<&str>) -> Self {
        let mut command = match core {
            Some(core) => {
                let mut command = Command::new("taskset");
                command.args(["-c", core]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::inherit());
        for (key, value) in [
            ("SERVER_LISTEN", "127.0.0.1:0"),
            ("SERVER_MAX_CONNECTIONS", "12000"),
            ("LIMITS_MESSAGES_PER_SECOND", "0"),
            ("LIMITS_ADDRESS_PER_SECOND", "0"),
        ] {
            command.env(format!("DESKBELL_{key}"), value);
        }
        let mut child = command.env("RUST_LOG", "error").spawn().expect("it can be started");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let line = lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("Demo page")));
        let line = line.expect("it says where it listens").expect("it is text");
        let port = line.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: ([127, 0, 0, 1], port.expect("a port")).into() }
    }

    /// Seconds on a processor so far, in user and kernel mode.
    pub fn processor(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("Linux");
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
        (ticks(11) + ticks(12)) / TICKS
    }

    /// Waits until it has nothing more to do: once it serves it examines its FAQ, which is nothing that messages cost.
    pub async fn settled(&self) {
        let mut before = -1.0;
        while self.processor() > before {
            before = self.processor();
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }

    /// Resident memory in KiB.
    pub fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).expect("Linux");
        let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0.0)
    }

    /// Ends it without a warning.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
