//! What leaves the house: mails and webhooks, when they are sent, and what becomes of them.
//!
//! Invariant: nothing is sent that was not claimed in the store's outbox before, but for what a person sends by hand;
//! and an attempt ends in time, whatever the other side does. At info level no address is logged.
//!
//! # What is promised
//!
//! Each recipient of `reports.mail_to` and the webhook has the report of a week **once**. A server that was down at
//! `reports.send_at` sends when it is back, for [`weekly::LATE`] at most, and the last week only. An address that is
//! new in the settings gets what is due from then on. Nothing is sent of a week that ended before the log began.
//!
//! There is one gap, which no sender can close: a process that breaks off after the other side took the report and
//! before that is written down sends it again when it is back. Then the mail has the same `Message-ID` and the webhook
//! the same `webhook-id`, by which a receiver can drop it. A failure that may pass (SMTP 4xx; HTTP 408, 425, 429 and
//! 5xx; no connection) is tried again at growing distances, [`backoff::MOST_ATTEMPTS`] times at most; any other is
//! final at once. What was given up stays visible in the admin area, and `deskbell report --send` sends it by hand.
//!
//! # Who waits for a person
//!
//! Ten seconds after a visitor began to wait ([`team::PATIENCE`]: whom somebody takes at once needs no bell), the
//! chats of `handoff.notify` and `handoff.webhook` are told, once for each request. When a visitor leaves a message they
//! are told as well, and `handoff.mail_to` gets it by mail with what was said before, to be answered to the visitor's
//! address. What an agent writes to a visitor who left an address, said nothing more and is not connected a minute later
//! ([`team::SILENCE`]) goes there by mail, with a link back. The same promise holds: once, tried again, and nothing is
//! lost by a restart. Personal data in chats is masked where `privacy.mask` says so. A visitor's address stays in the
//! conversation and is never copied into the outbox.
//!
//! Each chat gets plain text that begins with "Deskbell", which is the keyword for a robot of DingTalk or Feishu that asks
//! for one; a robot that checks signatures is given its secret behind `#`.
//!
//! # The webhooks
//!
//! The body is the report's JSON form, or an event of [`team`]. It is signed as
//! [Standard Webhooks](https://www.standardwebhooks.com) are: the headers `webhook-id`, `webhook-timestamp` (seconds
//! since 1970) and `webhook-signature`, which is `v1,` and the base64 of the HMAC-SHA256 of `id.timestamp.body` under the
//! bytes of `webhook_secret`. Any 2xx within the time is a yes. No redirect is followed.

pub mod address;
pub mod backoff;
pub mod chat;
mod letter;
pub mod mail;
mod outbox;
pub mod schedule;
pub mod sign;
pub mod team;
mod told;
pub mod webhook;
pub mod weekly;

use crate::clock::Timestamp;
use crate::config::Config;
use crate::config::handoff::TeamChat;
use crate::config::outgoing::Secret;
use crate::ids;
use crate::store::outbox::NewDestination;
use std::time::Duration;

/// What the team's mails are counted as.
const TEAM: &str = "team-mail";
/// What mails to visitors are counted as.
const VISITOR: &str = "visitor-mail";
/// What the webhook for requests is counted as.
const PROGRAM: &str = "handoff-webhook";
/// Characters of a receiver's answer that are kept.
const SAID_CHARS: usize = 300;

/// What came of one attempt. `said` is for people: the other side's words, or why there were none; it may hold an
/// address. `code` is what may be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// The other side took it.
    Delivered {
        /// Its words.
        said: String,
    },
    /// It may succeed later.
    Again {
        /// The status of SMTP or HTTP, where there was an answer.
        code: Option<u16>,
        /// Its words.
        said: String,
        /// The time that the other side asked for.
        after: Option<Duration>,
    },
    /// It will not succeed.
    Refused {
        /// The status of SMTP or HTTP, where there was an answer.
        code: Option<u16>,
        /// Its words.
        said: String,
    },
}

impl Attempt {
    /// A failure that may pass.
    fn again(code: Option<u16>, said: &str) -> Self {
        Self::Again { code, said: cleaned(said), after: None }
    }

    /// A failure that stays.
    fn refused(code: Option<u16>, said: &str) -> Self {
        Self::Refused { code, said: cleaned(said) }
    }

    /// The words for people.
    pub fn said(&self) -> &str {
        match self {
            Self::Delivered { said } | Self::Again { said, .. } | Self::Refused { said, .. } => said,
        }
    }
}

/// One thing in every form in which it is sent.
#[derive(Clone, Debug, Default)]
pub struct Parcel {
    /// For a mail.
    pub subject: String,
    /// Its page.
    pub html: String,
    /// The same in plain text.
    pub text: String,
    /// What is attached: name, media type, content.
    pub attachment: Option<(String, &'static str, Vec<u8>)>,
    /// Whom a mail is answered to; none: its sender.
    pub reply_to: Option<String>,
    /// For a webhook.
    pub json: Vec<u8>,
    /// For a chat.
    pub note: String,
    /// The recipient of what goes to a visitor, whose address is in no settings.
    pub visitor: Option<String>,
}

/// An address of the settings.
#[derive(Clone, Debug)]
pub struct Target {
    /// `mail`, `webhook`, a chat's service, or what else is written in metrics and in the outbox.
    pub kind: &'static str,
    /// What people see of it: a mail address, or the host of a webhook.
    pub label: String,
    digest: String,
    carrier: Carrier,
}

#[derive(Clone, Debug)]
enum Carrier {
    Mail(mail::Mailer, String),
    Visitor(mail::Mailer),
    Webhook(webhook::Webhook),
    Chat(chat::Chat),
}

impl Target {
    /// A recipient; `None` while the settings name no mail server or no sender.
    pub fn mail(config: &Config, to: &str) -> Option<Self> {
        Some(Self {
            kind: "mail",
            label: to.to_owned(),
            digest: ids::digest(to.to_lowercase().as_bytes()),
            carrier: Carrier::Mail(mailer(config)?, to.to_owned()),
        })
    }

    /// The webhook of the settings for reports, if there is one.
    pub fn webhook(config: &Config) -> Option<Self> {
        let reports = &config.reports;
        let key = reports.webhook_secret.webhook_key();
        Self::signed("webhook", &reports.webhook, key, reports.webhook_private, "reports")
    }

    fn signed(
        kind: &'static str,
        address: &Secret,
        key: Option<Vec<u8>>,
        private: bool,
        section: &'static str,
    ) -> Option<Self> {
        if address.is_empty() {
            return None;
        }
        let webhook = webhook::Webhook::new(address.clone(), Some(key?), private, section);
        let digest = ids::digest(address.reveal().as_bytes());
        Some(Self { kind, label: webhook.host(), digest, carrier: Carrier::Webhook(webhook) })
    }

    /// Everybody who gets the report.
    pub fn all(config: &Config) -> Vec<Self> {
        let mail = config.reports.mail_to.iter().filter_map(|to| Self::mail(config, to));
        mail.chain(Self::webhook(config)).collect()
    }

    /// The chats and the program that are told who waits.
    pub fn watchers(config: &Config) -> Vec<Self> {
        let handoff = &config.handoff;
        let chat = |chat: &TeamChat| Self {
            kind: chat.service.as_str(),
            label: chat::Chat::new(chat, handoff.webhook_private).host(),
            digest: ids::digest(chat.address.reveal().as_bytes()),
            carrier: Carrier::Chat(chat::Chat::new(chat, handoff.webhook_private)),
        };
        let key = handoff.webhook_secret.webhook_key();
        let webhook = Self::signed(PROGRAM, &handoff.webhook, key, handoff.webhook_private, "handoff");
        handoff.notify.iter().map(chat).chain(webhook).collect()
    }

    /// Who gets mails about conversations: the team, and the visitor whom the mail is about.
    pub fn readers(config: &Config) -> Vec<Self> {
        let team = config.handoff.mail_to.iter().filter_map(|to| Some(Self { kind: TEAM, ..Self::mail(config, to)? }));
        let visitor = mailer(config).map(|mailer| Self {
            kind: VISITOR,
            // the address is the visitor's, and goes with the conversation
            label: "the visitor".to_owned(),
            digest: ids::digest(VISITOR.as_bytes()),
            carrier: Carrier::Visitor(mailer),
        });
        team.chain(visitor).collect()
    }

    /// What the outbox knows it by.
    fn note(&self) -> NewDestination {
        NewDestination { kind: self.kind, digest: self.digest.clone(), label: self.label.clone() }
    }

    /// Sends, once. `name` tells this parcel to this target from every other: letters, digits, `-` and `_`.
    pub async fn send(&self, parcel: &Parcel, name: &str, now: Timestamp) -> Attempt {
        match &self.carrier {
            Carrier::Mail(mailer, to) => mailer.send(parcel, to, name, now).await,
            Carrier::Visitor(mailer) => match &parcel.visitor {
                Some(to) => mailer.send(parcel, to, name, now).await,
                None => Attempt::refused(None, "the visitor left no address"),
            },
            Carrier::Webhook(webhook) => webhook.post(&parcel.json, name, now).await,
            Carrier::Chat(chat) => chat.post(&parcel.note, now).await,
        }
    }
}

/// The way to the mail server of the settings, if they name one and a sender.
fn mailer(config: &Config) -> Option<mail::Mailer> {
    Some(mail::Mailer::new(config.mail.server.clone()?, config.mail.from.clone()?))
}

/// What somebody else said, in one line that is not too long.
fn cleaned(said: &str) -> String {
    let words =
        said.split(|letter: char| letter.is_whitespace() || letter.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SAID_CHARS {
        return line;
    }
    line.chars().take(SAID_CHARS - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_say_is_one_short_line() {
        assert_eq!(cleaned("550 no\r\nsuch\u{0}\u{1b}[31m user "), "550 no such [31m user");
        assert_eq!(cleaned(&"x".repeat(9_999)).chars().count(), SAID_CHARS);
    }
}
