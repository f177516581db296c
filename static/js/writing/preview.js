// The preview beside the text: it follows the words and the caret, and can be hidden. Its answers say
// how long the text is, too.

const DELAY_MS = 600; // long enough not to send a request at each key, short enough to feel live
const HIDDEN = "wiki-preview"; // "hidden" in this browser

for (const form of document.querySelectorAll("form[data-editor]")) {
  const text = form.querySelector("[data-editor-text]");
  const target = form.querySelector("[data-preview-url]");
  if (text && target) showPreview(form, text, target);
}

function showPreview(form, text, target) {
  // The preview follows the text, so its button is needed only without scripts.
  for (const button of form.querySelectorAll("[name=intent][value=preview]")) button.hidden = true;
  const follow = startFollowing(text, target);
  let timer;
  let request;
  const ask = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const words = new FormData(form);
      const body = new URLSearchParams({ body: words.get("body"), csrf_token: words.get("csrf_token") ?? "" });
      const response = await fetch(target.dataset.previewUrl, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, signal: request.signal });
      if (!response.ok) throw new Error(String(response.status));
      target.innerHTML = await response.text(); // our own server's response, sanitised there
      follow();
      const length = form.querySelector("[data-editor-length]");
      if (length) length.textContent = target.querySelector("[data-length]")?.dataset.length ?? "";
    } catch (error) {
      if (error.name === "AbortError" || target.querySelector("[data-failed]")) return;
      const note = Object.assign(document.createElement("p"), { className: "hint", textContent: target.dataset.textFailed });
      note.dataset.failed = "";
      target.prepend(note);
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, DELAY_MS);
  });
  // The server rendered the text that it sent; a browser may since have restored what was typed before.
  addEventListener("pageshow", () => {
    const isShown = "isShown" in target.dataset && text.value === text.defaultValue;
    if (text.value.trim() && !isShown) ask();
  }, { once: true });
  startHiding(form);
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
    const blocks = [...target.children].filter((block) => !block.matches(".footnotes, .hint, template"));
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
