//! All entries of one language with everything that is known about them, and the candidates for a question.
//!
//! Invariant: a shelf is built from analysed texts alone, so that a part of the wordings can be held back and asked of
//! the rest: that is how a FAQ is examined before it is served (see [`super::confidence`]).

use super::SearchError;
use super::analyze::{Analyzer, Term, Token, Unit};
use super::asking::{self, Asking};
use super::concepts::{self, Leaning};
use super::coverage::Coverage;
use super::finder::{Document, Finder, Found};
use super::fit::{Grouped, Model, Samples, softmax};
use super::foreign;
use super::groups::Groups;
use super::question::{Language, Reading, Unified, unify};
use super::rank::{Evidence, Features};
use super::vector::{Postings, Vector, Vocabulary};
use std::collections::BTreeMap;

/// How many candidates tantivy gives by wordings, and by answers.
const FOUND: usize = 32;
/// How many candidates the fitted model adds, the nearest wordings, and the leanings.
const FITTED: usize = 8;
/// How much an entry leans as the question does, at least, to be added for that.
const LEANING: f32 = 0.3;
/// How many of an entry's nearest wordings are averaged.
const NEAREST: usize = 3;

/// An analysed text.
pub struct Text {
    /// Its terms.
    pub terms: Vec<Term>,
    /// Its matter.
    pub units: Vec<Unit>,
    /// What it asks for; of answers it is not looked for.
    pub asking: Option<Asking>,
    /// What it leans to among what customers ask; nothing until [`Text::lean`].
    pub leaning: Leaning,
    /// What counts of its terms before synonyms in a leaning, where they were others; until it leans.
    written: Option<Vec<Term>>,
}

impl Text {
    /// Analyses an answer.
    pub fn answer(text: &str, analyzer: &Analyzer) -> Self {
        Self::new(analyzer.tokens(text), None, analyzer)
    }

    /// Analyses a wording.
    pub fn wording(text: &str, analyzer: &Analyzer) -> Self {
        let tokens = analyzer.tokens(text);
        let asking = asking::asked(analyzer.lang().primary(), &tokens);
        Self::new(tokens, asking, analyzer)
    }

    fn new(tokens: Vec<Token>, asking: Option<Asking>, analyzer: &Analyzer) -> Self {
        let Unified { tokens, terms, written } = unify(tokens, analyzer);
        Self { terms, units: analyzer.units(&tokens), asking, leaning: Leaning::new(), written }
    }

    /// The terms that tell what it leans to; once it does, those after synonyms.
    pub fn written(&self) -> &[Term] {
        self.written.as_deref().unwrap_or(&self.terms)
    }

    /// Lets it lean, once it is known how rare words are in the FAQ.
    pub fn lean(&mut self, language: &Language) {
        self.leaning = language.leaning(self.written());
        self.written = None;
    }
}

/// The analysed texts of an entry.
pub struct EntryTexts {
    /// Its wordings, then its keywords.
    pub wordings: Vec<Text>,
    /// Its answer.
    pub answer: Text,
}

impl EntryTexts {
    /// Lets all of them lean.
    pub fn lean(&mut self, language: &Language) {
        self.wordings.iter_mut().chain([&mut self.answer]).for_each(|text| text.lean(language));
    }
}

/// The evidence for all entries of a language.
pub struct Shelf {
    finder: Finder,
    vocabulary: Vocabulary,
    /// The terms that are one to the postings and the model, since they always occur together.
    groups: Groups,
    postings: Postings,
    model: Model,
    coverage: Coverage,
    /// The first wording of each entry, and one past the last of all.
    starts: Vec<u32>,
    /// The length of each entry's pooled vector.
    lengths: Vec<f32>,
    /// What each wording asks for.
    askings: Vec<Option<Asking>>,
    /// What each entry leans to: all its wordings together, and its answer.
    leanings: [Postings; 2],
}

/// What a question has in common with all wordings and entries, before anything is known of which are allowed.
pub struct Sighted {
    /// The cosine with each wording.
    similarities: Vec<f32>,
    /// The fitted model's score of each entry.
    fitted: Vec<f32>,
    found: BTreeMap<u32, Found>,
    /// Whether no term of the question is known.
    blank: bool,
    /// How much each entry's wordings, and its answer, lean as the question does.
    leanings: [Vec<f32>; 2],
}

impl Shelf {
    /// Builds a shelf from the wordings that are not held back; `held_back` is given the entry and the wording.
    ///
    /// # Errors
    /// Only if tantivy runs out of memory.
    pub fn new(texts: &[EntryTexts], held_back: &dyn Fn(usize, usize) -> bool) -> Result<Self, SearchError> {
        let mut kept: Vec<Vec<&Text>> = Vec::with_capacity(texts.len());
        for (entry, of_entry) in texts.iter().enumerate() {
            let wordings = of_entry.wordings.iter().enumerate();
            kept.push(wordings.filter(|(at, _)| !held_back(entry, *at)).map(|(_, text)| text).collect());
        }
        let mut vocabulary = Vocabulary::default();
        let mut coverage = Coverage::default();
        let (mut starts, mut owners) = (vec![0u32], Vec::new());
        for (entry, (wordings, of_entry)) in kept.iter().zip(texts).enumerate() {
            wordings.iter().for_each(|text| vocabulary.add(&text.terms));
            let units: Vec<&[Unit]> = wordings.iter().map(|text| text.units.as_slice()).collect();
            coverage.add(&units, &of_entry.answer.units);
            owners.extend(std::iter::repeat_n(entry as u32, wordings.len()));
            starts.push(owners.len() as u32);
        }
        let worded: Vec<Leaning> =
            kept.iter().map(|of| concepts::together(of.iter().map(|text| &text.leaning))).collect();
        let answered: Vec<Leaning> = texts.iter().map(|of_entry| of_entry.answer.leaning.clone()).collect();
        let askings = kept.iter().flatten().map(|text| text.asking).collect();
        vocabulary.close();
        let vector = |text: &&Text| vocabulary.vector(text.terms.iter().map(|term| (term, 1.0)));
        let vectors: Vec<Vector> = kept.iter().flatten().map(vector).collect();
        let groups = Groups::of(&vectors, vocabulary.len());
        let gathered: Vec<Vector> = vectors.iter().map(|vector| groups.gather(vector)).collect();
        let samples = Samples { vectors: &vectors, owners: &owners, terms: vocabulary.len(), entries: texts.len() };
        let model = Model::fit(&samples, &Grouped { vectors: &gathered, groups: groups.len() });
        drop(vectors);
        let documents = kept.iter().zip(texts).map(|(wordings, of_entry)| Document {
            wordings: wordings.iter().map(|text| text.terms.as_slice()).collect(),
            answer: &of_entry.answer.terms,
        });
        let lengths = starts.windows(2).map(|of| pooled_length(&gathered[of[0] as usize..of[1] as usize])).collect();
        Ok(Self {
            finder: Finder::new(documents)?,
            postings: Postings::new(&gathered, groups.len()),
            groups,
            vocabulary,
            model,
            coverage,
            starts,
            lengths,
            askings,
            leanings: [worded, answered].map(|leanings| Postings::new(&leanings, concepts::COUNT)),
        })
    }

    /// Reads a text against this shelf.
    pub fn read(&self, text: &str, analyzer: &Analyzer, language: &Language) -> Reading {
        Reading::new(text, analyzer, language, &self.vocabulary)
    }

    /// The entries that may be meant, by their number, with what speaks for each, and what holds for the question as a
    /// whole. `allowed` says which entries may be candidates.
    pub fn consider(&self, reading: &Reading, allowed: &dyn Fn(u32) -> bool) -> (Vec<(u32, Features)>, Evidence) {
        self.weigh(reading, &self.sight(reading), allowed)
    }

    /// What can be said of all entries, whichever of them may be candidates.
    pub fn sight(&self, reading: &Reading) -> Sighted {
        let terms = || reading.terms.iter().map(|(term, factor)| (term, *factor));
        let vector = self.groups.gather(&self.vocabulary.vector(terms()));
        Sighted {
            similarities: self.postings.similarities(&vector),
            fitted: self.model.scores(&vector),
            found: self.finder.find(&reading.terms, FOUND),
            blank: vector.is_empty(),
            leanings: self.leanings.each_ref().map(|leanings| leanings.similarities(&reading.leaning)),
        }
    }

    /// The candidates among the entries that are allowed.
    pub fn weigh(
        &self,
        reading: &Reading,
        sighted: &Sighted,
        allowed: &dyn Fn(u32) -> bool,
    ) -> (Vec<(u32, Features)>, Evidence) {
        let Sighted { similarities, found, leanings: [worded, answered], .. } = sighted;
        let (entries, fitted) = self.candidates(reading, sighted, allowed);
        let asked = self.coverage.ask(reading, allowed);
        let (best_wordings, best_answer) =
            found.values().fold((0f32, 0f32), |best, found| (best.0.max(found.wordings), best.1.max(found.answer)));
        let considered = entries.into_iter().map(|entry| {
            let own = self.starts[entry as usize] as usize..self.starts[entry as usize + 1] as usize;
            let (nearest, best, several) = near(&similarities[own.clone()]);
            let sum: f32 = similarities[own.clone()].iter().sum();
            let covered = self.coverage.cover(&asked, entry, nearest.map(|nearest| own.start + nearest));
            let (alike, otherwise) = alike(reading.asking, &self.askings[own.clone()]);
            let hit = found.get(&entry).copied().unwrap_or_default();
            let share = |score: f32, best: f32| if best > 0.0 { score / best } else { 0.0 };
            let features = Features {
                fitted: fitted[entry as usize].max(f32::MIN_POSITIVE).ln().max(-12.0),
                best,
                several,
                pooled: share(sum, self.lengths[entry as usize]),
                found: share(hit.wordings, best_wordings),
                answer: share(hit.answer, best_answer),
                by_wordings: covered.by_wordings,
                by_any: covered.by_any,
                lacking: covered.lacking,
                missing: covered.missing,
                elsewhere: covered.elsewhere,
                nowhere: covered.nowhere,
                leaning: worded[entry as usize],
                answer_leaning: answered[entry as usize],
                alike,
                otherwise,
            };
            (entry, features)
        });
        let terms = || reading.terms.iter().map(|(term, factor)| (term, *factor));
        let is_held =
            |term: u32| self.postings.any(self.groups.group(term), |wording| allowed(self.owner(wording as usize)));
        let evidence = Evidence {
            unknown: reading.foreign_unknown.unwrap_or(asked.unknown),
            strange: self.vocabulary.strange(terms(), &is_held),
            units: asked.len() as f32,
            wordings: self.wordings(),
            entries: self.lengths.len() as f32,
            asking: reading.asking,
            is_listed: reading.is_listed,
            is_foreign: reading.foreign_unknown.is_some(),
        };
        (considered.collect(), evidence)
    }

    /// The entries that may be meant, each once and in order, and of each entry the fitted model's probability: of a
    /// question in another language what speaks for each by its leanings.
    fn candidates(&self, reading: &Reading, sighted: &Sighted, allowed: &dyn Fn(u32) -> bool) -> (Vec<u32>, Vec<f32>) {
        let Sighted { similarities, found, leanings: [worded, answered], .. } = sighted;
        let (mut fitted, is_told) = match reading.foreign_unknown {
            Some(_) => (foreign::scores(worded, answered), true),
            None => (sighted.fitted.clone(), !sighted.blank),
        };
        let mut leaning = worded.clone();
        for (entry, (score, leaning)) in fitted.iter_mut().zip(&mut leaning).enumerate() {
            if !allowed(entry as u32) {
                *score = f32::NEG_INFINITY;
                *leaning = 0.0;
            }
        }
        let mut entries: Vec<u32> = found.keys().copied().collect();
        if is_told {
            entries.extend(highest(&fitted, FITTED).map(|at| at as u32));
        }
        if !sighted.blank {
            entries.extend(highest(similarities, FITTED).map(|at| self.owner(at)));
        }
        entries.extend(highest(&leaning, FITTED).filter(|at| leaning[*at] >= LEANING).map(|at| at as u32));
        entries.retain(|entry| allowed(*entry));
        entries.sort_unstable();
        entries.dedup();
        if reading.foreign_unknown.is_some() {
            let rivals = fitted.iter().filter(|score| score.is_finite()).count();
            fitted.resize(fitted.len() + foreign::FEWEST.saturating_sub(rivals), 0.0);
        }
        softmax(&mut fitted);
        (entries, fitted)
    }

    /// The concepts that a question and an entry's wordings both lean to, what they have most in common first.
    pub fn lean_alike(&self, leaning: &Leaning, entry: u32) -> Vec<u32> {
        let [worded, _] = &self.leanings;
        let both = |near: &(u32, f32)| (near.0, worded.similarities(&vec![*near])[entry as usize]);
        let mut alike: Leaning = leaning.iter().map(both).filter(|(_, both)| *both > 0.0).collect();
        alike.sort_by(|one, other| other.1.total_cmp(&one.1));
        alike.into_iter().map(|(concept, _)| concept).collect()
    }

    /// The mean number of wordings of an entry.
    pub fn wordings(&self) -> f32 {
        *self.starts.last().unwrap_or(&0) as f32 / self.lengths.len().max(1) as f32
    }

    /// What is known of the terms of the wordings.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    fn owner(&self, wording: usize) -> u32 {
        self.starts.partition_point(|start| *start as usize <= wording) as u32 - 1
    }
}

/// The share of an entry's wordings that ask for the same as a question, and of those that ask for something else, among
/// those of which that can be told; nothing where it cannot be told of the question.
fn alike(asking: Option<Asking>, wordings: &[Option<Asking>]) -> (f32, f32) {
    let known = wordings.iter().flatten().count();
    let Some(asking) = asking.filter(|_| known > 0) else { return (0.0, 0.0) };
    let share = wordings.iter().flatten().filter(|other| **other == asking).count() as f32 / known as f32;
    (share, 1.0 - share)
}

/// The length of the sum of some vectors.
fn pooled_length(vectors: &[Vector]) -> f32 {
    let mut sum: Vector = vectors.iter().flatten().copied().collect();
    sum.sort_by_key(|(id, _)| *id);
    sum.chunk_by(|one, other| one.0 == other.0)
        .map(|chunk| chunk.iter().map(|(_, weight)| weight).sum::<f32>().powi(2))
        .sum::<f32>()
        .sqrt()
}

/// The places of the highest scores above the lowest, in no particular order.
fn highest(scores: &[f32], count: usize) -> impl Iterator<Item = usize> {
    let mut top: Vec<(f32, usize)> = Vec::with_capacity(count + 1);
    for (at, score) in scores.iter().enumerate() {
        if top.len() == count && top.last().is_some_and(|last| last.0 >= *score) {
            continue;
        }
        let place = top.partition_point(|(held, _)| held >= score);
        top.insert(place, (*score, at));
        top.truncate(count);
    }
    top.into_iter().map(|(_, at)| at)
}

/// The nearest of an entry's wordings, its similarity, and the mean of the nearest few.
fn near(similarities: &[f32]) -> (Option<usize>, f32, f32) {
    let top: Vec<usize> = highest(similarities, NEAREST).collect();
    let sum: f32 = top.iter().map(|at| similarities[*at]).sum();
    let nearest = top.first().copied();
    (nearest, nearest.map_or(0.0, |at| similarities[at]), sum / top.len().max(1) as f32)
}
