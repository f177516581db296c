// Move a topic in the tree of the desk: drag its row onto the row that it shall stand under, or pick it up and put it
// down by keys. Either way the page of the move says first what changes. Without this file, "Move" leads there too.

const table = document.querySelector("[data-tree]");
const form = document.querySelector("[data-tree-move]");
const status = document.querySelector("[data-tree-status]");
const rows = [...(table?.querySelectorAll("[data-move]") ?? [])];
let picked;

for (const row of rows) {
  row.draggable = true;
  row.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.move);
    picked = row;
    setTimeout(() => { // a page that changes at once ends the drag
      if (picked !== row) return;
      pick(row);
      status.classList.add("is-passed"); // what is let go over the message is for the row below it
    });
  });
  row.addEventListener("dragover", (event) => {
    if (!picked || picked === row) return;
    event.preventDefault();
    row.classList.add("is-target");
  });
  row.addEventListener("dragleave", () => row.classList.remove("is-target"));
  row.addEventListener("drop", (event) => {
    event.preventDefault();
    put(row.dataset.id);
  });
}
// What is dropped on the head of the table goes to the top.
const head = table?.querySelector("thead");
head?.addEventListener("dragover", (event) => { if (picked) event.preventDefault(); });
head?.addEventListener("drop", (event) => {
  event.preventDefault();
  put("0");
});
document.addEventListener("dragend", letGo);

const acts = {
  m: (row) => row && (pick(row), true),
  i: (row) => picked && row && row !== picked && (put(row.dataset.id), true),
  o: () => picked && (put("0"), true),
  Escape: () => picked && (letGo(), true),
};

document.addEventListener("wiki-key", (event) => {
  if (acts[event.detail]?.(currentRow(event.target))) event.preventDefault();
});

function currentRow(target) {
  return target.closest?.("[data-move]") ?? rows.find((row) => row.ariaCurrent === "true");
}

function pick(row) {
  letGo();
  picked = row;
  row.classList.add("is-picked");
  const name = row.querySelector("th a").textContent;
  const { textPicked, textKeys, textTop, textLetGo } = status.dataset;
  const says = document.createElement("p");
  says.textContent = `${textPicked.replace("{}", name)} ${textKeys}`;
  status.replaceChildren(says, makeButton(textTop, () => put("0")), makeButton(textLetGo, letGo));
}

function makeButton(text, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = text;
  button.addEventListener("click", act);
  return button;
}

function letGo() {
  for (const row of rows) row.classList.remove("is-picked", "is-target");
  picked = undefined;
  status?.classList.remove("is-passed");
  status?.replaceChildren();
}

function put(parent) {
  if (!picked || picked.dataset.id === parent) return;
  form.action = picked.querySelector("a[href$='/move']").href;
  form.elements.parent_id.value = parent;
  form.submit();
}
