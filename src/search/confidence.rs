//! Scores to probabilities, and probabilities to what is done.
//!
//! The probability that the first candidate is right comes from a logistic model over the signals of a ranking. Its
//! coefficients were fitted on the dev splits of the evaluation sets; each FAQ then examines itself, with a part of its
//! own wordings held back, and shifts and stretches the model to what it sees, the more the more wordings it has.
//!
//! Invariant: probabilities are in 0 to 1, fall in the order of the candidates, and add up to at most 1.

use super::Decision;
use super::rank::{Evidence, Ranked};

/// How many signals there are.
pub const COUNT: usize = 15;

/// What is seen of a ranking as a whole; zero throughout where there are no candidates.
pub type Signals = [f64; COUNT];

/// The coefficients, in the order of [`signals`].
const COEFFICIENTS: Signals = [
    -2.0013, 0.6656, -0.0338, -0.0503, -0.3944, 2.3138, -1.3988, -0.0145, 0.2118, 0.4158, 0.6585, 0.7614, 1.0266,
    0.4942, -0.3002,
];

/// The assumed share of questions that the FAQ does not hold. Visitors of live bots ask between a fifth and a half of
/// them (HINT3, Arora et al. 2020); the lower end, since editors add what is asked.
const OUT_OF_SCOPE: f64 = 0.25;

/// The share assumed where a budget of wrong answers is to be kept: on the dev splits that hold such questions a budget
/// set at the lower share is overdrawn by half.
const OUT_OF_SCOPE_BUDGETED: f64 = 0.4;

/// How many examined questions weigh as much as the fitted coefficients.
const PRIOR: f64 = 60.0;

/// Thresholds for budgets of wrong answers on the dev splits, for a FAQ that cannot examine itself.
const THRESHOLDS: [(f64, f64); 6] = [(0.0, 0.99), (0.02, 0.98), (0.05, 0.93), (0.1, 0.80), (0.15, 0.68), (0.2, 0.58)];

/// The lowest and highest threshold that any FAQ gets.
const THRESHOLD_RANGE: (f64, f64) = (0.3, 0.99);

/// Candidates that have at least this probability are worth offering.
const WORTH_OFFERING: f64 = 0.05;
/// Choices are offered if one of them is right with at least this probability.
const WORTH_CHOOSING: f64 = 0.3;
/// How many choices are offered at most.
pub const MOST_CHOICES: usize = 3;
/// Two candidates nearer than this are a choice, however probable they are together.
const CLOSE: f64 = 0.1;

/// The signals of a ranking.
pub fn signals(ranked: &[Ranked], evidence: &Evidence) -> Signals {
    let Some(first) = ranked.first() else { return [0.0; COUNT] };
    let rest: f64 = ranked.iter().skip(1).map(|other| f64::from(other.score - first.score).exp()).sum();
    let margin = ranked.get(1).map_or(6.0, |second| f64::from(first.score - second.score).min(6.0));
    let features = first.features;
    // what the cosines would be if the terms that no wording holds counted too
    let familiar = f64::from(1.0 - evidence.strange).max(0.0).sqrt();
    [
        1.0,
        // log odds of the first among the candidates
        (-rest.max(1e-4).ln()).clamp(-4.0, 8.0),
        margin,
        f64::from(features.best),
        f64::from(features.pooled),
        f64::from(features.by_any),
        f64::from(features.by_wordings),
        f64::from(features.lacking),
        f64::from(features.fitted),
        f64::from(evidence.unknown),
        f64::from(evidence.strange),
        f64::from(features.best) * familiar,
        f64::from(features.pooled) * familiar,
        f64::from(evidence.units + 1.0).ln(),
        1.0 - 1.0 / f64::from(evidence.wordings.max(1.0)),
    ]
}

fn logistic(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}

/// An examined question: its signals' log odds before calibration, whether the first candidate was right, and what it
/// weighs.
#[derive(Clone, Copy, Debug)]
pub struct Examined {
    /// Log odds from the fitted coefficients.
    pub log_odds: f64,
    /// Whether the first candidate was right.
    pub right: bool,
    /// Whether it was asked of entries none of which is right.
    pub outside: bool,
}

impl Examined {
    /// Its weight if questions of this share are out of scope.
    fn weight(&self, out_of_scope: f64) -> f64 {
        if self.outside { out_of_scope } else { 1.0 - out_of_scope }
    }
}

/// Log odds from the fitted coefficients.
pub fn log_odds(signals: &Signals) -> f64 {
    signals.iter().zip(COEFFICIENTS).map(|(signal, coefficient)| signal * coefficient).sum()
}

/// One FAQ's way from log odds to probability and decision.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Calibration {
    /// Added to the log odds.
    pub shift: f64,
    /// What they are multiplied by.
    pub slope: f64,
    /// The probability from which on an answer is given.
    pub threshold: f64,
}

impl Calibration {
    /// Fits shift, slope and threshold to a FAQ's examination, for a budget of wrong answers.
    pub fn new(examined: &[Examined], wrong_rate: f64) -> Self {
        let (shift, slope) = fit(examined);
        let threshold = default_threshold(wrong_rate);
        let mut calibration = Self { shift, slope, threshold };
        let seen = examined.len() as f64 / 2.0;
        if let Some(own) = calibration.own_threshold(examined, wrong_rate) {
            let trust = seen / (seen + PRIOR);
            calibration.threshold = trust * own + (1.0 - trust) * threshold;
        }
        calibration.threshold = calibration.threshold.clamp(THRESHOLD_RANGE.0, THRESHOLD_RANGE.1);
        calibration
    }

    /// The lowest threshold at which the share of wrong answers was within the budget.
    fn own_threshold(&self, examined: &[Examined], wrong_rate: f64) -> Option<f64> {
        let mut sorted: Vec<(f64, &Examined)> =
            examined.iter().map(|question| (self.probability(question.log_odds), question)).collect();
        sorted.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (mut given, mut wrong, mut threshold) = (0.0, 0.0, None);
        for (probability, question) in sorted {
            let weight = question.weight(OUT_OF_SCOPE_BUDGETED);
            given += weight;
            wrong += if question.right { 0.0 } else { weight };
            if wrong <= wrong_rate * given {
                threshold = Some(probability);
            }
        }
        threshold
    }

    /// The probability that the first candidate is right.
    pub fn probability(&self, log_odds: f64) -> f64 {
        logistic(self.shift + self.slope * log_odds)
    }

    /// The probabilities of all candidates, given the first one's: the rest share what is left as their scores say.
    pub fn spread(first: f64, ranked: &[Ranked]) -> Vec<f64> {
        let Some(best) = ranked.first() else { return Vec::new() };
        let mut probabilities: Vec<f64> =
            ranked.iter().map(|other| first * f64::from(other.score - best.score).exp()).collect();
        let rest: f64 = probabilities.iter().skip(1).sum();
        let scale = if rest > 1.0 - first { (1.0 - first) / rest } else { 1.0 };
        probabilities.iter_mut().skip(1).for_each(|probability| *probability *= scale);
        probabilities
    }

    /// What to do, given the probabilities of the candidates in falling order.
    pub fn decide(&self, probabilities: &[f64], evidence: &Evidence) -> Decision {
        let first = probabilities.first().copied().unwrap_or(0.0);
        let second = probabilities.get(1).copied().unwrap_or(0.0);
        let worth: f64 =
            probabilities.iter().take(MOST_CHOICES).filter(|probability| **probability >= WORTH_OFFERING).sum();
        if first >= self.threshold && first - second >= CLOSE {
            Decision::Answer
        } else if worth >= WORTH_CHOOSING && !is_foreign(evidence) {
            Decision::Choices
        } else {
            Decision::None
        }
    }
}

/// Whether a question is about something else altogether: it has matter, and no entry has any of it. What little it
/// shares with an entry then is how questions are put ("can I …", "do you …"), and offering that would be a guess. One
/// unknown word alone may stand for anything ("where is my stuff"), so that it takes two.
fn is_foreign(evidence: &Evidence) -> bool {
    evidence.units >= 2.0 && evidence.unknown >= 0.99
}

/// Shift and slope by maximum likelihood (Platt 1999) with a normal prior around no shift and slope one.
fn fit(examined: &[Examined]) -> (f64, f64) {
    const ROUNDS: usize = 50;
    // The prior as the information that `PRIOR` questions of even odds would hold.
    let (prior_shift, prior_slope) = (PRIOR / 4.0, PRIOR / 2.0);
    let (mut shift, mut slope) = (0.0, 1.0);
    for _ in 0..ROUNDS {
        let (mut by_shift, mut by_slope) = (prior_shift * shift, prior_slope * (slope - 1.0));
        let (mut shift_shift, mut shift_slope, mut slope_slope) = (prior_shift, 0.0, prior_slope);
        for question @ Examined { log_odds, right, .. } in examined {
            let weight = question.weight(OUT_OF_SCOPE);
            let probability = logistic(shift + slope * log_odds);
            let miss = weight * (probability - if *right { 1.0 } else { 0.0 });
            let curve = weight * probability * (1.0 - probability);
            by_shift += miss;
            by_slope += miss * log_odds;
            shift_shift += curve;
            shift_slope += curve * log_odds;
            slope_slope += curve * log_odds * log_odds;
        }
        let determinant = shift_shift * slope_slope - shift_slope * shift_slope;
        shift -= (slope_slope * by_shift - shift_slope * by_slope) / determinant;
        slope -= (shift_shift * by_slope - shift_slope * by_shift) / determinant;
    }
    // More certainty must never mean less, whatever a small examination says.
    (shift.clamp(-3.0, 3.0), slope.clamp(0.2, 3.0))
}

/// The threshold for a budget of wrong answers where nothing is known of the FAQ, between the fitted points.
fn default_threshold(wrong_rate: f64) -> f64 {
    let above = THRESHOLDS.iter().position(|(budget, _)| *budget >= wrong_rate);
    match above {
        Some(0) => THRESHOLDS[0].1,
        Some(at) => {
            let ((low, from), (high, to)) = (THRESHOLDS[at - 1], THRESHOLDS[at]);
            from + (to - from) * (wrong_rate - low) / (high - low)
        }
        None => THRESHOLD_RANGE.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn examined(right_from: f64) -> Vec<Examined> {
        (0..400)
            .map(|at| {
                let log_odds = f64::from(at) / 50.0 - 4.0;
                Examined { log_odds, right: log_odds > right_from, outside: false }
            })
            .collect()
    }

    #[test]
    fn a_faq_that_is_easier_than_thought_gains_confidence_and_a_harder_one_loses_it() {
        let (easy, plain, hard) =
            (Calibration::new(&examined(-3.0), 0.1), Calibration::new(&[], 0.1), Calibration::new(&examined(3.0), 0.1));
        assert!(easy.probability(0.0) > plain.probability(0.0) && plain.probability(0.0) > hard.probability(0.0));
        assert_eq!(plain.probability(0.0), 0.5);
        for calibration in [easy, plain, hard] {
            assert!((0..20).all(|at| {
                let log_odds = f64::from(at) - 10.0;
                calibration.probability(log_odds) <= calibration.probability(log_odds + 1.0)
            }));
        }
    }

    #[test]
    fn a_smaller_budget_asks_for_more_confidence() {
        let thresholds: Vec<f64> =
            [0.0, 0.02, 0.05, 0.1, 0.2, 1.0].iter().map(|rate| Calibration::new(&[], *rate).threshold).collect();
        assert!(thresholds.is_sorted_by(|one, other| one > other), "{thresholds:?}");
        let own = |rate: f64| Calibration::new(&examined(0.0), rate).threshold;
        assert!(own(0.02) > own(0.2));
    }

    #[test]
    fn decisions_follow_the_probabilities() {
        let calibration = Calibration { shift: 0.0, slope: 1.0, threshold: 0.6 };
        let familiar = Evidence { units: 2.0, unknown: 0.5, ..Evidence::default() };
        let decide = |probabilities: &[f64]| calibration.decide(probabilities, &familiar);
        assert_eq!(decide(&[0.7, 0.1]), Decision::Answer);
        assert_eq!(decide(&[0.61, 0.55]), Decision::Choices, "two that are close");
        assert_eq!(decide(&[0.3, 0.1, 0.1]), Decision::Choices);
        assert_eq!(decide(&[0.1, 0.04]), Decision::None);
        assert_eq!(decide(&[]), Decision::None);
        let foreign = Evidence { unknown: 1.0, ..familiar };
        assert_eq!(calibration.decide(&[0.5, 0.1], &foreign), Decision::None, "nothing of it is known");
        let one_word = Evidence { units: 1.0, ..foreign };
        assert_eq!(calibration.decide(&[0.5, 0.1], &one_word), Decision::Choices);
    }
}
