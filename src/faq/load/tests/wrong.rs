//! What is wrong with a file and with an entry, in the words in which it is told.

use super::*;
use crate::faq::limits::{MAX_ANSWER_BYTES, MAX_QUESTION_CHARACTERS};

#[test]
fn what_is_wrong_with_a_file() {
    let empty = "the file is empty; a file needs `topic`, `lang` and `entries`, and `deskbell schema` prints the \
                 format";
    for (text, expected) in [
        ("", vec![format!("1:1: error: {empty}")]),
        ("\u{FEFF}# soon\n", vec![format!("1:1: error: {empty}")]),
        (
            "- a\n",
            vec![
                "1:1: error: a FAQ file must be a mapping with the keys `topic`, `lang`, `entries` and `synonyms`, \
                 found a list"
                    .to_owned(),
            ],
        ),
        (
            "topic:\nlnag: en\nextra: 1\n",
            vec![
                "1:1: error: `topic` is empty; write what the file is about, such as Shipping".to_owned(),
                "1:1: error: missing `entries`; a file needs `topic`, `lang` and `entries`".to_owned(),
                "1:1: error: missing `lang`; a file needs `topic`, `lang` and `entries`".to_owned(),
                "2:1: error: unknown key `lnag`; did you mean `lang`?".to_owned(),
                "3:1: error: unknown key `extra`; the nearest known key is `entries` (a FAQ file has `topic`, \
                 `lang`, `entries` and `synonyms`)"
                    .to_owned(),
            ],
        ),
        (
            "topic: ''\nlang: english\nentries: []\n",
            vec![
                "1:8: error: `topic` is empty; write what the file is about, such as Shipping".to_owned(),
                "2:7: error: `english` is no language tag; write a BCP 47 tag such as en, zh or pt-br".to_owned(),
                "3:10: error: `entries` is empty; write each entry below it, after `- `".to_owned(),
            ],
        ),
        (
            "topic: 7\nlang: [en]\nentries: none\nsynonyms: {a: b}\n",
            vec![
                "1:8: error: `topic` must be a text, found the number `7`; put it in quotes".to_owned(),
                "2:7: error: `lang` must be a text, found a list; write a BCP 47 tag such as en, zh or pt-br"
                    .to_owned(),
                "3:10: error: `entries` must be a list, found the text `none`; write each entry below it, after \
                 `- `"
                    .to_owned(),
                "4:11: error: `synonyms` must be a list, found a mapping; write groups of words such as \
                 `- [parcel, package]`"
                    .to_owned(),
            ],
        ),
        (
            "topic: T\nlang: en\nsynonyms:\n  - [a, b]\n",
            vec!["1:1: error: there is no entry in any file, only synonyms; write `entries`".to_owned()],
        ),
    ] {
        let expected: Vec<String> = expected.iter().map(|problem| format!("faq/en.yaml:{problem}")).collect();
        assert_eq!(problems(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_wrong_with_synonyms() {
    let text = format!("{HEAD}{}synonyms:\n  - [one]\n  - [Two, two!]\n  - three\n  - [four, 4]\n  -\n", valid("a"));
    let two = "a group of `synonyms` needs two different words or more; add one or remove it";
    let hint = "write groups of words such as `- [parcel, package]`";
    assert_eq!(
        problems(&text),
        [
            format!("faq/en.yaml:8:5: error: {two}"),
            format!("faq/en.yaml:9:5: error: {two}"),
            format!("faq/en.yaml:10:5: error: an item of `synonyms` must be a list, found the text `three`; {hint}"),
            "faq/en.yaml:11:12: error: an item of `synonyms` must be a text, found the number `4`; put it in quotes"
                .to_owned(),
            format!("faq/en.yaml:12:3: error: an item of `synonyms` is empty; {hint}"),
        ]
    );
}

#[test]
fn what_is_wrong_with_an_entry() {
    let keys = "the keys `id`, `questions`, `answer`, `keywords`, `follow_ups`, `links`, `pages`, `from`, `until`, \
                `pinned` and `handoff`";
    let needs = "an entry needs `id`, `questions` and `answer`";
    let wordings = "write each wording on a line of its own, after `- `";
    for (entry, expected) in [
        (
            "just text".to_owned(),
            vec![format!(
                "4:5: error: an entry must be a mapping with {keys}, found the text \
                                               `just text`"
            )],
        ),
        (
            "pinned: false".to_owned(),
            vec![
                format!("4:5: error: missing `answer`; {needs}"),
                format!("4:5: error: missing `id`; {needs}"),
                format!("4:5: error: missing `questions`; {needs}"),
            ],
        ),
        (
            "id:\nquestions:\nanswer:".to_owned(),
            vec![
                "4:5: error: `id` is empty; write a short name such as delivery-time".to_owned(),
                format!("5:5: error: `questions` is empty; {wordings}"),
                "6:5: error: `answer` is empty; write the answer below `answer: |`, indented".to_owned(),
            ],
        ),
        (
            "id: Delivery Time (EU)\nquestions: How long?\nanswer: [a]".to_owned(),
            vec![
                "4:9: error: the id `Delivery Time (EU)` has characters other than a to z, 0 to 9 and -; write \
                 `delivery-time-eu`"
                    .to_owned(),
                format!("5:16: error: `questions` must be a list, found the text `How long?`; {wordings}"),
                "6:13: error: `answer` must be a text, found a list; write the answer below `answer: |`, indented"
                    .to_owned(),
            ],
        ),
        (
            "id: 退款\nquestions: []\nanswer: ' '".to_owned(),
            vec![
                "4:9: error: the id `退款` has characters other than a to z, 0 to 9 and -; write `delivery-time`"
                    .to_owned(),
                format!("5:16: error: `questions` is empty; {wordings}"),
                "6:13: error: `answer` is empty; write the answer below `answer: |`, indented".to_owned(),
            ],
        ),
        (
            "id: 404\nquestions: [404, true, [a], '', ok]\nanswer: 42".to_owned(),
            vec![
                "4:9: error: `id` must be a text, found the number `404`; put it in quotes".to_owned(),
                "5:17: error: an item of `questions` must be a text, found the number `404`; put it in quotes"
                    .to_owned(),
                "5:22: error: an item of `questions` must be a text, found `true`; put it in quotes".to_owned(),
                format!("5:28: error: an item of `questions` must be a text, found a list; {wordings}"),
                format!("5:33: error: an item of `questions` is empty; {wordings}"),
                "6:13: error: `answer` must be a text, found the number `42`; put it in quotes".to_owned(),
            ],
        ),
        (
            "id: a\nquestions: [x, \"y\\u0000z\"]\nanswer: \"a\\eb\"\nkeywords: [\"\\x9b\"]".to_owned(),
            vec![
                "5:20: error: an item of `questions` contains the control character U+0000; remove it".to_owned(),
                "6:13: error: `answer` contains the control character U+001B; remove it".to_owned(),
                "7:16: error: an item of `keywords` contains the control character U+009B; remove it".to_owned(),
            ],
        ),
        (
            with("question: x\nfollowups: [a]\nLinks: []\ncolour: red\npinned: yes"),
            vec![
                "7:5: error: unknown key `question`; did you mean `questions`?".to_owned(),
                "8:5: error: unknown key `followups`; did you mean `follow_ups`?".to_owned(),
                "9:5: error: unknown key `Links`; did you mean `links`?".to_owned(),
                "10:5: error: unknown key `colour`; the nearest known key is `answer` (an entry has `id`, \
                 `questions`, `answer`, `keywords`, `follow_ups`, `links`, `pages`, `from`, `until`, `pinned` and \
                 `handoff`)"
                    .to_owned(),
                "11:13: error: `pinned` must be true or false, found the text `yes`; write true or false".to_owned(),
            ],
        ),
        (
            with("id: b"),
            vec!["7:5: error: duplicate key `id`: it is already set on line 4; keep one of them".to_owned()],
        ),
        (
            with("keywords: eta\nfollow_ups: b\nlinks: https://example.com\npages: /a\npinned:"),
            vec![
                "7:15: error: `keywords` must be a list, found the text `eta`; write a list such as [eta, tracking]"
                    .to_owned(),
                "8:17: error: `follow_ups` must be a list, found the text `b`; write a list of ids such as \
                 [order-status]"
                    .to_owned(),
                "9:12: error: `links` must be a list, found the text `https://example.com`; write a list such as \
                 [{ label: Track a parcel, url: https://example.com/track }]"
                    .to_owned(),
                "10:12: error: `pages` must be a list, found the text `/a`; write a list of paths such as \
                 [\"/checkout/**\"]"
                    .to_owned(),
                "11:5: error: `pinned` must be true or false, found nothing; write true or false".to_owned(),
            ],
        ),
    ] {
        let mut found = entry_problems(&entry);
        found.retain(|problem| !problem.contains("single wording"));
        let expected: Vec<String> = expected.iter().map(|problem| format!("faq/en.yaml:{problem}")).collect();
        assert_eq!(found, expected, "{entry}");
    }
}

#[test]
fn what_is_wrong_with_dates() {
    let forms = "write 2026-11-20, 2026-11-20 09:00 or 2026-11-20T09:00+08:00";
    for (lines, expected) in [
        ("from: 20.11.2026", format!("7:11: error: `from`: `20.11.2026` is no date; {forms}")),
        ("until: 2026-02-30", format!("7:12: error: `until`: `2026-02-30` is no date; {forms}")),
        ("from: 2026", "7:11: error: `from` must be a text, found the number `2026`; put it in quotes".to_owned()),
        (
            "from: 2026-12-01\nuntil: 2026-11-30",
            "7:11: error: `from` (`2026-12-01`) is after `until` (`2026-11-30`); swap them or correct one".to_owned(),
        ),
        (
            "from: 2026-12-01 10:00\nuntil: 2026-12-01 09:59",
            "7:11: error: `from` (`2026-12-01 10:00`) is after `until` (`2026-12-01 09:59`); swap them or correct \
             one"
            .to_owned(),
        ),
    ] {
        assert_eq!(entry_problems(&with(lines)), [format!("faq/en.yaml:{expected}")]);
    }
    for lines in ["from: 2026-12-01\nuntil: 2026-12-01", "from: '2026-12-01 10:00'\nuntil: 2026-12-01"] {
        assert_eq!(entry_problems(&with(lines)), [""; 0]);
    }
}

#[test]
fn what_is_wrong_with_pages() {
    assert_eq!(
        entry_problems(&with("pages: ['/a[', checkout/**, https://example.com/shop/*, '', '/ok/*']")),
        [
            "faq/en.yaml:7:13: error: `/a[` is no page pattern (unclosed character class; missing ']'); write a \
             path such as /checkout/**",
            "faq/en.yaml:7:20: warning: `checkout/**` matches no page, since paths start with /; write \
             `/checkout/**`",
            "faq/en.yaml:7:33: warning: `https://example.com/shop/*` matches no page, since paths start with /; \
             write `/shop/*`",
            "faq/en.yaml:7:61: error: an item of `pages` is empty; write a list of paths such as [\"/checkout/**\"]",
        ]
    );
}

#[test]
fn what_is_wrong_with_links() {
    let remedy = "write an address that starts with https://, http://, mailto: or tel:, or a path of this site such \
                  as /help";
    assert_eq!(
        entry_problems(&with(
            "links:\n  - { label: x, url: 'javascript:alert(1)' }\n  - { label: x, url: \"java\\tscript:x\" }\n  - \
             { label: x, url: //evil.example }\n  - { lable: x, url: /ok }\n  - { label: '', url: 7 }\n  - /help"
        )),
        [
            format!(
                "faq/en.yaml:8:26: error: unsafe link `javascript:alert(1)`: `javascript:` is not a safe kind of \
                     address; {remedy}"
            ),
            "faq/en.yaml:9:26: error: unsafe link `java\\tscript:x`: it contains a space or a control character; \
             remove it, or write a space as %20"
                .to_owned(),
            "faq/en.yaml:10:26: error: unsafe link `//evil.example`: `//` at the start leads to another site; write \
             https:// if that is meant"
                .to_owned(),
            "faq/en.yaml:11:9: error: missing `label`; a link needs `label` and `url`".to_owned(),
            "faq/en.yaml:11:11: error: unknown key `lable`; did you mean `label`?".to_owned(),
            "faq/en.yaml:12:18: error: `label` is empty; write what the button says".to_owned(),
            "faq/en.yaml:12:27: error: `url` must be a text, found the number `7`; put it in quotes".to_owned(),
            "faq/en.yaml:13:9: error: a link must be a mapping with the keys `label` and `url`, found the text \
             `/help`"
                .to_owned(),
        ]
    );
}

#[test]
fn unsafe_links_in_answers_are_found_where_they_stand() {
    let remedy = "write an address that starts with https://, http://, mailto: or tel:, or a path of this site such \
                  as /help";
    let refused = |place: &str, url: &str, scheme: &str| {
        format!("faq/en.yaml:{place}: error: unsafe link `{url}`: `{scheme}:` is not a safe kind of address; {remedy}")
    };
    let entry = |answer: &str| format!("id: a\nquestions: [one way, another way]\n{answer}");
    // under `|`, also below blank lines and in lists; through a definition: where it is used
    assert_eq!(
        entry_problems(&entry(
            "answer: |\n\n  退款 [x](javascript:1)\n\n  - **a** [y](data:2), [z][r]\n\n  [r]: vbscript:3"
        )),
        [
            refused("8:10", "javascript:1", "javascript"),
            refused("10:15", "data:2", "data"),
            refused("10:28", "vbscript:3", "vbscript"),
        ]
    );
    // in quotes and folded: the address itself, each in turn
    assert_eq!(
        entry_problems(&entry("answer: '[x](javascript:1) [y](javascript:1)'")),
        [refused("6:18", "javascript:1", "javascript"), refused("6:36", "javascript:1", "javascript")]
    );
    assert_eq!(
        entry_problems(&entry("answer: >-\n  see\n  [x](javascript:1)")),
        [refused("8:11", "javascript:1", "javascript")]
    );
    // hidden by an escape: the start of the answer
    assert_eq!(
        entry_problems(&entry("answer: '[x](javascript&#58;1)'")),
        [refused("6:13", "javascript:1", "javascript")]
    );
    assert_eq!(
        entry_problems(&entry("answer: '![x](data:1) [](</a b>) []()'")),
        [
            format!("faq/en.yaml:6:13: error: unsafe link ``: it is empty; {remedy}"),
            "faq/en.yaml:6:19: error: unsafe picture `data:1`: `data:` is not a safe kind of address; write an \
             address that starts with https:// or http://, or a path of this site such as /help.png"
                .to_owned(),
            "faq/en.yaml:6:31: error: unsafe link `/a b`: it contains a space or a control character; remove it, or \
             write a space as %20"
                .to_owned(),
        ]
    );
}

#[test]
fn limits_are_told() {
    let long = "x".repeat(MAX_QUESTION_CHARACTERS + 1);
    let just = "退".repeat(MAX_QUESTION_CHARACTERS);
    assert_eq!(
        entry_problems(&format!("id: a\nquestions: [{just}, {long}]\nanswer: y"))[1..],
        ["faq/en.yaml:5:1019: error: a wording has 1001 characters, more than 1000; shorten it to what a visitor \
          would type"]
    );
    let many: Vec<String> = (0..=500).map(|at| format!("w{at}")).collect();
    assert_eq!(
        entry_problems(&format!("id: a\nquestions:\n  - {}\nanswer: y", many.join("\n  - "))),
        ["faq/en.yaml:506:9: error: `questions` has 501 wordings, more than 500; split the entry"]
    );
    let answer = "x".repeat(MAX_ANSWER_BYTES);
    assert_eq!(entry_problems(&format!("id: a\nquestions: [b, c]\nanswer: {answer}")), [""; 0]);
    assert_eq!(
        entry_problems(&format!("id: a\nquestions: [b, c]\nanswer: {answer}x")),
        ["faq/en.yaml:6:13: error: `answer` has 65537 bytes, more than 65536; shorten it and link to a page"]
    );
    assert_eq!(
        entry_problems(&format!("id: a\nquestions: [b, c]\nanswer: '{}x'", ">".repeat(40))),
        ["faq/en.yaml:6:13: error: `answer` nests more than 32 levels deep; write it flatter"]
    );
    assert_eq!(
        entry_problems("id: a\nquestions: [b, c]\nanswer: '[x]: /y'"),
        ["faq/en.yaml:6:13: error: `answer` shows nothing; write the answer below `answer: |`, indented"]
    );
}
