"""Hold what a search answers with; its states have names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from wiki.search.queries import Found, KnownTag
from wiki.search.ranking.facets import Facet
from wiki.search.ranking.query import Question
from wiki.search.ranking.request import LAST_PAGE, MOST_SHOWN, PAGE_SIZE, SearchRequest
from wiki.search.snippets import Piece
from wiki.web.pagination import Page


class State(StrEnum):
    """Name how a search ended."""

    NOT_ASKED = "not_asked"
    NOT_UNDERSTOOD = "not_understood"
    NOTHING_FOUND = "nothing_found"
    RESULTS = "results"


@dataclass(frozen=True)
class Hit:
    """Hold one article found: what is shown of it, and the place that answers.

    `translation` is the same article in the other language, when that is among the hits that can
    be paged to.
    """

    found: Found
    snippet: tuple[Piece, ...]
    translation: "Hit | None" = None


@dataclass(frozen=True)
class HitPage(Page[Hit]):
    """Hold one page of hits; the total is exact, but only the first hundred places can be paged to.

    An article and its translation are two hits in one place; `places` is how many there are.
    """

    places: int = 0

    @property
    def count(self) -> int:
        """Return the number of pages that can be asked for."""
        return max(1, min(LAST_PAGE, -(-self.places // self.size)))


@dataclass(frozen=True)
class SearchResults:
    """Hold the answer to a request; `tags` names the slugs that facets count.

    `total_unfiltered` counts what the words find without any chosen filter; `nearest` are topics
    that resemble the words when nothing was found; `is_makeshift` says that there was no index
    and the database answered, with less. `also_searched` are words in the hits that nobody has
    typed, `meant` what words of the question are slips of; `did_you_mean` is a question that finds
    something when this one does not. `has_words` says that there were words at all, beside signs
    and what was taken away.
    """

    request: SearchRequest
    state: State
    page: HitPage = field(default_factory=lambda: HitPage((), 1, PAGE_SIZE, 0))
    facets: tuple[Facet, ...] = ()
    tags: dict[str, KnownTag] = field(default_factory=dict)
    total_unfiltered: int = 0
    nearest: Sequence[KnownTag] = ()
    also_searched: tuple[str, ...] = ()
    meant: Mapping[str, str] = field(default_factory=dict)
    did_you_mean: str = ""
    was_cut: bool = False
    has_words: bool = True
    is_makeshift: bool = False

    @property
    def is_too_many(self) -> bool:
        """Tell whether there are hits beyond the last page, and narrowing down would help."""
        return self.page.places > LAST_PAGE * PAGE_SIZE or self.page.total > MOST_SHOWN


def not_understood(request: SearchRequest, question: Question) -> SearchResults:
    """Return the answer to a question in which there is nothing to look for."""
    return SearchResults(
        request,
        State.NOT_UNDERSTOOD,
        was_cut=was_cut(request, question),
        has_words=bool(question.all_words),
    )


def was_cut(request: SearchRequest, question: Question) -> bool:
    """Tell whether only the beginning of a question was looked for, because it was too long."""
    return request.was_cut or question.was_cut
