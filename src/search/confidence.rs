//! Scores to probabilities, and probabilities to what is done.
//!
//! The probability that the first candidate is right is that of the FAQ holding what is asked, times that of the first
//! candidate being right if so. Each comes from a logistic model over the signals of a ranking, whose coefficients were
//! fitted on the dev splits of the evaluation sets and, for FAQs as companies start them, to what the visitors of
//! `tests/sites/dev` ask. Each FAQ then examines itself, with a part of its own wordings held back and once more with
//! their entry taken out, and shifts and stretches both models to what it sees. How many questions it does not hold is a
//! matter of the site's visitors, and is learned from them (see [`super::share`]).
//!
//! Invariant: probabilities are in 0 to 1, fall in the order of the candidates, and add up to at most 1.

use super::Decision;
use super::asking::Asking;
use super::rank::{Evidence, Ranked};
use super::scaling::{Line, Sample, logistic};
use super::share::{self, Heard, Learned, RANGE};
use std::sync::atomic::{AtomicU64, Ordering};

/// How many signals there are.
pub const COUNT: usize = 30;

/// What is seen of a ranking as a whole; zero throughout where there are no candidates.
pub type Signals = [f64; COUNT];

/// Log odds that the first candidate is right where the FAQ holds what is asked, in the order of [`signals`]. What sort of
/// thing is asked for tells nothing of that; with what is told nowhere the calibration error of the dev splits rose.
const RIGHT: Signals = [
    -1.3671, 0.2444, 0.3486, 0.3626, 0.771, 0.2564, 0.2471, -0.2302, 0.3067, -0.1761, -0.1576, 0.319, 0.5981, 0.3111,
    0.4281, 0.0, 0.0, 0.0, 6.3, 0.0, 0.33, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
];

/// Log odds that the FAQ holds what is asked, if it holds as many questions as not. From the sixteenth on coefficients
/// were fitted to what the ones before leave, but for a constant; of both models the last twelve to FAQs as companies start
/// them, with real answers, few entries and few wordings, and `dev` splits cut down to be like that.
const HELD: Signals = [
    3.2643, 0.1042, -0.0596, 0.5319, 1.2707, 0.2737, 0.1982, -0.5514, 0.8114, -0.5538, 0.0575, -0.1446, -0.6337,
    -0.4754, -1.9374, 0.5, -0.39, -0.51, 3.27, 0.88, 0.0, -0.2, -0.51, -1.15, -0.95, -1.8, 0.56, 0.51, -1.4, -0.6,
];

/// The log odds of being right at most where only the answer has what is asked and no wording. What an answer says in
/// passing ("the bus stops in Linden Street") is not what its entry is for: of 556 questions of visitors of young FAQs,
/// cut from those of `tests/sites/dev`, that had 0.75 to 1 without this, 71 % were right, hardly more at the upper end.
const BY_ANSWER_ALONE: f64 = 1.0;
/// Leaning by which an entry is as likely meant as without it: the constant that was fitted beside both, -0.45, by them.
const USUAL_LEANING: f64 = 0.42;
/// Where in [`signals`] it is told.
const BY_WORDINGS: usize = 6;
const ANSWERED: usize = 18;

/// How many examined questions weigh as much as the fitted coefficients, of either model, where an entry has many wordings
/// (see [`super::scaling`]); set on the dev splits.
const PRIOR_RIGHT: f64 = 60.0;
const PRIOR_HELD: f64 = 20.0;

/// A wording that is held back leaves its entry with one less, which visitors' questions do not do. By so much, over the
/// wordings of an entry, the log odds of being right are better than an examination shows; measured on the dev splits.
const ONE_MORE_WORDING: f64 = 1.0;

/// Thresholds for budgets of wrong answers on the dev splits, for a FAQ that cannot examine itself.
const THRESHOLDS: [(f64, f64); 6] = [(0.0, 0.99), (0.02, 0.98), (0.05, 0.95), (0.1, 0.83), (0.15, 0.68), (0.2, 0.52)];

/// How many of a site's questions weigh as much as the examination where the threshold is set; set with [`AIM`].
const PRIOR_TRAFFIC: f64 = 100.0;

/// The part of a budget that is aimed at by a site's questions: a budget is a limit and no average, and near misses look
/// more like questions that the FAQ holds than they are. An examination aims at the whole of it, since a wording that is
/// held back is harder than a visitor's question. So that nearly nine in ten made sites of the dev splits, with other
/// shares and kinds of questions outside than their files have, keep a budget of a tenth.
const AIM: f64 = 0.8;

/// Fewer examined questions than this tell nothing: the share of answers would be known to within a fifth at best.
const FEWEST_EXPECTED: usize = 30;

/// An editor words an entry so as to say different things; what visitors ask is nearer to the wordings than one of them that
/// is held back, the more so the fewer there are. By so much over the wordings of an entry are its log odds better, at best:
/// with it, 44 % of what the FAQs of `tests/sites/dev` hold would be answered, where 22 % of the wordings held back and
/// 52 % of the visitors' questions are. In files whose wordings and questions come from one crowd the two are alike.
const PLAINER: f64 = 4.0;

/// The lowest and highest threshold that any FAQ gets.
const THRESHOLD_RANGE: (f64, f64) = (0.3, 0.99);
/// The shares of questions outside the FAQ for which thresholds are worked out: every so much from 0 on.
const SHARE_STEP: f64 = 0.05;
const SHARE_STEPS: usize = (RANGE.1 / SHARE_STEP) as usize + 2;

/// Candidates that have at least this probability are worth offering.
const WORTH_OFFERING: f64 = 0.05;
/// Choices are offered if one of them is right with at least this probability.
const WORTH_CHOOSING: f64 = 0.3;
/// A candidate that is more likely right than not is offered whatever else was asked.
const LIKELY: f64 = 0.5;
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
    let special = evidence.asking.is_some_and(Asking::is_special);
    // what the cosines would be if the terms that no wording holds counted too
    let familiar = f64::from(1.0 - evidence.strange).max(0.0).sqrt();
    let single = 1.0 / f64::from(evidence.wordings.max(1.0));
    // the fewer entries, the easier they are told apart, and the more looks like one of them for want of a nearer one
    let young = evidence.youth();
    let leans = |leaning: f32| if evidence.is_listed { f64::from(leaning) - USUAL_LEANING } else { 0.0 };
    let fewer = share::fewer(evidence.entries.into());
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
        1.0 - single,
        f64::from(features.alike),
        if special { f64::from(features.otherwise) } else { 0.0 },
        if special { 0.0 } else { f64::from(features.otherwise) },
        // half the matter that the answer has and no wording
        f64::from(features.by_any - features.by_wordings),
        f64::from(features.answer),
        fewer,
        // of few answers one is always the best
        fewer * f64::from(features.answer),
        fewer * single,
        f64::from(evidence.unknown) * single,
        f64::from(features.elsewhere),
        f64::from(features.nowhere),
        young * leans(features.leaning),
        young * leans(features.answer_leaning),
        young * f64::from(features.elsewhere),
        young * f64::from(features.nowhere),
    ]
}

/// Whether one of those candidates that would be offered, of all in falling order, is likely enough right.
pub fn is_worth_choosing(probabilities: impl Iterator<Item = f64>) -> bool {
    let offered = probabilities.take(MOST_CHOICES).filter(|probability| *probability >= WORTH_OFFERING);
    offered.sum::<f64>() >= WORTH_CHOOSING
}

/// What the signals of a ranking say, as log odds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Odds {
    /// That the first candidate is right, where the FAQ holds what is asked.
    pub right: f64,
    /// That the FAQ holds what is asked, if it holds as many questions as not.
    pub held: f64,
}

/// Log odds from the fitted coefficients.
pub fn odds(signals: &Signals) -> Odds {
    let sum = |coefficients: Signals| -> f64 { signals.iter().zip(coefficients).map(|(signal, by)| signal * by).sum() };
    let by_answer_alone = signals[BY_WORDINGS] <= 0.0 && signals[ANSWERED] > 0.0;
    let most = if by_answer_alone { BY_ANSWER_ALONE } else { f64::INFINITY };
    Odds { right: sum(RIGHT).min(most), held: sum(HELD) }
}

/// An examined question.
#[derive(Clone, Copy, Debug)]
pub struct Examined {
    /// Its log odds from the fitted coefficients.
    pub odds: Odds,
    /// Whether the first candidate was right.
    pub right: bool,
    /// Whether it was asked of entries one of which is right.
    pub held: bool,
}

/// How large a FAQ is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Its entries.
    pub entries: f64,
    /// The mean number of wordings of an entry.
    pub wordings: f64,
}

/// What a site can expect of one FAQ at its budget of wrong answers.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Expectation {
    /// The share of questions that the FAQ holds which are answered, 0 to 1, where they are as hard as wordings that are
    /// held back.
    pub answered: f64,
    /// The same where they are as plain as what visitors ask.
    pub answered_plain: f64,
    /// The share of wrong answers among all that are given, 0 to 1.
    pub wrong: f64,
}

/// One FAQ's way from log odds to probability and decision. The share of questions outside the FAQ is all that changes
/// in it once it is made.
#[derive(Debug)]
pub struct Calibration {
    right: Line,
    held: Line,
    /// The threshold at each step of the share.
    thresholds: [f64; SHARE_STEPS],
    /// What the examination shows, at each step of the share; `None` where too little was examined to tell.
    expected: Option<[Expectation; SHARE_STEPS]>,
    /// The budget of wrong answers.
    wrong_rate: f64,
    /// The share that is assumed before any question is heard.
    assumed: f64,
    /// The bits of the share and of the threshold in use: atomics, so that they are set while questions are answered.
    share: AtomicU64,
    threshold: AtomicU64,
}

/// The place of a share among the steps, and how far it is on the way to the next one.
fn step_of(share: f64) -> (usize, f64) {
    let place = (share.clamp(RANGE.0, RANGE.1) / SHARE_STEP).min((SHARE_STEPS - 1) as f64);
    let step = (place as usize).min(SHARE_STEPS - 2);
    (step, place - step as f64)
}

impl Calibration {
    /// Fits both models and the thresholds to a FAQ's examination, for a budget of wrong answers.
    pub fn new(examined: &[Examined], size: Size, wrong_rate: f64) -> Self {
        let asked: Vec<&Examined> = examined.iter().filter(|question| question.held).collect();
        let sample =
            |log_odds: f64, yes: bool, weight: f64| Sample { log_odds, outcome: if yes { 1.0 } else { 0.0 }, weight };
        let samples: Vec<Sample> = asked.iter().map(|asked| sample(asked.odds.right, asked.right, 1.0)).collect();
        let mut right = Line::fit(&samples, PRIOR_RIGHT, size.wordings);
        let trust = asked.len() as f64 / (asked.len() as f64 + PRIOR_RIGHT);
        right.shift += trust * ONE_MORE_WORDING / size.wordings.max(1.0);
        // each question counts half, since it was asked twice
        let samples: Vec<Sample> = examined.iter().map(|asked| sample(asked.odds.held, asked.held, 0.5)).collect();
        let held = Line::fit(&samples, PRIOR_HELD, size.wordings);
        let mut calibration = Self {
            right,
            held,
            thresholds: [default_threshold(wrong_rate); SHARE_STEPS],
            expected: None,
            wrong_rate,
            assumed: share::assumed(size.entries),
            share: AtomicU64::default(),
            threshold: AtomicU64::default(),
        };
        let own: [f64; SHARE_STEPS] = std::array::from_fn(|step| {
            let own = calibration.own_threshold(examined, step as f64 * SHARE_STEP, wrong_rate);
            let threshold = trust * own + (1.0 - trust) * calibration.thresholds[step];
            threshold.clamp(THRESHOLD_RANGE.0, THRESHOLD_RANGE.1)
        });
        calibration.thresholds = own;
        calibration.expected = (asked.len() >= FEWEST_EXPECTED).then(|| {
            std::array::from_fn(|step| calibration.expect(examined, size.wordings, step as f64 * SHARE_STEP, own[step]))
        });
        calibration.follow(&calibration.learn(&[]));
        calibration
    }

    /// The probabilities of the examined questions at a share, each with its weight.
    fn weighed(&self, examined: &[Examined], share: f64) -> Vec<(f64, f64)> {
        let weigh =
            |asked: &Examined| (self.at_share(&asked.odds, share), if asked.held { 1.0 - share } else { share });
        examined.iter().map(weigh).collect()
    }

    /// The lowest threshold at which the expected share of wrong answers is within the budget.
    fn own_threshold(&self, examined: &[Examined], share: f64, budget: f64) -> f64 {
        let mut sorted = self.weighed(examined, share);
        sorted.sort_by(|one, other| other.0.total_cmp(&one.0));
        share::kept(sorted.iter().copied(), budget).map_or(THRESHOLD_RANGE.1, |last| sorted[last].0)
    }

    /// What is to be expected at a share and a threshold, of a FAQ with so many wordings of an entry.
    fn expect(&self, examined: &[Examined], wordings: f64, share: f64, threshold: f64) -> Expectation {
        let part = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let weighed = self.weighed(examined, share);
        let given = || weighed.iter().filter(|(probability, _)| *probability >= threshold);
        let wrong: f64 = given().map(|(probability, weight)| weight * (1.0 - probability)).sum();
        let plainer = PLAINER / wordings.max(1.0);
        let asked = || examined.iter().filter(|asked| asked.held).map(|asked| asked.odds);
        let answered = |plainer: f64| {
            let odds = asked().map(|odds| Odds { right: odds.right + plainer, held: odds.held + plainer });
            odds.filter(|odds| self.at_share(odds, share) >= threshold).count() as f64 / asked().count().max(1) as f64
        };
        Expectation {
            answered: answered(0.0),
            answered_plain: answered(plainer),
            wrong: part(wrong, given().map(|(_, weight)| weight).sum()),
        }
    }

    /// Follows what the site's questions teach. The threshold is between the examination's and the questions' own, the
    /// nearer to theirs the more there are.
    pub fn follow(&self, learned: &Learned) {
        let share = learned.share.clamp(RANGE.0, RANGE.1);
        let (step, way) = step_of(share);
        let own = self.thresholds[step] * (1.0 - way) + self.thresholds[step + 1] * way;
        let theirs = learned.threshold.unwrap_or(THRESHOLD_RANGE.1);
        let questions = learned.questions as f64;
        let threshold = own + (theirs - own) * questions / (questions + PRIOR_TRAFFIC);
        // answers each of which keeps the budget keep it together, too, however little of it is aimed at
        let threshold = threshold.min(1.0 - self.wrong_rate);
        self.share.store(share.to_bits(), Ordering::Relaxed);
        self.threshold.store(threshold.clamp(THRESHOLD_RANGE.0, THRESHOLD_RANGE.1).to_bits(), Ordering::Relaxed);
    }

    /// What the site's questions teach: they may have a part of the site's budget of wrong answers.
    pub fn learn(&self, heard: &[Heard]) -> Learned {
        share::learn(heard, AIM * self.wrong_rate, self.assumed)
    }

    /// The share of questions that the FAQ is thought not to hold.
    pub fn share(&self) -> f64 {
        f64::from_bits(self.share.load(Ordering::Relaxed))
    }

    /// The probability from which on an answer is given.
    pub fn threshold(&self) -> f64 {
        f64::from_bits(self.threshold.load(Ordering::Relaxed))
    }

    /// What the site can expect; `None` where too few wordings could be examined to tell.
    pub fn expected(&self) -> Option<Expectation> {
        let (step, way) = step_of(self.share());
        let expected = self.expected.as_ref()?;
        let between =
            |value: fn(&Expectation) -> f64| value(&expected[step]) * (1.0 - way) + value(&expected[step + 1]) * way;
        Some(Expectation {
            answered: between(|at| at.answered),
            answered_plain: between(|at| at.answered_plain),
            wrong: between(|at| at.wrong),
        })
    }

    /// What a question looks like to this FAQ.
    pub fn hear(&self, odds: &Odds) -> Heard {
        Heard { right: logistic(self.right.at(odds.right)), held: self.held.at(odds.held), lead: Some(odds.right) }
    }

    /// The probability that the first candidate is right.
    pub fn probability(&self, odds: &Odds) -> f64 {
        self.at_share(odds, self.share())
    }

    fn at_share(&self, odds: &Odds, share: f64) -> f64 {
        let Heard { right, held, .. } = self.hear(odds);
        right * share::inside(held, share)
    }

    /// The probabilities of all candidates, given the first one's: the rest share what is left as their scores say.
    pub fn spread(first: f64, scores: impl Iterator<Item = f32>) -> Vec<f64> {
        let mut scores = scores.peekable();
        let Some(best) = scores.peek().copied() else { return Vec::new() };
        let mut probabilities: Vec<f64> = scores.map(|score| first * f64::from(score - best).exp()).collect();
        let rest: f64 = probabilities.iter().skip(1).sum();
        let scale = if rest > 1.0 - first { (1.0 - first) / rest } else { 1.0 };
        probabilities.iter_mut().skip(1).for_each(|probability| *probability *= scale);
        probabilities
    }

    /// What to do, given the probabilities of the candidates in falling order.
    pub fn decide(&self, probabilities: &[f64], evidence: &Evidence) -> Decision {
        let first = probabilities.first().copied().unwrap_or(0.0);
        let second = probabilities.get(1).copied().unwrap_or(0.0);
        let is_offered = first > LIKELY || evidence.is_foreign || !evidence.is_elsewhere();
        if first >= self.threshold() && first - second >= CLOSE && !evidence.is_unknown() {
            Decision::Answer
        } else if is_worth_choosing(probabilities.iter().copied()) && is_offered {
            Decision::Choices
        } else {
            Decision::None
        }
    }
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
mod tests;
