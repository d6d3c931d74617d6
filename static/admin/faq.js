// @ts-check
import { Problem, busy, call, clearFailure, fail, find, start } from "./shell.js";
import { showConflict } from "./faq-conflict.js";
import { clearHistory, plain, restoreLast, showHistory } from "./faq-history.js";
import { dialog, emptyFile, field } from "./faq-forms.js";
import { listProblems, mustBeFree, offerEntry, showFiles } from "./faq-list.js";
import { dropDraft, keepDraft, keptDraft, keptPaths } from "./faq-store.js";
import { editText } from "./faq-text.js";
import { tryDrafts } from "./faq-try.js";

/**
 * @typedef {import("./shell.js").FaqProblem} FaqProblem
 * @typedef {{path: string, topic: string | null, lang: string | null, entries: number, errors: number, warnings: number, bytes: number, modified: string}} File
 * @typedef {{editable: boolean, locked: string | null, version: string, files: File[], gone: string[]}} Folder
 * @typedef {{path: string, text: string | null, digest: string | null, before: number | null, version: string | null, errors: number, warnings: number, problems: FaqProblem[]}} Done
 */

/** How long nobody types before a text is checked, in milliseconds. */
const REST = 400;
/** How often, and how many times, the server is asked whether a saved text is in service. */
const [ASK_AGAIN, MOST_TIMES] = [500, 40];

const area = /** @type {HTMLTextAreaElement} */ (find("[data-text]"));
const save = /** @type {HTMLButtonElement} */ (find("[data-save]"));
const discard = find("[data-discard]");
const undo = /** @type {HTMLButtonElement} */ (find("[data-undo]"));
const state = find("[data-state]");
const conflict = find("[data-conflict]");
const text = editText(area, find("[data-gutter]"), new AbortController().signal);
const forget = tryDrafts(() => ({ path, text: area.value }));
const { me } = await start();

/** @type {Folder} */
let folder = { editable: false, locked: null, version: "", files: [], gone: [] };
/** The open file; empty where none is. */
let path = "";
/** Its text as it is on the disk, and that text's digest; none for a file that does not exist yet. */
let base = "";
/** @type {string | null} */
let digest = null;
/** @type {FaqProblem[]} */
let problems = [];
/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;
/** The numbers of the last check, the file opened last and the last look at versions: an earlier answer is late. */
let [checked, opened, looked] = [0, 0, 0];
/** Whether a text is on its way: a second one would find the first. */
let saving = false;

const isNew = () => path !== "" && digest === null;
const isChanged = () => path !== "" && (isNew() || area.value !== base);

/* The list of files. */

const listFiles = () => showFiles(folder, path, { choose: (file) => go(file), putBack });

async function loadFolder() {
  folder = await call("GET", "/faq/files");
  const locked = find("[data-locked]");
  locked.hidden = !folder.locked;
  locked.textContent = folder.locked;
  find("[data-new]").hidden = !folder.editable;
  find("[data-tools]").hidden = !folder.editable;
  find("[data-try]").hidden = !canTry();
  find("[data-compare-section]").hidden = !canTry();
  area.readOnly = !folder.editable;
  find("[data-hint]").hidden = !folder.editable;
  listFiles();
}

const canTry = () => me.role === "editor" || me.role === "admin";

/** @param {string} gone a removed file */
async function putBack(gone) {
  await restoreLast(gone);
  await loadFolder();
  await go(gone);
}

/* The open file. */

/** @param {string} wanted */
async function go(wanted) {
  history.pushState(null, "", wanted ? `?file=${encodeURIComponent(wanted)}` : location.pathname);
  await open(wanted);
}

/** @param {string} wanted */
async function open(wanted) {
  const number = ++opened;
  clearFailure();
  conflict.hidden = true;
  undo.hidden = true;
  forget();
  const draft = wanted ? keptDraft(wanted) : null;
  let file = { text: "", digest: /** @type {string | null} */ (null) };
  try {
    if (wanted) file = await call("GET", `/faq/file?path=${encodeURIComponent(wanted)}`);
  } catch (problem) {
    if (number === opened && !(draft && problem instanceof Problem && problem.status === 404)) {
      show("", null, "");
      throw problem;
    }
  }
  if (number === opened) show(wanted, file.digest, plain(file.text), draft);
}

/** @param {string} wanted @param {string | null} known @param {string} saved @param {import("./faq-store.js").Draft | null} [draft] */
function show(wanted, known, saved, draft = null) {
  path = wanted;
  digest = known;
  base = saved;
  text.set(draft ? draft.text : saved);
  say(draft ? "Your unsaved changes are still here." : "");
  find("[data-editor]").hidden = !path;
  find("[data-empty]").hidden = path !== "";
  find("[data-path]").textContent = path;
  /** @type {HTMLInputElement} */ (find("#rename-to")).defaultValue = path;
  document.title = path ? `${path} – FAQ editor – Deskbell` : "FAQ editor – Deskbell";
  listFiles();
  changed();
  showProblems([]);
  clearHistory();
  if (!path) return;
  // the draft was made from another text than the one that is there now
  if (draft && draft.digest !== known) askWhich(known === null ? null : { text: saved, digest: known }, draft);
  check().catch(fail);
  follow().catch(fail);
}

const say = (/** @type {string} */ words) => (state.textContent = words);

async function follow() {
  const number = ++looked;
  const isWanted = () => number === looked;
  await showHistory(path, { editable: folder.editable, timeZone: me.time_zone, digest, restore, isWanted });
}

function changed() {
  const is = isChanged();
  discard.hidden = !is;
  find("[data-rename]").hidden = isNew();
  find("[data-remove]").hidden = isNew();
  if (is) save.removeAttribute("aria-disabled");
  else save.setAttribute("aria-disabled", "true");
}

function typed() {
  undo.hidden = true;
  if (isChanged()) {
    const kept = keepDraft(path, { text: area.value, digest });
    say(kept ? "Not saved yet" : "Not saved yet, and too large to survive a reload");
  } else {
    dropDraft(path);
    say("");
  }
  if (discard.hidden === isChanged()) listFiles();
  changed();
  clearTimeout(resting);
  resting = setTimeout(() => check().catch(fail), REST);
}

/* Problems. */

async function check() {
  const number = ++checked;
  if (!canTry()) {
    const faq = await call("GET", "/problems");
    const own = faq.problems.filter((/** @type {FaqProblem} */ one) => one.path.endsWith(`/${path}`));
    return showProblems(own.map((/** @type {FaqProblem} */ one) => ({ ...one, path })));
  }
  let found;
  try {
    found = await call("POST", "/faq/check", { path, text: area.value });
  } catch (problem) {
    // another check is under way, or the folder is being changed: the next one will tell
    if (number === checked && problem instanceof Problem && problem.status === 503)
      resting = setTimeout(() => check().catch(fail), 2000);
    else throw problem;
    return;
  }
  if (number === checked) showProblems(found.problems, found);
}

/** @param {FaqProblem[]} found @param {{errors: number, warnings: number}} [totals] */
function showProblems(found, totals) {
  problems = found.filter((problem) => problem.path === path);
  text.mark(problems);
  listProblems(found, path, totals, async (problem) => {
    if (problem.path !== path) await go(problem.path);
    text.goTo(problem.line, problem.column);
    here();
  });
  here();
}

/** Says what is wrong with the line that is written in. */
function here() {
  const line = text.line();
  const problem = problems.find((one) => one.line === line);
  const place = find("[data-here]");
  const words = problem ? `Line ${line}: ${problem.message}` : "";
  if (place.textContent !== words) place.textContent = words;
  place.className = `faq-here ${problem ? (problem.severity === "error" ? "bad" : "warn") : ""}`;
}

/* Saving. */

/** @param {Done} done @param {string} words @param {string} sent what was in the text area when this was asked for */
async function saved(done, words, sent) {
  if (done.path !== path) {
    // another file was opened meanwhile
    if (keptDraft(done.path)?.text === sent) dropDraft(done.path);
    return loadFolder();
  }
  digest = done.digest;
  base = plain(done.text ?? "");
  // what was typed meanwhile stays, and is not saved yet
  if (area.value === sent && sent !== base) text.set(base);
  conflict.hidden = true;
  clearFailure();
  if (area.value === base) {
    dropDraft(path);
    showProblems(done.problems, done);
    const served = done.version ? "In service in a moment…" : "Not in service before other files are put right.";
    say(`${words} ${served}`);
  } else typed();
  changed();
  await loadFolder();
  await follow();
  if (done.version) wait(done.version, words).catch(fail);
}

/** Says when a version is in service. @param {string} version @param {string} words */
async function wait(version, words) {
  const [file, known] = [path, digest];
  let served = folder.version;
  for (let time = 0; time < MOST_TIMES && served !== version; time++) {
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
    if (path !== file || digest !== known || isChanged()) return;
    served = (await call("GET", "/problems")).version;
  }
  await loadFolder();
  if (path === file && digest === known && !isChanged()) say(served === version ? `${words} In service.` : words);
}

async function store() {
  if (saving || !isChanged() || !folder.editable) return;
  /** @type {Done} */
  let done;
  const [sent, file, number] = [area.value, path, opened];
  const kept = () => (keptDraft(file) ? "; what you wrote is kept" : "");
  saving = true;
  try {
    done = await call("POST", "/faq/save", { path, text: sent, digest });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    // whose text stays is asked over that text only: its draft asks once it is opened again
    if (number !== opened) throw new Problem(problem.status, `${file} was not saved${kept()}. ${problem.message}`);
    if (problem.more?.now)
      askWhich({ text: plain(problem.more.now.text), digest: problem.more.now.digest }, { text: area.value, digest });
    else if (problem.status === 404) askWhich(null, { text: area.value, digest });
    else throw problem;
    return;
  } finally {
    saving = false;
  }
  await saved(done, "Saved.", sent);
  if (done.path === path && !isChanged()) offerUndo(done);
}

/** @param {Done} done */
function offerUndo({ before, path: file, digest: now }) {
  undo.hidden = false;
  undo.onclick = () =>
    busy(undo, async () => {
      if (before === null) {
        await call("POST", "/faq/remove", { path: file, digest: now });
        await loadFolder();
        await go("");
        return;
      }
      const sent = area.value;
      await saved(await call("POST", "/faq/restore", { path: file, number: before, digest: now }), "Undone.", sent);
      undo.hidden = true;
      area.focus();
    });
}

/** @param {number} number */
async function restore(number) {
  // a new file's text is not saved yet, either
  if (isChanged() && area.value !== base)
    throw new Problem(0, "Save or discard your changes first; then a version can be put back.");
  const sent = area.value;
  const done = await call("POST", "/faq/restore", { path, number, digest });
  if (done.digest === null) {
    await loadFolder();
    await go("");
    return;
  }
  await saved(done, "Put back.", sent);
  if (done.path === path) offerUndo(done);
}

/** @param {import("./faq-conflict.js").Text | null} theirs none: the file is gone @param {import("./faq-store.js").Draft} mine */
function askWhich(theirs, mine) {
  showConflict(theirs?.text ?? null, mine.text, {
    keep: async () => {
      digest = theirs?.digest ?? null;
      base = theirs?.text ?? "";
      conflict.hidden = true;
      changed();
      await store();
      find("[data-path]").focus();
    },
    take: async () => {
      dropDraft(path);
      await loadFolder();
      await (theirs ? open(path) : go(""));
      find(theirs ? "[data-path]" : "main").focus();
    },
  });
}

/* New files, other names. */

/** @param {string} file @param {string} content */
async function begin(file, content) {
  mustBeFree(file, folder.files);
  keepDraft(file, { text: content, digest: null });
  await go(file);
  area.focus();
  area.setSelectionRange(content.length, content.length);
}

dialog("new", (form) => begin(field(form, "path"), emptyFile(form)));
dialog("rename", async (form) => {
  if (isChanged()) throw new Problem(0, "Save or discard your changes first; then the file can be renamed.");
  const to = field(form, "to");
  await call("POST", "/faq/rename", { path, to, digest });
  await loadFolder();
  await go(to);
});
dialog("remove", async () => {
  await call("POST", "/faq/remove", { path, digest });
  dropDraft(path);
  await loadFolder();
  await go("");
  find("[data-gone-box]").toggleAttribute("open", true);
});

/** Puts an answer that another page began into a file, or into a new one. @param {string} file @param {import("./faq-store.js").Entry} entry */
async function takeIn(file, entry) {
  const known = folder.files.some((one) => one.path === file) || keptPaths().includes(file);
  if (!known) return begin(file, `topic: \nlang: ${entry.lang || "en"}\nentries:\n${entry.yaml}`);
  await go(file);
  const sent = area.value;
  const { text: whole, at } = await call("POST", "/faq/insert", { text: sent, entry: entry.yaml });
  if (path !== file || area.value !== sent) throw new Problem(0, "The text changed meanwhile: insert it again.");
  text.set(whole);
  typed();
  const answer = whole.indexOf("answer:", at);
  text.goTo(whole.slice(0, answer).split("\n").length, 1);
  const end = whole.indexOf("\n", answer);
  // the place of the answer, without the words that ask for it
  area.setSelectionRange(answer + "answer:".length, end === -1 ? whole.length : end);
}

area.addEventListener("input", typed);
document.addEventListener("selectionchange", () => document.activeElement === area && here());
save.addEventListener("click", () => isChanged() && busy(save, store).finally(changed));
discard.addEventListener("click", () => {
  dropDraft(path);
  const gone = isNew();
  (gone ? go("") : open(path)).catch(fail);
  if (!gone) find("[data-path]").focus();
});
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s" && path) {
    event.preventDefault();
    if (isChanged()) busy(save, store).finally(changed);
  }
});
// what is kept survives a reload, but not the end of the tab
addEventListener("beforeunload", (event) => {
  if (keptPaths().length || isChanged()) event.preventDefault();
});
const wanted = () => new URLSearchParams(location.search).get("file") ?? "";
addEventListener("popstate", () => open(wanted()).catch(fail));
try {
  await loadFolder();
  await open(wanted());
  const place = new URLSearchParams(location.search);
  if (path && place.has("line")) text.goTo(Number(place.get("line")) || 1, Number(place.get("column")) || 1);
  if (folder.editable) offerEntry(folder.files, takeIn);
} catch (problem) {
  fail(problem);
}
