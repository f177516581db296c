"""Say what joins topics, and which of it is worth a line."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Lines that are drawn for each topic: with all of them one sees none.
_LINES_A_TOPIC = 3
# So many does the list beside the map name.
_MOST_NEIGHBOURS = 6
# So few articles say little about what belongs together.
_FEW = 2


@dataclass(frozen=True)
class Topic:
    """Name a topic, and say how many articles bear it."""

    label: str
    count: int


@dataclass(frozen=True)
class TopicLink:
    """Join two topics, by their places in the list: how many articles they share.

    `is_narrower` tells that one stands directly below the other in the vocabulary.
    """

    first: int
    second: int
    count: int
    is_narrower: bool = False


def choose_links(links: Sequence[TopicLink], topics: Sequence[Topic]) -> list[TopicLink]:
    """Return each topic's strongest links, and those of the vocabulary, in their order.

    A link is strong when two topics share much of what each has: else every topic would be joined
    with the largest ones, and with nothing else.
    """

    def weakness(link: TopicLink) -> tuple[float, int, int]:
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


def list_neighbours(
    links: Sequence[TopicLink], number_of_topics: int
) -> list[list[tuple[int, int]]]:
    """Return for each topic (place, shared articles) of those it shares most with, most first."""
    neighbours: list[list[tuple[int, int]]] = [[] for _ in range(number_of_topics)]
    for link in links:
        if link.count:
            neighbours[link.first].append((link.second, link.count))
            neighbours[link.second].append((link.first, link.count))
    return [
        sorted(near, key=lambda one: (-one[1], one[0]))[:_MOST_NEIGHBOURS] for near in neighbours
    ]
