//! What visitors really type, asked of the sample: errors, missing spaces, other keyboards, noise around the question.

use super::sample::{ask, entries, entry, first, index, lang, now};
use super::{Decision, Index, Question};

fn finds(index: &Index, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|(text, id)| {
            let verdict = ask(index, text);
            let found = first(&verdict);
            (found != *id).then(|| format!("{text}: {found} and not {id}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn read(index: &Index, text: &str) -> Vec<String> {
    let question = Question { text, lang: None, page: None, previous: None, now: now() };
    let section = &index.sections[index.home(&question).unwrap().at];
    section.read(text).tokens.into_iter().map(|token| token.stem).collect()
}

#[test]
fn typing_errors_find_what_was_meant() {
    finds(
        &index(entries()),
        &[
            ("whre is my oder", "order-status"),
            ("trak my parsel", "order-status"),
            ("i want a refnud", "refund"),
            ("rrefund pls", "refund"),
            ("can i get reimbrused", "refund"),
            ("can i get reimbursedd", "refund"),
            ("reimbursment", "refund"),
            ("how mcuh is shiping", "delivery-cost"),
            ("what does delivrey cost", "delivery-cost"),
            ("shippign price", "delivery-cost"),
            ("can i have an invioce", "invoice"),
            ("were is the invoce", "invoice"),
            ("opennig huors", "opening-hours"),
            ("wich sise fits", "size-guide"),
            ("when does my consigment arive", "delivery-time"),
        ],
    );
}

#[test]
fn spaces_may_be_missing_or_too_many() {
    let index = index(entries());
    finds(
        &index,
        &[
            ("whereismyorder", "order-status"),
            ("where ismyorder", "order-status"),
            ("refundmoney", "refund"),
            ("moneyback", "refund"),
            ("howmuch is shipping", "delivery-cost"),
            ("ship ping cost", "delivery-cost"),
            ("track my par cel", "order-status"),
            ("framesize", "size-guide"),
            ("openinghours", "opening-hours"),
        ],
    );
    assert_eq!(ask(&index, "whereismyorder").decision, Decision::Answer);
}

#[test]
fn hyphenated_words_are_found_in_every_form() {
    let bikes = |written: &str| {
        let mut entries = entries();
        entries.push(entry("en", "rental", &[&format!("Can I rent an {written}?")], "Yes, by the day."));
        index(entries)
    };
    for written in ["e-bike", "ebike"] {
        let index = bikes(written);
        finds(&index, &[("e-bike", "rental"), ("ebike", "rental"), ("e bike", "rental"), ("E-BIKE!", "rental")]);
    }
    let mut german = entries();
    german.push(entry("de", "lieferzeit", &["Wie sind die Lieferzeiten?"], "Drei Tage."));
    german.push(entry("de", "frist", &["Frist für die Rückgabe"], "Dreißig Tage."));
    finds(
        &index(german),
        &[
            ("Liefer zeit", "lieferzeit"),
            ("lieferzeit", "lieferzeit"),
            ("rückgabefrist", "frist"),
            ("rueckgabefrist", "frist"),
            ("Ruckgabe Frist", "frist"),
        ],
    );
}

#[test]
fn form_and_noise_do_not_matter() {
    let index = index(entries());
    finds(
        &index,
        &[
            ("WHERE IS MY ORDER", "order-status"),
            ("ｗｈｅｒｅ　ｉｓ　ｍｙ　ｏｒｄｅｒ", "order-status"),
            ("refuuuund pleeeease!!!!", "refund"),
            ("i want my moneyyyy back :(((", "refund"),
            ("😡😡 where is my order 📦???", "order-status"),
            ("🙏refund🙏", "refund"),
            ("<p>where is my <b>parcel</b></p>&nbsp;", "order-status"),
            ("**refund** _please_", "refund"),
            ("see [invoice](https://example.com/track/order/shipping)", "invoice"),
            ("order AB-2024-00017, anna@example.com, +49 30 123 45 67: where is it", "order-status"),
            ("invoice for https://shop.example.com/orders/delivery?refund=1", "invoice"),
            ("𝐫𝐞𝐟𝐮𝐧𝐝", "refund"),
            ("re\u{00AD}fund", "refund"),
        ],
    );
    for nothing in ["???", "!!!", "....", "😀", "<br>", "&nbsp;", "+49 30 123 45 67"] {
        assert!(ask(&index, nothing).candidates.is_empty(), "{nothing}");
    }
}

#[test]
fn chinese_from_every_keyboard_finds_the_same() {
    let index = index(entries());
    finds(
        &index,
        &[
            ("tui kuan", "refund"),
            ("tui4kuan3", "refund"),
            ("tuì kuǎn", "refund"),
            ("wo yao tui kuan", "refund"),
            ("我要tui kuan", "refund"),
            ("ｔｕｉ　ｋｕａｎ", "refund"),
            ("fa piao", "invoice"),
            ("yun fei", "delivery-cost"),
            ("運費多少錢", "delivery-cost"),
            ("我的訂單在哪裡", "order-status"),
            ("開發票", "invoice"),
            ("😊退款🙏", "refund"),
            ("订单号1234567890的物流", "order-status"),
        ],
    );
    for text in ["tui kuan", "tui4kuan3", "wo yao tui kuan"] {
        assert_eq!(ask(&index, text).lang.as_str(), "zh", "{text}");
    }
    for text in ["long pan", "can he change", "song", "refund"] {
        assert_eq!(ask(&index, text).lang.as_str(), "en", "{text}");
    }
}

#[test]
fn correct_words_are_never_corrected() {
    let mut entries = entries();
    entries.push(entry("en", "boat", &["Where do I tie up my boat?"], "At the pier."));
    entries.push(entry("en", "hose", &["Which hose fits the tap?"], "The blue one."));
    entries.push(entry("en", "reset", &["How do I reset the timer?"], "Press twice."));
    let index = index(entries);
    for (text, word) in [
        ("my goat", "goat"),
        ("a new house", "house"),
        ("can i resell", "resell"),
        ("the border", "border"),
        ("a mouse", "mouse"),
        ("hosue", "house"),
        ("find my coat", "coat"),
        ("the site", "site"),
    ] {
        let (stems, own) = (read(&index, text), read(&index, word));
        assert!(stems.ends_with(&own) && own.len() == 1, "{text}: {stems:?}");
        assert!(own[0].starts_with(&word[..word.len() - 1]), "{text}: {own:?}");
    }
    for (text, id) in [("my baot", "boat"), ("resset", "reset")] {
        assert_eq!(first(&ask(&index, text)), id, "{text}");
    }
    for text in ["where is my goat", "which house fits me best", "when do you close the border"] {
        let verdict = ask(&index, text);
        assert!(!matches!(first(&verdict), "boat" | "hose") || verdict.decision != Decision::Answer, "{text}");
    }
}

#[test]
fn a_language_that_the_faq_lacks_is_told() {
    let index = index(entries());
    for (text, tag) in [
        ("wo bleibt mein Paket", "de"),
        ("où est ma commande", "fr"),
        ("¿Dónde está mi pedido?", "es"),
        ("где мой заказ", "ru"),
        ("注文はいつ届きますか", "ja"),
        ("배송은 얼마나 걸리나요", "ko"),
        ("gdzie jest moja paczka", "pl"),
        ("bonjour", "fr"),
    ] {
        let verdict = ask(&index, text);
        let foreign = verdict.foreign.as_ref().map(|lang| lang.as_str());
        assert_eq!((foreign, verdict.lang.as_str()), (Some(tag), "en"), "{text}");
    }
    for text in
        ["where is my order", "退款", "E-Bike Pro", "refund", "Müller", "???", "tui kuan", "mon order", "hat", "code"]
    {
        assert_eq!(ask(&index, text).foreign, None, "{text}");
    }
    let hint = lang("zh");
    let asked = Question { text: "où est ma commande", lang: Some(&hint), page: None, previous: None, now: now() };
    assert_eq!(index.ask(&asked).lang.as_str(), "en", "the site's own language and not the visitor's");
}

#[test]
fn the_faqs_own_words_tell_a_language_that_the_text_does_not() {
    let mut entries = entries();
    entries.push(entry("fr", "fourche", &["Quelle fourche choisir ?"], "La bleue."));
    let index = index(entries);
    let ask = |text: &str, hint: Option<&str>| {
        let hint = hint.map(lang);
        let question = Question { text, lang: hint.as_ref(), page: None, previous: None, now: now() };
        index.ask(&question).lang.to_string()
    };
    assert_eq!(ask("fourche", None), "fr");
    assert_eq!(ask("fourche", Some("en")), "en", "one word may be a name");
    assert_eq!(ask("wheel", Some("fr")), "fr");
}

#[test]
fn text_made_to_cost_much_costs_little() {
    let index = index(entries());
    let pieces =
        ["<", "&", "a@b.c,", "+1 ", "qwertzuiopasdfghjklyxcvbnmqwertzuiop ", "orde refun ", "tuikuan", "e\u{301}"];
    for piece in pieces {
        let text = piece.repeat(2_000 / piece.chars().count());
        let start = crate::clock::instant();
        ask(&index, &text);
        assert!(start.elapsed().as_secs() < 5, "{piece}: {:?}", start.elapsed());
    }
}

#[test]
fn reading_is_fast() {
    const ROUNDS: u32 = 200;
    let index = index(entries());
    let section = &index.sections[0];
    let text = "hello, i would like to know whre my parsel is becuase it has not arrivd yet, thanks";
    section.read(text);
    let start = crate::clock::instant();
    for _ in 0..ROUNDS {
        section.read(text);
    }
    // a build without optimisation takes some twenty times as long as one with it
    let limit = if cfg!(debug_assertions) { 10_000 } else { 100 };
    let each = start.elapsed().as_micros() / u128::from(ROUNDS);
    println!("{each} µs");
    assert!(each < limit, "{each} µs");
}
