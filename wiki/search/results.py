"""Define the answer to a search and the four states it can have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from wiki.search.language.analysis import LONGEST_WORD, plain_words
from wiki.search.queries.tags import KnownTag
from wiki.search.queries.texts import FoundText
from wiki.search.ranking.facets import Facet
from wiki.search.ranking.query import Question
from wiki.search.ranking.request import LAST_PAGE, MOST_SHOWN, PAGE_SIZE, SearchRequest
from wiki.search.snippets import Piece
from wiki.web.pagination import Page


class State(StrEnum):
    """How a search ended."""

    NOT_ASKED = "not_asked"
    NOT_UNDERSTOOD = "not_understood"
    NOTHING_FOUND = "nothing_found"
    RESULTS = "results"


@dataclass(frozen=True)
class Hit:
    """One article that was found, and the passage of it that answers the question.

    `translation` is the same article in the other language, if that was found too.
    """

    found: FoundText
    snippet: tuple[Piece, ...]
    translation: "Hit | None" = None


@dataclass(frozen=True)
class HitPage(Page[Hit]):
    """One page of hits; `total` is exact, but only the first hundred groups can be paged to.

    A group is a hit, or an article and its translation, which are two hits shown as one.
    """

    groups: int = 0

    @property
    def count(self) -> int:
        """Return the number of pages that can be asked for."""
        return max(1, min(LAST_PAGE, -(-self.groups // self.size)))


@dataclass(frozen=True)
class SearchResults:
    """The answer to a request.

    - `tags`: every tag by its slug, to label the values of facets.
    - `total_unfiltered`: how many hits there are without the chosen filters.
    - `nearest`: topics with names like the words of the question, when nothing was found.
    - `also_searched`: words of the hits that were searched for though nobody typed them.
    - `corrections`: the right spelling of words that seem misspelt.
    - `did_you_mean`: a question that finds something, when this one does not.
    - `is_guess`: the hits hold no word of the question, only words that look like one.
    - `is_partial`: the hits hold so little of the question that they hardly answer it.
    - `left_out`: how many more articles mention the question in passing.
    - `was_cut`: the question was too long, and only its beginning was looked for.
    - `has_words`: the question holds words, not only punctuation and excluded words.
    - `has_long_word`: a word of it is too long to be looked for.
    - `is_fallback`: there was no index, and the database answered, with less.
    """

    request: SearchRequest
    state: State
    page: HitPage = field(default_factory=lambda: HitPage((), 1, PAGE_SIZE, 0))
    facets: tuple[Facet, ...] = ()
    tags: dict[str, KnownTag] = field(default_factory=dict)
    total_unfiltered: int = 0
    nearest: Sequence[KnownTag] = ()
    also_searched: tuple[str, ...] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)
    did_you_mean: str = ""
    is_guess: bool = False
    is_partial: bool = False
    left_out: int = 0
    was_cut: bool = False
    has_words: bool = True
    has_long_word: bool = False
    is_fallback: bool = False

    @property
    def longest_word(self) -> int:
        """Return how many letters a word may have to be looked for."""
        return LONGEST_WORD

    @property
    def found(self) -> int:
        """Return how many hits there are, if they answer the question."""
        return 0 if self.is_guess or self.is_partial else self.page.total

    @property
    def is_too_many(self) -> bool:
        """Tell whether there are hits beyond the last page, so that filters would help."""
        return self.page.groups > LAST_PAGE * PAGE_SIZE or self.page.total > MOST_SHOWN


def not_understood(request: SearchRequest, question: Question) -> SearchResults:
    """Return the answer to a question in which there is nothing to look for."""
    return SearchResults(
        request,
        State.NOT_UNDERSTOOD,
        was_cut=was_cut(request, question),
        has_words=bool(question.all_words),
        has_long_word=any(len(word) > LONGEST_WORD for word in plain_words(request.q)),
    )


def was_cut(request: SearchRequest, question: Question) -> bool:
    """Tell whether only the beginning of a question was looked for, because it was too long."""
    return request.was_cut or question.was_cut
