"""Whatever happens, in whatever order: a kept page is the page that would be made now."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, text

from tests.builders import Person, make_article, make_tag, make_user, put_on
from wiki.accounts.names import person_slug
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.save import publish_article, save_article
from wiki.articles.actions.tags import tag_articles, untag_articles
from wiki.articles.models import Article
from wiki.articles.text import check_text
from wiki.db import db, write
from wiki.errors import WikiError
from wiki.pagecache.chosen import KEPT, NOT_SHOWN
from wiki.references.csl import check_item
from wiki.references.steps.sources import put_source
from wiki.site.models import SiteVersion
from wiki.statements.models import StatementText
from wiki.tags.models import Tag

# This header asks for no page that is ready: see the layer.
ANEW = {"X-Requested-With": "a test"}
_TABLE = re.compile(r"(?:FROM|JOIN|INTO|UPDATE)\s+\"?(\w+)", re.IGNORECASE)


@pytest.fixture
def filled(app: Flask, editor: Person) -> dict[str, str]:
    """Fill the wiki, and return the address of each kind of page that is kept, by endpoint."""
    topic = make_tag("bostad", label_sv="Bostad", label_en="Housing", app=app)
    home = make_tag("umea", "university", number=1, label_sv="Umeå", app=app)
    first = make_article("Alfa", editor, body="Ett [[Beta]] ord [@lind20].", app=app)
    second = make_article("Beta", editor, body="Två [[Alfa]].", app=app)
    seminar = {"starts_at": "2030-05-04T10:00", "ends_at": "2030-05-04T12:00"}
    third = make_article("Gamma", editor, kind="event", facts=seminar, app=app)
    for article in (first, second, third):
        put_on(article, topic, home, app=app)
    with app.app_context():
        item = {"type": "book", "title": "Bok", "id": "lind20", "author": [{"family": "Lind"}]}
        key = put_source(check_item(item)).key
        db.session.commit()
    values: Mapping[str, Mapping[str, Any]] = {
        "events.event_ics": {"slug": "gamma"},
        "feeds.tag": {"slug": "bostad"},
        "home.person": {"slug": person_slug(editor.user_id, editor.name)},
        "home.university": {"slug": "umea"},
        "revisions.citation": {"slug": "alfa", "number": 1, "ending": "bib"},
        "revisions.compare": {"slug": "alfa"},
        "revisions.show": {"slug": "alfa", "number": 1},
        "sources.show": {"key": key},
        "statements.show": {"name": "privacy"},
        "tags.show": {"slug": "bostad"},
    }
    of_article = {"backlinks", "cite", "peek", "show", "untranslated", "index"}
    addresses = {}
    with app.test_request_context():
        for endpoint in sorted(KEPT):
            room, _, name = endpoint.partition(".")
            has_slug = (room == "articles" and name != "index") or endpoint == "revisions.index"
            default = {"slug": "alfa"} if has_slug and name in of_article else {}
            given = {**default, **values.get(endpoint, {})}
            language = "en" if name == "untranslated" else "sv"
            addresses[endpoint] = url_for(endpoint, language=language, **given)
    return addresses


@pytest.mark.long
def test_each_kind_of_page_is_kept(app: Flask, client: FlaskClient, filled: dict[str, str]) -> None:
    for number, address in enumerate(filled.values(), start=1):
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        assert len(app.extensions["page_cache"]) == number, f"{address} is not kept"


@pytest.mark.long
def test_no_page_that_is_kept_reads_what_leaves_it_true(
    app: Flask, client: FlaskClient, filled: dict[str, str]
) -> None:
    read: dict[str, set[str]] = {}

    def listen(_c: object, _u: object, statement: str, *_more: object) -> None:
        for table in _TABLE.findall(statement):
            read.setdefault(table, set()).add(address)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    for address in filled.values():
        client.get(address, headers=ANEW, follow_redirects=True)
    event.remove(engine, "before_cursor_execute", listen)
    assert {table: read[table] for table in NOT_SHOWN & read.keys()} == {}
    assert "articles" in read


def _save(article_id: int, viewer: Viewer, title: str, body: str) -> None:
    article = db.session.get_one(Article, article_id)
    written = check_text(article.kind, title, "", body, article.head.facts)
    save_article(article_id, written, article.head.number, viewer, publish=True)


def _make_deeds(app: Flask, editor: Person) -> list[Callable[[], object]]:
    """Return what people do: each may be refused, and then leaves everything as it was."""
    viewer = editor.viewer
    ids = list(db.session.scalars(select(Article.id).order_by(Article.id)))
    topic = db.session.scalars(select(Tag.id).where(Tag.slug == "bostad")).one()

    def announce() -> None:
        with write() as session:
            content = {"announcement_sv": "Stängt i dag", "name_sv": "Wikin"}
            session.add(SiteVersion(content=content, comment="", author_id=editor.user_id))

    def rename_term() -> None:
        with write():
            tag = db.session.get_one(Tag, topic)
            tag.label_sv = "Boende" if tag.label_sv == "Bostad" else "Bostad"

    def write_statement() -> None:
        with write() as session:
            session.execute(text("DELETE FROM statement_texts"))
            words = {"name": "privacy", "language": "sv", "body_markdown": "Nytt"}
            session.add(StatementText(**words, body_html="<p>Nytt</p>", author_id=editor.user_id))

    return [
        lambda: _save(ids[0], viewer, "Alfa", "Ett [[Beta]] annat ord."),
        lambda: _save(ids[0], viewer, "Alfa två", "Ett ord."),
        lambda: _save(ids[1], viewer, "Beta", "Två [[Alfa]] och [[Gamma]]."),
        lambda: archive_article(ids[1], "", viewer),
        lambda: unarchive_article(ids[1], viewer),
        lambda: untag_articles({ids[0]: [topic]}, viewer),
        lambda: tag_articles([ids[0]], [topic], viewer),
        lambda: make_article("Delta", editor, body="Ny [[Alfa]]."),
        lambda: make_article("Utkast", make_user("author"), body="Ett utkast."),
        lambda: publish_article(max(ids), 1, viewer),
        rename_term,
        announce,
        write_statement,
        lambda: make_tag(f"ny-{len(ids)}", label_sv="Ny"),
    ]


@pytest.mark.long
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],  # the wiki goes on from one example to the next
)
@given(data=st.data())
def test_a_kept_page_is_the_page_of_now(
    data: st.DataObject, app: Flask, client: FlaskClient, editor: Person, filled: dict[str, str]
) -> None:
    addresses = sorted(filled.values())
    for _ in range(6):
        with app.app_context():
            deeds = _make_deeds(app, editor)
            number = data.draw(st.integers(0, len(deeds) - 1), label="deed")
            try:
                deeds[number]()
            except WikiError:
                db.session.rollback()
        for address in data.draw(st.lists(st.sampled_from(addresses), min_size=4, max_size=8)):
            kept = client.get(address)
            anew = client.get(address, headers=ANEW)
            assert (kept.status_code, kept.location) == (anew.status_code, anew.location)
            if kept.status_code == 200:
                assert kept.text == anew.text
