//! Korean words without what is joined to them: particles, and the forms of the verb that makes a noun an action.
//!
//! Korean is written with spaces, but a word carries its grammar at its end (배송비는, 취소하려면), so it is compared by
//! characters and pairs, and its matter is what stands before that end.
//!
//! Invariant: at least two characters remain.

/// Particles, the longer before those that they end in.
const PARTICLES: [&str; 34] = [
    "에서는",
    "으로는",
    "까지는",
    "이라도",
    "에서",
    "으로",
    "까지",
    "부터",
    "에게",
    "한테",
    "처럼",
    "보다",
    "이나",
    "이랑",
    "에는",
    "에도",
    "만큼",
    "마다",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "에",
    "의",
    "도",
    "만",
    "로",
    "와",
    "과",
    "랑",
    "나",
    "요",
];

/// Characters with which the verbs and endings begin that follow a noun.
const VERBS: &str = "하해할했한합된되될돼됐됩받";

/// A word without its particle or verb: 환불 for 환불을 and 환불받으려면.
pub fn stem(word: &str) -> &str {
    let verb = word.char_indices().skip(2).find(|(_, character)| VERBS.contains(*character));
    if let Some((at, _)) = verb {
        return &word[..at];
    }
    let shorter = PARTICLES.iter().filter_map(|particle| word.strip_suffix(particle));
    shorter.into_iter().find(|rest| rest.chars().nth(1).is_some()).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammar_is_left_out() {
        for (word, expected) in [
            ("배송비는", "배송비"),
            ("환불을", "환불"),
            ("환불받으려면", "환불"),
            ("취소하려면", "취소"),
            ("주문했는데", "주문"),
            ("매장에서는", "매장"),
            ("배송", "배송"),
            ("나는", "나는"),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }
}
