//! Terms as numbers: the vocabulary of one language with its weights, and texts as sparse vectors of length one.
//!
//! Invariant: identifiers are given in the order of first occurrence and vectors are sorted by them, so that two builds
//! of the same catalog add the same numbers in the same order and agree to the last bit.

use super::analyze::{Kind, Term};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How much each kind of evidence weighs beside a word; set on the dev splits of the evaluation sets.
const fn kind_weight(kind: Kind) -> f32 {
    match kind {
        Kind::Word => 1.0,
        Kind::Pair => 0.6,
        Kind::Gram => 0.25,
        Kind::Character => 2.0,
        Kind::Class => 1.0,
    }
}

/// What a stop word weighs beside another word of the same rarity.
const STOP_WEIGHT: f32 = 0.85;

/// How much rarity counts: 1 is the plain inverse document frequency. In a FAQ of some hundred short wordings a plain
/// one is too sharp, since a word that occurs once is rare by chance.
const RARITY_POWER: f32 = 0.4;

/// The most terms of a text: about 60 words. A longer question is told by its rarest terms.
const MOST_TERMS: usize = 768;

/// A sparse vector: identifiers in rising order, with their weights.
pub type Vector = Vec<(u32, f32)>;

/// The keys are hashes already; hashing them again would only cost time.
#[derive(Clone, Copy, Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A map by term keys; looked up, and never walked where the order would matter.
pub type KeyMap<Value> = HashMap<u64, Value, BuildHasherDefault<KeyHasher>>;

/// The terms that occur in the wordings of one language.
#[derive(Default)]
pub struct Vocabulary {
    ids: KeyMap<u32>,
    /// How many wordings hold the term.
    frequency: Vec<u32>,
    /// Rarity times the weight of its kind.
    weight: Vec<f32>,
    wordings: usize,
}

impl Vocabulary {
    /// Takes in the terms of one wording.
    pub fn add(&mut self, terms: &[Term]) {
        let mut ids: Vec<u32> = terms
            .iter()
            .map(|term| {
                let next = self.frequency.len() as u32;
                let id = *self.ids.entry(term.key).or_insert(next);
                if id == next {
                    self.frequency.push(0);
                    self.weight.push(kind_weight(term.kind) * if term.stop { STOP_WEIGHT } else { 1.0 });
                }
                id
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            self.frequency[id as usize] += 1;
        }
        self.wordings += 1;
    }

    /// Turns counts into weights, once all wordings are in.
    pub fn close(&mut self) {
        for (weight, frequency) in self.weight.iter_mut().zip(&self.frequency) {
            *weight *= rarity(self.wordings, *frequency).powf(RARITY_POWER);
        }
    }

    /// The number of a term that some wording holds.
    pub fn id(&self, term: &Term) -> Option<u32> {
        self.ids.get(&term.key).copied()
    }

    /// Whether some wording holds the term.
    pub fn knows(&self, term: &Term) -> bool {
        self.ids.contains_key(&term.key)
    }

    /// The share of a text's terms that no wording holds, by weight, as if each of them were held once. 0 to 1.
    /// `is_held` says of a term that some wording has whether one does that counts.
    pub fn strange<'a>(&self, terms: impl Iterator<Item = (&'a Term, f32)>, is_held: &dyn Fn(u32) -> bool) -> f32 {
        let once = rarity(self.wordings, 0).powf(RARITY_POWER);
        let (mut strange, mut total) = (0.0, 0.0);
        for (term, factor) in terms {
            let weight = match self.ids.get(&term.key).filter(|id| is_held(**id)) {
                Some(id) => self.weight[*id as usize] * factor,
                None => {
                    let weight = factor * once * kind_weight(term.kind) * if term.stop { STOP_WEIGHT } else { 1.0 };
                    strange += weight * weight;
                    weight
                }
            };
            total += weight * weight;
        }
        if total > 0.0 { strange / total } else { 0.0 }
    }

    /// Bounds the work that one text can cause: of too many terms the rarest are kept, which decide.
    fn keep_rarest(&self, held: &mut Vector) {
        if held.len() > MOST_TERMS {
            held.select_nth_unstable_by_key(MOST_TERMS - 1, |(id, _)| (self.frequency[*id as usize], *id));
            held.truncate(MOST_TERMS);
        }
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.frequency.len()
    }

    /// A text as a vector of length one over the terms that are known. Each term comes with a factor: 1 for what was
    /// typed, less for what was guessed from a typing error or from its sound.
    pub fn vector<'a>(&self, terms: impl Iterator<Item = (&'a Term, f32)>) -> Vector {
        let mut held: Vector = terms.filter_map(|(term, factor)| Some((*self.ids.get(&term.key)?, factor))).collect();
        self.keep_rarest(&mut held);
        held.sort_by_key(|(id, _)| *id);
        let mut vector: Vector = Vec::with_capacity(held.len());
        for chunk in held.chunk_by(|one, other| one.0 == other.0) {
            let factor = chunk.iter().map(|(_, factor)| *factor).fold(0.0, f32::max);
            let times = 1.0 + (chunk.len() as f32).ln();
            vector.push((chunk[0].0, self.weight[chunk[0].0 as usize] * times * factor));
        }
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if length > 0.0 {
            vector.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        vector
    }
}

/// For each term the texts that hold it, with its weight there: what makes one pass over the question's terms give its
/// similarity to every wording.
#[derive(Default)]
pub struct Postings {
    starts: Vec<u32>,
    texts: Vec<u32>,
    weights: Vec<f32>,
    count: usize,
}

impl Postings {
    /// Turns vectors, in their order, into lists by term.
    pub fn new(vectors: &[Vector], terms: usize) -> Self {
        let mut starts = vec![0u32; terms + 1];
        for (id, _) in vectors.iter().flatten() {
            starts[*id as usize + 1] += 1;
        }
        for at in 0..terms {
            starts[at + 1] += starts[at];
        }
        let total = starts[terms] as usize;
        let (mut next, mut texts, mut weights) = (starts.clone(), vec![0; total], vec![0.0; total]);
        for (text, vector) in vectors.iter().enumerate() {
            for (id, weight) in vector {
                let at = next[*id as usize] as usize;
                texts[at] = text as u32;
                weights[at] = *weight;
                next[*id as usize] += 1;
            }
        }
        Self { starts, texts, weights, count: vectors.len() }
    }

    /// Whether a text that counts holds a term.
    pub fn any(&self, term: u32, counts: impl Fn(u32) -> bool) -> bool {
        let list = self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize;
        self.texts[list].iter().any(|text| counts(*text))
    }

    /// The inner product of a vector with every text.
    pub fn similarities(&self, vector: &Vector) -> Vec<f32> {
        let mut sums = vec![0.0; self.count];
        for (id, weight) in vector {
            let list = self.starts[*id as usize] as usize..self.starts[*id as usize + 1] as usize;
            for (text, held) in self.texts[list.clone()].iter().zip(&self.weights[list]) {
                sums[*text as usize] += weight * held;
            }
        }
        sums
    }
}

/// The inverse document frequency, smoothed as if one more wording held every term.
pub fn rarity(wordings: usize, frequency: u32) -> f32 {
    ((1.0 + wordings as f32) / (1.0 + frequency as f32)).ln() + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Term {
        Term::new(Kind::Word, text, false)
    }

    #[test]
    fn vectors_have_length_one_and_the_rare_weighs_more() {
        let mut vocabulary = Vocabulary::default();
        let wordings = [vec![word("order"), word("late")], vec![word("order"), word("new")], vec![word("order")]];
        wordings.iter().for_each(|terms| vocabulary.add(terms));
        vocabulary.close();
        let vector = |terms: &[Term]| vocabulary.vector(terms.iter().map(|term| (term, 1.0)));
        let both = vector(&[word("late"), word("order"), word("never seen")]);
        let length: f32 = both.iter().map(|(_, weight)| weight * weight).sum();
        assert!((length - 1.0).abs() < 1e-6);
        assert!(both[1].1 > both[0].1, "late is rarer than order");
        assert!(vector(&[word("never seen")]).is_empty());
        let postings = Postings::new(&wordings.map(|terms| vector(&terms)), vocabulary.len());
        let similarities = postings.similarities(&both);
        assert!((similarities[0] - 1.0).abs() < 1e-6 && similarities[1] < similarities[2]);
    }

    #[test]
    fn too_many_terms_are_bounded_to_the_rarest() {
        let mut vocabulary = Vocabulary::default();
        let all: Vec<Term> = (0..MOST_TERMS + 10).map(|at| word(&at.to_string())).collect();
        vocabulary.add(&all);
        (0..10).for_each(|_| vocabulary.add(&all[..10]));
        vocabulary.close();
        let vector = vocabulary.vector(all.iter().map(|term| (term, 1.0)));
        assert_eq!(vector.len(), MOST_TERMS);
        assert!(vector.iter().all(|(id, _)| *id >= 10), "the ten frequent ones are left out");
    }
}
