// @ts-check
// The dialogs of the console: to whom a conversation is handed, and which keys there are.
import { face } from "./console-dom.js";
import { remember, remembered } from "./console-alerts.js";
import { initials, look } from "./console-words.js";
import { find, make, pill } from "./shell.js";

/** @param {any} agent @param {boolean} first */
function choice(agent, first) {
  const { id, name, available, connected, conversations = 0 } = agent;
  const state = !connected ? pill("warn", "not here") : available ? pill("good", "available") : pill("warn", "away");
  const has = conversations ? `${conversations} open` : "none open";
  const input = make("input", { type: "radio", name: "to", value: id, checked: first, required: true });
  return make(
    "label",
    { class: "choice" },
    input,
    face(initials(name), look(name)),
    make("b", { dir: "auto" }, name),
    make("span", { class: "hint number" }, has),
    state,
  );
}

/**
 * Asks to whom a conversation goes, with a note; null: to nobody.
 * @param {import("./console-state.js").State} state
 * @param {string} name of the visitor
 * @returns {Promise<{to: string, note?: string} | null>}
 */
export async function askWhom(state, name) {
  const dialog = /** @type {HTMLDialogElement} */ (find("[data-hand-dialog]"));
  const form = /** @type {HTMLFormElement} */ (find("form", dialog));
  const rank = (/** @type {any} */ agent) => (agent.connected ? (agent.available ? 0 : 1) : 2);
  const holder = state.thread?.row?.agent?.id ?? state.me?.id;
  const others = state.agents.filter(({ id }) => id !== holder);
  others.sort((one, other) => rank(one) - rank(other) || (one.name < other.name ? -1 : 1));
  find("[data-hand-title]").textContent = `Hand ${name} to…`;
  find("[data-hand-choices]").replaceChildren(...others.map((agent, at) => choice(agent, at === 0)));
  find("[data-hand-nobody]").hidden = others.length > 0;
  find("[data-hand-do]").toggleAttribute("disabled", !others.length);
  form.reset();
  dialog.returnValue = "";
  dialog.showModal();
  await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  if (dialog.returnValue !== "hand") return null;
  const given = new FormData(form);
  const note = String(given.get("note") ?? "").trim();
  return { to: String(given.get("to")), ...(note ? { note } : {}) };
}

/** Whether single keys do something: whoever speaks to the computer may not want it. */
export const usesKeys = () => remembered().keys !== false;

/** Makes the dialogs close, and the keys a choice. */
export function prepareDialogs() {
  for (const close of document.querySelectorAll("[data-dismiss]"))
    close.addEventListener("click", () => /** @type {HTMLDialogElement} */ (close.closest("dialog")).close());
  const keys = /** @type {HTMLInputElement} */ (find("[data-use-keys]"));
  keys.checked = usesKeys();
  keys.addEventListener("change", () => remember({ keys: keys.checked }));
}

/** Shows the keys. */
export const showKeys = () => /** @type {HTMLDialogElement} */ (find("[data-keys-dialog]")).showModal();
