//! The week by day, by hour, by language, by page, and conversation by conversation.
//!
//! Invariant: a question belongs to the moment at which its visit began, so the days, the hours, the languages and
//! the pages each add up to the questions of the week.

use super::Week;
use super::gaps::shown;
use super::mask::{clean, mask};
use super::outcome::{Outcome, Settled, Visit};
use super::rows::{ConversationRow, Day, Ending, Hours, Slice};
use super::week::start_of_day;
use crate::clock::{TimeZone, from_millis};
use crate::store::figures::{Extract, HandoffRow, Key, QuestionDetail, QuestionRow};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// One day in numbers.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct DayTally {
    /// Questions by what became of them.
    pub(super) outcomes: [u64; 5],
    pub(super) conversations: u64,
    pub(super) visitors: u64,
}

impl DayTally {
    /// Questions, however they ended.
    pub(super) fn questions(&self) -> u64 {
        self.outcomes.iter().sum()
    }
}

/// A week's days in numbers, from its rows and visits.
pub(super) fn days(rows: &[&QuestionRow], visits: &[Visit], week: Week, zone: &TimeZone) -> Vec<DayTally> {
    let starts = week.days().map(|date| start_of_day(date, zone));
    let mut days = vec![DayTally::default(); starts.len()];
    for row in rows.iter().filter(|row| !row.small_talk) {
        days[day_of(&starts, row.visit_at)].outcomes[Outcome::of(row) as usize] += 1;
    }
    let mut visitors: HashSet<(usize, Key)> = HashSet::new();
    for visit in visits {
        let day = day_of(&starts, visit.visit_at);
        days[day].conversations += 1;
        days[day].visitors += u64::from(visitors.insert((day, visit.visitor)));
    }
    days
}

/// The week's days as they are shown, beside those of the week before, if the log reaches back.
pub(super) fn shown_days(week: Week, days: &[DayTally], before: Option<&[DayTally]>) -> Vec<Day> {
    let shown = days.iter().zip(week.days()).enumerate().map(|(at, (day, date))| {
        let [answered, no_result, choice_ignored, not_helpful, person_asked] = day.outcomes;
        Day {
            date,
            questions: day.questions(),
            answered,
            no_result,
            choice_ignored,
            not_helpful,
            person_asked,
            conversations: day.conversations,
            visitors: day.visitors,
            questions_before: before.map(|before| before.get(at).map_or(0, DayTally::questions)),
        }
    });
    shown.collect()
}

/// Which of the days, given by their first moments, a moment of the week belongs to.
fn day_of(starts: &[i64; 7], at: i64) -> usize {
    starts.partition_point(|start| *start <= at).saturating_sub(1)
}

/// The week by weekday and hour. Where the clocks go back, the hour that comes twice is one.
pub(super) fn hours(extract: &Extract, visits: &[Visit], week: Week, zone: &TimeZone) -> Hours {
    let starts = week.days().map(|date| start_of_day(date, zone));
    let place = |at: i64| (day_of(&starts, at), usize::from(zone.to_datetime(from_millis(at)).hour().unsigned_abs()));
    let none = || vec![vec![0u64; 24]; 7];
    let mut hours = Hours { questions: none(), conversations: none(), visitors: none() };
    for (row, _) in extract.week.iter().filter(|(row, _)| !row.small_talk) {
        let (day, hour) = place(row.visit_at);
        hours.questions[day][hour] += 1;
    }
    let mut visitors: HashSet<(usize, usize, Key)> = HashSet::new();
    for visit in visits {
        let (day, hour) = place(visit.visit_at);
        hours.conversations[day][hour] += 1;
        hours.visitors[day][hour] += u64::from(visitors.insert((day, hour, visit.visitor)));
    }
    hours
}

/// A language or a page in numbers.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct SliceTally {
    /// The language's tag or the page's path.
    pub(super) name: String,
    pub(super) questions: u64,
    pub(super) answered: u64,
    pub(super) conversations: u64,
    pub(super) visitors: u64,
}

/// Languages or pages as they are shown.
pub(super) fn shown_slices(slices: &[SliceTally]) -> Vec<Slice> {
    let questions: u64 = slices.iter().map(|slice| slice.questions).sum();
    let shown = slices.iter().map(|slice| Slice {
        name: slice.name.clone(),
        questions: slice.questions,
        share: slice.questions as f64 / questions.max(1) as f64,
        conversations: slice.conversations,
        visitors: slice.visitors,
        answered: (slice.questions > 0).then(|| slice.answered as f64 / slice.questions as f64),
    });
    shown.collect()
}

#[derive(Default)]
struct Counts {
    questions: u64,
    answered: u64,
    conversations: HashSet<(Key, i64)>,
    visitors: HashSet<Key>,
}

/// By the language in which questions were matched.
pub(super) fn languages(extract: &Extract, week: &Range<i64>) -> Vec<SliceTally> {
    slices(extract, week, |detail| detail.lang, |handoff| handoff.lang, str::to_owned)
}

/// By page. Paths may hold personal data, `/account/anna@example.com`, so they are masked too.
pub(super) fn pages(extract: &Extract, week: &Range<i64>, masked: bool) -> Vec<SliceTally> {
    slices(extract, week, |detail| detail.page, |handoff| handoff.page, |path| page(path, masked))
}

/// A path as a report shows it.
fn page(path: &str, masked: bool) -> String {
    if masked { mask(path) } else { clean(path) }
}

fn slices(
    extract: &Extract,
    week: &Range<i64>,
    number: impl Fn(&QuestionDetail) -> u32,
    handoff: impl Fn(&HandoffRow) -> u32,
    label: impl Fn(&str) -> String,
) -> Vec<SliceTally> {
    let mut counts: HashMap<u32, Counts> = HashMap::new();
    for (row, detail) in &extract.week {
        let slice = counts.entry(number(detail)).or_default();
        slice.conversations.insert((row.conversation, row.visit_at));
        slice.visitors.insert(row.visitor);
        if !row.small_talk {
            slice.questions += 1;
            slice.answered += u64::from(Outcome::of(row) == Outcome::Answered);
        }
    }
    for row in extract.handoffs.iter().filter(|row| week.contains(&row.visit_at)) {
        let slice = counts.entry(handoff(row)).or_default();
        slice.conversations.insert((row.conversation, row.visit_at));
        slice.visitors.insert(row.visitor);
    }
    // several names may be one once they are masked
    let mut named: HashMap<String, Counts> = HashMap::new();
    for (number, counts) in counts {
        let slice = named.entry(label(extract.names.name(number))).or_default();
        slice.questions += counts.questions;
        slice.answered += counts.answered;
        slice.conversations.extend(counts.conversations);
        slice.visitors.extend(counts.visitors);
    }
    let mut slices: Vec<SliceTally> = named
        .into_iter()
        .map(|(name, counts)| SliceTally {
            name,
            questions: counts.questions,
            answered: counts.answered,
            conversations: counts.conversations.len() as u64,
            visitors: counts.visitors.len() as u64,
        })
        .collect();
    slices.sort_by(|one, other| other.questions.cmp(&one.questions).then_with(|| one.name.cmp(&other.name)));
    slices
}

/// Every visit of the week, in order of time.
pub(super) fn conversations(
    extract: &Extract,
    visits: &[Visit],
    zone: &TimeZone,
    masked: bool,
    returns_known: bool,
) -> Vec<ConversationRow> {
    let mut first: HashMap<(Key, i64), &(QuestionRow, QuestionDetail)> = HashMap::new();
    for question in &extract.week {
        let (row, _) = question;
        let key = (row.conversation, row.visit_at);
        // the first question counts; a greeting stands in only where there is none
        let rank = |row: &QuestionRow| (row.small_talk, row.seq);
        let earliest = first.entry(key).or_insert(question);
        if rank(row) < rank(&earliest.0) {
            *earliest = question;
        }
    }
    let places: HashMap<(Key, i64), (u32, u32)> =
        extract.handoffs.iter().map(|row| ((row.conversation, row.visit_at), (row.lang, row.page))).collect();
    let name = |number| extract.names.name(number);
    let mut rows: Vec<(i64, ConversationRow)> = visits
        .iter()
        .map(|visit| {
            let key = (visit.conversation, visit.visit_at);
            let question = first.get(&key).map(|(_, detail)| detail);
            let place = question.map(|detail| (detail.lang, detail.page)).or_else(|| places.get(&key).copied());
            let row = ConversationRow {
                id: extract.conversations.get(&visit.conversation).cloned().unwrap_or_default(),
                started: zone.to_datetime(from_millis(visit.visit_at)),
                lasted: visit.last_at - visit.visit_at,
                lang: place.map_or_else(String::new, |(lang, _)| name(lang).to_owned()),
                page: place.map_or_else(String::new, |(_, path)| page(name(path), masked)),
                first_question: question.map_or_else(String::new, |detail| shown(&detail.text, masked)),
                questions: visit.questions,
                answered: visit.answered,
                thumbs_up: visit.up,
                thumbs_down: visit.down,
                handed_over: visit.requested_at.is_some(),
                waited: visit.waited(),
                ending: match visit.settled {
                    Settled::Confirmed => Ending::Confirmed,
                    Settled::Assumed => Ending::Assumed,
                    Settled::Pending => Ending::Pending,
                    Settled::No => Ending::Unsettled,
                },
                // that somebody came back is known at once, that nobody did only later
                came_back: (returns_known || visit.returned).then_some(visit.returned),
            };
            (visit.visit_at, row)
        })
        .collect();
    rows.sort_by(|one, other| (one.0, &one.1.id).cmp(&(other.0, &other.1.id)));
    rows.into_iter().map(|(_, row)| row).collect()
}
