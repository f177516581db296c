"""Give an article another slug and keep a redirect from the old one; no step commits."""

from sqlalchemy import select

from wiki.articles.models import Article, Redirect
from wiki.articles.steps.render import Target
from wiki.db import db


def slugs_of(article: Article) -> frozenset[Target]:
    """Return the slugs under which an article can be found: its own, and its redirects."""
    former = select(Redirect.language, Redirect.slug).where(Redirect.article_id == article.id)
    targets = {(language, slug) for language, slug in db.session.execute(former)}
    return frozenset(targets | {(article.language, article.slug)})


def move_article(article: Article, slug: str) -> None:
    """Give the article its new slug; leave a redirect if readers may know the old one."""
    if slug == article.slug:
        return
    own = db.session.get(Redirect, (article.language, slug))
    if own is not None:
        db.session.delete(own)
    if article.first_published_at is not None:
        db.session.add(
            Redirect(language=article.language, slug=article.slug, article_id=article.id)
        )
    article.slug = slug
    db.session.flush()
