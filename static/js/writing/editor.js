// The tools of the editor. The form saves without them.

// The page names each file, with the mark of its content.
const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [{ apply, typeBlock }, marks, lists] = await Promise.all(["typing", "marks", "lists"].map(load));

for (const toolbar of document.querySelectorAll("[data-editor-toolbar]")) {
  startToolbar(toolbar, document.getElementById(toolbar.dataset.editorToolbar));
}

for (const form of document.querySelectorAll("form[data-editor]")) {
  // How much of the window the keyboard of a phone covers: the buttons stand above it.
  const show = () => {
    const { height, offsetTop, scale } = visualViewport;
    const covered = scale > 1.01 ? 0 : Math.max(0, innerHeight - height - offsetTop);
    form.style.setProperty("--keyboard", `${covered}px`);
  };
  for (const name of ["resize", "scroll"]) globalThis.visualViewport?.addEventListener(name, show);
  // Enter in a line goes on to the next field: it neither saves nor sends.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox], [type=radio])")) return;
    event.preventDefault();
    const fields = [...form.elements].filter((element) => element.matches("input, textarea, select, button") && element.checkVisibility() && element.tabIndex >= 0);
    fields[fields.indexOf(event.target) + 1]?.focus();
  });
}

// ---- Toolbar -------------------------------------------------------------------------------

const SHORTCUTS = { b: "bold", i: "italic", k: "link" };

function startToolbar(toolbar, text) {
  toolbar.hidden = false;
  const buttons = [...toolbar.querySelectorAll("button")];
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-editor-action]");
    if (button) act(text, button.dataset.editorAction);
  });
  // The text keeps the focus, and with it a phone its keyboard.
  toolbar.addEventListener("mousedown", (event) => event.preventDefault());
  // A single tab stop; arrows move inside, as in every toolbar.
  toolbar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: (at + 1) % buttons.length, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    for (const button of buttons) button.tabIndex = -1;
    buttons.at(next).tabIndex = 0;
    buttons.at(next).focus();
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
  else if (action === "table" || action === "find") text.dispatchEvent(new CustomEvent(`wiki-${action}`)); // grid.js, find.js
  else apply(text, marks.press(action, text.value, text.selectionStart, text.selectionEnd));
  // Brackets for an article or a source ask for suggestions where the caret stands now.
  if (action === "source") text.dispatchEvent(new Event("input", { bubbles: true }));
}

// A moment can be picked as well as typed; what is typed may be less exact, as a month.
for (const field of document.querySelectorAll("input[data-picker]")) {
  const picker = Object.assign(document.createElement("input"), { type: "datetime-local", className: "input editor-picker" });
  const follow = () => { picker.value = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d$/.test(field.value.trim()) ? field.value.trim().replace(" ", "T") : ""; };
  picker.setAttribute("aria-label", `${field.dataset.picker}: ${field.labels[0].textContent.trim()}`);
  field.after(picker);
  follow();
  field.addEventListener("input", follow);
  picker.addEventListener("click", () => picker.showPicker?.());
  picker.addEventListener("input", () => {
    if (picker.value) field.value = picker.value.replace("T", " ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// When the title is left, the wiki says which articles have nearly the same.
for (const place of document.querySelectorAll("[data-editor-similar]")) {
  const { title } = place.closest("form").elements;
  title.addEventListener("change", async () => {
    const answer = await fetch(`${place.dataset.editorSimilar}&${new URLSearchParams({ title: title.value })}`).catch(() => null);
    if (answer?.ok && !answer.redirected) place.innerHTML = await answer.text(); // our own server's, escaped there; a lost session leads to the log-in
  });
}

// Examples of the help go into the text, and the preview shows them.
for (const button of document.querySelectorAll("[data-editor-try]")) {
  const text = button.form.querySelector("[data-editor-text]");
  button.hidden = false;
  button.addEventListener("click", () => typeBlock(text, text.selectionEnd, text.selectionEnd, button.dataset.editorTry));
}

// Lists go on, Tab moves an item of a list, an address over chosen words makes them a link. Tab
// leaves the text where there is no item, and always after Escape.
for (const text of document.querySelectorAll("textarea[data-editor-text]")) {
  let isLeaving = false;
  const keys = {
    Enter: (value, from, to) => lists.continueLine(value, from, to, marks.isInCode(value, from)),
    Tab: (value, from, to, isOut) => (isLeaving || marks.isInCode(value, from) ? null : lists.shiftItems(value, from, to, isOut)),
  };
  // Around the text, so that a list of suggestions in it answers first.
  text.parentElement.addEventListener("keydown", (event) => {
    if (event.target !== text || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const { key, shiftKey } = event;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !(shiftKey && key === "Enter");
    const edit = isPlain ? keys[key]?.(text.value, text.selectionStart, text.selectionEnd, shiftKey) : null;
    if (key !== "Shift") isLeaving = key === "Escape";
    if (!edit) return;
    event.preventDefault();
    apply(text, edit);
  });
  text.addEventListener("blur", () => { isLeaving = false; });
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text/plain").trim();
    const { value, selectionStart: from, selectionEnd: to } = text;
    const chosen = value.slice(from, to).trim();
    if (!chosen || !marks.ADDRESS.test(pasted) || marks.ADDRESS.test(chosen) || marks.isInCode(value, from)) return;
    const edit = marks.link(value, from, to, pasted.startsWith("www.") ? `https://${pasted}` : pasted);
    if (!edit) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // no other script reads the same paste
    apply(text, edit);
  });
}
