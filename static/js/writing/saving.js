// Ctrl+S saves and stays in the text; Ctrl+Enter saves and leaves. The first sends what the button
// sends, and takes from the answers the new version and form id. What was refused is sent by the button.

const { apply } = await import(document.querySelector("link[data-module=typing]").href);

for (const form of document.querySelectorAll("form[data-editor]")) {
  const button = form.querySelector("[name=intent][value=save]") ?? form.querySelector("[type=submit], button:not([type])");
  const text = form.querySelector("[data-editor-text]");
  let isSaving = false;
  form.addEventListener("keydown", async (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.isComposing || event.repeat) return;
    if (event.key !== "Enter" && event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    if (event.key === "Enter") return form.requestSubmit(); // without a button, which would stay
    if (isSaving) return;
    isSaving = true;
    const isSaved = await save(form, text, button).catch(() => null); // null: there is no connection
    isSaving = false;
    if (isSaved === null) form.querySelector("[data-editor-status]").textContent = form.dataset.textOffline;
    else if (!isSaved) form.requestSubmit(button);
  });
}

// Return whether the words are saved and the form stands on what was saved.
async function save(form, text, button) {
  const sent = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")); // no file
  sent.set("intent", button.value);
  const words = text.value;
  const answer = await fetch(form.action, { method: "POST", body: sent });
  if (!answer.ok || !answer.redirected) return false;
  const read = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = read.querySelector(".notice-success .notice-title")?.textContent.trim();
  const fresh = read.querySelector("form[data-editor]");
  if (!fresh) return location.assign(answer.url), true;
  // A section that is not there any more: the page with the whole text takes the place of this one.
  const isGone = form.elements.section?.value && !fresh.elements.section?.value;
  if (isGone && text.value !== words) return false;
  goOn(form, text, fresh, words);
  if (isGone) return location.assign(answer.url), true;
  const { pathname, search } = new URL(answer.url);
  if (location.pathname + location.search !== pathname + search) history.replaceState(null, "", pathname + search);
  form.querySelector("[data-editor-status]").textContent = [said, new Date().toLocaleTimeString(document.documentElement.lang.replace("en", "en-GB"), { timeStyle: "short" })].filter(Boolean).join(" ");
  return true;
}

// What was typed while the answer was on its way stays, and so does the version that it was typed
// from, so that the next save merges it with what others wrote.
function goOn(form, text, fresh, words) {
  const theirs = fresh.querySelector("[data-editor-text]").value;
  const isSame = text.value === words;
  const isMerged = theirs.trimEnd() !== words.trimEnd();
  const at = text.selectionStart;
  if (isMerged && isSame) apply(text, { from: 0, to: words.length, words: theirs, select: [at, at] });
  for (const name of ["form_id", ...(isMerged && !isSame ? [] : ["base", "section"]), "seen_title"]) {
    if (form.elements[name] && fresh.elements[name]) form.elements[name].value = fresh.elements[name].value;
  }
  if (form.elements.comment) form.elements.comment.value = "";
  for (const { name, value } of fresh.attributes) if (name.startsWith("data-") || name === "action") form.setAttribute(name, value);
  form.dispatchEvent(new CustomEvent("wiki-saved", { detail: { isSame } }));
}
