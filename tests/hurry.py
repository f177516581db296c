"""What a run in a hurry leaves out: "In a hurry" in docs/testing.md says why."""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

import pytest

IS_HURRIED = bool(os.environ.get("WIKI_HURRY"))
_ON_POSTGRESQL = os.environ.get("WIKI_TEST_DATABASE") == "postgresql"
# What asks the database little that other tests do not ask it too.
_SEARCH = PurePath("tests/search")
_WITH_DATABASE = {"index", "segments"}


def left_out(items: Iterable[pytest.Item], root: PurePath) -> list[pytest.Item]:
    """Return the tests that a run in a hurry leaves out."""
    if not IS_HURRIED:
        return []
    turns: Counter[str] = Counter()
    found = []
    for item in items:
        name = item.nodeid.partition("[")[0]
        turn, turns[name] = turns[name], turns[name] + 1
        sample = _sample_of(item)
        if sample is not None:
            is_left_out = turn % sample != 0
        else:
            # Each test asks one of the two databases.
            is_left_out = _ON_POSTGRESQL is not _is_for_postgresql(item, turn, root)
        if is_left_out and (_ON_POSTGRESQL or sample or _asks_database(item)):
            found.append(item)
    return found


def _sample_of(item: pytest.Item) -> int | None:
    """Return of how many sets of parameters one is tried, if not all are."""
    sampled = item.get_closest_marker("sampled")
    return int(sampled.args[0]) if sampled else None


def _asks_database(item: pytest.Item) -> bool:
    return "new_database" in getattr(item, "fixturenames", ())


def _is_for_postgresql(item: pytest.Item, turn: int, root: PurePath) -> bool:
    """Return whether a test is tried on PostgreSQL: not of pages, of words, of processes."""
    path = item.path.relative_to(root)
    on_sqlite = {"browser", "server_url"} & set(getattr(item, "fixturenames", ()))
    if turn or on_sqlite or item.get_closest_marker("slow") or not _asks_database(item):
        return False
    if path.is_relative_to(_SEARCH):
        return path.parts[2] in _WITH_DATABASE
    return not ("routes" in path.stem or "routes" in path.parts or path.parts[1] == "operations")
