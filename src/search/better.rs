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
