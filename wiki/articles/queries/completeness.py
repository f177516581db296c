"""Find what an article still lacks before it can be published."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, or_, select

from wiki.accounts.models import Role, User
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.db import db
from wiki.revisions.models import Revision
from wiki.settings.known import read_requirements
from wiki.tags.models import ArticleTag, Tag

# What the setting REQUIRED_FOR_PUBLICATION may name, in the words of the pages.
PARTS: Mapping[str, LazyString] = {
    "text": _("a text"),
    "summary": _("a summary"),
    "topic": _("a topic"),
    "university": _("a university"),
    # The setting REVIEW_BY_ANOTHER asks for it.
    "reviewer": _("another editor's review"),
    # The setting REVIEW_BY_ANOTHER_UNIVERSITY asks for it.
    "university_reviewer": _("a review by somebody of another university"),
}
# A text whose first characters are all blank is taken as empty, so that lists read no whole texts.
_LOOKED_AT = 1000


@dataclass(frozen=True)
class Contents:
    """What a text contains of the parts that can be required, but for the tags."""

    text: str
    summary: str

    def has(self, part: str, tag_kinds: Collection[str]) -> bool:
        """Return whether a part is there."""
        if part in {"text", "summary"}:
            return bool(getattr(self, part).strip())
        return part in tag_kinds


def required_parts() -> list[str]:
    """Return the names of the parts that an article needs to be published."""
    return read_requirements(current_app.config["REQUIRED_FOR_PUBLICATION"])


def missing_parts(article: Article, contents: Contents, viewer: Viewer) -> list[str]:
    """Return the required parts that are not there, and that readers do not miss already.

    An article that became public before a part was required can be changed and published further.
    """
    missing = _missing(article, contents)
    if needs_another(article, viewer):
        missing.append("reviewer")
    elif needs_other_university(article, viewer):
        missing.append("university_reviewer")
    return missing


def needs_another(article: Article, viewer: Viewer) -> bool:
    """Return whether only another editor may review and publish the draft.

    A setting asks for it, and nobody but the viewer has written what readers have not seen.
    """
    config = current_app.config
    is_asked = config["REVIEW_BY_ANOTHER"] or config["REVIEW_BY_ANOTHER_UNIVERSITY"]
    return bool(is_asked) and viewer.user_id is not None and wrote_alone(article, viewer)


def wrote_alone(article: Article, viewer: Viewer) -> bool:
    """Return whether nobody but the viewer has written what readers have not seen."""
    others = _unseen(article).where(Revision.author_id != viewer.user_id)
    return db.session.scalar(others.limit(1)) is None


def needs_other_university(article: Article, viewer: Viewer) -> bool:
    """Return whether somebody of another university has to publish the draft.

    The setting asks for it, and the viewer has no university, or that of somebody else who wrote
    what readers have not seen or was chosen as an author. Administrators may publish, for the day
    on which nobody else can; the audit log says when they did.
    """
    if not current_app.config["REVIEW_BY_ANOTHER_UNIVERSITY"] or viewer.user_id is None:
        return False
    return not viewer.is_at_least(Role.ADMIN) and not is_of_another_university(article, viewer)


def is_of_another_university(article: Article, viewer: Viewer) -> bool:
    """Return whether the viewer has a university, and nobody who wrote the draft has the same."""
    own = db.session.scalar(select(User.university_id).where(User.id == viewer.user_id))
    if own is None:
        return False
    writers = User.id.in_(_unseen(article).with_only_columns(Revision.author_id))
    of_same = select(User.id).where(
        User.university_id == own,
        User.id != viewer.user_id,
        or_(writers, User.id.in_(article.author_ids or [])),
    )
    return db.session.scalar(of_same.limit(1)) is None


def _unseen(article: Article) -> Select[int]:
    """Select the versions of an article that are newer than what readers see."""
    return select(Revision.id).where(
        Revision.article_id == article.id, Revision.id > (article.published_id or 0)
    )


def _missing(article: Article, contents: Contents) -> list[str]:
    kinds = _tag_kinds([article.id])[article.id]
    missing = [part for part in required_parts() if not contents.has(part, kinds)]
    if missing and article.is_public:
        shown = _contents([article.published_id])[article.published_id]
        return [part for part in missing if shown.has(part, kinds)]
    return missing


def list_missing(drafts: Iterable[tuple[int, int, bool]]) -> dict[int, list[str]]:
    """Return the missing parts by article, of (article id, revision id, is it public already)."""
    rows = [(article_id, revision_id) for article_id, revision_id, public in drafts if not public]
    kinds = _tag_kinds([article_id for article_id, _revision_id in rows])
    contents = _contents([revision_id for _article_id, revision_id in rows])
    required = required_parts()
    return {
        article_id: [
            part for part in required if not contents[revision_id].has(part, kinds[article_id])
        ]
        for article_id, revision_id in rows
    }


def name_parts(parts: Sequence[str]) -> str:
    """Return the parts in words, such as "a summary, a topic"."""
    return ", ".join(str(PARTS[part]) for part in parts)


def _tag_kinds(article_ids: Collection[int | None]) -> dict[int | None, set[str]]:
    kinds: dict[int | None, set[str]] = defaultdict(set)
    rows = db.session.execute(
        select(ArticleTag.article_id, Tag.kind)
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .where(ArticleTag.article_id.in_(article_ids))
        .distinct()
    )
    for article_id, kind in rows:
        kinds[article_id].add(kind)
    return kinds


def _contents(revision_ids: Collection[int | None]) -> dict[int | None, Contents]:
    begin = func.substr(Revision.body_text, 1, _LOOKED_AT)
    rows = db.session.execute(
        select(Revision.id, begin, Revision.summary).where(Revision.id.in_(revision_ids))
    )
    return {revision_id: Contents(text, summary) for revision_id, text, summary in rows}
