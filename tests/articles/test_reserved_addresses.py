"""Test that no article and no tag gets the address of a page of the wiki."""

import re

from flask import Flask

from wiki.articles.steps.slugs import RESERVED as ARTICLES
from wiki.tags.steps.checks import RESERVED as TAGS


def test_pages_beside_articles_and_tags_are_reserved(app: Flask) -> None:
    addresses = {re.sub(r"^/<[^>]+>", "", rule.rule) for rule in app.url_map.iter_rules()}
    for room, reserved in (("articles", ARTICLES), ("tags", TAGS)):
        own = {
            found[1] for each in addresses if (found := re.fullmatch(rf"/{room}/([\w-]+)", each))
        }
        assert own, room
        assert own <= reserved, room
