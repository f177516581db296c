"""Find the links between topics, and choose those that the map draws."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

# Lines drawn for each topic: with all of them the map would be unreadable.
_LINES_A_TOPIC = 3
# How many the list next to the map names for each topic.
_MOST_NEIGHBOURS = 6
# Added to each topic's size, because a share of a few articles says little.
_FEW = 2


@dataclass(frozen=True)
class Topic:
    """A topic, and the number of articles tagged with it."""

    label: str
    count: int


@dataclass(frozen=True)
class TopicLink:
    """Two topics, by their index in the list, and the number of articles they share.

    `is_narrower` means that one is directly below the other in the vocabulary.
    """

    first: int
    second: int
    count: int
    is_narrower: bool = False


def choose_links(links: Sequence[TopicLink], topics: Sequence[Topic]) -> list[TopicLink]:
    """Return each topic's strongest links and those of the vocabulary, in the order given.

    Strength is relative to the topics' sizes: otherwise every topic would be linked to the largest
    ones only.
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
    """Return for each topic (index, shared articles) of those it shares most with, most first."""
    neighbours: list[list[tuple[int, int]]] = [[] for _ in range(number_of_topics)]
    for link in links:
        if link.count:
            neighbours[link.first].append((link.second, link.count))
            neighbours[link.second].append((link.first, link.count))
    return [
        sorted(near, key=lambda pair: (-pair[1], pair[0]))[:_MOST_NEIGHBOURS] for near in neighbours
    ]
