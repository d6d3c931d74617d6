//! What Deskbell itself says to visitors, by language. What an entry can say is never here.

mod dates;
mod desk;
mod letter;
mod small_talk;

use crate::text::Lang;

pub use desk::{
    agent_joined, agent_left, cancelled, closed, message_left, offline, prefer_mail, queued, still_waiting,
};
pub use letter::{Letter, letter};
pub use small_talk::small_talk;

/// The sentences of one language.
pub struct Phrases {
    /// Before two or three titles.
    pub did_you_mean: &'static str,
    /// Before one title.
    pub did_you_mean_this: &'static str,
    /// Before the same titles, to who agreed to several.
    pub which: &'static str,
    /// When nothing fits.
    pub none: &'static str,
    /// When nothing fits and some titles may help.
    pub none_with_options: &'static str,
    /// When a person is asked for and nobody is there.
    pub offline: &'static str,
    /// That there are answers in some languages only, which stand in the place of `{}`.
    only: &'static str,
    /// What stands before the last of several languages.
    and: &'static str,
    /// The names of the languages, in the order of [`NAMED`].
    names: [&'static str; NAMED.len()],
}

/// The languages that have names here.
const NAMED: [&str; 11] = ["en", "zh", "de", "fr", "es", "pt", "it", "nl", "ru", "ja", "ko"];

const ENGLISH: Phrases = Phrases {
    did_you_mean: "I\u{2019}m not sure I understood. Did you mean one of these?",
    did_you_mean_this: "I\u{2019}m not sure I understood. Did you mean this?",
    which: "Which of these do you mean?",
    none: "I don\u{2019}t know the answer to that. Could you put it in other words? You can also ask for a person.",
    none_with_options: "I don\u{2019}t have an answer to that. Perhaps this helps, or you can ask for a person.",
    offline: "Nobody from our team is available in this chat right now. I can go on answering questions.",
    only: "I only have answers in {}.",
    and: " and ",
    names: [
        "English",
        "Chinese",
        "German",
        "French",
        "Spanish",
        "Portuguese",
        "Italian",
        "Dutch",
        "Russian",
        "Japanese",
        "Korean",
    ],
};

const CHINESE: Phrases = Phrases {
    did_you_mean: "我不太确定您的意思。您是想问下面的问题吗？",
    did_you_mean_this: "我不太确定您的意思。您是想问下面这个问题吗？",
    which: "您指的是下面哪一个？",
    none: "这个问题我暂时答不上来。您可以换个说法再试试，也可以联系人工客服。",
    none_with_options: "这个问题我没有找到答案。下面的内容也许有帮助，您也可以联系人工客服。",
    offline: "目前没有人工客服在线。您可以继续提问，我会尽力解答。",
    only: "我目前只有{}的答案。",
    and: "和",
    names: ["英文", "中文", "德文", "法文", "西班牙文", "葡萄牙文", "意大利文", "荷兰文", "俄文", "日文", "韩文"],
};

const TRADITIONAL_CHINESE: Phrases = Phrases {
    did_you_mean: "我不太確定您的意思。您是想問下面的問題嗎？",
    did_you_mean_this: "我不太確定您的意思。您是想問下面這個問題嗎？",
    which: "您指的是下面哪一個？",
    none: "這個問題我暫時答不上來。您可以換個說法再試試，也可以聯絡真人客服。",
    none_with_options: "這個問題我沒有找到答案。下面的內容也許有幫助，您也可以聯絡真人客服。",
    offline: "目前沒有真人客服在線。您可以繼續提問，我會盡力解答。",
    only: "我目前只有{}的答案。",
    and: "和",
    names: ["英文", "中文", "德文", "法文", "西班牙文", "葡萄牙文", "義大利文", "荷蘭文", "俄文", "日文", "韓文"],
};

const GERMAN: Phrases = Phrases {
    did_you_mean: "Ich bin nicht sicher, ob ich Sie richtig verstanden habe. Meinten Sie eines davon?",
    did_you_mean_this: "Ich bin nicht sicher, ob ich Sie richtig verstanden habe. Meinten Sie das hier?",
    which: "Welche dieser Fragen meinen Sie?",
    none: "Darauf weiß ich keine Antwort. Können Sie es anders ausdrücken? Sie können auch mit einem Menschen sprechen.",
    none_with_options: "Darauf habe ich keine Antwort. Vielleicht hilft das hier, oder sprechen Sie mit einem Menschen.",
    offline: "Im Moment ist niemand aus unserem Team in diesem Chat. Ich beantworte gern weitere Fragen.",
    only: "Antworten habe ich nur auf {}.",
    and: " und ",
    names: [
        "Englisch",
        "Chinesisch",
        "Deutsch",
        "Französisch",
        "Spanisch",
        "Portugiesisch",
        "Italienisch",
        "Niederländisch",
        "Russisch",
        "Japanisch",
        "Koreanisch",
    ],
};

const FRENCH: Phrases = Phrases {
    did_you_mean: "Je ne suis pas sûr d\u{2019}avoir bien compris. Vouliez-vous dire l\u{2019}une de ces questions ?",
    did_you_mean_this: "Je ne suis pas sûr d\u{2019}avoir bien compris. Vouliez-vous dire ceci ?",
    which: "De laquelle de ces questions parlez-vous ?",
    none: "Je ne connais pas la réponse. Pouvez-vous le dire autrement ? Vous pouvez aussi demander à parler à une personne.",
    none_with_options: "Je n\u{2019}ai pas de réponse à cela. Ceci vous aidera peut-être, ou demandez à parler à une personne.",
    offline: "Personne de notre équipe n\u{2019}est disponible dans ce chat pour le moment. Je peux continuer à répondre à vos questions.",
    only: "Je n\u{2019}ai de réponses qu\u{2019}en {}.",
    and: " et en ",
    names: [
        "anglais",
        "chinois",
        "allemand",
        "français",
        "espagnol",
        "portugais",
        "italien",
        "néerlandais",
        "russe",
        "japonais",
        "coréen",
    ],
};

const SPANISH: Phrases = Phrases {
    did_you_mean: "No estoy seguro de haberle entendido. ¿Se refería a alguna de estas preguntas?",
    did_you_mean_this: "No estoy seguro de haberle entendido. ¿Se refería a esto?",
    which: "¿A cuál de estas preguntas se refiere?",
    none: "No sé la respuesta. ¿Puede decirlo con otras palabras? También puede pedir hablar con una persona.",
    none_with_options: "No tengo una respuesta para eso. Quizá le ayude esto, o pida hablar con una persona.",
    offline: "Ahora mismo no hay nadie de nuestro equipo en este chat. Puedo seguir respondiendo a sus preguntas.",
    only: "Solo tengo respuestas en {}.",
    and: " y en ",
    names: [
        "inglés",
        "chino",
        "alemán",
        "francés",
        "español",
        "portugués",
        "italiano",
        "neerlandés",
        "ruso",
        "japonés",
        "coreano",
    ],
};

const PORTUGUESE: Phrases = Phrases {
    did_you_mean: "Não tenho certeza se entendi. Você quis dizer uma destas perguntas?",
    did_you_mean_this: "Não tenho certeza se entendi. Você quis dizer isto?",
    which: "Qual destas perguntas você quer dizer?",
    none: "Não encontrei uma resposta para isso. Pode perguntar de outra forma? Também pode pedir para falar com uma pessoa.",
    none_with_options: "Não tenho uma resposta para isso. Talvez isto ajude, ou peça para falar com uma pessoa.",
    offline: "No momento não há ninguém da nossa equipe neste chat. Posso continuar respondendo às suas perguntas.",
    only: "Só tenho respostas em {}.",
    and: " e em ",
    names: [
        "inglês",
        "chinês",
        "alemão",
        "francês",
        "espanhol",
        "português",
        "italiano",
        "neerlandês",
        "russo",
        "japonês",
        "coreano",
    ],
};

const ITALIAN: Phrases = Phrases {
    did_you_mean: "Non sono sicuro di aver capito. Intendeva una di queste domande?",
    did_you_mean_this: "Non sono sicuro di aver capito. Intendeva questo?",
    which: "Quale di queste domande intende?",
    none: "Non conosco la risposta. Può dirlo con altre parole? Può anche chiedere di parlare con una persona.",
    none_with_options: "Non ho una risposta. Forse questo può aiutarla, oppure chieda di parlare con una persona.",
    offline: "Al momento nessuno del nostro team è disponibile in questa chat. Posso continuare a rispondere alle sue domande.",
    only: "Ho risposte solo in {}.",
    and: " e in ",
    names: [
        "inglese",
        "cinese",
        "tedesco",
        "francese",
        "spagnolo",
        "portoghese",
        "italiano",
        "olandese",
        "russo",
        "giapponese",
        "coreano",
    ],
};

const DUTCH: Phrases = Phrases {
    did_you_mean: "Ik weet niet zeker of ik u goed begrijp. Bedoelde u een van deze vragen?",
    did_you_mean_this: "Ik weet niet zeker of ik u goed begrijp. Bedoelde u dit?",
    which: "Welke van deze vragen bedoelt u?",
    none: "Daar weet ik het antwoord niet op. Kunt u het anders zeggen? U kunt ook naar een medewerker vragen.",
    none_with_options: "Daar heb ik geen antwoord op. Misschien helpt dit, of vraag naar een medewerker.",
    offline: "Er is nu niemand van ons team in deze chat. Ik kan wel vragen blijven beantwoorden.",
    only: "Ik heb alleen antwoorden in {}.",
    and: " en ",
    names: [
        "het Engels",
        "het Chinees",
        "het Duits",
        "het Frans",
        "het Spaans",
        "het Portugees",
        "het Italiaans",
        "het Nederlands",
        "het Russisch",
        "het Japans",
        "het Koreaans",
    ],
};

const RUSSIAN: Phrases = Phrases {
    did_you_mean: "Не уверен, что понял вас. Возможно, вы имели в виду одно из этого?",
    did_you_mean_this: "Не уверен, что понял вас. Возможно, вы имели в виду это?",
    which: "Какой из этих вопросов вы имеете в виду?",
    none: "Я не знаю ответа на этот вопрос. Можете сказать иначе? Вы также можете попросить связать вас с сотрудником.",
    none_with_options: "На это у меня нет ответа. Возможно, поможет это. Вы также можете попросить связать вас с сотрудником.",
    offline: "Сейчас в этом чате нет никого из нашей команды. Я могу и дальше отвечать на вопросы.",
    only: "У меня есть ответы только на {}.",
    and: " и на ",
    names: [
        "английском",
        "китайском",
        "немецком",
        "французском",
        "испанском",
        "португальском",
        "итальянском",
        "нидерландском",
        "русском",
        "японском",
        "корейском",
    ],
};

const JAPANESE: Phrases = Phrases {
    did_you_mean: "ご質問の内容を正しく理解できなかったかもしれません。次のどれかについてのご質問でしょうか。",
    did_you_mean_this: "ご質問の内容を正しく理解できなかったかもしれません。こちらについてのご質問でしょうか。",
    which: "次のうち、どのご質問でしょうか。",
    none: "申し訳ありませんが、その質問の答えが見つかりません。別の言い方でお試しいただくか、担当者をお呼びください。",
    none_with_options: "その質問の答えが見つかりませんでした。次の項目がお役に立つかもしれません。担当者を呼ぶこともできます。",
    offline: "ただいまこのチャットで対応できる担当者がおりません。引き続きご質問にはお答えします。",
    only: "回答は{}でのみご用意しています。",
    and: "と",
    names: [
        "英語",
        "中国語",
        "ドイツ語",
        "フランス語",
        "スペイン語",
        "ポルトガル語",
        "イタリア語",
        "オランダ語",
        "ロシア語",
        "日本語",
        "韓国語",
    ],
};

const KOREAN: Phrases = Phrases {
    did_you_mean: "질문을 정확히 이해하지 못했습니다. 혹시 다음 중 하나를 물어보셨나요?",
    did_you_mean_this: "질문을 정확히 이해하지 못했습니다. 혹시 이 질문이신가요?",
    which: "다음 중 어떤 질문이신가요?",
    none: "그 질문에 대한 답을 찾지 못했습니다. 다르게 표현해 주시거나 상담원을 요청해 주세요.",
    none_with_options: "그 질문에 대한 답이 없습니다. 다음 항목이 도움이 될 수 있으며, 상담원을 요청하실 수도 있습니다.",
    offline: "지금은 이 채팅에 상담원이 없습니다. 다른 질문에는 계속 답해 드릴 수 있습니다.",
    only: "답변은 {}로만 제공됩니다.",
    and: "와 ",
    names: [
        "영어",
        "중국어",
        "독일어",
        "프랑스어",
        "스페인어",
        "포르투갈어",
        "이탈리아어",
        "네덜란드어",
        "러시아어",
        "일본어",
        "한국어",
    ],
};

/// The sentences for a language; English where there are none.
pub fn of(lang: &Lang) -> &'static Phrases {
    known(lang).unwrap_or(&ENGLISH)
}

/// The sentences for a language, if there are any.
pub fn known(lang: &Lang) -> Option<&'static Phrases> {
    Some(match tag(lang) {
        "zh-hant" => &TRADITIONAL_CHINESE,
        "zh" => &CHINESE,
        "de" => &GERMAN,
        "en" => &ENGLISH,
        "es" => &SPANISH,
        "fr" => &FRENCH,
        "it" => &ITALIAN,
        "ja" => &JAPANESE,
        "ko" => &KOREAN,
        "nl" => &DUTCH,
        "pt" => &PORTUGUESE,
        "ru" => &RUSSIAN,
        _ => return None,
    })
}

/// What the tables of sentences know a language by: without its region, but for the scripts of Chinese.
fn tag(lang: &Lang) -> &str {
    match lang.as_str() {
        "zh-hant" | "zh-tw" | "zh-hk" | "zh-mo" => "zh-hant",
        _ => lang.primary(),
    }
}

/// That the FAQ has answers in `langs` only: in the visitor's language where there is a sentence for it, and in the one
/// that is answered in, since a language can be mistaken.
pub fn only_in(visitor: &Lang, answered: &Lang, langs: &[Lang]) -> String {
    let said = of(answered).only_in(langs);
    match known(visitor) {
        Some(phrases) => format!("{} {said}", phrases.only_in(langs)),
        None => said,
    }
}

impl Phrases {
    fn only_in(&self, langs: &[Lang]) -> String {
        let place = |lang: &Lang| NAMED.iter().position(|named| *named == lang.primary());
        // a language without a name goes by its tag
        let mut names: Vec<&str> =
            langs.iter().map(|lang| place(lang).map_or(lang.as_str(), |at| self.names[at])).collect();
        names.dedup();
        let last = names.pop().unwrap_or_default();
        let listed = if names.is_empty() { last.to_owned() } else { format!("{}{}{last}", names.join(", "), self.and) };
        self.only.replace("{}", &listed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        Lang::parse(tag).unwrap()
    }

    #[test]
    fn every_named_language_has_sentences_of_its_own() {
        for tag in NAMED {
            let phrases = known(&lang(tag)).unwrap();
            assert!(phrases.only.contains("{}"), "{tag}");
            let own = NAMED.iter().position(|named| *named == tag).unwrap();
            assert!(phrases.only_in(&[lang(tag)]).contains(phrases.names[own]), "{tag}");
            assert!(tag == "en" || !std::ptr::eq(phrases, &ENGLISH), "{tag}");
        }
        assert!(known(&lang("pl")).is_none());
        assert_eq!(of(&lang("zh-tw")).none, TRADITIONAL_CHINESE.none);
    }

    #[test]
    fn what_languages_there_are_is_said_in_both() {
        let english = [lang("en")];
        assert_eq!(
            only_in(&lang("de"), &lang("en"), &english),
            "Antworten habe ich nur auf Englisch. I only have answers in English."
        );
        assert_eq!(only_in(&lang("pl"), &lang("en"), &english), "I only have answers in English.");
        let several = [lang("en"), lang("fr"), lang("zh")];
        assert_eq!(of(&lang("en")).only_in(&several), "I only have answers in English, French and Chinese.");
        assert_eq!(of(&lang("es")).only_in(&several), "Solo tengo respuestas en inglés, francés y en chino.");
        assert_eq!(of(&lang("en")).only_in(&[lang("eo")]), "I only have answers in eo.");
    }
}
