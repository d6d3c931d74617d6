// @ts-check
import { call, clearFailure, fail, find, make, start } from "./shell.js";
import { between, range, title } from "./weeks.js";

/** @typedef {import("./overview.js").Weeks} Weeks */

const select = /** @type {HTMLSelectElement} */ (find("[data-select]"));
const frame = /** @type {HTMLIFrameElement} */ (find("[data-frame]"));
const previous = /** @type {HTMLButtonElement} */ (find("[data-previous]"));
const next = /** @type {HTMLButtonElement} */ (find("[data-next]"));
const menu = /** @type {HTMLDetailsElement} */ (find(".menu"));

/** @param {string} week */
function show(week) {
  const file = `/api/v1/admin/reports/${week}`;
  select.value = week;
  next.disabled = select.selectedIndex === 0;
  previous.disabled = select.selectedIndex === select.options.length - 1;
  frame.title = `Weekly FAQ report, ${select.selectedOptions[0].textContent}`;
  // replaced, not followed: Back leaves this page's address to tell the weeks apart
  if (frame.contentWindow) frame.contentWindow.location.replace(`${file}.html?view=1`);
  for (const link of document.querySelectorAll("[data-format]")) {
    link.setAttribute("href", `${file}.${link.getAttribute("data-format")}`);
  }
  for (const link of document.querySelectorAll("[data-table]")) {
    link.setAttribute("href", `${file}.csv?table=${link.getAttribute("data-table")}`);
  }
}

/** @param {string} week */
function choose(week) {
  history.pushState(null, "", `?week=${week}`);
  show(week);
  // the frame could not tell this page that the session is over
  call("GET", "/me").then(clearFailure, fail);
}

/**
 * The week that the address asks for, or else the last full one, or the only one there is.
 * @param {string[]} offered
 * @param {Weeks} weeks
 */
function wanted(offered, weeks) {
  const asked = new URLSearchParams(location.search).get("week") ?? weeks.last_full;
  return offered.includes(asked) ? asked : offered[0];
}

/** @param {Weeks} weeks */
function begin(weeks) {
  if (weeks.weeks.length === 0) {
    find("[data-empty]").hidden = false;
    return;
  }
  // weeks in which nobody asked anything have a report too
  const offered = between(weeks.weeks[weeks.weeks.length - 1].week, weeks.current);
  select.replaceChildren(
    ...offered.map((week) => {
      const soFar = week === weeks.current ? ", so far" : "";
      return make("option", { value: week }, `${title(week, weeks.current)}: ${range(week, "short")}${soFar}`);
    }),
  );
  const tables = weeks.tables.map(({ name, title }) => make("li", {}, make("a", { href: "#", download: true, "data-table": name }, title)));
  find("[data-tables]").replaceChildren(...tables);
  find("[data-controls]").hidden = false;
  frame.hidden = false;
  show(wanted(offered, weeks));
  select.addEventListener("change", () => choose(select.value));
  previous.addEventListener("click", () => choose(offered[select.selectedIndex + 1]));
  next.addEventListener("click", () => choose(offered[select.selectedIndex - 1]));
  addEventListener("popstate", () => show(wanted(offered, weeks)));
}

menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    find("summary", menu).focus();
  }
});
menu.addEventListener("click", (event) => {
  if (event.target instanceof HTMLAnchorElement) menu.open = false;
});
document.addEventListener("pointerdown", (event) => {
  if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
});

await start();
try {
  begin(await call("GET", "/reports"));
} catch (problem) {
  fail(problem);
}
