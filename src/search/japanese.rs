//! Japanese matter: what is written in Chinese characters or katakana. What is written in hiragana is mostly grammar.
//!
//! Invariant: a run without matter is its own matter, so that no question is empty.

/// The parts of a run that carry matter, in order: for 注文はいつ届きますか 注文 and 届.
pub fn words(run: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in run.char_indices().chain([(run.len(), 'あ')]) {
        let kind = Kind::of(character);
        match start {
            Some((from, before)) if before != kind => {
                words.push((&run[from..at], before));
                start = Some((at, kind));
            }
            Some(_) => {}
            None => start = Some((at, kind)),
        }
    }
    let matter: Vec<&str> = words.iter().filter(|(_, kind)| *kind != Kind::Hiragana).map(|(word, _)| *word).collect();
    if matter.is_empty() { vec![run] } else { matter }
}

/// Whether a text is of hiragana only.
pub fn is_form(text: &str) -> bool {
    text.chars().all(|character| Kind::of(character) == Kind::Hiragana)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Hiragana,
    Katakana,
    Other,
}

impl Kind {
    fn of(character: char) -> Self {
        match character as u32 {
            0x3040..=0x309F => Self::Hiragana,
            0x30A0..=0x30FF | 0x31F0..=0x31FF => Self::Katakana,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matter_is_what_is_not_grammar() {
        assert_eq!(words("注文はいつ届きますか"), ["注文", "届"]);
        assert_eq!(words("キャンセルしたいサイズ"), ["キャンセル", "サイズ"]);
        assert_eq!(words("クレジット決済"), ["クレジット", "決済"]);
        assert_eq!(words("いくらですか"), ["いくらですか"]);
        assert!(is_form("ますか") && !is_form("注文は"));
    }
}
