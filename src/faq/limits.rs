//! What a FAQ folder may hold. Each limit is part of the contract, or says why it is there.
//!
//! Invariant: nothing that an editor can write makes loading take memory or time beyond these.

/// Bytes of one file.
pub const MAX_FILE_BYTES: u64 = 8 * 1024 * 1024;
/// Bytes of all files of a folder.
pub const MAX_FOLDER_BYTES: u64 = 64 * 1024 * 1024;
/// Entries of a folder.
pub const MAX_ENTRIES: usize = 100_000;
/// Wordings of one entry.
pub const MAX_QUESTIONS: usize = 500;
/// Characters of one wording.
pub const MAX_QUESTION_CHARACTERS: usize = 1_000;
/// Bytes of one answer.
pub const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// Folders within folders. Nobody sorts a FAQ deeper, and each level is a stack frame.
pub const MAX_FOLDER_DEPTH: usize = 16;
/// Names seen in a folder and below: twice what is needed for a file per entry. It ends a walk through a folder that
/// was named by mistake, such as `/`.
pub const MAX_NAMES: usize = 200_000;
/// Lists and mappings within each other in YAML; the format needs five.
pub const MAX_YAML_DEPTH: usize = 32;
/// Values, keys, lists and mappings of one file. A file of 8 MiB holds half as many when its texts are four words long,
/// and each costs about 100 bytes of memory.
pub const MAX_YAML_NODES: usize = 1_000_000;
/// Elements within each other in an answer. The widget builds them recursively, and nobody reads what is deeper.
pub const MAX_CONTENT_DEPTH: usize = 32;
/// Bytes of one glob in `pages`: a glob becomes a state machine, whose size grows with it.
pub const MAX_GLOB_BYTES: usize = 500;
/// Bytes of a file that is edited in the browser: a text area with more is slow, and nobody reads it there.
pub const MAX_EDITED_BYTES: usize = 1024 * 1024;
