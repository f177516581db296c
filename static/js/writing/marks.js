// What the buttons of the editor make of the words in a line: functions from a text and a selection to an
// edit, {from, to, words, select: [from, to]}. They write what CommonMark reads, and touch no page. What
// they make of whole lines is in blocks.js.

const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [blocks, { wholeLines }, { spansOf, unitsOf }] = await Promise.all(["blocks", "lists", "tokens"].map(load));
const { blocksOf, cellsOf, fenced, isRow, linesOf, longest, startLines } = blocks;

const IN_LINE = /^(?:bold|italic|struck|wiki-link|link|code)$/;

// What a button of that name makes of a text.
export function press(action, value, from, to) {
  // In code, marks would be read as they are.
  const isAtPlace = /^(?:source|footnote)$/.test(action) || (IN_LINE.test(action) && !value.slice(from, to).includes("\n"));
  if (isAtPlace && isInCode(value, to)) return null;
  const own = { link, code, footnote, source, "wiki-link": bracket }[action];
  if ((own || SIGNS[action]) && from === to) from = to = withinRow(value, to);
  if (SIGNS[action]) return emphasise(value, from, to, action);
  return own ? own(value, from, to) : startLines(value, from, to, action);
}

// The same for a text without what stands before the caret since `start`, such as "/tab".
export function pressInstead(action, value, start, caret) {
  const without = value.slice(0, start) + value.slice(caret);
  const edit = press(action, without, start, start);
  if (!edit) return null;
  const [from, to] = [Math.min(edit.from, start), Math.max(edit.to, start)];
  const words = without.slice(from, edit.from) + edit.words + without.slice(edit.to, to);
  return { from, to: to + caret - start, words, select: edit.select };
}

export function isInCode(value, place) {
  return linesOf(value).some((line) => line.isCode && line.from <= place && place <= line.to);
}

// ---- Bold, italic, brackets ----------------------------------------------------------------

const WORD = /[\p{L}\p{N}]/u;
const SIDES = /[.,;:!?"'”’“„»«…–—]/;
const SIGNS = { bold: "**", italic: "*", struck: "~~" };

function emphasise(value, from, to, kind) {
  if (from === to) return toggled(value, [{ from, to }], SIGNS[kind], SIGNS[kind]);
  const pieces = piecesOf(value, from, to).map((piece) => inside(value, piece)).filter((piece) => piece.from < piece.to).map((piece) => widened(value, piece));
  const states = pieces.map((piece) => {
    const spans = spansIn(value, piece.block);
    return { piece, spans, around: spans.find((span) => span.kind === kind && covers(span, piece)) };
  });
  const isMarked = states.every(({ around }) => around);
  const changes = states.map(({ piece, spans, around }) => {
    if (isMarked) return unmark(value, piece, around);
    return around ? plain(piece.from, piece.to, value.slice(piece.from, piece.to)) : mark(value, piece, spans, kind);
  });
  return joined(value, changes);
}

function bracket(value, from, to) {
  const links = linksIn(value);
  const around = linkAround(links, from, to);
  if (around) return around.isWiki && !around.words.includes("|") ? unlinked(around, from, to) : { from, to: from, words: "", select: around.target };
  if (from === to) return toggled(value, [{ from, to }], "[[", "]]");
  // A link holds no link.
  return toggled(value, piecesOf(value, from, to, true), "[[", "]]", (piece) => isApart(value, links, piece));
}

// Marks around each of some pieces that may have them, or around none if all have them. A piece without
// words is the caret, which stands between the marks then.
function toggled(value, pieces, before, after, isFree = () => true) {
  const bared = pieces.map((piece) => {
    const start = piece.from + before.length;
    const from = start <= piece.to && value.startsWith(before, piece.from) ? start : piece.from;
    const to = piece.to - after.length >= from && value.endsWith(after, piece.to) ? piece.to - after.length : piece.to;
    return { from, to, words: value.slice(from, to), isMarked: value.endsWith(before, from) && value.startsWith(after, to) };
  });
  const chosen = bared.filter((piece) => piece.isMarked || isFree(piece));
  const isOn = !chosen.every(({ isMarked }) => isMarked);
  return joined(value, chosen.map(({ from, to, words, isMarked }) => {
    if (!isOn) return plain(from - before.length, to + after.length, words);
    return isMarked ? plain(from, to, words) : { from, to, before, words, after };
  }));
}

// The chosen words become links; an address that is chosen, or none, gets words to be filled in.
export function link(value, from, to, address = "") {
  const chosen = value.slice(from, to).trim();
  const links = linksIn(value);
  const around = linkAround(links, from, to);
  if (around) return relinked(around, from, to, address);
  if (!address && ADDRESS.test(chosen)) {
    const { from: start, to: end } = trimmed(value, from, to);
    return { from: start, to: end, words: `[](${chosen})`, select: [start + 1, start + 1] };
  }
  const after = `](${address || "https://"})`;
  const pieces = piecesOf(value, from, to, true).filter((piece) => isApart(value, links, piece));
  if (!pieces.length && chosen) return null; // what is chosen has links already
  if (!pieces.length) return { from, to, words: `[${after}`, select: [from + 1, from + 1] };
  const edit = joined(value, pieces.map((piece) => ({ ...piece, before: "[", words: value.slice(piece.from, piece.to), after })));
  if (address) return { ...edit, select: [edit.from + edit.words.length, edit.from + edit.words.length] };
  const place = edit.from + edit.words.indexOf(after) + 2; // the address of the first is typed next
  return { ...edit, select: [place, place + "https://".length] };
}

export const ADDRESS = /^(?:https?:\/\/|www\.)[^\s<>]+$/;

// The links of a text: where each stands, its words, and where it says what it leads to.
function linksIn(value) {
  const links = /\[\[([^[\]\n]+)\]\]|\[((?:[^[\]\\\n]|\\.|\n(?!\s*\n)|\[[^[\]\n]*\])*)\]\(((?:[^()\s]|\([^()\s]*\))*)(?:\s+"[^"\n]*")?\)/g;
  return [...value.matchAll(links)].map(({ 0: whole, 1: title, 2: words, 3: address, index: from }) => {
    const start = from + (title ? 2 : words.length + 3);
    const target = [start, start + (title ? title.split("|")[0] : address).length];
    return { from, to: from + whole.length, words: title ?? words, at: from + (title ? 2 : 1), isWiki: Boolean(title), address, target };
  });
}

// Whether a piece touches no link, and no part of one, of code or the like.
function isApart(value, links, piece) {
  const { from, to } = widened(value, piece, true);
  return piece.from <= from && to <= piece.to && !links.some((other) => other.from < piece.to && piece.from < other.to);
}

// The link that a selection lies in or is, or the caret stands in.
const linkAround = (links, from, to) => links.find((other) => (from < to ? other.from <= from && to <= other.to : other.from < from && to < other.to));

// What a link leads to is chosen, to be typed over, or is the address that was pasted; one that leads nowhere yet goes.
function relinked(around, from, to, address) {
  const [start, end] = around.target;
  if (address && (around.isWiki || (start <= from && to <= end))) return null; // it is typed over as any words
  const after = around.to + address.length - (end - start);
  if (address) return { from: start, to: end, words: address, select: [after, after] };
  if (!around.isWiki && /^(?:https?:\/\/)?$/.test(around.address)) return unlinked(around, from, to);
  return { from, to: from, words: "", select: around.target };
}

// The words of a link, without it.
function unlinked({ from, to, words, at }, ...chosen) {
  const place = (old) => from + Math.max(0, Math.min(words.length, old - at));
  const isInWords = chosen.every((old) => at <= old && old <= at + words.length);
  return { from, to, words, select: isInWords ? chosen.map(place) : [from, from + words.length] };
}

// Code in a line, or the lines that are touched as a block of code.
function code(value, from, to) {
  if (value.slice(from, to).trim().includes("\n")) return fenced(value, from, to);
  const chosen = trimmed(value, from, to);
  if (chosen.from >= chosen.to) return toggled(value, [chosen], "`", "`");
  const { from: start, to: end } = widened(value, chosen);
  const words = value.slice(start, end);
  const { start: line } = wholeLines(value, start, end);
  const isCells = isRow(value.slice(line, end)) && /(?<!\\)\|/.test(words);
  if (isCells) return toggled(value, piecesOf(value, start, end), "`", "`", (cell) => !cell.words.includes("`"));
  const inner = /^(`+)([^`][\s\S]*?)\1$/.exec(words)?.[2].trim();
  if (inner) return { from: start, to: end, words: inner, select: [start, start + inner.length] };
  const ticks = "`".repeat(longest(words, /`+/g) + 1);
  const gap = ticks.length > 1 ? " " : ""; // so that ticks of the words' own do not touch the marks
  return joined(value, [{ from: start, to: end, before: ticks + gap, words, after: gap + ticks }]);
}

// The next free number behind what is chosen, and its note at the end: one edit, so one press of undo.
function footnote(value, from, to) {
  const taken = new Set([...value.matchAll(/\[\^\s*([^\]\s]+)\s*\]/g)].map(([, label]) => label));
  let number = 1;
  while (taken.has(String(number))) number += 1;
  const place = placeAfter(value, from, to);
  const rest = value.slice(place);
  const words = `[^${number}]${rest}${(value + rest).endsWith("\n") ? "" : "\n"}\n[^${number}]: `;
  return { from: place, to: value.length, words, select: [place + words.length, place + words.length] };
}

function source(value, from, to) {
  const place = placeAfter(value, from, to);
  return { from: place, to: place, words: "[@]", select: [place + 2, place + 2] };
}

// A change that puts no marks around its words.
const plain = (from, to, words) => ({ from, to, before: "", words, after: "" });

function joined(value, changes) {
  if (!changes.length) return null;
  const { from } = changes[0];
  const { to } = changes.at(-1);
  let [words, at] = ["", from];
  for (const change of changes) {
    words += value.slice(at, change.from) + change.before + change.words + change.after;
    at = change.to;
  }
  const start = from + changes[0].before.length;
  return { from, to, words, select: [start, from + words.length - changes.at(-1).after.length] };
}

// The parts of a selection that can each be marked: of a paragraph, an item, a heading, a cell.
function piecesOf(value, from, to, isByLine = false) {
  const pieces = blocksOf(value, isByLine).map((block) => ({ ...trimmed(value, Math.max(from, block.from), Math.min(to, block.to)), block }));
  return pieces.filter((piece) => piece.from < piece.to);
}

function trimmed(value, from, to) {
  while (from < to && /\s/.test(value[from])) from += 1;
  while (from < to && (/\s/.test(value[to - 1]) || (value[to - 1] === "\\" && value[to] === "\n"))) to -= 1;
  return { from, to };
}

// Without marks that were selected along, and without a sign at whose other side marks would not be
// read: in `x"y"z` they go inside the quotes.
function inside(value, piece) {
  let { from, to } = piece;
  while (from < to && /[*_~]/.test(value[from]) && value[from - 1] !== "\\") from += 1;
  while (from < to && /[*_~]/.test(value[to - 1]) && value[to - 2] !== "\\") to -= 1;
  while (from < to && SIDES.test(value[from]) && WORD.test(value[from - 1] ?? "")) from += 1;
  while (from < to && SIDES.test(value[to - 1]) && WORD.test(value[to] ?? "")) to -= 1;
  return { ...piece, ...trimmed(value, from, to) };
}

// A link, a citation, a note's number, code or an address is only marked whole, but for the words of
// `[a link](address)`; `isLink` takes those as a part of it too.
function widened(value, piece, isLink = false) {
  const { start, end } = wholeLines(value, piece.block?.from ?? piece.from, piece.block?.to ?? piece.to);
  let { from, to } = piece;
  for (const { outer, inner } of unitsOf(value.slice(start, end))) {
    const isInWords = !isLink && start + inner[0] <= piece.from && piece.to <= start + inner[1];
    if (isInWords || piece.to <= start + outer[0] || start + outer[1] <= piece.from) continue;
    [from, to] = [Math.min(from, start + outer[0]), Math.max(to, start + outer[1])];
  }
  return { ...piece, from, to };
}

// Where a note or a source goes: behind what is chosen, in no link, and within its cell of a table.
const placeAfter = (value, from, to) => withinRow(value, widened(value, trimmed(value, from, to), true).to);

// What stands before the first or behind the last pipe of a row is shown nowhere.
function withinRow(value, place) {
  const { start, end } = wholeLines(value, place, place);
  const words = value.slice(start, end);
  const cells = /^[\s>]*\||\|\s*$/.test(words) ? cellsOf(words, start).filter(({ from, to }) => (from > start && to < end) || /[^\s>]/.test(value.slice(from, to))) : [];
  if (!cells.length || cells.some(({ from, to }) => from <= place && place <= to)) return place;
  const cell = cells.findLast(({ to }) => to < place);
  return cell ? trimmed(value, cell.from, cell.to).to : trimmed(value, cells[0].from, cells[0].to).from;
}

const covers = (span, piece) => span.inner[0] <= piece.from && piece.to <= span.inner[1];

// The parts of a block that are bold, italic or struck through, with their places in the text.
function spansIn(value, { from, to }) {
  const moved = (places) => places.map((place) => from + place);
  return spansOf(value.slice(from, to)).map(({ kind, outer, inner }) => ({ kind, outer: moved(outer), inner: moved(inner) }));
}

// What lies before and after the piece in the same span stays marked.
function unmark(value, { from, to }, { outer, inner }) {
  const sign = value.slice(outer[0], inner[0]);
  // Other marks around the piece stay around it.
  while (from > inner[0] && to < inner[1] && /[*_~]/.test(value[from - 1]) && value[to] === value[from - 1]) {
    from -= 1;
    to += 1;
  }
  const before = markedPart(value.slice(inner[0], from), sign);
  const after = markedPart(value.slice(to, inner[1]), sign);
  return { from: outer[0], to: outer[1], before, words: value.slice(from, to), after };
}

function markedPart(words, sign) {
  const bare = words.trim();
  return bare ? words.replace(bare, () => sign + bare + sign) : words;
}

function mark(value, piece, spans, kind) {
  const isCrossed = ({ inner }) => inner[0] < piece.to && piece.from < inner[1] && (piece.from < inner[0] || inner[1] < piece.to);
  const touched = spans.filter((span) => span.kind === kind && span.outer[0] <= piece.to && piece.from <= span.outer[1]);
  // Marks lie inside each other or apart; where they would cross, the new one takes all in.
  const taken = [...touched, ...spans.filter((span) => span.kind !== kind && isCrossed(span))];
  const from = Math.min(piece.from, ...taken.map(({ outer }) => outer[0]));
  const to = Math.max(piece.to, ...taken.map(({ outer }) => outer[1]));
  const signs = touched.flatMap(({ outer, inner }) => [plain(outer[0], inner[0], ""), plain(inner[1], outer[1], "")]);
  signs.sort((one, other) => one.from - other.from);
  const { words } = joined(value, [plain(from, from, ""), ...signs, plain(to, to, "")]);
  return { from, to, before: SIGNS[kind], words, after: SIGNS[kind] };
}
