"""Put several terms on many articles of a list at once, and take them back, over HTTP."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.builders import Person, make_article, make_tag, put_on
from tests.fixtures.statements import statements
from tests.page import Page
from wiki.db import db
from wiki.tags.models import ArticleTag

LIST = "/sv/desk/without/topic"


@pytest.fixture
def terms(app: Flask) -> dict[str, int]:
    university = make_tag("mau", "university", app=app, label_sv="Malmö universitet")
    topics = {
        "Samskapande": ("co-creation", ("medskapande", "ro")),
        "Barn": ("children", ("ro",)),
        "Fred, rättvisa": ("peace", ()),
    }
    made = {
        label: make_tag(slug, app=app, label_sv=label, synonyms_sv=words)
        for label, (slug, words) in topics.items()
    }
    return {**made, "Malmö universitet": university}


def rows(app: Flask) -> set[tuple[int, int]]:
    with app.app_context():
        found = db.session.execute(select(ArticleTag.article_id, ArticleTag.tag_id))
        return {(row.article_id, row.tag_id) for row in found}


def undo(client: FlaskClient, page: str) -> str:
    form = Page(page).one("form[action='/sv/desk/tags/undo']").sent()
    return client.post("/sv/desk/tags/undo", data=form, follow_redirects=True).text


@pytest.mark.long
def test_many_articles_get_several_terms_and_one_press_takes_them_back(
    app: Flask, editing: FlaskClient, editor: Person, terms: dict[str, int]
) -> None:
    ids = [make_article(title, editor, app=app) for title in ("Ett", "Två", "Tre", "Fyra")]
    put_on(ids[0], terms["Barn"], app=app)
    before = rows(app)
    line = "samskapande, Fred, rättvisa, barn, malmo universitet,"
    sent = {"articles": [str(each) for each in ids[:3]], "terms": line, "at": str(ids[3])}
    answer = editing.post(f"{LIST}?page=1", data=sent)
    assert (answer.status_code, answer.location) == (303, f"{LIST}?page=1#row-{ids[3]}")
    page = editing.get(LIST).text
    said = "3 artiklar fick ”Samskapande”, ”Fred, rättvisa”, ”Barn”, ”Malmö universitet”."
    assert said in page
    assert rows(app) == {(each, term) for each in ids[:3] for term in terms.values()}
    shown = Page(page)
    assert shown.values("[name=articles]", "value") == [str(ids[3])]
    assert shown.one("a[href='/sv/desk/without/topic'] .count").text == "1"
    assert "3 artiklar är som de var förut." in undo(editing, page)
    assert rows(app) == before


@pytest.mark.long
def test_every_list_of_articles_can_be_tagged_from(
    app: Flask, editing: FlaskClient, author: Person, editor: Person, terms: dict[str, int]
) -> None:
    text = "Det är är så. " * 3
    public = make_article("Offentlig", editor, body=text, app=app)
    draft = make_article("Utkast", author, body=text, app=app)
    for address, article_id in (
        ("/sv/desk/", draft),
        ("/sv/desk/unlinked", public),
        ("/sv/desk/advice?kind=source&page=1", public),
        ("/sv/desk/without/university", draft),
    ):
        page = Page(editing.get(address))
        assert "Det är är så." in page.one(f"tr:has(#row-{article_id}) details").text, address
        answer = editing.post(address, data={"articles": str(article_id), "terms": "Barn"})
        assert (answer.status_code, answer.location) == (303, address)
        undo(editing, editing.get(address).text)
    assert rows(app) == set()
    assert terms


@pytest.mark.long
def test_what_cannot_be_read_is_said_and_nothing_is_lost(
    app: Flask, editing: FlaskClient, editor: Person, terms: dict[str, int]
) -> None:
    first = str(make_article("Ett", editor, app=app))
    many = ", ".join(f"Ord {number}" for number in range(200))
    cases: list[tuple[dict[str, str | list[str]], str]] = [
        ({"terms": "Barn"}, "Välj minst en artikel."),
        ({"terms": "Barn", "articles": ["x", "99999999999999999999"]}, "finns inte längre"),
        ({"terms": "Barn", "articles": [first, "99999"]}, "finns inte längre"),
        ({"terms": "Barn", "articles": [str(n) for n in range(1, 300)]}, "högst 200 artiklar"),
        ({"terms": " , ", "articles": first}, "Skriv minst ett ämnesord."),
        ({"articles": first}, "Skriv minst ett ämnesord."),
        ({"terms": "Barn, okapi <b>", "articles": first}, "”okapi &lt;b&gt;” är inget ämnesord."),
        ({"terms": "ro", "articles": first}, "”ro” betyder flera ämnesord."),
        ({"terms": f"Barn, {many}", "articles": first}, "Skriv högst 20 ämnesord"),
    ]
    for sent, message in cases:
        answer = editing.post(LIST, data=sent)
        assert (answer.status_code, message in answer.text) == (422, True), (sent, message)
        page = Page(answer)
        assert page.one("#terms")["value"].strip() == str(sent.get("terms", "")).strip()
        if sent.get("articles") == first:
            assert page.values("[name=articles][checked]", "value") == [first]
    assert rows(app) == set()
    assert terms
    for deed in ("", "x", "1;1:2;", "9" * 4_000):
        assert editing.post("/sv/desk/tags/undo", data={"deed": deed}).status_code == 422, deed
    far = {"deed": f"{terms['Barn']};1:{first}", "next": "https://example.org/"}
    assert editing.post("/sv/desk/tags/undo", data=far).location == "/sv/desk/"


def test_terms_are_suggested_for_the_chosen_together(
    app: Flask, editing: FlaskClient, editor: Person, terms: dict[str, int]
) -> None:
    both = "Samskapande med barn vid Malmö universitet."
    ids = [
        make_article("Ett", editor, summary=both, app=app),
        make_article("Två", editor, summary="Samskapande.", app=app),
        make_article("Tre", editor, app=app),
    ]
    sent = {"articles": [str(each) for each in ids], "terms": "Barn", "suggest": "1"}
    page = Page(editing.post(LIST, data=sent))
    assert page.values("[name=add]", "value") == ["Samskapande", "Malmö universitet", "Barn"]
    assert len(page.values("[name=articles][checked]", "value")) == 3
    sent = {**sent, "add": "Samskapande"}
    assert Page(editing.post(LIST, data=sent)).one("#terms")["value"] == "Barn, Samskapande"
    address = f"/sv/desk/suggested?articles={ids[0]}&articles={ids[1]}&articles=x"
    part = Page(editing.get(address))
    assert part.values("[name=add]", "value") == ["Samskapande", "Malmö universitet", "Barn"]
    assert "Förslag för 2 artiklar" in editing.get(address).text
    assert "add" not in editing.get(f"/sv/desk/suggested?articles={ids[2]}").text
    assert rows(app) == set()
    assert terms


@pytest.mark.long
def test_lists_and_suggestions_make_a_fixed_number_of_statements(
    app: Flask, editing: FlaskClient, editor: Person, terms: dict[str, int]
) -> None:
    chosen: list[str] = []
    counts = []
    for title in ("Ett", "Två", "Tre", "Fyra"):
        made = make_article(title, editor, summary="Samskapande med barn.", app=app)
        chosen.append(str(made))
        with statements(app) as found:
            assert editing.post(LIST, data={"articles": chosen, "suggest": "1"}).status_code == 200
        counts.append(len(found))
    # The first finds no index of the search, and makes one.
    assert len(set(counts[1:])) == 1, counts
    assert terms
