// One key per verdict on a pair of providers; where keys are switched off, they stay off here.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (document.querySelector("dialog[open]")) return;
  try { if (localStorage.getItem("single-keys") === "off") return; } catch { /* no storage: keys are on */ }
  if (!/^[a-z]$/.test(event.key)) return;
  const target = document.querySelector(`[data-key="${event.key}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});
