// The editor's safety net: a copy of unsaved input is stored in this browser until it is saved.
//
// A copy is named by the account, the text that it belongs to (whatever its version or title) and
// the form that it was written in, so that two tabs never write over each other. It remembers the
// version that it was written from: saving it later merges it with what others have saved since.

const KEEP_DELAY_MS = 400;
const KEPT_PREFIX = "wiki-unsaved:";
const KEPT_DAYS = 60; // older copies are deleted
const SHOWN_CHARACTERS = 100;
const TYPED = "textarea, select, input:is([type=text], [type=url], [type=search], [type=number], [type=date], [type=datetime-local], :not([type]))";
// What nobody types, but what the words were written for.
const HIDDEN = ["base", "section", "translation_of", "form_id"];

// Storage may be full or blocked: then nothing is stored.
function attempt(act) {
  try { return act(); } catch { return null; }
}

const forget = (key) => attempt(() => localStorage.removeItem(key));
const recall = (key) => attempt(() => JSON.parse(localStorage.getItem(key)));
// Return whether the copy is stored.
const remember = (key, copy) => attempt(() => localStorage.setItem(key, JSON.stringify(copy))) !== null;
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

for (const form of document.querySelectorAll("form[data-editor]")) keepUnsaved(form, form.querySelector("[data-editor-text]"));

function keepUnsaved(form, text) {
  // A browser that goes back to a form would fill in what was typed then, but not the version that
  // it was typed from, so that a save would take back what others wrote. The copies know both.
  form.autocomplete = "off";
  const groupOf = () => `${KEPT_PREFIX}${form.dataset.editorUser}:${form.dataset.editor}:`;
  let group = groupOf();
  let key = group + form.elements.form_id.value;
  const status = form.querySelector("[data-editor-status]");
  const statusBefore = status ? status.innerHTML : "";
  let atStart = JSON.stringify(typedIn(asSent(form)));
  let sending = false;
  let sentAt; // when the wiki got these words, or earlier ones of the same form
  let timer;

  const isChanged = () => form.dataset.editorState === "unsaved" || JSON.stringify(typedIn(form)) !== atStart;
  const keep = () => {
    let isKept = true;
    if (isChanged()) isKept = remember(key, { ...copyOf(form, recall(key)), sentAt });
    else forget(key);
    showState(isKept);
    return isKept;
  };
  const showState = (isKept) => {
    if (!status || form.dataset.copied) return; // copies.js says more
    if (isChanged()) status.textContent = isKept ? status.dataset.textUnsaved : status.dataset.textNotKept;
    else status.innerHTML = statusBefore;
  };
  const keepAndTell = () => form.dispatchEvent(new CustomEvent("wiki-kept", { detail: { isKept: keep() } }));
  // The words are stored under this form's own name before those that they were taken from go.
  const take = (other, kept) => {
    if (isChanged() && remember(group + newId(), copyOf(form))) forget(key);
    fill(form, kept);
    if (remember(key, copyOf(form)) && other !== key) forget(other);
    offer();
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // What the wiki kept of the same form is an earlier state of it.
  const drop = (keys, formId) => {
    keys.forEach(forget);
    if (formId) dropCopy(form, formId); // it may have been sent when the page was left
    fromWiki = fromWiki.filter((item) => item.dataset.editorCopy !== formId);
    offer();
    text.focus();
  };
  let fromWiki = [...document.querySelectorAll("[data-editor-copy]")];
  const offer = () => offerKept(form, fromWiki, listKept(group, JSON.stringify(typedIn(form))), take, drop);

  const oldest = Date.now() - KEPT_DAYS * 86_400_000;
  for (const [other, kept] of storedIn(KEPT_PREFIX)) if ((kept?.at ?? 0) < oldest) forget(other);
  // What the wiki kept of this form takes the place of what this browser kept, if it is newer.
  const former = form.dataset.editorTaken && recall(key);
  if (former) {
    if (!former.sentAt || former.at > Date.parse(form.dataset.editorTaken)) remember(group + newId(), former);
    forget(key);
  }
  // The server says that this is saved: as a whole text, or as a section of it.
  for (const [other] of storedIn(KEPT_PREFIX)) if (form.dataset.editorSaved && other.endsWith(`:${form.dataset.editorSaved}`)) forget(other);
  answerSent(form, text, key, keep);
  offer();
  for (const item of fromWiki) {
    // It leads to this page with the other text in it; what stands here now is kept.
    item.querySelector("[data-editor-kept-take]").addEventListener("click", () => { if (isChanged()) sending = keep(); });
    item.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const copies = listKept(group, "").filter(([, kept]) => kept.hidden?.form_id === item.dataset.editorCopy);
      drop(copies.map(([other]) => other), item.dataset.editorCopy);
    });
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keepAndTell, KEEP_DELAY_MS);
  });
  form.addEventListener("wiki-copied", (event) => {
    sentAt = event.detail.at;
    const kept = recall(key);
    if (kept) remember(key, { ...kept, sentAt });
  });
  // Saved without leaving (saving.js): the form has another id, a new article its own name.
  form.addEventListener("wiki-saved", ({ detail }) => {
    clearTimeout(timer);
    forget(key);
    delete form.dataset.editorState;
    group = groupOf();
    key = group + form.elements.form_id.value;
    sentAt = undefined;
    atStart = detail.isSame ? JSON.stringify(typedIn(form)) : "";
    if (!detail.isSame) keepAndTell();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    keep();
    const from = location.href.split("#")[0];
    const caret = [text.selectionStart, text.selectionEnd, text.scrollTop, scrollY];
    // Where it cannot be stored, the copy stays, and is offered later.
    attempt(() => sessionStorage.setItem("wiki-sent", JSON.stringify({ key, from, formId: form.elements.form_id.value, caret })));
    sending = true;
  });
  addEventListener("pagehide", () => { if (!sending && isChanged()) keep(); });
  // A phone may end a page that is out of sight without a further event.
  document.addEventListener("visibilitychange", () => { if (document.hidden && !sending && isChanged()) keep(); });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => { if (!sending && isChanged() && !("editorFree" in form.dataset)) event.preventDefault(); });
}

// The form came back with what was sent: its copy is now this form's. After a save the caret is
// put where it was.
function answerSent(form, text, key, keep) {
  const sent = attempt(() => JSON.parse(sessionStorage.getItem("wiki-sent")));
  attempt(() => sessionStorage.removeItem("wiki-sent"));
  if (sent && sent.formId === form.dataset.editorSaved) {
    forget(sent.key);
    const [start, end, inText, onPage] = sent.caret;
    text.focus({ preventScroll: true });
    text.setSelectionRange(start, end);
    text.scrollTop = inText;
    scrollTo(0, onPage);
  }
  if (sent?.from !== document.referrer || form.dataset.editorState !== "unsaved") return;
  keep();
  if (sent.key !== key && recall(key)) forget(sent.key);
}

// Show the texts kept here among those that the wiki kept, each once, the latest first.
function offerKept(form, fromWiki, copies, take, drop) {
  const offer = document.querySelector("[data-editor-kept]");
  if (!offer) return;
  const list = offer.querySelector("[data-editor-kept-list]");
  const older = new Set();
  const own = copies.filter(([, kept]) => {
    const same = fromWiki.find((item) => item.dataset.editorCopy === kept.hidden?.form_id);
    if (!same) return true;
    const isNewer = kept.sentAt === same.dataset.at || kept.at > Date.parse(same.dataset.at);
    if (isNewer) older.add(same);
    return isNewer || !kept.sentAt; // what the wiki never got is shown whatever it has
  }).map(([key, kept]) => {
    const item = offer.querySelector("template").content.firstElementChild.cloneNode(true);
    item.dataset.at = new Date(kept.at).toISOString();
    item.querySelector("[data-editor-kept-time]").textContent = momentOf(kept.at);
    item.querySelector("[data-editor-kept-words]").textContent = beginningOf(kept.values);
    item.querySelector("[data-editor-kept-older]").hidden = !(Number(kept.hidden?.base) < Number(form.elements.base?.value));
    item.querySelector("[data-editor-kept-take]").addEventListener("click", () => take(key, kept));
    item.querySelector("[data-editor-kept-drop]").addEventListener("click", () => drop([key], kept.hidden?.form_id));
    return item;
  });
  const all = [...fromWiki.filter((item) => !older.has(item)), ...own];
  all.sort((one, other) => Date.parse(other.dataset.at) - Date.parse(one.dataset.at));
  list.replaceChildren(...all);
  offer.hidden = all.length === 0;
}

function dropCopy(form, formId) {
  const { pathname } = new URL(form.dataset.editorCopies, location);
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token?.value ?? "" });
  fetch(`${pathname}/${formId}/drop`, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, keepalive: true }).catch(() => { /* it is offered again */ });
}

// Written as the wiki writes it.
function momentOf(at) {
  const locale = document.documentElement.lang.replace("en", "en-GB");
  return `${new Date(at).toLocaleDateString(locale, { dateStyle: "long" })} ${new Date(at).toLocaleTimeString(locale, { timeStyle: "short" })}`;
}

function beginningOf(values) {
  const words = [values.title, values.body, values.summary, ...Object.values(values)].flat().filter((value) => value?.trim());
  const line = [...new Set(words)].slice(0, 2).join(": ").replace(/\s+/g, " ");
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}

// The copies of this text, the latest first, but for those that say what the form says.
function listKept(group, shown) {
  return storedIn(group)
    .filter(([, kept]) => kept?.values && JSON.stringify(kept.values) !== shown)
    .sort(([, one], [, other]) => other.at - one.at);
}

// The form as the server sent it: a browser that comes back to a page may have filled in what was typed before.
function asSent(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return copy;
}

// Only typed input: no token, no password, no file.
function typedIn(form) {
  const values = {};
  for (const element of form.elements) {
    if (element.name && element.type === "checkbox") values[element.name] ??= [];
    if (element.name && element.type === "checkbox" && element.checked) values[element.name].push(element.value);
    else if (element.name && element.matches(TYPED)) values[element.name] = element.value;
  }
  return values;
}

// `before` is an earlier copy of the form: of the same words, the time when they were typed stays.
function copyOf(form, before) {
  const hidden = Object.fromEntries(HIDDEN.filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]));
  const values = typedIn(form);
  const isSame = before && JSON.stringify(before.values) === JSON.stringify(values);
  return { values, hidden, at: isSame ? before.at : Date.now() };
}

function fill(form, { values, hidden }) {
  for (const element of form.elements) {
    const value = values[element.name];
    if (value === undefined) continue;
    if (element.type === "checkbox") element.checked = value.includes(element.value);
    else if (element.matches(TYPED)) element.value = value;
  }
  for (const name of HIDDEN) if (hidden?.[name] && form.elements[name]) form.elements[name].value = hidden[name];
}

// What is stored under names that begin so.
function storedIn(prefix) {
  const keys = attempt(() => Object.keys(localStorage)) ?? [];
  return keys.filter((key) => key.startsWith(prefix)).map((key) => [key, recall(key)]);
}
