"""The picture that leads an article: chosen among the facts, shown above the text and in lists."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_article
from tests.fixtures.statements import statements
from tests.media.pictures import PDF, picture
from tests.page import Page
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.save import restore_revision, save_article
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.fields import LEADING, Refused, read_value
from wiki.articles.kinds import KINDS
from wiki.articles.steps.revise import TextConflict
from wiki.articles.text import ArticleText, check_text, parse_facts
from wiki.media.actions import add_file, describe_file
from wiki.media.description import Description
from wiki.media.lead import chosen_lead
from wiki.media.queries import find_file, find_leads, list_article_ids
from wiki.search.index.drainer import drain_now

KNOWN = Description(alt_sv="En bro i dimma", caption_sv="Bron", credit="Anna", licence="cc-by")
CHOSEN = {"lead_picture": "media:bron"}


@pytest.fixture
def bridge(app: Flask, editor: Person) -> str:
    """The address of a picture named `bron`; there are `torget`, a small one and a report too."""
    with app.app_context():
        file = add_file(BytesIO(picture("PNG", 300, 200)), "Bron.png", editor.viewer).file
        describe_file("bron", 1, KNOWN, editor.viewer)
        add_file(BytesIO(picture("PNG", 310, 200)), "Torget.png", editor.viewer)
        add_file(BytesIO(picture("PNG", 90, 60)), "Liten.png", editor.viewer)
        add_file(BytesIO(PDF), "Rapport.pdf", editor.viewer)
        return file.address


def _text(body: str = "Text", title: str = "Hamn", **facts: object) -> ArticleText:
    return check_text("concept", title, "", body, facts)


def _leads(*ids: int) -> list[str]:
    found = find_leads(ids)
    return [found[article].address if article in found else "" for article in ids]


def test_a_lead_picture_is_read_in_any_form_that_names_it() -> None:
    for typed, stored in {
        "media:bron": "media:bron",
        " Bron ": "media:bron",
        "![En bro](media:bron)": "media:bron",
        "![En bro](media:bron-2 'x')": "media:bron-2",
        "-": "-",
        "": None,
    }.items():
        assert read_value(LEADING, typed) == stored, typed
    for typed in ("en bro", "https://example.org/bro.png", "media:", "å", "--", "bro)n"):
        with pytest.raises(Refused):
            read_value(LEADING, typed)
    for kind in KINDS:
        assert parse_facts(kind, CHOSEN) == (CHOSEN, {}), kind
    assert [chosen_lead(facts) for facts in (CHOSEN, {"lead_picture": "-"}, {})] == ["bron", "", ""]


@pytest.mark.long
def test_the_chosen_picture_leads_before_those_of_the_text(
    bridge: str, context: Flask, editor: Person
) -> None:
    torget = "![](media:torget)"
    chosen = make_article("A", editor, body=torget, facts=CHOSEN)
    first = make_article("B", editor, body=torget)
    none = make_article("C", editor, body=torget, facts={"lead_picture": "-"})
    alone = make_article("D", editor, facts=CHOSEN)
    unknown = make_article("E", editor, facts={"lead_picture": "media:saknas"})

    leads = _leads(chosen, first, none, alone, unknown)

    assert leads == [bridge, leads[1], "", bridge, ""]
    assert leads[1] not in {"", bridge}


@pytest.mark.long
def test_versions_keep_their_lead_picture(bridge: str, context: Flask, editor: Person) -> None:
    made = make_article("Hamn", editor, facts=CHOSEN)
    save_article(made, _text(), 1, editor.viewer)
    assert _leads(made) == [bridge]  # readers still see the first version
    save_article(made, _text(), 2, editor.viewer, publish=True)
    assert _leads(made) == [""]

    withdraw_publication(made, 2, editor.viewer)
    assert _leads(made) == [bridge]
    restored = restore_revision(made, 1, editor.viewer, publish=True)

    assert restored.revision.facts == CHOSEN
    assert _leads(made) == [bridge]
    assert list_article_ids(find_file("bron").id) == [made]


@pytest.mark.long
def test_two_choices_are_merged_as_facts_are(bridge: str, context: Flask, editor: Person) -> None:
    made = make_article("Hamn", editor, body="Ett\n\nTvå")
    save_article(made, _text("Ett\n\nTvå", **CHOSEN), 1, editor.viewer)
    merged = save_article(made, _text("Ett\n\nTre"), 1, editor.viewer).revision
    assert (merged.facts, merged.body_markdown) == (CHOSEN, "Ett\n\nTre")

    other = _text("Ett\n\nTvå", lead_picture="media:torget")
    with pytest.raises(TextConflict) as conflict:
        save_article(made, other, 1, editor.viewer)
    place = conflict.value.merge.places()[0]
    assert (place.mine, place.theirs) == ("media:torget", "media:bron")


@pytest.mark.long
def test_it_stands_above_the_text_with_all_that_figures_say(
    bridge: str, app: Flask, client: FlaskClient, editor: Person
) -> None:
    make_article("Hamn", editor, body="Text", facts=CHOSEN, app=app)
    make_article("Torg", editor, body="![](media:bron)", facts=CHOSEN, app=app)

    page = client.get("/sv/articles/hamn").text
    prose = page.partition('class="prose"')[2]
    figure = prose.partition('<figure class="lead-figure">')[2].partition("</figure>")[0]

    assert prose.index("<figure") < prose.index("<p>Text</p>")
    assert f'src="{bridge}"' in figure
    assert 'alt="En bro i dimma"' in figure
    assert 'width="300"' in figure
    assert "loading" not in figure
    assert "Bron <small>Bild: Anna, <a " in figure
    assert 'content="Hamn · Mötesplats Social Innovation · En bro i dimma"' in page
    assert "media:bron" not in page  # among no facts in words
    assert "Anna" in page.partition('id="media-title"')[2]
    assert client.get("/sv/articles/torg").text.count("<figure") == 1
    assert client.get("/sv/articles/hamn/revisions/1").text.count("<figure") == 1


@pytest.mark.long
def test_lists_show_it_small_beside_the_title(
    bridge: str, app: Flask, client: FlaskClient, editor: Person
) -> None:
    made = make_article("Hamnen vid bron", editor, facts=CHOSEN, app=app)
    make_article("Hamnen i norr", editor, app=app)
    with app.app_context():
        drain_now(app)
    shown = f'<img src="{bridge}" alt="" width="300" height="200" loading="lazy">'
    places = ["/sv/", "/sv/articles/", "/sv/search?q=hamnen", "/sv/articles/hamnen-i-norr"]

    assert [client.get(place).text.count(shown) for place in places] == [1, 1, 1, 1]
    with app.app_context():
        archive_article(made, "Gammal", editor.viewer)
        drain_now(app)
    assert [client.get(place).text.count(bridge) for place in places] == [0, 0, 0, 0]
    log_in(client, editor)
    assert bridge not in client.get("/sv/search?q=hamnen").text


@pytest.mark.long
def test_pages_cost_no_statement_for_each_picture(
    bridge: str, app: Flask, client: FlaskClient, editor: Person
) -> None:
    def count(word: str) -> list[int]:
        made = []
        for place in ("/sv/articles/plats-0", "/sv/articles/", f"/sv/search?q=plats+{word}"):
            with statements(app) as found:
                client.get(place)
            made.append(len(found))
        return made

    made = [make_article(f"Plats {number}", editor, app=app) for number in range(4)]
    with app.app_context():
        drain_now(app)
    count("noll")  # what is read once in a while
    without = count("ett")
    with app.app_context():
        for number, article_id in enumerate(made[1:], start=1):
            text = _text(title=f"Plats {number}", **CHOSEN)
            save_article(article_id, text, 1, editor.viewer, publish=True)
        drain_now(app)
    count("tre")

    assert count("två") == without
    assert client.get("/sv/articles/plats-0").text.count(bridge) == len(made) - 1


@pytest.mark.long
def test_what_cannot_lead_is_told_at_its_field(
    bridge: str, app: Flask, editing: FlaskClient, editor: Person
) -> None:
    make_article("Hamn", editor, body="Text", app=app)
    form = {"title": "Hamn", "body": "Ny text", "base": "1", "intent": "save"}
    for typed, words in {
        "media:saknas": "Biblioteket har ingen bild med namnet saknas.",
        "rapport": "rapport är en fil.",
        "liten": "Bilden är 90 bildpunkter bred",
        "en bro": "Skriv namnet på en bild",
    }.items():
        answer = editing.post("/sv/articles/hamn/edit", data={**form, "lead_picture": typed})
        assert answer.status_code == 422, typed
        page = Page(answer)
        assert words in page.one("#lead_picture-error").text, typed
        assert page.one("#lead_picture")["value"] == typed
        assert page.one("#body").text == "Ny text"

    saved = editing.post("/sv/articles/hamn/edit", data={**form, "lead_picture": "bron"})
    assert saved.status_code == 303
    assert 'value="media:bron"' in editing.get("/sv/articles/hamn/edit").text


@pytest.mark.long
def test_the_preview_shows_the_lead_above_the_text(
    bridge: str, app: Flask, editing: FlaskClient, editor: Person
) -> None:
    def preview(typed: str, **values: str) -> str:
        form = {"body": "Ny text", "lead_picture": typed, **values}
        return editing.post("/sv/articles/preview?kind=concept", data=form).text

    for typed in ("bron", "media:bron", "![En bro](media:bron)"):
        html = preview(typed)
        assert html.index("<div data-lead>") < html.index(bridge) < html.index("Ny text"), typed
    for typed in ("", "-", "saknas", "liten", "rapport", "en bro"):
        assert "data-lead>" not in preview(typed), typed
    assert preview("bron", body="![](media:bron)").count("<figure") == 1  # it stands in the text

    make_article("Hamn", editor, body="Text", facts=CHOSEN, app=app)
    for answer in (
        editing.get("/sv/articles/hamn/edit"),
        editing.post(
            "/sv/articles/hamn/edit",
            data={"title": "Hamn", "body": "Text", "base": "1", "intent": "preview", **CHOSEN},
        ),
        editing.post(
            "/sv/articles/new?kind=concept",
            data={"title": "Kaj", "body": "Text", "intent": "preview", **CHOSEN},
        ),
    ):
        shown = Page(answer).one(".editor-preview [data-lead] img")["src"]
        assert shown.rpartition("/")[0] == bridge.rpartition("/")[0], answer.request.url
