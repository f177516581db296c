// Working copies: what is typed is sent to the wiki too, so that its writer can go on in any
// browser. The copy in this browser stays the first net: unsaved.js tells when it was made
// ("wiki-kept"), and is told when the wiki has the same words ("wiki-copied").

const QUIET_MS = 2500; // after the last key
const LONGEST_MS = 8000; // while somebody types without a pause
const RETRY_MS = 20_000;
const STILL_OPEN_MS = 60_000;

for (const form of document.querySelectorAll("form[data-editor-copies]")) sendCopies(form);
for (const place of document.querySelectorAll("[data-editor-others]")) tellOthers(place, document.querySelector("form[data-editor]"));

function sendCopies(form) {
  const status = form.querySelector("[data-editor-status]");
  let isKept = true; // in this browser
  let waitingSince = 0; // when the first word was typed that the wiki does not have
  let request;
  let timer;

  const send = async (options) => {
    clearTimeout(timer);
    if (!waitingSince) return;
    waitingSince = 0;
    request?.abort(); // it would bring older words
    request = new AbortController();
    const words = [...new FormData(form)].filter(([, value]) => typeof value === "string"); // no file
    try {
      const response = await fetch(form.dataset.editorCopies, { method: "POST", body: new URLSearchParams(words), headers: { "X-Requested-With": "fetch" }, signal: request.signal, ...options });
      const answer = await response.json().catch(() => ({}));
      if ([400, 403].includes(response.status)) form.dispatchEvent(new CustomEvent("wiki-refused")); // session.js asks to log in
      if (!response.ok) throw new Error(answer.message ?? status.dataset[response.status === 413 ? "textTooLarge" : "textRefused"]);
      tell(answer.saved_at);
      form.dataset.copied = "yes";
      if (answer.time) say("textCopied", "{time}", answer.time);
    } catch (error) {
      if (error.name === "AbortError") return;
      waitingSince ||= Date.now();
      timer = setTimeout(send, RETRY_MS);
      form.dataset.copied = "no";
      say(isKept ? "textNotCopied" : "textNowhere", "{reason}", error.name === "TypeError" ? status.dataset.textOffline : error.message);
    }
  };
  const tell = (at) => form.dispatchEvent(new CustomEvent("wiki-copied", { detail: { at } }));
  const say = (name, sign, words) => {
    const text = status.dataset[name].replace(sign, words);
    if (status.textContent !== text) status.textContent = text; // or it would be read out again
  };

  form.addEventListener("wiki-kept", (event) => {
    isKept = event.detail.isKept;
    waitingSince ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(send, Math.min(QUIET_MS, Math.max(0, waitingSince + LONGEST_MS - Date.now())));
  });
  form.addEventListener("wiki-again", () => send());
  const rest = () => {
    clearTimeout(timer);
    request?.abort();
    waitingSince = 0;
  };
  form.addEventListener("submit", (event) => { if (!event.defaultPrevented) rest(); });
  form.addEventListener("wiki-saved", () => {
    rest();
    delete form.dataset.copied;
  }, true); // before unsaved.js tells what was typed meanwhile
  const leave = () => {
    if (!waitingSince) return;
    tell("unknown"); // nobody will be here to hear when
    send({ keepalive: true });
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
}

// Tell the wiki that the form is open, and show who else has one open.
function tellOthers(place, form) {
  const tell = async () => {
    if (document.hidden) return;
    try {
      const body = new FormData();
      for (const name of ["csrf_token", "form_id"]) body.set(name, form.elements[name]?.value ?? "");
      const response = await fetch(place.dataset.editorOthers, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      if (!response.ok) return;
      const { others } = await response.json();
      if (place.textContent !== others) place.textContent = others; // or it would be read out again
    } catch { /* the next one may arrive */ }
  };
  tell();
  setInterval(tell, STILL_OPEN_MS);
}
