use super::*;
use crate::clock::{TimeZone, from_millis};
use crate::faq::Catalog;
use crate::faq::load::{LoadSettings, Loaded, load_texts};
use crate::search::Index;
use crate::store::history::Decision;
use crate::store::talks::{Line, Voice};
use proptest::prelude::*;

const EN: &str = "topic: Delivery\nlang: en\nentries:\n  - id: delivery-time\n    questions:\n      \
                  - How long does delivery take?\n      - When will my parcel arrive?\n    answer: Three days.\n  \
                  - id: order-status\n    questions:\n      - Where is my order?\n      - Track my parcel\n    answer: Here.\n";
const ZH: &str = "topic: 配送\nlang: zh\nentries:\n  - id: delivery-time\n    questions:\n      - 配送要多久？\n      \
                  - 包裹什么时候到？\n    answer: 三天。\n";

fn load(files: &[(&str, &str)]) -> Loaded {
    let files: Vec<(String, String)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let langs = ["en", "zh"].map(|tag| Lang::parse(tag).unwrap()).to_vec();
    load_texts(&files, &LoadSettings { time_zone: TimeZone::UTC, langs }, from_millis(0))
}

/// The two small files of a site, and what was decided.
struct Site {
    catalog: Arc<Catalog>,
    index: Index,
    decided: Vec<Decision>,
    masked: bool,
}

impl Site {
    fn new() -> Self {
        let catalog = Arc::new(load(&[("faq/en.yaml", EN), ("faq/zh.yaml", ZH)]).catalog.unwrap());
        let settings = crate::search::Settings { default_lang: Lang::english(), wrong_rate: 0.05 };
        let index = Index::build(catalog.clone(), &settings).unwrap();
        Self { catalog, index, decided: Vec::new(), masked: true }
    }

    fn proposed(&self, talks: &[Talk], gaps: &[(&str, &str)]) -> Vec<Learned> {
        let settings = Settings {
            time_zone: TimeZone::UTC,
            site_name: String::new(),
            lang: Lang::english(),
            mask: self.masked,
            listed: false,
            now: from_millis(0),
        };
        let faq = Faq::of(&self.catalog, &settings.lang, settings.now);
        let known = Known { catalog: &self.catalog, index: &self.index, faq: &faq, decided: &self.decided };
        let gaps: Vec<(String, String)> =
            gaps.iter().map(|(lang, title)| ((*lang).to_owned(), (*title).to_owned())).collect();
        proposed(talks, &known, &gaps, Week { year: 2026, week: 47 }, &settings)
    }
}

/// A visit in which a question got an answer.
fn talk(number: i64, lang: &str, question: &str, answer: &str) -> Talk {
    let line = |seq: i64, voice, text: &str| Line { seq, at: number * 1_000 + seq, voice, text: text.to_owned() };
    let lines = vec![line(1, Voice::Visitor, question), line(2, Voice::Agent("Maya".into()), answer)];
    Talk { conversation: format!("c_{number}"), visit_at: number * 1_000, lang: lang.to_owned(), lines }
}

/// The entry of a proposal, loaded as it stands in the file of its language.
fn loaded(learned: &Learned) -> Arc<Entry> {
    let (path, text) = if learned.lang == "zh" { ("faq/zh.yaml", ZH) } else { ("faq/en.yaml", EN) };
    let loaded = load(&[(path, &format!("{text}{}", learned.yaml))]);
    assert_eq!(loaded.errors(), 0, "{:?}\n{}", loaded.problems, learned.yaml);
    let catalog = loaded.catalog.unwrap();
    catalog.entries.iter().find(|entry| *entry.id == *learned.id).unwrap().clone()
}

#[test]
fn what_asks_the_same_is_one_proposal_with_the_newest_answer() {
    let talks = [
        talk(1, "en", "do you sell child seats?", "Not yet."),
        talk(2, "en", "Do you sell any child seats", "Yes, from 89 euros.\n- front\n- rear"),
        talk(2, "en", "which child seats do you sell", "Yes, from 89 euros.\n- front\n- rear"),
        talk(3, "zh", "可以租自行车吗？", "可以，每天十欧元。"),
        talk(4, "en", "How long does delivery take?", "Three days."),
        talk(5, "en", "48213", "On its way."),
    ];
    let learned =
        Site::new().proposed(&talks, &[("en", "do you sell child seats"), ("en", "llamas"), ("zh", "可以租车吗")]);
    assert_eq!(
        learned.iter().map(|one| (&*one.lang, one.asked, one.conversations)).collect::<Vec<_>>(),
        [("en", 3, 2), ("zh", 1, 1)]
    );
    let first = &learned[0];
    assert_eq!(first.examples.len(), 2);
    assert_eq!(first.unanswered, ["do you sell child seats"], "it is told which group of the week this answers");
    let answers: Vec<(&str, &str)> = first.answers.iter().map(|one| (&*one.text, &*one.agent)).collect();
    assert_eq!(answers, [("Yes, from 89 euros.\n- front\n- rear", "Maya"), ("Not yet.", "Maya")]);
    assert_eq!(first.answers[1].at, "1970-01-01T00:00:01.002Z");
    assert_eq!(first.answer, "Yes, from 89 euros.\n\n- front\n- rear");
    assert!(first.file.as_deref().is_some_and(|file| file.ends_with("en.yaml")), "{:?}", first.file);
    let entry = loaded(first);
    assert_eq!((entry.answer.trim(), entry.questions.len()), (&*first.answer, 3));
    assert_eq!(&*loaded(&learned[1]).answer, "可以，每天十欧元。");
}

#[test]
fn decisions_are_kept() {
    let talks = [talk(1, "en", "do you sell child seats?", "Yes."), talk(2, "en", "sell any child seats", "Yes.")];
    let mut site = Site::new();
    let key = canonical("Do you sell child seats");
    assert_eq!(site.proposed(&talks, &[]).len(), 1);
    site.decided = vec![Decision::dismissal("en".into(), &key)];
    assert!(!site.decided[0].wording.contains("seats"));
    assert_eq!(site.proposed(&talks, &[]), [], "a dismissal is for all that asks the same");
    site.decided = vec![Decision::dismissal("zh".into(), &key)];
    assert_eq!(site.proposed(&talks, &[]).len(), 1);
    // as it was kept once
    site.decided = vec![Decision { wording: key.clone(), ..Decision::dismissal("en".into(), "") }];
    assert_eq!(site.proposed(&talks, &[]), []);
    let accepted =
        |entry: &str| Decision { lang: "en".into(), wording: key.clone(), entry: entry.into(), accepted: true };
    site.decided = vec![accepted("order-status")];
    assert_eq!(site.proposed(&talks, &[]), []);
    site.decided = vec![Decision { wording: Decision::sealed("en", &key), ..accepted("order-status") }];
    assert_eq!(site.proposed(&talks, &[]), []);
    site.decided = vec![accepted("gone")];
    assert_eq!(site.proposed(&talks, &[]).len(), 1, "an entry that is gone answers nothing");
}

#[test]
fn personal_data_is_in_no_part_of_a_proposal() {
    let talks = [
        talk(
            1,
            "en",
            "can you send the invoice to ana@example.com?",
            "Sure, ana@example.com has it, or call\n+49 170\n1234567 89.",
        ),
        talk(2, "en", "ana@example.com?", "Who is that."),
    ];
    let mut site = Site::new();
    let learned = site.proposed(&talks, &[]);
    assert_eq!(learned.len(), 1, "{learned:?}");
    let all = format!("{learned:?}");
    assert!(!all.contains("ana@") && !all.contains("1234567") && all.contains("[email] has it"), "{all}");
    assert_eq!(learned[0].questions, ["can you send the invoice to ?"]);
    assert_eq!(learned[0].title, "can you send the invoice to [email]?");
    loaded(&learned[0]);
    assert!(learned[0].yaml.contains("\n  # [email] stands for somebody's own data: "), "{}", learned[0].yaml);
    site.masked = false;
    let open = site.proposed(&talks, &[]);
    assert!(open[0].title.contains("ana@example.com") && open[0].answer.contains("1234567"), "{open:?}");
    assert!(!open[0].yaml.contains("own data"));
}

#[test]
fn the_longest_question_is_no_longer_than_a_wording() {
    let long = format!("do you sell {}tents?", "very ".repeat(396));
    for question in [long, format!("do you sell {}?", "👩\u{200D}🔧".repeat(600))] {
        let learned = Site::new().proposed(&[talk(1, "en", &question, "Yes.")], &[]);
        assert_eq!(learned.len(), 1);
        for text in learned[0].questions.iter().chain([&learned[0].title]) {
            assert!((900..=MAX_QUESTION_CHARACTERS).contains(&text.chars().count()), "{text}");
        }
        let mut site = Site::new();
        site.decided = vec![Decision::dismissal("en".into(), &canonical(&learned[0].title))];
        assert_eq!(site.proposed(&[talk(1, "en", &question, "Yes.")], &[]), []);
    }
}

#[test]
fn hostile_words_stay_words() {
    let long = format!("do you sell {}?", "very ".repeat(390));
    for (question, answer) in [
        (
            "do you sell: [x]\n  - id: evil\n    answer: {y}?",
            "No.\n\n  - id: evil\n    questions: [z]\n    answer: |\n  x",
        ),
        ("=HYPERLINK(\"http://evil\",\"do you sell tents\")?", "=cmd|' /C calc'!A0 is no answer"),
        ("do you sell \u{202E}stnet\u{202C} here?", "We \u{202E}od\u{202C} not. \u{FEFF}\u{200B}"),
        (&*long, &*"a long answer. ".repeat(130)),
        ("do you sell tents' \" # yes?", "--- \n...\n# no\n%YAML 1.1\n&a *a !!str @x `y`\t\"quoted\" 'single'"),
        ("你们卖帐篷吗：？", "<script>alert(1)</script> [go](javascript:alert(1)) ![x](data:text/html,y)"),
    ] {
        let learned = Site::new().proposed(&[talk(1, "en", question, answer)], &[]);
        assert_eq!(learned.len(), 1, "{question}");
        let entry = loaded(&learned[0]);
        assert_eq!(entry.questions.iter().map(|one| one.text.clone()).collect::<Vec<_>>(), learned[0].questions);
        assert_eq!(entry.answer.trim_end(), learned[0].answer.trim_end(), "{answer}");
        assert!(!entry.content.json.to_string().contains("javascript:alert(1)\"}"), "{}", entry.content.json);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]
    #[test]
    fn a_proposal_is_valid_as_it_stands(question in "[^\\p{Cc}]{1,40}", answer in "([^\\p{Cc}]|\n|\t){1,80}") {
        let site = Site::new();
        let question = format!("do you lend {question} tents?");
        for one in site.proposed(&[talk(1, "en", &question, &answer)], &[]) {
            let entry = loaded(&one);
            prop_assert_eq!(entry.answer.trim_end(), one.answer.trim_end());
        }
    }
}
