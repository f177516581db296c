"""Propose tags, decide about proposals, and remember what was refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import Person, make_article, make_tag, make_user, put_on
from wiki import signals
from wiki.accounts.viewer import ANONYMOUS
from wiki.articles.actions.archive import archive_article
from wiki.articles.actions.drafts import delete_draft
from wiki.articles.models import Article
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.errors import InvalidInput, NotAllowed, NotFound
from wiki.proposals.actions import (
    MOST_WAITING,
    accept_proposals,
    decide_suggestion,
    propose_tags,
    refuse_proposals,
    reopen_proposals,
    withdraw_proposal,
)
from wiki.proposals.queries.proposals import (
    Proposal,
    count_waiting_proposals,
    list_proposals,
    list_waiting_proposals,
)
from wiki.proposals.queries.suggestions import list_suggestions
from wiki.tags.actions.merge import merge_tags
from wiki.tags.actions.terms import delete_tag
from wiki.tags.actions.undo import find_entry, undo_deed
from wiki.tags.models import ArticleTag, Tag, TagProposal

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def article_id(author: Person) -> int:
    return make_article("Ett kooperativ på landsbygden", author)


@pytest.fixture
def topic() -> int:
    return make_tag("rural-development", label_sv="Landsbygd")


def one(article_id: int, person: Person) -> Proposal:
    (found,) = list_proposals([article_id], person.viewer)[article_id]
    return found


def tags_of(article_id: int) -> set[int]:
    rows = select(ArticleTag.tag_id).where(ArticleTag.article_id == article_id)
    return set(db.session.scalars(rows))


def suggested(article_id: int, person: Person) -> list[int]:
    article = db.session.get_one(Article, article_id)
    return [found.tag.id for found in list_suggestions(article, person.viewer)]


def test_a_proposal_waits_and_becomes_a_tag(
    author: Person, editor: Person, article_id: int, topic: int
) -> None:
    assert suggested(article_id, author) == [topic]
    assert propose_tags(article_id, {topic}, " Det  är i en by. ", author.viewer) == [
        "rural-development"
    ]
    waiting = one(article_id, author)
    assert (waiting.reason, waiting.words) == ("Det är i en by.", "landsbygd")
    assert (waiting.proposed_by, waiting.is_own, waiting.is_waiting) == ("Anna Lind", True, True)
    assert suggested(article_id, author) == []  # it is asked for already
    assert propose_tags(article_id, {topic}, "", author.viewer) == []

    changed: list[int] = []

    def listen(article: Article) -> None:
        changed.append(article.id)

    with signals.content_changed.connected_to(listen):
        assert accept_proposals([waiting.id, 9999], editor.viewer) == [waiting.id]
    assert (tags_of(article_id), changed) == ({topic}, [article_id])
    done = one(article_id, author)
    assert (done.state, done.decided_by) == ("accepted", "Eva Berg")
    assert accept_proposals([waiting.id], editor.viewer) == []
    entries = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert entries[-2:] == ["propose", "tag"]

    assert reopen_proposals([waiting.id], editor.viewer) == [waiting.id]
    assert tags_of(article_id) == set()
    assert one(article_id, author).is_waiting


def test_a_refusal_is_remembered_and_may_be_argued_with(
    author: Person, editor: Person, article_id: int, topic: int
) -> None:
    propose_tags(article_id, {topic}, "", author.viewer)
    row_id = one(article_id, author).id
    assert refuse_proposals([row_id], "Staden är stor.", editor.viewer) == [row_id]
    refused = one(article_id, author)
    assert (refused.is_refused, refused.answer) == (True, "Staden är stor.")
    assert suggested(article_id, editor) == []  # the program does not ask again

    with pytest.raises(InvalidInput) as caught:
        propose_tags(article_id, {topic}, "  ", author.viewer)
    assert set(caught.value.fields) == {"reason"}
    propose_tags(article_id, {topic}, "Byn ligger långt bort.", author.viewer)
    again = one(article_id, author)
    assert (again.id, again.is_waiting, again.decided_by) == (row_id, True, "Eva Berg")

    withdraw_proposal(row_id, author.viewer)
    assert one(article_id, author).is_refused  # not forgotten by taking the second one back


def test_a_refused_suggestion_never_comes_back_by_itself(
    author: Person, editor: Person, article_id: int, topic: int
) -> None:
    row_id = decide_suggestion(article_id, topic, editor.viewer, accept=False)
    assert suggested(article_id, author) == []
    assert one(article_id, author).proposed_by == ""
    assert reopen_proposals([row_id], editor.viewer) == [row_id]
    assert suggested(article_id, author) == [topic]
    assert list_proposals([article_id], author.viewer) == {}

    row_id = decide_suggestion(article_id, topic, editor.viewer, accept=True)
    assert tags_of(article_id) == {topic}
    assert reopen_proposals([row_id], editor.viewer) == [row_id]
    assert tags_of(article_id) == set()
    assert reopen_proposals([row_id], editor.viewer) == []


def test_taking_an_own_proposal_back_leaves_nothing(
    author: Person, editor: Person, article_id: int, topic: int
) -> None:
    propose_tags(article_id, {topic}, "", author.viewer)
    row_id = one(article_id, author).id
    with pytest.raises(NotFound):
        withdraw_proposal(row_id, editor.viewer)
    withdraw_proposal(row_id, author.viewer)
    assert list_proposals([article_id], author.viewer) == {}
    with pytest.raises(NotFound):
        withdraw_proposal(row_id, author.viewer)


def test_only_who_may_see_an_article_proposes_for_it(
    author: Person, editor: Person, article_id: int, topic: int
) -> None:
    other = make_user("author", "Olle Ek")
    with pytest.raises(NotFound):  # another author's draft
        propose_tags(article_id, {topic}, "", other.viewer)
    with pytest.raises(NotFound):
        propose_tags(article_id, {topic}, "", ANONYMOUS)
    public_id = make_article("Alla ser den", editor)
    with pytest.raises(NotAllowed):
        propose_tags(public_id, {topic}, "", ANONYMOUS)
    assert propose_tags(public_id, {topic}, "", other.viewer)

    propose_tags(article_id, {topic}, "", author.viewer)
    assert list(list_proposals([article_id, public_id], other.viewer)) == [public_id]
    for action in (accept_proposals, reopen_proposals):
        with pytest.raises(NotAllowed):
            action([1], author.viewer)
    with pytest.raises(NotAllowed):
        refuse_proposals([1], "", author.viewer)
    with pytest.raises(NotAllowed):
        decide_suggestion(article_id, topic, author.viewer, accept=True)
    with pytest.raises(NotAllowed):
        list_waiting_proposals(author.viewer)


def test_what_cannot_be_proposed_is_refused_with_words(
    author: Person, editor: Person, article_id: int, topic: int
) -> None:
    many = {make_tag(f"topic-{number}") for number in range(MOST_WAITING)}
    cases: list[tuple[set[int], str, str]] = [
        (set(), "", "tags"),
        ({9999}, "", "tags"),
        ({topic, *many}, "", "tags"),
        ({topic}, "x" * 301, "reason"),
        ({topic}, "a\x07b", "reason"),
    ]
    for chosen, reason, field in cases:
        with pytest.raises(InvalidInput) as caught:
            propose_tags(article_id, chosen, reason, author.viewer)
        assert set(caught.value.fields) == {field}, (chosen, reason)
    assert len(propose_tags(article_id, many, "", author.viewer)) == MOST_WAITING
    with pytest.raises(InvalidInput):
        propose_tags(article_id, {topic}, "", author.viewer)
    ids = [proposal.id for proposal in list_proposals([article_id], author.viewer)[article_id]]
    accept_proposals(ids[:1], editor.viewer)
    assert propose_tags(article_id, {topic}, "", author.viewer)
    with pytest.raises(InvalidInput):
        refuse_proposals(range(1000), "", editor.viewer)


def test_the_queue_has_what_waits_and_nothing_else(
    author: Person, editor: Person, article_id: int, topic: int
) -> None:
    second = make_tag("co-creation")
    other_id = make_article("Arkiveras snart", author)
    propose_tags(article_id, {topic, second}, "", author.viewer)
    propose_tags(other_id, {topic}, "", author.viewer)
    # The other article's proposal is the oldest.
    row = db.session.scalars(select(TagProposal).where(TagProposal.article_id == other_id)).one()
    row.created_at -= timedelta(days=3)
    db.session.commit()

    def queue() -> list[tuple[str, int]]:
        page = list_waiting_proposals(editor.viewer)
        assert page.total == count_waiting_proposals(editor.viewer) == len(page.items)
        return [(line.title, proposal.tag.id) for line, proposal in page.items]

    here = "Ett kooperativ på landsbygden"
    assert [title for title, _tag in queue()] == ["Arkiveras snart", here, here]
    archive_article(other_id, "", editor.viewer)
    assert {tag for _title, tag in queue()} == {topic, second}
    put_on(article_id, topic)  # somebody tags it by hand
    assert queue() == [(here, second)]
    with pytest.raises(InvalidInput):
        propose_tags(other_id, {second}, "", editor.viewer)


@pytest.mark.long
def test_merged_and_deleted_terms_and_drafts_take_their_proposals_along(
    author: Person, editor: Person, article_id: int, topic: int
) -> None:
    target, gone = make_tag("villages"), make_tag("gone")
    both_id = make_article("Båda är föreslagna", author)
    propose_tags(article_id, {topic, gone}, "", author.viewer)
    propose_tags(both_id, {topic, target}, "", author.viewer)
    waiting = {row.tag.id: row.id for row in list_proposals([both_id], author.viewer)[both_id]}
    refuse_proposals([waiting[target]], "", editor.viewer)

    source_tag, target_tag = db.session.get_one(Tag, topic), db.session.get_one(Tag, target)
    seen = f"{source_tag.edition} {target_tag.edition}"
    merge_tags(topic, target, seen, editor.viewer)
    # Of two about one article the one that waits is kept.
    assert (one(both_id, author).id, one(both_id, author).is_waiting) == (waiting[topic], True)
    found = {row.tag.slug for row in list_proposals([article_id], author.viewer)[article_id]}
    assert found == {"villages", "gone"}
    undo_deed(find_entry(target, "merge").id, editor.viewer)
    found = {row.tag.slug for row in list_proposals([both_id], author.viewer)[both_id]}
    assert found == {"rural-development", "villages"}

    delete_tag(gone, db.session.get_one(Tag, gone).edition, editor.viewer)
    assert one(article_id, author).tag.slug == "rural-development"
    delete_draft(article_id, author.viewer)
    assert list_proposals([article_id], editor.viewer) == {}
