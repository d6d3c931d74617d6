//! Changing the files of a FAQ folder: one at a time, checked first, and never one that is not as its editor saw it.
//!
//! Invariant: what is written is inside the folder and a FAQ file by its name; it is there whole or not at all; and a
//! change after which the folder would be worse than before is not written.

pub mod disk;
pub mod entries;
pub mod insert;
pub mod lines;

use super::limits::{MAX_EDITED_BYTES, MAX_FOLDER_DEPTH};
use super::load::{Change, LoadSettings, Loaded, load_changed};
use super::{Problem, Severity, load, read};
use crate::clock::Timestamp;
use crate::text::is_invisible;
use std::path::PathBuf;
use std::sync::Arc;

/// Characters of a file's path within the folder: what a page can show.
const PATH_CHARACTERS: usize = 200;
/// Bytes of a folder's or a file's name: no common file system takes more.
const NAME_BYTES: usize = 255;

/// A character that a name may hold, and is none of these.
macro_rules! character {
    ($none:literal) => {
        concat!(
            r#"[^\x00-\x1F\x7F-\x9F\\:*?"<>|/"#,
            "\u{AD}\u{61C}\u{180E}\u{200B}-\u{200F}\u{2028}-\u{202E}\u{2060}-\u{206F}\u{FE00}-\u{FE0F}\u{FEFF}\u{20E3}\u{E0000}-\u{E0FFF}",
            $none,
            "]"
        )
    };
}

/// What [`FileName::parse`] takes, as a regular expression: folders, then a file. It does not count bytes.
const PATTERN: &str = concat!(
    "^((",
    character!(r"\s.#~"),
    "|",
    character!(r"\s.#"),
    character!(""),
    "*",
    character!(r"\s~"),
    "|#",
    character!(""),
    "*",
    character!(r"\s~#"),
    ")/){0,15}",
    character!(r"\s."),
    character!(""),
    r"*\.[Yy][Aa]?[Mm][Ll]$",
);

/// A FAQ file's path within the folder, with `/` between its parts. It names nothing outside and nothing hidden.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileName(String);

impl FileName {
    /// Checks a path.
    ///
    /// # Errors
    /// [`EditError::Name`] with what is wrong with it.
    pub fn parse(path: &str) -> Result<Self, EditError> {
        let wrong =
            |what: &str| Err(EditError::Name(format!("the file's name {what}; write one such as en/delivery.yaml")));
        if path.chars().count() > PATH_CHARACTERS {
            return wrong("is longer than 200 characters");
        }
        if !read::is_faq_file(path) {
            return wrong("does not end with .yaml");
        }
        // with them two names look the same, or one reads as another
        if path.chars().any(|character| is_invisible(character) || matches!(character, '\u{2028}' | '\u{2029}')) {
            return wrong("has a character that cannot be seen, such as a mark of direction");
        }
        if path.chars().any(|character| {
            character.is_control() || matches!(character, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        }) {
            return wrong("has a character that not every system takes");
        }
        let parts: Vec<&str> = path.split('/').collect();
        // hidden names are those that are not read, `.` and `..` among them
        if parts.iter().any(|part| part.trim().is_empty() || part.trim() != *part || read::is_hidden(part)) {
            return wrong("leaves the folder, is hidden or has an empty part");
        }
        if parts.len() > MAX_FOLDER_DEPTH {
            return wrong("is in too many folders");
        }
        if parts.iter().any(|part| part.len() > NAME_BYTES) {
            return wrong("has a part of more than 255 bytes, which no disk takes");
        }
        Ok(Self(path.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl schemars::JsonSchema for FileName {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "FaqPath".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "maxLength": PATH_CHARACTERS, "pattern": PATTERN})
    }
}

impl std::fmt::Display for FileName {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A file as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileText {
    /// All of it, byte order mark and line ends included.
    pub text: String,
    /// The digest of its bytes: what tells whether it is still the one that was seen.
    pub digest: String,
}

/// A file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its path within the folder.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// When it was last written, in milliseconds since 1970.
    pub modified: i64,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The name cannot be that of a FAQ file.
    #[error("{0}")]
    Name(String),
    /// There is no such file.
    #[error("there is no such file in the FAQ folder (any more)")]
    Missing,
    /// There is a file of this name already.
    #[error("there is a file of this name already; choose another")]
    Exists,
    /// The file is not the one that was seen: as it is now.
    #[error("the file was changed meanwhile; nothing was written")]
    Changed(Box<FileText>),
    /// With the change the folder could not be served: its problems, with paths within the folder.
    #[error("with this text the FAQ could not be served; put the errors right, then save again")]
    Faulty(Vec<Problem>),
    /// The folder is being changed by somebody else.
    #[error("the FAQ folder is just being changed by somebody else; try again in a few seconds")]
    Moving,
    /// The text is too long for the browser.
    #[error("a file edited here has at most {} KiB; edit it on the disk, or split it by topic", MAX_EDITED_BYTES / 1024)]
    TooLarge,
    /// The file cannot be shown as text.
    #[error("the file is not UTF-8, so it cannot be edited here; save it as UTF-8 on the disk")]
    NotText,
    /// A wording or an entry has no place in the file.
    #[error("{0}")]
    Layout(String),
    /// The system refused.
    #[error(
        "the FAQ folder (faq.dir) cannot be written: {0}; see to the room on the disk and to the rights of the account that \
         runs deskbell, or set faq.editable = false"
    )]
    Io(#[from] std::io::Error),
}

/// A text to be written.
#[derive(Clone, Debug)]
pub enum NewText {
    /// From a text area, which knows line feeds only: the file's line ends and its byte order mark stay.
    Typed(String),
    /// Byte for byte.
    Exact(String),
}

impl NewText {
    fn as_str(&self) -> &str {
        match self {
            Self::Typed(text) | Self::Exact(text) => text,
        }
    }
}

/// What came of a change.
#[derive(Clone, Debug)]
pub struct Written {
    /// As it was before; `None` for a new file.
    pub before: Option<FileText>,
    /// As it is now; `None` for one that is gone.
    pub after: Option<FileText>,
    /// The whole folder as it is now: its version, if it has no error, and its problems.
    pub loaded: Loaded,
}

/// A FAQ folder that is edited. All its functions block.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The folder.
    pub dir: PathBuf,
    /// How it is read.
    pub settings: LoadSettings,
}

impl Folder {
    /// Its files, ordered by path.
    pub fn files(&self) -> Vec<Listed> {
        let listed =
            |file: &read::Found| Listed { path: file.relative.clone(), bytes: file.bytes(), modified: file.modified() };
        read::list(&self.dir).files().map(listed).collect()
    }

    /// The path within the folder of a file as problems and places name it.
    pub fn within<'p>(&self, shown: &'p str) -> Option<&'p str> {
        shown.strip_prefix(&load::shown_file(&self.dir, ""))?.strip_prefix('/')
    }

    /// Problems with paths within the folder, where they have one.
    pub fn all_within(&self, mut problems: Vec<Problem>) -> Vec<Problem> {
        for problem in &mut problems {
            if let Some(within) = self.within(&problem.place.path) {
                problem.place.path = Arc::from(within);
            }
        }
        problems
    }

    /// One file.
    ///
    /// # Errors
    /// [`EditError::Missing`], [`EditError::TooLarge`], [`EditError::NotText`], [`EditError::Io`].
    pub fn read(&self, name: &FileName) -> Result<FileText, EditError> {
        let real = disk::find(&self.dir, name)?.ok_or(EditError::Missing)?;
        disk::read(&real)
    }

    /// The whole folder with a text in place of a file, or with a file more; nothing is written.
    pub fn check(&self, name: &FileName, text: &str, now: Timestamp) -> Loaded {
        load_changed(&self.dir, &[(name.0.clone(), Some(text.to_owned()))], &self.settings, now)
    }

    /// Writes a file: a new one where `seen` is none, else in place of the one with that digest.
    ///
    /// # Errors
    /// [`EditError`]; nothing is written.
    pub fn write(
        &self,
        name: &FileName,
        seen: Option<&str>,
        text: NewText,
        now: Timestamp,
    ) -> Result<Written, EditError> {
        if text.as_str().len() > MAX_EDITED_BYTES {
            return Err(EditError::TooLarge);
        }
        let real = disk::find(&self.dir, name)?;
        let before = real.as_deref().map(disk::read).transpose()?;
        match (&before, seen) {
            (Some(before), Some(seen)) if before.digest == seen => {}
            (Some(before), Some(_)) => return Err(EditError::Changed(Box::new(before.clone()))),
            (Some(_), None) => return Err(EditError::Exists),
            (None, Some(_)) => return Err(EditError::Missing),
            (None, None) => {}
        }
        let text = match (text, &before) {
            (NewText::Exact(text), _) => text,
            (NewText::Typed(text), Some(before)) => lines::keep(&before.text, &text),
            (NewText::Typed(text), None) => lines::plain(&text),
        };
        let loaded = self.accept(&[(name.0.clone(), Some(text.clone()))], now)?;
        match (&real, &before) {
            (Some(_), Some(before)) if before.text == text => {}
            (Some(real), Some(before)) => disk::replace(real, &text, &before.digest)?,
            _ => disk::create(&self.dir, name, &text)?,
        }
        let after = FileText { digest: crate::ids::digest(text.as_bytes()), text };
        Ok(Written { before, after: Some(after), loaded })
    }

    /// Removes the file with the digest `seen`.
    ///
    /// # Errors
    /// [`EditError`]; nothing is removed.
    pub fn remove(&self, name: &FileName, seen: &str, now: Timestamp) -> Result<Written, EditError> {
        let (real, before) = self.seen(name, seen)?;
        let loaded = self.accept(&[(name.0.clone(), None)], now)?;
        disk::remove(&real, &before.digest)?;
        Ok(Written { before: Some(before), after: None, loaded })
    }

    /// Gives the file with the digest `seen` another name.
    ///
    /// # Errors
    /// [`EditError`]; nothing is changed.
    pub fn rename(&self, name: &FileName, to: &FileName, seen: &str, now: Timestamp) -> Result<Written, EditError> {
        let (real, before) = self.seen(name, seen)?;
        if disk::find(&self.dir, to)?.is_some() {
            return Err(EditError::Exists);
        }
        let loaded = self.accept(&[(name.0.clone(), None), (to.0.clone(), Some(before.text.clone()))], now)?;
        disk::rename(&self.dir, &real, to, &before.digest)?;
        Ok(Written { before: Some(before.clone()), after: Some(before), loaded })
    }

    /// Whether the folder can be written, tried out with a file that is not read and gone again.
    ///
    /// # Errors
    /// [`EditError::Io`].
    pub fn writable(&self) -> Result<(), EditError> {
        disk::probe(&self.dir)
    }

    fn seen(&self, name: &FileName, seen: &str) -> Result<(PathBuf, FileText), EditError> {
        let real = disk::find(&self.dir, name)?.ok_or(EditError::Missing)?;
        let before = disk::read(&real)?;
        if before.digest == seen { Ok((real, before)) } else { Err(EditError::Changed(Box::new(before))) }
    }

    /// Reads the folder as it would be. With errors it is refused, unless they were there before and the change makes
    /// none: else two files with errors could never be put right, one at a time.
    fn accept(&self, changes: &[Change], now: Timestamp) -> Result<Loaded, EditError> {
        let after = load_changed(&self.dir, changes, &self.settings, now);
        if after.changed {
            return Err(EditError::Moving);
        }
        if after.errors() == 0 {
            return Ok(after);
        }
        let before = load_changed(&self.dir, &[], &self.settings, now);
        if before.changed {
            return Err(EditError::Moving);
        }
        let mine: Vec<String> = changes.iter().map(|(path, _)| load::shown_file(&self.dir, path)).collect();
        let of_mine = |problem: &&Problem| mine.iter().any(|path| **path == *problem.place.path);
        let errors = |loaded: &Loaded| loaded.problems.iter().filter(|one| one.severity == Severity::Error).count();
        let own = after.problems.iter().filter(|one| one.severity == Severity::Error).filter(of_mine).count();
        let better = errors(&after) < errors(&before) || (own == 0 && errors(&after) <= errors(&before));
        if better { Ok(after) } else { Err(EditError::Faulty(self.all_within(after.problems))) }
    }
}

#[cfg(test)]
mod tests;
