//! How often a password may be tried.
//!
//! Invariant: an attempt is counted before the password is looked at, so that attempts at the same time cannot slip
//! through; only the attempt that succeeded is given back, so that an own account does not buy further attempts on
//! another. Memory is bounded.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

/// Keys that are remembered at most: about 1 MiB. When there are more, those that tried longest ago are forgotten.
const MOST_KEYS: usize = 10_000;

/// At most so many attempts in any window of so much time, for each key.
pub(super) struct Attempts<Key> {
    most: usize,
    window_millis: i64,
    tried: Mutex<HashMap<Key, VecDeque<i64>>>,
}

impl<Key: Hash + Eq + Clone> Attempts<Key> {
    /// `most` attempts in `window_millis` milliseconds.
    pub(super) fn new(most: usize, window_millis: i64) -> Self {
        Self { most, window_millis, tried: Mutex::new(HashMap::new()) }
    }

    /// Counts an attempt at `now`, in milliseconds.
    ///
    /// # Errors
    /// In how many seconds the next one is allowed; this one was not counted.
    pub(super) fn take(&self, key: &Key, now: i64) -> Result<(), u64> {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        if tried.len() >= MOST_KEYS && !tried.contains_key(key) {
            self.make_room(&mut tried, now);
        }
        let times = tried.entry(key.clone()).or_default();
        self.forget_old(times, now);
        if times.len() >= self.most {
            let free_at = times.front().map_or(now, |first| first + self.window_millis);
            return Err((free_at - now).max(1).unsigned_abs().div_ceil(1000));
        }
        times.push_back(now);
        Ok(())
    }

    /// Takes back the attempt counted at `now`.
    pub(super) fn give_back(&self, key: &Key, now: i64) {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(times) = tried.get_mut(key) {
            if let Some(at) = times.iter().rposition(|time| *time == now) {
                times.remove(at);
            }
            if times.is_empty() {
                tried.remove(key);
            }
        }
    }

    /// Drops what lies before the window, and what lies after `now`: the clock was set back, and nobody should wait for
    /// a time that may be years away.
    fn forget_old(&self, times: &mut VecDeque<i64>, now: i64) {
        times.retain(|time| *time <= now && now - time < self.window_millis);
    }

    fn make_room(&self, tried: &mut HashMap<Key, VecDeque<i64>>, now: i64) {
        tried.retain(|_, times| {
            self.forget_old(times, now);
            !times.is_empty()
        });
        if tried.len() >= MOST_KEYS {
            // a tenth at once, so that a flood of keys does not sort the map at every attempt
            let mut last: Vec<(i64, Key)> =
                tried.iter().filter_map(|(key, times)| Some((*times.back()?, key.clone()))).collect();
            last.sort_unstable_by_key(|(time, _)| *time);
            for (_, key) in last.into_iter().take(MOST_KEYS / 10) {
                tried.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_slides() {
        let attempts = Attempts::new(2, 10_000);
        assert_eq!(attempts.take(&"ada", 0), Ok(()));
        assert_eq!(attempts.take(&"ada", 4_000), Ok(()));
        assert_eq!(attempts.take(&"ada", 4_500), Err(6));
        assert_eq!(attempts.take(&"eve", 4_500), Ok(()), "another key has its own count");
        assert_eq!(attempts.take(&"ada", 10_000), Ok(()), "the first attempt is out of the window");
        assert_eq!(attempts.take(&"ada", 10_001), Err(4));
    }

    #[test]
    fn success_gives_back_its_own_attempt_only() {
        let attempts = Attempts::new(2, 10_000);
        attempts.take(&"ada", 1).unwrap();
        attempts.take(&"ada", 2).unwrap();
        attempts.give_back(&"ada", 2);
        attempts.take(&"ada", 3).unwrap();
        assert!(attempts.take(&"ada", 4).is_err());
    }

    #[test]
    fn a_clock_set_back_locks_nobody_out() {
        let attempts = Attempts::new(1, 10_000);
        attempts.take(&"ada", 1_000_000_000).unwrap();
        assert_eq!(attempts.take(&"ada", 5), Ok(()));
    }

    #[test]
    fn a_flood_of_keys_is_bounded_and_recent_ones_stay() {
        let attempts = Attempts::new(1, 1_000_000);
        for key in 0..25_000_i64 {
            attempts.take(&key, key).unwrap();
        }
        assert!(attempts.tried.lock().unwrap().len() <= MOST_KEYS);
        assert!(attempts.take(&24_999, 25_000).is_err());
    }
}
