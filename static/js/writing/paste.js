// Pasting formatted text into the editor: the wiki makes Markdown of it. Ctrl+Shift+V pastes plain
// text, and so do a paste into code and one that the wiki does not answer.

const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [{ type, typeBlock }, { fenceAfter }] = await Promise.all(["typing", "tokens"].map(load));
const PLAIN_TYPES = ["vscode-editor-data"]; // what is copied from an editor of programs is plain
const MOST_CHARACTERS = 1_500_000; // the wiki reads no more
const TOLD_MS = 700; // an answer that takes longer is announced
const LONGEST_MS = 5000;

for (const report of document.querySelectorAll("[data-editor-paste]")) {
  readPastes(report.closest("form").querySelector("[data-editor-text]"), report);
}

function readPastes(text, report) {
  const awaited = []; // the places of pastes, in order
  let isPlain = false;
  let isOurs = false; // what changes the text
  let line = Promise.resolve();
  text.addEventListener("keydown", (event) => {
    isPlain = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
  });
  text.addEventListener("paste", (event) => {
    report.textContent = "";
    const { types } = event.clipboardData;
    const html = event.clipboardData.getData("text/html");
    const wasPlain = isPlain;
    isPlain = false;
    if (event.defaultPrevented || wasPlain || !html || PLAIN_TYPES.some((name) => types.includes(name))) return;
    if (isInCode(text.value, text.selectionStart)) return;
    const plain = event.clipboardData.getData("text/plain");
    // An address is pasted as it is, and a picture is not a text.
    if (/^\s*(?:https?:\/\/\S+)?\s*$/.test(plain)) return;
    event.preventDefault();
    const place = { from: text.selectionStart, to: text.selectionEnd, value: text.value, stop: new AbortController() };
    text.setSelectionRange(place.to, place.to); // what is typed meanwhile stands behind
    awaited.push(place);
    const answer = ask(text, html, report, place.stop);
    line = line.then(async () => {
      const found = await answer;
      awaited.shift();
      put(place, found, plain);
    });
  });
  text.addEventListener("input", () => { if (!isOurs) for (const place of awaited) follow(place, text); });
  // What is sent has the words already.
  text.form.addEventListener("submit", () => { for (const { stop } of awaited) stop.abort(); });

  // The caret, the focus and the places of later pastes stay where they are in the words.
  function put(place, answer, plain) {
    const { activeElement } = document;
    const caret = [text.selectionStart, text.selectionEnd];
    isOurs = true;
    insert(text, place, answer, plain, report);
    isOurs = false;
    const grown = text.selectionStart - place.to;
    const moved = (at) => (at < place.to ? at : at + grown);
    for (const other of awaited) Object.assign(other, { from: moved(other.from), to: moved(other.to), value: text.value });
    text.setSelectionRange(...caret.map(moved));
    if (activeElement !== text) activeElement.focus();
  }
}

// What was typed before the place moves it, and what was typed over it ends it at the caret.
function follow(place, text) {
  const { value } = text;
  const grown = value.length - place.value.length;
  if (!value.startsWith(place.value.slice(0, place.to))) {
    const isBefore = value.endsWith(place.value.slice(place.from));
    place.from = isBefore ? place.from + grown : text.selectionStart;
    place.to = isBefore ? place.to + grown : text.selectionStart;
  }
  place.value = value;
}

// The Markdown, or a message that says why there is none.
async function ask(text, html, report, stop) {
  const { textWaiting, textTooLong, textSilent, editorPaste } = report.dataset;
  const lean = html.replace(/\bdata:[^"'\s>]{99,}/g, ""); // pictures
  if (lean.length > MOST_CHARACTERS) return { message: textTooLong };
  const timers = [setTimeout(() => { report.textContent = textWaiting; }, TOLD_MS), setTimeout(() => stop.abort(), LONGEST_MS)];
  const body = new FormData();
  for (const [name, value] of Object.entries({ html: lean, body: text.value, csrf_token: text.form.elements.csrf_token?.value ?? "" })) body.set(name, value);
  try {
    const response = await fetch(editorPaste, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, signal: stop.signal });
    return await response.json();
  } catch {
    return { message: textSilent };
  } finally {
    timers.forEach(clearTimeout);
  }
}

// Whether a place is in a fenced or indented block of code, or between two backticks of a line.
function isInCode(value, at) {
  const lines = value.slice(0, at).split("\n");
  if (lines.reduce((state, line) => fenceAfter(line, state), "")) return true;
  if (/^(?: {4}|\t)/.test(lines.at(-1)) && /^\s*$/.test(lines.at(-2) ?? "")) {
    const above = lines.slice(0, -1).findLast((line) => line.trim()) ?? "";
    if (!/^\s*(?:[-*+]|\d{1,9}[.)]|\[\^)/.test(above)) return true;
  }
  const before = lines.at(-1).match(/(?<!\\)`+/g) ?? [];
  return before.length % 2 === 1 && value.slice(at).split("\n")[0].includes("`");
}

function insert(text, { from, to }, { words, notes, isInline, isCode, told, message }, plain, report) {
  report.textContent = message ? `${report.dataset.textPlain} ${message}` : told;
  const isRow = /^\s*\|/.test(text.value.slice(text.value.lastIndexOf("\n", from - 1) + 1, from));
  if (words && isInline) type(text, from, to, words);
  else if (isRow) type(text, from, to, plain.trim().replace(/\s+/g, " ").replaceAll("|", "\\|"));
  else if (!words || isCode) type(text, from, to, plain);
  else typeBlock(text, from, to, words, notes);
}
