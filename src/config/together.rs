//! What keys need of each other.
//!
//! Invariant: what would only be found out when something is to be sent is found out at the start.

use super::Config;
use super::read::Places;

/// Everything that is missing or does not go together, each with its place, its key and the fix.
pub(super) fn check(config: &Config, places: &Places) -> Vec<String> {
    let mut problems = Vec::new();
    let mut say = |key: &str, message: &str| {
        let place = places.get(key).map(|place| format!("{place}: ")).unwrap_or_default();
        problems.push(format!("{place}{key}: {message}"));
    };
    let (reports, handoff) = (&config.reports, &config.handoff);
    for (section, mail_to) in [("reports", &reports.mail_to), ("handoff", &handoff.mail_to)] {
        let key = format!("{section}.mail_to");
        if !mail_to.is_empty() && config.mail.server.is_none() {
            say(&key, "needs a mail server; set mail.smtp_url, or leave mail_to empty");
        }
        if !mail_to.is_empty() && config.mail.from.is_none() {
            say(&key, "needs a sender; set mail.from to an address that the mail server lets you use");
        }
    }
    for (section, webhook, secret, private) in [
        ("reports", &reports.webhook, &reports.webhook_secret, reports.webhook_private),
        ("handoff", &handoff.webhook, &handoff.webhook_secret, handoff.webhook_private),
    ] {
        let key = format!("{section}.webhook");
        if !webhook.is_empty() && secret.is_empty() {
            let message = format!(
                "needs a secret, so that the receiver can tell what is yours from anybody's; set \
                 {section}.webhook_secret here and there, `echo whsec_$(openssl rand -base64 32)` makes one"
            );
            say(&key, &message);
        }
        if webhook.reveal().starts_with("http://") && !private {
            say(&key, &in_clear(section));
        }
    }
    if handoff.notify.iter().any(|chat| chat.address.reveal().starts_with("http://")) && !handoff.webhook_private {
        say("handoff.notify", &in_clear("handoff"));
    }
    problems
}

fn in_clear(section: &str) -> String {
    format!(
        "would send it in clear; use https://, or set {section}.webhook_private = true if it is on this machine or in \
         your own network"
    )
}

#[cfg(test)]
mod tests {
    use crate::config::load;
    use std::collections::BTreeMap;

    fn problems(settings: &[(&str, &str)]) -> String {
        let environment: BTreeMap<String, String> =
            settings.iter().map(|(name, value)| (format!("DESKBELL_{name}"), (*value).to_owned())).collect();
        load(None, &environment).err().map(|error| error.to_string()).unwrap_or_default()
    }

    const SECRET: (&str, &str) = ("REPORTS_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    #[test]
    fn what_is_missing_is_named_at_the_key_that_needs_it() {
        let to = ("REPORTS_MAIL_TO", "team@example.com");
        let missing = problems(&[to]);
        assert!(
            missing.starts_with("environment: DESKBELL_REPORTS_MAIL_TO: reports.mail_to: needs a mail server"),
            "{missing}"
        );
        assert!(missing.contains("set mail.from"), "{missing}");
        assert_eq!(problems(&[to, ("MAIL_SMTP_URL", "smtp://mail.example"), ("MAIL_FROM", "bot@example.com")]), "");
        // a mail server alone, and a sender alone, are nobody's mistake
        assert_eq!(problems(&[("MAIL_SMTP_URL", "smtp://mail.example")]), "");
    }

    #[test]
    fn the_team_is_told_by_ways_that_work() {
        let missing = problems(&[("HANDOFF_MAIL_TO", "team@example.com")]);
        assert!(missing.contains("handoff.mail_to: needs a mail server"), "{missing}");
        let missing = problems(&[("HANDOFF_WEBHOOK", "http://relay:8080/in/sesame")]);
        assert!(missing.contains("handoff.webhook: needs a secret"), "{missing}");
        assert!(missing.contains("set handoff.webhook_private = true") && !missing.contains("sesame"), "{missing}");
        let chat = ("HANDOFF_NOTIFY", "slack:http://relay:8080/sesame");
        let missing = problems(&[chat]);
        assert!(missing.contains("handoff.notify: would send it in clear") && !missing.contains("sesame"), "{missing}");
        assert_eq!(problems(&[chat, ("HANDOFF_WEBHOOK_PRIVATE", "true")]), "");
    }

    #[test]
    fn a_webhook_is_signed_and_encrypted() {
        let hook = ("REPORTS_WEBHOOK", "https://hooks.example/in/sesame");
        let missing = problems(&[hook]);
        assert!(missing.contains("reports.webhook: needs a secret") && !missing.contains("sesame"), "{missing}");
        assert_eq!(problems(&[hook, SECRET]), "");
        let clear = ("REPORTS_WEBHOOK", "http://relay:8080/in");
        assert!(problems(&[clear, SECRET]).contains("in clear"), "{}", problems(&[clear, SECRET]));
        assert_eq!(problems(&[clear, SECRET, ("REPORTS_WEBHOOK_PRIVATE", "true")]), "");
    }
}
