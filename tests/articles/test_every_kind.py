"""Check that every kind of article is in each list of kinds that is written by hand."""

import re

import pytest
from flask import Flask, get_template_attribute
from sqlalchemy import CheckConstraint

from tests.architecture.sources import ROOT, templates
from tests.browser.words import FACTS, TITLES
from wiki.articles.kinds import KINDS
from wiki.db import db
from wiki.search.ranking.query import parse


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_a_name_an_icon_and_a_word_for_searching(app: Flask, kind: str) -> None:
    with app.test_request_context("/en/"):
        name = get_template_attribute("components/articles.html", "kind_name")(kind)
        assert str(name).strip() == str(KINDS[kind].label)
    icon = "calendar" if kind == "event" else kind
    assert f'<symbol id="{icon}"' in (ROOT / "static" / "icons.svg").read_text()
    assert [(found.name, found.value) for found in parse(f"kind:{kind}").filters] == [
        ("kind", kind)
    ]


def test_the_table_of_articles_accepts_every_kind() -> None:
    (condition,) = (
        str(constraint.sqltext)
        for constraint in db.metadata.tables["articles"].constraints
        if isinstance(constraint, CheckConstraint) and constraint.name == "ck_articles_kind"
    )
    assert set(re.findall(r"'(\w+)'", condition)) == KINDS.keys()


def test_pages_of_tags_list_every_kind() -> None:
    missing = [kind for kind in KINDS if f'"{kind}"' not in templates()["tags/_terms.html"]]
    assert missing == []


def test_the_browser_visits_every_kind() -> None:
    assert FACTS.keys() == TITLES.keys() == KINDS.keys()
