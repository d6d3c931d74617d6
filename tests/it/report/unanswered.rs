//! What a week left unanswered, alone: as its report shows it, whatever has changed a moment ago.

use super::log::Visitors;
use super::recount::Recount;
use super::{Log, WEEK, catalog, entry, range, settings, two_weeks};
use deskbell::faq::Catalog;
use deskbell::ids::{ConversationId, TokenHash};
use deskbell::report::{self, Format, Settings, Table, Week};
use deskbell::store::{Mark, NewEvent, NewTurn, Page, Sender, Store};
use deskbell::telemetry::Metrics;
use serde_json::{Value, json};

const NOW: &str = "2026-04-20T06:00:00Z";

/// The groups, which must be those of the whole report.
async fn groups(log: &Log, catalog: &Catalog, week: Week, settings: &Settings) -> Vec<Value> {
    let alone = report::unanswered(&log.store, catalog, week, settings).await.unwrap();
    let whole = report::build(&log.store, catalog, week, settings).await.unwrap();
    assert_eq!((alone.week, alone.words_kept), (week, whole.words_kept));
    let alone = json!(alone.groups);
    assert_eq!(alone, json!(whole.unanswered), "{week}");
    alone.as_array().unwrap().clone()
}

fn sum(groups: &[Value], field: &str) -> u64 {
    groups.iter().map(|group| group[field].as_u64().unwrap()).sum()
}

#[tokio::test]
async fn it_is_the_table_of_the_report() {
    let log = two_weeks().await;
    let mut settings = settings(NOW);
    for mask in [true, false] {
        settings.mask = mask;
        for week in [WEEK.previous(), WEEK, WEEK.next()] {
            let groups = groups(&log, &catalog(), week, &settings).await;
            let all = ["no_result", "choice_ignored", "not_helpful", "person_asked"].map(|field| sum(&groups, field));
            assert!(all.iter().all(|reason| *reason > 0), "{week}: {all:?}");
            assert_eq!(all.iter().sum::<u64>(), sum(&groups, "asked"));
            assert_eq!(json!(groups).to_string().contains("anna.lee@example.com"), !mask);
        }
        assert_eq!(groups(&log, &catalog(), WEEK.next().next().next(), &settings).await, [] as [Value; 0]);
    }
}

#[tokio::test]
async fn one_question_is_told_of_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("deskbell.db"), Metrics::default()).await.unwrap();
    let settings = settings(NOW);
    Visitors::new(&store, 1).ask_in_vain(range(WEEK, &settings).start, "Do you sell kites?").await;
    let report = report::build(&store, &catalog(), WEEK, &settings).await.unwrap();
    let one = "1 question in 1 conversation. The bot did not answer it. It was left unanswered.";
    assert_eq!(report.summary.to_string(), one);
    let html = String::from_utf8(report::render(&report, Format::Html, Table::default()).unwrap()).unwrap();
    let letter = report::letter(&report, None, false).unwrap();
    for shown in [&html, &letter.html] {
        assert!(shown.contains("1 question, asked once") && !shown.contains("each asked once"), "{shown}");
    }
}

#[tokio::test]
async fn a_late_thumb_shows_at_once() {
    let log = two_weeks().await;
    let settings = settings(NOW);
    let before = groups(&log, &catalog(), WEEK, &settings).await;
    let sql = "SELECT conversation_id, answer_seq FROM question WHERE visit_at >= $1 AND visit_at < $2 \
        AND verdict = 'answer' AND rating IS NULL AND person_asked = 0 AND small_talk = 0 ORDER BY 1, 2";
    let answers = Recount::open(&log.path).await.rows(sql, &range(WEEK, &settings)).await;
    let (conversation, about) = answers[0].clone();
    let turn = NewTurn {
        conversation: ConversationId(conversation),
        cid: "late".into(),
        cid_digest: String::new(),
        at: settings.now.as_millisecond(),
        page: Some(Page::default()),
        message: NewEvent { sender: Sender::Visitor, kind: "feedback", body: "{}".into() },
        replies: Vec::new(),
        question: None,
        marks: vec![Mark::Rating { about, rating: -1 }],
        state: "{}".into(),
        lang: "en".into(),
    };
    log.store.record(turn).await.unwrap();
    let after = groups(&log, &catalog(), WEEK, &settings).await;
    assert_eq!(sum(&after, "not_helpful"), sum(&before, "not_helpful") + 1);
}

#[tokio::test]
async fn a_deleted_conversation_is_gone_at_once() {
    let log = two_weeks().await;
    let settings = settings(NOW);
    let before = groups(&log, &catalog(), WEEK, &settings).await;
    let sql = "SELECT conversation_id, count(*) FROM question WHERE visit_at >= $1 AND visit_at < $2 \
        AND verdict = 'none' AND small_talk = 0 GROUP BY 1 ORDER BY 2 DESC, 1";
    let unanswered = Recount::open(&log.path).await.rows(sql, &range(WEEK, &settings)).await;
    let (conversation, times) = &unanswered[0];
    assert!(log.store.erase(&TokenHash::of(conversation)).await.unwrap());
    let after = groups(&log, &catalog(), WEEK, &settings).await;
    assert_eq!(sum(&after, "no_result") + times.unsigned_abs(), sum(&before, "no_result"));
}

#[tokio::test]
async fn a_new_faq_shows_at_once() {
    let log = two_weeks().await;
    let settings = settings(NOW);
    let before = groups(&log, &catalog(), WEEK, &settings).await;
    let wanted = |group: &Value| group["yaml"].is_string() && group["closest"].is_string();
    let group = before.iter().find(|group| wanted(group)).expect("something came close");
    let (title, closest) = (group["title"].as_str().unwrap(), group["closest"].as_str().unwrap());
    // the entry that came closest has got the wording, as its title
    let old = catalog();
    let entries = old.entries.iter().map(|known| match &*known.id {
        id if id == closest => entry(id, "en", title, None),
        _ => known.clone(),
    });
    let faq = Catalog::new(entries.collect(), Vec::new(), "ba9876543210".to_owned());
    let after = groups(&log, &faq, WEEK, &settings).await;
    let same = after.iter().find(|other| other["title"] == title).expect("it was asked all the same");
    assert_eq!((&same["closest_title"], &same["yaml"]), (&json!(title), &Value::Null));
}
