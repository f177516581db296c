"""Make documents as Word writes them, part by part."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMES = (
    f'xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
# The names of styles are English in each language; their ids are not.
_STYLES = {
    "Rubrik": "Title",
    "Rubrik1": "heading 1",
    "Rubrik2": "heading 2",
    "Liststycke": "List Paragraph",
    "Citat": "Quote",
}
LINK = "https://mau.se/a_b"


def docx(body: str, notes: str = "", parts: Mapping[str, str | bytes] = {}) -> bytes:
    """Return a .docx with a body and notes in WordprocessingML; `parts` are added or replaced."""
    kinds = {"styles": "styles", "footnotes": "footnotes", "numbering": "numbering"}
    links = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in kinds
    )
    links += (
        f'<Relationship Id="link" Type="{_OFFICE}/hyperlink" Target="{LINK}" '
        'TargetMode="External"/>'
    )
    for name in parts:
        if name.startswith("word/media/"):
            target = name.removeprefix("word/")
            links += f'<Relationship Id="{target[6:-4]}" Type="{_OFFICE}/image" Target="{target}"/>'
    whole = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{links}</Relationships>",
        "word/styles.xml": _part("styles", "".join(map(_style, _STYLES.items()))),
        "word/numbering.xml": _part("numbering", _numbering()),
        "word/footnotes.xml": _part("footnotes", notes),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in whole.items():
            package.writestr(name, content)
    return file.getvalue()


def _part(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMES}>{content}</w:{name}>'


def _style(style: tuple[str, str]) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style[0]}"><w:name w:val="{style[1]}"/></w:style>'
    )


def _numbering() -> str:
    forms = {0: "bullet", 1: "decimal"}
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{form}"/></w:lvl>' for level in range(3)
        )
        + "</w:abstractNum>"
        for number, form in forms.items()
    )
    return lists + "".join(
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in forms
    )


def run(text: str, marks: str = "") -> str:
    """Return a run with character properties such as `<w:b/>`."""
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", item: tuple[int, int] | None = None) -> str:
    """Return a paragraph; `item` is a list (1 with bullets, 2 with numbers) and a level."""
    words = "".join(part if part.startswith("<") else run(part) for part in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbered = (
        f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>'
        if item
        else ""
    )
    return f"<w:p><w:pPr>{named}{numbered}</w:pPr>{words}</w:p>"


def drawn(name: str, alt: str = "") -> str:
    """Return a picture that the part `word/media/<name>.<three letters>` holds."""
    return (
        '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        f'wordprocessingDrawing"><wp:docPr id="1" name="x" descr="{escape(alt)}"/><a:graphic '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData><pic:pic '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        f'<a:blip r:embed="{name}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def table(*rows: list[str]) -> str:
    """Return a table of paragraphs."""
    cells = "".join(
        f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl>{cells}</w:tbl>"
