// @ts-check
// What tells an agent who looks elsewhere: the title, a sound and a notification of the desktop, the latter two only once
// somebody has asked for them here.
import { shortName, visitorName } from "./console-words.js";
import { find, showWaiting } from "./shell.js";

const KEY = "deskbell-console";

/** What this browser remembers of its agent. @returns {{available?: boolean, alerts?: boolean, keys?: boolean}} */
export function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {}; // forbidden or spoiled
  }
}

/** @param {{available?: boolean, alerts?: boolean, keys?: boolean}} changes */
export function remember(changes) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...remembered(), ...changes }));
  } catch {} // full or forbidden
}

export class Alerts {
  #button = find("[data-alerts]");
  #on = false;
  /** @type {AudioContext | null} */
  #audio = null;
  #announce;
  #open;
  #title = document.title;

  /** @param {(text: string) => void} announce to screen readers @param {(conversation: string) => void} open */
  constructor(announce, open) {
    this.#announce = announce;
    this.#open = open;
    this.#set(remembered().alerts === true && globalThis.Notification?.permission !== "denied");
    this.#button.addEventListener("click", () => this.#toggle());
    // a browser lets nobody hear anything before a first click or key
    for (const name of ["pointerdown", "keydown"])
      addEventListener(name, () => this.#on && this.#wake(), { once: true });
  }

  /** @param {boolean} on */
  #set(on) {
    this.#on = on;
    this.#button.setAttribute("aria-pressed", String(on));
    this.#button.title = on ? "Sound and notifications are on" : "Sound and notifications are off";
  }

  async #toggle() {
    const on = !this.#on;
    if (on) {
      this.#wake();
      // without notifications there is still the sound
      if (globalThis.Notification?.permission === "default") await Notification.requestPermission();
      this.#sound();
    }
    this.#set(on);
    remember({ alerts: on });
    const denied = on && globalThis.Notification?.permission !== "granted";
    this.#announce(
      on
        ? `Sound is on${denied ? "; the browser does not allow notifications" : ", and so are notifications"}`
        : "Sound and notifications are off",
    );
  }

  #wake() {
    this.#audio ??= new AudioContext();
    this.#audio.resume().catch(() => {}); // stays silent
  }

  /** Two short tones, the second higher. */
  #sound() {
    const audio = this.#audio;
    if (!audio) return;
    for (const [pitch, after] of [
      [660, 0],
      [880, 0.12],
    ]) {
      const [tone, volume] = [audio.createOscillator(), audio.createGain()];
      const at = audio.currentTime + after;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.12, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.18);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.2);
    }
  }

  /** Tells of something new. @param {import("./console-state.js").News} news @param {boolean} isOpen it is in front of the agent */
  news({ kind, row }, isOpen) {
    const name = kind === "message" ? shortName(row) : visitorName(row);
    const titles = {
      waiting: `${name} waits for a person`,
      given: `${name} was handed to you`,
      message: `${name} wrote`,
    };
    const words = row.last?.text ?? "";
    this.#announce(`${titles[kind]}${words ? `: ${words}` : ""}`);
    if (!this.#on || (kind === "message" && isOpen && document.hasFocus())) return;
    this.#sound();
    if (document.hasFocus() || globalThis.Notification?.permission !== "granted") return;
    try {
      // one for each conversation: the next replaces it
      const shown = new Notification(titles[kind], { body: words, tag: row.conversation, icon: "/admin/icon.svg" });
      shown.onclick = () => {
        window.focus();
        this.#open(row.conversation);
        shown.close();
      };
    } catch {} // phones allow them to service workers only
  }

  /** In the title and in the navigation. @param {{waiting: number, unread: number}} attention */
  count({ waiting, unread }) {
    const all = waiting + unread;
    const title = all ? `(${all}) ${this.#title}` : this.#title;
    if (document.title !== title) document.title = title;
    showWaiting(waiting);
  }
}
