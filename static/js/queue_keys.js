// A queue by keyboard. Where it is a list, j and k move from item to item and a letter presses the button that bears it
// in the item at hand; elsewhere on the page, and where one thing is shown at a time, a letter presses its button at once.
(() => {
  const items = () => [...document.querySelectorAll("[data-queue-item]")];
  const current = () => one("[data-queue-item][aria-current]");
  let pressed = false;

  function take(item) {
    for (const each of items()) each.removeAttribute("aria-current");
    item?.setAttribute("aria-current", "true");
  }

  function move(step) {
    const all = items();
    const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(current()) + step))];
    take(next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function buttonOf(letter) {
    const key = `[data-key="${CSS.escape(letter)}"]`;
    return current()?.querySelector(key) ?? [...document.querySelectorAll(key)].find((each) => !each.closest("[data-queue-item]"));
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !singleKeys.on) return;
    if (typing(event.target) || document.querySelector("dialog[open]") || event.key in KEYS) return;
    const button = buttonOf(event.key);
    if (button) {
      event.preventDefault();
      // A key held down, or pressed twice, decides once: the next item is not seen yet.
      if (!event.repeat && !pressed) { pressed = !button.matches("input"); button.click(); button.focus(); }
    } else if (items().length && (event.key === "j" || event.key === "k")) {
      event.preventDefault();
      move(event.key === "j" ? 1 : -1);
    }
  });
  window.addEventListener("pageshow", () => { pressed = false; });
  document.addEventListener("focusin", (event) => { const item = event.target.closest("[data-queue-item]"); if (item) take(item); });

  // The first that waits, or the one the address names, is at hand from the start; after a decision it has the focus too.
  const first = items().find((each) => `#${each.id}` === location.hash) ?? items()[0];
  take(first);
  if (first && one("[data-told]")?.textContent.trim()) first.focus({ preventScroll: true });
})();
