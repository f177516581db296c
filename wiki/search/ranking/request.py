"""Define what a reader asks of the search page, as a value that knows its own URL."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlencode

from wiki.search.language.analysis import without_unseen
from wiki.search.ranking.query import MOST_CHARACTERS
from wiki.web.numbers import read_page

PAGE_SIZE = 10
# Readers who have seen a hundred hits are better off with another question.
LAST_PAGE = 10
# The most hits on all pages, since an article and its translation are shown as one.
MOST_SHOWN = 2 * LAST_PAGE * PAGE_SIZE
FACETS = ("university", "topic", "kind", "language", "year")
_LONGEST_VALUE = 100

Sort = Literal["relevance", "newest"]


@dataclass(frozen=True)
class SearchRequest:
    """A question with its filters, order and page; equal requests mean the same.

    `is_exact` asks for the words as typed, in all their inflections, but for no other words;
    `is_wide` also for what mentions them only in passing.
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
    is_wide: bool = False

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> "SearchRequest":
        """Read the query of a URL; invalid values are replaced by the defaults."""
        q = " ".join(without_unseen(args.get("q", "")).split())
        return cls(
            q=q[:MOST_CHARACTERS],
            **{name: args.get(name, "").strip()[:_LONGEST_VALUE] for name in FACETS},
            sort="newest" if args.get("sort") == "newest" else "relevance",
            page=read_page(args.get("page"), LAST_PAGE),
            was_cut=len(q) > MOST_CHARACTERS,
            is_exact=args.get("exact") == "1",
            is_wide=args.get("wide") == "1",
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
        """Return the hidden fields of the search form."""
        return {**self.chosen, **({"sort": self.sort} if self.sort != "relevance" else {})}

    def without_filters(self) -> "SearchRequest":
        """Return the request without its filters, sorted as before."""
        return self.with_(**dict.fromkeys(FACETS, ""))

    def with_(self, **changes: Any) -> "SearchRequest":
        """Return the request with these changes, on page 1 unless another page is given."""
        return replace(self, **{"page": 1, **changes})

    def toggled(self, facet: str, value: str) -> "SearchRequest":
        """Return the request with this filter set, or removed when it is set already."""
        return self.with_(**{facet: "" if getattr(self, facet) == value else value})

    def url(self, path: str) -> str:
        """Return the URL of this request on the page at `path`."""
        given = {"q": self.q, **self.hidden}
        if self.is_exact:
            given["exact"] = "1"
        if self.is_wide:
            given["wide"] = "1"
        if self.page > 1:
            given["page"] = str(self.page)
        query = urlencode({name: value for name, value in given.items() if value})
        return f"{path}?{query}" if query else path
