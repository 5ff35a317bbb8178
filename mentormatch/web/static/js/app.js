// What a page gains from script: copy and print buttons, digit keys, focus on the error summary.
// Everything works without it; nothing is sent anywhere.

for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  const status = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim().replace(/\s+/g, " "));
      status.textContent = button.dataset.done;
    } catch {
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
    }
  });
}

// The message goes to the mail program as it was edited; lines end as the mail standard wants them.
for (const link of document.querySelectorAll("a[data-mail]")) {
  link.addEventListener("click", () => {
    const text = document.getElementById(link.dataset.mail).value;
    const start = link.href.split("&body=")[0];
    link.href = `${start}&body=${encodeURIComponent(text.replace(/\n/g, "\r\n"))}`;
  });
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

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

document.querySelector("[data-focus]")?.focus();
