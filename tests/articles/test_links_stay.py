"""Whatever is created, renamed, archived or published, each link leads where it led."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import undefer

from tests.builders import Person, make_article
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.save import publish_article, rename_article, save_article
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.models import Article, Link, Redirect
from wiki.articles.steps.render import render_body
from wiki.articles.steps.revise import find_head, text_of
from wiki.db import db
from wiki.revisions.models import Revision

pytestmark = pytest.mark.usefixtures("context")

# They fold to few addresses, and some look like an address or like a language.
TITLES = ["Råd", "Rad", "RAD", "rad", "Rad 2", "rad-2", "en: Rad", "Får", "Far"]
LINKS = " ".join(f"[[{title}]] [[sv:{title}|x]] [[en:{title}]]" for title in TITLES)
_HREF = re.compile(r'<a( class="missing")? href="/(sv|en)/articles/([^"?]+)')

Leads = tuple[int | None, ...]
"""The articles that the links of a text lead to, in order; None is a missing one."""


@dataclass
class Wiki:
    """What the test did so far, and where each link of each text led after it."""

    author: Person
    editor: Person
    head: dict[int, Leads] = field(default_factory=dict)
    published: dict[int, Leads] = field(default_factory=dict)

    def chosen(self, number: int) -> Article | None:
        ids = db.session.scalars(select(Article.id).order_by(Article.id)).all()
        return db.session.get_one(Article, ids[number % len(ids)]) if ids else None

    def create(self, number: int, title: str, language: str) -> None:
        person = self.author if number % 3 == 0 else self.editor
        make_article(title, person, language=language, body=LINKS if number % 2 else "Text")

    def rename(self, number: int, title: str, _language: str) -> None:
        if (article := self.chosen(number)) is not None:
            rename_article(article.id, title, self.editor.viewer)

    def archive(self, number: int, _title: str, _language: str) -> None:
        if (article := self.chosen(number)) is not None and not article.is_archived:
            archive_article(article.id, "", self.editor.viewer)

    def unarchive(self, number: int, _title: str, _language: str) -> None:
        if (article := self.chosen(number)) is not None and article.is_archived:
            unarchive_article(article.id, self.editor.viewer)

    def draft(self, number: int, title: str, _language: str) -> None:
        """Let a draft wait, with a title and a text that are both new."""
        if (article := self.chosen(number)) is not None:
            head = find_head(article)
            text = text_of(head)
            changed = text.__class__(title, "Ny", text.body, {})
            save_article(article.id, changed, head.number, self.editor.viewer)

    def publish(self, number: int, _title: str, _language: str) -> None:
        if (article := self.chosen(number)) is not None and not article.is_archived:
            publish_article(article.id, find_head(article).number, self.editor.viewer)
            # Now the readers' text is the one that was the newest.
            self.published[article.id] = self.head[article.id]

    def withdraw(self, number: int, _title: str, _language: str) -> None:
        article = self.chosen(number)
        if article is not None and article.published is not None and not article.is_archived:
            withdraw_publication(article.id, article.published.number, self.editor.viewer)
            # Readers see another text of it then, or none.
            del self.published[article.id]

    def check(self) -> None:
        head, published = read_leads("head_id"), read_leads("published_id")
        for before, after in ((self.head, head), (self.published, published)):
            for source, leads in before.items():
                check_leads(leads, after[source])
        self.head, self.published = head, published


def read_leads(pointer: str) -> dict[int, Leads]:
    rows = db.session.execute(
        select(Article.id, Revision.body_html).join(
            Revision, Revision.id == getattr(Article, pointer)
        )
    )
    return {article_id: tuple(find_leads(html)) for article_id, html in rows}


def find_leads(html: str) -> Iterator[int | None]:
    for missing, language, slug in _HREF.findall(html):
        article = db.session.scalar(
            select(Article).where(Article.language == language, Article.slug == slug)
        )
        former = db.session.get(Redirect, (language, slug))
        if article is None and former is not None:
            article = db.session.get(Article, former.article_id)
        if missing:
            yield None
        else:
            assert article is not None
            assert article.is_public
            yield article.id


def check_leads(before: Leads, after: Leads) -> None:
    assert len(before) == len(after)
    for former, now in zip(before, after, strict=True):
        if former is not None and now != former:
            assert not db.session.get_one(Article, former).is_public


def check_words() -> None:
    """Check that each newest text leads where its words say, and the table agrees.

    The draft of a withdrawn article may get a title that links say by chance: new ones are missing.
    """
    is_withdrawn = Article.published_id.is_(None) & Article.first_published_at.is_not(None)
    if db.session.scalars(select(Article.id).where(is_withdrawn)).first() is not None:
        return
    query = select(Article).where(Article.archived_at.is_(None))
    for article in db.session.scalars(query).all():
        head = db.session.scalars(
            select(Revision)
            .where(Revision.id == article.head_id)
            .options(undefer(Revision.body_html))
        ).one()
        body = text_of(find_head(article)).body
        assert render_body(body, article.language).html == head.body_html
        rows = select(Link.target_id).where(Link.source_id == article.id, Link.in_head)
        assert set(db.session.scalars(rows)) == set(find_leads(head.body_html))


ACTIONS: list[Callable[[Wiki, int, str, str], None]] = [
    Wiki.create,
    Wiki.create,
    Wiki.rename,
    Wiki.archive,
    Wiki.unarchive,
    Wiki.draft,
    Wiki.publish,
    Wiki.withdraw,
]
_STEP = st.tuples(
    st.sampled_from(ACTIONS),
    st.integers(0, 11),
    st.sampled_from(TITLES),
    st.sampled_from(["sv", "sv", "en"]),
)


@pytest.mark.long
@settings(
    max_examples=settings().max_examples // 5,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(_STEP, min_size=4, max_size=14))
def test_each_link_leads_where_it_led_or_is_missing_with_its_article(
    context: Flask,
    author: Person,
    editor: Person,
    delete_rows: Callable[[list[str]], None],
    steps: list[tuple[Callable[[Wiki, int, str, str], None], int, str, str]],
) -> None:
    db.session.rollback()
    delete_rows([name for name in db.metadata.tables if name != "users"])
    db.session.expire_all()
    wiki = Wiki(author, editor)
    for action, number, title, language in steps:
        action(wiki, number, title, language)
        wiki.check()
        check_words()
