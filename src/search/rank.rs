//! What speaks for an entry, and the linear score that orders candidates.
//!
//! Invariant: a score is a sum of features times fixed weights, so that every order can be explained. The weights were
//! fitted on the dev splits of the evaluation sets, those of a FAQ of single wordings to what visitors of young FAQs ask,
//! too; how much each counts depends on how many wordings the FAQ has, since with one wording an answer's text must carry
//! what fitted evidence carries with many.

use super::asking::Asking;

/// What speaks for one entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Features {
    /// The logarithm of the fitted model's probability, at least -12.
    pub fitted: f32,
    /// The cosine of the nearest wording.
    pub best: f32,
    /// The mean cosine of the nearest few wordings.
    pub several: f32,
    /// The cosine of the sum of all wordings.
    pub pooled: f32,
    /// BM25 over the pooled wordings, as a share of the best.
    pub found: f32,
    /// BM25 over the answer, as a share of the best.
    pub answer: f32,
    /// The share of the question's matter that the wordings hold.
    pub by_wordings: f32,
    /// The same, with the answer's mentions at half.
    pub by_any: f32,
    /// The share of the nearest wording's matter that the question lacks.
    pub lacking: f32,
    /// The share of the question's matter in units of which the entry holds nothing.
    pub missing: f32,
    /// What of that is understood, by words near in meaning, and other entries hold.
    pub elsewhere: f32,
    /// What of that is understood and no entry holds.
    pub nowhere: f32,
    /// How much the wordings lean as the question does among what customers ask ([`super::concepts`]).
    pub leaning: f32,
    /// How much the answer does.
    pub answer_leaning: f32,
    /// The share of the wordings that ask for the same sort of thing, among those that ask for one.
    pub alike: f32,
    /// The share of them that ask for another sort.
    pub otherwise: f32,
}

/// What holds for a question as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// The share of its matter that no entry holds; of a question that was read in another
    /// language, that is unknown there.
    pub unknown: f32,
    /// The share of its terms, of all kinds, that no wording holds.
    pub strange: f32,
    /// How many units of matter it has.
    pub units: f32,
    /// The mean number of wordings of an entry.
    pub wordings: f32,
    /// How many entries the FAQ has in this language.
    pub entries: f32,
    /// What sort of thing it asks for.
    pub asking: Option<Asking>,
    /// Whether it is known what customers ask in this language ([`super::concepts`]).
    pub is_listed: bool,
    /// Whether it was read in another language than the FAQ's ([`super::foreign`]).
    pub is_foreign: bool,
}

/// From this share on the matter of a question is mostly unknown.
const MOSTLY_UNKNOWN: f32 = 0.5;
/// Up to so many wordings of an entry what customers ask counts in full, beyond the less the more there are.
const YOUNG: f64 = 3.0;

impl Evidence {
    /// Whether most of a question's matter is unknown in its own language, which the FAQ lacks: it may be about anything.
    pub fn is_unknown(&self) -> bool {
        self.is_foreign && self.unknown >= MOSTLY_UNKNOWN
    }

    /// Whether a question is about something else: most of its matter no entry has. What little it shares with several then
    /// is how questions are put ("can I …"), and offering them would be a guess. One unknown word alone may stand for
    /// anything ("where is my stuff"), so that it takes two.
    pub fn is_elsewhere(&self) -> bool {
        self.units >= 2.0 && self.unknown >= MOSTLY_UNKNOWN
    }

    /// How much it tells in this FAQ what customers of all companies ask, 0 to 1.
    pub fn youth(&self) -> f64 {
        (YOUNG / f64::from(self.wordings)).min(1.0)
    }
}

/// How many features there are.
pub const COUNT: usize = 12;

impl Features {
    /// What each feature is called where an order is explained, in the order of [`Self::values`].
    pub const NAMES: [&'static str; COUNT] = [
        "fitted model",
        "nearest wording",
        "nearest few wordings",
        "all wordings together",
        "found by wordings",
        "found by answer",
        "asked and worded",
        "asked and worded or answered",
        "worded but not asked",
        "asked but not told",
        "wordings lean alike",
        "answer leans alike",
    ];

    /// In a fixed order.
    pub fn values(&self) -> [f32; COUNT] {
        [
            self.fitted,
            self.best,
            self.several,
            self.pooled,
            self.found,
            self.answer,
            self.by_wordings,
            self.by_any,
            self.lacking,
            self.missing,
            self.leaning,
            self.answer_leaning,
        ]
    }
}

/// The weight of each feature in a FAQ of one wording per entry, and what is added to it where there are many. The last
/// three were fitted to what the others leave.
const WEIGHTS: [[f32; COUNT]; 2] = [
    [0.8530, 1.4027, -1.8515, 1.3108, 0.2681, 3.5239, 0.2572, 4.9137, -1.2571, -1.8, 1.45, 2.67],
    [0.2761, -2.1778, 1.0709, -0.9443, 1.9821, -2.7202, -1.1998, -3.1255, 0.7650, -0.6, -0.27, -0.87],
];

/// What is added for an entry that is preferred on the visitor's page: enough to decide between two that are close, not
/// to overrule what was asked.
const PAGE_BOOST: f32 = 1.0;

/// The weights of the features in one FAQ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights(pub [f32; COUNT]);

impl Weights {
    /// The fitted weights for a FAQ of this mean number of wordings per entry.
    pub fn fitted(wordings: f32) -> Self {
        let many = 1.0 - 1.0 / wordings.max(1.0);
        Self(std::array::from_fn(|at| WEIGHTS[0][at] + many * WEIGHTS[1][at]))
    }

    /// The score of an entry: differences are log odds.
    pub fn score(&self, features: &Features) -> f32 {
        features.values().iter().zip(self.0).map(|(value, weight)| value * weight).sum()
    }
}

/// An entry in its place.
#[derive(Clone, Copy, Debug)]
pub struct Ranked {
    /// The entry by its number on the shelf.
    pub entry: u32,
    /// Its score.
    pub score: f32,
    /// What speaks for it.
    pub features: Features,
}

/// Orders entries by score, the best first; equal ones as they are in the FAQ.
pub fn order(considered: &[(u32, Features)], weights: &Weights, preferred: &dyn Fn(u32) -> bool) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = considered
        .iter()
        .map(|(entry, features)| {
            let boost = if preferred(*entry) { PAGE_BOOST } else { 0.0 };
            Ranked { entry: *entry, score: weights.score(features) + boost, features: *features }
        })
        .collect();
    ranked.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.entry.cmp(&other.entry)));
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_covered_entry_comes_first_and_a_page_decides_between_close_ones() {
        let weights = Weights::fitted(3.0);
        let weak = Features { found: 0.5, by_any: 0.5, fitted: -2.0, ..Features::default() };
        let strong = Features { found: 1.0, by_any: 1.0, fitted: -0.2, ..Features::default() };
        let order_of = |considered: &[(u32, Features)], preferred: u32| -> Vec<u32> {
            order(considered, &weights, &|entry| entry == preferred).iter().map(|ranked| ranked.entry).collect()
        };
        assert_eq!(order_of(&[(0, weak), (1, strong)], 9), [1, 0]);
        assert_eq!(order_of(&[(0, weak), (1, strong)], 0), [1, 0], "a page does not overrule the question");
        assert_eq!(order_of(&[(0, strong), (1, strong)], 9), [0, 1]);
        assert_eq!(order_of(&[(0, strong), (1, strong)], 1), [1, 0]);
        let silent = Features { missing: 0.5, ..strong };
        assert_eq!(order_of(&[(0, silent), (1, strong)], 9), [1, 0], "it says nothing of half the question");
    }
}
