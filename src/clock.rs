//! The only place that reads the time.
//!
//! Invariant: everything that is stored or compared is a UTC time stamp with millisecond precision; weeks, days and
//! hours are made from it in the site's time zone only where a person reads them.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

pub use jiff::tz::TimeZone;
pub use jiff::{Timestamp, civil};

/// Where the time comes from: the system, or a hand in a test. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Clock(Source);

#[derive(Clone, Debug, Default)]
enum Source {
    #[default]
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still at `at` until [`Clock::set`] moves it.
    pub fn manual(at: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(at.as_millisecond()))))
    }

    /// Moves a manual clock; the system's clock ignores it.
    pub fn set(&self, at: Timestamp) {
        if let Source::Manual(millis) = &self.0 {
            millis.store(at.as_millisecond(), Ordering::SeqCst);
        }
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => Timestamp::now(),
            Source::Manual(millis) => from_millis(millis.load(Ordering::SeqCst)),
        }
    }

    /// A clock that only goes forward, from some moment of the past: what the system's time does by itself and what was done
    /// to it can be told apart by it. A hand moves both.
    pub fn steady(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        match &self.0 {
            Source::System => START.get_or_init(Instant::now).elapsed(),
            Source::Manual(millis) => Duration::from_millis(millis.load(Ordering::SeqCst).max(0).unsigned_abs()),
        }
    }

    /// The present moment in milliseconds since 1970, as the database keeps it.
    pub fn now_millis(&self) -> i64 {
        self.now().as_millisecond()
    }
}

/// The time stamp for milliseconds since 1970; what lies outside jiff's range (years -9999 to 9999) is clamped to it.
pub fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(if millis < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// A steady clock for durations, untouched by changes of the system's time.
pub fn instant() -> Instant {
    Instant::now()
}

/// `2026-11-20T09:30:00.123Z`: the form of time in the wire protocol and in exports.
pub fn rfc3339(millis: i64) -> String {
    from_millis(millis).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_moves_only_by_hand() {
        let clock = Clock::manual(from_millis(1_000));
        assert_eq!(clock.now_millis(), 1_000);
        clock.set(from_millis(5_000));
        assert_eq!(clock.now_millis(), 5_000);
    }

    #[test]
    fn the_wire_form_has_milliseconds() {
        assert_eq!(rfc3339(1_795_167_000_123), "2026-11-20T09:30:00.123Z");
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00.000Z");
    }
}
