//! What Deskbell says while a person is asked for, comes, writes and goes, by language.
//!
//! Invariant: each sentence is whole in its language; what is filled in are names, numbers and times, which no
//! language bends.

use super::dates;
use crate::clock::{TimeZone, Timestamp};
use crate::text::Lang;

/// The sentences of one language; what is filled in stands in braces.
struct Desk {
    queued: &'static str,
    /// `{place}`
    place: &'static str,
    next: &'static str,
    /// `{minutes}`
    minutes: &'static str,
    still_waiting: &'static str,
    /// `{name}`
    agent_joined: &'static str,
    agent_left: &'static str,
    closed: &'static str,
    offline: &'static str,
    /// `{when}`
    back: &'static str,
    leave_message: &'static str,
    go_on: &'static str,
    /// `{to}`
    message_left: &'static str,
    cancelled: &'static str,
    prefer_mail: &'static str,
    /// What stands between two sentences.
    gap: &'static str,
}

const LANGS: [(&str, Desk); 12] = [
    (
        "en",
        Desk {
            queued: "I have asked our team. Somebody will be with you as soon as they can.",
            place: "You are number {place} in line.",
            next: "You are next.",
            minutes: "It should take about {minutes} min.",
            still_waiting: "Sorry, this is taking longer than usual. You can go on waiting, or leave a message and get an answer later.",
            agent_joined: "{name} is here.",
            agent_left: "{name} has handed the conversation back. I am the assistant again, and happy to go on.",
            closed: "{name} has ended the conversation. You can write again at any time.",
            offline: "Nobody from our team is in this chat right now.",
            back: "We are back {when}.",
            leave_message: "Leave a message, and we will answer it.",
            go_on: "I can go on answering questions.",
            message_left: "Thank you, our team has your message. The answer goes to {to}.",
            cancelled: "You are no longer waiting for a person. I am glad to go on helping.",
            prefer_mail: "Leave your message here, and we will answer it. Until then you keep your place in line.",
            gap: " ",
        },
    ),
    (
        "zh",
        Desk {
            queued: "已为您呼叫人工客服，客服会尽快接入。",
            place: "您目前排在第 {place} 位。",
            next: "下一位就是您。",
            minutes: "预计等待约 {minutes} 分钟。",
            still_waiting: "抱歉，今天的等待时间比平时长。您可以继续等待，也可以留言，我们稍后回复您。",
            agent_joined: "{name} 已接入，为您服务。",
            agent_left: "{name} 已将对话转回智能助手，我会继续为您解答。",
            closed: "{name} 已结束本次人工服务。您随时可以再次留言。",
            offline: "目前没有人工客服在线。",
            back: "我们将于{when}恢复服务。",
            leave_message: "请留下您的留言，我们会回复您。",
            go_on: "您可以继续提问，我会尽力解答。",
            message_left: "谢谢，我们已收到您的留言，会回复到 {to}。",
            cancelled: "已为您取消排队，我会继续为您解答。",
            prefer_mail: "请在这里留言，我们会回复您。提交之前，您的排队位置会保留。",
            gap: "",
        },
    ),
    (
        "zh-hant",
        Desk {
            queued: "已為您呼叫真人客服，客服會盡快加入。",
            place: "您目前排在第 {place} 位。",
            next: "下一位就是您。",
            minutes: "預計等待約 {minutes} 分鐘。",
            still_waiting: "抱歉，今天的等待時間比平常久。您可以繼續等候，也可以留言，我們稍後回覆您。",
            agent_joined: "{name} 已加入，為您服務。",
            agent_left: "{name} 已將對話轉回智慧助理，我會繼續為您解答。",
            closed: "{name} 已結束本次真人服務。您隨時可以再次留言。",
            offline: "目前沒有真人客服在線。",
            back: "我們將於{when}恢復服務。",
            leave_message: "請留下您的訊息，我們會回覆您。",
            go_on: "您可以繼續提問，我會盡力解答。",
            message_left: "謝謝，我們已收到您的留言，會回覆到 {to}。",
            cancelled: "已為您取消排隊，我會繼續為您解答。",
            prefer_mail: "請在這裡留言，我們會回覆您。送出之前，您的排隊位置會保留。",
            gap: "",
        },
    ),
    (
        "de",
        Desk {
            queued: "Ich habe unserem Team Bescheid gegeben. Es meldet sich so bald wie möglich jemand bei Ihnen.",
            place: "Sie sind auf Platz {place} der Warteschlange.",
            next: "Sie sind als Nächstes dran.",
            minutes: "Es dauert ungefähr {minutes} Min.",
            still_waiting: "Entschuldigung, es dauert länger als sonst. Sie können weiter warten oder eine Nachricht hinterlassen und später eine Antwort bekommen.",
            agent_joined: "{name} ist jetzt da.",
            agent_left: "{name} hat das Gespräch zurückgegeben. Jetzt antwortet wieder der Assistent.",
            closed: "{name} hat das Gespräch beendet. Sie können jederzeit wieder schreiben.",
            offline: "Im Moment ist niemand aus unserem Team in diesem Chat.",
            back: "Wir sind {when} wieder da.",
            leave_message: "Hinterlassen Sie eine Nachricht, wir antworten Ihnen.",
            go_on: "Ich beantworte gern weitere Fragen.",
            message_left: "Danke, unser Team hat Ihre Nachricht. Die Antwort geht an {to}.",
            cancelled: "Sie warten nicht mehr auf einen Menschen. Ich helfe gern weiter.",
            prefer_mail: "Schreiben Sie Ihre Nachricht hier, wir antworten Ihnen. Bis dahin behalten Sie Ihren Platz in der Warteschlange.",
            gap: " ",
        },
    ),
    (
        "fr",
        Desk {
            queued: "J\u{2019}ai prévenu notre équipe. Quelqu\u{2019}un vous répondra dès que possible.",
            place: "Vous êtes numéro {place} dans la file.",
            next: "C\u{2019}est bientôt à vous.",
            minutes: "Il faut compter environ {minutes} min.",
            still_waiting: "Désolé, l\u{2019}attente est plus longue que d\u{2019}habitude. Vous pouvez continuer à patienter, ou laisser un message et recevoir une réponse plus tard.",
            agent_joined: "{name} est là.",
            agent_left: "{name} a rendu la conversation à l\u{2019}assistant. Je continue avec plaisir.",
            closed: "{name} a mis fin à la conversation. Vous pouvez écrire à nouveau à tout moment.",
            offline: "Personne de notre équipe n\u{2019}est disponible dans ce chat pour le moment.",
            back: "Nous sommes de retour {when}.",
            leave_message: "Laissez un message, nous vous répondrons.",
            go_on: "Je peux continuer à répondre à vos questions.",
            message_left: "Merci, notre équipe a bien reçu votre message. La réponse sera envoyée à {to}.",
            cancelled: "Vous n\u{2019}attendez plus de réponse d\u{2019}une personne. Je continue à vous aider avec plaisir.",
            prefer_mail: "Écrivez votre message ici, nous vous répondrons. D\u{2019}ici là, vous gardez votre place dans la file.",
            gap: " ",
        },
    ),
    (
        "es",
        Desk {
            queued: "He avisado a nuestro equipo. Alguien le atenderá lo antes posible.",
            place: "Es el número {place} de la cola.",
            next: "Su turno es el siguiente.",
            minutes: "La espera es de unos {minutes} min.",
            still_waiting: "Disculpe, la espera es más larga de lo habitual. Puede seguir esperando, o dejar un mensaje y recibir una respuesta más tarde.",
            agent_joined: "{name} ya está aquí.",
            agent_left: "{name} ha devuelto la conversación al asistente. Sigo a su disposición.",
            closed: "{name} ha terminado la conversación. Puede volver a escribir cuando quiera.",
            offline: "Ahora mismo no hay nadie de nuestro equipo en este chat.",
            back: "Volvemos {when}.",
            leave_message: "Deje un mensaje y le responderemos.",
            go_on: "Puedo seguir respondiendo a sus preguntas.",
            message_left: "Gracias, nuestro equipo ha recibido su mensaje. La respuesta se enviará a {to}.",
            cancelled: "Ya no está esperando a una persona. Sigo aquí para ayudarle.",
            prefer_mail: "Escriba aquí su mensaje y le responderemos. Hasta entonces conserva su lugar en la cola.",
            gap: " ",
        },
    ),
    (
        "pt",
        Desk {
            queued: "Já avisei a nossa equipe. Alguém vai atender você assim que possível.",
            place: "Você é o número {place} da fila.",
            next: "Você é o próximo da fila.",
            minutes: "A espera é de cerca de {minutes} min.",
            still_waiting: "Desculpe, a espera está maior que o normal. Você pode continuar esperando, ou deixar uma mensagem e receber uma resposta mais tarde.",
            agent_joined: "{name} está aqui.",
            agent_left: "{name} devolveu a conversa ao assistente. Continuo à disposição.",
            closed: "{name} encerrou a conversa. Você pode escrever de novo quando quiser.",
            offline: "No momento não há ninguém da nossa equipe neste chat.",
            back: "Voltamos {when}.",
            leave_message: "Deixe uma mensagem e responderemos.",
            go_on: "Posso continuar respondendo às suas perguntas.",
            message_left: "Obrigado, a nossa equipe recebeu a sua mensagem. A resposta vai para {to}.",
            cancelled: "Você não está mais esperando por uma pessoa. Continuo aqui para ajudar.",
            prefer_mail: "Escreva a sua mensagem aqui e responderemos. Até lá, o seu lugar na fila fica guardado.",
            gap: " ",
        },
    ),
    (
        "it",
        Desk {
            queued: "Ho avvisato il nostro team. Qualcuno le risponderà appena possibile.",
            place: "Lei è il numero {place} in coda.",
            next: "Il prossimo turno è il suo.",
            minutes: "L\u{2019}attesa è di circa {minutes} min.",
            still_waiting: "Ci scusi, l\u{2019}attesa è più lunga del solito. Può continuare ad aspettare, oppure lasciare un messaggio e ricevere una risposta più tardi.",
            agent_joined: "{name} è qui.",
            agent_left: "{name} ha restituito la conversazione all\u{2019}assistente. Continuo volentieri io.",
            closed: "{name} ha concluso la conversazione. Può scrivere di nuovo in qualsiasi momento.",
            offline: "Al momento nessuno del nostro team è disponibile in questa chat.",
            back: "Torniamo {when}.",
            leave_message: "Lasci un messaggio e le risponderemo.",
            go_on: "Posso continuare a rispondere alle sue domande.",
            message_left: "Grazie, il nostro team ha ricevuto il suo messaggio. La risposta arriverà a {to}.",
            cancelled: "Non è più in attesa di una persona. Continuo ad aiutarla volentieri.",
            prefer_mail: "Scriva qui il suo messaggio e le risponderemo. Fino ad allora mantiene il suo posto in coda.",
            gap: " ",
        },
    ),
    (
        "nl",
        Desk {
            queued: "Ik heb ons team gewaarschuwd. Er komt zo snel mogelijk iemand bij u.",
            place: "U bent nummer {place} in de wachtrij.",
            next: "U bent als volgende aan de beurt.",
            minutes: "Het duurt ongeveer {minutes} min.",
            still_waiting: "Sorry, het duurt langer dan normaal. U kunt blijven wachten, of een bericht achterlaten en later antwoord krijgen.",
            agent_joined: "{name} is er nu.",
            agent_left: "{name} heeft het gesprek teruggegeven aan de assistent. Ik help u graag verder.",
            closed: "{name} heeft het gesprek beëindigd. U kunt altijd opnieuw schrijven.",
            offline: "Er is nu niemand van ons team in deze chat.",
            back: "We zijn {when} weer terug.",
            leave_message: "Laat een bericht achter, dan krijgt u antwoord.",
            go_on: "Ik kan wel vragen blijven beantwoorden.",
            message_left: "Bedankt, ons team heeft uw bericht. Het antwoord gaat naar {to}.",
            cancelled: "U wacht niet meer op een medewerker. Ik help u graag verder.",
            prefer_mail: "Schrijf uw bericht hier, dan krijgt u antwoord. Tot die tijd houdt u uw plaats in de wachtrij.",
            gap: " ",
        },
    ),
    (
        "ru",
        Desk {
            queued: "Я сообщил нашей команде. Вам ответят, как только смогут.",
            place: "Ваш номер в очереди: {place}.",
            next: "Вы следующий в очереди.",
            minutes: "Ожидание около {minutes} мин.",
            still_waiting: "Извините, ожидание дольше обычного. Можно подождать ещё или оставить сообщение и получить ответ позже.",
            agent_joined: "{name} на связи.",
            agent_left: "{name} передаёт разговор обратно помощнику. Я снова отвечаю на вопросы.",
            closed: "Разговор завершён ({name}). Вы можете написать снова в любое время.",
            offline: "Сейчас в этом чате нет никого из нашей команды.",
            back: "Мы вернёмся {when}.",
            leave_message: "Оставьте сообщение, и мы ответим.",
            go_on: "Я могу и дальше отвечать на вопросы.",
            message_left: "Спасибо, наша команда получила ваше сообщение. Ответ придёт на {to}.",
            cancelled: "Вы больше не ждёте человека. Я готов помогать дальше.",
            prefer_mail: "Напишите сообщение здесь, и мы ответим. До этого ваше место в очереди сохраняется.",
            gap: " ",
        },
    ),
    (
        "ja",
        Desk {
            queued: "担当者に連絡しました。できるだけ早く対応いたします。",
            place: "現在の順番は {place} 番目です。",
            next: "次がお客様の番です。",
            minutes: "お待ち時間は約 {minutes} 分です。",
            still_waiting: "申し訳ありません。通常よりお時間がかかっています。このままお待ちいただくか、メッセージを残していただければ後ほどお返事いたします。",
            agent_joined: "{name} が対応いたします。",
            agent_left: "{name} から自動アシスタントに戻りました。引き続きご質問にお答えします。",
            closed: "{name} が対応を終了しました。いつでもまたお書きください。",
            offline: "ただいまこのチャットで対応できる担当者がおりません。",
            back: "{when}に再開いたします。",
            leave_message: "メッセージを残していただければ、お返事いたします。",
            go_on: "引き続きご質問にはお答えします。",
            message_left: "ありがとうございます。メッセージを承りました。お返事は {to} にお送りします。",
            cancelled: "担当者の順番待ちを取り消しました。引き続きご質問にお答えします。",
            prefer_mail: "こちらにメッセージをお書きください。お返事いたします。送信されるまで順番はそのままです。",
            gap: "",
        },
    ),
    (
        "ko",
        Desk {
            queued: "상담팀에 알렸습니다. 최대한 빨리 상담원이 답변해 드리겠습니다.",
            place: "현재 대기 순서는 {place}번째입니다.",
            next: "다음 순서입니다.",
            minutes: "예상 대기 시간은 약 {minutes}분입니다.",
            still_waiting: "죄송합니다. 평소보다 오래 걸리고 있습니다. 계속 기다리시거나, 메시지를 남기시면 나중에 답변해 드립니다.",
            agent_joined: "{name} 님이 상담을 시작합니다.",
            agent_left: "{name} 님이 대화를 자동 도우미에게 돌려주었습니다. 이제 제가 계속 도와드리겠습니다.",
            closed: "{name} 님이 상담을 마쳤습니다. 언제든지 다시 글을 남기실 수 있습니다.",
            offline: "지금은 이 채팅에 상담원이 없습니다.",
            back: "{when}에 다시 시작합니다.",
            leave_message: "메시지를 남기시면 답변해 드리겠습니다.",
            go_on: "다른 질문에는 계속 답해 드릴 수 있습니다.",
            message_left: "감사합니다. 메시지를 받았습니다. 답변은 {to}(으)로 보내 드립니다.",
            cancelled: "상담원 대기를 취소했습니다. 계속 도와드리겠습니다.",
            prefer_mail: "여기에 메시지를 남기시면 답변해 드리겠습니다. 보내실 때까지 대기 순서는 유지됩니다.",
            gap: " ",
        },
    ),
];

fn of(lang: &Lang) -> &'static Desk {
    let tag = super::tag(lang);
    LANGS.iter().find(|(known, _)| *known == tag).map_or(&LANGS[0].1, |(_, desk)| desk)
}

/// That a person was asked for, and where in the line the visitor is, as far as that is known.
pub fn queued(lang: &Lang, place: Option<u32>, minutes: Option<u32>) -> String {
    let desk = of(lang);
    let place = place.map(|place| match place {
        0 | 1 => desk.next.to_owned(),
        place => desk.place.replace("{place}", &place.to_string()),
    });
    // a wait of no time at all is none that anybody can promise
    let minutes =
        minutes.filter(|minutes| *minutes > 0).map(|minutes| desk.minutes.replace("{minutes}", &minutes.to_string()));
    joined(desk, [Some(desk.queued.to_owned()), place, minutes])
}

/// That it takes longer than one may expect.
pub fn still_waiting(lang: &Lang) -> String {
    of(lang).still_waiting.to_owned()
}

/// That a person is there.
pub fn agent_joined(lang: &Lang, name: &str) -> String {
    of(lang).agent_joined.replace("{name}", name)
}

/// That a person gave the conversation back to the bot.
pub fn agent_left(lang: &Lang, name: &str) -> String {
    of(lang).agent_left.replace("{name}", name)
}

/// That a person ended the conversation.
pub fn closed(lang: &Lang, name: &str) -> String {
    of(lang).closed.replace("{name}", name)
}

/// That nobody is there: when somebody will be, where that is known, and that a message can be left, where it can.
pub fn offline(lang: &Lang, opens_at: Option<Timestamp>, now: Timestamp, zone: &TimeZone, message: bool) -> String {
    let desk = of(lang);
    let back = opens_at.map(|opens| desk.back.replace("{when}", &dates::when(super::tag(lang), opens, now, zone)));
    let then = if message { desk.leave_message } else { desk.go_on };
    joined(desk, [Some(desk.offline.to_owned()), back, Some(then.to_owned())])
}

/// That a message was left, and where its answer goes.
pub fn message_left(lang: &Lang, reply_to: &str) -> String {
    of(lang).message_left.replace("{to}", reply_to)
}

/// That the visitor does not wait any more.
pub fn cancelled(lang: &Lang) -> String {
    of(lang).cancelled.to_owned()
}

/// That a message may be left instead of waiting.
pub fn prefer_mail(lang: &Lang) -> String {
    of(lang).prefer_mail.to_owned()
}

fn joined<const COUNT: usize>(desk: &Desk, sentences: [Option<String>; COUNT]) -> String {
    sentences.into_iter().flatten().collect::<Vec<_>>().join(desk.gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        Lang::parse(tag).unwrap()
    }

    #[test]
    fn every_language_of_the_bot_has_these_sentences_too() {
        for named in super::super::NAMED {
            assert!(LANGS.iter().any(|(tag, _)| *tag == named), "{named}");
        }
        for (tag, desk) in &LANGS {
            for (sentence, filled) in [
                (desk.place, "{place}"),
                (desk.minutes, "{minutes}"),
                (desk.agent_joined, "{name}"),
                (desk.agent_left, "{name}"),
                (desk.closed, "{name}"),
                (desk.back, "{when}"),
                (desk.message_left, "{to}"),
            ] {
                assert_eq!(sentence.matches(filled).count(), 1, "{tag}: {sentence}");
            }
            let said = [
                queued(&lang(tag), Some(2), Some(3)),
                queued(&lang(tag), Some(1), None),
                still_waiting(&lang(tag)),
                agent_joined(&lang(tag), "Maya"),
                agent_left(&lang(tag), "Maya"),
                closed(&lang(tag), "Maya"),
                message_left(&lang(tag), "a@b.example"),
                cancelled(&lang(tag)),
                prefer_mail(&lang(tag)),
            ];
            for text in said {
                assert!(!text.contains(['{', '}']) && !text.is_empty(), "{tag}: {text}");
                assert!(*tag == "en" || text != queued(&lang("en"), Some(2), Some(3)), "{tag}: {text}");
            }
        }
    }

    #[test]
    fn the_line_is_told_as_far_as_it_is_known() {
        let english = |place, minutes| queued(&lang("en"), place, minutes);
        assert_eq!(english(None, None), "I have asked our team. Somebody will be with you as soon as they can.");
        assert!(english(Some(1), Some(0)).ends_with("they can. You are next."), "{}", english(Some(1), Some(0)));
        assert!(english(Some(4), Some(6)).ends_with("You are number 4 in line. It should take about 6 min."));
        assert_eq!(queued(&lang("zh-tw"), Some(2), None), "已為您呼叫真人客服，客服會盡快加入。您目前排在第 2 位。");
        assert_eq!(agent_joined(&lang("pl"), "Maya"), "Maya is here.");
    }

    #[test]
    fn who_comes_at_night_hears_when_somebody_is_there() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        // Wednesday 25 November 2026, 23:30 in Berlin
        let now: Timestamp = "2026-11-25T22:30:00Z".parse().unwrap();
        let opens: Timestamp = "2026-11-26T08:00:00Z".parse().unwrap();
        let at = |tag: &str, opens: Option<Timestamp>, message| offline(&lang(tag), opens, now, &zone, message);
        assert_eq!(
            at("en", Some(opens), true),
            "Nobody from our team is in this chat right now. We are back tomorrow at 09:00. Leave a message, and we will \
             answer it."
        );
        assert_eq!(at("zh", None, false), "目前没有人工客服在线。您可以继续提问，我会尽力解答。");
        assert!(at("de", Some(opens), false).contains("Wir sind morgen um 09:00 Uhr wieder da."));
    }
}
