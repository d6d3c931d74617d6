//! Three ways to break the promise, compiled only with the feature `sabotage`: what the crash harness must catch.
//!
//! Invariant: without the feature there is nothing of this in the program; with it, nothing is broken unless
//! `DESKBELL_SABOTAGE` says what.

use sqlx::SqliteConnection;
use std::sync::LazyLock;

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sabotage {
    /// Messages are acknowledged before they are committed.
    AckFirst,
    /// A message that comes again is stored again.
    NoUnique,
    /// The place in a conversation is taken from the clock.
    ClockSeq,
}

static CHOSEN: LazyLock<Option<Sabotage>> = LazyLock::new(|| match std::env::var("DESKBELL_SABOTAGE").as_deref() {
    Ok("ack-first") => Some(Sabotage::AckFirst),
    Ok("no-unique") => Some(Sabotage::NoUnique),
    Ok("clock-seq") => Some(Sabotage::ClockSeq),
    _ => None,
});

/// Whether this is what is broken.
pub(super) fn is(sabotage: Sabotage) -> bool {
    *CHOSEN == Some(sabotage)
}

/// Takes away what keeps a message from being stored twice.
pub(super) async fn prepare(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    if is(Sabotage::NoUnique) {
        sqlx::query("DROP INDEX IF EXISTS event_cid").execute(&mut *connection).await?;
        sqlx::query("DROP INDEX IF EXISTS event_reply").execute(connection).await?;
    }
    Ok(())
}
