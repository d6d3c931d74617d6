// @ts-check
import { busy, call, copy, count, draw, fail, find, make, percent, plural, start } from "./shell.js";
import { range, title } from "./weeks.js";

/**
 * @typedef {{week: string, questions: number, answered: number | null, unanswered: number}} Summary
 * @typedef {{week: string, kind: string, to: string, state: string, attempts: number, at: string, said: string}} Sent
 * @typedef {{time_zone: string, last_full: string, current: string, weeks: Summary[], tables: {name: string, title: string}[], deliveries: Sent[]}} Weeks
 */

/** @param {import("./shell.js").Faq} faq */
function showFaq(faq) {
  find("[data-entries]").textContent = count(faq.entries);
  find("[data-version]").textContent = faq.version;
  const found = faq.errors
    ? [plural(faq.errors, "error", "errors"), "bad"]
    : faq.warnings
      ? [plural(faq.warnings, "warning", "warnings"), "warn"]
      : ["No problems", "good"];
  const pill = make("span", { class: `pill ${found[1]}` }, found[0]);
  const state = faq.errors || faq.warnings ? make("a", { href: "/admin/problems" }, pill) : pill;
  find("[data-state]").replaceChildren(state);
  if (faq.errors) {
    const text = "The files have errors, so this earlier version stays in service.";
    find("[data-faq]").append(make("p", { class: "hint" }, text));
  }
}

/** @param {Weeks} weeks */
function showLead(weeks) {
  const last = weeks.weeks.find((week) => week.week === weeks.last_full);
  const lead = find("[data-lead]");
  find("[data-range]").textContent = `Last full week: ${range(weeks.last_full)}`;
  lead.hidden = false;
  if (!last || last.questions === 0) {
    lead.replaceChildren("Nobody asked anything last week.");
    return;
  }
  const open = last.unanswered === 0 ? "None was left unanswered." : `${count(last.unanswered)} ${last.unanswered === 1 ? "was" : "were"} left unanswered.`;
  lead.replaceChildren(
    make("b", {}, plural(last.questions, "question", "questions")),
    " last week. The bot answered ",
    make("b", {}, percent(last.answered)),
    ` of them. ${open} `,
    make("a", { class: "text-link", href: `/admin/report?week=${last.week}` }, "Read the report"),
  );
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
  if (weeks.weeks.length === 0) {
    const line = `<script async src="${location.origin}/widget.js"></script>`;
    const button = /** @type {HTMLButtonElement} */ (find("[data-copy]"));
    find("[data-snippet]").textContent = line;
    button.addEventListener("click", () => busy(button, () => copy(button, line)));
    find("[data-range]").textContent = "Reports are made by the week, from Monday to Sunday";
    find("[data-empty]").hidden = false;
    return;
  }
  showLead(weeks);
  const most = Math.max(...weeks.weeks.map((week) => week.questions));
  find("[data-rows]").replaceChildren(...weeks.weeks.map((week) => row(week, weeks, most)));
  find("[data-table]").hidden = false;
}

/** @param {Weeks} weeks what of the latest report did not arrive */
function showUnsent(weeks) {
  const latest = weeks.deliveries.filter((sent) => sent.week === weeks.deliveries[0].week);
  const unsent = latest.filter((sent) => sent.state === "failed" || (sent.state === "waiting" && sent.attempts > 0));
  const lines = unsent.map((sent) => {
    const when = sent.state === "failed" ? "It is not tried again." : `It is tried again on ${new Date(sent.at).toLocaleString("en-GB")}.`;
    return make("p", {}, `The report of ${title(sent.week, weeks.current).toLowerCase()} could not be sent to ${sent.to}: ${sent.said}. ${when}`);
  });
  if (unsent.some((sent) => sent.state === "failed")) {
    lines.push(make("p", {}, "deskbell report --send sends it by hand once that is put right."));
  }
  const notice = find("[data-unsent]");
  notice.hidden = lines.length === 0;
  notice.replaceChildren(...lines);
}

const { faq } = await start();
showFaq(faq);
try {
  const weeks = await call("GET", "/reports");
  showWeeks(weeks);
  showUnsent(weeks);
} catch (problem) {
  fail(problem);
}
