//! The project's own questions, put to the sample FAQ: the least that answers must reach, in each language.

use deskbell::clock::Clock;
use deskbell::faq::{Catalog, Entry};
use deskbell::search::Decision;
use deskbell::text::Lang;
use deskbell::{config, eval, knowledge, search};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

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

/// The figures of a FAQ of `tests/sites` with each of some files of questions: a made-up company in the language that its
/// folder's name begins with. What they measure is told in `src/search/measured.md`.
fn site<const FILES: usize>(folder: &Path, files: [&str; FILES]) -> [eval::Figures; FILES] {
    let mut config = config::load(None, &BTreeMap::new()).unwrap();
    config.faq_dir = folder.join("faq");
    let now = Clock::system().now();
    let name = folder.file_name().unwrap().to_str().unwrap();
    let reading = knowledge::read(&knowledge::Settings::of(&config), now).unwrap();
    let snapshot = reading.snapshot.unwrap_or_else(|| panic!("{name}: {:?}", reading.problems));
    files.map(|file| {
        let cases = eval::parse(name, &std::fs::read_to_string(folder.join(file)).unwrap()).unwrap();
        let known = |id: &String| snapshot.catalog.entries.iter().any(|entry| *entry.id == **id);
        assert!(cases.iter().flat_map(|case| &case.ids).all(known), "{name}/{file}: a question for no entry");
        eval::evaluate(&snapshot.index, &cases, Lang::parse(&name[..2]).as_ref(), now)
    })
}

/// How visitors put a question politely, by the language.
const POLITE: [(&str, &str); 11] = [
    ("de", "Guten Tag zusammen, ich hätte da mal eine Frage: {} Vielen lieben Dank im Voraus"),
    ("en", "Good evening, sorry to bother you, could you please tell me {} thank you so much"),
    ("es", "Hola, buenas tardes, una consulta: {} muchas gracias de antemano"),
    ("fr", "Bonjour, excusez-moi, je voulais savoir {} merci d'avance et bonne journée"),
    ("it", "Salve, scusate il disturbo, volevo sapere {} grazie mille"),
    ("ja", "お世話になっております。質問なのですが、{} よろしくお願いします"),
    ("ko", "안녕하세요, 궁금한게 있는데 {} 감사합니다"),
    ("nl", "Goedemiddag, ik vroeg me af {} alvast bedankt"),
    ("pt", "Olá, bom dia, uma dúvida: {} obrigada desde já"),
    ("ru", "Добрый день! Подскажите, пожалуйста, {} заранее спасибо"),
    ("zh", "你好，不好意思，我想咨询一下{} 谢谢"),
];

#[test]
fn politeness_costs_no_answer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/dev");
    for folder in std::fs::read_dir(root).unwrap().map(|folder| folder.unwrap().path()) {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let (_, polite) = POLITE.iter().find(|(lang, _)| name.starts_with(lang)).unwrap();
        let mut config = config::load(None, &BTreeMap::new()).unwrap();
        config.faq_dir = folder.join("faq");
        let now = Clock::system().now();
        let index = knowledge::read(&knowledge::Settings::of(&config), now).unwrap().snapshot.unwrap().index;
        let text = std::fs::read_to_string(folder.join("visitors.jsonl")).unwrap();
        let lang = Lang::parse(&name[..2]);
        let ask = |text: &str| {
            let question = search::Question { text, lang: lang.as_ref(), page: None, previous: None, now };
            index.ask(&question).answer().map(|entry| entry.id.clone())
        };
        let cases = eval::parse(name, &text).unwrap();
        // whatever is answered is answered politely too, with the same entry
        let plain: Vec<(&str, _)> = cases.iter().map(|case| (&*case.q, ask(&case.q))).collect();
        let answered: Vec<_> = plain.into_iter().filter(|(_, answer)| answer.is_some()).collect();
        let lost = answered.iter().filter(|(text, answer)| ask(&polite.replace("{}", text)) != *answer);
        let lost: Vec<_> = lost.collect();
        assert!(answered.len() >= 20 && lost.len() <= 1, "{name}: of {} answers {lost:#?}", answered.len());
    }
}

/// The mean of what is defined of some figures.
fn mean(figures: &[eval::Figures], value: fn(&eval::Figures) -> Option<f64>) -> f64 {
    let values: Vec<f64> = figures.iter().filter_map(value).collect();
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn young_faqs_in_eleven_languages_find_the_entry_and_answer_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    for (set, count) in [("dev", 11), ("test", 8)] {
        let (mut hard, mut plain) = (Vec::new(), Vec::new());
        for folder in std::fs::read_dir(root.join(set)).unwrap().map(|folder| folder.unwrap().path()) {
            let name = folder.display();
            // by who saw titles and answers, and by who knew what the company does and no more
            let [saw, visits] = site(&folder, ["questions.jsonl", "visitors.jsonl"]);
            let reached = |figures: &eval::Figures| {
                (figures.top1.unwrap(), figures.recall_at_3.unwrap(), figures.oos_refused.unwrap())
            };
            // a few hundredths below what was reached, which some hundred questions vary by
            let found = reached(&saw);
            assert!(found.0 >= 0.45 && found.1 >= 0.66 && found.2 >= 0.95, "{name}: {found:?}");
            let found = reached(&visits);
            assert!(found.0 >= 0.68 && found.1 >= 0.82 && found.2 >= 0.8, "{name}, visitors: {found:?}");
            assert!(visits.wrong_answer_rate.unwrap_or(0.0) <= 0.15, "{name}: {:?}", visits.wrong_answer_rate);
            hard.push(saw);
            plain.push(visits);
        }
        assert_eq!(hard.len(), count);
        let found = (mean(&hard, |site| site.top1), mean(&hard, |site| site.recall_at_3));
        let wrong = mean(&hard, |site| site.wrong_answer_rate);
        assert!(found.0 >= 0.65 && found.1 >= 0.8 && wrong <= 0.1, "{set}: {found:?}, {wrong} of the answers wrong");
        let found = (mean(&plain, |site| site.top1), mean(&plain, |site| site.recall_at_3));
        assert!(found.0 >= 0.81 && found.1 >= 0.91, "{set}, visitors: {found:?}");
        let answered = (mean(&plain, |site| site.answered_right), mean(&plain, |site| site.wrong_answer_rate));
        assert!(answered.0 >= 0.53 && answered.1 <= 0.06, "{set}, visitors: {answered:?}");
    }
}

#[test]
fn questions_in_languages_that_a_faq_lacks_find_the_entry() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    for (set, count) in [("dev", 11), ("test", 8)] {
        let folders = std::fs::read_dir(root.join(set)).unwrap().map(|folder| folder.unwrap().path());
        let asked: Vec<eval::Figures> = folders.flat_map(|folder| site(&folder, ["foreign.jsonl"])).collect();
        assert_eq!(asked.len(), count);
        let found = (mean(&asked, |site| site.top1), mean(&asked, |site| site.recall_at_3));
        assert!(found.0 >= 0.58 && found.1 >= 0.8, "{set}: {found:?}");
        let answers = (mean(&asked, |site| site.answered_right), mean(&asked, |site| site.oos_refused));
        assert!(answers.0 >= 0.14 && answers.1 >= 0.97, "{set}: {answers:?}");
    }
}

/// The entries that visitors ask for most, so many of them and so many wordings of each.
fn beginning(catalog: &Catalog, cases: &[eval::Case], entries: usize, wordings: usize) -> Catalog {
    let asked = |entry: &Entry| cases.iter().filter(|case| case.ids.iter().any(|id| **id == *entry.id)).count();
    let mut most: Vec<Entry> = catalog.entries.iter().map(|entry| Entry::clone(entry)).collect();
    most.sort_by_key(|entry| std::cmp::Reverse(asked(entry)));
    most.truncate(entries);
    most.iter_mut().for_each(|entry| entry.questions.truncate(wordings));
    Catalog::new(most.into_iter().map(Arc::new).collect(), Vec::new(), String::new())
}

/// What comes of the visitors' questions at the FAQs of a set of `tests/sites` where they have so many entries at most and
/// so many wordings of each: whether the FAQ holds the question, the verdict, and the entries that are right.
fn at_the_beginning(set: &str, entries: usize, wordings: usize) -> Vec<(bool, search::Verdict, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(set);
    let mut all = Vec::new();
    for folder in std::fs::read_dir(root).unwrap().map(|folder| folder.unwrap().path()) {
        let lang = Lang::parse(&folder.file_name().unwrap().to_str().unwrap()[..2]).unwrap();
        let mut config = config::load(None, &BTreeMap::new()).unwrap();
        config.faq_dir = folder.join("faq");
        let now = Clock::system().now();
        let snapshot = knowledge::read(&knowledge::Settings::of(&config), now).unwrap().snapshot.unwrap();
        let text = std::fs::read_to_string(folder.join("visitors.jsonl")).unwrap();
        let cases = eval::parse("visitors.jsonl", &text).unwrap();
        let few = Arc::new(beginning(&snapshot.catalog, &cases, entries, wordings));
        let settings = search::Settings { default_lang: lang.clone(), wrong_rate: 0.1 };
        let index = search::Index::build(few.clone(), &settings).unwrap();
        for case in cases {
            let question = search::Question { text: &case.q, lang: Some(&lang), page: None, previous: None, now };
            let held = few.entries.iter().any(|entry| case.ids.iter().any(|id| **id == *entry.id));
            all.push((held, index.ask(&question), case.ids));
        }
    }
    all
}

#[test]
fn what_a_faq_of_one_wording_an_entry_holds_is_answered_or_offered() {
    for set in ["dev", "test"] {
        let asked = at_the_beginning(set, usize::MAX, 1);
        let (held, outside): (Vec<_>, Vec<_>) = asked.into_iter().partition(|(held, ..)| *held);
        let is_shown = |(_, verdict, ids): &&(bool, search::Verdict, Vec<String>)| match verdict.decision {
            Decision::Answer => verdict.answer().is_some_and(|entry| ids.iter().any(|id| **id == *entry.id)),
            Decision::Choices => verdict.choices().take(3).any(|shown| ids.iter().any(|id| **id == *shown.entry.id)),
            Decision::None => false,
        };
        let shown = held.iter().filter(is_shown).count() as f64 / held.len() as f64;
        let quiet = outside.iter().filter(|(_, verdict, _)| verdict.decision == Decision::None).count();
        let quiet = quiet as f64 / outside.len() as f64;
        println!("{set}: {shown:.3} of what is held is shown, nothing to {quiet:.3} of what is not");
        assert!(held.len() >= 500 && outside.len() >= 180, "{set}: too few questions");
        assert!(shown >= 0.81 && quiet >= 0.44, "{set}: {shown:.3} shown, nothing to {quiet:.3} of what is not held");
    }
}

#[test]
fn a_faq_of_a_few_entries_answers_little_that_it_does_not_hold() {
    // four in five questions are about something else
    for (wordings, right_for_each_wrong) in [(1, 2), (2, 3)] {
        let asked = ["dev", "test"].into_iter().flat_map(|set| at_the_beginning(set, 5, wordings));
        let (mut held, mut right, mut wrong) = (0, 0, 0);
        for (is_held, verdict, ids) in asked {
            held += usize::from(is_held);
            match verdict.answer() {
                Some(answer) if ids.iter().any(|id| **id == *answer.id) => right += 1,
                Some(_) => wrong += 1,
                None => {}
            }
        }
        println!("{wordings}: of {held} that are held {right} are answered, and {wrong} others");
        assert!(
            4 * right >= held && right >= right_for_each_wrong * wrong,
            "{wordings}: of {held} that are held {right} are answered, and {wrong} others"
        );
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

#[test]
fn near_misses_are_told_from_what_young_faqs_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/near-misses");
    // what is answered rightly of what the FAQ holds, and not answered of what it does not, at least: a few hundredths
    // below what was reached. They show what is to be gained here, see `src/search/measured.md`
    let floors = [
        ("en-vet", 0.56, 0.51),
        ("es-gym", 0.46, 0.72),
        ("zh-cake", 0.42, 0.73),
        ("de-rad", 0.23, 0.79),
        ("fr-hotel", 0.22, 0.83),
        ("en-library", 0.26, 0.85),
        ("zh-appliance", 0.44, 0.73),
    ];
    for (name, right, refused) in floors {
        let folder = root.join(name);
        let mut config = config::load(None, &BTreeMap::new()).unwrap();
        config.faq_dir = folder.join("faq");
        let now = Clock::system().now();
        let index = knowledge::read(&knowledge::Settings::of(&config), now).unwrap().snapshot.unwrap().index;
        let cases = eval::parse(name, &std::fs::read_to_string(folder.join("questions.jsonl")).unwrap()).unwrap();
        let lang = Lang::parse(&name[..2]);
        // a site that has heard nothing yet
        let answer = |case: &eval::Case| {
            let question = search::Question { text: &case.q, lang: lang.as_ref(), page: None, previous: None, now };
            index.ask(&question).answer().map(|entry| entry.id.to_string())
        };
        let (held, outside): (Vec<_>, Vec<_>) = cases.iter().partition(|case| !case.ids.is_empty());
        let share = |count: usize, of: &[&eval::Case]| count as f64 / of.len() as f64;
        let is_right = |case: &&&eval::Case| answer(case).is_some_and(|id| case.ids.contains(&id));
        let found = share(held.iter().filter(is_right).count(), &held);
        let kept = share(outside.iter().filter(|case| answer(case).is_none()).count(), &outside);
        assert!(held.len() >= 75 && outside.len() >= 80, "{name}: too few questions");
        assert!(found >= right && kept >= refused, "{name}: {found:.3} rightly, {kept:.3} refused");
    }
}
