use super::super::sample::{ask, entries, entry, first, index, lang, now};
use super::*;
use crate::clock::Timestamp;
use crate::faq::Entry;

fn best(index: &Index, text: &str) -> String {
    first(&ask(index, text)).to_owned()
}

fn edit(id: &str, tag: &str, change: impl Fn(&mut Entry)) -> Vec<Entry> {
    let mut entries = entries();
    entries.iter_mut().filter(|entry| &*entry.id == id && entry.lang == lang(tag)).for_each(change);
    entries
}

#[test]
fn an_index_is_the_same_to_the_last_bit_on_any_number_of_threads() {
    let mut entries = entries();
    // enough wordings for an examination in all its parts, in two languages
    for (at, thing) in ["helmet", "saddle", "bell", "lamp", "lock", "pump", "chain", "brake"].iter().enumerate() {
        let wordings = [
            format!("Can I return a {thing}?"),
            format!("The {thing} is broken, what now"),
            format!("How is the {thing} mounted"),
            format!("Which {thing} fits my bicycle?"),
        ];
        let wordings = wordings.each_ref().map(String::as_str);
        entries.push(entry("en", &format!("thing-{at}"), &wordings, "See the page of the thing."));
    }
    let catalog = Catalog::new(entries.into_iter().map(Arc::new).collect(), Vec::new(), "threads".to_owned());
    let settings = Settings { default_lang: lang("en"), wrong_rate: 0.1 };
    let built = |threads| Index::build_on(threads, &catalog, &settings).unwrap();
    let alone = built(Threads::ONE);
    for index in [built(Threads::of(2)), built(Threads::of(8))] {
        for (one, other) in alone.sections.iter().zip(&index.sections) {
            assert_eq!(one.examined(), other.examined());
            assert_eq!(one.calibration.threshold().to_bits(), other.calibration.threshold().to_bits());
        }
        let texts = ["my helmet came broken", "mount a lamp", "refnud", "is it raining", "我要申请退款", "发票"];
        for text in texts {
            let answer = |index: &Index| {
                let Verdict { decision, candidates, .. } = ask(index, text);
                let bits = |one: &Candidate| (Arc::clone(&one.entry.id), one.confidence.to_bits());
                (decision, candidates.iter().map(bits).collect::<Vec<_>>())
            };
            assert_eq!(answer(&alone), answer(&index), "{text}");
        }
    }
    assert!(!alone.sections[0].examined().is_empty());
}

#[test]
fn wordings_and_keywords_are_answered_surely() {
    let index = index(entries());
    for (text, id) in
        [("where is my ORDER", "order-status"), ("ETA?", "delivery-time"), ("運費是多少", "delivery-cost")]
    {
        let verdict = ask(&index, text);
        assert_eq!((first(&verdict), verdict.decision), (id, Decision::Answer), "{text}");
        assert!(verdict.confidence() > 0.95 && verdict.candidates.len() <= MOST_CANDIDATES);
    }
}

#[test]
fn other_words_typing_errors_and_order_numbers_still_find() {
    let index = index(entries());
    for (text, id) in [
        ("wheres my parcle", "order-status"),
        ("tracking order #48213", "order-status"),
        ("refnud please", "refund"),
        ("order db-2024-00017: has it been shiped", "order-status"),
        ("what can you do", "help"),
    ] {
        assert_eq!(best(&index, text), id, "{text}");
    }
}

#[test]
fn chinese_in_every_form_finds_the_same() {
    let index = index(entries());
    for (text, id) in [
        ("我要申请退款", "refund"),
        ("我要申請退款", "refund"),
        ("我要申请tuikuan", "refund"),
        ("tuikuan", "refund"),
        ("ｔｕｉｋｕａｎ", "refund"),
        ("开法票", "invoice"),
        ("邮费多少钱", "delivery-cost"),
    ] {
        let verdict = ask(&index, text);
        assert_eq!((first(&verdict), verdict.lang.as_str()), (id, "zh"), "{text}");
    }
}

#[test]
fn synonyms_work_in_both_directions() {
    let index = index(entries());
    assert_eq!(best(&index, "i need a tax receipt"), "invoice");
    assert_eq!(best(&index, "when does my consignment arrive"), "delivery-time");
    assert_eq!(best(&index, "可以开收据吗"), "invoice");
    let mut turned = entries();
    turned.push(entry("en", "receipt", &["Where is the tax receipt?"], "In the parcel."));
    let index = super::super::sample::index(turned);
    assert_eq!(best(&index, "where is the invoice"), "receipt");
}

#[test]
fn a_question_of_stop_words_only_still_works() {
    let verdict = ask(&index(entries()), "what can you do for me");
    assert_eq!((first(&verdict), verdict.decision), ("help", Decision::Answer));
    assert_eq!(best(&index(entries()), "what is it that you can do"), "help");
}

#[test]
fn text_without_words_is_no_question() {
    let index = index(entries());
    let (brackets, emoji) = ("(".repeat(2_000), "😀😀🚲");
    for text in [brackets.as_str(), emoji, "", "   ", "?!", "#48213", "anna@example.com"] {
        let verdict = ask(&index, text);
        assert_eq!(verdict.decision, Decision::None, "{text:.20}");
        assert!(verdict.candidates.is_empty() && verdict.confidence() == 0.0);
    }
    let long = "refund money card ".repeat(110);
    assert_eq!(best(&index, &long), "refund");
}

#[test]
fn what_the_faq_does_not_hold_is_not_answered() {
    let index = index(entries());
    for text in ["who is the president of france", "can you cook spaghetti", "今天天气怎么样"] {
        assert_ne!(ask(&index, text).decision, Decision::Answer, "{text}");
    }
}

#[test]
fn an_entry_out_of_service_is_no_candidate() {
    let hour = 3_600_000;
    let ends = |offset: i64| edit("refund", "en", |entry| entry.until = Some(shifted(now(), offset * hour)));
    assert_eq!(best(&index(ends(1)), "How do I get a refund?"), "refund");
    assert_ne!(best(&index(ends(-1)), "How do I get a refund?"), "refund");
    let starts = |offset: i64| edit("refund", "en", |entry| entry.from = Some(shifted(now(), offset * hour)));
    assert_eq!(best(&index(starts(-1)), "refund"), "refund");
    let verdict = ask(&index(starts(1)), "refund");
    assert!(verdict.candidates.iter().all(|candidate| &*candidate.entry.id != "refund"));
}

fn shifted(at: Timestamp, millis: i64) -> Timestamp {
    crate::clock::from_millis(at.as_millisecond() + millis)
}

#[test]
fn a_page_decides_between_close_entries() {
    let glob = || globset::Glob::new("/checkout/**").unwrap().compile_matcher();
    let index = index(edit("delivery-cost", "en", |entry| entry.pages = vec![Arc::new(glob())]));
    let confidence = |page: Option<&str>| {
        let verdict = index.ask(&Question { text: "delivery", lang: None, page, previous: None, now: now() });
        let found = verdict.candidates.iter().position(|candidate| &*candidate.entry.id == "delivery-cost");
        found.unwrap()
    };
    assert_eq!(confidence(Some("/checkout/pay")), 0);
    assert!(confidence(Some("/checkout/pay")) <= confidence(Some("/")));
    assert_eq!(confidence(Some("/")), confidence(None));
    let page = Some("/checkout/pay");
    let verdict = index.ask(&Question { text: "how do i get a refund", lang: None, page, previous: None, now: now() });
    assert_eq!(first(&verdict), "refund");
}

#[test]
fn the_hint_holds_where_the_text_does_not_say_and_missing_languages_fall_back() {
    let index = index(entries());
    let hinted = |text: &str, tag: &str| {
        let lang = lang(tag);
        index.ask(&Question { text, lang: Some(&lang), page: None, previous: None, now: now() })
    };
    assert_eq!(hinted("???", "zh-hant").lang.as_str(), "zh");
    assert_eq!(hinted("where is my order", "zh").lang.as_str(), "en");
    assert_eq!(hinted("...", "fr").lang.as_str(), "en");
    // size-guide has no Chinese translation, so the English one may answer; refund has one
    let verdict = hinted("frame size 怎么选 size", "zh");
    assert_eq!((verdict.lang.as_str(), first(&verdict)), ("zh", "size-guide"));
    let ids =
        |verdict: &Verdict| verdict.candidates.iter().map(|c| format!("{}{}", c.entry.lang, c.entry.id)).collect();
    let found: Vec<String> = ids(&hinted("refund 怎么办理 money back", "zh"));
    assert!(!found.contains(&"enrefund".to_owned()), "{found:?}");
}

#[test]
fn two_builds_answer_alike() {
    let (one, other) = (index(entries()), index(entries()));
    for text in ["order", "how long for a refund", "shipping", "我的订单", "delivery to my size", "money"] {
        let told = |index: &Index| -> Vec<(String, u64)> {
            let candidates = ask(index, text).candidates;
            candidates.iter().map(|found| (found.entry.id.to_string(), found.confidence.to_bits())).collect()
        };
        assert_eq!(told(&one), told(&other), "{text}");
    }
}

#[test]
fn an_empty_faq_answers_nothing() {
    let index = index(Vec::new());
    assert_eq!(ask(&index, "where is my order").decision, Decision::None);
    assert!(index.suggest("order", None, now(), 5).is_empty() && index.self_check(&|| false).unwrap().is_empty());
}

#[test]
fn probabilities_fall_and_add_up_to_one_at_most() {
    let index = index(entries());
    for text in ["order", "delivery", "where is my order", "refund my order shipping", "退款"] {
        let candidates = ask(&index, text).candidates;
        let sum: f64 = candidates.iter().map(|candidate| candidate.confidence).sum();
        assert!(sum <= 1.0 + 1e-9, "{text}: {sum}");
        assert!(candidates.is_sorted_by(|one, other| one.confidence >= other.confidence), "{text}");
    }
}

#[test]
fn who_is_polite_is_answered_like_who_is_not() {
    let index = index(entries());
    for (polite, plain) in [
        (
            "Hello there, could you please tell me when my parcel will arrive? Thanks in advance",
            "when my parcel will arrive?",
        ),
        ("hiii guys quick question how much is the shipping thx", "how much is the shipping"),
        ("hola, where can I find my bill por favor", "where can I find my bill"),
        ("亲，我想咨询一下怎么申请退款，万分感谢", "怎么申请退款"),
        ("請問運費是多少呢？謝謝", "運費是多少呢？"),
    ] {
        let (polite, plain) = (ask(&index, polite), ask(&index, plain));
        assert_eq!(polite.decision, Decision::Answer, "{polite:?}");
        assert_eq!((first(&polite), polite.decision), (first(&plain), plain.decision));
        assert!(polite.confidence() >= plain.confidence(), "{polite:?} {plain:?}");
    }
}

#[test]
fn what_is_answered_as_it_stands_stays_answered() {
    let mut entries = entries();
    let thanks = ["thank you", "great, thanks a lot", "that helped, thank you very much", "sorted, thanks"];
    let mut talk = entry("en", "thanks", &thanks, "You are welcome.");
    talk.small_talk = true;
    entries.push(talk);
    entries.push(entry("en", "cards", &["Do you sell cards that say thanks?", "a card to say thank you"], "We do."));
    entries.push(entry("en", "sorting", &["Can the parts be sorted by colour?", "parts sorted by size"], "They can."));
    let index = index(entries);
    for (text, id) in [
        ("sorted thanks", "thanks"),
        ("that helped thanks a lot", "thanks"),
        ("cards that say thanks", "cards"),
        ("hello, can the parts be sorted by colour? thanks", "sorting"),
    ] {
        let verdict = ask(&index, text);
        assert_eq!((first(&verdict), verdict.decision), (id, Decision::Answer), "{text}: {verdict:?}");
    }
}

#[test]
fn a_wording_that_is_polite_is_found_by_its_very_words() {
    let mut entries = entries();
    entries.push(entry("en", "joke", &["Hello, please tell me a joke about bikes"], "They are two tired."));
    let verdict = ask(&index(entries), "hello please tell me a joke about bikes");
    assert_eq!((first(&verdict), verdict.candidates[0].confidence), ("joke", EXACT));
}

#[test]
fn two_words_in_one_ask_what_they_ask_apart() {
    let index = index(entries());
    for text in ["wheres my order", "Where's my order?", "where’s my order"] {
        let verdict = ask(&index, text);
        assert_eq!((first(&verdict), verdict.confidence()), ("order-status", EXACT), "{text}");
    }
}

#[test]
fn what_is_asked_in_other_words_is_found_where_words_are_compared_by_their_characters() {
    let index = index(vec![
        entry("ja", "opening-hours", &["営業時間を教えてください"], "十時からです。"),
        entry("ja", "returns", &["商品を返したい"], "三十日以内に送ってください。"),
        entry("ja", "delivery-cost", &["配送料はいくらですか"], "五千円以上は無料です。"),
        entry("ko", "opening-hours", &["영업시간을 알려 주세요"], "열 시부터입니다."),
        entry("ko", "returns", &["상품을 반품하고 싶어요"], "삼십 일 안에 보내 주세요."),
        entry("ko", "delivery-cost", &["배송비는 얼마인가요?"], "오만 원부터 무료입니다."),
    ]);
    for text in ["運賃は？", "配送費は？", "운임이 궁금해요"] {
        let verdict = ask(&index, text);
        let is_offered = matches!(verdict.decision, Decision::Answer | Decision::Choices);
        assert!(first(&verdict) == "delivery-cost" && is_offered, "{text}: {verdict:?}");
    }
}

#[test]
fn what_customers_commonly_ask_is_found_without_a_word_in_common() {
    let index = index(vec![
        entry("en", "tracking", &["Track a shipment"], "We mail you a link."),
        entry("en", "invoice", &["Pay by invoice"], "Companies may."),
        entry("en", "jobs", &["Vacancies"], "Write to us."),
    ]);
    // "stuff" is in no wording and in no list of related words: nothing but the lists of concepts finds the entry
    let verdict = ask(&index, "when will my stuff turn up");
    assert!(first(&verdict) == "tracking" && verdict.confidence() > 0.2, "{verdict:?}");
    let verdict = ask(&index, "do you sell elephants");
    assert_eq!(verdict.decision, Decision::None, "{verdict:?}");
}

#[test]
fn what_is_not_wanted_is_answered_only_where_the_same_is_told_of() {
    let asked = |wordings: &[&str], text: &str| {
        let mut entries = entries();
        entries.push(entry("en", "account-close", wordings, "Open *Settings* and press *Close my account*."));
        ask(&index(entries), text).answer().map(|entry| entry.id.to_string())
    };
    let plain = ["How do I close my account?", "close my account"];
    assert_eq!(asked(&plain, "I want to close my account").as_deref(), Some("account-close"));
    assert_eq!(asked(&plain, "I don't want to close my account"), None);
    // what another wording does not want is another thing
    let other = [plain[0], plain[1], "please don't write to me after all"];
    assert_eq!(asked(&other, "I don't want to close my account"), None);
    let same = [plain[0], plain[1], "I don't want an account with you"];
    assert_eq!(asked(&same, "I don't want my account").as_deref(), Some("account-close"));
    // nor is what was done already what is asked for, or what is not so
    let how = ["How do I cancel my membership?", "cancel my membership", "cancelling"];
    assert_eq!(asked(&how, "I want to cancel").as_deref(), Some("account-close"));
    assert_eq!(asked(&how, "this is a cancelling").as_deref(), Some("account-close"));
    assert_eq!(asked(&how, "I already cancelled membership"), None);
    assert_eq!(asked(&how, "this is not a cancelling"), None);
    let done = [how[0], how[1], "I have already cancelled by mistake"];
    assert_eq!(asked(&done, "I already cancelled membership").as_deref(), Some("account-close"));
}
