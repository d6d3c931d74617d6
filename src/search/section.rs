//! One language of the FAQ: its entries, what is known about them, and how sure an answer in it can be.
//!
//! Invariant: immutable once built, so any number of questions are answered at the same time without a lock.

use super::SearchError;
use super::analyze::{Analyzer, Token, Unit};
use super::bits::Bits;
use super::concepts::Concepts;
use super::confidence::{Calibration, Examined, Odds, Size, odds, signals};
use super::courtesies;
use super::examine::{Examination, Examiner, HeldBack};
use super::foreign;
use super::learn::{Lesson, learn};
use super::memory::Seen;
use super::negation::Stated;
use super::prefix::Prefixes;
use super::question::{Language, Reading};
use super::rank::{Evidence, Features, Ranked, Weights, order};
use super::rarity::Rarity;
use super::scaling::logistic;
use super::second_look::{self, Offer};
use super::share::Heard;
use super::shelf::{EntryTexts, Shelf, Text};
use super::spelling::Spelling;
use super::threads::Threads;
use super::vector::Vocabulary;
use crate::clock::Timestamp;
use crate::faq::{Catalog, Entry};
use crate::text::{Lang, canonical};
use std::collections::HashMap;
use std::sync::Arc;

/// The entries of one language.
pub struct Section {
    /// Their language.
    pub lang: Lang,
    /// In the order of the catalog.
    pub entries: Vec<Arc<Entry>>,
    /// Those in service for a time only, which spares looking at the others.
    dated: Bits,
    /// When entries come into service or go out of it.
    turns: Vec<Timestamp>,
    /// Those that are preferred on some page.
    paged: Vec<u32>,
    /// Wordings and keywords in canonical form to the entries that have them.
    exact: HashMap<String, Vec<u32>>,
    /// The same by stems, after synonyms.
    same_stems: HashMap<String, Vec<u32>>,
    pub(super) analyzer: Analyzer,
    pub(super) language: Language,
    shelf: Shelf,
    weights: Weights,
    pub(super) calibration: Calibration,
    /// What came of the wordings that were examined.
    held_back: Vec<HeldBack>,
    /// The wordings by their beginnings, for suggestions.
    pub(super) prefixes: Prefixes,
}

/// A ranking with what is needed to say how sure it is.
pub struct Ranking {
    /// The best first.
    pub ranked: Vec<Ranked>,
    /// What holds for the question as a whole.
    pub evidence: Evidence,
}

impl Ranking {
    /// What its signals say by the fitted coefficients.
    pub fn odds(&self) -> Odds {
        if self.evidence.is_foreign {
            return Odds { right: foreign::log_odds(&self.ranked), held: 0.0 };
        }
        odds(&signals(&self.ranked, &self.evidence))
    }
}

impl Section {
    /// Builds the section of a language, on so many threads.
    ///
    /// # Errors
    /// Only if tantivy runs out of memory.
    pub fn new(catalog: &Catalog, lang: &Lang, wrong_rate: f64, threads: Threads) -> Result<Self, SearchError> {
        let entries: Vec<Arc<Entry>> = catalog.entries.iter().filter(|entry| entry.lang == *lang).cloned().collect();
        let groups: Vec<Vec<String>> =
            catalog.synonyms.iter().filter(|group| group.lang == *lang).map(|group| group.words.clone()).collect();
        let analyzer = Analyzer::new(lang, &groups);
        let words = entries.iter().flat_map(|entry| {
            let wordings = entry.questions.iter().map(|wording| wording.text.as_str());
            wordings.chain(entry.keywords.iter().map(String::as_str)).chain([entry.content.text.as_str()])
        });
        let synonyms = groups.iter().flatten().map(String::as_str);
        let spelling = Spelling::of(words.chain(synonyms), &analyzer);
        let mut language = Language::new(spelling, &analyzer);
        let mut texts: Vec<EntryTexts> = threads.map(&entries, |entry| analyze(entry, &analyzer, &language));
        if let Some(concepts) = language.concepts {
            let counting = |text| Text::written(text).iter().filter(|term| concepts.has(term));
            language.rarity = Rarity::of(texts.iter().map(|of| of.wordings.iter().flat_map(counting)));
            threads.each(&mut texts, |of| of.lean(&language));
        }
        let exact = by_form(&entries, canonical);
        let same_stems = by_form(&entries, |text| stems(&analyzer.unify(analyzer.tokens(text))));
        let examiner = Examiner { entries: &entries, texts: &texts, analyzer: &analyzer, language: &language };
        let (shelf, examination) = examiner.shelve_and_examine(threads)?;
        let weights = Weights::fitted(shelf.wordings());
        let lessons: Vec<Lesson> = examination.iter().filter_map(Examination::lesson).collect();
        let weights = learn(&weights, &lessons);
        let examined: Vec<Examined> = examination.iter().flat_map(|question| question.outcomes(&weights)).collect();
        let size = Size { entries: entries.len() as f64, wordings: shelf.wordings().into() };
        let calibration = Calibration::new(&examined, size, wrong_rate);
        let held_back = examination.iter().filter_map(|asked| asked.held_back(&weights, &calibration)).collect();
        let mut dated = Bits::new(entries.len());
        let is_dated = |entry: &Entry| entry.from.is_some() || entry.until.is_some();
        entries.iter().enumerate().filter(|(_, entry)| is_dated(entry)).for_each(|(at, _)| dated.set(at));
        let mut turns: Vec<Timestamp> = entries.iter().flat_map(|entry| [entry.from, entry.until]).flatten().collect();
        turns.sort_unstable();
        let paged = entries.iter().enumerate().filter(|(_, entry)| !entry.pages.is_empty()).map(|(at, _)| at as u32);
        Ok(Self {
            dated,
            turns,
            paged: paged.collect(),
            lang: lang.clone(),
            prefixes: Prefixes::new(&entries, lang.primary() == "zh"),
            entries,
            exact,
            same_stems,
            analyzer,
            language,
            shelf,
            weights,
            calibration,
            held_back,
        })
    }

    /// Whether an entry may be answered at a moment.
    pub fn serves(&self, entry: u32, now: Timestamp) -> bool {
        !self.dated.has(entry as usize) || self.entries[entry as usize].in_service(now)
    }

    /// Whether an entry is preferred on a page.
    pub fn prefers(&self, entry: u32, page: Option<&str>) -> bool {
        page.is_some_and(|page| self.entries[entry as usize].prefers_page(page))
    }

    /// The entries that are preferred on a page.
    pub fn preferred(&self, page: Option<&str>) -> Box<[u32]> {
        self.paged.iter().copied().filter(|entry| self.prefers(*entry, page)).collect()
    }

    /// How many times entries have come into service or gone out of it until a moment: as long as it is the same, so are
    /// the entries in service.
    pub fn season(&self, now: Timestamp) -> u32 {
        self.turns.partition_point(|turn| *turn <= now) as u32
    }

    /// The probability of each of some ranked entries, given what the ranking says and the scores. What a FAQ's examination
    /// shows holds for questions in its own language alone.
    pub fn probabilities(&self, evidence: &Evidence, odds: &Odds, scores: impl Iterator<Item = f32>) -> Vec<f64> {
        let first = if evidence.is_foreign { logistic(odds.right) } else { self.calibration.probability(odds) };
        Calibration::spread(first, scores)
    }

    /// What a question in which some entry was found looks like to the FAQ; `None` where too few wordings could be examined
    /// to tell, and of a question that was read in another language.
    pub fn hear(&self, evidence: &Evidence, odds: &Odds) -> Option<Heard> {
        self.calibration.expected().filter(|_| !evidence.is_foreign).map(|_| self.calibration.hear(odds))
    }

    /// What may be offered all the same of what was seen of a text of this section's language, where that is not enough by
    /// its words: of each contender there is a probability. Small talk is none of it.
    pub fn look_again(&self, seen: &Seen, probabilities: &[f64]) -> Option<Offer> {
        let contenders = seen.ranked.iter().copied().zip(probabilities.iter().copied());
        let asked = contenders.filter(|(contender, _)| !self.entries[contender.entry as usize].small_talk);
        if seen.evidence.is_listed { second_look::offer(asked, seen.evidence.youth()) } else { None }
    }

    /// What may be offered by what entries lean to alone of a text of this section's language.
    pub fn lean_again(
        &self,
        text: &str,
        allowed: &dyn Fn(u32) -> bool,
        preferred: &dyn Fn(u32) -> bool,
    ) -> Option<Offer> {
        let reading = Reading { foreign_unknown: Some(0.0), ..self.read(text) };
        if !reading.is_listed {
            return None;
        }
        let is_asked = |entry: u32| allowed(entry) && !self.entries[entry as usize].small_talk;
        let (mut considered, evidence) = self.shelf.consider(&reading, &is_asked);
        // how near a wording is in its words has had its say
        considered.iter_mut().for_each(|(_, features)| features.best = 0.0);
        second_look::offer_by_leanings(&order(&considered, &foreign::WEIGHTS, preferred), evidence.youth())
    }

    /// The entries of which this text is a wording or keyword: letter for letter but for case, width and signs, or else
    /// word for word but for inflection, synonyms and typing errors.
    pub fn exact(&self, text: &str, reading: &Reading) -> &[u32] {
        let same = self.exact.get(&canonical(text)).or_else(|| self.same_stems.get(&stems(&reading.tokens)));
        same.map_or(&[], Vec::as_slice)
    }

    /// Whether this text is a wording or keyword letter for letter, but for case, width and signs.
    pub fn is_verbatim(&self, text: &str) -> bool {
        self.exact.contains_key(&canonical(text))
    }

    /// The words of an entry's id, where they are read as one of its wordings.
    pub fn name(&self, entry: &Entry) -> Option<String> {
        name(&entry.id, &self.analyzer, &self.language)
    }

    /// Reads a text against this section.
    pub fn read(&self, text: &str) -> Reading {
        self.shelf.read(text, &self.analyzer, &self.language)
    }

    /// Reads a text that is in another language, `foreign`, if one is given: then by what customers ask in that, where
    /// it has matter of which anything is known, and that is known of this section's language as well.
    pub fn read_from(&self, foreign: Option<&Lang>, text: &str) -> Reading {
        let reading = self.read(text);
        let listed = foreign.filter(|_| self.language.concepts.is_some()).and_then(Concepts::of);
        match listed.map(|concepts| concepts.read(text)) {
            Some((leaning, unknown)) if unknown < 1.0 => {
                Reading { leaning, is_listed: true, foreign_unknown: Some(unknown), ..reading }
            }
            _ => reading,
        }
    }

    /// The share of a text's words that are words of this section's language, 0 to 1.
    pub fn known(&self, text: &str) -> f32 {
        let tokens = self.analyzer.tokens(text);
        let known = |token: &&Token| !token.unspaced && self.language.spelling.is_word(token);
        tokens.iter().filter(known).count() as f32 / tokens.len().max(1) as f32
    }

    /// Whether an entry is for those who state such a thing, of the same matter as a text that does.
    pub(super) fn is_for_stated(&self, entry: u32, stated: Stated, text: &str) -> bool {
        let matter = |text: &str| self.read(text).units.into_iter().filter(|unit| !stated.is_part_of(&unit.text));
        let asked: Vec<Unit> = matter(text).collect();
        let mut wordings = self.entries[entry as usize].questions.iter().map(|wording| &wording.text);
        wordings.any(|wording| stated.is_told_by(wording) && matter(wording).any(|unit| asked.contains(&unit)))
    }

    /// The entries that may be meant, the best first.
    pub fn rank(&self, reading: &Reading, allowed: &dyn Fn(u32) -> bool, preferred: &dyn Fn(u32) -> bool) -> Ranking {
        let (considered, evidence) = self.shelf.consider(reading, allowed);
        Ranking { ranked: order(&considered, &self.weights_for(evidence.is_foreign), preferred), evidence }
    }

    fn weights_for(&self, is_foreign: bool) -> Weights {
        if is_foreign { foreign::WEIGHTS } else { self.weights }
    }

    /// What came of the wordings that were examined when the section was built: of a large FAQ a sample.
    pub fn examined(&self) -> &[HeldBack] {
        &self.held_back
    }

    /// What is known of the terms of the wordings.
    pub fn vocabulary(&self) -> &Vocabulary {
        self.shelf.vocabulary()
    }

    /// What customers ask that a question and an entry both lean to, what they have most in common first.
    pub fn lean_alike(&self, reading: &Reading, entry: u32) -> Vec<&'static str> {
        let Some(concepts) = self.language.concepts else { return Vec::new() };
        let alike = self.shelf.lean_alike(&reading.leaning, entry);
        alike.into_iter().map(|concept| concepts.name(concept)).collect()
    }

    /// The features by name, each with its value and the weight that it has in this FAQ.
    pub fn weighed(&self, features: &Features, is_foreign: bool) -> Vec<(&'static str, f32, f32)> {
        if is_foreign {
            return foreign::weighed(features);
        }
        let values = features.values().into_iter().zip(self.weights.0);
        Features::NAMES.into_iter().zip(values).map(|(name, (value, weight))| (name, value, weight)).collect()
    }
}

/// Wordings and keywords in some form to the entries that have them.
fn by_form(entries: &[Arc<Entry>], form: impl Fn(&str) -> String) -> HashMap<String, Vec<u32>> {
    let mut exact: HashMap<String, Vec<u32>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let wordings = entry.questions.iter().map(|wording| &wording.text).chain(&entry.keywords);
        for text in wordings.map(|text| form(text)).filter(|text| !text.is_empty()) {
            let same = exact.entry(text).or_default();
            if same.last() != Some(&(at as u32)) {
                same.push(at as u32);
            }
        }
    }
    exact
}

/// The stems of some tokens as one text.
fn stems(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.stem.as_str()).collect::<Vec<_>>().join(" ")
}

/// The texts of an entry: keywords and its name stand beside its wordings, which are read without courtesies as questions
/// are, and the topic beside its answer.
fn analyze(entry: &Entry, analyzer: &Analyzer, language: &Language) -> EntryTexts {
    let wordings = entry.questions.iter().map(|wording| {
        let bare = courtesies::without(&wording.text, analyzer.lang().primary());
        let has_matter = || analyzer.tokens(bare).iter().any(|token| !token.stop);
        // of small talk they are the matter
        let is_bare = bare.len() < wording.text.len() && !entry.small_talk && has_matter();
        if is_bare { bare } else { wording.text.as_str() }
    });
    let name = name(&entry.id, analyzer, language);
    EntryTexts {
        wordings: wordings
            .chain(entry.keywords.iter().map(String::as_str))
            .chain(name.as_deref())
            .map(|text| Text::wording(text, analyzer))
            .collect(),
        answer: Text::answer(&format!("{}\n{}", entry.topic, entry.content.text), analyzer),
    }
}

/// The words of an id, where it has some of the FAQ's language: `delivery-time` is a name that an editor gave, and says
/// what the entry is about as shortly as a visitor may. In a FAQ of one wording per entry it is worth as much as a second
/// one.
fn name(id: &str, analyzer: &Analyzer, language: &Language) -> Option<String> {
    let is_word = |part: &&str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let parts: Vec<&str> = id.split('-').filter(is_word).collect();
    let is_known = |part: &&str| language.spelling.is_word(&analyzer.word(part));
    parts.iter().any(is_known).then(|| parts.join(" "))
}
