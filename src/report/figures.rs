//! The headline figures: what each is called, how it is defined, and how it is counted.
//!
//! Invariant: a figure and its definition are one row of one table, so neither can be shown without the other.

use super::outcome::Outcome;
use super::totals::{Measure, Totals};
use super::{Better, Figure, Unit};
use crate::clock::{TimeZone, from_millis};

/// One row of the table.
struct Spec {
    key: &'static str,
    label: &'static str,
    better: Better,
    definition: &'static str,
    measure: fn(&Totals) -> Measure<'_>,
}

/// Microseconds in a millisecond: answers are timed in the former.
const MICROS: f64 = 1_000.0;

fn part(totals: &Totals, outcome: Outcome) -> Measure<'_> {
    Measure::Share(totals.with(outcome), totals.questions())
}

const SPECS: &[Spec] = &[
    Spec {
        key: "questions",
        label: "Questions",
        better: Better::Neither,
        definition: "Messages that visitors typed and titles that they chose. Greetings, thanks and other small \
                     talk, feedback and requests for a person are not questions.",
        measure: |totals| Measure::Count(totals.questions()),
    },
    Spec {
        key: "answered",
        label: "Answered by the bot",
        better: Better::Higher,
        definition: "Questions with an answer, or with choices of which one was taken, that got no thumbs down and \
                     were not followed by a request for a person.",
        measure: |totals| part(totals, Outcome::Answered),
    },
    Spec {
        key: "unanswered",
        label: "Unanswered",
        better: Better::Lower,
        definition: "All other questions, each under the first reason that applies. Answered and unanswered add up \
                     to the questions.",
        measure: |totals| Measure::Share(totals.unanswered(), totals.questions()),
    },
    Spec {
        key: "no_result",
        label: "No result",
        better: Better::Lower,
        definition: "The FAQ held no answer. If a title offered instead was opened, that is a question of its own.",
        measure: |totals| part(totals, Outcome::NoResult),
    },
    Spec {
        key: "choice_ignored",
        label: "Choice ignored",
        better: Better::Lower,
        definition: "The bot asked which of several entries was meant, and none was taken.",
        measure: |totals| part(totals, Outcome::ChoiceIgnored),
    },
    Spec {
        key: "not_helpful",
        label: "Not helpful",
        better: Better::Lower,
        definition: "An answer was given and got a thumbs down, or the words that it did not help.",
        measure: |totals| part(totals, Outcome::NotHelpful),
    },
    Spec {
        key: "person_asked",
        label: "Asked for a person",
        better: Better::Lower,
        definition: "An answer was given, without a thumbs down, and a person was asked for before the next question.",
        measure: |totals| part(totals, Outcome::PersonAsked),
    },
    Spec {
        key: "helpful",
        label: "Found it helpful",
        better: Better::Higher,
        definition: "Thumbs up among the rated answers. Answers that nobody rated are left out.",
        measure: |totals| Measure::Share(totals.up, totals.rated),
    },
    Spec {
        key: "conversations",
        label: "Conversations",
        better: Better::Neither,
        definition: "From a visitor's first question, greeting or request for a person until 30 minutes of silence. \
                     Everything is counted in the week in which its conversation began.",
        measure: |totals| Measure::Count(totals.conversations),
    },
    Spec {
        key: "visitors",
        label: "Visitors",
        better: Better::Neither,
        definition: "Browsers in which a conversation began, each counted once.",
        measure: |totals| Measure::Count(totals.visitors),
    },
    Spec {
        key: "confirmed",
        label: "Confirmed",
        better: Better::Higher,
        definition: "Conversations whose last question got an answer with a thumbs up.",
        measure: |totals| Measure::Share(totals.confirmed, totals.conversations),
    },
    Spec {
        key: "assumed",
        label: "Assumed settled",
        better: Better::Higher,
        definition: "Not confirmed, but the last question was answered, and until 24 hours after the last message \
                     there was no thumbs down, no request for a person, no entry asked for twice and no new \
                     conversation of the visitor.",
        measure: |totals| Measure::Share(totals.assumed, totals.conversations),
    },
    Spec {
        key: "resolved",
        label: "Resolved",
        better: Better::Higher,
        definition: "Confirmed and assumed, less those whose visitor came back within 7 days of the last message. \
                     Known once these days have passed.",
        measure: |totals| {
            if totals.returns_known {
                Measure::Share(totals.confirmed + totals.assumed - totals.returned, totals.conversations)
            } else {
                Measure::Pending(totals.returns_known_at)
            }
        },
    },
    Spec {
        key: "handed_over",
        label: "Handed to a person",
        better: Better::Lower,
        definition: "Conversations in which a person was asked for.",
        measure: |totals| Measure::Share(totals.handed_over, totals.conversations),
    },
    Spec {
        key: "waiting_median",
        label: "Waiting time",
        better: Better::Lower,
        definition: "From the first request for a person in a conversation until a person wrote: half of them waited \
                     no longer. Empty while no person has written.",
        measure: |totals| Measure::Quantile(&totals.waits, 0.5, 1.0),
    },
    Spec {
        key: "waiting_p90",
        label: "Waiting time, 90 %",
        better: Better::Lower,
        definition: "Nine of ten conversations that were handed over waited no longer for a person.",
        measure: |totals| Measure::Quantile(&totals.waits, 0.9, 1.0),
    },
    Spec {
        key: "messages_left",
        label: "Messages left",
        better: Better::Neither,
        definition: "Requests for a person at which nobody was there and the visitor left an address or a number for \
                     the answer, whether it was given since or not.",
        measure: |totals| Measure::Count(totals.desk.messages),
    },
    Spec {
        key: "handling_median",
        label: "Handling time",
        better: Better::Lower,
        definition: "From the moment at which somebody of the team took a conversation until it was closed or given \
                     back: half of them took no longer. Empty while none has ended.",
        measure: |totals| Measure::Quantile(&totals.desk.handling, 0.5, 1.0),
    },
    Spec {
        key: "satisfied",
        label: "Satisfied with the help",
        better: Better::Higher,
        definition: "Ratings of 4 and 5 among those that visitors gave, from 1 to 5, after a person had closed the \
                     conversation. Conversations that nobody rated are left out.",
        measure: |totals| Measure::Share(totals.desk.scores.satisfied(), totals.desk.scores.rated()),
    },
    Spec {
        key: "response_median",
        label: "Response time",
        better: Better::Lower,
        definition: "Server time from a message to its answer: half of the answers took no longer.",
        measure: |totals| Measure::Quantile(&totals.responses, 0.5, MICROS),
    },
    Spec {
        key: "response_p95",
        label: "Response time, 95 %",
        better: Better::Lower,
        definition: "Server time within which 95 of 100 answers were given.",
        measure: |totals| Measure::Quantile(&totals.responses, 0.95, MICROS),
    },
];

/// All figures of the last of `weeks` (oldest first), with the week before and the line through all of them. Counts
/// are not compared while the week goes on: it has had less time than the one before.
pub(super) fn figures(weeks: &[&Totals], complete: bool, zone: &TimeZone) -> Vec<Figure> {
    let nothing = Totals::default();
    let (now, before) = match weeks {
        [.., before, now] => (*now, *before),
        [now] => (*now, &nothing),
        [] => (&nothing, &nothing),
    };
    SPECS.iter().map(|spec| figure(spec, now, before, weeks, complete, zone)).collect()
}

fn figure(spec: &Spec, now: &Totals, before: &Totals, weeks: &[&Totals], complete: bool, zone: &TimeZone) -> Figure {
    let (measure, other) = ((spec.measure)(now), (spec.measure)(before));
    let (value, previous) = (measure.value(), other.value().filter(|_| before.logged));
    let comparable = complete || !matches!(measure, Measure::Count(_));
    let change = value.zip(previous).map(|(value, previous)| value - previous).filter(|_| comparable);
    let (part, whole) = match measure {
        Measure::Share(part, whole) => (Some(part), Some(whole)),
        Measure::Quantile(values, ..) => (None, Some(values.len() as u64)),
        Measure::Count(_) | Measure::Pending(_) => (None, None),
    };
    Figure {
        key: spec.key,
        label: spec.label,
        unit: match measure {
            Measure::Count(_) => Unit::Count,
            Measure::Share(..) | Measure::Pending(_) => Unit::Share,
            Measure::Quantile(..) => Unit::Milliseconds,
        },
        value,
        part,
        whole,
        previous,
        change,
        beyond_noise: change.is_some() && measure.differs(other),
        better: spec.better,
        trend: weeks.iter().map(|week| (spec.measure)(week).value().filter(|_| week.logged)).collect(),
        pending_until: match measure {
            Measure::Pending(until) => Some(zone.to_datetime(from_millis(until)).date()),
            _ => None,
        },
        definition: spec.definition,
    }
}
