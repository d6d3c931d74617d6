// @ts-check
import { Problem, busy, call, copy, count, draw, fail, find, make, percent, plural, start } from "./shell.js";
import { follow } from "./live.js";
import { reason, troubles } from "./notices.js";
import { of, range, title } from "./weeks.js";

/**
 * @typedef {{week: string, questions: number, answered: number | null, unanswered: number}} Summary
 * @typedef {{week: string, kind: string, to?: string, state: string, attempts: number, at: string, said?: string}} Sent
 * @typedef {{time_zone: string, last_full: string, current: string, weeks: Summary[], tables: {name: string, title: string}[], deliveries: Sent[]}} Weeks
 */

/** @param {import("./live.js").Overview} overview */
function showLead({ report }) {
  const lead = find("[data-lead]");
  lead.hidden = !report;
  if (!report || lead.dataset.week === report.week + report.summary) return;
  lead.dataset.week = report.week + report.summary;
  const link = make("a", { class: "text-link", href: `/admin/report?week=${report.week}` }, "Read the report");
  lead.replaceChildren(make("b", {}, "Last week: "), `${report.summary} `, link);
}

/** @param {Summary} week @param {Weeks} weeks @param {number} most */
function row(week, weeks, most) {
  const link = make("a", { href: `/admin/report?week=${week.week}`, class: "text-link" }, title(week.week, weeks.current));
  const part = Math.round((week.questions / Math.max(most, 1)) * 150);
  const bar = draw(
    "svg",
    { class: "bar", viewBox: "0 0 150 10", "aria-hidden": "true" },
    draw("rect", { class: "track", width: 150, height: 10, rx: 5 }),
    draw("rect", { class: "part", width: week.questions ? Math.max(part, 4) : 0, height: 10, rx: 5 }),
  );
  const dates = make("small", {}, range(week.week, "short"), week.week === weeks.current ? ", so far" : "");
  const wide = make("td", { class: "wide" });
  wide.append(bar);
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, link, dates),
    make("td", { class: "right number strong" }, count(week.questions)),
    wide,
    make("td", { class: "right number" }, percent(week.answered)),
    make("td", { class: "right number" }, count(week.unanswered)),
  );
}

/** @param {Weeks} weeks */
function showWeeks(weeks) {
  find("[data-zone]").textContent = `Days are counted in ${weeks.time_zone}`;
  find("[data-weeks]").removeAttribute("aria-busy");
  find("[data-range]").textContent = `Last full week: ${range(weeks.last_full)}`;
  find("[data-empty]").hidden = weeks.weeks.length > 0;
  find("[data-table]").hidden = weeks.weeks.length === 0;
  const most = Math.max(...weeks.weeks.map((week) => week.questions));
  find("[data-rows]").replaceChildren(...weeks.weeks.map((week) => row(week, weeks, most)));
}

/**
 * What did not arrive: of the latest report, and of what the team is told.
 * @param {Weeks} weeks
 * @param {import("./notices.js").Notice[]} unheard
 */
function showUnsent(weeks, unheard) {
  const latest = weeks.deliveries.filter((sent) => sent.week === weeks.deliveries[0].week);
  const unsent = latest.filter((sent) => sent.state === "failed" || (sent.state === "waiting" && sent.attempts > 0));
  const told = unsent.map((sent) => {
    const when = sent.state === "failed" ? "It is not tried again." : `It is tried again on ${new Date(sent.at).toLocaleString("en-GB")}.`;
    // whom it goes to and what was said is told to administrators only
    const why = sent.to === undefined ? ". An administrator sees why." : ` to ${sent.to}${reason(sent.said)}`;
    return `The report of ${title(sent.week, weeks.current).toLowerCase()} could not be sent${why} ${when}`;
  });
  const lines = [...new Set(told)].map((words) => make("p", {}, words));
  if (unsent.some((sent) => sent.state === "failed")) {
    lines.push(make("p", {}, "deskbell report --send sends it by hand once that is put right."));
  }
  const untold = troubles(unheard);
  lines.push(...untold.map((words) => make("p", {}, words)));
  if (untold.length && me.role === "admin") {
    const link = make("a", { class: "text-link", href: "/admin/settings#told" }, "What the team was told");
    lines.push(make("p", {}, link));
  }
  const notice = find("[data-unsent]");
  notice.hidden = lines.length === 0;
  notice.replaceChildren(...lines);
}

/** What to do before the first question. @param {import("./live.js").Overview} overview */
function showSteps({ script, faq }, /** @type {import("./shell.js").Me["role"]} */ role) {
  const button = /** @type {HTMLButtonElement} */ (find("[data-copy]"));
  find("[data-snippet]").textContent = script;
  button.addEventListener("click", () => busy(button, () => copy(button, script)));
  const written = `${plural(faq.entries, "answer is", "answers are")} in service.`;
  const edits = role === "editor" || role === "admin";
  const editor = edits ? make("a", { class: "text-link", href: "/admin/faq" }, "Open the FAQ") : "";
  find("[data-written]").replaceChildren(`${written} The files are read again whenever they change. `, editor);
}

/**
 * Brings the row of this week up to what was just counted.
 * @param {Weeks} weeks
 * @param {import("./live.js").Overview} overview
 */
function keepUp(weeks, { now, week: { questions, answered } }) {
  const row = weeks.weeks.find((week) => week.week === weeks.current);
  // another week has begun, or this one has its first question: the rows are others
  if (weekOf(now) !== readIn || (!row && questions > 0)) return readWeeks(now);
  if (!row || (row.questions === questions && row.answered === answered)) return;
  Object.assign(row, { questions, answered, unanswered: questions - Math.round((answered ?? 0) * questions) });
  showWeeks(weeks);
}

/** The week of a moment where the site is. @param {string} moment RFC 3339 */
function weekOf(moment) {
  // Swedish dates are those of ISO 8601
  return of(new Date(new Date(moment).toLocaleDateString("sv-SE", { timeZone: me.time_zone })));
}

/** Reads the weeks, and what became of their reports, unless that is under way. @param {string} now RFC 3339 */
async function readWeeks(now) {
  if (reading) return;
  reading = true;
  try {
    const [weeks, { unheard }] = await Promise.all([call("GET", "/reports"), call("GET", "/notices")]);
    known = /** @type {Weeks} */ (weeks);
    readIn = weekOf(now);
    showWeeks(known);
    showUnsent(known, unheard);
  } catch (problem) {
    // what is shown stays, and the weeks are read again when it is next looked
    if (!known || !(problem instanceof Problem)) fail(problem);
  } finally {
    reading = false;
  }
}

const { me } = await start();
/** The weeks as they were read. @type {Weeks | null} */
let known = null;
/** The week in which they were read, as this page counts. */
let readIn = "";
let reading = false;
/** Whether nobody had asked when it was last looked. @type {boolean | null} */
let empty = null;
try {
  await follow(me.time_zone, (overview) => {
    if (overview.empty && empty === null) showSteps(overview, me.role);
    find("[data-begin]").hidden = !overview.empty;
    showLead(overview);
    // the weeks change with the first question, and then slowly
    if (empty !== overview.empty) readWeeks(overview.now);
    else if (known) keepUp(known, overview);
    empty = overview.empty;
  });
} catch (problem) {
  fail(problem);
}
