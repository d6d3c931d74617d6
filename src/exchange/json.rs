//! Exports in JSON: Zendesk's articles, Chatwoot's articles and canned responses, and any list of objects whose keys
//! are named like columns.
//!
//! Invariant: what only some readers may see, or what is not published, is told as such, so that it does not get into
//! a FAQ that everybody can ask.

use super::columns::{self, Column};
use super::sheet::decoded;
use super::{Contents, Effect, ImportError, Note, Record};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Keys under which exports keep their list, with what that says about the file.
const LISTS: &[(&str, &str)] = &[
    ("articles", "Zendesk articles"),
    ("payload", "Chatwoot articles"),
    ("canned_responses", "Chatwoot canned responses"),
    ("qnaDocuments", "QnA Maker"),
    ("qnaList", "QnA Maker"),
    ("entries", "JSON"),
    ("faqs", "JSON"),
    ("faq", "JSON"),
    ("items", "JSON"),
    ("data", "JSON"),
];

/// Reads a file.
pub(super) fn read(file: &str, bytes: &[u8]) -> Result<Contents, ImportError> {
    let text = decoded(file, bytes)?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| ImportError::new(file, error.line(), format!("no JSON ({error}); export the file again")))?;
    let (kind, items) = list(&value).ok_or_else(|| {
        let keys: Vec<&str> = LISTS.iter().map(|(key, _)| *key).collect();
        let expected = format!("expected a list of objects, at the top or under one of {}", keys.join(", "));
        ImportError::new(file, 1, expected)
    })?;
    let name: Arc<str> = file.into();
    let sections = sections(&value);
    let mut unknown = BTreeSet::new();
    let mut contents = Contents { kind, ..Contents::default() };
    for (at, item) in items.iter().enumerate() {
        let mut record = Record { file: name.clone(), row: at + 1, ..Record::default() };
        match item {
            Value::Object(item) => fill(&mut record, item, &sections, &mut unknown),
            _ => contents.notes.push(record.note(Effect::Dropped, "it is no object with a question and an answer")),
        }
        if !record.cells.is_empty() {
            record.html = kind == "Zendesk articles";
            contents.records.push(record);
        }
    }
    for key in unknown {
        let message = format!("`{key}` has no place in a FAQ file; it is not imported");
        contents.notes.push(Note { file: file.to_owned(), row: 1, effect: Effect::Dropped, message });
    }
    Ok(contents)
}

/// The list of items, and what kind of file has it there.
fn list(value: &Value) -> Option<(&'static str, &[Value])> {
    let is_list = |list: &&Vec<Value>| list.first().is_none_or(Value::is_object);
    match value {
        Value::Array(items) => {
            let has = |key: &str| items.first().is_some_and(|item| item.get(key).is_some());
            let kind = match () {
                () if has("short_code") => "Chatwoot canned responses",
                () if has("body") && has("section_id") => "Zendesk articles",
                () => "JSON",
            };
            Some((kind, items))
        }
        Value::Object(object) => {
            LISTS.iter().find_map(|(key, kind)| Some((*kind, object.get(*key)?.as_array().filter(is_list)?.as_slice())))
        }
        _ => None,
    }
}

/// The names of Zendesk's sections by their numbers, where the export has them.
fn sections(value: &Value) -> Vec<(&Value, &str)> {
    let sections = value.get("sections").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    sections.iter().filter_map(|section| Some((section.get("id")?, section.get("name")?.as_str()?))).collect()
}

fn fill(record: &mut Record, item: &Map<String, Value>, sections: &[(&Value, &str)], unknown: &mut BTreeSet<String>) {
    let keys: Vec<&str> = item.keys().map(String::as_str).collect();
    let is_foreign = item.contains_key("section_id") || item.contains_key("account_id") || item.contains_key("views");
    for ((key, value), meaning) in item.iter().zip(columns::meanings(keys)) {
        let column = match (key.as_str(), meaning) {
            // a number of their own database, which translations share
            ("id", _) if is_foreign || value.is_number() => Column::Group,
            ("slug", _) if is_foreign => Column::Nothing,
            ("label_names", _) => {
                unknown.insert(key.clone());
                continue;
            }
            // of Chatwoot: an object that holds the language as well
            ("category", _) if value.is_object() => {
                put(record, Column::Topic, &value["name"]);
                put(record, Column::Lang, &value["locale"]);
                continue;
            }
            ("context", _) if value.is_object() => {
                put(record, Column::Prompts, &value["prompts"]);
                continue;
            }
            (_, Some(column)) => column,
            (_, None) => {
                unknown.insert(key.clone());
                continue;
            }
        };
        put(record, column, value);
    }
    if let Some(section) = item.get("section_id")
        && let Some((_, name)) = sections.iter().find(|(id, _)| *id == section)
    {
        record.cells.push((Column::Topic, (*name).to_owned()));
    }
    let url = item.get("html_url").and_then(Value::as_str).unwrap_or("");
    if let Some((scheme, rest)) = url.split_once("://") {
        record.base = Some(format!("{scheme}://{}", rest.split(['/', '?', '#']).next().unwrap_or("")));
    }
}

/// Adds a value under a column. Of several questions the first is the title.
fn put(record: &mut Record, column: Column, value: &Value) {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    };
    match (column, value) {
        (Column::Nothing, _) | (_, Value::Null) => {}
        (Column::Prompts | Column::Suggested | Column::Metadata, Value::Array(_) | Value::Object(_)) => {
            record.cells.push((column, value.to_string()));
        }
        (Column::Question, Value::Array(items)) => {
            let texts = items.iter().filter_map(text);
            let columns = std::iter::once(Column::Question).chain(std::iter::repeat(Column::Wordings));
            // a line break at the end: none of them is a list of several
            record.cells.extend(columns.zip(texts).map(|(column, text)| (column, format!("{text}\n"))));
        }
        (Column::Links, Value::Array(items)) => {
            let link = |item: &Value| Some(format!("{} {}", text(&item["label"])?, text(&item["url"])?));
            record.cells.push((column, items.iter().filter_map(link).collect::<Vec<_>>().join("\n")));
        }
        (column, Value::Array(items)) => {
            let texts: Vec<String> = items.iter().filter_map(text).collect();
            record.cells.push((column, texts.join("\n") + "\n"));
        }
        (column, value) => record.cells.extend(text(value).map(|text| (column, text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(json: &Value) -> Vec<(Column, String)> {
        read("a.json", json.to_string().as_bytes()).unwrap().records.remove(0).cells
    }

    #[test]
    fn exports_are_known_by_their_shape() {
        let zendesk = serde_json::json!({
            "articles": [{
                "id": 36, "title": "Returns", "name": "Returns", "body": "<p>Yes</p>", "locale": "en-us", "draft": false,
                "section_id": 7, "label_names": ["a"], "user_segment_id": null, "promoted": true,
                "html_url": "https://help.example.com/hc/en-us/articles/36"
            }],
            "sections": [{"id": 7, "name": "Orders"}]
        });
        let contents = read("a.json", zendesk.to_string().as_bytes()).unwrap();
        assert_eq!(contents.kind, "Zendesk articles");
        let record = &contents.records[0];
        assert_eq!(record.first(Column::Question), Some("Returns"));
        assert_eq!(record.first(Column::Group), Some("36"));
        assert_eq!(record.first(Column::Topic), Some("Orders"));
        assert_eq!((record.first(Column::Audience), record.first(Column::Pinned)), (None, Some("true")));
        assert_eq!((record.html, record.base.as_deref()), (true, Some("https://help.example.com")));
        assert_eq!(
            contents.notes[0].to_string(),
            "a.json:1: dropped: `label_names` has no place in a FAQ file; it is not imported"
        );

        let canned = serde_json::json!([{"id": 1, "account_id": 2, "short_code": "returns", "content": "Yes."}]);
        assert_eq!(read("a.json", canned.to_string().as_bytes()).unwrap().kind, "Chatwoot canned responses");
        let article = serde_json::json!({"payload": [{
            "id": 5, "slug": "returns-5", "title": "Returns", "content": "Yes.", "status": "published", "views": 3,
            "category": {"id": 1, "name": "Orders", "locale": "de"}
        }]});
        let found = cells(&article);
        for expected in
            [(Column::Topic, "Orders"), (Column::Lang, "de"), (Column::Group, "5"), (Column::Question, "Returns")]
        {
            assert!(found.contains(&(expected.0, expected.1.to_owned())), "{found:?}");
        }
    }

    #[test]
    fn several_questions_are_wordings() {
        let found = cells(
            &serde_json::json!([{"questions": ["a | b", "c"], "answer": "d", "id": "x-y", "keywords": ["e", "f"]}]),
        );
        for expected in [
            (Column::Question, "a | b\n"),
            (Column::Wordings, "c\n"),
            (Column::Id, "x-y"),
            (Column::Keywords, "e\nf\n"),
        ] {
            assert!(found.contains(&(expected.0, expected.1.to_owned())), "{found:?}");
        }
    }

    #[test]
    fn what_is_no_export_is_told() {
        for (text, expected) in [
            ("{\"a\": 1}", "a.json:1: expected a list of objects, at the top or under one of articles, payload, "),
            ("[\n{", "a.json:2: no JSON ("),
            ("7", "a.json:1: expected a list"),
        ] {
            let error = read("a.json", text.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
        let contents = read("a.json", b"[1, {\"question\": \"a\"}]").unwrap();
        assert_eq!((contents.records.len(), contents.notes.len()), (1, 1));
    }
}
