//! The HTTP interface from outside.

use crate::support::{Site, TestServer};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

fn client() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

async fn problem(response: reqwest::Response) -> (u16, Value) {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["status"], status);
    (status, body)
}

#[tokio::test]
async fn one_question_over_http() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let client = client();
    let ask = |body: Value| client.post(server.url("/api/v1/ask")).json(&body).send();
    let answer: Value =
        ask(json!({"q": "where is my order", "lang": "en", "page": "/"})).await.unwrap().json().await.unwrap();
    assert_eq!(
        (&answer["q"], &answer["verdict"], &answer["id"]),
        (&json!("where is my order"), &json!("answer"), &json!("order-status"))
    );
    assert_eq!(answer["candidates"][0]["title"], "Where is my order?");
    assert_eq!(answer["content"][0][2], json!(["em", "My orders"]));
    assert_eq!(answer["html"].as_str().unwrap().trim(), "<p>Open <em>My orders</em> to see where it is.</p>");
    let none: Value = ask(json!({"q": "tell me a joke about penguins"})).await.unwrap().json().await.unwrap();
    assert_eq!((&none["verdict"], &none["id"], none.get("html")), (&json!("none"), &Value::Null, None));

    assert_eq!((&none["lang"], none.get("foreign")), (&json!("en"), None));
    let foreign: Value = ask(json!({"q": "où est ma commande"})).await.unwrap().json().await.unwrap();
    assert_eq!((&foreign["lang"], &foreign["foreign"]), (&json!("en"), &json!("fr")));

    for (body, part) in [
        (json!({"q": ""}), "empty"),
        (json!({"q": "x".repeat(2001)}), "2000 characters"),
        (json!({"q": "hi", "lang": "!"}), "no language tag"),
        (json!({"question": "hi"}), "unknown field"),
        (json!([]), "AskRequest"),
    ] {
        let (status, problem) = problem(ask(body.clone()).await.unwrap()).await;
        let detail = problem["detail"].as_str().unwrap().to_owned();
        assert!((400..500).contains(&status) && detail.contains(part), "{body}: {detail}");
    }
    let large =
        client.post(server.url("/api/v1/ask")).header("content-type", "application/json").body("x".repeat(70_000));
    assert_eq!(large.send().await.unwrap().status(), StatusCode::PAYLOAD_TOO_LARGE);
    server.stop().await;
}

#[tokio::test]
async fn titles_while_typing() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let titles: Value =
        client().get(server.url("/api/v1/suggest?q=how+long+del&lang=en")).send().await.unwrap().json().await.unwrap();
    assert_eq!(titles[0], json!({"id": "delivery-time", "title": "How long does delivery take?"}));
    assert!(titles.as_array().unwrap().len() <= 5);
    server.stop().await;
}

#[tokio::test]
async fn the_loader_carries_its_settings_and_the_modules_never_change() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let client = client();
    let response = client.get(server.url("/widget.js")).send().await.unwrap();
    let headers = response.headers().clone();
    assert_eq!(headers["cache-control"], "public, max-age=300, stale-while-revalidate=86400");
    assert_eq!(headers["access-control-allow-origin"], "*");
    assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    let loader = response.text().await.unwrap();
    assert!(!loader.contains("__DESKBELL_SETTINGS__") && loader.contains(r#""bot":"Test Help""#));
    let start = loader.find("/widget/").unwrap();
    let parts: String = loader[start..].chars().take_while(|c| *c != '"').collect();
    let panel = format!("{parts}en/panel.js");
    let module = client.get(server.url(&panel)).send().await.unwrap();
    assert_eq!(module.status(), StatusCode::OK);
    assert_eq!(module.headers()["cache-control"], "public, max-age=31536000, immutable");
    assert!(module.headers()["content-type"].to_str().unwrap().starts_with("text/javascript"));
    let old = panel.replace(panel.split('/').nth(2).unwrap(), "0000000000000000");
    // a page that is open since an older version gets what there is
    let moved = client.get(server.url(&old)).send().await.unwrap();
    assert_eq!(
        (moved.status(), moved.headers()["location"].to_str().unwrap()),
        (StatusCode::TEMPORARY_REDIRECT, panel.as_str())
    );
    assert_eq!(moved.headers()["access-control-allow-origin"], "*");
    let chat = client.get(server.url("/chat?lang=de-AT")).send().await.unwrap();
    assert!(chat.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    let chat = chat.text().await.unwrap();
    assert!(chat.contains("<html lang=\"de\">") && chat.contains("<title>Test Help"), "{chat}");
    assert!(!chat.contains("return.js"), "{chat}");
    let back = client.get(server.url("/return")).send().await.unwrap();
    assert!(back.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    let back = back.text().await.unwrap();
    let (first, second) = (back.find("/chat/return.js").unwrap(), back.find("/widget.js").unwrap());
    assert!(first < second, "the key is out of the address before the widget begins: {back}");
    let script = client.get(server.url("/chat/return.js")).send().await.unwrap();
    assert!(script.headers()["content-type"].to_str().unwrap().starts_with("text/javascript"));
    let again = client.get(server.url("/widget.js")).header("if-none-match", &headers["etag"]).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    server.stop().await;
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_and_paths_lead_nowhere_else() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let client = client();
    for path in ["/nothing", "/demo/..%2fwidget.js", "/widget/x/..%2f..%2fCargo.toml", "/demo/%00", "/demo/..%5cx"] {
        let (status, _) = problem(client.get(server.url(path)).send().await.unwrap()).await;
        assert_eq!(status, 404, "{path}");
    }
    let (status, _) = problem(client.get(server.url("/api/v1/ask")).send().await.unwrap()).await;
    assert_eq!(status, 405);
    server.stop().await;
}

#[tokio::test]
async fn health_and_metrics() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let client = client();
    assert_eq!(client.get(server.url("/livez")).send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(client.get(server.url("/readyz")).send().await.unwrap().status(), StatusCode::OK);
    let metrics = client.get(server.url("/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("deskbell_faq_entries 3") && metrics.contains("deskbell_faq_errors 0"), "{metrics}");
    server.stop().await;
}

#[tokio::test]
async fn an_address_that_asks_too_much_is_told_when_to_come_back() {
    let site = Site::new();
    let mut config = site.config();
    config.limits.address_per_second = 1.0;
    let server = TestServer::start(config).await;
    let client = client();
    let mut limited = None;
    for _ in 0..10 {
        let response = client.get(server.url("/api/v1/suggest?q=a")).send().await.unwrap();
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            limited = Some(response);
            break;
        }
    }
    let limited = limited.expect("ten requests at once are too many");
    let seconds: u64 = limited.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=3).contains(&seconds));
    let (_, problem) = problem(limited).await;
    assert!(problem["detail"].as_str().unwrap().contains("limits.address_per_second"), "{problem}");
    server.stop().await;
}

#[tokio::test]
async fn a_cross_origin_page_may_ask_only_if_it_is_listed() {
    let site = Site::new();
    let mut config = site.config();
    config.site.allowed_origins = vec!["https://shop.example".into()];
    let server = TestServer::start(config).await;
    let client = client();
    for (origin, allowed) in [("https://shop.example", true), ("https://evil.example", false)] {
        let response = client
            .post(server.url("/api/v1/ask"))
            .header("origin", origin)
            .json(&json!({"q": "where is my order"}))
            .send()
            .await
            .unwrap();
        assert_eq!(response.headers().contains_key("access-control-allow-origin"), allowed, "{origin}");
        assert!(!response.headers().contains_key("access-control-allow-credentials"));
    }
    let preflight = client
        .request(reqwest::Method::OPTIONS, server.url("/api/v1/ask"))
        .header("origin", "https://shop.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type")
        .send()
        .await
        .unwrap();
    assert_eq!(preflight.status(), StatusCode::OK);
    assert_eq!(preflight.headers()["access-control-allow-origin"], "https://shop.example");
    server.stop().await;
}

#[tokio::test]
async fn every_refusal_has_the_same_form() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let client = client();
    let ask = client.post(server.url("/api/v1/ask"));
    let requests = [
        (ask.try_clone().unwrap().body("q=x"), 415),
        (ask.try_clone().unwrap().header("content-type", "application/json").body("x".repeat(70_000)), 413),
        (ask.try_clone().unwrap().header("content-type", "application/json").body("{"), 400),
        (client.get(server.url("/api/v1/suggest")), 400),
        (client.get(server.url("/ws/chat")).header("origin", server.url("")), 400),
        (client.get(server.url("/demo/%ff")), 400),
        (client.get(server.url("/nowhere")), 404),
        (client.delete(server.url("/widget.js")), 405),
    ];
    for (request, expected) in requests {
        let (status, body) = problem(request.send().await.unwrap()).await;
        assert_eq!(status, expected, "{body}");
        assert!(body["detail"].as_str().is_some_and(|detail| detail.len() > 10), "{body}");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_refusal_is_not_said_to_be_compressed() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    // a refusal that comes as plain text is made a problem after it was compressed
    let request = client().get(server.url("/demo/%ff")).header("accept-encoding", "gzip, br");
    let response = request.send().await.unwrap();
    assert_eq!(response.headers().get("content-encoding"), None);
    let (status, body) = problem(response).await;
    assert_eq!((status, &body["status"]), (400, &json!(400)));
    server.stop().await;
}

#[tokio::test]
async fn connections_beyond_the_bound_are_turned_away_at_once() {
    let site = Site::new();
    let mut config = site.config();
    config.server.max_connections = 16;
    let server = TestServer::start(config).await;
    let mut held = Vec::new();
    let mut answer = String::new();
    // each of them begins a request, so that the server has surely taken it
    for _ in 0..40 {
        let mut stream = tokio::net::TcpStream::connect(server.address).await.unwrap();
        stream.write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\n").await.unwrap();
        held.push(stream);
    }
    for stream in held.iter_mut().rev().take(1) {
        stream.read_to_string(&mut answer).await.unwrap();
    }
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("Retry-After: 5"), "{answer}");
    drop(held);
    server.stop().await;
}
