"""Compare texts one at a time: the longest take a second, and anybody may ask."""

import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from wiki.revisions.diff import Comparison, compare_texts
from wiki.turns import TOO_MANY_COMPARISONS, Turns

turns = Turns(TOO_MANY_COMPARISONS)


@contextmanager
def comparing_for(owner: Hashable) -> Iterator[None]:
    """Hold the turn to compare during the block; raise Busy when too many wait."""
    with turns.take(owner) as turn:
        began = time.thread_time()
        try:
            yield
        finally:
            turn.seconds = time.thread_time() - began


def compare_in_turn(old: str, new: str, owner: Hashable) -> Comparison:
    """Compare two texts for `owner`; raise Busy when too many wait."""
    with comparing_for(owner):
        return compare_texts(old, new)
