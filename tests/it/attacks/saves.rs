//! Every way in which programs save a file, while visitors ask (row 33): what is served is always one whole version.

use crate::support::{Client, FAQ, Site, TestServer, until};
use deskbell::faq::Severity;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// A way to put a text in the place of another.
type Style = fn(&Path, &str);

/// The styles: what an editor, a copying program, a checkout or a mounted volume does.
const STYLES: [(&str, Style); 8] = [
    ("in place", |file, text| fs::write(file, text).unwrap()),
    ("in two halves, of which the first is a whole FAQ", |file, text| {
        let (first, second) = text.split_at(text.find("  - id: return-how").unwrap());
        let mut open = fs::File::create(file).unwrap();
        open.write_all(first.as_bytes()).unwrap();
        // as long as a busy program pauses, which is what is made up here
        std::thread::sleep(Duration::from_millis(120));
        open.write_all(second.as_bytes()).unwrap();
    }),
    ("emptied first", |file, text| {
        fs::File::create(file).unwrap();
        std::thread::sleep(Duration::from_millis(120));
        fs::write(file, text).unwrap();
    }),
    ("by renaming over it", |file, text| {
        let new = file.with_extension("yaml.tmp");
        fs::write(&new, text).unwrap();
        fs::rename(new, file).unwrap();
    }),
    ("by moving the old one away", |file, text| {
        fs::rename(file, file.with_extension("yaml~")).unwrap();
        fs::write(file, text).unwrap();
    }),
    ("by deleting it", |file, text| {
        fs::remove_file(file).unwrap();
        fs::write(file, text).unwrap();
    }),
    ("under another name", |file, text| {
        let other = file.with_file_name(if file.ends_with("en.yaml") { "english.yaml" } else { "en.yaml" });
        fs::write(&other, text).unwrap();
        fs::remove_file(file).unwrap();
        fs::rename(other, file).unwrap();
    }),
    ("by turning a link, as a mounted volume does", |file, text| {
        let folder = file.parent().unwrap();
        let version = folder.join(format!("..{}", deskbell::ids::random_name(8)));
        fs::create_dir(&version).unwrap();
        fs::write(version.join("en.yaml"), text).unwrap();
        let link = folder.join("..new");
        std::os::unix::fs::symlink(version.join("en.yaml"), &link).unwrap();
        fs::rename(link, file).unwrap();
    }),
];

fn version_of(answer: &serde_json::Value) -> (String, String) {
    let last = |text: &str| {
        text.rsplit("version ").next().unwrap_or_default().split(['"', '.']).next().unwrap_or_default().to_owned()
    };
    (last(answer["body"]["title"].as_str().unwrap_or_default()), last(&answer["body"]["content"].to_string()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_a_file_is_saved_one_whole_version_is_served() {
    let site = Site::new();
    let text = |version: &str| {
        FAQ.replace("How long does delivery take?", &format!("How long does delivery take? version {version}"))
            .replace("arrive within three days", &format!("arrive within version {version}"))
    };
    fs::write(site.faq().join("en.yaml"), text("0")).unwrap();
    let server = TestServer::start(site.config()).await;
    let (stop, address) = (Arc::new(AtomicBool::new(false)), server.address);
    let asking = {
        let (stop, entries) = (Arc::clone(&stop), server.state.metrics.faq_entries.clone());
        tokio::spawn(async move {
            let (mut visitor, mut asked) = (Client::new(address).await, 0_usize);
            while !stop.load(Ordering::SeqCst) {
                let [ack, _, answer] = visitor.ask("when will my parcel arrive").await;
                assert_eq!((&ack["type"], &answer["body"]["id"]), (&"ack".into(), &"delivery-time".into()), "{answer}");
                let (title, content) = version_of(&answer);
                assert_eq!(title, content, "half of a version: {answer}");
                assert_eq!(entries.get(), 3, "half of a file is in service");
                asked += 1;
            }
            asked
        })
    };
    let mut editor = Client::new(server.address).await;
    for (style, save) in STYLES {
        for round in 0..2 {
            let version = format!("{}{round}", deskbell::ids::random_name(6));
            save(&site.faq().join("en.yaml"), &text(&version));
            until(style, async || version_of(&editor.ask("when will my parcel arrive").await[2]).0 == version).await;
        }
    }
    stop.store(true, Ordering::SeqCst);
    let asked = asking.await.unwrap();
    println!("{} saves, {asked} questions, each answered by one version", 2 * STYLES.len());
    let errors = server.state.knowledge.problems().iter().filter(|problem| problem.severity == Severity::Error).count();
    assert_eq!(errors, 0);
    server.stop().await;
}
