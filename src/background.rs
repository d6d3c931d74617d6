//! Long work beside the visitors: building an index, examining it, comparing a draft with the log.
//!
//! Invariant: on a machine with one core an answer does not wait until such work has had its turn. Every piece has a
//! thread of its own, since a thread may lower its priority and not raise it again; threads that it starts inherit it.

use std::io;
use tokio::sync::oneshot;

/// What the thread's niceness becomes on Linux, where it belongs to a thread: a tenth of the share of a thread that answers
/// while both have work (a factor of 1.25 a step, `sched(7)`), all of the processor where nobody else has.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Does the work on a thread of lower priority and waits for it. It goes on where the caller goes away.
///
/// # Errors
/// Where the system has no thread left, or the work panicked.
pub async fn run<Output: Send + 'static>(work: impl FnOnce() -> Output + Send + 'static) -> io::Result<Output> {
    let (reply, done) = oneshot::channel();
    std::thread::Builder::new().name("background".to_owned()).spawn(move || {
        give_way();
        // nobody may be waiting any more
        let _ = reply.send(work());
    })?;
    done.await.map_err(|_| io::Error::other("it broke off"))
}

#[cfg(target_os = "linux")]
fn give_way() {
    let nicer = rustix::process::getpriority_process(None).map_or(NICENESS, |now| now.max(NICENESS));
    // a system that forbids it does the work all the same
    if let Err(error) = rustix::process::setpriority_process(None, nicer) {
        tracing::debug!(%error, "background work runs at the priority of answers");
    }
}

/// Elsewhere niceness belongs to the whole process.
#[cfg(not(target_os = "linux"))]
fn give_way() {}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn work_gives_way_with_all_its_threads_and_the_caller_does_not() {
        let own = || rustix::process::getpriority_process(None).expect("a priority");
        let before = own();
        let (work, helper) =
            run(move || (own(), std::thread::spawn(own).join().expect("a thread"))).await.expect("done");
        assert_eq!((work, helper), (before.max(NICENESS), before.max(NICENESS)));
        assert_eq!(own(), before);
    }

    #[tokio::test]
    async fn work_that_panics_is_an_error_and_not_a_wait_for_ever() {
        let error = run(|| assert_eq!(1, 2)).await.expect_err("a panic");
        assert_eq!(error.to_string(), "it broke off");
    }
}
