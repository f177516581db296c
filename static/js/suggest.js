// Search fields that suggest while somebody types: an ARIA combobox with a list. Without this file,
// or when an answer does not come, the form searches as it always did.

// So short that an answer stands there within 150 ms of the last key, long enough for two keys.
const WAIT = 60;

for (const input of document.querySelectorAll("input[data-site-search]")) suggestIn(input);

function suggestIn(input) {
  const list = makeList(input);
  const region = makeRegion(input);
  let latest = 0; // number of the newest question; answers to others are dropped
  let waiting = null;
  let asked = null;
  let active = -1;

  input.addEventListener("input", () => {
    forget();
    if (input.value.trim()) waiting = setTimeout(ask, WAIT);
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
    ArrowDown: () => Boolean(input.value.trim()) && (ask(), true),
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
    Tab: () => (leave(), false),
  };

  async function ask() {
    forget();
    const number = latest;
    const words = input.value;
    asked = new AbortController();
    try {
      const query = new URLSearchParams({ q: words });
      const answer = await fetch(`${input.dataset.siteSearch}?${query}`, { signal: asked.signal });
      const found = answer.ok ? await answer.json() : null;
      if (number !== latest || words !== input.value || document.activeElement !== input) return;
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
    list.replaceChildren(...found.items.map(makeOption), makeOption({ text: found.all }));
    [...list.children].forEach((option, place) => { option.id = `${list.id}-${place}`; });
    mark(-1);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    region.textContent = found.said;
  }

  function close() {
    mark(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
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
    if (option.dataset.url) location.assign(option.dataset.url);
    else input.form.requestSubmit();
  }
}

function makeList(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent);
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
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
