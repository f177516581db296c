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
        sample = item.get_closest_marker("sampled")
        if sample is not None:
            is_left_out = turn % sample.args[0] != 0
        else:
            is_left_out = _ON_POSTGRESQL and (turn > 0 or _is_the_same_there(item, root))
        if is_left_out:
            found.append(item)
    return found


def _is_the_same_there(item: pytest.Item, root: PurePath) -> bool:
    """Return whether a test says little about PostgreSQL: of pages, of words, of processes."""
    path = item.path.relative_to(root)
    if path.is_relative_to(_SEARCH):
        return path.parts[2] not in _WITH_DATABASE
    return "routes" in path.stem or "routes" in path.parts or path.parts[1] == "operations"
