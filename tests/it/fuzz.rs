//! What comes from outside, made up: seeds of our own, cut, joined, doubled and mixed with what parsers stumble over.
//! Nothing may panic, and what is said of each result must hold.
//!
//! `DESKBELL_FUZZ_SECONDS` is the time of each target (5), `DESKBELL_FUZZ_SEED` where the numbers begin. An input that
//! fails is printed, and belongs into the seeds.

use crate::support::{FAQ, Site};
use deskbell::clock::{TimeZone, Timestamp};
use deskbell::config;
use deskbell::exchange::{self, ImportError, Settings as ImportSettings};
use deskbell::faq::address::{check_link, check_picture};
use deskbell::faq::load::{LoadSettings, load_texts};
use deskbell::faq::{Severity, markdown};
use deskbell::report::csv::guard;
use deskbell::report::mask::{clean, mask};
use deskbell::report::xlsx::cell_text;
use deskbell::search::{Index, Question, Settings};
use deskbell::text::Lang;
use deskbell::web::wire::{self, ClientFrame};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What parsers, spreadsheets and browsers stumble over.
const TOKENS: &[&str] = &[
    "(",
    ")",
    "\"",
    "'",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    "- ",
    "\n",
    "\r\n",
    "\t",
    "&a ",
    "*a",
    "<<: ",
    "!!str ",
    "---\n",
    "|\n",
    ">-\n",
    "%",
    "#",
    "`",
    "```\n",
    "**",
    "~~",
    "|",
    "<b>",
    "</script>",
    "<!--",
    "javascript:",
    "data:text/html,",
    "](",
    "![x](",
    "https://a.example/",
    "mailto:",
    "=",
    "+",
    "-",
    "@",
    "\u{0}",
    "\u{1b}",
    "\u{7f}",
    "\u{85}",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{10ffff}",
    "＝",
    "＠",
    "１２３",
    "e\u{301}\u{302}\u{303}",
    " \u{301} ",
    "\u{309b}",
    "\u{ff9e}",
    "\u{e48}",
    "👩‍👩‍👧",
    "怎么退货",
    "訂單",
    "tuihuo",
    "ありがとう",
    "반품",
    "возврат",
    "ß",
    "İ",
    "ı",
    "ǆ",
    "null",
    "true",
    "~",
    "1e999",
    "-0",
    "99999999999999999999",
    "0x1f",
    "NaN",
    "\\ud800",
    "\\u0000",
    "2026-02-30",
    "9999-12-31",
    "a@b.example",
    "+49 170 1234567",
    "4111 1111 1111 1111",
    "11010519491231002X",
    "id",
    "questions",
    "answer",
    "lang: ",
    "follow_ups",
    "\"type\":",
    "\"send\"",
    "\"cid\":",
    "[server]\n",
    "listen = ",
];
/// Characters of an input at most.
const LONGEST: usize = 6_000;

/// A small generator of numbers (Steele, Lea, Flood: SplitMix64, OOPSLA 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    /// An input made of the seeds.
    fn input(&mut self, seeds: &[&str]) -> String {
        let mut text: Vec<char> = seeds[self.below(seeds.len())].chars().collect();
        for _ in 0..self.below(8) {
            let at = self.below(text.len() + 1);
            let end = (at + self.below(20)).min(text.len());
            match self.below(8) {
                0 => drop(text.drain(at..end)),
                1 => {
                    let again: Vec<char> = text[at..end].repeat(1 + self.below(4));
                    text.splice(at..at, again);
                }
                2 => text.truncate(at),
                3 => {
                    let other: Vec<char> = seeds[self.below(seeds.len())].chars().collect();
                    let from = self.below(other.len() + 1);
                    text.splice(at..at, other[from..].iter().copied().take(200));
                }
                4 => {
                    let token = TOKENS[self.below(TOKENS.len())];
                    text.splice(at..at, token.repeat(1 + self.below(400)).chars());
                }
                5 => {
                    let any = char::from_u32(self.below(0x11_0000) as u32).unwrap_or('\u{fffd}');
                    text.insert(at, any);
                }
                _ => {
                    text.splice(at..end, TOKENS[self.below(TOKENS.len())].chars());
                }
            }
            text.truncate(LONGEST);
        }
        text.into_iter().collect()
    }
}

/// Says which input it was, when the check of it panics.
struct Witness<'a>(&'a str);

impl Drop for Witness<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input that fails: {:?}", self.0);
        }
    }
}

/// Tries inputs for some time.
fn fuzz(name: &str, seeds: &[&str], mut check: impl FnMut(&str)) {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let mut random = Random(number("DESKBELL_FUZZ_SEED", 1));
    let end = Instant::now() + Duration::from_secs(number("DESKBELL_FUZZ_SECONDS", 5));
    let mut tried = 0u64;
    for seed in seeds {
        let _witness = Witness(seed);
        check(seed);
    }
    while Instant::now() < end || tried < 100 {
        let input = random.input(seeds);
        let _witness = Witness(&input);
        check(&input);
        tried += 1;
    }
    println!("{name}: {tried} inputs");
}

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

fn langs() -> Vec<Lang> {
    ["en", "zh"].into_iter().filter_map(Lang::parse).collect()
}

fn loading() -> LoadSettings {
    LoadSettings { time_zone: TimeZone::get("Europe/Lisbon").unwrap(), langs: langs() }
}

#[test]
fn frames() {
    let seeds = [
        r#"{"type":"hello","v":1,"token":null,"epoch":"e","after":41,"lang":"zh-Hant","page":{"url":"https://a.example/b?c#d","title":"t","referrer":"https://u@r.example/"}}"#,
        r#"{"type":"send","cid":"0192f0c1-7d3e-7cc1-8a4e-000000000000","body":{"kind":"text","text":"where is my \ud83d\udeb2?"}}"#,
        r#"{"type":"send","cid":"abcdefgh","body":{"kind":"feedback","about":59,"helpful":true,"comment":"c"}}"#,
        r#"{"type":"send","cid":"abcdefgh","body":{"kind":"choice","id":"delivery-time"}}"#,
        r#"{"type":"sync","after":9223372036854775807}"#,
        r#"{"type":"history","before":-1}"#,
        r#"{"type":"page","url":"javascript:alert(1)","title":"\u202e"}"#,
        r#"{"type":"heartbeat"}"#,
        // found so
        "{\"type\":\"hello\",\"v\":1,\"page\":{\"url\":\"/\",\"title\":\"t\",\"referrer\":\"https:\u{feff}@ps://u@r.example/\"}}",
    ];
    fuzz("frames", &seeds, |text| match wire::read(text) {
        Ok(ClientFrame::Send(send)) => {
            if let Ok((cid, _)) = send.into_message() {
                assert!((8..=64).contains(&cid.len()) && cid.is_ascii());
            }
        }
        Ok(ClientFrame::Hello(hello)) => {
            hello.lang();
            if let Some(page) = hello.page {
                let page = page.into_page();
                assert!(!page.path.contains(['?', '#']) && !page.path.chars().any(char::is_control), "{page:?}");
                let origin: String = page.referrer.split('/').take(3).collect();
                assert!(!page.referrer.contains(['?', '#']) && !origin.contains('@'), "{page:?}");
            }
        }
        Ok(_) => {}
        Err(bad) => {
            assert!(bad.cid.is_none_or(|cid| cid.is_ascii() && cid.len() <= 64));
            assert!(!bad.reason.is_empty());
        }
    });
}

#[test]
fn faq_files() {
    let other = "topic: 退货\nlang: zh\nentries:\n- {id: a-b, questions: [怎么退货, \"运费？\"], answer: \"[x](tel:1)\", from: 2026-11-20, until: '2026-11-30T10:00', pinned: true}\nsynonyms: [[a, b]]\n";
    let alias = "lang: en\nentries: &e\n  - &one\n    id: one\n    questions: [one, uno]\n    answer: >\n      folded\n      text\n  - <<: *one\n    id: two\nx: *e\n";
    fuzz("FAQ files", &[FAQ, other, alias], |text| {
        let loaded = load_texts(&[("faq/a.yaml".into(), text.into())], &loading(), now());
        let faulty = loaded.problems.iter().any(|problem| problem.severity == Severity::Error);
        assert_eq!(loaded.catalog.is_none(), faulty, "a FAQ is served if, and only if, it has no error");
        // a lone carriage return ends a line as well (YAML 1.2.2, 5.4)
        let lines = text.matches(['\n', '\r']).count() as u32 + 2;
        for problem in &loaded.problems {
            assert!((1..=lines).contains(&problem.place.line), "{problem}");
            assert!(!problem.message.is_empty());
        }
    });
}

#[test]
fn questions() {
    let files = [("faq/en.yaml".to_owned(), FAQ.to_owned())];
    let catalog = load_texts(&files, &loading(), now()).catalog.unwrap();
    let index = Index::build(catalog.into(), &Settings { default_lang: Lang::english(), wrong_rate: 0.1 }).unwrap();
    let hint = Lang::parse("zh");
    let seeds = [
        "where is my order?",
        "wo yao tuihuo 退货",
        "a:(^",
        "- *",
        "((((((((",
        "order 12345 a@b.example",
        "ich will mein geld zurück",
        "注文はどこ",
        "\u{309b}where is my order",
        "???",
        "",
    ];
    fuzz("questions", &seeds, |text| {
        let text: String = text.chars().take(2_000).collect();
        for (lang, previous) in [(None, None), (hint.as_ref(), Some("order-status"))] {
            let question = Question { text: &text, lang, page: Some("/checkout"), previous, now: now() };
            let verdict = index.ask(&question);
            assert!(verdict.candidates.len() <= 5);
            let confident = |pair: &[_]| -> bool {
                let [one, other]: &[deskbell::search::Candidate; 2] = pair.try_into().unwrap();
                one.confidence >= other.confidence
            };
            assert!(verdict.candidates.windows(2).all(confident), "the most probable comes first");
            assert!(verdict.candidates.iter().all(|candidate| (0.0..=1.0).contains(&candidate.confidence)));
        }
        assert!(index.suggest(&text, None, now(), 5).len() <= 5);
    });
}

/// Every element of an answer is one of those that CONTRACT section 4 lists, with a safe address.
fn check_content(node: &Value) {
    const TAGS: &[&str] = &[
        "p",
        "strong",
        "em",
        "del",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "a",
        "br",
        "hr",
        "h3",
        "h4",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "img",
    ];
    let Some(parts) = node.as_array() else { return assert!(node.is_string(), "{node}") };
    assert!(parts[0].as_str().is_some_and(|tag| TAGS.contains(&tag)), "{node}");
    for part in &parts[1..] {
        match part.as_object() {
            Some(attributes) => {
                for (name, value) in attributes {
                    match name.as_str() {
                        "href" => assert_eq!(check_link(value.as_str().unwrap()), Ok(()), "{node}"),
                        "src" => assert_eq!(check_picture(value.as_str().unwrap()), Ok(()), "{node}"),
                        "alt" | "title" | "start" => {}
                        other => panic!("{other} in {node}"),
                    }
                }
            }
            None => check_content(part),
        }
    }
}

#[test]
fn answers() {
    let seeds = [
        "Orders leave **the same day**, see [delivery](https://example.com/delivery \"t\").\n\n1. one\n2. two\n   - three\n",
        "| a | b |\n|---|:-:|\n| `x` | ~~y~~ |\n\n> quote\n\n```rust\nfn main() {}\n```\n",
        "<img src=x onerror=alert(1)> [x](java\tscript:alert(1)) ![p](/p.png) <https://a.example> www.a.example a@b.example",
        "# head\n\n[ref]: data:text/html,x\n\n[ref] &lt;b&gt; &#0; \\* **退款。**见",
    ];
    fuzz("answers", &seeds, |text| {
        let rendered = markdown::render(text);
        rendered.content.json.as_array().unwrap().iter().for_each(check_content);
        assert!(rendered.refused.iter().all(|refused| !refused.reason.is_empty() && refused.line > 0));
    });
}

#[test]
fn cells() {
    let seeds = [
        "=HYPERLINK(\"http://x.example\",\"y\")",
        " +1",
        "\t=1+1",
        "@SUM(A1)",
        "＝1",
        "a,b;c\"d\"\r\ne",
        "-5",
        "ordinary text",
        "'=1",
    ];
    fuzz("cells", &seeds, |text| {
        let guarded = guard(text);
        let mut table = csv::Writer::from_writer(Vec::new());
        table.write_record(["start", &*guarded, "end"]).unwrap();
        let written = table.into_inner().unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&written[..]);
        let record = reader.records().next().unwrap().unwrap();
        assert_eq!((&record[1], &record[2]), (&*guarded, "end"));
        let first = guarded.trim_start_matches(|character: char| character.is_whitespace() || character.is_control());
        assert!(
            !first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
                || first.len() == guarded.len() && guarded.starts_with('\''),
            "{guarded:?}"
        );
        let cell = cell_text(text);
        assert!(
            cell.encode_utf16().count() <= 32_767
                && !cell.chars().any(|character| character.is_control() && character != '\n')
        );
    });
}

#[test]
fn personal_data() {
    let seeds = [
        "my mail is anna.lee@example.com, phone +49 (0) 170 1234567",
        "ms compa.lee@example.comple.c- comple.com, phone",
        "card 4111-1111-1111-1111",
        "我的身份证11010519491231002X",
        "４１１１ １１１１ １１１１ １１１１",
        "order 12345 of 2026-11-20",
    ];
    fuzz("personal data", &seeds, |text| {
        let masked = mask(text);
        assert!(!masked.contains("lee@example.com"), "{masked}");
        assert_eq!(clean(&clean(text)), clean(text));
    });
}

#[test]
fn settings() {
    let seeds = [
        "[server]\nlisten = \"127.0.0.1:8080\"\ntrusted_proxies = [\"10.0.0.0/8\"]\n[site]\nlangs = [\"en\", \"zh\"]\ntime_zone = \"Europe/Lisbon\"\n",
        "[answers]\nwrong_rate = 0.1\n[limits]\nburst = 5\nmessages_per_second = 1.0\n[privacy]\nkeep_days = 180\nmask = true\n",
        "[reports]\nsend_at = \"Mon 07:00\"\nmail_to = [\"a@b.example\"]\n",
    ];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deskbell.toml");
    fuzz("settings", &seeds, |text| {
        std::fs::write(&path, text).unwrap();
        if let Err(error) = config::load(Some(&path), &BTreeMap::new()) {
            assert!(!error.0.is_empty() && error.0.iter().all(|line| !line.trim().is_empty()));
        }
        let environment = BTreeMap::from([("DESKBELL_SITE_LANGS".to_owned(), text.to_owned())]);
        let _ = config::load(None, &environment);
    });
}

#[test]
fn imports() {
    let seeds = [
        (
            "a.csv",
            "question,answer,other wordings,topic,language\n\"How, do?\",\"<p>Yes <b>now</b></p>\",a|b,Shipping,en\n",
        ),
        // found so
        ("a.csv", "question,answer,topic\nHow?,So.,\u{1b}\n"),
        ("a.tsv", "Question\tAnswer\tSource\tMetadata\nhi\thello **you**\tEditorial\t\n怎么退货\t打开订单\t\t\n"),
        ("a.json", r#"{"articles":[{"title":"How?","body":"<h1>x</h1><ul><li>a</li></ul>","locale":"en-us"}]}"#),
        ("a.json", r#"{"payload":[{"title":"t","content":"c","category":{"name":"n"}}]}"#),
    ];
    let site = Site::new();
    let into = site.path().join("none");
    let settings =
        ImportSettings { lang: Lang::english(), langs: langs(), topic: "Imported".into(), time_zone: TimeZone::UTC };
    let texts: Vec<&str> = seeds.iter().map(|(_, text)| *text).collect();
    fuzz("imports", &texts, |text| {
        for name in ["a.csv", "a.tsv", "a.json"] {
            // what is made is loaded before it is written: that it had errors would be our fault
            match exchange::import(name, text.as_bytes(), &into, &settings, now()) {
                Ok(import) => assert!(import.report.entries > 0),
                Err(ImportError::File { message, .. }) => assert!(!message.is_empty()),
                Err(error) => panic!("{error}"),
            }
        }
    });
}
