"""Undo each deed of the vocabulary exactly, or refuse: the state before is the state after."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from tests.builders import Person, make_article, make_tag, put_on
from wiki.audit.models import AuditEntry
from wiki.db import db, end_reading, write
from wiki.errors import InvalidInput, NotFound, WikiError
from wiki.tags.actions.merge import merge_tags
from wiki.tags.actions.shape import move_tag, rename_tag, retire_tag, reuse_tag, split_tag
from wiki.tags.actions.terms import create_tag, delete_tag, update_tag
from wiki.tags.actions.undo import undo_deed
from wiki.tags.changes import State, find_dangling, find_faults
from wiki.tags.models import (
    ArticleTag,
    Tag,
    TagDeed,
    TagProposal,
    TagRedirect,
    TagRelation,
    TagSynonym,
)
from wiki.tags.steps.relations import add_pairs
from wiki.tags.steps.state import read_state
from wiki.tags.steps.terms import term_of
from wiki.tags.terms import Renaming, Split, Term

pytestmark = pytest.mark.usefixtures("context")

# Topics of the tables, by number; a deed names them by their place among those that are there.
COUNT = 5
NAMES = ("Omsorg", "Skola", "Arbete", "Mat", "Hälsa")


def whole_state() -> State:
    """Return all tables of the vocabulary as they are compared: versions only count."""
    everything = list(range(1, 400))
    state = read_state(everything)
    for fields in state["terms"].values():
        fields["version"] = 0
    return state


def last_id() -> int:
    query = select(AuditEntry.id).where(AuditEntry.object_type == "tag")
    return db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(1)).one()


def topics() -> list[Tag]:
    return list(db.session.scalars(select(Tag).order_by(Tag.id)))


def build(editor: Person, articles: list[int]) -> None:
    """Make a small vocabulary: a tree, words of both kinds, relations, tags and proposals."""
    end_reading()  # what was read before may be older than what others have written since
    for table in (TagDeed, ArticleTag, TagProposal, TagRedirect, TagRelation, TagSynonym):
        db.session.execute(delete(table))
    db.session.execute(update(Tag).values(parent_id=None))
    db.session.execute(delete(Tag))
    db.session.commit()
    ids: list[int] = []
    for number, name in enumerate(NAMES):
        words: dict[str, Any] = {
            "label_sv": name,
            "label_en": f"E {name}",
            "synonyms_sv": (f"{name} ett", f"{name} två"),
            "near_en": (f"near {number}",),
            "parent_id": ids[number - 1] if number in (1, 2) else None,
        }
        ids.append(make_tag(f"t{number}", **words))
    add_pairs([(ids[0], ids[3])])
    db.session.add(TagRedirect(slug="older", tag_id=ids[1]))
    db.session.add(TagProposal(article_id=articles[0], tag_id=ids[1], reason="r", words=""))
    db.session.add(TagProposal(article_id=articles[0], tag_id=ids[3], reason="s", words=""))
    db.session.commit()
    put_on(articles[0], ids[0], ids[2])
    put_on(articles[1], ids[1], ids[2], ids[4])


Deed = Callable[[Person, int, int, list[int]], object]


def _pick(number: int) -> Tag:
    present = topics()
    return present[number % len(present)]


def _rename(editor: Person, first: int, second: int, _articles: list[int]) -> None:
    tag = _pick(first)
    new = Renaming(f"Nytt {second}", f"New {second}", f"new-{second}", keeps_words=second % 2 == 0)
    rename_tag(tag.id, new, tag.edition, editor.viewer)


def _move(editor: Person, first: int, second: int, _articles: list[int]) -> None:
    tag = _pick(first)
    parent_id = None if second == 0 else _pick(second).id
    move_tag(tag.id, parent_id, tag.edition, editor.viewer)


def _merge(editor: Person, first: int, second: int, _articles: list[int]) -> None:
    one, other = _pick(first), _pick(second)
    merge_tags(one.id, other.id, f"{one.edition} {other.edition}", editor.viewer)


def _split(editor: Person, first: int, second: int, articles: list[int]) -> None:
    tag = _pick(first)
    words = tuple(("sv", word) for word in tag.words("sv")[:1])
    term = Term("topic", f"Del {second}", f"Part {second}", synonyms_sv=tuple(w for _, w in words))
    chosen = frozenset(articles[: second + 1])
    moved, shared = (chosen, frozenset[int]()) if second % 2 else (frozenset[int](), chosen)
    split_tag(tag.id, Split(term, moved, shared, words), tag.edition, editor.viewer)


def _retire(editor: Person, first: int, _second: int, _articles: list[int]) -> None:
    tag = _pick(first)
    act = reuse_tag if tag.retired_at else retire_tag
    act(tag.id, tag.edition, editor.viewer)


def _edit(editor: Person, first: int, second: int, _articles: list[int]) -> None:
    tag = _pick(first)
    changed = {
        "description_sv": f"Text {second}",
        "synonyms_sv": (f"ord {second}", *reversed(tag.words("sv"))),
        "near_en": tag.words("en"),
        "related": (_pick(second).slug,),
    }
    term = Term(**{**vars(term_of(tag)), **changed})
    update_tag(tag.id, term, tag.edition, editor.viewer)


def _create(editor: Person, _first: int, second: int, _articles: list[int]) -> None:
    create_tag(Term("topic", f"Eget {second}", f"Own {second}"), editor.viewer)


def _delete(editor: Person, first: int, _second: int, _articles: list[int]) -> None:
    tag = _pick(first)
    delete_tag(tag.id, tag.edition, editor.viewer)


def _tag(_editor: Person, first: int, second: int, articles: list[int]) -> None:
    """Tag by hand, which is no deed of the vocabulary."""
    tag_id, article_id = _pick(first).id, articles[second % len(articles)]
    with write():
        row = db.session.get(ArticleTag, (article_id, tag_id))
        if row:
            db.session.delete(row)
        else:
            db.session.add(ArticleTag(article_id=article_id, tag_id=tag_id))


DEEDS: list[Deed] = [_rename, _move, _merge, _split, _retire, _edit, _create, _delete]
STEPS = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, COUNT), st.integers(0, COUNT)),
    min_size=1,
    max_size=5,
)


def do(deed: Deed, editor: Person, first: int, second: int, articles: list[int]) -> bool:
    """Do a deed, and return whether it was not refused."""
    before = whole_state()
    try:
        deed(editor, first, second, articles)
    except WikiError:
        assert whole_state() == before
        return False
    return True


@pytest.mark.long
@settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_each_deed_is_undone_exactly(
    editor: Person, articles: list[int], steps: list[tuple[Deed, int, int]]
) -> None:
    build(editor, articles)
    done: list[tuple[int, State]] = []
    for deed, first, second in steps:
        before = whole_state()
        if do(deed, editor, first, second, articles):
            done.append((last_id(), before))
    for entry_id, before in reversed(done):
        after = whole_state()
        undone = undo_deed(entry_id, editor.viewer) if before != after else None
        assert whole_state() == before
        if undone:
            redo_id = last_id()
            undo_deed(redo_id, editor.viewer)
            assert whole_state() == after
            undo_deed(last_id(), editor.viewer)
            assert whole_state() == before


@pytest.mark.long
@settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS, tagging=st.booleans())
def test_what_moved_on_is_never_undone_silently_wrong(
    editor: Person, articles: list[int], steps: list[tuple[Deed, int, int]], tagging: bool
) -> None:
    build(editor, articles)
    deed, first, second = steps[0]
    if not do(deed, editor, first, second, articles):
        return
    entry_id = last_id()
    for later, other, another in steps[1:]:
        do(_tag if tagging else later, editor, other, another, articles)
    before = whole_state()
    try:
        undo_deed(entry_id, editor.viewer)
    except InvalidInput:
        assert whole_state() == before
    after = whole_state()
    assert not find_faults(after)
    assert not list(find_dangling(after))
    # Addresses that led somewhere lead somewhere, unless the deed made them.
    made = {slug for slug, pair in changes_of(entry_id).get("redirects", {}).items() if pair[1]}
    made |= {
        new["slug"]
        for _old, new in changes_of(entry_id).get("terms", {}).values()
        if new and "slug" in new
    }
    assert addresses(before) - addresses(after) <= made


def changes_of(entry_id: int) -> dict[str, Any]:
    deed = db.session.get(TagDeed, entry_id)
    return deed.changes if deed else {}


def addresses(state: State) -> set[str]:
    return {fields["slug"] for fields in state["terms"].values()} | set(state["redirects"])


@pytest.fixture
def articles(context: Any, editor: Person) -> list[int]:
    return [make_article(title, editor) for title in ("Ett", "Två")]


def test_only_a_deed_that_is_there_is_undone(editor: Person, articles: list[int]) -> None:
    build(editor, articles)
    with pytest.raises(NotFound):
        undo_deed(987_654, editor.viewer)
    _retire(editor, 0, 0, articles)
    entry_id = last_id()
    undo_deed(entry_id, editor.viewer)
    with pytest.raises(InvalidInput, match="Det finns inget att ångra"):
        undo_deed(entry_id, editor.viewer)


def test_a_number_is_not_given_again(editor: Person, articles: list[int]) -> None:
    build(editor, articles)
    last = topics()[-1]
    _merge(editor, COUNT - 1, 0, articles)
    entry_id, gone = last_id(), last.id
    _create(editor, 0, 1, articles)
    assert topics()[-1].id > gone
    assert undo_deed(entry_id, editor.viewer).tag is not None
    assert db.session.get(Tag, gone) is not None


def test_a_merge_into_what_is_merged_since_is_refused_by_name(
    editor: Person, articles: list[int]
) -> None:
    build(editor, articles)
    _merge(editor, 4, 3, articles)
    first = last_id()
    _merge(editor, 3, 0, articles)
    second = last_id()
    with pytest.raises(InvalidInput, match=r"Omsorg"):
        undo_deed(first, editor.viewer)
    undo_deed(second, editor.viewer)
    undo_deed(first, editor.viewer)
    assert [tag.slug for tag in topics()] == [f"t{number}" for number in range(COUNT)]
