//! Saving, and the versions of files.
//!
//! Invariant: before a file is changed its text as it was is recorded, or nothing is changed. What is recorded after a
//! change may be missing when the database fails just then; the next look finds it as a change from outside.

use super::{Checked, Editing, EditingError, Shared, blocking, to_its_end};
use crate::faq::edit::{EditError, FileName, FileText, NewText, Written};
use crate::store::history::{NewVersion, Reason, Version};
use std::sync::Arc;

/// What came of saving.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The file as it is now; `None` for one that is gone.
    pub file: Option<FileText>,
    /// The folder as it is now.
    pub folder: Checked,
    /// The last version of the file before: what an undo puts back; `None` for a new file.
    pub before: Option<i64>,
}

/// The versions of a file.
#[derive(Clone, Debug)]
pub struct History {
    /// The newest first.
    pub versions: Vec<Version>,
    /// Whether the file was changed outside since the newest, which is recorded with the next change.
    pub changed_outside: bool,
}

/// Who changes a file, and why.
#[derive(Clone, Debug)]
pub struct Why {
    /// The account's name.
    pub author: String,
    /// Why.
    pub reason: Reason,
    /// More about it.
    pub note: String,
}

impl Editing {
    /// Saves a text: a new file where `seen` is none, else in place of the one with that digest.
    ///
    /// # Errors
    /// [`EditingError`]; nothing is saved.
    pub async fn save(
        &self,
        name: FileName,
        seen: Option<String>,
        text: NewText,
        why: Why,
    ) -> Result<Saved, EditingError> {
        self.may_write()?;
        let shared = self.0.clone();
        to_its_end(async move {
            let _turn = shared.writing.clone().lock_owned().await;
            shared.save(name, seen, text, why).await
        })
        .await
    }

    /// Removes the file with the digest `seen`.
    ///
    /// # Errors
    /// [`EditingError`]; nothing is removed.
    pub async fn remove(&self, name: FileName, seen: String, author: String) -> Result<Saved, EditingError> {
        self.may_write()?;
        let shared = self.0.clone();
        to_its_end(async move {
            let _turn = shared.writing.clone().lock_owned().await;
            shared.remove(name, seen, author).await
        })
        .await
    }

    /// Gives the file with the digest `seen` another name.
    ///
    /// # Errors
    /// [`EditingError`]; nothing is changed.
    pub async fn rename(
        &self,
        name: FileName,
        to: FileName,
        seen: String,
        author: String,
    ) -> Result<Saved, EditingError> {
        self.may_write()?;
        let shared = self.0.clone();
        to_its_end(async move {
            let _turn = shared.writing.clone().lock_owned().await;
            let before = shared.record_before(&name).await?;
            let (folder, now, paths) = (shared.folder.clone(), shared.clock.now(), (name.clone(), to.clone()));
            let written = blocking(move || folder.rename(&paths.0, &paths.1, &seen, now)).await??;
            let content = written.after.clone().map(|file| (file.digest, file.text));
            let version = |path: &FileName, note: String, content| NewVersion {
                path: path.to_string(),
                at: now.as_millisecond(),
                author: Some(author.clone()),
                reason: Reason::Rename,
                note,
                content,
            };
            let new = version(&to, format!("was {name}"), content);
            let old = version(&name, format!("is now {to}"), None);
            shared.record_after(vec![new, old]).await;
            Ok(shared.saved(written, before))
        })
        .await
    }

    /// Puts an earlier version back in place of the file with the digest `seen`, or of none.
    ///
    /// # Errors
    /// [`EditingError`]; nothing is changed.
    pub async fn restore(
        &self,
        name: FileName,
        number: i64,
        seen: Option<String>,
        author: String,
    ) -> Result<Saved, EditingError> {
        let text = self.0.store.version_text(name.as_str(), number).await?.ok_or(EditingError::Unknown("version"))?;
        match (text, seen) {
            (Some(text), seen) => {
                let why = Why { author, reason: Reason::Restore, note: format!("version {number}") };
                self.save(name, seen, NewText::Exact(text), why).await
            }
            (None, Some(seen)) => self.remove(name, seen, author).await,
            (None, None) => Err(EditingError::Edit(EditError::Missing)),
        }
    }

    /// The versions of a file.
    ///
    /// # Errors
    /// [`EditingError::Store`].
    pub async fn history(&self, name: FileName) -> Result<History, EditingError> {
        let versions = self.0.store.versions(name.as_str()).await?;
        let shared = self.0.clone();
        let now = blocking(move || shared.folder.read(&name).map_or(String::new(), |file| file.digest)).await?;
        let changed_outside = versions.first().is_some_and(|last| last.digest != now);
        Ok(History { versions, changed_outside })
    }

    /// The text of a version; `None` where the file was gone.
    ///
    /// # Errors
    /// [`EditingError::Unknown`], [`EditingError::Store`].
    pub async fn version(&self, name: &FileName, number: i64) -> Result<Option<String>, EditingError> {
        self.0.store.version_text(name.as_str(), number).await?.ok_or(EditingError::Unknown("version"))
    }

    /// Records what was changed outside of files that have versions. For when the folder was noticed to have changed.
    pub async fn notice(&self) {
        let shared = self.0.clone();
        let noticed = to_its_end(async move {
            let _turn = shared.writing.clone().lock_owned().await;
            for last in shared.store.last_versions().await? {
                if let Ok(name) = FileName::parse(&last.path) {
                    shared.record_before(&name).await?;
                }
            }
            Ok(())
        });
        if let Err(error) = noticed.await {
            tracing::warn!(%error, "changes of FAQ files could not be recorded; they are with the next one");
        }
    }
}

impl Shared {
    /// Saves; the caller holds the turn of writing.
    pub(super) async fn save(
        self: &Arc<Self>,
        name: FileName,
        seen: Option<String>,
        text: NewText,
        why: Why,
    ) -> Result<Saved, EditingError> {
        let before = self.record_before(&name).await?;
        let (folder, now, file) = (self.folder.clone(), self.clock.now(), name.clone());
        let written = blocking(move || folder.write(&file, seen.as_deref(), text, now)).await??;
        // what was saved as it was is no version
        if written.before != written.after {
            let content = written.after.clone().map(|file| (file.digest, file.text));
            let reason = match why.reason {
                Reason::Edit if written.before.is_none() => Reason::New,
                reason => reason,
            };
            let at = now.as_millisecond();
            let author = Some(why.author);
            self.record_after(vec![NewVersion { path: name.to_string(), at, author, reason, note: why.note, content }])
                .await;
        }
        Ok(self.saved(written, before))
    }

    pub(super) async fn remove(
        self: &Arc<Self>,
        name: FileName,
        seen: String,
        author: String,
    ) -> Result<Saved, EditingError> {
        let before = self.record_before(&name).await?;
        let (folder, now, file) = (self.folder.clone(), self.clock.now(), name.clone());
        let written = blocking(move || folder.remove(&file, &seen, now)).await??;
        self.record_after(vec![NewVersion {
            path: name.to_string(),
            at: now.as_millisecond(),
            author: Some(author),
            reason: Reason::Remove,
            note: String::new(),
            content: None,
        }])
        .await;
        Ok(self.saved(written, before))
    }

    fn saved(&self, written: Written, before: Option<i64>) -> Saved {
        let version = written.loaded.catalog.map(|catalog| catalog.version);
        Saved { file: written.after, folder: self.checked(written.loaded.problems, version), before }
    }

    /// Records a file as it is, unless its last version is just that; the number of that version.
    async fn record_before(self: &Arc<Self>, name: &FileName) -> Result<Option<i64>, EditingError> {
        let (folder, file) = (self.folder.clone(), name.clone());
        let read = blocking(move || folder.read(&file)).await?;
        let versions = self.store.versions(name.as_str()).await?;
        let last = versions.first();
        let now = match read {
            Ok(now) => Some(now),
            Err(EditError::Missing) => None,
            // what cannot be edited here is not recorded either
            Err(EditError::TooLarge | EditError::NotText | EditError::Name(_)) => {
                return Ok(last.map(|last| last.number));
            }
            Err(error) => return Err(error.into()),
        };
        let digest = now.as_ref().map_or("", |file| file.digest.as_str());
        if last.map_or(now.is_none(), |last| last.digest == digest) {
            return Ok(last.map(|last| last.number));
        }
        let reason = if last.is_some() { Reason::Outside } else { Reason::Found };
        let at = self.clock.now_millis();
        let content = now.map(|file| (file.digest, file.text));
        let version = NewVersion { path: name.to_string(), at, author: None, reason, note: String::new(), content };
        self.store.record_versions(vec![version]).await?;
        Ok(Some(last.map_or(1, |last| last.number + 1)))
    }

    async fn record_after(&self, versions: Vec<NewVersion>) {
        if let Err(error) = self.store.record_versions(versions).await {
            tracing::error!(%error, "a FAQ file was saved, but who saved it could not be recorded");
        }
    }
}
