//! Import and export from outside: tables of other programs become files that pass `check`, and an export that is
//! imported is the same FAQ.

use crate::support::Site;
use deskbell::clock::{TimeZone, from_millis};
use deskbell::exchange::{self, Format, Settings};
use deskbell::faq::Catalog;
use deskbell::faq::load::{LoadSettings, load, load_texts};
use deskbell::faq::write::EntryText;
use deskbell::text::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

fn deskbell(site: &Site, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_deskbell")).current_dir(site.path()).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Imports a file of this text into a new folder, and gives its report.
fn import(site: &Site, name: &str, contents: &[u8], more: &[&str]) -> Value {
    std::fs::write(site.path().join(name), contents).unwrap();
    let mut arguments = vec!["import", name, "--into", "new", "--json"];
    arguments.extend(more);
    let output = deskbell(site, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn checked(site: &Site, folder: &str) {
    let checked = deskbell(site, &["check", "--faq", folder]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
}

fn notes(report: &Value) -> Vec<String> {
    let note = |note: &Value| {
        format!("{}:{} {}", note["row"], note["effect"].as_str().unwrap(), note["message"].as_str().unwrap())
    };
    report["notes"].as_array().unwrap().iter().map(note).collect()
}

/// What a catalog says, without places.
fn contents(catalog: &Catalog, zone: &TimeZone) -> BTreeSet<String> {
    let entry = |entry: &std::sync::Arc<deskbell::faq::Entry>| {
        let text = EntryText::of(entry, zone);
        format!("{} {:?} {} {text:?} {:?}", entry.lang, entry.topic, entry.small_talk, (entry.from, entry.until))
    };
    let synonyms = catalog.synonyms.iter().map(|group| format!("{} {:?}", group.lang, group.words));
    catalog.entries.iter().map(entry).chain(synonyms).collect()
}

fn loading() -> LoadSettings {
    LoadSettings { time_zone: TimeZone::get("Europe/Berlin").unwrap(), langs: vec![Lang::english()] }
}

/// Exports, imports into a folder that is still empty, and loads that.
fn round_trip(catalog: &Catalog, format: Format) -> Catalog {
    let folder = tempfile::tempdir().unwrap();
    let loading = loading();
    let bytes = exchange::export(catalog, format, &loading.time_zone).unwrap();
    let settings = Settings {
        lang: Lang::english(),
        langs: loading.langs.clone(),
        topic: "Other".into(),
        time_zone: loading.time_zone.clone(),
    };
    let name = if format == Format::Csv { "faq.csv" } else { "faq.xlsx" };
    let import = exchange::import(name, &bytes, folder.path(), &settings, from_millis(0)).unwrap();
    assert_eq!(import.report.notes, [], "{:?}", import.report.notes);
    import.write(folder.path()).unwrap();
    load(folder.path(), &loading, from_millis(0)).catalog.unwrap()
}

#[test]
fn the_sample_comes_back_from_a_table_as_it_was() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
    let catalog = load(&sample, &loading(), from_millis(0)).catalog.unwrap();
    let zone = loading().time_zone;
    assert_eq!(contents(&round_trip(&catalog, Format::Xlsx), &zone), contents(&catalog, &zone));
    // a table has no place for synonyms
    let without = Catalog::new(catalog.entries.clone(), Vec::new(), String::new());
    assert_eq!(contents(&round_trip(&catalog, Format::Csv), &zone), contents(&without, &zone));
}

#[test]
fn whatever_an_entry_holds_comes_back() {
    let hostile = r#"topic: "=HYPERLINK(\"x\")"
lang: en
entries:
  - id: "12"
    questions: ["=1+1", "'=1+1", "a|b", "+49 30"]
    answer: "- one\n- two\n\n\ttab, \"quotes\"; 'and' |bars|\n\n    code  "
    keywords: ["a, b"]
    links: [{ label: "A; b", url: "https://example.com/x?a=b;c" }]
    pages: ["/{a,b}/**", "/c|d"]
    from: 2026-10-25T02:30+01:00
    until: 2026-11-30
    pinned: true
  - id: twelve
    questions: ["only | one", "with | bars"]
    answer: "'=quoted"
    keywords: ["a", "b,c"]
    follow_ups: ["12"]
    handoff: true
  - id: signs
    questions: [Which signs make a line break?]
    answer: "Write `<br>`, or **two** blanks; <b>bold</b> and <img src=x> are shown as they stand."
"#;
    let catalog = load_texts(&[("faq/a.yaml".into(), hostile.into())], &loading(), from_millis(0)).catalog.unwrap();
    let zone = loading().time_zone;
    for format in [Format::Csv, Format::Xlsx] {
        assert_eq!(contents(&round_trip(&catalog, format), &zone), contents(&catalog, &zone), "{format:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_words_come_back(
        topics in prop::collection::vec("[=+@'a-c退 |;-]{0,6}[a-c退]", 1..4),
        title in "[=+@'a-z退|;,\"\\\\-]{1,9}",
        answer in "[=+@'a-z退|;,\"\\\\ \n\t_*<>&#-]{0,30}[a-z退]",
        keyword in "[=+@'a-z退|;,-]{1,6}",
    ) {
        let entry = |at: usize| EntryText {
            id: format!("entry-{at}"),
            questions: vec![format!("{title} {at}"), format!("={at}")],
            answer: answer.trim_start().to_owned(),
            keywords: vec![format!("{keyword}{at}")],
            ..EntryText::default()
        };
        let files: Vec<(String, String)> = topics
            .iter()
            .enumerate()
            .map(|(at, topic)| {
                let topic = topic.split_whitespace().collect::<Vec<_>>().join(" ");
                let text = deskbell::faq::write::document(&topic, &Lang::english(), &[entry(at)], &[]);
                (format!("faq/{at}.yaml"), text)
            })
            .collect();
        let loaded = load_texts(&files, &loading(), from_millis(0));
        let Some(catalog) = loaded.catalog else { return Err(TestCaseError::reject("no FAQ")) };
        for format in [Format::Csv, Format::Xlsx] {
            prop_assert_eq!(contents(&round_trip(&catalog, format), &TimeZone::UTC), contents(&catalog, &TimeZone::UTC));
        }
    }
}

#[test]
fn an_export_is_safe_and_imported_over_itself_it_adds_nothing() {
    let site = Site::new();
    let exported = deskbell(&site, &["export", "--output", "faq.csv"]);
    assert_eq!(exported.status.code(), Some(0), "{}", text(&exported.stderr));
    let csv = std::fs::read(site.path().join("faq.csv")).unwrap();
    assert!(
        csv.starts_with(b"\xEF\xBB\xBF\"id\",\"language\",\"topic\",\"title\",\"other wordings\",\"answer\","),
        "{}",
        text(&csv)
    );
    assert!(text(&csv).contains("\"Track a parcel https://example.com/track\""));
    let again = deskbell(&site, &["import", "faq.csv"]);
    assert_eq!(again.status.code(), Some(1));
    let reasons = text(&again.stderr);
    assert!(reasons.contains("faq.csv:2: dropped: the FAQ has `delivery-time` already at faq/en.yaml:4"), "{reasons}");
    let names: Vec<_> = std::fs::read_dir(site.faq()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["en.yaml"]);
    assert_eq!(deskbell(&site, &["export", "--format", "xlsx"]).stdout[..2], *b"PK");
}

#[test]
fn a_table_becomes_files_by_topic_and_language() {
    let site = Site::new();
    let csv = "Frage;Antwort;Weitere Formulierungen;Kategorie;Sprache;Notiz\r\n\
        Wie lange dauert der Versand?;Drei Tage.;Lieferzeit | wann kommt mein Paket;Versand;Deutsch;intern\r\n\
        How long is shipping?;Three days.;;Shipping;en;\r\n\
        ;Nothing asked.;;Shipping;en;\r\n\
        Where do you ship?;;;Shipping;en;\r\n\
        HOW LONG IS SHIPPING;Four days.;;Shipping;en;\r\n\
        Do you ship to islands?;'-see [here](javascript:alert(1));;Shipping;en;\r\n";
    let report = import(&site, "old.csv", csv.as_bytes(), &[]);
    assert_eq!((&report["entries"], &report["rows"], &report["written"]), (&3.into(), &6.into(), &true.into()));
    let files: Vec<&str> =
        report["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    assert_eq!(files, ["new/de/versand.yaml", "new/en/shipping.yaml"]);
    assert_eq!(
        notes(&report),
        [
            "1:dropped the column “Notiz” has no place in a FAQ file; it is not imported",
            "4:dropped the question is empty; write one",
            "5:dropped “Where do you ship?”: the answer is empty; write one",
            "6:dropped the wording “HOW LONG IS SHIPPING” is a duplicate of row 3",
            "7:changed “Do you ship to islands?”: the unsafe link “javascript:alert(1)” was taken out: `javascript:` is not a \
             safe kind of address; write an address that starts with https://, http://, mailto: or tel:, or a path of this \
             site such as /help",
        ]
    );
    let german = std::fs::read_to_string(site.path().join("new/de/versand.yaml")).unwrap();
    assert_eq!(
        german,
        "topic: Versand\nlang: de\nentries:\n  - id: wie-lange-dauert-der-versand\n    questions:\n      \
         - Wie lange dauert der Versand?\n      - Lieferzeit\n      - wann kommt mein Paket\n    answer: |\n      Drei Tage.\n"
    );
    assert!(std::fs::read_to_string(site.path().join("new/en/shipping.yaml")).unwrap().contains("      -see here\n"));
    checked(&site, "new");

    // a second import stands beside the first, and a dry run leaves no trace
    let csv = "topic,question,answer\nShipping,Is there a tracking number?,Yes.\n";
    let dry = import(&site, "more.csv", csv.as_bytes(), &["--dry-run"]);
    assert_eq!((&dry["files"][0]["path"], &dry["written"]), (&"new/en/shipping-2.yaml".into(), &false.into()));
    assert!(!site.path().join("new/en/shipping-2.yaml").exists());
    let human = deskbell(&site, &["import", "more.csv", "--into", "new"]);
    assert_eq!(
        text(&human.stdout),
        "more.csv (table): 1 row, 1 entry with 1 wording; 0 dropped, 0 changed.\n  new/en/shipping-2.yaml  1 entry in en, \
         “Shipping”\n`deskbell check` has 1 warning for them, such as entries with a single wording.\n"
    );
    checked(&site, "new");
}

#[test]
fn qna_maker_keeps_its_wordings_together() {
    let site = Site::new();
    let tsv = "Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId\tSourceDisplayName\n\
        Where is my order?\tOpen **My orders**.\\n\\nIt says \"where\".\tEditorial\ttopic:Orders|team:blue\t[]\tFalse\t\
        [{\"displayOrder\":0,\"displayText\":\"Return\",\"qnaId\":8}]\t7\tEditorial\n\
        \"track\" my order\tOpen **My orders**.\\n\\nIt says \"where\".\tEditorial\ttopic:Orders|team:blue\t[]\tFalse\t[]\t7\tEditorial\n\
        How do I return it?\tSend it back.\tEditorial\t\t\
        [{\"clusterHead\":\"a\",\"suggestedQuestions\":[{\"question\":\"give it back\"}]}]\tFalse\t[]\t8\tEditorial\n";
    let report = import(&site, "kb.tsv", tsv.as_bytes(), &["--topic", "General"]);
    assert_eq!((&report["kind"], &report["entries"], &report["wordings"]), (&"QnA Maker".into(), &2.into(), &4.into()));
    assert_eq!(notes(&report), ["1:dropped the metadata “team” has no place in a FAQ file; it is not imported"]);
    let orders = std::fs::read_to_string(site.path().join("new/en/orders.yaml")).unwrap();
    for part in [
        "      - Where is my order?\n      - \"\\\"track\\\" my order\"\n",
        "      Open **My orders**.\n\n      It says \"where\".\n",
        "    follow_ups: [how-do-i-return-it]\n",
    ] {
        assert!(orders.contains(part), "{part} is not in\n{orders}");
    }
    assert!(std::fs::read_to_string(site.path().join("new/en/general.yaml")).unwrap().contains("- give it back"));
    checked(&site, "new");
}

#[test]
fn zendesk_articles_become_markdown_without_what_is_internal() {
    let site = Site::new();
    let article = |id: u64, locale: &str, title: &str, body: &str| {
        json!({"id": id, "title": title, "name": title, "body": body, "locale": locale, "draft": false, "section_id": 3,
               "user_segment_id": null, "promoted": false, "label_names": [],
               "html_url": format!("https://help.example.com/hc/{locale}/articles/{id}")})
    };
    let mut internal = article(3, "en-us", "Internal", "<p>Secret</p>");
    internal["user_segment_id"] = 9.into();
    let mut draft = article(4, "en-us", "Draft", "<p>Not yet</p>");
    draft["draft"] = true.into();
    let export = json!({
        "articles": [
            article(1, "en-us", "How do I return something?",
                "<h2>By post</h2><ol><li>Open <a href=\"/hc/orders\">your order</a>.</li><li>Choose <strong>Return</strong>.</li></ol>\
                 <iframe src=\"https://video.example.com/1\"></iframe>"),
            article(1, "zh-cn", "怎么退货？", "<p>打开<strong>订单</strong>。</p>"),
            internal,
            draft,
            article(5, "en-us", "Empty", "<p>&nbsp;</p>"),
        ],
        "sections": [{"id": 3, "name": "Returns"}],
    });
    let report = import(&site, "articles.json", export.to_string().as_bytes(), &[]);
    assert_eq!(
        notes(&report),
        [
            "1:dropped `label_names` has no place in a FAQ file; it is not imported",
            "1:changed “How do I return something?”: an embedded <iframe> was left out of the answer",
            "3:dropped “Internal” is shown to some readers only, and a FAQ is for everybody",
            "4:dropped “Draft” is a draft; publish it first",
            "5:dropped “Empty”: the answer is empty; write one",
        ]
    );
    let english = std::fs::read_to_string(site.path().join("new/en/returns.yaml")).unwrap();
    let answer = "    answer: |\n      ## By post\n\n      1. Open [your order](https://help.example.com/hc/orders).\n      \
                  2. Choose **Return**.\n";
    assert!(english.contains(answer), "{english}");
    let chinese = std::fs::read_to_string(site.path().join("new/zh-cn/returns.yaml")).unwrap();
    assert!(english.contains("id: how-do-i-return-something") && chinese.contains("id: how-do-i-return-something"));
    checked(&site, "new");
}

#[test]
fn chatwoot_exports_are_read_in_both_forms() {
    let site = Site::new();
    let canned = json!([
        {"id": 1, "account_id": 1, "short_code": "refund time", "content": "Five days, {{contact.name}}."},
        {"id": 2, "account_id": 1, "short_code": "hours", "content": "Nine to five."}
    ]);
    let report = import(&site, "canned.json", canned.to_string().as_bytes(), &["--topic", "Help"]);
    assert_eq!((&report["kind"], &report["entries"]), (&"Chatwoot canned responses".into(), &2.into()));
    assert!(notes(&report)[0].starts_with("1:changed “refund time”: nobody fills in “{{contact.name}}”"));
    let csv = "title,content,status,category,locale\nWo ist mein Paket?,Unterwegs.,published,Versand,de\nAlt,Weg.,archived,Versand,de\n";
    let report = import(&site, "articles.csv", csv.as_bytes(), &[]);
    assert_eq!(notes(&report), ["3:dropped “Alt” is not published, its status is “archived”"]);
    assert_eq!(report["files"][0]["path"], "new/de/versand.yaml");
    checked(&site, "new");
}

#[test]
fn what_cannot_be_imported_says_why_and_writes_nothing() {
    let site = Site::new();
    let refused = |name: &str, bytes: &[u8], expected: &str| {
        std::fs::write(site.path().join(name), bytes).unwrap();
        let output = deskbell(&site, &["import", name, "--into", "new"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(text(&output.stderr).contains(expected), "{expected} is not in\n{}", text(&output.stderr));
        assert!(!site.path().join("new").exists());
    };
    refused("a.csv", b"one,two\n1,2\n", "a.csv:1: no columns named question and answer; there are “one”, “two”. Name");
    refused("a.csv", b"question,answer\nWhat?,\n", "a.csv:2: dropped: “What?”: the answer is empty");
    refused("a.csv", b"question,answer\nWhat\xFF,b\n", "a.csv:2: the file is not UTF-8");
    refused("a.xlsx", b"no workbook", "a.xlsx:1: the file is no XLSX workbook");
    refused("a.json", b"{}", "a.json:1: expected a list of objects");
    refused("a.pdf", b"%PDF", "a.pdf:1: the ending tells no kind of file");
    std::fs::write(site.faq().join("broken.yaml"), "topic: T\n").unwrap();
    std::fs::write(site.path().join("b.csv"), "question,answer\nWhat?,That.\n").unwrap();
    let output = deskbell(&site, &["import", "b.csv"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("the FAQ in faq has errors") && said.contains("faq/broken.yaml:1:1"), "{said}");
}
