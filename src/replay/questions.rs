//! The log's questions, each once.
//!
//! Invariant: how often questions were asked adds up to what went in.

use crate::store::TypedQuestion;
use crate::text::{Lang, canonical};
use std::collections::HashMap;

/// A distinct question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As visitors typed it most often.
    pub text: String,
    /// The language in which it was matched.
    pub lang: Option<Lang>,
    /// The path of the page from which it was asked last: an entry can be preferred there.
    pub page: String,
    /// How often it was asked.
    pub times: u64,
}

/// One question while it is put together.
struct Gathered {
    /// How often each spelling occurred.
    spellings: HashMap<String, u64>,
    lang: Option<Lang>,
    page: String,
    last_at: i64,
    times: u64,
}

/// Puts questions together whose words are the same but for case, width, script and punctuation, in the language in
/// which they were matched. The most frequent come first.
pub fn distinct(typed: impl IntoIterator<Item = TypedQuestion>) -> Vec<Asked> {
    let mut gathered: HashMap<(String, String), Gathered> = HashMap::new();
    for question in typed {
        let TypedQuestion { text, lang, page, times, last_at } = question;
        let one = gathered.entry((canonical(&text), lang)).or_insert_with_key(|(_, lang)| Gathered {
            spellings: HashMap::new(),
            lang: Lang::parse(lang),
            page: page.clone(),
            last_at,
            times: 0,
        });
        if last_at > one.last_at {
            (one.page, one.last_at) = (page, last_at);
        }
        one.times += times;
        *one.spellings.entry(text).or_default() += times;
    }
    let mut asked: Vec<Asked> = gathered
        .into_values()
        .filter_map(|one| {
            let spellings = one.spellings.into_iter();
            let (text, _) = spellings.max_by(|(one, first), (other, second)| first.cmp(second).then(other.cmp(one)))?;
            Some(Asked { text, lang: one.lang, page: one.page, times: one.times })
        })
        .collect();
    asked.sort_by(|one, other| {
        other.times.cmp(&one.times).then_with(|| (&one.text, &one.lang).cmp(&(&other.text, &other.lang)))
    });
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str, lang: &str, page: &str, times: u64, last_at: i64) -> TypedQuestion {
        TypedQuestion { text: text.into(), lang: lang.into(), page: page.into(), times, last_at }
    }

    #[test]
    fn spellings_of_one_question_are_one() {
        let asked = distinct([
            typed("where is it", "en", "/", 2, 10),
            typed("WHERE is it??", "en", "/track", 3, 30),
            typed("Where is it", "en", "/old", 1, 20),
            typed("where is it", "de", "/", 1, 5),
            typed("???", "en", "/", 9, 1),
        ]);
        let shown: Vec<(&str, &str, &str, u64)> = asked
            .iter()
            .map(|asked| (&*asked.text, asked.lang.as_ref().map_or("", Lang::as_str), &*asked.page, asked.times))
            .collect();
        assert_eq!(shown, [("???", "en", "/", 9), ("WHERE is it??", "en", "/track", 6), ("where is it", "de", "/", 1)]);
    }
}
