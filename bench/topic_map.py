"""Compare layouts of the topic map: our own, networkx's spring_layout, and rows.

Prints the time, the crossings of lines, the lines through other topics, and the mean length of
lines. Needs `pip install networkx` for its layout.
"""

import importlib
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

if not __package__:  # started as a file, `python bench/topic_map.py`
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from wiki.pictures import topicmap
from wiki.pictures.topiclines import Points
from wiki.pictures.topiclinks import Topic, TopicLink, choose_links

_MAPS, _TOPICS = 10, 40


def main() -> None:
    """Print for each layout the mean over ten maps of forty topics."""
    ways: dict[str, Callable[[int, Sequence[TopicLink]], Points]] = {
        "ours": topicmap._arrange,
        "in rows": lambda count, _links: np.array(
            [divmod(place, math.isqrt(count - 1) + 1)[::-1] for place in range(count)], float
        ),
    }
    try:
        networkx = importlib.import_module("networkx")
        ways["spring_layout"] = partial(_spring, networkx)
    except ImportError:
        print("networkx is not installed")
    for name, arrange in ways.items():
        vars(topicmap)["_arrange"] = arrange
        figures = [_measure_map(seed) for seed in range(_MAPS)]
        middle = [statistics.mean(column) for column in zip(*figures, strict=True)]
        print(
            f"  {name:14} {middle[0]:5.1f} ms; of {middle[4]:.0f} lines {middle[1]:.1f} crossings, "
            f"{middle[2]:.1f} through words or circles, mean length {middle[3]:.0f}"
        )


def _spring(networkx: Any, count: int, links: Sequence[TopicLink]) -> Points:
    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from((link.first, link.second, max(1, link.count)) for link in links)
    places = networkx.spring_layout(graph, seed=1, iterations=240, scale=1)
    return np.array([places[node] for node in range(count)])


def _measure_map(seed: int) -> tuple[float, int, int, float, int]:
    """Return time, crossings, hits on topics, mean length and number of lines of a map."""
    topics, links = _make_topics(seed)
    begin = time.process_time()
    drawn = topicmap.draw_map.__wrapped__(topics, links, topicmap.WIDE)
    took = (time.process_time() - begin) * 1000
    lines = [((line.x1, line.y1), (line.x2, line.y2), line.link) for line in drawn.lines]
    crossings = sum(
        _cross(line[:2], other[:2])
        for line, other in combinations(lines, 2)
        if not {line[2].first, line[2].second} & {other[2].first, other[2].second}
    )
    hits = sum(
        any(
            abs(x1 + (x2 - x1) * share / 20 - topic.x) < topic.box[2] / 2
            and 0 < y1 + (y2 - y1) * share / 20 - topic.box[1] < topic.box[3]
            for share in range(1, 20)
        )
        for (x1, y1), (x2, y2), link in lines
        for place, topic in enumerate(drawn.topics)
        if place not in (link.first, link.second)
    )
    length = statistics.mean(math.dist(start, end) for start, end, _ in lines)
    return took, crossings, hits, length, len(choose_links(links, topics))


def _make_topics(seed: int) -> tuple[tuple[Topic, ...], tuple[TopicLink, ...]]:
    """Make topics in five groups: those of a group share many articles, others few."""
    dice = random.Random(seed)
    topics = tuple(Topic(f"Ämne {number}", dice.randint(1, 60)) for number in range(_TOPICS))
    links = []
    for first, second in combinations(range(_TOPICS), 2):
        is_near = first % 5 == second % 5
        if dice.random() < (0.7 if is_near else 0.1):
            links.append(TopicLink(first, second, dice.randint(3, 9) if is_near else 1))
    return topics, tuple(links)


def _cross(line: Sequence[Any], other: Sequence[Any]) -> bool:
    def side(a: Sequence[float], b: Sequence[float], c: Sequence[float]) -> bool:
        return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = line, other
    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


if __name__ == "__main__":
    main()
