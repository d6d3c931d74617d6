//! One address of the HTTP interface: where it is, who may ask, what it takes and gives, and what answers.
//!
//! Invariant: an address is routed and described from the same row, so that there is none without a description.

use super::AppState;
use super::openapi::Operation;
use crate::store::accounts::Role;
use axum::Router;
use axum::routing::{MethodFilter, MethodRouter};

/// Who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Who holds the secret of a conversation; the handler looks.
    Conversation,
    /// Those who are signed in, or send a token, with this role or a higher one.
    Role(Role),
}

/// A row of the interface.
pub struct Endpoint {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// Below the place of its table.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// What it takes and gives.
    pub about: Operation,
    /// What answers.
    pub handler: fn(MethodFilter) -> MethodRouter<AppState>,
}

impl Endpoint {
    /// The route of its method.
    pub fn route(&self) -> MethodRouter<AppState> {
        (self.handler)(match self.method {
            "GET" => MethodFilter::GET,
            "DELETE" => MethodFilter::DELETE,
            "PUT" => MethodFilter::PUT,
            "PATCH" => MethodFilter::PATCH,
            _ => MethodFilter::POST,
        })
    }
}

/// The routes of a table whose addresses begin with `place`.
pub fn routes(table: &[Endpoint], place: &str) -> Router<AppState> {
    table
        .iter()
        .fold(Router::new(), |router, endpoint| router.route(&format!("{place}{}", endpoint.path), endpoint.route()))
}
