// The preview beside the text: it follows the words and the caret, and can be hidden; with a pause come the
// length of the text and advice on it. Of two settled versions it follows what is chosen for each place.

const DELAY_MS = 40; // with its answer within 300 ms
const PAUSE_MS = 1000;
// What takes the server longer than QUICK_MS is followed by a rest of REST times as long: others write too.
const [QUICK_MS, REST] = [100, 2];
const LONGEST_REST_MS = 2000;
const PATIENCE_MS = 30_000;
const HIDDEN = "wiki-preview"; // "hidden" in this browser

for (const target of document.querySelectorAll("[data-preview-url]")) showPreview(target, target.closest("form"));
for (const form of document.querySelectorAll("form[data-settle]")) showSettled(form, form.querySelector("[data-settle-preview]"));

function showPreview(target, form) {
  const text = form.querySelector("[data-editor-text]");
  const follow = startFollowing(text, target);
  let pause; // while keys come one after the other
  const read = () => {
    const words = new FormData(form);
    if (pause) words.set("typing", "1");
    return new URLSearchParams(["title", "summary", "lead_picture", "body", "csrf_token", "base", "section", "typing"].map((name) => [name, words.get(name) ?? ""]));
  };
  const ask = startAsking(form, target, target.dataset.previewUrl, read, (told) => {
    follow(told.querySelector("[data-lines]")?.dataset.lines);
    showAdvice(form, told.querySelector("[data-advice]"));
    const [length, said] = [form.querySelector("[data-editor-length]"), told.querySelector("[data-length]")];
    if (length && said) length.textContent = said.dataset.length;
  });
  form.addEventListener("input", (event) => {
    if (event.target !== text && !event.target.closest("[name=title], [name=summary], [name=lead_picture]")) return;
    clearTimeout(pause);
    pause = setTimeout(() => { pause = 0; ask(0); }, PAUSE_MS);
    if (!form.classList.contains("is-single")) ask(DELAY_MS);
  });
  // The server rendered the text that it sent; a browser may since have restored what was typed before.
  addEventListener("pageshow", () => {
    if (text.value.trim() && !("isShown" in target.dataset && text.value === text.defaultValue)) ask(0);
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
  const failure = target.previousElementSibling;
  let [timer, isAsking, due, earliest] = [0, false, 0, 0]; // due: when to ask next, if at all
  const ask = async () => {
    isAsking = true;
    due = 0;
    const began = performance.now();
    try {
      const response = await fetch(address, { method: "POST", body: read(), headers: { "X-Requested-With": "fetch" }, signal: AbortSignal.timeout(PATIENCE_MS) });
      if (!response.ok) throw new Error(String(response.status));
      const html = await response.text(); // our own server's response, sanitised there
      earliest = performance.now() + Math.min(REST * Math.max(0, performance.now() - began - QUICK_MS), LONGEST_REST_MS);
      const answer = Object.assign(document.createElement("template"), { innerHTML: html }).content;
      const told = new DocumentFragment();
      told.append(...answer.querySelectorAll("template"));
      update(target, answer);
      done(told);
      failure.hidden = true;
    } catch {
      failure.hidden = false;
    }
    isAsking = false;
    wait();
  };
  const wait = () => {
    clearTimeout(timer);
    if (due && !isAsking) timer = setTimeout(ask, Math.max(due, earliest) - performance.now());
  };
  return (delay) => {
    due = performance.now() + delay;
    wait();
  };
}

// Keeps what is equal: only what changed is laid out again, and no picture is loaded twice.
function update(target, answer) {
  const [old, fresh] = [[...target.childNodes], [...answer.childNodes]];
  let start = 0;
  while (old[start]?.isEqualNode(fresh[start] ?? null)) start += 1;
  let [last, end] = [old.length, fresh.length];
  for (; last > start && end > start && old[last - 1].isEqualNode(fresh[end - 1]); end -= 1) last -= 1;
  if (last === end) {
    for (let at = start; at < end; at += 1) {
      const isAlike = old[at].cloneNode().isEqualNode(fresh[at].cloneNode()); // but for what is in it
      if (isAlike) update(old[at], fresh[at]);
      else old[at].replaceWith(fresh[at]);
    }
    return;
  }
  for (const node of old.slice(start, last)) node.remove();
  for (const node of fresh.slice(start, end)) target.insertBefore(node, old[last] ?? null);
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
  let starts = []; // the line of each block
  const follow = () => {
    waiting = 0;
    const blocks = [...target.children].filter((block) => !block.matches(".footnotes, .sources, .hint, [data-lead]"));
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
  return (lines) => {
    starts = lines?.split(" ").map(Number) ?? [];
    follow();
  };
}
