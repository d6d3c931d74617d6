//! ISO weeks in the site's time zone.
//!
//! Invariant: a [`Week`] exists only if the calendar has it: `2026-W53` does, `2025-W53` does not. Its range of time
//! goes from Monday's first moment to the next Monday's, so that weeks touch without a gap or an overlap even where
//! the clocks change, and a week may have 167 or 169 hours.

use crate::clock::civil::{Date, ISOWeekDate, Weekday};
use crate::clock::{TimeZone, Timestamp, from_millis};

/// The first year that a week may lie in; the log keeps times since 1970.
const FIRST_YEAR: i16 = 1970;
/// The last one: a year before the end of what jiff can name, so that the next Monday always exists.
const LAST_YEAR: i16 = 9998;

/// A week of the ISO calendar (ISO 8601-1:2019, 4.3.7), Monday to Sunday. Ordered by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Week {
    /// The year that the week belongs to: the one of its Thursday.
    pub year: i16,
    /// From 1 to 52 or 53.
    pub week: i8,
}

impl Week {
    /// Reads `2026-W47`: four digits, `-W` and two digits. `None` for anything else, and for a week 53 in a year that
    /// has none.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(week, 2) {
            return None;
        }
        let week = Self { year: year.parse().ok()?, week: week.parse().ok()? };
        let in_range = (FIRST_YEAR..=LAST_YEAR).contains(&week.year);
        (in_range && ISOWeekDate::new(week.year, week.week, Weekday::Monday).is_ok()).then_some(week)
    }

    /// The week in which a moment lies, as the site's calendar shows it. A moment outside the years 1970 to 9998 is
    /// taken for the nearest in them.
    pub fn of(at: Timestamp, zone: &TimeZone) -> Self {
        Self::of_date(zone.to_datetime(at).date())
    }

    /// The week of a day.
    pub fn of_date(date: Date) -> Self {
        let day = date.iso_week_date();
        match day.year() {
            year if year < FIRST_YEAR => Self { year: FIRST_YEAR, week: 1 },
            year if year > LAST_YEAR => Self { year: LAST_YEAR, week: 52 },
            year => Self { year, week: day.week() },
        }
    }

    /// The last week that is over at `now`: what the report is about unless another one is asked for.
    pub fn last_full(now: Timestamp, zone: &TimeZone) -> Self {
        Self::of(now, zone).previous()
    }

    /// The week before.
    pub fn previous(self) -> Self {
        self.monday().yesterday().map_or(self, Self::of_date)
    }

    /// The week after.
    pub fn next(self) -> Self {
        self.sunday().tomorrow().map_or(self, Self::of_date)
    }

    /// The first day.
    pub fn monday(self) -> Date {
        self.day(Weekday::Monday)
    }

    /// The last day.
    pub fn sunday(self) -> Date {
        self.day(Weekday::Sunday)
    }

    /// The seven days, Monday first.
    pub fn days(self) -> [Date; 7] {
        [
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
            Weekday::Saturday,
            Weekday::Sunday,
        ]
        .map(|weekday| self.day(weekday))
    }

    fn day(self, weekday: Weekday) -> Date {
        // the fields are public, so a week that the calendar lacks could be written down; it is taken for the last
        ISOWeekDate::new(self.year, self.week, weekday)
            .or_else(|_| ISOWeekDate::new(self.year, 52, weekday))
            .map_or(Date::MIN, ISOWeekDate::date)
    }

    /// The week's first moment and the next week's, in milliseconds since 1970: `start <= at < end`.
    pub fn range_millis(self, zone: &TimeZone) -> (i64, i64) {
        (start_of_day(self.monday(), zone), start_of_day(self.next().monday(), zone))
    }
}

/// The first moment of a day, in milliseconds since 1970. Where the clocks skip midnight it is later than 00:00.
pub(super) fn start_of_day(date: Date, zone: &TimeZone) -> i64 {
    date.to_zoned(zone.clone()).map_or_else(|_| from_millis(0).as_millisecond(), |day| day.timestamp().as_millisecond())
}

impl std::fmt::Display for Week {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:04}-W{:02}", self.year, self.week)
    }
}

impl serde::Serialize for Week {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl schemars::JsonSchema for Week {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Week".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9]{4}-W[0-9]{2}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn week(text: &str) -> Week {
        Week::parse(text).unwrap()
    }

    #[test]
    fn only_weeks_that_the_calendar_has_are_read() {
        assert_eq!(week("2026-W47"), Week { year: 2026, week: 47 });
        assert_eq!(week("2026-W53").to_string(), "2026-W53");
        for bad in ["", "2026", "2026-47", "2026-W7", "2026-W00", "2025-W53", "2026-W54", "+026-W01", "2026-w47"] {
            assert_eq!(Week::parse(bad), None, "{bad}");
        }
        for bad in ["1969-W01", "9999-W01", "2026-W47 ", "２０２６-W47", "2026-W-1", "2026-W47-1"] {
            assert_eq!(Week::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn weeks_follow_each_other_over_the_year() {
        assert_eq!(week("2026-W01").previous(), week("2025-W52"));
        assert_eq!(week("2027-W01").previous(), week("2026-W53"));
        assert_eq!(week("2026-W53").next(), week("2027-W01"));
        assert_eq!(week("2026-W01").monday(), Date::constant(2025, 12, 29));
        assert_eq!(week("2026-W53").sunday(), Date::constant(2027, 1, 3));
    }

    #[test]
    fn a_week_begins_at_midnight_of_the_site() {
        // 2026-11-15 23:30 UTC is Sunday in London and Monday in Shanghai
        let at: Timestamp = "2026-11-15T23:30:00Z".parse().unwrap();
        assert_eq!(Week::of(at, &zone("Europe/London")), week("2026-W46"));
        assert_eq!(Week::of(at, &zone("Asia/Shanghai")), week("2026-W47"));
        assert_eq!(Week::last_full(at, &zone("Asia/Shanghai")), week("2026-W46"));
        let (start, end) = week("2026-W46").range_millis(&zone("Asia/Shanghai"));
        assert_eq!(from_millis(start).to_string(), "2026-11-08T16:00:00Z");
        assert_eq!(end - start, 7 * 24 * 3_600_000);
    }

    #[test]
    fn weeks_touch_where_the_clocks_change() {
        let berlin = zone("Europe/Berlin");
        let hours = |name: &str| {
            let (start, end) = week(name).range_millis(&berlin);
            assert_eq!(week(name).next().range_millis(&berlin).0, end);
            assert_eq!(Week::of(from_millis(start), &berlin), week(name));
            assert_eq!(Week::of(from_millis(end - 1), &berlin), week(name));
            assert_eq!(Week::of(from_millis(end), &berlin), week(name).next());
            (end - start) / 3_600_000
        };
        assert_eq!(hours("2026-W13"), 167); // summer time begins on Sunday 29 March
        assert_eq!(hours("2026-W43"), 169); // and ends on Sunday 25 October
        assert_eq!(hours("2026-W30"), 168);
    }

    #[test]
    fn a_day_without_midnight_begins_later() {
        // in Beirut the clocks went from 00:00 to 01:00 on Sunday 31 March 2024
        let date = Date::constant(2024, 3, 31);
        let start = start_of_day(date, &zone("Asia/Beirut"));
        assert_eq!(from_millis(start).to_string(), "2024-03-30T22:00:00Z");
    }
}
