// What counselors' pages gain from script: keys in the queue, texts put into a note.
// Everything works without it.

const rows = [...document.querySelectorAll("[data-case]")];
const hint = document.querySelector("[data-keys-hint]");
if (hint && rows.length) hint.hidden = false;

function here() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function go(step) {
  const at = here();
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  rows[Math.min(rows.length - 1, Math.max(0, next))]?.querySelector("[data-open]").focus();
}

document.addEventListener("keydown", (event) => {
  if (document.documentElement.dataset.keys === "off" || !rows.length) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea")) return;
  const row = rows[here()];
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "o") row?.querySelector("[data-open]").click();
  else if (event.key === "c") row?.querySelector("[data-claim]")?.requestSubmit();
});

for (const button of document.querySelectorAll("button[data-template]")) {
  const note = document.getElementById("note");
  if (!note) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const text = document.getElementById(button.dataset.template).textContent.trim();
    note.value = note.value.trim() ? `${note.value.trim()}\n\n${text}` : text;
    note.focus();
  });
}
