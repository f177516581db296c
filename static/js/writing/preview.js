// The preview beside the text: it follows the words and the caret, and can be hidden. Its answers say
// how long the text is, too, and bring advice on it. Of two versions that are settled it follows what is
// chosen for each place.

const DELAY_MS = 100; // with its answer within 300 ms; REST bounds what quick writing asks of the server
const REST = 3; // so many times as long as an answer took the server rests: others write too
const LONGEST_REST_MS = 2000;
const PATIENCE_MS = 30_000;
const HIDDEN = "wiki-preview"; // "hidden" in this browser

for (const form of document.querySelectorAll("form[data-editor]")) {
  const text = form.querySelector("[data-editor-text]");
  const target = form.querySelector("[data-preview-url]");
  if (text && target) showPreview(form, text, target);
}
for (const form of document.querySelectorAll("form[data-settle]")) showSettled(form, form.querySelector("[data-settle-preview]"));

function showPreview(form, text, target) {
  const follow = startFollowing(text, target);
  const read = () => {
    const words = new FormData(form);
    return new URLSearchParams(["title", "summary", "lead_picture", "body", "csrf_token", "base", "section"].map((name) => [name, words.get(name) ?? ""]));
  };
  const ask = startAsking(form, target, target.dataset.previewUrl, read, () => {
    follow();
    showAdvice(form, target.querySelector("template[data-advice]"));
    const length = form.querySelector("[data-editor-length]");
    if (length) length.textContent = target.querySelector("[data-length]")?.dataset.length ?? "";
  });
  form.addEventListener("input", (event) => {
    if (event.target === text || event.target.closest("[name=title], [name=summary], [name=lead_picture]")) ask(DELAY_MS);
  });
  // The server rendered the text that it sent; a browser may since have restored what was typed before.
  addEventListener("pageshow", () => {
    const isShown = "isShown" in target.dataset && text.value === text.defaultValue;
    if (text.value.trim() && !isShown) ask(0);
  }, { once: true });
  startHiding(form);
  for (const list of form.querySelectorAll("[data-editor-remarks], [data-editor-advice]")) list.addEventListener("click", (event) => jump(event, text));
}

function showAdvice(form, answer) {
  const panel = form.querySelector("[data-editor-advice]");
  if (!panel || !answer) return;
  panel.querySelector("summary > span").textContent = answer.dataset.advice;
  panel.querySelector(".disclosure-body").replaceChildren(answer.content);
}

// To the words that advice is about; its link alone leads only to the text.
function jump(event, text) {
  const spot = event.target.closest("[data-spot]")?.dataset.spot.split(" ").map(Number);
  if (!spot) return;
  event.preventDefault();
  const [start, end, line] = spot;
  text.setSelectionRange(start, end);
  text.focus();
  text.parentElement.querySelector(".written-layer")?.shadowRoot.querySelectorAll("div")[line - 1]?.scrollIntoView({ block: "center" });
}

function showSettled(form, target) {
  const ask = startAsking(form, target, form.action, () => {
    const body = new FormData(form);
    body.set("intent", "preview");
    return body;
  });
  form.addEventListener("input", () => ask(DELAY_MS));
  // Own words are chosen by writing them.
  form.addEventListener("change", (event) => {
    const words = event.target.closest(".settle-place")?.querySelector(".settle-words textarea");
    if (event.target.value === "edited") words?.focus();
  });
  ask(0);
}

// Asks after a delay, and once for all that changes meanwhile: never is more than one request under
// way, whose work the server would do in vain. `read` gives what is sent.
function startAsking(form, target, address, read, done = () => {}) {
  // The preview follows, so its button is needed only without scripts.
  for (const button of form.querySelectorAll("[name=intent][value=preview]")) button.hidden = true;
  let timer;
  let isAsking = false;
  let isChanged = false; // while a request was under way
  let earliest = 0;
  const ask = async () => {
    isChanged = isAsking;
    if (isAsking) return;
    isAsking = true;
    const began = performance.now();
    try {
      const response = await fetch(address, { method: "POST", body: read(), headers: { "X-Requested-With": "fetch" }, signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!response.ok) throw new Error(String(response.status));
      target.innerHTML = await response.text(); // our own server's response, sanitised there
      done();
    } catch {
      tellFailure(target);
    }
    isAsking = false;
    earliest = performance.now() + Math.min(REST * (performance.now() - began), LONGEST_REST_MS);
    if (isChanged) askAfter(DELAY_MS);
  };
  const askAfter = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(delay, earliest - performance.now()));
  };
  return askAfter;
}

function tellFailure(target) {
  if (target.querySelector("[data-failed]")) return;
  const note = Object.assign(document.createElement("p"), { className: "hint", textContent: target.dataset.textFailed });
  note.dataset.failed = "";
  target.prepend(note);
}

function startHiding(form) {
  const button = form.querySelector("[data-editor-view]");
  const show = (hides) => {
    form.classList.toggle("is-single", hides);
    button?.setAttribute("aria-pressed", String(!hides));
  };
  try { show(localStorage.getItem(HIDDEN) === "hidden"); } catch { show(false); }
  button?.addEventListener("click", () => {
    const hides = !form.classList.contains("is-single");
    show(hides);
    try { localStorage.setItem(HIDDEN, hides ? "hidden" : "shown"); } catch { /* it is remembered on this page only */ }
  });
}

// The block that the caret is in stands at the caret's height, as far as the preview can be scrolled.
function startFollowing(text, target) {
  const pane = target.closest(".editor-preview");
  let waiting = 0;
  const follow = () => {
    waiting = 0;
    const starts = target.querySelector("[data-lines]")?.dataset.lines.split(" ").map(Number) ?? [];
    const blocks = [...target.children].filter((block) => !block.matches(".footnotes, .hint, template, [data-lead]"));
    if (pane.scrollHeight <= pane.clientHeight || !starts.length) return;
    const line = text.value.slice(0, text.selectionEnd).split("\n").length - 1;
    const block = blocks[Math.max(0, starts.findLastIndex((start) => start <= line))];
    if (!block) return;
    const row = text.parentElement.querySelector(".written-layer")?.shadowRoot.querySelectorAll("div")[line];
    const box = pane.getBoundingClientRect();
    const height = Math.min(Math.max(0, (row?.getBoundingClientRect().top ?? box.top) - box.top), box.height * 0.6);
    pane.scrollTop += block.getBoundingClientRect().top - box.top - height;
  };
  document.addEventListener("selectionchange", () => {
    if (document.activeElement === text) waiting ||= requestAnimationFrame(follow);
  });
  return follow;
}
