"""Lock and add the rows of proposed tags, inside the transaction of an action."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from wiki.articles.models import Article
from wiki.articles.steps.tags import MOST_AT_ONCE, lock_articles
from wiki.db import db
from wiki.errors import InvalidInput
from wiki.tags.models import ProposalState, TagProposal


def lock_stored(article_id: int, tag_ids: Collection[int]) -> Mapping[int, TagProposal]:
    """Return the rows of these tags for an article, by tag id."""
    rows = db.session.scalars(
        select(TagProposal)
        .where(TagProposal.article_id == article_id, TagProposal.tag_id.in_(tag_ids))
        .with_for_update()
    )
    return {row.tag_id: row for row in rows}


def lock_rows(
    proposal_ids: Iterable[int], *states: ProposalState
) -> list[tuple[Article, list[TagProposal]]]:
    """Return those of the proposals that are in one of these states, by article."""
    wanted = set(proposal_ids)
    if len(wanted) > MOST_AT_ONCE:
        message = _("Choose at most %(count)s proposals at once.", count=MOST_AT_ONCE)
        raise InvalidInput(message, {"proposals": message})
    rows = db.session.scalars(
        select(TagProposal)
        .where(TagProposal.id.in_(wanted), TagProposal.state.in_(states))
        .order_by(TagProposal.id)
        .with_for_update()
    ).all()
    by_article: dict[int, list[TagProposal]] = defaultdict(list)
    for row in rows:
        by_article[row.article_id].append(row)
    articles = lock_articles(by_article) if by_article else ()
    return [(article, by_article[article.id]) for article in articles]


def add_row(article_id: int, tag_id: int) -> TagProposal:
    """Add the row of a tag for an article, which has none yet."""
    row = TagProposal(article_id=article_id, tag_id=tag_id)
    db.session.add(row)
    return row
