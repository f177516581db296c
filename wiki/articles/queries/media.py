"""Find which versions of articles show a picture or file."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from wiki.articles.models import Article
from wiki.db import db
from wiki.media.lead import LEAD
from wiki.media.models import MediaFile
from wiki.media.queries import list_article_ids
from wiki.revisions.models import Revision


@dataclass(frozen=True)
class Uses:
    """The articles whose newest or published text shows a file, and the older versions that do."""

    article_ids: Collection[int]
    older_ids: Sequence[int]


def find_uses(file: MediaFile) -> Uses:
    """Return all uses of a file, also those in texts that give its address instead of its name.

    This reads the text of every version, which takes a moment in a large wiki.
    """
    showing = or_(
        Revision.body_html.contains(f"/media/{file.mark}/"),
        Revision.facts[LEAD].as_string() == f"media:{file.name}",
    )
    rows = db.session.execute(
        select(Revision.id, Article.id, Article.head_id, Article.published_id)
        .join(Article, Article.id == Revision.article_id)
        .where(showing)
        .order_by(Revision.id)
    ).all()
    current = {row[1] for row in rows if row[0] in (row[2], row[3])}
    older = [row[0] for row in rows if row[0] not in (row[2], row[3])]
    return Uses(current | set(list_article_ids(file.id)), older)
