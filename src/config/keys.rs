//! The table of all keys: name, default, explanation and how a value is checked. Reading the file, reading the
//! environment and printing the commented default all go by this one table.

use super::{Config, check, handoff, hours, outgoing};
use crate::clock::TimeZone;
use crate::text::Lang;

/// A value as it was written, before it is checked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(f64),
    Switch(bool),
    List(Vec<String>),
}

impl Value {
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Text(text) => format!("the text \"{text}\""),
            // hundreds of zeros help nobody
            Self::Number(number) if *number != 0.0 && !(1e-4..1e15).contains(&number.abs()) => {
                format!("the number {number:e}")
            }
            Self::Number(number) => format!("the number {number}"),
            Self::Switch(switch) => format!("{switch}"),
            Self::List(items) => format!("a list of {}", items.len()),
        }
    }
}

/// One key: `[section] name = default`.
pub(super) struct Key {
    pub(super) section: &'static str,
    pub(super) name: &'static str,
    /// As it is written in TOML.
    pub(super) default: &'static str,
    pub(super) explanation: &'static str,
    /// Whether an environment variable is read as a list separated by commas.
    pub(super) list: bool,
    /// Checks and sets; the error says what was expected.
    pub(super) set: fn(&mut Config, &Value) -> Result<(), String>,
}

impl Key {
    /// `DESKBELL_SECTION_KEY`
    pub(super) fn variable(&self) -> String {
        format!("DESKBELL_{}_{}", self.section, self.name).to_ascii_uppercase()
    }

    /// `section.key`
    pub(super) fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }
}

fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::Text(text) => Ok(text.trim().to_owned()),
        other => Err(format!("expected a text in quotes, found {}", other.describe())),
    }
}

fn number(value: &Value, low: f64, high: f64) -> Result<f64, String> {
    let parsed = match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    match parsed {
        Some(number) if number.is_finite() && (low..=high).contains(&number) => Ok(number),
        _ => Err(format!("expected a number from {low} to {high}, found {}", value.describe())),
    }
}

fn whole(value: &Value, low: f64, high: f64) -> Result<u32, String> {
    let number = number(value, low, high)?;
    if number.fract() == 0.0 { Ok(number as u32) } else { Err(format!("expected a whole number, found {number}")) }
}

/// Events per second, 0 for no limit. Below one in 1,000 seconds is a slip, and the seconds that a tiny rate takes for one
/// event do not fit into a duration.
fn rate(value: &Value) -> Result<f64, String> {
    match number(value, 0.0, 1_000_000.0) {
        Ok(rate) if rate == 0.0 || rate >= 0.001 => Ok(rate),
        _ => Err(format!("expected 0 (no limit) or a number from 0.001 to 1000000, found {}", value.describe())),
    }
}

fn switch(value: &Value) -> Result<bool, String> {
    match value {
        Value::Switch(switch) => Ok(*switch),
        Value::Text(text) if text == "true" => Ok(true),
        Value::Text(text) if text == "false" => Ok(false),
        other => Err(format!("expected true or false, found {}", other.describe())),
    }
}

fn list(value: &Value) -> Result<Vec<String>, String> {
    match value {
        Value::List(items) => Ok(items.clone()),
        other => Err(format!("expected a list such as [\"a\", \"b\"], found {}", other.describe())),
    }
}

fn address(value: &Value) -> Result<std::net::SocketAddr, String> {
    let text = text(value)?;
    text.parse().map_err(|_| format!("expected an address and a port such as \"127.0.0.1:8080\", found \"{text}\""))
}

fn color(value: &Value) -> Result<String, String> {
    let text = text(value)?;
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(format!("expected a colour such as \"#0d6657\", found \"{text}\""))
    }
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::parse(text).ok_or_else(|| format!("expected a language tag such as \"en\" or \"zh\", found \"{text}\""))
}

fn time_zone(value: &Value) -> Result<TimeZone, String> {
    let text = text(value)?;
    TimeZone::get(&text).map_err(|_| format!("expected a time zone such as \"Europe/Lisbon\", found \"{text}\""))
}

fn short(value: &Value, limit: usize) -> Result<String, String> {
    let text = text(value)?;
    let length = text.chars().count();
    if length <= limit { Ok(text) } else { Err(format!("expected at most {limit} characters, found {length}")) }
}

macro_rules! keys {
    ($($section:literal $name:literal = $default:literal, $explanation:literal, |$config:ident, $value:ident| $set:expr;)*) => {
        /// Every key, in the order in which the default configuration shows them.
        pub(super) const KEYS: &[Key] = &[$(Key {
            section: $section, name: $name, default: $default, explanation: $explanation,
            list: $default.as_bytes()[0] == b'[',
            set: |$config, $value| { $set; Ok(()) },
        }),*];
    };
}

keys! {
    "server" "listen" = "\"127.0.0.1:8080\"", "Address and port of the widget, the chat and the demo page.",
        |config, value| config.server.listen = address(value)?;
    "server" "public_url" = "\"\"", "The address under which browsers reach this server, such as \"https://bot.example.com\", without a path.",
        |config, value| config.server.public_url = if text(value)?.is_empty() { String::new() } else { check::origin(&text(value)?)? };
    "server" "admin_listen" = "\"\"", "A second address for the admin area and /metrics; empty: they are on the first.",
        |config, value| config.server.admin_listen = if text(value)?.is_empty() { None } else { Some(address(value)?) };
    "server" "trusted_proxies" = "[]", "Networks of proxies whose X-Forwarded-For is believed, such as \"10.0.0.0/8\".",
        |config, value| config.server.trusted_proxies = list(value)?.iter()
            .map(|item| item.parse().or_else(|_| item.parse::<std::net::IpAddr>().map(Into::into))
                .map_err(|_| format!("expected a network such as \"10.0.0.0/8\", found \"{item}\"")))
            .collect::<Result<_, _>>()?;
    "server" "max_connections" = "10000", "Connections at a time, chats included.",
        |config, value| config.server.max_connections = whole(value, 16.0, 1_000_000.0)? as usize;
    "site" "name" = "\"\"", "The company's name.", |config, value| config.site.name = short(value, 80)?;
    "site" "greeting" = "\"\"", "The first line of the panel; empty: a greeting in the visitor's language.",
        |config, value| config.site.greeting = short(value, 200)?;
    "site" "bot_name" = "\"Help\"", "What the assistant is called in the panel's header.",
        |config, value| config.site.bot_name = short(value, 40)?;
    "site" "color" = "\"#0d6657\"", "The accent; text on it turns black or white by contrast.",
        |config, value| config.site.color = color(value)?;
    "site" "lang" = "\"en\"", "The language of everything that has no other.", |config, value| config.site.lang = lang(&text(value)?)?;
    "site" "langs" = "[\"en\"]", "Languages in which the FAQ should be complete; `deskbell check` names what is missing.",
        |config, value| config.site.langs = list(value)?.iter().map(|item| lang(item)).collect::<Result<_, _>>()?;
    "site" "time_zone" = "\"UTC\"", "The zone in which days and weeks are counted, such as \"Europe/Lisbon\".",
        |config, value| config.site.time_zone = time_zone(value)?;
    "site" "allowed_origins" = "[]", "Origins of the pages that embed the widget, such as \"https://www.example.com\".",
        |config, value| config.site.allowed_origins = list(value)?.iter().map(|item| check::origin(item)).collect::<Result<_, _>>()?;
    "site" "privacy_url" = "\"\"", "The privacy notice that the panel links to.",
        |config, value| config.site.privacy_url = check::web_address(&text(value)?)?;
    "faq" "dir" = "\"faq\"", "The folder of FAQ files; it is watched.", |config, value| config.faq_dir = text(value)?.into();
    "faq" "editable" = "true", "Whether editors may change the FAQ's files in the admin area; false where they come from elsewhere, such as a repository.",
        |config, value| config.faq_editable = switch(value)?;
    "data" "dir" = "\"data\"", "Where deskbell.db lives.", |config, value| config.data_dir = text(value)?.into();
    "answers" "wrong_rate" = "0.10", "The share of answers that may be wrong, as a limit: about half of it is used. Lower answers less and asks back more.",
        |config, value| config.wrong_rate = number(value, 0.001, 0.5)?;
    "limits" "messages_per_second" = "1.0", "Messages of one conversation in the long run; 0: no limit.",
        |config, value| config.limits.messages_per_second = rate(value)?;
    "limits" "burst" = "5", "Messages of one conversation at once after a pause.",
        |config, value| config.limits.burst = whole(value, 1.0, 1_000_000.0)?;
    "limits" "address_per_second" = "20.0", "Requests and messages of one address; 0: no limit.",
        |config, value| config.limits.address_per_second = rate(value)?;
    "privacy" "keep_days" = "180", "Days that conversations are kept, those of the running week at least until it is over; 0: for ever.",
        |config, value| config.privacy.keep_days = whole(value, 0.0, 36_500.0)?;
    "privacy" "mask" = "true", "Mask e-mail addresses, phone, card and identity numbers in reports.",
        |config, value| config.privacy.mask = switch(value)?;
    "reports" "send_at" = "\"Mon 07:00\"", "When the report of the last full week is sent, in the site's time zone.",
        |config, value| config.reports.send_at = outgoing::week_time(&text(value)?)?;
    "reports" "mail_to" = "[]", "To whom by mail, such as \"team@example.com\"; it needs mail.smtp_url and mail.from.",
        |config, value| config.reports.mail_to = check::mail_addresses(&list(value)?)?;
    "reports" "webhook" = "\"\"", "Where else, as a POST of its JSON form: an https:// address; it needs reports.webhook_secret.",
        |config, value| config.reports.webhook = check::webhook(&text(value)?)?;
    "reports" "webhook_secret" = "\"\"", "What signs it (Standard Webhooks): `echo whsec_$(openssl rand -base64 32)` makes one.",
        |config, value| config.reports.webhook_secret = outgoing::webhook_secret(&text(value)?)?;
    "reports" "webhook_private" = "false", "Whether the webhook may be on this machine or in a private network, then also by http://.",
        |config, value| config.reports.webhook_private = switch(value)?;
    "mail" "smtp_url" = "\"\"", "The mail server: \"smtps://user:password@mail.example.com\", or smtp:// for STARTTLS (in clear to this machine, or with ?tls=none).",
        |config, value| config.mail.server = outgoing::mail_server(&text(value)?)?;
    "mail" "from" = "\"\"", "The sender of mails, such as \"Fernhill <reports@example.com>\".",
        |config, value| config.mail.from = outgoing::mail_sender(&text(value)?)?;
    "handoff" "hours" = "\"\"", "When people answer, in the site's time zone, such as \"Mon-Fri 09:00-17:00, Sat 10:00-14:00\"; empty: always.",
        |config, value| config.handoff.hours.set_ranges(hours::office_hours(&text(value)?)?);
    "handoff" "holidays" = "[]", "Dates on which nobody answers, such as \"2026-12-25\".",
        |config, value| config.handoff.hours.set_holidays(hours::holidays(&list(value)?)?);
    "handoff" "words" = "true", "Whether who writes \"a human, please\" gets one.",
        |config, value| config.handoff.words = switch(value)?;
    "handoff" "misses" = "2", "A person takes over after so many questions in a row without an answer; 0: never.",
        |config, value| config.handoff.misses = whole(value, 0.0, 100.0)?;
    "handoff" "thumbs_down" = "2", "A person takes over after so many thumbs down in a conversation; 0: never.",
        |config, value| config.handoff.thumbs_down = whole(value, 0.0, 100.0)?;
    "handoff" "anger" = "true", "Whether a person takes over where a visitor shouts or swears.",
        |config, value| config.handoff.anger = switch(value)?;
    "handoff" "pages" = "[]", "Pages on which a person takes over at the first question without an answer: \"/checkout\", or \"/checkout/*\" for all below it.",
        |config, value| config.handoff.pages = handoff::pages(&list(value)?)?;
    "handoff" "patience_minutes" = "3", "Minutes of waiting after which a visitor is told that it takes longer, and may leave a message.",
        |config, value| config.handoff.patience_minutes = whole(value, 1.0, 60.0)?;
    "handoff" "mail_to" = "[]", "To whom messages go that visitors leave, such as \"team@example.com\"; it needs mail.smtp_url and mail.from.",
        |config, value| config.handoff.mail_to = check::mail_addresses(&list(value)?)?;
    "handoff" "notify" = "[]", "Chats of the team that are told who waits, by their incoming webhook: \"slack:https://…\", \"wecom:https://…\", \"dingtalk:https://…\" or \"feishu:https://…\" (the last two with #secret at the end where they are signed).",
        |config, value| config.handoff.notify = handoff::team_chats(&list(value)?)?;
    "handoff" "webhook" = "\"\"", "Where else that is told, as a POST of JSON: an https:// address; it needs handoff.webhook_secret.",
        |config, value| config.handoff.webhook = check::webhook(&text(value)?)?;
    "handoff" "webhook_secret" = "\"\"", "What signs it (Standard Webhooks): `echo whsec_$(openssl rand -base64 32)` makes one.",
        |config, value| config.handoff.webhook_secret = outgoing::webhook_secret(&text(value)?)?;
    "handoff" "webhook_private" = "false", "Whether the webhook and the team's chats may be on this machine or in a private network, then also by http://.",
        |config, value| config.handoff.webhook_private = switch(value)?;
    "handoff" "webhook_transcript" = "false", "Whether the webhook gets what was said, too.",
        |config, value| config.handoff.webhook_transcript = switch(value)?;
}

/// The default configuration with comments, as `deskbell config` prints it.
pub fn commented_default() -> String {
    let mut out = String::from(
        "# Deskbell's configuration: every key with its default. Each can also be set by an environment variable,\n\
         # DESKBELL_SECTION_KEY (lists separated by commas).\n",
    );
    let mut section = "";
    for key in KEYS {
        if key.section != section {
            section = key.section;
            out.push_str(&format!("\n[{section}]\n"));
        }
        out.push_str(&format!("# {}  ({})\n{} = {}\n", key.explanation, key.variable(), key.name, key.default));
    }
    out
}
