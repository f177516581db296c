// Lists and quotations: what their lines are made of, and what Enter, Tab and the buttons for lists
// make of them. Enter and Tab are functions from a text and a selection to an edit, {from, to, words,
// select: [from, to]}, or to nothing where the keys mean what they always do.

const LINE = /^(?<quote>(?:[ \t]{0,3}>[ \t]?)*)(?<space>[ \t]*)(?:(?<mark>[-*+]|\d{1,9}[.)])(?<gap>[ \t]+|$)(?<box>\[[ xX]\](?:[ \t]+|$))?)?/;

// Enter goes on with the list or the quotation; in an item without words it ends it.
export function continueLine(value, from, to, isCode) {
  const { start, end } = wholeLines(value, from, to);
  const line = value.slice(start, end);
  const { 0: prefix, groups } = LINE.exec(line);
  if (isCode || (groups.mark ? !groups.gap : !groups.quote) || from < start + prefix.length) return null;
  if (from === to && !line.slice(prefix.length).trim()) return ended(value, start, end, groups);
  const words = `\n${groups.quote}${groups.mark ? groups.space + nextMark(groups) : ""}`;
  const blanks = /[ \t]*$/.exec(value.slice(start + prefix.length, from))[0].length;
  return { from: from - blanks, to, words, select: [from - blanks + words.length, from - blanks + words.length] };
}

function nextMark({ mark, gap, box }) {
  const number = /^\d+/.exec(mark)?.[0];
  const next = number ? `${Number(number) + 1}${mark.at(-1)}` : mark;
  return `${next}${gap || " "}${box ? "[ ] " : ""}`;
}

// A nested item without words becomes one of the list around it, any other a paragraph of its own: next
// to other words, its own would be read as part of those.
function ended(value, start, end, { quote, space, mark }) {
  const rows = value.split("\n").map(rowOf);
  const at = value.slice(0, start).split("\n").length - 1;
  const outer = mark && space ? outerItem(rows, at) : null;
  const left = mark ? quote : "";
  const joins = (row) => row && !row.isBlank && row.quote.trim().startsWith(left.trim());
  const lead = !outer && joins(rows[at - 1]) ? `${left.trimEnd()}\n` : "";
  const tail = !outer && joins(rows[at + 1]) ? `\n${left.trimEnd()}` : "";
  const words = lead + (outer ? `${quote}${outer.space}${nextMark(outer)}` : left);
  return { from: start, to: end, words: words + tail, select: [start + words.length, start + words.length] };
}

// Tab moves items, with what they hold, below the item above them; `isOut` moves them back.
export function shiftItems(value, from, to, isOut) {
  const lines = value.split("\n");
  const { start, end: until } = wholeLines(value, from, to);
  const first = value.slice(0, start).split("\n").length - 1;
  const last = first + value.slice(start, until).split("\n").length - 1;
  const rows = lines.map(rowOf);
  if (!rows[first].mark) return null;
  const row = rows[first];
  const target = isOut ? outerIndent(rows, first) : innerIndent(rows, first);
  if (target === null) return isOut ? null : { from, to: from, words: "", select: [from, to] };
  let end = last;
  while (end + 1 < rows.length && isHeld(rows, end + 1, row)) end += 1;
  const delta = target.indent - row.indent;
  const moved = lines.slice(first, end + 1).map((line, place) => {
    const { quote, indent, mark, gap, text, isBlank } = rows[first + place];
    if (isBlank) return line;
    const isFirst = place === 0 && /^\d/.test(mark);
    const number = isFirst ? `${target.number}${mark.at(-1)}` : mark;
    return quote + " ".repeat(Math.max(0, indent + delta)) + number + gap + text;
  });
  const words = moved.join("\n");
  const length = lines.slice(first, end + 1).join("\n").length;
  const shift = moved[0].length - lines[first].length;
  const place = (at) => Math.max(start, Math.min(start + words.length, at + shift));
  const select = from === to ? [place(from), place(from)] : [from === start ? start : place(from), start + moved.slice(0, last - first + 1).join("\n").length];
  return { from: start, to: start + length, words, select };
}

// The places around the lines that are touched, and where the selection ends in them.
export function wholeLines(value, from, to) {
  if (to > from && value[to - 1] === "\n") to -= 1; // lines were selected to the start of the next
  const start = from === 0 ? 0 : value.lastIndexOf("\n", from - 1) + 1;
  return { start, end: value.indexOf("\n", to) < 0 ? value.length : value.indexOf("\n", to), to };
}

function rowOf(line) {
  const { quote, space, mark = "", gap = "", box = "" } = LINE.exec(line).groups;
  const indent = space.replaceAll("\t", "    ").length;
  const text = line.slice(quote.length + space.length + mark.length + gap.length);
  return { quote, space, indent, mark, gap, box, width: mark.length + gap.length, text, isBlank: !mark && !text.trim() };
}

// The lines with words above a line, in the same quotation: the nearest first.
function above(rows, first) {
  const other = rows.slice(0, first).findLastIndex(({ quote }) => quote.trim() !== rows[first].quote.trim());
  return rows.slice(other + 1, first).filter((row) => !row.isBlank).reverse();
}

// Where the words of the item above begin, if it is a sibling.
function innerIndent(rows, first) {
  const { indent } = rows[first];
  const row = above(rows, first).find((one) => one.indent <= indent);
  return row?.mark && row.indent === indent ? { indent: indent + (row.gap ? row.width : row.width + 1), number: 1 } : null;
}

function outerIndent(rows, first) {
  const outer = outerItem(rows, first);
  if (outer) return { indent: outer.indent, number: Number(/^\d+/.exec(outer.mark)?.[0] ?? 0) + 1 };
  return rows[first].indent > 0 ? { indent: 0, number: 1 } : null;
}

// The item that an item stands in.
function outerItem(rows, first) {
  return above(rows, first).find((row) => row.mark && row.indent < rows[first].indent);
}

function isHeld(rows, place, item) {
  const row = rows[place];
  if (row.isBlank) return place + 1 < rows.length && isHeld(rows, place + 1, item);
  return row.indent > item.indent && row.quote.trim() === item.quote.trim();
}

// ---- Buttons -------------------------------------------------------------------------------

const TYPES = { list: /^[-*+]/, "ordered-list": /^\d/, task: /^[-*+]/ };
const FOREIGN = /^(?:([•·‣⁃◦▪▫●○■□])([ \t\xa0]+))?(.*)$/s; // the bullets of other programs
const BOX = /^\[[ xX]\](?:[ \t]+|$)/;

// Lines become items, or items lines; whether they became items comes along.
export function listed(lines, kind) {
  const rows = rowsOf(lines);
  const items = rows.filter((row) => !row.isMore && (row.text.trim() || rows.length === 1));
  const isTask = kind === "task";
  const isOn = !items.every((row) => row.mark && TYPES[kind].test(row.mark) && (kind === "ordered-list" || BOX.test(row.text) === isTask));
  const levels = []; // the open items, from the outermost: where they were, where they are now, their number
  const result = [];
  for (const row of rows) {
    if (!items.includes(row)) {
      result.push(moved(row, levels.at(-1)));
      continue;
    }
    while (levels.length && levels.at(-1).indent >= row.indent) {
      const closed = levels.pop();
      if (closed.indent === row.indent) row.number = closed.number + 1;
    }
    const parent = levels.at(-1);
    const mark = isOn ? (kind === "ordered-list" ? `${row.number ?? 1}. ` : "- ") : "";
    const now = isOn ? placed(row, parent) : Math.min(row.indent, (result.at(-1) ?? "").trim() ? row.indent : 3);
    levels.push({ indent: row.indent, width: row.width, now, nowWidth: mark.length, number: row.number ?? 1 });
    const box = isTask && isOn ? "[ ] " : "";
    result.push(row.quote + " ".repeat(now) + mark + box + (isOn && kind === "ordered-list" ? row.text : row.text.replace(BOX, "")));
  }
  return { result, isOn };
}

// A nested item begins where the words of the item above it do, or up to three places further.
function placed(row, parent) {
  if (!parent) return Math.min(row.indent, row.mark ? row.indent : 3);
  const delta = row.indent - parent.indent;
  return parent.now + (delta >= parent.nowWidth && delta <= parent.nowWidth + 3 ? delta : parent.nowWidth);
}

// A line that goes on with an item moves with the item's words.
function moved(row, item) {
  const delta = item && row.text.trim() ? item.now + item.nowWidth - item.indent - item.width : 0;
  return row.quote + " ".repeat(Math.max(0, row.indent + delta)) + row.mark + row.gap + row.text;
}

function rowsOf(lines) {
  const inner = []; // where the words of the open items begin
  return lines.map(({ words, isCode }) => {
    const row = rowOf(words);
    if (isCode) Object.assign(row, { mark: "", gap: "", text: row.mark + row.gap + row.text });
    else if (!row.mark) {
      const [, mark = "", gap = "", text] = FOREIGN.exec(row.text.replace(/^#{1,6}[ \t]+/, ""));
      Object.assign(row, { mark, gap, text, width: mark.length + gap.length });
    }
    while (row.text && inner.length && row.indent < inner.at(-1)) inner.pop();
    row.isMore = isCode || (!row.mark && inner.length > 0);
    if (row.mark) inner.push(row.indent + row.width);
    return row;
  });
}
