// @ts-check
// One answer in full, as elements.
import { count, dateTime, make, percent, pill, plural } from "./shell.js";

/**
 * @typedef {import("./shell.js").Me} Me
 * @typedef {{answer: string, written: {text: string, line: number}[],
 *   questions: {text: string, times: number, not_helpful: number, last_at: string}[],
 *   doubts: {text: string, times: number, chosen: string | null}[],
 *   confused_with: {id: string, title: string, times: number}[],
 *   remarks: {text: string, at: string, conversation: string}[],
 *   problems: {severity: string, line: number, message: string}[],
 *   id: string, lang: string, topic: string, asked: number, share: number, rated: number, helpful: number | null,
 *   handed_over: number, file: string | null, line: number | null}} Answer
 */

/** The editor at a line. @param {string} file @param {number | null} line */
const editor = (file, line) => `/admin/faq?file=${encodeURIComponent(file)}&line=${line ?? 1}`;

/** @param {string} heading @param {(Node | null)[]} rows @param {string} none */
function section(heading, rows, none) {
  const list = rows.length ? make("ul", { class: "lines" }, ...rows) : make("p", { class: "under" }, none);
  return make("section", {}, make("h3", {}, heading), list);
}

/** A row: words on the left, a remark on the right. @param {string} text @param {...(Node | string | null)} facts */
function row(text, ...facts) {
  return make("li", {}, make("span", { dir: "auto" }, text), make("span", { class: "row" }, ...facts));
}

/** @param {string} word @param {string | Node} value */
const fact = (word, value) => make("div", {}, make("dt", {}, word), make("dd", { class: "number" }, value));

/** @param {Answer} answer */
function facts(answer) {
  const helpful = answer.rated ? `${percent(answer.helpful)} of ${count(answer.rated)} rated` : "not rated";
  return make(
    "dl",
    { class: "facts" },
    fact("Asked", `${plural(answer.asked, "time", "times")}, ${percent(answer.share)} of all questions`),
    fact("Helpful", helpful),
    fact("Person asked for after it", count(answer.handed_over)),
  );
}

/** @param {Answer} answer @param {Me} me */
function place(answer, me) {
  const { file, line } = answer;
  const said = make(
    "a",
    { class: "button small", href: `/admin/conversations?entry=${encodeURIComponent(answer.id)}` },
    "Conversations",
  );
  if (!file)
    return make("div", { class: "row" }, said, make("p", { class: "under" }, "This entry is not in the FAQ any more."));
  const edits = me.role === "editor" || me.role === "admin";
  const edit = edits ? make("a", { class: "button small", href: editor(file, line) }, "Edit") : null;
  return make("div", { class: "row" }, edit, said, make("p", { class: "under mono" }, `${file}:${line}`));
}

/**
 * All that is known of an answer.
 * @param {Answer} answer
 * @param {Me} me
 * @returns {HTMLElement[]}
 */
export function detail(answer, me) {
  const problems = answer.problems.map(({ severity, line, message }) =>
    make(
      "li",
      {},
      make("span", {}, message),
      make(
        "span",
        { class: "row" },
        pill(severity === "error" ? "bad" : "warn", severity),
        make("span", { class: "under" }, `line ${line}`),
      ),
    ),
  );
  const questions = answer.questions.map(({ text, times, not_helpful }) =>
    row(
      text,
      not_helpful ? pill("warn", `${count(not_helpful)} not helpful`) : null,
      make("span", { class: "under number" }, plural(times, "time", "times")),
    ),
  );
  const doubts = answer.doubts.map(({ text, times, chosen }) =>
    row(
      text,
      chosen ? pill("", `chose ${chosen}`) : null,
      make("span", { class: "under number" }, plural(times, "time", "times")),
    ),
  );
  const others = answer.confused_with.map(({ title, times }) =>
    row(title, make("span", { class: "under number" }, plural(times, "time", "times"))),
  );
  const remarks = answer.remarks.map(({ text, at, conversation }) =>
    row(
      text,
      make(
        "a",
        { class: "text-link", href: `/admin/conversations?one=${encodeURIComponent(conversation)}` },
        dateTime(at, me.time_zone),
      ),
    ),
  );
  return [
    facts(answer),
    place(answer, me),
    problems.length ? section("Problems in the files", problems, "") : null,
    section("Questions that it answered", questions, "None in this time."),
    section("Thumbs down, in words", remarks, "Nobody wrote one in this time."),
    section("In doubt: asked back instead", doubts, "Never in this time."),
    others.length ? section("Confused with", others, "") : null,
    section(
      `Wordings (${count(answer.written.length)})`,
      answer.written.map(({ text, line }) => row(text, make("span", { class: "under" }, `line ${line}`))),
      "None.",
    ),
    answer.answer
      ? make(
          "section",
          {},
          make("h3", {}, "Answer, as written"),
          make("pre", { class: "snippet", dir: "auto", lang: answer.lang }, answer.answer.trim()),
        )
      : null,
  ].filter((part) => part !== null);
}
