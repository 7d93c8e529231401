// What every page does: keys, the search box, unsaved changes, errors of parts that load by themselves.
const one = (selector, within = document) => within.querySelector(selector);
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

// Single keys can be switched off (WCAG 2.1.4); the choice stays on this computer.
const singleKeys = {
  get on() { try { return localStorage.getItem("single-keys") !== "off"; } catch { return true; } },
  set on(value) { try { localStorage.setItem("single-keys", value ? "on" : "off"); } catch { /* holds for this page */ } },
};

const keyHelp = one("#keys");
const KEYS = {
  "/": () => one("[data-search]")?.focus(),
  "c": window.toggleClientSafe,
  "?": () => keyHelp.showModal(),
  // What was done just now can be taken back, where the page says so.
  "u": () => one("[data-told] [data-key=u]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return closeFound();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (!KEYS[event.key] || !singleKeys.on) return;
  event.preventDefault();
  KEYS[event.key]();
});

one("[data-keys-open]")?.addEventListener("click", KEYS["?"]);
one("[data-print]")?.addEventListener("click", () => window.print());
one("[data-client-safe-toggle]")?.addEventListener("click", window.toggleClientSafe);
const keySwitch = one("[data-keys-on]");
keySwitch.checked = singleKeys.on;
keySwitch.addEventListener("change", () => { singleKeys.on = keySwitch.checked; });

// The search box: arrows walk through what was found, Escape closes it.
const found = one("[data-found]");
const search = one("[data-search]");
function closeFound() { if (found) found.replaceChildren(); }
search?.form.parentElement.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [search, ...found.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) { event.preventDefault(); next.focus(); }
});
document.addEventListener("click", (event) => { if (!event.target.closest("search")) closeFound(); });

// Unsaved changes: said on the page, and asked about before the page is left.
const unsaved = one("[data-unsaved]");
let dirty = null;
function setDirty(form) { dirty = form; unsaved.hidden = !form; }
document.addEventListener("input", (event) => { if (event.target.form?.matches("[data-guard]")) setDirty(event.target.form); });
document.addEventListener("submit", (event) => { if (event.target === dirty && !event.defaultPrevented) setDirty(null); });
window.addEventListener("beforeunload", (event) => { if (dirty?.isConnected) event.preventDefault(); });

// Errors: the summary takes the focus, so that it is read first.
one("[data-error-summary]")?.focus();

// Parts that load by themselves (htmx).
function tell(message) {
  const alert = document.createElement("div");
  alert.className = "usa-alert usa-alert--slim usa-alert--error";
  alert.innerHTML = '<div class="usa-alert__body"><p class="usa-alert__text"></p></div>';
  one("p", alert).textContent = message;
  one("[data-told]").replaceChildren(alert);
  alert.scrollIntoView({ block: "nearest" });
}
document.addEventListener("htmx:before:response", (event) => {
  // The session has ended: the whole page goes to the log-in, never a part of it.
  const answer = new URL(event.detail.ctx.response.raw.url);
  if (answer.pathname !== "/log-in" || location.pathname === "/log-in") return;
  event.preventDefault();
  location.assign(`/log-in?next=${encodeURIComponent(location.pathname + location.search)}`);
});
document.addEventListener("htmx:response:error", (event) => {
  const status = event.detail.ctx.response.status;
  if (status === 422) return;
  tell(status === 403 || status === 404
    ? "There is no such record, or it is not one you may open."
    : "That did not work and nothing was changed. What you typed is still here; reload the page if it stays.");
});
document.addEventListener("htmx:error", () => tell("The service did not answer. What you typed is still here; try again."));
document.addEventListener("htmx:after:request", (event) => {
  if (event.detail.ctx.sourceElement === dirty && event.detail.ctx.response.status < 400) setDirty(null);
});
document.addEventListener("htmx:after:swap", () => one("[data-error-summary]")?.focus());
