use super::*;
use std::fs;
use std::os::unix::fs::symlink;
use tempfile::TempDir;

/// A folder `faq` within a temporary one.
fn folder() -> (TempDir, PathBuf) {
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("faq");
    fs::create_dir(&dir).unwrap();
    (temporary, dir)
}

fn put(dir: &Path, relative: &str, text: &str) {
    let path = dir.join(relative);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn names(folder: &Folder) -> Vec<&str> {
    folder.files.iter().map(|file| &*file.relative).collect()
}

fn refusals(folder: &Folder) -> Vec<String> {
    folder.refusals.iter().map(|refusal| format!("{}: {}", refusal.relative, refusal.message)).collect()
}

#[test]
fn faq_files_are_found_at_any_depth_in_order() {
    let (_temporary, dir) = folder();
    for name in ["zh/b.yaml", "zh/a.yml", "en.yaml", "en/x/y.YAML", "a b/退款.yaml"] {
        put(&dir, name, name);
    }
    for name in [
        "README.md",
        ".hidden.yaml",
        ".git/x.yaml",
        "en.yaml~",
        "#en.yaml#",
        "en.yaml.swp",
        ".en.yaml.swp",
        "yaml",
        "faq.schema.json",
        "en.yaml.bak",
        "old~/x.yaml",
        "..data/x.yaml",
    ] {
        put(&dir, name, "not: ours");
    }
    let folder = read(&dir);
    assert_eq!(names(&folder), ["a b/退款.yaml", "en.yaml", "en/x/y.YAML", "zh/a.yml", "zh/b.yaml"]);
    assert!(folder.files.iter().all(|file| file.bytes == file.relative.as_bytes()));
    assert_eq!((refusals(&folder), folder.changed), (vec![], false));
}

#[test]
fn a_missing_folder_and_an_empty_one_say_how_to_start() {
    let (temporary, dir) = folder();
    let start = "write a file such as `en.yaml` with `topic: Shipping`, `lang: en` and `entries:`, each with `id`, \
                 `questions` and `answer`; `deskbell schema` prints the whole format";
    assert_eq!(refusals(&read(&dir)), [format!(": the folder holds no FAQ file (*.yaml); {start}")]);
    assert_eq!(
        refusals(&read(&temporary.path().join("nowhere"))),
        [format!(": there is no such folder; create it, or set `dir` in the section [faq], and {start}")]
    );
    put(&dir, "a.yaml", "x");
    assert_eq!(refusals(&read(&dir.join("a.yaml"))), [": this is no folder; name the folder that holds the FAQ files"]);
}

#[test]
fn links_within_the_folder_are_followed_and_others_refused() {
    let (temporary, dir) = folder();
    put(temporary.path(), "secret.yaml", "secret: 1");
    put(temporary.path(), "faq-other/x.yaml", "secret: 1");
    put(&dir, "a.yaml", "a");
    symlink("a.yaml", dir.join("same.yaml")).unwrap();
    symlink("../secret.yaml", dir.join("out.yaml")).unwrap();
    symlink(temporary.path().join("faq-other"), dir.join("other")).unwrap();
    symlink("/etc/passwd", dir.join("passwd")).unwrap();
    symlink("nowhere", dir.join("dangling.yaml")).unwrap();
    symlink("nowhere", dir.join("not-ours")).unwrap();
    symlink("round.yaml", dir.join("round.yaml")).unwrap();
    symlink(".", dir.join("loop")).unwrap();
    symlink("..", dir.join("up")).unwrap();
    let folder = read(&dir);
    assert_eq!(names(&folder), ["a.yaml"]);
    assert_eq!(
        refusals(&folder),
        [
            "dangling.yaml: this link points to nothing; remove it or mend it",
            "other: this link leaves the FAQ folder; put the file itself into the folder",
            "out.yaml: this link leaves the FAQ folder; put the file itself into the folder",
            "round.yaml: this link cannot be followed (Too many levels of symbolic links (os error 40)); remove it \
             or mend it",
            "up: this link leaves the FAQ folder; put the file itself into the folder",
        ]
    );
}

#[test]
fn a_mounted_kubernetes_volume_is_read_once() {
    let (_temporary, dir) = folder();
    put(&dir, "..2026_11_20/en.yaml", "en");
    put(&dir, "..2026_11_20/zh/a.yaml", "zh");
    symlink("..2026_11_20", dir.join("..data")).unwrap();
    symlink("..data/en.yaml", dir.join("en.yaml")).unwrap();
    symlink("..data/zh", dir.join("zh")).unwrap();
    let folder = read(&dir);
    assert_eq!((names(&folder), refusals(&folder)), (vec!["en.yaml", "zh/a.yaml"], vec![]));
    // the folder's own name may be a link too
    let link = dir.with_file_name("link");
    symlink("faq", &link).unwrap();
    assert_eq!(names(&read(&link)), ["en.yaml", "zh/a.yaml"]);
}

#[test]
fn pipes_sockets_and_devices_are_refused_without_hanging() {
    let (_temporary, dir) = folder();
    put(&dir, "a.yaml", "a");
    let pipe = dir.join("pipe.yaml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(dir.join("socket.yaml")).unwrap();
    symlink("pipe.yaml", dir.join("to-pipe.yaml")).unwrap();
    symlink("/dev/zero", dir.join("zero.yaml")).unwrap();
    fs::create_dir(dir.join("folder.yaml")).unwrap();
    let folder = read(&dir);
    assert_eq!(names(&folder), ["a.yaml"]);
    let no_file = "this is no plain file (a pipe, a socket or a device); remove it";
    assert_eq!(
        refusals(&folder),
        [
            format!("pipe.yaml: {no_file}"),
            format!("socket.yaml: {no_file}"),
            format!("to-pipe.yaml: {no_file}"),
            "zero.yaml: this link leaves the FAQ folder; put the file itself into the folder".to_owned(),
        ]
    );
}

#[test]
fn sizes_are_limited() {
    let (_temporary, dir) = folder();
    let sized = |name: &str, bytes: u64| File::create(dir.join(name)).unwrap().set_len(bytes).unwrap();
    sized("a.yaml", MAX_FILE_BYTES);
    sized("b.yaml", MAX_FILE_BYTES + 1);
    let folder = read(&dir);
    assert_eq!(names(&folder), ["a.yaml"]);
    assert_eq!(refusals(&folder), ["b.yaml: the file has 8388609 bytes, more than 8 MiB; split it by topic"]);
    for name in ["b.yaml", "c.yaml", "d.yaml", "e.yaml", "f.yaml", "g.yaml", "h.yaml"] {
        sized(name, MAX_FILE_BYTES);
    }
    assert_eq!((read(&dir).files.len(), refusals(&read(&dir))), (8, vec![]));
    sized("i.yaml", 1);
    assert_eq!(
        refusals(&read(&dir)),
        ["i.yaml: with this file the folder has more than 64 MiB; split it between sites or remove what is old"]
    );
}

#[test]
fn depth_and_names_are_limited() {
    let (_temporary, dir) = folder();
    let deep = |levels: usize| "d/".repeat(levels);
    put(&dir, &format!("{}ok.yaml", deep(16)), "x");
    put(&dir, &format!("{}no.yaml", deep(17)), "x");
    let folder = read(&dir);
    assert_eq!(names(&folder), [format!("{}ok.yaml", deep(16))]);
    assert_eq!(
        refusals(&folder),
        [format!("{}: folders nest more than 16 levels deep; move the files up", deep(17).trim_end_matches('/'))]
    );
}

#[test]
fn what_changes_while_it_is_read_is_told_apart() {
    let (_temporary, dir) = folder();
    put(&dir, "a.yaml", "one");
    let seen = list(&dir);
    let Outcome::Read(bytes) = read_file(&seen.files[0]) else { panic!("unchanged") };
    assert_eq!(bytes, b"one");
    // the same size and name, another file
    put(&dir, "b", "two");
    fs::rename(dir.join("b"), dir.join("a.yaml")).unwrap();
    assert!(matches!(read_file(&seen.files[0]), Outcome::Changed));
    let seen = list(&dir);
    put(&dir, "a.yaml", "longer");
    assert!(matches!(read_file(&seen.files[0]), Outcome::Changed));
    fs::remove_file(dir.join("a.yaml")).unwrap();
    assert!(matches!(read_file(&seen.files[0]), Outcome::Changed));
    assert_ne!(list(&dir), seen);
}

#[test]
fn a_listing_sees_every_change() {
    let (_temporary, dir) = folder();
    put(&dir, "a.yaml", "one");
    let first = list(&dir);
    assert_eq!(list(&dir), first);
    // what is no FAQ file does not count
    put(&dir, "notes.txt", "x");
    put(&dir, ".a.yaml.swp", "x");
    assert_eq!(list(&dir), first);
    // a copy that keeps size and time of modification still changes the inode
    let modified = fs::metadata(dir.join("a.yaml")).unwrap().modified().unwrap();
    put(&dir, "a.yaml", "two");
    File::options().append(true).open(dir.join("a.yaml")).unwrap().set_modified(modified).unwrap();
    let second = list(&dir);
    assert_ne!(second, first);
    put(&dir, "b.yaml", "x");
    assert_ne!(list(&dir), second);
}
