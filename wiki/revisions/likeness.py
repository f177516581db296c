"""Find which removed line became which added line."""

from wiki.revisions.align import Budget, align

# With a smaller share of common words, two lines are shown as removed and added, not as changed.
_THRESHOLD = 0.3

# Roughly what a pair of lines costs, in steps of the alignment.
_STEPS_PER_PAIR = 4

# The lines of a larger block are only paired when they are equal apart from blanks.
_MAX_PAIRS = 2_500


def pair_lines(old: list[list[str]], new: list[list[str]], budget: Budget) -> list[tuple[int, int]]:
    """Return the indexes of lines that are versions of each other, in rising order.

    Lines are given as lists of words, punctuation marks and blanks.
    """
    if not old or not new:
        return []
    pairs = len(old) * len(new)
    if pairs > _MAX_PAIRS or not budget.take(_STEPS_PER_PAIR * pairs):
        return _pair_equal_except_blanks(old, new, budget)
    old_words, new_words = [_words(line) for line in old], [_words(line) for line in new]
    return _best_pairs([[_similarity(a, b) for b in new_words] for a in old_words])


def _pair_equal_except_blanks(
    old: list[list[str]], new: list[list[str]], budget: Budget
) -> list[tuple[int, int]]:
    """Pair the lines of a large block, such as a text whose line endings were converted."""
    old_words, new_words = (
        [tuple(token for token in line if not token.isspace()) for line in side]
        for side in (old, new)
    )
    return [
        (match.old + i, match.new + i)
        for match in align(old_words, new_words, budget)
        for i in range(match.length)
    ]


def _words(line: list[str]) -> frozenset[str]:
    return frozenset(token for token in line if not token.isspace())


def _similarity(old: frozenset[str], new: frozenset[str]) -> float:
    """Return the share of words in common (Dice), or 0 when it is too small to matter."""
    if not old and not new:
        return 1.0
    share = 2 * len(old & new) / (len(old) + len(new))
    return share if share >= _THRESHOLD else 0.0


def _best_pairs(similarities: list[list[float]]) -> list[tuple[int, int]]:
    """Return the rising pairs with the greatest sum of similarities."""
    rows, columns = len(similarities), len(similarities[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = best[i + 1][j + 1] + similarities[i][j] if similarities[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        if similarities[i][j] and best[i][j] == best[i + 1][j + 1] + similarities[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
