// Names of people after an @ in a discussion: suggest.js shows the list. Without this file, they are typed.

for (const text of document.querySelectorAll("textarea[data-name-suggestions]")) {
  dispatchEvent(new CustomEvent("wiki-suggest", { detail: { field: text, way: naming(text) } }));
}

function naming(text) {
  let chosen = ""; // its letters stand before the caret, and ask for nothing
  // What is typed of a name up to the caret, with the sign; an address has letters before it.
  const begun = () => {
    const before = text.value.slice(0, text.selectionStart);
    const found = text.selectionStart === text.selectionEnd && /(?<![\p{L}\d_.+/@-])@(?:[\p{L}\d'’.-]+(?: [\p{L}\d'’.-]+){0,3})?$/u.exec(before);
    return found && found[0] !== chosen ? found[0] : "";
  };
  return {
    name: text.dataset.nameSuggestionsLabel,
    marksFirst: true,
    words: begun,
    find: async (typed, signal) => {
      const answer = await fetch(`${text.dataset.nameSuggestions}?${new URLSearchParams({ q: typed.slice(1) })}`, { signal });
      return answer.ok && !answer.redirected ? answer.json() : null;
    },
    // A text stands low on a phone, above the keys, and its list is below it.
    place: (list) => list.scrollIntoView({ block: "nearest" }),
    choose: (name) => {
      const to = text.selectionStart;
      const from = to - begun().length;
      const rest = /^[\p{L}\d'’-]*/u.exec(text.value.slice(to))[0].length; // of a name that is typed over
      chosen = `@${name}`;
      text.setSelectionRange(from, to + rest);
      const words = /^[\s.,;:!?)]/.test(text.value.slice(to + rest)) ? chosen : `${chosen} `;
      if (document.execCommand("insertText", false, words)) return; // the browser's own undo takes it back
      text.setRangeText(words, from, to + rest, "end");
    },
  };
}
