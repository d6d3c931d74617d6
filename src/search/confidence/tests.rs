use super::*;
use crate::search::rank::Features;

const MANY: Size = Size { entries: 200.0, wordings: 10.0 };
const FEW: Size = Size { entries: 200.0, wordings: 3.0 };

/// Questions of rising log odds, each asked with its entry and without.
fn examined(right_from: f64) -> Vec<Examined> {
    let questions = (0..400).flat_map(|at| {
        let log_odds = f64::from(at) / 50.0 - 4.0;
        let inside = Odds { right: log_odds, held: log_odds + 2.0 };
        let outside = Odds { right: log_odds - 1.0, held: log_odds - 2.0 };
        [
            Examined { odds: inside, right: log_odds > right_from, held: true },
            Examined { odds: outside, right: false, held: false },
        ]
    });
    questions.collect()
}

fn even() -> Odds {
    Odds { right: 0.0, held: 6.0 }
}

#[test]
fn a_faq_that_is_easier_than_thought_gains_confidence_and_a_harder_one_loses_it() {
    let new = |examined: &[Examined]| Calibration::new(examined, MANY, 0.1);
    let (easy, plain, hard) = (new(&examined(-3.0)), new(&[]), new(&examined(3.0)));
    let probability = |calibration: &Calibration| calibration.probability(&even());
    assert!(probability(&easy) > probability(&plain) && probability(&plain) > probability(&hard));
    for calibration in [easy, plain, hard] {
        assert!((0..20).all(|at| {
            let odds = |at: i32| Odds { right: f64::from(at) - 10.0, held: f64::from(at) - 10.0 };
            calibration.probability(&odds(at)) <= calibration.probability(&odds(at + 1))
        }));
    }
}

#[test]
fn a_question_for_another_sort_of_thing_is_less_likely_held() {
    let asked = |alike: f32, otherwise: f32, asking: Option<Asking>| {
        let features = Features { best: 0.8, pooled: 0.7, by_any: 1.0, alike, otherwise, ..Features::default() };
        odds(&signals(&[Ranked { entry: 0, score: 3.0, features }], &Evidence { asking, ..Evidence::default() }))
    };
    let (same, unknown) = (asked(1.0, 0.0, Some(Asking::Price)), asked(0.0, 0.0, None));
    for other in [Asking::Duration, Asking::Whether] {
        let other = asked(0.0, 1.0, Some(other));
        assert!(same.held > unknown.held && unknown.held > other.held, "{same:?} {unknown:?} {other:?}");
        assert_eq!(other.right, same.right, "which entry it would be is another matter");
    }
}

#[test]
fn the_fewer_entries_the_more_easily_they_are_told_apart_and_taken_for_what_is_asked() {
    let features = Features { best: 0.7, pooled: 0.6, by_any: 1.0, by_wordings: 1.0, ..Features::default() };
    let asked = |entries: f32, wordings: f32| {
        let evidence = Evidence { entries, wordings, units: 2.0, ..Evidence::default() };
        odds(&signals(&[Ranked { entry: 0, score: 3.0, features }], &evidence))
    };
    assert!(asked(3.0, 3.0).right > asked(30.0, 3.0).right + 0.5);
    assert!(asked(3.0, 1.0).held < asked(30.0, 1.0).held - 0.5, "a single wording, and no other entry nearer");
    assert_eq!(asked(1_000.0, 1.0), asked(10_000.0, 1.0));
}

#[test]
fn what_the_answer_says_speaks_for_its_entry_and_an_unknown_word_against_a_single_wording() {
    let asked = |by_any: f32, unknown: f32, wordings: f32| {
        let features = Features { best: 0.5, pooled: 0.5, by_any, by_wordings: 0.4, ..Features::default() };
        let evidence = Evidence { entries: 60.0, wordings, unknown, units: 2.0, ..Evidence::default() };
        odds(&signals(&[Ranked { entry: 0, score: 3.0, features }], &evidence))
    };
    let (silent, said) = (asked(0.4, 0.0, 3.0), asked(0.6, 0.0, 3.0));
    assert!(said.right > silent.right + 1.0 && said.held > silent.held + 0.5, "{silent:?} {said:?}");
    let meant = |answer: f32, entries: f32| {
        let features = Features { best: 0.5, pooled: 0.5, by_any: 0.5, answer, ..Features::default() };
        let evidence = Evidence { entries, units: 2.0, ..Evidence::default() };
        odds(&signals(&[Ranked { entry: 0, score: 3.0, features }], &evidence)).held
    };
    let gained = |entries: f32| meant(1.0, entries) - meant(0.0, entries);
    assert!(gained(60.0) > gained(3.0) + 0.3 && gained(3.0) > 0.0, "of few answers one is always the best");
    let features = Features { best: 0.9, pooled: 0.9, by_any: 0.5, answer: 1.0, ..Features::default() };
    let ranked = Ranked { entry: 0, score: 3.0, features };
    let aside = odds(&signals(&[ranked], &Evidence { entries: 60.0, units: 1.0, ..Evidence::default() }));
    assert_eq!(aside.right, BY_ANSWER_ALONE, "said in passing");
    let lost = |wordings: f32| asked(0.4, 0.0, wordings).held - asked(0.4, 0.6, wordings).held;
    assert!(lost(1.0) > lost(5.0) + 0.4);
}

#[test]
fn a_word_that_is_understood_and_missing_speaks_against_the_entry() {
    let asked = |elsewhere: f32, nowhere: f32| {
        let features = Features { best: 0.7, pooled: 0.6, by_any: 0.5, elsewhere, nowhere, ..Features::default() };
        odds(&signals(&[Ranked { entry: 0, score: 3.0, features }], &Evidence { units: 2.0, ..Evidence::default() }))
    };
    let unknown = asked(0.0, 0.0);
    for understood in [asked(0.5, 0.0), asked(0.0, 0.5)] {
        assert!(understood.held < unknown.held - 0.3, "{unknown:?} {understood:?}");
    }
}

#[test]
fn a_smaller_budget_asks_for_more_confidence() {
    let thresholds: Vec<f64> =
        [0.0, 0.02, 0.05, 0.1, 0.2, 1.0].iter().map(|rate| Calibration::new(&[], FEW, *rate).threshold()).collect();
    assert!(thresholds.is_sorted_by(|one, other| one > other), "{thresholds:?}");
    let own = |rate: f64| Calibration::new(&examined(0.0), MANY, rate).threshold();
    assert!(own(0.02) > own(0.2));
}

#[test]
fn where_more_is_asked_outside_the_same_evidence_is_worth_less() {
    let calibration = Calibration::new(&examined(0.0), MANY, 0.1);
    let odds = Odds { right: 1.0, held: 1.0 };
    let at = |share: f64| {
        calibration.follow(&Learned { share, threshold: None, questions: 0 });
        (calibration.probability(&odds), calibration.threshold(), calibration.expected().unwrap().answered)
    };
    let (few, many) = (at(0.05), at(0.45));
    assert!(few.0 > many.0 && few.2 > many.2, "{few:?} {many:?}");
    calibration.follow(&Learned { share: 7.0, threshold: Some(0.0), questions: 100_000 });
    assert_eq!((calibration.share(), calibration.threshold() < THRESHOLD_RANGE.0 + 0.01), (RANGE.1, true));
}

#[test]
fn what_to_expect_is_told_from_enough_questions() {
    assert_eq!(Calibration::new(&[], FEW, 0.1).expected(), None);
    assert_eq!(Calibration::new(&examined(0.0)[..2 * (FEWEST_EXPECTED - 1)], FEW, 0.1).expected(), None);
    let expected = |rate: f64| Calibration::new(&examined(0.0), MANY, rate).expected().unwrap();
    let (strict, lenient) = (expected(0.02), expected(0.2));
    assert!(strict.answered < strict.answered_plain && strict.answered_plain < 1.0, "{strict:?}");
    assert!(strict.answered < lenient.answered && lenient.answered < 1.0, "{strict:?} {lenient:?}");
    assert!(strict.wrong <= lenient.wrong && lenient.wrong <= 0.2, "{strict:?} {lenient:?}");
}

#[test]
fn decisions_follow_the_probabilities() {
    let calibration = Calibration::new(&[], FEW, 0.175);
    let threshold = calibration.threshold();
    assert!(threshold > 0.6 && threshold < 0.65, "{threshold}");
    let familiar = Evidence { units: 2.0, unknown: 0.4, ..Evidence::default() };
    let decide = |probabilities: &[f64]| calibration.decide(probabilities, &familiar);
    assert_eq!(decide(&[0.7, 0.1]), Decision::Answer);
    assert_eq!(decide(&[0.65, 0.6]), Decision::Choices, "two that are close");
    assert_eq!(decide(&[0.3, 0.1, 0.1]), Decision::Choices);
    assert_eq!(decide(&[0.1, 0.04]), Decision::None);
    assert_eq!(decide(&[]), Decision::None);
    let elsewhere = Evidence { unknown: 1.0, ..familiar };
    assert_eq!(calibration.decide(&[0.5, 0.1], &elsewhere), Decision::None, "nothing of it is known");
    let mostly = Evidence { unknown: 0.55, ..familiar };
    assert_eq!(calibration.decide(&[0.4, 0.1], &mostly), Decision::None, "more of it is unknown than known");
    assert_eq!(calibration.decide(&[0.55, 0.1], &mostly), Decision::Choices, "likely right all the same");
    let one_word = Evidence { units: 1.0, ..elsewhere };
    assert_eq!(calibration.decide(&[0.25, 0.1], &one_word), Decision::Choices);
}

#[test]
fn a_question_in_another_language_is_answered_where_most_of_it_is_known_and_else_offered_something() {
    let calibration = Calibration::new(&[], FEW, 0.175);
    let known = Evidence { units: 3.0, unknown: 0.2, is_foreign: true, ..Evidence::default() };
    let unknown = Evidence { unknown: 0.6, ..known };
    for (probabilities, at_known, at_unknown) in [
        (&[0.9, 0.05], Decision::Answer, Decision::Choices),
        (&[0.25, 0.1], Decision::Choices, Decision::Choices),
        (&[0.2, 0.04], Decision::None, Decision::None),
    ] {
        assert_eq!(calibration.decide(probabilities, &known), at_known, "{probabilities:?}");
        assert_eq!(calibration.decide(probabilities, &unknown), at_unknown, "{probabilities:?}");
    }
}
