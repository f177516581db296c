"""The form of an article has a field for each fact of its kind."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import log_in, make_user
from tests.page import Page
from wiki.articles.forms import article_form
from wiki.articles.kinds import KINDS


@pytest.mark.parametrize(
    ("kind", "groups"),
    [
        ("concept", []),
        ("case", ["forms", "goals"]),
        ("method", ["phases"]),
        ("organisation", []),
        ("event", []),
    ],
)
def test_groups_of_checkboxes_are_separate_from_fields(
    app: Flask, kind: str, groups: list[str]
) -> None:
    with app.test_request_context("/"):
        facts = article_form(kind).fact_fields()
    names = [field.name for field in KINDS[kind].fields]
    assert [field.name for field in facts.groups] == groups
    assert [field.name for field in facts.fields] == [name for name in names if name not in groups]


def test_the_page_shows_the_fields_before_the_groups(app: Flask, client: FlaskClient) -> None:
    log_in(client, make_user("author", app=app))
    page = Page(client.get("/sv/articles/new?kind=case"))
    fields, groups = page.all(".editor-facts-fields, .editor-facts-groups")
    assert "editor-facts-fields" in fields["class"]
    assert "stage" in fields.values("[name]", "name")
    assert fields.all("[type=checkbox]") == []
    assert set(groups.values("[name]", "name")) == {"forms", "goals"}
