//! What becomes old: the numbers of weeks that are over are kept, and conversations deleted after `privacy.keep_days`;
//! links of mails end.
//!
//! Invariant: nothing is deleted by a clock that is not believed, and nothing of the running week: its numbers could not
//! be kept.

use crate::clock::from_millis;
use crate::config::Config;
use crate::report::{self, Week};
use crate::store::time::TimeCheck;
use crate::store::{Store, StoreError};

const DAY_MILLIS: i64 = 24 * 3_600_000;

/// Does it once.
///
/// # Errors
/// [`StoreError`]: to be tried again later.
pub(super) async fn tidy_log(store: &Store, time: &TimeCheck, config: &Config) -> Result<(), StoreError> {
    let Some(now) = time.now().await? else { return Ok(()) };
    store.forget_return_keys(now).await?;
    let (zone, keep_days) = (&config.site.time_zone, config.privacy.keep_days);
    let (this_week, _) = Week::of(from_millis(now), zone).range_millis(zone);
    let before = if keep_days == 0 { i64::MIN } else { (now - i64::from(keep_days) * DAY_MILLIS).min(this_week) };
    let weeks = report::keep(store, zone, now, before).await?;
    match store.forget(before, now - DAY_MILLIS, weeks).await? {
        Some(0) => {}
        Some(conversations) => tracing::info!(conversations, "old conversations were deleted"),
        None => tracing::warn!("a week's log changed while its numbers were kept; old conversations go in some hours"),
    }
    Ok(())
}
