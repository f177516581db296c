"""Let two people do things at random, undo what one did, and look for what the other did."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import Person, make_tag, make_user
from wiki.articles.actions.archive import archive_article, unarchive_article
from wiki.articles.actions.save import create_article, publish_article, save_article
from wiki.articles.actions.tags import set_article_tags
from wiki.articles.actions.withdraw import withdraw_publication
from wiki.articles.models import Article
from wiki.articles.steps.revise import find_text, text_of
from wiki.articles.text import check_text
from wiki.clock import now
from wiki.db import db
from wiki.errors import WikiError
from wiki.reversal.actions import undo_work
from wiki.reversal.deeds import Period
from wiki.reversal.queries.work import find_work
from wiki.tags.actions.terms import create_tag
from wiki.tags.models import ArticleTag, Tag
from wiki.tags.terms import Term

ACTS = ("create", "save", "save", "publish", "withdraw", "tag", "untag", "term", "archive", "back")
STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(ACTS), st.integers(0, 2)), min_size=3, max_size=14
)
_numbers = itertools.count(1)


@dataclass
class Wiki:
    """Two people, and what there is for them to change."""

    people: Sequence[Person]
    articles: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # of the second person
    terms: list[int] = field(default_factory=list)  # of the second person

    def act(self, is_other: bool, act: str, place: int) -> None:
        """Do something; what is refused is not done."""
        person = self.people[is_other]
        word = f"{'other' if is_other else 'mine'}{next(_numbers)}"
        if act == "create" or not self.articles:
            text = check_text("concept", f"Artikel {word}", "", word, {})
            saved = create_article("sv", "concept", text, person.viewer, publish=bool(place))
            self.articles.append(saved.article.id)
            self.note(is_other, word)
        elif act == "term":
            words = Term(kind="topic", label_sv=word, label_en=word)
            tag = create_tag(words, person.viewer)
            self.tags.append(tag.id)
            self.terms += [tag.id] if is_other else []
        else:
            article = db.session.get_one(Article, self.articles[place % len(self.articles)])
            self.change(article, is_other, act, word)

    def change(self, article: Article, is_other: bool, act: str, word: str) -> None:
        viewer, head = self.people[is_other].viewer, article.head
        tag = self.tags[len(word) % len(self.tags)]
        if act == "save":
            body = find_text(article.id, head.number).body_markdown
            text = check_text("concept", head.title, "", f"{body}\n\n{word}", {})
            save_article(article.id, text, head.number, viewer)
            self.note(is_other, word)
        elif act == "publish":
            publish_article(article.id, head.number, viewer)
        elif act == "withdraw" and article.published:
            withdraw_publication(article.id, article.published.number, viewer)
        elif act == "tag":
            set_article_tags(article.id, [tag], [], viewer)
        elif act == "untag":
            set_article_tags(article.id, [], [tag], viewer)
        elif act == "archive":
            archive_article(article.id, "därför", viewer)
        elif act == "back":
            unarchive_article(article.id, viewer)

    def note(self, is_other: bool, word: str) -> None:
        if is_other:
            self.words.append(word)


def words_in(article_id: int) -> set[str]:
    """Return the words of the newest text."""
    db.session.expire_all()
    article = db.session.get_one(Article, article_id)
    body = text_of(find_text(article_id, article.head.number)).body
    return set(re.findall(r"\w+", body))


def put_by(person: Person) -> set[tuple[int, int]]:
    """Return which tags somebody put on articles."""
    rows = db.session.query(ArticleTag.article_id, ArticleTag.tag_id)
    return {tuple(row) for row in rows.filter(ArticleTag.added_by_id == person.user_id)}  # type: ignore[misc]  # pairs


@pytest.mark.long
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_nothing_of_the_other_is_lost(
    context: Flask, steps: Sequence[tuple[bool, str, int]]
) -> None:
    wiki = Wiki([make_user("editor"), make_user("editor")])
    wiki.tags = [make_tag(f"tag-{next(_numbers)}") for _each in range(2)]
    for step in steps:
        try:
            wiki.act(*step)
        except WikiError:
            db.session.rollback()
    mine, other = wiki.people
    before = {number: words_in(number) & set(wiki.words) for number in wiki.articles}
    tagged = put_by(other)
    written = {number for number in wiki.articles if before[number]}
    was_archived = {number for number in written if db.session.get_one(Article, number).is_archived}
    boss = make_user("admin").viewer
    period = Period(mine.user_id, now() - timedelta(hours=1), now() + timedelta(hours=1))

    for _press in range(2):
        work = find_work(period, boss)
        undo_work(period, [deed.key for deed in work.possible], boss)

    for number in wiki.articles:
        assert before[number] <= words_in(number)
    archived = {number for number in written if db.session.get_one(Article, number).is_archived}
    assert archived <= was_archived
    assert tagged <= put_by(other)
    assert all(db.session.get(Tag, term) for term in wiki.terms)
    assert find_work(period, boss).possible == []
