"""Test what becomes of a Word document, and what is refused with which words."""

import io
import zipfile
from contextlib import suppress
from hashlib import sha256

import pytest

from tests.documents.docx_files import LINK, docx, drawn, paragraph, run, table
from wiki.documents import checks
from wiki.documents.docx_reader import read_docx
from wiki.documents.opening import open_docx
from wiki.errors import InvalidInput
from wiki.markup.render import render

BOLD = "<w:b/>"
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
PICTURE = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/'
    'main"><a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/'
    'picture"><pic:blipFill><a:blip r:link="link"/></pic:blipFill></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)
WHOLE = docx(
    paragraph("Min titel", style="Rubrik")
    + paragraph(run("Bakgrund", BOLD), style="Rubrik1")
    + paragraph(
        "Vanlig ",
        run("fet ", BOLD),
        run("text", BOLD),
        " och ",
        run("kursiv", "<w:i/>"),
        ", 2*3 och [^1] ",
        f'<w:hyperlink r:id="link">{run("länk")}</w:hyperlink>',
        NOTE,
        ", m",
        run("2", '<w:vertAlign w:val="superscript"/>'),
        ".",
        PICTURE,
    )
    + paragraph("Ett", style="Liststycke", item=(1, 0))
    + paragraph("Ett a", style="Liststycke", item=(1, 1))
    + paragraph("Två", style="Liststycke", item=(1, 0))
    + paragraph("Först", style="Liststycke", item=(2, 0))
    + paragraph("Sedan", style="Liststycke", item=(2, 0))
    + paragraph("Under", style="Rubrik2")
    + paragraph("Sagt av någon.", style="Citat")
    + table([paragraph(run("År", BOLD)), paragraph("Antal")], [paragraph("1|2"), paragraph("3")])
    + paragraph("- inget", "<m:oMath></m:oMath>"),
    f'<w:footnote w:id="2">{paragraph(" Svensson, ", run("Boken", "<w:i/>"))}{paragraph("Mer.")}'
    "</w:footnote>",
    {"word/comments.xml": '<w:comments xmlns:w="x"><w:comment w:id="1"/></w:comments>'},
)
WHOLE_READ = f"""## Bakgrund

Vanlig **fet text** och *kursiv*, 2\\*3 och \\[^1] [länk]({LINK})[^2], m².

- Ett
  - Ett a
- Två

1. Först
2. Sedan

### Under

> Sagt av någon.

| År | Antal |
| --- | --- |
| 1\\|2 | 3 |

\\- inget

[^2]: Svensson, *Boken*

    Mer."""


def test_a_document_becomes_markdown() -> None:
    opened = open_docx(WHOLE, {"1"}, None)
    assert opened.title == "Min titel"
    assert opened.body == WHOLE_READ
    assert opened.left == {"pictures": 1, "equations": 1, "comments": 1}
    assert render(opened.body, "sv", frozenset()).text.startswith("Bakgrund")


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        (paragraph("Bara en", style="Rubrik1") + paragraph("a"), "Bara en", "a"),
        (
            paragraph("Ett", style="Rubrik1") + paragraph("Två", style="Rubrik1"),
            "",
            "## Ett\n\n## Två",
        ),
        (paragraph("a") + paragraph("Sen", style="Rubrik1"), "", "a\n\n## Sen"),
        (paragraph("a", run("b", BOLD), "c"), "", "a**b**c"),
        (paragraph(run("Nu.", BOLD), "Sen"), "", "**Nu**.Sen"),
        (paragraph("a", "<w:r><w:br/></w:r>", "b"), "", "a\\\nb"),
        (paragraph("1. Nej") + paragraph("https://x.se/a_b_"), "", "1\\. Nej\n\nhttps://x.se/a_b_"),
        (paragraph(run("a", "<w:strike/>")), "", "~~a~~"),
        (table([paragraph("a") + paragraph("b")]), "", "a\n\nb"),
        (
            table(
                ["<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + paragraph("a")], [paragraph("b")] * 2
            ),
            "",
            "| a |  |\n| --- | --- |\n| b | b |",
        ),
        (paragraph("", style="Rubrik1") + paragraph(" "), "", ""),
        (
            paragraph(
                "a", f"<w:ins>{run('b')}</w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del>"
            ),
            "",
            "ab",
        ),
    ],
)
def test_parts_of_a_document(body: str, title: str, text: str) -> None:
    opened = read_docx(docx(body), set())
    assert (opened.title, opened.body) == (title, text)


def bomb() -> bytes:
    return docx("", parts={"word/media/a.bin": b"0" * 50_000_000})


def renamed(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(name, "x")
    return file.getvalue()


REFUSED = {
    "nothing": (b"", checks.EMPTY),
    "older Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, checks.OLDER),
    "a PDF": (b"%PDF-1.7", checks.OTHER),
    "another ZIP": (renamed("content.xml"), checks.OTHER),
    "broken off": (WHOLE[:2_000], checks.DAMAGED),
    "no XML": (docx("<w:p>"), checks.DAMAGED),
    "no text": (renamed("word/x.xml"), checks.DAMAGED),
    "entities": (
        docx("", parts={"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        checks.DAMAGED,
    ),
    "macros": (docx("", parts={"word/vbaProject.bin": b"x"}), checks.MACROS),
    "a bomb": (bomb(), checks.TOO_LARGE),
    "two thousand pages": (docx(paragraph("Ord och text. " * 200) * 2_000), checks.TOO_LARGE),
    "a long text": (docx(paragraph("*" * 100) * 2_700), checks.TOO_LARGE),
    "too deep": (docx("<w:sdt><w:sdtContent>" * 30_000), checks.DAMAGED),
}


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_what_to_do(name: str) -> None:
    content, message = REFUSED[name]
    with pytest.raises(InvalidInput) as refused:
        open_docx(content, set(), None)
    assert refused.value.message == message


def test_a_damaged_byte_never_breaks_more_than_the_document() -> None:
    """Change bytes all over a document: it is accepted, or refused in words."""
    for place in range(0, len(WHOLE), 61):
        broken = WHOLE[:place] + bytes([WHOLE[place] ^ 0xFF]) + WHOLE[place + 1 :]
        with suppress(InvalidInput):
            checks.check_docx(broken)


def test_each_picture_of_a_document_has_a_place_and_is_held_once() -> None:
    names = [f"p{number}" for number in range(22)]
    body = paragraph(*(drawn(name, "En [brygga]") for name in (*names, "p0")))
    parts = {f"word/media/{name}.png": name.encode() for name in names}
    opened = read_docx(docx(body, parts=parts), [])
    assert len(opened.pictures) == 20  # as many as an author waits for
    assert opened.left == {"pictures": 2}
    assert opened.pictures[0] == [sha256(b"p0").hexdigest(), "En [brygga]"]
    assert opened.body.count("![En brygga](media:#0)") == 2  # the first is shown twice
    assert opened.body.count("](media:#") == 21
