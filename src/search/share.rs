//! How many of a site's questions its FAQ does not hold: learned from the questions themselves, unlabelled.
//!
//! How sure an answer can be depends on it. Where one question in three is about something else, the same evidence is
//! worth less than where one in thirty is. Nobody labels a site's questions, but how much each looks like one that the
//! FAQ holds is known, and from that the share follows by expectation maximisation (Saerens, Latinne, Decaestecker 2002,
//! "Adjusting the outputs of a classifier to new a priori probabilities").
//!
//! Invariant: a share stays within [`RANGE`], so that no run of odd questions silences a site or opens it wide.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The share assumed before any question is heard. Visitors of live bots ask between a fifth and a half of their
/// questions outside the FAQ (HINT3, Arora et al. 2020); the lower end, since editors add what is asked.
pub const ASSUMED: f64 = 0.25;
/// How many questions the assumption weighs as much as; set on the dev splits.
const PRIOR: f64 = 60.0;
/// The lowest and highest share that is believed.
pub const RANGE: (f64, f64) = (0.02, 0.6);
/// The most questions that are remembered: a week of a small shop, an hour of a large one.
pub const MOST_HEARD: usize = 1_000;
/// After so many new questions the share is worked out anew.
const EVERY: usize = 25;
/// Rounds of the maximisation; it has settled long before.
const ROUNDS: usize = 60;

/// The share of questions outside the FAQ, from each question's log odds of being inside at even shares.
pub fn estimate<'a>(held: impl Iterator<Item = &'a f64> + Clone) -> f64 {
    let mut share = ASSUMED;
    for _ in 0..ROUNDS {
        let (mut outside, mut count) = (PRIOR * ASSUMED, PRIOR);
        for held in held.clone() {
            outside += 1.0 - inside(*held, share);
            count += 1.0;
        }
        share = (outside / count).clamp(RANGE.0, RANGE.1);
    }
    share
}

/// The probability that the FAQ holds a question of these log odds, given the share of those that it does not.
pub fn inside(held: f64, share: f64) -> f64 {
    1.0 / (1.0 + share / (1.0 - share) * (-held).exp())
}

/// The latest questions of a site.
#[derive(Default)]
pub struct Traffic(Mutex<Heard>);

#[derive(Default)]
struct Heard {
    held: VecDeque<f64>,
    since: usize,
}

impl Traffic {
    /// Hears a question's log odds. Gives the share when it was worked out anew.
    pub fn hear(&self, held: f64) -> Option<f64> {
        let mut heard = self.lock();
        heard.push(held);
        heard.since += 1;
        if heard.since < EVERY {
            return None;
        }
        heard.since = 0;
        Some(estimate(heard.held.iter()))
    }

    /// Begins anew with these questions, the oldest first, and gives the share.
    pub fn restart(&self, questions: impl Iterator<Item = f64>) -> f64 {
        let mut heard = self.lock();
        *heard = Heard::default();
        questions.for_each(|held| heard.push(held));
        estimate(heard.held.iter())
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        // nothing in here can be left half done
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Heard {
    fn push(&mut self, held: f64) {
        if self.held.len() == MOST_HEARD {
            self.held.pop_front();
        }
        self.held.push_back(held);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Questions of which this share is outside, told apart as well as a good model does.
    fn questions(count: usize, outside: f64) -> Vec<f64> {
        let spread = |at: usize| ((at * 37) % 100) as f64 / 25.0 - 2.0;
        let center = |at: usize| if (at as f64) < outside * count as f64 { -2.0 } else { 2.0 };
        (0..count).map(|at| center(at) + spread(at)).collect()
    }

    #[test]
    fn the_share_follows_the_questions() {
        assert_eq!(estimate([].iter()), ASSUMED);
        for outside in [0.05, 0.2, 0.5] {
            let found = estimate(questions(1_000, outside).iter());
            assert!((found - outside).abs() < 0.06, "{outside}: {found}");
        }
        let few = estimate(questions(5, 1.0).iter());
        assert!(few > ASSUMED && few < 0.4, "five questions say little: {few}");
        let within = |share: f64| share >= RANGE.0 && share <= RANGE.1;
        assert!(within(estimate([9.0; 2_000].iter())) && within(estimate([-9.0; 2_000].iter())));
    }

    #[test]
    fn a_site_remembers_its_latest_questions() {
        let traffic = Traffic::default();
        let shares: Vec<f64> = questions(500, 0.0).into_iter().filter_map(|held| traffic.hear(held)).collect();
        assert_eq!(shares.len(), 500 / EVERY);
        assert!(shares.is_sorted_by(|one, other| one >= other) && shares[19] < 0.1, "{shares:?}");
        for held in questions(MOST_HEARD, 1.0) {
            traffic.hear(held);
        }
        assert!(traffic.lock().held.len() == MOST_HEARD);
        assert_eq!(
            traffic.restart(questions(MOST_HEARD, 0.5).into_iter()),
            estimate(questions(MOST_HEARD, 0.5).iter())
        );
        assert_eq!(traffic.restart([].into_iter()), ASSUMED);
    }

    #[test]
    fn the_same_evidence_is_worth_less_where_more_is_outside() {
        assert!(inside(1.0, 0.1) > inside(1.0, 0.4));
        assert!((inside(0.0, 0.25) - 0.75).abs() < 1e-12);
    }
}
