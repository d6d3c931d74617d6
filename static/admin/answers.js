// @ts-check
import { busy, call, clearFailure, count, fail, find, make, percent, pill, plural, start } from "./shell.js";
import { detail } from "./answer.js";

/**
 * @typedef {{id: string, lang: string, title: string, topic: string, asked: number, share: number, rated: number,
 *   helpful: number | null, handed_over: number, wordings: number, errors: number, warnings: number,
 *   last_asked: string | null, file: string | null, line: number | null}} Row
 * @typedef {{questions: number, found: number, page: number, pages: number, topics: string[], langs: string[], answers: Row[]}} Page
 */

const form = /** @type {HTMLFormElement} */ (find("[data-filter]"));
const dialog = /** @type {HTMLDialogElement} */ (find("[data-dialog]"));
const previous = /** @type {HTMLButtonElement} */ (find("[data-previous]"));
const next = /** @type {HTMLButtonElement} */ (find("[data-next]"));
const FIELDS = ["q", "topic", "lang", "days", "sort"];
/** What a field says when the address says nothing. */
const USUAL = /** @type {Record<string, string>} */ ({ days: "7", sort: "asked" });
const { me } = await start();

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement | HTMLSelectElement} */ (form.elements.namedItem(name));

/** The page that is shown, from 1. */
let page = 1;
/** Counts which list and which answer were asked for, so that what nobody wants any more is left alone. */
let [asked, opened] = [0, 0];

/** The address of what is shown. @param {Record<string, string>} [extra] */
function address(extra = {}) {
  const wanted = new URLSearchParams();
  for (const name of FIELDS) if (field(name).value !== (USUAL[name] ?? "")) wanted.set(name, field(name).value);
  for (const [name, value] of Object.entries(extra)) wanted.set(name, value);
  return `?${wanted}`;
}

/** "25 Nov". @param {string} moment RFC 3339 */
const day = (moment) =>
  new Date(moment).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: me.time_zone });

/** @param {Row} row */
function problems({ errors, warnings }) {
  if (errors) return pill("bad", plural(errors, "error", "errors"));
  return warnings ? pill("warn", plural(warnings, "warning", "warnings")) : "";
}

/** @param {Row} row */
function line(row) {
  const open = make("button", { type: "button", class: "text-link", dir: "auto", lang: row.lang }, row.title);
  open.addEventListener("click", () => {
    history.pushState(null, "", address({ page: String(page), one: `${row.lang}/${row.id}` }));
    show(`${row.lang}/${row.id}`).catch(fail);
  });
  const under = row.file ? [row.topic, row.lang] : ["gone from the FAQ", row.lang];
  const helpful = row.rated ? [percent(row.helpful), make("small", {}, `of ${count(row.rated)}`)] : ["–"];
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, open, make("small", { dir: "auto" }, under.join(" · "))),
    make("td", { class: "right number strong" }, count(row.asked)),
    make("td", { class: "right number wide" }, row.asked ? percent(row.share) : "–"),
    make("td", { class: "right number" }, ...helpful),
    make("td", { class: "right number wide" }, count(row.handed_over)),
    make("td", { class: "right number wide" }, row.file ? count(row.wordings) : "–"),
    make("td", { class: "wide" }, problems(row)),
    make("td", { class: "right wide" }, row.last_asked ? day(row.last_asked) : "never"),
  );
}

/** @param {string} name @param {string[]} values */
function offer(name, values) {
  const select = field(name);
  const wanted = new URLSearchParams(location.search).get(name) ?? select.value;
  const known = values.includes(wanted) || !wanted ? values : [...values, wanted];
  select.replaceChildren(
    make("option", { value: "" }, "all"),
    ...known.map((value) => make("option", { value }, value)),
  );
  select.value = wanted;
}

async function load() {
  const mine = ++asked;
  const wanted = new URLSearchParams(address({ page: String(page) }));
  /** @type {Page} */
  const shown = await call("GET", `/answers?${wanted}`);
  if (mine !== asked) return;
  clearFailure();
  offer("topic", shown.topics);
  offer("lang", shown.langs);
  find("[data-rows]").replaceChildren(...shown.answers.map(line));
  const all = `${plural(shown.questions, "question", "questions")} asked in all`;
  find("[data-count]").textContent = shown.found
    ? `${plural(shown.found, "answer", "answers")}; ${all}`
    : "None of these.";
  find("[data-pages]").hidden = shown.pages < 2;
  find("[data-page]").textContent = `Page ${count(shown.page)} of ${count(shown.pages)}`;
  previous.disabled = page <= 1;
  next.disabled = page >= shown.pages;
  find("[data-section]").setAttribute("aria-busy", "false");
}

/** @param {number} to */
async function turn(to) {
  page = to;
  history.pushState(null, "", address(page > 1 ? { page: String(page) } : {}));
  await load();
  find("#found-title").focus();
  find("#found-title").scrollIntoView({ block: "nearest" });
}

/** @param {string} one language and id */
async function show(one) {
  const mine = ++opened;
  const [lang, id] = one.split("/").map(encodeURIComponent);
  const answer = await call("GET", `/answers/${lang}/${id}?days=${field("days").value}`);
  if (mine !== opened) return;
  find("[data-one-title]").textContent = answer.title;
  find("[data-one]").replaceChildren(...detail(answer, me));
  if (!dialog.open) dialog.showModal();
}

/** What the address asks for. */
function follow() {
  const wanted = new URLSearchParams(location.search);
  for (const name of ["q", "days", "sort"]) field(name).value = wanted.get(name) ?? USUAL[name] ?? "";
  for (const name of ["topic", "lang"]) offer(name, wanted.has(name) ? [wanted.get(name) ?? ""] : []);
  page = Math.max(1, Number.parseInt(wanted.get("page") ?? "1", 10) || 1);
  const one = wanted.get("one");
  opened += 1;
  if (one) show(one).catch(fail);
  else dialog.close();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  page = 1;
  history.pushState(null, "", address());
  load().catch(fail);
});
for (const select of form.querySelectorAll("select")) select.addEventListener("change", () => form.requestSubmit());
previous.addEventListener("click", () => busy(previous, () => turn(page - 1)));
next.addEventListener("click", () => busy(next, () => turn(page + 1)));
find("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  if (!new URLSearchParams(location.search).has("one")) return;
  history.pushState(null, "", address(page > 1 ? { page: String(page) } : {}));
});
addEventListener("popstate", () => {
  follow();
  load().catch(fail);
});
follow();
try {
  await load();
} catch (problem) {
  fail(problem);
}
