//! Who has a conversation: the bot, the line, or a person. What the team does to it is decided here, what the visitor
//! does in [`super`].
//!
//! # What always holds
//!
//! 1. While a person has a conversation, no step has an effect by which the bot speaks.
//! 2. A conversation that waits goes on waiting until a person takes it, or the visitor leaves the line or a message:
//!    nothing else takes it out, neither a question nor a thumb, a reminder or a second wish for a person.
//! 3. Who waits is never put into the line again: a wish of somebody who waits or talks to a person opens no request.
//! 4. Only the person who has a conversation writes in it, hands it on, ends it or gives it back; a lead may hand on
//!    what another one has.
//! 5. Back in the line it has the place that it had: by the moment at which a person was first asked for.
//! 6. After a conversation was closed or given back, the bot answers again, and a person can be asked for anew.
//! 7. A rating is taken only of a conversation that a person closed, and of that person.
//!
//! Random sequences of what visitors, the team and time do are tried against them in `tests/it/desk/machine.rs`.

use super::{Effect, State};
use serde::{Deserialize, Serialize};

/// Somebody of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Colleague {
    /// The account.
    pub id: String,
    /// The name that visitors see.
    pub name: String,
}

/// Who has a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "lowercase")]
pub enum Desk {
    /// The bot.
    #[default]
    Bot,
    /// Nobody yet: the visitor waits for a person.
    Queued {
        /// Since when, in milliseconds since 1970.
        since: i64,
    },
    /// A person.
    Agent {
        /// Who.
        by: Colleague,
        /// When a person was asked for, in milliseconds since 1970.
        since: i64,
    },
}

/// What somebody of the team does to a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Takes it, from the line or from the bot.
    Take {},
    /// Writes to the visitor.
    Reply {
        /// The words.
        text: String,
    },
    /// Gives it to a colleague.
    Assign {
        /// The colleague's account.
        to: String,
        /// Why, for the colleague.
        #[serde(default)]
        note: Option<String>,
    },
    /// Puts it back into the line, at its place.
    Release {
        /// Why, for who takes it next.
        #[serde(default)]
        note: Option<String>,
    },
    /// Writes a note that only the team sees.
    Note {
        /// The words.
        text: String,
    },
    /// Ends it: the visitor is asked how it was.
    Resolve {},
    /// Gives it back to the bot.
    GiveBack {},
}

impl Action {
    /// The word for the log of who did what.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Take {} => "take",
            Self::Reply { .. } => "reply",
            Self::Assign { .. } => "assign",
            Self::Release { .. } => "release",
            Self::Note { .. } => "note",
            Self::Resolve {} => "resolve",
            Self::GiveBack {} => "give_back",
        }
    }
}

/// An action as it is to be decided: the colleague it names is known.
#[derive(Clone, Debug)]
pub enum Move<'a> {
    /// [`Action::Take`].
    Take,
    /// [`Action::Reply`].
    Reply,
    /// [`Action::Assign`].
    Assign(&'a Colleague),
    /// [`Action::Release`].
    Release,
    /// [`Action::Resolve`].
    Resolve,
    /// [`Action::GiveBack`].
    GiveBack,
}

/// Why a step cannot be made: somebody else was there first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// Another one has it.
    Taken(Colleague),
    /// It is the person's own already.
    Yours,
    /// Nobody has it.
    NotTaken,
}

impl Conflict {
    /// What is wrong and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::Taken(other) => format!("{} has this conversation", other.name),
            Self::Yours => "you have this conversation already".into(),
            Self::NotTaken => "nobody has this conversation; take it first".into(),
        }
    }
}

/// One step of the team. `lead`: may hand on what another one has. `now` in milliseconds since 1970.
///
/// # Errors
/// [`Conflict`]: nothing changes.
pub fn step(
    state: &State,
    by: &Colleague,
    lead: bool,
    what: &Move<'_>,
    now: i64,
) -> Result<(State, Vec<Effect>), Conflict> {
    let mut next = state.clone();
    let own = || match &state.desk {
        Desk::Agent { by: holder, since } if holder.id == by.id => Ok(*since),
        Desk::Agent { by: holder, .. } => Err(Conflict::Taken(holder.clone())),
        Desk::Bot | Desk::Queued { .. } => Err(Conflict::NotTaken),
    };
    let effect = match what {
        Move::Take => {
            let since = match &state.desk {
                Desk::Bot => now,
                Desk::Queued { since } => *since,
                Desk::Agent { by: holder, .. } if holder.id == by.id => return Err(Conflict::Yours),
                Desk::Agent { by: holder, .. } => return Err(Conflict::Taken(holder.clone())),
            };
            next.with(by, since);
            Effect::Joined(by.clone())
        }
        Move::Assign(to) => {
            let since = match &state.desk {
                Desk::Queued { since } => *since,
                Desk::Agent { by: holder, .. } if holder.id == to.id && holder.id == by.id => {
                    return Err(Conflict::Yours);
                }
                Desk::Agent { by: holder, .. } if holder.id == to.id => return Err(Conflict::Taken(holder.clone())),
                Desk::Agent { since, .. } if lead => *since,
                Desk::Bot | Desk::Agent { .. } => own()?,
            };
            next.with(to, since);
            Effect::Joined((*to).clone())
        }
        Move::Reply => {
            own()?;
            Effect::Wrote(by.clone())
        }
        Move::Release => {
            next.desk = Desk::Queued { since: own()? };
            Effect::Requeued
        }
        Move::Resolve => {
            own()?;
            next.back();
            next.owed = Some(by.clone());
            Effect::Closed(by.clone())
        }
        Move::GiveBack => {
            own()?;
            next.back();
            Effect::GivenBack(by.clone())
        }
    };
    Ok((next, vec![effect]))
}

/// What happens by itself to a conversation that waits or is with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// It waits for long.
    Long,
    /// It waits, and everybody has gone.
    Nobody,
    /// The person who has it is gone.
    Left,
}

/// One step of time. `None`: it is not so any more, and nothing changes.
pub fn lapse(state: &State, what: Lapse) -> Option<(State, Vec<Effect>)> {
    let mut next = state.clone();
    let effect = match (what, &state.desk) {
        (Lapse::Long, Desk::Queued { .. }) => Effect::Long,
        (Lapse::Nobody, Desk::Queued { .. }) => Effect::Nobody,
        (Lapse::Left, Desk::Agent { since, .. }) => {
            next.desk = Desk::Queued { since: *since };
            Effect::Requeued
        }
        _ => return None,
    };
    Some((next, vec![effect]))
}

impl State {
    /// A person has it from now on.
    fn with(&mut self, by: &Colleague, since: i64) {
        self.desk = Desk::Agent { by: by.clone(), since };
        self.owed = None;
        self.begin_anew();
    }

    /// The bot has it again.
    fn back(&mut self) {
        self.desk = Desk::Bot;
        self.begin_anew();
    }

    /// What was counted against the bot does not count any more.
    pub(super) fn begin_anew(&mut self) {
        (self.misses, self.thumbs_down) = (0, 0);
        self.offer(Vec::new(), false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colleague(name: &str) -> Colleague {
        Colleague { id: format!("a_{name}"), name: name.into() }
    }

    fn queued() -> State {
        State { desk: Desk::Queued { since: 5 }, misses: 2, ..State::default() }
    }

    #[test]
    fn one_takes_it_and_another_is_told_who_has_it() {
        let (maya, jonas) = (colleague("Maya"), colleague("Jonas"));
        let (state, effects) = step(&queued(), &maya, false, &Move::Take, 9).unwrap();
        assert_eq!(state.desk, Desk::Agent { by: maya.clone(), since: 5 });
        assert!(matches!(&effects[..], [Effect::Joined(by)] if *by == maya));
        assert_eq!(step(&state, &jonas, true, &Move::Take, 9).unwrap_err(), Conflict::Taken(maya.clone()));
        assert_eq!(step(&state, &maya, false, &Move::Take, 9).unwrap_err(), Conflict::Yours);
        for what in [Move::Reply, Move::Release, Move::Resolve, Move::GiveBack, Move::Assign(&jonas)] {
            assert_eq!(step(&state, &colleague("Ines"), false, &what, 9).unwrap_err(), Conflict::Taken(maya.clone()));
        }
    }

    #[test]
    fn nothing_is_written_before_it_is_taken() {
        for state in [State::default(), queued()] {
            for what in [Move::Reply, Move::Release, Move::Resolve, Move::GiveBack] {
                assert_eq!(step(&state, &colleague("Maya"), true, &what, 9).unwrap_err(), Conflict::NotTaken);
            }
        }
    }

    #[test]
    fn handed_on_and_released_it_keeps_its_place() {
        let (maya, jonas) = (colleague("Maya"), colleague("Jonas"));
        let (state, _) = step(&queued(), &maya, false, &Move::Take, 9).unwrap();
        let (state, _) = step(&state, &maya, false, &Move::Assign(&jonas), 10).unwrap();
        assert_eq!(state.desk, Desk::Agent { by: jonas.clone(), since: 5 });
        let (lead, _) = step(&state, &maya, true, &Move::Assign(&maya), 10).unwrap();
        assert_eq!(lead.desk, Desk::Agent { by: maya, since: 5 });
        let (state, _) = step(&state, &jonas, false, &Move::Release, 11).unwrap();
        assert_eq!(state.desk, Desk::Queued { since: 5 });
    }

    #[test]
    fn a_closed_one_may_be_rated_and_one_that_was_given_back_not() {
        let maya = colleague("Maya");
        let (with, _) = step(&State::default(), &maya, false, &Move::Take, 9).unwrap();
        let (closed, _) = step(&with, &maya, false, &Move::Resolve, 10).unwrap();
        assert_eq!((closed.desk, closed.owed), (Desk::Bot, Some(maya.clone())));
        let (returned, _) = step(&with, &maya, false, &Move::GiveBack, 10).unwrap();
        assert_eq!((returned.desk, returned.owed), (Desk::Bot, None));
    }

    #[test]
    fn time_ends_no_waiting() {
        for what in [Lapse::Long, Lapse::Nobody] {
            assert_eq!(lapse(&queued(), what).unwrap().0, queued());
            assert!(lapse(&State::default(), what).is_none());
        }
        let (with, _) = step(&queued(), &colleague("Maya"), false, &Move::Take, 9).unwrap();
        assert_eq!(lapse(&with, Lapse::Left).unwrap().0.desk, Desk::Queued { since: 5 });
        assert!(lapse(&queued(), Lapse::Left).is_none());
    }
}
