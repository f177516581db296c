"""What is counted, as plain numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Age(StrEnum):
    """How long ago the text that readers see was published."""

    MONTH = "month"
    YEAR = "year"
    OLDER = "older"


@dataclass(frozen=True)
class TopicCount:
    """A topic, and how many public articles have it."""

    slug: str
    label_sv: str
    label_en: str
    count: int

    def label(self, language: str) -> str:
        """Return the label in `language`."""
        return self.label_sv if language == "sv" else self.label_en


@dataclass(frozen=True)
class Standing:
    """The public articles of today: by kind, by language, by age, and how many are to be checked.

    `languages` tells for each language those that have a translation from those that have none.
    """

    kinds: Mapping[str, int]
    languages: Mapping[tuple[str, bool], int]
    ages: Mapping[Age, int]
    due: int
    topics: Sequence[TopicCount]

    @property
    def total(self) -> int:
        """Return the number of articles."""
        return sum(self.kinds.values())


@dataclass(frozen=True)
class YearCount:
    """A year: articles first published and changed in it, and how many there were at its end.

    Articles that readers no longer see count nowhere. `people` have written what readers see;
    `reads` are those of any article.
    """

    number: int
    new: int
    updated: int
    total: int
    reads: int
    people: int


@dataclass(frozen=True)
class SearchCounts:
    """Searches that editors have answered, by the kind of the answer."""

    answers: Mapping[str, int]

    @property
    def total(self) -> int:
        """Return the number of searches answered."""
        return sum(self.answers.values())
