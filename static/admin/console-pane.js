// @ts-check
// Beside the thread: what the FAQ would say, and what is known of the visitor.
import { follow } from "./console-dom.js";
import { day, hour, language, moment } from "./console-words.js";
import { Problem, button, call, find, make, pill, plural } from "./shell.js";

/** Milliseconds after the last key before the FAQ is asked. */
const PAUSE = 250;
/** Characters of a question that are shown in the heading. */
const HEADING = 40;

/** @typedef {{id: string, lang: string, title: string, text: string, confidence: number}} Answer */

/** The FAQ's answers to the visitor's last words, or to an agent's own. */
export class Proposals {
  #insert;
  /** @type {Answer[]} */
  #answers = [];
  #asked = "";
  #own = /** @type {HTMLInputElement} */ (find("[data-search]"));
  /** @type {string[]} */
  #words = [];
  #lang = "";
  #timer = 0;

  /** @param {(text: string) => void} insert puts an answer into the reply */
  constructor(insert) {
    this.#insert = insert;
    this.#own.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE);
    });
    find("[data-search-form]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
  }

  /** Seeks what fits the visitor's words, unless an agent seeks something else. @param {string[]} words the latest first @param {string} lang */
  seek(words, lang) {
    if (words.join("\n") === this.#words.join("\n") && lang === this.#lang) return;
    this.#words = words;
    this.#lang = lang;
    if (!this.#own.value.trim()) this.#ask();
  }

  /** Forgets what was sought in another conversation. */
  clear() {
    this.#own.value = "";
    this.#words = [];
    this.#asked = "";
    this.#answers = [];
    this.#draw("");
  }

  /** Puts the answer with this number into the reply; whether there is one. @param {number} number from 1 */
  take(number) {
    const answer = this.#answers[number - 1];
    if (answer) this.#insert(answer.text);
    return !!answer;
  }

  async #ask() {
    const own = this.#own.value.trim();
    const wanted = own ? [own] : this.#words;
    const lang = own ? "" : this.#lang;
    const asked = [lang, ...wanted].join("\n");
    if (asked === this.#asked) return;
    this.#asked = asked;
    /** @type {Answer[]} */
    let answers = [];
    let said = wanted.length ? "The FAQ has nothing on this." : "";
    let answered = wanted[0] ?? "";
    try {
      // a number or a thank you says nothing: what was said before it may
      for (const words of wanted) {
        const query = new URLSearchParams({ q: words.slice(0, 2000), lang });
        ({ answers } = await call("GET", `/console/answers?${query}`));
        if (asked !== this.#asked) return;
        answered = words;
        if (answers.length) break;
      }
    } catch (problem) {
      if (asked !== this.#asked) return;
      this.#asked = "";
      said = problem instanceof Problem ? problem.message : "The FAQ could not be asked.";
    }
    this.#answers = answers;
    this.#draw(answers.length ? "" : said);
    const shown = answers.length ? answered : (wanted[0] ?? "");
    const heading = shown.length > HEADING ? `${shown.slice(0, HEADING)}…` : shown;
    find("[data-proposals-for]").textContent = heading ? `for “${heading}”` : "";
  }

  /** @param {string} said where there is nothing to show */
  #draw(said) {
    const none = find("[data-no-proposals]");
    none.textContent = said || (this.#answers.length ? "" : "What the FAQ says to the visitor’s words appears here.");
    none.hidden = !none.textContent;
    if (!this.#answers.length) find("[data-proposals-for]").textContent = "";
    follow(
      find("[data-proposals]"),
      this.#answers.map((answer, at) => ({
        key: `${answer.lang}/${answer.id}`,
        sign: JSON.stringify([answer, at]),
        make: () => this.#item(answer, at),
      })),
    );
  }

  /** @param {Answer} answer @param {number} at */
  #item(answer, at) {
    const insert = button("Insert", at ? "small" : "small primary", () => this.#insert(answer.text));
    insert.setAttribute("aria-label", `Insert: ${answer.title}`);
    const one = encodeURIComponent(`${answer.lang}/${answer.id}`);
    const open = make(
      "a",
      {
        class: "button small quiet",
        href: `/admin/answers?one=${one}`,
        target: "_blank",
        rel: "noopener",
        "aria-label": `Open: ${answer.title}`,
      },
      "Open",
    );
    const match = make("span", { class: "number", title: "How well it fits, 0 to 1" }, answer.confidence.toFixed(2));
    return make(
      "li",
      { class: at ? "proposal" : "proposal best" },
      make("h3", { dir: "auto" }, answer.title, match),
      make("p", { dir: "auto" }, answer.text),
      make("div", {}, insert, open, at < 3 ? make("kbd", {}, `Alt ${at + 1}`) : null),
    );
  }
}

/** @param {string} word @param {...(string | Node)} value */
const fact = (word, ...value) => [make("dt", {}, word), make("dd", { dir: "auto" }, ...value)];

/** How a request for a person went; what is under way is told by the row, which is newer. @param {any} handoff @param {any} row */
function outcome({ state: known, agent: had, score }, row) {
  const underWay = known === "queued" || known === "agent";
  const state = underWay ? (row?.stage ?? known) : known;
  const agent = underWay ? (row?.agent?.name ?? had) : had;
  const words = /** @type {Record<string, string>} */ ({
    offline: "nobody was there",
    queued: "waits",
    agent: `with ${agent}`,
    closed: `resolved by ${agent}`,
    returned: "given back to the bot",
    cancelled: "left the line",
    message: "left a message",
    bot: "over",
  });
  return `${words[state] ?? state}${score ? `, rated ${score} of 5` : ""}`;
}

/**
 * What is known of the visitor.
 * @param {any} thread
 * @param {{timeZone: string, now: number}} given
 */
export function drawVisitor(thread, { timeZone, now }) {
  const { details, row } = thread;
  const facts = find("[data-facts]");
  const sign = JSON.stringify([details && { ...details, notes: 0 }, row]);
  if (facts.dataset.sign === sign) return;
  facts.dataset.sign = sign;
  const { lang, page, referrer, phone, ratings, pages = [], earlier = [], handoffs = [] } = details ?? {};
  const email = row?.email || details?.email;
  const rated = ratings && (ratings.up || ratings.down) ? `${ratings.up} helpful, ${ratings.down} not` : "";
  facts.replaceChildren(
    ...[
      email ? fact("Email", make("a", { href: `mailto:${email}` }, email)) : [],
      phone ? fact("Phone", make("a", { href: `tel:${phone.replace(/[^+\d]/g, "")}` }, phone)) : [],
      row?.lang || lang ? fact("Language", language(row?.lang || lang)) : [],
      page?.path ? fact("Page", page.title || page.path) : [],
      referrer ? fact("Came from", referrer) : [],
      rated ? fact("Answers rated", rated) : [],
      row ? fact("On the site", row.connected ? pill("good", "now") : pill("", "left")) : [],
    ].flat(),
  );
  list("[data-pages]", pages, (/** @type {any} */ one) => [
    make("span", { dir: "auto" }, one.title || one.path),
    make("time", { class: "number", datetime: one.at }, hour(one.at, timeZone)),
  ]);
  list("[data-handoffs]", handoffs.toReversed(), (/** @type {any} */ one) => [
    make(
      "span",
      {},
      outcome(one, row),
      one.comment ? make("small", { class: "under", dir: "auto" }, `“${one.comment}”`) : null,
    ),
    make("time", { class: "number", datetime: one.at }, moment(one.at, now, timeZone)),
  ]);
  list("[data-earlier]", earlier, (/** @type {any} */ one) => [
    make(
      "a",
      {
        dir: "auto",
        href: `/admin/conversations?one=${encodeURIComponent(one.conversation)}`,
        target: "_blank",
        rel: "noopener",
      },
      one.question,
    ),
    make("span", { class: "number" }, `${plural(one.questions, "question", "questions")}, ${day(one.at, timeZone)}`),
  ]);
}

/** Fills a list, or hides its section. @param {string} name @param {any[]} rows @param {(row: any) => Node[]} cells */
function list(name, rows, cells) {
  const place = find(name);
  find(`${name}-section`.replace("]-section", "-section]")).hidden = !rows.length;
  place.replaceChildren(...rows.map((row) => make("li", {}, ...cells(row))));
}
