// How scripts change the text: as if somebody had typed it, so that the browser's own undo takes it back.

const MANY_LINES = 30; // Chromium takes seconds to type hundreds of lines

export function type(text, from, to, words) {
  text.focus();
  text.setSelectionRange(from, to);
  if (document.activeElement === text) { // not behind a dialog
    if (words.split("\n").length > MANY_LINES && typeLong(text, words)) return;
    if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
  }
  text.setRangeText(words, from, to, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

// An edit as marks.js makes them: what is typed, and what is chosen then.
export function apply(text, edit) {
  if (!edit) return;
  if (edit.words || edit.from < edit.to) type(text, edit.from, edit.to, edit.words);
  text.setSelectionRange(...edit.select);
}

// In Chromium a field of plain text takes HTML too, a hundred times faster than it takes lines. No
// element comes into being, since each sign is escaped. Whatever else comes of it is undone.
function typeLong(text, words) {
  const { value, selectionStart: from, selectionEnd: to } = text;
  const escaped = words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  if (!document.execCommand("insertHTML", false, escaped)) return false;
  if (text.value === value.slice(0, from) + words + value.slice(to)) return true;
  document.execCommand("undo");
  text.setSelectionRange(from, to);
  return text.value !== value;
}

// Blocks stand between blank lines, inside the quotation that they are put into. Notes go to the end of
// the text in the same step, so that one undo takes all back.
export function typeBlock(text, from, to, words, notes = []) {
  const { value } = text;
  const line = value.slice(value.lastIndexOf("\n", from - 1) + 1, from);
  const quote = /^(?:\s{0,3}>[ ]?)*/.exec(line)[0];
  const marks = quote.trimEnd();
  const isAtStart = line.length === quote.length;
  const above = value.slice(0, from - line.length);
  const isFree = !above || /(?:^|\n)[ \t>]*\n$/.test(above);
  const lead = !isAtStart ? `\n${marks}\n${quote}` : isFree ? "" : `\n${quote}`;
  const block = words.split("\n").map((each, at) => (at ? `${quote}${each}`.trimEnd() : each)).join("\n");
  const rest = value.slice(to);
  const trail = !rest.trim() || /^\n[ \t>]*(?:\n|$)/.test(rest) ? "" : rest.startsWith("\n") ? `\n${marks}` : `\n${marks}\n${quote}`;
  const made = lead + block + trail;
  if (!notes.length) return type(text, from, to, made);
  type(text, from, value.length, `${made}${rest.trimEnd()}\n\n${notes.join("\n")}\n`);
  text.setSelectionRange(from + made.length, from + made.length);
}
