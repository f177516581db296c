"""Measure how fast the search engine searches, indexes and rebuilds, and its memory.

Prints CPU milliseconds with their targets, and for comparison, from the same run with the same
queries, SQLite's FTS5 and plain Whoosh (its BM25F, ten hits, no facets, no snippets).
"""

import argparse
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

if not __package__:  # started as a file, `python bench/search_speed.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil
from flask import Flask
from sqlalchemy import select
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from bench.corpus import make_words
from bench.search_wiki import change_text, search_wiki
from wiki.accounts.viewer import ANONYMOUS
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.search import engine
from wiki.search.index.drainer import current_drainer, rebuild_now, reindex_now
from wiki.search.index.store import open_index
from wiki.search.language.analysis import is_searchable, stem
from wiki.search.ranking.request import SearchRequest
from wiki.search.results import State

_SIZES = (1_000, 10_000, 50_000)
# The targets: p95 in milliseconds, for a save p50; other sizes have none.
_EIGHT_WORDS = {1_000: 15, 10_000: 30, 50_000: 150}
_ONE_WORD = {1_000: 5, 10_000: 10, 50_000: 40}
_SAVE = {1_000: 60, 10_000: 120, 50_000: 200}
_REPEAT, _DOCUMENTS_A_SECOND = 2, 150
_MEMORY = "at most 250 at 10,000 articles"
_SLOWEST = 2_000  # of hostile queries
_QUESTIONS = 200
# Plain Whoosh needs seconds for each query in a large wiki, so it gets fewer.
_FEW_FROM, _FEW = 20_000, 20
_SAVES = 30
_WARMING = 10
_FIELDS = ("title_sv", "summary_sv", "body_sv")

Ask = Callable[[str], object]


def main() -> None:
    """Measure each size in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=_SIZES)
    parser.add_argument(
        "--keep", type=Path, help="store the wikis in this folder, and use them again"
    )
    parser.add_argument("--ready", action="store_true", help="use the index of a stored wiki too")
    parser.add_argument("--memory-of", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    for articles in given.articles:
        with search_wiki(articles, given.keep) as app:
            if given.memory_of:
                _print_memory(app)
            else:
                _measure(app, articles, given.keep, given.ready)


def _measure(app: Flask, articles: int, keep: Path | None, is_ready: bool) -> None:
    print(f"\n{articles} articles of 300 words; CPU ms, p50 / p95")
    with app.app_context():
        if not is_ready:
            _measure_build(app, articles)
        eight, single = _questions(8), _questions(1)
        _clear()
        _report("eight words", eight, _ask, _EIGHT_WORDS.get(articles))
        _report("one word", single, _ask, _ONE_WORD.get(articles))
        _report("eight words again, from the cache", eight, _ask_again, _REPEAT)
        hostile = [_cpu_ms(partial(_ask_anything, text)) for text in _hostile_questions(eight)]
        _print_times("hostile questions", hostile, _SLOWEST, "slowest")
        few = _FEW if articles >= _FEW_FROM else _QUESTIONS
        for name, ask, count in (
            ("FTS5", _fts5(), _QUESTIONS),
            ("plain Whoosh", _plain_whoosh(), few),
        ):
            _report(f"  eight words, {name}", eight[:count], ask, None)
            _report(f"  one word, {name}", single[:count], ask, None)
        _measure_save(app, articles)
        db.session.remove()
    if keep:
        _measure_memory(articles, keep)


def _questions(length: int) -> list[str]:
    """Return questions of different words, which are as frequent as in the texts."""
    chance = random.Random(length)
    words, weights = make_words(random.Random(1))
    questions = []
    for _ in range(_QUESTIONS):
        chosen: dict[str, None] = {}
        while len(chosen) < length:
            word = chance.choices(words, cum_weights=weights, k=1)[0]
            if is_searchable(word):
                chosen[word] = None
        questions.append(" ".join(chosen))
    return questions


def _ask(question: str) -> None:
    _clear()
    results = engine.search(SearchRequest(q=question), ANONYMOUS, page_language="sv")
    if results.state != State.RESULTS or results.is_fallback or not results.facets:
        raise RuntimeError(f"no results for {question}")
    db.session.rollback()


def _ask_again(question: str) -> None:
    engine.search(SearchRequest(q=question), ANONYMOUS, page_language="sv")
    db.session.rollback()


def _hostile_questions(ordinary: Sequence[str]) -> list[str]:
    """Return queries that a reader or a program may send to make the search slow."""
    words = list(dict.fromkeys(word for question in ordinary for word in question.split()))
    slips = [word[:-2] + word[-1] + word[-2] for word in words if len(word) > 5]
    return [
        "a" * 10_000,
        "aå " * 4_000,
        " ".join(words[:500]),
        " ".join(slips[:500]),
        " ".join(f'"{first} {second}"' for first, second in pairwise(words))[:10_000],
        " ".join(f"-{word}" for word in words[:500]),
        " ".join(f"title:{word}" for word in words[:500]),
        " ".join(f"tag:{word}" for word in words[:500]),
        f'"{" ".join(words[:30])}',
        "sam* *skola ?? [a-z]* ba~2 (sam OR vård) AND NOT *",
        '"' * 5_000,
        "* " * 200,
        '-"och" "det att" title: tag: -',
        "kind:case " * 30 + " ".join(words[:20]),
        "\u0301" * 2_000,
        "𝔰𝔬𝔠𝔦𝔞𝔩 " * 200,
    ]


def _ask_anything(question: str) -> None:
    _clear()
    results = engine.search(SearchRequest.from_args({"q": question}), ANONYMOUS, page_language="sv")
    if results.is_fallback:
        raise RuntimeError("a hostile query was not answered from the index")
    db.session.rollback()


def _clear() -> None:
    engine.current_caches().clear()


def _report(name: str, questions: Sequence[str], ask: Ask, most: int | None) -> None:
    for question in questions[:_WARMING]:
        ask(question)
    if name.endswith("cache"):
        for question in questions:
            ask(question)
    times = [_cpu_ms(partial(ask, question)) for question in questions]
    _print_times(name, times, most, "p95")


def _cpu_ms(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def _print_times(name: str, times: Sequence[float], most: int | None, which: str) -> None:
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[18]
    limit = f"   ({which} at most {most})" if most else ""
    print(f"{name:36} {p50:7.1f} / {p95:7.1f}   slowest {max(times):7.1f}{limit}", flush=True)


def _measure_build(app: Flask, articles: int) -> None:
    started = time.process_time()
    rebuild_now(app)
    rate = articles / (time.process_time() - started)
    print(f"build: {rate:.0f} documents a CPU second (at least {_DOCUMENTS_A_SECOND})", flush=True)


def _measure_save(app: Flask, articles: int) -> None:
    """Measure the drainer's work until a new text is found, and the search that finds it.

    `bench.completion` measures what the drainer derives after that: titles and related articles.
    """
    texts = db.session.scalars(select(Revision.body_text).limit(_SAVES)).all()
    times = []
    for number, text in enumerate(texts, 1):
        word = f"nyord{number}x"
        change_text(number, f"{text} {word}")

        def find(article_id: int = number, query: str = word) -> None:
            reindex_now(app, [article_id])
            found = engine.search(SearchRequest(q=query), ANONYMOUS, page_language="sv")
            if found.page.total != 1:
                raise RuntimeError("a save is not found")

        times.append(_cpu_ms(find))
        db.session.remove()
    _print_times("a save until it is found", times, _SAVE.get(articles), "p50")


def _fts5() -> Ask:
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE VIRTUAL TABLE texts USING fts5(title, summary, body)")
    rows = db.session.execute(select(Revision.title, Revision.summary, Revision.body_text))
    memory.executemany("INSERT INTO texts VALUES (?, ?, ?)", map(tuple, rows))
    memory.commit()

    def ask(question: str) -> object:
        wanted = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        query = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10"
        return memory.execute(query, (wanted,)).fetchall()

    return ask


def _plain_whoosh() -> Ask:
    index = open_index(current_drainer().index.folder())
    searcher = index.searcher(weighting=BM25F())

    def ask(question: str) -> object:
        stems = [stem(word, "sv") for word in question.split()]
        wanted = Or([Term(field, text) for text in stems for field in _FIELDS])
        return searcher.search(wanted, limit=10).scored_length()

    return ask


def _measure_memory(articles: int, keep: Path) -> None:
    """Print the memory of a new process that searches as a server does."""
    command = [sys.executable, "-m", "bench.search_speed", "--articles", str(articles)]
    command += ["--keep", str(keep), "--memory-of", str(keep)]
    print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="")


def _print_memory(app: Flask) -> None:
    with app.app_context():
        for question in (*_questions(8), *_questions(1)):
            _ask(question)
    megabytes = psutil.Process().memory_info().rss / 1e6
    print(f"memory of a process after 400 questions: {megabytes:.0f} MB ({_MEMORY})")


if __name__ == "__main__":
    main()
