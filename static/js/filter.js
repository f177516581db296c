// Filters the check boxes of a form while typing. The server says which of them match; it hides the
// same ones when the form is sent with the button, so the form works without this file.

const WAIT_MS = 150;

for (const form of document.querySelectorAll("form[data-filter]")) filterIn(form);

function filterIn(form) {
  const field = form.querySelector("[data-filter-words]");
  let timer;
  let request;
  const apply = async () => {
    clearTimeout(timer);
    request?.abort();
    request = new AbortController();
    const body = new FormData(form);
    body.set("intent", "filter");
    try {
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body, signal: request.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      show(form, new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch (error) {
      if (error.name !== "AbortError") return false;
    }
    return true;
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, WAIT_MS);
  });
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "filter") return;
    event.preventDefault();
    // Without an answer the form is sent as it would be without this file.
    if (!await apply()) HTMLFormElement.prototype.submit.call(withIntent(form));
  });
}

// Only what is hidden comes from the response: what is ticked is known here alone.
function show(form, page) {
  for (const part of form.querySelectorAll("[data-filtered]")) {
    const theirs = page.querySelector(`[data-filtered="${part.dataset.filtered}"]`);
    part.hidden = Boolean(theirs?.hidden) && !part.querySelector(":checked");
  }
  for (const none of form.querySelectorAll("[data-filtered^=none-]")) {
    none.hidden = Boolean(none.parentElement.querySelector(".choice:not([hidden])"));
  }
  const status = page.querySelector("[data-filter-status]");
  form.querySelector("[data-filter-status]").textContent = status?.textContent ?? "";
}

function withIntent(form) {
  const intent = document.createElement("input");
  Object.assign(intent, { type: "hidden", name: "intent", value: "filter" });
  form.append(intent);
  return form;
}
