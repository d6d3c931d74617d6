//! English words that are two: "where's" and, as it is typed in haste, "wheres" ask what "where is" asks.
//!
//! Invariant: what is taken apart without its apostrophe is no other word ("well", "id" and "its" are).

use std::collections::HashMap;
use std::sync::LazyLock;

/// Each with its two words; those with an apostrophe only with it.
const CONTRACTIONS: &str = "\
wheres where is|whats what is|hows how is|whens when is|whos who is|whys why is|theres there is|thats that is|\
heres here is|im i am|ive i have|youre you are|youve you have|youll you will|theyre they are|theyve they have|\
theyll they will|weve we have|itll it will|dont do not|doesnt does not|didnt did not|isnt is not|arent are not|\
wasnt was not|werent were not|wont will not|cant can not|cannot can not|couldnt could not|wouldnt would not|\
shouldnt should not|havent have not|hasnt has not|hadnt had not|it's it is|he's he is|she's she is|we're we are|\
i'll i will|we'll we will|he'll he will|she'll she will|i'd i would|we'd we would|you'd you would|they'd they would|\
he'd he would|she'd she would|let's let us";

static APART: LazyLock<HashMap<&str, [&str; 2]>> = LazyLock::new(|| {
    let apart = |item: &'static str| {
        let (word, two) = item.split_once(' ')?;
        let (first, second) = two.split_once(' ')?;
        Some((word, [first, second]))
    };
    CONTRACTIONS.split('|').filter_map(apart).collect()
});

/// The two words of a folded one, `written` with its apostrophe where it has one and `raw` without.
pub fn apart(written: &str, raw: &str) -> Option<[&'static str; 2]> {
    APART.get(written).or_else(|| APART.get(raw)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contraction_is_taken_apart_with_its_apostrophe_and_without() {
        assert_eq!(apart("where's", "wheres"), Some(["where", "is"]));
        assert_eq!(apart("wheres", "wheres"), Some(["where", "is"]));
        assert_eq!(apart("it's", "its"), Some(["it", "is"]));
        for (written, raw) in [("its", "its"), ("id", "id"), ("well", "well"), ("where", "where"), ("bike's", "bikes")]
        {
            assert_eq!(apart(written, raw), None, "{written}");
        }
        assert_eq!(APART.len(), CONTRACTIONS.split('|').count());
    }
}
