// Single-key shortcuts. The keys of data-keys="e" or "g h" activate that element, so there is no
// shortcut to what a reader may not do. The dialog is filled from the page of all shortcuts, which
// works without this file.

const OFF = "wiki-shortcuts"; // "off" in this browser, for a reader; others have it in their account
const WAIT_MS = 1500; // between the two keys of "g h"
const TYPING = "input, textarea, select, [contenteditable], [role=textbox], [role=listbox], [role=application]";
const NO_TYPING = "input:is([type=checkbox], [type=radio], [type=submit], [type=button])";

const list = document.querySelector("a[data-shortcuts]");
let first = ""; // the key that waits for a second key
let waiting;

if (list) {
  document.addEventListener("keydown", onKey);
  list.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // opens another window, as any link does
    event.preventDefault();
    openList();
  });
  startSwitch(document);
}

function isOn() {
  if (list.dataset.shortcuts !== "") return list.dataset.shortcuts === "on";
  try { return localStorage.getItem(OFF) !== "off"; } catch { return true; }
}

function onKey(event) {
  const before = first;
  forget();
  if (event.defaultPrevented || event.isComposing || event.repeat) return;
  if (event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target) || !isOn()) return;
  // "?" and "/" need Shift on some keyboards; a letter with Shift is of use to a list alone.
  const isShifted = event.shiftKey && /^[a-z]$/i.test(event.key);
  if (isShifted && !before) return offer(event.key.toUpperCase(), event);
  const keys = before ? `${before} ${event.key}` : event.key;
  if (act(keys)) event.preventDefault();
  else if (!before && offer(keys, event)) return;
  else if (!before && document.querySelector(`[data-keys^="${CSS.escape(event.key)} "]`)) {
    first = event.key;
    waiting = setTimeout(forget, WAIT_MS);
  }
}

function forget() {
  clearTimeout(waiting);
  first = "";
}

// No shortcuts while typing or in a dialog.
function isBusy(target) {
  return (target.closest?.(TYPING) && !target.matches(NO_TYPING)) || document.querySelector("dialog[open]");
}

function act(keys) {
  if (keys === "?") return openList(), true;
  if (keys === "/") return focusSearch();
  const target = document.querySelector(`[data-keys="${CSS.escape(keys)}"]`);
  target?.click();
  return Boolean(target);
}

// The script of a page may know the key: it prevents the default of this event.
function offer(keys, event) {
  const offered = new CustomEvent("wiki-key", { detail: keys, bubbles: true, cancelable: true });
  const isKnown = !event.target.dispatchEvent(offered);
  if (isKnown) event.preventDefault();
  return isKnown;
}

function focusSearch() {
  const field = [...document.querySelectorAll("form input[type=search][name=q]")].find((input) => input.checkVisibility());
  field?.focus();
  field?.select();
  return Boolean(field);
}

// ---- The list ------------------------------------------------------------------------------

async function openList() {
  const dialog = document.getElementById("shortcuts-dialog") ?? await makeDialog().catch(() => null);
  if (!dialog) location.assign(list.href);
  else if (!dialog.open) dialog.showModal();
}

async function makeDialog() {
  const answer = await fetch(list.href);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const source = page.querySelector("[data-shortcuts-list]");
  const existing = document.getElementById("shortcuts-dialog");
  if (existing) return existing; // opened twice before the response came
  const dialog = document.createElement("dialog");
  dialog.id = "shortcuts-dialog";
  dialog.className = "dialog";
  const title = document.createElement("h2");
  title.id = "shortcuts-title";
  title.tabIndex = -1;
  title.autofocus = true; // so that a long text is read from its beginning
  title.textContent = page.querySelector("h1").textContent;
  dialog.setAttribute("aria-labelledby", title.id);
  const head = document.createElement("div");
  head.className = "dialog-head";
  head.append(title, makeClose(dialog, source.dataset.textClose));
  dialog.append(head, ...source.children);
  for (const heading of dialog.querySelectorAll("h2:not(#shortcuts-title)")) replaceName(heading, "h3");
  startSwitch(dialog);
  // A click outside the dialog closes it too.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  return dialog;
}

function makeClose(dialog, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-secondary";
  button.textContent = text;
  button.addEventListener("click", () => dialog.close());
  return button;
}

// The dialog adds a heading above those of the page, so those move down a level.
function replaceName(element, name) {
  const other = document.createElement(name);
  other.append(...element.childNodes);
  for (const { name: key, value } of element.attributes) other.setAttribute(key, value);
  element.replaceWith(other);
}

// A reader's setting is stored in this browser only: no cookie, nothing is sent to the server.
function startSwitch(root) {
  for (const part of root.querySelectorAll("[data-shortcuts-switch]")) {
    const box = part.querySelector("input");
    part.hidden = false;
    box.checked = isOn();
    box.addEventListener("change", () => {
      try {
        if (box.checked) localStorage.removeItem(OFF);
        else localStorage.setItem(OFF, "off");
      } catch { box.checked = true; /* storage is blocked: they stay on */ }
    });
  }
}
