//! How many connections a process has room for.
//!
//! Invariant: whatever visitors open, descriptors are left for the database, the FAQ and the listeners.

/// File descriptors that are kept for the database, the FAQ and the listeners.
const RESERVED_DESCRIPTORS: usize = 64;

/// No more connections than there are file descriptors for.
pub(super) fn connection_cap(configured: usize) -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let soft = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))
        .and_then(|rest| rest.split_whitespace().next())
        .and_then(|soft| soft.parse::<usize>().ok());
    match soft.map(|soft| soft.saturating_sub(RESERVED_DESCRIPTORS).max(16)) {
        Some(possible) if possible < configured => {
            tracing::warn!(
                possible,
                configured,
                "fewer file descriptors than server.max_connections; raise the limit (ulimit -n, LimitNOFILE)"
            );
            possible
        }
        _ => configured,
    }
}
