// Fields that suggest while somebody types: a list in which keys and pointer choose. Search fields
// suggest ways on; a text suggests titles after [[. Without this file, or when an answer does not
// come, forms search and text is written as it always was.

// So short that an answer stands there within 150 ms of the last key, long enough for two keys.
const WAIT = 60;

for (const input of document.querySelectorAll("input[data-site-search]")) suggestIn(input, searching(input));
for (const text of document.querySelectorAll("textarea[data-title-suggestions]")) suggestIn(text, linking(text));

// A way to search: suggestions are opened, and without one the form is sent.
function searching(input) {
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  return {
    address: input.dataset.siteSearch,
    name: input.labels[0].textContent,
    words: () => (input.value.trim() ? input.value : ""),
    options: (found) => [...found.items.map(makeOption), makeOption({ text: found.all })],
    choose: (option) => {
      if (option.dataset.url) location.assign(option.dataset.url);
      else input.form.requestSubmit();
    },
  };
}

// A way to write: what stands between [[ and the caret becomes the title of an article.
function linking(text) {
  const language = document.documentElement.lang;
  const begun = () => /\[\[([^[\]|\n]{1,80})$/.exec(text.value.slice(0, text.selectionStart));
  return {
    address: text.dataset.titleSuggestions,
    name: text.dataset.titleSuggestionsLabel,
    isEager: true,
    words: () => (text.selectionStart === text.selectionEnd && begun()?.[1].trim()) || "",
    options: (found) => found.items
      .filter((one) => one.language === language && one.url.startsWith(`/${language}/articles/`))
      .filter((one) => !/[[\]|]/.test(one.text))
      .map(makeOption),
    choose: (option) => {
      const from = text.selectionStart - begun()[1].length;
      const to = text.selectionStart + (text.value.startsWith("]]", text.selectionStart) ? 2 : 0);
      const words = `${option.firstChild.textContent}]]`;
      text.setSelectionRange(from, to);
      // As if typed, so that the browser's own undo takes it back.
      if (document.execCommand("insertText", false, words)) return;
      text.setRangeText(words, from, to, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    },
    place: (list) => { list.style.insetBlockStart = `${belowCaret(text)}px`; },
  };
}

// How far below the top of its field's box the line of the caret ends: a copy of the text tells.
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

function suggestIn(input, way) {
  const list = makeList(input, way.name);
  const region = makeRegion(input);
  let latest = 0; // number of the newest question; answers to others are dropped
  let waiting = null;
  let asked = null;
  let active = -1;

  input.addEventListener("input", () => {
    forget();
    if (way.words()) waiting = setTimeout(ask, WAIT);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const act = list.hidden ? onClosed[event.key] : onOpen[event.key];
    if (act?.(event)) event.preventDefault();
  });
  input.addEventListener("blur", leave);
  addEventListener("pagehide", leave);
  // The field keeps the focus while something in the list is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });

  // Each returns whether the key has done its work.
  const onClosed = {
    ArrowDown: () => !way.isEager && Boolean(way.words()) && (ask(), true),
  };
  const onOpen = {
    ArrowDown: () => (mark(active + 1), true),
    ArrowUp: () => (mark(active < 0 ? list.children.length - 1 : active - 1), true),
    Enter: () => active >= 0 && (choose(list.children[active]), true),
    // A search field would empty itself: the words stay, and only the list goes.
    Escape: () => (leave(), true),
    // The caret moves, as in any field.
    Home: () => (mark(-1), false),
    End: () => (mark(-1), false),
    Tab: () => (way.isEager && active >= 0 ? (choose(list.children[active]), true) : (leave(), false)),
  };

  async function ask() {
    forget();
    const number = latest;
    const words = way.words();
    asked = new AbortController();
    try {
      const query = new URLSearchParams({ q: words });
      const answer = await fetch(`${way.address}?${query}`, { signal: asked.signal });
      const found = answer.ok ? await answer.json() : null;
      if (number !== latest || words !== way.words() || document.activeElement !== input) return;
      if (found) show(found);
      else close();
    } catch (error) {
      if (error.name !== "AbortError" && number === latest) close();
    }
  }

  function forget() {
    latest += 1;
    clearTimeout(waiting);
    asked?.abort();
  }

  function leave() {
    forget();
    close();
  }

  function show(found) {
    list.replaceChildren(...way.options(found));
    if (!list.children.length) return close();
    [...list.children].forEach((option, place) => { option.id = `${list.id}-${place}`; });
    way.place?.(list);
    list.hidden = false;
    mark(way.isEager ? 0 : -1);
    if (!way.isEager) input.setAttribute("aria-expanded", "true");
    region.textContent = found.said;
  }

  function close() {
    mark(-1);
    list.hidden = true;
    if (!way.isEager) input.setAttribute("aria-expanded", "false");
    region.textContent = "";
  }

  // Past either end the words themselves are chosen again.
  function mark(place) {
    active = place < list.children.length ? place : -1;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
    const option = list.children[active];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function choose(option) {
    leave();
    way.choose(option);
  }
}

function makeList(input, name) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", name);
  input.after(list);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  return list;
}

// Screen readers hear how many there are without leaving the field.
function makeRegion(input) {
  const region = document.createElement("span");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  input.form.append(region);
  return region;
}

function makeOption({ text, kind, language, url }) {
  const option = document.createElement("li");
  option.setAttribute("role", "option");
  const name = document.createElement("span");
  name.textContent = text;
  option.append(name);
  if (!url) {
    option.className = "suggestion-all";
    return option;
  }
  option.dataset.url = url;
  if (language !== document.documentElement.lang) name.lang = language;
  const note = document.createElement("span");
  note.className = "suggestion-kind";
  note.textContent = kind;
  option.append(" ", note);
  return option;
}
