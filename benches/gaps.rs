//! Grouping what was left unanswered: time at several sizes, and with `DESKBELL_LABELLED=FOLDER,...` (a `faq` folder and
//! questions of `deskbell eval` form in `dev.jsonl` or `test.jsonl`, by `DESKBELL_SPLIT`) how pure the groups are.

mod faq;

use criterion::{Criterion, criterion_group, criterion_main};
use deskbell::clock::{TimeZone, from_millis};
use deskbell::faq::Catalog;
use deskbell::faq::load::{LoadSettings, load};
use deskbell::report::alike::groups;
use deskbell::search::{Decision, Index, Question, Settings};
use deskbell::text::Lang;
use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

/// When: no entry of the sets goes out of service.
const NOW_MILLIS: i64 = 1_795_167_000_000;

/// Leaves every second entry out of a FAQ, asks what belongs to those, and groups what is not answered. Prints the share
/// of questions in a group in which most share their entry, and the share that is not alone.
fn purity(folder: &str) {
    let split = std::env::var("DESKBELL_SPLIT").unwrap_or_else(|_| "dev".into());
    let Ok(questions) = std::fs::read_to_string(Path::new(folder).join(format!("{split}.jsonl"))) else {
        return println!("{folder}: no {split}.jsonl");
    };
    let now = from_millis(NOW_MILLIS);
    let settings = LoadSettings { time_zone: TimeZone::UTC, langs: Vec::new() };
    let whole = load(&Path::new(folder).join("faq"), &settings, now).catalog.expect("the FAQ has no error");
    let ids: Vec<Arc<str>> = whole.entries.iter().map(|entry| entry.id.clone()).collect();
    let left_out: HashSet<&str> = ids.iter().skip(1).step_by(2).map(|id| &**id).collect();
    let (entries, lang) = (whole.entries.iter(), whole.entries[0].lang.clone());
    let entries: Vec<_> = entries.filter(|entry| !left_out.contains(&*entry.id)).cloned().collect();
    let others: Vec<String> =
        entries.iter().flat_map(|entry| &entry.questions).map(|wording| wording.text.clone()).collect();
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    let catalog = Arc::new(Catalog::new(entries, whole.synonyms.clone(), String::new()));
    let index = Index::build(catalog, &Settings { default_lang: lang.clone(), wrong_rate: 0.1 }).expect("an index");
    let rows: Vec<serde_json::Value> = questions.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let label = |row: &serde_json::Value| row["id"].as_str().or_else(|| row["ids"][0].as_str()).map(str::to_owned);
    let unanswered: Vec<(&str, String)> = rows
        .iter()
        .filter_map(|row| Some((row["q"].as_str()?, label(row)?)))
        .filter(|(_, label)| left_out.contains(label.as_str()))
        .filter(|(text, _)| {
            let question = Question { text, lang: Some(&lang), page: None, previous: None, now };
            index.ask(&question).decision != Decision::Answer
        })
        .collect();
    let texts: Vec<&str> = unanswered.iter().map(|(text, _)| *text).collect();
    let made = groups(&texts, &[], &others, &lang);
    let (mut right, mut together) = (0, 0);
    for members in &made {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for member in members {
            *counts.entry(&unanswered[*member].1).or_default() += 1;
        }
        right += counts.values().max().copied().unwrap_or(0);
        together += if members.len() > 1 { members.len() } else { 0 };
    }
    let of_all = |count: usize| count as f64 / texts.len().max(1) as f64;
    println!(
        "{folder} {split}: {} unanswered of {} entries, {} groups, purity {:.3}, not alone {:.3}",
        texts.len(),
        left_out.len(),
        made.len(),
        of_all(right),
        of_all(together)
    );
}

fn grouping(criterion: &mut Criterion) {
    if let Ok(paths) = std::env::var("DESKBELL_LABELLED") {
        paths.split(',').for_each(purity);
        return;
    }
    let mut group = criterion.benchmark_group("group unanswered");
    group.sample_size(10);
    for size in [100, 1_000, 10_000] {
        // five wordings of each matter, in several forms and words
        let catalog = faq::catalog(size / 5, 5);
        let texts: Vec<&str> =
            catalog.entries.iter().flat_map(|entry| &entry.questions).map(|wording| wording.text.as_str()).collect();
        group.bench_function(size.to_string(), |bencher| {
            bencher.iter(|| black_box(groups(&texts, &[], &[], &Lang::english()).len()));
        });
    }
    group.finish();
}

criterion_group!(benches, grouping);
criterion_main!(benches);
