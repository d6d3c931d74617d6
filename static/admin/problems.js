// @ts-check
import { busy, call, clearFailure, fail, find, icon, make, plural, showBadge, start } from "./shell.js";

/** @typedef {import("./shell.js").Faq} Faq */
/** @typedef {import("./shell.js").FaqProblem} FaqProblem */

/** Rows that are shown at most: nobody reads on, and putting right the first ones often settles the rest. */
const MOST_ROWS = 500;

/** @param {Faq} faq */
function counts(faq) {
  const parts = [];
  if (faq.errors) parts.push(plural(faq.errors, "error", "errors"));
  if (faq.warnings) parts.push(plural(faq.warnings, "warning", "warnings"));
  return parts.join(" and ");
}

/** @param {Faq} faq */
function summary(faq) {
  const service = `Version ${faq.version} with ${plural(faq.entries, "answer", "answers")}`;
  const [look, picture, heading, text] = faq.errors
    ? ["bad", "warning", counts(faq), `${service} stays in service until the errors are put right. Nothing of the changed files is served before.`]
    : faq.warnings
      ? ["warn", "warning", counts(faq), `${service} is in service. Warnings keep nothing from being served, but are worth a look.`]
      : ["good", "check", "No problems", `${service} is in service, and matches the files.`];
  const mark = make("span", { class: "mark" });
  mark.append(icon(picture));
  const more = faq.problems.length > MOST_ROWS ? make("p", { class: "hint" }, `The first ${MOST_ROWS} are shown; deskbell check prints all.`) : null;
  const words = make("div", {}, make("h2", {}, heading), make("p", { class: "under" }, text), more);
  return make("div", { class: `state ${look}` }, mark, words);
}

/** The files that can be opened in the editor. @type {string[]} */
let files = [];

/** A place as a link into the editor, where that has the file. @param {FaqProblem} problem */
function place({ path, line, column }) {
  const shown = `${path}:${line}:${column}`;
  const file = files.find((one) => path.endsWith(`/${one}`));
  if (!file) return make("p", { class: "mono place" }, shown);
  const href = `/admin/faq?file=${encodeURIComponent(file)}&line=${line}&column=${column}`;
  return make("p", { class: "mono place" }, make("a", { class: "text-link", href }, shown));
}

/** @param {FaqProblem} problem */
function row(problem) {
  const error = problem.severity === "error";
  return make(
    "li",
    { class: "problem" },
    make("div", {}, make("span", { class: "row" }, make("span", { class: `pill ${error ? "bad" : "warn"}` }, error ? "Error" : "Warning"))),
    make("div", {}, make("p", {}, problem.message), place(problem)),
  );
}

/** @param {string} path @param {FaqProblem[]} problems */
function file(path, problems) {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const found = counts({ version: "", entries: 0, errors, warnings: problems.length - errors, problems });
  return make(
    "section",
    { class: "card", "aria-label": path },
    make("header", {}, make("h2", { class: "mono" }, path), make("p", {}, found)),
    make("ul", {}, ...problems.map(row)),
  );
}

/** @param {Faq} faq errors first, then by place: so are the files, and the problems in each */
function show(faq) {
  showBadge(faq);
  /** @type {Map<string, FaqProblem[]>} */
  const files = new Map();
  for (const problem of faq.problems.slice(0, MOST_ROWS)) {
    const known = files.get(problem.path);
    if (known) known.push(problem);
    else files.set(problem.path, [problem]);
  }
  const place = find("[data-summary]");
  place.hidden = false;
  place.replaceChildren(summary(faq));
  find("[data-files]").replaceChildren(...[...files].map(([path, problems]) => file(path, problems)));
}

async function again() {
  const faq = await call("GET", "/problems");
  clearFailure();
  show(faq);
}

const button = /** @type {HTMLButtonElement} */ (find("[data-again]"));
const { faq } = await start();
try {
  const folder = await call("GET", "/faq/files");
  // of two files whose paths end alike the longer one is meant
  files = folder.files.map((/** @type {{path: string}} */ file) => file.path).sort((/** @type {string} */ one, /** @type {string} */ other) => other.length - one.length);
} catch (problem) {
  fail(problem);
}
show(faq);
button.addEventListener("click", () => busy(button, again));
// whoever comes back from the editor sees what the saved file is worth
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") again().catch(fail);
});
