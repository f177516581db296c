// What the buttons of the editor make of a text: functions from a text and a selection to an edit,
// {from, to, words, select: [from, to]}. They write what CommonMark reads, and touch no page.

const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [{ listed, wholeLines }, { fenceAfter, unitsOf }] = await Promise.all(["lists", "tokens"].map(load));

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

// The start of a line that is no part of its words: quotes, then a list's mark, a task's box, a heading.
const PREFIX = /^(?:[ \t]{0,3}>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)*(?:#{1,6}[ \t]+)?/;
const START = new RegExp(`${PREFIX.source}(?:%%[ \\t]*|(?:\\[\\^?|\\*\\[)[^\\]]+\\]:[ \\t]*|\\[!\\p{L}+\\][ \\t]*|:[ \\t]+)?`, "u"); // a note's label too
const WORD = /[\p{L}\p{N}]/u;
const SIDES = /[.,;:!?"'”’“„»«…–—]/;
const SIGNS = { bold: "**", italic: "*", struck: "~~" };

export function emphasise(value, from, to, kind) {
  if (from === to) return surround(value, from, to, SIGNS[kind], SIGNS[kind]);
  const pieces = piecesOf(value, from, to).map((piece) => inside(value, piece)).filter((piece) => piece.from < piece.to).map((piece) => widened(value, piece));
  const states = pieces.map((piece) => ({ piece, spans: spansOf(value, piece.block, kind) }));
  const isMarked = states.every(({ piece, spans }) => spans.some((span) => covers(span, piece)));
  const changes = states.map(({ piece, spans }) => {
    const around = spans.find((span) => covers(span, piece));
    if (isMarked) return unmark(value, piece, around);
    return around ? plain(piece.from, piece.to, value.slice(piece.from, piece.to)) : mark(value, piece, spans, kind);
  });
  return joined(value, changes);
}

export function bracket(value, from, to) {
  const links = linksIn(value);
  const around = linkAround(links, from, to);
  if (around) return around.isWiki && !around.words.includes("|") ? unlinked(around, from, to) : { from, to: from, words: "", select: around.target };
  if (from === to) return surround(value, from, to, "[[", "]]");
  const pieces = piecesOf(value, from, to, true).map((piece) => {
    const start = value.startsWith("[[", piece.from) ? piece.from + 2 : piece.from;
    const end = value.endsWith("]]", piece.to) && piece.to - 2 >= start ? piece.to - 2 : piece.to;
    const isLinked = value.endsWith("[[", start) && value.startsWith("]]", end);
    return { ...piece, from: start, to: end, isLinked };
  });
  // A link holds no link.
  const free = pieces.filter((piece) => piece.isLinked || isApart(value, links, piece));
  const isOn = !free.every((piece) => piece.isLinked);
  return joined(value, free.map((piece) => {
    const words = value.slice(piece.from, piece.to);
    if (!isOn) return plain(piece.from - 2, piece.to + 2, words);
    const [before, after] = piece.isLinked ? ["", ""] : ["[[", "]]"];
    return { from: piece.from, to: piece.to, before, words, after };
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
const isApart = (value, links, piece) => !divides(value, piece) && !links.some((other) => other.from < piece.to && piece.from < other.to);

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
export function code(value, from, to) {
  if (!value.slice(from, to).trim().includes("\n")) {
    const chosen = trimmed(value, from, to);
    if (chosen.from >= chosen.to) return surround(value, from, to, "`", "`");
    const { from: start, to: end } = widened(value, chosen);
    const words = value.slice(start, end);
    const { start: line } = wholeLines(value, start, end);
    if (isRow(value.slice(line, end)) && /(?<!\\)\|/.test(words)) return codeCells(value, piecesOf(value, start, end));
    const inner = /^(`+)([^`][\s\S]*?)\1$/.exec(words)?.[2].trim();
    if (inner) return { from: start, to: end, words: inner, select: [start, start + inner.length] };
    const ticks = "`".repeat(longest(words, /`+/g) + 1);
    const gap = ticks.length > 1 ? " " : ""; // so that ticks of the words' own do not touch the marks
    return joined(value, [{ from: start, to: end, before: ticks + gap, words, after: gap + ticks }]);
  }
  const { start, end } = wholeLines(value, from, to);
  if (cuts(linesOf(value), start, end)) return null;
  const lines = value.slice(start, end);
  const fenced = /^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?\1$/.exec(lines)?.[2];
  if (fenced !== undefined) return { from: start, to: end, words: fenced, select: [start, start + fenced.length] };
  const fence = "`".repeat(Math.max(3, longest(lines, /^\s*`+/gm) + 1));
  const words = `${fence}\n${lines}\n${fence}`;
  return { from: start, to: end, words, select: [start, start + words.length] };
}

// Code in each of some cells of a table, or in none.
function codeCells(value, cells) {
  const chosen = cells.map((cell) => {
    const [from, to] = [value[cell.from - 1] === "`" ? cell.from - 1 : cell.from, value[cell.to] === "`" ? cell.to + 1 : cell.to];
    return { from, to, words: value.slice(from, to) };
  });
  const bare = chosen.map((cell) => ({ ...cell, words: /^`([^`]+)`$/.exec(cell.words)?.[1] }));
  const isOn = !bare.every(({ words }) => words);
  return joined(value, (isOn ? chosen : bare).map(({ from, to, words }) => {
    const tick = isOn && !words.includes("`") ? "`" : "";
    return { from, to, before: tick, words, after: tick };
  }));
}

const longest = (words, runs) => Math.max(0, ...[...words.matchAll(runs)].map(([run]) => run.trim().length));

// The next free number behind what is chosen, and its note at the end: one edit, so one press of undo.
export function footnote(value, from, to) {
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

// With nothing selected: the marks with the caret between them, or none where they are already.
function surround(value, from, to, before, after) {
  const isThere = value.slice(from - before.length, from) === before && value.slice(to, to + after.length) === after;
  if (isThere) return { from: from - before.length, to: to + after.length, words: "", select: [from - before.length, from - before.length] };
  return { from, to, words: before + after, select: [from + before.length, from + before.length] };
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
  const pieces = [];
  let open = null; // the piece that the next line of the same paragraph continues
  for (const line of linesOf(value)) {
    const words = value.slice(line.from, line.to);
    const begins = line.from + START.exec(words)[0].length;
    if (line.isCode || !words.trim() || begins >= line.to) { open = null; continue; }
    const parts = /^\s*\|/.test(words) ? cellsOf(words, line.from) : [{ from: begins, to: line.to }];
    for (const part of parts) {
      const isMore = open && parts.length === 1 && begins - line.from === words.length - words.trimStart().length && !isByLine;
      const block = isMore ? open.block : { from: part.from, to: part.to };
      if (isMore) block.to = part.to;
      const piece = isMore && open.piece;
      const chosen = trimmed(value, Math.max(from, part.from), Math.min(to, part.to));
      if (chosen.from < chosen.to && piece) piece.to = chosen.to;
      else if (chosen.from < chosen.to) pieces.push({ ...chosen, block });
      const last = chosen.from < chosen.to ? pieces.at(-1) : piece || null;
      open = parts.length === 1 && !/^\s*#/.test(words) ? { block, piece: last } : null;
    }
  }
  return pieces;
}

const isRow = (words) => /^[\s>]*\|/.test(words);

// Whether lines begin or end within a table or a block of code.
const cuts = (lines, start, end) => lines.some(({ from, isMore }) => isMore && (from === start || from === end + 1));

function linesOf(value) {
  const lines = [];
  let from = 0;
  let fence = "";
  for (const words of value.split("\n")) {
    const after = fenceAfter(words, fence);
    const isCode = Boolean(fence || after);
    const isTable = !isCode && isRow(words);
    lines.push({ from, to: from + words.length, isCode, isTable, isMore: Boolean(fence) || (isTable && Boolean(lines.at(-1)?.isTable)) });
    fence = after;
    from += words.length + 1;
  }
  return lines;
}

function cellsOf(words, start) {
  if (/^[\s|:-]+$/.test(words)) return []; // the line below the head of a table
  return [...words.matchAll(/(?:\\.|\[\[[^[\]]*\]\]|[^|\\])+/g)].map((cell) => ({ from: start + cell.index, to: start + cell.index + cell[0].length }));
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

function divides(value, piece) {
  const { from, to } = widened(value, piece, true);
  return from < piece.from || piece.to < to;
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

// The parts of a block that are bold, or italic: outer and inner places of each.
function spansOf(value, block, kind) {
  const text = value.slice(block.from, block.to);
  const spans = [];
  let open = null;
  for (const found of text.matchAll(/(`+)[\s\S]*?[^`]\1(?!`)|\\[\s\S]|\*{1,3}|_{1,3}|~~/g)) {
    const [run] = found;
    if (!(kind === "struck" ? /^~~$/ : /^(\*+|_+)$/).test(run) || (run.length !== 3 && run.length !== SIGNS[kind].length)) continue;
    const [before, after] = [text[found.index - 1] ?? " ", text[found.index + run.length] ?? " "];
    const isUnderscore = run[0] === "_";
    const opens = !/\s/.test(after) && !(isUnderscore && WORD.test(before));
    const closes = !/\s/.test(before) && !(isUnderscore && WORD.test(after));
    // Of three, the inner one is taken as italic.
    const inRun = run.length < 3 ? 0 : kind === "bold" ? (open ? 1 : 0) : (open ? 0 : 2);
    const at = block.from + found.index + inRun;
    const end = at + SIGNS[kind].length;
    if (open && closes && open.sign === run[0]) {
      spans.push({ outer: [open.at, end], inner: [open.end, at] });
      open = null;
    } else if (!open && opens) {
      open = { at, end, sign: run[0] };
    }
  }
  return spans;
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
  const touched = spans.filter(({ outer }) => outer[0] <= piece.to && piece.from <= outer[1]);
  // Marks lie inside each other or apart; where they would cross, the new one takes all in.
  const others = Object.keys(SIGNS).filter((other) => other !== kind);
  const crossed = others.flatMap((other) => spansOf(value, piece.block, other)).filter(
    ({ inner }) => inner[0] < piece.to && piece.from < inner[1] && (piece.from < inner[0] || inner[1] < piece.to),
  );
  const from = Math.min(piece.from, ...[...touched, ...crossed].map(({ outer }) => outer[0]));
  const to = Math.max(piece.to, ...[...touched, ...crossed].map(({ outer }) => outer[1]));
  const bared = touched.map(({ outer, inner }) => plain(...outer, value.slice(...inner)));
  const { words } = joined(value, [plain(from, from, ""), ...bared, plain(to, to, "")]);
  return { from, to, before: SIGNS[kind], words, after: SIGNS[kind] };
}

// ---- Headings, lists, quotations -----------------------------------------------------------

const LIST = /^([-*+]|\d{1,9}[.)])([ \t]+|$)/;
const NOTICE = /^ {0,3}> ?\[!\p{L}+!?\][+-]?\s*/u;

export function startLines(value, from, to, kind) {
  const { to: last, ...touched } = wholeLines(value, from, to);
  const { start, end } = kind === "notice" ? quotedAround(value, touched) : touched;
  const isQuoting = /^(?:quote|notice)$/.test(kind);
  const all = linesOf(value);
  const lines = all.filter((line) => start <= line.from && line.from <= end)
    .map((line) => ({ ...line, words: value.slice(line.from, line.to), isCode: line.isCode || (line.isTable && !isQuoting) }));
  // A table and code stay as they are, or are quoted as a whole.
  const isFixed = lines.some(({ isCode }) => isCode) && lines.every(({ isCode, words }) => isCode || !words.trim());
  if (isQuoting ? cuts(all, start, end) : isFixed) return null;
  const level = /^heading-(\d)$/.exec(kind)?.[1];
  const change = { paragraph: paragraphs, quote: quotation, notice }[kind] ?? (level ? (chosen) => headings(chosen, Number(level)) : (chosen) => listed(chosen, kind));
  const { result, isOn } = change(lines);
  const words = apart(value, start, end, result.join("\n"), kind, isOn);
  const lead = /^\n*/.exec(words)[0].length - /^\n*/.exec(result.join("\n"))[0].length;
  const made = start + lead + result.join("\n").length;
  const shift = lead + result.join("\n").length - (end - start);
  const held = (place) => (NOTICE.test(value.slice(start, place)) ? unnoticed(value.slice(start, place).split("\n")).join("\n").length : 0);
  const isUnnoticed = kind === "notice" && !isOn;
  const kept = [from, last].map((place) => Math.min(made, Math.max(start + lead, isUnnoticed ? start + lead + held(place) : place + shift)));
  const isMany = value.slice(touched.start, touched.end).includes("\n");
  return { from: start, to: end, words, select: isMany ? [start + lead, made] : kept };
}

// A blank line where the next or the former line would otherwise be read as part of the same.
function apart(value, start, end, words, kind, isOn) {
  const before = value.slice(0, start).split("\n").at(-2) ?? "";
  const after = value.slice(end + 1).split("\n")[0];
  const isItem = (line) => LIST.test(line.trimStart());
  const isHeading = kind.startsWith("heading");
  const takesIn = !isHeading && after.trim() && !/^\s*(#{1,6} |>|```|~~~|\|)/.test(after);
  const follows = isOn ? takesIn && !isItem(after) : takesIn && /^\s*\d/.test(after) && isItem(after);
  const leads = !isOn && !isHeading && (/^(?:quote|notice)$/.test(kind) ? /^\s*>/.test(before) : isItem(before) || /^\s{2,}\S/.test(before));
  return (leads ? "\n" : "") + words + (follows ? "\n" : "");
}

const bare = (words) => words.slice(PREFIX.exec(words)[0].length);

function headings(lines, level) {
  const sign = `${"#".repeat(level)} `;
  const isOn = !lines.every((line) => line.isCode || !line.words.trim() || line.words.trimStart().startsWith(sign)) || isBlank(lines);
  const result = lines.map(({ words, isCode }) => (isCode || (!words.trim() && lines.length > 1) ? words : (isOn ? sign : "") + bare(words)));
  return { result, isOn };
}

// Each heading, item and quotation becomes a paragraph.
function paragraphs(lines) {
  const result = [];
  let isOpen = false;
  for (const { words, isCode } of lines) {
    const isMarked = !isCode && bare(words) !== words;
    if (isOpen && isMarked && words.trim()) result.push("");
    result.push(isMarked ? bare(words) : words);
    isOpen = Boolean(words.trim()) && !isCode;
  }
  return { result, isOn: true };
}

function notice(lines) {
  const isOn = !NOTICE.test(lines.find(({ words }) => words.trim())?.words ?? "");
  if (!isOn) return { result: unnoticed(lines.map(({ words }) => words)), isOn };
  const isQuoted = lines.every(({ words }) => /^ {0,3}>/.test(words) || !words.trim()) && !isBlank(lines);
  return { result: ["> [!NOTE]", ...(isQuoted ? lines.map(({ words }) => words) : quotation(lines).result)], isOn };
}

// The words of a callout; a line with nothing but its label goes.
function unnoticed(lines) {
  const rest = (line) => line.replace(NOTICE.test(line) ? NOTICE : /^ {0,3}> ?/, "");
  const result = lines.filter((line) => !NOTICE.test(line) || rest(line)).map(rest);
  return result.length ? result : [""];
}

// A notice is made of the whole of a quotation, and undone as a whole.
function quotedAround(value, { start, end }) {
  const before = (place) => value.slice(0, place).lastIndexOf("\n") + 1;
  const isQuoted = (place) => /^ {0,3}>/.test(value.slice(place, place + 4));
  while (start > 0 && isQuoted(start) && isQuoted(before(start - 1))) start = before(start - 1);
  while (end < value.length && isQuoted(before(end)) && isQuoted(end + 1)) end = wholeLines(value, end + 1, end + 1).end;
  return { start, end };
}

function quotation(lines) {
  const isOn = !lines.every(({ words }) => /^ {0,3}>/.test(words) || !words.trim()) || isBlank(lines);
  const result = lines.map(({ words }) => {
    if (!isOn) return words.replace(/^ {0,3}> ?/, "");
    return words.trim() || lines.length === 1 ? `> ${words}` : ">";
  });
  return { result, isOn };
}

const isBlank = (lines) => lines.every(({ words }) => !words.trim());
