//! One language of the FAQ: its entries, what is known about them, and how sure an answer in it can be.
//!
//! Invariant: immutable once built, so any number of questions are answered at the same time without a lock.

use super::SearchError;
use super::analyze::{Analyzer, Token, Unit};
use super::bits::Bits;
use super::confidence::{Calibration, Examined, Odds, Size, odds, signals};
use super::courtesies;
use super::learn::{Lesson, learn};
use super::negation::Stated;
use super::prefix::Prefixes;
use super::question::{Language, Reading};
use super::rank::{Evidence, Features, Ranked, Weights, order};
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

/// Into how many parts the wordings are cut for the examination, each held back once.
const PARTS: usize = 4;
/// Up to this many wordings every part is examined; beyond, one part only, since it is large enough.
const EXAMINED_WHOLE: usize = 2_500;
/// Beyond this many wordings a FAQ is not examined: building it once more would double the time to serve an edit.
const MOST_EXAMINED: usize = 20_000;
/// The most questions of an examination.
const MOST_QUESTIONS: usize = 500;

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
        odds(&signals(&self.ranked, &self.evidence))
    }
}

/// What came of a wording that was asked of the FAQ without it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldBack {
    /// Its entry.
    pub entry: u32,
    /// Its place among the entry's questions, the title's being 0.
    pub wording: u32,
    /// The entry that came first.
    pub winner: u32,
    /// The probability given to that, 0 to 1.
    pub probability: f64,
}

/// A wording asked of a shelf that does not hold it.
struct Examination {
    own: u32,
    wording: u32,
    /// The candidates among all entries: its own is right.
    inside: Vec<(u32, Features)>,
    /// The candidates among the other entries: none is right.
    outside: Vec<(u32, Features)>,
    /// What holds for the question as a whole, among all entries and among the others.
    evidence: [Evidence; 2],
}

impl Examination {
    fn lesson(&self) -> Option<Lesson<'_>> {
        let right = self.inside.iter().position(|(entry, _)| *entry == self.own)?;
        Some(Lesson { candidates: &self.inside, right })
    }

    fn held_back(&self, weights: &Weights, calibration: &Calibration) -> Option<HeldBack> {
        let ranked = order(&self.inside, weights, &|_| false);
        let probability = calibration.probability(&odds(&signals(&ranked, &self.evidence[0])));
        Some(HeldBack { entry: self.own, wording: self.wording, winner: ranked.first()?.entry, probability })
    }

    fn outcomes(&self, weights: &Weights) -> [Examined; 2] {
        let outcome = |considered: &[(u32, Features)], evidence: &Evidence, held: bool| {
            let ranked = order(considered, weights, &|_| false);
            let right = ranked.first().is_some_and(|first| first.entry == self.own);
            Examined { odds: odds(&signals(&ranked, evidence)), right, held }
        };
        [outcome(&self.inside, &self.evidence[0], true), outcome(&self.outside, &self.evidence[1], false)]
    }
}

/// The wording of an entry by its number and its place there.
type Place = (usize, usize);

/// What a language is examined with.
struct Examiner<'a> {
    entries: &'a [Arc<Entry>],
    texts: &'a [EntryTexts],
    analyzer: &'a Analyzer,
    language: &'a Language,
}

/// What comes of a shelf: the one to be served, or an examination.
enum Shelved {
    Whole(Box<Shelf>),
    Examined(Vec<Examination>),
}

impl Examiner<'_> {
    /// The shelf of all wordings, and what comes of asking wordings of shelves that do not hold them.
    fn shelve_and_examine(&self, threads: Threads) -> Result<(Shelf, Vec<Examination>), SearchError> {
        let parts: Vec<Option<(usize, Vec<Place>)>> =
            std::iter::once(None).chain(self.parts().into_iter().enumerate().map(Some)).collect();
        let shelved = threads.map(&parts, |part| match part {
            None => Shelf::new(self.texts, &|_, _| false).map(|shelf| Shelved::Whole(Box::new(shelf))),
            Some((part, asked)) => self.examine(*part, asked).map(Shelved::Examined),
        });
        let (mut whole, mut examined) = (None, Vec::new());
        for shelved in shelved {
            match shelved? {
                Shelved::Whole(shelf) => whole = Some(shelf),
                Shelved::Examined(part) => examined.extend(part),
            }
        }
        Ok((*whole.expect("the first piece of work is the whole shelf"), examined))
    }

    /// Whether a wording is held back in a part. A single wording never is: its entry could not be found without it.
    fn is_held_back(&self, part: usize, entry: usize, wording: usize) -> bool {
        let count = self.entries[entry].questions.len();
        count > 1 && wording < count && (wording + entry) % PARTS == part
    }

    /// The wordings that are asked in each part of the examination.
    fn parts(&self) -> Vec<Vec<Place>> {
        let wordings: usize = self.entries.iter().map(|entry| entry.questions.len()).sum();
        let parts = if wordings <= EXAMINED_WHOLE { PARTS } else { usize::from(wordings <= MOST_EXAMINED) };
        let stride = (wordings * parts / PARTS).div_ceil(MOST_QUESTIONS).max(1);
        let places = |entry: usize| (0..self.entries[entry].questions.len()).map(move |wording| (entry, wording));
        let mut turn = 0usize;
        let mut due = || {
            turn += 1;
            turn.is_multiple_of(stride)
        };
        let mut asked = |part: usize| -> Vec<Place> {
            let all = (0..self.entries.len()).flat_map(places);
            all.filter(|(entry, wording)| self.is_held_back(part, *entry, *wording) && due()).collect()
        };
        (0..parts).map(&mut asked).collect()
    }

    /// Asks some of the wordings of a part of a shelf without that part. Each is asked twice: of the other wordings,
    /// where its entry is right, and of the other entries, where no answer is: that is what a near miss looks like here.
    fn examine(&self, part: usize, asked: &[Place]) -> Result<Vec<Examination>, SearchError> {
        let shelf = Shelf::new(self.texts, &|entry, wording| self.is_held_back(part, entry, wording))?;
        let examine = |(entry, wording): &Place| {
            let own = *entry as u32;
            let text = &self.entries[*entry].questions[*wording].text;
            let reading = shelf.read(text, self.analyzer, self.language);
            let sighted = shelf.sight(&reading);
            let (inside, among_all) = shelf.weigh(&reading, &sighted, &|_| true);
            let (outside, among_others) = shelf.weigh(&reading, &sighted, &|entry| entry != own);
            let evidence = [among_all, among_others];
            Examination { own, wording: *wording as u32, inside, outside, evidence }
        };
        Ok(asked.iter().map(examine).collect())
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
        let language = Language::new(spelling, &analyzer);
        let texts: Vec<EntryTexts> = threads.map(&entries, |entry| analyze(entry, &analyzer, &language));
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

    /// The probability of each of some ranked entries, given what the signals of the ranking say and the scores.
    pub fn probabilities(&self, odds: &Odds, scores: impl Iterator<Item = f32>) -> Vec<f64> {
        Calibration::spread(self.calibration.probability(odds), scores)
    }

    /// What a question in which some entry was found looks like to the FAQ; `None` where too few wordings could be examined
    /// to tell.
    pub fn hear(&self, odds: &Odds) -> Option<Heard> {
        self.calibration.expected().map(|_| self.calibration.hear(odds))
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
        Ranking { ranked: order(&considered, &self.weights, preferred), evidence }
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
    pub fn weighed(&self, features: &Features) -> Vec<(&'static str, f32, f32)> {
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
            .map(|text| Text::wording(text, analyzer, language))
            .collect(),
        answer: Text::answer(&format!("{}\n{}", entry.topic, entry.content.text), analyzer, language),
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
