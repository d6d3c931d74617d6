//! Typed, time-ordered identifiers and secret tokens.
//!
//! Invariant: a secret leaves this module once, as text for its owner; everything that is stored or compared is its
//! SHA-256 digest. A token has 256 random bits, so a plain digest is enough: there is nothing to guess by brute force.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The name of a conversation: `c_` and a time-ordered UUID. It is a name, not a secret: knowing it gives nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ConversationId(pub String);

impl ConversationId {
    /// A new identifier.
    pub fn generate() -> Self {
        Self(format!("c_{}", uuid::Uuid::now_v7().simple()))
    }
}

impl std::fmt::Display for ConversationId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A secret of 256 random bits, 43 characters of base64url. Not `Debug`, so that it cannot slip into a log.
pub struct Token(String);

impl Token {
    /// A new secret from the system's random source.
    pub fn generate() -> Self {
        let mut raw = [0u8; 32];
        getrandom::fill(&mut raw).expect("the system has a random source");
        Self(URL_SAFE_NO_PAD.encode(raw))
    }

    /// The text for its owner.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

/// The SHA-256 digest of a secret, in hexadecimal: 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenHash(pub String);

impl TokenHash {
    /// The digest of what somebody presents as a secret.
    pub fn of(presented: &str) -> Self {
        Self(digest(presented.as_bytes()))
    }
}

/// The SHA-256 digest of some bytes in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A new random name of `bytes` bytes in hexadecimal, for epochs and request numbers: unique, not secret.
pub fn random_name(bytes: usize) -> String {
    let mut raw = vec![0u8; bytes];
    getrandom::fill(&mut raw).expect("the system has a random source");
    raw.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A number from 0 to less than 1, evenly spread, for waiting times that differ.
pub fn random_share() -> f64 {
    let mut raw = [0u8; 4];
    getrandom::fill(&mut raw).expect("the system has a random source");
    f64::from(u32::from_le_bytes(raw)) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_equal() {
        let (one, two) = (Token::generate(), Token::generate());
        assert_eq!(one.reveal().len(), 43);
        assert_ne!(one.reveal(), two.reveal());
        assert_eq!(one.hash(), TokenHash::of(one.reveal()));
        assert_eq!(one.hash().0.len(), 64);
    }

    #[test]
    fn conversation_ids_are_ordered_by_time() {
        let first = ConversationId::generate();
        let later: Vec<_> = (0..100).map(|_| ConversationId::generate()).collect();
        assert!(later.iter().all(|id| *id > first));
    }

    #[test]
    fn the_digest_is_sha_256() {
        // FIPS 180-2, appendix B.1
        assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
