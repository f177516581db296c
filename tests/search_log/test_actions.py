"""Test how counts are stored and deleted, and how searches are answered."""

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.builders import Person, make_article, make_tag, make_user
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.models import ArticleRequest, Redirect
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db
from wiki.errors import InvalidInput, NotAllowed
from wiki.search.index.models import IndexTask
from wiki.search_log import actions
from wiki.search_log.actions import (
    dismiss_search,
    make_redirect,
    make_request,
    make_synonym,
    store_counts,
    sweep_searches,
    undo_answer,
    withdraw_article_request,
)
from wiki.search_log.buffer import MOST_OPENED, Count
from wiki.search_log.models import OpenedHit, SearchAnswer, SearchCount
from wiki.search_log.queries import SearchFilter, list_answers, list_opened, list_searches
from wiki.tags.models import Tag

pytestmark = pytest.mark.usefixtures("context")

pytestmark = pytest.mark.usefixtures("context")


def today() -> date:
    return now().date()


def count(
    text: str, times: int = 1, hits: int | None = 0, days_ago: int = 0, reports: int = 0
) -> None:
    key = (today() - timedelta(days=days_ago), "sv", text)
    store_counts({key: Count(times, reports, hits)})


def texts(editor: Person, which: SearchFilter = SearchFilter.LOST, days: int = 30) -> list[str]:
    return [search.text for search in list_searches(which, editor.viewer, days)]


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


class TestAnswers:
    def test_a_synonym_is_made_and_taken_back(self, editor: Person) -> None:
        tag_id = make_tag("co-creation", synonyms_sv=("samskap",))
        count("medskapande")
        make_synonym("sv", "Medskapande", tag_id, editor.viewer)
        assert [word.text for word in db.session.get_one(Tag, tag_id).synonyms] == [
            "samskap",
            "medskapande",
        ]
        assert texts(editor) == []
        undo_answer("sv", "medskapande", editor.viewer)
        assert [word.text for word in db.session.get_one(Tag, tag_id).synonyms] == ["samskap"]
        assert texts(editor) == ["medskapande"]

    def test_articles_are_indexed_again_with_the_synonym(self, editor: Person) -> None:
        tag_id = make_tag("co-creation")
        article_id = make_article("Alfa", editor)
        from_tags = db.session.query(IndexTask)
        from_tags.delete()
        db.session.execute(
            Tag.metadata.tables["article_tags"]
            .insert()
            .values(article_id=article_id, tag_id=tag_id, added_at=now())
        )
        db.session.commit()
        make_synonym("sv", "medskapande", tag_id, editor.viewer)
        assert [task.article_id for task in db.session.query(IndexTask)] == [article_id]

    def test_a_word_that_the_tag_has_is_no_new_synonym(self, editor: Person) -> None:
        tag_id = make_tag("co-creation", synonyms_sv=("samskap",), label_sv="Samskapande")
        for word in ("samskap", "Samskapande"):
            with pytest.raises(InvalidInput):
                make_synonym("sv", word, tag_id, editor.viewer)
        assert db.session.query(SearchAnswer).count() == 0

    def test_an_address_is_made_and_taken_back(self, editor: Person) -> None:
        article_id = make_article("Tvättmaskinen", editor)
        make_article("Länkar", editor, body="Om [[Tvätt maskin]].")
        make_redirect("sv", "tvätt maskin", article_id, editor.viewer)
        redirect = db.session.query(Redirect).one()
        assert (redirect.language, redirect.slug, redirect.article_id) == (
            "sv",
            "tvatt-maskin",
            article_id,
        )
        undo_answer("sv", "tvätt maskin", editor.viewer)
        assert db.session.query(Redirect).count() == 0
        assert list_answers(editor.viewer) == []

    def test_a_taken_address_stays(self, editor: Person) -> None:
        article_id = make_article("Tvättmaskinen", editor)
        other = make_article("Diskmaskinen", editor)
        make_redirect("sv", "maskin", article_id, editor.viewer)
        for words in ("maskin", "Tvättmaskinen", "???", "new"):
            with pytest.raises(InvalidInput):
                make_redirect("sv", words, other, editor.viewer)
        assert db.session.query(Redirect).one().article_id == article_id

    def test_words_lead_to_public_articles_only(self, editor: Person) -> None:
        draft = make_article("Utkast", make_user("author"))
        with pytest.raises(InvalidInput):
            make_redirect("sv", "maskin", draft, editor.viewer)
        assert db.session.query(Redirect).count() == 0

    def test_an_article_is_requested_and_withdrawn(self, editor: Person) -> None:
        count("social bokföring")
        make_request("sv", "social bokföring", editor.viewer)
        wanted = db.session.query(ArticleRequest).one()
        assert (wanted.title, wanted.slug) == ("Social bokföring", "social-bokforing")
        assert texts(editor) == []
        undo_answer("sv", "social bokföring", editor.viewer)
        assert db.session.query(ArticleRequest).count() == 0
        make_request("sv", "social bokföring", editor.viewer)
        assert withdraw_article_request("sv", "Social bokföring", editor.viewer)
        assert texts(editor) == ["social bokföring"]
        assert not withdraw_article_request("sv", "Social bokföring", editor.viewer)

    def test_what_is_written_cannot_be_requested(self, editor: Person) -> None:
        make_article("Social bokföring", editor)
        with pytest.raises(InvalidInput):
            make_request("sv", "social bokföring", editor.viewer)
        make_request("en", "social bokföring", editor.viewer)

    def test_undoing_a_second_answer_leaves_what_the_first_did(self, editor: Person) -> None:
        tag_id = make_tag("co-creation")
        make_synonym("sv", "medskapande", tag_id, editor.viewer)
        dismiss_search("sv", "medskapande", editor.viewer)
        undo_answer("sv", "medskapande", editor.viewer)
        synonyms = db.session.get_one(Tag, tag_id).synonyms
        assert [synonym.text for synonym in synonyms] == ["medskapande"]

    def test_a_search_is_dismissed_and_comes_back(self, editor: Person) -> None:
        count("asdf")
        dismiss_search("sv", "asdf", editor.viewer)
        assert texts(editor) == []
        assert [answered.answer.kind for answered in list_answers(editor.viewer)] == ["dismissal"]
        undo_answer("sv", "asdf", editor.viewer)
        assert texts(editor) == ["asdf"]
        with pytest.raises(InvalidInput):
            undo_answer("sv", "asdf", editor.viewer)

    def test_an_undo_survives_what_is_gone(self, editor: Person) -> None:
        tag_id = make_tag("co-creation")
        make_synonym("sv", "medskapande", tag_id, editor.viewer)
        tag = db.session.get_one(Tag, tag_id)
        db.session.delete(tag)
        db.session.commit()
        assert list_answers(editor.viewer) == []

    def test_the_audit_log_has_actions_but_no_dismissed_words(self, editor: Person) -> None:
        make_synonym("sv", "medskapande", make_tag("co-creation"), editor.viewer)
        dismiss_search("sv", "hemliga ord", editor.viewer)
        entries = db.session.query(AuditEntry).order_by(AuditEntry.id).all()
        synonym = next(entry for entry in entries if entry.action == "add_synonym")
        assert synonym.detail == {"words": "medskapande"}
        assert not any("hemliga" in str(entry.detail) for entry in entries)

    def test_only_editors_answer(self, editor: Person) -> None:
        tag_id = make_tag("co-creation")
        article_id = make_article("Alfa", editor)
        for viewer in (ANONYMOUS, make_user("author").viewer):
            with pytest.raises(NotAllowed):
                make_synonym("sv", "ord", tag_id, viewer)
            with pytest.raises(NotAllowed):
                make_redirect("sv", "ord", article_id, viewer)
            with pytest.raises(NotAllowed):
                make_request("sv", "ord", viewer)
            with pytest.raises(NotAllowed):
                dismiss_search("sv", "ord", viewer)
            with pytest.raises(NotAllowed):
                undo_answer("sv", "ord", viewer)
            with pytest.raises(NotAllowed):
                withdraw_article_request("sv", "ord", viewer)
        assert db.session.query(SearchAnswer).count() == 0
