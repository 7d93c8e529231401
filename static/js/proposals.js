// The queue of proposals by keyboard: j and k move, a approves, r rejects.
(() => {
  const cards = [...document.querySelectorAll("[data-proposal]")];
  let at = Math.max(0, cards.findIndex((card) => `#${card.id}` === location.hash));
  const light = (next) => {
    at = Math.min(Math.max(next, 0), cards.length - 1);
    for (const [index, card] of cards.entries()) card.classList.toggle("is-lit", index === at);
  };
  const look = (next) => { light(next); cards[at].focus(); cards[at].scrollIntoView({ block: "nearest" }); };
  const press = (key) => cards[at].querySelector(`[data-key="${key}"]`).click();
  const KEYS = { j: () => look(at + 1), k: () => look(at - 1), a: () => press("a"), r: () => press("r") };
  if (!cards.length) return;
  light(at);
  for (const [index, card] of cards.entries()) card.addEventListener("focusin", () => light(index));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (KEYS[event.key] && singleKeys.on) { event.preventDefault(); KEYS[event.key](); }
  });
})();
