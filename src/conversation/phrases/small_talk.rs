//! What is said to small talk, by language. What the FAQ has for it goes before these.

use super::tag;
use crate::search::SmallTalk;
use crate::text::Lang;

/// The replies of one language.
struct Replies {
    greeting: &'static str,
    help: &'static str,
    thanks: &'static str,
    farewell: &'static str,
    noted: &'static str,
    /// To a "no" alone, which may mean that it did not help or that there is nothing else.
    no: &'static str,
    refused: &'static str,
    /// To either, where there is something else that may have been meant.
    others: &'static str,
    bot: &'static str,
}

/// English comes first: it is for languages that are not here.
const LANGS: [(&str, Replies); 12] = [
    (
        "en",
        Replies {
            greeting: "Hello! What would you like to know?",
            help: "Gladly. What would you like to know?",
            thanks: "You\u{2019}re welcome. If there is anything else, just ask.",
            farewell: "Goodbye. You are welcome to come back at any time.",
            noted: "All right. If there is anything else, just ask.",
            no: "All right. If something is still open, put it in other words or ask for a person.",
            refused: "I\u{2019}m sorry that this did not help. Please put it in other words, or ask for a person.",
            others: "I\u{2019}m sorry that this did not help. Perhaps you meant this? If not, please put it in other words, or ask for a person.",
            bot: "I\u{2019}m a bot. I answer questions from our FAQ, and you can ask for a person.",
        },
    ),
    (
        "zh",
        Replies {
            greeting: "您好！请问您想了解什么？",
            help: "好的，请说。您想了解什么？",
            thanks: "不客气。如果还有其他问题，请随时提问。",
            farewell: "再见。欢迎您随时再来。",
            noted: "好的。如果还有其他问题，请随时提问。",
            no: "好的。如果问题还没有解决，请换个说法再试试，也可以联系人工客服。",
            refused: "很抱歉没有帮到您。请换个说法再试试，也可以联系人工客服。",
            others: "很抱歉没有帮到您。您想问的是下面的问题吗？如果都不是，请换个说法再试试，也可以联系人工客服。",
            bot: "我是智能客服机器人，会根据常见问题为您解答。您也可以联系人工客服。",
        },
    ),
    (
        "zh-hant",
        Replies {
            greeting: "您好！請問您想了解什麼？",
            help: "好的，請說。您想了解什麼？",
            thanks: "不客氣。如果還有其他問題，請隨時提問。",
            farewell: "再見。歡迎您隨時再來。",
            noted: "好的。如果還有其他問題，請隨時提問。",
            no: "好的。如果問題還沒有解決，請換個說法再試試，也可以聯絡真人客服。",
            refused: "很抱歉沒有幫到您。請換個說法再試試，也可以聯絡真人客服。",
            others: "很抱歉沒有幫到您。您想問的是下面的問題嗎？如果都不是，請換個說法再試試，也可以聯絡真人客服。",
            bot: "我是智慧客服機器人，會根據常見問題為您解答。您也可以聯絡真人客服。",
        },
    ),
    (
        "de",
        Replies {
            greeting: "Hallo! Was möchten Sie wissen?",
            help: "Gern. Was möchten Sie wissen?",
            thanks: "Gern geschehen. Wenn Sie noch etwas wissen möchten, fragen Sie einfach.",
            farewell: "Auf Wiedersehen. Wir sind jederzeit gern für Sie da.",
            noted: "Alles klar. Wenn Sie noch etwas wissen möchten, fragen Sie einfach.",
            no: "Alles klar. Wenn noch etwas offen ist, formulieren Sie es anders, oder sprechen Sie mit einem Menschen.",
            refused: "Es tut mir leid, dass das nicht geholfen hat. Bitte formulieren Sie es anders, oder sprechen Sie mit einem Menschen.",
            others: "Es tut mir leid, dass das nicht geholfen hat. Meinten Sie vielleicht das hier? Wenn nicht, formulieren Sie es bitte anders, oder sprechen Sie mit einem Menschen.",
            bot: "Ich bin ein Bot. Ich beantworte Fragen aus unseren FAQ, und Sie können auch mit einem Menschen sprechen.",
        },
    ),
    (
        "fr",
        Replies {
            greeting: "Bonjour ! Que souhaitez-vous savoir ?",
            help: "Volontiers. Que souhaitez-vous savoir ?",
            thanks: "Je vous en prie. Si vous avez une autre question, n\u{2019}hésitez pas.",
            farewell: "Au revoir et à bientôt.",
            noted: "Très bien. Si vous avez une autre question, n\u{2019}hésitez pas.",
            no: "Très bien. S\u{2019}il vous reste une question, posez-la autrement, ou demandez à parler à une personne.",
            refused: "Je regrette que cela n\u{2019}ait pas été utile. Posez la question autrement, ou demandez à parler à une personne.",
            others: "Je regrette que cela n\u{2019}ait pas été utile. Vouliez-vous plutôt dire ceci ? Sinon, posez la question autrement, ou demandez à parler à une personne.",
            bot: "Je suis un bot. Je réponds aux questions à partir de notre FAQ, et vous pouvez demander à parler à une personne.",
        },
    ),
    (
        "es",
        Replies {
            greeting: "¡Hola! ¿Qué desea saber?",
            help: "Con mucho gusto. ¿Qué desea saber?",
            thanks: "De nada. Si necesita algo más, solo tiene que preguntar.",
            farewell: "Hasta luego. Puede volver cuando quiera.",
            noted: "De acuerdo. Si necesita algo más, solo tiene que preguntar.",
            no: "De acuerdo. Si queda algo pendiente, dígalo con otras palabras, o pida hablar con una persona.",
            refused: "Siento que no le haya servido. Dígalo con otras palabras, o pida hablar con una persona.",
            others: "Siento que no le haya servido. ¿Quizá se refería a esto? Si no es así, dígalo con otras palabras, o pida hablar con una persona.",
            bot: "Soy un bot. Respondo a partir de nuestras preguntas frecuentes, y también puede pedir hablar con una persona.",
        },
    ),
    (
        "pt",
        Replies {
            greeting: "Olá! O que gostaria de saber?",
            help: "Claro. O que gostaria de saber?",
            thanks: "De nada. Se precisar de mais alguma coisa, é só perguntar.",
            farewell: "Até logo. Volte quando quiser.",
            noted: "Tudo bem. Se precisar de mais alguma coisa, é só perguntar.",
            no: "Tudo bem. Se ainda ficou alguma dúvida, diga de outra forma ou peça para falar com uma pessoa.",
            refused: "Lamento que isso não tenha ajudado. Pode dizer de outra forma ou pedir para falar com uma pessoa.",
            others: "Lamento que isso não tenha ajudado. Será que você quis dizer isto? Se não, diga de outra forma ou peça para falar com uma pessoa.",
            bot: "Sou um bot. Respondo com base nas nossas perguntas frequentes, e também pode pedir para falar com uma pessoa.",
        },
    ),
    (
        "it",
        Replies {
            greeting: "Salve! Che cosa desidera sapere?",
            help: "Volentieri. Che cosa desidera sapere?",
            thanks: "Prego. Se ha altre domande, chieda pure.",
            farewell: "Arrivederci. Torni pure quando vuole.",
            noted: "Va bene. Se ha altre domande, chieda pure.",
            no: "Va bene. Se resta qualcosa da chiarire, lo dica con altre parole, oppure chieda di parlare con una persona.",
            refused: "Mi dispiace che non sia stato utile. Provi a dirlo con altre parole, oppure chieda di parlare con una persona.",
            others: "Mi dispiace che non sia stato utile. Forse intendeva questo? Altrimenti lo dica con altre parole, oppure chieda di parlare con una persona.",
            bot: "Sono un bot. Rispondo alle domande in base alle nostre FAQ, e può chiedere di parlare con una persona.",
        },
    ),
    (
        "nl",
        Replies {
            greeting: "Hallo! Wat wilt u graag weten?",
            help: "Graag. Wat wilt u weten?",
            thanks: "Graag gedaan. Als u nog iets wilt weten, vraag gerust.",
            farewell: "Tot ziens. U bent hier altijd weer welkom.",
            noted: "Goed. Als u nog iets wilt weten, vraag gerust.",
            no: "Goed. Als er nog iets openstaat, zeg het dan anders, of vraag naar een medewerker.",
            refused: "Het spijt me dat dit niet hielp. Probeer het anders te zeggen, of vraag naar een medewerker.",
            others: "Het spijt me dat dit niet hielp. Bedoelde u misschien dit? Zo niet, zeg het dan anders, of vraag naar een medewerker.",
            bot: "Ik ben een bot. Ik beantwoord vragen aan de hand van onze veelgestelde vragen. U kunt ook naar een medewerker vragen.",
        },
    ),
    (
        "ru",
        Replies {
            greeting: "Здравствуйте! Что бы вы хотели узнать?",
            help: "Конечно. Что бы вы хотели узнать?",
            thanks: "Пожалуйста. Если будут ещё вопросы, обращайтесь.",
            farewell: "До свидания. Обращайтесь в любое время.",
            noted: "Хорошо. Если будут ещё вопросы, обращайтесь.",
            no: "Хорошо. Если вопрос остался, попробуйте задать его иначе или поговорите с сотрудником.",
            refused: "Жаль, что это не помогло. Попробуйте спросить иначе или поговорите с сотрудником.",
            others: "Жаль, что это не помогло. Возможно, вы имели в виду это? Если нет, попробуйте спросить иначе или поговорите с сотрудником.",
            bot: "Я бот. Я отвечаю на частые вопросы, а ещё вы можете поговорить с сотрудником.",
        },
    ),
    (
        "ja",
        Replies {
            greeting: "こんにちは。どのようなご質問でしょうか。",
            help: "はい、どうぞ。どのようなご質問でしょうか。",
            thanks: "どういたしまして。ほかにもご質問がありましたら、お気軽にお尋ねください。",
            farewell: "ご利用ありがとうございました。またいつでもお越しください。",
            noted: "承知しました。ほかにもご質問がありましたら、お気軽にお尋ねください。",
            no: "承知しました。まだ解決していない場合は、別の言い方でお試しいただくか、担当者をお呼びください。",
            refused: "お役に立てず申し訳ありません。別の言い方でお試しいただくか、担当者をお呼びください。",
            others: "お役に立てず申し訳ありません。お尋ねになりたいのはこちらでしょうか。違う場合は、別の言い方でお試しいただくか、担当者をお呼びください。",
            bot: "私はボットです。よくある質問をもとにお答えしています。担当者を呼ぶこともできます。",
        },
    ),
    (
        "ko",
        Replies {
            greeting: "안녕하세요! 무엇이 궁금하신가요?",
            help: "네, 도와드리겠습니다. 무엇이 궁금하신가요?",
            thanks: "도움이 되어 기쁩니다. 더 궁금한 점이 있으시면 언제든지 물어봐 주세요.",
            farewell: "이용해 주셔서 감사합니다. 언제든지 다시 찾아 주세요.",
            noted: "알겠습니다. 더 궁금한 점이 있으시면 언제든지 물어봐 주세요.",
            no: "알겠습니다. 아직 해결되지 않았다면 다른 표현으로 다시 질문해 주시거나 상담원을 요청해 주세요.",
            refused: "도움이 되지 못해 죄송합니다. 다른 표현으로 다시 질문해 주시거나 상담원을 요청해 주세요.",
            others: "도움이 되지 못해 죄송합니다. 혹시 아래 내용이 궁금하신가요? 아니라면 다른 표현으로 다시 질문해 주시거나 상담원을 요청해 주세요.",
            bot: "저는 챗봇입니다. 자주 묻는 질문에 답해 드리며, 상담원을 요청하실 수도 있습니다.",
        },
    ),
];

/// The reply to a kind of small talk, in English where there is none in this language. `offering`: titles stand below it.
pub fn small_talk(lang: &Lang, kind: SmallTalk, offering: bool) -> &'static str {
    let of = LANGS.iter().find(|(name, _)| *name == tag(lang)).or(LANGS.first());
    let replies = of.map(|(_, replies)| replies).expect("there is English");
    match kind {
        SmallTalk::Greeting => replies.greeting,
        SmallTalk::Help => replies.help,
        SmallTalk::Thanks => replies.thanks,
        SmallTalk::Farewell => replies.farewell,
        SmallTalk::Noted => replies.noted,
        SmallTalk::No | SmallTalk::Refused if offering => replies.others,
        SmallTalk::No => replies.no,
        SmallTalk::Refused => replies.refused,
        SmallTalk::Bot => replies.bot,
    }
}

#[cfg(test)]
mod tests {
    use super::super::NAMED;
    use super::*;

    #[test]
    fn every_named_language_has_replies_of_its_own() {
        let reply = |tag: &str| small_talk(&Lang::parse(tag).unwrap(), SmallTalk::Thanks, false);
        let others = |tag: &str| small_talk(&Lang::parse(tag).unwrap(), SmallTalk::Refused, true);
        for tag in NAMED.into_iter().filter(|tag| *tag != "en") {
            assert_ne!(reply(tag), reply("en"), "{tag}");
            assert_ne!(others(tag), others("en"), "{tag}");
        }
        assert_ne!(reply("zh-TW"), reply("zh"));
        assert_eq!(reply("pl"), reply("en"));
    }
}
