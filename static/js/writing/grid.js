// A grid for tables: a dialog on the Markdown table under the caret, or on a new one. What is written
// in its cells is Markdown, except that a pipe means a pipe.

const { type, typeBlock } = await import(document.querySelector("link[data-module=typing]").href);

const RULE = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const QUOTE = /^(?:[ \t]{0,3}>[ \t]?)*/;
const OTHER_BLOCK = /^\s*(?:#{1,6}\s|>|[-*+]\s|\d{1,9}[.)]\s|`{3}|~{3})/;
const WIDEST = 40; // longer cells do not push the others of their column
const NEW = { rows: [["", "", ""], ["", "", ""], ["", "", ""]], sides: ["", "", ""] };

for (const dialog of document.querySelectorAll("[data-editor-grid]")) startDialog(dialog, document.querySelector("[data-editor-text]"));

// ---- Reading and writing -------------------------------------------------------------------

// The table around a place of a text: where it is, its cells by row, and how its columns are aligned.
export function tableAt(value, at) {
  const lines = [];
  for (const words of value.split("\n")) {
    const from = lines.length ? lines.at(-1).to + 1 : 0;
    const quote = QUOTE.exec(words)[0];
    lines.push({ from, to: from + words.length, quote, words: words.slice(quote.length) });
  }
  const here = lines.findIndex((line) => at <= line.to);
  const isPart = (line) => line.words.trim() && !OTHER_BLOCK.test(line.words) && line.quote.trim() === lines[here].quote.trim();
  const first = isPart(lines[here]) ? lines.slice(0, here).findLastIndex((line) => !isPart(line)) + 1 : here;
  const end = lines.findIndex((line, place) => place > here && !isPart(line));
  const parts = lines.slice(first, end < 0 ? lines.length : end);
  const rule = parts.findIndex(({ words }, place) => place && RULE.test(words) && `${parts[place - 1].words}${words}`.includes("|"));
  if (rule < 0 || here < first + rule - 1) return null;
  const [head, { words }, ...rest] = parts.slice(rule - 1);
  const sides = cellsOf(words).map((cell) => (cell.endsWith(":") ? (cell.startsWith(":") ? "center" : "right") : cell.startsWith(":") ? "left" : ""));
  return { from: head.from, to: parts.at(-1).to, quote: head.quote, ...even({ rows: [head, ...rest].map((line) => cellsOf(line.words)), sides }) };
}

// A pipe in a link to an article, or after a backslash, ends no cell.
function cellsOf(words) {
  const cells = [""];
  for (const [part] of words.trim().replace(/^\|/, "").matchAll(/\[\[[^[\]\n]*\]\]|\\.|\||[^|\\[]+|[\\[]/gs)) {
    if (part === "|") cells.push("");
    else cells[cells.length - 1] += part === "\\|" ? "|" : part;
  }
  if (cells.length > 1 && !cells.at(-1).trim()) cells.pop();
  return cells.map((cell) => cell.trim());
}

// Every row as wide as the widest, so that no cell is lost.
function even({ rows, sides }) {
  const width = Math.max(1, ...rows.map((row) => row.length));
  const filled = (row) => Array.from({ length: width }, (_cell, at) => row[at] ?? "");
  return { rows: rows.map(filled), sides: filled(sides) };
}

export function writeTable({ rows, sides }) {
  const cells = rows.map((row) => row.map((cell) => cell.trim().replace(/\s+/g, " ").replace(/(\[\[[^[\]\n]*\]\])|\|/g, (_all, link) => link ?? "\\|")));
  const widths = sides.map((_side, at) => Math.min(WIDEST, Math.max(3, ...cells.map((row) => [...row[at]].length))));
  const padded = (cell, at) => {
    const room = Math.max(0, widths[at] - [...cell].length);
    const before = sides[at] === "right" ? room : sides[at] === "center" ? Math.floor(room / 2) : 0;
    return " ".repeat(before) + cell + " ".repeat(room - before);
  };
  const rule = (side, at) => (/left|center/.test(side) ? ":" : "-") + "-".repeat(widths[at] - 2) + (/right|center/.test(side) ? ":" : "-");
  const write = (row) => `| ${row.join(" | ")} |`;
  const [head, ...rest] = cells.map((row) => write(row.map(padded)));
  return [head, write(sides.map(rule)), ...rest].join("\n");
}

// What Excel and other spreadsheets copy: tabs between cells; a cell with line breaks is in quotes.
export function readTabs(words) {
  const rows = [];
  const cell = /(\t|\r?\n)(?:"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*))/gy;
  for (const [, before, quoted, bare] of `\n${words.replace(/\r?\n$/, "")}`.matchAll(cell)) {
    if (before !== "\t") rows.push([]);
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? bare).replace(/\s+/g, " ").trim());
  }
  return rows;
}

// ---- The dialog ----------------------------------------------------------------------------

function open(dialog, text) {
  const chosen = text.value.slice(text.selectionStart, text.selectionEnd);
  const table = tableAt(text.value, text.selectionStart);
  const made = chosen.includes("\t") ? even({ rows: readTabs(chosen), sides: [] }) : structuredClone(NEW);
  dialog.state = { ...(table ?? { from: text.selectionStart, to: text.selectionEnd, ...made }), isNew: !table, value: text.value };
  dialog.before = writeTable(dialog.state);
  dialog.querySelector("[data-grid-told]").textContent = "";
  dialog.querySelector("[data-grid-save]").textContent = table ? dialog.dataset.textSave : dialog.dataset.textInsert;
  draw(dialog, 0, 0);
  dialog.showModal();
  fieldAt(dialog, 0, 0).focus();
}

const fieldAt = (dialog, row, column) => dialog.querySelectorAll("tr")[row]?.querySelectorAll("input")[column];

function draw(dialog, row, column) {
  const { rows, sides } = dialog.state;
  const table = dialog.querySelector("table");
  table.replaceChildren();
  rows.forEach((cells, at) => table.insertRow().append(...cells.map((cell, place) => cellFor(dialog, cell, at, place, sides[place]))));
  dialog.place = { row: Math.min(row, rows.length - 1), column: Math.min(column, sides.length - 1) };
  showPlace(dialog);
}

function cellFor(dialog, words, row, column, side) {
  const cell = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
  const field = cell.firstElementChild;
  field.className = `input${row ? "" : " is-head"}${/right|center/.test(side) ? ` is-${side}` : ""}`;
  field.value = words;
  const name = row ? dialog.dataset.textCell : dialog.dataset.textHead;
  field.setAttribute("aria-label", name.replace("{row}", row).replace("{column}", column + 1));
  return cell;
}

function showPlace(dialog) {
  const { rows, sides } = dialog.state;
  const { row, column } = dialog.place;
  const limits = { "row-up": row < 2, "row-down": row === 0 || row === rows.length - 1, "row-delete": row === 0 || rows.length < 2, "column-left": column === 0, "column-right": column === sides.length - 1, "column-delete": sides.length < 2 };
  for (const button of dialog.querySelectorAll("[data-grid]")) button.disabled = limits[button.dataset.grid] ?? false;
  dialog.querySelector("[data-grid-side]").value = sides[column];
}

function startDialog(dialog, text) {
  text.addEventListener("wiki-table", () => open(dialog, text));
  dialog.addEventListener("focusin", ({ target }) => {
    if (!target.matches("td input")) return;
    const cell = target.closest("td");
    dialog.place = { row: cell.parentElement.rowIndex, column: cell.cellIndex };
    showPlace(dialog);
  });
  dialog.addEventListener("input", ({ target }) => {
    const { row, column } = dialog.place;
    if (target.matches("td input")) dialog.state.rows[row][column] = target.value;
    if (!target.matches("[data-grid-side]")) return;
    dialog.state.sides[column] = target.value;
    draw(dialog, row, column);
  });
  dialog.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-grid]");
    if (button) change(dialog, button.dataset.grid);
    else if (target.closest("[data-grid-save]")) save(dialog, text);
  });
  dialog.addEventListener("keydown", (event) => onKey(dialog, event));
  dialog.addEventListener("paste", (event) => onPaste(dialog, event));
  // Escape does not throw away what was written.
  dialog.addEventListener("cancel", (event) => {
    if (writeTable(dialog.state) === dialog.before) return;
    event.preventDefault();
    dialog.querySelector("[data-grid-told]").textContent = dialog.dataset.textChanged;
  });
  dialog.addEventListener("close", () => text.focus());
}

// A name says what is meant, a row or a column, and what becomes of it: "row-add", "column-left".
function change(dialog, name) {
  const [line, act] = name.split("-");
  const { rows, sides } = dialog.state;
  const at = dialog.place[line];
  const step = { add: 1, down: 1, right: 1, up: -1, left: -1 }[act] ?? 0;
  for (const cells of line === "row" ? [rows] : [...rows, sides]) {
    const taken = act === "add" ? [line === "row" ? sides.map(() => "") : ""] : cells.splice(at, 1);
    if (act !== "delete") cells.splice(at + step, 0, ...taken);
  }
  const { row, column } = { ...dialog.place, [line]: at + step };
  const pressed = document.activeElement;
  draw(dialog, row, column);
  const isGone = pressed.disabled || !dialog.contains(pressed) || pressed.matches("td input");
  if (isGone) fieldAt(dialog, dialog.place.row, dialog.place.column).focus();
}

// Arrows lead to other cells, sideways only from the end of a text; Enter goes down, into a new row at
// the end; Alt and an arrow move the row or the column, Alt and F10 lead to the tools for both: the
// Tab key would pass other cells on its way, and the tools would be for the last of these.
function onKey(dialog, event) {
  const field = event.target;
  if (!field.matches("td input") || event.isComposing || event.ctrlKey || event.metaKey) return;
  const { row, column } = dialog.place;
  const [isStart, isEnd] = [field.selectionEnd === 0, field.selectionStart === field.value.length];
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: isStart && [0, -1], ArrowRight: isEnd && [0, 1] }[event.key];
  const tool = { ArrowUp: "row-up", ArrowDown: "row-down", ArrowLeft: "column-left", ArrowRight: "column-right" }[event.key];
  if (event.altKey ? !tool && event.key !== "F10" : !step) return;
  event.preventDefault();
  if (event.altKey && tool) return dialog.querySelector(`[data-grid=${tool}]`).click();
  if (event.altKey) return dialog.querySelector("[data-grid]:enabled").focus();
  if (event.key === "Enter" && row === dialog.state.rows.length - 1) return change(dialog, "row-add");
  const next = fieldAt(dialog, row + step[0], column + step[1]);
  next?.focus();
  if (next && step[1]) next.setSelectionRange(...(step[1] > 0 ? [0, 0] : [next.value.length, next.value.length]));
  else next?.select();
}

// Cells of a spreadsheet fill the grid from the cell that they are pasted into.
function onPaste(dialog, event) {
  const words = event.clipboardData.getData("text/plain");
  if (!event.target.matches("td input") || !/[\t\n]/.test(words.trim())) return;
  event.preventDefault();
  const { row, column } = dialog.place;
  const { rows, sides } = dialog.state;
  readTabs(words).forEach((cells, down) => {
    rows[row + down] ??= [];
    cells.forEach((cell, right) => { rows[row + down][column + right] = cell; });
  });
  Object.assign(dialog.state, even({ rows, sides }));
  draw(dialog, row, column);
  fieldAt(dialog, row, column).focus();
}

function save(dialog, text) {
  const { from, to, quote, isNew, value } = dialog.state;
  const written = writeTable(dialog.state);
  dialog.close();
  const hasChanged = text.value !== value; // by another script, meanwhile: both texts stay
  if (hasChanged || isNew) typeBlock(text, hasChanged ? text.selectionEnd : from, hasChanged ? text.selectionEnd : to, written);
  else if (written !== value.slice(from, to)) type(text, from, to, written.split("\n").map((line) => quote + line).join("\n"));
}
