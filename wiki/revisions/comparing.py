"""Compare texts one at a time: the longest take a second, and anybody may ask."""

import time
from collections.abc import Hashable

from wiki.revisions.diff import Comparison, compare_texts
from wiki.turns import TOO_MANY_COMPARISONS, Turns

turns = Turns(TOO_MANY_COMPARISONS)


def compare_in_turn(old: str, new: str, owner: Hashable) -> Comparison:
    """Compare two texts for `owner`; raise Busy when too many wait."""
    with turns.take(owner) as turn:
        began = time.thread_time()
        found = compare_texts(old, new)
        turn.seconds = time.thread_time() - began
    return found
