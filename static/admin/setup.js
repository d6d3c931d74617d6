// @ts-check
import { busy, call, clearFailure, find, letShow, Problem, ROLES } from "./shell.js";

const form = /** @type {HTMLFormElement} */ (find("[data-form]"));
// The secret comes in the fragment, which is sent to nobody, and leaves the address bar and the history at once.
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

/** @param {unknown} problem */
function refuse(problem) {
  const reason = problem instanceof Problem ? problem.message : "Something went wrong on this page. Open the link again.";
  find("[data-reason]").textContent = reason;
  find("[data-void]").hidden = false;
  form.hidden = true;
}

async function begin() {
  if (!token) throw new Problem(0, "The address is not complete: it ends with # and a secret. Open the whole link once more.");
  /** @type {{name: string, role: import("./shell.js").Me["role"]}} */
  const owner = await call("POST", "/link", { token });
  const role = ROLES[owner.role].toLowerCase();
  const article = /^[aeiou]/.test(role) ? "an" : "a";
  find("[data-welcome]").textContent = `Your account is “${owner.name}”, ${article} ${role}’s. This link works once.`;
  /** @type {HTMLInputElement} */ (find("#name")).value = owner.name;
  form.hidden = false;
  find("#password").focus();
}

letShow();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  busy(/** @type {HTMLButtonElement} */ (find("[type=submit]", form)), async () => {
    clearFailure();
    try {
      await call("POST", "/setup", { token, password: new FormData(form).get("password") });
    } catch (problem) {
      // used or expired meanwhile
      if (problem instanceof Problem && problem.status === 404) return refuse(problem);
      throw problem;
    }
    location.assign("/admin/");
  });
});
begin().catch(refuse);
