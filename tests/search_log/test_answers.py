"""Test how searches that found nothing are answered, and how an answer is taken back."""

import pytest

from tests.builders import Person, make_article, make_tag, make_user
from tests.search_log.counted import count, texts
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.models import ArticleRequest, Redirect
from wiki.audit.models import AuditEntry
from wiki.clock import now
from wiki.db import db
from wiki.errors import InvalidInput, NotAllowed
from wiki.search.index.models import IndexTask
from wiki.search_log.actions import (
    dismiss_search,
    make_redirect,
    make_request,
    make_synonym,
    undo_answer,
    withdraw_article_request,
)
from wiki.search_log.models import SearchAnswer
from wiki.search_log.queries.searches import list_answers
from wiki.tags.models import Tag

pytestmark = pytest.mark.usefixtures("context")


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
