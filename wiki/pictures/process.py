"""Draw the phases of the process of social innovation, in a row or in a column."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from wiki.pictures.text_metrics import break_lines

# A concept tagged with this topic is about the process, and shows the drawing above its text.
TOPIC = "innovation-process"

TEXT_SIZE = 15.0
# Units of the drawing per rem: its words are a little smaller than those of the page.
_REM = 16.0
_LINE_HEIGHT = 19.0

# In a row: six fit the width of a text column. The space above is for the ways back.
_STEP_ACROSS = 120.0
_TOP = 78.0
_RADIUS = 24.0
_GAP = 6.0
# In a column, for a phone: the ways back are at the left.
_STEP_DOWN = 88.0
_LEFT = 66.0
_NARROW_WIDTH = 288.0

# The process is no straight line. It often turns back, by the phases' positions: after a test that
# reveals another problem; when a solution must be developed again for another place; and when new
# people must be won over.
_WAYS_BACK = ((3, 0), (4, 3), (5, 2))


@dataclass(frozen=True)
class PlacedPhase:
    """The position of a phase: its circle, the lines of its name, and the note below them."""

    number: int
    x: float
    y: float
    radius: float
    text_x: float
    lines: tuple[tuple[str, float], ...]
    note_y: float
    is_centred: bool

    @property
    def area(self) -> tuple[float, float, float, float]:
        """Return x, y, width and height of the touch target: circle, words and the gap."""
        top = self.y - self.radius
        if self.is_centred:
            width = _STEP_ACROSS - 8
            return self.x - width / 2, top, width, self.note_y + 6 - top
        left = self.x - self.radius
        return left, top, _NARROW_WIDTH - left, 2 * self.radius


@dataclass(frozen=True)
class ProcessDrawing:
    """The drawing: phases, and the ways onward and back as SVG paths."""

    width: float
    height: float
    phases: tuple[PlacedPhase, ...]
    onward: tuple[str, ...]
    back: tuple[str, ...]
    text_size: ClassVar[float] = TEXT_SIZE

    @property
    def width_rem(self) -> float:
        """Return the maximal width in rem, so that the drawing grows with the page's text size."""
        return round(self.width / _REM, 3)


@dataclass(frozen=True)
class Phase:
    """A phase, named in the reader's language, and the number of methods for it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Process:
    """The phases, and both drawings of them: for a wide column and for a phone."""

    phases: tuple[Phase, ...]
    across: ProcessDrawing
    down: ProcessDrawing


def draw_process(phases: Sequence[Phase]) -> Process:
    """Draw the phases in the order given, in a row and in a column."""
    names = [phase.label for phase in phases]
    return Process(tuple(phases), draw_across(names), draw_down(names))


def draw_across(names: Sequence[str]) -> ProcessDrawing:
    """Place the phases from left to right, each with its name below."""
    phases = []
    below = _TOP + _RADIUS + 26
    for index, name in enumerate(names):
        x = _STEP_ACROSS * (index + 0.5)
        lines = break_lines(name, TEXT_SIZE, _STEP_ACROSS - 8)
        placed = tuple((line, below + _LINE_HEIGHT * row) for row, line in enumerate(lines))
        note_y = below + _LINE_HEIGHT * len(lines) + 2
        phases.append(PlacedPhase(index + 1, x, _TOP, _RADIUS, x, placed, note_y, True))
    reach = _RADIUS + _GAP
    onward = [
        f"M{phase.x + reach:g} {_TOP:g}H{after.x - reach - 3:g}"
        for phase, after in pairwise(phases)
    ]
    return ProcessDrawing(
        width=_STEP_ACROSS * max(1, len(names)),
        height=max([_TOP + reach, *(phase.note_y for phase in phases)]) + 12,
        phases=tuple(phases),
        onward=tuple(onward),
        back=tuple(_arc_above(phases[a], phases[b]) for a, b in _ways_back(len(names))),
    )


def _ways_back(count: int) -> list[tuple[int, int]]:
    return [way for way in _WAYS_BACK if max(way) < count]


def _arc_above(start: PlacedPhase, end: PlacedPhase) -> str:
    """Return an arc from the top left of a circle to the top right of an earlier one."""
    rim = _TOP - _RADIUS - _GAP
    height = rim - (18 + 15 * ((start.number - end.number) - 1))
    return (
        f"M{start.x - 8:g} {rim + 2:g}"
        f"C{start.x - 22:g} {height:g} {end.x + 22:g} {height:g} {end.x + 9:g} {rim + 1:g}"
    )


def draw_down(names: Sequence[str]) -> ProcessDrawing:
    """Place the phases from top to bottom, each with its name to the right."""
    phases = []
    text_x = _LEFT + _RADIUS + 16
    for index, name in enumerate(names):
        y = _STEP_DOWN * (index + 0.5)
        lines = break_lines(name, TEXT_SIZE, _NARROW_WIDTH - text_x)
        top = y + 5 - (_LINE_HEIGHT * len(lines)) / 2
        placed = tuple((line, top + _LINE_HEIGHT * row) for row, line in enumerate(lines))
        note_y = top + _LINE_HEIGHT * len(lines) + 1
        phases.append(PlacedPhase(index + 1, _LEFT, y, _RADIUS, text_x, placed, note_y, False))
    reach = _RADIUS + _GAP
    onward = [
        f"M{_LEFT:g} {phase.y + reach:g}V{after.y - reach - 3:g}"
        for phase, after in pairwise(phases)
    ]
    return ProcessDrawing(
        width=_NARROW_WIDTH,
        height=_STEP_DOWN * max(1, len(names)),
        phases=tuple(phases),
        onward=tuple(onward),
        back=tuple(_arc_at_left(phases[a], phases[b]) for a, b in _ways_back(len(names))),
    )


def _arc_at_left(start: PlacedPhase, end: PlacedPhase) -> str:
    """Return an arc at the left, from the upper part of a circle to the lower part of one above."""
    rim = _LEFT - _RADIUS - _GAP
    left = rim - (12 + 12 * ((start.number - end.number) - 1))
    return (
        f"M{rim + 2:g} {start.y - 8:g}"
        f"C{left:g} {start.y - 22:g} {left:g} {end.y + 22:g} {rim + 1:g} {end.y + 9:g}"
    )
