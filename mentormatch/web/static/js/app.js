// What a page gains from script: copy and print buttons, focus on the error summary.
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

document.querySelector("[data-focus]")?.focus();
