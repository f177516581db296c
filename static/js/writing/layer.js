// Shows what the marks mean while they are written. A layer above the text area draws the same words
// in the same places, and the text area's own are transparent: caret, selection, spelling, undo and
// keyboards of all kinds remain the browser's. Nothing in the layer changes how wide a word is.

// The page names the file, with the mark of its content.
const { readLine } = await import(document.querySelector("link[data-module=tokens]").href);
const PART_ROWS = 25, SETTLE_MS = 400;

for (const text of document.querySelectorAll("textarea[data-editor-text]")) showLayer(text);

function showLayer(text) {
  const layer = document.createElement("div");
  layer.className = "written-layer";
  layer.setAttribute("aria-hidden", "true"); // the words are the text area's
  // In a tree of its own, or rules of the page with :has() and + would style all of it at each key.
  const tree = layer.attachShadow({ mode: "open" });
  const style = document.createElement("link");
  Object.assign(style, { rel: "stylesheet", href: document.querySelector("link[data-module=layer-style]").href });
  tree.append(style);
  const rows = [];

  // Only the lines that changed are read and drawn again, and those whose meaning hangs on them.
  const update = () => {
    const lines = text.value.split("\n");
    let from = 0;
    while (from < rows.length && from < lines.length && rows[from].line === lines[from]) from += 1;
    let same = 0;
    while (same < rows.length - from && same < lines.length - from && rows.at(-1 - same).line === lines.at(-1 - same)) same += 1;
    let old = rows.length - same; // the first of the rows that stay
    let state = rows[from - 1]?.state ?? "";
    const made = [];
    const read = () => {
      made.push(rowOf(readLine(lines[from + made.length], state), lines[from + made.length], state));
      state = made.at(-1).state;
    };
    while (from + made.length < lines.length - same) read();
    for (; old < rows.length && rows[old].before !== state; old += 1) read();
    if (!made.length && old === from) return;
    place(rows, from, old, made);
    rows.splice(from, old - from, ...made);
  };

  const place = startParts(layer, tree);
  update();
  text.after(layer);
  showHeadings(layer);
  style.addEventListener("load", () => text.parentElement.classList.add("is-layered"));
  text.addEventListener("input", update);
  // A value that a script or the browser sets brings no event of its own.
  addEventListener("pageshow", update);
  text.addEventListener("focus", update);
  text.form?.addEventListener("reset", () => setTimeout(update));
}

// Headings are drawn with taller letters, unless these are wider here than those of the text area.
async function showHeadings(layer) {
  const faces = ["Tall Serif", "Mid Serif", "Writing Serif"].map((name) => `18px "${name}"`);
  await Promise.all(faces.map((face) => document.fonts.load(face)));
  const pen = document.createElement("canvas").getContext("2d");
  pen.fontKerning = "none";
  const widths = faces.map((face) => { pen.font = `${face}, monospace`; return pen.measureText("Hamburg ÅÄÖ 0123").width; });
  layer.classList.toggle("is-tall", new Set(widths).size === 1);
}

// The rows stand in parts of some lines each. Of a part in which nothing changed the browser is told how
// tall it is, so that it lays out and paints only those in sight: a key costs no more than its own part.
function startParts(layer, tree) {
  const open = new Set(); // parts that may have become taller or lower
  let timer;
  const settle = () => {
    const heights = [...open].map((part) => [part, part.getBoundingClientRect().height]);
    open.clear();
    for (const [{ style }, height] of heights) if (height) Object.assign(style, { contentVisibility: "auto", containIntrinsicBlockSize: `${height}px` });
  };
  const touch = (part) => {
    part.style.contentVisibility = "";
    open.add(part);
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLE_MS);
  };
  const touchAll = () => tree.querySelectorAll("section").forEach(touch);
  let width;
  new ResizeObserver(([{ contentRect }]) => { if (width !== (width = contentRect.width)) touchAll(); }).observe(layer);
  document.fonts.addEventListener("loadingdone", touchAll);

  // Puts the rows that were made in place of those from one number to another.
  return (rows, from, to, made) => {
    let part = (rows[from] ?? rows.at(-1))?.node.parentNode;
    if (!part) tree.append((part = document.createElement("section")));
    touch(part);
    const before = rows[to]?.node.parentNode === part ? rows[to].node : null;
    for (const { node } of made) part.insertBefore(node, before);
    for (const { node } of rows.slice(from, to)) {
      const former = node.parentNode;
      touch(former);
      node.remove();
      if (!former.firstChild) former.remove();
    }
    for (; part.childElementCount > 2 * PART_ROWS; part = part.nextSibling) {
      part.after(document.createElement("section"));
      part.nextSibling.append(...[...part.children].slice(PART_ROWS));
      touch(part.nextSibling);
    }
  };
}

function rowOf({ kind, tokens, state }, line, before) {
  const node = document.createElement("div");
  if (kind !== "text" && kind !== "blank") node.className = `line-${kind}`;
  for (const [words, names] of tokens) {
    const className = names.split(" ").map((name) => `is-${name}`).join(" ");
    node.append(names ? Object.assign(document.createElement("span"), { className, textContent: words }) : words);
  }
  node.append("\n"); // as tall as a line, also without words
  return { line, before, state, node };
}

// Where some places of a text, from one to another, are drawn.
export function rangesOf(text, found) {
  const layer = text.parentElement.querySelector(".written-layer").shadowRoot;
  const nodes = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  let node = nodes.nextNode();
  let from = 0; // where the node begins in the text
  const reach = (place, isStart) => {
    while (node && from + node.length < place + isStart) { from += node.length; node = nodes.nextNode(); }
    return [node, place - from];
  };
  return found.map((match) => {
    const range = new Range();
    range.setStart(...reach(match[0], 1));
    range.setEnd(...reach(match[1], 0));
    return range;
  });
}
