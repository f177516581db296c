"""Place topics on a map: close to those they share articles with, and nothing over anything."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from wiki.pictures.lettering import break_lines, text_width

TEXT_SIZE = 14.0
_LINE_HEIGHT = 17.0
_LABEL_WIDTH = 118.0
_SMALLEST, _LARGEST = 14.0, 34.0
# Air between a circle and its label, around each topic, and at the edge of the map.
_TO_LABEL = 6.0
_AIR = 7.0
_MARGIN = 6.0
# How much wider than high a map is where it can be.
_ASPECT = 1.7
_ROUNDS = 240
_PUSHES = 300
# Less than this, in units of the drawing, nobody sees.
_TOUCH = 0.5
# Lines that are drawn for each topic: with all of them one sees none.
_LINES_A_TOPIC = 3
_THINNEST, _THICKEST = 1.0, 5.0
# So many does the list beside the map name.
_MOST_NEIGHBOURS = 6
# So few articles say little about what belongs together.
_FEW = 2
# The angle at which seeds stand in a sunflower: it spreads points evenly, without chance.
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Sheet:
    """Say how wide a map may be, what share of it topics cover, and how many it shows at most."""

    width: int
    covered: float
    most_topics: int


WIDE = Sheet(1080, 0.4, 40)
# On a phone the map stands upright and closer, and is for an overview alone.
NARROW = Sheet(300, 0.72, 14)


@dataclass(frozen=True)
class Topic:
    """Name a topic, and say how many articles bear it."""

    label: str
    count: int


@dataclass(frozen=True)
class Link:
    """Join two topics, by their places in the list: how many articles they share.

    `is_narrower` tells that one stands directly below the other in the vocabulary.
    """

    first: int
    second: int
    count: int
    is_narrower: bool = False


@dataclass(frozen=True)
class PlacedTopic:
    """Hold where a topic is drawn: its circle, and the lines of its label."""

    x: float
    y: float
    radius: float
    lines: tuple[tuple[str, float], ...]
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class PlacedLine:
    """Hold where a line runs, from circle to circle, and how thick it is."""

    link: Link
    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float


@dataclass(frozen=True)
class TopicMap:
    """Hold the drawing; topics stand in the order in which they came."""

    width: float
    height: float
    topics: tuple[PlacedTopic, ...]
    lines: tuple[PlacedLine, ...]


@lru_cache(maxsize=16)
def draw_map(topics: tuple[Topic, ...], links: tuple[Link, ...], sheet: Sheet) -> TopicMap:
    """Place the first topics on a sheet, the same way each time; it is as high as need be.

    Takes some hundredths of a second, and is kept for as long as nothing changes.
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
    most = max((link.count for link in drawn), default=1)
    lines = tuple(_line(link, placed, most) for link in drawn)
    return TopicMap(math.ceil(width), math.ceil(height), placed, lines)


def choose_links(links: Sequence[Link], topics: Sequence[Topic]) -> list[Link]:
    """Return each topic's strongest links, and those of the vocabulary, in their order.

    A link is strong when two topics share much of what each has: else every topic would be joined
    with the largest ones, and with nothing else.
    """

    def weakness(link: Link) -> tuple[float, int, int]:
        sizes = (topics[link.first].count + _FEW) * (topics[link.second].count + _FEW)
        return -link.count / math.sqrt(sizes), link.first, link.second

    strongest = sorted(links, key=weakness)
    drawn_of = [0] * len(topics)
    chosen = set()
    for link in strongest:
        has_room = min(drawn_of[link.first], drawn_of[link.second]) < _LINES_A_TOPIC
        if link.is_narrower or (link.count and has_room):
            chosen.add(link)
            drawn_of[link.first] += 1
            drawn_of[link.second] += 1
    return [link for link in links if link in chosen]


@dataclass(frozen=True)
class _Shape:
    """Hold how much room a topic takes: a circle with a label below it."""

    radius: float
    lines: tuple[str, ...]
    width: float
    height: float

    def at(self, x: float, y: float) -> PlacedTopic:
        """Put the middle of the shape here."""
        left, top = x - self.width / 2, y - self.height / 2
        first = top + 2 * self.radius + _TO_LABEL + TEXT_SIZE * 0.8
        return PlacedTopic(
            x=round(x, 1),
            y=round(top + self.radius, 1),
            radius=round(self.radius, 1),
            lines=tuple(
                (line, round(first + _LINE_HEIGHT * row, 1)) for row, line in enumerate(self.lines)
            ),
            box=(round(left, 1), round(top, 1), round(self.width, 1), round(self.height, 1)),
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
        shapes.append(_Shape(radius, lines, width, height))
    return shapes


def _arrange(count: int, links: Sequence[Link]) -> Points:
    """Let links pull and all topics push, from a sunflower on (Fruchterman and Reingold, 1991)."""
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
    """Stretch the arrangement over a sheet in which all topics have room."""
    area = float((sizes[:, 0] * sizes[:, 1]).sum()) / sheet.covered
    width = min(sheet.width, max(math.sqrt(area * _ASPECT), float(sizes[:, 0].max())))
    height = area / width
    low, high = places.min(axis=0), places.max(axis=0)
    shares = (places - low) / np.maximum(high - low, 1e-6)
    room = np.maximum(np.array([width, height]) - sizes, 0)
    spread: Points = sizes / 2 + shares * room
    return spread


def _settle(places: Points, sizes: Points, most_wide: float) -> Points:
    """Push apart what overlaps, within the width; what still does then moves down."""
    half = sizes / 2
    count = len(sizes)
    # Of two in the very same place, the later one goes right and down.
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
    """Move each topic down, from the topmost on, until it overlaps none above it."""
    done: list[int] = []
    for one in np.argsort(places[:, 1] - half[:, 1], kind="stable").tolist():
        while hit := [
            other
            for other in done
            if (np.abs(places[one] - places[other]) < half[one] + half[other] - _TOUCH).all()
        ]:
            places[one, 1] = max(places[other, 1] + half[other, 1] for other in hit) + half[one, 1]
        done.append(one)
    return places


def _line(link: Link, placed: Sequence[PlacedTopic], most: int) -> PlacedLine:
    """Draw a link from rim to rim; where circles touch it has no length."""
    one, other = placed[link.first], placed[link.second]
    across, down = other.x - one.x, other.y - one.y
    length = max(math.hypot(across, down), 1e-6)
    start, end = min(one.radius / length, 0.5), min(other.radius / length, 0.5)
    thickness = _THINNEST + (_THICKEST - _THINNEST) * math.sqrt(link.count / max(1, most))
    return PlacedLine(
        link=link,
        x1=round(one.x + across * start, 1),
        y1=round(one.y + down * start, 1),
        x2=round(other.x - across * end, 1),
        y2=round(other.y - down * end, 1),
        thickness=round(thickness, 1),
    )


def list_neighbours(links: Sequence[Link], number_of_topics: int) -> list[list[tuple[int, int]]]:
    """Return for each topic (place, shared articles) of those it shares most with, most first."""
    neighbours: list[list[tuple[int, int]]] = [[] for _ in range(number_of_topics)]
    for link in links:
        if link.count:
            neighbours[link.first].append((link.second, link.count))
            neighbours[link.second].append((link.first, link.count))
    return [
        sorted(near, key=lambda one: (-one[1], one[0]))[:_MOST_NEIGHBOURS] for near in neighbours
    ]
