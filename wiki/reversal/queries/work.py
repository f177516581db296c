"""Gather what somebody did in a time."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.admin.deeds import action_name
from wiki.audit.models import AuditEntry
from wiki.audit.queries import AuditFilter
from wiki.db import db
from wiki.reversal.deeds import Deed, Period, Sort, Work
from wiki.reversal.queries.articles import ACTIONS, find_article_deeds
from wiki.reversal.queries.tags import find_tag_deeds
from wiki.reversal.queries.terms import find_term_deeds
from wiki.tags.models import TagDeed

# The entries that are looked at, and the deeds that one press undoes: each may render texts.
_MOST_ENTRIES, MOST_AT_ONCE = 1000, 50


def find_work(period: Period, viewer: Viewer) -> Work:
    """Return what somebody did, and what of it can be undone, in the order of undoing it."""
    require(Permission.MANAGE_USERS, viewer)
    wanted = AuditFilter(since=period.since, until=period.until, actor_id=period.user_id)
    entries = db.session.scalars(
        select(AuditEntry)
        .where(wanted.condition())
        .order_by(AuditEntry.id.desc())
        .limit(_MOST_ENTRIES + 1)
    ).all()
    is_cut = len(entries) > _MOST_ENTRIES
    entries = entries[:_MOST_ENTRIES]
    articles = list(find_article_deeds(period, entries, viewer))
    whole = {deed.number for deed in articles if deed.sort == Sort.ARTICLE and not deed.reason}
    taggings = list(find_tag_deeds(period, entries, whole, viewer))
    deeds = [*taggings, *find_term_deeds(entries, taggings, viewer), *articles]
    possible = sorted((deed for deed in deeds if not deed.reason), key=_place)
    return Work(
        possible=possible[:MOST_AT_ONCE],
        impossible=[deed for deed in deeds if deed.reason],
        others=_count_others(entries),
        is_cut=is_cut or len(possible) > MOST_AT_ONCE,
    )


def _place(deed: Deed) -> int:
    return list(Sort).index(deed.sort)


def _count_others(entries: Sequence[AuditEntry]) -> list[tuple[str, int]]:
    """Count the deeds that are not undone from here, by their names."""
    about = [entry.id for entry in entries if entry.object_type == "tag"]
    kept = set(db.session.scalars(select(TagDeed.entry_id).where(TagDeed.entry_id.in_(about))))
    others = Counter(
        action_name(f"{entry.object_type}.{entry.action}")
        for entry in entries
        if entry.id not in kept and not _is_looked_at(entry)
    )
    return sorted(others.items())


def _is_looked_at(entry: AuditEntry) -> bool:
    return entry.object_type == "article" and entry.action in {*ACTIONS, "tag"}
