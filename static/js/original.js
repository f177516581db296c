// The text that is translated, beside its translation: the section at the caret is marked, and in view.

const HEADING = /^#{1,6}[ \t]/gm;

for (const panel of document.querySelectorAll("[data-editor-original]")) {
  const text = panel.closest("form")?.querySelector("[data-editor-text]");
  if (text) follow(text, panel);
}

function follow(text, panel) {
  const sections = [...panel.querySelectorAll(".original-section")];
  const box = panel.querySelector(".disclosure-body");
  const hasLead = sections.length && !/^H[1-6]$/.test(sections[0].firstElementChild?.tagName ?? "");
  let shown;
  const show = () => {
    const count = (text.value.slice(0, text.selectionEnd).match(HEADING) ?? []).length;
    const section = sections[Math.max(0, hasLead ? count : count - 1)] ?? sections.at(-1);
    if (!section || section === shown) return;
    shown?.removeAttribute("aria-current");
    section.setAttribute("aria-current", "true");
    shown = section;
    box.scrollTop += section.getBoundingClientRect().top - box.getBoundingClientRect().top;
  };
  for (const event of ["keyup", "click", "input"]) text.addEventListener(event, show);
}
