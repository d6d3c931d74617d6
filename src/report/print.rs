//! Numbers, times and days as people read them.
//!
//! Invariant: English forms throughout, like the definitions; the same number is written the same way in every form.

use super::{Figure, Unit, Week};
use crate::clock::civil::Date;

/// `1,284`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `86.4%`; whole where it is nothing or all.
pub fn percent(share: f64) -> String {
    let tenths = (share * 1_000.0).round();
    if tenths == 0.0 || tenths == 1_000.0 { format!("{:.0}%", tenths / 10.0) } else { format!("{:.1}%", tenths / 10.0) }
}

/// `1 question`, `2 questions`.
pub fn counted(number: u64, singular: &str, plural: &str) -> String {
    format!("{} {}", count(number), if number == 1 { singular } else { plural })
}

/// `0.24 ms`, `38 ms`, `2.4 s`, `3 min 20 s`, `2 h 5 min`.
pub(super) fn duration(millis: f64) -> String {
    let seconds = (millis / 1_000.0).round() as i64;
    match millis {
        millis if millis < 9.95 => format!("{millis:.2} ms"),
        millis if millis < 999.5 => format!("{millis:.0} ms"),
        millis if millis < 59_950.0 => format!("{:.1} s", millis / 1_000.0),
        _ if seconds < 3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
    }
}

/// `9 November 2026`.
pub(super) fn date(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// `Mon 9`.
pub(super) fn short_day(date: Date) -> String {
    date.strftime("%a %-d").to_string()
}

/// `Monday 9 to Sunday 15 November 2026`; month and year of the Monday where they are others.
pub(super) fn span(week: Week) -> String {
    let (from, to) = (week.monday(), week.sunday());
    let from = match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) => from.strftime("%A %-d"),
        (true, false) => from.strftime("%A %-d %B"),
        (false, _) => from.strftime("%A %-d %B %Y"),
    };
    format!("{from} to {}", to.strftime("%A %-d %B %Y"))
}

/// A figure's value, `-` where there is none.
pub(super) fn value(figure: &Figure) -> String {
    if let Some(day) = figure.pending_until {
        return format!("pending until {}", date(day));
    }
    figure.value.map_or_else(|| "-".to_owned(), |value| number(value, figure.unit))
}

/// A number in its unit.
pub(super) fn number(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Count => count(value.round().max(0.0) as u64),
        Unit::Share => percent(value),
        Unit::Milliseconds => duration(value),
    }
}

/// A difference with its sign: `+138`, `−1.8 pt`, `±0`. `None` where there is nothing to compare.
pub(super) fn change(figure: &Figure) -> Option<String> {
    let change = figure.change?;
    let size = match figure.unit {
        Unit::Count => count(change.abs().round() as u64),
        Unit::Share => format!("{:.1} pt", change.abs() * 100.0),
        Unit::Milliseconds => duration(change.abs()),
    };
    let nothing = size.chars().all(|character| !character.is_ascii_digit() || character == '0');
    Some(match (nothing, change > 0.0) {
        (true, _) => "±0".to_owned(),
        (false, true) => format!("+{size}"),
        (false, false) => format!("−{size}"),
    })
}

/// What stands beside a figure: `1,109 of 1,284`, `12 measured`.
pub(super) fn base(figure: &Figure) -> Option<String> {
    match (figure.unit, figure.part, figure.whole) {
        (Unit::Share, Some(part), Some(whole)) => Some(format!("{} of {}", count(part), count(whole))),
        (Unit::Milliseconds, _, Some(whole)) if whole > 0 => Some(format!("{} measured", count(whole))),
        _ => None,
    }
}

/// A language by its own name, where it is a common one; else its tag.
pub(super) fn language(tag: &str) -> &str {
    match tag {
        "" => "unknown",
        "ar" => "العربية",
        "cs" => "Čeština",
        "da" => "Dansk",
        "de" => "Deutsch",
        "el" => "Ελληνικά",
        "en" => "English",
        "es" => "Español",
        "fi" => "Suomi",
        "fr" => "Français",
        "he" => "עברית",
        "hi" => "हिन्दी",
        "hu" => "Magyar",
        "id" => "Bahasa Indonesia",
        "it" => "Italiano",
        "ja" => "日本語",
        "ko" => "한국어",
        "nb" | "no" => "Norsk",
        "nl" => "Nederlands",
        "pl" => "Polski",
        "pt" => "Português",
        "ro" => "Română",
        "ru" => "Русский",
        "sv" => "Svenska",
        "th" => "ไทย",
        "tr" => "Türkçe",
        "uk" => "Українська",
        "vi" => "Tiếng Việt",
        "zh" | "zh-cn" | "zh-hans" => "简体中文",
        "zh-hant" | "zh-hk" | "zh-tw" => "繁體中文",
        tag => tag,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!([0, 12, 999, 1_000, 1_284_567].map(count), ["0", "12", "999", "1,000", "1,284,567"]);
        assert_eq!([0.0, 0.8637, 0.9996, 1.0, 0.0004].map(percent), ["0%", "86.4%", "100%", "100%", "0%"]);
        assert_eq!(
            [0.24, 38.4, 2_410.0, 200_000.0, 7_500_000.0].map(duration),
            ["0.24 ms", "38 ms", "2.4 s", "3 min 20 s", "2 h 5 min"]
        );
        assert_eq!(counted(1, "question", "questions"), "1 question");
        assert_eq!(counted(0, "question", "questions"), "0 questions");
    }

    #[test]
    fn spans_name_what_differs() {
        let span = |week| span(Week::parse(week).unwrap());
        assert_eq!(span("2026-W46"), "Monday 9 to Sunday 15 November 2026");
        assert_eq!(span("2026-W49"), "Monday 30 November to Sunday 6 December 2026");
        assert_eq!(span("2026-W53"), "Monday 28 December 2026 to Sunday 3 January 2027");
    }
}
