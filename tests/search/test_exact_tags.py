"""Suggestions begin with the tag that has exactly the name typed, and say why it is there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, make_article, make_tag
from wiki.db import db
from wiki.search.index.drainer import drain_now
from wiki.search.queries.completion import MOST_SUGGESTIONS
from wiki.tags.models import TagSynonym


def suggested(client: FlaskClient, typed: str) -> list[tuple[str, str]]:
    """Return (text, kind) of each suggestion."""
    items = client.get("/sv/search/suggestions", query_string={"q": typed}).get_json()["items"]
    return [(item["text"], item["kind"]) for item in items]


class TestExactTags:
    @pytest.fixture(autouse=True)
    def tags(self, app: Flask, editor: Person) -> None:
        """Write tags with a name, or a word in a name, that begins like another tag's label."""
        named = {
            "Mat": ("effekt av mat",),
            "Avfall": ("matsvinn",),
            "Bespisning": ("matsal",),
            "Butiker": ("mataffär",),
            "Mäta": ("impact",),
            "Bygge": ("mat och byggnad",),
        }
        for number, (label, synonyms) in enumerate(named.items()):
            tag = make_tag(f"topic-{number}", label_sv=label, label_en=f"{label} (en)", app=app)
            with app.app_context():
                for text in synonyms:
                    db.session.add(TagSynonym(tag_id=tag, language="sv", text=text, key=text))
                db.session.commit()
        for number in range(MOST_SUGGESTIONS):
            make_article(f"Mat till alla {number}", editor, app=app)
        drain_now(app)

    @pytest.mark.sampled(3)
    @pytest.mark.long
    @pytest.mark.parametrize(
        ("typed", "first"),
        [
            ("mat", ("Mat", "Ämne")),
            ("MAT", ("Mat", "Ämne")),
            ("matsvinn", ("Avfall", "Ämne: matsvinn")),
            ("mataffar", ("Butiker", "Ämne: mataffär")),
            ("mata", ("Mäta", "Ämne")),
            ("impact", ("Mäta", "Ämne: impact")),
        ],
    )
    def test_a_tag_of_exactly_this_name_leads_and_says_why(
        self, client: FlaskClient, typed: str, first: tuple[str, str]
    ) -> None:
        assert suggested(client, typed)[0] == first

    @pytest.mark.long
    def test_tags_that_only_begin_so_stay_behind_the_articles(self, client: FlaskClient) -> None:
        found = suggested(client, "mat")
        assert len(found) == MOST_SUGGESTIONS
        assert all(text.startswith("Mat till alla") for text, _kind in found[1:-2])
        # Of names that begin so, a label comes before a synonym.
        assert found[-2:] == [("Mäta", "Ämne"), ("Avfall", "Ämne: matsvinn")]
