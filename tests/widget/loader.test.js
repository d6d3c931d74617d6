import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const source = readFileSync(new URL("../../static/widget.js", import.meta.url), "utf8");
const site = {
  name: "Fernhill Bicycles",
  greeting: "",
  bot: "Fernhill Help",
  color: "#0d6657",
  lang: "en",
  langs: ["en", "zh"],
  privacy_url: "",
};

/** A panel that writes down what is asked of it. */
const panelModule = `data:text/javascript,${encodeURIComponent(`
  globalThis.asked?.push(["brought"]);
  export async function make(loader) {
    globalThis.loader = loader;
    const names = ["open", "close", "update", "ask", "handoff", "reset", "destroy"];
    return Object.fromEntries(names.map((name) => [name, (...given) => name === "update" || globalThis.asked.push([name, ...given])]));
  }`)}//`;

/** As much of an element as the loader touches. */
class Element extends EventTarget {
  attributes = [];
  children = [];
  dataset = {};
  isConnected = false;
  style = { values: {}, setProperty: (name, value) => (this.style.values[name] = value) };
  hasAttribute(name) {
    return this.attributes.some((one) => one.name === name);
  }
  toggleAttribute(name, on) {
    if (on) this.attributes.push({ name, value: "" });
  }
  setAttribute() {}
  append(...children) {
    for (const child of children) {
      this.children.push(child);
      child.isConnected = true;
      child.connectedCallback?.();
    }
  }
  replaceChildren(...children) {
    this.children = children;
  }
  attachShadow() {
    return (this.shadow = new Element());
  }
  remove() {
    this.isConnected = false;
    this.disconnectedCallback?.();
  }
}

/** Runs the loader on a page; several runs may share one. */
function load({
  before = () => {},
  lang = "",
  languages = ["en-GB"],
  dataset = {},
  page,
  readyState = "complete",
} = {}) {
  globalThis.asked = [];
  page ??= {};
  page.deskbellSettings ??= undefined;
  before(page);
  const defined = new Map();
  const events = new EventTarget();
  const document = {
    currentScript: { src: "https://bot.example/widget.js", dataset },
    documentElement: { lang },
    body: new Element(),
    activeElement: null,
    readyState,
    createElement: (name) => new (defined.get(name) || Element)(),
    createElementNS: () => new Element(),
    querySelector: () => null,
  };
  const given = {
    window: page,
    document,
    navigator: { languages },
    matchMedia: () => ({ matches: false }),
    customElements: { define: (name, type) => defined.set(name, type) },
    HTMLElement: Element,
    CSSStyleSheet: class {
      replaceSync() {}
    },
    CSS: { supports: (_, value) => /^#[0-9a-f]{6}$/.test(value) },
    addEventListener: events.addEventListener.bind(events),
  };
  const settings = { version: "0.1.0", parts: panelModule, site };
  const code = source.replace('"__DESKBELL_SETTINGS__"', () => JSON.stringify(settings));
  new Function(...Object.keys(given), code)(...Object.values(given));
  return { page, document, events, host: () => document.body.children[0] };
}

const stub = (page) => {
  page.deskbell = (...call) => (page.deskbell.q ||= []).push(call);
};
const settled = () => new Promise((done) => setImmediate(done));
const launcher = (loaded) => loaded.host().shadow.children[0].children[0];

test("the settings' place occurs once", () => {
  assert.equal(source.split('"__DESKBELL_SETTINGS__"').length, 2);
});

test("calls made before loading are done after it, in order, and a bad one stops no other", async () => {
  const errors = [];
  const log = console.error;
  console.error = (error) => errors.push(error);
  const heard = [];
  const { page } = load({
    before(page) {
      stub(page);
      page.deskbell("on", "ready", () => heard.push("ready"));
      page.deskbell("no such method");
      page.deskbell("on", "open", () => {
        throw new Error("the page's own mistake");
      });
      page.deskbell("on", "open", () => heard.push("open"));
      page.deskbell("open");
    },
  });
  await page.deskbell.open();
  console.error = log;
  assert.deepEqual(heard, ["ready", "open"]);
  assert.deepEqual(
    errors.map(({ name }) => name),
    ["TypeError", "Error"],
  );
});

test("deskbell('open') and deskbell.open() are the same, and the getters tell", async () => {
  const { page } = load();
  assert.equal(page.deskbell.version, "0.1.0");
  assert.equal(page.deskbell.isOpen, false);
  const opening = page.deskbell("open");
  assert.equal(page.deskbell.isOpen, true);
  assert.equal(page.deskbell.open(), opening);
  await opening;
  page.deskbell.close();
  assert.equal(page.deskbell.isOpen, false);
  assert.equal(page.deskbell.unreadCount, 0);
  await page.deskbell.toggle();
  assert.deepEqual(
    asked.map(([name]) => name),
    ["open", "close", "open"],
  );
});

test("a panel closed before it came is not shown", async () => {
  const { page } = load();
  const opening = page.deskbell.open();
  page.deskbell.close();
  await opening;
  assert.deepEqual(
    asked.filter(([name]) => name === "open"),
    [],
  );
});

test("every method of the contract is there", () => {
  const { page } = load();
  const names =
    "boot update open close toggle show hide ask identify setContext track setLocale setTheme on off once reset consent handoff destroy";
  for (const name of names.split(" ")) assert.equal(typeof page.deskbell[name], "function", name);
});

test("ask and handoff open the panel first", async () => {
  const { page } = load();
  await page.deskbell.ask("Where is my order?", { send: false });
  await page.deskbell.handoff();
  assert.deepEqual(asked.slice(-2), [["ask", "Where is my order?", { send: false }], ["handoff"]]);
});

test("a second widget.js is ignored", () => {
  const { page } = load();
  const first = page.deskbell;
  const second = load({ page });
  assert.equal(page.deskbell, first);
  assert.equal(second.host(), undefined);
});

test("handlers: once is once, off is off, and the element tells too", async () => {
  const { page, host } = load();
  await settled();
  const heard = [];
  const mine = () => heard.push("on");
  page.deskbell.on("close", mine);
  page.deskbell.once("close", () => heard.push("once"));
  host().addEventListener("deskbell:close", ({ bubbles, composed }) => heard.push(`dom ${bubbles} ${composed}`));
  for (const round of [1, 2]) {
    await page.deskbell.open();
    page.deskbell.close();
    if (round === 1) page.deskbell.off("close", mine);
  }
  assert.deepEqual(heard, ["on", "once", "dom true true", "dom true true"]);
});

test("later options win: settings, then attributes of the script, then update", async () => {
  const loaded = load({
    before: (page) => (page.deskbellSettings = { title: "from settings", "launcher-label": "Ask", launcher: "bubble" }),
    dataset: { title: "from attribute", launcher: "label" },
  });
  await settled();
  await loaded.page.deskbell.open();
  const { options } = globalThis.loader;
  assert.equal(options.title, "from attribute");
  assert.equal(options.launcherLabel, "Ask");
  assert.equal(launcher(loaded).ariaLabel, "Ask, Open chat");
  loaded.page.deskbell.update({ title: "from update", "offset-x": 40 });
  assert.equal(options.title, "from update");
  assert.equal(loaded.host().shadow.children[0].style.values["--x"], "40px");
});

test("hide and show keep the kind of launcher", async () => {
  const loaded = load({ dataset: { launcher: "label", launcherLabel: "Ask" } });
  await settled();
  loaded.page.deskbell.hide();
  assert.equal(launcher(loaded).hidden, true);
  loaded.page.deskbell.show();
  assert.equal(launcher(loaded).hidden, false);
  assert.equal(launcher(loaded).ariaLabel, "Ask, Open chat");
  const without = load({ dataset: { launcher: "none" } });
  await settled();
  assert.equal(launcher(without).hidden, true);
  without.page.deskbell.show();
  assert.equal(launcher(without).hidden, false);
});

test("the language is the page's, else the visitor's, else the site's; an option wins", async () => {
  const found = async (given) => {
    const loaded = load(given);
    await settled();
    return loaded.host().shadow.children[0].lang;
  };
  assert.equal(await found({ lang: "zh-Hans", languages: ["en"] }), "zh-Hans");
  assert.equal(await found({ lang: "sw", languages: ["pl", "zh-CN"] }), "zh-Hans");
  assert.equal(await found({ lang: "", languages: ["zh-HK", "fr"] }), "zh-Hant");
  assert.equal(await found({ lang: "de-AT", languages: ["fr"] }), "de");
  assert.equal(await found({ lang: "", languages: ["iw"] }), "he");
  assert.equal(await found({ lang: "", languages: ["sw"] }), "en");
  assert.equal(await found({ lang: "en", dataset: { locale: "zh-TW" } }), "zh-Hant");
});

test("an accent that is no colour is left out", async () => {
  const loaded = load({ dataset: { accent: "red;}" } });
  await settled();
  assert.equal(loaded.host().shadow.children[0].style.values["--site"], "");
});

test("nothing is drawn before the document is there", async () => {
  const loaded = load({ readyState: "loading" });
  await settled();
  assert.equal(loaded.host(), undefined);
  loaded.events.dispatchEvent(new Event("DOMContentLoaded"));
  await settled();
  assert.ok(loaded.host());
});

test("only data-open opens by itself, and without taking the focus", async () => {
  for (const [value, opens] of [
    [undefined, false],
    ["false", false],
    ["", true],
    ["true", true],
  ]) {
    const { page } = load({ dataset: value === undefined ? {} : { open: value } });
    await settled();
    assert.equal(page.deskbell.isOpen, opens, String(value));
    if (!opens) continue;
    await page.deskbell.open();
    assert.equal(asked.find(([name]) => name === "open")[2], false);
  }
});

test("reset and a refusal forget what the browser keeps", () => {
  const area = () => ({ deskbell: "{}", other: "{}" });
  for (const act of [(deskbell) => deskbell.reset(), (deskbell) => deskbell.consent("deny")]) {
    const page = { localStorage: area(), sessionStorage: area() };
    load({ page });
    act(page.deskbell);
    assert.deepEqual(Object.keys(page.localStorage), ["other"]);
    assert.deepEqual(Object.keys(page.sessionStorage), ["other"]);
  }
});

test("a second element on the page stays empty", async () => {
  const { document } = load();
  await settled();
  const second = document.createElement("deskbell-chat");
  document.body.append(second);
  assert.equal(second.shadow, undefined);
});

test("destroy takes everything away, and boot brings it back", async () => {
  const { page, document } = load();
  await page.deskbell.open();
  page.deskbell.destroy();
  await settled();
  assert.deepEqual(
    asked.map(([name]) => name),
    ["open", "close", "destroy"],
  );
  assert.equal(document.body.children[0].isConnected, false);
  page.deskbell.boot({ title: "again" });
  await page.deskbell.open();
  assert.equal(document.body.children[1].isConnected, true);
  assert.equal(globalThis.loader.host, document.body.children[1], "with a new panel");
});
