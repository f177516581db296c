"""Read what has changed in an original since its translation was brought up to date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from flask_babel import gettext as _
from sqlalchemy import BindParameter, Select, bindparam, select

from wiki.accounts.permissions import Permission, can, require
from wiki.accounts.viewer import Viewer
from wiki.articles.kinds import KINDS
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import ArticleSummary, find_permitted, find_translation
from wiki.articles.steps.translations import pairs_of
from wiki.db import db
from wiki.pairs.align import Change, find_changes, find_counterparts
from wiki.pairs.parts import FACTS, SECTION, TITLE, Part, split_text
from wiki.revisions.comparing import compare_in_turn
from wiki.revisions.diff import Comparison
from wiki.revisions.models import Revision


@dataclass(frozen=True)
class Standing:
    """How an article stands to the other one of its pair.

    `follows` is whether it is the translation, None if nobody has said which is; `behind` is how
    many parts of the original have changed since.
    """

    other: ArticleSummary
    follows: bool | None
    behind: int


@dataclass(frozen=True)
class ChangedPart:
    """A part of an original that has changed, compared, with what the translation says there.

    `before_is_hidden` is whether its former words are hidden. `translated` is None where it cannot
    be told; `anchor` names the section in which it can be edited alone, "" for none.
    """

    name: str
    label: str
    is_new: bool
    is_gone: bool
    before_is_hidden: bool
    comparison: Comparison
    translated: Part | None
    anchor: str


def find_pair(article: Article) -> Translation | None:
    """Return the pair of an article, whoever may see the other one."""
    return db.session.scalar(_pair_of(), {"article_id": article.id})


@cache  # each save runs it, and building it costs more than running it
def _pair_of() -> Select[Translation]:
    article_id: BindParameter[int] = bindparam("article_id")
    return select(Translation).where(pairs_of(article_id))


def find_standing(article: Article, viewer: Viewer) -> Standing | None:
    """Return how an article stands to its pair; None for those who may not translate, or see it."""
    if not can(Permission.TRANSLATE, viewer, article):
        return None
    other = find_translation(article, viewer)
    pair = find_pair(article) if other else None
    if other is None or pair is None:
        return None
    follows = None if pair.original_id is None else pair.follower_id == article.id
    return Standing(other, follows, pair.behind)


def find_followed(article: Article, viewer: Viewer) -> tuple[Article | None, bool]:
    """Return the original of an article, if the viewer may see it, and whether it has changed."""
    standing = find_standing(article, viewer)
    if standing is None or not standing.follows:
        return None, False
    original = find_permitted(standing.other.id, Permission.TRANSLATE, viewer)
    return original, standing.behind > 0


def find_shown_text(seen: Article) -> Revision:
    """Return the text of an original that counts: what readers see, else the newest."""
    return db.session.get_one(Revision, seen.published_id or seen.head_id)


def split_revision(revision: Revision) -> list[Part]:
    """Return the parts of a revision."""
    return split_text(revision.title, revision.summary, revision.facts, revision.body_markdown)


def read_base(pair: Translation) -> list[tuple[Part, Revision]]:
    """Return the parts that the translation is up to date with, each with its revision.

    A part that cannot be found any more, as its text was hidden or is cut otherwise by now, has no
    words.
    """
    base = db.session.get_one(Revision, pair.base_id)
    if pair.marked is None:
        return [(part, base) for part in split_revision(base)]
    numbers = {number for number, _mark in pair.marked}
    found = {
        revision.id: revision
        for revision in db.session.scalars(select(Revision).where(Revision.id.in_(numbers)))
    }
    parts = {
        (number, part.mark): part
        for number, revision in found.items()
        for part in split_revision(revision)
    }
    return [
        (parts.get((number, mark), Part(SECTION, "", 0, "", mark=mark)), found.get(number, base))
        for number, mark in pair.marked
    ]


def list_changed(article: Article, original: Article, viewer: Viewer) -> list[ChangedPart]:
    """Return what has changed in the original of an article since it was brought up to date."""
    require(Permission.TRANSLATE, viewer, article)
    require(Permission.TRANSLATE, viewer, original)
    pair = find_pair(article)
    if pair is None or pair.original_id != original.id or pair.base_id is None:
        return []
    base = read_base(pair)
    parts = [part for part, _revision in base]
    hidden = {part.mark for part, revision in base if revision.is_hidden}
    changes = find_changes(parts, split_revision(find_shown_text(original)))
    counterparts = find_counterparts(parts, split_revision(article.head))
    anchors = _find_anchors(article.head)
    return [_show(change, original, hidden, counterparts, anchors, viewer) for change in changes]


def _find_anchors(revision: Revision) -> dict[int, str]:
    """Return by line the ids of the headings whose sections can be edited alone."""
    return {
        heading.line: heading.anchor
        for heading in revision.outline
        if heading.line is not None and heading.may_begin_section
    }


def _show(
    change: Change,
    original: Article,
    hidden: set[str],
    counterparts: Mapping[str, Part],
    anchors: Mapping[int, str],
    viewer: Viewer,
) -> ChangedPart:
    before, after = change.before, change.after
    is_hidden = before is not None and before.mark in hidden
    translated = counterparts.get(before.mark) if before else None
    said = [_words(part, original.kind) for part in (None if is_hidden else before, after)]
    return ChangedPart(
        name=change.name,
        label=_name(after or before, is_hidden=is_hidden and after is None),
        is_new=before is None,
        is_gone=after is None,
        before_is_hidden=is_hidden,
        comparison=compare_in_turn(said[0], said[1], viewer.user_id),
        translated=replace(translated, text=_words(translated, original.kind))
        if translated
        else None,
        anchor=anchors.get(translated.line, "") if translated else "",
    )


def _name(part: Part | None, *, is_hidden: bool) -> str:
    if part is None or part.sort == TITLE:
        return str(_("Title and summary"))
    if part.sort == FACTS:
        return str(_("Facts"))
    if is_hidden:  # its heading is of the words that nobody is to read
        return str(_("A section that was hidden"))
    return part.heading or str(_("The beginning"))


def _words(part: Part | None, kind: str) -> str:
    """Return what a part says, for a page: its facts by their names in the reader's language."""
    if part is None:
        return ""
    if part.sort != FACTS:
        return part.text
    labels = {field.name: str(field.label) for field in KINDS[kind].fields}
    lines = [line.partition(": ") for line in part.text.split("\n")]
    return "\n".join(f"{labels.get(name, name)}{colon}{value}" for name, colon, value in lines)
