// Reports which hit of a search was opened: the query and the article, nothing about the reader.
// Without this script nothing is counted, and the links work as usual.

const hits = document.querySelector("[data-opened-url]");

function reportOpened(event) {
  const link = event.target.closest("a[href]");
  const hit = link?.closest("[data-hit]");
  // The middle button opens the link too, the right button only a menu.
  if (!hit || event.button > 1) return;
  const report = new URLSearchParams({ q: hits.dataset.question, article: hit.dataset.hit });
  navigator.sendBeacon?.(hits.dataset.openedUrl, report);
}

hits?.addEventListener("click", reportOpened);
hits?.addEventListener("auxclick", reportOpened);
