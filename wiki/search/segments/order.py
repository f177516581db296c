"""Order documents by a score or by time, one of each article."""

from collections.abc import Sequence

import numpy as np

from wiki.search.segments.arrays import Array, Numbers
from wiki.search.segments.snapshot import Snapshot


def best_first(
    fitting: Array, scores: Array, snapshot: Snapshot, limit: int, *, by_score: bool
) -> Numbers:
    """Return the documents best or newest first, with equals always in the same order.

    Those beyond `limit` are left out.
    """
    numbers = np.nonzero(fitting)[0]
    article_ids, _, seconds, _ = snapshot.entries
    keys = [scores, seconds, -article_ids] if by_score else [seconds, -article_ids]
    numbers = _top(numbers, keys, limit)
    order = np.lexsort([-key[numbers] for key in reversed(keys)])
    shown: Numbers = numbers[order]
    return shown


def _top(numbers: Numbers, keys: Sequence[Array], limit: int) -> Numbers:
    """Return, in any order, the `limit` numbers with the greatest keys; later keys break ties."""
    chosen: list[Numbers] = []
    for key in keys:
        if len(numbers) <= limit:
            break
        values = key[numbers]
        least = np.partition(values, len(values) - limit)[len(values) - limit]
        chosen.append(numbers[values > least])
        numbers = numbers[values == least]
        limit -= len(chosen[-1])
    return np.concatenate([*chosen, numbers[:limit]])


def one_per_article(found: Array, scores: Array, is_public: Array, snapshot: Snapshot) -> Array:
    """Return one document for each article: the better one, or of equals the public text."""
    shared = np.nonzero(found & snapshot.shares_article)[0]
    if not len(shared):
        return found
    ranked = shared[np.lexsort((shared, is_public[shared], scores[shared]))[::-1]]
    _, first = np.unique(snapshot.entries[0, ranked], return_index=True)
    found = found.copy()
    found[shared] = False
    found[ranked[first]] = True
    return found
