"""Draw the lines of the topic map from circle to circle, around labels and other circles."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wiki.pictures.topiclinks import TopicLink

_THINNEST, _THICKEST = 1.0, 5.0
# How far a line may bend to either side, as shares of its length. The price of bending: a bend of
# the line's whole length is worth it only if it avoids hits on this share of the line, because
# many bent lines are hard to follow.
_BENDS = (0.0, 0.12, -0.12, 0.24, -0.24, 0.36, -0.36)
_PRICE = 0.6
# A line behind another topic's circle seems to end there, which is worse than one behind a label.
_CIRCLE_PRICE = 6
# The points of a line that are checked for hits, and its distance from other topics.
_SAMPLES = np.linspace(0.0, 1.0, 120)[:, None]
_AWAY = 3.0

Points = NDArray[np.float64]
# The centre of a circle, and its radius.
Circle = tuple[float, float, float]
Ends = tuple[Circle, Circle]


@dataclass(frozen=True)
class PlacedLine:
    """A line of the map, from circle to circle, with its thickness.

    It is a quadratic curve of SVG with one control point, which lies on the line if it is straight.
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
    """What lines should not run through, on a map of this size.

    `labels` are rows of left, top, right and bottom, `circles` rows of x, y and radius.
    """

    labels: Points
    circles: Points
    width: float
    height: float

    def weigh_hits(self, path: Points) -> int:
        """Count the points of a path that hit a label or a circle, circles with more weight."""
        x, y = path[:, :1], path[:, 1:]
        left, top, right, bottom = (self.labels + _AWAY * np.array([-1, -1, 1, 1])).T
        in_label = (x > left) & (x < right) & (y > top) & (y < bottom)
        apart = np.hypot(x - self.circles[:, 0], y - self.circles[:, 1])
        in_circle = apart < self.circles[:, 2] + _AWAY
        return int(in_label.sum() + _CIRCLE_PRICE * in_circle.sum())

    def contains(self, point: Points) -> bool:
        """Return whether a point is on the map."""
        return bool(0 <= point[0] <= self.width and 0 <= point[1] <= self.height)


def draw_line(link: TopicLink, ends: Ends, around: Obstacles, most: int) -> PlacedLine:
    """Draw a link from rim to rim, bent where it would otherwise run through something."""
    start, end = (np.array(circle[:2]) for circle in ends)
    across = end - start
    aside = np.array([-across[1], across[0]])
    tries = []
    for share in _BENDS:
        bend = (start + end) / 2 + share * aside
        if around.contains(bend):
            path = _path(ends, bend)
            price = abs(share) * _PRICE * len(_SAMPLES)
            tries.append((around.weigh_hits(_places_on(path)) + price, path))
    _, path = min(tries, key=lambda priced: priced[0])
    thickness = _THINNEST + (_THICKEST - _THINNEST) * math.sqrt(link.count / max(1, most))
    (x1, y1), (bend_x, bend_y), (x2, y2) = np.round(path, 1).tolist()
    return PlacedLine(link, x1, y1, bend_x, bend_y, x2, y2, round(thickness, 1))


def _path(ends: Ends, bend: Points) -> tuple[Points, Points, Points]:
    """Return where a line leaves the first circle, its control point, and where it ends."""
    first, last = (_rim(circle, bend) for circle in ends)
    return first, bend, last


def _rim(circle: Circle, towards: Points) -> Points:
    middle = np.array(circle[:2])
    length = max(float(np.hypot(*(towards - middle))), 1e-6)
    rim: Points = middle + (towards - middle) * min(circle[2] / length, 1.0)
    return rim


def _places_on(path: tuple[Points, Points, Points]) -> Points:
    first, bend, last = path
    places: Points = (
        (1 - _SAMPLES) ** 2 * first + 2 * _SAMPLES * (1 - _SAMPLES) * bend + _SAMPLES**2 * last
    )
    return places
