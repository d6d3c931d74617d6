//! What a visitor's text holds beside the question: addresses, order numbers, long runs of digits. They say who asks
//! and about which case, never which entry is wanted, so they are kept out of matching.
//!
//! Invariant: what is taken out is replaced by a space, so that the words around it stay apart.

/// From this many digits on a number is a telephone, order or card number and not an amount, a year or a model.
const LONG_NUMBER: usize = 5;

/// From this many digits on a row of groups of digits is a telephone number, where it starts like one.
const TELEPHONE: usize = 7;
/// From this many digits on a row of groups of digits is an account or card number, however it starts.
const ACCOUNT: usize = 12;
/// A longer piece in angle brackets is no tag.
const LONGEST_TAG: usize = 200;

/// The folded text without markup, e-mail addresses, web addresses, order and telephone numbers.
pub fn strip(folded: &str) -> String {
    let may_hold = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'@' | b'/' | b'.' | b'#' | b'<' | b'&');
    if !folded.bytes().any(may_hold) {
        return folded.to_owned();
    }
    let text = without_numbers(&without_markup(folded));
    let mut kept = String::with_capacity(text.len());
    // Chinese text has no spaces around an address, so a run of printable ASCII is what is looked at.
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let run = rest.find(|character: char| !character.is_ascii_graphic()).unwrap_or(rest.len());
        let (ascii, after) = rest.split_at(run);
        keep_words(ascii, &mut kept);
        let other = after.find(|character: char| character.is_ascii_graphic()).unwrap_or(after.len());
        kept.push_str(&after[..other]);
        rest = &after[other..];
    }
    kept
}

/// The text without HTML tags and character references, which copied text is full of.
fn without_markup(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        let end = if from.starts_with('<') { tag_end(from) } else { reference_end(from) };
        match end {
            Some(end) => {
                kept.push(' ');
                rest = &from[end..];
            }
            None => {
                kept.push_str(&from[..1]);
                rest = &from[1..];
            }
        }
    }
    kept.push_str(rest);
    kept
}

/// Where the tag ends that starts here; `a < b` and `<3` are none.
fn tag_end(text: &str) -> Option<usize> {
    let name = text[1..].trim_start_matches(['/', '!']);
    let end = text.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')? + 1;
    (name.starts_with(|first: char| first.is_ascii_alphabetic()) && !text[1..end].contains('<')).then_some(end)
}

/// Where the character reference ends that starts here: `&nbsp;`, `&#39;`.
fn reference_end(text: &str) -> Option<usize> {
    const LONGEST: usize = 10;
    let end = text.bytes().take(LONGEST + 1).position(|byte| byte == b';').filter(|end| *end >= 3)?;
    text[1..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#').then_some(end + 1)
}

/// The text without telephone numbers and account numbers that are written in groups: `+49 30 123 45 67`,
/// `(030) 1234-567`.
fn without_numbers(text: &str) -> String {
    let starts = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'(');
    let joins = |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'/' | b'(' | b')' | b'.' | b'+');
    let bytes = text.as_bytes();
    let mut kept = String::with_capacity(text.len());
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        let within_word = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        if !starts(bytes[at]) || within_word {
            at += 1;
            continue;
        }
        let length = bytes[at..].iter().take_while(|byte| joins(**byte)).count();
        let row = text[at..at + length].trim_end_matches(|last: char| !last.is_ascii_digit());
        let digits = row.bytes().filter(u8::is_ascii_digit).count();
        let like_telephone = row.starts_with(['+', '(', '0']) && !row.contains(". ");
        if digits >= ACCOUNT || (digits >= TELEPHONE && like_telephone) {
            kept.push_str(&text[copied..at]);
            kept.push(' ');
            copied = at + row.len();
        }
        at += length.max(1);
    }
    kept.push_str(&text[copied..]);
    kept
}

/// Copies a run of ASCII without its addresses and numbers.
fn keep_words(run: &str, kept: &mut String) {
    if let Some(at) = ["http://", "https://", "ftp://", "www."].iter().filter_map(|start| run.find(start)).min() {
        keep_short_numbers(&run[..at], kept);
        kept.push(' ');
        return;
    }
    let in_address =
        |character: char| character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '%' | '+' | '-' | '@');
    let Some(sign) = run.find('@') else { return keep_short_numbers(run, kept) };
    let start = run[..sign].rfind(|character| !in_address(character)).map_or(0, |at| at + 1);
    let end = run[sign..].find(|character| !in_address(character)).map_or(run.len(), |at| sign + at);
    let host = run[sign + 1..end].trim_end_matches(|last: char| !last.is_ascii_alphanumeric());
    if start < sign && host.contains('.') {
        keep_short_numbers(&run[..start], kept);
        kept.push(' ');
        keep_words(&run[end..], kept);
    } else {
        keep_short_numbers(run, kept);
    }
}

/// Copies a run of ASCII without its parts that are order numbers: `#1234`, `AB-2024-00017`, `+4930123456`.
fn keep_short_numbers(run: &str, kept: &mut String) {
    let joins = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '#' | '+');
    let mut rest = run;
    while !rest.is_empty() {
        let length = rest.find(|character| !joins(character)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(length);
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        let marked = part.starts_with('#') && digits >= 2;
        let number = marked || (digits >= LONG_NUMBER && !has_tones(part));
        kept.push_str(if number { " " } else { part });
        let other = after.find(joins).unwrap_or(after.len());
        kept.push_str(&after[..other]);
        rest = &after[other..];
    }
}

/// Whether this is pinyin with the digits of its tones: `tui4kuan3`.
fn has_tones(part: &str) -> bool {
    let syllables = part.split_inclusive(|character: char| character.is_ascii_digit());
    syllables.clone().count() > 0
        && syllables.into_iter().all(|syllable| {
            let letters = syllable.trim_end_matches(['1', '2', '3', '4', '5']);
            (1..=6).contains(&letters.len())
                && letters.len() + 1 == syllable.len()
                && letters.bytes().all(|byte| byte.is_ascii_lowercase())
                && letters.contains(['a', 'e', 'i', 'o', 'u', 'v'])
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        strip(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn addresses_and_numbers_go() {
        assert_eq!(words("my order db-2024-00017 is late"), "my order is late");
        assert_eq!(words("order #4711, where is it"), "order , where is it");
        assert_eq!(words("write to anna.b@example.com please"), "write to please");
        assert_eq!(words("see https://example.com/a?b=1 now"), "see now");
        assert_eq!(words("订单号1234567890什么时候发货"), "订单号 什么时候发货");
        assert_eq!(words("call +4930123456 today"), "call today");
        assert_eq!(words("call me on +49 30 123 45 67 please"), "call me on please");
        assert_eq!(words("(030) 1234-567 or 0171/2345678"), "or");
        assert_eq!(words("iban de89 3704 0044 0532 0130 00 refund"), "iban de89 refund");
        assert_eq!(words("mail:anna@example.com,refund"), "mail: ,refund");
    }

    #[test]
    fn markup_goes_and_what_it_marks_stays() {
        assert_eq!(words("<p>where is <b>my</b> order<br/></p>"), "where is my order");
        assert_eq!(words("my&nbsp;order isn&#39;t here"), "my order isn t here");
        assert_eq!(words("**refund** for [my order](https://example.com/o/1)"), "**refund** for [my order](");
        assert_eq!(words("<script>alert(1)</script>refund"), "alert(1) refund");
        for text in ["a < b and b > c", "i <3 this", "q&a; ok & fine", "less < than"] {
            assert_eq!(words(text), text);
        }
    }

    #[test]
    fn pinyin_with_tones_is_no_number() {
        assert_eq!(strip("wo3yao4tui4kuan3ma5"), "wo3yao4tui4kuan3ma5");
        assert_eq!(words("order ab12cd34ef5"), "order");
    }

    #[test]
    fn amounts_models_and_signs_stay() {
        for text in [
            "13价疫苗",
            "open at 14:00",
            "sizes 36 38 40 42",
            "24 or 36 months",
            "20.11.2026",
            "covid-19 rules",
            "0% emi",
            "c++ and/or c#",
            "it costs 12.50",
            "@home",
        ] {
            assert_eq!(strip(text), text);
        }
    }
}
