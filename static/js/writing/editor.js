// The editor: a toolbar, completion of titles, and a live preview. The form saves without any of
// them.

const PREVIEW_DELAY_MS = 600; // long enough not to send a request at each key, short enough to feel live

for (const form of document.querySelectorAll("form[data-editor]")) {
  const text = form.querySelector("[data-editor-text]");
  if (text) showPreview(form, text);
}

for (const text of document.querySelectorAll("textarea[data-title-suggestions]")) {
  // static/js/suggest.js, which every page loads, shows the list.
  dispatchEvent(new CustomEvent("wiki-suggest", { detail: { field: text, way: linking(text) } }));
}

for (const toolbar of document.querySelectorAll("[data-editor-toolbar]")) {
  const text = document.getElementById(toolbar.dataset.editorToolbar);
  // The page names the file, with the mark of its content.
  if (text) import(toolbar.dataset.editorMarks).then((marks) => startToolbar(toolbar, text, marks));
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

function startToolbar(toolbar, text, marks) {
  toolbar.hidden = false;
  const buttons = [...toolbar.querySelectorAll("[data-editor-action]")];
  toolbar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-editor-action]");
    if (button) act(text, button.dataset.editorAction, marks);
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
    act(text, action, marks);
  });
}

function act(text, action, marks) {
  const { value, selectionStart: from, selectionEnd: to } = text;
  text.focus();
  if (action === "undo" || action === "redo") document.execCommand(action);
  else if (/^(link|code|footnote)$/.test(action)) apply(text, marks[action](value, from, to));
  else if (action === "source") insertSource(text);
  else if (action === "wiki-link") apply(text, marks.bracket(value, from, to));
  else if (action === "table") text.dispatchEvent(new CustomEvent("wiki-table")); // static/js/writing/grid.js
  else if (/^(bold|italic|struck)$/.test(action)) apply(text, marks.emphasise(value, from, to, action));
  else apply(text, marks.startLines(value, from, to, action));
}

function apply(text, edit) {
  if (!edit) return;
  type(text, edit.from, edit.to, edit.words);
  text.setSelectionRange(...edit.select);
}

// Insert as if typed, so that the browser's own undo takes it back.
function type(text, from, to, words) {
  text.setSelectionRange(from, to);
  if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
  text.setRangeText(words, from, to, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

// Brackets for a source, with the caret where its name is typed.
function insertSource(text) {
  const at = text.selectionEnd;
  type(text, at, at, "[@]");
  text.setSelectionRange(at + 2, at + 2);
  text.dispatchEvent(new Event("input", { bubbles: true })); // the caret stands elsewhere now
}

// ---- Titles after [[ -----------------------------------------------------------------------

// A source of suggestions: the text between [[ and the caret becomes the title of an article.
function linking(text) {
  const begun = () => {
    if (text.selectionStart !== text.selectionEnd) return null;
    return /\[\[([^[\]|\n]{1,80})$/.exec(text.value.slice(0, text.selectionStart));
  };
  return {
    address: text.dataset.titleSuggestions,
    name: text.dataset.titleSuggestionsLabel,
    marksFirst: true,
    words: () => begun()?.[1].trim() ?? "",
    choose: (link) => {
      const from = text.selectionStart - begun()[1].length;
      // The rest of a former title, and closing brackets, if there are any.
      const rest = /^[^[\]|\n]*\]\]/.exec(text.value.slice(text.selectionStart)) ?? [""];
      type(text, from, text.selectionStart + rest[0].length, `${link}]]`);
    },
    place: (list) => { list.style.insetBlockStart = `${belowCaret(text)}px`; },
  };
}

// How far below the top of its field the line of the caret ends, measured in a copy of the text.
function belowCaret(text) {
  const copy = document.createElement("div");
  const style = getComputedStyle(text);
  for (const name of ["fontFamily", "fontSize", "fontWeight", "letterSpacing", "wordSpacing", "lineHeight", "tabSize", "padding"]) {
    copy.style[name] = style[name];
  }
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", boxSizing: "border-box", inlineSize: `${text.clientWidth}px` });
  const caret = document.createElement("span");
  caret.textContent = "\u200b";
  caret.style.display = "inline-block"; // as tall as its line
  copy.append(text.value.slice(0, text.selectionStart), caret);
  text.after(copy);
  const below = text.offsetTop + text.clientTop + caret.offsetTop + caret.offsetHeight - text.scrollTop;
  copy.remove();
  return below;
}
