//! From the log to a report.
//!
//! Invariant: every number of a report comes from one snapshot of the log, and is counted away from the threads that
//! answer visitors. Its questions in words are read beside that, and may be a moment younger.

use super::entries::{self, Faq};
use super::outcome::{Outcome, RETURN_MILLIS};
use super::proposals::{Proposal, proposals};
use super::tally::{self, Counting, Tally};
use super::totals::Totals;
use super::{Report, SCHEMA, Sentence, Settings, TREND_WEEKS, Table, Unanswered, Week, WeekSummary};
use super::{breakdown, desk, figures, gaps, sentence};
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
    // neither needs the other, and somebody waits
    let (mut report, wordings) =
        tokio::try_join!(count(store, catalog, week, settings), wordings(store, catalog, week, settings))?;
    report.wordings = wordings;
    report.summary = sentence::summary(&report);
    Ok(report)
}

/// What visitors' choices of the trend's weeks propose.
async fn wordings(
    store: &Store,
    catalog: &Catalog,
    week: Week,
    settings: &Settings,
) -> Result<Vec<Proposal>, StoreError> {
    let zone = &settings.time_zone;
    let visits = range(trend_weeks(week)[0], zone).start..range(week, zone).end;
    let (chosen, decided) = (store.chosen_questions(visits).await?, store.decisions().await?);
    let (entries, masked) = (catalog.clone(), settings.mask);
    Ok(away(move || proposals(&chosen, &entries, &decided, masked)).await)
}

/// All of a report but what is proposed and said on top of it.
async fn count(store: &Store, catalog: &Catalog, week: Week, settings: &Settings) -> Result<Report, StoreError> {
    let weeks = trend_weeks(week);
    let ranges: Vec<Range<i64>> = weeks.iter().map(|week| range(*week, &settings.time_zone)).collect();
    let own = ranges[TREND_WEEKS - 1].clone();
    let mut kept =
        tally::known(store, &weeks, ranges[0].start..own.end, &settings.time_zone, settings.now.as_millisecond())
            .await?;
    // of its own week a report shows more than numbers, as long as that is there
    let words_kept = kept[TREND_WEEKS - 1].as_ref().is_none_or(|known| !known.fixed);
    let listed = words_kept && settings.listed;
    if listed {
        // kept are numbers only
        kept[TREND_WEEKS - 1] = None;
    }
    let counted = kept.iter().position(Option::is_none).unwrap_or(TREND_WEEKS);
    let numbers = async {
        let Some(first) = ranges.get(counted) else { return Ok(Extract::default()) };
        store.extract(first.start..own.start, own.clone(), RETURN_MILLIS, listed).await
    };
    let words = async {
        if !words_kept {
            return Ok(Vec::new());
        }
        let extract = store.unanswered_questions(own.clone()).await?;
        let (faq, masked) = (Faq::of(catalog, &settings.lang, settings.now), settings.mask);
        Ok(away(move || gaps::gaps(&extract, &faq, week, masked)).await)
    };
    let numbers = async {
        let extract = numbers.await?;
        let (faq, settings, ranges, weeks) =
            (Faq::of(catalog, &settings.lang, settings.now), settings.clone(), ranges.clone(), weeks.clone());
        let count = move || {
            let counting = Counting {
                weeks: &weeks[counted..],
                ranges: &ranges[counted..],
                zone: &settings.time_zone,
                masked: settings.mask,
                now: settings.now.as_millisecond(),
            };
            let (tallies, visits) = tally::tallies(&extract, &counting);
            let mut counted = std::iter::repeat_n(None, counted).chain(tallies.into_iter().map(Some));
            let tallies: Vec<Tally> = kept
                .into_iter()
                .map(|known| {
                    let counted = counted.next().flatten();
                    known.map(|known| known.tally).or(counted).unwrap_or_default()
                })
                .collect();
            let mut report = from_tallies(&tallies, &weeks, &faq, &ranges[TREND_WEEKS - 1], &settings);
            report.words_kept = words_kept;
            if listed {
                let returns_known = tallies[TREND_WEEKS - 1].totals.returns_known;
                report.conversations =
                    breakdown::conversations(&extract, &visits, &settings.time_zone, settings.mask, returns_known);
            }
            report
        };
        Ok(away(count).await)
    };
    let (mut report, unanswered) = tokio::try_join!(numbers, words)?;
    report.unanswered = unanswered;
    Ok(report)
}

/// What a week left unanswered, as its report shows it, without counting anything else.
///
/// # Errors
/// [`StoreError::Read`].
pub async fn unanswered(
    store: &Store,
    catalog: &Catalog,
    week: Week,
    settings: &Settings,
) -> Result<Unanswered, StoreError> {
    let (zone, now) = (&settings.time_zone, settings.now.as_millisecond());
    let kept = tally::known(store, &[week], range(week, zone), zone, now).await?;
    let words_kept = !matches!(kept.as_slice(), [Some(known)] if known.fixed);
    if !words_kept {
        return Ok(Unanswered { week, words_kept, groups: Vec::new() });
    }
    let extract = store.unanswered_questions(range(week, zone)).await?;
    let (faq, masked) = (Faq::of(catalog, &settings.lang, settings.now), settings.mask);
    let groups = away(move || gaps::gaps(&extract, &faq, week, masked)).await;
    Ok(Unanswered { week, words_kept, groups })
}

/// Counts away from the threads that answer visitors.
pub(super) async fn away<Counted: Send + 'static>(count: impl FnOnce() -> Counted + Send + 'static) -> Counted {
    match tokio::task::spawn_blocking(count).await {
        Ok(counted) => counted,
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
    let (zone, now) = (&settings.time_zone, settings.now.as_millisecond());
    let span = range(weeks[weeks.len() - 1], zone).start..range(weeks[0], zone).end.max(now);
    let kept = tally::known(store, &weeks, span, zone, now).await?;
    let uncounted: Vec<Range<i64>> =
        weeks.iter().zip(&kept).filter(|(_, kept)| kept.is_none()).map(|(week, _)| range(*week, zone)).collect();
    let mut counts = store.count_weeks(&uncounted).await?.into_iter();
    Ok(weeks
        .into_iter()
        .zip(kept)
        .map(|(week, kept)| {
            let (questions, answered) = match kept {
                Some(known) => (known.tally.totals.questions(), known.tally.totals.with(Outcome::Answered)),
                None => counts.next().map_or((0, 0), |count| (count.questions, count.answered)),
            };
            WeekSummary {
                week,
                questions,
                answered: (questions > 0).then(|| answered as f64 / questions as f64),
                unanswered: questions - answered,
            }
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

/// All of a report that comes from numbers alone.
fn from_tallies(tallies: &[Tally], weeks: &[Week], faq: &Faq, range: &Range<i64>, settings: &Settings) -> Report {
    let (zone, week) = (&settings.time_zone, weeks[TREND_WEEKS - 1]);
    let (own, before) = (&tallies[TREND_WEEKS - 1], &tallies[TREND_WEEKS - 2]);
    let before = before.totals.logged.then_some(before);
    let detail = own.own.clone().unwrap_or_default();
    let complete = settings.now.as_millisecond() >= range.end;
    let totals: Vec<&Totals> = tallies.iter().map(|tally| &tally.totals).collect();
    let questions = own.totals.questions();
    let asked_before = before.map(|before| &before.answers);
    let answered: HashSet<&str> = tallies.iter().flat_map(|tally| tally.answers.keys()).map(String::as_str).collect();
    let asked: HashMap<&str, u64> = own.answers.iter().map(|(id, answers)| (id.as_str(), answers.asked())).collect();
    Report {
        schema: SCHEMA,
        site: settings.site_name.clone(),
        week,
        from: week.monday(),
        to: week.sunday(),
        time_zone: zone_name(zone, range.start),
        made_at: settings.now,
        made_at_site: zone.to_datetime(settings.now),
        complete,
        masked: settings.mask,
        words_kept: true,
        summary: Sentence::default(),
        figures: figures::figures(&totals, complete, zone),
        trend_weeks: weeks.to_vec(),
        days: breakdown::shown_days(week, &own.days, before.map(|before| &*before.days)),
        hours: detail.hours,
        languages: breakdown::shown_slices(&detail.languages),
        pages: breakdown::shown_slices(&detail.pages),
        top_questions: entries::top_questions(faq, &own.answers, asked_before, questions, complete),
        unanswered: Vec::new(),
        improve: entries::improve(faq, &own.answers),
        wordings: Vec::new(),
        never_asked: entries::never_asked(faq, &answered),
        expiring: entries::expiring(faq, &asked, zone),
        untranslated: entries::untranslated(faq, &detail.asked_in),
        handed_over: desk::shown_entries(faq, &detail.handed_over),
        topics: desk::shown_topics(faq, &detail.handed_over),
        agents: desk::shown_agents(&detail.agents),
        definitions: Table::ALL.iter().map(|table| (table.name(), table.definition())).collect(),
        conversations: Vec::new(),
    }
}

/// `Europe/Lisbon`, or the offset where the zone has no name.
fn zone_name(zone: &TimeZone, at: i64) -> String {
    zone.iana_name().map_or_else(|| zone.to_offset(from_millis(at)).to_string(), str::to_owned)
}
