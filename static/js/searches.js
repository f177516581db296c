// Tells the wiki which hit of a search was opened: the words and the article, nothing of the reader.
// Without this script nothing is counted, and the links are what they are.

const hits = document.querySelector("[data-opened-url]");

function tellOpened(event) {
  const link = event.target.closest("a[href]");
  const hit = link?.closest("[data-hit]");
  // The middle button opens too, the right one only a menu.
  if (!hit || event.button > 1) return;
  const told = new URLSearchParams({ q: hits.dataset.question, article: hit.dataset.hit });
  navigator.sendBeacon?.(hits.dataset.openedUrl, told);
}

hits?.addEventListener("click", tellOpened);
hits?.addEventListener("auxclick", tellOpened);
