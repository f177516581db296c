"""Measure the editors' page of the topics, with 10,000 articles and 500 topics.

Prints the median CPU time of the whole page (at most 15 ms), and of the tree; then how long it
takes to take in a file of 1,000 terms, new and changed, during which nobody can save (at most 2 s).
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

if not __package__:  # started as a file, `python bench/vocabulary.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import insert, select

from bench.wikis import PASSWORD, make_editor, new_wiki
from wiki.accounts.models import User
from wiki.accounts.queries import viewer_of
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.db import db
from wiki.desk.queries import list_outline
from wiki.tags.actions.exchange import import_terms, stamp_import
from wiki.tags.formats.entries import MOST_TERMS, TermEntry
from wiki.tags.models import ArticleTag, TagKind
from wiki.tags.steps.checks import check_term
from wiki.tags.steps.terms import put_term
from wiki.tags.terms import Term

_VIEWS = 100
_TAGS_OF_AN_ARTICLE = 4


def main() -> None:
    """Fill a wiki, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--topics", type=int, default=500)
    sizes = parser.parse_args()
    with new_wiki(sizes.articles) as app:
        editor = make_editor(app)
        with app.app_context():
            _fill(sizes.topics)
        client = app.test_client()
        client.post("/sv/login", data={"email": editor.email, "password": PASSWORD})
        page = _measure(lambda: client.get("/sv/desk/topics").status_code)
        print(f"page   {page:6.2f} ms CPU (median of {_VIEWS}, at most 15)")
        with app.test_request_context("/sv/desk/topics"):
            print(f"tree   {_measure(lambda: list_outline('sv')):6.2f} ms of it")
            for what, words in (("new", "ett"), ("changed", "två")):
                seconds = _take_in(words, viewer_of(db.session.get_one(User, editor.id)))
                print(f"file   {seconds:6.2f} s CPU for {MOST_TERMS} terms, {what} (at most 2)")


def _fill(topics: int) -> None:
    ids: list[int] = []
    for number in range(topics):
        parent_id = ids[number // 10 - 1] if number >= 10 else None
        term = Term(TagKind.TOPIC, f"Ämne {number}", f"Topic {number}", parent_id=parent_id)
        ids.append(put_term(check_term(term)).id)
    rows = [
        {"article_id": article_id, "tag_id": tag_id}
        for article_id in db.session.scalars(select(Article.id))
        for tag_id in random.sample(ids, _TAGS_OF_AN_ARTICLE)
    ]
    db.session.execute(insert(ArticleTag), rows)
    db.session.commit()


def _take_in(words: str, viewer: Viewer) -> float:
    given = frozenset({"label_sv", "label_en", "synonyms_sv", "related", "broader"})
    entries = []
    for number in range(MOST_TERMS):
        name = f"Filens {number}"
        related = (f"fil-{number - 1}",) if number % 5 == 4 else ()
        term = Term(
            TagKind.TOPIC, name, name, f"fil-{number}", synonyms_sv=(words,), related=related
        )
        above = f"Filens {number // 10}" if number else ""
        entries.append(TermEntry(term, above, line=number + 2, given=given))
    begin = time.process_time()
    import_terms(entries, words, stamp_import(words), viewer)
    return time.process_time() - begin


def _measure(work: Callable[[], object]) -> float:
    times = []
    for round_number in range(_VIEWS + 10):
        begin = time.process_time()
        work()
        if round_number >= 10:  # the first rounds fill the caches
            times.append(time.process_time() - begin)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main()
