// What the buttons of the editor make of whole lines: headings, lists, quotations, notices. As in
// marks.js, functions from a text and a selection to an edit.

const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [{ listed, wholeLines }, { fenceAfter }] = await Promise.all(["lists", "tokens"].map(load));

// The start of a line that is no part of its words: quotes, then a list's mark, a task's box, a heading.
const PREFIX = /^(?:[ \t]{0,3}>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)*(?:#{1,6}[ \t]+)?/;
// What stands before a line's words, and a note's label too.
const START = new RegExp(`${PREFIX.source}(?:%%[ \\t]*|(?:\\[\\^?|\\*\\[)[^\\]]+\\]:[ \\t]*|\\[!\\p{L}+\\][ \\t]*|:[ \\t]+)?`, "u");
const LIST = /^([-*+]|\d{1,9}[.)])([ \t]+|$)/;
const NOTICE = /^ {0,3}> ?\[!\p{L}+!?\][+-]?\s*/u;

export function startLines(value, from, to, kind) {
  const { to: last, ...touched } = wholeLines(value, from, to);
  const { start, end } = kind === "notice" ? quotedAround(value, touched) : touched;
  const isQuoting = /^(?:quote|notice)$/.test(kind);
  const all = linesOf(value);
  const lines = all.filter((line) => start <= line.from && line.from <= end)
    .map((line) => ({ ...line, isCode: line.isCode || (line.isTable && !isQuoting) }));
  // A table and code stay as they are, or are quoted as a whole.
  const isFixed = lines.some(({ isCode }) => isCode) && lines.every(({ isCode, words }) => isCode || !words.trim());
  if (isQuoting ? cuts(all, start, end) : isFixed) return null;
  const level = /^heading-(\d)$/.exec(kind)?.[1];
  const change = { paragraph: paragraphs, quote: quotation, notice }[kind] ?? (level ? (chosen) => headings(chosen, Number(level)) : (chosen) => listed(chosen, kind));
  const { result, isOn } = change(lines);
  const made = result.join("\n");
  const [lead, trail] = gaps(value, start, end, kind, isOn);
  const [first, until] = [start + lead.length, start + lead.length + made.length];
  const held = (place) => (NOTICE.test(value.slice(start, place)) ? unnoticed(value.slice(start, place).split("\n")).join("\n").length : 0);
  const isUnnoticed = kind === "notice" && !isOn;
  const kept = [from, last].map((place) => Math.min(until, Math.max(first, isUnnoticed ? first + held(place) : place + until - end)));
  const isMany = value.slice(touched.start, touched.end).includes("\n");
  return { from: start, to: end, words: lead + made + trail, select: isMany ? [first, until] : kept };
}

// A blank line above or below, where the former or the next line would otherwise be read as part of the same.
function gaps(value, start, end, kind, isOn) {
  const before = value.slice(0, start).split("\n").at(-2) ?? "";
  const after = value.slice(end + 1).split("\n")[0];
  const isItem = (line) => LIST.test(line.trimStart());
  const isHeading = kind.startsWith("heading");
  const takesIn = !isHeading && after.trim() && !/^\s*(#{1,6} |>|```|~~~|\|)/.test(after);
  const follows = isOn ? takesIn && !isItem(after) : takesIn && /^\s*\d/.test(after) && isItem(after);
  const leads = !isOn && !isHeading && (/^(?:quote|notice)$/.test(kind) ? /^\s*>/.test(before) : isItem(before) || /^\s{2,}\S/.test(before));
  return [leads ? "\n" : "", follows ? "\n" : ""];
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
  const result = lines.flatMap(({ words, isCode }, at) => {
    const isMarked = !isCode && bare(words) !== words;
    const isBelowWords = at > 0 && lines[at - 1].words.trim() && !lines[at - 1].isCode;
    return [...(isBelowWords && isMarked && words.trim() ? [""] : []), isMarked ? bare(words) : words];
  });
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

// The lines that are touched become a block of code, or lose its fences.
export function fenced(value, from, to) {
  const { start, end } = wholeLines(value, from, to);
  if (cuts(linesOf(value), start, end)) return null;
  const lines = value.slice(start, end);
  const fence = "`".repeat(Math.max(3, longest(lines, /^\s*`+/gm) + 1));
  const words = /^(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n?\1$/.exec(lines)?.[2] ?? `${fence}\n${lines}\n${fence}`;
  return { from: start, to: end, words, select: [start, start + words.length] };
}

export const longest = (words, runs) => Math.max(0, ...[...words.matchAll(runs)].map(([run]) => run.trim().length));

// ---- Lines ---------------------------------------------------------------------------------

export const isRow = (words) => /^[\s>]*\|/.test(words);

// Whether lines begin or end within a table or a block of code.
const cuts = (lines, start, end) => lines.some(({ from, isMore }) => isMore && (from === start || from === end + 1));

export function linesOf(value) {
  const lines = [];
  let from = 0;
  let fence = "";
  for (const words of value.split("\n")) {
    const after = fenceAfter(words, fence);
    const isCode = Boolean(fence || after);
    const isTable = !isCode && isRow(words);
    lines.push({ words, from, to: from + words.length, isCode, isTable, isMore: Boolean(fence) || (isTable && Boolean(lines.at(-1)?.isTable)) });
    fence = after;
    from += words.length + 1;
  }
  return lines;
}

// The places of paragraphs, items, headings and cells; with `isByLine`, of each line of a paragraph.
export function blocksOf(value, isByLine) {
  const blocks = [];
  let open = null; // the paragraph that the next line continues
  for (const line of linesOf(value)) {
    const { words } = line;
    const start = START.exec(words)[0];
    const isFull = !line.isCode && start.length < words.length;
    const isTable = /^\s*\|/.test(words);
    if (isFull && open && !start.trim() && !isTable) open.to = line.to;
    else if (isFull) blocks.push(...(isTable ? cellsOf(words, line.from) : [{ from: line.from + start.length, to: line.to }]));
    open = isFull && !isTable && !isByLine && !/^\s*#/.test(words) ? blocks.at(-1) : null;
  }
  return blocks;
}

// The cells of a row that begins at a place.
export function cellsOf(words, start) {
  if (/^[\s|:-]+$/.test(words)) return []; // the line below the head of a table
  return [...words.matchAll(/(?:\\.|\[\[[^[\]]*\]\]|[^|\\])+/g)].map((cell) => ({ from: start + cell.index, to: start + cell.index + cell[0].length }));
}
