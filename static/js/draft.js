// Keeps what is typed into a record's form: some seconds after the last answer, and when the page is left.
(() => {
  const form = document.querySelector("[data-draft]");
  if (!form) return;
  const told = form.querySelector("[data-draft-told]");
  const WAIT = 3000;
  let waiting = 0, typed = false;

  async function keep() {
    clearTimeout(waiting);
    if (!typed) return;
    typed = false;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true, redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const { kept_at: at } = await answer.json();
      told.textContent = `Kept at ${new Date(at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" })}; saved for nobody else yet.`;
    } catch {
      typed = true;
      told.textContent = "Not kept: the service did not answer. What you typed is still here.";
    }
  }

  form.addEventListener("input", () => {
    typed = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, WAIT);
  });
  form.addEventListener("submit", () => { typed = false; clearTimeout(waiting); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
  // A row was added: what was typed before is still unsaved.
  if ("changed" in form.dataset) form.elements.revision.dispatchEvent(new Event("input", { bubbles: true }));
})();
