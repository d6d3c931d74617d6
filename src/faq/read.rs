//! The FAQ folder on the disk: which files it holds, and their bytes.
//!
//! Invariant: nothing outside the folder is read, nothing that is no plain file is opened, no more is read than the
//! limits allow, and what changes while it is read is told apart from what is wrong.

use super::limits::{MAX_FILE_BYTES, MAX_FOLDER_BYTES, MAX_FOLDER_DEPTH, MAX_NAMES};
use std::collections::HashSet;
use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// What tells one state of a file from another without reading it. The time of the last change of the inode (`ctime`)
/// cannot be set back, so that a copy that keeps size and modification time is still seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    /// Modification time in seconds and nanoseconds.
    modified: (i64, i64),
    /// Time of the inode's last change in seconds and nanoseconds.
    changed: (i64, i64),
    /// Device and inode.
    identity: (u64, u64),
}

#[cfg(unix)]
impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self {
            bytes: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            identity: (metadata.dev(), metadata.ino()),
        }
    }
}

#[cfg(not(unix))]
impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let since_1970 = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let modified = since_1970.map_or((0, 0), |time| (time.as_secs() as i64, i64::from(time.subsec_nanos())));
        Self { bytes: metadata.len(), modified, changed: (0, 0), identity: (0, 0) }
    }
}

/// A FAQ file that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The path within the folder, with `/` between its parts.
    pub relative: String,
    /// Where it really is, symbolic links resolved: within the folder.
    pub real: PathBuf,
    stamp: Stamp,
}

impl Found {
    /// How many bytes it had.
    pub fn bytes(&self) -> u64 {
        self.stamp.bytes
    }

    /// When it was last written, in milliseconds since 1970.
    pub fn modified(&self) -> i64 {
        let (seconds, nanoseconds) = self.stamp.modified;
        seconds.saturating_mul(1000).saturating_add(nanoseconds / 1_000_000)
    }
}

/// Something in the folder that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The path within the folder; empty for the folder itself.
    pub relative: String,
    /// Why, and what to do.
    pub message: String,
}

/// A folder as it is seen without reading its files. Two equal listings are, as far as one can see, the same FAQ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    files: Vec<Found>,
    refusals: Vec<Refusal>,
    /// Every folder that was walked through, symbolic links resolved; the first is the FAQ folder.
    folders: Vec<PathBuf>,
}

impl Listing {
    /// Every folder that was walked through, symbolic links resolved. Empty where the FAQ folder is missing.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Every FAQ file, ordered by path.
    pub fn files(&self) -> impl Iterator<Item = &Found> {
        self.files.iter()
    }
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct FileBytes {
    /// The path within the folder, with `/` between its parts.
    pub relative: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// When it was last written, in milliseconds since 1970.
    pub modified: i64,
}

/// A folder that was read.
#[derive(Debug)]
pub struct Folder {
    /// The files, ordered by path.
    pub files: Vec<FileBytes>,
    /// What could not be read.
    pub refusals: Vec<Refusal>,
    /// Whether something changed meanwhile, so that the files may not belong together.
    pub changed: bool,
}

/// Reads all FAQ files of a folder. Blocks.
pub fn read(dir: &Path) -> Folder {
    let listing = list(dir);
    let mut folder = Folder { files: Vec::new(), refusals: listing.refusals.clone(), changed: false };
    let mut total = 0;
    for found in &listing.files {
        total += found.stamp.bytes;
        if total > MAX_FOLDER_BYTES {
            let message = format!(
                "with this file the folder has more than {} MiB; split it between sites or remove what is old",
                MAX_FOLDER_BYTES >> 20
            );
            folder.refusals.push(Refusal { relative: found.relative.clone(), message });
            break;
        }
        match read_file(found) {
            Outcome::Read(bytes) => {
                let modified = found.modified();
                folder.files.push(FileBytes { relative: found.relative.clone(), bytes, modified });
            }
            Outcome::Changed => {
                let message = "the file changed while it was read; it is read again when it rests".to_owned();
                folder.refusals.push(Refusal { relative: found.relative.clone(), message });
                folder.changed = true;
            }
            Outcome::Refused(message) => {
                folder.refusals.push(Refusal { relative: found.relative.clone(), message });
            }
        }
    }
    // a second look tells whether the files that were read belong together
    if !folder.changed && list(dir) != listing {
        let message = "the folder changed while it was read; it is read again when it rests".to_owned();
        folder.refusals.push(Refusal { relative: String::new(), message });
        folder.changed = true;
    }
    folder
}

enum Outcome {
    Read(Vec<u8>),
    Changed,
    Refused(String),
}

fn read_file(found: &Found) -> Outcome {
    if found.stamp.bytes > MAX_FILE_BYTES {
        return Outcome::Refused(format!(
            "the file has {} bytes, more than {} MiB; split it by topic",
            found.stamp.bytes,
            MAX_FILE_BYTES >> 20
        ));
    }
    let mut file = match File::open(&found.real) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Outcome::Changed,
        Err(error) => return Outcome::Refused(unreadable(&error)),
    };
    // what was opened must be what was seen: a plain file of a known size
    let unchanged = |file: &File| file.metadata().is_ok_and(|now| now.is_file() && Stamp::of(&now) == found.stamp);
    if !unchanged(&file) {
        return Outcome::Changed;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.stamp.bytes).unwrap_or(0));
    if let Err(error) = Read::by_ref(&mut file).take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes) {
        return Outcome::Refused(unreadable(&error));
    }
    if bytes.len() as u64 != found.stamp.bytes || !unchanged(&file) {
        return Outcome::Changed;
    }
    Outcome::Read(bytes)
}

fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => {
            "it may not be read; give the account that runs deskbell the right to read it".to_owned()
        }
        _ => format!("it cannot be read ({error}); check its rights and the disk"),
    }
}

/// Why a folder cannot be read in which nothing is wrong.
const NO_FILE: &str = "the folder holds no FAQ file (*.yaml)";

/// Whether a folder is missing or holds no FAQ file: a FAQ that has yet to begin. Blocks.
pub fn is_empty(dir: &Path) -> bool {
    let listing = list(dir);
    let says_so = |refusal: &Refusal| refusal.relative.is_empty() && refusal.message.starts_with(NO_FILE);
    !dir.exists() || (listing.files.is_empty() && listing.refusals.iter().all(says_so))
}

/// Looks at a folder without reading its files. Blocks.
pub fn list(dir: &Path) -> Listing {
    let mut walk = Walk::default();
    match std::fs::canonicalize(dir) {
        Ok(root) => {
            walk.root.clone_from(&root);
            walk.visited.insert(root.clone());
            match std::fs::metadata(&root) {
                Ok(metadata) if !metadata.is_dir() => {
                    walk.refuse("", "this is no folder; name the folder that holds the FAQ files");
                }
                _ => walk.folder(&root, "", 0),
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            walk.refuse(
                "",
                &format!("there is no such folder; create it, or set `dir` in the section [faq], and {START}"),
            );
        }
        Err(error) => walk.refuse("", &unreadable(&error)),
    }
    let mut listing = walk.listing;
    if listing.files.is_empty() && listing.refusals.is_empty() {
        let message = format!("{NO_FILE}; {START}");
        listing.refusals.push(Refusal { relative: String::new(), message });
    }
    listing.files.sort_by(|one, other| one.relative.cmp(&other.relative));
    listing
}

/// How to begin.
const START: &str = "write a file such as `en.yaml` with `topic: Shipping`, `lang: en` and `entries:`, each with `id`, \
                     `questions` and `answer`; `deskbell schema` prints the whole format";

#[derive(Default)]
struct Walk {
    root: PathBuf,
    listing: Listing,
    /// Folders and files that were seen, symbolic links resolved: each is read once, which also ends every loop.
    visited: HashSet<PathBuf>,
    names: usize,
}

impl Walk {
    fn refuse(&mut self, relative: &str, message: &str) {
        self.listing.refusals.push(Refusal { relative: relative.to_owned(), message: message.to_owned() });
    }

    fn folder(&mut self, real: &Path, relative: &str, depth: usize) {
        let entries = match std::fs::read_dir(real) {
            Ok(entries) => entries,
            // gone since it was seen: the next look tells
            Err(error) if error.kind() == ErrorKind::NotFound => return,
            Err(error) => return self.refuse(relative, &unreadable(&error)),
        };
        self.listing.folders.push(real.to_owned());
        let mut names = Vec::new();
        for entry in entries.flatten() {
            self.names += 1;
            if self.names == MAX_NAMES {
                let message = format!(
                    "more than {MAX_NAMES} files and folders in the FAQ folder; name a folder that holds only the FAQ"
                );
                self.refuse("", &message);
            }
            if self.names >= MAX_NAMES {
                return;
            }
            names.push(entry.file_name());
        }
        names.sort_unstable();
        for name in names {
            let shown = name.to_string_lossy();
            if is_hidden(&shown) {
                continue;
            }
            let relative = if relative.is_empty() { shown.to_string() } else { format!("{relative}/{shown}") };
            self.name(&real.join(&name), relative, depth);
        }
    }

    /// Takes one name of a folder whose path has no symbolic link; it may be one itself.
    fn name(&mut self, path: &Path, relative: String, depth: usize) {
        let Ok(metadata) = std::fs::symlink_metadata(path) else { return };
        if !metadata.is_symlink() {
            return self.found(path.to_owned(), &metadata, relative, depth);
        }
        let real = match std::fs::canonicalize(path) {
            Ok(real) => real,
            Err(_) if !is_faq_file(&relative) => return,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return self.refuse(&relative, "this link points to nothing; remove it or mend it");
            }
            Err(error) => {
                let message = format!("this link cannot be followed ({error}); remove it or mend it");
                return self.refuse(&relative, &message);
            }
        };
        let Ok(metadata) = std::fs::metadata(&real) else { return };
        if real.starts_with(&self.root) {
            self.found(real, &metadata, relative, depth);
        } else if metadata.is_dir() || is_faq_file(&relative) {
            self.refuse(&relative, "this link leaves the FAQ folder; put the file itself into the folder");
        }
    }

    /// Takes what is at a path without symbolic links.
    fn found(&mut self, real: PathBuf, metadata: &Metadata, relative: String, depth: usize) {
        if metadata.is_dir() {
            if depth >= MAX_FOLDER_DEPTH {
                let message = format!("folders nest more than {MAX_FOLDER_DEPTH} levels deep; move the files up");
                self.refuse(&relative, &message);
            } else if self.visited.insert(real.clone()) {
                self.folder(&real, &relative, depth + 1);
            }
        } else if !is_faq_file(&relative) {
            // not ours
        } else if !metadata.is_file() {
            self.refuse(&relative, "this is no plain file (a pipe, a socket or a device); remove it");
        } else if self.visited.insert(real.clone()) {
            self.listing.files.push(Found { relative, real, stamp: Stamp::of(metadata) });
        }
    }
}

/// Hidden files and folders (which includes the `..data` of a mounted Kubernetes volume) and what editors leave behind.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// Whether a name ends like that of a FAQ file.
pub fn is_faq_file(relative: &str) -> bool {
    let extension = relative.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
