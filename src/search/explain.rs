//! Why a question is answered as it is: plain data for `ask --explain`.
//!
//! Invariant: made by the same steps as an answer, so that what is shown is what happened.

use super::index::Index;
use super::rank::{Evidence, Features};
use super::{Decision, Question};

/// How a question was read, and what spoke for each candidate.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Explanation {
    /// The language in which it was matched.
    pub lang: String,
    /// Its words after correction and synonyms.
    pub tokens: Vec<String>,
    /// The parts of it that carry matter.
    pub matter: Vec<String>,
    /// What holds for the question as a whole.
    pub evidence: Evidence,
    /// The probability from which on an answer is given.
    pub threshold: f64,
    /// What was decided.
    pub decision: Decision,
    /// The best entries of that language, the best first. A candidate that is another language's fallback is not among
    /// them.
    pub candidates: Vec<Explained>,
}

/// What spoke for one candidate.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Explained {
    /// The entry.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The value of each feature.
    pub features: Features,
    /// The score made of them.
    pub score: f32,
    /// The probability made of the score.
    pub confidence: f64,
}

impl Index {
    /// Explains how a question is answered. `None` for a FAQ without entries.
    pub fn explain(&self, question: &Question) -> Option<Explanation> {
        const SHOWN: usize = 5;
        let section = &self.sections[self.home(question)?];
        let reading = section.read(question.text);
        let ranking = section.rank(&reading, &|entry| section.serves(entry, question.now), &|entry| {
            section.prefers(entry, question.page)
        });
        let probabilities = section.probabilities(&ranking);
        let candidates = ranking.ranked.iter().zip(probabilities).take(SHOWN).map(|(ranked, confidence)| {
            let entry = &section.entries[ranked.entry as usize];
            Explained {
                id: entry.id.to_string(),
                title: entry.title().to_owned(),
                features: ranked.features,
                score: ranked.score,
                confidence,
            }
        });
        Some(Explanation {
            lang: section.lang.to_string(),
            tokens: reading.tokens.iter().map(|token| token.stem.clone()).collect(),
            matter: reading.units.iter().map(|unit| unit.text.clone()).collect(),
            evidence: ranking.evidence,
            threshold: section.calibration.threshold(),
            decision: self.ask(question).decision,
            candidates: candidates.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{entries, index, now};
    use super::*;

    #[test]
    fn an_explanation_shows_what_was_read_and_what_spoke() {
        let index = index(entries());
        let question = Question { text: "refnud my consignment", lang: None, page: None, previous: None, now: now() };
        let explanation = index.explain(&question).unwrap();
        assert_eq!(explanation.tokens, ["refund", "my", "parcel"]);
        assert_eq!(explanation.matter, ["refund", "parcel"]);
        assert_eq!(explanation.lang, "en");
        let first = &explanation.candidates[0];
        assert!(first.features.by_wordings > 0.0 && first.confidence > 0.0);
        let verdict = index.ask(&question);
        assert_eq!(first.id, &*verdict.candidates[0].entry.id);
        assert!((first.confidence - verdict.confidence()).abs() < 1e-12);
    }
}
