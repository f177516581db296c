"""Measure pages: CPU time a request, against a bare Flask view in the same run; SQL statements."""

import gc
import random
import statistics
import time
from collections.abc import Mapping
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from bench.wikis import count_statements
from wiki.articles.models import Article, Link
from wiki.clock import now
from wiki.db import db, write
from wiki.search_log.models import SearchCount
from wiki.tags.models import ArticleTag, TagKind, TagProposal
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.terms import put_term
from wiki.tags.terms import Term

_TIMES, _WARM = 25, 4
_TOPICS, _UNIVERSITIES, _PROPOSALS, _WANTED, _SEARCHES = 100, 6, 40, 300, 60
_TAGGED, _AT_A_UNIVERSITY, _LINKING = 0.95, 0.97, 0.1


def fill_lists(app: Flask) -> None:
    """Give a wiki what its lists list: tags, links to missing articles, proposals, searches."""
    chance = random.Random(2)
    with app.app_context():
        with write():
            topics = [_make_topic(number) for number in range(_TOPICS)]
            ids = db.session.scalars(select(Article.id)).all()
            universities = [_make_university(number) for number in range(_UNIVERSITIES)]
            tagged = [
                {"article_id": article_id, "tag_id": tag_id}
                for article_id in ids
                if chance.random() < _TAGGED
                for tag_id in chance.sample(topics[1:], 3)
            ]
            of_universities = [
                {"article_id": article_id, "tag_id": universities[article_id % _UNIVERSITIES]}
                for article_id in ids
                if chance.random() < _AT_A_UNIVERSITY
            ]
            db.session.execute(insert(ArticleTag), [*tagged, *of_universities])
            db.session.execute(insert(Link), _make_links(chance))
            db.session.execute(insert(SearchCount), _make_searches(chance))
            db.session.execute(
                insert(TagProposal),
                [{"article_id": each, "tag_id": topics[0]} for each in ids[:_PROPOSALS]],
            )
        db.session.remove()


def _make_topic(number: int) -> int:
    return put_term(check_term(Term(TagKind.TOPIC, f"Ämne {number}", f"Topic {number}"))).id


def _make_university(number: int) -> int:
    label = f"Lärosäte {number}"
    return put_term(check_term(Term(TagKind.UNIVERSITY, label, label, number=number + 1))).id


def _make_links(chance: random.Random) -> list[dict[str, object]]:
    """Return links of public articles to missing ones."""
    public = db.session.scalars(select(Article.id).where(Article.published_id.is_not(None))).all()
    return [
        {
            "source_id": article_id,
            "target_language": "sv",
            "target_slug": f"onskad-{number}",
            "target_title": f"Önskad {number}",
            "in_head": True,
            "in_published": True,
        }
        for article_id in public
        if chance.random() < _LINKING
        for number in [chance.randrange(_WANTED)]
    ]


def _make_searches(chance: random.Random) -> list[dict[str, object]]:
    """Return what was searched for in the last days; one text in 25 found nothing."""
    return [
        {
            "day": now().date() - timedelta(days=day),
            "language": "sv",
            "text": f"fråga {text}",
            "times": 1,
            "hits": 0 if text % 25 == 0 else 5,
        }
        for day in range(_SEARCHES)
        for text in chance.sample(range(2_000), _SEARCHES)
    ]


def measure_pages(app: Flask, client: FlaskClient, pages: Mapping[str, str], most: int) -> None:
    """Print what each page costs, warm, and once all that is remembered was forgotten."""
    gc.collect()
    gc.freeze()  # as the server does before its first request
    bare = _measure_bare()
    print(
        f"a bare Flask view: {bare:.3f} ms CPU; pages: median, p95 (at most {most}), ratio to it,"
    )
    print("SQL statements, and the median when nothing is remembered")
    for name, address in pages.items():
        times = sorted(_ask(client, address) for _time in range(_TIMES + _WARM))[:-_WARM]
        with count_statements(app) as found:
            _ask(client, address)
        anew = statistics.median(_ask_anew(app, client, address) for _time in range(7))
        middle, p95 = statistics.median(times), times[int(len(times) * 0.95)]
        print(
            f"{name:<13} {middle:6.1f} ms, p95 {p95:6.1f}, {middle / bare:4.0f} times, "
            f"{len(found):2} statements, anew {anew:6.1f} ms"
        )


def _measure_bare() -> float:
    app = Flask("bare")
    app.get("/")(lambda: "ok")
    client = app.test_client()
    return statistics.median(sorted(_ask(client, "/") for _time in range(300)))


def _ask_anew(app: Flask, client: FlaskClient, address: str) -> float:
    app.extensions["memory"].forget()
    return _ask(client, address)


def _ask(client: FlaskClient, address: str) -> float:
    """Return the milliseconds of CPU time that a page takes."""
    begin = time.process_time()
    response = client.get(address)
    milliseconds = (time.process_time() - begin) * 1000
    if response.status_code != 200:
        raise RuntimeError(f"{address} responded with {response.status_code}")
    return milliseconds
