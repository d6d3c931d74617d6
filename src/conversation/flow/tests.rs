use super::*;
use crate::conversation::reply;
use crate::text::Lang;

fn entry(id: &str) -> Arc<Entry> {
    reply::tests::entry(id, &[])
}

fn verdict(decision: Decision, confidences: &[f64]) -> Verdict {
    let candidates = confidences
        .iter()
        .enumerate()
        .map(|(at, confidence)| Candidate { entry: entry(&format!("e{at}")), confidence: *confidence })
        .collect();
    Verdict { decision, candidates, ..Verdict::nothing(Lang::english()) }
}

const RULES: Rules = Rules { words: true, misses: 2, thumbs_down: 2, anger: true };

fn around(available: bool) -> Around {
    Around { rules: RULES, available, page: false, wish: false, anger: false, now: 7 }
}

fn step(state: &State, input: &Input<'_>) -> (State, Vec<Effect>) {
    super::step(state, input, &around(false))
}

#[test]
fn an_answer_is_remembered_and_ends_a_row_of_misses() {
    let before = State { misses: 2, ..State::default() };
    let (state, effects) = step(&before, &Input::Question(&verdict(Decision::Answer, &[0.9, 0.05])));
    assert_eq!(state, State { last_entry: Some("e0".into()), others: vec!["e1".into()], ..State::default() });
    assert!(
        matches!(&effects[..], [Effect::Answer { entry, confidence, second: None }] if &*entry.id == "e0" && *confidence == 0.9)
    );
}

#[test]
fn doubt_offers_at_most_three_and_ignorance_only_what_has_a_chance() {
    let doubt = verdict(Decision::Choices, &[0.4, 0.3, 0.2, 0.1]);
    let (state, effects) = step(&State::default(), &Input::Question(&doubt));
    assert!(matches!(&effects[..], [Effect::Choices(options)] if options.len() == 3));
    assert_eq!(state.misses, 1);
    let ignorance = verdict(Decision::None, &[0.25, 0.15]);
    let (state, effects) = step(&state, &Input::Question(&ignorance));
    assert!(matches!(&effects[..], [Effect::NoAnswer(options)] if options.len() == 1));
    assert_eq!(state.misses, 2);
}

#[test]
fn small_talk_is_never_offered_and_who_agrees_to_several_titles_is_asked_which() {
    let mut doubt = verdict(Decision::Choices, &[0.4, 0.3, 0.2]);
    let mut talk = Entry::clone(&doubt.candidates[0].entry);
    talk.small_talk = true;
    doubt.candidates[0].entry = Arc::new(talk);
    let (offering, effects) = step(&State::default(), &Input::Question(&doubt));
    assert!(matches!(&effects[..], [Effect::Choices(options)] if options.len() == 2));
    assert_eq!(offering.offered, ["e1", "e2"]);
    let (state, effects) = step(&offering, &Input::Undecided);
    assert!(matches!(&effects[..], [Effect::Which(ids)] if *ids == ["e1", "e2"]), "{effects:?}");
    assert_eq!(state, offering, "no miss, and they are still offered");
    doubt.candidates.truncate(1);
    let (_, effects) = step(&State::default(), &Input::Question(&doubt));
    assert!(matches!(&effects[..], [Effect::NoAnswer(options)] if options.is_empty()));
    let waiting = State { desk: Desk::Queued { since: 1 }, ..offering };
    assert!(step(&waiting, &Input::Undecided).1.is_empty(), "the rest is for the person");
}

#[test]
fn who_swears_is_told_sorry_and_loses_no_option() {
    let swearing = Around { anger: true, ..around(false) };
    for (confidence, sorry) in [(0.1, Some(0)), (0.3, Some(1)), (0.7, None)] {
        let doubt = verdict(Decision::Choices, &[confidence]);
        let (state, effects) = super::step(&State::default(), &Input::Question(&doubt), &swearing);
        let told = effects.iter().find_map(|effect| match effect {
            Effect::SmallTalk(SmallTalk::Refused, options) => Some(options.len()),
            _ => None,
        });
        assert_eq!((told, state.offered.len()), (sorry, sorry.unwrap_or(1)), "{confidence}");
    }
}

#[test]
fn what_was_offered_is_remembered_until_something_is_answered() {
    let (state, _) = step(&State::default(), &Input::Question(&verdict(Decision::Choices, &[0.4, 0.3, 0.2, 0.1])));
    assert_eq!(state.offered, ["e0", "e1", "e2"]);
    let (state, _) = step(&state, &Input::Feedback { about: 1, helpful: true });
    assert_eq!(state.offered.len(), 3, "a thumb takes no option away");
    let (state, effects) = step(&state, &Input::Choice(Some(&entry("e1"))));
    assert_eq!((state.last_entry.as_deref(), state.offered.len()), (Some("e1"), 0));
    assert!(matches!(&effects[0], Effect::Mark(Mark::Chosen { id, instead: false }) if id == "e1"));
}

#[test]
fn small_talk_changes_no_subject_and_what_nobody_knows_ends_it() {
    let about = State { last_entry: Some("a".into()), others: vec!["b".into()], ..State::default() };
    let mut thanks = verdict(Decision::Answer, &[0.9, 0.05]);
    let mut talk = Entry::clone(&thanks.candidates[0].entry);
    talk.small_talk = true;
    thanks.candidates[0].entry = Arc::new(talk);
    let thanked = step(&about, &Input::Question(&thanks)).0;
    assert_eq!((thanked.last_entry.as_deref(), &thanked.others[..]), (Some("a"), &[][..]));
    let unknown = step(&about, &Input::Question(&verdict(Decision::None, &[0.1]))).0;
    assert_eq!(unknown.last_entry, None);
    let tied = Verdict { tied: true, ..verdict(Decision::None, &[0.1]) };
    assert_eq!(
        step(&about, &Input::Question(&tied)).0.last_entry.as_deref(),
        Some("a"),
        "asked about the answer before"
    );
    let nothing = step(&about, &Input::Question(&verdict(Decision::None, &[]))).0;
    assert_eq!(nothing.last_entry.as_deref(), Some("a"), "a smiley asks nothing else");
}

#[test]
fn small_talk_is_no_miss_unless_it_says_that_nothing_helped() {
    use crate::search::SmallTalk;
    let about = State { last_entry: Some("a".into()), misses: 1, offered: vec!["b".into()], ..State::default() };
    let said = |kind: SmallTalk| Verdict { small_talk: Some(kind), ..verdict(Decision::None, &[0.1]) };
    for (kind, misses, offered) in
        [(SmallTalk::Greeting, 1, 1), (SmallTalk::No, 1, 0), (SmallTalk::Thanks, 0, 0), (SmallTalk::Refused, 2, 0)]
    {
        let (state, effects) = step(&about, &Input::Question(&said(kind)));
        assert_eq!((state.misses, state.offered.len()), (misses, offered), "{kind:?}");
        assert_eq!(state.last_entry, about.last_entry);
        let noted = matches!(effects[0], Effect::Mark(Mark::NotHelped));
        assert_eq!(noted, kind == SmallTalk::Refused, "{effects:?}");
        assert!(matches!(effects.last(), Some(Effect::SmallTalk(found, next)) if *found == kind && next.is_empty()));
    }
    let loud = Around { anger: true, rules: Rules { anger: true, ..around(true).rules }, ..around(true) };
    let person = |kind: SmallTalk| super::step(&about, &Input::Question(&said(kind)), &loud).0.desk != Desk::Bot;
    assert_eq!((person(SmallTalk::Thanks), person(SmallTalk::Refused)), (false, true));
    let next = Verdict { small_talk: Some(SmallTalk::Noted), ..verdict(Decision::Choices, &[0.5, 0.5]) };
    let (state, effects) = step(&about, &Input::Question(&next));
    assert_eq!((state.misses, state.offered), (1, vec!["e0".to_owned(), "e1".to_owned()]));
    assert!(matches!(&effects[..], [Effect::SmallTalk(_, next)] if next.len() == 2));
    let often = Around { rules: Rules { misses: 2, ..around(true).rules }, ..around(true) };
    let (state, effects) = super::step(&about, &Input::Question(&said(SmallTalk::Refused)), &often);
    assert!(matches!(effects.last(), Some(Effect::Queued)), "{effects:?}");
    // who waits for a person is left alone
    assert!(super::step(&state, &Input::Question(&said(SmallTalk::Noted)), &often).1.is_empty());
}

#[test]
fn whoever_refuses_an_answer_is_offered_what_else_it_may_have_been() {
    use crate::search::SmallTalk;
    let said = |kind: SmallTalk| Verdict { small_talk: Some(kind), ..Verdict::nothing(Lang::english()) };
    let offered = |state: &State, kind: SmallTalk| {
        let (state, effects) = step(state, &Input::Question(&said(kind)));
        let Some(Effect::SmallTalk(_, ids)) = effects.last() else { panic!("{effects:?}") };
        (state, ids.clone())
    };
    let after = |confidences: &[f64]| {
        step(&State::default(), &Input::Question(&verdict(Decision::Answer, confidences))).0.others
    };
    // of the tenth that is left a fiftieth is worth a guess, if nothing else is much likelier
    assert_eq!(after(&[0.9, 0.0025, 0.0015]), ["e1"]);
    assert_eq!(after(&[0.9, 0.05, 0.03, 0.012]), ["e1", "e2"]);
    assert_eq!(after(&[0.9, 0.02, 0.02, 0.02, 0.02]), ["e1", "e2", "e3"]);
    assert_eq!(after(&[1.0, 0.0]), [""; 0]);
    let (answered, _) = step(&State::default(), &Input::Question(&verdict(Decision::Answer, &[0.9, 0.05, 0.03])));
    for kind in [SmallTalk::No, SmallTalk::Refused] {
        let (state, ids) = offered(&answered, kind);
        assert_eq!((&ids[..], &state.offered), (&answered.others[..], &answered.others), "{kind:?}");
        assert_eq!(offered(&state, kind).1, [""; 0], "they are refused, too");
    }
    for kind in [SmallTalk::Thanks, SmallTalk::Farewell, SmallTalk::Noted, SmallTalk::Greeting] {
        let (state, ids) = offered(&answered, kind);
        assert_eq!(ids, [""; 0], "{kind:?}");
        assert_eq!(offered(&state, SmallTalk::No).1, [""; 0], "nothing else is wanted after {kind:?}");
    }
    // what was chosen of several leaves the others
    let (asked_back, _) = step(&State::default(), &Input::Question(&verdict(Decision::Choices, &[0.4, 0.3, 0.2])));
    let (chosen, _) = step(&asked_back, &Input::Choice(Some(&entry("e1"))));
    assert_eq!(offered(&chosen, SmallTalk::Refused).1, ["e0", "e2"]);
    // nothing is left of a question before
    let (unknown, _) = step(&answered, &Input::Question(&verdict(Decision::None, &[])));
    assert_eq!(offered(&unknown, SmallTalk::Refused).1, [""; 0]);
    let (asked_for, _) = step(&answered, &Input::Human);
    assert_eq!(offered(&asked_for, SmallTalk::No).1, [""; 0], "to the offer of a message");
    // a title from elsewhere has nothing to do with what was offered
    let (pinned, _) = step(&asked_back, &Input::Choice(Some(&entry("pinned"))));
    assert_eq!(offered(&pinned, SmallTalk::No).1, [""; 0]);
    let mut beside = verdict(Decision::Answer, &[0.9, 0.05]);
    beside.candidates[1].entry = Arc::new(Entry { small_talk: true, ..Entry::clone(&entry("hello")) });
    assert_eq!(step(&State::default(), &Input::Question(&beside)).0.others, [""; 0], "nobody meant a greeting");
}

#[test]
fn what_is_chosen_in_place_of_an_answer_says_that_it_did_not_help() {
    use crate::search::SmallTalk;
    let marks = |effects: &[Effect]| -> Vec<String> {
        effects
            .iter()
            .filter_map(|effect| if let Effect::Mark(mark) = effect { Some(format!("{mark:?}")) } else { None })
            .collect()
    };
    let no = Verdict { small_talk: Some(SmallTalk::No), ..Verdict::nothing(Lang::english()) };
    let (answered, _) = step(&State::default(), &Input::Question(&verdict(Decision::Answer, &[0.9, 0.05, 0.03])));
    let (offered, effects) = step(&answered, &Input::Question(&no));
    assert_eq!(marks(&effects), [""; 0], "it may mean that nothing else is wanted");
    let chosen = |state: &State, id: &str| step(state, &Input::Choice(Some(&entry(id))));
    let (taken, effects) = chosen(&offered, "e1");
    assert_eq!(marks(&effects), ["NotHelped", "Chosen { id: \"e1\", instead: true }"]);
    // what is left is offered once more, still in place of the first
    let (offered_again, _) = step(&taken, &Input::Question(&no));
    assert_eq!(marks(&chosen(&offered_again, "e2").1), ["NotHelped", "Chosen { id: \"e2\", instead: true }"]);
    for (state, id) in [(&answered, "e1"), (&offered, "pinned")] {
        assert_eq!(marks(&chosen(state, id).1), [format!("Chosen {{ id: {id:?}, instead: false }}")]);
    }
}

#[test]
fn who_asked_in_the_very_words_of_an_entry_meant_it() {
    let (state, _) = step(&State::default(), &Input::Question(&verdict(Decision::Answer, &[0.99, 0.01])));
    assert!(state.others.is_empty());
}

#[test]
fn a_choice_whose_entry_is_gone_is_no_answer() {
    let (_, effects) = step(&State::default(), &Input::Choice(None));
    assert!(matches!(&effects[..], [Effect::NoAnswer(options)] if options.is_empty()));
}

#[test]
fn a_state_of_another_version_is_read_as_far_as_it_goes() {
    let older = State::from_json(r#"{"misses":3,"mode":"queued"}"#);
    assert_eq!(older, State { misses: 3, ..State::default() });
    assert_eq!(State::from_json("nonsense"), State::default());
    let desk = Desk::Agent { by: Colleague { id: "a_1".into(), name: "Maya".into() }, since: 5 };
    let state = State { last_entry: Some("a".into()), misses: 1, offered: vec!["b".into()], desk, ..State::default() };
    assert_eq!(State::from_json(&state.to_json()), state);
}

#[test]
fn who_asks_for_a_person_waits_once() {
    let (state, effects) = super::step(&State::default(), &Input::Human, &around(true));
    assert_eq!(state.desk, Desk::Queued { since: 7 });
    let queued = Mark::PersonAsked { reason: "visitor", queued: true };
    assert!(matches!(&effects[..], [Effect::Mark(mark), Effect::Queued] if *mark == queued));
    let (again, effects) = super::step(&state, &Input::Human, &Around { now: 9, ..around(true) });
    assert_eq!(again, state);
    assert!(matches!(&effects[..], [Effect::Queued]));
    let (away, effects) = step(&State::default(), &Input::Human);
    assert_eq!(away.desk, Desk::Bot);
    assert!(matches!(&effects[..], [Effect::Mark(Mark::PersonAsked { queued: false, .. }), Effect::Offline]));
}

#[test]
fn who_waits_gets_what_is_certain_and_is_not_asked_back() {
    let waiting = State { desk: Desk::Queued { since: 5 }, ..State::default() };
    let (state, effects) = step(&waiting, &Input::Question(&verdict(Decision::Answer, &[0.9])));
    assert!(matches!(&effects[..], [Effect::Answer { .. }]) && state.desk == waiting.desk);
    for decision in [Decision::Choices, Decision::None] {
        let (state, effects) = step(&waiting, &Input::Question(&verdict(decision, &[0.4])));
        assert!(effects.is_empty() && state == waiting);
    }
}

#[test]
fn the_bot_is_silent_while_a_person_has_it() {
    let by = Colleague { id: "a_1".into(), name: "Maya".into() };
    let with = State { desk: Desk::Agent { by, since: 5 }, ..State::default() };
    let sure = verdict(Decision::Answer, &[0.9]);
    let entry = entry("a");
    let leave = Input::Leave { email: None, phone: None, text: "x" };
    for input in [
        Input::Question(&sure),
        Input::Choice(Some(&entry)),
        Input::Said,
        Input::Human,
        Input::Cancel,
        Input::PreferMessage,
        leave,
    ] {
        let (state, effects) = super::step(&with, &input, &Around { anger: true, wish: true, ..around(true) });
        assert!(effects.is_empty() && state == with, "{input:?}");
    }
}

#[test]
fn failures_thumbs_anger_and_pages_call_a_person_if_there_is_one() {
    let none = verdict(Decision::None, &[]);
    let missed = State { misses: 1, ..State::default() };
    let called = |state: &State, input: Input<'_>, around: Around| {
        super::step(state, &input, &around).1.into_iter().find_map(|effect| match effect {
            Effect::Mark(Mark::PersonAsked { reason, queued }) => Some((reason, queued)),
            _ => None,
        })
    };
    assert_eq!(called(&State::default(), Input::Question(&none), around(true)), None);
    assert_eq!(called(&missed, Input::Question(&none), around(true)), Some(("misses", true)));
    assert_eq!(called(&missed, Input::Question(&none), around(false)), None);
    let page = Around { page: true, ..around(true) };
    assert_eq!(called(&State::default(), Input::Question(&none), page), Some(("page", true)));
    let angry = Around { anger: true, ..around(true) };
    assert_eq!(called(&State::default(), Input::Question(&none), angry), Some(("anger", true)));
    let down = Input::Feedback { about: 2, helpful: false };
    let once = State { thumbs_down: 1, ..State::default() };
    assert_eq!(called(&State::default(), down.clone(), around(true)), None);
    assert_eq!(called(&once, down, around(true)), Some(("thumbs", true)));
    let wish = |available| Around { wish: true, ..around(available) };
    assert_eq!(called(&State::default(), Input::Question(&none), wish(true)), Some(("words", true)));
    assert_eq!(called(&State::default(), Input::Question(&none), wish(false)), Some(("words", false)));
    let sure = verdict(Decision::Answer, &[0.9]);
    assert_eq!(called(&State::default(), Input::Question(&sure), wish(false)), None, "the FAQ can say how");
}

#[test]
fn who_leaves_the_line_or_a_message_is_with_the_bot_again() {
    let waiting = State { desk: Desk::Queued { since: 5 }, misses: 2, ..State::default() };
    let (state, effects) = step(&waiting, &Input::Cancel);
    assert_eq!((&state.desk, state.misses), (&Desk::Bot, 0));
    assert!(matches!(&effects[..], [Effect::Mark(Mark::Ended { state: "cancelled" }), Effect::Cancelled]));
    assert!(step(&State::default(), &Input::Cancel).1.is_empty());
    let (same, effects) = step(&waiting, &Input::PreferMessage);
    assert!(same == State { invited: true, ..waiting.clone() } && matches!(&effects[..], [Effect::OfferMessage]));
    assert!(!step(&same, &Input::Feedback { about: 1, helpful: true }).0.invited, "it was invited just then");
    let leave = Input::Leave { email: Some("ana@example.com"), phone: None, text: "My order" };
    let (state, effects) = step(&waiting, &leave);
    assert_eq!(state.desk, Desk::Bot);
    assert!(
        matches!(&effects[..], [Effect::Mark(Mark::MessageLeft { .. }), Effect::MessageLeft { to }] if to == "ana@example.com")
    );
}

#[test]
fn a_rating_is_for_who_closed_it() {
    let rating = Input::Rating { score: 4, comment: None };
    assert!(step(&State::default(), &rating).1.is_empty());
    let owed = Some(Colleague { id: "a_1".into(), name: "Maya".into() });
    let (_, effects) = step(&State { owed, ..State::default() }, &rating);
    assert!(matches!(&effects[..], [Effect::Mark(Mark::Score { score: 4, comment: None })]));
}

#[test]
fn a_title_that_is_hardly_likely_is_not_offered_beside_one_that_is() {
    let offered = |confidences: &[f64]| {
        step(&State::default(), &Input::Question(&verdict(Decision::Choices, confidences))).0.offered
    };
    assert_eq!(offered(&[0.7, 0.1, 0.01]), ["e0", "e1"]);
    assert_eq!(offered(&[0.96, 0.01, 0.01]), ["e0"]);
    assert_eq!(offered(&[0.3, 0.02, 0.02]), ["e0", "e1", "e2"], "nothing is likely");
}
