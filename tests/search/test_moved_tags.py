"""URLs of the search that name a tag by a former slug redirect to its current slug."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import make_article, make_tag, make_user, put_on
from tests.search.pages import titles
from wiki.accounts.models import Role
from wiki.db import db
from wiki.search.index.drainer import drain_now
from wiki.tags.actions.merge import merge_tags
from wiki.tags.models import Tag
from wiki.tags.queries import preview_merge


def test_an_old_url_still_filters_after_a_merge(app: Flask, client: FlaskClient) -> None:
    editor = make_user(Role.EDITOR, app=app)
    old, new = make_tag("batar", app=app), make_tag("sjofart", app=app)
    put_on(make_article("Roddbåten", editor, body="Om båtar.", app=app), old, app=app)
    drain_now(app)
    assert client.get("/sv/search?q=båtar&topic=batar").status_code == 200
    with app.app_context():
        tags = (db.session.get_one(Tag, old), db.session.get_one(Tag, new))
        merge_tags(old, new, preview_merge(*tags, editor.viewer).editions, editor.viewer)
    drain_now(app)

    answer = client.get("/sv/search?q=båtar&topic=batar&sort=newest")

    assert answer.status_code == 301
    assert titles(client, answer.location) == ["Roddbåten"]
    assert client.get("/sv/search?q=båtar&topic=never").status_code == 200
