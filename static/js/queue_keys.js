// A queue by keyboard: j and k move from item to item, and a letter presses the button of the item that bears it.
(() => {
  const items = () => [...document.querySelectorAll("[data-queue] [data-queue-item]")];
  const current = () => document.activeElement?.closest?.("[data-queue-item]");

  function move(step) {
    const all = items();
    const at = all.indexOf(current());
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]") || !singleKeys.on) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); move(event.key === "j" ? 1 : -1); return; }
    const button = current()?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) { event.preventDefault(); button.click(); }
  });
  // After a decision the page comes back: the first that is left is the next to decide.
  if (document.querySelector("[data-told]")?.textContent.trim()) move(1);
})();
