use super::*;
use crate::clock::{TimeZone, from_millis};
use crate::text::Lang;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use tempfile::TempDir;

const TEXT: &str = "topic: T\nlang: en\nentries:\n  - id: a\n    questions: [one, two]\n    answer: x\n";

fn folder() -> (TempDir, Folder) {
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("faq");
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("en.yaml"), TEXT).unwrap();
    let settings = LoadSettings { time_zone: TimeZone::UTC, langs: vec![Lang::english()] };
    (temporary, Folder { dir, settings })
}

fn name(path: &str) -> FileName {
    FileName::parse(path).unwrap()
}

fn now() -> Timestamp {
    from_millis(0)
}

fn typed(text: &str) -> NewText {
    NewText::Typed(text.to_owned())
}

/// The names in the folder, hidden ones included.
fn names(folder: &Folder) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(&folder.dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn names_stay_in_the_folder() {
    for wrong in [
        "",
        "/",
        "a",
        "a.txt",
        "../a.yaml",
        "a/../b.yaml",
        "/a.yaml",
        "a//b.yaml",
        "./a.yaml",
        ".a.yaml",
        "a/.b/c.yaml",
        "a\\b.yaml",
        "c:a.yaml",
        "a\0.yaml",
        "a\n.yaml",
        " a.yaml",
        "a /b.yaml",
        "a.yaml~",
        "#a.yaml#",
        "a.yaml/",
        "a\u{202E}lmay.yaml",
        "a\u{2066}b.yaml",
        "a\u{200B}.yaml",
        "\u{FEFF}a.yaml",
        "a\u{AD}b.yaml",
        "a\u{2028}b.yaml",
        "a\u{85}b.yaml",
        "a\u{E0041}.yaml",
    ] {
        assert!(matches!(FileName::parse(wrong), Err(EditError::Name(_))), "{wrong:?}");
    }
    assert!(FileName::parse(&format!("{}.yaml", "a".repeat(200))).is_err());
    assert!(FileName::parse(&format!("{}a.yaml", "d/".repeat(20))).is_err());
    // characters are not bytes, and of these a part has 255 at most
    let long = format!("{}.yaml", "退".repeat(84));
    let EditError::Name(message) = FileName::parse(&format!("zh/{long}")).unwrap_err() else { panic!("taken") };
    assert!(message.contains("255 bytes"), "{message}");
    assert!(FileName::parse(&format!("zh/{}.yaml", "退".repeat(83))).is_ok());
    for right in ["a.yaml", "en/delivery times.yml", "zh/退款.YAML"] {
        assert_eq!(name(right).as_str(), right);
    }
}

#[test]
fn a_file_is_replaced_only_as_it_was_seen() {
    let (_temporary, folder) = folder();
    let file = name("en.yaml");
    fs::set_permissions(folder.dir.join("en.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    let seen = folder.read(&file).unwrap();
    let new = TEXT.replace("answer: x", "answer: y");
    let written = folder.write(&file, Some(&seen.digest), typed(&new), now()).unwrap();
    assert_eq!(fs::read_to_string(folder.dir.join("en.yaml")).unwrap(), new);
    assert_eq!(written.after.unwrap(), folder.read(&file).unwrap());
    assert_eq!(written.before.unwrap(), seen);
    assert_eq!(written.loaded.catalog.unwrap().version, folder.check(&file, &new, now()).catalog.unwrap().version);
    assert_eq!(fs::metadata(folder.dir.join("en.yaml")).unwrap().permissions().mode() & 0o777, 0o640);
    // who still has the first text in front of them gets the second one to look at
    let refused = folder.write(&file, Some(&seen.digest), typed(TEXT), now()).unwrap_err();
    assert!(matches!(refused, EditError::Changed(other) if other.text == new));
    assert!(matches!(folder.write(&file, None, typed(TEXT), now()), Err(EditError::Exists)));
    assert!(matches!(folder.write(&name("de.yaml"), Some("x"), typed(TEXT), now()), Err(EditError::Missing)));
    assert_eq!(names(&folder), ["en.yaml"]);
}

#[test]
fn errors_refuse_and_warnings_do_not() {
    let (_temporary, folder) = folder();
    let file = name("en.yaml");
    let seen = folder.read(&file).unwrap().digest;
    let refused = folder.write(&file, Some(&seen), typed("topic: T\n"), now()).unwrap_err();
    assert!(matches!(refused, EditError::Faulty(problems) if problems.len() == 2));
    // an id that another file has is an error, too
    let refused = folder.write(&name("more.yaml"), None, typed(TEXT), now()).unwrap_err();
    assert!(
        matches!(&refused, EditError::Faulty(problems) if problems[0].message.contains("duplicate id")),
        "{refused:?}"
    );
    assert_eq!(names(&folder), ["en.yaml"]);
    let warned = folder.write(&file, Some(&seen), typed(&TEXT.replace("[one, two]", "[one]")), now()).unwrap();
    assert_eq!((warned.loaded.errors(), warned.loaded.problems.len()), (0, 1));
}

#[test]
fn a_folder_with_errors_is_put_right_one_file_at_a_time() {
    let (_temporary, folder) = folder();
    fs::write(folder.dir.join("b.yaml"), "topic: T\n").unwrap();
    fs::write(folder.dir.join("c.yaml"), "lang: en\n").unwrap();
    let digest = |path: &str| folder.read(&name(path)).unwrap().digest;
    let other =
        |id: &str| TEXT.replace("id: a", &format!("id: {id}")).replace("one, two", &format!("{id} one, {id} two"));
    // worse than before
    assert!(
        folder
            .write(&name("b.yaml"), Some(&digest("b.yaml")), typed("topic: [\nlang: x x\nentries: 1\n"), now())
            .is_err()
    );
    // a right file beside wrong ones
    folder
        .write(&name("en.yaml"), Some(&digest("en.yaml")), typed(&TEXT.replace("answer: x", "answer: y")), now())
        .unwrap();
    let better = folder.write(&name("b.yaml"), Some(&digest("b.yaml")), typed(&other("b")), now()).unwrap();
    assert!(better.loaded.catalog.is_none());
    let right = folder.write(&name("c.yaml"), Some(&digest("c.yaml")), typed(&other("c")), now()).unwrap();
    assert_eq!(right.loaded.catalog.unwrap().entries.len(), 3);
}

#[test]
fn files_are_made_renamed_and_removed() {
    let (_temporary, folder) = folder();
    let other = TEXT.replace("id: a", "id: b").replace("one, two", "three, four").replace('\n', "\r\n");
    let new = name("de/sub/b.yaml");
    fs::set_permissions(folder.dir.join("en.yaml"), fs::Permissions::from_mode(0o664)).unwrap();
    folder.write(&new, None, typed(&other), now()).unwrap();
    assert_eq!(fs::metadata(folder.dir.join("de/sub/b.yaml")).unwrap().permissions().mode() & 0o777, 0o664);
    let seen = folder.read(&new).unwrap();
    assert_eq!(seen.text, lines::plain(&other));
    assert!(matches!(folder.rename(&new, &name("en.yaml"), &seen.digest, now()), Err(EditError::Exists)));
    assert!(matches!(folder.rename(&new, &name("c.yaml"), "old", now()), Err(EditError::Changed(_))));
    folder.rename(&new, &name("c.yaml"), &seen.digest, now()).unwrap();
    assert_eq!(folder.files().iter().map(|file| &*file.path).collect::<Vec<_>>(), ["c.yaml", "en.yaml"]);
    assert!(matches!(folder.remove(&name("c.yaml"), "old", now()), Err(EditError::Changed(_))));
    folder.remove(&name("c.yaml"), &seen.digest, now()).unwrap();
    // without the last file there would be nothing to serve
    let last = folder.read(&name("en.yaml")).unwrap().digest;
    assert!(matches!(folder.remove(&name("en.yaml"), &last, now()), Err(EditError::Faulty(_))));
    assert!(matches!(folder.remove(&name("c.yaml"), &seen.digest, now()), Err(EditError::Missing)));
}

#[test]
fn links_do_not_lead_out() {
    let (temporary, folder) = folder();
    fs::create_dir(temporary.path().join("out")).unwrap();
    fs::write(temporary.path().join("secret.yaml"), "secret").unwrap();
    symlink("../secret.yaml", folder.dir.join("secret.yaml")).unwrap();
    symlink("../out", folder.dir.join("out")).unwrap();
    symlink("en.yaml", folder.dir.join("same.yaml")).unwrap();
    let other = TEXT.replace("id: a", "id: b").replace("one, two", "three, four");
    for path in ["secret.yaml", "same.yaml", "out/x.yaml", "out/deep/x.yaml", "en.yaml/x.yaml"] {
        let refused = folder.write(&name(path), None, typed(&other), now()).unwrap_err();
        // what the links do to the folder itself is an error already, unless the name is refused before
        assert!(matches!(refused, EditError::Name(_) | EditError::Io(_)), "{path}: {refused:?}");
        assert!(folder.read(&name(path)).is_err(), "{path}");
    }
    assert_eq!(fs::read_to_string(temporary.path().join("secret.yaml")).unwrap(), "secret");
    assert_eq!(fs::read_dir(temporary.path().join("out")).unwrap().count(), 0);
    // a link within the folder is read under its own name where it comes first, and what it leads to is written
    fs::remove_file(folder.dir.join("secret.yaml")).unwrap();
    fs::remove_file(folder.dir.join("out")).unwrap();
    symlink("en.yaml", folder.dir.join("a.yaml")).unwrap();
    let seen = folder.read(&name("a.yaml")).unwrap();
    folder.write(&name("a.yaml"), Some(&seen.digest), typed(&TEXT.replace("answer: x", "answer: y")), now()).unwrap();
    assert!(fs::symlink_metadata(folder.dir.join("a.yaml")).unwrap().is_symlink());
    assert!(fs::read_to_string(folder.dir.join("en.yaml")).unwrap().contains("answer: y"));
}

#[test]
fn a_file_keeps_its_line_ends() {
    let (_temporary, folder) = folder();
    let file = name("en.yaml");
    fs::write(folder.dir.join("en.yaml"), format!("\u{FEFF}{}", TEXT.replace('\n', "\r\n"))).unwrap();
    let seen = folder.read(&file).unwrap().digest;
    folder.write(&file, Some(&seen), typed(&TEXT.replace("answer: x", "answer: y\n    pinned: true")), now()).unwrap();
    let expected =
        format!("\u{FEFF}{}", TEXT.replace("answer: x", "answer: y\n    pinned: true").replace('\n', "\r\n"));
    assert_eq!(fs::read_to_string(folder.dir.join("en.yaml")).unwrap(), expected);
}

#[test]
fn sizes_and_encodings_have_limits() {
    let (_temporary, folder) = folder();
    fs::write(folder.dir.join("long.yaml"), "#".repeat(MAX_EDITED_BYTES + 1)).unwrap();
    fs::write(folder.dir.join("latin.yaml"), b"# \xE9").unwrap();
    assert!(matches!(folder.read(&name("long.yaml")), Err(EditError::TooLarge)));
    assert!(matches!(folder.read(&name("latin.yaml")), Err(EditError::NotText)));
    let long = "#".repeat(MAX_EDITED_BYTES + 1);
    assert!(matches!(folder.write(&name("new.yaml"), None, typed(&long), now()), Err(EditError::TooLarge)));
    assert!(folder.writable().is_ok());
    assert_eq!(names(&folder), ["en.yaml", "latin.yaml", "long.yaml"]);
}

/// Whoever runs the test: nobody can make a file in a folder of `/proc`, root neither.
#[test]
fn a_folder_that_cannot_be_written_names_the_settings() {
    let (_temporary, folder) = folder();
    let refused = Folder { dir: "/proc/self/task".into(), ..folder }.writable().unwrap_err().to_string();
    assert!(refused.contains("faq.dir") && refused.contains("faq.editable"), "{refused}");
}

#[test]
fn a_reader_never_meets_half_a_file() {
    let (_temporary, folder) = folder();
    let file = name("en.yaml");
    let texts = ["x", "y"].map(|answer| {
        let long = format!("{answer} ").repeat(20_000);
        TEXT.replace("answer: x", &format!("answer: |\n      {long}"))
    });
    let path = folder.dir.join("en.yaml");
    fs::write(&path, &texts[0]).unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let read = fs::read_to_string(&path).unwrap();
                assert!(texts.contains(&read), "{} bytes of a text", read.len());
                reads += 1;
            }
            reads
        });
        for round in 0..40 {
            let seen = folder.read(&file).unwrap().digest;
            folder.write(&file, Some(&seen), typed(&texts[(round + 1) % 2]), now()).unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(reader.join().unwrap() > 0);
    });
}
