//! Classes of things that stand in a question as examples: countries, colours, names, amounts of time. Whether somebody
//! asks for Norway or Peru, the question is the same one; what tells is that a country is named.
//!
//! Invariant: a list holds everyday words of one language, each in two classes at most; a class only adds evidence to
//! the words themselves and never takes their place.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

/// The lists by the primary tag of their language: a line `[class]`, then its words over any number of lines.
const LISTS: [(&str, &str); 3] = [
    ("en", include_str!("classes/en.txt")),
    ("zh", include_str!("classes/zh.txt")),
    ("de", include_str!("classes/de.txt")),
];

/// The lists that were read, since all indexes of a process share them.
static READ: LazyLock<Mutex<HashMap<&'static str, Arc<Classes>>>> = LazyLock::new(Mutex::default);

/// The classes of one language's words.
#[derive(Default)]
pub struct Classes {
    /// Words as written and their stems, to the names of their classes.
    of: HashMap<String, Vec<&'static str>>,
}

impl Classes {
    /// The classes of a language; `stem` turns a folded word into its stem. Empty where there is no list.
    pub fn of(primary: &str, stem: &mut dyn FnMut(&str) -> String) -> Arc<Self> {
        let Some((lang, list)) = LISTS.iter().find(|(lang, _)| *lang == primary) else { return Arc::default() };
        // a poisoned lock only means that another thread stopped while reading a constant list
        let mut read = READ.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(read.entry(lang).or_insert_with(|| Arc::new(Self::new(list, stem))))
    }

    fn new(list: &'static str, stem: &mut dyn FnMut(&str) -> String) -> Self {
        let mut of: HashMap<String, Vec<&'static str>> = HashMap::new();
        let mut stems: Vec<(String, &'static str)> = Vec::new();
        let mut class = "";
        for line in list.lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                class = name;
                continue;
            }
            for word in line.split_whitespace() {
                of.entry(word.to_owned()).or_default().push(class);
                stems.push((stem(word), class));
            }
        }
        // A word as written comes before a stem that another word has too: `jean` is a name, `jeans` are trousers.
        for (stem, class) in stems {
            let classes = of.entry(stem).or_default();
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        Self { of }
    }

    /// The classes of a word, by its form or else its stem.
    pub fn classes(&self, raw: &str, stem: &str) -> &[&'static str] {
        self.of.get(raw).or_else(|| self.of.get(stem)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn words_have_their_classes_by_form_and_stem() {
        let english = Classes::new(LISTS[0].1, &mut |word| word.trim_end_matches('s').to_owned());
        assert_eq!(english.classes("norway", "norway"), ["country"]);
        assert_eq!(english.classes("bananas", "banana"), english.classes("cherry", "cherry"));
        assert!(english.classes("delivery", "deliveri").is_empty());
        assert!(Classes::of("eo", &mut str::to_owned).classes("norway", "norway").is_empty());
    }

    #[test]
    fn the_lists_are_folded_and_a_word_is_in_two_classes_at_most() {
        for (lang, list) in LISTS {
            let mut held: BTreeMap<&str, usize> = BTreeMap::new();
            assert!(list.starts_with('['), "{lang}");
            for word in list.lines().filter(|line| !line.starts_with('[')).flat_map(str::split_whitespace) {
                assert_eq!(crate::text::fold(word), word, "{lang}");
                *held.entry(word).or_default() += 1;
            }
            assert!(held.len() > 2_000 && held.values().all(|count| *count <= 2), "{lang}");
        }
    }
}
