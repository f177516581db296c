"""The main menu says where the reader is."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_article, make_user
from tests.page import Page


@pytest.mark.sampled(3)
@pytest.mark.long
@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/sv/desk/", [("/sv/desk/", "page")]),
        ("/sv/desk/wanted", [("/sv/desk/", "true")]),
        ("/sv/desk/without/topic", [("/sv/desk/", "true")]),
        ("/sv/desk/searches", [("/sv/desk/", "true")]),
        ("/sv/desk/searches/answer?of=sv&q=okapi", [("/sv/desk/", "true")]),
        ("/sv/search/told", []),
        ("/sv/admin/", [("/sv/admin/", "page")]),
        ("/sv/admin/journal", [("/sv/admin/", "true")]),
        ("/en/admin/users", [("/en/admin/", "true")]),
        ("/sv/articles/new", [("/sv/articles/new", "page")]),
        ("/sv/articles/newton", []),
        ("/sv/articles/", [("/sv/articles/", "page")]),
        ("/sv/events/", [("/sv/events/", "page")]),
    ],
)
def test_the_section_of_the_page_is_marked(
    app: Flask, client: FlaskClient, address: str, current: list[tuple[str, str]]
) -> None:
    admin = make_user("admin", app=app)
    make_article("Newton", admin, app=app)
    log_in(client, admin)
    answer = client.get(address)
    assert answer.status_code == 200
    marked = Page(answer).all("nav.site-nav a[aria-current]")
    assert [(link["href"], link["aria-current"]) for link in marked] == current
