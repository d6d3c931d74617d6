//! Why a question is answered as it is: plain data for `ask --explain`.
//!
//! Invariant: made by the same steps as an answer, so that what is shown is what happened. It knows the features by
//! name, value and weight only, so that it stays true when the ranking weighs others.

use super::index::Index;
use super::meeting::{Lacking, Met, Worded};
use super::memory::Home;
use super::question::Reading;
use super::rank::{Evidence, Ranked};
use super::section::{Ranking, Section};
use super::understood::{Understood, courtesies, understand};
use super::vector::Vector;
use super::{Candidate, Decision, Question, Verdict, share};
use crate::clock::Timestamp;
use crate::faq::Place;

/// How many of the concepts that a question and an entry are like are named.
const MOST_ALIKE: usize = 3;

/// How a question was read, and what spoke for each candidate.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Explanation {
    /// As asked.
    pub q: String,
    /// What was decided.
    pub verdict: Decision,
    /// Why, as a sentence.
    pub reason: String,
    /// The probability that the first candidate is right, 0 to 1.
    pub confidence: f64,
    /// What the confidence is the product of. `None` where it was not made of a likeness: for the very words of an entry,
    /// small talk, and what only what was said before tells.
    pub made_of: Option<MadeOf>,
    /// The probability from which on an answer is given.
    pub threshold: f64,
    /// The budget of wrong answers that the threshold keeps, 0 to 1.
    pub wrong_rate: f64,
    /// The language in which it was matched.
    pub lang: String,
    /// The question's language where it is clear and the FAQ lacks it.
    pub foreign: Option<String>,
    /// How the text was read.
    pub read: Understood,
    /// What holds for the question as a whole.
    pub evidence: Evidence,
    /// An entry that would come first if it were in service at that moment.
    pub out_of_service: Option<OutOfService>,
    /// The candidates of the verdict, the best first.
    pub candidates: Vec<Explained>,
}

/// The two probabilities that make a confidence, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct MadeOf {
    /// That the first candidate is right, if the FAQ holds what is asked.
    pub right: f64,
    /// That the FAQ holds it.
    pub held: f64,
    /// The share of the site's questions that the FAQ is thought not to hold, by which the latter goes.
    pub outside: f64,
}

/// An entry that may not be answered yet, or any more.
#[derive(Clone, Debug, serde::Serialize)]
pub struct OutOfService {
    /// The entry.
    pub id: String,
    /// Where it is written.
    #[serde(flatten)]
    pub place: Place,
    /// In service from this moment on.
    pub from: Option<Timestamp>,
    /// In service before this moment.
    pub until: Option<Timestamp>,
}

/// What spoke for one candidate.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Explained {
    /// The entry.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its language: another one than the question's where that has no such entry.
    pub lang: String,
    /// Where the entry is written.
    #[serde(flatten)]
    pub place: Place,
    /// The probability that it is the right one, 0 to 1.
    pub confidence: f64,
    /// The sum of what the features add. `None` for an entry that only its exact words or a second look
    /// brought in.
    pub score: Option<f64>,
    /// Its wording that is nearest to the question.
    pub nearest: Option<Nearest>,
    /// Matter of the question that none of its wordings has.
    pub lacking: Vec<Lacking>,
    /// What customers ask of companies of all kinds that both the question and its wordings are like, what they have most in
    /// common first: at most three names.
    pub leans_alike: Vec<&'static str>,
    /// The share of its wordings and keywords that ask for another sort of thing ("when" in place of "how much"), among
    /// those of which it can be told, 0 to 1: that of the first candidate lowers the confidence. `None` where it cannot be
    /// told.
    pub asks_otherwise: Option<f64>,
    /// What each feature adds to the score.
    pub features: Vec<Feature>,
}

/// A wording beside a question.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Nearest {
    /// As written.
    pub text: String,
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// Whether it is one of the entry's keywords; then the place is the entry's.
    pub keyword: bool,
    /// Whether it is the words of the entry's id, which are read as one of its wordings.
    pub by_id: bool,
    /// The cosine of the two, 0 to 1.
    pub similarity: f64,
    /// What both have, the weightiest first.
    pub met: Vec<Met>,
    /// Matter of the wording that the question lacks.
    pub unasked: Vec<String>,
}

/// One feature of a candidate.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Feature {
    /// What it is called.
    pub name: &'static str,
    /// Its value.
    pub value: f64,
    /// What it weighs in this FAQ.
    pub weight: f64,
    /// What it adds to the score: value times weight.
    pub adds: f64,
}

/// A question within one language.
struct Asked<'a> {
    section: &'a Section,
    reading: Reading,
    vector: Vector,
    ranking: Ranking,
}

impl Index {
    /// Explains how a question is answered. `None` for a FAQ without entries.
    pub fn explain(&self, question: &Question) -> Option<Explanation> {
        let home = self.home(question)?;
        let (verdict, bare) = self.ask_politely(question);
        let whole = question.text;
        let question = &Question { text: bare.as_deref().unwrap_or(whole), ..question.clone() };
        let home = self.read_in(&home, question);
        let mut asked: Vec<(usize, Asked)> = vec![(home.at, self.asked(home.at, &home, question))];
        let mut candidates = Vec::with_capacity(verdict.candidates.len());
        for candidate in &verdict.candidates {
            let Some(at) = self.sections.iter().position(|section| section.lang == candidate.entry.lang) else {
                continue;
            };
            if !asked.iter().any(|(section, _)| *section == at) {
                asked.push((at, self.asked(at, &home, question)));
            }
            let (_, asked) = asked.iter().find(|(section, _)| *section == at).expect("it was just put there");
            candidates.push(asked.explain(candidate));
        }
        let (_, own) = &asked[0];
        let deciding = verdict.candidates.first().map_or(own, |first| {
            let decides = asked.iter().find(|(_, asked)| asked.section.lang == first.entry.lang);
            decides.map_or(own, |(_, asked)| asked)
        });
        let exact = own.section.exact(question.text, &own.reading);
        let exact = exact.iter().filter(|entry| own.section.serves(**entry, question.now)).count();
        let threshold = deciding.section.calibration.threshold();
        let mut read = understand(own.section, question.text, &own.reading);
        read.left_out.extend(courtesies(whole, question.text));
        Some(Explanation {
            q: whole.to_owned(),
            verdict: verdict.decision,
            reason: reason(&verdict, exact, &deciding.ranking.evidence, threshold, self.wrong_rate),
            confidence: rounded(verdict.confidence()),
            made_of: deciding.made_of(verdict.confidence()),
            threshold: rounded(threshold),
            wrong_rate: self.wrong_rate,
            lang: own.section.lang.to_string(),
            foreign: verdict.foreign.as_ref().map(ToString::to_string),
            read,
            evidence: own.ranking.evidence,
            out_of_service: own.out_of_service(question),
            candidates,
        })
    }

    /// Asks the section `at` as it is asked for a question whose language is that of the section `home`.
    fn asked(&self, at: usize, home: &Home, question: &Question) -> Asked<'_> {
        let section = &self.sections[at];
        let reading = section.read_from(home.foreign.as_ref(), question.text);
        let allowed = |entry: u32| self.allows(at, home, entry, question);
        let ranking = section.rank(&reading, &allowed, &|entry| section.prefers(entry, question.page));
        Asked { vector: section.asked(&reading), section, reading, ranking }
    }
}

impl Asked<'_> {
    /// What a confidence is made of, if it is what this ranking says.
    fn made_of(&self, confidence: f64) -> Option<MadeOf> {
        if self.ranking.evidence.is_foreign {
            return None;
        }
        let calibration = &self.section.calibration;
        let (heard, outside) = (calibration.hear(&self.ranking.odds()), calibration.share());
        let held = share::inside(heard.held, outside);
        let is_it = confidence > 0.0 && (heard.right * held - confidence).abs() < 1e-6;
        is_it.then(|| MadeOf { right: rounded(heard.right), held: rounded(held), outside: rounded(outside) })
    }

    /// What the same question would be answered with at another time.
    fn out_of_service(&self, question: &Question) -> Option<OutOfService> {
        let section = self.section;
        let is_out = |entry: &u32| !section.serves(*entry, question.now);
        let exact = section.exact(question.text, &self.reading).iter().copied().find(is_out);
        let first = || {
            let ranking = section.rank(&self.reading, &|_| true, &|entry| section.prefers(entry, question.page));
            ranking.ranked.first().map(|first| first.entry).filter(is_out)
        };
        let entry = &section.entries[exact.or_else(first)? as usize];
        let (id, place) = (entry.id.to_string(), entry.place.clone());
        Some(OutOfService { id, place, from: entry.from, until: entry.until })
    }

    fn explain(&self, candidate: &Candidate) -> Explained {
        let Candidate { entry, confidence } = candidate;
        let ranked =
            self.ranking.ranked.iter().find(|ranked| self.section.entries[ranked.entry as usize].id == entry.id);
        Explained {
            id: entry.id.to_string(),
            title: entry.title().to_owned(),
            lang: entry.lang.to_string(),
            place: entry.place.clone(),
            confidence: rounded(*confidence),
            score: ranked.map(|ranked| rounded(ranked.score.into())),
            nearest: self.nearest(entry),
            lacking: self.section.lacking(&self.reading, entry),
            leans_alike: self.leans_alike(&entry.id),
            asks_otherwise: ranked
                .map(|ranked| ranked.features)
                .filter(|features| features.alike + features.otherwise > 0.0)
                .map(|features| rounded(features.otherwise.into())),
            features: ranked.map(|ranked| self.features(ranked)).unwrap_or_default(),
        }
    }

    fn leans_alike(&self, id: &str) -> Vec<&'static str> {
        let Some(at) = self.section.entries.iter().position(|entry| &*entry.id == id) else { return Vec::new() };
        let mut alike = self.section.lean_alike(&self.reading, at as u32);
        alike.truncate(MOST_ALIKE);
        alike
    }

    fn features(&self, ranked: &Ranked) -> Vec<Feature> {
        let feature = |name, value: f32, weight: f32| Feature {
            name,
            value: rounded(value.into()),
            weight: rounded(weight.into()),
            adds: rounded((value * weight).into()),
        };
        let weighed = self.section.weighed(&ranked.features, self.reading.foreign_unknown.is_some());
        let sum: f32 = weighed.iter().map(|(_, value, weight)| value * weight).sum();
        let mut features: Vec<Feature> =
            weighed.into_iter().map(|(name, value, weight)| feature(name, value, weight)).collect();
        // what the features do not account for is the page's part
        let rest = ranked.score - sum;
        if rest.abs() > 1e-3 {
            features.push(feature("preferred on this page", 1.0, rest));
        }
        features
    }

    /// The wording or keyword of an entry that is nearest to the question, or the words of its id; `None` where they share
    /// nothing.
    fn nearest(&self, entry: &crate::faq::Entry) -> Option<Nearest> {
        let name = self.section.name(entry);
        let wordings = entry.questions.iter().map(|wording| (&wording.text, &wording.place, false));
        let keywords = entry.keywords.iter().map(|keyword| (keyword, &entry.place, true));
        let texts = wordings.chain(keywords).map(|text| (text, false));
        let mut best: Option<(f32, _, Worded)> = None;
        for text in texts.chain(name.iter().map(|name| ((name, &entry.place, false), true))) {
            let worded = self.section.worded(text.0.0);
            let similarity: f32 = super::meeting::products(&self.vector, &worded.vector).map(|(_, part)| part).sum();
            if similarity > best.as_ref().map_or(0.0, |(best, ..)| *best) {
                best = Some((similarity, text, worded));
            }
        }
        let (similarity, ((text, place, keyword), by_id), worded) = best?;
        let mut met = self.section.meeting(&self.reading, &self.vector, &worded).met;
        met.iter_mut().for_each(|met| met.weight = rounded(met.weight));
        Some(Nearest {
            text: text.clone(),
            place: place.clone(),
            keyword,
            by_id,
            similarity: rounded(similarity.into()),
            met,
            unasked: self.section.unasked(&self.reading, &worded),
        })
    }
}

/// Four digits: more would be noise to people and scripts alike.
fn rounded(value: f64) -> f64 {
    // adding zero takes the sign from a zero
    (value * 1e4).round() / 1e4 + 0.0
}

/// The decision as a sentence. `exact` is the number of entries of which the text is a wording or keyword.
fn reason(verdict: &Verdict, exact: usize, evidence: &Evidence, threshold: f64, wrong_rate: f64) -> String {
    let budget = format!(
        "the threshold {threshold:.2} that a budget of {} % wrong answers asks for",
        (wrong_rate * 1000.0).round() / 10.0
    );
    let confidence = verdict.confidence();
    let first = verdict.candidates.first().map_or("", |first| &*first.entry.id);
    let second = verdict.candidates.get(1);
    if let Some(kind) = verdict.small_talk {
        return format!("small talk ({}) that the FAQ has no answer to: visitors get a polite reply", kind.as_str());
    }
    match verdict.decision {
        Decision::Answer if exact == 1 => {
            format!("answered: this is a wording or keyword of `{first}`, inflection, synonyms and typing errors aside")
        }
        Decision::Answer if confidence >= threshold => {
            format!("answered: {confidence:.2} is above {budget}")
        }
        Decision::Answer => format!("answered with {confidence:.2}"),
        Decision::Choices if verdict.second_look => {
            format!(
                "offered as a choice on a second look ({confidence:.2}): by its words it would not be, but customers who \
                 ask so often mean `{first}`"
            )
        }
        Decision::Choices if exact > 1 => {
            format!("offered as a choice: this is a wording or keyword of {exact} entries alike")
        }
        Decision::Choices if confidence >= threshold && evidence.is_unknown() => {
            format!(
                "offered as a choice: {confidence:.2} is above {budget}, but most of what is asked is unknown in its language"
            )
        }
        Decision::Choices if confidence >= threshold => {
            let (id, confidence_of_second) = second.map_or(("", 0.0), |second| (&*second.entry.id, second.confidence));
            format!(
                "offered as a choice: {confidence:.2} is above {budget}, but `{id}` comes too near with \
                 {confidence_of_second:.2}"
            )
        }
        Decision::Choices => format!("offered as a choice: {confidence:.2} is below {budget}"),
        Decision::None if verdict.candidates.is_empty() => "not answered: no entry shares a word with this".to_owned(),
        Decision::None => {
            format!("not answered: {confidence:.2} is below {budget}, and too little is known of it to offer a choice")
        }
    }
}

#[cfg(test)]
mod tests;
