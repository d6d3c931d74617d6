//! The admin area over its routes: signing in, roles, requests of other sites, and the pages.

use crate::support::Site;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use deskbell::clock::{Clock, from_millis};
use deskbell::config;
use deskbell::faq::{Place, Problem, Severity};
use deskbell::knowledge::{self, Knowledge};
use deskbell::serve::Server;
use deskbell::store::accounts::{AccountName, FIRST_ADMIN, LINK_MILLIS, Role};
use deskbell::web::admin::{ENDPOINTS, routes};
use deskbell::web::auth::first_start_link;
use deskbell::web::endpoint::Access;
use deskbell::web::{AppState, auth};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use tower::ServiceExt;

const PASSWORD: &str = "brass kettle on a slow train";
const START: i64 = 1_795_167_000_000;
const MINUTE: i64 = 60 * 1000;

/// The admin area on a database of its own, asked without a socket.
struct Area {
    _site: Site,
    _server: Server,
    state: AppState,
    router: Router,
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("the body is UTF-8")
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The session's cookie as a browser sends it back.
    fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
    }

    fn refused(&self, status: StatusCode) {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.json()["status"], status.as_u16());
    }
}

impl Area {
    async fn new() -> Self {
        Self::with(&[], Vec::new()).await
    }

    async fn with(environment: &[(&str, &str)], problems: Vec<Problem>) -> Self {
        let site = Site::new();
        let environment = environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let mut config = config::load(None, &environment).unwrap();
        config.faq_dir = site.faq();
        config.data_dir = site.data();
        config.server.listen = ([127, 0, 0, 1], 0).into();
        config.limits.address_per_second = 0.0;
        let server = Server::start(config, Clock::manual(from_millis(START))).await.unwrap();
        let mut state = server.state.clone();
        let settings = knowledge::Settings::of(&state.config);
        let snapshot = knowledge::read(&settings, state.clock.now()).unwrap().snapshot.unwrap();
        state.knowledge = Knowledge::new(settings, state.clock.clone(), state.metrics.clone(), snapshot, problems);
        let router = routes(&state).with_state(state.clone());
        Self { _site: site, _server: server, state, router }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// As a browser on the server's own pages at `bot.example` does.
    async fn browse(&self, method: &str, path: &str, cookie: &str, body: Option<Value>) -> Answer {
        self.send(request(
            method,
            path,
            &[("host", "bot.example"), ("sec-fetch-site", "same-origin"), ("cookie", cookie)],
            body,
        ))
        .await
    }

    /// As a script does.
    async fn script(&self, method: &str, path: &str, token: &str, body: Option<Value>) -> Answer {
        let authorization = format!("Bearer {token}");
        self.send(request(method, path, &[("host", "bot.example"), ("authorization", &authorization)], body)).await
    }

    /// Signs the first administrator in by the link of the first start.
    async fn first_session(&self) -> String {
        let link = first_start_link(&self.state.store, &self.state.clock).await.unwrap().expect("nobody is there");
        let body = json!({ "token": link.reveal(), "password": PASSWORD });
        let answer = self.browse("POST", "/api/v1/admin/setup", "", Some(body)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.cookie()
    }

    /// An account of this role, and a token of it.
    async fn token(&self, name: &str, role: Role) -> String {
        let name: AccountName = name.parse().unwrap();
        self.state.store.create_account(&name, role, START).await.unwrap();
        self.state.store.create_token(&name, "test", START).await.unwrap().reveal().to_owned()
    }

    async fn login(&self, name: &str, password: &str) -> Answer {
        let body = json!({ "name": name, "password": password });
        self.browse("POST", "/api/v1/admin/login", "", Some(body)).await
    }

    async fn me(&self, cookie: &str) -> StatusCode {
        self.browse("GET", "/api/v1/admin/me", cookie, None).await.status
    }

    fn wait(&self, millis: i64) {
        self.state.clock.set(from_millis(self.state.clock.now_millis() + millis));
    }
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Request<Body> {
    let mut builder = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
    for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
        builder = builder.header(*name, *value);
    }
    if body.is_some() {
        builder = builder.header(header::CONTENT_TYPE, "application/json");
    }
    let body = body.map_or(Body::empty(), |body| Body::from(body.to_string()));
    let mut request = builder.body(body).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000))));
    request
}

/// The endpoint's path with its parameters filled in.
fn example(path: &str) -> String {
    let filled = path
        .replace("{file}", "2026-W46.json")
        .replace("{name}", "nobody")
        .replace("{label}", "none")
        .replace("{lang}", "en")
        .replace("{id}", "c_none");
    format!("/api/v1/admin{filled}")
}

/// A body that the endpoint can read.
fn body_of(path: &str) -> Value {
    match path {
        "/password" => json!({ "current": PASSWORD, "password": PASSWORD }),
        "/accounts" => json!({ "name": "eve", "role": "viewer" }),
        _ => json!({ "label": "new" }),
    }
}

#[tokio::test]
async fn a_setup_link_works_once_and_for_a_day() {
    let area = Area::new().await;
    let link = first_start_link(&area.state.store, &area.state.clock).await.unwrap().unwrap();
    let address = auth::setup_address("https://bot.example", &link);
    assert_eq!(address.split_once('#').unwrap().0, "https://bot.example/admin/setup");
    let token = json!({ "token": link.reveal() });
    let owner = area.browse("POST", "/api/v1/admin/link", "", Some(token.clone())).await;
    assert_eq!(owner.json(), json!({ "name": FIRST_ADMIN, "role": "admin" }));

    let set = |password: &str| json!({ "token": link.reveal(), "password": password });
    let weak = area.browse("POST", "/api/v1/admin/setup", "", Some(set("admin1234567890"))).await;
    weak.refused(StatusCode::BAD_REQUEST);
    let first = area.browse("POST", "/api/v1/admin/setup", "", Some(set(PASSWORD))).await;
    assert_eq!((first.status, area.me(&first.cookie()).await), (StatusCode::OK, StatusCode::OK));
    area.browse("POST", "/api/v1/admin/setup", "", Some(set("another kettle on a train")))
        .await
        .refused(StatusCode::NOT_FOUND);
    area.browse("POST", "/api/v1/admin/link", "", Some(token)).await.refused(StatusCode::NOT_FOUND);
    assert!(first_start_link(&area.state.store, &area.state.clock).await.unwrap().is_none());
    assert_eq!(area.login("Admin", PASSWORD).await.status, StatusCode::OK);

    let late = area.state.store.create_account(&"ada".parse().unwrap(), Role::Viewer, START).await.unwrap();
    area.wait(LINK_MILLIS);
    let body = json!({ "token": late.token.reveal(), "password": PASSWORD });
    area.browse("POST", "/api/v1/admin/setup", "", Some(body)).await.refused(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn signing_in_makes_a_new_session_with_every_flag() {
    let area = Area::new().await;
    let first = area.first_session().await;
    area.login(FIRST_ADMIN, "a wrong kettle on a train").await.refused(StatusCode::UNAUTHORIZED);
    area.login("nobody", PASSWORD).await.refused(StatusCode::UNAUTHORIZED);
    area.login("../admin", PASSWORD).await.refused(StatusCode::UNAUTHORIZED);

    // a session that was put there before is not taken over
    let body = json!({ "name": FIRST_ADMIN, "password": PASSWORD });
    let planted = "__Host-deskbell=planted-by-somebody-else";
    let signed_in = area.browse("POST", "/api/v1/admin/login", planted, Some(body)).await;
    assert_eq!(signed_in.json()["role"], "admin");
    assert!(signed_in.cookie().starts_with("__Host-deskbell=") && signed_in.cookie() != planted);
    assert_ne!(signed_in.cookie(), first);
    assert!(signed_in.header("set-cookie").ends_with("; HttpOnly; SameSite=Strict; Secure; Path=/"));
    assert_eq!(area.me(planted).await, StatusCode::UNAUTHORIZED);
    assert_eq!(area.me(&signed_in.cookie()).await, StatusCode::OK);

    let left = area.browse("POST", "/api/v1/admin/logout", &signed_in.cookie(), None).await;
    assert_eq!(left.status, StatusCode::NO_CONTENT);
    assert!(left.headers.get_all("set-cookie").iter().all(|cookie| cookie.to_str().unwrap().contains("Max-Age=0")));
    assert_eq!(area.me(&signed_in.cookie()).await, StatusCode::UNAUTHORIZED);
    assert_eq!(area.me(&first).await, StatusCode::OK, "the other browser stays signed in");
    area.wait(12 * 60 * MINUTE);
    assert_eq!(area.me(&first).await, StatusCode::UNAUTHORIZED, "a day without a request ends it");
}

#[tokio::test]
async fn on_loopback_the_cookie_needs_no_tls_and_elsewhere_a_password_does() {
    let area = Area::new().await;
    area.first_session().await;
    let body = json!({ "name": FIRST_ADMIN, "password": PASSWORD });
    let login = |host: &'static str, origin: &'static str| {
        request("POST", "/api/v1/admin/login", &[("host", host), ("origin", origin)], Some(body.clone()))
    };
    let local = area.send(login("localhost:8080", "http://localhost:8080")).await;
    let cookie = local.cookie();
    assert!(cookie.starts_with("deskbell="), "{cookie}");
    assert!(local.header("set-cookie").ends_with("; HttpOnly; SameSite=Strict; Path=/"));
    let me = |host| request("GET", "/api/v1/admin/me", &[("host", host), ("cookie", &cookie)], None);
    assert_eq!(area.send(me("localhost:8080")).await.status, StatusCode::OK);
    assert_eq!(area.send(me("bot.example")).await.status, StatusCode::UNAUTHORIZED);

    let plain = area.send(login("192.168.1.5:8080", "http://192.168.1.5:8080")).await;
    plain.refused(StatusCode::BAD_REQUEST);
    assert!(plain.json()["detail"].as_str().unwrap().contains("https"));
}

#[tokio::test]
async fn too_many_attempts_close_the_door_for_a_while() {
    let area = Area::new().await;
    area.first_session().await;
    for _ in 0..5 {
        area.login(FIRST_ADMIN, "a wrong kettle on a train").await.refused(StatusCode::UNAUTHORIZED);
    }
    let refused = area.login(FIRST_ADMIN, PASSWORD).await;
    refused.refused(StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.header("retry-after"), "300");
    assert!(refused.json()["detail"].as_str().unwrap().contains("from this address"));
    area.wait(5 * MINUTE);
    for _ in 0..5 {
        area.login(FIRST_ADMIN, "a wrong kettle on a train").await.refused(StatusCode::UNAUTHORIZED);
    }
    area.wait(5 * MINUTE);
    let closed = area.login(FIRST_ADMIN, PASSWORD).await;
    closed.refused(StatusCode::TOO_MANY_REQUESTS);
    assert!(closed.json()["detail"].as_str().unwrap().contains("for this account"));
    area.wait(5 * MINUTE);
    assert_eq!(area.login(FIRST_ADMIN, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_flood_of_sign_ins_is_refused_instead_of_queued() {
    let area = Arc::new(Area::new().await);
    area.first_session().await;
    let attempts: Vec<_> = (0..40_u8)
        .map(|number| {
            let area = area.clone();
            tokio::spawn(async move {
                let body = json!({ "name": format!("somebody{number}"), "password": PASSWORD });
                let mut request = request("POST", "/api/v1/admin/login", &[("host", "bot.example")], Some(body));
                request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([198, 51, 100, number], 1))));
                area.send(request).await
            })
        })
        .collect();
    let mut busy = 0;
    for attempt in attempts {
        let answer = attempt.await.unwrap();
        if answer.status == StatusCode::SERVICE_UNAVAILABLE {
            answer.refused(StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(answer.header("retry-after"), "2");
            busy += 1;
        } else {
            answer.refused(StatusCode::UNAUTHORIZED);
        }
    }
    assert_eq!(busy, 40 - 18, "two are hashed, sixteen wait");
}

#[tokio::test]
async fn every_endpoint_takes_its_role() {
    let area = Area::new().await;
    area.first_session().await;
    let mut tokens = Vec::new();
    for role in Role::ALL {
        tokens.push((role, area.token(&format!("the-{role}"), role).await));
    }
    for endpoint in ENDPOINTS {
        let Access::Role(needed) = endpoint.access else { continue };
        let (path, body) = (example(endpoint.path), (endpoint.method == "POST").then(|| body_of(endpoint.path)));
        let place = format!("{} {path}", endpoint.method);
        let nobody = area.browse(endpoint.method, &path, "", body.clone()).await;
        assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{place}");
        for wrong in ["", "nonsense", "Bearer"] {
            let answer = area.script(endpoint.method, &path, wrong, body.clone()).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{place} {wrong}");
        }
        for (role, token) in &tokens {
            let status = area.script(endpoint.method, &path, token, body.clone()).await.status;
            let takes_a_session = endpoint.path == "/password";
            assert_eq!(
                status == StatusCode::FORBIDDEN,
                *role < needed || takes_a_session,
                "{place} as {role}: {status}"
            );
            assert_ne!(status, StatusCode::UNAUTHORIZED, "{place} as {role}");
            assert!(!status.is_server_error(), "{place} as {role}: {status}");
        }
    }
    // what stands in no table does not exist, for nobody
    for (path, method, status) in [
        ("/api/v1/admin/secrets", "GET", StatusCode::NOT_FOUND),
        ("/api/v1/admin/reports/..%2f..%2fdeskbell.db", "GET", StatusCode::BAD_REQUEST),
        ("/api/v1/admin/reports/a/b", "GET", StatusCode::NOT_FOUND),
        ("/api/v1/admin/me", "DELETE", StatusCode::METHOD_NOT_ALLOWED),
    ] {
        area.script(method, path, &tokens[3].1, None).await.refused(status);
    }
}

#[tokio::test]
async fn other_sites_can_change_nothing() {
    let area = Area::new().await;
    let cookie = area.first_session().await;
    for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.method != "GET") {
        for foreign in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("x-nothing", "at all"),
        ] {
            let headers = [("host", "bot.example"), ("cookie", cookie.as_str()), foreign];
            let answer = area.send(request(endpoint.method, &example(endpoint.path), &headers, Some(json!({})))).await;
            answer.refused(StatusCode::FORBIDDEN);
            assert!(answer.json()["detail"].as_str().unwrap().contains("other sites"), "{}", endpoint.path);
        }
    }
    assert_eq!(area.me(&cookie).await, StatusCode::OK, "nobody was signed out");
    let own = [("host", "bot.example"), ("origin", "https://bot.example"), ("cookie", cookie.as_str())];
    let added = area
        .send(request("POST", "/api/v1/admin/accounts", &own, Some(json!({ "name": "eve", "role": "agent" }))))
        .await;
    assert_eq!(added.status, StatusCode::CREATED);
    assert!(added.json()["link"].as_str().unwrap().starts_with("https://bot.example/admin/setup#"));
}

#[tokio::test]
async fn tokens_work_until_they_are_revoked_and_never_fall_back_to_a_cookie() {
    let area = Area::new().await;
    let cookie = area.first_session().await;
    let made =
        area.browse("POST", "/api/v1/admin/accounts/admin/tokens", &cookie, Some(json!({ "label": "a/b" }))).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let token = made.json()["token"].as_str().unwrap().to_owned();
    assert_eq!(area.script("GET", "/api/v1/admin/me", &token, None).await.json()["name"], FIRST_ADMIN);
    let both = [("host", "bot.example"), ("cookie", cookie.as_str()), ("authorization", "Bearer wrong")];
    area.send(request("GET", "/api/v1/admin/me", &both, None)).await.refused(StatusCode::UNAUTHORIZED);
    // a proxy's own sign-in is none of ours
    let basic = [("host", "bot.example"), ("cookie", cookie.as_str()), ("authorization", "Basic YTpi")];
    assert_eq!(area.send(request("GET", "/api/v1/admin/me", &basic, None)).await.status, StatusCode::OK);

    let change = json!({ "current": PASSWORD, "password": "copper kettle on a fast train" });
    area.script("POST", "/api/v1/admin/password", &token, Some(change)).await.refused(StatusCode::FORBIDDEN);
    let listed = area.browse("GET", "/api/v1/admin/accounts", &cookie, None).await;
    assert_eq!(listed.json()["accounts"][0]["tokens"][0]["used_at"], "2026-11-20T09:30:00.000Z");
    assert!(!listed.text().contains(&token));
    let path = "/api/v1/admin/accounts/admin/tokens/a%2Fb";
    assert_eq!(area.browse("DELETE", path, &cookie, None).await.status, StatusCode::NO_CONTENT);
    area.browse("DELETE", path, &cookie, None).await.refused(StatusCode::NOT_FOUND);
    area.script("GET", "/api/v1/admin/me", &token, None).await.refused(StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn accounts_come_and_go() {
    let area = Area::new().await;
    let root = area.first_session().await;
    let add = async |name: &str, role: &str| {
        area.browse("POST", "/api/v1/admin/accounts", &root, Some(json!({ "name": name, "role": role }))).await
    };
    let made = add("Vera@example.com", "viewer").await;
    assert_eq!(made.status, StatusCode::CREATED);
    add("vera@example.com", "viewer").await.refused(StatusCode::CONFLICT);
    add("a b", "viewer").await.refused(StatusCode::BAD_REQUEST);
    add("eve", "owner").await.refused(StatusCode::BAD_REQUEST);

    let token = made.json()["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    let body = json!({ "token": token, "password": PASSWORD });
    let vera = area.browse("POST", "/api/v1/admin/setup", "", Some(body)).await.cookie();
    area.browse("GET", "/api/v1/admin/accounts", &vera, None).await.refused(StatusCode::FORBIDDEN);

    let reset = area.browse("POST", "/api/v1/admin/accounts/vera@example.com/reset", &root, None).await;
    assert_eq!(reset.json()["expires_at"], "2026-11-21T09:30:00.000Z");
    assert_eq!(area.me(&vera).await, StatusCode::UNAUTHORIZED);
    area.login("vera@example.com", PASSWORD).await.refused(StatusCode::UNAUTHORIZED);

    area.browse("DELETE", "/api/v1/admin/accounts/admin", &root, None).await.refused(StatusCode::CONFLICT);
    let gone = area.browse("DELETE", "/api/v1/admin/accounts/vera@example.com", &root, None).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    area.browse("POST", "/api/v1/admin/accounts/vera@example.com/reset", &root, None)
        .await
        .refused(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let area = Area::new().await;
    let (old, mine) = (area.first_session().await, area.login(FIRST_ADMIN, PASSWORD).await.cookie());
    let change = async |current: &str, password: &str| {
        let body = json!({ "current": current, "password": password });
        area.browse("POST", "/api/v1/admin/password", &mine, Some(body)).await
    };
    change("not the kettle at all", "copper kettle on a fast train").await.refused(StatusCode::BAD_REQUEST);
    change(PASSWORD, "short").await.refused(StatusCode::BAD_REQUEST);
    let changed = change(PASSWORD, "copper kettle on a fast train").await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    for (cookie, status) in
        [(&old, StatusCode::UNAUTHORIZED), (&mine, StatusCode::UNAUTHORIZED), (&changed.cookie(), StatusCode::OK)]
    {
        assert_eq!(area.me(cookie).await, status);
    }
    area.login(FIRST_ADMIN, PASSWORD).await.refused(StatusCode::UNAUTHORIZED);
    assert_eq!(area.login(FIRST_ADMIN, "copper kettle on a fast train").await.status, StatusCode::OK);
}

/// A page that is left open asks of itself who waits; the next day it is nobody's all the same.
#[tokio::test]
async fn an_open_page_does_not_keep_a_session_alive() {
    const HOUR: i64 = 3_600_000;
    let area = Area::new().await;
    let cookie = area.first_session().await;
    let look = |headers: &[(&str, &str)]| area.send(request("GET", "/api/v1/admin/console", headers, None));
    area.wait(11 * HOUR);
    assert_eq!(look(&[("cookie", &cookie)]).await.status, 200, "somebody looks");
    area.wait(11 * HOUR);
    assert_eq!(look(&[("cookie", &cookie), ("deskbell-unattended", "1")]).await.status, 200, "the page looks");
    area.wait(2 * HOUR);
    assert_eq!(area.me(&cookie).await, 401);
}

#[tokio::test]
async fn somebody_sees_and_ends_their_own_sessions_only() {
    let area = Area::new().await;
    let first = area.first_session().await;
    area.wait(MINUTE);
    let second = area.login(FIRST_ADMIN, PASSWORD).await.cookie();
    let vera = area.token("vera", Role::Viewer).await;
    let listed = area.browse("GET", "/api/v1/admin/sessions", &second, None).await.json();
    let current: Vec<bool> = listed["sessions"].as_array().unwrap().iter().map(|one| one["current"] == true).collect();
    assert_eq!(current, [true, false], "the newest first: {listed}");
    assert_eq!(area.script("GET", "/api/v1/admin/sessions", &vera, None).await.json(), json!({"sessions": []}));
    assert_eq!(area.script("DELETE", "/api/v1/admin/sessions", &vera, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!((area.me(&first).await, area.me(&second).await), (StatusCode::OK, StatusCode::OK));
    let ended = area.browse("DELETE", "/api/v1/admin/sessions", &second, None).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert_eq!((area.me(&first).await, area.me(&second).await), (StatusCode::UNAUTHORIZED, StatusCode::OK));
}

#[tokio::test]
async fn bad_bodies_are_refused_with_a_reason() {
    let area = Area::new().await;
    let path = "/api/v1/admin/login";
    let post = |kind: &str, body: String| {
        let mut request = request("POST", path, &[("host", "bot.example"), ("content-type", kind)], None);
        *request.body_mut() = Body::from(body);
        request
    };
    for (kind, body, status, reason) in [
        ("text/plain", "{}".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "Content-Type"),
        ("application/json", "{".to_owned(), StatusCode::BAD_REQUEST, "EOF"),
        ("application/json", "{}".to_owned(), StatusCode::BAD_REQUEST, "missing field `name`"),
        (
            "application/json",
            r#"{"name":"a","password":"b","x":1}"#.to_owned(),
            StatusCode::BAD_REQUEST,
            "unknown field",
        ),
        ("application/json", format!("\"{}\"", "x".repeat(20_000)), StatusCode::PAYLOAD_TOO_LARGE, "16384"),
    ] {
        let answer = area.send(post(kind, body)).await;
        answer.refused(status);
        assert!(answer.json()["detail"].as_str().unwrap().contains(reason), "{}", answer.text());
    }
}

#[tokio::test]
async fn problems_come_errors_first() {
    let problem = |path: &str, line, severity, message: &str| Problem {
        place: Place { path: path.into(), line, column: 5 },
        severity,
        message: message.into(),
    };
    let problems = vec![
        problem("faq/en/a.yaml", 3, Severity::Warning, "an entry with a single wording"),
        problem("faq/en/b.yaml", 9, Severity::Error, "unknown key `anwser`; did you mean `answer`?"),
    ];
    let area = Area::with(&[], problems).await;
    let token = area.token("vera", Role::Viewer).await;
    let answer = area.script("GET", "/api/v1/admin/problems", &token, None).await;
    assert_eq!(
        answer.json(),
        json!({
            "version": area.state.knowledge.current().catalog.version, "entries": 3, "errors": 1, "warnings": 1,
            "problems": [
                { "path": "faq/en/b.yaml", "line": 9, "column": 5, "severity": "error",
                  "message": "unknown key `anwser`; did you mean `answer`?" },
                { "path": "faq/en/a.yaml", "line": 3, "column": 5, "severity": "warning",
                  "message": "an entry with a single wording" },
            ],
        })
    );
}

#[tokio::test]
async fn reports_are_files_with_a_fixed_name() {
    let area = Area::with(&[("DESKBELL_SITE_TIME_ZONE", "Europe/Lisbon")], Vec::new()).await;
    let token = area.token("vera", Role::Viewer).await;
    let get = async |path: &str| area.script("GET", &format!("/api/v1/admin/reports{path}"), &token, None).await;
    let weeks = get("").await.json();
    assert_eq!(
        (&weeks["last_full"], &weeks["current"], &weeks["time_zone"], &weeks["weeks"]),
        (&json!("2026-W46"), &json!("2026-W47"), &json!("Europe/Lisbon"), &json!([]))
    );
    for (form, kind) in [
        ("html", "text/html; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("json", "application/json"),
        ("md", "text/markdown; charset=utf-8"),
    ] {
        let answer = get(&format!("/2026-W46.{form}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{form}");
        assert_eq!(answer.header("content-type"), kind);
        let name = format!("attachment; filename=\"deskbell-report-2026-W46.{form}\"");
        assert_eq!(answer.header("content-disposition"), name);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.body.is_empty());
    }
    let shown = get("/2026-W46.html?view=1").await;
    assert!(shown.header("content-disposition").starts_with("inline;"));
    let policy = shown.header("content-security-policy");
    assert!(policy.contains("; sandbox;") && policy.contains("style-src 'sha256-"), "{policy}");
    assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'self'"), "{policy}");
    assert_eq!(shown.header("cross-origin-opener-policy"), "unsafe-none");
    assert!(get("/2026-W46.csv?view=1").await.header("content-disposition").starts_with("attachment;"));
    for wrong in ["/2026-W60.html", "/2026-46.html", "/2026-W46.exe", "/2026-W46.csv?table=secrets", "/last"] {
        get(wrong).await.refused(StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn pages_lead_to_the_sign_in_and_back() {
    let area = Area::new().await;
    let root = area.first_session().await;
    let vera = area.token("vera", Role::Viewer).await;
    let strict = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                  frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; \
                  require-trusted-types-for 'script'; trusted-types 'none'";
    for page in ["/admin/", "/admin/report", "/admin/problems", "/admin/password", "/admin/accounts"] {
        let stranger = area.browse("GET", page, "", None).await;
        assert_eq!(stranger.status, StatusCode::SEE_OTHER, "{page}");
        let back = if page == "/admin/" { "/admin/login".to_owned() } else { format!("/admin/login?next={page}") };
        assert_eq!(stranger.header("location"), back);
        let shown = area.browse("GET", page, &root, None).await;
        assert_eq!(
            (shown.status, shown.header("content-type")),
            (StatusCode::OK, "text/html; charset=utf-8"),
            "{page}"
        );
        for (name, value) in [
            ("content-security-policy", strict),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(shown.header(name), value, "{page}");
        }
    }
    let week = area.browse("GET", "/admin/report?week=2026-W46", "", None).await;
    assert_eq!(week.header("location"), "/admin/login?next=/admin/report%3Fweek%3D2026-W46");
    assert_eq!(area.script("GET", "/admin/accounts", &vera, None).await.status, StatusCode::FORBIDDEN);
    assert_eq!(area.script("GET", "/admin/report", &vera, None).await.status, StatusCode::OK);
    for open in ["/admin/login", "/admin/setup"] {
        assert_eq!(area.browse("GET", open, "", None).await.status, StatusCode::OK);
    }
    assert_eq!(area.browse("GET", "/admin", "", None).await.header("location"), "/admin/");
    for gone in [
        "/admin/nothing",
        "/admin/login.html",
        "/admin/..%2f..%2fCargo.toml",
        "/admin/%00",
        "/admin/a\\b",
        "/admin/a/b",
    ] {
        if let Ok(uri) = gone.parse::<axum::http::Uri>() {
            assert_eq!(area.browse("GET", &uri.to_string(), &root, None).await.status, StatusCode::NOT_FOUND, "{gone}");
        }
    }
}

#[tokio::test]
async fn scripts_and_styles_are_kept_and_asked_after() {
    let area = Area::new().await;
    let script = area.browse("GET", "/admin/shell.js", "", None).await;
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert_eq!(script.header("cache-control"), "no-cache");
    let known = [("host", "bot.example"), ("if-none-match", script.header("etag"))];
    let again = area.send(request("GET", "/admin/shell.js", &known, None)).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
}
