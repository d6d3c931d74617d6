//! Suggestions while typing, at three sizes of FAQ: the goal is under 2 ms at 10,000 entries.

mod faq;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use deskbell::clock::from_millis;
use deskbell::search::{Index, Settings};
use deskbell::text::Lang;
use std::hint::black_box;
use std::time::Duration;

/// What is typed, by what it costs.
const TYPED: [(&str, &str); 7] = [
    ("one letter", "h"),
    ("a common beginning", "how do i ch"),
    ("a word and a half", "saddle wint"),
    ("typing errors", "sadle wnter"),
    ("words in any order", "stolen bicycle insure"),
    ("by meaning", "my cycle was nicked can you mend it"),
    ("many errors", "hwo cna i chnage teh adress of my ordr wihtout an acount becuase i mvoed lsat weke abraod"),
];

fn suggest(criterion: &mut Criterion) {
    let lang = Lang::parse("en").expect("it is a tag");
    let now = from_millis(1_795_167_000_000);
    let mut group = criterion.benchmark_group("suggest");
    group.sample_size(20).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    for entries in [100, 1_000, 10_000] {
        let catalog = faq::catalog(entries, 3);
        let settings = Settings { default_lang: lang.clone(), wrong_rate: 0.1 };
        let index = Index::build(catalog.clone(), &settings).expect("there is memory for an index");
        for (name, typed) in TYPED {
            group.bench_with_input(BenchmarkId::new(name, entries), typed, |bencher, typed| {
                bencher.iter(|| index.suggest(black_box(typed), Some(&lang), now, 5));
            });
        }
        // every letter of some titles, one after the other: the time is that of one whole title
        let titles: Vec<Vec<String>> = (0..8).map(|at| faq::typed(&catalog, at * entries / 8)).collect();
        let mut turn = 0;
        group.bench_function(BenchmarkId::new("each letter of a title", entries), |bencher| {
            bencher.iter_custom(|rounds| {
                let mut total = Duration::ZERO;
                for _ in 0..rounds {
                    turn += 1;
                    let letters = &titles[turn % titles.len()];
                    let started = std::time::Instant::now();
                    for typed in letters {
                        black_box(index.suggest(typed, Some(&lang), now, 5));
                    }
                    total += started.elapsed() / letters.len() as u32;
                }
                total
            });
        });
    }
    group.finish();
}

criterion_group!(benches, suggest);
criterion_main!(benches);
