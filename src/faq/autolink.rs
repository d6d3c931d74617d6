//! Bare addresses in a text, found as GitHub's Markdown finds them (<https://github.github.com/gfm>, 6.9), but cut
//! where Chinese or Japanese text runs straight on after them.
//!
//! Invariant: what is found is an `http`, `https` or `mailto` address.

use crate::text::is_unspaced;

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch<'t> {
    /// Just text.
    Plain(&'t str),
    /// An address as it is written, and the address itself.
    Link(&'t str, String),
}

/// Splits a text; put together again, the stretches are the text.
pub fn split(text: &str) -> Vec<Stretch<'_>> {
    let mut stretches = Vec::new();
    let mut plain = 0;
    let mut previous = None;
    let mut skip_to = 0;
    for (at, character) in text.char_indices() {
        let starts_word = previous.is_none_or(|previous: char| !previous.is_alphanumeric() || is_unspaced(previous));
        previous = Some(character);
        if at < skip_to {
            continue;
        }
        let found = match character {
            'h' | 'H' | 'w' | 'W' if starts_word => web(&text[at..]).map(|(length, url)| (at, at + length, url)),
            '@' => mail(text, plain, at),
            _ => None,
        };
        let Some((start, end, url)) = found else { continue };
        if start > plain {
            stretches.push(Stretch::Plain(&text[plain..start]));
        }
        stretches.push(Stretch::Link(&text[start..end], url));
        (plain, skip_to) = (end, end);
    }
    if plain < text.len() {
        stretches.push(Stretch::Plain(&text[plain..]));
    }
    stretches
}

/// The web address at the start of a text: its length and itself.
fn web(text: &str) -> Option<(usize, String)> {
    let has = |prefix: &str| text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    let prefix = ["https://", "http://", "www."].into_iter().find(|prefix| has(prefix))?;
    let end = text.find(|character: char| !belongs(character)).unwrap_or(text.len());
    let address = without_closing(&text[..end]);
    let host = address.get(prefix.len()..)?;
    let named = host.starts_with(|first: char| first.is_ascii_alphanumeric());
    // `www.` alone is a word of a text about the web
    if !named || (prefix == "www." && !host.contains('.')) {
        return None;
    }
    let url = if prefix == "www." { format!("http://{address}") } else { address.to_owned() };
    Some((address.len(), url))
}

/// Whether an address may hold this character.
fn belongs(character: char) -> bool {
    match character {
        '<' | '>' | '"' | '`' | '|' | '\\' => false,
        character if character.is_ascii() => character.is_ascii_graphic(),
        character => character.is_alphanumeric() && !is_unspaced(character),
    }
}

/// Without the signs that end a sentence rather than an address, and without a bracket that was opened before it.
fn without_closing(address: &str) -> &str {
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    let mut end = address.len();
    // both kinds of signs are one byte, so that a byte is a character here
    while let Some(last) = address.as_bytes()[..end].last() {
        match last {
            b'.' | b',' | b':' | b';' | b'!' | b'?' | b'\'' | b'*' | b'_' | b'~' => {}
            b')' if closed > opened => closed -= 1,
            _ => break,
        }
        end -= 1;
    }
    &address[..end]
}

/// The mail address around an `@`: where it starts and ends, and itself. It starts after `from`.
fn mail(text: &str, from: usize, at: usize) -> Option<(usize, usize, String)> {
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    let is_domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let local = text.as_bytes()[from..at].iter().rev().take_while(|byte| is_local(byte)).count();
    let domain = text.as_bytes()[at + 1..].iter().take_while(|byte| is_domain(byte)).count();
    let domain = text[at + 1..at + 1 + domain].trim_end_matches('.');
    if local == 0 || !domain.contains('.') || domain.starts_with('.') || domain.ends_with(['-', '_']) {
        return None;
    }
    let (start, end) = (at - local, at + 1 + domain.len());
    Some((start, end, format!("mailto:{}", &text[start..end])))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with addresses in square brackets, and the addresses.
    fn marked(text: &str) -> (String, Vec<String>) {
        let (mut marked, mut urls, mut whole) = (String::new(), Vec::new(), String::new());
        for stretch in split(text) {
            match stretch {
                Stretch::Plain(plain) => {
                    marked.push_str(plain);
                    whole.push_str(plain);
                }
                Stretch::Link(written, url) => {
                    marked.push_str(&format!("[{written}]"));
                    whole.push_str(written);
                    urls.push(url);
                }
            }
        }
        assert_eq!(whole, text);
        (marked, urls)
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, expected) in [
            ("see https://example.com/a_b?x=1&y=2.", "see [https://example.com/a_b?x=1&y=2]."),
            ("(http://example.com/x)", "([http://example.com/x])"),
            ("http://example.com/x_(y), ok", "[http://example.com/x_(y)], ok"),
            ("见https://example.com/a，再看", "见[https://example.com/a]，再看"),
            ("https://example.com再看", "[https://example.com]再看"),
            ("https://de.example.com/Käse!", "[https://de.example.com/Käse]!"),
            ("HTTPS://EXAMPLE.COM", "[HTTPS://EXAMPLE.COM]"),
            ("xhttps://example.com", "xhttps://example.com"),
            ("https://", "https://"),
            ("https://.", "https://."),
            ("\"https://example.com\"", "\"[https://example.com]\""),
            ("https://a.example https://b.example", "[https://a.example] [https://b.example]"),
            ("www.example.com/x and www. alone", "[www.example.com/x] and www. alone"),
        ] {
            assert_eq!(marked(text).0, expected);
        }
    }

    #[test]
    fn mail_addresses_are_found() {
        assert_eq!(
            marked("write to help.desk+eu@example.co.uk."),
            ("write to [help.desk+eu@example.co.uk].".to_owned(), vec!["mailto:help.desk+eu@example.co.uk".to_owned()])
        );
        for plain in ["@example.com", "a@b", "a@", "a@.b", "a@b.c-", "退@例.com"] {
            assert_eq!(marked(plain).0, plain);
        }
        // within a web address it is no mail address
        assert_eq!(marked("https://example.com/@user.name").1, ["https://example.com/@user.name"]);
        assert_eq!(marked("请写信到help@example.com。").1, ["mailto:help@example.com"]);
    }

    #[test]
    fn what_is_found_is_safe() {
        for text in ["javascript:alert(1)", "data:text/html,x", "www.a.b\\c", "https://a.b\\@c.d", "//example.com"] {
            for url in marked(text).1 {
                assert_eq!(crate::faq::address::check_link(&url), Ok(()), "{url}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_whole_again(text in "([a-z@./:w 退，<(]|https://|www\\.|a@b\\.c){0,40}") {
            for url in marked(&text).1 {
                proptest::prop_assert_eq!(crate::faq::address::check_link(&url), Ok(()));
            }
        }
    }
}
