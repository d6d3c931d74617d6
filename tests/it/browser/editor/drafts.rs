//! What is not saved yet is neither lost to what is begun after it nor mixed up with another file.

use super::*;

/// A second file, beside the small FAQ.
const OTHER: &str = "topic: Payment\nlang: en\nentries:\n  - id: pay-how\n    questions:\n      - How can I pay?\n    \
                     answer: By card.\n";

impl Office {
    /// Comes to the editor with an answer that another page began.
    async fn bring(&self, id: &str, question: &str) {
        let yaml = format!(
            "  # asked once in 2026-W48, for a file with lang: de\n  - id: {id}\n    questions: # add other wordings\n      \
             - {question}\n    answer: # write it here, in Markdown\n"
        );
        let script = "sessionStorage.setItem('deskbell-entry', JSON.stringify({ lang: 'de', yaml: arguments[0] }))";
        self.browser.driver.execute(script, vec![json!(yaml)]).await.unwrap();
        self.go("/admin/faq").await;
        self.says("[data-entry-yaml]", question).await;
    }

    /// Chooses a file of the list, which may be drawn anew at any time.
    async fn choose(&self, file: &str) {
        let link = format!("document.querySelector('[data-files] a[href=\"?file={file}\"]')");
        self.browser.wait(&format!("!!{link}")).await;
        self.browser.run(&format!("{link}.click()")).await;
        self.browser.wait(&format!("document.querySelector('[data-path]').textContent === {file:?}")).await;
    }

    async fn has(&self, words: &str) {
        self.browser.wait(&format!("document.querySelector('[data-text]').value.includes({words:?})")).await;
    }
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn a_new_file_that_is_not_saved_yet_takes_a_second_answer() {
    let office = Office::open("editor-second-answer").await;
    let (first, second) = ("Gibt es Wolle vom Lama?", "Sind Zeppeline versichert?");
    office.bring("lama", first).await;
    office.press("Insert it").await;
    office.browser.wait("document.querySelector('[data-entry]').hidden").await;
    office.says("[data-path]", "de-new.yaml").await;
    office.has(first).await;

    office.bring("zeppelin", second).await;
    let offered = "[...document.querySelectorAll('[data-entry-file] option')].map((one) => one.value)";
    let offered = office.browser.value(offered).await;
    office.press("Insert it").await;
    office.browser.wait("document.querySelector('[data-entry]').hidden").await;
    office.has(second).await;
    let both = format!(
        "[document.querySelector('[data-text]').value, JSON.parse(sessionStorage.getItem('deskbell-draft:de-new.yaml')).text] \
         .every((text) => text.includes({first:?}) && text.includes({second:?}))"
    );
    assert_eq!(office.browser.value(&both).await, true, "the first answer is lost");
    assert_eq!(offered, json!(["de-new.yaml", "de-new-2.yaml"]));

    // its name is taken, though there is no such file
    office.click("[data-new]").await;
    office.browser.driver.find(By::Css("#new-path")).await.unwrap().send_keys("de-new.yaml").await.unwrap();
    office.browser.driver.find(By::Css("#new-topic")).await.unwrap().send_keys("Tiere" + Key::Enter).await.unwrap();
    office.says("[data-failure]", "de-new.yaml was begun already and is not saved yet").await;
    assert_eq!(office.browser.value(&both).await, true);
    office.close().await;
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn a_save_that_fails_late_asks_nothing_of_another_file() {
    let office = Office::open("editor-late-save").await;
    fs::write(office.site.faq().join("other.yaml"), OTHER).unwrap();
    office.edit().await;
    office.type_behind("arrive within three days", ", mostly").await;
    office.says("[data-state]", "Not saved yet").await;
    fs::write(office.site.faq().join("en.yaml"), FAQ.replace("the same day", "at once")).unwrap();
    office.browser.hold_back("/faq/save").await;
    office.click("[data-save]").await;
    office.browser.answer_is_held().await;
    office.choose("other.yaml").await;
    office.type_behind("By card", " or cash").await;
    office.says("[data-state]", "Not saved yet").await;
    office.browser.let_go().await;
    assert_eq!(office.browser.value("document.querySelector('[data-conflict]').hidden").await, true);
    office.says("[data-failure]", "en.yaml was not saved; what you wrote is kept.").await;

    // both drafts are there, and the question is asked where it belongs
    office.choose("en.yaml").await;
    office.has("three days, mostly").await;
    office.says("[data-conflict-title]", "Somebody else changed this file").await;
    office.press("Take theirs").await;
    office.has("at once").await;
    office.choose("other.yaml").await;
    office.has("By card or cash").await;
    office.close().await;
}

#[tokio::test]
#[ignore = "takes a browser"]
async fn versions_that_come_late_are_not_another_files() {
    let office = Office::open("editor-late-versions").await;
    fs::write(office.site.faq().join("other.yaml"), OTHER).unwrap();
    office.edit().await;
    office.type_behind("arrive within three days", ", mostly").await;
    office.click("[data-save]").await;
    office.says("[data-history]", "admin, ").await;
    office.choose("other.yaml").await;
    office.says("[data-history-note]", "None yet").await;
    office.browser.hold_back("/faq/history?path=en.yaml").await;
    office.choose("en.yaml").await;
    office.browser.answer_is_held().await;
    office.choose("other.yaml").await;
    office.says("[data-history-note]", "None yet").await;
    office.browser.let_go().await;
    assert_eq!(office.browser.value("document.querySelectorAll('[data-history] li').length").await, 0);
    office.close().await;
}
