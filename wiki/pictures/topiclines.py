"""Lead the lines of the map of topics from circle to circle, around words and other circles."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wiki.pictures.topiclinks import TopicLink

_THINNEST, _THICKEST = 1.0, 5.0
# How far a line may bend to either side, as shares of its length; and what share of it must else
# run through something for it to bend by its whole length: many bent lines are hard to follow.
_BENDS = (0.0, 0.12, -0.12, 0.24, -0.24, 0.36, -0.36)
_PRICE = 0.6
# A line behind another topic's circle seems to lead to it, which is worse than one behind a word.
_CIRCLE_PRICE = 6
# A line is looked at in so many places, and keeps so far away from what is not its own.
_LOOKS = np.linspace(0.0, 1.0, 120)[:, None]
_AWAY = 3.0

Points = NDArray[np.float64]
# The middle of a circle, and its radius.
Circle = tuple[float, float, float]
Ends = tuple[Circle, Circle]


@dataclass(frozen=True)
class PlacedLine:
    """Hold where a line runs, from circle to circle, and how thick it is.

    It bends towards a point, as the quadratic curves of SVG do; that of a straight line lies on it.
    """

    link: TopicLink
    x1: float
    y1: float
    bend_x: float
    bend_y: float
    x2: float
    y2: float
    thickness: float


@dataclass(frozen=True)
class Obstacles:
    """Hold what lines should not run through, inside a map of this size.

    `labels` are rows of left, top, right and bottom, `circles` rows of x, y and radius.
    """

    labels: Points
    circles: Points
    width: float
    height: float

    def weigh_hits(self, path: Points) -> int:
        """Return in how many of its places a path runs through words, and far more for circles."""
        x, y = path[:, :1], path[:, 1:]
        left, top, right, bottom = (self.labels + _AWAY * np.array([-1, -1, 1, 1])).T
        in_label = (x > left) & (x < right) & (y > top) & (y < bottom)
        apart = np.hypot(x - self.circles[:, 0], y - self.circles[:, 1])
        in_circle = apart < self.circles[:, 2] + _AWAY
        return int(in_label.sum() + _CIRCLE_PRICE * in_circle.sum())

    def holds(self, point: Points) -> bool:
        """Tell whether a point lies on the map."""
        return bool(0 <= point[0] <= self.width and 0 <= point[1] <= self.height)


def draw_line(link: TopicLink, ends: Ends, around: Obstacles, most: int) -> PlacedLine:
    """Draw a link from rim to rim, bent where it would else strike something through."""
    start, end = (np.array(circle[:2]) for circle in ends)
    across = end - start
    aside = np.array([-across[1], across[0]])
    tries = []
    for share in _BENDS:
        bend = (start + end) / 2 + share * aside
        if around.holds(bend):
            path = _path(ends, bend)
            price = abs(share) * _PRICE * len(_LOOKS)
            tries.append((around.weigh_hits(_places_on(path)) + price, path))
    _, path = min(tries, key=lambda one: one[0])
    thickness = _THINNEST + (_THICKEST - _THINNEST) * math.sqrt(link.count / max(1, most))
    (x1, y1), (bend_x, bend_y), (x2, y2) = np.round(path, 1).tolist()
    return PlacedLine(link, x1, y1, bend_x, bend_y, x2, y2, round(thickness, 1))


def _path(ends: Ends, bend: Points) -> tuple[Points, Points, Points]:
    """Return where a line leaves the first circle, bends, and reaches the second one."""
    first, last = (_rim(circle, bend) for circle in ends)
    return first, bend, last


def _rim(circle: Circle, towards: Points) -> Points:
    middle = np.array(circle[:2])
    length = max(float(np.hypot(*(towards - middle))), 1e-6)
    rim: Points = middle + (towards - middle) * min(circle[2] / length, 1.0)
    return rim


def _places_on(path: tuple[Points, Points, Points]) -> Points:
    first, bend, last = path
    places: Points = (1 - _LOOKS) ** 2 * first + 2 * _LOOKS * (1 - _LOOKS) * bend + _LOOKS**2 * last
    return places
