//! The dates of `from` and `until`, as an editor writes them, to moments.
//!
//! Invariant: what is written includes the whole unit that is written: through 30 November is through its last moment,
//! through 18:00 is through that minute.

use super::source::quoted;
use crate::clock::{TimeZone, Timestamp, civil};

/// The forms of a date, for messages and for the schema.
pub const FORMS: &str = "2026-11-20, 2026-11-20 09:00 or 2026-11-20T09:00+08:00";

/// The schema's pattern for [`FORMS`].
pub const PATTERN: &str = r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?( ?(Z|[+-]\d{2}:\d{2}))?)?$";

/// The first moment of what is written. The error is a clause with the remedy.
pub fn first_moment(written: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    read(written).and_then(|date| date.start(zone)).ok_or_else(|| refusal(written))
}

/// The first moment after what is written. The error is a clause with the remedy.
pub fn moment_after(written: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    read(written).and_then(|date| date.end(zone)).ok_or_else(|| refusal(written))
}

/// A first moment as an editor would write it in this zone: [`first_moment`] reads it back.
pub fn write_first(moment: Timestamp, zone: &TimeZone) -> String {
    write(moment, zone, [0, 0, 0], first_moment)
}

/// The moment after something as an editor would write it in this zone: [`moment_after`] reads it back.
pub fn write_last(moment: Timestamp, zone: &TimeZone) -> String {
    // a day that ends then, a minute, a second
    write(moment, zone, [1, 1, 1], moment_after)
}

/// The shortest form that is read back as this moment; where clocks are set back, that may need the zone.
fn write(
    moment: Timestamp,
    zone: &TimeZone,
    [days, minutes, seconds]: [i64; 3],
    read_back: fn(&str, &TimeZone) -> Result<Timestamp, String>,
) -> String {
    let local = zone.to_datetime(moment);
    let day = (0..days).fold(local.date(), |day, _| day.yesterday().unwrap_or(day));
    let back = |amount: i64| Timestamp::from_second(moment.as_second() - amount).unwrap_or(moment);
    let (minute, second) = (back(60 * minutes), back(seconds));
    let forms = [
        day.to_string(),
        zone.to_datetime(minute).strftime("%Y-%m-%d %H:%M").to_string(),
        zone.to_datetime(second).strftime("%Y-%m-%d %H:%M:%S").to_string(),
    ];
    let exact = |form: &String| read_back(form, zone) == Ok(moment);
    forms
        .into_iter()
        .find(exact)
        .unwrap_or_else(|| TimeZone::UTC.to_datetime(second).strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn refusal(written: &str) -> String {
    format!("{} is no date; write {FORMS}", quoted(written))
}

/// A date, perhaps with a time of day, perhaps in a zone of its own.
struct Written<'a> {
    date: civil::Date,
    time: Option<(civil::Time, Unit)>,
    offset: Option<&'a str>,
}

/// How exactly a time is written.
#[derive(Clone, Copy)]
enum Unit {
    Minute,
    Second,
}

impl Written<'_> {
    fn start(&self, zone: &TimeZone) -> Option<Timestamp> {
        let time = self.time.map_or_else(civil::Time::midnight, |(time, _)| time);
        match self.offset {
            Some(offset) => format!("{}T{time}{offset}", self.date).parse().ok(),
            None => zone.to_timestamp(self.date.to_datetime(time)).ok(),
        }
    }

    fn end(&self, zone: &TimeZone) -> Option<Timestamp> {
        let Some((_, unit)) = self.time else {
            let midnight = self.date.tomorrow().ok()?.to_datetime(civil::Time::midnight());
            return zone.to_timestamp(midnight).ok();
        };
        let seconds = match unit {
            Unit::Minute => 60,
            Unit::Second => 1,
        };
        Timestamp::from_second(self.start(zone)?.as_second() + seconds).ok()
    }
}

/// Reads by shape, since a general parser of dates takes far more forms than the format promises.
fn read(written: &str) -> Option<Written<'_>> {
    let (date, rest) = written.split_at_checked(10)?;
    let [year, month, day] = numbers::<3>(date, '-', &[4, 2, 2])?;
    let date = civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    if rest.is_empty() {
        return Some(Written { date, time: None, offset: None });
    }
    let rest = rest.strip_prefix(['T', ' '])?;
    let clock_end = rest.find(|character: char| character != ':' && !character.is_ascii_digit()).unwrap_or(rest.len());
    let (clock, offset) = rest.split_at(clock_end);
    let (hour, minute, second, unit) = match clock.len() {
        5 => numbers::<2>(clock, ':', &[2, 2]).map(|[hour, minute]| (hour, minute, 0, Unit::Minute))?,
        8 => numbers::<3>(clock, ':', &[2, 2, 2]).map(|[hour, minute, second]| (hour, minute, second, Unit::Second))?,
        _ => return None,
    };
    let part = |number: u32| i8::try_from(number).ok();
    let time = civil::Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()?;
    let offset = offset.strip_prefix(' ').unwrap_or(offset);
    let offset = match offset {
        "" if rest.ends_with(' ') => return None,
        "" => None,
        "Z" => Some(offset),
        _ if is_offset(offset) => Some(offset),
        _ => return None,
    };
    Some(Written { date, time: Some((time, unit)), offset })
}

/// `+08:00`
fn is_offset(text: &str) -> bool {
    text.strip_prefix(['+', '-']).and_then(|clock| numbers::<2>(clock, ':', &[2, 2])).is_some()
}

/// Numbers of just these lengths, joined by a sign.
fn numbers<const COUNT: usize>(text: &str, sign: char, lengths: &[usize; COUNT]) -> Option<[u32; COUNT]> {
    let mut parts = text.split(sign);
    let mut numbers = [0; COUNT];
    for (number, length) in numbers.iter_mut().zip(lengths) {
        let part =
            parts.next().filter(|part| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shanghai() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    fn start(written: &str) -> String {
        first_moment(written, &shanghai()).map_or_else(|error| error, |moment| moment.to_string())
    }

    fn end(written: &str) -> String {
        moment_after(written, &shanghai()).map_or_else(|error| error, |moment| moment.to_string())
    }

    #[test]
    fn dates_and_times_are_of_the_sites_zone() {
        assert_eq!(start("2026-11-20"), "2026-11-19T16:00:00Z");
        assert_eq!(start("2026-11-20 09:00"), "2026-11-20T01:00:00Z");
        assert_eq!(start("2026-11-20T09:00:30"), "2026-11-20T01:00:30Z");
        assert_eq!(start("2026-11-20T09:00Z"), "2026-11-20T09:00:00Z");
        assert_eq!(start("2026-11-20 09:00 -05:00"), "2026-11-20T14:00:00Z");
        assert_eq!(start("2026-11-20T09:00:30+00:30"), "2026-11-20T08:30:30Z");
    }

    #[test]
    fn the_end_includes_what_is_written() {
        assert_eq!(end("2026-11-20"), "2026-11-20T16:00:00Z");
        assert_eq!(end("2026-11-20 09:00"), "2026-11-20T01:01:00Z");
        assert_eq!(end("2026-11-20 09:00:30"), "2026-11-20T01:00:31Z");
        assert_eq!(end("2026-11-20T09:00+08:00"), "2026-11-20T01:01:00Z");
        assert_eq!(end("2026-12-31"), "2026-12-31T16:00:00Z");
    }

    #[test]
    fn days_are_as_long_as_the_clocks_make_them() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let hours = |date: &str| {
            let (start, end) = (first_moment(date, &berlin).unwrap(), moment_after(date, &berlin).unwrap());
            (end.as_second() - start.as_second()) / 3_600
        };
        assert_eq!((hours("2026-03-29"), hours("2026-10-25"), hours("2026-11-20")), (23, 25, 24));
    }

    #[test]
    fn what_is_no_date_is_refused_with_the_forms() {
        for written in [
            "20.11.2026",
            "2026-13-01",
            "2026-02-29",
            "2026-11-20 25:00",
            "2026-11-20 9:00",
            "2026-11-20 09:00 ",
            "2026-11-20 ",
            "2026-11-20 09",
            "2026-11-20T09:00:00.5",
            "2026-11-20 09:00 CET",
            "tomorrow",
            "",
            "2026-11",
            "２０２６-11-20",
            "2026-11-20T09:00+0800",
            "+026-11-20",
            "2026-11-20T09:00+99:00",
            "退款退款退",
        ] {
            let error = start(written);
            assert_eq!(error, format!("`{written}` is no date; write {FORMS}"));
            assert_eq!(end(written), error);
        }
        assert_eq!(end("9999-12-31"), format!("`9999-12-31` is no date; write {FORMS}"));
    }

    #[test]
    fn dates_are_written_as_they_were_read() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        for written in ["2026-11-20", "2026-11-20 09:00", "2026-11-20 09:00:30", "2026-03-29", "2026-10-25 01:30"] {
            assert_eq!(write_first(first_moment(written, &berlin).unwrap(), &berlin), written);
            assert_eq!(write_last(moment_after(written, &berlin).unwrap(), &berlin), written);
        }
        // the second of two hours of that name
        let twice = first_moment("2026-10-25T02:30+01:00", &berlin).unwrap();
        assert_eq!(write_first(twice, &berlin), "2026-10-25T01:30:00Z");
        assert_eq!(first_moment("2026-10-25T01:30:00Z", &berlin), Ok(twice));
    }
}
