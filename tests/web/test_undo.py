"""An offer to undo reaches the next page, however long its fields are."""

import random
import string

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_user
from tests.page import Page

# Browsers silently drop a longer cookie, and with it all messages for the next page.
MOST_BYTES = 4_000
_CHANCE = random.Random(5)  # random letters, which do not compress


def noise(length: int) -> str:
    return "".join(_CHANCE.choices(string.ascii_letters, k=length))


def test_an_offer_of_long_texts_fits_the_cookie(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("editor", app=app))
    sent = {"of": "sv", "q": noise(4_000), "next": f"/sv/desk/searches?show={noise(4_000)}"}

    answer = client.post("/sv/desk/searches/dismissal", data=sent)

    assert (answer.status_code, answer.location) == (303, "/sv/desk/searches")
    assert max(map(len, answer.headers.getlist("Set-Cookie"))) < MOST_BYTES
    page = Page(client.get("/sv/desk/searches"))
    back = page.one("form[action='/sv/desk/searches/undo']").sent()
    assert client.post("/sv/desk/searches/undo", data=back).status_code == 303
    assert sent["q"][:50].lower() not in client.get("/sv/desk/searches?show=answered").text


def test_a_sound_way_back_is_kept(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("editor", app=app))
    way = "/sv/desk/searches?show=all&days=30"

    answer = client.post("/sv/desk/searches/dismissal", data={"of": "sv", "q": "ord", "next": way})

    assert answer.location == way
    assert 'value="ord"' in client.get(way).text
