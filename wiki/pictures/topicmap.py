"""Place topics on a map, near those they share articles with, and without overlaps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from wiki.pictures.text_metrics import break_lines, text_width
from wiki.pictures.topiclines import Circle, Obstacles, PlacedLine, Points, draw_line
from wiki.pictures.topiclinks import Topic, TopicLink, choose_links

TEXT_SIZE = 14.0
_LINE_HEIGHT = 18.0
_LABEL_WIDTH = 118.0
_SMALLEST, _LARGEST = 14.0, 34.0
# The space between a circle and its label, around each topic, and at the edge of the map.
_TO_LABEL = 6.0
_AIR = 7.0
_MARGIN = 6.0
_ROUNDS = 240
_PUSHES = 300
# A smaller overlap, in units of the drawing, cannot be seen.
_TOUCH = 0.5
# The angle between seeds in a sunflower: it spreads points evenly and deterministically.
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class Sheet:
    """The maximal width of a map, and its ratio of width to height where it is not full.

    `covered` is the share of its area that topics cover, `most_topics` how many it shows.
    """

    width: int
    aspect: float
    covered: float
    most_topics: int


# Each fills its frame in pictures.css with text between 12 and 16 px high: a frame of at least
# `width` * 12 / TEXT_SIZE px. The break points in pictures.css follow from these widths.
WIDE = Sheet(1160, 2.4, 0.3, 40)
MIDDLE = Sheet(620, 1.2, 0.44, 26)
# On a phone the map is upright and denser, and gives an overview only.
NARROW = Sheet(300, 1.7, 0.6, 14)


@dataclass(frozen=True)
class PlacedTopic:
    """The position of a topic: its circle, and the lines of its label.

    `box` is left, top, width and height of both, `label_box` left, top, right and bottom of the
    label.
    """

    x: float
    y: float
    radius: float
    lines: tuple[tuple[str, float], ...]
    box: tuple[float, float, float, float]
    label_box: tuple[float, float, float, float]

    @property
    def circle(self) -> Circle:
        """Return the centre and the radius."""
        return self.x, self.y, self.radius


@dataclass(frozen=True)
class TopicMap:
    """The drawing; topics are in the order in which they were given."""

    width: float
    height: float
    topics: tuple[PlacedTopic, ...]
    lines: tuple[PlacedLine, ...]
    text_size: ClassVar[float] = TEXT_SIZE

    @property
    def width_rem(self) -> float:
        """Return the maximal width in rem, at which labels are as large as the page's text."""
        return round(self.width / TEXT_SIZE, 3)


@lru_cache(maxsize=16)
def draw_map(topics: tuple[Topic, ...], links: tuple[TopicLink, ...], sheet: Sheet) -> TopicMap:
    """Place the first topics on a sheet, deterministically; the sheet is as high as needed.

    Takes some hundredths of a second, so it is cached while nothing changes.
    """
    topics = topics[: sheet.most_topics]
    if not topics:
        return TopicMap(0.0, 0.0, (), ())
    links = tuple(link for link in links if max(link.first, link.second) < len(topics))
    shapes = _shapes(topics, sheet.width)
    drawn = choose_links(links, topics)
    sizes = np.array([(shape.width, shape.height) for shape in shapes]) + 2 * _AIR
    places = _spread(_arrange(len(topics), drawn), sizes, sheet)
    places = _settle(places, sizes, sheet.width)
    places -= (places - sizes / 2).min(axis=0) - (_MARGIN - _AIR)
    width, height = (places + sizes / 2).max(axis=0) + (_MARGIN - _AIR)
    placed = tuple(shape.at(x, y) for shape, (x, y) in zip(shapes, places.tolist(), strict=True))
    around = Obstacles(
        labels=np.array([topic.label_box for topic in placed]),
        circles=np.array([topic.circle for topic in placed]),
        width=width,
        height=height,
    )
    most = max((link.count for link in drawn), default=1)
    lines = tuple(
        draw_line(link, (placed[link.first].circle, placed[link.second].circle), around, most)
        for link in drawn
    )
    return TopicMap(math.ceil(width), math.ceil(height), placed, lines)


@dataclass(frozen=True)
class _Shape:
    """The size of a topic: a circle with a label below it."""

    radius: float
    lines: tuple[str, ...]
    widest: float
    width: float
    height: float

    def at(self, x: float, y: float) -> PlacedTopic:
        """Return the topic with the shape's centre at x and y."""
        left, top = x - self.width / 2, y - self.height / 2
        words = top + 2 * self.radius + _TO_LABEL
        first = words + TEXT_SIZE * 0.8
        return PlacedTopic(
            x=round(x, 1),
            y=round(top + self.radius, 1),
            radius=round(self.radius, 1),
            lines=tuple(
                (line, round(first + _LINE_HEIGHT * row, 1)) for row, line in enumerate(self.lines)
            ),
            box=(round(left, 1), round(top, 1), round(self.width, 1), round(self.height, 1)),
            label_box=(x - self.widest / 2, words, x + self.widest / 2, top + self.height),
        )


def _shapes(topics: Sequence[Topic], most_wide: float) -> list[_Shape]:
    most = max(1, *(topic.count for topic in topics))
    shapes = []
    for topic in topics:
        radius = _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(max(0, topic.count) / most)
        lines = break_lines(topic.label, TEXT_SIZE, min(_LABEL_WIDTH, most_wide / 3))
        widest = max((text_width(line, TEXT_SIZE) for line in lines), default=0.0)
        width = min(max(2 * radius, widest), most_wide - 2 * _AIR)
        height = 2 * radius + _TO_LABEL + _LINE_HEIGHT * len(lines)
        shapes.append(_Shape(radius, lines, widest, width, height))
    return shapes


def _arrange(count: int, links: Sequence[TopicLink]) -> Points:
    """Let links attract and topics repel each other (Fruchterman and Reingold, 1991)."""
    order = np.arange(count)
    angles, reaches = order * _GOLDEN_ANGLE, np.sqrt((order + 0.5) / count)
    places: Points = np.stack([reaches * np.cos(angles), reaches * np.sin(angles)], axis=1)
    pull = np.zeros((count, count))
    most = max((link.count for link in links), default=1) or 1
    for link in links:
        strength = 0.35 + math.sqrt(link.count / most)
        pull[link.first, link.second] = pull[link.second, link.first] = strength
    distance = 1.6 / math.sqrt(count)
    for heat in np.linspace(0.2, 0.004, _ROUNDS):
        apart = places[:, None, :] - places[None, :, :]
        far = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-3)
        force = distance**2 / far**2 - pull * far / distance
        np.fill_diagonal(force, 0.0)
        moves = (apart * force[:, :, None]).sum(axis=1) - 0.9 * places
        lengths = np.maximum(np.sqrt((moves**2).sum(axis=1)), 1e-9)
        places = places + moves * (np.minimum(lengths, heat) / lengths)[:, None]
    return places


def _spread(places: Points, sizes: Points, sheet: Sheet) -> Points:
    """Scale the arrangement to a sheet on which all topics have room."""
    area = float((sizes[:, 0] * sizes[:, 1]).sum()) / sheet.covered
    width = min(sheet.width, max(math.sqrt(area * sheet.aspect), float(sizes[:, 0].max())))
    height = area / width
    low, high = places.min(axis=0), places.max(axis=0)
    shares = (places - low) / np.maximum(high - low, 1e-6)
    room = np.maximum(np.array([width, height]) - sizes, 0)
    spread: Points = sizes / 2 + shares * room
    return spread


def _settle(places: Points, sizes: Points, most_wide: float) -> Points:
    """Push overlapping topics apart within the width; those that still overlap move down."""
    half = sizes / 2
    count = len(sizes)
    # Of two topics in the same place, the later moves right and down.
    order = np.sign(np.arange(count)[:, None] - np.arange(count)[None, :])[:, :, None]
    others = ~np.eye(count, dtype=bool)
    for _ in range(_PUSHES):
        apart = places[:, None, :] - places[None, :, :]
        over = half[:, None, :] + half[None, :, :] - np.abs(apart)
        hits = (over[:, :, 0] > _TOUCH) & (over[:, :, 1] > _TOUCH) & others
        if not hits.any():
            break
        nearer = np.arange(2) == np.argmin(over, axis=2)[:, :, None]
        side = np.where(apart == 0, order, np.sign(apart))
        push = np.where(hits[:, :, None] & nearer, over * side, 0.0).sum(axis=1)
        places = places + 0.5 * push / np.maximum(hits.sum(axis=1), 1)[:, None]
        rightmost = np.maximum(most_wide - half[:, 0], half[:, 0])
        places[:, 0] = np.clip(places[:, 0], half[:, 0], rightmost)
    return _drop(places, half)


def _drop(places: Points, half: Points) -> Points:
    """Move each topic down, beginning with the topmost, until it overlaps none above it."""
    done: list[int] = []
    for topic in np.argsort(places[:, 1] - half[:, 1], kind="stable").tolist():
        while hit := [
            other
            for other in done
            if (np.abs(places[topic] - places[other]) < half[topic] + half[other] - _TOUCH).all()
        ]:
            bottom = max(places[other, 1] + half[other, 1] for other in hit)
            places[topic, 1] = bottom + half[topic, 1]
        done.append(topic)
    return places
