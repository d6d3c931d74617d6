use super::*;
use proptest::prelude::*;

const NEW: &str = "Is it: far? \"yes\" isn't #5";

/// A file whose one entry has these lines as its questions, between others.
fn file(questions: &str) -> String {
    format!(
        "# our file\ntopic: 'T'  # topic\nlang: en\nentries:\n  - id: other\n    questions: [x, y]\n    answer: z\n\n\
         {questions}\nsynonyms:\n  - [a, b]   # same\n"
    )
}

fn add(text: &str) -> String {
    add_wordings(text, "a-b", &[NEW.to_owned()]).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Adds, and shows the lines that are new and those that are gone.
fn difference(text: &str) -> (Vec<String>, Vec<String>) {
    let after = add(text);
    let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(text), lines(&after));
    let head = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(one, other)| one == other).count();
    assert_eq!(remove_wordings(&after, "a-b", &[NEW.to_owned()]).unwrap(), text, "and back");
    (old[head..old.len() - tail].to_vec(), new[head..new.len() - tail].to_vec())
}

const WRITTEN: &str = "\"Is it: far? \\\"yes\\\" isn't #5\"";

#[test]
fn lines_are_added_below_in_every_layout() {
    for (questions, expected) in [
        ("  - id: a-b\n    questions:\n      - One\n      - Two\n    answer: z", format!("      - {WRITTEN}\n")),
        ("  - id: a-b\n    questions:\n    - One\n    answer: z", format!("    - {WRITTEN}\n")),
        (
            "  - questions:\n      -   One # why\n      # more\n    id: a-b\n    answer: z",
            format!("      -   {WRITTEN}\n"),
        ),
        (
            "  - id: a-b\n    answer: z\n    questions:\n      - 'One'",
            "      - 'Is it: far? \"yes\" isn''t #5'\n".into(),
        ),
        ("  -\n    id: a-b\n    questions:\n      - \"One\"\n\n    answer: z", format!("      - {WRITTEN}\n")),
        (
            "  - id: a-b\n    questions:\n      - One\n      - |\n        Two\n        lines\n\n    answer: z",
            format!("      - {WRITTEN}\n"),
        ),
        (
            "  - id: a-b\n    questions:\n      - >-\n        Two\n        lines\n    # comment\n    answer: z",
            format!("      - {WRITTEN}\n"),
        ),
        ("  - id: a-b\n    questions:\n      - One\n        goes on\n    answer: z", format!("      - {WRITTEN}\n")),
        ("  - id: a-b\n    questions:\n      -\n        One\n    answer: z", format!("      - {WRITTEN}\n")),
        ("  - id: a-b\n    questions: # these\n      - 退货要多久？\n    answer: z", format!("      - {WRITTEN}\n")),
    ] {
        assert_eq!(difference(&file(questions)), (vec![], vec![expected]), "{questions}");
    }
}

#[test]
fn rows_are_added_to_in_every_layout() {
    for (questions, gone, new) in [
        (
            "  - { id: a-b, questions: [One, Two], answer: z }",
            1,
            format!("  - {{ id: a-b, questions: [One, Two, {WRITTEN}], answer: z }}\n"),
        ),
        (
            "  - id: a-b\n    questions: [ One, 'Two', ]\n    answer: z",
            1,
            "    questions: [ One, 'Two', 'Is it: far? \"yes\" isn''t #5', ]\n".into(),
        ),
        (
            "  - id: a-b\n    questions: [\n      One,\n      Two, # why\n    ]\n    answer: z",
            0,
            format!("      {WRITTEN},\n"),
        ),
        (
            "  - id: a-b\n    questions: [\n      One,\n      Two # why\n    ]\n    answer: z",
            1,
            format!("      Two,\n      {WRITTEN} # why\n"),
        ),
        ("  - id: a-b\n    questions: [One,\n      Two]\n    answer: z", 1, format!("      Two,\n      {WRITTEN}]\n")),
    ] {
        let (old, added) = difference(&file(questions));
        assert_eq!((old.len(), added.concat()), (gone, new), "{questions}");
    }
}

#[test]
fn line_ends_marks_and_the_end_of_the_file_stay() {
    let text = file("  - id: a-b\n    answer: z\n    questions:\n      - One\n      - Two");
    let windows = format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    let after = add(&windows);
    assert!(
        after.starts_with('\u{FEFF}')
            && after.contains(&format!("      - {WRITTEN}\r\n"))
            && !after.replace("\r\n", "").contains('\n')
    );
    assert_eq!(remove_wordings(&after, "a-b", &[NEW.to_owned()]).unwrap(), windows);
    let unended = "topic: T\nlang: en\nentries:\n  - id: a-b\n    answer: z\n    questions:\n      - One";
    let after = add(unended);
    assert_eq!(after, format!("{unended}\n      - {WRITTEN}"));
    assert_eq!(remove_wordings(&after, "a-b", &[NEW.to_owned()]).unwrap(), unended);
}

#[test]
fn what_cannot_be_done_safely_is_refused() {
    let refused = |text: &str, wording: &str| add_wordings(text, "a-b", &[wording.to_owned()]).unwrap_err().to_string();
    let text = file("  - id: a-b\n    questions:\n      - One\n    answer: z");
    assert_eq!(refused(&text, "ONE?"), "`a-b` has this wording already");
    assert_eq!(refused(&file("  - id: c\n    questions: [d]\n    answer: z"), NEW), "there is no `a-b` in this file");
    assert_eq!(refused("entries: [", NEW), BY_HAND);
    assert_eq!(refused(&file("  - id: a-b\n    questions: []\n    answer: z"), NEW), BY_HAND);
    assert_eq!(refused(&file("  - id: a-b\n    questions: One\n    answer: z"), NEW), BY_HAND);
    let only = remove_wordings(&text, "a-b", &["One".to_owned()]).unwrap_err().to_string();
    assert_eq!(only, "this is the only wording of `a-b`; an entry needs one");
    assert!(remove_wordings(&text, "a-b", &["Two".to_owned()]).is_err());
}

#[test]
fn any_of_several_wordings_can_be_taken_out() {
    for text in [
        file("  - id: a-b\n    questions:\n      - One # first\n      - |\n        Two\n      - Three\n    answer: z"),
        file("  - id: a-b\n    questions: [One, 'Two', Three]\n    answer: z"),
        file("  - id: a-b\n    questions: [\n      One,\n      Two,\n      Three,\n    ]\n    answer: z"),
    ] {
        for (gone, left) in [("One", ["Two", "Three"]), ("Two", ["One", "Three"]), ("Three", ["One", "Two"])] {
            let after = remove_wordings(&text, "a-b", &[gone.to_owned()]).unwrap();
            assert_eq!(wordings_of(&after, "a-b"), left, "{after}");
        }
    }
}

#[test]
fn an_entry_is_added_with_the_indentation_of_the_others() {
    let entry = "  # asked twice\n  - id: c-d\n    questions: # more\n      - Why?\n    answer:\n";
    let text = "topic: T\nlang: en\nentries:\n- id: a-b\n  questions: [x]\n  answer: z # end\nsynonyms:\n- [a, b]\n";
    let (after, at) = add_entry(text, entry).unwrap();
    assert_eq!(
        after,
        "topic: T\nlang: en\nentries:\n- id: a-b\n  questions: [x]\n  answer: z # end\n# asked twice\n- id: c-d\n  \
         questions: # more\n    - Why?\n  answer:\nsynonyms:\n- [a, b]\n"
    );
    assert!(after[at..].starts_with("# asked twice"));
    let unended = "entries:\n  - id: a-b\n    answer: |\n      z\n\n  - id: b\n    answer: |\n      y";
    assert!(
        add_entry(unended, entry)
            .unwrap()
            .0
            .ends_with("      y\n\n  # asked twice\n  - id: c-d\n    questions: # more\n      - Why?\n    answer:\n")
    );
    assert!(add_entry("topic: T\n", entry).is_err());
    assert!(add_entry("entries: [{id: a}]\n", entry).is_err());
}

#[test]
fn every_entry_of_the_sample_takes_a_wording() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
    let listing = crate::faq::read::list(&folder);
    let mut entries = 0;
    for file in listing.files() {
        let text = std::fs::read_to_string(&file.real).unwrap();
        let root = whole(&text).unwrap();
        for entry in super::entries(&root) {
            let Some(Value::Text(id)) = value(entry, "id").map(|node| &node.value) else { panic!("no id") };
            let after = add_wordings(&text, &id.text, &[NEW.to_owned()]).unwrap();
            assert_eq!(after.lines().count(), text.lines().count() + 1, "{} {}", file.relative, id.text);
            assert_eq!(remove_wordings(&after, &id.text, &[NEW.to_owned()]).unwrap(), text);
            entries += 1;
        }
    }
    assert!(entries > 80, "{entries}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn one_wording_more_and_every_other_line_the_same(
        style in 0..7usize,
        indent in 0..4usize,
        comment in prop::bool::ANY,
        windows in prop::bool::ANY,
        mark in prop::bool::ANY,
        words in prop::collection::vec("[a-zé退][a-z 货'?]{0,8}[a-z]", 1..4usize),
        wording in "[^\\p{C}\\s]([^\\p{C}]{0,20}[^\\p{C}\\s])?",
    ) {
        let mut words = words;
        words.dedup_by_key(|word| canonical(word));
        let comment = if comment { " # why" } else { "" };
        let quoted = |word: &String, at: usize| match (style + at) % 3 {
            0 => scalar(word),
            1 => double_quoted(word),
            _ => format!("'{}'", word.replace('\'', "''")),
        };
        let pad = " ".repeat(4 + indent);
        let written = words.iter().enumerate().map(|(at, word)| quoted(word, at)).collect::<Vec<_>>();
        let questions = match style {
            0..=2 => format!("questions:{comment}\n{}", written.iter().map(|word| format!("{pad}- {word}{comment}\n")).collect::<String>()),
            3 => format!("questions: [{}]{comment}\n", written.join(", ")),
            4 => format!("questions: [\n{}    ]\n", written.iter().map(|word| format!("{pad}{word},{comment}\n")).collect::<String>()),
            5 => format!("questions: [\n{pad}{}\n    ]{comment}\n", written.join(&format!(",\n{pad}"))),
            _ => format!("questions:\n{}", words.iter().map(|word| format!("{pad}- >-{comment}\n{pad}    {word}\n\n")).collect::<String>()),
        };
        let mut text = file(&format!("  - id: a-b\n    {questions}{comment}\n    answer: z"));
        if windows {
            text = text.replace('\n', "\r\n");
        }
        if mark {
            text.insert(0, '\u{FEFF}');
        }
        prop_assume!(wordings_of(&text, "a-b").len() == words.len());
        prop_assume!(!words.iter().any(|word| canonical(word) == canonical(&wording)));
        let wording = single_spaced(&wording);
        let after = add_wordings(&text, "a-b", std::slice::from_ref(&wording))
            .map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let mut expected = wordings_of(&text, "a-b");
        expected.push(wording.clone());
        prop_assert_eq!(wordings_of(&after, "a-b"), expected);
        // every line of before is still there, in its order; in a row the last one may have got its comma
        let mut lines = after.split_inclusive('\n');
        let missing: Vec<&str> = text.split_inclusive('\n').filter(|line| !lines.clone().any(|other| other == *line) || !lines.any(|other| other == *line)).collect();
        prop_assert!(missing.len() <= usize::from(matches!(style, 3 | 5)), "{:?}\n{}", missing, after);
        prop_assert_eq!(remove_wordings(&after, "a-b", &[wording]).unwrap(), text);
    }
}
