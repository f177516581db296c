"""Store a list of authors, inside the transaction of the caller."""

from collections.abc import Sequence

from sqlalchemy import delete

from wiki.articles.models import Article, ArticleAuthor
from wiki.authors.lines import AuthorLine
from wiki.db import db


def put_authors(article: Article, lines: Sequence[AuthorLine]) -> None:
    """Name these people from the version on that readers see, or else from the newest."""
    number = article.shown.number
    db.session.execute(
        delete(ArticleAuthor)
        .where(ArticleAuthor.article_id == article.id, ArticleAuthor.from_number == number)
        .execution_options(synchronize_session=False)
    )
    db.session.add_all(
        ArticleAuthor(
            article_id=article.id,
            from_number=number,
            place=place,
            user_id=line.user_id,
            name="" if line.user_id else line.name,
            orcid="" if line.user_id else line.orcid,
            affiliation=line.affiliation,
            role=line.role,
        )
        for place, line in enumerate(lines)
    )
    article.author_ids = sorted({line.user_id for line in lines if line.user_id})
    db.session.flush()
