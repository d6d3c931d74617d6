//! When a time of the week comes.
//!
//! Invariant: it comes once a week, in the site's time zone. Where the clocks skip it, it comes as much later as they
//! skip; where they show it twice, the first time counts.

use crate::clock::civil::Date;
use crate::clock::{TimeZone, Timestamp};
use crate::config::outgoing::WeekTime;

/// The last time that it came, `now` included, and the next time that it will come.
pub fn around(at: WeekTime, now: Timestamp, zone: &TimeZone) -> (Timestamp, Timestamp) {
    // a time that the clocks skip may come on the day after
    let mut day = zone.to_datetime(now).date().tomorrow().unwrap_or(Date::MAX);
    let mut next = Timestamp::MAX;
    loop {
        if day.weekday() == at.weekday {
            let moment = day.to_datetime(at.time).to_zoned(zone.clone()).map_or(Timestamp::MIN, |at| at.timestamp());
            if moment <= now {
                // the next one may be further away than tomorrow
                let following = day.nth_weekday(1, at.weekday).unwrap_or(Date::MAX);
                let following = following.to_datetime(at.time).to_zoned(zone.clone());
                return (moment, next.min(following.map_or(Timestamp::MAX, |at| at.timestamp())));
            }
            next = moment;
        }
        match day.yesterday() {
            Ok(before) => day = before,
            Err(_) => return (Timestamp::MIN, next),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::civil::{Time, Weekday};

    fn times(weekday: Weekday, time: (i8, i8), now: &str, zone: &str) -> (String, String) {
        let at = WeekTime { weekday, time: Time::constant(time.0, time.1, 0, 0) };
        let (last, next) = around(at, now.parse().unwrap(), &TimeZone::get(zone).unwrap());
        (last.to_string(), next.to_string())
    }

    fn pair(last: &str, next: &str) -> (String, String) {
        (last.to_owned(), next.to_owned())
    }

    #[test]
    fn it_comes_once_a_week_in_the_zone_of_the_site() {
        let monday = |now| times(Weekday::Monday, (7, 0), now, "Asia/Shanghai");
        let week = pair("2026-11-15T23:00:00Z", "2026-11-22T23:00:00Z");
        for now in ["2026-11-15T23:00:00Z", "2026-11-18T12:00:00Z", "2026-11-22T22:59:59.999Z"] {
            assert_eq!(monday(now), week, "{now}");
        }
        assert_eq!(monday("2026-11-22T23:00:00Z"), pair("2026-11-22T23:00:00Z", "2026-11-29T23:00:00Z"));
    }

    #[test]
    fn the_change_of_clocks_moves_it_and_doubles_nothing() {
        // the week in which summer time ends has an hour more
        assert_eq!(
            times(Weekday::Monday, (7, 0), "2026-10-21T00:00:00Z", "Europe/Berlin"),
            pair("2026-10-19T05:00:00Z", "2026-10-26T06:00:00Z")
        );
        let sunday = |now| times(Weekday::Sunday, (2, 30), now, "Europe/Berlin");
        // 02:30 is skipped on 29 March: it comes at 03:30 summer time
        assert_eq!(sunday("2026-03-29T01:29:59Z"), pair("2026-03-22T01:30:00Z", "2026-03-29T01:30:00Z"));
        assert_eq!(sunday("2026-03-29T01:30:00Z"), pair("2026-03-29T01:30:00Z", "2026-04-05T00:30:00Z"));
        // 02:30 comes twice on 25 October: the first time counts, in summer time
        assert_eq!(sunday("2026-10-25T00:30:00Z"), pair("2026-10-25T00:30:00Z", "2026-11-01T01:30:00Z"));
        assert_eq!(sunday("2026-10-25T01:30:00Z"), pair("2026-10-25T00:30:00Z", "2026-11-01T01:30:00Z"));
        // Samoa skipped Friday 30 December 2011 as a whole
        assert_eq!(
            times(Weekday::Friday, (9, 0), "2011-12-30T12:00:00Z", "Pacific/Apia"),
            pair("2011-12-23T19:00:00Z", "2011-12-30T19:00:00Z")
        );
    }
}
