//! Asks two FAQs the same questions.
//!
//! Invariant: each distinct question is asked once of each; what comes out does not depend on the number of threads.

use super::{Asked, Change, Line, Outcome, Replay, Total};
use crate::clock::Timestamp;
use crate::knowledge::audience::{self, Audience};
use crate::report::mask::{clean, mask};
use crate::search::{Decision, Index, Question, Verdict};
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many entries a visitor is offered to choose from: [`crate::conversation::OPTIONS`], which a module of this floor
/// cannot see; a test compares the two.
const OFFERED: usize = 3;
/// Questions that a thread takes at a time: a small part of a second, so that threads end together.
const BATCH: usize = 64;
/// The most threads of a comparison that has the machine to itself: more gain little.
pub const MOST_THREADS: usize = 8;

/// How the asking is done.
pub struct Pace<'a> {
    /// The moment for both: entries out of service then are not candidates.
    pub now: Timestamp,
    /// Whether personal data in visitors' words is masked.
    pub mask: bool,
    /// Told now and then how many questions have been asked, from any thread.
    pub progress: &'a (dyn Fn(usize) + Sync),
    /// Asked now and then whether to go on, from any thread. What was asked until then is compared: the first questions,
    /// without a gap.
    pub go_on: &'a (dyn Fn() -> bool + Sync),
    /// The most threads; a server leaves the others to its visitors.
    pub threads: usize,
}

/// Lets an index learn from the questions of the log, the newest first, as a server does when it starts: what a FAQ
/// answers depends on how much is asked that it does not hold. Not for an index in service, which has learned already.
pub fn teach(index: &Index, latest: &[audience::Asked], now: Timestamp) {
    Audience::default().recall(index, latest, now);
}

/// Asks all questions of both and tells what differs. Takes all processors for seconds: not for a thread that serves
/// requests.
pub fn compare(old: &Index, new: &Index, questions: &[Asked], pace: &Pace<'_>) -> Replay {
    let mut replay = Replay::default();
    for (asked, judged) in questions.iter().zip(judge_all(old, new, questions, pace)) {
        replay.totals.all.add(asked.times);
        replay.totals.of(judged.change).add(asked.times);
        if judged.reworded {
            replay.totals.reworded.add(asked.times);
        }
        if let Some((from, to)) = judged.differ {
            let question = if pace.mask { mask(&asked.text) } else { clean(&asked.text) };
            let lang = asked.lang.as_ref().map(ToString::to_string);
            replay.lines.push(Line { question, lang, asked: asked.times, change: judged.change, from, to });
        }
    }
    replay.lines.sort_by_key(|line| std::cmp::Reverse(line.asked));
    debug_assert_eq!(replay.totals.all, sum(&replay));
    replay
}

fn sum(replay: &Replay) -> Total {
    let totals = &replay.totals;
    let parts = [totals.lost, totals.changed, totals.gained, totals.choices, totals.same];
    parts.iter().fold(Total::default(), |sum, part| Total {
        distinct: sum.distinct + part.distinct,
        asked: sum.asked + part.asked,
    })
}

/// What became of one question; both outcomes where they differ.
struct Judged {
    change: Change,
    reworded: bool,
    differ: Option<(Outcome, Outcome)>,
}

/// Judges all questions on several threads, in their order.
fn judge_all(old: &Index, new: &Index, questions: &[Asked], pace: &Pace<'_>) -> Vec<Judged> {
    let batches: Vec<&[Asked]> = questions.chunks(BATCH).collect();
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let take = || {
        let mut judged: Vec<(usize, Vec<Judged>)> = Vec::new();
        loop {
            // asked before a batch is taken, so that every batch that was taken is asked to its end
            if !(pace.go_on)() {
                return judged;
            }
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(batch) = batches.get(at) else { return judged };
            judged.push((at, batch.iter().map(|asked| judge(old, new, asked, pace.now)).collect()));
            (pace.progress)(done.fetch_add(batch.len(), Ordering::Relaxed) + batch.len());
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(pace.threads).min(batches.len());
    let mut judged = std::thread::scope(|scope| {
        let helping: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut judged = take();
        for helper in helping {
            judged.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        judged
    });
    judged.sort_by_key(|(at, _)| *at);
    judged.into_iter().flat_map(|(_, batch)| batch).collect()
}

fn judge(old: &Index, new: &Index, asked: &Asked, now: Timestamp) -> Judged {
    let question =
        Question { text: &asked.text, lang: asked.lang.as_ref(), page: Some(&asked.page), previous: None, now };
    let (before, after) = (old.ask(&question), new.ask(&question));
    let (change, reworded) = match (before.answer(), after.answer()) {
        (Some(one), Some(other)) => {
            let reads_same = one.answer == other.answer && one.links == other.links;
            // an entry under another id that says the same is the same to a visitor
            let same = one.id == other.id || reads_same;
            (if same { Change::Same } else { Change::Changed }, same && !reads_same)
        }
        (Some(_), None) => (Change::Lost, false),
        (None, Some(_)) => (Change::Gained, false),
        // in another order they are the same choices
        (None, None) if sorted(offered(&before)) == sorted(offered(&after)) => (Change::Same, false),
        (None, None) => (Change::Choices, false),
    };
    let differ = (change != Change::Same).then(|| (outcome(&before), outcome(&after)));
    Judged { change, reworded, differ }
}

/// The ids that a visitor is asked to choose from.
fn offered(verdict: &Verdict) -> Vec<String> {
    match verdict.decision {
        Decision::Choices => verdict.choices().take(OFFERED).map(|candidate| candidate.entry.id.to_string()).collect(),
        Decision::Answer | Decision::None => Vec::new(),
    }
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort_unstable();
    ids
}

fn outcome(verdict: &Verdict) -> Outcome {
    let answer = verdict.answer();
    Outcome {
        verdict: verdict.decision,
        id: answer.map(|entry| entry.id.to_string()),
        title: answer.map(|entry| entry.title().to_owned()),
        choices: offered(verdict),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{TimeZone, from_millis};
    use crate::faq::load::{LoadSettings, load_texts};
    use crate::search::Settings;
    use crate::text::Lang;
    use std::sync::Arc;

    fn index(entries: &str) -> Index {
        let text = format!("topic: T\nlang: en\nentries:\n{entries}");
        let settings = LoadSettings { time_zone: TimeZone::UTC, langs: vec![Lang::english()] };
        let catalog = load_texts(&[("a.yaml".into(), text)], &settings, from_millis(0)).catalog.unwrap();
        Index::build(Arc::new(catalog), &Settings { default_lang: Lang::english(), wrong_rate: 0.1 }).unwrap()
    }

    fn entry(id: &str, question: &str, answer: &str) -> String {
        format!("  - {{ id: {id}, questions: [{question}], answer: {answer} }}\n")
    }

    fn asked(text: &str, times: u64) -> Asked {
        Asked { text: text.into(), lang: Some(Lang::english()), page: "/".into(), times }
    }

    fn pace(mask: bool) -> Pace<'static> {
        Pace { now: from_millis(0), mask, progress: &|_| {}, go_on: &|| true, threads: MOST_THREADS }
    }

    #[test]
    fn each_question_becomes_one_thing() {
        let old = index(
            &[
                entry("opening-hours", "When are you open?", "Nine to five."),
                entry("gift-wrap", "Do you wrap gifts?", "Yes."),
                entry("museum-visit", "Is there a museum?", "Yes."),
                entry("bike-rent", "Can I rent a bicycle?", "By the day."),
                entry("helmet-size", "Which helmet fits?", "Measure your head."),
            ]
            .concat(),
        );
        let new = index(
            &[
                entry("opening-hours", "When are you open?", "Ten to six."),
                entry("presents", "Do you wrap gifts?", "No."),
                entry("repairs", "Do you repair wheels?", "Yes."),
                entry("bike-hire", "Can I rent a bicycle?", "By the day."),
                entry("helmet-size", "Which helmet fits?", "Measure your head."),
            ]
            .concat(),
        );
        let questions = [
            asked("when are you open", 5),
            asked("do you wrap gifts", 4),
            asked("is there a museum", 7),
            asked("do you repair wheels", 3),
            asked("can I rent a bicycle", 2),
            asked("which helmet fits", 1),
        ];
        let replay = compare(&old, &new, &questions, &pace(true));
        let total = |distinct, asked| Total { distinct, asked };
        assert_eq!(replay.totals.all, total(6, 22));
        assert_eq!((replay.totals.lost, replay.totals.gained), (total(1, 7), total(1, 3)));
        assert_eq!((replay.totals.changed, replay.totals.same), (total(1, 4), total(3, 8)));
        assert_eq!(replay.totals.reworded, total(1, 5));
        let lines: Vec<_> = replay
            .lines
            .iter()
            .map(|line| (&*line.question, line.change, line.from.id.as_deref(), line.to.id.as_deref()))
            .collect();
        assert_eq!(
            lines,
            [
                ("is there a museum", Change::Lost, Some("museum-visit"), None),
                ("do you wrap gifts", Change::Changed, Some("gift-wrap"), Some("presents")),
                ("do you repair wheels", Change::Gained, None, Some("repairs")),
            ]
        );
        assert_eq!(replay.lines_of(Change::Lost).count(), 1);
        // the other way round what was lost is gained
        let back = compare(&new, &old, &questions, &pace(true));
        assert_eq!((back.totals.lost, back.totals.gained), (replay.totals.gained, replay.totals.lost));
    }

    #[test]
    fn a_faq_differs_in_nothing_from_itself() {
        let same = index(&entry("opening-hours", "When are you open?", "Nine to five."));
        let questions: Vec<Asked> = (0..200).map(|number| asked(&format!("question {number} open"), 1)).collect();
        let last = AtomicUsize::new(0);
        let progress = |done| {
            last.fetch_max(done, Ordering::Relaxed);
        };
        let replay = compare(&same, &same, &questions, &Pace { progress: &progress, ..pace(true) });
        assert_eq!((replay.totals.same, replay.lines.len()), (Total { distinct: 200, asked: 200 }, 0));
        assert_eq!(last.into_inner(), 200);
        assert_eq!(compare(&same, &same, &[], &pace(true)), Replay::default());
    }

    #[test]
    fn who_is_told_to_stop_has_compared_the_first_questions() {
        let same = index(&entry("opening-hours", "When are you open?", "Nine to five."));
        let questions: Vec<Asked> = (0..1_000).map(|number| asked(&format!("question {number} open"), 1)).collect();
        let done = AtomicUsize::new(0);
        let progress = |now| done.store(now, Ordering::Relaxed);
        let go_on = || done.load(Ordering::Relaxed) < 100;
        let replay =
            compare(&same, &same, &questions, &Pace { progress: &progress, go_on: &go_on, threads: 1, ..pace(true) });
        assert_eq!(replay.totals.all, Total { distinct: 128, asked: 128 });
    }

    #[test]
    fn personal_data_is_masked() {
        let (old, new) = (index(&entry("a-b", "Mail ana@example.com", "Yes.")), index(&entry("c-d", "What?", "No.")));
        let questions = [asked("mail ana@example.com", 1)];
        let shown = |mask| compare(&old, &new, &questions, &pace(mask)).lines[0].question.clone();
        assert_eq!((shown(true), shown(false)), ("mail [email]".to_owned(), "mail ana@example.com".to_owned()));
    }

    #[test]
    fn as_many_are_compared_as_are_offered() {
        assert_eq!(OFFERED, crate::conversation::OPTIONS);
    }
}
