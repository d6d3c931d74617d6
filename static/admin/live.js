// @ts-check
// What changes while the overview is open: it asks again every few seconds while somebody can see it.
import { Problem, call, clearFailure, count, fail, find, make, percent, pill, plural, showBadge } from "./shell.js";

/**
 * @typedef {{questions: number, answered: number | null}} Count
 * @typedef {{at: string, text: string, lang: string, verdict: string, title: string | null, conversation: string}} Latest
 * @typedef {{now: string, empty: boolean, today: Count, week: Count, week_before: Count, active: number, sockets: number,
 *   latest: Latest[], faq: {version: string, entries: number, errors: number, warnings: number},
 *   report: {week: string, summary: string} | null, script: string}} Overview
 */

/** Milliseconds between two requests, and at most after failures. */
const EVERY = 5000;
const AT_MOST = 60000;

/** @param {Overview["faq"]} faq */
function showFaq(faq) {
  find("[data-entries]").textContent = count(faq.entries);
  find("[data-version]").textContent = faq.version;
  const found = faq.errors
    ? [plural(faq.errors, "error", "errors"), "bad"]
    : faq.warnings
      ? [plural(faq.warnings, "warning", "warnings"), "warn"]
      : ["No problems", "good"];
  const state = pill(found[1], found[0]);
  const shown = faq.errors || faq.warnings ? make("a", { href: "/admin/problems" }, state) : state;
  // a link that is replaced under the finger or the focus is lost
  if (find("[data-state]").textContent !== found[0]) find("[data-state]").replaceChildren(shown);
  find("[data-older]").hidden = faq.errors === 0;
  showBadge(/** @type {any} */ (faq));
}

/** @param {Count} now @param {Count} before */
function change(now, before) {
  const difference = now.questions - before.questions;
  if (!before.questions) return "none by this time last week";
  const than = `${count(before.questions)} by this time last week`;
  return difference === 0
    ? `as many as ${than}`
    : `${count(Math.abs(difference))} ${difference > 0 ? "more" : "fewer"} than ${than}`;
}

const SAID = /** @type {Record<string, [string, string]>} */ ({
  answer: ["good", "answered"],
  choices: ["warn", "asked back"],
  none: ["bad", "not answered"],
});

/** @param {Latest} latest @param {string} timeZone */
function line({ at, text, lang, verdict, title, conversation }, timeZone) {
  const day = (/** @type {Date} */ one) => one.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone });
  const [asked, now] = [new Date(at), new Date()];
  // what was not asked today says when
  const time =
    day(asked) === day(now) ? asked.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone }) : day(asked);
  const words = make(
    "a",
    { class: "text-link", dir: "auto", href: `/admin/conversations?one=${encodeURIComponent(conversation)}` },
    text,
  );
  const [look, said] = SAID[verdict] ?? ["", verdict];
  const under = make("small", { class: "under", dir: "auto" }, title ? `${lang} · ${title}` : lang);
  return make(
    "li",
    {},
    make("time", { class: "number under", datetime: at }, time),
    make("div", {}, words, under),
    pill(look, said),
  );
}

let shownLatest = "";

/** @param {Overview} overview @param {string} timeZone */
function show(overview, timeZone) {
  const { today, week, week_before: before, active, sockets, latest, faq } = overview;
  find("[data-today]").textContent = count(today.questions);
  find("[data-today-answered]").textContent = today.questions ? `${percent(today.answered)} answered` : "none yet";
  find("[data-week]").textContent = count(week.questions);
  find("[data-week-before]").textContent = change(week, before);
  find("[data-answered]").textContent = percent(week.answered);
  find("[data-answered-before]").textContent = before.questions
    ? `${percent(before.answered)} by this time last week`
    : "nothing asked last week";
  find("[data-active]").textContent = count(active);
  find("[data-sockets]").textContent = `in the last half hour; ${plural(sockets, "panel", "panels")} open`;
  find("[data-tiles]").setAttribute("aria-busy", "false");
  find("[data-none]").hidden = latest.length > 0;
  const fresh = JSON.stringify(latest);
  if (fresh !== shownLatest) find("[data-latest]").replaceChildren(...latest.map((one) => line(one, timeZone)));
  shownLatest = fresh;
  showFaq(faq);
}

/**
 * Shows how things stand, now and again.
 * @param {string} timeZone
 * @param {(overview: Overview) => void} seen is told each time
 */
export async function follow(timeZone, seen) {
  const pause = find("[data-pause]");
  let wait = EVERY;
  let timer = 0;
  const paused = () => pause.getAttribute("aria-pressed") === "true";
  const later = () => {
    clearTimeout(timer);
    if (!paused() && !document.hidden) timer = setTimeout(ask, wait);
  };
  async function ask() {
    try {
      const overview = await call("GET", "/overview");
      // a failure that is over need not stay on the page
      if (wait !== EVERY) clearFailure();
      wait = EVERY;
      show(overview, timeZone);
      seen(overview);
      find("[data-updated]").textContent = paused() ? "" : "Refreshed every five seconds";
    } catch (problem) {
      wait = Math.min(wait * 2, AT_MOST);
      if (problem instanceof Problem && problem.status === 401) return fail(problem);
      find("[data-updated]").textContent = "The server does not answer; it is asked again.";
      if (!(problem instanceof Problem)) console.error(problem);
    }
    later();
  }
  pause.addEventListener("click", () => {
    pause.setAttribute("aria-pressed", String(!paused()));
    find("[data-updated]").textContent = paused() ? "Paused" : "";
    if (paused()) clearTimeout(timer);
    else ask();
  });
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden && !paused()) ask();
  });
  pause.hidden = false;
  await ask();
}
