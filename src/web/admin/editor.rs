//! What the addresses of the FAQ's editor take and give: the descriptions of `faq`, `drafts` and `wordings`.
//!
//! Invariant: as everywhere, the shapes are those of the types that are read and sent. The examples follow each other:
//! a file is made, asked, renamed, removed and put back, and each example names what those before it have left.

use super::drafts::{Answer, Comparison, Identified, Question};
use super::faq::{
    Done, Draft, Files, FolderView, Insert, Inserted, Named, Numbered, Remove, Rename, Restore, Save, Text,
    VersionText, Versions,
};
use super::wordings::{Changed, Proposals, Wanted};
use crate::web::openapi::Operation;

type Refusal = (u16, &'static str);

const OFF: Refusal = (403, "The role does not allow this, or nobody may: faq.editable is false, or the disk refuses.");
const NO_FILE: Refusal = (404, "There is no such file (any more).");
const NO_VERSION: Refusal = (404, "There is no such version (any more).");
const NO_COMPARISON: Refusal = (404, "There is no such comparison (any more): another was begun since.");
const NO_ENTRY: Refusal = (404, "The FAQ in service has no such entry in this language.");
const NO_DECISION: Refusal = (404, "Nothing is decided about these wordings (any more), or the entry is gone.");
const CHANGED: Refusal = (
    409,
    "The file was changed meanwhile (`now` is what is there), or there is one of this name already. Nothing was written.",
);
const TOO_LONG: Refusal = (413, "The body, or the file, is longer than what is edited here.");
const FAULTY: Refusal = (
    422,
    "The FAQ could not be served with this (`problems` are the first errors), or the file is not UTF-8. Nothing was written.",
);
const NOT_ASKED: Refusal = (422, "The FAQ with this text has errors (`problems` are the first), or too many entries.");
const BY_HAND: Refusal =
    (422, "The wordings are too many, too long or there already, or the file has to be changed by hand.");
const CHANGE: &[Refusal] = &[OFF, NO_FILE, CHANGED, TOO_LONG, FAULTY];

/// The text of the examples, as JSON.
macro_rules! example {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            r#""topic: More\nlang: en\nentries:\n  - id: loan-bicycle\n    questions: [Can I borrow a bicycle?, "#,
            r#"Do you lend bicycles?, Is there a loan bicycle?]\n    answer: Yes, while yours is repaired.\n""#,
            $after
        )
    };
}

pub(super) const FILES: Operation = Operation::new(
    "listFaqFiles",
    "The FAQ's files",
    "With what is in service of each, and whether they can be changed.",
)
.gives::<Files>(200, "The files.");
pub(super) const READ: Operation = Operation::new("readFaqFile", "A file's text", "Its digest names this very text.")
    .query::<Named>(&[("path", "en/delivery.yaml")])
    .gives::<Text>(200, "The text.")
    .refuses(&[
        (403, "The role does not allow this, or the disk refuses."),
        NO_FILE,
        (413, "The file is longer than what is edited here."),
        (422, "The file is not UTF-8."),
    ]);
pub(super) const HISTORY: Operation = Operation::new(
    "listFaqVersions",
    "Earlier versions of a file",
    "The newest first; none for a file that was never changed here.",
)
.query::<Named>(&[("path", "en/more.yaml")])
.gives::<Versions>(200, "The versions.");
pub(super) const VERSION: Operation = Operation::new("readFaqVersion", "An earlier text of a file", "")
    .query::<Numbered>(&[("path", "en/more.yaml"), ("number", "1")])
    .gives::<VersionText>(200, "The text.")
    .refuses(&[NO_VERSION]);
pub(super) const CHECK: Operation =
    Operation::new("checkFaqDraft", "What the FAQ would be with a draft", "Nothing is changed.")
        .takes::<Draft>(example!(r#"{"path": "en/more.yaml", "text": "#, "}"))
        .gives::<FolderView>(200, "Its problems and its version.");
pub(super) const SAVE: Operation = Operation::new(
    "saveFaqFile",
    "Save a file",
    "Whole or not at all, and only if it is still as it was seen; an error anywhere in the FAQ refuses it.",
)
.takes::<Save>(example!(r#"{"path": "en/more.yaml", "text": "#, r#", "digest": null, "note": "bicycles to borrow"}"#))
.gives::<Done>(200, "Saved.")
.refuses(CHANGE);
pub(super) const INSERT: Operation =
    Operation::new("insertFaqEntry", "A text with an entry more", "Nothing is changed on the disk.")
        .takes::<Insert>(example!(
            r#"{"entry": "  - id: loan-helmet\n    questions: [Do you lend helmets?]\n    answer: We do.\n", "text": "#,
            "}"
        ))
        .gives::<Inserted>(200, "The text, and where the entry begins.")
        .refuses(&[(422, "The text has no list of `entries` that could take it.")]);
pub(super) const REMOVE: Operation = Operation::new("removeFaqFile", "Remove a file", "It can be put back.")
    .takes::<Remove>(
        r#"{"path": "en/other.yaml", "digest": "d18df60ccf5de0e7f715c9ced4c9349057eec723a924bbc395aae4143e5aac39"}"#,
    )
    .gives::<Done>(200, "Removed.")
    .refuses(CHANGE);
pub(super) const RENAME: Operation = Operation::new("renameFaqFile", "Rename a file", "Its versions stay with its old name.")
    .takes::<Rename>(
        r#"{"path": "en/more.yaml", "to": "en/other.yaml", "digest": "d18df60ccf5de0e7f715c9ced4c9349057eec723a924bbc395aae4143e5aac39"}"#,
    )
    .gives::<Done>(200, "Renamed.")
    .refuses(CHANGE);
pub(super) const RESTORE: Operation = Operation::new(
    "restoreFaqVersion",
    "Put an earlier version back",
    "In place of what is there, or as a file again; a version in which the file was gone removes it.",
)
.takes::<Restore>(r#"{"path": "en/other.yaml", "number": 1, "digest": null}"#)
.gives::<Done>(200, "Put back.")
.refuses(&[OFF, (404, "There is no such version, or no such file (any more)."), CHANGED, TOO_LONG, FAULTY]);
pub(super) const ASK: Operation = Operation::new("askFaqDraft", "Ask a draft", "Beside the FAQ in service.")
    .takes::<Question>(example!(r#"{"path": "en/more.yaml", "q": "can I borrow a bicycle", "text": "#, "}"))
    .gives::<Answer>(200, "What it says.")
    .refuses(&[NOT_ASKED]);
pub(super) const COMPARE: Operation = Operation::new(
    "compareFaqDraft",
    "What a draft would change for visitors",
    "Begins to ask it the log's questions; how that stands is asked for by its `id`. One runs at a time: another of the \
     same account ends it, one of another account is told to come back (503).",
)
.takes::<Draft>(example!(r#"{"path": "en/more.yaml", "text": "#, "}"))
.gives::<Comparison>(202, "Begun.");
pub(super) const COMPARISON: Operation = Operation::new("readFaqComparison", "How a comparison stands", "")
    .query::<Identified>(&[("id", "5e0c1f7a9b3d2468")])
    .gives::<Comparison>(200, "How far it is, and what came of it once it is done.")
    .refuses(&[NO_COMPARISON]);
pub(super) const STOP: Operation =
    Operation::new("stopFaqComparison", "Stop a comparison", "It ends with what was asked so far.")
        .takes::<Identified>(r#"{"id": "5e0c1f7a9b3d2468"}"#)
        .refuses(&[NO_COMPARISON]);
pub(super) const PROPOSALS: Operation =
    Operation::new("listProposedWordings", "Wordings that visitors' choices propose", "The most frequent first.")
        .gives::<Proposals>(200, "What is proposed.");
pub(super) const ACCEPT: Operation =
    Operation::new("acceptWordings", "Take wordings into an entry", "Which rejects them for the others.")
        .takes::<Wanted>(r#"{"lang": "en", "entry": "delivery-time", "wordings": ["when does it come"]}"#)
        .gives::<Changed>(200, "The file that was changed.")
        .refuses(&[OFF, NO_ENTRY, CHANGED, TOO_LONG, BY_HAND]);
pub(super) const REJECT: Operation = Operation::new("rejectWordings", "Propose wordings no more for an entry", "")
    .takes::<Wanted>(r#"{"lang": "en", "entry": "delivery-time", "wordings": ["when does it come"]}"#)
    .refuses(&[(422, "The wordings are too many or too long.")]);
pub(super) const TAKE_BACK: Operation = Operation::new(
    "takeBackWordings",
    "Take a decision about wordings back",
    "Accepted ones are taken out of the file; they may be proposed again.",
)
.takes::<Wanted>(r#"{"lang": "en", "entry": "delivery-time", "wordings": ["when does it come"]}"#)
.gives::<Changed>(200, "The file that was changed, if one was.")
.refuses(&[OFF, NO_DECISION, CHANGED, TOO_LONG, BY_HAND]);
