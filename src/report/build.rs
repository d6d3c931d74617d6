//! From the log to a report.
//!
//! Invariant: the log is read in one snapshot, and everything is counted from it away from the threads that answer
//! visitors.

use super::entries::{self, Faq};
use super::outcome::{RETURN_MILLIS, settle, visits};
use super::totals::totals;
use super::{Report, SCHEMA, Sentence, Settings, TREND_WEEKS, Table, Week, WeekSummary};
use super::{breakdown, figures, gaps, sentence};
use crate::clock::{TimeZone, from_millis};
use crate::faq::Catalog;
use crate::store::figures::Extract;
use crate::store::{Store, StoreError};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Weeks that the list of reports goes back: ten years.
const LISTED_WEEKS: usize = 522;

/// Counts a week. Entries are named by `catalog`, the FAQ in service.
///
/// # Errors
/// [`StoreError::Read`].
pub async fn build(store: &Store, catalog: &Catalog, week: Week, settings: &Settings) -> Result<Report, StoreError> {
    let weeks = trend_weeks(week);
    let ranges: Vec<Range<i64>> = weeks.iter().map(|week| range(*week, &settings.time_zone)).collect();
    let (before, own) = (ranges[0].start..ranges[TREND_WEEKS - 1].start, ranges[TREND_WEEKS - 1].clone());
    let extract = store.extract(before, own, RETURN_MILLIS).await?;
    let faq = Faq::of(catalog, &settings.lang, settings.now);
    let settings = settings.clone();
    match tokio::task::spawn_blocking(move || count(&extract, &faq, &weeks, &ranges, &settings)).await {
        Ok(report) => Ok(report),
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

/// The weeks that there are reports for, newest first; none while the log is empty.
///
/// # Errors
/// [`StoreError::Read`].
pub async fn weeks(store: &Store, settings: &Settings) -> Result<Vec<WeekSummary>, StoreError> {
    let Some((first, last)) = store.visit_span().await? else { return Ok(Vec::new()) };
    let first = Week::of(from_millis(first), &settings.time_zone);
    let mut weeks = vec![Week::of(from_millis(last), &settings.time_zone)];
    while let Some(oldest) = weeks.last().copied().filter(|oldest| *oldest > first && weeks.len() < LISTED_WEEKS) {
        weeks.push(oldest.previous());
    }
    let ranges: Vec<Range<i64>> = weeks.iter().map(|week| range(*week, &settings.time_zone)).collect();
    let counts = store.count_weeks(&ranges).await?;
    Ok(weeks
        .into_iter()
        .zip(counts)
        .map(|(week, count)| WeekSummary {
            week,
            questions: count.questions,
            answered: (count.questions > 0).then(|| count.answered as f64 / count.questions as f64),
            unanswered: count.questions - count.answered,
        })
        .collect())
}

/// The weeks up to this one, oldest first.
fn trend_weeks(week: Week) -> Vec<Week> {
    let mut weeks: Vec<Week> =
        std::iter::successors(Some(week), |week| Some(week.previous())).take(TREND_WEEKS).collect();
    weeks.reverse();
    weeks
}

fn range(week: Week, zone: &TimeZone) -> Range<i64> {
    let (start, end) = week.range_millis(zone);
    start..end
}

fn count(extract: &Extract, faq: &Faq, weeks: &[Week], ranges: &[Range<i64>], settings: &Settings) -> Report {
    let (zone, now, masked) = (&settings.time_zone, settings.now.as_millisecond(), settings.mask);
    let (week, own) = (weeks[TREND_WEEKS - 1], &ranges[TREND_WEEKS - 1]);
    let mut visits = visits(extract);
    settle(&mut visits, &extract.later, now);
    let rows = extract.before.iter().chain(extract.week.iter().map(|(row, _)| row));
    let totals = totals(ranges, rows, &visits, extract.first_visit, now);
    visits.retain(|visit| own.contains(&visit.visit_at));
    let before_logged = totals[TREND_WEEKS - 2].logged;
    let complete = now >= own.end;
    let mut report = Report {
        schema: SCHEMA,
        site: settings.site_name.clone(),
        week,
        from: week.monday(),
        to: week.sunday(),
        time_zone: zone_name(zone, own.start),
        made_at: settings.now,
        made_at_site: zone.to_datetime(settings.now),
        complete,
        masked,
        summary: Sentence::default(),
        figures: figures::figures(&totals, complete, zone),
        trend_weeks: weeks.to_vec(),
        days: breakdown::days(extract, &visits, week, zone, before_logged),
        hours: breakdown::hours(extract, &visits, week, zone),
        languages: breakdown::languages(extract, own),
        pages: breakdown::pages(extract, own, masked),
        top_questions: Vec::new(),
        unanswered: gaps::gaps(extract, faq, week, masked),
        improve: Vec::new(),
        never_asked: Vec::new(),
        expiring: Vec::new(),
        untranslated: Vec::new(),
        definitions: Table::ALL.iter().map(|table| (table.name(), table.definition())).collect(),
        conversations: breakdown::conversations(extract, &visits, zone, masked, totals[TREND_WEEKS - 1].returns_known),
    };
    by_entry(&mut report, extract, faq, ranges[TREND_WEEKS - 2].start, before_logged.then_some(()), settings);
    report.summary = sentence::summary(&report);
    report
}

/// Fills in the tables by entry.
fn by_entry(
    report: &mut Report,
    extract: &Extract,
    faq: &Faq,
    before_start: i64,
    before_logged: Option<()>,
    settings: &Settings,
) {
    let name = |number: u32| extract.names.name(number);
    let week = entries::answers(extract.week.iter().map(|(row, _)| row));
    let before =
        before_logged.map(|()| entries::answers(extract.before.iter().filter(|row| row.visit_at >= before_start)));
    let questions = report.questions();
    report.top_questions = entries::top_questions(faq, name, &week, before.as_ref(), questions, report.complete);
    report.improve = entries::improve(faq, name, &week);
    report.untranslated = entries::untranslated(faq, name, &extract.week);
    let all = extract.before.iter().chain(extract.week.iter().map(|(row, _)| row));
    let answered: HashSet<&str> = all.filter_map(|row| row.entry).map(name).collect();
    report.never_asked = entries::never_asked(faq, &answered);
    let asked: HashMap<&str, u64> = report.top_questions.iter().map(|row| (row.id.as_str(), row.asked)).collect();
    report.expiring = entries::expiring(faq, &asked, &settings.time_zone);
}

/// `Europe/Lisbon`, or the offset where the zone has no name.
fn zone_name(zone: &TimeZone, at: i64) -> String {
    zone.iana_name().map_or_else(|| zone.to_offset(from_millis(at)).to_string(), str::to_owned)
}
