// Formatted text as our Markdown: HTML as Word, Word on the web, Google Docs, LibreOffice, Excel and
// web pages put it on the clipboard. Every sign of the text is written so that it means itself.
// Touches no page; what it reads is parsed into a document of its own, where nothing runs or loads.

const BLOCKS = "address, article, aside, blockquote, body, center, dd, details, div, dl, dt, fieldset, figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hr, li, main, nav, ol, p, pre, section, summary, table, ul";
const HEADINGS = "h1, h2, h3, h4, h5, h6, p.MsoTitle, [role=heading]";
const JUNK = "style, script, meta, link, title, template, noscript, select, button, textarea, iframe, object, audio, video, svg, .mw-editsection, .mw-cite-backlink, .msocomanchor, .msocomtxt, del[cite^='mailto:'], [hidden], [aria-hidden=true]";
const HIDDEN = /display:none|mso-hide:all|mso-element:comment|mso-list:ignore/;
const FLAT_ITEM = /mso-list:[^;]*?level(\d)/;

// Returns the text, its notes (definitions that belong to the end), whether it is part of a
// paragraph, and how many pictures and notes without their text were left out. `free` gives labels.
export function toMarkdown(html, free) {
  const page = parse(html);
  const left = { pictures: 0, notes: 0 };
  prepare(page);
  const top = Math.min(...[...page.querySelectorAll(HEADINGS)].map(levelOf));
  const state = { top, left };
  const notes = takeNotes(page, free, state);
  nestItems(page);
  const blocks = blocksOf(page.body, state);
  while (notes.length && blocks.at(-1)?.kind === "line") blocks.pop(); // the line above the notes
  const isInline = blocks.length === 1 && blocks[0].kind === "paragraph" && !notes.length;
  return { words: join(blocks), notes, isInline, isCode: blocks.length === 1 && blocks[0].kind === "code", left };
}

// The content security policy would refuse, and report, each style of an element, also in a document
// that nobody sees. So styles get another name before they are parsed.
function parse(html) {
  const tag = /<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi;
  const renamed = html.replace(/<style\b.*?<\/style\s*>/gis, "").replace(tag, (all) => all.replace(/(["'\s])style(?=\s*=)/gi, "$1data-style"));
  return new DOMParser().parseFromString(renamed, "text/html");
}

const styleOf = (element) => (element.dataset.style ?? "").toLowerCase().replace(/\s*([:;])\s*/g, "$1");

function prepare(page) {
  for (const element of page.querySelectorAll(JUNK)) element.remove();
  for (const element of page.querySelectorAll("[data-style]")) {
    const css = styleOf(element);
    if (!HIDDEN.test(css)) continue;
    // The number or bullet that Word draws before an item says what kind of list it is.
    const item = css.includes("mso-list:ignore") && element.closest("p, div");
    if (item) item.dataset.mark ??= element.textContent.trim();
    element.remove();
  }
}

// ---- Notes ---------------------------------------------------------------------------------

const NOTE_MARK = /^(?:\[[^\]]{1,10}\]|\(?\d{1,3}\)?|[*†‡]|[a-z]|[ivxlc]+)$/i;
const NOTE_ADDRESS = /#(?:_(?:ft|ed)n\d|ftnt\d|cite_note|fn[:-]?\d|sd(?:foot|end)note\d+sym)/i;

// A mark with a link to a place below is a note: its text is taken from there.
function takeNotes(page, free, state) {
  const found = new Map();
  for (const link of page.querySelectorAll("a[href*='#']")) {
    const isWord = /mso-(?:foot|end)note-id/.test(styleOf(link));
    if (!isWord && !NOTE_MARK.test(link.textContent.trim())) continue;
    const id = fragmentOf(link.getAttribute("href"));
    const target = id && (page.getElementById(id) ?? page.querySelector(`a[name="${CSS.escape(id)}"]`));
    const mark = link.closest("sup") ?? link;
    if (!target && NOTE_ADDRESS.test(link.getAttribute("href"))) { state.left.notes += 1; mark.remove(); continue; }
    if (!target || !(link.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING)) continue;
    const note = noteAround(target);
    if (!found.has(note)) found.set(note, free());
    const reference = page.createElement("span");
    reference.dataset.note = found.get(note);
    mark.replaceWith(reference);
  }
  return [...found].map(([note, label]) => defineNote(note, label, state));
}

function fragmentOf(href) {
  try { return decodeURIComponent(href.split("#")[1]); } catch { return ""; }
}

function noteAround(target) {
  const own = target.closest("[data-style*='mso-element:footnote'], [data-style*='mso-element:endnote'], div[id^=sdfootnote], div[id^=sdendnote]");
  return own ?? target.closest("li, p, dd, aside, section, div") ?? target;
}

function defineNote(note, label, state) {
  for (const link of note.querySelectorAll("a[href*='#']")) {
    if (NOTE_MARK.test(link.textContent.trim()) || /^[↩↑^]/u.test(link.textContent.trim())) (link.closest("sup") ?? link).remove();
  }
  note.remove();
  const parts = { childNodes: note.matches("p") ? [note] : note.childNodes };
  return `[^${label}]: ${indent(join(blocksOf(parts, state)).replace(/^[\s^↑]+/, ""), 4)}`;
}

// ---- Lists that are only drawn -------------------------------------------------------------

// Word writes items as paragraphs, and Word on the web as lists of one item: both say their level.
function flatItem(element) {
  if (!element?.matches?.("p, div")) return null;
  const level = FLAT_ITEM.exec(styleOf(element))?.[1];
  if (level && !element.matches(HEADINGS)) {
    const mark = element.dataset.mark ?? "";
    return { element, level: Number(level), isOrdered: /^\(?(?:\d+|[a-z]|[ivxlc]+)[.)]/i.test(mark), start: Number.parseInt(mark, 10) || 1 };
  }
  const item = element.matches(".ListContainerWrapper") ? element.querySelector("li[data-aria-level]") : null;
  if (!item) return null;
  return { element, item, level: Number(item.dataset.ariaLevel), isOrdered: item.parentElement.localName === "ol", start: Number(item.getAttribute("data-aria-posinset")) || 1 };
}

function nestItems(page) {
  for (const element of page.querySelectorAll("p, div.ListContainerWrapper, div[data-style*='mso-list']")) {
    if (!element.parentElement || !flatItem(element)) continue;
    const place = page.createElement("div");
    element.before(place);
    const open = []; // the lists around the next item
    for (let next = flatItem(element); next; next = flatItem(place.nextElementSibling)) {
      addItem(page, place, open, next);
    }
    place.replaceWith(...place.childNodes);
  }
}

function addItem(page, place, open, { element, item, level, isOrdered, start }) {
  while (open.length && open.at(-1).level > level) open.pop();
  if (open.length && open.at(-1).level === level && open.at(-1).isOrdered !== isOrdered) open.pop();
  if (!open.length || open.at(-1).level < level) {
    const list = page.createElement(isOrdered ? "ol" : "ul");
    if (isOrdered) list.setAttribute("start", start);
    (open.at(-1)?.list.lastElementChild ?? place).append(list);
    open.push({ list, level, isOrdered });
  }
  const entry = page.createElement("li");
  entry.append(...(item ?? element).childNodes);
  open.at(-1).list.append(entry);
  element.remove();
}

// ---- Blocks --------------------------------------------------------------------------------

function blocksOf(parent, state) {
  const blocks = [];
  let inline = [];
  const flush = () => { blocks.push(...paragraphsOf(inline, state)); inline = []; };
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.ELEMENT_NODE && (node.matches(BLOCKS) || node.querySelector(BLOCKS))) {
      flush();
      for (const block of blockOf(node, state, blocks.at(-1))) blocks.push(block);
    } else inline.push(node);
  }
  flush();
  return blocks;
}

function blockOf(element, state, before) {
  const level = element.matches(HEADINGS) ? levelOf(element) : null;
  if (level !== null) {
    const words = wordsOf(runsOf([element], state).map((run) => ({ ...run, bold: false }))).replaceAll("\\\n", " ");
    return words ? [{ kind: "heading", words: `${"#".repeat(Math.min(level - state.top + 2, 6))} ${words}` }] : [];
  }
  switch (element.localName) {
    case "hr": return [{ kind: "line", words: "---" }];
    case "pre": return codeOf(element);
    case "ul": case "ol": return listOf(element, state, before);
    case "dl": return termsOf(element, state);
    case "table": return tableOf(element, state);
    case "blockquote": return quoteOf(blocksOf(element, state));
    default: return /Mso(?:Intense)?Quote/.test(element.className) ? quoteOf(blocksOf(element, state)) : blocksOf(element, state);
  }
}

function levelOf(element) {
  if (element.matches(".MsoTitle")) return 0;
  return Number(/^h(\d)$/.exec(element.localName)?.[1] ?? element.getAttribute("aria-level") ?? 2);
}

// Two line breaks end a paragraph, as in mails.
function paragraphsOf(nodes, state) {
  const parts = [[]];
  for (const run of runsOf(nodes, state)) {
    const last = parts.at(-1);
    if (run.isBreak && last.at(-1)?.isBreak) { last.pop(); parts.push([]); } else last.push(run);
  }
  return parts.map((runs) => guardLines(wordsOf(runs))).filter(Boolean).map((words) => ({ kind: "paragraph", words }));
}

function codeOf(element) {
  for (const line of element.querySelectorAll("br")) line.replaceWith("\n");
  const code = element.textContent.replaceAll("\u00a0", " ").replace(/^\n+|\s+$/g, "");
  const fence = "`".repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  const language = /\blang(?:uage)?-([\w+#-]+)/.exec(`${element.className} ${element.firstElementChild?.className ?? ""}`)?.[1] ?? "";
  return code ? [{ kind: "code", words: `${fence}${language}\n${code}\n${fence}` }] : [];
}

function quoteOf(blocks) {
  if (!blocks.length) return [];
  return [{ kind: "quote", words: join(blocks).split("\n").map((line) => `> ${line}`.trimEnd()).join("\n") }];
}

function listOf(list, state, before) {
  const kind = list.localName;
  const isOther = before?.kind === kind && !before.isOther; // or the two would be one list
  const items = [];
  let number = Number.parseInt(list.getAttribute("start") ?? 1, 10) || 1;
  for (const child of list.children) {
    if (!child.matches("li")) {
      const blocks = blocksOf({ childNodes: [child] }, state);
      if (items.length) items.at(-1).blocks.push(...blocks);
      else items.push({ mark: "- ", blocks });
      continue;
    }
    const mark = kind === "ul" ? `${isOther ? "*" : "-"} ` : `${number}${isOther ? ")" : "."} `;
    number += 1;
    items.push({ mark: mark + boxOf(child), width: mark.length, blocks: blocksOf(child, state) });
  }
  const lines = items.filter(({ blocks }) => blocks.length).map(({ mark, width, blocks }) => mark + indent(join(blocks), width ?? 2));
  return lines.length ? [{ kind, isOther, words: lines.join("\n") }] : [];
}

function boxOf(item) {
  const box = item.querySelector(":scope > input[type=checkbox], :scope > label > input[type=checkbox], :scope > p > input[type=checkbox]");
  const isChecked = item.getAttribute("role") === "checkbox" ? item.getAttribute("aria-checked") === "true" : box?.hasAttribute("checked");
  if (!box && item.getAttribute("role") !== "checkbox") return "";
  return isChecked ? "[x] " : "[ ] ";
}

function termsOf(list, state) {
  const lines = [];
  for (const part of list.querySelectorAll("dt, dd")) {
    const words = join(blocksOf(part, state));
    if (!words) continue;
    if (part.localName === "dd") lines.push(`: ${indent(words, 2)}`);
    else lines.push(lines.at(-1)?.startsWith(": ") ? `\n${words}` : words);
  }
  return lines.length ? [{ kind: "terms", words: lines.join("\n") }] : [];
}

function tableOf(table, state) {
  const cells = [...table.rows].flatMap((row) => [...row.cells]);
  if (cells.length === 1) return blocksOf(cells[0], state); // a frame around a text
  const caption = table.caption ? blocksOf(table.caption, state) : [];
  const { rows, sides } = gridOf(table, state);
  if (!rows.some((row) => row.some(Boolean))) return caption;
  const write = (row) => `| ${row.join(" | ")} |`;
  const rule = sides.map((side) => ({ right: "---:", center: ":---:" })[side] ?? "---");
  return [...caption, { kind: "table", words: [write(rows[0]), write(rule), ...rows.slice(1).map(write)].join("\n") }];
}

// The cells of a table by row and column. What spans several stands in the first of them.
function gridOf(table, state) {
  const rows = [...table.rows].map(() => []);
  const sides = [];
  [...table.rows].forEach((row, at) => {
    let column = 0;
    for (const cell of row.cells) {
      while (rows[at][column] !== undefined) column += 1;
      const words = blocksOf(cell, state).map((block) => block.words.replace(/\\?\n\s*/g, " ")).join(" ").replaceAll("|", "\\|");
      const isHead = cell.localName === "th" || at === 0;
      for (let down = 0; down < Math.min(cell.rowSpan || 1, rows.length - at); down += 1) {
        for (let right = 0; right < Math.min(cell.colSpan, 100); right += 1) rows[at + down][column + right] = down || right ? "" : isHead ? words.replace(/^\*\*([^*]+)\*\*$/, "$1") : words;
      }
      if (at) sides[column] ??= cell.getAttribute("align") ?? cell.querySelector("[align]")?.getAttribute("align") ?? /text-align:(\w+)/.exec(styleOf(cell))?.[1];
    }
  });
  const width = Math.max(0, ...rows.map((row) => row.length));
  return { rows: rows.map((row) => Array.from({ length: width }, (_cell, at) => row[at] ?? "")), sides: Array.from({ length: width }, (_side, at) => sides[at]) };
}

const indent = (words, width) => words.replace(/\n(?=[^\n])/g, `\n${" ".repeat(width)}`);

// A blank line between blocks, but none before a list below the words that it belongs to.
function join(blocks) {
  return blocks.map((block, at) => {
    const isClose = at > 0 && /^[uo]l$/.test(block.kind) && blocks[at - 1].kind === "paragraph" && blocks.length === 2;
    return (at === 0 ? "" : isClose ? "\n" : "\n\n") + block.words;
  }).join("");
}

// ---- Words ---------------------------------------------------------------------------------

const PLAIN = { bold: false, italic: false, strike: false, code: false, link: "" };

function runsOf(nodes, state, style = PLAIN) {
  return nodes.flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [{ ...style, text: node.data }];
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    if (node.dataset.note) return [{ ...PLAIN, text: "", raw: `[^${node.dataset.note}]` }];
    if (node.localName === "br") return node.matches(".Apple-interchange-newline") ? [] : [{ ...PLAIN, text: "", raw: "\\\n", isBreak: true }];
    if (node.localName === "img") { state.left.pictures += 1; return []; }
    const inner = runsOf([...node.childNodes], state, styled(node, style));
    return raised(node, inner);
  });
}

function styled(element, style) {
  const css = styleOf(element);
  const name = element.localName;
  const weight = /(?:^|;)font-weight:(\w+)/.exec(css)?.[1];
  const slant = /(?:^|;)font-style:(\w+)/.exec(css)?.[1];
  return {
    bold: weight ? weight.startsWith("bold") || Number(weight) >= 600 : style.bold || /^(?:b|strong)$/.test(name),
    italic: slant ? slant !== "normal" : style.italic || /^(?:i|em|cite|var|dfn)$/.test(name),
    strike: style.strike || /^(?:s|strike|del)$/.test(name) || /text-decoration[\w-]*:[^;]*line-through/.test(css),
    code: style.code || /^(?:code|kbd|samp|tt)$/.test(name) || /font-family:\W*(?:courier|consolas|menlo|monaco|[\w ]*mono\b)/.test(css),
    link: (name === "a" && addressOf(element)) || style.link,
  };
}

function addressOf(link) {
  const href = (link.getAttribute("href") ?? "").trim();
  const led = /^https:\/\/www\.google\.[a-z.]+\/url\?(.*)$/.exec(href);
  const address = (led && new URLSearchParams(led[1]).get("q")) || href;
  if (!/^(?:https?:\/\/|mailto:)[^\s]/i.test(address)) return "";
  const own = address.startsWith(`${location.origin}/`) ? address.slice(location.origin.length) : address;
  return own.replace(/[\s<>\\|]/g, encodeURIComponent);
}

const HIGH = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻";
const LOW = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋";

// Raised and lowered digits have signs of their own.
function raised(element, runs) {
  const css = styleOf(element);
  const isHigh = element.localName === "sup" || css.includes("vertical-align:super");
  const signs = isHigh ? HIGH : element.localName === "sub" || css.includes("vertical-align:sub") ? LOW : "";
  const text = runs.map((run) => run.text).join("").trim();
  if (!signs || !text || [...text].some((sign) => signs.indexOf(sign) % 2 !== 0)) return runs;
  return runs.map((run) => ({ ...run, text: [...run.text.trim()].map((sign) => signs[signs.indexOf(sign) + 1]).join("") }));
}

const STYLES = ["link", "strike", "bold", "italic", "code"];
const JOINED = STYLES.slice(0, 4);
const MARKS = { strike: "~~", bold: "**", italic: "*" };
const WORD = /[\p{L}\p{N}]/u;
const SIDE = /[.,;:!?"'”’“„»«…–—()]/;

function wordsOf(runs) {
  const even = spaced(runs);
  // A blank between two words in bold is bold as well, so that they have their marks once.
  even.forEach((run, at) => {
    if (run.raw || run.text.trim()) return;
    for (const name of JOINED) run[name] = even[at - 1]?.[name] === even[at + 1]?.[name] ? even[at - 1]?.[name] : PLAIN[name];
  });
  return emit(even, 0, "", "").replace(/^(?:\s|\\\n)+|(?:\s|\\\n)+$/g, "");
}

// White space as a browser shows it; a space that does not break stays beside a number.
function spaced(runs) {
  let before = " ";
  return runs.map((run) => {
    if (run.raw) { before = run.isBreak ? " " : "x"; return { ...run }; }
    let text = run.text.replace(/[\u200b\ufeff]/g, "").replace(/[\t\n\r ]*[\t\n\r ][\t\n\r \u00a0]*|\u00a0[\t\n\r ][\t\n\r \u00a0]*|\u00a0{2,}/g, " ");
    text = text.replace(/(\d?)\u00a0(?=(\d?))/g, (all, one, other) => (one || other ? all : `${one} `));
    if (/[ \u00a0]$/.test(before)) text = text.replace(/^[ \u00a0]+/, "");
    before = text || before;
    return { ...run, text };
  }).filter((run) => run.raw || run.text);
}

// Marks around runs of one style, those of links outermost.
function emit(runs, depth, before, after) {
  const name = STYLES[depth];
  if (!name) return runs.map((run) => run.raw ?? escape(run.text)).join("");
  let words = "";
  for (let from = 0; from < runs.length;) {
    let to = from + 1;
    while (to < runs.length && runs[to][name] === runs[from][name] && !runs[to].raw === !runs[from].raw) to += 1;
    const part = runs.slice(from, to);
    const last = words.at(-1) ?? before;
    const next = runs[to] ? (runs[to].raw ?? runs[to].text)[0] : after;
    if (name === "code" && part[0].code) words += codeIn(part.map((run) => run.text).join(""));
    else if (name === "link" && part[0].link) words = linked(words, part, depth, next);
    else if (part[0][name]) words += marked(MARKS[name], emit(part, depth + 1, last, next), last, next);
    else words += emit(part, depth + 1, last, next);
    from = to;
  }
  return words;
}

// Marks stand at words, not at blanks, nor where a sign between mark and word would undo them.
function marked(mark, inner, before, after) {
  let [, lead, core, trail] = /^(\s*)(.*?)(\s*)$/s.exec(inner);
  while (core && !lead && WORD.test(before) && SIDE.test(core[0])) [lead, core] = [lead + core[0], core.slice(1)];
  while (core && !trail && WORD.test(after) && SIDE.test(core.at(-1)) && core.at(-2) !== "\\") [trail, core] = [core.at(-1) + trail, core.slice(0, -1)];
  return core ? lead + mark + core + mark + trail : inner;
}

function codeIn(text) {
  const [, lead, core, trail] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  if (!core) return text;
  const ticks = "`".repeat(1 + Math.max(0, ...[...core.matchAll(/`+/g)].map(([run]) => run.length)));
  const gap = /^`|`$/.test(core) ? " " : "";
  return lead + ticks + gap + core + gap + ticks + trail;
}

function linked(before, runs, depth, after) {
  const href = runs[0].link;
  const text = runs.map((run) => run.text).join("");
  const [, lead, core, trail] = /^(\s*)(.*?)(\s*)$/s.exec(text);
  if (!core) return before + text;
  const isBare = core === href || `mailto:${core}` === href;
  if (isBare && (!after || /[\s.,;:]/.test(after + trail)) && !SIDE.test(core.at(-1))) return before + lead + core + trail;
  if (isBare) return `${before}${lead}<${core}>${trail}`;
  const inner = emit(runs, depth + 1, "", "").trim().replace(/(?<!\\)\]/g, "\\]");
  const isEven = (href.match(/\(/g) ?? []).length === (href.match(/\)/g) ?? []).length && !/\)[^(]*\(/.test(href);
  const address = isEven ? href : href.replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"));
  return `${before.replace(/!$/, "\\!")}${lead}[${inner}](${address})${trail}`;
}

const BARE = /((?:https?:\/\/|www\.)[^\s<>]+|\b10\.\d{4,9}\/[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+)/;

// Signs that would be read as marks get a backslash; addresses are left as they are.
function escape(text) {
  return text.split(BARE).map((part, at) => at % 2 ? part : part
    .replace(/[\\`[]/g, "\\$&")
    .replace(/(?<![\s*])\*|\*(?![\s*]|$)/g, "\\*")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/~(?=~|\S)|(?<=\S)~/g, "\\~")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#?\w+;)/g, "\\&")).join("");
}

// What would begin a block at the start of a line gets a backslash too.
export function guardLines(words) {
  return words.split("\n").map((line) => line
    .replace(/^(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|:\s|[=-]+\s*$|[*_-](?:\s*[*_-]){2,}\s*$|\||[\s|:-]+$)(?=\S)/, "\\")
    .replace(/^(\d{1,9})(?=[.)](?:\s|$))/, "$1\\")).join("\n");
}
