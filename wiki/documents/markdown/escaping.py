"""Write words of a document so that they mean themselves in Markdown."""

import re

from wiki.markup.blocks.nodes import WORD_BULLET
from wiki.markup.inline.addresses import Bare, find_bare

# Signs that would be read as marks, where they stand.
_SIGNS = re.compile(
    r"(?P<run>\*+|~+|_+)"
    r"|[\\`\[]"
    r"|<(?=[a-zA-Z/!?]|[^\s<>]*@)"
    r"|&(?=#?\w+;)"
)
_STARTS = re.compile(
    r"^(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|:\s|%%(?:\s|$)|~{3}|[=-]+\s*$|\||[\s|:-]+$"
    r"|(?P<rule>[*_-])(?:\s*(?P=rule)){2,}\s*$)(?=\S)",
    re.MULTILINE,
)
# A number with a point begins an item, a note with a colon says what it means.
_NUMBERS = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|\[\^\d+\](?=:))", re.MULTILINE)
_CLOSING = re.compile(r"(?<!\S)(?=#+$)")
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_TICKS = re.compile("`+")


def find_addresses(text: str) -> list[Bare]:
    """Return the addresses in a text, without those within others."""
    found: list[Bare] = []
    for bare in find_bare(text):
        if not found or bare.start >= found[-1].end:
            found.append(bare)
    return found


def escape_words(text: str) -> str:
    """Put a backslash before signs that would be marks; addresses stay as they are."""
    parts, end = [], 0
    for bare in find_addresses(text):
        parts.append(_escape(text, end, bare.start))
        parts.append(text[bare.start : bare.end])
        end = bare.end
    return "".join([*parts, _escape(text, end, len(text))])


def _escape(text: str, start: int, end: int) -> str:
    """Escape a part of a text, of which no sign of emphasis reaches over its ends."""
    parts = []
    for found in _SIGNS.finditer(text, start):
        if found.start() >= end:
            break
        if not _is_word(text, found):
            parts += [text[start : found.start()], *(f"\\{sign}" for sign in found[0])]
            start = found.end()
    return "".join([*parts, text[start:end]])


def escape_link_words(text: str) -> str:
    """Do the same for words of a link, in which an address cannot be set apart from the rest."""
    written = escape_words(text)
    found = [text[bare.start : bare.end] for bare in find_addresses(text)]
    read = [written[bare.start : bare.end] for bare in find_addresses(written)]
    is_plain = "]" not in text and written == _escape(text, 0, len(text))
    return written if not found or (found == read and is_plain) else _escape_all(text)


def _escape_all(text: str) -> str:
    """Put a backslash before each sign, so that nothing of a text is an address either."""
    return _PUNCTUATION.sub(r"\\\g<0>", text)


def _is_word(text: str, found: re.Match[str]) -> bool:
    """Return whether signs of emphasis stand between blanks, or `_` behind a letter.

    What stands beside the words is not known, and may be a letter.
    """
    if not found["run"]:
        return False
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return (before.isspace() and after.isspace()) or (found[0][0] == "_" and before.isalnum())


def guard_lines(words: str) -> str:
    """Put a backslash before what would begin a block at the start of a line."""
    return _free_bullets(_NUMBERS.sub(r"\1\\", _STARTS.sub(r"\\", words)))


def _free_bullets(words: str) -> str:
    """Break no line before a bullet, which begins an item: the break would be shown as a sign."""
    lines = words.split("\n")
    is_list = False
    for place, line in enumerate(lines):
        found = WORD_BULLET.match(line)
        if found and (is_list or not place or line[found.end() :].strip()):
            is_list = True
            if place:
                lines[place - 1] = lines[place - 1].removesuffix("\\")
    return "\n".join(lines)


def guard_heading(words: str) -> str:
    """Put a backslash before signs that would only close a heading."""
    return _CLOSING.sub(r"\\", words)


def write_code(text: str) -> str:
    """Return a span of code between enough backticks."""
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"


def write_fence(code: str, language: str = "") -> str:
    """Return a block of code between fences."""
    ticks = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall(code)), 3)
    return f"{ticks}{language}\n{code}\n{ticks}"
