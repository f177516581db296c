// Copies the words of the element that a button names. Without this file they are copied by hand.

for (const button of document.querySelectorAll("[data-copy]")) {
  const words = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[role=status]");
  let timer = 0;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    clearTimeout(timer);
    try {
      await navigator.clipboard.writeText(words.textContent.trim());
    } catch {
      getSelection().selectAllChildren(words); // not allowed: marked, to be copied by hand
      return;
    }
    said.textContent = button.dataset.textCopied;
    timer = setTimeout(() => { said.textContent = ""; }, 5000);
  });
}
