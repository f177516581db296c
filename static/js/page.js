// Enhancements for every page. Each part looks for its own data attribute and does nothing without
// it; every page works without this file.

// The editor stores a copy of what it sent. The copy is deleted when the response to the editor's
// own request is no error and no editor, which a page opened after a lost connection is not.
try {
  const sent = JSON.parse(sessionStorage.getItem("wiki-sent"));
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus;
  if (!document.querySelector("form[data-editor]")) { // static/js/writing/unsaved.js reads it there
    if (sent?.from === document.referrer && status >= 200 && status < 400) localStorage.removeItem(sent.key);
    sessionStorage.removeItem("wiki-sent");
  }
} catch { /* storage is blocked: nothing was stored */ }

// A double click sends a form once. The server makes one thing of a form sent twice, but only the
// answer to the second is seen.
const SECOND_CLICK_MS = 700;
const sentAt = new WeakMap();
addEventListener("submit", (event) => {
  const pressed = event.submitter ?? event.target; // another button of the form is no second click
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.timeStamp - (sentAt.get(pressed) ?? -Infinity) < SECOND_CLICK_MS) event.preventDefault();
  else sentAt.set(pressed, event.timeStamp);
}, true);
// What another script stopped was not sent; it may send it itself in a moment.
addEventListener("submit", (event) => {
  const pressed = event.submitter ?? event.target;
  if (event.defaultPrevented && sentAt.get(pressed) === event.timeStamp) sentAt.delete(pressed);
});

// A form that comes back with errors starts at the list of errors.
for (const summary of document.querySelectorAll("[data-error-summary]")) {
  summary.focus();
}

// Announces the messages of the page, because not all screen readers read a status that is there
// when the page loads.
const messages = [...document.querySelectorAll(".notice[role=status] > .notice-text > .notice-title")];
if (messages.length) {
  const region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  document.getElementById("main").append(region);
  setTimeout(() => { region.textContent = messages.map((message) => message.textContent).join(" "); }, 300);
}

// What unfolds over the page folds again: by Escape, by a press elsewhere, and when the focus has left
// it, which would otherwise be beneath it.
for (const fold of document.querySelectorAll("details[data-closes]")) {
  document.addEventListener("pointerdown", (event) => { if (!fold.contains(event.target)) fold.open = false; });
  fold.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !fold.contains(relatedTarget)) fold.open = false; });
  fold.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !fold.open || event.defaultPrevented) return;
    fold.open = false;
    fold.querySelector("summary").focus();
  });
}

// What was unfolded stays so on the next page, in this browser.
for (const fold of document.querySelectorAll("details[data-remembers]")) {
  const key = `wiki-${fold.dataset.remembers}`;
  try { fold.open ||= localStorage.getItem(key) === "open"; } catch { /* storage is blocked */ }
  fold.addEventListener("toggle", () => {
    try { localStorage.setItem(key, fold.open ? "open" : "shut"); } catch { /* it is remembered on this page only */ }
  });
}
