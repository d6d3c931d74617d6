// @ts-check
import { busy, call, clearFailure, find, letShow } from "./shell.js";

/**
 * Where to go after signing in: the page that sent here, if it is one of the admin area.
 * @param {string | null} next
 */
function target(next) {
  if (!next || !URL.canParse(next, location.origin)) return "/admin/";
  const address = new URL(next, location.origin);
  const own = address.origin === location.origin && address.pathname.startsWith("/admin/");
  return own ? address.pathname + address.search : "/admin/";
}

const form = /** @type {HTMLFormElement} */ (find("[data-form]"));
letShow();
form.addEventListener("submit", (event) => {
  event.preventDefault();
  busy(/** @type {HTMLButtonElement} */ (find("[type=submit]", form)), async () => {
    clearFailure();
    const fields = new FormData(form);
    await call("POST", "/login", { name: fields.get("name"), password: fields.get("password") });
    location.assign(target(new URLSearchParams(location.search).get("next")));
  });
});
