//! Labelled questions to figures: how good the answers are, and how much their confidence can be trusted.
//!
//! Invariant: what is undefined (no question out of scope, no answer given) is `None` and becomes `null`, never a
//! number that could be mistaken for a measurement.

use crate::clock::{self, Timestamp};
use crate::search::{Decision, Heard, Index, Question};
use crate::text::Lang;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A labelled question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The question.
    pub q: String,
    /// The entries each of which is right; empty where the FAQ does not hold an answer.
    pub ids: Vec<String>,
}

/// A line of a file of labelled questions that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}:{line}: {message}")]
pub struct CaseError {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what is expected.
    pub message: String,
}

/// One line as it is written. `id` present and null differs from `id` missing, hence the two options.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    q: String,
    #[serde(default, deserialize_with = "present")]
    id: Option<Option<String>>,
    ids: Option<Vec<String>>,
}

fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(deserializer).map(Some)
}

/// Reads labelled questions, one JSON object per line: `{"q":…,"id":…|null}` or `{"q":…,"ids":[…]}`. Empty lines are
/// passed over; `path` is what errors name.
///
/// # Errors
/// The first line that is not of that form.
pub fn parse(path: &str, text: &str) -> Result<Vec<Case>, CaseError> {
    let lines = text.trim_start_matches('\u{FEFF}').lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let failed = |message: String| CaseError { path: path.to_owned(), line: at + 1, message };
            let line: Line = serde_json::from_str(line).map_err(|error| {
                failed(format!("not a labelled question ({error}); expected {{\"q\":\"…\",\"id\":\"…\"}}"))
            })?;
            let ids = match (line.id, line.ids) {
                (Some(id), None) => id.into_iter().collect(),
                (None, Some(ids)) => ids,
                (Some(_), Some(_)) => return Err(failed("both \"id\" and \"ids\" are given; keep one".to_owned())),
                (None, None) => {
                    let message = "neither \"id\" nor \"ids\" is given; write \"id\":null if it must not be answered";
                    return Err(failed(message.to_owned()));
                }
            };
            if line.q.trim().is_empty() {
                return Err(failed("\"q\" is empty; write the question".to_owned()));
            }
            Ok(Case { q: line.q, ids })
        })
        .collect()
}

/// What was measured. Shares are 0 to 1. The names are those of `deskbell eval --json`.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// Questions that the FAQ holds.
    pub n_in_scope: usize,
    /// Questions that must not be answered.
    pub n_out_of_scope: usize,
    /// The share of in-scope questions whose first candidate is right, whatever the verdict.
    pub top1: Option<f64>,
    /// The share of in-scope questions with a right one among the first three candidates.
    pub recall_at_3: Option<f64>,
    /// The mean of 1 / rank of the first right candidate.
    pub mrr: Option<f64>,
    /// The share of in-scope questions with verdict `answer`.
    pub answered: Option<f64>,
    /// The share of in-scope questions answered rightly.
    pub answered_right: Option<f64>,
    /// Wrong answers and answers to out-of-scope questions over all answers given.
    pub wrong_answer_rate: Option<f64>,
    /// The share of out-of-scope questions with another verdict than `answer`.
    pub oos_refused: Option<f64>,
    /// The probability that an in-scope question has a higher confidence than an out-of-scope one.
    pub auroc: Option<f64>,
    /// The expected calibration error of the confidence over 15 bins of equal width (Guo et al. 2017).
    pub ece: Option<f64>,
    /// In-scope accuracy at the lowest threshold that refuses this share of out-of-scope questions (Arora et al. 2020).
    pub in_scope_accuracy_at_oos_recall: BTreeMap<&'static str, Option<f64>>,
    /// The share of in-scope questions answered rightly at the lowest threshold at which at most this share of the
    /// answers given is wrong.
    pub answered_right_at_wrong_rate: BTreeMap<&'static str, Option<f64>>,
    /// Milliseconds per question: the median.
    pub ms_per_query_p50: Option<f64>,
    /// Milliseconds per question: the 99th percentile.
    pub ms_per_query_p99: Option<f64>,
    /// The misses, in the order of the questions.
    #[serde(skip)]
    pub failures: Vec<Failure>,
}

/// A question whose first candidate is wrong, that was refused, or that was answered although it must not be.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failure {
    /// The question.
    pub q: String,
    /// The right entries.
    pub wanted: Vec<String>,
    /// The first candidate.
    pub got: Option<String>,
    /// What was decided.
    pub verdict: Decision,
    /// How sure.
    pub confidence: f64,
}

/// How one question went.
#[derive(Clone, Copy, Debug)]
struct Outcome {
    in_scope: bool,
    /// The place of the first right candidate, from 1.
    rank: Option<usize>,
    decision: Decision,
    confidence: f64,
    ms: f64,
}

impl Outcome {
    fn right(&self) -> bool {
        self.rank == Some(1)
    }
}

/// Asks all questions and counts, as they would be answered by a site that has heard questions like these: first the
/// index learns from the questions, without their labels, as it learns from a site's log (see [`crate::search::share`]).
pub fn evaluate(index: &Index, cases: &[Case], lang: Option<&Lang>, now: Timestamp) -> Figures {
    let ask = |case: &Case| index.ask(&Question { text: &case.q, lang, page: None, previous: None, now });
    let heard: Vec<Heard> = cases.iter().filter_map(|case| ask(case).heard).collect();
    index.learn(&heard);
    let mut failures = Vec::new();
    let mut outcomes = Vec::with_capacity(cases.len());
    for case in cases {
        let started = clock::instant();
        let verdict = ask(case);
        let ms = started.elapsed().as_secs_f64() * 1e3;
        let is_right = |id: &str| case.ids.iter().any(|wanted| wanted == id);
        let place = verdict.candidates.iter().position(|candidate| is_right(&candidate.entry.id));
        let outcome = Outcome {
            in_scope: !case.ids.is_empty(),
            rank: place.map(|at| at + 1),
            decision: verdict.decision,
            confidence: verdict.confidence(),
            ms,
        };
        let missed = if outcome.in_scope {
            !outcome.right() || outcome.decision == Decision::None
        } else {
            outcome.decision == Decision::Answer
        };
        if missed {
            failures.push(Failure {
                q: case.q.clone(),
                wanted: case.ids.clone(),
                got: verdict.candidates.first().map(|first| first.entry.id.to_string()),
                verdict: outcome.decision,
                confidence: outcome.confidence,
            });
        }
        outcomes.push(outcome);
    }
    Figures { failures, ..figures(&outcomes) }
}

/// The share of `whole` for which `test` holds; undefined for none.
fn share(whole: &[&Outcome], test: impl Fn(&Outcome) -> bool) -> Option<f64> {
    mean(whole, |outcome| if test(outcome) { 1.0 } else { 0.0 })
}

fn mean(whole: &[&Outcome], value: impl Fn(&Outcome) -> f64) -> Option<f64> {
    let sum: f64 = whole.iter().map(|outcome| value(outcome)).sum();
    (!whole.is_empty()).then(|| sum / whole.len() as f64)
}

fn figures(outcomes: &[Outcome]) -> Figures {
    let (inside, outside): (Vec<&Outcome>, Vec<&Outcome>) = outcomes.iter().partition(|outcome| outcome.in_scope);
    let given: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.decision == Decision::Answer).collect();
    let mut ms: Vec<f64> = outcomes.iter().map(|outcome| outcome.ms).collect();
    ms.sort_by(f64::total_cmp);
    let recalls = [("0.7", 0.7), ("0.8", 0.8), ("0.9", 0.9)];
    let budgets = [("0.02", 0.02), ("0.05", 0.05), ("0.1", 0.1), ("0.15", 0.15), ("0.2", 0.2)];
    Figures {
        n_in_scope: inside.len(),
        n_out_of_scope: outside.len(),
        top1: share(&inside, Outcome::right),
        recall_at_3: share(&inside, |outcome| outcome.rank.is_some_and(|rank| rank <= 3)),
        mrr: mean(&inside, |outcome| outcome.rank.map_or(0.0, |rank| 1.0 / rank as f64)),
        answered: share(&inside, |outcome| outcome.decision == Decision::Answer),
        answered_right: share(&inside, |outcome| outcome.decision == Decision::Answer && outcome.right()),
        wrong_answer_rate: share(&given, |outcome| !(outcome.in_scope && outcome.right())),
        oos_refused: share(&outside, |outcome| outcome.decision != Decision::Answer),
        auroc: auroc(&inside, &outside),
        ece: calibration_error(outcomes),
        in_scope_accuracy_at_oos_recall: recalls
            .map(|(name, recall)| (name, accuracy_at_recall(&inside, &outside, recall)))
            .into(),
        answered_right_at_wrong_rate: budgets.map(|(name, rate)| (name, right_at_rate(outcomes, rate))).into(),
        ms_per_query_p50: percentile(&ms, 0.50),
        ms_per_query_p99: percentile(&ms, 0.99),
        failures: Vec::new(),
    }
}

/// By the rank sum (Mann-Whitney), ties counted half.
fn auroc(inside: &[&Outcome], outside: &[&Outcome]) -> Option<f64> {
    if inside.is_empty() || outside.is_empty() {
        return None;
    }
    let mut all: Vec<&Outcome> = inside.iter().chain(outside).copied().collect();
    all.sort_by(|one, other| one.confidence.total_cmp(&other.confidence));
    let (mut below, mut wins) = (0.0, 0.0);
    for tied in all.chunk_by(|one, other| one.confidence == other.confidence) {
        let inside_here = tied.iter().filter(|outcome| outcome.in_scope).count() as f64;
        let outside_here = tied.len() as f64 - inside_here;
        wins += inside_here * (below + outside_here / 2.0);
        below += outside_here;
    }
    Some(wins / (inside.len() as f64 * outside.len() as f64))
}

fn calibration_error(outcomes: &[Outcome]) -> Option<f64> {
    const BINS: usize = 15;
    let mut bins = [(0.0, 0.0); BINS];
    for outcome in outcomes {
        let bin = &mut bins[((outcome.confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += outcome.confidence;
        bin.1 += if outcome.in_scope && outcome.right() { 1.0 } else { 0.0 };
    }
    let gap: f64 = bins.iter().map(|(confidence, right)| (confidence - right).abs()).sum();
    (!outcomes.is_empty()).then(|| gap / outcomes.len() as f64)
}

fn accuracy_at_recall(inside: &[&Outcome], outside: &[&Outcome], recall: f64) -> Option<f64> {
    let mut confidences: Vec<f64> = outside.iter().map(|outcome| outcome.confidence).collect();
    confidences.sort_by(f64::total_cmp);
    let refused = (recall * confidences.len() as f64).ceil() as usize;
    // the highest confidence that has to be refused; answers need more
    let bar = *confidences.get(refused.checked_sub(1)?)?;
    share(inside, |outcome| outcome.right() && outcome.confidence > bar)
}

fn right_at_rate(outcomes: &[Outcome], rate: f64) -> Option<f64> {
    let inside = outcomes.iter().filter(|outcome| outcome.in_scope).count();
    let mut sorted: Vec<&Outcome> = outcomes.iter().collect();
    sorted.sort_by(|one, other| other.confidence.total_cmp(&one.confidence));
    let (mut given, mut right, mut best) = (0usize, 0usize, 0usize);
    for tied in sorted.chunk_by(|one, other| one.confidence == other.confidence) {
        given += tied.len();
        right += tied.iter().filter(|outcome| outcome.in_scope && outcome.right()).count();
        if (given - right) as f64 <= rate * given as f64 {
            best = right;
        }
    }
    (inside > 0).then(|| best as f64 / inside as f64)
}

/// The nearest-rank percentile of sorted values.
fn percentile(sorted: &[f64], share: f64) -> Option<f64> {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(in_scope: bool, rank: Option<usize>, decision: Decision, confidence: f64) -> Outcome {
        Outcome { in_scope, rank, decision, confidence, ms: confidence * 10.0 }
    }

    /// Four questions in scope (three first, one second) and two out of it, one of which is answered.
    fn six() -> Vec<Outcome> {
        use Decision::{Answer, Choices, None as Refuse};
        vec![
            outcome(true, Some(1), Answer, 0.9),
            outcome(true, Some(1), Answer, 0.8),
            outcome(false, None, Answer, 0.7),
            outcome(true, Some(2), Answer, 0.6),
            outcome(true, Some(1), Choices, 0.4),
            outcome(false, None, Refuse, 0.2),
        ]
    }

    fn close(found: Option<f64>, expected: f64) {
        let found = found.expect("defined");
        assert!((found - expected).abs() < 1e-9, "{found} is not {expected}");
    }

    #[test]
    fn figures_agree_with_a_count_by_hand() {
        let figures = figures(&six());
        assert_eq!((figures.n_in_scope, figures.n_out_of_scope), (4, 2));
        close(figures.top1, 0.75);
        close(figures.recall_at_3, 1.0);
        close(figures.mrr, (1.0 + 1.0 + 0.5 + 1.0) / 4.0);
        close(figures.answered, 0.75);
        close(figures.answered_right, 0.5);
        close(figures.wrong_answer_rate, 0.5);
        close(figures.oos_refused, 0.5);
        // 0.9 and 0.8 beat both, 0.6 and 0.4 beat one each: 6 of 8 pairs
        close(figures.auroc, 6.0 / 8.0);
        close(figures.ece, (0.1 + 0.2 + 0.7 + 0.6 + 0.6 + 0.2) / 6.0);
        // 70 % and more of two questions are both: only above 0.7
        close(figures.in_scope_accuracy_at_oos_recall["0.8"], 0.5);
        // two right, then one wrong of three, two of four, two of five
        close(figures.answered_right_at_wrong_rate["0.1"], 0.5);
        close(figures.ms_per_query_p50, 6.0);
        close(figures.ms_per_query_p99, 9.0);
    }

    #[test]
    fn a_larger_budget_takes_the_lower_threshold() {
        let mut outcomes = vec![outcome(false, None, Decision::None, 0.95)];
        outcomes.extend((0..9).map(|at| outcome(true, Some(1), Decision::Answer, 0.9 - 0.05 * f64::from(at))));
        // the one wrong answer comes first, so only all ten together are within a tenth
        close(right_at_rate(&outcomes, 0.1), 1.0);
        close(right_at_rate(&outcomes, 0.05), 0.0);
    }

    #[test]
    fn ties_count_half() {
        let inside = outcome(true, Some(1), Decision::Answer, 0.5);
        let outside = outcome(false, None, Decision::None, 0.5);
        close(auroc(&[&inside], &[&outside]), 0.5);
    }

    #[test]
    fn what_is_undefined_is_null() {
        let outcomes = [outcome(true, Some(1), Decision::None, 0.4)];
        let json = serde_json::to_value(figures(&outcomes)).expect("figures are plain data");
        for key in ["wrong_answer_rate", "oos_refused", "auroc"] {
            assert!(json[key].is_null(), "{key}");
        }
        assert!(json["in_scope_accuracy_at_oos_recall"]["0.9"].is_null());
        assert_eq!(json["top1"], 1.0);
        let none = serde_json::to_value(figures(&[])).expect("figures are plain data");
        assert!(none["top1"].is_null() && none["ece"].is_null() && none["ms_per_query_p50"].is_null());
        assert_eq!(none.as_object().map(serde_json::Map::len), Some(15));
    }

    #[test]
    fn labelled_questions_are_read_and_errors_have_their_place() {
        let text = "{\"q\":\"a\",\"id\":\"x\"}\n\n{\"q\":\"b\",\"id\":null}\n{\"q\":\"c\",\"ids\":[\"x\",\"y\"]}\n";
        let cases = parse("t.jsonl", text).unwrap();
        assert_eq!(cases.iter().map(|case| case.ids.len()).collect::<Vec<_>>(), [1, 0, 2]);
        for (line, part) in [
            ("{\"q\":\"a\"}", "neither"),
            ("{\"q\":\"a\",\"id\":null,\"ids\":[]}", "both"),
            ("{\"q\":\" \",\"id\":null}", "empty"),
            ("{\"q\":\"a\",\"idd\":\"x\"}", "idd"),
            ("[]", "expected"),
        ] {
            let error = parse("t.jsonl", &format!("\n{line}")).unwrap_err().to_string();
            assert!(error.starts_with("t.jsonl:2: ") && error.contains(part), "{error}");
        }
    }
}
