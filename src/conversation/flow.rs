//! The one place where it is decided what happens in a conversation: a pure step from state and input to state and
//! effects. No clock, no store, no socket. What visitors do is decided here, what the team does in [`desk`].
//!
//! Invariant: a step has at most one effect that is an answer of the bot, and none while a person has the conversation.
//! The invariants of taking over stand in [`desk`].

pub mod desk;
mod offers;

use crate::faq::Entry;
use crate::search::{Candidate, Decision, SmallTalk, Verdict};
use crate::store::Mark;
use desk::{Colleague, Desk};
use offers::{ids, options, others};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Who swears is asked back like anybody else where it is this probable what the words are about; else told sorry first.
const WORTH_ASKING_BACK: f64 = 0.5;

/// What a conversation remembers from turn to turn. Stored with every turn; unknown fields of a newer version are
/// dropped and missing ones take their default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The entry that the conversation is about: the one answered last, small talk aside.
    pub last_entry: Option<String>,
    /// Questions in a row that were not answered.
    pub misses: u32,
    /// The entries offered last, in their order, at most [`OPTIONS`](super::OPTIONS): "the second one" is one of them.
    pub offered: Vec<String>,
    /// Whether these were offered in place of an answer that did not help.
    pub instead: bool,
    /// What else the question answered just now may have meant, the likeliest first, at most [`OPTIONS`](super::OPTIONS).
    pub others: Vec<String>,
    /// Thumbs down since the last answer that got none, or since a person had the conversation.
    pub thumbs_down: u32,
    /// Whether a message was invited just now, so that words with an address are one.
    pub invited: bool,
    /// Who has it.
    pub desk: Desk,
    /// Who closed it, while the visitor may say how that was.
    pub owed: Option<Colleague>,
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

    /// Whether a person has it.
    pub fn with_person(&self) -> bool {
        matches!(self.desk, Desk::Agent { .. })
    }

    /// Notes what is offered, and whether in place of an answer. Who is offered something else, or nothing, is not asked
    /// about the answer before any more.
    fn offer(&mut self, ids: Vec<String>, instead: bool) {
        (self.offered, self.instead) = (ids, instead);
        self.others.clear();
    }
}

/// When a conversation goes to a person without being asked to; 0 for never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Whether a wish in words counts.
    pub words: bool,
    /// After so many questions in a row that were not answered.
    pub misses: u32,
    /// After so many thumbs down.
    pub thumbs_down: u32,
    /// Whether an angry visitor is handed over.
    pub anger: bool,
}

/// What a step takes into account beside the conversation.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// The rules of the site.
    pub rules: Rules,
    /// Whether somebody of the team can take over.
    pub available: bool,
    /// Whether the page is one on which a question without an answer goes to a person.
    pub page: bool,
    /// Whether the words ask for a person.
    pub wish: bool,
    /// Whether they are angry.
    pub anger: bool,
    /// When, in milliseconds since 1970.
    pub now: i64,
}

/// What came in, with what the knowledge says of it.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// A question in words and its verdict.
    Question(&'a Verdict),
    /// Words that agree to the options offered last and do not say to which of them.
    Undecided,
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
    /// Words, or a title, for the person who has the conversation.
    Said,
    /// The visitor leaves the line.
    Cancel,
    /// The visitor would rather leave a message.
    PreferMessage,
    /// A message for when somebody is there.
    Leave {
        /// Where the reply goes: a mail address.
        email: Option<&'a str>,
        /// Or a phone number.
        phone: Option<&'a str>,
        /// The words.
        text: &'a str,
    },
    /// How it was with the person who closed it.
    Rating {
        /// 1 to 5.
        score: i64,
        /// Why.
        comment: Option<&'a str>,
    },
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
    /// Ask which of the entries with these ids, offered already, is meant.
    Which(Vec<String>),
    /// Say that there is no answer, and offer these.
    NoAnswer(Vec<Candidate>),
    /// Be polite, since nothing was asked, and offer the entries with these ids.
    SmallTalk(SmallTalk, Vec<String>),
    /// Say that nobody is there.
    Offline,
    /// Say that the visitor waits, and at which place.
    Queued,
    /// Take a message instead of going on waiting.
    OfferMessage,
    /// Say that the message will be answered.
    MessageLeft {
        /// Where.
        to: String,
    },
    /// Say that the visitor is out of the line.
    Cancelled,
    /// A person has it.
    Joined(Colleague),
    /// That person wrote.
    Wrote(Colleague),
    /// It waits again.
    Requeued,
    /// It takes long: say so.
    Long,
    /// Everybody has gone while it waits: say so.
    Nobody,
    /// A person ended it.
    Closed(Colleague),
    /// A person gave it back to the bot.
    GivenBack(Colleague),
    /// Note something in the log.
    Mark(Mark),
}

/// One step of the visitor.
pub fn step(state: &State, input: &Input<'_>, around: &Around) -> (State, Vec<Effect>) {
    let mut next = state.clone();
    let mut effects = match input {
        Input::Feedback { about, helpful } => {
            next.thumbs_down = if *helpful { 0 } else { next.thumbs_down + 1 };
            vec![Effect::Mark(Mark::Rating { about: *about, rating: if *helpful { 1 } else { -1 } })]
        }
        Input::Rating { score, comment } => {
            let mark = Mark::Score { score: *score, comment: comment.map(str::to_owned) };
            return (next, if state.owed.is_some() { vec![Effect::Mark(mark)] } else { Vec::new() });
        }
        // to a person who has it everything is said, and nothing of it is for the bot
        _ if state.with_person() => return (next, Vec::new()),
        Input::Said => Vec::new(),
        Input::Question(verdict) => question(&mut next, verdict, around),
        // who waits for a person is not asked back
        Input::Undecided if next.desk != Desk::Bot => Vec::new(),
        Input::Undecided => vec![Effect::Which(next.offered.clone())],
        Input::Choice(Some(entry)) => choice(&mut next, entry),
        Input::Choice(None) => {
            next.misses += 1;
            vec![Effect::NoAnswer(Vec::new())]
        }
        Input::Human => ask_for_person(&mut next, "visitor", around),
        Input::Cancel => match next.desk {
            Desk::Queued { .. } => {
                next.desk = Desk::Bot;
                next.begin_anew();
                vec![Effect::Mark(Mark::Ended { state: "cancelled" }), Effect::Cancelled]
            }
            _ => Vec::new(),
        },
        Input::PreferMessage => vec![Effect::OfferMessage],
        Input::Leave { email, phone, text } => {
            next.desk = Desk::Bot;
            next.begin_anew();
            let owned = |part: &Option<&str>| part.map(str::to_owned);
            let left = Mark::MessageLeft { email: owned(email), phone: owned(phone), text: (*text).to_owned() };
            let to = email.or(*phone).unwrap_or_default().to_owned();
            vec![Effect::Mark(left), Effect::MessageLeft { to }]
        }
    };
    if let Some(reason) = due(&next, input, &effects, around) {
        effects.extend(ask_for_person(&mut next, reason, around));
    }
    next.invited = effects.iter().any(|effect| matches!(effect, Effect::Offline | Effect::OfferMessage));
    (next, effects)
}

/// A title is pressed or picked in words: of what was offered, or any other.
fn choice(next: &mut State, entry: &Arc<Entry>) -> Vec<Effect> {
    let offered = next.offered.iter().any(|id| **id == *entry.id);
    let (instead, mut others) = (offered && next.instead, std::mem::take(&mut next.offered));
    others.retain(|id| offered && **id != *entry.id);
    answered(next, entry);
    next.others = others;
    let not_helped = instead.then_some(Effect::Mark(Mark::NotHelped));
    let chosen = Effect::Mark(Mark::Chosen { id: entry.id.to_string(), instead });
    // the visitor pointed at it: there is nothing to guess
    let answer = Effect::Answer { entry: Arc::clone(entry), confidence: 1.0, second: None };
    not_helped.into_iter().chain([chosen, answer]).collect()
}

/// A question in words: a wish for a person first, then what the FAQ says. Who waits for a person gets what is certain
/// and is not asked back: the rest is for the person.
fn question(next: &mut State, verdict: &Verdict, around: &Around) -> Vec<Effect> {
    let certain = verdict.decision == Decision::Answer;
    if around.wish && around.rules.words && (around.available || !certain || next.desk != Desk::Bot) {
        return ask_for_person(next, "words", around);
    }
    if next.desk != Desk::Bot && !certain {
        return Vec::new();
    }
    let swears = around.anger && verdict.confidence() < WORTH_ASKING_BACK;
    match verdict.small_talk {
        Some(kind) => small_talk(next, kind, verdict),
        None if swears => swearing(next, verdict),
        None => vec![decide(next, verdict)],
    }
}

/// Who swears is told sorry, and offered what the words may be about, if anything.
fn swearing(next: &mut State, verdict: &Verdict) -> Vec<Effect> {
    let offers = !options(verdict, false).is_empty();
    let decision = if offers { verdict.decision } else { Decision::None };
    small_talk(next, SmallTalk::Refused, &Verdict { decision, ..verdict.clone() })
}

/// A person is asked for: who does not wait yet waits from now on, if somebody is there.
fn ask_for_person(next: &mut State, reason: &'static str, around: &Around) -> Vec<Effect> {
    next.others.clear();
    match next.desk {
        Desk::Bot if around.available => {
            next.desk = Desk::Queued { since: around.now };
            next.owed = None;
            vec![Effect::Mark(Mark::PersonAsked { reason, queued: true }), Effect::Queued]
        }
        Desk::Bot => vec![Effect::Mark(Mark::PersonAsked { reason, queued: false }), Effect::Offline],
        Desk::Queued { .. } => vec![Effect::Queued],
        Desk::Agent { .. } => Vec::new(),
    }
}

/// Why a conversation goes to a person now without being asked to, if it does. Nobody is sent to an empty room.
fn due(next: &State, input: &Input<'_>, effects: &[Effect], around: &Around) -> Option<&'static str> {
    if !around.available || next.desk != Desk::Bot {
        return None;
    }
    let asked = matches!(input, Input::Question(_) | Input::Choice(_));
    let is_unanswered =
        |effect: &Effect| matches!(effect, Effect::NoAnswer(_) | Effect::SmallTalk(SmallTalk::Refused, _));
    let unanswered = effects.iter().any(is_unanswered);
    let reached = |count: u32, limit: u32| limit > 0 && count >= limit;
    let marked = |effect: &Effect| matches!(effect, Effect::Answer { entry, .. } if entry.handoff);
    // "THANK YOU SO MUCH" is loud and not angry
    let is_kind = |effect: &Effect| match effect {
        Effect::SmallTalk(kind, _) => matches!(kind, SmallTalk::Greeting | SmallTalk::Thanks | SmallTalk::Farewell),
        Effect::Answer { entry, .. } => entry.small_talk,
        _ => false,
    };
    if asked && effects.iter().any(marked) {
        Some("entry")
    } else if asked && around.anger && around.rules.anger && !effects.iter().any(is_kind) {
        Some("anger")
    } else if unanswered && around.page {
        Some("page")
    } else if unanswered && reached(next.misses, around.rules.misses) {
        Some("misses")
    } else if matches!(input, Input::Feedback { helpful: false, .. })
        && reached(next.thumbs_down, around.rules.thumbs_down)
    {
        Some("thumbs")
    } else {
        None
    }
}

/// Notes that an entry is answered.
fn answered(next: &mut State, entry: &Entry) {
    // after "thanks" or "hello" the conversation is about what it was about before
    if !entry.small_talk {
        next.last_entry = Some(entry.id.to_string());
    }
    next.misses = 0;
    next.offer(Vec::new(), false);
}

/// Notes that something is offered instead of an answer, and returns it.
fn offered(next: &mut State, options: Vec<Candidate>) -> Vec<Candidate> {
    next.misses += 1;
    next.offer(ids(options.iter()), false);
    options
}

/// Notes what small talk says of the conversation. It changes no subject. Whoever refuses or leaves wants none of what was
/// offered; whoever refuses an answer is offered what else the question may have meant.
fn small_talk(next: &mut State, kind: SmallTalk, verdict: &Verdict) -> Vec<Effect> {
    let (refuses, leaves) = (kind == SmallTalk::Refused, matches!(kind, SmallTalk::Thanks | SmallTalk::Farewell));
    next.misses = if leaves { 0 } else { next.misses + u32::from(refuses) };
    // "no" after "ok, thanks" wants nothing else
    let others = std::mem::take(&mut next.others);
    let mut options = Vec::new();
    if verdict.decision == Decision::Choices {
        options = ids(offers::options(verdict, true).iter());
        next.offer(options.clone(), false);
    } else if refuses || kind == SmallTalk::No {
        options = others;
        next.offer(options.clone(), true);
    } else if leaves {
        next.offer(Vec::new(), false);
    }
    let marked = refuses.then_some(Effect::Mark(Mark::NotHelped));
    marked.into_iter().chain([Effect::SmallTalk(kind, options)]).collect()
}

fn decide(next: &mut State, verdict: &Verdict) -> Effect {
    if let (Decision::Answer, Some(first)) = (verdict.decision, verdict.candidates.first()) {
        answered(next, &first.entry);
        if !first.entry.small_talk {
            next.others = others(verdict);
        }
        let second = verdict.second.as_ref().map(|second| Arc::clone(&second.entry));
        return Effect::Answer { entry: first.entry.clone(), confidence: first.confidence, second };
    }
    let asks_back = verdict.decision == Decision::Choices;
    let options = options(verdict, asks_back);
    if asks_back && !options.is_empty() {
        return Effect::Choices(offered(next, options));
    }
    // Who asked for something that the FAQ does not hold goes on from that and not from the answer before, unless it was
    // asked about that answer ("and on eBay?"). A text of which nothing was understood ("hm", a smiley) changes no
    // subject.
    if !verdict.candidates.is_empty() && !verdict.tied {
        next.last_entry = None;
    }
    Effect::NoAnswer(offered(next, options))
}

#[cfg(test)]
mod tests;
