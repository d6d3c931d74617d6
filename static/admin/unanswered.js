// @ts-check
import { busy, button, call, clearFailure, copy, count, fail, find, make, percent, plural, start } from "./shell.js";
import { handOver } from "./faq-store.js";
import { showTeamAnswers } from "./team-answers.js";
import { between, range, title } from "./weeks.js";
import { choices, showWordings } from "./wordings.js";

/**
 * @typedef {{title: string, lang: string, asked: number, no_result: number, choice_ignored: number, not_helpful: number,
 *   person_asked: number, conversations: number, examples: string[], closest: string | null, closest_title: string | null,
 *   confidence: number, wordings_for: string | null, wordings: string[], yaml: string | null}} Gap
 */

/** Groups that are shown at a time. */
const AT_A_TIME = 50;

const select = /** @type {HTMLSelectElement} */ (find("[data-select]"));
const previous = /** @type {HTMLButtonElement} */ (find("[data-previous]"));
const next = /** @type {HTMLButtonElement} */ (find("[data-next]"));
const more = /** @type {HTMLButtonElement} */ (find("[data-more]"));
const groups = find("[data-groups]");

/** @type {Gap[]} */
let gaps = [];

/** @param {Gap} gap */
function reasons({ no_result, choice_ignored, not_helpful, person_asked }) {
  const all = { "no result": no_result, "choice ignored": choice_ignored, "not helpful": not_helpful, "asked for a person": person_asked };
  return Object.entries(all)
    .filter(([, times]) => times)
    .map(([reason, times]) => `${count(times)} ${reason}`)
    .join(", ");
}

/** The FAQ's files, and whether whoever looks may change them. @type {import("./team-answers.js").Folder} */
let folder = { files: [], editable: false };

/** The site's time zone. */
let timeZone = "UTC";

/** Where the team's answer to an unanswered question stands. @type {(title: string, lang: string) => string | null} */
let answered = () => null;

/** @param {Gap} gap */
function snippet({ yaml, wordings_for, wordings, lang }) {
  if (!yaml) return null;
  const text = make("code", { class: "snippet" }, yaml);
  const said = wordings_for ? "Copy the wordings" : "Copy the entry";
  const take = button(said, "small", () => copy(take, yaml), "copy");
  const hint = wordings_for
    ? `Paste it under the questions of ${wordings_for}.`
    : "Paste it under entries: and write the answer.";
  const place = make("div", { class: "row" });
  // what is masked is not what anybody asked
  const plain = wordings.filter((wording) => !/\[[a-z ]+\]/.test(wording));
  if (folder.editable && wordings_for && plain.length) {
    const wanted = { lang, entry: wordings_for, wordings: plain };
    place.append(...choices(place, wanted, plain.length === 1 ? "Add the wording" : `Add ${plain.length} wordings`, false));
  } else if (folder.editable && !wordings_for) {
    const write = button("Write the answer", "small primary", () => {
      handOver({ yaml, lang });
      location.assign("/admin/faq");
    }, "pen");
    place.append(write);
  }
  const shown = make("details", {}, make("summary", { class: "text-link" }, wordings_for ? "Wordings to add" : "Entry to write"), text, make("div", { class: "row" }, take, make("span", { class: "hint" }, hint)));
  return make("div", { class: "stack" }, place, shown);
}

/** What can be done about a group: the team's answer is there to be taken, or it is to be written. @param {Gap} gap */
function remedy(gap) {
  const place = answered(gap.title, gap.lang);
  if (!place) return snippet(gap);
  return make("p", {}, make("a", { class: "text-link", href: `#${place}` }, "Your team answered this: see the draft"));
}

/** @param {Gap} gap */
function card(gap) {
  const examples = gap.examples.map((example) => make("li", { dir: "auto" }, example));
  // What is masked stands otherwise in the log: the longest piece beside it is looked for.
  const [words] = gap.title.split(/\[[a-z ]+\]|\s{2,}/).sort((one, other) => other.length - one.length);
  const where = `/admin/conversations?q=${encodeURIComponent(words.trim())}`;
  const parts = [
    make("header", {}, make("h2", { dir: "auto", lang: gap.lang || null }, gap.title), make("span", { class: "pill" }, plural(gap.asked, "time", "times"))),
    make("p", { class: "under" }, `${reasons(gap)}, in ${plural(gap.conversations, "conversation", "conversations")}, ${gap.lang || "language unknown"}`),
    examples.length ? make("ul", { class: "examples", "aria-label": "Also asked as" }, ...examples) : null,
    gap.closest_title ? make("p", { class: "under" }, `Closest answer: ${gap.closest_title} (${percent(gap.confidence)})`) : null,
    remedy(gap),
    make("p", {}, make("a", { class: "text-link", href: where }, "Where it was asked")),
  ];
  return make("section", { class: "card stack" }, ...parts.filter((part) => part !== null));
}

function showMore() {
  const shown = groups.childElementCount;
  groups.append(...gaps.slice(shown, shown + AT_A_TIME).map(card));
  more.hidden = groups.childElementCount >= gaps.length;
}

/** @param {string} week */
async function show(week) {
  select.value = week;
  next.disabled = select.selectedIndex === 0;
  previous.disabled = select.selectedIndex === select.options.length - 1;
  /** @type {{words_kept: boolean, groups: Gap[], learned: import("./team-answers.js").Learned[]}} */
  const unanswered = await call("GET", `/unanswered/${week}`);
  if (select.value !== week) return;
  clearFailure();
  gaps = unanswered.groups;
  const times = gaps.reduce((sum, { asked }) => sum + asked, 0);
  find("[data-lead]").textContent = gaps.length
    ? `${plural(times, "question", "questions")} without an answer, in ${plural(gaps.length, "group", "groups")}.`
    : unanswered.words_kept
      ? "Every question of this week was answered."
      : "The words of this week are deleted. Its report still has the numbers.";
  answered = showTeamAnswers(unanswered.learned, unanswered.words_kept, { folder, timeZone });
  groups.replaceChildren();
  showMore();
}

/** @param {string} week */
function choose(week) {
  history.pushState(null, "", `?week=${week}`);
  show(week).catch(fail);
}

timeZone = (await start()).me.time_zone;
try {
  folder = await call("GET", "/faq/files");
  showWordings(folder.editable).catch(fail);
} catch (problem) {
  fail(problem);
}
try {
  const weeks = await call("GET", "/reports");
  if (weeks.weeks.length === 0) {
    find("[data-lead]").textContent = "Nobody has asked anything yet.";
  } else {
    const offered = between(weeks.weeks[weeks.weeks.length - 1].week, weeks.current);
    select.replaceChildren(
      ...offered.map((week) => make("option", { value: week }, `${title(week, weeks.current)}: ${range(week, "short")}`)),
    );
    find("[data-controls]").hidden = false;
    const wanted = () => {
      const asked = new URLSearchParams(location.search).get("week") ?? weeks.current;
      return offered.includes(asked) ? asked : offered[0];
    };
    select.addEventListener("change", () => choose(select.value));
    previous.addEventListener("click", () => choose(offered[select.selectedIndex + 1]));
    next.addEventListener("click", () => choose(offered[select.selectedIndex - 1]));
    more.addEventListener("click", () => busy(more, showMore));
    addEventListener("popstate", () => show(wanted()).catch(fail));
    await show(wanted());
  }
} catch (problem) {
  fail(problem);
}
