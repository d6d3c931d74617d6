//! What the addresses of the FAQ's editor take and give: the descriptions of `faq`, `drafts` and `wordings`.
//!
//! Invariant: as everywhere, the shapes are those of the types that are read and sent; what the replay and the store
//! make is described as an object only.

use super::drafts::{Answer, Identified, Question};
use super::faq::{
    Done, Draft, Files, FolderView, Insert, Inserted, Named, Numbered, Remove, Rename, Restore, Save, Text, VersionText,
};
use super::wordings::{Changed, Wanted};
use crate::web::openapi::Operation;
use serde_json::{Map, Value};

type Object = Map<String, Value>;

const OFF: (u16, &str) = (403, "The role does not allow this, or faq.editable is false.");
const MISSING: (u16, &str) = (404, "There is no such thing (any more).");
const CHANGED: (u16, &str) =
    (409, "It was changed meanwhile: `detail` says by what, and the present text is beside it.");
const FAULTY: (u16, &str) = (422, "The FAQ would have errors, or the text is not what can be changed.");
const CHANGE: &[(u16, &str)] = &[OFF, MISSING, CHANGED, (413, "The file would be too large."), FAULTY];

pub(super) const FILES: Operation =
    Operation::new("listFaqFiles", "The FAQ's files", "").gives::<Files>(200, "The files.").refuses(&[OFF]);
pub(super) const READ: Operation = Operation::new("readFaqFile", "A file's text", "Its digest names this very text.")
    .query::<Named>(&[("path", "en/delivery.yaml")])
    .gives::<Text>(200, "The text.")
    .refuses(CHANGE);
pub(super) const HISTORY: Operation =
    Operation::new("listFaqVersions", "Earlier versions of a file", "The newest first.")
        .query::<Named>(&[("path", "en/delivery.yaml")])
        .gives::<Object>(200, "`versions`, and whether the file was `changed_outside` since.")
        .refuses(CHANGE);
pub(super) const VERSION: Operation = Operation::new("readFaqVersion", "An earlier text of a file", "")
    .query::<Numbered>(&[("path", "en/delivery.yaml"), ("number", "1")])
    .gives::<VersionText>(200, "The text.")
    .refuses(CHANGE);
pub(super) const CHECK: Operation =
    Operation::new("checkFaqDraft", "What the FAQ would be with a draft", "Nothing is changed.")
        .takes::<Draft>(r#"{"path": "en/delivery.yaml", "text": "topic: Delivery\nlang: en\nentries: []\n"}"#)
        .gives::<FolderView>(200, "Its problems and its version.")
        .refuses(CHANGE);
pub(super) const SAVE: Operation = Operation::new(
    "saveFaqFile",
    "Save a file",
    "Whole or not at all, and only if it is still as it was seen; an error anywhere in the FAQ refuses it.",
)
.takes::<Save>(r#"{"path": "en/more.yaml", "text": "topic: More\nlang: en\nentries: []\n", "digest": null}"#)
.gives::<Done>(200, "Saved.")
.refuses(CHANGE);
pub(super) const INSERT: Operation =
    Operation::new("insertFaqEntry", "A text with an entry more", "Nothing is changed on the disk.")
        .takes::<Insert>(r#"{"text": "topic: More\nlang: en\nentries: []\n", "entry": "- id: more\n"}"#)
        .gives::<Inserted>(200, "The text, and where the entry begins.")
        .refuses(CHANGE);
pub(super) const REMOVE: Operation = Operation::new("removeFaqFile", "Remove a file", "It can be put back.")
    .takes::<Remove>(r#"{"path": "en/more.yaml", "digest": "of the text that was seen"}"#)
    .gives::<Done>(200, "Removed.")
    .refuses(CHANGE);
pub(super) const RENAME: Operation = Operation::new("renameFaqFile", "Rename a file", "")
    .takes::<Rename>(r#"{"path": "en/more.yaml", "to": "en/other.yaml", "digest": "of the text that was seen"}"#)
    .gives::<Done>(200, "Renamed.")
    .refuses(CHANGE);
pub(super) const RESTORE: Operation = Operation::new("restoreFaqVersion", "Put an earlier version back", "")
    .takes::<Restore>(r#"{"path": "en/delivery.yaml", "number": 1, "digest": "of the text that was seen"}"#)
    .gives::<Done>(200, "Put back.")
    .refuses(CHANGE);
pub(super) const ASK: Operation = Operation::new("askFaqDraft", "Ask a draft", "Beside the FAQ in service.")
    .takes::<Question>(
        r#"{"path": "en/delivery.yaml", "text": "topic: Delivery\nlang: en\nentries: []\n", "q": "how long does delivery take"}"#,
    )
    .gives::<Answer>(200, "What it says.")
    .refuses(CHANGE);
pub(super) const COMPARE: Operation = Operation::new(
    "compareFaqDraft",
    "What a draft would change for visitors",
    "Begins to ask it the log's questions; how that stands is asked for by its `id`.",
)
.takes::<Draft>(r#"{"path": "en/delivery.yaml", "text": "topic: Delivery\nlang: en\nentries: []\n"}"#)
.gives::<Object>(202, "Begun.")
.refuses(CHANGE);
pub(super) const COMPARISON: Operation = Operation::new("readFaqComparison", "How a comparison stands", "")
    .query::<Identified>(&[("id", "none")])
    .gives::<Object>(200, "`state`, how many are `done` of `all`, and the `replay` once it is done.")
    .refuses(CHANGE);
pub(super) const STOP: Operation = Operation::new("stopFaqComparison", "Stop a comparison", "")
    .takes::<Identified>(r#"{"id": "none"}"#)
    .refuses(CHANGE);
pub(super) const PROPOSALS: Operation =
    Operation::new("listProposedWordings", "Wordings that visitors' choices propose", "The most frequent first.")
        .gives::<Object>(200, "`proposals`, and the `weeks` whose questions are counted.")
        .refuses(&[OFF]);
pub(super) const ACCEPT: Operation =
    Operation::new("acceptWordings", "Take wordings into an entry", "Which rejects them for the others.")
        .takes::<Wanted>(r#"{"lang": "en", "entry": "delivery-time", "wordings": ["when does it come"]}"#)
        .gives::<Changed>(200, "The file that was changed.")
        .refuses(CHANGE);
pub(super) const REJECT: Operation = Operation::new("rejectWordings", "Propose wordings no more for an entry", "")
    .takes::<Wanted>(r#"{"lang": "en", "entry": "delivery-time", "wordings": ["when does it come"]}"#)
    .refuses(CHANGE);
pub(super) const TAKE_BACK: Operation = Operation::new("takeBackWordings", "Take a decision about wordings back", "")
    .takes::<Wanted>(r#"{"lang": "en", "entry": "delivery-time", "wordings": ["when does it come"]}"#)
    .gives::<Changed>(200, "The file that was changed, if one was.")
    .refuses(CHANGE);
