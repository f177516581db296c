"""The 240 everyday questions of `bench/everyday.txt`: figures that must not fall."""

from flask import Flask
from sqlalchemy import select

from bench.everyday import QUESTIONS, Figures, ask_all, count, read_questions
from wiki.articles.models import Article
from wiki.db import db

# What was reached, less what articles published in the same second may change; raise these when
# the figures rise.
FLOOR = Figures(mrr=0.955, irrelevant=0.115, silent=33)


def test_everyday_questions_are_answered_as_well_as_before(sample_app: Flask) -> None:
    with sample_app.app_context():
        found = count(ask_all(read_questions(QUESTIONS)))
    worse = [found.mrr < FLOOR.mrr, found.irrelevant > FLOOR.irrelevant]
    assert ([*worse, found.silent < FLOOR.silent], found) == ([False, False, False], found)


def test_the_questions_are_as_many_as_said_and_name_articles_that_exist(sample_app: Flask) -> None:
    questions = read_questions(QUESTIONS)
    answerable = [question for question in questions if question.answers]
    assert len({question.text.casefold() for question in questions}) == 240
    assert [len(answerable), len(questions) - len(answerable)] == [200, 40]
    named = frozenset().union(*(question.answers | question.fitting for question in questions))
    with sample_app.app_context():
        slugs = select(Article.slug).where(Article.language == "sv")
        assert named == set(db.session.scalars(slugs))
