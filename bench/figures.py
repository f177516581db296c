"""Measure the pages of figures at 10,000 articles, of which a tenth is read each day of a year.

Prints, for each page, the median of its CPU time (at most 15 ms), that of counting anew what is
remembered until something changes (at most 400 ms), and its SQL statements, then the time that
storing the reads of one process takes, and that of a view with and without counting.
`--articles` and `--days` choose other sizes.
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

if not __package__:  # started as a file, `python bench/figures.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from sqlalchemy import insert, select

from bench.wikis import count_statements, new_wiki
from wiki.articles.models import Article
from wiki.clock import now
from wiki.db import db, write
from wiki.figures.actions import store_reads
from wiki.figures.models import ReadCount
from wiki.tags.models import ArticleTag
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.terms import put_term
from wiki.tags.terms import Term

_TIMES, _VIEWS = 9, 300
_UNIVERSITY = "the-university"


def main() -> None:
    """Make the wiki, then ask for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=400)
    sizes = parser.parse_args()
    with new_wiki(sizes.articles) as app:
        _write_reads(app, sizes.articles // 10, sizes.days)
        report = f"figures/report/{now().year}"
        university = f"universities/{_UNIVERSITY}"
        for page in (
            "figures",
            report,
            "figures.csv",
            f"{university}/figures",
            f"{university}/{report}",
        ):
            address = f"/sv/{page}"
            seconds = [_time(_view, app, address) for _ in range(_TIMES)]
            with count_statements(app) as statements:
                _view(app, address)
            median = statistics.median(seconds) * 1000
            anew = statistics.median(_view_anew(app, address) for _ in range(3)) * 1000
            print(
                f"{address:<54} {median:6.1f} ms CPU (at most 15), anew {anew:6.1f} (at most 400), "
                f"{len(statements)} statements"
            )
        with app.app_context():
            counts = {(now().date(), number): 1 for number in range(1, 1001)}
            print(f"storing 1,000 articles: {_time(store_reads, counts) * 1000:.1f} ms CPU")
        for is_counted in (False, True) * 2:
            app.config["COUNT_READS"] = is_counted
            seconds = [_time(_view, app, "/sv/articles/artikel-7") for _ in range(_VIEWS)]
            median = statistics.median(seconds) * 1000
            print(f"a view {'with' if is_counted else 'without'} counting: {median:.2f} ms CPU")


def _write_reads(app: Flask, articles_a_day: int, days: int) -> None:
    """Store reads of each day, and give a sixth of the articles to a university."""
    today = now().date()
    with app.app_context():
        ids = db.session.scalars(select(Article.id)).all()
        for back in range(days):
            day = today - timedelta(days=back)
            rows = [
                {"day": day, "article_id": article_id, "times": random.randrange(1, 9)}
                for article_id in sorted(random.sample(ids, articles_a_day))
            ]
            with write():
                db.session.execute(insert(ReadCount), rows)
        _tag_some(ids[::6])
        db.session.remove()


def _tag_some(ids: Sequence[int]) -> None:
    """Give articles to a university."""
    term = Term("university", "Lärosätet", "The university", slug=_UNIVERSITY)
    with write():
        tag = put_term(check_term(term))
        rows = [{"article_id": article_id, "tag_id": tag.id} for article_id in ids]
        db.session.execute(insert(ArticleTag), rows)


def _time(step: Callable[..., None], *arguments: object) -> float:
    begin = time.process_time()
    step(*arguments)
    return time.process_time() - begin


def _view_anew(app: Flask, address: str) -> float:
    app.extensions["memory"].forget()
    return _time(_view, app, address)


def _view(app: Flask, address: str) -> None:
    response = app.test_client().get(address, headers={"User-Agent": "Mozilla/5.0 Firefox/145.0"})
    if response.status_code != 200:
        raise RuntimeError(f"{address} responded with {response.status_code}")


if __name__ == "__main__":
    main()
