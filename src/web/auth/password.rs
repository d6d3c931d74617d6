//! Passwords: which are good enough, and how they are hashed.
//!
//! Invariant: a password is normalised in one place, so that it is the same on every keyboard; hashing never runs
//! outside its [`Gate`], since each hash takes 19 MiB.

use crate::store::accounts::FIRST_ADMIN;
use crate::text::compose;
use crate::web::error::ApiError;
use crate::web::gate::Gate;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::{Arc, OnceLock};

/// The fewest characters: with a limit on attempts and no rules of composition (NIST SP 800-63B, 3.1.1.2).
pub const FEWEST_CHARS: usize = 12;
/// The most characters: longer than any passphrase, short enough to be hashed without thought.
pub const MOST_CHARS: usize = 256;
/// The fewest different characters: `aaaaaaaaaaaa` and `121212121212` are found first.
const FEWEST_DISTINCT: usize = 5;
/// Words that people take when they are asked for a password, alone, repeated, or with digits around them.
const TRIVIAL: [&str; 14] = [
    FIRST_ADMIN,
    "administrator",
    "changeme",
    "correcthorsebatterystaple",
    "deskbell",
    "iloveyou",
    "letmein",
    "login",
    "passphrase",
    "password",
    "passwort",
    "qwertyuiop",
    "secret",
    "welcome",
];

/// OWASP's recommendation for Argon2id: 19 MiB, 2 passes, 1 lane
/// (cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html).
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
/// Hashes at once: 38 MiB, and one core stays free on a machine of two or more.
const AT_ONCE: usize = 2;
/// Callers that wait for their hash; at about 30 ms each the last waits a quarter of a second.
const WAITING: usize = 16;

/// Whether `password` may be the password of the account `name`.
///
/// # Errors
/// [`ApiError::Invalid`] with what is wrong and what to do.
pub fn check(password: &str, name: &str) -> Result<(), ApiError> {
    let password = compose(password);
    let length = password.chars().count();
    let fault = if length < FEWEST_CHARS {
        format!("The password has {length} characters; it takes {FEWEST_CHARS} or more, such as four or five words.")
    } else if length > MOST_CHARS {
        format!("The password has {length} characters; it may have {MOST_CHARS} at most.")
    } else if is_trivial(&password.to_lowercase(), name) {
        "This password is among the first that are tried; take four or five words that do not belong together.".into()
    } else {
        return Ok(());
    };
    Err(ApiError::Invalid(fault))
}

fn is_trivial(password: &str, name: &str) -> bool {
    let characters: Vec<char> = password.chars().collect();
    let mut distinct = characters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < FEWEST_DISTINCT || is_run(&characters) {
        return true;
    }
    // what is left without digits and punctuation, as it stands and with the usual replacements undone
    let is_letter = |character: &char| character.is_alphabetic();
    let letters: String = characters.iter().filter(|character| is_letter(character)).collect();
    let undone: String = password
        .trim_matches(|character: char| !character.is_alphabetic())
        .chars()
        .map(|character| match character {
            '0' => 'o',
            '3' => 'e',
            '@' => 'a',
            '$' => 's',
            other => other,
        })
        .filter(is_letter)
        .collect();
    let name = name.to_lowercase();
    let name_letters: String = name.chars().filter(is_letter).collect();
    TRIVIAL
        .into_iter()
        .chain([name.as_str(), name_letters.as_str()])
        .filter(|word| !word.is_empty())
        .any(|word| [password, letters.as_str(), undone.as_str()].into_iter().any(|core| is_repetition(core, word)))
}

/// Whether each character follows the one before it by the same step: `123456789012`, `abcdefghijkl`.
fn is_run(characters: &[char]) -> bool {
    let steps: Vec<i64> =
        characters.windows(2).map(|pair| i64::from(pair[1] as u32) - i64::from(pair[0] as u32)).collect();
    // 9 is followed by 0, and 0 by 9 when counting down
    [1, -1].into_iter().any(|step| steps.iter().all(|found| *found == step || *found == -9 * step))
}

/// Whether `text` is `word` once or several times.
fn is_repetition(text: &str, word: &str) -> bool {
    !text.is_empty() && text.split(word).all(str::is_empty)
}

/// Hashes and compares, a few at a time. Cheap to clone.
#[derive(Clone)]
pub(super) struct Hasher {
    gate: Gate,
    dummy: Arc<OnceLock<String>>,
}

impl Hasher {
    pub(super) fn new() -> Self {
        Self { gate: Gate::new("password checks", AT_ONCE, WAITING, 2), dummy: Arc::new(OnceLock::new()) }
    }

    /// The hash of a password in the PHC string form, with a salt of its own.
    ///
    /// # Errors
    /// [`ApiError::Busy`].
    pub(super) async fn hash(&self, password: &str) -> Result<String, ApiError> {
        let password = compose(password);
        self.run(move || hash(&password)).await
    }

    /// Whether the password is the one that was hashed. Without a hash a dummy is compared, so that it takes as long to
    /// refuse a name that does not exist.
    ///
    /// # Errors
    /// [`ApiError::Busy`].
    pub(super) async fn verify(&self, password: &str, expected: Option<String>) -> Result<bool, ApiError> {
        let password = compose(password);
        let dummy = self.dummy.clone();
        self.run(move || match expected {
            Some(expected) => verify(&password, &expected),
            None => {
                verify(&password, dummy.get_or_init(|| hash(crate::ids::Token::generate().reveal())));
                false
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        let pass = self.gate.enter().await?;
        let done = tokio::task::spawn_blocking(move || {
            let _until_the_memory_is_free = pass;
            job()
        });
        done.await.map_err(|error| ApiError::Internal(error.into()))
    }
}

fn argon2() -> Argon2<'static> {
    let parameters = Params::new(MEMORY_KIB, PASSES, 1, None).expect("the constants are in Argon2's range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters)
}

fn hash(password: &str) -> String {
    argon2().hash_password(password.as_bytes()).expect("a password of bounded length can be hashed").to_string()
}

fn verify(password: &str, expected: &str) -> bool {
    PasswordHash::new(expected).is_ok_and(|expected| argon2().verify_password(password.as_bytes(), &expected).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tried_first_is_refused() {
        for weak in [
            "short",
            "elevenchars",
            "aaaaaaaaaaaa",
            "121212121212",
            "123456789012",
            "987654321098",
            "abcdefghijkl",
            "password1234",
            "Password2026!",
            "P@$$w0rd1234",
            "passwordpassword",
            "deskbell-2026",
            "deskbelldeskbell",
            "admin1234567890",
            "ada.lovelace",
            "Ada.Lovelace",
            "adalovelace2026",
            "qwertyuiop12",
            "correct horse battery staple",
        ] {
            assert!(check(weak, "ada.lovelace").is_err(), "{weak}");
        }
        assert!(check(&"long words ".repeat(30), "ada").is_err());
    }

    #[test]
    fn passphrases_are_welcome() {
        for strong in [
            "brass kettle on a slow train",
            "839201748592",
            "admin of the purple sea",
            "雨天的旧自行车停在蓝色的门外",
            "tR7#kq9!mZx2",
        ] {
            assert!(check(strong, "ada").is_ok(), "{strong}");
        }
    }

    #[test]
    fn a_password_is_the_same_on_every_keyboard() {
        // é as one character and as a letter with an accent; an ideographic space
        let stored = hash(&compose("caf\u{e9} au lait, two cups"));
        assert!(verify(&compose("cafe\u{301}\u{3000}au lait, two cups"), &stored));
        assert!(!verify(&compose("cafe au lait, two cups"), &stored));
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
    }

    #[tokio::test]
    async fn a_missing_hash_is_never_right() {
        let hasher = Hasher::new();
        assert!(!hasher.verify("brass kettle on a slow train", None).await.unwrap());
        let stored = hasher.hash("brass kettle on a slow train").await.unwrap();
        assert!(hasher.verify("brass kettle on a slow train", Some(stored.clone())).await.unwrap());
        assert!(!hasher.verify("brass kettle on a fast train", Some(stored)).await.unwrap());
        assert!(!hasher.verify("anything at all", Some("no hash".into())).await.unwrap());
    }
}
