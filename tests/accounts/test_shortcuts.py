"""Switch single-key shortcuts off and on again over HTTP."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in, make_user

BOX = 'name="is_on"'


def switch(page: str) -> str:
    """Return whether the link to the list of shortcuts lets the script act on keys."""
    return page.partition('data-shortcuts="')[2].partition('"')[0]


def is_checked(page: str) -> bool:
    tag = page[: page.index(BOX)].rpartition("<")[2] + page[page.index(BOX) :].partition(">")[0]
    return "checked" in tag


def test_they_are_on_until_switched_off(client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    page = client.get("/sv/account").text
    assert is_checked(page)
    assert switch(page) == "on"
    answer = client.post("/sv/account/shortcuts", follow_redirects=True)
    assert "Kortkommandona är avstängda." in answer.text
    assert not is_checked(answer.text)
    assert switch(answer.text) == switch(client.get("/en/about").text) == "off"
    answer = client.post("/sv/account/shortcuts", data={"is_on": "y"}, follow_redirects=True)
    assert "Kortkommandona är på." in answer.text
    assert is_checked(answer.text)


def test_everybody_has_their_own(app: Flask, client: FlaskClient, sara: Person) -> None:
    log_in(client, sara)
    client.post("/sv/account/shortcuts")
    log_in(client, make_user(app=app))
    assert switch(client.get("/sv/about").text) == "on"


def test_a_reader_has_none_to_store(client: FlaskClient) -> None:
    assert switch(client.get("/sv/about").text) == ""
    assert client.post("/sv/account/shortcuts").status_code == 403
