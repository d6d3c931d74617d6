//! The globs of `pages`: on which pages of the site an entry is preferred.
//!
//! Invariant: a glob that passes compiles, since the compiler it is given to panics where it does not.

use super::limits::MAX_GLOB_BYTES;
use super::source::quoted;
use globset::{GlobBuilder, GlobMatcher};
use std::collections::HashMap;
use std::sync::Arc;

/// Braces within braces. From some hundred on the glob's regular expression no longer compiles; two are readable.
const MAX_BRACES: usize = 8;
/// Different globs of a folder: each costs about 15 kB and is matched against the visitor's page.
const MAX_GLOBS: usize = 2_000;

/// The globs of a folder, each compiled once however many entries use it.
#[derive(Debug, Default)]
pub struct Globs(HashMap<String, Arc<GlobMatcher>>);

impl Globs {
    /// Compiles a glob. The error is a clause with the remedy.
    pub fn compile(&mut self, pattern: &str) -> Result<Arc<GlobMatcher>, String> {
        if let Some(known) = self.0.get(pattern) {
            return Ok(known.clone());
        }
        if self.0.len() >= MAX_GLOBS {
            return Err(format!("more than {MAX_GLOBS} different page patterns; use wider ones such as /checkout/**"));
        }
        let matcher = Arc::new(compile(pattern)?);
        self.0.insert(pattern.to_owned(), matcher.clone());
        Ok(matcher)
    }
}

/// Whether a glob can match any path: paths start with `/`.
pub fn can_match(pattern: &str) -> bool {
    pattern.starts_with(['/', '*', '?', '[', '{'])
}

/// A glob as an editor writes it.
pub fn written(glob: &GlobMatcher) -> String {
    let pattern = glob.glob().glob();
    pattern.strip_suffix(ALSO_FOLDER).map_or_else(|| pattern.to_owned(), |folder| format!("{folder}/**"))
}

/// How `/checkout/**` ends where it means `/checkout` too.
const ALSO_FOLDER: &str = "{,/**}";

fn compile(pattern: &str) -> Result<GlobMatcher, String> {
    if pattern.len() > MAX_GLOB_BYTES {
        return Err(format!("a page pattern has at most {MAX_GLOB_BYTES} bytes"));
    }
    if nesting(pattern) > MAX_BRACES {
        return Err(format!("braces nest more than {MAX_BRACES} levels deep in {}", quoted(pattern)));
    }
    let build = |pattern: &str| GlobBuilder::new(pattern).literal_separator(true).empty_alternates(true).build();
    let bad = |error: globset::Error| {
        format!("{} is no page pattern ({}); write a path such as /checkout/**", quoted(pattern), error.kind())
    };
    let glob = build(pattern).map_err(bad)?;
    // whoever writes /checkout/** means /checkout too
    let wider = match pattern.strip_suffix("/**") {
        Some(folder) if !folder.is_empty() => build(&format!("{folder}{ALSO_FOLDER}")).map_err(bad)?,
        _ => glob,
    };
    Ok(wider.compile_matcher())
}

/// How deep braces nest; escaped ones are counted too, which errs on the safe side.
fn nesting(pattern: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for byte in pattern.bytes() {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Globs::default().compile(pattern).unwrap().is_match(path)
    }

    #[test]
    fn a_folder_includes_its_own_page() {
        for path in ["/checkout", "/checkout/", "/checkout/payment", "/checkout/a/b"] {
            assert!(matches("/checkout/**", path), "{path}");
        }
        for path in ["/checkouts", "/", "/shop/checkout"] {
            assert!(!matches("/checkout/**", path), "{path}");
        }
    }

    #[test]
    fn a_star_stays_within_a_folder() {
        assert!(matches("/p/*", "/p/1"));
        assert!(!matches("/p/*", "/p/1/2"));
        assert!(matches("/**", "/a/b") && matches("/**", "/"));
        assert!(matches("**/help", "/a/help") && matches("/{faq,help}", "/help"));
    }

    #[test]
    fn a_glob_is_compiled_once() {
        let mut globs = Globs::default();
        let (first, second) = (globs.compile("/a/**").unwrap(), globs.compile("/a/**").unwrap());
        assert!(Arc::ptr_eq(&first, &second));
        for at in 1..MAX_GLOBS {
            globs.compile(&format!("/{at}")).unwrap();
        }
        assert_eq!(
            globs.compile("/one/more").unwrap_err(),
            "more than 2000 different page patterns; use wider ones such as /checkout/**"
        );
        assert!(globs.compile("/a/**").is_ok());
    }

    #[test]
    fn bad_globs_are_refused_and_none_panics() {
        let refused = |pattern: &str| Globs::default().compile(pattern).unwrap_err();
        assert_eq!(
            refused("/a["),
            "`/a[` is no page pattern (unclosed character class; missing ']'); write a path such as /checkout/**"
        );
        assert_eq!(refused(&"/".repeat(501)), "a page pattern has at most 500 bytes");
        assert_eq!(
            refused(&format!("{}{}", "{a,".repeat(9), "}".repeat(9))).split(" in ").next().unwrap(),
            "braces nest more than 8 levels deep"
        );
        for bad in ["{a,b", "/a}", "[z-a]", "/a\\"] {
            assert!(refused(bad).contains("is no page pattern"), "{bad}");
        }
        let (open, closed) = ("{a,".repeat(8), "}".repeat(8));
        for wild in [
            "?".repeat(500),
            "[!a]".repeat(125),
            "**/".repeat(166),
            format!("{open}{closed}"),
            "*?".repeat(250),
            "{*,?}".repeat(100),
            "[^a-z]*".repeat(70),
            "{**/a,b/**}".repeat(45),
            "退款*".repeat(70),
        ] {
            let matcher = Globs::default().compile(&wild).unwrap();
            assert!(!matcher.is_match("/a/page/of/no/interest.html") || wild.starts_with("**/"), "{wild}");
        }
    }

    #[test]
    fn a_glob_is_written_as_it_was_read() {
        for pattern in ["/checkout/**", "/track", "/**", "/{a,b}/*.html", "**"] {
            assert_eq!(written(&Globs::default().compile(pattern).unwrap()), pattern);
        }
    }
}
