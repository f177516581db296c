"""Find articles by titles and slugs, list those to choose from, and write links to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from wiki.accounts.viewer import ANONYMOUS, Viewer
from wiki.articles.models import Article, Translation
from wiki.articles.queries.articles import (
    ArticleSummary,
    is_public,
    is_visible,
    shown_id,
    summary_of,
)
from wiki.articles.queries.lists import list_summaries
from wiki.articles.queries.targets import (
    Namesake,
    Place,
    Wanted,
    find_namesakes,
    find_targets,
)
from wiki.characters import FORBIDDEN, normalise_line
from wiki.db import db
from wiki.errors import NotFound
from wiki.markup.headings import Heading
from wiki.markup.inline.wiki import LANGUAGE_PREFIX
from wiki.markup.slugs import slugify
from wiki.markup.wikilinks import find_wikilinks, may_name_section, name_in_link
from wiki.revisions.models import Revision

# More would make a page heavy without helping; any title can still be typed.
MOST_TITLES = 500
# Shorter words ("och", "the", "som") are in too many slugs to make titles similar.
_SHORTEST_WORD = 4
_MOST_COMPARED = 200
# Ten times a title's length: what is typed may have superfluous blanks, but is no book.
_LONGEST_TYPED = 2_000
_MOST_SIMILAR = 6
_MOST_SECTIONS = 30


@dataclass(frozen=True)
class Taken:
    """An article that has the title that another one should get, or only its address."""

    article: Article
    title: str
    has_title: bool


def list_similar_titles(
    language: str, words: Sequence[str], viewer: Viewer
) -> list[ArticleSummary]:
    """List at most six public articles whose slugs contain the most of the words, in A-Ö order."""
    wanted = [word for word in words if len(word) >= _SHORTEST_WORD][:_MOST_SIMILAR]
    if not wanted:
        return []
    has_word = [Article.slug.contains(word, autoescape=True) for word in wanted]
    rows = db.session.execute(
        select(Article.id, Article.slug)
        .where(Article.language == language, is_public(), or_(*has_word))
        .limit(_MOST_COMPARED)
    ).all()
    best = sorted(rows, key=lambda row: -sum(word in row.slug for word in wanted))[:_MOST_SIMILAR]
    return list_summaries([row.id for row in best], viewer)


def find_summary(language: str, slug: str, viewer: Viewer) -> tuple[Article, ArticleSummary]:
    """Return an article with its summary, in one query.

    Raises NotFound when the viewer may not see it.
    """
    row = db.session.execute(
        select(Article, Revision)
        .join(Revision, Revision.id == shown_id())
        .where(Article.language == language, Article.slug == slug, is_visible(viewer))
    ).first()
    if row is None:
        raise NotFound()
    return row[0], summary_of(*row)


def find_by_title(language: str, title: str, viewer: Viewer) -> Article | None:
    """Return the article that a link with this title would lead to, or the draft of that title.

    Return None when the viewer may see no such article.
    """
    for namesake in _namesakes(language, title, viewer):
        article = db.session.get_one(Article, namesake.article_id)
        if article.language == language and not article.is_archived:
            return article
    return None


def list_public_of(language: str, titles: Sequence[str]) -> list[ArticleSummary]:
    """Return the public articles of a language that links with these titles lead to, in order.

    Titles that lead nowhere are left out: readers see no difference between a draft and nothing.
    """
    if not titles:
        return []
    found = find_targets([(language, title) for title in titles])
    ids = [target.article_id for title in titles if (target := found.get((language, title)))]
    lines = {line.id: line for line in list_summaries(ids, ANONYMOUS)}
    return [lines[article_id] for article_id in dict.fromkeys(ids) if article_id in lines]


def find_taken(language: str, title: str, article_id: int | None, viewer: Viewer) -> Taken | None:
    """Return the other article that has a title, or else its address, if the viewer may see it."""
    for namesake in _namesakes(language, title, viewer):
        if namesake.article_id != article_id:
            article = db.session.get_one(Article, namesake.article_id)
            return Taken(article, article.shown.title, namesake.has_title)
    return None


def _namesakes(language: str, title: str, viewer: Viewer) -> list[Namesake]:
    title = normalise_line(title[:_LONGEST_TYPED])
    is_title = slugify(title) and not FORBIDDEN.search(title)
    return find_namesakes(language, title, viewer) if is_title else []


def find_successor(language: str, slug: str, title: str, viewer: Viewer) -> Article | None:
    """Return the public article that took over from an archived or unseen one at an address.

    It has the title of the link that was followed, or of the archived article, or one that makes
    the address.
    """
    archived = db.session.scalars(
        select(Revision.title)
        .join(Article, Article.published_id == Revision.id)
        .where(Article.language == language, Article.slug == slug, Article.archived_at.is_not(None))
    ).all()
    titles = [title] if slugify(title) == slugify(slug) else []
    targets = find_targets([(language, name) for name in (*titles, *archived)])
    for name in (*titles, *archived):
        if (target := targets.get((language, name))) is not None:
            return db.session.get_one(Article, target.article_id)
    query = select(Article).where(
        Article.language == language, Article.title_slug == slug, is_public(), is_visible(viewer)
    )
    return db.session.scalars(query.order_by(Article.first_published_at, Article.id)).first()


def list_untranslated_titles(language: str, viewer: Viewer) -> list[str]:
    """List the titles of articles that have no translation, in A-Ö order."""
    paired = select(Translation.sv_id).union(select(Translation.en_id))
    rows = db.session.scalars(
        select(Revision.title)
        .join(Article, shown_id() == Revision.id)
        .where(
            Article.language == language,
            Article.archived_at.is_(None),
            Article.id.not_in(paired),
            is_visible(viewer),
        )
        .order_by(Revision.sort_key)
        .limit(MOST_TITLES)
    )
    return list(rows)


def complete_section(typed: str, language: str, viewer: Viewer) -> list[Heading]:
    """Return the headings of the public article before the last `#` that hold what is after it."""
    title, _sign, begun = typed.rpartition("#")
    if prefixed := LANGUAGE_PREFIX.fullmatch(title):
        language, title = prefixed[1].lower(), prefixed[2]
    link = (language, title.strip())
    target = find_targets({link}).get(link)
    if target is None:
        return []
    headings = db.session.scalar(
        select(Revision.headings)
        .join(Article, Article.published_id == Revision.id)
        .where(Article.id == target.article_id, is_visible(viewer))
    )
    wanted = slugify(begun) if begun.strip() else ""
    found = [Heading(**heading) for heading in headings or []]
    return [heading for heading in found if wanted in slugify(heading.text)][:_MOST_SECTIONS]


def find_name(place: Place) -> Wanted:
    """Return what a link must say to lead to an article: its title, else what makes its address."""
    titles = [place.title, *(f"{'/' * count}{place.slug}" for count in range(4))]
    read = {title: _as_read(place.language, title) for title in titles}
    targets = find_targets(list(read.values()))
    for title, link in read.items():
        target = targets.get(link)
        if target is not None and target.article_id == place.article_id:
            return place.language, title
    return place.language, place.slug


def write_links(language: str, articles: Sequence[tuple[str, str]]) -> list[str]:
    """Return what stands between the brackets of links to articles, given as (title, slug).

    That is the title, or the address before it where the title leads to another article.
    """
    read = {name: _as_read(language, name) for article in articles for name in article}
    targets = find_targets(list(read.values()))

    def leads_there(name: str, slug: str) -> bool:
        target = targets.get(read[name])
        if slugify(read[name][1]) != slugify(name):
            return False
        # Until an article with a `#` in its title is public, it is taken for a section of another.
        return target.slug == slug if target else not may_name_section(name)

    return [
        name_in_link((language, title), language)
        if leads_there(title, slug)
        else f"{'' if leads_there(slug, slug) else '/'}{slug}|{title}"
        for title, slug in articles
    ]


def _as_read(language: str, title: str) -> Wanted:
    """Return what a link with this title names: a sign in it may divide it, as # does."""
    links = find_wikilinks(f"[[{name_in_link((language, title), language)}]]", language)
    return (links[0].language, links[0].title) if links else (language, "")
