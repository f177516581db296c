// What each piece of a line of Markdown is, for showing it while it is written: functions from text
// to tokens, which touch no page. The server's renderer decides what readers see; where reading a
// line alone cannot tell, it is shown as plain text.

const SIGNS = ["mark", "bold", "italic", "struck", "code", "link", "wiki", "note", "source", "address"];
const BIT = Object.fromEntries(SIGNS.map((name, place) => [name, 1 << place]));
const LONGEST_LINE = 20_000; // a longer line is hardly a paragraph: it is shown as it is
const QUOTE = /^(?: {0,3}>[ \t]?)+/;
const ITEM = /^[ \t]*(?:[-*+•]|\d{1,9}[.)])(?:[ \t]+|$)/;
const FENCE = /^(?:[ \t]{0,3}>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})/;
const WORD = /[\p{L}\p{N}]/u;
// In the order in which they win over each other.
const WORDS = new RegExp(
  [
    "(?<escape>\\\\[!-/:-@[-`{-~])",
    "(?<code>(?<ticks>(?<!`)`+(?!`))(?:.*?[^`])\\k<ticks>(?!`))",
    "(?<wiki>\\[\\[(?!\\s*\\]\\])[^[\\]]+\\]\\])",
    "(?<note>\\[\\^[^\\]\\s]+\\])",
    "(?<source>\\[(?:[^[\\]@]*\\s)?-?@[\\p{L}\\p{N}_][^[\\]]*\\](?!\\())",
    "(?<link>!?\\[(?:[^[\\]\\\\]|\\\\.|\\[[^\\]]*\\])*\\](?:\\([^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)*(?:\\s+\"[^\"]*\")?\\)|\\[[^[\\]]+\\]))",
    "(?<address><[^<>\\s]+[:@][^<>\\s]+>|\\b(?:https?://|www\\.)[^\\s<>\\[\\]]*[^\\s<>\\[\\].,;:!?)\"'*_~]|\\b(?:doi:)?10\\.\\d{4,9}/[^\\s<>\\[\\]]*[^\\s<>\\[\\].,;:!?)\"'*_~])",
    "(?<run>\\*+|_+|~~)",
  ].join("|"),
  "gu",
);

const LETTERS = { ø: "o", æ: "ae", œ: "oe", ð: "d", þ: "th", đ: "d", ł: "l", ħ: "h", ı: "i", ß: "ss" };

// The signs that will end the block of code that a line is in or begins, or nothing.
export function fenceAfter(line, state) {
  const fence = FENCE.exec(line)?.[1] ?? "";
  if (state) return fence[0] === state[0] && fence.length >= state.length && /^[\s>]*[`~]+\s*$/.test(line) ? "" : state;
  return fence[0] === "`" && line.split(fence).slice(1).join("").includes("`") ? "" : fence;
}

// A line's kind and its tokens, [words, names of what they are], and the state that the next line
// begins in, as fenceAfter gives it.
export function readLine(line, state = "") {
  const after = fenceAfter(line, state);
  if (state || after) return { kind: "code", tokens: [[line, state && after ? "" : "mark"]], state: after };
  if (line.length > LONGEST_LINE) return { kind: "text", tokens: [[line, ""]], state };
  const { kind, start } = kindOf(line);
  const bits = new Uint16Array(line.length).fill(BIT.mark, 0, start);
  if (kind === "rule") bits.fill(BIT.mark);
  else if (/^table/.test(kind)) markCells(line, bits, kind);
  if (!/^(rule|prompt)$/.test(kind)) readWords(line, start, bits);
  return { kind, tokens: tokensOf(line, bits), state };
}

// The lines of a text, as readLine reads them one after another.
export function readText(text) {
  let state = "";
  return text.split("\n").map((line) => {
    const read = readLine(line, state);
    state = read.state;
    return read;
  });
}

// The places of links, code and the like in a text, and of the words of `[a link](address)`.
export function unitsOf(text) {
  const found = [...text.matchAll(WORDS)].filter(({ groups }) => !groups.run && !groups.escape);
  return found.map(({ 0: words, index, groups }) => ({
    outer: [index, index + words.length],
    inner: groups.link ? wordsOf(words).map((place) => index + place) : [Infinity, 0],
  }));
}

// Where the words of a link begin and end in it.
const wordsOf = (link) => [link.startsWith("!") ? 2 : 1, /\](?:\([^\]]*\)|\[[^[\]]+\])$/.exec(link)?.index ?? link.length - 1];

// What is bold, italic or struck through in a text: which of these, and its outer and inner places. Of
// three signs, the inner one is taken as italic.
export function spansOf(text) {
  const pairs = readWords(text, 0, new Uint16Array(text.length), 1);
  return pairs.map(({ kind, from, to, length }) => ({ kind, outer: [from, to], inner: [from + length, to - length] }));
}

// The headings of a text, each with what a link to it says: its words, or its id where they would end the link or lead
// to another heading. The ids are those of the server's wiki/markup/slugs.py and headings.py.
export function sectionsOf(text) {
  const counts = new Map();
  const taken = new Set();
  const headings = readText(text).filter(({ kind }) => kind.startsWith("heading"));
  return headings.map(wordsShown).filter(Boolean).map((words) => {
    const slug = slugOf(words) || "x";
    let id = slug;
    for (; taken.has(id); id = `${slug}-${counts.get(slug)}`) counts.set(slug, (counts.get(slug) ?? 1) + 1);
    taken.add(id);
    return [words, id === slugOf(words) && words.length <= 120 && !/[[\]|#]/.test(words) ? words : id];
  });
}

const wordsShown = ({ tokens }) => tokens.filter(([, names]) => !/\bmark\b/.test(names)).map(([piece]) => piece).join("").trim();

function slugOf(words) {
  const plain = words.toLowerCase().replace(/[øæœðþđłħıß]/g, (letter) => LETTERS[letter]).normalize("NFKD").toLowerCase();
  const slug = plain.replace(/[\p{M}\p{Cf}]/gu, "").match(/[a-z0-9]+/g)?.join("-") ?? "";
  return slug.length <= 80 ? slug : slug.slice(0, 81).replace(/-[^-]*$/, "").slice(0, 80);
}

function kindOf(line) {
  const quote = QUOTE.exec(line)?.[0] ?? "";
  const rest = line.slice(quote.length);
  if (!line.trim()) return { kind: "blank", start: 0 };
  if (/^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)$/.test(rest)) return { kind: "rule", start: 0 };
  if (/^ {0,3}%%(?=[ \t]|$)/.test(rest)) return { kind: "prompt", start: 0 };
  const heading = /^ {0,3}(#{1,6})[ \t]+/.exec(rest);
  if (heading) return { kind: `heading-${heading[1].length}`, start: quote.length + heading[0].length };
  const callout = quote && /^\[![\p{L}]+\]/u.exec(rest);
  if (callout) return { kind: "callout", start: quote.length + callout[0].length };
  const label = /^ {0,3}(?:\[\^[^\]]+\]:|\*\[[^\]]+\]:|:(?=[ \t])|\[[^\]]+\]:(?=[ \t]))/.exec(rest);
  if (label) return { kind: "definition", start: quote.length + label[0].length };
  if (/^\s*\|/.test(rest)) return { kind: /^[\s|:-]+$/.test(rest) ? "table-rule" : "table", start: quote.length };
  const item = ITEM.exec(rest)?.[0] ?? "";
  const task = item && /^\[[ xX]\](?=[ \t])/.exec(rest.slice(item.length));
  const start = quote.length + item.length + (task ? task[0].length : 0);
  if (task) return { kind: /x/i.test(task[0]) ? "task-done" : "task", start };
  return { kind: quote ? "quote" : item ? "item" : "text", start };
}

function markCells(line, bits, kind) {
  for (let place = 0; place < line.length; place += 1) {
    if (kind === "table-rule" || (line[place] === "|" && line[place - 1] !== "\\")) bits[place] |= BIT.mark;
  }
}

// Marks what the words are, and gives the pairs of signs around some of them.
function readWords(line, start, bits, ofThree = 2) {
  const runs = [];
  const cover = (from, to, bit) => { for (let place = from; place < to; place += 1) bits[place] |= bit; };
  WORDS.lastIndex = start;
  for (let found; (found = WORDS.exec(line)); ) {
    const { 0: words, index: from, groups } = found;
    const to = from + words.length;
    if (groups.run) runs.push(runAt(line, from, words));
    else if (groups.escape) cover(from, from + 1, BIT.mark);
    else if (groups.code) coverEnds(from, to, groups.ticks.length, BIT.code);
    else if (groups.wiki) readWiki(from, words);
    else if (groups.note) coverEnds(from, to, 1, BIT.note);
    else if (groups.source) coverEnds(from, to, 1, BIT.source);
    else if (groups.address) cover(from, to, BIT.address);
    else if (groups.link) readLink(from, words);
  }
  const pairs = pairsOf(runs, ofThree);
  for (const { kind, from, to, length } of pairs) coverEnds(from, to, length, BIT[kind]);
  return pairs;

  function coverEnds(from, to, length, bit) {
    cover(from, to, bit);
    cover(from, from + length, BIT.mark);
    cover(to - length, to, BIT.mark);
  }

  function readWiki(from, words) {
    coverEnds(from, from + words.length, 2, BIT.wiki);
    const bar = words.indexOf("|");
    if (bar > 0) cover(from + 2, from + bar + 1, BIT.mark);
  }

  // The words of a link are read on, so that bold in them is shown; its address is a mark.
  function readLink(from, words) {
    const [opening, middle] = wordsOf(words);
    cover(from, from + words.length, BIT.link);
    cover(from, from + opening, BIT.mark);
    cover(from + middle, from + words.length, BIT.mark);
    const part = line.slice(0, from + middle);
    for (const found of part.slice(from + opening).matchAll(/\*+|_+/g)) runs.push(runAt(part, from + opening + found.index, found[0]));
  }
}

function runAt(line, from, words) {
  const [before, after] = [line[from - 1] ?? " ", line[from + words.length] ?? " "];
  const isUnderscore = words[0] === "_";
  const isLeft = !/\s/.test(after) && (WORD.test(after) || /\s/.test(before) || !WORD.test(before));
  const isRight = !/\s/.test(before) && (WORD.test(before) || /\s/.test(after) || !WORD.test(after));
  return {
    sign: words[0], from, to: from + words.length,
    opens: isLeft && !(isUnderscore && WORD.test(before)),
    closes: isRight && !(isUnderscore && WORD.test(after)),
  };
}

// Each run that closes is paired with the nearest that opens, as CommonMark does; of runs of three
// signs and more, so many are taken first.
function pairsOf(runs, ofThree) {
  const pairs = [];
  const open = [];
  for (const run of runs) {
    while (run.closes && run.from < run.to) {
      const place = open.findLastIndex((one) => one.sign === run.sign);
      if (place < 0) break;
      const opener = open[place];
      open.length = place + 1; // what was opened in between ends nowhere
      const signs = Math.min(opener.to - opener.from, run.to - run.from);
      const length = run.sign === "~" ? 2 : signs < 3 ? signs : ofThree;
      const kind = run.sign === "~" ? "struck" : length === 2 ? "bold" : "italic";
      pairs.push({ kind, from: opener.to - length, to: run.from + length, length });
      opener.to -= length;
      run.from += length;
      if (opener.from >= opener.to) open.pop();
    }
    if (run.opens && run.from < run.to) open.push(run);
  }
  return pairs;
}

function tokensOf(line, bits) {
  const tokens = [];
  for (let from = 0, to; from < line.length; from = to) {
    to = from + 1;
    while (to < line.length && bits[to] === bits[from]) to += 1;
    tokens.push([line.slice(from, to), SIGNS.filter((name) => bits[from] & BIT[name]).join(" ")]);
  }
  return tokens;
}
