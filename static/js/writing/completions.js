// Suggestions in the text: blocks after a / that begins a line, articles after [[, their sections
// after a #, and sources after an @, in brackets or not yet. static/js/suggest.js shows the list.

const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [{ apply, type }, marks, { sectionsOf }, { rangesOf }] = await Promise.all(["typing", "marks", "tokens", "layer"].map(load));

const MOST_SECTIONS = 30;

for (const text of document.querySelectorAll("form textarea[data-editor-text]")) {
  const toolbar = document.querySelector(`[data-editor-toolbar="${text.id}"]`);
  dispatchEvent(new CustomEvent("wiki-suggest", { detail: { field: text, way: completing(text, toolbar) } }));
}

function completing(text, toolbar) {
  const ways = [
    blocks(text, toolbar),
    ...(text.dataset.titleSuggestions ? articles(text) : []),
    ...(text.dataset.sourceSuggestions ? [sources(text)] : []),
  ];
  // The way that fits what stands before the caret, with what it found there.
  const begun = () => {
    if (text.selectionStart !== text.selectionEnd) return null;
    const before = text.value.slice(text.value.lastIndexOf("\n", text.selectionStart - 1) + 1, text.selectionStart);
    const [way, found] = ways.map((each) => [each, each.begins.exec(before)]).find((pair) => pair[1]) ?? [];
    return found && !marks.isInCode(text.value, text.selectionStart) ? { way, found } : null;
  };
  return {
    name: toolbar?.dataset.textBlocks ?? "",
    marksFirst: true,
    words: () => begun()?.found[0].trim() ?? "",
    find: async (_words, signal) => {
      const { way, found } = begun();
      return { name: way.name, ...(await way.find(found, signal)) };
    },
    choose: (link) => {
      const { way, found } = begun();
      way.choose(link, found);
    },
    place: (list) => { list.style.insetBlockStart = `${belowCaret(text)}px`; },
  };
}

function blocks(text, toolbar) {
  const items = [...(toolbar?.querySelectorAll("[data-editor-action]") ?? [])]
    .filter(({ dataset }) => !/^(undo|redo|find|bold|italic|struck)$/.test(dataset.editorAction))
    .map(({ title, dataset }) => ({ text: title, kind: "", link: dataset.editorAction }));
  return {
    begins: /^[ \t>]*\/(\p{L}[\p{L}\d, -]{0,30})?$/u,
    name: toolbar?.dataset.textBlocks ?? "",
    find: ([, typed = ""]) => {
      const words = typed.toLowerCase().split(/[ ,]+/).filter(Boolean);
      const begins = (name, word) => name.toLowerCase().split(/[ ,-]+/).some((part) => part.startsWith(word));
      const isFirst = (item) => words.every((word) => begins(item.text, word));
      // "lista" is found in "Punktlista" too, after what begins with it.
      const fits = (item) => words.every((word) => begins(item.text, word) || (word.length > 2 && item.text.toLowerCase().includes(word)));
      return said(text, items.filter(fits).sort((one, other) => isFirst(other) - isFirst(one)));
    },
    choose: (action, [whole]) => {
      const caret = text.selectionStart;
      const start = caret - whole.trimStart().replace(/^[>\s]*/, "").length;
      if (/^(table|picture)$/.test(action)) { // these have dialogs of their own
        type(text, start, caret, "");
        toolbar.querySelector(`[data-editor-action="${action}"]`).click();
        return;
      }
      apply(text, marks.pressInstead(action, text.value, start, caret));
      text.dispatchEvent(new Event("input", { bubbles: true })); // brackets may ask for suggestions of their own
    },
  };
}

// Titles of articles, and sections of an article, or of this text if no title stands before the sign. What
// the caret stands in, up to its closing brackets, is typed over.
function articles(text) {
  const { titleSuggestions, titleSuggestionsLabel, sectionSuggestions, sectionSuggestionsLabel, otherSections = "" } = text.dataset;
  const choose = (link, found) => {
    const to = text.selectionStart;
    const rest = /^[^[\]|\n]*\]\]/.exec(text.value.slice(to)) ?? [""];
    type(text, to - found.at(-1).length, to + rest[0].length, `${link}]]`);
  };
  const findSections = ([, title, typed], signal) => {
    if (title.trim()) return ask(sectionSuggestions, `${title.trim()}#${typed}`, signal);
    const others = otherSections.split("\n").filter(Boolean).map((line) => line.split("\t")); // a section stands in a longer text
    const all = [...new Map([...sectionsOf(text.value), ...others].map(([words, name]) => [name, { text: words, kind: "", link: name }])).values()];
    const fits = (section) => section.text.toLowerCase().includes(typed.trim().toLowerCase());
    return said(text, all.filter(fits).slice(0, MOST_SECTIONS));
  };
  const findTitles = ([, typed], signal) => ask(titleSuggestions, typed, signal);
  return [
    { begins: /\[\[([^[\]|\n]{0,200})#([^[\]|\n#]{0,80})$/, name: sectionSuggestionsLabel, find: findSections, choose },
    { begins: /\[\[([^[\]|\n]{1,80})$/, name: titleSuggestionsLabel, find: findTitles, choose },
  ];
}

function sources(text) {
  return {
    begins: /(?:\[[^[\]\n]*?(?<![\p{L}\d])@|(?<![\p{L}\d_.:/-])@(?=.))([\p{L}\d_:.#$%&+?<>~/-]*)$/u,
    name: text.dataset.sourceSuggestionsLabel ?? "",
    find: async ([whole, typed], signal) => {
      const found = await ask(text.dataset.sourceSuggestions, typed, signal);
      const items = Array.isArray(found) ? found : found.items;
      const { sourceNew, sourceNewLabel } = text.dataset;
      const isNew = !items.length && typed && sourceNew && whole.startsWith("[");
      if (isNew) return { items: [{ text: sourceNewLabel, kind: "", link: sourceNew }], said: sourceNewLabel, isOffer: true };
      return said(text, items.map(({ key, authors, year, title }) => ({ text: title, kind: [authors, year].filter(Boolean).join(" "), link: key })));
    },
    choose: (key, [whole, typed]) => {
      if (key === text.dataset.sourceNew) return void open(key, "_blank", "noopener");
      const to = text.selectionStart;
      const at = to - typed.length;
      const opens = whole.startsWith("[") ? "" : "[@";
      const rest = /^[\p{L}\d_:.-]*/u.exec(text.value.slice(to))[0];
      const closes = !opens && /^[^[\]\n]*\]/.test(text.value.slice(to)) ? "" : "]";
      type(text, opens ? at - 1 : at, to + rest.length, opens + key + closes);
      // Pages and further sources come inside the brackets.
      const place = (opens ? at + 1 : at) + key.length;
      text.setSelectionRange(place, place);
    },
  };
}

async function ask(address, typed, signal) {
  const answer = await fetch(`${address}?${new URLSearchParams({ q: typed.trim() })}`, { signal });
  return answer.ok ? answer.json() : { items: [], said: "" };
}

function said(text, items) {
  return { items, said: text.dataset.textFound?.replace("{}", items.length) ?? "" };
}

// How far below the top of its field the line of the caret ends, as the layer draws it.
function belowCaret(text) {
  const [range] = rangesOf(text, [[text.selectionStart - 1, text.selectionStart]]);
  const { bottom, height } = range.getBoundingClientRect(); // of the letters, which the line is taller than
  return bottom + (parseFloat(getComputedStyle(text).lineHeight) - height) / 2 - text.parentElement.getBoundingClientRect().top;
}
