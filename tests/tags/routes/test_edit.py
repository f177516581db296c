"""Edit the vocabulary over HTTP."""

import html
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article, make_tag, put_on
from tests.page import Page
from tests.tags.pages import read_form
from wiki.db import db
from wiki.tags.models import Tag

WORDS = {"label_sv": "Samskapande", "label_en": "Co-creation"}


@pytest.fixture
def topic(app: Flask) -> int:
    return make_tag(
        "co-creation",
        app=app,
        label_sv="Samskapande",
        label_en="Co-creation",
        description_sv="Att göra tillsammans.",
        synonyms_sv=("medskapande",),
    )


@pytest.fixture
def partner(app: Flask) -> int:
    return make_tag(
        "umea-university",
        "university",
        app=app,
        label_sv="Umeå universitet",
        label_en="Umeå University",
        website="https://umu.se",
        contact="Samverkanshuset",
        synonyms_sv=("UMU",),
    )


def find(app: Flask, slug: str) -> Tag | None:
    with app.app_context():
        return db.session.query(Tag).filter_by(slug=slug).one_or_none()


def test_an_editor_adds_a_topic(app: Flask, editing: FlaskClient) -> None:
    response = editing.post("/sv/tags/new", data={**WORDS, "synonyms_sv": "medskapande\r\n\r\n"})
    assert (response.status_code, response.location) == (303, "/sv/tags/co-creation")
    page = editing.get(response.location).text
    assert "Ämnet ”Samskapande” har lagts till." in page
    assert "medskapande" in page


def test_refused_words_are_kept_with_a_message_at_the_field(
    app: Flask, editing: FlaskClient, topic: int
) -> None:
    sent = {
        "label_sv": "samskapande",
        "label_en": "",
        "slug": "Not an address",
        "description_sv": "En <b>beskrivning</b> som är kvar.",
        "synonyms_en": "kept one\nkept two",
        "parent_id": "99999",
    }
    response = editing.post("/sv/tags/new", data=sent)
    assert response.status_code == 422
    for words in (
        'value="samskapande"',
        'value="Not an address"',
        "En &lt;b&gt;beskrivning&lt;/b&gt; som är kvar.",
        "kept one\nkept two",
        "Det finns redan ett likadant ämnesord.",
        "Skriv ordet på det här språket också.",
        "Välj ett ämne som inte är underordnat det här.",
    ):
        assert words in response.text
    assert response.text.count("Skriv ordet på det här språket också.") == 2  # summary, field
    assert 'aria-invalid="true"' in response.text
    assert "Write the term in this language too." in editing.post("/en/tags/new", data=sent).text


@pytest.mark.parametrize("field", ["label_sv", "description_en", "synonyms_sv", "slug"])
def test_characters_that_are_no_text_are_refused(editing: FlaskClient, field: str) -> None:
    response = editing.post("/sv/tags/new", data={**WORDS, field: "a\x08b"})
    assert response.status_code == 422


@pytest.mark.slow
@pytest.mark.parametrize(
    "sent",
    [
        {**WORDS, "synonyms_sv": "\n".join(map(str, range(60_000)))},
        {**WORDS, "label_en": "å" * 300_000},
        {**WORDS, "synonyms_en": "ö" * 300_000},
        {**WORDS, "slug": "a-" * 200_000},
    ],
)
def test_a_flood_is_refused_in_time_and_kept(editing: FlaskClient, sent: dict[str, str]) -> None:
    started = time.process_time()
    response = editing.post("/sv/tags/new", data=sent)
    assert (
        time.process_time() - started < 10
    )  # comparing each letter with each other letter would take minutes
    assert response.status_code == 422
    assert all(text in html.unescape(response.text) for text in sent.values())


@pytest.mark.parametrize(
    "address",
    [f"/sv/tags/restorations/{10**30}", "/sv/tags/restorations/-1", "/sv/tags/restorations/0"],
)
def test_ids_that_no_row_has_are_not_found(editing: FlaskClient, address: str) -> None:
    assert editing.post(address).status_code == 404


def test_a_word_that_means_two_things_is_pointed_out(editing: FlaskClient, topic: int) -> None:
    sent = {"label_sv": "Delaktighet", "label_en": "Participation", "synonyms_sv": "Medskapande"}
    response = editing.post("/sv/tags/new", data=sent, follow_redirects=True)
    assert "Ordet ”medskapande” står också för: Samskapande" in response.text


def test_an_editor_edits_a_partner_but_not_its_place(
    app: Flask, editing: FlaskClient, partner: int
) -> None:
    address = "/sv/tags/umea-university/edit"
    form = read_form(editing.get(address).text, address)
    assert form.keys() & {"website", "description_sv", "slug"} == set()
    sent = {"label_sv": "Umeå univ", "label_en": "Umeå", "website": "http://x.se", "slug": "y"}
    response = editing.post(address, data=form | sent)
    assert response.location == "/sv/universities/umea-university"
    tag = find(app, "umea-university")
    assert tag
    assert (tag.label_sv, tag.website) == ("Umeå univ", "https://umu.se")
    refused = editing.post(address, data=form | sent | {"label_en": ""})
    assert refused.status_code == 422


def test_the_merge_is_shown_before_it_happens(
    app: Flask, editing: FlaskClient, editor: Person, topic: int
) -> None:
    source = make_tag(
        "co-design",
        app=app,
        label_sv="Samdesign",
        label_en="Co-design",
        description_sv="Rita ihop.",
    )
    put_on(make_article("Berörd artikel", editor, app=app), source, app=app)
    preview = editing.get("/sv/tags/co-design/merge?target=co-creation").text
    for words in ("Berörd artikel", "Samdesign", "/tags/co-design", "1 artikel är märkt"):
        assert words in preview
    assert "finns kvar i journalen: ”Rita ihop.”" in preview
    assert find(app, "co-design") is not None
    sent = read_form(preview, "/sv/tags/co-design/merge")
    response = editing.post("/sv/tags/co-design/merge", data=sent)
    assert (response.status_code, response.location) == (303, "/sv/tags/co-creation")
    assert editing.get("/sv/tags/co-design").location == "/sv/tags/co-creation"
    assert "Berörd artikel" in editing.get("/sv/tags/co-creation").text


def test_no_topic_is_chosen_for_a_merge_before_somebody_chooses(
    app: Flask, editing: FlaskClient, topic: int
) -> None:
    make_tag("other", app=app)
    response = editing.get("/sv/tags/co-creation/merge")
    assert response.status_code == 200
    page = Page(response)
    options = page.all("option")
    assert [(option.has("selected"), option["value"], option.text) for option in options] == [
        (True, "", "Välj ett ämne"),
        (False, "other", "Other"),
    ]
    assert "Något behöver rättas" not in page.text
    assert "Avbryt" in page.texts("a[href='/sv/tags/co-creation']")


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("", "Välj vilket ämne ”Samskapande” ska slås ihop med."),
        ("none", "Välj ett annat ämne"),
        ("co-creation", "Välj ett annat ämne"),
        ("umea-university", "Välj ett annat ämne"),
    ],
)
def test_a_merge_into_nothing_is_refused(
    app: Flask, editing: FlaskClient, topic: int, partner: int, target: str, message: str
) -> None:
    make_tag("other", app=app)
    address = "/sv/tags/co-creation/merge"
    for response in (
        editing.get(address, query_string={"target": target}),
        editing.post(address, data={"target": target}),
    ):
        assert response.status_code == 422
        error = response.text.partition('id="target-error">')[2].partition("</p>")[0]
        assert message in error
        assert 'aria-describedby="target-error"' in response.text
        assert find(app, "co-creation") is not None


@pytest.mark.parametrize("target", [None, "", "none", "co-creation"])
def test_the_page_of_a_university_says_that_it_cannot_be_merged(
    app: Flask, editing: FlaskClient, topic: int, partner: int, target: str | None
) -> None:
    address = "/sv/tags/umea-university/merge"
    shown = editing.get(address, query_string={} if target is None else {"target": target})
    refused = editing.post(address, data={} if target is None else {"target": target})
    assert (shown.status_code, refused.status_code) == (200, 422)
    for page in (shown.text, refused.text):
        assert "Lärosätena och de globala målen ligger fast" in page
        assert 'name="target"' not in page
    assert find(app, "umea-university") is not None


def test_the_only_topic_has_none_to_be_merged_into(
    app: Flask, editing: FlaskClient, topic: int
) -> None:
    address = "/sv/tags/co-creation/merge"
    shown = editing.get(address, query_string={"target": "none"})
    refused = editing.post(address, data={"target": "none"})
    assert (shown.status_code, refused.status_code) == (200, 422)
    for page in (shown.text, refused.text):
        assert "Det finns inget annat ämne" in page
        assert 'name="target"' not in page


def test_a_deleted_topic_can_be_brought_back(app: Flask, editing: FlaskClient, topic: int) -> None:
    address = "/sv/tags/co-creation/deletion"
    sent = read_form(editing.get("/sv/tags/co-creation/edit").text, address)
    response = editing.post(address, data=sent, follow_redirects=True)
    assert "Ämnet ”Samskapande” har tagits bort." in response.text
    assert find(app, "co-creation") is None
    address = response.text.partition('action="/sv/tags/restorations/')[2].partition('"')[0]
    back = editing.post(f"/sv/tags/restorations/{address}")
    assert back.location == "/sv/tags/co-creation"
    assert "Ta tillbaka" not in editing.get("/sv/tags/").text
