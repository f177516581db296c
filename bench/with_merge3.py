"""Run our tests of diff and merge with merge3 and patiencediff, where these are installed.

`.venv/bin/pytest -p bench.with_merge3 tests/articles/test_merge.py tests/revisions` shows which
tests only our own code passes. Both packages are GPL, so use this for measuring only.
"""

import importlib
from collections.abc import Hashable, Sequence

from wiki.articles import merge
from wiki.revisions import align

_merge3 = importlib.import_module("merge3")
_patience = importlib.import_module("patiencediff")


def merge_texts(base: str, mine: str, theirs: str) -> merge.Merge:
    """Merge two versions of `base` line by line with merge3."""
    versions = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    merger = _merge3.Merge3(*versions, sequence_matcher=_patience.PatienceSequenceMatcher)
    parts = [
        merge.Conflict(*map("".join, group[1:])) if group[0] == "conflict" else "".join(group[1])
        for group in merger.merge_groups()
    ]
    return merge.Merge(tuple(parts))


def align_sequences(
    old: Sequence[Hashable], new: Sequence[Hashable], budget: align.Budget
) -> list[align.Match]:
    """Return the common runs that patiencediff finds; it ignores the budget."""
    blocks = _patience.PatienceSequenceMatcher(None, old, new).get_matching_blocks()
    return [align.Match(*block) for block in blocks if block[2]]


vars(merge)["merge_texts"] = merge_texts
vars(align)["align"] = align_sequences
