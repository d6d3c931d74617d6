//! What a week comes to in numbers, without a word of a visitor; kept in the log's place once nothing can change it.
//!
//! Invariant: a tally that is read back is what was counted, so a report made of kept weeks and one made of the whole log
//! show the same figures.

use super::Week;
use super::breakdown;
use super::breakdown::{DayTally, SliceTally};
use super::desk::{self, AfterTally, AgentTally};
use super::entries::{Answers, answers, asked_in};
use super::outcome::{RETURN_MILLIS, Visit, settle, visits};
use super::rows::Hours;
use super::totals::{Totals, totals};
use crate::clock::TimeZone;
use crate::store::figures::{Extract, QuestionRow};
use crate::store::totals::KeptWeek;
use crate::store::{Store, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::Range;

/// The form of a kept tally. A kept week of an older form lacks what was not counted then: it is counted again, as long as
/// its log is there.
const FORM: u32 = 1;

/// The numbers of a week.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Tally {
    /// [`FORM`] when it was counted.
    #[serde(default)]
    form: u32,
    /// The headline figures' counts.
    pub(super) totals: Totals,
    /// Monday to Sunday.
    pub(super) days: Vec<DayTally>,
    /// By the id of the entry that answered.
    pub(super) answers: BTreeMap<String, Answers>,
    /// What a report of this very week shows beside.
    pub(super) own: Option<Own>,
}

/// The parts of a tally that only the report of this week shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Own {
    pub(super) hours: Hours,
    pub(super) languages: Vec<SliceTally>,
    pub(super) pages: Vec<SliceTally>,
    /// Answers by entry and the language in which they were asked for.
    pub(super) asked_in: Vec<(String, String, u64)>,
    /// Requests for a person by who had them.
    #[serde(default)]
    pub(super) agents: Vec<AgentTally>,
    /// The same by the entry that had answered the question before.
    #[serde(default)]
    pub(super) handed_over: Vec<AfterTally>,
}

/// Which weeks are counted, how, and as far as is known when.
pub(super) struct Counting<'a> {
    /// Oldest first and touching.
    pub(super) weeks: &'a [Week],
    /// When their visits begin, in milliseconds since 1970.
    pub(super) ranges: &'a [Range<i64>],
    pub(super) zone: &'a TimeZone,
    /// Whether pages are masked.
    pub(super) masked: bool,
    /// In milliseconds since 1970.
    pub(super) now: i64,
}

/// Counts weeks from the log. Only the last one is the extract's own week, with all there is to know of it.
pub(super) fn tallies(extract: &Extract, counting: &Counting<'_>) -> (Vec<Tally>, Vec<Visit>) {
    let mut visits = visits(extract);
    settle(&mut visits, &extract.later, counting.now);
    let rows = extract.before.iter().chain(extract.week.iter().map(|(row, _)| row));
    let all = totals(counting.ranges, rows, &visits, extract.first_visit, counting.now);
    let last = counting.weeks.len().saturating_sub(1);
    let name = |number| extract.names.name(number).to_owned();
    let tallies = all.into_iter().enumerate().map(|(at, mut totals)| {
        let (week, range) = (counting.weeks[at], &counting.ranges[at]);
        let rows: Vec<&QuestionRow> = if at == last {
            extract.week.iter().map(|(row, _)| row).collect()
        } else {
            // the rows are in order of their visits' starts
            let part = |bound| extract.before.partition_point(|row| row.visit_at < bound);
            extract.before[part(range.start)..part(range.end)].iter().collect()
        };
        let part = |bound| visits.partition_point(|visit| visit.visit_at < bound);
        let visits = &visits[part(range.start)..part(range.end)];
        let counted = answers(rows.iter().copied());
        let requests = || extract.handoffs.iter().filter(|row| range.contains(&row.visit_at));
        totals.desk = desk::totals(requests());
        Tally {
            form: FORM,
            totals,
            days: breakdown::days(&rows, visits, week, counting.zone),
            answers: counted.into_iter().map(|(entry, answers)| (name(entry), answers)).collect(),
            own: (at == last).then(|| Own {
                hours: breakdown::hours(extract, visits, week, counting.zone),
                languages: breakdown::languages(extract, range),
                pages: breakdown::pages(extract, range, counting.masked),
                asked_in: asked_in(extract),
                agents: desk::by_agent(requests(), &extract.names),
                handed_over: desk::by_entry(requests(), &extract.names),
            }),
        }
    });
    let tallies = tallies.collect();
    let own = counting.ranges.get(last).cloned().unwrap_or_default();
    visits.retain(|visit| own.contains(&visit.visit_at));
    (tallies, visits)
}

/// A week that was kept.
pub(super) struct Known {
    /// Its numbers.
    pub(super) tally: Tally,
    /// Whether a part of its log is gone.
    pub(super) fixed: bool,
}

/// The kept ones of these weeks. A week that was counted in another time zone is not known, unless it is fixed: then
/// there is nothing better.
pub(super) async fn known(
    store: &Store,
    weeks: &[Week],
    range: Range<i64>,
    zone: &TimeZone,
    now: i64,
) -> Result<Vec<Option<Known>>, StoreError> {
    let kept = store.kept_weeks(range).await?;
    let zone = zone_key(zone);
    Ok(weeks
        .iter()
        .map(|week| {
            let kept = kept.iter().find(|kept| kept.week == week.to_string())?;
            // a week that is not over was kept by a clock that was wrong
            if (!kept.fixed && kept.zone != zone) || kept.range.end > now {
                return None;
            }
            match serde_json::from_str::<Tally>(&kept.body) {
                Ok(tally) => (kept.fixed || tally.form == FORM).then_some(Known { tally, fixed: kept.fixed }),
                Err(error) => {
                    tracing::error!(%week, %error, "the kept numbers of a week cannot be read");
                    None
                }
            }
        })
        .collect())
}

fn zone_key(zone: &TimeZone) -> String {
    zone.iana_name().map_or_else(|| format!("{zone:?}"), str::to_owned)
}

/// Keeps the numbers of the weeks that are over and of which everything is known, and of those that begin before `before`
/// (milliseconds since 1970), whose log is about to be deleted, with what is known. Returns the latter: their log may go.
///
/// # Errors
/// [`StoreError`]: the weeks until then are kept.
pub async fn keep(store: &Store, zone: &TimeZone, now: i64, before: i64) -> Result<Vec<String>, StoreError> {
    let Some((first, last)) = store.visit_span().await? else { return Ok(Vec::new()) };
    let mut week = Week::of(crate::clock::from_millis(first), zone);
    let mut going = Vec::new();
    loop {
        let (start, end) = week.range_millis(zone);
        let goes = start < before;
        // after the last visit there is nothing to keep, whatever the clock says
        if end > now || start > last || (!goes && end + RETURN_MILLIS > now) {
            return Ok(going);
        }
        let kept = known(store, &[week], start..end, zone, now).await?;
        // what outlives the log is counted for that, see `keep_week`
        let kept = kept[0].as_ref().is_some_and(|known| known.fixed || !goes);
        let kept = kept || keep_week(store, week, zone, now, goes).await?;
        if goes {
            // where it could not be kept the store finds that out, and leaves the log as it is
            going.push(week.to_string());
        } else if !kept {
            // not all is known yet
            return Ok(going);
        }
        week = week.next();
    }
}

/// Counts a week and keeps it if everything is known of it, or if it must be because its log goes; whether it was kept.
/// How each of the team worked does not outlive the log.
async fn keep_week(store: &Store, week: Week, zone: &TimeZone, now: i64, must: bool) -> Result<bool, StoreError> {
    let since = store.late_changes().await?;
    let (start, end) = week.range_millis(zone);
    let range = start..end;
    let extract = store.extract(start..start, range.clone(), RETURN_MILLIS, false).await?;
    let (counted_zone, ranges) = (zone.clone(), vec![range.clone()]);
    let counted = tokio::task::spawn_blocking(move || {
        let weeks = [week];
        // what outlives the log holds no personal data of visitors, either
        let counting = Counting { weeks: &weeks, ranges: &ranges, zone: &counted_zone, masked: true, now };
        let mut tally = tallies(&extract, &counting).0.pop().unwrap_or_default();
        if let Some(own) = tally.own.as_mut().filter(|_| must) {
            own.agents.clear();
        }
        (tally.totals.returns_known || must).then(|| serde_json::to_string(&tally)).transpose()
    });
    let body = match counted.await {
        Ok(Ok(Some(body))) => body,
        Ok(Ok(None)) => return Ok(false),
        Ok(Err(error)) => {
            tracing::error!(%week, %error, "the numbers of a week cannot be written");
            return Ok(false);
        }
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    };
    let kept = KeptWeek { week: week.to_string(), zone: zone_key(zone), range, fixed: false, body };
    store.keep_week(kept, since).await
}
