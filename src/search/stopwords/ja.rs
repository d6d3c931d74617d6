//! Japanese words without matter; what is written in hiragana is taken to be such a word anyway.

pub(super) const WORDS: &str = "\
何 何时 何日 何処 谁 私 仆 今 时 事 物 方 的";
