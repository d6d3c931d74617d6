//! The examination of a FAQ before it is served: its own wordings, held back and asked of the rest.
//!
//! Invariant: a wording is asked of a shelf that does not hold it, once among all entries and once among the others, where
//! none is right.

use super::SearchError;
use super::analyze::Analyzer;
use super::confidence::{Calibration, Examined, odds, signals};
use super::learn::Lesson;
use super::question::Language;
use super::rank::{Evidence, Features, Weights, order};
use super::shelf::{EntryTexts, Shelf};
use super::threads::Threads;
use crate::faq::Entry;
use std::sync::Arc;

/// Into how many parts the wordings are cut for the examination, each held back once.
const PARTS: usize = 4;
/// Up to this many wordings every part is examined; beyond, one part only, since it is large enough.
const EXAMINED_WHOLE: usize = 2_500;
/// Beyond this many wordings a FAQ is not examined: building it once more would double the time to serve an edit.
const MOST_EXAMINED: usize = 20_000;
/// The most questions of an examination.
const MOST_QUESTIONS: usize = 500;

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
pub(super) struct Examination {
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
    /// The candidates with the right one among them; `None` where it is not.
    pub fn lesson(&self) -> Option<Lesson<'_>> {
        let right = self.inside.iter().position(|(entry, _)| *entry == self.own)?;
        Some(Lesson { candidates: &self.inside, right })
    }

    /// What came of it.
    pub fn held_back(&self, weights: &Weights, calibration: &Calibration) -> Option<HeldBack> {
        let ranked = order(&self.inside, weights, &|_| false);
        let probability = calibration.probability(&odds(&signals(&ranked, &self.evidence[0])));
        Some(HeldBack { entry: self.own, wording: self.wording, winner: ranked.first()?.entry, probability })
    }

    /// What its two askings show.
    pub fn outcomes(&self, weights: &Weights) -> [Examined; 2] {
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
pub(super) struct Examiner<'a> {
    pub entries: &'a [Arc<Entry>],
    pub texts: &'a [EntryTexts],
    pub analyzer: &'a Analyzer,
    pub language: &'a Language,
}

/// What comes of a shelf: the one to be served, or an examination.
enum Shelved {
    Whole(Box<Shelf>),
    Examined(Vec<Examination>),
}

impl Examiner<'_> {
    /// The shelf of all wordings, and what comes of asking wordings of shelves that do not hold them.
    pub fn shelve_and_examine(&self, threads: Threads) -> Result<(Shelf, Vec<Examination>), SearchError> {
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
