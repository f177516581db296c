"""The words of a paragraph as runs of one style, by their elements and by their CSS."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

_TAGS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "italic"),
    **dict.fromkeys(("s", "strike", "del"), "struck"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
}
_WEIGHT = re.compile(r"(?:^|;)font-weight:(\w+)")
_SLANT = re.compile(r"(?:^|;)font-style:(\w+)")
_STRUCK = re.compile(r"text-decoration[\w-]*:[^;]*line-through")
_TYPEWRITER = re.compile(r"font-family:\W*(?:courier|consolas|menlo|monaco|[\w ]{,40}mono\b)")
_LEAST_BOLD = 600
_HIGH = dict(zip("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻", strict=True))
_LOW = dict(zip("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋", strict=True))
_ADDRESS = re.compile(r"(?:https?://|mailto:|/(?!/))\S", re.IGNORECASE)
_HELD = re.compile(r"#[0-9]{1,3}")
_BRACKETS = re.compile(r"[\[\]\\]")
LINE_BREAK = "\\\n"


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


def style_of(element: Element) -> str:
    """Return the CSS of an element in small letters, without blanks around its signs."""
    style = element.get("style", "").lower()
    return re.sub(r"\s*([:;])\s*", r"\1", " ".join(style.split()))


def read_runs(element: Element, style: Run) -> Iterator[Run]:
    """Yield the runs in an element, whose words have a style of their own."""
    if element.text:
        yield replace(style, text=element.text)
    for child in element:
        yield from _read_child(child, style)
        if child.tail:
            yield replace(style, text=child.tail)


def _read_child(child: Element, style: Run) -> Iterable[Run]:
    if child.tag == "note":
        return [Run("", raw=f"[^{child.get('label')}]")]
    if child.tag == "br":
        return [Run("", raw=LINE_BREAK)]
    if is_box(child):
        return [replace(style, text="☑" if "checked" in child.attrib else "☐")]
    if child.tag == "img":
        return _place_picture(child)
    css = style_of(child)
    runs = read_runs(child, _restyle(child, css, style))
    if child.tag == "sup" or "vertical-align:super" in css:
        return _raise(list(runs), _HIGH)
    if child.tag == "sub" or "vertical-align:sub" in css:
        return _raise(list(runs), _LOW)
    return runs


def is_box(element: Element) -> bool:
    """Return whether an element is a box that is ticked or not."""
    return element.tag == "input" and element.get("type") == "checkbox"


def _place_picture(picture: Element) -> list[Run]:
    """Return the place of a picture that the document holds; a paste has the others apart."""
    number = picture.get("src", "")
    if not _HELD.fullmatch(number):
        return []
    words = _BRACKETS.sub("", " ".join(picture.get("alt", "").split()))
    return [Run("", raw=f"![{words}](media:{number})")]


def _restyle(element: Element, css: str, style: Run) -> Run:
    changes: dict[str, Any] = {_TAGS[element.tag]: True} if element.tag in _TAGS else {}
    if css:
        changes |= _read_css(css)
    if element.tag == "a":
        changes["link"] = _read_address(element) or style.link
    return replace(style, **changes) if changes else style


def _read_css(css: str) -> dict[str, bool]:
    """Return what CSS says of words, which counts for more than what they stand in."""
    found = {}
    if weight := _WEIGHT.search(css):
        number = weight[1].isdecimal() and int(weight[1][:5]) >= _LEAST_BOLD
        found["bold"] = number or weight[1].startswith("bold")
    if slant := _SLANT.search(css):
        found["italic"] = slant[1] != "normal"
    if _STRUCK.search(css):
        found["struck"] = True
    if _TYPEWRITER.search(css):
        found["code"] = True
    return found


def _read_address(link: Element) -> str:
    """Return where a link leads; nothing if not to a page."""
    address = link.get("href", "").strip()
    if not _ADDRESS.match(address):
        return ""
    return quote_address(address)


def quote_address(address: str) -> str:
    """Return an address without the signs that would end it or be left out of it."""
    return re.sub(r"[\s<>\\|]", lambda sign: quote(sign[0], safe=""), address)


def _raise(runs: list[Run], signs: dict[str, str]) -> list[Run]:
    """Return numbers as the signs that stand higher or lower; other words as they are."""
    number = "".join(run.text for run in runs).strip()
    if not number or any(sign not in signs for sign in number):
        return runs
    return [replace(run, text="".join(signs[sign] for sign in run.text.strip())) for run in runs]
