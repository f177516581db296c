// The editor's safety net: a copy of unsaved input is stored in this browser until it is saved.

const KEEP_DELAY_MS = 400;
const KEPT_PREFIX = "wiki-unsaved:";
const KEPT_DAYS = 60; // older copies are deleted

for (const form of document.querySelectorAll("form[data-editor]")) {
  const text = form.querySelector("[data-editor-text]");
  if (text) keepUnsaved(form, text);
}


function keepUnsaved(form, text) {
  const key = KEPT_PREFIX + form.dataset.editor;
  dropOldCopies();
  const status = form.querySelector("[data-editor-status]");
  const statusBefore = status ? status.innerHTML : "";
  const atStart = valuesOf(form);
  let sending = false;
  let timer;

  const isChanged = () =>
    form.dataset.editorState === "unsaved" || JSON.stringify(valuesOf(form)) !== JSON.stringify(atStart);
  const keep = () => {
    if (isChanged()) remember(key, valuesOf(form));
    else forget(key);
    if (!status) return;
    if (isChanged()) status.textContent = status.dataset.textUnsaved;
    else status.innerHTML = statusBefore;
  };

  offerKept(form, key, atStart, text);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, KEEP_DELAY_MS);
  });
  form.addEventListener("submit", () => {
    keep();
    const from = location.href.split("#")[0];
    try { sessionStorage.setItem("wiki-sent", JSON.stringify({ key, from })); } catch { /* the copy stays, and is offered later */ }
    sending = true;
  });
  addEventListener("pagehide", () => { if (!sending && isChanged()) keep(); });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => {
    if (!sending && isChanged()) event.preventDefault();
  });
}

function offerKept(form, key, atStart, text) {
  if (form.dataset.editorState === "saved") forget(key); // the server says that this text is saved
  const stored = recall(key);
  const offer = document.querySelector("[data-editor-kept]");
  if (!stored || !offer || JSON.stringify(stored.values) === JSON.stringify(atStart)) return;
  offer.hidden = false;
  offer.querySelector("[data-editor-kept-take]").addEventListener("click", () => {
    for (const [name, value] of Object.entries(stored.values)) fill(form, name, value);
    offer.hidden = true;
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
  offer.querySelector("[data-editor-kept-drop]").addEventListener("click", () => {
    forget(key);
    offer.hidden = true;
    text.focus();
  });
}

// Only typed input: no token, no password, no file.
function valuesOf(form) {
  const values = {};
  for (const element of form.elements) {
    if (element.name && element.type === "checkbox") {
      values[element.name] ??= [];
      if (element.checked) values[element.name].push(element.value);
    }
    if (!element.name || !element.matches("textarea, select, input:is([type=text], [type=url], [type=search], [type=number], [type=date], [type=datetime-local], :not([type]))")) continue;
    values[element.name] = element.value;
  }
  return values;
}

function fill(form, name, value) {
  if (Array.isArray(value)) {
    for (const box of form.elements) {
      if (box.name === name && box.type === "checkbox") box.checked = value.includes(box.value);
    }
    return;
  }
  const element = form.elements.namedItem(name);
  if (element && "value" in element && element.type !== "hidden") element.value = value;
}

function remember(key, values) {
  try { localStorage.setItem(key, JSON.stringify({ values, at: Date.now() })); } catch { /* full or blocked: the form still has the text */ }
}

function recall(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function forget(key) {
  try { localStorage.removeItem(key); } catch { /* nothing was stored */ }
}

function dropOldCopies() {
  try {
    const limit = Date.now() - KEPT_DAYS * 86_400_000;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(KEPT_PREFIX) && (recall(key)?.at ?? 0) < limit) forget(key);
    }
  } catch { /* storage is blocked */ }
}
