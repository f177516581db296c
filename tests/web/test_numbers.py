"""Read numbers as people, programs and attackers send them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_user
from wiki.web.numbers import LAST_PAGE, read_number, read_page

HOSTILE = ["", "0", "-1", "2147483648", "9" * 30, "9" * 5_000, "²", "٣", "1e3"]


@pytest.mark.parametrize(
    ("text", "number", "page"),
    [
        ("0", 0, 1),
        ("1", 1, 1),
        ("12", 12, 12),
        ("0012", 12, 12),
        ("0" * 5_000 + "3", 3, 3),
        ("10001", 10_001, LAST_PAGE),
        ("2147483647", 2_147_483_647, LAST_PAGE),
        ("2147483648", -1, LAST_PAGE),
        ("9" * 30, -1, LAST_PAGE),
        ("9" * 10_000, -1, LAST_PAGE),  # Python refuses to read more than 4,300 digits
        ("-1", -1, 1),
        ("+1", -1, 1),
        ("1.0", -1, 1),
        ("1e3", -1, 1),
        ("1_000", -1, 1),
        (" 1", -1, 1),
        ("1\n", -1, 1),
        ("0x1F", -1, 1),
        ("²", -1, 1),
        ("٣", -1, 1),
        ("１", -1, 1),
        ("x", -1, 1),
        ("", -1, 1),
        (None, -1, 1),
    ],
)
def test_hostile_numbers(text: str | None, number: int, page: int) -> None:
    assert read_number(text) == number
    assert read_page(text) == page


def test_a_form_gives_numbers_too() -> None:
    assert read_number(7) == 7


def test_a_list_may_end_earlier() -> None:
    assert [read_page(text, last=10) for text in ("9", "10", "11")] == [9, 10, 10]


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    "address",
    [
        "/sv/articles/?page={}",
        "/sv/articles/bryggor/history?page={}",
        "/sv/articles/bryggor/revisions/{}",
        "/sv/articles/bryggor/compare?from={}&to={}",
        "/sv/changes?page={}",
        "/sv/events/?page={}",
        "/sv/search?q=bryggor&page={}",
        "/sv/search?q=bryggor&year={}",
        "/sv/timeline?page={}",
    ],
)
def test_no_number_in_an_address_is_an_error(app: Flask, client: FlaskClient, address: str) -> None:
    make_article("Bryggor", make_user("editor", app=app), app=app)
    for number in HOSTILE:
        assert client.get(address.format(number, number)).status_code in {200, 404}, number
