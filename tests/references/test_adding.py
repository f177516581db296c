"""Paste sources, look at what was understood, and store them; add one by hand."""

import re
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.references.models import Source

BIBTEX = r"""@book{a, title = {Nytta}, author = {{\AA}str{\"o}m, Anna}, year = 2020}
@book{b, title = {Trasig
@article{c, title = {Norr <script>}, author = {Berg, Bo}, year = 2019, doi = {10.1000/norr}}
"""


@pytest.fixture
def writing(app: Flask, author: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, author)
    return client


def stored(app: Flask) -> list[str]:
    """Return the keys of all sources."""
    with app.app_context():
        return sorted(db.session.scalars(db.select(Source.key)))


def test_nothing_is_stored_before_it_was_looked_at(app: Flask, writing: FlaskClient) -> None:
    page = writing.post("/sv/sources/new", data={"text": BIBTEX}).text

    assert "BibTeX med 2 källor. Inget är lagrat än." in page
    assert "Rad 2: Posten som börjar här tar aldrig slut" in page
    assert "@book{b, title = {Trasig" in page
    assert "Åström, Anna (2020) · Bok" in re.sub(r"\s+", " ", page)
    assert "<strong>Norr</strong>" in page
    assert "<script>" not in page.partition("<body")[2]
    assert len(re.findall(r'name="entry" value="\d" id="entry-\d" checked', page)) == 2
    assert stored(app) == []


def test_the_rest_is_stored_only_if_asked_for(app: Flask, writing: FlaskClient) -> None:
    form = {"text": BIBTEX, "entry": ["0", "2"], "form_id": "1" * 32}

    refused = writing.post("/sv/sources/imports", data=form)
    assert refused.status_code == 422
    assert "Säg om de trasiga posterna ska utelämnas" in refused.text
    assert "Trasig" in refused.text
    assert stored(app) == []

    done = writing.post("/sv/sources/imports", data={**form, "skip_broken": "y"})
    assert done.location == "/sv/sources/"
    assert "2 källor är lagrade." in writing.get(done.location).text
    assert stored(app) == ["astrom2020", "berg2019"]
    again = writing.post("/sv/sources/imports", data={**form, "skip_broken": "y"})
    assert again.status_code == 303
    assert stored(app) == ["astrom2020", "berg2019"]
    with app.app_context():
        entries = db.session.scalars(db.select(AuditEntry).filter_by(object_type="source")).all()
        assert [entry.action for entry in entries] == ["create", "create"]


def test_only_chosen_entries_are_stored(app: Flask, writing: FlaskClient) -> None:
    whole = BIBTEX.replace("Trasig", "Hel}}")
    none = writing.post("/sv/sources/imports", data={"text": whole})
    assert (none.status_code, "Välj minst en källa" in none.text) == (422, True)
    one = writing.post("/sv/sources/imports", data={"text": whole, "entry": "2"})
    assert one.location == "/sv/sources/berg2019"
    assert stored(app) == ["berg2019"]


@pytest.mark.parametrize(
    "text",
    [
        "@article{x, title={Other}, doi={https://doi.org/10.1000/NORR}}",
        "TY  - JOUR\nTI  - NORR &lt;script&gt;\nAU  - Berg, B.\nPY  - 2019\nER  -\n",
    ],
)
def test_duplicates_are_shown_and_not_chosen(app: Flask, writing: FlaskClient, text: str) -> None:
    data = {"text": BIBTEX, "entry": "2", "skip_broken": "y"}
    writing.post("/sv/sources/imports", data=data)
    page = writing.post("/sv/sources/new", data={"text": text}).text
    assert "Finns troligen redan:" in page
    assert 'href="/sv/sources/berg2019"' in page
    assert 'id="entry-0">' in page
    twice = "@book{a, title={Nytt}, isbn={0-306-40615-2}}\n@book{b, title={Nytt!}}"
    page = writing.post("/sv/sources/new", data={"text": twice}).text
    assert "Är troligen samma som posten på rad 1." in page
    assert stored(app) == ["berg2019"]


def test_what_was_not_understood_keeps_the_text(writing: FlaskClient) -> None:
    page = writing.post("/sv/sources/new", data={"text": "10.1000/a\nMulgan 2007"})
    assert page.status_code == 422
    assert "Rad 2: ”Mulgan 2007” är varken BibTeX, RIS" in page.text
    assert "10.1000/a\nMulgan 2007</textarea>" in page.text
    assert writing.post("/sv/sources/imports", data={"text": ""}).status_code == 422
    assert writing.post("/sv/sources/new", data={"text": "\x00"}).status_code in {400, 422}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("https://doi.org/10.1000/ABC", 'value="10.1000/abc"'),
        ("0-306-40615-2", 'value="9780306406157"'),
        ("https://example.org/a?b=1&c=2", 'value="https://example.org/a?b=1&amp;c=2"'),
    ],
)
def test_a_single_identifier_begins_the_form(writing: FlaskClient, text: str, field: str) -> None:
    response = writing.post("/sv/sources/new", data={"text": text}, follow_redirects=True)
    assert "Lägg till en källa för hand" in response.text
    assert field in response.text


def test_an_address_that_is_too_long_for_a_header_begins_the_form_too(
    writing: FlaskClient,
) -> None:
    address = "https://example.org/" + "å" * 1_900
    response = writing.post("/sv/sources/new", data={"text": address})
    assert (response.status_code, "Location" in response.headers) == (200, False)
    assert f'value="{address}"' in response.text
    refused = writing.post("/sv/sources/new", data={"text": address * 2})
    assert refused.status_code == 422
    assert f"{address * 2}</textarea>" in refused.text


def test_several_identifiers_are_listed(writing: FlaskClient) -> None:
    page = writing.post("/sv/sources/new", data={"text": "10.1000/a&b\n0-306-40615-2"}).text
    assert f'href="/sv/sources/form?{urlencode({"DOI": "10.1000/a&b"}, safe="/")}"' in page
    assert "ISBN 9780306406157" in page


def test_a_source_is_written_by_hand(app: Flask, writing: FlaskClient) -> None:
    form = {
        "type": "report",
        "title": " Räkna  på nytta ",
        "author": "Åström, Anna (0000-0002-1825-0097)\nRegion Skåne\n{Institutet för X, Y}",
        "issued": "2020-05-17",
        "ISBN": "0-306-40615-2",
        "form_id": "2" * 32,
    }
    refused = writing.post("/sv/sources/form", data={**form, "ISBN": "12", "title": ""})
    assert refused.status_code == 422
    assert "”12” är inget ISBN" in refused.text
    assert "0000-0002-1825-0097" in refused.text
    wrong = writing.post("/sv/sources/form", data={**form, "author": "A, B (0000-0002-1825-0098)"})
    assert "är inget ORCID" in wrong.text

    done = writing.post("/sv/sources/form", data=form)
    assert done.location == "/sv/sources/astrom2020"
    assert writing.post("/sv/sources/form", data=form).location == "/sv/sources/astrom2020"
    with app.app_context():
        [source] = db.session.scalars(db.select(Source))
        assert source.csl == {
            "type": "report",
            "title": "Räkna på nytta",
            "author": [
                {"family": "Åström", "given": "Anna", "ORCID": "0000-0002-1825-0097"},
                {"literal": "Region Skåne"},
                {"literal": "Institutet för X, Y"},
            ],
            "issued": {"date-parts": [[2020, 5, 17]]},
            "ISBN": "9780306406157",
        }

    again = writing.post("/sv/sources/form", data={**form, "form_id": "3" * 32})
    assert (again.status_code, "Är det någon av de här?" in again.text) == (422, True)
    writing.post("/sv/sources/form", data={**form, "form_id": "3" * 32, "is_new": "y"})
    assert stored(app) == ["astrom2020", "astrom2020b"]


def test_readers_cannot_add(client: FlaskClient) -> None:
    for path in ("new", "form"):
        assert client.get(f"/sv/sources/{path}").status_code in {303, 403}
    for path in ("new", "form", "imports"):
        assert client.post(f"/sv/sources/{path}", data={"text": BIBTEX}).status_code in {303, 403}
