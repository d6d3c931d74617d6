//! A server in a process of its own, which can be killed as a power cut would, and comes back at the same address.

use crate::support::Site;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};

pub struct Process {
    child: Child,
    pub address: SocketAddr,
}

impl Process {
    /// A site's server at a free port, which pages of `origin` may use.
    pub fn start(site: &Site, origin: &str) -> Self {
        let settings = format!(
            "[site]\nallowed_origins = [\"{origin}\"]\n[limits]\nmessages_per_second = 0\naddress_per_second = 0\n"
        );
        std::fs::write(site.path().join("deskbell.toml"), settings).unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        Self { child: spawn(site, address), address }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Starts anew at the same address with the same data.
    pub fn restart(&mut self, site: &Site) {
        self.child = spawn(site, self.address);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns once it listens.
fn spawn(site: &Site, address: SocketAddr) -> Child {
    let mut child = Command::new(env!("CARGO_BIN_EXE_deskbell"))
        .current_dir(site.path())
        .env("DESKBELL_SERVER_LISTEN", address.to_string())
        .env("RUST_LOG", "warn")
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let listens = lines.any(|line| line.is_ok_and(|line| line.contains("Demo page")));
    assert!(listens, "the server says where it listens");
    // the rest of what it prints must go somewhere, or it would block on a full pipe
    std::thread::spawn(move || lines.for_each(drop));
    child
}
