//! The JSON Schema of FAQ files, which editors use to complete and to check while somebody types.
//!
//! Invariant: the schema knows the keys that the loader knows, no more and no fewer. The loader is stricter where a
//! schema cannot see, such as across files.

// The types below describe a format and are never values.
#![allow(dead_code)]

use super::dates;
use super::limits::{MAX_ANSWER_BYTES, MAX_GLOB_BYTES, MAX_QUESTION_CHARACTERS, MAX_QUESTIONS};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

/// A FAQ file of Deskbell: one topic in one language.
#[derive(JsonSchema)]
#[schemars(
    rename = "faq",
    title = "Deskbell FAQ file",
    deny_unknown_fields,
    extend("anyOf" = [{ "required": ["entries"] }, { "required": ["synonyms"] }])
)]
struct FaqFile {
    /// What the file is about, as reports and the admin area name it.
    #[schemars(length(min = 1), extend("examples" = ["Shipping"]))]
    topic: String,
    /// The language of all questions and answers of the file: a BCP 47 tag.
    #[schemars(regex(pattern = r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$"), extend("examples" = ["en", "zh", "pt-br"]))]
    lang: String,
    /// The questions with their answers.
    #[schemars(default, length(min = 1))]
    entries: Vec<FaqEntry>,
    /// Groups of words that mean the same in this language.
    #[schemars(default, inner(length(min = 2), inner(length(min = 1))), extend("examples" = [[["parcel", "package"]]]))]
    synonyms: Vec<Vec<String>>,
}

/// A question with its answer.
#[derive(JsonSchema)]
#[schemars(rename = "entry", deny_unknown_fields)]
struct FaqEntry {
    /// A short name, unique in its language. The same id in another language is the translation. Reports count by it,
    /// so it should stay when the wording changes.
    #[schemars(regex(pattern = "^[a-z0-9-]+$"), extend("examples" = ["delivery-time"]))]
    id: String,
    /// The wordings of the question. The first is the title that visitors see; the rest are other ways to ask, the more
    /// the better.
    #[schemars(length(min = 1, max = MAX_QUESTIONS), inner(length(min = 1, max = MAX_QUESTION_CHARACTERS)))]
    questions: Vec<String>,
    /// The answer in CommonMark, with tables. Raw HTML is shown as text.
    #[schemars(length(min = 1, max = MAX_ANSWER_BYTES))]
    answer: String,
    /// A message that is just one of these words or phrases gets this answer.
    #[schemars(default, inner(length(min = 1)), extend("examples" = [["eta"]]))]
    keywords: Vec<String>,
    /// Ids of entries offered as buttons under the answer.
    #[schemars(default, inner(regex(pattern = "^[a-z0-9-]+$")), extend("examples" = [["order-status"]]))]
    follow_ups: Vec<String>,
    /// Buttons under the answer that open a page.
    #[schemars(default)]
    links: Vec<FaqLink>,
    /// On pages whose path matches one of these patterns the entry is preferred. `*` stands for a part of a path
    /// between slashes, `**` for any number of them.
    #[schemars(default, inner(length(min = 1, max = MAX_GLOB_BYTES)), extend("examples" = [["/checkout/**"]]))]
    pages: Vec<String>,
    /// In service from this date, or date and time, in the site's time zone.
    #[schemars(default, regex(pattern = dates::PATTERN), extend("examples" = ["2026-11-20", "2026-11-20 09:00"]))]
    from: String,
    /// In service through this date (the whole day), or date and time, in the site's time zone.
    #[schemars(default, regex(pattern = dates::PATTERN), extend("examples" = ["2026-11-30", "2026-11-30 18:00"]))]
    until: String,
    /// Whether the question is offered before the first message.
    #[schemars(default)]
    pinned: bool,
    /// Whether who gets this answer is handed to a person as well, where somebody is there: for what only a person can
    /// settle, such as a complaint.
    #[schemars(default)]
    handoff: bool,
}

/// A button that opens a page.
#[derive(JsonSchema)]
#[schemars(rename = "link", deny_unknown_fields)]
struct FaqLink {
    /// What the button says.
    #[schemars(length(min = 1), extend("examples" = ["Track a parcel"]))]
    label: String,
    /// Where it leads: an address that starts with https://, http://, mailto: or tel:, or a path of this site.
    #[schemars(
        regex(pattern = r"^(https?://|mailto:|tel:|[^:/?#\s\\]*([/?#]|$))"),
        length(min = 1),
        extend("examples" = ["https://example.com/track", "/help"])
    )]
    url: String,
}

/// The schema, in the draft that editors support best.
pub fn json_schema() -> serde_json::Value {
    let mut schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<FaqFile>().to_value();
    tidy(&mut schema);
    schema
}

/// The schema as the command prints it and as it stands beside the sample.
pub fn text() -> String {
    format!("{:#}\n", json_schema())
}

/// Takes out what the source's form brought in: line breaks within descriptions, and defaults, since editors would write
/// out an empty list that is better left out.
fn tidy(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(object) => {
            // only where it is a schema's own word, not the name of a property
            if object.contains_key("type") {
                object.remove("default");
            }
            if let Some(serde_json::Value::String(description)) = object.get_mut("description") {
                *description = description.replace('\n', " ");
            }
            object.values_mut().for_each(tidy);
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faq::fields::{ENTRY_KEYS, FILE_KEYS, LINK_KEYS};
    use serde_json::{Value, json};
    use std::collections::BTreeSet;

    fn keys(schema: &Value) -> BTreeSet<&str> {
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn schema_and_loader_know_the_same_keys() {
        let schema = json_schema();
        for (part, known) in [
            (&schema, FILE_KEYS),
            (&schema["definitions"]["entry"], ENTRY_KEYS),
            (&schema["definitions"]["link"], LINK_KEYS),
        ] {
            assert_eq!(keys(part), known.iter().copied().collect());
            assert_eq!(part["additionalProperties"], json!(false));
            for (key, property) in part["properties"].as_object().unwrap() {
                let description = property["description"].as_str().unwrap_or_default();
                assert!(!description.is_empty() && !description.contains('\n'), "{key}: {description:?}");
                assert_eq!(property.get("default"), None, "{key}");
            }
        }
        assert_eq!(schema["definitions"].as_object().unwrap().len(), 2);
    }

    #[test]
    fn what_must_be_there_is_required() {
        let schema = json_schema();
        assert_eq!(schema["required"], json!(["topic", "lang"]));
        assert_eq!(schema["anyOf"], json!([{ "required": ["entries"] }, { "required": ["synonyms"] }]));
        assert_eq!(schema["definitions"]["entry"]["required"], json!(["id", "questions", "answer"]));
        assert_eq!(schema["definitions"]["link"]["required"], json!(["label", "url"]));
    }

    #[test]
    fn limits_are_the_loaders() {
        let entry = &json_schema()["definitions"]["entry"]["properties"];
        assert_eq!(entry["questions"]["maxItems"], json!(500));
        assert_eq!(entry["questions"]["items"]["maxLength"], json!(1000));
        assert_eq!(entry["answer"]["maxLength"], json!(65536));
        assert_eq!(entry["id"]["pattern"], json!("^[a-z0-9-]+$"));
        assert_eq!(entry["from"]["pattern"], json!(dates::PATTERN));
    }

    #[test]
    fn the_file_beside_the_sample_is_this_schema() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/faq/faq.schema.json");
        if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
            std::fs::write(path, text()).unwrap();
        }
        let written = std::fs::read_to_string(path).unwrap();
        assert!(written == text(), "{path} is not what `deskbell schema` prints; run the test with UPDATE_GOLDEN=1");
    }
}
