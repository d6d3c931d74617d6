// @ts-check
// The lists of the FAQ editor: files, problems, and where a new answer may go.

import { Problem, busy, button, count, fail, find, make, plural } from "./shell.js";
import { handedOver, keptDraft, keptPaths, takenOver } from "./faq-store.js";

/** @typedef {import("./faq.js").File} File */
/** @typedef {import("./faq.js").Folder} Folder */
/** @typedef {import("./shell.js").FaqProblem} FaqProblem */

/** Problems that are listed. */
const MOST_ROWS = 100;

/** The files that were begun and never saved: only this tab has their texts. @param {File[]} files */
const begunPaths = (files) => keptPaths().filter((draft) => !files.some((file) => file.path === draft));

/** @param {string} path of a file that is to be begun @param {File[]} files @throws {Problem} where there is one */
export function mustBeFree(path, files) {
  if (files.some((file) => file.path === path))
    throw new Problem(409, `There is a file ${path} already; choose another name.`);
  if (keptPaths().includes(path))
    throw new Problem(409, `${path} was begun already and is not saved yet; open it in the list, or choose another name.`);
}

/** What is to be seen of a file beside its name. @param {File} file @param {boolean} unsaved */
function mark({ errors, warnings }, unsaved) {
  if (unsaved) return make("span", { class: "pill" }, "unsaved");
  if (errors) return make("span", { class: "pill bad" }, plural(errors, "error", "errors"));
  if (!warnings) return null;
  return make(
    "span",
    { class: "pill warn" },
    count(warnings),
    make("span", { class: "visually-hidden" }, warnings === 1 ? " warning" : " warnings"),
  );
}

/**
 * @param {Folder} folder
 * @param {string} path the open one
 * @param {{choose: (path: string) => Promise<void>, putBack: (path: string) => Promise<void>}} acts
 */
export function showFiles(folder, path, { choose, putBack }) {
  const drafts = keptPaths();
  /** @type {File[]} */
  const begun = begunPaths(folder.files).map((draft) => ({
    path: draft,
    topic: null,
    lang: null,
    entries: 0,
    errors: 0,
    warnings: 0,
    bytes: 0,
    modified: "",
  }));
  const item = (/** @type {File} */ file) => {
    const { topic, lang, entries, bytes } = file;
    const about = topic
      ? `${topic}, ${lang}, ${plural(entries, "answer", "answers")}`
      : bytes
        ? "not in service"
        : "not saved yet";
    const href = `?file=${encodeURIComponent(file.path)}`;
    const current = file.path === path ? "true" : null;
    const link = make(
      "a",
      { class: "faq-file", href, "aria-current": current },
      make("strong", {}, file.path),
      mark(file, drafts.includes(file.path)),
      make("span", { class: "under" }, about),
    );
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      choose(file.path).catch(fail);
    });
    return make("li", {}, link);
  };
  find("[data-files]").replaceChildren(...[...folder.files, ...begun].map(item));
  find("[data-count]").textContent = folder.files.length ? "" : "None yet.";
  find("[data-files-section]").setAttribute("aria-busy", "false");
  find("[data-gone-box]").hidden = folder.gone.length === 0 || !folder.editable;
  const gone = (/** @type {string} */ name) =>
    make(
      "li",
      { class: "faq-version" },
      make("span", { class: "mono" }, name),
      button("Put back", "small", () => putBack(name)),
    );
  find("[data-gone]").replaceChildren(...folder.gone.map(gone));
}

/**
 * @param {FaqProblem[]} found
 * @param {string} path the open file
 * @param {{errors: number, warnings: number} | undefined} totals of all files, where they are known
 * @param {(problem: FaqProblem) => Promise<void>} jump
 */
export function listProblems(found, path, totals, jump) {
  const numbers = [];
  if (totals?.errors) numbers.push(plural(totals.errors, "error", "errors"));
  if (totals?.warnings) numbers.push(plural(totals.warnings, "warning", "warnings"));
  const elsewhere = found.some((problem) => problem.path !== path) ? ", other files included" : "";
  find("[data-problem-count]").textContent = numbers.length
    ? `${numbers.join(" and ")}${elsewhere}`
    : found.length
      ? ""
      : "None";
  const row = (/** @type {FaqProblem} */ problem) => {
    const error = problem.severity === "error";
    const where = problem.path === path ? `${problem.line}:${problem.column}` : `${problem.path}:${problem.line}`;
    const line = make(
      "button",
      { type: "button", class: "faq-problem" },
      make("span", { class: `pill ${error ? "bad" : "warn"}` }, error ? "Error" : "Warning"),
      make("span", { class: "mono" }, where),
      make("span", {}, problem.message),
    );
    line.addEventListener("click", () => jump(problem).catch(fail));
    return make("li", {}, line);
  };
  find("[data-problems]").replaceChildren(...found.slice(0, MOST_ROWS).map(row));
}

/** The language that a text says it is in. @param {string} text */
const languageOf = (text) => /^lang:[ \t]*["']?([\w-]+)/m.exec(text)?.[1];

/**
 * Asks where an answer belongs that another page began, if there is one.
 * @param {File[]} files
 * @param {(path: string, entry: import("./faq-store.js").Entry) => Promise<void>} takeIn
 */
export function offerEntry(files, takeIn) {
  const entry = handedOver();
  if (!entry) return;
  const box = find("[data-entry]");
  const choice = /** @type {HTMLSelectElement} */ (find("[data-entry-file]"));
  const fitting = files.filter((file) => file.lang === entry.lang);
  const lang = entry.lang || "en";
  const begun = begunPaths(files);
  const taken = [...files.map((file) => file.path), ...begun];
  let fresh = `${lang}-new.yaml`;
  for (let number = 2; taken.includes(fresh); number++) fresh = `${lang}-new-${number}.yaml`;
  choice.replaceChildren(
    ...fitting.map((file) => make("option", { value: file.path }, `${file.path} (${file.topic})`)),
    ...begun
      .filter((draft) => languageOf(keptDraft(draft)?.text ?? "") === lang)
      .map((draft) => make("option", { value: draft }, `${draft} (not saved yet)`)),
    make("option", { value: fresh }, `a new file, ${fresh}`),
  );
  find("[data-entry-yaml]").textContent = entry.yaml;
  const done = () => {
    takenOver();
    box.hidden = true;
  };
  find("[data-entry-discard]").addEventListener("click", done);
  const insert = /** @type {HTMLButtonElement} */ (find("[data-entry-insert]"));
  insert.addEventListener("click", () =>
    busy(insert, async () => {
      await takeIn(choice.value, entry);
      done();
    }),
  );
  box.hidden = false;
}
