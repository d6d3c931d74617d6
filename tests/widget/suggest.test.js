import assert from "node:assert/strict";
import test, { beforeEach, mock } from "node:test";
import more from "../../static/widget/locale-en-more.js";
import first from "../../static/widget/locale-en.js";
import { Composer } from "../../static/widget/parts.js";
import { Finder, Suggestions, isWorth, pieces, step } from "../../static/widget/suggest.js";
import { install, show } from "./dom.js";

const words = { ...first, ...more };

install();

const address = "https://bot.example/api/v1/suggest";
const titles = [
  { id: "return-how", title: "How do I return a bike?" },
  { id: "return-time", title: "How long do I have to return something?" },
  { id: "refund-time", title: "When do I get my money back?" },
];

/** The requests that a test's code made; each is answered when the test says so. */
let requests;
/** What is answered without being told; null: nothing. */
let answer;
const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
const settled = () => new Promise((done) => setImmediate(done));

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000_000 });
  requests = [];
  answer = () => json(titles);
  globalThis.fetch = (url, { signal, ...how }) =>
    new Promise((resolve, reject) => {
      requests.push({ url: new URL(url), signal, how, resolve });
      signal.addEventListener("abort", () => reject(signal.reason));
      if (answer) resolve(answer());
    });
  browser("Mozilla/5.0 (X11; Linux x86_64)", ["en-GB"]);
});

function browser(userAgent, languages) {
  Object.defineProperty(globalThis, "navigator", { value: { userAgent, languages }, configurable: true });
}

const asked = () => requests.map(({ url }) => url.searchParams.get("q"));

/** Lets so many milliseconds go by, and answers arrive. */
async function pass(milliseconds) {
  mock.timers.tick(milliseconds);
  for (let round = 0; round < 5; round++) await settled();
}

test("a text is worth asking for with two letters, or one Chinese character", () => {
  for (const text of ["re", "a b", "1 r 2 e", "退", "ét", "怎么"]) assert.ok(isWorth(text), text);
  for (const text of ["", " ", "r", "r ", "24", "24816", "?!", "a 7", "two\nlines", "x".repeat(101)])
    assert.ok(!isWorth(text), text);
});

test("a step goes through the options, and between last and first to what is typed", () => {
  const walk = (from, by, times) => Array.from({ length: times }, () => (from = step(from, by, 3)));
  assert.deepEqual(walk(-1, 1, 5), [0, 1, 2, -1, 0]);
  assert.deepEqual(walk(-1, -1, 5), [2, 1, 0, -1, 2]);
});

test("what was typed is marked, each word once", () => {
  const marked = (title, typed, lang = "en") =>
    pieces(title, typed, lang)
      .map(([text, isTyped]) => (isTyped ? `[${text}]` : text))
      .join("");
  assert.equal(marked("Can I return a bike I have ridden?", "can i ret"), "[Can I ret]urn a bike I have ridden?");
  assert.equal(marked("How do I return a bike?", "can i ret"), "How do [I ret]urn a bike?");
  assert.equal(marked("How do I return a bike?", "bike ret"), "How do I [ret]urn a [bike]?");
  assert.equal(marked("Return, then returning", "return"), "[Return], then returning");
  assert.equal(marked("Renew it", "re new"), "Renew it", "only the last word may be unfinished");
  assert.equal(marked("Écran à réparer", "ecran rep", "fr"), "[Écran] à [rép]arer");
  assert.equal(marked("如何退货？", "怎么退货", "zh"), "如何[退货]？");
  assert.equal(marked("<b>Return</b>", "return"), "<b>[Return]</b>");
  assert.equal(marked("Hello", "?"), "Hello");
  const { Segmenter } = Intl;
  Intl.Segmenter = undefined;
  assert.equal(marked("Return", "ret"), "Return", "a browser that knows no words still shows the title");
  Intl.Segmenter = Segmenter;
});

test("titles are asked for after a pause, once, and without cookies or a copy on disk", async () => {
  const finder = new Finder(address);
  const found = [];
  for (const typed of ["re", "ret", "retu"]) {
    finder.find(typed, "en", (given) => found.push(given));
    await pass(100);
  }
  assert.deepEqual(asked(), []);
  await pass(50);
  assert.equal(requests[0].url.href, address + "?q=retu&lang=en");
  assert.deepEqual(requests[0].how, { credentials: "omit", cache: "no-store" });
  assert.deepEqual(found, [titles]);
});

test("a text is asked for once in a language", async () => {
  const finder = new Finder(address);
  const found = [];
  for (const [typed, lang] of [
    ["retu", "en"],
    ["Retu", "en"],
    ["retu", "de"],
  ]) {
    finder.find(typed, lang, (given) => found.push(given));
    await pass(150);
  }
  assert.deepEqual(
    requests.map(({ url }) => url.search),
    ["?q=retu&lang=en", "?q=retu&lang=de"],
  );
  assert.equal(found.length, 3);
});

test("an outdated request is aborted, and its answer goes nowhere", async () => {
  answer = null;
  const finder = new Finder(address);
  const found = [];
  finder.find("retu", "en", () => found.push("first"));
  await pass(150);
  finder.find("refu", "en", () => found.push("second"));
  assert.ok(requests[0].signal.aborted);
  await pass(150);
  requests[0].resolve(json(titles));
  requests[1].resolve(json(titles));
  await pass(0);
  assert.deepEqual(found, ["second"]);
});

test("what the server says is held to its form: five titles, each with an id", async () => {
  const many = Array.from({ length: 8 }, (_, index) => ({ id: "id" + index, title: "Title" }));
  answer = () => json([{ title: "no id" }, { id: "no-title" }, ...many]);
  let found;
  new Finder(address).find("retu", "en", (given) => (found = given));
  await pass(150);
  assert.deepEqual(
    found.map(({ id }) => id),
    ["id0", "id1", "id2", "id3", "id4"],
  );
});

test("after a failure there is silence, also towards the server", async () => {
  const failures = [() => json({}, 429), () => json({ title: "not a list" }), () => new Response("<html>")];
  const error = mock.method(console, "error", () => {});
  for (const failure of failures) {
    requests = [];
    answer = failure;
    const finder = new Finder(address);
    const found = [];
    const find = async (typed) => {
      finder.find(typed, "en", (given) => found.push(given.length));
      await pass(150);
    };
    await find("retu");
    answer = () => json(titles);
    await find("retur");
    assert.deepEqual(asked(), ["retu"]);
    await pass(15000);
    await find("return");
    await find("retu");
    assert.deepEqual(asked(), ["retu", "return", "retu"], "a failure is not remembered as an answer");
    assert.deepEqual(found, [0, 0, 3, 3]);
  }
  assert.equal(error.mock.callCount(), 0);
  error.mock.restore();
});

/** A panel with a composer and suggestions, and what it was told to send and to say. */
function widget({ ready = { limits: {} }, person = false, lang = "en" } = {}) {
  const sent = [];
  const panel = {
    words,
    lang,
    sent,
    titles: new Map(),
    status: document.createElement("p"),
    converse() {},
    chat: { state: { ready, desk: { stage: person ? "agent" : "bot" } } },
    loader: { script: { src: "https://bot.example/widget.js" }, svg: () => document.createElement("svg") },
    shadow: { activeElement: null },
    icon: () => document.createElement("svg"),
    assist() {},
    say: (text) => (panel.status.textContent = text),
    send: (body) => sent.push(body),
  };
  panel.composer = new Composer(panel, () => 2000);
  const { field } = panel.composer;
  panel.composer.set("");
  panel.suggestions = new Suggestions(panel);
  panel.shadow.activeElement = field;
  panel.field = field;
  panel.input = (text, more) => {
    field.value = text;
    field.selectionStart = text.length;
    return field.fire("input", more);
  };
  panel.key = (key, more) => field.fire("keydown", { key, ...more });
  panel.type = async (text) => {
    panel.input(text);
    await pass(150);
  };
  panel.options = () => panel.suggestions.list.childNodes;
  panel.active = () => field.getAttribute("aria-activedescendant");
  return panel;
}

test("the box of the composer is the combobox of a list of options", async () => {
  const panel = widget();
  const box = panel.field.parentNode;
  assert.deepEqual(box.attributes, {});
  await panel.type("i ret");
  const { id } = panel.suggestions.list;
  const combobox = { role: "combobox", "aria-expanded": "true", "aria-controls": id, "aria-label": words.ask };
  assert.deepEqual(box.attributes, combobox);
  assert.ok(box.childNodes.includes(panel.suggestions.pop), "a combobox holds its list");
  const { role, ...attributes } = panel.field.attributes;
  assert.equal(role, undefined, "a field of several lines is a textbox, in any browser");
  assert.equal(attributes["aria-autocomplete"], "list");
  assert.equal(attributes["aria-controls"], id);
  assert.equal(attributes["aria-activedescendant"], undefined);
  assert.equal(panel.suggestions.list.getAttribute("role"), "listbox");
  assert.equal(
    show(panel.options()[0]),
    '<li id="suggestion-0" role="option" aria-selected="false"><svg></svg>' +
      "<span>How do <mark>I ret</mark>urn a bike?</span></li>",
  );
});

test("markup in a title stays text", async () => {
  const panel = widget();
  answer = () => json([{ id: "x", title: "<img src=x onerror=alert(1)> return" }]);
  await panel.type("return");
  const [option] = panel.options();
  assert.equal(option.textContent, "<img src=x onerror=alert(1)> return");
  assert.ok(!option.childNodes[1].childNodes.some(({ tag }) => tag === "img"));
});

test("the count is said once the typing has come to rest, and again for a list that is back", async () => {
  const panel = widget();
  await panel.type("ret");
  assert.equal(panel.status.textContent, "");
  await panel.type("retu");
  await pass(600);
  assert.equal(panel.status.textContent, "");
  await pass(100);
  assert.equal(panel.status.textContent, "3 suggestions");
  panel.key("Escape");
  assert.equal(panel.status.textContent, "");
  answer = () => json(titles.slice(0, 1));
  await panel.type("retur");
  await pass(700);
  assert.equal(panel.status.textContent, "1 suggestion");
  panel.say(words.typing);
  panel.suggestions.close();
  assert.equal(panel.status.textContent, words.typing, "what others say stays");
});

test("arrows move the active option, and the keys of the caret leave it", async () => {
  const panel = widget();
  await panel.type("ret");
  const walked = ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"].map((key) => {
    const event = panel.key(key);
    assert.ok(event.prevented && event.stopped);
    const selected = panel.options().filter((option) => option.getAttribute("aria-selected") === "true");
    assert.deepEqual(
      selected.map(({ id }) => id),
      [panel.active()].filter(Boolean),
    );
    return panel.active();
  });
  assert.deepEqual(walked, ["suggestion-0", "suggestion-1", "suggestion-0", null, "suggestion-2"]);
  for (const key of ["Home", "End", "ArrowLeft", "ArrowRight"]) {
    panel.key("ArrowDown");
    panel.key("ArrowDown");
    assert.notEqual(panel.active(), null);
    assert.ok(!panel.key(key).prevented);
    assert.equal(panel.active(), null);
    assert.ok(panel.suggestions.isOpen);
  }
  assert.ok(!panel.key("ArrowDown", { shiftKey: true }).prevented, "selecting text is the field's own");
});

test("Enter sends the chosen title as a choice, and the list is gone", async () => {
  const panel = widget();
  await panel.type("ret");
  panel.key("ArrowDown");
  panel.key("ArrowDown");
  assert.ok(panel.key("Enter").prevented);
  assert.deepEqual(panel.sent, [{ kind: "choice", id: "return-time" }]);
  assert.equal(panel.titles.get("return-time"), titles[1].title);
  assert.equal(panel.field.value, "");
  assert.equal(panel.field.parentNode.getAttribute("aria-expanded"), "false");
  assert.equal(panel.active(), null);
});

test("Enter without an active option sends what is typed", async () => {
  const panel = widget();
  await panel.type("ret");
  panel.key("Enter");
  assert.deepEqual(panel.sent, [{ kind: "text", text: "ret" }]);
  assert.ok(!panel.suggestions.isOpen);
});

test("nothing comes after a message was sent", async () => {
  answer = null;
  const panel = widget();
  await panel.type("ret");
  panel.key("Enter");
  assert.ok(requests[0].signal.aborted);
  panel.input("refu");
  panel.key("Enter");
  await pass(1000);
  assert.deepEqual(asked(), ["ret"]);
  assert.ok(!panel.suggestions.isOpen);
  assert.deepEqual(panel.sent.length, 2);
});

test("Escape closes the list, and only then means the panel", async () => {
  const panel = widget();
  await panel.type("ret");
  const first = panel.key("Escape");
  assert.ok(first.prevented && first.stopped);
  assert.ok(!panel.suggestions.isOpen);
  const second = panel.key("Escape");
  assert.ok(!second.prevented && !second.stopped);
});

test("an arrow down at the end of the text brings the list back", async () => {
  const panel = widget();
  await panel.type("ret");
  panel.key("Escape");
  panel.field.selectionStart = 1;
  assert.ok(!panel.key("ArrowDown").prevented, "before the end it moves the caret");
  panel.field.selectionStart = 3;
  assert.ok(panel.key("ArrowDown").prevented);
  assert.equal(panel.active(), "suggestion-0");
  panel.key("ArrowUp", { altKey: true });
  assert.ok(!panel.suggestions.isOpen);
  panel.key("ArrowDown", { altKey: true });
  assert.ok(panel.suggestions.isOpen);
  assert.equal(panel.active(), null);
  assert.deepEqual(asked(), ["ret"]);
});

test("Tab is left alone, and leaving the field closes the list and ends the combobox", async () => {
  const panel = widget();
  await panel.type("ret");
  assert.ok(!panel.key("Tab").prevented);
  panel.field.fire("blur");
  assert.ok(!panel.suggestions.isOpen);
  assert.deepEqual(panel.field.parentNode.attributes, {});
  assert.deepEqual(
    Object.keys(panel.field.attributes).filter((name) => /^aria-(con|auto|act)/.test(name)),
    [],
  );
});

test("a click chooses, and its press keeps the focus where it is", async () => {
  const panel = widget();
  await panel.type("ret");
  assert.ok(panel.suggestions.pop.fire("mousedown").prevented);
  panel.options()[2].click();
  assert.deepEqual(panel.sent, [{ kind: "choice", id: "refund-time" }]);
  assert.ok(!panel.suggestions.isOpen);
});

test("the list stays as it is while somebody chooses from it", async () => {
  const panel = widget();
  await panel.type("ret");
  panel.input("retu");
  panel.key("ArrowDown");
  await pass(1000);
  assert.deepEqual(asked(), ["ret"]);
  assert.equal(panel.active(), "suggestion-0");
});

test("typing on leaves the active option", async () => {
  const panel = widget();
  await panel.type("ret");
  panel.key("ArrowDown");
  panel.input("retu");
  assert.equal(panel.active(), null);
  panel.key("Enter");
  assert.deepEqual(panel.sent, [{ kind: "text", text: "retu" }]);
});

test("an emptied field and an answer without titles close the list", async () => {
  const panel = widget();
  await panel.type("ret");
  panel.input("r");
  assert.ok(!panel.suggestions.isOpen);
  await panel.type("retu");
  assert.ok(panel.suggestions.isOpen);
  answer = () => json([]);
  await panel.type("retux");
  assert.ok(!panel.suggestions.isOpen);
});

test("what is being composed is not asked for, nor are its keys taken", async () => {
  const panel = widget({ lang: "zh" });
  await panel.type("退");
  panel.field.fire("compositionstart");
  assert.ok(!panel.suggestions.isOpen);
  panel.input("退hu", { isComposing: true });
  await pass(1000);
  assert.deepEqual(asked(), ["退"]);
  panel.input("退货", { isComposing: true });
  panel.field.fire("compositionend");
  await pass(150);
  assert.deepEqual(asked(), ["退", "退货"]);
  for (const more of [{ isComposing: true }, { keyCode: 229 }])
    for (const key of ["ArrowDown", "Escape", "Enter"]) assert.ok(!panel.key(key, more).prevented);
  assert.deepEqual(panel.sent, []);
});

test("on Android composing is how all languages are typed, but for those that need it", async () => {
  const android = "Mozilla/5.0 (Linux; Android 15)";
  for (const [lang, languages, expected] of [
    ["en", ["en-GB"], ["ret"]],
    ["en", ["en-GB", "zh-CN"], []],
    ["zh", ["en-GB"], []],
  ]) {
    browser(android, languages);
    requests = [];
    const panel = widget({ lang });
    panel.field.fire("compositionstart");
    panel.input("ret", { isComposing: true });
    await pass(150);
    assert.deepEqual(asked(), expected, lang + languages);
  }
});

test("nothing is asked without a chat, for a person, or for a field without focus", async () => {
  for (const panel of [widget({ ready: null }), widget({ person: true })]) await panel.type("return");
  const panel = widget();
  panel.shadow.activeElement = null;
  await panel.type("return");
  assert.deepEqual(asked(), []);
});

test("text that was written before the module came is looked for when it joins", async () => {
  const panel = widget();
  panel.field.value = "return";
  panel.suggestions.attach();
  await pass(150);
  assert.deepEqual(asked(), ["return"]);
});
