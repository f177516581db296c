"""What somebody did, and what would undo it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Sort(StrEnum):
    """How a deed is undone, in the order in which it must be: tags go before their terms."""

    ARCHIVAL = "archival"
    TAGS = "tags"
    TERM = "term"
    WITHDRAWAL = "withdrawal"
    PUBLICATION = "publication"
    TEXT = "text"
    ARTICLE = "article"


@dataclass(frozen=True)
class Period:
    """The deeds of one person from the first moment up to the first that is too late."""

    user_id: int
    since: datetime
    until: datetime

    def has(self, user_id: int | None, moment: datetime) -> bool:
        """Return whether somebody's deed of a moment is one of these."""
        return user_id == self.user_id and self.since <= moment < self.until


@dataclass(frozen=True)
class PageAddress:
    """The page of an article or term; `language` is empty for a term."""

    slug: str
    language: str = ""


@dataclass(frozen=True)
class Deed:
    """What was done to one thing; `reason` says why it cannot be undone, if it cannot.

    `number` is that of the article, or of the entry in the audit log for a term; `state` is what
    was found, so that what has moved on since is not undone unseen. `target` is the version that
    comes back, `numbers` the versions that were published, `added` and `removed` the ids of tags.
    """

    sort: Sort
    number: int
    title: str
    what: str
    state: int = 0
    reason: str = ""
    address: PageAddress | None = None
    target: int = 0
    numbers: frozenset[int] = frozenset()
    added: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """Return the name by which a form chooses it."""
        return f"{self.sort}-{self.number}-{self.state}"


@dataclass(frozen=True)
class Work:
    """What somebody did: what can be undone, what cannot, and how often what has no undo here.

    `is_cut` is whether there was more than is looked at.
    """

    possible: Sequence[Deed]
    impossible: Sequence[Deed]
    others: Sequence[tuple[str, int]]
    is_cut: bool


@dataclass(frozen=True)
class Outcome:
    """What became of a deed that was chosen: undone, or not, with the reason."""

    deed: Deed
    reason: str = ""
