// Work through a list of the desk by keys, which static/js/keys.js sends when they are on and nobody is typing:
// move, tick, unfold, open. The terms for the ticked rows are completed, and suggested as ticks change.
// Without this file the boxes, the line of terms and the buttons do the same.

const WAIT_MS = 120;
const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
const form = document.querySelector("form#queue");
const boxOf = (row) => row?.querySelector(".choose input");
const linkOf = (row) => row.querySelector("th a, td a");
const rowOf = (element) => rows.find((row) => row.contains(element));
const ticked = () => rows.filter((row) => boxOf(row)?.checked);
let current;
let anchor; // the row from which a range is ticked
let refresh = () => {};

// ---- Rows ----------------------------------------------------------------------------------

const acts = {
  j: () => step(1),
  k: () => step(-1),
  x: () => tick(current, !boxOf(current)?.checked),
  X: () => tickRange(current),
  p: () => unfold(current?.querySelector("details")),
  // Elsewhere Enter belongs to what has the focus.
  Enter: (target) => (target === document.body || target === boxOf(current)) && open(current),
  t: () => form && (form.elements.terms.focus(), true),
};

document.addEventListener("wiki-key", (event) => {
  if (acts[event.detail]?.(event.target)) event.preventDefault();
});

for (const row of rows) {
  row.addEventListener("focusin", () => mark(row));
  boxOf(row)?.addEventListener("click", ({ shiftKey }) => {
    if (shiftKey) tickRange(row);
    else anchor = row;
    refresh();
  });
}

// After a deed the address names the link of the row that was next, or one that has left the list.
if (location.hash.startsWith("#row-") && rows.length) {
  const next = document.getElementById(location.hash.slice(1));
  go((next && rowOf(next)) ?? rows[0]);
}

function step(by) {
  const place = current ? rows.indexOf(current) + by : 0;
  if (rows[place]) go(rows[place]);
  return rows.length > 0;
}

function go(row) {
  mark(row);
  (linkOf(row) ?? boxOf(row))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function mark(row) {
  if (row === current) return;
  current?.removeAttribute("aria-current");
  current = row;
  row.setAttribute("aria-current", "true");
  if (!ticked().length) refresh();
}

function tick(row, checked) {
  if (!boxOf(row)) return false;
  boxOf(row).checked = checked;
  anchor = row;
  refresh();
  return true;
}

// All from the row that was ticked last get what that row has.
function tickRange(row) {
  if (!boxOf(row)) return false;
  const [from, to] = [rows.indexOf(anchor ?? row), rows.indexOf(row)].sort((a, b) => a - b);
  const checked = anchor ? boxOf(anchor).checked : true;
  for (const each of rows.slice(from, to + 1)) boxOf(each).checked = checked;
  refresh();
  return true;
}

function unfold(details) {
  if (details) details.open = !details.open;
  return Boolean(details);
}

function open(row) {
  const link = row && linkOf(row);
  link?.click();
  return Boolean(link);
}

// ---- Terms for the ticked rows -------------------------------------------------------------

if (form) startTerms(form.elements.terms, form.querySelector("[data-suggested]"));

function startTerms(field, box) {
  const options = [...field.list.options].map((option) => ({
    text: option.value, kind: option.dataset.kind, words: fold(`${option.value} ${option.dataset.words}`),
  }));
  field.removeAttribute("list"); // the browser's own list completes only one term
  form.querySelector("[value='1'][name=suggest]").hidden = true; // they come by themselves
  const all = form.querySelector("[data-choose-all]");
  all.hidden = false;
  all.addEventListener("click", () => {
    const checked = ticked().length < rows.length;
    for (const row of rows) boxOf(row).checked = checked;
    refresh();
  });

  const typed = () => field.value.slice(0, field.selectionStart).split(",").pop().trim();
  const find = (words) => {
    const parts = fold(words);
    const fits = !parts.length ? [] : options.filter((option) => parts.every((part) => option.words.some((word) => word.startsWith(part))));
    const first = (option) => !fold(option.text).join(" ").startsWith(parts.join(" "));
    return fits.sort((a, b) => first(a) - first(b)).slice(0, 8);
  };
  const complete = (label) => {
    const caret = field.selectionStart;
    const begin = field.value.slice(0, caret).lastIndexOf(",") + 1;
    const before = field.value.slice(0, begin) + (begin ? " " : "");
    const after = field.value.slice(caret).replace(/^[^,]*,?\s*/, "");
    field.value = `${before}${label}, ${after}`;
    field.setSelectionRange(before.length + label.length + 2, before.length + label.length + 2);
    field.dispatchEvent(new Event("input")); // a list that was on its way is for words that are gone
  };
  dispatchEvent(new CustomEvent("wiki-suggest", { detail: { field, way: {
    name: field.labels[0].textContent,
    isCombobox: true,
    marksFirst: true,
    words: typed,
    find: (words) => {
      const items = find(words).map(({ text, kind }) => ({ text, kind }));
      return { items, said: box.dataset.textFound.replace("{}", items.length) };
    },
    choose: complete,
  } } }));
  // Enter may come before the list does.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
    const [best] = typed() ? find(typed()) : [];
    if (!best || options.some(({ text }) => text.toLowerCase() === typed().toLowerCase())) return;
    event.preventDefault();
    complete(best.text);
  });

  // A suggestion is put into the line, and taken out by another press.
  const line = () => `, ${field.value.replace(/[,\s]+$/, "")}, `;
  const show = () => {
    for (const button of box.querySelectorAll("button")) button.ariaPressed = String(line().includes(`, ${button.value}, `));
  };
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    event.preventDefault();
    if (box.ariaBusy === "true") return; // it is for other rows
    const has = line().includes(`, ${button.value}, `);
    const terms = has ? line().replace(`, ${button.value}, `, ", ") : `${line()}${button.value}, `;
    field.value = terms.replace(/^[,\s]+/, "");
    show();
  });
  field.addEventListener("input", show);

  let timer;
  let request;
  refresh = () => {
    clearTimeout(timer);
    request?.abort();
    box.ariaBusy = "true";
    timer = setTimeout(ask, WAIT_MS);
  };
  const ask = async () => {
    request = new AbortController();
    const chosen = ticked().length || !current ? ticked() : [current];
    const asked = new URLSearchParams(chosen.map((row) => ["articles", boxOf(row).value]));
    try {
      const answer = await fetch(`${box.dataset.suggested}?${asked}`, { signal: request.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      box.replaceChildren(...page.body.childNodes);
      box.ariaBusy = "false";
      show();
    } catch (error) {
      if (error.name !== "AbortError") box.replaceChildren();
    }
  };

  form.addEventListener("submit", () => {
    if (!ticked().length && current) boxOf(current).checked = true;
    const last = rows.indexOf(current ?? ticked().at(-1));
    const next = rows.slice(last + 1).find((row) => !boxOf(row).checked)
      ?? rows.slice(0, last + 1).findLast((row) => !boxOf(row).checked);
    form.elements.at.value = next ? boxOf(next).value : "";
  });
  if (current && !ticked().length) refresh();
  show();
}

// Words without case and accents, as the server compares them.
function fold(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
