//! The figures over random logs: counted from the log, from numbers kept beside it, after late changes, and once the log
//! is gone.

use super::log::{Random, Visitors};
use super::recount::Recount;
use super::{Log, catalog, lang, same};
use deskbell::clock::{Clock, TimeZone, from_millis};
use deskbell::report::{self, Format, Report, Settings, Table, Week};
use deskbell::store::time::TimeCheck;
use deskbell::store::{Mark, NewEvent, NewTurn, Page, Sender, Store};
use deskbell::telemetry::Metrics;
use proptest::prelude::*;
use serde_json::json;

const DAY: i64 = 86_400_000;
const FIRST: Week = Week { year: 2026, week: 11 };
/// Weeks with visits in them; the clocks change in the third one.
const WEEKS: usize = 4;

fn settings(zone: &str, now: i64) -> Settings {
    Settings {
        time_zone: TimeZone::get(zone).expect("a time zone"),
        site_name: "Fernhill".to_owned(),
        lang: lang("en"),
        mask: true,
        listed: true,
        now: from_millis(now),
    }
}

fn weeks() -> Vec<Week> {
    std::iter::successors(Some(FIRST), |week| Some(week.next())).take(WEEKS).collect()
}

async fn random_log(seed: u64, visits: u64, zone: &TimeZone) -> Log {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deskbell.db");
    let store = Store::open(&path, Metrics::default()).await.expect("a database");
    let crowds = (0..6).map(|crowd| {
        let mut visitors = Visitors::new(&store, seed * 10 + crowd);
        async move {
            for week in weeks() {
                let (start, end) = week.range_millis(zone);
                visitors.come(start, end, visits).await;
                visitors.come(end - 20 * 60_000, end + 20 * 60_000, 1).await;
            }
        }
    });
    futures_util::future::join_all(crowds).await;
    Log { store, path, _folder: folder }
}

/// Every figure of every week, and its line through the weeks before, against the recount.
async fn check(log: &Log, settings: &Settings) {
    let mut recount = Recount::open(&log.path).await;
    let range = |week: Week| week.range_millis(&settings.time_zone);
    let mut counted = Vec::new();
    for week in weeks() {
        let (start, end) = range(week);
        counted.push(recount.figures(&(start..end), settings.now.as_millisecond()).await);
    }
    for (at, week) in weeks().into_iter().enumerate() {
        let report = report::build(&log.store, &catalog(), week, settings).await.unwrap();
        for figure in &report.figures {
            for back in 0..=at {
                let what = format!("{} of {week}, {back} weeks back, at {}", figure.key, settings.now);
                same(figure.trend[7 - back], counted[at - back][figure.key], &what);
            }
            same(figure.value, counted[at][figure.key], figure.key);
        }
        // a form without a list takes the week's own kept numbers, too, and shows the same
        let unlisted = Settings { listed: false, ..settings.clone() };
        let short = report::build(&log.store, &catalog(), week, &unlisted).await.unwrap();
        assert_eq!(numbers(&short), numbers(&report), "{week}");
        assert_eq!((json!(short.unanswered), short.conversations.len()), (json!(report.unanswered), 0), "{week}");
    }
}

/// Thumbs on answers that are weeks old, ratings of help, and a conversation that its visitor deletes.
async fn change_late(log: &Log, random: &mut Random, at: i64) {
    let mut recount = Recount::open(&log.path).await;
    let all = 0..i64::MAX;
    let answers = recount
        .rows("SELECT conversation_id, answer_seq FROM question WHERE visit_at >= $1 AND visit_at < $2 AND verdict = 'answer' ORDER BY 1, 2", &all)
        .await;
    for turn in 0..5 {
        let (conversation, about) = &answers[random.below(answers.len() as u64) as usize];
        let rating = if random.below(2) == 0 { 1 } else { -1 };
        let turn =
            late(conversation.clone(), format!("late-{turn}"), at + turn, Mark::Rating { about: *about, rating });
        log.store.record(turn).await.expect("a late thumb is taken");
    }
    let helped = "SELECT conversation_id, seq FROM handoff WHERE visit_at >= $1 AND visit_at < $2 AND state = 'closed'";
    for (at_most, (conversation, _)) in recount.rows(helped, &all).await.into_iter().take(3).enumerate() {
        let score = Mark::Score { score: 1 + random.below(5) as i64, comment: None };
        let turn = late(conversation, format!("score-{at_most}"), at, score);
        log.store.record(turn).await.expect("a late rating is taken");
    }
    let (gone, _) = &answers[random.below(answers.len() as u64) as usize];
    assert!(log.store.erase(&deskbell::ids::TokenHash::of(gone)).await.unwrap());
}

fn late(conversation: String, cid: String, at: i64, mark: Mark) -> NewTurn {
    NewTurn {
        conversation: deskbell::ids::ConversationId(conversation),
        cid,
        cid_digest: String::new(),
        at,
        page: Some(Page::default()),
        message: NewEvent { sender: Sender::Visitor, kind: "feedback", body: "{}".into() },
        replies: Vec::new(),
        question: None,
        marks: vec![mark],
        state: "{}".into(),
        lang: "en".into(),
    }
}

/// What a report shows in numbers.
fn numbers(report: &Report) -> serde_json::Value {
    let mut json: serde_json::Value =
        serde_json::from_slice(&report::render(report, Format::Json, Table::default()).unwrap()).unwrap();
    for words in ["made_at", "unanswered", "wordings", "words_kept", "summary"] {
        json.as_object_mut().unwrap().remove(words);
    }
    json
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn kept_numbers_are_those_of_the_log(
        seed in 0u64..1_000_000,
        visits in 1u64..8,
        zone in prop::sample::select(vec!["UTC", "Europe/Lisbon", "Asia/Kathmandu", "America/St_Johns"]),
        later in 0i64..40,
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let zone_read = TimeZone::get(zone).unwrap();
            let log = random_log(seed, visits, &zone_read).await;
            let now = FIRST.range_millis(&zone_read).1 + later * DAY;
            let then = settings(zone, now);
            check(&log, &then).await;
            // kept as far as everything is known, in the middle of it all
            report::keep(&log.store, &then.time_zone, now, i64::MIN).await.unwrap();
            check(&log, &then).await;
            // long after, all weeks are
            let end = weeks()[WEEKS - 1].range_millis(&zone_read).1 + 20 * DAY;
            let after = settings(zone, end);
            report::keep(&log.store, &after.time_zone, end, i64::MIN).await.unwrap();
            assert!(log.store.kept_weeks(0..i64::MAX).await.unwrap().len() >= WEEKS);
            check(&log, &after).await;
            change_late(&log, &mut Random(seed), end).await;
            assert!(log.store.kept_weeks(0..end - 20 * DAY).await.unwrap().len() < WEEKS, "a change drops what was kept");
            check(&log, &after).await;
            // and again, for retention
            let mut before = Vec::new();
            for week in weeks() {
                before.push(report::build(&log.store, &catalog(), week, &after).await.unwrap());
            }
            let gone = weeks()[2].range_millis(&zone_read).0 + DAY;
            let kept = report::keep(&log.store, &after.time_zone, end, gone).await.unwrap();
            assert_eq!(kept[..], weeks()[..3].iter().map(ToString::to_string).collect::<Vec<_>>()[..]);
            assert!(log.store.forget(gone, gone, kept).await.unwrap().is_some());
            for (before, week) in before.iter().zip(weeks()) {
                let report = report::build(&log.store, &catalog(), week, &after).await.unwrap();
                for (key, now) in numbers(&report).as_object().unwrap() {
                    // how each of the team worked goes with the log
                    let gone = key == "agents" && !report.words_kept;
                    let before = if gone { json!([]) } else { numbers(before)[key].clone() };
                    assert_eq!(now, &before, "{key} of {week}");
                }
                assert_eq!(report.words_kept, week == weeks()[3]);
                assert_eq!(report.conversations.is_empty(), !report.words_kept);
                let unanswered = report::unanswered(&log.store, &catalog(), week, &after).await.unwrap();
                let both = (unanswered.words_kept, unanswered.groups.len());
                assert_eq!(both, (report.words_kept, report.unanswered.len()));
            }
            let listed = report::weeks(&log.store, &after).await.unwrap();
            assert!(listed.iter().any(|summary| summary.week == FIRST && summary.questions == before[0].questions()));
        });
    }
}

#[tokio::test]
async fn a_log_goes_only_where_its_numbers_are_kept() {
    let zone = TimeZone::UTC;
    let log = random_log(5, 3, &zone).await;
    let end = weeks()[WEEKS - 1].range_millis(&zone).1 + 20 * DAY;
    let kept = report::keep(&log.store, &zone, end, end).await.unwrap();
    // a late thumb drops one of them before the log is deleted
    change_late(&log, &mut Random(1), end).await;
    assert_eq!(log.store.forget(end, end, kept.clone()).await.unwrap(), None);
    let report = report::build(&log.store, &catalog(), FIRST, &settings("UTC", end)).await.unwrap();
    assert!(report.words_kept && !report.conversations.is_empty(), "nothing was deleted");
    let kept = report::keep(&log.store, &zone, end, end).await.unwrap();
    assert!(log.store.forget(end, end, kept).await.unwrap().is_some_and(|conversations| conversations > 10));
    // what is fixed stays, whatever is counted from the little that is left
    let report = report::build(&log.store, &catalog(), FIRST, &settings("UTC", end)).await.unwrap();
    assert!(!report.words_kept && report.questions() > 10);
    let left = report.figure("unanswered").and_then(|figure| figure.part).unwrap();
    let summary = report.summary.to_string();
    assert!(left > 1 && summary.contains(&format!("{left} were left unanswered.")), "{left}: {summary}");
    for format in [Format::Html, Format::Csv, Format::Xlsx, Format::Json, Format::Markdown] {
        for table in Table::ALL {
            assert!(!report::render(&report, format, table).unwrap().is_empty());
        }
    }
    let html = String::from_utf8(report::render(&report, Format::Html, Table::default()).unwrap()).unwrap();
    let letter = report::letter(&report, None, false).unwrap();
    for shown in [&html, &letter.html, &letter.text] {
        assert!(shown.contains("keep_days"), "it says why it shows numbers alone");
    }
    assert!(html.contains(&format!("{}", report.questions())));
}

/// Numbers that an earlier version kept, without what is counted today, are counted again while the log is there.
#[tokio::test]
async fn numbers_of_an_earlier_version_are_counted_again() {
    let log = random_log(7, 6, &TimeZone::UTC).await;
    let end = weeks()[WEEKS - 1].range_millis(&TimeZone::UTC).1 + 20 * DAY;
    let settings = Settings { listed: false, ..settings("UTC", end) };
    let build = || async { report::build(&log.store, &catalog(), weeks()[1], &settings).await.unwrap() };
    report::keep(&log.store, &TimeZone::UTC, end, i64::MIN).await.unwrap();
    let now = numbers(&build().await);
    assert_ne!(now["agents"], json!([]), "some were helped");
    let older = "json_remove(body, '$.form', '$.totals.desk', '$.own.agents', '$.own.handed_over')";
    let (mut recount, all) = (Recount::open(&log.path).await, 0..end);
    recount.change(&format!("UPDATE week_total SET body = {older}")).await;
    assert_eq!(numbers(&build().await), now);
    report::keep(&log.store, &TimeZone::UTC, end, i64::MIN).await.unwrap();
    assert_eq!(numbers(&build().await), now);
    let forms =
        recount.rows("SELECT week, body ->> '$.form' FROM week_total WHERE from_at >= $1 AND from_at < $2", &all);
    assert!(forms.await.iter().all(|(_, form)| *form == 1), "they are kept anew");
    // where the log is gone there is nothing better
    recount.change(&format!("UPDATE week_total SET body = {older}, fixed = 1")).await;
    let fixed = build().await;
    assert!(!fixed.words_kept && fixed.agents.is_empty());
    assert_eq!(Some(fixed.questions() as f64), now["figures"][0]["value"].as_f64());
}

/// A clock far ahead deletes nothing until it has stayed so; one that is put right is believed at once.
#[tokio::test]
async fn a_leap_of_the_clock_is_doubted() {
    let (log, start) =
        (random_log(9, 2, &TimeZone::UTC).await, weeks()[WEEKS - 1].range_millis(&TimeZone::UTC).1 + DAY);
    let clock = Clock::manual(from_millis(start));
    let time = || TimeCheck::new(log.store.clone(), clock.clone());
    assert_eq!(time().now().await.unwrap(), Some(start), "a day after the last visit");
    let (wrong, running) = (start + 400 * DAY, time());
    clock.set(from_millis(wrong));
    assert_eq!(running.now().await.unwrap(), None, "a new start, a year later");
    clock.set(from_millis(start + DAY));
    assert_eq!(running.now().await.unwrap(), Some(start + DAY), "put right");
    // a machine that was off for so long goes on after some hours
    clock.set(from_millis(wrong));
    let later = time();
    assert_eq!(later.now().await.unwrap(), None);
    clock.set(from_millis(wrong + 5 * 3_600_000));
    assert_eq!(later.now().await.unwrap(), None);
    clock.set(from_millis(wrong + 6 * 3_600_000));
    assert_eq!(later.now().await.unwrap(), Some(wrong + 6 * 3_600_000));
    assert!(time().now().await.unwrap().is_some(), "what was believed is known to the next process");
}

/// Numbers that a wrong clock kept of weeks to come are not shown, and none are made after the last visit.
#[tokio::test]
async fn a_wrong_clock_keeps_no_weeks_to_come() {
    let zone = TimeZone::UTC;
    let log = random_log(11, 2, &zone).await;
    let last = weeks()[WEEKS - 1].range_millis(&zone).1;
    report::keep(&log.store, &zone, last + 400 * DAY, i64::MIN).await.unwrap();
    assert!(log.store.kept_weeks(last + 8 * DAY..i64::MAX).await.unwrap().is_empty());
    // right again: the weeks that were kept too early are counted from the log
    let now = FIRST.range_millis(&zone).1 - DAY;
    let report = report::build(&log.store, &catalog(), FIRST, &settings("UTC", now)).await.unwrap();
    assert!(!report.complete && report.words_kept && !report.conversations.is_empty());
}
