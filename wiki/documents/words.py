"""The words of a paragraph: runs of one style, and the Markdown that they make."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element

from wiki.documents.escaping import escape_words, write_code

_STYLES = {
    "strong": "bold",
    "b": "bold",
    "em": "italic",
    "i": "italic",
    "s": "struck",
    "del": "struck",
    "code": "code",
}
_LEVELS = ("link", "struck", "bold", "italic", "code")
_MARKS = {"struck": "~~", "bold": "**", "italic": "*"}
_SIDES = ".,;:!?\"'”’“„»«…–—()"
_HIGH = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_LOW = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")
_DIGITS = re.compile(r"[0-9+−-]+")
_BLANKS = re.compile(r"[ \t\n\r]+")
_LINE_BREAK = "\\\n"


@dataclass(frozen=True)
class Run:
    """Words of one style; `raw` is Markdown already, such as a reference to a note."""

    text: str
    link: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    raw: str = ""


def read_runs(element: Element, labels: dict[str, str], style: Run) -> Iterator[Run]:
    """Yield the runs in an element; `labels` are those of notes by their address."""
    if element.text:
        yield replace(style, text=element.text)
    for child in element:
        yield from _read_child(child, labels, style)
        if child.tail:
            yield replace(style, text=child.tail)


def _read_child(child: Element, labels: dict[str, str], style: Run) -> Iterator[Run]:
    link = child if child.tag == "a" else child.find("a") if child.tag == "sup" else None
    href = link.get("href", "") if link is not None else ""
    if href in labels:
        yield Run("", raw=f"[^{labels[href]}]")
    elif child.tag == "br":
        yield Run("", raw=_LINE_BREAK)
    elif child.tag in {"sup", "sub"}:
        yield from map(_RAISERS[child.tag], read_runs(child, labels, style))
    else:
        yield from read_runs(child, labels, _restyle(style, child.tag, href))


def _restyle(style: Run, tag: str, href: str) -> Run:
    if tag == "a":
        is_address = href.startswith(("http://", "https://", "mailto:"))
        return replace(style, link=href if is_address else "")
    changes: dict[str, Any] = {_STYLES[tag]: True} if tag in _STYLES else {}
    return replace(style, **changes)


def _raise(run: Run, signs: dict[int, int]) -> Run:
    """Return digits as the signs that stand higher or lower."""
    is_number = _DIGITS.fullmatch(run.text.strip())
    return replace(run, text=run.text.translate(signs)) if is_number else run


_RAISERS = {"sup": partial(_raise, signs=_HIGH), "sub": partial(_raise, signs=_LOW)}


def write_runs(runs: Iterator[Run]) -> str:
    """Return the Markdown of runs, without blanks and line breaks around it."""
    words = _write(_space(list(runs)), 0, "", "")
    return re.sub(r"^(?:\s|\\\n)+|(?:\s|\\\n)+$", "", words)


def _space(runs: list[Run]) -> list[Run]:
    """Return runs with single blanks; a blank between two in bold is bold as well."""
    even: list[Run] = []
    for run in runs:
        text = _BLANKS.sub(" ", run.text)
        if even and (even[-1].text.endswith(" ") or even[-1].raw == _LINE_BREAK):
            text = text.lstrip(" ")
        if text or run.raw:
            even.append(replace(run, text=text))
    for place, run in enumerate(even[1:-1], start=1):
        if not run.raw and not run.text.strip():
            even[place] = _join_blank(even[place - 1], run, even[place + 1])
    return even


def _join_blank(before: Run, blank: Run, after: Run) -> Run:
    same: dict[str, Any] = {name: getattr(before, name) for name in _LEVELS[:4]}
    is_same = all(getattr(after, name) == value for name, value in same.items())
    return replace(blank, **same) if is_same else blank


def _write(runs: list[Run], level: int, before: str, after: str) -> str:
    """Return runs with marks around those of one style; marks of links are outermost."""
    if level == len(_LEVELS):
        return "".join(run.raw or escape_words(run.text) for run in runs)
    name = _LEVELS[level]
    groups = [
        list(group) for _, group in groupby(runs, lambda run: (bool(run.raw), getattr(run, name)))
    ]
    words = ""
    for place, group in enumerate(groups):
        last = words[-1:] or before
        following = groups[place + 1][0] if place + 1 < len(groups) else None
        first = (following.raw or following.text)[:1] if following else after
        words = _write_group(group, level, words, (last, first))
    return words


def _write_group(group: list[Run], level: int, words: str, around: tuple[str, str]) -> str:
    name = _LEVELS[level]
    if group[0].raw or not getattr(group[0], name):
        return words + _write(group, level + 1, *around)
    text = "".join(run.text for run in group)
    lead, core, trail = _trim(text)
    if not core:
        return words + text
    if name == "code":
        return f"{words}{lead}{write_code(core)}{trail}"
    if name == "link":
        inner = _write(group, level + 1, "", "").strip()
        written = _write_link(group[0].link, core, inner)
        return re.sub(r"!$", r"\\!", words) + lead + written + trail
    return words + _mark(_MARKS[name], _write(group, level + 1, *around), around)


def _write_link(href: str, text: str, inner: str) -> str:
    if href in {text, f"mailto:{text}"}:
        return f"<{text}>"
    address = re.sub(r"[\s<>\\|]", "", href)
    if address.count("(") != address.count(")"):
        address = address.replace("(", "%28").replace(")", "%29")
    closed = re.sub(r"(?<!\\)\]", r"\\]", inner)
    return f"[{closed}]({address})"


def _trim(text: str) -> tuple[str, str, str]:
    core = text.strip()
    start = text.find(core) if core else len(text)
    return text[:start], core, text[start + len(core) :]


def _mark(mark: str, inner: str, around: tuple[str, str]) -> str:
    """Put marks at words: not at blanks, nor where a sign beside a letter would undo them."""
    lead, core, trail = _trim(inner)
    if around[0].isalnum() and not lead:
        lead = core[: len(core) - len(core.lstrip(_SIDES))]
        core = core.removeprefix(lead)
    if around[1].isalnum() and not trail and not core.rstrip(_SIDES).endswith("\\"):
        trail = core[len(core.rstrip(_SIDES)) :]
        core = core.removesuffix(trail)
    return f"{lead}{mark}{core}{mark}{trail}" if core else inner
