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

// The sign beside a heading copies its address as well as leading to it.
for (const prose of document.querySelectorAll("[data-prose]")) {
  prose.addEventListener("click", (event) => {
    const link = event.target.closest("a.permalink");
    if (!link || !navigator.clipboard) return;
    navigator.clipboard.writeText(link.href).then(() => tellCopied(link, prose.dataset.textCopied), () => {});
  });
}

function tellCopied(link, text) {
  link.dataset.copied = text;
  announce(text);
  setTimeout(() => delete link.dataset.copied, 2000);
}

// Screen readers hear what happened without the page moving.
function announce(text) {
  let region = document.getElementById("announcements");
  if (!region) {
    region = document.createElement("p");
    region.id = "announcements";
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.getElementById("main").append(region);
  }
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 50);
}

// The contents at the side mark the section that is being read.
for (const contents of document.querySelectorAll("[data-contents]")) {
  const links = new Map();
  for (const link of contents.querySelectorAll("a[href^='#']")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const headings = [...links.keys()];
  const mark = () => {
    const line = window.innerHeight * 0.3;
    const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= line);
    const current = atEnd && passed.length ? headings.findLast((h) => h.getBoundingClientRect().top < window.innerHeight) : passed.at(-1);
    for (const [heading, link] of links) {
      if (heading === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  const markSoon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  };
  addEventListener("scroll", markSoon, { passive: true });
  addEventListener("resize", markSoon, { passive: true });
  mark();
}

// Following a line of the folded contents folds them again.
for (const folded of document.querySelectorAll(".contents-folded")) {
  folded.addEventListener("click", (event) => {
    if (event.target.closest("nav a")) folded.open = false;
  });
}

// What is folded on a phone only: older browsers cannot show it by style alone.
if (matchMedia("(width >= 48rem)").matches && !CSS.supports("selector(::details-content)")) {
  for (const fold of document.querySelectorAll(".fold")) fold.open = true;
}

// A side with filters stands open where there is room for it, and folded on a phone.
if (matchMedia("(width < 48rem)").matches) {
  for (const facet of document.querySelectorAll(".sidebar .facet[open]:not(:has(.is-chosen))")) {
    facet.open = false;
  }
}
