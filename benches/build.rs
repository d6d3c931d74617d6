//! Building an index, its examination of itself included, at three sizes of FAQ with three wordings an entry. The goals
//! are one second at 1,000 entries and ten at 10,000, on one core (pin the process to it: an examination uses all it is
//! given), and time in proportion to the number of wordings, which is printed.
//!
//! `DESKBELL_BENCH_LARGE=1` adds one build of 100,000 entries: it takes minutes and up to 4 GB.

mod faq;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use deskbell::search::{Index, Settings};
use deskbell::text::Lang;
use std::time::{Duration, Instant};

/// Wordings of each entry.
const WORDINGS: usize = 3;
/// The sizes, in entries.
const SIZES: [usize; 3] = [100, 1_000, 10_000];
/// The size of the one large build.
const LARGE: usize = 100_000;

/// Builds so many times and gives the time of all; the catalog is not part of it, nor is dropping the index.
fn build(entries: usize, rounds: u64) -> Duration {
    let settings = Settings { default_lang: Lang::parse("en").expect("it is a tag"), wrong_rate: 0.1 };
    let catalog = faq::catalog(entries, WORDINGS);
    let mut total = Duration::ZERO;
    for _ in 0..rounds {
        let catalog = catalog.clone();
        let started = Instant::now();
        let index = Index::build(catalog, &settings).expect("there is memory for an index");
        total += started.elapsed();
        drop(index);
    }
    total
}

fn each_wording(entries: usize, builds: u64, took: Duration) {
    let micros = took.as_secs_f64() * 1e6 / builds.max(1) as f64 / (entries * WORDINGS) as f64;
    println!("{entries} entries: {micros:.0} us for each wording");
}

fn builds(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10).warm_up_time(Duration::from_millis(1)).measurement_time(Duration::from_secs(5));
    for entries in SIZES {
        let (mut builds, mut took) = (0, Duration::ZERO);
        group.bench_function(BenchmarkId::from_parameter(entries), |bencher| {
            bencher.iter_custom(|rounds| {
                let time = build(entries, rounds);
                builds += rounds;
                took += time;
                time
            });
        });
        each_wording(entries, builds, took);
    }
    group.finish();
    if std::env::var_os("DESKBELL_BENCH_LARGE").is_some() {
        let took = build(LARGE, 1);
        println!("build/{LARGE}: {:.1} s", took.as_secs_f64());
        each_wording(LARGE, 1, took);
    }
}

criterion_group!(benches, builds);
criterion_main!(benches);
