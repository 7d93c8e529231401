// Walks through things that have one before and one after them: j opens the next, k the one before.
const STEPS = { j: "a[rel=next]", k: "a[rel=prev]" };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (!STEPS[event.key] || !singleKeys.on) return;
  document.querySelector(STEPS[event.key])?.click();
});
