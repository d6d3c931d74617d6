use super::*;
use proptest::prelude::*;

mod wrong;

fn settings(langs: &[&str]) -> LoadSettings {
    LoadSettings {
        time_zone: TimeZone::get("Europe/Berlin").unwrap(),
        langs: langs.iter().map(|tag| Lang::parse(tag).unwrap()).collect(),
    }
}

fn noon() -> Timestamp {
    "2026-11-20T11:00:00Z".parse().unwrap()
}

fn load_all(files: &[(&str, &str)], langs: &[&str]) -> Loaded {
    let files: Vec<(String, String)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    load_texts(&files, &settings(langs), noon())
}

fn shown(loaded: &Loaded) -> Vec<String> {
    loaded.problems.iter().map(ToString::to_string).collect()
}

/// All problems of one English file.
fn problems(text: &str) -> Vec<String> {
    let loaded = load_all(&[("faq/en.yaml", text)], &["en"]);
    assert_eq!(loaded.catalog.is_none(), loaded.errors() > 0);
    shown(&loaded)
}

const HEAD: &str = "topic: T\nlang: en\nentries:\n";

/// The problems of a file with one entry, whose lines start on line 4 of the file.
fn entry_problems(entry: &str) -> Vec<String> {
    let mut text = HEAD.to_owned();
    for (at, line) in entry.lines().enumerate() {
        text.push_str(if at == 0 { "  - " } else { "    " });
        text.push_str(line);
        text.push('\n');
    }
    problems(&text)
}

/// A whole entry with these further lines.
fn with(lines: &str) -> String {
    format!("id: a\nquestions: [one way, another way]\nanswer: Yes.\n{lines}")
}

fn valid(id: &str) -> String {
    format!("  - id: {id}\n    questions: [is it {id}, '{id}, is it']\n    answer: Yes.\n")
}

#[test]
fn every_key_of_the_contract_is_read() {
    let text = "\u{FEFF}# yaml-language-server: $schema=faq.schema.json\r\n\
        topic: Shipping\r\n\
        lang: pt_BR                     # BCP 47\r\n\
        entries:\r\n\
        \x20 - id: delivery-time\r\n\
        \x20   questions:\r\n\
        \x20     - How long does delivery take?\r\n\
        \x20     - When  will my\r\n\
        \x20       parcel arrive?\r\n\
        \x20   answer: |\r\n\
        \x20     Orders placed before **14:00** leave the same day.\r\n\
        \x20   keywords: [eta, \"when: now\"]\r\n\
        \x20   follow_ups: [order-status]\r\n\
        \x20   links:\r\n\
        \x20     - { label: Track a parcel, url: https://example.com/track }\r\n\
        \x20   pages: [\"/checkout/**\"]\r\n\
        \x20   from: 2026-11-20\r\n\
        \x20   until: 2026-11-30\r\n\
        \x20   pinned: true\r\n\
        \x20   handoff: true\r\n\
        \x20 - id: order-status\r\n\
        \x20   questions: [Where is it?, Is it lost?]\r\n\
        \x20   answer: On its way.\r\n\
        synonyms:\r\n\
        \x20 - [parcel, package, consignment]\r\n";
    let loaded = load_all(&[("faq/pt/shipping.yaml", text)], &["pt-br"]);
    assert_eq!(shown(&loaded), [""; 0]);
    let catalog = loaded.catalog.unwrap();
    let entry = catalog.get(&Lang::parse("pt-br").unwrap(), "delivery-time").unwrap();
    assert_eq!((&*entry.topic, entry.title()), ("Shipping", "How long does delivery take?"));
    assert_eq!(entry.questions[1].text, "When will my parcel arrive?");
    assert_eq!(entry.questions[1].place, Place { path: Arc::from("faq/pt/shipping.yaml"), line: 8, column: 9 });
    assert_eq!(entry.place, Place { path: Arc::from("faq/pt/shipping.yaml"), line: 5, column: 5 });
    assert_eq!(entry.answer, "Orders placed before **14:00** leave the same day.");
    assert_eq!(entry.content.text, "Orders placed before 14:00 leave the same day.");
    assert_eq!(entry.keywords, ["eta", "when: now"]);
    assert_eq!(entry.follow_ups.iter().map(|id| &**id).collect::<Vec<_>>(), ["order-status"]);
    assert_eq!((&*entry.links[0].label, &*entry.links[0].url), ("Track a parcel", "https://example.com/track"));
    assert!(entry.prefers_page("/checkout/payment") && !entry.prefers_page("/"));
    assert_eq!(entry.from.unwrap().to_string(), "2026-11-19T23:00:00Z");
    assert_eq!(entry.until.unwrap().to_string(), "2026-11-30T23:00:00Z");
    assert!(entry.pinned && entry.handoff && !entry.small_talk);
    assert_eq!(catalog.entries.len(), 2);
    assert!(!catalog.entries[1].pinned && !catalog.entries[1].handoff && catalog.entries[1].from.is_none());
    assert_eq!(catalog.synonyms[0].words, ["parcel", "package", "consignment"]);
    assert_eq!(catalog.synonyms[0].lang.as_str(), "pt-br");
    assert_eq!(catalog.version.len(), 12);
}

#[test]
fn small_talk_is_known_by_the_files_name() {
    let text = format!("{HEAD}{}", valid("hello"));
    for (path, expected) in [
        ("faq/en/small-talk.yaml", true),
        ("small-talk.yml", true),
        ("faq/small-talk/en.yaml", false),
        ("faq/en/no-small-talk.yaml", false),
    ] {
        let catalog = load_all(&[(path, &text)], &["en"]).catalog.unwrap();
        assert_eq!(catalog.entries[0].small_talk, expected, "{path}");
    }
}

#[test]
fn the_number_of_entries_is_limited() {
    let text = |from: usize, to: usize| {
        let entries = (from..to).map(|at| format!("  - {{ id: e{at}, questions: [q{at}, r{at}], answer: y }}\n"));
        format!("{HEAD}{}", entries.collect::<String>())
    };
    let (first, second) = (text(0, 60_000), text(60_000, 100_002));
    let loaded = load_all(&[("faq/a.yaml", &first), ("faq/b.yaml", &second)], &["en"]);
    assert_eq!(
        shown(&loaded),
        ["faq/b.yaml:40004:5: error: 100002 entries, more than 100000; remove what nobody asks"]
    );
}

#[test]
fn an_id_is_unique_in_its_language() {
    let english = format!("{HEAD}{}{}", valid("a"), valid("b"));
    let again = format!("{HEAD}  - id: a\n    questions: [x, y]\n    answer: z\n");
    let chinese = "topic: T\nlang: zh\nentries:\n  - id: a\n    questions: [甲, 乙]\n    answer: 是\n";
    let loaded =
        load_all(&[("faq/en/a.yaml", &english), ("faq/en/b.yaml", &again), ("faq/zh/a.yaml", chinese)], &["en", "zh"]);
    assert_eq!(
        shown(&loaded),
        ["faq/en/b.yaml:4:9: error: duplicate id `a` in `en`: it is already used at faq/en/a.yaml:4:9; choose \
          another"]
    );
}

#[test]
fn a_wording_belongs_to_one_entry_of_its_language() {
    let text = format!(
        "{HEAD}  - id: a\n    questions: [Where is my order?, WHERE is my order]\n    answer: x\n  - id: b\n    \
         questions: ['where is, my ｏｒｄｅｒ!', Other]\n    answer: y\n"
    );
    let german = text.replace("lang: en", "lang: de").replace("WHERE is my order", "Wo?");
    let german = german.replace("where is, my ｏｒｄｅｒ!", "Wo ist es?");
    let loaded = load_all(&[("faq/de.yaml", &german), ("faq/en.yaml", &text)], &["en", "de"]);
    assert_eq!(
        shown(&loaded),
        [
            "faq/en.yaml:5:37: warning: `WHERE is my order` is the same wording as at faq/en.yaml:5:17; remove one \
             or word it otherwise",
            "faq/en.yaml:8:17: error: `where is, my ｏｒｄｅｒ!` is also a wording of `a` at faq/en.yaml:5:17; keep it \
             in one of the two entries",
        ]
    );
}

#[test]
fn the_number_of_problems_across_files_is_limited_and_told() {
    let entries = (0..10_100).map(|_| "  - { id: a, questions: [x], answer: y }\n").collect::<String>();
    let problems = problems(&format!("{HEAD}{entries}"));
    let across = problems.iter().filter(|problem| problem.contains("duplicate id")).count();
    assert_eq!(across, 10_000);
    let last = "more ids, wordings or follow-ups like those above are wrong; put those above right first";
    assert_eq!(problems.iter().filter(|problem| problem.contains(last)).count(), 1);
}

#[test]
fn a_follow_up_leads_somewhere() {
    let text = format!("{HEAD}{}    follow_ups: [a, zh-only, order-staus, zzz]\n{}", valid("a"), valid("order-status"));
    let chinese = "topic: T\nlang: zh\nentries:\n  - id: zh-only\n    questions: [甲, 乙]\n    answer: 是\n";
    let mut found = shown(&load_all(&[("faq/en.yaml", &text), ("faq/zh.yaml", chinese)], &["en"]));
    found.retain(|problem| problem.contains("error"));
    assert_eq!(
        found,
        [
            "faq/en.yaml:7:30: error: `follow_ups` names `order-staus`, which is no entry's id; did you mean \
             `order-status`?",
            "faq/en.yaml:7:43: error: `follow_ups` names `zzz`, which is no entry's id; the nearest id is `a`; \
             correct or remove it",
        ]
    );
}

#[test]
fn one_mistake_is_one_problem() {
    // an entry with an error still counts as a follow-up, and so does one beyond a syntax error
    let text = format!("{HEAD}{}    follow_ups: [b, c, d, e]\n  - id: b\n    questions: [x, y]\n", valid("a"));
    let beyond = "  - id: 'd'\n    follow_ups: [e]\n";
    let broken = format!("{HEAD}{}  - id: x: x\n    questions: [p, q]\n{beyond}", valid("c"));
    let loaded = load_all(&[("faq/a.yaml", &text), ("faq/b.yaml", &broken)], &["en"]);
    assert_eq!(
        shown(&loaded),
        [
            "faq/a.yaml:7:27: error: `follow_ups` names `e`, which is no entry's id; the nearest id is `a`; correct or \
             remove it",
            "faq/a.yaml:8:5: error: missing `answer`; an entry needs `id`, `questions` and `answer`",
            "faq/b.yaml:7:10: error: not valid YAML: a `: ` is not expected here; put a text that contains `: ` in \
             quotes, and check the indentation",
        ]
    );
}

#[test]
fn a_lost_comment_is_told() {
    assert_eq!(
        entry_problems("id: a # a name\nquestions:\n  - What is item #5?\n  - \"item #6?\"\n  - b ## c\nanswer: y"),
        ["faq/en.yaml:6:22: warning: `#5?` is read as a comment; put the whole text in quotes if it belongs to it, \
          or write a space after `#`"]
    );
}

#[test]
fn warnings_keep_nothing_out_of_service() {
    let english = format!(
        "{HEAD}  - id: a\n    questions: [only]\n    answer: x\n    until: 2026-11-19\n{}    until: 2026-11-20\n",
        valid("b")
    );
    let chinese = "topic: T\nlang: zh-Hant\nentries:\n  - id: a\n    questions: [甲, 乙]\n    answer: 是\n";
    let french = "topic: T\nlang: fr\nentries:\n  - id: f\n    questions: [un, deux]\n    answer: oui\n";
    let files = [("faq/en.yaml", &*english), ("faq/fr.yaml", french), ("faq/zh.yaml", chinese)];
    let loaded = load_all(&files, &["en", "zh", "de"]);
    assert_eq!(loaded.catalog.as_ref().unwrap().entries.len(), 4);
    assert_eq!(
        shown(&loaded),
        [
            "faq/en.yaml:4:5: warning: `a` is past its `until` and out of service; remove it or move the date",
            "faq/en.yaml:4:5: warning: there is no entry in `de`, which is configured; write translations in a file \
             with `lang: de`, or remove it from `langs` in the section [site]",
            "faq/en.yaml:5:17: warning: `a` has a single wording; add other ways to ask it, the more the better",
            "faq/en.yaml:8:5: warning: `b` has no translation in `zh`; add an entry of this id to a file with \
             `lang: zh`",
            "faq/fr.yaml:4:5: warning: `f` has no translation in `en`; add an entry of this id to a file with \
             `lang: en`",
            "faq/fr.yaml:4:5: warning: `f` has no translation in `zh`; add an entry of this id to a file with \
             `lang: zh`",
        ]
    );
    // regional variants that are configured both are two languages
    let loaded = load_all(&[("faq/zh.yaml", chinese)], &["zh-hant", "zh-hans"]);
    assert_eq!(
        shown(&loaded),
        ["faq/zh.yaml:4:5: warning: there is no entry in `zh-hans`, which is configured; write translations in a \
          file with `lang: zh-hans`, or remove it from `langs` in the section [site]"]
    );
}

#[test]
fn what_looks_unfinished_or_leads_nowhere_is_told() {
    for (entry, told) in [
        ("questions: [a b, c d]\nanswer: TODO", "4:5: warning: the answer of `a` looks unfinished"),
        ("questions: [a b, c d]\nanswer: \"...\"", "4:5: warning: the answer of `a` looks unfinished"),
        ("questions: [a b, c d]\nanswer: Lorem ipsum dolor.", "4:5: warning: the answer of `a` looks unfinished"),
        ("questions: [a b, \"{{question}}\"]\nanswer: y", "{{question}}\" of `a` looks like no question"),
        (
            "questions: [a b, c d]\nanswer: y\nlinks: [{label: x, url: www.example.com/a}]",
            "4:5: warning: `a` links to www.example.com/a, which browsers take for a path of this site; write \
             https://www.example.com/a",
        ),
        ("questions: [a b, c d]\nanswer: \"[x](help@example.com)\"", "write mailto:help@example.com"),
        ("questions: [a b, c d]\nanswer: \"One<br/>two\"", "holds HTML (`<br>`), which visitors read as it is written"),
        ("questions: [a b, c d]\nanswer: \"<P>One</p>\"", "holds HTML (`<P>`)"),
        ("questions: [a b, c d]\nanswer: y\nfollow_ups: [a]", "names `a`, which is the entry itself"),
    ] {
        let problems = entry_problems(&format!("id: a\n{entry}"));
        assert!(problems.len() == 1 && problems[0].contains(told), "{entry}: {problems:?}");
    }
    for answer in [
        "\"[x](/help) [y](https://www.example.com) [z](mailto:help@example.com)\"",
        "Todo incluido.",
        "\"Write `{{name}}`, `[x](www.example.com)` or `<br>`.\"",
        "\"Press <U>, or a <b and c> d\"",
        "\"x < b and <a@example.com>, <https://example.com>, <name> and <pre-order>\"",
    ] {
        let problems = entry_problems(&format!("id: a\nquestions: [a b, test my bike]\nanswer: {answer}"));
        assert!(problems.is_empty(), "{answer}: {problems:?}");
    }
}

#[test]
fn what_is_over_is_not_offered_after_an_answer() {
    let text =
        format!("{HEAD}{}    follow_ups: [b, c]\n{}{}    until: 2026-11-01\n", valid("a"), valid("b"), valid("c"));
    let told: Vec<_> = problems(&text).into_iter().filter(|problem| problem.contains("follow_ups")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("names `c`, which is past its `until`"), "{told:?}");
}

#[test]
fn a_file_in_another_language_than_it_says_is_told() {
    let german = [
        "Die Lieferung dauert zwei bis drei Tage.",
        "Sie können die Ware innerhalb von 30 Tagen zurückgeben.",
        "Wir nehmen alle gängigen Karten an.",
    ];
    let english = [
        "The delivery takes two or three days.",
        "You can return the goods within 30 days.",
        "We take all of the cards.",
    ];
    let told = |lang: &str, answers: &[&str]| {
        let entry = |(at, answer): (usize, &&str)| {
            format!("  - id: a{at}\n    questions: [\"{answer} 1\", \"{answer} 2\"]\n    answer: {answer}\n")
        };
        let entries: String = answers.iter().enumerate().map(entry).collect();
        let loaded = load_all(&[("faq/x.yaml", &format!("topic: T\nlang: {lang}\nentries:\n{entries}"))], &[lang]);
        shown(&loaded)
    };
    let problems = told("en", &german);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("look like `de`, but its `lang` is `en`"), "{problems:?}");
    for (lang, answers) in [
        ("en", &english),
        ("de", &german),
        ("de-at", &german),
        ("is", &german),
        ("en", &[german[0], english[0], german[1]]),
    ] {
        assert_eq!(told(lang, answers), [""; 0], "{lang} {answers:?}");
    }
    assert!(told("zh", &english)[0].contains("look like `en`"));
    assert_eq!(told("zh", &["我们的地址在上海。", "退款需要三天。", "我们收所有的卡。"]), [""; 0]);
}

#[test]
fn the_version_tells_contents_and_names() {
    let version = |path: &str, text: &str| load_all(&[(path, text)], &["en"]).catalog.unwrap().version;
    let text = format!("{HEAD}{}", valid("a"));
    let first = version("faq/a.yaml", &text);
    assert!(first.len() == 12 && first.bytes().all(|byte| byte.is_ascii_hexdigit()));
    assert_eq!(version("faq/a.yaml", &text), first);
    assert_ne!(version("faq/b.yaml", &text), first);
    assert_ne!(version("faq/a.yaml", &format!("{text}# a comment\n")), first);
}

#[test]
fn entries_are_found_by_language_and_id() {
    let english = format!("{HEAD}{}{}", valid("a"), valid("b"));
    let chinese = "topic: T\nlang: zh\nentries:\n  - id: a\n    questions: [甲, 乙]\n    answer: 是\n";
    let files = [("faq/zh.yaml", chinese), ("faq/en.yaml", &*english)];
    let catalog = load_all(&files, &["en", "zh"]).catalog.unwrap();
    let (en, zh) = (Lang::english(), Lang::parse("zh").unwrap());
    assert_eq!(catalog.langs(), [en.clone(), zh.clone()]);
    assert_eq!(catalog.get(&zh, "a").unwrap().title(), "甲");
    assert!(catalog.get(&zh, "b").is_none());
    assert_eq!(catalog.find(&[&zh, &en], "a").unwrap().lang, zh);
    assert_eq!(catalog.find(&[&zh], "b").unwrap().lang, en);
    assert!(catalog.find(&[&zh, &en], "c").is_none());
}

#[test]
fn a_folder_is_read_under_the_name_it_was_given() {
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("faq");
    std::fs::create_dir_all(dir.join("en")).unwrap();
    std::fs::write(dir.join("en/a.yaml"), format!("{HEAD}{}", valid("a"))).unwrap();
    let loaded = load(&dir, &settings(&["en"]), noon());
    assert_eq!((shown(&loaded), loaded.changed), (vec![], false));
    // the same folder under another name is the same version
    let version = loaded.catalog.unwrap().version;
    let named = format!("{}/./", dir.display());
    assert_eq!(load(Path::new(&named), &settings(&["en"]), noon()).catalog.unwrap().version, version);

    std::fs::write(dir.join("en/a.yaml"), b"topic: T\nlang: en\n# \xE9t\xE9\n").unwrap();
    std::fs::write(dir.join("en/b.yaml"), b"\xEF\xBB\xBF\xE9").unwrap();
    std::fs::write(dir.join("en/c.yaml"), b"\xFF\xFEt\0").unwrap();
    std::fs::write(dir.join("en/d.yaml"), "nothing").unwrap();
    let path = dir.display().to_string();
    let loaded = load(Path::new(&format!("{path}/")), &settings(&["en"]), noon());
    assert!(loaded.catalog.is_none());
    assert_eq!(
        shown(&loaded),
        [
            format!("{path}/en/a.yaml:3:3: error: the byte 0xE9 at offset 20 is not UTF-8; save the file as UTF-8"),
            format!("{path}/en/b.yaml:1:1: error: the byte 0xE9 at offset 3 is not UTF-8; save the file as UTF-8"),
            format!("{path}/en/c.yaml:1:1: error: the file is UTF-16; save it as UTF-8"),
            format!(
                "{path}/en/d.yaml:1:1: error: a FAQ file must be a mapping with the keys `topic`, `lang`, \
                 `entries` and `synonyms`, found the text `nothing`"
            ),
        ]
    );
    std::fs::remove_dir_all(&dir).unwrap();
    assert!(
        shown(&load(&dir, &settings(&["en"]), noon()))[0]
            .starts_with(&format!("{path}:1:1: error: there is no such folder; create it"))
    );
}

#[test]
fn follow_ups_into_unreadable_files_are_told_as_such() {
    let temporary = tempfile::tempdir().unwrap();
    let text = format!("{HEAD}{}    follow_ups: [elsewhere]\n", valid("a"));
    std::fs::write(temporary.path().join("a.yaml"), text).unwrap();
    std::fs::write(temporary.path().join("b.yaml"), b"\xFF").unwrap();
    let problems = shown(&load(temporary.path(), &settings(&["en"]), noon()));
    assert!(
        problems[0].ends_with(
            "a.yaml:7:18: error: `follow_ups` names `elsewhere`, which is no entry's id in the files that could be \
             read; the nearest id is `a`; correct or remove it"
        ),
        "{problems:?}"
    );
    assert_eq!(problems.len(), 2);
}

#[test]
fn no_text_at_all_is_an_error() {
    assert_eq!(
        shown(&load_all(&[], &["en"])),
        ["faq:1:1: error: there is no FAQ file; `deskbell schema` prints the format"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_files_are_survived(texts in prop::collection::vec(
        "(topic: T\nlang: (en|zh)\nentries:\n)?(( {2}- id: [a-c]{1,2}\n| {4}questions: \\[[a-d ]{0,4}(, [a-d]{1,3})?\\]\n\
         | {4}answer: [a-z*\\[\\]():/!<>]{0,12}\n| {4}(follow_ups|links|pages|from): \\[?[a-c/\\[{]{0,4}\\]?\n|[-:a \n]{0,6}\n)){0,12}",
        0..4_usize,
    )) {
        let files: Vec<(String, String)> =
            texts.into_iter().enumerate().map(|(at, text)| (format!("faq/{at}.yaml"), text)).collect();
        let loaded = load_texts(&files, &settings(&["en", "zh"]), noon());
        prop_assert_eq!(loaded.catalog.is_none(), loaded.errors() > 0);
        prop_assert!(loaded.problems.is_sorted());
        prop_assert!(shown(&loaded).iter().all(|problem| !problem.contains('\n')));
        for entry in loaded.catalog.iter().flat_map(|catalog| &catalog.entries) {
            prop_assert!(!entry.questions.is_empty() && !entry.content.text.is_empty());
        }
    }
}
