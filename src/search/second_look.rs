//! A second look at a question that nothing was found for: what of the FAQ may be worth offering all the same.
//!
//! A visitor of a FAQ of one wording per entry often asks for an entry in words of which it has none: "anywhere to leave
//! the car" for "Do you have parking?". Words speak against that entry then, and rightly so as far as an answer goes. What
//! both lean to among what customers ask ([`super::concepts`]) may still be the same, and for an offer, which costs a
//! visitor a glance, that tells more than the words do.
//!
//! The coefficients were fitted to the candidates of the questions of `tests/sites/dev` that nothing was found for: of the
//! companies as they are, and with one and two wordings an entry.

use super::confidence::{Calibration, is_worth_choosing};
use super::foreign;
use super::rank::Ranked;
use super::scaling::logistic;

/// The log odds of a candidate beside what speaks for it.
const BESIDE: f64 = -1.5;
/// How much its log odds by the first look count.
const BY_WORDS: f64 = 0.67;
/// How much it counts that its wordings lean as the question does, and that its answer does.
const WORDED: f64 = 3.1;
const ANSWERED: f64 = 2.9;
/// By so much the log odds are worse that leanings alone give the first entry if the question is in the FAQ's own language,
/// and its words say otherwise.
const IN_OTHER_WORDS: f64 = 0.5;
/// What leanings must add at least to the log odds of one that is offered together with the words.
const LEANS: f64 = 0.3;
/// The most entries of an offer: as many as a verdict has.
pub const MOST_OFFERED: usize = 5;
/// Probabilities of the first look are taken to be this at least.
const LEAST: f64 = 1e-5;

/// Entries with their probabilities, the best first.
pub type Offer = Vec<(u32, f64)>;

/// An entry that may be meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contender {
    /// The entry by its number.
    pub entry: u32,
    /// What speaks for it.
    pub score: f32,
    /// How much its wordings, and its answer, lean as the question does, each as a cosine.
    pub leanings: [f32; 2],
}

impl Contender {
    /// A ranked entry.
    pub fn of(ranked: &Ranked) -> Self {
        let Ranked { entry, score, features } = ranked;
        Self { entry: *entry, score: *score, leanings: [features.leaning, features.answer_leaning] }
    }
}

/// What to offer of some contenders, each with its probability by the first look: the best few entries with their
/// probabilities by the second, the best first. `None` where none of those is likely enough right, or nothing new speaks
/// for any. `young` tells how much leanings tell in this FAQ, 0 to 1.
pub fn offer(contenders: impl Iterator<Item = (Contender, f64)>, young: f64) -> Option<Offer> {
    let again = |(contender, first): (Contender, f64)| {
        let [worded, answered] = contender.leanings.map(f64::from);
        let leaning = young * (WORDED * worded + ANSWERED * answered);
        let first = first.clamp(LEAST, 1.0 - LEAST);
        (contender.entry, logistic(BESIDE + BY_WORDS * (first / (1.0 - first)).ln() + leaning), leaning)
    };
    let mut seen: Vec<(u32, f64, f64)> = contenders.map(again).collect();
    seen.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let all: f64 = seen.iter().map(|(_, probability, _)| probability).sum();
    seen.truncate(MOST_OFFERED);
    let leans = seen.iter().any(|(.., leaning)| *leaning >= LEANS);
    let offer: Offer = seen.into_iter().map(|(entry, probability, _)| (entry, probability / all.max(1.0))).collect();
    worth(offer).filter(|_| leans)
}

/// What to offer by what entries lean to alone, as of a question in another language, whatever words they share. Of each
/// entry that may be meant, the best first, the `fitted` feature is to be its share of what speaks for all
/// ([`foreign::scores`]), in logarithms.
pub fn offer_by_leanings(ranked: &[Ranked], young: f64) -> Option<Offer> {
    let first = logistic(foreign::log_odds(ranked) - IN_OTHER_WORDS / young);
    let probabilities = Calibration::spread(first, ranked.iter().map(|ranked| ranked.score));
    worth(ranked.iter().map(|ranked| ranked.entry).zip(probabilities).take(MOST_OFFERED).collect())
}

/// An offer, if one of those that visitors are shown of it is likely enough right.
fn worth(offer: Offer) -> Option<Offer> {
    is_worth_choosing(offer.iter().map(|(_, probability)| *probability)).then_some(offer)
}

#[cfg(test)]
mod tests {
    use super::super::rank::Features;
    use super::super::sample::{ask, entry, first, index, now};
    use super::super::{Decision, Index, Question, Verdict};
    use super::*;
    use crate::faq::Entry;

    /// A FAQ as a pottery starts it: one wording an entry.
    fn entries() -> Vec<Entry> {
        let mut hello = entry("en", "hello", &["Hello", "Good evening", "How are you?"], "Hello!");
        hello.small_talk = true;
        vec![
            entry("en", "parking", &["Is there parking?"], "Yes, in the yard."),
            entry("en", "vouchers", &["Do you sell vouchers?"], "Yes, of any amount."),
            entry("en", "children", &["Is there a course for children?"], "Yes, on Saturdays from ten."),
            entry("en", "firing", &["How hot does the kiln get?"], "Up to 1,250 degrees."),
            entry("en", "hours", &["When are you open?"], "Tuesday to Saturday, ten to six."),
            entry("en", "cancel", &["Can I cancel my course?"], "Yes, until a week before."),
            hello,
        ]
    }

    fn pottery() -> Index {
        index(entries())
    }

    fn after(index: &Index, text: &str, previous: &str) -> Verdict {
        index.ask(&Question { text, lang: None, page: None, previous: Some(previous), now: now() })
    }

    #[test]
    fn what_is_asked_in_words_that_the_faq_lacks_is_offered() {
        let (index, remembering) = (pottery(), pottery().remembering());
        for (text, id) in [
            ("anywhere to leave the car", "parking"),
            ("where can I put my car", "parking"),
            ("my daughter is nine, may she come", "children"),
            ("I'm ill and can't make it", "cancel"),
            ("Hello, anywhere to leave the car", "parking"),
        ] {
            let verdict = ask(&index, text);
            assert_eq!((first(&verdict), verdict.decision), (id, Decision::Choices), "{text}");
            assert!(verdict.choices().any(|choice| &*choice.entry.id == id));
            for again in [ask(&remembering, text), ask(&remembering, text)] {
                assert_eq!((first(&again), again.confidence().to_bits()), (id, verdict.confidence().to_bits()));
            }
            let question = Question { text, lang: None, page: None, previous: None, now: now() };
            let explanation = index.explain(&question).unwrap();
            assert_eq!(explanation.reason.contains("second look"), verdict.second_look, "{explanation:?}");
            assert!(!explanation.candidates[0].leans_alike.is_empty());
        }
        assert!(ask(&index, "anywhere to leave the car").second_look);
        assert!(!ask(&index, "is there parking").second_look);
    }

    #[test]
    fn a_new_question_after_an_answer_is_looked_at_again_and_one_that_goes_on_is_not() {
        let index = pottery();
        for text in ["anywhere to leave the car", "my car?"] {
            let verdict = after(&index, text, "vouchers");
            assert_eq!((first(&verdict), verdict.second_look), ("parking", true), "{text}: {:?}", verdict.decision);
        }
        for text in ["and why?", "yes", "no thanks"] {
            assert!(!after(&index, text, "vouchers").second_look, "{text}");
        }
    }

    #[test]
    fn what_is_out_of_service_or_in_another_language_is_not_offered_on_a_second_look() {
        let mut all = entries();
        all[0].until = Some(now());
        let index = index(all);
        let verdict = ask(&index, "anywhere to leave the car");
        assert!(verdict.candidates.iter().all(|candidate| &*candidate.entry.id != "parking"), "{verdict:?}");
        let foreign = ask(&pottery(), "wo kann ich mein Auto abstellen");
        assert_eq!((first(&foreign), foreign.second_look), ("parking", false));
        for text in ["gdzie tutaj mogę zostawić swój car na całą noc", "nie wiem, dokąd mam iść z moim car"] {
            let verdict = ask(&pottery(), text);
            assert_eq!(verdict.foreign.as_ref().map(|lang| lang.as_str()), Some("pl"), "{text}");
            assert_eq!(verdict.decision, Decision::None, "{text}, which is not asked in English");
        }
    }

    #[test]
    fn what_the_faq_does_not_hold_is_not_offered_anything() {
        let index = pottery();
        for text in [
            "what is the weather on mars tomorrow",
            "my printer prints stripes",
            "who won the match yesterday",
            "will you marry me",
            "xyzzy",
        ] {
            let verdict = ask(&index, text);
            assert_eq!(verdict.decision, Decision::None, "{text}: {:?}", verdict.candidates);
        }
    }

    #[test]
    fn what_leans_alike_is_worth_a_second_look_and_words_still_count() {
        let contender = |entry: u32, worded: f32| Contender { entry, score: 0.0, leanings: [worded, 0.0] };
        let offered = |contenders: &[(Contender, f64)], young: f64| offer(contenders.iter().copied(), young);
        let leaning = [(contender(0, 0.0), 0.2), (contender(1, 0.9), 0.1)];
        let found = offered(&leaning, 1.0).unwrap();
        assert_eq!(found[0].0, 1, "{found:?}");
        assert!(found[0].1 > 0.3 && found[1].1 < 0.2);
        assert_eq!(offered(&leaning, 0.1), None, "the fitted model of many wordings knows better");
        assert_eq!(offered(&leaning[..1], 1.0), None, "nothing new speaks for it");
        let guesses = [0, 1, 2].map(|entry| (contender(entry, 0.0), 0.3));
        assert_eq!(offered(&guesses, 1.0), None, "and three of it make it no better");
        let same = [(contender(0, 0.6), 0.01), (contender(1, 0.6), 0.1)];
        assert_eq!(offered(&same, 1.0).unwrap()[0].0, 1);
        let many: Vec<(Contender, f64)> = (0..9).map(|entry| (contender(entry, 1.0), 0.3)).collect();
        let all = offered(&many, 1.0).unwrap();
        assert!(all.len() == MOST_OFFERED && all.iter().map(|(_, probability)| probability).sum::<f64>() < 1.0);
        assert!(all.is_sorted_by(|one, other| (one.1, other.0) >= (other.1, one.0)), "{all:?}");
        assert_eq!(offered(&[(contender(0, 1.0), 0.0), (contender(1, 1.0), 1.0)], 1.0).unwrap()[0].0, 1);
        assert_eq!(offered(&[], 1.0), None);
    }

    #[test]
    fn by_leanings_alone_one_must_stand_out() {
        let ranked = |shares: &[f32]| -> Vec<Ranked> {
            let features = |share: &f32| Features { fitted: share.ln(), leaning: 0.6, ..Features::default() };
            let all = shares.iter().map(features);
            (0..).zip(all).map(|(entry, features)| Ranked { entry, score: features.fitted, features }).collect()
        };
        let offered = |shares: &[f32], young: f64| offer_by_leanings(&ranked(shares), young);
        let found = offered(&[0.8, 0.1, 0.01], 1.0).unwrap();
        assert_eq!(found.iter().map(|(entry, _)| *entry).collect::<Vec<_>>(), [0, 1, 2]);
        assert!(found.is_sorted_by(|one, other| one.1 >= other.1) && found[0].1 < 0.8, "{found:?}");
        assert_eq!(offered(&[0.8, 0.1, 0.01], 0.1), None, "the fitted model of many wordings knows better");
        assert_eq!(offered(&[0.2, 0.15, 0.1], 1.0), None);
        assert_eq!(offered(&[], 1.0), None);
    }
}
