"""Say who is named for a text, and for what."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Credit:
    """A person or organisation named for a text; `slug` is that of their page, if they have one."""

    name: str
    user_id: int | None = None
    slug: str = ""
    orcid: str = ""


@dataclass(frozen=True)
class Credits:
    """Who is named for a version of an article; contributors mended something in it."""

    authors: Sequence[Credit] = ()
    contributors: Sequence[Credit] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the authors."""
        return tuple(author.name for author in self.authors)
