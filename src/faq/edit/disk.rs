//! Bytes to the disk and back.
//!
//! Invariant: a file is replaced by renaming a whole one over it, so that neither a crash nor a reader meets half of it;
//! rights stay as they were; no link leads out of the folder.

use super::{EditError, FileName, FileText};
use crate::faq::limits::MAX_EDITED_BYTES;
use crate::faq::read;
use crate::ids;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Where a file of the folder really is; `None` where there is none.
///
/// # Errors
/// [`EditError::Name`] where the name is that of something else: a link, a folder, what is not read.
pub fn find(dir: &Path, name: &FileName) -> Result<Option<PathBuf>, EditError> {
    let listing = read::list(dir);
    if let Some(found) = listing.files().find(|found| found.relative == name.as_str()) {
        return Ok(Some(found.real.clone()));
    }
    match std::fs::symlink_metadata(dir.join(name.as_str())) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error.into()),
        Ok(_) => Err(EditError::Name(
            "this name is that of a link or of something that is no FAQ file; edit the file that it leads to"
                .to_owned(),
        )),
    }
}

/// Reads a file.
///
/// # Errors
/// [`EditError::Missing`], [`EditError::TooLarge`], [`EditError::NotText`], [`EditError::Io`].
pub fn read(real: &Path) -> Result<FileText, EditError> {
    let file = match File::open(real) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(EditError::Missing),
        opened => opened?,
    };
    let mut bytes = Vec::new();
    file.take(MAX_EDITED_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_EDITED_BYTES {
        return Err(EditError::TooLarge);
    }
    let digest = ids::digest(&bytes);
    let text = String::from_utf8(bytes).map_err(|_| EditError::NotText)?;
    Ok(FileText { text, digest })
}

/// Puts a text in place of a file that still has this digest.
///
/// # Errors
/// [`EditError::Changed`], [`EditError::Missing`], [`EditError::Io`].
pub fn replace(real: &Path, text: &str, seen: &str) -> Result<(), EditError> {
    let temporary = Temporary::write(folder_of(real), text, Some(&std::fs::metadata(real)?))?;
    // checking took a while: the last look is as late as it can be
    let now = read(real)?;
    if now.digest != seen {
        return Err(EditError::Changed(Box::new(now)));
    }
    std::fs::rename(&temporary.path, real)?;
    flush(folder_of(real));
    Ok(())
}

/// Writes a file that does not exist, and the folders that it needs. It has the rights of its neighbours: those that the
/// account which runs deskbell gives to new files may be too narrow for whoever else works on the folder.
///
/// # Errors
/// [`EditError::Exists`], [`EditError::Name`] where a link leads out of the folder, [`EditError::Io`].
pub fn create(dir: &Path, name: &FileName, text: &str) -> Result<(), EditError> {
    let target = place(dir, name)?;
    let neighbour = read::list(dir).files().next().and_then(|file| std::fs::metadata(&file.real).ok());
    let temporary = Temporary::write(folder_of(&target), text, neighbour.as_ref())?;
    put(&temporary.path, &target)?;
    flush(folder_of(&target));
    Ok(())
}

/// Removes a file that still has this digest.
///
/// # Errors
/// [`EditError::Changed`], [`EditError::Missing`], [`EditError::Io`].
pub fn remove(real: &Path, seen: &str) -> Result<(), EditError> {
    unchanged(real, seen)?;
    std::fs::remove_file(real)?;
    flush(folder_of(real));
    Ok(())
}

/// Gives a file that still has this digest another name. It has one name at every moment: with both, which a crash
/// would leave, every id would be there twice, and the server would not start. So the new name is looked at just before,
/// where a link would have held it.
///
/// # Errors
/// [`EditError::Changed`], [`EditError::Missing`], [`EditError::Exists`], [`EditError::Name`], [`EditError::Io`].
pub fn rename(dir: &Path, real: &Path, to: &FileName, seen: &str) -> Result<(), EditError> {
    let target = place(dir, to)?;
    unchanged(real, seen)?;
    if std::fs::symlink_metadata(&target).is_ok() {
        return Err(EditError::Exists);
    }
    std::fs::rename(real, &target)?;
    flush(folder_of(&target));
    flush(folder_of(real));
    Ok(())
}

/// Tries whether a file can be made in the folder.
///
/// # Errors
/// [`EditError::Io`].
pub fn probe(dir: &Path) -> Result<(), EditError> {
    Temporary::write(dir, "", None).map(drop)
}

fn unchanged(real: &Path, seen: &str) -> Result<(), EditError> {
    let now = read(real)?;
    if now.digest == seen { Ok(()) } else { Err(EditError::Changed(Box::new(now))) }
}

/// Moves a temporary file to a name that is free. A link is made first, which fails where the name is taken; a file
/// system without links is looked at instead. Where a crash leaves both names, the temporary one is not read.
fn put(from: &Path, target: &Path) -> Result<(), EditError> {
    match std::fs::hard_link(from, target) {
        Ok(()) => Ok(std::fs::remove_file(from)?),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(EditError::Exists),
        Err(_) if std::fs::symlink_metadata(target).is_ok() => Err(EditError::Exists),
        Err(_) => Ok(std::fs::rename(from, target)?),
    }
}

/// Where a new file is to be; its folders are made. What is there of them must be inside the FAQ folder.
fn place(dir: &Path, name: &FileName) -> Result<PathBuf, EditError> {
    std::fs::create_dir_all(dir)?;
    let root = std::fs::canonicalize(dir)?;
    let target = root.join(name.as_str());
    let existing = target.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(&root);
    let real = std::fs::canonicalize(existing)?;
    if !real.starts_with(&root) {
        return Err(EditError::Name(
            "a folder of this name is a link that leaves the FAQ folder; choose another".into(),
        ));
    }
    if !real.is_dir() {
        return Err(EditError::Name("a part of this name is a file and no folder; choose another".into()));
    }
    std::fs::create_dir_all(folder_of(&target))?;
    Ok(target)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// Makes a new name last. A file system that cannot flush a folder keeps names by its own means.
fn flush(folder: &Path) {
    if let Err(error) = File::open(folder).and_then(|folder| folder.sync_all()) {
        tracing::debug!(%error, "the FAQ folder could not be flushed");
    }
}

/// A whole file under a name that is not read, removed unless it was renamed.
struct Temporary {
    path: PathBuf,
}

impl Temporary {
    fn write(folder: &Path, text: &str, like: Option<&Metadata>) -> Result<Self, EditError> {
        let path = folder.join(format!(".deskbell-{}.tmp", ids::random_name(8)));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        let temporary = Self { path };
        file.write_all(text.as_bytes())?;
        if let Some(like) = like {
            take_after(&file, like)?;
        }
        file.sync_all()?;
        Ok(temporary)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Gives a file the owner and the rights of another.
#[cfg(unix)]
fn take_after(file: &File, like: &Metadata) -> std::io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    // only root may give files away; everybody else owns what they write, and that is no reason not to
    let _ = std::os::unix::fs::fchown(file, Some(like.uid()), Some(like.gid()));
    file.set_permissions(like.permissions())
}

#[cfg(not(unix))]
fn take_after(file: &File, like: &Metadata) -> std::io::Result<()> {
    file.set_permissions(like.permissions())
}
