"""Write an article as a .docx."""

from wiki.documents.flow import BREAK, Flow, ListForm, Paragraph, Piece, Table, place_notes
from wiki.documents.package import pack, quoted, words

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_NAMES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_KINDS = ("styles", "numbering", "footnotes")
_MARKS = {
    "bold": "<w:b/>",
    "italic": "<w:i/>",
    "struck": "<w:strike/>",
    "high": '<w:vertAlign w:val="superscript"/>',
    "low": '<w:vertAlign w:val="subscript"/>',
}
# Word puts elements of a run in this order.
_ORDER = ("code", "bold", "italic", "struck", "high", "low")
_LEVELS = 9
# The name that Word knows a style by, what it looks like as a paragraph, and its words.
_STYLES = {
    "Title": ("Title", '<w:spacing w:after="120"/>', '<w:sz w:val="48"/>'),
    "Authors": ("Authors", "", '<w:color w:val="555555"/>'),
    "Summary": ("Subtitle", '<w:spacing w:after="240"/>', '<w:i/><w:sz w:val="26"/>'),
    "Quote": ("Quote", '<w:ind w:left="567" w:right="567"/>', "<w:i/>"),
    "Code": ("HTML Preformatted", "", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'),
    "Term": ("Term", '<w:keepNext/><w:spacing w:after="0"/>', "<w:b/>"),
    "Description": ("Description", '<w:ind w:left="567"/>', ""),
    "Caption": ("caption", "", '<w:i/><w:sz w:val="20"/>'),
    "Source": ("Source", '<w:spacing w:before="480"/>', '<w:sz w:val="18"/>'),
    "Note": ("footnote text", '<w:spacing w:after="0"/>', '<w:sz w:val="20"/>'),
    "ListParagraph": ("List Paragraph", '<w:spacing w:after="60"/>', ""),
}
_WORD_STYLES = (
    ("Hyperlink", "Hyperlink", '<w:color w:val="0563C1"/><w:u w:val="single"/>'),
    ("CodeWords", "Code Words", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>'),
    ("NoteNumber", "footnote reference", '<w:vertAlign w:val="superscript"/>'),
)


def write_docx(flow: Flow) -> bytes:
    """Return the file."""
    writer = _Writer(flow)
    body = "".join(map(writer.block, flow.blocks))
    notes = "".join(map(writer.note, flow.notes))
    links = writer.relations("document"), writer.relations("footnotes")
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            _relation("doc", f"{_R}/officeDocument", "word/document.xml")
            + _relation(
                "core",
                f"{_PACKAGE}/relationships/metadata/core-properties",
                "docProps/core.xml",
            )
        ),
        "docProps/core.xml": _properties(flow),
        "word/document.xml": _part("document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/styles.xml": _part("styles", _styles(flow.language)),
        "word/numbering.xml": _part("numbering", _numbering(flow.lists, writer.depths)),
        "word/footnotes.xml": _part("footnotes", _separators() + notes),
        "word/_rels/document.xml.rels": _relations(
            "".join(_relation(kind, f"{_R}/{kind}", f"{kind}.xml") for kind in _KINDS) + links[0]
        ),
        "word/_rels/footnotes.xml.rels": _relations(links[1]),
    }
    return pack(parts)


class _Writer:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._numbers = {name: number for number, name in enumerate(flow.notes, start=1)}
        self._places = place_notes(flow)  # of the notes that are not named yet
        self._links: dict[str, dict[str, str]] = {"document": {}, "footnotes": {}}
        self._part = "document"
        self.depths: dict[int, int] = {}  # of each list

    def block(self, block: Paragraph | Table) -> str:
        if isinstance(block, Table):
            return self._table(block)
        return self._paragraph(block)

    def note(self, name: str) -> str:
        """Return a note, which begins with its number."""
        self._part = "footnotes"
        number = '<w:r><w:rPr><w:rStyle w:val="NoteNumber"/></w:rPr><w:footnoteRef/></w:r>'
        blocks = self._flow.notes[name] or [Paragraph("Note", (Piece(""),))]
        first, *others = [self._paragraph(block) for block in blocks]
        place = first.find("</w:pPr>") + len("</w:pPr>")
        blank = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        inner = first[:place] + number + blank + first[place:] + "".join(others)
        return f'<w:footnote w:id="{self._numbers[name]}">{inner}</w:footnote>'

    def relations(self, part: str) -> str:
        return "".join(
            _relation(name, f"{_R}/hyperlink", address, ' TargetMode="External"')
            for address, name in self._links[part].items()
        )

    def _paragraph(self, block: Paragraph) -> str:
        style = "ListParagraph" if block.path and block.style == "Text" else block.style
        place = ""
        if block.path:
            depth = min(len(block.path), _LEVELS) - 1
            self.depths[block.path[-1]] = depth
            number = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{block.path[-1]}"/>'
            place = f"<w:numPr>{number}</w:numPr>" if block.is_item else _indent(depth)
        named = f'<w:pStyle w:val="{style}"/>' if style != "Text" else ""
        return f"<w:p><w:pPr>{named}{place}</w:pPr>{self._pieces(block.pieces)}</w:p>"

    def _pieces(self, pieces: tuple[Piece, ...]) -> str:
        return "".join(map(self._piece, pieces))

    def _piece(self, piece: Piece) -> str:
        if piece.note:
            return self._reference(piece.note)
        looks = "".join(_mark(mark) for mark in _ORDER if mark in piece.marks)
        style = '<w:rStyle w:val="Hyperlink"/>' if piece.link else ""
        text = (
            "<w:br/>"
            if piece.text == BREAK
            else f'<w:t xml:space="preserve">{words(piece.text)}</w:t>'
        )
        run = f"<w:r><w:rPr>{style}{looks}</w:rPr>{text}</w:r>"
        if not piece.link:
            return run
        links = self._links[self._part]
        name = links.setdefault(piece.link, f"link{len(links) + 1}")
        return f'<w:hyperlink r:id="{name}">{run}</w:hyperlink>'

    def _reference(self, name: str) -> str:
        """Return what leads to a note; in a note, which may hold no other, its number."""
        style = '<w:rPr><w:rStyle w:val="NoteNumber"/></w:rPr>'
        if name not in self._numbers:
            return ""
        if self._part == "footnotes":
            return f"<w:r>{style}<w:t>{self._numbers[name]}</w:t></w:r>"
        ids = [self._numbers[note] for note in self._places.pop(name, [name])]
        return "".join(
            f'<w:r>{style}<w:footnoteReference w:id="{number}"/></w:r>' for number in ids
        )

    def _table(self, table: Table) -> str:
        columns = "<w:gridCol/>" * len(table.rows[0])
        rows = []
        for row in table.rows:
            head = "<w:trPr><w:tblHeader/></w:trPr>" if row[0].is_head else ""
            cells = []
            for cell in row:
                side = f'<w:jc w:val="{cell.align}"/>' if cell.align else ""
                pieces = tuple(_bold(piece) for piece in cell.pieces) if head else cell.pieces
                inner = f"<w:p><w:pPr>{side}</w:pPr>{self._pieces(pieces)}</w:p>"
                cells.append(f"<w:tc><w:tcPr/>{inner}</w:tc>")
            rows.append(f"<w:tr>{head}{''.join(cells)}</w:tr>")
        edges = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        borders = f"<w:tblBorders>{edges}</w:tblBorders>"
        look = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/>{borders}</w:tblPr>'
        return f"<w:tbl>{look}<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def _mark(mark: str) -> str:
    return _MARKS.get(mark, '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>')


def _bold(piece: Piece) -> Piece:
    return Piece(piece.text, piece.marks | {"bold"}, piece.link, piece.note)


def _indent(depth: int) -> str:
    return f'<w:ind w:left="{567 * (depth + 1)}"/>'


def _part(name: str, content: str) -> str:
    return f"<w:{name} {_NAMES}>{content}</w:{name}>"


def _relation(name: str, kind: str, target: str, more: str = "") -> str:
    return f'<Relationship Id="{name}" Type="{kind}" Target={quoted(target)}{more}/>'


def _relations(content: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for kind in _KINDS
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{parts}</Types>"
    )


def _properties(flow: Flow) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{words(flow.title)}</dc:title><dc:creator>{words(flow.authors)}</dc:creator>"
        f"<dc:language>{flow.language}</dc:language></cp:coreProperties>"
    )


def _styles(language: str) -> str:
    code = {"sv": "sv-SE", "en": "en-GB"}[language]
    base = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/>'
        f'<w:lang w:val="{code}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="160" w:line="269" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style>'
    )
    headings = "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            f'<w:keepNext/><w:spacing w:before="{360 - 40 * level}" w:after="80"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>',
            f'<w:b/><w:sz w:val="{36 - 4 * level}"/>',
        )
        for level in range(1, 6)
    )
    others = "".join(_style(name, *look) for name, look in _STYLES.items())
    runs = "".join(
        f'<w:style w:type="character" w:styleId="{name}"><w:name w:val="{known}"/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
        for name, known, look in _WORD_STYLES
    )
    return base + headings + others + runs


def _style(name: str, known: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{known}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
    )


def _numbering(lists: list[ListForm], depths: dict[int, int]) -> str:
    """Return one definition with bullets and one with numbers, and each list that uses them."""
    uses = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{int(form.is_ordered)}"/>'
        f'<w:lvlOverride w:ilvl="{depths.get(number, 0)}"><w:startOverride w:val="{form.start}"/>'
        "</w:lvlOverride></w:num>"
        for number, form in enumerate(lists, start=1)
    )
    return _definition(0, "bullet") + _definition(1, "decimal") + uses


def _definition(number: int, form: str) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{f"%{level + 1}." if number else "•"}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{567 * (level + 1)}" w:hanging="340"/></w:pPr></w:lvl>'
        for level in range(_LEVELS)
    )
    return f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'


def _separators() -> str:
    return "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
