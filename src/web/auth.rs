//! Who is asking: sessions of browsers, tokens of scripts, and how often a password may be tried.
//!
//! Invariant: nobody is anybody until [`identify`] or [`recognise`] has said so; a token that is presented and wrong is
//! never replaced by a cookie that happens to be there.

mod attempts;
mod origin;
pub mod password;

use super::error::ApiError;
use super::limit::{ClientAddress, unit};
use crate::clock::Clock;
use crate::ids::{Token, TokenHash};
use crate::store::accounts::{Account, Role};
use crate::store::{Store, StoreError};
use attempts::Attempts;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use std::net::IpAddr;
use std::sync::Arc;

pub(crate) use origin::{Connection, dropped};

/// Attempts at a password from one address, and their window in milliseconds.
const BY_ADDRESS: (usize, i64) = (5, 5 * 60 * 1000);
/// Attempts at one account's password from anywhere, and their window in milliseconds.
const BY_ACCOUNT: (usize, i64) = (10, 15 * 60 * 1000);

/// What guards the passwords. Cheap to clone.
#[derive(Clone)]
pub struct Auth(Arc<Guards>);

struct Guards {
    hasher: password::Hasher,
    by_address: Attempts<IpAddr>,
    by_account: Attempts<String>,
}

impl Default for Auth {
    fn default() -> Self {
        Self(Arc::new(Guards {
            hasher: password::Hasher::new(),
            by_address: Attempts::new(BY_ADDRESS.0, BY_ADDRESS.1),
            by_account: Attempts::new(BY_ACCOUNT.0, BY_ACCOUNT.1),
        }))
    }
}

impl Auth {
    /// The hash of a new password.
    ///
    /// # Errors
    /// [`ApiError::Busy`].
    pub(crate) async fn hash(&self, password: &str) -> Result<String, ApiError> {
        self.0.hasher.hash(password).await
    }

    /// Whether `password` is the one of the account `name`, whose hash is `expected`. Each failure counts against the
    /// address and the name, whether or not there is such an account.
    ///
    /// # Errors
    /// [`ApiError::Limited`] after too many failures; [`ApiError::Busy`].
    pub(crate) async fn try_password(
        &self,
        name: &str,
        password: &str,
        expected: Option<String>,
        address: ClientAddress,
        now: i64,
    ) -> Result<bool, ApiError> {
        let (address, name) = (unit(address.0), name.trim().to_ascii_lowercase());
        let refused = |limit| move |seconds| ApiError::Limited { limit, seconds };
        self.0.by_address.take(&address, now).map_err(refused("sign-in attempts from this address"))?;
        self.0.by_account.take(&name, now).map_err(refused("sign-in attempts for this account"))?;
        let right = self.0.hasher.verify(password, expected).await;
        if !matches!(right, Ok(false)) {
            self.0.by_address.give_back(&address, now);
            self.0.by_account.give_back(&name, now);
        }
        right
    }
}

/// How somebody proved who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A browser's session, by the digest of its secret.
    Session(TokenHash),
    /// A script's token.
    Token,
}

/// Somebody who proved who they are. Handlers behind the guard of the admin area take it as an argument.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub account: Account,
    /// By what.
    pub proof: Proof,
}

impl Caller {
    /// Refuses everybody below `role`.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`].
    pub fn require(&self, role: Role) -> Result<(), ApiError> {
        if self.account.role >= role { Ok(()) } else { Err(ApiError::Forbidden(role.as_str())) }
    }
}

/// Who sends these headers; `None`: nobody we know. A session is used by it, which keeps it alive.
///
/// # Errors
/// [`StoreError::Read`].
pub async fn identify(store: &Store, clock: &Clock, headers: &HeaderMap) -> Result<Option<Caller>, StoreError> {
    caller(store, clock, headers, true).await
}

/// [`identify`] for what an open page does of itself: nobody may be there, and the session ends in its time.
///
/// # Errors
/// [`StoreError::Read`].
pub async fn recognise(store: &Store, clock: &Clock, headers: &HeaderMap) -> Result<Option<Caller>, StoreError> {
    caller(store, clock, headers, false).await
}

async fn caller(store: &Store, clock: &Clock, headers: &HeaderMap, used: bool) -> Result<Option<Caller>, StoreError> {
    let now = clock.now_millis();
    if let Some(token) = origin::bearer(headers) {
        let account = store.account_of_token(&TokenHash::of(token), now).await?;
        return Ok(account.map(|account| Caller { account, proof: Proof::Token }));
    }
    let Some(secret) = origin::session(headers) else { return Ok(None) };
    let session = TokenHash::of(&secret);
    let account = store.account_of_session(&session, now, used).await?;
    Ok(account.map(|account| Caller { account, proof: Proof::Session(session) }))
}

/// Refuses what another site's page made a signed-in browser send; see CONTRACT, section 3.
///
/// # Errors
/// [`ApiError::ForeignOrigin`].
pub fn check_site(method: &Method, headers: &HeaderMap, config: &crate::config::Config) -> Result<(), ApiError> {
    origin::check_site(method, headers, config)
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    /// What the guard has found; without a guard nobody passes.
    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        parts.extensions.get::<Self>().cloned().ok_or(ApiError::Unauthorized)
    }
}

/// The one-time link for the first start, while nobody has set a password that can administer: see
/// [`Store::first_start_link`]. The caller prints [`setup_address`] of it.
///
/// # Errors
/// [`StoreError::Unavailable`].
pub async fn first_start_link(store: &Store, clock: &Clock) -> Result<Option<Token>, StoreError> {
    Ok(store.first_start_link(clock.now_millis()).await?.map(|link| link.token))
}

/// The address that sets a password. The secret is in the fragment, which browsers send to nobody: it reaches no log
/// and no `Referer`.
pub fn setup_address(base_url: &str, token: &Token) -> String {
    format!("{base_url}/admin/setup#{}", token.reveal())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "brass kettle on a slow train";

    #[tokio::test]
    async fn failures_count_and_successes_do_not() {
        let auth = Auth::default();
        let hash = auth.hash(PASSWORD).await.unwrap();
        let home = ClientAddress("192.0.2.1".parse().unwrap());
        for round in 0..8 {
            assert!(auth.try_password("ada", PASSWORD, Some(hash.clone()), home, round).await.unwrap());
        }
        for round in 0..5 {
            assert!(!auth.try_password("ada", "wrong", Some(hash.clone()), home, round).await.unwrap());
        }
        let refused = auth.try_password("ada", PASSWORD, Some(hash.clone()), home, 6).await;
        assert!(matches!(refused, Err(ApiError::Limited { seconds: 300, .. })), "{refused:?}");
        // five more from elsewhere are let through, then the account itself is closed to everybody
        let elsewhere = |at: u8| ClientAddress([192, 0, 2, at].into());
        for round in 0..5 {
            assert!(!auth.try_password("ADA ", "wrong", Some(hash.clone()), elsewhere(round + 2), 7).await.unwrap());
        }
        let refused = auth.try_password("ada", PASSWORD, Some(hash.clone()), elsewhere(99), 8).await;
        assert!(matches!(refused, Err(ApiError::Limited { seconds: 900, .. })), "{refused:?}");
        assert!(auth.try_password("ada", PASSWORD, Some(hash), elsewhere(99), 15 * 60 * 1000 + 8).await.unwrap());
    }
}
