//! The week's report of a log of a year, and what the admin area reads of it. The log of `DESKBELL_BENCH_MESSAGES`
//! messages (2,000,000) is made once, in `target/`, which takes some minutes.

mod year;

use criterion::{Criterion, criterion_group, criterion_main};
use deskbell::clock::TimeZone;
use deskbell::editing::wordings::WEEKS;
use deskbell::faq::load::LoadSettings;
use deskbell::knowledge::{Settings as KnowledgeSettings, Snapshot, read};
use deskbell::report::proposals::proposals;
use deskbell::report::{self, Format, Settings, Table, Week};
use deskbell::search;
use deskbell::store::Store;
use deskbell::store::browse::{Filter, Happened, Reach};
use deskbell::telemetry::Metrics;
use deskbell::text::Lang;
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// The end of the log: the Monday after week 46 of 2026, in UTC.
const UNTIL_MILLIS: i64 = 1_794_787_200_000;
const WEEK: Week = Week { year: 2026, week: 46 };

fn langs() -> Vec<Lang> {
    ["en", "zh"].into_iter().filter_map(Lang::parse).collect()
}

fn snapshot() -> Snapshot {
    let settings = KnowledgeSettings {
        dir: Path::new(env!("CARGO_MANIFEST_DIR")).join("faq"),
        load: LoadSettings { time_zone: TimeZone::UTC, langs: langs() },
        search: search::Settings { default_lang: Lang::english(), wrong_rate: 0.1 },
    };
    let reading = read(&settings, deskbell::clock::from_millis(UNTIL_MILLIS)).expect("the FAQ can be indexed");
    reading.snapshot.expect("the sample FAQ has no error")
}

/// The log, which is made if it is not there.
async fn log(snapshot: &Snapshot) -> Store {
    let messages =
        std::env::var("DESKBELL_BENCH_MESSAGES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000_000);
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"), PathBuf::from);
    let folder = target.join(format!("year-{messages}"));
    let (path, made) = (folder.join("deskbell.db"), folder.join("made"));
    if !made.exists() {
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let store = Store::open(&path, Metrics::default()).await.expect("a database");
        year::write(&store, snapshot, messages, UNTIL_MILLIS).await;
        store.close().await;
        std::fs::write(&made, "").expect("a file");
    }
    Store::open(&path, Metrics::default()).await.expect("a database")
}

fn measure(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let snapshot = snapshot();
    let store = runtime.block_on(log(&snapshot));
    let settings = Settings {
        time_zone: TimeZone::UTC,
        site_name: "Fernhill Bicycles".to_owned(),
        lang: Lang::english(),
        mask: true,
        listed: true,
        now: deskbell::clock::from_millis(UNTIL_MILLIS + 7 * 3_600_000),
    };
    let build_with = |settings: &Settings| {
        runtime.block_on(report::build(&store, &snapshot.catalog, WEEK, settings)).expect("the log is readable")
    };
    // numbers that were kept for one time zone are none for another, though its clocks show the same
    let alone = Settings { time_zone: TimeZone::get("Etc/GMT").expect("a time zone"), ..settings.clone() };
    let report = build_with(&settings);
    println!("{} questions in the week, {} groups of unanswered ones", report.questions(), report.unanswered.len());

    let mut group = criterion.benchmark_group("report of a week in a year's log");
    group.sample_size(10);
    group.bench_function("counted from the log alone", |bencher| {
        bencher.iter(|| black_box(build_with(&alone).questions()));
    });
    let now = settings.now.as_millisecond();
    runtime.block_on(report::keep(&store, &settings.time_zone, now, i64::MIN)).expect("the log is readable");
    group.bench_function("counted with kept weeks", |bencher| {
        bencher.iter(|| black_box(build_with(&settings).questions()));
    });
    for format in [Format::Html, Format::Csv, Format::Xlsx, Format::Json, Format::Markdown] {
        group.bench_function(format!("{format:?}"), |bencher| {
            bencher.iter(|| {
                black_box(report::render(&report, format, Table::default()).expect("it can be written").len())
            });
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("admin pages over a year's log");
    group.sample_size(10);
    group.bench_function("the list of weeks", |bencher| {
        bencher.iter(|| black_box(runtime.block_on(report::weeks(&store, &settings)).expect("readable").len()));
    });
    group.bench_function("what the week left unanswered", |bencher| {
        bencher.iter(|| {
            let found = runtime.block_on(report::unanswered(&store, &snapshot.catalog, WEEK, &settings));
            black_box(found.expect("readable").groups.len())
        });
    });
    let choices = UNTIL_MILLIS - WEEKS * 7 * 24 * 3_600_000..UNTIL_MILLIS;
    group.bench_function("wordings to add", |bencher| {
        bencher.iter(|| {
            let chosen = runtime.block_on(store.chosen_questions(choices.clone())).expect("readable");
            black_box(proposals(&chosen, &snapshot.catalog, &[], settings.mask).len())
        });
    });
    let filters = [
        ("conversations", Filter::default()),
        (
            "conversations with an unanswered question",
            Filter { happened: Some(Happened::Unanswered), ..Filter::default() },
        ),
        ("conversations with a word", Filter { words: "parcle".to_owned(), ..Filter::default() }),
        ("conversations with a word that nobody used", Filter { words: "xylophone".to_owned(), ..Filter::default() }),
        ("conversations with an entry", Filter { entry: Some("order-status".to_owned()), ..Filter::default() }),
        (
            "conversations with an entry that is gone",
            Filter { entry: Some("gone-entry".to_owned()), ..Filter::default() },
        ),
        (
            "conversations further back with all at once",
            Filter {
                words: "xylophone".to_owned(),
                happened: Some(Happened::Unanswered),
                entry: Some("gone-entry".to_owned()),
                after: Some((UNTIL_MILLIS - 182 * 24 * 3_600_000, String::new())),
            },
        ),
    ];
    for (name, filter) in filters {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let found = runtime.block_on(store.list_conversations(&filter, Reach::PAGE)).expect("readable");
                black_box(found.conversations.len())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, measure);
criterion_main!(benches);
