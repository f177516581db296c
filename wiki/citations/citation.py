"""Say of one version of an article what reference managers and search engines ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wiki.citations.names import Author


@dataclass(frozen=True)
class Citation:
    """A version of an article: `published` is its own day, `first_published` the article's.

    `url` is the absolute address that is saved, `key` the identifier by which `/unapi` knows it,
    `licence` the address of the terms.
    """

    title: str
    authors: Sequence[Author]
    language: str
    published: date
    first_published: date
    keywords: Sequence[str]
    abstract: str
    url: str
    key: str
    number: int
    site: str
    licence: str
    editors: Sequence[Author] = ()
    translators: Sequence[Author] = ()
    reviewer: Author | None = None
    reviewed: date | None = None

    @property
    def publication(self) -> str:
        """Return the name of the whole that the article is a part of."""
        return f"{self.site} Wiki"

    @property
    def author_lines(self) -> list[str]:
        """Return the authors as `citation_author` wants them, each in an element of its own.

        A comma behind the name says that it is no person's. Readers split an only author in two
        when there are spaces on both sides of the comma, and a semicolon keeps them from it.
        """
        lines = [author.line for author in self.authors]
        if len(lines) == 1 and all(" " in part.strip() for part in lines[0].split(",")):
            return [f"{lines[0]};"]
        return lines
