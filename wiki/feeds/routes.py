"""Atom feeds, the sitemap, robots.txt, and unAPI for reference managers."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from wiki.accounts.gate import allow, current_viewer
from wiki.accounts.names import person_slug
from wiki.accounts.permissions import Permission
from wiki.articles.citing import make_citation
from wiki.articles.queries.articles import find_permitted
from wiki.articles.queries.articles import list_tags as list_tags_of
from wiki.articles.queries.authors import find_credits
from wiki.authors.queries.people import list_people
from wiki.citations.citation import Citation
from wiki.citations.ris import write_ris
from wiki.errors import NotFound
from wiki.feeds.atom import Feed, FeedEntry, write_atom
from wiki.feeds.queries import (
    SitemapArticle,
    find_beginning,
    find_creation_times,
    list_for_sitemap,
    list_newest,
)
from wiki.feeds.sitemap import MOST_PAGES, SitePage, write_index, write_sitemaps
from wiki.revisions.queries import find_revision
from wiki.statements.defaults import TITLES
from wiki.tags.models import Tag
from wiki.tags.queries import find_tag, list_tags
from wiki.urls import permanent_id
from wiki.web.i18n import LANGUAGES
from wiki.web.languages import other_language, preferred_language
from wiki.web.numbers import read_number

bp = Blueprint("feeds", __name__)
root = Blueprint("machines", __name__)

# The pages in the sitemap besides those of terms and articles.
_PAGES = (
    "home.index",
    "articles.index",
    "tags.index",
    "events.index",
    "sources.index",
    "pictures.timeline",
    "pictures.topics",
    "figures.index",
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
# No wiki is older: when a feed without entries was last updated.
_FIRST_RELEASE = datetime(2026, 11, 28, tzinfo=UTC)
_RIS = "application/x-research-info-systems"
_FORMATS = """<?xml version="1.0" encoding="utf-8"?>
<formats{of}><format name="ris" type="{ris}"/></formats>
"""
_KEY = re.compile(r"(article|version)-(\d+)(?:-(\d+))?", re.ASCII)


@bp.get("/feeds/articles.xml")
@allow(Permission.READ)
def articles() -> Response:
    """Send the newest articles as an Atom feed."""
    own = _absolute(url_for("feeds.articles"))
    key = permanent_id(f"{g.language} feed of all", 0, find_beginning() or _FIRST_RELEASE)
    return _send(key, _("New articles"), url_for("home.index"), own, _FIRST_RELEASE)


@bp.get("/feeds/tags/<slug>.xml")
@allow(Permission.READ)
def tag(slug: str) -> Response:
    """Send the newest articles of a tag as an Atom feed."""
    found = find_tag(slug)
    own = _absolute(url_for("feeds.tag", slug=found.slug))
    key = permanent_id(f"{g.language} feed of tag", found.id, found.created_at)
    title, page = found.label(g.language), _tag_url(found)
    return _send(key, title, page, own, found.created_at, found.slug)


def _send(
    key: str,
    title: str,
    page: str,
    own: str,
    created_at: datetime,
    tag_slug: str | None = None,
) -> Response:
    site = str(current_app.extensions["site"].name())
    entries = _list_entries(tag_slug)
    feed = Feed(
        key, f"{title} · {site}", g.language, _absolute(page), own, site, created_at, entries
    )
    return Response(write_atom(feed), mimetype="application/atom+xml")


def _list_entries(tag_slug: str | None) -> list[FeedEntry]:
    newest = list_newest(g.language, tag_slug)
    begun = find_creation_times(line.id for line in newest)
    return [
        FeedEntry(
            id=permanent_id("article", line.id, begun[line.id]),
            url=_absolute(url_for("articles.show", slug=line.slug, language=line.language)),
            title=line.title,
            summary=line.summary,
            published_at=line.first_published_at or line.published_at,
            updated_at=line.published_at,
            authors=line.authors,
        )
        for line in newest
        if line.published_at is not None
    ]


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
    for name in TITLES:
        yield from _in_both_languages(
            {
                code: _absolute(url_for("statements.show", language=code, name=name))
                for code in LANGUAGES
            }
        )
    for found in list_tags("sv"):
        yield from _in_both_languages(
            {code: _absolute(_tag_url(found, code)) for code in LANGUAGES}
        )
    for person in list_people():
        slug = person_slug(person.id, person.name)
        yield from _in_both_languages(
            {
                code: _absolute(url_for("home.person", language=code, slug=slug))
                for code in LANGUAGES
            }
        )
    for article in list_for_sitemap():
        yield _article_page(article)


def _in_both_languages(urls: dict[str, str]) -> Iterator[SitePage]:
    for url in urls.values():
        yield SitePage(url, alternates=_with_default(urls))


def _with_default(urls: dict[str, str]) -> dict[str, str]:
    """Add the page for readers of other languages, as in the head of the page itself."""
    is_front = urls["sv"] == _absolute(url_for("home.index", language="sv"))
    return {**urls, "x-default": _absolute("/") if is_front else urls["sv"]}


def _article_page(article: SitemapArticle) -> SitePage:
    slugs = {article.language: article.slug}
    if article.translation_slug is not None:
        slugs[other_language(article.language)] = article.translation_slug
    urls = {
        code: _absolute(url_for("articles.show", language=code, slug=slug))
        for code, slug in slugs.items()
    }
    alternates = _with_default(urls) if len(urls) > 1 else {}
    return SitePage(urls[article.language], article.published_at, alternates)


@root.get("/robots.txt")
@allow(Permission.READ)
def robots() -> Response:
    """Send robots.txt, which keeps search engines from forms, comparisons and filtered lists."""
    sitemap_url = _absolute(url_for("machines.sitemap"))
    return Response(_ROBOTS.format(sitemap=sitemap_url), mimetype="text/plain")


@root.get("/unapi")
@allow(Permission.READ)
def unapi() -> Response:
    """Send what is known of an article or a version as RIS, by the rules of unAPI 1.

    Of all that Zotero reads of a page, only this gives it the tags.
    """
    key, wanted = request.args.get("id", ""), request.args.get("format", "")
    if not key:
        return Response(_FORMATS.format(of="", ris=_RIS), mimetype="application/xml")
    citation = _find_citation(key)
    if not wanted:
        content = _FORMATS.format(of=f' id="{citation.key}"', ris=_RIS)
        response = Response(content, 300, mimetype="application/xml")
    elif wanted == "ris":
        response = Response(write_ris(citation), content_type=f"{_RIS}; charset=utf-8")
    else:
        response = Response("The only format is ris.\n", 406, mimetype="text/plain")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _find_citation(key: str) -> Citation:
    """Return the citation with that key of a public article; raise NotFound when there is none."""
    match, viewer = _KEY.fullmatch(key), current_viewer()
    if match is None or (match[1] == "version") != (match[3] is not None):
        raise NotFound()
    article = find_permitted(read_number(match[2]), Permission.READ, viewer)
    number = match[3] or str(article.shown.number)
    revision = find_revision(article, read_number(number), viewer)
    credited = find_credits(article, revision.number)
    tags = list_tags_of(article)
    return make_citation(article, revision, credited, tags, of_version=bool(match[3]))
