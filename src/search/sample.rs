//! A small FAQ in two languages for the tests of this folder.
//!
//! Invariant: an entry's place names its language's file and a line of its own.

use super::{Index, Question, Settings, Verdict};
use crate::clock::{Timestamp, from_millis};
use crate::faq::{Catalog, Content, Entry, Place, SynonymGroup, Wording};
use crate::text::Lang;
use std::sync::Arc;

/// The moment at which the sample is asked.
pub fn now() -> Timestamp {
    from_millis(1_795_167_000_000)
}

/// A language by its tag.
pub fn lang(tag: &str) -> Lang {
    Lang::parse(tag).unwrap()
}

/// An entry with some wordings and an answer.
pub fn entry(tag: &str, id: &str, questions: &[&str], answer: &str) -> Entry {
    let place = |line: usize| Place { path: format!("faq/{tag}/all.yaml").into(), line: line as u32, column: 9 };
    let line = 10 * id.bytes().map(usize::from).sum::<usize>();
    let wordings = questions.iter().enumerate();
    Entry {
        id: id.into(),
        lang: lang(tag),
        topic: "Shop".into(),
        questions: wordings.map(|(at, text)| Wording { text: (*text).to_owned(), place: place(line + at) }).collect(),
        answer: answer.to_owned(),
        content: Content { text: answer.to_owned(), ..Content::default() },
        keywords: Vec::new(),
        follow_ups: Vec::new(),
        links: Vec::new(),
        pages: Vec::new(),
        from: None,
        until: None,
        pinned: false,
        handoff: false,
        small_talk: false,
        place: place(line),
    }
}

/// The sample's entries.
pub fn entries() -> Vec<Entry> {
    let mut entries = vec![
        entry(
            "en",
            "order-status",
            &["Where is my order?", "Track my parcel", "Has my order been shipped yet?"],
            "Open the tracking page and enter the number of your order.",
        ),
        entry(
            "en",
            "delivery-time",
            &["How long does delivery take?", "When will my parcel arrive?"],
            "Orders leave the same day and arrive within three days.",
        ),
        entry(
            "en",
            "delivery-cost",
            &["How much is shipping?", "What does delivery cost?"],
            "Shipping is free above 50 euros, below it costs 4.90.",
        ),
        entry(
            "en",
            "refund",
            &["How do I get a refund?", "I want my money back", "Can I get reimbursed?"],
            "Send the goods back within 30 days; we pay the money to your card.",
        ),
        entry(
            "en",
            "invoice",
            &["Can I have an invoice?", "Where do I find my bill?"],
            "Invoices are in your account under documents.",
        ),
        entry(
            "en",
            "opening-hours",
            &["When are you open?", "What are your opening hours?"],
            "The shop is open from Monday to Saturday.",
        ),
        entry("en", "help", &["What can you do for me?"], "I answer questions about orders and returns."),
        entry(
            "en",
            "size-guide",
            &["Which size fits me?", "How do I find my frame size?"],
            "Measure your inseam and look at the table.",
        ),
        entry("zh", "order-status", &["我的订单到哪里了？", "怎么查看物流信息"], "在订单页面可以查看物流。"),
        entry("zh", "refund", &["如何申请退款？", "我想退货退款"], "收到货后三十天内可以申请退款。"),
        entry("zh", "invoice", &["怎么开发票？", "可以开电子发票吗"], "在账户里下载发票。"),
        entry("zh", "delivery-cost", &["运费是多少？", "邮费怎么算"], "满五十欧元免运费。"),
        entry("zh", "delivery-time", &["多久能送到？", "几天可以收货"], "三天之内送达。"),
    ];
    entries[1].keywords = vec!["eta".to_owned()];
    entries
}

/// The sample's synonyms.
pub fn synonyms() -> Vec<SynonymGroup> {
    let group = |tag: &str, words: &[&str]| SynonymGroup {
        lang: lang(tag),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    };
    vec![
        group("en", &["invoice", "tax receipt"]),
        group("en", &["parcel", "consignment"]),
        group("zh", &["发票", "收据"]),
    ]
}

/// An index of some entries with the sample's synonyms.
pub fn index(entries: Vec<Entry>) -> Index {
    let catalog = Catalog::new(entries.into_iter().map(Arc::new).collect(), synonyms(), "sample".to_owned());
    Index::build(Arc::new(catalog), &Settings { default_lang: lang("en"), wrong_rate: 0.1 }).unwrap()
}

/// Asks without language, page or ceremony.
pub fn ask(index: &Index, text: &str) -> Verdict {
    index.ask(&Question { text, lang: None, page: None, previous: None, now: now() })
}

/// The first candidate's id, or nothing.
pub fn first(verdict: &Verdict) -> &str {
    verdict.candidates.first().map_or("", |candidate| &candidate.entry.id)
}
