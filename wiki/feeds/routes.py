"""Atom feeds, the sitemap and robots.txt."""

from collections.abc import Iterator
from itertools import islice

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow
from wiki.accounts.permissions import Permission
from wiki.clock import now
from wiki.errors import NotFound
from wiki.feeds.atom import Feed, FeedEntry, write_atom
from wiki.feeds.queries import SitemapArticle, list_for_sitemap, list_newest
from wiki.feeds.sitemap import MOST_PAGES, SitePage, write_index, write_sitemaps
from wiki.tags.models import Tag
from wiki.tags.queries import find_tag, list_tags
from wiki.web.i18n import LANGUAGES
from wiki.web.languages import other_language, preferred_language

bp = Blueprint("feeds", __name__)
root = Blueprint("machines", __name__)

# The pages in the sitemap besides those of terms and articles.
_PAGES = (
    "home.index",
    "articles.index",
    "tags.index",
    "events.index",
    "pictures.timeline",
    "pictures.topics",
    "home.about",
)
_ROBOTS = """User-agent: *
Disallow: /*/search?
Disallow: /*/articles/*/edit
Disallow: /*/articles/*/compare
Disallow: /*/articles/*/revisions/
Disallow: /*/login
Disallow: /*/timeline?
Sitemap: {sitemap}
"""


@bp.get("/feeds/articles.xml")
@allow(Permission.READ)
def articles() -> Response:
    """Send the newest articles as an Atom feed."""
    return _feed(_("New articles"), url_for("home.index"), url_for("feeds.articles"))


@bp.get("/feeds/tags/<slug>.xml")
@allow(Permission.READ)
def tag(slug: str) -> Response:
    """Send the newest articles of a tag as an Atom feed."""
    found = find_tag(slug)
    return _feed(
        found.label(g.language), _tag_url(found), url_for("feeds.tag", slug=slug), found.slug
    )


def _feed(title: str, page: str, own: str, tag_slug: str | None = None) -> Response:
    site = current_app.config["SITE_NAME"]
    entries = [
        FeedEntry(
            url=_absolute(url_for("articles.show", slug=line.slug, language=line.language)),
            title=line.title,
            summary=line.summary,
            published_at=line.first_published_at or line.published_at,
            updated_at=line.published_at,
        )
        for line in list_newest(g.language, tag_slug)
        if line.published_at is not None
    ]
    feed = Feed(f"{title} · {site}", g.language, _absolute(page), _absolute(own), site, entries)
    return Response(write_atom(feed, now()), mimetype="application/atom+xml")


def _tag_url(found: Tag, language: str | None = None) -> str:
    endpoint = "home.university" if found.kind == "university" else "tags.show"
    return url_for(endpoint, slug=found.slug, language=language or g.language)


def _absolute(path: str) -> str:
    return f"{current_app.config['BASE_URL']}{path}"


@root.get("/events.ics")
@root.get("/feeds/<path:name>")
@allow(Permission.READ)
def choose_language(name: str = "") -> BaseResponse:
    """Redirect from a URL without a language to the same in the reader's language."""
    response = redirect(f"{request.script_root}/{preferred_language()}{request.path}", 302)
    response.vary.add("Accept-Language")
    return response


@root.get("/sitemap.xml")
@allow(Permission.READ)
def sitemap(most_pages: int = MOST_PAGES) -> Response:
    """Send the sitemap of all public pages, or an index if it takes several files."""
    parts = write_sitemaps(_pages(), most_pages)
    content = next(parts)
    if more := sum(1 for _ in parts):  # not as a list, which would hold all parts in memory
        numbers = range(1, more + 2)
        content = write_index(
            _absolute(url_for("machines.sitemap_part", number=number)) for number in numbers
        )
    return Response(content, mimetype="application/xml")


# At the root, because a sitemap is valid only for URLs below its own folder.
@root.get("/sitemap-<int(min=1, max=99999):number>.xml")
@allow(Permission.READ)
def sitemap_part(number: int, most_pages: int = MOST_PAGES) -> Response:
    """Send one of the sitemaps in the index."""
    part = next(islice(write_sitemaps(_pages(), most_pages), number - 1, None), None)
    if part is None:
        raise NotFound()
    return Response(part, mimetype="application/xml")


def _pages() -> Iterator[SitePage]:
    for endpoint in _PAGES:
        yield from _in_both_languages(
            {code: _absolute(url_for(endpoint, language=code)) for code in LANGUAGES}
        )
    for found in list_tags("sv"):
        yield from _in_both_languages(
            {code: _absolute(_tag_url(found, code)) for code in LANGUAGES}
        )
    for article in list_for_sitemap():
        yield _article_page(article)


def _in_both_languages(urls: dict[str, str]) -> Iterator[SitePage]:
    for url in urls.values():
        yield SitePage(url, alternates=urls)


def _article_page(article: SitemapArticle) -> SitePage:
    slugs = {article.language: article.slug}
    if article.translation_slug is not None:
        slugs[other_language(article.language)] = article.translation_slug
    urls = {
        code: _absolute(url_for("articles.show", language=code, slug=slug))
        for code, slug in slugs.items()
    }
    alternates = urls if len(urls) > 1 else {}
    return SitePage(urls[article.language], article.published_at, alternates)


@root.get("/robots.txt")
@allow(Permission.READ)
def robots() -> Response:
    """Send robots.txt, which keeps search engines from forms, comparisons and filtered lists."""
    sitemap_url = _absolute(url_for("machines.sitemap"))
    return Response(_ROBOTS.format(sitemap=sitemap_url), mimetype="text/plain")
