// Enhancements for reading a text. Each part looks for its own data attribute; without this file
// links work as usual, tables scroll, and the contents are a plain list.

const prose = document.querySelector("[data-prose]");

if (prose) {
  copyPermalinks(prose);
  showPeeks(prose);
  for (const box of prose.querySelectorAll(".table-box")) watchTable(box);
}
for (const line of document.querySelectorAll(".share")) shareFrom(line);
for (const contents of document.querySelectorAll("[data-contents], [data-contents-folded]")) followSections(contents);

// Where the margin has its own column, nothing in it is folded; in older browsers CSS alone cannot
// do that.
if (matchMedia("(width >= 60rem)").matches && !CSS.supports("selector(::details-content)")) {
  for (const fold of document.querySelectorAll(".margin-fold")) fold.open = true;
}

// Following a link in the foldable contents folds them again.
for (const folded of document.querySelectorAll(".contents-folded")) {
  folded.addEventListener("click", (event) => {
    if (event.target.closest("nav a")) folded.open = false;
  });
}

// Copies the address of the article, or hands it to the device where it can share.
function shareFrom(line) {
  const link = line.querySelector("[data-copy-link]");
  const said = line.querySelector("[role=status]");
  let timer = 0;
  const copy = async () => {
    clearTimeout(timer);
    try {
      await navigator.clipboard.writeText(link.href);
      said.textContent = line.dataset.textCopied;
      timer = setTimeout(() => { said.textContent = ""; }, 5000);
    } catch {
      said.textContent = link.href; // copying is not allowed: shown, to be copied by hand
    }
  };
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    copy();
  });
  line.querySelector("[data-share]").addEventListener("click", async () => {
    if (!navigator.share) return copy();
    try {
      await navigator.share({ title: line.dataset.shareTitle, url: link.href });
    } catch (error) {
      if (error.name !== "AbortError") copy(); // the reader changed their mind, or it cannot share
    }
  });
}

// The permalink of a heading also copies its URL.
function copyPermalinks(text) {
  if (!navigator.clipboard) return;
  const region = document.createElement("p");
  region.className = "visually-hidden";
  region.setAttribute("role", "status");
  text.after(region);
  let timer = 0;
  for (const link of text.querySelectorAll("a.permalink")) link.title = text.dataset.textCopy;
  text.addEventListener("click", async (event) => {
    const link = event.target.closest("a.permalink");
    if (!link) return;
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      return; // not allowed, but the URL is in the address bar now
    }
    clearTimeout(timer);
    region.textContent = text.dataset.textCopied;
    region.className = "copied";
    place(region, link);
    timer = setTimeout(() => { region.className = "visually-hidden"; region.textContent = ""; }, 2500);
  });
}

// Marks in the contents the section that is being read: the last whose heading is in the upper third
// of the window or above, or the last visible one at the end of the page.
function followSections(contents) {
  const links = new Map();
  for (const link of contents.querySelectorAll("a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const headings = [...links.keys()];
  const now = contents.parentElement.querySelector("[data-contents-now]"); // next to the folded list's name
  const mark = () => {
    const isAtEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const line = isAtEnd ? innerHeight : innerHeight * 0.34;
    const current = headings.findLast((heading) => heading.getBoundingClientRect().top <= line);
    for (const [heading, link] of links) {
      if (heading === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
    keepInSight(contents, links.get(current));
    if (now) now.textContent = current ? `${headings.indexOf(current) + 1}/${headings.length} ${shortened(links.get(current).textContent)}` : "";
  };
  const passing = new IntersectionObserver(mark, { rootMargin: "0px 0px -67% 0px" });
  const ending = new IntersectionObserver(mark, { threshold: 1 });
  for (const heading of headings) {
    passing.observe(heading);
    ending.observe(heading);
  }
  addEventListener("scrollend", mark, { passive: true });
}

const LONGEST_NAME = 24; // fits next to "Contents" on the smallest phone

function shortened(name) {
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME).replace(/\s+\S*$/, "")}…`;
}

function keepInSight(box, link) {
  if (!link || box.scrollHeight <= box.clientHeight) return;
  const place = link.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (place.top < frame.top) box.scrollTop -= frame.top - place.top;
  if (place.bottom > frame.bottom) box.scrollTop += place.bottom - frame.bottom;
}

// The box of a table is focusable, and a region with a name, only while it scrolls.
function watchTable(box) {
  const name = box.getAttribute("aria-label");
  const watch = new ResizeObserver(() => {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", name);
    } else {
      for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
    }
  });
  watch.observe(box);
  if (box.firstElementChild) watch.observe(box.firstElementChild);
}

// A peek next to a link shows its footnote, or a few words about its article. It opens when the
// pointer rests on the link or the link gets the focus, stays open while either is on the link or
// the peek, and closes with Escape. It comes after the link, so that Tab moves into it.
const OPEN_AFTER = 250; // long enough for a pointer to pass by
const CLOSE_AFTER = 300; // and to cross from the link to the peek
const GAP = 6;

function showPeeks(text) {
  let peek = null;
  let owner = null; // the link whose peek is shown or being loaded
  let timer = 0;
  const answers = new Map();

  const close = () => {
    clearTimeout(timer);
    peek?.remove();
    peek = owner = null;
  };
  const open = async (link) => {
    close();
    owner = link;
    const content = await contentOf(link, answers, text);
    if (owner !== link) return; // the reader moved on before the response came
    if (!content) { owner = null; return; }
    peek = makePeek(content);
    (link.closest("sup") ?? link).after(peek);
    place(peek, link);
  };
  const isOn = (node) => Boolean(node && (owner?.contains(node) || peek?.contains(node)));

  text.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = previewed(event.target);
    if (link && link !== owner) {
      clearTimeout(timer);
      timer = setTimeout(() => open(link), OPEN_AFTER);
    } else if (isOn(event.target) || link) clearTimeout(timer);
  });
  text.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse" || !previewedOrPeek(event.target)) return;
    if (isOn(event.relatedTarget) || isOn(document.activeElement)) return;
    clearTimeout(timer);
    timer = setTimeout(close, CLOSE_AFTER);
  });
  text.addEventListener("focusin", (event) => {
    if (isOn(event.target)) { clearTimeout(timer); return; }
    const link = previewed(event.target);
    if (link?.matches(":focus-visible")) open(link);
    else close();
  });
  text.addEventListener("focusout", (event) => {
    if (!isOn(event.relatedTarget) && !peek?.matches(":hover")) close();
  });
  // A finger cannot hover: the first touch on a footnote's number or a citation opens the peek, which
  // links to the footnote or source.
  text.addEventListener("click", (event) => {
    const link = previewed(event.target);
    if (event.pointerType !== "touch" || !link?.matches(NOTE)) {
      if (link) close();
      return;
    }
    event.preventDefault();
    if (owner === link) close();
    else open(link);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!isOn(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !owner) return;
    if (peek?.contains(document.activeElement)) owner.focus({ focusVisible: false });
    close();
  });
  addEventListener("resize", close, { passive: true });
}

// What leads to a note or a source at the end of the text.
const NOTE = ".footnote-ref, [role=doc-biblioref]";
const ARTICLE = /^\/(sv|en)\/articles\/[^/]+$/;

// The link that an element belongs to, if it has a peek. Readers who save data get no peeks that
// would have to be fetched.
function previewed(element) {
  const link = element.closest?.("[data-prose] a[href]");
  if (!link || link.closest(".peek")) return null;
  if (link.matches(NOTE)) return link;
  const isArticle = link.origin === location.origin && !link.search && ARTICLE.test(link.pathname);
  const isElsewhere = link.pathname !== location.pathname;
  const isSaving = matchMedia("(prefers-reduced-data: reduce)").matches;
  return isArticle && isElsewhere && !isSaving && !link.matches(".missing") ? link : null;
}

const previewedOrPeek = (element) => previewed(element) ?? element.closest?.(".peek");

function contentOf(link, answers, text) {
  if (link.matches(NOTE)) return noteOf(link, text);
  const url = `${link.pathname}/peek`;
  if (!answers.has(url)) answers.set(url, askFor(url, link));
  return answers.get(url);
}

function noteOf(link, text) {
  const note = document.getElementById(link.hash.slice(1));
  if (!note) return null;
  const content = document.createElement("div");
  content.setAttribute("aria-label", link.getAttribute("aria-label") ?? link.textContent);
  content.append(...note.cloneNode(true).childNodes);
  for (const back of content.querySelectorAll(".footnote-backref")) back.remove();
  const way = document.createElement("a");
  way.href = link.hash;
  way.textContent = link.matches(".footnote-ref") ? text.dataset.textNote : text.dataset.textSource;
  content.append(way);
  return content;
}

async function askFor(url, link) {
  try {
    const answer = await fetch(url);
    if (!answer.ok) return null;
    const content = document.createElement("div");
    content.lang = link.pathname.slice(1, 3);
    content.setAttribute("aria-label", link.textContent);
    content.innerHTML = await answer.text(); // from our own server, escaped there
    return content;
  } catch {
    return null; // the link still works
  }
}

function makePeek(content) {
  const peek = content.cloneNode(true);
  peek.className = "peek";
  peek.setAttribute("role", "group");
  return peek;
}

// Places a box below the link, or above it if there is more room, within the column of the text.
function place(box, link) {
  const frame = box.offsetParent.getBoundingClientRect();
  const lines = link.getClientRects();
  const line = lines[lines.length - 1];
  const left = Math.min(line.left, frame.right - box.offsetWidth) - frame.left;
  const isAbove = line.bottom + GAP + box.offsetHeight > innerHeight && line.top > innerHeight - line.bottom;
  const top = isAbove ? line.top - GAP - box.offsetHeight : line.bottom + GAP;
  box.style.insetInlineStart = `${Math.max(0, left)}px`;
  box.style.insetBlockStart = `${top - frame.top}px`;
}
