"""Say who is named for an article: the one answer for pages, feeds, citations and exports."""

from collections.abc import Mapping

from wiki.articles.models import Article
from wiki.citations.credits import Credits
from wiki.revisions.queries import find_credits_by_share


def find_credits(article: Article, number: int) -> Credits:
    """Return who is named for revision `number` of an article."""
    return find_credits_of({article.id: number}).get(article.id, Credits())


def find_credits_of(numbers: Mapping[int, int]) -> dict[int, Credits]:
    """Return the same for several articles, given the number of a revision of each."""
    return find_credits_by_share(numbers)
