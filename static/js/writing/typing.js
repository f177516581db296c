// How scripts change the text: as if somebody had typed it, so that the browser's own undo takes it back.

const MANY_LINES = 30; // Chromium takes seconds to type hundreds of lines

export function type(text, from, to, words) {
  text.focus();
  text.setSelectionRange(from, to);
  if (words.split("\n").length > MANY_LINES && typeLong(text, words)) return;
  if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
  text.setRangeText(words, from, to, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
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
