// What every page may gain from scripts. Each part looks for its own data attribute and does
// nothing without it; no page needs any of this.

// The editor keeps a copy of what it sent. It is saved when the answer to the editor's own request
// arrives without error and is no editor: a page that somebody opens after a lost connection is not.
try {
  const sent = JSON.parse(sessionStorage.getItem("wiki-sent"));
  const status = performance.getEntriesByType("navigation")[0]?.responseStatus;
  const isAnswer = sent?.from === document.referrer && !document.querySelector("form[data-editor]");
  if (isAnswer && status >= 200 && status < 400) localStorage.removeItem(sent.key);
  sessionStorage.removeItem("wiki-sent");
} catch { /* storage is forbidden: nothing was kept */ }

// A page that was sent back with mistakes begins at the list of them.
for (const summary of document.querySelectorAll("[data-error-summary]")) {
  summary.focus();
}

// What has just been done is told to screen readers, of which not all read what stands there from
// the beginning.
const told = [...document.querySelectorAll(".notice[role=status] > .notice-text > .notice-title")];
if (told.length) {
  const region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  document.getElementById("main").append(region);
  setTimeout(() => { region.textContent = told.map((one) => one.textContent).join(" "); }, 300);
}
