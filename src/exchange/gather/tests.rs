use super::*;
use crate::clock::TimeZone;

impl Draft {
    /// An English entry without anything but what is given.
    pub fn for_test(topic: &str, small_talk: bool, text: EntryText, record: Record) -> Self {
        Self {
            lang: Lang::english(),
            topic: topic.to_owned(),
            small_talk,
            text,
            record,
            written_id: None,
            group: None,
            prompts: Vec::new(),
        }
    }
}

fn settings() -> Settings {
    Settings { lang: Lang::english(), langs: vec![Lang::english()], topic: "FAQ".to_owned(), time_zone: TimeZone::UTC }
}

fn record(row: usize, cells: &[(Column, &str)]) -> Record {
    let cells = cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect();
    Record { file: "a.csv".into(), row, cells, ..Record::default() }
}

/// Ids and wordings of the entries, and the notes.
fn gathered(records: &[Record]) -> (Vec<(String, Vec<String>)>, Vec<String>) {
    let settings = settings();
    let mut gathering = Gathering::new(&settings, &Catalog::default(), false);
    records.iter().for_each(|record| gathering.take(record));
    gathering.finish();
    let entries = gathering.drafts.into_iter().map(|draft| (draft.text.id, draft.text.questions)).collect();
    (entries, gathering.notes.iter().map(ToString::to_string).collect())
}

use Column::{Answer, FollowUps, Group, Id, Prompts, Question, Wordings};

#[test]
fn rows_with_one_answer_are_one_entry() {
    let (entries, notes) = gathered(&[
        record(2, &[(Question, "Where is my order?"), (Answer, "On its way.")]),
        record(3, &[(Question, "Track my order"), (Answer, "On its way.")]),
        record(4, &[(Question, "Do you wrap gifts?"), (Answer, "Yes."), (Wordings, "gift wrap | WHERE is my order")]),
        record(5, &[(Question, "Wrapping"), (Answer, ""), (Id, "9")]),
        record(6, &[(Question, ""), (Answer, "Yes.")]),
    ]);
    assert_eq!(entries[0], ("where-is-my-order".into(), vec!["Where is my order?".into(), "Track my order".into()]));
    assert_eq!(entries[1], ("do-you-wrap-gifts".into(), vec!["Do you wrap gifts?".into(), "gift wrap".into()]));
    assert_eq!(
        notes,
        [
            "a.csv:4: dropped: the wording “WHERE is my order” is a duplicate of row 2",
            "a.csv:5: dropped: “Wrapping”: the answer is empty; write one",
            "a.csv:6: dropped: the question is empty; write one",
        ]
    );
}

#[test]
fn a_topic_that_cannot_be_seen_is_none() {
    let settings = settings();
    let mut gathering = Gathering::new(&settings, &Catalog::default(), false);
    gathering.take(&record(2, &[(Question, "How?"), (Answer, "So."), (Column::Topic, "\u{1b}")]));
    assert_eq!(gathering.drafts[0].topic, "FAQ");
}

#[test]
fn ids_and_numbers_tell_entries_apart() {
    let (entries, notes) = gathered(&[
        record(2, &[(Question, "One"), (Answer, "Same."), (Id, "Entry One")]),
        record(3, &[(Question, "Two"), (Answer, "Same."), (Id, "entry-two"), (FollowUps, "Entry One, nowhere")]),
        record(4, &[(Question, "Three"), (Answer, ""), (Id, "entry-two")]),
        record(5, &[(Question, "Four"), (Answer, "Other."), (Id, "entry-two")]),
        record(6, &[(Question, "Five"), (Answer, "Same."), (Group, "12")]),
        record(7, &[(Question, "Six"), (Answer, "Same."), (Group, "13"), (Prompts, "[{\"qnaId\": 12}]")]),
    ]);
    let ids: Vec<&str> = entries.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["entry-one", "entry-two", "entry-two-2", "question-six"]);
    assert_eq!(entries[0].1, ["One", "Five"]);
    assert_eq!(entries[1].1, ["Two", "Three"]);
    assert_eq!(
        notes,
        [
            "a.csv:2: changed: the id “Entry One” is `entry-one` now: ids are of a-z, 0-9 and -",
            "a.csv:5: changed: the id `entry-two` is that of row 3 with another answer; it is `entry-two-2` now",
            "a.csv:3: dropped: the follow-up “nowhere” is no entry's id",
        ]
    );
}

#[test]
fn what_is_not_for_everybody_is_left_out() {
    let (entries, notes) = gathered(&[
        record(1, &[(Question, "One"), (Answer, "Yes."), (Column::Draft, "true")]),
        record(2, &[(Question, "Two"), (Answer, "Yes."), (Column::Status, "Archived")]),
        record(3, &[(Question, "Three"), (Answer, "Yes."), (Column::Audience, "77")]),
        record(4, &[(Question, "Four"), (Answer, "Hello {{contact.name}}!"), (Column::Status, "published")]),
    ]);
    assert_eq!(entries.len(), 1);
    assert_eq!(
        notes,
        [
            "a.csv:1: dropped: “One” is a draft; publish it first",
            "a.csv:2: dropped: “Two” is not published, its status is “archived”",
            "a.csv:3: dropped: “Three” is shown to some readers only, and a FAQ is for everybody",
            "a.csv:4: changed: “Four”: nobody fills in “{{contact.name}}”; write the answer without it",
        ]
    );
}

#[test]
fn translations_share_their_id() {
    let (entries, _) = gathered(&[
        record(1, &[(Question, "退货要多久？"), (Answer, "三天。"), (Group, "7"), (Column::Lang, "中文")]),
        record(
            2,
            &[(Question, "How long do returns take?"), (Answer, "Three days."), (Group, "7"), (Column::Lang, "en-us")],
        ),
        record(3, &[(Question, "Retouren"), (Answer, "Ja."), (Group, "7"), (Column::Lang, "de-at")]),
    ]);
    let ids: Vec<&str> = entries.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["how-long-do-returns-take"; 3]);
}

#[test]
fn details_that_a_file_may_not_hold_are_told() {
    let (_, notes) = gathered(&[record(
        2,
        &[
            (Question, "One"),
            (Answer, "Yes."),
            (Column::Links, "A javascript:x\nB /b"),
            (Column::From, "soon"),
            (Column::Pinned, "perhaps"),
            (Column::Lang, "klingon"),
        ],
    )]);
    assert_eq!(notes.len(), 4, "{notes:?}");
    assert!(notes[0].starts_with("a.csv:2: changed: “klingon” is no language; the row is taken for `en`"));
    assert!(notes[1].starts_with("a.csv:2: dropped: the unsafe link “javascript:x”: "));
    assert!(notes[2].contains("is no date"));
}
