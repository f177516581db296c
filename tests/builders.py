"""Create users, articles and tags for tests, and log in."""

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, has_app_context
from flask.testing import FlaskClient

from wiki.accounts.models import Role, User, UserSession
from wiki.accounts.queries import hash_token
from wiki.accounts.steps.hashing import hash_password
from wiki.accounts.viewer import Viewer
from wiki.articles.actions.save import create_article
from wiki.articles.text import check_text
from wiki.db import db
from wiki.tags.models import ArticleTag
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.terms import put_term
from wiki.tags.terms import Term

PASSWORD = "blåbär-tåg-lampa-7"

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Person:
    """A user of a test; unlike a model it can be used after its session ends."""

    user_id: int
    email: str
    name: str
    role: Role

    @property
    def viewer(self) -> Viewer:
        """Return the user as actions and queries take it."""
        return Viewer(self.user_id, self.role, self.name)


def make_user(
    role: Role | str = Role.AUTHOR,
    name: str = "",
    email: str = "",
    *,
    app: Flask | None = None,
    password: str = PASSWORD,
    is_active: bool = True,
) -> Person:
    """Add a user; pass `app` in tests that use `client` and have no context of their own."""
    number = next(_numbers)
    with _context(app):
        user = User(
            email=email or f"person-{number}@example.org",
            name=name or f"Person {number}",
            role=Role(role).value,
            password_hash=hash_password(password),
            is_active=is_active,
        )
        db.session.add(user)
        db.session.flush()
        # Read before the commit, after which the row would be asked for once more.
        person = Person(user.id, user.email, user.name, Role(user.role))
        db.session.commit()
        return person


def make_article(
    title: str,
    author: Person,
    *,
    language: str = "sv",
    kind: str = "concept",
    summary: str = "",
    body: str = "",
    facts: Mapping[str, object] | None = None,
    app: Flask | None = None,
) -> int:
    """Add an article by `author`, published if that is an editor; return its id."""
    with _context(app):
        text = check_text(kind, title, summary, body, facts or {})
        publish = author.viewer.is_at_least(Role.EDITOR)
        return create_article(language, kind, text, author.viewer, publish=publish).article.id


def make_tag(slug: str, kind: str = "topic", *, app: Flask | None = None, **words: Any) -> int:
    """Add a tag, with labels made from the slug by default; return its id."""
    label = slug.replace("-", " ").capitalize()
    given = {"label_sv": label, "label_en": label, **words}
    with _context(app):
        tag = put_term(check_term(Term(kind=kind, slug=slug, **given)))
        db.session.flush()
        tag_id = tag.id
        db.session.commit()
        return tag_id


def put_on(article_id: int, *tag_ids: int, app: Flask | None = None) -> None:
    """Tag an article."""
    with _context(app):
        db.session.add_all(ArticleTag(article_id=article_id, tag_id=tag_id) for tag_id in tag_ids)
        db.session.commit()


def log_in(client: FlaskClient, person: Person) -> str:
    """Give the client a session of this person and return its token; log-in has its own tests."""
    token = make_session(client.application, person)
    client.set_cookie("session", token)
    return token


def make_session(app: Flask, person: Person) -> str:
    """Add a session of this person, and return the token for its cookie."""
    token = f"token-{next(_numbers)}"
    with app.app_context():
        db.session.add(UserSession(token_hash=hash_token(token), user_id=person.user_id))
        db.session.commit()
    return token


@contextmanager
def _context(app: Flask | None) -> Iterator[None]:
    """Enter the context of `app`, unless the test is in a context already."""
    if app is None or has_app_context():
        yield
        return
    with app.app_context():
        yield
