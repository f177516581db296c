// Forms of several sentences outside the editor (data-guarded, with whose they are): who leaves with
// words unsent is asked first. Another form of the page, as that of a logo, comes back to the page:
// the words are kept in this tab until then.

for (const form of document.querySelectorAll("form[data-guarded]")) guard(form);

function guard(form) {
  const key = `wiki-guarded:${form.dataset.guarded}:${form.action}`;
  const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
  const atStart = JSON.stringify(typed());
  const isRefused = Boolean(form.querySelector("[aria-invalid=true]")); // what it holds is stored nowhere
  const isChanged = () => isRefused || JSON.stringify(typed()) !== atStart;
  let isSending = false;

  try {
    const kept = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
    if (kept) fill(form, kept);
  } catch { /* storage is blocked: nothing was kept */ }

  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    isSending = event.target === form || !isChanged() || (comesBack(event.target) && keep());
  });
  addEventListener("pageshow", () => { isSending = false; });
  addEventListener("beforeunload", (event) => { if (!isSending && isChanged()) event.preventDefault(); });

  function keep() {
    try { return sessionStorage.setItem(key, JSON.stringify(typed())), true; } catch { return false; }
  }
}

const comesBack = (other) => other.method === "post" && other.closest("main") !== null;

function fill(form, kept) {
  const left = [...kept];
  for (const element of form.elements) {
    const place = left.findIndex(([name, value]) => name === element.name && (!/^(?:checkbox|radio)$/.test(element.type) || value === element.value));
    if (/^(?:checkbox|radio)$/.test(element.type)) element.checked = place >= 0;
    else if (place >= 0) element.value = left[place][1];
    if (place >= 0) left.splice(place, 1);
  }
}
