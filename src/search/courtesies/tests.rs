use super::*;

#[test]
fn what_stands_around_a_question_is_left_out() {
    for (lang, text, left) in [
        ("en", "Good evening Sir/Madam, could you please tell me where my order is", "where my order is"),
        ("en", "heyyy quick question: do you ship to Norway? thanks a lot!!", "do you ship to Norway?"),
        ("en", "Hi team,\n\nSorry to bother you, can I change my address\n\nKind regards", "can I change my address"),
        ("en", "hola, refund pls", "refund"),
        ("en", "i wanna know how long it takes, thx", "how long it takes"),
        ("de", "Sehr geehrte Damen und Herren, wann öffnen Sie? Vielen Dank im Voraus", "wann öffnen Sie?"),
        ("de", "ich hätte da mal ne frage wo ist mein paket", "wo ist mein paket"),
        ("fr", "Excusez-moi, je voulais savoir si vous livrez s'il vous plaît", "vous livrez"),
        ("es", "¡Hola! ¿dónde está mi pedido? muchas gracias de antemano", "dónde está mi pedido?"),
        ("ru", "Добрый день! Подскажите, пожалуйста, где мой заказ", "где мой заказ"),
        ("zh", "亲，我想咨询一下退货要多久，万分感谢", "退货要多久"),
        ("zh", "請問運費多少？謝謝", "運費多少？"),
        ("zh", "hello，想了解一下会员卡 在线等", "会员卡"),
        ("ja", "お世話になっております。修理の料金を教えてください", "修理の料金を"),
        ("ko", "죄송한데 배송은 얼마나 걸려요? 감사합니다", "배송은 얼마나 걸려요?"),
    ] {
        assert_eq!(without(text, lang), left, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_courtesy_stays() {
    for (lang, text) in [
        ("en", "where is my order"),
        ("en", "hi-fi speakers"),
        ("en", "hello@shop.example does not answer"),
        ("en", "thanks"),
        ("en", "Good morning! Thank you so much"),
        ("en", "sorry state of my saddle"),
        ("zh", "亲子房多少钱"),
        ("zh", "求解决办法"),
        ("zh", "对了解课程有要求吗"),
        ("zh", "你好"),
        ("", "?!"),
        ("", ""),
    ] {
        assert_eq!(without(text, lang), text);
    }
    assert_eq!(without("想咨询下单流程", "zh"), "下单流程", "no word is cut in two");
    assert_eq!(without("请问下载发票在哪", "zh"), "下载发票在哪");
}

#[test]
fn every_list_has_both_ends_and_no_empty_item() {
    for (lang, list) in LISTS {
        let phrases = &PHRASES[lang];
        assert!(phrases.open.len() > 3 && phrases.close.len() > 3, "{lang}");
        let items = list.lines().filter(|line| !line.starts_with(['#', '['])).flat_map(|line| line.split('|'));
        for item in items {
            assert!(
                words(item).iter().all(|word| !word.form.is_empty()) && !words(item).is_empty(),
                "{lang}: {item:?}"
            );
        }
    }
}
