//! Terms that always occur together, taken as one: the grams of a word that is in no other, the pairs of a wording that
//! is like no other.
//!
//! Two terms that occur in the same wordings, with weights in the same proportion in each, are one direction of the
//! wordings' space. A linear model that starts from weights in that proportion keeps them so at every step of gradient
//! descent, since each step adds a multiple of the wording's vector. So one weight stands for the whole group, along the
//! group's direction of length one, and scores, lengths and gradients are those of the single terms.
//!
//! Invariant: groups are numbered in the order of their first terms, and every term is in exactly one.

use super::vector::{KeyMap, Vector};

/// How far proportions may differ, as a share: what rounding makes of equal ones.
const SAME: f32 = 1e-5;

/// Terms by groups.
pub struct Groups {
    /// The group of each term, and the term's share of the group's direction, 0 to 1.
    of: Vec<(u32, f32)>,
    count: usize,
}

/// For each term of some vectors where it occurs, with its weight there.
pub struct Occurrences {
    starts: Vec<u32>,
    held: Vec<(u32, f32)>,
}

impl Occurrences {
    /// Turns vectors into lists by term, each in the order of the vectors.
    pub fn new(vectors: &[Vector], terms: usize) -> Self {
        let mut starts = vec![0u32; terms + 1];
        for (id, _) in vectors.iter().flatten() {
            starts[*id as usize + 1] += 1;
        }
        for at in 0..terms {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut held = vec![(0, 0.0); starts[terms] as usize];
        for (text, vector) in vectors.iter().enumerate() {
            for (id, weight) in vector {
                held[next[*id as usize] as usize] = (text as u32, *weight);
                next[*id as usize] += 1;
            }
        }
        Self { starts, held }
    }

    /// The vectors that hold a term, with its weight in each.
    pub fn of(&self, term: u32) -> &[(u32, f32)] {
        &self.held[self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize]
    }
}

/// A hash of where a term occurs, whatever its weights: equal places, equal hash.
fn places(occurrences: &[(u32, f32)]) -> u64 {
    occurrences.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, (text, _)| {
        (hash.rotate_left(5) ^ u64::from(*text)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Whether two terms occur in the same wordings in the same proportion.
fn is_proportional(one: &[(u32, f32)], other: &[(u32, f32)]) -> bool {
    let Some((first, second)) = one.first().zip(other.first()) else { return false };
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            let (across, along) = (one.1 * second.1, other.1 * first.1);
            one.0 == other.0 && (across - along).abs() <= SAME * along.abs()
        })
}

impl Groups {
    /// The group of a term.
    pub fn group(&self, term: u32) -> u32 {
        self.of[term as usize].0
    }

    /// The groups of the terms of some wordings.
    pub fn of(vectors: &[Vector], terms: usize) -> Self {
        let table = Occurrences::new(vectors, terms);
        // for each hash of places the first term of every group there
        let mut firsts: KeyMap<Vec<u32>> = KeyMap::default();
        let mut of: Vec<(u32, f32)> = Vec::with_capacity(terms);
        let mut squares: Vec<f32> = Vec::new();
        for term in 0..terms as u32 {
            let occurrences = table.of(term);
            let weight = occurrences.first().map_or(0.0, |(_, weight)| *weight);
            let same = firsts.entry(places(occurrences)).or_default();
            let group = match same.iter().find(|first| is_proportional(table.of(**first), occurrences)) {
                Some(first) => of[*first as usize].0,
                None => {
                    same.push(term);
                    squares.push(0.0);
                    squares.len() as u32 - 1
                }
            };
            squares[group as usize] += weight * weight;
            of.push((group, weight));
        }
        for (group, weight) in &mut of {
            let length = squares[*group as usize].sqrt();
            *weight = if length > 0.0 { *weight / length } else { 0.0 };
        }
        Self { of, count: squares.len() }
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// A vector of terms as one of groups.
    pub fn gather(&self, vector: &Vector) -> Vector {
        let mut gathered: Vector = vector
            .iter()
            .map(|(id, weight)| {
                let (group, share) = self.of[*id as usize];
                (group, weight * share)
            })
            .collect();
        // stable, so that weights are added in the order of the terms
        gathered.sort_by_key(|(group, _)| *group);
        gathered.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        gathered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_in_proportion_are_one_and_lengths_stay() {
        // 0 and 2 are always together in proportion, 1 and 3 are in the same wordings in another one
        let vectors = [
            vec![(0, 0.6), (1, 0.1), (2, 0.3), (3, 0.7)],
            vec![(0, 0.2), (1, 0.8), (2, 0.1), (3, 0.1)],
            vec![(4, 1.0), (5, 0.5)],
        ];
        let groups = Groups::of(&vectors, 7);
        assert_eq!(groups.of.iter().map(|(group, _)| *group).collect::<Vec<_>>(), [0, 1, 0, 2, 3, 3, 4]);
        assert_eq!(groups.len(), 5);
        let product = |one: &Vector, other: &Vector| -> f32 {
            let same = |id: u32| other.iter().find(|(held, _)| *held == id).map_or(0.0, |(_, weight)| *weight);
            one.iter().map(|(id, weight)| weight * same(*id)).sum()
        };
        for one in &vectors {
            for other in &vectors {
                let (apart, together) = (product(one, other), product(&groups.gather(one), &groups.gather(other)));
                assert!((apart - together).abs() < 1e-6);
            }
        }
        // half of a group counts as its share, and an unheard term as nothing
        assert_eq!(groups.gather(&vec![(4, 1.0), (6, 1.0)])[1].1, 0.0);
        assert!(groups.gather(&vec![(4, 1.0)])[0].1 < 1.0);
    }
}
