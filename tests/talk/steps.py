"""What the tests of talk share: the addresses of an article, and a thread begun by its form."""

from flask import Flask
from flask.testing import FlaskClient

from tests.builders import Person, log_in
from tests.page import Page
from wiki.db import db
from wiki.talk.models import Post

ARTICLE = "/sv/articles/ett-kooperativ"
TALK = f"{ARTICLE}/talk"
BODY = (
    "Inledning.\n\n## I byn\n\nI byn finns ett **kooperativ** med [många](https://a.se) medlemmar."
)


def browser(app: Flask, person: Person) -> FlaskClient:
    client = app.test_client()
    log_in(client, person)
    return client


def begin(client: FlaskClient, **data: object) -> int:
    form = Page(client.get(f"{TALK}/new")).one("main form[action$=talk]").sent()
    return client.post(TALK, data={**form, "words": "Vilken by?", **data}).status_code


def newest(app: Flask) -> tuple[int, int]:
    """Return the ids of the newest post and of its thread."""
    with app.app_context():
        post = db.session.query(Post).order_by(Post.id.desc()).first()
        assert post is not None
        return post.id, post.thread_id
