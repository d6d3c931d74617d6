// @ts-check
// Search while typing: up to five titles in a list above the composer, which becomes their combobox.
// What is typed is asked for only while a chat is open, and never kept: neither by the browser's
// cache nor anywhere else than in this page's memory.
import { el, fill } from "./content.js";
import { hasPerson } from "./state.js";

const question =
  "M3.5 12a8.5 8.5 0 1 0 17 0 8.5 8.5 0 1 0-17 0M9.6 9.7c.2-1.4 1.2-2.2 2.5-2.2s2.4.9 2.4 2.2c0 1.9-2.5 2-2.5 4M12 16.7h.01";

/** Titles shown at most. */
const most = 5;
/** Characters of a text that may still be the start of a question; who writes more has one. */
const longest = 100;
/** A pause in typing (ms), after which titles are asked for. */
const typingPause = 150;
/** A longer one (ms), after which their count is spoken, so that it does not interrupt the keys. */
const calm = 700;
/** After a failure nothing is asked for so many ms: a limit must not be run against. */
const rest = 15000;

/**
 * What a list makes of the box around the composer's field, and of the field. HTML knows no field of
 * several lines that is a combobox: it stays a textbox, which keeps the focus and points to the
 * active option, and its box, which holds the list, is the combobox.
 */
const combobox = { role: "combobox", "aria-expanded": "true", "aria-controls": "suggestions" };
const textbox = { "aria-autocomplete": "list", "aria-controls": "suggestions" };

/** Gives an element attributes, or takes them away. */
function mark(node, attributes, given) {
  for (const name in attributes)
    if (given) node.setAttribute(name, attributes[name]);
    else node.removeAttribute(name);
}

/** Whether a text says enough to look for: two letters, or one Chinese character. @param {string} text */
export const isWorth = (text) =>
  text.length <= longest && !text.includes("\n") && /\p{L}.*\p{L}|\p{Script=Han}/u.test(text);

/** The option that a step leads to. Between the last and the first is -1, which stands for what is typed. */
export const step = (active, by, count) => ((active + by + count + 2) % (count + 1)) - 1;

/**
 * A title in pieces, each with whether it was typed: whole words, and for the last one typed the
 * start of a word. Each marks once, and spaces between marks go along.
 * @param {string} title @param {string} typed @param {string} lang
 * @returns {[string, boolean][]}
 */
export function pieces(title, typed, lang) {
  // A browser without word boundaries shows the title without marks.
  if (!Intl.Segmenter) return [[title, false]];
  const segmenter = new Intl.Segmenter(lang, { granularity: "word" });
  const { compare } = new Intl.Collator(lang, { usage: "search", sensitivity: "base" });
  const words = [...segmenter.segment(typed)].filter((one) => one.isWordLike).map((one) => one.segment);
  let last = words.at(-1) || "";
  /** @type {[string, boolean][]} */
  const made = [];
  const add = (text, marked) => {
    const before = made.at(-1);
    if (before?.[1] === marked) before[0] += text;
    else if (text) made.push([text, marked]);
  };
  let between = "";
  for (const { segment, isWordLike } of segmenter.segment(title)) {
    if (!isWordLike) {
      between += segment;
      continue;
    }
    const whole = words.findIndex((word) => !compare(word, segment));
    const starts = whole < 0 && last && !compare(segment.slice(0, last.length), last);
    const length = starts ? last.length : whole < 0 ? 0 : segment.length;
    if (length) words.splice(starts ? words.length - 1 : whole, 1);
    if (!words.includes(last)) last = "";
    add(between, length > 0 && !!made.at(-1)?.[1]);
    add(segment.slice(0, length), true);
    add(segment.slice(length), false);
    between = "";
  }
  add(between, false);
  return made;
}

/** Asks for titles: after a pause in typing, for the newest text only, and once for each. */
export class Finder {
  #known = new Map();
  #until = 0; // when asking may go on after a failure
  #timer;
  #request;

  /** @param {string} address of the service */
  constructor(address) {
    this.address = address;
  }

  /** What was asked for is outdated. */
  cancel() {
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  /**
   * @param {string} typed @param {string} lang
   * @param {(titles: {id: string, title: string}[]) => void} found is called at once if the titles are known
   */
  find(typed, lang, found) {
    this.cancel();
    const key = lang + "\n" + typed.toLowerCase();
    const known = this.#known.get(key);
    if (known) found(known);
    else if (Date.now() < this.#until) found([]);
    else this.#timer = setTimeout(() => this.#ask(key, { q: typed, lang }, found), typingPause);
  }

  async #ask(key, query, found) {
    const { signal } = (this.#request = new AbortController());
    let titles = [];
    try {
      const how = { signal, credentials: "omit", cache: "no-store" };
      const response = await fetch(`${this.address}?${new URLSearchParams(query)}`, /** @type {RequestInit} */ (how));
      if (!response.ok) throw new Error(response.statusText);
      titles = (await response.json()).filter(({ id, title }) => id && title).slice(0, most);
      this.#known.set(key, titles);
    } catch {
      // Nobody waits for suggestions: without them, a question is simply sent.
      if (!signal.aborted) this.#until = Date.now() + rest;
    }
    if (!signal.aborted) found(titles);
  }
}

/**
 * Android's keyboards compose the words of every language; elsewhere, and where somebody reads
 * Chinese, Japanese or Korean, what is being composed is not yet what is meant.
 */
const composesPlainly = (lang) =>
  /Android/.test(navigator.userAgent) && ![lang, ...navigator.languages].some((tag) => /^(zh|ja|ko)/.test(tag));

/** The list, and what it makes of the composer. */
export class Suggestions {
  #active = -1;
  #options = [];
  #soon;
  #said;

  /** @param {any} panel */
  constructor(panel) {
    this.panel = panel;
    this.finder = new Finder(new URL("/api/v1/suggest", panel.loader.script.src).href);
    this.attach();
  }

  get isOpen() {
    return !this.pop.hidden;
  }

  /** Joins the panel's composer, which is a new one in another language. */
  attach() {
    const { words, composer } = this.panel;
    const field = (this.field = composer.field);
    this.box = field.parentNode;
    const keys = ["↑", "↓", "Enter"].map((key) => el("kbd", key));
    const caption = [el("span", words.suggested), el("span", ...keys)];
    this.list = el("ul", {
      id: combobox["aria-controls"],
      role: "listbox",
      "aria-label": words.suggested,
      tabindex: -1,
    });
    // A press must not take the focus, with which the list would go before it is chosen from.
    const hold = (event) => event.preventDefault();
    this.pop = el("div.pop", { onmousedown: hold }, el("p.cap", { "aria-hidden": "true" }, ...caption), this.list);
    this.pop.hidden = true;
    this.box.append(this.pop);
    const plainly = () => composesPlainly(this.panel.lang);
    field.addEventListener("input", (event) => (event.isComposing && !plainly()) || this.look());
    field.addEventListener("compositionstart", () => plainly() || this.close());
    field.addEventListener("compositionend", () => this.look());
    field.addEventListener("blur", () => this.#leave());
    this.look();
  }

  /** Looks for what is typed. A person who is written to needs no suggestions. */
  look() {
    const { chat, shadow, lang } = this.panel;
    const { value } = this.field;
    if (!chat.state.ready || hasPerson(chat.state) || shadow.activeElement !== this.field || !isWorth(value))
      return this.close();
    const typed = value.trim();
    this.#activate(-1);
    this.finder.find(typed, lang, (titles) => this.#show(titles, typed));
  }

  #show(titles, typed) {
    if (!titles.length) return this.close();
    const { box, field, list, panel, pop } = this;
    const { words, lang, loader } = panel;
    const marked = ([text, isTyped]) => (isTyped ? el("mark", text) : text);
    this.#options = titles.map((entry, index) =>
      el(
        "li",
        { id: "suggestion-" + index, role: "option", "aria-selected": "false", onclick: () => this.#choose(entry) },
        loader.svg(question),
        el("span", ...pieces(entry.title, typed, lang).map(marked)),
      ),
    );
    list.replaceChildren(...this.#options);
    pop.hidden = false;
    // Only a field that has a list is in a combobox, until it is left.
    mark(box, { ...combobox, "aria-label": words.ask }, true);
    mark(field, textbox, true);
    this.#said = fill(words.suggestions, { count: titles.length }, words.tag);
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => panel.say(this.#said), calm);
  }

  /** Puts the list away, and whatever is on its way. */
  close() {
    const { finder, box, panel, pop } = this;
    finder.cancel();
    clearTimeout(this.#soon);
    if (!this.isOpen) return;
    this.#activate(-1);
    pop.hidden = true;
    box.ariaExpanded = "false";
    // Said again when the list is there again, even if it is as long.
    if (panel.status.textContent === this.#said) panel.say("");
  }

  #leave() {
    this.close();
    mark(this.box, { ...combobox, "aria-label": "" }, false);
    mark(this.field, textbox, false);
  }

  #activate(index) {
    const option = this.#options[index];
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = option ? index : -1;
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
    // The list stays as it is while somebody chooses from it.
    this.finder.cancel();
  }

  #choose({ id, title }) {
    const { panel } = this;
    panel.titles.set(id, title);
    panel.composer.set("");
    panel.send({ kind: "choice", id });
  }

  /** Takes the keys that are the list's own. @returns {boolean} whether this was one */
  key(event) {
    const { shiftKey, ctrlKey, metaKey, isComposing, keyCode } = event;
    const isOurs = !(shiftKey || ctrlKey || metaKey || isComposing || keyCode === 229) && this.#act(event);
    if (!isOurs) return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** @returns {boolean} whether the key has done its work */
  #act({ key, altKey }) {
    const { field, isOpen } = this;
    const by = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (!isOpen) {
      // The caret has nowhere to go, so that the key is free to bring the list back.
      if (by !== 1 || field.selectionStart < field.value.length) return false;
      this.look();
      if (this.isOpen && !altKey) this.#activate(0);
      return this.isOpen;
    }
    if (key === "Escape" || (altKey && by === -1)) this.close();
    else if (by) this.#activate(altKey ? this.#active : step(this.#active, by, this.#options.length));
    else if (key === "Enter" && this.#active >= 0) this.#options[this.#active].click();
    else {
      // Keys that move the caret, or that write, go back to what is typed.
      if (/^(Home|End|ArrowLeft|ArrowRight)$/.test(key)) this.#activate(-1);
      return false;
    }
    return true;
  }
}
