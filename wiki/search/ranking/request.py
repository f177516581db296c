"""Hold what a reader asks of the search page, as a value that knows its own address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

from wiki.search.ranking.query import MOST_CHARACTERS
from wiki.web.numbers import read_page

PAGE_SIZE = 10
# Whoever has read a hundred hits is helped better by another question.
LAST_PAGE = 10
# An article and its translation share a place on a page: so many hits may stand on all of them.
MOST_SHOWN = 2 * LAST_PAGE * PAGE_SIZE
FACETS = ("university", "topic", "kind", "language", "year")
_LONGEST_VALUE = 100

Sort = Literal["relevance", "newest"]


@dataclass(frozen=True)
class SearchRequest:
    """Hold a question, its filters, its order and its page; equal when they mean the same.

    `is_exact` asks for the words as written: in all their forms, but no words that resemble them.
    """

    q: str = ""
    university: str = ""
    topic: str = ""
    kind: str = ""
    language: str = ""
    year: str = ""
    sort: Sort = "relevance"
    page: int = 1
    was_cut: bool = False
    is_exact: bool = False

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> "SearchRequest":
        """Read the arguments of an address; what cannot be meant is left at its default."""
        q = " ".join(args.get("q", "").split())
        return cls(
            q=q[:MOST_CHARACTERS],
            **{name: args.get(name, "").strip()[:_LONGEST_VALUE] for name in FACETS},
            sort="newest" if args.get("sort") == "newest" else "relevance",
            page=read_page(args.get("page"), LAST_PAGE),
            was_cut=len(q) > MOST_CHARACTERS,
            is_exact=args.get("exact") == "1",
        )

    @property
    def is_asked(self) -> bool:
        """Tell whether there is anything to answer."""
        return bool(self.q or self.chosen)

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set."""
        values = {name: getattr(self, name) for name in FACETS}
        return {name: value for name, value in values.items() if value}

    @property
    def hidden(self) -> dict[str, str]:
        """Return what the search form must carry along beside the question."""
        return {**self.chosen, **({"sort": self.sort} if self.sort != "relevance" else {})}

    def without_filters(self) -> "SearchRequest":
        """Return the question alone, in the same order."""
        return self.with_(**dict.fromkeys(FACETS, ""))

    def with_(self, **changes: Any) -> "SearchRequest":
        """Return the request with these changes, on its first page unless a page is given."""
        return replace(self, **{"page": 1, **changes})

    def toggled(self, facet: str, value: str) -> "SearchRequest":
        """Return the request with one filter more, or less when it is set already."""
        return self.with_(**{facet: "" if getattr(self, facet) == value else value})

    def url(self, path: str) -> str:
        """Return the address of this request on the page at `path`."""
        given = {"q": self.q, **self.hidden}
        if self.is_exact:
            given["exact"] = "1"
        if self.page > 1:
            given["page"] = str(self.page)
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{path}?{query}" if query else path
