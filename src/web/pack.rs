//! Text made once and compressed once as well as can be, for browsers that ask for it again and again.
//!
//! Invariant: what is kept is bounded; a text that is not kept is made and compressed again.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Packed texts that are kept: six parts in fourteen languages, twice as many files of words, and versions of the loader.
const KEPT: usize = 256;
/// Brotli's best quality and largest ordinary window: slow, but done once.
const BROTLI_QUALITY: i32 = 11;
const BROTLI_WINDOW: i32 = 22;

/// A text in every encoding that browsers ask for.
pub struct Packed {
    plain: Bytes,
    gzip: Bytes,
    brotli: Bytes,
    tag: String,
}

impl Packed {
    /// Compresses a text.
    fn new(text: String) -> Self {
        let plain = text.into_bytes();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let gzip = gzip.write_all(&plain).and_then(|()| gzip.finish()).unwrap_or_default();
        let mut brotli = Vec::new();
        let how = brotli::enc::BrotliEncoderParams {
            quality: BROTLI_QUALITY,
            lgwin: BROTLI_WINDOW,
            size_hint: plain.len(),
            ..Default::default()
        };
        if brotli::BrotliCompress(&mut plain.as_slice(), &mut brotli, &how).is_err() {
            brotli.clear();
        }
        let tag = format!("W/\"{}\"", &crate::ids::digest(&plain)[..16]);
        Self { plain: plain.into(), gzip: gzip.into(), brotli: brotli.into(), tag }
    }

    /// The answer to a request with these headers.
    pub fn respond(&self, headers: &HeaderMap, media_type: &'static str, cache: &'static str) -> Response {
        let fields = [
            (header::CONTENT_TYPE, media_type),
            (header::CACHE_CONTROL, cache),
            (header::VARY, "accept-encoding"),
            (header::ETAG, self.tag.as_str()),
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        ];
        if is_known(headers, &self.tag) {
            return (StatusCode::NOT_MODIFIED, fields, Body::empty()).into_response();
        }
        // a compressor that failed left nothing, and nothing is never sent
        let (encoding, data) = [("br", &self.brotli), ("gzip", &self.gzip)]
            .into_iter()
            .find(|(name, data)| !data.is_empty() && accepts(headers, name))
            .unwrap_or(("identity", &self.plain));
        let mut response = (fields, Body::from(data.clone())).into_response();
        if encoding != "identity" {
            response.headers_mut().insert(header::CONTENT_ENCODING, encoding.parse().expect("a plain word"));
        }
        response
    }
}

/// The text under `key`, made now if it is not kept.
///
/// # Errors
/// What `make` says.
pub fn packed(key: &str, make: impl FnOnce() -> Result<String, String>) -> Result<Arc<Packed>, String> {
    static SHELF: OnceLock<Mutex<HashMap<String, Arc<Packed>>>> = OnceLock::new();
    let shelf = SHELF.get_or_init(Mutex::default);
    if let Some(found) = shelf.lock().unwrap_or_else(PoisonError::into_inner).get(key) {
        return Ok(Arc::clone(found));
    }
    // two requests at once may both make it: that is rarer than it is worth waiting for
    let made = Arc::new(Packed::new(make()?));
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if shelf.len() >= KEPT {
        shelf.clear();
    }
    shelf.insert(key.to_owned(), Arc::clone(&made));
    Ok(made)
}

/// Whether the browser holds the version of this tag.
pub fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    known.is_some_and(|known| known.split(',').any(|one| plain(one) == plain(tag)))
}

/// Whether a request takes this encoding.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(encoding: &str) -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, encoding.parse().unwrap())])
    }

    #[test]
    fn an_encoding_is_taken_only_where_it_is_asked_for() {
        assert!(accepts(&headers("gzip, deflate, br"), "br"));
        assert!(accepts(&headers("br;q=0.5"), "br"));
        assert!(!accepts(&headers("br;q=0, gzip"), "br"));
        assert!(!accepts(&headers("gzip"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn the_best_encoding_is_sent_and_a_known_text_is_not() {
        let packed = Packed::new("const a = 1;\n".repeat(100));
        let encoding = |wanted: &str| {
            let response = packed.respond(&headers(wanted), "text/javascript", "no-cache");
            response.headers().get(header::CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned())
        };
        assert_eq!(encoding("gzip, br").as_deref(), Some("br"));
        assert_eq!(encoding("gzip").as_deref(), Some("gzip"));
        assert_eq!(encoding("zstd"), None);
        let known = HeaderMap::from_iter([(header::IF_NONE_MATCH, packed.tag.parse().unwrap())]);
        assert_eq!(packed.respond(&known, "text/javascript", "no-cache").status(), StatusCode::NOT_MODIFIED);
        assert!(packed.gzip.len() < packed.plain.len() / 10 && packed.brotli.len() < packed.gzip.len());
    }

    #[test]
    fn a_text_is_made_once() {
        let first = packed("a test's own", || Ok("a".to_owned())).unwrap();
        let second = packed("a test's own", || Err("made twice".to_owned())).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
        assert_eq!(packed("a test's other", || Err("why".to_owned())).err().unwrap(), "why");
    }
}
