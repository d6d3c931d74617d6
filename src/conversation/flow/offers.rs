//! What may be offered in place of an answer, or after one that did not help.
//!
//! Invariant: small talk is never offered: nobody presses "Thank you, that was helpful!".

use super::super::OPTIONS;
use crate::search::{Candidate, EXACT, Verdict};

/// What is offered after "I don't know" is right with at least this probability: less reads like a guess.
const WORTH_MENTIONING: f64 = 0.2;

/// What is offered to somebody whom an answer did not help is right with at least this probability, given that the answer
/// was wrong, and at least this part as likely as the likeliest of the others. On dev splits and on what was asked of
/// `tests/sites/dev`, 299 of 539 wrong answers were to what the FAQ holds: the right one is among what is offered for 218
/// of them, and 1.3 entries are offered in the mean. With neither it would be 241 and 3.
const WORTH_A_SECOND_GUESS: f64 = 0.02;
const AS_LIKELY: f64 = 0.25;

/// What is asked back, the likeliest first: what the verdict would have chosen from, or what is worth mentioning beside "I
/// don't know".
pub(super) fn options(verdict: &Verdict, sure: bool) -> Vec<Candidate> {
    let worth = |found: &&Candidate| !found.entry.small_talk && (sure || found.confidence >= WORTH_MENTIONING);
    verdict.choices().filter(worth).take(OPTIONS).cloned().collect()
}

/// The ids of candidates.
pub(super) fn ids<'a>(candidates: impl Iterator<Item = &'a Candidate>) -> Vec<String> {
    candidates.map(|candidate| candidate.entry.id.to_string()).collect()
}

/// What else may have been meant if the first candidate was not. Nothing where that is as sure as if its very words were
/// asked.
pub(super) fn others(verdict: &Verdict) -> Vec<String> {
    if verdict.confidence() >= EXACT {
        return Vec::new();
    }
    let wrong = 1.0 - verdict.confidence();
    let others = || verdict.candidates.iter().skip(1).filter(|other| !other.entry.small_talk);
    let best = others().map(|other| other.confidence).fold(f64::MIN_POSITIVE, f64::max);
    let least = (WORTH_A_SECOND_GUESS * wrong).max(AS_LIKELY * best);
    ids(others().filter(|other| other.confidence >= least).take(OPTIONS))
}
