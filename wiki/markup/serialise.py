"""Write elements as HTML, in which every sign of the text is escaped."""

from xml.etree.ElementTree import Element

_VOID = {"br", "hr", "img", "input", "source"}
_FLAGS = {"checked", "disabled"}  # as cleaning writes them
# Each on lines of its own.
_BLOCKS = {
    *(
        "figure",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "pre",
        "blockquote",
        "div",
        "section",
    ),
    *("ul", "ol", "li", "dl", "dt", "dd", "thead", "tbody", "tr", "th", "td"),
}


def write_html(root: Element) -> str:
    """Return the HTML of an element."""
    parts: list[str] = []
    _write(root, parts)
    return "".join(parts)


def _write(element: Element, parts: list[str]) -> None:
    tag = element.tag
    parts.append(f"<{tag}")
    for name, value in element.items():
        parts.append(f" {name}" if name in _FLAGS else f' {name}="{_quote(value)}"')
    parts.append(">")
    if element.text:
        parts.append(_escape(element.text))
    for child in element:
        is_block = child.tag in _BLOCKS
        if is_block and not parts[-1].endswith("\n"):
            parts.append("\n")
        _write(child, parts)
        if is_block:
            parts.append("\n")
        if child.tail:
            parts.append(_escape(child.tail))
    if tag not in _VOID:
        parts.append(f"</{tag}>")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quote(value: str) -> str:
    return _escape(value).replace('"', "&quot;")
