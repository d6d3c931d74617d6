//! What Deskbell itself says to visitors, by language. What an entry can say is never here.

use crate::text::Lang;

/// The sentences of one language.
pub struct Phrases {
    /// Before two or three titles.
    pub did_you_mean: &'static str,
    /// When nothing fits.
    pub none: &'static str,
    /// When nothing fits and some titles may help.
    pub none_with_options: &'static str,
    /// When a person is asked for and nobody is there.
    pub offline: &'static str,
}

const ENGLISH: Phrases = Phrases {
    did_you_mean: "I\u{2019}m not sure I understood. Did you mean one of these?",
    none: "I don\u{2019}t know the answer to that. Could you put it in other words? You can also ask for a person.",
    none_with_options: "I don\u{2019}t have an answer to that. Perhaps one of these helps, or ask for a person.",
    offline: "Nobody from our team is available in this chat right now. I can go on answering questions.",
};

const CHINESE: Phrases = Phrases {
    did_you_mean: "我不太确定您的意思。您是想问下面的问题吗？",
    none: "这个问题我暂时答不上来。您可以换个说法再试试，也可以联系人工客服。",
    none_with_options: "这个问题我没有找到答案。下面的内容也许有帮助，您也可以联系人工客服。",
    offline: "目前没有人工客服在线。您可以继续提问，我会尽力解答。",
};

const TRADITIONAL_CHINESE: Phrases = Phrases {
    did_you_mean: "我不太確定您的意思。您是想問下面的問題嗎？",
    none: "這個問題我暫時答不上來。您可以換個說法再試試，也可以聯絡真人客服。",
    none_with_options: "這個問題我沒有找到答案。下面的內容也許有幫助，您也可以聯絡真人客服。",
    offline: "目前沒有真人客服在線。您可以繼續提問，我會盡力解答。",
};

const GERMAN: Phrases = Phrases {
    did_you_mean: "Ich bin nicht sicher, ob ich Sie richtig verstanden habe. Meinten Sie eines davon?",
    none: "Darauf weiß ich keine Antwort. Können Sie es anders ausdrücken? Sie können auch nach einem Menschen fragen.",
    none_with_options: "Darauf habe ich keine Antwort. Vielleicht hilft eines davon, oder fragen Sie nach einem Menschen.",
    offline: "Im Moment ist niemand aus unserem Team in diesem Chat. Ich beantworte gern weitere Fragen.",
};

/// The sentences for a language; English where there are none.
pub fn of(lang: &Lang) -> &'static Phrases {
    match (lang.primary(), lang.as_str()) {
        ("zh", "zh-hant" | "zh-tw" | "zh-hk" | "zh-mo") => &TRADITIONAL_CHINESE,
        ("zh", _) => &CHINESE,
        ("de", _) => &GERMAN,
        _ => &ENGLISH,
    }
}
