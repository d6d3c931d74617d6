//! What became of each question and of each visit: the one place that decides.
//!
//! Invariant: every question has exactly one [`Outcome`], so that answered and unanswered add up to the questions; and
//! no visit counts as settled while anything the visitor did says otherwise, nor before the time to say so has passed.

use super::HOUR_MILLIS;
use crate::store::figures::{Extract, HandoffRow, Key, LoggedVerdict, QuestionRow};

/// How long a visit must stay without a sign of trouble until it is assumed to be settled.
pub(super) const ASSUMED_AFTER_MILLIS: i64 = 24 * HOUR_MILLIS;
/// Who comes back within this time was not helped for good.
pub(super) const RETURN_MILLIS: i64 = 7 * 24 * HOUR_MILLIS;

/// What became of a question. The reasons for which it is unanswered are in the order in which they are looked for:
/// what the bot did goes before what the visitor did about it, so that a reason names what has to be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// An answer, or choices of which one was taken; no thumbs down, and no person asked for after it.
    Answered,
    /// The bot found nothing.
    NoResult,
    /// The bot offered choices and none was taken.
    ChoiceIgnored,
    /// Answered, with a thumbs down.
    NotHelpful,
    /// Answered, and a person was asked for before the next question.
    PersonAsked,
}

impl Outcome {
    /// Decides. Small talk is no question: the caller leaves it out.
    pub(super) fn of(row: &QuestionRow) -> Self {
        match row.verdict {
            LoggedVerdict::None => Self::NoResult,
            LoggedVerdict::Choices if !row.chosen => Self::ChoiceIgnored,
            _ if row.rating < 0 => Self::NotHelpful,
            _ if row.person_asked => Self::PersonAsked,
            _ => Self::Answered,
        }
    }
}

/// Whether a visit was settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Settled {
    /// Something says that it was not.
    #[default]
    No,
    /// The last answer got a thumbs up.
    Confirmed,
    /// Nothing says otherwise, and 24 hours have passed.
    Assumed,
    /// Nothing says otherwise, but 24 hours have not passed yet.
    Pending,
}

/// One visit: what the report calls a conversation.
#[derive(Clone, Debug, Default)]
pub(super) struct Visit {
    /// The thread that it is a part of.
    pub(super) conversation: Key,
    /// Whose.
    pub(super) visitor: Key,
    /// Its first message.
    pub(super) visit_at: i64,
    /// Its last question, greeting or request for a person.
    pub(super) last_at: i64,
    /// Questions, without small talk.
    pub(super) questions: u32,
    /// Those with [`Outcome::Answered`].
    pub(super) answered: u32,
    /// Thumbs up.
    pub(super) up: u32,
    /// Thumbs down.
    pub(super) down: u32,
    /// When a person was first asked for.
    pub(super) requested_at: Option<i64>,
    /// When a person first wrote after that.
    pub(super) person_at: Option<i64>,
    /// The same entry answered twice: the first time cannot have been enough.
    pub(super) repeated: bool,
    /// Whether it was settled; see [`settle`].
    pub(super) settled: Settled,
    /// The visitor came back within seven days of its last message.
    pub(super) returned: bool,
    last_seq: Option<i64>,
    last_answered: bool,
    last_up: bool,
}

impl Visit {
    /// From the first request for a person until a person wrote, in milliseconds.
    pub(super) fn waited(&self) -> Option<i64> {
        Some((self.person_at? - self.requested_at?).max(0))
    }

    fn add(&mut self, row: &QuestionRow) {
        self.last_at = self.last_at.max(row.at);
        if row.small_talk {
            return;
        }
        let answered = Outcome::of(row) == Outcome::Answered;
        self.questions += 1;
        self.answered += u32::from(answered);
        self.up += u32::from(row.rating > 0);
        self.down += u32::from(row.rating < 0);
        if self.last_seq.is_none_or(|last| last < row.seq) {
            self.last_seq = Some(row.seq);
            self.last_answered = answered;
            self.last_up = row.rating > 0;
        }
    }

    fn hand_over(&mut self, row: &HandoffRow) {
        self.last_at = self.last_at.max(row.at);
        self.requested_at = Some(self.requested_at.map_or(row.at, |first| first.min(row.at)));
        self.person_at = match (self.person_at, row.answered_at) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

/// Puts the rows of an extract together into visits, in order of their starts.
pub(super) fn visits(extract: &Extract) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    let mut answered_by: Vec<(u32, u32)> = Vec::new();
    for row in extract.before.iter().chain(extract.week.iter().map(|(row, _)| row)) {
        let at = place(&mut visits, row.conversation, row.visitor, row.visit_at);
        visits[at].add(row);
        if let (LoggedVerdict::Answer, false, Some(entry)) = (row.verdict, row.small_talk, row.entry) {
            answered_by.push((at as u32, entry));
        }
    }
    answered_by.sort_unstable();
    for twice in answered_by.windows(2).filter(|pair| pair[0] == pair[1]) {
        visits[twice[0].0 as usize].repeated = true;
    }
    // requests for a person come in no order, so they find their visits by the start
    let mut requests: Vec<&HandoffRow> = extract.handoffs.iter().collect();
    requests.sort_unstable_by_key(|row| row.visit_at);
    let mut only_requests: Vec<Visit> = Vec::new();
    for row in requests {
        let first = visits.partition_point(|visit| visit.visit_at < row.visit_at);
        let same_start = visits[first..].iter().take_while(|visit| visit.visit_at == row.visit_at);
        match same_start.clone().position(|visit| visit.conversation == row.conversation) {
            Some(offset) => visits[first + offset].hand_over(row),
            None => {
                let at = place(&mut only_requests, row.conversation, row.visitor, row.visit_at);
                only_requests[at].hand_over(row);
            }
        }
    }
    visits.append(&mut only_requests);
    visits.sort_by_key(|visit| visit.visit_at);
    visits
}

/// Where a visit is in the list, which grows in order of the visits' starts: among the last ones or not yet in it.
fn place(visits: &mut Vec<Visit>, conversation: Key, visitor: Key, visit_at: i64) -> usize {
    let same_start = visits.iter().rev().take_while(|visit| visit.visit_at == visit_at);
    let back = same_start.map(|visit| visit.conversation).position(|known| known == conversation);
    if back.is_none() {
        visits.push(Visit { conversation, visitor, visit_at, last_at: visit_at, ..Visit::default() });
    }
    visits.len() - 1 - back.unwrap_or(0)
}

/// Decides for each visit whether it was settled and whether its visitor came back, as far as is known at `now`.
pub(super) fn settle(visits: &mut [Visit], later: &[(Key, i64)], now: i64) {
    let mut starts: Vec<(Key, i64)> =
        visits.iter().map(|visit| (visit.visitor, visit.visit_at)).chain(later.iter().copied()).collect();
    starts.sort_unstable();
    for visit in visits {
        let after = starts.partition_point(|start| *start <= (visit.visitor, visit.visit_at));
        let next = starts.get(after).filter(|(visitor, _)| *visitor == visit.visitor).map(|(_, at)| *at);
        let back_within = |millis: i64| next.is_some_and(|next| next - visit.last_at <= millis);
        visit.returned = back_within(RETURN_MILLIS);
        let quiet = visit.last_answered
            && visit.down == 0
            && visit.requested_at.is_none()
            && !visit.repeated
            && !back_within(ASSUMED_AFTER_MILLIS);
        visit.settled = match (visit.last_up, quiet, now - visit.last_at >= ASSUMED_AFTER_MILLIS) {
            (true, ..) => Settled::Confirmed,
            (false, true, true) => Settled::Assumed,
            (false, true, false) => Settled::Pending,
            (false, false, _) => Settled::No,
        };
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An answered question of conversation 1, visitor 2, entry 3.
    pub(in crate::report) fn row(seq: i64, at: i64) -> QuestionRow {
        QuestionRow {
            conversation: 1,
            visitor: 2,
            entry: Some(3),
            seq,
            visit_at: 0,
            at,
            response_micros: 100,
            verdict: LoggedVerdict::Answer,
            rating: 0,
            chosen: false,
            small_talk: false,
            person_asked: false,
        }
    }

    fn judged(rows: Vec<QuestionRow>, later: &[(Key, i64)], now: i64) -> Vec<Visit> {
        let extract = Extract { before: rows, ..Extract::default() };
        let mut visits = visits(&extract);
        settle(&mut visits, later, now);
        visits
    }

    const LATE: i64 = 100 * 24 * HOUR_MILLIS;

    #[test]
    fn each_question_has_one_reason_and_what_the_bot_did_goes_first() {
        let base = row(1, 0);
        assert_eq!(Outcome::of(&base), Outcome::Answered);
        let down = QuestionRow { rating: -1, person_asked: true, ..base };
        assert_eq!(Outcome::of(&down), Outcome::NotHelpful);
        assert_eq!(Outcome::of(&QuestionRow { person_asked: true, ..base }), Outcome::PersonAsked);
        assert_eq!(Outcome::of(&QuestionRow { verdict: LoggedVerdict::None, ..down }), Outcome::NoResult);
        assert_eq!(Outcome::of(&QuestionRow { verdict: LoggedVerdict::Choices, ..down }), Outcome::ChoiceIgnored);
        let taken = QuestionRow { verdict: LoggedVerdict::Choices, chosen: true, ..base };
        assert_eq!(Outcome::of(&taken), Outcome::Answered);
        // what was offered beside "nothing found" does not answer the question
        let offered = QuestionRow { verdict: LoggedVerdict::None, chosen: true, ..base };
        assert_eq!(Outcome::of(&offered), Outcome::NoResult);
    }

    #[test]
    fn the_last_question_decides_and_small_talk_does_not() {
        let up = QuestionRow { rating: 1, ..row(1, 0) };
        let thanks = QuestionRow { small_talk: true, ..row(3, 60_000) };
        assert_eq!(judged(vec![up, thanks], &[], LATE)[0].settled, Settled::Confirmed);
        let lost = QuestionRow { verdict: LoggedVerdict::None, entry: None, ..row(5, 90_000) };
        let visits = judged(vec![up, thanks, lost], &[], LATE);
        assert_eq!((visits[0].settled, visits[0].questions, visits[0].answered), (Settled::No, 2, 1));
        // the order of the rows does not matter, only that of the conversation
        assert_eq!(judged(vec![lost, up], &[], LATE)[0].settled, Settled::No);
    }

    #[test]
    fn settled_is_assumed_only_in_the_absence_of_any_sign() {
        assert_eq!(judged(vec![row(1, 0)], &[], LATE)[0].settled, Settled::Assumed);
        let again = judged(vec![row(1, 0), row(3, 5)], &[], LATE);
        assert_eq!(again[0].settled, Settled::No, "the same entry twice");
        let other = QuestionRow { entry: Some(9), ..row(3, 5) };
        assert_eq!(judged(vec![row(1, 0), other], &[], LATE)[0].settled, Settled::Assumed);
        let down = QuestionRow { rating: -1, ..row(1, 0) };
        assert_eq!(judged(vec![down, other], &[], LATE)[0].settled, Settled::No, "a thumbs down before");
    }

    #[test]
    fn a_new_visit_tells_within_a_day_and_counts_as_a_return_within_seven() {
        let (day, hour) = (ASSUMED_AFTER_MILLIS, HOUR_MILLIS);
        let after = |at: i64| {
            let visits = judged(vec![row(1, hour)], &[(2, at)], LATE);
            (visits[0].settled, visits[0].returned)
        };
        assert_eq!(after(hour + day), (Settled::No, true));
        assert_eq!(after(hour + day + 1), (Settled::Assumed, true));
        assert_eq!(after(hour + RETURN_MILLIS), (Settled::Assumed, true));
        assert_eq!(after(hour + RETURN_MILLIS + 1), (Settled::Assumed, false));
        let other = judged(vec![row(1, hour)], &[(7, hour + 1)], LATE);
        assert_eq!((other[0].settled, other[0].returned), (Settled::Assumed, false), "another visitor");
    }

    #[test]
    fn nothing_is_assumed_before_the_time_has_passed() {
        assert_eq!(judged(vec![row(1, 0)], &[], ASSUMED_AFTER_MILLIS - 1)[0].settled, Settled::Pending);
        assert_eq!(judged(vec![row(1, 0)], &[], ASSUMED_AFTER_MILLIS)[0].settled, Settled::Assumed);
    }

    #[test]
    fn a_request_for_a_person_is_a_visit_of_its_own_where_there_is_no_question() {
        let request =
            |at, answered_at| HandoffRow { conversation: 1, visitor: 2, at, answered_at, ..HandoffRow::default() };
        let extract = Extract {
            handoffs: vec![request(10, None), request(4, Some(90)), request(30, Some(70))],
            ..Extract::default()
        };
        let visits = visits(&extract);
        assert_eq!(visits.len(), 1);
        assert_eq!((visits[0].requested_at, visits[0].waited(), visits[0].questions), (Some(4), Some(66), 0));
    }
    #[test]
    fn visits_that_begin_together_are_kept_apart() {
        let other = QuestionRow { conversation: 8, visitor: 9, ..row(1, 0) };
        let request = HandoffRow { conversation: 8, visitor: 9, at: 10, ..HandoffRow::default() };
        let before = vec![row(1, 0), other, row(3, 5)];
        let visits = visits(&Extract { before, handoffs: vec![request], ..Extract::default() });
        let told: Vec<_> =
            visits.iter().map(|visit| (visit.conversation, visit.questions, visit.requested_at)).collect();
        assert_eq!(told, [(1, 2, None), (8, 1, Some(10))]);
    }
}
