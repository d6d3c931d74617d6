//! Which of many short texts ask the same, without a language model: average linkage over the terms of the index
//! (stems, neighbouring words, characters within words, Chinese characters and words).
//!
//! Two groups are as alike as their texts are on average; the most alike come together first, until none are alike
//! enough. The average over all pairs of two groups is the product of the sums of their vectors by their sizes, so that
//! no pair is ever looked at, and a chain of nearest neighbours finds the same groups as looking for the most alike pair
//! each time (Murtagh 1983, "A survey of recent advances in hierarchical clustering algorithms").
//!
//! Invariant: every text is in exactly one group, and the same texts give the same groups.

use crate::search::analyze::{Analyzer, Kind, Term};
use crate::search::vector::KeyMap;
use crate::text::Lang;
use std::collections::HashMap;

/// The average cosine from which two groups are one. This, and the weights below, were chosen on the `dev` splits of
/// BANKING77, CLINC150 and HWU64 (67 to 83 % of all questions not alone, 85 to 92 % with their own topic), and for scripts
/// without spaces on a Chinese set of near misses. Where every second entry is left out of a FAQ and what is asked of those
/// and not answered is grouped (`benches/gaps.rs`), 86 to 100 % are in a group with their own entry on the test splits of
/// ten sets in three languages.
const ENOUGH: f32 = 0.27;
const ENOUGH_UNSPACED: f32 = 0.4;
/// What a term of stop words weighs beside another: how a question begins says a little of what it asks.
const STOP_WEIGHT: f32 = 0.6;
/// A term that stands in more than one of so many texts tells little and would be looked up in all of them.
const TOO_COMMON: usize = 15;
/// Other texts that are looked at, at most: enough to know which terms are common.
const MOST_OTHERS: usize = 5_000;

/// What a term weighs by its kind, before its rarity.
fn kind_weight(kind: Kind) -> f32 {
    match kind {
        Kind::Word => 1.0,
        Kind::Pair => 0.8,
        Kind::Character => 0.7,
        Kind::Gram => 0.3,
        Kind::Class => 0.4,
    }
}

/// A sparse vector: terms by number, ascending, with their weights.
type Vector = Vec<(u32, f32)>;

/// Groups of texts in one language by their places, the most central first in each; the groups in the order of their
/// first texts. `weights` is how often each was asked: what is asked often is more central. `others` are texts of the
/// same kind, from which it is known how rare a term is when there are few texts.
pub fn groups(texts: &[&str], weights: &[u64], others: &[&str], lang: &Lang) -> Vec<Vec<usize>> {
    let vectors = vectors(texts, others, lang);
    let unspaced = matches!(lang.primary(), "zh" | "ja" | "ko" | "th");
    let mut linkage = Linkage::new(&vectors, if unspaced { ENOUGH_UNSPACED } else { ENOUGH });
    linkage.run();
    let mut groups: Vec<Vec<usize>> = linkage.members.into_iter().filter(|members| !members.is_empty()).collect();
    for members in &mut groups {
        by_centrality(members, &vectors, weights);
    }
    groups.sort_by_key(|members| members.iter().min().copied());
    groups
}

/// Orders the members of a group by their likeness to all of it.
fn by_centrality(members: &mut [usize], vectors: &[Vector], weights: &[u64]) {
    let mut sum: HashMap<u32, f32> = HashMap::new();
    members.sort_unstable();
    for &member in members.iter() {
        let weight = weights.get(member).map_or(1.0, |weight| *weight as f32);
        for (term, value) in &vectors[member] {
            *sum.entry(*term).or_default() += value * weight;
        }
    }
    let likeness = |member: usize| -> f32 {
        vectors[member].iter().map(|(term, value)| value * sum.get(term).copied().unwrap_or_default()).sum()
    };
    let mut keyed: Vec<(f32, usize)> = members.iter().map(|member| (likeness(*member), *member)).collect();
    keyed.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    for (place, (_, member)) in members.iter_mut().zip(keyed) {
        *place = member;
    }
}

/// A term of some texts: in how many of them it is, in how many others, and its number in their vectors.
#[derive(Default)]
struct Spread {
    here: u32,
    elsewhere: u32,
    number: Option<u32>,
}

/// The texts as vectors of length 1. A term that no other text has makes its text longer, but is not kept.
fn vectors(texts: &[&str], others: &[&str], lang: &Lang) -> Vec<Vector> {
    let analyzer = Analyzer::new(lang, &[]);
    let different = |text: &&str| {
        let mut terms = analyzer.terms(&analyzer.tokens(text));
        terms.sort_unstable_by_key(|term| term.key);
        terms.dedup_by_key(|term| term.key);
        terms
    };
    let mut places: KeyMap<u32> = KeyMap::default();
    let mut spreads: Vec<Spread> = Vec::new();
    // each term is looked up once, here; from then on it has a place
    let mut place = |term: Term| {
        let place = *places.entry(term.key).or_insert_with(|| {
            spreads.push(Spread::default());
            spreads.len() as u32 - 1
        });
        spreads[place as usize].here += 1;
        (place, term)
    };
    let terms: Vec<Vec<(u32, Term)>> =
        texts.iter().map(|text| different(text).into_iter().map(&mut place).collect()).collect();
    let others = &others[..others.len().min(MOST_OTHERS)];
    for place in others.iter().flat_map(different).filter_map(|term| places.get(&term.key)) {
        spreads[*place as usize].elsewhere += 1;
    }
    let most = (texts.len() / TOO_COMMON).max(TOO_COMMON);
    let all = (texts.len() + others.len()) as f32;
    let mut next = 0;
    let mut vector = |terms: &Vec<(u32, Term)>| -> Vector {
        let mut kept = Vector::new();
        let mut length = 0.0;
        for (place, term) in terms {
            let spread = &mut spreads[*place as usize];
            if spread.here as usize > most {
                continue;
            }
            let rarity = (1.0 + all / (spread.here + spread.elsewhere) as f32).ln();
            let weight = kind_weight(term.kind) * rarity * if term.stop { STOP_WEIGHT } else { 1.0 };
            length += weight * weight;
            if spread.here > 1 {
                let number = *spread.number.get_or_insert_with(|| {
                    next += 1;
                    next - 1
                });
                kept.push((number, weight));
            }
        }
        let scale = if length > 0.0 { length.sqrt().recip() } else { 0.0 };
        for (_, weight) in &mut kept {
            *weight *= scale;
        }
        kept.sort_unstable_by_key(|(number, _)| *number);
        kept
    };
    terms.iter().map(&mut vector).collect()
}

/// Groups as they grow. A group has a number; one that is made of two gets a new number.
struct Linkage {
    /// The sum of the members' vectors.
    sums: Vec<Vector>,
    /// Empty for a group that went into another.
    members: Vec<Vec<usize>>,
    /// Whether a group may still come together with another.
    open: Vec<bool>,
    /// By term, the groups that have it; those that are not open are swept out now and then.
    postings: Vec<Vec<(u32, f32)>>,
    /// Scratch: products with one group, zero in between.
    products: Vec<f32>,
    /// How alike two groups must be.
    enough: f32,
}

impl Linkage {
    fn new(vectors: &[Vector], enough: f32) -> Self {
        let terms = vectors.iter().flatten().map(|(term, _)| *term as usize + 1).max().unwrap_or(0);
        let mut linkage = Self {
            sums: Vec::with_capacity(vectors.len() * 2),
            members: Vec::with_capacity(vectors.len() * 2),
            open: Vec::with_capacity(vectors.len() * 2),
            postings: vec![Vec::new(); terms],
            products: vec![0.0; vectors.len() * 2],
            enough,
        };
        for (at, vector) in vectors.iter().enumerate() {
            linkage.add(vector.clone(), vec![at]);
        }
        linkage
    }

    fn add(&mut self, sum: Vector, members: Vec<usize>) {
        let number = self.sums.len() as u32;
        for (term, weight) in &sum {
            self.postings[*term as usize].push((number, *weight));
        }
        self.sums.push(sum);
        self.members.push(members);
        self.open.push(true);
    }

    /// Follows nearest neighbours from group to group until two are each other's, and makes one of them.
    fn run(&mut self) {
        let mut chain: Vec<usize> = Vec::new();
        let mut start = 0;
        loop {
            let Some(&top) = chain.last() else {
                while start < self.open.len() && !self.open[start] {
                    start += 1;
                }
                if start == self.open.len() {
                    return;
                }
                chain.push(start);
                continue;
            };
            let before = chain.len().checked_sub(2).map(|at| chain[at]);
            match self.nearest(top, before) {
                // nothing is alike enough, and nothing can become so: a union is never nearer than the nearer of two
                None => {
                    self.open[top] = false;
                    chain.pop();
                }
                Some(nearest) if before == Some(nearest) => {
                    chain.truncate(chain.len() - 2);
                    self.unite(top, nearest);
                }
                Some(nearest) => chain.push(nearest),
            }
        }
    }

    /// The open group most alike to this one, if any is alike enough; of equals `preferred`, then the oldest.
    fn nearest(&mut self, group: usize, preferred: Option<usize>) -> Option<usize> {
        let mut touched: Vec<u32> = Vec::new();
        for (term, weight) in &self.sums[group] {
            let postings = &mut self.postings[*term as usize];
            let mut stale = 0;
            for (other, value) in postings.iter() {
                if !self.open[*other as usize] {
                    stale += 1;
                    continue;
                }
                let product = &mut self.products[*other as usize];
                if *product == 0.0 {
                    touched.push(*other);
                }
                *product += weight * value;
            }
            if stale * 2 > postings.len() {
                let open = &self.open;
                postings.retain(|(other, _)| open[*other as usize]);
            }
        }
        let size = self.members[group].len() as f32;
        let mut best: Option<(f32, usize)> = None;
        for other in touched.into_iter().map(|other| other as usize) {
            let alike = std::mem::take(&mut self.products[other]) / (size * self.members[other].len() as f32);
            if other == group || alike < self.enough {
                continue;
            }
            let better = best.is_none_or(|(most, known)| {
                alike > most
                    || (alike == most && known != preferred.unwrap_or(known) && other < known)
                    || (alike == most && preferred == Some(other))
            });
            if better {
                best = Some((alike, other));
            }
        }
        best.map(|(_, other)| other)
    }

    fn unite(&mut self, one: usize, other: usize) {
        (self.open[one], self.open[other]) = (false, false);
        let sum = added(&std::mem::take(&mut self.sums[one]), &std::mem::take(&mut self.sums[other]));
        let mut members = std::mem::take(&mut self.members[one]);
        members.append(&mut self.members[other]);
        self.add(sum, members);
    }
}

/// The sum of two sparse vectors.
fn added(one: &Vector, other: &Vector) -> Vector {
    let mut sum = Vector::with_capacity(one.len() + other.len());
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    while let (Some((term, weight)), Some((second, value))) = (left.peek(), right.peek()) {
        match term.cmp(second) {
            std::cmp::Ordering::Less => sum.extend(left.next()),
            std::cmp::Ordering::Greater => sum.extend(right.next()),
            std::cmp::Ordering::Equal => {
                sum.push((*term, weight + value));
                left.next();
                right.next();
            }
        }
    }
    sum.extend(left);
    sum.extend(right);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How questions are put elsewhere.
    const OTHERS: &[&str] = &[
        "do you have gift cards",
        "can i get a discount",
        "is there a fee for delivery",
        "who can i talk to",
        "what is the opening time on sunday",
        "where is my order",
        "can i pay in my own currency",
        "do you have a shop in the city",
        "what is the price for two",
        "is the sale on",
        "有优惠吗",
        "怎么付款",
        "能退货吗",
        "可以换货吗",
        "今天营业吗",
        "运费怎么样",
    ];

    fn grouped(texts: &[&str], lang: &str) -> Vec<Vec<String>> {
        let weights = vec![1; texts.len()];
        let named = |members: Vec<usize>| members.into_iter().map(|at| texts[at].to_owned()).collect();
        groups(texts, &weights, OTHERS, &Lang::parse(lang).unwrap()).into_iter().map(named).collect()
    }

    #[test]
    fn what_asks_the_same_comes_together() {
        let texts = [
            "do you sell child seats",
            "can i get a tandem repaired",
            "is there a child seat for sale",
            "who repairs my tandem",
            "child seats?",
            "what is the weather on mars",
        ];
        let groups = grouped(&texts, "en");
        assert_eq!(groups.len(), 3, "{groups:?}");
        assert_eq!(groups[0].len(), 3);
        assert_eq!(groups[1].len(), 2);
    }

    #[test]
    fn chinese_comes_together_by_its_characters() {
        let texts = ["有儿童座椅吗", "儿童座椅怎么买", "能修双人车吗", "双人车可以修理吗", "今天火星天气怎么样"];
        let groups = grouped(&texts, "zh");
        assert_eq!(groups.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 1], "{groups:?}");
    }

    #[test]
    fn every_text_is_in_one_group_and_twice_the_same_gives_the_same() {
        let texts: Vec<String> = (0..200).map(|at| format!("word{} of thing{}", at % 7, at % 11)).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let lang = Lang::english();
        let first = groups(&texts, &[], &[], &lang);
        let mut all: Vec<usize> = first.iter().flatten().copied().collect();
        all.sort_unstable();
        assert_eq!(all, (0..texts.len()).collect::<Vec<_>>());
        assert_eq!(groups(&texts, &[], &[], &lang), first);
        assert!(groups(&[], &[], &[], &lang).is_empty());
        assert_eq!(groups(&["", "?!"], &[], &[], &lang).len(), 2);
    }

    #[test]
    fn what_is_asked_most_stands_first() {
        let texts = ["child seats for sale", "sell child seats", "child seats to sell please"];
        let groups = groups(&texts, &[1, 9, 1], OTHERS, &Lang::english());
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0][0], 1);
    }

    #[test]
    fn sums_of_vectors_keep_their_order() {
        assert_eq!(
            added(&vec![(1, 1.0), (4, 2.0)], &vec![(0, 3.0), (4, 1.0), (9, 1.0)]),
            [(0, 3.0), (1, 1.0), (4, 3.0), (9, 1.0)]
        );
    }
}
