// The client-safe view, set before anything is painted; also marks that scripts run at all.
(() => {
  const root = document.documentElement;
  root.dataset.scripted = "";
  const stored = () => {
    try { return sessionStorage.getItem("client-safe") === "1"; } catch { return false; }
  };
  const apply = (on) => {
    root.toggleAttribute("data-client-safe", on);
    for (const button of document.querySelectorAll("[data-client-safe-toggle]")) button.setAttribute("aria-pressed", on);
  };

  window.toggleClientSafe = () => {
    const on = !root.hasAttribute("data-client-safe");
    try { sessionStorage.setItem("client-safe", on ? "1" : "0"); } catch { /* holds for this page only */ }
    apply(on);
  };

  apply(stored());
  document.addEventListener("DOMContentLoaded", () => apply(stored()));
})();
