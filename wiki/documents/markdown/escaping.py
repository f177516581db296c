"""Write words of a document so that they mean themselves in Markdown."""

import re

_BARE = re.compile(r"((?:https?://|www\.)[^\s<>]+|\b10\.\d{4,9}/[^\s<>]+|[\w.+-]+@[\w-]+\.[\w.-]+)")
# Signs that would be read as marks, where they stand.
_SIGNS = re.compile(
    r"[\\`\[]"
    r"|(?<![\s*])\*|\*(?![\s*]|$)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|~(?=~|\S)|(?<=\S)~"
    r"|<(?=[a-zA-Z/!?])"
    r"|&(?=#?\w+;)"
)
_STARTS = re.compile(
    r"^(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|:\s|[=-]+\s*$|[*_-](?:\s*[*_-]){2,}\s*$|\||[\s|:-]+$)(?=\S)",
    re.MULTILINE,
)
_NUMBERS = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))", re.MULTILINE)
_TICKS = re.compile("`+")


def escape_words(text: str) -> str:
    """Put a backslash before signs that would be marks; addresses stay as they are."""
    parts = _BARE.split(text)
    return "".join(
        part if place % 2 else _SIGNS.sub(r"\\\g<0>", part) for place, part in enumerate(parts)
    )


def guard_lines(words: str) -> str:
    """Put a backslash before what would begin a block at the start of a line."""
    return _NUMBERS.sub(r"\1\\", _STARTS.sub(r"\\", words))


def write_code(text: str) -> str:
    """Return a span of code between enough backticks."""
    ticks = "`" * (1 + max((len(run) for run in _TICKS.findall(text)), default=0))
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"


def write_fence(code: str, language: str = "") -> str:
    """Return a block of code between fences."""
    ticks = "`" * max(3, *(len(run) + 1 for run in _TICKS.findall(code)), 3)
    return f"{ticks}{language}\n{code}\n{ticks}"
