//! Bodies of requests.
//!
//! Invariant: a body that cannot be read is refused with what is wrong with it, in the same form as every other error.

use crate::web::error::ApiError;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

/// A JSON body of so many bytes at most, which its route must allow.
pub(super) struct Payload<T, const MOST: usize = { super::BODY_BYTES }>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned, const MOST: usize> FromRequest<S> for Payload<T, MOST> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Self(value)),
            Err(JsonRejection::MissingJsonContentType(_)) => Err(ApiError::NotJson),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(ApiError::TooLarge(MOST)),
            Err(error) => Err(ApiError::Invalid(error.body_text())),
        }
    }
}
