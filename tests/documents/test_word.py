"""Test what a Word document keeps that the library passes over, and what stays hidden."""

import pytest

from tests.documents.docx_files import docx, paragraph, run, table
from wiki.documents.docx_reader import read_docx

_COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_CHECKS = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_BOX = f"<w:txbxContent>{paragraph('I rutan')}</w:txbxContent>"
_DRAWING = f'<w:drawing><s:txbx xmlns:s="urn:shape">{_BOX}</s:txbx></w:drawing>'
_OVAL = (
    '<w:pict><v:oval xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
    f"{_BOX}</v:textbox></v:oval></w:pict>"
)


def field(instruction: str, *parts: str) -> str:
    words = "".join(part if part.startswith("<") else run(part) for part in parts)
    return f"<w:fldSimple w:instr='{instruction}'>{words}</w:fldSimple>"


def inner(content: str) -> str:
    return f"<w:r>{content}</w:r>"


def alternatives(content: str) -> str:
    return inner(f"<mc:AlternateContent {_COMPATIBLE}>{content}</mc:AlternateContent>")


def ticked(value: int) -> str:
    return (
        f"<w:sdt><w:sdtPr><w14:checkbox {_CHECKS}><w14:checked w14:val='{value}'/>"
        f"</w14:checkbox></w:sdtPr><w:sdtContent>{run('x')}</w:sdtContent></w:sdt>"
    )


KEPT = {
    "field": (["Figur ", field(" SEQ Figur ", "1"), ": Modell"], "Figur 1: Modell"),
    "field in a field": ([field("IF", "a", field(" REF a ", "b"), "c"), "d"], "abcd"),
    "link": (
        ["Se ", field(' HYPERLINK "https://x.se" \\o "tips" ', "länk"), "."],
        "Se [länk](https://x.se).",
    ),
    "inserted and moved": (
        [
            f"<w:ins>{run('a')}</w:ins><w:moveTo>{run('b')}</w:moveTo>",
            f"<w:moveFrom>{run('x')}</w:moveFrom><w:del><w:r><w:delText>x</w:delText></w:r></w:del>",
        ],
        "ab",
    ),
    "held by something": (
        [
            f"<w:smartTag>{run('a')}</w:smartTag><w:customXml>{run('b')}</w:customXml>",
            f"<w:sdt><w:sdtContent>{run('c')}</w:sdtContent></w:sdt>",
            f"<w:dir>{run('d')}</w:dir><w:bdo>{run('e')}</w:bdo>",
        ],
        "abcde",
    ),
    "drawing": (["a", inner(_DRAWING)], "a\n\nI rutan"),
    "drawing without another form": (
        ["a", alternatives(f"<mc:Choice>{_DRAWING}</mc:Choice>")],
        "a\n\nI rutan",
    ),
    "drawing with another form": (
        ["a", alternatives(f"<mc:Choice>{_DRAWING}</mc:Choice><mc:Fallback>{_OVAL}</mc:Fallback>")],
        "a\n\nI rutan",
    ),
    "page and column": (
        ["Slut.", inner("<w:br w:type='page'/>"), "Nytt", inner("<w:br w:type='column'/>"), "a"],
        "Slut.\n\nNytt\n\na",
    ),
    "line": (["a", inner("<w:cr/>"), "b", inner("<w:ptab/>"), "c"], "a\\\nb c"),
    "lines with bullets": (["a:", inner("<w:br/>"), "• b"], "a:\n• b"),
    "signs": (
        [inner("<w:sym w:font='Segoe' w:char='2610'/><w:sym w:font='Wingdings' w:char='F0FC'/>")],
        "☐✓",
    ),
    "how signs are read": (
        [inner(f"<w:ruby><w:rt>{run('kan')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby>")],
        "漢(kan)",
    ),
    "boxes": ([ticked(1), " Ja ", ticked(0), " Nej"], "☑ Ja ☐ Nej"),
}


@pytest.mark.parametrize("name", KEPT)
def test_words_are_kept(name: str) -> None:
    parts, text = KEPT[name]
    opened = read_docx(docx(paragraph(*parts)), set())
    assert (opened.body, opened.left) == (text, {})


def test_a_title_of_two_lines_keeps_its_words_apart() -> None:
    title = paragraph("Min", inner("<w:br/>"), "titel", style="Rubrik")
    assert read_docx(docx(title), set()).title == "Min titel"


def test_words_of_fields_in_notes_are_kept() -> None:
    note = f'<w:footnote w:id="2">{paragraph("Se ", field(" REF a ", "kap. 2"))}</w:footnote>'
    body = paragraph("a", inner('<w:footnoteReference w:id="2"/>'))
    assert read_docx(docx(body, note), set()).body == "a[^1]\n\n[^1]: Se kap. 2"


def test_what_is_left_out_is_counted() -> None:
    parts = {
        "word/header1.xml": f"<w:hdr {_MAIN}>{paragraph('Rapport')}</w:hdr>",
        "word/footer1.xml": f"<w:ftr {_MAIN}>{paragraph('12')}</w:ftr>",
    }
    body = paragraph(inner("<w:sym w:font='Egen' w:char='F0FC'/>"), "a") + '<w:altChunk w:id="a"/>'
    note = f'<w:footnote w:id="2">{paragraph("<m:oMath></m:oMath>")}</w:footnote>'
    left = read_docx(docx(body, note, parts), set()).left
    assert left == {"headers": 1, "signs": 1, "documents": 1, "equations": 1}


def style(name: str, kind: str, said: str) -> str:
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{said}</w:style>'


_STYLES = (
    f"<w:styles {_MAIN}>"
    + style("A", "character", "<w:rPr><w:vanish/></w:rPr>")
    + style("P", "paragraph", "<w:rPr><w:vanish/></w:rPr>")
    + style("B", "paragraph", "<w:basedOn w:val='P'/>")
    + style("C", "character", "<w:basedOn w:val='A'/><w:rPr><w:vanish w:val='0'/></w:rPr>")
    + style("D", "paragraph", "<w:basedOn w:val='D'/>")
    + "</w:styles>"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("a", run("b", "<w:vanish/>"), run("c", "<w:vanish w:val='0'/>")), "ac"),
        (paragraph("a", run("b", "<w:rStyle w:val='A'/>")), "a"),
        (paragraph("a", run("b", "<w:rStyle w:val='C'/>")), "ab"),
        (paragraph("a", style="B") + paragraph("b", style="D"), "b"),
        (paragraph("a", run("b", "<w:vanish w:val='false'/>"), style="B"), "b"),
        (
            "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr>"
            f"<w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{paragraph('a')}</w:tc></w:tr></w:tbl>",
            "",
        ),
        (table([paragraph("a")]), "a"),
    ],
)
def test_what_is_hidden_stays_so(body: str, text: str) -> None:
    assert read_docx(docx(body, parts={"word/styles.xml": _STYLES}), set()).body == text


def items(*texts: str, number: int = 2, level: int = 0) -> str:
    return "".join(paragraph(text, item=(number, level)) for text in texts)


_OTHER = paragraph("Mellan")
_NUMBERING = (
    f"<w:numbering {_MAIN}><w:abstractNum w:abstractNumId='0'>"
    "<w:lvl w:ilvl='0'><w:start w:val='4'/><w:numFmt w:val='decimal'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:numFmt w:val='bullet'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num>"
    "<w:num w:numId='3'><w:abstractNumId w:val='0'/>"
    "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num></w:numbering>"
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (items("a", "b") + _OTHER + items("c"), "1. a\n2. b\n\nMellan\n\n3. c"),
        (
            items("a") + items("b", level=1) + _OTHER + items("c") + items("d", level=1),
            "1. a\n   1. b\n\nMellan\n\n2. c\n   1. d",
        ),
        (items("a", "", "b") + _OTHER + items("c"), "1. a\n2. b\n\nMellan\n\n4. c"),
        (items("a", number=1) + _OTHER + items("b", number=1), "- a\n\nMellan\n\n- b"),
    ],
)
def test_a_list_goes_on(body: str, text: str) -> None:
    assert read_docx(docx(body), set()).body == text


def test_a_list_begins_where_the_document_says() -> None:
    body = items("a", number=1) + _OTHER + items("b") + _OTHER + items("c", "d", number=3)
    opened = read_docx(docx(body, parts={"word/numbering.xml": _NUMBERING}), set())
    assert opened.body == "4. a\n\nMellan\n\n5. b\n\nMellan\n\n1. c\n2. d"
