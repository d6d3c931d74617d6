//! What customers ask of companies of all kinds: some hundreds of concepts ("where a parcel is", "sending back what was
//! opened", "a bicycle's flat tyre"), each in one to three dozen phrases of each language.
//!
//! An entry of one wording holds few of the words in which its matter is asked for: "where is my stuff" and "track a
//! shipment" share none. Here both are near the same concept. A text's leaning is how near it is to each concept, and an
//! entry of the question's leaning is about the same thing: explicit semantic analysis (Gabrilovich and Markovitch 2007,
//! "Computing semantic relatedness using Wikipedia-based explicit semantic analysis") with our own phrases in place of an
//! encyclopaedia.
//!
//! Invariant: the lists of all languages have the same concepts in the same order; a leaning is sorted by concept, and of
//! length one or empty. The lists hold phrases of the language alone, and the name of no company but of those by which
//! everybody calls a thing (a social network, a spreadsheet).

use super::analyze::{Analyzer, Kind, Term};
use super::rarity::Rarity;
use super::vector::{KeyMap, Vector};
use crate::text::Lang;
use std::sync::OnceLock;

/// The languages that have a list, with its text: a concept on each line, `id: phrase | phrase | …`.
const LISTS: [(&str, &str); 11] = [
    ("de", include_str!("concepts/de.txt")),
    ("en", include_str!("concepts/en.txt")),
    ("es", include_str!("concepts/es.txt")),
    ("fr", include_str!("concepts/fr.txt")),
    ("it", include_str!("concepts/it.txt")),
    ("ja", include_str!("concepts/ja.txt")),
    ("ko", include_str!("concepts/ko.txt")),
    ("nl", include_str!("concepts/nl.txt")),
    ("pt", include_str!("concepts/pt.txt")),
    ("ru", include_str!("concepts/ru.txt")),
    ("zh", include_str!("concepts/zh.txt")),
];

/// The most terms of a text that are looked at, some eighty words: a long answer says early what it is about.
const MOST_TERMS: usize = 160;
/// How many concepts there are.
pub const COUNT: usize = 746;
/// How many concepts the leaning of one text has at most. More, and sharper or blunter ones, change little on the dev
/// companies.
const MOST_CONCEPTS: usize = 12;
/// What a term of stop words counts beside another one. From .3 to 1 the dev companies hardly differ, but the more it is,
/// the nearer is "mon colis n'arrive pas" to all that does not work.
const STOP_SHARE: f32 = 0.6;

/// What a kind of term counts beside a word. Parts of words and examples of classes bring nothing.
const fn kind_share(kind: Kind) -> f32 {
    match kind {
        Kind::Word => 1.0,
        Kind::Pair | Kind::Character => 0.7,
        Kind::Gram | Kind::Class => 0.0,
    }
}

/// What a text is nearest to among the concepts, by their numbers, one against another: of length one, or empty where
/// nothing is known of its matter.
pub type Leaning = Vector;

/// Where a term is held, phrases or concepts in order, with its weight there.
type Held = Vec<(u32, f32)>;

/// The concepts of one language.
pub struct Concepts {
    ids: KeyMap<u32>,
    /// How much each term counts: the share of its kind times the logarithm of the inverse frequency among the phrases.
    weights: Vec<f32>,
    /// For each term the phrases that hold it, with its weight in each of them as a vector of length one.
    phrases: Vec<Held>,
    /// For each term the concepts whose phrases hold it, with its weight in all of them together as a vector of length one.
    concepts: Vec<Held>,
    /// The concept of each phrase.
    owners: Vec<u32>,
    names: Vec<&'static str>,
    analyzer: Analyzer,
}

/// The term's weight in a leaning before rarity.
fn share(term: &Term) -> f32 {
    kind_share(term.kind) * if term.stop { STOP_SHARE } else { 1.0 }
}

/// The terms that count in a leaning, each once, sorted by key.
pub fn telling(terms: &[Term]) -> Vec<Term> {
    let mut telling: Vec<Term> =
        terms.iter().filter(|term| kind_share(term.kind) > 0.0).take(MOST_TERMS).copied().collect();
    // of what is matter in one place and form in another, matter
    telling.sort_unstable_by_key(|term| (term.key, term.stop));
    telling.dedup_by_key(|term| term.key);
    telling
}

/// The logarithm of the inverse frequency of a term that so many of `count` phrases hold.
fn inverse_frequency(count: usize, held: usize) -> f32 {
    ((1.0 + count as f32) / (1.0 + held as f32)).ln()
}

/// The phrases of a language's list; `None` where there is none.
pub fn phrases(primary: &str) -> Option<impl Iterator<Item = &'static str> + use<>> {
    let (_, list) = LISTS.iter().find(|(listed, _)| *listed == primary)?;
    Some(list.lines().filter_map(|line| line.split_once(": ")).flat_map(|(_, phrases)| phrases.split(" | ")))
}

impl Concepts {
    /// The concepts of a language, read when first asked for; `None` where there is no list.
    pub fn of(lang: &Lang) -> Option<&'static Self> {
        static READ: [OnceLock<Concepts>; LISTS.len()] = [const { OnceLock::new() }; LISTS.len()];
        let at = LISTS.iter().position(|(listed, _)| *listed == lang.primary())?;
        Some(READ[at].get_or_init(|| {
            let primary = Lang::parse(LISTS[at].0).expect("a list's language is one");
            Self::new(LISTS[at].1, Analyzer::new(&primary, &[]))
        }))
    }

    fn new(list: &'static str, analyzer: Analyzer) -> Self {
        let mut concepts = Self {
            ids: KeyMap::default(),
            weights: Vec::new(),
            phrases: Vec::new(),
            concepts: Vec::new(),
            owners: Vec::new(),
            names: Vec::new(),
            analyzer,
        };
        for line in list.lines() {
            let (name, phrases) = line.split_once(": ").expect("a concept has a name and phrases");
            let concept = concepts.names.len() as u32;
            concepts.names.push(name);
            for phrase in phrases.split(" | ") {
                let terms = concepts.terms(phrase);
                concepts.add(&telling(&terms), concept);
            }
        }
        concepts.close();
        concepts
    }

    fn terms(&self, text: &str) -> Vec<Term> {
        self.analyzer.terms(&self.analyzer.tokens(text))
    }

    fn add(&mut self, terms: &[Term], concept: u32) {
        let phrase = self.owners.len() as u32;
        self.owners.push(concept);
        for term in terms {
            let next = self.phrases.len() as u32;
            let id = *self.ids.entry(term.key).or_insert(next);
            if id == next {
                self.phrases.push(Vec::new());
                self.weights.push(share(term));
            }
            self.phrases[id as usize].push((phrase, 1.0));
        }
    }

    /// Turns counts into weights, once all phrases are in.
    fn close(&mut self) {
        let count = self.owners.len();
        for (phrases, weight) in self.phrases.iter_mut().zip(&mut self.weights) {
            *weight *= inverse_frequency(count, phrases.len());
            phrases.iter_mut().for_each(|(_, held)| *held *= *weight);
        }
        to_units(&mut self.phrases, count);
        self.concepts = self.phrases.iter().map(|phrases| self.by_concept(phrases)).collect();
        to_units(&mut self.concepts, self.names.len());
    }

    /// A term's weight in each concept by that in its phrases. A word that half of them have says little more than one that
    /// three have, and would drown those: what counts is the square root.
    fn by_concept(&self, phrases: &Held) -> Held {
        let concept = |phrase: u32| self.owners[phrase as usize];
        let sum = |of: &[(u32, f32)]| of.iter().map(|(_, held)| held).sum::<f32>();
        let chunks = phrases.chunk_by(|one, next| concept(one.0) == concept(next.0));
        chunks.map(|of| (concept(of[0].0), sum(of).sqrt())).collect()
    }

    /// The leaning of a text, by its terms. Near a concept is what is like all of its phrases together and like one of
    /// them; the dozen nearest count, by the square of how near they are. A text with matter of which no phrase has any
    /// leans to nothing, since what it shares with some is how questions are put. `rarity` tells how much each term counts
    /// in the FAQ that it is asked of.
    pub fn leaning(&self, terms: &[Term], rarity: &Rarity) -> Leaning {
        let terms = telling(terms);
        let mut nearest = vec![0f32; self.names.len()];
        for (phrase, near) in self.near(&self.phrases, self.owners.len(), &terms, rarity) {
            let nearest = &mut nearest[self.owners[phrase as usize] as usize];
            *nearest = nearest.max(near);
        }
        let together = self.near(&self.concepts, self.names.len(), &terms, rarity);
        let mut leaning: Leaning =
            together.into_iter().map(|(concept, near)| (concept, near + nearest[concept as usize])).collect();
        if leaning.len() > MOST_CONCEPTS {
            leaning.select_nth_unstable_by(MOST_CONCEPTS - 1, |one, other| {
                other.1.total_cmp(&one.1).then(one.0.cmp(&other.0))
            });
            leaning.truncate(MOST_CONCEPTS);
        }
        // those of a whole FAQ are held while it is built
        leaning.shrink_to_fit();
        leaning.sort_unstable_by_key(|(concept, _)| *concept);
        leaning.iter_mut().for_each(|(_, near)| *near *= *near);
        to_unit(&mut leaning);
        leaning
    }

    /// The phrases, or concepts, that share matter with some terms, each with how much, in no particular order; little words
    /// count in these alone. Where there is no matter, the little words count as it.
    fn near(&self, held: &[Held], count: usize, terms: &[Term], rarity: &Rarity) -> Vec<(u32, f32)> {
        let (little, matter): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(|term| term.stop);
        let (counting, beside) = if matter.is_empty() { (little, matter) } else { (matter, little) };
        let mut near = vec![0f32; count];
        let mut found = Vec::new();
        self.each_product(held, &counting, rarity, |at, product| {
            let near = &mut near[at as usize];
            if *near == 0.0 {
                found.push(at);
            }
            *near += product;
        });
        if !found.is_empty() {
            // a little word stands in thousands of phrases, so that the sum is written without a branch
            self.each_product(held, &beside, rarity, |at, product| {
                let near = &mut near[at as usize];
                *near += if *near > 0.0 { product } else { 0.0 };
            });
        }
        found.into_iter().map(|at| (at, near[at as usize])).collect()
    }

    /// Goes through what holds some terms, with the product of the weights on both sides.
    fn each_product(&self, held: &[Held], terms: &[&Term], rarity: &Rarity, mut take: impl FnMut(u32, f32)) {
        for (id, rare) in terms.iter().filter_map(|term| Some((self.ids.get(&term.key)?, rarity.share(term.key)))) {
            let weight = rare * self.weights[*id as usize];
            held[*id as usize].iter().for_each(|(at, held)| take(*at, weight * held));
        }
    }

    /// The leaning of a text of this language as it is written, whatever FAQ it is asked of, and the share of its matter
    /// that no phrase has, 0 to 1: of the squares of the weights of its words, or pairs of characters, as in a cosine. All
    /// of it where there is none.
    pub fn read(&self, text: &str) -> (Leaning, f32) {
        let terms = self.terms(text);
        let (mut known, mut unknown) = (0f32, 0f32);
        // two words are no more known for standing next to each other somewhere
        for term in telling(&terms).iter().filter(|term| !term.stop && term.kind != Kind::Pair) {
            match self.ids.get(&term.key) {
                Some(id) => known += self.weights[*id as usize].powi(2),
                None => unknown += (share(term) * inverse_frequency(self.owners.len(), 0)).powi(2),
            }
        }
        let all = known + unknown;
        (self.leaning(&terms, &Rarity::default()), if all > 0.0 { unknown / all } else { 1.0 })
    }

    /// Whether a phrase has a term.
    pub fn has(&self, term: &Term) -> bool {
        self.ids.contains_key(&term.key)
    }

    /// The name of a concept: lower-case English words with hyphens.
    pub fn name(&self, concept: u32) -> &'static str {
        self.names[concept as usize]
    }
}

/// The leaning of some texts together.
pub fn together<'a>(leanings: impl Iterator<Item = &'a Leaning>) -> Leaning {
    let mut all: Leaning = leanings.flatten().copied().collect();
    // stable, so that the sums are added up in the order of the texts
    all.sort_by_key(|(concept, _)| *concept);
    let sum = |of: &[(u32, f32)]| (of[0].0, of.iter().map(|(_, near)| near).sum());
    let mut sums: Leaning = all.chunk_by(|one, next| one.0 == next.0).map(sum).collect();
    to_unit(&mut sums);
    sums
}

/// Brings what holds the terms, of which there are so many, to length one.
fn to_units(held: &mut [Held], count: usize) {
    let mut lengths = vec![0f32; count];
    held.iter().flatten().for_each(|(at, weight)| lengths[*at as usize] += weight * weight);
    lengths.iter_mut().for_each(|length| *length = length.sqrt().max(f32::MIN_POSITIVE));
    held.iter_mut().flatten().for_each(|(at, weight)| *weight /= lengths[*at as usize]);
}

fn to_unit(leaning: &mut Leaning) {
    let length = leaning.iter().map(|(_, near)| near * near).sum::<f32>().sqrt();
    if length > 0.0 {
        leaning.iter_mut().for_each(|(_, near)| *near /= length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn leaning(lang: &str, text: &str) -> Leaning {
        let lang = Lang::parse(lang).unwrap();
        Concepts::of(&lang).unwrap().read(text).0
    }

    fn likeness(one: &Leaning, other: &Leaning) -> f32 {
        one.iter().flat_map(|one| other.iter().filter(|other| one.0 == other.0).map(|other| one.1 * other.1)).sum()
    }

    #[test]
    fn texts_without_a_word_in_common_lean_alike_where_they_ask_for_the_same() {
        for (lang, asked, same, other) in [
            ("en", "what has become of my stuff", "Track a shipment", "Pay by invoice"),
            ("de", "wo steckt denn mein Päckchen", "Eine Sendung verfolgen", "Zahlung auf Rechnung"),
            ("fr", "mon colis n'arrive pas", "Suivre une livraison", "Payer sur facture"),
            ("zh", "我的包裹到哪了", "查询物流", "开发票"),
            ("ja", "荷物がまだ届かない", "配送状況の確認", "領収書の発行"),
        ] {
            let asked = leaning(lang, asked);
            let (same, other) = (likeness(&asked, &leaning(lang, same)), likeness(&asked, &leaning(lang, other)));
            assert!(same > 0.05 && same > 3.0 * other, "{lang}: {same} {other}");
        }
    }

    #[test]
    fn little_words_count_only_beside_matter() {
        let concepts = Concepts::of(&Lang::parse("en").unwrap()).unwrap();
        let matter = concepts.terms("vaccination");
        let leaning = leaning("en", "what is it that I have to do for a vaccination");
        assert!(leaning.len() > 1);
        for (concept, _) in leaning {
            let holds = |term: &Term| {
                let phrases = concepts.ids.get(&term.key).map_or(&[][..], |id| &concepts.phrases[*id as usize]);
                phrases.iter().any(|(phrase, _)| concepts.owners[*phrase as usize] == concept)
            };
            assert!(matter.iter().any(holds), "{}", concepts.name(concept));
        }
    }

    #[test]
    fn a_word_of_all_phrases_of_a_concept_does_not_drown_those_of_a_few() {
        let list = "pottery: red kiln | red glaze | red clay | red wheel\nsky: blue sky | grey clouds";
        let concepts = Concepts::new(list, Analyzer::new(&Lang::parse("en").unwrap(), &[]));
        let id = |word: &str| concepts.ids[&Term::new(Kind::Word, word, false).key] as usize;
        let sum = |word: &str| concepts.phrases[id(word)].iter().map(|(_, held)| held).sum::<f32>();
        let together = |word: &str| concepts.concepts[id(word)][0].1;
        let ratio = together("red") / together("kiln");
        assert!((ratio - (sum("red") / sum("kiln")).sqrt()).abs() < 1e-4 && ratio > 1.0, "{ratio}");
    }

    #[test]
    fn what_every_entry_says_draws_a_text_less_to_it() {
        let concepts = Concepts::of(&Lang::parse("en").unwrap()).unwrap();
        let (asked, common) = (concepts.terms("you have sent me the wrong bike"), concepts.terms("bike"));
        let same = leaning("en", "Another item than ordered");
        let near = |rarity: &Rarity| likeness(&concepts.leaning(&asked, rarity), &same);
        let (plain, shop) = (near(&Rarity::default()), near(&Rarity::of((0..60).map(|_| common.iter()))));
        assert!(plain > 0.0 && shop > 1.1 * plain, "{plain} {shop}");
    }

    #[test]
    fn a_leaning_is_of_length_one_or_empty() {
        let length = |leaning: &Leaning| leaning.iter().map(|(_, near)| near * near).sum::<f32>().sqrt();
        let parcel = leaning("en", "my parcel is late, can I have a refund?");
        assert!((length(&parcel) - 1.0).abs() < 1e-5 && parcel.len() <= MOST_CONCEPTS);
        assert!(parcel.is_sorted_by_key(|(concept, _)| *concept));
        assert!(leaning("en", "how do I xyzzy").is_empty() && leaning("en", "").is_empty());
        assert!(!leaning("en", "how much is it").is_empty(), "it is all the matter there is");
        let both = together([&parcel, &leaning("en", "opening hours")].into_iter());
        assert!((length(&both) - 1.0).abs() < 1e-5 && likeness(&both, &parcel) > 0.5);
        assert!(Concepts::of(&Lang::parse("fi").unwrap()).is_none());
    }

    #[test]
    fn every_language_has_the_same_concepts_each_in_phrases_of_its_own() {
        let names = |list: &'static str| -> Vec<&str> {
            list.lines().map(|line| line.split_once(": ").expect("a name and phrases").0).collect()
        };
        for (lang, list) in LISTS {
            assert_eq!(names(list), names(LISTS[0].1), "{lang}");
            assert_eq!(names(list).len(), COUNT);
            let concepts = Concepts::of(&Lang::parse(lang).unwrap()).unwrap();
            for (held, count) in [(&concepts.phrases, concepts.owners.len()), (&concepts.concepts, COUNT)] {
                assert!(held.iter().flatten().all(|(_, held)| held.is_normal()), "{lang}");
                let mut lengths = vec![0f32; count];
                held.iter().flatten().for_each(|(at, held)| lengths[*at as usize] += held * held);
                assert!(lengths.iter().all(|length| (length - 1.0).abs() < 1e-4), "{lang}");
            }
            let mut held = BTreeSet::new();
            for line in list.lines() {
                let phrases: Vec<&str> = line.split_once(": ").unwrap().1.split(" | ").collect();
                assert!(phrases.len() >= 9, "{lang}: {line}");
                for phrase in phrases {
                    assert!(!phrase.is_empty() && phrase.trim() == phrase, "{lang}: {phrase:?}");
                    assert!(held.insert(phrase.to_lowercase()), "{lang}: {phrase} stands twice");
                }
            }
        }
    }
}
