//! Entries to files: which file each belongs to, and how files get onto the disk.
//!
//! Invariant: no file is replaced, and no file is ever there in part: each is written beside its place, under a name
//! that the loader passes over, and takes its name whole.

use super::gather::Draft;
use crate::faq::limits::MAX_FILE_BYTES;
use crate::faq::naming::slug;
use crate::faq::write::{EntryText, document};
use crate::text::Lang;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The name by which the loader knows greetings and courtesies.
pub(super) const SMALL_TALK: &str = "small-talk";
/// Bytes of a file at which the next one is begun: below the loader's limit by an entry of the largest kind.
const FULL: usize = MAX_FILE_BYTES as usize - 1024 * 1024;

/// A file that is to be written.
#[derive(Clone, Debug)]
pub(super) struct NewFile {
    /// Below the folder, with `/`.
    pub path: String,
    pub lang: Lang,
    pub topic: String,
    pub entries: usize,
    pub text: String,
}

/// Words that mean the same, of one language.
pub(super) type Synonyms = (Lang, Vec<String>);

/// Sorts entries into files, one for each topic and language, in the order of their first rows. `is_taken` knows the
/// paths that there are.
pub(super) fn plan(drafts: &[Draft], synonyms: &[Synonyms], is_taken: impl Fn(&str) -> bool) -> Vec<NewFile> {
    let mut groups: Vec<(&Draft, Vec<EntryText>)> = Vec::new();
    for draft in drafts {
        let same = |(first, _): &&mut (&Draft, Vec<EntryText>)| {
            (&first.lang, &first.topic, first.small_talk) == (&draft.lang, &draft.topic, draft.small_talk)
        };
        match groups.iter_mut().find(same) {
            Some((_, entries)) => entries.push(draft.text.clone()),
            None => groups.push((draft, vec![draft.text.clone()])),
        }
    }
    let mut planned: HashSet<String> = HashSet::new();
    let mut told: HashSet<Lang> = HashSet::new();
    let mut files = Vec::new();
    for (first, entries) in groups {
        for part in parts(entries) {
            let path = free_path(first, |path| !is_taken(path) && planned.insert(path.to_owned()));
            // the first file of a language has its synonyms
            let own = told.insert(first.lang.clone());
            let of_lang =
                synonyms.iter().filter(|(lang, _)| own && *lang == first.lang).map(|(_, words)| words.clone());
            let text = document(&first.topic, &first.lang, &part, &of_lang.collect::<Vec<_>>());
            let (lang, topic) = (first.lang.clone(), first.topic.clone());
            files.push(NewFile { path, lang, topic, entries: part.len(), text });
        }
    }
    files
}

/// Entries as many as a file may hold.
fn parts(entries: Vec<EntryText>) -> Vec<Vec<EntryText>> {
    let mut parts: Vec<Vec<EntryText>> = Vec::new();
    // the first entry begins the first part
    let mut bytes = FULL + 1;
    for entry in entries {
        // what YAML adds is less than the texts again
        let size = 2 * (entry.answer.len() + entry.questions.iter().map(|question| question.len() + 16).sum::<usize>());
        if bytes + size > FULL {
            parts.push(Vec::new());
            bytes = 0;
        }
        bytes += size;
        if let Some(part) = parts.last_mut() {
            part.push(entry);
        }
    }
    parts
}

/// `en/orders.yaml`, or the first of `en/orders-2.yaml`, … that is free. Greetings keep the name that makes them such.
fn free_path(draft: &Draft, mut is_free: impl FnMut(&str) -> bool) -> String {
    let lang = &draft.lang;
    let name = match slug(&draft.topic) {
        name if name.is_empty() => format!("topic-{}", &crate::ids::digest(draft.topic.as_bytes())[..6]),
        name if name == SMALL_TALK && !draft.small_talk => "small-talk-topic".to_owned(),
        name => name,
    };
    let numbered = |number: usize| match (draft.small_talk, number) {
        (true, 1) => format!("{lang}/{SMALL_TALK}.yaml"),
        (true, number) => format!("{lang}/{name}-{number}/{SMALL_TALK}.yaml"),
        (false, 1) => format!("{lang}/{name}.yaml"),
        (false, number) => format!("{lang}/{name}-{number}.yaml"),
    };
    (1..).map(numbered).find(|path| is_free(path)).unwrap_or_default()
}

/// Writes all files, or none: what was written is taken back if one of them fails. The error names its path.
pub(super) fn write_all(folder: &Path, files: &[NewFile]) -> Result<(), (PathBuf, io::Error)> {
    let mut staged: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut placed: Vec<PathBuf> = Vec::new();
    let result = files
        .iter()
        .try_for_each(|file| {
            let target = folder.join(&file.path);
            let beside = stage(&target, &file.text).map_err(|error| (target.clone(), error))?;
            staged.push((beside, target));
            Ok(())
        })
        .and_then(|()| {
            staged.iter().try_for_each(|(beside, target)| {
                place(beside, target).map_err(|error| (target.clone(), error))?;
                placed.push(target.clone());
                Ok(())
            })
        });
    // what cannot be removed is passed over by the loader, and told of by nobody who could do more about it
    staged.iter().for_each(|(beside, _)| drop(fs::remove_file(beside)));
    if result.is_err() {
        placed.iter().for_each(|target| drop(fs::remove_file(target)));
    }
    result
}

/// Writes a text to the disk beside the place where it is to be.
fn stage(target: &Path, text: &str) -> io::Result<PathBuf> {
    let parent = target.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let beside = parent.join(format!(".{name}.{}.part", crate::ids::random_name(8)));
    let mut file = File::options().write(true).create_new(true).open(&beside)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).inspect_err(|_| drop(fs::remove_file(&beside)))?;
    Ok(beside)
}

/// Gives a text its name, unless there is a file of that name.
fn place(beside: &Path, target: &Path) -> io::Result<()> {
    match fs::hard_link(beside, target) {
        // a file system without links: there is a moment between the look and the renaming, in which nobody but an
        // editor of that very file could come
        Err(error) if error.kind() != ErrorKind::AlreadyExists => match target.try_exists()? {
            true => Err(ErrorKind::AlreadyExists.into()),
            false => fs::rename(beside, target),
        },
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Record;
    use super::*;
    use std::collections::HashMap;

    fn file(path: &str, text: &str) -> NewFile {
        NewFile { path: path.into(), lang: Lang::english(), topic: "T".into(), entries: 1, text: text.into() }
    }

    #[test]
    fn nothing_is_replaced_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        write_all(folder.path(), &[file("en/a.yaml", "one")]).unwrap();
        let (path, error) =
            write_all(folder.path(), &[file("en/b.yaml", "two"), file("en/a.yaml", "three")]).unwrap_err();
        assert_eq!((path, error.kind()), (folder.path().join("en/a.yaml"), ErrorKind::AlreadyExists));
        let names: Vec<_> =
            fs::read_dir(folder.path().join("en")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["a.yaml"]);
        assert_eq!(fs::read_to_string(folder.path().join("en/a.yaml")).unwrap(), "one");
    }

    #[test]
    fn every_topic_has_a_file_beside_those_there_are() {
        let draft = |topic: &str, small_talk: bool| {
            let text = EntryText { id: "a-b".into(), ..EntryText::default() };
            Draft::for_test(topic, small_talk, text, Record::default())
        };
        let drafts = [
            draft("Orders", false),
            draft("Orders!", false),
            draft("Greetings", true),
            draft("Courtesies", true),
            draft("Small talk", false),
            draft("退款", false),
            draft("؟", false),
            draft("Orders", false),
        ];
        let files = plan(&drafts, &[(Lang::english(), vec!["a".into(), "b".into()])], |path| path == "en/orders.yaml");
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(
            paths[..6],
            [
                "en/orders-2.yaml",
                "en/orders-3.yaml",
                "en/small-talk.yaml",
                "en/courtesies-2/small-talk.yaml",
                "en/small-talk-topic.yaml",
                "en/tui-kuan.yaml"
            ]
        );
        assert!(paths[6].starts_with("en/topic-"), "{paths:?}");
        assert_eq!(files[0].entries, 2);
        let with_synonyms: HashMap<&str, bool> =
            files.iter().map(|file| (file.path.as_str(), file.text.contains("synonyms:"))).collect();
        assert_eq!(with_synonyms.values().filter(|has| **has).count(), 1);
    }

    #[test]
    fn large_topics_are_split() {
        let entry = |size: usize| EntryText { answer: "x".repeat(size), ..EntryText::default() };
        let counts: Vec<usize> = parts(vec![entry(FULL / 5); 5]).iter().map(Vec::len).collect();
        assert_eq!(counts, [2, 2, 1]);
    }
}
