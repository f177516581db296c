// Keys and pasted addresses while writing: lists go on, Tab moves an item of a list, an address over
// chosen words makes them a link. Tab leaves the text where there is no item, and always after Escape.

const load = (name) => import(document.querySelector(`link[data-module="${name}"]`).href);
const [{ apply }, marks, lists] = await Promise.all(["typing", "marks", "lists"].map(load));

for (const text of document.querySelectorAll("textarea[data-editor-text]")) {
  let isLeaving = false;
  const keys = {
    Enter: (value, from, to) => lists.continueLine(value, from, to, marks.isInCode(value, from)),
    Tab: (value, from, to, isOut) => (isLeaving || marks.isInCode(value, from) ? null : lists.shiftItems(value, from, to, isOut)),
  };
  // Around the text, so that a list of suggestions in it answers first.
  text.parentElement.addEventListener("keydown", (event) => {
    if (event.target !== text || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    const { key, shiftKey } = event;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !(shiftKey && key === "Enter");
    const edit = isPlain ? keys[key]?.(text.value, text.selectionStart, text.selectionEnd, shiftKey) : null;
    if (key !== "Shift") isLeaving = key === "Escape";
    if (!edit) return;
    event.preventDefault();
    apply(text, edit);
  });
  text.addEventListener("blur", () => { isLeaving = false; });
  text.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text/plain").trim();
    const { value, selectionStart: from, selectionEnd: to } = text;
    const chosen = value.slice(from, to).trim();
    if (!chosen || !marks.ADDRESS.test(pasted) || marks.ADDRESS.test(chosen) || marks.isInCode(value, from)) return;
    const edit = marks.link(value, from, to, pasted.startsWith("www.") ? `https://${pasted}` : pasted);
    if (!edit) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // no other script reads the same paste
    apply(text, edit);
  });
}
