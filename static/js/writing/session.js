// A log-in that ran out while somebody wrote: the form stays, they log in in a window of its own,
// and what they had pressed goes on. Before each send the page asks who is logged in, and renews
// the token of its forms; loaded before the scripts that act on a send.

for (const form of document.querySelectorAll("form[data-session]")) guardSession(form);

function guardSession(form) {
  const dialog = document.querySelector("[data-session-dialog]");
  const status = form.querySelector("[data-editor-status]");
  let pending = null; // what was pressed and has to wait
  let isChecked = false;
  let isAsking = false;

  // Return whose session this browser has: "own", "none", "other", or "offline".
  const ask = async () => {
    const response = await fetch(form.dataset.session, { cache: "no-store", headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!response) return "offline";
    if (!response.ok) return "own"; // the send itself will say what is wrong
    const { user, token } = await response.json();
    if (user === null) return "none";
    if (String(user) !== form.dataset.sessionUser) return "other";
    for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
    return "own";
  };
  const goOn = () => {
    const button = pending;
    pending = null;
    dialog.close();
    if (!button) return void form.dispatchEvent(new CustomEvent("wiki-again"));
    isChecked = true;
    form.requestSubmit(button.form ? button : undefined);
  };
  const look = async () => {
    if (isAsking) return;
    isAsking = true;
    const state = await ask();
    isAsking = false;
    if (state === "own") return goOn();
    if (state === "offline") {
      pending = null;
      if (status) status.textContent = status.dataset.textOfflineSave;
      return;
    }
    for (const part of dialog.querySelectorAll("[data-session-state]")) part.hidden = part.dataset.sessionState !== state;
    if (!dialog.open) dialog.showModal();
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (isChecked) return void (isChecked = false);
    event.preventDefault();
    pending = event.submitter ?? form;
    look();
  });
  form.addEventListener("wiki-refused", () => { if (!dialog.open) look(); });
  // They come back from the window in which they logged in.
  addEventListener("focus", () => { if (dialog.open) look(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && dialog.open) look(); });
  dialog.addEventListener("close", () => { pending = null; });
}
