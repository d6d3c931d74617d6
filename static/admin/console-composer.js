// @ts-check
// Where an agent writes: a reply or a note, each with a draft for every conversation, and canned replies behind a slash.
import { find, isComposed, make } from "./shell.js";

/** Conversations whose drafts are kept: more than anybody has begun to answer. */
const MOST_DRAFTS = 50;
/** Milliseconds between two signs that somebody writes: shorter than such a sign lasts. */
const TYPING_EVERY = 3000;
/** Canned replies in the menu: what fits above the field. */
const MOST_CHOICES = 8;
const MOST_ROWS = 8;

/** @typedef {"reply" | "note"} Kind */
/** @typedef {{id: string, title: string, text: string, lang: string}} Canned */

/** Drafts in the browser's storage; without one they last as long as the page. */
export class Drafts {
  #key;
  /** @type {Record<string, {reply?: string, note?: string}>} */
  #all = {};

  /** @param {string} account whose they are */
  constructor(account) {
    this.#key = `deskbell-drafts:${account}`;
    try {
      this.#all = JSON.parse(localStorage.getItem(this.#key) ?? "{}");
    } catch {} // forbidden or spoiled: they begin empty
  }

  /** @param {string} conversation @param {Kind} kind */
  get = (conversation, kind) => this.#all[conversation]?.[kind] ?? "";

  /** @param {string} conversation @param {Kind} kind @param {string} text */
  set(conversation, kind, text) {
    const { [conversation]: own = {}, ...others } = this.#all;
    const changed = { ...own, [kind]: text || undefined };
    const kept = Object.entries(others).slice(1 - MOST_DRAFTS);
    this.#all = Object.fromEntries(changed.reply || changed.note ? [...kept, [conversation, changed]] : kept);
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#all));
    } catch {} // full or forbidden
  }
}

/**
 * Which canned replies fit what stands after the slash: those in the visitor's language and those for all, by title first.
 * @param {Canned[]} all
 * @param {string} words
 * @param {string} lang
 */
export function choices(all, words, lang) {
  const wanted = words.toLowerCase();
  const spoken = (/** @type {Canned} */ one) => !one.lang || !lang || one.lang.split("-")[0] === lang.split("-")[0];
  const fits = all.filter((one) => `${one.title}\n${one.text}`.toLowerCase().includes(wanted));
  const rank = (/** @type {Canned} */ one) =>
    (spoken(one) ? 0 : 2) + (one.title.toLowerCase().includes(wanted) ? 0 : 1);
  return fits.sort((one, other) => rank(one) - rank(other)).slice(0, MOST_CHOICES);
}

/**
 * @typedef {{drafts: Drafts, canned(): Canned[], lang(): string, send(kind: Kind, text: string): void, typing(): void,
 *   announce(text: string): void, leave(): void, changed(): void}} Given
 */

/** The field with its tabs and its menu. */
export class Composer {
  #given;
  #field = /** @type {HTMLTextAreaElement} */ (find("[data-field]"));
  #menu = find("[data-menu]");
  #tabs = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-kind]")]);
  #conversation = "";
  /** @type {Kind} */
  kind = "reply";
  #typedAt = 0;
  /** @type {Canned[]} */
  #shown = [];
  #at = 0;

  /** @param {Given} given */
  constructor(given) {
    this.#given = given;
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("blur", () =>
      setTimeout(() => document.activeElement !== this.#field && this.#close(), 150),
    );
    for (const tab of this.#tabs) {
      tab.addEventListener("click", () => this.show(/** @type {Kind} */ (tab.dataset.kind)));
      tab.addEventListener("keydown", ({ key }) => {
        if (key !== "ArrowLeft" && key !== "ArrowRight") return;
        this.show(this.kind === "reply" ? "note" : "reply");
        find("[data-kind][aria-selected=true]").focus();
      });
    }
    find("[data-composer-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    find("[data-canned]").addEventListener("click", () => this.slash());
  }

  /** Shows the drafts of a conversation. @param {string} conversation */
  open(conversation) {
    if (conversation === this.#conversation) return;
    this.#conversation = conversation;
    this.show(
      this.#given.drafts.get(conversation, "note") && !this.#given.drafts.get(conversation, "reply") ? "note" : "reply",
    );
  }

  /** @param {Kind} kind */
  show(kind) {
    this.kind = kind;
    for (const tab of this.#tabs) {
      const own = tab.dataset.kind === kind;
      tab.setAttribute("aria-selected", String(own));
      tab.tabIndex = own ? 0 : -1;
    }
    const panel = find("[data-composer]");
    panel.setAttribute("aria-labelledby", `tab-${kind}`);
    panel.classList.toggle("for-note", kind === "note");
    this.#field.setAttribute("aria-label", kind === "note" ? "Note, which only the team sees" : "Reply");
    this.#field.placeholder = kind === "note" ? "Only the team sees this" : "Write a reply, or / for canned replies";
    this.#field.value = this.#given.drafts.get(this.#conversation, kind);
    find("[data-canned]").hidden = kind === "note";
    this.#fit();
    this.#close();
    this.#given.changed();
  }

  /** @param {Kind} kind */
  focus(kind) {
    if (kind !== this.kind) this.show(kind);
    this.#field.focus();
  }

  /** Puts a text where the caret is, into the reply. @param {string} text */
  insert(text) {
    this.focus("reply");
    const { value, selectionStart: from, selectionEnd: to } = this.#field;
    if (value.startsWith("/") || !value.trim()) this.#field.setRangeText(text, 0, value.length, "end");
    else {
      const gap = from && !/\s$/.test(value.slice(0, from)) ? "\n" : "";
      this.#field.setRangeText(gap + text, from, to, "end");
    }
    this.#changed();
    this.#close();
  }

  /** Puts back what was not sent. @param {Kind} kind @param {string} text */
  putBack(kind, text) {
    this.focus(kind);
    this.#field.value = [text, this.#field.value].filter(Boolean).join("\n");
    this.#changed();
  }

  /** Begins a search in the canned replies. */
  slash() {
    this.focus("reply");
    if (!this.#field.value.trim()) this.#field.value = "/";
    this.#suggest("");
  }

  #changed() {
    this.#given.drafts.set(this.#conversation, this.kind, this.#field.value);
    this.#fit();
  }

  #fit() {
    this.#field.rows = Math.min(MOST_ROWS, Math.max(2, this.#field.value.split("\n").length));
  }

  #typed() {
    this.#changed();
    const slash = this.kind === "reply" && /^\/([^\n]{0,40})$/.exec(this.#field.value);
    if (slash) return this.#suggest(slash[1].trim());
    this.#close();
    if (this.kind !== "reply" || !this.#field.value.trim() || Date.now() - this.#typedAt < TYPING_EVERY) return;
    this.#typedAt = Date.now();
    this.#given.typing();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (isComposed(event)) return;
    const { key } = event;
    if (!this.#menu.hidden && ["ArrowDown", "ArrowUp", "Enter", "Tab", "Escape"].includes(key)) {
      if (key === "Escape") this.#giveUp();
      if (key === "Tab") this.#close();
      if (key === "Tab") return;
      event.preventDefault();
      event.stopPropagation();
      if (key === "Enter" && this.#shown[this.#at]) this.insert(this.#shown[this.#at].text);
      if (key === "ArrowDown" || key === "ArrowUp") this.#mark(this.#at + (key === "ArrowDown" ? 1 : -1));
    } else if (key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#send();
    } else if (key === "Escape") {
      if (this.#field.value === "/") this.#giveUp();
      this.#given.leave();
    }
  }

  #send() {
    const text = this.#field.value.trim();
    if (!text || find("[data-send]").hidden) return;
    this.#given.send(this.kind, text);
    this.#field.value = "";
    this.#typedAt = 0;
    this.#changed();
    this.#close();
  }

  /** @param {string} words */
  #suggest(words) {
    this.#shown = choices(this.#given.canned(), words, this.#given.lang());
    this.#menu.replaceChildren(
      ...this.#shown.map((one, at) => {
        const option = make(
          "li",
          { role: "option", id: `canned-${at}`, "aria-selected": "false", dir: "auto" },
          make("b", {}, one.title),
          make("span", {}, one.text),
        );
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => this.insert(one.text));
        return option;
      }),
    );
    const none = !this.#shown.length;
    find("[data-no-canned]").hidden = !none;
    find("[data-no-canned]").textContent = this.#given.canned().length
      ? "No canned reply has these words."
      : "There are no canned replies yet. Add some under More, Canned replies.";
    this.#menu.hidden = none;
    this.#given.announce(none ? "No canned replies" : `${this.#shown.length} canned replies`);
    if (!none) this.#mark(0);
  }

  /** @param {number} at */
  #mark(at) {
    const all = [...this.#menu.children];
    this.#at = (at + all.length) % all.length;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === this.#at)));
    all[this.#at].scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", `canned-${this.#at}`);
  }

  /** A slash alone was meant for the menu. */
  #giveUp() {
    if (this.#field.value === "/") this.#field.value = "";
    this.#changed();
    this.#close();
  }

  #close() {
    this.#menu.hidden = true;
    find("[data-no-canned]").hidden = true;
    this.#field.removeAttribute("aria-activedescendant");
  }

  /** Says who can be written to. @param {boolean} can @param {string} label of the button @param {string} why not */
  allow(can, label, why) {
    const send = find("[data-send]");
    const words = find("span", send);
    const text = this.kind === "note" ? "Add note" : label;
    if (words.textContent !== text) words.textContent = text;
    send.hidden = this.kind === "reply" && !can;
    const hint = find("[data-hint]");
    const said = this.kind === "reply" ? why : "";
    if (hint.textContent !== said) hint.textContent = said;
    hint.hidden = !said;
  }
}
