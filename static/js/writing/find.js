// Find and replace in the text, by its button or Ctrl+H; Ctrl+F remains the browser's.

const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [{ type }, { rangesOf }] = await Promise.all(["typing", "layer"].map(load));
const MOST_SHOWN = 1000; // matches that are marked at once

for (const bar of document.querySelectorAll("[data-editor-find]")) start(bar, bar.closest("form").querySelector("[data-editor-text]"));

function start(bar, text) {
  const [words, other, exact, told] = ["words", "other", "exact", "told"].map((name) => bar.querySelector(`[data-find=${name}]`));
  const tell = (name, values = {}) => { told.textContent = told.dataset[name].replace(/\{(\w+)\}/g, (_all, key) => values[key]); };
  const pattern = () => new RegExp(words.value.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"), exact.checked ? "gu" : "giu");
  const matches = () => (words.value ? [...text.value.matchAll(pattern())].map((match) => [match.index, match.index + match[0].length]) : []);
  // The match at the selection, or the next, or the one before it; round at the ends.
  const go = (step) => {
    const found = matches();
    const { selectionStart: from, selectionEnd: to } = text;
    const next = step < 0 ? found.findLastIndex((match) => match[1] <= from) : found.findIndex((match) => match[0] >= (step ? to : from));
    const index = next < 0 && step < 0 ? found.length - 1 : Math.max(next, 0);
    if (found.length) text.setSelectionRange(...found[index]);
    show(text, found, found[index]);
    if (found.length) tell("textCount", { number: index + 1, count: found.length });
    else told.textContent = words.value && told.dataset.textNone;
  };
  const replace = () => {
    const pressed = document.activeElement;
    const isMatch = matches().some(([from, to]) => from === text.selectionStart && to === text.selectionEnd);
    if (isMatch) type(text, text.selectionStart, text.selectionEnd, other.value);
    pressed.focus();
    go(0);
  };
  const replaceAll = () => {
    const found = matches();
    if (!found.length) return go(0);
    const [from, to] = [found[0][0], found.at(-1)[1]];
    type(text, from, to, text.value.slice(from, to).replace(pattern(), () => other.value));
    show(text, []);
    tell("textReplaced", { count: found.length });
  };
  const close = () => {
    bar.hidden = true;
    show(text, []);
    text.focus();
  };
  const open = () => {
    const chosen = text.value.slice(text.selectionStart, text.selectionEnd);
    if (chosen && !chosen.includes("\n")) words.value = chosen;
    bar.hidden = false;
    words.focus();
    words.select();
    go(0);
  };
  const acts = { next: () => go(1), previous: () => go(-1), replace, all: replaceAll, close };
  bar.addEventListener("click", ({ target }) => acts[target.closest("[data-find-act]")?.dataset.findAct]?.());
  bar.addEventListener("input", () => go(0));
  bar.addEventListener("keydown", (event) => {
    const act = event.key === "Escape" ? close : event.key !== "Enter" || event.isComposing ? null : event.target === other ? replace : event.target === words ? () => go(event.shiftKey ? -1 : 1) : null;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  text.form.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "h" || !event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
  text.addEventListener("wiki-find", open);
}

// Marks the matches in the layer that draws the text, and brings the current one into view.
function show(text, found, current) {
  globalThis.CSS.highlights?.clear();
  if (!CSS.highlights || !found.length) return;
  const first = Math.max(0, found.indexOf(current) - MOST_SHOWN / 2);
  const ranges = rangesOf(text, found.slice(first, first + MOST_SHOWN));
  CSS.highlights.set("found", new Highlight(...ranges));
  const range = ranges[found.indexOf(current) - first];
  CSS.highlights.set("found-now", new Highlight(range));
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
}
