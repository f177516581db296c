"""A topic that is named by its address is found without reading all others."""

from flask import Flask
from sqlalchemy import event

from tests.builders import make_tag
from wiki.db import db
from wiki.tags.models import Tag
from wiki.tags.steps.relations import find_topics


def test_an_address_reads_one_topic(context: Flask) -> None:
    for slug in ("ett", "tva", "tre"):
        make_tag(slug)
    db.session.expunge_all()
    loaded: list[str] = []

    def note(tag: Tag, _context: object) -> None:
        loaded.append(tag.slug)

    event.listen(Tag, "load", note)
    found = [topic.slug for topic in find_topics(" tva ")]
    event.remove(Tag, "load", note)
    assert found == loaded == ["tva"]
    assert [topic.slug for topic in find_topics("TRE")] == ["tre"]
