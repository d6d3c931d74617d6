//! What the team answered comes into the FAQ, in a real browser: from a visitor's question to the bot's answer.

use super::*;
use crate::desk::{Agent, notice};

impl Office {
    /// A visitor asks the bot, then for a person, and Maya answers.
    async fn talk(&self, maya: &mut Agent, question: &str, answer: &str) {
        let mut visitor = Client::new(self.server.address).await;
        assert_eq!(visitor.ask(question).await[2]["body"]["kind"], "none");
        visitor.say(json!({"kind": "human"})).await;
        notice(&mut visitor, "queued").await;
        let conversation = visitor.ready["conversation"].clone();
        maya.done(&conversation, json!({"kind": "take"})).await;
        for line in answer.split('|') {
            maya.done(&conversation, json!({"kind": "reply", "text": line})).await;
        }
    }

    async fn focused(&self) -> Value {
        self.browser.value("document.activeElement.textContent").await
    }
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn the_teams_answers_become_the_faqs() {
    let office = Office::open("editor-team-answers").await;
    office.go("/admin/unanswered").await;
    office.says("[data-lead]", "Nobody has asked anything yet.").await;
    let mut maya = Agent::new(&office.server, "maya").await;
    Client::new(office.server.address).await.ask("do you sell llama wool in Reykjavik").await;
    office.go("/admin/unanswered").await;
    office.says("[data-team-section]", "Nothing new").await;
    office.look("team-none").await;

    let question = "can zeppelins be insured against hail";
    office.talk(&mut maya, question, "Hello!|Yes, up to 5*3 metres.\nAsk Bea: bea@example.com").await;
    office.talk(&mut maya, "may ostriches come into the waiting room", "Never!").await;
    office.talk(&mut maya, "may ostriches come into the waiting room", "Only on Mondays.").await;
    office.go("/admin/unanswered").await;
    office.says("[data-team]", "Ask Bea: [email]").await;
    office.says("[data-team]", "Maya, ").await;
    let drafts =
        office.browser.value("[...document.querySelectorAll('[name=\"answer\"]')].map((one) => one.value)").await;
    assert_eq!(drafts, json!(["Only on Mondays.", "Yes, up to 5*3 metres.  \nAsk Bea: [email]"]));
    let groups = "[...document.querySelectorAll('[data-team] [role=\"group\"][aria-labelledby]')].map((one) => \
                  document.getElementById(one.getAttribute('aria-labelledby')).textContent)";
    assert_eq!(office.browser.value(groups).await, json!(["may ostriches come into the waiting room", question]));
    // of two answers either is taken
    let first = "[data-team] > :nth-child(1)";
    office.says(first, "Not all got the same answer").await;
    let taken = format!("document.querySelector('{first} [name=\"answer\"]').value");
    office.click(&format!("{first} .team-answer:last-child button")).await;
    assert_eq!(office.browser.value(&taken).await, "Never!");
    assert_eq!(office.browser.value("document.activeElement.value").await, "Never!");
    office.click(&format!("{first} .team-answer:first-child button")).await;
    assert_eq!(office.browser.value(&taken).await, "Only on Mondays.");
    // an unanswered group leads to its draft, which is the place to decide
    let links =
        office.browser.value("[...document.querySelectorAll('[data-groups] a[href^=\"#team-answer-\"]')].length").await;
    assert_eq!(links, 2);
    office.browser.run("document.querySelectorAll('[data-team] details').forEach((one) => (one.open = true))").await;
    office.look("team").await;

    // what stands for an address is told at the field, and the answer is as it was left
    let second = "[data-team] > :nth-child(2)";
    office.says(&format!("{second} details"), "Somebody’s own data was taken out").await;
    office.click(&format!("{second} .primary")).await;
    office.says(second, "answer still has [email]").await;
    assert_eq!(office.browser.value("document.activeElement.matches('[aria-invalid=\"true\"]')").await, true);
    office.look("team-refused").await;
    let wordings = format!("document.querySelector('{second} [name=\"questions\"]')");
    office.browser.run(&format!("{wordings}.value = ' '")).await;
    office.click(&format!("{second} .primary")).await;
    office.says(second, "Questions: 1 to 20").await;
    assert_eq!(office.browser.value(&format!("document.activeElement === {wordings}")).await, true);
    office.browser.run(&format!("{wordings}.value = ' Zeppelins and hail \\n\\n{question}'")).await;
    office.browser.run(&format!("document.querySelector('{second} [name=\"answer\"]').focus()")).await;
    office.held(Key::Control, 'a').await;
    let keys = "Yes, against *any* hail." + Key::Tab;
    office.browser.driver.action_chain().send_keys(keys).perform().await.unwrap();
    assert_eq!(office.browser.value("document.activeElement.tagName").await, "SELECT");
    office.browser.press(Key::Tab).await;
    assert_eq!(office.focused().await, "Add to the FAQ");
    office.browser.press(Key::Enter).await;
    office.says(second, "Added to en.yaml.").await;
    assert!(office.on_disk().starts_with(FAQ) && office.on_disk().contains("      Yes, against *any* hail.\n"));
    let wordings = format!("    questions:\n      - Zeppelins and hail\n      - {question}\n");
    assert!(office.on_disk().contains(&wordings), "{}", office.on_disk());
    until("the bot answers the same question", async || office.answer(question).await.contains("<em>any</em>")).await;
    assert_eq!(office.focused().await, "Undo");
    office.look("team-accepted").await;
    office.browser.press(Key::Enter).await;
    until("the entry is taken out again", async || office.on_disk() == FAQ).await;
    // else what follows could be answered by the index of before
    until("the bot knows it no longer", async || !office.answer(question).await.contains("<em>any</em>")).await;
    // what was typed is not lost
    office.browser.wait("document.activeElement.value === 'Yes, against *any* hail.'").await;
    office.click(&format!("{second} .primary")).await;
    office.says(second, "Added to en.yaml.").await;
    until("the bot answers the same question", async || office.answer(question).await.contains("<em>any</em>")).await;

    office.click("[data-team] > :nth-child(1) [role=group] .button:not(.primary)").await;
    office.says("[data-team]", "Will not be proposed again.").await;
    assert_eq!(office.focused().await, "Undo");
    office.browser.press(Key::Enter).await;
    office.browser.wait("document.activeElement.value === 'Only on Mondays.'").await;
    office.press("Dismiss").await;
    office.says("[data-team]", "Will not be proposed again.").await;
    let mut visitor = Client::new(office.server.address).await;
    assert_eq!(visitor.ask(question).await[2]["body"]["kind"], "answer");
    office.go("/admin/unanswered").await;
    office.says("[data-team-section]", "Nothing new").await;
    office.close().await;
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn who_may_not_change_the_faq_reads_what_the_team_answered() {
    let office = Office::with("editor-team-read", |config| config.faq_editable = false).await;
    let mut maya = Agent::new(&office.server, "maya").await;
    let long = format!("do you sell \u{202E}sliah\u{202C} {}", "verylongwordswithoutabreak".repeat(12));
    let address = "https://example.com/a/very/long/address/that/goes/on/and/on/and/on/and/on.html";
    office.talk(&mut maya, &long, &format!("We do: {address}, or call 0170 1234567.")).await;
    office.go("/admin/unanswered").await;
    office.says("[data-team]", "We do").await;
    office.says("[data-team] details", "Somebody’s own data was taken out").await;
    let tools =
        office.browser.value("document.querySelectorAll('[data-team] textarea, [data-team] .primary').length").await;
    assert_eq!(tools, 0);
    office.browser.run("document.querySelectorAll('[data-team] details').forEach((one) => (one.open = true))").await;
    office.look("team-read").await;
    office.close().await;
}
