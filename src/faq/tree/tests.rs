use super::*;
use crate::faq::source::Source;
use proptest::prelude::*;

/// The faults as `line:column: message`.
fn faults(text: &str) -> Vec<String> {
    let source = Source::new("a.yaml", text);
    let shown = |fault: &Fault| {
        let place = source.place(fault.at);
        format!("{}:{}: {}", place.line, place.column, fault.message)
    };
    parse(text).faults.iter().map(shown).collect()
}

fn root(text: &str) -> Node {
    let tree = parse(text);
    assert_eq!((tree.faults, tree.complete), (vec![], true), "{text:?}");
    tree.root.unwrap()
}

fn value_of(text: &str, key: &str) -> Value {
    let Value::Map(pairs) = root(text).value else { panic!("{text:?} is no mapping") };
    pairs.into_iter().find(|pair| pair.key == key).unwrap().value.value
}

#[test]
fn every_node_knows_its_bytes() {
    let text = "topic: 物流\nentries:\n  - id: 'it''s'\n    answer: |\n      one\n\n      two\n";
    let Value::Map(pairs) = root(text).value else { panic!("no mapping") };
    assert_eq!((&text[pairs[0].range.clone()], &text[pairs[0].value.range.clone()]), ("topic", "物流"));
    let Value::List(items) = &pairs[1].value.value else { panic!("no list") };
    let Value::Map(entry) = &items[0].value else { panic!("no entry") };
    assert_eq!(&text[items[0].range.start..items[0].range.start + 2], "id");
    assert_eq!(&text[entry[0].value.range.clone()], "'it''s'");
    let expected = Text { text: "one\n\ntwo\n".to_owned(), literal: true, plain: false };
    assert_eq!(entry[1].value.value, Value::Text(expected));
    assert!(text[entry[1].value.range.clone()].starts_with("one"));
}

#[test]
fn line_ends_are_all_the_same() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a: |", "  one", "  two", "b: x", ""].join(end);
        let Value::Text(value) = value_of(&text, "a") else { panic!("no text") };
        assert_eq!(value.text, "one\ntwo\n", "{end:?}");
    }
}

#[test]
fn unquoted_words_are_what_the_core_schema_says() {
    for (written, is) in [
        ("true", "truth"),
        ("FALSE", "truth"),
        ("'true'", "text"),
        ("yes", "text"),
        ("no", "text"),
        ("~", "null"),
        ("", "null"),
        ("null", "null"),
        ("\"\"", "text"),
        ("42", "number"),
        ("-1.5e+3", "number"),
        (".5", "number"),
        ("0x1F", "number"),
        ("0o17", "number"),
        (".inf", "number"),
        ("-.INF", "number"),
        (".nan", "number"),
        ("1.", "number"),
        ("1.2.3", "text"),
        ("1e", "text"),
        (".", "text"),
        ("0x", "text"),
        ("24/7", "text"),
        ("2026-11-20", "text"),
        ("09:00", "text"),
        ("1,000", "text"),
    ] {
        let found = match value_of(&format!("a: {written}\nb: x\n"), "a") {
            Value::Null => "null",
            Value::Bool(_) => "truth",
            Value::Number(_) => "number",
            Value::Text(_) => "text",
            _ => "other",
        };
        assert_eq!(found, is, "{written}");
    }
}

#[test]
fn a_text_without_values_has_no_root() {
    for text in ["", "\n\n", "# nothing yet\n", "\u{20}"] {
        assert_eq!(parse(text), Tree { root: None, faults: vec![], complete: true }, "{text:?}");
    }
}

#[test]
fn anchors_aliases_and_tags_are_refused() {
    assert_eq!(
        faults("a: &x [1]\nb: *x\nc: *nowhere\nd: !t foo\ne: !!map\n  f: g\n"),
        [
            "1:4: an anchor (`&x`) has no place here: write the value out; put a text that starts with `&` in \
             quotes",
            "2:4: an alias (`*x`) has no place here: write the value out; put a text that starts with `*` in \
             quotes or under `|`",
            "3:4: an alias (`*nowhere`) has no place here: write the value out; put a text that starts with `*` \
             in quotes or under `|`",
            "4:4: a tag (a word after `!`) has no place here; put a text that starts with `!` in quotes",
            "5:4: a tag (a word after `!`) has no place here; put a text that starts with `!` in quotes",
        ]
    );
    // bold text without quotes is one mistake, not two
    assert_eq!(
        faults("answer: **Yes**, we do\n"),
        ["1:9: an alias (`**Yes**`) has no place here: write the value out; put a text that starts with `*` in \
          quotes or under `|`"]
    );
    // the value of a merge key is one too
    assert_eq!(faults("<<: *base\n").len(), 1);
}

#[test]
fn a_bomb_of_aliases_stays_as_small_as_its_text() {
    let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (name, previous) in ('b'..='z').zip('a'..) {
        bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{previous}"); 9].join(",")));
    }
    assert_eq!(parse(&bomb).faults.len(), 26 + 25 * 9);
}

#[test]
fn a_key_is_set_once() {
    assert_eq!(
        faults("a: 1\nb: {c: 1, c: 2}\na: 3\n"),
        [
            "2:11: duplicate key `c`: it is already set on line 2; keep one of them",
            "3:1: duplicate key `a`: it is already set on line 1; keep one of them",
        ]
    );
    let Value::Map(pairs) = parse("a: 1\na: 2\n").root.unwrap().value else { panic!("no mapping") };
    assert_eq!(pairs.len(), 1);
}

#[test]
fn a_key_is_a_word() {
    let expected = "a key must be a single word, not a list or a mapping";
    assert_eq!(faults("? [a, b]\n: c\nd: e\n"), [format!("1:3: {expected}")]);
    assert_eq!(faults("{a: b}: c\n"), [format!("1:1: {expected}")]);
    // what YAML reads as a number or a truth is a word here
    assert_eq!(value_of("1: a\ntrue: b\n", "true"), value_of("x: b\n", "x"));
}

#[test]
fn a_second_document_ends_the_file() {
    let text = "a: b\n---\nc: d\n";
    assert_eq!(faults(text), ["2:1: a second document starts here; move what follows `---` to a file of its own"]);
    assert!(!parse(text).complete);
    assert_eq!(faults("---\na: b\n...\n"), [""; 0]);
}

#[test]
fn depth_and_size_are_limited() {
    let deep = "nested more than 32 levels deep; a FAQ file needs five";
    let flow = "[".repeat(100_000);
    let block = "- ".repeat(10_000);
    let mixed = format!("{}{}{}", "- ".repeat(20), "[".repeat(20), "]".repeat(20));
    for text in [flow, block, mixed, "{a: ".repeat(5_000), "? ".repeat(5_000)] {
        let faults = faults(&text);
        assert_eq!(faults.len(), 1);
        assert!(faults[0].ends_with(deep), "{faults:?}");
    }
    let wide = format!("[{}]", "a,".repeat(MAX_YAML_NODES));
    let tree = parse(&wide);
    assert!(!tree.complete);
    assert_eq!(tree.faults[0].message, "more than 1000000 values in one file; split it");
}

#[test]
fn what_comes_before_a_syntax_error_is_kept() {
    let tree = parse("entries:\n  - id: a\n    answer: b\n  - id: c: d\n");
    assert!(!tree.complete);
    let Some(Node { value: Value::Map(pairs), open: true, .. }) = tree.root else { panic!("no open mapping") };
    let Node { value: Value::List(items), open: true, .. } = &pairs[0].value else { panic!("no open list") };
    assert_eq!(items.iter().map(|item| item.open).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn syntax_errors_name_the_remedy() {
    let continuation = "not valid YAML: this does not continue what is above it; align it with its neighbours, \
                        start list items with `- ` and end keys with `:`";
    let colon = "not valid YAML: a `: ` is not expected here; put a text that contains `: ` in quotes, and check \
                 the indentation";
    let trailing = "not valid YAML: there is text after the closing quote; write";
    let flow = "not valid YAML: a list in [ ] or a mapping in { } is not closed, or lacks a comma; put a text that \
                contains , [ ] { } in quotes";
    for (text, expected) in [
        ("answer: Use this: it works\n", format!("1:17: {colon}")),
        ("a: x\n b: y\n", format!("2:3: {colon}")),
        ("a\nb: c\n", format!("2:2: {colon}")),
        ("a:\n  - x\n - y\n", format!("3:2: {continuation}")),
        ("a: - b\n", format!("1:4: {continuation}")),
        ("a: |\n   x\n  y\n", format!("3:3: {continuation}")),
        ("a:\n\t- x\n", "2:2: not valid YAML: a tab indents this line; use spaces".to_owned()),
        ("a: |\n\tx\n", "2:1: not valid YAML: a tab indents this line; use spaces".to_owned()),
        (
            "topic: 1\nentries：\n  - x\n",
            "2:8: not valid YAML: `：` is a full-width colon, which YAML takes for a letter; write `:`".to_owned(),
        ),
        ("a: 'x\nb: y\n", "2:1: not valid YAML: a quote was opened above, but not closed before this line".to_owned()),
        ("a: \"x\" y\n", format!("1:8: {trailing} a quote within \"…\" as \\\"")),
        ("a: 'x' y\n", format!("1:8: {trailing} an apostrophe within '…' twice, or use \"…\"")),
        (
            "a: \"\\q\"\n",
            "1:4: not valid YAML: the text in \"…\" has a \\ that starts no known escape; write \\\\ for a \
             backslash, or use '…'"
                .to_owned(),
        ),
        ("a: @x\n", "1:4: not valid YAML: a text cannot start with `@`; put it in quotes".to_owned()),
        ("a: `x`\n", "1:4: not valid YAML: a text cannot start with a backtick; put it in quotes".to_owned()),
        (
            "a: \u{7}\n",
            "1:4: not valid YAML: the control character U+0007 has no place in a text; remove it".to_owned(),
        ),
        ("a: {b: c\nd: e\n", format!("2:2: {flow}")),
        ("a: [b}\n", "1:4: not valid YAML: `[` is closed by `}`".to_owned()),
        (
            "a: * x\n",
            "1:4: not valid YAML: a text cannot start with `*` or `&`; put it in quotes or under `|`".to_owned(),
        ),
        (
            "a: | x\n",
            "1:4: not valid YAML: a text under `|` or `>` starts on the line below; put a text that starts with \
             one of them in quotes"
                .to_owned(),
        ),
    ] {
        assert_eq!(faults(text), [expected], "{text:?}");
    }
}

/// Every node lies within its text, and in characters.
fn check(node: &Node, text: &str, depth: usize) {
    assert!(text.get(node.range.clone()).is_some(), "{:?} in {text:?}", node.range);
    assert!(depth <= MAX_YAML_DEPTH + 1);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| check(item, text, depth + 1)),
        Value::Map(pairs) => {
            for pair in pairs {
                assert!(text.get(pair.range.clone()).is_some());
                check(&pair.value, text, depth + 1);
            }
        }
        _ => {}
    }
}

fn survives(text: &str) {
    let tree = parse(text);
    if let Some(root) = &tree.root {
        check(root, text, 0);
    }
    assert!(tree.faults.is_sorted_by_key(|fault| fault.at));
    assert!(tree.faults.iter().all(|fault| fault.at <= text.len() && !fault.message.is_empty()));
    assert!(tree.complete || !tree.faults.is_empty());
}

const VALID: &str = "topic: Shipping\nlang: en\nentries:\n  - id: a\n    questions:\n      - How long?\n      - \
                     \"When: now?\"\n    answer: |\n      Two *days*.\n\n      - a\n    links: [{ label: x, url: \
                     'https://example.com' }]\nsynonyms:\n  - [退款, refund]\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_text_is_survived(text in "(?s).{0,200}") {
        survives(&text);
    }

    #[test]
    fn any_yaml_like_text_is_survived(text in "[-a: \\n\\t\\r|>'\"\\[\\]{},&*!?#%@\\\\~退0.]{0,120}") {
        survives(&text);
    }

    #[test]
    fn a_valid_text_with_damage_is_survived(
        damage in prop::collection::vec((0..VALID.len(), "(?s).{0,3}|[-:\\[{'\"|&*\\n ]{0,4}", 0..12_usize), 1..6)
    ) {
        let mut text = VALID.to_owned();
        for (at, inserted, removed) in damage {
            let start = text.floor_char_boundary(at);
            let end = text.ceil_char_boundary(start + removed);
            text.replace_range(start..end, &inserted);
        }
        survives(&text);
    }
}
