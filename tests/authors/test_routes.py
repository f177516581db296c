"""Choose the authors of an article over HTTP, and find them everywhere."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.builders import Person, log_in, make_article, make_user
from tests.page import Page
from wiki.audit.models import AuditEntry
from wiki.db import db

URL = "/sv/articles/bryggor/authors"
ORCID = "0000-0002-1825-0097"
TEXT = "En brygga är en plats där båtar lägger till, och där man kan sitta med fötterna i vattnet."


@pytest.fixture
def bo(app: Flask) -> Person:
    return make_user("author", "Bo Ek", app=app)


@pytest.fixture
def article(app: Flask, author: Person, editor: Person) -> int:
    """A published text by an author, in which an editor has mended a word."""
    article_id = make_article("Bryggor", author, body=TEXT, app=app)
    save(app, editor, 1, TEXT.replace("sitta", "bada"))
    return article_id


def save(app: Flask, editor: Person, base: int, body: str) -> None:
    client = app.test_client()
    log_in(client, editor)
    sent = {"title": "Bryggor", "body": body, "base": str(base), "intent": "publish"}
    assert client.post("/sv/articles/bryggor/edit", data=sent).status_code == 303


def press(client: FlaskClient, page: TestResponse, intent: str, **values: str) -> TestResponse:
    """Press a button of the form on a page, after writing into its last fields of these names."""
    sent = Page(page).one("main form:not(.inline-form)").sent()
    for name, value in values.items():
        written = [*sent.getlist(name)[:-1], value]
        sent.setlist(name, written)
    return client.post(URL, data=MultiDict([*sent.items(multi=True), ("intent", intent)]))


def add(client: FlaskClient, page: TestResponse, name: str, **values: str) -> TestResponse:
    page = press(client, page, "add")
    return press(client, page, "none", name=name, **values)


@pytest.mark.long
def test_a_list_is_put_together_with_buttons_and_named_everywhere(
    app: Flask, client: FlaskClient, article: int, author: Person, editor: Person, bo: Person
) -> None:
    log_in(client, author)
    page = client.get(URL)
    assert Page(page).texts("legend") == [f"1. {author.name}"]
    page = add(client, page, "Cia Å", orcid=f"https://orcid.org/{ORCID}", affiliation="LTU")
    page = add(client, page, "Dan Öst", role="translator")
    page = add(client, page, "Fel")
    page = press(client, page, "remove-3")
    page = press(client, page, "up-1")
    assert Page(page).texts("legend") == ["1. Cia Å", f"2. {author.name}", "3. Dan Öst"]
    assert press(client, page, "save").status_code == 303

    reader = app.test_client()
    shown = Page(reader.get("/sv/articles/bryggor"))
    assert shown.one(".byline").text == f"Av Cia Å, {author.name}"
    colophon = shown.one(".colophon").text
    assert f"Skriven av Cia Å (LTU){author.name}" in colophon
    assert "Översatt av Dan Öst" in colophon
    assert f"Med bidrag av {editor.name}" in colophon
    head = [
        (meta["name"], meta["content"])
        for meta in shown.all("meta[name^=citation_author], meta[name='DC.contributor']")
    ]
    assert head == [
        ("citation_author", "Å, Cia"),
        ("citation_author_institution", "LTU"),
        ("citation_author_orcid", f"https://orcid.org/{ORCID}"),
        ("citation_author", "Lind, Anna"),
        ("DC.contributor", "Öst, Dan"),
    ]
    described = json.loads(shown.one("script[type='application/ld+json']").value)["@graph"][0]
    assert described["author"][0]["sameAs"] == f"https://orcid.org/{ORCID}"
    assert described["author"][1]["url"].endswith(f"-{author.user_id}")
    assert [person["name"] for person in described["translator"]] == ["Dan Öst"]
    assert "<name>Cia Å</name>" in reader.get("/sv/feeds/articles.xml").text
    ris = reader.get(f"/unapi?id=article-{article}&format=ris").text
    assert "AU  - Å, Cia\r\nAU  - Lind, Anna\r\nA4  - Öst, Dan\r\n" in ris
    cited = Page(reader.get("/sv/articles/bryggor/cite")).texts("blockquote.citation")[0]
    assert cited.startswith("Å, C.")
    assert "& Lind, A. (20" in cited
    with app.app_context():
        row = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert row is not None
        assert (row.action, row.actor_id) == ("name_authors", author.user_id)
        assert row.detail == {"names": ["Cia Å", author.name, "Dan Öst"]}


@pytest.mark.long
def test_versions_keep_the_authors_of_their_time(
    app: Flask, client: FlaskClient, article: int, author: Person, editor: Person, bo: Person
) -> None:
    log_in(client, author)
    press(client, add(client, client.get(URL), "Cia Å"), "save")
    save(app, editor, 2, f"{TEXT} Mer.")
    log_in(client, editor)
    page = press(client, client.get(URL), "add", person=str(editor.user_id))
    press(client, page, "save")

    def named(number: int) -> list[str]:
        page = Page(client.get(f"/sv/articles/bryggor/revisions/{number}"))
        return page.values("meta[name=author]", "content")

    assert named(1) == [author.name]
    assert named(2) == [author.name, "Cia Å"]
    assert named(3) == [author.name, "Cia Å", editor.name]


@pytest.mark.long
def test_a_licence_counts_from_the_next_version(
    app: Flask, client: FlaskClient, article: int, author: Person, editor: Person
) -> None:
    log_in(client, author)
    assert "/licence" not in client.get(URL).text
    app.config["LICENCES"] = "cc-by cc-by-sa"
    url = Page(client.get(URL)).one("form[action$='/licence']")["action"]
    assert "Välj en licens" in client.post(url, data={"licence": "x"}, follow_redirects=True).text
    assert client.post(url, data={"licence": "cc-by-sa"}).status_code == 303
    agreed = Page(client.get("/sv/articles/bryggor/edit")).texts("main a[rel=license]")
    assert agreed == ["CC BY-SA 4.0"]
    save(app, editor, 2, f"{TEXT} Mer.")

    def licences(path: str) -> list[str]:
        page = Page(app.test_client().get(f"/sv/articles/bryggor{path}"))
        return page.values("head link[rel=license]", "href")

    terms = "https://creativecommons.org/licenses/{}/4.0/"
    assert licences("/revisions/2") == [terms.format("by")]
    assert licences("") == licences("/revisions/3") == [terms.format("by-sa")]
    page = Page(app.test_client().get("/sv/articles/bryggor"))
    assert page.texts(".colophon a[rel=license]") == ["CC BY-SA 4.0"]
    assert page.one("meta[name='DC.rights']")["content"] == terms.format("by-sa")
    described = json.loads(page.one("script[type='application/ld+json']").value)["@graph"][0]
    assert described["license"] == terms.format("by-sa")


@pytest.mark.long
def test_who_is_chosen_may_choose_and_has_a_page(
    app: Flask, client: FlaskClient, article: int, author: Person, editor: Person, bo: Person
) -> None:
    log_in(client, bo)
    assert client.get(URL).status_code == 403
    client.post("/sv/account/profile", data={"has_page": "y"})
    with app.test_client() as other:
        log_in(other, author)
        page = press(other, other.get(URL), "add", person=str(bo.user_id))
        assert press(other, page, "save").status_code == 303
    assert client.get(URL).status_code == 200
    client.post("/sv/account/profile", data={})
    own = Page(app.test_client().get(f"/sv/people/bo-ek-{bo.user_id}"))
    assert own.texts("[aria-labelledby=articles-title] .item-title") == ["Bryggor"]
    # An account that has no page and did not work on the text cannot be named by guessing ids.
    stranger = make_user(app=app)
    answer = press(client, client.get(URL), "save", user=str(stranger.user_id))
    assert answer.status_code == 422
    assert stranger.name not in answer.text


@pytest.mark.long
def test_what_is_wrong_is_said_at_its_line_and_nothing_is_lost(
    client: FlaskClient, article: int, author: Person
) -> None:
    log_in(client, author)
    answer = press(
        client, add(client, client.get(URL), "Cia Å", orcid="0000-0002-1825-0079"), "save"
    )
    assert answer.status_code == 422
    page = Page(answer)
    assert page.values("[aria-invalid=true]", "value") == ["0000-0002-1825-0079"]
    assert "Nummer 2: Det här är inget ORCID" in page.one(".error-summary").text
    assert page.texts("legend")[1] == "2. Cia Å"


@pytest.mark.long
def test_a_list_that_somebody_else_changed_is_not_overwritten(
    client: FlaskClient, article: int, author: Person
) -> None:
    log_in(client, author)
    opened = client.get(URL)
    press(client, add(client, client.get(URL), "Cia Å"), "save")
    answer = press(client, add(client, opened, "Dan Öst"), "save")
    assert answer.status_code == 409
    assert "Cia Å" in Page(answer).one(".notice-info").text
    assert Page(answer).texts("legend")[1] == "2. Dan Öst"
    assert press(client, answer, "save").status_code == 303


@pytest.mark.long
def test_a_button_that_has_no_line_changes_nothing(
    client: FlaskClient, article: int, author: Person
) -> None:
    log_in(client, author)
    opened = client.get(URL)
    names = Page(opened).texts("legend")
    for intent in ("up-0", "down-9", "remove-9", "up-", "turn-x", "nonsense"):
        assert Page(press(client, opened, intent)).texts("legend") == names, intent


def cited(client: FlaskClient) -> list[str]:
    """Return the authors that reference managers read."""
    page = Page(client.get("/sv/articles/bryggor"))
    return [found["content"] for found in page.all("meta[name=citation_author]")]


@pytest.mark.long
def test_the_family_name_of_somebody_without_an_account_comes_first(
    client: FlaskClient, article: int, author: Person
) -> None:
    log_in(client, author)
    press(client, add(client, client.get(URL), "Lindqvist Berg, Anna"), "save")
    assert cited(client)[-1] == "Lindqvist Berg, Anna"
    assert "Anna Lindqvist Berg" in client.get("/sv/articles/bryggor").text
    assert 'value="Lindqvist Berg, Anna"' in client.get(URL).text


def test_an_account_says_its_family_name(app: Flask, client: FlaskClient) -> None:
    gabriel = make_user("editor", "Gabriel García Márquez", app=app)
    make_article("Bryggor", gabriel, body=TEXT, app=app)
    log_in(client, gabriel)
    assert cited(client) == ["Márquez, Gabriel García"]
    address = "/sv/account/profile"
    assert client.post(address, data={"family": "Garcia"}).status_code == 422
    assert client.post(address, data={"family": "García Márquez"}).status_code == 303
    assert cited(client) == ["García Márquez, Gabriel"]
    assert 'value="García Márquez"' in client.get(address).text
