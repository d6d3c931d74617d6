//! The fitted model: which words speak for which entry, learned from the FAQ's own wordings when the index is built.
//!
//! A multinomial logistic regression over the wordings' vectors, fitted by stochastic gradient descent on the
//! regularised likelihood (Bottou 2010, "Large-scale machine learning with stochastic gradient descent", step sizes as
//! there). In a small FAQ every entry has a weight for every term. In a large one an entry has weights only for the
//! terms of its own wordings, and a wording is told apart only from the entries nearest to it, so that time and memory
//! grow with the number of wordings and not with its square.
//!
//! Invariant: order of visits, step sizes and sums are fixed, so the same wordings give the same model on every build.

use super::vector::{Postings, Vector};

/// The inverse strength of the regularisation, as in liblinear's C; set on the dev splits.
const FIT: f32 = 50.0;
/// The first step size; vectors have length one, so it does not depend on the data.
const FIRST_STEP: f32 = 8.0;
/// Passes over the wordings: full model, large model. More change nothing on the dev splits.
const PASSES: usize = 30;
const PASSES_LARGE: usize = 5;
/// The most weights of a full model: 6 million, 24 MB. Beyond it the model is of the large kind.
const MOST_FULL_WEIGHTS: usize = 6_000_000;
/// The most multiplications of fitting a full model: about half a second.
const MOST_FULL_WORK: usize = 4_000_000_000;
/// How many entries a wording of a large FAQ is told apart from.
const NEIGHBOURS: usize = 16;
/// By how many of a wording's weightiest terms its neighbours are found.
const TELLING: usize = 24;
/// A pooled vector's share in the score of a large model, which starts from it: with two wordings per entry there is
/// little to learn beyond it.
const POOLED_START: f32 = 10.0;

/// Weights by term and entry.
pub enum Model {
    /// One row of all entries for each term.
    Full {
        /// Row after row.
        weights: Vec<f32>,
        /// The length of a row.
        entries: usize,
    },
    /// For each term the entries that have a weight for it.
    Large(Postings),
}

/// Wordings as vectors, the entry of each, the number of terms and of entries.
pub struct Samples<'a> {
    /// One for each wording.
    pub vectors: &'a [Vector],
    /// The entry of each wording.
    pub owners: &'a [u32],
    /// How many terms there are.
    pub terms: usize,
    /// How many entries there are.
    pub entries: usize,
}

impl Model {
    /// Fits a model to wordings.
    pub fn fit(samples: &Samples) -> Self {
        let held: usize = samples.vectors.iter().map(Vec::len).sum();
        let full = samples.terms * samples.entries <= MOST_FULL_WEIGHTS
            && held * samples.entries * PASSES * 2 <= MOST_FULL_WORK;
        if full { fit_full(samples) } else { Self::Large(fit_large(samples)) }
    }

    /// The score of every entry for a vector: differences are log odds.
    pub fn scores(&self, vector: &Vector) -> Vec<f32> {
        match self {
            Self::Full { weights, entries } => {
                let mut scores = vec![0.0; *entries];
                for (id, held) in vector {
                    let row = &weights[*id as usize * entries..][..*entries];
                    for (score, weight) in scores.iter_mut().zip(row) {
                        *score += held * weight;
                    }
                }
                scores
            }
            Self::Large(lists) => lists.similarities(vector),
        }
    }
}

/// A fixed sequence for the order of visits: Knuth's MMIX generator. Not for secrets.
struct Shuffle(u64);

impl Shuffle {
    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(last, (self.0 >> 33) as usize % (last + 1));
        }
    }
}

/// Step sizes that fall with time, and the shrinking that regularisation asks for, kept as one factor of all weights.
struct Steps {
    lambda: f32,
    taken: f32,
    scale: f32,
}

impl Steps {
    fn new(wordings: usize) -> Self {
        Self { lambda: 1.0 / (FIT * wordings.max(1) as f32), taken: 0.0, scale: 1.0 }
    }

    /// The size of the next step in units of the scaled weights.
    fn next(&mut self) -> f32 {
        let step = FIRST_STEP / (1.0 + FIRST_STEP * self.lambda * self.taken);
        self.taken += 1.0;
        self.scale *= 1.0 - step * self.lambda;
        step / self.scale
    }
}

/// Scores to probabilities, in place.
pub fn softmax(scores: &mut [f32]) {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - highest).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}

fn fit_full(samples: &Samples) -> Model {
    let entries = samples.entries;
    let mut weights = vec![0f32; samples.terms * entries];
    let mut order: Vec<usize> = (0..samples.vectors.len()).collect();
    let (mut steps, mut shuffle) = (Steps::new(order.len()), Shuffle(1));
    let mut misfit = vec![0f32; entries];
    for _ in 0..PASSES {
        shuffle.shuffle(&mut order);
        for &wording in &order {
            let vector = &samples.vectors[wording];
            misfit.fill(0.0);
            for (id, held) in vector {
                for (score, weight) in misfit.iter_mut().zip(&weights[*id as usize * entries..][..entries]) {
                    *score += held * weight;
                }
            }
            misfit.iter_mut().for_each(|score| *score *= steps.scale);
            softmax(&mut misfit);
            misfit[samples.owners[wording] as usize] -= 1.0;
            let step = steps.next();
            for (id, held) in vector {
                let change = step * held;
                for (weight, misfit) in weights[*id as usize * entries..][..entries].iter_mut().zip(&misfit) {
                    *weight -= change * misfit;
                }
            }
        }
    }
    weights.iter_mut().for_each(|weight| *weight *= steps.scale);
    Model::Full { weights, entries }
}

/// The terms of each entry's wordings with their weights, starting from the pooled vector.
fn pooled(samples: &Samples) -> Vec<Vector> {
    let mut pooled: Vec<Vector> = vec![Vec::new(); samples.entries];
    for (vector, owner) in samples.vectors.iter().zip(samples.owners) {
        pooled[*owner as usize].extend(vector);
    }
    for vector in &mut pooled {
        vector.sort_by_key(|(id, _)| *id);
        vector.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight *= POOLED_START / length.max(f32::MIN_POSITIVE));
    }
    pooled
}

fn fit_large(samples: &Samples) -> Postings {
    let start = pooled(samples);
    let lists = Postings::new(&start, samples.terms);
    let mut learned: Vec<Vec<f32>> = start.iter().map(|vector| vec![0.0; vector.len()]).collect();
    let mut order: Vec<usize> = (0..samples.vectors.len()).collect();
    let near: Vec<Vec<u32>> = order.iter().map(|wording| nearest(samples, &lists, *wording)).collect();
    let (mut steps, mut shuffle) = (Steps::new(order.len()), Shuffle(1));
    let mut shared: Vec<Vec<(u32, f32)>> = Vec::new();
    for _ in 0..PASSES_LARGE {
        shuffle.shuffle(&mut order);
        for &wording in &order {
            let vector = &samples.vectors[wording];
            shared.clear();
            let mut misfit = Vec::with_capacity(near[wording].len());
            for entry in &near[wording] {
                let (support, learned) = (&start[*entry as usize], &learned[*entry as usize]);
                let common = meet(vector, support);
                let weight = |at: usize| support[at].1 + learned[at] * steps.scale;
                misfit.push(common.iter().map(|(at, held)| held * weight(*at as usize)).sum());
                shared.push(common);
            }
            softmax(&mut misfit);
            let step = steps.next();
            for ((entry, common), misfit) in near[wording].iter().zip(&shared).zip(&misfit) {
                let misfit = misfit - if *entry == samples.owners[wording] { 1.0 } else { 0.0 };
                let weights = &mut learned[*entry as usize];
                for (at, held) in common {
                    weights[*at as usize] -= step * held * misfit;
                }
            }
        }
    }
    let fitted: Vec<Vector> = start
        .into_iter()
        .zip(learned)
        .map(|(vector, learned)| {
            vector.into_iter().zip(learned).map(|((id, start), more)| (id, start + more * steps.scale)).collect()
        })
        .collect();
    Postings::new(&fitted, samples.terms)
}

/// The entries nearest to a wording by their pooled vectors, its own among them, in order.
fn nearest(samples: &Samples, lists: &Postings, wording: usize) -> Vec<u32> {
    let mut telling = samples.vectors[wording].clone();
    if telling.len() > TELLING {
        telling.select_nth_unstable_by(TELLING - 1, |one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        telling.truncate(TELLING);
        telling.sort_by_key(|(id, _)| *id);
    }
    let scores = lists.similarities(&telling);
    let owner = samples.owners[wording];
    let mut found: Vec<(u32, f32)> = scores
        .iter()
        .enumerate()
        .map(|(entry, score)| (entry as u32, *score))
        .filter(|(_, score)| *score > 0.0)
        .collect();
    let first = |one: &(u32, f32), other: &(u32, f32)| {
        (other.0 == owner).cmp(&(one.0 == owner)).then(other.1.total_cmp(&one.1)).then(one.0.cmp(&other.0))
    };
    if found.len() > NEIGHBOURS {
        found.select_nth_unstable_by(NEIGHBOURS - 1, first);
        found.truncate(NEIGHBOURS);
    }
    // A new vector: collecting in place would keep the memory of all scores.
    let mut near: Vec<u32> = Vec::with_capacity(found.len());
    near.extend(found.iter().map(|(entry, _)| *entry));
    near.sort_unstable();
    near
}

/// Where in `support` the terms of `vector` are, with the vector's weights.
fn meet(vector: &Vector, support: &Vector) -> Vec<(u32, f32)> {
    let mut common = Vec::new();
    let mut at = 0;
    for (id, held) in vector {
        while at < support.len() && support[at].0 < *id {
            at += 1;
        }
        if at < support.len() && support[at].0 == *id {
            common.push((at as u32, *held));
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entries of two wordings each: one term of the entry's own, one term that all share.
    fn samples(entries: u32) -> (Vec<Vector>, Vec<u32>) {
        let half = std::f32::consts::FRAC_1_SQRT_2;
        let own = (0..entries * 2).map(|wording| vec![(0, half), (1 + wording / 2, half)]);
        (own.collect(), (0..entries * 2).map(|wording| wording / 2).collect())
    }

    fn winner(scores: &[f32]) -> usize {
        (0..scores.len()).max_by(|one, other| scores[*one].total_cmp(&scores[*other])).unwrap()
    }

    #[test]
    fn both_kinds_of_model_learn_what_tells_entries_apart() {
        let (vectors, owners) = samples(40);
        let samples = Samples { vectors: &vectors, owners: &owners, terms: 41, entries: 40 };
        let full = fit_full(&samples);
        let large = Model::Large(fit_large(&samples));
        for entry in 0..40 {
            let question = vec![(0, 0.6), (1 + entry, 0.8)];
            assert_eq!(winner(&full.scores(&question)), entry as usize);
            assert_eq!(winner(&large.scores(&question)), entry as usize);
        }
    }

    #[test]
    fn two_fits_agree_to_the_last_bit() {
        let (vectors, owners) = samples(10);
        let samples = Samples { vectors: &vectors, owners: &owners, terms: 11, entries: 10 };
        let question = vec![(0, 0.6), (3, 0.8)];
        for fit in [|samples: &Samples| fit_full(samples), |samples: &Samples| Model::Large(fit_large(samples))] {
            assert_eq!(fit(&samples).scores(&question), fit(&samples).scores(&question));
        }
    }

    #[test]
    fn softmax_adds_up_to_one() {
        let mut scores = [1000.0, 999.0, -1000.0];
        softmax(&mut scores);
        assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-6 && scores[0] > scores[1] && scores[2] == 0.0);
    }
}
