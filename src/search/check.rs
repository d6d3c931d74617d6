//! What the index can tell an editor about the FAQ: entries that do not win their own questions, and entries that
//! nearly coincide.
//!
//! Invariant: these are warnings; a FAQ that has them is served all the same.

use super::index::Index;
use super::section::Section;
use crate::faq::{Entry, Problem, Severity, Wording};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Up to this many wordings every one is asked; in a larger FAQ the titles only.
const EVERY_WORDING: usize = 6_000;
/// Up to this many entries titles are asked; a larger FAQ is too much to be examined on every edit.
const EVERY_TITLE: usize = 20_000;
/// Wordings of two entries with at least this cosine nearly coincide.
const COINCIDE: f32 = 0.9;

impl Index {
    /// The warnings of all languages, in the order of the files.
    pub fn self_check(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self.sections.iter().flat_map(check).collect();
        problems.sort();
        problems
    }
}

fn check(section: &Section) -> Vec<Problem> {
    let total: usize = section.entries.iter().map(|entry| entry.questions.len()).sum();
    if section.entries.len() > EVERY_TITLE {
        return Vec::new();
    }
    let asked = if total <= EVERY_WORDING { usize::MAX } else { 1 };
    let mut problems = Vec::new();
    let mut coinciding: BTreeSet<(u32, u32)> = BTreeSet::new();
    for (at, entry) in section.entries.iter().enumerate() {
        for (turn, wording) in entry.questions.iter().enumerate().take(asked) {
            let own = at as u32;
            let ranking = section.rank(&section.read(&wording.text), &|_| true, &|_| false);
            // a wording without a word in it is matched letter by letter only
            let Some(first) = ranking.ranked.first() else { continue };
            let nearest = ranking.ranked.iter().filter(|ranked| ranked.entry != own);
            let nearest = nearest.max_by(|one, other| one.features.best.total_cmp(&other.features.best));
            if let Some(other) = nearest.filter(|other| other.features.best >= COINCIDE) {
                if coinciding.insert((own.min(other.entry), own.max(other.entry))) {
                    problems.push(coincides(wording, &section.entries[other.entry as usize]));
                }
            } else if first.entry != own {
                let sure = section.calibration.probability(&ranking.odds());
                problems.push(lost(entry, wording, turn, &section.entries[first.entry as usize], sure));
            }
        }
    }
    problems
}

fn coincides(wording: &Wording, other: &Arc<Entry>) -> Problem {
    Problem {
        place: wording.place.clone(),
        severity: Severity::Warning,
        message: format!(
            "\"{}\" nearly coincides with a question of \"{}\" ({}:{}); merge the entries or word them further apart",
            wording.text, other.id, other.place.path, other.place.line
        ),
    }
}

fn lost(entry: &Entry, wording: &Wording, turn: usize, winner: &Arc<Entry>, sure: f64) -> Problem {
    let which = if turn == 0 { "title" } else { "question" };
    Problem {
        place: wording.place.clone(),
        severity: Severity::Warning,
        message: format!(
            "\"{}\" does not win its own {which} \"{}\": \"{}\" ({}:{}) comes first with {:.0} %; add wordings to \
             \"{}\" that set it apart",
            entry.id,
            wording.text,
            winner.id,
            winner.place.path,
            winner.place.line,
            sure * 100.0,
            entry.id
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entries, entry, index};

    #[test]
    fn a_sound_faq_has_no_warnings() {
        let problems = index(entries()).self_check();
        assert!(problems.is_empty(), "{problems:?}");
    }

    #[test]
    fn entries_that_nearly_coincide_are_named_with_their_place() {
        let mut all = entries();
        all.push(entry("en", "parcels", &["Track my parcels"], "Ask us."));
        let problems = index(all).self_check();
        assert_eq!(problems.len(), 1, "{problems:?}");
        let message = problems[0].to_string();
        assert!(message.contains("nearly coincides") && message.contains("warning: "), "{message}");
        assert!(message.contains("faq/en/all.yaml:"), "{message}");
    }

    #[test]
    fn an_entry_that_loses_its_own_question_is_named() {
        let mut all = entries();
        let wordings = ["money for order", "money of my order", "order money please", "the money order again"];
        all.push(entry("en", "other", &wordings, "Money for an order."));
        let unlike =
            ["money order", "bicycle museums in winter", "noodles at night", "rivers and mountains", "a red tree"];
        all.push(entry("en", "lost", &unlike, "No."));
        let problems = index(all).self_check();
        assert!(problems.iter().any(|problem| problem.message.contains("\"lost\"")), "{problems:?}");
    }
}
