//! The counts of one week, and what can be said about the difference between two weeks.
//!
//! Invariant: a share keeps its numerator and its denominator, and a quantile its sorted values, so that the noise of
//! each can be told from the data alone.

use super::desk::DeskTotals;
use super::outcome::{Outcome, RETURN_MILLIS, Settled, Visit};
use crate::store::figures::{Key, QuestionRow};
use std::ops::Range;

/// A difference is marked beyond this many standard errors: chance alone exceeds it about one time in twenty.
const NOISE_STANDARD_ERRORS: f64 = 2.0;
/// Below so many values the ranks around a quantile say nothing about its error.
const QUANTILE_VALUES: usize = 10;

/// A figure as it was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measure<'a> {
    /// How many.
    Count(u64),
    /// A part and the whole.
    Share(u64, u64),
    /// The value below which this share of the sorted values lies, in some unit of time and how many of it are a
    /// millisecond.
    Quantile(&'a [i64], f64, f64),
    /// Not known before this moment, in milliseconds since 1970.
    Pending(i64),
}

impl Measure<'_> {
    /// The figure: a count, a share from 0 to 1, or milliseconds. None where there is nothing to measure.
    pub(super) fn value(self) -> Option<f64> {
        match self {
            Self::Count(count) => Some(count as f64),
            Self::Share(part, whole) => (whole > 0).then(|| part as f64 / whole as f64),
            Self::Quantile(values, share, per_milli) => quantile(values, share).map(|value| value as f64 / per_milli),
            Self::Pending(_) => None,
        }
    }

    /// Whether the difference to another week is more than chance: beyond two standard errors.
    ///
    /// A count is taken as Poisson distributed, so the error of a difference is the root of the sum; two shares are
    /// compared with the pooled two-proportion error; the error of a quantile is half the distance between the values
    /// at the ranks one standard error around it (Woodruff, JASA 47 (1952), 635-646).
    pub(super) fn differs(self, other: Self) -> bool {
        let error = match (self, other) {
            (Self::Count(one), Self::Count(two)) => Some((one as f64 + two as f64).sqrt()),
            (Self::Share(part, whole), Self::Share(other_part, other_whole)) => {
                pooled_error(part, whole, other_part, other_whole)
            }
            (Self::Quantile(one, share, per_milli), Self::Quantile(two, ..)) => {
                quantile_error(one, share).zip(quantile_error(two, share)).map(|(one, two)| one.hypot(two) / per_milli)
            }
            _ => None,
        };
        match (self.value(), other.value(), error) {
            (Some(one), Some(two), Some(error)) => (one - two).abs() > NOISE_STANDARD_ERRORS * error,
            _ => false,
        }
    }
}

fn pooled_error(part: u64, whole: u64, other_part: u64, other_whole: u64) -> Option<f64> {
    let (whole, other_whole) = ((whole > 0).then_some(whole as f64)?, (other_whole > 0).then_some(other_whole as f64)?);
    let pooled = (part + other_part) as f64 / (whole + other_whole);
    Some((pooled * (1.0 - pooled) * (1.0 / whole + 1.0 / other_whole)).sqrt())
}

/// The value of which at least `share` of all are not greater (nearest rank); `values` are sorted.
pub(super) fn quantile(values: &[i64], share: f64) -> Option<i64> {
    let rank = (share * values.len() as f64).ceil().max(1.0) as usize;
    values.get(rank - 1).or(values.last()).copied()
}

fn quantile_error(values: &[i64], share: f64) -> Option<f64> {
    let count = values.len() as f64;
    if values.len() < QUANTILE_VALUES {
        return None;
    }
    let around = (count * share * (1.0 - share)).sqrt();
    let at = |rank: f64| values[(rank.ceil().clamp(1.0, count) as usize) - 1] as f64;
    Some((at(share * count + around) - at(share * count - around)) / 2.0)
}

/// What was counted in one week.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Totals {
    /// Whether the week lies in the time that the log covers.
    pub(super) logged: bool,
    /// Questions by what became of them.
    pub(super) outcomes: [u64; 5],
    /// Rated answers.
    pub(super) rated: u64,
    /// Thumbs up.
    pub(super) up: u64,
    /// Visits.
    pub(super) conversations: u64,
    /// Browsers.
    pub(super) visitors: u64,
    /// Visits whose last answer got a thumbs up.
    pub(super) confirmed: u64,
    /// Visits that are assumed to be settled.
    pub(super) assumed: u64,
    /// Visits that may yet be assumed to be settled.
    pub(super) assumed_pending: u64,
    /// Confirmed or assumed, but the visitor came back.
    pub(super) returned: u64,
    /// Visits in which a person was asked for.
    pub(super) handed_over: u64,
    /// How long visitors waited for a person, in milliseconds, sorted.
    #[serde(with = "runs")]
    pub(super) waits: Vec<i64>,
    /// Server time of the answers, in microseconds, sorted.
    #[serde(with = "runs")]
    pub(super) responses: Vec<i64>,
    /// What people did who took conversations over.
    #[serde(default)]
    pub(super) desk: DeskTotals,
    /// When it is known of all visits whether their visitors came back, in milliseconds since 1970.
    pub(super) returns_known_at: i64,
    /// Whether that moment has come.
    pub(super) returns_known: bool,
}

impl Totals {
    /// Questions, however they ended.
    pub(super) fn questions(&self) -> u64 {
        self.outcomes.iter().sum()
    }

    /// Questions that ended so.
    pub(super) fn with(&self, outcome: Outcome) -> u64 {
        self.outcomes[outcome as usize]
    }

    /// Questions that did not end with an answer that was enough.
    pub(super) fn unanswered(&self) -> u64 {
        self.questions() - self.with(Outcome::Answered)
    }
}

/// Counts each of the weeks, given by the ranges of their visits' starts, oldest first and touching.
pub(super) fn totals<'a>(
    weeks: &[Range<i64>],
    rows: impl Iterator<Item = &'a QuestionRow>,
    visits: &[Visit],
    first_visit: Option<i64>,
    now: i64,
) -> Vec<Totals> {
    let place = |at: i64| weeks.iter().position(|week| week.contains(&at));
    let mut totals: Vec<Totals> = weeks
        .iter()
        .map(|week| Totals {
            logged: first_visit.is_some_and(|first| first < week.end),
            returns_known_at: week.end + RETURN_MILLIS,
            ..Totals::default()
        })
        .collect();
    for row in rows.filter(|row| !row.small_talk) {
        let Some(week) = place(row.visit_at).map(|at| &mut totals[at]) else { continue };
        week.outcomes[Outcome::of(row) as usize] += 1;
        week.rated += u64::from(row.rating != 0);
        week.up += u64::from(row.rating > 0);
        week.responses.push(row.response_micros);
    }
    let mut visitors: Vec<(usize, Key)> = Vec::with_capacity(visits.len());
    for visit in visits {
        let Some(at) = place(visit.visit_at) else { continue };
        let week = &mut totals[at];
        week.conversations += 1;
        visitors.push((at, visit.visitor));
        week.handed_over += u64::from(visit.requested_at.is_some());
        week.waits.extend(visit.waited());
        week.returns_known_at = week.returns_known_at.max(visit.last_at + RETURN_MILLIS);
        match visit.settled {
            Settled::Confirmed => week.confirmed += 1,
            Settled::Assumed => week.assumed += 1,
            Settled::Pending => week.assumed_pending += 1,
            Settled::No => {}
        }
        let settled = matches!(visit.settled, Settled::Confirmed | Settled::Assumed);
        week.returned += u64::from(settled && visit.returned);
    }
    visitors.sort_unstable();
    visitors.dedup();
    for (at, _) in visitors {
        totals[at].visitors += 1;
    }
    for week in &mut totals {
        week.waits.sort_unstable();
        week.responses.sort_unstable();
        week.returns_known = now >= week.returns_known_at;
    }
    totals
}

/// Sorted values written as what each is above the one before and how often it occurs: there are many, and many alike.
pub(super) mod runs {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in crate::report) fn serialize<S: Serializer>(values: &[i64], serializer: S) -> Result<S::Ok, S::Error> {
        let mut last = 0;
        let runs: Vec<(i64, usize)> = values
            .chunk_by(|one, other| one == other)
            .map(|run| {
                let step = run[0] - last;
                last = run[0];
                (step, run.len())
            })
            .collect();
        runs.serialize(serializer)
    }

    pub(in crate::report) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<i64>, D::Error> {
        let mut value = 0i64;
        let mut values = Vec::new();
        for (step, times) in Vec::<(i64, usize)>::deserialize(deserializer)? {
            value = value.saturating_add(step);
            values.extend(std::iter::repeat_n(value, times));
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_occurred() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[7], 0.95), Some(7));
        assert_eq!(quantile(&[1, 2, 3, 4], 0.5), Some(2));
        assert_eq!(quantile(&[1, 2, 3, 4, 5], 0.5), Some(3));
        let hundred: Vec<i64> = (1..=100).collect();
        assert_eq!(quantile(&hundred, 0.95), Some(95));
        assert_eq!(quantile(&hundred, 0.9), Some(90));
    }

    #[test]
    fn sorted_values_are_written_in_runs_and_read_back() {
        let totals = Totals { responses: vec![90, 90, 91, 4_000], waits: vec![-5, 0, 0], ..Totals::default() };
        let written = serde_json::to_string(&totals).unwrap();
        assert!(written.contains(r#""responses":[[90,2],[1,1],[3909,1]]"#), "{written}");
        assert_eq!(serde_json::from_str::<Totals>(&written).unwrap(), totals);
    }

    #[test]
    fn a_difference_is_marked_beyond_two_standard_errors() {
        let marked = |one: Measure<'_>, two: Measure<'_>| one.differs(two);
        // the root of 100 + 128 is 15.1
        assert!(!marked(Measure::Count(128), Measure::Count(100)));
        assert!(marked(Measure::Count(132), Measure::Count(100)));
        // pooled share 0.85, error 0.0160 with 1,000 each
        assert!(!marked(Measure::Share(865, 1000), Measure::Share(835, 1000)));
        assert!(marked(Measure::Share(867, 1000), Measure::Share(833, 1000)));
    }

    #[test]
    fn a_handful_of_values_is_never_a_difference() {
        assert!(!Measure::Share(1, 1).differs(Measure::Share(0, 1)));
        assert!(!Measure::Share(2, 2).differs(Measure::Share(0, 2)));
        assert!(!Measure::Share(0, 0).differs(Measure::Share(5, 5)));
        assert!(!Measure::Count(0).differs(Measure::Count(0)));
        assert!(!Measure::Quantile(&[1, 2], 0.5, 1.0).differs(Measure::Quantile(&[900, 901], 0.5, 1.0)));
        assert!(!Measure::Pending(5).differs(Measure::Share(1, 2)));
    }

    #[test]
    fn the_error_of_a_median_comes_from_the_ranks_around_it() {
        let slow: Vec<i64> = (0..400).map(|value| 1_000 + value * 10).collect();
        let slower: Vec<i64> = slow.iter().map(|value| value + 200).collect();
        let much_slower: Vec<i64> = slow.iter().map(|value| value + 300).collect();
        // ranks 190 to 210 are 200 apart, so each error is 100 and that of the difference 141
        let median = |values| Measure::Quantile(values, 0.5, 1_000.0);
        assert!(!median(&slow).differs(median(&slower)));
        assert!(median(&slow).differs(median(&much_slower)));
    }
}
