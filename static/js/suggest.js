// Suggestions while typing: a list to choose from by keys or pointer. Without this file, or without
// a response, the search form and the text field work as usual.

// Short enough to show suggestions within 150 ms of the last key, long enough for two quick keys.
const WAIT = 60;

for (const input of document.querySelectorAll("input[data-site-search]")) suggestIn(input, searching(input));
addEventListener("wiki-suggest", ({ detail }) => suggestIn(detail.field, detail.way));

// A source of suggestions: the URL, or a function that finds them, the words to complete, and what
// choosing a suggestion does.
function searching(input) {
  return {
    address: input.dataset.siteSearch,
    name: input.labels[0].textContent,
    isCombobox: true,
    words: () => (input.value.trim() ? input.value : ""),
    choose: (_title, url) => {
      if (url) location.assign(url);
      else input.form.requestSubmit();
    },
  };
}

function suggestIn(input, way) {
  const list = makeList(input, way);
  const region = makeRegion(input);
  let latest = 0; // number of the latest request; responses to others are dropped
  let waiting = null;
  let asked = null;
  let active = -1;
  let about = ""; // the words that the list is for, or will be when the response comes

  input.addEventListener("input", () => {
    forget();
    about = way.words();
    mark(-1); // the marked suggestion was for other words
    if (about) waiting = setTimeout(ask, WAIT);
    else close();
  });
  input.addEventListener("keydown", (event) => {
    // 229: in some browsers, the key that ends a composition, no longer with isComposing.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return event.key === "Tab" ? leave() : undefined;
    const act = list.hidden ? onClosed[event.key] : onOpen[event.key];
    if (act?.(event)) event.preventDefault();
  });
  // The caret moved to other words. Typing a letter moves it too, after the input event.
  document.addEventListener("selectionchange", () => {
    if (!list.hidden && way.words() !== about) leave();
  });
  input.addEventListener("blur", leave);
  addEventListener("pagehide", leave);
  // Pressing something in the list does not take the focus from the field.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });

  // Each returns whether it handled the key.
  const onClosed = {
    ArrowDown: () => way.isCombobox && Boolean(way.words()) && (ask(), true),
  };
  const onOpen = {
    // After the last comes the first, so a single suggestion stays marked. Where none is marked at
    // first, the typed words come before it.
    ArrowDown: () => (mark((active + 1) % list.children.length), true),
    ArrowUp: () => (mark(active > 0 || (active === 0 && !way.marksFirst) ? active - 1 : list.children.length - 1), true),
    Enter: () => active >= 0 && (choose(list.children[active]), true),
    // By default Escape clears a search field; here it only closes the list.
    Escape: () => (leave(), true),
    // The caret moves as in any field.
    Home: () => (mark(-1), false),
    End: () => (mark(-1), false),
    Tab: () => (way.marksFirst && active >= 0 ? (choose(list.children[active]), true) : (leave(), false)),
  };

  async function ask() {
    forget();
    const number = latest;
    about = way.words();
    asked = new AbortController();
    try {
      const found = await (way.find ?? fetched)(about, asked.signal);
      if (number !== latest || about !== way.words() || document.activeElement !== input) return;
      if (found) show(found);
      else close();
    } catch (error) {
      if (error.name !== "AbortError" && number === latest) close();
    }
  }

  async function fetched(words, signal) {
    const answer = await fetch(`${way.address}?${new URLSearchParams({ q: words })}`, { signal });
    return answer.ok ? answer.json() : null;
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
    const all = found.all ? [makeOption({ text: found.all, isAll: true })] : [];
    list.replaceChildren(...found.items.map(makeOption), ...all);
    if (found.name) list.setAttribute("aria-label", found.name);
    if (!list.children.length) return close();
    [...list.children].forEach((option, place) => { option.id = `${list.id}-${place}`; });
    list.hidden = false;
    way.place?.(list);
    mark(way.marksFirst && !found.isOffer ? 0 : -1);
    if (way.isCombobox) input.setAttribute("aria-expanded", "true");
    region.textContent = found.said;
  }

  function close() {
    mark(-1);
    list.hidden = true;
    if (way.isCombobox) input.setAttribute("aria-expanded", "false");
    region.textContent = "";
  }

  // -1: no suggestion is marked, and the typed words count.
  function mark(place) {
    active = place;
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
    way.choose(option.dataset.link ?? option.dataset.text, option.dataset.url);
  }
}

function makeList(input, way) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", way.name);
  input.after(list);
  if (way.isCombobox) {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
  }
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  return list;
}

// Tells screen readers the number of suggestions while the field keeps the focus.
function makeRegion(input) {
  const region = document.createElement("span");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  input.form.append(region);
  return region;
}

function makeOption({ text, kind, language, url, link, isAll }) {
  const option = document.createElement("li");
  option.setAttribute("role", "option");
  const name = document.createElement("span");
  name.textContent = text;
  option.append(name);
  option.dataset.text = text;
  if (isAll) {
    option.className = "suggestion-all";
    return option;
  }
  if (url) option.dataset.url = url;
  if (link) option.dataset.link = link; // what leads there from a text, where that is not the title
  if (language && language !== document.documentElement.lang) name.lang = language;
  const note = document.createElement("span");
  note.className = "suggestion-kind";
  note.textContent = kind;
  option.append(" ", note);
  return option;
}
