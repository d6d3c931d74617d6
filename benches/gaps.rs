//! Grouping what was left unanswered: time at several sizes, and with `DESKBELL_LABELLED=FILE` (questions of
//! `deskbell eval` form) how pure the groups are.

mod faq;

use criterion::{Criterion, criterion_group, criterion_main};
use deskbell::report::alike::groups;
use deskbell::text::Lang;
use std::collections::HashMap;
use std::hint::black_box;

/// The share of questions that are in a group with a majority of their own label, how many groups there are, and the
/// share of questions that are not alone.
fn purity(path: &str) {
    let text = std::fs::read_to_string(path).expect("the file named by DESKBELL_LABELLED");
    let rows: Vec<serde_json::Value> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let label = |row: &serde_json::Value| row["id"].as_str().or_else(|| row["ids"][0].as_str()).map(str::to_owned);
    let rows: Vec<(&str, String)> = rows.iter().filter_map(|row| Some((row["q"].as_str()?, label(row)?))).collect();
    let texts: Vec<&str> = rows.iter().map(|(text, _)| *text).collect();
    let lang = Lang::parse(&std::env::var("DESKBELL_LANG").unwrap_or_else(|_| "en".into())).expect("a language");
    let made = groups(&texts, &[], &[], &lang);
    let (mut right, mut together) = (0, 0);
    for members in &made {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for member in members {
            *counts.entry(&rows[*member].1).or_default() += 1;
        }
        right += counts.values().max().copied().unwrap_or(0);
        together += if members.len() > 1 { members.len() } else { 0 };
    }
    println!(
        "{path}: {} questions, {} groups, purity {:.3}, not alone {:.3}",
        rows.len(),
        made.len(),
        right as f64 / rows.len() as f64,
        together as f64 / rows.len() as f64
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
