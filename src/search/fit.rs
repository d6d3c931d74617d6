//! The fitted model: which words speak for which entry, learned from the FAQ's own wordings when the index is built.
//!
//! A multinomial logistic regression over the wordings' vectors, fitted by stochastic gradient descent on the
//! regularised likelihood (Bottou 2010, "Large-scale machine learning with stochastic gradient descent", step sizes as
//! there). In a small FAQ every entry has a weight for every term. In a large one an entry has weights only for the
//! terms of its own wordings, and a wording is told apart only from the entries nearest to it, so that time and memory
//! grow with the number of wordings and not with its square.
//!
//! Terms that always occur together (see `groups`) are one direction to this model, so it is fitted to
//! groups of them: the same model in fewer weights.
//!
//! Invariant: order of visits, step sizes and sums are fixed, so the same wordings give the same model on every build.

use super::groups::Occurrences;
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
/// How many weights of entries are looked at to find the neighbours of one wording. In a FAQ of some thousand entries
/// that is all that share a telling term; in a larger one the rarer terms come first, and the common ones, which name
/// thousands of entries, are left out.
const MOST_COMPARED: usize = 16_384;
/// A pooled vector's share in the score of a large model, which starts from it: with two wordings per entry there is
/// little to learn beyond it.
const POOLED_START: f32 = 10.0;

/// Which terms speak for which entry: weights by group of terms and entry.
pub enum Model {
    /// One row of all entries for each group.
    Full {
        /// Row after row.
        rows: Vec<f32>,
        /// The length of a row.
        entries: usize,
    },
    /// For each group the entries that have a weight for it.
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

/// The same wordings as vectors of groups of terms, and the number of groups.
pub struct Grouped<'a> {
    /// One for each wording.
    pub vectors: &'a [Vector],
    /// How many groups there are.
    pub groups: usize,
}

impl Model {
    /// Fits a model to wordings, given their terms' groups.
    pub fn fit(samples: &Samples, grouped: &Grouped) -> Self {
        let held: usize = samples.vectors.iter().map(Vec::len).sum();
        // measured in single terms, so that which kind it is does not depend on how many of them are alike
        let full = samples.terms * samples.entries <= MOST_FULL_WEIGHTS
            && held * samples.entries * PASSES * 2 <= MOST_FULL_WORK;
        let alike = Samples { vectors: grouped.vectors, terms: grouped.groups, ..*samples };
        if full { fit_full(&alike) } else { Self::Large(fit_large(&alike, neighbours(samples))) }
    }

    /// The score of every entry for a vector of groups: differences are log odds.
    pub fn scores(&self, vector: &Vector) -> Vec<f32> {
        match self {
            Self::Full { rows, entries } => {
                let mut scores = vec![0.0; *entries];
                add_rows(&mut scores, rows, vector);
                scores
            }
            Self::Large(lists) => lists.similarities(vector),
        }
    }
}

/// Adds up the rows of a vector's terms. Four at a time, which spares three of four loads and stores of the sums; each
/// sum is still added up in the order of the terms.
fn add_rows(sums: &mut [f32], rows: &[f32], vector: &[(u32, f32)]) {
    let count = sums.len();
    let row = |id: u32| &rows[id as usize * count..][..count];
    let (fours, rest) = vector.as_chunks::<4>();
    for [one, two, three, four] in fours {
        let (first, second, third, fourth) = (row(one.0), row(two.0), row(three.0), row(four.0));
        for at in 0..count {
            sums[at] = sums[at] + one.1 * first[at] + two.1 * second[at] + three.1 * third[at] + four.1 * fourth[at];
        }
    }
    for (id, held) in rest {
        for (sum, weight) in sums.iter_mut().zip(row(*id)) {
            *sum += held * weight;
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
            add_rows(&mut misfit, &weights, vector);
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
    Model::Full { rows: weights, entries }
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

/// For each wording the entries that it is told apart from. They are found by single terms: groups would weigh many
/// terms of a rare word as one, and change who is near.
fn neighbours(samples: &Samples) -> Vec<Vec<u32>> {
    let lists = Occurrences::new(&pooled(samples), samples.terms);
    let mut nearest = Nearest::new(&lists, samples.entries);
    let wordings = samples.vectors.iter().zip(samples.owners);
    wordings.map(|(vector, owner)| nearest.find(vector, *owner)).collect()
}

fn fit_large(samples: &Samples, near: Vec<Vec<u32>>) -> Postings {
    let start = pooled(samples);
    let mut learned: Vec<Vec<f32>> = start.iter().map(|vector| vec![0.0; vector.len()]).collect();
    let mut order: Vec<usize> = (0..samples.vectors.len()).collect();
    let (mut steps, mut shuffle) = (Steps::new(order.len()), Shuffle(1));
    // what a wording shares with each of its neighbours, one after the other
    let (mut shared, mut ends, mut misfit): (Vector, Vec<usize>, Vec<f32>) = Default::default();
    for _ in 0..PASSES_LARGE {
        shuffle.shuffle(&mut order);
        for &wording in &order {
            let vector = &samples.vectors[wording];
            shared.clear();
            ends.clear();
            misfit.clear();
            for entry in &near[wording] {
                let (support, learned) = (&start[*entry as usize], &learned[*entry as usize]);
                let from = shared.len();
                meet(vector, support, &mut shared);
                let weight = |at: usize| support[at].1 + learned[at] * steps.scale;
                misfit.push(shared[from..].iter().map(|(at, held)| held * weight(*at as usize)).sum());
                ends.push(shared.len());
            }
            softmax(&mut misfit);
            let step = steps.next();
            let mut from = 0;
            for ((entry, end), misfit) in near[wording].iter().zip(&ends).zip(&misfit) {
                let misfit = misfit - if *entry == samples.owners[wording] { 1.0 } else { 0.0 };
                let weights = &mut learned[*entry as usize];
                for (at, held) in &shared[from..*end] {
                    weights[*at as usize] -= step * held * misfit;
                }
                from = *end;
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

/// Finds entries near to a wording; keeps its memory from one to the next.
struct Nearest<'a> {
    lists: &'a Occurrences,
    /// A sum for each entry; all are zero between two wordings.
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl<'a> Nearest<'a> {
    fn new(lists: &'a Occurrences, entries: usize) -> Self {
        Self { lists, sums: vec![0.0; entries], touched: Vec::new() }
    }

    /// The entries nearest to a wording by their pooled vectors, its own among them, in order.
    fn find(&mut self, wording: &Vector, owner: u32) -> Vec<u32> {
        let telling = self.telling(wording);
        // its own is among them, whatever it is told by
        self.touched.clear();
        self.touched.push(owner);
        self.sums[owner as usize] = f32::INFINITY;
        for (id, held) in &telling {
            for (entry, weight) in self.lists.of(*id) {
                let sum = &mut self.sums[*entry as usize];
                if *sum == 0.0 {
                    self.touched.push(*entry);
                }
                *sum += held * weight;
            }
        }
        let sums = &self.sums;
        let nearer =
            |one: &u32, other: &u32| sums[*other as usize].total_cmp(&sums[*one as usize]).then_with(|| one.cmp(other));
        let mut near = self.touched.clone();
        if near.len() > NEIGHBOURS {
            near.select_nth_unstable_by(NEIGHBOURS - 1, nearer);
            near.truncate(NEIGHBOURS);
            near.shrink_to_fit();
        }
        near.sort_unstable();
        self.touched.iter().for_each(|entry| self.sums[*entry as usize] = 0.0);
        near
    }

    /// The terms by which a wording's neighbours are found: the weightiest, of which the rarest as far as the bound of
    /// work allows.
    fn telling(&self, wording: &Vector) -> Vector {
        let mut telling = wording.clone();
        if telling.len() > TELLING {
            let weightier = |one: &(u32, f32), other: &(u32, f32)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
            telling.select_nth_unstable_by(TELLING - 1, weightier);
            telling.truncate(TELLING);
        }
        telling.sort_by_key(|(id, _)| (self.lists.of(*id).len(), *id));
        let mut compared = 0;
        telling.retain(|(id, _)| {
            compared += self.lists.of(*id).len();
            compared <= MOST_COMPARED
        });
        telling.sort_by_key(|(id, _)| *id);
        telling
    }
}

/// Adds where in `support` the terms of `vector` are, with the vector's weights.
fn meet(vector: &[(u32, f32)], support: &[(u32, f32)], common: &mut Vector) {
    let mut at = 0;
    for (id, held) in vector {
        while at < support.len() && support[at].0 < *id {
            at += 1;
        }
        if at < support.len() && support[at].0 == *id {
            common.push((at as u32, *held));
        }
    }
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
        let large = Model::Large(fit_large(&samples, neighbours(&samples)));
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
        let large = |samples: &Samples| Model::Large(fit_large(samples, neighbours(samples)));
        for fit in [fit_full, large] {
            assert_eq!(fit(&samples).scores(&question), fit(&samples).scores(&question));
        }
    }

    #[test]
    fn the_bound_of_comparisons_leaves_out_the_commonest_terms_and_never_the_own_entry() {
        let entries = MOST_COMPARED as u32 + 1;
        let half = std::f32::consts::FRAC_1_SQRT_2;
        let vectors: Vec<Vector> = (0..entries).map(|entry| vec![(0, half), (1 + entry / 2, half)]).collect();
        let owners: Vec<u32> = (0..entries).collect();
        let samples = Samples { vectors: &vectors, owners: &owners, terms: vectors.len(), entries: entries as usize };
        let near = neighbours(&samples);
        assert_eq!((near[0].as_slice(), near[7].as_slice()), ([0, 1].as_slice(), [6, 7].as_slice()));
        assert!(near.iter().zip(&owners).all(|(near, owner)| near.contains(owner)));
    }

    #[test]
    fn rows_are_added_in_the_order_of_the_terms() {
        let rows: Vec<f32> = (0..70).map(|at| 1.0 / (1.0 + at as f32)).collect();
        let vector: Vector = (0..10).map(|id| (id, 0.1 + id as f32 * 0.3)).collect();
        let mut sums = vec![0.0; 7];
        add_rows(&mut sums, &rows, &vector);
        let mut plain = vec![0f32; 7];
        for (id, held) in &vector {
            (0..7).for_each(|at| plain[at] += held * rows[*id as usize * 7 + at]);
        }
        assert_eq!(sums, plain);
    }

    #[test]
    fn softmax_adds_up_to_one() {
        let mut scores = [1000.0, 999.0, -1000.0];
        softmax(&mut scores);
        assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-6 && scores[0] > scores[1] && scores[2] == 0.0);
    }
}
