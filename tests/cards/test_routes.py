"""Test the cards of articles over HTTP."""

from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.builders import log_in, make_article, make_tag, make_user, put_on
from tests.page import Page
from wiki.accounts.models import Role
from wiki.accounts.viewer import COMMAND_LINE
from wiki.articles.actions.archive import archive_article
from wiki.cards.drawing import Card
from wiki.cards.store import CardStore

CARD = "/sv/articles/bryggor/card.png"


@pytest.fixture(autouse=True)
def own_folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty store and a fresh rate limit."""
    monkeypatch.setitem(app.extensions, "cards", new_store(app, tmp_path / "cards"))
    return tmp_path / "cards"


def new_store(app: Flask, folder: Path) -> CardStore:
    return CardStore(folder, Path(str(app.static_folder)) / "fonts")


def bridges(app: Flask, role: Role = Role.EDITOR, title: str = "Bryggor") -> int:
    return make_article(title, make_user(role, app=app), app=app)


def shared_address(client: FlaskClient, page: str) -> str:
    address = urlsplit(Page(client.get(page)).one("meta[property='og:image']")["content"])
    return f"{address.path}?{address.query}"


def opened(answer: TestResponse) -> Image.Image:
    assert answer.status_code == 200
    assert answer.mimetype == "image/png"
    image = Image.open(BytesIO(answer.data))
    image.load()
    assert (image.format, image.size) == ("PNG", (1200, 630))
    return image


def test_an_article_refers_to_a_card_that_can_be_cached(app: Flask, client: FlaskClient) -> None:
    bridges(app)
    address = shared_address(client, "/sv/articles/bryggor")
    assert address.startswith(f"{CARD}?v=")
    answer = client.get(address)
    opened(answer)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_card_without_its_mark_is_cached_for_minutes(app: Flask, client: FlaskClient) -> None:
    bridges(app)
    for address in (CARD, f"{CARD}?v=of-an-older-text"):
        answer = client.get(address)
        opened(answer)
        assert answer.headers["Cache-Control"] == "public, max-age=300"


def test_another_title_or_university_makes_another_card(app: Flask, client: FlaskClient) -> None:
    article_id = bridges(app)
    first = shared_address(client, "/sv/articles/bryggor")
    malmo = make_tag(
        "malmo-university", "university", label_sv="Malmö universitet", number=1, app=app
    )
    put_on(article_id, malmo, app=app)
    second = shared_address(client, "/sv/articles/bryggor")
    assert first != second
    assert client.get(first).data == client.get(second).data  # an old URL shows the new card
    assert (215, 52, 49) in colours(opened(client.get(second)))  # its dot


def colours(image: Image.Image) -> set[object]:
    return {colour for _, colour in image.convert("RGB").getcolors(1 << 20) or []}


@pytest.mark.parametrize("role", [None, Role.AUTHOR, Role.EDITOR, Role.ADMIN])
def test_a_draft_has_no_card(app: Flask, client: FlaskClient, role: Role | None) -> None:
    bridges(app, Role.AUTHOR)
    if role is not None:
        log_in(client, make_user(role, app=app))
    assert client.get(CARD).status_code == 404


def test_the_card_of_an_archived_article_is_gone(app: Flask, client: FlaskClient) -> None:
    article_id = bridges(app)
    assert client.get(CARD).status_code == 200
    with app.app_context():
        archive_article(article_id, "Inaktuell", COMMAND_LINE)
    assert client.get(CARD).status_code == 404
    log_in(client, make_user(Role.EDITOR, app=app))
    assert client.get("/sv/articles/bryggor").status_code == 200
    assert client.get(CARD).status_code == 404
    assert client.get("/sv/articles/finns-inte/card.png").status_code == 404


def test_a_draft_shares_the_general_card(app: Flask, client: FlaskClient) -> None:
    author = make_user(Role.AUTHOR, app=app)
    make_article("Bryggor", author, app=app)
    log_in(client, author)
    assert shared_address(client, "/sv/articles/bryggor") == "/sv/card.png?"


def test_the_other_prefix_leads_to_the_article_s_own_card(app: Flask, client: FlaskClient) -> None:
    bridges(app)
    answer = client.get("/en/articles/bryggor/card.png?v=1")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"{CARD}?v=1")


@pytest.mark.long
@pytest.mark.parametrize("language", ["sv", "en"])
def test_other_pages_have_a_general_card(client: FlaskClient, language: str) -> None:
    assert shared_address(client, f"/{language}/about") == f"/{language}/card.png?"
    answer = client.get(f"/{language}/card.png")
    opened(answer)
    assert answer.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    "title",
    [
        "Å" * 200,
        "<script>alert(1)</script> {{ 7*7 }} %s \\ ../../etc/passwd",
        "الابتكار الاجتماعي",
        "社会创新",
        "🎉🎉🎉",
        "a\u0301\u0302\u0303\u0304\u0305 \u202e bakåt \u200b",
        "- " * 99,
    ],
)
def test_any_title_gives_a_card(app: Flask, title: str) -> None:
    store = app.extensions["cards"]
    card = Card(title, "Begrepp", ((1, title),) * 6, "Mötesplats Social Innovation")
    image = Image.open(BytesIO(store.picture(card)))
    image.load()
    assert image.size == (1200, 630)


def test_what_was_drawn_is_read_from_the_disk(
    app: Flask, client: FlaskClient, own_folder: Path
) -> None:
    bridges(app)
    end = client.get(CARD).data[-8:]
    (stored,) = own_folder.iterdir()
    stored.write_bytes(b"as it was stored" + end)
    assert client.get(CARD).data == b"as it was stored" + end


def test_the_card_is_sent_even_if_the_folder_cannot_be_written(
    app: Flask, client: FlaskClient, own_folder: Path
) -> None:
    own_folder.write_text("in the way")
    bridges(app)
    opened(client.get(CARD))


@pytest.mark.long
def test_drawing_is_limited_but_not_sending_stored_cards(
    app: Flask, client: FlaskClient, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.cards.store._MOST_DRAWN_A_MINUTE", 1)
    app.extensions["cards"] = new_store(app, own_folder)
    bridges(app)
    bridges(app, title="Broar")
    statuses = {client.get(CARD).status_code}
    refused = client.get("/sv/articles/broar/card.png")
    # A new minute may begin between the two requests.
    if refused.status_code == 200:
        refused = client.get("/sv/card.png")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert refused.headers["Cache-Control"] == "private, no-store"
    assert statuses | {client.get(CARD).status_code} == {200}


@pytest.mark.long
def test_the_oldest_cards_go(
    app: Flask, client: FlaskClient, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wiki.cards.store._MOST_STORED", 2)
    for title in ("Bryggor", "Broar", "Bäckar"):
        bridges(app, title=title)
    for slug in ("bryggor", "broar", "backar"):
        assert client.get(f"/sv/articles/{slug}/card.png").status_code == 200
    assert len(list(own_folder.iterdir())) == 2


@pytest.mark.long
@pytest.mark.parametrize("length", [0, 5_000])
def test_an_incomplete_picture_is_drawn_again(
    app: Flask, client: FlaskClient, own_folder: Path, length: int
) -> None:
    bridges(app)
    whole = client.get(CARD).data
    (file,) = own_folder.iterdir()
    file.write_bytes(whole[:length])

    assert opened(client.get(CARD))
    assert file.read_bytes() == whole
