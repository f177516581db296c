"""Find what somebody did to articles: began, wrote, published, took back, archived."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Row, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.audit.models import AuditEntry
from wiki.db import db
from wiki.reversal.deeds import Deed, PageAddress, Period, Sort
from wiki.revisions.models import Revision

ACTIONS = frozenset({"create", "save", "publish", "publish_again", "withdraw", "archive"})
_SHOWING = {"publish", "publish_again"}
_MOVES = {*_SHOWING, "withdraw", "archive", "bring_back"}


@dataclass(frozen=True)
class _Story:
    """An article with its versions and what moved it, each with the newest first."""

    article: Article
    revisions: Sequence[Row[Any]]
    moves: Sequence[AuditEntry]
    actions: frozenset[str]  # of the person, in the period

    def deed(self, sort: Sort, what: str, reason: str = "", **more: Any) -> Deed:
        """Return what was done to the article."""
        address = PageAddress(self.article.slug, self.article.language)
        title = self.revisions[0].title
        return Deed(sort, self.article.id, title, what, reason=reason, address=address, **more)


def find_article_deeds(
    period: Period, entries: Sequence[AuditEntry], viewer: Viewer
) -> Iterator[Deed]:
    """Yield what the entries did to articles, and what would undo it."""
    require(Permission.MANAGE_USERS, viewer)
    done: defaultdict[int, set[str]] = defaultdict(set)
    titles = {}
    for entry in entries:
        if entry.object_type == "article" and entry.action in ACTIONS and entry.object_id:
            done[entry.object_id].add(entry.action)
            titles[entry.object_id] = entry.detail.get("title", "")
    stories = {story.article.id: story for story in _read_stories(done, viewer)}
    for article_id in sorted(done):
        if article_id in stories:
            yield from _judge(stories[article_id], period)
        else:
            title = titles[article_id] or _("Article %(number)s", number=article_id)
            reason = _("It has been deleted for good.")
            yield Deed(
                Sort.TEXT, article_id, title, _("Saved or published versions"), reason=reason
            )


def _read_stories(done: dict[int, set[str]], viewer: Viewer) -> Iterator[_Story]:
    require(Permission.MANAGE_USERS, viewer)
    columns = ("article_id", "id", "number", "author_id", "created_at", "hidden_at", "title")
    revisions: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    moves: defaultdict[int, list[AuditEntry]] = defaultdict(list)
    for row in db.session.execute(
        select(*(getattr(Revision, name) for name in columns))
        .where(Revision.article_id.in_(done))
        .order_by(Revision.number.desc())
    ):
        revisions[row.article_id].append(row)
    for entry in db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.object_type == "article",
            AuditEntry.object_id.in_(done),
            AuditEntry.action.in_(_MOVES),
        )
        .order_by(AuditEntry.id.desc())
    ):
        moves[entry.object_id or 0].append(entry)
    for article in db.session.scalars(select(Article).where(Article.id.in_(done))):
        actions = frozenset(done[article.id])
        yield _Story(article, revisions[article.id], moves[article.id], actions)


def _judge(story: _Story, period: Period) -> Iterator[Deed]:
    own = [row for row in story.revisions if period.has(row.author_id, row.created_at)]
    if story.article.is_archived:
        yield _judge_archived(story, period)
    elif own and len(own) == len(story.revisions):
        what = _("Archive the article that they began")
        yield story.deed(Sort.ARTICLE, what, state=own[0].number)
    else:
        if "create" in story.actions:
            reason = _("Others have written in it too.")
            yield story.deed(Sort.ARTICLE, _("Began the article"), reason)
        if own:
            yield _judge_text(story, own, period)
        yield from _judge_shown(story, period)


def _judge_archived(story: _Story, period: Period) -> Deed:
    last = _last(story, {"archive", "bring_back"})
    if last and last.action == "archive" and period.has(last.actor_id, last.at):
        return story.deed(Sort.ARCHIVAL, _("Bring the archived article back"), state=last.id)
    reason = _("The article is archived.")
    return story.deed(Sort.TEXT, _("Saved or published versions"), reason)


def _judge_text(story: _Story, own: Sequence[Row[Any]], period: Period) -> Deed:
    written = ngettext("Saved %(num)s version", "Saved %(num)s versions", len(own))
    newest = story.revisions[0]
    numbers = {row.number for row in own}
    run = list(takewhile(lambda row: row.number in numbers, story.revisions))
    if not run:
        if newest.author_id == period.user_id:
            return story.deed(Sort.TEXT, written, _("The person has saved since."))
        return story.deed(Sort.TEXT, written, _("Somebody else has saved since."))
    before = story.revisions[len(run)]
    if before.hidden_at is not None:
        return story.deed(Sort.TEXT, written, _("The version before is hidden."))
    what = _("Save the text before theirs again (version %(number)s)", number=before.number)
    return story.deed(Sort.TEXT, what, state=newest.number, target=before.number)


def _judge_shown(story: _Story, period: Period) -> Iterator[Deed]:
    """Yield what was done to what readers see."""
    last = _last(story, {*_SHOWING, "withdraw"})
    if last is None:
        return
    is_own = period.has(last.actor_id, last.at)
    if "withdraw" in story.actions:
        number = int(last.detail["revision"])
        if is_own and last.action == "withdraw":
            what = _("Show readers version %(number)s again", number=number)
            yield story.deed(Sort.WITHDRAWAL, what, state=last.id, target=number)
        elif not is_own:
            reason = _("Somebody else has decided since what readers see.")
            yield story.deed(Sort.WITHDRAWAL, _("Took a publication back"), reason)
    if story.actions & _SHOWING and last.action in _SHOWING:
        if is_own:
            what = _("Take the publication back")
            numbers = _own_publications(story, period)
            yield story.deed(Sort.PUBLICATION, what, state=last.id, numbers=numbers)
        else:
            reason = _("Somebody else has decided since what readers see.")
            yield story.deed(Sort.PUBLICATION, _("Published a version"), reason)


def _own_publications(story: _Story, period: Period) -> frozenset[int]:
    """Return the versions that nobody but the person has shown to readers last."""
    last: dict[int, AuditEntry] = {}
    for entry in story.moves:
        if entry.action in _SHOWING:
            last.setdefault(int(entry.detail["revision"]), entry)
    return frozenset(
        number for number, entry in last.items() if period.has(entry.actor_id, entry.at)
    )


def _last(story: _Story, actions: Collection[str]) -> AuditEntry | None:
    return next((entry for entry in story.moves if entry.action in actions), None)
