//! The settings in force, for people: each with its value, where it comes from and what it means.
//!
//! Invariant: what lets somebody in elsewhere (a mail server's password, a webhook's address or secret) is never among
//! it: of these only whether they are set is told, and of an address its host.

use super::Config;
use super::keys::{KEYS, Value};
use std::collections::BTreeMap;

/// Keys whose values are secrets, or hold some.
const SECRETS: [&str; 6] = [
    "mail.smtp_url",
    "reports.webhook",
    "reports.webhook_secret",
    "handoff.notify",
    "handoff.webhook",
    "handoff.webhook_secret",
];

/// A value that was set, as it was written, and where.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) value: Value,
    pub(super) source: String,
}

/// All that was set, by `section.key`; only [`Config::settings`] reads it.
#[derive(Clone, Debug, Default)]
pub struct AsWritten(pub(super) BTreeMap<String, Written>);

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `server`
    pub section: &'static str,
    /// `listen`
    pub name: &'static str,
    /// As it is written in TOML, without what is secret.
    pub value: String,
    /// As it is written in TOML.
    pub default: &'static str,
    /// `deskbell.toml:3`, `DESKBELL_SERVER_LISTEN` or `--faq`; none: the default.
    pub source: Option<String>,
    /// The variable of the environment that sets it.
    pub variable: String,
    /// What it means.
    pub explanation: &'static str,
}

impl Config {
    /// All settings, in the order of the commented default.
    pub fn settings(&self) -> Vec<Setting> {
        KEYS.iter()
            .map(|key| {
                let path = key.path();
                let written = self.written.0.get(&path);
                let value = written.map_or_else(|| key.default.to_owned(), |written| shown(&path, &written.value));
                Setting {
                    section: key.section,
                    name: key.name,
                    value,
                    default: key.default,
                    source: written.map(|written| written.source.clone()),
                    variable: key.variable(),
                    explanation: key.explanation,
                }
            })
            .collect()
    }

    /// Notes what the command line set over everything else.
    pub fn note_option(&mut self, path: &str, option: &str, value: &str) {
        let written = Written { value: Value::Text(value.to_owned()), source: option.to_owned() };
        self.written.0.insert(path.to_owned(), written);
    }
}

fn shown(path: &str, value: &Value) -> String {
    match value {
        Value::Text(text) if SECRETS.contains(&path) => secret(text),
        Value::List(items) if SECRETS.contains(&path) => {
            format!("[{}]", items.iter().map(|item| quoted(&secret(item))).collect::<Vec<_>>().join(", "))
        }
        // whatever it is instead of a text, it was not taken
        _ if SECRETS.contains(&path) => "(set)".to_owned(),
        Value::Text(text) => quoted(text),
        Value::Number(number) => number.to_string(),
        Value::Switch(switch) => switch.to_string(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "))
        }
    }
}

/// `smtps://…@mail.example.com:465` of an address, and of anything else nothing.
fn secret(text: &str) -> String {
    if text.trim().is_empty() {
        return "\"\"".to_owned();
    }
    let Some((scheme, rest)) = text.trim().split_once("://") else { return "(set)".to_owned() };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(_, host)| ("…@", host));
    let more = if rest.len() > authority.len() { "/…" } else { "" };
    format!("{scheme}://{user}{host}{more}")
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::load;
    use super::*;

    fn find(settings: &[Setting], path: &str) -> Setting {
        settings.iter().find(|one| format!("{}.{}", one.section, one.name) == path).cloned().expect("it is a key")
    }

    #[test]
    fn every_value_says_where_it_comes_from() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deskbell.toml");
        std::fs::write(&file, "[site]\nname = \"A \\\"B\\\"\"\nlangs = [\"en\", \"zh\"]\n[limits]\nburst = 9\n")
            .unwrap();
        let environment = BTreeMap::from([("DESKBELL_SITE_NAME".to_owned(), "Shop".to_owned())]);
        let mut config = load(Some(&file), &environment).unwrap();
        config.note_option("faq.dir", "--faq", "other");
        let settings = config.settings();
        let seen = |path| {
            let Setting { value, source, .. } = find(&settings, path);
            (value, source.map(|source| source.rsplit('/').next().unwrap_or_default().to_owned()))
        };
        let source = |text: &str| Some(text.to_owned());
        assert_eq!(seen("site.name"), ("\"Shop\"".into(), source("DESKBELL_SITE_NAME")));
        assert_eq!(seen("site.langs"), ("[\"en\", \"zh\"]".into(), source("deskbell.toml:3")));
        assert_eq!(seen("limits.burst"), ("9".into(), source("deskbell.toml:5")));
        assert_eq!(seen("faq.dir"), ("\"other\"".into(), source("--faq")));
        assert_eq!(seen("privacy.mask"), ("true".into(), None));
    }

    #[test]
    fn secrets_are_never_shown() {
        let chats = ["slack:https://hooks.slack.com/services/sesame", "feishu:https://open.feishu.cn/sesame#sesame"];
        assert_eq!(
            shown("handoff.notify", &Value::List(chats.map(str::to_owned).into())),
            r#"["slack:https://hooks.slack.com/…", "feishu:https://open.feishu.cn/…"]"#
        );
        for (written, seen) in [
            ("smtps://user:sesame@mail.example.com:465", "smtps://…@mail.example.com:465"),
            ("smtp://localhost", "smtp://localhost"),
            ("https://hooks.example.com/T1/sesame?x=sesame", "https://hooks.example.com/…"),
            ("whsec_sesame", "(set)"),
            ("", "\"\""),
        ] {
            for key in SECRETS {
                assert_eq!(shown(key, &Value::Text(written.into())), seen, "{key}");
            }
        }
        let words = ["secret", "password", "token"];
        for key in KEYS.iter().filter(|key| words.iter().any(|word| key.name.contains(word))) {
            assert!(SECRETS.contains(&key.path().as_str()), "{} is a secret", key.path());
        }
    }
}
