use super::super::asking::Asking;
use super::super::sample::{entries, index, now};
use super::super::understood::{Because, LeftOut};
use super::*;

fn explain(index: &Index, text: &str) -> Explanation {
    index.explain(&Question { text, lang: None, page: None, previous: None, now: now() }).unwrap()
}

#[test]
fn the_words_of_an_id_are_shown_where_they_are_the_nearest() {
    let mut all = super::super::sample::entries();
    all.push(super::super::sample::entry("en", "gift-voucher", &["Something to give to a friend"], "In our shop."));
    let index = super::super::sample::index(all);
    let question = Question { text: "a gift voucher", lang: None, page: None, previous: None, now: now() };
    let explanation = index.explain(&question).unwrap();
    let nearest = explanation.candidates[0].nearest.as_ref().unwrap();
    assert_eq!((nearest.text.as_str(), nearest.by_id, nearest.keyword), ("gift voucher", true, false));
}

#[test]
fn an_explanation_shows_what_was_read_and_what_spoke() {
    let index = index(entries());
    let explanation = explain(&index, "refnud for my consignment #4711");
    assert_eq!(explanation.read.words, ["refund", "for", "my", "parcel"]);
    assert_eq!(explanation.lang, "en");
    let first = &explanation.candidates[0];
    assert_eq!(first.id, "refund");
    let nearest = first.nearest.as_ref().unwrap();
    assert!(nearest.met.iter().any(|met| met.word == "refund" && met.weight > 0.1), "{nearest:?}");
    assert_eq!(first.lacking, [Lacking { word: "parcel".to_owned(), in_answer: false, near: Some(false) }]);
    assert!(nearest.place.line > 0 && &*nearest.place.path == "faq/en/all.yaml");
}

#[test]
fn what_was_left_out_as_a_courtesy_is_shown() {
    let explanation = explain(&index(entries()), "Good morning, where is my order? Thanks!");
    let said = |text: &str| LeftOut { text: text.to_owned(), because: Because::Courtesy };
    assert_eq!(explanation.q, "Good morning, where is my order? Thanks!");
    let left_out = &explanation.read.left_out;
    assert!(left_out.contains(&said("good morning")) && left_out.contains(&said("thanks")), "{left_out:?}");
    assert_eq!((explanation.confidence, &*explanation.candidates[0].id), (0.99, "order-status"));
}

#[test]
fn it_shows_what_sort_of_thing_is_asked_for() {
    let index = index(entries());
    let otherwise = |text: &str, id: &str| {
        let explanation = explain(&index, text);
        let of_entry = explanation.candidates.iter().find(|candidate| candidate.id == id).unwrap();
        (explanation.evidence.asking, of_entry.asks_otherwise)
    };
    assert_eq!(otherwise("how much is the delivery", "delivery-time"), (Some(Asking::Price), Some(1.0)));
    assert_eq!(otherwise("how long until a delivery", "delivery-time"), (Some(Asking::Duration), Some(0.5)));
    assert_eq!(otherwise("delivery", "delivery-time"), (None, None));
}

#[test]
fn what_the_features_add_is_the_score_and_the_confidence_is_the_verdicts() {
    let index = index(entries());
    for text in ["how long until my parcel is here", "我的退款什么时候到", "an invoice for the delivery of a refund"]
    {
        let explanation = explain(&index, text);
        let question = Question { text, lang: None, page: None, previous: None, now: now() };
        let verdict = index.ask(&question);
        assert_eq!(explanation.verdict, verdict.decision);
        assert!((explanation.confidence - verdict.confidence()).abs() < 1e-4);
        for candidate in &explanation.candidates {
            let sum: f64 = candidate.features.iter().map(|feature| feature.adds).sum();
            assert!((sum - candidate.score.unwrap()).abs() < 0.01, "{candidate:?}");
        }
    }
}

#[test]
fn a_decision_is_told_in_a_sentence() {
    let index = index(entries());
    let reason = |text: &str| explain(&index, text).reason;
    assert!(reason("where is my order").contains("a wording or keyword of `order-status`"));
    assert!(reason("?!").starts_with("not answered: no entry shares"), "{}", reason("?!"));
    assert!(reason("penguins").starts_with("not answered: 0."), "{}", reason("penguins"));
    let near = reason("is the shop open for a refund of my invoice");
    assert!(near.contains("the threshold") && near.contains("10 % wrong answers"), "{near}");
}

#[test]
fn a_confidence_is_the_product_of_what_it_is_made_of() {
    let index = index(entries());
    let explanation = explain(&index, "an invoice for the delivery of a refund");
    let MadeOf { right, held, outside } = explanation.made_of.unwrap();
    assert!((right * held - explanation.confidence).abs() < 1e-3, "{right} {held} {}", explanation.confidence);
    assert!(outside > 0.0 && outside < 1.0);
    assert_eq!(explain(&index, "where is my order").made_of, None, "its very words decided");
    assert_eq!(explain(&index, "?!").made_of, None, "nothing was found");
}

#[test]
fn an_entry_that_is_out_of_service_is_named_where_it_would_come_first() {
    let mut all = entries();
    let mut sale = super::super::sample::entry("en", "summer-sale", &["When is the summer sale?"], "In July.");
    sale.until = Some(now());
    all.push(sale);
    let index = index(all);
    for text in ["when is the summer sale", "is there a sale in summer?"] {
        let out = explain(&index, text).out_of_service.unwrap();
        assert_eq!((&*out.id, out.from, out.until), ("summer-sale", None, Some(now())), "{text}");
    }
    assert!(explain(&index, "where is my order").out_of_service.is_none());
    let before = now() - jiff::Span::new().hours(1);
    let question = Question { text: "summer sale", lang: None, page: None, previous: None, now: before };
    assert!(index.explain(&question).unwrap().out_of_service.is_none(), "in service");
}

#[test]
fn it_names_what_customers_ask_that_question_and_entry_are_both_like() {
    let explanation = explain(&index(entries()), "what has become of my parcel");
    let alike = |id: &str| {
        let of_entry = explanation.candidates.iter().find(|candidate| candidate.id == id);
        of_entry.map(|candidate| candidate.leans_alike.clone()).unwrap_or_default()
    };
    assert!(alike("order-status").contains(&"delivery-tracking"), "{explanation:?}");
    assert!(!alike("opening-hours").contains(&"delivery-tracking"));
}
