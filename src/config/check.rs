//! What a text must look like to be an origin, a web or mail address or a time of day.
//!
//! Invariant: what passes can be used as it is by whoever reads it; an error says what was expected, with an example.

use super::outgoing::Secret;
use std::net::{Ipv4Addr, Ipv6Addr};

/// `scheme://host[:port]` in the form in which a browser sends it: lower case, without the scheme's own port.
pub(super) fn origin(text: &str) -> Result<String, String> {
    let fault = |more: &str| {
        format!("expected an origin such as \"https://www.example.com\", without a path{more}, found \"{text}\"")
    };
    let trimmed = text.trim().to_ascii_lowercase();
    let (scheme, rest) = trimmed.split_once("://").ok_or_else(|| fault(""))?;
    let own_port = match scheme {
        "https" => 443,
        "http" => 80,
        _ => return Err(fault("")),
    };
    let authority = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = split_port(authority);
    let host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => {
            ipv6(address.parse().map_err(|_| fault(", with an IPv6 address as in \"http://[::1]:8080\""))?)
        }
        None if !host.is_ascii() && is_name(host, char::is_alphanumeric) => {
            return Err(fault(" and with the host in punycode (xn--…), as browsers send it"));
        }
        None if is_name(host, |letter| letter.is_ascii_alphanumeric()) => host.to_owned(),
        None => return Err(fault("")),
    };
    match port.map(parse_port) {
        None => Ok(format!("{scheme}://{host}")),
        Some(Some(port)) if port == own_port => Ok(format!("{scheme}://{host}")),
        Some(Some(port)) => Ok(format!("{scheme}://{host}:{port}")),
        Some(None) => Err(fault(", with a port from 1 to 65535 if it has one")),
    }
}

/// A page, kept as it is written; empty: none.
pub(super) fn web_address(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    if text.is_empty() || rest.is_some_and(has_host) {
        Ok(text.to_owned())
    } else {
        Err(format!(
            "expected an address that starts with https:// or http:// and a host, such as \
             \"https://www.example.com/privacy\", found \"{text}\""
        ))
    }
}

/// A webhook; empty: none. The error does not repeat it, since it may hold a password.
pub(super) fn webhook(text: &str) -> Result<Secret, String> {
    web_address(text).map(Secret::new).map_err(|_| {
        "expected an address that starts with https:// or http:// and a host, such as \
         \"https://hooks.example.com/deskbell\""
            .to_owned()
    })
}

/// A recipient, `team@example.com`.
pub(super) fn mail_address(text: &str) -> Result<String, String> {
    let address = text.trim();
    if is_mail_address(address) {
        Ok(address.to_owned())
    } else {
        Err(format!("expected a mail address such as \"team@example.com\", found \"{text}\""))
    }
}

/// Recipients at most: a longer list is one for the mail server to keep.
const MOST_RECIPIENTS: usize = 50;

/// Recipients, each once.
pub(super) fn mail_addresses(items: &[String]) -> Result<Vec<String>, String> {
    let mut addresses = items.iter().map(|item| mail_address(item)).collect::<Result<Vec<_>, _>>()?;
    if addresses.len() > MOST_RECIPIENTS {
        return Err(format!(
            "expected at most {MOST_RECIPIENTS} addresses, found {}; make a mailing list of them",
            addresses.len()
        ));
    }
    addresses.sort();
    addresses.dedup();
    Ok(addresses)
}

/// Minutes since midnight of `HH:MM`, up to `24:00`.
pub(super) fn minutes(text: &str) -> Option<u32> {
    let two_digits = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 24 * 60).then_some(total)
}

pub(super) fn is_mail_address(text: &str) -> bool {
    let special = |letter: char| letter.is_whitespace() || letter.is_control() || "@<>()[]\\,;:\"".contains(letter);
    text.split_once('@').is_some_and(|(person, host)| {
        !person.is_empty() && !person.contains(special) && is_name(host, char::is_alphanumeric)
    })
}

/// Whether what follows `://` names a host: `[user@]host[:port]`, then whatever a path, a query or a fragment holds.
pub(super) fn has_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = split_port(authority.rsplit_once('@').map_or(authority, |(_, host)| host));
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let named = match address {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        // not compared with anything, so a name may be as people write it, or as a container is called
        None => is_name(host, |letter| letter.is_alphanumeric() || letter == '_'),
    };
    named && port.is_none_or(|port| parse_port(port).is_some()) && !rest.contains(breaks_address)
}

fn breaks_address(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control()
}

/// Whether it is a host's name or an IPv4 address: labels of the letters and digits that `allowed` names and hyphens,
/// with dots between them.
fn is_name(host: &str, allowed: fn(char) -> bool) -> bool {
    let label = |label: &str| !label.is_empty() && label.chars().all(|letter| letter == '-' || allowed(letter));
    // browsers read a host whose last label is a number as an IPv4 address, and refuse or rewrite all but this form
    let numeric = |label: &str| {
        let hexadecimal =
            label.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
        hexadecimal || label.bytes().all(|byte| byte.is_ascii_digit())
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.split('.').all(label) && (!numeric(last) || host.parse::<Ipv4Addr>().is_ok())
}

/// Host and port; the colons of an IPv6 address stay within its brackets.
pub(super) fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

/// 1 to 65535.
fn parse_port(text: &str) -> Option<u16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|port| *port > 0)
}

/// In brackets, as the URL standard writes it: <https://url.spec.whatwg.org/#concept-ipv6-serializer>.
fn ipv6(address: Ipv6Addr) -> String {
    match address.segments() {
        // the standard library ends these with dotted decimals
        [0, 0, 0, 0, 0, 0xffff, high, low] => format!("[::ffff:{high:x}:{low:x}]"),
        _ => format!("[{address}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_a_browser_sends() {
        for (written, sent) in [
            ("https://www.example.com", "https://www.example.com"),
            (" HTTPS://Shop.Example:443/ ", "https://shop.example"),
            ("http://a.example:80", "http://a.example"),
            ("http://a.example:443", "http://a.example:443"),
            ("http://localhost:08080", "http://localhost:8080"),
            ("http://192.168.1.5:3000", "http://192.168.1.5:3000"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
            ("http://[0:0::1]:8080", "http://[::1]:8080"),
            ("https://[2001:DB8::1]", "https://[2001:db8::1]"),
            ("http://[::ffff:10.0.0.1]", "http://[::ffff:a00:1]"),
        ] {
            assert_eq!(origin(written).as_deref(), Ok(sent), "{written}");
        }
        for (written, advice) in [
            ("https://bücher.example", "punycode (xn--…)"),
            ("https://a.example:abc", "port from 1 to 65535"),
            ("https://a.example:0", "port from 1 to 65535"),
            ("https://a.example:+80", "port from 1 to 65535"),
            ("https://a.example:65536", "port from 1 to 65535"),
            ("https://a.example:", "port from 1 to 65535"),
            ("http://[::1", "such as"),
            ("http://[::g]:80", "IPv6"),
            ("https://a.example,b", "such as"),
            ("https://", "such as"),
            ("https://:443", "such as"),
            ("https://a..example", "such as"),
            ("https://256.1.1.1", "such as"),
            ("https://10.0.1", "such as"),
            ("https://user@a.example", "such as"),
            ("https://*.example", "such as"),
            ("https://a.example/shop", "without a path"),
            ("https://a.example?x", "such as"),
            ("https://a.example//", "such as"),
            ("ftp://a.example", "such as"),
            ("a.example", "such as"),
            ("", "such as"),
        ] {
            let error = origin(written).unwrap_err();
            assert!(error.contains(advice) && error.ends_with(&format!("found \"{written}\"")), "{error}");
        }
    }

    #[test]
    fn addresses_have_a_host() {
        for written in [
            "",
            "https://a.example",
            "https://a.example/privacy/",
            "https://bücher.example/datenschutz?x=1#y",
            "http://user:secret@hook_relay:8080/in",
            "http://[::1]:9000/hook",
        ] {
            assert_eq!(web_address(written).as_deref(), Ok(written));
        }
        for written in [
            "https://",
            "https:///privacy",
            "https://?x",
            "https://user@",
            "https://:443",
            "https://a.example:abc",
            "https://a b.example",
            "https://a.example/a b",
            "www.example.com",
            "javascript:alert(1)",
        ] {
            assert!(web_address(written).unwrap_err().contains("https://www.example.com/privacy"), "{written}");
        }
    }

    #[test]
    fn mail_addresses_have_a_person_and_a_host() {
        for written in ["team@example.com", "first.last+tag@mail", "o'neil@a-b.example"] {
            assert_eq!(mail_address(written).as_deref(), Ok(written));
        }
        for written in [
            "team",
            "@example.com",
            "team@",
            "a@b@c.example",
            "a b@c.example",
            "a@b c",
            "a@b..example",
            "a@b.example, c@d.example",
            "",
            "Name <a@b.example>",
        ] {
            assert!(mail_address(written).unwrap_err().contains("team@example.com"), "{written}");
        }
    }
}
