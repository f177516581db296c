// Pasting formatted text into the editor: it becomes Markdown. Ctrl+Shift+V pastes plain text, and so
// does a paste into code. The page names the module that reads the clipboard's HTML.

const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [{ type, typeBlock }, { noteNumbers }, { readLine }] = await Promise.all(["typing", "marks", "tokens"].map(load));
const PLAIN_TYPES = ["vscode-editor-data"]; // what is copied from an editor of programs is plain

for (const report of document.querySelectorAll("[data-editor-paste]")) {
  const text = report.closest("form").querySelector("[data-editor-text]");
  if (text) readPastes(text, report);
}

function readPastes(text, report) {
  let isPlain = false;
  text.addEventListener("keydown", (event) => {
    isPlain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
  });
  text.addEventListener("paste", (event) => {
    report.textContent = "";
    const { types } = event.clipboardData;
    const html = event.clipboardData.getData("text/html");
    const wasPlain = isPlain;
    isPlain = false;
    if (event.defaultPrevented || wasPlain || !html || PLAIN_TYPES.some((type) => types.includes(type))) return;
    if (isInCode(text.value, text.selectionStart)) return;
    const plain = event.clipboardData.getData("text/plain");
    // An address is pasted as it is, and a picture is not a text.
    if (/^\s*(?:https?:\/\/\S+)?\s*$/.test(plain)) return;
    event.preventDefault();
    import(report.dataset.editorPaste).then(
      ({ toMarkdown }) => insert(text, toMarkdown(html, noteNumbers(text.value)), plain, report),
      () => type(text, text.selectionStart, text.selectionEnd, plain), // the connection is lost
    );
  });
}

// Whether a place is in a fenced or indented block of code, or between two backticks of a line.
function isInCode(value, at) {
  const lines = value.slice(0, at).split("\n");
  if (lines.reduce((state, line) => readLine(line, state).state, "")) return true;
  if (/^(?: {4}|\t)/.test(lines.at(-1)) && /^\s*$/.test(lines.at(-2) ?? "")) {
    const above = lines.slice(0, -1).findLast((line) => line.trim()) ?? "";
    if (!/^\s*(?:[-*+]|\d{1,9}[.)]|\[\^)/.test(above)) return true;
  }
  const before = lines.at(-1).match(/(?<!\\)`+/g) ?? [];
  return before.length % 2 === 1 && value.slice(at).split("\n")[0].includes("`");
}

function insert(text, { words, notes, isInline, isCode, left }, plain, report) {
  const { value, selectionStart: from, selectionEnd: to } = text;
  const line = value.slice(value.lastIndexOf("\n", from - 1) + 1, from);
  const told = [];
  if (left.pictures) told.push(report.dataset.textPictures.replace("{count}", left.pictures));
  if (left.notes) told.push(report.dataset.textNotes.replace("{count}", left.notes));
  report.textContent = told.join(" ");
  if (!words) return;
  if (isCode || (/^\s*\|/.test(line) && !isInline)) {
    type(text, from, to, isCode ? plain : plain.trim().replace(/\s+/g, " ").replaceAll("|", "\\|"));
  } else if (isInline) type(text, from, to, words);
  else typeBlock(text, from, to, words, notes);
}
