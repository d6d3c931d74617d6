//! Office hours: on which days of the week and at what time of day people answer, and on which dates they do not.
//!
//! Invariant: what counts is what a clock on the wall in the site's time zone shows. An hour that the clocks skip is
//! nobody's office hour, and one that they show twice is one twice.

use super::check::minutes;
use super::outgoing::WEEKDAYS;
use crate::clock::civil::{Date, DateTime, Time};
use crate::clock::{TimeZone, Timestamp};

/// Minutes of a day.
const DAY: u32 = 24 * 60;
/// Days that are looked ahead for the next opening: whoever stays closed for longer does not open again.
const AHEAD: usize = 400;
/// Dates at most on which nobody is there: ten years of public holidays.
const MOST_HOLIDAYS: usize = 200;

/// When people answer; without any ranges always, but on holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    ranges: Vec<Range>,
    holidays: Vec<Date>,
    zone: TimeZone,
}

/// Some days of the week, from a minute of the day to before another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    /// By weekday, Monday first.
    days: [bool; 7],
    from: u32,
    until: u32,
}

impl Default for Hours {
    fn default() -> Self {
        Self { ranges: Vec::new(), holidays: Vec::new(), zone: TimeZone::UTC }
    }
}

impl Hours {
    pub(super) fn set_ranges(&mut self, ranges: Vec<Range>) {
        self.ranges = ranges;
    }

    pub(super) fn set_holidays(&mut self, holidays: Vec<Date>) {
        self.holidays = holidays;
    }

    pub(super) fn set_zone(&mut self, zone: TimeZone) {
        self.zone = zone;
    }

    /// The zone in which the hours are counted: the site's.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Whether people answer at a moment.
    pub fn is_open(&self, now: Timestamp) -> bool {
        let shown = self.zone.to_datetime(now);
        let minute = shown.hour().unsigned_abs() as u32 * 60 + shown.minute().unsigned_abs() as u32;
        let day = weekday(shown.date());
        let within = |range: &Range| range.days[day] && (range.from..range.until).contains(&minute);
        !self.holidays.contains(&shown.date()) && (self.ranges.is_empty() || self.ranges.iter().any(within))
    }

    /// When people answer again; `None` while they do, and where that is not to be seen.
    pub fn opens_at(&self, now: Timestamp) -> Option<Timestamp> {
        if self.is_open(now) {
            return None;
        }
        let today = self.zone.to_datetime(now).date();
        let days = std::iter::successors(Some(today), |day| day.tomorrow().ok()).take(AHEAD);
        // days come one after the other, and a moment that the clocks show twice belongs to one of them
        let on_a_day = days.filter(|day| !self.holidays.contains(day)).find_map(|day| {
            let beginnings = self.beginnings(day).into_iter().flat_map(|shown| self.moments(shown));
            beginnings.filter(|moment| *moment > now && self.is_open(*moment)).min()
        });
        // where the clocks are put into an office hour, it begins then
        let end = on_a_day.unwrap_or(Timestamp::MAX);
        let changes = self.zone.following(now).take(AHEAD / 50).map(|change| change.timestamp());
        changes.take_while(|change| *change < end).find(|change| self.is_open(*change)).or(on_a_day)
    }

    /// What the clock shows when office hours begin on a day.
    fn beginnings(&self, day: Date) -> Vec<DateTime> {
        if self.ranges.is_empty() {
            return vec![day.to_datetime(Time::midnight())];
        }
        let of_day = self.ranges.iter().filter(|range| range.days[weekday(day)]);
        of_day.filter_map(|range| Some(day.to_datetime(time(range.from)?))).collect()
    }

    /// The moments at which the clock shows that: one, or two where it is set back, or those beside it where it skips it.
    fn moments(&self, shown: DateTime) -> [Timestamp; 2] {
        let moment = self.zone.to_ambiguous_timestamp(shown);
        [moment.earlier().unwrap_or(Timestamp::MIN), moment.later().unwrap_or(Timestamp::MIN)]
    }
}

/// `Mon-Fri 09:00-17:00` or `Sat 10:00-14:00`, or several of them separated by commas; empty: always.
pub(super) fn office_hours(text: &str) -> Result<Vec<Range>, String> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    text.split(',')
        .map(|written| {
            range(written).ok_or_else(|| {
                format!(
                    "expected days (Mon to Sun) and times from opening to a later closing, such as \
                     \"Mon-Fri 09:00-17:00\" or \"Mon-Thu 09:00-17:00, Fri 09:00-24:00\", or \"\" for always, \
                     found \"{}\"",
                    written.trim()
                )
            })
        })
        .collect()
}

fn range(text: &str) -> Option<Range> {
    let (named, times) = text.trim().split_once(' ')?;
    let (first, last) = named.split_once('-').unwrap_or((named, named));
    let (opening, closing) = times.trim().split_once('-')?;
    let place = |day: &str| WEEKDAYS.iter().position(|known| *known == day);
    let (first, last) = (place(first)?, place(last)?);
    let mut days = [false; 7];
    // from Saturday to Monday is over the end of the week
    for day in 0..=(last + 7 - first) % 7 {
        days[(first + day) % 7] = true;
    }
    let (from, until) = (minutes(opening)?, minutes(closing)?);
    (from < until).then_some(Range { days, from, until })
}

/// Dates such as `2026-12-25`.
pub(super) fn holidays(items: &[String]) -> Result<Vec<Date>, String> {
    if items.len() > MOST_HOLIDAYS {
        return Err(format!(
            "expected at most {MOST_HOLIDAYS} dates, found {}; leave out those that are past",
            items.len()
        ));
    }
    let date = |item: &String| {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let read = Some(item.trim()).filter(|text| text.len() == 10 && digits(text)).and_then(|text| text.parse().ok());
        read.ok_or_else(|| format!("expected dates such as \"2026-12-25\", found \"{item}\""))
    };
    items.iter().map(date).collect()
}

/// The day's place in the week, Monday first.
fn weekday(day: Date) -> usize {
    day.weekday().to_monday_zero_offset().unsigned_abs().into()
}

fn time(minute: u32) -> Option<Time> {
    let part = |number: u32| i8::try_from(number).ok();
    Time::new(part(minute % DAY / 60)?, part(minute % 60)?, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hours(written: &str, closed: &[&str], zone: &str) -> Hours {
        let closed: Vec<String> = closed.iter().map(|day| (*day).to_owned()).collect();
        Hours {
            ranges: office_hours(written).unwrap(),
            holidays: holidays(&closed).unwrap(),
            zone: TimeZone::get(zone).unwrap(),
        }
    }

    fn opens(hours: &Hours, now: &str) -> Option<String> {
        hours.opens_at(now.parse().unwrap()).map(|at| at.to_string())
    }

    #[test]
    fn office_hours_are_days_and_times() {
        for written in [
            "",
            "Mon-Fri 09:00-17:00",
            "Mon-Fri 09:00-12:30,Mon-Fri 13:00-17:00, Sat 10:00-14:00",
            "Sun-Thu 00:00-24:00",
        ] {
            assert!(office_hours(written).is_ok(), "{written}");
        }
        for (written, found) in [
            ("always", "always"),
            ("Mon-Fri", "Mon-Fri"),
            ("Mon-Fri 09:00", "Mon-Fri 09:00"),
            ("Mon-Fri 09:00-17:00,", ""),
            ("Mon-Fri 09:00-17:00, Sa 10:00-14:00", "Sa 10:00-14:00"),
            ("Mon-Fri 17:00-09:00", "Mon-Fri 17:00-09:00"),
            ("Mon-Fri 09:00-24:01", "Mon-Fri 09:00-24:01"),
            ("Mon-Wed-Fri 09:00-17:00", "Mon-Wed-Fri 09:00-17:00"),
        ] {
            let error = office_hours(written).unwrap_err();
            assert!(
                error.contains("\"Mon-Fri 09:00-17:00\"") && error.ends_with(&format!("found \"{found}\"")),
                "{error}"
            );
        }
        for written in ["25.12.2026", "2026-13-01", "2026-2-1", "12-25", "", "2026-12-25T00", "+26-12-25x"] {
            assert!(holidays(&[written.to_owned()]).unwrap_err().contains("\"2026-12-25\""), "{written}");
        }
        assert!(holidays(&vec!["2026-12-25".to_owned(); MOST_HOLIDAYS + 1]).unwrap_err().contains("at most"));
    }

    #[test]
    fn people_answer_within_the_hours_of_the_site() {
        let shop = hours("Mon-Fri 09:00-17:00, Sat 10:00-14:00", &["2026-12-25"], "Europe/Berlin");
        // Wednesday 25 November 2026
        for (now, next) in [
            ("2026-11-25T07:59:59Z", Some("2026-11-25T08:00:00Z")),
            ("2026-11-25T08:00:00Z", None),
            ("2026-11-25T15:59:59Z", None),
            ("2026-11-25T16:00:00Z", Some("2026-11-26T08:00:00Z")),
            // Friday evening, then Saturday evening
            ("2026-11-27T19:00:00Z", Some("2026-11-28T09:00:00Z")),
            ("2026-11-28T13:00:00Z", Some("2026-11-30T08:00:00Z")),
            // the eve of a holiday that is a Friday
            ("2026-12-24T16:00:00Z", Some("2026-12-26T09:00:00Z")),
            ("2026-12-25T10:00:00Z", Some("2026-12-26T09:00:00Z")),
        ] {
            assert_eq!(opens(&shop, now).as_deref(), next, "{now}");
            assert_eq!(shop.is_open(now.parse().unwrap()), next.is_none(), "{now}");
        }
    }

    #[test]
    fn without_hours_it_is_always_open_but_on_holidays() {
        let always = hours("", &["2026-12-25", "2026-12-26"], "Asia/Shanghai");
        assert_eq!(opens(&always, "2026-12-24T15:59:59Z"), None);
        assert_eq!(opens(&always, "2026-12-24T16:00:00Z").as_deref(), Some("2026-12-26T16:00:00Z"));
        assert!(Hours::default().is_open("2026-12-25T03:00:00Z".parse().unwrap()));
    }

    #[test]
    fn the_change_of_clocks_is_seen() {
        // 02:00 is followed by 03:00 on 29 March: the hour that begins at 02:30 is entered at 03:00
        let early = hours("Sun 02:30-05:00", &[], "Europe/Berlin");
        assert_eq!(opens(&early, "2026-03-29T00:00:00Z").as_deref(), Some("2026-03-29T01:00:00Z"));
        let skipped = hours("Sun 02:15-02:45", &[], "Europe/Berlin");
        assert_eq!(opens(&skipped, "2026-03-29T00:00:00Z").as_deref(), Some("2026-04-05T00:15:00Z"));
        // 02:59 is followed by 02:00 on 25 October: what was open at 02:30 is so again half an hour after it closed
        assert_eq!(opens(&early, "2026-10-25T00:00:00Z").as_deref(), Some("2026-10-25T00:30:00Z"));
        assert_eq!(opens(&early, "2026-10-25T01:00:00Z").as_deref(), Some("2026-10-25T01:30:00Z"));
        let before = hours("Sun 01:00-02:15", &[], "Europe/Berlin");
        assert_eq!(opens(&before, "2026-10-25T00:20:00Z").as_deref(), Some("2026-10-25T01:00:00Z"));
    }

    #[test]
    fn who_never_opens_promises_nothing() {
        let days: Vec<String> = std::iter::successors(Some(Date::constant(2026, 11, 28)), |day| day.tomorrow().ok())
            .filter(|day| weekday(*day) == 5)
            .take(60)
            .map(|day| day.to_string())
            .collect();
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        assert_eq!(opens(&hours("Sat 10:00-14:00", &days, "UTC"), "2026-11-25T00:00:00Z"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
        // the next opening is the first minute that is open, as a walk through the minutes finds it
        #[test]
        fn the_next_opening_is_the_first_open_minute(
            zone in prop::sample::select(vec!["Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo"]),
            start in 1_767_225_600_i64..1_798_761_600,
            day in 0_usize..7, more in 0_usize..7,
            from in 0_u32..1439, length in 1_u32..600,
            closed in 0_i64..5,
        ) {
            let until = (from + length).min(DAY);
            let shown = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
            let written = format!("{}-{} {}-{}", WEEKDAYS[day], WEEKDAYS[(day + more) % 7], shown(from), shown(until));
            let start = Timestamp::from_second(start - start % 60).unwrap();
            let mut site = hours(&written, &[], zone);
            let after = |minutes: i64| Timestamp::from_second(start.as_second() + minutes * 60).unwrap();
            site.holidays = vec![site.zone.to_datetime(after(closed * 1440)).date()];
            let walked = (0..22 * 1440).map(after).find(|minute| site.is_open(*minute));
            prop_assert!(walked.is_some());
            match site.opens_at(start) {
                Some(next) => prop_assert_eq!(Some(next), walked),
                None => prop_assert_eq!(Some(start), walked),
            }
        }
    }
}
