//! The project's own questions, put to the sample FAQ: the least that answers must reach, in each language.

use deskbell::clock::Clock;
use deskbell::text::Lang;
use deskbell::{config, eval, knowledge};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_sample_answers_its_questions_in_both_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = config::load(None, &BTreeMap::new()).unwrap();
    config.faq_dir = root.join("faq");
    let now = Clock::system().now();
    let snapshot = knowledge::read(&knowledge::Settings::of(&config), now).unwrap().snapshot.unwrap();
    for lang in ["en", "zh"] {
        let path = format!("tests/questions/{lang}.jsonl");
        let cases = eval::parse(&path, &std::fs::read_to_string(root.join(&path)).unwrap()).unwrap();
        for hint in [None, Lang::parse(lang)] {
            let figures = eval::evaluate(&snapshot.index, &cases, hint.as_ref(), now);
            assert!(figures.n_in_scope >= 110 && figures.n_out_of_scope >= 40, "{lang}: too few questions");
            let reached = (figures.top1.unwrap(), figures.recall_at_3.unwrap(), figures.oos_refused.unwrap());
            assert!(reached.0 >= 0.85 && reached.1 >= 0.93 && reached.2 >= 0.75, "{lang}, told {hint:?}: {reached:?}");
        }
    }
}

#[test]
fn the_sample_has_no_problems() {
    let mut config = config::load(None, &BTreeMap::new()).unwrap();
    config.faq_dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
    // on a day on which its offers are in service
    let now = "2026-11-24T12:00:00Z".parse().unwrap();
    let settings = knowledge::Settings::of(&config);
    let loaded = deskbell::faq::load::load(&settings.dir, &settings.load, now);
    let problems: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{problems:#?}");
    let catalog = loaded.catalog.unwrap();
    for lang in ["en", "zh"] {
        let entries = catalog.entries.iter().filter(|entry| entry.lang.as_str() == lang);
        assert!(entries.clone().count() >= 50);
        assert!(entries.clone().all(|entry| entry.questions.len() >= 3));
    }
}
