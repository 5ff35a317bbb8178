// What the editors of questions and texts gain from script: they save while one writes, and show at
// once what visitors would see. Everything works without it, by the buttons Save and Preview.

const form = document.querySelector("form[data-editor]");
const status = form?.querySelector("[data-status]");
const previews = [...document.querySelectorAll("[data-preview]")];
const pictures = [...document.querySelectorAll("[data-argument]")];
let version = 0;
let saving = Promise.resolve();
let stopped = false;

function later(deed, pause) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(deed, pause);
  };
}

async function send(deed) {
  const answer = await fetch(`${form.getAttribute("action")}/${deed}`, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    redirect: "error",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function look() {
  const asked = version;
  try {
    const seen = await send("live");
    if (asked === version) show(seen);
  } catch {
    // The preview stays as it was; Save and Preview still work.
  }
}

function show(seen) {
  previews.forEach((phone, place) => {
    const shown = seen.previews[place];
    if (shown.pieces) {
      renew(phone.querySelector("[data-pieces]"), shown.pieces);
      return;
    }
    phone.querySelector(".phone-prompt").textContent = shown.prompt;
    phone.querySelectorAll(".choice-label").forEach((label, option) => {
      label.textContent = shown.choices[option] ?? "";
    });
    const why = phone.querySelector("details");
    why.hidden = !shown.why;
    why.querySelector("p").textContent = shown.why;
  });
  pictures.forEach((picture, place) => {
    const argument = seen.arguments[place];
    if (!argument) return;
    picture.querySelector(".toward").textContent = argument.toward;
    picture.querySelectorAll("tbody tr").forEach((row, kind) => {
      const bar = argument.bars[kind];
      if (!bar) return;
      row.querySelector(".ranking-number").textContent = bar.words;
      row.querySelector(".bar-fill").setAttribute("width", `${(bar.share * 100).toFixed(1)}%`);
    });
  });
}

function renew(body, pieces) {
  // Only words change while one writes: the pieces of text are the same in number and order.
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) {
    if (walker.currentNode.data.trim()) nodes.push(walker.currentNode);
  }
  if (nodes.length !== pieces.length) return;
  nodes.forEach((node, place) => {
    node.data = pieces[place];
  });
}

function save() {
  // One after the other, so that each knows what the one before it has saved.
  saving = saving.then(async () => {
    if (stopped) return;
    try {
      const done = await send("autosave");
      if (done.seen) form.elements.namedItem("seen").value = done.seen;
      for (const seen of document.querySelectorAll("form:not([data-editor]) input[name=seen]")) {
        if (done.seen) seen.value = done.seen;
      }
      stopped = done.state === "moved";
      status.textContent = done.words;
    } catch {
      status.textContent = "";
    }
  });
}

if (form) {
  const soon = later(look, 300);
  const in_a_while = later(save, 2000);
  form.addEventListener("input", () => {
    version += 1;
    soon();
    in_a_while();
  });
  form.addEventListener("submit", () => {
    stopped = true;
  });
}
