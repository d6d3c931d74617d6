//! Japanese words without matter; what is written in hiragana is taken to be such a word anyway.

pub(super) const WORDS: &str = "\
何 何時 何日 何処 誰 私 僕 今 時 事 物 方 的";
