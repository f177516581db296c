"""Take the vocabulary out and in over HTTP: shown first, all or nothing, undone exactly."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.namespace import RDF, SKOS

from tests.builders import Person, make_article, make_tag, put_on
from tests.page import Page
from wiki.tags.steps.state import read_state

URL = "/en/tags/exchange"


@pytest.fixture
def topics(app: Flask, editor: Person) -> dict[str, int]:
    care = make_tag("care", app=app, label_sv="Omsorg", label_en="Care", synonyms_sv=("=vård",))
    home = make_tag("home", app=app, label_sv="Hem", label_en="Home", parent_id=care)
    food = make_tag("food", app=app, label_sv="Mat", label_en="Food", near_en=("meals",))
    make_tag("umu", "university", app=app, label_sv="Umeå", label_en="Umea", website="https://u.se")
    put_on(make_article("Om vård", editor, app=app), care, app=app)
    return {"care": care, "home": home, "food": food}


def state(app: Flask) -> dict[str, dict[str, Any]]:
    with app.app_context():
        found = read_state(())
    for fields in found["terms"].values():
        fields["version"] = 0
    return found


def send(client: FlaskClient, text: str, name: str = "terms.csv") -> Any:
    form = Page(client.get(URL).text).one("main form[enctype]").sent()
    file = (io.BytesIO(text.encode()), name)
    data = {**form.to_dict(), "file": file, "intent": "show"}
    return client.post(URL, data=data, content_type="multipart/form-data")


def take_over(client: FlaskClient, shown: str) -> Any:
    form = Page(shown).one("main form[enctype]").sent()
    data = {**form.to_dict(), "intent": "do"}
    return client.post(URL, data=data, content_type="multipart/form-data")


@pytest.mark.parametrize(("ending", "kind"), [("csv", "text/csv"), ("ttl", "text/turtle")])
def test_what_is_taken_out_changes_nothing_when_it_comes_in(
    app: Flask, editing: FlaskClient, topics: dict[str, int], ending: str, kind: str
) -> None:
    before = state(app)
    answer = editing.get(f"/en/tags/vocabulary.{ending}")
    assert answer.mimetype == kind
    shown = send(editing, answer.text, f"terms.{ending}")
    assert shown.status_code == 200
    assert "The file says what is stored already." in shown.text
    assert state(app) == before


def test_the_table_counts_articles_and_is_safe_to_open(
    editing: FlaskClient, topics: dict[str, int]
) -> None:
    text = editing.get("/en/tags/vocabulary.csv").text
    assert '"\'=vård"' in text
    care = next(line for line in text.splitlines() if line.startswith('"care"'))
    assert care.endswith('"1"')


def test_anybody_gets_skos(client: FlaskClient, topics: dict[str, int]) -> None:
    graph = Graph().parse(data=client.get("/sv/tags/vocabulary.ttl").text, format="turtle")
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == 4
    assert client.get("/sv/tags/vocabulary.csv").status_code == 303


def test_a_file_is_shown_taken_over_and_undone(
    app: Flask, editing: FlaskClient, client: FlaskClient, topics: dict[str, int]
) -> None:
    before = state(app)
    shown = send(
        editing,
        "address,label_sv,label_en,broader,retired,related\n"
        "food,Måltid,Food,care,,\n"
        "home,Hem,Home,,yes,\n"
        ",Lek,Play,food,,\n",
    ).text
    assert state(app) == before
    page = Page(shown)
    terms, rows = page.texts("main tbody th"), page.texts("main tbody tr")
    assert terms == ["Home", "Food", "Play"]
    for row, how in zip(rows, ("Retired", "Changed", "Added"), strict=True):
        assert how in row
    assert "Mat → Måltid" in " ".join(rows)
    done = take_over(editing, shown)
    assert done.status_code == 303
    after = state(app)
    assert {fields["slug"] for fields in after["terms"].values()} >= {"play"}
    assert "Måltid" in client.get("/sv/tags/care").text
    form = Page(editing.get(URL).text).one(".notice form")
    editing.post(form["action"], data=form.sent())
    assert state(app) == before


@pytest.mark.long
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("food,,Food,,", "Line 2: label_sv: Write the term in this language too."),
        ("food,Omsorg,Food,,", "Line 2: label_sv: Another tag of this kind has the same term."),
        ("food,Mat,Food,nowhere,", "Line 2: “nowhere” is no topic, or means several."),
        ("care,Omsorg,Care,home,", "Line 2: The topic would stand below itself"),
        ("home,Hem,Home,care,care", "Line 2: The topic is related to one above or below it."),
        ("umu,Umeå,Umea,care,", "Line 2: The universities and the UN goals are fixed"),
    ],
)
def test_one_fault_keeps_all_of_it_out(
    app: Flask, editing: FlaskClient, topics: dict[str, int], row: str, words: str
) -> None:
    before = state(app)
    text = f"address,label_sv,label_en,broader,related\n{row}\n,Lek,Play,,\n"
    refused = send(editing, text)
    assert refused.status_code == 422
    assert words in refused.text
    assert "Lek,Play" in refused.text  # the text is there to be mended
    assert state(app) == before


def test_a_file_for_what_was_changed_since_is_shown_again(
    app: Flask, editing: FlaskClient, topics: dict[str, int]
) -> None:
    shown = send(editing, "address,label_sv\nfood,Måltid\n").text
    move = Page(editing.get("/en/tags/home/retire").text).one("form.term-form").sent()
    editing.post("/en/tags/home/retire", data={**move.to_dict(), "intent": "do"})
    refused = take_over(editing, shown)
    assert refused.status_code == 409
    assert "The vocabulary was changed since you looked." in refused.text
    assert take_over(editing, refused.text).status_code == 303


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b""])
def test_what_is_no_text_is_refused(
    editing: FlaskClient, topics: dict[str, int], content: bytes
) -> None:
    form = Page(editing.get(URL).text).one("main form[enctype]").sent()
    data = {**form.to_dict(), "file": (io.BytesIO(content), "t.csv"), "intent": "show"}
    assert editing.post(URL, data=data, content_type="multipart/form-data").status_code == 422


def test_a_text_that_is_too_long_is_refused_before_it_is_read(editing: FlaskClient) -> None:
    form = Page(editing.get(URL).text).one("main form[enctype]").sent()
    data = {**form.to_dict(), "text": "x" * 1_000_001, "intent": "show"}
    refused = editing.post(URL, data=data)
    assert refused.status_code == 422
    assert "at most 1000000 characters" in refused.text


def test_markup_in_a_file_is_text(editing: FlaskClient, topics: dict[str, int]) -> None:
    shown = send(editing, 'address,label_sv\nfood,"<script>alert(1)</script>"\n').text
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;alert(1)" in shown
