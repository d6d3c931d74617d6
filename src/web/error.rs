//! The only place where an error becomes a response: `application/problem+json` (RFC 9457).
//!
//! Invariant: a cause is logged once, here, and never shown; what is shown says what to do.

use crate::editing::EditingError;
use crate::faq::Severity;
use crate::faq::edit::EditError;
use crate::store::StoreError;
use crate::store::accounts::AccountError;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::io::ErrorKind;

/// Why a request is refused.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// There is no such thing, or not for this caller: the two look the same.
    #[error("There is nothing at this address.")]
    NotFound,
    /// The request itself is wrong; the text says how to put it right.
    #[error("{0}")]
    Invalid(String),
    /// It cannot be done as things stand; the text says why, and what would have to change.
    #[error("{0}")]
    Conflict(String),
    /// The address exists, but not for this method.
    #[error("This address does not take this method.")]
    WrongMethod,
    /// The body is longer than allowed, in bytes.
    #[error("The request's body may have {0} bytes at most.")]
    TooLarge(usize),
    /// The body is not JSON.
    #[error("Send the body as JSON, with the header \"Content-Type: application/json\".")]
    NotJson,
    /// No account of this name has this password; which of the two is wrong is not said.
    #[error("The name or the password is not right.")]
    WrongPassword,
    /// Not signed in.
    #[error("Sign in, or send a token as \"Authorization: Bearer …\".")]
    Unauthorized,
    /// A visitor's own conversation was asked for without its secret.
    #[error("Send the conversation's token as \"Authorization: Bearer …\".")]
    NoSecret,
    /// Signed in, but without this right.
    #[error("Your role does not allow this; it takes {0}.")]
    Forbidden(&'static str),
    /// Sent from a page of another site.
    #[error("This address does not take requests from other sites.")]
    ForeignOrigin,
    /// A chat was asked for from a page that the settings do not list.
    #[error("This page may not open a chat; its origin must be listed in site.allowed_origins.")]
    UnlistedOrigin,
    /// A limit was hit: which, and in how many seconds to try again.
    #[error("Too many requests ({limit}); try again in {seconds} s.")]
    Limited {
        /// The limit's name.
        limit: &'static str,
        /// When to try again.
        seconds: u64,
    },
    /// Too much of one kind is being done: which, and in how many seconds to try again.
    #[error("The server is busy ({limit}); try again in {seconds} s.")]
    Busy {
        /// The limit's name.
        limit: &'static str,
        /// When to try again.
        seconds: u64,
    },
    /// Something about an account; the text says how to put it right.
    #[error(transparent)]
    Account(AccountError),
    /// Something about a FAQ file; the text says how to put it right.
    #[error("{}", Self::told(.0))]
    Editing(EditingError),
    /// At present there is no room or no database; try again in some seconds.
    #[error("The server cannot do this at present; try again in {0} s.")]
    Unavailable(u64),
    /// The store failed.
    #[error("The server could not read its log.")]
    Store(#[from] StoreError),
    /// Something else failed.
    #[error("The server could not do this; its log says why.")]
    Internal(#[source] anyhow::Error),
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Store(error) => Self::Store(error),
            error => Self::Account(error),
        }
    }
}

impl From<EditingError> for ApiError {
    fn from(error: EditingError) -> Self {
        match error {
            EditingError::Store(error) => Self::Store(error),
            EditingError::Busy(limit, seconds) => Self::Busy { limit, seconds },
            EditingError::Broken(cause) => Self::Internal(anyhow::anyhow!(cause)),
            error => Self::Editing(error),
        }
    }
}

impl From<EditError> for ApiError {
    fn from(error: EditError) -> Self {
        Self::Editing(error.into())
    }
}

/// The status of an error about a FAQ file.
fn editing_status(error: &EditingError) -> StatusCode {
    match error {
        EditingError::Off => StatusCode::FORBIDDEN,
        EditingError::Unknown(_) | EditingError::Edit(EditError::Missing) => StatusCode::NOT_FOUND,
        EditingError::Decided(_) | EditingError::Edit(EditError::Changed(_) | EditError::Exists) => {
            StatusCode::CONFLICT
        }
        EditingError::Edit(EditError::Name(_)) => StatusCode::BAD_REQUEST,
        EditingError::Edit(EditError::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
        EditingError::Edit(EditError::Faulty(_) | EditError::NotText | EditError::Layout(_))
        | EditingError::TooMany(_) => StatusCode::UNPROCESSABLE_ENTITY,
        // rights are a matter of the installation, a full disk passes
        EditingError::Edit(EditError::Io(error))
            if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem) =>
        {
            StatusCode::FORBIDDEN
        }
        EditingError::Edit(EditError::Moving | EditError::Io(_)) | EditingError::Busy(..) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        EditingError::Store(_) | EditingError::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What a page needs beside the words: the text that is there, or the problems of the one that was sent.
fn more_of(error: &ApiError) -> Option<(&'static str, serde_json::Value)> {
    match error {
        ApiError::Editing(EditingError::Edit(EditError::Changed(now))) => {
            Some(("now", serde_json::json!({ "text": now.text, "digest": now.digest })))
        }
        ApiError::Editing(EditingError::Edit(EditError::Faulty(problems))) => {
            // the first errors are what has to be put right first
            let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).take(50);
            Some(("problems", serde_json::json!(errors.collect::<Vec<_>>())))
        }
        _ => None,
    }
}

impl ApiError {
    /// An error about a FAQ file as a sentence.
    pub(crate) fn told(error: &EditingError) -> String {
        let text = match error {
            EditingError::Broken(_) | EditingError::Store(_) => {
                "the server could not do this; its log says why".to_owned()
            }
            error => error.to_string(),
        };
        let mut characters = text.chars();
        let first = characters.next().into_iter().flat_map(char::to_uppercase);
        let end = if text.ends_with('.') { "" } else { "." };
        first.chain(characters).collect::<String>() + end
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unauthorized | Self::NoSecret | Self::WrongPassword => StatusCode::UNAUTHORIZED,
            Self::Editing(error) => editing_status(error),
            Self::Account(AccountError::Invalid(_)) => StatusCode::BAD_REQUEST,
            Self::Account(AccountError::Conflict(_)) => StatusCode::CONFLICT,
            Self::Account(AccountError::Unknown(_)) => StatusCode::NOT_FOUND,
            Self::Account(AccountError::Store(_)) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Forbidden(_) | Self::ForeignOrigin | Self::UnlistedOrigin => StatusCode::FORBIDDEN,
            Self::Limited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy { .. } | Self::Unavailable(_) | Self::Store(StoreError::Unavailable(_)) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Store(StoreError::Exists(_) | StoreError::CidConflict) => StatusCode::CONFLICT,
            Self::Store(StoreError::Gone) => StatusCode::NOT_FOUND,
            Self::Store(StoreError::Unusable(_) | StoreError::Read(_)) | Self::Internal(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Limited { seconds, .. } | Self::Busy { seconds, .. } | Self::Unavailable(seconds) => Some(*seconds),
            Self::Store(StoreError::Unavailable(_)) => Some(5),
            Self::Editing(EditingError::Edit(EditError::Moving)) => Some(2),
            _ => None,
        }
    }
}

/// Gives the refusals of layers and extractors, which come as plain text or nothing, the form of all others.
pub async fn as_problem(response: Response) -> Response {
    let status = response.status();
    let is_problem =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/problem+json");
    if is_problem || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let detail = match status {
        StatusCode::REQUEST_TIMEOUT => "The request took too long.",
        StatusCode::PAYLOAD_TOO_LARGE => "The request's body is too large.",
        StatusCode::METHOD_NOT_ALLOWED => "This address does not take this method.",
        StatusCode::UPGRADE_REQUIRED => "This address is for WebSockets.",
        status if status.is_server_error() => "The server could not do this; its log says why.",
        _ => "The request is not what this address takes.",
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    // the text that is replaced may have been compressed already
    parts.headers.remove(header::CONTENT_ENCODING);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    (parts, problem(status, detail).to_string()).into_response()
}

fn problem(status: StatusCode, detail: &str) -> serde_json::Value {
    serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "detail": detail,
    })
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = self.status();
        if status.is_server_error() {
            tracing::error!(error = ?self, "a request failed");
        }
        let mut body = problem(status, &self.to_string());
        if let Some((name, more)) = more_of(&self) {
            body[name] = more;
        }
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after() {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
