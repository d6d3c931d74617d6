//! From the file and the environment to a [`Config`].

use super::keys::{KEYS, Key, Value};
use super::shown::Written;
use super::{Config, Handoff, Limits, Privacy, Reports, Server, Site, outgoing, together};
use crate::clock::TimeZone;
use crate::text::Lang;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How the name of every variable begins.
pub(crate) const PREFIX: &str = "DESKBELL_";
/// Letters that are left out, added, changed or swapped in what still counts as the same name.
const NEAR: usize = 2;

/// Where each key was set, by its path: `deskbell.toml:3:1` or `environment: DESKBELL_SITE_NAME`.
pub(super) type Places = BTreeMap<String, String>;

/// All that is wrong with a configuration. Each line names the place, the key and the fix.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigError(pub Vec<String>);

/// Reads the settings: defaults, then `file` (or `deskbell.toml` where none is named and it exists), then the
/// environment.
///
/// # Errors
/// Everything that is wrong, not only the first: unreadable file, bad TOML, unknown sections and keys, bad values.
pub fn load(file: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Config, ConfigError> {
    let mut config = default_config();
    let (mut problems, mut places) = (Vec::new(), Places::new());
    let path = file.unwrap_or(Path::new("deskbell.toml"));
    match std::fs::read_to_string(path) {
        Ok(text) => read_file(&mut config, &path.display().to_string(), &text, &mut problems, &mut places),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && file.is_none() => {}
        Err(error) => problems.push(format!(
            "{}: the configuration file could not be read: {error}; `deskbell config > deskbell.toml` writes one",
            path.display()
        )),
    }
    read_environment(&mut config, environment, &mut problems, &mut places);
    // the zone is known once every section is read
    config.handoff.hours.set_zone(config.site.time_zone.clone());
    // what is missing is only known once everything else is right
    if problems.is_empty() {
        problems = together::check(&config, &places);
    }
    if problems.is_empty() { Ok(config) } else { Err(ConfigError(problems)) }
}

/// What holds without a file: the defaults of the table, applied to an empty frame.
fn default_config() -> Config {
    let mut config = Config {
        server: Server {
            listen: ([127, 0, 0, 1], 8080).into(),
            public_url: String::new(),
            admin_listen: None,
            trusted_proxies: Vec::new(),
            max_connections: 0,
        },
        site: Site {
            name: String::new(),
            greeting: String::new(),
            bot_name: String::new(),
            color: String::new(),
            lang: Lang::english(),
            langs: Vec::new(),
            time_zone: TimeZone::UTC,
            allowed_origins: Vec::new(),
            privacy_url: String::new(),
        },
        faq_dir: "faq".into(),
        faq_editable: true,
        data_dir: "data".into(),
        wrong_rate: 0.1,
        limits: Limits { messages_per_second: 1.0, burst: 5, address_per_second: 20.0 },
        privacy: Privacy { keep_days: 180, mask: true },
        reports: Reports::default(),
        mail: outgoing::Mail::default(),
        handoff: Handoff::default(),
        written: super::AsWritten::default(),
    };
    let mut problems = Vec::new();
    read_file(&mut config, "defaults", &super::commented_default(), &mut problems, &mut Places::new());
    debug_assert!(problems.is_empty(), "{problems:?}");
    config.written.0.clear();
    config
}

fn read_file(config: &mut Config, path: &str, text: &str, problems: &mut Vec<String>, places: &mut Places) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = place(path, text, error.span().unwrap_or(0..0).start);
            problems.push(format!("{at}: not valid TOML: {}", error.message().trim().replace('\n', ", ")));
            return;
        }
    };
    // the table is ordered by name, an editor reads by place
    let mut found: Vec<(usize, String)> = Vec::new();
    for (section, content) in table.get_ref() {
        let (name, at) = (section.get_ref().as_ref(), section.span().start);
        if !KEYS.iter().any(|key| key.section == name) {
            let nearest = nearest(name, KEYS.iter().map(|key| key.section));
            found.push((at, format!("unknown section [{name}]{}", did_you_mean(nearest.as_deref()))));
            continue;
        }
        let DeValue::Table(entries) = content.get_ref() else {
            found.push((at, format!("`{name}` is a section: write [{name}] and its keys below")));
            continue;
        };
        for (key, value) in entries {
            let key_name = key.get_ref().as_ref();
            let Some(key_found) = KEYS.iter().find(|key| key.section == name && key.name == key_name) else {
                let known = KEYS.iter().filter(|key| key.section == name).map(|key| key.name);
                let nearest = nearest(key_name, known);
                let message = format!("unknown key {name}.{key_name}{}", did_you_mean(nearest.as_deref()));
                found.push((key.span().start, message));
                continue;
            };
            places.insert(key_found.path(), place(path, text, value.span().start));
            if let Err(message) = apply(config, key_found, convert(value)) {
                found.push((value.span().start, message));
            } else if let Ok(written) = convert(value) {
                let line = text[..value.span().start.min(text.len())].matches('\n').count() + 1;
                config.written.0.insert(key_found.path(), Written { value: written, source: format!("{path}:{line}") });
            }
        }
    }
    found.sort();
    problems.extend(found.into_iter().map(|(at, message)| format!("{}: {message}", place(path, text, at))));
}

/// `deskbell.toml:3:1`, from a byte offset.
fn place(path: &str, text: &str, at: usize) -> String {
    let head = &text[..at.min(text.len())];
    let line = head.matches('\n').count() + 1;
    let column = head.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{path}:{line}:{column}")
}

/// A TOML value in our own form; `Err` says what was found.
fn convert(value: &Spanned<DeValue<'_>>) -> Result<Value, String> {
    match value.get_ref() {
        DeValue::String(text) => Ok(Value::Text(text.to_string())),
        // the range of every key is far within what the conversion keeps exactly
        DeValue::Integer(number) => i128::from_str_radix(number.as_str(), number.radix())
            .map(|number| Value::Number(number as f64))
            .map_err(|_| format!("expected a smaller number, found {number}")),
        DeValue::Float(number) => Ok(Value::Number(number.to_string().parse().unwrap_or(f64::NAN))),
        DeValue::Boolean(switch) => Ok(Value::Switch(*switch)),
        DeValue::Array(items) => items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => Ok(text.to_string()),
                other => Err(format!("expected a list of texts, found {} in it", other.type_str())),
            })
            .collect::<Result<_, _>>()
            .map(Value::List),
        other => Err(format!("a value cannot be {}", other.type_str())),
    }
}

fn read_environment(
    config: &mut Config,
    environment: &BTreeMap<String, String>,
    problems: &mut Vec<String>,
    places: &mut Places,
) {
    for (name, value) in environment.iter().filter(|(name, _)| name.starts_with(PREFIX)) {
        let Some(key) = KEYS.iter().find(|key| key.variable() == *name) else {
            problems.extend(mistyped(name, value));
            continue;
        };
        let value = if key.list {
            Value::List(value.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect())
        } else {
            Value::Text(value.clone())
        };
        places.insert(key.path(), format!("environment: {name}"));
        if let Err(message) = apply(config, key, Ok(value.clone())) {
            problems.push(format!("environment: {name}: {message}"));
        } else {
            config.written.0.insert(key.path(), Written { value, source: name.clone() });
        }
    }
}

/// What is wrong with a variable that is no key's; `None`: it was not meant for the settings. Kubernetes gives every
/// container variables that begin with a service's name, such as `DESKBELL_PORT` and `DESKBELL_SERVICE_HOST`, or of the
/// service `deskbell-server` `DESKBELL_SERVER_PORT_8080_TCP`.
fn mistyped(variable: &str, value: &str) -> Option<String> {
    let of_service = ["_SERVICE_HOST", "_SERVICE_PORT"].iter().any(|part| variable.contains(part));
    let of_port = variable.contains("_PORT_") && ["_TCP", "_UDP", "_SCTP"].iter().any(|part| variable.contains(part));
    let is_address = variable.ends_with("_PORT") && value.contains("://");
    if of_service || of_port || is_address {
        return None;
    }
    let section = variable.strip_prefix(PREFIX)?.split_once('_').map(|(section, _)| section);
    let of_section: Vec<&Key> =
        KEYS.iter().filter(|key| section.is_some_and(|section| key.section.to_ascii_uppercase() == section)).collect();
    let nearest = if of_section.is_empty() {
        let near = |known: &String| strsim::damerau_levenshtein(variable, known) <= NEAR;
        Some(nearest(variable, KEYS.iter().map(Key::variable)).filter(near)?)
    } else {
        nearest(variable, of_section.into_iter().map(Key::variable))
    };
    Some(format!("environment: unknown variable {variable}{}", did_you_mean(nearest.as_deref())))
}

/// Checks and sets one value; the error names the key, what was expected and the default.
fn apply(config: &mut Config, key: &Key, value: Result<Value, String>) -> Result<(), String> {
    value
        .and_then(|value| (key.set)(config, &value))
        .map_err(|message| format!("{}: {message} (default: {})", key.path(), key.default))
}

/// The known name that a mistyped one is nearest to, if it is near at all.
fn nearest<Name: AsRef<str>>(written: &str, known: impl Iterator<Item = Name>) -> Option<String> {
    known
        .map(|name| (strsim::damerau_levenshtein(written, name.as_ref()), name.as_ref().to_owned()))
        .min()
        .filter(|(distance, name)| *distance <= NEAR.max(name.len() / 3))
        .map(|(_, name)| name)
}

fn did_you_mean(nearest: Option<&str>) -> String {
    match nearest {
        Some(name) => format!("; did you mean `{name}`?"),
        None => "; `deskbell config` prints all that there are".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, Vec<String>> {
        let mut config = default_config();
        let mut problems = Vec::new();
        read_file(&mut config, "deskbell.toml", text, &mut problems, &mut Places::new());
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }

    #[test]
    fn the_printed_default_is_valid_and_equals_the_contract() {
        let config = default_config();
        assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.wrong_rate, 0.10);
        assert_eq!(config.limits, Limits { messages_per_second: 1.0, burst: 5, address_per_second: 20.0 });
        assert_eq!(config.privacy, Privacy { keep_days: 180, mask: true });
        assert_eq!(config.site.langs, vec![Lang::english()]);
        assert_eq!(config.faq_dir, Path::new("faq"));
    }

    #[test]
    fn every_mistake_is_named_with_its_place_and_fix() {
        let text = "[server]\nlisten = \"8080\"\nlisen = 1\n[sites]\n[site]\ncolor = \"red\"\n  allowed_origins = [\"https://a.example/shop\"]\n[answers]\nwrong_rate = 3\n";
        assert_eq!(
            read(text).unwrap_err(),
            [
                "deskbell.toml:2:10: server.listen: expected an address and a port such as \"127.0.0.1:8080\", found \"8080\" (default: \"127.0.0.1:8080\")",
                "deskbell.toml:3:1: unknown key server.lisen; did you mean `listen`?",
                "deskbell.toml:4:2: unknown section [sites]; did you mean `site`?",
                "deskbell.toml:6:9: site.color: expected a colour such as \"#0d6657\", found \"red\" (default: \"#0d6657\")",
                "deskbell.toml:7:21: site.allowed_origins: expected an origin such as \"https://www.example.com\", without a path, found \"https://a.example/shop\" (default: [])",
                "deskbell.toml:9:14: answers.wrong_rate: expected a number from 0.001 to 0.5, found the number 3 (default: 0.10)",
            ]
        );
        assert!(read("[server\n").unwrap_err()[0].starts_with("deskbell.toml:1:8: not valid TOML"));
    }

    #[test]
    fn the_environment_overrides_the_file() {
        let environment: BTreeMap<_, _> = [
            ("DESKBELL_SITE_ALLOWED_ORIGINS", "https://a.example, http://b.example:80/"),
            ("DESKBELL_LIMITS_BURST", "9"),
            ("PATH", "/bin"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let mut config = default_config();
        let mut problems = Vec::new();
        read_environment(&mut config, &environment, &mut problems, &mut Places::new());
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(config.site.allowed_origins, ["https://a.example", "http://b.example"]);
        assert_eq!(config.limits.burst, 9);

        let typo = BTreeMap::from([("DESKBELL_SITE_COLOUR".to_owned(), "#000000".to_owned())]);
        read_environment(&mut config, &typo, &mut problems, &mut Places::new());
        assert_eq!(
            problems,
            ["environment: unknown variable DESKBELL_SITE_COLOUR; did you mean `DESKBELL_SITE_COLOR`?"]
        );
    }

    #[test]
    fn variables_of_a_kubernetes_service_are_not_settings() {
        let problems = |names: &[&str]| {
            let environment = names.iter().map(|name| ((*name).to_owned(), "x".to_owned())).collect();
            let mut problems = Vec::new();
            read_environment(&mut default_config(), &environment, &mut problems, &mut Places::new());
            problems
        };
        let injected = [
            "DESKBELL_SERVICE_HOST",
            "DESKBELL_SERVICE_PORT",
            "DESKBELL_SERVICE_PORT_HTTP",
            "DESKBELL_PORT",
            "DESKBELL_PORT_8080_TCP",
            "DESKBELL_PORT_8080_TCP_ADDR",
            "DESKBELL_PORT_8080_TCP_PORT",
            "DESKBELL_PORT_8080_TCP_PROTO",
            "DESKBELL_SERVER_SERVICE_HOST",
            "DESKBELL_MAIL_PORT_25_TCP_ADDR",
            "DESKBELL_VERSION",
            "DESKBELL_",
        ];
        assert_eq!(problems(&injected), Vec::<String>::new());
        for (name, advice) in [
            ("DESKBELL_SITE_COLOUR", "did you mean `DESKBELL_SITE_COLOR`?"),
            ("DESKBELL_STIE_COLOR", "did you mean `DESKBELL_SITE_COLOR`?"),
            ("DESKBELL_SITECOLOR", "did you mean `DESKBELL_SITE_COLOR`?"),
            ("DESKBELL_LIMIT_BURST", "did you mean `DESKBELL_LIMITS_BURST`?"),
            ("DESKBELL_SERVER_PORT", "did you mean `DESKBELL_SERVER_LISTEN`?"),
            ("DESKBELL_FAQ_", "did you mean `DESKBELL_FAQ_DIR`?"),
            ("DESKBELL_MAIL_SOMETHING_ELSE", "`deskbell config` prints all that there are"),
        ] {
            assert_eq!(problems(&[name]), [format!("environment: unknown variable {name}; {advice}")]);
        }
    }

    #[test]
    fn whole_numbers_may_be_written_in_every_way_of_toml() {
        for written in ["256", "+256", "2_5_6", "0x100", "0x1_00", "0o400", "0b1_0000_0000", "256.0", "2.56e2"] {
            let config = read(&format!("[server]\nmax_connections = {written}\n")).unwrap();
            assert_eq!(config.server.max_connections, 256, "{written}");
        }
        for (written, found) in [
            ("0x1", "expected a number from 16 to 1000000, found the number 1 "),
            ("-256", "expected a number from 16 to 1000000, found the number -256 "),
            ("nan", "expected a number from 16 to 1000000, found the number NaN "),
            ("9_000_000_000_000_000_000", "expected a number from 16 to 1000000, found the number 9e18 "),
            ("0xffffffffffffffffffffffffffffffffff", "expected a smaller number, found 0xffff"),
        ] {
            let problems = read(&format!("[server]\nmax_connections = {written}\n")).unwrap_err();
            assert!(problems[0].contains(found), "{problems:?}");
        }
    }

    #[test]
    fn a_rate_is_off_or_within_what_can_be_counted() {
        for key in ["messages_per_second", "address_per_second"] {
            for written in ["0", "0.0", "-0.0", "0.001", "20", "1_000_000"] {
                read(&format!("[limits]\n{key} = {written}\n")).unwrap();
            }
            for written in ["1e-300", "0.0009", "-1", "1_000_001", "inf", "nan", "true"] {
                let problems = read(&format!("[limits]\n{key} = {written}\n")).unwrap_err();
                let expected = format!("limits.{key}: expected 0 (no limit) or a number from 0.001 to 1000000, found ");
                assert!(problems[0].contains(&expected), "{problems:?}");
                assert!(problems[0].len() < 200, "{problems:?}");
            }
        }
    }

    #[test]
    fn texts_are_checked_key_by_key() {
        for (section, line, expected) in [
            ("reports", "send_at = \"Monday 7\"", "reports.send_at: expected a weekday"),
            ("reports", "mail_to = [\"a@b.example\", \"team\"]", "reports.mail_to: expected a mail address"),
            ("reports", "webhook = \"https://\"", "reports.webhook: expected an address"),
            ("reports", "webhook_secret = \"short\"", "reports.webhook_secret: expected \"whsec_\""),
            ("mail", "smtp_url = \"mail.example\"", "mail.smtp_url: expected smtps:// or smtp:// and a host"),
            ("mail", "from = \"Team\"", "mail.from: expected a mail address"),
            ("handoff", "hours = \"9 to 5\"", "handoff.hours: expected days"),
            ("handoff", "holidays = [\"25.12.\"]", "handoff.holidays: expected dates"),
            ("handoff", "pages = [\"checkout\"]", "handoff.pages: expected paths"),
            ("handoff", "patience_minutes = 0", "handoff.patience_minutes: expected a number from 1 to 60"),
            ("handoff", "notify = [\"https://a.example\"]", "handoff.notify: expected slack:, wecom:"),
            ("handoff", "mail_to = [\"team\"]", "handoff.mail_to: expected a mail address"),
            ("site", "privacy_url = \"https://\"", "site.privacy_url: expected an address"),
            ("site", "allowed_origins = [\"https://bücher.example\"]", "site.allowed_origins: expected an origin"),
            ("server", "public_url = \"https://b.example:443/x?y\"", "server.public_url: expected an origin"),
        ] {
            let problems = read(&format!("[{section}]\n{line}\n")).unwrap_err();
            assert!(problems[0].contains(expected), "{problems:?}");
        }
        let config = read("[server]\npublic_url = \"https://B.example:443/\"\n").unwrap();
        assert_eq!(config.server.public_url, "https://b.example");
        assert_eq!(read("[server]\npublic_url = \"\"\n").unwrap().server.public_url, "");
    }

    #[test]
    fn a_named_file_must_exist() {
        let error = load(Some(Path::new("/nonexistent/deskbell.toml")), &BTreeMap::new()).unwrap_err();
        assert!(error.to_string().contains("could not be read"), "{error}");
    }
}
