// Digit keys of a question, and the switch of all keys of a single character.
// Everything works without them.

// Keys of a single character can be switched off; the browser keeps that wish, and no other.
const root = document.documentElement;
try {
  root.dataset.keys = localStorage.getItem("keys") ?? "on";
} catch {
  root.dataset.keys = "on";
}
for (const part of document.querySelectorAll("[data-keys-switch]")) {
  const box = part.querySelector("input");
  part.hidden = false;
  box.checked = root.dataset.keys === "on";
  box.addEventListener("change", () => {
    root.dataset.keys = box.checked ? "on" : "off";
    try {
      if (box.checked) localStorage.removeItem("keys");
      else localStorage.setItem("keys", "off");
    } catch {
      // Where nothing may be kept, the wish holds for this page.
    }
  });
}

const form = document.querySelector("form[data-keys]");
if (form) {
  form.classList.add("with-keys");
  document.addEventListener("keydown", (event) => {
    if (root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    const radio = form.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    if (!radio || event.target.matches("input:not([type=radio]), textarea, select")) return;
    radio.checked = true;
    radio.focus();
  });
}
