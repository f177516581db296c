"""Test opening a Word document in the form of an article."""

import time
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article
from tests.documents.docx_files import docx, drawn, paragraph
from tests.documents.test_reading import WHOLE, WHOLE_READ
from tests.media.pictures import picture
from tests.page import Page
from wiki.articles.actions import pictures
from wiki.articles.actions.pictures import take_pictures
from wiki.documents.checks import OTHER
from wiki.documents.markdown.notes import find_labels
from wiki.media.queries import list_files


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    """A browser in which an author is logged in."""
    client = app.test_client()
    log_in(client, author)
    return client


def open_file(
    client: FlaskClient, address: str, content: bytes | None, **typed: str
) -> TestResponse:
    """Send the form of a page with a file and what was typed, and the button that opens it."""
    form = Page(client.get(address)).one("form.editor")
    fields = {**form.sent().to_dict(), **typed, "intent": "open"}
    data = fields if content is None else {**fields, "document": (BytesIO(content), "min.docx")}
    return client.post(form["action"], data=data, content_type="multipart/form-data")


@pytest.mark.long
def test_a_document_fills_the_form_of_a_new_article(writing: FlaskClient) -> None:
    page = Page(open_file(writing, "/sv/articles/new?kind=case", WHOLE, summary="Min egen."))
    assert page.one("[name=title]")["value"] == "Min titel"
    assert page.one("[name=body]").value == WHOLE_READ.replace("[^2]", "[^1]")
    assert page.one("[name=summary]").value == "Min egen."
    told = page.one(".notice-success").text
    assert "inget är sparat än" in told
    assert "Utelämnat: 1 bild, 1 formel, 1 kommentar." in told
    # It is shown as readers would see it, and can be saved as it is.
    assert "Vanlig" in page.one(".editor-preview").text
    sent = page.one("form.editor").sent().to_dict() | {"intent": "save"}
    saved = writing.post("/sv/articles/new?kind=case", data=sent)
    assert (saved.status_code, saved.location) == (303, "/sv/articles/min-titel/edit")


@pytest.mark.long
def test_a_document_goes_behind_the_text_of_an_article(
    app: Flask, writing: FlaskClient, author: Person
) -> None:
    make_article("Bryggor", author, body="Före[^1].\n\n[^1]: Not.", app=app)
    response = open_file(writing, "/sv/articles/bryggor/edit", WHOLE)
    page = Page(response)
    assert page.one("[name=title]")["value"] == "Bryggor"
    assert (
        page.one("[name=body]").value == f"Före[^1].\n\n[^1]: Not.\n\n## Min titel\n\n{WHOLE_READ}"
    )
    assert page.one("[name=base]")["value"] == "1"
    plain = open_file(writing, "/sv/articles/bryggor/edit", docx(paragraph("Ett")), body="Före.")
    assert Page(plain).one("[name=body]").value == "Före.\n\nEtt"
    assert "Utelämnat" not in Page(plain).text
    # A last heading below which the sources are listed stays the last.
    for end, made in (
        ("## Källor\r\n\r\n%% Lämna tom.\r\n", "Före.\n\nEtt\n\n## Källor\n\n%% Lämna tom."),
        ("### References", "Före.\n\nEtt\n\n### References"),
        ("## Källor\n\nEgna.", "Före.\n\n## Källor\n\nEgna.\n\nEtt"),
        ("## Annat\n\n%% Råd.", "Före.\n\n## Annat\n\n%% Råd.\n\nEtt"),
    ):
        typed = {"body": f"Före.\n\n{end}"}
        opened = open_file(writing, "/sv/articles/bryggor/edit", docx(paragraph("Ett")), **typed)
        assert Page(opened).one("[name=body]").value == made, end


@pytest.mark.long
def test_pictures_of_a_document_go_into_the_library(app: Flask, writing: FlaskClient) -> None:
    body = "".join(
        [
            paragraph("Före"),
            paragraph(drawn("ett", "En [bro]\n i dimma")),
            paragraph("mitt i ", drawn("tva"), " raden"),
            paragraph(drawn("tre")),
            paragraph(drawn("ett", "En [bro]\n i dimma")),
            paragraph("Efter"),
        ]
    )
    content = docx(
        body,
        parts={
            "word/media/ett.png": picture("PNG", 300, 200),
            "word/media/tva.jpg": picture("JPEG", 90, 60),
            "word/media/tre.emf": b"\x01\0\0\0 no picture for a browser",
        },
    )
    page = Page(open_file(writing, "/sv/articles/new?kind=case", content))
    assert page.one("[name=body]").value == (
        "Före\n\n![En bro i dimma](media:min-1)\n\nmitt i ![](media:min-2) raden\n\n"
        "![En bro i dimma](media:min-1)\n\nEfter"
    )
    told = page.one(".notice-success").text
    assert "2 bilder ligger i biblioteket." in told
    assert "tre.emf: Filen är inte av något slag som wikin tar emot." in told
    assert "Utelämnat" not in told
    assert len(page.all(".editor-preview figure")) == 2
    with app.app_context():
        files = list_files("", "undescribed", 1).items
        assert {(file.name, file.alt_sv) for file in files} == {
            ("min-1", "En [bro] i dimma"),
            ("min-2", ""),
        }
    # The same document again brings the same pictures.
    again = Page(open_file(writing, "/sv/articles/new?kind=case", content))
    assert again.one("[name=body]").value == page.one("[name=body]").value


@pytest.mark.long
def test_pictures_that_take_too_long_are_named(
    writing: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_MOST_SECONDS", -1)
    parts = {"word/media/ett.png": picture("PNG", 300, 200)}
    content = docx(paragraph("Före") + paragraph(drawn("ett", "En bro")), parts=parts)
    page = Page(open_file(writing, "/sv/articles/new?kind=case", content))
    assert page.one("[name=body]").value.strip() == "Före"
    assert "ett.png: Det tog för lång tid" in page.one(".notice-success").text


@pytest.mark.long
def test_a_document_that_is_refused_leaves_no_picture(app: Flask, writing: FlaskClient) -> None:
    content = docx(
        paragraph(drawn("ett")) + "<w:p>",  # is not closed
        parts={"word/media/ett.png": picture("PNG", 300, 200)},
    )
    assert open_file(writing, "/sv/articles/new?kind=case", content).status_code == 422
    with app.app_context():
        assert list_files("", "", 1).total == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"%PDF", "Det här är inget Word-dokument"), (None, "Välj ett Word-dokument")],
)
def test_what_cannot_be_opened_loses_no_word(
    writing: FlaskClient, content: bytes | None, message: str
) -> None:
    response = open_file(
        writing, "/sv/articles/new?kind=case", content, body="Mina ord.", title="T"
    )
    page = Page(response)
    assert response.status_code == 422
    assert message in page.one("[data-error-summary]").text
    assert message in page.one("details[open] .error").text
    assert page.one("[name=body]").value == "Mina ord."
    assert page.one("[name=title]")["value"] == "T"


def test_a_file_is_taken_only_where_one_is_asked_for(client: FlaskClient) -> None:
    data = {"document": (BytesIO(WHOLE), "min.docx"), "intent": "open"}
    response = client.post("/sv/articles/new?kind=case", data=data)
    assert response.status_code == 403  # nobody is logged in
    assert OTHER not in response.text


def test_what_is_typed_before_a_document_is_read_once(author: Person) -> None:
    assert find_labels("[^1] [^ 20 ]: [^3][^ord] [^4 5] [^6") == {"1", "20", "3"}
    began = time.process_time()
    for typed in ("[^", "[^1", "[^ ", "![", "!["):
        assert find_labels(typed * 20_000) == set()
        body, failed = take_pictures(typed * 20_000, [], "a.docx", "sv", author.viewer)
        assert (body, failed) == (typed * 20_000, [])
    assert time.process_time() - began < 2
