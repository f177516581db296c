"""Find what an article still lacks before it can be published."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from flask import current_app
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _
from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Select,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union,
)

from wiki.accounts.models import Role, User
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article, Translation
from wiki.db import db
from wiki.markup.labels import LABELS
from wiki.revisions.models import Revision
from wiki.settings.known import ARTICLE_KINDS, REQUIREMENTS, read_requirements
from wiki.tags.models import ArticleTag, Tag

# What the setting REQUIRED_FOR_PUBLICATION may name, in the words of the pages.
PARTS: Mapping[str, LazyString] = {
    "text": _("a text"),
    "summary": _("a summary"),
    "topic": _("a topic"),
    "university": _("a university"),
    "source": _("a source"),
    "alt": _("descriptions of all its pictures"),
    "translation": _("a translation"),
    # The setting REVIEW_BY_ANOTHER asks for it.
    "reviewer": _("another editor's review"),
    # The setting REVIEW_BY_ANOTHER_UNIVERSITY asks for it.
    "university_reviewer": _("a review by somebody of another university"),
}
# A text whose first characters are all blank is taken as empty, so that lists read no whole texts.
_LOOKED_AT = 1000

# What the HTML of a text holds that says what it is based on, or has a picture without words.
_SOURCES = ('<section class="sources"', '<section class="footnotes"', 'class="external')
_UNDESCRIBED = tuple(f'<img alt="{LABELS[language].undescribed}"' for language in LABELS)


@dataclass(frozen=True)
class Contents:
    """Which of the parts that can be required a text contains, and of which kind it is.

    Tags and the translation are beside the text.
    """

    kind: str
    parts: frozenset[str]


@dataclass(frozen=True)
class Check:
    """A part on the list of what an article should have."""

    part: str
    is_there: bool
    is_required: bool

    @property
    def label(self) -> LazyString:
        """Return the part in words."""
        return PARTS[self.part]


def read_contents(kind: str, text: str, summary: str, html: str) -> Contents:
    """Return which parts are in a text, given as plain text and as HTML."""
    found = {
        "text": bool(text.strip()),
        "summary": bool(summary.strip()),
        "source": any(words in html for words in _SOURCES),
        "alt": not any(words in html for words in _UNDESCRIBED),
    }
    return Contents(kind, frozenset(part for part, is_there in found.items() if is_there))


def contents_of(article: Article, revision: Revision) -> Contents:
    """Return which parts are in a stored text."""
    html = revision.body_html
    return read_contents(article.kind, revision.body_text, revision.summary, html)


def required_parts(kind: str) -> list[str]:
    """Return the names of the parts that an article of a kind needs to be published."""
    return read_requirements(current_app.config["REQUIRED_FOR_PUBLICATION"], kind)


def list_checks(kind: str, drafted: tuple[int, int] | None) -> list[Check]:
    """Return what an article should have, with what is there of (article id, revision id)."""
    there: set[str] = set()
    if drafted is not None:
        article_id, revision_id = drafted
        contents = _contents([revision_id])[revision_id]
        there = {*contents.parts, *_beside([article_id])[article_id]}
    required = required_parts(kind)
    return [Check(part, part in there, part in required) for part in REQUIREMENTS]


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
    if not required_parts(contents.kind):
        return []
    there = _beside([article.id])[article.id]
    missing = _lacking(contents, there)
    if missing and article.is_public:
        shown = _contents([article.published_id])[article.published_id]
        return [part for part in missing if part in shown.parts | there]
    return missing


def _lacking(contents: Contents, beside: set[str]) -> list[str]:
    there = contents.parts | beside
    return [part for part in required_parts(contents.kind) if part not in there]


def list_missing(drafts: Iterable[tuple[int, int, bool]]) -> dict[int, list[str]]:
    """Return the missing parts by article, of (article id, revision id, is it public already)."""
    rows = [(article_id, revision_id) for article_id, revision_id, public in drafts if not public]
    beside = _beside([article_id for article_id, _revision_id in rows])
    asked = {part for kind in ARTICLE_KINDS for part in required_parts(kind)}
    contents = _contents([revision_id for _article_id, revision_id in rows], asked)
    return {
        article_id: _lacking(contents[revision_id], beside[article_id])
        for article_id, revision_id in rows
    }


def name_parts(parts: Sequence[str]) -> str:
    """Return the parts in words, such as "a summary, a topic"."""
    locale = get_locale()
    return _name_parts(tuple(parts), locale.language if locale else "")


@lru_cache(maxsize=1_000)  # most drafts of a list lack the same
def _name_parts(parts: tuple[str, ...], _language: str) -> str:
    return ", ".join(str(PARTS[part]) for part in parts)


def _beside(article_ids: Collection[int | None]) -> dict[int | None, set[str]]:
    """Return the kinds of tags of each article, and whether it has a translation."""
    found: dict[int | None, set[str]] = defaultdict(set)
    for article_id, part in db.session.execute(_BESIDE, {"ids": list(article_ids)}):
        found[article_id].add(part)
    return found


def _select_beside() -> CompoundSelect[int, str]:
    ids: BindParameter[list[int]] = bindparam("ids", expanding=True)
    tagged = (
        select(ArticleTag.article_id, Tag.kind)
        .join(Tag, Tag.id == ArticleTag.tag_id)
        .where(ArticleTag.article_id.in_(ids))
    )
    paired = [
        select(own, literal("translation")).where(own.in_(ids))
        for own in (Translation.sv_id, Translation.en_id)
    ]
    return union(tagged, *paired)


# Built once: building a statement costs more than running it.
_BESIDE = _select_beside()


@cache  # there are few sets of parts, and building it costs more than running it
def _select_contents(asked: frozenset[str]) -> Select[int, str, str, str, bool, bool]:
    sourced, undescribed = (
        or_(*(Revision.body_html.contains(words) for words in marks)) if part in asked else false()
        for part, marks in (("source", _SOURCES), ("alt", _UNDESCRIBED))
    )
    return (
        select(
            Revision.id,
            Article.kind,
            func.substr(Revision.body_text, 1, _LOOKED_AT),
            Revision.summary,
            sourced,
            undescribed,
        )
        .join(Article, Article.id == Revision.article_id)
        .where(Revision.id.in_(bindparam("ids", expanding=True)))
    )


def _contents(
    revision_ids: Collection[int | None], asked: Collection[str] = REQUIREMENTS
) -> dict[int | None, Contents]:
    """Return the parts in stored texts, without reading them as a whole.

    To look for sources and pictures takes the database a while: only if that is asked.
    """
    query = _select_contents(frozenset(asked))
    rows = db.session.execute(query, {"ids": list(revision_ids)})
    return {
        key: read_contents(
            kind, text, summary, _SOURCES[0] * bool(cites) + _UNDESCRIBED[0] * bool(bare)
        )
        for key, kind, text, summary, cites, bare in rows
    }
