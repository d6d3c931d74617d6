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
    /// The entry that the conversation is about: the one answered last, small talk aside.
    pub last_entry: Option<String>,
    /// Questions in a row that were not answered.
    pub misses: u32,
    /// The entries offered last, in their order, at most [`OPTIONS`]: "the second one" is one of them.
    pub offered: Vec<String>,
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
    /// A chosen title, by its button or in words; `None` where its entry is gone.
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
        /// The answer to the message's second question, to be offered.
        second: Option<Arc<Entry>>,
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
            answered(&mut next, entry);
            vec![
                Effect::Mark(Mark::Chosen { id: entry.id.to_string() }),
                // the visitor pointed at it: there is nothing to guess
                Effect::Answer { entry: Arc::clone(entry), confidence: 1.0, second: None },
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

/// Notes that an entry is answered.
fn answered(next: &mut State, entry: &Entry) {
    // after "thanks" or "hello" the conversation is about what it was about before
    if !entry.small_talk {
        next.last_entry = Some(entry.id.to_string());
    }
    next.misses = 0;
    next.offered.clear();
}

/// Notes that something is offered instead of an answer, and returns it.
fn offered(next: &mut State, options: Vec<Candidate>) -> Vec<Candidate> {
    next.misses += 1;
    next.offered = options.iter().map(|option| option.entry.id.to_string()).collect();
    options
}

fn decide(next: &mut State, verdict: &Verdict) -> Effect {
    let options = verdict.candidates.iter().take(OPTIONS).cloned();
    match (verdict.decision, verdict.candidates.first()) {
        (Decision::Answer, Some(first)) => {
            answered(next, &first.entry);
            let second = verdict.second.as_ref().map(|second| Arc::clone(&second.entry));
            Effect::Answer { entry: first.entry.clone(), confidence: first.confidence, second }
        }
        (Decision::Choices, Some(_)) => Effect::Choices(offered(next, options.collect())),
        (_, first) => {
            // Who asked for something that the FAQ does not hold goes on from that and not from the answer before. A
            // text of which nothing was understood ("hm", a smiley) changes no subject.
            if first.is_some() {
                next.last_entry = None;
            }
            let worth = options.filter(|candidate| candidate.confidence >= WORTH_MENTIONING);
            Effect::NoAnswer(offered(next, worth.collect()))
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
            handoff: false,
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
        let before = State { misses: 2, ..State::default() };
        let (state, effects) = step(&before, &Input::Question(&verdict(Decision::Answer, &[0.9, 0.2])));
        assert_eq!(state, State { last_entry: Some("e0".into()), ..State::default() });
        assert!(
            matches!(&effects[..], [Effect::Answer { entry, confidence, second: None }] if &*entry.id == "e0" && *confidence == 0.9)
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
    fn what_was_offered_is_remembered_until_something_is_answered() {
        let (state, _) = step(&State::default(), &Input::Question(&verdict(Decision::Choices, &[0.4, 0.3, 0.2, 0.1])));
        assert_eq!(state.offered, ["e0", "e1", "e2"]);
        let (state, _) = step(&state, &Input::Feedback { about: 1, helpful: true });
        assert_eq!(state.offered.len(), 3, "a thumb takes no option away");
        let (state, effects) = step(&state, &Input::Choice(Some(&entry("e1"))));
        assert_eq!((state.last_entry.as_deref(), state.offered.len()), (Some("e1"), 0));
        assert!(matches!(&effects[0], Effect::Mark(Mark::Chosen { id }) if id == "e1"));
    }

    #[test]
    fn small_talk_changes_no_subject_and_what_nobody_knows_ends_it() {
        let about = State { last_entry: Some("a".into()), ..State::default() };
        let mut thanks = verdict(Decision::Answer, &[0.9]);
        let mut talk = Entry::clone(&thanks.candidates[0].entry);
        talk.small_talk = true;
        thanks.candidates[0].entry = Arc::new(talk);
        assert_eq!(step(&about, &Input::Question(&thanks)).0.last_entry.as_deref(), Some("a"));
        let unknown = step(&about, &Input::Question(&verdict(Decision::None, &[0.1]))).0;
        assert_eq!(unknown.last_entry, None);
        let nothing = step(&about, &Input::Question(&verdict(Decision::None, &[]))).0;
        assert_eq!(nothing.last_entry.as_deref(), Some("a"), "a smiley asks nothing else");
    }

    #[test]
    fn a_choice_whose_entry_is_gone_is_no_answer() {
        let (_, effects) = step(&State::default(), &Input::Choice(None));
        assert!(matches!(&effects[..], [Effect::NoAnswer(options)] if options.is_empty()));
    }

    #[test]
    fn a_state_of_another_version_is_read_as_far_as_it_goes() {
        let older = State::from_json(r#"{"misses":3,"mode":"queued"}"#);
        assert_eq!(older, State { misses: 3, ..State::default() });
        assert_eq!(State::from_json("nonsense"), State::default());
        let state = State { last_entry: Some("a".into()), misses: 1, offered: vec!["b".into()] };
        assert_eq!(State::from_json(&state.to_json()), state);
    }
}
