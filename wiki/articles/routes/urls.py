"""Find the article that an address means, and lead on from where it was before."""

from typing import Any

from flask import Blueprint, abort, g, redirect, request, url_for

from wiki.accounts.viewer import Viewer
from wiki.articles.models import Article
from wiki.articles.queries.articles import find_article
from wiki.articles.queries.redirects import find_redirect
from wiki.errors import NotFound
from wiki.markup.slugs import slugify

# The views of this blueprint stand in routes.py, writing.py and lifecycle.py.
bp = Blueprint("articles", __name__)

_READING = {"GET", "HEAD"}


def article_url(article: Article, endpoint: str = "articles.show", **values: Any) -> str:
    """Return the address of an article, or of one of its sub-pages, in its own language."""
    return url_for(endpoint, slug=article.slug, language=article.language, **values)


def article_at(slug: str, viewer: Viewer) -> Article:
    """Return the article at an address of the language that is asked for.

    Leads the browser on to where the article has moved. What is sent to an old address, from a
    form that was opened before, is taken as if sent to the new one.
    """
    try:
        article = find_article(g.language, slug, viewer)
    except NotFound:
        article = _moved_article(slug, viewer)
    # The page has no sister in the other language that is known without another read.
    g.alternates = {article.language: request.full_path.rstrip("?")}
    return article


def _moved_article(slug: str, viewer: Viewer) -> Article:
    if request.method in _READING:
        redirect_to_current(slug, viewer)
    new = find_redirect(g.language, slug, viewer)
    if new is None:
        raise NotFound()
    return find_article(*new, viewer)


def redirect_to_current(slug: str, viewer: Viewer) -> None:
    """Redirect for ever from a former, foreign or misspelt address; return if there is none."""
    folded = slugify(slug)
    new = find_redirect(g.language, slug, viewer)
    if new is None and folded != slug:
        new = _address_here(folded, viewer) or find_redirect(g.language, folded, viewer)
    if new is None:
        return
    language, new_slug = new
    values = {**(request.view_args or {}), "slug": new_slug, "language": language}
    query = request.query_string.decode("ascii", "replace")
    target = url_for(str(request.endpoint), **values)
    abort(redirect(f"{target}?{query}" if query else target, 301))


def _address_here(slug: str, viewer: Viewer) -> tuple[str, str] | None:
    try:
        article = find_article(g.language, slug, viewer)
    except NotFound:
        return None
    return article.language, article.slug
