//! A moment of the next days in words: "today at 14:00", "on Monday at 09:00", "on 5 January at 09:00".
//!
//! Invariant: it is what a clock and a calendar on the wall of the site show.

use crate::clock::civil::DateTime;
use crate::clock::{TimeZone, Timestamp};

/// How one language says when. `{time}`, `{weekday}`, `{day}` and `{month}` are filled in.
struct Dates {
    today: &'static str,
    tomorrow: &'static str,
    weekday: &'static str,
    date: &'static str,
    /// Monday first, in the form that follows "on".
    weekdays: [&'static str; 7],
    months: [&'static str; 12],
}

/// Days ahead that a weekday alone names.
const NAMED_DAYS: i32 = 6;

const NUMBERS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"];

const LANGS: [(&str, Dates); 12] = [
    (
        "en",
        Dates {
            today: "today at {time}",
            tomorrow: "tomorrow at {time}",
            weekday: "on {weekday} at {time}",
            date: "on {weekday}, {day} {month} at {time}",
            weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
            months: [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ],
        },
    ),
    (
        "zh",
        Dates {
            today: "今天 {time} ",
            tomorrow: "明天 {time} ",
            weekday: "{weekday} {time} ",
            date: " {month} 月 {day} 日（{weekday}）{time} ",
            weekdays: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
            months: NUMBERS,
        },
    ),
    (
        "zh-hant",
        Dates {
            today: "今天 {time} ",
            tomorrow: "明天 {time} ",
            weekday: "{weekday} {time} ",
            date: " {month} 月 {day} 日（{weekday}）{time} ",
            weekdays: ["週一", "週二", "週三", "週四", "週五", "週六", "週日"],
            months: NUMBERS,
        },
    ),
    (
        "de",
        Dates {
            today: "heute um {time} Uhr",
            tomorrow: "morgen um {time} Uhr",
            weekday: "am {weekday} um {time} Uhr",
            date: "am {weekday}, {day}. {month}, um {time} Uhr",
            weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
            months: [
                "Januar",
                "Februar",
                "März",
                "April",
                "Mai",
                "Juni",
                "Juli",
                "August",
                "September",
                "Oktober",
                "November",
                "Dezember",
            ],
        },
    ),
    (
        "fr",
        Dates {
            today: "aujourd\u{2019}hui à {time}",
            tomorrow: "demain à {time}",
            weekday: "{weekday} à {time}",
            date: "le {weekday} {day} {month} à {time}",
            weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
            months: [
                "janvier",
                "février",
                "mars",
                "avril",
                "mai",
                "juin",
                "juillet",
                "août",
                "septembre",
                "octobre",
                "novembre",
                "décembre",
            ],
        },
    ),
    (
        "es",
        Dates {
            today: "hoy a las {time}",
            tomorrow: "mañana a las {time}",
            weekday: "el {weekday} a las {time}",
            date: "el {weekday} {day} de {month} a las {time}",
            weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
            months: [
                "enero",
                "febrero",
                "marzo",
                "abril",
                "mayo",
                "junio",
                "julio",
                "agosto",
                "septiembre",
                "octubre",
                "noviembre",
                "diciembre",
            ],
        },
    ),
    (
        "pt",
        Dates {
            today: "hoje às {time}",
            tomorrow: "amanhã às {time}",
            weekday: "{weekday} às {time}",
            date: "em {day} de {month} ({weekday}) às {time}",
            weekdays: [
                "na segunda-feira",
                "na terça-feira",
                "na quarta-feira",
                "na quinta-feira",
                "na sexta-feira",
                "no sábado",
                "no domingo",
            ],
            months: [
                "janeiro",
                "fevereiro",
                "março",
                "abril",
                "maio",
                "junho",
                "julho",
                "agosto",
                "setembro",
                "outubro",
                "novembro",
                "dezembro",
            ],
        },
    ),
    (
        "it",
        Dates {
            today: "oggi alle {time}",
            tomorrow: "domani alle {time}",
            weekday: "{weekday} alle {time}",
            date: "{weekday} {day} {month} alle {time}",
            weekdays: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
            months: [
                "gennaio",
                "febbraio",
                "marzo",
                "aprile",
                "maggio",
                "giugno",
                "luglio",
                "agosto",
                "settembre",
                "ottobre",
                "novembre",
                "dicembre",
            ],
        },
    ),
    (
        "nl",
        Dates {
            today: "vandaag om {time} uur",
            tomorrow: "morgen om {time} uur",
            weekday: "{weekday} om {time} uur",
            date: "{weekday} {day} {month} om {time} uur",
            weekdays: ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
            months: [
                "januari",
                "februari",
                "maart",
                "april",
                "mei",
                "juni",
                "juli",
                "augustus",
                "september",
                "oktober",
                "november",
                "december",
            ],
        },
    ),
    (
        "ru",
        Dates {
            today: "сегодня в {time}",
            tomorrow: "завтра в {time}",
            weekday: "{weekday} в {time}",
            date: "{day} {month} в {time}",
            weekdays: [
                "в понедельник",
                "во вторник",
                "в среду",
                "в четверг",
                "в пятницу",
                "в субботу",
                "в воскресенье",
            ],
            months: [
                "января",
                "февраля",
                "марта",
                "апреля",
                "мая",
                "июня",
                "июля",
                "августа",
                "сентября",
                "октября",
                "ноября",
                "декабря",
            ],
        },
    ),
    (
        "ja",
        Dates {
            today: "本日 {time} ",
            tomorrow: "明日 {time} ",
            weekday: "{weekday} {time} ",
            date: "{month} 月 {day} 日（{weekday}）{time} ",
            weekdays: ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"],
            months: NUMBERS,
        },
    ),
    (
        "ko",
        Dates {
            today: "오늘 {time}",
            tomorrow: "내일 {time}",
            weekday: "{weekday} {time}",
            date: "{month}월 {day}일 {weekday} {time}",
            weekdays: ["월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"],
            months: NUMBERS,
        },
    ),
];

/// A moment that lies ahead, in the words of the language with that tag; English where there are none.
pub(super) fn when(tag: &str, then: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let dates = LANGS.iter().find(|(known, _)| *known == tag).map_or(&LANGS[0].1, |(_, dates)| dates);
    let (then, today) = (zone.to_datetime(then), zone.to_datetime(now).date());
    // no days between two dates that a calendar holds are too many
    let ahead = today.until(then.date()).map_or(i32::MAX, |span| span.get_days());
    let form = match ahead {
        0 => dates.today,
        1 => dates.tomorrow,
        2..=NAMED_DAYS => dates.weekday,
        _ => dates.date,
    };
    filled(form, dates, then)
}

fn filled(form: &str, dates: &Dates, then: DateTime) -> String {
    let weekday = usize::from(then.weekday().to_monday_zero_offset().unsigned_abs());
    let month = usize::from(then.month().unsigned_abs()) - 1;
    form.replace("{time}", &then.strftime("%H:%M").to_string())
        .replace("{weekday}", dates.weekdays[weekday])
        .replace("{month}", dates.months[month])
        .replace("{day}", &then.day().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_days_and_times() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let said =
            |tag: &str, then: &str| when(tag, then.parse().unwrap(), "2026-11-25T20:00:00Z".parse().unwrap(), &zone);
        for (tag, expected) in [
            ("en", "on Monday at 09:00"),
            ("zh", "周一 09:00 "),
            ("zh-hant", "週一 09:00 "),
            ("de", "am Montag um 09:00 Uhr"),
            ("fr", "lundi à 09:00"),
            ("es", "el lunes a las 09:00"),
            ("pt", "na segunda-feira às 09:00"),
            ("it", "lunedì alle 09:00"),
            ("nl", "maandag om 09:00 uur"),
            ("ru", "в понедельник в 09:00"),
            ("ja", "月曜日 09:00 "),
            ("ko", "월요일 09:00"),
            ("pl", "on Monday at 09:00"),
        ] {
            assert_eq!(said(tag, "2026-11-30T08:00:00Z"), expected);
        }
        assert_eq!(said("en", "2026-11-25T21:30:00Z"), "today at 22:30");
        // after midnight in Berlin it is tomorrow, whatever day it is in Greenwich
        assert_eq!(said("en", "2026-11-25T23:30:00Z"), "tomorrow at 00:30");
        assert_eq!(said("en", "2027-01-04T08:00:00Z"), "on Monday, 4 January at 09:00");
        assert_eq!(said("ru", "2027-01-04T08:00:00Z"), "4 января в 09:00");
        assert_eq!(said("ja", "2026-12-02T08:00:00Z"), "12 月 2 日（水曜日）09:00 ");
    }

    #[test]
    fn every_form_is_filled_in_whole() {
        for (tag, dates) in &LANGS {
            for form in [dates.today, dates.tomorrow, dates.weekday, dates.date] {
                let text = filled(form, dates, DateTime::constant(2027, 1, 4, 9, 5, 0, 0));
                assert!(text.contains("09:05") && !text.contains(['{', '}']), "{tag}: {text}");
            }
        }
    }
}
