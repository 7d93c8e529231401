// Readings: one key for each decision; without this file the buttons do the same.
const items = [...document.querySelectorAll("[data-item]")];
const current = () => document.activeElement.closest("[data-item]") ?? one("[data-item][autofocus]") ?? items[0];
const press = (key, within = () => document) => () => { const place = within(); if (place) one(`[data-key=${key}]`, place)?.click(); };
const step = (by) => () => items[Math.min(items.length - 1, Math.max(0, items.indexOf(current()) + by))]?.focus();

Object.assign(KEYS, {
  a: press("accept", current),
  e: press("edit", current),
  r: press("reject", current),
  A: press("all"),
  n: press("next"),
  u: press("undo"),
  j: step(1),
  k: step(-1),
});

// The words an item rests on are marked while it is in focus.
function mark(item) {
  for (const words of document.querySelectorAll("[data-spans]")) {
    words.classList.toggle("is-current", words.dataset.spans.split(" ").includes(item?.dataset.item));
  }
}
document.addEventListener("focusin", () => mark(current()));
mark(current());

// Whoever corrects begins to type at once; what is wrong comes first.
if (!one("[data-error-summary]")) one("[data-correction] select, [data-correction] input:not([type=hidden])")?.focus();
