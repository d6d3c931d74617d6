// What the accessibility checks ask of a page: where the focus is, what a screen reader would be told, and what
// can be seen.
window.probe = (() => {
  const shadow = () => document.querySelector("deskbell-chat").shadowRoot;
  const panel = () => shadow().querySelector("[part~=panel]");
  const roles = { log: "polite", status: "polite", alert: "assertive" };

  /** The element with the focus, through shadow roots. */
  function focused() {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  }

  const name = (node) => node.tagName.toLowerCase() + [node.id && "#" + node.id, ...node.classList].filter(Boolean).join(".") + ` "${(node.ariaLabel || node.textContent).trim().slice(0, 30)}"`;

  /** The nearest live region around a node, or null where it is switched off or there is none. */
  function region(node) {
    for (let at = node; at?.getAttribute; at = at.parentElement) {
      const live = at.getAttribute("aria-live") || roles[at.getAttribute("role")];
      if (live) return live === "off" ? null : at.getAttribute("role") || live;
    }
    return null;
  }

  /** What a node says, without what is hidden or not live. */
  function words(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-live") === "off" || node.ariaHidden === "true" || node.hidden) return "";
    return [...node.childNodes].map(words).join(" ");
  }

  /** What came into live regions, in order: {region, text}. */
  const heard = [];
  function listen() {
    heard.length = 0;
    new MutationObserver((records) => {
      for (const { target, addedNodes, type } of records) {
        const added = type === "characterData" ? [target] : addedNodes;
        for (const node of added) {
          const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement || target;
          const within = element.nodeType === Node.ELEMENT_NODE ? region(element) : null;
          const text = words(node).replace(/\s+/g, " ").trim();
          if (within && text) heard.push({ region: within, text });
        }
      }
    }).observe(shadow(), { subtree: true, childList: true, characterData: true });
  }

  const isShown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && node.getClientRects().length > 0;
  const controls = () =>
    [...shadow().querySelectorAll("a[href],button,select,summary,input,textarea,[role=option]")].filter((one) => isShown(one) && !one.closest("[inert]"));

  /** Controls that are smaller than a finger needs, with their size. */
  function small() {
    const large = ".launch,[part~=header] .ib,.send,.row,.pop li,.away";
    return controls()
      .filter((one) => !(one.tagName === "A" && one.closest(".text"))) // a link in a sentence is as high as its line
      .map((one) => [one, one.tagName === "SELECT" ? one.parentElement.getBoundingClientRect() : one.getBoundingClientRect()])
      .filter(([one, { width, height }]) => Math.min(width, height) < (one.matches(large) ? 44 : 24) - 0.01)
      .map(([one, { width, height }]) => `${name(one)} ${width.toFixed(1)} x ${height.toFixed(1)}`);
  }

  /** Texts that are cut off, or wider than their place. */
  function clipped() {
    const found = [];
    for (const one of shadow().querySelectorAll(".w *")) {
      if (!isShown(one) || one.closest(".vh,svg,select,.bar,.mark") || one.matches("textarea,input")) continue;
      const { overflowX, overflowY } = getComputedStyle(one);
      const wide = one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0;
      const high = one.scrollHeight > one.clientHeight + 1 && one.clientHeight > 0;
      if ((wide && overflowX === "hidden") || (high && overflowY === "hidden")) found.push(`${name(one)} is cut`);
      if (!one.matches("button,a,li,summary,.b,.me p,label,h2,h3")) continue;
      const box = one.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(one);
      for (const { left, right, top, bottom, width } of range.getClientRects())
        if (width > 1 && (left < box.left - 1 || right > box.right + 1 || ((top < box.top - 3 || bottom > box.bottom + 3) && getComputedStyle(one).display !== "inline"))) {
          if (![...one.querySelectorAll(".vh,b")].some((hidden) => hidden.getBoundingClientRect().left === left)) found.push(`${name(one)} does not hold its text`);
          break;
        }
    }
    return found;
  }

  /** What makes the page scroll sideways. */
  function sideways() {
    const found = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth} wide`);
    for (const part of [panel(), ...panel().querySelectorAll(".log,.foot,.head,.pop,.menu")])
      if (isShown(part) && part.scrollWidth > part.clientWidth + 1) found.push(`${name(part)} is ${part.scrollWidth} wide in ${part.clientWidth}`);
    for (const one of controls()) {
      const { left, right } = one.getBoundingClientRect();
      if (!one.closest(".wide") && (left < -1 || right > innerWidth + 1)) found.push(`${name(one)} is outside`);
    }
    return found;
  }

  /** Whether the whole of an element is in the window and nothing lies over its middle. */
  function visible(selector) {
    const node = shadow().querySelector(selector);
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const at = shadow().elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return left >= -0.5 && top >= -0.5 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5 && (node === at || node.contains(at));
  }

  const box = (selector) => {
    const { x, y, width, height, left, right, top, bottom } = shadow().querySelector(selector).getBoundingClientRect();
    return { x, y, width, height, left, right, top, bottom };
  };

  /** How far the lines of a text are from the left and the right of its element. */
  function margins(selector) {
    const node = shadow().querySelector(selector);
    const range = document.createRange();
    range.selectNodeContents(node);
    const [box, lines] = [node.getBoundingClientRect(), [...range.getClientRects()].filter(({ width }) => width > 0)];
    return { left: Math.min(...lines.map(({ left }) => left)) - box.left, right: box.right - Math.max(...lines.map(({ right }) => right)) };
  }

  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  /** The pixels of a picture. */
  async function pixels(base64) {
    const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const at = (x, y) => data.slice(4 * (Math.round(y) * width + Math.round(x)), 4 * (Math.round(y) * width + Math.round(x)) + 3);
    return { data, width, height, at };
  }

  /** How many pixels of two pictures differ, and how many of them by 3:1 or more. */
  async function difference(first, second) {
    const [a, b] = await Promise.all([pixels(first), pixels(second)]);
    let differ = 0;
    let strong = 0;
    for (let at = 0; at < a.data.length; at += 4) {
      const [p, q] = [a.data.slice(at, at + 3), b.data.slice(at, at + 3)];
      if (p.every((one, index) => Math.abs(one - q[index]) < 3)) continue;
      differ++;
      if (contrast(p, q) >= 2.95) strong++;
    }
    return { differ, strong, size: [a.width, a.height] };
  }

  /** In a picture of the whole window, how far elements stand out: their edge, or for `inside` anything in them. */
  async function outstanding(base64, selectors) {
    const picture = await pixels(base64);
    const found = {};
    for (const [selector, how] of Object.entries(selectors)) {
      const node = [...shadow().querySelectorAll(selector)].find(isShown);
      if (!node) {
        found[selector] = null;
        continue;
      }
      const { left, right, top, bottom } = node.getBoundingClientRect();
      const middle = (top + bottom) / 2;
      const outside = picture.at(left - 3, middle);
      const to = how === "inside" ? right : left + 4;
      let best = 1;
      for (let x = left - 1; x < to; x++)
        for (const y of how === "inside" ? [middle - 4, middle, middle + 4] : [middle]) best = Math.max(best, contrast(outside, picture.at(x, y)));
      found[selector] = best;
    }
    return found;
  }

  /** What axe's rules find, one line each: of one, or of all there are but that of 7:1, which is AAA's contrast. */
  async function axe(only) {
    const enabled = (id) => (only ? id === only : id !== "color-contrast-enhanced");
    const rules = Object.fromEntries(window.axe.getRules().map(({ ruleId }) => [ruleId, { enabled: enabled(ruleId) }]));
    const { violations, passes, incomplete } = await window.axe.run(document, { rules, resultTypes: ["violations", "incomplete"] });
    return {
      violations: violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.flat().join(" ")}: ${failureSummary}`)),
      passed: passes.length,
      unsure: incomplete.flatMap(({ id, nodes }) => nodes.map(({ target, any }) => `${id} ${target.flat().join(" ")}: ${any[0]?.data?.messageKey}`)),
    };
  }

  /** How far texts stand out from colours, which may be variables of the widget, in the order of [selector, colour]. */
  function contrasts(pairs) {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const rgb = (color) => {
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      return context.getImageData(0, 0, 1, 1).data.slice(0, 3);
    };
    return pairs.map(([selector, color]) => {
      const node = shadow().querySelector(selector);
      const before = node.style.backgroundColor;
      node.style.backgroundColor = color;
      const { color: ink, backgroundColor } = getComputedStyle(node);
      node.style.backgroundColor = before;
      return contrast(rgb(ink), rgb(backgroundColor));
    });
  }

  /** Takes a style sheet into the widget, or the one before out again. */
  let worn;
  function wear(text) {
    const sheets = shadow().adoptedStyleSheets;
    if (worn) sheets.splice(sheets.indexOf(worn), 1);
    worn = text && new CSSStyleSheet();
    if (!worn) return;
    worn.replaceSync(text);
    sheets.push(worn);
  }

  return { shadow, panel, focused, name, heard, listen, small, clipped, sideways, visible, box, margins, difference, outstanding, contrasts, axe, wear, isShown, controls };
})();
