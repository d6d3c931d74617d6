//! Settings of what is sent out: when, through which mail server, signed with what.
//!
//! Invariant: a secret shows itself to who asks for it by [`Secret::reveal`] and to nobody else, so that no log, error
//! or debug print of the settings can hold it.

use super::check::{has_host, is_mail_address, minutes, split_port};
use crate::clock::civil::{Time, Weekday};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The days as they are written in the settings, Monday first.
pub(super) const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// How a secret of the Standard Webhooks begins.
const SECRET_PREFIX: &str = "whsec_";
/// Bytes of such a secret (Standard Webhooks 1.0.0, "Signature scheme").
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// A text that is not to be seen: a password, a key, an address that is one.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(if self.0.is_empty() { "Secret(none)" } else { "Secret(…)" })
    }
}

/// A time of the week in the site's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekTime {
    /// The day.
    pub weekday: Weekday,
    /// The time of day.
    pub time: Time,
}

impl Default for WeekTime {
    fn default() -> Self {
        Self { weekday: Weekday::Monday, time: Time::midnight() }
    }
}

/// How mail gets to its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// TLS from the first byte: `smtps://`.
    Always,
    /// STARTTLS, and nothing is sent where the server does not offer it: `smtp://`.
    StartTls,
    /// In clear: `smtp://` on this machine, and with `?tls=none`.
    None,
}

/// The mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailServer {
    /// A name or an address.
    pub host: String,
    /// The port, that of the kind of TLS unless another is set.
    pub port: u16,
    /// The kind of TLS.
    pub tls: Tls,
    /// User and password.
    pub login: Option<(String, Secret)>,
}

/// Who a mail is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSender {
    /// A name for people; may be empty.
    pub name: String,
    /// The address.
    pub address: String,
}

/// `[mail]`
#[derive(Clone, Debug, Default)]
pub struct Mail {
    /// The server; `None`: no mail is sent.
    pub server: Option<MailServer>,
    /// The sender; always set where mail is to be sent.
    pub from: Option<MailSender>,
}

/// `Mon 07:00`
pub(super) fn week_time(text: &str) -> Result<WeekTime, String> {
    let read = || {
        let (day, time) = text.split_once(' ')?;
        let day = WEEKDAYS.iter().position(|known| *known == day)?;
        let minutes = minutes(time).filter(|minutes| *minutes < 24 * 60)?;
        let weekday = Weekday::from_monday_zero_offset(i8::try_from(day).ok()?).ok()?;
        let part = |number: u32| i8::try_from(number).ok();
        Some(WeekTime { weekday, time: Time::new(part(minutes / 60)?, part(minutes % 60)?, 0, 0).ok()? })
    };
    read().ok_or_else(|| {
        format!(
            "expected a weekday (Mon, Tue, Wed, Thu, Fri, Sat or Sun) and a time from 00:00 to 23:59, such as \
             \"Mon 07:00\", found \"{text}\""
        )
    })
}

/// The address of a mail server; empty: none. The error does not repeat it, since it may hold a password.
pub(super) fn mail_server(text: &str) -> Result<Option<MailServer>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let fault = || {
        "expected smtps:// or smtp:// and a host, such as \"smtps://user:password@mail.example.com:465\" (/, ?, #, % \
         and spaces in a password as %2F, %3F, %23, %25 and %20); ?tls=none behind a server within the house that \
         knows no TLS"
            .to_owned()
    };
    let (wrapped, rest) = match (text.strip_prefix("smtps://"), text.strip_prefix("smtp://")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return Err(fault()),
    };
    if !has_host(rest) {
        return Err(fault());
    }
    let (authority, option) = match rest.split_once('?') {
        Some((authority, option)) => (authority.trim_end_matches('/'), option),
        None => (rest.trim_end_matches('/'), ""),
    };
    let (login, host) = match authority.rsplit_once('@') {
        Some((login, host)) => (Some(login), host),
        None => (None, authority),
    };
    let (host, port) = split_port(host);
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let here = host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    let tls = match (wrapped, option) {
        (true, "" | "tls=required") => Tls::Always,
        (false, "") if here => Tls::None,
        (false, "" | "tls=required") => Tls::StartTls,
        (false, "tls=none") => Tls::None,
        _ => return Err(fault()),
    };
    let own_port = match tls {
        Tls::Always => 465,
        Tls::StartTls => 587,
        Tls::None => 25,
    };
    let login = match login {
        None => None,
        Some(login) => {
            let (user, password) = login.split_once(':').ok_or_else(fault)?;
            let decoded = decode(user).zip(decode(password)).ok_or_else(fault)?;
            Some((decoded.0, Secret::new(decoded.1)))
        }
    };
    let port = port.map_or(Some(own_port), |port| port.parse().ok()).ok_or_else(fault)?;
    Ok(Some(MailServer { host: host.to_owned(), port, tls, login }))
}

/// A sender, `team@example.com` or `Team <team@example.com>`; empty: none.
pub(super) fn mail_sender(text: &str) -> Result<Option<MailSender>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let (name, address) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
        Some((name, address)) => (name.trim(), address),
        None => ("", text),
    };
    // a line break in the name would start a header of its own
    let plain = !name.contains(|letter: char| letter.is_control() || matches!(letter, '<' | '>'));
    if plain && is_mail_address(address) {
        let name = name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name);
        Ok(Some(MailSender { name: name.to_owned(), address: address.to_owned() }))
    } else {
        Err(format!(
            "expected a mail address such as \"team@example.com\" or \"Team <team@example.com>\", found \"{text}\""
        ))
    }
}

/// A secret for signatures in the form of the Standard Webhooks; empty: none. The error does not repeat it.
pub(super) fn webhook_secret(text: &str) -> Result<Secret, String> {
    let raw = text.strip_prefix(SECRET_PREFIX).and_then(|encoded| STANDARD.decode(encoded).ok());
    if text.is_empty() || raw.is_some_and(|raw| SECRET_BYTES.contains(&raw.len())) {
        return Ok(Secret::new(text));
    }
    Err("expected \"whsec_\" and 24 to 64 random bytes in base64; `echo whsec_$(openssl rand -base64 32)` makes one"
        .to_owned())
}

impl Secret {
    /// The bytes of a webhook's secret; none of any other text.
    pub fn webhook_key(&self) -> Option<Vec<u8>> {
        STANDARD.decode(self.0.strip_prefix(SECRET_PREFIX)?).ok()
    }
}

/// `%40` as `@` (RFC 3986, 2.1).
fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
                u8::try_from(digit(rest.next())? * 16 + digit(rest.next())?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_read_whole() {
        let read = |text| mail_server(text).unwrap().unwrap();
        let server = read("smtps://user:p%40ss%2Fword@mail.example");
        assert_eq!((server.host.as_str(), server.port, server.tls), ("mail.example", 465, Tls::Always));
        let (user, password) = server.login.clone().unwrap();
        assert_eq!((user.as_str(), password.reveal()), ("user", "p@ss/word"));
        assert!(!format!("{server:?}").contains("p@ss"), "{server:?}");
        for (written, port, tls) in [
            ("smtp://mail.example", 587, Tls::StartTls),
            ("smtp://mail.example:2525/?tls=required", 2525, Tls::StartTls),
            ("smtp://mail?tls=none", 25, Tls::None),
            ("smtp://localhost", 25, Tls::None),
            ("smtp://127.0.0.1:1025", 1025, Tls::None),
            ("smtp://[::1]:1025", 1025, Tls::None),
            ("smtp://localhost?tls=required", 587, Tls::StartTls),
        ] {
            let server = read(written);
            assert_eq!((server.port, server.tls, server.login), (port, tls, None), "{written}");
        }
        assert_eq!(read("smtp://[::1]:1025").host, "::1");
        assert_eq!(mail_server("").unwrap(), None);
        for written in [
            "smtp://",
            "smtps://user:sesame@",
            "mail.example",
            "https://user:sesame@mail.example",
            "smtps://u:sesame/x@m",
            "smtps://user:sesame@m?tls=none",
            "smtp://user:sesame@m?tls=maybe",
            "smtp://sesame@m",
            "smtp://u:sesame%4@m",
        ] {
            let error = mail_server(written).unwrap_err();
            assert!(error.contains("smtps://user:password@mail.example.com"), "{written}: {error}");
            assert!(!error.contains("sesame"), "{error}");
        }
    }

    #[test]
    fn a_sender_is_a_name_and_an_address() {
        let read = |text| mail_sender(text).unwrap().map(|sender| (sender.name, sender.address));
        let pair = |name: &str, address: &str| Some((name.to_owned(), address.to_owned()));
        assert_eq!(read(""), None);
        assert_eq!(read("team@example.com"), pair("", "team@example.com"));
        assert_eq!(read("The Team <team@example.com>"), pair("The Team", "team@example.com"));
        assert_eq!(read("\"Name, Inc.\" <a@b.example>"), pair("Name, Inc.", "a@b.example"));
        for wrong in ["team", "Name <team>", "A <b> <a@b.example>", "Name\r\nBcc: x <a@b.example>", "Name <a@b.example"]
        {
            assert!(mail_sender(wrong).unwrap_err().contains("Team <team@example.com>"), "{wrong}");
        }
    }

    #[test]
    fn a_secret_has_enough_bytes_and_is_never_shown() {
        let good = webhook_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        assert_eq!(good.webhook_key().unwrap().len(), 24);
        assert_eq!(format!("{good:?}"), "Secret(…)");
        for wrong in ["sesame", "whsec_", "whsec_c2VzYW1l", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!"] {
            let error = webhook_secret(wrong).unwrap_err();
            assert!(error.contains("openssl rand -base64 32"), "{error}");
            assert!(!["sesame", "c2VzYW1l", "MfKQ9r8G"].iter().any(|secret| error.contains(secret)), "{error}");
        }
    }

    #[test]
    fn times_are_weekdays_and_minutes() {
        let read = week_time("Sun 23:59").unwrap();
        assert_eq!((read.weekday, read.time), (Weekday::Sunday, Time::constant(23, 59, 0, 0)));
        for written in [
            "",
            "Mon",
            "07:00",
            "Monday 07:00",
            "mon 07:00",
            "Mon 7:00",
            "Mon 24:00",
            "Mon 07:60",
            "Mon +7:00",
            "Mon 07:00:00",
        ] {
            assert!(week_time(written).unwrap_err().contains("\"Mon 07:00\""), "{written}");
        }
    }
}
