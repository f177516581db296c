"""What somebody is told of the review of a draft."""

from dataclasses import dataclass
from enum import StrEnum

_EXCERPT = 200


class NewsKind(StrEnum):
    """What has happened to a draft, or to what an editor suggested in it.

    A suggestion is closed when it changed nothing: it was rejected, or the draft said so already.
    """

    RETURNED = "returned"
    REMARKED = "remarked"
    SUGGESTED = "suggested"
    ACCEPTED = "accepted"
    CLOSED = "closed"


@dataclass(frozen=True)
class DraftNews:
    """Who did what to a draft; `row_id` is the round, comment or suggestion, of its kind."""

    kind: NewsKind
    article_id: int
    row_id: int
    author: str
    words: str

    @property
    def excerpt(self) -> str:
        """Return the beginning of the words, in one line."""
        line = " ".join(self.words.split())
        return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1]}…"
