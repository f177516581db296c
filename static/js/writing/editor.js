// The editor: a toolbar and a live preview. The form saves without them.

// The page names each file, with the mark of its content.
const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [{ apply }, marks] = await Promise.all(["typing", "marks"].map(load));

const PREVIEW_DELAY_MS = 600; // long enough not to send a request at each key, short enough to feel live

for (const form of document.querySelectorAll("form[data-editor]")) {
  const text = form.querySelector("[data-editor-text]");
  if (text) showPreview(form, text);
}

for (const toolbar of document.querySelectorAll("[data-editor-toolbar]")) {
  const text = document.getElementById(toolbar.dataset.editorToolbar);
  if (text) startToolbar(toolbar, text);
}

// How much of the window the keyboard of a phone covers: the buttons stand above it.
for (const form of document.querySelectorAll("form[data-editor]")) {
  const show = () => {
    const { height, offsetTop, scale } = visualViewport;
    const covered = scale > 1.01 ? 0 : Math.max(0, innerHeight - height - offsetTop);
    form.style.setProperty("--keyboard", `${covered}px`);
  };
  for (const name of ["resize", "scroll"]) globalThis.visualViewport?.addEventListener(name, show);
}

// Enter in a line goes on to the next field: it neither saves nor sends.
for (const form of document.querySelectorAll("form[data-editor]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox], [type=radio])")) return;
    event.preventDefault();
    const fields = [...form.elements].filter((element) => element.matches("input, textarea, select, button") && element.offsetParent && element.tabIndex >= 0);
    fields[fields.indexOf(event.target) + 1]?.focus();
  });
}

// ---- Preview -------------------------------------------------------------------------------

function showPreview(form, text) {
  const target = form.querySelector("[data-preview-url]");
  if (!target) return;
  // The preview follows the text, so its button is needed only without scripts.
  for (const button of form.querySelectorAll("[name=intent][value=preview]")) button.hidden = true;
  let timer;
  let request;
  const ask = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const response = await fetch(target.dataset.previewUrl, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" }, signal: request.signal });
      if (!response.ok) throw new Error(String(response.status));
      target.innerHTML = await response.text(); // our own server's response, sanitised there
    } catch (error) {
      if (error.name !== "AbortError") sayFailed(target);
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PREVIEW_DELAY_MS);
  });
  // The server rendered the text that it sent; a browser may since have restored what was typed before.
  addEventListener("pageshow", () => {
    const isShown = "isShown" in target.dataset && text.value === text.defaultValue;
    if (text.value.trim() && !isShown) ask();
  }, { once: true });
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

const SHORTCUTS = { b: "bold", i: "italic", k: "link" };

function startToolbar(toolbar, text) {
  toolbar.hidden = false;
  const buttons = [...toolbar.querySelectorAll("[data-editor-action]")];
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-editor-action]");
    if (button) act(text, button.dataset.editorAction);
  });
  // The text keeps the focus, and with it a phone its keyboard.
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  // A single tab stop; arrows move inside, as in every toolbar.
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
  if (action === "undo" || action === "redo") document.execCommand(action);
  else if (action === "table") text.dispatchEvent(new CustomEvent("wiki-table")); // static/js/writing/grid.js
  else apply(text, marks.press(action, text.value, text.selectionStart, text.selectionEnd));
  // Brackets for an article or a source ask for suggestions where the caret stands now.
  if (action === "source") text.dispatchEvent(new Event("input", { bubbles: true }));
}
