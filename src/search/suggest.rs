//! Titles while a visitor types: those that hold what is typed so far, then those that mean it.
//!
//! Invariant: at most one suggestion for an entry, in an order that does not change while the same text is typed.

use super::Question;
use super::index::Index;
use super::section::Section;
use crate::clock::Timestamp;
use crate::faq::Entry;
use crate::text::{Lang, canonical, is_unspaced};
use std::sync::Arc;

/// The longest text for which suggestions are looked for; who types more has a question.
const LONGEST_PREFIX: usize = 200;

/// How well a wording holds what is typed: lower is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// Whether it is another wording than the title.
    other_wording: bool,
    /// Whether it starts otherwise.
    inside: bool,
}

impl Index {
    /// Up to `limit` entries whose title or other wording holds every word typed (the last one unfinished), and then
    /// those that fit by meaning. Empty while nothing is typed.
    pub fn suggest(&self, prefix: &str, lang: Option<&Lang>, now: Timestamp, limit: usize) -> Vec<Arc<Entry>> {
        let typed: String = canonical(&prefix.chars().take(LONGEST_PREFIX).collect::<String>());
        let question = Question { text: prefix, lang, page: None, previous: None, now };
        let Some(home) = self.home(&question).filter(|_| !typed.is_empty() && limit > 0) else { return Vec::new() };
        let section = &self.sections[home];
        let mut suggested: Vec<Arc<Entry>> = Vec::with_capacity(limit);
        for entry in holding(section, &typed, now).into_iter().take(limit) {
            suggested.push(section.entries[entry as usize].clone());
        }
        if suggested.len() < limit {
            let meant = self.ask(&question).candidates.into_iter().map(|candidate| candidate.entry);
            for entry in meant {
                if suggested.len() < limit && !suggested.iter().any(|held| held.id == entry.id) {
                    suggested.push(entry);
                }
            }
        }
        suggested
    }
}

/// The entries with a wording that holds what is typed, the best first, in the order of the FAQ among equals.
fn holding(section: &Section, typed: &str, now: Timestamp) -> Vec<u32> {
    let words: Vec<&str> = typed.split(' ').collect();
    let mut held: Vec<(Place, u32)> = Vec::new();
    for entry in 0..section.entries.len() as u32 {
        if !section.serves(entry, now) {
            continue;
        }
        let wordings = section.wordings(entry).iter().enumerate();
        let best = wordings
            .filter(|(_, wording)| words.iter().all(|word| holds(wording, word)))
            .map(|(at, wording)| Place { other_wording: at > 0, inside: !wording.starts_with(typed) });
        held.extend(best.min().map(|place| (place, entry)));
    }
    held.sort_unstable();
    held.into_iter().map(|(_, entry)| entry).collect()
}

/// Whether a word of the wording starts with what is typed; anywhere in a script without spaces.
fn holds(wording: &str, typed: &str) -> bool {
    if typed.chars().next().is_some_and(is_unspaced) {
        return wording.contains(typed);
    }
    wording.match_indices(typed).any(|(at, _)| {
        wording[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric() || is_unspaced(before))
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entries, index, now};
    use super::*;

    fn ids(index: &Index, typed: &str, limit: usize) -> Vec<String> {
        index.suggest(typed, None, now(), limit).iter().map(|entry| entry.id.to_string()).collect()
    }

    #[test]
    fn titles_that_start_with_what_is_typed_come_first() {
        let index = index(entries());
        assert_eq!(ids(&index, "where is", 5)[0], "order-status");
        assert_eq!(ids(&index, "How much is sh", 1), ["delivery-cost"]);
        assert_eq!(ids(&index, "pARc", 2), ["order-status", "delivery-time"]);
        assert_eq!(ids(&index, "发票", 1), ["invoice"]);
        assert!(ids(&index, "refund", 3).len() <= 3);
    }

    #[test]
    fn meaning_fills_up_and_nothing_typed_gives_nothing() {
        let index = index(entries());
        assert!(ids(&index, "refnud for goods", 5).contains(&"refund".to_owned()));
        assert!(ids(&index, "  ", 5).is_empty() && ids(&index, "refund", 0).is_empty());
        let found = ids(&index, "delivery", 5);
        let mut once = found.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), found.len());
    }
}
