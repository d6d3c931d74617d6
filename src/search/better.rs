//! Which of two verdicts on one message is the better one.

use super::{Decision, Verdict};

/// The better of two verdicts, with the candidates of both in order.
pub fn better(home: Verdict, other: Verdict) -> Verdict {
    let decision = if other.confidence() > home.confidence() { other.decision } else { home.decision };
    let mut candidates = home.candidates;
    candidates.extend(other.candidates);
    candidates.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    Verdict { decision, candidates, heard: home.heard, tied: home.tied, ..Verdict::nothing(home.lang) }
}

/// Whether a message is better understood without the courtesies around it. What is answered as it stands stays answered:
/// a courtesy may be the matter ("a card to say thanks"), and "sorted, thanks" is no question about sorting.
pub fn is_better(bare: &Verdict, whole: &Verdict, asks: bool) -> bool {
    let first = |verdict: &Verdict| verdict.candidates.first().map(|found| found.entry.id.clone());
    let talk = whole.candidates.first().is_some_and(|found| found.entry.small_talk);
    let answers = |verdict: &Verdict| verdict.decision == Decision::Answer;
    if talk {
        return (asks && answers(bare)) || (!answers(whole) && bare.decision != Decision::None);
    }
    // what only a second look found is worth less than anything else that was
    if bare.second_look != whole.second_look {
        let other = if bare.second_look { whole } else { bare };
        return whole.second_look == (other.decision != Decision::None);
    }
    let more = bare.confidence() >= whole.confidence() && (bare.second.is_some() || whole.second.is_none());
    more && (!answers(whole) || (answers(bare) && first(bare) == first(whole)))
}

#[cfg(test)]
mod tests {
    use super::super::Candidate;
    use super::super::sample::{entry, lang};
    use super::*;
    use std::sync::Arc;

    fn verdict(decision: Decision, confidence: f64) -> Verdict {
        let entry = Arc::new(entry("en", "parking", &["Is there parking?"], "Yes."));
        Verdict { decision, candidates: vec![Candidate { entry, confidence }], ..Verdict::nothing(lang("en")) }
    }

    #[test]
    fn what_only_a_second_look_found_is_worth_less_than_what_words_did() {
        let again = |confidence: f64| Verdict { second_look: true, ..verdict(Decision::Choices, confidence) };
        for found in [verdict(Decision::Answer, 0.6), verdict(Decision::Choices, 0.4)] {
            assert!(is_better(&found, &again(0.9), false) && !is_better(&again(0.9), &found, false));
        }
        let nothing = verdict(Decision::None, 0.6);
        assert!(is_better(&again(0.4), &nothing, false) && !is_better(&nothing, &again(0.4), false));
        assert!(is_better(&again(0.5), &again(0.4), false) && !is_better(&again(0.4), &again(0.5), false));
    }

    #[test]
    fn a_greeting_gives_way_to_what_stands_behind_it() {
        let talk = |decision: Decision| {
            let mut hello = entry("en", "hello", &["Hello"], "Hello!");
            hello.small_talk = true;
            let candidates = vec![Candidate { entry: Arc::new(hello), confidence: 0.9 }];
            Verdict { candidates, ..verdict(decision, 0.9) }
        };
        let [answer, choices, nothing] =
            [Decision::Answer, Decision::Choices, Decision::None].map(|decision| verdict(decision, 0.5));
        assert!(is_better(&answer, &talk(Decision::Answer), true), "a question behind it");
        assert!(!is_better(&answer, &talk(Decision::Answer), false), "\"sorted, thanks\"");
        assert!(is_better(&choices, &talk(Decision::Choices), false));
        assert!(
            !is_better(&choices, &talk(Decision::Answer), true) && !is_better(&nothing, &talk(Decision::None), true)
        );
    }
}
