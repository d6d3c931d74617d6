//! Names that occur in many rows of an extract of the log, as numbers.
//!
//! Invariant: a name has one number, and a number one name.

use std::collections::HashMap;
use std::sync::Arc;

/// Names that occur in many rows, kept once: a row holds their number.
#[derive(Clone, Debug, Default)]
pub struct Names {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

impl Names {
    /// The number of a name; a new one if it was not seen before.
    pub fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let name: Arc<str> = name.into();
        let number = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        number
    }

    /// The name of a number.
    pub fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_once() {
        let mut names = Names::default();
        let (one, two) = (names.number("one"), names.number("two"));
        assert_eq!(names.number("one"), one);
        assert_ne!(one, two);
        assert_eq!((names.name(one), names.name(two), names.name(99)), ("one", "two", ""));
    }
}
