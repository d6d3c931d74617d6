//! Random sequences of what visitors, the team and time do to a conversation, against what must always hold: the list
//! in the documentation of `conversation::flow::desk`. `PROPTEST_CASES` says how many sequences are tried.

use deskbell::conversation::flow::desk::{self, Colleague, Conflict, Desk, Lapse, Move};
use deskbell::conversation::flow::{self, Around, Effect, Input, Rules, State};
use deskbell::search::Verdict;
use deskbell::store::Mark;
use deskbell::text::Lang;
use proptest::prelude::*;

/// What may happen next. A number names one of the team.
#[derive(Clone, Copy, Debug)]
enum Event {
    /// A question that nothing is found for; whether somebody is there, and whether it asks for a person.
    Ask(bool, bool),
    /// A chosen title whose entry is gone.
    Choose(bool),
    /// A thumb.
    Rate(bool, bool),
    /// A person is asked for by the button.
    Human(bool),
    Cancel,
    PreferMessage,
    Leave,
    Score,
    Take(u8),
    Reply(u8),
    /// By whom, to whom, and whether a lead does it.
    Assign(u8, u8, bool),
    Release(u8),
    Resolve(u8),
    GiveBack(u8),
    Lapse(u8),
    /// The server starts anew: what is kept is what is stored.
    Restart,
}

fn event() -> impl Strategy<Value = Event> {
    let who = 0..3u8;
    prop_oneof![
        3 => any::<(bool, bool)>().prop_map(|(there, wish)| Event::Ask(there, wish)),
        1 => any::<bool>().prop_map(Event::Choose),
        2 => any::<(bool, bool)>().prop_map(|(there, helpful)| Event::Rate(there, helpful)),
        3 => any::<bool>().prop_map(Event::Human),
        1 => Just(Event::Cancel),
        1 => Just(Event::PreferMessage),
        1 => Just(Event::Leave),
        1 => Just(Event::Score),
        3 => who.clone().prop_map(Event::Take),
        2 => who.clone().prop_map(Event::Reply),
        2 => (who.clone(), who.clone(), any::<bool>()).prop_map(|(by, to, lead)| Event::Assign(by, to, lead)),
        2 => who.clone().prop_map(Event::Release),
        2 => who.clone().prop_map(Event::Resolve),
        2 => who.prop_map(Event::GiveBack),
        2 => (0..3u8).prop_map(Event::Lapse),
        2 => Just(Event::Restart),
    ]
}

fn colleague(number: u8) -> Colleague {
    Colleague { id: format!("a_{number}"), name: format!("Agent {number}") }
}

/// Requests as the log would have them: how many were opened, and the one that is open.
#[derive(Debug, Default)]
struct Log {
    opened: usize,
    ended: usize,
    /// When a person was asked for, in the request that is open.
    since: Option<i64>,
}

/// One step, with its effects; `None` where it was refused, and then nothing may have changed.
fn step(state: &State, event: Event, now: i64) -> Option<(State, Vec<Effect>)> {
    let around = |available: bool, wish: bool| Around {
        rules: Rules { words: true, misses: 2, thumbs_down: 2, anger: true },
        available,
        page: false,
        wish,
        anger: false,
        now,
    };
    let verdict = Verdict::nothing(Lang::english());
    let visitor = |input: Input<'_>, around: Around| Some(flow::step(state, &input, &around));
    let team = |by: u8, lead: bool, what: Move<'_>| desk::step(state, &colleague(by), lead, &what, now).ok();
    match event {
        Event::Ask(available, wish) => visitor(Input::Question(&verdict), around(available, wish)),
        Event::Choose(available) => visitor(Input::Choice(None), around(available, false)),
        Event::Rate(available, helpful) => visitor(Input::Feedback { about: 1, helpful }, around(available, false)),
        Event::Human(available) => visitor(Input::Human, around(available, false)),
        Event::Cancel => visitor(Input::Cancel, around(true, false)),
        Event::PreferMessage => visitor(Input::PreferMessage, around(true, false)),
        Event::Leave => {
            visitor(Input::Leave { email: Some("ana@example.com"), phone: None, text: "x" }, around(true, false))
        }
        Event::Score => visitor(Input::Rating { score: 4, comment: None }, around(true, false)),
        Event::Take(by) => team(by, false, Move::Take),
        Event::Reply(by) => team(by, false, Move::Reply),
        Event::Assign(by, to, lead) => team(by, lead, Move::Assign(&colleague(to))),
        Event::Release(by) => team(by, false, Move::Release),
        Event::Resolve(by) => team(by, false, Move::Resolve),
        Event::GiveBack(by) => team(by, false, Move::GiveBack),
        Event::Lapse(what) => desk::lapse(state, [Lapse::Long, Lapse::Nobody, Lapse::Left][what as usize]),
        Event::Restart => Some((State::from_json(&state.to_json()), Vec::new())),
    }
}

fn is_of_the_bot(effect: &Effect) -> bool {
    matches!(effect, Effect::Answer { .. } | Effect::Choices(_) | Effect::NoAnswer(_))
}

/// What always holds, of one step. The numbers are those of the list in the documentation.
fn check(before: &State, event: Event, after: &State, effects: &[Effect], log: &Log) -> Result<(), TestCaseError> {
    let visitors = !matches!(
        event,
        Event::Take(_)
            | Event::Reply(_)
            | Event::Assign(..)
            | Event::Release(_)
            | Event::Resolve(_)
            | Event::GiveBack(_)
    );
    let bot = effects.iter().filter(|effect| is_of_the_bot(effect)).count();
    prop_assert!(bot <= 1, "one answer at most");
    if let Desk::Agent { by, since } = &before.desk {
        prop_assert_eq!(bot, 0, "1: the bot spoke while a person had it");
        if visitors && !matches!(event, Event::Lapse(_)) {
            prop_assert_eq!(&after.desk, &before.desk, "4: only the team moves it");
        }
        if let Event::Reply(who) | Event::Release(who) | Event::Resolve(who) | Event::GiveBack(who) = event {
            prop_assert_eq!(&colleague(who).id, &by.id, "4: who has it acts");
        }
        if let Desk::Queued { since: again } | Desk::Agent { since: again, .. } = &after.desk {
            prop_assert_eq!(again, since, "5: the place is kept");
        }
    }
    if let Desk::Queued { since } = before.desk {
        match &after.desk {
            Desk::Queued { since: again } => prop_assert_eq!(*again, since, "5: the place is kept"),
            Desk::Agent { since: again, .. } => {
                prop_assert_eq!(*again, since, "5: the place is kept");
                prop_assert!(matches!(event, Event::Take(_) | Event::Assign(..)), "2: a person took it");
            }
            Desk::Bot => prop_assert!(matches!(event, Event::Cancel | Event::Leave), "2: the visitor left"),
        }
    }
    let asked = effects.iter().any(|effect| matches!(effect, Effect::Mark(Mark::PersonAsked { queued: true, .. })));
    prop_assert!(!asked || before.desk == Desk::Bot, "3: queued twice");
    let scored = effects.iter().any(|effect| matches!(effect, Effect::Mark(Mark::Score { .. })));
    prop_assert!(!scored || before.owed.is_some(), "7: a rating of nobody");
    prop_assert_eq!(log.since.is_some(), after.desk != Desk::Bot, "the log has another state: {:?}", log);
    prop_assert_eq!(log.opened, log.ended + usize::from(log.since.is_some()), "a request is lost: {:?}", log);
    Ok(())
}

impl Log {
    /// Follows the marks and effects as the store does.
    fn follow(&mut self, effects: &[Effect], now: i64) {
        for effect in effects {
            match effect {
                Effect::Mark(Mark::PersonAsked { queued: true, .. }) => {
                    self.opened += 1;
                    self.since = Some(now);
                }
                // a conversation of the bot that is taken gets a request of its own
                Effect::Joined(_) if self.since.is_none() => {
                    self.opened += 1;
                    self.since = Some(now);
                }
                Effect::Mark(Mark::Ended { .. } | Mark::MessageLeft { .. })
                | Effect::Closed(_)
                | Effect::GivenBack(_) => {
                    self.ended += usize::from(self.since.take().is_some());
                }
                _ => {}
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_happens_in_whatever_order(events in prop::collection::vec(event(), 1..60)) {
        let (mut state, mut log) = (State::default(), Log::default());
        for (now, event) in (1i64..).zip(events) {
            let Some((next, effects)) = step(&state, event, now) else { continue };
            log.follow(&effects, now);
            check(&state, event, &next, &effects, &log)?;
            prop_assert_eq!(&State::from_json(&next.to_json()), &next, "what is stored is what was");
            state = next;
        }
        // 6: whoever waits or talks comes back to the bot, and can ask anew
        if let Desk::Agent { by, .. } = &state.desk {
            let (back, _) = desk::step(&state, by, false, &Move::GiveBack, 99).unwrap();
            let around = Around {
                rules: Rules { words: true, misses: 2, thumbs_down: 2, anger: true },
                available: true, page: false, wish: false, anger: false, now: 100,
            };
            let (again, _) = flow::step(&back, &Input::Human, &around);
            prop_assert_eq!(again.desk, Desk::Queued { since: 100 });
            let taken = desk::step(&state, &Colleague { id: "a_9".into(), name: "Nine".into() }, false, &Move::Take, 99);
            prop_assert_eq!(taken.unwrap_err(), Conflict::Taken(by.clone()));
        }
    }
}
