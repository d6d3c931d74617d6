//! Who may ask what, over every address that the router has (row 40).
//!
//! The list comes out of the router itself: an address without a decision here or in a table fails the first test.

use crate::support::{Client, Site, TestServer};
use deskbell::store::accounts::{AccountName, Role};
use deskbell::web::endpoint::{Access, Endpoint};
use deskbell::web::{admin, api, operator_routes, public_routes};
use reqwest::{Client as Http, Method, StatusCode};
use std::collections::{BTreeMap, BTreeSet};

/// Addresses that stand in no table of endpoints, and who may ask them.
const OTHERS: &[(&str, Who)] = &[
    ("/", Who::Everybody),
    ("/favicon.ico", Who::Everybody),
    ("/demo/{file}", Who::Everybody),
    ("/chat", Who::Everybody),
    ("/chat/{file}", Who::Everybody),
    ("/return", Who::Everybody),
    ("/widget.js", Who::Everybody),
    ("/widget/{digest}/{locale}/{file}", Who::Everybody),
    ("/livez", Who::Everybody),
    ("/readyz", Who::Everybody),
    // numbers without a word of a visitor, on the operator's listener where there is one
    ("/metrics", Who::Everybody),
    ("/ws/chat", Who::Listed),
    ("/ws/console", Who::Team),
    ("/admin", Who::Everybody),
    ("/admin/", Who::Staff),
    ("/admin/{*name}", Who::Staff),
    ("/api/v1/admin/{*unknown}", Who::Nobody),
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Who {
    Everybody,
    /// Pages of a listed origin, and whoever is no browser.
    Listed,
    /// Agents and those above them; `desk::nobody_but_the_team_opens_a_console` asks it with the headers of an upgrade.
    Team,
    /// Pages, each with a role of its own; scripts and styles are for everybody.
    Staff,
    /// It is there to say that nothing is there.
    Nobody,
}

/// Every address of both tables.
fn tables() -> impl Iterator<Item = (String, &'static Endpoint)> {
    let public = api::ENDPOINTS.iter().map(|endpoint| (format!("/api/v1{}", endpoint.path), endpoint));
    public.chain(admin::ENDPOINTS.iter().map(|endpoint| (format!("/api/v1/admin{}", endpoint.path), endpoint)))
}

/// The addresses that a server has. axum tells them in no other way than this.
fn routed(server: &TestServer) -> BTreeSet<String> {
    let router = public_routes(&server.state).merge(operator_routes(&server.state));
    let shown = format!("{router:?}");
    let paths = &shown[shown.find("paths: {").expect("the list of paths")..];
    let paths = &paths[..paths.find("} }").expect("its end")];
    let found: BTreeSet<String> = paths.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(found.len() > 40, "the list was not read: {found:?}");
    found
}

#[tokio::test]
async fn every_address_of_the_router_has_a_decision() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let routed = routed(&server);
    let decided: BTreeSet<String> =
        tables().map(|(path, _)| path).chain(OTHERS.iter().map(|(path, _)| (*path).to_owned())).collect();
    let undecided: Vec<_> = routed.difference(&decided).collect();
    assert!(
        undecided.is_empty(),
        "nobody decided who may ask {undecided:?}: put them into a table of endpoints, or into OTHERS"
    );
    let gone: Vec<_> = decided.difference(&routed).collect();
    assert!(gone.is_empty(), "{gone:?} are not routed any more");
    server.stop().await;
}

/// The address with its parameters filled in.
fn example(path: &str) -> String {
    [
        ("{*unknown}", "secrets"),
        ("{*name}", "report"),
        ("{digest}/{locale}/{file}", "0000000000000000/en/panel.js"),
        ("{lang}", "en"),
        ("{label}", "none"),
        ("{name}", "nobody"),
        ("{id}", "c_none"),
    ]
    .iter()
    .fold(path.to_owned(), |path, (parameter, value)| path.replace(parameter, value))
    .replace("reports/{file}", "reports/2026-W46.json")
    .replace("{file}", "icon.svg")
}

/// A server, and a token of each role.
async fn staffed() -> (Site, TestServer, Vec<(Role, String)>) {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let mut tokens = Vec::new();
    for role in Role::ALL {
        let name: AccountName = format!("the-{role}").parse().unwrap();
        server.state.store.create_account(&name, role, 0).await.unwrap();
        tokens.push((role, server.state.store.create_token(&name, "test", 0).await.unwrap().reveal().to_owned()));
    }
    (site, server, tokens)
}

#[tokio::test]
async fn every_address_and_method_takes_its_role_and_no_other() {
    let (_site, server, tokens) = staffed().await;
    let http = Http::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let secret = Client::new(server.address).await.ready["token"].as_str().unwrap().to_owned();
    let mut access: BTreeMap<(String, &str), Access> = BTreeMap::new();
    for (path, endpoint) in tables() {
        access.insert((path, endpoint.method), endpoint.access);
    }
    let mut tried = 0;
    for path in routed(&server) {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let known = access.get(&(path.clone(), method)).copied();
            let other = OTHERS.iter().find(|(other, _)| *other == path).map(|(_, who)| *who);
            let ask = async |bearer: Option<&str>| {
                let request = http.request(Method::from_bytes(method.as_bytes()).unwrap(), server.url(&example(&path)));
                let request = request.header("content-type", "application/json").body("{}");
                match bearer {
                    Some(bearer) => request.bearer_auth(bearer),
                    // as a page of its own does, so that nothing but the missing session is in the way
                    None => request.header("sec-fetch-site", "same-origin"),
                }
                .send()
                .await
                .unwrap()
                .status()
            };
            let place = format!("{method} {path}");
            let nobody = ask(None).await;
            assert!(!nobody.is_server_error(), "{place}: {nobody}");
            match (known, other) {
                (Some(Access::Role(needed)), _) => {
                    assert_eq!(nobody, StatusCode::UNAUTHORIZED, "{place}");
                    assert_eq!(ask(Some(&secret)).await, StatusCode::UNAUTHORIZED, "{place} with a visitor's secret");
                    for (role, token) in tokens.iter().filter(|(role, _)| *role < needed) {
                        assert_eq!(ask(Some(token)).await, StatusCode::FORBIDDEN, "{place} as {role}");
                        tried += 1;
                    }
                }
                (Some(Access::Conversation), _) => {
                    assert_eq!(nobody, StatusCode::UNAUTHORIZED, "{place}");
                    for (role, token) in &tokens {
                        assert_eq!(ask(Some(token)).await, StatusCode::NOT_FOUND, "{place} as {role}");
                    }
                }
                (Some(Access::Public), _) => {}
                (None, Some(Who::Nobody)) => {
                    for (role, token) in &tokens {
                        assert_eq!(ask(Some(token)).await, StatusCode::NOT_FOUND, "{place} as {role}");
                    }
                }
                // what is only shown takes no other method
                (None, Some(_)) if method != "GET" => {
                    assert!([400, 404, 405].contains(&nobody.as_u16()), "{place}: {nobody}");
                }
                (None, Some(_)) => {}
                // an address of a table with a method that is in none
                (None, None) => {
                    let admin = &tokens.last().unwrap().1;
                    assert_eq!(ask(Some(admin)).await, StatusCode::METHOD_NOT_ALLOWED, "{place}");
                }
            }
        }
    }
    assert!(tried > 20, "only {tried} refusals");
    server.stop().await;
}

#[tokio::test]
async fn every_page_takes_its_role() {
    let (_site, server, tokens) = staffed().await;
    let http = Http::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let get = async |path: &str, token: Option<&str>| {
        let request = http.get(server.url(path));
        let response =
            token.map_or(request.try_clone().unwrap(), |token| request.bearer_auth(token)).send().await.unwrap();
        let to = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        (response.status().as_u16(), to, response.text().await.unwrap())
    };
    let admin = &tokens.last().unwrap().1;
    // the pages are those that the navigation names
    let (_, _, overview) = get("/admin/", Some(admin)).await;
    let navigation = &overview[overview.find("<nav").unwrap()..overview.find("</nav>").unwrap()];
    let mut pages = 0;
    for item in navigation.split("<li").skip(1) {
        let needed = match item.split('>').next().unwrap_or_default().split(' ').nth(1) {
            Some("data-admin") => Role::Admin,
            Some("data-agent") => Role::Agent,
            _ => Role::Viewer,
        };
        let path = item.split("href=\"").nth(1).unwrap();
        let path = path.split('"').next().unwrap();
        let (status, to, _) = get(path, None).await;
        assert_eq!((status, to.starts_with("/admin/login")), (303, true), "{path}");
        for (role, token) in &tokens {
            let expected = if *role < needed { 403 } else { 200 };
            assert_eq!(get(path, Some(token)).await.0, expected, "{path} as {role}");
        }
        pages += 1;
    }
    assert!(pages >= 10, "only {pages} pages");
    server.stop().await;
}
