//! The one place where it is decided what happens in a conversation: a pure step from state and input to state and
//! effects. No clock, no store, no socket.
//!
//! Invariant: a step has at most one effect that is an answer of the bot.

use super::OPTIONS;
use crate::faq::Entry;
use crate::search::{Candidate, Decision, Verdict};
use crate::store::Mark;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is offered after "I don't know" is right with at least this probability: less reads like a guess.
const WORTH_MENTIONING: f64 = 0.2;

/// What a conversation remembers from turn to turn. Stored with every turn; unknown fields of a newer version are
/// dropped and missing ones take their default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The entry answered last.
    pub last_entry: Option<String>,
    /// Questions in a row that were not answered.
    pub misses: u32,
}

impl State {
    /// Reads what was stored; what cannot be read begins anew.
    pub fn from_json(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// As it is stored.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a state has only text keys")
    }
}

/// What came in, with what the knowledge says of it.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// A question in words and its verdict.
    Question(&'a Verdict),
    /// A chosen title; `None` where its entry is gone.
    Choice(Option<&'a Arc<Entry>>),
    /// A thumb on an answer.
    Feedback {
        /// The answer's `seq`.
        about: i64,
        /// Up or down.
        helpful: bool,
    },
    /// A person is asked for.
    Human,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Give this entry's answer.
    Answer {
        /// The entry.
        entry: Arc<Entry>,
        /// 0 to 1.
        confidence: f64,
    },
    /// Ask which of these was meant.
    Choices(Vec<Candidate>),
    /// Say that there is no answer, and offer these.
    NoAnswer(Vec<Candidate>),
    /// Say that nobody is there.
    Offline,
    /// Note something in the log.
    Mark(Mark),
}

/// One step.
pub fn step(state: &State, input: &Input<'_>) -> (State, Vec<Effect>) {
    let mut next = state.clone();
    let effects = match input {
        Input::Question(verdict) => vec![decide(&mut next, verdict)],
        Input::Choice(Some(entry)) => {
            next.last_entry = Some(entry.id.to_string());
            next.misses = 0;
            vec![
                Effect::Mark(Mark::Chosen { id: entry.id.to_string() }),
                // the visitor pointed at it: there is nothing to guess
                Effect::Answer { entry: Arc::clone(entry), confidence: 1.0 },
            ]
        }
        Input::Choice(None) => {
            next.misses += 1;
            vec![Effect::NoAnswer(Vec::new())]
        }
        Input::Feedback { about, helpful } => {
            vec![Effect::Mark(Mark::Rating { about: *about, rating: if *helpful { 1 } else { -1 } })]
        }
        Input::Human => vec![Effect::Mark(Mark::PersonAsked { reason: "visitor" }), Effect::Offline],
    };
    (next, effects)
}

fn decide(next: &mut State, verdict: &Verdict) -> Effect {
    let options = || verdict.candidates.iter().take(OPTIONS).cloned().collect::<Vec<_>>();
    match (verdict.decision, verdict.candidates.first()) {
        (Decision::Answer, Some(first)) => {
            next.last_entry = Some(first.entry.id.to_string());
            next.misses = 0;
            Effect::Answer { entry: first.entry.clone(), confidence: first.confidence }
        }
        (Decision::Choices, Some(_)) => {
            next.misses += 1;
            Effect::Choices(options())
        }
        _ => {
            next.misses += 1;
            Effect::NoAnswer(
                options().into_iter().filter(|candidate| candidate.confidence >= WORTH_MENTIONING).collect(),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::{Content, Place, Wording};
    use crate::text::Lang;

    fn entry(id: &str) -> Arc<Entry> {
        let place = Place { path: "faq/en.yaml".into(), line: 1, column: 1 };
        Arc::new(Entry {
            id: id.into(),
            lang: Lang::english(),
            topic: "T".into(),
            questions: vec![Wording { text: id.into(), place: place.clone() }],
            answer: String::new(),
            content: Content::default(),
            keywords: vec![],
            follow_ups: vec![],
            links: vec![],
            pages: vec![],
            from: None,
            until: None,
            pinned: false,
            small_talk: false,
            place,
        })
    }

    fn verdict(decision: Decision, confidences: &[f64]) -> Verdict {
        let candidates = confidences
            .iter()
            .enumerate()
            .map(|(at, confidence)| Candidate { entry: entry(&format!("e{at}")), confidence: *confidence })
            .collect();
        Verdict { decision, candidates, ..Verdict::nothing(Lang::english()) }
    }

    #[test]
    fn an_answer_is_remembered_and_ends_a_row_of_misses() {
        let before = State { last_entry: None, misses: 2 };
        let (state, effects) = step(&before, &Input::Question(&verdict(Decision::Answer, &[0.9, 0.2])));
        assert_eq!(state, State { last_entry: Some("e0".into()), misses: 0 });
        assert!(
            matches!(&effects[..], [Effect::Answer { entry, confidence }] if &*entry.id == "e0" && *confidence == 0.9)
        );
    }

    #[test]
    fn doubt_offers_at_most_three_and_ignorance_only_what_has_a_chance() {
        let doubt = verdict(Decision::Choices, &[0.4, 0.3, 0.2, 0.1]);
        let (state, effects) = step(&State::default(), &Input::Question(&doubt));
        assert!(matches!(&effects[..], [Effect::Choices(options)] if options.len() == 3));
        assert_eq!(state.misses, 1);
        let ignorance = verdict(Decision::None, &[0.25, 0.15]);
        let (state, effects) = step(&state, &Input::Question(&ignorance));
        assert!(matches!(&effects[..], [Effect::NoAnswer(options)] if options.len() == 1));
        assert_eq!(state.misses, 2);
    }

    #[test]
    fn a_choice_whose_entry_is_gone_is_no_answer() {
        let (_, effects) = step(&State::default(), &Input::Choice(None));
        assert!(matches!(&effects[..], [Effect::NoAnswer(options)] if options.is_empty()));
    }

    #[test]
    fn a_state_of_another_version_is_read_as_far_as_it_goes() {
        assert_eq!(State::from_json(r#"{"misses":3,"mode":"queued"}"#), State { last_entry: None, misses: 3 });
        assert_eq!(State::from_json("nonsense"), State::default());
        let state = State { last_entry: Some("a".into()), misses: 1 };
        assert_eq!(State::from_json(&state.to_json()), state);
    }
}
