//! Warnings that need no index: what can be served, but is worth a look.
//!
//! Invariant: nothing here keeps a folder out of service.

use super::{Entry, Place, Problem, Severity};
use crate::clock::Timestamp;
use crate::text::Lang;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The warnings about single entries.
pub fn entries(entries: &[Arc<Entry>], now: Timestamp) -> Vec<Problem> {
    let mut problems = Vec::new();
    for entry in entries {
        if let [only] = entry.questions.as_slice() {
            let message = format!("`{}` has a single wording; add other ways to ask it, the more the better", entry.id);
            problems.push(warning(&only.place, message));
        }
        if entry.until.is_some_and(|until| until <= now) {
            let message = format!("`{}` is past its `until` and out of service; remove it or move the date", entry.id);
            problems.push(warning(&entry.place, message));
        }
    }
    problems
}

/// The warnings about translations that are missing in a configured language. A language without any entry is told
/// once, not once for each entry. `entries` come in the order of their files.
pub fn translations(entries: &[Arc<Entry>], configured: &[Lang]) -> Vec<Problem> {
    let mut ids: HashMap<&Lang, HashSet<&str>> = HashMap::new();
    for entry in entries {
        if let Some(lang) = entry.lang.best_of(configured) {
            ids.entry(lang).or_default().insert(&entry.id);
        }
    }
    let mut problems = Vec::new();
    for lang in configured {
        let Some(translated) = ids.get(lang) else {
            if let Some(first) = entries.first() {
                let message = format!(
                    "there is no entry in `{lang}`, which is configured; write translations in a file with \
                     `lang: {lang}`, or remove it from `langs` in the section [site]"
                );
                problems.push(warning(&first.place, message));
            }
            continue;
        };
        let mut told: HashSet<&str> = HashSet::new();
        for entry in entries.iter().filter(|entry| !translated.contains(&*entry.id)) {
            if told.insert(&entry.id) {
                let message = format!(
                    "`{}` has no translation in `{lang}`; add an entry of this id to a file with `lang: {lang}`",
                    entry.id
                );
                problems.push(warning(&entry.place, message));
            }
        }
    }
    problems
}

fn warning(place: &Place, message: String) -> Problem {
    Problem { place: place.clone(), severity: Severity::Warning, message }
}
