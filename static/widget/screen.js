// @ts-check
// How the panel sits on the page: beside it, or on a phone as the whole screen, where the page
// behind it rests and Tab goes round inside. One that opened by itself leaves the page in use, on a
// phone, too, until the visitor turns to it.

/** Keeps the page from scrolling. What it says of that itself stays as it is. */
const rest = new CSSStyleSheet({ disabled: true });
rest.replaceSync("html{overflow:hidden!important}");
document.adoptedStyleSheets.push(rest);

export class Screen {
  narrow = matchMedia("(max-width:480.98px)");
  #covered = []; // what is inert while the panel is the screen
  #entered = false; // whether the visitor opened the panel, or turned to it since

  /** @param {any} panel @param {AbortSignal} signal ends all */
  constructor(panel, signal) {
    this.panel = panel;
    // The key that brings the focus is let go inside.
    panel.root.onclick = panel.root.onkeyup = () => this.#entered || this.cover(true);
    this.narrow.addEventListener("change", () => this.cover(), { signal });
    for (const name of ["resize", "scroll"]) visualViewport?.addEventListener(name, () => this.#fit(), { signal });
  }

  /** An open panel covers a phone; a closed one gives the page back. */
  cover(entered = this.#entered) {
    const { root, isOpen, loader } = this.panel;
    this.#entered = isOpen && entered;
    const modal = this.#entered && this.narrow.matches && !loader.host.hasAttribute("inline");
    root.ariaModal = String(modal);
    for (const other of this.#covered.splice(0)) other.inert = false;
    for (let node = modal && loader.host; node; node = node.parentNode || node.host)
      for (const other of node.parentNode?.children || [])
        if (other !== node && !other.inert) {
          other.inert = true;
          this.#covered.push(other);
        }
    rest.disabled = !modal;
    if (modal) this.#fit();
  }

  /** Keeps the composer above an on-screen keyboard; a magnified page is left alone. */
  #fit() {
    const { height, offsetTop, scale } = /** @type {any} */ (visualViewport);
    if (scale > 1.05) return;
    this.panel.root.style.setProperty("--height", height + "px");
    this.panel.root.style.setProperty("--top", offsetTop + "px");
  }

  /** Tab goes round inside a panel that is the whole screen. */
  stay(event) {
    const { root, shadow } = this.panel;
    if (event.key !== "Tab" || root.ariaModal !== "true") return;
    const stops = [...root.querySelectorAll("a,button,select,summary,input,textarea,[tabindex='0']")].filter((one) =>
      one.checkVisibility(),
    );
    if (stops.at(event.shiftKey ? 0 : -1) !== shadow.activeElement) return;
    stops.at(event.shiftKey ? -1 : 0).focus();
    event.preventDefault();
  }
}
