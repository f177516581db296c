"""Propose tags as an author, and decide about proposals as an editor."""

from collections.abc import Collection, Iterable, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from wiki.accounts.permissions import Permission, require
from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_permitted
from wiki.articles.steps.tags import change_tags, lock_articles, lock_tags
from wiki.audit.steps import record
from wiki.characters import FORBIDDEN, normalise_line
from wiki.clock import now
from wiki.db import db, write
from wiki.errors import InvalidInput, NotFound
from wiki.proposals.queries.suggestions import list_suggestions
from wiki.proposals.steps import add_row, lock_rows, lock_stored
from wiki.tags.models import ArticleTag, ProposalState, Tag, TagProposal

# Enough for what an article is about; more would be a list for somebody else to sort.
MOST_WAITING = 10
LINE_LENGTH = 300

_NONE_CHOSEN = _("Choose at least one topic.")
_TOO_MANY = _("At most %(count)s proposals wait for one article.", count=MOST_WAITING)
_ARCHIVED = _("The article is archived. Nothing can be proposed for it.")
_WHY = _("An editor has refused a topic that you chose. Say why you ask again.")
_NO_TEXT = _("This holds characters that are not text. Remove them.")
_TOO_LONG = _("Use at most %(count)s characters.", count=LINE_LENGTH)


def propose_tags(
    article_id: int, tag_ids: Collection[int], reason: str, viewer: Viewer
) -> list[str]:
    """Ask editors for tags; return the slugs of those that wait now and did not before.

    What the article has or what waits already is left as it is. A tag that was refused is proposed
    again only with a reason.
    """
    article = find_permitted(article_id, Permission.PROPOSE_TAGS, viewer)
    reason = _check_line(reason, "reason")
    if not tag_ids:
        raise InvalidInput(_NONE_CHOSEN, {"tags": _NONE_CHOSEN})
    suggested = list_suggestions(article, viewer)
    words = {found.tag.id: ", ".join(found.evidence.words)[:LINE_LENGTH] for found in suggested}
    with write():
        article = lock_articles([article_id])[0]
        new = _find_new(article, lock_tags(set(tag_ids)))
        _refuse_unfit(article, [row for _tag, row in new], reason)
        for tag, stored in new:
            row = stored or add_row(article.id, tag.id)
            row.state, row.created_at = ProposalState.WAITING, now()
            row.proposed_by_id, row.reason = viewer.user_id, reason
            row.words = words.get(tag.id, "")
        slugs = sorted(tag.slug for tag, _row in new)
        if slugs:
            record(viewer.user_id, "propose", "article", article.id, proposed=slugs, reason=reason)
    return slugs


def _find_new(article: Article, tags: Sequence[Tag]) -> list[tuple[Tag, TagProposal | None]]:
    """Return the tags that the article lacks and that do not wait, each with its stored row."""
    had = select(ArticleTag.tag_id).where(ArticleTag.article_id == article.id)
    settled = set(db.session.scalars(had))
    stored = lock_stored(article.id, [tag.id for tag in tags])
    settled |= {row.tag_id for row in stored.values() if row.state == ProposalState.WAITING}
    return [(tag, stored.get(tag.id)) for tag in tags if tag.id not in settled]


def _refuse_unfit(article: Article, rows: Sequence[TagProposal | None], reason: str) -> None:
    """Refuse what editors could not decide or have decided; `rows` are of the tags to propose."""
    if article.is_archived:
        raise InvalidInput(_ARCHIVED)
    if not reason and any(row and row.state == ProposalState.REFUSED for row in rows):
        raise InvalidInput(_WHY, {"reason": _WHY})
    waiting = select(func.count(TagProposal.id)).where(
        TagProposal.article_id == article.id, TagProposal.state == ProposalState.WAITING
    )
    if (db.session.scalar(waiting) or 0) + len(rows) > MOST_WAITING:
        raise InvalidInput(_TOO_MANY, {"tags": _TOO_MANY})


def _check_line(text: str, field: str) -> str:
    line = normalise_line(text[: 10 * LINE_LENGTH])
    message = _NO_TEXT if FORBIDDEN.search(line) else _TOO_LONG if len(line) > LINE_LENGTH else ""
    if message:
        raise InvalidInput(message, {field: message})
    return line


def withdraw_proposal(proposal_id: int, viewer: Viewer) -> None:
    """Take an own proposal back that still waits; one that was decided stays as it is."""
    require(Permission.WRITE, viewer)
    with write():
        row = db.session.get(TagProposal, proposal_id)
        if row is None or row.proposed_by_id != viewer.user_id:
            raise NotFound()
        if row.state != ProposalState.WAITING:
            return
        record(
            viewer.user_id, "withdraw_proposal", "article", row.article_id, removed=_slugs([row])
        )
        if row.decided_at is None:
            db.session.delete(row)
        else:  # it was refused before, which is remembered
            row.state = ProposalState.REFUSED


def accept_proposals(proposal_ids: Iterable[int], viewer: Viewer) -> list[int]:
    """Tag the articles as proposed; return the ids of the proposals whose tag is new there.

    What was decided, withdrawn or tagged meanwhile is passed over.
    """
    require(Permission.TAG, viewer)
    accepted = []
    with write():
        for article, rows in lock_rows(proposal_ids, ProposalState.WAITING):
            came = change_tags(article, [row.tag for row in rows], set(), viewer)
            for row in rows:
                _decide(row, ProposalState.ACCEPTED, viewer)
            accepted += [row.id for row in rows if row.tag_id in came]
    return accepted


def refuse_proposals(proposal_ids: Iterable[int], answer: str, viewer: Viewer) -> list[int]:
    """Refuse proposals, with an answer that their authors read; return the ids of those refused."""
    require(Permission.TAG, viewer)
    answer = _check_line(answer, "answer")
    refused = []
    with write():
        for article, rows in lock_rows(proposal_ids, ProposalState.WAITING):
            for row in rows:
                _decide(row, ProposalState.REFUSED, viewer, answer)
            refused += [row.id for row in rows]
            record(
                viewer.user_id, "refuse", "article", article.id, refused=_slugs(rows), reason=answer
            )
    return refused


def decide_suggestion(article_id: int, tag_id: int, viewer: Viewer, *, accept: bool) -> int:
    """Tag an article as the program suggests, or never suggest it again; return the row's id."""
    require(Permission.TAG, viewer)
    with write():
        article, tag = lock_articles([article_id])[0], lock_tags({tag_id})[0]
        row = lock_stored(article.id, [tag.id]).get(tag.id) or add_row(article.id, tag.id)
        if accept:
            change_tags(article, [tag], set(), viewer)
            _decide(row, ProposalState.ACCEPTED, viewer)
        else:
            _decide(row, ProposalState.REFUSED, viewer)
            record(viewer.user_id, "refuse", "article", article.id, refused=[tag.slug])
        db.session.flush()
        row_id = row.id
    return row_id


def reopen_proposals(proposal_ids: Iterable[int], viewer: Viewer) -> list[int]:
    """Undo decisions: the tags go, the proposals wait again; return the ids of those reopened.

    What nobody had asked for is forgotten, so that it is suggested again.
    """
    require(Permission.TAG, viewer)
    reopened = []
    decided = (ProposalState.ACCEPTED, ProposalState.REFUSED)
    with write():
        for article, rows in lock_rows(proposal_ids, *decided):
            tagged = {row.tag_id for row in rows if row.state == ProposalState.ACCEPTED}
            change_tags(article, [], tagged, viewer)
            record(viewer.user_id, "reopen", "article", article.id, reopened=_slugs(rows))
            for row in rows:
                reopened.append(row.id)
                _reopen(row)
    return reopened


def _decide(row: TagProposal, state: ProposalState, viewer: Viewer, answer: str = "") -> None:
    row.state, row.answer = state, answer
    row.decided_by_id, row.decided_at = viewer.user_id, now()


def _reopen(row: TagProposal) -> None:
    if row.proposed_by_id is None:
        db.session.delete(row)
        return
    row.state, row.answer = ProposalState.WAITING, ""
    row.decided_by_id = row.decided_at = None


def _slugs(rows: Sequence[TagProposal]) -> list[str]:
    return sorted(row.tag.slug for row in rows)
