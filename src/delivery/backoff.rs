//! How long to wait before the next attempt.
//!
//! Invariant: the distance grows, is never nothing, and differs from one sender to the next, so that a receiver that
//! comes back is not met by everybody at once.

use crate::ids;
use std::time::Duration;

/// Attempts at most: with these distances, a day and a half.
pub const MOST_ATTEMPTS: i64 = 12;
/// The distance to the second attempt.
const FIRST: Duration = Duration::from_secs(60);
/// What each distance is of the one before.
const GROWTH: u32 = 3;
/// The longest distance.
const LONGEST: Duration = Duration::from_secs(6 * 3600);

/// The time after so many attempts: half of it for sure, the other half by chance. Not shorter than what the receiver
/// asked for, as far as that is within the longest distance.
pub fn wait(attempts: i64, asked: Option<Duration>) -> Duration {
    let grown = u32::try_from(attempts.clamp(1, MOST_ATTEMPTS) - 1).unwrap_or(0);
    let distance = FIRST.saturating_mul(GROWTH.saturating_pow(grown)).min(LONGEST);
    let by_chance = distance / 2 + (distance / 2).mul_f64(ids::random_share());
    by_chance.max(asked.unwrap_or_default().min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_grows_to_its_bound_and_is_never_the_same() {
        let minutes = |attempts| wait(attempts, None).as_secs_f64() / 60.0;
        for (attempts, longest) in
            [(1, 1.0), (2, 3.0), (3, 9.0), (4, 27.0), (5, 81.0), (6, 243.0), (7, 360.0), (99, 360.0)]
        {
            for _ in 0..50 {
                assert!((longest / 2.0..=longest).contains(&minutes(attempts)), "{attempts}");
            }
        }
        assert_ne!(wait(3, None), wait(3, None));
        let total: f64 = (1..MOST_ATTEMPTS).map(minutes).sum::<f64>() / 60.0;
        assert!((17.0..37.0).contains(&total), "{total} hours");
    }

    #[test]
    fn a_receiver_may_ask_for_more_but_not_for_ever() {
        assert_eq!(wait(1, Some(Duration::from_secs(900))), Duration::from_secs(900));
        assert_eq!(wait(1, Some(Duration::from_secs(999_999))), LONGEST);
    }
}
