"""Notes that name notes, or themselves, in lists, tables and quotes: all words are written once."""

import io
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.test_writing import TEXT, WRITERS, flow_of, parts_of
from wiki.documents.docx_writer import write_docx
from wiki.documents.flow import Flow, place_notes
from wiki.documents.odt_writer import write_odt

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Write = Callable[[Flow], bytes]


def words_of(content: bytes) -> str:
    """Return the words of the text and of its notes."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = {"content.xml", "word/document.xml", "word/footnotes.xml"} & {*package.namelist()}
        roots = [ElementTree.fromstring(package.read(name)) for name in sorted(names)]
    return " ".join(text for root in roots for text in root.itertext())


def notes_in_notes(content: bytes) -> int:
    parts = parts_of(content)
    if "content.xml" in parts:
        notes = parts["content.xml"].iter(f"{TEXT}note")
        return sum(len(list(note.iter(f"{TEXT}note"))) - 1 for note in notes)
    return len(list(parts["word/footnotes.xml"].iter(f"{W}footnoteReference")))


ITSELF = "Text.[^a]\n\n[^a]: Note.[^a]"
EACH_OTHER = "Text.[^a]\n\n[^a]: Aaa.[^b]\n\n[^b]: Bbb.[^a]"
IN_A_LIST = "Text.[^a]\n\n[^a]: Aaa.\n\n    - Punkt[^a]\n    - Annan[^b]\n\n[^b]: Bbb.[^b]"
IN_A_TABLE = "Text.[^a]\n\n[^a]: Aaa.\n\n    | En | Två |\n    |---|---|\n    | Tre | Fyra[^a] |"


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("source", "words"),
    [
        (ITSELF, ["Text.", "Note."]),
        (EACH_OTHER, ["Text.", "Aaa.", "Bbb."]),
        (IN_A_LIST, ["Aaa.", "Punkt", "Annan", "Bbb."]),
        (IN_A_TABLE, ["Aaa.", "En", "Två", "Tre", "Fyra"]),
        ("| A[^a] |\n|---|\n| B[^a] |\n\n[^a]: Not.[^a]", ["A", "B", "Not."]),
    ],
)
def test_each_word_of_a_note_is_written_once(write: Write, source: str, words: list[str]) -> None:
    content = write(flow_of(source))
    written = words_of(content).replace("\u00a0", " ").split()
    assert [written.count(word) for word in words] == [1] * len(words)
    assert notes_in_notes(content) == 0


def test_notes_that_name_the_next_one_twice_are_not_doubled_each_time() -> None:
    chain = [
        f"[^n{number}]: Not{number}. [^n{number + 1}] [^n{number + 1}]" for number in range(60)
    ]
    flow = flow_of("\n\n".join(["Text.[^n0]", *chain, "[^n60]: Sist."]))
    (places,) = place_notes(flow).values()
    assert len(places) == 61
    for write in WRITERS:
        assert words_of(write(flow)).count("Sist.") == 1


def test_a_note_of_a_note_stands_beside_it() -> None:
    flow = flow_of(EACH_OTHER)
    document = parts_of(write_docx(flow))["word/document.xml"]
    ids = [mark.get(f"{W}id") for mark in document.iter(f"{W}footnoteReference")]
    assert ids == ["1", "2"]
    root = parts_of(write_odt(flow))["content.xml"]
    assert ["".join(note.itertext()) for note in root.iter(f"{TEXT}note")] == ["1Aaa.2", "2Bbb.1"]


PIECES = st.sampled_from(
    [
        *("[^a]", "[^b]", "[^c]", "\n\n[^a]: ", "\n\n[^b]: ", "\n\n[^c]: ", "\n\n    ", "> "),
        *("\n- ", "\n1. ", "\n\n", "\n\n    | A | B |\n    |---|---|\n    | c[^a] | d |\n"),
        *(
            "| a | b |\n|---|---|\n| c[^b] | d |\n",
            "ord ",
            "**fet** ",
            "`kod`",
            "\n\n    - ",
            "# H\n",
        ),
        *("\n\n    > ", "Term\n: Betydelse\n", "\n```\nx\n```\n", "$a$", "~~s~~", "![](/b.png)"),
    ]
)


@pytest.mark.long
@pytest.mark.parametrize("write", WRITERS)
@given(pieces=st.lists(PIECES, max_size=30))
def test_whatever_notes_hold_a_document_is_made(write: Write, pieces: list[str]) -> None:
    content = write(flow_of("".join(pieces)))
    assert notes_in_notes(content) == 0
