//! The FAQ's files: read, checked as drafts, saved, renamed, removed, and their versions.
//!
//! Invariant: a file is changed only by who says which text of it they saw; who saw another is shown the one that is
//! there.

use super::payload::Payload;
use crate::clock::rfc3339;
use crate::editing::versions::{History, Saved, Why};
use crate::editing::{Checked, Editing};
use crate::faq::edit::{FileName, NewText, insert};
use crate::faq::{Problem, Severity};
use crate::store::accounts::Role;
use crate::store::history::Reason;
use crate::web::auth::Caller;
use crate::web::error::ApiError;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// Bytes of a body with a file's text: the longest text as JSON, every line end escaped, and some room.
pub(super) const BODY_BYTES: usize = 2 * 1024 * 1024;
/// Problems of a draft that are sent; who has more puts the first ones right first.
const MOST_PROBLEMS: usize = 500;
/// Characters of the note to a version.
const NOTE_CHARACTERS: usize = 200;

/// The largest whole number that every reader of JSON keeps exactly.
const EXACT: i64 = (1 << 53) - 1;

/// A body with a text in it.
pub(super) type Large<T> = Payload<T, BODY_BYTES>;

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqFiles")]
pub(super) struct Files {
    /// Whether the caller may change files.
    editable: bool,
    /// Why nobody can, if that is so.
    locked: Option<String>,
    /// The version in service.
    version: String,
    /// By path.
    files: Vec<File>,
    /// Files that are gone and can be put back.
    gone: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqFile")]
struct File {
    /// Within the FAQ's folder.
    path: String,
    /// Of what is in service.
    topic: Option<String>,
    /// Of what is in service.
    lang: Option<String>,
    /// In service.
    entries: usize,
    /// Of the last reading.
    errors: usize,
    /// Of the last reading.
    warnings: usize,
    /// Its size.
    bytes: u64,
    /// When it was last written.
    modified: String,
}

pub(super) async fn files(caller: Caller, State(editing): State<Editing>) -> Result<Json<Files>, ApiError> {
    let folder = editing.folder().await?;
    let file = |line: crate::editing::FileLine| {
        let (topic, lang) = line.served.unzip();
        File {
            path: line.path,
            topic,
            lang,
            entries: line.entries,
            errors: line.errors,
            warnings: line.warnings,
            bytes: line.bytes,
            modified: rfc3339(line.modified),
        }
    };
    Ok(Json(Files {
        editable: folder.locked.is_none() && caller.require(Role::Editor).is_ok(),
        locked: folder.locked.as_ref().map(ApiError::told),
        version: folder.version,
        files: folder.files.into_iter().map(file).collect(),
        gone: folder.gone,
    }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    /// The file, within the FAQ's folder.
    #[schemars(with = "FileName")]
    path: String,
}

pub(super) type NamedQuery = Result<Query<Named>, QueryRejection>;

pub(super) fn name(path: &str) -> Result<FileName, ApiError> {
    Ok(FileName::parse(path)?)
}

pub(super) fn named(query: NamedQuery) -> Result<FileName, ApiError> {
    let Query(Named { path }) = query.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    name(&path)
}

/// A file's text and what names it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqText")]
pub(super) struct Text {
    /// Within the FAQ's folder.
    path: String,
    /// All of it.
    text: String,
    /// SHA-256 of its bytes in hexadecimal: who changes the file says by it which text they saw.
    digest: String,
}

pub(super) async fn read(State(editing): State<Editing>, query: NamedQuery) -> Result<Json<Text>, ApiError> {
    let name = named(query)?;
    let path = name.to_string();
    let file = editing.read(name).await?;
    Ok(Json(Text { path, text: file.text, digest: file.digest }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "FaqDraft")]
pub(super) struct Draft {
    /// The file whose place it takes, or a new one.
    #[schemars(with = "FileName")]
    pub(super) path: String,
    /// The whole file as it would be.
    pub(super) text: String,
}

/// What a folder is, or would be.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqFolder")]
pub(super) struct FolderView {
    /// Problems that keep it from being served.
    errors: usize,
    /// Problems that do not.
    warnings: usize,
    /// The version it is, or would be; none with errors.
    version: Option<String>,
    /// Those of the file first, errors before warnings; 500 at most.
    problems: Vec<Problem>,
}

impl FolderView {
    fn of(checked: Checked, path: &str) -> Self {
        let (errors, warnings) = (checked.count(Severity::Error), checked.count(Severity::Warning));
        let mut problems = checked.problems;
        problems.sort_by_key(|problem| (*problem.place.path != *path, problem.severity, problem.place.clone()));
        problems.truncate(MOST_PROBLEMS);
        Self { errors, warnings, version: checked.version, problems }
    }
}

pub(super) async fn check(
    State(editing): State<Editing>,
    Payload(draft): Large<Draft>,
) -> Result<Json<FolderView>, ApiError> {
    let checked = editing.check(name(&draft.path)?, draft.text).await?;
    Ok(Json(FolderView::of(checked, &draft.path)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SaveFaqFile")]
pub(super) struct Save {
    /// The file, within the FAQ's folder.
    #[schemars(with = "FileName")]
    path: String,
    /// The whole file. Line ends are those that the file has.
    text: String,
    /// The digest of the text that was seen; none for a new file.
    digest: Option<String>,
    /// Why; of more than 200 characters the first 200 are kept.
    #[serde(default)]
    note: String,
}

/// What came of a change.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqChanged")]
pub(super) struct Done {
    /// Within the FAQ's folder.
    path: String,
    /// The file's text; none where it is gone.
    text: Option<String>,
    /// Of that text.
    digest: Option<String>,
    /// The version to put back for an undo; none for a new file.
    before: Option<i64>,
    #[serde(flatten)]
    state: FolderView,
}

impl Done {
    pub(super) fn of(saved: Saved, path: String) -> Self {
        let (text, digest) = saved.file.map(|file| (file.text, file.digest)).unzip();
        let state = FolderView::of(saved.folder, &path);
        Self { path, text, digest, before: saved.before, state }
    }
}

pub(super) async fn save(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(save): Large<Save>,
) -> Result<Json<Done>, ApiError> {
    let why = Why {
        author: caller.account.name,
        reason: Reason::Edit,
        note: save.note.trim().chars().take(NOTE_CHARACTERS).collect(),
    };
    let saved = editing.save(name(&save.path)?, save.digest, NewText::Typed(save.text), why).await?;
    tracing::info!(by = caller.account.id, path = save.path, "a FAQ file was saved");
    Ok(Json(Done::of(saved, save.path)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RemoveFaqFile")]
pub(super) struct Remove {
    /// The file, within the FAQ's folder.
    #[schemars(with = "FileName")]
    path: String,
    /// The digest of the text that was seen.
    digest: String,
}

pub(super) async fn remove(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(remove): Payload<Remove>,
) -> Result<Json<Done>, ApiError> {
    let saved = editing.remove(name(&remove.path)?, remove.digest, caller.account.name).await?;
    tracing::info!(by = caller.account.id, path = remove.path, "a FAQ file was removed");
    Ok(Json(Done::of(saved, remove.path)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RenameFaqFile")]
pub(super) struct Rename {
    /// The file, within the FAQ's folder.
    #[schemars(with = "FileName")]
    path: String,
    /// What it is to be called. Folders that it needs are made.
    #[schemars(with = "FileName")]
    to: String,
    /// The digest of the text that was seen.
    digest: String,
}

pub(super) async fn rename(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(rename): Payload<Rename>,
) -> Result<Json<Done>, ApiError> {
    let to = name(&rename.to)?;
    let saved = editing.rename(name(&rename.path)?, to, rename.digest, caller.account.name).await?;
    tracing::info!(by = caller.account.id, path = rename.path, to = rename.to, "a FAQ file was renamed");
    Ok(Json(Done::of(saved, rename.to)))
}

/// The versions of a file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqVersions")]
pub(super) struct Versions {
    /// Whether the file was changed outside since the newest.
    changed_outside: bool,
    /// The newest first.
    versions: Vec<VersionLine>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqVersion")]
struct VersionLine {
    /// When.
    at: String,
    #[serde(flatten)]
    version: crate::store::history::Version,
}

pub(super) async fn history(State(editing): State<Editing>, query: NamedQuery) -> Result<Json<Versions>, ApiError> {
    let History { versions, changed_outside } = editing.history(named(query)?).await?;
    let line = |version: crate::store::history::Version| VersionLine { at: rfc3339(version.at), version };
    Ok(Json(Versions { changed_outside, versions: versions.into_iter().map(line).collect() }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbered {
    /// The file, within the FAQ's folder.
    #[schemars(with = "FileName")]
    path: String,
    /// Of the version, from 1.
    #[schemars(range(min = 1, max = EXACT))]
    number: i64,
}

/// The text of a version.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqVersionText")]
pub(super) struct VersionText {
    /// None where the file was gone.
    text: Option<String>,
}

pub(super) async fn version(
    State(editing): State<Editing>,
    query: Result<Query<Numbered>, QueryRejection>,
) -> Result<Json<VersionText>, ApiError> {
    let Query(wanted) = query.map_err(|rejection| ApiError::Invalid(rejection.body_text()))?;
    Ok(Json(VersionText { text: editing.version(&name(&wanted.path)?, wanted.number).await? }))
}

/// A whole number however it is written: JSON, and so a generated client, does not tell `1.0` from `1`.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    let written = number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() <= EXACT as f64);
    let number = number.as_i64().or(written.map(|number| number as i64));
    number.ok_or_else(|| serde::de::Error::custom("number: write a whole one, such as 1"))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RestoreFaqVersion")]
pub(super) struct Restore {
    /// The file, within the FAQ's folder.
    #[schemars(with = "FileName")]
    path: String,
    /// Of the version, from 1.
    #[serde(deserialize_with = "whole")]
    #[schemars(range(min = 1, max = EXACT))]
    number: i64,
    /// The digest of the text that is to be replaced; none where the file is gone.
    digest: Option<String>,
}

pub(super) async fn restore(
    caller: Caller,
    State(editing): State<Editing>,
    Payload(restore): Payload<Restore>,
) -> Result<Json<Done>, ApiError> {
    let file = name(&restore.path)?;
    let saved = editing.restore(file, restore.number, restore.digest, caller.account.name).await?;
    tracing::info!(by = caller.account.id, path = restore.path, number = restore.number, "a FAQ file was put back");
    Ok(Json(Done::of(saved, restore.path)))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "InsertFaqEntry")]
pub(super) struct Insert {
    /// A whole file, with a list of `entries` in lines of their own.
    text: String,
    /// YAML of the entry as it stands below `entries:`, as the report proposes it.
    entry: String,
}

/// A text with an entry more, and where that begins, in characters as a browser counts them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "FaqEntryInserted")]
pub(super) struct Inserted {
    /// The whole file.
    text: String,
    /// Where the entry begins.
    at: usize,
}

pub(super) async fn insert(Payload(wanted): Large<Insert>) -> Result<Json<Inserted>, ApiError> {
    let (text, at) = insert::add_entry(&wanted.text, &wanted.entry)?;
    let at = text[..at].encode_utf16().count();
    Ok(Json(Inserted { text, at }))
}
