// What Enter and Tab do in lists and quotations: functions from a text and a selection to an edit,
// {from, to, words, select: [from, to]}, or to nothing where the keys mean what they always do.

const LINE = /^(?<quote>(?:[ \t]{0,3}>[ \t]?)*)(?<space>[ \t]*)(?:(?<mark>[-*+]|\d{1,9}[.)])(?<gap>[ \t]+|$)(?<box>\[[ xX]\](?:[ \t]+|$))?)?/;

// Enter goes on with the list or the quotation; in an item without words it ends it.
export function continueLine(value, from, to, isCode) {
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const end = value.indexOf("\n", to) < 0 ? value.length : value.indexOf("\n", to);
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

// A nested item without words becomes one of the list around it, any other a line of its own.
function ended(value, start, end, { quote, space, mark }) {
  const rows = value.split("\n").map(rowOf);
  const outer = mark && space ? outerItem(rows, value.slice(0, start).split("\n").length - 1) : null;
  const outerMark = outer && LINE.exec(outer.line).groups;
  const words = outerMark ? `${quote}${outerMark.space}${nextMark(outerMark)}` : mark ? quote : "";
  return { from: start, to: end, words, select: [start + words.length, start + words.length] };
}

// Tab moves items, with what they hold, below the item above them; `isOut` moves them back.
export function shiftItems(value, from, to, isOut) {
  const lines = value.split("\n");
  const [first, last] = linesAt(value, from, to);
  const rows = lines.map(rowOf);
  if (!rows[first].mark) return null;
  const row = rows[first];
  const target = isOut ? outerIndent(rows, first) : innerIndent(rows, first);
  if (target === null) return isOut ? null : { from, to: from, words: "", select: [from, to] };
  let end = last;
  while (end + 1 < rows.length && isHeld(rows, end + 1, row)) end += 1;
  const delta = target.indent - row.indent;
  const moved = lines.slice(first, end + 1).map((line, place) => {
    const { quote, indent, mark, rest } = rows[first + place];
    if (!line.slice(quote.length).trim()) return line;
    const isFirst = place === 0 && /^\d/.test(mark);
    const number = isFirst ? `${target.number}${mark.at(-1)}` : mark;
    return quote + " ".repeat(Math.max(0, indent + delta)) + number + rest;
  });
  const start = lines.slice(0, first).join("\n").length + (first ? 1 : 0);
  const words = moved.join("\n");
  const length = lines.slice(first, end + 1).join("\n").length;
  const shift = moved[0].length - lines[first].length;
  const place = (at) => Math.max(start, Math.min(start + words.length, at + shift));
  const select = from === to ? [place(from), place(from)] : [from === start ? start : place(from), start + moved.slice(0, last - first + 1).join("\n").length];
  return { from: start, to: start + length, words, select };
}

function linesAt(value, from, to) {
  if (to > from && value[to - 1] === "\n") to -= 1; // lines were selected to the start of the next
  const count = (end) => value.slice(0, end).split("\n").length - 1;
  return [count(from), count(to)];
}

function rowOf(line) {
  const { quote, space, mark = "", gap = "" } = LINE.exec(line).groups;
  const indent = space.replaceAll("\t", "    ").length;
  return { line, quote, indent, mark, width: mark.length + (gap.length || 1), rest: line.slice(quote.length + space.length + mark.length), isBlank: !line.slice(quote.length).trim() };
}

// Where the words of the item above begin, if it is a sibling.
function innerIndent(rows, first) {
  const { indent, quote } = rows[first];
  for (let place = first - 1; place >= 0; place -= 1) {
    const row = rows[place];
    if (row.quote.trim() !== quote.trim()) return null;
    if (row.isBlank || row.indent > indent) continue;
    return row.mark && row.indent === indent ? { indent: row.indent + row.width, number: 1 } : null;
  }
  return null;
}

function outerIndent(rows, first) {
  const outer = outerItem(rows, first);
  if (outer) return { indent: outer.indent, number: Number(/^\d+/.exec(outer.mark)?.[0] ?? 0) + 1 };
  return rows[first].indent > 0 ? { indent: 0, number: 1 } : null;
}

// The item that an item stands in.
function outerItem(rows, first) {
  const { indent, quote } = rows[first];
  for (let place = first - 1; indent > 0 && place >= 0; place -= 1) {
    const row = rows[place];
    if (row.quote.trim() !== quote.trim()) break;
    if (!row.isBlank && row.mark && row.indent < indent) return row;
  }
  return null;
}

function isHeld(rows, place, item) {
  const row = rows[place];
  if (row.isBlank) return place + 1 < rows.length && isHeld(rows, place + 1, item);
  return row.indent > item.indent && row.quote.trim() === item.quote.trim();
}
