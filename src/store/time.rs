//! Whether the time may be believed, before something is done that cannot be undone: old conversations deleted, a report
//! sent.
//!
//! Invariant: a clock that is ahead of everything that is known by more than [`LEAP_MILLIS`] (a machine that woke up wrong,
//! a start before the time was fetched) is not believed until it has stayed so for [`DOUBT`], by a steady clock. One that
//! is put right in the meantime is believed at once.

use super::{Store, StoreError};
use crate::clock::Clock;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How far the time may leap without doubt: a week in which nobody came and nothing ran is nothing unusual.
pub const LEAP_MILLIS: i64 = 8 * 24 * 3_600_000;
/// How long a leap is doubted: long enough for a machine to fetch the time, and for a person to read the warning.
pub const DOUBT: Duration = Duration::from_secs(6 * 3600);
/// How often the time is noted in the database.
const NOTE_MILLIS: i64 = 3_600_000;

/// Compares the time with what is known. Cheap to clone.
#[derive(Clone)]
pub struct TimeCheck {
    store: Store,
    clock: Clock,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    /// A time that was believed, and the steady clock then.
    anchor: Option<(i64, Duration)>,
    /// Since when, by the steady clock, the time is doubted.
    doubted: Option<Duration>,
    /// The time as it was noted last.
    noted: i64,
}

impl TimeCheck {
    /// For one process.
    pub fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock, state: Arc::default() }
    }

    /// The present moment in milliseconds since 1970, if it may be believed.
    ///
    /// # Errors
    /// [`StoreError::Read`], [`StoreError::Unavailable`].
    pub async fn now(&self) -> Result<Option<i64>, StoreError> {
        let (now, steady) = (self.clock.now_millis(), self.clock.steady());
        let fresh = self.lock().anchor.is_none();
        // at the start there is only what the database holds
        let latest = if fresh { self.store.latest_time().await? } else { None };
        let note = {
            let mut state = self.lock();
            let anchor = *state.anchor.get_or_insert((latest.unwrap_or(now), steady));
            let leap =
                (now - anchor.0) - i64::try_from((steady.saturating_sub(anchor.1)).as_millis()).unwrap_or(i64::MAX);
            if leap > LEAP_MILLIS {
                let first = state.doubted.is_none();
                let since = *state.doubted.get_or_insert(steady);
                if steady.saturating_sub(since) < DOUBT {
                    if first {
                        let days = leap / (24 * 3_600_000);
                        tracing::warn!(
                            days,
                            "the clock is that far ahead of all that is known: nothing is deleted and no report sent for six hours, unless it is put right; is it?"
                        );
                    }
                    return Ok(None);
                }
            }
            state.doubted = None;
            state.anchor = Some((now, steady));
            let due = (now - state.noted).abs() >= NOTE_MILLIS;
            if due {
                state.noted = now;
            }
            due
        };
        if note {
            self.store.note_fact("time", now.to_string()).await?;
        }
        Ok(Some(now))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// The latest moment that the database knows of: of a conversation, or of a time that was believed.
    async fn latest_time(&self) -> Result<Option<i64>, StoreError> {
        sqlx::query_scalar(
            "SELECT max(at) FROM (SELECT max(last_at) AS at FROM conversation \
             UNION ALL SELECT CAST(value AS BIGINT) AS at FROM meta WHERE name = 'time') AS known",
        )
        .fetch_one(&self.reader)
        .await
        .map_err(StoreError::Read)
    }
}
