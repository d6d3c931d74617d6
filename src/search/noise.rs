//! What a visitor's text holds beside the question: addresses, order numbers, long runs of digits. They say who asks
//! and about which case, never which entry is wanted, so they are kept out of matching.
//!
//! Invariant: what is taken out is replaced by a space, so that the words around it stay apart.

/// From this many digits on a number is a telephone, order or card number and not an amount, a year or a model.
const LONG_NUMBER: usize = 5;

/// The folded text without e-mail addresses, web addresses, order numbers and long runs of digits.
pub fn strip(folded: &str) -> String {
    if !folded.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'@' | b'/' | b'.' | b'#')) {
        return folded.to_owned();
    }
    let mut kept = String::with_capacity(folded.len());
    // Chinese text has no spaces around an address, so a run of printable ASCII is what is looked at.
    let mut rest = folded;
    while !rest.is_empty() {
        let run = rest.find(|character: char| !character.is_ascii_graphic()).unwrap_or(rest.len());
        let (ascii, after) = rest.split_at(run);
        if is_address(ascii) {
            kept.push(' ');
        } else {
            keep_short_numbers(ascii, &mut kept);
        }
        let other = after.find(|character: char| character.is_ascii_graphic()).unwrap_or(after.len());
        kept.push_str(&after[..other]);
        rest = &after[other..];
    }
    kept
}

/// Whether a run of ASCII is an e-mail or web address.
fn is_address(run: &str) -> bool {
    let web = run.contains("://") || run.trim_start_matches(['(', '<', '"', '\'']).starts_with("www.");
    let mail = run.split_once('@').is_some_and(|(name, host)| {
        name.ends_with(|last: char| last.is_ascii_alphanumeric())
            && host.trim_end_matches(|last: char| !last.is_ascii_alphanumeric()).contains('.')
    });
    web || mail
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
        kept.push_str(if marked || digits >= LONG_NUMBER { " " } else { part });
        let other = after.find(joins).unwrap_or(after.len());
        kept.push_str(&after[..other]);
        rest = &after[other..];
    }
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
    }

    #[test]
    fn amounts_models_and_signs_stay() {
        for text in
            ["13价疫苗", "open at 14:00", "covid-19 rules", "0% emi", "c++ and/or c#", "it costs 12.50", "@home"]
        {
            assert_eq!(strip(text), text);
        }
    }
}
