// The editor: tools that act on the text, a live preview, and a copy of unsaved words in this
// browser. The form saves without any of this.

const PREVIEW_DELAY_MS = 600; // long enough not to ask at each key, short enough to feel live
const KEEP_DELAY_MS = 400;
const KEPT_PREFIX = "wiki-unsaved:";
const KEPT_DAYS = 60; // older copies of texts nobody came back for are cleared

for (const form of document.querySelectorAll("form[data-editor]")) {
  const text = form.querySelector("[data-editor-text]");
  if (!text) continue;
  keepUnsaved(form, text);
  showPreview(form, text);
}

for (const toolbar of document.querySelectorAll("[data-editor-toolbar]")) {
  const text = document.getElementById(toolbar.dataset.editorToolbar);
  if (text) startToolbar(toolbar, text);
}

// ---- Unsaved words -------------------------------------------------------------------------

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
    try { sessionStorage.setItem("wiki-sent", JSON.stringify({ key, from })); } catch { /* the copy stays, and is offered */ }
    sending = true;
  });
  addEventListener("pagehide", () => { if (!sending && isChanged()) keep(); });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => {
    if (!sending && isChanged()) event.preventDefault();
  });
}

function offerKept(form, key, atStart, text) {
  if (form.dataset.editorState === "saved") forget(key); // the server knows that it has this text
  const kept = recall(key);
  const offer = document.querySelector("[data-editor-kept]");
  if (!kept || !offer || JSON.stringify(kept.values) === JSON.stringify(atStart)) return;
  offer.hidden = false;
  offer.querySelector("[data-editor-kept-take]").addEventListener("click", () => {
    for (const [name, value] of Object.entries(kept.values)) fill(form, name, value);
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

// Only what somebody types: no token, no password, no file.
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
  try { localStorage.setItem(key, JSON.stringify({ values, at: Date.now() })); } catch { /* full or forbidden: the form itself still holds the text */ }
}

function recall(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

function forget(key) {
  try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
}

function dropOldCopies() {
  try {
    const limit = Date.now() - KEPT_DAYS * 86_400_000;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(KEPT_PREFIX) && (recall(key)?.at ?? 0) < limit) forget(key);
    }
  } catch { /* storage is forbidden */ }
}

// ---- Preview -------------------------------------------------------------------------------

function showPreview(form, text) {
  const target = form.querySelector("[data-preview-url]");
  if (!target) return;
  // The preview follows the text: the button that asks the server for it is for those without scripts.
  for (const button of form.querySelectorAll("[name=intent][value=preview]")) button.hidden = true;
  let timer;
  let request;
  const ask = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const response = await fetch(target.dataset.previewUrl, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" }, signal: request.signal });
      if (!response.ok) throw new Error(String(response.status));
      target.innerHTML = await response.text(); // our own server's answer, sanitised there
    } catch (error) {
      if (error.name !== "AbortError") sayFailed(target);
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PREVIEW_DELAY_MS);
  });
  if (text.value.trim()) ask();
}

function sayFailed(target) {
  if (target.querySelector("[data-failed]")) return;
  const note = document.createElement("p");
  note.className = "hint";
  note.dataset.failed = "";
  note.textContent = target.dataset.textFailed;
  target.prepend(note);
}

// ---- Toolbar -------------------------------------------------------------------------------

const WRAPS = { bold: ["**", "**"], italic: ["*", "*"], "wiki-link": ["[[", "]]"] };
const LINE_STARTS = { heading: () => "## ", list: () => "- ", "ordered-list": (n) => `${n}. `, quote: () => "> " };
const SHORTCUTS = { b: "bold", i: "italic", k: "link" };

function startToolbar(toolbar, text) {
  toolbar.hidden = false;
  const buttons = [...toolbar.querySelectorAll("[data-editor-action]")];
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-editor-action]");
    if (button) act(text, button.dataset.editorAction);
  });
  // One stop for the Tab key; arrows walk inside, as in every toolbar.
  toolbar.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    const step = steps[event.key];
    const next = Number.isFinite(step) ? (at + step + buttons.length) % buttons.length : step < 0 ? 0 : buttons.length - 1;
    for (const button of buttons) button.tabIndex = -1;
    buttons[next].tabIndex = 0;
    buttons[next].focus();
  });
  text.addEventListener("keydown", (event) => {
    const action = SHORTCUTS[event.key.toLowerCase()];
    if (!action || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    act(text, action);
  });
}

function act(text, action) {
  text.focus();
  if (action in WRAPS) wrap(text, ...WRAPS[action]);
  else if (action in LINE_STARTS) startLines(text, LINE_STARTS[action]);
  else if (action === "link") insertLink(text);
  else if (action === "footnote") insertFootnote(text);
}

// Insert as if typed, so that the browser's own undo takes it back.
function type(text, from, to, words) {
  text.setSelectionRange(from, to);
  if (document.execCommand("insertText", false, words)) return;
  text.setRangeText(words, from, to, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function wrap(text, before, after) {
  const { selectionStart: from, selectionEnd: to, value } = text;
  const chosen = value.slice(from, to);
  const isWrapped = value.slice(from - before.length, from) === before && value.slice(to, to + after.length) === after;
  if (isWrapped) {
    type(text, from - before.length, to + after.length, chosen);
    text.setSelectionRange(from - before.length, to - before.length);
    return;
  }
  type(text, from, to, before + chosen + after);
  text.setSelectionRange(from + before.length, to + before.length);
}

function startLines(text, startOf) {
  const { selectionStart, selectionEnd, value } = text;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const end = value.indexOf("\n", selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const bare = lines.map((line) => line.replace(/^(#{1,6} |[-*+] |\d+\. |> )/, ""));
  const started = bare.map((line, index) => startOf(index + 1) + line);
  const result = (started.join("\n") === lines.join("\n") ? bare : started).join("\n");
  type(text, from, to, result);
  if (lines.length > 1) text.setSelectionRange(from, from + result.length);
}

function insertLink(text) {
  const { selectionStart: from, selectionEnd: to, value } = text;
  const chosen = value.slice(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  type(text, from, to, isAddress ? `[](${chosen})` : `[${chosen}](https://)`);
  if (isAddress) text.setSelectionRange(from + 1, from + 1);
  else text.setSelectionRange(from + chosen.length + 3, from + chosen.length + 11);
}

function insertFootnote(text) {
  const taken = new Set([...text.value.matchAll(/\[\^(\d+)\]/g)].map((match) => Number(match[1])));
  let number = 1;
  while (taken.has(number)) number += 1;
  const at = text.selectionEnd;
  type(text, at, at, `[^${number}]`);
  const end = text.value.length;
  type(text, end, end, `${text.value.endsWith("\n") ? "" : "\n"}\n[^${number}]: `);
}
