"""Search for questions whose answer is known, and print how high the search ranks that answer.

Documents: JSON lines with `id`, `language` (sv or en), `title`, `text`. Questions: JSON lines with
`question` and `answer`, the id of the document it was written for. The documents are loaded as
`content load` loads articles, indexed by the drainer, and searched through `engine.search`. With
`--unchecked 0.5`, half of them, chosen by the seed, should have been checked years ago.
"""

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

if not __package__:  # started as a file, `python bench/relevance.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from sqlalchemy import select

from bench.wikis import new_wiki
from wiki.accounts.actions.bootstrap import ensure_editorial_account
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.models import Article
from wiki.articles.text import TITLE_LENGTH
from wiki.characters import FORBIDDEN
from wiki.content.actions import load_folder
from wiki.content.folder import Folder
from wiki.content.frontmatter import ContentDocument
from wiki.db import db
from wiki.search.engine import search
from wiki.search.index.drainer import drain_now
from wiki.search.ranking.request import SearchRequest

LANGUAGES = ("sv", "en")
# Articles must have a title, documents need not. Stop words, so that this title is never found.
_NO_TITLE = {"sv": "och", "en": "the"}
# Characters that have a meaning in Markdown.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~^$&:=])")
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
_DEPTH = 10
_LONG_AGO = date(2020, 1, 1)


class Question(NamedTuple):
    """A question, and the slug of the article that answers it."""

    text: str
    answer: str


class Figures(NamedTuple):
    """How well the questions were answered: means over all of them."""

    mrr: float
    first: float
    among_ten: float
    milliseconds: float


def main() -> None:
    """Load the documents, search for the questions, and print the figures."""
    options = _read_options()
    documents, slugs = read_documents(options.docs)
    questions = read_questions(options.questions, slugs)
    if options.sample and options.sample < len(questions):
        questions = random.Random(options.seed).sample(questions, options.sample)
    if not documents or not questions:
        sys.exit("Nothing to measure: no documents, or no questions with an answer in them.")
    with new_wiki(0, SEARCH_BY_MEANING=options.meaning) as app, app.app_context():
        load_folder(Folder([], documents), _show_progress, ensure_editorial_account("Bench"))
        _leave_unchecked(options.unchecked, options.seed)
        drain_now(app)
        for kind in options.damage or ["none"]:
            found = measure(app, questions, DAMAGES[kind], options.seed)
            print(
                f"{kind:>10}: MRR@10 {found.mrr:.3f}  R@1 {found.first:.3f}  "
                f"R@10 {found.among_ten:.3f}  {len(questions)} questions, "
                f"{len(documents)} documents, {found.milliseconds:.0f} ms CPU each",
                flush=True,
            )


def _leave_unchecked(share: float, seed: int) -> None:
    """Let this share of the articles be to be checked since long ago."""
    chance = random.Random(seed)
    for article in db.session.scalars(select(Article).order_by(Article.id)):
        if chance.random() < share:
            article.check_by = _LONG_AGO
    db.session.commit()


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument(
        "--damage",
        action="append",
        choices=sorted(DAMAGES),
        help="how each question is damaged; may be given more than once",
    )
    parser.add_argument(
        "--meaning",
        action="store_true",
        help="find by meaning too; a vector takes a third of a second for each passage",
    )
    parser.add_argument("--sample", type=int, help="use only this many of the questions")
    parser.add_argument(
        "--unchecked", type=float, default=0.0, help="share of the documents, 0 to 1"
    )
    parser.add_argument(
        "--seed", type=int, default=1, help="of the sample and of the typing mistakes"
    )
    return parser.parse_args()


def read_documents(path: Path) -> tuple[list[ContentDocument], dict[str, str]]:
    """Return the documents as articles, and the slug of each by the document's id."""
    documents: list[ContentDocument] = []
    slugs: dict[str, str] = {}
    for number, row in enumerate(_rows(path)):
        language = str(row.get("language") or "sv")[:2].lower()
        language = language if language in LANGUAGES else "sv"
        slugs[str(row.get("id", number))] = slug = f"document-{number}"
        documents.append(
            ContentDocument(
                slug=slug,
                language=language,
                kind="concept",
                title=_title(str(row.get("title") or ""), language),
                summary="",
                body=_body(str(row.get("text") or "")),
            )
        )
    return documents, slugs


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8-sig") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _title(title: str, language: str) -> str:
    """Return a title that articles may have; documents without a title get a stop word."""
    title = " ".join(re.sub(r"[\[\]|]", " ", FORBIDDEN.sub(" ", title)).split())[:TITLE_LENGTH]
    return title if re.search(r"[a-zA-Z0-9åäöÅÄÖ]", title) else _NO_TITLE[language]


def _body(text: str) -> str:
    """Return text as Markdown that renders to exactly these words."""
    lines = (_MARKUP.sub(r"\\\1", line.strip()) for line in FORBIDDEN.sub(" ", text).splitlines())
    return "\n\n".join(line for line in lines if line)


def read_questions(path: Path, slugs: dict[str, str]) -> list[Question]:
    """Return the questions that have their answer among the documents."""
    return [
        Question(str(row["question"]), slugs[str(row["answer"])])
        for row in _rows(path)
        if row.get("question") and str(row.get("answer")) in slugs
    ]


Damage = Callable[[str, random.Random], str]


def measure(app: Flask, questions: list[Question], damage: Damage, seed: int) -> Figures:
    """Search for every question, damaged in the same way in every run with the same seed."""
    ranks = []
    begin = time.process_time()
    for number, question in enumerate(questions):
        text = damage(question.text, random.Random(f"{seed} {question.text}"))
        hits = search(SearchRequest.from_args({"q": text}), ANONYMOUS).page.items[:_DEPTH]
        found = [hit.found.slug for hit in hits]
        ranks.append(found.index(question.answer) + 1 if question.answer in found else 0)
        if number % 100 == 99:
            db.session.remove()
    seconds = time.process_time() - begin
    count = len(questions)
    return Figures(
        sum(1 / rank for rank in ranks if rank) / count,
        ranks.count(1) / count,
        sum(1 for rank in ranks if rank) / count,
        seconds / count * 1000,
    )


def slip(text: str, chance: random.Random) -> str:
    """Return the question with a single letter dropped, doubled, swapped or replaced."""
    words = text.split()
    places = [place for place, word in enumerate(words) if len(word) >= 4] or range(len(words))
    if not words:
        return text
    place = chance.choice(list(places))
    words[place] = _slip_in_word(words[place], chance)
    return " ".join(words)


def _slip_in_word(word: str, chance: random.Random) -> str:
    kind = chance.choice(("drop", "double", "swap", "replace"))
    at = chance.randrange(len(word))
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    if kind == "swap":
        at = max(0, min(at, len(word) - 2))
        return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return word[:at] + chance.choice(_LETTERS) + word[at + 1 :]


DAMAGES: dict[str, Damage] = {
    "none": lambda text, _chance: text,
    "slip": slip,
    "diacritics": lambda text, _chance: text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")),
}


def _show_progress(what: str, done: int, total: int) -> None:
    if done == total or done % 500 == 0:
        print(f"\r  {what} {done}/{total}   ", end="" if done < total else "\n", file=sys.stderr)


if __name__ == "__main__":
    main()
