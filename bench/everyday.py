"""Ask 200 everyday questions on the content that a new wiki starts with, and print the figures.

The questions stand in `everyday.txt`, each with the articles that answer it and others that fit;
no other article belongs on its first page. Forty more are questions that the wiki cannot answer.
With `--list`, each question is printed that was not answered as it should be; with `--meaning`,
texts are found by what they mean, too.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

if not __package__:  # started as a file, `python bench/everyday.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import select

from bench.wikis import new_wiki
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.models import Article
from wiki.db import db
from wiki.operations.first_start import prepare
from wiki.search.engine import search
from wiki.search.index.drainer import drain_now
from wiki.search.queries.texts import list_pairs
from wiki.search.ranking.request import SearchRequest

QUESTIONS = Path(__file__).with_name("everyday.txt")
LANGUAGES = ("sv", "en")
_DEPTH = 10


class Question(NamedTuple):
    """A question, the articles that answer it, and those that fit, all by their Swedish slugs.

    Nothing answers what the wiki cannot answer.
    """

    text: str
    language: str
    answers: frozenset[str] = frozenset()
    fitting: frozenset[str] = frozenset()


class Answer(NamedTuple):
    """The Swedish slugs of the articles on the first page, in order.

    `is_silent`: the page says that nothing was found; it may offer what only looks like the words.
    """

    question: Question
    page: tuple[str, ...]
    is_silent: bool

    @property
    def rank(self) -> int:
        """Return the place of the first article that answers the question, or 0."""
        places = (place for place, slug in enumerate(self.page, 1) if slug in self.question.answers)
        return next(places, 0)

    @property
    def irrelevant(self) -> list[str]:
        """Return the articles on the first page that do not belong there."""
        fitting = self.question.answers | self.question.fitting
        return [slug for slug in self.page if slug not in fitting]

    @property
    def is_right(self) -> bool:
        """Tell whether nothing is wrong: the answer is the first, or rightly there is none."""
        if not self.question.answers:
            return self.is_silent
        return self.rank == 1 and not self.irrelevant


class Figures(NamedTuple):
    """How well the questions were answered.

    `mrr` is the mean of 1 / the place of the first answer, `irrelevant` the share of all articles
    on first pages that do not belong there, `silent` how many of the questions that the wiki cannot
    answer find nothing.
    """

    mrr: float
    irrelevant: float
    silent: int


def main() -> None:
    """Ask all questions of a wiki with the sample content, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print what went wrong")
    parser.add_argument("--meaning", action="store_true", help="find by meaning too")
    options = parser.parse_args()
    with new_wiki(0, SEARCH_BY_MEANING=options.meaning) as app, app.app_context():
        prepare(app, lambda _line: None)
        drain_now(app)
        answers = ask_all(read_questions(QUESTIONS))
    for answer in answers if options.list else ():
        if not answer.is_right:
            shown = ", ".join(
                slug if slug not in answer.irrelevant else f"({slug})" for slug in answer.page
            )
            print(f"{answer.question.language}  {answer.rank:2}  {answer.question.text}: {shown}")
    for name in (*LANGUAGES, "both"):
        figures = count([found for found in answers if name in (found.question.language, "both")])
        print(
            f"{name:>4}: MRR@10 {figures.mrr:.3f}  irrelevant on first pages "
            f"{figures.irrelevant:.1%}  unanswerable and nothing found {figures.silent}"
        )


def ask_all(questions: list[Question]) -> list[Answer]:
    """Search for every question as a reader does, on a page in its language."""
    names = _swedish_slugs()
    return [_ask(question, names) for question in questions]


def _ask(question: Question, names: Mapping[tuple[str, str], str]) -> Answer:
    request = SearchRequest.from_args({"q": question.text})
    results = search(request, ANONYMOUS, page_language=question.language)
    hits = results.page.items[:_DEPTH]
    page = tuple(names[hit.found.language, hit.found.slug] for hit in hits)
    return Answer(question, page, not results.found)


def _swedish_slugs() -> dict[tuple[str, str], str]:
    """Return for each article, by language and slug, the slug of the article in Swedish."""
    rows = db.session.execute(select(Article.id, Article.language, Article.slug)).all()
    slugs = {article_id: slug for article_id, _, slug in rows}
    pairs = list_pairs(list(slugs))
    return {
        (language, slug): slug if language == "sv" else slugs[pairs.get(article_id, article_id)]
        for article_id, language, slug in rows
    }


def count(answers: list[Answer]) -> Figures:
    """Return the figures of these answers."""
    answerable = [answer for answer in answers if answer.question.answers]
    shown = sum(len(answer.page) for answer in answerable)
    return Figures(
        sum(1 / answer.rank for answer in answerable if answer.rank) / len(answerable),
        sum(len(answer.irrelevant) for answer in answerable) / shown,
        sum(answer.is_silent for answer in answers if not answer.question.answers),
    )


def read_questions(path: Path) -> list[Question]:
    """Return the questions in the order of the file."""
    named: dict[str, frozenset[str]] = {}
    questions: list[Question] = []
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            section = line.strip("[]")
        elif not section:
            name, _, articles = line.partition(" = ")
            named[name] = _name(articles, named)
        else:
            text, *lists = line.split("|")
            slugs = (frozenset().union(*map(named.__getitem__, names.split())) for names in lists)
            questions.append(Question(text.strip(), section.split()[-1], *slugs))
    return questions


def _name(articles: str, named: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the slugs that a new name stands for: those of names known before, or itself one."""
    return frozenset().union(*(named.get(word, {word}) for word in articles.split()))


if __name__ == "__main__":
    main()
