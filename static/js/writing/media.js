// Pictures and files in the editor: chosen, pasted or dropped, sent with progress, described in a
// dialog, then put into the text. Without this file the library has the line to copy.

const { type, typeBlock } = await import(document.querySelector("link[data-module=typing]").href);
const dialog = document.querySelector("[data-media-dialog]");
const text = document.querySelector("form[data-editor] [data-editor-text]");
if (dialog && text) start();

function start() {
  const words = dialog.dataset;
  const fields = dialog.querySelector("[data-media-form]");
  const error = dialog.querySelector("[data-media-error]");
  const input = document.querySelector("[data-media-input]");
  const progress = document.querySelector("[data-media-progress]");
  const [status, bar] = progress.children;
  let line = Promise.resolve(); // files are sent and described one after the other
  let put = intoText; // where what is chosen on this computer goes
  let left = null; // where the caret was when the dialog opened, which may move it when it closes

  const button = document.querySelector("[data-editor-action=picture]");
  button?.addEventListener("click", (event) => {
    event.stopPropagation(); // the toolbar's own actions change the text
    left = [text.selectionStart, text.selectionEnd];
    choose(intoText);
  });
  const lead = document.querySelector("[name=lead_picture]");
  const shown = document.querySelector("[data-media-lead-shown]");
  lead?.addEventListener("input", () => shown.replaceChildren());
  document.querySelector("[data-media-lead]")?.addEventListener("click", (event) => {
    event.preventDefault(); // without this file it leads to the library
    choose(intoLead);
  });
  input.addEventListener("change", () => {
    take([...input.files], put);
    input.value = "";
  });
  const takeFrom = (event, { files }) => {
    if (!files.length) return;
    event.preventDefault();
    take([...files]);
  };
  text.addEventListener("paste", (event) => { if (event.clipboardData.files.length && !hasWords(event.clipboardData)) takeFrom(event, event.clipboardData); });
  text.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  text.addEventListener("drop", (event) => takeFrom(event, event.dataTransfer));

  function choose(target) {
    put = target;
    openLibrary(() => input.click(), (file) => queue(file, target, () => place(file, file.isDescribed, target)));
  }

  function take(files, target = intoText) {
    for (const file of files) queue(file, target, () => add(file, target));
  }

  function queue(file, target, act) {
    line = line.then(() => {
      (target === intoLead ? lead : text).closest(".field").append(progress);
      return act();
    }).catch(() => say(words.textFailed, file.name));
  }

  async function add(file, target) {
    if (file.size > words.mediaMost * 1e6) return say(words.textLarge, file.name);
    const sent = await send(file);
    return sent.error ? say("{}: " + sent.error, file.name) : place(sent, false, target);
  }

  // Put a file of the library where it was asked for, after asking what it is unless that is known.
  async function place(file, isKnown, target) {
    const caret = left ?? [text.selectionStart, text.selectionEnd];
    left = null;
    const placed = isKnown ? file.line : await describe(file);
    progress.hidden = true;
    return target(file, placed, caret);
  }

  function intoLead(file, placed) {
    if (placed) lead.value = `media:${file.name}`;
    else say(words.textLeft, file.name);
    lead.dispatchEvent(new Event("input", { bubbles: true }));
    if (placed && file.thumb) shown.replaceChildren(imageOf(file.thumb));
    lead.focus();
  }

  function intoText(file, placed, caret) {
    text.focus();
    text.setSelectionRange(...caret);
    if (!placed) return say(words.textLeft, file.name);
    if (!file.isPicture) type(text, ...caret, placed);
    else typeBlock(text, ...caret, text.value.slice(caret[1]).trim() ? placed : `${placed}\n\n`); // words may follow
    return say(words.textPlaced, file.name);
  }

  // The bar goes once what was said has been read out.
  function say(message, name) {
    status.textContent = message.replace("{}", name);
    bar.hidden = true;
    progress.hidden = false;
  }

  function send(file) {
    say(words.textSending, file.name);
    bar.hidden = false;
    bar.value = 0;
    const body = new FormData();
    body.append("csrf_token", text.form.elements.csrf_token?.value ?? "");
    body.append("file", file, file.name || "bild.png");
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest(); // `fetch` tells nothing of how much is sent
      request.open("POST", words.mediaUrl);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", ({ loaded, total }) => { if (total) bar.value = loaded / total; });
      request.upload.addEventListener("load", () => {
        status.textContent = words.textPreparing.replace("{}", file.name);
        bar.removeAttribute("value");
      });
      request.addEventListener("load", () => (request.response ? resolve(request.response) : reject(new Error(String(request.status)))));
      request.addEventListener("error", reject);
      request.send(body);
    });
  }

  // Ask what it is; the promise gives the line for the text, or nothing when it is left out.
  function describe(file) {
    const [alt, caption, credit, licence, decorative, version] = ["alt", "caption", "credit", "licence", "decorative", "version"]
      .map((name) => fields.elements[`media-${name}`]);
    alt.value = file.alt;
    caption.value = file.caption;
    decorative.checked = file.isDecorative;
    // Several pictures of one day are often by the same person: what was written last stays.
    credit.value = file.credit || credit.value;
    licence.value = file.licence || licence.value;
    dialog.querySelector("[data-media-name]").textContent = file.name;
    dialog.querySelector("[data-media-picture]").replaceChildren(...(file.isPicture ? [imageOf(file.address)] : []));
    for (const field of dialog.querySelectorAll("[data-media-seen]")) field.hidden = !file.isPicture;
    error.textContent = "";
    version.value = file.version;
    return new Promise((resolve) => {
      fields.onsubmit = async (event) => {
        event.preventDefault();
        const request = fetch(file.url, { method: "POST", body: new FormData(fields), headers: { Accept: "application/json" } });
        const answer = await request.then((response) => response.json()).catch(() => ({ error: words.textFailed.replace("{}", file.name) }));
        if (!answer.error) {
          fields.onsubmit = null;
          dialog.close();
          resolve(answer.line);
          return;
        }
        version.value = answer.version ?? version.value;
        error.textContent = answer.error;
        (fields.elements[`media-${answer.field}`] ?? alt).focus();
      };
      dialog.onclose = () => resolve(null);
      dialog.querySelector("[data-media-skip]").onclick = () => dialog.close();
      dialog.showModal();
    });
  }
}

// The library: its newest, or what has the words of a search.
function openLibrary(onComputer, onFile) {
  const library = document.querySelector("[data-media-library]");
  const [found, count] = ["found", "count"].map((name) => library.querySelector(`[data-media-${name}]`));
  const search = library.querySelector("[data-media-search]");
  const item = document.querySelector("[data-media-item]").content.firstElementChild;
  let latest = 0;
  const ask = async () => {
    const number = (latest += 1);
    const address = `${dialog.dataset.mediaUrl}?q=${encodeURIComponent(search.elements.q.value)}`;
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    const { files, total } = await response.json();
    if (number !== latest) return; // an earlier question that was answered late
    count.textContent = library.dataset.textFound.replace("{}", total);
    found.replaceChildren(...files.map((file) => {
      const card = item.cloneNode(true);
      const words = file.caption || file.alt || file.name;
      card.querySelector(".media-name").textContent = words.length > 60 ? `${words.slice(0, 59).trim()}…` : words;
      card.querySelector(".media-thumb").replaceChildren(file.thumb ? imageOf(file.thumb) : file.format);
      card.querySelector("button").onclick = () => {
        library.close();
        onFile(file);
      };
      return card;
    }));
  };
  search.onsubmit = (event) => event.preventDefault();
  search.oninput = () => ask().catch(() => {});
  library.querySelector("[data-media-choose]").onclick = () => {
    library.close();
    onComputer();
  };
  library.showModal();
  ask().catch(() => {});
}

// Whether words were copied too: then the picture is only how another program draws them. A picture
// copied from a page comes with its own element.
function hasWords(data) {
  const html = new DOMParser().parseFromString(data.getData("text/html"), "text/html");
  return Boolean(html.body.textContent.trim() || (data.getData("text/plain").trim() && !html.querySelector("img")));
}

// A picture beside words that say what it is.
function imageOf(address) {
  return Object.assign(new Image(), { loading: "lazy", alt: "", src: address });
}
