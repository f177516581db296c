"""The parts of a link that come after its text: `(address "title")` and `[label]`."""

import re
from html.entities import html5

# Each stops at the next bracket of its kind, so that many open ones take no more time than one.
LABEL = re.compile(r"\[((?:[^\\\[\]]|\\.|\\){0,999})\]", re.DOTALL)
# Bounded, and without brackets, for the same reason.
NOTE_LABEL = r"[^\[\]\n]{1,200}"
_POINTED = re.compile(r"<((?:[^<>\n\\]|\\.)*)>")
_TITLES = {
    '"': re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL),
    "'": re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL),
    "(": re.compile(r"\(((?:[^()\\]|\\.)*)\)", re.DOTALL),
}
_DESTINATION_SIGN = re.compile(r"[ \n\x00-\x1f\x7f()]|\\[!-/:-@\[-`{-~]")
_MOST_PARENTHESES = 32
_SPACE = re.compile(r"[ \t\n]*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ESCAPED = re.compile(
    r"\\([!-/:-@\[-`{-~])|&(?:#[xX]([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));"
)
ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
# No sign of a text: control characters, half characters and what Unicode has set aside.
_NO_SIGN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def read_target(text: str, place: int) -> tuple[str, str, int] | None:
    """Read `(address "title")`; return address, title and where it ends."""
    destination, place = read_destination(text, _skip_space(text, place + 1))
    if destination is None:
        return None
    title = None
    after = _skip_space(text, place)
    if after > place:
        title, after = read_title(text, after)
        after = _skip_space(text, after)
    if not text.startswith(")", after):
        return None
    return unescape(destination), unescape(title or ""), after + 1


def read_destination(text: str, place: int) -> tuple[str | None, int]:
    """Read an address, in pointed brackets or up to white space; None if there is none."""
    if text.startswith("<", place):
        found = _POINTED.match(text, place)
        return (found[1], found.end()) if found else (None, place)
    end = _find_end(text, place)
    # In a definition it cannot be empty; in a link, parentheses end it.
    is_there = end is not None and (end > place or text.startswith(")", end))
    return (text[place:end], end) if end is not None and is_there else (None, place)


def _find_end(text: str, place: int) -> int | None:
    """Return where an address ends whose parentheses are balanced; None if they are not."""
    depth = 0
    while sign := _DESTINATION_SIGN.search(text, place):
        if sign[0] == "(":
            depth += 1
            if depth > _MOST_PARENTHESES:
                return None
        elif sign[0] == ")":
            depth -= 1
        elif sign[0][0] != "\\":
            break
        if depth < 0:
            return sign.start()
        place = sign.end()
    return None if depth else sign.start() if sign else len(text)


def read_title(text: str, place: int) -> tuple[str | None, int]:
    """Read a title in quotation marks or parentheses; None if there is none."""
    pattern = _TITLES.get(text[place : place + 1])
    found = pattern.match(text, place) if pattern else None
    if found is None or _BLANK_LINE.search(found[1]):
        return None, place
    return found[1], found.end()


def normalise_label(label: str) -> str:
    """Return a label in the form in which two that mean the same are equal."""
    return " ".join(label.split()).casefold()


def unescape(text: str) -> str:
    """Return a text with its backslash escapes and entities resolved."""
    if "\\" not in text and "&" not in text:
        return text
    return _ESCAPED.sub(_resolve, text)


def _resolve(found: re.Match[str]) -> str:
    """Return the character that an escape or an entity means, or what was written."""
    escaped, hexadecimal, decimal, name = found.groups()
    if escaped:
        return escaped
    if name:
        return html5.get(f"{name};", found[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    sign = chr(code) if 0 < code < 0x110000 else "\ufffd"
    return "\ufffd" if _NO_SIGN.fullmatch(sign) else sign


def _skip_space(text: str, place: int) -> int:
    """Return where white space, of at most one line feed, ends."""
    found = _SPACE.match(text, place)
    return found.end() if found else place
