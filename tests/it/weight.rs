//! What the widget costs a page, part by part, as it is sent. The budget is that of the product: 4 KB before a visitor
//! touches anything, to a usable panel 16 KB by gzip and 14 by brotli (1 KB is 1,000 bytes); letters of other scripts
//! take more bytes each.

use crate::support::{Site, TestServer};

/// Bytes, gzip, of the loader at most.
const BEFORE: usize = 4_000;
/// Bytes, gzip and brotli, of loader and panel at most: in English, and in any other language. Of the same text brotli
/// makes some twenty bytes more or less with each other name of the parts, which carry a hash.
const USABLE: (usize, usize) = (15_800, 14_060);
const USABLE_ELSEWHERE: (usize, usize) = (16_150, 14_320);
/// Of the parts that come when they are needed; `desk.js` is the hand-off with both of its forms.
const LATER: [(&str, usize); 5] =
    [("talk.js", 8_700), ("desk.js", 4_300), ("menu.js", 2_000), ("voice.js", 1_500), ("teaser.js", 2_000)];
/// Of the words of one language, those of the panel and the others.
const WORDS: [(&str, usize); 2] = [("", 1_500), ("-more", 2_400)];

async fn bytes(server: &TestServer, path: &str, encoding: &str) -> usize {
    let request = reqwest::Client::new().get(server.url(path)).header("accept-encoding", encoding);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let sent = response.headers().get("content-encoding").map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(sent.as_deref(), (encoding != "identity").then_some(encoding), "{path}");
    response.bytes().await.unwrap().len()
}

/// The folder of the parts, from the loader.
async fn folder(server: &TestServer) -> String {
    let loader = reqwest::get(server.url("/widget.js")).await.unwrap().text().await.unwrap();
    let start = loader.find("/widget/").unwrap();
    loader[start..].chars().take_while(|character| *character != '"').collect()
}

fn locales() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/static/widget");
    let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let tag = |name: String| Some(name.strip_prefix("locale-")?.strip_suffix(".js")?.to_owned());
    let mut tags: Vec<String> = names.filter_map(tag).filter(|tag| !tag.ends_with("-more")).collect();
    tags.sort();
    tags
}

#[tokio::test]
async fn the_widget_keeps_its_budget_in_every_language() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let folder = folder(&server).await;
    let loader = bytes(&server, "/widget.js", "gzip").await;
    let loader_brotli = bytes(&server, "/widget.js", "br").await;
    println!("{loader:>6} gzip {loader_brotli:>6} br  widget.js");
    assert!(loader <= BEFORE, "the loader has {loader} bytes, {BEFORE} are its budget");
    let tags = locales();
    assert_eq!(tags.len(), 14, "{tags:?}");
    for tag in &tags {
        let path = format!("{folder}{tag}/panel.js");
        let sum = (loader + bytes(&server, &path, "gzip").await, loader_brotli + bytes(&server, &path, "br").await);
        println!("{:>6} gzip {:>6} br  to a usable panel in {tag}", sum.0, sum.1);
        let most = if tag == "en" { USABLE } else { USABLE_ELSEWHERE };
        assert!(sum.0 <= most.0 && sum.1 <= most.1, "a usable panel in {tag} takes {sum:?} bytes of {most:?}");
        for (ending, budget) in WORDS {
            let words = bytes(&server, &format!("{folder}en/locale-{tag}{ending}.js"), "gzip").await;
            assert!(words <= budget, "locale-{tag}{ending}.js has {words} bytes, {budget} are its budget");
        }
    }
    for (part, budget) in LATER {
        let path = format!("{folder}en/{part}");
        let (size, brotli) = (bytes(&server, &path, "gzip").await, bytes(&server, &path, "br").await);
        println!("{size:>6} gzip {brotli:>6} br  {part}");
        assert!(size <= budget, "{part} has {size} bytes, {budget} are its budget");
    }
    server.stop().await;
}

#[tokio::test]
async fn every_part_is_there_in_every_language_and_nothing_else_is() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let folder = folder(&server).await;
    for tag in locales() {
        for (part, _) in LATER {
            bytes(&server, &format!("{folder}{tag}/{part}"), "identity").await;
        }
    }
    for wrong in ["xx/panel.js", "en/nothing.js", "en-more/panel.js", "EN/panel.js", "en/..%2fpanel.js"] {
        let status = reqwest::get(server.url(&format!("{folder}{wrong}"))).await.unwrap().status();
        assert_eq!(status, 404, "{wrong}");
    }
    server.stop().await;
}
