//! The admin area: what its pages and scripts may ask, and who may ask it.
//!
//! Invariant: every endpoint stands in [`ENDPOINTS`] with the role it takes and its description, and is reached through
//! `guard` only; an address that is not in the table does not exist.

mod accounts;
mod answer;
mod answers;
mod canned;
mod console;
mod conversations;
mod desk;
mod drafts;
mod editor;
mod entries;
mod faq;
mod notices;
mod overview;
mod pages;
mod payload;
mod problems;
mod proposed;
mod reports;
mod session;
mod sessions;
mod settings;
mod unanswered;
mod visitors;
mod wordings;

pub use answers::Counted;
pub use overview::Live;
pub use reports::gate as report_gate;

use super::AppState;
use super::auth::{check_site, identify, recognise};
use super::endpoint::{Access, Endpoint};
use super::error::ApiError;
use super::limit::ClientAddress;
use super::openapi;
use crate::store::accounts::Role;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{MethodRouter, any, get, on};

/// Where the interface is.
pub(super) const API: &str = "/api/v1/admin";
/// The longest body in bytes: the longest password with every character escaped fits well.
const BODY_BYTES: usize = 16 * 1024;

/// The longest body of all in bytes: one with a whole FAQ file in it.
pub const LARGEST_BODY_BYTES: usize = faq::BODY_BYTES;

const VIEWER: Access = Access::Role(Role::Viewer);
const AGENT: Access = Access::Role(Role::Agent);
const EDITOR: Access = Access::Role(Role::Editor);
const ADMIN: Access = Access::Role(Role::Admin);

/// Every address of the interface. Nothing that is read by `GET` changes anything, but who reads a whole conversation at
/// the desk stands in its log.
#[rustfmt::skip]
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint { method: "POST", path: "/login", access: Access::Public, about: session::LOGIN, handler: |on_method| on(on_method, session::login) },
    Endpoint { method: "POST", path: "/link", access: Access::Public, about: session::LINK, handler: |on_method| on(on_method, session::link) },
    Endpoint { method: "POST", path: "/setup", access: Access::Public, about: session::SETUP, handler: |on_method| on(on_method, session::setup) },
    Endpoint { method: "POST", path: "/logout", access: Access::Public, about: session::LOGOUT, handler: |on_method| on(on_method, session::logout) },
    Endpoint { method: "GET", path: "/me", access: VIEWER, about: session::ME, handler: |on_method| on(on_method, session::me) },
    Endpoint { method: "POST", path: "/password", access: VIEWER, about: session::PASSWORD, handler: |on_method| on(on_method, session::password) },
    Endpoint { method: "GET", path: "/sessions", access: VIEWER, about: sessions::LIST, handler: |on_method| on(on_method, sessions::list) },
    Endpoint { method: "DELETE", path: "/sessions", access: VIEWER, about: sessions::END, handler: |on_method| on(on_method, sessions::end) },
    Endpoint { method: "GET", path: "/overview", access: VIEWER, about: overview::ONE, handler: |on_method| on(on_method, overview::one) },
    Endpoint { method: "GET", path: "/reports", access: VIEWER, about: reports::WEEKS, handler: |on_method| on(on_method, reports::weeks) },
    Endpoint { method: "GET", path: "/reports/{file}", access: VIEWER, about: reports::FILE, handler: |on_method| on(on_method, reports::file) },
    Endpoint { method: "GET", path: "/notices", access: VIEWER, about: notices::LIST, handler: |on_method| on(on_method, notices::list) },
    Endpoint { method: "GET", path: "/unanswered/{week}", access: VIEWER, about: unanswered::ONE, handler: |on_method| on(on_method, unanswered::one) },
    Endpoint { method: "GET", path: "/answers", access: VIEWER, about: answers::LIST, handler: |on_method| on(on_method, answers::list) },
    Endpoint { method: "GET", path: "/answers/{lang}/{id}", access: VIEWER, about: answer::ONE, handler: |on_method| on(on_method, answer::one) },
    Endpoint { method: "GET", path: "/conversations", access: VIEWER, about: conversations::LIST, handler: |on_method| on(on_method, conversations::list) },
    Endpoint { method: "GET", path: "/conversations.csv", access: VIEWER, about: conversations::TABLE, handler: |on_method| on(on_method, conversations::table) },
    Endpoint { method: "GET", path: "/conversations/{id}/visitor", access: ADMIN, about: visitors::READ, handler: |on_method| on(on_method, visitors::read) },
    Endpoint { method: "DELETE", path: "/conversations/{id}/visitor", access: ADMIN, about: visitors::ERASE, handler: |on_method| on(on_method, visitors::erase) },
    Endpoint { method: "GET", path: "/conversations/{id}", access: VIEWER, about: conversations::ONE, handler: |on_method| on(on_method, conversations::one) },
    Endpoint { method: "GET", path: "/console/answers", access: AGENT, about: proposed::LIST, handler: |on_method| on(on_method, proposed::list) },
    Endpoint { method: "GET", path: "/console/conversations/{id}", access: AGENT, about: desk::ONE, handler: |on_method| on(on_method, desk::one) },
    Endpoint { method: "GET", path: "/console/log", access: ADMIN, about: desk::LOG, handler: |on_method| on(on_method, desk::log) },
    Endpoint { method: "GET", path: "/canned", access: AGENT, about: canned::LIST, handler: |on_method| on(on_method, canned::list) },
    Endpoint { method: "POST", path: "/canned", access: AGENT, about: canned::ADD, handler: |on_method| on(on_method, canned::add) },
    Endpoint { method: "PUT", path: "/canned/{id}", access: AGENT, about: canned::CHANGE, handler: |on_method| on(on_method, canned::change) },
    Endpoint { method: "DELETE", path: "/canned/{id}", access: AGENT, about: canned::REMOVE, handler: |on_method| on(on_method, canned::remove) },
    Endpoint { method: "GET", path: "/console", access: AGENT, about: console::LIST, handler: |on_method| on(on_method, console::list) },
    Endpoint { method: "POST", path: "/console/conversations/{id}/actions", access: AGENT, about: console::ACT, handler: |on_method| on(on_method, console::act) },
    Endpoint { method: "GET", path: "/problems", access: VIEWER, about: problems::LIST, handler: |on_method| on(on_method, problems::list) },
    Endpoint { method: "GET", path: "/faq/files", access: VIEWER, about: editor::FILES, handler: |on_method| on(on_method, faq::files) },
    Endpoint { method: "GET", path: "/faq/file", access: VIEWER, about: editor::READ, handler: |on_method| on(on_method, faq::read) },
    Endpoint { method: "GET", path: "/faq/history", access: VIEWER, about: editor::HISTORY, handler: |on_method| on(on_method, faq::history) },
    Endpoint { method: "GET", path: "/faq/version", access: VIEWER, about: editor::VERSION, handler: |on_method| on(on_method, faq::version) },
    Endpoint { method: "POST", path: "/faq/check", access: EDITOR, about: editor::CHECK, handler: |on_method| large(on(on_method, faq::check)) },
    Endpoint { method: "POST", path: "/faq/save", access: EDITOR, about: editor::SAVE, handler: |on_method| large(on(on_method, faq::save)) },
    Endpoint { method: "POST", path: "/faq/insert", access: EDITOR, about: editor::INSERT, handler: |on_method| large(on(on_method, faq::insert)) },
    Endpoint { method: "POST", path: "/faq/remove", access: EDITOR, about: editor::REMOVE, handler: |on_method| on(on_method, faq::remove) },
    Endpoint { method: "POST", path: "/faq/rename", access: EDITOR, about: editor::RENAME, handler: |on_method| on(on_method, faq::rename) },
    Endpoint { method: "POST", path: "/faq/restore", access: EDITOR, about: editor::RESTORE, handler: |on_method| on(on_method, faq::restore) },
    Endpoint { method: "POST", path: "/faq/ask", access: EDITOR, about: editor::ASK, handler: |on_method| large(on(on_method, drafts::ask)) },
    Endpoint { method: "POST", path: "/faq/compare", access: EDITOR, about: editor::COMPARE, handler: |on_method| large(on(on_method, drafts::compare)) },
    Endpoint { method: "GET", path: "/faq/compare", access: EDITOR, about: editor::COMPARISON, handler: |on_method| on(on_method, drafts::comparison) },
    Endpoint { method: "POST", path: "/faq/compare/stop", access: EDITOR, about: editor::STOP, handler: |on_method| on(on_method, drafts::stop) },
    Endpoint { method: "GET", path: "/faq/wordings", access: VIEWER, about: editor::PROPOSALS, handler: |on_method| on(on_method, wordings::list) },
    Endpoint { method: "POST", path: "/faq/wordings/accept", access: EDITOR, about: editor::ACCEPT, handler: |on_method| on(on_method, wordings::accept) },
    Endpoint { method: "POST", path: "/faq/wordings/reject", access: EDITOR, about: editor::REJECT, handler: |on_method| on(on_method, wordings::reject) },
    Endpoint { method: "POST", path: "/faq/wordings/take-back", access: EDITOR, about: editor::TAKE_BACK, handler: |on_method| on(on_method, wordings::take_back) },
    Endpoint { method: "POST", path: "/faq/entries/accept", access: EDITOR, about: entries::ACCEPT, handler: |on_method| large(on(on_method, entries::accept)) },
    Endpoint { method: "POST", path: "/faq/entries/dismiss", access: EDITOR, about: entries::DISMISS, handler: |on_method| large(on(on_method, entries::dismiss)) },
    Endpoint { method: "POST", path: "/faq/entries/take-back", access: EDITOR, about: entries::TAKE_BACK, handler: |on_method| large(on(on_method, entries::take_back)) },
    Endpoint { method: "GET", path: "/settings", access: ADMIN, about: settings::LIST, handler: |on_method| on(on_method, settings::list) },
    Endpoint { method: "GET", path: "/accounts", access: ADMIN, about: accounts::LIST, handler: |on_method| on(on_method, accounts::list) },
    Endpoint { method: "POST", path: "/accounts", access: ADMIN, about: accounts::CREATE, handler: |on_method| on(on_method, accounts::create) },
    Endpoint { method: "DELETE", path: "/accounts/{name}", access: ADMIN, about: accounts::REMOVE, handler: |on_method| on(on_method, accounts::remove) },
    Endpoint { method: "POST", path: "/accounts/{name}/reset", access: ADMIN, about: accounts::RESET, handler: |on_method| on(on_method, accounts::reset) },
    Endpoint { method: "POST", path: "/accounts/{name}/tokens", access: ADMIN, about: accounts::CREATE_TOKEN, handler: |on_method| on(on_method, accounts::create_token) },
    Endpoint { method: "DELETE", path: "/accounts/{name}/tokens/{label}", access: ADMIN, about: accounts::REVOKE_TOKEN, handler: |on_method| on(on_method, accounts::revoke_token) },
];

/// Headers of everything in the admin area, unless the response has its own.
const HEADERS: [(HeaderName, &str); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (header::CACHE_CONTROL, "no-store"),
    (header::VARY, "Cookie, Authorization"),
];

/// The interface and the pages.
pub fn routes(state: &AppState) -> Router<AppState> {
    let mut api = Router::new();
    for endpoint in ENDPOINTS {
        let guarded = endpoint.route().route_layer(from_fn_with_state((state.clone(), endpoint.access), guard));
        api = api.route(&format!("{API}{}", endpoint.path), guarded);
    }
    if state.config.server.admin_listen.is_some() {
        // what is described on the public listener is described here, too
        api = api.route(&format!("{}/openapi.json", openapi::PLACE), get(openapi::serve));
    }
    api.route(&format!("{API}/{{*unknown}}"), any(unknown))
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .merge(pages::routes())
        .layer(map_response(with_headers))
}

/// Takes bodies with a whole file in them.
fn large(handler: MethodRouter<AppState>) -> MethodRouter<AppState> {
    handler.layer(DefaultBodyLimit::max(faq::BODY_BYTES))
}

async fn unknown() -> ApiError {
    ApiError::NotFound
}

async fn wrong_method() -> ApiError {
    ApiError::WrongMethod
}

async fn with_headers(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Says that a page asks of itself and nobody may be there, so that the session is not prolonged.
const UNATTENDED: &str = "deskbell-unattended";

/// Lets a request through to its handler with the [`super::auth::Caller`] in it.
async fn guard(
    State((state, access)): State<(AppState, Access)>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let (mut parts, body) = request.into_parts();
    // also what slows down the guessing of tokens
    state.addresses.check(ClientAddress::from_request_parts(&mut parts, &state).await?)?;
    let mut request = Request::from_parts(parts, body);
    check_site(request.method(), request.headers(), &state.config)?;
    if let Access::Role(role) = access {
        let (store, clock, headers) = (&state.store, &state.clock, request.headers());
        let caller = match headers.contains_key(UNATTENDED) {
            true => recognise(store, clock, headers).await?,
            false => identify(store, clock, headers).await?,
        };
        let caller = caller.ok_or(ApiError::Unauthorized)?;
        caller.require(role)?;
        request.extensions_mut().insert(caller);
    }
    Ok(next.run(request).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_public_leads_to_a_session_or_away_from_it() {
        let public: Vec<_> = ENDPOINTS
            .iter()
            .filter(|endpoint| endpoint.access == Access::Public)
            .map(|endpoint| endpoint.path)
            .collect();
        assert_eq!(public, ["/login", "/link", "/setup", "/logout"]);
    }

    #[test]
    fn accounts_are_for_administrators() {
        for endpoint in ENDPOINTS.iter().filter(|endpoint| endpoint.path.starts_with("/accounts")) {
            assert_eq!(endpoint.access, ADMIN, "{}", endpoint.path);
        }
    }
}
