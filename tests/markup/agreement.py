"""Compare HTML by what readers get from it: elements, addresses and words."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

# Elements that only hold others, and those of which each program writes another form.
_TRANSPARENT = {"div", "span", "section", "tbody"}
_VOID = {"br", "hr", "img", "input"}
_LEVEL = re.compile("h[1-6]")
_SAME = {"s": "del"}
_BLOCK = re.compile(
    r"\s*(</?(?:p|heading|ul|ol|li|dl|dt|dd|blockquote|hr|br|table|thead|tr|th|td)\b[^>]*>)\s*"
)


class _Reader(HTMLParser):
    """Write down the elements and words of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.is_permalink = False
        self.is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write an element with its address, and a list with its first number."""
        attributes = dict(attrs)
        self.is_code = self.is_code or tag == "pre"
        self.is_permalink = attributes.get("class") == "permalink"
        if tag not in _TRANSPARENT and not self.is_permalink:
            address = unquote(attributes.get("href") or "") or attributes.get("start") or ""
            self.parts.append(f"<{_name(tag)} {address}>".replace(" >", ">"))

    def handle_endtag(self, tag: str) -> None:
        """Write the end of an element."""
        self.is_code = self.is_code and tag != "pre"
        if tag not in _TRANSPARENT | _VOID and not self.is_permalink:
            self.parts.append(f"</{_name(tag)}>")
        self.is_permalink = False

    def handle_data(self, data: str) -> None:
        """Write words, in which white space only matters in code."""
        if not self.is_permalink:
            self.parts.append(data if self.is_code else re.sub(r"[ \t\n]+", " ", data))


def _name(tag: str) -> str:
    """Return an element without its level, which depends on the headings before it."""
    return "heading" if _LEVEL.fullmatch(tag) else _SAME.get(tag, tag)


def normal_form(html: str) -> str:
    """Return HTML in the form in which two that readers see alike are equal."""
    reader = _Reader()
    reader.feed(html)
    # White space next to a block is nothing, except in code.
    pieces = re.split(r"(<pre>.*?</pre>)", "".join(reader.parts), flags=re.DOTALL)
    blocks = [_BLOCK.sub(r"\1", piece).strip() for piece in pieces[::2]]
    code = pieces[1::2]
    return "".join(part for pair in zip(blocks, [*code, ""], strict=True) for part in pair)
