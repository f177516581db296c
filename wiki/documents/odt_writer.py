"""Write an article as an .odt."""

from wiki.documents.flow import BREAK, Flow, Paragraph, Piece, Table, place_notes
from wiki.documents.package import pack, quoted, words

_TYPE = "application/vnd.oasis.opendocument.text"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = " ".join(
    [
        *(
            f'xmlns:{name}="{_OASIS}:{name}:1.0"'
            for name in ("office", "style", "text", "table", "manifest", "meta")
        ),
        f'xmlns:fo="{_OASIS}:xsl-fo-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)
_MARKS = {
    "bold": 'fo:font-weight="bold"',
    "italic": 'fo:font-style="italic"',
    "struck": 'style:text-line-through-style="solid"',
    "code": 'fo:font-family="Courier New"',
    "high": 'style:text-position="super 58%"',
    "low": 'style:text-position="sub 58%"',
}
# What a style looks like as a paragraph, and its words.
_STYLES = {
    "Title": ('fo:margin-bottom="0.2cm"', 'fo:font-size="24pt"'),
    "Authors": ("", 'fo:color="#555555"'),
    "Summary": ('fo:margin-bottom="0.4cm"', 'fo:font-style="italic" fo:font-size="13pt"'),
    "Text": ('fo:margin-bottom="0.25cm"', ""),
    "Quote": ('fo:margin-left="1cm" fo:margin-right="1cm"', 'fo:font-style="italic"'),
    "Code": ("", 'fo:font-family="Courier New"'),
    "Term": ("", 'fo:font-weight="bold"'),
    "Description": ('fo:margin-left="1cm"', ""),
    "Caption": ("", 'fo:font-style="italic"'),
    "Source": ('fo:margin-top="0.8cm"', 'fo:font-size="9pt"'),
    "Note": ("", 'fo:font-size="10pt"'),
    **{
        f"Heading{level}": (
            'fo:margin-top="0.5cm" fo:margin-bottom="0.15cm" fo:keep-with-next="always"',
            f'fo:font-weight="bold" fo:font-size="{18 - 2 * level}pt"',
        )
        for level in range(1, 6)
    },
}
_LEVELS = 10


def write_odt(flow: Flow) -> bytes:
    """Return the file."""
    writer = _Writer(flow)
    for block in flow.blocks:
        writer.block(block)
    content = _root(
        "content",
        f"<office:automatic-styles>{writer.looks()}{_cell_style()}{_lists()}"
        "</office:automatic-styles>"
        f"<office:body><office:text>{writer.finish()}</office:text></office:body>",
    )
    parts = {
        "mimetype": _TYPE,
        "content.xml": content,
        "styles.xml": _root("styles", f"<office:styles>{_styles(flow.language)}</office:styles>"),
        "meta.xml": _root(
            "meta",
            f"<office:meta><dc:title>{words(flow.title)}</dc:title>"
            f"<meta:initial-creator>{words(flow.authors)}</meta:initial-creator>"
            f"<dc:language>{flow.language}</dc:language></office:meta>",
        ),
    }
    return pack({**parts, "META-INF/manifest.xml": _manifest(parts)}, stored=("mimetype",))


class _Writer:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._parts: list[str] = []
        self._open: list[int] = []  # the lists around the next paragraph
        self._looks: dict[frozenset[str], str] = {}
        self._numbers = {name: number for number, name in enumerate(flow.notes, start=1)}
        self._places = place_notes(flow)  # of the notes that are not written yet
        self._is_in_note = False

    def block(self, block: Paragraph | Table) -> None:
        """Write a block, within the lists that it belongs to."""
        path = [] if isinstance(block, Table) else list(block.path)
        is_item = isinstance(block, Paragraph) and block.is_item
        while self._open != path[: len(self._open)]:
            self._close()
        if path and self._open == path and is_item:
            self._parts.append("</text:list-item><text:list-item>")
        while len(self._open) < len(path):
            self._begin(path[len(self._open)])
        if isinstance(block, Table):
            self._parts.append(self._table(block))
        else:
            self._parts.append(self._paragraph(block))

    def finish(self) -> str:
        """Return everything."""
        while self._open:
            self._close()
        return "".join(self._parts)

    def looks(self) -> str:
        """Return the styles of words that were used."""
        return "".join(
            f'<style:style style:name="{name}" style:family="text"><style:text-properties '
            f"{' '.join(_MARKS[mark] for mark in sorted(marks))}/></style:style>"
            for marks, name in self._looks.items()
        )

    def _begin(self, number: int) -> None:
        form = self._flow.lists[number - 1]
        start = f' text:start-value="{form.start}"' if form.is_ordered else ""
        style = "Numbers" if form.is_ordered else "Bullets"
        self._parts.append(f'<text:list text:style-name="{style}"><text:list-item{start}>')
        self._open.append(number)

    def _close(self) -> None:
        self._parts.append("</text:list-item></text:list>")
        self._open.pop()

    def _paragraph(self, block: Paragraph) -> str:
        inner = "".join(map(self._piece, block.pieces))
        if block.style.startswith("Heading"):
            level = block.style.removeprefix("Heading")
            return (
                f'<text:h text:style-name="{block.style}" text:outline-level="{level}">'
                f"{inner}</text:h>"
            )
        return f'<text:p text:style-name="{block.style}">{inner}</text:p>'

    def _piece(self, piece: Piece) -> str:
        if piece.note:
            return self._note(piece.note)
        if piece.text == BREAK:
            return "<text:line-break/>"
        inner = _spaced(words(piece.text))
        if piece.marks:
            name = self._looks.setdefault(piece.marks, f"T{len(self._looks) + 1}")
            inner = f'<text:span text:style-name="{name}">{inner}</text:span>'
        if not piece.link:
            return inner
        return f'<text:a xlink:type="simple" xlink:href={quoted(piece.link)}>{inner}</text:a>'

    def _note(self, name: str) -> str:
        """Return a note where the text first names it, and elsewhere its number."""
        number = self._numbers.get(name)
        if number is None:
            return ""
        notes = None if self._is_in_note else self._places.pop(name, None)
        if notes is None:
            return (
                '<text:note-ref text:note-class="footnote" text:reference-format="text" '
                f'text:ref-name="ftn{number}">{number}</text:note-ref>'
            )
        self._is_in_note = True
        whole = "".join(map(self._whole_note, notes))
        self._is_in_note = False
        return whole

    def _whole_note(self, name: str) -> str:
        number = self._numbers[name]
        body = "".join(map(self._paragraph, self._flow.notes[name]))
        return (
            f'<text:note text:id="ftn{number}" text:note-class="footnote">'
            f"<text:note-citation>{number}</text:note-citation>"
            f"<text:note-body>{body or '<text:p/>'}</text:note-body></text:note>"
        )

    def _table(self, table: Table) -> str:
        rows = []
        for row in table.rows:
            cells = "".join(
                '<table:table-cell table:style-name="Cell" office:value-type="string">'
                f'<text:p text:style-name="{_cell_look(cell.align, cell.is_head)}">'
                f"{''.join(map(self._piece, cell.pieces))}</text:p></table:table-cell>"
                for cell in row
            )
            written = f"<table:table-row>{cells}</table:table-row>"
            is_head = row[0].is_head
            head = f"<table:table-header-rows>{written}</table:table-header-rows>"
            rows.append(head if is_head else written)
        columns = f'<table:table-column table:number-columns-repeated="{len(table.rows[0])}"/>'
        return f"<table:table>{columns}{''.join(rows)}</table:table><text:p/>"


def _cell_look(align: str, is_head: bool) -> str:
    return f"Cell{'Head' if is_head else ''}{align.title()}"


def _spaced(text: str) -> str:
    """Return words whose blanks are kept: more than one are an element."""
    kept = text.replace("  ", " <text:s/>").replace("\t", "<text:tab/>")
    return f"<text:s/>{kept[1:]}" if kept.startswith(" ") else kept


def _root(name: str, content: str) -> str:
    return (
        f'<office:document-{name} {_NAMES} office:version="1.2">{content}</office:document-{name}>'
    )


def _cell_style() -> str:
    return (
        '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
        'fo:border="0.5pt solid #999999" fo:padding="0.1cm"/></style:style>'
    )


def _styles(language: str) -> str:
    country = {"sv": "SE", "en": "GB"}[language]
    base = (
        '<style:default-style style:family="paragraph"><style:text-properties '
        f'fo:font-family="Liberation Sans" fo:font-size="11pt" fo:language="{language}" '
        f'fo:country="{country}"/></style:default-style>'
    )
    cells = {
        _cell_look(align, is_head): (
            f'fo:text-align="{ {"right": "end", "center": "center"}.get(align, "start") }"',
            'fo:font-weight="bold"' if is_head else "",
        )
        for align in ("", "left", "center", "right")
        for is_head in (False, True)
    }
    return base + "".join(
        f'<style:style style:name="{name}" style:family="paragraph">'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {look}/></style:style>"
        for name, (paragraph, look) in {**_STYLES, **cells}.items()
    )


def _lists() -> str:
    bullets = "".join(
        f'<text:list-level-style-bullet text:level="{level}" text:bullet-char="•">'
        f"{_list_place(level)}</text:list-level-style-bullet>"
        for level in range(1, _LEVELS + 1)
    )
    numbers = "".join(
        f'<text:list-level-style-number text:level="{level}" style:num-format="1" '
        f'style:num-suffix=".">{_list_place(level)}</text:list-level-style-number>'
        for level in range(1, _LEVELS + 1)
    )
    return (
        f'<text:list-style style:name="Bullets">{bullets}</text:list-style>'
        f'<text:list-style style:name="Numbers">{numbers}</text:list-style>'
    )


def _list_place(level: int) -> str:
    return (
        f'<style:list-level-properties text:space-before="{0.6 * (level - 1):.1f}cm" '
        'text:min-label-width="0.6cm"/>'
    )


def _manifest(parts: dict[str, str]) -> str:
    files = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in parts
        if name != "mimetype"
    )
    return (
        f'<manifest:manifest xmlns:manifest="{_OASIS}:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_TYPE}"/>'
        f"{files}</manifest:manifest>"
    )
