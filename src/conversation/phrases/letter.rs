//! What stands in a mail to a visitor whom an agent answered, by language.

use crate::text::Lang;

/// The sentences around an agent's words.
pub struct Letter {
    /// In one line; `{site}` is the company.
    subject: &'static str,
    /// Before the words; `{name}` is who wrote them.
    wrote: &'static str,
    /// The button that leads back.
    pub answer: &'static str,
    /// What is to be known of the link.
    pub link_note: &'static str,
}

const LANGS: [(&str, Letter); 12] = [
    (
        "en",
        Letter {
            subject: "{site}: an answer to your message",
            wrote: "{name} wrote to you:",
            answer: "Go on with the conversation",
            link_note: "The link opens your conversation for 30 days. Whoever has it can read along, so keep it to yourself.",
        },
    ),
    (
        "zh",
        Letter {
            subject: "{site}：您的留言有了回复",
            wrote: "{name} 给您回复：",
            answer: "继续对话",
            link_note: "此链接可在 30 天内打开您的对话。任何持有链接的人都能看到内容，请勿转发。",
        },
    ),
    (
        "zh-hant",
        Letter {
            subject: "{site}：您的留言有了回覆",
            wrote: "{name} 給您回覆：",
            answer: "繼續對話",
            link_note: "此連結可在 30 天內開啟您的對話。任何持有連結的人都能看到內容，請勿轉寄。",
        },
    ),
    (
        "de",
        Letter {
            subject: "{site}: Antwort auf Ihre Nachricht",
            wrote: "{name} hat Ihnen geschrieben:",
            answer: "Gespräch fortsetzen",
            link_note: "Der Link öffnet Ihr Gespräch 30 Tage lang. Wer ihn hat, kann mitlesen; geben Sie ihn nicht weiter.",
        },
    ),
    (
        "fr",
        Letter {
            subject: "{site} : une réponse à votre message",
            wrote: "{name} vous a écrit :",
            answer: "Poursuivre la conversation",
            link_note: "Ce lien ouvre votre conversation pendant 30 jours. Toute personne qui l\u{2019}a peut la lire : gardez-le pour vous.",
        },
    ),
    (
        "es",
        Letter {
            subject: "{site}: una respuesta a su mensaje",
            wrote: "{name} le ha escrito:",
            answer: "Continuar la conversación",
            link_note: "El enlace abre su conversación durante 30 días. Quien lo tenga puede leerla: no lo comparta.",
        },
    ),
    (
        "pt",
        Letter {
            subject: "{site}: uma resposta à sua mensagem",
            wrote: "{name} escreveu para você:",
            answer: "Continuar a conversa",
            link_note: "O link abre a sua conversa durante 30 dias. Quem tiver o link pode ler tudo: não o compartilhe.",
        },
    ),
    (
        "it",
        Letter {
            subject: "{site}: una risposta al suo messaggio",
            wrote: "{name} le ha scritto:",
            answer: "Continua la conversazione",
            link_note: "Il link apre la sua conversazione per 30 giorni. Chi lo possiede può leggerla: non lo condivida.",
        },
    ),
    (
        "nl",
        Letter {
            subject: "{site}: antwoord op uw bericht",
            wrote: "{name} heeft u geschreven:",
            answer: "Verder met het gesprek",
            link_note: "De link opent uw gesprek gedurende 30 dagen. Wie hem heeft, kan meelezen; houd hem voor uzelf.",
        },
    ),
    (
        "ru",
        Letter {
            subject: "{site}: ответ на ваше сообщение",
            wrote: "Вам пишет {name}:",
            answer: "Продолжить разговор",
            link_note: "Ссылка открывает ваш разговор в течение 30 дней. Прочесть его сможет каждый, у кого она есть: никому её не передавайте.",
        },
    ),
    (
        "ja",
        Letter {
            subject: "{site}：メッセージへのお返事",
            wrote: "{name} からのお返事：",
            answer: "会話を続ける",
            link_note: "このリンクは 30 日間有効です。リンクを知っている人は会話を読めますので、他の人に渡さないでください。",
        },
    ),
    (
        "ko",
        Letter {
            subject: "{site}: 남기신 메시지에 대한 답변",
            wrote: "{name} 님의 답변:",
            answer: "대화 계속하기",
            link_note: "이 링크로 30일 동안 대화를 열 수 있습니다. 링크를 가진 사람은 누구나 읽을 수 있으니 공유하지 마세요.",
        },
    ),
];

/// The sentences for a language; English where there are none.
pub fn letter(lang: &Lang) -> &'static Letter {
    let tag = super::tag(lang);
    LANGS.iter().find(|(known, _)| *known == tag).map_or(&LANGS[0].1, |(_, letter)| letter)
}

impl Letter {
    /// The subject of a mail of this company.
    pub fn subject(&self, site: &str) -> String {
        self.subject.replace("{site}", site)
    }

    /// What stands before the words of this person.
    pub fn wrote(&self, name: &str) -> String {
        self.wrote.replace("{name}", name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_the_bot_has_a_letter() {
        for named in super::super::NAMED {
            assert!(LANGS.iter().any(|(tag, _)| *tag == named), "{named}");
        }
        for (tag, letter) in &LANGS {
            assert!(letter.subject("Shop & Co").contains("Shop & Co"), "{tag}");
            assert!(letter.wrote("Maya").contains("Maya") && letter.link_note.contains("30"), "{tag}");
        }
    }
}
