// @ts-check
import { button, busy, call, clearFailure, copy, dateTime, fail, find, make, plural, ROLES, start } from "./shell.js";

/**
 * @typedef {{label: string, created_at: string, used_at: string | null}} Token
 * @typedef {{name: string, role: import("./shell.js").Me["role"], has_password: boolean, created_at: string,
 *   signed_in_at: string | null, link_expires_at: string | null, tokens: Token[]}} Account
 */

/** @type {Record<string, string>} */
const HINTS = {
  viewer: "Viewers read the reports, the answers, the conversations and the problems of the FAQ.",
  agent: "Agents may all that viewers may, and are there to take over conversations.",
  editor: "Editors may all that agents may, and are there to change answers.",
  admin: "Administrators may everything, accounts included.",
};

const form = /** @type {HTMLFormElement} */ (find("[data-add]"));
const role = /** @type {HTMLSelectElement} */ (find("#role"));
const dialog = /** @type {HTMLDialogElement} */ (find("[data-ask]"));
const label = /** @type {HTMLInputElement} */ (find("#label"));
const made = find("[data-made]");
/** @type {import("./shell.js").Me} */
let me;

/** @param {string} moment */
const at = (moment) => dateTime(moment, me.time_zone);

/** @param {string} name */
const path = (name) => `/accounts/${encodeURIComponent(name)}`;

/**
 * Asks before something that cannot be taken back, or for a token's label.
 * @param {{title: string, text: string, yes: string, danger?: boolean, named?: boolean}} question
 * @returns {Promise<string | null>} what was typed, or null if it was cancelled
 */
function ask({ title, text, yes, danger = false, named = false }) {
  find("[data-ask-title]").textContent = title;
  find("[data-ask-text]").textContent = text;
  const confirm = find("[data-ask-yes]");
  confirm.textContent = yes;
  confirm.className = danger ? "button danger" : "button primary";
  find("[data-ask-field]").hidden = !named;
  label.value = "";
  label.required = named;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? label.value : null), { once: true });
  });
}

/**
 * Shows a secret that is never shown again.
 * @param {string} text
 * @param {string} secret
 */
function showOnce(text, secret) {
  const copier = button("Copy", "small", () => copy(copier, secret), "copy");
  made.replaceChildren(make("p", {}, text), make("div", { class: "once" }, make("code", {}, secret), copier));
  made.hidden = false;
  made.focus();
}

/** @param {{name: string, link: string, expires_at: string}} link */
function showLink(link) {
  const text = `Send this link to ${link.name}: it sets the password, works once, and until ${at(link.expires_at)}. It is not shown again.`;
  showOnce(text, link.link);
}

/** @param {Account} account */
async function reset(account) {
  const known = account.has_password ? "Their password stops working and they are signed out everywhere. Tokens stay." : "A link that was made before stops working.";
  const sure = await ask({ title: `New link for ${account.name}?`, text: known, yes: "Make the link" });
  if (sure === null) return;
  const link = await call("POST", `${path(account.name)}/reset`);
  await refresh();
  showLink(link);
}

/** @param {Account} account */
async function remove(account) {
  const text = "They are signed out at once, and their tokens stop working. This cannot be taken back.";
  const sure = await ask({ title: `Remove ${account.name}?`, text, yes: "Remove", danger: true });
  if (sure === null) return;
  await call("DELETE", path(account.name));
  await refresh();
  find("#list-title").focus();
}

/** @param {Account} account */
async function addToken(account) {
  const text = `A script that sends it as “Authorization: Bearer …” may all that ${account.name} may.`;
  const named = await ask({ title: `New token for ${account.name}`, text, yes: "Make the token", named: true });
  if (named === null) return;
  const token = await call("POST", `${path(account.name)}/tokens`, { label: named });
  await refresh();
  showOnce(`The token “${token.label}” of ${account.name}. It is not shown again.`, token.token);
}

/** @param {Account} account @param {Token} token */
async function revoke(account, token) {
  const text = "Scripts that use it are refused from now on.";
  const sure = await ask({ title: `Revoke “${token.label}”?`, text, yes: "Revoke", danger: true });
  if (sure === null) return;
  await call("DELETE", `${path(account.name)}/tokens/${encodeURIComponent(token.label)}`);
  await refresh();
  find("#list-title").focus();
}

/** @param {Account} account */
function state(account) {
  if (account.has_password) return account.signed_in_at ? `Last signed in ${at(account.signed_in_at)}` : "Never signed in";
  return account.link_expires_at ? `Has a link to set a password, good until ${at(account.link_expires_at)}` : "No password, and the link is over: make a new one";
}

/**
 * A button whose accessible name says whom it is about.
 * @param {string} word
 * @param {string} whom
 * @param {string} look
 * @param {() => Promise<void>} act
 */
function action(word, whom, look, act) {
  const element = button(word, `small ${look}`, () => (clearFailure(), (made.hidden = true), act()));
  element.setAttribute("aria-label", `${word}: ${whom}`);
  return element;
}

/** @param {Account} account */
function row(account) {
  const own = account.name === me.name;
  const tokens = account.tokens.map((token) =>
    make(
      "li",
      {},
      make("span", {}, token.label, make("small", { class: "under" }, `Made ${at(token.created_at)}, ${token.used_at ? `last used ${at(token.used_at)}` : "never used"}`)),
      action("Revoke", `token ${token.label} of ${account.name}`, "danger", () => revoke(account, token)),
    ),
  );
  return make(
    "li",
    { class: "account" },
    make(
      "div",
      {},
      make("h3", {}, account.name, make("span", { class: `pill ${account.role === "admin" ? "good" : ""}` }, ROLES[account.role]), own ? make("span", { class: "pill" }, "You") : null),
      make("p", { class: "under" }, state(account)),
    ),
    make(
      "div",
      { class: "row" },
      action("New token", account.name, "", () => addToken(account)),
      own ? make("a", { class: "button small", href: "/admin/password" }, "Change password") : action("New link", account.name, "", () => reset(account)),
      own ? null : action("Remove", account.name, "danger", () => remove(account)),
    ),
    tokens.length ? make("ul", { class: "tokens", "aria-label": `Tokens of ${account.name}` }, ...tokens) : null,
  );
}

async function refresh() {
  /** @type {{accounts: Account[]}} */
  const { accounts } = await call("GET", "/accounts");
  find("[data-count]").textContent = plural(accounts.length, "account", "accounts");
  find("[data-list]").replaceChildren(...accounts.map(row));
  find("[data-section]").removeAttribute("aria-busy");
}

function hint() {
  find("[data-hint]").textContent = HINTS[role.value];
}

find("[data-ask-no]").addEventListener("click", () => dialog.close("no"));
role.addEventListener("change", hint);
hint();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const submit = /** @type {HTMLButtonElement} */ (find("button", form));
  busy(submit, async () => {
    clearFailure();
    made.hidden = true;
    const name = /** @type {HTMLInputElement} */ (find("#name")).value;
    const link = await call("POST", "/accounts", { name, role: role.value });
    form.reset();
    hint();
    await refresh();
    showLink(link);
  });
});

({ me } = await start());
refresh().catch(fail);
