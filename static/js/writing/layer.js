// Shows what the marks mean while they are written. A layer above the text area draws the same words
// in the same places, and the text area's own are transparent: caret, selection, spelling, undo and
// keyboards of all kinds remain the browser's. Nothing in the layer changes how wide a word is.

// The page names the file, with the mark of its content.
import(document.querySelector("link[data-module=tokens]").href).then(({ readLine }) => {
  for (const text of document.querySelectorAll("textarea[data-editor-text]")) showLayer(text, readLine);
});

function showLayer(text, readLine) {
  const layer = document.createElement("div");
  layer.className = "written-layer";
  layer.setAttribute("aria-hidden", "true"); // the words are the text area's
  // In a tree of its own, or rules of the page with :has() and + would style all of it at each key.
  const tree = layer.attachShadow({ mode: "open" });
  const style = document.createElement("link");
  Object.assign(style, { rel: "stylesheet", href: document.querySelector("link[data-module=layer-style]").href });
  tree.append(style);
  let rows = [];

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
    const next = rows[old]?.node ?? null;
    for (const row of rows.slice(from, old)) row.node.remove();
    const added = document.createDocumentFragment();
    added.append(...made.map((row) => row.node));
    tree.insertBefore(added, next);
    rows.splice(from, old - from, ...made);
  };

  update();
  text.after(layer);
  style.addEventListener("load", () => text.parentElement.classList.add("is-layered"));
  text.addEventListener("input", update);
  // A value that a script or the browser sets brings no event of its own.
  addEventListener("pageshow", update);
  text.addEventListener("focus", update);
  text.form?.addEventListener("reset", () => setTimeout(update));
}

function rowOf({ kind, tokens, state }, line, before) {
  const node = document.createElement("div");
  if (kind !== "text" && kind !== "blank") node.className = `line-${kind}`;
  for (const [words, names] of tokens) {
    if (!names) { node.append(words); continue; }
    const span = document.createElement("span");
    span.className = names.split(" ").map((name) => `is-${name}`).join(" ");
    span.textContent = words;
    node.append(span);
  }
  node.append("\n"); // as tall as a line, also without words
  return { line, before, state, node };
}
