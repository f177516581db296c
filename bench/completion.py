"""Time the suggestions while typing, in wikis of three sizes.

Prints p50 and p95 of the CPU time of a response, with the titles and tags that the viewer may see,
and of updating the derived data of a saved article. The inputs are beginnings of one letter up to
three words, each twice by a reader and once by an editor.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

if not __package__:  # started as a file, `python bench/completion.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from sqlalchemy import insert, select, update

from bench.corpus import make_documents
from bench.wikis import new_wiki
from wiki.accounts.models import Role, User
from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import db, write
from wiki.operations.first_start import load_sample
from wiki.revisions.models import Revision
from wiki.search.index.derived import derive_everything, refresh_derived
from wiki.search.index.drainer import drain_now
from wiki.search.queries.completion import complete
from wiki.tags.models import ArticleTag, Tag

# Articles -> the target p95 in milliseconds.
_WANTED = {1_000: 5, 10_000: 10, 50_000: 20}
_BATCH = 1_000
_SAVES = 30
_EDITOR = Viewer(1, Role.EDITOR, "Bench")


def main() -> None:
    """Measure each size in a wiki of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="*", default=[*_WANTED])
    for count in parser.parse_args().articles:
        with new_wiki(0) as app, app.app_context():
            titles = fill(app, count)
            _report(count, titles)
            db.session.remove()


def fill(app: Flask, count: int) -> list[str]:
    """Write articles without texts straight into the tables; return their titles."""
    load_sample(app, lambda _: None)
    drain_now(app)
    author = db.session.scalars(select(User.id)).first() or 0
    tags = list(db.session.scalars(select(Tag.id)))
    chance = random.Random(2)
    titles: list[str] = []
    rows = make_documents(count)
    while len(titles) < count:
        some = [next(rows).title for _ in range(min(_BATCH, count - len(titles)))]
        _write(some, len(titles), author, tags, chance)
        titles += some
    derive_everything()
    return titles


def _write(
    titles: list[str], first: int, author: int, tags: list[int], chance: random.Random
) -> None:
    with write():
        articles = [
            {"language": "sv", "kind": "concept", "slug": f"bench-{first + number}"}
            for number in range(len(titles))
        ]
        ids = list(
            db.session.scalars(
                insert(Article).returning(Article.id),
                [{**row, "created_by_id": author, "published_at": now()} for row in articles],
            )
        )
        blank = {"summary": "", "body_markdown": "", "body_html": "", "body_text": "", "facts": {}}
        revisions = [
            {**blank, "article_id": article_id, "number": 1, "author_id": author, "title": title}
            | {"comment": "", "source_hash": "", "headings": [], "renderer_version": 1}
            | {"sort_key": title.lower(), "created_at": now()}
            for article_id, title in zip(ids, titles, strict=True)
        ]
        db.session.execute(insert(Revision), revisions)
        newest = select(Revision.id).where(Revision.article_id == Article.id).scalar_subquery()
        db.session.execute(
            update(Article).where(Article.id.in_(ids)).values(head_id=newest, published_id=newest),
            execution_options={"synchronize_session": False},
        )
        tagged = [
            {"article_id": article_id, "tag_id": tag}
            for article_id in ids
            for tag in chance.sample(tags, 3)
        ]
        db.session.execute(insert(ArticleTag), tagged)


def _beginnings(titles: list[str]) -> Iterator[str]:
    """Yield what somebody may have typed so far when typing a title."""
    chance = random.Random(3)
    for title in chance.sample(titles, 150):
        words = title.split()
        yield title[:1]
        yield title[:3]
        yield words[1][:4]
        yield f"{words[0]} {words[1][:2]}"
        yield f"{words[1][:4]} {words[0][:4]}"
    yield from "abcdefghijklmnoprstuvåäö"
    yield from ("malmo", "univ", "social inn", "x" * 80, "a b c d e f", "so in", "finns inte")


def _report(count: int, titles: list[str]) -> None:
    times = [
        _time(partial(complete, text, "sv", viewer))
        for text in _beginnings(titles)
        for viewer in (ANONYMOUS, _EDITOR, ANONYMOUS)
    ]
    wanted = f" (at most {_WANTED[count]})" if count in _WANTED else ""
    print(f"{count:>6} articles: an answer p50 {rank(times, 50):.2f} ms, ", end="")
    print(f"p95 {rank(times, 95):.2f} ms{wanted}, most {max(times):.2f} ms", flush=True)
    ids = random.Random(4).sample(list(db.session.scalars(select(Article.id))), _SAVES)
    saves = [_time(partial(refresh_derived, [article_id])) for article_id in ids]
    print(f"{'':>6} deriving after a save p50 {rank(saves, 50):.1f} ms", flush=True)


def _time(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    seconds = time.process_time() - begin
    db.session.rollback()
    return seconds * 1_000


def rank(times: list[float], percent: int) -> float:
    """Return the percentile of the times."""
    return statistics.quantiles(times, n=100)[percent - 1]


if __name__ == "__main__":
    main()
