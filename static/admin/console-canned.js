// @ts-check
// Canned replies: the list that the composer chooses from, and the dialog in which they are kept.
import { button, busy, call, find, make } from "./shell.js";

/** @typedef {import("./console-composer.js").Canned} Canned */

export class CannedReplies {
  /** @type {Canned[]} */
  all = [];
  #dialog = /** @type {HTMLDialogElement} */ (find("[data-canned-dialog]"));
  #form = /** @type {HTMLFormElement} */ (find("[data-canned-form]"));
  /** The one that is being changed; empty: a new one. */
  #id = "";

  constructor() {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      busy(/** @type {HTMLButtonElement} */ (find("[data-canned-keep]")), () => this.#keep());
    });
    find("[data-canned-new]").addEventListener("click", () => this.#edit(null));
    find("[data-canned-close]").addEventListener("click", () => this.#dialog.close());
  }

  async load() {
    this.all = (await call("GET", "/canned")).replies;
  }

  async open() {
    await this.load();
    this.#draw();
    this.#edit(null);
    this.#dialog.showModal();
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field = (name) => /** @type {HTMLInputElement} */ (this.#form.elements.namedItem(name));

  /** @param {string} text */
  #say(text) {
    const place = find("[data-canned-fault]");
    place.textContent = text;
    place.hidden = !text;
  }

  /** @param {Canned | null} one */
  #edit(one) {
    this.#id = one?.id ?? "";
    for (const name of /** @type {const} */ (["title", "text", "lang"])) this.#field(name).value = one?.[name] ?? "";
    find("[data-canned-what]").textContent = one ? `Change “${one.title}”` : "A new one";
    find("[data-canned-new]").hidden = !one;
    this.#say("");
    if (one) this.#field("text").focus();
  }

  async #keep() {
    const body = {
      title: this.#field("title").value,
      text: this.#field("text").value,
      lang: this.#field("lang").value.trim(),
    };
    try {
      if (this.#id) await call("PUT", `/canned/${this.#id}`, body);
      else await call("POST", "/canned", body);
    } catch (problem) {
      return this.#say(/** @type {Error} */ (problem).message);
    }
    await this.load();
    this.#draw();
    this.#edit(null);
    this.#field("title").focus();
  }

  /** @param {Canned} one */
  async #remove(one) {
    try {
      await call("DELETE", `/canned/${one.id}`);
    } catch (problem) {
      if (/** @type {any} */ (problem).status !== 404) return this.#say(/** @type {Error} */ (problem).message);
    }
    await this.load();
    this.#draw();
    // it was one press only: the words are still there
    this.#edit(one);
    this.#id = "";
    find("[data-canned-what]").textContent = `“${one.title}” is removed; keep it to have it back`;
  }

  #draw() {
    find("[data-canned-none]").hidden = this.all.length > 0;
    find("[data-canned-list]").replaceChildren(
      ...this.all.map((one) => {
        const change = button("Change", "small", () => this.#edit(one));
        const remove = button("Remove", "small danger", () => this.#remove(one));
        change.setAttribute("aria-label", `Change: ${one.title}`);
        remove.setAttribute("aria-label", `Remove: ${one.title}`);
        const words = make(
          "div",
          { dir: "auto" },
          make("b", {}, one.title),
          make("p", { class: "under" }, one.lang ? `${one.lang} · ${one.text}` : one.text),
        );
        return make("li", {}, words, make("div", { class: "row" }, change, remove));
      }),
    );
  }
}
