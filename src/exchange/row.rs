//! What a single row says: whether it is for everybody, its wordings, and what QnA Maker packs into one cell.
//!
//! Invariant: reads only; whatever a cell holds, there is an answer.

use super::cells::{self, BARS, single_line};
use super::columns::Column;
use super::{Record, shown};
use crate::text::canonical;

/// Why a row is not for everybody to see.
pub(super) fn unpublished(record: &Record) -> Option<String> {
    let title = record.first(Column::Question).map(shown).unwrap_or_default();
    if record.first(Column::Draft).and_then(cells::truth) == Some(true) {
        return Some(format!("{title} is a draft; publish it first"));
    }
    let status = record.first(Column::Status).map(canonical);
    if let Some(status @ ("draft" | "archived" | "unpublished" | "inactive" | "deleted")) = status.as_deref() {
        return Some(format!("{title} is not published, its status is “{status}”"));
    }
    let seen = record.first(Column::Audience).filter(|audience| *audience != "[]");
    seen.map(|_| format!("{title} is shown to some readers only, and a FAQ is for everybody"))
}

/// The wordings of a row, the title first.
pub(super) fn wordings(record: &Record) -> Vec<String> {
    let title = record.all(Column::Question).map(single_line).filter(|title| !title.is_empty()).take(1);
    let others = record.all(Column::Wordings).flat_map(|cell| cells::split(cell, BARS));
    // QnA Maker: [{"suggestedQuestions": [{"question": "…"}]}]
    let suggested = record.all(Column::Suggested).filter_map(|text| serde_json::from_str(text).ok());
    let suggested = suggested.flat_map(|value: serde_json::Value| {
        let clusters = value.as_array().cloned().unwrap_or_default().into_iter();
        let lists = clusters.filter_map(|cluster| cluster["suggestedQuestions"].as_array().cloned());
        let texts = lists.flatten().filter_map(|item| item["question"].as_str().map(single_line));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    });
    let visible = |text: &String| text.chars().any(|character| !character.is_control());
    let clean = |text: String| text.chars().filter(|character| !character.is_control()).collect::<String>();
    title.chain(others).chain(suggested).filter(visible).map(clean).collect()
}

/// A value of QnA Maker's metadata: `topic:Orders|product:bikes`, or a list of names and values in JSON.
pub(super) fn metadata(record: &Record, key: &str) -> Option<String> {
    let text = record.first(Column::Metadata)?;
    if let Ok(serde_json::Value::Array(pairs)) = serde_json::from_str(text) {
        let pair = pairs.into_iter().find(|pair| pair["name"].as_str().map(canonical).as_deref() == Some(key))?;
        return pair["value"].as_str().map(single_line).filter(|value| !value.is_empty());
    }
    let mut pairs = text.split('|').filter_map(|pair| pair.split_once(':'));
    pairs
        .find(|(name, _)| canonical(name) == key)
        .map(|(_, value)| single_line(value))
        .filter(|value| !value.is_empty())
}

/// The groups of QnA Maker's prompts: `[{"displayText": "…", "qnaId": 12}]`.
pub(super) fn prompts(record: &Record) -> Vec<String> {
    let lists = record.all(Column::Prompts).filter_map(|text| serde_json::from_str(text).ok());
    let prompts = lists.flat_map(|value: serde_json::Value| value.as_array().cloned().unwrap_or_default());
    prompts.filter_map(|prompt| prompt["qnaId"].as_i64()).map(|id| id.to_string()).collect()
}

/// A placeholder of canned responses: `{{contact.name}}`.
pub(super) fn placeholder(text: &str) -> Option<&str> {
    let start = text.find("{{")?;
    let length = text[start..].find("}}")? + 2;
    text.get(start..start + length).filter(|placeholder| !placeholder.contains('\n'))
}
