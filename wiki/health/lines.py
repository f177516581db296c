"""What the page and the command say: a line for each thing that is looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing is, the worst first."""

    BAD = "bad"
    LOOK = "look"
    GOOD = "good"


@dataclass(frozen=True)
class Line:
    """How one thing is, what that means and what to do; `command` is what to type or to set.

    `endpoint` names the page on which more is said.
    """

    name: str
    title: str
    state: State
    value: str
    advice: str = ""
    command: str = ""
    endpoint: str = ""


@dataclass(frozen=True)
class Report:
    """All lines, the worst first; among equals in the order in which they were made."""

    lines: Sequence[Line]

    @property
    def state(self) -> State:
        """Return the worst state."""
        return self.lines[0].state if self.lines else State.GOOD

    def count(self, state: State) -> int:
        """Return how many lines are in a state."""
        return sum(line.state == state for line in self.lines)


def make_report(lines: Iterable[Line]) -> Report:
    """Put the worst lines first."""
    order = list(State)
    return Report(sorted(lines, key=lambda line: order.index(line.state)))
