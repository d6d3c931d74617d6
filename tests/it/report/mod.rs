//! The weekly report, from a log that the writer made: every figure against a recount, and every form.

mod kept;
pub mod log;
mod recount;
mod unanswered;

use deskbell::clock::{TimeZone, Timestamp};
use deskbell::faq::{Catalog, Content, Entry, Place, Wording};
use deskbell::report::{self, Format, Report, Settings, Table, Week};
use deskbell::store::Store;
use deskbell::telemetry::Metrics;
use deskbell::text::Lang;
use log::Visitors;
use recount::Recount;
use std::ops::Range;
use std::sync::Arc;

/// 2026-W13: in Lisbon summer time begins on its Sunday, so it has 167 hours.
const WEEK: Week = Week { year: 2026, week: 13 };

fn lang(tag: &str) -> Lang {
    Lang::parse(tag).expect("a tag")
}

fn settings(now: &str) -> Settings {
    Settings {
        time_zone: TimeZone::get("Europe/Lisbon").expect("a time zone"),
        site_name: "Fernhill <Bikes> & Co".to_owned(),
        lang: lang("en"),
        mask: true,
        listed: true,
        now: now.parse().expect("a time"),
    }
}

fn entry(id: &str, tag: &str, title: &str, until: Option<&str>) -> Arc<Entry> {
    let place = Place { path: "faq/en/shop.yaml".into(), line: 1, column: 1 };
    Arc::new(Entry {
        id: id.into(),
        lang: lang(tag),
        topic: "Shop".into(),
        questions: vec![Wording { text: title.to_owned(), place: place.clone() }],
        answer: "Yes.".to_owned(),
        content: Content::default(),
        keywords: Vec::new(),
        follow_ups: Vec::new(),
        links: Vec::new(),
        pages: Vec::new(),
        from: None,
        until: until.map(|until| until.parse::<Timestamp>().expect("a time")),
        pinned: false,
        handoff: false,
        small_talk: id == "greeting",
        place,
    })
}

/// The FAQ that answered, without `gone-entry`; one entry in German too, one that nobody asks for, two that expire.
fn catalog() -> Catalog {
    let known = log::ENTRIES.iter().filter(|(id, _)| *id != "gone-entry").map(|(id, wordings)| match *id {
        "norway" => entry(id, "en", wordings[0], Some("2026-04-02T22:00:00Z")),
        id => entry(id, "en", wordings[0], None),
    });
    let others = [
        entry("refund", "de", "Wann kommt mein Geld?", None),
        entry("kids", "en", "Do you sell bikes for children?", None),
        entry("easter", "en", "When are you open at Easter?", Some("2026-03-25T00:00:00Z")),
        entry("greeting", "en", "Hello", None),
    ];
    Catalog::new(known.chain(others).collect(), Vec::new(), "0123456789ab".to_owned())
}

struct Log {
    store: Store,
    path: std::path::PathBuf,
    _folder: tempfile::TempDir,
}

/// A tenth of the visits of three weeks.
async fn come(store: &Store, seed: u64, zone: &TimeZone) {
    let mut visitors = Visitors::new(store, seed);
    for (week, visits) in [(WEEK.previous(), 26), (WEEK, 34), (WEEK.next(), 12)] {
        let (start, end) = week.range_millis(zone);
        visitors.come(start, end, visits).await;
        // some begin close to the border of the week, on both sides
        visitors.come(end - 20 * 60_000, end + 20 * 60_000, 5).await;
    }
}

/// Two weeks of visits around Lisbon's change of clocks, and a third one in which some of the visitors come back. Made
/// once; every test has its own copy.
async fn two_weeks() -> Log {
    static FILE: tokio::sync::OnceCell<Vec<u8>> = tokio::sync::OnceCell::const_new();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("deskbell.db");
    let file = FILE.get_or_init(|| async {
        let made = folder.path().join("made.db");
        let store = Store::open(&made, Metrics::default()).await.expect("a database");
        let zone = settings("2026-04-20T06:00:00Z").time_zone;
        // several crowds at a time, so that their turns share commits
        futures_util::future::join_all((0..10).map(|seed| come(&store, seed, &zone))).await;
        store.close().await;
        std::fs::read(&made).expect("a closed database is one file")
    });
    std::fs::write(&path, file.await).expect("a file");
    let store = Store::open(&path, Metrics::default()).await.expect("a database");
    Log { store, path, _folder: folder }
}

fn range(week: Week, settings: &Settings) -> Range<i64> {
    let (start, end) = week.range_millis(&settings.time_zone);
    start..end
}

#[tokio::test]
async fn every_figure_equals_a_recount_from_the_log() {
    let log = two_weeks().await;
    let mut recount = Recount::open(&log.path).await;
    // three weeks later everything is known; on the Monday after, and in the middle of the week, some of it is not
    for now in ["2026-04-20T06:00:00Z", "2026-03-30T06:00:00Z", "2026-03-26T15:00:00Z"] {
        let settings = settings(now);
        let report = report::build(&log.store, &catalog(), WEEK, &settings).await.unwrap();
        let own = recount.figures(&range(WEEK, &settings), settings.now.as_millisecond()).await;
        let before = recount.figures(&range(WEEK.previous(), &settings), settings.now.as_millisecond()).await;
        assert_eq!(report.figures.len(), own.len());
        for figure in &report.figures {
            let key = figure.key;
            same(figure.value, own[key], &format!("{key} at {now}"));
            same(figure.previous, before[key], &format!("{key} in the week before at {now}"));
            same(figure.trend[7], own[key], &format!("the end of the line of {key}"));
            same(figure.trend[6], before[key], &format!("the line of {key}"));
            assert_eq!(figure.trend[..6], [None; 6], "{key}: before the log began there is nothing");
            assert!(figure.definition.ends_with('.'), "{key}");
        }
        let resolved = report.figure("resolved").unwrap();
        assert_eq!(resolved.pending_until.is_some(), now != "2026-04-20T06:00:00Z");
        adds_up(&report);
    }
}

#[track_caller]
fn same(one: Option<f64>, other: Option<f64>, what: &str) {
    match (one, other) {
        (Some(one), Some(other)) => assert!((one - other).abs() < 1e-9, "{what}: {one} but recounted {other}"),
        _ => assert_eq!(one, other, "{what}"),
    }
}

/// The tables' sums are the figures.
#[track_caller]
fn adds_up(report: &Report) {
    let figure = |key: &str| report.figure(key).expect("every key has its figure");
    let value = |key: &str| figure(key).value.expect("a count is always known");
    let part = |key: &str| figure(key).part.expect("a share has a part");
    let questions = value("questions") as u64;
    assert!(questions > 500, "the log is not empty: {questions}");
    assert_eq!(part("answered") + part("unanswered"), questions);
    let reasons = ["no_result", "choice_ignored", "not_helpful", "person_asked"].map(part);
    assert_eq!(reasons.iter().sum::<u64>(), part("unanswered"));
    assert!(reasons.iter().all(|reason| *reason > 0), "every reason occurs: {reasons:?}");
    for sum in [
        report.days.iter().map(|day| day.questions).sum::<u64>(),
        report.hours.questions.iter().flatten().sum(),
        report.languages.iter().map(|slice| slice.questions).sum(),
        report.pages.iter().map(|slice| slice.questions).sum(),
        report.conversations.iter().map(|row| u64::from(row.questions)).sum(),
    ] {
        assert_eq!(sum, questions);
    }
    assert_eq!(report.days.iter().map(|day| day.conversations).sum::<u64>(), value("conversations") as u64);
    assert_eq!(report.hours.conversations.iter().flatten().sum::<u64>(), value("conversations") as u64);
    assert!(report.days.iter().map(|day| day.visitors).sum::<u64>() >= value("visitors") as u64);
    assert!(report.hours.visitors.iter().flatten().sum::<u64>() >= value("visitors") as u64);
    assert_eq!(report.conversations.len() as u64, value("conversations") as u64);
    assert_eq!(report.unanswered.iter().map(|gap| gap.asked).sum::<u64>(), part("unanswered"));
    let gaps = |count: fn(&report::Gap) -> u64| report.unanswered.iter().map(count).sum::<u64>();
    assert_eq!(
        [
            gaps(|gap| gap.no_result),
            gaps(|gap| gap.choice_ignored),
            gaps(|gap| gap.not_helpful),
            gaps(|gap| gap.person_asked)
        ],
        reasons
    );
}

#[tokio::test]
async fn every_table_equals_a_recount_from_the_log() {
    let log = two_weeks().await;
    let settings = settings("2026-04-20T06:00:00Z");
    let mut recount = Recount::open(&log.path).await;
    let (week, before) = (range(WEEK, &settings), range(WEEK.previous(), &settings));
    let report = report::build(&log.store, &catalog(), WEEK, &settings).await.unwrap();

    let sql = "SELECT entry_id, count(*) FROM question WHERE small_talk = 0 AND verdict = 'answer' \
               AND visit_at >= $1 AND visit_at < $2 GROUP BY entry_id ORDER BY 2 DESC, 1";
    let top: Vec<(String, i64)> = report.top_questions.iter().map(|row| (row.id.clone(), row.asked as i64)).collect();
    assert_eq!(top, recount.rows(sql, &week).await);
    for (id, asked) in recount.rows(sql, &before).await {
        let row = report.top_questions.iter().find(|row| row.id == id).unwrap();
        assert_eq!(row.asked_before, Some(asked as u64), "{id}");
    }
    let sql = "SELECT entry_id, sum(person_asked) FROM question WHERE small_talk = 0 AND verdict = 'answer' \
               AND visit_at >= $1 AND visit_at < $2 GROUP BY entry_id";
    for (id, handed_over) in recount.rows(sql, &week).await {
        let row = report.top_questions.iter().find(|row| row.id == id).unwrap();
        assert_eq!(row.handed_over as i64, handed_over, "{id}");
    }
    let sql = "SELECT lang, count(*) FROM question WHERE small_talk = 0 AND visit_at >= $1 AND visit_at < $2 \
               GROUP BY lang ORDER BY 2 DESC, 1";
    let langs: Vec<(String, i64)> =
        report.languages.iter().map(|slice| (slice.name.clone(), slice.questions as i64)).collect();
    assert_eq!(langs, recount.rows(sql, &week).await);

    // whoever greets or asks for a person has a conversation and is a visitor too
    let sql = "SELECT lang, count(*) FROM (SELECT lang, conversation_id, visit_at FROM question UNION \
               SELECT lang, conversation_id, visit_at FROM handoff) WHERE visit_at >= $1 AND visit_at < $2 GROUP BY lang";
    for (lang, conversations) in recount.rows(sql, &week).await {
        let slice = report.languages.iter().find(|slice| slice.name == lang).unwrap();
        assert_eq!(slice.conversations as i64, conversations, "{lang}");
    }
    const VISITORS: &str = "SELECT count(DISTINCT visitor) FROM (SELECT visitor, visit_at FROM question UNION \
        SELECT visitor, handoff.visit_at FROM handoff JOIN conversation ON conversation.id = conversation_id) \
        WHERE visit_at >= $1 AND visit_at < $2";
    const COUNT: &str = "SELECT count(*) FROM question WHERE small_talk = 0 AND visit_at >= $1 AND visit_at < $2";
    const HOUR: i64 = 3_600_000;
    for day in 0..7 {
        let start = week.start + day as i64 * 24 * HOUR;
        let end = if day == 6 { week.end } else { start + 24 * HOUR };
        assert_eq!(report.days[day].questions as i64, recount.number(COUNT, &(start..end)).await, "day {day}");
        assert_eq!(report.days[day].visitors as i64, recount.number(VISITORS, &(start..end)).await, "day {day}");
        for hour in 0..24 {
            // on Sunday the clocks of Lisbon go from 01:00 to 02:00: the hour between is not there
            let from = start + (hour - i64::from(day == 6 && hour > 0)) * HOUR;
            let there = !(day == 6 && hour == 1);
            let expected = if there { recount.number(COUNT, &(from..from + HOUR)).await } else { 0 };
            assert_eq!(report.hours.questions[day][hour as usize] as i64, expected, "day {day}, hour {hour}");
        }
    }
    entries_that_need_a_look(&report);
    people_who_took_over(&report, &mut recount, &week).await;
}

/// Requests for a person, by who had them, by the entry answered before and by topic.
async fn people_who_took_over(report: &Report, recount: &mut Recount, week: &Range<i64>) {
    macro_rules! of_requests {
        ($columns:literal, $rest:literal) => {
            concat!("SELECT ", $columns, " FROM handoff WHERE visit_at >= $1 AND visit_at < $2 ", $rest)
        };
    }
    let agents = &report.agents;
    let taken: Vec<(String, i64)> = agents.iter().map(|row| (row.name.clone(), row.taken as i64)).collect();
    let sql = of_requests!("agent, count(*)", "AND agent IS NOT NULL GROUP BY agent ORDER BY 2 DESC, 1");
    assert_eq!(taken, recount.rows(sql, week).await);
    assert_eq!(taken.len(), 3, "everybody of the team took some: {taken:?}");
    let sql = of_requests!("agent, closed_at - joined_at", "AND closed_at IS NOT NULL ORDER BY 2");
    let handled = recount.rows(sql, week).await;
    for agent in agents {
        let own: Vec<i64> = handled.iter().filter(|(name, _)| *name == agent.name).map(|(_, time)| *time).collect();
        assert_eq!(agent.handling_median, Some(own[own.len().div_ceil(2) - 1] as f64), "{}", agent.name);
    }
    let sql = of_requests!("agent, 100 * count(score) + sum(score >= 4)", "AND score > 0 GROUP BY agent");
    let rated = recount.rows(sql, week).await;
    let sql = of_requests!("agent, sum(score)", "AND score > 0 GROUP BY agent");
    for ((name, rated), (_, sum)) in rated.into_iter().zip(recount.rows(sql, week).await) {
        let agent = agents.iter().find(|row| row.name == name).unwrap();
        assert_eq!(agent.rated as i64, rated / 100, "{name}");
        same(agent.satisfied, Some((rated % 100) as f64 / (rated / 100) as f64), &name);
        same(agent.average, Some(sum as f64 / (rated / 100) as f64), &name);
    }

    let sql = of_requests!(
        "coalesce((SELECT entry_id FROM question WHERE conversation_id = handoff.conversation_id \
         AND visit_at = handoff.visit_at AND seq <= handoff.seq AND small_talk = 0 ORDER BY seq DESC LIMIT 1), ''), count(*)",
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    );
    let after: Vec<(String, i64)> =
        report.handed_over.iter().map(|row| (row.id.clone().unwrap_or_default(), row.requests as i64)).collect();
    assert_eq!(after, recount.rows(sql, week).await);
    let named = report.handed_over.iter().find(|row| row.id.as_deref() == Some("refund")).unwrap();
    assert_eq!(named.title, "When is my refund paid?");
    let sums = |count: fn(&report::HandedOver) -> u64| report.handed_over.iter().map(count).sum::<u64>();
    let topics = |count: fn(&report::TopicRow) -> u64| report.topics.iter().map(count).sum::<u64>();
    assert_eq!(
        (sums(|row| row.requests), sums(|row| row.rated)),
        (topics(|row| row.requests), topics(|row| row.rated))
    );
    let satisfied = report.figure("satisfied").unwrap();
    assert_eq!(satisfied.whole, Some(sums(|row| row.rated)));
}

fn entries_that_need_a_look(report: &Report) {
    let titles =
        |id: &str| &*report.top_questions.iter().find(|row| row.id == id).expect("an entry that answered").title;
    assert_eq!(titles("refund"), "When is my refund paid?", "named in the settings' language");
    assert_eq!(titles("gone-entry"), "gone-entry", "an entry that is gone keeps its id");
    assert_eq!(report.never_asked.iter().map(|row| &*row.id).collect::<Vec<_>>(), ["kids"]);
    assert!(report.expiring.iter().any(|row| row.id == "easter" && row.expired));
    assert!(report.expiring.iter().any(|row| row.id == "norway" && row.expired && row.asked > 0));
    let missing: Vec<(&str, &str)> = report.untranslated.iter().map(|row| (&*row.id, &*row.lang)).collect();
    assert!(missing.contains(&("order-status", "de")) && missing.contains(&("refund", "zh")), "{missing:?}");
    assert!(!missing.iter().any(|(id, lang)| (*id, *lang) == ("refund", "de") || *lang == "en"), "{missing:?}");
    assert!(!missing.iter().any(|(id, _)| *id == "gone-entry"), "{missing:?}");
    assert!(!report.wordings.is_empty(), "some choices agree");
    for row in &report.wordings {
        assert!(row.chosen >= report::proposals::ENOUGH && report.top_questions.iter().any(|top| top.id == row.entry));
        assert_ne!(row.wording, row.title, "an entry has its own wordings already");
    }
    let late = report
        .unanswered
        .iter()
        .find(|gap| gap.title.to_lowercase().starts_with("why is my delivery late"))
        .expect("an unanswered question");
    assert!(late.asked > 1 && late.yaml.as_deref().is_some_and(|yaml| yaml.contains("- id: why-is-my-delivery-late")));
}

#[tokio::test]
async fn visits_are_split_after_half_an_hour_of_silence() {
    let log = two_weeks().await;
    let settings = settings("2026-04-20T06:00:00Z");
    let mut recount = Recount::open(&log.path).await;
    let week = range(WEEK, &settings);
    let threads = "SELECT count(DISTINCT conversation_id) FROM question WHERE visit_at >= $1 AND visit_at < $2";
    let report = report::build(&log.store, &catalog(), WEEK, &settings).await.unwrap();
    assert!(report.conversations.len() as i64 > recount.number(threads, &week).await, "threads hold several visits");
    // a visit that began on Sunday belongs to its week with the questions of Monday
    let over = "SELECT count(*) FROM question WHERE visit_at >= $1 AND visit_at < $2 AND at >= $2 AND small_talk = 0";
    assert!(recount.number(over, &week).await > 0, "some visits go over the end of the week");
    assert!(report.conversations.windows(2).all(|rows| rows[0].started <= rows[1].started));
}

#[tokio::test]
async fn the_list_of_weeks_agrees_with_the_reports() {
    let log = two_weeks().await;
    let settings = settings("2026-04-20T06:00:00Z");
    let weeks = report::weeks(&log.store, &settings).await.unwrap();
    assert!(weeks.windows(2).all(|pair| pair[0].week == pair[1].week.next()), "newest first, none left out");
    assert!(weeks.iter().any(|summary| summary.week == WEEK) && weeks.len() >= 3);
    for summary in weeks {
        let report = report::build(&log.store, &catalog(), summary.week, &settings).await.unwrap();
        let answered = report.figure("answered").unwrap();
        assert_eq!(summary.questions, report.questions());
        assert_eq!(summary.answered, answered.value);
        assert_eq!(summary.unanswered, report.figure("unanswered").unwrap().part.unwrap());
    }
}

#[tokio::test]
async fn personal_data_is_in_no_form_unless_it_is_wanted() {
    let log = two_weeks().await;
    let masked = settings("2026-04-20T06:00:00Z");
    let open = Settings { mask: false, ..masked.clone() };
    let secrets = ["anna.lee@example.com", "170 1234567", "4111 1111", "11010519491231002"];
    for (settings, shown) in [(&masked, false), (&open, true)] {
        let report = report::build(&log.store, &catalog(), WEEK, settings).await.unwrap();
        let forms = [Format::Html, Format::Json, Format::Markdown].map(|format| (format, Table::default()));
        let tables = Table::ALL.map(|table| (Format::Csv, table));
        let text: String = forms
            .into_iter()
            .chain(tables)
            .map(|(format, table)| String::from_utf8(report::render(&report, format, table).unwrap()).unwrap())
            .collect();
        for secret in secrets {
            assert_eq!(text.contains(secret), shown, "{secret} with mask = {}", settings.mask);
        }
    }
}

#[tokio::test]
async fn no_form_runs_what_a_visitor_wrote() {
    let log = two_weeks().await;
    let settings = settings("2026-04-20T06:00:00Z");
    let report = report::build(&log.store, &catalog(), WEEK, &settings).await.unwrap();
    let text = |format, table| String::from_utf8(report::render(&report, format, table).unwrap()).unwrap();

    let html = text(Format::Html, Table::default());
    assert!(html.contains("&#60;script&#62;alert(1)") && html.contains("Fernhill &#60;Bikes&#62; &#38; Co"));
    for forbidden in ["<script", "<img", " style=", "javascript:", "http://", "https://", " on", "\u{202E}"] {
        let hits: Vec<_> = html.match_indices(forbidden).filter(|(at, _)| inside_a_tag(&html, *at)).collect();
        assert!(hits.is_empty(), "{forbidden} in a tag of the page: {hits:?}");
    }
    assert_eq!(html.matches("<style>").count(), 1);

    let csv = text(Format::Csv, Table::Unanswered);
    assert!(
        csv.starts_with('\u{FEFF}')
            && csv.contains("\"'=HYPERLINK(\"\"http://evil.example\"\"")
            && csv.contains("\"'@SUM(A1)")
    );
    assert!(csv.ends_with("\r\n"));
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes());
    assert_eq!(reader.records().filter(|record| record.is_ok()).count(), report.unanswered.len());

    let markdown = text(Format::Markdown, Table::default());
    assert!(!markdown.contains("<Bikes>") && markdown.contains("\\<Bikes\\>"));

    let xlsx = report::render(&report, Format::Xlsx, Table::default()).unwrap();
    assert!(xlsx.starts_with(b"PK\x03\x04"));
}

/// Whether a place of a page lies between `<` and `>`; in text these are escaped.
fn inside_a_tag(html: &str, at: usize) -> bool {
    // the style block is ours and holds `>` as a combinator
    let start = html.find("</style>").unwrap_or(0);
    at > start && html[start..=at].rfind('<') > html[start..at].rfind('>')
}

#[tokio::test]
async fn a_week_without_questions_is_a_friendly_report() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("deskbell.db"), Metrics::default()).await.unwrap();
    let settings = settings("2026-04-20T06:00:00Z");
    assert_eq!(report::weeks(&store, &settings).await.unwrap(), []);
    for catalog in [Catalog::default(), catalog()] {
        let report = report::build(&store, &catalog, WEEK, &settings).await.unwrap();
        assert_eq!(report.summary.to_string(), "Nobody asked a question in this week.");
        assert!(report.figures.iter().all(|figure| figure.change.is_none() && !figure.beyond_noise));
        for format in [Format::Html, Format::Csv, Format::Xlsx, Format::Json, Format::Markdown] {
            for table in Table::ALL {
                assert!(!report::render(&report, format, table).unwrap().is_empty());
            }
        }
        let html = String::from_utf8(report::render(&report, Format::Html, Table::default()).unwrap()).unwrap();
        assert!(html.contains("A quiet week") && !html.contains("NaN"));
        let letter = report::letter(&report, None, false).unwrap();
        assert!(letter.subject.contains(", no questions"), "{}", letter.subject);
        assert!(letter.html.contains("A quiet week") && letter.html.contains("The workbook is too large for a mail"));
        assert!(!letter.html.contains("href="), "without its address nothing leads to the admin area");
    }
}

#[tokio::test]
async fn json_holds_the_figures_beside_their_definitions() {
    let log = two_weeks().await;
    let settings = settings("2026-04-20T06:00:00Z");
    let report = report::build(&log.store, &catalog(), WEEK, &settings).await.unwrap();
    let json: serde_json::Value =
        serde_json::from_slice(&report::render(&report, Format::Json, Table::default()).unwrap()).unwrap();
    assert_eq!(json["schema"], "deskbell.report.v1");
    assert_eq!(json["week"], "2026-W13");
    assert_eq!((&json["from"], &json["to"]), (&"2026-03-23".into(), &"2026-03-29".into()));
    assert_eq!(json["time_zone"], "Europe/Lisbon");
    assert!(json["summary"].as_str().unwrap().contains(" questions in "));
    let figures = json["figures"].as_array().unwrap();
    assert!(figures.iter().all(|figure| figure["definition"].as_str().unwrap().len() > 20));
    assert_eq!(json["hours"]["visitors"].as_array().unwrap().len(), 7);
    assert!(json.get("conversations").is_none(), "these are in CSV and XLSX");
    let schema = report::schema();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), keys(&schema["properties"]));
    assert_eq!(keys(&figures[0]), keys(&schema["$defs"]["Figure"]["properties"]));
    assert_eq!(keys(&json["unanswered"][0]), keys(&schema["$defs"]["Gap"]["properties"]));
}

/// Every figure of the weeks of a log, which nobody writes to any more, against the recount.
pub async fn recount_all(path: &std::path::Path) {
    let store = Store::open(path, Metrics::default()).await.unwrap();
    let settings = Settings { now: Timestamp::now(), ..settings("2026-04-20T06:00:00Z") };
    let weeks = report::weeks(&store, &settings).await.unwrap();
    assert!(weeks.iter().any(|summary| summary.questions > 0), "there is something to count");
    let mut recount = Recount::open(path).await;
    for summary in weeks {
        let report = report::build(&store, &catalog(), summary.week, &settings).await.unwrap();
        let counted = recount.figures(&range(summary.week, &settings), settings.now.as_millisecond()).await;
        for figure in &report.figures {
            same(figure.value, counted[figure.key], figure.key);
        }
    }
    store.close().await;
}
