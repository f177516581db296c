// Two versions of a text: the preview follows what is chosen for each place. It all works without.

const DELAY_MS = 300;

for (const form of document.querySelectorAll("form[data-settle]")) {
  const target = form.querySelector("[data-settle-preview]");
  for (const button of form.querySelectorAll("[name=intent][value=preview]")) button.hidden = true;
  let request;
  let timer;
  const show = async () => {
    request?.abort();
    request = new AbortController();
    const body = new FormData(form);
    body.set("intent", "preview");
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, signal: request.signal });
      if (!response.ok) throw new Error(String(response.status));
      target.innerHTML = await response.text(); // our own server's response, sanitised there
    } catch (error) {
      if (error.name !== "AbortError") target.textContent = target.dataset.textFailed;
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, DELAY_MS);
  });
  // Own words are chosen by writing them.
  form.addEventListener("change", (event) => {
    const words = event.target.closest(".settle-place")?.querySelector(".settle-words textarea");
    if (event.target.value === "edited") words?.focus();
  });
  show();
}
