"""Test how counts are stored, listed and deleted."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.builders import Person, make_article, make_user
from tests.search_log.counted import count, texts, today
from wiki.accounts.viewer import ANONYMOUS
from wiki.clock import now
from wiki.db import db
from wiki.errors import NotAllowed
from wiki.search_log import actions
from wiki.search_log.actions import dismiss_search, store_counts, sweep_searches
from wiki.search_log.buffer import MOST_OPENED, Count
from wiki.search_log.models import OpenedHit, SearchAnswer, SearchCount
from wiki.search_log.queries.searches import SearchFilter, list_answers, list_opened, list_searches

pytestmark = pytest.mark.usefixtures("context")


class TestCounts:
    def test_a_day_adds_up_and_keeps_its_last_hits(self) -> None:
        count("skola", 2, 5)
        count("skola", 3, 7)
        row = db.session.get_one(SearchCount, (today(), "sv", "skola"))
        assert (row.times, row.hits, row.asked_for) == (5, 7, 0)

    def test_opened_hits_belong_to_a_text_that_is_stored(self, editor: Person) -> None:
        article_id = make_article("Skolan", editor)
        opened = Count(opened=Counter({article_id: 2}))
        store_counts({(today(), "sv", "skola"): opened})
        assert db.session.query(OpenedHit).count() == 0
        count("skola", 1, 3)
        store_counts({(today(), "sv", "skola"): opened})
        store_counts({(today(), "sv", "skola"): opened})
        row = db.session.query(OpenedHit).one()
        assert (row.article_id, row.times) == (article_id, 4)

    def test_only_public_articles_can_have_been_opened(self, editor: Person) -> None:
        draft = make_article("Utkast", make_user("author"))
        public = make_article("Publik", editor)
        opened = Counter({draft: 1, public: 1, 2_000_000_000: 1})
        store_counts({(today(), "sv", "skola"): Count(1, hits=2, opened=opened)})
        assert [row.article_id for row in db.session.query(OpenedHit)] == [public]

    def test_the_texts_of_a_day_are_limited(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(actions, "MOST_TEXTS_A_DAY", 3)
        store_counts({(today(), "sv", f"ord {n}"): Count(1, hits=0) for n in range(5)})
        count("one more")
        count("ord 1")
        yesterday = today() - timedelta(days=1)
        store_counts({(yesterday, "en", "other day"): Count(1, hits=0)})
        rows = {row.text: row.times for row in db.session.query(SearchCount)}
        assert rows == {"ord 0": 1, "ord 1": 2, "ord 2": 1, "other day": 1}

    def test_the_opened_articles_of_a_text_are_limited(
        self, editor: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ids = [make_article(f"Artikel {n}", editor) for n in range(3)]
        assert len(ids) < MOST_OPENED
        monkeypatch.setattr(actions, "MOST_OPENED", 2)
        opened = Counter(dict.fromkeys(ids, 1))
        store_counts({(today(), "sv", "skola"): Count(1, hits=3, opened=opened)})
        assert db.session.query(OpenedHit).count() == 2

    def test_rows_reveal_neither_their_order_nor_who_searched(self) -> None:
        assert set(SearchCount.__table__.columns.keys()) == {
            "day",
            "language",
            "text",
            "times",
            "hits",
            "asked_for",
        }
        assert set(OpenedHit.__table__.columns.keys()) == {
            "day",
            "language",
            "text",
            "article_id",
            "times",
        }


def test_the_ninetieth_day_is_stored_and_the_one_before_is_deleted(editor: Person) -> None:
    article_id = make_article("Skolan", editor)
    for days_ago in (0, 89, 90, 200):
        key = (today() - timedelta(days=days_ago), "sv", f"för {days_ago} dagar sedan")
        store_counts({key: Count(1, hits=1, opened=Counter({article_id: 1}))})
    dismiss_search("sv", "nyss", editor.viewer)
    dismiss_search("sv", "länge sedan", editor.viewer)
    db.session.get_one(SearchAnswer, ("sv", "länge sedan")).answered_at = now() - timedelta(days=91)
    db.session.commit()
    assert sweep_searches() == 2
    remaining = {"för 0 dagar sedan", "för 89 dagar sedan"}
    assert {row.text for row in db.session.query(SearchCount)} == remaining
    assert {row.text for row in db.session.query(OpenedHit)} == remaining
    assert [row.text for row in db.session.query(SearchAnswer)] == ["nyss"]
    assert sweep_searches() == 0


class TestLists:
    def test_lost_are_those_whose_last_search_found_nothing(self, editor: Person) -> None:
        count("funnet", 1, 2)
        count("ofta", 9, 0)
        count("sällan", 1, 0)
        count("numera funnet", 5, 0, days_ago=3)
        count("numera funnet", 1, 4)
        count("tipsat", 1, 0, reports=1)
        count("förr", 7, 0, days_ago=40)
        assert texts(editor) == ["tipsat", "ofta", "sällan"]
        assert texts(editor, days=90) == ["tipsat", "ofta", "förr", "sällan"]

    def test_unopened_are_those_that_found_something(self, editor: Person) -> None:
        article_id = make_article("Skolan", editor)
        count("öppnad", 4, 2)
        key = (today(), "sv", "öppnad")
        store_counts({key: Count(opened=Counter({article_id: 3}))})
        count("oöppnad", 2, 2)
        count("intet", 2, 0)
        assert texts(editor, SearchFilter.UNOPENED) == ["oöppnad"]
        every = {search.text: search for search in list_searches(SearchFilter.ALL, editor.viewer)}
        assert (every["öppnad"].opened, every["oöppnad"].opened) == (3, 0)
        opened = list_opened("sv", "öppnad", editor.viewer)
        assert [(line.title, times) for line, times in opened] == [("Skolan", 3)]

    def test_one_language(self, editor: Person) -> None:
        count("skola")
        store_counts({(today(), "en", "school"): Count(1, hits=0)})
        found = list_searches(SearchFilter.LOST, editor.viewer, 30, "en")
        assert [search.text for search in found] == ["school"]
        assert sorted(texts(editor)) == ["school", "skola"]

    def test_they_are_for_editors(self) -> None:
        for viewer in (ANONYMOUS, make_user("author").viewer):
            with pytest.raises(NotAllowed):
                list_searches(SearchFilter.LOST, viewer)
            with pytest.raises(NotAllowed):
                list_opened("sv", "skola", viewer)
            with pytest.raises(NotAllowed):
                list_answers(viewer)
