//! The house's rules, checked against the sources: who may import whom, which dependency lives in which folder, how
//! long files and functions may be, and where the time comes from. A rule is changed here, with a reason.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should say where")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every module of the crate and its floor: a module imports only from floors below it, and from itself.
const FLOORS: &[(&str, u8)] = &[
    ("background", 0),
    ("clock", 0),
    ("config", 0),
    ("ids", 0),
    ("telemetry", 0),
    ("text", 0),
    ("faq", 1),
    ("search", 2),
    ("knowledge", 3),
    ("store", 3),
    ("conversation", 4),
    ("report", 4),
    ("exchange", 4),
    ("replay", 4),
    ("editing", 4),
    ("web", 5),
    ("delivery", 5),
    ("cli", 6),
    ("eval", 6),
    ("serve", 6),
    ("lib", 6),
    ("main", 6),
];

/// Modules on one floor that may import each other all the same, with the reason.
const SAME_FLOOR: &[(&str, &str, &str)] = &[
    ("config", "clock", "a time zone is read from the settings"),
    ("config", "text", "languages are read from the settings"),
    ("exchange", "report", "cells are safe by the same rules"),
    ("replay", "report", "visitors' words are masked and shown by the same rules"),
    ("editing", "replay", "a draft is compared by the log's questions"),
    ("editing", "report", "wordings are put together and masked by the same rules"),
    ("cli", "eval", "the command line runs it"),
    ("cli", "serve", "the command line runs it"),
    ("main", "cli", "the program is the command line"),
];

/// A dependency and the only places that may use it.
const HOMES: &[(&str, &[&str])] = &[
    ("sqlx", &["store/"]),
    ("tantivy", &["search/"]),
    ("jieba_rs", &["search/"]),
    ("pinyin", &["search/", "faq/naming.rs"]),
    ("axum", &["web/", "serve.rs"]),
    ("axum_extra", &["web/"]),
    ("tower", &["web/", "serve.rs"]),
    ("tower_http", &["web/", "serve.rs"]),
    ("hyper", &["serve.rs"]),
    ("hyper_util", &["serve.rs"]),
    ("tokio_tungstenite", &["web/"]),
    ("governor", &["web/"]),
    ("argon2", &["web/"]),
    ("brotli", &["web/"]),
    ("flate2", &["web/"]),
    ("granit_parser", &["faq/tree.rs", "faq/tree/"]),
    ("comrak", &["faq/"]),
    // what is read or sent as JSON says its own shape, wherever it is
    (
        "schemars",
        &[
            "faq/",
            "report/",
            "web/",
            "search/mod.rs",
            "conversation/",
            "store/accounts.rs",
            "store/details.rs",
            "store/history.rs",
            "replay/mod.rs",
        ],
    ),
    ("notify", &["faq/watch.rs"]),
    ("ferrous_opencc", &["text.rs"]),
    ("whatlang", &["text/detect.rs"]),
    ("askama", &["report/"]),
    ("rust_xlsxwriter", &["report/", "exchange/"]),
    ("csv", &["report/", "exchange/"]),
    ("calamine", &["exchange/"]),
    ("toml", &["config/"]),
    ("clap", &["cli/"]),
    ("anyhow", &["cli/", "serve.rs", "serve/", "main.rs", "web/", "delivery/"]),
    ("prometheus_client", &["telemetry.rs"]),
    ("tracing_subscriber", &["telemetry.rs"]),
    ("lettre", &["delivery/mail.rs"]),
    ("reqwest", &["delivery/webhook.rs"]),
    ("rustls", &["delivery/webhook.rs"]),
    ("hmac", &["delivery/sign.rs"]),
    ("jiff", &["clock.rs"]),
    ("getrandom", &["ids.rs"]),
    ("rustix", &["background.rs"]),
];

/// Reading the time anywhere but in `clock`.
const CLOCKS: &[&str] = &["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now"];

/// Lines of a file, and of a function, at most; tests at a file's foot do not count.
const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;

/// Files that may be longer, with the reason. One that is not longer any more fails the test.
const LONG_FILES: &[(&str, &str)] = &[];

/// Functions that may be longer, as `file: name`, with the reason.
const LONG_FUNCTIONS: &[(&str, &str)] = &[];

struct Source {
    /// From `src/`, or from the project's root for other files.
    path: String,
    /// Without the tests at its foot.
    text: String,
}

impl Source {
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
}

/// Whether a file is a test as a whole.
fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.contains("/tests/")
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    files(&root().join("src"), "rs", &mut found);
    assert!(found.len() > 20, "the sources were not found");
    found
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let name = path.strip_prefix(root().join("src")).unwrap().to_string_lossy().replace('\\', "/");
            let foot = if is_test(&name) { 0 } else { text.find("\n#[cfg(test)]").unwrap_or(text.len()) };
            Source { path: name, text: text[..foot].to_owned() }
        })
        .collect()
}

/// Code without comments and doc comments, so that prose may name what code may not use.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

fn fail_with(problems: &[String], rule: &str) {
    assert!(problems.is_empty(), "{rule}\n{}\n", problems.join("\n"));
}

#[test]
fn modules_import_only_from_floors_below() {
    let mut problems = Vec::new();
    for source in sources() {
        let own = source.module();
        let Some(own_floor) = floor(own) else {
            problems.push(format!("src/{}: the module `{own}` has no floor", source.path));
            continue;
        };
        let text = code(&source.text);
        let mut used: BTreeSet<String> = BTreeSet::new();
        for (at, _) in text.match_indices("crate::") {
            let rest = &text[at + "crate::".len()..];
            if let Some(group) = rest.strip_prefix('{') {
                let inside = group.split('}').next().unwrap_or_default();
                used.extend(inside.split(',').filter_map(|part| part.trim().split("::").next()).map(str::to_owned));
            } else {
                used.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
        for module in used.iter().filter(|module| *module != own) {
            let Some(other) = floor(module) else { continue };
            let granted = SAME_FLOOR.iter().any(|(from, to, _)| *from == own && to == module);
            if other >= own_floor && !granted {
                problems
                    .push(format!("src/{}: `{own}` (floor {own_floor}) uses `{module}` (floor {other})", source.path));
            }
        }
    }
    fail_with(&problems, "A module imports only from floors below it: move the code down, or pass it in.");
}

#[test]
fn every_dependency_has_one_home() {
    let mut problems = Vec::new();
    for source in sources() {
        let text = code(&source.text);
        for (dependency, homes) in HOMES {
            let uses = text.match_indices(&format!("{dependency}::")).any(|(at, _)| {
                let before = text[..at].chars().next_back();
                before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'))
            });
            if uses && !homes.iter().any(|home| source.path.starts_with(home)) {
                problems.push(format!("src/{}: uses {dependency}, whose home is {}", source.path, homes.join(" and ")));
            }
        }
    }
    fail_with(
        &problems,
        "One dependency, one folder: give the home a function for it, or change the table with a reason.",
    );
}

#[test]
fn the_time_comes_from_clock() {
    let mut problems = Vec::new();
    for source in sources().iter().filter(|source| source.path != "clock.rs") {
        let text = code(&source.text);
        problems.extend(
            CLOCKS.iter().filter(|name| text.contains(*name)).map(|name| format!("src/{}: {name}", source.path)),
        );
    }
    fail_with(&problems, "Take the time from a `Clock`, and durations from `clock::instant()`.");
}

#[test]
fn files_are_short() {
    let mut problems = Vec::new();
    let mut all: Vec<(String, usize)> =
        sources().iter().map(|source| (format!("src/{}", source.path), source.text.lines().count())).collect();
    let mut scripts = Vec::new();
    files(&root().join("static"), "js", &mut scripts);
    for path in scripts {
        let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        all.push((name, fs::read_to_string(&path).unwrap().lines().count()));
    }
    for (path, lines) in &all {
        let exempt = LONG_FILES.iter().any(|(name, _)| name == path);
        if *lines > FILE_LINES && !exempt {
            problems.push(format!("{path}: {lines} lines"));
        }
        if *lines <= FILE_LINES && exempt {
            problems.push(format!("{path}: is not longer than {FILE_LINES} lines any more; take it off LONG_FILES"));
        }
    }
    fail_with(&problems, "A file has 400 lines at most, its tests aside: split it where it changes subject.");
}

#[test]
fn functions_are_short() {
    let mut problems = Vec::new();
    let mut long = BTreeSet::new();
    for source in sources() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let words: Vec<&str> = line.trim_start().split(' ').collect();
            let Some(at) = words.iter().position(|word| *word == "fn") else { continue };
            let modifiers = ["pub", "async", "const", "extern"];
            if !words[..at].iter().all(|word| modifiers.contains(word) || word.starts_with("pub(")) {
                continue;
            }
            // rustfmt puts the closing brace below the `fn`; one line functions and declarations end at once
            let closing = format!("{}}}", " ".repeat(indent));
            let Some(end) = lines[start..].iter().position(|line| {
                *line == closing || line.ends_with(';') && line.len() - line.trim_start().len() == indent
            }) else {
                continue;
            };
            let name = words[at + 1..].join(" ").split(['(', '<']).next().unwrap_or_default().to_owned();
            if end + 1 > FUNCTION_LINES {
                let key = format!("src/{}: {name}", source.path);
                if !LONG_FUNCTIONS.iter().any(|(exempt, _)| *exempt == key) {
                    problems.push(format!("src/{}:{}: {name} has {} lines", source.path, start + 1, end + 1));
                }
                long.insert(key);
            }
        }
    }
    for (exempt, _) in LONG_FUNCTIONS.iter().filter(|(exempt, _)| !long.contains(*exempt)) {
        problems
            .push(format!("{exempt}: is not longer than {FUNCTION_LINES} lines any more; take it off LONG_FUNCTIONS"));
    }
    fail_with(&problems, "A function has 70 lines at most: give its parts names.");
}

#[test]
fn every_file_opens_with_its_job() {
    let problems: Vec<String> = sources()
        .iter()
        .filter(|source| !source.text.starts_with("//!") && !is_test(&source.path))
        .map(|source| format!("src/{}", source.path))
        .collect();
    fail_with(&problems, "A file opens with `//!`: its job and its invariant.");
}

#[test]
fn nothing_new_at_the_top() {
    let known: BTreeSet<&str> = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "migrations",
        "static",
        "faq",
        "tests",
        "README.md",
        "benches",
        "deny.toml",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        ".ci",
        ".gitignore",
        ".git",
        "clippy.toml",
        "rustfmt.toml",
        // made by running it, never committed
        "target",
        "data",
    ]
    .into();
    let problems: Vec<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !known.contains(name.as_str()))
        .collect();
    fail_with(&problems, "The top level is kept small: put it into a folder, or add it here with a reason.");
}
