// @ts-check
// The way back from a mail: the key behind the # goes to the widget, and out of the address, so that it stays in no
// history, no bookmark and no picture of the screen.
(() => {
  const key = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
  if (/^[\w-]{43}$/.test(key)) window["deskbellSettings"] = { key };
})();
