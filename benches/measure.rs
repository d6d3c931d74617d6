//! What a measurement is told on its command line, and how its times are read.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

/// What is given as `--name TEXT`.
pub fn text_option(name: &str) -> Option<String> {
    let arguments: Vec<String> = std::env::args().collect();
    let place = arguments.iter().position(|argument| argument == name);
    place.and_then(|at| arguments.get(at + 1)).cloned()
}

/// A number given as `--name N`.
pub fn option(name: &str, default: usize) -> usize {
    text_option(name).map_or(default, |text| text.parse().expect("a whole number"))
}

/// The server that is measured: another build of it where one is named.
pub fn program() -> PathBuf {
    text_option("--program").unwrap_or_else(|| env!("CARGO_BIN_EXE_deskbell").into()).into()
}

/// Gives this program the second core and returns the server's, where `taskset` is there.
pub fn cores() -> Option<&'static str> {
    let pinned = Command::new("taskset").arg("--version").output().is_ok();
    if pinned {
        let own = std::process::id().to_string();
        let _ = Command::new("taskset").args(["-acp", "1", &own]).output();
    }
    pinned.then_some("0")
}

/// Milliseconds that a share of the times, sorted seconds, does not exceed.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or(f64::NAN) * 1e3
}

/// Sleeps until a message is due; from when on it is waited for: from then, where what came before it held it up, so that one
/// long wait counts for everybody whom it made wait, and else from the end of the sleep, which may be late.
pub async fn due(at: Instant) -> Instant {
    if Instant::now() >= at {
        return at;
    }
    tokio::time::sleep_until(at.into()).await;
    Instant::now()
}
