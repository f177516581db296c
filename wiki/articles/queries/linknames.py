"""Write links: what stands between the brackets, so that a link leads to a certain article."""

from collections.abc import Sequence

from wiki.articles.queries.targets import Place, Wanted, find_targets
from wiki.markup.slugs import slugify
from wiki.markup.wikilinks import find_wikilinks, may_name_section, name_in_link


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
