//! Personal data in visitors' words: found and replaced before a report shows them.
//!
//! Invariant: what is searched is the text as it would be read: compatibility forms folded (NFKC), digits of every
//! script taken for digits, and what is invisible taken out, so that none of them hides a number. Where it is not
//! sure that a number is a person's, it is masked: an order number less in an example is no loss.

use crate::text::{is_invisible, is_unspaced};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Digits of a card number (ISO/IEC 7812-1:2017, 4.1: a PAN has at most 19; shorter than 13 none is issued).
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
/// Separators that may stand between two groups of one number, as in `+49 (0) 170`.
const SEPARATORS: usize = 2;
/// The longest number with country code (ITU-T E.164, 6: 15 digits), with `00` before it.
const PHONE_DIGITS: usize = 17;

/// The text without what cannot be seen: control characters, directional marks and zero-width characters (but for the
/// joiners that emoji and some scripts need). Line breaks become spaces.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|character| match character {
            '\n' | '\r' | '\t' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{200C}' | '\u{200D}' => Some(character),
            character if is_invisible(character) || character.is_control() => None,
            character => Some(character),
        })
        .collect()
}

/// What stands in a masked text for what was there.
pub const LABELS: [&str; 5] = ["[email]", "[phone]", "[card]", "[id]", "[number]"];

/// The text with e-mail addresses, phone numbers, bank cards and Chinese identity cards replaced by `[email]`,
/// `[phone]`, `[card]` and `[id]`, and numbers that may be a person's by `[number]`. What holds none of them comes
/// back as it was, but for what cannot be seen.
pub fn mask(text: &str) -> String {
    let cleaned = clean(text);
    if !cleaned.chars().any(|character| character.is_numeric() || matches!(character, '@' | '＠' | '﹫')) {
        return cleaned;
    }
    let characters = readable(&cleaned);
    let mut found = emails(&characters);
    numbers(&characters, &mut found);
    if found.is_empty() {
        return cleaned;
    }
    found.sort_unstable_by_key(|part| part.start);
    let mut masked = String::with_capacity(cleaned.len());
    let mut at = 0;
    for part in found {
        masked.extend(&characters[at..part.start]);
        masked.push_str(part.label);
        at = part.end;
    }
    masked.extend(&characters[at..]);
    masked
}

/// A part of the text to be replaced.
struct Part {
    start: usize,
    end: usize,
    label: &'static str,
}

/// The characters as they are read: NFKC, nothing invisible, marks on digits dropped, digits of other scripts in ASCII.
fn readable(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = Vec::with_capacity(text.len());
    for character in text.nfkc().filter(|character| !is_invisible(*character)) {
        let after_digit = characters.last().is_some_and(char::is_ascii_digit);
        if !(after_digit && is_combining_mark(character)) {
            characters.push(ascii_digit(character));
        }
    }
    characters
}

/// Decimal digits of the scripts in which people write numbers, as ASCII; every other character is its own.
fn ascii_digit(character: char) -> char {
    // the code points of zero: Arabic-Indic, Eastern Arabic-Indic, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil,
    // Telugu, Kannada, Malayalam, Thai, Lao, Burmese, Khmer
    const ZEROS: [u32; 14] =
        [0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0x17E0];
    let code = character as u32;
    ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))
        .and_then(|zero| char::from_digit(code - zero, 10))
        .unwrap_or(character)
}

fn emails(characters: &[char]) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    for (at, _) in characters.iter().enumerate().filter(|(_, character)| **character == '@') {
        let taken = found.last().map_or(0, |part| part.end);
        let before = characters[taken..at].iter().rev();
        let local = before.take_while(|character| is_local(**character)).count();
        let domain = domain_length(&characters[at + 1..]);
        if local > 0 && domain > 0 {
            found.push(Part { start: at - local, end: at + 1 + domain, label: "[email]" });
        }
    }
    found
}

/// Characters of the part before `@` as they occur in practice, without those of scripts that write no spaces: a
/// sentence would go along.
fn is_local(character: char) -> bool {
    (character.is_alphanumeric() && !is_unspaced(character)) || "._%+-'".contains(character)
}

/// How many characters of the text are a domain with at least one dot; 0 if it is none.
fn domain_length(text: &[char]) -> usize {
    let Some(first) = text.first() else { return 0 };
    let unspaced = is_unspaced(*first);
    let belongs = |character: char| {
        matches!(character, '.' | '-' | '。') || (character.is_alphanumeric() && is_unspaced(character) == unspaced)
    };
    let run = text.iter().take_while(|character| belongs(**character)).count();
    let length = text[..run].iter().rposition(|character| character.is_alphanumeric()).map_or(0, |last| last + 1);
    let labels: Vec<&[char]> = text[..length].split(|character| matches!(character, '.' | '。')).collect();
    let is_last = |label: &[char]| label.len() > 1 && label.iter().any(|character| character.is_alphabetic());
    let whole = labels.iter().take_while(|label| !label.is_empty()).count();
    // what stands behind a dot may be the next sentence: `lee@example.com.1`
    let count = (2..=whole).rev().find(|count| is_last(labels[count - 1]));
    count.map_or(0, |count| labels[..count].iter().map(|label| label.len()).sum::<usize>() + count - 1)
}

/// Groups of digits that may be one number: `(0170) 123-456`.
#[derive(Default)]
struct Run {
    /// Start and end of each group.
    groups: Vec<(usize, usize)>,
}

fn numbers(characters: &[char], found: &mut Vec<Part>) {
    let mut at = 0;
    let in_email: Vec<(usize, usize)> = found.iter().map(|part| (part.start, part.end)).collect();
    while at < characters.len() {
        if let Some((_, end)) = in_email.iter().find(|(start, end)| (*start..*end).contains(&at)) {
            at = *end;
        } else if characters[at].is_ascii_digit() {
            let run = run(characters, at, &in_email);
            at = run.groups.last().map_or(at + 1, |(_, end)| *end);
            search(characters, &run, found);
        } else {
            at += 1;
        }
    }
}

fn run(characters: &[char], start: usize, in_email: &[(usize, usize)]) -> Run {
    let mut run = Run::default();
    let mut at = start;
    loop {
        let digits = characters[at..].iter().take_while(|character| character.is_ascii_digit()).count();
        run.groups.push((at, at + digits));
        at += digits;
        let gap = characters[at..].iter().take_while(|character| is_separator(**character)).count();
        let next = at + gap;
        let goes_on = (1..=SEPARATORS).contains(&gap)
            && characters.get(next).is_some_and(char::is_ascii_digit)
            && !in_email.iter().any(|(from, to)| (*from..*to).contains(&next));
        if !goes_on {
            return run;
        }
        at = next;
    }
}

fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '-' | '.' | '/' | '(' | ')' | '·' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Looks through a run from the left; at each group the longest number counts, and what is surer goes first.
fn search(characters: &[char], run: &Run, found: &mut Vec<Part>) {
    let mut first = 0;
    while first < run.groups.len() {
        let kinds: [fn(&Window<'_>) -> Option<&'static str>; 4] = [identity_card, phone, bank_card, other_number];
        let hit = kinds.iter().find_map(|kind| {
            // each group has a digit at least
            let most = run.groups.len().min(first + *CARD_DIGITS.end());
            (first..most).rev().find_map(|last| {
                let window = Window::new(characters, &run.groups[first..=last])?;
                kind(&window).map(|label| (last, window.end, label))
            })
        });
        match hit {
            Some((last, end, label)) => {
                found.push(Part { start: number_start(characters, run.groups[first].0), end, label });
                first = last + 1;
            }
            None => first += 1,
        }
    }
}

/// Takes a `+` or an opening bracket before a number along.
fn number_start(characters: &[char], start: usize) -> usize {
    let taken = characters[..start].iter().rev().take(2).take_while(|character| matches!(character, '+' | '(')).count();
    start - taken
}

/// Some groups in a row, looked at as one number.
struct Window<'a> {
    characters: &'a [char],
    groups: &'a [(usize, usize)],
    digits: Vec<u32>,
    /// One more than the last character, a check character X included.
    end: usize,
    check_x: bool,
}

impl<'a> Window<'a> {
    fn new(characters: &'a [char], groups: &'a [(usize, usize)]) -> Option<Self> {
        let length: usize = groups.iter().map(|(start, end)| end - start).sum();
        let end = groups.last()?.1;
        if length > *CARD_DIGITS.end() {
            return None;
        }
        let digits: Vec<u32> =
            groups.iter().flat_map(|(start, end)| &characters[*start..*end]).filter_map(|c| c.to_digit(10)).collect();
        let check_x = length == 17 && characters.get(end).is_some_and(|character| matches!(character, 'x' | 'X'));
        Some(Self { characters, groups, digits, end: end + usize::from(check_x), check_x })
    }

    fn separated(&self) -> bool {
        self.groups.len() > 1
    }

    /// Part of an order or product code such as `ORD-2026-000123`.
    fn in_code(&self) -> bool {
        let before = self.groups[0].0.checked_sub(1).map(|at| self.characters[at]);
        before.is_some_and(|character| character.is_ascii_alphabetic() || matches!(character, '-' | '#' | '_'))
            || self.characters.get(self.end).is_some_and(char::is_ascii_alphabetic)
    }

    /// Three groups in it are a date.
    fn has_date(&self) -> bool {
        let value = |group: &(usize, usize)| {
            let text: String = self.characters[group.0..group.1].iter().collect();
            (text.len(), text.parse::<u32>().unwrap_or(0))
        };
        self.groups.windows(3).any(|three| match [value(&three[0]), value(&three[1]), value(&three[2])] {
            [(4, year), (1..=2, month), (1..=2, day)] | [(1..=2, day), (1..=2, month), (4, year)] => {
                (1900..2100).contains(&year) && (1..=31).contains(&month) && (1..=31).contains(&day)
            }
            _ => false,
        })
    }
}

/// A Chinese identity card: 17 digits and a check character after ISO 7064, MOD 11-2 (GB 11643-1999).
fn identity_card(window: &Window<'_>) -> Option<&'static str> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [u32; 11] = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2];
    let check = match (window.digits.len(), window.check_x) {
        (17, true) => 10,
        (18, _) => window.digits[17],
        _ => return None,
    };
    let number = |range: std::ops::Range<usize>| window.digits[range].iter().fold(0, |value, digit| value * 10 + digit);
    let (year, month, day) = (number(6..10), number(10..12), number(12..14));
    let born = (1850..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let sum: u32 = WEIGHTS.iter().zip(&window.digits).map(|(weight, digit)| weight * digit).sum();
    (born && CHECKS[(sum % 11) as usize] == check).then_some("[id]")
}

/// A bank card: the Luhn check (ISO/IEC 7812-1:2017, annex B).
fn bank_card(window: &Window<'_>) -> Option<&'static str> {
    if !CARD_DIGITS.contains(&window.digits.len()) {
        return None;
    }
    let sum: u32 = window
        .digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match digit * 2 {
            doubled if place % 2 == 1 => doubled / 10 + doubled % 10,
            _ => *digit,
        })
        .sum();
    sum.is_multiple_of(10).then_some("[card]")
}

/// A number that is written as a phone number is.
fn phone(window: &Window<'_>) -> Option<&'static str> {
    let digits = &window.digits;
    let start = window.groups[0].0;
    let international = window.characters[..start].iter().rev().find(|character| **character != '(') == Some(&'+');
    let phone = match (digits.len(), digits.as_slice()) {
        (7..=15, _) if international => true,
        (9..=PHONE_DIGITS, [0, 0, ..]) => true,
        (9..=12, [0, ..]) => !window.has_date(),
        // Chinese mobile numbers, without and with country code
        (11, [1, 3..=9, ..]) | (13, [8, 6, 1, 3..=9, ..]) => !window.has_date(),
        // the North American plan, with its separators or with its leading 1
        (11, [1, 2..=9, _, _, 2..=9, ..]) => window.separated() && !window.has_date(),
        (10, [2..=9, _, _, 2..=9, ..]) => {
            window.groups.iter().map(|(start, end)| end - start).eq([3, 3, 4]) && !window.in_code()
        }
        _ => false,
    };
    phone.then_some("[phone]")
}

/// A number that may be a phone number of some country, or as personal: grouped as one, or ten digits in a row.
fn other_number(window: &Window<'_>) -> Option<&'static str> {
    let grouped = window.separated() && (9..=15).contains(&window.digits.len()) && !window.has_date();
    let ten = !window.separated() && matches!(window.digits.as_slice(), [2..=9, ..]) && window.digits.len() == 10;
    ((grouped || ten) && !window.in_code()).then_some("[number]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn masks(text: &str, expected: &str) {
        assert_eq!(mask(text), expected, "{text}");
        assert_eq!(mask(&mask(text)), expected, "masking twice: {text}");
    }

    #[test]
    fn e_mail_addresses() {
        masks("write to anna.b+shop@mail.example.com, please", "write to [email], please");
        masks("我的邮箱是anna@example.com谢谢", "我的邮箱是[email]谢谢");
        masks("ＡＮＮＡ＠ＥＸＡＭＰＬＥ．ＣＯＭ", "[email]");
        masks("an\u{200B}na@exam\u{AD}ple.com", "[email]");
        masks("a@b.de,c@d.fr;e@f.it", "[email],[email];[email]");
        masks("anna@例子.中国 ok", "[email] ok");
        masks("13812345678@qq.com", "[email]");
        masks("müller@straße.example.", "[email].");
        masks("/account/anna@example.com/orders", "/account/[email]/orders");
        masks("anna@example.com.1 lee@example.comple.c-", "[email].1 [email].c-");
        masks("price @ 5 or me@home or @team or a@b.1", "price @ 5 or me@home or @team or a@b.1");
    }

    #[test]
    fn phone_numbers() {
        for phone in [
            "+49 (0) 170 1234567",
            "+49-30-901820",
            "0049 170 1234567",
            "030/901820-11",
            "07700 900123",
            "06 12 34 56 78",
            "(555) 234-5678",
            "555.234.5678",
            "1-800-555-2345",
            "+1 (555) 234-5678",
            "13812345678",
            "138 1234 5678",
            "8613812345678",
            "010-12345678",
            "+3531234567",
            "１３８１２３４５６７８",
            "138\u{200B}1234\u{200B}5678",
            "١٣٨١٢٣٤٥٦٧٨",
            "①③⑧①②③④⑤⑥⑦⑧",
            "1\u{FE0F}\u{20E3}3812345678",
        ] {
            masks(&format!("call {phone} now"), "call [phone] now");
        }
        masks("电话13812345678谢谢", "电话[phone]谢谢");
        masks("13812345678 13912345678", "[phone] [phone]");
        masks("612 345 678 or 5552345678", "[number] or [number]");
    }

    #[test]
    fn bank_cards_by_luhn() {
        masks("my card 4111 1111 1111 1111 12/27 123", "my card [card] 12/27 123");
        masks("378282246310005", "[card]");
        masks("6222-0212-3456-7894-013", "[card]");
        // one digit off
        masks("order 4111111111111112", "order 4111111111111112");
    }

    #[test]
    fn chinese_identity_cards_by_checksum() {
        // the examples of GB 11643-1999
        masks("身份证440524188001010014", "身份证[id]");
        masks("身份证 11010519491231002X。", "身份证 [id]。");
        masks("110105 19491231 002x", "[id]");
        // one digit off, and a thirteenth month
        masks("号码440524188001010015", "号码440524188001010015");
        masks("号码11010519491331002X", "号码11010519491331002X");
    }

    /// Where the work grew with more than the length, this would not come to an end.
    #[test]
    fn a_long_row_of_numbers_takes_no_longer_than_its_length() {
        let row = "1-".repeat(50_000) + "1";
        assert!(mask(&row).ends_with("-1-1-1"));
        assert_eq!(mask(&"0170 1234567 / ".repeat(2_000)).matches("[phone]").count(), 2_000);
    }

    #[test]
    fn what_is_nobodys_stays() {
        for text in [
            "where is my order ORD-2026-000123?",
            "order #123456789",
            "from 2026-11-20 14:30 to 25.11.2026 18:00",
            "2026-11-20 2026-11-25",
            "it weighs 12.500 kg and costs 1299",
            "tracking 1Z999AA10123456784",
            "ISBN 12345678",
            "how much is 1 000 000?",
            "退货要多久？👩\u{200D}🔧",
            "",
        ] {
            masks(text, text);
        }
    }

    #[test]
    fn what_cannot_be_seen_is_taken_out() {
        assert_eq!(clean("a\u{202E}b\0c\r\nd\u{FEFF}"), "abc  d");
        assert_eq!(mask("line\nbreak\u{7}"), "line break");
    }
}
