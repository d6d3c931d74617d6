//! Questions at four sizes of FAQ, three wordings an entry, on one thread. The goals are 0.5 ms at 1,000 entries, 2 ms
//! at 10,000 and 4 ms at 100,000. The largest takes a minute to build: it is left out where `DESKBELL_BENCH_ENTRIES`
//! names a smaller number as the most.

mod faq;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use deskbell::clock::from_millis;
use deskbell::search::{Index, Question, Settings};
use deskbell::text::Lang;
use std::hint::black_box;
use std::time::Duration;

/// The sizes, in entries.
const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// How many questions take turns.
const QUESTIONS: usize = 200;

/// A visitor who tells all of it: 62 words.
const STORY: &str = "good evening, last tuesday my daughter and i rode to the lake and on the way home the wheel of my \
    bicycle began to make a strange noise, so we stopped at a small garage where nobody could help us, and now i wonder \
    whether i can return the wheel without a receipt because my neighbour threw the paper away while we were on holiday";

/// A question with letters swapped in up to three places, as fast fingers do.
fn mistyped(question: &str) -> String {
    let mut letters: Vec<char> = question.chars().collect();
    for at in [7, 18, 29] {
        if at + 1 < letters.len() {
            letters.swap(at, at + 1);
        }
    }
    letters.into_iter().collect()
}

fn ask(criterion: &mut Criterion) {
    let lang = Lang::parse("en").expect("it is a tag");
    let most = std::env::var("DESKBELL_BENCH_ENTRIES").ok().and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
    let mut group = criterion.benchmark_group("ask");
    group.sample_size(20).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    for entries in SIZES.into_iter().filter(|entries| *entries <= most) {
        let settings = Settings { default_lang: lang.clone(), wrong_rate: 0.1 };
        let index = Index::build(faq::catalog(entries, 3), &settings).expect("there is memory for an index");
        // questions from all over the FAQ, in a form of words that it does not have
        let short: Vec<String> =
            (0..QUESTIONS).map(|turn| faq::question(turn * entries / QUESTIONS, turn as u64)).collect();
        let errors: Vec<String> = short.iter().map(|question| mistyped(question)).collect();
        for (name, texts) in [("in other words", &short), ("typing errors", &errors), ("a story", &vec![STORY.into()])]
        {
            let mut turns = texts.iter().cycle();
            group.bench_function(BenchmarkId::new(name, entries), |bencher| {
                bencher.iter(|| {
                    let text = black_box(turns.next().map_or("", String::as_str));
                    let now = from_millis(1_795_167_000_000);
                    index.ask(&Question { text, lang: Some(&lang), page: None, previous: None, now })
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, ask);
criterion_main!(benches);
