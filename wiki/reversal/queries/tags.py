"""Find how somebody changed the tags of articles."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import g
from flask_babel import gettext as _
from sqlalchemy import Row, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.reversal.deeds import Deed, PageAddress, Period, Sort
from wiki.revisions.models import Revision
from wiki.tags.models import ArticleTag, Tag
from wiki.web.i18n import LANGUAGES


@dataclass
class _Tagging:
    """What happened to one tag of one article since the person's first deed."""

    was_there: bool
    is_left: bool = False  # somebody else has decided since


def find_tag_deeds(
    period: Period, entries: Sequence[AuditEntry], skipped: Collection[int], viewer: Viewer
) -> Iterator[Deed]:
    """Yield how the tags of articles were changed, but for the articles `skipped`."""
    require(Permission.MANAGE_USERS, viewer)
    own = [entry for entry in entries if (entry.object_type, entry.action) == ("article", "tag")]
    ids = {entry.object_id for entry in own if entry.object_id} - set(skipped)
    if not ids:
        return
    told = _read_entries(ids, min(entry.id for entry in own))
    current = _read_tags(ids)
    terms = {tag.slug: tag for tag in db.session.scalars(select(Tag))}
    shown = select(Article.id, Article.language, Article.slug, Revision.title)
    newest = shown.join(Revision, Revision.id == Article.head_id).where(Article.id.in_(ids))
    for row in db.session.execute(newest.order_by(Article.id)):
        taggings = _follow(told[row.id], period)
        choice = _decide(taggings, terms, current[row.id], period.user_id)
        yield _make_deed(row, told[row.id][-1].id, *choice)


def _make_deed(
    row: Row[int, str, str, str], state: int, added: Sequence[Tag], removed: Sequence[Tag]
) -> Deed:
    what = _say(added, removed)
    return Deed(
        Sort.TAGS,
        row.id,
        row.title,
        what or _("Changed the tags"),
        state=state,
        reason="" if what else _("They are as they were, or somebody else has chosen since."),
        address=PageAddress(row.slug, row.language),
        added=frozenset(tag.id for tag in added),
        removed=frozenset(tag.id for tag in removed),
    )


def _read_entries(article_ids: Collection[int], first: int) -> defaultdict[int, list[AuditEntry]]:
    """Return by article who tagged it, the oldest first."""
    later = select(AuditEntry).where(
        AuditEntry.object_type == "article",
        AuditEntry.action == "tag",
        AuditEntry.object_id.in_(article_ids),
        AuditEntry.id >= first,
    )
    told: defaultdict[int, list[AuditEntry]] = defaultdict(list)
    for entry in db.session.scalars(later.order_by(AuditEntry.id)):
        told[entry.object_id or 0].append(entry)
    return told


def _read_tags(article_ids: Collection[int]) -> defaultdict[int, dict[int, int | None]]:
    """Return who put which tag on each article."""
    rows = select(ArticleTag.article_id, ArticleTag.tag_id, ArticleTag.added_by_id)
    found: defaultdict[int, dict[int, int | None]] = defaultdict(dict)
    for row in db.session.execute(rows.where(ArticleTag.article_id.in_(article_ids))):
        found[row.article_id][row.tag_id] = row.added_by_id
    return found


def _follow(entries: Sequence[AuditEntry], period: Period) -> dict[str, _Tagging]:
    """Return by slug what was there before the person, and whether others have decided since."""
    found: dict[str, _Tagging] = {}
    for entry in entries:
        is_own = period.has(entry.actor_id, entry.at)
        for key in ("added", "removed"):
            for slug in entry.detail.get(key, ()):
                if is_own:
                    found.setdefault(slug, _Tagging(was_there=key == "removed"))
                elif slug in found:
                    found[slug].is_left = True
    return found


def _decide(
    taggings: Mapping[str, _Tagging],
    terms: Mapping[str, Tag],
    current: Mapping[int, int | None],
    user_id: int,
) -> tuple[list[Tag], list[Tag]]:
    """Return which tags come back and which go."""
    known = [
        (terms[slug], tagging.was_there)
        for slug, tagging in taggings.items()
        if slug in terms and not tagging.is_left
    ]
    added = [tag for tag, was_there in known if was_there and tag.id not in current]
    removed = [tag for tag, was_there in known if not was_there and current.get(tag.id) == user_id]
    return added, removed


def _say(added: Sequence[Tag], removed: Sequence[Tag]) -> str:
    words = []
    if removed:
        words.append(_("Take off: %(tags)s.", tags=_name(removed)))
    if added:
        words.append(_("Put back: %(tags)s.", tags=_name(added)))
    return " ".join(words)


def _name(tags: Sequence[Tag]) -> str:
    return ", ".join(tag.label(page_language()) for tag in tags)


def page_language() -> str:
    """Return the language of the page; outside of requests there is none."""
    return str(g.get("language", LANGUAGES[0]))
